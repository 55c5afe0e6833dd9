//! Replaces what [`find`](super::find) found by placeholders.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use super::find::{self, Extras, Found};
use super::normal::normalised;
use super::placeholder::{Form, Kinds, LITERAL, exact_keys, mentions, split_key};
use super::rules::{Compiled, Rules, RulesError};
use super::{CustomerText, MaskedText, Placeholders};

/// Masks the personal data in `text`, reusing and extending `placeholders`: a value that has a
/// placeholder already keeps it.
///
/// Words of the customer's that look like a placeholder are masked, too (as `[LITERAL_1]`), so
/// that they come back as typed and never as a person's data.
pub fn mask(text: &CustomerText, placeholders: &mut Placeholders) -> MaskedText {
    mask_with(text, &Hints::default(), placeholders)
}

/// [`mask`], with what is known about the text from elsewhere.
pub fn mask_with(
    text: &CustomerText,
    hints: &Hints,
    placeholders: &mut Placeholders,
) -> MaskedText {
    static BUILT_IN: LazyLock<Masker> = LazyLock::new(Masker::default);
    BUILT_IN.mask(text, hints, placeholders)
}

/// What is known about a text before anyone reads it.
#[derive(Clone, Default)]
pub struct Hints {
    names: Vec<String>,
}

impl Hints {
    /// Also masks this name, and each of its parts, wherever it is: the display name of the
    /// sender, of the people in Cc.
    pub fn name(mut self, name: impl Into<String>) -> Hints {
        let name = name.into();
        let name = normalised(&name);
        let name = name.trim_matches(['"', '\'', ' ', '\u{3000}']);
        // 山田様 by himself: a reply adds the honorific again.
        let name = ["様", "さま", "さん", "殿", "御中"]
            .iter()
            .find_map(|honorific| name.strip_suffix(honorific))
            .map_or(name, str::trim_end);
        // A display name may be an address; that is found without being told.
        if !name.is_empty() && !name.contains('@') && !find::is_role(name) {
            self.names.push(name.to_owned());
        }
        self
    }

    /// Also masks, wherever they stand, the names of people that a text beside it holds: its
    /// signature, say.
    pub fn names_in(self, text: &CustomerText) -> Hints {
        let text = text.expose();
        let found = find::find(text, &Extras::default());
        let names = found.into_iter().filter(|found| found.kind == find::NAME);
        names.fold(self, |hints, found| hints.name(&text[found.range]))
    }
}

impl fmt::Debug for Hints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hints({} names)", self.names.len())
    }
}

/// Masks by the built-in detectors and a deployment's own [`Rules`].
#[derive(Default)]
pub struct Masker {
    rules: Compiled,
}

impl Masker {
    /// A masker with a deployment's rules; an error names every rule that cannot be used.
    pub fn new(rules: &Rules) -> Result<Masker, RulesError> {
        let rules = Compiled::new(rules)?;
        Ok(Masker { rules })
    }

    /// Masks the personal data in `text`, as [`mask`] does.
    pub fn mask(
        &self,
        text: &CustomerText,
        hints: &Hints,
        placeholders: &mut Placeholders,
    ) -> MaskedText {
        let text = text.expose();
        let mut kinds = Kinds::of(placeholders);
        for (kind, _) in &self.rules.patterns {
            kinds.add(kind);
        }
        // Who was named in an earlier text may be called by a part of that name in this one.
        let known = placeholders
            .iter()
            .filter(|(key, _)| is_of(key, find::NAME));
        let known = known.map(|(_, name)| name.to_owned());
        let names: Vec<String> = hints.names.iter().cloned().chain(known).collect();
        let extras = self.extras(&names, known_values(placeholders));
        let found = with_literals(text, find::find(text, &extras), &kinds, placeholders);
        let mut numbers = Numbers::of(placeholders);
        let mut masked = String::with_capacity(text.len());
        let mut done = 0;
        for Found { range, kind } in found {
            masked.push_str(&text[done..range.start]);
            masked.push_str(&numbers.placeholder(kind, &text[range.clone()], placeholders));
            done = range.end;
        }
        masked.push_str(&text[done..]);
        MaskedText::masked(masked)
    }

    /// What is looked for by a deployment's rules, beside names and values that are known.
    pub(super) fn extras<'a>(&'a self, names: &'a [String], values: Vec<String>) -> Extras<'a> {
        Extras {
            patterns: &self.rules.patterns,
            never: Some(&self.rules.never),
            keep_names: self.rules.keep_names,
            names,
            values,
        }
    }
}

