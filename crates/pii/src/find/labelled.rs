//! What a text calls by its name: the loop that several detectors share.

use regex::Regex;

use super::{Found, Text};

/// Adds the first group of each match of `pattern` that is `valid`.
pub(super) fn find<'k>(
    text: &Text<'_>,
    pattern: &Regex,
    kind: &'k str,
    valid: impl Fn(&str) -> bool,
    found: &mut Vec<Found<'k>>,
) {
    for captures in pattern.captures_iter(text.folded) {
        for number in captures.iter().skip(1).flatten() {
            if valid(number.as_str()) {
                let range = number.range();
                found.push(Found { range, kind });
            }
        }
    }
}

/// How many digits there are in `text`.
pub(super) fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}
