//! Chat completions, streamed (platform.openai.com/docs/api-reference/chat/streaming), from any
//! server that speaks them.

use std::pin::Pin;
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use eventsource_stream::Eventsource;
use futures_util::StreamExt;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use super::Messages;
use crate::inquiry::Cause;
use crate::secrets::Secret;

/// No reply mail is longer; a model that goes on is broken.
const LONGEST_ANSWER: usize = 100_000;

/// Why there is no draft. Never holds text of the prompt or of the answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LlmError {
    /// `OPENAI_TIMEOUT` ran out.
    #[error("the model did not finish within {} s (OPENAI_TIMEOUT)", .0.as_secs())]
    TimedOut(Duration),
    /// No connection.
    #[error("the model's server cannot be reached: is OPENAI_BASE_URL right and the network up?")]
    Unreachable,
    /// HTTP 429, or 5xx.
    #[error("the model's server is busy: HTTP {status}")]
    Busy {
        /// The HTTP status.
        status: u16,
        /// How long to wait, if it said.
        retry_after: Option<Duration>,
    },
    /// HTTP 401 or 403.
    #[error("the model's server refused the key (HTTP {0}): is OPENAI_API_KEY right?")]
    Unauthorized(u16),
    /// Another HTTP status, an error within the answer, or a content filter.
    #[error("the model's server refused the request: {0}")]
    Refused(String),
    /// The answer broke off.
    #[error("the model's answer broke off: {0}")]
    CutOff(String),
    /// The answer was empty, endless or not as documented.
    #[error("the model's answer cannot be used: {0}")]
    Unusable(String),
}

impl LlmError {
    /// The kind of failure, for the words on the screen.
    pub fn cause(&self) -> Cause {
        match self {
            LlmError::TimedOut(_) => Cause::TimedOut,
            LlmError::Unreachable => Cause::Unreachable,
            LlmError::Busy { .. } => Cause::Busy,
            LlmError::Unauthorized(_) => Cause::Unauthorized,
            LlmError::Refused(_) => Cause::Refused,
            LlmError::CutOff(_) => Cause::CutOff,
            LlmError::Unusable(_) => Cause::Unusable,
        }
    }

    /// True when trying again later may help.
    pub fn is_temporary(&self) -> bool {
        !matches!(self, LlmError::Unauthorized(_) | LlmError::Refused(_))
    }

    /// True when nothing of an answer was shown and asking once more costs little.
    fn is_worth_asking_again(&self) -> bool {
        matches!(self, LlmError::Unreachable | LlmError::Busy { .. })
    }
}

/// A client for one model. Clones share connections.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    key: Option<Secret>,
    model: String,
    timeout: Duration,
    retry_after: Duration,
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
        }
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Asks, and again when the server is busy or out of reach.
    pub(super) async fn ask(&self, messages: &Messages) -> Result<Stream, LlmError> {
        let deadline = Instant::now() + self.timeout;
        let backoff = ExponentialBuilder::default()
            .with_min_delay(self.retry_after)
            .with_max_times(2)
            .with_jitter();
        let response = (|| self.post(messages))
            .retry(backoff)
            .when(LlmError::is_worth_asking_again)
            .adjust(wait_as_asked);
        let response = tokio::time::timeout_at(deadline, response)
            .await
            .map_err(|_| LlmError::TimedOut(self.timeout))??;
        Ok(Stream::new(response, deadline, self.timeout))
    }

    /// Once more when the key was refused and there is a newer one.
    async fn post(&self, messages: &Messages) -> Result<Response, LlmError> {
        let key = self.key.as_ref().map(Secret::current);
        let answer = self.post_with(key.as_ref(), messages).await;
        if let (Err(LlmError::Unauthorized(_)), Some(secret), Some(refused)) =
            (&answer, &self.key, &key)
            && secret.refresh(refused).await
        {
            return self.post_with(Some(&secret.current()), messages).await;
        }
        answer
    }

    async fn post_with(
        &self,
        key: Option<&SecretString>,
        messages: &Messages,
    ) -> Result<Response, LlmError> {
        let body = json!({ "model": self.model, "messages": messages.json(), "stream": true });
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
                Err(LlmError::Unauthorized(status.as_u16()))
            }
            status if status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error() => {
                let seconds = response
                    .headers()
                    .get(RETRY_AFTER)
                    .and_then(|value| value.to_str().ok()?.parse().ok());
                Err(LlmError::Busy {
                    status: status.as_u16(),
                    retry_after: seconds.map(Duration::from_secs),
                })
            }
            status => Err(LlmError::Refused(format!("HTTP {}", status.as_u16()))),
        }
    }
}

