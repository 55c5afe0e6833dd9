//! The modal in which a person reads the mail, edits the draft and approves the reply.
//!
//! A view that is sent by `views.update` replaces everything, so one function builds all of it
//! from the stored inquiry and the [`Screen`]. An input that keeps its `block_id` keeps what the
//! person typed: new text comes under a new `block_id`, text being typed keeps its own.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Look;
use super::addressees;
use super::blocks;
use super::texts::{Texts, fill, mention};
use super::warnings;
use crate::inquiry::{Cause, ContextId, Draft, Inquiry, Reply, State, Step};
use crate::llm::{Prompt, SAMPLE_MODEL};
use crate::mail::{InboundMail, Mailbox, Warning};
use crate::pii::{CustomerText, lost_placeholders, restore};

/// `callback_id` of the modal.
pub const CALLBACK_ID: &str = "ai_reply_modal_submission";
/// `action_id` of the reply's inputs.
pub const REPLY_INPUT: &str = "editable_reply_input";
pub use super::addressees::{CC_BLOCK, TO_BLOCK};

/// What the `block_id` of the reply's inputs begins with.
const REPLY_BLOCK: &str = "editable_reply_block";

/// Sections that a long mail may take: with the draft's inputs the view stays below Slack's 100
/// blocks and 250 kB.
const MAIL_SECTIONS: usize = 12;
/// Small-print blocks that the quoted history may take.
const QUOTED_SECTIONS: usize = 6;
/// Inputs that a long draft may take.
const MAX_INPUTS: usize = 8;
/// Sections of the masked text: below Slack's 250 kB for a view.
const MASKED_SECTIONS: usize = 20;

/// A button inside the modal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Ask the model again after a failure.
    Retry,
    /// An empty input instead of a draft.
    WriteMyself,
    /// Ask the model for a draft, or for another version of it.
    Another,
    /// A person found out that the reply went out.
    MarkSent,
    /// Shows the exact masked text that the model gets.
    WhatTheAiSaw,
    /// Write the reply instead of somebody else.
    TakeOver,
    /// Take the approved reply back before it is sent.
    Undo,
}

impl Button {
    const ALL: [Button; 7] = [
        Button::Retry,
        Button::WriteMyself,
        Button::Another,
        Button::MarkSent,
        Button::WhatTheAiSaw,
        Button::TakeOver,
        Button::Undo,
    ];

    fn action_id(self) -> &'static str {
        match self {
            Button::Retry => "retry_draft_action",
            Button::WriteMyself => "write_myself_action",
            Button::Another => "another_draft_action",
            Button::MarkSent => "mark_sent_action",
            Button::WhatTheAiSaw => "what_the_ai_saw_action",
            Button::TakeOver => "take_over_action",
            Button::Undo => "undo_send_action",
        }
    }

    /// The button that has this `action_id`.
    pub fn from_action_id(action_id: &str) -> Option<Button> {
        Button::ALL
            .into_iter()
            .find(|button| button.action_id() == action_id)
    }

    fn block(self, inquiry: &Inquiry, texts: &Texts) -> Value {
        let text = match self {
            Button::Retry => texts.button_retry,
            Button::WriteMyself => texts.button_write_myself,
            Button::Another if inquiry.newest_draft().is_none() => texts.button_first_draft,
            Button::Another => texts.button_another,
            Button::MarkSent => texts.button_mark_sent,
            Button::WhatTheAiSaw => texts.button_what_the_ai_saw,
            Button::TakeOver => texts.team.button_edit_instead,
            Button::Undo => texts.team.button_undo,
        };
        blocks::button(self.action_id(), text, None)
    }
}

/// What the person was told, and insists on nevertheless when submitting again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Insist {
    /// A reply has been sent already: so many had been claimed when the person was told.
    Sent(usize),
    /// A reply may have been sent already.
    Unknown(usize),
    /// The inquiry was closed.
    Closed,
    /// The customer wrote again, so many times.
    WroteAgain(usize),
    /// These checks found something; a fingerprint of what.
    Warnings(u64),
}

