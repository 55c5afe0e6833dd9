//! What the queue costs among many inquiries, few of them or all of them open: `cargo bench --bench
//! queue`. The home tab reads it, the metrics (and so the alarm) each minute, the reminder in each
//! sweep. It reports; it asserts nothing about time.
//!
//! In the embedded store among 100,000; in DynamoDB, which moto emulates, the calls are what counts:
//! among `QUEUE_ITEMS` (10,000), since moto reads all of them for each query.
#![allow(clippy::unwrap_used)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use inquiry::{ContextId, Inquiry, State};
use jiff::{SignedDuration, Timestamp};
use mail::parse;
use replybot::app::App;
use replybot::config::{AppConfig, Environment};
use replybot::flow::sweep::sweep;
use replybot::flow::{home, unanswered};
use rusqlite::{Connection, params};
use serde_json::json;
use slack_sim::{Channel, Delivery, Settings, User, Workspace};
use store::{DynamoDb, Store};
use support::aws_proxy::AwsProxy;
use support::dynamodb::Table;
use support::moto::sdk_config;
use tokio::net::TcpListener;

const INQUIRIES: i64 = 100_000;
const ROUNDS: usize = 10;
const PERSON: &str = "U0000001";
const TOKEN: &str = "xoxb-bench";

#[tokio::main]
async fn main() {
    let workspace = start_workspace().await;
    for open in [1_000, INQUIRIES] {
        let folder = tempfile::tempdir().unwrap();
        let app = app(&workspace, folder.path()).await;
        fill(&folder.path().join("replybot.sqlite3"), open).unwrap();
        let now = Timestamp::now();
        let start = Instant::now();
        let indexed = app.store.index_older(now).await.unwrap();
        println!("embedded store: {INQUIRIES} inquiries, {open} of them open");
        println!(
            "  {indexed} of another version indexed, once: {:?}",
            start.elapsed()
        );
        measure(&app, usize::try_from(open).unwrap(), || 0).await;
    }
    let stored = std::env::var("QUEUE_ITEMS").ok();
    let stored = stored.and_then(|it| it.parse().ok()).unwrap_or(10_000);
    for stored in [stored / 10, stored] {
        dynamodb(&workspace, stored, 500).await;
    }
}

/// The workspace's address; the product's own is of no use here.
async fn start_workspace() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let workspace = Workspace::open(Settings {
        bot_token: TOKEN.to_owned(),
        signing_secret: "bench".to_owned(),
        events_url: format!("{base_url}/nowhere"),
        base_url: base_url.clone(),
        channel: Channel {
            id: "C0000001".to_owned(),
            name: "support".to_owned(),
        },
        users: vec![User {
            id: PERSON.to_owned(),
            name: "Yumi Sato".to_owned(),
        }],
        language: slack_sim::Language::En,
        state_file: None,
        now: Arc::new(Timestamp::now),
        rate_limits: false,
        acknowledge_within: slack_sim::ACKNOWLEDGE_WITHIN,
    });
    let workspace = workspace.unwrap();
    // The tab is open, so that the app may fill it.
    let opened = workspace.open_home(PERSON).await;
    assert!(!matches!(opened, Delivery::Kept));
    tokio::spawn(async move { axum::serve(listener, workspace.router()).await });
    base_url
}

async fn app(workspace: &str, data: &Path) -> App {
    let values = [
        ("REPLYBOT_DATA", data.to_str().unwrap()),
        ("SLACK_API_URL", &format!("{workspace}/api")),
        ("SLACK_BOT_TOKEN", TOKEN),
        ("SLACK_CHANNEL_ID", "C0000001"),
        ("ANSWER_WITHIN_HOURS", "8"),
        ("UI_LANGUAGE", "en"),
    ];
    let values = values.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let environment = Environment::of(BTreeMap::from(values));
    let config = AppConfig::read_for_intake(&environment).unwrap();
    App::connect(config).await.unwrap().0
}

