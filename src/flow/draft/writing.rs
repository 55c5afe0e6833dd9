//! A draft while it is being written: asks the models, keeps the lease, streams into the modals.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::correct::Grounds;
use crate::app::App;
use crate::generation::{Question, Request, Took, Unanswered, showable};
use crate::sync::{give_inputs_back, show_again};
use inquiry::{Caution, Generation, Inquiry, Modal, ModalState, State};
use llm::{Drafter, LlmError, ModelText};
use pii::{MaskedText, restore_partial};
use screens::modal::{Screen, view};
use slack::SlackError;
use store::{CachedDraft, ChangeError};

/// An answer that broke off before this many characters is of no use.
const WORTH_KEEPING: usize = 40;

/// How often the lease is looked at while a second draft is written.
const LEASE_KEPT: Duration = Duration::from_secs(2);

/// A modal that is just opening is looked for again after this time.
const SOON: Duration = Duration::from_millis(50);

/// A draft is done before that; its final update waits by itself.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// Why writing ended without a draft.
pub(super) enum Stopped {
    /// The draft is not wanted any more, or another worker has taken it over.
    Superseded,
    /// There is no answer, or none that may be shown.
    Unanswered(Unanswered),
}

impl<E: Into<Unanswered>> From<E> for Stopped {
    fn from(error: E) -> Stopped {
        Stopped::Unanswered(error.into())
    }
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Written {
    pub text: MaskedText,
    pub model: String,
    pub generation: Generation,
    pub cautions: Vec<Caution>,
}

pub(super) struct Writing<'a> {
    app: &'a App,
    worker: &'a str,
    inquiry: &'a Inquiry,
    grounds: &'a Grounds<'a>,
    question: Question<'a>,
    begun: Instant,
    first_words: Notify,
    /// Modals that were updated since the inquiry was read last.
    updated: Mutex<Vec<String>>,
    /// By `external_id`: Slack's name for what a modal was shown last.
    streamed: Mutex<BTreeMap<String, String>>,
}

