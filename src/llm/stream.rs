//! An answer of chat completions as it arrives
//! (platform.openai.com/docs/api-reference/chat-streaming).

use std::pin::Pin;
use std::time::Duration;

use eventsource_stream::Eventsource;
use futures_util::StreamExt;
use reqwest::Response;
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use tokio::time::Instant;

use super::LlmError;
use crate::inquiry::Usage;

/// No reply mail is longer; a model that goes on is broken.
const LONGEST_ANSWER: usize = 100_000;

type Events = Pin<Box<dyn futures_util::Stream<Item = Result<String, LlmError>> + Send>>;

/// An answer as it arrives.
pub struct Stream {
    events: Events,
    deadline: Instant,
    timeout: Duration,
    /// The first piece, which was read to see that the model does answer.
    first: Option<String>,
    length: usize,
    finished: bool,
    usage: Option<Usage>,
}

impl Stream {
    pub(super) fn new(response: Response, deadline: Instant, timeout: Duration) -> Stream {
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
            first: None,
            length: 0,
            finished: false,
            usage: None,
        }
    }

    /// Waits for the first piece, no longer than `until`, and gives it back to be read.
    pub(super) async fn begin(&mut self, until: Instant) -> Result<(), LlmError> {
        let first = tokio::time::timeout_at(until, self.next()).await;
        self.first = first.map_err(|_| LlmError::TimedOut(self.timeout))??;
        Ok(())
    }

    /// The tokens, once the server has told them.
    pub(super) fn usage(&self) -> Option<Usage> {
        self.usage
    }

    pub(super) async fn next(&mut self) -> Result<Option<String>, LlmError> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
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
        // The last chunk carries it, and no choices; some servers count in each one.
        self.usage = chunk.usage.map(Usage::from).or(self.usage);
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
    #[serde(default, deserialize_with = "as_documented_or_none")]
    usage: Option<ChunkUsage>,
}

/// <https://platform.openai.com/docs/api-reference/chat/object#chat/object-usage>
#[derive(Deserialize)]
struct ChunkUsage {
    #[serde(default)]
    prompt_tokens: u64,
    #[serde(default)]
    completion_tokens: u64,
    #[serde(default)]
    prompt_tokens_details: Option<PromptTokensDetails>,
}

#[derive(Deserialize)]
struct PromptTokensDetails {
    #[serde(default)]
    cached_tokens: Option<u64>,
}

impl From<ChunkUsage> for Usage {
    fn from(usage: ChunkUsage) -> Usage {
        let details = usage.prompt_tokens_details;
        Usage {
            input: usage.prompt_tokens,
            output: usage.completion_tokens,
            cached: details.and_then(|it| it.cached_tokens).unwrap_or_default(),
            guessed: false,
        }
    }
}

/// A draft is worth more than its tokens' count: one that is not as documented is none.
fn as_documented_or_none<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ChunkUsage>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
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
