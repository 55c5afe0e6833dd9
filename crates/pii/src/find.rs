//! Where personal data is in a text: one detector a file, gathered here.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::fold::Folded;
use super::rules::Exempt;

mod address;
mod anchored;
mod bank_account;
mod birth_date;
mod called;
mod called_address;
mod card_detail;
mod column;
mod continental;
mod credential;
mod credit_card;
mod device;
mod digits;
mod email;
mod hidden_email;
mod iban;
mod ip;
mod known;
mod label;
mod labelled;
mod license;
mod my_number;
#[cfg(feature = "train")]
pub(crate) mod name;
#[cfg(not(feature = "train"))]
mod name;
mod national_id;
mod passport;
mod phone;
mod postal_code;
mod social_id;
mod ssn;
mod street;
mod topic;
mod url;
mod vehicle;
mod wallet;
mod words;

/// The kind of people's names.
pub(super) const NAME: &str = name::KIND;

/// The kinds of personal data that are known without configuration. Where two detectors claim the
/// same characters with equal right, the earlier kind names them.
pub(super) const KINDS: &[&str] = &[
    email::KIND,
    url::KIND,
    iban::KIND,
    my_number::KIND,
    national_id::KIND,
    social_id::KIND,
    credential::KIND,
    vehicle::KIND,
    wallet::KIND,
    device::KIND,
    license::KIND,
    passport::KIND,
    bank_account::KIND,
    birth_date::KIND,
    credit_card::KIND,
    phone::KIND,
    ssn::KIND,
    ip::KIND,
    postal_code::KIND,
    address::KIND,
    name::KIND,
];

pub(super) use name::is_role;

/// All detectors but that of names, which a deployment may switch off.
const DETECTORS: &[fn(&Text<'_>, &mut Vec<Found<'_>>)] = &[
    email::find,
    hidden_email::find,
    url::find,
    iban::find,
    my_number::find,
    national_id::find,
    social_id::find,
    credential::find,
    vehicle::find,
    wallet::find,
    device::find,
    license::find,
    passport::find,
    bank_account::find,
    birth_date::find,
    birth_date::near::find,
    credit_card::find,
    card_detail::find,
    phone::find,
    ssn::find,
    ip::find,
    postal_code::find,
    address::find,
    street::find,
    anchored::find,
    continental::find,
    called_address::find,
    column::find,
];

/// Personal data found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found<'k> {
    pub(super) range: Range<usize>,
    pub(super) kind: &'k str,
}

/// What the detectors look at: the folded text and what is worth computing once.
struct Text<'t> {
    folded: &'t str,
    /// Nothing Japanese is in it.
    is_ascii: bool,
    /// All runs of digits in it, in order.
    digits: Vec<Range<usize>>,
    /// Its words of ASCII letters and digits that are longer than any word of a language.
    long_words: Vec<Range<usize>>,
    /// What it speaks of.
    spoken: topic::Spoken,
    /// The words in it that call what is behind them by its name.
    calls: Vec<(called::Called, Range<usize>)>,
}

