//! What is done in a mailbox, one command after the other.

use imap_proto::{AttributeValue, MailboxDatum, NameAttribute, Response};
use jiff::Timestamp;
use jiff::fmt::strtime;
use tokio::time::Instant;

use super::TAKEN;
use super::account::{LoggedIn, has};
use super::error::ImapError;
use super::folder_name::to_wire;
use super::wire::{SHORT, Said, Wire, quoted};

/// Bytes of a mail that are read, as mail services take; the rest of a longer one stays in the
/// mailbox.
pub const LONGEST_MAIL: usize = 50 * 1024 * 1024;
/// Bytes of an answer to a search: a million numbers.
const LONGEST_SEARCH: usize = 11 * 1024 * 1024;

/// A connection that is logged in.
#[derive(Debug)]
pub struct Session {
    wire: Wire,
    capabilities: Vec<String>,
    /// How many mails the selected folder has, as far as the server said.
    exists: u32,
}

/// A folder, as it was when it was selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// UIDVALIDITY.
    pub validity: u32,
    /// UIDNEXT: the next mail has this UID or a higher one.
    pub next: u32,
    /// Mails in it can be given keywords of ours.
    pub keywords: bool,
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// As it came, up to [`LONGEST_MAIL`].
    pub bytes: Vec<u8>,
    /// How long all of it is.
    pub size: u32,
    /// INTERNALDATE: when it came into the mailbox.
    pub received: Option<Timestamp>,
}

impl Session {
    pub(super) fn new(LoggedIn { wire, capabilities }: LoggedIn) -> Session {
        Session {
            wire,
            capabilities,
            exists: 0,
        }
    }

    /// The server says by itself when a mail comes.
    pub fn can_idle(&self) -> bool {
        has(&self.capabilities, "IDLE")
    }

    /// How many mails the folder has, as far as the server said: more than before are news.
    pub fn exists(&self) -> u32 {
        self.exists
    }

