//! Inquiry -> masked -> LLM stream -> restored -> modals updated.

mod correct;
mod writing;

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use tokio::time::Instant;
use tracing::Instrument;

use correct::{CheckedOnce, Grounds};
use writing::{Stopped, Writing, Written};

use crate::app::App;
use crate::generation::budget::BudgetSpent;
use crate::generation::conversation::said_before;
use crate::generation::{Unanswered, reply_request};
use crate::sync::show;
use inquiry::clock::later;
use inquiry::{
    Cause, Caution, Checked, ContextId, Event, Failure, Forbidden, Inquiry, Source, State, Step,
};
use llm::LlmError;
use pii::MaskedText;
use platform::metrics;
use platform::telemetry::trace;
use store::ChangeError;

pub use crate::generation::{DraftError, Stop};

/// What became of a wish for a draft.
#[derive(Debug)]
pub enum Drafted {
    /// A draft was written and is shown.
    Written,
    /// There was one already; it is shown.
    WrittenBefore,
    /// Another worker is at it.
    Busy,
    /// It is not wanted: why.
    NotWanted(State),
    /// The model failed; the modals say so.
    Failed(LlmError),
    /// The day's budget is spent; the modals say so.
    BudgetSpent(BudgetSpent),
    /// The process had to end; the draft is still wanted.
    Interrupted,
}

/// When what came of a draft is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    /// At once.
    Now,
    /// At once where a person waits; else the card is left to [`show_draft`], or to a sweep.
    Later,
}

/// Writes down that a draft is wanted, as a person would with a click, and then writes it: for a
/// worker that is started for some inquiries.
///
/// # Errors
/// [`DraftError`] when the inquiry cannot be read or written.
pub async fn request_and_draft(
    app: &App,
    id: &ContextId,
    shows: Shows,
    stop: impl Future<Output = Stop>,
) -> Result<Drafted, DraftError> {
    let worker = app.ids.next();
    let (now, length) = (app.clock.now(), app.limits.draft_lease);
    // One write: the worker that asks is the one that drafts.
    let claimed = app.store.change(id, |inquiry| {
        inquiry.mask_if_older(&app.masker);
        if !matches!(inquiry.state, State::Drafted | State::Drafting) {
            inquiry.record(Event::DraftRequested, None, now)?;
            inquiry.trace = trace::current();
        }
        let wanted = inquiry.state == State::Drafting;
        Ok(wanted.then(|| inquiry.lease(&worker, now, length)))
    });
    match claimed.await {
        Ok((inquiry, won)) => {
            let claim = Claim::of(inquiry, won);
            draft_claimed(app, id, &worker, claim, shows, stop).await
        }
        Err(ChangeError::Refused(reason)) => Ok(Drafted::NotWanted(state_that_forbids(reason))),
        Err(error) => Err(error.into()),
    }
}

/// Shows what was left by [`Shows::Later`].
pub async fn show_draft(app: &App, id: &ContextId) {
    match app.store.get(id).await {
        Ok(Some(inquiry)) if inquiry.slack.needs_sync => show(app, &inquiry).await,
        Ok(_) => {}
        Err(error) => {
            tracing::warn!(context_id = %id, %error, "the card is left to the next sweep")
        }
    }
}

fn state_that_forbids(reason: Forbidden) -> State {
    match reason {
        Forbidden::NoCardYet => State::Received,
        Forbidden::Sending | Forbidden::Newer => State::Sending,
        Forbidden::MaybeSent => State::Unknown,
        Forbidden::Closed | Forbidden::NotClosed => State::Closed,
        Forbidden::Sent
        | Forbidden::CardThere
        | Forbidden::NoDraftWanted
        | Forbidden::NotSent
        | Forbidden::NotSending
        | Forbidden::NotScheduled
        | Forbidden::NotAssigned
        | Forbidden::NotSnoozed => State::Sent,
    }
}

/// Writes the draft that the store says is wanted. Safe to call at any time and by several at
/// once: a lease lets one of them do it.
///
/// # Errors
/// [`DraftError`] when the inquiry cannot be read or written.
pub async fn draft(app: &App, id: &ContextId) -> Result<Drafted, DraftError> {
    draft_until(app, id, std::future::pending()).await
}

/// As [`draft`], unless `stop` comes first.
///
/// # Errors
/// [`DraftError`] when the inquiry cannot be read or written.
pub async fn draft_until(
    app: &App,
    id: &ContextId,
    stop: impl Future<Output = Stop>,
) -> Result<Drafted, DraftError> {
    let worker = app.ids.next();
    let claim = claim(app, id, &worker).await?;
    Box::pin(draft_claimed(app, id, &worker, claim, Shows::Now, stop)).await
}

