//! A day or a week is over -> its figures in the channel, once.
//!
//! The helper item `summary#2026-11-24` holds the process that is at it: the first to write it posts. An
//! attempt that ended early is repeated after its lease, and looks into the channel first.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::sync::NotPosted;
use inquiry::clock::later;
use inquiry::{Event, Inquiry, Queue};
use screens::summary::{Figures, Period, summary};
use store::{StoreError, Written};

/// How long it is remembered that a summary was posted: longer than it is due.
const REMEMBERED: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// The text of the helper item.
#[derive(Serialize, Deserialize)]
struct Claim {
    /// Until then, a process is at it; `None` when it is posted.
    until: Option<Timestamp>,
}

/// Posts the summary that is due, unless it has been posted. True when it was now.
///
/// # Errors
/// [`NotPosted`]: the next sweep tries again.
pub(super) async fn summarize(app: &App) -> Result<bool, NotPosted> {
    let Some(schedule) = app.summary else {
        return Ok(false);
    };
    let Some(period) = schedule.newest(app.clock.now(), &app.look.time_zone) else {
        return Ok(false);
    };
    if app.summarized.is(&period.name) {
        return Ok(false);
    }
    let key = format!("summary#{}", period.name);
    let Some(Claimed { note, tried }) = claim(app, &key, &period).await? else {
        return Ok(false);
    };
    let is_there = tried
        && app
            .slack
            .find_summary(&app.channel, &period.name, period.to)
            .await?;
    let mut posted = false;
    if !is_there {
        let mut figures = figures(app, &period).await?;
        let open = app.store.open(app.clock.now()).await?;
        let mut waiting = open.iter().filter(|it| it.queue != Queue::Automatic);
        figures.waiting = waiting.clone().count();
        figures.oldest = waiting.next().map(|it| it.arrived_at);
        // A team that had nothing to do need not read that.
        if figures != Figures::default() {
            let message = summary(&figures, &period, &app.look);
            app.slack.post_message(&app.channel, None, &message).await?;
            posted = true;
        }
    }
    let done = text(&Claim { until: None });
    app.store
        .write_kv(&key, Some(&note), &done, Some(later(period.to, REMEMBERED)))
        .await?;
    Ok(posted)
}

/// A summary that is this task's for some time.
struct Claimed {
    /// What was written down.
    note: String,
    /// An earlier attempt may have posted it.
    tried: bool,
}

async fn claim(app: &App, key: &str, period: &Period) -> Result<Option<Claimed>, StoreError> {
    let now = app.clock.now();
    let read = app.store.kv(key).await?;
    if let Some(read) = &read {
        let claim: Claim =
            serde_json::from_str(read).map_err(|_| StoreError::Unreadable(key.to_owned()))?;
        if claim.until.is_none() {
            app.summarized.remember(&period.name);
        }
        if claim.until.is_none_or(|until| until > now) {
            return Ok(None);
        }
    }
    let until = Some(later(now, app.limits.draft_lease));
    let note = text(&Claim { until });
    let expires_at = Some(later(period.to, REMEMBERED));
    let written = app.store.write_kv(key, read.as_deref(), &note, expires_at);
    Ok((written.await? == Written::Yes).then_some(Claimed {
        note,
        tried: read.is_some(),
    }))
}

fn text(claim: &Claim) -> String {
    serde_json::json!(claim).to_string()
}

/// Counts over every inquiry that is kept, some at a time: one that came long before the period may
/// have been answered in it.
async fn figures(app: &App, period: &Period) -> Result<Figures, StoreError> {
    let mut count = Count::default();
    let mut after = None;
    loop {
        let page = app.store.page(after).await?;
        let period = period.clone();
        // Off the threads that serve requests: comparing long texts takes a while.
        let counting = tokio::task::spawn_blocking(move || {
            page.inquiries.iter().for_each(|it| count.add(it, &period));
            count
        });
        count = counting
            .await
            .map_err(|error| StoreError::Unavailable(format!("counting ended early: {error}")))?;
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(count.figures()),
        }
    }
}

/// What was counted so far.
#[derive(Default)]
struct Count {
    figures: Figures,
    /// Of each first reply, how long the customer waited for it.
    seconds: Vec<i64>,
    /// Of each first reply with a draft, how many of the draft's characters were changed.
    changes: Vec<usize>,
}

impl Count {
    fn add(&mut self, inquiry: &Inquiry, period: &Period) {
        let is_in = |at: Timestamp| period.from <= at && at < period.to;
        let happened = |event: Event| {
            let entries = inquiry.history.iter();
            entries.filter(move |it| it.event == event).map(|it| it.at)
        };
        let times = |event: Event| happened(event).filter(|at| is_in(*at)).count();
        let is_a_customers = !inquiry.mail.by_us;
        self.figures.arrived += usize::from(is_a_customers && is_in(inquiry.received_at));
        self.figures.closed += times(Event::Closed);
        self.figures.spam += times(Event::MarkedAsSpam);
        self.figures.answered += times(Event::ReplyAccepted);
        // The customer waited for the first.
        let first = happened(Event::ReplyAccepted).next();
        if let Some(first) = first.filter(|at| is_a_customers && is_in(*at)) {
            let waited = first.duration_since(inquiry.arrived_at());
            self.seconds.push(waited.as_secs());
            let reply = inquiry.newest_reply();
            let changed = reply.and_then(|reply| inquiry.changed_from_draft(reply));
            self.changes.extend(changed);
        }
    }

    fn figures(self) -> Figures {
        Figures {
            median_seconds: median(self.seconds),
            drafts_used: self.changes.len(),
            as_drafted: self.changes.iter().filter(|n| **n == 0).count(),
            median_changed: median(self.changes),
            ..self.figures
        }
    }
}

fn median<T: Ord + Copy>(mut values: Vec<T>) -> Option<T> {
    values.sort_unstable();
    values.get(values.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert_eq!(median(Vec::<u8>::new()), None);
        assert_eq!(median(vec![7]), Some(7));
        assert_eq!(median(vec![9, 1, 5]), Some(5));
        assert_eq!(median(vec![4, 3, 2, 1]), Some(2));
    }
}