    /// Opens a folder to take mails from it.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn select(&mut self, folder: &str) -> Result<Selected, ImapError> {
        self.open("SELECT", folder).await
    }

    /// Opens a folder to read in it alone: opened like this, it offers to keep no keywords.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn examine(&mut self, folder: &str) -> Result<Selected, ImapError> {
        self.open("EXAMINE", folder).await
    }

    async fn open(&mut self, what: &'static str, folder: &str) -> Result<Selected, ImapError> {
        let (mut validity, mut next, mut flags) = (None, None, Vec::new());
        let (mut exists, mut read_only) = (0, false);
        let command = format!("{what} {}", to_wire(folder));
        let opened = self.wire.run(what, &command, SHORT, |said| match said {
            Said::Data(Response::MailboxData(MailboxDatum::Exists(number))) => exists = *number,
            Said::Data(_) => {}
            Said::Code(code) => {
                let (name, argument) = code.split_once(' ').unwrap_or((code, ""));
                match name.to_ascii_uppercase().as_str() {
                    "UIDVALIDITY" => validity = argument.trim().parse().ok(),
                    "UIDNEXT" => next = argument.trim().parse().ok(),
                    "PERMANENTFLAGS" => {
                        let all = argument.trim_matches(['(', ')']).split_ascii_whitespace();
                        flags = all.map(str::to_ascii_lowercase).collect();
                    }
                    "READ-ONLY" => read_only = true,
                    _ => {}
                }
            }
        });
        match opened.await {
            Err(ImapError::Refused { is_bad: false, .. }) => {
                return Err(ImapError::NoFolder(folder.to_owned()));
            }
            opened => opened?,
        }
        self.exists = exists;
        let validity = validity.ok_or_else(|| ImapError::NoUids(folder.to_owned()))?;
        let next = match next {
            Some(next) => next,
            // RFC 3501 §7.1: a server may keep it to itself.
            None => self.highest_uid().await?.saturating_add(1),
        };
        let keywords = flags.iter().any(|flag| flag == "\\*" || flag == TAKEN);
        Ok(Selected {
            validity,
            next,
            keywords: keywords && !read_only,
        })
    }

    async fn highest_uid(&mut self) -> Result<u32, ImapError> {
        if self.exists == 0 {
            return Ok(0);
        }
        let last = self.search("UID *").await?;
        Ok(last.into_iter().max().unwrap_or(0))
    }

    /// The UIDs from `next` on of mails that were not taken and are not deleted, in any order.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn waiting(&mut self, next: u32, keywords: bool) -> Result<Vec<u32>, ImapError> {
        let mut query = format!("UID {next}:* UNDELETED");
        if keywords {
            query = format!("{query} UNKEYWORD {TAKEN}");
        }
        self.search(&query).await
    }

    async fn search(&mut self, query: &str) -> Result<Vec<u32>, ImapError> {
        let mut found = Vec::new();
        let exists = &mut self.exists;
        let command = format!("UID SEARCH {query}");
        let search = self.wire.run("SEARCH", &command, LONGEST_SEARCH, |said| {
            note_exists(exists, &said);
            if let Said::Data(Response::MailboxData(MailboxDatum::Search(uids))) = said {
                found.extend(uids);
            }
        });
        search.await?;
        Ok(found)
    }

    /// A mail; `None` when it is not there any more.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn fetch(&mut self, uid: u32) -> Result<Option<Fetched>, ImapError> {
        let command =
            format!("UID FETCH {uid} (UID RFC822.SIZE INTERNALDATE BODY.PEEK[]<0.{LONGEST_MAIL}>)");
        let mut fetched = None;
        let exists = &mut self.exists;
        // In bounds that hold for servers, too, that send all of it.
        let most = LONGEST_MAIL + SHORT;
        let fetch = self.wire.run("FETCH", &command, most, |said| {
            note_exists(exists, &said);
            if let Said::Data(Response::Fetch(_, attributes)) = said
                && let Some(mail) = fetched_of(uid, attributes)
            {
                fetched = Some(mail);
            }
        });
        fetch.await?;
        Ok(fetched)
    }

    /// Gives a mail the keyword of those that were taken.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn mark(&mut self, uid: u32) -> Result<(), ImapError> {
        let command = format!("UID STORE {uid} +FLAGS.SILENT ({TAKEN})");
        let exists = &mut self.exists;
        let store = self
            .wire
            .run("STORE", &command, SHORT, |said| note_exists(exists, &said));
        store.await
    }

    /// Waits until the folder changes, `until` at most. True when it did.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn idle(&mut self, until: Instant) -> Result<bool, ImapError> {
        let tag = self.wire.begin_idle().await?;
        let news = self.wire.idle_until(until).await?;
        self.wire.end_idle(&tag).await?;
        Ok(news)
    }

    /// Lets the server say what is new, and keeps the connection open.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn noop(&mut self) -> Result<(), ImapError> {
        let exists = &mut self.exists;
        let noop = self
            .wire
            .run("NOOP", "NOOP", SHORT, |said| note_exists(exists, &said));
        noop.await
    }

    /// Says goodbye: politeness only, nothing comes of it.
    pub async fn log_out(mut self) {
        let goodbye = self.wire.run("LOGOUT", "LOGOUT", SHORT, |_| {});
        let _ = tokio::time::timeout(std::time::Duration::from_secs(2), goodbye).await;
    }

    /// The folder for sent mails, in quotes as the server writes it.
    pub(super) async fn sent_folder(&mut self) -> Result<Option<String>, ImapError> {
        let mut found = None;
        let (mut by_name, names) = (
            None,
            [
                "sent",
                "sent items",
                "sent messages",
                "&kAFP4W4IMH8wojCkMMYw4A-",
            ],
        );
        let list = self
            .wire
            .run("LIST", "LIST \"\" \"*\"", LONGEST_SEARCH, |said| {
                let Said::Data(Response::MailboxData(MailboxDatum::List(folder))) = said else {
                    return;
                };
                let is_sent = |it: &NameAttribute<'_>| matches!(it, NameAttribute::Sent);
                if folder.name_attributes.iter().any(is_sent) {
                    found = found.take().or_else(|| quoted(&folder.name));
                }
                let delimiter = folder.delimiter.as_deref().unwrap_or("/");
                let last = folder.name.rsplit(delimiter).next().unwrap_or_default();
                if names.iter().any(|it| it.eq_ignore_ascii_case(last)) {
                    by_name = by_name.take().or_else(|| quoted(&folder.name));
                }
            });
        list.await?;
        Ok(found.or(by_name))
    }

    /// Appends a mail that was read unless one with its Message-ID is there.
    pub(super) async fn append_once(
        &mut self,
        folder: &str,
        message_id: &str,
        bytes: &[u8],
    ) -> Result<(), ImapError> {
        let select = format!("EXAMINE {folder}");
        self.wire.run("EXAMINE", &select, SHORT, |_| {}).await?;
        if let Some(id) = quoted(&format!("<{message_id}>"))
            && !self
                .search(&format!("HEADER Message-ID {id}"))
                .await?
                .is_empty()
        {
            return Ok(());
        }
        let command = format!("APPEND {folder} (\\Seen) {{{}}}", bytes.len());
        self.wire.run_with("APPEND", &command, bytes).await
    }

    /// Removes a mail for good, by its UID, or by its Message-ID where the folder was numbered anew.
    pub(super) async fn delete(
        &mut self,
        folder: &str,
        validity: u32,
        uid: u32,
        message_id: Option<&str>,
    ) -> Result<(), ImapError> {
        let selected = self.select(folder).await?;
        let uids = match message_id.and_then(|id| quoted(&format!("<{id}>"))) {
            _ if selected.validity == validity => vec![uid],
            Some(id) => self.search(&format!("HEADER Message-ID {id}")).await?,
            None => Vec::new(),
        };
        for uid in uids {
            let flag = format!("UID STORE {uid} +FLAGS.SILENT (\\Deleted)");
            self.wire.run("STORE", &flag, SHORT, |_| {}).await?;
            // Without UIDPLUS (RFC 4315), EXPUNGE would remove what others have marked.
            if has(&self.capabilities, "UIDPLUS") {
                let expunge = format!("UID EXPUNGE {uid}");
                self.wire.run("EXPUNGE", &expunge, SHORT, |_| {}).await?;
            }
        }
        Ok(())
    }
}