async fn draft_claimed(
    app: &App,
    id: &ContextId,
    worker: &str,
    claim: Claim,
    shows: Shows,
    stop: impl Future<Output = Stop>,
) -> Result<Drafted, DraftError> {
    let inquiry = match claim {
        Claim::Won(inquiry) => *inquiry,
        Claim::Busy => return Ok(logged(id, Drafted::Busy)),
        Claim::NotWanted(inquiry) => {
            // A modal that was opened when the draft was just being finished waits for it.
            if inquiry.slack.needs_sync {
                show(app, &inquiry).await;
            }
            let there = inquiry.state == State::Drafted;
            let outcome = if there {
                Drafted::WrittenBefore
            } else {
                Drafted::NotWanted(inquiry.state)
            };
            return Ok(logged(id, outcome));
        }
    };
    let span = tracing::info_span!("draft", context_id = %id);
    let span = trace::join(span, inquiry.trace.as_ref());
    let drafting = async {
        let begun = Instant::now();
        // A panic is a fault of ours, and the same answer would end the next worker in it, too.
        let written = AssertUnwindSafe(write(app, id, worker, inquiry, shows, stop));
        let outcome = match written.catch_unwind().await {
            Ok(outcome) => outcome?,
            Err(_) => {
                let panicked =
                    "the worker panicked, which is a fault of replybot; please report it";
                let error = LlmError::Unusable(panicked.to_owned());
                metrics::draft_ended(error.cause().name(), begun.elapsed());
                no_draft(app, id, error).await?
            }
        };
        Ok(logged(id, outcome))
    };
    // On the heap, as the others here: a whole draft is too large for a thread's stack.
    Box::pin(drafting).instrument(span).await
}

/// Its outcome is in the store and on the screens, and here for the log.
fn logged(id: &ContextId, outcome: Drafted) -> Drafted {
    match &outcome {
        Drafted::Written => tracing::info!(context_id = %id, "a draft was written"),
        // `no_draft` has said why.
        Drafted::Failed(_) => {}
        other => tracing::info!(context_id = %id, outcome = ?other, "no draft was written"),
    }
    outcome
}

async fn write(
    app: &App,
    id: &ContextId,
    worker: &str,
    inquiry: Inquiry,
    shows: Shows,
    stop: impl Future<Output = Stop>,
) -> Result<Drafted, DraftError> {
    let begun = Instant::now();
    let sources = look_up(app, &inquiry).await;
    let said = said_before(app, &inquiry).await;
    let request = match reply_request(app, &inquiry, &said, sources.as_deref()).await {
        Ok(request) => request,
        Err(error) => return no_draft(app, id, error).await,
    };
    let grounds = Grounds {
        app,
        inquiry: &inquiry,
        said: &said,
        sources: sources.as_deref(),
        known: CheckedOnce::default(),
    };
    let writing = Writing::new(app, worker, &grounds, request);
    let model = app.drafter.model();
    let asking = tracing::info_span!("model", otel.kind = "client", model);
    let outcome = tokio::select! {
        outcome = Box::pin(writing.write()).instrument(asking) => outcome,
        why = stop => Err(why.into()),
    };
    let outcome = match outcome {
        Err(Stopped::Unanswered(Unanswered::Model(error))) => {
            writing.rest(&error).ok_or_else(|| error.into())
        }
        outcome => outcome,
    };
    writing.end_streaming().await;
    writing.record_usage(outcome.is_ok()).await;
    match outcome {
        Ok(written) => {
            let is_whole = !written.generation.cut_off;
            metrics::draft_ended(
                if is_whole { "written" } else { "cut_off" },
                begun.elapsed(),
            );
            let streamed = std::mem::take(&mut *writing.streamed());
            let facts = grounds.checked(&written.text);
            write_down(app, id, &written, &streamed, (sources, facts), shows).await
        }
        Err(Stopped::Superseded) => not_wanted_any_more(app, id).await,
        Err(Stopped::Unanswered(why)) => unanswered(app, id, worker, why, begun).await,
    }
}

/// There is no draft, or not from this worker.
async fn unanswered(
    app: &App,
    id: &ContextId,
    worker: &str,
    why: Unanswered,
    begun: Instant,
) -> Result<Drafted, DraftError> {
    match why {
        Unanswered::Interrupted => let_go(app, id, worker).await,
        Unanswered::Store(error) => {
            let_go(app, id, worker).await?;
            Err(error.into())
        }
        Unanswered::Budget(spent) => {
            metrics::draft_ended(Cause::BudgetSpent.name(), begun.elapsed());
            let failure = Failure {
                step: Step::Draft,
                cause: Cause::BudgetSpent,
                detail: spent.limit.clone(),
            };
            give_up(app, id, failure, Drafted::BudgetSpent(spent)).await
        }
        Unanswered::Model(error) => {
            metrics::draft_ended(error.cause().name(), begun.elapsed());
            no_draft(app, id, error).await
        }
    }
}

/// What the team knows about a mail; `None` where no knowledge is configured, or none can be read.
async fn look_up(app: &App, inquiry: &Inquiry) -> Option<Vec<Source>> {
    let knowledge = app.knowledge.as_ref()?;
    // What a person wants of the draft may be what the mail does not ask for.
    let wish = inquiry.drafts.wish.as_ref();
    let wish = wish.and_then(|wish| wish.instruction.as_ref());
    let texts = [&inquiry.masked.subject, &inquiry.masked.body];
    let texts: Vec<&MaskedText> = wish.into_iter().chain(texts).collect();
    let sources = knowledge.look_up(&texts, &inquiry.masked.placeholders, &app.masker);
    let sources = sources.await;
    if sources.is_none() {
        tracing::warn!(context_id = %inquiry.id, "the draft is written without the team's knowledge");
    }
    sources
}

