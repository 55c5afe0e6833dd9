//! The mail and the reply in the operator's language: masked, asked, restored. The inputs of the
//! modal are never touched.
//!
//! That a panel waits is written down before it is shown; when this process ends before there is a
//! translation, a sweep says so in the panel.

use super::EditError;
use super::again::text_of;
use crate::app::App;
use crate::clock::later;
use crate::inquiry::{Forbidden, Inquiry, Translating, Translation};
use crate::llm::{Drafter, LlmError, Messages, cut, language_of};
use crate::pii::{MaskedText, restore};
use crate::slack::panel::{Metadata, Translated, translation};
use crate::slack::payload::{ModalClick, ModalRef, PanelAct};
use crate::slack::texts::{Texts, fill};

/// What the model is told.
const RULES: &str = include_str!("../../../prompts/translate.txt");

/// Tokens of a text that are translated; nobody reads more in a panel.
const LONGEST: usize = 16_000;

/// A panel with a translation.
struct Job<'a> {
    app: &'a App,
    modal: &'a ModalRef,
    external_id: String,
}

/// Pushes the panel and translates.
pub(super) async fn open(app: &App, click: &ModalClick) -> Result<(), EditError> {
    let modal = &click.modal;
    let job = Job {
        app,
        modal,
        external_id: format!("translation-{}-{}", modal.context_id, app.ids.next()),
    };
    let inputs = click.inputs_to_keep();
    let kept = app.store.change(&modal.context_id, |inquiry| {
        let (external_id, person) = (&modal.external_id, &modal.person);
        inquiry.keep_standing(external_id, person, &inputs, &click.addressees);
        Ok::<_, Forbidden>(())
    });
    kept.await?;
    if matches!(app.drafter, Drafter::Sample) {
        let view = job.view(&Translated::NoModel);
        return Ok(app.slack.push_view(&click.trigger_id, &view).await?);
    }
    let (inquiry, reply) = job.begin().await?;
    let view = job.view(&Translated::Working);
    if let Err(error) = app.slack.push_view(&click.trigger_id, &view).await {
        job.end(None).await?;
        return Err(error.into());
    }
    job.run(&inquiry, &reply).await
}

/// Translates once more.
pub(super) async fn again(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let job = Job {
        app,
        modal: &act.modal,
        external_id: act.external_id.clone(),
    };
    let (inquiry, reply) = job.begin().await?;
    job.show(&Translated::Working).await?;
    job.run(&inquiry, &reply).await
}

impl Job<'_> {
    fn language(&self) -> &'static str {
        self.texts().panel.model_language
    }

    /// A translation is for the person who reads it.
    fn texts(&self) -> &'static Texts {
        self.modal.texts(self.app.look.texts)
    }

    fn view(&self, translated: &Translated) -> serde_json::Value {
        let metadata = Metadata {
            context_id: self.modal.context_id.clone(),
            over: self.modal.external_id.clone(),
            draft: None,
            language: self.modal.language,
        };
        translation(&metadata, &self.external_id, translated, self.texts())
    }

    async fn show(&self, translated: &Translated) -> Result<(), EditError> {
        let view = self.view(translated);
        let updated = self.app.slack.update_view(&self.external_id, &view);
        super::panel::ignoring_closed(updated.await)
    }

    /// Writes down that the panel waits; returns the masked text that stands in the modal.
    async fn begin(&self) -> Result<(Inquiry, MaskedText), EditError> {
        let app = self.app;
        let until = later(app.clock.now(), app.limits.translation);
        let begun = app.store.change(&self.modal.context_id, |inquiry| {
            inquiry.mask_if_older(&app.masker);
            let standing = inquiry.modal(&self.modal.external_id);
            let standing = standing
                .map(|modal| text_of(&modal.inputs))
                .unwrap_or_default();
            let standing = inquiry.mask_typed(&standing, &app.masker);
            inquiry.begin_translating(Translating {
                external_id: self.external_id.clone(),
                over: self.modal.external_id.clone(),
                until,
            });
            Ok::<_, Forbidden>(standing)
        });
        Ok(begun.await?)
    }

    /// Writes down that the panel waits no more, and the translation for the next one.
    async fn end(&self, mail: Option<&MaskedText>) -> Result<(), EditError> {
        let ended = self.app.store.change(&self.modal.context_id, |inquiry| {
            inquiry.end_translating(&self.external_id);
            if let Some(text) = mail {
                inquiry.translation = Some(Translation {
                    language: self.language().to_owned(),
                    text: text.clone(),
                });
            }
            Ok::<_, Forbidden>(())
        });
        ended.await?;
        Ok(())
    }

    async fn run(&self, inquiry: &Inquiry, reply: &MaskedText) -> Result<(), EditError> {
        let mail = async {
            match inquiry.translated(self.language()) {
                Some(text) => Ok(text.clone()),
                None => self.ask(&whole(inquiry)).await,
            }
        };
        let is_foreign = language_of(reply.as_str()).is_some_and(|it| it != self.language());
        let reply = async {
            match is_foreign {
                true => self.ask(reply).await.map(Some),
                false => Ok(None),
            }
        };
        let restored = |text: &MaskedText| restore(text, &inquiry.placeholders).text;
        match tokio::try_join!(mail, reply) {
            Ok((mail, reply)) => {
                let done = Translated::Done {
                    mail: restored(&mail),
                    reply: reply.as_ref().map(restored),
                };
                self.show(&done).await?;
                self.end(Some(&mail)).await
            }
            Err(error) => {
                tracing::warn!(context_id = %inquiry.id, %error, "a mail was not translated");
                self.show(&Translated::Failed(error.cause())).await?;
                self.end(None).await
            }
        }
    }

    async fn ask(&self, text: &MaskedText) -> Result<MaskedText, LlmError> {
        let rules = fill(RULES, &[("language", self.language())]);
        let messages = Messages::plain(&rules, cut(text, LONGEST).as_str());
        let mut answer = self.app.drafter.ask(&messages).await?;
        let mut translation = MaskedText::default();
        while let Some(piece) = answer.next().await? {
            translation.push_from_model(&piece);
        }
        Ok(translation)
    }
}

/// The subject and the text, masked.
fn whole(inquiry: &Inquiry) -> MaskedText {
    let mut text = inquiry.subject_masked.clone();
    text.push_from_model("\n\n");
    text.push_from_model(inquiry.body_masked.as_str());
    text
}
