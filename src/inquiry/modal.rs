//! What is known of a modal that somebody has open.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Person;
use crate::language::Language;
use crate::mail::Addressees;
use crate::pii::CustomerText;

/// A modal that somebody has open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modal {
    /// The id that we gave it; unique for each opening.
    pub external_id: String,
    /// Who opened it; unknown when the opener was another program.
    #[serde(default)]
    pub person: Option<Person>,
    /// True while it has no input in it: an update can lose nothing, and brings what comes next.
    pub waiting: bool,
    /// The key of the input in which the person writes without a draft.
    #[serde(default)]
    pub own_words: Option<String>,
    /// The language that the person chose for what they alone see.
    #[serde(default)]
    pub language: Option<Language>,
    /// Whom the person chose as recipients before the choice left the screen.
    #[serde(default)]
    pub addressees: Option<Addressees>,
    /// Inputs that are, or may be, on the screen: block and text. Those that the person submitted
    /// or asked to be replaced by another draft, because our answer may never have arrived; those
    /// beneath a panel; those that were filled with an earlier version. An update shows them under
    /// the same ids, so that what was typed since stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<(String, CustomerText)>,
    /// The inputs that it was shown last, for as long as none of `inputs` or `own_words` took their
    /// place: what has to be said later is said around them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_inputs: Vec<(String, CustomerText)>,
    /// The inquiry's revision that it shows; `None` when that is not certain.
    #[serde(default)]
    pub shows: Option<u64>,
    /// Until then, whoever opens it or changes its inputs is at it and brings it up to date
    /// afterwards; later, they are gone.
    #[serde(default)]
    pub opening_until: Option<Timestamp>,
    /// Slack's names (`hash`) for views that it may still show: without an input, or the one that
    /// was submitted. What else it shows may hold what somebody types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known_views: Vec<String>,
    /// Until then, an answer of ours that is still on its way to Slack may overwrite an update.
    #[serde(default)]
    pub overwritten_until: Option<Timestamp>,
}

impl Modal {
    /// A modal without an input.
    pub fn waiting(external_id: impl Into<String>, person: Option<Person>) -> Modal {
        Modal {
            external_id: external_id.into(),
            person,
            language: None,
            waiting: true,
            own_words: None,
            addressees: None,
            inputs: Vec::new(),
            shown_inputs: Vec::new(),
            shows: None,
            opening_until: None,
            known_views: Vec::new(),
            overwritten_until: None,
        }
    }

    /// True when somebody is about to change it.
    pub fn is_opening(&self, now: Timestamp) -> bool {
        self.opening_until.is_some_and(|until| until > now)
    }

    /// True when the person has inputs that are not those of the newest draft, such as one for
    /// their own words: an update gives them back under the same ids.
    pub fn has_given_inputs(&self) -> bool {
        !self.waiting && (self.own_words.is_some() || !self.inputs.is_empty())
    }

    /// True when the same inputs stand in it as in `other`.
    pub fn has_inputs_of(&self, other: &Modal) -> bool {
        self.waiting == other.waiting
            && self.own_words == other.own_words
            && self.inputs == other.inputs
    }

    /// What was submitted from it still stands in it, and can be typed in.
    pub fn keep_submitted(&mut self) {
        self.waiting = false;
        self.opening_until = None;
        self.known_views.clear();
    }

    /// It shows inputs, but which is not known: no update is to take away what is typed in them.
    pub fn leave_alone(&mut self) {
        self.waiting = false;
        self.own_words = None;
        self.opening_until = None;
        self.known_views.clear();
    }

    /// Has it shown anew around the inputs that stand in it, which keep what was typed.
    pub(super) fn show_around_inputs(&mut self, at: Timestamp) {
        if !self.waiting && !self.has_given_inputs() {
            self.inputs = std::mem::take(&mut self.shown_inputs);
        }
        if self.has_given_inputs() {
            self.opening_until.get_or_insert(at);
        }
    }

    /// True when it has to be updated to this revision, now or later.
    pub fn is_behind(&self, revision: u64) -> bool {
        if self.waiting {
            self.shows != Some(revision)
        } else {
            // The inputs that it was given may never have been shown, or there is more to say.
            self.has_given_inputs() && self.opening_until.is_some()
        }
    }
}
