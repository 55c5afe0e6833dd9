//! Helper items: which inquiry a message belongs to.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use jiff::Timestamp;

use super::{DynamoDb, INQUIRY, KEY, TTL, number, string};
use crate::inquiry::ContextId;
use crate::store::StoreError;

impl DynamoDb {
    pub(in crate::store) async fn link_message(
        &self,
        key: &str,
        id: &ContextId,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .item(KEY, string(key))
            .item(INQUIRY, string(id.as_str()))
            .item(TTL, number(expires_at.as_second()))
            .condition_expression("attribute_not_exists(context_id)");
        match put.send().await {
            Ok(_) => Ok(()),
            Err(error) => match error.as_service_error() {
                // An earlier link stays.
                Some(PutItemError::ConditionalCheckFailedException(_)) => Ok(()),
                _ => Err(self.failed("link a message", &error)),
            },
        }
    }

    pub(in crate::store) async fn by_message(
        &self,
        key: &str,
    ) -> Result<Option<ContextId>, StoreError> {
        let read = self
            .client
            .get_item()
            .table_name(&self.table)
            .key(KEY, string(key))
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| self.failed("look a message up", &error))?;
        let id = read.item.and_then(|mut item| item.remove(INQUIRY));
        let id = id.as_ref().and_then(|id| id.as_s().ok());
        id.map(|id| ContextId::parse(id).map_err(|_| StoreError::unreadable(key)))
            .transpose()
    }

    /// Inquiries that wait for a first draft. Asked by a batch run only, so a scan will do.
    pub(in crate::store) async fn without_draft(
        &self,
        limit: usize,
    ) -> Result<Vec<ContextId>, StoreError> {
        let mut pages = self
            .client
            .scan()
            .table_name(&self.table)
            .filter_expression(
                "(attribute_not_exists(#state) OR #state IN (:notified, :drafting, :failed))
                 AND attribute_not_exists(#inquiry)
                 AND (attribute_not_exists(#drafts) OR size(#drafts) = :none)
                 AND (attribute_not_exists(#replies) OR size(#replies) = :none)",
            )
            .projection_expression("#id")
            .expression_attribute_names("#id", KEY)
            .expression_attribute_names("#inquiry", INQUIRY)
            .expression_attribute_names("#state", "state")
            .expression_attribute_names("#drafts", "drafts")
            .expression_attribute_names("#replies", "replies")
            .expression_attribute_values(":notified", string("notified"))
            .expression_attribute_values(":drafting", string("drafting"))
            .expression_attribute_values(":failed", string("failed"))
            .expression_attribute_values(":none", number(0))
            .into_paginator()
            .items()
            .send();
        let mut found = Vec::new();
        while let Some(item) = pages.next().await {
            let item = item.map_err(|error| self.failed("scan the table", &error))?;
            found.extend(super::find::id_of(&item));
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }
}
