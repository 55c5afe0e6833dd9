//! Parameters of `Content-Type` and `Content-Disposition`: RFC 2231 with its continuations and
//! charsets, and the encoded words that RFC 2047 §5 forbids there and most mailers write.

use super::{charset, encoded_word};

/// The parameter `name` (lower case) of an unfolded header value, decoded.
pub(super) fn get(value: &str, name: &str) -> Option<String> {
    let mut plain = None;
    let mut pieces: Vec<(u32, bool, String)> = Vec::new();
    for (key, value) in params(value) {
        let Some((start, section)) = key.split_at_checked(name.len()) else {
            continue;
        };
        if !start.eq_ignore_ascii_case(name) {
            continue;
        }
        match section.strip_prefix('*') {
            None if section.is_empty() => plain = plain.or(Some(value)),
            None => {}
            Some("") => pieces.push((0, true, unquoted(value))),
            Some(section) => {
                let (number, encoded) = match section.strip_suffix('*') {
                    Some(number) => (number, true),
                    None => (section, false),
                };
                if let Ok(number) = number.parse() {
                    pieces.push((number, encoded, unquoted(value)));
                }
            }
        }
    }
    if pieces.is_empty() {
        return plain.map(|value| encoded_word::decode(&unquoted(value)).into_owned());
    }
    Some(join(pieces))
}

/// Joins the sections of a parameter (RFC 2231 §3 and §4): bytes first, then the charset.
fn join(mut pieces: Vec<(u32, bool, String)>) -> String {
    pieces.sort_by_key(|(number, ..)| *number);
    let mut label = None;
    let mut bytes = Vec::new();
    for (at, (_, encoded, value)) in pieces.iter().enumerate() {
        let mut value = value.as_str();
        if at == 0 && *encoded {
            let mut parts = value.splitn(3, '\'');
            if let (Some(charset), Some(_), Some(data)) = (parts.next(), parts.next(), parts.next())
            {
                label = (!charset.is_empty()).then_some(charset);
                value = data;
            }
        }
        if *encoded {
            percent_decode(value, &mut bytes);
        } else {
            bytes.extend(value.as_bytes());
        }
    }
    let text = charset::decode(label, &bytes);
    // A mailer that splits the value and then encodes words in it.
    encoded_word::decode(&text).into_owned()
}

pub(super) fn percent_decode(text: &str, bytes: &mut Vec<u8>) {
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if let (b'%', [high, low, after @ ..]) = (byte, tail)
            && let (Some(high), Some(low)) = (encoded_word::hex(*high), encoded_word::hex(*low))
        {
            bytes.push(high << 4 | low);
            rest = after;
        } else {
            bytes.push(*byte);
        }
    }
}

/// The `key=value` pairs after the first `;`, values with their quotes.
fn params(value: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = value.split_once(';').map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        let (key, after) = rest.split_once('=')?;
        // A key without a value, e.g. a stray word, ends at the next `;`.
        let key = key.rsplit(';').next().unwrap_or(key);
        let after = after.trim_start();
        let value = match after.starts_with('"') {
            true => &after[..end_of_quoted(after)],
            false => after.split(';').next().unwrap_or(after),
        };
        let next = &after[value.len()..];
        rest = next.split_once(';').map_or("", |(_, next)| next);
        Some((key.trim(), value.trim()))
    })
}

/// How long the quoted string at the start of `text` is, its quotes included.
fn end_of_quoted(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return at + 1,
            '\\' if chars.peek().is_some_and(|(_, c)| matches!(c, '"' | '\\')) => {
                chars.next();
            }
            _ => {}
        }
    }
    text.len()
}

/// A value without its quotes. A backslash that escapes nothing is kept: it is a path, not a quoted
/// pair.
fn unquoted(value: &str) -> String {
    let Some(inside) = value.strip_prefix('"') else {
        return value.to_owned();
    };
    let mut content = String::new();
    let mut chars = inside.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' if chars.peek().is_some_and(|c| matches!(c, '"' | '\\')) => {
                content.extend(chars.next());
            }
            c => content.push(c),
        }
    }
    content
}
