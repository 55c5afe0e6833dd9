//! Address headers (RFC 5322 §3.4) -> mailboxes: groups, comments, quoted local parts, encoded names
//! with commas, and the dots of old Japanese mobile addresses.
//!
//! An entry that could be read in two ways yields no address: no reply goes to a guess.

use std::sync::LazyLock;

use regex::Regex;

use super::encoded_word;
use super::{Address, Mailbox};
use pii::CustomerText;

/// More than a person writes to; a header with more is no mail to answer all of.
const MOST: usize = 1000;

/// All mailboxes of an unfolded header value, in their order, each address once.
pub(super) fn parse(value: &str) -> Vec<Mailbox> {
    let mut reader = Reader {
        rest: value,
        ..Reader::default()
    };
    while reader.found.len() < MOST && reader.step() {}
    reader.finish_entry();
    reader.found
}

/// Reads one header value from left to right.
#[derive(Default)]
struct Reader<'a> {
    rest: &'a str,
    /// The words before the address, quotes removed, encoded words still encoded.
    words: Vec<String>,
    /// What stood between `<` and `>`.
    angle: Option<String>,
    comment: String,
    /// True when the last word ended right here, so that what follows belongs to it.
    glued: bool,
    /// True once a quotation mark or a parenthesis was never closed: it and all after it are
    /// ordinary characters, as mailers take them. Looking for each one's end again would take
    /// quadratic time.
    unclosed: bool,
    found: Vec<Mailbox>,
}

impl<'a> Reader<'a> {
    /// Takes the next token; false at the end.
    fn step(&mut self) -> bool {
        let Some(c) = self.rest.chars().next() else {
            return false;
        };
        match c {
            ',' | ';' => {
                self.rest = &self.rest[1..];
                self.finish_entry();
            }
            // A group's name ends here; its members stand on their own.
            ':' => {
                self.rest = &self.rest[1..];
                self.clear();
            }
            '(' if !self.unclosed => {
                match comment(self.rest) {
                    Some((comment, rest)) => (self.comment, self.rest) = (comment, rest),
                    None => self.unclosed = true,
                }
                self.glued = false;
            }
            '<' => {
                let (angle, rest) = angle(self.rest);
                // Two addresses in one entry: neither is taken.
                self.angle = Some(match self.angle.take() {
                    Some(_) => String::new(),
                    None => angle,
                });
                self.rest = rest;
                self.glued = false;
            }
            c if c.is_whitespace() => {
                self.rest = &self.rest[c.len_utf8()..];
                self.glued = false;
            }
            '"' if !self.unclosed => match quoted(self.rest) {
                Some((content, rest)) => self.quoted(content, rest),
                None => self.unclosed = true,
            },
            '"' | '(' | ')' => {
                self.rest = &self.rest[1..];
                self.glued = false;
            }
            // The end of brackets that nothing opened: `a@example.com>`.
            '>' if is_end_of_word(&self.rest[1..]) => {
                self.rest = &self.rest[1..];
                self.glued = false;
            }
            _ => self.atom(c),
        }
        true
    }

    /// A quoted string: a word of the name, or part of an address when it touches one. Only then
    /// does what follows belong to it: `"Taro"a@example.com` is Taro, not Taroa.
    fn quoted(&mut self, content: String, rest: &'a str) {
        if self.glued || rest.starts_with(['@', '.']) {
            let raw = &self.rest[..self.rest.len() - rest.len()];
            self.word(raw.to_owned());
        } else {
            self.word(content);
            self.glued = false;
        }
        self.rest = rest;
    }

    fn atom(&mut self, first: char) {
        let encoded = encoded_word::word(self.rest);
        let is_encoded = encoded.is_some();
        // A domain literal may hold colons; it has less than 64 characters.
        let literal = || {
            let end = self.rest.bytes().take(64).position(|b| b == b']');
            end.filter(|_| first == '[').map(|at| at + 1)
        };
        let len = match encoded.map(|word| word.len).or_else(literal) {
            Some(len) => len,
            None => {
                let ends = |c: char| c.is_whitespace() || ",;:<>()\"[".contains(c);
                let start = first.len_utf8();
                self.rest[start..]
                    .find(ends)
                    .map_or(self.rest.len(), |at| at + start)
            }
        };
        let (word, rest) = self.rest.split_at(len);
        self.glued &= !is_encoded;
        self.word(word.to_owned());
        self.glued = !is_encoded;
        self.rest = rest;
    }

