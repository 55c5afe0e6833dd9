//! Personal data is found however it is encoded: with invisible characters in it, decomposed, in
//! other digits.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use pii::{CustomerText, Hints, Placeholders, mask, mask_with, restore};

/// An input of each detector, and what must not be readable any more.
const INPUTS: &[(&str, &[&str])] = &[
    ("連絡先は taro@example.com です", &["taro", "example.com"]),
    ("josé@exámple.com まで", &["josé", "exámple"]),
    ("write to jane [at] example [dot] com", &["jane", "example"]),
    ("電話は 090-1234-5678 です", &["1234", "5678"]),
    ("call (415) 555-2671 please", &["555", "2671"]),
    ("phone: 0 9 0 1 2 3 4 5 6 7 8", &["6 7 8"]),
    ("カード 4111 1111 1111 1111 で", &["1111"]),
    ("IBAN DE89 3704 0044 0532 0130 00", &["0532"]),
    ("口座番号は1234567です", &["1234567"]),
    ("sort code 20-00-00", &["20-00-00"]),
    ("マイナンバーは123456789018です", &["123456789018"]),
    ("パスポート番号はTK1234567です", &["TK1234567"]),
    ("免許証番号は301234567890です", &["301234567890"]),
    ("SSN: 123-45-6789", &["45-6789"]),
    ("IPは192.0.2.17です", &["192.0.2.17"]),
    (
        "see https://example.com/reset?token=abcdef123456",
        &["abcdef123456"],
    ),
    ("生年月日は1985年3月4日です", &["1985年3月4日"]),
    (
        "〒100-0001 東京都千代田区丸の内1-2-3",
        &["100-0001", "丸の内"],
    ),
    (
        "send it to 123 Main Street, Springfield, IL 62704",
        &["Main Street", "62704"],
    ),
    (
        "8978 Calvin Lodge, South Benjaminport, PE B7J1R1",
        &["Calvin", "B7J1R1"],
    ),
    ("LINE ID: hiyori_0427", &["hiyori_0427"]),
    ("身份证号码：11010519491231002X", &["11010519491231002X"]),
    ("山田太郎様", &["山田", "太郎"]),
    ("ﾔﾏﾀﾞ ﾀﾛｳと申します", &["ﾔﾏﾀﾞ"]),
    ("Dear Mr. Smith,\nhello", &["Smith"]),
    ("お名前　木戸 由佳里", &["木戸", "由佳里"]),
    ("From: 山口 虎次郎 <x@example.com>", &["山口", "虎次郎"]),
    ("Best regards,\nZoë Müller", &["Zoë", "Müller"]),
    ("저는 김민준입니다", &["김민준"]),
    ("我叫王伟。", &["王伟"]),
];

fn masked(text: &str) -> (CustomerText, String, Placeholders) {
    let text = CustomerText::new(text);
    let mut placeholders = Placeholders::default();
    let masked = mask(&text, &mut placeholders).as_str().to_owned();
    (text, masked, placeholders)
}

#[test]
fn what_nobody_sees_hides_nothing() {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let categories = CodePointMapData::<GeneralCategory>::new();
    let invisible: Vec<char> = ('\0'..=char::MAX)
        .filter(|c| ignorable.contains(*c) || categories.get(*c) == GeneralCategory::Control)
        .chain("\u{2800}\u{2d7f}\u{fffc}\u{1107f}\u{16fe4}\u{1d159}".chars())
        .chain("\u{fdd0}\u{fdef}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}".chars())
        // These a person sees: a line ends.
        .filter(|c| !matches!(c, '\n' | '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}'))
        .collect();
    assert!(invisible.len() > 4_000);
    for (text, hidden) in INPUTS {
        let (plain, masked, placeholders) = masked(text);
        for part in *hidden {
            assert!(!masked.contains(part), "{part} stays in {masked}");
        }
        assert_eq!(restore(&masked, &placeholders).text, plain);
        let places: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        for c in &invisible {
            for at in &places {
                let (head, tail) = text.split_at(*at);
                let with = CustomerText::new(format!("{head}{c}{tail}"));
                assert_eq!(with, plain, "U+{:04X} at {at} of {text}", u32::from(*c));
            }
        }
    }
}

