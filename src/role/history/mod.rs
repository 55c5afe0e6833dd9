//! `replybot history [ID]`: inquiries and their state, and what happened to one.

mod export;

use std::io::IsTerminal;

use anyhow::{Context, bail};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::json;

use crate::config::HistoryConfig;
use crate::role::{Exit, say};
use inquiry::{ContextId, Inquiry, State};
use store::Store;

pub use export::Format;

/// Characters of a subject that are listed.
const SUBJECT: usize = 120;
/// The columns where no terminal says how many it has.
const WIDTH: u16 = 80;

/// Lists the newest inquiries, `limit` at most, and says when there are more.
///
/// # Errors
/// When the store cannot be read.
pub async fn list(config: &HistoryConfig, limit: usize, json: bool) -> anyhow::Result<Exit> {
    let store = Store::connect(&config.store).await?;
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
    let mut table = table(["id", "received", "state", "answered by", "subject (masked)"]);
    for column in [0, 1, 2] {
        // An id or a time that is broken over lines cannot be copied.
        if let Some(column) = table.column_mut(column) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    for inquiry in &inquiries {
        let by = inquiry
            .newest_reply()
            .map(|reply| reply.by.name.clone())
            .unwrap_or_default();
        table.add_row([
            short(&inquiry.id).to_owned(),
            minute(inquiry.received_at, &config.time_zone),
            inquiry.state.name().replace('_', " "),
            by,
            beginning(inquiry.masked.subject.as_str(), SUBJECT),
        ]);
    }
    say(table)?;
    say("`replybot history ID` says what happened to one")?;
    Ok(Exit::Done)
}

/// Prints everything that happened to one inquiry. `id` may be the beginning of its id.
///
/// # Errors
/// When the store cannot be read, or none or several inquiries have such an id.
pub async fn show(config: &HistoryConfig, id: &ContextId, json: bool) -> anyhow::Result<Exit> {
    let inquiry = find(&Store::connect(&config.store).await?, id).await?;
    let time = |at| time(at, &config.time_zone);
    if json {
        let mut value = summary(&inquiry);
        value["history"] = json!(inquiry.history);
        value["card"] = json!(inquiry.slack.card);
        value["unfinished"] = json!(inquiry.work().map(|work| work.name()));
        value["versions"] = json!(inquiry.drafts);
        value["approvals"] = approvals(&inquiry).collect();
        say(value)?;
        return Ok(Exit::Done);
    }
    say(format_args!(
        "{}: {}, received {}",
        inquiry.id,
        inquiry.state.name().replace('_', " "),
        time(inquiry.received_at)
    ))?;
    say(where_the_card_is(&inquiry, &config.time_zone))?;
    if let Some(work) = inquiry.work() {
        let step = work.name().replace('_', " ");
        say(format_args!(
            "unfinished: {step}, due {}",
            time(inquiry.due())
        ))?;
    }
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
    match inquiry.history.is_empty() {
        true => say("nothing has happened yet")?,
        false => say(table)?,
    }
    show_drafts(&inquiry)?;
    show_replies(&inquiry, &config.time_zone)?;
    Ok(Exit::Done)
}

/// Whether people can see the inquiry in Slack.
fn where_the_card_is(inquiry: &Inquiry, zone: &TimeZone) -> String {
    match (&inquiry.slack.card, &inquiry.slack.told_by) {
        (Some(card), _) => {
            let since = posted_at(&card.ts).map(|at| time(at, zone));
            format!(
                "card: in {} since {}",
                card.channel,
                since.as_ref().unwrap_or(&card.ts)
            )
        }
        (None, Some(other)) => format!("card: none of its own; that of {other} tells of it"),
        (None, None) if inquiry.state == State::Received => {
            "card: not posted; each sweep tries again, and the log says why it did not work"
                .to_owned()
        }
        (None, None) => "card: not known, an older deployment posted it".to_owned(),
    }
}

/// When a message was posted: Slack names it by seconds since 1970 and a number, `1796000000.000100`.
fn posted_at(ts: &str) -> Option<Timestamp> {
    let seconds = ts.split('.').next()?.parse().ok()?;
    Timestamp::from_second(seconds).ok()
}

/// The inquiry of that id, or the only one whose id begins so.
pub(super) async fn find(store: &Store, id: &ContextId) -> anyhow::Result<Inquiry> {
    if let Some(inquiry) = store.get(id).await? {
        return Ok(inquiry);
    }
    let mut found: Option<Inquiry> = None;
    let mut after = None;
    loop {
        let page = store.page(after).await?;
        let mut begins = page.inquiries.into_iter();
        for inquiry in begins
            .by_ref()
            .filter(|it| it.id.as_str().starts_with(id.as_str()))
        {
            if let Some(other) = found.replace(inquiry) {
                bail!(
                    "the ids of several inquiries begin with {id}, such as {}: give more of it",
                    other.id
                );
            }
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    found.with_context(|| format!("there is no inquiry {id}: `replybot history` lists them"))
}

/// What was approved and sent.
fn show_replies(inquiry: &Inquiry, zone: &TimeZone) -> anyhow::Result<()> {
    if inquiry.delivery.replies.is_empty() {
        return Ok(());
    }
    let mut table = table(["sent", "approved by", "draft", "changed", "accepted as"]);
    for reply in &inquiry.delivery.replies {
        let approval = reply.approval.as_ref();
        let draft = approval.and_then(|it| it.draft).map(|it| it.to_string());
        let changed = approval.and_then(|it| it.changed);
        table.add_row([
            time(reply.at, zone),
            reply.by.name.clone(),
            draft.unwrap_or_default(),
            changed
                .map(|it| format!("{it} characters"))
                .unwrap_or_default(),
            reply.accepted_as.clone().unwrap_or_default(),
        ]);
    }
    say(table)
}

/// What each version of the reply's text took.
fn show_drafts(inquiry: &Inquiry) -> anyhow::Result<()> {
    if inquiry.drafts.versions.is_empty() {
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
    for draft in &inquiry.drafts.versions {
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
    inquiry.delivery.replies.iter().map(|reply| {
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
        .transpose()
        .map_err(anyhow::Error::msg)?;
    let store = Store::connect(&config.store).await?;
    export::run(&store, &config.masker, format, since).await
}

/// The beginning of a day, or a time; without an offset it is the time of day where the team is.
///
/// # Errors
/// What is wanted, when it is neither.
pub fn time_of(text: &str, zone: &TimeZone) -> Result<Timestamp, String> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let local = text.parse::<DateTime>().ok();
    // An offset that could not be read above must not be left out silently.
    let local = local.filter(|_| text.len() <= "2026-11-01T09:00:00.000000000".len());
    let at = local.and_then(|it| zone.to_timestamp(it).ok());
    at.ok_or_else(|| {
        "a day such as 2026-11-01 is wanted, or a time such as 2026-11-01T09:00:00+09:00".to_owned()
    })
}

/// An inquiry without personal data.
fn summary(inquiry: &Inquiry) -> serde_json::Value {
    json!({
        "context_id": inquiry.id, "state": inquiry.state, "received_at": inquiry.received_at,
        "subject": inquiry.masked.subject, "drafts": inquiry.drafts.versions.len(),
        "answered_by": inquiry.newest_reply().map(|reply| &reply.by.name),
        "failure": inquiry.failure.as_ref().map(|failure| &failure.detail),
    })
}

fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(WIDTH);
    }
    table.set_header(header);
    table
}

fn beginning(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// As much of an id as tells it from others: in ids by time (UUID v7), the millisecond.
fn short(id: &ContextId) -> &str {
    id.as_str().get(..13).unwrap_or(id.as_str())
}

fn minute(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned_datetime(zone.clone());
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

fn time(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned_datetime(zone.clone());
    at.strftime("%Y-%m-%d %H:%M:%S %Z").to_string()
}
