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
                (?:私の)?.{0,24}(?:iPhone|iPad|Android|Galaxy|Xperia|スマートフォン|スマホ|携帯|ケータイ|メール|Mail|Outlook|らくらくホン).{0,20}(?:から|で|にて)送信(?:され.{0,6}|しています)?[。.]?
              | (?:iOS|Android)\s*版\s*Outlook.{0,10}(?:入手|取得).{0,4} | Outlook\s*for\s*\w+.{0,4}(?:入手|取得).{0,4}
              | (?:sent|get\s+outlook) \s (?:from|with|for|via) \s .{2,50}
              | (?:diese\s+nachricht\s+wurde\s+)?von \s .{2,60}\s+gesendet[.]? | gesendet\s+(?:von|mit|aus) \s .{2,60} | holen\s+sie\s+sich\s+outlook.{2,30}
              | envoyé \s (?:de|depuis|avec|à\s+partir) \s .{2,40} | (?:obtenir|télécharger)\s+outlook.{2,30}
              | enviado \s (?:desde|do|con|a\s+partir) \s .{2,40} | obtener\s+outlook.{2,30}
              | inviato \s (?:da(?:l)?|con) \s .{2,40} | verzonden \s (?:vanaf|met|via) \s .{2,40}
              | (?:skickat|sendt) \s (?:från|fra) \s .{2,40} | lähetetty .{2,40} | wysłan[eo] \s z \s .{2,40} | odesláno \s z\w* \s .{2,40}
              | отправлено \s (?:с|из) \s .{2,40} | .{2,30}(?:'dan|'den|dan|den)\s+gönderildi
              | [发發]自\s*.{2,20} | [从從]我的.{2,16}(?:发送|發送|傳送) | .{0,6}.{2,20}에서\s*보냄
            ) \s*$",
        )
        .ok()
    });
    const DEVICES: [&str; 21] = [
        "iphone",
        "ipad",
        "android",
        "outlook",
        "galaxy",
        "samsung",
        "mobil",
        "スマートフォン",
        "携帯",
        "スマホ",
        "ケータイ",
        "らくらくホン",
        "メールアプリ",
        "ドコモメール",
        "yahoo",
        "xperia",
        "huawei",
        "xiaomi",
        "pixel",
        "proton mail",
        "telefon",
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
            (
                "hello\nYahoo!メールアプリから送信",
                "Yahoo!メールアプリから送信",
            ),
            ("hello\nドコモメールから送信", "ドコモメールから送信"),
            ("hello\nSony Xperia™から送信", "Sony Xperia™から送信"),
            (
                "hello\niOS 版 Outlook を入手する",
                "iOS 版 Outlook を入手する",
            ),
            (
                "hello\nVon meinem Samsung Galaxy Smartphone gesendet.",
                "Von meinem Samsung Galaxy Smartphone gesendet.",
            ),
            ("hello\n发自我的iPhone", "发自我的iPhone"),
            ("hello\n나의 iPhone에서 보냄", "나의 iPhone에서 보냄"),
            ("hello\nОтправлено с iPhone", "Отправлено с iPhone"),
            (
                "hello\nSent with Proton Mail secure email.",
                "Sent with Proton Mail secure email.",
            ),
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
            "hello\niPhoneケースが届きません",
            "hello\n昨日メールで送信しました。携帯の番号は後で送ります。",
            "hello\nVon meinem iPhone geht es nicht",
            "hello\n写真は携帯のメールで送信しました。",
            &long,
        ] {
            assert_eq!(find(text), "", "{text}");
        }
    }
}
