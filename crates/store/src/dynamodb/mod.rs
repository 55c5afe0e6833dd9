//! The store of a deployment on AWS: one DynamoDB table with the hash key `context_id`.
//!
//! A table of an older deployment works as it is. Three global secondary indexes make it scale:
//! `open_work` (hash `work`, range `due_at`), `by_day` (hash `day`, range `received_at`) and
//! `open_inquiries` (hash `queue`, range `arrived_at`); keys and `ttl_epoch` are all that they have to
//! project, and `open_inquiries` the `assignee`. Without them the table is scanned.
//! Expired items go by DynamoDB's own time to live on `ttl_epoch`, some days late; until then they
//! can be read, but they are neither due nor duplicates.
//!
//! Needs the permissions `GetItem`, `BatchGetItem`, `PutItem`, `UpdateItem`, `Query` (table and
//! `index/*`) and `Scan`; `replybot forget` also `DeleteItem`.
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html>

mod back;
mod error;
mod find;
mod helper;
pub(super) mod item_limit;
mod kv;
mod open;
mod page;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64};
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};
use backon::{ExponentialBuilder, Retryable};
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::item::Item;
use super::{Inserted, StoreError, Written};
use inquiry::{ContextId, Inquiry};

/// An item as the SDK knows it.
type Attributes = HashMap<String, AttributeValue>;

/// The names of attributes that are needed beside those of [`Item`].
const KEY: &str = "context_id";
const TTL: &str = "ttl_epoch";
/// In a helper item: the inquiry that the mail became.
const INQUIRY: &str = "inquiry";
/// In a helper item: a text of ours.
const NOTE: &str = "note";
/// Names the write that an item comes from: a write whose answer was lost is sent again by the SDK
/// and then meets its own result, which must not look like another writer's.
const WRITE: &str = "write_id";

/// The usual answer takes milliseconds; the first one of a process may have to fetch credentials.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(3);
/// All attempts together.
const OPERATION_TIMEOUT: Duration = Duration::from_secs(12);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
const ATTEMPTS: u32 = 6;

/// A table. Clones share its connections.
#[derive(Clone)]
pub struct DynamoDb {
    client: Client,
    table: String,
    region: String,
    /// True once it was said that an index is missing.
    scan_was_said: Arc<AtomicBool>,
    /// True once it is known that the index `open_inquiries` holds what other versions wrote.
    was_walked: Arc<AtomicBool>,
    /// Until when, in seconds since 1970, the table need not be asked about that again.
    walk_is_good_until: Arc<AtomicI64>,
}

impl fmt::Debug for DynamoDb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DynamoDb({} in {})", self.table, self.region)
    }
}

