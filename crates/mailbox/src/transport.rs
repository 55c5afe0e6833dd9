//! How a reply leaves: an SMTP server, Amazon SES, Gmail, Microsoft 365, or a folder of `.eml` files.

use std::fmt::Display;

use super::gmail::Gmail;
use super::graph::Graph;
use super::{Outbox, Ses, Smtp};
use inquiry::Cause;
use mail::{Contents, OutgoingMail};

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The mail service took it, under this identifier of its own.
    Accepted {
        /// The service's identifier, e.g. what an SMTP server said when it queued the mail.
        id: String,
    },
    /// The mail service refused it: it was certainly not sent.
    Refused {
        /// What the service said, without personal data.
        reason: String,
        /// The same for the person who approved it.
        cause: Cause,
        /// True when trying again later may help.
        temporary: bool,
    },
    /// The answer was lost: it may or may not have been sent.
    Unknown {
        /// What happened, without personal data.
        reason: String,
    },
}

impl Outcome {
    pub(super) fn refused(reason: impl Into<String>) -> Outcome {
        Outcome::Refused {
            reason: reason.into(),
            cause: Cause::Refused,
            temporary: false,
        }
    }

    /// It was certainly not sent, and may be later.
    pub(super) fn not_now(cause: Cause, reason: impl Into<String>) -> Outcome {
        Outcome::Refused {
            reason: reason.into(),
            cause,
            temporary: true,
        }
    }

    /// An error after which the mail was certainly not sent; the rest as in [`Outcome::Refused`].
    pub(super) fn refused_by(error: &impl Display, cause: Cause, temporary: bool) -> Outcome {
        Outcome::Refused {
            reason: error.to_string(),
            cause,
            temporary,
        }
    }

    pub(super) fn unknown(reason: impl Into<String>) -> Outcome {
        Outcome::Unknown {
            reason: reason.into(),
        }
    }
}

/// The configured transport.
#[derive(Clone, Debug)]
pub enum Mailer {
    /// A folder of `.eml` files.
    Outbox(Outbox),
    /// An SMTP server.
    Smtp(Smtp),
    /// Amazon SES.
    Ses(Ses),
    /// Microsoft 365.
    Graph(Graph),
    /// Gmail.
    Gmail(Gmail),
}

impl Mailer {
    /// Sends one mail, to which these contents belong, once; never retries by itself. `tag` names the
    /// inquiry to a mail service that reports later what became of the mail.
    pub async fn send(&self, mail: &OutgoingMail, contents: Contents<'_>, tag: &str) -> Outcome {
        if mail.to.is_empty() {
            return Outcome::refused("the mail has no recipient");
        }
        let bytes = || mail.to_bytes_with(contents);
        // These read the recipients from the mail, and take `Bcc` out of it.
        let kept = || mail.kept_bytes_with(contents);
        match self {
            Mailer::Outbox(outbox) => outbox.send_as(mail, &bytes()).await,
            Mailer::Smtp(smtp) => smtp.send_as(mail, &bytes()).await,
            Mailer::Gmail(gmail) => gmail.send_as(&kept()).await,
            Mailer::Graph(graph) => graph.send_as(mail, contents).await,
            Mailer::Ses(ses) => ses.send_as(mail, &bytes(), tag).await,
        }
    }
}
