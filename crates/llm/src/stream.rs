//! An answer of chat completions as it arrives
//! (platform.openai.com/docs/api-reference/chat-streaming), in the shapes that servers give it.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use reqwest::Response;
use serde_json::Value;
use tokio::time::Instant;

use super::complaint::Complaint;
use super::events::{Event, Events, TooLong};
use super::{LlmError, ModelText};
use inquiry::Usage;

/// Bytes of text. No reply mail is longer; a model that goes on is broken.
const LONGEST_ANSWER: usize = 100_000;

/// What comes behind the end of an answer, its tokens' count, comes at once or never.
const BEHIND_THE_END: Duration = Duration::from_secs(2);

/// An answer as it arrives.
pub struct Stream {
    response: Response,
    events: Events,
    /// Read, and not looked at yet.
    waiting: VecDeque<Event>,
    is_over: bool,
    deadline: Instant,
    timeout: Duration,
    /// The first piece, which was read to see that the model does answer.
    first: Option<String>,
    answer: Reading,
    usage: Option<Usage>,
}

/// What was read of an answer.
#[derive(Debug, Default)]
struct Reading {
    /// All text so far: some servers repeat it.
    text: String,
    /// Which of several choices is read.
    choice: Option<u64>,
    end: Option<End>,
    /// It came in one piece, whose end is its own.
    is_document: bool,
    /// The model thought, in a field of its own.
    thought: bool,
    declined: bool,
}

/// How the server says that the answer has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum End {
    /// As a usual answer does.
    Finished,
    /// At a limit of tokens.
    Length,
    /// A content filter stopped it.
    Filtered(String),
    /// In a word that means nothing of these.
    Other(String),
}

impl Stream {
    pub(super) fn new(response: Response, deadline: Instant, timeout: Duration) -> Stream {
        Stream {
            response,
            events: Events::default(),
            waiting: VecDeque::new(),
            is_over: false,
            deadline,
            timeout,
            first: None,
            answer: Reading::default(),
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
            match self.event().await? {
                None => return self.answer.end(),
                Some(Event::Done) => {
                    self.answer.note_done();
                    return self.answer.end();
                }
                Some(Event::Json(value)) => {
                    if let Some(text) = self.read(&value)? {
                        return Ok(Some(text));
                    }
                }
            }
        }
    }

    /// The next event; `None` when nothing comes any more.
    async fn event(&mut self) -> Result<Option<Event>, LlmError> {
        loop {
            match self.waiting.pop_front() {
                // Gemini's own form: chunks and errors in a list.
                Some(Event::Json(Value::Array(all))) => {
                    for value in all.into_iter().rev() {
                        self.waiting.push_front(Event::Json(value));
                    }
                    continue;
                }
                Some(event) => return Ok(Some(event)),
                None => {}
            }
            if self.is_over {
                return Ok(None);
            }
            let has_ended = self.answer.end.is_some();
            let until = match has_ended {
                true => self.deadline.min(Instant::now() + BEHIND_THE_END),
                false => self.deadline,
            };
            // A server that sends without a pause must not keep this thread from its other work.
            tokio::task::yield_now().await;
            let bytes = tokio::time::timeout_at(until, self.response.chunk()).await;
            let read = match bytes {
                Ok(Ok(Some(bytes))) => self.events.push(&bytes),
                Ok(Ok(None)) => {
                    self.is_over = true;
                    self.events.end()
                }
                // The answer is there; how its connection ends is of no interest.
                Ok(Err(_)) | Err(_) if has_ended => {
                    self.is_over = true;
                    Ok(Vec::new())
                }
                Ok(Err(_)) => {
                    self.is_over = true;
                    // What arrived before may be whole.
                    let rest = self.events.end()?;
                    if rest.is_empty() {
                        return Err(LlmError::CutOff("the connection broke".to_owned()));
                    }
                    Ok(rest)
                }
                Err(_) => return Err(LlmError::TimedOut(self.timeout)),
            };
            self.waiting.extend(read?);
        }
    }

    /// Reads one event: a chunk of a stream, or a whole answer.
    fn read(&mut self, value: &Value) -> Result<Option<String>, LlmError> {
        if let Some(complaint) = Complaint::in_json(value) {
            return match self.answer.end {
                Some(_) => Ok(None),
                None => Err(complaint.into_error(None, None)),
            };
        }
        if let Some(usage) = usage(&value["usage"]) {
            // The last chunk carries it, and no choices; some servers count in each one.
            self.usage = Some(usage);
        }
        self.answer.read(value)
    }
}

