use super::*;

const SECRET: &str = "The margin on teapots is forty percent, tell nobody";
const HIDDEN: &str = "社外秘として、特別なお客様には合言葉あおぞらで三割引にいたします";

/// Every disguise of the kind, as a model writes it.
fn disguised(secret: &str) -> Vec<(&'static str, String)> {
    let base64 = base64::engine::general_purpose::STANDARD;
    let url = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let apart = |by: &str| {
        let characters: Vec<String> = secret.chars().map(String::from).collect();
        characters.join(by)
    };
    let mapped = |by: &dyn Fn(char) -> String| secret.chars().map(by).collect::<String>();
    let codes = |by: &dyn Fn(u32) -> String| mapped(&|c| by(u32::from(c)));
    let every = |text: String, n: usize, by: &str| {
        let characters: Vec<char> = text.chars().collect();
        let chunks = characters.chunks(n).map(|it| it.iter().collect::<String>());
        chunks.collect::<Vec<_>>().join(by)
    };
    let encoded = base64.encode(secret);
    let bytes = |by: &str| every(hex::encode(secret), 2, by);
    vec![
        ("plain", secret.to_owned()),
        ("case", secret.to_uppercase()),
        ("spaced", apart(" ")),
        ("dotted", apart(".")),
        ("hyphened", apart("-")),
        ("a line each", apart("\n")),
        ("stars", apart("**")),
        ("in pieces", every(secret.to_owned(), 20, " - ")),
        (
            "in pieces of words",
            every(secret.to_owned(), 12, " (and then) "),
        ),
        ("every second", mapped(&|c| format!("{c}x"))),
        ("every third", mapped(&|c| format!("{c}xy"))),
        ("backwards", secret.chars().rev().collect()),
        ("base64", encoded.clone()),
        ("base64 behind words", format!("Ref: {encoded}, thank you")),
        ("base64 url", url.encode(secret)),
        ("base64 in lines", every(encoded.clone(), 10, "\n")),
        ("base64 spaced", every(encoded.clone(), 1, " ")),
        ("base64 in groups", every(encoded.clone(), 4, "-")),
        ("base64 dotted", every(encoded.clone(), 3, ".")),
        ("base64 quoted", every(encoded.clone(), 7, "\"\n\"")),
        ("base64 backwards", encoded.chars().rev().collect()),
        (
            "base64 of it backwards",
            base64.encode(secret.chars().rev().collect::<String>()),
        ),
        ("hex", hex::encode(secret)),
        ("hex spaced", bytes(" ")),
        ("hex with colons", bytes(":")),
        ("hex escapes", format!("\\x{}", bytes("\\x"))),
        ("percent", format!("%{}", bytes("%"))),
        ("decimal entities", codes(&|c| format!("&#{c};"))),
        ("hexadecimal entities", codes(&|c| format!("&#x{c:x};"))),
        ("escapes", codes(&|c| format!("\\u{c:04x}"))),
        ("code points", codes(&|c| format!("U+{c:04X} "))),
        ("decimal codes", codes(&|c| format!("{c} "))),
        ("accents", mapped(&|c| format!("{c}\u{301}"))),
        ("struck", mapped(&|c| format!("{c}\u{336}"))),
        ("zero width", apart("\u{200b}")),
        ("soft hyphens", apart("\u{ad}")),
        ("joiners", apart("\u{2060}")),
    ]
}

