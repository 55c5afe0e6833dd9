//! What the model is asked. Built from masked text only, so that nothing else can reach it.

use serde_json::{Value, json};

use crate::inquiry::{Inquiry, Wish};
use crate::pii::MaskedText;

/// The rules for every reply, shipped with the program.
const RULES: &str = include_str!("../../prompts/reply.txt");

/// A question to the model.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// The masked subject.
    pub subject: MaskedText,
    /// The masked name of the sender.
    pub sender: MaskedText,
    /// The masked text of the mail.
    pub body: MaskedText,
    /// What a person wants of another draft.
    pub wish: Option<Wish>,
}

impl Prompt {
    /// Asks for a reply to an inquiry.
    pub fn reply_to(inquiry: &Inquiry) -> Prompt {
        Prompt {
            subject: inquiry.subject_masked.clone(),
            sender: inquiry.sender_masked.clone(),
            body: inquiry.body_masked.clone(),
            wish: inquiry.wish.clone(),
        }
    }

    /// The customer's masked name.
    pub(super) fn sender(&self) -> &str {
        self.sender.as_str()
    }

    /// The mail's masked text.
    pub(super) fn body(&self) -> &str {
        self.body.as_str()
    }

    /// The user's part of the prompt: all that the model gets to see of a mail.
    pub fn mail(&self) -> String {
        format!(
            "From: {}\nSubject: {}\n\n<<<CUSTOMER MAIL\n{}\nCUSTOMER MAIL>>>\n\n{}Write the reply.",
            self.sender.as_str(),
            self.subject.as_str(),
            self.body.as_str(),
            self.wish.as_ref().map(wished).unwrap_or_default(),
        )
    }

    /// The `messages` of a chat completion.
    pub(super) fn messages(&self) -> Value {
        json!([{ "role": "system", "content": RULES }, { "role": "user", "content": self.mail() }])
    }
}

/// The wish in words, and the text that the draft should come from.
fn wished(wish: &Wish) -> String {
    let previous = wish.previous.as_ref().map(|text| {
        format!(
            "Revise this draft:\n<<<DRAFT\n{}\nDRAFT>>>\n",
            text.as_str()
        )
    });
    let lines = [
        wish.tone.map(|tone| format!("Tone: {}.\n", tone.words())),
        wish.length
            .map(|length| format!("Length: {}.\n", length.words())),
        wish.language
            .as_ref()
            .map(|language| format!("Language: {language}.\n")),
        wish.instruction
            .as_ref()
            .map(|text| format!("The operator wants: {}\n", text.as_str())),
    ];
    previous
        .into_iter()
        .chain(lines.into_iter().flatten())
        .collect()
}
