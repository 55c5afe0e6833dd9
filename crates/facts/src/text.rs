//! A text folded for comparing: NFKC, one kind of dash, quote and space; with the way back to the characters it came from.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use icu_normalizer::ComposingNormalizer;

use crate::Span;
use crate::pattern::{Pattern, pattern};
use crate::role::Sentence;

/// A folded text that knows which characters of the original each part came from.
#[derive(Debug)]
pub(crate) struct Folded {
    /// The folded text.
    pub text: String,
    /// Of each byte of `text`: the character of the original it came from; one more for the end.
    origin: Vec<u32>,
    original: Vec<char>,
    /// What its sentences say, by where they begin and end: read once for all that is found in one.
    sentences: RefCell<HashMap<Span, Rc<Sentence>>>,
    lower: OnceCell<String>,
    squeezed: OnceCell<String>,
    /// Where its sentences end: at which byte the sign that ends one begins, and where it ends.
    stops: OnceCell<Vec<(usize, usize)>>,
    /// Where its lines end.
    breaks: OnceCell<Vec<usize>>,
    english: OnceCell<bool>,
}

impl Folded {
    /// Folds `original`.
    pub fn new(original: &str) -> Self {
        let nfkc = ComposingNormalizer::new_nfkc();
        let original: Vec<char> = original.chars().collect();
        let mut text = String::with_capacity(original.len() * 3);
        let mut origin = Vec::with_capacity(original.len() * 3);
        let mut buffer = [0; 4];
        for (index, &character) in original.iter().enumerate() {
            let mut push = |character: char| {
                let character = plain(character);
                text.push(character);
                for _ in 0..character.len_utf8() {
                    origin.push(index as u32);
                }
            };
            if is_invisible(character) {
                // 5<U+200B>,500 is one number on a screen.
            } else if character.is_ascii() {
                push(character);
            } else if matches!(character, 'ー' | 'ｰ') && is_between_digits(&original, index) {
                // 03ー5550ー0124, as a Japanese keyboard writes it.
                push('-');
            } else if let Some(part) = fraction(character) {
                // 1½ is 1.5, and no 11⁄2.
                let is_behind = index.checked_sub(1).is_some_and(|before| {
                    original[before].is_ascii_digit() || matches!(original[before], '０'..='９')
                });
                let whole = if is_behind { "" } else { "0" };
                whole.chars().chain(part.chars()).for_each(&mut push);
            } else if is_bullet(character) {
                // ①9〜12時 is no 19.
                push('・');
            } else {
                nfkc.normalize(character.encode_utf8(&mut buffer))
                    .chars()
                    .for_each(&mut push);
            }
        }
        origin.push(original.len() as u32);
        let (text, origin) = with_digits(text, origin);
        Self {
            text,
            origin,
            original,
            sentences: RefCell::default(),
            lower: OnceCell::new(),
            squeezed: OnceCell::new(),
            stops: OnceCell::new(),
            breaks: OnceCell::new(),
            english: OnceCell::new(),
        }
    }

    /// The sentence around a span.
    ///
    /// One that goes on for pages is cut: what is read around each fact of a line must not grow with the line.
    pub fn sentence_around(&self, bytes: &Span) -> Span {
        let text = &self.text;
        let stops = self.stops.get_or_init(|| {
            let signs = text.char_indices();
            let stops = signs.filter(|(at, c)| ends_sentence(text, *at, *c));
            stops.map(|(at, c)| (at, at + c.len_utf8())).collect()
        });
        let piece = self.piece(bytes);
        let before = stops.partition_point(|(at, _)| *at < bytes.start);
        let before = before.checked_sub(1).map(|at| stops[at]);
        let behind = stops.get(stops.partition_point(|(at, _)| *at < bytes.end));
        let start = before.filter(|(at, _)| *at >= piece.start);
        let end = behind.filter(|(at, _)| *at < piece.end);
        start.map_or(piece.start, |(_, end)| end)..end.map_or(piece.end, |(at, _)| *at)
    }

    /// What a sentence says, as `read` finds it.
    pub fn sentence(&self, span: Span, read: fn(&Folded, Span) -> Sentence) -> Rc<Sentence> {
        if let Some(known) = self.sentences.borrow().get(&span) {
            return Rc::clone(known);
        }
        let sentence = Rc::new(read(self, span.clone()));
        let mut sentences = self.sentences.borrow_mut();
        sentences.insert(span, Rc::clone(&sentence));
        sentence
    }

    /// In lower case.
    pub fn lower(&self) -> &str {
        self.lower.get_or_init(|| self.text.to_lowercase())
    }