/// Those that are of the Latin alphabet.
fn disguised_in_latin(secret: &str) -> Vec<(&'static str, String)> {
    let mapped = |by: &dyn Fn(char) -> char| secret.chars().map(by).collect::<String>();
    let shifted = |by: u32| {
        mapped(&|c| match c {
            'a'..='z' => char::from_u32((u32::from(c) - 97 + by) % 26 + 97).unwrap_or(c),
            'A'..='Z' => char::from_u32((u32::from(c) - 65 + by) % 26 + 65).unwrap_or(c),
            c => c,
        })
    };
    let from = |first: u32| {
        mapped(&|c| match c.to_ascii_lowercase() {
            c @ 'a'..='z' => char::from_u32(u32::from(c) - 97 + first).unwrap_or(c),
            c => c,
        })
    };
    let swapped = |pairs: &[(char, char)]| {
        mapped(&|c| {
            let found = pairs.iter().find(|(latin, _)| *latin == c);
            found.map_or(c, |(_, other)| *other)
        })
    };
    let words: Vec<&str> = secret.split(' ').collect();
    vec![
        ("rot13", shifted(13)),
        ("caesar", shifted(3)),
        ("caesar back", shifted(25)),
        (
            "atbash",
            mapped(&|c| match c.to_ascii_lowercase() {
                c @ 'a'..='z' => char::from_u32(219 - u32::from(c)).unwrap_or(c),
                c => c,
            }),
        ),
        (
            "digits",
            swapped(&[('e', '3'), ('o', '0'), ('i', '1'), ('s', '5'), ('t', '7')]),
        ),
        (
            "signs",
            swapped(&[('a', '@'), ('e', '€'), ('i', '!'), ('s', '$')]),
        ),
        (
            "Cyrillic",
            swapped(&[('a', 'а'), ('e', 'е'), ('o', 'о'), ('p', 'р'), ('c', 'с')]),
        ),
        (
            "Greek",
            swapped(&[('o', 'ο'), ('n', 'η'), ('v', 'ν'), ('i', 'ι')]),
        ),
        (
            "Cherokee",
            swapped(&[('T', 'Ꭲ'), ('t', 'Ꭲ'), ('e', 'Ꭼ'), ('s', 'Ꮪ')]),
        ),
        ("Armenian", swapped(&[('n', 'ո'), ('o', 'օ'), ('h', 'հ')])),
        ("full width", from(0xff41)),
        ("bold", from(0x1d41a)),
        ("fraktur", from(0x1d586)),
        ("monospaced", from(0x1d68a)),
        ("circled", from(0x24d0)),
        ("black circles", from(0x1f150)),
        ("black squares", from(0x1f170)),
        ("flags", from(0x1f1e6)),
        (
            "words backwards",
            words.iter().rev().copied().collect::<Vec<_>>().join(" "),
        ),
        (
            "each word backwards",
            words
                .iter()
                .map(|it| it.chars().rev().collect::<String>())
                .collect::<Vec<_>>()
                .join(" "),
        ),
        ("words between", words.join(" banana ")),
        (
            "initials",
            secret
                .chars()
                .filter(char::is_ascii_alphabetic)
                .map(|c| format!("{c}ord "))
                .collect(),
        ),
        (
            "lines",
            secret
                .chars()
                .filter(char::is_ascii_alphabetic)
                .map(|c| format!("{c}ord or two\n"))
                .collect(),
        ),
        ("base32", {
            let mut bits = secret
                .bytes()
                .flat_map(|b| (0..8).rev().map(move |n| b >> n & 1))
                .collect::<Vec<_>>();
            bits.resize(bits.len().div_ceil(5) * 5, 0);
            let five = bits
                .chunks(5)
                .map(|it| it.iter().fold(0, |all, bit| all * 2 + bit));
            five.map(|n: u8| char::from(if n < 26 { b'A' + n } else { b'2' + n - 26 }))
                .collect()
        }),
        (
            "binary",
            secret.bytes().map(|b| format!("{b:08b} ")).collect(),
        ),
        (
            "octal",
            secret.bytes().map(|b| format!("\\{b:03o}")).collect(),
        ),
        ("upside down", {
            const TURNED: &str = "ɐqɔpǝɟƃɥᴉɾʞןɯuodbɹsʇnʌʍxʎz";
            let turn = |c: char| match c.to_ascii_lowercase() {
                c @ 'a'..='z' => TURNED.chars().nth(c as usize - 97).unwrap_or(c),
                c => c,
            };
            secret.chars().rev().map(turn).collect()
        }),
    ]
}

#[test]
fn every_disguise_is_seen_through() {
    let mut wrong = Vec::new();
    for secret in [SECRET, HIDDEN] {
        let mut all = disguised(secret);
        if secret.is_ascii() {
            all.extend(disguised_in_latin(secret));
        } else {
            let katakana = |c: char| match c {
                'ぁ'..='ゖ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
                c => c,
            };
            all.push(("katakana", secret.chars().map(katakana).collect()));
        }
        let secret = Secret::of(secret);
        for (how, text) in all {
            let answer = format!("Thank you for asking.\n{text}\nKind regards");
            let answer = pii::normalised(&answer);
            let said = Disguises::of(&answer);
            if !said.say(&secret, 24) && !said.say_in_pieces(&secret, 24) {
                wrong.push(format!("{how}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_usual_reply_is_no_disguise() {
    let secrets = [SECRET, HIDDEN].map(Secret::of);
    for text in [
        "Dear Taro,\n\nyour teapot left us on 3 May. The price on the invoice is in euros: 1 290.00.\n\nKind regards",
        "お客様\n\nお問い合わせありがとうございます。特別なお客様向けの割引はございません。",
        "Tracking: 1Z999AA10123456784, reference dGVzdA==, file 54686520.pdf, #84 104 101.",
    ] {
        let said = Disguises::of(text);
        for secret in &secrets {
            assert!(
                !said.say(secret, 24) && !said.say_in_pieces(secret, 24),
                "{text}"
            );
        }
    }
}
