//! What a model wrote, as a type of its own.

use std::sync::LazyLock;

use regex::Regex;

use super::Spoken;
use pii::{MaskedText, Masker, Placeholders, PublicText, normalised};

/// A text that a model wrote. It saw masked texts and the shop's own only, so it is no customer's;
/// only the reading of models' answers makes one:
///
/// ```compile_fail,E0624
/// replybot::llm::ModelText::new("Call me: 090-1234-5678".to_owned());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelText(String);

/// More than two blank lines.
static GAP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:\n[ \t　]*){4,}").expect("the pattern is fixed and tested"));

impl ModelText {
    pub(super) fn new(text: String) -> ModelText {
        ModelText(text)
    }

    /// Adds what the model wrote next.
    pub fn push(&mut self, next: &ModelText) {
        self.0.push_str(&next.0);
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The answer in the whole of it: without what the model thought aloud, in its normal form, and
    /// without gaps in which a reader would take it for ended.
    pub fn answer(&self) -> ModelText {
        readable(&Spoken::whole(&self.0).text)
    }

    /// What there is of the answer in a beginning of it.
    pub fn answer_so_far(&self) -> ModelText {
        readable(&Spoken::so_far(&self.0).text)
    }

    /// As a text beside the mail that it answers: a value of the customer's that the model wrote out
    /// has its placeholder again.
    pub fn beside(&self, masker: &Masker, placeholders: &Placeholders) -> MaskedText {
        masker.beside(&PublicText::of_the_shop(&self.0), placeholders)
    }
}

fn readable(text: &str) -> ModelText {
    let text = normalised(text);
    ModelText(GAP.replace_all(&text, "\n\n\n").into_owned())
}
