//! How soon a person sees the first words, and how long a thousand drafts take:
//! `cargo bench --bench drafts`. It reports; it asserts nothing. Slack, the model and the network
//! between them are simulators on this machine, without any delay but the model's.

#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use inquiry::ContextId;
use replybot::app::{App, Outgoing};
use replybot::config::{Environment, ServeConfig, ShardConfig};
use replybot::flow::receive::receive;
use replybot::http::{Service, router};
use replybot::role::{job, serve, worker};
use slack_sim::{Channel, Place, Settings, Workspace};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

#[path = "../tests/support/mod.rs"]
mod support;

use support::llm::{KEY, Llm, axum_serve};

const PERSON: &str = "U0000001";
const CHANNEL: &str = "C0000001";

/// The product as `serve` runs it, with all its usual waits, between simulators.
struct World {
    workspace: Workspace,
    llm: Llm,
    app: Arc<App>,
    stop: CancellationToken,
    _data: tempfile::TempDir,
}

impl World {
    async fn start() -> World {
        let llm = Llm::start().await;
        let data = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let product = format!("http://{}", listener.local_addr().unwrap());
        let slack = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", slack.local_addr().unwrap());
        let workspace = Workspace::open(Settings {
            bot_token: "xoxb-1".to_owned(),
            signing_secret: "0ca4a2950516516e675ec2e7ca4a2900".to_owned(),
            events_url: format!("{product}/slack/events"),
            base_url: base_url.clone(),
            channel: Channel {
                id: CHANNEL.to_owned(),
                name: "support".to_owned(),
            },
            users: vec![slack_sim::User {
                id: PERSON.to_owned(),
                name: "Yumi Sato".to_owned(),
            }],
            language: slack_sim::Language::En,
            state_file: None,
            now: Arc::new(jiff::Timestamp::now),
            rate_limits: false,
            acknowledge_within: slack_sim::ACKNOWLEDGE_WITHIN,
        })
        .unwrap();
        tokio::spawn(axum_serve(slack, workspace.router()));
        let values: BTreeMap<String, String> = [
            ("REPLYBOT_DATA", data.path().to_str().unwrap()),
            ("SLACK_API_URL", &format!("{base_url}/api")),
            ("SLACK_BOT_TOKEN", "xoxb-1"),
            ("SLACK_SIGNING_SECRET", "0ca4a2950516516e675ec2e7ca4a2900"),
            ("SLACK_CHANNEL_ID", CHANNEL),
            ("OPENAI_BASE_URL", llm.url()),
            ("OPENAI_API_KEY", KEY),
            ("OPENAI_MODEL", "test-model"),
            ("SENDER_EMAIL_ADDRESS", "support@shop.example"),
            ("MAIL_TRANSPORT", "outbox"),
            ("ASYNC_GENERATION_AUTH_HEADER", "Bearer 0123456789abcdef"),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
        let config = ServeConfig::read(&Environment::of(values), false).unwrap();
        let (app, queue) = App::connect(config.app).await.unwrap();
        let outgoing = Outgoing::connect(config.outgoing).await;
        let service = Service::new(app, outgoing, config.http);
        let stop = CancellationToken::new();
        let app = service.engine.app.clone();
        let tasks = service.engine.tasks.clone();
        let outgoing = service.engine.outgoing.clone();
        let working = worker::run(
            app.clone(),
            outgoing,
            queue,
            tasks,
            stop.clone(),
            CancellationToken::new(),
        );
        tokio::spawn(working);
        tokio::spawn(serve::listen(listener, router(service), stop.clone()));
        World {
            workspace,
            llm,
            app,
            stop,
            _data: data,
        }
    }

    async fn receive(&self, number: usize) -> ContextId {
        let mail = format!(
            "Message-ID: <{number}@example.com>\r\nFrom: Taro Yamada <taro{number}@example.com>\r\nTo: support@shop.example\r\n\
             Subject: Order {number}\r\nContent-Type: text/plain\r\n\r\nHello,\r\n\r\nwhere is parcel number {number}?\r\n\r\nTaro\r\n"
        );
        receive(&self.app, mail.as_bytes())
            .await
            .unwrap()
            .id()
            .clone()
    }

    /// From a click to the first words in the open modal.
    async fn first_words(&self, id: &ContextId) -> Duration {
        let card = self
            .workspace
            .messages()
            .into_iter()
            .find(|message| message["metadata"]["event_payload"]["context_id"] == id.as_str());
        let ts = card.unwrap()["ts"].as_str().unwrap().to_owned();
        let place = Place::Message {
            channel: CHANNEL.to_owned(),
            ts,
        };
        let begun = Instant::now();
        let click = self
            .workspace
            .click(PERSON, &place, "generate_reply_action");
        let seen = self.workspace.until(Duration::from_secs(20), |workspace| {
            let view_id = workspace.open_views(PERSON).last().cloned()?;
            let text = workspace.visible_text(&Place::View { view_id });
            text.contains("Thank you").then(|| begun.elapsed())
        });
        let (_, seen) = tokio::join!(click, seen);
        seen.expect("the first words")
    }
}

/// The model begins after `thinks`, and needs two more seconds to its end.
async fn first_words() {
    let thinks = Duration::from_millis(400);
    let mut added = Vec::new();
    for number in 0..15 {
        // A workspace for each, as another modal would lie over the one before.
        let world = World::start().await;
        world.llm.thinks(thinks, Duration::from_secs(2));
        let id = world.receive(number).await;
        added.push(world.first_words(&id).await.saturating_sub(thinks));
        world.stop.cancel();
    }
    added.sort_unstable();
    println!(
        "first words after a click, beside the model's own {} ms: median {} ms, worst of {} {} ms (goal: 150 ms)",
        thinks.as_millis(),
        added[added.len() / 2].as_millis(),
        added.len(),
        added.last().unwrap().as_millis(),
    );
}

/// A model of 50 ms, asked by 32 at a time.
async fn pending(number: usize) {
    let (model, at_once) = (Duration::from_millis(50), 32);
    let world = World::start().await;
    world.llm.thinks(model, Duration::ZERO);
    world.stop.cancel();
    for n in 0..number {
        world.receive(n).await;
    }
    let shard = ShardConfig { index: 0, count: 1 };
    let (before, begun) = (peak(), Instant::now());
    let drafted = async {
        let stop = CancellationToken::new();
        job::pending(&world.app, shard, at_once, &stop)
            .await
            .unwrap()
    };
    let last_draft = async {
        while world.llm.answered() < number {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        begun.elapsed()
    };
    let (_, written) = tokio::join!(drafted, last_draft);
    let whole = begun.elapsed();
    let ideal = model * u32::try_from(number.div_ceil(at_once)).unwrap();
    println!(
        "{number} drafts, {} ms each, {at_once} at a time: {:.2} s, cards included {:.2} s; ideal {:.2} s ({:+.0} %); memory {} -> {} MiB",
        model.as_millis(),
        written.as_secs_f64(),
        whole.as_secs_f64(),
        ideal.as_secs_f64(),
        (written.as_secs_f64() / ideal.as_secs_f64() - 1.0) * 100.0,
        before,
        peak(),
    );
}

/// The most memory this process has had, in MiB; 0 where the system does not tell.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

#[tokio::main]
async fn main() {
    first_words().await;
    pending(1000).await;
}
