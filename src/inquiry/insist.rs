//! What a person is told before a reply is sent, and may insist on.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::mail::Warning;

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
