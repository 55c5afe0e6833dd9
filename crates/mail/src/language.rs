//! The language of a mail.

use std::sync::LazyLock;

use regex::Regex;
use whatlang::{Detector, Lang};

use pii::MaskedText;

/// Letters that a guess needs: a name or two are in no language.
const ENOUGH: usize = 20;

/// What customers write in. With all seventy that it knows, a short mail is easily taken for one
/// that nobody sent.
const LANGUAGES: [Lang; 14] = [
    Lang::Eng,
    Lang::Deu,
    Lang::Fra,
    Lang::Spa,
    Lang::Ita,
    Lang::Por,
    Lang::Nld,
    Lang::Swe,
    Lang::Pol,
    Lang::Tur,
    Lang::Vie,
    Lang::Ind,
    Lang::Rus,
    Lang::Ukr,
];

static NO_LANGUAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[[A-Z_]+_[0-9]+\]|https?://\S+|\S+@\S+").expect("the pattern is fixed and tested")
});

/// The language of a masked text, as an English word: `Japanese`. `None` when there is too little
/// of it to tell: then the model reads for itself.
///
/// Kana are Japanese, however few: 「まだですか」 is a mail. Chinese characters alone are Chinese
/// only where there are many of them, for Japanese subjects and short answers (了解, 注文取消希望)
/// do without kana. Latin and Cyrillic letters are left to a model of trigrams.
pub fn language_of(text: &str) -> Option<&'static str> {
    let text = NO_LANGUAGE.replace_all(beginning(text), " ");
    // Among kana stand signs that are no letters, such as the ・ of a list.
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let count = |range: &[std::ops::RangeInclusive<char>]| {
        letters()
            .filter(|c| range.iter().any(|range| range.contains(c)))
            .count()
    };
    let kana = count(&['\u{3041}'..='\u{30ff}', '\u{ff66}'..='\u{ff9f}']);
    let han = count(&['\u{3400}'..='\u{9fff}']);
    let hangul = count(&['\u{ac00}'..='\u{d7a3}']);
    let others = letters().count() - kana - han - hangul;
    // A character of East Asia says as much as several letters.
    if (kana + han + hangul) * 5 > others {
        return match () {
            () if hangul > kana + han => Some("Korean"),
            () if kana * 20 > han && kana > 0 => Some("Japanese"),
            () if han >= ENOUGH => Some("Chinese"),
            () if han > 0 => Some("Japanese"),
            () => None,
        };
    }
    if others < ENOUGH {
        return None;
    }
    let found = Detector::with_allowlist(LANGUAGES.to_vec()).detect(&text)?;
    (found.confidence() > 0.1).then(|| found.lang().eng_name())
}

/// The language of a mail: of its text, or where that does not tell, of its subject.
pub fn language_of_mail(subject: &MaskedText, body: &MaskedText) -> Option<&'static str> {
    language_of(body.as_str()).or_else(|| language_of(subject.as_str()))
}

/// All that [`language_of`] tells apart, in no order.
pub fn languages() -> impl Iterator<Item = &'static str> {
    let scripts = ["Japanese", "Chinese", "Korean"];
    scripts
        .into_iter()
        .chain(LANGUAGES.iter().map(|lang| lang.eng_name()))
}

/// As much of a text as tells what it is: mails may be megabytes long.
pub fn beginning(text: &str) -> &str {
    const ENOUGH: usize = 4_000;
    let end = text.char_indices().nth(ENOUGH).map(|(at, _)| at);
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_short_and_mixed_mails_is_told() {
        for (text, language) in [
            ("まだですか", Some("Japanese")),
            ("注文取消希望", Some("Japanese")),
            ("・本棚・・・一つ\n・椅子・・・二つ", Some("Japanese")),
            (
                "[NAME_1]です。[EMAIL_1] に送ってください。",
                Some("Japanese"),
            ),
            (
                "Hello, ご連絡ありがとうございます。Regards, [NAME_1]",
                Some("Japanese"),
            ),
            ("When will my order arrive? Thank you.", Some("English")),
            (
                "Wann kommt meine Bestellung an? Vielen Dank für Ihre schnelle Hilfe.",
                Some("German"),
            ),
            (
                "您好，我想询问订单的情况。我的订单什么时候可以送到？谢谢您的帮助。",
                Some("Chinese"),
            ),
            ("주문한 상품이 아직 도착하지 않았습니다.", Some("Korean")),
            (
                "Когда придёт мой заказ? Большое спасибо за помощь.",
                Some("Russian"),
            ),
            ("OK", None),
            ("[NAME_1] [EMAIL_1] [PHONE_1] [POSTAL_CODE_1]", None),
            ("", None),
        ] {
            assert_eq!(language_of(text), language, "{text}");
        }
    }
}