/// The model failed.
async fn no_draft(app: &App, id: &ContextId, error: LlmError) -> Result<Drafted, DraftError> {
    tracing::warn!(context_id = %id, %error, "no draft was written");
    let failure = Failure {
        step: Step::Draft,
        cause: error.cause(),
        detail: error.to_string(),
    };
    give_up(app, id, failure, Drafted::Failed(error)).await
}

/// Writes the draft down and shows it.
async fn write_down(
    app: &App,
    id: &ContextId,
    written: &Written,
    streamed: &BTreeMap<String, String>,
    (sources, facts): (Option<Vec<Source>>, Checked),
    shows: Shows,
) -> Result<Drafted, DraftError> {
    let now = app.clock.now();
    let change = app.store.change(id, |inquiry| {
        inquiry.record(Event::DraftWritten, None, now)?;
        let Written {
            text,
            model,
            generation,
            cautions,
        } = written.clone();
        inquiry.add_generated(text, model, generation, now);
        let unread = app.knowledge.is_some() && sources.is_none();
        let unread = unread.then_some(Caution::KnowledgeUnread);
        inquiry.caution(unread.into_iter().chain(cautions).collect());
        inquiry.cite(sources.clone());
        inquiry.keep_checked(facts.clone());
        for modal in inquiry
            .slack
            .modals
            .iter_mut()
            .filter(|modal| modal.is_waiting())
        {
            modal.expect_views(
                streamed
                    .get(&modal.external_id)
                    .cloned()
                    .into_iter()
                    .collect(),
            );
        }
        if shows == Shows::Later {
            // Until then, the worker that wrote it shows it.
            inquiry.worker.due_at = later(now, app.limits.draft_lease);
        }
        Ok(())
    });
    finish(app, id, change.await, Drafted::Written, shows).await
}

/// Writes down that there is no draft, and why, and shows it.
async fn give_up(
    app: &App,
    id: &ContextId,
    failure: Failure,
    outcome: Drafted,
) -> Result<Drafted, DraftError> {
    let now = app.clock.now();
    let change = app.store.change(id, |inquiry| {
        inquiry.record_failure(Event::DraftFailed, failure.clone(), now)
    });
    finish(app, id, change.await, outcome, Shows::Now).await
}

/// Gives the lease back, so that the next worker need not wait until it runs out.
async fn let_go(app: &App, id: &ContextId, worker: &str) -> Result<Drafted, DraftError> {
    let now = app.clock.now();
    app.store
        .change(id, |inquiry| {
            if inquiry.leased_by(worker) {
                inquiry.worker.lease = None;
                inquiry.worker.due_at = now;
            }
            Ok::<_, Forbidden>(())
        })
        .await?;
    Ok(Drafted::Interrupted)
}

enum Claim {
    Won(Box<Inquiry>),
    Busy,
    NotWanted(Box<Inquiry>),
}

async fn claim(app: &App, id: &ContextId, worker: &str) -> Result<Claim, DraftError> {
    let now = app.clock.now();
    let (inquiry, won) = app
        .store
        .change(id, |inquiry| {
            let wanted = inquiry.state == State::Drafting;
            Ok::<_, Forbidden>(wanted.then(|| inquiry.lease(worker, now, app.limits.draft_lease)))
        })
        .await?;
    Ok(Claim::of(inquiry, won))
}

impl Claim {
    /// `won`: whether the lease was there to take, where a draft is wanted.
    fn of(inquiry: Inquiry, won: Option<bool>) -> Claim {
        match won {
            Some(true) => Claim::Won(Box::new(inquiry)),
            Some(false) => Claim::Busy,
            None => Claim::NotWanted(Box::new(inquiry)),
        }
    }
}

/// Shows what was written down, or what was done in the meantime.
async fn finish(
    app: &App,
    id: &ContextId,
    written: Result<(Inquiry, ()), ChangeError<Forbidden>>,
    outcome: Drafted,
    shows: Shows,
) -> Result<Drafted, DraftError> {
    match written {
        Ok((inquiry, ())) => {
            if shows == Shows::Now || !inquiry.slack.modals.is_empty() {
                show(app, &inquiry).await;
            }
            Ok(outcome)
        }
        Err(ChangeError::Refused(_)) => not_wanted_any_more(app, id).await,
        Err(error) => Err(error.into()),
    }
}

async fn not_wanted_any_more(app: &App, id: &ContextId) -> Result<Drafted, DraftError> {
    let inquiry = app.store.get(id).await?.ok_or(DraftError::NotFound)?;
    Ok(if inquiry.state == State::Drafting {
        Drafted::Busy
    } else {
        Drafted::NotWanted(inquiry.state)
    })
}