impl Insist {
    /// For what a check found.
    pub fn warnings(warnings: &[Warning]) -> Insist {
        let mut hasher = DefaultHasher::new();
        for warning in warnings {
            hash(warning, &mut hasher);
        }
        Insist::Warnings(hasher.finish())
    }
}

/// The kind of warning and what it is about: another warning is another thing to be told.
fn hash(warning: &Warning, hasher: &mut DefaultHasher) {
    std::mem::discriminant(warning).hash(hasher);
    match warning {
        Warning::OtherName { written, .. } | Warning::HonorificMissing { written } => {
            written.hash(hasher)
        }
        Warning::OtherAddress { address } => address.hash(hasher),
        Warning::AttachmentPromised | Warning::OtherLanguage { .. } => {}
    }
}

/// The modal's `private_metadata`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// Which inquiry.
    pub context_id: ContextId,
    /// What the person has been told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Insist>,
}

impl Metadata {
    /// Reads what a view brought back; `None` when it is not ours.
    pub fn parse(json: &str) -> Option<Metadata> {
        serde_json::from_str(json).ok()
    }
}

/// What the modal shows beneath the mail.
#[derive(Clone, Debug)]
pub enum Screen {
    /// A draft is being written; this much is there.
    Loading(CustomerText),
    /// The reply can be edited.
    Edit(Inputs),
    /// No draft could be written.
    DraftFailed(Cause),
    /// The reply waits to be sent, and can be taken back.
    Held,
    /// The reply is on its way.
    Sending,
    /// The reply was sent.
    Sent,
    /// The reply was refused; its text is kept.
    ReplyFailed(Cause, Inputs),
    /// Whether the reply was sent is not known; its text is kept.
    Unknown(Inputs),
    /// The inquiry is closed.
    Closed,
    /// Something speaks against sending; what the person typed is kept, and they may insist.
    Insist {
        /// What they have been told, the newest last.
        told: Vec<Insist>,
        /// What the checks found, when that is the newest.
        warnings: Vec<Warning>,
        /// What they typed.
        inputs: Inputs,
    },
}

/// The reply's inputs.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// `block_id` and text of each.
    fields: Vec<(String, String)>,
    /// The line above them.
    note: Note,
}

#[derive(Clone, Debug)]
enum Note {
    Draft {
        model: String,
        invented: Vec<String>,
        cut: bool,
    },
    Own,
    None,
}

impl Inputs {
    /// The inputs for a draft, under `block_id`s of its own.
    pub fn of_draft(draft: &Draft, inquiry: &Inquiry) -> Inputs {
        let restored = restore(&draft.text, &inquiry.placeholders);
        let (fields, cut) = fields(&draft.number.to_string(), &restored.text);
        let model = draft.model.clone().unwrap_or_default();
        Inputs {
            fields,
            note: Note::Draft {
                model,
                invented: restored.invented,
                cut,
            },
        }
    }

    /// One empty input for a person's own words. `key` makes its `block_id` new.
    pub fn empty(key: &str) -> Inputs {
        Inputs {
            fields: fields(&format!("own_{key}"), &CustomerText::default()).0,
            note: Note::Own,
        }
    }

    /// The inputs for the text of a reply that was taken back.
    fn of_withdrawn(reply: &Reply) -> Inputs {
        let key = format!("withdrawn_{}", reply.at.as_millisecond());
        Inputs {
            fields: fields(&key, reply.text()).0,
            note: Note::None,
        }
    }

    /// The inputs for the text of a reply that did not get through.
    fn of_reply(inquiry: &Inquiry) -> Inputs {
        let text = inquiry
            .newest_reply()
            .map(|reply| reply.text().clone())
            .unwrap_or_default();
        Inputs {
            fields: fields(&format!("reply_{}", inquiry.replies.len()), &text).0,
            note: Note::None,
        }
    }

