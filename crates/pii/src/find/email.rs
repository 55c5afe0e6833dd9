//! Mail addresses: RFC 5321's and what real ones look like, Japanese text touching them included.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Found, Text};

pub(super) const KIND: &str = "EMAIL";

/// The longest local part and domain of RFC 5321 (4.5.3.1), with room for wide characters.
const MAX_LOCAL: usize = 64;
const MAX_DOMAIN: usize = 255;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut add = |range: Range<usize>| found.push(Found { range, kind: KIND });
    let mut done = 0;
    for at in memchr::memchr_iter(b'@', text.folded.as_bytes()) {
        if let Some(range) = around(text.folded, at, at + 1, done) {
            done = range.end;
            add(range);
        }
    }
    // In the query of a link the sign is percent-encoded.
    for at in memchr::memchr_iter(b'%', text.folded.as_bytes()) {
        if text.folded[at..].starts_with("%40")
            && let Some(range) = around(text.folded, at, at + "%40".len(), 0)
        {
            add(range);
        }
    }
}

/// The address around an at sign.
fn around(text: &str, at: usize, behind: usize, done: usize) -> Option<Range<usize>> {
    let mut window = at.saturating_sub(4 * MAX_LOCAL).max(done);
    while !text.is_char_boundary(window) {
        window += 1;
    }
    let local = local_part(&text[window..at])?;
    let domain = domain(&text[behind..]).or_else(|| mistyped(&text[behind..]))?;
    let end = behind + domain;
    Some(at - local..end + last_label(&text[end..], &text[behind..end]))
}

/// The country that a comma divides from the rest: `docomo.ne,jp`.
fn last_label(after: &str, domain: &str) -> usize {
    let divided = ["co", "ne", "or", "ac", "go"].iter().any(|part| {
        domain
            .strip_suffix(part)
            .is_some_and(|head| head.ends_with(['.', ',']))
    });
    let rest = after.trim_start_matches([',', ' ', '、', '。', '.']);
    let country = rest
        .get(..2)
        .is_some_and(|it| it.eq_ignore_ascii_case("jp"))
        && !rest[2..].starts_with(|c: char| c.is_ascii_alphanumeric());
    let gap = after.len() - rest.len();
    if divided && country && (1..=3).contains(&gap) {
        gap + 2
    } else {
        0
    }
}

/// The length of the local part at the end of `before`.
fn local_part(before: &str) -> Option<usize> {
    if let Some(quoted) = before.strip_suffix('"') {
        let start = quoted.rfind(['"', '\n'])?;
        return quoted[start..]
            .starts_with('"')
            .then(|| before.len() - start);
    }
    let start = before
        .char_indices()
        .rev()
        .take(MAX_LOCAL)
        .take_while(|&(_, c)| is_local(c))
        .last()
        .map_or(before.len(), |(start, _)| start);
    // Signs that mail systems allow but that open a quotation or emphasis in a text.
    let local = before[start..]
        .trim_start_matches(['\'', '*', '.', '~', '`', '!', '#', '$', '^', '-', '%']);
    if !local.is_empty() {
        return Some(local.len());
    }
    // Addresses may be in any script (RFC 6531).
    let start = before
        .char_indices()
        .rev()
        .take(MAX_LOCAL)
        .take_while(|&(_, c)| c.is_alphabetic())
        .last()
        .map(|(start, _)| start)?;
    Some(before.len() - start)
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || ".!#$%'*+-^_`~".contains(c) || is_european(c)
}

/// Latin, Greek, Cyrillic letters beyond ASCII.
fn is_european(c: char) -> bool {
    !c.is_ascii() && c < '\u{530}' && c.is_alphabetic()
}

/// Top-level domains in scripts of their own that are in use (IANA's root zone).
const WIDE_TOP: &[&str] = &[
    "みんな",
    "世界",
    "コム",
    "企業",
    "商店",
    "在线",
    "中国",
    "中文网",
    "公司",
    "网络",
    "рф",
    "한국",
    "भारत",
];

/// The length of the domain at the beginning of `after`.
fn domain(after: &str) -> Option<usize> {
    if after.starts_with('[') {
        return address_literal(after);
    }
    let narrow = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c) || is_european(c);
    let wide = |c: char| narrow(c) || c.is_alphanumeric() || c == 'ー' || c == '々';
    // Japanese text may touch an address, so a domain in Japanese is looked for second.
    run(after, narrow).or_else(|| run(after, wide))
}

/// Where most people have their address.
const PROVIDERS: &str = "gmail|googlemail|yahoo|hotmail|outlook|icloud|protonmail|gmx|t-online|wanadoo|naver|daum|hanmail|docomo|ezweb|softbank|ymobile|nifty|biglobe|so-net";

