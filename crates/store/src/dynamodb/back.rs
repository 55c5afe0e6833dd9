//! Going back in time through the table: by the index `by_day`, or by `by_customer` (hash `customer`,
//! range `received_at`), which is sparse.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::query::QueryError;
use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};

use super::error::is_index_missing;
use super::find::{BY_DAY, DAYS, DAYS_AT_ONCE, IS_INQUIRY, first, id_of, received_at};
use super::{Attributes, DynamoDb, KEY, string};
use crate::StoreError;
use crate::back::{Before, Walked};
use crate::item::{day_of, sortable};
use inquiry::ContextId;
use inquiry::clock::Clock;

const BY_CUSTOMER: &str = "by_customer";

impl DynamoDb {
    pub(crate) async fn of_customer(
        &self,
        customer: &str,
        before: Option<&Before>,
        limit: usize,
    ) -> Result<Walked, StoreError> {
        let hash = ("customer", string(customer));
        let found = match self.newest_behind(BY_CUSTOMER, &hash, before, limit).await {
            Ok(found) => found,
            Err(error) if is_index_missing(&error) => {
                self.say_that_it_scans(BY_CUSTOMER);
                let of_customer = format!("{IS_INQUIRY} AND #customer = :customer");
                let scan = self
                    .client
                    .scan()
                    .filter_expression(of_customer)
                    .expression_attribute_names("#customer", "customer")
                    .expression_attribute_values(":customer", string(customer));
                newest_first(self.scan_by_time(scan).await?, before, limit)
            }
            Err(error) => return Err(self.failed("ask the index by_customer", &error)),
        };
        self.read_walked(found, limit).await
    }

    pub(crate) async fn back(
        &self,
        before: Option<&Before>,
        limit: usize,
    ) -> Result<Walked, StoreError> {
        let found = match self.back_by_day(before, limit).await {
            Ok(found) => found,
            Err(error) if is_index_missing(&error) => {
                self.say_that_it_scans(BY_DAY);
                let scan = self.client.scan().filter_expression(IS_INQUIRY);
                newest_first(self.scan_by_time(scan).await?, before, limit)
            }
            Err(error) => return Err(self.failed("ask the index by_day", &error)),
        };
        self.read_walked(found, limit).await
    }

    /// Goes back day by day until there are enough.
    async fn back_by_day(
        &self,
        before: Option<&Before>,
        limit: usize,
    ) -> Result<Vec<Before>, SdkError<QueryError>> {
        let day = SignedDuration::from_hours(24);
        // Another machine's clock may be ahead of ours, in the next day already.
        let first = before.map_or_else(|| Clock::System.now() + day, |before| before.at);
        let days =
            (0..=DAYS).map(|age| first.saturating_sub(day * i32::try_from(age).unwrap_or(0)));
        let days = days.map(|at| day_of(at.unwrap_or(Timestamp::UNIX_EPOCH)));
        let mut days = stream::iter(days.enumerate())
            .map(|(number, day)| async move {
                let before = before.filter(|_| number == 0);
                let hash = ("day", string(&day));
                self.newest_behind(BY_DAY, &hash, before, limit).await
            })
            .buffered(DAYS_AT_ONCE);
        let mut found = Vec::new();
        while found.len() < limit
            && let Some(more) = days.try_next().await?
        {
            found.extend(more);
        }
        found.truncate(limit);
        Ok(found)
    }

    /// The newest of an index whose range is `received_at`.
    async fn newest_behind(
        &self,
        index: &str,
        (attribute, value): &(&str, AttributeValue),
        before: Option<&Before>,
        limit: usize,
    ) -> Result<Vec<Before>, SdkError<QueryError>> {
        // As DynamoDB's own `LastEvaluatedKey` would be; the item need not be there any more.
        let start = before.map(|before| {
            Attributes::from([
                (KEY.to_owned(), string(before.id.as_str())),
                ((*attribute).to_owned(), value.clone()),
                ("received_at".to_owned(), string(&sortable(before.at))),
            ])
        });
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(index)
            .key_condition_expression("#hash = :hash")
            .projection_expression("#id, #received_at")
            .scan_index_forward(false)
            .set_exclusive_start_key(start)
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#received_at", "received_at")
            .expression_attribute_names("#hash", *attribute)
            .expression_attribute_values(":hash", value.clone());
        first(query, limit, |item| {
            let (at, id) = (received_at(&item), id_of(&item)?);
            Some(Before { at, id })
        })
        .await
    }

    async fn read_walked(&self, found: Vec<Before>, limit: usize) -> Result<Walked, StoreError> {
        let ids: Vec<_> = found.iter().map(|it| it.id.clone()).collect();
        let inquiries = self.get_all(&ids).await?;
        let is_full = found.len() >= limit;
        let next = found.into_iter().last().filter(|_| is_full);
        Ok(Walked { inquiries, next })
    }
}

/// Those behind `before`, of all that a scan found, oldest first.
fn newest_first(
    found: Vec<(Timestamp, ContextId)>,
    before: Option<&Before>,
    limit: usize,
) -> Vec<Before> {
    let behind = |(at, id): &(Timestamp, ContextId)| {
        before.is_none_or(|before| (*at, id) < (before.at, &before.id))
    };
    let newest = found.into_iter().rev().filter(behind).take(limit);
    newest.map(|(at, id)| Before { at, id }).collect()
}
