//! What many mailboxes cost a `serve` in which nothing happens: `cargo bench --bench mailboxes`. It
//! reports; it asserts nothing. `MAILBOXES_IDLE` is how many there are (20), `REPLYBOT_BIN` names
//! another executable to measure.
//!
//! Over IDLE: Dovecot with TLS where it is installed, else the simulator without. By polling: a look
//! on a connection that is kept (IMAP without IDLE), and a delta query (Graph).
#![allow(clippy::unwrap_used, dead_code)]

mod measure;
#[path = "../tests/cloud/process.rs"]
mod process;
#[path = "../tests/support/mod.rs"]
mod support;

use std::time::Duration;

use support::dovecot::{self, Servers};
use support::graph::{self, GraphServer};
use support::imap::ImapServer;
use support::llm;

use crate::measure::{free_port, listens, memory_of, processor_time};
use crate::process::{Running, World};

/// How long each is watched.
const WATCHED: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() {
    let mailboxes = std::env::var("MAILBOXES_IDLE").ok();
    let mailboxes = mailboxes.and_then(|it| it.parse().ok()).unwrap_or(20);
    let alone = watch("without a mailbox", "", &[], 0).await;
    if std::path::Path::new("/usr/sbin/dovecot").exists() {
        let servers = Servers::start().await;
        let password = dovecot::PASSWORD.replace('@', "%40");
        let url = |number| {
            format!(
                "imaps://box{number}%40shop.example:{password}@localhost:{}",
                servers.imaps
            )
        };
        let certificate = servers.certificate().display().to_string();
        let environment = [("SSL_CERT_FILE", certificate.as_str())];
        let what = format!("{mailboxes} mailboxes, IDLE, TLS (Dovecot)");
        watch(&what, &file(mailboxes, url), &environment, mailboxes).await;
    }
    let mut servers = Vec::new();
    for _ in 0..mailboxes {
        servers.push(ImapServer::start().await);
    }
    let url = |number: usize| servers[number].url();
    let what = format!("{mailboxes} mailboxes, IDLE, no TLS (simulator)");
    watch(&what, &file(mailboxes, url), &[], mailboxes).await;
    servers.iter().for_each(ImapServer::without_idle);
    let looks = || servers.iter().map(|it| it.count("UID SEARCH")).sum();
    let what = format!("{mailboxes} mailboxes, a look each second");
    let environment = [("IMAP_POLL_INTERVAL", "1")];
    polls(
        &what,
        "IMAP look",
        &file(mailboxes, url),
        &environment,
        mailboxes,
        alone,
        looks,
    )
    .await;
    let server = GraphServer::start().await;
    let grant = server.grant();
    let environment = [
        ("GRAPH_MAILBOX", graph::MAILBOX),
        ("MAIL_OAUTH", &grant),
        ("GRAPH_API_URL", server.url()),
        ("GRAPH_POLL_INTERVAL", "1"),
    ];
    let looks = || server.count("delta");
    polls(
        "Microsoft 365, a delta query each second",
        "Graph look",
        "",
        &environment,
        0,
        alone,
        looks,
    )
    .await;
}

/// `MAILBOXES` with as many tables.
fn file(mailboxes: usize, url: impl Fn(usize) -> String) -> String {
    (0..mailboxes)
        .map(|number| {
            format!(
                "[box{number}]\nsender = \"box{number}@shop.example\"\nimap = '{}'\n",
                url(number)
            )
        })
        .collect()
}

/// `serve` with these mailboxes, once all of them are connected and were looked into.
async fn start(file: &str, environment: &[(&str, &str)], mailboxes: usize) -> (World, Running) {
    let port = free_port();
    let mut world = World::start(&format!("http://127.0.0.1:{port}/slack/events")).await;
    world.set("PORT", &port.to_string());
    for (name, value) in environment {
        world.set(name, value);
    }
    if !file.is_empty() {
        let place = world.data.path().join("mailboxes.toml");
        std::fs::write(&place, file).unwrap();
        world.set("MAILBOXES", place.to_str().unwrap());
    }
    let running = world.spawn(&["serve", "--behind-iam"]);
    listens(port).await;
    let connected = || world.log().matches("connected to the mailbox").count() >= mailboxes;
    world.polled("all are connected", connected).await;
    tokio::time::sleep(Duration::from_secs(5)).await;
    (world, running)
}

/// Memory, and processor time of a second.
async fn watch(what: &str, file: &str, environment: &[(&str, &str)], mailboxes: usize) -> Duration {
    let (_world, running) = start(file, environment, mailboxes).await;
    let before = processor_time(running.pid());
    tokio::time::sleep(WATCHED).await;
    let spent = processor_time(running.pid()) - before;
    println!(
        "{what}: {}, {:.2} ms of processor a second",
        memory_of(running.pid()),
        per(spent, WATCHED.as_secs())
    );
    spent
}

/// Memory, and processor time of one look, without what `serve` spends `alone` in that time.
async fn polls(
    what: &str,
    one: &str,
    file: &str,
    environment: &[(&str, &str)],
    mailboxes: usize,
    alone: Duration,
    looks: impl Fn() -> usize,
) {
    let (_world, running) = start(file, environment, mailboxes).await;
    let (before, looked) = (processor_time(running.pid()), looks());
    tokio::time::sleep(WATCHED).await;
    let spent = (processor_time(running.pid()) - before).saturating_sub(alone);
    let looked = looks() - looked;
    println!(
        "{what}: {}, {:.2} ms of processor for each {one} ({looked} of them)",
        memory_of(running.pid()),
        per(spent, looked as u64)
    );
}

fn per(spent: Duration, parts: u64) -> f64 {
    spent.as_secs_f64() * 1e3 / parts.max(1) as f64
}
