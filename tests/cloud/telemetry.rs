//! What people who run it see: one trace from a click to the mail, over both clouds, and log lines
//! and metrics as each cloud wants them. No personal data in any of it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::{Value, json};
use slack_sim::Delivery;
use tokio::net::TcpListener;

use crate::google::Service;
use crate::lambda::{Function, function};
use crate::process::{SATO, World};
use crate::serve::serve;

/// A collector of traces that keeps what it gets (OTLP over HTTP, in protobuf).
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<Vec<u8>>>>);

impl Collector {
    async fn start() -> (Collector, String) {
        let collector = Collector::default();
        let kept = collector.clone();
        let router = axum::Router::new().route(
            "/v1/traces",
            axum::routing::post(async move |headers: axum::http::HeaderMap, body: Bytes| {
                assert_eq!(headers["content-type"], "application/x-protobuf");
                kept.0.lock().unwrap().push(body.to_vec());
                StatusCode::OK
            }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(crate::llm::axum_serve(listener, router));
        (collector, url)
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().concat()
    }

    /// True when a text, or the id of a trace, was exported: protobuf keeps both as they are.
    fn has(&self, bytes: &[u8]) -> bool {
        self.bytes().windows(bytes.len()).any(|it| it == bytes)
    }
}

fn lines(log: &str) -> Vec<Value> {
    log.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
        .collect()
}

fn with_message<'a>(lines: &'a [Value], message: &str) -> &'a Value {
    lines
        .iter()
        .find(|line| line["message"] == message)
        .unwrap_or_else(|| panic!("{message:?} was not logged: {lines:#?}"))
}

const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

/// What must be in no log, metric or trace.
fn assert_nothing_personal(text: &str) {
    for personal in [
        "taro@example.com",
        "My order has not arrived",
        "Where is it?",
        "canary",
    ] {
        assert!(!text.contains(personal), "{personal} in {text}");
    }
}

