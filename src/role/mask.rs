//! `replybot mask`: masks text on standard input.

use std::io::{BufRead, Read, Write};

use anyhow::Context;
use serde::Deserialize;
use serde_json::json;

use crate::role::{Exit, tell};
use pii::{CustomerText, Hints, Masker, Placeholders};

/// Masks all of standard input as one text; what is not UTF-8 is refused.
///
/// # Errors
/// When standard input or output breaks.
pub fn run(masker: &Masker) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    std::io::stdin()
        .read_to_end(&mut text)
        .context("cannot read standard input")?;
    let text = match String::from_utf8(text) {
        Ok(text) => CustomerText::new(text),
        Err(error) => {
            // What is replaced silently is not the text that was to be masked.
            let at = error.utf8_error().valid_up_to();
            tell(format_args!(
                "replybot: standard input is not UTF-8 from byte {} on, and nothing was masked: convert it first (`iconv -f SHIFT_JIS -t UTF-8`)",
                at + 1
            ));
            return Ok(Exit::Failed);
        }
    };
    print!(
        "{}",
        masker
            .mask(&text, &Hints::default(), &mut Placeholders::default())
            .as_str()
    );
    std::io::stdout()
        .flush()
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
    let mut exit = Exit::Done;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for (number, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let line = line.context("cannot read standard input")?;
        if line.trim_ascii().is_empty() {
            continue;
        }
        let Ok(Line { id, text, names }) = serde_json::from_slice(&line) else {
            eprintln!(
                "line {}: not JSON in UTF-8 like {{\"id\":\"1\",\"text\":\"…\",\"names\":[\"…\"]}}",
                number + 1
            );
            exit = Exit::Failed;
            continue;
        };
        let mut map = Placeholders::default();
        let hints = names.into_iter().fold(Hints::default(), Hints::name);
        let masked = masker.mask(&text, &hints, &mut map);
        writeln!(out, "{}", json!({ "id": id, "masked": masked, "map": map }))
            .context("cannot write standard output")?;
    }
    out.flush().context("cannot write standard output")?;
    Ok(exit)
}
