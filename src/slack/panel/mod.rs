//! Panels: the views that are pushed over the modal, for what would crowd it.
//!
//! Slack brings back what stands in a panel, not what stands in the modal beneath, so whatever a
//! panel may replace there is stored before the panel is shown.

mod masked;
mod versions;
mod wish;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::blocks;
use super::texts::Texts;
use crate::inquiry::ContextId;
use crate::language::Language;
pub use masked::what_the_ai_saw;
pub use versions::{Chosen, Comparison, versions};
pub use wish::{Answers, Base, LANGUAGES, read_wish, wish};

/// A view over the modal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// What is wanted of another draft.
    Wish,
    /// All versions of the reply's text.
    Versions,
}

impl Panel {
    const ALL: [Panel; 2] = [Panel::Wish, Panel::Versions];

    fn callback_id(self) -> &'static str {
        match self {
            Panel::Wish => "draft_wish",
            Panel::Versions => "reply_versions",
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
