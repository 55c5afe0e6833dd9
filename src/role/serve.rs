//! `replybot serve`: the HTTP service, for Cloud Run and any container host.

use std::time::Duration;

use anyhow::Context;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::worker;
use crate::app::{App, Outgoing};
use crate::config::{GmailConfig, ServeConfig, SocketConfig};
use crate::engine::Engine;
use crate::flow::home;
use crate::flow::interaction::{Answer, interact};
use crate::http::{Service, router};
use crate::mailbox::source::gmail::Gmail;
use crate::slack::payload::parse_json;
use crate::slack::socket::Socket;

/// How long a client may take to send a request's headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// Serves until the process is told to stop, then finishes what it has begun.
///
/// # Errors
/// When the store cannot be opened or the port is taken.
pub async fn run(config: ServeConfig) -> anyhow::Result<()> {
    let port = config.http.port;
    let drain = config.app.limits.drain;
    let (app, queue) = App::connect(config.app).await?;
    let outgoing = Outgoing::connect(config.outgoing).await;
    let service = Service::new(app, outgoing, config.http);
    let listener = TcpListener::bind(("0.0.0.0", port)).await;
    let listener = listener.with_context(|| {
        format!("cannot listen on port {port}: is it taken? Set PORT or --port")
    })?;
    let stop = stop_signal()?;
    tracing::info!(port, "replybot is ready");
    let app = service.engine.app.clone();
    tokio::spawn(async move { home::warn_of_exposure(&app).await });
    let tasks = service.engine.tasks.clone();
    let worker = tokio::spawn(worker::run(
        service.engine.app.clone(),
        service.engine.outgoing.clone(),
        queue,
        tasks.clone(),
        stop.clone(),
    ));
    let socket = config
        .socket
        .map(|config| tokio::spawn(socket(config, service.engine.clone(), stop.clone())));
    let gmail = config.gmail.map(|GmailConfig { settings, every }| {
        let gmail = Gmail::new(service.engine.app.http.clone(), settings);
        let polling = super::gmail::poll(service.engine.app.clone(), gmail, every, stop.clone());
        tokio::spawn(polling)
    });
    listen(listener, router(service), stop).await;
    if let Some(gmail) = gmail {
        gmail.await.context("taking mails from Gmail ended early")?;
    }
    if let Some(socket) = socket {
        socket.await.context("Socket Mode ended early")??;
    }
    drained(drain, tasks, worker).await;
    Ok(())
}

/// Takes from Slack over a connection that we open. A token that Slack refuses ends the service.
pub(super) async fn socket(
    config: SocketConfig,
    engine: Engine,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let socket = Socket::new(engine.app.http.clone(), &config.api_url, config.app_token);
    let handle = move |payload: Value| {
        let engine = engine.clone();
        async move {
            match parse_json(&payload.to_string()) {
                Ok(delivery) => match interact(&engine, delivery).await {
                    Answer::Action(action) => Some(action),
                    Answer::Done | Answer::Refused(_) => None,
                },
                Err(error) => {
                    tracing::warn!(%error, "an interaction could not be read");
                    None
                }
            }
        }
    };
    let ended = socket.run(&stop, handle).await;
    stop.cancel();
    Ok(ended?)
}

/// A token that is cancelled by SIGTERM or Ctrl-C. Signals count from here on.
///
/// # Errors
/// When the system lets no process listen for signals.
pub(super) fn stop_signal() -> anyhow::Result<CancellationToken> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping: what has begun is finished first");
        stopped.cancel();
    });
    Ok(stop)
}

/// Serves connections until `stop`, then lets the open ones finish their request.
pub async fn listen(listener: TcpListener, router: Router, stop: CancellationToken) {
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT);
    let graceful = GracefulShutdown::new();
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file descriptors, mostly: waiting is all that helps.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = stop.cancelled() => break,
        };
        // Answers are small and awaited: no reason to collect them (Nagle).
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(server.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    // Event streams of a browser never end by themselves.
    let _ = tokio::time::timeout(Duration::from_secs(3), graceful.shutdown()).await;
}

/// Waits for drafts and replies that are under way; what does not finish is in the store.
pub(super) async fn drained(
    limit: Duration,
    tasks: TaskTracker,
    worker: tokio::task::JoinHandle<()>,
) {
    let finish = async {
        if let Err(error) = worker.await {
            tracing::error!(%error, "the worker ended early");
        }
        tasks.close();
        tasks.wait().await;
    };
    if tokio::time::timeout(limit, finish).await.is_err() {
        tracing::warn!("some work is left half-done; the next sweep takes it up");
    }
}
