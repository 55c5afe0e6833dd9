//! `replybot history [ID]`: inquiries and their state, and what happened to one.

use anyhow::Context;
use comfy_table::{ContentArrangement, Table, presets};
use serde_json::json;

use crate::config::StoreConfig;
use crate::inquiry::{ContextId, Inquiry};
use crate::role::{Exit, say};
use crate::store::Store;

/// Inquiries that the list shows.
const NEWEST: usize = 200;

/// Lists the newest inquiries.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(config: &StoreConfig, json: bool) -> anyhow::Result<Exit> {
    let inquiries = Store::connect(config).await?.newest(NEWEST).await?;
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
    Ok(Exit::Done)
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
