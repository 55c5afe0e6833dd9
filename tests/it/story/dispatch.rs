//! A draft that is written by a worker of its own, which takes its time to start.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use replybot::dispatch::{Dispatcher, SelfInvoke};
use replybot::flow::draft::{Drafted, Shows, draft, request_and_draft};
use serde_json::Value;
use slack_sim::Delivery;
use tokio::net::TcpListener;

use crate::story::bench::{Bench, Mail, SATO, SUZUKI, Setup, bench_with};
use crate::support::moto::sdk_config;

/// Lambda, which keeps the events of the invocations that it is asked for and starts none.
pub async fn lambda() -> (Dispatcher, impl Fn() -> Vec<Value>) {
    let events: Arc<Mutex<Vec<Value>>> = Arc::default();
    let kept = events.clone();
    let router = Router::new().fallback(move |body: Bytes| {
        let event = serde_json::from_slice(&body).unwrap();
        kept.lock().unwrap().push(event);
        async { StatusCode::ACCEPTED }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(crate::support::llm::axum_serve(listener, router));
    let client = aws_sdk_lambda::Client::new(&sdk_config(&url));
    let function = SelfInvoke::new(client, "replybot", None, Duration::from_secs(10));
    let invocations = move || events.lock().unwrap().clone();
    (Dispatcher::SelfInvoke(function), invocations)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_is_asked_for_once_and_again_when_it_never_begins() {
    let (dispatcher, invocations) = lambda().await;
    bench_with(Setup::asking(dispatcher), async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.click(SUZUKI, &card).await;
        b.sweep().await;
        b.let_pass(Duration::from_secs(9)).await;
        b.sweep().await;
        assert_eq!(invocations().len(), 1);

        b.let_pass(Duration::from_secs(2)).await;
        b.sweep().await;
        b.sweep().await;
        assert_eq!(invocations().len(), 2);

        let written = draft(&b.app, &card.id).await.unwrap();
        assert!(matches!(written, Drafted::Written), "{written:?}");
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
        assert_eq!(invocations().len(), 2);

        b.press(&modal, "another_draft_action").await;
        b.all_work_done().await;
        assert_eq!(invocations().len(), 3, "another wish is another worker");
        draft(&b.app, &card.id).await.unwrap();
    })
    .await;
}

/// A minute passes, and a sweep looks at what is due.
async fn minutes(b: &Bench, number: usize) {
    for _ in 0..number {
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
    }
}

const NO_DRAFT: &str = "No draft could be written";

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_never_comes_is_asked_only_so_often_and_people_are_told() {
    let (dispatcher, invocations) = lambda().await;
    bench_with(Setup::asking(dispatcher), async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        minutes(b, 5).await;
        assert!(!b.text(&modal).contains(NO_DRAFT), "{}", b.text(&modal));
        assert_eq!(invocations().len(), 6);
        minutes(b, 1).await;
        let text = b.text(&modal);
        assert!(
            text.contains(NO_DRAFT) && text.contains("did not start"),
            "{text}"
        );
        assert!(
            b.card_text(&card).contains(NO_DRAFT),
            "{}",
            b.card_text(&card)
        );
        let logged = crate::story::logs::logged();
        let error = |line: &&str| {
            line.contains("ERROR") && line.contains("no worker that was asked began it")
        };
        let of_this = |line: &&str| line.contains(card.id.as_str());
        assert!(logged.lines().filter(error).any(|line| of_this(&line)));
        minutes(b, 10).await;
        assert_eq!(invocations().len(), 6, "nobody is asked any more");

        // Another try is asked for as often as the first.
        b.press(&modal, "retry_draft_action").await;
        b.all_work_done().await;
        assert!(!b.text(&modal).contains(NO_DRAFT), "{}", b.text(&modal));
        assert_eq!(invocations().len(), 7);
        minutes(b, 6).await;
        assert_eq!(invocations().len(), 12);
        assert!(b.text(&modal).contains(NO_DRAFT), "{}", b.text(&modal));
        b.press(&modal, "write_myself_action").await;
        b.write(&modal, "It is on its way.");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_comes_after_it_was_given_up_still_brings_its_draft() {
    let (dispatcher, _) = lambda().await;
    bench_with(Setup::asking(dispatcher), async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        minutes(b, 6).await;
        assert!(b.text(&modal).contains(NO_DRAFT), "{}", b.text(&modal));
        let never = std::future::pending();
        let written = request_and_draft(&b.app, &card.id, Shows::Now, never).await;
        assert!(matches!(written.unwrap(), Drafted::Written));
        assert!(b.reply(&modal).is_some(), "{}", b.text(&modal));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_that_wait_in_this_processs_own_queue_are_never_given_up() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        for _ in 0..30 {
            b.lose_queue().await;
            b.let_pass(Duration::from_secs(60)).await;
            replybot::flow::sweep::sweep(&b.app, None).await.unwrap();
        }
        b.write_drafts().await;
        assert!(b.reply(&modal).is_some(), "{}", b.text(&modal));
    })
    .await;
}
