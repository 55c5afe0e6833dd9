//! What only DynamoDB can do wrong, and what others who use the table rely on.
//!
//! moto throttles nobody and refuses nobody, so that such answers come from [`AwsProxy`].

use std::convert::Infallible;
use std::io::Write;
use std::process::Command;
use std::sync::{Arc, Mutex};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use inquiry::{Event, Inquiry, State, Work};
use mail::InboundMail;
use pii::CustomerText;
use serde_json::json;
use store::{Due, DynamoDb, Inserted, Store, StoreError, Written};
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, Layer};

use crate::store::claims::older;
use crate::store::inquiries::{days, fresh, full, id, now, seconds};
use crate::support::aws_proxy::{AwsProxy, Fault};
use crate::support::dynamodb::{Table, patient};
use crate::support::moto::{moto, sdk_config};

/// A store whose way to the table leads through the proxy.
async fn proxied(table: &Table) -> (Store, AwsProxy) {
    let proxy = AwsProxy::start().await;
    let store = DynamoDb::new(&sdk_config(proxy.url()), &table.name).unwrap();
    (Store::DynamoDb(patient(store)), proxy)
}

async fn insert(store: &Store, inquiry: &Inquiry) -> Inserted {
    let key = format!("message#{}", inquiry.id);
    store.insert(inquiry, &key).await.unwrap()
}

fn unavailable<T>(result: Result<T, StoreError>) -> String {
    match result.err() {
        Some(StoreError::Unavailable(why)) => why,
        other => panic!("{other:?}"),
    }
}

// The table, as others see it.

#[tokio::test]
async fn an_item_has_the_attributes_of_older_deployments_and_native_values() {
    let table = Table::new().await;
    let inquiry = full("a", now());
    insert(&table.open(), &inquiry).await;
    let item = table.item("a").await.unwrap();
    assert_eq!(item["sender_email"], "taro@example.com");
    assert_eq!(item["subject"], "荷物 \u{1f4e6}");
    assert_eq!(item["body_raw"], inquiry.mail.text.expose());
    assert_eq!(item["body_redacted"], inquiry.masked.body.as_str());
    assert_eq!(item["ttl_epoch"], inquiry.expires_at.as_second());
    let map: serde_json::Value = serde_json::from_str(item["pii_map"].as_str().unwrap()).unwrap();
    assert_eq!(map["[PHONE_1]"], "090-1234-5678");
    assert_eq!(item["version"], 1);
    assert!(item["mail"].is_object() && item["drafts"].is_array() && item["card"].is_object());
}

#[tokio::test]
async fn a_mail_leaves_a_helper_item_that_is_no_inquiry() {
    for table in [Table::new().await, Table::without_indexes().await] {
        let store = table.open();
        let inquiry = fresh("a", now());
        store.insert(&inquiry, "message#1234").await.unwrap();
        let helper = table.item("message#1234").await.unwrap();
        let expected = json!({
            "context_id": "message#1234", "inquiry": "a", "ttl_epoch": inquiry.expires_at.as_second(),
        });
        assert_eq!(helper, expected);
        assert_eq!(store.newest(10).await.unwrap(), [inquiry]);
        assert_eq!(store.due(now() + days(1), 10).await.unwrap(), [id("a")]);
    }
}

#[tokio::test]
async fn attributes_of_other_programs_stay_whatever_they_hold() {
    let table = Table::new().await;
    let attributes = [
        ("context_id", AttributeValue::S("old-1".to_owned())),
        ("body_raw", AttributeValue::S("Hello".to_owned())),
        ("ttl_epoch", AttributeValue::N("1900000000".to_owned())),
        ("team", AttributeValue::Ss(vec!["returns".to_owned()])),
        ("scan", AttributeValue::B(Blob::new([0, 159, 146, 150]))),
        (
            "price",
            AttributeValue::N("3.14159265358979323846".to_owned()),
        ),
        ("nothing", AttributeValue::Null(true)),
    ];
    let mut put = table.client.put_item().table_name(&table.name);
    for (name, value) in attributes.clone() {
        put = put.item(name, value);
    }
    put.send().await.unwrap();
    let store = table.open();
    for revision in 1..3 {
        let change = |inquiry: &mut Inquiry| {
            inquiry.slack.revision = revision;
            Ok::<_, Infallible>(())
        };
        store.change(&id("old-1"), change).await.unwrap();
    }
    let key = AttributeValue::S("old-1".to_owned());
    let get = table
        .client
        .get_item()
        .table_name(&table.name)
        .key("context_id", key);
    let item = get.send().await.unwrap().item.unwrap();
    for (name, value) in attributes {
        assert_eq!(item.get(name), Some(&value), "{name}");
    }
    assert_eq!(item["version"], AttributeValue::N("2".to_owned()));
}

