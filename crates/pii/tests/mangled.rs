//! Whatever a model does to a placeholder: the right value comes into its place, or a person is
//! told. Never silence, never another person's data.

use pii::{
    CustomerText, Hints, Masker, Placeholders, leftover_placeholders, normalised, open_templates,
    restore, restore_partial,
};
use proptest::prelude::*;

/// Placeholders and what they stand for, all different.
const VALUES: [(&str, &str); 9] = [
    ("NAME_1", "桐ヶ谷 悠真"),
    ("NAME_2", "Quillon Brindlewax"),
    ("NAME_12", "天ケ瀬"),
    ("EMAIL_1", "kirigaya@example.com"),
    ("PHONE_1", "090-8765-4321"),
    ("ADDRESS_1", "東京都港区芝1-2-3"),
    ("CARD_1", "4111 1111 1111 1111"),
    ("POSTAL_CODE_1", "105-0014"),
    ("MEMBER_ID_1", "M-482-xz"),
];

fn map() -> Placeholders {
    let json: serde_json::Map<_, _> = VALUES
        .iter()
        .map(|(key, value)| (format!("[{key}]"), (*value).into()))
        .collect();
    serde_json::from_value(json.into()).expect("a map of strings")
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

fn parts(key: &str) -> (&str, &str) {
    key.rsplit_once('_').unwrap_or_default()
}

/// One way to spell a placeholder.
type Mangle = (&'static str, fn(&str) -> String);

/// Spellings that leave no doubt: the value has to come back, with what is left of the spelling
/// around it.
const CLEAR: &[Mangle] = &[
    ("as written", |key| format!("[{key}]")),
    ("full width", |key| wide(&format!("[{key}]"))),
    ("wide brackets", |key| format!("［{key}］")),
    ("lenticular brackets", |key| format!("【{key}】")),
    ("braces", |key| format!("{{{key}}}")),
    ("double braces", |key| format!("{{{{{key}}}}}")),
    ("angle brackets", |key| format!("<{key}>")),
    ("spaces inside", |key| format!("[ {key} ]")),
    ("a wide space inside", |key| format!("[　{key}　]")),
    ("a space for the underscore", |key| {
        format!("[{}]", key.replace('_', " "))
    }),
    ("a hyphen for the underscore", |key| {
        format!("[{}]", key.replace('_', "-"))
    }),
    ("an escaped underscore", |key| {
        format!("[{}]", key.replace('_', "\\_"))
    }),
    ("escaped brackets", |key| {
        format!("\\[{}\\]", key.replace('_', "\\_"))
    }),
    ("lower case", |key| format!("[{}]", key.to_lowercase())),
    ("nothing for the underscore", |key| {
        let (kind, number) = parts(key);
        format!("[{kind}{number}]")
    }),
    ("a colon", |key| {
        let (kind, number) = parts(key);
        format!("[{kind}: {number}]")
    }),
    ("a number sign", |key| {
        let (kind, number) = parts(key);
        format!("[{kind} #{number}]")
    }),
    ("a line break inside", |key| {
        let (kind, number) = parts(key);
        format!("[{kind}\n_{number}]")
    }),
    ("bold inside", |key| format!("[**{key}**]")),
    ("code inside", |key| format!("[`{key}`]")),
    ("entities", |key| format!("&#91;{key}&#93;")),
    ("named entities", |key| format!("&lbrack;{key}&rbrack;")),
    ("zero width inside", |key| {
        format!("[{}]", key.replace('_', "\u{200b}_"))
    }),
    ("the closing bracket lost", |key| format!("[{key} ")),
    ("the opening bracket lost", |key| format!("{key}]")),
    ("a no-break space", |key| {
        format!("[{}]", key.replace('_', "\u{a0}"))
    }),
    ("letters of mathematics", |key| {
        let bold = |c: char| match c {
            'A'..='Z' => char::from_u32(u32::from(c) - 65 + 0x1d400).unwrap_or(c),
            _ => c,
        };
        format!("[{}]", key.chars().map(bold).collect::<String>())
    }),
    ("a number in quotes", |key| {
        let (kind, number) = parts(key);
        format!("[{kind}_\"{number}\"]")
    }),
    ("a number in single quotes", |key| {
        let (kind, number) = parts(key);
        format!("[{kind} '{number}']")
    }),
];

/// Spellings that may stand for something else: they stay as they are, and are reported.
const DOUBTFUL: &[Mangle] = &[
    ("a guess behind a colon", |key| format!("[{key}: Siobhan]")),
    ("a guess behind it", |key| format!("[{key} (Siobhan)]")),
    ("a guess behind a dash", |key| format!("[{key} - 山田]")),
    ("a guess behind a comma", |key| format!("【{key}、山田】")),
    ("a word before", |key| format!("[STAFF {key}]")),
    ("a small word before", |key| format!("[our {key}]")),
    ("a word between", |key| {
        let (kind, number) = parts(key);
        format!("[{kind} DETAILS_{number}]")
    }),
    ("a word before, capitalised", |key| {
        format!("[Store {}]", key.replace('_', " "))
    }),
    ("letters before", |key| format!("[MY{key}]")),
    ("letters behind", |key| format!("[{key}abc]")),
    ("a second number", |key| format!("[{key}_2]")),
    ("a number in words", |key| format!("[{}_ONE]", parts(key).0)),
    ("a circled number", |key| format!("[{}_①]", parts(key).0)),
    ("no number", |key| format!("[{}]", parts(key).0)),
    ("percent-encoded", |key| {
        format!("https://x.example/?q=%5B{key}%5D")
    }),
    ("another number", |key| format!("[{}_77]", parts(key).0)),
    ("a leading zero", |key| {
        format!("[{}_0{}]", parts(key).0, parts(key).1)
    }),
    ("two in one", |key| format!("[{key}, {key}]")),
    ("a remark inside", |key| format!("[{key} (customer)]")),
    ("no brackets", |key| format!(" {key} ")),
    ("round brackets", |key| format!("({key})")),
    ("quotes", |key| format!("「{key}」")),
    ("asterisks", |key| format!("**{key}**")),
    ("a tag inside", |key| format!("[<b>{key}</b>]")),
    ("a word before, the opening bracket lost", |key| {
        format!("STAFF {key}]")
    }),
    ("a word before, the closing bracket lost", |key| {
        format!("[STAFF {key}")
    }),
    ("a letter for the number", |key| {
        format!("[{}_N]", parts(key).0)
    }),
    ("another letter for the number", |key| {
        format!("[{}_l]", parts(key).0)
    }),
    ("underscores around", |key| format!("__{key}__")),
    ("codes of brackets", |key| format!("\\u005b{key}\\u005d")),
    ("quoted-printable brackets", |key| format!("=5B{key}=5D")),
    ("a part of a link", |key| {
        format!("https://x.example/?q={key}&x=1")
    }),
    ("a lowered number", |key| {
        let (kind, number) = parts(key);
        format!("[{kind}<sub>{number}</sub>]")
    }),
    ("a footnote", |key| format!("[{key}²]")),
    ("a line break within the number", |key| {
        format!("[{key}<br>1]")
    }),
    ("the end of an element within the number", |key| {
        format!("[{key}</b>1]")
    }),
    ("a number in bold", |key| {
        let (kind, number) = parts(key);
        format!("[{kind}_<b>{number}</b>]")
    }),
    ("an index", |key| {
        let (kind, number) = parts(key);
        format!("[{kind}[{number}]]")
    }),
    ("small letters without brackets", |key| {
        format!(" {} ", key.to_lowercase())
    }),
    ("words without brackets", |key| {
        let (kind, number) = parts(key);
        let small = kind[1..].to_lowercase().replace('_', " ");
        format!(" {}{small} {number} ", &kind[..1])
    }),
];

/// Labels in other words and languages: nothing of the map.
const FOREIGN: &[&str] = &[
    "[IP 1]",
    "[Password 1]",
    "[パスワード_1]",
    "[名前_1]",
    "[お名前_1]",
    "[氏名_1]",
    "[お客様名_1]",
    "[電話番号_1]",
    "[住所_1]",
    "[メール_1]",
    "[メールアドレス 1]",
    "【氏名1】",
    "【名前_1】",
    "[Nom_1]",
    "[nom_1]",
    "[성명_1]",
    "[이름 1]",
    "[姓名_1]",
    "[电话_1]",
    "[Имя_1]",
    "[Teléfono_1]",
    "[Kundenname_1]",
    "[EMAIL ADDRESS_1]",
    "[Email Address_1]",
    "[PHONE NUMBER_1]",
    "[CREDIT CARD_1]",
    "[AGENT NAME_1]",
    "[COMPANY NAME_1]",
    "[STORE PHONE_1]",
    "[FIRST_NAME_1]",
    "[customer name 1]",
    "[ชื่อ_1]",
    "[اسم_1]",
    "[NAME_1_様]さん [NAME_9]",
    "名前_1",
    "{{customer_name_1}}",
    "<Customer Name 1>",
];

/// What else may stand around it.
const AROUND: &[(&str, &str)] = &[
    ("", ""),
    ("Dear ", ",\n"),
    ("お客様は", "です。"),
    ("**", "**"),
    ("<b>", "</b>"),
    ("- ", "\n- "),
    ("「", "」"),
    ("宛先：", "\n"),
    ("> ", "\n> "),
];

fn told(text: &str, placeholders: &Placeholders) -> bool {
    !restore(text, placeholders).invented.is_empty()
}

fn holds_any_value(text: &str) -> Option<&'static str> {
    VALUES
        .iter()
        .map(|(_, value)| *value)
        .find(|value| text.contains(value))
}

#[test]
fn what_leaves_no_doubt_comes_back_in_its_place() {
    let placeholders = map();
    for (what, mangle) in CLEAR {
        for (key, value) in VALUES {
            for (before, after) in AROUND {
                let text = format!("{before}{}{after}", mangle(key));
                let restored = restore(&text, &placeholders);
                let got = restored.text.expose();
                assert!(
                    got.starts_with(before) && got[before.len()..].trim_start().starts_with(value),
                    "{what}: {text:?} became {got:?}, {:?}",
                    restored.invented
                );
                assert_eq!(
                    got.matches(value).count(),
                    1,
                    "{what}: {text:?} became {got:?}"
                );
                assert!(
                    restored.invented.is_empty(),
                    "{what}: {text:?}: {:?}",
                    restored.invented
                );
                let left = leftover_placeholders(got, &placeholders);
                assert!(left.is_empty(), "{what}: {got:?}: {left:?}");
            }
        }
    }
}

#[test]
fn digits_beside_a_restored_number_are_told() {
    let placeholders = map();
    for (text, glued) in [
        ("call [PHONE_1]0 now", "[PHONE_1]0"),
        ("call 0[PHONE_1] now", "0[PHONE_1]"),
        ("call 【PHONE_1】12.", "【PHONE_1】12"),
        ("card [CARD_1]２", "[CARD_1]２"),
        ("area [POSTAL_CODE_1]5", "[POSTAL_CODE_1]5"),
    ] {
        assert_eq!(restore(text, &placeholders).invented, [glued], "{text}");
    }
    for text in [
        "call [PHONE_1] 0 times",
        "[PHONE_1]、2回",
        "2024[NAME_1]5",
        "3[MEMBER_ID_1]4",
        "[PHONE_1]²",
        "1. [PHONE_1]\n2. [CARD_1]",
    ] {
        assert!(!told(text, &placeholders), "{text}");
    }
}

#[test]
fn what_leaves_a_doubt_stays_and_is_told_twice() {
    let placeholders = map();
    for (what, mangle) in DOUBTFUL {
        for (key, _) in VALUES {
            for (before, after) in AROUND {
                let text = format!("{before}{}{after}", mangle(key));
                let restored = restore(&text, &placeholders);
                assert_eq!(restored.text.expose(), text, "{what}");
                assert!(
                    !restored.invented.is_empty(),
                    "{what}: nobody is told of {text:?}"
                );
                assert!(
                    !leftover_placeholders(&text, &placeholders).is_empty(),
                    "{what}: {text:?} goes out"
                );
            }
        }
    }
}

/// An answer that breaks off, however much of a placeholder is there.
#[test]
fn a_placeholder_that_breaks_off_is_told_twice() {
    let placeholders = map();
    for (key, _) in VALUES {
        let (kind, _) = parts(key);
        for (begun, after) in [
            (format!("[{kind}_"), ""),
            (format!("[{kind}_"), " now"),
            (format!("[{kind}"), "\n- and [x] more"),
            (format!("[ {kind}"), "、までお願いします。"),
            (format!("【{kind}_"), "\n"),
            (format!("［{kind}_"), ""),
            (format!("{{{{{kind}_"), ""),
            (format!("[{}_", kind.to_lowercase()), ""),
            (format!("[{}", &kind[..3]), ""),
            (format!("[{}", &kind[..3]), "\n "),
        ] {
            let text = format!("ご住所は {begun}{after}");
            let restored = restore(&text, &placeholders);
            assert_eq!(restored.text.expose(), text);
            assert_eq!(restored.invented, [begun.as_str()], "{text:?}");
            assert_eq!(
                leftover_placeholders(&text, &placeholders),
                [begun],
                "{text:?}"
            );
        }
    }
}

#[test]
fn a_label_in_whatever_words_is_nobodys_data_and_blocks() {
    let placeholders = map();
    for label in FOREIGN {
        for (before, after) in AROUND {
            let text = format!("{before}{label}{after}");
            let restored = restore(&text, &placeholders);
            let got = restored.text.expose();
            assert!(told(&text, &placeholders), "nobody is told of {text:?}");
            assert!(
                !leftover_placeholders(got, &placeholders).is_empty(),
                "{got:?} goes out"
            );
            if !label.contains("様]") {
                assert_eq!(got, text);
            }
        }
    }
}

#[test]
fn a_person_is_called_once() {
    let placeholders = map();
    for (answer, expected) in [
        ("[NAME_1様]様", "桐ヶ谷 悠真様"),
        ("[NAME_1様] 様", "桐ヶ谷 悠真 様"),
        ("[NAME_1_様]", "桐ヶ谷 悠真様"),
        ("[NAME_1 様]", "桐ヶ谷 悠真様"),
        ("[NAME_1さん]さん", "桐ヶ谷 悠真さん"),
        ("[NAME_1さん]様", "桐ヶ谷 悠真さん様"),
        ("[NAME_1部長]", "桐ヶ谷 悠真部長"),
        ("[NAME_2's] order", "Quillon Brindlewax's order"),
        ("[NAME_2-san]", "Quillon Brindlewax-san"),
        ("[NAME_1]様", "桐ヶ谷 悠真様"),
        ("[NAME_1様]\n様子を", "桐ヶ谷 悠真様\n様子を"),
    ] {
        assert_eq!(
            restore(answer, &placeholders).text.expose(),
            expected,
            "{answer}"
        );
    }
    // A header's name may hold the honorific already.
    let mut placeholders = Placeholders::default();
    let hints = Hints::default().name("桐ヶ谷 悠真様");
    let masked =
        Masker::default().mask(&CustomerText::new("桐ヶ谷 悠真"), &hints, &mut placeholders);
    let called = restore(format!("{}様", masked.as_str()), &placeholders);
    assert_eq!(called.text.expose(), "桐ヶ谷 悠真様");
}

#[test]
fn ordinary_brackets_are_no_placeholders() {
    let placeholders = map();
    for text in [
        "[sic] [1] [12] (株) 【重要】 [Order #123] [error_4] [ERR_404] [注1] [2024-01-15]",
        "【お名前】【ご住所】【お電話番号】 [電話: 0120-000-000] 【電話番号】03-1234-5678",
        "[Step 1] [Fig. 2] 【手順1】 [商品 2] 【1】 <h1>title</h1> [10:00] [A-1]",
        "name1@example.com, phone_1.jpg and https://x.example/name_1/address1",
        "[[wiki]] {a} [x] ] [ >",
        "[Names of the winners are on the door. [NAMESPACE [Emails go out daily [URGENT [CARDS [na",
        "[ADDENDUM",
    ] {
        assert_eq!(
            leftover_placeholders(text, &placeholders),
            [""; 0],
            "{text}"
        );
        assert_eq!(restore(text, &placeholders).text.expose(), text);
    }
    assert!(open_templates("[sic] [1] (株) 【重要】 [Order #123]").is_empty());
}

/// The spelling of a placeholder among others.
fn mangled() -> impl Strategy<Value = String> {
    let all: Vec<fn(&str) -> String> = CLEAR
        .iter()
        .chain(DOUBTFUL)
        .map(|(_, mangle)| *mangle)
        .collect();
    prop_oneof![
        4 => (prop::sample::select(VALUES.to_vec()), prop::sample::select(all))
            .prop_map(|((key, _), mangle)| mangle(key)),
        1 => prop::sample::select(FOREIGN.to_vec()).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            " ", "。", "様", " and ", "[", "]", "【", "}", "{", "<", "\n", "さん", "\\", "_", "1", "STAFF ", "&", "NAME",
        ]).prop_map(str::to_owned),
    ]
}

