//! What Graph's answers mean (learn.microsoft.com/graph/errors).

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use serde_json::Value;

use super::GraphError;
use platform::net;

/// Where Graph names no time to wait.
const USUAL_WAIT: Duration = Duration::from_secs(10);
const LONGEST_WAIT: Duration = Duration::from_secs(600);

/// What goes with a request.
pub(super) enum Body {
    None,
    Json(Value),
    /// A mail in base64.
    Mime(String),
}

pub(super) async fn answer(
    what: &'static str,
    response: reqwest::Response,
) -> Result<Value, GraphError> {
    let status = response.status();
    let wait = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .map_or(USUAL_WAIT, Duration::from_secs)
        .min(LONGEST_WAIT);
    let body = net::body(response, net::LONGEST_BODY).await;
    let body = body.map_err(|error| GraphError::unusable(what, &error.to_string()))?;
    // `send` is answered with nothing.
    let body: Value = match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&body).unwrap_or_default(),
    };
    if status.is_success() {
        return Ok(body);
    }
    let code = body["error"]["code"].as_str().unwrap_or("no code");
    // Its word for it; its sentences may name addresses.
    let is_word = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let code: String = code.chars().filter(is_word).take(60).collect();
    Err(match status {
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            GraphError::Busy { what, wait }
        }
        status if status.is_server_error() => {
            GraphError::unusable(what, &format!("HTTP {}", status.as_u16()))
        }
        status => GraphError::Refused {
            what,
            status: status.as_u16(),
            code,
        },
    })
}
