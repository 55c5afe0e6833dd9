//! One normal form for every text that comes in, before a person sees it: what a person reads is
//! what the detectors look at and what a model is given.
//!
//! Composed (NFC), with one character for all line breaks, without other control characters but tab, and without characters that
//! are invisible (Unicode's `Default_Ignorable_Code_Point`, format characters, noncharacters, and
//! those that are drawn blank). What an emoji is
//! made of stays, and so do joiners within the scripts that write with them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{
    DefaultIgnorableCodePoint, Emoji, GeneralCategory, PrependedConcatenationMark,
};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed, CodePointSetData};

const NON_JOINER: char = '\u{200c}';
const JOINER: char = '\u{200d}';
/// Variation selectors that say whether a sign is drawn as text or as an emoji.
const AS_TEXT: char = '\u{fe0e}';
const AS_EMOJI: char = '\u{fe0f}';
/// Makes a key of the digit in front of it: 1️⃣.
const KEYCAP: char = '\u{20e3}';
/// Is followed by invisible letters where it is the flag of a part of a country.
const BLACK_FLAG: char = '\u{1f3f4}';

/// Signs that are drawn as nothing, and are no white space: joiners of scripts that are hardly ever
/// written, a note without a head, the cell without dots of Braille, and what stands for a picture
/// within a text.
const BLANK: [char; 6] = [
    '\u{2800}',
    '\u{2d7f}',
    '\u{fffc}',
    '\u{1107f}',
    '\u{16fe4}',
    '\u{1d159}',
];

/// The flags of England, Scotland and Wales, the only ones that are recommended for general
/// interchange (UTS 51, `RGI_Emoji_Tag_Sequence`), behind the black flag.
const REGIONS: [&str; 3] = [
    "\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

/// `text` in its normal form; normalising it again changes nothing.
pub fn normalised(text: &str) -> Cow<'_, str> {
    let composed = |text: &str| match ComposingNormalizerBorrowed::new_nfc().normalize(text) {
        Cow::Borrowed(_) => None,
        Cow::Owned(composed) => Some(composed),
    };
    let ascii = text.bytes().position(|byte| !is_plain(char::from(byte)));
    if ascii.is_none_or(|ascii| text[ascii..].chars().all(is_plain)) {
        return Cow::Borrowed(text);
    }
    let once = match visible(text, |_| {}) {
        Cow::Borrowed(text) => match composed(text) {
            Some(composed) => composed,
            None => return Cow::Borrowed(text),
        },
        Cow::Owned(text) => match composed(&text) {
            Some(composed) => composed,
            None => return Cow::Owned(text),
        },
    };
    // Composing puts marks in order: a joiner that was of use may have another neighbour now.
    let again = visible(&once, |_| {});
    let again = composed(&again).unwrap_or(again.into_owned());
    Cow::Owned(again)
}

/// Most characters of most texts: visible, and neither made of others nor joined with the one before.
fn is_plain(c: char) -> bool {
    matches!(
        c,
        '\n'
        | '\t'
        | ' '..='~'
        | '\u{3000}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309b}'..='\u{30ff}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ff01}'..='\u{ff5e}'
    )
}

/// The characters that the normal form of a text leaves out and a reader would not have seen; other
/// line ends and composed letters hide nothing.
pub fn hidden(text: &str) -> BTreeSet<char> {
    let mut hidden = BTreeSet::new();
    let _ = visible(text, |c| {
        hidden.insert(c);
    });
    hidden
}

/// A control character, or one without any mark on paper, wherever it is.
pub(crate) fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return is_unwanted_ascii(c);
    }
    // Nothing in these scripts is invisible: most of a text is told at once.
    if matches!(c, '\u{3001}'..='\u{3163}' | '\u{3165}'..='\u{d7ff}' | '\u{ff01}'..='\u{ff9f}' | '\u{ae}'..='\u{24f}' | '\u{2010}'..='\u{2027}')
    {
        return false;
    }
    let categories: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::new();
    match categories.get(c) {
        GeneralCategory::Control => true,
        GeneralCategory::Format => {
            !CodePointSetData::new::<PrependedConcatenationMark>().contains(c)
        }
        _ if BLANK.contains(&c) || is_noncharacter(c) => true,
        _ => CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c),
    }
}

