//! Regular expressions for texts in which English and Japanese are mixed.

use regex::Regex;

/// Compiles a pattern of ours. A word boundary is one of ASCII letters: no fast engine finds those of Unicode in a text that is
/// not ASCII, and between a Japanese word and an English one there is none.
pub(crate) fn pattern(pattern: &str) -> Regex {
    let pattern = pattern.replace(r"\b", r"(?-u:\b)").replace(r"\d", "[0-9]");
    Regex::new(&pattern).expect("a valid pattern")
}

/// The last bytes of a text, for what comes right before a match.
pub(crate) fn tail(text: &str, most: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(most))..]
}

/// The first bytes of a text, for what follows a match.
pub(crate) fn head(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
