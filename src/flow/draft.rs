//! Inquiry -> masked -> LLM stream -> restored -> modals updated.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior};

use super::prompt::{looked_over, messages};
use super::show::{give_inputs_back, show, show_again};
use crate::app::App;
use crate::inquiry::{
    Caution, ContextId, Event, Failure, Forbidden, Generation, Inquiry, Modal, Source, State, Step,
    Template,
};
use crate::llm::LlmError;
use crate::metrics;
use crate::pii::{MaskedText, restore_partial};
use crate::slack::SlackError;
use crate::slack::modal::{Screen, view};
use crate::store::{ChangeError, StoreError};

/// What became of a wish for a draft.
#[derive(Debug)]
pub enum Drafted {
    /// A draft was written and is shown.
    Written,
    /// There was one already; it is shown.
    WrittenBefore,
    /// Another worker is at it.
    Busy,
    /// Nobody wants it: why.
    NotWanted(State),
    /// The model failed; the modals say so.
    Failed(LlmError),
    /// The process had to end; the draft is still wanted.
    Interrupted,
}

/// Why a worker stops before the model is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Nobody waits longer than this: the modals say so.
    OutOfTime(Duration),
    /// The process ends: the next worker takes the draft up at once.
    Interrupted,
}

/// Why the wish could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such inquiry.
    #[error("there is no such inquiry; it may have been deleted after its retention time")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<E> From<ChangeError<E>> for DraftError {
    fn from(error: ChangeError<E>) -> DraftError {
        match error {
            ChangeError::Store(error) => DraftError::Store(error),
            ChangeError::NotFound | ChangeError::Refused(_) => DraftError::NotFound,
        }
    }
}

/// Writes down that a draft is wanted, as a person would with a click, and then writes it: for a
/// worker that is started for one inquiry.
///
/// # Errors
/// [`DraftError`] when the inquiry cannot be read or written.
pub async fn request_and_draft(
    app: &App,
    id: &ContextId,
    stop: impl Future<Output = Stop>,
) -> Result<Drafted, DraftError> {
    match super::open::request(app, id, None, None).await {
        Ok(_) => draft_until(app, id, stop).await,
        Err(ChangeError::Refused(reason)) => Ok(Drafted::NotWanted(state_that_forbids(reason))),
        Err(error) => Err(error.into()),
    }
}

