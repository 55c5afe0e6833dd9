//! Going through the embedded store, and erasing from it so that nothing is left in its files.

use rusqlite::params;

use super::{Sqlite, open_and_prepare, read_item};
use crate::page::{Cursor, Page};
use crate::{StoreError, Written};
use inquiry::ContextId;

/// Inquiries that are read at a time: with the largest mails, some ten megabytes.
const AT_ONCE: i64 = 50;

impl Sqlite {
    pub(crate) async fn page(&self, after: Option<Cursor>) -> Result<Page, StoreError> {
        let (at, id) = match after {
            Some(Cursor::Sqlite(at, id)) => (at, id),
            _ => (i64::MIN, String::new()),
        };
        let rows: Vec<(i64, String, String)> = self
            .run(move |connection| {
                let mut select = connection.prepare_cached(
                    "SELECT received_at, context_id, item FROM inquiries
                     WHERE (received_at, context_id) > (?1, ?2)
                     ORDER BY received_at, context_id LIMIT ?3",
                )?;
                let rows = select.query_map(params![at, id, AT_ONCE], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .await?;
        let next = rows
            .last()
            .map(|(at, id, _)| Cursor::Sqlite(*at, id.clone()));
        let inquiries = rows.iter().map(|(_, id, item)| read_item(id, item));
        Ok(Page::of(inquiries, next))
    }

    pub(crate) async fn erase(
        &self,
        id: &ContextId,
        version: u64,
    ) -> Result<(Written, usize), StoreError> {
        let id = id.as_str().to_owned();
        self.write(move |connection| {
            let version = i64::try_from(version).unwrap_or(i64::MAX);
            let erased = connection.execute(
                "DELETE FROM inquiries WHERE context_id = ?1 AND version = ?2",
                params![id, version],
            )?;
            if erased == 0 {
                return Ok((Written::Conflict, 0));
            }
            let links = connection.execute("DELETE FROM messages WHERE context_id = ?1", [&id])?;
            let helpers =
                connection.execute("DELETE FROM helpers WHERE item ->> '$.inquiry' = ?1", [&id])?;
            Ok((Written::Yes, links + helpers))
        })
        .await
    }

    /// Earlier versions of a row stay in free pages and in the write-ahead log until these are
    /// written anew (<https://www.sqlite.org/pragma.html#pragma_secure_delete>).
    pub(crate) async fn scrub(&self) -> Result<(), StoreError> {
        let path = self.path.clone();
        self.run(move |_| {
            let connection = open_and_prepare(&path)?;
            connection.execute_batch("VACUUM")?;
            let busy: i64 =
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if busy != 0 {
                return Err(StoreError::Unavailable(
                    "SQLite: another process reads the file, so its log still holds what was deleted; \
                     try again when no command is running, or stop the service for a moment"
                        .to_owned(),
                ));
            }
            Ok(())
        })
        .await
    }
}
