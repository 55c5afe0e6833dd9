//! What bytes are, by themselves: for texts without a charset, or with a wrong one.

use super::{doubled, half_width};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1252};

/// Bytes that nothing is known of but that they are no ISO-2022-JP: valid UTF-8, Japanese in eight
/// bits, else what `chardetng` takes them for.
pub(super) fn any(bytes: &[u8]) -> (String, &'static Encoding) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (doubled::undone(text.to_owned()), UTF_8);
    }
    if let Some(text) = damaged_utf8(bytes) {
        return (text, UTF_8);
    }
    if let Some(text) = thai(bytes) {
        return (text, WINDOWS_874);
    }
    if let Some((text, encoding)) = eight_bit_japanese(bytes) {
        return (text, encoding);
    }
    let encoding = detected(bytes);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), encoding)
}

/// Thai, which reads as half-width kana, too: every sixth letter or more is a vowel or a tone above
/// or below the letter before it, and it is no EUC-JP.
fn thai(bytes: &[u8]) -> Option<String> {
    let text = WINDOWS_874.decode_without_bom_handling_and_without_replacement(bytes)?;
    let is_above = |c: char| matches!(c, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}');
    let is_letter = |c: char| matches!(c, '\u{e01}'..='\u{e2e}') || is_above(c);
    let (mut marks, mut letters) = (0usize, 0usize);
    let mut before = ' ';
    for c in text.chars() {
        if is_above(c) {
            marks += 1;
            if !is_letter(before) {
                return None;
            }
        }
        if !c.is_ascii() && !matches!(c, '\u{e00}'..='\u{e7f}') {
            return None;
        }
        letters += usize::from(!c.is_ascii());
        before = c;
    }
    let is_euc_jp = || {
        EUC_JP
            .decode_without_bom_handling_and_without_replacement(bytes)
            .is_some()
    };
    // Vowels that stand before their letter, and tones: where KOI8-R has its capitals.
    let high = bytes.iter().filter(|byte| **byte >= 0xe0).count();
    let is_thai = high >= 2 && marks > 0 && marks * 6 >= letters;
    (is_thai && !is_euc_jp()).then(|| text.into_owned())
}

/// More than that is not looked at: the rest of a text is in the charset of its beginning.
const LOOKED_AT: usize = 64 * 1024;

fn detected(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // From the first byte that says anything, since a text may begin with pages of ASCII.
    let from = bytes
        .iter()
        .position(|b| *b >= 0x80)
        .unwrap_or(0)
        .saturating_sub(64);
    let end = bytes.len().min(from + LOOKED_AT);
    detector.feed(&bytes[from..end], true);
    detector.guess(None, Utf8Detection::Deny)
}

/// UTF-8 with a few broken characters in it, e.g. a text that was cut.
pub(super) fn damaged_utf8(bytes: &[u8]) -> Option<String> {
    let (text, _) = UTF_8.decode_without_bom_handling(bytes);
    let (mut sound, mut broken) = (0usize, 0usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            char::REPLACEMENT_CHARACTER => broken += 1,
            _ => sound += 1,
        }
    }
    (sound > 0 && sound >= 4 * broken).then(|| text.into_owned())
}

/// Japanese in Shift_JIS or EUC-JP, where the bytes leave no doubt.
pub(super) fn japanese(bytes: &[u8]) -> Option<String> {
    eight_bit_japanese(bytes).map(|(text, _)| text)
}

fn eight_bit_japanese(bytes: &[u8]) -> Option<(String, &'static Encoding)> {
    if let Some(text) = half_width::read(bytes) {
        return Some((text, SHIFT_JIS));
    }
    let latin = looks_latin(bytes);
    [SHIFT_JIS, EUC_JP]
        .into_iter()
        .filter_map(|encoding| {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            let reading = Reading::of(&text);
            let score = reading.score(latin);
            (score > 0).then(|| (score, text.into_owned(), encoding))
        })
        .max_by_key(|(score, ..)| *score)
        .map(|(_, text, encoding)| (text, encoding))
        .filter(|(text, _)| !is_chinese_or_korean(text, bytes))
}

/// Kanji alone are what a Japanese text of some length is not made of, and what Chinese and Korean
/// ones look like in EUC-JP.
fn is_chinese_or_korean(as_japanese: &str, bytes: &[u8]) -> bool {
    const SOME_LENGTH: i64 = 6;
    let reading = Reading::of(as_japanese);
    reading.kana == 0
        && reading.kanji >= SOME_LENGTH
        && ![SHIFT_JIS, EUC_JP].contains(&detected(bytes))
}

