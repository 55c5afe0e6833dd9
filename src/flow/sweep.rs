//! Whatever a crash or an outage left half-done is taken up again. Safe to run at any time, by
//! several at once.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use tracing::Instrument;

use super::receive::post_card_again;
use super::reminder::remind;
use super::send;
use super::summary::summarize;
use super::unanswered;
use crate::app::{App, Outgoing};
use crate::dispatch::Dispatcher;
use crate::generation::ask_worker::ask_for_draft;
use crate::sync::{share_files_due, show};
use inquiry::clock::{later, since};
use inquiry::{Cause, ContextId, Event, Failure, Forbidden, Inquiry, Outcome, Step, Work};
use platform::metrics;
use platform::telemetry::trace;
use store::{ChangeError, Due, Open, StoreError};

/// Inquiries that one sweep takes up at most; the next one goes on.
const AT_MOST: usize = 500;
/// Inquiries that are worked on at a time.
const AT_ONCE: usize = 4;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Cards posted.
    pub cards: usize,
    /// Drafts asked for again.
    pub drafts: usize,
    /// Drafts that are due and left to a process that has a model: this one has none.
    pub left: usize,
    /// Replies sent whose time had come.
    pub sent: usize,
    /// Replies whose outcome is now known to be unknown.
    pub replies: usize,
    /// Inquiries whose card and modals were brought up to date.
    pub shown: usize,
    /// Inquiries that were put aside and came back, and claims of editors that ran out.
    pub woken: usize,
    /// Proofs that joined the chain.
    pub recorded: usize,
    /// Summaries posted.
    pub summaries: usize,
    /// Steps that did not work this time either.
    pub failed: usize,
    /// Inquiries deleted after their retention time.
    pub purged: usize,
}

/// Takes up everything that is due, and keeps the store in order. Replies that wait to be sent are left
/// to another process without `outgoing`.
///
/// # Errors
/// [`StoreError`] when the store cannot be asked what is due.
pub async fn sweep(app: &App, outgoing: Option<&Outgoing>) -> Result<Swept, StoreError> {
    let purged = purge(app).await?;
    let (steps, _) = take_up_due(app, outgoing).await?;
    let summaries = look_after(app).await;
    let open = match app.look.answer_target {
        Some(_) => app.store.open(app.clock.now()).await?,
        None => Vec::new(),
    };
    let done = [summaries, reminded(app, open).await];
    let failed = done.iter().filter(|it| it.is_err()).count();
    Ok(Swept {
        purged,
        summaries: usize::from(summaries == Ok(true)),
        failed: steps.failed + failed,
        ..steps
    })
}

/// The unfinished steps that are due, and when the next one is, where that is known. This much of a
/// sweep cannot wait: a service does it every few seconds.
///
/// # Errors
/// As [`sweep`].
pub async fn take_up_due(
    app: &App,
    outgoing: Option<&Outgoing>,
) -> Result<(Swept, Option<Timestamp>), StoreError> {
    let now = app.clock.now();
    let mut swept = Swept::default();
    let Due { ids, next } = match app.dispatcher {
        Dispatcher::Elsewhere => {
            let drafts = app.store.look(&[Work::WriteDraft], now, AT_MOST).await?;
            swept.left = drafts.ids.len();
            let mut others = Work::ALL.to_vec();
            others.retain(|it| *it != Work::WriteDraft);
            app.store.look(&others, now, AT_MOST).await?
        }
        _ => app.store.look(&Work::ALL, now, AT_MOST).await?,
    };
    let mut results = stream::iter(ids)
        .map(|id| async move { Box::pin(take_up(app, outgoing, &id)).await })
        .buffer_unordered(AT_ONCE);
    while let Some(result) = results.next().await {
        match result {
            Ok(Some(Work::PostCard)) => swept.cards += 1,
            Ok(Some(Work::WriteDraft)) => swept.drafts += 1,
            Ok(Some(Work::SendReply)) => swept.sent += 1,
            Ok(Some(Work::SettleReply)) => swept.replies += 1,
            Ok(Some(Work::Show | Work::Tell)) => swept.shown += 1,
            Ok(Some(Work::Record)) => swept.recorded += 1,
            Ok(Some(Work::Wake)) => swept.woken += 1,
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(error = %format_args!("{error:#}"), "a step did not work this time either");
                swept.failed += 1;
            }
        }
    }
    metrics::swept(swept.taken_up(), swept.failed);
    Ok((swept, next))
}

