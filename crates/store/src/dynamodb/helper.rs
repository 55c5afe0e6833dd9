//! Helper items in the table: counters, and drafts that may be used again.

use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use jiff::Timestamp;

use super::{Attributes, DynamoDb, KEY, TTL, number, string};
use crate::StoreError;
use crate::helper::{CachedDraft, Most, Spent};

impl DynamoDb {
    /// One conditional update. When its answer is lost, the SDK makes it again: then more is
    /// counted than was used, never less.
    pub(crate) async fn spend(
        &self,
        key: &str,
        more: Spent,
        most: Most,
        expires_at: Timestamp,
    ) -> Result<Result<(), Spent>, StoreError> {
        let mut update = self
            .client
            .update_item()
            .table_name(&self.table)
            .key(KEY, string(key))
            .expression_attribute_names("#ttl", TTL)
            .expression_attribute_values(":ttl", number(expires_at.as_second()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let (mut adds, mut conditions) = (Vec::new(), Vec::new());
        for (name, more, most) in more.counters(most) {
            if more == 0 {
                continue;
            }
            adds.push(format!("#{name} :{name}"));
            update = update
                .expression_attribute_names(format!("#{name}"), name)
                .expression_attribute_values(format!(":{name}"), number(more));
            let Some(room) = most
                .map(|most| most.saturating_sub(more))
                .filter(|_| more > 0)
            else {
                continue;
            };
            update = update.expression_attribute_values(format!(":room_{name}"), number(room));
            // A counter that is not there counts as 0.
            conditions.push(match room >= 0 {
                true => format!("(attribute_not_exists(#{name}) OR #{name} <= :room_{name})"),
                false => format!("#{name} <= :room_{name}"),
            });
        }
        if adds.is_empty() {
            return Ok(Ok(()));
        }
        let adds = adds.join(", ");
        update = update.update_expression(format!("SET #ttl = :ttl ADD {adds}"));
        if !conditions.is_empty() {
            update = update.condition_expression(conditions.join(" AND "));
        }
        let Err(error) = update.send().await else {
            return Ok(Ok(()));
        };
        match error.as_service_error() {
            Some(UpdateItemError::ConditionalCheckFailedException(failed)) => {
                let now = failed.item.as_ref().map(spent_of).unwrap_or_default();
                Ok(Err(now.and(more)))
            }
            _ => Err(self.failed("count what is used up", &error)),
        }
    }

    pub(crate) async fn spent(&self, key: &str) -> Result<Spent, StoreError> {
        let item = self.item(key, "read a helper item").await?;
        Ok(item.as_ref().map(spent_of).unwrap_or_default())
    }

    pub(crate) async fn cached(
        &self,
        key: &str,
        now: Timestamp,
    ) -> Result<Option<CachedDraft>, StoreError> {
        let Some(item) = self.item(key, "read a helper item").await? else {
            return Ok(None);
        };
        let expires_at = item.get(TTL).and_then(|it| it.as_n().ok()?.parse().ok());
        if expires_at.is_none_or(|seconds: i64| seconds < now.as_second()) {
            return Ok(None);
        }
        let draft = serde_dynamo::from_item(item);
        draft.map(Some).map_err(|_| StoreError::unreadable(key))
    }

    pub(crate) async fn cache(
        &self,
        key: &str,
        draft: &CachedDraft,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut item: Attributes =
            serde_dynamo::to_item(draft).map_err(|_| StoreError::unreadable(key))?;
        item.insert(KEY.to_owned(), string(key));
        item.insert(TTL.to_owned(), number(expires_at.as_second()));
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .send()
            .await
            .map_err(|error| self.failed("keep a draft", &error))?;
        Ok(())
    }
}

fn spent_of(item: &Attributes) -> Spent {
    let counter = |name: &str| {
        let value = item.get(name).and_then(|it| it.as_n().ok()?.parse().ok());
        value.unwrap_or_default()
    };
    Spent {
        drafts: counter("drafts"),
        arrivals: counter("arrivals"),
        tokens: counter("tokens"),
        cost: counter("cost"),
        cards: counter("cards"),
    }
}