#[tokio::test]
async fn only_an_item_with_an_unfinished_step_is_in_the_index_of_open_work() {
    let table = Table::new().await;
    let store = table.open();
    insert(&store, &fresh("a", now())).await;
    assert_eq!(table.item("a").await.unwrap()["work"], "post_card");
    let finish = |inquiry: &mut Inquiry| {
        inquiry.record(Event::CardPosted, None, now()).unwrap();
        inquiry.slack.needs_sync = false;
        Ok::<_, Infallible>(())
    };
    store.change(&id("a"), finish).await.unwrap();
    assert_eq!(table.item("a").await.unwrap().get("work"), None);
}

#[tokio::test]
async fn an_inquiry_larger_than_an_item_is_stored_and_changed() {
    let table = Table::new().await;
    let store = table.open();
    let mut inquiry = fresh("a", now());
    inquiry.mail = InboundMail {
        text: CustomerText::new("A line of a long mail.\n".repeat(30_000)),
        quoted: CustomerText::new("> quoted\n".repeat(50_000)),
        ..inquiry.mail
    };
    assert_eq!(insert(&store, &inquiry).await, Inserted::New);
    assert_eq!(store.replace(&mut inquiry).await.unwrap(), Written::Yes);
    let stored = store.get(&id("a")).await.unwrap().unwrap();
    assert!(
        stored
            .mail
            .text
            .expose()
            .starts_with("A line of a long mail.\n")
    );
    assert!(stored.mail.text.expose().contains("too long to be stored"));
    let change = |inquiry: &mut Inquiry| inquiry.record(Event::CardPosted, None, now());
    store.change(&id("a"), change).await.unwrap();
    assert_eq!(
        store.get(&id("a")).await.unwrap().unwrap().mail,
        stored.mail
    );
}

// Indexes.

#[tokio::test]
async fn with_indexes_a_sweep_and_a_full_list_scan_nothing() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    for number in 0..3 {
        insert(&store, &fresh(&format!("{number}"), now())).await;
    }
    assert_eq!(store.due(now() + seconds(9), 10).await.unwrap().len(), 3);
    assert_eq!(store.newest(3).await.unwrap().len(), 3);
    assert_eq!(proxy.count("Scan"), 0, "{:?}", proxy.operations());
}

/// What an idle service costs is a look at an index, one request; where much is unfinished, each kind of
/// work is asked for what is due, so that what waits for a later day is not read again and again.
#[tokio::test]
async fn a_look_at_what_is_due_is_one_request_unless_much_is_unfinished() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    let look = async || store.look(&Work::ALL, now(), 10).await.unwrap();
    assert_eq!(look().await, Due::default());
    let mut later = fresh("later", now());
    later.worker.due_at = now() + days(1);
    insert(&store, &later).await;
    let before = proxy.operations().len();
    assert_eq!(look().await.next, Some(later.worker.due_at));
    assert_eq!(proxy.operations()[before..], ["ScanIndex"]);

    let due_at = (now() + days(1)).as_millisecond();
    let unfinished = (0..500).map(|number| {
        let id = format!("unfinished-{number}");
        json!({ "context_id": id, "work": "wake", "due_at": due_at, "ttl_epoch": due_at / 1000 })
    });
    let unfinished: Vec<_> = unfinished.collect();
    for batch in unfinished.chunks(25) {
        let puts = batch.iter().map(|item| {
            let put = PutRequest::builder().set_item(Some(serde_dynamo::to_item(item).unwrap()));
            WriteRequest::builder()
                .put_request(put.build().unwrap())
                .build()
        });
        let write = table.client.batch_write_item();
        let write = write.request_items(&table.name, puts.collect());
        write.send().await.unwrap();
    }
    insert(&store, &fresh("now", now() - seconds(1))).await;
    let before = proxy.operations().len();
    assert_eq!(look().await.ids, [id("now")]);
    let asked = proxy.operations()[before..].to_vec();
    assert_eq!(asked[0], "ScanIndex");
    assert!(asked[1..].iter().all(|it| it == "Query"), "{asked:?}");
    assert_eq!(asked.len(), 1 + Work::ALL.len());
}

