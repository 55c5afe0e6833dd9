//! Helper items that hold a text.

use jiff::Timestamp;

use super::{Attributes, DynamoDb, KEY, TTL, is_condition, number, string};
use crate::{StoreError, Written};

/// The attribute with the text.
const MEMO: &str = "memo";

impl DynamoDb {
    pub(crate) async fn kv(&self, key: &str) -> Result<Option<String>, StoreError> {
        let item = self.item(key, "read a memo").await?;
        Ok(item.as_ref().and_then(text_of))
    }

    pub(crate) async fn write_kv(
        &self,
        key: &str,
        read: Option<&str>,
        text: &str,
        expires_at: Option<Timestamp>,
    ) -> Result<Written, StoreError> {
        let mut item = Attributes::from([
            (KEY.to_owned(), string(key)),
            (MEMO.to_owned(), string(text)),
        ]);
        if let Some(expires_at) = expires_at {
            item.insert(TTL.to_owned(), number(expires_at.as_second()));
        }
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item));
        let put = match read {
            None => put.condition_expression("attribute_not_exists(context_id)"),
            Some(read) => put
                .condition_expression("#memo = :read")
                .expression_attribute_names("#memo", MEMO)
                .expression_attribute_values(":read", string(read)),
        };
        match put.send().await {
            Ok(_) => Ok(Written::Yes),
            Err(error) if is_condition(&error) => Ok(Written::Conflict),
            Err(error) => Err(self.failed("write a memo", &error)),
        }
    }
}

/// The text of a helper item.
pub(super) fn text_of(item: &Attributes) -> Option<String> {
    item.get(MEMO)?.as_s().ok().cloned()
}
