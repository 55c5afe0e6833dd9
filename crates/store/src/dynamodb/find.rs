//! Finding inquiries: by an index, or by a scan of the table where it has none.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::time::Duration;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemError;
use aws_sdk_dynamodb::operation::query::QueryError;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::operation::scan::ScanError;
use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::types::builders::KeysAndAttributesBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use futures_util::{StreamExt, TryStreamExt, future, stream};
use jiff::{SignedDuration, Timestamp};

use super::error::is_index_missing;
use super::{Attributes, DynamoDb, KEY, TTL, number, string};
use crate::item::{day_of, received_before};
use crate::{Due, StoreError};
use inquiry::clock::Clock;
use inquiry::{ContextId, Inquiry, State, Work};

const OPEN_WORK: &str = "open_work";
pub(super) const BY_DAY: &str = "by_day";

/// Items are kept for 30 days by default.
pub(super) const DAYS: i64 = 31;
pub(super) const DAYS_AT_ONCE: usize = 8;

/// Unfinished steps that are looked through at once, due or not: some 150 bytes each.
const LOOK: i32 = 500;
/// Where more is due than is asked for, so many times as much is looked through for other senders.
const LOOKED_THROUGH: usize = 4;
/// Items in one batch, by DynamoDB's limit.
const BATCH: usize = 100;
const BATCHES_AT_ONCE: usize = 4;

/// How often a batch is continued before DynamoDB counts as overloaded.
const CONTINUATIONS: u32 = 8;

/// Helper items have `#` in their key, and no inquiry has.
pub(super) const IS_INQUIRY: &str = "NOT contains(#id, :mark)";
const NOT_EXPIRED: &str = "(attribute_not_exists(#ttl) OR #ttl >= :seconds)";

impl DynamoDb {
    /// A look at the whole index, which holds unfinished steps alone, asks once; only where there are
    /// many of them, each kind is asked for what is due.
    pub(crate) async fn look(
        &self,
        kinds: &[Work],
        now: Timestamp,
        limit: usize,
    ) -> Result<Due, StoreError> {
        if limit == 0 {
            return Ok(Due::default());
        }
        let most = limit.saturating_mul(LOOKED_THROUGH);
        let mut next = None;
        let mut found = match self.unfinished().await {
            Ok(Some(mut found)) => {
                found.retain(|item| is_of(kinds, item) && !is_expired(item, now));
                let is_due = |item: &Attributes| due_at(item) <= Some(now.as_millisecond());
                let (due, later): (Vec<_>, Vec<_>) = found.into_iter().partition(is_due);
                next = later.iter().filter_map(due_at).min();
                due
            }
            Ok(None) => self.due_by_kind(kinds, now, most).await?,
            Err(error) if is_index_missing(&error) => {
                self.say_that_it_scans(OPEN_WORK);
                self.due_by_scan(kinds, now).await?
            }
            Err(error) => return Err(self.failed("ask the index open_work", &error)),
        };
        found.sort_by_key(due_at);
        found.truncate(most);
        let ids: Vec<ContextId> = found.iter().filter_map(id_of).collect();
        Ok(Due {
            ids: match ids.len() > limit {
                true => self.in_turn(ids, limit).await?,
                false => ids,
            },
            next: next.and_then(|at| Timestamp::from_millisecond(at).ok()),
        })
    }

    /// All that is in the index; `None` where that is more than a look shows.
    async fn unfinished(&self) -> Result<Option<Vec<Attributes>>, SdkError<ScanError>> {
        let seen = self
            .client
            .scan()
            .table_name(&self.table)
            .index_name(OPEN_WORK)
            .limit(LOOK)
            .projection_expression("#id, #due_at, #work, #ttl")
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#work", "work")
            .expression_attribute_names("#due_at", "due_at")
            .expression_attribute_names("#ttl", TTL)
            .send()
            .await?;
        let is_whole = seen.last_evaluated_key.is_none();
        Ok(is_whole.then(|| seen.items.unwrap_or_default()))
    }