/// Prints times and calls of all that reads the queue.
async fn measure(app: &App, open: usize, calls: impl Fn() -> usize) {
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    let mut asked = HashMap::new();
    for _ in 0..ROUNDS {
        let (start, before) = (Instant::now(), calls());
        let waiting = unanswered::waiting(app).await.unwrap();
        times
            .entry("metrics and alarm")
            .or_default()
            .push(start.elapsed());
        asked.insert("metrics and alarm", calls() - before);
        assert_eq!(waiting.count, open);

        let (start, before) = (Instant::now(), calls());
        home::show(app, PERSON, 0).await.unwrap();
        times.entry("home tab").or_default().push(start.elapsed());
        asked.insert("home tab", calls() - before);

        let (start, before) = (Instant::now(), calls());
        sweep(app, None).await.unwrap();
        times
            .entry("a sweep, with the reminder")
            .or_default()
            .push(start.elapsed());
        asked.insert("a sweep, with the reminder", calls() - before);
    }
    for (what, times) in times {
        println!(
            "  {what}: {:?} in the middle, {} calls of the store's service",
            median(times),
            asked[what]
        );
    }
}

/// As a version of this program wrote them that knew no queue.
fn fill(path: &Path, open: i64) -> Result<(), rusqlite::Error> {
    let mut file = Connection::open(path)?;
    let now = Timestamp::now();
    let writes = file.transaction()?;
    for number in 0..INQUIRIES {
        let id = format!("inquiry-{number:06}");
        let received_at = now - SignedDuration::from_secs(20 * number);
        let expires_at = (now + SignedDuration::from_hours(24 * 30)).as_second();
        // The oldest ones are open.
        let state = if number >= INQUIRIES - open {
            "notified"
        } else {
            "sent"
        };
        let item = json!({
            "context_id": id, "sender_email": "taro@example.com", "subject": "Where is my order?",
            "body_raw": "It has not arrived. ".repeat(100), "ttl_epoch": expires_at, "version": 1,
            "state": state, "received_at": received_at, "mail": {},
        });
        writes.execute(
            "INSERT INTO inquiries (context_id, version, due_at, received_at, expires_at, item)
             VALUES (?1, 1, 0, ?2, ?3, ?4)",
            params![
                id,
                received_at.as_millisecond(),
                expires_at,
                item.to_string()
            ],
        )?;
    }
    writes.commit()
}

/// So many stored, so many of them open.
async fn dynamodb(workspace: &str, stored: usize, open: usize) {
    let folder = tempfile::tempdir().unwrap();
    let table = Table::new().await;
    let proxy = AwsProxy::start().await;
    let client = DynamoDb::new(&sdk_config(proxy.url()), &table.name).unwrap();
    let app = App {
        store: Store::DynamoDb(client),
        ..app(workspace, folder.path()).await
    };
    let waits = sample(&app.store, &table, State::Notified).await;
    let is_sent = sample(&app.store, &table, State::Sent).await;
    let items: Vec<_> = (0..stored - 2)
        .map(|number| {
            let mut item = if number < open - 1 { &waits } else { &is_sent }.clone();
            let id = AttributeValue::S(format!("inquiry-{number:06}"));
            item.insert("context_id".to_owned(), id);
            let put = PutRequest::builder().set_item(Some(item)).build().unwrap();
            WriteRequest::builder().put_request(put).build()
        })
        .collect();
    for items in items.chunks(25) {
        let write = table.client.batch_write_item();
        let write = write.request_items(&table.name, items.to_vec());
        write.send().await.unwrap();
    }
    // Once: what another version wrote is looked for.
    app.store.open(Timestamp::now()).await.unwrap();
    println!("DynamoDB (moto): {stored} inquiries, {open} of them open");
    measure(&app, open, || proxy.operations().len()).await;
}

/// An item as the product writes it.
async fn sample(store: &Store, table: &Table, state: State) -> HashMap<String, AttributeValue> {
    let now = Timestamp::now();
    let id = ContextId::parse(&format!("sample-{}", state.name())).unwrap();
    let mail = parse(b"From: taro@example.com\r\nSubject: Order\r\n\r\nWhere is it?\r\n");
    let later = now + SignedDuration::from_hours(24 * 30);
    let mut inquiry = Inquiry::received(id.clone(), mail, now, later);
    inquiry.state = state;
    inquiry.worker.due_at = later;
    store
        .insert(&inquiry, &format!("message#{id}"))
        .await
        .unwrap();
    let get = table.client.get_item().table_name(&table.name);
    let get = get.key("context_id", AttributeValue::S(id.as_str().to_owned()));
    get.send().await.unwrap().item.unwrap()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