fn note_exists(exists: &mut u32, said: &Said<'_>) {
    match said {
        Said::Data(Response::MailboxData(MailboxDatum::Exists(number))) => *exists = *number,
        Said::Data(Response::Expunge(_)) => *exists = exists.saturating_sub(1),
        _ => {}
    }
}

/// The mail, if these are its attributes: a server may tell of others in between.
fn fetched_of(uid: u32, attributes: &[AttributeValue<'_>]) -> Option<Fetched> {
    let (mut is_it, mut bytes, mut size, mut received) = (false, None, 0, None);
    for attribute in attributes {
        match attribute {
            AttributeValue::Uid(of) => is_it = *of == uid,
            AttributeValue::BodySection {
                section: None,
                data: Some(data),
                ..
            } => bytes = Some(data),
            AttributeValue::Rfc822Size(of) => size = *of,
            AttributeValue::InternalDate(date) => received = internal_date(date),
            _ => {}
        }
    }
    let mut bytes = bytes.filter(|_| is_it)?.to_vec();
    bytes.truncate(LONGEST_MAIL);
    Some(Fetched {
        bytes,
        size,
        received,
    })
}

/// `17-Jul-1996 02:44:25 -0700`; the day may begin with a space (RFC 3501 §9).
fn internal_date(text: &str) -> Option<Timestamp> {
    let parsed = strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim_start()).ok()?;
    parsed.to_timestamp().ok()
}

#[cfg(test)]
mod tests {
    use super::internal_date;

    #[test]
    fn internal_dates_are_read() {
        for (text, time) in [
            ("17-Jul-1996 02:44:25 -0700", "1996-07-17T09:44:25Z"),
            (" 7-Nov-2026 10:00:00 +0900", "2026-11-07T01:00:00Z"),
        ] {
            assert_eq!(
                internal_date(text).map(|it| it.to_string()).as_deref(),
                Some(time)
            );
        }
        assert_eq!(internal_date("yesterday"), None);
    }
}
