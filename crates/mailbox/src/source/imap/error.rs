//! Why an IMAP server did not do what was asked.

use std::io;

use crate::oauth::OAuthError;

/// What went wrong. Holds no part of a mail, no password and no token.
#[derive(Debug, thiserror::Error)]
pub enum ImapError {
    /// No connection.
    #[error("the IMAP server {host} cannot be reached ({why}): see host and port in IMAP_URL")]
    Unreachable {
        /// The server.
        host: String,
        /// What the machine says.
        why: String,
    },
    /// No trust.
    #[error(
        "TLS with the IMAP server {host} failed ({why}): does its certificate hold that name, and does this \
         machine trust who signed it?"
    )]
    Tls {
        /// The server.
        host: String,
        /// What rustls says.
        why: String,
    },
    /// It offers no TLS.
    #[error(
        "the IMAP server offers no STARTTLS: use imaps:// in IMAP_URL, or ?tls=none where the connection cannot be listened to"
    )]
    NoStartTls,
    /// It takes none of our ways to log in.
    #[error("the IMAP server takes no login of this kind ({0}): see IMAP_URL and MAIL_OAUTH")]
    NoLogin(&'static str),
    /// The login was refused.
    #[error(
        "the IMAP server refuses the login ({0}): see user and password in IMAP_URL, or MAIL_OAUTH"
    )]
    Login(String),
    /// There is no token.
    #[error(transparent)]
    Token(#[from] OAuthError),
    /// The server refused a command.
    #[error("the IMAP server refused {what} ({said})")]
    Refused {
        /// The command.
        what: &'static str,
        /// `BAD`: it did not understand.
        is_bad: bool,
        /// Its words.
        said: String,
    },
    /// There is no such folder.
    #[error("there is no folder {0} in the mailbox, or it cannot be opened: see IMAP_FOLDERS")]
    NoFolder(String),
    /// The folder has no lasting numbers for its mails.
    #[error("the folder {0} has no UIDVALIDITY, so that its mails have no lasting numbers")]
    NoUids(String),
    /// It hung up, and said so.
    #[error("the IMAP server ended the connection ({0})")]
    Bye(String),
    /// It hung up.
    #[error("the connection to the IMAP server broke")]
    Lost,
    /// It says nothing.
    #[error("the IMAP server did not answer in time")]
    Silent,
    /// It sends more than was asked for.
    #[error("the IMAP server's answer is longer than {0} bytes")]
    TooLong(usize),
    /// What it says makes no sense here.
    #[error("the server does not speak IMAP as documented")]
    NotImap,
}

impl ImapError {
    /// An error of the connection.
    pub(super) fn of_io(error: &io::Error) -> ImapError {
        match error.kind() {
            io::ErrorKind::TimedOut => ImapError::Silent,
            _ => ImapError::Lost,
        }
    }

    /// True when trying again may help with nothing changed.
    pub fn is_temporary(&self) -> bool {
        match self {
            ImapError::Unreachable { .. }
            | ImapError::Bye(_)
            | ImapError::Lost
            | ImapError::Silent => true,
            ImapError::Token(error) => error.is_temporary(),
            // RFC 5530: the server's own trouble.
            ImapError::Refused { said, .. } | ImapError::Login(said) => {
                ["UNAVAILABLE", "INUSE", "SERVERBUG", "LIMIT"]
                    .iter()
                    .any(|code| said.contains(code))
            }
            _ => false,
        }
    }

    /// True when the connection can be used on, and the next mail may do better.
    pub fn is_about_one_call(&self) -> bool {
        matches!(self, ImapError::Refused { .. })
    }
}