async fn submit(world: &World, view: &str) {
    let delivery = world.workspace.submit(SATO, view).await;
    assert_eq!(delivery, Delivery::Updated, "{}", world.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_and_the_reply_to_it_are_one_trace_on_lambda() {
    let (collector, url) = Collector::start().await;
    let f = function(&[("OTEL_EXPORTER_OTLP_ENDPOINT", &url), ("STAGE", "check")]).await;
    let (id, view) = f.click().await;
    submit(&f.world, &view).await;
    let log = f.world.log();
    let lines = lines(&log);
    let trace = |message: &str| with_message(&lines, message)["trace_id"].as_str().unwrap();
    let drafted = trace("a draft was written");
    assert_eq!(drafted, trace("the reply was accepted"));
    let line = with_message(&lines, "the reply was accepted");
    assert_eq!(line["context_id"], id.as_str());
    assert_eq!(line["level"], "INFO");
    assert_eq!(line["stage"], "check");
    assert!(line["timestamp"].as_str().unwrap().ends_with('Z'));
    assert!(
        line["requestId"].as_str().unwrap().starts_with("8476a536-"),
        "{line}"
    );

    f.world.until("the traces", || collector.has(b"send")).await;
    assert!(collector.has(&hex::decode(drafted).unwrap()));
    for name in [
        "open",
        "draft",
        "model",
        "send",
        "views.open",
        "replybot",
        "deployment.environment.name",
    ] {
        assert!(collector.has(name.as_bytes()), "{name}");
    }
    assert_nothing_personal(&String::from_utf8_lossy(&collector.bytes()));
    assert_nothing_personal(&log);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_invocation_says_what_was_counted_in_it() {
    let f = function(&[("STAGE", "check")]).await;
    let (_, view) = f.click().await;
    submit(&f.world, &view).await;
    f.runtime
        .invoke(json!({ "replybot": "sweep" }))
        .await
        .unwrap();
    let out = f.world.out();
    assert_nothing_personal(&out);
    let lines = lines(&out);
    let counted = |name: &str| -> Vec<Value> {
        lines
            .iter()
            .filter_map(|line| line.get(name).cloned())
            .collect()
    };
    assert_eq!(counted("replybot_drafts_total.written"), [1]);
    assert_eq!(counted("replybot_replies_total.accepted"), [1]);
    assert_eq!(counted("replybot_unanswered"), [0.0]);
    assert_eq!(
        counted("replybot_draft_seconds")[0]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let requests: BTreeSet<&str> = lines
        .iter()
        .map(|line| line["requestId"].as_str().unwrap())
        .collect();
    assert_eq!(requests.len(), lines.len(), "one line an invocation");
    for line in &lines {
        assert_eq!(line["Stage"], "check");
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(directive["Namespace"], "Replybot");
        for metric in directive["Metrics"].as_array().unwrap() {
            assert!(
                line.get(metric["Name"].as_str().unwrap()).is_some(),
                "{line}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_goes_from_aws_to_google_with_the_wish() {
    let service = Service::start().await;
    let url = format!("{}/async/generate", service.url());
    let f: Function = function(&[("ASYNC_GENERATION_ENDPOINT", &url)]).await;
    f.click().await;
    let sent = service.requests()[0].headers["traceparent"]
        .to_str()
        .unwrap()
        .to_owned();
    // Nobody drafts: the next sweep goes on in the same trace.
    let stored = f.world.stored("trace");
    assert_eq!(stored.split('-').nth(1), sent.split('-').nth(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_goes_on_with_a_callers_trace_in_googles_own_fields() {
    let header = "Bearer canary-0123456789";
    let s = serve(
        &[
            ("ASYNC_GENERATION_AUTH_HEADER", header),
            ("K_SERVICE", "replybot"),
            ("GCP_PROJECT_ID", "my-project"),
        ],
        &[],
    )
    .await;
    let id = s.world.ingest("1").await;
    let wish = reqwest::Client::new()
        .post(format!("{}/async/generate", s.url))
        .header("authorization", header)
        .header("traceparent", PARENT)
        .json(&json!({ "context_id": id, "external_id": format!("ai-reply-{id}-1") }));
    assert_eq!(wish.send().await.unwrap().status(), 202);
    s.world
        .until("a draft", || s.world.log().contains("a draft was written"))
        .await;
    let log = s.world.log();
    assert_nothing_personal(&log);
    let lines = lines(&log);
    let name = format!("projects/my-project/traces/{TRACE}");
    let traced: Vec<&Value> = lines
        .iter()
        .filter(|line| line["logging.googleapis.com/trace"] == name.as_str())
        .collect();
    assert!(!traced.is_empty(), "{log}");
    let line = with_message(&lines, "replybot is ready");
    assert_eq!(line["severity"], "INFO");
    assert!(line["time"].as_str().unwrap().ends_with('Z'), "{line}");
    let place = &line["logging.googleapis.com/sourceLocation"];
    assert_eq!(place["file"], "src/role/serve.rs");
    assert!(line.get("level").is_none() && line.get("timestamp").is_none());
    assert_eq!(s.world.stored("trace").split('-').nth(1), Some(TRACE));

    // The person's reply belongs to the same trace.
    let place = s.world.card();
    s.world
        .workspace
        .click(SATO, &place, "generate_reply_action")
        .await;
    let view = s.world.workspace.open_views(SATO).pop().unwrap();
    submit(&s.world, &view).await;
    let lines = self::lines(&s.world.log());
    let line = with_message(&lines, "the reply was accepted");
    assert_eq!(line["logging.googleapis.com/trace"], name.as_str());
    assert_eq!(
        line["logging.googleapis.com/spanId"]
            .as_str()
            .unwrap()
            .len(),
        16
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_goes_on_with_the_trace_it_was_started_in_and_says_what_it_counted() {
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    let id = world.ingest("1").await;
    world.set("TRACEPARENT", PARENT);
    let output = world.run(&["job", "--context-id", &id]).await;
    assert_eq!(output.status.code(), Some(0));
    let log = String::from_utf8(output.stderr).unwrap();
    assert_nothing_personal(&log);
    let lines = lines(&log);
    assert_eq!(
        with_message(&lines, "a draft was written")["trace_id"],
        TRACE
    );
    let counted = &with_message(&lines, "metrics")["counted"];
    assert_eq!(counted["replybot_job_runs_total.done"], 1, "{counted}");
    assert_eq!(counted["replybot_draft_seconds.count"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_that_never_answers_keeps_nobody_waiting() {
    let collector = Service::start().await;
    collector.always(crate::google::Fault::Silent);
    let f = function(&[("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url())]).await;
    // The simulated Slack waits three seconds, as Slack does.
    let (_, view) = f.click().await;
    submit(&f.world, &view).await;
    assert!(!collector.requests().is_empty());
}
