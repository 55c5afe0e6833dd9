//! Network addresses, IPv4 and IPv6.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::label::Label;
use super::{Found, Text};

pub(super) const KIND: &str = "IP_ADDRESS";

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    for at in 0..text.digits.len().saturating_sub(3) {
        let range = text.digits[at].start..text.digits[at + 3].end;
        if range.len() <= 15 && is_version_four(text, &range) || is_spaced(text, at) {
            found.push(Found { range, kind: KIND });
        }
    }
    let mut done = 0;
    for colon in colons(text.folded) {
        if colon < done {
            continue;
        }
        let range = token(text.folded, colon);
        done = range.end;
        if is_version_six(&text.folded[range.clone()]) && !text.in_word(&range) {
            found.push(Found { range, kind: KIND });
        }
    }
}

/// `192[.]0[.]2[.]17`, `192 . 0 . 2 . 17` as a scanner reads it, `ip-192-0-2-17`.
fn is_spaced(text: &Text<'_>, at: usize) -> bool {
    let Some(gap @ ("[.]" | "(.)" | " . " | ". " | " ." | "-")) = text.gap(at) else {
        return false;
    };
    let octet = |at: usize| text.run(at).len() <= 3 && text.run(at).parse::<u8>().is_ok();
    let like = (at..at + 3).all(|at| text.gap(at) == Some(gap)) && (at..at + 4).all(octet);
    let told = || text.tail(text.digits[at].start, 12).to_ascii_lowercase();
    let range = text.digits[at].start..text.digits[at + 3].end;
    like && match gap {
        "-" => {
            let told = told();
            let word = told
                .trim_end_matches('-')
                .rsplit(|c: char| !c.is_ascii_alphanumeric());
            told.ends_with('-') && matches!(word.take(1).next(), Some("ip" | "ec2" | "host"))
        }
        "[.]" | "(.)" => true,
        _ => told().contains("ip") && !text.in_word(&range),
    }
}

fn is_version_four(text: &Text<'_>, range: &Range<usize>) -> bool {
    let Ok(address) = text.folded[range.clone()].parse::<Ipv4Addr>() else {
        return false;
    };
    // Of no person: this machine, masks, and documentation of software.
    let nobody = address.is_loopback() || address.is_unspecified() || address.octets()[0] == 255;
    // 6.1.2.3 reads as a version.
    let short = range.len() < 8
        && !text
            .tail(range.start, 24)
            .to_ascii_lowercase()
            .contains("ip")
        && !has_any(&text.tail(range.start, 24).to_ascii_lowercase(), HOSTS);
    let called = text.tail(range.start, 24).to_ascii_lowercase();
    let called = called.trim_end_matches([' ', ':', '=', '「', '(', 'v', '.']);
    if VERSIONS.iter().any(|word| called.ends_with(word)) {
        return false;
    }
    let version = text
        .label(range.start)
        .is_some_and(|found| found.direct && found.label == Label::Reference);
    // IP203.0.113.20
    let glued = || {
        let before = text.tail(range.start, 3);
        before.ends_with("IP")
            && !before[..before.len() - 2].ends_with(|c: char| c.is_ascii_alphanumeric())
            && !text
                .after(range.end)
                .is_some_and(|c| c.is_ascii_alphanumeric() || c == '.')
    };
    !nobody && !short && !version && (!text.in_longer(range) || glued())
}

/// What has an address even where it is as short as a version.
const HOSTS: &[&str] = &[
    "ping",
    "trace",
    "host",
    "router",
    "gateway",
    "アドレス",
    "ルーター",
    "サーバー",
    "address",
];

/// What has a version of four numbers right behind it.
const VERSIONS: &[&str] = &[
    "driver",
    "ドライバ",
    "ドライバー",
    "sdk",
    "release",
    "kernel",
    "bios",
    "patch",
    "plugin",
    "プラグイン",
    "アプリ",
    "app",
    "software",
    "ソフト",
    "update",
    "アップデート",
    "rev",
    "revision",
    "パッチ",
    "ファーム",
    "fw",
    "from version",
    "to version",
    "更新版",
];

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The colons at which an address may be: two, or one of eight groups without `::`.
fn colons(text: &str) -> impl Iterator<Item = usize> {
    let hex = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).filter(move |at| {
        let next = bytes.get(at + 1);
        // Times have two colons at most.
        let is_full = || {
            let near = &bytes[*at..bytes.len().min(at + 16)];
            hex(bytes[..*at].last())
                && hex(next)
                && near.iter().filter(|byte| **byte == b':').count() > 2
        };
        next == Some(&b':') || is_full()
    })
}

/// The characters around `at` that an address may consist of.
fn token(text: &str, at: usize) -> Range<usize> {
    let part = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b':' || *byte == b'.';
    let bytes = text.as_bytes();
    let from = at.saturating_sub(45);
    let start = bytes[from..at]
        .iter()
        .rev()
        .take_while(|byte| part(byte))
        .count();
    let length = bytes[at..]
        .iter()
        .take(45)
        .take_while(|byte| part(byte))
        .count();
    let mut end = at + length;
    while end > at && matches!(bytes[end - 1], b'.') {
        end -= 1;
    }
    let mut start = at - start;
    // `IP：` in full width
    if text[start..end].starts_with(':') && !text[start..end].starts_with("::") {
        start += 1;
    }
    start..end
}

fn is_version_six(token: &str) -> bool {
    let groups = token.split(':').filter(|group| !group.is_empty()).count();
    groups >= 2
        && token.bytes().any(|byte| byte.is_ascii_digit())
        && token
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| !address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing, of_kind};
    use super::KIND;

    #[test]
    fn finds_addresses_and_no_versions() {
        for address in [
            "192.0.2.17",
            "203.0.113.255",
            "2001:db8::8a2e:370:7334",
            "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
            "fe80::1",
        ] {
            assert_found(KIND, address, &format!("IPは{address}です"));
            if !address.contains(':') {
                assert_found(KIND, address, &format!("IP{address}がブロックされました"));
            }
            assert_found(KIND, address, &format!("from {address}."));
        }
        for text in [
            "version 1.2.3.4",
            "バージョン 10.0.1.2",
            "v1.2.3.4",
            "127.0.0.1",
            "1.2.3",
            "1.2.3.4.5",
            "12:30:45",
            "std::fmt",
            "256.1.1.1",
            "10:20:30:40",
        ] {
            assert_nothing(KIND, text);
        }
    }

    #[test]
    fn finds_one_that_is_written_out_in_front_of_a_short_one() {
        let long = "2001:0db8:85a3:0000:0000:8a2e:0370:7334";
        let found = |text: &str| of_kind(KIND, text).concat();
        assert_eq!(
            found(&format!("from {long} to fe80::1.")),
            format!("{long}fe80::1")
        );
    }
}
