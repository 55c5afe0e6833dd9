//! Going back in time through the embedded store.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{Sqlite, as_limit, read_item, stored_id};
use crate::back::{Before, Walked};
use crate::{StoreError, readable};

const INDEX: &str = "CREATE INDEX IF NOT EXISTS by_customer ON inquiries (customer, received_at)
                     WHERE customer IS NOT NULL";

/// Adds what is missing to a file of an earlier version; its rows are read once more for it.
pub(super) fn add_column(connection: &Connection) -> Result<(), rusqlite::Error> {
    let known = "SELECT count(*) FROM pragma_table_info('inquiries') WHERE name = 'customer'";
    let known: i64 = connection.query_row(known, [], |row| row.get(0))?;
    if known == 0 {
        let added = connection.execute_batch(
            "ALTER TABLE inquiries ADD COLUMN customer TEXT;
             UPDATE inquiries SET queued_version = NULL;",
        );
        match added {
            // Another process that opens the file was faster.
            Err(error) if error.to_string().contains("duplicate column") => {}
            added => added?,
        }
    }
    connection.execute_batch(INDEX)
}

impl Sqlite {
    pub(crate) async fn of_customer(
        &self,
        customer: &str,
        before: Option<&Before>,
        limit: usize,
    ) -> Result<Walked, StoreError> {
        self.index_older().await?;
        let customer = Value::from(customer.to_owned());
        self.walk("customer = ?4", Some(customer), before, limit)
            .await
    }

    pub(crate) async fn back(
        &self,
        before: Option<&Before>,
        limit: usize,
    ) -> Result<Walked, StoreError> {
        self.walk("true", None, before, limit).await
    }

    async fn walk(
        &self,
        which: &'static str,
        value: Option<Value>,
        before: Option<&Before>,
        limit: usize,
    ) -> Result<Walked, StoreError> {
        let (at, id) = match before {
            Some(before) => (before.at.as_millisecond(), before.id.as_str().to_owned()),
            None => (i64::MAX, String::new()),
        };
        let parameters = [
            Value::from(at),
            Value::from(id),
            Value::from(as_limit(limit)),
        ];
        let rows: Vec<(i64, String, String)> = self
            .run(move |connection| {
                let mut select = connection.prepare_cached(&format!(
                    "SELECT received_at, context_id, item FROM inquiries
                     WHERE (received_at, context_id) < (?1, ?2) AND {which}
                     ORDER BY received_at DESC, context_id DESC LIMIT ?3"
                ))?;
                let parameters = params_from_iter(parameters.into_iter().chain(value));
                let rows = select.query_map(parameters, |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
                })?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .await?;
        let next = match rows.last() {
            Some((at, id, _)) if rows.len() == limit => Some(Before {
                at: Timestamp::from_millisecond(*at).unwrap_or_default(),
                id: stored_id(id)?,
            }),
            _ => None,
        };
        let inquiries = readable(rows.iter().map(|(_, id, item)| read_item(id, item)));
        Ok(Walked { inquiries, next })
    }
}
