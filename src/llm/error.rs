//! What can go wrong with a model.

use std::time::Duration;

use crate::inquiry::Cause;

/// Why there is no draft. Never holds text of the prompt or of the answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LlmError {
    /// `OPENAI_TIMEOUT` ran out.
    #[error("the model did not finish within {} s (OPENAI_TIMEOUT)", .0.as_secs())]
    TimedOut(Duration),
    /// No connection.
    #[error("the model's server cannot be reached: is OPENAI_BASE_URL right and the network up?")]
    Unreachable,
    /// HTTP 429, or 5xx.
    #[error("the model's server is busy: HTTP {status}")]
    Busy {
        /// The HTTP status.
        status: u16,
        /// How long to wait, if it said.
        retry_after: Option<Duration>,
    },
    /// HTTP 401 or 403.
    #[error("the model's server refused the key (HTTP {0}): is OPENAI_API_KEY right?")]
    Unauthorized(u16),
    /// Another HTTP status, an error within the answer, or a content filter.
    #[error("the model's server refused the request: {0}")]
    Refused(String),
    /// The answer broke off.
    #[error("the model's answer broke off: {0}")]
    CutOff(String),
    /// The answer was empty, endless or not as documented.
    #[error("the model's answer cannot be used: {0}")]
    Unusable(String),
    /// Somebody talked the model into something that must not be sent.
    #[error("the model's answer was held back: {0}")]
    Dangerous(#[from] Danger),
}

/// Why an answer is no draft at all: nobody should send it by a slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Danger {
    /// It repeats the rules that the model was given.
    #[error("it repeats its own instructions")]
    Rules,
    /// It repeats the tags around the mail.
    #[error("it repeats the marks around the mail")]
    Tags,
    /// It goes on as somebody else, or holds marks of a chat template.
    #[error("it holds marks of another conversation")]
    Roles,
    /// It gives the number of a bank account that nobody gave it.
    #[error("it gives a bank account that neither the mail nor the knowledge names")]
    BankAccount,
}

impl LlmError {
    /// The kind of failure, for the words on the screen.
    pub fn cause(&self) -> Cause {
        match self {
            LlmError::TimedOut(_) => Cause::TimedOut,
            LlmError::Unreachable => Cause::Unreachable,
            LlmError::Busy { .. } => Cause::Busy,
            LlmError::Unauthorized(_) => Cause::Unauthorized,
            LlmError::Refused(_) => Cause::Refused,
            LlmError::CutOff(_) => Cause::CutOff,
            LlmError::Unusable(_) => Cause::Unusable,
            LlmError::Dangerous(_) => Cause::HeldBack,
        }
    }

    /// True when trying again later may help.
    pub fn is_temporary(&self) -> bool {
        !matches!(self, LlmError::Unauthorized(_) | LlmError::Refused(_))
    }
}
