//! Tables like those of older deployments, and like those that Terraform makes today.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, TimeToLiveSpecification,
};
use serde_json::Value;
use store::{DynamoDb, Store};

use super::moto::moto;

/// A table of its own for a test.
pub struct Table {
    pub name: String,
    pub client: Client,
}

impl Table {
    /// A table with all its indexes.
    pub async fn new() -> Table {
        Table::with([
            index("open_work", "work", "due_at"),
            index("by_day", "day", "received_at"),
            index("open_inquiries", "queue", "arrived_at"),
            index("by_customer", "customer", "received_at"),
        ])
        .await
    }

    /// A table with nothing but the hash key.
    pub async fn without_indexes() -> Table {
        Table::with([]).await
    }

    /// A table whose expired items go.
    pub async fn with_time_to_live(self, attribute: &str) -> Table {
        let live = TimeToLiveSpecification::builder()
            .enabled(true)
            .attribute_name(attribute)
            .build()
            .unwrap();
        self.client
            .update_time_to_live()
            .table_name(&self.name)
            .time_to_live_specification(live)
            .send()
            .await
            .unwrap();
        self
    }

    async fn with<const N: usize>(indexes: [GlobalSecondaryIndex; N]) -> Table {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let name = format!("replybot-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let moto = tokio::task::spawn_blocking(moto).await.unwrap();
        let client = Client::new(&moto.sdk_config());
        let mut create = client
            .create_table()
            .table_name(&name)
            .billing_mode(BillingMode::PayPerRequest)
            .key_schema(key("context_id", KeyType::Hash))
            .attribute_definitions(attribute("context_id", ScalarAttributeType::S));
        if N > 0 {
            use ScalarAttributeType::{N, S};
            for (name, kind) in [
                ("work", S),
                ("due_at", N),
                ("day", S),
                ("received_at", S),
                ("queue", S),
                ("customer", S),
                ("arrived_at", S),
            ] {
                create = create.attribute_definitions(attribute(name, kind));
            }
        }
        for index in indexes {
            create = create.global_secondary_indexes(index);
        }
        create.send().await.unwrap();
        Table { name, client }
    }

    /// A handle of its own, as another process has.
    pub fn open(&self) -> Store {
        let table = DynamoDb::new(&moto().sdk_config(), &self.name).unwrap();
        Store::DynamoDb(patient(table))
    }

    /// Puts an item there as another program does.
    pub async fn put(&self, item: Value) {
        let item = serde_dynamo::to_item(item).unwrap();
        let put = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item));
        put.send().await.unwrap();
    }

    /// An item as it is in the table.
    pub async fn item(&self, key: &str) -> Option<Value> {
        let key = aws_sdk_dynamodb::types::AttributeValue::S(key.to_owned());
        let get = self
            .client
            .get_item()
            .table_name(&self.name)
            .key("context_id", key);
        let item = get.send().await.unwrap().item?;
        Some(serde_dynamo::from_item(item).unwrap())
    }

    /// All items.
    pub async fn items(&self) -> Vec<Value> {
        let scan = self
            .client
            .scan()
            .table_name(&self.name)
            .send()
            .await
            .unwrap();
        serde_dynamo::from_items(scan.items.unwrap_or_default()).unwrap()
    }
}

fn index(name: &str, hash: &str, range: &str) -> GlobalSecondaryIndex {
    GlobalSecondaryIndex::builder()
        .index_name(name)
        .key_schema(key(hash, KeyType::Hash))
        .key_schema(key(range, KeyType::Range))
        .projection(
            Projection::builder()
                .projection_type(ProjectionType::Include)
                .non_key_attributes("ttl_epoch")
                .non_key_attributes("assignee")
                .build(),
        )
        .build()
        .unwrap()
}

fn key(name: &str, kind: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder()
        .attribute_name(name)
        .key_type(kind)
        .build()
        .unwrap()
}

fn attribute(name: &str, kind: ScalarAttributeType) -> AttributeDefinition {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(kind)
        .build()
        .unwrap()
}

/// Waits far longer than anything takes: a busy computer must not decide how a test ends.
pub fn patient(table: DynamoDb) -> DynamoDb {
    table.waiting(Duration::from_secs(30), Duration::from_secs(120))
}