    /// The inputs as they stood in the view, with what was typed.
    pub fn as_typed(fields: Vec<(String, String)>) -> Inputs {
        Inputs {
            fields,
            note: Note::None,
        }
    }

    fn blocks(&self, texts: &Texts) -> Vec<Value> {
        let mut blocks = match &self.note {
            Note::None => vec![],
            Note::Own => vec![blocks::context(texts.write_yourself)],
            Note::Draft { model, .. } if model == SAMPLE_MODEL => {
                vec![blocks::context(texts.drafted_by_sample)]
            }
            Note::Draft { model, .. } => {
                vec![blocks::context(&fill(
                    texts.drafted_by,
                    &[("model", &blocks::escape(model))],
                ))]
            }
        };
        if let Note::Draft { invented, cut, .. } = &self.note {
            if !invented.is_empty() {
                let names = blocks::escape(&invented.join(" "));
                blocks.push(blocks::context(&fill(
                    texts.invented_placeholders,
                    &[("names", &names)],
                )));
            }
            if *cut {
                blocks.push(blocks::context(texts.reply_too_long));
            }
        }
        blocks.extend(
            self.fields
                .iter()
                .enumerate()
                .map(|(index, (block_id, text))| {
                    let label = match index {
                        0 => texts.reply_label.to_owned(),
                        n => fill(texts.reply_label_more, &[("n", &n.to_string())]),
                    };
                    blocks::text_input(block_id, REPLY_INPUT, &label, text)
                }),
        );
        blocks
    }
}

/// Cuts a text into inputs at line breaks; true when even so it is too long.
fn fields(key: &str, text: &CustomerText) -> (Vec<(String, String)>, bool) {
    let mut pieces = blocks::pieces(text.expose(), blocks::SECTION_MAX);
    let cut = pieces.len() > MAX_INPUTS;
    pieces.truncate(MAX_INPUTS);
    if pieces.is_empty() {
        pieces.push("");
    }
    let last = pieces.len() - 1;
    let field = |(index, piece): (usize, &str)| {
        let block_id = if index == 0 {
            format!("{REPLY_BLOCK}_{key}")
        } else {
            format!("{REPLY_BLOCK}_{key}_{index}")
        };
        // The inputs are joined by line breaks again.
        let piece = if index == last {
            piece
        } else {
            piece.strip_suffix('\n').unwrap_or(piece)
        };
        (block_id, piece.to_owned())
    };
    (pieces.into_iter().enumerate().map(field).collect(), cut)
}

impl Screen {
    /// What a modal has to show for the inquiry as it is stored.
    pub fn of(inquiry: &Inquiry) -> Screen {
        let screen = Screen::of_state(inquiry);
        match &inquiry.withdrawn {
            Some(reply) => screen.with_inputs(inquiry, Inputs::of_withdrawn(reply)),
            None => screen,
        }
    }

    fn of_state(inquiry: &Inquiry) -> Screen {
        let draft = inquiry
            .newest_draft()
            .map(|draft| Inputs::of_draft(draft, inquiry));
        match (inquiry.state, &inquiry.failure) {
            (State::Drafting, _) => Screen::Loading(CustomerText::default()),
            (State::Received | State::Notified | State::Drafted, _) => {
                Screen::Edit(draft.unwrap_or_else(|| Inputs::empty("0")))
            }
            (State::Sending, _) if inquiry.held.is_some() => Screen::Held,
            (State::Sending, _) => Screen::Sending,
            (State::Sent, _) => Screen::Sent,
            (State::Failed, Some(failure)) if failure.step == Step::Reply => {
                Screen::ReplyFailed(failure.cause, Inputs::of_reply(inquiry))
            }
            (State::Failed, failure) => Screen::DraftFailed(
                failure
                    .as_ref()
                    .map_or(Cause::Unusable, |failure| failure.cause),
            ),
            (State::Unknown, _) => Screen::Unknown(Inputs::of_reply(inquiry)),
            (State::Closed, _) => Screen::Closed,
        }
    }