    /// A stretch in lower case.
    pub fn lower_at(&self, bytes: &Span) -> Cow<'_, str> {
        let lower = self.lower();
        match lower.get(bytes.clone()) {
            Some(stretch) if lower.len() == self.text.len() => Cow::Borrowed(stretch),
            _ => Cow::Owned(self.text[bytes.clone()].to_lowercase()),
        }
    }

    /// Whether words or numbers in ASCII follow each other, as in every English sentence and in few Japanese ones.
    pub fn has_english(&self) -> bool {
        *self.english.get_or_init(|| {
            self.text.as_bytes().windows(3).any(|bytes| {
                (bytes[0].is_ascii_alphanumeric() || matches!(bytes[0], b'.' | b','))
                    && matches!(bytes[1], b' ' | b'\n')
                    && bytes[2].is_ascii_alphanumeric()
            })
        })
    }

    /// In lower case, letters and digits of ASCII alone.
    pub fn squeezed(&self) -> &str {
        self.squeezed.get_or_init(|| {
            let plain = self.text.chars().filter(char::is_ascii_alphanumeric);
            plain.map(|c| c.to_ascii_lowercase()).collect()
        })
    }

    /// The characters of the original that a span of bytes of the folded text came from.
    pub fn characters(&self, bytes: &Span) -> Span {
        let start = self.origin[bytes.start] as usize;
        let end = if bytes.end == bytes.start {
            start
        } else {
            self.origin[bytes.end - 1] as usize + 1
        };
        start..end
    }

    /// The words of the original at a span of bytes of the folded text.
    pub fn words(&self, bytes: &Span) -> String {
        self.original[self.characters(bytes)].iter().collect()
    }

    /// The bytes of the line around `bytes`.
    pub fn line(&self, bytes: &Span) -> Span {
        let breaks = self.breaks.get_or_init(|| {
            let breaks = self.text.match_indices('\n');
            breaks.map(|(at, _)| at).collect()
        });
        let before = breaks.partition_point(|at| *at < bytes.start);
        let behind = breaks.partition_point(|at| *at < bytes.end);
        let start = before.checked_sub(1).map_or(0, |at| breaks[at] + 1);
        start..breaks.get(behind).copied().unwrap_or(self.text.len())
    }

    /// The line around `bytes`, no farther than a sentence goes.
    pub fn line_around(&self, bytes: &Span) -> Span {
        let (line, piece) = (self.line(bytes), self.piece(bytes));
        line.start.max(piece.start)..line.end.min(piece.end)
    }

    /// How far is read around a fact: at the same places for all facts near it.
    fn piece(&self, bytes: &Span) -> Span {
        const PIECE: usize = 1_024;
        let first = (bytes.start / PIECE).saturating_sub(1) * PIECE;
        let last = (bytes.end / PIECE + 2) * PIECE;
        self.text.floor_char_boundary(first)..self.text.floor_char_boundary(last)
    }
}

fn ends_sentence(text: &str, at: usize, character: char) -> bool {
    match character {
        '。' | '\n' | '!' | '?' | ';' => true,
        '.' => {
            let after = &text[at + 1..];
            // Not in 9.99, p.m., St., example.com.
            (after.is_empty() || after.starts_with([' ', '\n']))
                && after
                    .trim_start()
                    .chars()
                    .next()
                    .is_none_or(|c| c.is_uppercase() || c.is_ascii_digit() || !c.is_ascii())
                && ![
                    "p.m", "a.m", "St", "Mr", "Ms", "Mrs", "Dr", "No", "Rd", "Ave", "approx",
                    "e.g", "i.e",
                ]
                .iter()
                .any(|short| {
                    text[..at].ends_with(short)
                        && !(short.len() == 3
                            && short.contains('.')
                            && after.trim_start().starts_with(|c: char| c.is_uppercase()))
                })
        }
        _ => false,
    }
}

/// Whether a digit or a capital is in front of a character, and a digit behind it.
fn is_between_digits(text: &[char], at: usize) -> bool {
    let is_digit = |c: &char| matches!(c, '0'..='9' | '０'..='９');
    let is_capital = |c: &char| matches!(c, 'A'..='Z' | 'Ａ'..='Ｚ');
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    before.is_some_and(|c| is_digit(c) || is_capital(c)) && text.get(at + 1).is_some_and(is_digit)
}

/// A text without the lines that are no writing: those of a file read as text (control characters, characters that no charset
/// has), and those of an encoded one (base64). A number that they happen to have is no source.
pub(crate) fn without_noise(text: &str) -> Cow<'_, str> {
    let is_noise = |line: &str| {
        let is_broken = |c: &char| c.is_control() && *c != '\t' && *c != '\r' || *c == '\u{fffd}';
        let broken = line.chars().filter(is_broken).count();
        let is_code = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
        broken >= 2 && broken * 20 >= line.chars().count()
            || line.len() >= 60 && line.trim_end().chars().all(is_code)
    };
    if !text.lines().any(is_noise) {
        return Cow::Borrowed(text);
    }
    let lines = text.split_inclusive('\n');
    Cow::Owned(
        lines
            .map(|line| {
                if is_noise(line.trim_end_matches('\n')) {
                    "\n"
                } else {
                    line
                }
            })
            .collect(),
    )
}

/// The decimals of a fraction that is one character.
fn fraction(character: char) -> Option<&'static str> {
    match character {
        '½' => Some(".5"),
        '¼' => Some(".25"),
        '¾' => Some(".75"),
        _ => None,
    }
}

