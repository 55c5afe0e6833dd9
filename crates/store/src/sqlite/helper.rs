//! Helper items in the embedded store: JSON under a key.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Sqlite;
use crate::StoreError;
use crate::helper::{CachedDraft, Most, Spent};

impl Sqlite {
    pub(crate) async fn spend(
        &self,
        key: &str,
        more: Spent,
        most: Most,
        expires_at: Timestamp,
    ) -> Result<Result<(), Spent>, StoreError> {
        let key = key.to_owned();
        self.write(move |connection| {
            let now: Spent = read(connection, &key)?.unwrap_or_default();
            let then = now.and(more);
            if then.first_above(most, more).is_some() {
                return Ok(Err(then));
            }
            write(connection, &key, &then, expires_at)?;
            Ok(Ok(()))
        })
        .await
    }

    pub(crate) async fn spent(&self, key: &str) -> Result<Spent, StoreError> {
        let key = key.to_owned();
        let spent = self.run(move |connection| read(connection, &key)).await?;
        Ok(spent.unwrap_or_default())
    }

    pub(crate) async fn cached(
        &self,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<CachedDraft>, StoreError> {
        let key = key.to_owned();
        self.run(move |connection| {
            let kept: Option<i64> = connection
                .prepare_cached("SELECT 1 FROM helpers WHERE key = ?1 AND expires_at >= ?2")?
                .query_row(params![key, now.as_second()], |row| row.get(0))
                .optional()?;
            match kept {
                Some(_) => read(connection, &key),
                None => Ok(None),
            }
        })
        .await
    }

    pub(crate) async fn cache(
        &self,
        key: &str,
        draft: &CachedDraft,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let (key, draft) = (key.to_owned(), draft.clone());
        self.write(move |connection| write(connection, &key, &draft, expires_at))
            .await
    }
}

fn read<T: DeserializeOwned>(connection: &Connection, key: &str) -> Result<Option<T>, StoreError> {
    let item: Option<String> = connection
        .prepare_cached("SELECT item FROM helpers WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    item.map(|item| serde_json::from_str(&item).map_err(|_| StoreError::unreadable(key)))
        .transpose()
}

fn write<T: Serialize>(
    connection: &Connection,
    key: &str,
    value: &T,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let item = serde_json::to_string(value).map_err(|_| StoreError::unreadable(key))?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO helpers (key, expires_at, item) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![key, expires_at.as_second(), item])?;
    Ok(())
}
