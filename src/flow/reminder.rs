//! Customers are about to wait longer than they should -> the channel is reminded, once for each.
//!
//! The helper item `reminder#first_answer` holds how far that has come: of all open inquiries, the oldest
//! first, those up to this time of arrival were told. The process that writes it on posts; one that ends
//! in between leaves those out, which the home tab and the cards still show.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::sync::NotPosted;
use inquiry::{Inquiry, Queue};
use screens::reminder::reminder;
use store::{Open, StoreError, Written};

const KEY: &str = "reminder#first_answer";
/// Inquiries that one message names.
const NAMED: usize = 10;

/// The text of the helper item.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Told {
    /// Those that arrived up to then.
    up_to: Timestamp,
}

/// Reminds of those of the `open` whose time is nearly over: three quarters of it have passed. True
/// when it did.
///
/// # Errors
/// [`NotPosted`]: the store failed, or Slack did not take the message.
pub(super) async fn remind(app: &App, open: Vec<Open>) -> Result<bool, NotPosted> {
    let Some(target) = &app.look.answer_target else {
        return Ok(false);
    };
    let now = app.clock.now();
    let read = app.store.kv(KEY).await?;
    let told = read.as_deref().map(serde_json::from_str::<Told>);
    let told = told
        .transpose()
        .map_err(|_| StoreError::Unreadable(KEY.to_owned()))?;
    let mut waiting = open;
    waiting.retain(|it| it.queue == Queue::Waiting);
    // The oldest comes first, and what came later is due later.
    let overdue = waiting.partition_point(|it| target.due(it.arrived_at) <= now);
    let due = waiting.partition_point(|it| target.nearly_due(it.arrived_at) <= now);
    // What is overdue already when this is switched on is no news.
    let due: Vec<&Open> = waiting[overdue..due.max(overdue)]
        .iter()
        .filter(|it| told.is_none_or(|told| told.up_to < it.arrived_at))
        .collect();
    let Some(newest) = due.last() else {
        return Ok(false);
    };
    let note = serde_json::json!(Told {
        up_to: newest.arrived_at,
    });
    let note = note.to_string();
    let written = app.store.write_kv(KEY, read.as_deref(), &note, None);
    if written.await? == Written::Conflict {
        return Ok(false);
    }
    let ids: Vec<_> = due.iter().take(NAMED).map(|it| it.id.clone()).collect();
    let named = app.store.get_all(&ids).await?;
    // A second reply is not the first answer.
    let begun = named.iter().filter(|it| it.mail.by_us).count();
    let is_awaited = |it: &Inquiry| it.is_open() && !it.mail.by_us;
    let named: Vec<Inquiry> = named.into_iter().filter(is_awaited).collect();
    let of_others = due.len() - begun - named.len();
    // Each mailbox's team is told of its own.
    for own in app.all() {
        let is_own = |it: &&Inquiry| std::ptr::eq(app.of(it), own);
        let of_it: Vec<Inquiry> = named.iter().filter(is_own).cloned().collect();
        let count = of_it.len() + if std::ptr::eq(own, app) { of_others } else { 0 };
        if count > 0 {
            let message = reminder(&of_it, count, target, &own.look);
            own.slack.post_message(&own.channel, None, &message).await?;
        }
    }
    Ok(true)
}
