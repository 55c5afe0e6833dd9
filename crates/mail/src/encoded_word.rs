//! Encoded words in headers (RFC 2047), as they are written rather than as they should be.

use std::borrow::Cow;

use base64::Engine as _;

use super::charset::{self, LENIENT};

/// RFC 2047 §2 allows 75 characters; mailers write longer ones. The bound keeps a header full of
/// unfinished words from taking quadratic time.
const LONGEST_WORD: usize = 4096;

/// More of one header than that is not read.
const LONGEST_HEADER: usize = 256 * 1024;

/// The value of a header as text: unfolded, raw 8-bit and raw ISO-2022-JP read, on one line. Encoded
/// words are still in it: a structured header is taken apart before they are decoded.
pub(super) fn unfold(raw: &[u8]) -> String {
    let text = charset::guess(&raw[..raw.len().min(LONGEST_HEADER)]);
    let mut line = String::with_capacity(text.len());
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // A line that lost its indentation: what it holds is no part of the word above.
            '\n' if chars.peek().is_some_and(|next| !next.is_whitespace()) => line.push(' '),
            '\r' | '\n' | '\0' => {}
            c if c.is_control() => line.push(' '),
            c => line.push(c),
        }
    }
    line
}

/// One encoded word, taken apart.
pub(super) struct Word<'a> {
    charset: &'a str,
    base64: bool,
    data: &'a str,
    /// Its length in the text, delimiters included.
    pub(super) len: usize,
}

/// The encoded word at the start of `text`, if there is one.
pub(super) fn word(text: &str) -> Option<Word<'_>> {
    let inner = text.strip_prefix("=?")?;
    let (label, rest) = inner.split_once('?')?;
    let (encoding, rest) = rest.split_once('?')?;
    if label.is_empty() || label.len() > 40 || label.contains(char::is_whitespace) {
        return None;
    }
    let base64 = match encoding {
        "B" | "b" => true,
        "Q" | "q" => false,
        _ => return None,
    };
    let end = rest
        .as_bytes()
        .windows(2)
        .take(LONGEST_WORD)
        .position(|w| w == b"?=")?;
    let data = &rest[..end];
    Some(Word {
        // RFC 2231 §5 allows `charset*language`.
        charset: label.split('*').next().unwrap_or(label),
        base64,
        data,
        len: "=?".len() + label.len() + 1 + encoding.len() + 1 + data.len() + "?=".len(),
    })
}

/// True when nothing but encoded words is in an unfolded header value, brackets and quotes aside.
pub(super) fn is_all_encoded(text: &str) -> bool {
    let mut rest = text;
    let mut is_encoded = false;
    while let Some(c) = rest.chars().next() {
        let len = match word(rest) {
            Some(word) => {
                is_encoded = true;
                word.len
            }
            None if c.is_whitespace() || "<>\"".contains(c) => c.len_utf8(),
            None => return false,
        };
        rest = &rest[len..];
    }
    is_encoded
}

/// Decodes all encoded words in an unfolded header value, wherever they stand.
///
/// White space between two of them does not count (RFC 2047 §6.2), and the bytes of neighbours in
/// one charset are joined before they are read: mailers split characters, and ISO-2022-JP's shift
/// state, over two words.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains("=?") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut run = Run::default();
    let mut rest = text;
    while !rest.is_empty() {
        let blank = rest.len() - rest.trim_start().len();
        let ahead = if run.is_open() { &rest[blank..] } else { rest };
        if let Some(word) = word(ahead) {
            run.push(&word, &mut out);
            rest = &ahead[word.len..];
            continue;
        }
        run.close(&mut out);
        let step = rest.chars().next().map_or(0, char::len_utf8);
        let until = rest[step..].find("=?").map_or(rest.len(), |at| at + step);
        // Stops at white space too: what follows it may be a word that belongs to a run.
        out.push_str(&rest[..until]);
        rest = &rest[until..];
    }
    run.close(&mut out);
    Cow::Owned(out)
}

/// Neighbouring words in one charset.
#[derive(Default)]
struct Run<'a> {
    charset: Option<&'a str>,
    bytes: Vec<u8>,
    /// Base64 that stopped in the middle of a group: the next word goes on with it.
    pending: String,
}

impl<'a> Run<'a> {
    fn is_open(&self) -> bool {
        self.charset.is_some()
    }

    fn push(&mut self, word: &Word<'a>, out: &mut String) {
        if self
            .charset
            .is_some_and(|c| !c.eq_ignore_ascii_case(word.charset))
        {
            self.close(out);
        }
        self.charset = Some(word.charset);
        if word.base64 {
            self.pending
                .extend(word.data.chars().filter(|c| !c.is_whitespace()));
            if self.pending.len().is_multiple_of(4) || self.pending.ends_with('=') {
                self.flush();
            }
        } else {
            self.flush();
            unquote(word.data, &mut self.bytes);
        }
    }

    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        match base64(pending.as_bytes()) {
            Some(bytes) => self.bytes.extend(bytes),
            // Not base64: shown as it is rather than lost.
            None => self.bytes.extend(pending.as_bytes()),
        }
    }

    fn close(&mut self, out: &mut String) {
        if let Some(label) = self.charset.take() {
            self.flush();
            out.push_str(&charset::decode(
                Some(label),
                &std::mem::take(&mut self.bytes),
            ));
        }
    }
}

/// Decodes base64 with the mistakes that are made in it: padding that is missing, too long or in the
/// midst, the alphabet of URLs, and a few characters that do not belong there. `None` for what is no
/// base64.
pub(super) fn base64(data: &[u8]) -> Option<Vec<u8>> {
    let is_digit = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'+' | b'/' | b'-' | b'_');
    let junk = data.iter().filter(|b| !is_digit(b) && **b != b'=').count();
    if junk * 8 > data.len() {
        return None;
    }
    let mut out = Vec::with_capacity(data.len() * 3 / 4);
    // Padding ends a group, and in the midst of the data another one begins behind it.
    for group in data.split(|b| *b == b'=') {
        let mut digits: Vec<u8> = group
            .iter()
            .filter(is_digit)
            .map(|b| match b {
                b'-' => b'+',
                b'_' => b'/',
                b => *b,
            })
            .collect();
        if digits.len() % 4 == 1 {
            // Six bits are no byte: something was cut.
            digits.pop();
        }
        out.extend(LENIENT.decode(&digits).ok()?);
    }
    Some(out)
}

/// The "Q" encoding (RFC 2047 §4.2).
fn unquote(data: &str, bytes: &mut Vec<u8>) {
    let mut rest = data.as_bytes();
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match (byte, tail) {
            (b'_', _) => bytes.push(b' '),
            (b'=', [high, low, after @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = after;
                }
                _ => bytes.push(b'='),
            },
            (byte, _) => bytes.push(*byte),
        }
    }
}

/// The value of one hexadecimal digit.
pub(super) fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|d| u8::try_from(d).ok())
}
