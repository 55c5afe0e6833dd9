//! A mailbox by IMAP (RFC 3501, RFC 9051; IDLE: RFC 2177).
//!
//! A [`Cursor`] in the store says up to which UID the mails of a folder were taken; mails that were
//! there before replybot are left alone. Where the folder takes keywords, a taken mail carries
//! [`TAKEN`] as well: a person sees what was taken, and when the folder is numbered anew
//! (UIDVALIDITY), what was taken is still known.

mod account;
mod cursor;
mod error;
mod folder_name;
mod session;
mod wire;

use std::sync::Arc;
use std::time::Duration;

pub use account::{Account, BadImapUrl};
pub use cursor::{Cursor, Numbered};
pub use error::ImapError;
pub use session::{Fetched, Selected, Session};

/// The keyword of mails that were taken.
pub const TAKEN: &str = "replybot-taken";

/// What of a mailbox is read, and how.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `IMAP_URL`, with `MAIL_OAUTH`.
    pub account: Account,
    /// `IMAP_FOLDERS`: names of folders that mails are taken from.
    pub folders: Vec<String>,
    /// `IMAP_SENT`: where copies of replies go.
    pub sent: Sent,
    /// `IMAP_POLL_INTERVAL`: how often a server without IDLE is asked.
    pub every: Duration,
}

/// Where copies of replies go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The folder that the server calls `\Sent` (RFC 6154), unless it is known to keep copies by
    /// itself.
    Auto,
    /// The folder of this name.
    Folder(String),
    /// Nowhere: the server that sends keeps copies.
    Off,
}

/// A mailbox. Clones share what they know.
#[derive(Clone, Debug)]
pub struct Imap {
    settings: Arc<Settings>,
}

/// The one of these that logs in to the account of this [name](Account::name).
pub fn of_account<'a>(all: &'a [Imap], name: &str) -> Option<&'a Imap> {
    all.iter().find(|it| it.settings().account.name() == name)
}

impl Imap {
    /// Nothing is connected to yet.
    pub fn new(settings: Settings) -> Imap {
        Imap {
            settings: Arc::new(settings),
        }
    }

    /// What it was made with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Connects and logs in.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn connect(&self) -> Result<Session, ImapError> {
        let logged_in = self.settings.account.log_in().await?;
        Ok(Session::new(logged_in))
    }

    /// Tries whether the mailbox can be read; changes no mail. True when the folders take keywords.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn reach(&self) -> Result<bool, ImapError> {
        let mut session = self.connect().await?;
        let mut keywords = true;
        for folder in &self.settings.folders {
            keywords &= session.select(folder).await?.keywords;
        }
        session.log_out().await;
        Ok(keywords)
    }

    /// Puts a copy of a reply where sent mails are, unless it is there already. False when there is
    /// no such place, or the server is known to do it by itself.
    ///
    /// # Errors
    /// [`ImapError`]; what became of the reply itself is another matter.
    pub async fn keep_copy(&self, message_id: &str, bytes: &[u8]) -> Result<bool, ImapError> {
        let mut session = self.connect().await?;
        let folder = match &self.settings.sent {
            Sent::Off => None,
            Sent::Folder(name) => Some(folder_name::to_wire(name)),
            Sent::Auto if keeps_copies(self.settings.account.host()) => None,
            Sent::Auto => session.sent_folder().await?,
        };
        let Some(folder) = folder else {
            session.log_out().await;
            return Ok(false);
        };
        let kept = session.append_once(&folder, message_id, bytes).await;
        session.log_out().await;
        kept.map(|()| true)
    }

    /// Removes a mail for good, where it still is. One that is not there any more is no error.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn delete(
        &self,
        folder: &str,
        validity: u32,
        uid: u32,
        message_id: Option<&str>,
    ) -> Result<(), ImapError> {
        let mut session = self.connect().await?;
        let deleted = session.delete(folder, validity, uid, message_id).await;
        session.log_out().await;
        deleted
    }

    /// A mail's bytes, where it still is.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn read(
        &self,
        folder: &str,
        validity: u32,
        uid: u32,
    ) -> Result<Option<Vec<u8>>, ImapError> {
        let mut session = self.connect().await?;
        let selected = session.examine(folder).await?;
        let fetched = match selected.validity == validity {
            true => session.fetch(uid).await?,
            false => None,
        };
        session.log_out().await;
        Ok(fetched.map(|it| it.bytes))
    }
}

/// Servers that file what is sent through them by themselves
/// (support.google.com/mail/answer/78892, learn.microsoft.com/exchange/client-developer).
fn keeps_copies(host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    [
        "gmail.com",
        "googlemail.com",
        "office365.com",
        "outlook.com",
    ]
    .iter()
    .any(|known| host == *known || host.ends_with(&format!(".{known}")))
}
