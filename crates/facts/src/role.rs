//! What a fact is said of: the words around it, the nearest the heaviest, in concepts that hold across wordings and languages.

mod label;
mod vocabulary;

use std::rc::Rc;

use crate::Span;
use crate::text::Folded;

use label::{behind, heading, label};
pub(crate) use vocabulary::words_of;
use vocabulary::{concepts, mentioned, words};

/// Words with weights, and among them the label: what is written right beside the fact, with no other number between.
#[derive(Debug, Default)]
pub(crate) struct Role {
    /// In the order of their keys, each once.
    words: Vec<Weighed>,
}

/// A word or a concept (`#total`) around a fact.
#[derive(Debug)]
struct Weighed {
    key: u64,
    weight: f32,
    is_label: bool,
    /// Part of the label, or of what is said behind the fact before the next one begins.
    is_beside: bool,
    /// Its number among the words beside the fact; 0 beyond 64 of them.
    bit: u64,
    token: Rc<str>,
}

/// Which words beside a fact are right beside another one, too, by their bits: those of both labels, and all.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Shared {
    pub label: u64,
    pub beside: u64,
}

impl Role {
    /// How much a concept (`#total`) is near.
    pub fn has(&self, concept: &str) -> f32 {
        self.find(concept).map_or(0.0, |word| word.weight)
    }

    /// Adds other facts beside this one, each with how far it is, and whether it is part of the label: 150枚 7,480円.
    pub fn add(&mut self, beside: impl Iterator<Item = (String, usize, bool)>) {
        let before = self.words.len();
        self.words
            .extend(beside.map(|(token, gap, is_label)| Weighed {
                key: key(&token),
                weight: if token.starts_with("@quantity") {
                    0.6
                } else {
                    1.5
                } * nearness(gap),
                is_label,
                is_beside: is_label,
                bit: 0,
                token: token.into(),
            }));
        if self.words.len() > before {
            self.settle();
        }
    }

    /// Adds the words that name its row and its column.
    pub fn name(&mut self, tokens: &[String]) {
        self.words.extend(tokens.iter().map(|token| Weighed {
            key: key(token),
            weight: if token.starts_with('#') { 2.0 } else { 1.0 },
            is_label: true,
            is_beside: true,
            bit: 0,
            token: token.as_str().into(),
        }));
        self.settle();
    }

    fn find(&self, token: &str) -> Option<&Weighed> {
        let key = key(token);
        let at = self.words.binary_search_by_key(&key, |word| word.key);
        at.ok().map(|at| &self.words[at])
    }

    /// The words and concepts around the fact.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &*word.token)
    }

    /// Whether a concept is right beside the fact.
    pub fn label_has(&self, concept: &str) -> bool {
        self.find(concept).is_some_and(|word| word.is_label)
    }

    /// The words of its label, without concepts.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let labels = self.words.iter().filter(|word| word.is_label);
        labels
            .map(|word| &*word.token)
            .filter(|word| !word.starts_with(['#', '@']))
    }

    /// Facts that are right beside both, where neither says more of another one: "45 minutes" of £28.
    pub fn shares_fact(&self, other: &Role) -> bool {
        shared(self, other).any(|(a, b)| {
            a.token.starts_with('@')
                && a.weight.min(b.weight)
                    >= if a.token.starts_with("@quantity") {
                        0.3
                    } else {
                        0.75
                    }
        })
    }

    /// Whether anything is right beside the fact.
    pub fn is_labelled(&self) -> bool {
        self.words.iter().any(|word| word.is_label)
    }

    /// How many words two labels share; a concept counts twice.
    pub fn shared_label(&self, other: &Role) -> usize {
        shared(self, other)
            .filter(|(a, b)| a.is_label && b.is_label && &*a.token != "#each")
            .map(|(word, _)| if word.token.starts_with('#') { 2 } else { 1 })
            .sum()
    }

    /// Which part of this label another fact's words have: a value is of the same thing where they have most of it.
    pub fn covered_by(&self, other: &Role) -> f32 {
        let weight = |word: &Weighed| {
            if word.token.starts_with('#') {
                2.0
            } else {
                1.0
            }
        };
        let labels = self.words.iter().filter(|word| word.is_label);
        let all: f32 = labels.map(weight).sum();
        let both = shared(self, other).filter(|(word, _)| word.is_label);
        let both: f32 = both.map(|(word, _)| weight(word)).sum();
        both / all.max(1.0)
    }

    /// Which of the words beside this fact are right beside another one.
    pub fn shared_words(&self, other: &Role) -> Shared {
        let mut all = Shared::default();
        for (ours, theirs) in shared(self, other) {
            if !theirs.is_beside || &*ours.token == "#each" {
                continue;
            }
            if ours.is_label && theirs.is_label {
                all.label |= ours.bit;
            }
            all.beside |= ours.bit;
        }
        all
    }

    /// How much these words of the role weigh; a concept counts twice.
    pub fn weight_of(&self, bits: u64) -> usize {
        let words = self.words.iter().filter(|word| word.bit & bits != 0);
        words
            .map(|word| if word.token.starts_with('#') { 2 } else { 1 })
            .sum()
    }

    /// Sorts the words, keeps each once, and numbers those beside the fact.
    fn settle(&mut self) {
        self.words
            .sort_by(|a, b| a.key.cmp(&b.key).then(b.weight.total_cmp(&a.weight)));
        self.words.dedup_by(|again, first| {
            let is_again = again.key == first.key;
            first.is_label |= is_again && again.is_label;
            first.is_beside |= is_again && again.is_beside;
            is_again
        });
        let mut next = 1_u64;
        for word in &mut self.words {
            word.bit = 0;
            if word.is_beside {
                word.bit = next;
                next = next.checked_shl(1).unwrap_or(0);
            }
        }
    }
}

