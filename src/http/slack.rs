//! `POST /slack/events`: clicks, submissions and closings, and the check of a request URL.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::json;
use tracing::Instrument;

use super::{EVENTS, Service, request_span};
use crate::flow::interaction::{Answer, interact};
use crate::problem::Problem;
use slack::payload::{self, Delivery};
use slack::signature::{self, SignatureError};

/// Verifies Slack's signature on the raw body, and does what the person asked for.
///
/// What cannot be Slack's by its headers alone is refused before its body is read.
pub(super) async fn events(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (Parts { headers, .. }, body) = request.into_parts();
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let looks_right = signature::check_headers(
        header("x-slack-request-timestamp"),
        header("x-slack-signature"),
        service.engine.app.clock.now(),
    );
    if let Err(error) = looks_right {
        return not_slacks(error);
    }
    let body = match service.bodies.read(&headers, body).await {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    let verify = |secret: &SecretString| {
        signature::verify(
            secret,
            header("x-slack-request-timestamp"),
            header("x-slack-signature"),
            &body,
            service.engine.app.clock.now(),
        )
    };
    let secret = service.http.signing_secret.current();
    let verified = match verify(&secret) {
        Err(SignatureError::Wrong) if Box::pin(is_rotated(&service, secret)).await => {
            verify(&service.http.signing_secret.current())
        }
        verified => verified,
    };
    if let Err(error) = verified {
        return not_slacks(error);
    }
    if header(CONTENT_TYPE.as_str()).is_some_and(|value| value.starts_with("application/json")) {
        return event(&service, &body).await;
    }
    match payload::parse(&body) {
        Ok(delivery) => answer(&service, delivery).await,
        Err(error) => Problem::new(StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

fn not_slacks(error: SignatureError) -> Response {
    tracing::warn!(%error, "a request that is not Slack's was refused");
    Problem::new(StatusCode::UNAUTHORIZED, error.to_string()).into_response()
}

/// On the heap, so that what a request is handed on with is a pointer and not every flow.
async fn answer(service: &Arc<Service>, delivery: Delivery) -> Response {
    Box::pin(interact(&service.engine, delivery))
        .instrument(request_span(EVENTS))
        .await
        .into_response()
}

/// True when there is a newer signing secret than the one that a signature does not match. Fetching
/// it goes on when Slack would not wait: its next try is then let in.
async fn is_rotated(service: &Service, refused: SecretString) -> bool {
    let secret = service.http.signing_secret.clone();
    let fetching = service
        .engine
        .tasks
        .spawn(async move { secret.refresh(&refused).await });
    let wait = service.engine.app.limits.acknowledge_within;
    matches!(tokio::time::timeout(wait, fetching).await, Ok(Ok(true)))
}

/// An Events API delivery, or the check of a new request URL.
async fn event(service: &Arc<Service>, body: &[u8]) -> Response {
    #[derive(Deserialize)]
    struct Check {
        #[serde(rename = "type")]
        kind: String,
        challenge: Option<String>,
    }
    if let Ok(Check {
        kind,
        challenge: Some(challenge),
    }) = serde_json::from_slice(body)
        && kind == "url_verification"
    {
        return axum::Json(json!({ "challenge": challenge })).into_response();
    }
    match payload::parse_json(&String::from_utf8_lossy(body)) {
        Ok(event) => answer(service, event).await,
        Err(_) => Problem::new(
            StatusCode::BAD_REQUEST,
            "the body is no event of Slack's Events API",
        )
        .into_response(),
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Answer::Done => StatusCode::OK.into_response(),
            Answer::Action(action) => axum::Json(action).into_response(),
            Answer::Refused(why) => Problem::new(StatusCode::BAD_REQUEST, why).into_response(),
        }
    }
}