    async fn due_by_kind(
        &self,
        kinds: &[Work],
        now: Timestamp,
        most: usize,
    ) -> Result<Vec<Attributes>, StoreError> {
        let queries = kinds.iter().map(|work| self.due_of(*work, now, most));
        let found = future::try_join_all(queries).await;
        let found = found.map_err(|error| self.failed("ask the index open_work", &error))?;
        Ok(found.concat())
    }

    /// Of each sender the first, then of each the second, and so on.
    async fn in_turn(
        &self,
        ids: Vec<ContextId>,
        limit: usize,
    ) -> Result<Vec<ContextId>, StoreError> {
        let batches: Vec<Vec<ContextId>> = ids.chunks(BATCH).map(<[_]>::to_vec).collect();
        let batches = batches.into_iter().map(|ids| self.senders(ids));
        let batches = stream::iter(batches).buffered(BATCHES_AT_ONCE);
        let senders: Vec<Vec<(ContextId, String)>> = batches.try_collect().await?;
        let senders: HashMap<ContextId, String> = senders.into_iter().flatten().collect();
        let mut turns: HashMap<&str, usize> = HashMap::new();
        let turn_of = |id: &ContextId| {
            let turn = turns.entry(senders.get(id).map_or("", String::as_str));
            *turn.and_modify(|turn| *turn += 1).or_default()
        };
        let turn_of: Vec<usize> = ids.iter().map(turn_of).collect();
        let mut ids: Vec<(usize, ContextId)> = turn_of.into_iter().zip(ids).collect();
        // Stable: within a turn, what is due first comes first.
        ids.sort_by_key(|(turn, _)| *turn);
        Ok(ids.into_iter().map(|(_, id)| id).take(limit).collect())
    }

    async fn senders(&self, ids: Vec<ContextId>) -> Result<Vec<(ContextId, String)>, StoreError> {
        let items = self
            .read_all(&ids, Some("context_id, sender_email"))
            .await?;
        let sender = |item: &Attributes| {
            let sender = item.get("sender_email").and_then(|it| it.as_s().ok());
            Some((id_of(item)?, sender.cloned().unwrap_or_default()))
        };
        Ok(items.iter().filter_map(sender).collect())
    }

    async fn due_of(
        &self,
        work: Work,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<Attributes>, SdkError<QueryError>> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(OPEN_WORK)
            .key_condition_expression("#work = :work AND #due_at <= :now")
            .filter_expression(NOT_EXPIRED)
            .expression_attribute_names("#work", "work")
            .expression_attribute_names("#due_at", "due_at")
            .expression_attribute_names("#ttl", TTL)
            .expression_attribute_values(":work", string(work.name()))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .expression_attribute_values(":seconds", number(now.as_second()));
        first(query, limit, Some).await
    }

    async fn due_by_scan(
        &self,
        kinds: &[Work],
        now: Timestamp,
    ) -> Result<Vec<Attributes>, StoreError> {
        let mut found: Vec<Attributes> = self
            .client
            .scan()
            .table_name(&self.table)
            .filter_expression(format!(
                "attribute_exists(#work) AND #due_at <= :now AND {NOT_EXPIRED}"
            ))
            .projection_expression("#id, #due_at, #work")
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#work", "work")
            .expression_attribute_names("#due_at", "due_at")
            .expression_attribute_names("#ttl", TTL)
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .expression_attribute_values(":seconds", number(now.as_second()))
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await
            .map_err(|error| self.failed("scan the table", &error))?;
        found.retain(|item| is_of(kinds, item));
        Ok(found)
    }

    pub(crate) async fn newest(&self, limit: usize) -> Result<Vec<Inquiry>, StoreError> {
        let ids = match self.newest_by_day(limit).await {
            // Fewer than asked for: there may be others that came long ago, or from an older
            // deployment, which wrote no day. A table with so few new ones can be scanned.
            Ok(ids) if ids.len() < limit => self.newest_by_scan(limit).await?,
            Ok(ids) => ids,
            Err(error) if is_index_missing(&error) => {
                self.say_that_it_scans(BY_DAY);
                self.newest_by_scan(limit).await?
            }
            Err(error) => return Err(self.failed("ask the index by_day", &error)),
        };
        self.get_all(&ids).await
    }