/// What the home tab and the metrics cost: one look at an index, whatever is stored beside what is open.
#[tokio::test]
async fn with_its_index_the_queue_scans_nothing_and_reads_nothing_that_is_settled() {
    let table = Table::new().await;
    // An earlier process has found what another version wrote.
    table.open().open(now()).await.unwrap();
    let (store, proxy) = proxied(&table).await;
    for number in 0..30 {
        let mut inquiry = fresh(&format!("{number:02}"), now());
        if number >= 3 {
            inquiry.state = State::Sent;
        }
        insert(&store, &inquiry).await;
    }
    store.open(now()).await.unwrap();
    let before = proxy.operations().len();
    let open = store.open(now()).await.unwrap();
    assert_eq!(open.len(), 3);
    let ids: Vec<_> = open.into_iter().map(|it| it.id).collect();
    assert_eq!(store.get_all(&ids).await.unwrap().len(), 3);
    let asked = &proxy.operations()[before..];
    assert_eq!(asked, ["ScanIndex", "BatchGetItem"]);
    assert_eq!(proxy.count("Scan"), 0, "{:?}", proxy.operations());
}

#[tokio::test]
async fn what_an_older_version_writes_while_this_one_runs_is_noticed_within_a_day() {
    let table = Table::new().await;
    let store = table.open();
    for name in ["a", "b"] {
        insert(&store, &fresh(name, now())).await;
    }
    assert_eq!(store.open(now()).await.unwrap().len(), 2);
    // It leaves the attributes that it does not know as they are, or out.
    let mut sent = table.item("a").await.unwrap();
    sent["state"] = json!("sent");
    sent["version"] = json!(2);
    table.put(sent).await;
    let mut new = table.item("b").await.unwrap();
    new["context_id"] = json!("new");
    for name in ["queue", "arrived_at", "queued_version"] {
        new.as_object_mut().unwrap().remove(name);
    }
    table.put(new).await;
    assert_eq!(store.index_older(now() + days(2)).await.unwrap(), 2);
    let open = store.open(now()).await.unwrap();
    let mut open: Vec<&str> = open.iter().map(|it| it.id.as_str()).collect();
    open.sort_unstable();
    assert_eq!(open, ["b", "new"]);
    assert_eq!(store.index_older(now() + days(2)).await.unwrap(), 0);
}

/// A page of a scan ends at 1 MB; a walk that was interrupted goes on where it was.
#[tokio::test]
async fn a_long_walk_for_what_older_versions_wrote_ends() {
    let table = Table::new().await;
    for number in 0..12 {
        let mut item = older(&format!("old-{number:02}"));
        item["body_raw"] = json!("long\n".repeat(40_000));
        table.put(item).await;
    }
    let store = table.open();
    assert_eq!(store.open(now()).await.unwrap().len(), 12);
    let walk = table.item("walk#open_inquiries").await.unwrap();
    assert!(
        walk["memo"].as_str().unwrap().contains("finished_at"),
        "{walk}"
    );
}

#[tokio::test]
async fn that_an_index_is_missing_is_said_once() {
    let logs = Logs::default();
    let layer = tracing_subscriber::fmt::layer().with_writer(logs.clone());
    let _listening = tracing::subscriber::set_default(
        tracing_subscriber::registry().with(layer.with_filter(EnvFilter::new("warn"))),
    );
    let table = Table::without_indexes().await;
    let store = table.open();
    for _ in 0..3 {
        store.due(now(), 10).await.unwrap();
        store.clone().newest(10).await.unwrap();
    }
    let text = String::from_utf8(logs.0.lock().unwrap().clone()).unwrap();
    assert_eq!(
        text.matches("open_work, by_day, open_inquiries and by_customer")
            .count(),
        1,
        "{text}"
    );
}

#[tokio::test]
async fn what_aws_says_about_an_index_leads_to_a_scan() {
    for (code, message) in [
        (
            "ValidationException",
            "The table does not have the specified index: open_work",
        ),
        (
            "ValidationException",
            "Cannot read from backfilling global secondary index: open_work",
        ),
        (
            "AccessDeniedException",
            "User: arn:… is not authorized to perform: dynamodb:Query on resource: …/index/open_work",
        ),
    ] {
        let table = Table::new().await;
        let (store, proxy) = proxied(&table).await;
        insert(&store, &fresh("a", now())).await;
        proxy.break_down("ScanIndex", Fault::refused(code, message));
        assert_eq!(store.due(now() + seconds(9), 10).await.unwrap(), [id("a")]);
        assert_eq!(store.open(now()).await.unwrap().len(), 1);
        proxy.break_down("Query", Fault::refused(code, message));
        assert_eq!(store.newest(10).await.unwrap().len(), 1);
    }
}