    /// What this modal has to show. What a person wrote in it or submitted from it stays there,
    /// under the same ids.
    pub fn in_modal(inquiry: &Inquiry, external_id: &str) -> Screen {
        let screen = Screen::of(inquiry);
        let modal = inquiry
            .modals
            .iter()
            .find(|it| it.external_id == external_id);
        let Some(modal) = modal else { return screen };
        if let Some(key) = &modal.own_words {
            return Screen::Edit(Inputs::empty(key));
        }
        if modal.inputs.is_empty() {
            return screen;
        }
        let field = |(id, text): &(String, CustomerText)| (id.clone(), text.expose().to_owned());
        let inputs = Inputs::as_typed(modal.inputs.iter().map(field).collect());
        screen.with_inputs(inquiry, inputs)
    }

    /// The same with a text that a person wrote.
    fn with_inputs(self, inquiry: &Inquiry, inputs: Inputs) -> Screen {
        let insist = |told, inputs| Screen::Insist {
            told: vec![told],
            warnings: Vec::new(),
            inputs,
        };
        match self {
            Screen::Loading(_) | Screen::Edit(_) | Screen::DraftFailed(_) => Screen::Edit(inputs),
            Screen::ReplyFailed(cause, _) => Screen::ReplyFailed(cause, inputs),
            Screen::Unknown(_) => Screen::Unknown(inputs),
            Screen::Closed => insist(Insist::Closed, inputs),
            // Another reply had gone out, and this one was taken back.
            Screen::Sent if inquiry.withdrawn.is_some() => {
                insist(Insist::Sent(inquiry.replies.len()), inputs)
            }
            Screen::Insist { told, warnings, .. } => Screen::Insist {
                told,
                warnings,
                inputs,
            },
            Screen::Held | Screen::Sending | Screen::Sent => self,
        }
    }

    /// True when it has no input, so that an update can lose nothing.
    pub fn waits(&self) -> bool {
        self.inputs().is_none()
    }

    fn inputs(&self) -> Option<&Inputs> {
        match self {
            Screen::Edit(inputs)
            | Screen::ReplyFailed(_, inputs)
            | Screen::Unknown(inputs)
            | Screen::Insist { inputs, .. } => Some(inputs),
            _ => None,
        }
    }

    fn told(&self, inquiry: &Inquiry) -> Vec<Insist> {
        match self {
            Screen::Insist { told, .. } => told.clone(),
            Screen::Unknown(_) => vec![Insist::Unknown(inquiry.replies.len())],
            _ => Vec::new(),
        }
    }

    fn buttons(&self) -> Vec<Button> {
        match self {
            Screen::Loading(_) => vec![Button::WriteMyself, Button::WhatTheAiSaw],
            Screen::Edit(_) => vec![Button::Another, Button::WhatTheAiSaw],
            Screen::DraftFailed(_) => vec![Button::Retry, Button::WriteMyself],
            Screen::Closed => vec![Button::Another, Button::WriteMyself],
            Screen::Unknown(_) => vec![Button::MarkSent],
            Screen::Held => vec![Button::Undo],
            Screen::Sending | Screen::Sent | Screen::ReplyFailed(..) | Screen::Insist { .. } => {
                vec![]
            }
        }
    }