/// FNV-1a (Fowler, Noll, Vo): the same token, the same key.
fn key(token: &str) -> u64 {
    token.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The words that two roles share.
fn shared<'a>(a: &'a Role, b: &'a Role) -> impl Iterator<Item = (&'a Weighed, &'a Weighed)> {
    let (mut a, mut b) = (a.words.iter().peekable(), b.words.iter().peekable());
    std::iter::from_fn(move || {
        loop {
            let (x, y) = (a.peek()?, b.peek()?);
            match x.key.cmp(&y.key) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => return a.next().zip(b.next()),
            }
        }
    })
}

/// What is found in a sentence once for all the facts that it states.
#[derive(Debug)]
pub(crate) struct Sentence {
    span: Span,
    /// In lower case.
    text: String,
    /// Concepts and words, with where they are and how much they weigh.
    tokens: Vec<(Rc<str>, u64, Span, f32)>,
    /// Where its stops are, in their order.
    stops: Vec<usize>,
    /// Concepts that are named anywhere in it, within longer words, too.
    named: Vec<(Rc<str>, u64)>,
}

impl Sentence {
    fn read(folded: &Folded, span: Span) -> Sentence {
        let text = folded.text[span.clone()].to_lowercase();
        let token = |token: String| {
            let key = key(&token);
            (Rc::<str>::from(token), key)
        };
        let mentioned = mentioned(&text);
        let concepts = concepts(&text, &mentioned)
            .into_iter()
            .map(|(concept, at, end)| {
                let (token, key) = token(format!("#{concept}"));
                // "Each" is said of most prices.
                let weight = if concept == "each" { 0.5 } else { 2.0 };
                (token, key, at..end, weight)
            });
        let words = words(&text).into_iter().map(|(at, word)| {
            let (token, key) = token(word.to_owned());
            (token, key, at..at + word.len(), 1.0)
        });
        let tokens = concepts.chain(words).collect();
        let mut named: Vec<&str> = mentioned.iter().map(|(concept, _, _)| *concept).collect();
        named.sort_unstable();
        named.dedup();
        let named = named
            .into_iter()
            .map(|concept| token(format!("#{concept}")));
        let named = named.collect();
        let stops = text
            .match_indices(['、', ',', '・', '/', '(', ')', '|', ':'])
            .map(|(at, _)| at)
            .collect();
        Sentence {
            span,
            text,
            stops,
            tokens,
            named,
        }
    }
}

/// The words around a span of bytes, within its sentence.
pub(crate) fn role(folded: &Folded, bytes: &Span) -> Role {
    around(folded, bytes, None)
}

/// The same with the words of the span: "the full fee is returned" says itself what is. Its label is its clause.
pub(crate) fn role_of_clause(folded: &Folded, bytes: &Span, clause: &Span, with_own: bool) -> Role {
    around(folded, bytes, Some((clause, with_own)))
}

/// Bytes between a fact and a word beyond which the word says nothing of it: what a line lists grows with the line, and the
/// words of each of its facts must not.
const FARTHEST: usize = 600;

