//! The open inquiries in the embedded store: columns with an index over those that are open.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{Sqlite, read_item, stored_id};
use crate::open::Open;
use crate::{StoreError, readable};
use inquiry::{ContextId, Inquiry, Queue};

/// `queue` is `''` for what is not open. `queued_version` is the version that the columns belong
/// to: a program that does not know them leaves them as they are, or empty.
const COLUMNS: [&str; 4] = [
    "queue TEXT",
    "arrived_at INTEGER",
    "assignee TEXT",
    "queued_version INTEGER",
];
const INDEXES: &str = "
    CREATE INDEX IF NOT EXISTS open_inquiries
        ON inquiries (arrived_at, context_id, queue, assignee, expires_at) WHERE queue <> '';
    CREATE INDEX IF NOT EXISTS not_queued ON inquiries (context_id) WHERE queued_version IS NOT version;
";

/// Inquiries that are put into the index in one transaction.
const AT_ONCE: usize = 500;

/// Adds what is missing to a file of an earlier version.
pub(super) fn add_columns(connection: &Connection) -> Result<(), rusqlite::Error> {
    let known = "SELECT count(*) FROM pragma_table_info('inquiries') WHERE name = 'queued_version'";
    let known: i64 = connection.query_row(known, [], |row| row.get(0))?;
    if known == 0 {
        for column in COLUMNS {
            let added =
                connection.execute_batch(&format!("ALTER TABLE inquiries ADD COLUMN {column}"));
            // Another process that opens the file may have been faster.
            match added {
                Err(error) if error.to_string().contains("duplicate column") => {}
                added => added?,
            }
        }
    }
    connection.execute_batch(INDEXES)
}

/// The values of the columns, but for the version.
pub(super) fn columns(inquiry: &Inquiry) -> (&'static str, i64, Option<String>) {
    let open = Open::of(inquiry);
    let queue = open.as_ref().map_or("", |open| open.queue.name());
    let assignee = open.and_then(|open| open.assignee);
    (queue, inquiry.arrived_at().as_millisecond(), assignee)
}

impl Sqlite {
    pub(crate) async fn open_inquiries(&self, now: Timestamp) -> Result<Vec<Open>, StoreError> {
        self.index_older().await?;
        self.run(move |connection| {
            let mut select = connection.prepare_cached(
                "SELECT context_id, queue, arrived_at, assignee FROM inquiries
                 WHERE queue <> '' AND expires_at >= ?1 ORDER BY arrived_at, context_id",
            )?;
            let rows = select.query_map([now.as_second()], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, String>(1)?,
                    row.get(2)?,
                    row.get(3)?,
                ))
            })?;
            let mut open = Vec::new();
            for row in rows {
                let (id, queue, arrived_at, assignee) = row?;
                // A newer version may know other queues.
                let Some(queue) = Queue::named(&queue) else {
                    continue;
                };
                open.push(Open {
                    arrived_at: Timestamp::from_millisecond(arrived_at).unwrap_or_default(),
                    id: stored_id(&id)?,
                    queue,
                    assignee,
                });
            }
            Ok(open)
        })
        .await
    }

    pub(crate) async fn get_all(&self, ids: &[ContextId]) -> Result<Vec<Inquiry>, StoreError> {
        let ids = ids.to_vec();
        let items: Vec<(String, String)> = self
            .run(move |connection| {
                let mut select = connection
                    .prepare_cached("SELECT item FROM inquiries WHERE context_id = ?1")?;
                let mut items = Vec::new();
                for id in ids {
                    let mut rows = select.query([id.as_str()])?;
                    if let Some(row) = rows.next()? {
                        items.push((id.as_str().to_owned(), row.get(0)?));
                    }
                }
                Ok(items)
            })
            .await?;
        Ok(readable(items.iter().map(|(id, item)| read_item(id, item))))
    }

    /// Asks an index that is empty but after a start of another version.
    pub(crate) async fn index_older(&self) -> Result<usize, StoreError> {
        let mut indexed = 0;
        loop {
            let rows: Vec<(String, i64, String)> = self
                .run(|connection| {
                    let mut select = connection.prepare_cached(
                        "SELECT context_id, version, item FROM inquiries
                         WHERE queued_version IS NOT version LIMIT ?1",
                    )?;
                    let rows = select.query_map([AT_ONCE as i64], |row| {
                        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                    })?;
                    Ok(rows.collect::<Result<_, _>>()?)
                })
                .await?;
            if rows.is_empty() {
                return Ok(indexed);
            }
            indexed += rows.len();
            self.write(move |connection| {
                let mut update = connection.prepare_cached(
                    "UPDATE inquiries SET queue = ?3, arrived_at = ?4, assignee = ?5, customer = ?6,
                                          queued_version = ?2
                     WHERE context_id = ?1 AND version = ?2",
                )?;
                for (id, version, item) in rows {
                    let ((queue, arrived_at, assignee), customer) = match read_item(&id, &item) {
                        Ok(inquiry) => (columns(&inquiry), inquiry.customer()),
                        // A newer version wrote it, and will index it.
                        Err(error) => {
                            tracing::warn!(%error, "an inquiry is left out");
                            (("", 0, None), None)
                        }
                    };
                    let row = params![id, version, queue, arrived_at, assignee, customer];
                    update.execute(row)?;
                }
                Ok(())
            })
            .await?;
        }
    }
}
