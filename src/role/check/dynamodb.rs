//! The table: its keys, its indexes, its time to live, and what this role may do with it.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{
    AttributeValue, GlobalSecondaryIndexDescription, IndexStatus, KeySchemaElement, KeyType,
    ProjectionType, TableDescription, TableStatus, TimeToLiveStatus,
};

use super::aws;
use super::finding::Finding;

const KEY: &str = "context_id";
const TTL: &str = "ttl_epoch";
/// An item of this key is never there, so that nothing is read or written.
const NO_ITEM: &str = "check#";

/// Whether the table is there, with the right key, and may be described.
pub(super) async fn table(client: &Client, table: &str) -> Finding {
    let described = match describe(client, table).await {
        Ok(described) => described,
        Err(finding) => return finding,
    };
    match described.table_status() {
        Some(TableStatus::Active | TableStatus::Updating) => {}
        status => {
            let status = status.map_or("unknown", TableStatus::as_str);
            return Finding::failed_for_now(
                format!("the table {table} is {status}"),
                "wait until it is ACTIVE",
            );
        }
    }
    if keys(described.key_schema()) != (Some(KEY), None) {
        return Finding::failed(
            format!("the table {table} has other keys"),
            "its only key has to be the hash key `context_id` (a string)",
        );
    }
    match may_read_and_write(client, table).await {
        Ok(()) => Finding::good(format!("{table} can be read and written")),
        Err(finding) => finding,
    }
}

/// Whether the two indexes are there, so that nothing has to scan the table.
pub(super) async fn index(client: &Client, table: &str, name: &str, key: (&str, &str)) -> Finding {
    let described = match describe(client, table).await {
        Ok(described) => described,
        Err(finding) => return finding,
    };
    let index = described
        .global_secondary_indexes()
        .iter()
        .find(|index| index.index_name() == Some(name));
    let Some(index) = index else {
        return Finding::warning(
            format!("the table {table} has no index {name}: it is scanned instead"),
            format!(
                "add it: hash key `{}`, range key `{}`, with `{TTL}`",
                key.0, key.1
            ),
        );
    };
    if keys(index.key_schema()) != (Some(key.0), Some(key.1)) {
        return Finding::failed(
            format!("the index {name} has other keys"),
            format!(
                "its hash key has to be `{}`, its range key `{}`",
                key.0, key.1
            ),
        );
    }
    if index.index_status() != Some(&IndexStatus::Active) {
        return Finding::failed_for_now(
            format!("the index {name} is not ready"),
            "wait until it is ACTIVE",
        );
    }
    if !has_ttl(index) {
        return Finding::failed(
            format!("the index {name} does not hold `{TTL}`"),
            "make it anew, with `ttl_epoch` in its projection",
        );
    }
    let asked = client
        .query()
        .table_name(table)
        .index_name(name)
        .key_condition_expression("#hash = :no_item")
        .expression_attribute_names("#hash", key.0)
        .expression_attribute_values(":no_item", AttributeValue::S(NO_ITEM.to_owned()))
        .limit(1)
        .send();
    match asked.await {
        Ok(_) => Finding::good(format!("{name} can be asked")),
        Err(error) => aws::failed(&error, &format!("dynamodb:Query on {table}/index/{name}")),
    }
}

/// Whether expired inquiries are deleted.
pub(super) async fn time_to_live(client: &Client, table: &str) -> Finding {
    let asked = client.describe_time_to_live().table_name(table).send();
    let described = match asked.await {
        Ok(described) => described.time_to_live_description,
        Err(error) => return unseen(&error, "dynamodb:DescribeTimeToLive"),
    };
    let todo =
        "switch time to live on for the attribute `ttl_epoch`, or personal data stays for ever";
    match described {
        Some(ttl) if ttl.attribute_name().is_some_and(|name| name != TTL) => Finding::failed(
            format!("time to live goes by another attribute than `{TTL}`"),
            todo,
        ),
        Some(ttl)
            if matches!(
                ttl.time_to_live_status(),
                Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)
            ) =>
        {
            Finding::good(format!("what has expired by `{TTL}` is deleted"))
        }
        _ => Finding::failed("time to live is off", todo),
    }
}

async fn describe(client: &Client, table: &str) -> Result<TableDescription, Finding> {
    match client.describe_table().table_name(table).send().await {
        Ok(described) => described
            .table
            .ok_or_else(|| Finding::failed("DynamoDB described no table", "try again")),
        Err(error) if error.code() == Some("ResourceNotFoundException") => Err(Finding::failed(
            format!("there is no table {table} in this region"),
            "see DDB_TABLE_NAME and AWS_REGION",
        )),
        Err(error) => Err(unseen(&error, "dynamodb:DescribeTable")),
    }
}

/// The product itself describes nothing: without that right, only this check is blind.
fn unseen<E: ProvideErrorMetadata + std::error::Error + 'static>(
    error: &SdkError<E>,
    permission: &str,
) -> Finding {
    if aws::is_forbidden(error) {
        return Finding::warning(
            "it cannot be looked at",
            format!("allow {permission} to the identity that runs this check"),
        );
    }
    aws::failed(error, permission)
}

/// Each right that the store needs, tried in a way that reads and writes nothing.
async fn may_read_and_write(client: &Client, table: &str) -> Result<(), Finding> {
    let no_item = || AttributeValue::S(NO_ITEM.to_owned());
    let read = client
        .get_item()
        .table_name(table)
        .key(KEY, no_item())
        .send();
    read.await
        .map_err(|error| aws::failed(&error, "dynamodb:GetItem"))?;
    let put = client
        .put_item()
        .table_name(table)
        .set_item(Some(HashMap::from([(KEY.to_owned(), no_item())])))
        .condition_expression("attribute_exists(context_id)")
        .send();
    refused_by_condition(put.await, "dynamodb:PutItem")?;
    let update = client
        .update_item()
        .table_name(table)
        .key(KEY, no_item())
        .condition_expression("attribute_exists(context_id)")
        .update_expression("REMOVE checked")
        .send();
    refused_by_condition(update.await, "dynamodb:UpdateItem")
}

fn refused_by_condition<T, E: ProvideErrorMetadata + std::error::Error + 'static>(
    written: Result<T, SdkError<E>>,
    permission: &str,
) -> Result<(), Finding> {
    match written {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(()),
        Err(error) => Err(aws::failed(&error, permission)),
    }
}

fn keys(schema: &[KeySchemaElement]) -> (Option<&str>, Option<&str>) {
    let named = |kind: KeyType| {
        let mut of_kind = schema.iter().filter(|key| *key.key_type() == kind);
        of_kind.next().map(KeySchemaElement::attribute_name)
    };
    (named(KeyType::Hash), named(KeyType::Range))
}

fn has_ttl(index: &GlobalSecondaryIndexDescription) -> bool {
    let Some(projection) = index.projection() else {
        return false;
    };
    projection.projection_type() == Some(&ProjectionType::All)
        || projection
            .non_key_attributes()
            .iter()
            .any(|name| name == TTL)
}
