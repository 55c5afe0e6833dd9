//! Links that carry a secret: credentials, tokens, signatures.

use std::ops::Range;

use super::{Found, Text};

pub(super) const KIND: &str = "URL";

/// Parameters whose value opens something.
const SECRETS: &[&str] = &[
    "token",
    "key",
    "secret",
    "password",
    "passwd",
    "pwd",
    "pass",
    "sig",
    "signature",
    "auth",
    "session",
    "sessionid",
    "sid",
    "jwt",
    "code",
    "otp",
    "credential",
    "ticket",
    "nonce",
    "hash",
    "hmac",
    "invite",
];

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut done = 0;
    for sign in memchr::memmem::find_iter(text.folded.as_bytes(), "://") {
        // A link within a link is a part of it.
        if sign < done {
            continue;
        }
        done = sign + 3;
        if let Some(range) = around(text.folded, sign) {
            done = range.end;
            if has_secret(&text.folded[sign + 3..range.end]) {
                found.push(Found { range, kind: KIND });
            }
        }
    }
}

/// The links in `text`, with and without their scheme, in order.
pub(super) fn links(text: &str) -> Vec<Range<usize>> {
    let mut links: Vec<Range<usize>> = Vec::new();
    for slash in memchr::memchr_iter(b'/', text.as_bytes()) {
        if links.last().is_some_and(|last| slash < last.end) {
            continue;
        }
        let link = match text[..slash].strip_suffix(':') {
            Some(_) if text[slash..].starts_with("//") => around(text, slash - 1),
            _ => without_scheme(text, slash),
        };
        links.extend(link);
    }
    links
}

/// `www.example.com/…`: the link around the first slash behind its host.
fn without_scheme(text: &str, slash: usize) -> Option<Range<usize>> {
    let host = text[..slash]
        .bytes()
        .rev()
        .take(64)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
        .count();
    let host = &text[slash - host..slash];
    let (name, top) = host.rsplit_once('.')?;
    let is_host = !name.is_empty()
        && (2..=6).contains(&top.len())
        && top.bytes().all(|byte| byte.is_ascii_lowercase());
    let path = &text[slash..];
    let length = path
        .bytes()
        .take(MAX_LINK)
        .take_while(|byte| byte.is_ascii_graphic() && !b"<>\"`{}|\\^()[]'".contains(byte))
        .count();
    let link = path[..length].trim_end_matches(['.', ',', '!', '?', ';', ':']);
    (is_host && link.len() > 1).then(|| slash - host.len()..slash + link.len())
}

/// The part of a link that holds `range`: what is between two slashes, a value of the query. None
/// in the host, which is the name of a shop.
pub(super) fn part(text: &str, link: &Range<usize>, range: &Range<usize>) -> Option<Range<usize>> {
    let path = match text[link.clone()].find("://") {
        Some(sign) => sign + 3,
        None => 0,
    } + link.start;
    let path = path + text[path..link.end].find(['/', '?', '#'])?;
    if range.start < path {
        return None;
    }
    let divides = |c: char| "/?#&=;".contains(c);
    let start = text[path..range.start]
        .rfind(divides)
        .map_or(path, |at| path + at + 1);
    let end = text[range.end..link.end]
        .find(divides)
        .map_or(link.end, |at| range.end + at);
    Some(start..end)
}

/// No browser takes a longer link.
const MAX_LINK: usize = 8192;

/// The link around a `://`.
fn around(text: &str, sign: usize) -> Option<Range<usize>> {
    let scheme = text[..sign]
        .bytes()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'+')
        .count();
    if scheme == 0 {
        return None;
    }
    let mut end = text.len().min(sign + 3 + MAX_LINK);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let rest = &text[sign + 3..end];
    let length = rest
        .find(|c: char| !c.is_ascii_graphic() || "<>\"`{}|\\^".contains(c))
        .unwrap_or(rest.len());
    // A bracket that the link did not open closes something around it.
    let closed = |open: char, close: char| {
        let at = rest[..length].find(close)?;
        (!rest[..at].contains(open)).then_some(at)
    };
    let length = [closed('(', ')'), closed('[', ']')]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(length);
    let link = rest[..length].trim_end_matches(['.', ',', ')', ']', '\'', '!', '?', ';', ':']);
    (!link.is_empty()).then(|| sign - scheme..sign + 3 + link.len())
}

fn has_secret(link: &str) -> bool {
    let (address, query) = link.split_at(link.find(['?', '#']).unwrap_or(link.len()));
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    let credentials = host
        .split_once('@')
        .is_some_and(|(user, _)| user.contains(':'));
    credentials
        || path.split('/').any(is_random)
        || query.split(['?', '#', '&', ';']).any(is_secret)
}

fn is_secret(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else {
        return is_random(parameter);
    };
    let name = name.to_ascii_lowercase();
    let named = name.split(['_', '-', '.', '[', ']']).any(|word| {
        SECRETS.contains(&word)
            || ["token", "apikey", "secret", "password"]
                .iter()
                .any(|end| word.ends_with(end))
    });
    // A short one is a campaign's or a coupon's.
    named && value.len() >= 6 || is_random(value)
}

/// A long run of letters and digits in a mixture that no word has.
fn is_random(part: &str) -> bool {
    part.split(|c: char| !c.is_ascii_alphanumeric()).any(|run| {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        run.len() >= 20 && digits >= 4 && run.len() - digits >= 4
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_links_with_secrets_only() {
        for link in [
            "https://taro:geheim1@example.com/x",
            "https://example.com/reset?token=abcdef123456",
            "https://example.com/r#access_token=abcdef123456",
            "https://s3.example.com/f?X-Amz-Signature=0123456789abcdef",
            "https://example.com/reset/4f3c2b1a0918273645aabbccdd",
            "https://example.com/?api_key=12345678",
        ] {
            assert_found(KIND, link, &format!("リンクは{link}です"));
            assert_found(KIND, link, &format!("({link})."));
        }
        for link in [
            "https://example.com/items/B08N5WRWNW?utm_source=mail",
            "https://example.com/faq#returns",
            "https://img.example.com/license-Apache%202.0-blue?style=flat)](LICENSE-2.0",
            "http://example.com:8080/a-very-long-article-name-about-shoes-2024",
        ] {
            assert_nothing(KIND, link);
        }
    }
}
