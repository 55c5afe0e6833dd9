//! What the model is asked. Built from masked text only, so that nothing else can reach it.
//!
//! [`Prompt`] is the plain data of a question, [`Prompts`] the templates and the manner that put
//! it into words, [`Messages`] the words. The rules come first and are the same for every mail of
//! a deployment, so that providers can cache them; the mail comes last.

mod fence;
mod files;
mod kind;
mod language;
mod set;
mod tokens;

use serde_json::{Value, json};

pub use files::{Files, Problem, is_template, read_bucket, read_folder, shipped_files};
pub use kind::Kind;
pub use language::{language_of, language_of_mail, languages};
pub use set::{PromptError, Prompts, Voice};
pub use tokens::{cut, estimate};

use crate::inquiry::{Inquiry, Source, Template, Wish};
use crate::pii::MaskedText;

/// What a reply is asked for with.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    /// The masked subject.
    pub subject: MaskedText,
    /// The masked name of the sender.
    pub sender: MaskedText,
    /// The masked text of the mail.
    pub body: MaskedText,
    /// What was written before in the conversation, oldest first.
    pub earlier: Vec<Turn>,
    /// What the team knows about it: `None` where no knowledge is configured, empty where nothing
    /// was found.
    pub passages: Option<Vec<Passage>>,
    /// What a person wants of another draft.
    pub wish: Option<Wish>,
    /// The kind of mail to go by; `None` goes by the words of the mail.
    pub kind: Option<String>,
}

/// A mail or a reply of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Who wrote it.
    pub by: Side,
    /// The masked text.
    pub text: MaskedText,
}

/// A side of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The customer.
    Customer,
    /// The team.
    Team,
    /// Both: as the mail quotes what was written before it.
    Quoted,
}

/// A passage of the team's knowledge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is from: the title of a page, or of a section.
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
            wish: inquiry.wish.clone(),
            ..Prompt::default()
        }
    }

    /// With what was found in the team's knowledge, where there is any.
    pub fn knowing(mut self, sources: Option<&[Source]>) -> Prompt {
        self.passages = sources.map(|sources| sources.iter().map(Passage::from).collect());
        self
    }
}

/// A prompt in words, as the model gets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messages {
    /// The rules: the same for every mail.
    pub system: String,
    /// The request with the mail.
    pub user: String,
    /// The template that it was written with.
    pub template: Template,
    /// What the mail itself says: for the check of the answer.
    pub(super) mail: String,
    /// What must not be told to the customer: for the check of the answer.
    pub(super) internal: Vec<String>,
    /// The customer's masked name, for the sample drafter.
    pub(super) sender: MaskedText,
    /// True when the reply has to be in Japanese, for the sample drafter.
    pub(super) is_japanese: bool,
}

/// Texts of others between tags, for a question that is about no mail: the first line with the
/// tags' code, and the texts with their names.
pub fn fenced(texts: &[(&str, &str)]) -> String {
    let all: Vec<&str> = texts.iter().map(|(_, text)| *text).collect();
    let fence = fence::Fence::around(&all.concat(), &all);
    let wrapped = texts.iter().map(|(name, text)| fence.wrap(name, text));
    let wrapped: Vec<String> = wrapped.collect();
    format!(
        "Code of the tags: {}\n\n{}",
        fence.code(),
        wrapped.join("\n\n")
    )
}

impl Messages {
    /// A question that is about no mail: for a judge of drafts, say. Masked text only.
    pub fn plain(system: &str, user: &str) -> Messages {
        Messages {
            system: system.to_owned(),
            user: user.to_owned(),
            template: Template::default(),
            mail: String::new(),
            internal: Vec::new(),
            sender: MaskedText::default(),
            is_japanese: false,
        }
    }

    /// How many bytes the model reads: never fewer than the tokens that it makes of them.
    pub fn length(&self) -> usize {
        self.json().to_string().len()
    }

    /// The `messages` of a chat completion.
    pub(super) fn json(&self) -> Value {
        json!([
            { "role": "system", "content": self.system },
            { "role": "user", "content": self.user },
        ])
    }
}
