//! Why Graph did not do what was asked.

use std::time::Duration;

use crate::oauth::OAuthError;
use inquiry::Cause;

/// What went wrong. Holds no part of a mail and no token.
#[derive(Debug, thiserror::Error)]
pub enum GraphError {
    /// `GRAPH_API_URL` and `GRAPH_MAILBOX` make no address.
    #[error("GRAPH_API_URL is no address")]
    BadUrl,
    /// There is no token.
    #[error(transparent)]
    Token(#[from] OAuthError),
    /// Graph refused for good.
    #[error(
        "Graph refused {what} (HTTP {status}, {code}): has the application the permissions Mail.ReadWrite and \
         Mail.Send with an administrator's consent, and access to the mailbox in GRAPH_MAILBOX?"
    )]
    Refused {
        /// The call.
        what: &'static str,
        /// The status.
        status: u16,
        /// Graph's word for it.
        code: String,
    },
    /// Graph wants fewer calls.
    #[error("Graph asks to wait {} s before the next {what}", wait.as_secs())]
    Busy {
        /// The call.
        what: &'static str,
        /// How long.
        wait: Duration,
    },
    /// No connection: it was certainly not done.
    #[error("Graph cannot be reached")]
    Unreachable,
    /// No answer, or one that is no use; it may come right by itself.
    #[error("Graph did not answer {what} properly ({why})")]
    Unavailable {
        /// The call.
        what: &'static str,
        /// What happened.
        why: String,
    },
}

impl GraphError {
    pub(super) fn unusable(what: &'static str, why: &str) -> GraphError {
        GraphError::Unavailable {
            what,
            why: why.to_owned(),
        }
    }

    /// The library's own words may hold the address that was called, and that a mail's id.
    pub(super) fn lost(what: &'static str, error: &reqwest::Error) -> GraphError {
        if error.is_connect() {
            return GraphError::Unreachable;
        }
        let why = match error.is_timeout() {
            true => "no answer in time",
            false => "the connection broke",
        };
        GraphError::unusable(what, why)
    }

    /// True when trying again may help.
    pub fn is_temporary(&self) -> bool {
        match self {
            GraphError::Busy { .. } | GraphError::Unreachable | GraphError::Unavailable { .. } => {
                true
            }
            GraphError::Token(error) => error.is_temporary(),
            GraphError::BadUrl | GraphError::Refused { .. } => false,
        }
    }

    /// What went wrong, for the person whose mail was not sent.
    pub(super) fn cause(&self) -> Cause {
        match self {
            GraphError::Busy { .. } => Cause::Busy,
            GraphError::Unreachable => Cause::Unreachable,
            GraphError::Unavailable { .. } => Cause::Unusable,
            GraphError::Token(error) => error.cause(),
            GraphError::Refused {
                status: 401 | 403, ..
            } => Cause::Unauthorized,
            GraphError::BadUrl | GraphError::Refused { .. } => Cause::Refused,
        }
    }

    /// True when the next call may do better: nothing is wrong with our credentials, and Graph does
    /// not ask to wait.
    pub fn is_about_one_call(&self) -> bool {
        matches!(
            self,
            GraphError::Refused {
                status: 400 | 404 | 409 | 412 | 413 | 422,
                ..
            } | GraphError::Unavailable { .. }
        )
    }

    /// True when the mail is not there any more.
    pub fn is_gone(&self) -> bool {
        matches!(self, GraphError::Refused { status: 404, .. })
    }

    /// True when a delta link is not known any more: begin anew
    /// (learn.microsoft.com/graph/delta-query-overview#synchronization-reset).
    pub fn is_resync(&self) -> bool {
        match self {
            GraphError::Refused { status: 410, .. } => true,
            GraphError::Refused { code, .. } => {
                let code = code.to_ascii_lowercase();
                code.contains("syncstate") || code == "resyncrequired"
            }
            _ => false,
        }
    }
}
