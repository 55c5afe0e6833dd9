//! Content-Transfer-Encoding (RFC 2045 §6), forgiving: what is broken stays as it is.

use std::borrow::Cow;

use super::encoded_word::{self, hex};
use super::uuencode;

/// The content behind an encoding.
pub(super) fn decode<'b>(encoding: Option<&str>, raw: &'b [u8]) -> Cow<'b, [u8]> {
    let bare = |e: &str| {
        e.trim_matches(|c: char| c.is_whitespace() || "\"';".contains(c))
            .to_ascii_lowercase()
    };
    match encoding.map(bare).as_deref() {
        Some("base64") => Cow::Owned(base64(raw)),
        Some("quoted-printable") => Cow::Owned(quoted_printable(raw)),
        Some("x-uuencode" | "uuencode" | "x-uue" | "uue") => {
            uuencode::decode(raw).map_or(Cow::Borrowed(raw), Cow::Owned)
        }
        _ => Cow::Borrowed(raw),
    }
}

/// Decodes all lines that are base64. Words stay as they are: the footer that a mailing list put
/// below, a line that a gateway put above.
fn base64(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() * 3 / 4);
    let mut digits = Vec::new();
    let mut rest = raw;
    while !rest.is_empty() {
        let len = rest
            .iter()
            .position(|b| *b == b'\n')
            .map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(len);
        let content = line.trim_ascii();
        // Nothing comes after the padding.
        let has_ended = digits.last() == Some(&b'=');
        let begins_late = digits.is_empty() && !content.is_empty() && !is_base64(content);
        if begins_late
            && after
                .split(|b| *b == b'\n')
                .next()
                .is_some_and(|next| is_data(next.trim_ascii()))
        {
            out.extend(line);
        } else if !content.is_empty() && (has_ended || !is_base64(content)) {
            break;
        } else {
            digits.extend(content.iter().filter(|b| !b.is_ascii_whitespace()));
        }
        rest = after;
    }
    match encoded_word::base64(&digits) {
        Some(bytes) => {
            out.extend(bytes);
            out.extend(rest);
            out
        }
        None => raw.to_vec(),
    }
}

/// A line of base64, a few odd characters in it aside. Words are none.
fn is_base64(line: &[u8]) -> bool {
    let odd = |b: &&u8| !(b.is_ascii_alphanumeric() || b"+/=".contains(b));
    !line.contains(&b' ') && line.iter().filter(odd).count() * 16 <= line.len()
}

/// A line that is hardly anything else.
fn is_data(line: &[u8]) -> bool {
    line.len() >= 40 && is_base64(line)
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
            ("base64", "YWJjZA===", "abcd"),
            ("base64", "YWJjZA== ", "abcd"),
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
