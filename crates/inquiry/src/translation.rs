//! The customer's mail in the operator's language.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Inquiry, Person};
use pii::MaskedText;

/// The subject and the text of the mail in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// Which, as an English word: `Japanese`.
    pub language: String,
    /// The text, masked as the mail is.
    #[serde(deserialize_with = "pii::stored::masked")]
    pub text: MaskedText,
}

/// A panel that waits for a translation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translating {
    /// The id that we gave the panel.
    pub external_id: String,
    /// The `external_id` of the modal beneath.
    pub over: String,
    /// Then the worker that translates is gone, and a sweep says so in the panel.
    pub until: Timestamp,
    /// Who asked for it.
    #[serde(default)]
    pub by: Option<Person>,
    /// The worker who is at it: it is asked for once.
    #[serde(default)]
    pub worker: Option<String>,
}

/// More panels than people can have open.
const MOST: usize = 20;

impl Inquiry {
    /// The mail in this language, if it was translated before.
    pub fn translated(&self, language: &str) -> Option<&MaskedText> {
        let translation = self.drafts.translation.as_ref();
        let translation = translation.filter(|it| it.language == language);
        translation.map(|translation| &translation.text)
    }

    /// Writes down that a panel waits, anew or once more.
    pub fn begin_translating(&mut self, panel: Translating) {
        self.end_translating(&panel.external_id);
        self.slack.translating.push(panel);
        if self.slack.translating.len() > MOST {
            self.slack.translating.remove(0);
        }
    }

    /// The panel of this `external_id`, while it waits.
    pub fn translating(&self, external_id: &str) -> Option<&Translating> {
        let mut panels = self.slack.translating.iter();
        panels.find(|it| it.external_id == external_id)
    }

    /// Takes the translation for a panel upon a worker: what it is for. `None` when the panel does
    /// not wait, or another worker is at it.
    pub fn take_translating(&mut self, external_id: &str, worker: &str) -> Option<Translating> {
        let mut panels = self.slack.translating.iter_mut();
        let panel = panels.find(|it| it.external_id == external_id && it.worker.is_none())?;
        panel.worker = Some(worker.to_owned());
        Some(panel.clone())
    }

    /// The worker that was at it had to end: another one may do it.
    pub fn let_translating_go(&mut self, external_id: &str) {
        let mut panels = self.slack.translating.iter_mut();
        if let Some(panel) = panels.find(|it| it.external_id == external_id) {
            panel.worker = None;
        }
    }

    /// A panel waits no more.
    pub fn end_translating(&mut self, external_id: &str) {
        self.slack
            .translating
            .retain(|it| it.external_id != external_id);
    }

    /// The panels for which no worker translates any more.
    pub fn given_up(&self, now: Timestamp) -> impl Iterator<Item = &Translating> {
        self.slack
            .translating
            .iter()
            .filter(move |it| it.until <= now)
    }
}
