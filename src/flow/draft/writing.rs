//! A draft while it is being written: asks the models, keeps the lease, streams into the modals.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use crate::app::App;
use crate::flow::budget::{self, BudgetSpent, NotReserved, Reserved, signed};
use crate::flow::prompt::looked_over;
use crate::flow::show::{give_inputs_back, show_again};
use crate::inquiry::{Caution, Generation, Inquiry, Modal, Money, State, Usage};
use crate::llm::{Answer, Drafter, LlmError, Messages, Prices, showable};
use crate::metrics;
use crate::pii::{MaskedText, restore_partial};
use crate::slack::SlackError;
use crate::slack::modal::{Screen, view};
use crate::store::{CachedDraft, ChangeError, Spent, StoreError};

/// An answer that broke off before this many characters is of no use to anybody.
const WORTH_KEEPING: usize = 40;

/// A modal that is just opening is looked for again after this time.
const SOON: Duration = Duration::from_millis(50);

/// A draft is done before that; its final update waits by itself.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// Why writing ended without a draft.
pub(super) enum Stopped {
    /// The draft is not wanted any more, or another worker has taken it over.
    Superseded,
    /// The model failed.
    Model(LlmError),
    /// The day's budget is spent.
    Budget(BudgetSpent),
    /// The store failed.
    Store(StoreError),
    /// The process has to end.
    Interrupted,
}

