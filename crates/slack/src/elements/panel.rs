//! The panels: views over the modal.

use serde::{Deserialize, Serialize};

use inquiry::ContextId;
use inquiry::language::Language;

/// A view over the modal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// What is wanted of another draft.
    Wish,
    /// All versions of the reply's text.
    Versions,
    /// Canned replies.
    Canned,
    /// Why a draft was of no use.
    Feedback,
    /// The whole of a long mail.
    Mail,
    /// The mail and the reply in the operator's language.
    Translation,
    /// The mail's files, and those that go out with the reply.
    Files,
    /// The facts of the reply, with their sources.
    Facts,
    /// What the customer wrote before.
    Customer,
    /// The recipients and the subject.
    Recipients,
    /// The recipients of a forward.
    PassOn,
}

impl Panel {
    const ALL: [Panel; 11] = [
        Panel::Wish,
        Panel::Versions,
        Panel::Canned,
        Panel::Feedback,
        Panel::Mail,
        Panel::Translation,
        Panel::Files,
        Panel::Facts,
        Panel::Customer,
        Panel::Recipients,
        Panel::PassOn,
    ];

    /// Its `callback_id`.
    pub fn callback_id(self) -> &'static str {
        match self {
            Panel::Wish => "draft_wish",
            Panel::Versions => "reply_versions",
            Panel::Canned => "canned_reply",
            Panel::Feedback => "draft_feedback",
            Panel::Mail => "whole_mail",
            Panel::Translation => "translation",
            Panel::Files => "files",
            Panel::Facts => "reply_facts",
            Panel::Customer => "customer_history",
            Panel::Recipients => "mail_recipients",
            Panel::PassOn => "pass_on",
        }
    }

    /// The panel that has this `callback_id`.
    pub fn from_callback_id(callback_id: &str) -> Option<Panel> {
        let mut all = Panel::ALL.into_iter();
        all.find(|panel| panel.callback_id() == callback_id)
    }
}

/// A panel's `private_metadata`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelMetadata {
    /// Which inquiry.
    pub context_id: ContextId,
    /// The `external_id` of the modal beneath.
    pub over: String,
    /// The language of the modal, where the person chose one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The number of the draft that the panel is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draft: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_panel_is_found_by_its_callback_id() {
        for panel in Panel::ALL {
            assert_eq!(Panel::from_callback_id(panel.callback_id()), Some(panel));
        }
        assert_eq!(Panel::from_callback_id("else"), None);
    }
}
