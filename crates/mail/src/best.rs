//! Of several renderings of one text (RFC 2046 §5.1.4), the one that holds what was written.
//!
//! That is the plain one, as a rule: it is what the sender's program made for readers like this. It
//! loses where the HTML says what it does not.

use super::sender_signature;

/// A text and where it comes from.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) from_html: bool,
    /// See [`html::Converted`](super::html::Converted).
    pub(super) simplified: bool,
}

impl Text {
    /// True when nothing in it can be read: white space, what takes no room, places of pictures.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
            || self.text.len() <= LOOKED_AT && key(&self.text).is_empty() && !has_signs(&self.text)
    }
}

/// Compared are so many characters of each.
const LOOKED_AT: usize = 20_000;

/// Compared in pieces of so many letters.
const PIECE: usize = 16;

/// The rendering to show.
pub(super) fn best(texts: Vec<Text>) -> Option<Text> {
    let mut texts: Vec<Text> = texts.into_iter().filter(|text| !text.is_blank()).collect();
    let html = texts.iter().rposition(|text| text.from_html);
    let plain = texts.iter().position(|text| !text.from_html);
    let at = match (plain, html) {
        (Some(plain), Some(html)) if says_more(&texts[html].text, &texts[plain].text) => html,
        (Some(plain), _) => plain,
        (None, Some(html)) => html,
        (None, None) => return None,
    };
    Some(texts.swap_remove(at))
}

/// True when what was written is in the HTML, and not in the plain text.
fn says_more(html: &str, plain: &str) -> bool {
    // What a phone writes under every mail says nothing, alone.
    let is_bare = |line: &str| line.trim().is_empty() || sender_signature::is_phone(line);
    if plain.len() < 400 && plain.lines().all(is_bare) {
        return true;
    }
    let html = &html[..html.floor_char_boundary(LOOKED_AT)];
    let plain_cut = &plain[..plain.floor_char_boundary(LOOKED_AT)];
    let (html_key, plain_key) = (key(html), key(plain_cut));
    let own = plain_key.chars().count();
    let more = unseen(html, &plain_key);
    if is_advice(plain) {
        return own < 600 && more >= 10;
    }
    let missing = pieces(&plain_key)
        .filter(|piece| !html_key.contains(piece))
        .count();
    let is_within = missing * 5 <= pieces(&plain_key).count();
    if !is_within {
        // A teaser, an address or a notice, in words of its own: the HTML is what the sender saw.
        return own < 20 && more >= 8 * own.max(8) || own < 60 && more >= 3 * own.max(20);
    }
    let is_cut = is_cut(plain) && html_key.contains(plain_key.trim_end());
    (is_cut || own < 40) && more >= 15 || more >= 200 && more >= 3 * own
}

/// How many letters of the HTML are not in the plain text, what is below every mail aside.
fn unseen(html: &str, plain: &str) -> usize {
    let mut count = 0;
    for line in html.lines() {
        let lower = line.to_lowercase();
        if FOOTERS.iter().any(|mark| lower.contains(mark)) {
            break;
        }
        if ADVICE.iter().any(|mark| lower.contains(mark)) {
            continue;
        }
        let key = key(line);
        count += pieces(&key)
            .filter(|piece| !plain.contains(piece))
            .map(|piece| piece.chars().count())
            .sum::<usize>();
    }
    count
}

/// What begins the part of a mail that is not written by hand.
const FOOTERS: [&str; 25] = [
    "unsubscribe",
    "opt out",
    "opt-out",
    "manage preferences",
    "email preferences",
    "privacy policy",
    "all rights reserved",
    "©",
    "copyright",
    "confidential",
    "disclaimer",
    "intended recipient",
    "sent from my",
    "sent with",
    "get outlook for",
    "virus-free",
    "abmelden",
    "désinscrire",
    "se désabonner",
    "配信停止",
    "配信解除",
    "登録解除",
    "購読解除",
    "免責",
    "機密",
];

/// What a plain part says that has nothing to say.
const ADVICE: [&str; 33] = [
    "html",
    "view in browser",
    "view in your browser",
    "view this email",
    "view this message",
    "view online",
    "web version",
    "read online",
    "open in browser",
    "in your browser",
    "cannot display",
    "can't display",
    "unable to display",
    "does not support",
    "doesn't support",
    "not displaying",
    "im browser",
    "navigateur",
    "navegador",
    "nel browser",
    "in de browser",
    "webbläsare",
    "przeglądarce",
    "в браузере",
    "tarayıcı",
    "ブラウザ",
    "表示できない",
    "表示されない",
    "表示できません",
    "正しく表示",
    "webで見る",
    "在浏览器",
    "브라우저",
];