fn wait_as_asked(error: &LlmError, backoff: Option<Duration>) -> Option<Duration> {
    match error {
        LlmError::Busy {
            retry_after: Some(retry_after),
            ..
        } => Some(backoff?.max(*retry_after)),
        _ => backoff,
    }
}

type Events = Pin<Box<dyn futures_util::Stream<Item = Result<String, LlmError>> + Send>>;

/// An answer as it arrives.
pub struct Stream {
    events: Events,
    deadline: Instant,
    timeout: Duration,
    length: usize,
    finished: bool,
}

impl Stream {
    fn new(response: Response, deadline: Instant, timeout: Duration) -> Stream {
        let is_json = response
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| value.starts_with("application/json"));
        // Some servers ignore `stream` and answer in one piece.
        let events: Events = if is_json {
            Box::pin(futures_util::stream::once(async {
                response
                    .text()
                    .await
                    .map_err(|_| LlmError::CutOff("the connection broke".to_owned()))
            }))
        } else {
            Box::pin(
                response
                    .bytes_stream()
                    .eventsource()
                    .map(|event| match event {
                        Ok(event) => Ok(event.data),
                        Err(_) => Err(LlmError::CutOff("the connection broke".to_owned())),
                    }),
            )
        };
        Stream {
            events,
            deadline,
            timeout,
            length: 0,
            finished: false,
        }
    }

    pub(super) async fn next(&mut self) -> Result<Option<String>, LlmError> {
        loop {
            let event = tokio::time::timeout_at(self.deadline, self.events.next());
            let event = event
                .await
                .map_err(|_| LlmError::TimedOut(self.timeout))?
                .transpose()?;
            match event.as_deref() {
                None => return self.end(),
                Some("[DONE]") => {
                    self.finished = true;
                    return self.end();
                }
                Some(data) => {
                    if let Some(text) = self.read(data)? {
                        return Ok(Some(text));
                    }
                }
            }
        }
    }

    /// Reads one event: a chunk of a stream, or a whole answer.
    fn read(&mut self, data: &str) -> Result<Option<String>, LlmError> {
        let chunk: Chunk = serde_json::from_str(data)
            .map_err(|_| LlmError::Unusable("it is not as documented".to_owned()))?;
        if let Some(error) = chunk.error {
            let code = error
                .code
                .or(error.kind)
                .unwrap_or_else(|| "no code".to_owned());
            return Err(LlmError::Refused(format!(
                "error {}",
                code.chars().take(80).collect::<String>()
            )));
        }
        // Chunks without choices carry the usage.
        let Some(choice) = chunk.choices.into_iter().next() else {
            return Ok(None);
        };
        match choice.finish_reason.as_deref() {
            Some("length") => {
                return Err(LlmError::CutOff("the model's own length limit".to_owned()));
            }
            Some("content_filter") => return Err(LlmError::Refused("a content filter".to_owned())),
            Some(_) => self.finished = true,
            None => {}
        }
        let text = choice
            .delta
            .or(choice.message)
            .and_then(|message| message.content)
            .unwrap_or_default();
        self.length += text.len();
        if self.length > LONGEST_ANSWER {
            return Err(LlmError::Unusable(format!(
                "it is longer than {LONGEST_ANSWER} bytes"
            )));
        }
        Ok((!text.is_empty()).then_some(text))
    }

    fn end(&self) -> Result<Option<String>, LlmError> {
        match (self.finished, self.length) {
            (false, _) => Err(LlmError::CutOff("it ended without saying so".to_owned())),
            (true, 0) => Err(LlmError::Unusable("it is empty".to_owned())),
            (true, _) => Ok(None),
        }
    }
}

#[derive(Deserialize)]
struct Chunk {
    #[serde(default)]
    choices: Vec<Choice>,
    error: Option<ChunkError>,
}

#[derive(Deserialize)]
struct Choice {
    delta: Option<Message>,
    message: Option<Message>,
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    content: Option<String>,
}

#[derive(Deserialize)]
struct ChunkError {
    #[serde(default, deserialize_with = "text_or_number")]
    code: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
}

/// Some servers give the error's code as a number.
fn text_or_number<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(code) => Some(code),
        serde_json::Value::Number(code) => Some(code.to_string()),
        _ => None,
    })
}