fn state_that_forbids(reason: Forbidden) -> State {
    match reason {
        Forbidden::NoCardYet => State::Received,
        Forbidden::Sending => State::Sending,
        Forbidden::MaybeSent => State::Unknown,
        Forbidden::Closed | Forbidden::NotClosed => State::Closed,
        Forbidden::Sent
        | Forbidden::CardThere
        | Forbidden::NoDraftWanted
        | Forbidden::NotSent
        | Forbidden::NotSending
        | Forbidden::NotHeld
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
    let inquiry = match claim(app, id, &worker).await? {
        Claim::Won(inquiry) => *inquiry,
        Claim::Busy => return Ok(Drafted::Busy),
        Claim::NotWanted(inquiry) => {
            // A modal that was opened when the draft was just being finished waits for it.
            if inquiry.stale {
                show(app, &inquiry).await;
            }
            let there = inquiry.state == State::Drafted;
            return Ok(if there {
                Drafted::WrittenBefore
            } else {
                Drafted::NotWanted(inquiry.state)
            });
        }
    };
    let begun = Instant::now();
    let sources = look_up(app, &inquiry).await;
    let writing = Writing {
        app,
        worker: &worker,
        inquiry: &inquiry,
        sources: sources.as_deref(),
        text: Mutex::default(),
    };
    let outcome = tokio::select! {
        outcome = writing.run() => outcome,
        why = stop => Err(match why {
            Stop::OutOfTime(limit) => Stopped::Model(LlmError::TimedOut(limit)),
            Stop::Interrupted => Stopped::Interrupted,
        }),
    };
    let now = app.clock.now();
    match outcome {
        Ok(Written {
            text,
            cautions,
            template,
        }) => {
            metrics::draft_ended("written", begun.elapsed());
            let written = app.store.change(id, |inquiry| {
                inquiry.record(Event::DraftWritten, None, now)?;
                let generation = Generation {
                    template: template.clone(),
                    asked_by: inquiry.asked_by().cloned(),
                    took_ms: begun.elapsed().as_millis() as u64,
                    ..Generation::default()
                };
                let model = app.drafter.model().to_owned();
                inquiry.add_generated(text.clone(), model, generation, now);
                inquiry.caution(cautions.clone());
                inquiry.cite(sources.clone());
                Ok(())
            });
            finish(app, id, written.await, Drafted::Written).await
        }
        Err(Stopped::Superseded) => not_wanted_any_more(app, id).await,
        Err(Stopped::Interrupted) => let_go(app, id, &worker).await,
        Err(Stopped::Model(error)) => {
            metrics::draft_ended(error.cause().name(), begun.elapsed());
            tracing::warn!(context_id = %id, %error, "no draft was written");
            let failure = Failure {
                step: Step::Draft,
                cause: error.cause(),
                detail: error.to_string(),
            };
            let failed = app.store.change(id, |inquiry| {
                inquiry.record(Event::DraftFailed, None, now)?;
                inquiry.note(failure.detail.clone());
                inquiry.failure = Some(failure.clone());
                Ok(())
            });
            finish(app, id, failed.await, Drafted::Failed(error)).await
        }
    }
}

/// What the team knows about a mail; `None` where no knowledge is configured.
async fn look_up(app: &App, inquiry: &Inquiry) -> Option<Vec<Source>> {
    let knowledge = app.knowledge.as_ref()?;
    // What a person wants of the draft may be what the mail does not ask for.
    let wish = inquiry.wish.as_ref();
    let wish = wish.and_then(|wish| wish.instruction.as_ref());
    let texts = [&inquiry.subject_masked, &inquiry.body_masked];
    let texts: Vec<&MaskedText> = wish.into_iter().chain(texts).collect();
    let sources = knowledge.look_up(&texts, &inquiry.placeholders, &app.masker);
    Some(sources.await)
}

/// Gives the lease back, so that nobody has to wait until it runs out.
async fn let_go(app: &App, id: &ContextId, worker: &str) -> Result<Drafted, DraftError> {
    let now = app.clock.now();
    app.store
        .change(id, |inquiry| {
            if inquiry.leased_by(worker) {
                inquiry.lease = None;
                inquiry.due_at = now;
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
    Ok(match won {
        Some(true) => Claim::Won(Box::new(inquiry)),
        Some(false) => Claim::Busy,
        None => Claim::NotWanted(Box::new(inquiry)),
    })
}

/// Shows what was written down, or what somebody else did in the meantime.
async fn finish(
    app: &App,
    id: &ContextId,
    written: Result<(Inquiry, ()), ChangeError<Forbidden>>,
    outcome: Drafted,
) -> Result<Drafted, DraftError> {
    match written {
        Ok((inquiry, ())) => {
            show(app, &inquiry).await;
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

/// Why writing ended without a draft.
enum Stopped {
    /// The draft is not wanted any more, or another worker has taken it over.
    Superseded,
    /// The model failed.
    Model(LlmError),
    /// The process has to end.
    Interrupted,
}

/// What was written.
struct Written {
    text: MaskedText,
    cautions: Vec<Caution>,
    template: Template,
}

/// A draft while it is being written: asks the model, keeps the lease, streams into the modals.
struct Writing<'a> {
    app: &'a App,
    worker: &'a str,
    inquiry: &'a Inquiry,
    sources: Option<&'a [Source]>,
    text: Mutex<MaskedText>,
}

impl Writing<'_> {
    async fn run(&self) -> Result<Written, Stopped> {
        let mut streaming = Streaming::default();
        let mut ticks = tokio::time::interval(self.app.limits.stream_interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let asking = self.ask();
        tokio::pin!(asking);
        loop {
            tokio::select! {
                biased;
                answer = &mut asking => return answer.map_err(Stopped::Model),
                _ = ticks.tick() => {
                    match self.keep_lease().await {
                        Ok(inquiry) => self.stream(&mut streaming, &inquiry).await,
                        Err(stopped) => {
                            // The last update may have overwritten what somebody else showed.
                            show_again(self.app, &self.inquiry.id, &streaming.updated).await;
                            return Err(stopped);
                        }
                    }
                }
            }
        }
    }

    async fn ask(&self) -> Result<Written, LlmError> {
        let messages = messages(self.app, self.inquiry, self.sources).await?;
        let mut answer = self.app.drafter.ask(&messages).await?;
        while let Some(piece) = answer.next().await? {
            self.text
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push_from_model(&piece);
        }
        let (text, cautions) = looked_over(self.app, &self.text(), &messages)?;
        Ok(Written {
            text,
            cautions,
            template: messages.template,
        })
    }

    fn text(&self) -> MaskedText {
        self.text
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Reads the inquiry again, for modals that were opened meanwhile, and renews the lease
    /// before it runs out.
    async fn keep_lease(&self) -> Result<Inquiry, Stopped> {
        let now = self.app.clock.now();
        let length = self.app.limits.draft_lease;
        let kept = self.app.store.change(&self.inquiry.id, |inquiry| {
            if inquiry.state != State::Drafting || !inquiry.leased_by(self.worker) {
                return Err(Stopped::Superseded);
            }
            let is_half_over = inquiry
                .lease
                .as_ref()
                .is_none_or(|lease| lease.until <= crate::clock::later(now, length / 2));
            if is_half_over {
                inquiry.lease(self.worker, now, length);
            }
            Ok(())
        });
        match kept.await {
            Ok((inquiry, ())) => Ok(inquiry),
            Err(ChangeError::Store(error)) => {
                // The model goes on; whether the draft can be written down shows at its end.
                tracing::warn!(context_id = %self.inquiry.id, %error, "the lease was not renewed");
                Ok(self.inquiry.clone())
            }
            Err(ChangeError::Refused(_) | ChangeError::NotFound) => Err(Stopped::Superseded),
        }
    }

    /// Shows what there is of the draft in all modals that wait: at first, that the model reads.
    async fn stream(&self, streaming: &mut Streaming, inquiry: &Inquiry) {
        give_inputs_back(self.app, inquiry, &std::mem::take(&mut streaming.updated)).await;
        let so_far = restore_partial(&self.text(), &inquiry.placeholders);
        if Instant::now() < streaming.quiet_until {
            return;
        }
        let length = so_far.expose().len();
        let screen = Screen::Loading(so_far);
        let now = self.app.clock.now();
        let waits =
            |modal: &&Modal| modal.waiting && modal.inputs.is_empty() && !modal.is_opening(now);
        for modal in inquiry.modals.iter().filter(waits) {
            if streaming.shown.get(&modal.external_id) == Some(&length) {
                continue;
            }
            let view = view(inquiry, &modal.external_id, &screen, &self.app.look);
            match self
                .app
                .slack
                .try_update_view(&modal.external_id, &view)
                .await
            {
                Ok(()) => {
                    streaming.shown.insert(modal.external_id.clone(), length);
                    streaming.updated.push(modal.external_id.clone());
                }
                Err(SlackError::RateLimited { retry_after, .. }) => {
                    return streaming.quiet_until =
                        Instant::now() + retry_after.min(LONGEST_SILENCE);
                }
                // The next update, or the final one, makes up for it.
                Err(error) => {
                    tracing::debug!(context_id = %inquiry.id, %error, "a streaming update was lost")
                }
            }
        }
    }
}

/// What is on the screens while a draft is streaming.
struct Streaming {
    /// By `external_id`: how much of the text the modal shows, in bytes.
    shown: std::collections::BTreeMap<String, usize>,
    /// Modals that were updated since the inquiry was read last.
    updated: Vec<String>,
    /// Until when Slack wants no updates.
    quiet_until: Instant,
}

/// A draft is done before that; its final update waits by itself.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

impl Default for Streaming {
    fn default() -> Streaming {
        Streaming {
            shown: Default::default(),
            updated: Vec::new(),
            quiet_until: Instant::now(),
        }
    }
}
