//! The customer's mail in the modal.

use serde_json::Value;

use crate::inquiry::Inquiry;
use crate::mail::{InboundMail, Mailbox, is_foreign_to};
use crate::screens::card;
use crate::screens::texts::{Texts, fill};
use crate::slack::blocks;
use crate::slack::elements::Button;

/// Sections that a long mail may take: a person who replies has to get past them, and the rest is
/// a button away.
const MAIL_SECTIONS: usize = 2;
/// Small-print blocks that the quoted history may take.
const QUOTED_SECTIONS: usize = 1;

/// What can be done with the mail: read the rest of it, or read it in one's own language.
pub(super) fn buttons(inquiry: &Inquiry, language: Option<&str>, texts: &Texts) -> Vec<Button> {
    let mail = &inquiry.mail;
    let is_longer =
        |text: &str, sections| blocks::pieces(text.trim(), blocks::SECTION_MAX).len() > sections;
    let is_cut = is_longer(mail.text.expose(), MAIL_SECTIONS)
        || is_longer(mail.quoted.expose(), QUOTED_SECTIONS);
    // Letters that the reader may not know say enough where the language cannot be told.
    let reader = texts.panel.model_language;
    let is_foreign = match language {
        Some(told) => told != reader,
        None => is_foreign_to(mail.text.expose(), reader),
    };
    let read_on = is_cut.then_some(Button::ReadOn);
    let translate = is_foreign.then_some(Button::Translate);
    read_on.into_iter().chain(translate).collect()
}

/// The customer's mail, as it was written: this is the operator's own screen.
pub(super) fn blocks(inquiry: &Inquiry, language: Option<&str>, texts: &Texts) -> Vec<Value> {
    let mail = &inquiry.mail;
    let subject = if mail.subject.is_blank() {
        texts.no_subject
    } else {
        mail.subject.expose()
    };
    let sender = mail
        .from
        .as_ref()
        .map_or_else(|| texts.no_sender.to_owned(), Mailbox::display);
    let mut blocks = vec![
        blocks::header(subject),
        card::origin(&sender, language, inquiry, texts),
    ];
    let (text, signature) = without_signature(mail);
    let pieces = blocks::pieces(text, blocks::SECTION_MAX);
    blocks.extend(
        pieces
            .iter()
            .take(MAIL_SECTIONS)
            .map(|piece| blocks::verbatim_section(piece)),
    );
    if pieces.len() > MAIL_SECTIONS {
        blocks.push(blocks::context(texts.mail_cut));
    }
    if !signature.is_empty() {
        blocks.push(blocks::verbatim_context(signature));
    }
    if !mail.quoted.is_blank() {
        blocks.push(blocks::context(texts.earlier_mail));
        let pieces = blocks::pieces(mail.quoted.expose().trim(), blocks::SECTION_MAX);
        let shown = pieces.iter().take(QUOTED_SECTIONS);
        blocks.extend(shown.map(|piece| blocks::verbatim_context(piece)));
        if pieces.len() > QUOTED_SECTIONS {
            blocks.push(blocks::context(texts.mail_cut));
        }
    }
    if !mail.attachments.is_empty() {
        let names: Vec<String> = mail
            .attachments
            .iter()
            .map(|attachment| {
                let name = if attachment.name.is_blank() {
                    &attachment.content_type
                } else {
                    attachment.name.expose()
                };
                format!("{name} ({} kB)", attachment.size.div_ceil(1000))
            })
            .collect();
        blocks.push(blocks::verbatim_context(&fill(
            texts.attachments,
            &[("names", &names.join(", "))],
        )));
    }
    blocks.extend(card::doubts(mail, texts));
    if mail.unreadable {
        blocks.push(blocks::context(texts.unreadable));
    }
    blocks
}

/// The text, and the signature that closes it, which is shown in small print.
fn without_signature(mail: &InboundMail) -> (&str, &str) {
    let (text, signature) = (mail.text.expose().trim(), mail.signature.expose().trim());
    match text.strip_suffix(signature) {
        Some(before) if !before.trim().is_empty() => (before.trim_end(), signature),
        _ => (text, ""),
    }
}
