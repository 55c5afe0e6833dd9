//! Mr, Mrs, Ms and Dr in front of a surname: another one than the sources have for it.

use std::sync::LazyLock;

use super::Desk;
use crate::pattern::{Pattern, pattern, tail};
use crate::scan::{Found, Value};
use crate::{Source, Span};

/// The source that calls the person of a name otherwise; none where any source calls them as the reply does.
pub(super) fn another(desk: &Desk, found: &Found) -> Option<Source> {
    let Value::Name { parts, .. } = &found.value else {
        return None;
    };
    let surname = parts.last()?;
    if !surname.is_ascii() {
        return None;
    }
    let text = &desk.reply.text;
    static OWN: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)\b(?P<title>mr|mrs|ms|miss|mx|dr)\.?\s(?:[a-z'-]+\s)?$"));
    let own = &text[found.bytes.clone()];
    let begins = own.find([' ', '.']).unwrap_or(0);
    let title = match title(&own[..begins]) {
        Some(title) => title,
        None => {
            let before = OWN.captures(tail(&text[..found.bytes.start], 24))?;
            title(&before["title"])?
        }
    };
    let initials: Vec<char> = desk
        .sources
        .iter()
        .filter(|source| source.is_mail())
        .flat_map(|source| initials(&source.folded.text, surname))
        .collect();
    // The record of Mrs E Whitcombe is none of Robert Whitcombe, who writes.
    let is_them = |initial: Option<char>| {
        initial.is_none_or(|it| initials.is_empty() || initials.contains(&it))
    };
    let mut known = desk.sources.iter().flat_map(|source| {
        let called = titles(&source.folded.text, surname).into_iter();
        let called = called.filter(|(.., initial)| is_them(*initial));
        called.map(move |(bytes, title, _)| (source, bytes, title))
    });
    let (source, bytes, first) = known.next()?;
    let is_another = first != title && known.all(|(.., other)| other != title);
    is_another.then(|| source.source(&bytes))
}

/// The first letters of what stands in front of a surname.
fn initials(text: &str, surname: &str) -> Vec<char> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
    let pairs = words.windows(2);
    let named = pairs.filter(|pair| pair[1].eq_ignore_ascii_case(surname));
    let first = named.filter(|pair| title(pair[0]).is_none());
    first
        .filter_map(|pair| pair[0].chars().next())
        .filter(|c| c.is_ascii_uppercase())
        .collect()
}

/// The titles that a text has in front of a surname, with their places and the first letter of a first name between.
fn titles(text: &str, surname: &str) -> Vec<(Span, &'static str, Option<char>)> {
    static TITLE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"\b(?P<first>Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s(?:(?:and|&)\s(?P<second>Mr|Mrs|Ms|Miss|Mx|Dr)\.?\s)?(?P<name>\p{Lu}[\p{L}'.-]*(?:\s\p{Lu}[\p{L}'-]+){0,3})",
        )
        .needs(&["Mr", "Ms", "Miss", "Mx", "Dr"])
    });
    let mut all = Vec::new();
    for found in TITLE.captures_iter(text) {
        let name = found["name"].to_lowercase();
        if !name.split(' ').any(|part| part == surname) {
            continue;
        }
        let first = found["name"].chars().next();
        let initial = first.filter(|_| !name.starts_with(surname));
        for group in ["first", "second"] {
            if let Some(it) = found.name(group)
                && let Some(title) = title(it.as_str())
            {
                all.push((it.range(), title, initial));
            }
        }
    }
    all
}

fn title(word: &str) -> Option<&'static str> {
    let all = ["mr", "mrs", "ms", "miss", "mx", "dr"];
    all.into_iter()
        .find(|title| word.eq_ignore_ascii_case(title))
}
