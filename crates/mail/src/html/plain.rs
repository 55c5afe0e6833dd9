//! HTML and entities in a part that is labelled as plain text: programs that send one for the other.

use html5gum::{State, Token, Tokenizer};

use crate::charset;

/// Tags that lay a text out: a person who writes one of them by hand in a mail writes about HTML.
const LAYOUT: [&str; 16] = [
    "html", "head", "body", "meta", "div", "p", "br", "br/", "table", "tr", "td", "span", "font",
    "style", "center", "!doctype",
];

/// True when a plain text is an HTML document, or a piece of one: its lines are made by tags.
pub(crate) fn is_document(text: &str) -> bool {
    const LOOKED_AT: usize = 64 * 1024;
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let text = &text[..text.floor_char_boundary(LOOKED_AT)];
    let (mut tags, mut breaks, mut closing) = (0usize, 0usize, 0usize);
    for piece in text.split('<').skip(1) {
        let name = piece.strip_prefix('/').unwrap_or(piece);
        let end = name
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '!'))
            .unwrap_or(name.len());
        let tag = name[..end].to_ascii_lowercase();
        let ends = name[end..].starts_with(['>', ' ', '/', '\t', '\n', '\r']);
        if !ends || !piece.contains('>') || !LAYOUT.contains(&tag.as_str()) {
            continue;
        }
        tags += 1;
        breaks += usize::from(matches!(tag.as_str(), "br" | "p"));
        closing += usize::from(piece.starts_with('/'));
    }
    let lower = text.get(..200).unwrap_or(text).to_ascii_lowercase();
    if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        return tags > 0;
    }
    // Beside prose that has lines of its own, tags are what it is about.
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut is_laid_out = false;
    let is_bare = |line: &&str| {
        let lower = line.to_ascii_lowercase();
        is_laid_out = (is_laid_out || lower.contains("<pre")) && !lower.contains("</pre");
        !is_laid_out && !line.contains('<')
    };
    let bare = lines().filter(is_bare).count();
    let first_is_bare = lines().next().is_some_and(|line| !line.contains('<'));
    let begins = lower.starts_with('<');
    if begins {
        return tags >= 2 && (closing > 0 || breaks > 0) && bare <= tags;
    }
    breaks >= 1 && bare == 0 || breaks >= 2 && !first_is_bare && bare <= breaks
}

/// True for `&#64;`, `&nbsp;` and the like.
pub(crate) fn has_entities(text: &str) -> bool {
    let mut named = 0;
    for piece in text.split('&').skip(1) {
        let Some((name, _)) = piece
            .get(..piece.len().min(12))
            .unwrap_or_default()
            .split_once(';')
        else {
            continue;
        };
        let number = name.strip_prefix('#');
        let is_number = number.is_some_and(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => !hex.is_empty() && hex.bytes().all(|b| b.is_ascii_hexdigit()),
            None => !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()),
        });
        let is_usual = matches!(
            name,
            "amp" | "lt" | "gt" | "quot" | "apos" | "commat" | "period"
        );
        if is_number || is_usual {
            return true;
        }
        // A single other name may be what the mail is about.
        named += usize::from(name.len() >= 2 && name.bytes().all(|b| b.is_ascii_alphanumeric()));
    }
    named >= 2
}

/// The text with its entities decoded; what looks like tags stays.
pub(crate) fn decode_entities(text: &str) -> String {
    let text = &charset::joined_numbers(text)[..];
    let end = text.match_indices('&').nth(super::MOST_ENTITIES);
    let (text, rest) = text.split_at(end.map_or(text.len(), |(at, _)| at));
    let mut tokenizer = Tokenizer::new(text);
    tokenizer.set_state(State::RcData);
    let mut out = String::with_capacity(text.len());
    for token in tokenizer {
        if let Ok(Token::String(text)) = token {
            out.push_str(&String::from_utf8_lossy(&text));
        }
    }
    out.push_str(rest);
    // Decoding twice what was encoded twice would go on for ever with what a person wrote.
    out.replace('\u{a0}', " ")
}
