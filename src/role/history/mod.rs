//! `replybot history [ID]`: inquiries and their state, and what happened to one.

mod export;

use anyhow::Context;
use comfy_table::{ContentArrangement, Table, presets};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::config::{HistoryConfig, StoreConfig};
use crate::inquiry::{ContextId, Inquiry};
use crate::role::{Exit, say};
use crate::store::Store;

pub use export::Format;

/// Lists the newest inquiries, `limit` at most, and says when there are more.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(config: &StoreConfig, limit: usize, json: bool) -> anyhow::Result<Exit> {
    let store = Store::connect(config).await?;
    // One more, to know whether there are more.
    let mut inquiries = store.newest(limit.saturating_add(1)).await?;
    if inquiries.len() > limit {
        inquiries.truncate(limit);
        eprintln!(
            "replybot: the newest {limit} inquiries, there are more: `--limit` lists more, `--export` all"
        );
    }
    if json {
        inquiries
            .iter()
            .try_for_each(|inquiry| say(summary(inquiry)))?;
        return Ok(Exit::Done);
    }
    if inquiries.is_empty() {
        say("no inquiries yet: take one in with `replybot ingest FILE.eml`")?;
        return Ok(Exit::Done);
    }
    let mut table = table([
        "received",
        "state",
        "drafts",
        "answered by",
        "context id",
        "subject (masked)",
    ]);
    for inquiry in &inquiries {
        let by = inquiry
            .newest_reply()
            .map(|reply| reply.by.name.clone())
            .unwrap_or_default();
        table.add_row([
            time(inquiry.received_at),
            inquiry.state.name().to_owned(),
            inquiry.drafts.len().to_string(),
            by,
            inquiry.id.to_string(),
            inquiry.subject_masked.as_str().to_owned(),
        ]);
    }
    say(table)?;
    Ok(Exit::Done)
}

/// Prints everything that happened to one inquiry.
///
/// # Errors
/// When the store cannot be read or there is no such inquiry.
pub async fn show(config: &StoreConfig, id: &ContextId, json: bool) -> anyhow::Result<Exit> {
    let inquiry = Store::connect(config).await?.get(id).await?;
    let inquiry = inquiry
        .with_context(|| format!("there is no inquiry {id}: `replybot history` lists them"))?;
    if json {
        let mut value = summary(&inquiry);
        value["history"] = json!(inquiry.history);
        value["versions"] = json!(inquiry.drafts);
        value["approvals"] = approvals(&inquiry).collect();
        say(value)?;
        return Ok(Exit::Done);
    }
    say(format_args!(
        "{id}: {}, received {}",
        inquiry.state.name(),
        time(inquiry.received_at)
    ))?;
    if let Some(failure) = &inquiry.failure {
        say(format_args!("last failure: {}", failure.detail))?;
    }
    let mut table = table(["when", "what", "who", "detail"]);
    for entry in &inquiry.history {
        let event = json!(entry.event)
            .as_str()
            .unwrap_or_default()
            .replace('_', " ");
        let who = entry
            .by
            .as_ref()
            .map(|person| person.name.clone())
            .unwrap_or_default();
        table.add_row([time(entry.at), event, who, entry.detail.clone()]);
    }
    say(table)?;
    show_drafts(&inquiry)?;
    for approval in approvals(&inquiry) {
        say(approval)?;
    }
    Ok(Exit::Done)
}

/// What each version of the reply's text took.
fn show_drafts(inquiry: &Inquiry) -> anyhow::Result<()> {
    if inquiry.drafts.is_empty() {
        return Ok(());
    }
    let mut table = table([
        "draft",
        "written by",
        "prompt",
        "tokens in",
        "cached",
        "out",
        "cost",
        "asked by",
    ]);
    for draft in &inquiry.drafts {
        let by = draft.model.as_deref().unwrap_or("a person");
        let Some(it) = &draft.generation else {
            table.add_row([draft.number.to_string(), by.to_owned()]);
            continue;
        };
        let by = if it.reused {
            format!("{by} (used again)")
        } else {
            by.to_owned()
        };
        let about = if it.usage.guessed { "about " } else { "" };
        table.add_row([
            draft.number.to_string(),
            by,
            format!("{} {}", it.template.name, it.template.version),
            format!("{about}{}", it.usage.input),
            it.usage.cached.to_string(),
            format!("{about}{}", it.usage.output),
            it.cost.map(|cost| cost.to_string()).unwrap_or_default(),
            it.asked_by
                .as_ref()
                .map(|person| person.name.clone())
                .unwrap_or_default(),
        ]);
    }
    say(table)
}

/// Who approved which mail.
fn approvals(inquiry: &Inquiry) -> impl Iterator<Item = serde_json::Value> {
    inquiry.replies.iter().map(|reply| {
        json!({
            "approved_by": reply.by.name, "at": reply.at, "accepted_as": reply.accepted_as,
            "mail_sha256": reply.approval.as_ref().map(|it| &it.sha256),
            "from_draft": reply.approval.as_ref().and_then(|it| it.draft),
            "changed_characters": reply.approval.as_ref().and_then(|it| it.changed),
        })
    })
}

/// Writes everything that was received since a day or a time, for other programs.
///
/// # Errors
/// When `since` is neither, the store cannot be read or standard output breaks.
pub async fn export(
    config: &HistoryConfig,
    format: Format,
    since: Option<&str>,
) -> anyhow::Result<Exit> {
    let since = since
        .map(|text| time_of(text, &config.time_zone))
        .transpose()?;
    let store = Store::connect(&config.store).await?;
    export::run(&store, &config.masker, format, since).await
}

/// A time, or the beginning of a day.
fn time_of(text: &str, zone: &TimeZone) -> anyhow::Result<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let day: Date = text
        .parse()
        .with_context(|| format!("--since {text} is no day such as 2026-11-01"))?;
    Ok(zone.to_timestamp(day.at(0, 0, 0, 0))?)
}

/// An inquiry without personal data.
fn summary(inquiry: &Inquiry) -> serde_json::Value {
    json!({
        "context_id": inquiry.id, "state": inquiry.state, "received_at": inquiry.received_at,
        "subject": inquiry.subject_masked, "drafts": inquiry.drafts.len(),
        "answered_by": inquiry.newest_reply().map(|reply| &reply.by.name),
        "failure": inquiry.failure.as_ref().map(|failure| &failure.detail),
    })
}

fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header);
    table
}

fn time(at: jiff::Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
