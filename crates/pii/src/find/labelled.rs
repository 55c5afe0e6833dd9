//! What a text calls by its name: the loop that several detectors share, and the words themselves.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::{Found, Text};

/// Adds the first group of each match of `pattern` that is `valid`.
pub(super) fn find<'k>(
    text: &Text<'_>,
    pattern: &Regex,
    kind: &'k str,
    valid: impl Fn(&str) -> bool,
    found: &mut Vec<Found<'k>>,
) {
    for captures in pattern.captures_iter(text.folded) {
        for number in captures.iter().skip(1).flatten() {
            if valid(number.as_str()) {
                let range = number.range();
                found.push(Found { range, kind });
            }
        }
    }
}

/// How many digits there are in `text`.
pub(super) fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Groups of words that are looked for at once, in any case.
pub(super) struct Words<G> {
    words: AhoCorasick,
    groups: Vec<G>,
}

impl<G: Copy> Words<G> {
    /// `lists` holds the words of each group, between bars.
    pub(super) fn new(lists: &[(G, &str)]) -> Words<G> {
        let words = lists
            .iter()
            .flat_map(|(group, words)| words.split('|').map(|word| (*group, word)));
        let (groups, words): (Vec<G>, Vec<&str>) = words.unzip();
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .ascii_case_insensitive(true)
            .build(words)
            .expect("the list is fixed and small");
        Words { words, groups }
    }

    /// The words in `text` with their groups. One in ASCII letters is no part of a longer word:
    /// neither `pin` in `shipping` nor `pw` in `pwx`.
    pub(super) fn find(&self, text: &str) -> impl Iterator<Item = (G, Range<usize>)> {
        self.words.find_iter(text).filter_map(|found| {
            let range = found.range();
            let inside = |c: Option<&u8>| c.is_some_and(u8::is_ascii_alphanumeric);
            let bytes = text.as_bytes();
            let cut = inside(bytes.get(range.start))
                && range.start > 0
                && inside(bytes.get(range.start - 1))
                || inside(bytes.get(range.end - 1)) && inside(bytes.get(range.end));
            (!cut).then_some((self.groups[found.pattern().as_usize()], range))
        })
    }
}
