//! What the store is asked: of an idle service, and of a click before its modal is there.

use std::time::Duration;

use replybot::app::App;
use replybot::config::{Environment, Limits, ServeConfig};
use replybot::flow::sweep::{keep_in_order, sweep, take_up_due};
use slack_sim::Delivery;

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
    let store = replybot::store::DynamoDb::new(
        &crate::support::moto::sdk_config(dynamodb.url()),
        &table.name,
    );
    app.store = replybot::store::Store::DynamoDb(store.unwrap());
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
