//! The charset of a text that a command reads: UTF-8, or none that it can read.

use std::fmt;

/// What a text is instead, and what to do about it.
#[derive(Debug)]
pub struct NotUtf8 {
    /// `ISO-2022-JP, not UTF-8`
    pub what: String,
    pub advice: String,
}

impl NotUtf8 {
    fn new(what: String, charset: &str) -> NotUtf8 {
        let advice = format!("convert it first (`iconv -f {charset} -t UTF-8`)");
        NotUtf8 { what, advice }
    }
}

impl fmt::Display for NotUtf8 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.what, self.advice)
    }
}

/// `bytes` as text, without a byte that is replaced or left out.
///
/// # Errors
/// [`NotUtf8`], also for a charset that passes for ASCII.
pub fn utf8(bytes: Vec<u8>) -> Result<String, NotUtf8> {
    if let Some(charset) = escaped_charset(&bytes) {
        return Err(NotUtf8::new(format!("{charset}, not UTF-8"), charset));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        NotUtf8::new(format!("not UTF-8 from byte {} on", at + 1), "SHIFT_JIS")
    })
}

/// The charset whose escape sequences (ISO/IEC 2022) are in `text`. Its letters are bytes of ASCII, so that it would
/// pass for UTF-8 without a word that could be read.
fn escaped_charset(text: &[u8]) -> Option<&'static str> {
    text.split(|byte| *byte == 0x1b)
        .skip(1)
        .find_map(|behind| match behind {
            [b'$', b'@' | b'B', ..] | [b'$', b'(', b'@' | b'B' | b'D', ..] => Some("ISO-2022-JP"),
            // Letters of JIS X 0201: with half-width kana, alone
            [b'(', b'I', ..] => Some("ISO-2022-JP-3"),
            [b'$', b')', b'C', ..] => Some("ISO-2022-KR"),
            [b'$', b')', b'A' | b'G' | b'E', ..] => Some("ISO-2022-CN"),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_that_pass_for_ascii_are_told_from_colours_of_a_terminal() {
        for (charset, text) in [
            (
                Some("ISO-2022-JP"),
                &b"\x1b$B;3ED\x1b(B <taro@example.com>"[..],
            ),
            (Some("ISO-2022-JP"), b"Re: \x1b$@;3ED\x1b(J"),
            (Some("ISO-2022-JP"), b"\x1b$(D0!\x1b(B"),
            (Some("ISO-2022-JP-3"), b"\x1b(I1\x1b(B"),
            (Some("ISO-2022-KR"), b"\x1b$)C\x0e0!\x0f"),
            (Some("ISO-2022-CN"), b"\x1b$)A\x0e0!\x0f"),
            (None, b"\x1b[31mred\x1b[0m \x1b(B\x1b]0;title\x07"),
            (None, b"a$B costs $(D) \x1b"),
            (None, b""),
        ] {
            assert_eq!(escaped_charset(text), charset, "{text:?}");
        }
    }
}
