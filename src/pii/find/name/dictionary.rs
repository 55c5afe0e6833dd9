//! The name lists, searched where they lie in the program: no start-up cost, no memory.
//!
//! `data/NOTICE.md` says where they come from.

use std::cmp::Ordering;

/// Words in the order of their bytes, one a line.
pub(super) struct Words(&'static str);

/// Family names in kanji.
pub(super) static SURNAMES: Words = Words(include_str!("data/surnames_ja.txt"));
/// Given names in kanji.
pub(super) static GIVEN: Words = Words(include_str!("data/given_ja.txt"));
/// Readings of family names, in katakana.
pub(super) static SURNAMES_KANA: Words = Words(include_str!("data/surnames_kana.txt"));
/// Readings of given names, in katakana.
pub(super) static GIVEN_KANA: Words = Words(include_str!("data/given_kana.txt"));
/// Words and places that read as a family name with a given name: 三井山.
pub(super) static WORDS: Words = Words(include_str!("data/words_ja.txt"));
/// Given names in Latin letters, in lower case.
pub(super) static LATIN_GIVEN: Words = Words(include_str!("data/given_latin.txt"));
/// Family names in Latin letters, in lower case.
pub(super) static LATIN_SURNAMES: Words = Words(include_str!("data/surnames_latin.txt"));
/// Names that are English words and places as well: will, may, paris.
pub(super) static LATIN_WORDS: Words = Words(include_str!("data/words_latin.txt"));

impl Words {
    pub(super) fn has(&self, word: &str) -> bool {
        let bytes = self.0.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
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
            assert!(list.0.lines().all(|word| list.has(word)));
            for word in ["", "\n", "佐", "zzzz", "ンンン", "あ"] {
                assert_eq!(
                    list.has(word),
                    list.0.lines().any(|known| known == word),
                    "{word}"
                );
            }
        }
    }
}
