//! United States Social Security numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::label::Label;
use super::{Found, Text, labelled, topic};

pub(super) const KIND: &str = "SSN";

static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:SSN|ssn|[Ss]ocial [Ss]ecurity)[^\n0-9]{0,24}?(?-u:\b)([0-9]{3}[ -]?[0-9]{2}[ -]?[0-9]{4})(?-u:\b)")
        .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if text.speaks_of(topic::SOCIAL_SECURITY) {
        labelled::find(text, &LABELLED, KIND, is_issued, found);
    }
    for at in 0..text.digits.len().saturating_sub(2) {
        let lengths = [0, 1, 2].map(|next| text.digits[at + next].len());
        if lengths != [3, 2, 4] || text.gap(at) != Some("-") || text.gap(at + 1) != Some("-") {
            continue;
        }
        let range = text.digits[at].start..text.digits[at + 2].end;
        let other = text
            .label(range.start)
            .is_some_and(|found| found.direct && found.label == Label::Reference);
        if !other && !text.in_longer(&range) && is_issued(&text.folded[range.clone()]) {
            found.push(Found { range, kind: KIND });
        }
    }
}

/// What the Social Security Administration never issues: area 000, 666, 900 and up, group 00,
/// serial 0000.
fn is_issued(number: &str) -> bool {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let (area, group, serial) = (&digits[..3], &digits[3..5], &digits[5..]);
    area != "000" && area != "666" && !area.starts_with('9') && group != "00" && serial != "0000"
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_what_may_have_been_issued() {
        assert_found(KIND, "123-45-6789", "It is 123-45-6789.");
        assert_found(KIND, "123456789", "SSN: 123456789");
        for text in [
            "000-45-6789",
            "912-45-6789",
            "order 123-45-6789",
            "1-123-45-6789",
            "123456789",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
