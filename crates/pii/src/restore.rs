//! Puts the originals back where placeholders stand.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use super::find::{self, Extras};
use super::leftover::{open_places, unresolved};
use super::mask::known_values;
use super::placeholder::{Kinds, Lookup, exact_keys, mentions, squashed, unfinished};
use super::{CustomerText, Placeholders};

/// A restored text, and what an operator has to know about it.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The text with the originals in place.
    pub text: CustomerText,
    /// What a person has to rewrite: placeholders that stand for nothing, because the model invented
    /// or garbled them, digits beside one that make another number of it, and places that were left open, such as
    /// `[Your Name]`. Each once.
    pub invented: Vec<String>,
}

/// Restores the originals in `text`.
///
/// Exact where the text is exact: `restore(mask(x)) == x`, byte for byte. Tolerant of what models
/// do to placeholders (full-width brackets, spaces, case, one bracket lost, an honorific drawn
/// in), but only where there is one possible meaning; what is left stays and is reported as
/// invented.
pub fn restore(text: impl AsRef<str>, placeholders: &Placeholders) -> Restored {
    let text = text.as_ref();
    let reader = Reader::new(placeholders);
    let mut restored = String::with_capacity(text.len());
    let mut invented = Unique::default();
    reader.restore_into(text, &mut restored, Some(&mut invented));
    Restored {
        text: CustomerText::new(restored),
        invented: invented.list,
    }
}

/// Restores as much of a growing `text` as is safe to show: an unfinished placeholder at its end
/// (`… [EMAI`) is held back until more of it arrives.
///
/// What this returns for the beginning of a text is the beginning of what [`restore`] returns for
/// the whole of it.
/// the whole of it, unless the next piece puts an accent on its last letter.
pub fn restore_partial(text: impl AsRef<str>, placeholders: &Placeholders) -> CustomerText {
    let text = text.as_ref();
    let reader = Reader::new(placeholders);
    let safe = &text[..unfinished(text, &reader.kinds)];
    let mut restored = String::with_capacity(safe.len());
    reader.restore_into(safe, &mut restored, None);
    CustomerText::new(restored)
}

/// Placeholders of `source` (the masked mail) that `answer` does not mention, in whatever
/// spelling. A reply need not mention all; that the customer's name is lost, say, is worth a hint.
pub fn lost_placeholders(
    source: impl AsRef<str>,
    answer: impl AsRef<str>,
    placeholders: &Placeholders,
) -> Vec<String> {
    let source = source.as_ref();
    let reader = Reader::new(placeholders);
    let kept = reader.mentioned(answer.as_ref());
    let mut lost = Unique::default();
    for key in exact_keys(source, placeholders) {
        let key = &source[key];
        if !kept.contains(&squashed(key)) {
            lost.add(key);
        }
    }
    lost.list
}

/// Placeholders that still stand in a text which is about to be sent, in order, each once.
///
/// Brackets or not, bent or not, known kind or not, in whatever language: nothing of the sort
/// belongs into a mail. `placeholders` are those of the inquiry; without them, what has no
/// brackets is told by its capitals alone.
pub fn leftover_placeholders(text: &str, placeholders: &Placeholders) -> Vec<String> {
    let kinds = Kinds::of(placeholders);
    let keys = Lookup::of(placeholders);
    // A part of the customer's own data is none.
    let values = Extras {
        values: known_values(placeholders),
        ..Extras::default()
    };
    let values = find::known(text, &values);
    let is_value = |range: &Range<usize>| {
        values
            .iter()
            .any(|value| value.range.start <= range.start && range.end <= value.range.end)
    };
    let mut left = Unique::default();
    // Nothing is restored any more: what could have been is left over, too.
    for range in unresolved(text, &kinds, &Lookup::default(), &keys) {
        if !is_value(&range) {
            left.add(&text[range]);
        }
    }
    left.list
}

/// Strings in their order, each once.
#[derive(Default)]
struct Unique {
    seen: HashSet<String>,
    list: Vec<String>,
}

