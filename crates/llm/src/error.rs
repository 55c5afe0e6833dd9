//! What can go wrong with a model.

use std::time::Duration;

use inquiry::Cause;

/// Why there is no draft. Never holds text of the prompt or of the answer: of what a server says,
/// its code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LlmError {
    /// `OPENAI_TIMEOUT` ran out.
    #[error("the model did not finish within {} s (OPENAI_TIMEOUT)", .0.as_secs())]
    TimedOut(Duration),
    /// No connection.
    #[error("the model's server cannot be reached: is OPENAI_BASE_URL right and the network up?")]
    Unreachable,
    /// HTTP 429, or 5xx.
    #[error("the model's server is busy: HTTP {status}{}", coded(.code))]
    Busy {
        /// The HTTP status.
        status: u16,
        /// The server's code for it.
        code: String,
        /// How long to wait, if it said.
        retry_after: Option<Duration>,
    },
    /// HTTP 401 or 403.
    #[error("the model's server refused the key (HTTP {status}{}): is OPENAI_API_KEY right?", coded(.code))]
    Unauthorized {
        /// The HTTP status.
        status: u16,
        /// The server's code for it.
        code: String,
    },
    /// The account's credit or quota is used up: asking again costs time and changes nothing.
    #[error(
        "the account at the model's server has no credit or quota left ({0}): see its billing page"
    )]
    QuotaSpent(String),
    /// There is no such model, or nothing that answers chat completions at this address.
    #[error(
        "the model's server knows no such model or address ({0}): are OPENAI_MODEL and OPENAI_BASE_URL (it often ends in /v1) right?"
    )]
    NoSuchModel(String),
    /// The mail with its conversation and the knowledge is more than the model reads.
    #[error("the question is too long for the model ({0}): choose one that reads more")]
    TooLong(String),
    /// A content filter of the server's.
    #[error("a content filter of the model's server stopped it ({0})")]
    Filtered(String),
    /// The model declined to answer.
    #[error("the model declined to answer")]
    Declined,
    /// Another HTTP status, or an error within the answer.
    #[error("the model's server refused the request: {0}")]
    Refused(String),
    /// The answer broke off.
    #[error("the model's answer broke off: {0}")]
    CutOff(String),
    /// The answer was empty, endless or not as documented.
    #[error("the model's answer cannot be used: {0}")]
    Unusable(String),
    /// A mail talked the model into something that must not be sent.
    #[error("the model's answer was held back: {0}")]
    Dangerous(#[from] Danger),
}

/// Why an answer is no draft at all: it must not be sent by a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Danger {
    /// It repeats the rules that the model was given.
    #[error("it repeats its own instructions")]
    Rules,
    /// It repeats the tags around the mail.
    #[error("it repeats the marks around the mail")]
    Tags,
    /// It goes on in another role, or holds marks of a chat template.
    #[error("it holds marks of another conversation")]
    Roles,
    /// It gives the number of a bank account that it was not given.
    #[error("it gives a bank account that neither the mail nor the knowledge names")]
    BankAccount,
}

/// The server's code behind a status, if there is one.
fn coded(code: &str) -> String {
    match code {
        "" => String::new(),
        code => format!(", {code}"),
    }
}

impl LlmError {
    /// The kind of failure, for the words on the screen.
    pub fn cause(&self) -> Cause {
        match self {
            LlmError::TimedOut(_) => Cause::TimedOut,
            LlmError::Unreachable => Cause::Unreachable,
            LlmError::Busy { .. } => Cause::Busy,
            LlmError::Unauthorized { .. } => Cause::Unauthorized,
            LlmError::QuotaSpent(_) => Cause::QuotaSpent,
            LlmError::NoSuchModel(_) => Cause::NoSuchModel,
            LlmError::TooLong(_) => Cause::TooLong,
            LlmError::Filtered(_) => Cause::Filtered,
            LlmError::Declined => Cause::Declined,
            LlmError::Refused(_) => Cause::Refused,
            LlmError::CutOff(_) => Cause::CutOff,
            LlmError::Unusable(_) => Cause::Unusable,
            LlmError::Dangerous(_) => Cause::HeldBack,
        }
    }

    /// True when trying again later may help, without a change by a person.
    pub fn is_temporary(&self) -> bool {
        match self {
            LlmError::TimedOut(_)
            | LlmError::Unreachable
            | LlmError::Busy { .. }
            | LlmError::CutOff(_)
            | LlmError::Unusable(_)
            | LlmError::Dangerous(_) => true,
            LlmError::Unauthorized { .. }
            | LlmError::QuotaSpent(_)
            | LlmError::NoSuchModel(_)
            | LlmError::TooLong(_)
            | LlmError::Filtered(_)
            | LlmError::Declined
            | LlmError::Refused(_) => false,
        }
    }

    /// True when the text that came before is the beginning of a usual answer, which a person can
    /// make something of.
    pub fn leaves_a_beginning(&self) -> bool {
        match self {
            LlmError::TimedOut(_)
            | LlmError::CutOff(_)
            | LlmError::Busy { .. }
            | LlmError::QuotaSpent(_)
            | LlmError::Filtered(_)
            | LlmError::Refused(_) => true,
            LlmError::Unreachable
            | LlmError::Unauthorized { .. }
            | LlmError::NoSuchModel(_)
            | LlmError::TooLong(_)
            | LlmError::Declined
            | LlmError::Unusable(_)
            | LlmError::Dangerous(_) => false,
        }
    }
}
