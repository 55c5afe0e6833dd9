//! The mail and the reply in the language of the person who opened a panel: masked, asked, restored.
//!
//! The panel is written down before it is shown, with an end: when the worker that was asked never comes or
//! ends before it is done, a sweep says so in the panel. Tokens count as those of a draft do.

use crate::app::App;
use crate::generation::ask_worker::ask_for_translation;
use crate::generation::{DraftError, Question, Stop, Took, Unanswered, WishError};
use crate::prompts::cut;
use crate::sync::say;
use inquiry::{Cause, ContextId, Event, Forbidden, Inquiry, Translating, Translation, Usage};
use llm::Messages;
use mail::language_of;
use pii::{CustomerText, MaskedText, PublicText, restore};
use screens::panel::Translated;
use screens::texts::{Texts, fill};
use slack::payload::join;
use store::{ChangeError, StoreError};

/// What the model is told.
const RULES: &str = include_str!("../../prompts/translate.txt");

/// Tokens of a text that are translated; more is not read in a panel.
const LONGEST: usize = 16_000;

/// What became of a wish for a translation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the panel.
    Shown,
    /// The panel does not wait for it (any more), or another worker is at it.
    NotWanted,
    /// There is none; the panel says so.
    Failed(Cause),
    /// The process had to end; it is still wanted.
    Interrupted,
}

/// Another program asks for the translation for a panel: `POST /async/generate`. The same wish may
/// come several times.
///
/// # Errors
/// [`WishError`]; the panel shows it when no worker could be asked.
pub async fn wish_for_translation(
    app: &App,
    id: &ContextId,
    external_id: &str,
) -> Result<(), WishError> {
    let inquiry = app.store.get(id).await.map_err(ChangeError::Store)?;
    let panel = inquiry.as_ref().and_then(|it| it.translating(external_id));
    match panel.ok_or(ChangeError::NotFound)?.worker {
        Some(_) => Ok(()),
        None => Ok(ask_for_translation(app, id, external_id).await?),
    }
}

/// Translates for a panel that waits, unless `stop` comes first. Safe to call at any time and by
/// several at once: one of them does it.
///
/// # Errors
/// [`DraftError`] when the inquiry cannot be read or written: a sweep says so in the panel.
pub async fn translate_until(
    app: &App,
    id: &ContextId,
    external_id: &str,
    stop: impl Future<Output = Stop>,
) -> Result<Outcome, DraftError> {
    let worker = app.ids.next();
    let taken = app.store.change(id, |inquiry| {
        inquiry.mask_if_older(&app.masker);
        let panel = inquiry.take_translating(external_id, &worker);
        Ok::<_, Forbidden>(panel.map(|panel| {
            let standing = standing(inquiry, &panel.over);
            (inquiry.mask_typed(&standing, &app.masker), panel)
        }))
    });
    let (inquiry, Some((reply, panel))) = taken.await? else {
        return Ok(Outcome::NotWanted);
    };
    let job = Job::new(app, &inquiry, &panel, &reply);
    let written = tokio::select! {
        written = job.write() => written,
        why = stop => Err(why.into()),
    };
    let took = job.record_usage().await;
    if !write_down(&job, &worker, &written, took).await? {
        return Ok(match written {
            Err(Unanswered::Interrupted) => Outcome::Interrupted,
            _ => Outcome::NotWanted,
        });
    }
    let (shown, outcome) = match written {
        Ok(text) => (text.restored(&inquiry), Outcome::Shown),
        Err(error) => {
            tracing::warn!(context_id = %id, %error, "a mail was not translated");
            let cause = error.cause();
            (Translated::Failed(cause), Outcome::Failed(cause))
        }
    };
    if let Err(error) = say(app, &inquiry, &panel, &shown).await {
        // It stays written down as waiting, and a sweep comes back to it.
        tracing::warn!(context_id = %id, %error, "a translation was not shown");
        return Ok(Outcome::Failed(Cause::Unreachable));
    }
    let ended = app.store.change(id, |inquiry| {
        if is_at(inquiry, external_id, &worker) {
            inquiry.end_translating(external_id);
        }
        Ok::<_, Forbidden>(())
    });
    ended.await?;
    Ok(outcome)
}

/// The text that is in the modal beneath a panel.
fn standing(inquiry: &Inquiry, over: &str) -> CustomerText {
    let plain = |(id, text): &(String, CustomerText)| (id.clone(), text.expose().to_owned());
    let inputs = inquiry.modal(over).map(|modal| modal.inputs().iter());
    let inputs: Vec<(String, String)> = inputs.into_iter().flatten().map(plain).collect();
    join(&inputs)
}

