//! What the buttons inside the modal say.

use crate::texts::{Texts, fill};
use inquiry::Inquiry;
use slack::block_kit as kit;
use slack::blocks;
use slack::elements::Button;

pub(super) fn block(button: Button, inquiry: &Inquiry, texts: &Texts) -> kit::Button {
    let text = match button {
        Button::Retry => texts.button_retry,
        Button::WriteMyself => texts.button_write_myself,
        Button::FollowUp => texts.team.button_follow_up,
        Button::SaveDraft => texts.team.button_save,
        Button::Another if inquiry.newest_draft().is_none() => texts.button_first_draft,
        Button::Another => texts.button_another,
        Button::MarkSent => texts.button_mark_sent,
        Button::MarkUnsent => texts.button_mark_unsent,
        Button::WhatTheAiSaw => texts.button_what_the_ai_saw,
        Button::TakeOver => texts.team.button_edit_instead,
        Button::Undo => texts.team.button_undo,
        Button::Revise => texts.panel.button_revise,
        Button::Versions => &fill(
            texts.panel.button_versions,
            &[("n", &inquiry.drafts.versions.len().to_string())],
        ),
        Button::Canned => texts.panel.button_canned,
        Button::Good => texts.panel.button_good,
        Button::Bad => texts.panel.button_bad,
        Button::ReadOn => texts.panel.button_read_on,
        Button::Translate => texts.panel.button_translate,
        Button::Files => texts.files.button,
        Button::Facts => texts.facts.button,
        Button::Customer => texts.find.button_customer,
        Button::Recipients => texts.recipients.button,
        Button::ReplyToAll => texts.recipients.button_all,
        Button::PassOn => texts.begun.pass_on,
    };
    let value = match button {
        // Another one may be in doubt by the time of the click.
        Button::MarkSent | Button::MarkUnsent => {
            let doubtful = inquiry.reply_in_doubt();
            doubtful.map(|(number, _)| number.to_string())
        }
        _ => None,
    };
    blocks::button(button.action_id(), text, value.as_deref())
}
