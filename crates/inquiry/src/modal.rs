//! What is known of a modal that a person has open.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Person;
use crate::language::Language;
use mail::Addressees;
use pii::CustomerText;

/// Inputs of a modal, in their order: the `block_id` and the text of each.
pub type Fields = Vec<(String, CustomerText)>;

/// A modal that a person has open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Modal {
    /// The id that we gave it; unique for each opening.
    pub external_id: String,
    /// Who opened it; unknown when the opener was another program.
    pub person: Option<Person>,
    /// The language that the person chose for what they alone see.
    pub language: Option<Language>,
    /// The recipients that the person chose before the choice left the screen, and what they wrote of
    /// them.
    pub addressees: Option<Addressees>,
    /// The signature of the person, as it was when the modal was opened: it goes out with what is
    /// sent from it.
    pub signature: Option<CustomerText>,
    /// What it is to the person.
    pub state: ModalState,
    /// When the person's text in it was kept for the next time they open the inquiry.
    pub saved_at: Option<Timestamp>,
    /// It is closed, and here for its saved text alone.
    pub closed: bool,
    /// The inquiry's revision that it shows; `None` when that is not certain.
    pub shows: Option<u64>,
    /// *Opening*: until then, the process that opens it or changes its inputs is at it, and brings
    /// it up to date afterwards; later, that process is gone.
    pub opening_until: Option<Timestamp>,
}

/// What a modal is to the person, which decides what an update may do to it.
///
/// Where it is not certain what is on the screen, `view_hashes` are Slack's hashes of the views that
/// it may still show with nothing typed in them: an update replaces only those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModalState {
    /// No input is in it: an update can lose nothing, and brings what comes next.
    Waiting {
        /// Views that a streamed draft left.
        view_hashes: Vec<String>,
    },
    /// The person submitted it, or asked for another draft in place of what is in it. Our answer may
    /// never have arrived: then these inputs are still there, and are shown again under the same
    /// ids, so that what was typed since stays.
    Submitted {
        /// What was in it.
        inputs: Fields,
        /// The view that was submitted.
        view_hashes: Vec<String>,
    },
    /// The person edits the newest draft.
    Editing {
        /// The inputs that it was shown last: what has to be said later is said around them.
        shown: Fields,
    },
    /// The person has inputs that are not those of the newest draft: covered by a panel, filled
    /// with an earlier version, or brought back. An update shows them under the same ids.
    Covered {
        /// What is, or may be, in it.
        inputs: Fields,
    },
    /// The person writes without a draft.
    OwnWords {
        /// The key of the input.
        key: String,
        /// What was in it when a panel covered it.
        inputs: Fields,
        /// Views with a draft that may have come in the moment of the click.
        view_hashes: Vec<String>,
    },
}

impl ModalState {
    /// A modal without an input.
    pub const WAITING: ModalState = ModalState::Waiting {
        view_hashes: Vec::new(),
    };

    /// These inputs were submitted; none leave nothing that could be lost.
    pub fn submitted(inputs: Fields, view_hashes: Vec<String>) -> ModalState {
        match inputs.is_empty() {
            true => ModalState::Waiting { view_hashes },
            false => ModalState::Submitted {
                inputs,
                view_hashes,
            },
        }
    }

    /// The person has these inputs before them.
    fn with(inputs: Fields) -> ModalState {
        match inputs.is_empty() {
            true => ModalState::Editing { shown: inputs },
            false => ModalState::Covered { inputs },
        }
    }

    /// The same, with certainty of what is on the screen.
    fn without_hashes(mut self) -> ModalState {
        self.set_view_hashes(Vec::new());
        self
    }

    fn set_view_hashes(&mut self, hashes: Vec<String>) {
        match self {
            ModalState::Waiting { view_hashes }
            | ModalState::Submitted { view_hashes, .. }
            | ModalState::OwnWords { view_hashes, .. } => *view_hashes = hashes,
            ModalState::Editing { .. } | ModalState::Covered { .. } => {}
        }
    }
}

impl Modal {
    /// A modal without an input.
    pub fn waiting(external_id: impl Into<String>, person: Option<Person>) -> Modal {
        Modal {
            external_id: external_id.into(),
            person,
            language: None,
            addressees: None,
            signature: None,
            state: ModalState::WAITING,
            saved_at: None,
            closed: false,
            shows: None,
            opening_until: None,
        }
    }

    /// True while an update can lose nothing that the person typed.
    pub fn is_waiting(&self) -> bool {
        match self.state {
            ModalState::Waiting { .. } | ModalState::Submitted { .. } => true,
            ModalState::Editing { .. }
            | ModalState::Covered { .. }
            | ModalState::OwnWords { .. } => false,
        }
    }

