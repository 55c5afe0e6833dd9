//! Packs the name lists into one compressed table: front-coded, then deflated.
//!
//! A record is: how many bytes it shares with the word before, how many follow, these bytes, and
//! two bytes with a bit for each list that has the word.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The lists in kanji and kana, in the order of their bits.
const JAPANESE: &[&str] = &[
    "surnames_ja",
    "given_ja",
    "words_ja",
    "nouns_ja",
    "places_ja",
    "surnames_kana",
    "given_kana",
    "foreign_kana",
    "words_kana",
    "organisations_ja",
    "words_hiragana",
];

/// The lists in Latin letters, in the order of their bits.
const LATIN: &[&str] = &[
    "given_latin",
    "surnames_latin",
    "rare_given_latin",
    "rare_surnames_latin",
    "words_latin",
    "common_latin",
    "frequent_latin",
    "things_latin",
    "places_latin",
    "business_latin",
    "brands_latin",
];

fn main() {
    let data = PathBuf::from(env("CARGO_MANIFEST_DIR")).join("src/find/name/data");
    let out = PathBuf::from(env("OUT_DIR"));
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", data.display());
    pack(&data, JAPANESE, &out.join("japanese.z"));
    pack(&data, LATIN, &out.join("latin.z"));
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|error| panic!("cargo sets {name}: {error}"))
}

fn pack(data: &Path, lists: &[&str], out: &Path) {
    let mut words: BTreeMap<Vec<u8>, u16> = BTreeMap::new();
    for (bit, list) in lists.iter().enumerate() {
        let path = data.join(list).with_extension("txt");
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("read the name list {}: {error}", path.display()));
        for word in text.lines().filter(|word| !word.is_empty()) {
            assert!(word.len() < 256, "{word:?} in {list} is no name");
            *words.entry(word.as_bytes().to_vec()).or_default() |= 1 << bit;
        }
    }
    let mut packed = Vec::new();
    let mut last: Vec<u8> = Vec::new();
    for (word, bits) in words {
        let shared = last.iter().zip(&word).take_while(|(a, b)| a == b).count();
        packed.extend([shared as u8, (word.len() - shared) as u8]);
        packed.extend(&word[shared..]);
        packed.extend(bits.to_le_bytes());
        last = word;
    }
    let packed = miniz_oxide::deflate::compress_to_vec(&packed, 9);
    std::fs::write(out, packed).unwrap_or_else(|error| panic!("write {}: {error}", out.display()));
}
