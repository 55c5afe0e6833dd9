//! The versions of a reply's text.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Caution, Checked, Delivery, Event, Feedback, Generation, Inquiry, Person, Reply, Source,
    Translation, Wish,
};
use pii::{CustomerText, MaskedText};

/// The versions of the reply's text, and what is wanted of the next one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Drafts {
    /// All versions, oldest first.
    #[serde(rename = "drafts")]
    pub versions: Vec<Draft>,
    /// What a person wants of the draft that is wanted, or wanted of the one that was written last.
    pub wish: Option<Wish>,
    /// The mail in the operator's language, once an operator wanted it.
    pub translation: Option<Translation>,
    /// The facts of the texts that were checked last, the newest last.
    pub checked: Vec<Checked>,
}

/// The model's name on a sample draft; the screen shows a remark instead of it.
pub const SAMPLE_MODEL: &str = "sample";

/// One version of the reply's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// 1 for the first.
    pub number: u32,
    /// The text, masked: it may become part of a later prompt.
    #[serde(deserialize_with = "pii::stored::masked")]
    pub text: MaskedText,
    /// The model that wrote it, or `None` for a version that a person typed.
    pub model: Option<String>,
    /// When it was finished.
    pub at: Timestamp,
    /// What a person should know about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
    /// What the model was given of the team's knowledge, the best first; empty when nothing
    /// fitted, `None` when no knowledge was configured, and for what a person typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<Source>>,
    /// How a model's draft came to be. Older versions did not write it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<Generation>,
    /// What a person wanted of it, without the text that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<Wish>,
    /// What a person thought of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
}

/// Keeps the item small; the newest versions are the ones people go back to.
const MAX_DRAFTS: usize = 20;
/// Texts whose facts are kept: that of a draft, and what became of it in a modal or two.
const MAX_CHECKED: usize = 3;
/// Drafts whose question is kept word for word: it is as long as the mail and what the team knows.
const MAX_ASKED: usize = 3;

impl Inquiry {
    /// Adds a version that a person typed. The same text as the newest version adds none.
    pub fn add_typed(&mut self, text: MaskedText, at: Timestamp) {
        if self
            .drafts
            .versions
            .last()
            .is_none_or(|last| last.text != text)
        {
            self.add_version(text, None, None, at);
        }
    }

    /// Adds a version that a model wrote.
    pub fn add_generated(
        &mut self,
        text: MaskedText,
        model: String,
        generation: Generation,
        at: Timestamp,
    ) {
        self.add_version(text, Some(model), Some(generation), at);
        let generations = self.drafts.versions.iter_mut().rev();
        let generations = generations.filter_map(|draft| draft.generation.as_mut());
        for older in generations.skip(MAX_ASKED) {
            older.asked = MaskedText::default();
        }
    }

    /// Writes down what a person should know about the newest draft.
    pub fn caution(&mut self, cautions: Vec<Caution>) {
        if let Some(newest) = self.drafts.versions.last_mut() {
            newest.cautions = cautions;
        }
    }

    fn add_version(
        &mut self,
        text: MaskedText,
        model: Option<String>,
        generation: Option<Generation>,
        at: Timestamp,
    ) {
        let number = self
            .drafts
            .versions
            .last()
            .map_or(1, |last| last.number + 1);
        let wish = model
            .as_ref()
            .and(self.drafts.wish.as_ref())
            .map(|wish| Wish {
                previous: None,
                ..wish.clone()
            });
        self.drafts.versions.push(Draft {
            number,
            text,
            model,
            at,
            cautions: Vec::new(),
            sources: None,
            generation,
            wish,
            feedback: None,
        });
        if self.drafts.versions.len() > MAX_DRAFTS {
            self.drafts.versions.remove(0);
        }
    }

    /// Writes down what the newest draft was written with. The texts of older drafts' sources are
    /// let go: they are looked at while one is deciding, and an item has little room.
    pub fn cite(&mut self, sources: Option<Vec<Source>>) {
        let Some((newest, older)) = self.drafts.versions.split_last_mut() else {
            return;
        };
        for source in older
            .iter_mut()
            .filter_map(|it| it.sources.as_mut())
            .flatten()
        {
            source.text = MaskedText::default();
        }
        newest.sources = sources;
    }

    /// Who asked for a draft last.
    pub fn asked_by(&self) -> Option<&Person> {
        let mut asked = self.history.iter().rev();
        let asked = asked.find(|entry| entry.event == Event::DraftRequested);
        asked.and_then(|entry| entry.by.as_ref())
    }

    /// Keeps the facts of a text that stands in a modal, or may.
    pub fn keep_checked(&mut self, checked: Checked) {
        self.drafts.checked.retain(|it| !it.is_as(&checked));
        self.drafts.checked.push(checked);
        if self.drafts.checked.len() > MAX_CHECKED {
            self.drafts.checked.remove(0);
        }
    }

    /// The facts of this text, where it is one that was checked.
    pub fn checked(&self, text: &CustomerText) -> Option<&Checked> {
        self.drafts.checked.iter().rev().find(|it| it.is_of(text))
    }

    /// The index of the first reply that was handed over and has no record in the chain of proofs yet.
    pub fn unrecorded(&self) -> Option<usize> {
        let is_unrecorded = |reply: &Reply| {
            let approval = reply.approval.as_ref();
            let proof = approval.and_then(|approval| approval.proof.as_ref());
            // One under way may still be taken back, and its outcome comes first.
            let is_over = reply.delivery != Delivery::UnderWay;
            is_over && proof.is_some_and(|proof| proof.record.is_none())
        };
        self.delivery.replies.iter().position(is_unrecorded)
    }

    /// The newest version that a model wrote.
    pub fn newest_draft(&self) -> Option<&Draft> {
        self.drafts
            .versions
            .iter()
            .rev()
            .find(|draft| draft.model.is_some())
    }
}
