//! Japan's Individual Number (マイナンバー): twelve digits, the last of them a check digit.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Text, labelled, topic};

pub(super) const KIND: &str = "MY_NUMBER";

const WORDS: &str =
    "マイナンバー|個人番号|My ?Number|my ?number|MY ?NUMBER|Individual Number|individual number";

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:{WORDS})[^\n0-9]{{0,24}}([0-9]{{4}}[ -]?[0-9]{{4}}[ -]?[0-9]{{4}})"
    ))
    .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if !text.speaks_of(topic::MY_NUMBER) {
        return;
    }
    // What is called an Individual Number is one, even mistyped.
    labelled::find(text, &LABELLED, KIND, |_| true, found);
    if !LABELLED.is_match(text.folded) && !text.folded.contains("マイナンバー") {
        return;
    }
    for at in 0..text.digits.len() {
        if let Some(last) = text.joined(at, 12) {
            let range = text.digits[at].start..text.digits[last].end;
            if !text.in_word(&range) && is_valid(&text.folded[range.clone()]) {
                found.push(Found { range, kind: KIND });
            }
        }
    }
}

/// The check digit as 総務省令第八十五号 (2014), article 5, defines it.
fn is_valid(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let [head @ .., check] = digits.as_slice() else {
        return false;
    };
    let weights = [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let sum: u32 = head
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    *check
        == match sum % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_what_is_called_an_individual_number() {
        for (number, text) in [
            ("123456789018", "マイナンバーは123456789018です"),
            ("1234 5678 9018", "個人番号：1234 5678 9018"),
            (
                "１２３４－５６７８－９０１８",
                "My Number １２３４－５６７８－９０１８",
            ),
            (
                "123456789018",
                "年末調整でマイナンバーを送ります。\n123456789018",
            ),
        ] {
            assert_found(KIND, number, text);
        }
    }

    #[test]
    fn a_parcel_is_no_individual_number() {
        assert_nothing(KIND, "伝票番号 1234-5678-9018");
        assert_nothing(KIND, "マイナンバーは不要です。\n伝票 1234-5678-9012");
    }
}
