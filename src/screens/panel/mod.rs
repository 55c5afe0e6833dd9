//! Panels: the views that are pushed over the modal, for what would crowd it.
//!
//! Slack brings back what is in a panel, not what is in the modal beneath, so whatever a
//! panel may replace there is stored before the panel is shown.

mod canned;
mod feedback;
mod files;
mod mail;
mod masked;
mod translation;
mod versions;
mod wish;

use serde_json::{Value, json};

use super::texts::Texts;
use crate::slack::blocks;
use crate::slack::elements::{Panel, PanelMetadata};
pub use canned::{CannedPlace, canned, filled, read_canned};
pub use feedback::{feedback, read_reason};
pub use files::{FilesNote, SHOW as SHOW_FILES, enclosed_line, files, kept_files, new_files};
pub use mail::mail;
pub use masked::what_the_ai_saw;
pub use translation::{Translated, translation};
pub use versions::{Chosen, Comparison, versions};
pub use wish::{Answers, Base, LANGUAGES, read_wish, wish};

/// Builds the view of a panel that brings something back. With `submit` it has a button of that
/// name beside "back".
fn view(
    panel: Panel,
    metadata: &PanelMetadata,
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