/// No text holds them (Unicode, section 23.7), and most programs draw none.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

fn is_unwanted_ascii(c: char) -> bool {
    c.is_ascii_control() && !matches!(c, '\n' | '\t')
}

/// `text` without invisible characters; `leaves` is told each character that is left out.
fn visible(text: &str, mut leaves: impl FnMut(char)) -> Cow<'_, str> {
    let Some(first) = text.find(is_invisible) else {
        return Cow::Borrowed(text);
    };
    let mut kept = String::with_capacity(text.len());
    kept.push_str(&text[..first]);
    let mut at = first;
    while let Some(c) = text[at..].chars().next() {
        at += c.len_utf8();
        if !is_invisible(c) {
            kept.push(c);
        } else if breaks_line(c) {
            // Left out, it would join what it divides: a card number, and the count below it.
            if !(c == '\r' && text[at..].starts_with('\n')) {
                kept.push('\n');
            }
        } else if let Some(region) = region(kept.chars().next_back(), &text[at - c.len_utf8()..]) {
            kept.push_str(region);
            at += region.len() - c.len_utf8();
        } else if has_a_use(c, &kept, &text[at..]) {
            kept.push(c);
        } else {
            leaves(c);
        }
    }
    Cow::Owned(kept)
}

/// Controls at which a line ends (Unicode, section 5.8): Word and Excel write the second one for a break
/// within a paragraph or a cell.
fn breaks_line(c: char) -> bool {
    matches!(c, '\r' | '\u{b}' | '\u{c}' | '\u{85}')
}

/// The invisible letters of a flag.
fn region(before: Option<char>, rest: &str) -> Option<&'static str> {
    let of_a_flag = before == Some(BLACK_FLAG);
    REGIONS
        .into_iter()
        .find(|region| of_a_flag && rest.starts_with(region))
}

/// True for an invisible character that changes how its neighbours look.
fn has_a_use(c: char, kept: &str, rest: &str) -> bool {
    let mut before = kept.chars().rev();
    let previous = before.next();
    // Nothing that is of use is behind a heap of invisible characters.
    let is_seen = |c: &char| breaks_line(*c) || !is_invisible(*c);
    let next = || rest.chars().take(8).find(is_seen);
    match c {
        AS_TEXT | AS_EMOJI => {
            let key = previous.is_some_and(|c| c.is_ascii_digit() || c == '#' || c == '*');
            previous.is_some_and(is_emoji) || key && next() == Some(KEYCAP)
        }
        JOINER | NON_JOINER => {
            let emoji = |c: Option<char>| c.is_some_and(is_emoji);
            let joining = |c: Option<char>| c.is_some_and(joins);
            let behind_emoji = match previous {
                Some(AS_EMOJI | AS_TEXT) => emoji(before.next()),
                // The end of a flag's letters.
                Some('\u{e007f}') => true,
                _ => emoji(previous),
            };
            c == JOINER && behind_emoji && emoji(next()) || joining(previous) && joining(next())
        }
        _ => false,
    }
}

fn is_emoji(c: char) -> bool {
    !c.is_ascii() && CodePointSetData::new::<Emoji>().contains(c)
}

