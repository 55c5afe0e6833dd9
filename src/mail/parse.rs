//! Bytes of a mail -> [`InboundMail`]. Pure: nothing is fetched, nothing is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Mailbox, MessageId};
use crate::pii::CustomerText;

/// A customer's mail as the flows work with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InboundMail {
    /// `Message-ID`, when there is a valid one.
    pub message_id: Option<MessageId>,
    /// The valid identifiers of `In-Reply-To`.
    pub in_reply_to: Vec<MessageId>,
    /// The valid identifiers of `References`, oldest first.
    pub references: Vec<MessageId>,
    /// The first mailbox of `From`.
    pub from: Option<Mailbox>,
    /// All mailboxes of `Reply-To`.
    pub reply_to: Vec<Mailbox>,
    /// All mailboxes of `To`.
    pub to: Vec<Mailbox>,
    /// All mailboxes of `Cc`.
    pub cc: Vec<Mailbox>,
    /// `Subject`, decoded, on one line.
    pub subject: CustomerText,
    /// `Date`, when it can be read.
    pub date: Option<Timestamp>,
    /// What the customer wrote in this mail: plain text, `\n` line ends.
    pub text: CustomerText,
    /// The quoted history beneath it, if any, as it stood there.
    pub quoted: CustomerText,
    /// What was attached; the content stays in the mail.
    pub attachments: Vec<Attachment>,
    /// Whether a machine wrote it.
    pub automatic: Automatic,
    /// True when the bytes were no mail that can be read: `text` then holds them as they are.
    pub unreadable: bool,
}

impl InboundMail {
    /// Who gets the reply: all of `Reply-To`, else `From` (RFC 5322 §3.6.2).
    pub fn reply_recipients(&self) -> Vec<Mailbox> {
        if self.reply_to.is_empty() {
            self.from.iter().cloned().collect()
        } else {
            self.reply_to.clone()
        }
    }
}

/// An attachment, described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The decoded file name; empty when it has none.
    pub name: CustomerText,
    /// Its media type in lower case, e.g. `application/pdf`.
    pub content_type: String,
    /// Its decoded size in bytes.
    pub size: u64,
}

/// Whether a machine wrote the mail (RFC 3834), and the header that says so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "why", rename_all = "snake_case")]
pub enum Automatic {
    /// A person wrote it, as far as headers tell.
    #[default]
    No,
    /// Perhaps: a list, a newsletter, a no-reply sender.
    Doubtful(String),
    /// Certainly: an auto-reply, a bounce, our own mail.
    Yes(String),
}

/// Reads a mail. Never fails: what cannot be read comes back as `unreadable` with its bytes as
/// text, so that a person can look at it.
pub fn parse(bytes: &[u8]) -> InboundMail {
    InboundMail {
        text: CustomerText::new(String::from_utf8_lossy(bytes)),
        unreadable: true,
        ..InboundMail::default()
    }
}
