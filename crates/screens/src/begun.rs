//! The windows in which a mail is begun, and what its card says of that; a person's signature.

use super::texts::{Texts, fill, mention};
use crate::card::{CardContent, address_hint};
use crate::panel::size;
use inquiry::Inquiry;
use mail::{Attachment, InboundMail, as_typed};
use slack::block_kit::{Block, ModalView};
use slack::blocks::{self, Choice};
use slack::elements::{HomeWindow, Panel, PanelMetadata};
use slack::payload::Entered;

/// `block_id`s of the inputs.
pub const TO: &str = "begun_to_block";
/// …
pub const SUBJECT: &str = "begun_subject_block";
/// …
pub const TEXT: &str = "begun_text_block";
/// …
pub const MAILBOX: &str = "begun_mailbox_block";
/// …
pub const FILES: &str = "begun_files_block";
/// …
pub const SIGNATURE: &str = "signature_block";

/// Characters of a subject.
const LONGEST_SUBJECT: usize = 500;
/// Characters of a signature.
const LONGEST_SIGNATURE: usize = 1000;
/// Slack's ten checkboxes, and as many files as a reply takes.
const MOST_FILES: usize = 10;

/// The window for a new mail; `mailboxes` are those that the person may choose from, where there are
/// several.
pub fn compose(mailboxes: &[&str], texts: &Texts) -> ModalView {
    let words = texts.begun;
    let mut shown = Vec::new();
    if mailboxes.len() > 1 {
        let options: Vec<_> = mailboxes
            .iter()
            .map(|name| blocks::verbatim_option(name, name))
            .collect();
        let how = Choice::Select;
        let choice = blocks::choice_of(MAILBOX, "mailbox", words.mailbox, how, options);
        shown.push(choice.into());
    }
    let to = blocks::text_input(TO, "begun_to", texts.choose_recipients, "");
    shown.push(to.hint(texts.recipients.list_hint).into());
    shown.push(subject("", texts));
    let text = blocks::text_input(TEXT, "begun_text", words.text, "");
    shown.push(text.optional().hint(words.text_hint).into());
    let window = HomeWindow::Compose.callback_id();
    ModalView::new(window, words.compose, texts.team.cancel, shown).submit(words.make_card)
}

fn subject(first: &str, texts: &Texts) -> Block {
    let words = texts.recipients;
    let input = blocks::text_input(SUBJECT, "begun_subject", words.subject, first);
    input.line(LONGEST_SUBJECT, words.subject).into()
}

/// What takes the place of the window once there is a card.
pub fn made(texts: &Texts) -> ModalView {
    let blocks = vec![blocks::section(texts.begun.made)];
    ModalView::new("begun", texts.begun.compose, texts.modal_close, blocks)
}

/// The window for the person's signature.
pub fn signature(current: &str, texts: &Texts) -> ModalView {
    let words = texts.begun;
    let input = blocks::text_input(SIGNATURE, "signature", words.signature, current);
    let input = input.optional().hint(words.signature_hint);
    let window = HomeWindow::Signature.callback_id();
    let blocks = vec![input.into()];
    ModalView::new(window, words.signature, texts.team.cancel, blocks).submit(texts.team.decide)
}

/// What was typed as a signature; `None` when it is too long.
pub fn read_signature(entered: &Entered) -> Option<&str> {
    let text = entered.text(SIGNATURE).unwrap_or_default();
    (text.chars().count() <= LONGEST_SIGNATURE).then_some(text)
}

/// The panel in which a customer's mail is passed on.
pub fn pass_on(metadata: &PanelMetadata, files: &[Attachment], texts: &Texts) -> ModalView {
    let words = texts.begun;
    let to = blocks::text_input(TO, "begun_to", words.pass_on_to, "");
    let note = blocks::text_input(TEXT, "begun_text", words.note, "");
    let mut shown = vec![
        to.hint(texts.recipients.list_hint).into(),
        note.optional().hint(words.note_hint).into(),
    ];
    if !files.is_empty() {
        let option = |file: &Attachment| {
            let name = match file.name.is_blank() {
                true => file.content_type.as_str(),
                false => file.name.expose(),
            };
            let text = format!("{name} ({})", size(file.size));
            blocks::verbatim_option(&text, &file.digest)
        };
        let options: Vec<_> = files.iter().take(MOST_FILES).map(option).collect();
        // What leaves the house is chosen, not left in.
        let boxes = blocks::checkboxes(FILES, "choice", words.files, (options, Vec::new()));
        shown.push(boxes.hint(words.files_hint).into());
    }
    let view = ModalView::new(
        Panel::PassOn.callback_id(),
        words.pass_on_title,
        texts.panel.back,
        shown,
    );
    view.submit(words.make_card).metadata(metadata)
}

/// The recipients of a mail that we began, as far as the channel may see that.
pub(super) fn to(mail: &InboundMail, content: CardContent, texts: &Texts) -> String {
    let who = match content {
        CardContent::Masked => {
            let hints = mail.reply_to.iter();
            let hints: Vec<String> = hints.map(|it| address_hint(it.address.expose())).collect();
            hints.join(", ")
        }
        CardContent::Full => as_typed(&mail.reply_to).replace('\n', ", "),
    };
    fill(texts.begun.to, &[("who", &who)])
}

/// What card and modal say of an exchange that is not a customer's own.
pub(super) fn remark(inquiry: &Inquiry, texts: &Texts) -> Option<String> {
    let words = texts.begun;
    if !inquiry.mail.by_us {
        let is_answer = inquiry.is_from_another();
        return is_answer.then(|| words.not_the_customer.to_owned());
    }
    let by = match (&inquiry.begun_by, &inquiry.about) {
        (None, _) => words.by_command.to_owned(),
        (Some(by), None) => fill(words.new_by, &[("who", &mention(by))]),
        (Some(by), Some(_)) => fill(words.passed_on_by, &[("who", &mention(by))]),
    };
    Some(by)
}

/// That there is a newer mail: of the customer, or of the person that theirs was passed on to.
pub(super) fn wrote_again<'t>(inquiry: &Inquiry, texts: &'t Texts) -> &'t str {
    match inquiry.about {
        Some(_) => texts.begun.wrote_again,
        None => texts.wrote_again,
    }
}
