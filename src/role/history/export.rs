//! `replybot history --export`: everything that is known of drafts and approvals, without personal
//! data, in a form that other programs read. One page of the store is in memory at a time.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use serde_json::{Value, json};
use similar::TextDiff;

use crate::role::Exit;
use inquiry::{Draft, Event, HistoryEntry, Inquiry, Reply};
use mail::Mailbox;
use pii::{CustomerText, MaskedText, Masker};
use store::Store;

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One JSON object for each inquiry.
    Jsonl,
    /// One row for each draft, each reply, and each time that a person opened the inquiry.
    Csv,
}

const COLUMNS: [&str; 25] = [
    "context_id",
    "received_at",
    "state",
    "kind",
    "number",
    "at",
    "who",
    "model",
    "template",
    "template_version",
    "input_tokens",
    "output_tokens",
    "cached_tokens",
    "cost",
    "reused",
    "feedback",
    "from_draft",
    "changed_characters",
    "mail_sha256",
    "accepted_as",
    "text_masked",
    "to_masked",
    "cc_masked",
    "bcc_masked",
    "subject_masked",
];

/// Writes what was received since then, and all there is without a time.
///
/// # Errors
/// When the store cannot be read or standard output breaks.
pub async fn run(
    store: &Store,
    masker: &Arc<Masker>,
    format: Format,
    since: Option<Timestamp>,
) -> anyhow::Result<Exit> {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    if format == Format::Csv {
        row(&mut out, &COLUMNS.map(str::to_owned))?;
    }
    let progress = progress();
    let mut unreadable = 0;
    let mut after = None;
    loop {
        let page = store.page(after).await?;
        unreadable += page.unreadable;
        for inquiry in page.inquiries {
            if since.is_some_and(|since| inquiry.received_at < since) {
                continue;
            }
            match format {
                Format::Jsonl => writeln!(out, "{}", object(inquiry, masker))?,
                Format::Csv => rows(inquiry, masker)
                    .iter()
                    .try_for_each(|it| row(&mut out, it))?,
            }
            progress.inc(1);
        }
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    out.flush().context("cannot write standard output")?;
    progress.finish_and_clear();
    if unreadable > 0 {
        eprintln!("{unreadable} items could not be read and are not in the export");
        return Ok(Exit::Failed);
    }
    Ok(Exit::Done)
}

/// On standard error; indicatif draws nothing where that is no terminal.
fn progress() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} inquiries, {per_sec}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn object(inquiry: Inquiry, masker: &Masker) -> Value {
    let replies: Vec<Value> = approvals(&inquiry, masker)
        .map(|(reply, text)| {
            json!({
                "at": reply.at, "approved_by": reply.by, "text_masked": text.text,
                "to_masked": text.to, "cc_masked": text.cc, "bcc_masked": text.bcc,
                "subject_masked": text.subject,
                "mail_sha256": reply.approval.as_ref().map(|it| &it.sha256),
                "from_draft": reply.approval.as_ref().and_then(|it| it.draft),
                "changed_characters": reply.approval.as_ref().and_then(|it| it.changed),
                "difference": difference(&inquiry, reply, &text.text),
                "accepted_as": reply.accepted_as, "delivery": reply.delivery,
            })
        })
        .collect();
    json!({
        "context_id": inquiry.id, "received_at": inquiry.received_at, "state": inquiry.state,
        "subject_masked": inquiry.masked.subject, "drafts": inquiry.drafts.versions, "replies": replies,
        "history": inquiry.history,
    })
}

/// The words and recipients of an approved reply, masked.
struct MaskedReply {
    text: MaskedText,
    to: MaskedText,
    cc: MaskedText,
    bcc: MaskedText,
    subject: MaskedText,
}

/// Each approved reply with its masked words.
fn approvals<'i>(
    inquiry: &'i Inquiry,
    masker: &'i Masker,
) -> impl Iterator<Item = (&'i Reply, MaskedReply)> {
    let mut masking = inquiry.clone();
    // Addresses tell recipients apart: a name is in no export.
    let addresses = |mailboxes: &[Mailbox]| {
        let addresses = mailboxes.iter().map(|it| it.address.expose());
        CustomerText::new(addresses.collect::<Vec<_>>().join(", "))
    };
    inquiry.delivery.replies.iter().map(move |reply| {
        let mut masked = |text: &CustomerText| masking.mask_typed(text, masker);
        let mail = &reply.mail;
        let words = MaskedReply {
            text: masked(reply.text()),
            to: masked(&addresses(&mail.to)),
            cc: masked(&addresses(&mail.cc)),
            bcc: masked(&addresses(&mail.bcc)),
            subject: masked(&mail.subject),
        };
        (reply, words)
    })
}

