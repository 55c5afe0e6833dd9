//! Why a draft was of no use.

use serde_json::Value;

use super::view;
use crate::screens::texts::Texts;
use crate::slack::blocks;
use crate::slack::elements::{Panel, PanelMetadata};
use crate::slack::payload::Entered;

const REASON: &str = "feedback_reason_block";

/// The panel. The draft's number is in the metadata.
pub fn feedback(metadata: &PanelMetadata, texts: &Texts) -> Value {
    let words = texts.panel;
    let mut reason = blocks::text_input(REASON, "feedback_reason", words.feedback_reason, "");
    reason["optional"] = true.into();
    reason["hint"] = blocks::plain(words.feedback_hint, 2000);
    view(
        Panel::Feedback,
        metadata,
        words.feedback_title,
        Some(words.feedback_submit),
        vec![blocks::context(words.feedback_thanks), reason],
        texts,
    )
}

/// What was written.
pub fn read_reason(entered: &Entered) -> String {
    entered.text(REASON).unwrap_or_default().trim().to_owned()
}
