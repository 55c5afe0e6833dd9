//! Going through all inquiries, some at a time, and erasing one with everything that leads to it.

use super::{Store, StoreError, Written};
use inquiry::Inquiry;

/// Where to go on. Opaque: only the store that gave it understands it.
#[derive(Clone, Debug)]
pub enum Cursor {
    /// `received_at` and `context_id` of the last one.
    Sqlite(i64, String),
    /// DynamoDB's own `LastEvaluatedKey`.
    DynamoDb(std::collections::HashMap<String, aws_sdk_dynamodb::types::AttributeValue>),
}

/// Some inquiries.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Those that can be read.
    pub inquiries: Vec<Inquiry>,
    /// How many cannot.
    pub unreadable: usize,
    /// Where to go on; `None` at the end.
    pub next: Option<Cursor>,
}

impl Page {
    pub(super) fn of(
        inquiries: impl Iterator<Item = Result<Inquiry, StoreError>>,
        next: Option<Cursor>,
    ) -> Page {
        let mut page = Page {
            next,
            ..Page::default()
        };
        for inquiry in inquiries {
            match inquiry {
                Ok(inquiry) => page.inquiries.push(inquiry),
                Err(error) => {
                    tracing::warn!(%error, "an inquiry is left out");
                    page.unreadable += 1;
                }
            }
        }
        page
    }
}

impl Store {
    /// The next inquiries behind `after`, or the first ones: oldest first in the embedded store, in
    /// no order in DynamoDB.
    pub async fn page(&self, after: Option<Cursor>) -> Result<Page, StoreError> {
        match self {
            Store::Sqlite(store) => store.page(after).await,
            Store::DynamoDb(store) => store.page(after).await,
        }
    }

    /// Deletes an inquiry as it was read, and the helper items that lead to it or came from it.
    /// Returns how many those were.
    pub async fn erase(&self, inquiry: &Inquiry) -> Result<Result<usize, Conflict>, StoreError> {
        let written = match self {
            Store::Sqlite(store) => store.erase(&inquiry.id, inquiry.version).await,
            Store::DynamoDb(store) => store.erase(&inquiry.id, inquiry.version).await,
        }?;
        Ok(match written {
            (Written::Yes, helpers) => Ok(helpers),
            (Written::Conflict, _) => Err(Conflict),
        })
    }

    /// Makes sure that nothing of what was deleted is left in the store's files. In DynamoDB there
    /// is nothing to do: what is deleted is gone, save for backups.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(store) => store.scrub().await,
            Store::DynamoDb(_) => Ok(()),
        }
    }
}

/// Another process wrote in between: read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict;