/// From the draft to what was sent, line by line, as `diff -u` shows it; both masked.
fn difference(inquiry: &Inquiry, reply: &Reply, sent: &MaskedText) -> Option<String> {
    let number = reply.approval.as_ref()?.draft?;
    let draft = inquiry
        .drafts
        .versions
        .iter()
        .find(|draft| draft.number == number)?;
    let (draft, sent) = (draft.text.as_str().trim(), sent.as_str().trim());
    let diff = TextDiff::from_lines(draft, sent);
    Some(diff.unified_diff().header("draft", "sent").to_string())
}

fn rows(inquiry: Inquiry, masker: &Masker) -> Vec<[String; COLUMNS.len()]> {
    let drafts = inquiry
        .drafts
        .versions
        .iter()
        .map(|draft| draft_row(&inquiry, draft));
    let replies = approvals(&inquiry, masker)
        .enumerate()
        .map(|(index, (reply, text))| reply_row(&inquiry, index + 1, reply, &text));
    let opened = inquiry
        .history
        .iter()
        .filter(|it| it.event == Event::Opened);
    let opened = opened.map(|entry| opened_row(&inquiry, entry));
    drafts.chain(replies).chain(opened).collect()
}

/// A person who opened the inquiry, and saw it unmasked.
fn opened_row(inquiry: &Inquiry, entry: &HistoryEntry) -> [String; COLUMNS.len()] {
    let who = entry.by.as_ref().map(|by| by.name.clone());
    let values = [
        ("kind", "opened".to_owned()),
        ("at", entry.at.to_string()),
        ("who", who.unwrap_or_default()),
    ];
    row_of(inquiry, values)
}

/// The named cells; the others are empty.
fn row_of(
    inquiry: &Inquiry,
    values: impl IntoIterator<Item = (&'static str, String)>,
) -> [String; COLUMNS.len()] {
    let mut row = [const { String::new() }; COLUMNS.len()];
    for (index, value) in start(inquiry).into_iter().enumerate() {
        row[index] = value;
    }
    for (name, value) in values {
        if let Some(index) = COLUMNS.iter().position(|column| *column == name) {
            row[index] = value;
        }
    }
    row
}

fn draft_row(inquiry: &Inquiry, draft: &Draft) -> [String; COLUMNS.len()] {
    let generation = draft.generation.clone().unwrap_or_default();
    let feedback = draft.feedback.as_ref().map(|it| json!(it.verdict));
    let [id, received_at, state] = start(inquiry);
    [
        id,
        received_at,
        state,
        if draft.model.is_some() {
            "draft"
        } else {
            "typed"
        }
        .to_owned(),
        draft.number.to_string(),
        draft.at.to_string(),
        generation.asked_by.map(|it| it.name).unwrap_or_default(),
        draft.model.clone().unwrap_or_default(),
        generation.template.name,
        generation.template.version,
        generation.usage.input.to_string(),
        generation.usage.output.to_string(),
        generation.usage.cached.to_string(),
        generation.cost.map(|it| it.to_string()).unwrap_or_default(),
        generation.reused.to_string(),
        feedback
            .and_then(|it| it.as_str().map(str::to_owned))
            .unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        draft.text.as_str().to_owned(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
    ]
}

fn reply_row(
    inquiry: &Inquiry,
    number: usize,
    reply: &Reply,
    masked: &MaskedReply,
) -> [String; COLUMNS.len()] {
    let approval = reply.approval.as_ref();
    let values = [
        ("kind", "reply".to_owned()),
        ("number", number.to_string()),
        ("at", reply.at.to_string()),
        ("who", reply.by.name.clone()),
        (
            "from_draft",
            approval
                .and_then(|it| it.draft)
                .map(|it| it.to_string())
                .unwrap_or_default(),
        ),
        (
            "changed_characters",
            approval
                .and_then(|it| it.changed)
                .map(|it| it.to_string())
                .unwrap_or_default(),
        ),
        (
            "mail_sha256",
            approval.map(|it| it.sha256.clone()).unwrap_or_default(),
        ),
        ("accepted_as", reply.accepted_as.clone().unwrap_or_default()),
        ("text_masked", masked.text.as_str().to_owned()),
        ("to_masked", masked.to.as_str().to_owned()),
        ("cc_masked", masked.cc.as_str().to_owned()),
        ("bcc_masked", masked.bcc.as_str().to_owned()),
        ("subject_masked", masked.subject.as_str().to_owned()),
    ];
    row_of(inquiry, values)
}

fn start(inquiry: &Inquiry) -> [String; 3] {
    [
        inquiry.id.to_string(),
        inquiry.received_at.to_string(),
        inquiry.state.name().to_owned(),
    ]
}

/// Writes a row (RFC 4180).
fn row(out: &mut impl Write, cells: &[String]) -> std::io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    write!(out, "{}\r\n", cells.join(","))
}

/// A cell that a spreadsheet would take for a formula is not one: a customer's words end up here.
/// <https://owasp.org/www-community/attacks/CSV_Injection>
fn quoted(cell: &str) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = format!("{}{cell}", if is_formula { "'" } else { "" });
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_has_to_be_and_is_no_formula() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a \"b\", c\n"), "\"a \"\"b\"\", c\n\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
    }
}
