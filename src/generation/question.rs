//! A question to the models: what its answer may take is reserved from the day's budget before, and
//! what it took is counted however it ends.

use std::ops::AddAssign;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::budget::{self, BudgetSpent, NotReserved, Reserved, signed};
use super::request::Request;
use super::{check, learned};
use crate::app::App;
use crate::prompts::Prompts;
use inquiry::{Cause, Caution, Money, Usage};
use llm::{Answer, Drafter, LlmError, Messages, ModelText, Prices, Spoken, Wait};
use pii::{MaskedText, hidden};
use platform::metrics;
use store::{Spent, StoreError};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
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
pub struct Took {
    /// The tokens.
    pub usage: Usage,
    /// The money.
    pub cost: Option<Money>,
}

/// Why a worker stops before the model is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The longest wait: after it, the modals say so.
    OutOfTime(Duration),
    /// The process ends: the next worker takes the draft up at once.
    Interrupted,
}

/// A question to the configured models, from the first word that is sent to the count of what the
/// answer took.
pub struct Question<'a> {
    drafter: &'a Drafter,
    prices: &'a Prices,
    /// Whose budget it is on; commands that write nothing down have none.
    budget: Option<&'a App>,
    /// What is asked; shorter than it was at first where a model reads no more.
    request: Mutex<Request>,
    so_far: Mutex<SoFar>,
}

/// What there is of an answer, and what it took.
#[derive(Default)]
struct SoFar {
    /// As the model wrote it.
    written: ModelText,
    model: String,
    /// Nothing comes before then.
    wait: Option<Wait>,
    /// A question is out whose tokens are not counted yet.
    asked: bool,
    took: Took,
    reserved: Vec<Reserved>,
}

