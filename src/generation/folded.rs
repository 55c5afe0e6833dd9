//! One spelling for what reads alike, for the checks of an answer. Pure.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

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
            let c = decimal(c).or_else(|| boxed(c)).unwrap_or_else(|| lower(c));
            match latin(c).filter(|_| is_mixed || all_alike) {
                Some(letter) => folded.push(letter),
                None => folded.push(c),
            }
        }
    }
    folded
}

/// A folded text in which letters and digits that were set apart are together again:
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

/// Letters and digits alone, in one of the two kana, without what is above, below or across
/// them: `é` is `e`, `ガ` is `か`.
pub(super) fn letters(folded: &str) -> Vec<char> {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(folded);
    let letters = apart.chars().filter(|c| c.is_alphanumeric());
    letters.map(hiragana).collect()
}

fn hiragana(c: char) -> char {
    match c {
        'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        c => c,
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn latin(c: char) -> Option<char> {
    let is_like = |(_, alike): &&(char, &str)| alike.contains(c);
    let found = LOOK_ALIKES.iter().find(is_like);
    found.map(|(letter, _)| *letter).filter(|_| !c.is_ascii())
}

/// The letter in a black circle or square, and the one that flags are made of: no compatibility form
/// names it.
fn boxed(c: char) -> Option<char> {
    let code = u32::from(c);
    let first = [0x1f150, 0x1f170, 0x1f1e6];
    let first = first
        .into_iter()
        .find(|it| (*it..*it + 26).contains(&code))?;
    char::from_u32(u32::from('a') + code - first)
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
    fn letters_stand_alone_without_marks_in_one_of_the_two_kana() {
        let plain = |text: &str| letters(&folded(text)).into_iter().collect::<String>();
        assert_eq!(plain("É̶t̶é 🅂🄴🅲ret 🇦"), "etesecreta");
        assert_eq!(plain("ガッコウ がっこう ｶﾞ"), "かっこうかっこうか");
    }
}
