//! The part of the modal that says whom the reply goes to, and lets the operator choose.

use serde_json::{Value, json};

use super::Look;
use super::blocks;
use super::texts::{Texts, fill};
use crate::mail::{InboundMail, Mailbox, Recipients, Source, others, recipients};

/// `block_id` of the choice of recipients.
pub const TO_BLOCK: &str = "recipients_block";
/// `block_id` of the choice of copies.
pub const CC_BLOCK: &str = "copies_block";

/// Characters of an option's text.
const OPTION_MAX: usize = 75;
/// Options of checkboxes.
const MAX_COPIES: usize = 10;

/// The blocks, right above the submit button; none when nobody can be answered.
pub fn blocks(mail: &InboundMail, look: &Look) -> Vec<Value> {
    let choices = recipients(mail, look.own_address.as_ref());
    let copies = others(mail, look.own_address.as_ref());
    let mut blocks = match &choices[..] {
        [] => return Vec::new(),
        [only] => {
            let who = names(&only.to);
            vec![blocks::verbatim_context(&fill(
                look.texts.reply_to,
                &[("who", &who)],
            ))]
        }
        several => vec![to_block(several, look.texts)],
    };
    if !copies.is_empty() {
        blocks.push(cc_block(&copies, look.texts));
    }
    blocks
}

fn names(mailboxes: &[Mailbox]) -> String {
    mailboxes
        .iter()
        .map(Mailbox::display)
        .collect::<Vec<_>>()
        .join(", ")
}

fn to_block(choices: &[Recipients], texts: &Texts) -> Value {
    let options: Vec<Value> = choices
        .iter()
        .map(|choice| {
            let source = match choice.source {
                Source::ReplyTo => texts.source_reply_to,
                Source::ContactForm => texts.source_contact_form,
                Source::From => texts.source_from,
            };
            let text = fill(source, &[("who", &names(&choice.to))]);
            option(&text, choice.source.name())
        })
        .collect();
    json!({
        "type": "input", "block_id": TO_BLOCK, "label": blocks::plain(texts.choose_recipients, 2000),
        "element": {
            "type": "static_select", "action_id": "recipients_choice",
            "options": options, "initial_option": options[0],
        },
    })
}

fn cc_block(copies: &[Mailbox], texts: &Texts) -> Value {
    let copies = copies.iter().take(MAX_COPIES).enumerate();
    let options: Vec<Value> = copies
        .map(|(index, copy)| option(&copy.display(), &index.to_string()))
        .collect();
    json!({
        "type": "input", "block_id": CC_BLOCK, "optional": true, "label": blocks::plain(texts.choose_copies, 2000),
        "element": {
            "type": "checkboxes", "action_id": "copies_choice",
            "options": options, "initial_options": options,
        },
    })
}

fn option(text: &str, value: &str) -> Value {
    json!({ "text": blocks::plain(text, OPTION_MAX), "value": value })
}