/// How many times more cases than usual: `TIMES=50 cargo test --release -p pii --test restore`.
fn times() -> u32 {
    let times = std::env::var("TIMES")
        .ok()
        .and_then(|times| times.parse().ok());
    times.unwrap_or(1)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000 * times(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_restored_that_was_not_named_and_a_stream_shows_the_same(
        pieces in prop::collection::vec(mangled(), 0..6)
    ) {
        let placeholders = map();
        let text = pieces.concat();
        let restored = restore(&text, &placeholders);
        let whole = restored.text.expose();
        // Never another's: a value comes only where its kind and number were written.
        let named = |key: &str| {
            let plain = |text: &str| {
                let narrow = |c: char| match c {
                    '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                    '\u{1d400}'..='\u{1d419}' => char::from_u32(u32::from(c) - 0x1d400 + 65).unwrap_or(c),
                    _ => c,
                };
                text.chars().map(narrow).filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase()
            };
            plain(&text).contains(&plain(key))
        };
        for (key, value) in VALUES {
            prop_assert!(!whole.contains(value) || named(key), "{text:?} became {whole:?}");
        }
        for (end, _) in text.char_indices() {
            if !normalised(&text).starts_with(&*normalised(&text[..end])) {
                continue;
            }
            let partial = restore_partial(&text[..end], &placeholders);
            prop_assert!(whole.starts_with(partial.expose()), "{:?} of {text:?}, which becomes {whole:?}", partial.expose());
        }
    }
}

#[test]
fn values_are_told_apart() {
    assert_eq!(CLEAR.len() + DOUBTFUL.len() + FOREIGN.len(), 106);
    assert_eq!(holds_any_value("nothing of anybody"), None);
}
