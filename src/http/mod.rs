//! The HTTP routes that every role shares: limit -> verify -> parse -> one flow call -> answer.

mod callers;
mod generate;
pub mod slack;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use serde_json::json;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::sensitive_headers::SetSensitiveRequestHeadersLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::Instrument;

use self::callers::KnownCallers;
use crate::app::{App, Outgoing};
use crate::config::HttpConfig;
use crate::flow::send::send_held;
use crate::inquiry::{ContextId, TraceParent};
use crate::metrics;
use crate::problem::Problem;
use crate::telemetry::trace;

/// The largest body that is read.
const BODY_LIMIT: usize = 1024 * 1024;
/// How long the pauses within a body may be.
const BODY_TIMEOUT: Duration = Duration::from_secs(10);

const GENERATE: &str = "/async/generate";
/// All routes.
pub const ROUTES: [&str; 5] = ["/slack/events", GENERATE, "/health", "/ready", "/metrics"];

/// What the routes work with.
#[derive(Clone, Debug)]
pub struct Service {
    /// The parts of every flow.
    pub app: Arc<App>,
    /// How replies leave.
    pub outgoing: Arc<Outgoing>,
    /// Who is believed.
    pub http: Arc<HttpConfig>,
    /// Who may ask for drafts.
    callers: Arc<KnownCallers>,
    /// Work that goes on behind an answer; a stopping service waits for it.
    pub tasks: TaskTracker,
    /// Where nothing can go on behind an answer for long, this ends what the store lets a sweep
    /// take up.
    pub cut: CancellationToken,
}

impl Service {
    /// The parts that the routes work with.
    pub fn new(app: App, outgoing: Outgoing, http: HttpConfig) -> Service {
        Service {
            callers: Arc::new(KnownCallers::new(app.http.clone(), &http.callers)),
            app: Arc::new(app),
            outgoing: Arc::new(outgoing),
            http: Arc::new(http),
            tasks: TaskTracker::new(),
            cut: CancellationToken::new(),
        }
    }

    /// The same parts, for work that is waited for and cut by itself.
    pub fn for_one_event(&self) -> Service {
        Service {
            tasks: TaskTracker::new(),
            cut: CancellationToken::new(),
            ..self.clone()
        }
    }

    /// Sends a reply that waits, when it is due. Nothing holds a stopping process up: whoever
    /// sweeps next sends it then.
    fn send_when_due(&self, id: ContextId, until: Timestamp) {
        let service = self.clone();
        tokio::spawn(async move {
            let wait = Duration::try_from(until.duration_since(service.app.clock.now()));
            tokio::time::sleep(wait.unwrap_or_default()).await;
            if service.tasks.is_closed() {
                return;
            }
            let Service {
                app,
                outgoing,
                tasks,
                ..
            } = service;
            tasks.spawn(async move {
                if let Err(error) = send_held(&app, &outgoing, &id).await {
                    tracing::error!(context_id = %id, %error, "a reply that waited may not be sent yet");
                }
            });
        });
    }

    /// Starts work that the next sweep takes up if it is cut.
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
        let cut = self.cut.clone();
        // A pointer to a whole flow is what moves from here on.
        let work = Box::pin(work);
        self.tasks.spawn(
            async move {
                if cut.run_until_cancelled(work).await.is_none() {
                    tracing::warn!("some work took too long; the next sweep takes it up");
                }
            }
            .in_current_span(),
        )
    }
}

/// The routes: `/slack/events`, `/async/generate`, `/health`, `/ready`, `/metrics`.
pub fn router(service: Service) -> Router {
    metrics::start();
    let signature = HeaderName::from_static("x-slack-signature");
    // From the outermost to the innermost. In one stack, because each `Router::layer` of its own
    // costs an allocation and a dynamic call a request.
    let layers = ServiceBuilder::new()
        .layer(SetSensitiveRequestHeadersLayer::new([
            AUTHORIZATION,
            signature,
        ]))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(request_span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(CatchPanicLayer::custom(panicked))
        .layer(axum::middleware::from_fn(count_and_explain))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(BODY_TIMEOUT));
    Router::new()
        .route("/slack/events", post(slack::events))
        .route("/async/generate", post(generate::generate))
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(counted))
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .with_state(service)
        .layer(layers)
}

/// Of the requests, only those for drafts come from somebody whose traces we go on with. What the
/// address says beside our routes is anybody's text.
fn request_span<B>(request: &axum::http::Request<B>) -> tracing::Span {
    let path = request.uri().path();
    let route = ROUTES.into_iter().find(|route| *route == path);
    let route = route.unwrap_or("other");
    let span = tracing::info_span!("request", otel.kind = "server", route);
    if route == GENERATE {
        let parent = request.headers().get("traceparent");
        let parent = parent.and_then(|value| TraceParent::parse(value.to_str().ok()?));
        trace::follow(&span, parent.as_ref());
    }
    span
}

async fn health() -> Response {
    axum::Json(json!({ "status": "alive" })).into_response()
}

/// Prometheus text (prometheus.io/docs/instrumenting/exposition_formats).
async fn counted() -> Response {
    let text = metrics::render().unwrap_or_default();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

async fn ready(State(service): State<Service>) -> Response {
    match service.app.store.ping().await {
        Ok(()) => axum::Json(json!({ "status": "ready" })).into_response(),
        Err(error) => {
            tracing::error!(%error, "not ready");
            store_is_away()
        }
    }
}

/// The store's own words stay in the log; a caller can only wait.
fn store_is_away() -> Response {
    Problem::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "the store cannot be reached; try again later",
    )
    .retry_after(Duration::from_secs(5))
    .into_response()
}

async fn not_found() -> Problem {
    Problem::new(
        StatusCode::NOT_FOUND,
        "there is nothing here: the routes are /slack/events, /async/generate, /health, /ready and /metrics",
    )
}

async fn wrong_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "this route takes another method: see the Allow header",
    )
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    tracing::error!("a request's handler panicked: this is a fault in replybot, please report it");
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "an error in this service; it has been logged",
    )
    .into_response()
}

/// Counts what the routes answer, and says what is wrong in the form that callers get everywhere:
/// the body limit and the time-outs answer in plain text.
async fn count_and_explain(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let begun = Instant::now();
    let response = next.run(request).await;
    if let Some(route) = route {
        let status = response.status().as_u16();
        metrics::request_served(route.as_str().to_owned(), status, begun.elapsed());
    }
    match response.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "the body is larger than 1 MiB",
        )
        .into_response(),
        StatusCode::REQUEST_TIMEOUT => Problem::new(
            StatusCode::REQUEST_TIMEOUT,
            "the request did not arrive in time",
        )
        .into_response(),
        _ => response,
    }
}
