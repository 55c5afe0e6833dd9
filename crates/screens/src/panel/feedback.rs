//! Why a draft was of no use.

use super::view;
use crate::texts::Texts;
use slack::block_kit::ModalView;
use slack::blocks;
use slack::elements::{Panel, PanelMetadata};
use slack::payload::Entered;

const REASON: &str = "feedback_reason_block";

/// The panel. The draft's number is in the metadata.
pub fn feedback(metadata: &PanelMetadata, texts: &Texts) -> ModalView {
    let words = texts.panel;
    let reason = blocks::text_input(REASON, "feedback_reason", words.feedback_reason, "")
        .optional()
        .hint(words.feedback_hint);
    view(
        Panel::Feedback,
        metadata,
        words.feedback_title,
        Some(words.feedback_submit),
        vec![blocks::context(words.feedback_thanks), reason.into()],
        texts,
    )
}

/// What was written.
pub fn read_reason(entered: &Entered) -> String {
    entered.text(REASON).unwrap_or_default().trim().to_owned()
}
