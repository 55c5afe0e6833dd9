//! All open inquiries, of which an index holds as little as a list and an alert need.

use jiff::Timestamp;

use super::{Store, StoreError};
use inquiry::{ContextId, Inquiry, Queue};

/// An open inquiry, as the index knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Open {
    /// Since when the customer waits; see [`Inquiry::arrived_at`]. To the millisecond.
    pub arrived_at: Timestamp,
    /// Its name.
    pub id: ContextId,
    /// Where it is.
    pub queue: Queue,
    /// The Slack user id of the person who has taken it upon them.
    pub assignee: Option<String>,
}

impl Open {
    /// What the index should hold of an inquiry; `None` when it is not open.
    pub(super) fn of(inquiry: &Inquiry) -> Option<Open> {
        Some(Open {
            arrived_at: to_the_millisecond(inquiry.arrived_at()),
            id: inquiry.id.clone(),
            queue: inquiry.queue()?,
            assignee: inquiry.team.assignee.as_ref().map(|who| who.id.clone()),
        })
    }
}

/// As both stores keep it.
pub(super) fn to_the_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

impl Store {
    /// All open inquiries that have not outlived their retention time, the oldest first. The cost
    /// depends on how many are open, and not on how many are stored.
    pub async fn open(&self, now: Timestamp) -> Result<Vec<Open>, StoreError> {
        let mut open = match self {
            Store::Sqlite(store) => store.open_inquiries(now).await,
            Store::DynamoDb(store) => Box::pin(store.open_inquiries(now)).await,
        }?;
        open.sort_unstable();
        Ok(open)
    }

    /// Reads some inquiries, in this order; those that are gone or cannot be read are left out.
    pub async fn get_all(&self, ids: &[ContextId]) -> Result<Vec<Inquiry>, StoreError> {
        match self {
            Store::Sqlite(store) => store.get_all(ids).await,
            Store::DynamoDb(store) => Box::pin(store.get_all(ids)).await,
        }
    }

    /// Puts inquiries into the index that another version of this program wrote without it: some
    /// at a time, until all are. Returns how many those were.
    pub async fn index_older(&self, now: Timestamp) -> Result<usize, StoreError> {
        match self {
            Store::Sqlite(store) => store.index_older().await,
            Store::DynamoDb(store) => Box::pin(store.index_older(now)).await,
        }
    }
}
