//! Runs of digits and what is between them: the ground on which all number detectors work.

use std::ops::Range;

use super::Text;

/// All maximal runs of ASCII digits in `text`.
pub(super) fn runs(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(before) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + before;
        let digits = bytes[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit());
        at = start + digits.count();
        runs.push(start..at);
    }
    runs
}

/// No word that is looked for as a whole is shorter.
const LONG: usize = 25;

/// The words of ASCII letters and digits that are as long as an address of a wallet. A look at
/// every 25th byte finds each of them.
pub(super) fn long_words(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut words = Vec::new();
    let mut at = LONG - 1;
    while let Some(byte) = bytes.get(at) {
        if !byte.is_ascii_alphanumeric() {
            at += LONG;
            continue;
        }
        let word = |byte: &&u8| byte.is_ascii_alphanumeric();
        let start = at - bytes[..at].iter().rev().take_while(word).count();
        let end = at + bytes[at..].iter().take_while(word).count();
        if end - start >= LONG {
            words.push(start..end);
        }
        at = end + LONG;
    }
    words
}

/// Digits of several runs read as one number.
#[derive(Clone, Copy)]
pub(super) struct Number {
    digits: [u8; MAX_DIGITS],
    length: usize,
}

/// No number that is looked for is longer.
pub(super) const MAX_DIGITS: usize = 19;

impl Number {
    pub(super) fn new() -> Number {
        Number {
            digits: [0; MAX_DIGITS],
            length: 0,
        }
    }

    /// Adds a run; false when it does not fit.
    pub(super) fn push(&mut self, run: &str) -> bool {
        let end = self.length + run.len();
        if end > MAX_DIGITS {
            return false;
        }
        self.digits[self.length..end].copy_from_slice(run.as_bytes());
        self.length = end;
        true
    }

    /// The digits as text.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..self.length]).unwrap_or_default()
    }
}

impl Text<'_> {
    /// What is between run `at` and the next.
    pub(super) fn gap(&self, at: usize) -> Option<&str> {
        let next = self.digits.get(at + 1)?;
        Some(&self.folded[self.digits[at].end..next.start])
    }

    /// The digits of run `at`.
    pub(super) fn run(&self, at: usize) -> &str {
        &self.folded[self.digits[at].clone()]
    }

    /// The character before a position.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.folded[..at].chars().next_back()
    }

    /// The character at a position.
    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.folded[at..].chars().next()
    }

    /// At most `bytes` of the text before a position.
    pub(super) fn tail(&self, at: usize, bytes: usize) -> &str {
        let mut from = at.saturating_sub(bytes);
        while !self.folded.is_char_boundary(from) {
            from += 1;
        }
        &self.folded[from..at]
    }

    /// At most `bytes` of the text from a position on.
    pub(super) fn head(&self, at: usize, bytes: usize) -> &str {
        let mut end = self.folded.len().min(at + bytes);
        while !self.folded.is_char_boundary(end) {
            end -= 1;
        }
        &self.folded[at..end]
    }

    /// True when an ASCII word goes on at a position.
    pub(super) fn in_word_start(&self, at: usize) -> bool {
        self.before(at)
            .is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == '.')
    }

    /// True when the range is a part of a longer ASCII word or number.
    pub(super) fn in_word(&self, range: &Range<usize>) -> bool {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        self.before(range.start).is_some_and(word) || self.after(range.end).is_some_and(word)
    }

    /// True when more digits or letters are joined to the range by a hyphen or a dot.
    pub(super) fn in_longer(&self, range: &Range<usize>) -> bool {
        let joins = |c: char| c == '-' || c == '.' || c == '_';
        let word = |c: char| c.is_ascii_alphanumeric();
        self.in_word(range)
            || self.folded[..range.start]
                .strip_suffix(joins)
                .is_some_and(|before| before.ends_with(word))
            || self.folded[range.end..]
                .strip_prefix(joins)
                .is_some_and(|after| after.starts_with(word))
    }

    /// The last of the runs that begin with run `first` and have `total` digits together, with a
    /// hyphen or a space between them.
    pub(super) fn joined(&self, first: usize, total: usize) -> Option<usize> {
        let mut length = 0;
        for last in first..self.digits.len() {
            length += self.digits[last].len();
            if length == total {
                return Some(last);
            }
            if length > total || !matches!(self.gap(last), Some("-" | " ")) {
                return None;
            }
        }
        None
    }
}
