//! What the cloud roles cost: `cargo bench --bench roles`. It reports; it asserts nothing.
//!
//! The executable runs between the simulators of `tests/cloud`, on this machine and over loopback.
//! `REPLYBOT_BIN` names another executable to measure; `cargo bench --bench roles -- clicks` measures one part.
#![allow(clippy::unwrap_used, dead_code)]

#[path = "../tests/cloud/google.rs"]
mod google;
mod measure;
#[path = "../tests/cloud/process.rs"]
mod process;
#[path = "../tests/cloud/runtime.rs"]
mod runtime;
#[path = "../tests/support/mod.rs"]
mod support;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures_util::StreamExt;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use slack::signature;
use slack_sim::{Delivery, Place};
use support::aws_proxy::AwsProxy;
use support::dynamodb::Table;
use support::llm::{self, Script};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::google::Service;
use crate::measure::{free_port, listens, memory_of, processor_time};
use crate::process::{CHANNEL, Running, SATO, SIGNING_SECRET, World};
use crate::runtime::Runtime;

const STARTS: usize = 15;
const CONNECTIONS: usize = 16;
const LOAD: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;
/// Asks the executable itself to be the bare handler.
const BARE: &str = "--bare-handler";

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == BARE) {
        return runtime.block_on(bare(arguments[at + 1].parse().unwrap()));
    }
    let named: Vec<&str> = arguments[1..].iter().map(String::as_str).collect();
    let is_wanted = |part| named.iter().all(|it| it.starts_with('-')) || named.contains(&part);
    runtime.block_on(async {
        if is_wanted("lambda") {
            lambda().await;
        }
        if is_wanted("job") {
            job().await;
        }
        if is_wanted("serve") {
            serve().await;
        }
        if is_wanted("clicks") {
            clicks().await;
        }
        if is_wanted("idle") {
            idle().await;
        }
    });
}

/// From the start of the process to the answer to the first click: signature, store, modal, and
/// asking the endpoint for a draft.
async fn lambda() {
    let mut times = Vec::new();
    let mut memory = String::new();
    for _ in 0..STARTS {
        let runtime = Runtime::start().await;
        let service = Service::start().await;
        let mut world = World::start(&format!("{}/slack/events", runtime.url())).await;
        for (name, value) in runtime.environment() {
            world.set(name, &value);
        }
        let endpoint = format!("{}/async/generate", service.url());
        world.set("ASYNC_GENERATION_ENDPOINT", &endpoint);
        world.ingest("1").await;
        let begun = Instant::now();
        let running = world.spawn(&["lambda"]);
        assert_eq!(click(&world).await, Delivery::Acknowledged);
        times.push(begun.elapsed());
        assert_eq!(service.requests().len(), 1);
        memory = memory_of(running.pid());
    }
    report("lambda: spawn to the answer to a click", times);
    println!("lambda: after that click               {memory}");
}

async fn click(world: &World) -> Delivery {
    let card = world.card();
    let workspace = &world.workspace;
    workspace.click(SATO, &card, "generate_reply_action").await
}

/// From the start of the process to its end, with a model that answers at once.
async fn job() {
    let world = World::start("http://127.0.0.1:1/slack/events").await;
    let mut times = Vec::new();
    for number in 0..STARTS {
        let id = world.ingest(&number.to_string()).await;
        let begun = Instant::now();
        let output = world.run(&["job", "--context-id", &id]).await;
        times.push(begun.elapsed());
        assert!(output.status.success());
    }
    report("job: spawn to exit", times);
    let id = world.ingest("paused").await;
    let before = world.llm.prompts().len();
    world.llm.script(Script::Pauses(vec!["Thank you.", "|"]));
    let running = world.spawn(&["job", "--context-id", &id]);
    let asked = || world.llm.prompts().len() > before;
    world.until("a question to the model", asked).await;
    println!(
        "job: while the model writes            {}",
        memory_of(running.pid())
    );
}

