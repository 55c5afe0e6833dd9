//! The modal in which a person reads the mail, edits the draft and approves the reply.
//!
//! A view that is sent by `views.update` replaces everything, so one function builds all of it
//! from the stored inquiry and the [`Screen`]. An input that keeps its `block_id` keeps what the
//! person typed: new text comes under a new `block_id`, text being typed keeps its own.
//!
//! From top to bottom: which mail it is, how far the reply has come, the reply, what can be done
//! with it; then the beginning of the mail; last, right above the button, the recipients.

mod button;
mod cautions;
mod inputs;
mod mail;
mod screen;
mod sources;

use super::ScreenSettings;
use super::addressees;
use super::card;
use super::facts;
use super::panel::enclosed_line;
use super::texts::{Texts, fill, mention};
use ::mail::{Addressees, Stationery};
pub use cautions::lines as caution_lines;
pub use inputs::{Inputs, Origin};
use inquiry::{Inquiry, State, Verdict};
pub use screen::Screen;
use slack::block_kit::{Block, ModalView};
use slack::blocks;
use slack::elements::{Button, MODAL, ModalMetadata};

/// Builds the whole view.
pub fn view(
    inquiry: &Inquiry,
    external_id: &str,
    screen: &Screen,
    look: &ScreenSettings,
) -> ModalView {
    let language = inquiry.language(external_id);
    let look = &look.in_language(language).signed_in(inquiry, external_id);
    let texts = look.texts;
    let metadata = ModalMetadata {
        context_id: inquiry.id.clone(),
        language,
        files: inquiry.enclosed.iter().map(|it| it.place.clone()).collect(),
        around: inquiry.shown_around(external_id),
    };
    let written_in = card::language(inquiry);
    let mut blocks = mail::head(inquiry, written_in, texts);
    blocks.extend(editor_blocks(inquiry, external_id, screen, texts));
    let chosen = inquiry.addressees(external_id);
    let addressees = addressees::blocks(&inquiry.mail, look, chosen);
    let answerable = !addressees.is_empty();
    blocks.extend(screen.message(inquiry, look));
    if let Some(inputs) = screen.inputs() {
        if answerable {
            let modal = inquiry.modal(external_id);
            if let Some(at) = modal.and_then(|modal| modal.saved_at) {
                let when = [("when", &*blocks::time(at))];
                blocks.push(blocks::context(&fill(texts.team.saved_here, &when)));
            }
            blocks.extend(inputs.blocks(texts));
            blocks.extend(enclosed_line(&inquiry.enclosed, texts));
            blocks.push(blocks::context(texts.team.save_hint));
            blocks.push(facts_block(inquiry, inputs, texts));
        } else {
            let change = button::block(Button::Recipients, inquiry, texts);
            blocks.push(blocks::section_with(texts.no_recipient, change));
        }
    }
    let mut buttons = screen.buttons();
    buttons.retain(|button| match button {
        Button::Canned => !look.canned.is_empty(),
        Button::Versions => !inquiry.drafts.versions.is_empty(),
        // It would put the same text in the place of a person's.
        Button::Another | Button::Revise | Button::WhatTheAiSaw if inquiry.mail.by_us => false,
        Button::Another | Button::Revise => {
            let replaces = look.samples && inquiry.newest_draft().is_some();
            !replaces && !matches!(inquiry.state, State::Sending | State::Sent)
        }
        _ => true,
    });
    if !buttons.is_empty() && answerable {
        let buttons = buttons
            .into_iter()
            .map(|it| button::block(it, inquiry, texts));
        blocks.push(blocks::actions(buttons));
        blocks.extend(feedback_block(inquiry, screen, texts));
    }
    blocks.push(blocks::divider());
    blocks.extend(mail::blocks(inquiry, texts));
    let reading = mail::buttons(inquiry, written_in, texts);
    if !reading.is_empty() {
        let buttons = reading
            .into_iter()
            .map(|it| button::block(it, inquiry, texts));
        blocks.push(blocks::actions(buttons));
    }
    if let Some(inputs) = screen.inputs() {
        blocks.extend(sources::blocks(inquiry, inputs.version(), texts));
        if answerable {
            blocks.push(blocks::divider());
            blocks.extend(stationery(&look.stationery, texts));
            let none = Addressees::default();
            let chosen = chosen.unwrap_or(&none);
            let subject = chosen.subject(&inquiry.mail);
            blocks.push(addressees::subject(&subject, texts));
            // Right above the button that sends to them.
            blocks.extend(addressees);
            let mut change = vec![Button::Recipients];
            if addressees::has_more(&inquiry.mail, look, chosen) {
                change.push(Button::ReplyToAll);
            }
            let change = change
                .into_iter()
                .map(|it| button::block(it, inquiry, texts));
            blocks.push(blocks::actions(change));
        }
    }
    let view = ModalView::new(MODAL, texts.modal_title, texts.modal_close, blocks)
        .named(external_id)
        .metadata(&metadata)
        .notify_on_close();
    match screen.inputs().is_some() && answerable {
        true => view.submit(texts.modal_submit),
        false => view,
    }
}