impl DynamoDb {
    /// Uses `table`. Nothing is asked of AWS yet: see [`Store::ping`](super::Store::ping).
    ///
    /// # Errors
    /// When no region is configured.
    pub fn new(sdk: &SdkConfig, table: &str) -> Result<DynamoDb, StoreError> {
        let region = sdk.region().ok_or_else(|| {
            StoreError::Unavailable(
                "no AWS region is known: set AWS_REGION, e.g. AWS_REGION=ap-northeast-1".to_owned(),
            )
        })?;
        // Standard mode waits with full jitter, and stops a crowd of retries by a quota.
        let retries = RetryConfig::standard()
            .with_max_attempts(ATTEMPTS)
            .with_initial_backoff(Duration::from_millis(100))
            .with_max_backoff(Duration::from_secs(2));
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT)
            .build();
        let config = aws_sdk_dynamodb::config::Builder::from(sdk)
            .retry_config(retries)
            .timeout_config(timeouts)
            .build();
        Ok(DynamoDb {
            client: Client::from_conf(config),
            table: table.to_owned(),
            region: region.to_string(),
            scan_was_said: Arc::default(),
            was_walked: Arc::default(),
            walk_is_good_until: Arc::default(),
        })
    }

    /// The same table, which is given this time for one attempt to answer, and for all of them together.
    #[must_use]
    pub fn waiting(self, attempt: Duration, operation: Duration) -> DynamoDb {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(attempt)
            .operation_attempt_timeout(attempt)
            .operation_timeout(operation)
            .build();
        let config = self.client.config().to_builder();
        let config = config.timeout_config(timeouts).build();
        DynamoDb {
            client: Client::from_conf(config),
            ..self
        }
    }

    /// Writes inquiry and helper item in one transaction.
    pub(super) async fn insert(
        &self,
        inquiry: &Inquiry,
        message_key: &str,
    ) -> Result<Inserted, StoreError> {
        let item = attributes(inquiry, inquiry.version)?;
        let helper = helper(message_key, &inquiry.id, inquiry.expires_at);
        let now = number(inquiry.received_at.as_second());
        let inquiry_put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(context_id)");
        let helper_put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(helper))
            .condition_expression("attribute_not_exists(context_id) OR ttl_epoch < :now")
            .expression_attribute_values(":now", now)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let puts = [inquiry_put, helper_put].map(|put| {
            put.build()
                .map_err(|error| self.cannot_ask("insert", error))
        });
        let [inquiry_put, helper_put] = puts;
        let writes =
            [inquiry_put?, helper_put?].map(|put| TransactWriteItem::builder().put(put).build());

        // The SDK does not repeat a transaction that met another one.
        let written = (|| async {
            let transaction = self.client.transact_write_items();
            transaction
                .set_transact_items(Some(writes.to_vec()))
                .send()
                .await
        })
        .retry(
            ExponentialBuilder::default()
                .with_jitter()
                .with_min_delay(Duration::from_millis(50)),
        )
        .when(|error| error.as_service_error().is_some_and(met_another))
        .await;
        let error = match written {
            Ok(_) => return Ok(Inserted::New),
            Err(error) => error,
        };
        let reasons = error.as_service_error().map_or(&[][..], reasons);
        let Some(earlier) = reasons
            .get(1)
            .and_then(|helper| helper.item()?.get(INQUIRY)?.as_s().ok())
        else {
            return Err(self.failed("store an inquiry", &error));
        };
        // Our own write may have come through although its answer was lost.
        if earlier == inquiry.id.as_str() {
            return Ok(Inserted::New);
        }
        let earlier = ContextId::parse(earlier).map_err(|_| StoreError::unreadable(message_key))?;
        Ok(Inserted::Duplicate(earlier))
    }

    pub(super) async fn link_message(
        &self,
        key: &str,
        id: &ContextId,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(helper(key, id, expires_at)))
            .condition_expression("attribute_not_exists(context_id)")
            .send()
            .await;
        match put {
            Ok(_) => Ok(()),
            Err(error) if is_condition(&error) => Ok(()),
            Err(error) => Err(self.failed("link a message", &error)),
        }
    }

    pub(super) async fn keep_note(&self, key: &str, text: &str) -> Result<(), StoreError> {
        self.client
            .put_item()
            .table_name(&self.table)
            .item(KEY, string(key))
            .item(NOTE, string(text))
            .send()
            .await
            .map_err(|error| self.failed("keep a note", &error))?;
        Ok(())
    }

    /// The item of this key, as it is now; `doing` says what for, where that fails.
    async fn item(&self, key: &str, doing: &str) -> Result<Option<Attributes>, StoreError> {
        let read = self
            .client
            .get_item()
            .table_name(&self.table)
            .key(KEY, string(key))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| self.failed(doing, &error))?;
        Ok(read.item)
    }

    pub(super) async fn note(&self, key: &str) -> Result<Option<String>, StoreError> {
        let item = self.item(key, "read a note").await?;
        let text = item.as_ref().and_then(|item| item.get(NOTE)?.as_s().ok());
        Ok(text.cloned())
    }

    pub(super) async fn by_message(&self, key: &str) -> Result<Option<ContextId>, StoreError> {
        let item = self.item(key, "look up a message").await?;
        let id = item
            .as_ref()
            .and_then(|item| item.get(INQUIRY)?.as_s().ok());
        id.map(|id| ContextId::parse(id).map_err(|_| StoreError::unreadable(key)))
            .transpose()
    }

    pub(super) async fn get(&self, id: &ContextId) -> Result<Option<Inquiry>, StoreError> {
        let item = self.item(id.as_str(), "read an inquiry").await?;
        item.map(|item| read_item(id.as_str(), item)).transpose()
    }

    pub(super) async fn get_with_kv(
        &self,
        id: &ContextId,
        key: &str,
    ) -> Result<(Option<Inquiry>, Option<String>), StoreError> {
        let [item, text] = self.read_both([id.as_str(), key]).await?;
        let inquiry = item.map(|item| read_item(id.as_str(), item)).transpose()?;
        Ok((inquiry, text.as_ref().and_then(kv::text_of)))
    }

    /// Sets replybot's own attributes and leaves those of other programs as they are.
    pub(super) async fn replace(&self, inquiry: &Inquiry) -> Result<Written, StoreError> {
        let mut item = attributes(inquiry, inquiry.version + 1)?;
        item.remove(KEY);
        let write_id = string(&Uuid::now_v7().to_string());
        item.insert(WRITE.to_owned(), write_id.clone());
        let mut update = self
            .client
            .update_item()
            .table_name(&self.table)
            .key(KEY, string(inquiry.id.as_str()))
            .condition_expression(if inquiry.version == 0 {
                // Items of older deployments carry no version.
                "attribute_exists(context_id) AND (attribute_not_exists(#version) OR #version = :read)"
            } else {
                "#version = :read"
            })
            .expression_attribute_values(":read", number(inquiry.version))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let mut sets = Vec::with_capacity(item.len());
        // A sparse index holds the items that have its attribute.
        let sparse = ["work", "queue"];
        let removed = sparse.into_iter().filter(|name| !item.contains_key(*name));
        let removed: Vec<&str> = removed.collect();
        for (name, value) in item {
            sets.push(format!("#{name} = :{name}"));
            update = update
                .expression_attribute_values(format!(":{name}"), value)
                .expression_attribute_names(format!("#{name}"), name);
        }
        let mut expression = format!("SET {}", sets.join(", "));
        if !removed.is_empty() {
            expression.push_str(&format!(" REMOVE #{}", removed.join(", #")));
        }
        for name in removed {
            update = update.expression_attribute_names(format!("#{name}"), name);
        }
        let Err(error) = update.update_expression(expression).send().await else {
            return Ok(Written::Yes);
        };
        use aws_sdk_dynamodb::operation::update_item::UpdateItemError as E;
        match error.as_service_error() {
            Some(E::ConditionalCheckFailedException(failed)) => {
                let stored = failed.item.as_ref().and_then(|item| item.get(WRITE));
                let is_ours = stored == Some(&write_id);
                Ok(if is_ours {
                    Written::Yes
                } else {
                    Written::Conflict
                })
            }
            Some(E::TransactionConflictException(_)) => Ok(Written::Conflict),
            _ => Err(self.failed("write an inquiry", &error)),
        }
    }

    /// Reads an item that is never there: the least of all permissions, and proof of the key.
    pub(super) async fn ping(&self) -> Result<(), StoreError> {
        self.client
            .get_item()
            .table_name(&self.table)
            .key(KEY, string("ping#"))
            .send()
            .await
            .map_err(|error| self.failed("read an item", &error))?;
        Ok(())
    }
}

