//! One spelling for what people write in many: full-width forms, the many hyphens and spaces.
//!
//! Detectors look at the folded text; what is masked is the original, byte for byte.

use std::borrow::Cow;
use std::ops::Range;

use icu_properties::props::GeneralCategory;
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};

use super::normal::is_invisible;

/// A text in folded spelling that knows where each part of it stood in the original.
pub(super) struct Folded<'a> {
    text: Cow<'a, str>,
    /// Points after which folded and original offsets advance in step: (folded, original).
    shifts: Vec<(usize, usize)>,
}

impl<'a> Folded<'a> {
    pub(super) fn new(original: &'a str) -> Folded<'a> {
        let mut folded = String::new();
        let mut shifts = Vec::new();
        let mut copied = 0;
        let mut after_digit = false;
        let bytes = original.as_bytes();
        let mut end = 0;
        // What is in ASCII stays, but for entities.
        let stays = |byte: &u8| byte.is_ascii() && *byte != b'&';
        while let Some(length) = bytes[end..].iter().position(|byte| !stays(byte)) {
            let at = end + length;
            if let Some(last) = bytes[end..at].last() {
                after_digit = last.is_ascii_digit();
            }
            let Some(c) = original[at..].chars().next() else {
                break;
            };
            end = at + c.len_utf8();
            let to = if c == '&' {
                match entity(&original[at..]) {
                    Some((c, length)) => {
                        end = at + length;
                        Fold::To(c)
                    }
                    None => Fold::Same,
                }
            } else {
                fold_char(c, after_digit, || original[end..].chars().next())
            };
            if !matches!(to, Fold::Drop) {
                after_digit = matches!(to, Fold::To(d) if d.is_ascii_digit());
            }
            if matches!(to, Fold::Same) {
                continue;
            }
            folded.push_str(&original[copied..at]);
            if let Fold::To(c) = to {
                folded.push(c);
            }
            copied = end;
            shifts.push((folded.len(), copied));
        }
        let text = if shifts.is_empty() {
            Cow::Borrowed(original)
        } else {
            folded.push_str(&original[copied..]);
            Cow::Owned(folded)
        };
        Folded { text, shifts }
    }

    /// The folded text.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a range of the folded text is in the original.
    pub(super) fn original(&self, folded: Range<usize>) -> Range<usize> {
        // A range begins behind whatever was dropped before it, and what was dropped behind it (the
        // key around a digit) belongs to it, hence the two searches.
        let begins = self.shifts.partition_point(|&(at, _)| at <= folded.start);
        let ends = self.shifts.partition_point(|&(at, _)| at < folded.end);
        let start = self.advance(begins, folded.start);
        let dropped = self.shifts[ends..]
            .iter()
            .take_while(|&&(at, _)| at == folded.end)
            .last();
        let end = dropped.map_or_else(|| self.advance(ends, folded.end), |&(_, original)| original);
        start..end.max(start)
    }

    /// The original offset of `folded`, counted from the last of the first `count` shifts.
    fn advance(&self, count: usize, folded: usize) -> usize {
        match count.checked_sub(1).and_then(|last| self.shifts.get(last)) {
            Some(&(at, original)) => original + (folded - at),
            None => folded,
        }
    }
}

enum Fold {
    Same,
    To(char),
    Drop,
}

/// Full-width forms are Unicode's U+FF01..U+FF5E; the rest are the look-alikes that mail programs,
/// Japanese input methods and people who decorate their names produce.
///
/// What is between kana and ideographs is most of a Japanese text and stays as it is.
fn fold_char(c: char, after_digit: bool, next: impl Fn() -> Option<char>) -> Fold {
    match c {
        // The sign of a long vowel is a letter in ルーム and a hyphen in 03ー1234ー5678.
        'ー' | 'ｰ' if after_digit => Fold::To('-'),
        '\u{3001}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => Fold::Same,
        '\u{ff01}'..='\u{ff5e}' => moved(c, '\u{ff01}', '!'),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Fold::To(' ')
        }
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{207b}'
        | '\u{208b}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{2501}'
        | '\u{fe58}'
        | '\u{fe63}' => Fold::To('-'),
        '\u{fe6b}' => Fold::To('@'),
        '\u{2024}' | '\u{fe52}' => Fold::To('.'),
        '\u{fe62}' => Fold::To('+'),
        '\u{fe59}' => Fold::To('('),
        '\u{fe5a}' => Fold::To(')'),
        // The letters of mathematics: thirteen alphabets, one after the other.
        '\u{1d400}'..='\u{1d6a3}' => match (u32::from(c) - 0x1d400) % 52 {
            small @ 26.. => letter('a', small - 26),
            capital => letter('A', capital),
        },
        '\u{24b6}'..='\u{24cf}' => moved(c, '\u{24b6}', 'A'),
        '\u{24d0}'..='\u{24e9}' => moved(c, '\u{24d0}', 'a'),
        '\u{1f130}'..='\u{1f149}' => moved(c, '\u{1f130}', 'A'),
        '\u{1f150}'..='\u{1f169}' => moved(c, '\u{1f150}', 'A'),
        '\u{1f170}'..='\u{1f189}' => moved(c, '\u{1f170}', 'A'),
        // 1️⃣ is a digit.
        '\u{20e3}' if after_digit => Fold::Drop,
        _ if is_invisible(c) => Fold::Drop,
        _ => match (decimal(c), decorated(c)) {
            (Some(digit), _) => Fold::To(digit),
            // ① alone begins an item of a list.
            (_, Some(digit)) if after_digit || next().and_then(decorated).is_some() => {
                Fold::To(digit)
            }
            _ => Fold::Same,
        },
    }
}

