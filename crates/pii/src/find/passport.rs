//! Passport numbers, where a text calls them so.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Text, labelled, topic};

pub(super) const KIND: &str = "PASSPORT";

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:パスポート|旅券|(?i:passport|passeport|reisepass|passnummer|pass-nr|pasaporte|passaporto|passaporte|paspoort|паспорт)|护照|護照|여권)(?P<between>[^\n0-9]{0,24}?\n?[^\n0-9]{0,6}?)(?-u:\b)(?P<number>[A-Z]{0,3}[0-9][A-Z0-9]{5,9}|[A-Za-z]{0,2}[0-9]{6,9}[A-Za-z]?)(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// A further number behind the first one: `ZS1234567 and ZS7654321`.
static FURTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?: ?(?:,|/|&|、|・|と|및) ?|,? (?:and|or|und|et|y|e) )(?P<number>[A-Z]{1,3}[0-9][A-Z0-9]{5,9}|[0-9]{2}[A-Z]{2}[0-9]{5}|[0-9]{9})(?-u:\b)")
        .expect("the pattern is fixed and tested")
});

/// What else is near a passport: the order of its cover, the size of its photo.
const OTHERS: &[&str] = &[
    "order",
    "invoice",
    "photo",
    "cover",
    "case",
    "tracking",
    "expir",
    "issued",
    "注文",
    "予約",
    "商品",
    "ケース",
    "カバー",
    "期限",
    "発行",
    "伝票",
    "订单",
    "주문",
];

/// The first line of the machine-readable zone (ICAO Doc 9303-4) and the second one.
static MACHINE_READABLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(P[A-Z<][A-Z]{3}[A-Z<]{39}(?:\s+[A-Z0-9<]{44})?)")
        .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if text.speaks_of(topic::PASSPORT) {
        for captures in LABELLED.captures_iter(text.folded) {
            let between = captures["between"].to_lowercase();
            let number = captures.name("number").map(|number| number.range());
            let is_other = OTHERS.iter().any(|word| between.contains(word));
            let mut next = number.filter(|_| !is_other);
            while let Some(range) = next {
                next = FURTHER
                    .captures(text.head(range.end, 32))
                    .and_then(|further| further.name("number"))
                    .map(|number| range.end + number.start()..range.end + number.end());
                found.push(Found { range, kind: KIND });
            }
        }
    }
    if text.folded.contains("<<") {
        labelled::find(
            text,
            &MACHINE_READABLE,
            KIND,
            |zone| zone.contains("<<"),
            found,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing, of_kind};
    use super::KIND;

    #[test]
    fn finds_labelled_passports() {
        assert_found(KIND, "TK1234567", "パスポート番号はTK1234567です");
        assert_found(KIND, "ＴＫ１２３４５６７", "旅券番号：ＴＫ１２３４５６７");
        assert_found(KIND, "533380006", "My passport number is 533380006.");
        for (number, texts) in [
            (
                "L898902C3",
                &[
                    "passport number L898902C3",
                    "Passport No.\nL898902C3",
                    "PASSPORT NUMBER: L898902C3",
                ][..],
            ),
            (
                "C01X00T47",
                &[
                    "Passport# C01X00T47",
                    "Reisepass-Nr. C01X00T47",
                    "Passnummer: C01X00T47",
                ],
            ),
            (
                "14AF12345",
                &["french passport 14AF12345", "passeport n° 14AF12345"],
            ),
            ("E12345678", &["护照号码：E12345678", "护照 E12345678"]),
            (
                "M12345678",
                &["여권번호 M12345678", "여권번호는 M12345678입니다"],
            ),
            ("AAB123456", &["Pasaporte: AAB123456"]),
            ("YA1234567", &["passaporto n. YA1234567"]),
        ] {
            for text in texts {
                assert_found(KIND, number, text);
            }
        }
        for text in [
            "Passport nos ZS1234567 and ZS7654321",
            "パスポート番号はZS1234567とZS7654321です",
            "passports: ZS1234567, ZS7654321",
        ] {
            assert_eq!(of_kind(KIND, text), ["ZS1234567", "ZS7654321"], "{text}");
        }
        for text in [
            "商品 TK1234567",
            "passport cover, order 12345678",
            "passport photo 35x45mm",
            "my passport expires 20301231",
            "パスポートケース 注文番号12345678",
            "passport valid until 2030-12-31",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