/// Characters of no width, which part nothing that is read.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Writes days, years and hours in kanji numerals with digits: 令和八年十二月九日, 二十日以内, 午後三時. Each digit comes from a
/// numeral. What is no number there (一日も早く, 四日市, 一時停止) is left.
fn with_digits(text: String, origin: Vec<u32>) -> (String, Vec<u32>) {
    static NUMERALS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?x)
            (?: 令和|平成|昭和 ) (?P<ey> [〇一二三四五六七八九十]{1,3} ) 年
            | (?P<y> [一二][〇一二三四五六七八九]{3} ) 年
            | (?P<m> 十[一二]?|[一二三四五六七八九] ) 月 (?: (?P<d> (?:[二三]?十)?[一二三四五六七八九]|[二三]?十 ) 日 )?
            | (?: 今月 | 来月 | 同月 | 毎月 ) の? (?P<of> (?:[二三]?十)?[一二三四五六七八九]|[二三]?十 ) 日
            | (?P<days> (?:[二三四五六七八九]?十)[一二三四五六七八九]?|百[二三四五六七八九十]* ) (?: 営業 )? 日
            | (?P<few> [一二三四五六七八九] ) (?: 営業日 | 日 (?: 以内 | 間 | 後 | 前 | 目 | まで | ほど | 程度 | かか | 遅 | 早 ) )
            | (?P<cho> [一二三四五六七八九] | [二三]?十[一二三四五六七八九]? ) 丁目 (?: (?P<ban> [一二三四五六七八九] | [二三四五六七八九]?十[一二三四五六七八九]? ) (?: 番地?の? | の ) (?: (?P<go> [一二三四五六七八九] | [二三四五六七八九]?十[一二三四五六七八九]? ) 号? )? )?
            | (?: 午前 | 午後 | 夜 | 朝 ) (?P<h> 十[一二]?|[一二三四五六七八九] ) 時 (?: (?P<min> [二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九] ) 分 )?
            | (?P<hour> (?:二?十)[一二三四五六七八九]?|[二三四五六七八九] ) 時 (?: 半 | から | まで | に | (?P<minute> [二三四五]?十[一二三四五六七八九]? ) 分 )",
        )
    });
    const NAMES: [&str; 14] = [
        "ey", "y", "m", "d", "of", "days", "few", "cho", "ban", "go", "h", "min", "hour", "minute",
    ];
    let has = |c: char| text.contains(c);
    if !(has('年') || has('月') || has('日') || has('時') || text.contains("丁目"))
        || !text.contains([
            '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百',
        ])
    {
        return (text, origin);
    }
    let (mut written, mut from, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for found in NUMERALS.captures_iter(&text) {
        let whole = found.whole();
        let is_part = |c: char| "〇一二三四五六七八九十百千万".contains(c) || c.is_ascii_digit();
        let behind = &text[whole.end()..];
        if text[..whole.start()].ends_with(is_part)
            // 十四日まで延長: so many days, as it is.
            || behind.starts_with("まで延")
            || whole.as_str().ends_with('日')
                && ["市", "町", "大根", "草", "坊"]
                    .iter()
                    .any(|name| behind.starts_with(name))
        {
            continue;
        }
        for name in NAMES {
            let Some(number) = found.name(name) else {
                continue;
            };
            let Some(value) = crate::number::parse(number.as_str()) else {
                continue;
            };
            let digits = (value / crate::number::ONE).to_string();
            written.push_str(&text[at..number.start()]);
            from.extend_from_slice(&origin[at..number.start()]);
            // The first digit comes from the first numeral, the last one from the last.
            let (first, last) = (origin[number.start()], origin[number.end() - 1]);
            for place in 0..digits.len() {
                from.push(if place + 1 == digits.len() {
                    last
                } else {
                    first
                });
            }
            written.push_str(&digits);
            at = number.end();
        }
    }
    written.push_str(&text[at..]);
    from.extend_from_slice(&origin[at..]);
    (written, from)
}

/// Numbers that only list something: ①, ⑴, ⒈, ❶.
fn is_bullet(character: char) -> bool {
    matches!(character, '\u{2460}'..='\u{249b}' | '\u{24f5}'..='\u{24fe}' | '\u{2776}'..='\u{2793}')
}

/// One spelling for characters that people use for one another.
fn plain(character: char) -> char {
    match character {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}' => '-',
        '\u{301c}' | '\u{223c}' | '\u{ff5e}' => '~',
        '\u{2018}' | '\u{2019}' | '\u{02bc}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{a5}' => '¥',
        '\u{a0}' | '\u{3000}' | '\u{2007}' | '\u{202f}' | '\t' => ' ',
        '\r' => '\n',
        // The same name, as some keyboards write it.
        '髙' => '高',
        '﨑' => '崎',
        '𠮷' => '吉',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_of_the_folded_text_leads_back_to_its_characters() {
        let folded = Folded::new("代金は１２，８００円㈱");
        let at = folded.text.find("12,800円").expect("it is there");
        let span = at..at + "12,800円".len();
        assert_eq!(folded.characters(&span), 3..10);
        assert_eq!(folded.words(&span), "１２，８００円");
        assert!(folded.text.ends_with("(株)"));
    }
}