/// Clicks on cards whose drafts are written, each card once: signature, authorization, store on the disk, modal,
/// and the card that says who is writing. All that the process does for them counts.
async fn clicks() {
    const CARDS: usize = 600;
    let (world, running, _) = start_service().await;
    let mails: Vec<String> = (0..CARDS)
        .map(|number| {
            // From as many senders: more of one sender's mails would share a card.
            let mail =
                process::mail(&number.to_string()).replace("taro@", &format!("taro{number}@"));
            format!("From MAILER-DAEMON Fri Nov 17 14:06:07 2023\n{mail}\n")
        })
        .collect();
    let file = world.data.path().join("mails.mbox");
    std::fs::write(&file, mails.concat().replace('\r', "")).unwrap();
    for command in [
        &["ingest", file.to_str().unwrap()][..],
        &["job", "--pending"],
    ] {
        let output = world.run(command).await;
        assert!(output.status.success(), "{output:?}");
    }
    let cards = world.workspace.messages();
    assert_eq!(cards.len(), CARDS);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = processor_time(running.pid());
    let begun = Instant::now();
    let mut clicks = futures_util::stream::iter(cards)
        .map(|card| {
            let ts = card["ts"].as_str().unwrap().to_owned();
            let channel = CHANNEL.to_owned();
            let card = Place::Message { channel, ts };
            let workspace = world.workspace.clone();
            async move { workspace.click(SATO, &card, "generate_reply_action").await }
        })
        .buffer_unordered(4);
    while let Some(clicked) = clicks.next().await {
        assert_eq!(clicked, Delivery::Acknowledged);
    }
    let took = begun.elapsed();
    // What goes on behind the answers.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let processor = processor_time(running.pid()) - before;
    println!(
        "serve: a click, with the embedded store {:.2} ms of processor, {:.1} ms to its answer",
        processor.as_secs_f64() * 1e3 / CARDS as f64,
        took.as_secs_f64() * 4e3 / CARDS as f64,
    );
}

/// What an idle service asks of its table in a minute.
async fn idle() {
    let (table, dynamodb) = (Table::new().await, AwsProxy::start().await);
    let port = free_port();
    let mut world = World::start(&format!("http://127.0.0.1:{port}/slack/events")).await;
    for (name, value) in [
        ("PORT", port.to_string().as_str()),
        ("DDB_TABLE_NAME", &table.name),
        ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.url()),
    ] {
        world.set(name, value);
    }
    let _running = world.spawn(&["serve", "--behind-iam"]);
    listens(port).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    let before = dynamodb.operations().len();
    tokio::time::sleep(Duration::from_secs(60)).await;
    let asked = dynamodb.operations()[before..].to_vec();
    println!(
        "serve: idle for a minute, asked of DynamoDB {}: {asked:?}",
        asked.len()
    );
}

