//! The embedded store: one SQLite file in WAL mode, which several processes may share.

mod back;
mod helper;
mod open;
mod page;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, params};
use serde_json::Value;
use writer::Writer;

use super::item::Item;
use super::{Due, Inserted, StoreError, Written, readable};
use inquiry::{ContextId, Inquiry, Work};
use platform::private;

/// `item` holds the same attributes as an item of the DynamoDB table; the columns beside it are
/// what is searched for. Times are milliseconds since 1970, `expires_at` is seconds.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS inquiries (
        context_id  TEXT PRIMARY KEY,
        version     INTEGER NOT NULL,
        work        TEXT,
        due_at      INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        expires_at  INTEGER NOT NULL,
        item        TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS open_work ON inquiries (due_at) WHERE work IS NOT NULL;
    CREATE INDEX IF NOT EXISTS by_time ON inquiries (received_at);
    CREATE TABLE IF NOT EXISTS notes (
        key  TEXT PRIMARY KEY,
        text TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS messages (
        key        TEXT PRIMARY KEY,
        context_id TEXT NOT NULL,
        expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS memos (
        key        TEXT PRIMARY KEY,
        text       TEXT NOT NULL,
        expires_at INTEGER
    ) STRICT;
    CREATE TABLE IF NOT EXISTS helpers (
        key        TEXT PRIMARY KEY,
        expires_at INTEGER NOT NULL,
        item       TEXT NOT NULL
    ) STRICT;
";

/// How long a writer waits for another process' write to finish.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// An open file. Clones share the connections: one that reads, and one that writes.
#[derive(Clone, Debug)]
pub struct Sqlite {
    path: PathBuf,
    reader: Arc<Mutex<Connection>>,
    writer: Writer,
}

impl Sqlite {
    /// Opens the file, making it and its folder when they are missing.
    pub fn open(path: &Path) -> Result<Sqlite, StoreError> {
        let cannot = |error: &dyn std::fmt::Display| {
            StoreError::Unavailable(format!(
                "cannot open {}: {error}; is the folder writable?",
                path.display()
            ))
        };
        if let Some(folder) = path.parent() {
            private::folder(folder).map_err(|error| cannot(&error))?;
        }
        // SQLite gives what it puts beside the file (-wal, -shm) the file's own mode.
        private::touch(path).map_err(|error| cannot(&error))?;
        let open = || open_and_prepare(path).map_err(|error| cannot(&error));
        Ok(Sqlite {
            path: path.to_owned(),
            writer: Writer::start(open()?),
            reader: Arc::new(Mutex::new(open()?)),
        })
    }

    /// Whether the file is there, and can be read; where it is not there, whether it could be made. Changes
    /// nothing.
    ///
    /// # Errors
    /// What is in the way.
    pub fn look_at(path: &Path) -> Result<bool, StoreError> {
        let cannot = |error: &dyn std::fmt::Display| {
            StoreError::Unavailable(format!("cannot open {}: {error}", path.display()))
        };
        let folder = path.parent().unwrap_or(Path::new("."));
        private::can_hold_files(folder).map_err(|error| cannot(&error))?;
        if !path.try_exists().map_err(|error| cannot(&error))? {
            return Ok(false);
        }
        let opened = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let connection = opened.map_err(|error| cannot(&error))?;
        let read = connection.query_row(
            "SELECT count(*) FROM pragma_table_info('inquiries')",
            [],
            |row| row.get::<_, i64>(0),
        );
        match read.map_err(|error| cannot(&error))? {
            0 => Err(cannot(&"it holds no inquiries, but something else")),
            _ => Ok(true),
        }
    }

    /// Writes; see [`Writer::write`].
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer.write(work).await
    }

    /// Reads, off the threads that serve requests.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let connection = Arc::clone(&self.reader);
        tokio::task::spawn_blocking(move || {
            work(&connection.lock().unwrap_or_else(PoisonError::into_inner))
        })
        .await
        .map_err(|error| StoreError::Unavailable(format!("the store's thread ended: {error}")))?
    }

    pub(super) async fn insert(
        &self,
        inquiry: &Inquiry,
        message_key: &str,
    ) -> Result<Inserted, StoreError> {
        let row = Row::new(inquiry, inquiry.version)?;
        let key = message_key.to_owned();
        self.write(move |connection| {
            connection.execute(
                "DELETE FROM messages WHERE key = ?1 AND expires_at < ?2",
                params![key, row.received_at / 1000],
            )?;
            let earlier: Option<String> = connection
                .query_row("SELECT context_id FROM messages WHERE key = ?1", [&key], |row| row.get(0))
                .optional()?;
            if let Some(earlier) = earlier {
                return Ok(Inserted::Duplicate(stored_id(&earlier)?));
            }
            connection.execute(
                "INSERT INTO messages (key, context_id, expires_at) VALUES (?1, ?2, ?3)",
                params![key, row.context_id, row.expires_at],
            )?;
            connection.execute(
                "INSERT INTO inquiries (context_id, version, work, due_at, received_at, expires_at, item,
                                        queue, arrived_at, assignee, customer, queued_version)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?2)",
                params![
                    row.context_id, row.version, row.work, row.due_at, row.received_at, row.expires_at, row.item,
                    row.queue, row.arrived_at, row.assignee, row.customer
                ],
            )?;
            Ok(Inserted::New)
        })
        .await
    }

    pub(super) async fn link_message(
        &self,
        key: &str,
        id: &ContextId,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let (key, id) = (key.to_owned(), id.as_str().to_owned());
        self.write(move |connection| {
            connection.execute(
                "INSERT INTO messages (key, context_id, expires_at) VALUES (?1, ?2, ?3)
                 ON CONFLICT (key) DO NOTHING",
                params![key, id, expires_at.as_second()],
            )?;
            Ok(())
        })
        .await
    }

    pub(super) async fn keep_note(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let (key, text) = (key.to_owned(), text.to_owned());
        self.run(move |connection| {
            connection.execute(
                "INSERT INTO notes (key, text) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET text = excluded.text",
                [key, text],
            )?;
            Ok(())
        })
        .await
    }

    pub(super) async fn note(&self, key: &str) -> Result<Option<String>, StoreError> {
        let key = key.to_owned();
        self.run(move |connection| {
            let mut select = connection.prepare_cached("SELECT text FROM notes WHERE key = ?1")?;
            Ok(select.query_row([key], |row| row.get(0)).optional()?)
        })
        .await
    }

    pub(super) async fn by_message(&self, key: &str) -> Result<Option<ContextId>, StoreError> {
        let key = key.to_owned();
        let id: Option<String> = self
            .run(move |connection| {
                let mut select =
                    connection.prepare_cached("SELECT context_id FROM messages WHERE key = ?1")?;
                Ok(select.query_row([key], |row| row.get(0)).optional()?)
            })
            .await?;
        id.map(|id| stored_id(&id)).transpose()
    }

    pub(super) async fn get(&self, id: &ContextId) -> Result<Option<Inquiry>, StoreError> {
        let key = id.as_str().to_owned();
        let item = self
            .run(move |connection| select_item(connection, &key))
            .await?;
        item.map(|item| read_item(id.as_str(), &item)).transpose()
    }

    pub(super) async fn get_with_kv(
        &self,
        id: &ContextId,
        key: &str,
    ) -> Result<(Option<Inquiry>, Option<String>), StoreError> {
        let (item_key, key) = (id.as_str().to_owned(), key.to_owned());
        let (item, text) = self
            .run(move |connection| {
                let item = select_item(connection, &item_key)?;
                Ok((item, select_kv(connection, &key)?))
            })
            .await?;
        let inquiry = item.map(|item| read_item(id.as_str(), &item)).transpose()?;
        Ok((inquiry, text))
    }

    pub(super) async fn replace(&self, inquiry: &Inquiry) -> Result<Written, StoreError> {
        let row = Row::new(inquiry, inquiry.version + 1)?;
        self.write(move |connection| {
            let changed = connection
                .prepare_cached(
                    "UPDATE inquiries SET version = ?2, work = ?3, due_at = ?4, expires_at = ?5, item = ?6,
                            queue = ?7, arrived_at = ?8, assignee = ?9, customer = ?10, queued_version = ?2
                     WHERE context_id = ?1 AND version = ?2 - 1",
                )?
                .execute(params![
                    row.context_id, row.version, row.work, row.due_at, row.expires_at, row.item,
                    row.queue, row.arrived_at, row.assignee, row.customer
                ])?;
            Ok(if changed == 1 { Written::Yes } else { Written::Conflict })
        })
        .await
    }

    pub(super) async fn look(
        &self,
        kinds: &[Work],
        now: Timestamp,
        limit: usize,
    ) -> Result<Due, StoreError> {
        let kinds: Vec<&str> = kinds.iter().map(|it| it.name()).collect();
        let kinds = serde_json::json!(kinds).to_string();
        self.run(move |connection| {
            let mut next = connection.prepare_cached(
                "SELECT due_at FROM inquiries WHERE work IS NOT NULL AND due_at > ?1 AND expires_at >= ?2
                   AND work IN (SELECT value FROM json_each(?3)) ORDER BY due_at LIMIT 1",
            )?;
            let parameters = params![now.as_millisecond(), now.as_second(), kinds];
            let next: Option<i64> = next.query_row(parameters, |row| row.get(0)).optional()?;
            let mut select = connection.prepare_cached(
                "SELECT context_id FROM (
                     SELECT context_id, due_at, ROW_NUMBER() OVER (
                         PARTITION BY item ->> '$.sender_email' ORDER BY due_at
                     ) AS turn
                     FROM inquiries WHERE work IS NOT NULL AND due_at <= ?1 AND expires_at >= ?2
                       AND work IN (SELECT value FROM json_each(?4))
                 ) ORDER BY turn, due_at LIMIT ?3",
            )?;
            let parameters = params![
                now.as_millisecond(),
                now.as_second(),
                as_limit(limit),
                kinds
            ];
            let ids = select.query_map(parameters, |row| row.get::<_, String>(0))?;
            Ok(Due {
                ids: ids
                    .map(|id| stored_id(&id?))
                    .collect::<Result<_, StoreError>>()?,
                next: next.and_then(|at| Timestamp::from_millisecond(at).ok()),
            })
        })
        .await
    }

    pub(super) async fn without_draft(&self, limit: usize) -> Result<Vec<ContextId>, StoreError> {
        self.run(move |connection| {
            let mut select = connection.prepare_cached(
                "SELECT context_id FROM inquiries
                 WHERE json_array_length(item, '$.drafts') = 0 AND json_array_length(item, '$.replies') = 0
                   AND item ->> '$.state' IN ('notified', 'drafting', 'failed')
                 ORDER BY received_at LIMIT ?1",
            )?;
            let ids = select.query_map([as_limit(limit)], |row| row.get::<_, String>(0))?;
            ids.map(|id| stored_id(&id?)).collect()
        })
        .await
    }

    pub(super) async fn newest(&self, limit: usize) -> Result<Vec<Inquiry>, StoreError> {
        let items: Vec<(String, String)> = self
            .run(move |connection| {
                let mut select = connection.prepare_cached(
                    "SELECT context_id, item FROM inquiries ORDER BY received_at DESC, context_id DESC LIMIT ?1",
                )?;
                let items = select.query_map([as_limit(limit)], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(items.collect::<Result<_, _>>()?)
            })
            .await?;
        Ok(readable(items.iter().map(|(id, item)| read_item(id, item))))
    }

    pub(super) async fn kv(&self, key: &str) -> Result<Option<String>, StoreError> {
        let key = key.to_owned();
        self.run(move |connection| select_kv(connection, &key))
            .await
    }

    pub(super) async fn write_kv(
        &self,
        key: &str,
        read: Option<&str>,
        text: &str,
        expires_at: Option<Timestamp>,
    ) -> Result<Written, StoreError> {
        let (key, text) = (key.to_owned(), text.to_owned());
        let read = read.map(str::to_owned);
        let expires_at = expires_at.map(Timestamp::as_second);
        self.write(move |connection| {
            let changed = match read {
                None => connection.execute(
                    "INSERT INTO memos (key, text, expires_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (key) DO NOTHING",
                    params![key, text, expires_at],
                )?,
                Some(read) => connection.execute(
                    "UPDATE memos SET text = ?2, expires_at = ?3 WHERE key = ?1 AND text = ?4",
                    params![key, text, expires_at, read],
                )?,
            };
            Ok(if changed == 1 {
                Written::Yes
            } else {
                Written::Conflict
            })
        })
        .await
    }

    pub(super) async fn purge(&self, now: Timestamp) -> Result<usize, StoreError> {
        let expired = now.as_second();
        self.write(move |connection| {
            connection.execute("DELETE FROM messages WHERE expires_at < ?1", [expired])?;
            connection.execute("DELETE FROM memos WHERE expires_at < ?1", [expired])?;
            connection.execute("DELETE FROM helpers WHERE expires_at < ?1", [expired])?;
            Ok(connection.execute("DELETE FROM inquiries WHERE expires_at < ?1", [expired])?)
        })
        .await
    }

    pub(super) async fn ping(&self) -> Result<(), StoreError> {
        // SQLite goes on with a deleted file as if nothing had happened, and everything would be lost.
        if !self.path.exists() {
            return Err(StoreError::Unavailable(format!(
                "{} is gone",
                self.path.display()
            )));
        }
        self.run(|connection| {
            Ok(connection.query_row(
                "SELECT count(*) FROM (SELECT 1 FROM inquiries LIMIT 1)",
                [],
                |_| Ok(()),
            )?)
        })
        .await
    }
}