/// A domain whose dot was missed: gmail,com, gmailcom, `gmail. com`, gmail.
static MISTYPED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?:(?i:{PROVIDERS})(?:(?: ?[.,、。:;・/] ?| )?(?i:com|net|org|co[.,]? ?jp|ne[.,]? ?jp|co[.,]? ?uk|jp|de|fr|it|es|me|kr|cn))?(?-u:\b)|[A-Za-z0-9][A-Za-z0-9-]{{0,40}}(?:,|\. |, | \. ?)(?:com|net|org|jp|co[.,]jp|ne[.,]jp|co[.,]uk|de|fr|kr)(?-u:\b))"
    ))
    .expect("the pattern is fixed and tested")
});

/// The length of a domain of which a dot is missing or is another sign.
fn mistyped(after: &str) -> Option<usize> {
    let mut end = after.len().min(64);
    while !after.is_char_boundary(end) {
        end -= 1;
    }
    MISTYPED.find(&after[..end]).map(|it| it.end())
}

/// The longest domain within the characters that are `allowed`.
fn run(after: &str, allowed: impl Fn(char) -> bool) -> Option<usize> {
    let end = after
        .char_indices()
        .take(MAX_DOMAIN)
        .take_while(|&(_, c)| allowed(c))
        .last()
        .map_or(0, |(last, c)| last + c.len_utf8());
    let mut rest = &after[..end];
    while let Some((head, top)) = rest.rsplit_once('.') {
        if let Some(length) = top_level(top)
            && head.split('.').all(|label| !label.is_empty())
        {
            return Some(head.len() + 1 + length);
        }
        rest = head;
    }
    None
}

/// The length of the top-level domain that `label` begins with.
fn top_level(label: &str) -> Option<usize> {
    if label
        .get(..4)
        .is_some_and(|head| head.eq_ignore_ascii_case("xn--"))
    {
        return Some(label.len());
    }
    let letters = label.bytes().take_while(u8::is_ascii_alphabetic).count();
    if (2..=24).contains(&letters) {
        return Some(letters);
    }
    WIDE_TOP
        .iter()
        .find(|top| label.starts_with(**top))
        .map(|top| top.len())
}

/// A domain given as an address (RFC 5321, 4.1.3): `[192.0.2.1]`.
fn address_literal(after: &str) -> Option<usize> {
    let end = after.bytes().take(50).position(|b| b == b']')?;
    let address = &after[1..end];
    let address = address.strip_prefix("IPv6:").unwrap_or(address);
    address.parse::<std::net::IpAddr>().ok().map(|_| end + 1)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_addresses_of_every_kind() {
        for address in [
            "taro@example.com",
            "taro.yamada+shop@mail.example.co.jp",
            "o'brien@example.ie",
            "taro..yamada.@docomo.example.jp",
            "_x_@example.com",
            "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ",
            "taro＠example.com",
            "TARO@EXAMPLE.COM",
            "\"taro yamada\"@example.com",
            "taro@[192.0.2.1]",
            "müller@bücher.example",
            "taro@xn--wgv71a119e.jp",
            "taro@日本語.jp",
            "ta\u{200b}ro@exam\u{ad}ple.com",
            "taro%40example.com",
            "山田@例え.みんな",
        ] {
            assert_found(KIND, address, &format!("連絡先：{address}。"));
            assert_found(KIND, address, &format!("<{address}>"));
        }
        for address in ["taro@example.com", "a-b@x.io"] {
            assert_found(KIND, address, &format!("メールは{address}です"));
            assert_found(KIND, address, &format!("'{address}'"));
            assert_found(KIND, address, &format!("write to {address}."));
            assert_found(KIND, address, &format!("?mail={address}&x"));
        }
    }

    #[test]
    fn an_address_whose_dot_was_missed_is_found() {
        for address in [
            "jane.doe@gmail,com",
            "jane.doe@gmail, com",
            "x@gmailcom",
            "x@gmail com",
            "x@gmail. com",
            "x@Gmail",
            "taro@docomo,ne,jp",
            "taro@docomo.ne,jp",
            "taro@docomo ne.jp",
            "taro@yahoo,co,jp",
            "taro@yahoocojp",
            "taro@example,com",
        ] {
            assert_found(KIND, address, &format!("mail: {address}"));
            assert_found(KIND, address, &format!("（{address}）"));
        }
    }

    #[test]
    fn an_at_sign_alone_is_no_address() {
        for text in [
            "@taro さん",
            "3個@100円",
            "a @ b",
            "taro@",
            "@example.com",
            "x@y",
            "see you @live shows, we wait",
            "3 pcs@web shop",
            "2 seats@free of charge",
            "1@2.3",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