/// The rest of a sweep: what has outlived its retention time, summary, reminders, and inquiries of
/// other versions; and the mails that wait are counted. A service does it every minute.
///
/// # Errors
/// [`StoreError`] when the store cannot be asked.
pub async fn keep_in_order(app: &App) -> Result<(), StoreError> {
    let purged = purge(app).await?;
    if purged > 0 {
        tracing::info!(purged, "inquiries were deleted after their retention time");
    }
    let _ = look_after(app).await;
    let open = app.store.open(app.clock.now()).await?;
    unanswered::count(app, &open);
    let _ = reminded(app, open).await;
    Ok(())
}

async fn purge(app: &App) -> Result<usize, StoreError> {
    let purged = app.store.purge(app.clock.now()).await?;
    if purged > 0 {
        app.originals.purge(app.retention);
    }
    Ok(purged)
}

/// A step that failed, which is logged and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Failed;

/// Whether a summary was posted.
async fn look_after(app: &App) -> Result<bool, Failed> {
    if let Err(error) = app.store.index_older(app.clock.now()).await {
        tracing::warn!(%error, "inquiries of another version are not in the index open_inquiries yet");
    }
    Box::pin(summarize(app)).await.map_err(|error| {
        tracing::warn!(%error, "the summary was not posted yet");
        metrics::steps_failed(1);
        Failed
    })
}

/// Whether the channel was reminded.
async fn reminded(app: &App, open: Vec<Open>) -> Result<bool, Failed> {
    Box::pin(remind(app, open)).await.map_err(|error| {
        tracing::warn!(%error, "the channel was not reminded of what customers wait for");
        metrics::steps_failed(1);
        Failed
    })
}

impl Swept {
    /// Steps that are done now.
    fn taken_up(&self) -> usize {
        self.cards
            + self.drafts
            + self.sent
            + self.replies
            + self.shown
            + self.woken
            + self.recorded
    }
}

/// Takes up one inquiry's unfinished step; `None` when another process has it or nothing is left.
async fn take_up(
    app: &App,
    outgoing: Option<&Outgoing>,
    id: &ContextId,
) -> anyhow::Result<Option<Work>> {
    let Some((inquiry, work)) = claim(app, id).await? else {
        return Ok(None);
    };
    let app = app.of(&inquiry);
    let outgoing = outgoing.map(|outgoing| outgoing.of(&inquiry));
    // A process that can send does that.
    if work == Work::SendReply && outgoing.is_none() {
        return Ok(None);
    }
    let span = tracing::info_span!("sweep_step", context_id = %id, work = work.name());
    let span = trace::join(span, inquiry.trace.as_ref());
    // On the heap: together, all the steps that it may take are too large for a thread's stack.
    Box::pin(go_on(app, outgoing, &inquiry, work))
        .instrument(span)
        .await?;
    Ok(Some(work))
}

async fn go_on(
    app: &App,
    outgoing: Option<&Outgoing>,
    inquiry: &Inquiry,
    work: Work,
) -> anyhow::Result<()> {
    match work {
        Work::SendReply => {
            if let Some(outgoing) = outgoing {
                Box::pin(send::send_held(app, outgoing, &inquiry.id)).await?;
            }
        }
        Work::Record => send::record(app, &inquiry.id).await?,
        Work::PostCard => post_card_again(app, inquiry).await?,
        Work::WriteDraft => ask_for_draft(app, &inquiry.id, None).await?,
        Work::Tell => {
            show(app, inquiry).await;
            share_files_due(app, inquiry).await?;
        }
        Work::SettleReply | Work::Show | Work::Wake => show(app, inquiry).await,
    }
    Ok(())
}