/// A page of an answer ends at 1 MB, found or not.
#[tokio::test]
async fn what_is_found_over_several_pages_is_all_found() {
    for table in [Table::new().await, Table::without_indexes().await] {
        let (store, at) = (table.open(), now());
        for number in 0..7 {
            let mut inquiry = fresh(&format!("{number:02}"), at - seconds(number));
            inquiry.mail.text = CustomerText::new("long\n".repeat(60_000));
            inquiry.worker.due_at = at - seconds(number);
            insert(&store, &inquiry).await;
        }
        let due = store.due(at + seconds(9), 100).await.unwrap();
        let newest = store.newest(100).await.unwrap();
        let newest: Vec<_> = newest.into_iter().map(|inquiry| inquiry.id).collect();
        assert_eq!(
            newest,
            (0..7)
                .map(|number| id(&format!("{number:02}")))
                .collect::<Vec<_>>()
        );
        assert_eq!(due, newest.into_iter().rev().collect::<Vec<_>>());
    }
}

// Faults.

#[tokio::test]
async fn throttling_is_waited_out() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    for operation in [
        "TransactWriteItems",
        "GetItem",
        "UpdateItem",
        "ScanIndex",
        "Query",
        "BatchGetItem",
    ] {
        proxy.fail(operation, Fault::throttled());
    }
    let mut inquiry = fresh("a", now());
    assert_eq!(insert(&store, &inquiry).await, Inserted::New);
    assert!(store.get(&id("a")).await.unwrap().is_some());
    assert_eq!(store.replace(&mut inquiry).await.unwrap(), Written::Yes);
    assert_eq!(store.due(now() + seconds(9), 10).await.unwrap().len(), 1);
    assert_eq!(store.newest(1).await.unwrap().len(), 1);
}

#[tokio::test]
async fn throttling_without_an_end_is_unavailable_after_some_attempts() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    proxy.break_down("GetItem", Fault::throttled());
    let why = unavailable(store.get(&id("a")).await);
    assert!(why.contains("overloaded"), "{why}");
    assert_eq!(proxy.count("GetItem"), 6);
}

#[tokio::test]
async fn a_transaction_that_met_another_one_is_repeated() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    let conflict = json!({
        "message": "Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict]",
        "CancellationReasons": [{ "Code": "None" }, { "Code": "TransactionConflict", "Message": "Transaction is ongoing for the item" }],
    });
    proxy.fail(
        "TransactWriteItems",
        Fault::Refused("TransactionCanceledException", conflict),
    );
    assert_eq!(insert(&store, &fresh("a", now())).await, Inserted::New);
    assert_eq!(proxy.count("TransactWriteItems"), 2);
}

#[tokio::test]
async fn a_write_that_met_a_transaction_is_a_conflict() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    let mut inquiry = fresh("a", now());
    insert(&store, &inquiry).await;
    let ongoing = Fault::refused(
        "TransactionConflictException",
        "Transaction is ongoing for the item",
    );
    proxy.fail("UpdateItem", ongoing);
    assert_eq!(
        store.replace(&mut inquiry).await.unwrap(),
        Written::Conflict
    );
    assert_eq!(store.replace(&mut inquiry).await.unwrap(), Written::Yes);
}

/// moto carries a repeated transaction out again, so that this does not rest on its token alone.
#[tokio::test]
async fn an_insert_whose_answer_is_lost_is_new_and_stored_once() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    proxy.fail("TransactWriteItems", Fault::LosesItsAnswer);
    assert_eq!(insert(&store, &fresh("a", now())).await, Inserted::New);
    assert_eq!(proxy.count("TransactWriteItems"), 2);
    assert_eq!(
        table.items().await.len(),
        2,
        "the inquiry and its helper item"
    );
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_written_and_no_conflict() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    let mut inquiry = fresh("a", now());
    insert(&store, &inquiry).await;
    proxy.fail("UpdateItem", Fault::LosesItsAnswer);
    inquiry.state = State::Sending;
    assert_eq!(store.replace(&mut inquiry).await.unwrap(), Written::Yes);
    assert_eq!(proxy.count("UpdateItem"), 2);
    assert_eq!(store.get(&id("a")).await.unwrap().unwrap(), inquiry);
}

#[tokio::test]
async fn keys_that_a_batch_leaves_are_asked_for_again() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    insert(&store, &fresh("a", now())).await;
    proxy.fail("BatchGetItem", Fault::Unprocessed);
    assert_eq!(store.newest(1).await.unwrap().len(), 1);
    assert_eq!(proxy.count("BatchGetItem"), 2);
}