fn around(folded: &Folded, bytes: &Span, clause: Option<(&Span, bool)>) -> Role {
    let sentence = folded.sentence(folded.sentence_around(bytes), Sentence::read);
    let text = &sentence.text;
    // Lower case may change a length; then positions are near enough.
    let (from, to) = (
        bytes.start - sentence.span.start,
        bytes.end - sentence.span.start,
    );
    let label = match clause {
        Some((clause, _)) => clause.start - sentence.span.start..clause.end - sentence.span.start,
        None => label(text, from, to),
    };
    let beside = label.start..label.end.max(behind(text, to));
    let heading = heading(text).filter(|end| *end <= from).unwrap_or(0);
    let mut words = Vec::new();
    let stops_before = |at: usize| sentence.stops.partition_point(|stop| *stop < at);
    for (token, key, span, weight) in &sentence.tokens {
        let (gap, stops) = if span.end <= from {
            let stops = stops_before(from) - stops_before(span.end);
            (from - span.end, stops)
        } else if span.start >= to {
            let stops = stops_before(span.start) - stops_before(to);
            (span.start - to, stops)
        } else if clause.is_some() {
            (0, 0)
        } else {
            continue;
        };
        if gap > FARTHEST && span.end > heading {
            continue;
        }
        // Japanese words are three bytes a character and half as long as English ones: bytes are alike.
        let near = nearness(gap) * 0.6_f32.powi(stops as i32);
        // What heads a list is as near to each of its lines.
        let near = if span.end <= heading {
            near.max(0.6)
        } else {
            near
        };
        // A label goes before its value more often than behind it.
        let near = if span.end <= from { near } else { near * 0.8 };
        words.push(Weighed {
            key: *key,
            weight: near * weight,
            is_label: span.start >= label.start
                && span.end <= label.end
                // The promise itself is no word of what it is of.
                && (clause.is_none_or(|(_, with_own)| with_own) || span.end <= from || span.start >= to),
            is_beside: span.end <= heading || span.start >= beside.start && span.end <= beside.end,
            bit: 0,
            token: Rc::clone(token),
        });
    }
    // "It is free" is said of what the sentence before tells.
    let is_bare = clause.is_some() && {
        let letters = |text: Option<&str>| {
            text.map_or(0, |text| text.chars().filter(|c| c.is_alphabetic()).count())
        };
        letters(text.get(..from)) < 3
            && letters(text.get(to..)) < 3
            // "No dogs" says itself what of.
            && !text.get(from..to).is_some_and(|own| own.starts_with("no "))
    };
    before(folded, &sentence.span, is_bare, &mut words);
    let mut role = Role { words };
    role.settle();
    role
}

/// What so many bytes in between leave of a word's weight.
fn nearness(gap: usize) -> f32 {
    1.0 / (1.0 + gap as f32 / 18.0)
}

/// The sentence before on the same line says what a short one goes on about: 配達料は無料です。それ未満は330円いただきます。
fn before(folded: &Folded, own: &Span, is_bare: bool, words: &mut Vec<Weighed>) {
    let head = folded.text[..own.start].trim_end_matches(['。', '.', ' ', '!', '?', ';']);
    if head.is_empty() || folded.text[head.len()..own.start].contains('\n') {
        return;
    }
    let last = head.chars().next_back().map_or(0, char::len_utf8);
    let previous = folded.sentence_around(&(head.len() - last..head.len()));
    let previous = folded.sentence(previous, Sentence::read);
    if is_bare {
        words.extend(
            previous
                .tokens
                .iter()
                .map(|(token, key, _, weight)| Weighed {
                    key: *key,
                    weight: weight * 0.6,
                    is_label: true,
                    is_beside: true,
                    bit: 0,
                    token: Rc::clone(token),
                }),
        );
    }
    let says_itself = words
        .iter()
        .any(|word| word.token.starts_with('#') && word.weight > 0.8);
    let weight = if says_itself { 0.4 } else { 0.9 };
    for (token, key) in &previous.named {
        if words.iter().all(|word| word.key != *key) {
            words.push(Weighed {
                key: *key,
                weight,
                is_label: false,
                is_beside: false,
                bit: 0,
                token: Rc::clone(token),
            });
        }
    }
}

/// How much two facts are said of the same thing.
pub(crate) fn likeness(a: &Role, b: &Role) -> f32 {
    shared(a, b).map(|(a, b)| a.weight.min(b.weight)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_around_each_fact_of_a_line_does_not_grow_with_the_line() {
        let most = |prices: usize| {
            let line =
                |item: usize| format!("商品{item}は{}円、item {item} at ${item}", 1_000 + item);
            let line: Vec<String> = (0..prices).map(line).collect();
            let folded = Folded::new(&line.join("、"));
            let places = folded.text.match_indices('$');
            let roles: Vec<Role> = places.map(|(at, _)| role(&folded, &(at..at + 2))).collect();
            let words = roles.iter().map(|role| role.words.len()).max();
            let middle = roles.len() / 2;
            let at = folded
                .text
                .match_indices('$')
                .nth(middle)
                .map_or(0, |it| it.0);
            let read = folded.sentence_around(&(at..at + 2));
            (words.unwrap_or(0), read.len())
        };
        let (short, long) = (most(200), most(1_600));
        assert!(long.0 <= short.0 + short.0 / 4, "{short:?}, {long:?}");
        assert!(long.1 <= 4_096, "{long:?}");
    }
}
