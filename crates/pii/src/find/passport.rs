//! Passport numbers, where a text calls them so.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Text, labelled, topic};

pub(super) const KIND: &str = "PASSPORT";

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:パスポート|旅券|[Pp]assport|PASSPORT|[Pp]asseport|Reisepass|[Pp]asaporte)[^\n0-9]{0,24}?(?-u:\b)([A-Za-z]{0,2}[0-9]{6,9}[A-Za-z]?)(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// The first line of the machine-readable zone (ICAO Doc 9303-4) and the second one.
static MACHINE_READABLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(P[A-Z<][A-Z]{3}[A-Z<]{39}(?:\s+[A-Z0-9<]{44})?)")
        .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if text.speaks_of(topic::PASSPORT) {
        labelled::find(text, &LABELLED, KIND, |_| true, found);
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
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_labelled_passports() {
        assert_found(KIND, "TK1234567", "パスポート番号はTK1234567です");
        assert_found(KIND, "ＴＫ１２３４５６７", "旅券番号：ＴＫ１２３４５６７");
        assert_found(KIND, "533380006", "My passport number is 533380006.");
        assert_nothing(KIND, "商品 TK1234567");
    }
}
