//! Words that are looked for at once. How they begin is kept in a table of two kilobytes, which sends most
//! of a text past the automaton.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Anchored, Input, MatchKind, StartKind};

/// Groups of words that are looked for at once, in any ASCII case.
pub(super) struct Words<G> {
    words: AhoCorasick,
    groups: Vec<G>,
    starts: Starts,
}

impl<G: Copy> Words<G> {
    /// `lists` holds the words of each group between bars.
    pub(super) fn new(lists: &[(G, &str)]) -> Words<G> {
        let words = lists
            .iter()
            .flat_map(|(group, words)| words.split('|').map(|word| (*group, word)));
        Words::of(words.collect())
    }

    fn of(words: Vec<(G, &str)>) -> Words<G> {
        let (groups, words): (Vec<G>, Vec<&str>) = words.into_iter().unzip();
        let mut starts = Starts::default();
        words.iter().for_each(|word| starts.add(word));
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Anchored)
            .ascii_case_insensitive(true)
            .build(words)
            .expect("the list is fixed and small");
        Words {
            words,
            groups,
            starts,
        }
    }

    /// The words in `text` with their groups. One in ASCII letters is no part of a longer word:
    /// neither `pin` in `shipping` nor `pw` in `pwx`.
    pub(super) fn find(&self, text: &str) -> impl Iterator<Item = (G, Range<usize>)> {
        let bytes = text.as_bytes();
        let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                at = self.starts.next_word(bytes, at)?;
                let Some((group, range)) = self.longest(text, at) else {
                    at += 1;
                    continue;
                };
                at = range.end;
                if !(is_letter(range.end - 1) && is_letter(range.end)) {
                    return Some((group, range));
                }
            }
        })
    }

    /// The longest word at each place where one begins, within longer ones, too.
    pub(super) fn find_all(&self, text: &str) -> impl Iterator<Item = (G, Range<usize>)> {
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let start = self.starts.next(text.as_bytes(), at)?;
                at = start + 1;
                if let Some(found) = self.longest(text, start) {
                    return Some(found);
                }
            }
        })
    }

    /// The longest word that begins at `at`.
    fn longest(&self, text: &str, at: usize) -> Option<(G, Range<usize>)> {
        let input = Input::new(text).range(at..).anchored(Anchored::Yes);
        let found = self.words.find(input)?;
        Some((self.groups[found.pattern().as_usize()], found.range()))
    }
}

impl Words<u32> {
    /// Words with the bits of their groups. A word has the bits of those that it begins with, too.
    pub(super) fn of_bits(lists: &[(u32, &str)]) -> Words<u32> {
        let all = lists
            .iter()
            .flat_map(|(bits, words)| words.split('|').map(|word| (*bits, word)));
        let all: Vec<(u32, &str)> = all.collect();
        let mut words: Vec<(u32, &str)> = Vec::new();
        for (_, word) in &all {
            if !words.iter().any(|(_, known)| known == word) {
                let begins = all.iter().filter(|(_, other)| word.starts_with(other));
                words.push((begins.fold(0, |bits, (more, _)| bits | more), *word));
            }
        }
        Words::of(words)
    }
}

/// How many words of 64 bits the table has, a power of two.
const SIZE: usize = 256;

/// The first three bytes of words in any ASCII case, as bits of a table of their hashes, of 64 bits each.
struct Starts {
    bits: [u64; SIZE],
    /// The one word of a single byte, or no byte.
    single: u32,
}

impl Default for Starts {
    fn default() -> Starts {
        Starts {
            bits: [0; SIZE],
            single: u32::MAX,
        }
    }
}

impl Starts {
    /// Adds a word; one at most is of a single byte.
    fn add(&mut self, word: &str) {
        let bytes = word.as_bytes();
        if let [byte] = bytes {
            self.single = u32::from(byte.to_ascii_lowercase());
            return;
        }
        let two = bytes.iter().take(2).fold(0, pushed);
        match bytes.get(2) {
            Some(third) => self.set(pushed(two, third)),
            None => (0..=u8::MAX).for_each(|third| self.set(pushed(two, &third))),
        }
    }

    fn set(&mut self, start: u32) {
        let (at, bit) = place(start);
        self.bits[at] |= bit;
    }