    fn word(&mut self, word: String) {
        match self.words.last_mut() {
            Some(last) if self.glued => last.push_str(&word),
            _ => self.words.push(word),
        }
        self.glued = true;
    }

    fn finish_entry(&mut self) {
        let (address, name) = match self.angle.take() {
            Some(angle) => (angle, self.words.join(" ")),
            None => {
                let mut with_at = self.words.iter().filter(|word| word.contains('@'));
                match (with_at.next().cloned(), with_at.next()) {
                    (Some(address), None) => {
                        let others = self.words.iter().filter(|word| **word != address);
                        let name = others.cloned().collect::<Vec<_>>().join(" ");
                        (address, name)
                    }
                    _ => (String::new(), String::new()),
                }
            }
        };
        let name = if name.trim().is_empty() {
            std::mem::take(&mut self.comment)
        } else {
            name
        };
        self.clear();
        let Ok(address) = Address::parse(without_brackets(&address)) else {
            return;
        };
        // An invisible character makes another address of one that looks the same.
        if !pii::hidden(address.local_part()).is_empty() {
            return;
        }
        if self.found.iter().any(|known| known.address == address) {
            return;
        }
        let name = super::one_line(&pii::normalised(&encoded_word::decode(&name)));
        // A name that holds an address would be taken for where the mail goes.
        let is_name = !name.is_empty() && !holds_address(&name);
        self.found.push(Mailbox {
            name: is_name.then(|| CustomerText::new(name)),
            address,
        });
    }

    fn clear(&mut self) {
        self.words.clear();
        self.comment.clear();
        self.angle = None;
        self.glued = false;
    }
}

/// True where a word of a header's value ends.
fn is_end_of_word(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_none_or(|c| c.is_whitespace() || ",;>".contains(c))
}

/// An address without the brackets that some programs double, or write in full width.
fn without_brackets(address: &str) -> &str {
    let inner = address.trim_start_matches('<');
    let wide = |open, close| inner.strip_prefix(open)?.strip_suffix(close);
    wide('＜', '＞')
        .or_else(|| wide('〈', '〉'))
        .unwrap_or(inner)
}

/// True when a name holds what reads like a mail address: an `@`, in whatever width or in words,
/// with a domain behind it.
fn holds_address(name: &str) -> bool {
    static AT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\s*(?:[@＠﹫]|&#(?:64|x40);|&commat;|[(\[{<（［＜]\s*at\s*[)\]}>）］＞]|\sat\s)\s*")
            .expect("the pattern is fixed and tested")
    });
    AT.split(name).skip(1).any(|behind| {
        let domain: String = behind
            .chars()
            .take_while(|c| c.is_alphanumeric() || ".-_。．｡".contains(*c))
            .collect();
        let labels = domain.split(['.', '。', '．', '｡']);
        labels.filter(|label| !label.is_empty()).count() > 1
    })
}

/// The content of the quoted string at the start of `text`, and what follows it; `None` when it does
/// not end.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut content = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => content.extend(chars.next().map(|(_, c)| c)),
            '"' => return Some((content, &text[at + 1..])),
            c => content.push(c),
        }
    }
    None
}

/// The content of the comment at the start of `text`, inner ones included, and what follows it;
/// `None` when it does not end.
fn comment(text: &str) -> Option<(String, &str)> {
    let (mut content, mut depth) = (String::new(), 0usize);
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => content.extend(chars.next().map(|(_, c)| c)),
            '(' => {
                depth += 1;
                if depth > 1 {
                    content.push(c);
                }
            }
            ')' if depth == 1 => return Some((content, &text[at + 1..])),
            ')' => {
                depth -= 1;
                content.push(c);
            }
            c => content.push(c),
        }
    }
    None
}

