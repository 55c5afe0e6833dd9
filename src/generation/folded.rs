//! One spelling for what reads alike, and the disguises under which words leave: for the checks of
//! an answer. Pure.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use icu_normalizer::ComposingNormalizerBorrowed;

/// Letters of a decoded text below which it says nothing.
const TELLS: usize = 12;

/// Letters of other scripts that read as Latin ones, from Unicode's confusables
/// (UTS 39, `confusables.txt`): those that a person takes for the letter in running text.
const LOOK_ALIKES: [(char, &str); 26] = [
    ('a', "аɑαа"),
    ('b', "ЬƄɓв"),
    ('c', "сϲⅽᴄ"),
    ('d', "ԁɗⅾ"),
    ('e', "еєҽ℮ε"),
    ('f', "ғϝẝ"),
    ('g', "ɡցǥ"),
    ('h', "һհн"),
    ('i', "іıɩιɪӏ"),
    ('j', "јϳյ"),
    ('k', "κкᴋ"),
    ('l', "ⅼӏʟℓ"),
    ('m', "мⅿᴍ"),
    ('n', "ոռпɴη"),
    ('o', "оοσօᴏ๐૦"),
    ('p', "рρᴘ"),
    ('q', "ԛզգ"),
    ('r', "гᴦʀг"),
    ('s', "ѕꜱʂ"),
    ('t', "тτᴛ"),
    ('u', "υսцᴜ"),
    ('v', "νѵⅴᴠ"),
    ('w', "ԝωшᴡ"),
    ('x', "хχⅹ"),
    ('y', "уүγყʏ"),
    ('z', "ᴢʐ"),
];

/// A text in compatibility forms (`ｎ`, `𝐧`, `ⓝ` are `n`), in lower case, with look-alikes as the
/// Latin letters that they are taken for, where they stand among those.
pub(super) fn folded(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(text);
    let mut folded = String::with_capacity(text.len());
    for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        // A Russian word has Cyrillic letters for itself; one with Latin letters has them as a mask.
        let is_mixed = word.chars().any(|c| c.is_ascii_alphabetic());
        let all_alike = word
            .chars()
            .filter(|c| c.is_alphabetic())
            .all(|c| c.is_ascii() || latin(lower(c)).is_some());
        for c in word.chars() {
            let c = match decimal(c) {
                Some(digit) => digit,
                None => lower(c),
            };
            match latin(c).filter(|_| is_mixed || all_alike) {
                Some(letter) => folded.push(letter),
                None => folded.push(c),
            }
        }
    }
    folded
}

/// A folded text in which letters and digits that somebody set apart stand together again:
/// `s e c r e t`, `s.e.c.r.e.t`, `1-2-3-4`.
pub(super) fn joined(folded: &str) -> String {
    let characters: Vec<char> = folded.chars().collect();
    let is_single = |at: usize| {
        let alone = |at: Option<usize>| {
            at.and_then(|at| characters.get(at))
                .is_none_or(|c| !c.is_alphanumeric())
        };
        characters[at].is_alphanumeric() && alone(at.checked_sub(1)) && alone(Some(at + 1))
    };
    let mut joined = String::with_capacity(folded.len());
    let mut at = 0;
    while at < characters.len() {
        joined.push(characters[at]);
        let separates = is_single(at)
            && characters.get(at + 1).is_some_and(|c| *c != '\n')
            && characters.get(at + 2).is_some()
            && is_single(at + 2);
        at += if separates { 2 } else { 1 };
    }
    joined
}