    /// True when a process is about to change it.
    pub fn is_opening(&self, now: Timestamp) -> bool {
        self.opening_until.is_some_and(|until| until > now)
    }

    /// True when the person has inputs that are not those of the newest draft, such as one for
    /// their own words: an update gives them back under the same ids.
    pub fn has_given_inputs(&self) -> bool {
        match self.state {
            ModalState::Covered { .. } | ModalState::OwnWords { .. } => true,
            ModalState::Waiting { .. }
            | ModalState::Submitted { .. }
            | ModalState::Editing { .. } => false,
        }
    }

    /// The inputs that are, or may be, on the screen and are not those of the newest draft.
    pub fn inputs(&self) -> &[(String, CustomerText)] {
        match &self.state {
            ModalState::Submitted { inputs, .. }
            | ModalState::Covered { inputs }
            | ModalState::OwnWords { inputs, .. } => inputs,
            ModalState::Waiting { .. } | ModalState::Editing { .. } => &[],
        }
    }

    /// The hashes of the views that it may show with nothing typed in them.
    pub fn view_hashes(&self) -> &[String] {
        match &self.state {
            ModalState::Waiting { view_hashes }
            | ModalState::Submitted { view_hashes, .. }
            | ModalState::OwnWords { view_hashes, .. } => view_hashes,
            ModalState::Editing { .. } | ModalState::Covered { .. } => &[],
        }
    }

    /// True when the same inputs are in it as in `other`.
    pub fn has_inputs_of(&self, other: &Modal) -> bool {
        let key = |modal: &Modal| match &modal.state {
            ModalState::OwnWords { key, .. } => Some(key.clone()),
            _ => None,
        };
        self.is_waiting() == other.is_waiting()
            && key(self) == key(other)
            && self.inputs() == other.inputs()
    }

    /// A draft was streamed into it: the views that this left.
    pub fn expect_views(&mut self, view_hashes: Vec<String>) {
        self.state.set_view_hashes(view_hashes);
    }

    /// An update arrived, which shows `shown` inputs, or none while it `waits` for what comes next.
    pub fn was_shown(&mut self, revision: u64, waits: bool, shown: Fields) {
        let state = std::mem::replace(&mut self.state, ModalState::WAITING);
        self.state = match state {
            ModalState::Waiting { .. } if !waits => ModalState::Editing { shown },
            ModalState::Submitted { inputs, .. } if !waits => ModalState::Covered { inputs },
            ModalState::Editing { .. } => ModalState::Editing { shown },
            state => state.without_hashes(),
        };
        self.shows = Some(revision);
        self.opening_until = None;
    }

    /// An update of ours may have taken it back to an older state: it is shown once more. Inputs
    /// that the person was given are given back.
    pub fn may_be_overwritten(&mut self) {
        match &self.state {
            ModalState::Covered { .. } | ModalState::OwnWords { .. } => return,
            ModalState::Editing { .. } => self.state = ModalState::WAITING,
            ModalState::Waiting { .. } | ModalState::Submitted { .. } => {}
        }
        self.shows = None;
    }

    /// It was submitted from the view with this hash, and shows the answer unless that gets lost.
    /// What was submitted by a question over it, which knows no hash of it, stays in it until an update
    /// [answers](Modal::is_answered) that, or `until` it is said around what was submitted.
    pub fn was_submitted(&mut self, inputs: Fields, hash: Option<String>, until: Timestamp) {
        match hash {
            Some(hash) => self.state = ModalState::submitted(inputs, vec![hash]),
            None => self.give_inputs(inputs, until),
        }
    }

    /// What was submitted from it is taken, and gives way to what becomes of it.
    pub fn is_answered(&mut self) {
        self.state = ModalState::submitted(self.inputs().to_vec(), Vec::new());
    }

    /// True when our answer to its submission may never arrive, and it is still what was submitted.
    pub fn may_be_unanswered(&self) -> bool {
        matches!(&self.state, ModalState::Submitted { view_hashes, .. } if !view_hashes.is_empty())
    }

    /// The process that changed its inputs has shown them.
    pub fn was_given_its_inputs(&mut self) {
        self.opening_until = None;
        self.state.set_view_hashes(Vec::new());
    }

    /// What was submitted from it is not needed any more.
    pub fn forget_submitted(&mut self) {
        if let ModalState::Submitted { view_hashes, .. } = &mut self.state {
            self.state = ModalState::Waiting {
                view_hashes: std::mem::take(view_hashes),
            };
        }
    }

