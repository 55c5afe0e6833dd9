//! Chat completions, streamed (platform.openai.com/docs/api-reference/chat/streaming), from any
//! server that speaks them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tokio::time::Instant;

use super::pace::Pace;
use super::stream::Stream;
use super::{LlmError, Messages};
use crate::secrets::Secret;

/// What a reply may take at most, hidden reasoning included, where a budget has to hold.
pub const LONGEST_ANSWER_TOKENS: u64 = 4_096;

/// As much of an error's body is read.
const ERROR_BODY: usize = 4_096;

/// A client for one model. Clones share connections, and what the server asked all to wait for.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    key: Option<Secret>,
    model: String,
    /// A whole answer, repeated questions included.
    pub(super) timeout: Duration,
    retry_after: Duration,
    pub(super) pace: Arc<Pace>,
    /// The server takes `stream_options`.
    counts: Arc<AtomicBool>,
    /// An answer is limited to [`LONGEST_ANSWER_TOKENS`], and the server takes that limit.
    limits: Arc<AtomicBool>,
}

impl Client {
    /// A client for the server at `base_url`, e.g. `https://api.openai.com/v1`. `timeout` bounds
    /// a whole answer, repeated questions included; `retry_after` is the pause before the second.
    pub fn new(
        http: reqwest::Client,
        base_url: &str,
        key: Option<Secret>,
        model: &str,
        timeout: Duration,
        retry_after: Duration,
    ) -> Client {
        Client {
            http,
            base_url: base_url.trim_end_matches('/').to_owned(),
            key,
            model: model.to_owned(),
            timeout,
            retry_after,
            pace: Arc::default(),
            counts: Arc::new(AtomicBool::new(true)),
            limits: Arc::default(),
        }
    }

    /// Asks for answers of [`LONGEST_ANSWER_TOKENS`] at most.
    #[must_use]
    pub fn with_limit(self, limit: bool) -> Client {
        self.limits.store(limit, Ordering::Relaxed);
        self
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Where the model is.
    pub(super) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Asks, and again when the server is busy or out of reach, until the answer begins. That has
    /// to be before `until`; the whole answer has time until `deadline`.
    pub(super) async fn ask(
        &self,
        messages: &Messages,
        until: Instant,
        deadline: Instant,
    ) -> Result<Stream, LlmError> {
        let mut pauses = ExponentialBuilder::default()
            .with_min_delay(self.retry_after)
            .with_max_times(2)
            .with_jitter()
            .build();
        loop {
            self.pace.wait(until).await?;
            let answer = tokio::time::timeout_at(until, self.post(messages)).await;
            let error = match answer.map_err(|_| LlmError::TimedOut(self.timeout))? {
                Ok(response) => {
                    let mut stream = Stream::new(response, deadline, self.timeout);
                    stream.begin(until).await?;
                    return Ok(stream);
                }
                Err(error) => error,
            };
            match &error {
                // All who ask this server wait, and no longer than each has time.
                LlmError::Busy {
                    retry_after: Some(wait),
                    ..
                } if !wait.is_zero() => self.pace.rest(*wait),
                LlmError::Busy { .. } | LlmError::Unreachable => {
                    let pause = pauses.next().ok_or(error)?;
                    let pause = tokio::time::sleep(pause);
                    let slept = tokio::time::timeout_at(until, pause).await;
                    slept.map_err(|_| LlmError::TimedOut(self.timeout))?;
                }
                _ => return Err(error),
            }
        }
    }

    /// Once more when the key was refused and there is a newer one, and without what the server
    /// does not know.
    async fn post(&self, messages: &Messages) -> Result<Response, LlmError> {
        let key = self.key.as_ref().map(Secret::current);
        let answer = self.post_with(key.as_ref(), messages).await;
        match (&answer, &self.key, &key) {
            (Err(Refusal::Of(LlmError::Unauthorized(_))), Some(secret), Some(refused))
                if secret.refresh(refused).await => {}
            (Err(Refusal::OfAnOption), _, _) => {}
            _ => return answer.map_err(Refusal::into_error),
        }
        let key = self.key.as_ref().map(Secret::current);
        let again = self.post_with(key.as_ref(), messages).await;
        again.map_err(Refusal::into_error)
    }

    async fn post_with(
        &self,
        key: Option<&SecretString>,
        messages: &Messages,
    ) -> Result<Response, Refusal> {
        let mut body = json!({ "model": self.model, "messages": messages.json(), "stream": true });
        if self.counts.load(Ordering::Relaxed) {
            body["stream_options"] = json!({ "include_usage": true });
        }
        if self.limits.load(Ordering::Relaxed) {
            body["max_completion_tokens"] = json!(LONGEST_ANSWER_TOKENS);
        }
        let mut request = self
            .http
            .post(format!("{}/chat/completions", self.base_url))
            .json(&body);
        if let Some(key) = key {
            request = request.bearer_auth(key.expose_secret());
        }
        let response = request
            .send()
            .await
            .map_err(|error| match error.is_connect() {
                true => LlmError::Unreachable,
                false => LlmError::CutOff("no answer came".to_owned()),
            })?;
        match response.status() {
            status if status.is_success() => Ok(response),
            status @ (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) => {
                Err(LlmError::Unauthorized(status.as_u16()).into())
            }
            status if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
                Err(LlmError::Busy {
                    status: status.as_u16(),
                    retry_after: retry_after(response.headers()),
                }
                .into())
            }
            status @ (StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY) => {
                if !self.leaves_out(&said(response).await) {
                    return Err(LlmError::Refused(format!("HTTP {}", status.as_u16())).into());
                }
                tracing::info!("the model's server does not know an option: it is left out");
                Err(Refusal::OfAnOption)
            }
            status => Err(LlmError::Refused(format!("HTTP {}", status.as_u16())).into()),
        }
    }

    /// Not every server knows every option: the one that an error names is left out from now on.
    fn leaves_out(&self, error: &str) -> bool {
        let names = |option: &str, is_sent: &AtomicBool| {
            error.contains(option) && is_sent.swap(false, Ordering::Relaxed)
        };
        names("stream_options", &self.counts) | names("max_completion_tokens", &self.limits)
    }
}

/// Why a request was not taken.
enum Refusal {
    Of(LlmError),
    /// The server does not know an option, which will be left out.
    OfAnOption,
}

impl From<LlmError> for Refusal {
    fn from(error: LlmError) -> Refusal {
        Refusal::Of(error)
    }
}

impl Refusal {
    fn into_error(self) -> LlmError {
        match self {
            Refusal::Of(error) => error,
            Refusal::OfAnOption => LlmError::Refused("HTTP 400".to_owned()),
        }
    }
}

/// The beginning of an error's body.
async fn said(mut response: Response) -> String {
    let mut bytes = Vec::new();
    while bytes.len() < ERROR_BODY
        && let Ok(Some(chunk)) = response.chunk().await
    {
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Seconds, or a date (RFC 9110 §10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let at = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let wait = at.duration_since(jiff::Timestamp::now());
    Some(wait.try_into().unwrap_or_default())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_retry_after_are_read() {
        let wait = |value: &str| {
            retry_after(&HeaderMap::from_iter([(
                RETRY_AFTER,
                value.parse().unwrap(),
            )]))
        };
        assert_eq!(wait("7"), Some(Duration::from_secs(7)));
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert!(wait("Tue, 31 Dec 2999 23:59:59 GMT") > Some(Duration::from_secs(1)));
        assert_eq!(wait("soon"), None);
    }
}