/// When several processes make the file at once, all but one are told at once that it is locked:
/// SQLite does not wait for the change to WAL mode.
fn open_and_prepare(path: &Path) -> Result<Connection, rusqlite::Error> {
    let give_up = std::time::Instant::now() + BUSY_TIMEOUT;
    loop {
        match Connection::open(path).and_then(prepare) {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && std::time::Instant::now() < give_up =>
            {
                std::thread::sleep(Duration::from_millis(10));
            }
            result => return result,
        }
    }
}

fn prepare(connection: Connection) -> Result<Connection, rusqlite::Error> {
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // A mail that was taken must survive a power cut, too.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(SCHEMA)?;
    open::add_columns(&connection)?;
    back::add_column(&connection)?;
    Ok(connection)
}

/// The columns of a row.
struct Row {
    context_id: String,
    version: i64,
    work: Option<String>,
    due_at: i64,
    received_at: i64,
    expires_at: i64,
    item: String,
    queue: &'static str,
    arrived_at: i64,
    assignee: Option<String>,
    customer: Option<String>,
}

impl Row {
    fn new(inquiry: &Inquiry, version: u64) -> Result<Row, StoreError> {
        let item = Item::new(inquiry, version);
        let (queue, arrived_at, assignee) = open::columns(inquiry);
        Ok(Row {
            queue,
            arrived_at,
            assignee,
            customer: inquiry.customer(),
            context_id: inquiry.id.as_str().to_owned(),
            version: i64::try_from(version)
                .map_err(|_| StoreError::unreadable(inquiry.id.as_str()))?,
            work: item.work.clone(),
            due_at: item.due_at,
            received_at: inquiry.received_at.as_millisecond(),
            expires_at: inquiry.expires_at.as_second(),
            item: item
                .to_json(inquiry)
                .map_err(|_| StoreError::unreadable(inquiry.id.as_str()))?,
        })
    }
}

