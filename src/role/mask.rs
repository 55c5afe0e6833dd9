//! `replybot mask`: masks text on standard input.

use std::io::{Read, Write};

use anyhow::Context;
use serde::Deserialize;
use serde_json::json;

use crate::role::charset::{NotUtf8, utf8};
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
    let text = match utf8(text) {
        Ok(text) => CustomerText::new(text),
        Err(NotUtf8 { what, advice }) => {
            tell(format_args!(
                "replybot: standard input is {what}, and nothing was masked: {advice}"
            ));
            return Ok(Exit::Failed);
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
