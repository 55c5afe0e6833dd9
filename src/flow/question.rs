//! A question to the models: what its answer may take is reserved from the day's budget before, and
//! what it took is counted however it ends.

use std::ops::AddAssign;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::budget::{self, BudgetSpent, NotReserved, Reserved, signed};
use super::draft::Stop;
use crate::app::App;
use crate::inquiry::{Cause, Money, Usage};
use crate::llm::{Answer, LlmError, Messages};
use crate::metrics;
use crate::pii::MaskedText;
use crate::store::{Spent, StoreError};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unanswered {
    /// The models failed.
    #[error(transparent)]
    Model(#[from] LlmError),
    /// The day's budget is spent.
    #[error(transparent)]
    Budget(#[from] BudgetSpent),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The process has to end.
    #[error("the process had to end")]
    Interrupted,
}

/// Tokens and money; no money where the model's price is not known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Took {
    pub usage: Usage,
    pub cost: Option<Money>,
}

pub(super) struct Question<'a> {
    app: &'a App,
    pub messages: Messages,
    so_far: Mutex<SoFar>,
}

/// What there is of an answer, and what it took.
#[derive(Default)]
struct SoFar {
    text: MaskedText,
    model: String,
    /// A question is out whose tokens are not counted yet.
    asked: bool,
    took: Took,
    reserved: Vec<Reserved>,
}

impl<'a> Question<'a> {
    pub(super) fn new(app: &'a App, messages: Messages) -> Question<'a> {
        Question {
            app,
            messages,
            so_far: Mutex::default(),
        }
    }

    /// Takes from the day's budget what one model's answer may need, and `drafts`.
    pub(super) async fn reserve(&self, drafts: i64) -> Result<(), NotReserved> {
        if self.app.spending.budget.is_unlimited() {
            return Ok(());
        }
        let reserved = budget::reserve(self.app, drafts, self.messages.length() as u64).await?;
        self.so_far().reserved.push(reserved);
        Ok(())
    }

    /// Asks the models and reads the answer, that of the next model from its start when one breaks
    /// off. `heard` is called with each piece.
    pub(super) async fn ask(&self, heard: impl Fn()) -> Result<(), LlmError> {
        let drafter = &self.app.drafter;
        self.begin(drafter.model());
        let mut answer = drafter.ask(&self.messages).await.inspect_err(|error| {
            // The server may be at it all the same.
            self.so_far().asked = matches!(error, LlmError::TimedOut(_));
        })?;
        loop {
            self.begin(drafter.model_of(&answer));
            let Err(error) = self.read(&mut answer, &heard).await else {
                self.count(&answer);
                return Ok(());
            };
            self.count(&answer);
            if self.reserve(0).await.is_err() {
                return Err(error);
            }
            match drafter.ask_next(&self.messages, answer.by()).await {
                Some(Ok(next)) => {
                    tracing::warn!(%error, "the next model is asked");
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

    async fn read(&self, answer: &mut Answer, heard: &impl Fn()) -> Result<(), LlmError> {
        while let Some(piece) = answer.next().await? {
            self.so_far().text.push_from_model(&piece);
            heard();
        }
        Ok(())
    }

    /// What there is of the answer.
    pub(super) fn text(&self) -> MaskedText {
        self.so_far().text.clone()
    }

    /// The model that answers, or was asked last.
    pub(super) fn model(&self) -> String {
        self.so_far().model.clone()
    }

    /// What it took so far; a guess where the server did not count, or nobody waited for its count.
    pub(super) fn took(&self) -> Took {
        self.count_what_is_out();
        self.so_far().took
    }

    /// Counts what it took, however it ended, and gives back what is left of the budget.
    pub(super) async fn settle(&self, drafts: i64) -> Took {
        let took = self.took();
        let reserved = std::mem::take(&mut self.so_far().reserved);
        metrics::tokens_used(took.usage, took.cost);
        let used = Spent {
            drafts,
            arrivals: 0,
            tokens: signed(took.usage.total()),
            cost: signed(took.cost.unwrap_or_default().0),
        };
        budget::settle(self.app, reserved, used).await;
        took
    }

    /// Counts the tokens of an answer that has come to its end.
    fn count(&self, answer: &Answer) {
        match answer.usage() {
            Some(usage) => self.add(&mut self.so_far(), usage),
            None => self.count_what_is_out(),
        }
    }

    fn count_what_is_out(&self) {
        let mut so_far = self.so_far();
        if so_far.asked {
            let usage = Usage::guess(self.messages.length(), so_far.text.as_str().len());
            self.add(&mut so_far, usage);
        }
    }

    fn add(&self, so_far: &mut SoFar, usage: Usage) {
        so_far.asked = false;
        let cost = self.app.spending.prices.cost(&so_far.model, usage);
        so_far.took += Took { usage, cost };
    }

    fn so_far(&self) -> MutexGuard<'_, SoFar> {
        self.so_far.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AddAssign for Took {
    fn add_assign(&mut self, more: Took) {
        self.usage += more.usage;
        if let Some(cost) = more.cost {
            *self.cost.get_or_insert_default() += cost;
        }
    }
}

impl Unanswered {
    pub(super) fn cause(&self) -> Cause {
        match self {
            Unanswered::Model(error) => error.cause(),
            Unanswered::Budget(_) => Cause::BudgetSpent,
            Unanswered::Store(_) => Cause::Unreachable,
            Unanswered::Interrupted => Cause::CutOff,
        }
    }
}

impl From<NotReserved> for Unanswered {
    fn from(error: NotReserved) -> Unanswered {
        match error {
            NotReserved::Spent(spent) => Unanswered::Budget(spent),
            NotReserved::Store(error) => Unanswered::Store(error),
        }
    }
}

impl From<Stop> for Unanswered {
    fn from(why: Stop) -> Unanswered {
        match why {
            Stop::OutOfTime(limit) => Unanswered::Model(LlmError::TimedOut(limit)),
            Stop::Interrupted => Unanswered::Interrupted,
        }
    }
}
