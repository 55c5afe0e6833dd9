//! Where a person's signature begins. It stays in the text: this only says where it is.

use std::sync::LazyLock;

use regex::Regex;

/// A signature has at most that many lines; a rule further up separates something else.
const LONGEST: usize = 15;

/// The signature at the end of a text, its separator included; empty when there is none.
///
/// Separators are `-- ` (RFC 3676 §4.3), a rule such as `━━━━━`, and the lines that phones add.
pub fn find(text: &str) -> &str {
    let text = text.trim_end();
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        starts.push((at, line.trim_end_matches('\n')));
        at += line.len();
    }
    let tail = &starts[starts.len().saturating_sub(LONGEST)..];
    tail.iter()
        .find(|(at, line)| {
            let rest = &text[at + line.len()..];
            let before = &text[..*at];
            !before.trim().is_empty() && (is_phone(line) || (is_separator(line) && has_words(rest)))
        })
        .map_or("", |(at, _)| &text[*at..])
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn is_separator(line: &str) -> bool {
    if line == "-- " || line == "--" {
        return true;
    }
    let line = line.trim();
    let length = line.chars().count();
    // Only drawn, with no more than four different characters: `☆━━━━━☆`, `*-*-*-*`.
    let mut kinds: Vec<char> = line.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    (5..=200).contains(&length)
        && kinds.len() <= 4
        && line.chars().all(|c| {
            "-_=*~+.#/\\:;".contains(c)
                || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2500}'..='\u{27bf}' | '\u{2022}' | '\u{30fb}' | '\u{30fc}'
                    | '\u{ff0d}' | '\u{ff1d}' | '\u{ff3f}' | '\u{ffe3}' | '\u{203b}' | '\u{ff0b}' | '\u{ff0a}')
        })
}

/// The line that a phone's mail program writes under every mail.
pub(super) fn is_phone(line: &str) -> bool {
    static PHONE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)^\s* (?:
                (?:私の)?(?:iPhone|iPad|Android|スマートフォン|携帯).{0,20}(?:から|で)送信.{0,10}
              | (?:sent|get\s+outlook) \s (?:from|with|for|via) \s .{2,50}
              | (?:von|gesendet\s+(?:von|mit)) \s .{2,40}(?:\s+gesendet)?
              | envoyé \s (?:de|depuis|à\s+partir) \s .{2,40} | enviado \s (?:desde|do) \s .{2,40}
              | inviato \s da(?:l)? \s .{2,40} | verzonden \s vanaf \s .{2,40} | skickat \s från \s .{2,40}
            ) \s*$",
        )
        .ok()
    });
    const DEVICES: [&str; 9] = [
        "iphone",
        "ipad",
        "android",
        "outlook",
        "galaxy",
        "samsung",
        "mobil",
        "スマートフォン",
        "携帯",
    ];
    let lower = line.to_lowercase();
    line.len() < 200
        && DEVICES.iter().any(|device| lower.contains(device))
        && PHONE.as_ref().is_some_and(|phone| phone.is_match(line))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn signatures_are_found() {
        for (text, signature) in [
            ("hello\n\n-- \nTaro", "-- \nTaro"),
            ("hello\n\n━━━━━\n山田\n━━━━━\n", "━━━━━\n山田\n━━━━━"),
            ("hello\n☆━━━━━☆\n山田", "☆━━━━━☆\n山田"),
            ("hello\n*-*-*-*-*\nTaro", "*-*-*-*-*\nTaro"),
            ("hello\n\niPhoneから送信", "iPhoneから送信"),
            ("hello\nSent from my iPhone", "Sent from my iPhone"),
            (
                "hello\nVon meinem iPhone gesendet",
                "Von meinem iPhone gesendet",
            ),
            ("hello\nEnvoyé de mon iPhone", "Envoyé de mon iPhone"),
        ] {
            assert_eq!(find(text), signature, "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        let long = format!("hello\n-----\n{}", "line\n".repeat(30));
        for text in [
            "",
            "hello",
            "-- \nTaro",
            "hello\n-----",
            "a -- b\nc",
            "hello\nsent from here",
            &long,
        ] {
            assert_eq!(find(text), "", "{text}");
        }
    }
}
