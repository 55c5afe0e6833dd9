//! Chat completions, streamed (platform.openai.com/docs/api-reference/chat/streaming), from any
//! server that speaks them.

use std::sync::Arc;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::header::{HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Response, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::complaint::Complaint;
use super::manner::{Manner, Part};
use super::rate_limit::RateLimit;
use super::stream::Stream;
use super::{LlmError, Messages};
use inquiry::Cause;
use platform::net;
use platform::secrets::Secret;

/// What a reply may take at most, hidden reasoning included, where a budget has to hold.
pub const LONGEST_ANSWER_TOKENS: u64 = 4_096;

/// As much of an error's body is read.
const ERROR_BODY: usize = 16 * 1024;

/// A client for one model. Clones share connections, and what is known of the server.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    key: Option<Secret>,
    model: String,
    /// A whole answer, repeated questions included.
    pub(super) timeout: Duration,
    retry_after: Duration,
    pub(super) rate_limit: Arc<RateLimit>,
    pub(super) manner: Arc<Manner>,
    /// An answer is limited to [`LONGEST_ANSWER_TOKENS`].
    limited: bool,
}

/// Why no answer has begun yet, and when the server is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// What the server said last.
    pub cause: Cause,
    /// When the next question goes out.
    pub until: Instant,
}

/// Is called when a wait begins, and with `None` when it is over.
pub type Waits<'a> = &'a (dyn Fn(Option<Wait>) + Sync);

impl Client {
    /// A client for the server at `base_url`, e.g. `https://api.openai.com/v1`; what is behind
    /// a `?` in it is sent with each request. `timeout` bounds a whole answer, repeated questions
    /// included; `retry_after` is the pause before the second.
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
            rate_limit: Arc::default(),
            manner: Arc::default(),
            limited: false,
        }
    }

    /// Asks for answers of [`LONGEST_ANSWER_TOKENS`] at most.
    #[must_use]
    pub fn with_limit(self, limited: bool) -> Client {
        Client { limited, ..self }
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Under what it is kept how this server wants to be asked.
    pub fn manner_key(&self) -> String {
        let hash = Sha256::digest(format!("{}\n{}", self.base_url, self.model));
        format!("model_server#{}", &hex::encode(hash)[..32])
    }

    /// The parts of a request that the server was found not to take.
    pub fn left_out(&self) -> String {
        self.manner.names().join(" ")
    }

    /// What of that is kept for the next process; `None` before that was looked at.
    pub fn kept(&self) -> Option<String> {
        self.manner.kept()
    }

    /// Leaves out what another process has learned, or knows that it is kept.
    pub fn recall(&self, kept: &str) {
        self.manner.recall(kept);
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
        waits: Waits<'_>,
    ) -> Result<Stream, LlmError> {
        let mut pauses = ExponentialBuilder::default()
            .with_min_delay(self.retry_after)
            .with_max_times(2)
            .with_jitter()
            .build();
        loop {
            self.rate_limit.wait(until, waits).await?;
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
                } if !wait.is_zero() => self.rate_limit.rest(*wait),
                LlmError::Busy { .. } | LlmError::Unreachable => {
                    let cause = error.cause();
                    let pause = Instant::now() + pauses.next().ok_or(error)?;
                    waits(Some(Wait {
                        cause,
                        until: pause,
                    }));
                    let pause = tokio::time::sleep_until(pause);
                    let slept = tokio::time::timeout_at(until, pause).await;
                    waits(None);
                    slept.map_err(|_| LlmError::TimedOut(self.timeout))?;
                }
                _ => return Err(error),
            }
        }
    }

    /// Once more when the key was refused and there is a newer one, and as often as the server
    /// names a part of the request that it does not take.
    async fn post(&self, messages: &Messages) -> Result<Response, LlmError> {
        let mut key = self.key.as_ref().map(Secret::current);
        let mut is_new = false;
        loop {
            // Each refusal of a part leaves one out, so that this comes to an end.
            let sent = self.parts();
            let refusal = match self.post_with(key.as_ref(), messages, &sent).await? {
                Ok(response) => return Ok(response),
                Err(refusal) => refusal,
            };
            let Refusal {
                status,
                complaint,
                retry_after,
            } = refusal;
            // Templates of chats fail within the server, and 501 is what it does not know; what else
            // fails there says nothing of the request.
            let is_fault = status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED;
            let may_be = |part: &&Part| !is_fault || **part == Part::SystemRole;
            let blamed: Vec<Part> = sent.iter().filter(may_be).copied().collect();
            let learns =
                status != StatusCode::TOO_MANY_REQUESTS && self.manner.learn(&complaint, &blamed);
            if learns {
                tracing::info!(
                    left_out = ?self.manner.names(),
                    "the model's server does not take a part of the request: it is left out"
                );
                continue;
            }
            let error = complaint.into_error(Some(status.as_u16()), retry_after);
            match (&error, &self.key, &key) {
                (LlmError::Unauthorized { .. }, Some(secret), Some(refused)) if !is_new => {
                    if !secret.refresh(refused).await {
                        return Err(error);
                    }
                    is_new = true;
                    key = Some(secret.current());
                }
                _ => return Err(error),
            }
        }
    }

    /// The parts that are sent.
    fn parts(&self) -> Vec<Part> {
        let takes = |part: Part| self.manner.takes(part);
        let mut parts = Vec::new();
        if takes(Part::SystemRole) {
            parts.push(Part::SystemRole);
        }
        if takes(Part::Stream) {
            parts.push(Part::Stream);
            parts.extend(Some(Part::StreamOptions).filter(|it| takes(*it)));
        }
        if self.limited {
            let names = [Part::MaxCompletionTokens, Part::MaxTokens];
            parts.extend(names.into_iter().find(|it| takes(*it)));
        }
        parts
    }

    /// The outer error is one of the connection.
    async fn post_with(
        &self,
        key: Option<&SecretString>,
        messages: &Messages,
        parts: &[Part],
    ) -> Result<Result<Response, Refusal>, LlmError> {
        let has = |part: Part| parts.contains(&part);
        let mut body =
            json!({ "model": self.model, "messages": messages.json(has(Part::SystemRole)) });
        if has(Part::Stream) {
            body["stream"] = json!(true);
        }
        if has(Part::StreamOptions) {
            body["stream_options"] = json!({ "include_usage": true });
        }
        if has(Part::MaxCompletionTokens) {
            body["max_completion_tokens"] = json!(LONGEST_ANSWER_TOKENS);
        }
        if has(Part::MaxTokens) {
            body["max_tokens"] = json!(LONGEST_ANSWER_TOKENS);
        }
        let mut request = self.http.post(completions(&self.base_url)).json(&body);
        if let Some(key) = key {
            request = match is_azure(&self.base_url) {
                // Azure takes a bearer token for one of Entra's.
                true => request.header("api-key", sensitive(key)?),
                false => request.bearer_auth(key.expose_secret()),
            };
        }
        let response = request
            .send()
            .await
            .map_err(|error| match error.is_connect() {
                true => LlmError::Unreachable,
                false => LlmError::CutOff("no answer came".to_owned()),
            })?;
        let status = response.status();
        if status.is_success() {
            return Ok(Ok(response));
        }
        if status.is_redirection() {
            // With the key and the mail, nothing is followed to another address.
            let told = format!("HTTP {}, a redirect", status.as_u16());
            return Err(LlmError::NoSuchModel(told));
        }
        let retry_after = retry_after(response.headers());
        let said = net::beginning(response, ERROR_BODY).await;
        Ok(Err(Refusal {
            status,
            complaint: Complaint::in_body(&String::from_utf8_lossy(&said)),
            retry_after,
        }))
    }
}

