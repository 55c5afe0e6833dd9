//! Short lists of words beside which a name is looked at: which word is in one, and whether a text begins or ends with one.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// Words of this program, read at the first question.
pub(super) struct Set {
    words: &'static str,
    divider: char,
    read: OnceLock<Read>,
}

struct Read {
    words: HashSet<&'static [u8], BuildHasherDefault<Multiplied>>,
    /// The bits of the words' first and last characters: most texts begin and end with another.
    firsts: u64,
    lasts: u64,
    /// The longest word, in bytes.
    longest: usize,
}

impl Set {
    /// Words with white space between.
    pub(super) const fn of(words: &'static str) -> Set {
        Set {
            words,
            divider: ' ',
            read: OnceLock::new(),
        }
    }

    /// A word a line.
    pub(super) const fn lines(words: &'static str) -> Set {
        Set {
            words,
            divider: '\n',
            read: OnceLock::new(),
        }
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let divided = self.words.split([self.divider, '\n']);
            let words = divided.filter(|word| !word.is_empty());
            let bits = |of: fn(&str) -> Option<char>| {
                let bits = words.clone().filter_map(of).map(bit);
                bits.fold(0, |all, bit| all | bit)
            };
            Read {
                firsts: bits(|word| word.chars().next()),
                lasts: bits(|word| word.chars().next_back()),
                longest: words.clone().map(str::len).max().unwrap_or(0),
                words: words.map(str::as_bytes).collect(),
            }
        })
    }

    /// Whether the list has `word`.
    pub(super) fn has(&self, word: &str) -> bool {
        let read = self.read();
        let first = word.chars().next().map_or(0, bit);
        read.firsts & first != 0
            && word.len() <= read.longest
            && read.words.contains(word.as_bytes())
    }

    /// Whether the list, which is in small letters, has `word` in whatever ASCII case.
    pub(super) fn has_in_any_case(&self, word: &str) -> bool {
        let read = self.read();
        let first = word.chars().next();
        let first = first.map_or(0, |c| bit(c.to_ascii_lowercase()));
        if read.firsts & first == 0 || word.len() > read.longest {
            return false;
        }
        let mut small = [0; 40];
        let Some(small) = small.get_mut(..word.len()) else {
            return false;
        };
        small.copy_from_slice(word.as_bytes());
        small.make_ascii_lowercase();
        read.words.contains(&*small)
    }

    /// Whether `text` begins with one of the words.
    pub(super) fn begins(&self, text: &str) -> bool {
        self.beginnings(text).next().is_some()
    }

    /// The lengths of the words that `text` begins with, the shortest first.
    pub(super) fn beginnings(&self, text: &str) -> impl Iterator<Item = usize> {
        let read = self.read();
        let first = text.chars().next().map_or(0, bit);
        let most = if read.firsts & first == 0 {
            0
        } else {
            read.longest.min(text.len())
        };
        (1..=most).filter(|end| {
            text.is_char_boundary(*end) && read.words.contains(&text.as_bytes()[..*end])
        })
    }

    /// Whether `text` ends with one of the words.
    pub(super) fn ends(&self, text: &str) -> bool {
        let read = self.read();
        let last = text.chars().next_back().map_or(0, bit);
        if read.lasts & last == 0 {
            return false;
        }
        (text.len().saturating_sub(read.longest)..text.len()).any(|start| {
            text.is_char_boundary(start) && read.words.contains(&text.as_bytes()[start..])
        })
    }
}

fn bit(c: char) -> u64 {
    1 << (u32::from(c).wrapping_mul(0x9e37_79b1) >> 26)
}

/// A hash for words of this program, which no customer chooses.
#[derive(Default)]
pub(super) struct Multiplied(u64);

impl Hasher for Multiplied {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        for eight in eights {
            self.write_u64(u64::from_le_bytes(*eight));
        }
        let last = rest
            .iter()
            .fold(0, |last, byte| last << 8 | u64::from(*byte));
        self.write_u64(last);
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 32;
    }

    fn write_usize(&mut self, length: usize) {
        self.0 ^= length as u64;
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Set;

    proptest! {
        #[test]
        fn a_set_says_what_comparing_each_word_says(text in "[ab山田 ]{0,12}") {
            const WORDS: &[&str] = &["a", "ba", "山田", "田ab", "abababababab"];
            let set = Set::of("a ba 山田\n    田ab abababababab");
            prop_assert_eq!(set.has(&text), WORDS.contains(&text.as_str()));
            prop_assert_eq!(set.begins(&text), WORDS.iter().any(|word| text.starts_with(word)));
            prop_assert_eq!(set.ends(&text), WORDS.iter().any(|word| text.ends_with(word)));
            let lengths: Vec<usize> = set.beginnings(&text).collect();
            prop_assert!(lengths.iter().all(|length| WORDS.contains(&&text[..*length])));
        }
    }

    #[test]
    fn a_list_of_lines_holds_phrases() {
        let set = Set::lines("grand hotel\ninn\n");
        assert!(set.has("grand hotel") && set.has("inn") && !set.has("grand") && !set.has(""));
    }
}