impl<'t> Text<'t> {
    fn new(folded: &'t str) -> Text<'t> {
        Text {
            folded,
            is_ascii: folded.is_ascii(),
            digits: digits::runs(folded),
            long_words: digits::long_words(folded),
            spoken: topic::Spoken::of(folded),
            calls: called::called(folded),
        }
    }

    /// The matches of `pattern` beside those words of a cue that may be in one, from so many bytes in front of one to
    /// so many behind it.
    fn beside(
        &self,
        cue: u32,
        [front, behind]: [usize; 2],
        may: impl Fn(&Range<usize>) -> bool,
        pattern: &LazyLock<Regex>,
        each: impl FnMut(Captures<'t>),
    ) {
        let stretches = self.spoken.beside(self.folded, cue, [front, behind], may);
        topic::matches(self.folded, stretches, pattern, each);
    }

    /// The matches of `pattern`, each of which has one of the runs of digits that `may` be in a match, at most so many
    /// bytes behind its beginning, and ends at most so many behind it.
    fn beside_digits(
        &self,
        reach: [usize; 2],
        may: impl Fn(&Range<usize>) -> bool,
        pattern: &LazyLock<Regex>,
        each: impl FnMut(Captures<'t>),
    ) {
        let digits = self.digits.iter().filter(|run| may(run)).cloned();
        let stretches = topic::stretches(self.folded, digits, reach, topic::word_end);
        topic::matches(self.folded, stretches, pattern, each);
    }

    /// Whether a letter is right in front of a run of digits, or in front of so many digits behind a space or a mark:
    /// `SW1A`, `CA 94103`, `ZIP: 94103`.
    fn behind_letters(&self, run: &Range<usize>, lengths: RangeInclusive<usize>) -> bool {
        let before = &self.folded.as_bytes()[..run.start];
        let marks = |byte: &&u8| matches!(**byte, b' ' | b',' | b':' | b'-') || !byte.is_ascii();
        match lengths.contains(&run.len()) {
            true => before.iter().rev().take(8).find(|byte| !marks(byte)),
            false => before.last(),
        }
        .is_some_and(u8::is_ascii_alphabetic)
    }

    fn speaks_of(&self, topic: u32) -> bool {
        self.spoken.topics & topic != 0
    }
}

/// What is looked for beyond the built-in kinds.
#[derive(Default)]
pub(super) struct Extras<'a> {
    /// Kinds and patterns from the configuration.
    pub(super) patterns: &'a [(String, Regex)],
    /// Words that are never masked.
    pub(super) never: Option<&'a Exempt>,
    /// Names are masked only where they are known from elsewhere.
    pub(super) keep_names: bool,
    /// Names that are known from elsewhere, such as the sender's.
    pub(super) names: &'a [String],
    /// Values that have a placeholder.
    pub(super) values: Vec<String>,
}

/// Finds personal data in `original`: ranges of it, in order, none overlapping another.
pub(super) fn find<'a>(original: &str, extras: &Extras<'a>) -> Vec<Found<'a>> {
    let folded = Folded::new(original);
    let text = Text::new(folded.as_str());
    let mut found = Vec::new();
    for detector in DETECTORS {
        detector(&text, &mut found);
    }
    if !extras.keep_names {
        name::find(&text, &mut found);
    }
    phone::beside(&text, &mut found);
    for (kind, pattern) in extras.patterns {
        for captures in pattern.captures_iter(text.folded) {
            if let Some(value) = captures.get(1).or(captures.get(0)) {
                let range = value.range();
                found.push(Found { range, kind });
            }
        }
    }
    for Found { range, .. } in &mut found {
        *range = folded.original(range.clone());
    }
    let told = found.len();
    find_known(original, extras, &mut found);
    let links = url::links(original);
    for Found { range, .. } in &mut found[told..] {
        if let Some(whole) = name::whole(original, &links, range.clone()) {
            *range = whole;
        }
    }
    found.retain(|found| !found.range.is_empty());
    if let Some(never) = extras.never {
        never.spare(original, &folded, &mut found);
    }
    resolve(found)
}

/// Finds in `original` only what is known already: the values of a map.
pub(super) fn known<'a>(original: &str, extras: &Extras<'a>) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    find_known(original, extras, &mut found);
    resolve(found)
}

/// More names than any mail has; a text made of nothing else must not take all memory.
const MAX_KNOWN: usize = 20_000;

/// Adds every other place of the names found, the names known, and the values of the map.
fn find_known(original: &str, extras: &Extras<'_>, found: &mut Vec<Found<'_>>) {
    let told: Vec<_> = extras
        .names
        .iter()
        .filter_map(|name| known::told(name))
        .collect();
    let names = found
        .iter()
        .filter(|found| found.kind == name::KIND)
        .map(|found| &original[found.range.clone()])
        .chain(told.iter().map(AsRef::as_ref));
    let names: BTreeSet<&str> = names.collect();
    let mut values: Vec<Cow<'_, str>> = names.into_iter().flat_map(known::spellings).collect();
    let cased = told.iter().flat_map(|name| known::cased(name));
    values.extend(cased.map(Cow::Owned));
    values.extend(
        extras
            .values
            .iter()
            .map(|value| Cow::Borrowed(value.as_str())),
    );
    values.truncate(MAX_KNOWN);
    let single: BTreeSet<&str> = values
        .iter()
        .filter_map(|name| name::single_kanji(name))
        .collect();
    known::find_single(original, &single, found);
    known::find(original, &values, found);
}

