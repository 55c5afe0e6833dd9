//! `replybot serve`: the HTTP service, for Cloud Run and any container host.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt;
use tracing::Instrument;

use super::worker;
use crate::app::{App, Outgoing};
use crate::config::{GmailConfig, IntakeConfig, ServeConfig, SocketConfig};
use crate::engine::Engine;
use crate::flow::home;
use crate::flow::interaction::{Answer, interact};
use crate::http::{Peer, Service, router};
use crate::intake;
use mailbox::gmail::Gmail;
use mailbox::graph::Graph;
use mailbox::source::imap::Imap;
use slack::payload::parse_json;
use slack::socket::Socket;

/// How long a client may take to send a request's headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);

/// How long open requests may take once the process is told to stop.
pub const REQUESTS_END_WITHIN: Duration = Duration::from_secs(3);

/// How long a reply that is being handed over keeps a stopping process, where the platform lets it.
const LAST: Duration = Duration::from_secs(20);

/// Bytes of a request's headers. What a connection may hold before its request is known.
const HEADERS_MAX: usize = 64 * 1024;
/// Connections at the same time; further ones wait to be accepted.
const CONNECTIONS: usize = 1024;

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
    let (version, commit) = (crate::VERSION, crate::COMMIT);
    tracing::info!(port, version, commit, "replybot is ready");
    let token = tokio::spawn(check_token(service.engine.app.clone(), stop.clone()));
    let tasks = service.engine.tasks.clone();
    let cut = service.engine.cut.clone();
    let worker = tokio::spawn(worker::run(
        service.engine.app.clone(),
        service.engine.outgoing.clone(),
        queue,
        tasks.clone(),
        stop.clone(),
        cut.clone(),
    ));
    let socket = config
        .socket
        .map(|config| tokio::spawn(socket(config, service.engine.clone(), stop.clone())));
    let mut intakes = JoinSet::new();
    let first = IntakeConfig {
        name: String::new(),
        gmail: config.gmail,
        imap: config.imap,
        graph: config.graph,
    };
    for intake in std::iter::once(first).chain(config.mailboxes) {
        let app = service.engine.app.mailboxes.get(&intake.name);
        let app = app.unwrap_or(&service.engine.app).clone();
        take_from(&mut intakes, app, intake, &stop);
    }
    listen(listener, router(service), stop).await;
    if token.is_finished() {
        token.await.context("the look at Slack ended early")??;
    }
    while let Some(ended) = intakes.join_next().await {
        ended.context("taking mails from a mailbox ended early")?;
    }
    if let Some(socket) = socket {
        socket.await.context("Socket Mode ended early")??;
    }
    drained(drain, tasks, worker, cut).await;
    Ok(())
}

/// Takes the mails of one mailbox, wherever they come from, until `stop`.
fn take_from(
    intakes: &mut JoinSet<()>,
    app: Arc<App>,
    from: IntakeConfig,
    stop: &CancellationToken,
) {
    let span = match from.name.as_str() {
        "" => tracing::Span::none(),
        name => tracing::info_span!("mailbox", name),
    };
    if let Some(GmailConfig { settings, every }) = from.gmail {
        let gmail = Gmail::new(app.http.clone(), settings);
        let polling = intake::gmail::poll(app.clone(), gmail, every, stop.clone());
        intakes.spawn(polling.instrument(span.clone()));
    }
    if let Some(settings) = from.imap {
        let watching = intake::imap::watch(app.clone(), Imap::new(settings), stop.clone());
        intakes.spawn(watching.instrument(span.clone()));
    }
    if let Some(settings) = from.graph {
        let graph = Graph::new(app.http.clone(), settings);
        intakes.spawn(intake::graph::poll(app, graph, stop.clone()).instrument(span));
    }
}

/// Asks Slack whose token it is, which the first click would ask for, and says who can see the
/// channel. A token that Slack refuses ends the service: nothing would work with it.
async fn check_token(app: Arc<App>, stop: CancellationToken) -> anyhow::Result<()> {
    match app.slack.identity().await {
        Ok(_) => home::warn_of_exposure(&app).await,
        Err(error) if error.is_of_the_token() => {
            stop.cancel();
            return Err(error).context("SLACK_BOT_TOKEN cannot be used");
        }
        Err(error) => tracing::warn!(%error, "whose token SLACK_BOT_TOKEN is, is not known yet"),
    }
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
                    Answer::Action(action) => Some(json!(action)),
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
        .header_read_timeout(HEADER_TIMEOUT)
        .max_buf_size(HEADERS_MAX);
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    loop {
        // `stop` is looked at first: who asks again because this process stops is left to the next one.
        // Never closed, so there is always a permit in the end.
        let room = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            room = connections.clone().acquire_owned() => room.ok(),
        };
        let (stream, peer) = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, mostly: waiting is all that helps.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
        };
        // Answers are small and awaited: no reason to collect them (Nagle).
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let router = router.map_request(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(Peer(peer));
            request
        });
        let service = TowerToHyperService::new(router);
        let connection = graceful.watch(server.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(room);
        });
    }
    drop(listener);
    // Event streams of a browser never end by themselves.
    let _ = tokio::time::timeout(REQUESTS_END_WITHIN, graceful.shutdown()).await;
}

/// Waits for drafts and replies that are under way. After `limit` drafts are handed back, so that
/// the next sweep takes them up at once and not when their lease is over; replies are never cut.
pub(super) async fn drained(
    limit: Duration,
    tasks: TaskTracker,
    worker: tokio::task::JoinHandle<()>,
    cut: CancellationToken,
) {
    let finish = async {
        if let Err(error) = worker.await {
            tracing::error!(%error, "the worker ended early");
        }
        tasks.close();
        tasks.wait().await;
    };
    tokio::pin!(finish);
    if tokio::time::timeout(limit, &mut finish).await.is_ok() {
        return;
    }
    cut.cancel();
    if tokio::time::timeout(LAST, finish).await.is_err() {
        tracing::warn!("some work is left half-done; the next sweep takes it up");
    }
}
