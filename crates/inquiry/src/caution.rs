//! What a person should know about a draft before they use it.

use serde::{Deserialize, Serialize};

/// Something in a draft, or in the mail it answers, that a person should know before they use it.
/// Found in masked text; what it quotes is masked, too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "found", content = "what", rename_all = "snake_case")]
pub enum Caution {
    /// The mail speaks to the model, not to the team.
    InstructionsInMail,
    /// The draft speaks of the model or of its rules.
    SpeaksOfItself,
    /// A link to a site that neither the mail nor the knowledge names.
    UnknownLink(String),
    /// A mail address, phone number or the like that neither names.
    UnknownContact(String),
    /// The draft gives a bank account, or says that one has changed.
    BankAccount,
    /// An amount of money or a discount that neither the mail nor the knowledge names.
    UnknownAmount(String),
    /// The draft promises money or something for nothing.
    MoneyPromised,
    /// The draft repeats what the knowledge marks as internal.
    InternalQuoted,
    /// The team's knowledge could not be read: the draft was written without it.
    KnowledgeUnread,
    /// The model thought aloud, and it is not certain that all of the draft is meant as the reply.
    ThoughtAloud,
    /// Characters that a reader would not have seen stood in the draft, and were taken out.
    HiddenCharacters,
    /// The conversation, the knowledge or the middle of the mail was left out: the model reads no
    /// more.
    Shortened,
}
