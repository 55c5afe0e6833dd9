//! What Slack gets to hear.

use std::collections::BTreeMap;

use serde::Serialize;

use slack::block_kit::ModalView;

/// What Slack gets to hear about an interaction, over whichever connection it came.
#[derive(Debug)]
pub enum Answer {
    /// An empty acknowledgement.
    Done,
    /// What becomes of the view that was submitted.
    Action(ResponseAction),
    /// It cannot be taken; why, in technical words.
    Refused(&'static str),
}

/// What becomes of a view that was submitted (docs.slack.dev/surfaces/modals#response_actions).
#[derive(Debug, Serialize)]
#[serde(tag = "response_action", rename_all = "snake_case")]
pub enum ResponseAction {
    /// Another is put over it.
    Push {
        /// The other.
        view: Box<ModalView>,
    },
    /// It shows something else.
    Update {
        /// What it shows.
        view: Box<ModalView>,
    },
    /// It stays, and something is said beneath its inputs.
    Errors {
        /// What is said, by the `block_id` of the input.
        errors: BTreeMap<String, String>,
    },
}

impl Answer {
    /// `response_action: push`.
    pub fn push(view: ModalView) -> Answer {
        let view = Box::new(view);
        Answer::Action(ResponseAction::Push { view })
    }

    /// `response_action: update`.
    pub fn update(view: ModalView) -> Answer {
        let view = Box::new(view);
        Answer::Action(ResponseAction::Update { view })
    }

    /// `response_action: errors`: something is said beneath one input.
    pub fn errors(block_id: String, text: String) -> Answer {
        let errors = BTreeMap::from([(block_id, text)]);
        Answer::Action(ResponseAction::Errors { errors })
    }
}