/// Reads a whole answer from the pieces in which its bytes came.
///
/// # Errors
/// [`LlmError`], as for an answer that a server gives.
pub async fn read_answer(pieces: Vec<Vec<u8>>) -> Result<ModelText, LlmError> {
    const A_MINUTE: Duration = Duration::from_secs(60);
    let pieces = futures_util::stream::iter(pieces.into_iter().map(Ok::<_, Infallible>));
    let response = http::Response::new(reqwest::Body::wrap_stream(pieces));
    let deadline = Instant::now() + A_MINUTE;
    let mut stream = Stream::new(response.into(), deadline, A_MINUTE);
    let mut written = ModelText::default();
    while let Some(piece) = stream.next().await? {
        written.push(&ModelText::new(piece));
    }
    Ok(written.answer())
}

impl Reading {
    /// What an event adds to the text.
    fn read(&mut self, value: &Value) -> Result<Option<String>, LlmError> {
        let choices = value["choices"].as_array();
        let Some(choice) = choices.and_then(|all| all.iter().find(|it| self.is_read(it))) else {
            return Ok(None);
        };
        self.choice = Some(index(choice));
        let (delta, message) = (&choice["delta"], &choice["message"]);
        self.thought |= [delta, message].into_iter().any(thinks);
        self.declined |= [delta, message]
            .iter()
            .any(|it| it["refusal"].as_str().is_some_and(|it| !it.is_empty()));
        let mut new = text_of(&delta["content"]);
        if new.is_empty() {
            // Servers of plain completions, and proxies before other APIs.
            new = text_of(&choice["text"]) + &text_of(&delta["text"]);
        }
        if new.is_empty() {
            self.is_document |= message.is_object() && self.text.is_empty();
            // A whole message: in one piece, or repeated with what came before.
            let whole = text_of(&message["content"]);
            new = match whole.strip_prefix(self.text.as_str()) {
                Some(rest) => rest.to_owned(),
                None => String::new(),
            };
        }
        let reason = choice["finish_reason"].as_str().unwrap_or_default();
        let reason = match reason {
            "" => choice["stop_reason"].as_str().unwrap_or_default(),
            reason => reason,
        };
        self.end = End::in_words(reason).or(self.end.take());
        if self.text.is_empty() && new.starts_with('\u{feff}') {
            new.remove(0);
        }
        self.text.push_str(&new);
        if self.text.len() > LONGEST_ANSWER {
            let most = LONGEST_ANSWER;
            return Err(LlmError::Unusable(format!(
                "it is longer than {most} bytes"
            )));
        }
        Ok((!new.is_empty()).then_some(new))
    }

    /// The stream is over, as `[DONE]` says. Without a reason beside it, the text has to look finished:
    /// some servers never give one, and some lose what they wrote.
    fn note_done(&mut self) {
        if self.end.is_none() && looks_finished(&self.text) {
            self.end = Some(End::Finished);
        }
    }

    /// One choice is read, the first that comes.
    fn is_read(&self, choice: &Value) -> bool {
        choice.is_object() && self.choice.is_none_or(|read| read == index(choice))
    }

    /// What its end means for the answer.
    fn end(&self) -> Result<Option<String>, LlmError> {
        let is_empty = self.text.trim().is_empty();
        match &self.end {
            _ if self.declined && is_empty => Err(LlmError::Declined),
            Some(End::Filtered(word)) => Err(LlmError::Filtered(word.clone())),
            Some(End::Length) if is_empty && self.thought => Err(LlmError::Unusable(
                "the model's own length limit came while it was still thinking".to_owned(),
            )),
            Some(End::Length) => Err(LlmError::CutOff("the model's own length limit".to_owned())),
            Some(End::Other(word)) => Err(LlmError::CutOff(format!(
                "the server ended it with `{word}`"
            ))),
            None if !self.is_document => {
                Err(LlmError::CutOff("it ended without saying so".to_owned()))
            }
            Some(End::Finished) | None if is_empty && self.thought => Err(LlmError::Unusable(
                "the model only thought, and said nothing".to_owned(),
            )),
            Some(End::Finished) | None if is_empty => {
                Err(LlmError::Unusable("it is empty".to_owned()))
            }
            Some(End::Finished) | None => Ok(None),
        }
    }
}

