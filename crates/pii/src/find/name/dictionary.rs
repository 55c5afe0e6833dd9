//! The name lists, searched where they lie in the program; only the first characters are indexed.
//!
//! `data/NOTICE.md` says where they come from.

use std::cmp::Ordering;
use std::sync::LazyLock;

/// Words in the order of their bytes, one a line, with an index of their first characters.
pub(super) struct Words {
    text: &'static str,
    /// First characters in their order, with the offset of the first word that begins so.
    index: LazyLock<Vec<(char, usize)>>,
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {$(
        $(#[$doc])*
        pub(super) static $name: Words = Words {
            text: include_str!($file),
            index: LazyLock::new(|| index(include_str!($file))),
        };
    )*};
}

words! {
    /// Family names in kanji.
    SURNAMES = "data/surnames_ja.txt";
    /// Given names in kanji.
    GIVEN = "data/given_ja.txt";
    /// Readings of family names, in katakana.
    SURNAMES_KANA = "data/surnames_kana.txt";
    /// Readings of given names, in katakana.
    GIVEN_KANA = "data/given_kana.txt";
    /// Words and places that read as a family name with a given name: 三井山.
    WORDS = "data/words_ja.txt";
    /// Given names in Latin letters, in lower case.
    LATIN_GIVEN = "data/given_latin.txt";
    /// Family names in Latin letters, in lower case.
    LATIN_SURNAMES = "data/surnames_latin.txt";
    /// Names that are English words and places as well: will, may, paris.
    LATIN_WORDS = "data/words_latin.txt";
}

/// One pass over the list.
fn index(text: &str) -> Vec<(char, usize)> {
    let mut index: Vec<(char, usize)> = Vec::new();
    let mut start = 0;
    for word in text.lines() {
        if let Some(first) = word.chars().next()
            && index.last().is_none_or(|(last, _)| *last != first)
        {
            index.push((first, start));
        }
        start += word.len() + 1;
    }
    index
}

impl Words {
    pub(super) fn has(&self, word: &str) -> bool {
        let Some(first) = word.chars().next() else {
            return false;
        };
        let Ok(at) = self.index.binary_search_by_key(&first, |(first, _)| *first) else {
            return false;
        };
        let end = self
            .index
            .get(at + 1)
            .map_or(self.text.len(), |(_, start)| *start);
        let (mut low, mut high) = (self.index[at].1, end);
        let bytes = self.text.as_bytes();
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle]
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(low, |at| low + at + 1);
            let end = bytes[middle..high]
                .iter()
                .position(|byte| *byte == b'\n')
                .map_or(high, |at| middle + at);
            match bytes[start..end].cmp(word.as_bytes()) {
                Ordering::Equal => return true,
                Ordering::Less => low = end + 1,
                Ordering::Greater => high = start,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        for list in [
            &SURNAMES,
            &GIVEN,
            &SURNAMES_KANA,
            &GIVEN_KANA,
            &WORDS,
            &LATIN_GIVEN,
            &LATIN_SURNAMES,
            &LATIN_WORDS,
        ] {
            assert!(list.text.lines().all(|word| list.has(word)));
            for word in ["", "\n", "佐", "zzzz", "ンンン", "あ"] {
                assert_eq!(
                    list.has(word),
                    list.text.lines().any(|known| known == word),
                    "{word}"
                );
            }
        }
    }
}