/// What is between the `<` at the start of `text` and its `>`, without a source route (RFC 5322
/// §4.4), and what follows it. White space and comments go where §4.4 allows them, around `.` and
/// `@`; elsewhere they stay and spoil the address, rather than two words becoming one.
fn angle(text: &str) -> (String, &str) {
    let mut content = String::new();
    let mut gap = false;
    let mut rest = &text[1..];
    while let Some(c) = rest.chars().next() {
        let len = match c {
            '>' => {
                rest = &rest[1..];
                break;
            }
            '"' => rest.len() - quoted(rest).map_or("", |(_, after)| after).len(),
            '(' => {
                gap = true;
                rest = comment(rest).map_or("", |(_, after)| after);
                continue;
            }
            c => c.len_utf8(),
        };
        let (piece, after) = rest.split_at(len);
        rest = after;
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        let joins = |s: &str| s.is_empty() || s.ends_with(['@', '.', ':', ',']);
        if gap && !joins(&content) && !joins(piece) {
            content.push(' ');
        }
        gap = false;
        content.push_str(piece);
    }
    let content = content.strip_prefix("mailto:").unwrap_or(&content);
    let address = match content.split_once(':') {
        Some((route, address)) if route.starts_with('@') => address,
        _ => content,
    };
    (address.to_owned(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Vec<String> {
        parse(value).iter().map(Mailbox::display).collect()
    }

    #[test]
    fn lists_are_taken_apart() {
        for (value, expected) in [
            ("a@x.example", &["a@x.example"][..]),
            (
                "A <a@x.example>, b@x.example",
                &["A <a@x.example>", "b@x.example"],
            ),
            ("\"B, C\" <a@x.example>", &["B, C <a@x.example>"]),
            ("=?utf-8?Q?B,_C?= <a@x.example>", &["B, C <a@x.example>"]),
            (
                "Team: a@x.example, b@x.example; c@x.example",
                &["a@x.example", "b@x.example", "c@x.example"],
            ),
            ("undisclosed-recipients:;", &[]),
            ("<a@x.example>", &["a@x.example"]),
            ("< a @ x . example >", &["a@x.example"]),
            ("<@r.example,@s.example:a@x.example>", &["a@x.example"]),
            ("<mailto:a@x.example>", &["a@x.example"]),
            ("A a@x.example", &["A <a@x.example>"]),
            ("\"A\"a@x.example", &["A <a@x.example>"]),
            ("=?utf-8?Q?A?=<a@x.example>", &["A <a@x.example>"]),
            ("a@x.example, a@x.example", &["a@x.example"]),
            ("a@[192.0.2.1]", &["a@[192.0.2.1]"]),
            ("\"a b\"@x.example", &["\"a b\"@x.example"]),
            ("a\\", &[]),
            ("\"A <a@x.example>", &["A <a@x.example>"]),
            ("A (home <a@x.example>", &["A home <a@x.example>"]),
            ("[A] B <a@x.example>", &["[A] B <a@x.example>"]),
            ("[A <a@x.example>", &["[A <a@x.example>"]),
            ("A) <a@x.example>", &["A <a@x.example>"]),
            ("A, B <a@x.example>", &["B <a@x.example>"]),
            ("\"b@y.example\" <a@x.example>", &["a@x.example"]),
            ("\"B <b@y.example> A\" <a@x.example>", &["a@x.example"]),
            ("\"b＠y.example\" <a@x.example>", &["a@x.example"]),
            (
                "\"b\u{200b}@\u{200b}y.example\" <a@x.example>",
                &["a@x.example"],
            ),
            ("\"b (at) y.example\" <a@x.example>", &["a@x.example"]),
            ("\"b[AT]y.example\" <a@x.example>", &["a@x.example"]),
            ("\"b at y.example\" <a@x.example>", &["a@x.example"]),
            ("\"b&#64;y.example\" <a@x.example>", &["a@x.example"]),
            ("\"b @ y。example\" <a@x.example>", &["a@x.example"]),
            (
                "\"Pat at Acme Inc.\" <a@x.example>",
                &["Pat at Acme Inc. <a@x.example>"],
            ),
            (
                "\"高橋＠青空\" <a@x.example>",
                &["高橋＠青空 <a@x.example>"],
            ),
            ("\"B @ Tokyo\" <a@x.example>", &["B @ Tokyo <a@x.example>"]),
        ] {
            assert_eq!(read(value), expected, "{value}");
        }
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_nobody() {
        for value in [
            "a@x.example b@y.example",
            "<a@x.example> <b@y.example>",
            "<a@x.example b>",
            "a@x.example\"b\"",
            "<a@x.exam(comment)ple>",
            "a@x.example@y.example",
            "a\u{200b}b@x.example",
            "a\u{e0041}@x.example",
        ] {
            assert_eq!(read(value), [""; 0], "{value}");
        }
    }
}
