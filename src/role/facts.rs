//! `replybot facts`: which facts of a reply have a source.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use documents::ReadFile;
use facts::{Fact, Known, Verdict, check};
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::json;

use crate::file_reader::Reader;
use crate::generation;
use crate::role::charset::utf8;
use crate::role::{Exit, jsonl, read, say, tell};
use mail::parse;

/// What a reply is checked against when a person asks for it.
#[derive(Debug, Default)]
pub struct Sources<'a> {
    /// The customer's mail: text, or a whole `.eml`.
    pub mail: Option<&'a Path>,
    /// Files with what the shop knows.
    pub knowledge: &'a [PathBuf],
    /// When the mail came: what "today" is.
    pub received: Option<DateTime>,
}

/// Checks the reply on standard input, and prints each of its facts with its source.
///
/// # Errors
/// When a file cannot be read, or standard input or output breaks.
pub fn run(sources: &Sources<'_>, reader: &Reader, json: bool) -> anyhow::Result<Exit> {
    let mut reply = Vec::new();
    std::io::stdin()
        .read_to_end(&mut reply)
        .context("cannot read standard input")?;
    let reply = text(reply, &"standard input")?;
    let mail = match sources.mail {
        Some(path) => mail_in(path)?,
        None => Vec::new(),
    };
    let knowledge = sources
        .knowledge
        .iter()
        .map(|path| text(read(path)?, &path.display()));
    let knowledge = knowledge.collect::<anyhow::Result<Vec<String>>>()?;
    let facts = facts_of(&reply, &mail, &knowledge, sources.received, reader);
    if json {
        say(json!({ "facts": lines(&facts) }))?;
    } else {
        for fact in &facts {
            let mark = match fact.verdict {
                Verdict::Supported => "✓",
                Verdict::Unsupported => "?",
                Verdict::Contradicts => "✗",
            };
            let source = fact.source.as_ref().map(|source| match fact.verdict {
                Verdict::Contradicts => format!("   the source says: {}", source.text),
                _ => format!("   {}", source.text),
            });
            say(format_args!(
                "{mark} {}{}",
                fact.text,
                source.unwrap_or_default()
            ))?;
        }
        let supported = facts
            .iter()
            .filter(|fact| fact.verdict == Verdict::Supported)
            .count();
        say(format_args!(
            "{} facts, {supported} with a source",
            facts.len()
        ))?;
    }
    if reply.len() > facts::LONGEST {
        tell(format_args!("replybot: {}", unread(&reply)));
        return Ok(Exit::Failed);
    }
    let all = facts.iter().all(|fact| fact.verdict == Verdict::Supported);
    Ok(if all { Exit::Done } else { Exit::Failed })
}

/// A line of `--jsonl`.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: serde_json::Value,
    mail: String,
    reply: String,
    #[serde(default)]
    knowledge: Option<Vec<String>>,
    #[serde(default)]
    received: Option<String>,
}

/// Checks line by line: in `{"id","mail","reply","knowledge"?,"received"?}`, out `{"id","facts"}`. A line that cannot
/// be read is reported on standard error; the others go on.
///
/// # Errors
/// When standard input or output breaks.
pub fn run_jsonl(reader: &Reader) -> anyhow::Result<Exit> {
    let example = r#"{"id":"1","mail":"…","reply":"…"}"#;
    jsonl::answer(
        std::io::stdin().lock(),
        std::io::stdout().lock(),
        example,
        |line: Line| {
            let received = line.received.as_deref().map(read_received).transpose()?;
            if line.reply.len() > facts::LONGEST {
                return Err(unread(&line.reply));
            }
            let mail = line.mail.as_bytes();
            let facts = facts_of(
                &line.reply,
                mail,
                &line.knowledge.unwrap_or_default(),
                received,
                reader,
            );
            Ok(json!({ "id": line.id, "facts": lines(&facts) }))
        },
    )
}

/// What is said of a reply of which only the beginning is read.
fn unread(reply: &str) -> String {
    format!(
        "the reply has {} bytes, and only the first {} are checked: check it in parts",
        reply.len(),
        facts::LONGEST
    )
}

/// The time on the clock of whoever wrote it: `2026-11-02T10:11:00`, with or without an offset from UTC behind
/// it, or a day alone.
///
/// # Errors
/// What it should look like.
pub fn read_received(at: &str) -> Result<DateTime, String> {
    // A clock's time has no Z; an offset behind it is checked, and not read.
    let local = at
        .strip_suffix(['Z', 'z'])
        .unwrap_or(at)
        .parse::<DateTime>();
    local.map_err(|_| {
        format!("{at:?} is no time at which a mail was received: such as 2026-11-02T10:11:00+09:00")
    })
}

/// The facts in the form of the command's output: the source in its own words.
fn lines(facts: &[Fact]) -> Vec<serde_json::Value> {
    let line = |fact: &Fact| {
        let mut line = json!({ "text": fact.text, "start": fact.start, "end": fact.end, "kind": fact.kind, "verdict": fact.verdict });
        if let Some(source) = &fact.source {
            line["source"] = json!(source.text);
        }
        line
    };
    facts.iter().map(line).collect()
}

/// A text in which no byte is replaced: what was replaced would have no source.
fn text(bytes: Vec<u8>, place: &dyn std::fmt::Display) -> anyhow::Result<String> {
    utf8(bytes).map_err(|why| anyhow!("{place} is {why}"))
}

/// A whole message says itself what charset it has, a customer's text alone does not.
fn mail_in(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = read(path)?;
    match is_message(&String::from_utf8_lossy(&bytes)) {
        true => Ok(bytes),
        false => Ok(text(bytes, &path.display())?.into_bytes()),
    }
}

fn facts_of(
    reply: &str,
    mail: &[u8],
    knowledge: &[String],
    received: Option<DateTime>,
    reader: &Reader,
) -> Vec<Fact> {
    let text = String::from_utf8_lossy(mail);
    let (mail, files, date) = match is_message(&text) {
        true => words_of(mail, reader),
        false => (text.into_owned(), Vec::new(), None),
    };
    let files: Vec<&str> = files.iter().map(|file| file.text.expose()).collect();
    let passages: Vec<&str> = knowledge.iter().map(String::as_str).collect();
    let received = received.or(date);
    check(
        reply,
        &Known {
            mail: &mail,
            earlier: &files,
            passages: &passages,
            received,
            ..Known::default()
        },
    )
}

/// A whole message begins with header fields, its sender among them (RFC 5322 section 3.6).
fn is_message(text: &str) -> bool {
    let head = text
        .split("\n\n")
        .next()
        .unwrap_or_default()
        .split("\r\n\r\n")
        .next()
        .unwrap_or_default();
    let field = |name: &str| {
        head.lines().any(|line| {
            line.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        })
    };
    field("From:")
        && (field("To:") || field("Date:") || field("Message-ID:") || field("Content-Type:"))
}

/// What a message says, its files, and when it was written where its sender is. What is quoted is the conversation
/// so far: marked as such, whatever marks it had.
fn words_of(bytes: &[u8], reader: &Reader) -> (String, Vec<ReadFile>, Option<DateTime>) {
    let mail = parse(bytes);
    let files = reader.read_now(bytes, &mail);
    let mut words = generation::words_of(&mail);
    for line in mail.quoted.expose().lines() {
        words.push_str("> ");
        words.push_str(line.trim_start_matches(['>', ' ']));
        words.push('\n');
    }
    let date = mail
        .date
        .map(|date| jiff::tz::TimeZone::UTC.to_datetime(date));
    (words, files, date)
}
