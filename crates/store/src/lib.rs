//! Where inquiries are kept. State lives here and nowhere else: any step may be the last one
//! before a crash, and the next delivery, click or sweep goes on from what is stored.

mod back;
mod dynamodb;
mod helper;
mod item;
mod logo;
mod open;
mod page;
mod sqlite;

use std::path::PathBuf;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

pub use back::{Before, Walked};
pub use dynamodb::DynamoDb;
pub use helper::{CachedDraft, Most, Spent};
use inquiry::{ContextId, Inquiry, Work};
use mail::MessageId;
pub use open::Open;
pub use page::{Conflict, Cursor, Page};
use pii::CustomerText;
use platform::aws;
use platform::net;
pub use sqlite::Sqlite;

/// Where inquiries are kept.
#[derive(Clone, Debug)]
pub enum StoreConfig {
    /// The embedded store.
    Sqlite {
        /// `replybot.sqlite3` in `REPLYBOT_DATA`.
        path: PathBuf,
    },
    /// DynamoDB; region, endpoint and credentials as in every AWS SDK.
    DynamoDb {
        /// `DDB_TABLE_NAME`.
        table: String,
    },
}

/// The configured store.
#[derive(Clone, Debug)]
pub enum Store {
    /// A file on this machine, shared by the processes on it.
    Sqlite(Sqlite),
    /// A table of AWS.
    DynamoDb(DynamoDb),
}

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store cannot be reached or is overloaded; trying again may help.
    #[error("the store cannot be used right now: {0}")]
    Unavailable(String),
    /// An item is there, but it is not one that this program understands.
    #[error("an item of the store cannot be read: {0}")]
    Unreadable(String),
}

impl StoreError {
    /// Names the item alone: what a deserializer says quotes the value that it did not expect,
    /// which may be a customer's.
    pub fn unreadable(id: &str) -> StoreError {
        StoreError::Unreadable(format!(
            "`{id}` does not have the form that this version of replybot writes; did a newer one write it?"
        ))
    }
}

/// The key of a message: `message#` and the SHA-256 of its `Message-ID`.
pub fn message_key(id: &MessageId) -> String {
    content_key(id.as_str().as_bytes())
}

/// The key of a message without a usable `Message-ID`: of its bytes.
pub fn content_key(bytes: &[u8]) -> String {
    format!("message#{}", hex::encode(Sha256::digest(bytes)))
}

/// The key under which the tries to read a mail are counted: of its bytes.
pub fn reading_key(bytes: &[u8]) -> String {
    format!("reading#{}", hex::encode(Sha256::digest(bytes)))
}

/// The key of what says where the chain of proofs ends, as far as the last writer came to say
/// so: a number.
pub const PROOF_HEAD: &str = "proof#head";

/// The key of a record of the chain of proofs.
pub fn proof_key(number: u64) -> String {
    format!("proof#{number:012}")
}

/// The key of a helper item with a text of ours.
fn kv_key(name: &str) -> String {
    format!("note#{name}")
}

/// Leaves out what cannot be read: one such item must not hide all others from a list.
fn readable(inquiries: impl Iterator<Item = Result<Inquiry, StoreError>>) -> Vec<Inquiry> {
    let readable = inquiries.filter_map(|inquiry| {
        inquiry
            .inspect_err(|error| tracing::warn!(%error, "an inquiry is left out"))
            .ok()
    });
    readable.collect()
}

/// What became of an insertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// It is stored.
    New,
    /// A mail of the same key was stored before, as this inquiry.
    Duplicate(ContextId),
}

/// What became of a conditional write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is stored.
    Yes,
    /// Another process wrote in between: read again.
    Conflict,
}

/// What a look at the unfinished steps found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Inquiries with a step that is due, the longest overdue first.
    pub ids: Vec<ContextId>,
    /// When the next step will be due, where the look told that, too.
    pub next: Option<Timestamp>,
}

/// Why an inquiry was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError<E> {
    /// There is no such inquiry.
    #[error("there is no such inquiry; it may have been deleted after its retention time")]
    NotFound,
    /// The change itself was refused.
    #[error("{0}")]
    Refused(E),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writers to one inquiry at the same time are few; more conflicts than this mean a fault.
