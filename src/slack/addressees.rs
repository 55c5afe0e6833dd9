//! The part of the modal that says whom the reply goes to, and lets the operator choose.

use serde_json::{Value, json};

use super::Look;
use super::blocks;
use super::texts::{Texts, fill};
use crate::mail::{
    Addressees, InboundMail, Mailbox, Other, Recipients, Source, others, recipients,
};

/// `block_id` of the choice of recipients.
pub const TO_BLOCK: &str = "recipients_block";
/// What the `block_id`s of the choice of copies begin with.
pub const CC_BLOCK: &str = "copies_block";

/// Characters of an option's text.
const OPTION_MAX: usize = 75;
/// Options that checkboxes may have.
const OPTIONS: usize = 10;
/// Copies that can be chosen; more are said to get none.
const MAX_COPIES: usize = 40;

/// The blocks, right above the submit button; none when nobody can be answered. `chosen` is what
/// the operator chose before in the same modal.
pub fn blocks(mail: &InboundMail, look: &Look, chosen: Option<&Addressees>) -> Vec<Value> {
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
        several => vec![to_block(several, look.texts, chosen)],
    };
    let asked = &copies[..copies.len().min(MAX_COPIES)];
    let groups = asked.chunks(OPTIONS).enumerate();
    blocks.extend(groups.map(|(number, group)| cc_block(number, group, look.texts, chosen)));
    if copies.len() > MAX_COPIES {
        let count = (copies.len() - MAX_COPIES).to_string();
        blocks.push(blocks::context(&fill(
            look.texts.more_copies,
            &[("count", &count)],
        )));
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

fn to_block(choices: &[Recipients], texts: &Texts, chosen: Option<&Addressees>) -> Value {
    let options: Vec<Value> = choices
        .iter()
        .map(|choice| {
            let source = match choice.source {
                Source::ReplyTo => texts.source_reply_to,
                Source::ContactForm | Source::OtherContactForm => texts.source_contact_form,
                Source::Forwarded => texts.source_forwarded,
                Source::From => texts.source_from,
            };
            let text = fill(source, &[("who", &names(&choice.to))]);
            option(&text, choice.source.name())
        })
        .collect();
    let chosen = chosen.and_then(|chosen| chosen.to.as_deref());
    let initial = choices
        .iter()
        .position(|choice| Some(choice.source.name()) == chosen);
    json!({
        "type": "input", "block_id": TO_BLOCK, "label": blocks::plain(texts.choose_recipients, 2000),
        "element": {
            "type": "static_select", "action_id": "recipients_choice",
            "options": options, "initial_option": options[initial.unwrap_or(0)],
        },
    })
}

/// One group of checkboxes; the first has the label.
fn cc_block(number: usize, copies: &[Other], texts: &Texts, chosen: Option<&Addressees>) -> Value {
    let chosen = chosen.and_then(|chosen| chosen.cc.as_deref());
    let is_ticked =
        |other: &Other| chosen.map_or(other.usual, |places| places.contains(&other.place));
    let as_option = |other: &Other| option(&other.mailbox.display(), &other.place.to_string());
    let options: Vec<Value> = copies.iter().map(as_option).collect();
    let ticked: Vec<Value> = copies
        .iter()
        .filter(|other| is_ticked(other))
        .map(as_option)
        .collect();
    let (block_id, label) = match number {
        0 => (CC_BLOCK.to_owned(), texts.choose_copies),
        number => (format!("{CC_BLOCK}_{number}"), texts.choose_more_copies),
    };
    let mut element = json!({
        "type": "checkboxes", "action_id": "copies_choice", "options": options,
    });
    // Slack refuses an empty list.
    if !ticked.is_empty() {
        element["initial_options"] = ticked.into();
    }
    json!({
        "type": "input", "block_id": block_id, "optional": true,
        "label": blocks::plain(label, 2000), "element": element,
        "hint": blocks::plain(texts.copies_hint, 2000),
    })
}

fn option(text: &str, value: &str) -> Value {
    json!({ "text": blocks::plain(text, OPTION_MAX), "value": value })
}