impl End {
    /// What a `finish_reason` means; `None` for one that says nothing.
    ///
    /// In the words of OpenAI, Azure, Gemini, Anthropic, Mistral, Cohere, TGI, vLLM, sglang,
    /// Ollama and the proxies before them.
    fn in_words(reason: &str) -> Option<End> {
        let word = reason.trim().to_ascii_lowercase();
        let word = word.strip_prefix("finish_reason_").unwrap_or(&word);
        Some(match word {
            "" | "null" | "none" | "unspecified" | "finish_reason_unspecified" => return None,
            "stop" | "eos" | "eos_token" | "eos_found" | "end_turn" | "end_of_turn" | "stop_sequence"
            | "stop_token" | "complete" | "completed" | "finished" | "end" | "done" | "success"
            // No tools are offered: a model that asks for one has written its text.
            | "tool_calls" | "tool_call" | "tool_use" | "function_call" => End::Finished,
            "length" | "max_tokens" | "max_length" | "model_length" | "max_output_tokens"
            | "max_completion_tokens" | "max_new_tokens" | "token_limit" | "incomplete"
            | "model_context_window_exceeded" => End::Length,
            "content_filter" | "content_filtered" | "contentfilter" | "safety" | "recitation" | "blocklist"
            | "prohibited_content" | "spii" | "sensitive" | "refusal" | "guardrail_intervened"
            | "guardrails" | "image_safety" | "toxicity" | "error_toxic" => {
                End::Filtered(safe(word))
            }
            other => End::Other(safe(other)),
        })
    }
}

/// Characters of a line beneath a closing: a name, a team.
const SIGNATURE: usize = 40;

/// Whether a text ends where a reply may end: with a sentence, or with a short line beneath others.
fn looks_finished(text: &str) -> bool {
    let text = text.trim_end();
    let (before, last) = text.rsplit_once('\n').unwrap_or(("", text));
    let ends_a_sentence =
        |c: char| c.is_numeric() || !c.is_alphanumeric() && !matches!(c, ',' | '、' | '，');
    text.is_empty()
        || text.ends_with(ends_a_sentence)
        || !before.trim().is_empty() && last.chars().count() <= SIGNATURE
}

fn safe(word: &str) -> String {
    let is_safe = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    word.chars().filter(is_safe).take(40).collect()
}

fn index(choice: &Value) -> u64 {
    choice["index"].as_u64().unwrap_or_default()
}

/// The text of a `content`: a string, or a list of parts, of which those that think are left out.
fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(text_of_part).collect(),
        Value::Object(_) => text_of_part(content),
        _ => String::new(),
    }
}

fn text_of_part(part: &Value) -> String {
    if let Value::String(text) = part {
        return text.clone();
    }
    match part["type"].as_str() {
        None | Some("text" | "output_text" | "text_delta") => match &part["text"] {
            Value::String(text) => text.clone(),
            // As the Assistants API writes it.
            text => text["value"].as_str().unwrap_or_default().to_owned(),
        },
        Some(_) => String::new(),
    }
}

/// True where a model thinks in a field or a part of its own, whatever the server calls it.
fn thinks(message: &Value) -> bool {
    const FIELDS: [&str; 5] = [
        "reasoning_content",
        "reasoning",
        "thinking",
        "reasoning_details",
        "thinking_blocks",
    ];
    let is_there = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(all) => !all.is_empty(),
        _ => true,
    };
    let thinks = |part: &Value| part["type"].as_str().is_some_and(|it| it.contains("think"));
    FIELDS.iter().any(|field| is_there(&message[*field]))
        || message["content"]
            .as_array()
            .is_some_and(|all| all.iter().any(thinks))
}

/// <https://platform.openai.com/docs/api-reference/chat/object#chat/object-usage>. A draft is worth
/// more than its tokens' count: one that is not as documented is none.
fn usage(usage: &Value) -> Option<Usage> {
    let number = |keys: [&str; 2]| keys.iter().find_map(|key| usage[*key].as_u64());
    let (input, output) = (
        number(["prompt_tokens", "input_tokens"]),
        number(["completion_tokens", "output_tokens"]),
    );
    if input.is_none() && output.is_none() {
        return None;
    }
    Some(Usage {
        input: input.unwrap_or_default(),
        output: output.unwrap_or_default(),
        cached: usage["prompt_tokens_details"]["cached_tokens"]
            .as_u64()
            .unwrap_or_default(),
        guessed: false,
    })
}

impl From<TooLong> for LlmError {
    fn from(error: TooLong) -> LlmError {
        LlmError::Unusable(error.to_string())
    }
}
