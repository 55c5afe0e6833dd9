//! What all views have in common that are pushed over a modal.

use super::EditError;
use slack::SlackError;
use slack::elements::PanelMetadata;
use slack::payload::ModalRef;

/// What a panel brings back to us: the modal that it is over, and the draft that it is about.
pub(super) fn metadata(modal: &ModalRef, draft: Option<u32>) -> PanelMetadata {
    PanelMetadata {
        context_id: modal.context_id.clone(),
        over: modal.external_id.clone(),
        draft,
        language: modal.language,
    }
}

/// A view that was closed in the meantime needs no update.
pub(super) fn ignoring_closed(updated: Result<(), SlackError>) -> Result<(), EditError> {
    match updated {
        Err(error) if error.code() != Some("not_found") => Err(error.into()),
        _ => Ok(()),
    }
}