    /// What was submitted from it is still in it, and can be typed in.
    pub fn keep_submitted(&mut self) {
        if let ModalState::Submitted { inputs, .. } = &mut self.state {
            self.state = ModalState::with(std::mem::take(inputs));
        }
        self.opening_until = None;
    }

    /// These inputs are in it and can be typed in, whatever was submitted from it before.
    pub fn keep_inputs(&mut self, fields: Fields) {
        match &mut self.state {
            ModalState::OwnWords { inputs, .. } => *inputs = fields,
            state => *state = ModalState::with(fields),
        }
    }

    /// These inputs are in it, and a panel covers them: Slack brings them back no more until that
    /// is gone.
    pub fn cover(&mut self, fields: Fields) {
        match &mut self.state {
            // Where no input was on the screen, there is nothing to keep, and what the modal waits
            // for has still to be shown.
            _ if fields.is_empty() => self.forget_submitted(),
            ModalState::OwnWords { inputs, .. } => *inputs = fields,
            state => *state = ModalState::with(fields),
        }
    }

    /// Other inputs take the place of those that are in it. Until `until`, the process that does
    /// that shows them.
    pub fn give_inputs(&mut self, inputs: Fields, until: Timestamp) {
        self.state = ModalState::with(inputs);
        self.opening_until = Some(until);
    }

    /// It shows inputs, but which is not known: no update is to take away what is typed in them.
    pub fn leave_alone(&mut self) {
        let inputs = self.inputs().to_vec();
        self.state = ModalState::with(inputs);
        self.opening_until = None;
    }

    /// Has it shown anew around the inputs that are in it, which keep what was typed.
    pub(super) fn show_around_inputs(&mut self, at: Timestamp) {
        if self.closed {
            return;
        }
        if let ModalState::Editing { shown } = &mut self.state {
            self.state = ModalState::with(std::mem::take(shown));
        }
        if self.has_given_inputs() {
            self.opening_until.get_or_insert(at);
        }
    }

    /// True when it has to be updated to this revision, now or later.
    pub fn is_behind(&self, revision: u64) -> bool {
        match self.state {
            _ if self.closed => false,
            ModalState::Waiting { .. } | ModalState::Submitted { .. } => {
                self.shows != Some(revision)
            }
            ModalState::Editing { .. } => false,
            // The inputs that it was given may never have been shown, or there is more to say.
            ModalState::Covered { .. } | ModalState::OwnWords { .. } => {
                self.opening_until.is_some()
            }
        }
    }
}

/// As the store holds it: a version without [`ModalState`] reads it, too.
#[derive(Serialize, Deserialize)]
struct Stored {
    external_id: String,
    #[serde(default)]
    person: Option<Person>,
    waiting: bool,
    #[serde(default)]
    own_words: Option<String>,
    #[serde(default)]
    language: Option<Language>,
    #[serde(default)]
    addressees: Option<Addressees>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signature: Option<CustomerText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    inputs: Fields,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    shown_inputs: Fields,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    saved_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    closed: bool,
    #[serde(default)]
    shows: Option<u64>,
    #[serde(default)]
    opening_until: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    known_views: Vec<String>,
}

impl From<Stored> for Modal {
    fn from(stored: Stored) -> Modal {
        let state = match (stored.own_words, stored.waiting) {
            (Some(key), _) => ModalState::OwnWords {
                key,
                inputs: stored.inputs,
                view_hashes: stored.known_views,
            },
            (None, true) => ModalState::submitted(stored.inputs, stored.known_views),
            (None, false) if stored.inputs.is_empty() => ModalState::Editing {
                shown: stored.shown_inputs,
            },
            (None, false) => ModalState::Covered {
                inputs: stored.inputs,
            },
        };
        Modal {
            external_id: stored.external_id,
            person: stored.person,
            language: stored.language,
            addressees: stored.addressees,
            signature: stored.signature,
            state,
            saved_at: stored.saved_at,
            closed: stored.closed,
            shows: stored.shows,
            opening_until: stored.opening_until,
        }
    }
}

