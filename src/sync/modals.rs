//! The modals of an inquiry: each is brought up to date without taking away what a person typed.

use std::time::Duration;

use jiff::Timestamp;

use crate::app::App;
use inquiry::clock::later;
use inquiry::{Inquiry, Modal, ModalState};
use screens::modal::{Inputs, Screen, view};
use slack::SlackError;
use slack::block_kit::ModalView;

/// What came of updating one modal.
pub(super) enum Updated {
    Shown,
    /// What was submitted from it is still in it.
    Unanswered,
    /// It shows something else than what the person acted in.
    ChangedMeanwhile,
}

/// Updates a modal. Where it is not certain what is in it, Slack is asked: what a person may
/// have typed there since is not taken away. One that `is_answered` right now can hold nothing new:
/// its person waits for that answer.
pub(super) async fn update_modal(
    app: &App,
    inquiry: &Inquiry,
    modal: &Modal,
    is_answered: bool,
) -> Result<Updated, SlackError> {
    let id = &modal.external_id;
    let screen = Screen::in_modal(inquiry, id);
    let shown = view(inquiry, id, &screen, &app.look);
    match &modal.state {
        ModalState::OwnWords { view_hashes, .. } if !view_hashes.is_empty() => {
            return Ok(match replace_known(app, modal, &shown).await? {
                true => Updated::Shown,
                false => Updated::ChangedMeanwhile,
            });
        }
        ModalState::Submitted {
            inputs,
            view_hashes,
        } if !is_answered
            && !view_hashes.is_empty()
            && matches!(screen, Screen::Scheduled | Screen::Sent) =>
        {
            let kept = Screen::with(Inputs::stored(inputs, inquiry), inquiry);
            let kept = view(inquiry, id, &kept, &app.look);
            if replace_known(app, modal, &kept).await? {
                return Ok(Updated::Unanswered);
            }
        }
        ModalState::Waiting { .. }
        | ModalState::Submitted { .. }
        | ModalState::Editing { .. }
        | ModalState::Covered { .. }
        | ModalState::OwnWords { .. } => {}
    }
    app.slack.update_view(id, &shown).await?;
    Ok(Updated::Shown)
}

/// Updates a modal that shows one of the views that are known. False when it does not.
async fn replace_known(app: &App, modal: &Modal, by: &ModalView) -> Result<bool, SlackError> {
    for hash in modal.view_hashes() {
        if app
            .slack
            .update_view_of(hash, &modal.external_id, by)
            .await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A person may have chosen to write without a draft, or another version, while their modal was
/// being updated: their inputs come back. They keep their `block_id`s, so what was typed in them
/// meanwhile stays.
pub async fn give_inputs_back(app: &App, inquiry: &Inquiry, updated: &[String]) {
    for modal in inquiry
        .slack
        .modals
        .iter()
        .filter(|modal| modal.has_given_inputs() && updated.contains(&modal.external_id))
    {
        let screen = Screen::in_modal(inquiry, &modal.external_id);
        let view = view(inquiry, &modal.external_id, &screen, &app.look);
        if let Err(error) = app.slack.update_view(&modal.external_id, &view).await {
            tracing::warn!(context_id = %inquiry.id, %error, "a modal could not be updated");
        }
    }
}

/// Marks modals that have to be updated once more. What a person typed stays: the same state has
/// the same `block_id`s, and inputs that the person was given are given back.
pub(super) fn overwritten(inquiry: &mut Inquiry, updated: &[String]) {
    for external_id in updated {
        if let Some(modal) = inquiry.modal_mut(external_id) {
            modal.may_be_overwritten();
        }
    }
    inquiry.slack.needs_sync = true;
}

/// When Slack has our answer to the newest submission, or has given up waiting for it. Until then it
/// is not known what is in the modal: the answer may replace it at any moment, and after a lost one
/// the person may be typing on. So the modal is left to the answer.
pub fn answered_by(inquiry: &Inquiry) -> Timestamp {
    let reply = inquiry.newest_reply();
    reply.map_or(Timestamp::MIN, |reply| later(reply.at, SLACK_WAITS))
}

/// How long Slack waits for an answer to a submission, which are three seconds
/// (docs.slack.dev/interactivity/handling-user-interaction), and one that the answer takes.
const SLACK_WAITS: Duration = Duration::from_secs(4);
