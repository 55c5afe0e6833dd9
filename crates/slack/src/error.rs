//! Why a call of Slack's Web API did not do what was asked, and what helps.

use std::time::Duration;

/// Longer waits than this are left to the next sweep.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Why a call did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum SlackError {
    /// HTTP 200 with `"ok": false`.
    #[error("Slack refused {method}: {error}{}", hint(error, messages))]
    Api {
        /// The Web API method.
        method: &'static str,
        /// Slack's error code, e.g. `channel_not_found`.
        error: String,
        /// `response_metadata.messages`: which part of the request was wrong.
        messages: Vec<String>,
    },
    /// HTTP 429.
    #[error("Slack asks to wait {} s before the next {method}", retry_after.as_secs())]
    RateLimited {
        /// The Web API method.
        method: &'static str,
        /// `Retry-After`.
        retry_after: Duration,
    },
    /// No connection was made: the call was certainly not carried out.
    #[error("cannot reach Slack for {method}: is SLACK_API_URL right and the network up?")]
    Unreachable {
        /// The Web API method.
        method: &'static str,
    },
    /// The answer did not come in time or broke off: the call may have been carried out.
    #[error("Slack's answer to {method} was lost ({why}): it may have been carried out")]
    Lost {
        /// The Web API method.
        method: &'static str,
        /// What happened.
        why: String,
    },
}

/// Another token is what helps against these.
const OF_THE_TOKEN: [&str; 6] = [
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "not_allowed_token_type",
];

/// An administrator of the workspace is what helps against these.
const OF_THE_CHANNEL: [&str; 4] = [
    "channel_not_found",
    "is_archived",
    "not_in_channel",
    "restricted_action",
];

/// Slack's own details, and what to do about the errors that an administrator can mend.
fn hint(error: &str, messages: &[String]) -> String {
    let details = if messages.is_empty() {
        String::new()
    } else {
        format!(" ({})", messages.join("; "))
    };
    let advice = match error {
        "channel_not_found" => {
            ": is SLACK_CHANNEL_ID the channel's id (C…), and is the app in its workspace?"
        }
        "not_in_channel" => ": invite the app to the channel",
        error if OF_THE_TOKEN.contains(&error) => {
            ": is SLACK_BOT_TOKEN this app's bot token (xoxb-…)?"
        }
        "missing_scope" => ": add the scope to the app and install it again",
        _ => "",
    };
    format!("{details}{advice}")
}

impl SlackError {
    /// Slack's error code, when there was one.
    pub fn code(&self) -> Option<&str> {
        match self {
            SlackError::Api { error, .. } => Some(error),
            _ => None,
        }
    }

    /// The kind of error, for counting.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            // An answer to a question, and no mistake.
            SlackError::Api { error, .. } if error == "hash_conflict" => "conflict",
            error if error.is_of_the_token() => "unauthorized",
            error if error.is_of_the_channel() => "no_channel",
            SlackError::Api { .. } => "refused",
            SlackError::RateLimited { .. } => "rate_limited",
            SlackError::Unreachable { .. } => "unreachable",
            SlackError::Lost { .. } => "lost",
        }
    }

    /// True when the channel is gone or shut to us: an administrator of the workspace is what helps.
    pub fn is_of_the_channel(&self) -> bool {
        self.code()
            .is_some_and(|code| OF_THE_CHANNEL.contains(&code))
    }

    /// True when Slack refuses the token: another one is what helps.
    pub fn is_of_the_token(&self) -> bool {
        self.code().is_some_and(|code| OF_THE_TOKEN.contains(&code))
    }

    /// True when trying again may help.
    pub fn is_temporary(&self) -> bool {
        match self {
            SlackError::Api { error, .. } => {
                matches!(
                    error.as_str(),
                    "internal_error" | "fatal_error" | "service_unavailable" | "request_timeout"
                )
            }
            SlackError::RateLimited { retry_after, .. } => *retry_after <= LONGEST_WAIT,
            SlackError::Unreachable { .. } | SlackError::Lost { .. } => true,
        }
    }

    /// True when the call was certainly not carried out, and trying again may help.
    pub(super) fn is_temporary_and_certain(&self) -> bool {
        self.is_temporary()
            && matches!(
                self,
                SlackError::RateLimited { .. } | SlackError::Unreachable { .. }
            )
    }
}

/// The answer to a call did not arrive as a whole.
pub(super) fn lost(method: &'static str, why: &str) -> SlackError {
    SlackError::Lost {
        method,
        why: why.to_owned(),
    }
}
