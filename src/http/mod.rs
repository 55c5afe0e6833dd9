//! The HTTP routes that every role shares: limit -> verify -> parse -> one flow call -> answer.

mod body;
mod callers;
mod generate;
mod readers;
mod slack;

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use futures_util::FutureExt;
use serde_json::json;
use tower::ServiceBuilder;
use tower_http::sensitive_headers::SetSensitiveRequestHeadersLayer;

use self::body::Bodies;
use self::callers::KnownCallers;
pub use self::readers::Peer;
use crate::app::{App, Outgoing};
use crate::config::HttpConfig;
use crate::engine::Engine;
use crate::problem::Problem;
use platform::metrics::{self, Served};

const EVENTS: &str = "/slack/events";
const GENERATE: &str = "/async/generate";
/// All routes.
pub const ROUTES: [&str; 5] = [EVENTS, GENERATE, "/health", "/ready", "/metrics"];

/// What the routes work with.
#[derive(Clone, Debug)]
pub struct Service {
    /// The parts of every flow, and the work behind the answers.
    pub engine: Engine,
    /// Who is believed.
    pub http: Arc<HttpConfig>,
    /// Who may ask for drafts.
    callers: Arc<KnownCallers>,
    /// Where bodies are read.
    bodies: Bodies,
}

impl Service {
    /// The parts that the routes work with.
    pub fn new(app: App, outgoing: Outgoing, http: HttpConfig) -> Service {
        Service {
            callers: Arc::new(KnownCallers::new(app.http.clone(), &http.callers)),
            engine: Engine::new(app, outgoing),
            http: Arc::new(http),
            bodies: Bodies::default(),
        }
    }

    /// The same parts, for work that is waited for and cut by itself.
    pub fn for_one_event(&self) -> Service {
        Service {
            engine: self.engine.for_one_event(),
            ..self.clone()
        }
    }
}

/// The routes: `/slack/events`, `/async/generate`, `/health`, `/ready`, `/metrics`.
pub fn router(service: Service) -> Router {
    metrics::start(crate::BUILD);
    let [events, generate, health, ready, counted] = ROUTES;
    Router::new()
        .route(events, around(events, post(slack::events)))
        .route(generate, around(generate, post(generate::generate)))
        .route(health, around(health, get(is_alive)))
        .route(ready, around(ready, get(is_ready)))
        .route(counted, around(counted, get(render_metrics)))
        .fallback(not_found)
        .with_state(Arc::new(service))
}

/// What is around each route, from the outermost to the innermost. In one stack, because each
/// further one costs an allocation and a dynamic call a request.
fn around(route: &'static str, methods: MethodRouter<Arc<Service>>) -> MethodRouter<Arc<Service>> {
    let signature = HeaderName::from_static("x-slack-signature");
    let served = Served::by(route);
    let layers = ServiceBuilder::new()
        .layer(SetSensitiveRequestHeadersLayer::new([
            AUTHORIZATION,
            signature,
        ]))
        .map_future(move |answering| observe(served.clone(), answering));
    methods.fallback(wrong_method).layer(layers)
}

/// Counts an answer, and gives a panic the form that callers get everywhere.
async fn observe(
    served: Served,
    answering: impl Future<Output = Result<Response, Infallible>>,
) -> Result<Response, Infallible> {
    let begun = Instant::now();
    let Ok(response) = AssertUnwindSafe(answering)
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Ok(panicked()));
    served.count(response.status(), begun.elapsed());
    Ok(response)
}

/// The span of what a caller asked for. It begins when the caller is proven: one that is not, and
/// probes, leave no traces.
fn request_span(route: &'static str) -> tracing::Span {
    tracing::info_span!("request", otel.kind = "server", route)
}

async fn is_alive() -> Response {
    let alive = json!({ "status": "alive", "version": crate::VERSION, "commit": crate::COMMIT });
    axum::Json(alive).into_response()
}

/// Prometheus text (prometheus.io/docs/instrumenting/exposition_formats), for this machine and for
/// callers with `METRICS_TOKEN`.
async fn render_metrics(State(service): State<Arc<Service>>, request: Request) -> Response {
    if let Err(problem) = readers::check(&service, &request.into_parts().0).await {
        return problem.into_response();
    }
    let text = metrics::render().unwrap_or_default();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

async fn is_ready(State(service): State<Arc<Service>>) -> Response {
    match service.engine.app.store.ping().await {
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

fn panicked() -> Response {
    tracing::error!("a request's handler panicked: this is a fault in replybot, please report it");
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "an error in this service; it has been logged",
    )
    .into_response()
}
