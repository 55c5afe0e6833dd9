//! What is masked comes back exactly, and what a model bent comes back where it belongs.

use pii::{
    CustomerText, Hints, MaskedText, Masker, Placeholders, PublicText, Rules,
    leftover_placeholders, lost_placeholders, mask, mask_with, normalised, restore,
    restore_partial,
};
use proptest::prelude::*;

fn map(entries: &[(&str, &str)]) -> Placeholders {
    let json: serde_json::Map<_, _> = entries
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).into()))
        .collect();
    serde_json::from_value(json.into()).expect("a map of strings")
}

fn masked(text: &str) -> (String, Placeholders) {
    let mut placeholders = Placeholders::default();
    let masked = mask(&CustomerText::new(text), &mut placeholders);
    (masked.as_str().to_owned(), placeholders)
}

fn restored(answer: &str, placeholders: &Placeholders) -> String {
    restore(answer, placeholders).text.expose().to_owned()
}

/// What is left in a text when nothing is known of the inquiry.
fn left(text: &str) -> Vec<String> {
    leftover_placeholders(text, &Placeholders::default())
}

#[test]
fn kanji_of_four_bytes_behind_a_name_are_masked_beside() {
    for text in [
        "山田様𠀀東京都千代田区丸の内1-2-3",
        "佐藤𠮷𠮷𠮷𠮷店",
        "佐藤東𠮷京都店です",
    ] {
        let (masked, placeholders) = masked(text);
        assert_eq!(restored(&masked, &placeholders), text);
    }
}

#[test]
fn the_same_value_has_the_same_placeholder_in_all_texts_of_an_inquiry() {
    let mut placeholders = Placeholders::default();
    let subject = mask(&CustomerText::new("Re: a@example.com"), &mut placeholders);
    let body = mask(
        &CustomerText::new("b@example.com と a@example.com"),
        &mut placeholders,
    );
    assert_eq!(subject.as_str(), "Re: [EMAIL_1]");
    assert_eq!(body.as_str(), "[EMAIL_2] と [EMAIL_1]");
}

