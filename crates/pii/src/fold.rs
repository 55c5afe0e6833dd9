//! One spelling for what people write in many: full-width forms, the many hyphens and spaces.
//!
//! Detectors look at the folded text; what is masked is the original, byte for byte.

use std::borrow::Cow;
use std::ops::Range;

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
        for (at, c) in original.char_indices() {
            let to = if c.is_ascii() {
                after_digit = c.is_ascii_digit();
                continue;
            } else {
                fold_char(c, after_digit)
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
            copied = at + c.len_utf8();
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

    /// Where a range of the folded text stands in the original.
    pub(super) fn original(&self, folded: Range<usize>) -> Range<usize> {
        // A range begins behind whatever was dropped before it and ends before what was dropped
        // after it, hence the two searches.
        let begins = self.shifts.partition_point(|&(at, _)| at <= folded.start);
        let ends = self.shifts.partition_point(|&(at, _)| at < folded.end);
        let start = self.advance(begins, folded.start);
        let end = match self.shifts.get(ends) {
            Some(&(at, original)) if at == folded.end => original,
            _ => self.advance(ends, folded.end),
        };
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

/// Full-width forms are Unicode's U+FF01..U+FF5E; the rest are the look-alikes that mail programs
/// and Japanese input methods produce for hyphen and space, and characters without any width.
fn fold_char(c: char, after_digit: bool) -> Fold {
    match c {
        '\u{ff01}'..='\u{ff5e}' => match char::from_u32(u32::from(c) - 0xfee0) {
            Some(ascii) => Fold::To(ascii),
            None => Fold::Same,
        },
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Fold::To(' '),
        '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{207b}'
        | '\u{208b}'
        | '\u{2212}'
        | '\u{2500}'
        | '\u{2501}'
        | '\u{fe58}'
        | '\u{fe63}' => Fold::To('-'),
        // The sign of a long vowel is a letter in ルーム and a hyphen in 03ー1234ー5678.
        'ー' | 'ｰ' if after_digit => Fold::To('-'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' => {
            Fold::Drop
        }
        '\u{660}'..='\u{669}' => digit(c, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(c, 0x6f0),
        '\u{966}'..='\u{96f}' => digit(c, 0x966),
        '\u{1d7ce}'..='\u{1d7ff}' => digit(c, 0x1d7ce),
        _ => Fold::Same,
    }
}

fn digit(c: char, zero: u32) -> Fold {
    char::from_digit((u32::from(c) - zero) % 10, 10).map_or(Fold::Same, Fold::To)
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
    fn a_long_vowel_is_a_hyphen_after_a_digit_only() {
        assert_eq!(Folded::new("サーバー１ー２").as_str(), "サーバー1-2");
    }
}
