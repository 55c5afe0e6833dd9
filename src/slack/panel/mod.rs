//! Panels: the views that are pushed over the modal, for what would crowd it.
//!
//! Slack brings back what stands in a panel, not what stands in the modal beneath, so whatever a
//! panel may replace there is stored before the panel is shown.

mod canned;
mod feedback;
mod mail;
mod masked;
mod translation;
mod versions;
mod wish;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::blocks;
use super::texts::Texts;
use crate::inquiry::ContextId;
use crate::language::Language;
pub use canned::{CannedPlace, canned, filled, read_canned};
pub use feedback::{feedback, read_reason};
pub use mail::mail;
pub use masked::what_the_ai_saw;
pub use translation::{Translated, translation};
pub use versions::{Chosen, Comparison, versions};
pub use wish::{Answers, Base, LANGUAGES, read_wish, wish};

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
}

impl Panel {
    const ALL: [Panel; 6] = [
        Panel::Wish,
        Panel::Versions,
        Panel::Canned,
        Panel::Feedback,
        Panel::Mail,
        Panel::Translation,
    ];

    fn callback_id(self) -> &'static str {
        match self {
            Panel::Wish => "draft_wish",
            Panel::Versions => "reply_versions",
            Panel::Canned => "canned_reply",
            Panel::Feedback => "draft_feedback",
            Panel::Mail => "whole_mail",
            Panel::Translation => "translation",
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
pub struct Metadata {
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

/// Builds the view of a panel that brings something back. With `submit` it has a button of that
/// name beside "back".
fn view(
    panel: Panel,
    metadata: &Metadata,
    title: &str,
    submit: Option<&str>,
    blocks: Vec<Value>,
    texts: &Texts,
) -> Value {
    let mut view = json!({
        "type": "modal",
        "callback_id": panel.callback_id(),
        "private_metadata": json!(metadata).to_string(),
        "title": blocks::plain(title, 24),
        "close": blocks::plain(texts.panel.back, 24),
        "blocks": blocks,
    });
    if let Some(submit) = submit {
        view["submit"] = blocks::plain(submit, 24);
    }
    view
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
