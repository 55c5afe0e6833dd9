//! Lays the name lists out as tables that the program reads in place: `tables.rs`, and the slots of each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[path = "src/find/name/key.rs"]
mod key;
#[path = "src/find/name/layout.rs"]
mod layout;
#[path = "src/find/name/static_map.rs"]
mod static_map;
#[path = "src/find/name/variants.rs"]
mod variants;

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
    "ordinary_ja",
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
    "both_latin",
    "", // HEADS
    "", // a mark of the tagger
    "ordinary_latin",
];

/// The list of brands and places of several words: what of them a text has so far, word by word, has a bit of its own.
const PHRASES: &str = "things_latin";
const HEADS: u16 = 1 << 12;

fn main() {
    let data = PathBuf::from(env("CARGO_MANIFEST_DIR")).join("src/find/name");
    let out = PathBuf::from(env("OUT_DIR"));
    println!("cargo::rerun-if-changed=build.rs");
    for part in [
        "data",
        "key.rs",
        "layout.rs",
        "static_map.rs",
        "variants.rs",
    ] {
        println!("cargo::rerun-if-changed={}", data.join(part).display());
    }
    let tables = [
        // Japanese has no spaces: a text is looked through for words as long as one may begin so.
        table("JAPANESE", &read(&data, JAPANESE, true), &out),
        table("LATIN", &read(&data, LATIN, false), &out),
    ];
    write(&out.join("tables.rs"), tables.concat());
}

fn env(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|error| panic!("cargo sets {name}: {error}"))
}

fn write(path: &Path, content: impl AsRef<[u8]>) {
    std::fs::write(path, content)
        .unwrap_or_else(|error| panic!("write {}: {error}", path.display()));
}

/// A bit for each of the lists that has a word, by the word's hash; with their beginnings, which have none.
fn read(data: &Path, lists: &[&str], beginnings: bool) -> BTreeMap<u64, u16> {
    let mut words: BTreeMap<u64, u16> = BTreeMap::new();
    let lists = lists.iter().enumerate();
    for (bit, list) in lists.filter(|(_, list)| !list.is_empty()) {
        let path = data.join("data").join(list).with_extension("txt");
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("read the name list {}: {error}", path.display()));
        for word in text.lines().filter(|word| !word.is_empty()) {
            let mut key = key::Key::default();
            for c in word.chars() {
                if c == ' ' && *list == PHRASES {
                    *words.entry(key.hash()).or_default() |= HEADS;
                }
                key.push(c);
                if beginnings && !key.is_open() {
                    words.entry(key.hash()).or_default();
                }
            }
            *words.entry(key.hash()).or_default() |= 1 << bit;
        }
    }
    words
}

/// Writes the slots of a table, and gives the source that reads them.
fn table(name: &str, words: &BTreeMap<u64, u16>, out: &Path) -> String {
    let mut classes: Vec<u16> = words.values().copied().collect();
    classes.sort_unstable();
    classes.dedup();
    let class = |lists: &u16| classes.partition_point(|class| class < lists) as u32;
    let entries: Vec<(u64, u32)> = words
        .iter()
        .map(|(hash, lists)| (*hash, class(lists)))
        .collect();
    let (shape, slots) = layout::lay_out(&entries, classes.len() as u32);
    let map = static_map::StaticMap {
        shape,
        slots: &slots,
    };
    assert!(
        entries.iter().all(|(hash, class)| map.get(*hash) == *class),
        "{name} is wrong"
    );
    let file = format!("{}.slots", name.to_lowercase());
    write(&out.join(&file), &slots);
    format!(
        "static {name}: Table = Table {{
            map: StaticMap {{
                shape: {shape:?},
                slots: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\")),
            }},
            classes: &{classes:?},
        }};"
    )
}
