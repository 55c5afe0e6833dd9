//! What a deployment adds to the built-in detectors, and what it exempts from them.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::find::{self, Found};
use super::fold::Folded;

/// Custom patterns and exceptions, as they stand in the configuration.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// What is masked besides the built-in kinds.
    pub patterns: Vec<Pattern>,
    /// Words that are never masked: the shop's own address and phone, a product called like a
    /// person. Width and case do not matter. A part of one stays where the whole is: with
    /// `John Lewis`, "at John Lewis" is left as it is, and "Dear Lewis" is masked.
    pub never_mask: Vec<String>,
    /// Leaves the names of persons readable, but for those that a mail's headers give.
    pub keep_names: bool,
}

/// A kind of personal data that only this deployment knows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// The name in the placeholder: capital letters and underscores, such as `MEMBER_ID`.
    pub kind: String,
    /// A regular expression (the `regex` crate's syntax). What its first group matches is masked,
    /// or all of it if it has none. It sees full-width letters and digits as narrow ones.
    pub pattern: String,
}

/// Rules that cannot be used: every problem at once.
#[derive(Debug, thiserror::Error)]
pub struct RulesError {
    /// One sentence a problem.
    pub problems: Vec<String>,
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("\n"))
    }
}

/// Rules made ready: compiled once, used for every text.
#[derive(Default)]
pub(super) struct Compiled {
    pub(super) patterns: Vec<(String, Regex)>,
    pub(super) never: Exempt,
    pub(super) keep_names: bool,
}

/// The words that are never masked.
#[derive(Default)]
pub(super) struct Exempt {
    words: HashSet<String>,
    /// Finds them in a folded text.
    places: Option<AhoCorasick>,
}

impl Exempt {
    fn of(words: &[String]) -> Exempt {
        let words: HashSet<String> = words
            .iter()
            .map(|word| find::comparable(word))
            .filter(|word| !word.is_empty())
            .collect();
        // The automaton knows both cases of ASCII alone: MÜLLER is a word of its own.
        let upper = words.iter().map(|word| word.to_uppercase());
        let spellings: Vec<String> = words.iter().cloned().chain(upper).collect();
        let places = || {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(&spellings)
        };
        Exempt {
            places: (!words.is_empty()).then(places).and_then(Result::ok),
            words,
        }
    }

    /// Drops of what was `found` in a text what is such a word, or a part of one that is there.
    pub(super) fn spare(&self, original: &str, folded: &Folded<'_>, found: &mut Vec<Found<'_>>) {
        if self.words.is_empty() {
            return;
        }
        // In the order of their ends; by it, the earliest start of all that end there or later.
        let automaton = self.places.iter();
        let mut places: Vec<Range<usize>> = automaton
            .flat_map(|automaton| automaton.find_overlapping_iter(folded.as_str()))
            .map(|place| folded.original(place.range()))
            .collect();
        places.sort_unstable_by_key(|place| place.end);
        let mut first = usize::MAX;
        for place in places.iter_mut().rev() {
            first = first.min(place.start);
            place.start = first;
        }
        found.retain(|found| {
            let within = places.partition_point(|place| place.end < found.range.end);
            let part = places
                .get(within)
                .is_some_and(|place| place.start <= found.range.start);
            !part
                && !self
                    .words
                    .contains(&find::comparable(&original[found.range.clone()]))
        });
    }
}

/// More than any sensible pattern needs, so that a mistake cannot take all memory.
const MAX_PATTERN_BYTES: usize = 4 << 20;

impl Compiled {
    pub(super) fn new(rules: &Rules) -> Result<Compiled, RulesError> {
        let mut compiled = Compiled {
            patterns: Vec::new(),
            never: Exempt::of(&rules.never_mask),
            keep_names: rules.keep_names,
        };
        let mut problems = Vec::new();
        for Pattern { kind, pattern } in &rules.patterns {
            if !is_kind(kind) {
                problems.push(format!(
                    "pattern kind {kind:?}: must consist of capital letters and single underscores, such as MEMBER_ID"
                ));
            }
            match RegexBuilder::new(pattern).size_limit(MAX_PATTERN_BYTES).build() {
                Ok(regex) if regex.is_match("") => problems.push(format!(
                    "pattern of {kind}: matches the empty text; it must match at least one character, such as M-[0-9]{{6}}"
                )),
                Ok(regex) => compiled.patterns.push((kind.clone(), regex)),
                Err(error) => problems.push(format!("pattern of {kind}: {error}")),
            }
        }
        if problems.is_empty() {
            Ok(compiled)
        } else {
            Err(RulesError { problems })
        }
    }
}

/// A kind that the reader of placeholders reads back.
fn is_kind(kind: &str) -> bool {
    (2..=40).contains(&kind.len())
        && kind
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        && kind.split('_').all(|word| !word.is_empty())
}
