//! Names within links: `/users/taro.yamada`, `?name=taro_yamada`.

use std::ops::Range;

use super::dictionary::{
    COMMON_LATIN, LATIN_GIVEN, LATIN_PLACES, LATIN_SURNAMES, LATIN_WORDS, RARE_LATIN_GIVEN,
    RARE_LATIN_SURNAMES,
};

/// What is in front of a person's own part of a path.
const PERSONS: &[&str] = &[
    "user",
    "users",
    "u",
    "people",
    "person",
    "profile",
    "profiles",
    "member",
    "members",
    "author",
    "authors",
    "staff",
    "employee",
    "employees",
    "customer",
    "customers",
    "account",
    "accounts",
    "name",
    "username",
    "author_name",
    "owner",
    "contact",
    "contacts",
    "by",
];

pub(super) fn find(text: &str, links: &[Range<usize>], add: &mut impl FnMut(Range<usize>)) {
    for link in links {
        let mut before = "";
        let mut at = link.start;
        for part in text[link.clone()].split(['/', '?', '#', '&', '=', ';']) {
            let range = at..at + part.len();
            at = range.end + 1;
            if is_name(part, PERSONS.contains(&before)) {
                add(range);
            }
            before = part;
        }
    }
}

/// Names that are joined to one word, as in the name of a file or a login: `yamada_taro`.
pub(super) fn find_joined(text: &str, add: &mut impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    let letter = |at: Option<&u8>| at.is_some_and(u8::is_ascii_alphabetic);
    let mut done = 0;
    for at in memchr::memchr2_iter(b'_', b'.', bytes) {
        let small = |at: Option<&u8>| at.is_some_and(u8::is_ascii_lowercase);
        let joins = match bytes[at] {
            b'.' => at > 0 && small(bytes.get(at - 1)) && small(bytes.get(at + 1)),
            _ => at > 0 && letter(bytes.get(at - 1)) && letter(bytes.get(at + 1)),
        };
        if at < done || !joins {
            continue;
        }
        let before = bytes[..at]
            .iter()
            .rev()
            .take(20)
            .take_while(|byte| byte.is_ascii_alphabetic());
        let behind = bytes[at + 1..]
            .iter()
            .take(24)
            .take_while(|byte| byte.is_ascii_alphanumeric());
        let range = at - before.count()..at + 1 + behind.count();
        done = range.end;
        if is_name(&text[range.clone()], false) {
            add(range);
        }
    }
}

/// `taro.yamada` is a name by itself; `taro`, `taro-yamada` and `t-yamada` are names in a person's place.
fn is_name(part: &str, in_place: bool) -> bool {
    if !(3..=48).contains(&part.len()) {
        return false;
    }
    let mut words = part
        .trim_start_matches(['@', '~'])
        .split(['.', '_', '-', '+']);
    let (Some(first), second) = (words.next(), words.next()) else {
        return false;
    };
    let first = first.to_ascii_lowercase();
    let first = first.trim_end_matches(|c: char| c.is_ascii_digit());
    match second.map(str::to_ascii_lowercase) {
        Some(second) => {
            let second = second.trim_end_matches(|c: char| c.is_ascii_digit());
            let full =
                is_given(first) && is_surname(second) || is_surname(first) && is_given(second);
            let surely = part.contains(['.', '_']) && !part.ends_with(".html");
            words.next().is_none()
                && full
                && (in_place || surely && is_distinct(first) && is_distinct(second))
                || in_place && (is_known(first) || is_known(second)) && words.next().is_none()
        }
        None => in_place && is_known(first),
    }
}

fn is_given(word: &str) -> bool {
    LATIN_GIVEN.has(word) || RARE_LATIN_GIVEN.has(word)
}

fn is_surname(word: &str) -> bool {
    LATIN_SURNAMES.has(word) || RARE_LATIN_SURNAMES.has(word)
}

/// In a list of names, and no word besides.
fn is_known(word: &str) -> bool {
    (is_given(word) || is_surname(word)) && is_distinct(word)
}

fn is_distinct(word: &str) -> bool {
    !LATIN_WORDS.has(word)
        && !LATIN_PLACES.has(word)
        && (!COMMON_LATIN.has(word) || LATIN_GIVEN.has(word))
}
