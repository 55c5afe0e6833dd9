//! A draft that is written by a worker of its own, which takes its time to start.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use replybot::dispatch::{Dispatcher, SelfInvoke};
use replybot::flow::draft::{Drafted, draft};
use tokio::net::TcpListener;

use crate::bench::{Mail, SATO, SUZUKI, Setup, bench_with};
use crate::support::moto::sdk_config;

/// Lambda, which counts the invocations that it is asked for and starts none.
async fn lambda() -> (Dispatcher, impl Fn() -> usize) {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = count.clone();
    let router = Router::new().fallback(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        async { StatusCode::ACCEPTED }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(crate::llm::axum_serve(listener, router));
    let client = aws_sdk_lambda::Client::new(&sdk_config(&url));
    let function = SelfInvoke::new(client, "replybot", Duration::from_secs(10));
    let invocations = move || count.load(Ordering::Relaxed);
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
        assert_eq!(invocations(), 1);

        b.let_pass(Duration::from_secs(2)).await;
        b.sweep().await;
        b.sweep().await;
        assert_eq!(invocations(), 2);

        let written = draft(&b.app, &card.id).await.unwrap();
        assert!(matches!(written, Drafted::Written), "{written:?}");
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
        assert_eq!(invocations(), 2);

        b.press(&modal, "another_draft_action").await;
        b.all_work_done().await;
        assert_eq!(invocations(), 3, "another wish is another worker");
        draft(&b.app, &card.id).await.unwrap();
    })
    .await;
}
