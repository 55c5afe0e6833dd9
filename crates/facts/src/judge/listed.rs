//! Carriers and means of payment: there are few, so that where a source names some, another one that none names is wrong.

use super::{Desk, Judgement};
use crate::{Kind, Span};

/// The spellings of one carrier, or of one means of payment.
type Names = &'static [&'static str];

const CARRIERS: &[Names] = &[
    &["ヤマト", "クロネコ"],
    &["佐川", "飛脚宅配"],
    &[
        "日本郵便",
        "ゆうパック",
        "レターパック",
        "クリックポスト",
        "ゆうメール",
    ],
    &["西濃運輸"],
    &["福山通運"],
    &["DHL"],
    &["FedEx"],
    &["UPS"],
    &["Royal Mail"],
    &["DPD"],
    &["Evri"],
    &["Parcelforce"],
    &["USPS"],
];

const PAYMENTS: &[Names] = &[
    &["VISA", "Visa"],
    &["Mastercard", "MasterCard", "マスターカード"],
    &["JCB"],
    &[
        "Amex",
        "AMEX",
        "American Express",
        "アメックス",
        "アメリカン・エキスプレス",
    ],
    &["Diners", "ダイナース"],
    &["PayPal", "ペイパル"],
    &["PayPay"],
    &["LINE Pay"],
    &["Apple Pay"],
    &["Google Pay"],
    &["楽天ペイ"],
    &["メルペイ"],
    &["au PAY"],
    &["d払い"],
    &["Klarna"],
];

/// Where a text has one of the names as a word.
fn named(text: &str, names: Names) -> Option<Span> {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    names.iter().find_map(|name| {
        let mut places = text.match_indices(name);
        let (at, _) = places.find(|(at, name)| {
            !name.is_ascii()
                || !is_letter(text[..*at].chars().next_back())
                    && !is_letter(text[at + name.len()..].chars().next())
        })?;
        Some(at..at + name.len())
    })
}

/// What the reply names of a list of which the sources name others only.
pub(super) fn judge(desk: &Desk) -> Vec<(Span, Kind, Judgement)> {
    /// Who says that something is not taken names nothing that is.
    const NOT: [&str; 7] = [
        "ません",
        "不可",
        "できかね",
        "not ",
        "n't",
        "cannot",
        "ほか",
    ];
    let mut judged = Vec::new();
    for list in [CARRIERS, PAYMENTS] {
        for names in list {
            let Some(bytes) = named(&desk.reply.text, names) else {
                continue;
            };
            let sentence = &desk.reply.text[desk.sentence(&bytes)];
            let mut all = desk.sources.iter();
            if NOT.iter().any(|word| sentence.contains(word))
                || all.any(|source| {
                    let text = source.folded.lower();
                    names.iter().any(|name| text.contains(&name.to_lowercase()))
                })
            {
                continue;
            }
            let mut trusted = desk.sources.iter().filter(|source| source.trusted);
            let other = trusted.find_map(|source| {
                let at = list.iter().find_map(|it| named(&source.folded.text, it))?;
                Some(source.source(&at))
            });
            if let Some(other) = other {
                judged.push((bytes, Kind::Name, Judgement::contradicts(Some(other))));
            }
        }
    }
    judged
}
