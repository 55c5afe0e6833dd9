//! The page and what it calls.

use axum::extract::{Path, State as Extract};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

use super::Workspace;
use super::web_api::respond;

pub(super) fn router(workspace: Workspace) -> Router {
    Router::new()
        .route("/workspace/response/{key}", post(response_url))
        .with_state(workspace)
}

/// An app answers an interaction by its `response_url`; whoever knows the address may.
async fn response_url(
    Extract(workspace): Extract<Workspace>,
    Path(key): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    match workspace.change(|desk| respond(desk, &key, &body)) {
        Ok(_) => Json(json!({ "ok": true })).into_response(),
        Err(refused) => {
            let body = json!({ "ok": false, "error": refused.error });
            (StatusCode::NOT_FOUND, Json(body)).into_response()
        }
    }
}