impl<'a> Question<'a> {
    /// A question on no budget.
    pub fn new(
        drafter: &'a Drafter,
        prices: &'a Prices,
        request: impl Into<Request>,
    ) -> Question<'a> {
        Question {
            drafter,
            prices,
            budget: None,
            request: Mutex::new(request.into()),
            so_far: Mutex::default(),
        }
    }

    /// A question that the deployment's budget for a day has to allow.
    pub fn on_budget(app: &'a App, request: impl Into<Request>) -> Question<'a> {
        Question {
            budget: Some(app),
            ..Question::new(&app.drafter, &app.spending.prices, request)
        }
    }

    /// What the models are asked.
    pub fn messages(&self) -> Arc<Messages> {
        self.request().messages()
    }

    /// Takes from the day's budget what one model's answer may need, and `drafts`.
    ///
    /// # Errors
    /// [`NotReserved`] when the day's budget does not allow it.
    pub async fn reserve(&self, drafts: i64) -> Result<(), NotReserved> {
        let limited = |app: &&App| !app.spending.budget.is_unlimited();
        let Some(app) = self.budget.filter(limited) else {
            return Ok(());
        };
        let length = self.messages().length() as u64;
        let reserved = budget::reserve(app, drafts, length).await?;
        self.so_far().reserved.push(reserved);
        Ok(())
    }

    /// Asks the models and reads the answer, that of the next model from its start when one breaks
    /// off. What is too long for them is asked again with less of what is around the mail.
    /// `heard` is called with each piece, and when a wait begins or ends.
    ///
    /// # Errors
    /// [`LlmError`] of the last model that was asked; see [`Question::answer`] for what it wrote.
    pub async fn ask(&self, heard: impl Fn() + Sync) -> Result<(), LlmError> {
        if let Some(app) = self.budget {
            learned::recall(app).await;
        }
        let asked = self.ask_shorter(&heard).await;
        if let Some(app) = self.budget {
            learned::keep(app).await;
        }
        asked
    }

    async fn ask_shorter(&self, heard: &(impl Fn() + Sync)) -> Result<(), LlmError> {
        loop {
            match self.ask_all(heard).await {
                Err(LlmError::TooLong(code)) => {
                    if !self.request().shorten() {
                        return Err(LlmError::TooLong(code));
                    }
                    tracing::warn!(
                        code,
                        "the question is too long for the model: it is asked with less around the mail"
                    );
                }
                asked => return asked,
            }
        }
    }

    async fn ask_all(&self, heard: &(impl Fn() + Sync)) -> Result<(), LlmError> {
        let drafter = self.drafter;
        let messages = self.messages();
        let waits = |wait: Option<Wait>| {
            self.so_far().wait = wait;
            heard();
        };
        self.begin(drafter.model());
        let mut answer = drafter.ask(&messages, &waits).await.inspect_err(|error| {
            // The server may be at it all the same.
            self.so_far().asked = matches!(error, LlmError::TimedOut(_));
        })?;
        loop {
            self.begin(drafter.model_of(&answer));
            let Err(error) = self.read(&mut answer, heard).await else {
                self.count(&answer);
                return Ok(());
            };
            self.count(&answer);
            if self.reserve(0).await.is_err() {
                return Err(error);
            }
            match drafter.ask_next(&messages, answer.by(), &waits).await {
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
        so_far.written = ModelText::default();
        so_far.model = model.to_owned();
        so_far.wait = None;
        so_far.asked = true;
    }

    async fn read(&self, answer: &mut Answer, heard: &impl Fn()) -> Result<(), LlmError> {
        while let Some(piece) = answer.next().await? {
            self.so_far().written.push(&piece);
            heard();
        }
        let spoken = Spoken::whole(self.so_far().written.as_str());
        if spoken.text.is_empty() && spoken.thought {
            let thought = "the model thought, and where its reply begins cannot be told";
            return Err(LlmError::Unusable(thought.to_owned()));
        }
        Ok(())
    }

    /// Asks the models and waits for the whole answer.
    ///
    /// # Errors
    /// [`LlmError`], also where a part of an answer came.
    pub async fn whole_answer(&self) -> Result<ModelText, LlmError> {
        self.ask(|| {}).await?;
        Ok(self.answer())
    }

    /// Looks the answer over: the text without a signature of its own, and what a person should
    /// know about it. `own_domain` is that of our own address.
    ///
    /// # Errors
    /// [`LlmError::Dangerous`] when the answer must not be sent.
    pub fn looked_over(
        &self,
        answer: &MaskedText,
        prompts: &Prompts,
        own_domain: Option<&str>,
    ) -> Result<(MaskedText, Vec<Caution>), LlmError> {
        let mut cautions = check(answer, &self.messages(), own_domain)?;
        let spoken = Spoken::whole(self.so_far().written.as_str());
        if spoken.doubt {
            cautions.push(Caution::ThoughtAloud);
        }
        if !hidden(&spoken.text).is_empty() {
            cautions.push(Caution::HiddenCharacters);
        }
        if self.request().is_shortened() {
            cautions.push(Caution::Shortened);
        }
        Ok((prompts.without_signature(answer), cautions))
    }

    /// What there is of the answer: without what the model thought aloud, and without characters
    /// that no person sees.
    pub fn answer(&self) -> ModelText {
        self.so_far().written.answer()
    }

    /// What may be seen of the answer while it is written.
    pub fn answer_so_far(&self) -> ModelText {
        self.so_far().written.answer_so_far()
    }

    /// Until when nothing comes, and why.
    pub fn waits(&self) -> Option<Wait> {
        self.so_far().wait
    }

    /// The model that answers, or was asked last.
    pub fn model(&self) -> String {
        self.so_far().model.clone()
    }

    /// What it took so far; a guess where the server did not count, or its count was not waited for.
    pub fn took(&self) -> Took {
        self.count_what_is_out();
        self.so_far().took
    }

    /// Counts what it took, however it ended, and gives back what is left of the budget.
    pub async fn record_usage(&self, drafts: i64) -> Took {
        let took = self.took();
        let reserved = std::mem::take(&mut self.so_far().reserved);
        metrics::tokens_used(took.usage, took.cost);
        let used = Spent {
            drafts,
            arrivals: 0,
            tokens: signed(took.usage.total()),
            cost: signed(took.cost.unwrap_or_default().0),
            cards: 0,
        };
        if let Some(app) = self.budget {
            budget::record_usage(app, reserved, used).await;
        }
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
        let asked = self.messages().length();
        let mut so_far = self.so_far();
        if so_far.asked {
            let usage = Usage::guess(asked, so_far.written.len());
            self.add(&mut so_far, usage);
        }
    }

    fn add(&self, so_far: &mut SoFar, usage: Usage) {
        so_far.asked = false;
        let cost = self.prices.cost(&so_far.model, usage);
        so_far.took += Took { usage, cost };
    }

    fn so_far(&self) -> MutexGuard<'_, SoFar> {
        self.so_far.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn request(&self) -> MutexGuard<'_, Request> {
        self.request.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// The kind of failure, for the words on the screen.
    pub fn cause(&self) -> Cause {
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
