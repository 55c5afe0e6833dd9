//! `replybot knowledge search TEXT`: what a draft would be written with.

use comfy_table::{ContentArrangement, Table, presets};
use serde_json::json;

use crate::role::{Exit, say};
use knowledge::{Found, Knowledge};

/// Prints the passages that fit a text best. Warnings about the folder go to standard error.
///
/// # Errors
/// When standard output breaks.
pub async fn search(
    knowledge: &Knowledge,
    text: String,
    most: usize,
    json: bool,
) -> anyhow::Result<Exit> {
    let found = knowledge.search(text, most).await;
    if !found.was_read {
        eprintln!("replybot: nothing was searched, as {knowledge} cannot be read");
        return Ok(Exit::TryAgain);
    }
    if json { lines(&found) } else { table(&found) }
}

fn lines(found: &Found) -> anyhow::Result<Exit> {
    for (passage, score) in &found.passages {
        say(json!({
            "file": passage.file, "title": passage.title, "heading": passage.heading,
            "internal": passage.is_internal(), "score": score, "text": passage.raw(),
        }))?;
    }
    Ok(Exit::Done)
}

fn table(found: &Found) -> anyhow::Result<Exit> {
    if found.passages.is_empty() {
        say(format_args!(
            "Nothing fits among {} passages: a draft would be told so.",
            found.of
        ))?;
        return Ok(Exit::Done);
    }
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(["SCORE", "FILE", "HEADING", "", "TEXT"]);
    for (passage, score) in &found.passages {
        let mark = if passage.is_internal() {
            "internal"
        } else {
            ""
        };
        let heading = [passage.title.as_str(), &passage.heading];
        let heading: Vec<&str> = heading.into_iter().filter(|it| !it.is_empty()).collect();
        let text: Vec<&str> = passage.raw().split_whitespace().collect();
        let text: String = text.join(" ").chars().take(120).collect();
        table.add_row([
            score.to_string(),
            passage.file.clone(),
            heading.join(" › "),
            mark.to_owned(),
            text,
        ]);
    }
    say(table)?;
    Ok(Exit::Done)
}
