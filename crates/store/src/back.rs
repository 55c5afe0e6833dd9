//! Going back in time through what is stored: all of it, or one customer's.

use jiff::Timestamp;

use super::{Store, StoreError};
use inquiry::{ContextId, Inquiry};

/// The inquiry behind which a walk goes on, from the newest to the oldest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// When it was received.
    pub at: Timestamp,
    /// Its name.
    pub id: ContextId,
}

/// A piece of a walk.
#[derive(Clone, Debug, Default)]
pub struct Walked {
    /// Those that can be read, the newest first.
    pub inquiries: Vec<Inquiry>,
    /// Where the walk goes on; `None` at its end.
    pub next: Option<Before>,
}

impl Store {
    /// The inquiries of one customer, as [`Inquiry::customer`] names them, the newest first: up to
    /// `limit` of those behind `before`. The cost depends on how many these are, and not on how many
    /// are stored, by the index `by_customer`; without it the table is scanned.
    pub async fn of_customer(
        &self,
        customer: &str,
        before: Option<&Before>,
        limit: usize,
    ) -> Result<Walked, StoreError> {
        match self {
            Store::Sqlite(store) => store.of_customer(customer, before, limit).await,
            Store::DynamoDb(store) => Box::pin(store.of_customer(customer, before, limit)).await,
        }
    }

    /// All inquiries, the newest first: up to `limit` of those behind `before`. In DynamoDB a month
    /// without any is taken for the end, and what an older deployment wrote is not among them.
    pub async fn back(&self, before: Option<&Before>, limit: usize) -> Result<Walked, StoreError> {
        match self {
            Store::Sqlite(store) => store.back(before, limit).await,
            Store::DynamoDb(store) => Box::pin(store.back(before, limit)).await,
        }
    }
}
