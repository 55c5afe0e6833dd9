//! What Gmail's answers mean.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use serde_json::Value;

use inquiry::Cause;

/// Reading mails and labelling them needs this scope
/// (developers.google.com/workspace/gmail/api/auth/scopes).
pub(super) const SCOPE: &str = "https://www.googleapis.com/auth/gmail.modify";

/// Google names no time to wait in most of its refusals.
const USUAL_WAIT: Duration = Duration::from_secs(10);

/// Why Gmail did not do what was asked. Holds no part of a mail and no token.
#[derive(Debug, thiserror::Error)]
pub enum GmailError {
    /// `GMAIL_OAUTH` cannot be used.
    #[error(
        "GMAIL_OAUTH is not JSON with client_id, client_secret and refresh_token, all in quotes"
    )]
    NotOAuth,
    /// Google gives no token for the refresh token.
    #[error(
        "Google refuses the refresh token in GMAIL_OAUTH ({0}): give the consent again and put the new one there"
    )]
    NoToken(String),
    /// The consent does not go far enough.
    #[error(
        "the consent behind GMAIL_OAUTH lacks the scope {SCOPE}: give it again with that scope"
    )]
    Scope,
    /// Gmail refused for good.
    #[error("Gmail refused {what} (HTTP {status}, {reason})")]
    Refused {
        /// The call.
        what: &'static str,
        /// The status.
        status: u16,
        /// Google's word for it.
        reason: String,
    },
    /// Gmail wants fewer calls.
    #[error("Gmail asks to wait {} s before the next {what}", wait.as_secs())]
    Busy {
        /// The call.
        what: &'static str,
        /// How long.
        wait: Duration,
    },
    /// No answer, or one that is no use; it may come right by itself.
    #[error("Gmail did not answer {what} properly ({why})")]
    Unavailable {
        /// The call.
        what: &'static str,
        /// What happened.
        why: String,
    },
}

impl GmailError {
    /// True when trying again may help.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            GmailError::Busy { .. } | GmailError::Unavailable { .. }
        )
    }

    /// What went wrong, for the person whose mail was not sent.
    pub(super) fn cause(&self) -> Cause {
        match self {
            GmailError::Busy { .. } => Cause::Busy,
            GmailError::Unavailable { .. } => Cause::Unusable,
            GmailError::NotOAuth | GmailError::NoToken(_) | GmailError::Scope => {
                Cause::Unauthorized
            }
            GmailError::Refused { .. } => Cause::Refused,
        }
    }

    /// True when the next call may do better: nothing is wrong with our credentials, and Gmail does
    /// not ask to wait.
    pub fn is_about_one_call(&self) -> bool {
        matches!(
            self,
            GmailError::Refused { .. } | GmailError::Unavailable { .. }
        )
    }

    /// True when the mail is not there any more.
    pub(super) fn is_gone(&self) -> bool {
        matches!(self, GmailError::Refused { status: 404, .. })
    }
}

/// Bytes of an answer: Gmail takes mails of 50 MB, which base64 makes a third longer.
const LONGEST_ANSWER: usize = 100 * 1024 * 1024;

/// What an answer means
/// (developers.google.com/workspace/gmail/api/guides/handle-errors).
pub(super) async fn answer(
    what: &'static str,
    response: reqwest::Response,
) -> Result<Value, GmailError> {
    let status = response.status();
    let wait = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .map_or(USUAL_WAIT, Duration::from_secs);
    let body = platform::net::body(response, LONGEST_ANSWER).await;
    let body = body.map_err(|error| match error {
        platform::net::BodyError::Broken(error) => lost(what, &error),
        error => unusable(what, &error.to_string()),
    })?;
    // `modify` and its like answer with an object, `batchModify` with nothing.
    let body: Value = match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&body).unwrap_or_default(),
    };
    if status.is_success() {
        return Ok(body);
    }
    let error = &body["error"];
    let reason = error["errors"][0]["reason"]
        .as_str()
        .or(error["status"].as_str())
        .or(error.as_str())
        .unwrap_or("no reason");
    // Words of Google's own, and no sentence: a sentence may name an address.
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let reason: String = reason.chars().filter(|c| is_word(*c)).take(60).collect();
    match status {
        StatusCode::TOO_MANY_REQUESTS => Err(GmailError::Busy { what, wait }),
        StatusCode::FORBIDDEN if reason.to_ascii_lowercase().contains("limitexceeded") => {
            Err(GmailError::Busy { what, wait })
        }
        StatusCode::FORBIDDEN if reason.contains("nsufficient") => Err(GmailError::Scope),
        status if status.is_server_error() => {
            Err(unusable(what, &format!("HTTP {}", status.as_u16())))
        }
        status => Err(GmailError::Refused {
            what,
            status: status.as_u16(),
            reason,
        }),
    }
}

/// The library's own words may hold the address that was called, and that a mail's id.
pub(super) fn lost(what: &'static str, error: &reqwest::Error) -> GmailError {
    let why = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    unusable(what, why)
}

pub(super) fn unusable(what: &'static str, why: &str) -> GmailError {
    GmailError::Unavailable {
        what,
        why: why.to_owned(),
    }
}