    /// Goes back day by day until there are enough.
    async fn newest_by_day(&self, limit: usize) -> Result<Vec<ContextId>, SdkError<QueryError>> {
        // Another machine's clock may be ahead of ours, in the next day already.
        let days = (-1..DAYS)
            .map(|age| day_of(Clock::System.now() - SignedDuration::from_hours(24 * age)));
        let mut found = Vec::new();
        let mut days = stream::iter(days)
            .map(|day| async move { self.newest_of(&day, limit).await })
            .buffered(DAYS_AT_ONCE);
        while found.len() < limit
            && let Some(items) = days.try_next().await?
        {
            found.extend(items.iter().filter_map(id_of));
        }
        found.truncate(limit);
        Ok(found)
    }

    async fn newest_of(
        &self,
        day: &str,
        limit: usize,
    ) -> Result<Vec<Attributes>, SdkError<QueryError>> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(BY_DAY)
            .key_condition_expression("#day = :day")
            .projection_expression("#id")
            .scan_index_forward(false)
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#day", "day")
            .expression_attribute_values(":day", string(day));
        first(query, limit, Some).await
    }

    async fn newest_by_scan(&self, limit: usize) -> Result<Vec<ContextId>, StoreError> {
        let scan = self.client.scan().filter_expression(IS_INQUIRY);
        let found = self.scan_by_time(scan).await?;
        let newest = found.into_iter().rev().take(limit);
        Ok(newest.map(|(_, id)| id).collect())
    }

    pub(crate) async fn without_draft(&self, limit: usize) -> Result<Vec<ContextId>, StoreError> {
        let scan = self
            .client
            .scan()
            .filter_expression(format!(
                "{IS_INQUIRY} AND (attribute_not_exists(#state) OR #state IN (:notified, :drafting, :failed)) \
                 AND (attribute_not_exists(#drafts) OR size(#drafts) = :none) \
                 AND (attribute_not_exists(#replies) OR size(#replies) = :none)"
            ))
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#drafts", "drafts")
            .expression_attribute_names("#replies", "replies")
            .expression_attribute_values(":notified", string(State::Notified.name()))
            .expression_attribute_values(":drafting", string(State::Drafting.name()))
            .expression_attribute_values(":failed", string(State::Failed.name()))
            .expression_attribute_values(":none", number(0));
        let found = self.scan_by_time(scan).await?;
        let oldest = found.into_iter().take(limit);
        Ok(oldest.map(|(_, id)| id).collect())
    }

    /// What a scan finds, oldest first.
    pub(super) async fn scan_by_time(
        &self,
        scan: ScanFluentBuilder,
    ) -> Result<Vec<(Timestamp, ContextId)>, StoreError> {
        let items: Vec<Attributes> = scan
            .table_name(&self.table)
            .projection_expression("#id, #received_at, #ttl")
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#received_at", "received_at")
            .expression_attribute_names("#ttl", TTL)
            .expression_attribute_values(":mark", string("#"))
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await
            .map_err(|error| self.failed("scan the table", &error))?;
        let mut found: Vec<_> = items
            .iter()
            .filter_map(|item| Some((received_at(item), id_of(item)?)))
            .collect();
        found.sort_unstable();
        Ok(found)
    }

    /// Reads some items, in any order; an answer is full at 16 MB, and has to be continued.
    /// Of each only what `projection` names, where it names something.
    pub(super) async fn read_all(
        &self,
        ids: &[ContextId],
        projection: Option<&str>,
    ) -> Result<Vec<Attributes>, StoreError> {
        let keys = ids.iter().map(ContextId::as_str);
        let keys = keys_of(keys).set_projection_expression(projection.map(str::to_owned));
        self.read_batch(keys).await
    }

    /// Two items as they are now, each where it is there.
    pub(super) async fn read_both(
        &self,
        keys: [&str; 2],
    ) -> Result<[Option<Attributes>; 2], StoreError> {
        let keys_now = keys_of(keys.into_iter()).consistent_read(true);
        let mut items = self.read_batch(keys_now).await?;
        Ok(keys.map(|key| {
            let is_it = |item: &Attributes| item.get(KEY).is_some_and(|it| *it == string(key));
            let position = items.iter().position(is_it)?;
            Some(items.swap_remove(position))
        }))
    }

    async fn read_batch(
        &self,
        keys: KeysAndAttributesBuilder,
    ) -> Result<Vec<Attributes>, StoreError> {
        let keys = keys.build();
        let mut keys = keys.map_err(|error| self.cannot_ask("read", error))?;
        let mut found = Vec::new();
        for continuation in 0..CONTINUATIONS {
            let batch = self
                .client
                .batch_get_item()
                .request_items(&self.table, keys);
            let read = batch.send().await;
            let read = read.map_err(|error: SdkError<BatchGetItemError>| {
                self.failed("read inquiries", &error)
            })?;
            let items = read
                .responses
                .into_iter()
                .flat_map(HashMap::into_values)
                .flatten();
            let before = found.len();
            found.extend(items);
            match read
                .unprocessed_keys
                .and_then(|keys| keys.into_values().next())
            {
                Some(rest) => keys = rest,
                None => return Ok(found),
            }
            if found.len() == before {
                tokio::time::sleep(Duration::from_millis(50 << continuation)).await;
            }
        }
        Err(StoreError::Unavailable(format!(
            "DynamoDB is overloaded: it does not read on in the table {}; try again, or raise its capacity",
            self.table
        )))
    }

    pub(super) fn say_that_it_scans(&self, index: &str) {
        if !self.scan_was_said.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                table = self.table,
                index,
                "the table has no such index (or it must not be used), so the whole table is read each time: \
                 fine for some thousand inquiries, else add the indexes open_work, by_day, open_inquiries and by_customer"
            );
        }
    }
}