#[test]
fn a_decomposed_text_is_masked_as_a_composed_one() {
    for (text, _) in INPUTS {
        let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize(text);
        assert_eq!(masked(&decomposed).1, masked(text).1, "{text}");
    }
}

/// How digits and letters are written otherwise.
fn spellings(text: &str) -> Vec<String> {
    let each = |map: &dyn Fn(char) -> String| text.chars().map(map).collect::<String>();
    let digits = |zero: u32| {
        each(&|c| match c.to_digit(10) {
            Some(digit) => char::from_u32(zero + digit).unwrap_or(c).to_string(),
            None => c.to_string(),
        })
    };
    let circled = each(&|c| match c.to_digit(10) {
        Some(0) => "⓪".to_owned(),
        Some(digit) => char::from_u32(0x245f + digit).unwrap_or(c).to_string(),
        None => c.to_string(),
    });
    vec![
        digits(0xff10),
        digits(0x660),
        digits(0x6f0),
        digits(0x966),
        digits(0x1d7ce),
        circled,
        each(&|c| {
            if c.is_ascii_digit() {
                format!("{c}\u{fe0f}\u{20e3}")
            } else {
                c.to_string()
            }
        }),
        each(&|c| {
            if c == ' ' {
                "\u{a0}".to_owned()
            } else {
                c.to_string()
            }
        }),
        each(&|c| {
            if c == '@' {
                "&#64;".to_owned()
            } else {
                c.to_string()
            }
        }),
        each(&|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0)
                .unwrap_or(c)
                .to_string(),
            _ => c.to_string(),
        }),
        format!("\u{202e}{text}\u{202c}"),
        format!("مرحبا {text} שלום"),
    ]
}

#[test]
fn numbers_and_addresses_are_found_in_every_script() {
    for value in [
        "090-1234-5678",
        "4111 1111 1111 1111",
        "4111111111111111",
        "taro@example.com",
        "+81 90 1234 5678",
        "03-1234-5678",
    ] {
        for spelled in spellings(value) {
            let (_, masked, _) = masked(&format!("連絡先は {spelled} です"));
            let open = masked
                .chars()
                .any(|c| c.is_numeric() && !masked.contains(&format!("_{c}]")));
            assert!(
                !open && !masked.contains("taro") && !masked.contains("ｔａｒｏ"),
                "{spelled}: {masked}"
            );
        }
    }
}

#[test]
fn what_divides_a_number_from_the_next_is_not_left_out_with_the_number_in_clear() {
    let card = "4111111111111111";
    for divider in [
        "\u{b}", "\u{c}", "\u{85}", "\r", "\u{2028}", "\u{200b}", "\u{0}", "\u{2060}",
    ] {
        for (text, kept) in [
            (format!("card {card}{divider}2 pieces"), card),
            (format!("no. 2{divider}{card} is mine"), card),
            (format!("tel 090-1234-5678{divider}12 pcs"), "1234"),
            (format!("taro@example.com{divider}Tokyo"), "taro"),
        ] {
            let (_, masked, _) = masked(&text);
            assert!(!masked.contains(kept), "{text:?}: {masked:?}");
        }
    }
}

#[test]
fn a_known_name_is_found_with_each_apostrophe() {
    for known in ["Dana O'Neill", "Dana O’Neill"] {
        for sign in ['\'', '’', '‘', 'ʼ', '`'] {
            let text = CustomerText::new(format!("the parcel for O{sign}Neill came"));
            let mut placeholders = Placeholders::default();
            let masked = mask_with(&text, &Hints::default().name(known), &mut placeholders);
            assert!(!masked.as_str().contains("Neill"), "{known} {sign}");
        }
    }
}
