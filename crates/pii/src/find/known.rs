//! What is known already: values that have a placeholder, names that a header gave. They are
//! masked wherever they stand, whether or not a detector would see them there.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{Found, joined, name};

/// Adds the places of `values` in `original`, but for those within what was found. Which placeholder means a value is known with
/// it, so all are called names here.
pub(super) fn find(original: &str, values: &[Cow<'_, str>], found: &mut Vec<Found<'_>>) {
    let values = values.iter().map(AsRef::as_ref);
    let mut values: Vec<&str> = values.filter(|value| is_distinct(value)).collect();
    if values.is_empty() {
        return;
    }
    let others: Vec<String> = values.iter().flat_map(|value| apostrophes(value)).collect();
    values.extend(others.iter().map(String::as_str));
    let known = joined(found.iter());
    let places = if values.len() * original.len() < FEW {
        each(original, &values)
    } else {
        together(original, &values)
    };
    let is_new = |range: &Range<usize>| {
        let next = known.partition_point(|known| known.end <= range.start);
        let known = known.get(next);
        known.is_none_or(|known| range.start < known.start || known.end < range.end)
    };
    let new = places.into_iter().filter(is_new);
    let whole = new.filter(|range| is_whole(original, range));
    found.extend(whole.map(|range| Found {
        range,
        kind: name::KIND,
    }));
}

/// Adds the places of given names of one kanji: alone between what is no word, with a particle or
/// an honorific behind.
pub(super) fn find_single(original: &str, given: &BTreeSet<&str>, found: &mut Vec<Found<'_>>) {
    const BEHIND: &[&str] = &[
        "は",
        "が",
        "も",
        "と",
        "の",
        "を",
        "に",
        "へ",
        "から",
        "まで",
        "より",
        "だけ",
        "で",
        "さん",
        "くん",
        "君",
        "ちゃん",
        "様",
        "、",
        "。",
        "・",
        ")",
        "）",
        "」",
        "\n",
        " ",
        "　",
        ",",
        ".",
        "!",
        "！",
        "?",
        "？",
    ];
    for name in given.iter().take(MAX_SINGLE) {
        for (at, _) in original.match_indices(name) {
            let end = at + name.len();
            let wide = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '々' | 'ァ'..='ヺ' | 'ー');
            let alone = !original[..at].ends_with(wide);
            let behind = &original[end..];
            if alone && (behind.is_empty() || BEHIND.iter().any(|word| behind.starts_with(word))) {
                found.push(Found {
                    range: at..end,
                    kind: name::KIND,
                });
            }
        }
    }
}

/// No mail has more people of one kanji; each is one search.
const MAX_SINGLE: usize = 20;

/// Up to so many values times bytes, looking for each value is quicker than building an automaton of all.
const FEW: usize = 1 << 16;

/// The leftmost places, of two that begin together the longer; each value is looked for by itself.
fn each(original: &str, values: &[&str]) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for value in values {
        let finder = memchr::memmem::Finder::new(value);
        let mut from = 0;
        // Each place, overlapping ones too: the first may lose to another value.
        while let Some(found) = finder.find(&original.as_bytes()[from..]) {
            let at = from + found;
            places.push(at..at + value.len());
            from = at + 1;
        }
    }
    places.sort_unstable_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
    let mut end = 0;
    places.retain(|place| {
        let free = place.start >= end;
        end = if free { place.end } else { end };
        free
    });
    places
}

/// The same places, with one automaton for all values.
fn together(original: &str, values: &[&str]) -> Vec<Range<usize>> {
    // It reads one text: a DFA, which is chosen for few values, takes far longer to build than it saves.
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(values);
    // An automaton of a mail's few values has no reason to fail; the detectors' finds remain.
    automaton.map_or_else(
        |_| Vec::new(),
        |automaton| {
            automaton
                .find_iter(original)
                .map(|found| found.range())
                .collect()
        },
    )
}