    /// The first place at or behind `from` where a word may begin.
    fn next(&self, bytes: &[u8], from: usize) -> Option<usize> {
        self.next_of::<false>(bytes, from)
    }

    /// The same, but for places between two letters or digits in ASCII.
    fn next_word(&self, bytes: &[u8], from: usize) -> Option<usize> {
        self.next_of::<true>(bytes, from)
    }

    fn next_of<const WORD: bool>(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let rest = bytes.get(from..)?;
        let before = from.checked_sub(1).and_then(|at| bytes.get(at));
        let mut before = before.map_or(OTHER, |byte| CLASSES[usize::from(*byte)]);
        // Bytes of zero behind the text's end: the last words are of one or two.
        let byte = |at: usize| rest.get(at).unwrap_or(&0);
        let mut start = pushed(pushed(0, byte(0)), byte(1));
        let mut begins = |byte: u8, third: u8| {
            start = pushed(start, &third);
            let this = CLASSES[usize::from(byte)];
            let inside = this == INNER || WORD && this == LETTER && before == LETTER;
            before = this;
            let (place, bit) = place(start);
            !inside && (self.bits[place] & bit != 0 || start >> 16 == self.single)
        };
        for (at, three) in rest.windows(3).enumerate() {
            if begins(three[0], three[2]) {
                return Some(from + at);
            }
        }
        let last = rest.len().saturating_sub(2);
        let mut lasts = rest[last..].iter();
        lasts
            .position(|byte| begins(*byte, 0))
            .map(|at| from + last + at)
    }
}

const OTHER: u8 = 0;
/// A letter or digit in ASCII.
const LETTER: u8 = 1;
/// A byte that no character begins with.
const INNER: u8 = 2;

static CLASSES: [u8; 256] = {
    let mut classes = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        if (byte as u8).is_ascii_alphanumeric() {
            classes[byte] = LETTER;
        } else if byte & 0xc0 == 0x80 {
            classes[byte] = INNER;
        }
        byte += 1;
    }
    classes
};

static SMALL: [u8; 256] = {
    let mut small = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        small[byte] = (byte as u8).to_ascii_lowercase();
        byte += 1;
    }
    small
};

/// The last three bytes with one more behind them.
fn pushed(start: u32, byte: &u8) -> u32 {
    (start << 8 | u32::from(SMALL[usize::from(*byte)])) & 0xff_ffff
}

/// The word and the bit of the table.
fn place(start: u32) -> (usize, u64) {
    let hash = start.wrapping_mul(0x9e37_79b1) >> (26 - SIZE.trailing_zeros());
    ((hash >> 6) as usize % SIZE, 1 << (hash & 63))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LISTS: &[(u32, &str)] = &[(1, "ab|abc|山田"), (2, "bc|山|田 b|abcab")];

    proptest! {
        #[test]
        fn every_place_of_every_word_is_found(text in "[aAbBcC山田 ]{0,40}") {
            let found: Vec<usize> = Words::of_bits(LISTS).find_all(&text).map(|(_, word)| word.start).collect();
            let lower = text.to_ascii_lowercase();
            let mut expected: Vec<usize> = LISTS.iter().flat_map(|(_, words)| words.split('|'))
                .flat_map(|word| (0..lower.len()).filter(|at| lower.as_bytes()[*at..].starts_with(word.as_bytes())).collect::<Vec<_>>())
                .collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_word_in_ascii_letters_is_no_part_of_a_longer_one() {
        let words = Words::new(&[('p', "pin|pin code|pw"), ('n', "暗証番号|no")]);
        let found = |text: &'static str| -> Vec<(char, &str)> {
            words
                .find(text)
                .map(|(group, word)| (group, &text[word]))
                .collect()
        };
        assert_eq!(
            found("shipping pwx PIN Code, no"),
            [('p', "PIN Code"), ('n', "no")]
        );
        assert_eq!(found("暗証番号pw"), [('n', "暗証番号"), ('p', "pw")]);
        assert_eq!(found(""), []);
    }

    #[test]
    fn a_word_has_the_bits_of_those_it_begins_with() {
        let found: Vec<u32> = Words::of_bits(LISTS)
            .find_all("abc 山田")
            .map(|(bits, _)| bits)
            .collect();
        assert_eq!(found, [1, 2, 3]);
    }
}
