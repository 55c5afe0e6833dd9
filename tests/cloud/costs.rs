//! What the store is asked: of an idle service, and of a click before its modal is there.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use replybot::app::App;
use replybot::config::{Environment, Limits, ServeConfig};
use replybot::flow::sweep::{keep_in_order, sweep, take_up_due};
use serde_json::json;
use slack_sim::Delivery;

use crate::google::Service;
use crate::lambda::function;
use crate::process::{SATO, World};
use crate::serve::serve;
use crate::support::aws_proxy::AwsProxy;
use crate::support::dynamodb::Table;
use crate::support::moto::REGION;
use crate::support::proxy::{Fault, Proxy};

/// A store in an emulator of DynamoDB, and a count of what is asked of it.
async fn table() -> (Table, AwsProxy) {
    (Table::new().await, AwsProxy::start().await)
}

fn variables<'a>(table: &'a Table, dynamodb: &'a AwsProxy) -> [(&'static str, &'a str); 3] {
    [
        ("AWS_REGION", REGION),
        ("DDB_TABLE_NAME", &table.name),
        ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.url()),
    ]
}

/// Requests of a minute in which nothing happens, with all that is asked about regularly switched on.
#[tokio::test(flavor = "multi_thread")]
async fn an_idle_service_asks_its_table_twelve_times_a_minute_at_most() {
    let (table, dynamodb) = table().await;
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.set("ANSWER_WITHIN_HOURS", "4");
    world.set("SUMMARY", "daily");
    world.set("SUMMARY_TIME", "00:00");
    let environment = Environment::of(world.environment.clone())
        .with_mailboxes()
        .await
        .unwrap();
    let environment = environment.with_knowledge().await.unwrap();
    let environment = environment.with_prompts(&[]).await.unwrap();
    let config = ServeConfig::read(&environment, true).unwrap();
    let (mut app, _queue) = App::connect(config.app).await.unwrap();
    let store = store::DynamoDb::new(
        &crate::support::moto::sdk_config(dynamodb.url()),
        &table.name,
    );
    app.store = store::Store::DynamoDb(store.unwrap());
    // What is done once a day, or once in the life of a process.
    for _ in 0..2 {
        sweep(&app, None).await.unwrap();
    }
    let asked = async |what: &str| {
        let before = dynamodb.operations().len();
        match what {
            "look" => drop(take_up_due(&app, None).await.unwrap()),
            _ => keep_in_order(&app).await.unwrap(),
        }
        dynamodb.operations()[before..].to_vec()
    };
    let (look, house) = (asked("look").await, asked("house").await);
    assert_eq!(look, ["ScanIndex"]);
    let Limits {
        sweep_interval,
        housekeeping_interval,
        ..
    } = Limits::default();
    let times = |every: Duration| 60.0 / every.as_secs_f64();
    let minute = times(sweep_interval) * look.len() as f64
        + times(housekeeping_interval) * house.len() as f64;
    assert!(minute <= 12.0, "{minute} a minute: {look:?}, {house:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_modal_opens_after_two_round_trips_to_the_table() {
    let (table, dynamodb) = table().await;
    let slack = Proxy::start().await;
    let url = format!("{}/api", slack.url());
    let variables = variables(&table, &dynamodb);
    let served = serve(
        &[&variables[..], &[("SLACK_API_URL", &url)]].concat(),
        &["--behind-iam"],
    )
    .await;
    let world = &served.world;
    slack.stand_before(&world.slack_url);
    world.ingest("1").await;
    let card = world.card();
    // Who the app and its members are is asked once, and remembered. The first click has a draft
    // written, which may go on behind the next one.
    let mut seen = Vec::new();
    while !seen.ends_with(&[vec!["BatchGetItem".to_owned(), "UpdateItem".to_owned()]]) {
        assert!(seen.len() < 8, "{seen:#?}");
        let before = dynamodb.operations().len();
        slack.fail("views.open", Fault::Waits);
        let clicking = {
            let (workspace, card) = (world.workspace.clone(), card.clone());
            tokio::spawn(async move { workspace.click(SATO, &card, "generate_reply_action").await })
        };
        world.polled("views.open", || slack.waiting() == 1).await;
        let mut asked = dynamodb.operations()[before..].to_vec();
        // The service's own sweep.
        asked.retain(|it| it != "ScanIndex");
        slack.go_on();
        assert_eq!(clicking.await.unwrap(), Delivery::Acknowledged);
        world
            .until("the end of views.open", || slack.waiting() == 0)
            .await;
        let is_drafted = || world.log().contains("a draft was written");
        world.polled("the draft", is_drafted).await;
        seen.push(asked);
    }
}

/// A number of docs/cost.py, which calculates the page of costs.
fn of_the_page(pattern: &str) -> f64 {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/cost.py")).unwrap();
    let found = regex::Regex::new(pattern).unwrap();
    found.captures(&text).unwrap()[1].parse().unwrap()
}

/// A mail, its card, a click, the draft, the reply and the sweep after it. Each request is priced at the
/// size that the item has in the end; `cargo test --test cloud costs -- --nocapture` prints them.
#[tokio::test(flavor = "multi_thread")]
async fn a_mail_asks_no_more_of_its_table_than_the_page_of_costs_says() {
    let (table, dynamodb) = table().await;
    let lambda = Service::start().await;
    lambda.answers_with(202, json!({}));
    // The draft has an invocation of its own, and not only the seconds that Slack waits.
    let own = [
        ("ASYNC_GENERATION_ENDPOINT", "self"),
        ("AWS_ENDPOINT_URL_LAMBDA", lambda.url()),
        ("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1"),
    ];
    let f = function(&[&variables(&table, &dynamodb)[..], &own].concat()).await;
    let (_, view) = f.click().await;
    let wish = lambda.requests()[0].body.clone();
    f.runtime.invoke(wish).await.unwrap();
    f.world.workspace.submit(SATO, &view).await;
    let sweep = json!({ "replybot": "sweep" });
    f.runtime.invoke(sweep).await.unwrap();
    let is_sent = || {
        let outbox = std::fs::read_dir(f.world.data.path().join("outbox"));
        outbox.is_ok_and(|it| {
            it.flatten()
                .any(|file| file.path().extension().is_some_and(|it| it == "eml"))
        })
    };
    f.world.polled("the reply", is_sent).await;
    let sizes = table
        .items()
        .await
        .into_iter()
        .map(|it| it.to_string().len());
    let bytes = sizes.max().unwrap() as f64;
    let (write, read) = ((bytes / 1024.0).ceil(), (bytes / 4096.0).ceil());
    // An entry of an index is taken out and put in where its key changes: the work that is due does at
    // each step, and one of the other three at most.
    let index = 4.0;
    let mut asked = BTreeMap::<String, u32>::new();
    for operation in dynamodb.operations() {
        *asked.entry(operation).or_default() += 1;
    }
    let (mut writes, mut reads) = (0.0, 0.0);
    for (operation, times) in &asked {
        let times = f64::from(*times);
        match &**operation {
            "PutItem" | "UpdateItem" | "DeleteItem" => writes += times * (write + index),
            // Of two items at most, at twice the price.
            "TransactWriteItems" => writes += times * 2.0 * 2.0 * (write + index),
            "BatchWriteItem" => writes += times * (write + index),
            "BatchGetItem" => reads += times * 2.0 * read,
            "GetItem" => reads += times * read,
            "Query" | "ScanIndex" => reads += times,
            // Once a day, however many mails there are: what an older deployment wrote.
            "Scan" => assert!(times <= 1.0, "{asked:?}"),
            other => panic!("what does {other} cost?"),
        }
    }
    let mut names = BTreeSet::new();
    for line in f.world.out().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let metrics = line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
            .as_array()
            .unwrap();
        names.extend(
            metrics
                .iter()
                .map(|it| it["Name"].as_str().unwrap().to_owned()),
        );
    }
    println!(
        "{asked:?}: {bytes} bytes, {writes} write units, {reads} read units; {} metrics",
        names.len()
    );
    for (what, measured, said) in [
        (
            "write units",
            writes,
            of_the_page(r"WRITES, READS = (\d+),"),
        ),
        (
            "read units",
            reads,
            of_the_page(r"WRITES, READS = \d+, (\d+)"),
        ),
        (
            "metrics",
            names.len() as f64,
            of_the_page(r"METRICS, ALARM_METRICS, .* = (\d+),"),
        ),
    ] {
        assert!(
            measured <= said && said <= 4.0 * measured,
            "{measured} {what}; the page says {said}"
        );
    }
}