/// How many of the facts that the text states have a source, as far as this very text was checked.
fn facts_block(inquiry: &Inquiry, inputs: &Inputs, texts: &Texts) -> Block {
    let checked = inquiry.checked(&inputs.text());
    let line = checked.map(|checked| facts::line(checked, texts));
    let line = line.unwrap_or_else(|| texts.facts.unchecked.to_owned());
    blocks::section_with(&line, button::block(Button::Facts, inquiry, texts))
}

/// What is added to the reply when it is sent.
fn stationery(stationery: &Stationery, texts: &Texts) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !stationery.signature.is_blank() {
        blocks.push(blocks::context(texts.panel.signature_follows));
        blocks.push(blocks::verbatim_context(
            stationery.signature.expose().trim(),
        ));
    }
    if stationery.shown_logo().is_some() {
        blocks.push(blocks::context(texts.panel.logo_follows));
    }
    if stationery.quotes_original {
        blocks.push(blocks::context(texts.panel.quote_follows));
    }
    blocks
}

/// 👍 and 👎 for the draft that the inputs were filled with. Slack's own feedback buttons are for
/// messages.
fn feedback_block(inquiry: &Inquiry, screen: &Screen, texts: &Texts) -> Option<Block> {
    let Screen::Edit(inputs) = screen else {
        return None;
    };
    let draft = inquiry.draft(inputs.version()?)?;
    draft.model.as_ref()?;
    let verdict = draft.feedback.as_ref().map(|feedback| feedback.verdict);
    let number = draft.number.to_string();
    let button = |button: Button, chosen: bool| {
        let button = button::block(button, inquiry, texts).value(&number);
        match chosen {
            true => button.primary(),
            false => button,
        }
    };
    Some(blocks::actions([
        button(Button::Good, verdict == Some(Verdict::Good)),
        button(Button::Bad, verdict == Some(Verdict::Bad)),
    ]))
}

/// Says who else is writing, while this person may, too.
fn editor_blocks(
    inquiry: &Inquiry,
    external_id: &str,
    screen: &Screen,
    texts: &Texts,
) -> Vec<Block> {
    let may_write = matches!(
        screen,
        Screen::Loading(_) | Screen::Waiting { .. } | Screen::Edit(_)
    );
    let modal = inquiry.modal(external_id);
    let own = modal.and_then(|modal| modal.person.as_ref());
    let assignee = inquiry
        .team
        .assignee
        .as_ref()
        .filter(|it| may_write && inquiry.is_open() && own.is_some_and(|own| own.id != it.id));
    let assigned = assignee.map(|it| fill(texts.team.assigned, &[("who", &mention(it))]));
    let assigned = assigned.map(|text| blocks::context(&text));
    let Some(other) = inquiry.editor_besides(external_id).filter(|_| may_write) else {
        return assigned.into_iter().collect();
    };
    let edited = fill(texts.team.edited_by, &[("who", &mention(other))]);
    let notice = blocks::section_with(&edited, button::block(Button::TakeOver, inquiry, texts));
    std::iter::once(notice).chain(assigned).collect()
}

/// What takes the place of a modal whose customer's data was erased.
pub fn erased(texts: &Texts) -> ModalView {
    let blocks = vec![blocks::section(texts.erased)];
    ModalView::new("erased", texts.modal_title, texts.modal_close, blocks)
}
