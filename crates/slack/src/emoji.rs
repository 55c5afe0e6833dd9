//! Emoji by the names that Slack gives them: what a person picks in an input comes to us as its
//! name (`:tada:`), and no mail program knows that.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// One emoji a line: the emoji, its names, and a `+` where a skin tone can stand behind it.
const TABLE: &str = include_str!("emoji.tsv");

/// Names that people write for something else, too: `10:30:am`, `a:b:c`. They count only apart from
/// other letters.
const SHORT: usize = 2;

struct Emoji {
    written: &'static str,
    has_tones: bool,
}

static NAMES: LazyLock<HashMap<&str, Emoji>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (written, all) = (columns.next(), columns.next());
        let has_tones = columns.next() == Some("+");
        for name in all.unwrap_or_default().split(' ') {
            let emoji = Emoji {
                written: written.unwrap_or_default(),
                has_tones,
            };
            names.insert(name, emoji);
        }
    }
    names
});

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r":([a-z0-9_+'\-]{1,80}):(?::skin-tone-([2-6]):)?")
        .expect("the pattern is fixed and tested")
});

/// A text with the emoji themselves in the place of their names. Times, ratios and what else is
/// between colons stays.
pub fn with_emoji(text: &str) -> Cow<'_, str> {
    let mut done = 0;
    let mut out = String::new();
    while let Some(found) = NAMED.captures_at(text, done) {
        let (Some(all), Some(name)) = (found.get(0), found.get(1)) else {
            break;
        };
        out.push_str(&text[done..all.start()]);
        match written(text, &found) {
            Some(emoji) => {
                out.push_str(&emoji);
                done = all.end();
            }
            None => {
                // The colon behind it may begin a name.
                out.push_str(&text[all.start()..name.end()]);
                done = name.end();
            }
        }
    }
    match out.is_empty() && done == 0 {
        true => Cow::Borrowed(text),
        false => Cow::Owned(out + &text[done..]),
    }
}

/// Names between colons that look like emoji and are none of Slack's own: those that a workspace
/// has made, which no mail can show. In order, each once.
pub fn unknown_names(text: &str) -> Vec<String> {
    let mut unknown: Vec<String> = Vec::new();
    let text = with_emoji(text);
    for found in NAMED.captures_iter(&text) {
        let (Some(all), name) = (found.get(0), &found[1]) else {
            continue;
        };
        let (before, after) = around(&text, all.start(), all.end());
        let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && c != ':');
        let is_name = name.chars().any(|c| c.is_ascii_alphabetic()) && name.len() > SHORT;
        if is_name
            && is_apart(before)
            && is_apart(after)
            && !unknown.contains(&all.as_str().to_owned())
        {
            unknown.push(all.as_str().to_owned());
        }
    }
    unknown
}

/// The emoji that a name means, where it is meant as one.
fn written(text: &str, found: &Captures<'_>) -> Option<String> {
    let (all, name) = (found.get(0)?, &found[1]);
    let emoji = NAMES.get(name)?;
    let (before, after) = around(text, all.start(), all.end());
    let is_ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let is_word = name.len() > SHORT && name.chars().any(|c| c.is_ascii_alphabetic());
    let is_within = match is_word {
        // A word of an address, say: `https://shop.example/a:key:b`.
        true => is_ascii(before) && is_ascii(after),
        false => is_ascii(before) || is_ascii(after),
    };
    if is_within {
        return None;
    }
    let tone = found.get(2).and_then(|it| it.as_str().parse::<u32>().ok());
    let tone = tone.and_then(|tone| char::from_u32(0x1f3fb + tone - 2));
    let Some(tone) = tone.filter(|_| emoji.has_tones) else {
        return Some(emoji.written.to_owned());
    };
    // Behind the person or the hand, in the place of the selector of the emoji's form.
    let mut rest = emoji.written.chars();
    let first = rest.next()?;
    let rest = rest.as_str();
    let rest = rest.strip_prefix('\u{fe0f}').unwrap_or(rest);
    Some(format!("{first}{tone}{rest}"))
}

fn around(text: &str, start: usize, end: usize) -> (Option<char>, Option<char>) {
    (
        text[..start].chars().next_back(),
        text[end..].chars().next(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picked_emoji_is_itself_again() {
        for (typed, sent) in [
            ("Thank you! :tada:", "Thank you! 🎉"),
            (":tada::tada:", "🎉🎉"),
            ("ありがとうございます:bow:", "ありがとうございます🙇"),
            ("Done:white_check_mark:", "Done✅"),
            (":+1::skin-tone-2: :thumbsup:", "👍🏻 👍"),
            (":woman-bowing::skin-tone-5:", "🙇🏾\u{200d}♀\u{fe0f}"),
            (":tada::skin-tone-2:", "🎉"),
            (":flag-jp: :heart: :100: :smile:.", "🇯🇵 ❤️ 💯 😄."),
            (
                ":slightly_smiling_face:\n:simple_smile:",
                "🙂\n:simple_smile:",
            ),
        ] {
            assert_eq!(with_emoji(typed), sent, "{typed}");
        }
    }

    #[test]
    fn what_else_stands_between_colons_stays() {
        for text in [
            "We open at 10:30:45 and close at 18:00:00.",
            "16:9:4 or 1:100:5",
            "a:b:c, 10:30:am, size 3:m:4",
            "https://shop.example:8080/a:key:b",
            "std::vector::iterator",
            "Note: this: that",
            "8:30:tada",
            "2026-11-28T10:00:00Z",
            "fe80::1:2:3",
            "",
        ] {
            assert_eq!(with_emoji(text), text);
            assert_eq!(unknown_names(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn an_emoji_of_the_workspace_is_named() {
        assert_eq!(
            unknown_names("Thanks :shop-logo: :tada: :shop-logo:"),
            [":shop-logo:"]
        );
        assert_eq!(unknown_names("ありがとう:arigatou:"), [":arigatou:"]);
    }

    #[test]
    fn the_table_has_every_name_once() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        let names: Vec<&str> = lines
            .flat_map(|line| line.split('\t').nth(1).unwrap_or_default().split(' '))
            .collect();
        assert!(
            names.len() > 1_900 && names.len() == NAMES.len(),
            "{} {}",
            names.len(),
            NAMES.len()
        );
    }
}