fn select_item(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let mut select =
        connection.prepare_cached("SELECT item FROM inquiries WHERE context_id = ?1")?;
    Ok(select.query_row([key], |row| row.get(0)).optional()?)
}

fn select_kv(connection: &Connection, key: &str) -> Result<Option<String>, StoreError> {
    let mut select = connection.prepare_cached("SELECT text FROM memos WHERE key = ?1")?;
    Ok(select.query_row([key], |row| row.get(0)).optional()?)
}

fn read_item(id: &str, item: &str) -> Result<Inquiry, StoreError> {
    let unreadable = || StoreError::unreadable(id);
    let read = serde_json::from_str::<Item>(item);
    if let Ok(read) = read
        && read.is_all_of(item)
    {
        return Ok(read.into_inquiry(None));
    }
    let stored: Value = serde_json::from_str(item).map_err(|_| unreadable())?;
    let read = match serde_json::from_str(item) {
        Ok(read) => read,
        Err(_) => Item::read(&stored).ok_or_else(unreadable)?,
    };
    Ok(read.into_inquiry(Some(stored)))
}

fn stored_id(id: &str) -> Result<ContextId, StoreError> {
    ContextId::parse(id).map_err(|_| StoreError::unreadable(id))
}

fn as_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        let hint = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                " (another process is writing; try again)"
            }
            Some(ErrorCode::DiskFull) => " (make room on the disk)",
            _ => "",
        };
        StoreError::Unavailable(format!("SQLite: {error}{hint}"))
    }
}
