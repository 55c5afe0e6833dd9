//! The name lists, as two tables that `build.rs` lays out and that are read where they lie in the program: no word is
//! in them, but for each word's hash the lists that have it.
//!
//! `data/NOTICE.md` says where the lists come from, `static_map.rs` what a table is.

pub(super) use super::key::Key;
use super::static_map::{Shape, StaticMap};

// JAPANESE and LATIN
include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// One of the lists.
pub(super) struct Words {
    table: &'static Table,
    bit: u16,
    /// All of the table's words are in kanji and kana.
    wide: bool,
}

macro_rules! words {
    ($table:ident, wide: $wide:literal: $($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {$(
        $(#[$doc])*
        pub(super) static $name: Words = Words { table: &$table, bit: 1 << $bit, wide: $wide };
    )*};
}

// The bits are the places in the lists of `build.rs`.
words! { JAPANESE, wide: true:
    /// Family names in kanji.
    SURNAMES = 0;
    /// Given names in kanji.
    GIVEN = 1;
    /// Words and places that read as a family name with a given name: 三井山.
    WORDS = 2;
    /// Nouns of a few kanji: 予約.
    NOUNS = 3;
    /// Large places: 千葉.
    PLACE_NAMES = 4;
    /// Readings of family names, in katakana.
    SURNAMES_KANA = 5;
    /// Readings of given names, in katakana.
    GIVEN_KANA = 6;
    /// Names of people from elsewhere, in katakana.
    FOREIGN_KANA = 7;
    /// Nouns in katakana.
    WORDS_KANA = 8;
    /// Companies and brands in kanji: 高島屋.
    ORGANISATIONS = 9;
    /// Words in hiragana that begin as a name does, in katakana: ようこそ.
    WORDS_HIRAGANA = 10;
    /// Everyday words that are names as well, or go on behind one: 出口, 高さ.
    ORDINARY = 11;
}

words! { LATIN, wide: false:
    /// Frequent given names in Latin letters, in lower case.
    LATIN_GIVEN = 0;
    /// Frequent family names in Latin letters, in lower case.
    LATIN_SURNAMES = 1;
    /// Given names of the whole world, which prove little by themselves.
    RARE_LATIN_GIVEN = 2;
    /// Family names of the whole world, which prove little by themselves.
    RARE_LATIN_SURNAMES = 3;
    /// Names that are English words and places as well: will, may, paris.
    LATIN_WORDS = 4;
    /// English words.
    COMMON_LATIN = 5;
    /// The most frequent English words.
    FREQUENT_LATIN = 6;
    /// Two words or more that are a brand or a place: ralph lauren, san jose, marks & spencer; one with `'s`: wendy's.
    LATIN_THINGS = 7;
    /// Cities and countries.
    LATIN_PLACES = 8;
    /// What companies call themselves behind a name: logistics, bakery, ltd.
    BUSINESS = 9;
    /// Brands of one word: vodafone.
    BRANDS = 10;
    /// Brands and places of one word that persons are called like as well: ford.
    LATIN_BOTH = 11;
    /// With which things of more words begin, at the end of a word: marks, marks &. No list; see [`Key::latin_or_head`].
    LATIN_HEADS = 12;
    /// What shops sell, mend, cook and prescribe, that no frequent name is: gyoza, duvet.
    ORDINARY_LATIN = 14;
}

impl Words {
    /// Whether the list has `word`, in whatever variants of its kanji; Latin in lower case.
    pub(super) fn has(&self, word: &str) -> bool {
        // No Japanese list has a word in ASCII, which spares English texts the table.
        if self.wide && word.is_ascii() {
            return false;
        }
        let mut key = Key::default();
        word.chars().for_each(|c| key.push(c));
        self.table
            .get(key.hash())
            .is_some_and(|lists| lists & self.bit != 0)
    }

    /// The list's bit in [`Key::japanese`] or [`Key::latin`].
    pub(super) const fn bit(&self) -> u16 {
        self.bit
    }
}

impl Key {
    /// The bits of the Japanese lists that have the word; none where no word of them begins so.
    pub(super) fn japanese_so_far(&self) -> Option<u16> {
        match self.is_open() {
            true => Some(self.japanese()),
            false => JAPANESE.get(self.hash()),
        }
    }

    /// The bits of the Japanese lists that have the word.
    pub(super) fn japanese(self) -> u16 {
        JAPANESE.get(self.hash()).unwrap_or_default()
    }

    /// The bits of the Latin lists that have the word.
    pub(super) fn latin(self) -> u16 {
        self.latin_or_head() & !LATIN_HEADS.bit()
    }

    /// The bits of the Latin lists that have the word, and that of what things of more words begin with.
    pub(super) fn latin_or_head(self) -> u16 {
        LATIN.get(self.hash()).unwrap_or_default()
    }

    /// [`push`](Key::push) for a word in small letters.
    pub(super) fn push_small(&mut self, word: &str) {
        if word.is_ascii() && !self.is_open() {
            let letters = word.bytes().map(|byte| byte.to_ascii_lowercase());
            letters.for_each(|letter| self.mix(char::from(letter)));
        } else {
            let letters = word.chars().flat_map(char::to_lowercase);
            letters.for_each(|letter| self.push(letter));
        }
    }

    /// The same without dots and spaces: T.J., `J o h n`.
    pub(super) fn push_bare(&mut self, word: &str) {
        if word.bytes().any(|byte| matches!(byte, b' ' | b'.')) {
            word.split([' ', '.'])
                .for_each(|part| self.push_small(part));
        } else {
            self.push_small(word);
        }
    }
}

/// What the Latin lists say about a word, in whatever case.
pub(super) fn lists(word: &str) -> u16 {
    let mut key = Key::default();
    key.push_small(word);
    key.latin()
}

/// The lists of each word by its hash.
struct Table {
    /// A class of words for each hash.
    map: StaticMap<'static>,
    /// The lists that the words of a class are in: none where words merely begin so.
    classes: &'static [u16],
}

impl Table {
    /// The lists of a word of this hash. A strange word is taken for a known one once in sixteen thousand times.
    fn get(&self, hash: u64) -> Option<u16> {
        self.classes.get(self.map.get(hash) as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[(&Words, &str)] = &[
        (&SURNAMES, include_str!("data/surnames_ja.txt")),
        (&GIVEN, include_str!("data/given_ja.txt")),
        (&WORDS, include_str!("data/words_ja.txt")),
        (&NOUNS, include_str!("data/nouns_ja.txt")),
        (&PLACE_NAMES, include_str!("data/places_ja.txt")),
        (&SURNAMES_KANA, include_str!("data/surnames_kana.txt")),
        (&GIVEN_KANA, include_str!("data/given_kana.txt")),
        (&FOREIGN_KANA, include_str!("data/foreign_kana.txt")),
        (&WORDS_KANA, include_str!("data/words_kana.txt")),
        (&ORGANISATIONS, include_str!("data/organisations_ja.txt")),
        (&WORDS_HIRAGANA, include_str!("data/words_hiragana.txt")),
        (&ORDINARY, include_str!("data/ordinary_ja.txt")),
        (&LATIN_GIVEN, include_str!("data/given_latin.txt")),
        (&LATIN_SURNAMES, include_str!("data/surnames_latin.txt")),
        (&RARE_LATIN_GIVEN, include_str!("data/rare_given_latin.txt")),
        (
            &RARE_LATIN_SURNAMES,
            include_str!("data/rare_surnames_latin.txt"),
        ),
        (&LATIN_WORDS, include_str!("data/words_latin.txt")),
        (&COMMON_LATIN, include_str!("data/common_latin.txt")),
        (&FREQUENT_LATIN, include_str!("data/frequent_latin.txt")),
        (&LATIN_THINGS, include_str!("data/things_latin.txt")),
        (&LATIN_PLACES, include_str!("data/places_latin.txt")),
        (&BUSINESS, include_str!("data/business_latin.txt")),
        (&BRANDS, include_str!("data/brands_latin.txt")),
        (&ORDINARY_LATIN, include_str!("data/ordinary_latin.txt")),
        (&LATIN_BOTH, include_str!("data/both_latin.txt")),
    ];

    #[test]
    fn every_word_of_a_list_is_found_in_it_and_in_no_other() {
        let hash = |word: &str| {
            let mut key = Key::default();
            word.chars().for_each(|c| key.push(c));
            key.hash()
        };
        let words: Vec<std::collections::HashSet<u64>> = FILES
            .iter()
            .map(|(_, text)| text.lines().map(hash).collect())
            .collect();
        for (at, (list, text)) in FILES.iter().enumerate() {
            assert!(text.lines().all(|word| list.has(word)), "list {at}");
            let of_its_table = FILES.iter().filter(|(other, _)| other.wide == list.wide);
            for (_, other) in of_its_table {
                for word in other.lines().step_by(23) {
                    assert_eq!(
                        list.has(word),
                        words[at].contains(&hash(word)),
                        "{word} in list {at}"
                    );
                }
            }
            for word in ["", "\n", "ンンン", "zzzz", "佐佐佐"] {
                assert!(!list.has(word), "{word} in list {at}");
            }
        }
    }

    #[test]
    fn a_strange_word_is_hardly_ever_taken_for_a_known_one() {
        for (japanese, tail) in [(true, "ヱヱ"), (false, "qq")] {
            let lists = FILES.iter().filter(|(list, _)| list.wide == japanese);
            let words: std::collections::BTreeSet<&str> =
                lists.flat_map(|(_, text)| text.lines()).collect();
            let is_taken = |word: &&&str| {
                let mut key = Key::default();
                word.chars().chain(tail.chars()).for_each(|c| key.push(c));
                if japanese {
                    key.japanese_so_far().is_some()
                } else {
                    key.latin() != 0
                }
            };
            let taken = words.iter().filter(is_taken).count();
            assert!(taken * 8_000 < words.len(), "{taken} of {}", words.len());
        }
    }

    #[test]
    fn a_word_is_followed_from_its_first_character_and_no_further_than_one_begins_so() {
        let so_far = |word: &str| {
            let mut key = Key::default();
            let each = word.chars().map(|c| {
                key.push(c);
                key.japanese_so_far()
            });
            each.collect::<Vec<_>>()
        };
        for (list, text) in FILES {
            for word in text.lines().filter(|_| list.wide) {
                assert!(so_far(word).iter().all(Option::is_some), "{word}");
                let last = so_far(word).last().copied().flatten();
                assert!(last.is_some_and(|lists| lists & list.bit != 0), "{word}");
            }
        }
        assert_eq!(so_far("佐佐佐")[2], None);
        assert!(so_far("一ノ瀬").iter().all(Option::is_some));
    }

    #[test]
    fn a_name_is_known_in_each_variant_of_its_kanji() {
        for word in [
            "髙橋",
            "高橋",
            "山﨑",
            "山崎",
            "𠮷田",
            "濱田",
            "渡邊",
            "渡邉",
            "齋藤",
            "齊藤",
            "澤田",
            "廣瀨",
            "櫻井",
            "一ノ瀬",
            "一之瀬",
            "龍ケ崎",
            "竜ヶ崎",
            "佐々木",
        ] {
            assert!(SURNAMES.has(word), "{word}");
        }
        assert!(LATIN_GIVEN.has("josé") && LATIN_GIVEN.has("jose"));
    }
}
