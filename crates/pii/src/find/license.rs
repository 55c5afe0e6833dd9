//! Driver's licences, where a text calls them so.

use std::sync::LazyLock;

use regex::Regex;

use super::labelled::{self, count_digits};
use super::{Found, Text, topic};

pub(super) const KIND: &str = "DRIVER_LICENSE";

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:免許|[Dd]river[’']?s?[’']? [Ll]icen[cs]e|[Dd]riving [Ll]icen[cs]e|DRIVER'?S? LICEN[CS]E|(?i:licen[cs]e) ?(?i:no(?-u:\b)\.?|number|nr\.?|#)|(?-u:\b)DL ?(?:#|(?i:no(?-u:\b)\.?|number)|:)|Führerschein|permis de conduire|(?:permiso|carnet) de conducir|[Pp]atente|[Rr]ijbewijs|驾驶证|驾照|駕照|운전면허)[^\n0-9]{0,24}?(?-u:\b)([A-Z]{0,5}[0-9](?:[A-Z0-9]|[ -][A-Z0-9]){4,17})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if !text.speaks_of(topic::LICENCE) {
        return;
    }
    // Digits enough, so that a year behind the word is none.
    let valid = |number: &str| count_digits(number) >= 6;
    labelled::find(text, &LABELLED, KIND, valid, found);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_labelled_licences() {
        assert_found(KIND, "301234567890", "運転免許証番号は301234567890です");
        assert_found(KIND, "3012 3456 7890", "免許証の番号：第3012 3456 7890号");
        assert_found(KIND, "D1234567", "My driver's license number is D1234567.");
        for text in [
            "license no. D1234567",
            "Licence number: D1234567",
            "DL# D1234567",
            "DL no. D1234567",
            "patente n. D1234567",
            "rijbewijs D1234567",
            "운전면허 D1234567",
        ] {
            assert_found(KIND, "D1234567", text);
        }
        assert_found(KIND, "MORGA657054SM9IJ", "Licence no MORGA657054SM9IJ");
    }

    #[test]
    fn other_numbers_are_no_licences() {
        assert_nothing(KIND, "免許は2024年に取りました");
        assert_nothing(KIND, "I need a license for 12 seats");
        assert_nothing(KIND, "DL the file 12345678");
    }
}