    /// What is said about the state, above the inputs.
    fn message(&self, inquiry: &Inquiry, texts: &Texts) -> Vec<Value> {
        let reply = inquiry.newest_reply();
        let who = reply.map(|reply| mention(&reply.by)).unwrap_or_default();
        let when = reply
            .map(|reply| blocks::time(reply.at))
            .unwrap_or_default();
        let detail = inquiry
            .failure
            .as_ref()
            .map(|failure| failure.detail.as_str());
        let detail = blocks::escape(detail.unwrap_or_default());
        let say = |text: &str, why: &str| {
            let fields = [
                ("who", &*who),
                ("when", &when),
                ("why", why),
                ("detail", &detail),
            ];
            vec![blocks::section(&fill(text, &fields))]
        };
        match self {
            Screen::Loading(so_far) if so_far.is_blank() => say(texts.drafting, ""),
            Screen::Loading(so_far) => {
                vec![
                    blocks::section(texts.drafting_so_far),
                    blocks::verbatim_section(so_far.expose()),
                ]
            }
            Screen::Edit(_) if inquiry.newer_mails > 0 => say(texts.wrote_again, ""),
            Screen::Edit(_) if inquiry.withdrawn.is_some() => say(texts.team.withdrawn, ""),
            Screen::Edit(_) => vec![],
            Screen::DraftFailed(cause) => say(texts.draft_failed, texts.cause(*cause)),
            Screen::Held => vec![blocks::section(&held(inquiry, texts))],
            Screen::Sending => say(texts.sending, ""),
            Screen::Sent => {
                let mut message = say(texts.sent, "");
                let sent = reply
                    .map(|reply| reply.mail.text.expose())
                    .unwrap_or_default();
                message.push(blocks::verbatim_section(sent));
                message
            }
            Screen::ReplyFailed(Cause::Bounced, _) => say(texts.reply_bounced, ""),
            Screen::ReplyFailed(cause, _) => say(texts.reply_failed, texts.cause(*cause)),
            Screen::Unknown(_) => say(texts.unknown, ""),
            Screen::Closed => say(texts.closed, ""),
            Screen::Insist { told, warnings, .. } => match told.last() {
                Some(Insist::Sent(_)) => say(texts.insist_sent, ""),
                Some(Insist::Unknown(_)) => say(texts.unknown, ""),
                Some(Insist::Closed) => say(texts.insist_closed, ""),
                Some(Insist::WroteAgain(_)) => say(texts.insist_wrote_again, ""),
                Some(Insist::Warnings(_)) | None => {
                    say(texts.insist_warnings, &warnings::lines(warnings, texts))
                }
            },
        }
    }
}

/// How long the reply can be taken back.
fn held(inquiry: &Inquiry, texts: &Texts) -> String {
    let (Some(held), Some(reply)) = (&inquiry.held, inquiry.newest_reply()) else {
        return texts.sending.to_owned();
    };
    let seconds = held.until.duration_since(reply.at).as_secs().to_string();
    let (who, when) = (mention(&reply.by), blocks::second(held.until));
    let fields = [("who", &*who), ("n", &seconds), ("when", &when)];
    fill(texts.team.held, &fields)
}

/// Builds the whole view.
pub fn view(inquiry: &Inquiry, external_id: &str, screen: &Screen, look: &Look) -> Value {
    let texts = look.texts;
    let metadata = Metadata {
        context_id: inquiry.id.clone(),
        told: screen.told(inquiry),
    };
    let mut blocks = editor_blocks(inquiry, external_id, screen, texts);
    blocks.extend(mail_blocks(inquiry, texts));
    let addressees = addressees::blocks(&inquiry.mail, look, inquiry.addressees(external_id));
    let answerable = !addressees.is_empty();
    blocks.push(blocks::divider());
    blocks.extend(screen.message(inquiry, texts));
    if let Some(inputs) = screen.inputs() {
        if answerable {
            blocks.extend(inputs.blocks(texts));
            blocks.extend(addressees);
        } else {
            blocks.push(blocks::section(texts.no_recipient));
        }
    }
    let buttons = screen.buttons();
    if !buttons.is_empty() && answerable {
        blocks.push(blocks::actions(
            buttons
                .into_iter()
                .map(|button| button.block(inquiry, texts))
                .collect(),
        ));
    }
    let mut view = json!({
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "external_id": external_id,
        "private_metadata": json!(metadata).to_string(),
        "notify_on_close": true,
        "title": blocks::plain(texts.modal_title, 24),
        "close": blocks::plain(texts.modal_close, 24),
        "blocks": blocks,
    });
    if screen.inputs().is_some() && answerable {
        view["submit"] = blocks::plain(texts.modal_submit, 24);
    }
    view
}

