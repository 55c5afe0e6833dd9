//! Where inquiries are kept in a test: a place of its own for each one.

use serde_json::Value;
use store::{Sqlite, Store};

use crate::support::dynamodb::Table;

pub enum Place {
    Sqlite(tempfile::TempDir),
    DynamoDb(Table),
}

impl Place {
    pub fn sqlite() -> Place {
        Place::Sqlite(tempfile::tempdir().unwrap())
    }

    pub async fn dynamodb() -> Place {
        Place::DynamoDb(Table::new().await)
    }

    /// A table of an older deployment.
    pub async fn bare_dynamodb() -> Place {
        Place::DynamoDb(Table::without_indexes().await)
    }

    /// A handle of its own, as another process has.
    pub async fn open(&self) -> Store {
        match self {
            Place::Sqlite(folder) => {
                let path = folder.path().join("replybot.sqlite3");
                Store::Sqlite(Sqlite::open(&path).unwrap())
            }
            Place::DynamoDb(table) => table.open(),
        }
    }

    /// Puts an item there as another program does, an older deployment for one.
    pub async fn put(&self, item: Value) {
        match self {
            Place::Sqlite(folder) => {
                drop(self.open().await);
                let file = rusqlite::Connection::open(folder.path().join("replybot.sqlite3"));
                let row = (
                    item["context_id"].as_str(),
                    item["version"].as_i64().unwrap_or_default(),
                    item["work"].as_str(),
                    item["ttl_epoch"].as_i64(),
                    item.to_string(),
                );
                file.unwrap()
                    .execute(
                        "INSERT OR REPLACE INTO inquiries
                         (context_id, version, work, due_at, received_at, expires_at, item)
                         VALUES (?1, ?2, ?3, 0, 0, ?4, ?5)",
                        row,
                    )
                    .unwrap();
            }
            Place::DynamoDb(table) => table.put(item).await,
        }
    }

    /// An item as it lies there.
    pub async fn item(&self, id: &str) -> Value {
        match self {
            Place::Sqlite(folder) => {
                let file = rusqlite::Connection::open(folder.path().join("replybot.sqlite3"));
                let select = "SELECT item FROM inquiries WHERE context_id = ?1";
                let item = file
                    .unwrap()
                    .query_row(select, [id], |row| row.get::<_, String>(0));
                serde_json::from_str(&item.unwrap()).unwrap()
            }
            Place::DynamoDb(table) => table.item(id).await.unwrap(),
        }
    }
}
