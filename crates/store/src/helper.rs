//! What a store keeps beside inquiries: under prefixed keys, each with a time when it may go.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Store, StoreError};
use inquiry::ContextId;
use pii::MaskedText;

/// What was used up under one key, for one day say. As an argument: what is added, or given back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spent {
    /// Drafts that were begun and not given up.
    pub drafts: i64,
    /// Drafts on arrival.
    pub arrivals: i64,
    /// Tokens.
    pub tokens: i64,
    /// Millionths of money.
    pub cost: i64,
    /// Cards of one sender's mails.
    pub cards: i64,
}

/// How much may be used up; `None` is without limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Most {
    /// Of [`Spent::drafts`].
    pub drafts: Option<i64>,
    /// Of [`Spent::arrivals`].
    pub arrivals: Option<i64>,
    /// Of [`Spent::tokens`].
    pub tokens: Option<i64>,
    /// Of [`Spent::cost`].
    pub cost: Option<i64>,
    /// Of [`Spent::cards`].
    pub cards: Option<i64>,
}

impl Spent {
    /// Name, amount and limit of each counter.
    pub(super) fn counters(self, most: Most) -> [(&'static str, i64, Option<i64>); 5] {
        [
            ("drafts", self.drafts, most.drafts),
            ("arrivals", self.arrivals, most.arrivals),
            ("tokens", self.tokens, most.tokens),
            ("cost", self.cost, most.cost),
            ("cards", self.cards, most.cards),
        ]
    }

    /// Both together.
    pub(super) fn and(self, more: Spent) -> Spent {
        Spent {
            drafts: self.drafts.saturating_add(more.drafts),
            arrivals: self.arrivals.saturating_add(more.arrivals),
            tokens: self.tokens.saturating_add(more.tokens),
            cost: self.cost.saturating_add(more.cost),
            cards: self.cards.saturating_add(more.cards),
        }
    }

    /// This without that.
    pub fn without(self, less: Spent) -> Spent {
        self.and(Spent {
            drafts: -less.drafts,
            arrivals: -less.arrivals,
            tokens: -less.tokens,
            cost: -less.cost,
            cards: -less.cards,
        })
    }

    /// The name of the first counter that is above its limit, of those that `added` counts up.
    pub fn first_above(self, most: Most, added: Spent) -> Option<&'static str> {
        let counters = self.counters(most).into_iter();
        for ((name, now, most), (_, added, _)) in counters.zip(added.counters(most)) {
            if added > 0 && most.is_some_and(|most| now > most) {
                return Some(name);
            }
        }
        None
    }
}

/// A draft that may be used again for the same question. Masked text alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedDraft {
    /// The draft.
    #[serde(deserialize_with = "pii::stored::masked")]
    pub text: MaskedText,
    /// Who wrote it.
    pub model: String,
    /// The inquiry that it was written for.
    pub inquiry: ContextId,
}

impl Store {
    /// Adds to what was used up under `key`, unless that would then be above a limit: all of it or
    /// nothing, whatever other processes do at the same time. Else tells what would be used up then.
    pub async fn spend(
        &self,
        key: &str,
        more: Spent,
        most: Most,
        expires_at: Timestamp,
    ) -> Result<Result<(), Spent>, StoreError> {
        match self {
            Store::Sqlite(store) => store.spend(key, more, most, expires_at).await,
            Store::DynamoDb(store) => store.spend(key, more, most, expires_at).await,
        }
    }

    /// What was used up under `key`.
    pub async fn spent(&self, key: &str) -> Result<Spent, StoreError> {
        match self {
            Store::Sqlite(store) => store.spent(key).await,
            Store::DynamoDb(store) => store.spent(key).await,
        }
    }

    /// The draft that was kept under `key`, unless its time is over.
    pub async fn cached(
        &self,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<CachedDraft>, StoreError> {
        match self {
            Store::Sqlite(store) => store.cached(key, now).await,
            Store::DynamoDb(store) => store.cached(key, now).await,
        }
    }

    /// Keeps a draft under `key`.
    pub async fn cache(
        &self,
        key: &str,
        draft: &CachedDraft,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        match self {
            Store::Sqlite(store) => store.cache(key, draft, expires_at).await,
            Store::DynamoDb(store) => store.cache(key, draft, expires_at).await,
        }
    }
}