const MAX_CONFLICTS: usize = 50;

impl Store {
    /// Opens the store that the configuration names.
    ///
    /// # Errors
    /// When the file cannot be opened, or no AWS region is configured.
    pub async fn connect(config: &StoreConfig) -> Result<Store, StoreError> {
        match config {
            StoreConfig::Sqlite { path } => Sqlite::open(path).map(Store::Sqlite),
            StoreConfig::DynamoDb { table } => {
                // Where TLS cannot be used, the SDK does not say so: it panics.
                net::client().map_err(|it| StoreError::Unavailable(format!("{it:#}")))?;
                DynamoDb::new(&aws::sdk_config().await, table).map(Store::DynamoDb)
            }
        }
    }

    /// Stores a new inquiry and the key of its mail together, unless a mail of that key is there.
    pub async fn insert(
        &self,
        inquiry: &Inquiry,
        message_key: &str,
    ) -> Result<Inserted, StoreError> {
        match self {
            Store::Sqlite(store) => store.insert(inquiry, message_key).await,
            Store::DynamoDb(store) => Box::pin(store.insert(inquiry, message_key)).await,
        }
    }

    /// Remembers that a message of this key belongs to an inquiry; an earlier link stays.
    pub async fn link_message(
        &self,
        key: &str,
        id: &ContextId,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(store) => store.link_message(key, id, expires_at).await,
            Store::DynamoDb(store) => store.link_message(key, id, expires_at).await,
        }
    }

    /// The inquiry that a message of this key belongs to.
    pub async fn by_message(&self, key: &str) -> Result<Option<ContextId>, StoreError> {
        match self {
            Store::Sqlite(store) => store.by_message(key).await,
            Store::DynamoDb(store) => store.by_message(key).await,
        }
    }

    /// Reads an inquiry.
    pub async fn get(&self, id: &ContextId) -> Result<Option<Inquiry>, StoreError> {
        match self {
            Store::Sqlite(store) => store.get(id).await,
            Store::DynamoDb(store) => Box::pin(store.get(id)).await,
        }
    }

    /// Reads an inquiry, and the text of a helper item, in one round trip.
    pub async fn get_with_kv(
        &self,
        id: &ContextId,
        key: &str,
    ) -> Result<(Option<Inquiry>, Option<String>), StoreError> {
        match self {
            Store::Sqlite(store) => store.get_with_kv(id, key).await,
            Store::DynamoDb(store) => Box::pin(store.get_with_kv(id, key)).await,
        }
    }

    /// Writes an inquiry if it was not written since it was read (optimistic locking), and counts its version up.
    pub async fn replace(&self, inquiry: &mut Inquiry) -> Result<Written, StoreError> {
        let written = match self {
            Store::Sqlite(store) => store.replace(inquiry).await,
            Store::DynamoDb(store) => Box::pin(store.replace(inquiry)).await,
        }?;
        if written == Written::Yes {
            inquiry.version += 1;
        }
        Ok(written)
    }

    /// Inquiries with an unfinished step that is due at `now`, the longest overdue first. Where there
    /// are more than `limit`, of each sender one in turn: a flood of one keeps no other waiting.
    pub async fn due(&self, now: Timestamp, limit: usize) -> Result<Vec<ContextId>, StoreError> {
        Ok(self.look(&Work::ALL, now, limit).await?.ids)
    }

    /// The same of some kinds of steps, and when the next one is due. Where little is unfinished, this
    /// asks a table once.
    pub async fn look(
        &self,
        kinds: &[Work],
        now: Timestamp,
        limit: usize,
    ) -> Result<Due, StoreError> {
        match self {
            Store::Sqlite(store) => store.look(kinds, now, limit).await,
            Store::DynamoDb(store) => Box::pin(store.look(kinds, now, limit)).await,
        }
    }

    /// Inquiries for which no draft was ever written and none is in the way, oldest first.
    pub async fn without_draft(&self, limit: usize) -> Result<Vec<ContextId>, StoreError> {
        match self {
            Store::Sqlite(store) => store.without_draft(limit).await,
            Store::DynamoDb(store) => store.without_draft(limit).await,
        }
    }

    /// The inquiries received last, newest first.
    pub async fn newest(&self, limit: usize) -> Result<Vec<Inquiry>, StoreError> {
        match self {
            Store::Sqlite(store) => store.newest(limit).await,
            Store::DynamoDb(store) => store.newest(limit).await,
        }
    }

    /// The text of a helper item, e.g. of `person#U012AB3CD`.
    pub async fn kv(&self, key: &str) -> Result<Option<String>, StoreError> {
        match self {
            Store::Sqlite(store) => store.kv(key).await,
            Store::DynamoDb(store) => store.kv(key).await,
        }
    }

    /// Writes such a text if it was not written since `read` was read (`None`: it was not
    /// there). Without `expires_at` it stays for good.
    pub async fn write_kv(
        &self,
        key: &str,
        read: Option<&str>,
        text: &str,
        expires_at: Option<Timestamp>,
    ) -> Result<Written, StoreError> {
        match self {
            Store::Sqlite(store) => store.write_kv(key, read, text, expires_at).await,
            Store::DynamoDb(store) => store.write_kv(key, read, text, expires_at).await,
        }
    }

    /// Deletes what has outlived its retention time; returns how many inquiries that were. None
    /// in DynamoDB, which does that by itself.
    pub async fn purge(&self, now: Timestamp) -> Result<usize, StoreError> {
        match self {
            Store::Sqlite(store) => store.purge(now).await,
            Store::DynamoDb(_) => Ok(0),
        }
    }

    /// Keeps a text of ours under a name, in the place of the one before; without an end.
    pub async fn keep_note(&self, name: &str, text: &str) -> Result<(), StoreError> {
        let key = kv_key(name);
        match self {
            Store::Sqlite(store) => store.keep_note(&key, text).await,
            Store::DynamoDb(store) => store.keep_note(&key, text).await,
        }
    }

    /// The text that was kept under a name.
    pub async fn note(&self, name: &str) -> Result<Option<String>, StoreError> {
        let key = kv_key(name);
        match self {
            Store::Sqlite(store) => store.note(&key).await,
            Store::DynamoDb(store) => store.note(&key).await,
        }
    }

    /// Whether the store answers.
    pub async fn ping(&self) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(store) => store.ping().await,
            Store::DynamoDb(store) => store.ping().await,
        }
    }

    /// Reads an inquiry, lets `change` work on it and writes it back; again from the start when
    /// another process wrote in between. Returns the inquiry as stored and what `change` returned.
    ///
    /// # Errors
    /// [`ChangeError::Refused`] with what `change` answered; nothing is written then.
    pub async fn change<T, E>(
        &self,
        id: &ContextId,
        change: impl FnMut(&mut Inquiry) -> Result<T, E>,
    ) -> Result<(Inquiry, T), ChangeError<E>> {
        let read = Box::new(self.get(id).await?.ok_or(ChangeError::NotFound)?);
        self.change_read(read, change).await
    }

    /// The same for an inquiry that was read already: it is read again only where another writer was
    /// faster.
    ///
    /// # Errors
    /// As [`Store::change`].
    pub async fn change_read<T, E>(
        &self,
        // Boxed, as every flow holds one of these: two inquiries within each would make futures of
        // them that are too large for a thread's stack.
        mut read: Box<Inquiry>,
        mut change: impl FnMut(&mut Inquiry) -> Result<T, E>,
    ) -> Result<(Inquiry, T), ChangeError<E>> {
        for _ in 0..MAX_CONFLICTS {
            let mut inquiry = read.clone();
            let outcome = change(&mut inquiry).map_err(ChangeError::Refused)?;
            if inquiry == read || self.replace(&mut inquiry).await? == Written::Yes {
                return Ok((*inquiry, outcome));
            }
            *read = self.get(&read.id).await?.ok_or(ChangeError::NotFound)?;
        }
        Err(StoreError::Unavailable(format!(
            "more than {MAX_CONFLICTS} writers at once on one inquiry"
        ))
        .into())
    }
}

/// True when `stored` is what a store made of the text `received`: the store may have to cut it.
pub fn is_stored_as(received: &CustomerText, stored: &CustomerText) -> bool {
    dynamodb::item_limit::is_stored_as(received, stored)
}