impl fmt::Debug for Masker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Masker({} patterns)", self.rules.patterns.len())
    }
}

/// The originals of a map, but for what merely looks like a placeholder.
pub(super) fn known_values(placeholders: &Placeholders) -> Vec<String> {
    placeholders
        .iter()
        .filter(|(key, _)| !is_of(key, LITERAL))
        .map(|(_, original)| original.to_owned())
        .collect()
}

fn is_of(key: &str, kind: &str) -> bool {
    split_key(key).is_some_and(|(of, _)| of == kind)
}

/// How often the remaining gaps are read again. Cutting something out can leave a look-alike in
/// what remains; a text that does so time after time is masked as a whole.
const ROUNDS: usize = 8;

/// Adds everything in between that [`restore`](super::restore) would take for a placeholder.
///
/// Restoring divides a text at its exact placeholders and reads each gap by itself, so each gap is
/// read by itself here, with the same reader, until nothing is found any more.
fn with_literals<'k>(
    text: &str,
    mut found: Vec<Found<'k>>,
    kinds: &Kinds,
    placeholders: &Placeholders,
) -> Vec<Found<'k>> {
    for round in 0..=ROUNDS {
        let mut literals: Vec<Found<'k>> = Vec::new();
        let mut add = |range| {
            literals.push(Found {
                range,
                kind: LITERAL,
            })
        };
        for gap in gaps(text, &found) {
            let in_gap = lookalikes(&text[gap.clone()], kinds, placeholders);
            if round == ROUNDS && !in_gap.is_empty() {
                add(gap);
                continue;
            }
            for range in in_gap {
                add(gap.start + range.start..gap.start + range.end);
            }
        }
        if literals.is_empty() {
            break;
        }
        found.append(&mut literals);
        found.sort_by_key(|found| found.range.start);
    }
    found
}

/// The parts of `text` that nothing found covers.
fn gaps(text: &str, found: &[Found<'_>]) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(found.iter().map(|found| found.range.end));
    let ends = found
        .iter()
        .map(|found| found.range.start)
        .chain(std::iter::once(text.len()));
    starts
        .zip(ends)
        .filter(|(start, end)| start < end)
        .map(|(start, end)| start..end)
        .collect()
}

/// What in `gap` reads as a placeholder: exact keys, and whatever is as good as one.
fn lookalikes(gap: &str, kinds: &Kinds, placeholders: &Placeholders) -> Vec<Range<usize>> {
    let mut found = exact_keys(gap, placeholders);
    found.extend(
        mentions(gap, kinds)
            .into_iter()
            .filter(|mention| mention.form == Form::Restorable)
            .map(|mention| mention.range),
    );
    found.sort_by_key(|range| (range.start, range.end));
    let mut end = 0;
    found.retain(|range| {
        let free = range.start >= end;
        end = if free { range.end } else { end };
        free
    });
    found
}

/// Which placeholder a value has, and the last number of each kind.
struct Numbers {
    by_value: BTreeMap<String, String>,
    last: BTreeMap<String, u64>,
}

impl Numbers {
    fn of(placeholders: &Placeholders) -> Numbers {
        let mut numbers = Numbers {
            by_value: BTreeMap::new(),
            last: BTreeMap::new(),
        };
        for (key, original) in placeholders.iter() {
            numbers
                .by_value
                .entry(original.to_owned())
                .or_insert_with(|| key.to_owned());
            let Some((kind, number)) = split_key(key) else {
                continue;
            };
            let last = numbers.last.entry(kind.to_owned()).or_default();
            *last = number
                .parse::<u32>()
                .map_or(*last, |number| u64::from(number).max(*last));
        }
        numbers
    }

    fn placeholder(&mut self, kind: &str, value: &str, placeholders: &mut Placeholders) -> String {
        if let Some(known) = self.by_value.get(value) {
            return known.clone();
        }
        let number = match self.last.get_mut(kind) {
            Some(last) => {
                *last += 1;
                *last
            }
            None => {
                self.last.insert(kind.to_owned(), 1);
                1
            }
        };
        let placeholder = ["[", kind, "_", &number.to_string(), "]"].concat();
        placeholders.insert(placeholder.clone(), value.to_owned());
        self.by_value.insert(value.to_owned(), placeholder.clone());
        placeholder
    }
}
