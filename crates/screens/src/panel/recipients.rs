//! The panel in which a person writes the recipients and the subject.

use super::view;
use crate::texts::Texts;
use mail::{Lists, Mailbox, as_typed};
use pii::CustomerText;
use slack::block_kit::{Block, ModalView};
use slack::blocks;
use slack::elements::{Panel, PanelMetadata};
use slack::payload::Entered;

/// `block_id`s of the inputs.
pub const SUBJECT: &str = "mail_subject_block";
/// …
pub const TO: &str = "mail_to_block";
/// …
pub const CC: &str = "mail_cc_block";
/// …
pub const BCC: &str = "mail_bcc_block";

/// Characters of a subject.
pub const LONGEST_SUBJECT: usize = 500;

/// The panel, filled with what would be sent now.
pub fn recipients(
    metadata: &PanelMetadata,
    lists: &Lists,
    subject: &CustomerText,
    texts: &Texts,
) -> ModalView {
    let words = texts.recipients;
    let line = blocks::truncate(subject.expose(), LONGEST_SUBJECT);
    let line = blocks::text_input(SUBJECT, "mail_subject", words.subject, &line);
    let line = line.line(LONGEST_SUBJECT, words.subject).optional();
    let mut shown: Vec<Block> = vec![line.hint(words.subject_hint).into()];
    for (block_id, label, mailboxes, hint) in [
        (TO, texts.choose_recipients, &lists.to, words.to_hint),
        (CC, texts.choose_copies, &lists.cc, words.list_hint),
        (BCC, words.bcc, &lists.bcc, words.bcc_hint),
    ] {
        let (text, note) = fitting(mailboxes, texts);
        shown.extend(note);
        let input = blocks::text_input(block_id, "mail_addresses", label, &text);
        shown.push(input.optional().hint(hint).into());
    }
    view(
        Panel::Recipients,
        metadata,
        words.title,
        Some(words.done),
        shown,
        texts,
    )
}

/// A list as it is edited; nothing, and why, where it is too long for an input.
fn fitting(mailboxes: &[Mailbox], texts: &Texts) -> (String, Option<Block>) {
    let text = as_typed(mailboxes);
    if text.encode_utf16().count() <= blocks::SECTION_MAX {
        return (text, None);
    }
    let count = mailboxes.len().to_string();
    let text = super::super::texts::fill(texts.recipients.too_long, &[("n", &count)]);
    (String::new(), Some(blocks::section(&text)))
}

/// What was entered in one of the inputs.
pub fn entered<'e>(entered: &'e Entered, block_id: &str) -> &'e str {
    entered.text(block_id).unwrap_or_default()
}
