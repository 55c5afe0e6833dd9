//! The open inquiries in DynamoDB: the sparse index `open_inquiries` (hash `queue`, range
//! `arrived_at`), which holds `assignee` and `ttl_epoch` beside its keys.
//!
//! An item that another version of this program wrote has no `queue`, or one that is out of date:
//! `queued_version` says which version of the item it belongs to. A walk through the table finds
//! those, some pages at a time; it begins again after a day, as an older version may be running.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::Ordering;
use std::time::Duration;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::scan::ScanError;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::error::is_index_missing;
use super::find::{id_of, is_expired};
use super::{Attributes, DynamoDb, KEY, TTL, number, read_item, string};
use crate::item::sortable;
use crate::open::Open;
use crate::{StoreError, readable};
use inquiry::clock::later;
use inquiry::{ContextId, Inquiry, Queue};

const OPEN_INQUIRIES: &str = "open_inquiries";
/// The helper item that says how far the walk has come.
const WALK: &str = "walk#open_inquiries";
/// Pages of the table that are walked at a time: of 1 MB each.
const PAGES: usize = 50;
/// How long a finished walk is good for.
const GOOD_FOR: Duration = Duration::from_secs(24 * 60 * 60);
/// Items that are written at a time.
const AT_ONCE: usize = 8;
/// What BatchGetItem takes at a time.
const BATCH: usize = 100;

/// The text of the helper item.
#[derive(Default, Serialize, Deserialize)]
struct Walk {
    /// When one was finished.
    #[serde(default)]
    finished_at: Option<Timestamp>,
    /// The `context_id` behind which the one that is under way goes on.
    #[serde(default)]
    at: Option<String>,
}

impl DynamoDb {
    pub(crate) async fn open_inquiries(&self, now: Timestamp) -> Result<Vec<Open>, StoreError> {
        let found = match self.open_by_index(now).await {
            Ok(_) if !self.was_walked.load(Ordering::Relaxed) => {
                self.index_older(now).await?;
                self.open_by_index(now).await
            }
            found => found,
        };
        match found {
            Ok(open) => Ok(open),
            Err(error) if is_index_missing(&error) => {
                self.say_that_it_scans(OPEN_INQUIRIES);
                self.open_by_scan(now).await
            }
            Err(error) => Err(self.failed("ask the index open_inquiries", &error)),
        }
    }

    /// Reads the whole index, which holds what is open and nothing else: a request for each megabyte.
    async fn open_by_index(&self, now: Timestamp) -> Result<Vec<Open>, SdkError<ScanError>> {
        let mut items = self
            .client
            .scan()
            .table_name(&self.table)
            .index_name(OPEN_INQUIRIES)
            .projection_expression("#id, #queue, #arrived_at, #assignee, #ttl")
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#queue", "queue")
            .expression_attribute_names("#arrived_at", "arrived_at")
            .expression_attribute_names("#assignee", "assignee")
            .expression_attribute_names("#ttl", TTL)
            .into_paginator()
            .items()
            .send();
        let mut open = Vec::new();
        while let Some(item) = items.try_next().await? {
            if !is_expired(&item, now) {
                open.extend(open_of(&item));
            }
        }
        Ok(open)
    }

    /// Without the index: reads what is not answered or closed.
    async fn open_by_scan(&self, now: Timestamp) -> Result<Vec<Open>, StoreError> {
        let items: Vec<Attributes> = self
            .client
            .scan()
            .table_name(&self.table)
            .filter_expression(
                "NOT contains(#id, :mark) AND (attribute_not_exists(#state) OR NOT #state IN (:sent, :closed)) \
                 AND (attribute_not_exists(#ttl) OR #ttl >= :seconds)",
            )
            .projection_expression("#id")
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#ttl", TTL)
            .expression_attribute_values(":mark", string("#"))
            .expression_attribute_values(":sent", string("sent"))
            .expression_attribute_values(":closed", string("closed"))
            .expression_attribute_values(":seconds", number(now.as_second()))
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await
            .map_err(|error| self.failed("scan the table", &error))?;
        let ids: Vec<ContextId> = items.iter().filter_map(id_of).collect();
        let mut open = Vec::with_capacity(ids.len());
        for ids in ids.chunks(BATCH) {
            let inquiries = self.get_all(ids).await?;
            open.extend(inquiries.iter().filter_map(Open::of));
        }
        Ok(open)
    }

    pub(crate) async fn get_all(&self, ids: &[ContextId]) -> Result<Vec<Inquiry>, StoreError> {
        let mut items = HashMap::new();
        // One key twice in a batch is refused.
        let mut wanted: Vec<ContextId> = Vec::with_capacity(ids.len());
        let mut seen = HashSet::new();
        wanted.extend(ids.iter().filter(|id| seen.insert(id.as_str())).cloned());
        for ids in wanted.chunks(BATCH) {
            let read = self.read_all(ids, None).await?;
            items.extend(
                read.into_iter()
                    .filter_map(|item| Some((id_of(&item)?, item))),
            );
        }
        let found = wanted.iter().filter_map(|id| Some((id, items.remove(id)?)));
        Ok(readable(
            found.map(|(id, item)| read_item(id.as_str(), item)),
        ))
    }

