//! The name lists: packed into the program, unpacked at the first look-up into a table of hashes.
//!
//! `data/NOTICE.md` says where they come from, `build.rs` how they are packed.

use std::sync::LazyLock;

use super::variants;

static JAPANESE: LazyLock<Table> =
    LazyLock::new(|| Table::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/japanese.z"))));
static LATIN: LazyLock<Table> =
    LazyLock::new(|| Table::unpack(include_bytes!(concat!(env!("OUT_DIR"), "/latin.z"))));

/// One of the lists.
pub(super) struct Words {
    table: &'static LazyLock<Table>,
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
    /// Two words that are a brand or a place: ralph lauren, san jose.
    LATIN_THINGS = 7;
    /// Cities and countries.
    LATIN_PLACES = 8;
    /// What companies call themselves behind a name: logistics, bakery, ltd.
    BUSINESS = 9;
    /// Brands of one word: vodafone.
    BRANDS = 10;
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
        key.lists_of(self.table) & self.bit != 0
    }

    /// The list's bit in [`Key::japanese`] or [`Key::latin`].
    pub(super) const fn bit(&self) -> u16 {
        self.bit
    }
}

/// A word that is looked up while it grows, character by character.
#[derive(Clone, Copy)]
pub(super) struct Key {
    hash: u64,
    last: char,
    /// ノ or ケ behind a kanji: what it is depends on the character behind it.
    open: Option<char>,
}

impl Default for Key {
    fn default() -> Key {
        Key {
            hash: 0xcbf2_9ce4_8422_2325,
            last: '\0',
            open: None,
        }
    }
}

impl Key {
    pub(super) fn push(&mut self, c: char) {
        if self.open.is_none() && matches!(c, '\u{4e00}'..='\u{9fff}') {
            self.mix(variants::kanji(c));
            return;
        }
        // Most of a text is one of these, which have no variants; a kana that joins does so behind a kanji alone.
        let plain =
            c.is_ascii() || matches!(c, '\u{3041}'..='\u{30fe}') && !variants::is_kanji(self.last);
        if plain && self.open.is_none() {
            self.mix(c);
            return;
        }
        if let Some(open) = self.open.take() {
            let joined = match open {
                _ if !variants::is_kanji(c) => open,
                'ノ' | 'の' => '之',
                _ => 'ヶ',
            };
            self.mix(joined);
        }
        if variants::joins(c) && variants::is_kanji(self.last) {
            self.open = Some(c);
            return;
        }
        match variants::plain(c) {
            variants::Plain::One(c) => self.mix(c),
            variants::Plain::Two(first, second) => {
                self.mix(first);
                self.mix(second);
            }
            variants::Plain::None => {}
        }
    }

    /// [`push`](Key::push) of a character of the lists, which hold no variants but of Latin letters.
    fn push_plain(&mut self, c: char) {
        if c.is_ascii() || c >= '\u{3041}' {
            self.mix(c);
        } else {
            self.push(c);
        }
    }

    fn mix(&mut self, c: char) {
        self.last = c;
        self.hash = (self.hash ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.hash ^= self.hash >> 29;
    }

    /// Whether a word of the Japanese lists may begin so.
    pub(super) fn begins_japanese(&self) -> bool {
        JAPANESE.begins(self.hash)
    }

    /// The bits of the Japanese lists that have the word.
    pub(super) fn japanese(self) -> u16 {
        self.lists_of(&JAPANESE)
    }

    /// The bits of the Latin lists that have the word.
    pub(super) fn latin(self) -> u16 {
        self.lists_of(&LATIN)
    }

    fn lists_of(mut self, table: &Table) -> u16 {
        if let Some(open) = self.open.take() {
            self.mix(open);
        }
        table.get(self.hash)
    }

    /// The word as a number.
    pub(super) fn hash(mut self) -> u64 {
        if let Some(open) = self.open.take() {
            self.mix(open);
        }
        self.hash
    }
}

/// The lists of each word by its hash, with open addressing. A slot holds 48 bits of the hash above
/// the bits of the lists: among a quarter of a million words, a strange word is taken for a known
/// one once in a billion.
struct Table {
    slots: Vec<u64>,
    shift: u32,
    /// By the hashes of all beginnings of words, and of the words: a bit for each that there is. It fits into
    /// a processor's cache, which the slots do not.
    begun: Vec<u64>,
}

/// As a power of two, the bits of `Table::begun`.
const BEGUN: u32 = 21;

fn begun(hash: u64) -> (usize, u64) {
    let bit = hash >> (64 - BEGUN);
    ((bit >> 6) as usize, 1 << (bit & 63))
}

const LISTS: u64 = 0xffff;

impl Table {
    /// Unpacks what `build.rs` packed.
    fn unpack(packed: &[u8]) -> Table {
        let records = miniz_oxide::inflate::decompress_to_vec(packed)
            .expect("the build script packed the lists");
        let mut words: Vec<u64> = Vec::with_capacity(records.len() / 6);
        let mut beginnings = vec![0; 1 << (BEGUN - 6)];
        let mut word: Vec<u8> = Vec::new();
        // The word so far, behind each of its characters: what the next word shares is not read again.
        let mut read: Vec<(usize, Key)> = vec![(0, Key::default())];
        let mut rest = records.as_slice();
        while let [shared, count, more @ ..] = rest {
            let (tail, more) = more.split_at(usize::from(*count));
            let (lists, more) = more.split_at(2);
            let shared = usize::from(*shared);
            word.truncate(shared);
            word.extend(tail);
            while read.len() > 1 && read.last().is_some_and(|(end, _)| *end > shared) {
                read.pop();
            }
            let (mut end, mut key) = read.last().copied().unwrap_or_default();
            for c in std::str::from_utf8(&word[end..])
                .unwrap_or_default()
                .chars()
            {
                key.push_plain(c);
                let (at, bit) = begun(key.hash());
                beginnings[at] |= bit;
                end += c.len_utf8();
                read.push((end, key));
            }
            let lists = u64::from(u16::from_le_bytes([lists[0], lists[1]]));
            words.push(key.hash() & !LISTS | lists);
            rest = more;
        }
        let bits = (words.len() * 3 / 2).next_power_of_two().trailing_zeros();
        let mut table = Table {
            slots: vec![0; 1 << bits],
            shift: 64 - bits,
            begun: beginnings,
        };
        for word in words {
            let slot = table.slot(word);
            table.slots[slot] |= word;
        }
        table
    }

    /// The slot of a hash: where it is, or where it would be.
    fn slot(&self, hash: u64) -> usize {
        let mut at = (hash >> self.shift) as usize;
        while self.slots[at] & LISTS != 0 && self.slots[at] & !LISTS != hash & !LISTS {
            at = (at + 1) % self.slots.len();
        }
        at
    }

    /// Whether a word may begin with one of this hash, or be it.
    fn begins(&self, hash: u64) -> bool {
        let (at, bit) = begun(hash);
        self.begun[at] & bit != 0
    }

    fn get(&self, hash: u64) -> u16 {
        if !self.begins(hash) {
            return 0;
        }
        (self.slots[self.slot(hash)] & LISTS) as u16
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
            for (_, other) in FILES {
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