fn is_advice(plain: &str) -> bool {
    let lower = plain.to_lowercase();
    if lower
        .split_whitespace()
        .all(|word| word.starts_with("http"))
    {
        return true;
    }
    ADVICE.iter().any(|mark| lower.contains(mark))
}

/// True when a text stops in the midst of a sentence.
fn is_cut(text: &str) -> bool {
    let text = text.trim_end();
    let lower = text.to_lowercase();
    let goes_on = [
        "…",
        "...",
        "[...]",
        "(...)",
        "read more",
        "続きを読む",
        "もっと見る",
    ];
    goes_on.iter().any(|mark| lower.ends_with(mark))
        || text.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '、' | '，' | '-'))
}

/// The letters and digits of a text, in lower case, without addresses and the places of pictures.
fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '<' => rest.find('>').filter(|end| {
                let address = &rest[1..*end];
                address.contains(['.', '@', ':']) && !address.contains(char::is_whitespace)
            }),
            '[' => rest.find(']').filter(|end| is_picture(&rest[1..*end])),
            _ => None,
        };
        if let Some(end) = skipped {
            rest = &rest[end + 1..];
            continue;
        }
        out.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        rest = &rest[c.len_utf8()..];
    }
    out
}

fn is_picture(text: &str) -> bool {
    let lower = text
        .get(..text.len().min(300))
        .unwrap_or_default()
        .to_lowercase();
    lower.starts_with("cid:")
        || lower.starts_with("image")
        || lower.starts_with("画像")
        || lower == "logo"
}

/// True for a text that says something without a letter: `??`, `👍`.
fn has_signs(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, after) = rest.split_at(at);
        if has_signs_at_all(before) {
            return true;
        }
        let end = after.find(']').filter(|end| is_picture(&after[1..*end]));
        let Some(end) = end else {
            return true;
        };
        rest = &after[end + 1..];
    }
    has_signs_at_all(rest)
}

fn has_signs_at_all(text: &str) -> bool {
    let takes_no_room = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
            || matches!(c, '-' | '_' | '=' | '.' | '*' | '<' | '>' | '|')
    };
    !text.chars().all(takes_no_room)
}

fn pieces(key: &str) -> impl Iterator<Item = &str> {
    let mut rest = key;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest
            .char_indices()
            .nth(PIECE)
            .map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: &str = "What does it mean when the red lamp blinks three times after I press the button on the \
                            left side of the machine?";

    fn shown(plain: &str, html: &str) -> &'static str {
        let text = |text: &str, from_html| Text {
            text: text.to_owned(),
            from_html,
            simplified: false,
        };
        match best(vec![text(plain, false), text(html, true)]) {
            Some(text) if text.from_html => "html",
            Some(_) => "plain",
            None => "nothing",
        }
    }

    #[test]
    fn a_plain_part_that_says_nothing_loses_to_the_question() {
        let html = format!("Hello,\n\n{QUESTION}\n");
        let cut: String = html.chars().take(60).collect();
        for plain in [
            "",
            " \n\u{200b}\u{feff}\n",
            "[cid:image001.png@01D9]",
            "[image: logo.png]\n",
            "-- \n",
            "Hello,",
            "こんにちは",
            "View this email in your browser",
            "Your mail program does not support HTML.",
            "このメールはHTML形式です。ブラウザでご覧ください。",
            "メールが正しく表示されない場合はこちら https://shop.example/m/1",
            &cut,
            &format!("{cut}…"),
        ] {
            assert_eq!(shown(plain, &html), "html", "{plain:?}");
        }
    }

    #[test]
    fn a_plain_part_with_the_customers_words_stays() {
        let plain = format!("Hello,\n\n{QUESTION}\n");
        let footer = "Unsubscribe | Privacy policy\nShop Inc., 1 Long Street, Some Town, Some Country, and many \
                      more words that stand below each newsletter, whatever the mail itself is about, so that it \
                      becomes much longer than anything that the customer has written above it.";
        for html in [
            plain.clone(),
            format!("{plain}\n{footer}"),
            format!("View in browser\n{plain}\n{footer}"),
            format!("{plain}\nSent from my phone with an app that says so in many words"),
            format!("{plain}\nMary Jones\nMusterfirma\n"),
        ] {
            assert_eq!(shown(&plain, &html), "plain", "{html}");
        }
        assert_eq!(shown("OK", "OK"), "plain");
        assert_eq!(shown("👍", "👍"), "plain");
        assert_eq!(
            shown("ありがとうございました。", "ありがとうございました。"),
            "plain"
        );
        // Words that the HTML has not.
        assert_eq!(
            shown(&plain, &"Something else altogether. ".repeat(20)),
            "plain"
        );
    }
}
