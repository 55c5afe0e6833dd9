//! A draft that is written by a worker of its own, which takes its time to start.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use replybot::dispatch::{Dispatcher, SelfInvoke};
use replybot::flow::draft::{Drafted, draft};
use serde_json::Value;
use tokio::net::TcpListener;

use crate::bench::{Mail, SATO, SUZUKI, Setup, bench_with};
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
    tokio::spawn(crate::llm::axum_serve(listener, router));
    let client = aws_sdk_lambda::Client::new(&sdk_config(&url));
    let function = SelfInvoke::new(client, "replybot", Duration::from_secs(10));
    let invocations = move || events.lock().unwrap().clone();
    (Dispatcher::SelfInvoke(function), invocations)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_is_asked_for_once_and_again_when_it_never_begins() {
    let (dispatcher, invocations) = lambda().await;
    let setup = Setup {
        by_hand: true,
        dispatcher: Some(dispatcher),
        ..Setup::default()
    };
    bench_with(setup, async |b| {
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