impl From<NotReserved> for Stopped {
    fn from(error: NotReserved) -> Stopped {
        match error {
            NotReserved::Spent(spent) => Stopped::Budget(spent),
            NotReserved::Store(error) => Stopped::Store(error),
        }
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
    messages: Messages,
    begun: Instant,
    first_words: Notify,
    so_far: Mutex<SoFar>,
}

/// What there is of a draft, and what it took.
#[derive(Default)]
struct SoFar {
    text: MaskedText,
    model: String,
    /// A question is out whose tokens are not counted yet.
    asked: bool,
    usage: Usage,
    cost: Option<Money>,
    reserved: Vec<Reserved>,
    /// Modals that were updated since the inquiry was read last.
    updated: Vec<String>,
}

impl<'a> Writing<'a> {
    pub(super) fn new(
        app: &'a App,
        worker: &'a str,
        inquiry: &'a Inquiry,
        messages: Messages,
    ) -> Writing<'a> {
        Writing {
            app,
            worker,
            inquiry,
            messages,
            begun: Instant::now(),
            first_words: Notify::new(),
            so_far: Mutex::default(),
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
        self.reserve(1).await?;
        self.run().await?;
        let written = self.looked_over(self.written(false))?;
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

    /// Where a first draft may lie ready. Another draft never comes from there: somebody was not
    /// content with what did.
    fn cache_key(&self) -> Option<String> {
        let is_first = self.inquiry.newest_draft().is_none() && self.inquiry.wish.is_none();
        let is_kept =
            self.app.spending.cache.is_some() && matches!(self.app.drafter, Drafter::OpenAi(_));
        (is_first && is_kept).then(|| {
            format!(
                "draft_cache#{}",
                self.app.drafter.fingerprint(&self.messages)
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

    async fn reserve(&self, drafts: i64) -> Result<(), NotReserved> {
        if self.app.spending.budget.is_unlimited() {
            return Ok(());
        }
        let reserved = budget::reserve(self.app, drafts, self.messages.length() as u64).await?;
        self.so_far().reserved.push(reserved);
        Ok(())
    }

    /// What there is when the answer broke off, if a person can make something of it.
    pub(super) fn rest(&self, error: &LlmError) -> Option<Written> {
        let is_cut = matches!(error, LlmError::CutOff(_) | LlmError::TimedOut(_));
        let written = self.written(true);
        let is_worth_keeping = written.text.as_str().trim().chars().count() >= WORTH_KEEPING;
        let rest = (is_cut && is_worth_keeping).then_some(written)?;
        self.looked_over(rest).ok()
    }

    /// Without a signature of the model's own, and with what a person should know about it.
    fn looked_over(&self, written: Written) -> Result<Written, Stopped> {
        let looked_over = looked_over(self.app, &written.text, &self.messages);
        let (text, cautions) = looked_over.map_err(Stopped::Model)?;
        Ok(Written {
            text,
            cautions,
            ..written
        })
    }

    fn written(&self, cut_off: bool) -> Written {
        self.count_what_is_out();
        let so_far = self.so_far();
        Written {
            text: so_far.text.clone(),
            model: so_far.model.clone(),
            generation: Generation {
                usage: so_far.usage,
                cost: so_far.cost,
                cut_off,
                ..self.generation()
            },
            cautions: Vec::new(),
        }
    }

    fn generation(&self) -> Generation {
        Generation {
            template: self.messages.template.clone(),
            asked: MaskedText::from_model(self.messages.user.as_str()),
            asked_by: self.inquiry.asked_by().cloned(),
            took_ms: u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            ..Generation::default()
        }
    }

    /// Counts what it took, however it ended, and gives back what is left of the budget.
    pub(super) async fn settle(&self, is_written: bool) {
        self.count_what_is_out();
        let (reserved, usage, cost) = {
            let mut so_far = self.so_far();
            let reserved = std::mem::take(&mut so_far.reserved);
            (reserved, so_far.usage, so_far.cost)
        };
        metrics::tokens_used(usage, cost);
        let used = Spent {
            drafts: i64::from(is_written),
            arrivals: 0,
            tokens: signed(usage.total()),
            cost: signed(cost.unwrap_or_default().0),
        };
        budget::settle(self.app, reserved, used).await;
    }

    async fn run(&self) -> Result<(), Stopped> {
        let mut streaming = Streaming::default();
        let interval = self.app.limits.stream_interval;
        // Whoever has the modal open sees at once that the model reads, and its first words; the
        // others at intervals.
        let mut awaits_first = self.inquiry.modals.iter().any(|modal| modal.waiting);
        let mut next = Instant::now();
        if !awaits_first {
            next += interval;
        }
        let asking = self.ask();
        tokio::pin!(asking);
        loop {
            tokio::select! {
                biased;
                answer = &mut asking => return answer.map_err(Stopped::Model),
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
                    // The last update may have overwritten what somebody else showed.
                    let updated = self.take_updated();
                    show_again(self.app, &self.inquiry.id, &updated).await;
                    return Err(stopped);
                }
            }
        }
    }

    /// Reads the answer, of the next model when it breaks off.
    async fn ask(&self) -> Result<(), LlmError> {
        let drafter = &self.app.drafter;
        self.so_far().asked = true;
        let mut answer = drafter.ask(&self.messages).await.inspect_err(|error| {
            // The server may be at it all the same.
            self.so_far().asked = matches!(error, LlmError::TimedOut(_));
        })?;
        loop {
            self.begin(drafter.model_of(&answer));
            let Err(error) = self.read(&mut answer).await else {
                self.count(&answer);
                return Ok(());
            };
            self.count(&answer);
            if self.reserve(0).await.is_err() {
                return Err(error);
            }
            match drafter.ask_next(&self.messages, answer.by()).await {
                Some(Ok(next)) => {
                    tracing::warn!(context_id = %self.inquiry.id, %error, "the next model is asked");
                    answer = next;
                }
                Some(Err(_)) | None => return Err(error),
            }
        }
    }

    fn begin(&self, model: &str) {
        let mut so_far = self.so_far();
        so_far.text = MaskedText::default();
        so_far.model = model.to_owned();
        so_far.asked = true;
    }

    async fn read(&self, answer: &mut Answer) -> Result<(), LlmError> {
        while let Some(piece) = answer.next().await? {
            self.so_far().text.push_from_model(&piece);
            self.first_words.notify_one();
        }
        Ok(())
    }

    /// Counts the tokens of an answer that has come to its end.
    fn count(&self, answer: &Answer) {
        match answer.usage() {
            Some(usage) => self.so_far().count(usage, &self.app.spending.prices),
            None => self.count_what_is_out(),
        }
    }

    /// Guesses the tokens of a question whose answer nobody waited for.
    fn count_what_is_out(&self) {
        let mut so_far = self.so_far();
        if so_far.asked {
            let usage = Usage::guess(self.messages.length(), so_far.text.as_str().len());
            so_far.count(usage, &self.app.spending.prices);
        }
    }

    /// What may be seen of the answer before the whole of it is looked over.
    fn seen_so_far(&self) -> MaskedText {
        let so_far = self.so_far().text.clone();
        MaskedText::from_model(showable(so_far.as_str(), &self.messages))
    }

    fn so_far(&self) -> MutexGuard<'_, SoFar> {
        self.so_far.lock().unwrap_or_else(PoisonError::into_inner)
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
        std::mem::take(&mut self.so_far().updated)
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
            Err(ChangeError::Refused(()) | ChangeError::NotFound) => Err(Stopped::Superseded),
        }
    }

    /// Shows what there is of the draft in all modals that wait: at first, that the model reads.
    /// True when one of them is just opening and has seen nothing yet.
    async fn stream(&self, streaming: &mut Streaming, inquiry: &Inquiry) -> bool {
        let updated = self.take_updated();
        give_inputs_back(self.app, inquiry, &updated).await;
        let so_far = self.seen_so_far();
        let so_far = restore_partial(&so_far, &inquiry.placeholders);
        if Instant::now() < streaming.quiet_until {
            return false;
        }
        let length = so_far.expose().len();
        let screen = Screen::Loading(so_far);
        let now = self.app.clock.now();
        let waits = |modal: &&Modal| modal.waiting && modal.inputs.is_empty();
        let mut misses_one = false;
        for modal in inquiry.modals.iter().filter(waits) {
            let shown = streaming.shown.get(&modal.external_id);
            if modal.is_opening(now) {
                misses_one |= shown.is_none();
                continue;
            }
            if shown == Some(&length) {
                continue;
            }
            let view = view(inquiry, &modal.external_id, &screen, &self.app.look);
            // Before it is: an update that nobody waits for any more arrives all the same.
            self.so_far().updated.push(modal.external_id.clone());
            match self
                .app
                .slack
                .try_update_view(&modal.external_id, &view)
                .await
            {
                Ok(()) => {
                    streaming.shown.insert(modal.external_id.clone(), length);
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

impl SoFar {
    /// Adds the tokens of one question and its answer.
    fn count(&mut self, usage: Usage, prices: &Prices) {
        self.asked = false;
        let cost = prices.cost(&self.model, usage);
        self.usage += usage;
        if let Some(cost) = cost {
            *self.cost.get_or_insert_default() += cost;
        }
    }
}

/// What is on the screens while a draft is streaming.
struct Streaming {
    /// By `external_id`: how much of the text the modal shows, in bytes.
    shown: std::collections::BTreeMap<String, usize>,
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