/// A letter or sign of the scripts from Arabic to Mongolian, in which a joiner is spelling.
fn joins(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{109f}' | '\u{1780}'..='\u{18af}') && !c.is_numeric()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_unicode_calls_invisible_leaves_wherever_it_stands() {
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        let categories = CodePointMapData::<GeneralCategory>::new();
        let mut seen = 0;
        for c in '\0'..=char::MAX {
            let control = categories.get(c) == GeneralCategory::Control
                && c != '\n'
                && c != '\t'
                && !breaks_line(c);
            if !control && !ignorable.contains(c) && !BLANK.contains(&c) && !is_noncharacter(c) {
                continue;
            }
            seen += 1;
            for text in [
                "a\u{0}b",
                "1\u{0}2",
                "\u{0}",
                "山\u{0}田",
                "\n\u{0}\t",
                "あ\u{0}",
            ] {
                let (text, expected) = (text.replace('\0', &c.to_string()), text.replace('\0', ""));
                assert_eq!(normalised(&text), expected, "U+{:04X}", u32::from(c));
            }
        }
        assert!(seen > 4_000, "{seen}");
    }

    #[test]
    fn a_plain_character_stays_wherever_it_stands() {
        let composer = ComposingNormalizerBorrowed::new_nfc();
        for c in ('\0'..=char::MAX).filter(|c| is_plain(*c)) {
            let text = format!("か{c}e{c}가{c}");
            assert!(visible(&text, |_| {}) == text, "{text}");
            assert!(composer.is_normalized(&text), "{text}");
        }
    }

    #[test]
    fn emoji_stay_whole() {
        for text in [
            "👩‍💻 👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 👍🏽 👩🏾‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇯🇵 ☎️ ☎︎ ©️ 1️⃣ #️⃣ 🧑‍🤝‍🧑",
            "می‌خواهم",
            "क्‍ष",
            "漢字かなカナ\tABC\nđã",
        ] {
            assert_eq!(normalised(text), text);
        }
    }

    #[test]
    fn an_emoji_hides_nothing() {
        for (text, expected) in [
            ("🏴\u{e0067}\u{e0062}\u{e0061}\u{e007f}", "🏴"),
            ("😀\u{e0041}\u{e0042}", "😀"),
            ("😀\u{fe0f}\u{fe00}\u{e0100}", "😀\u{fe0f}"),
            ("😀\u{200d}a", "😀a"),
            ("a\u{fe0f}b", "ab"),
            ("1\u{fe0f}2", "12"),
            ("👩\u{200b}\u{200d}💻", "👩\u{200d}💻"),
            ("👩\u{200d}\r❤", "👩\n❤"),
        ] {
            assert_eq!(normalised(text), expected);
        }
    }

    #[test]
    fn what_is_left_out_is_told_and_nothing_else() {
        let codes = |text: &str| {
            let hidden = hidden(text).into_iter();
            hidden.map(u32::from).collect::<Vec<_>>()
        };
        let text = "a\u{202e}b\u{200b}c\u{200b}d\u{e0041}\u{7}";
        assert_eq!(codes(text), [0x7, 0x200b, 0x202e, 0xe0041]);
        for text in [
            "a\r\nb\tc 漢字 か\u{3099} e\u{301}",
            "👩\u{200d}💻 ❤\u{fe0f} 1\u{fe0f}\u{20e3}",
            "",
        ] {
            assert_eq!(codes(text), [], "{text}");
        }
    }

    #[test]
    fn letters_are_composed_and_lines_end_in_one_way() {
        assert_eq!(
            normalised("か\u{3099}ハ\u{309a} e\u{200b}\u{301}"),
            "がパ é"
        );
        assert_eq!(
            normalised("a\r\nb\rc\u{85}d\u{b}e\u{c}f\r\r\n\u{1b}[0m"),
            "a\nb\nc\nd\ne\nf\n\n[0m"
        );
        // A joiner joins nothing to the next line.
        assert_eq!(normalised("\u{94d}\u{200c}\r\u{645}"), "\u{94d}\n\u{645}");
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own_normal_form(text in "(?s)[a1#👩💻🏴❤\u{fe0f}\u{fe0e}\u{200d}\u{200c}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e007f}\u{20e3}\u{ad}\u{300}\u{301}\u{3099}か\u{cc8}م\u{94d}क\r\n]{0,16}|.{0,16}") {
            let once = normalised(&text).into_owned();
            prop_assert_eq!(normalised(&once), once.as_str());
        }
    }
}
