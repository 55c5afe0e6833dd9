//! What the model is asked. Built from masked text only, so that nothing else can reach it.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::inquiry::{Inquiry, Source, Template, Wish};
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
    /// What the team knows about it: `None` where no knowledge is configured, empty where nothing
    /// was found.
    pub passages: Option<Vec<Passage>>,
    /// What a person wants of another draft.
    pub wish: Option<Wish>,
}

/// A passage of the team's knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is from: title and headings.
    pub title: MaskedText,
    /// The masked text.
    pub text: MaskedText,
    /// For the team alone: the customer may not be told.
    pub internal: bool,
}

impl From<&Source> for Passage {
    fn from(source: &Source) -> Passage {
        Passage {
            title: source.name(),
            text: source.text.clone(),
            internal: source.internal,
        }
    }
}

impl Prompt {
    /// Asks for a reply to an inquiry.
    pub fn reply_to(inquiry: &Inquiry) -> Prompt {
        Prompt {
            subject: inquiry.subject_masked.clone(),
            sender: inquiry.sender_masked.clone(),
            body: inquiry.body_masked.clone(),
            passages: None,
            wish: inquiry.wish.clone(),
        }
    }

    /// With what was found in the team's knowledge, where there is any.
    pub fn knowing(mut self, sources: Option<&[Source]>) -> Prompt {
        self.passages = sources.map(|sources| sources.iter().map(Passage::from).collect());
        self
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
            "{}From: {}\nSubject: {}\n\n<<<CUSTOMER MAIL\n{}\nCUSTOMER MAIL>>>\n\n{}Write the reply.",
            self.knowledge(),
            self.sender.as_str(),
            self.subject.as_str(),
            self.body.as_str(),
            self.wish.as_ref().map(wished).unwrap_or_default(),
        )
    }

    fn knowledge(&self) -> String {
        let Some(passages) = &self.passages else {
            return String::new();
        };
        if passages.is_empty() {
            return "Nothing was found in the team's knowledge for this mail.\n\n".to_owned();
        }
        let passage = |Passage {
                           title,
                           text,
                           internal,
                       }: &Passage| {
            let mark = if *internal {
                " (internal: for your understanding, never to be told or cited)"
            } else {
                ""
            };
            let (title, text) = (title.as_str(), text.as_str());
            format!("<<<KNOWLEDGE{mark}: {title}\n{text}\nKNOWLEDGE>>>\n\n")
        };
        passages.iter().map(passage).collect()
    }

    /// The template: its version is the beginning of its SHA-256.
    pub fn template(&self) -> Template {
        let mut version = hex::encode(Sha256::digest(RULES));
        version.truncate(12);
        Template {
            name: "reply".to_owned(),
            version,
        }
    }

    /// How many bytes the model reads: never fewer than the tokens that it makes of them.
    pub fn length(&self) -> usize {
        self.messages().to_string().len()
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
