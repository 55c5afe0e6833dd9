//! What the model is asked. Built from masked text only, so that nothing else can reach it.
//!
//! [`Prompt`] is the plain data of a question, [`Prompts`] the templates and the manner that put
//! it into words, [`Messages`](llm::Messages) the words. The rules come first and are the same for every mail of
//! a deployment, so that providers can cache them; the mail comes last.

use std::convert::Infallible;

use documents::ReadFile;

use super::fence;
use inquiry::{Inquiry, MaskedFile, Source, Wish};
use mail::{InboundMail, MaskedMail};
use pii::{MaskedText, Masker, Placeholders, PublicText, Words};

/// What a reply is asked for with.
#[derive(Clone, Debug, Default)]
pub struct Prompt {
    /// The masked subject.
    pub subject: MaskedText,
    /// The masked name of the person that the reply addresses.
    pub sender: MaskedText,
    /// Where they work, masked; empty where the mail does not tell.
    pub company: MaskedText,
    /// Whether a colleague passes the mail on, perhaps below a note of their own.
    pub is_passed_on: bool,
    /// The masked text of the mail.
    pub body: MaskedText,
    /// The files that came with the mail, masked.
    pub files: Vec<MaskedFile>,
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
            subject: inquiry.masked.subject.clone(),
            sender: inquiry.masked.sender.clone(),
            is_passed_on: inquiry.mail.passes_on(),
            body: told(&inquiry.mail, inquiry.masked.body.clone()),
            files: inquiry.masked.files.clone(),
            wish: inquiry.drafts.wish.clone(),
            ..Prompt::default()
        }
    }

    /// Asks for a reply to a mail that is in no store, and to what was read of its files: what is masked
    /// in them joins `placeholders`.
    pub fn reply_to_mail(
        mail: &InboundMail,
        files: &[ReadFile],
        masker: &Masker,
        placeholders: &mut Placeholders,
    ) -> Prompt {
        let MaskedMail {
            sender,
            company,
            subject,
            body,
        } = mail.masked(masker, placeholders);
        Prompt {
            sender,
            company,
            is_passed_on: mail.passes_on(),
            subject,
            body: told(mail, body),
            files: MaskedFile::of_mail(mail, files, masker, placeholders),
            ..Prompt::default()
        }
    }

    /// With what was found in the team's knowledge, where there is any.
    pub fn knowing(mut self, sources: Option<&[Source]>) -> Prompt {
        self.passages = sources.map(|sources| sources.iter().map(Passage::from).collect());
        self
    }
}

/// What the model is told of a mail. Of an encrypted one that it is: from nothing it would make up
/// what the customer wants.
fn told(mail: &InboundMail, body: MaskedText) -> MaskedText {
    const ENCRYPTED: &str = "(The text of this mail is encrypted and could not be read. \
                             It has to be sent again without encryption.)";
    match mail.encryption {
        Some(_) if body.as_str().trim().is_empty() => own_words(ENCRYPTED),
        _ => body,
    }
}

/// Texts of others between tags, for a question that is about no mail: the first line with the
/// tags' code, and the texts with their names.
pub fn fenced(texts: &[(&'static str, &MaskedText)]) -> MaskedText {
    let Ok(fenced) = MaskedText::of(&Fenced(texts));
    fenced
}

struct Fenced<'a>(&'a [(&'static str, &'a MaskedText)]);

impl Words for Fenced<'_> {
    type Error = Infallible;

    fn words(&self) -> Result<String, Infallible> {
        let all: Vec<&str> = self.0.iter().map(|(_, text)| text.as_str()).collect();
        let fence = fence::Fence::around(&all.concat(), &all);
        let wrapped = self.0.iter();
        let wrapped = wrapped.map(|(name, text)| fence.wrap(name, text.as_str()));
        let wrapped: Vec<String> = wrapped.collect();
        let (code, wrapped) = (fence.code(), wrapped.join("\n\n"));
        Ok(format!("Code of the tags: {code}\n\n{wrapped}"))
    }
}

/// What the shop itself wrote, for a place where a mail's words could be as well.
pub fn own_words(text: impl AsRef<str>) -> MaskedText {
    MaskedText::from(&PublicText::of_the_shop(text))
}