/// Writes down what it took, and the translation for the next person who wants it. False when the panel is
/// not this worker's to bring to an end.
async fn write_down(
    job: &Job<'_>,
    worker: &str,
    written: &Result<Written, Unanswered>,
    took: Took,
) -> Result<bool, StoreError> {
    let external_id = &job.panel.external_id;
    let is_interrupted = matches!(written, Err(Unanswered::Interrupted));
    let now = job.app.clock.now();
    let by = job.panel.by.as_ref();
    let change = job.app.store.change(&job.inquiry.id, |inquiry| {
        if let Ok(Written { mail, .. }) = written {
            inquiry.drafts.translation = Some(Translation {
                language: job.language().to_owned(),
                text: mail.clone(),
            });
        }
        match written {
            // No model was asked: it was there.
            Ok(_) if took.usage.total() == 0 => {}
            Ok(_) => inquiry.write_history(Event::Translated, by, now, job.says(took)),
            Err(error) => {
                let detail = format!("{error} ({})", job.says(took));
                inquiry.write_history(Event::NotTranslated, by, now, detail);
            }
        }
        let is_ours = is_at(inquiry, external_id, worker);
        if is_ours && is_interrupted {
            inquiry.let_translating_go(external_id);
        }
        Ok::<_, Forbidden>(is_ours && !is_interrupted)
    });
    match change.await {
        Ok((_, is_ours)) => Ok(is_ours),
        Err(ChangeError::Store(error)) => Err(error),
        Err(ChangeError::NotFound | ChangeError::Refused(_)) => Ok(false),
    }
}

/// True unless another worker is at it by now. A panel that was given up is brought up to date.
fn is_at(inquiry: &Inquiry, external_id: &str, worker: &str) -> bool {
    let panel = inquiry.translating(external_id);
    panel.is_none_or(|it| it.worker.as_deref() == Some(worker))
}

/// A translation that is being written: of the mail, unless it is there, and of the reply, where it
/// is in another language than the reader's.
struct Job<'a> {
    app: &'a App,
    inquiry: &'a Inquiry,
    panel: &'a Translating,
    mail: Option<Question<'a>>,
    reply: Option<Question<'a>>,
}

/// Masked.
#[derive(Clone)]
struct Written {
    mail: MaskedText,
    reply: Option<MaskedText>,
}

impl<'a> Job<'a> {
    fn new(
        app: &'a App,
        inquiry: &'a Inquiry,
        panel: &'a Translating,
        reply: &MaskedText,
    ) -> Job<'a> {
        let mut job = Job {
            app,
            inquiry,
            panel,
            mail: None,
            reply: None,
        };
        let language = job.language();
        let is_there = inquiry.translated(language).is_some();
        job.mail = (!is_there).then(|| question(app, &whole(inquiry), language));
        let is_foreign = language_of(reply.as_str()).is_some_and(|it| it != language);
        job.reply = is_foreign.then(|| question(app, reply, language));
        job
    }

    fn texts(&self) -> &'static Texts {
        let language = self.inquiry.language(&self.panel.over);
        self.app.look.in_language(language).texts
    }

    fn language(&self) -> &'static str {
        self.texts().panel.model_language
    }

    async fn write(&self) -> Result<Written, Unanswered> {
        let mail = async {
            match (&self.mail, self.inquiry.translated(self.language())) {
                (Some(question), _) => self.answer(question).await,
                (None, there) => Ok(there.cloned().unwrap_or_default()),
            }
        };
        let reply = async {
            match &self.reply {
                Some(question) => self.answer(question).await.map(Some),
                None => Ok(None),
            }
        };
        let (mail, reply) = tokio::try_join!(mail, reply)?;
        Ok(Written { mail, reply })
    }

    async fn answer(&self, question: &Question<'_>) -> Result<MaskedText, Unanswered> {
        question.reserve(0).await?;
        let answer = question.whole_answer().await?;
        Ok(answer.beside(&self.app.masker, &self.inquiry.masked.placeholders))
    }

    /// Counts what it took, however it ended, and gives back what is left of the budget.
    async fn record_usage(&self) -> Took {
        let mut all = Took::default();
        for question in self.mail.iter().chain(&self.reply) {
            all += question.record_usage(0).await;
        }
        all
    }

    /// For the history.
    fn says(&self, took: Took) -> String {
        let Usage { input, output, .. } = took.usage;
        let cost = took.cost.map(|cost| format!(", {cost}"));
        let cost = cost.unwrap_or_default();
        let language = self.language();
        format!("into {language}, {input} + {output} tokens{cost}")
    }
}

impl Written {
    fn restored(&self, inquiry: &Inquiry) -> Translated {
        let restored = |text: &MaskedText| restore(text, &inquiry.masked.placeholders).text;
        Translated::Done {
            mail: restored(&self.mail),
            reply: self.reply.as_ref().map(restored),
        }
    }
}

fn question<'a>(app: &'a App, text: &MaskedText, language: &str) -> Question<'a> {
    let rules = PublicText::of_the_shop(fill(RULES, &[("language", language)]));
    Question::on_budget(app, Messages::new(&rules, &cut(text, LONGEST)))
}

/// The subject and the text, masked.
fn whole(inquiry: &Inquiry) -> MaskedText {
    inquiry.masked.subject.with("\n\n", &inquiry.masked.body)
}
