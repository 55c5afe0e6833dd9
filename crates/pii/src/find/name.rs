//! Person names: where a word beside them says so (様, と申します, Dear, Best regards), and full
//! names whose two halves stand in the name lists.

use std::ops::Range;

use super::Text;

mod before;
mod context;
mod dictionary;
mod japanese;
mod kanji;
mod label;
mod latin;
mod other;
mod runs;
mod script;
#[cfg(feature = "train")]
pub(crate) mod tagger;
#[cfg(not(feature = "train"))]
mod tagger;
mod variants;

use super::Found;

pub(super) const KIND: &str = "NAME";

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    // The other detectors know what they found; the tagger guesses.
    let mut taken: Vec<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
    taken.sort_by_key(|range| range.end);
    let mut add = |range| found.push(Found { range, kind: KIND });
    japanese::find(text.folded, &mut add);
    latin::find(text.folded, &mut add);
    other::find(text.folded, &mut add);
    context::find(text.folded, &mut add);
    tagger::find(text.folded, &mut |range: Range<usize>| {
        let next = taken.partition_point(|taken| taken.end <= range.start);
        if taken.get(next).is_none_or(|taken| taken.start >= range.end) {
            add(range);
        }
    });
}

/// The parts of a full name, by which it may be called elsewhere.
pub(super) fn parts(name: &str) -> Vec<&str> {
    let divided = name.split([' ', '\u{3000}', '・', '\u{a0}', ',']);
    let mut parts: Vec<&str> = divided.filter(|part| is_part(part)).collect();
    if let Some((surname, given)) = kanji::split_full_name(name) {
        parts.extend([surname, given].into_iter().filter(|part| is_part(part)));
    }
    parts
}

/// Long enough and distinct enough to be searched for by itself.
fn is_part(part: &str) -> bool {
    if part.is_ascii() {
        let lower = part.to_ascii_lowercase();
        let everyday = dictionary::COMMON_LATIN.has(&lower) && !dictionary::LATIN_GIVEN.has(&lower);
        return part.len() >= 3
            && part.starts_with(|c: char| c.is_ascii_uppercase())
            && !everyday
            && !dictionary::LATIN_WORDS.has(&lower);
    }
    part.chars().count() >= 2 && !dictionary::WORDS_KANA.has(part) && !dictionary::NOUNS.has(part)
}