/// A request that was not taken.
struct Refusal {
    status: StatusCode,
    complaint: Complaint,
    retry_after: Option<Duration>,
}

/// Where completions are asked for: `…/chat/completions` in the base's path, before its query.
fn completions(base_url: &str) -> String {
    const PATH: &str = "/chat/completions";
    let (path, query) = match base_url.split_once('?') {
        Some((path, query)) => (path, format!("?{query}")),
        None => (base_url, String::new()),
    };
    let path = path.trim_end_matches('/');
    // Some people copy the whole address.
    let path = path.strip_suffix(PATH).unwrap_or(path);
    format!("{path}{PATH}{query}")
}

/// True for Azure's own hosts, and for the paths of its API wherever they are served
/// (learn.microsoft.com/azure/ai-services/openai/reference).
fn is_azure(base_url: &str) -> bool {
    const HOSTS: [&str; 3] = [
        ".openai.azure.com",
        ".cognitiveservices.azure.com",
        ".services.ai.azure.com",
    ];
    let Ok(url) = Url::parse(base_url) else {
        return false;
    };
    let host = url.host_str().unwrap_or_default();
    HOSTS.iter().any(|it| host.ends_with(it))
        || url.path().contains("/openai/deployments/")
        || url.query_pairs().any(|(name, _)| name == "api-version")
}

/// A header that no log shows.
fn sensitive(key: &SecretString) -> Result<HeaderValue, LlmError> {
    let value = HeaderValue::from_str(key.expose_secret());
    let mut value =
        value.map_err(|_| LlmError::Refused("the key cannot stand in a header".to_owned()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Seconds, or a date (RFC 9110 §10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
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
        assert_eq!(wait("0.5"), Some(Duration::from_millis(500)));
        assert_eq!(wait("-1"), None);
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert!(wait("Tue, 31 Dec 2999 23:59:59 GMT") > Some(Duration::from_secs(1)));
        assert_eq!(wait("soon"), None);
    }

    #[test]
    fn the_path_stands_before_the_query() {
        for (base, url) in [
            (
                "https://api.openai.com/v1",
                "https://api.openai.com/v1/chat/completions",
            ),
            (
                "https://shop.openai.azure.com/openai/deployments/gpt?api-version=2024-06-01",
                "https://shop.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=2024-06-01",
            ),
            (
                "http://127.0.0.1:8080/v1/chat/completions",
                "http://127.0.0.1:8080/v1/chat/completions",
            ),
            (
                "http://127.0.0.1/v1/?a=b",
                "http://127.0.0.1/v1/chat/completions?a=b",
            ),
        ] {
            assert_eq!(completions(base), url);
        }
    }

    #[test]
    fn the_key_goes_where_azure_looks_for_it() {
        for (base, azure) in [
            ("https://shop.openai.azure.com/openai/v1", true),
            (
                "https://shop.openai.azure.com/openai/deployments/gpt?api-version=1",
                true,
            ),
            (
                "http://127.0.0.1:1/openai/deployments/gpt?api-version=1",
                true,
            ),
            ("https://gateway.example/llm?api-version=1", true),
            ("https://api.openai.com/v1", false),
            ("https://openai.azure.com.evil.example/v1", false),
            ("http://127.0.0.1:11434/v1", false),
        ] {
            assert_eq!(is_azure(base), azure, "{base}");
        }
    }
}