#[test]
fn a_map_of_an_older_deployment_restores_and_is_extended() {
    let mut placeholders: Placeholders =
        serde_json::from_str(r#"{"[EMAIL_1]":"taro@example.com","[TEL_3]":"03-1234-5678"}"#)
            .expect("a map");
    assert_eq!(
        restored("[EMAIL_1] [TEL_3] [tel 3]", &placeholders),
        "taro@example.com 03-1234-5678 03-1234-5678"
    );
    let masked = mask(
        &CustomerText::new("new@example.com, 03-1234-5678, [TEL_3]"),
        &mut placeholders,
    );
    assert_eq!(masked.as_str(), "[EMAIL_2], [TEL_3], [LITERAL_1]");
}

#[test]
fn a_typed_placeholder_is_nobodys_address() {
    for typed in [
        "[EMAIL_1]",
        "［EMAIL_1］",
        "[email 1]",
        "[EMAIL_1",
        "EMAIL_1]",
        "【ＥＭＡＩＬ＿１】",
        "[LITERAL_1]",
        "\\[EMAIL\\_1\\]",
        "[[EMAIL_1]EMAIL_1]",
        "[EMAIL_1様]",
        "{{EMAIL_1}}",
        "<EMAIL-1>",
    ] {
        let text = format!("{typed} と taro@example.com");
        let (masked, placeholders) = masked(&text);
        assert_eq!(restored(&masked, &placeholders), text);
        assert!(!masked.contains("taro"), "{masked}");
        // Quoted by the model it is still what the customer typed.
        let quoted = masked.split(" と ").next().unwrap_or_default();
        assert_eq!(
            restored(&format!("「{quoted}」とは"), &placeholders),
            format!("「{typed}」とは")
        );
    }
}

#[test]
fn a_column_name_is_no_placeholder() {
    let text = "CSV の ADDRESS_1 列、[ERR_404]、[注1]、(Name 1)、<h1>";
    assert_eq!(masked(text).0, text);
}

#[test]
fn a_bent_placeholder_is_restored() {
    let placeholders = map(&[
        ("[EMAIL_1]", "taro@example.com"),
        ("[POSTAL_CODE_1]", "100-0001"),
        ("[NAME_1]", "山田"),
        ("[NAME_12]", "鈴木"),
    ]);
    for (answer, expected) in [
        ("［EMAIL_1］へ", "taro@example.comへ"),
        ("[ EMAIL_1 ]へ", "taro@example.comへ"),
        ("[EMAIL 1]へ", "taro@example.comへ"),
        ("[Email_1]へ", "taro@example.comへ"),
        ("[EMAIL1]へ", "taro@example.comへ"),
        ("[ＥＭＡＩＬ＿１]へ", "taro@example.comへ"),
        ("【EMAIL_1】へ", "taro@example.comへ"),
        ("{{EMAIL_1}}へ", "taro@example.comへ"),
        ("\\[EMAIL\\_1\\]へ", "taro@example.comへ"),
        ("[EMAIL_1 へ", "taro@example.com へ"),
        ("[EMAIL_1へ", "taro@example.comへ"),
        ("EMAIL_1]へ", "taro@example.comへ"),
        ("**[EMAIL_1]**", "**taro@example.com**"),
        ("[postal code 1]", "100-0001"),
        ("[NAME_1様]", "山田様"),
        ("[NAME_1]様", "山田様"),
        ("[NAME_12さん]", "鈴木さん"),
        ("[NAME_12", "鈴木"),
        ("[EMAIL_1][NAME_1]", "taro@example.com山田"),
    ] {
        assert_eq!(restored(answer, &placeholders), expected, "{answer}");
    }
}

#[test]
fn nothing_is_restored_where_it_might_be_wrong() {
    let placeholders = map(&[("[EMAIL_1]", "taro@example.com"), ("[NAME_1]", "山田")]);
    for answer in [
        "[EMAIL_12]",
        "[EMAIL_1a",
        "EMAIL_1",
        "XEMAIL_1]",
        "[E MAIL]",
        "[EMAIL]",
        "[EMAIL_2]",
        "[EMAIL_01]",
        "(name 1)",
        "<name",
        "[name 1",
        "name_1]",
        "[EMAIL_1_2]",
        "[FIRST_NAME_1]",
        "[MAIL_1]",
    ] {
        assert_eq!(restored(answer, &placeholders), answer);
    }
}

#[test]
fn what_the_model_invented_is_reported() {
    let placeholders = map(&[("[EMAIL_1]", "taro@example.com")]);
    let answer = "[EMAIL_1] [EMAIL_2] [ORDER_1] [EMAIL_2] NAME_3 [error_4]";
    let restored = restore(answer, &placeholders);
    assert_eq!(restored.invented, ["[EMAIL_2]", "[ORDER_1]", "NAME_3"]);
}

#[test]
fn what_the_model_lost_is_reported() {
    let placeholders = map(&[
        ("[NAME_1]", "山田"),
        ("[EMAIL_1]", "a@example.com"),
        ("[PHONE_1]", "03-1234-5678"),
    ]);
    let masked = |text: &str| MaskedText::from(&PublicText::of_the_shop(text));
    let source = masked("[NAME_1] [EMAIL_1] [PHONE_1] [NAME_1]");
    let answer = masked("［name 1］様、[PHONE_1]へ");
    assert_eq!(
        lost_placeholders(&source, &answer, &placeholders),
        ["[EMAIL_1]"]
    );
}

#[test]
fn a_text_about_to_be_sent_holds_no_placeholder() {
    assert_eq!(
        left("［NAME_1］様 [EMAIL_1] [FOO_2] [EMAIL_1] [ERR_404] NAME_2]"),
        ["［NAME_1］", "[EMAIL_1]", "[FOO_2]", "NAME_2]"]
    );
    assert!(left("山田様 [重要] [1] taro@example.com").is_empty());
}

#[test]
fn an_unfinished_placeholder_is_held_back() {
    let placeholders = map(&[("[EMAIL_1]", "taro@example.com"), ("[NAME_1]", "山田")]);
    for (text, shown) in [
        ("連絡先は [EMAI", "連絡先は "),
        ("連絡先は [", "連絡先は "),
        ("連絡先は ［ＥＭ", "連絡先は "),
        ("連絡先は [EMAIL_1", "連絡先は "),
        ("連絡先は [EMAIL_1]", "連絡先は taro@example.com"),
        ("[NAME_1様", ""),
        // The honorific may come again.
        ("[NAME_1様]", ""),
        ("[NAME_1様]様", "山田様"),
        ("連絡先は EMAIL_", "連絡先は "),
        ("[お知らせ", "[お知らせ"),
        ("[重要] 返品", "[重要] 返品"),
        ("see [docs", "see [docs"),
    ] {
        let partial = restore_partial(text, &placeholders);
        assert_eq!(partial.expose(), shown, "{text}");
    }
}

/// Pieces that texts are put together from: look-alikes, personal data, and anything else.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "[",
        "]",
        "［",
        "］",
        "【",
        "】",
        "{",
        "}}",
        "<",
        ">",
        "\\",
        "_",
        "＿",
        " ",
        "　",
        "-",
        "1",
        "２",
        "12",
        "EMAIL",
        "email",
        "Ｅ",
        "NAME",
        "LITERAL",
        "POSTAL_CODE",
        "PHONE",
        "CARD",
        "FOO",
        "様",
        "さん",
        "[EMAIL_1]",
        "[EMAIL_1",
        "EMAIL_1]",
        "EMAIL_1",
        "[LITERAL_1]",
        "[NAME_2]",
        "［EMAIL＿１］",
        "taro@example.com",
        "1@example.com",
        "03-1234-5678",
        "０９０ー１２３４ー５６７８",
        "4111 1111 1111 1111",
        "〒100-0001",
        "山田様",
        "\n",
        "。",
        "です",
        "at",
        ":",
        "://",
        "@",
        ".",
        "東京都千代田区丸の内1-2-3",
        "\u{200b}",
        "\u{ad}",
        "Dear ",
        "John",
        "%40",
        "+81",
        "(",
        ")",
    ])
    .prop_map(str::to_owned);
    prop_oneof![4 => fixed, 1 => any::<char>().prop_map(String::from), 1 => "\\PC{0,8}"]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..24).prop_map(|pieces| pieces.concat())
}

