//! `replybot mask`: masks text on standard input.

use std::io::{Read, Write};

use anyhow::Context;
use serde::Deserialize;
use serde_json::json;

use crate::role::{Exit, jsonl, tell};
use pii::{CustomerText, Hints, Masker, Placeholders};

/// Masks all of standard input as one text; what is in another charset than UTF-8 is refused.
///
/// # Errors
/// When standard input or output breaks.
pub fn run(masker: &Masker) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    std::io::stdin()
        .read_to_end(&mut text)
        .context("cannot read standard input")?;
    // What is replaced silently, or left out, is not the text that was to be masked.
    let refuse = |what: &str, charset: &str| {
        tell(format_args!(
            "replybot: standard input is {what}, and nothing was masked: convert it first (`iconv -f {charset} -t UTF-8`)"
        ));
        Ok(Exit::Failed)
    };
    if let Some(charset) = escaped_charset(&text) {
        return refuse(&format!("{charset}, not UTF-8"), charset);
    }
    let text = match String::from_utf8(text) {
        Ok(text) => CustomerText::new(text),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let what = format!("not UTF-8 from byte {} on", at + 1);
            return refuse(&what, "SHIFT_JIS");
        }
    };
    let masked = masker.mask(&text, &Hints::default(), &mut Placeholders::default());
    let mut output = std::io::stdout().lock();
    output
        .write_all(masked.as_str().as_bytes())
        .and_then(|()| output.flush())
        .context("cannot write standard output")?;
    Ok(Exit::Done)
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

/// A line of `--jsonl`.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: serde_json::Value,
    text: CustomerText,
    /// Names that are known from elsewhere: of the sender, of people in copy.
    #[serde(default)]
    names: Vec<String>,
}

/// Masks line by line: in `{"id","text","names"?}`, out `{"id","masked","map"}`. A line that cannot be
/// read is reported on standard error; the others go on.
///
/// # Errors
/// When standard input or output breaks.
pub fn run_jsonl(masker: &Masker) -> anyhow::Result<Exit> {
    let example = r#"{"id":"1","text":"…","names":["…"]}"#;
    jsonl::answer(
        std::io::stdin().lock(),
        std::io::stdout().lock(),
        example,
        |Line { id, text, names }| {
            let mut map = Placeholders::default();
            let hints = names.into_iter().fold(Hints::default(), Hints::name);
            let masked = masker.mask(&text, &hints, &mut map);
            Ok(json!({ "id": id, "masked": masked, "map": map }))
        },
    )
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