/// Makes sure that no other process takes the step up for some time.
async fn claim(app: &App, id: &ContextId) -> Result<Option<(Inquiry, Work)>, StoreError> {
    let now = app.clock.now();
    let worker = app.ids.next();
    let claimed = app.store.change(id, |inquiry| {
        let work = inquiry
            .work()
            .filter(|_| inquiry.due() <= now)
            .ok_or(NothingDue)?;
        match work {
            Work::WriteDraft if is_enough(app, inquiry) => {
                give_up(inquiry, now).map_err(|_: Forbidden| NothingDue)?;
                inquiry.worker.due_at = later(now, app.limits.draft_lease);
                return Ok(Claimed::GaveUp);
            }
            // The worker that writes the draft takes the lease; the next sweep asks again if none does.
            Work::WriteDraft => {
                // A worker that took it and let its lease run out has ended badly.
                let was_begun = inquiry.worker.lease.take().is_some();
                if was_begun || !app.dispatcher.has_a_long_queue() {
                    inquiry.worker.asked_again += 1;
                }
                inquiry.worker.due_at = later(now, app.limits.grace);
            }
            // The process that was sending is gone, with the mail service's answer.
            Work::SettleReply => {
                let lost = Outcome {
                    detail: "the sender ended before it had the mail service's answer",
                    ..Outcome::of(Event::ReplyLost)
                };
                inquiry
                    .settle_reply(inquiry.delivery.replies.len(), &lost, now)
                    .map_err(|_: Forbidden| NothingDue)?;
                inquiry.worker.due_at = later(now, app.limits.grace);
            }
            Work::PostCard => {
                inquiry.lease(&worker, now, app.limits.draft_lease);
            }
            Work::Show | Work::Record => inquiry.worker.due_at = later(now, app.limits.draft_lease),
            // The flow that posts a notice or sends a reply takes it for some time.
            Work::Tell | Work::SendReply => {}
            Work::Wake => {
                inquiry.ring(now);
                inquiry.worker.due_at = later(now, app.limits.grace);
            }
        }
        Ok(Claimed::Step(work))
    });
    match claimed.await {
        Ok((inquiry, Claimed::Step(work))) => Ok(Some((inquiry, work))),
        Ok((inquiry, Claimed::GaveUp)) => {
            tracing::error!(context_id = %id, "no draft will be written: no worker that was asked began it or ended it");
            metrics::draft_ended(Cause::NoWorker.name(), waited(&inquiry, now));
            Ok(Some((inquiry, Work::Show)))
        }
        Err(ChangeError::Refused(NothingDue) | ChangeError::NotFound) => Ok(None),
        Err(ChangeError::Store(error)) => Err(error),
    }
}

/// Another process was faster.
struct NothingDue;

enum Claimed {
    /// This step is to be done.
    Step(Work),
    /// The draft is not asked for again, which has to be shown.
    GaveUp,
}

/// True when workers were asked for this draft often enough.
fn is_enough(app: &App, inquiry: &Inquiry) -> bool {
    let is_next_try = inquiry.worker.lease.is_some() || !app.dispatcher.has_a_long_queue();
    is_next_try && inquiry.worker.asked_again >= app.dispatcher.asks_again()
}

/// No draft is written: people are told, and may try again.
fn give_up(inquiry: &mut Inquiry, now: Timestamp) -> Result<(), Forbidden> {
    let times = inquiry.worker.asked_again + 1;
    let detail = format!("asked {times} times, and no worker brought the draft to its end");
    let failure = Failure {
        step: Step::Draft,
        cause: Cause::NoWorker,
        detail,
    };
    inquiry.record_failure(Event::DraftFailed, failure, now)
}

/// How long ago a draft was asked for.
fn waited(inquiry: &Inquiry, now: Timestamp) -> Duration {
    let mut history = inquiry.history.iter().rev();
    let asked = history.find(|entry| entry.event == Event::DraftRequested);
    asked.map_or(Duration::ZERO, |entry| since(entry.at, now))
}