/// One form for all spellings of a word.
pub(super) fn comparable(word: &str) -> String {
    Folded::new(word).as_str().trim().to_lowercase()
}

/// What was found, in order, and where finds overlap as one.
fn joined<'f>(found: impl Iterator<Item = &'f Found<'f>>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = found.map(|found| found.range.clone()).collect();
    ranges.sort_unstable_by_key(|range| range.start);
    ranges.dedup_by(|next, last| {
        let overlaps = next.start < last.end;
        if overlaps {
            last.end = last.end.max(next.end);
        }
        overlaps
    });
    ranges
}

/// Joins overlapping finds into one, named after the longest of them; between equals the more
/// specific kind wins. Nothing that any detector claimed is left in the open.
fn resolve(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let rank = |kind: &str| KINDS.iter().position(|known| *known == kind);
    found.sort_by(|a, b| {
        (a.range.start, b.range.end, rank(a.kind)).cmp(&(b.range.start, a.range.end, rank(b.kind)))
    });
    let mut resolved: Vec<Found<'_>> = Vec::with_capacity(found.len());
    let mut longest = 0;
    for next in found {
        match resolved.last_mut() {
            Some(last) if next.range.start < last.range.end => {
                last.range.end = last.range.end.max(next.range.end);
                if next.range.len() > longest {
                    longest = next.range.len();
                    last.kind = next.kind;
                }
            }
            _ => {
                longest = next.range.len();
                resolved.push(next);
            }
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn of_kind<'t>(kind: &str, text: &'t str) -> Vec<&'t str> {
        find(text, &Extras::default())
            .into_iter()
            .filter(|found| found.kind == kind)
            .map(|found| &text[found.range])
            .collect()
    }

    /// `expected` is the only thing of its kind in `text`.
    pub(super) fn assert_found(kind: &str, expected: &str, text: &str) {
        assert_eq!(of_kind(kind, text), [expected], "{text}");
    }

    pub(super) fn assert_nothing(kind: &str, text: &str) {
        assert_eq!(of_kind(kind, text), [""; 0], "{text}");
    }

    #[test]
    fn a_name_within_a_link_or_a_login_name_is_masked_with_what_is_joined_to_it() {
        for (name, text) in [
            ("taro.yamada", "https://example.com/users/taro.yamada"),
            (
                "taro.yamada",
                "https://example.com/users/taro.yamada/orders?x=1",
            ),
            (
                "yamada_taro",
                "www.example.com/p/yamada_taro を見てください",
            ),
            (
                "yamada-hanako",
                "https://example.com/search?q=yamada-hanako&page=2",
            ),
            ("yamada_taro", "yamada_taro.xlsx を添付します"),
        ] {
            assert_found(name::KIND, name, text);
        }
        let known = |text: &'static str| {
            let names = ["Taro Yamada".to_owned()];
            let extras = Extras {
                names: &names,
                ..Extras::default()
            };
            let found = find(text, &extras).into_iter();
            found.map(|found| &text[found.range]).collect::<Vec<_>>()
        };
        assert_eq!(known("see https://example.com/Yamada.T/x"), ["Yamada.T"]);
        assert_eq!(known("Yamada_99 is my nick"), ["Yamada_99"]);
        for text in [
            "https://taro.yamada.example.com/",
            "https://john-smith.example.com/faq",
        ] {
            assert_nothing(name::KIND, text);
        }
    }

    #[test]
    fn what_a_longer_find_holds_ends_with_it() {
        let ranges = [20..24, 10..12, 0..10, 3..5, 22..23];
        let kind = phone::KIND;
        let found: Vec<Found<'_>> = ranges.map(|range| Found { range, kind }).into();
        assert_eq!(joined(found.iter()), [0..10, 10..12, 20..24]);
    }

    #[test]
    fn overlapping_finds_become_one_under_the_longest_kind() {
        let found = |range, kind| Found { range, kind };
        let resolved = resolve(vec![
            found(5..12, phone::KIND),
            found(0..10, credit_card::KIND),
            found(12..14, phone::KIND),
            found(20..24, phone::KIND),
            found(20..24, credit_card::KIND),
        ]);
        assert_eq!(
            resolved,
            [
                found(0..12, credit_card::KIND),
                found(12..14, phone::KIND),
                found(20..24, credit_card::KIND)
            ]
        );
    }
}