    /// Walks on through the table, unless that was done lately.
    pub(crate) async fn index_older(&self, now: Timestamp) -> Result<usize, StoreError> {
        if now.as_second() < self.walk_is_good_until.load(Ordering::Relaxed) {
            return Ok(0);
        }
        let read = self.kv(WALK).await?;
        let mut walk: Walk = match &read {
            Some(text) => serde_json::from_str(text).map_err(|_| StoreError::unreadable(WALK))?,
            None => Walk::default(),
        };
        if let (None, Some(finished_at)) = (&walk.at, walk.finished_at) {
            let good_until = later(finished_at, GOOD_FOR);
            if good_until > now {
                self.was_walked.store(true, Ordering::Relaxed);
                let until = good_until.as_second();
                self.walk_is_good_until.store(until, Ordering::Relaxed);
                return Ok(0);
            }
        }
        let mut indexed = 0;
        for _ in 0..PAGES {
            let (older, at) = self.page_of_older(walk.at.take()).await?;
            indexed += older.len();
            let writes = stream::iter(older).map(|id| async move { self.index_again(&id).await });
            writes
                .buffer_unordered(AT_ONCE)
                .try_collect::<Vec<()>>()
                .await?;
            walk.at = at;
            if walk.at.is_none() {
                walk.finished_at = Some(now);
                break;
            }
        }
        if walk.at.is_none() || walk.finished_at.is_some() {
            // What is missing while a walk is repeated is what an older version has just written.
            self.was_walked.store(true, Ordering::Relaxed);
        }
        let text = serde_json::json!(walk).to_string();
        // Another process that walks at the same time does the same: what it wrote is as good.
        self.write_kv(WALK, read.as_deref(), &text, None).await?;
        if indexed > 0 {
            tracing::info!(
                indexed,
                "inquiries of another version are in the index open_inquiries now"
            );
        }
        Ok(indexed)
    }

    /// A page of the table: what is not in the index as it should be, and where to go on.
    async fn page_of_older(
        &self,
        after: Option<String>,
    ) -> Result<(Vec<ContextId>, Option<String>), StoreError> {
        let start = after.map(|id| Attributes::from([(KEY.to_owned(), string(&id))]));
        let page = self
            .client
            .scan()
            .table_name(&self.table)
            .set_exclusive_start_key(start)
            .filter_expression(
                "NOT contains(#id, :mark) AND \
                 (attribute_not_exists(#queued) OR (attribute_exists(#version) AND #queued <> #version))",
            )
            .projection_expression("#id")
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#queued", "queued_version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":mark", string("#"))
            .send()
            .await
            .map_err(|error| self.failed("scan the table", &error))?;
        let at = page
            .last_evaluated_key()
            .and_then(|key| Some(key.get(KEY)?.as_s().ok()?.clone()));
        Ok((page.items().iter().filter_map(id_of).collect(), at))
    }

    /// Writes the attributes of the index alone: an older version may be at work on the rest.
    async fn index_again(&self, id: &ContextId) -> Result<(), StoreError> {
        let inquiry = match self.get(id).await {
            Ok(Some(inquiry)) => inquiry,
            Ok(None) => return Ok(()),
            // A newer version wrote it, and will index it.
            Err(StoreError::Unreadable(error)) => {
                tracing::warn!(error, "an inquiry is left out");
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let queue = inquiry.queue();
        let mut expression = "SET #queued = :version, #arrived_at = :arrived_at".to_owned();
        let customer = inquiry.customer();
        if customer.is_some() {
            expression.push_str(", #customer = :customer");
        }
        expression.push_str(match queue {
            Some(_) => ", #queue = :queue",
            None => " REMOVE #queue",
        });
        let update = self
            .client
            .update_item()
            .table_name(&self.table)
            .key(KEY, string(id.as_str()))
            .update_expression(expression)
            // Items of older deployments carry no version.
            .condition_expression(match inquiry.version {
                0 => "attribute_exists(#id) AND (attribute_not_exists(#version) OR #version = :version)",
                _ => "attribute_exists(#id) AND #version = :version",
            })
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#version", "version")
            .expression_attribute_names("#queued", "queued_version")
            .expression_attribute_names("#arrived_at", "arrived_at")
            .expression_attribute_names("#queue", "queue")
            .expression_attribute_values(":version", number(inquiry.version))
            .expression_attribute_values(":arrived_at", string(&sortable(inquiry.arrived_at())));
        let update = match queue {
            Some(queue) => update.expression_attribute_values(":queue", string(queue.name())),
            None => update,
        };
        let update = match customer {
            Some(customer) => update
                .expression_attribute_names("#customer", "customer")
                .expression_attribute_values(":customer", string(&customer)),
            None => update,
        };
        match update.send().await {
            Ok(_) => Ok(()),
            // Another write came in between, with what belongs to it.
            Err(error)
                if error.code() == Some("ConditionalCheckFailedException")
                    || error.code() == Some("TransactionConflictException") =>
            {
                Ok(())
            }
            Err(error) => Err(self.failed("index an inquiry", &error)),
        }
    }
}

/// `None` for a queue of a newer version.
fn open_of(item: &Attributes) -> Option<Open> {
    let queue = Queue::named(item.get("queue")?.as_s().ok()?)?;
    let arrived_at = item.get("arrived_at")?.as_s().ok()?.parse().ok()?;
    let assignee = item.get("assignee").and_then(|who| who.as_m().ok());
    Some(Open {
        arrived_at: crate::open::to_the_millisecond(arrived_at),
        id: id_of(item)?,
        queue,
        assignee: assignee.and_then(|who| Some(who.get("id")?.as_s().ok()?.clone())),
    })
}