/// The character that an entity of HTML means, and the entity's length: plain text out of HTML
/// keeps some.
fn entity(text: &str) -> Option<(char, usize)> {
    const NAMED: &[(&str, char)] = &[
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("commat", '@'),
        ("period", '.'),
        ("lowbar", '_'),
        ("lbrack", '['),
        ("lsqb", '['),
        ("rbrack", ']'),
        ("rsqb", ']'),
        ("hyphen", '-'),
        ("dash", '-'),
    ];
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let hex = number.strip_prefix(['x', 'X']);
            let code = hex
                .map_or_else(|| number.parse(), |hex| u32::from_str_radix(hex, 16))
                .ok()?;
            let c = char::from_u32(code)?;
            if c == '\u{a0}' { ' ' } else { c }
        }
        None => NAMED.iter().find(|(known, _)| *known == name)?.1,
    };
    let plain = c.is_ascii_graphic() || c == ' ';
    plain.then_some((c, end + 1))
}

/// `c` as many characters behind `to` as it is behind `from`.
fn moved(c: char, from: char, to: char) -> Fold {
    letter(to, u32::from(c) - u32::from(from))
}

fn letter(first: char, by: u32) -> Fold {
    char::from_u32(u32::from(first) + by).map_or(Fold::Same, Fold::To)
}

/// The value of a decimal digit of any script. They come in tens, each from zero to nine.
fn decimal(c: char) -> Option<char> {
    let categories: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::new();
    let is_digit = |c: u32| categories.get32(c) == GeneralCategory::DecimalNumber;
    // Five alphabets of digits follow each other in mathematics.
    let before = (0..50)
        .take_while(|step| is_digit(u32::from(c) - step))
        .count();
    let place = u32::try_from(before).ok()?.checked_sub(1)? % 10;
    char::from_digit(place, 10)
}

/// The value of a digit in a circle, in brackets, raised or lowered.
fn decorated(c: char) -> Option<char> {
    const FROM_ONE: [u32; 7] = [0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a];
    let code = u32::from(c);
    let value = match c {
        '\u{1f101}'..='\u{1f10a}' => code - 0x1f101,
        '\u{24ea}' | '\u{24ff}' | '\u{1f100}' | '\u{2070}' | '\u{2080}' => 0,
        '\u{b9}' => 1,
        '\u{b2}' | '\u{b3}' => code - 0xb0,
        '\u{2074}'..='\u{2079}' => code - 0x2070,
        '\u{2081}'..='\u{2089}' => code - 0x2080,
        _ => {
            let from = FROM_ONE
                .iter()
                .find(|from| (**from..**from + 9).contains(&code))?;
            code - from + 1
        }
    };
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_the_folded_text_lead_back_to_the_original() {
        let original = "電話：０３ー１２３４\u{200b}ー5678 です";
        let folded = Folded::new(original);
        assert_eq!(folded.as_str(), "電話:03-1234-5678 です");
        let start = folded.as_str().find("03").expect("in the text");
        let found = folded.original(start..start + 12);
        assert_eq!(&original[found], "０３ー１２３４\u{200b}ー5678");
        let all = folded.original(0..folded.as_str().len());
        assert_eq!(all, 0..original.len());
    }

    #[test]
    fn a_digit_of_any_script_is_a_digit() {
        let categories = CodePointMapData::<GeneralCategory>::new();
        let mut value = 0;
        for c in '\u{80}'..=char::MAX {
            if categories.get(c) == GeneralCategory::DecimalNumber {
                let text = c.to_string();
                assert_eq!(Folded::new(&text).as_str(), (value % 10).to_string(), "{c}");
                value += 1;
            }
        }
        assert!(value > 600, "{value}");
    }

    #[test]
    fn entities_are_what_they_stand_for() {
        let original = "a taro&#64;example&#x2E;com &amp; &lbrack;x&#93; &copy; & &#; &#9999999;";
        let folded = Folded::new(original);
        assert_eq!(
            folded.as_str(),
            "a taro@example.com & [x] &copy; & &#; &#9999999;"
        );
        assert_eq!(
            &original[folded.original(2..18)],
            "taro&#64;example&#x2E;com"
        );
    }

    #[test]
    fn decorated_digits_are_digits_among_digits_and_marks_of_a_list_alone() {
        for (text, folded) in [
            ("④①①① ①①①① 0⑨0", "4111 1111 090"),
            ("❶❷⓪ ➊➋ ⑴⑵ ¹²³⁴ ₁₂ ⒈⒉", "120 12 12 1234 12 12"),
            ("0️⃣9️⃣0️⃣", "090"),
            ("①03-1234 ②電話", "①03-1234 ②電話"),
            ("100㎡", "100㎡"),
            ("𝐭𝒂𝓻𝔬﹫ⓔⓧ․ⒸⓄ", "taro@ex.CO"),
        ] {
            assert_eq!(Folded::new(text).as_str(), folded);
        }
    }

    #[test]
    fn a_long_vowel_is_a_hyphen_after_a_digit_only() {
        assert_eq!(Folded::new("サーバー１ー２").as_str(), "サーバー1-2");
    }
}
