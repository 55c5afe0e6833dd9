//! Puts the originals back where placeholders stand.

use std::collections::HashSet;

use super::placeholder::{
    Kinds, Lookup, Mention, exact_keys, mentions, squashed, unfinished, unknown_mentions,
};
use super::{CustomerText, MaskedText, Placeholders};

/// A restored text, and what an operator has to know about it.
#[derive(Clone, Debug)]
pub struct Restored {
    /// The text with the originals in place.
    pub text: CustomerText,
    /// Placeholders in it that stand for nothing: the model invented or garbled them. In order,
    /// each once.
    pub invented: Vec<String>,
}

/// Restores the originals in `text`.
///
/// Exact where the text is exact: `restore(mask(x)) == x`, byte for byte. Tolerant of what models
/// do to placeholders (full-width brackets, spaces, case, one bracket lost, an honorific drawn
/// in), but only where there is one possible meaning; what is left is reported as invented.
pub fn restore(text: &MaskedText, placeholders: &Placeholders) -> Restored {
    let reader = Reader::new(placeholders);
    let mut restored = String::with_capacity(text.as_str().len());
    let mut invented = Unique::default();
    reader.restore_into(text.as_str(), &mut restored, &mut invented);
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
pub fn restore_partial(text: &MaskedText, placeholders: &Placeholders) -> CustomerText {
    let reader = Reader::new(placeholders);
    let safe = unfinished(text.as_str(), &reader.kinds);
    let mut restored = String::with_capacity(text.as_str().len());
    reader.restore_into(
        &text.as_str()[..safe],
        &mut restored,
        &mut Unique::default(),
    );
    CustomerText::new(restored)
}

/// Placeholders of `source` (the masked mail) that `answer` does not mention, in whatever
/// spelling. A reply need not mention all; that the customer's name is lost, say, is worth a hint.
pub fn lost_placeholders(
    source: &MaskedText,
    answer: &MaskedText,
    placeholders: &Placeholders,
) -> Vec<String> {
    let reader = Reader::new(placeholders);
    let kept = reader.mentioned(answer.as_str());
    let mut lost = Unique::default();
    for key in exact_keys(source.as_str(), placeholders) {
        let key = &source.as_str()[key];
        if !kept.contains(&squashed(key)) {
            lost.add(key);
        }
    }
    lost.list
}

/// Placeholders that still stand in a text which is about to be sent, in order, each once.
///
/// Brackets or not, bent or not, known kind or not: nothing of the sort belongs into a mail.
pub fn leftover_placeholders(text: &str) -> Vec<String> {
    let kinds = Kinds::of(&Placeholders::default());
    let mut left = Unique::default();
    left.add_all(text, mentions(text, &kinds), &kinds);
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

    /// Adds `mentions` and those of unknown kinds in the order in which they stand in `text`.
    fn add_all(&mut self, text: &str, mentions: Vec<Mention>, kinds: &Kinds) {
        let mut ranges: Vec<_> = mentions.into_iter().map(|mention| mention.range).collect();
        ranges.extend(unknown_mentions(text, kinds));
        ranges.sort_by_key(|range| range.start);
        for range in ranges {
            self.add(&text[range]);
        }
    }
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
    fn restore_into(&self, text: &str, restored: &mut String, invented: &mut Unique) {
        let mut done = 0;
        for key in exact_keys(text, self.placeholders) {
            self.restore_bent(&text[done..key.start], restored, invented);
            done = key.end;
            restored.push_str(self.placeholders.original(&text[key]).unwrap_or_default());
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

    fn restore_bent(&self, text: &str, restored: &mut String, invented: &mut Unique) {
        let mut done = 0;
        let mut unrestored = Vec::new();
        for mention in mentions(text, &self.kinds) {
            let Some(original) = self.lookup.original(&mention) else {
                unrestored.push(mention);
                continue;
            };
            restored.push_str(&text[done..mention.range.start]);
            restored.push_str(original);
            restored.push_str(&text[mention.honorific]);
            done = mention.range.end;
        }
        restored.push_str(&text[done..]);
        invented.add_all(text, unrestored, &self.kinds);
    }
}