/// A name that is known from elsewhere, as it is looked for: a word of the language that is no name as well is none, and
/// one that is a name as well (Will, May) is looked for with its capital alone.
pub(super) fn told(name: &str) -> Option<Cow<'_, str>> {
    if !name.is_ascii() {
        return (!name::is_no_name(name)).then_some(Cow::Borrowed(name));
    }
    let small = name.to_ascii_lowercase();
    let mut words = small.split(' ').filter(|word| !word.is_empty());
    if !words.clone().all(name::is_english) {
        return Some(Cow::Borrowed(name));
    }
    if !words.clone().any(name::is_given) {
        return None;
    }
    if words.nth(1).is_some() {
        return Some(Cow::Borrowed(name));
    }
    let mut letters = small.chars();
    let first = letters.next()?;
    Some(Cow::Owned(first.to_uppercase().chain(letters).collect()))
}

/// A name and whatever its bearer may be called by: its parts, the whole without spaces.
pub(super) fn spellings(name: &str) -> Vec<Cow<'_, str>> {
    let name = name.trim();
    let mut spellings = vec![Cow::Borrowed(name)];
    if !name.is_ascii() && name.contains(char::is_whitespace) {
        spellings.push(name.split_whitespace().collect());
    }
    spellings.extend(name::parts(name).into_iter().map(Cow::Borrowed));
    spellings
}

/// The Latin spellings of a name that is known from elsewhere, as its bearer writes it in a hurry: in
/// small letters, in capitals, without accents. Words of the language stay out.
pub(super) fn cased(name: &str) -> Vec<String> {
    let mut spellings = Vec::new();
    for part in std::iter::once(name).chain(name::parts(name)) {
        let small = name::without_accents(&part.to_lowercase());
        if part.chars().any(|c| c >= '\u{250}') || !part.contains(' ') && name::is_english(&small) {
            continue;
        }
        spellings.push(part.to_lowercase());
        spellings.push(part.to_uppercase());
        spellings.push(name::without_accents(part));
        spellings.push(small);
    }
    spellings.retain(|spelling| spelling.as_str() != name && spelling.len() >= 3);
    spellings.sort_unstable();
    spellings.dedup();
    spellings
}

/// The same value with each other sign that keyboards and programs write for an apostrophe: O'Neill,
/// O’Neill.
fn apostrophes(value: &str) -> Vec<String> {
    const SIGNS: [char; 6] = ['\'', '’', '‘', 'ʼ', '`', '´'];
    if !value.contains(SIGNS) {
        return Vec::new();
    }
    let all = SIGNS.map(|sign| value.replace(SIGNS, sign.encode_utf8(&mut [0; 4])));
    all.into_iter().filter(|it| it != value).collect()
}

/// One letter, or two digits, would be found everywhere.
fn is_distinct(value: &str) -> bool {
    let count = value.chars().take(3).count();
    let wide = value.chars().any(|c| c >= '\u{3041}');
    count >= 3 || count == 2 && wide
}

/// No part of a longer word: neither John in Johnson nor 山口 in 山口県 nor 田島 in 田島商店.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let after = text[range.end..].chars().next();
    let first = text[range.clone()].chars().next();
    let last = text[range.clone()].chars().next_back();
    let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c < '\u{3041}');
    let katakana = |c: Option<char>| c.is_some_and(|c| matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー'));
    let cut = |a, b| word(a) && word(b) || katakana(a) && katakana(b);
    let thing = name::thing::goes_on(text, range)
        || name::thing::is_part(text, range)
        || name::thing::is_firm(text, range)
        || name::thing::is_said(text, range);
    !cut(before, first) && !cut(last, after) && !thing
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn both_ways_find_the_same_places(text in "[abc山田]{0,60}", values in proptest::collection::vec("[abc山田]{2,4}", 1..6)) {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            prop_assert_eq!(each(&text, &values), together(&text, &values));
        }
    }
}