impl From<Modal> for Stored {
    fn from(modal: Modal) -> Stored {
        let waiting = modal.is_waiting();
        let (own_words, inputs, shown_inputs, known_views) = match modal.state {
            ModalState::Waiting { view_hashes } => (None, Vec::new(), Vec::new(), view_hashes),
            ModalState::Submitted {
                inputs,
                view_hashes,
            } => (None, inputs, Vec::new(), view_hashes),
            ModalState::Editing { shown } => (None, Vec::new(), shown, Vec::new()),
            ModalState::Covered { inputs } => (None, inputs, Vec::new(), Vec::new()),
            ModalState::OwnWords {
                key,
                inputs,
                view_hashes,
            } => (Some(key), inputs, Vec::new(), view_hashes),
        };
        Stored {
            external_id: modal.external_id,
            person: modal.person,
            waiting,
            own_words,
            language: modal.language,
            addressees: modal.addressees,
            signature: modal.signature,
            inputs,
            shown_inputs,
            saved_at: modal.saved_at,
            closed: modal.closed,
            shows: modal.shows,
            opening_until: modal.opening_until,
            known_views,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(text: &str) -> Fields {
        vec![("editable_reply_block_1".to_owned(), CustomerText::new(text))]
    }

    fn modal(state: ModalState) -> Modal {
        Modal {
            state,
            ..Modal::waiting("ai-reply-1-1", None)
        }
    }

    fn every_state() -> [ModalState; 7] {
        let view_hashes = vec!["1795489257.h0001".to_owned()];
        let own_words = |inputs| ModalState::OwnWords {
            key: "7".to_owned(),
            inputs,
            view_hashes: view_hashes.clone(),
        };
        [
            ModalState::WAITING,
            ModalState::Waiting {
                view_hashes: view_hashes.clone(),
            },
            ModalState::Submitted {
                inputs: fields("Hello"),
                view_hashes: view_hashes.clone(),
            },
            ModalState::Editing {
                shown: fields("Hello"),
            },
            ModalState::Covered {
                inputs: fields("Hello"),
            },
            own_words(Vec::new()),
            own_words(fields("Hello")),
        ]
    }

    #[test]
    fn every_state_of_a_modal_comes_back_from_the_store() {
        for state in every_state() {
            let stored = json!(modal(state.clone()));
            let read: Modal = serde_json::from_value(stored).unwrap();
            assert_eq!(read.state, state);
        }
    }

    #[test]
    fn a_modal_that_an_older_version_stored_is_what_it_was() {
        let read = |flags: serde_json::Value| {
            let mut stored = json!({ "external_id": "ai-reply-1-1" });
            for (name, value) in flags.as_object().unwrap() {
                stored[name] = value.clone();
            }
            serde_json::from_value::<Modal>(stored).unwrap().state
        };
        let inputs = json!([["editable_reply_block_1", "Hello"]]);
        assert_eq!(read(json!({ "waiting": true })), ModalState::WAITING);
        assert_eq!(
            read(json!({ "waiting": true, "inputs": inputs, "known_views": ["h"] })),
            ModalState::Submitted {
                inputs: fields("Hello"),
                view_hashes: vec!["h".to_owned()],
            }
        );
        assert_eq!(
            read(json!({ "waiting": false, "shown_inputs": inputs })),
            ModalState::Editing {
                shown: fields("Hello")
            }
        );
        assert_eq!(
            read(json!({ "waiting": false, "inputs": inputs, "shown_inputs": inputs })),
            ModalState::Covered {
                inputs: fields("Hello")
            }
        );
        // Both flags at once were a modal whose answer was on its way.
        assert_eq!(
            read(json!({ "waiting": true, "own_words": "7" })),
            ModalState::OwnWords {
                key: "7".to_owned(),
                inputs: Vec::new(),
                view_hashes: Vec::new(),
            }
        );
    }

    #[test]
    fn no_update_takes_away_what_a_person_may_have_typed() {
        for state in every_state() {
            let mut changed = modal(state.clone());
            let typed = changed.inputs().to_vec();
            changed.was_shown(7, true, Vec::new());
            changed.may_be_overwritten();
            assert_eq!(changed.inputs(), typed, "{state:?}");
            assert_eq!(
                changed.has_given_inputs(),
                modal(state.clone()).has_given_inputs(),
                "{state:?}"
            );
        }
    }

    #[test]
    fn a_panel_over_a_modal_without_inputs_ends_no_waiting() {
        for state in every_state() {
            let mut covered = modal(state.clone());
            covered.opening_until = Some(Timestamp::UNIX_EPOCH);
            let was_behind = covered.is_behind(7);
            covered.cover(Vec::new());
            assert_eq!(covered.is_behind(7), was_behind, "{state:?}");
        }
    }

    #[test]
    fn what_has_to_be_said_later_is_said_around_the_inputs_that_were_shown() {
        let mut editing = modal(ModalState::Editing {
            shown: fields("Hello"),
        });
        assert!(!editing.is_behind(7));
        editing.show_around_inputs(Timestamp::UNIX_EPOCH);
        assert!(editing.is_behind(7) && editing.inputs() == fields("Hello"));
        editing.was_given_its_inputs();
        assert!(!editing.is_behind(7));
    }
}