/// The item that leads from a message to its inquiry.
fn helper(key: &str, id: &ContextId, expires_at: Timestamp) -> Attributes {
    Attributes::from([
        (KEY.to_owned(), string(key)),
        (INQUIRY.to_owned(), string(id.as_str())),
        (TTL.to_owned(), number(expires_at.as_second())),
    ])
}

/// True when a write was not made because its condition did not hold.
fn is_condition(error: &SdkError<PutItemError>) -> bool {
    error
        .as_service_error()
        .is_some_and(PutItemError::is_conditional_check_failed_exception)
}

/// The inquiry as an item that DynamoDB takes.
fn attributes(inquiry: &Inquiry, version: u64) -> Result<Attributes, StoreError> {
    let unreadable = || StoreError::unreadable(inquiry.id.as_str());
    let item = Item::new(inquiry, version);
    let mut item = item.to_value(inquiry).map_err(|_| unreadable())?;
    item_limit::fit(&mut item);
    serde_dynamo::to_item(item).map_err(|_| unreadable())
}

fn read_item(id: &str, item: Attributes) -> Result<Inquiry, StoreError> {
    let unreadable = || StoreError::unreadable(id);
    // Attributes of other programs need not be JSON.
    let stored: Option<Value> = serde_dynamo::from_item(item.clone()).ok();
    let read = match serde_dynamo::from_item(item) {
        Ok(read) => read,
        Err(_) => stored
            .as_ref()
            .and_then(Item::read)
            .ok_or_else(unreadable)?,
    };
    let mut inquiry = read.into_inquiry(stored);
    // A write leaves them where they are.
    let work = inquiry.unread.work().map(str::to_owned);
    inquiry.unread = std::mem::take(&mut inquiry.unread).within_attributes();
    if let Some(work) = work {
        inquiry.unread.keep_work(work);
    }
    Ok(inquiry)
}

fn string(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn number(number: impl fmt::Display) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// Why each write of a transaction was not made, in their order.
fn reasons(error: &TransactWriteItemsError) -> &[CancellationReason] {
    match error {
        TransactWriteItemsError::TransactionCanceledException(cancelled) => {
            cancelled.cancellation_reasons()
        }
        _ => &[],
    }
}

/// True when the transaction was given up for another write at the same time or for throttling.
fn met_another(error: &TransactWriteItemsError) -> bool {
    reasons(error).iter().any(|reason| {
        matches!(
            reason.code(),
            Some("TransactionConflict" | "ThrottlingError" | "ProvisionedThroughputExceeded")
        )
    })
}
