//! Panels: the views that are pushed over the modal, for what would crowd it.
//!
//! Slack brings back what is in a panel, not what is in the modal beneath, so whatever a
//! panel may replace there is stored before the panel is shown.

mod canned;
mod customer;
mod facts;
mod feedback;
mod files;
mod mail;
mod masked;
mod recipients;
mod translation;
mod versions;
mod wish;

use super::texts::Texts;
pub use canned::{CannedPlace, canned, filled, fitting, read_canned};
pub use customer::{EARLIER, content_of, customer};
pub use facts::facts;
pub use feedback::{feedback, read_reason};
pub(super) use files::size;
pub use files::{
    FilesNote, SHOW as SHOW_FILES, enclosed_line, files, kept_files, known_file, new_files,
};
pub use mail::mail;
pub use masked::what_the_ai_saw;
pub use recipients::{BCC, CC, LONGEST_SUBJECT, SUBJECT, TO, entered, recipients};
use slack::block_kit::{Block, ModalView};
use slack::elements::{Panel, PanelMetadata};
pub use translation::{Translated, translation};
pub use versions::{Chosen, versions};
pub use wish::{Answers, Base, LANGUAGES, read_wish, wish};

/// Builds the view of a panel that brings something back. With `submit` it has a button of that
/// name beside "back".
fn view(
    panel: Panel,
    metadata: &PanelMetadata,
    title: &str,
    submit: Option<&str>,
    blocks: Vec<Block>,
    texts: &Texts,
) -> ModalView {
    let view = ModalView::new(panel.callback_id(), title, texts.panel.back, blocks);
    let view = view.metadata(metadata);
    match submit {
        Some(submit) => view.submit(submit),
        None => view,
    }
}