impl<'a> Writing<'a> {
    pub(super) fn new(
        app: &'a App,
        worker: &'a str,
        grounds: &'a Grounds<'a>,
        request: Request,
    ) -> Writing<'a> {
        Writing {
            app,
            worker,
            inquiry: grounds.inquiry,
            grounds,
            question: Question::on_budget(app, request),
            begun: Instant::now(),
            first_words: Notify::new(),
            updated: Mutex::default(),
            streamed: Mutex::default(),
        }
    }

    /// Writes the draft, or finds one that was written for the same masked text.
    pub(super) async fn write(&self) -> Result<Written, Stopped> {
        let key = self.cache_key();
        if let Some(key) = &key
            && let Some(cached) = self.cached(key).await
            && let Ok(cached) = self.looked_over(cached)
        {
            return Ok(cached);
        }
        self.question.reserve(1).await?;
        self.run().await?;
        let written = self.looked_over(self.written(false))?;
        let written = self.corrected(written).await?;
        if let Some((key, until)) = key.zip(self.app.spending.cache) {
            let draft = CachedDraft {
                text: written.text.clone(),
                model: written.model.clone(),
                inquiry: self.inquiry.id.clone(),
            };
            let until = self.app.clock.after(until).min(self.inquiry.expires_at);
            if let Err(error) = self.app.store.cache(&key, &draft, until).await {
                tracing::warn!(context_id = %self.inquiry.id, %error, "the draft cannot be used again");
            }
        }
        Ok(written)
    }

    /// The draft, or a second one where the first contradicts its sources and the second does so
    /// less. It is asked for once, on the same budget; without an answer the first is shown as it is.
    async fn corrected(&self, first: Written) -> Result<Written, Stopped> {
        let Some(question) = self.grounds.better(&first.text).await else {
            return Ok(first);
        };
        if question.reserve(0).await.is_err() {
            return Ok(first);
        }
        tracing::info!(context_id = %self.inquiry.id, "a draft contradicts its sources and is asked for once more");
        let answered = self.while_leased(question.whole_answer()).await;
        let took = question.record_usage(0).await;
        let mut written = first;
        written.generation.usage += took.usage;
        if let Some(cost) = took.cost {
            *written.generation.cost.get_or_insert_default() += cost;
        }
        let second = match answered? {
            Ok(second) => second,
            Err(error) => {
                tracing::warn!(context_id = %self.inquiry.id, %error, "a draft could not be corrected");
                return Ok(written);
            }
        };
        let prompts = self.app.prompts.last();
        let own = self.own_domain();
        let second = second.beside(&self.app.masker, &self.inquiry.masked.placeholders);
        let looked_over = question.looked_over(&second, &prompts, own);
        if let Ok((text, cautions)) = looked_over
            && !text.as_str().trim().is_empty()
            && self.grounds.is_better(&text, &written.text)
        {
            written.text = text;
            written.cautions = cautions;
            written.model = question.model();
        }
        Ok(written)
    }

    /// Waits for a model, and keeps the lease meanwhile.
    async fn while_leased<T>(&self, answer: impl Future<Output = T>) -> Result<T, Stopped> {
        tokio::pin!(answer);
        loop {
            tokio::select! {
                biased;
                answer = &mut answer => return Ok(answer),
                () = tokio::time::sleep(LEASE_KEPT) => drop(self.keep_lease().await?),
            }
        }
    }

    /// The domain of our own address.
    fn own_domain(&self) -> Option<&str> {
        let own = self.app.look.own_address.as_ref();
        own.and_then(|address| Some(address.expose().rsplit_once('@')?.1))
    }

    /// Where a first draft may lie ready. Another draft never comes from there: a person was not
    /// content with what did.
    fn cache_key(&self) -> Option<String> {
        let is_first = self.inquiry.newest_draft().is_none() && self.inquiry.drafts.wish.is_none();
        let is_kept =
            self.app.spending.cache.is_some() && matches!(self.app.drafter, Drafter::OpenAi(_));
        (is_first && is_kept).then(|| {
            format!(
                "draft_cache#{}",
                self.app.drafter.fingerprint(&self.question.messages())
            )
        })
    }

    async fn cached(&self, key: &str) -> Option<Written> {
        let cached = self.app.store.cached(key, self.app.clock.now()).await;
        let cached = cached
            .inspect_err(|error| tracing::warn!(%error, "no draft is used again"))
            .ok()??;
        Some(Written {
            text: cached.text,
            model: cached.model,
            generation: Generation {
                reused: true,
                ..self.generation()
            },
            cautions: Vec::new(),
        })
    }

    /// What there is when the answer broke off, if a person can make something of it.
    pub(super) fn rest(&self, error: &LlmError) -> Option<Written> {
        let is_cut = error.leaves_a_beginning();
        let written = self.written(true);
        let is_worth_keeping = written.text.as_str().trim().chars().count() >= WORTH_KEEPING;
        let rest = (is_cut && is_worth_keeping).then_some(written)?;
        self.looked_over(rest).ok()
    }

    /// Without a signature of the model's own, and with what a person should know about it.
    fn looked_over(&self, written: Written) -> Result<Written, Stopped> {
        let own = self.own_domain();
        let prompts = self.app.prompts.last();
        let (text, cautions) = self.question.looked_over(&written.text, &prompts, own)?;
        Ok(Written {
            text,
            cautions,
            ..written
        })
    }

    fn written(&self, cut_off: bool) -> Written {
        let Took { usage, cost } = self.question.took();
        Written {
            text: self.masked(&self.question.answer()),
            model: self.question.model(),
            generation: Generation {
                usage,
                cost,
                cut_off,
                ..self.generation()
            },
            cautions: Vec::new(),
        }
    }

    fn masked(&self, answer: &ModelText) -> MaskedText {
        answer.beside(&self.app.masker, &self.inquiry.masked.placeholders)
    }

    fn generation(&self) -> Generation {
        Generation {
            template: self.question.messages().template().clone(),
            asked: self.question.messages().request().clone(),
            asked_by: self.inquiry.asked_by().cloned(),
            took_ms: u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            ..Generation::default()
        }
    }

    /// Counts what it took, however it ended, and gives back what is left of the budget.
    pub(super) async fn record_usage(&self, is_written: bool) {
        self.question.record_usage(i64::from(is_written)).await;
    }

    async fn run(&self) -> Result<(), Stopped> {
        let mut streaming = Streaming::default();
        let interval = self.app.limits.stream_interval;
        // The person with the open modal sees at once that the model reads, and its first words; the
        // others at intervals.
        let mut awaits_first = self
            .inquiry
            .slack
            .modals
            .iter()
            .any(|modal| modal.is_waiting());
        let mut next = Instant::now();
        if !awaits_first {
            next += interval;
        }
        let asking = self.question.ask(|| self.first_words.notify_one());
        tokio::pin!(asking);
        loop {
            tokio::select! {
                biased;
                answer = &mut asking => return Ok(answer?),
                () = self.first_words.notified(), if awaits_first => awaits_first = false,
                () = tokio::time::sleep_until(next) => {}
            }
            match self.keep_lease().await {
                Ok(inquiry) => {
                    let misses_one = self.stream(&mut streaming, &inquiry).await;
                    next = Instant::now()
                        + if misses_one {
                            SOON.min(interval)
                        } else {
                            interval
                        };
                }
                Err(stopped) => {
                    // The last update may have overwritten what another process showed.
                    let updated = self.take_updated();
                    show_again(self.app, &self.inquiry.id, &updated).await;
                    return Err(stopped);
                }
            }
        }
    }

    /// What may be seen of the answer before the whole of it is looked over.
    fn seen_so_far(&self) -> MaskedText {
        let so_far = self.masked(&self.question.answer_so_far());
        let seen = showable(so_far.as_str(), &self.question.messages()).len();
        so_far.without_middle(seen, "", 0)
    }

    /// However the draft ended: its last update may have taken away an input that a person was
    /// given meanwhile. It comes back.
    pub(super) async fn end_streaming(&self) {
        let updated = self.take_updated();
        if updated.is_empty() {
            return;
        }
        match self.app.store.get(&self.inquiry.id).await {
            Ok(Some(inquiry)) => give_inputs_back(self.app, &inquiry, &updated).await,
            Ok(None) => {}
            Err(error) => {
                tracing::warn!(context_id = %self.inquiry.id, %error, "an input may be missing in a modal")
            }
        }
    }

    fn take_updated(&self) -> Vec<String> {
        std::mem::take(&mut self.updated())
    }

    fn remember_streamed(&self, external_id: &str, hash: Option<String>) {
        if let Some(hash) = hash {
            self.streamed().insert(external_id.to_owned(), hash);
        }
    }

    /// By `external_id`: Slack's name for what a modal was shown last, while it had no input.
    pub(super) fn streamed(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.streamed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn updated(&self) -> MutexGuard<'_, Vec<String>> {
        self.updated.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the inquiry again, for modals that were opened meanwhile, and renews the lease
    /// before it runs out.
    async fn keep_lease(&self) -> Result<Inquiry, Stopped> {
        let now = self.app.clock.now();
        let length = self.app.limits.draft_lease;
        let kept = self.app.store.change(&self.inquiry.id, |inquiry| {
            if inquiry.state != State::Drafting || !inquiry.leased_by(self.worker) {
                return Err(());
            }
            let is_half_over = inquiry
                .worker
                .lease
                .as_ref()
                .is_none_or(|lease| lease.until <= inquiry::clock::later(now, length / 2));
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
            Err(ChangeError::Refused(()) | ChangeError::NotFound) => Err(Stopped::Superseded),
        }
    }

    /// Shows what there is of the draft in all modals that wait: at first, that the model reads.
    /// True when one of them is just opening and has seen nothing yet.
    async fn stream(&self, streaming: &mut Streaming, inquiry: &Inquiry) -> bool {
        let updated = self.take_updated();
        give_inputs_back(self.app, inquiry, &updated).await;
        let so_far = self.seen_so_far();
        let so_far = restore_partial(&so_far, &inquiry.masked.placeholders);
        if Instant::now() < streaming.quiet_until {
            return false;
        }
        let waits = self.question.waits().filter(|_| so_far.is_blank());
        let shows = (so_far.expose().len(), waits.map(|wait| wait.until));
        let screen = match waits {
            Some(wait) => {
                let left = wait.until.saturating_duration_since(Instant::now());
                Screen::Waiting {
                    cause: wait.cause,
                    seconds: left.as_secs_f64().ceil() as u64,
                    until: self.app.clock.after(left),
                }
            }
            None => Screen::Loading(so_far),
        };
        let now = self.app.clock.now();
        let waiting = |modal: &&Modal| matches!(modal.state, ModalState::Waiting { .. });
        let mut misses_one = false;
        for modal in inquiry.slack.modals.iter().filter(waiting) {
            let shown = streaming.shown.get(&modal.external_id);
            if modal.is_opening(now) {
                misses_one |= shown.is_none();
                continue;
            }
            if shown == Some(&shows) {
                continue;
            }
            let view = view(inquiry, &modal.external_id, &screen, &self.app.look);
            // Before it is: an update that is not waited for any more arrives all the same.
            self.updated().push(modal.external_id.clone());
            match self
                .app
                .slack
                .try_update_view(&modal.external_id, &view)
                .await
            {
                Ok(hash) => {
                    streaming.shown.insert(modal.external_id.clone(), shows);
                    self.remember_streamed(&modal.external_id, hash);
                }
                Err(SlackError::RateLimited { retry_after, .. }) => {
                    streaming.quiet_until = Instant::now() + retry_after.min(LONGEST_SILENCE);
                    return false;
                }
                // The next update, or the final one, makes up for it.
                Err(error) => {
                    tracing::debug!(context_id = %inquiry.id, %error, "a streaming update was lost")
                }
            }
        }
        misses_one
    }
}

/// What is on the screens while a draft is streaming.
struct Streaming {
    /// By `external_id`: how much of the text the modal shows, in bytes, and until when it says that
    /// nothing comes.
    shown: BTreeMap<String, (usize, Option<Instant>)>,
    /// Until when Slack wants no updates.
    quiet_until: Instant,
}

impl Default for Streaming {
    fn default() -> Streaming {
        Streaming {
            shown: Default::default(),
            quiet_until: Instant::now(),
        }
    }
}