/// Words of the labelled sets, months among them, with any letter or mark in between.
fn mixed() -> impl Strategy<Value = String> {
    const SETS: [&str; 2] = [
        include_str!("labelled/ja.txt"),
        include_str!("labelled/en.txt"),
    ];
    const MONTHS: [&str; 4] = ["May", "June", "April", "August"];
    let words: Vec<&str> = SETS
        .iter()
        .flat_map(|set| set.split([' ', '、', '。', '{', '}']))
        .chain(MONTHS.into_iter().cycle().take(400))
        .collect();
    let between = [
        "", " ", "は", "は ", "é", "\n", "。", "　", "①", ":", "様", "’",
    ];
    let part = (
        prop::sample::select(words),
        prop::sample::select(between.to_vec()),
    );
    prop::collection::vec(part, 0..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

fn old_map() -> impl Strategy<Value = Placeholders> {
    let key = prop::sample::select(vec![
        "[EMAIL_1]",
        "[EMAIL_7]",
        "[TEL_1]",
        "[NAME_2]",
        "[FOO_1]",
        "[LITERAL_1]",
    ]);
    prop::collection::vec((key, text()), 0..4).prop_map(|entries| {
        let entries: Vec<_> = entries
            .iter()
            .map(|(key, value)| (*key, value.as_str()))
            .collect();
        map(&entries)
    })
}

/// How many times more cases than usual: `TIMES=50 cargo test --release -p pii --test restore`.
fn times() -> u32 {
    let times = std::env::var("TIMES")
        .ok()
        .and_then(|times| times.parse().ok());
    times.unwrap_or(1)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000 * times(),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn restoring_is_exact(first in text(), second in text(), mut placeholders in old_map()) {
        let one = mask(&CustomerText::new(&first), &mut placeholders);
        let two = mask(&CustomerText::new(&second), &mut placeholders);
        // Through the store and back.
        let json = serde_json::to_string(&placeholders).expect("strings");
        let placeholders = serde_json::from_str(&json).expect("as written");
        prop_assert_eq!(restored(one.as_str(), &placeholders), normalised(&first));
        prop_assert_eq!(restored(two.as_str(), &placeholders), normalised(&second));
    }

    #[test]
    fn restoring_is_exact_on_words_beside_any_letter(text in mixed()) {
        let (masked, placeholders) = masked(&text);
        prop_assert_eq!(restored(&masked, &placeholders), normalised(&text));
    }

    #[test]
    fn restoring_is_exact_on_any_text(text in any::<String>()) {
        let (masked, placeholders) = masked(&text);
        prop_assert_eq!(restored(&masked, &placeholders), normalised(&text));
    }

    #[test]
    fn what_is_shown_of_a_stream_never_changes(text in text(), placeholders in old_map()) {
        let whole = restored(&text, &placeholders);
        for (end, _) in text.char_indices() {
            // An accent may still come upon the last letter.
            if !normalised(&text).starts_with(&*normalised(&text[..end])) {
                continue;
            }
            let partial = restore_partial(&text[..end], &placeholders);
            prop_assert!(whole.starts_with(partial.expose()), "{:?} of {:?}", partial.expose(), text);
        }
    }
}

#[test]
fn a_name_from_a_header_is_masked_wherever_it_stands() {
    let hints = Hints::default()
        .name("\"Akiko Zettelmeier\"")
        .name("鴨志田 碧");
    let mut placeholders = Placeholders::default();
    let text = CustomerText::new(
        "鴨志田です。碧とZettelmeierは鴨志田碧の家族、型番はZettelmeierbox-200。",
    );
    let masked = mask_with(&text, &hints, &mut placeholders);
    for part in ["鴨志田", "Zettelmeierは"] {
        assert!(!masked.as_str().contains(part), "{}", masked.as_str());
    }
    assert!(masked.as_str().contains("型番はZettelmeierbox-200"));
    assert_eq!(restore(&masked, &placeholders).text, text);
}

#[test]
fn a_restored_draft_is_masked_again_with_the_same_placeholders() {
    let (masked, mut placeholders) =
        masked("鷹匠坂 碧斗と申します。注文は taro@example.com です。");
    let draft = restored(&format!("> {masked}\n鷹匠坂 碧斗 の件"), &placeholders);
    let again = mask(&CustomerText::new(&draft), &mut placeholders);
    assert_eq!(again.as_str(), format!("> {masked}\n[NAME_1] の件"));
}

#[test]
fn a_deployment_adds_patterns_and_exempts_words() {
    let rules: Rules = serde_json::from_str(
        r#"{"patterns":[{"kind":"MEMBER_ID","pattern":"会員(M-[0-9]{6})"}],"never_mask":["support@shop.example"]}"#,
    )
    .expect("rules");
    let masker = Masker::new(&rules).expect("usable");
    let mut placeholders = Placeholders::default();
    let text = CustomerText::new("会員Ｍ－１２３４５６、SUPPORT@shop.example と [MEMBER_ID_1]");
    let masked = masker.mask(&text, &Hints::default(), &mut placeholders);
    assert_eq!(
        masked.as_str(),
        "会員[MEMBER_ID_1]、SUPPORT@shop.example と [LITERAL_1]"
    );
    assert_eq!(restore(&masked, &placeholders).text, text);
}

#[test]
fn every_unusable_rule_is_named() {
    let rules: Rules = serde_json::from_str(
        r#"{"patterns":[{"kind":"member","pattern":"("},{"kind":"A_B","pattern":"x*"}]}"#,
    )
    .expect("rules");
    let problems = Masker::new(&rules).expect_err("unusable").problems;
    assert_eq!(problems.len(), 3, "{problems:?}");
}

#[test]
fn nothing_that_is_printed_shows_personal_data() {
    let (masked, placeholders) = masked("taro@example.com");
    let restored = restore(&masked, &placeholders);
    let hints = Hints::default().name("Taro");
    let printed = format!(
        "{placeholders:?} {restored:?} {hints:?} {:?}",
        Masker::default()
    );
    assert!(
        !printed.contains("taro") && !printed.contains("Taro"),
        "{printed}"
    );
}

/// Each of these would take for ever if anything looked back or ahead without a bound.
#[test]
fn a_long_text_of_one_piece_ends() {
    for piece in [
        "様",
        "山田様",
        "です",
        "a://)",
        "a://",
        "://a?",
        "@",
        "a@b",
        "a@b.",
        ".",
        "-",
        "1-",
        "1 ",
        "12",
        "0120 ",
        "4111 1111 ",
        "[",
        "]",
        "[EMAIL_1]",
        "[A",
        "[EMAIL_1",
        "EMAIL_",
        "{{",
        "\\",
        ":",
        "a:",
        "::",
        "東京都区1-",
        "丁目",
        "一丁目",
        "A",
        "Aa ",
        "Dear ",
        "Thanks,\n",
        " ",
        "\n",
        "　",
        "\u{200b}",
        "生まれ",
        "1985生まれ",
        "ア",
        "ア ",
        "さ",
        "は、",
        "\"",
        "\"@a.b",
        "%40",
        " at ",
        "dot ",
        "DE89 ",
        "<<",
        "普通",
        "口座番号",
        "1.1.1.1",
        "电话",
        "My name is ",
        "+1 ",
        "(",
        "P<<<",
        "名前は",
        "<a href=\"",
        "Main Street ",
        "1 Main ",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        let (masked, placeholders) = masked(&text);
        assert_eq!(
            restored(&masked, &placeholders),
            normalised(&text),
            "{piece}"
        );
        restore_partial(&text, &placeholders);
        left(&text);
    }
}