/// Says who else is writing, while this person may, too.
fn editor_blocks(
    inquiry: &Inquiry,
    external_id: &str,
    screen: &Screen,
    texts: &Texts,
) -> Vec<Value> {
    let may_write = matches!(screen, Screen::Loading(_) | Screen::Edit(_));
    let Some(other) = inquiry.editor_besides(external_id).filter(|_| may_write) else {
        return Vec::new();
    };
    let mut notice = blocks::section(&fill(texts.team.edited_by, &[("who", &mention(other))]));
    notice["accessory"] = Button::TakeOver.block(inquiry, texts);
    vec![notice]
}

/// The view that is pushed over the modal: the masked text, exactly as the model gets it.
pub fn what_the_ai_saw(inquiry: &Inquiry, texts: &Texts) -> Value {
    let prompt = Prompt::reply_to(inquiry).mail();
    let pieces = blocks::pieces(&prompt, blocks::SECTION_MAX);
    let mut blocks = vec![blocks::context(texts.what_the_ai_saw)];
    blocks.extend(
        pieces
            .iter()
            .take(MASKED_SECTIONS)
            .map(|piece| blocks::verbatim_section(piece)),
    );
    if pieces.len() > MASKED_SECTIONS {
        blocks.push(blocks::context(texts.mail_cut));
    }
    if let Some(left_out) = left_out(inquiry) {
        let values = fill(texts.not_in_draft, &[("values", &left_out)]);
        blocks.push(blocks::divider());
        blocks.push(blocks::verbatim_context(&values));
    }
    json!({
        "type": "modal",
        "callback_id": "what_the_ai_saw",
        "title": blocks::plain(texts.button_what_the_ai_saw, 24),
        "close": blocks::plain(texts.modal_close, 24),
        "blocks": blocks,
    })
}

/// The personal data of the mail that the newest draft does not use, as it was written.
fn left_out(inquiry: &Inquiry) -> Option<String> {
    let draft = &inquiry.newest_draft()?.text;
    let lost = lost_placeholders(&inquiry.body_masked, draft, &inquiry.placeholders);
    let values = lost
        .iter()
        .filter_map(|name| inquiry.placeholders.original(name));
    let values: Vec<String> = values.map(|value| value.replace('\n', " ")).collect();
    (!values.is_empty()).then(|| values.join("、"))
}

/// The customer's mail, as it was written: this is the operator's own screen.
fn mail_blocks(inquiry: &Inquiry, texts: &Texts) -> Vec<Value> {
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
        blocks::verbatim_context(&fill(texts.from, &[("who", &sender)])),
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
    blocks.extend(super::card::doubts(mail, texts));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_draft_stands_in_several_inputs_that_join_to_the_same_text() {
        let text: String = (0..400)
            .map(|n| format!("{n} 行目の文章です。よろしくお願いします。\n"))
            .collect();
        let (fields, cut) = fields("1", &CustomerText::new(text.clone()));
        assert!(fields.len() > 1 && !cut);
        let joined: Vec<&str> = fields.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(joined.join("\n"), text);
        assert!(
            fields
                .iter()
                .all(|(block_id, _)| block_id.starts_with(REPLY_BLOCK))
        );
    }

    #[test]
    fn every_button_is_found_by_its_action_id() {
        for button in Button::ALL {
            assert_eq!(Button::from_action_id(button.action_id()), Some(button));
        }
        assert_eq!(Button::from_action_id("else"), None);
    }
}
