//! `POST /async/generate`: another program opened a modal and asks for a draft into it.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tracing::Instrument;

use super::{GENERATE, Service, request_span, store_is_away};
use crate::flow::open::{self, WishError};
use crate::inquiry::{ContextId, Forbidden, TraceParent};
use crate::problem::Problem;
use crate::store::ChangeError;
use crate::telemetry::trace;

/// Longer identifiers are none of Slack's.
const EXTERNAL_ID_MAX: usize = 255;

/// Drafts take seconds; a queue that is full is not full for long.
const WHEN_FULL: Duration = Duration::from_secs(5);

/// Fields beyond these are accepted and ignored: what the draft is made from stands in the store.
#[derive(Deserialize)]
struct Asked {
    context_id: String,
    #[serde(default)]
    external_id: Option<String>,
}

/// Answers 202 once the wish for a draft is stored.
pub(super) async fn generate(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let now = service.app.clock.now();
    if let Err(problem) = service.callers.check(&headers, now).await {
        return problem.into_response();
    }
    let (id, external_id) = match read(&headers, &body) {
        Ok(asked) => asked,
        Err(problem) => return problem.into_response(),
    };
    let span = request_span(GENERATE);
    trace::follow(&span, caller_of(&headers).as_ref());
    wish(&service, &id, external_id.as_deref())
        .instrument(span)
        .await
}

/// Where the caller is in a trace, which goes on here.
fn caller_of(headers: &HeaderMap) -> Option<TraceParent> {
    TraceParent::parse(headers.get("traceparent")?.to_str().ok()?)
}

async fn wish(service: &Service, id: &ContextId, external_id: Option<&str>) -> Response {
    if service.app.dispatcher.is_full() {
        return Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "as many drafts are wanted as can be held back; try again later",
        )
        .retry_after(WHEN_FULL)
        .into_response();
    }
    match open::wish_for_draft(&service.app, id, external_id).await {
        Ok(()) => (
            StatusCode::ACCEPTED,
            axum::Json(json!({ "status": "accepted" })),
        )
            .into_response(),
        Err(error) => refuse(id, error).into_response(),
    }
}

fn refuse(id: &ContextId, error: WishError) -> Response {
    match error {
        WishError::Inquiry(ChangeError::NotFound) => Problem::new(
            StatusCode::NOT_FOUND,
            "there is no inquiry of this context_id in the store",
        )
        .into_response(),
        WishError::Inquiry(ChangeError::Refused(reason)) => conflict(reason).into_response(),
        WishError::Inquiry(ChangeError::Store(error)) => {
            tracing::error!(context_id = %id, %error, "the wish for a draft could not be stored");
            store_is_away()
        }
        WishError::Dispatch(_) => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "nobody could be asked for a draft; the reason has been logged",
        )
        .retry_after(WHEN_FULL)
        .into_response(),
    }
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<(ContextId, Option<String>), Problem> {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if !media_type.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "the Content-Type must be application/json",
        ));
    }
    let bad = |detail: &str| Problem::new(StatusCode::BAD_REQUEST, detail);
    let expected = r#"the body must be JSON like {"context_id":"…","external_id":"…"}"#;
    let asked: Asked = serde_json::from_slice(body).map_err(|_| bad(expected))?;
    let id = ContextId::parse(&asked.context_id)
        .map_err(|error| bad(&format!("context_id is {error}")))?;
    if let Some(external_id) = &asked.external_id {
        let ours = external_id.starts_with(&format!("ai-reply-{id}"));
        if !ours || external_id.chars().count() > EXTERNAL_ID_MAX {
            return Err(bad(
                "external_id must begin with ai-reply-{context_id} and have at most 255 characters",
            ));
        }
    }
    Ok((id, asked.external_id))
}

fn conflict(reason: Forbidden) -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        format!("no draft can be written now: {reason}"),
    )
}
