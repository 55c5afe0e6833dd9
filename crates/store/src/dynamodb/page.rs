//! Going through the table, and erasing from it.

use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;

use super::find::id_of;
use super::{Attributes, DynamoDb, INQUIRY, KEY, number, read_item, string};
use crate::page::{Cursor, Page};
use crate::{StoreError, Written};
use inquiry::ContextId;

/// Inquiries that are read at a time: with the largest items, some ten megabytes.
const AT_ONCE: i32 = 50;

impl DynamoDb {
    pub(crate) async fn page(&self, after: Option<Cursor>) -> Result<Page, StoreError> {
        let start = match after {
            Some(Cursor::DynamoDb(key)) => Some(key),
            _ => None,
        };
        let read = self
            .client
            .scan()
            .table_name(&self.table)
            .set_exclusive_start_key(start)
            .limit(AT_ONCE)
            .consistent_read(true)
            .send()
            .await
            .map_err(|error| self.failed("scan the table", &error))?;
        // Helper items have no id that an inquiry may have.
        let items = read.items.unwrap_or_default().into_iter();
        let inquiries = items.filter_map(|item| Some((id_of(&item)?, item)));
        let next = read.last_evaluated_key.map(Cursor::DynamoDb);
        let inquiries = inquiries.map(|(id, item)| read_item(id.as_str(), item));
        Ok(Page::of(inquiries, next))
    }

    /// First what leads to the inquiry, then the inquiry itself: a run that is interrupted finds it
    /// again.
    pub(crate) async fn erase(
        &self,
        id: &ContextId,
        version: u64,
    ) -> Result<(Written, usize), StoreError> {
        let helpers = self.helpers_of(id).await?;
        for key in &helpers {
            self.client
                .delete_item()
                .table_name(&self.table)
                .key(KEY, string(key))
                .send()
                .await
                .map_err(|error| self.failed("delete a helper item", &error))?;
        }
        let condition = match version {
            // Items of older deployments carry no version.
            0 => "attribute_not_exists(#version) OR #version = :read",
            _ => "#version = :read",
        };
        let deleted = self
            .client
            .delete_item()
            .table_name(&self.table)
            .key(KEY, string(id.as_str()))
            .condition_expression(condition)
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":read", number(version))
            .send()
            .await;
        match deleted {
            Ok(_) => Ok((Written::Yes, helpers.len())),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(DeleteItemError::is_conditional_check_failed_exception) =>
            {
                Ok((Written::Conflict, 0))
            }
            Err(error) => Err(self.failed("delete an inquiry", &error)),
        }
    }

    async fn helpers_of(&self, id: &ContextId) -> Result<Vec<String>, StoreError> {
        let items: Vec<Attributes> = self
            .client
            .scan()
            .table_name(&self.table)
            .filter_expression("#inquiry = :id")
            .projection_expression("#key")
            .expression_attribute_names("#inquiry", INQUIRY)
            .expression_attribute_names("#key", KEY)
            .expression_attribute_values(":id", string(id.as_str()))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send()
            .try_collect()
            .await
            .map_err(|error| self.failed("scan the table", &error))?;
        let key = |item: &Attributes| Some(item.get(KEY)?.as_s().ok()?.clone());
        Ok(items.iter().filter_map(key).collect())
    }
}
