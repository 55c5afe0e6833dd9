//! How a reply leaves: an SMTP server, or a folder of `.eml` files.

use std::path::PathBuf;

use super::OutgoingMail;

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
        /// True when trying again later may help.
        temporary: bool,
    },
    /// The answer was lost: it may or may not have been sent.
    Unknown {
        /// What happened, without personal data.
        reason: String,
    },
}

/// The configured transport.
#[derive(Clone, Debug)]
pub enum Mailer {
    /// A folder of `.eml` files.
    Outbox(Outbox),
    /// An SMTP server.
    Smtp(Smtp),
}

impl Mailer {
    /// Sends one mail once; never retries by itself.
    pub async fn send(&self, mail: &OutgoingMail) -> Outcome {
        let _ = mail;
        Outcome::Unknown {
            reason: String::new(),
        }
    }
}

/// Writes each mail into a folder.
#[derive(Clone, Debug)]
pub struct Outbox {
    /// The folder; made when it is missing.
    pub folder: PathBuf,
}

/// Sends by SMTP.
#[derive(Clone, Debug)]
pub struct Smtp {}
