//! What a deployment exempts stays readable, and nothing beside it.

use pii::{CustomerText, Hints, Masker, Placeholders, Rules};

fn masked(never_mask: &[&str], text: &str) -> String {
    let rules = Rules {
        never_mask: never_mask.iter().map(|word| (*word).to_owned()).collect(),
        ..Rules::default()
    };
    let masker = Masker::new(&rules).expect("words need no syntax");
    let mut map = Placeholders::default();
    let masked = masker.mask(&CustomerText::new(text), &Hints::default(), &mut map);
    masked.as_str().to_owned()
}

#[test]
fn a_brand_called_like_a_person_stays_readable_wherever_it_stands() {
    let brands = [
        "John Lewis",
        "Ted Baker",
        "マツモトキヨシ",
        "ルイ・ヴィトン",
        "山田 太郎商店",
        "Thomas Müller",
    ];
    let places = [
        "{}",
        "I bought it at {} in Leeds.",
        "Dear {},",
        "Best regards,\n{}",
        "My name is {}.",
        "From: {} <shop@example.com>",
        "{}様",
        "{}さんで買いました。",
        "{}と申します。",
        "お名前：{}",
        "Thanks, {}",
    ];
    for brand in brands {
        let wide: String = brand
            .chars()
            .map(|c| match c {
                '!'..='~' => char::from_u32(u32::from(c) + 0xfee0).unwrap_or(c),
                ' ' => '\u{3000}',
                _ => c,
            })
            .collect();
        for written in [
            brand.to_owned(),
            brand.to_uppercase(),
            brand.to_lowercase(),
            wide,
        ] {
            for place in places {
                let text = place.replace("{}", &written);
                let masked = masked(&[brand], &text);
                assert!(masked.contains(&written), "{text:?} became {masked:?}");
            }
        }
    }
}

#[test]
fn a_person_who_shares_a_word_with_an_exempt_brand_is_masked() {
    let text = "I bought it at John Lewis. Please call Kate Lewis.\n\nBest regards,\nKate Lewis";
    let masked = masked(&["John Lewis"], text);
    assert!(masked.contains("at John Lewis."), "{masked}");
    assert!(
        !masked.contains("Kate") && !masked.contains("y Lewis"),
        "{masked}"
    );
    assert_eq!(masked.matches("Lewis").count(), 1, "{masked}");
}

#[test]
fn an_exempt_word_opens_nothing_longer_that_holds_it() {
    for (word, text, hidden) in [
        ("Lewis", "My name is John Lewis.", "John"),
        ("shop.example", "taro.kirigaya@shop.example", "kirigaya"),
        (
            "support@shop.example",
            "x.support@shop.example",
            "x.support",
        ),
        ("0120-000-000", "電話 0120-000-0001 です", "0120-000-0001"),
        ("山田", "山田太郎と申します。", "太郎"),
        ("", "山田太郎と申します。", "太郎"),
    ] {
        let masked = masked(&[word], text);
        assert!(
            !masked.contains(hidden),
            "{word:?} opened {text:?}: {masked}"
        );
    }
}