/// Letters and digits alone.
pub(super) fn letters(folded: &str) -> Vec<char> {
    folded.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a text says under the disguises that models are talked into: encoded, turned round, with
/// letters in between, or one letter a word or a line.
pub(super) fn undisguised(text: &str) -> Vec<Vec<char>> {
    let folded = folded(text);
    let plain = letters(&folded);
    let mut all = vec![plain.iter().rev().copied().collect(), rotated(&plain)];
    for step in 2..=4 {
        all.extend((0..step).map(|first| {
            let picked = plain.iter().skip(first).step_by(step);
            picked.copied().collect::<Vec<char>>()
        }));
    }
    let initials = |parts: &mut dyn Iterator<Item = &str>| {
        let first = |part: &str| part.chars().find(|c| c.is_alphanumeric());
        parts.filter_map(first).collect::<Vec<char>>()
    };
    all.push(initials(&mut folded.split_whitespace()));
    all.push(initials(&mut folded.lines()));
    all.extend(decoded(text).iter().map(|it| letters(&self::folded(it))));
    all.retain(|letters| letters.len() >= TELLS);
    all
}

/// Texts that stand in base64, hexadecimal or percent-encoding.
fn decoded(text: &str) -> Vec<String> {
    let config = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engines = [alphabet::STANDARD, alphabet::URL_SAFE]
        .map(|alphabet| GeneralPurpose::new(&alphabet, config));
    // Set apart over several lines, it is one text.
    let in_base64 = |c: char| c.is_ascii_alphanumeric() || "+/-_=".contains(c);
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let mut all = Vec::new();
    let words = text.split(|c: char| !in_base64(c));
    for run in words.chain(compact.split(|c: char| !in_base64(c))) {
        if run.len() < TELLS {
            continue;
        }
        let run = run.trim_end_matches('=');
        all.extend(engines.iter().filter_map(|it| it.decode(run).ok()));
        all.extend(hex::decode(run).ok());
    }
    if text.contains('%') {
        all.push(percent_decoded(text));
    }
    let texts = all.into_iter().filter_map(|it| String::from_utf8(it).ok());
    texts.collect()
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let digits = rest.get(at + 1..at + 3);
        match digits.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[at + 3..];
            }
            None => {
                bytes.push(b'%');
                rest = &rest[at + 1..];
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// ROT13.
fn rotated(letters: &[char]) -> Vec<char> {
    let rotate = |c: &char| match c {
        'a'..='m' => char::from(*c as u8 + 13),
        'n'..='z' => char::from(*c as u8 - 13),
        c => *c,
    };
    letters.iter().map(rotate).collect()
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn latin(c: char) -> Option<char> {
    let is_like = |(_, alike): &&(char, &str)| alike.contains(c);
    let found = LOOK_ALIKES.iter().find(is_like);
    found.map(|(letter, _)| *letter).filter(|_| !c.is_ascii())
}

/// A digit of any script, as ours. Those that are compatibility forms are ours by now.
fn decimal(c: char) -> Option<char> {
    const ZEROS: [u32; 24] = [
        0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6,
        0x0d66, 0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0,
        0x1a80, 0xa620,
    ];
    let code = u32::from(c);
    let zero = ZEROS
        .iter()
        .find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_alike_is_spelled_alike() {
        for text in [
            "secret 123",
            "ＳＥＣＲＥＴ　１２３",
            "𝐬𝐞𝐜𝐫𝐞𝐭 𝟏𝟐𝟑",
            "ⓢⓔⓒⓡⓔⓣ ①②③",
            "ѕесrеt ١٢٣",
            "sеcrеt १२३",
        ] {
            assert_eq!(folded(text), "secret 123", "{text}");
        }
        // Words of other scripts are their own.
        assert_eq!(folded("Когда придёт заказ?"), "когда придёт заказ?");
        assert_eq!(folded("Πότε θα έρθει;"), "πότε θα έρθει;");
    }

    #[test]
    fn letters_that_were_set_apart_stand_together_again() {
        assert_eq!(joined("s e c r e t"), "secret");
        assert_eq!(joined("my s.e.c.r.e.t is"), "my secret is");
        assert_eq!(joined("account 1 2 3 4 5 6"), "account 123456");
        assert_eq!(joined("i am a b"), "i am ab");
        assert_eq!(joined("we sell 3 or 4 items"), "we sell 3 or 4 items");
    }

    #[test]
    fn disguises_are_seen_through() {
        const SECRET: &str = "themarginisfortypercent";
        let encoded =
            base64::engine::general_purpose::STANDARD.encode("The margin is forty percent.");
        for text in [
            format!("Here: {encoded}"),
            format!("Here: {}\n{}", &encoded[..20], &encoded[20..]),
            format!("ref {}", hex::encode("The margin is forty percent")),
            "gur znetva vf sbegl creprag".to_owned(),
            "tnecrep ytrof si nigram eht".to_owned(),
            "txhxexmxaxrxgxixnxixsxfxoxrxtxyxpxexrxcxexnxt".to_owned(),
            "The%20margin%20is%20forty%20percent".to_owned(),
        ] {
            let says = |letters: &Vec<char>| letters.iter().collect::<String>().contains(SECRET);
            assert!(undisguised(&text).iter().any(says), "{text}");
        }
        let acrostic: String = SECRET.chars().map(|c| format!("{c}ord ")).collect();
        let says = |letters: &Vec<char>| letters.iter().collect::<String>().contains(SECRET);
        assert!(undisguised(&acrostic).iter().any(says));
    }
}
