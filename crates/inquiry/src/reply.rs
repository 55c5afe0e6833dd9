//! A reply that a person approved.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Acknowledgement, Approval, Delivery, Person, known_acknowledgements};
use mail::{Addressees, MessageId, OutgoingMail};
use pii::CustomerText;

/// A reply that a person approved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The mail, as it goes out.
    pub mail: OutgoingMail,
    /// What the person wrote: the mail's text without signature and quoted original. Replies of
    /// older versions do not have it apart.
    #[serde(default)]
    pub written: Option<CustomerText>,
    /// The recipients that the person chose.
    #[serde(default)]
    pub addressees: Addressees,
    /// Who approved it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// The modal it was approved in.
    pub external_id: String,
    /// The mail service's own identifier, once it took the mail.
    #[serde(default)]
    pub accepted_as: Option<String>,
    /// What became of it.
    #[serde(default)]
    pub delivery: Delivery,
    /// What its author had been told, and insisted on, when they approved it.
    #[serde(
        rename = "insisted",
        default,
        deserialize_with = "known_acknowledgements",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub acknowledged: Vec<Acknowledgement>,
    /// How it came from a draft. Older versions did not write it down.
    #[serde(default)]
    pub approval: Option<Approval>,
}

impl Reply {
    /// What the person wrote.
    pub fn text(&self) -> &CustomerText {
        self.written.as_ref().unwrap_or(&self.mail.text)
    }

    /// True when the mail went out under this identifier: our own, or the mail service's.
    pub fn is_known_as(&self, message_id: &MessageId) -> bool {
        let accepted_as = self.accepted_as.as_deref().and_then(MessageId::parse);
        self.mail.message_id == *message_id || accepted_as.as_ref() == Some(message_id)
    }
}