/// A check of the request URL (`url_verification`), signed: nothing but this process is needed.
async fn serve() {
    let (world, running, port) = start_service().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    println!(
        "serve: idle                            {}",
        memory_of(running.pid())
    );
    let bare_port = free_port();
    let bare = Killed(
        Command::new(std::env::current_exe().unwrap())
            .args([BARE, &bare_port.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .unwrap(),
    );
    listens(bare_port).await;
    pin(running.pid(), 0);
    pin(bare.0.id(), 0);
    pin(std::process::id(), 1);
    let mut best = [(f64::MIN, f64::MAX); 2];
    for _ in 0..ROUNDS {
        for (best, (pid, port)) in best
            .iter_mut()
            .zip([(bare.0.id(), bare_port), (running.pid(), port)])
        {
            let (rate, cpu) = load(pid, port).await;
            *best = (best.0.max(rate), best.1.min(cpu));
        }
    }
    let [(bare_rate, bare_cpu), (rate, cpu)] = best;
    println!(
        "bare axum and HMAC on one core         {bare_rate:>7.0} requests/s, {bare_cpu:.1} µs of processor each"
    );
    println!(
        "serve on one core                      {rate:>7.0} requests/s, {cpu:.1} µs of processor each"
    );
    println!(
        "serve : bare                           {:.0} % of the requests/s",
        100.0 * rate / bare_rate
    );
    println!(
        "serve: after the load                  {}",
        memory_of(running.pid())
    );
    drop(world);
}

async fn start_service() -> (World, Running, u16) {
    let port = free_port();
    let mut world = World::start(&format!("http://127.0.0.1:{port}/slack/events")).await;
    world.set("PORT", &port.to_string());
    let running = world.spawn(&["serve", "--behind-iam"]);
    listens(port).await;
    (world, running, port)
}

/// The same work without replybot: the body's signature, its challenge.
async fn bare(port: u16) {
    async fn events(headers: HeaderMap, body: Bytes) -> Response {
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let (Some(timestamp), Some(given)) = (
            header("x-slack-request-timestamp"),
            header("x-slack-signature"),
        ) else {
            return StatusCode::UNAUTHORIZED.into_response();
        };
        let given = given
            .strip_prefix("v0=")
            .and_then(|hex| hex::decode(hex).ok());
        let mut mac = Hmac::<Sha256>::new_from_slice(SIGNING_SECRET.as_bytes()).unwrap();
        mac.update(format!("v0:{timestamp}:").as_bytes());
        mac.update(&body);
        if mac.verify_slice(&given.unwrap_or_default()).is_err() {
            return StatusCode::UNAUTHORIZED.into_response();
        }
        let event: Value = serde_json::from_slice(&body).unwrap_or_default();
        axum::Json(json!({ "challenge": event["challenge"] })).into_response()
    }
    let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
    let router = Router::new().route("/slack/events", post(events));
    axum::serve(listener, router).await.unwrap();
}

/// Requests a second, and microseconds of the server's processor time for each.
async fn load(pid: u32, port: u16) -> (f64, f64) {
    let request = signed_request(port);
    let processor_before = processor_time(pid);
    let begun = Instant::now();
    let connections: Vec<_> = (0..CONNECTIONS)
        .map(|_| tokio::spawn(ask_again_and_again(port, request.clone(), begun + LOAD)))
        .collect();
    let mut served = 0;
    for connection in connections {
        served += connection.await.unwrap();
    }
    let seconds = begun.elapsed().as_secs_f64();
    let processor = processor_time(pid) - processor_before;
    let served = f64::from(served);
    (served / seconds, processor.as_secs_f64() * 1e6 / served)
}

fn signed_request(port: u16) -> Vec<u8> {
    let body = json!({ "type": "url_verification", "token": "Jhj5dZrVaK7ZwHHjRyZWjbDl",
        "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" })
    .to_string();
    let now = jiff::Timestamp::now().as_second().to_string();
    let signature = signature::sign(&SIGNING_SECRET.into(), &now, body.as_bytes());
    format!(
        "POST /slack/events HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nuser-agent: Slackbot 1.0\r\ncontent-type: application/json\r\n\
         x-slack-request-timestamp: {now}\r\nx-slack-signature: {signature}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// One kept connection. All answers are of the first one's length.
async fn ask_again_and_again(port: u16, request: Vec<u8>, until: Instant) -> u32 {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.set_nodelay(true).unwrap();
    stream.write_all(&request).await.unwrap();
    let mut first = vec![0; 4096];
    let length = stream.read(&mut first).await.unwrap();
    assert!(
        first.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&first[..length])
    );
    let mut answer = vec![0; length];
    let mut served = 1;
    while Instant::now() < until {
        stream.write_all(&request).await.unwrap();
        stream.read_exact(&mut answer).await.unwrap();
        served += 1;
    }
    assert!(answer.starts_with(b"HTTP/1.1 200"));
    served
}

struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Keeps all threads of a process on one processor.
fn pin(pid: u32, processor: usize) {
    let pinned = Command::new("taskset")
        .args(["-a", "-c", "-p", &processor.to_string(), &pid.to_string()])
        .stdout(Stdio::null())
        .status();
    if !pinned.is_ok_and(|status| status.success()) {
        println!("(taskset did not work: the figures are not of one core)");
    }
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    println!(
        "{what:<38} {:?} in the middle of {}, {:?} to {:?}",
        times[times.len() / 2],
        times.len(),
        times[0],
        times[times.len() - 1]
    );
}