impl Unique {
    fn add(&mut self, text: &str) {
        if self.seen.insert(text.to_owned()) {
            self.list.push(text.to_owned());
        }
    }
}

/// A placeholder with the digits beside it, where they would make another number of what it stands for: `[PHONE_1]0`.
fn glued<'t>(text: &'t str, key: &Range<usize>, original: &str) -> Option<&'t str> {
    let digit = |c: char| matches!(c, '0'..='9' | '０'..='９');
    let before = &text[..key.start];
    let after = &text[key.end..];
    let start = match original.starts_with(digit) {
        true => before.trim_end_matches(digit).len(),
        false => key.start,
    };
    let end = match original.ends_with(digit) {
        true => text.len() - after.trim_start_matches(digit).len(),
        false => key.end,
    };
    (start < key.start || key.end < end).then(|| &text[start..end])
}

struct Reader<'a> {
    placeholders: &'a Placeholders,
    kinds: Kinds,
    lookup: Lookup<'a>,
}

impl<'a> Reader<'a> {
    fn new(placeholders: &'a Placeholders) -> Reader<'a> {
        Reader {
            placeholders,
            kinds: Kinds::of(placeholders),
            lookup: Lookup::of(placeholders),
        }
    }

    /// Exact placeholders first: they divide the text, and bent ones are looked for in between
    /// only. So no tolerance can reach into what `mask` wrote.
    fn restore_into(&self, text: &str, restored: &mut String, mut invented: Option<&mut Unique>) {
        let mut done = 0;
        for key in exact_keys(text, self.placeholders) {
            self.restore_bent(&text[done..key.start], restored, invented.as_deref_mut());
            done = key.end;
            let original = self
                .placeholders
                .original(&text[key.clone()])
                .unwrap_or_default();
            if let Some(invented) = invented.as_deref_mut() {
                glued(text, &key, original)
                    .into_iter()
                    .for_each(|glued| invented.add(glued));
            }
            restored.push_str(original);
        }
        self.restore_bent(&text[done..], restored, invented);
    }

    /// What `text` mentions, in whatever spelling.
    fn mentioned(&self, text: &str) -> HashSet<String> {
        let mut mentioned: HashSet<String> = exact_keys(text, self.placeholders)
            .into_iter()
            .map(|key| squashed(&text[key]))
            .collect();
        mentioned.extend(
            mentions(text, &self.kinds)
                .into_iter()
                .filter(|mention| self.lookup.original(mention).is_some())
                .map(|mention| mention.squashed),
        );
        mentioned
    }

    fn restore_bent(&self, text: &str, restored: &mut String, invented: Option<&mut Unique>) {
        let mut done = 0;
        let mut filled: Vec<Range<usize>> = Vec::new();
        let mut numbers = Vec::new();
        for mention in mentions(text, &self.kinds) {
            let Some(original) = self.lookup.original(&mention) else {
                continue;
            };
            restored.push_str(&text[done..mention.range.start]);
            restored.push_str(original);
            numbers.extend(glued(text, &mention.range, original));
            done = mention.range.end;
            let suffix = &text[mention.suffix];
            // [NAME_1様]様 is one person, called once.
            let behind = text[done..].trim_start_matches([' ', '\u{3000}']);
            if !behind.starts_with(suffix) && !original.ends_with(suffix) {
                restored.push_str(suffix);
            }
            filled.push(mention.range);
        }
        restored.push_str(&text[done..]);
        let Some(invented) = invented else { return };
        numbers.into_iter().for_each(|glued| invented.add(glued));
        let mut open = unresolved(text, &self.kinds, &self.lookup, &self.lookup);
        open.extend(open_places(text));
        open.sort_by_key(|range| (range.start, Reverse(range.end)));
        let mut told = 0;
        for range in open {
            let next = filled.partition_point(|it| it.end <= range.start);
            let is_filled = filled.get(next).is_some_and(|it| it.start < range.end);
            if !is_filled && range.start >= told {
                told = range.end;
                invented.add(text[range].trim());
            }
        }
    }
}