/// A text that is declared as a single-byte charset, in which no byte is wrong, and that is certainly
/// something else.
pub(super) fn in_spite_of_single_byte(bytes: &[u8], is_latin: bool) -> Option<String> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    if is_latin && let Some(text) = half_width::read(bytes) {
        return Some(text);
    }
    if !is_latin && thai(bytes).is_some() {
        return None;
    }
    let (text, _) = eight_bit_japanese(bytes)?;
    Reading::of(&text)
        .is_certain(is_latin && !looks_latin(bytes))
        .then_some(text)
}

/// A text declared as Latin whose letters are nearly all beyond ASCII: no Latin language writes so.
pub(super) fn in_spite_of_latin(bytes: &[u8]) -> Option<String> {
    let high = bytes.iter().filter(|b| **b >= 0xa0).count();
    let letters = bytes.iter().filter(|b| b.is_ascii_alphabetic()).count();
    if high < 8 || high < 2 * letters {
        return None;
    }
    let encoding = detected(bytes);
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    (encoding != WINDOWS_1252).then(|| text.into_owned())
}

/// EUC-JP that is declared as Shift_JIS, or the reverse: in the wrong one it reads as half-width kana
/// and rare kanji.
pub(super) fn other_japanese(declared: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let other = if declared == SHIFT_JIS {
        EUC_JP
    } else {
        SHIFT_JIS
    };
    let as_declared = Reading::of(&declared.decode_without_bom_handling(bytes).0);
    let text = other.decode_without_bom_handling_and_without_replacement(bytes)?;
    let as_other = Reading::of(&text);
    (as_other.kana > 0 && as_other.points() > 2 * as_declared.points().max(1))
        .then(|| text.into_owned())
}

/// True when high bytes stand alone or in twos, and none of those that Latin-1 leaves to controls
/// and Windows-1252 hardly uses: "Müller" is valid Shift_JIS now and then.
fn looks_latin(bytes: &[u8]) -> bool {
    let mut run = 0;
    bytes.iter().all(|byte| {
        run = if *byte >= 0x80 { run + 1 } else { 0 };
        run <= 2 && !matches!(byte, 0x81..=0x84 | 0x86..=0x90 | 0x98 | 0x9a..=0x9f)
    })
}

/// What a text holds, as a Japanese one.
#[derive(Default)]
struct Reading {
    kana: i64,
    kanji: i64,
    punctuation: i64,
    half_width: i64,
    private: i64,
    broken: i64,
    letters: i64,
}

impl Reading {
    fn of(text: &str) -> Reading {
        let mut it = Reading::default();
        for c in text.chars() {
            let count = match c {
                '\u{3041}'..='\u{30ff}' => &mut it.kana,
                '\u{3000}'..='\u{3040}' | '\u{ff01}'..='\u{ff5e}' => &mut it.punctuation,
                '\u{4e00}'..='\u{9fff}' => &mut it.kanji,
                '\u{ff61}'..='\u{ff9f}' => &mut it.half_width,
                '\u{e000}'..='\u{f8ff}' => &mut it.private,
                char::REPLACEMENT_CHARACTER => &mut it.broken,
                'a'..='z' | 'A'..='Z' => &mut it.letters,
                _ => continue,
            };
            *count += 1;
        }
        it
    }

    fn points(&self) -> i64 {
        3 * self.kana + 2 * self.punctuation + self.kanji
            - self.half_width
            - 5 * self.private
            - 8 * self.broken
    }

    /// How much like Japanese it reads; 0 or less when it does not.
    fn score(&self, latin: bool) -> i64 {
        let japanese = self.kana + self.kanji + self.punctuation;
        if self.kana == 0 && (japanese < 2 || (latin && japanese * 2 < self.letters)) {
            return 0;
        }
        if self.broken > 1 + japanese / 20 {
            return 0;
        }
        self.points()
    }

    /// Enough of it to contradict a label. Without kana it may be Cyrillic or Greek, whose letters are
    /// all in the range of kanji.
    fn is_certain(&self, may_be_kanji: bool) -> bool {
        let japanese = self.kana + self.kanji + self.punctuation;
        self.kana >= 2 && japanese >= 3 && japanese > 4 * self.half_width
            || may_be_kanji && japanese >= 2 && japanese * 2 > self.letters
    }
}