#[tokio::test]
async fn each_refusal_says_what_to_do_and_quotes_no_item() {
    let table = Table::new().await;
    let (store, proxy) = proxied(&table).await;
    for (code, message, advice) in [
        (
            "ResourceNotFoundException",
            "Requested resource not found",
            "DDB_TABLE_NAME",
        ),
        (
            "AccessDeniedException",
            "not authorized to perform: dynamodb:GetItem",
            "permission is missing: not authorized",
        ),
        (
            "UnrecognizedClientException",
            "The security token is invalid",
            "credentials",
        ),
        (
            "ExpiredTokenException",
            "The security token is expired",
            "renew",
        ),
        (
            "ValidationException",
            "The provided key element does not match the schema",
            "hash key context_id",
        ),
        (
            "ValidationException",
            "cannot be converted to a number: canary@example.com",
            "ValidationException",
        ),
        (
            "SerializationException",
            "canary@example.com",
            "SerializationException",
        ),
    ] {
        proxy.fail("GetItem", Fault::refused(code, message));
        let why = unavailable(store.ping().await);
        assert!(why.contains(advice) && why.contains(&table.name), "{why}");
        assert!(!why.contains("canary"), "{why}");
    }
}

#[tokio::test]
async fn a_table_that_is_not_there_is_unavailable_with_its_name_and_region() {
    let moto = tokio::task::spawn_blocking(moto).await.unwrap();
    let store = Store::DynamoDb(DynamoDb::new(&moto.sdk_config(), "missing").unwrap());
    let inquiry = fresh("a", now());
    for why in [
        unavailable(store.ping().await),
        unavailable(store.get(&id("a")).await),
        unavailable(store.insert(&inquiry, "message#1").await),
        unavailable(store.replace(&mut inquiry.clone()).await),
        unavailable(store.due(now(), 10).await),
        unavailable(store.newest(10).await),
    ] {
        assert!(
            why.contains("missing") && why.contains("us-east-1"),
            "{why}"
        );
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    // Port 9 is the discard service, which nobody runs.
    let store = DynamoDb::new(&sdk_config("http://127.0.0.1:9"), "inquiries").unwrap();
    let why = unavailable(Store::DynamoDb(store).ping().await);
    assert!(
        why.contains("AWS_ENDPOINT_URL") && why.contains("refused"),
        "{why}"
    );
}

#[tokio::test]
async fn without_credentials_or_a_region_it_says_so() {
    let moto = tokio::task::spawn_blocking(moto).await.unwrap();
    let nothing = || SdkConfig::builder().behavior_version(BehaviorVersion::latest());
    let sdk = nothing()
        .endpoint_url(moto.url())
        .region(Region::new("us-east-1"))
        .build();
    let store = Store::DynamoDb(DynamoDb::new(&sdk, "inquiries").unwrap());
    let why = unavailable(store.ping().await);
    assert!(why.contains("no AWS credentials were found"), "{why}");

    let credentials = Credentials::new("test", "test", None, None, "test");
    let credentials = SharedCredentialsProvider::new(credentials);
    let sdk = nothing().credentials_provider(credentials).build();
    let why = unavailable(DynamoDb::new(&sdk, "inquiries"));
    assert!(why.contains("AWS_REGION"), "{why}");
}

// The commands.

fn replybot(table: &str, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_replybot"))
        .args(arguments)
        .env_clear()
        .envs(moto().environment())
        .env("DDB_TABLE_NAME", table)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn history_shows_the_inquiries_of_the_table() {
    let table = Table::new().await;
    table.put(older("old-1")).await;
    let inquiry = full("new-1", now());
    insert(&table.open(), &inquiry).await;

    let (code, listed, said) = replybot(&table.name, &["history", "--json"]);
    assert_eq!(code, 0, "{said}");
    let ids: Vec<serde_json::Value> = (listed.lines())
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["context_id"].clone())
        .collect();
    assert_eq!(ids, ["new-1", "old-1"]);
    let (code, shown, said) = replybot(&table.name, &["history", "new-1"]);
    assert!(
        code == 0 && shown.contains("reply refused"),
        "{shown}{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_without_its_table_says_which_and_asks_to_try_again() {
    tokio::task::spawn_blocking(moto).await.unwrap();
    let (code, _, said) = replybot("missing", &["history"]);
    assert_eq!(code, 75, "{said}");
    assert!(
        said.contains("missing") && said.contains("us-east-1"),
        "{said}"
    );
}

#[derive(Clone, Default)]
struct Logs(Arc<Mutex<Vec<u8>>>);

impl Write for Logs {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl tracing_subscriber::fmt::MakeWriter<'_> for Logs {
    type Writer = Logs;

    fn make_writer(&self) -> Logs {
        self.clone()
    }
}
