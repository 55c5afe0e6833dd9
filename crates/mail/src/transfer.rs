//! Content-Transfer-Encoding (RFC 2045 §6), forgiving: what is broken stays as it is.

use std::borrow::Cow;

use base64::Engine as _;

use super::encoded_word::{LENIENT, hex};
use super::uuencode;

/// The content behind an encoding.
pub(super) fn decode<'b>(encoding: Option<&str>, raw: &'b [u8]) -> Cow<'b, [u8]> {
    match encoding.map(|e| e.trim().to_ascii_lowercase()).as_deref() {
        Some("base64") => Cow::Owned(base64(raw)),
        Some("quoted-printable") => Cow::Owned(quoted_printable(raw)),
        Some("x-uuencode" | "uuencode" | "x-uue" | "uue") => {
            uuencode::decode(raw).map_or(Cow::Borrowed(raw), Cow::Owned)
        }
        _ => Cow::Borrowed(raw),
    }
}

/// Decodes up to the first line that is no base64, e.g. the footer that a mailing list put below,
/// and keeps that line and what follows it.
fn base64(raw: &[u8]) -> Vec<u8> {
    let mut digits = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while !rest.is_empty() {
        let len = rest
            .iter()
            .position(|b| *b == b'\n')
            .map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(len);
        let line = line.trim_ascii();
        if !line
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || b"+/= \t".contains(b))
        {
            break;
        }
        // Words in a line are no base64; nor is anything after the padding.
        let ended = digits.last() == Some(&b'=');
        if !line.is_empty() && (ended || line.contains(&b' ')) {
            break;
        }
        digits.extend(line.iter().filter(|b| !b.is_ascii_whitespace()));
        rest = after;
    }
    let whole = digits
        .iter()
        .rposition(|b| *b != b'=')
        .map_or(0, |at| at + 1);
    let mut digits = &digits[..whole];
    if digits.len() % 4 == 1 {
        // Six bits are no byte: the text was cut.
        digits = &digits[..digits.len() - 1];
    }
    match LENIENT.decode(digits) {
        Ok(mut bytes) => {
            bytes.extend(rest);
            bytes
        }
        Err(_) => raw.to_vec(),
    }
}

fn quoted_printable(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    for line in raw.split_inclusive(|b| *b == b'\n') {
        // White space at a line's end was added on the way (rule 3).
        let content = line.trim_ascii_end();
        let ending: &[u8] = if line.ends_with(b"\r\n") {
            b"\r\n"
        } else if line.ends_with(b"\n") {
            b"\n"
        } else {
            b""
        };
        let (mut rest, soft) = match content.strip_suffix(b"=") {
            Some(content) => (content, true),
            None => (content, false),
        };
        while let [byte, tail @ ..] = rest {
            rest = tail;
            if let (b'=', [high, low, after @ ..]) = (byte, tail)
                && let (Some(high), Some(low)) = (hex(*high), hex(*low))
            {
                out.push(high << 4 | low);
                rest = after;
            } else {
                out.push(*byte);
            }
        }
        if !soft {
            out.extend(ending);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn sound_and_broken_encodings_are_read() {
        for (encoding, raw, expected) in [
            ("base64", "YWJj", "abc"),
            ("BASE64 ", "YW\r\nJjZA==\r\n", "abcd"),
            ("base64", "YWJjZA", "abcd"),
            ("base64", "YWJjZ", "abc"),
            (
                "base64",
                "YWJj\n\n_____\nA list's footer",
                "abc_____\nA list's footer",
            ),
            ("base64", "YWI=\nYWI=\n", "abYWI=\n"),
            ("base64", "not base64!", "not base64!"),
            ("quoted-printable", "a=\r\nb=20\r\nc =3D", "ab \r\nc ="),
            ("quoted-printable", "trailing  \nx", "trailing\nx"),
            ("quoted-printable", "=zz =4 =", "=zz =4 "),
            ("8bit", "=3D", "=3D"),
        ] {
            let got = decode(Some(encoding), raw.as_bytes());
            assert_eq!(String::from_utf8_lossy(&got), expected, "{raw:?}");
        }
    }
}
