//! `POST /async/generate`: another program opened a modal and asks for a draft into it.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tracing::Instrument;

use super::{GENERATE, Service, request_span, store_is_away};
use crate::dispatch::{Wanted, WorkRequest};
use crate::flow::open;
use crate::flow::translate;
use crate::generation::WishError;
use crate::problem::Problem;
use inquiry::{ContextId, Forbidden, TraceParent};
use platform::telemetry::trace;
use store::ChangeError;

/// Longer identifiers are none of Slack's.
const EXTERNAL_ID_MAX: usize = 255;

/// Drafts take seconds; a queue that is full is not full for long.
const WHEN_FULL: Duration = Duration::from_secs(5);

/// Fields beyond these are accepted and ignored: what the draft is made from is in the store.
#[derive(Deserialize)]
struct Asked {
    context_id: String,
    #[serde(default)]
    external_id: Option<String>,
    /// `translation`; a draft otherwise.
    #[serde(default)]
    wish: Option<String>,
}

/// Answers 202 once the wish for a draft is stored.
pub(super) async fn generate(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (Parts { headers, .. }, body) = request.into_parts();
    let now = service.engine.app.clock.now();
    if let Err(problem) = service.callers.check(&headers, now).await {
        return problem.into_response();
    }
    let body = match service.bodies.read(&headers, body).await {
        Ok(body) => body,
        Err(problem) => return problem.into_response(),
    };
    let wish = match read(&headers, &body) {
        Ok(wish) => wish,
        Err(problem) => return problem.into_response(),
    };
    let span = request_span(GENERATE);
    trace::follow(&span, caller_of(&headers).as_ref());
    take(&service, &wish).instrument(span).await
}

/// Where the caller is in a trace, which goes on here.
fn caller_of(headers: &HeaderMap) -> Option<TraceParent> {
    TraceParent::parse(headers.get("traceparent")?.to_str().ok()?)
}

async fn take(service: &Service, wish: &WorkRequest) -> Response {
    if service.engine.app.dispatcher.is_full() {
        return Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "as many drafts are wanted as can be held back; try again later",
        )
        .retry_after(WHEN_FULL)
        .into_response();
    }
    let (app, id) = (&service.engine.app, &wish.id);
    let taken = match &wish.what {
        Wanted::Draft { external_id } => {
            open::wish_for_draft(app, id, external_id.as_deref()).await
        }
        Wanted::Translation { external_id } => {
            translate::wish_for_translation(app, id, external_id).await
        }
    };
    match taken {
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
            "there is no inquiry of this context_id in the store, or nothing of it waits for this",
        )
        .into_response(),
        WishError::Inquiry(ChangeError::Refused(reason)) => conflict(reason).into_response(),
        WishError::Inquiry(ChangeError::Store(error)) => {
            tracing::error!(context_id = %id, %error, "the wish for a draft could not be stored");
            store_is_away()
        }
        WishError::Dispatch(_) => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "no worker could be asked for a draft; the reason has been logged",
        )
        .retry_after(WHEN_FULL)
        .into_response(),
    }
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<WorkRequest, Problem> {
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
    let begins = |external_id: &str, with: &str| {
        external_id.starts_with(&format!("{with}-{id}"))
            && external_id.chars().count() <= EXTERNAL_ID_MAX
    };
    match (asked.wish.as_deref(), asked.external_id.as_deref()) {
        (Some(WorkRequest::TRANSLATION), Some(panel)) if begins(panel, "translation") => {
            Ok(WorkRequest::translation(&id, panel))
        }
        (Some(WorkRequest::TRANSLATION), _) => Err(bad(
            "for a translation, external_id must be the panel's: it begins with translation-{context_id}",
        )),
        (Some(_), _) => Err(bad("wish must be translation, or left out for a draft")),
        (None, Some(modal)) if !begins(modal, "ai-reply") => Err(bad(
            "external_id must begin with ai-reply-{context_id} and have at most 255 characters",
        )),
        (None, modal) => Ok(WorkRequest::draft(&id, modal)),
    }
}

fn conflict(reason: Forbidden) -> Problem {
    Problem::new(
        StatusCode::CONFLICT,
        format!("no draft can be written now: {reason}"),
    )
}