/// The first items of a query that `read` makes something of.
pub(super) async fn first<T>(
    query: QueryFluentBuilder,
    limit: usize,
    read: impl Fn(Attributes) -> Option<T>,
) -> Result<Vec<T>, SdkError<QueryError>> {
    let mut items = query
        .limit(i32::try_from(limit).unwrap_or(i32::MAX))
        .into_paginator()
        .items()
        .send();
    let mut found = Vec::new();
    while found.len() < limit
        && let Some(item) = items.try_next().await?
    {
        found.extend(read(item));
    }
    Ok(found)
}

fn keys_of<'k>(keys: impl Iterator<Item = &'k str>) -> KeysAndAttributesBuilder {
    let keys = keys.map(|key| HashMap::from([(KEY.to_owned(), string(key))]));
    KeysAndAttributes::builder().set_keys(Some(keys.collect()))
}

/// True when an item's unfinished step is of one of these kinds.
fn is_of(kinds: &[Work], item: &Attributes) -> bool {
    let work = item.get("work").and_then(|it| it.as_s().ok());
    work.is_some_and(|name| kinds.iter().any(|work| work.name() == name))
}

pub(super) fn is_expired(item: &Attributes, now: Timestamp) -> bool {
    let expires_at = item.get(TTL).and_then(as_number);
    expires_at.is_some_and(|at| at < now.as_second())
}

fn due_at(item: &Attributes) -> Option<i64> {
    item.get("due_at").and_then(as_number)
}

pub(super) fn id_of(item: &Attributes) -> Option<ContextId> {
    ContextId::parse(item.get(KEY)?.as_s().ok()?).ok()
}

pub(super) fn as_number(value: &AttributeValue) -> Option<i64> {
    value.as_n().ok()?.parse().ok()
}

pub(super) fn received_at(item: &Attributes) -> Timestamp {
    let written = item
        .get("received_at")
        .and_then(|at| at.as_s().ok()?.parse().ok());
    let expires_at = || {
        let seconds = item.get(TTL).and_then(as_number).unwrap_or_default();
        Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
    };
    written.unwrap_or_else(|| received_before(expires_at()))
}
