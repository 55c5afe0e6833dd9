//! What a server says is wrong, told apart: each server has its own words for it.
//!
//! The words were read in the published documentation and error tables of OpenAI, Azure, Gemini,
//! Anthropic, Mistral, Ollama, vLLM, llama.cpp, LiteLLM, OpenRouter and DashScope.

use std::time::Duration;

use serde_json::Value;

use super::LlmError;

/// An error as a server words it.
#[derive(Clone, Debug, Default)]
pub(super) struct Complaint {
    /// All of its codes: `code`, `type`, `status`, in this order.
    codes: Vec<String>,
    /// `param`: what in the request is wrong.
    param: String,
    /// Everything it says, in lower case.
    words: String,
    /// A status that is in the error itself.
    status: Option<u16>,
    /// How long to wait.
    retry_after: Option<Duration>,
}

/// As much of an error is looked at.
const LONGEST: usize = 4_096;

/// Characters of a code that get into the log.
const LONGEST_CODE: usize = 80;

/// Codes with which a server says no more than that it failed.
const SAYS_NOTHING: [&str; 3] = ["error", "unknown", "unknown_error"];

const QUOTA: &[&str] = &[
    "insufficient_quota",
    "insufficient quota",
    "insufficient_user_quota",
    "insufficient_balance",
    "insufficient balance",
    "insufficient credit",
    "insufficient funds",
    "insufficient_credits",
    "billing_hard_limit",
    "billing hard limit",
    "billing_not_active",
    "credit balance is too low",
    "out of credits",
    "no credits",
    "payment required",
    "payment_required",
    "arrearage",
    "account is not active",
    "spending limit",
    "quota of this account is used up",
];

const TOO_LONG: &[&str] = &[
    "context_length",
    "context length",
    "context_window",
    "context window",
    "context size",
    "exceed_context_size",
    "maximum context",
    "prompt is too long",
    "prompt too long",
    "input is too long",
    "input length",
    "input token count",
    "request too large",
    "request_too_large",
    "string_above_max_length",
    "too many tokens",
    "too many input tokens",
    "tokens exceed",
    "reduce the length",
    "token limit",
    "longer than the model's",
    "larger than the context",
    "max_prompt_tokens",
    "exceeds the maximum number of tokens",
    "max_new_tokens",
];

const NO_MODEL: &[&str] = &[
    "model_not_found",
    "modelnotfound",
    "model not found",
    "model_not_exist",
    "invalid_model",
    "unknown_model",
    "unknown model",
    "deploymentnotfound",
    "model_not_available",
    "not a valid model",
    "invalid model",
    "no such model",
    "no endpoints found",
    "model does not exist",
    "is not a valid model id",
    "not_found_error",
    "try pulling it first",
];

const BAD_KEY: &[&str] = &[
    "api key not valid",
    "api_key_invalid",
    "invalid api key",
    "invalid_api_key",
    "incorrect api key",
    "api key expired",
];

const FILTER: &[&str] = &[
    "content_filter",
    "content filter",
    "contentfilter",
    "content_policy",
    "content policy",
    "content management policy",
    "responsibleaipolicyviolation",
    "data_inspection_failed",
    "prohibited_content",
    "moderation",
    "safety system",
    "flagged",
    "guardrail",
    "high risk",
];

impl Complaint {
    /// Of a response's body, whatever it is.
    pub(super) fn in_body(body: &str) -> Complaint {
        match serde_json::from_str::<Value>(body) {
            Ok(value) => Complaint::in_json(&value).unwrap_or_else(|| Complaint::of(&value)),
            Err(_) => Complaint {
                words: lower(body),
                ..Complaint::default()
            },
        }
    }

    /// Of a whole answer or an event of a stream; `None` where it complains about nothing.
    pub(super) fn in_json(value: &Value) -> Option<Complaint> {
        // Gemini puts it into a list.
        let value = match value.as_array() {
            Some(all) => all.first()?,
            None => value,
        };
        let object = value.as_object()?;
        let is_error = |key: &str| object.get(key).and_then(Value::as_str) == Some("error");
        match object.get("error") {
            Some(Value::Object(error)) if !error.is_empty() => {
                Some(Complaint::of(&Value::Object(error.clone())))
            }
            Some(Value::String(error)) if !error.trim().is_empty() => Some(Complaint {
                words: lower(error),
                ..Complaint::of(value)
            }),
            // FastChat and older vLLM; Anthropic wraps its own.
            _ if is_error("object") || is_error("type") => Some(Complaint::of(value)),
            // FastAPI, of which several servers are made.
            _ if object.contains_key("detail") && !object.contains_key("choices") => {
                Some(Complaint::of(value))
            }
            _ => None,
        }
    }

    fn of(value: &Value) -> Complaint {
        let text = |key: &str| match &value[key] {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        let codes: Vec<String> = ["code", "type", "status"]
            .into_iter()
            .filter_map(text)
            .filter(|code| !code.is_empty() && !SAYS_NOTHING.contains(&code.as_str()))
            .collect();
        let status = codes.iter().find_map(|code| code.parse::<u16>().ok());
        Complaint {
            param: text("param").unwrap_or_default().to_lowercase(),
            words: lower(&value.to_string()),
            status: status.filter(|status| (400..600).contains(status)),
            retry_after: retry_delay(value),
            codes,
        }
    }

    /// What kind of failure it is. `status` is that of the response; within a stream there is none.
    pub(super) fn into_error(self, status: Option<u16>, retry_after: Option<Duration>) -> LlmError {
        let in_stream = status.is_none();
        let status = status.or(self.status);
        let retry_after = retry_after.or(self.retry_after);
        let says = |all: &[&str]| all.iter().any(|it| self.words.contains(it));
        let code = self.code(status);
        // "Check your plan and billing" is OpenAI's word for spent credit, and Gemini's for a limit
        // of the minute: that one says how long to wait.
        let is_spent = says(QUOTA)
            || (self.words.contains("check your plan and billing") && retry_after.is_none());
        match status {
            Some(402) => LlmError::QuotaSpent(code),
            _ if is_spent => LlmError::QuotaSpent(code),
            // A limit of tokens a minute is no limit of the model.
            Some(429) => LlmError::Busy {
                status: 429,
                code: self.own_code(),
                retry_after,
            },
            Some(413) => LlmError::TooLong(code),
            _ if says(TOO_LONG) => LlmError::TooLong(code),
            _ if says(FILTER) => LlmError::Filtered(code),
            _ if says(NO_MODEL) || self.names_a_missing_model() => LlmError::NoSuchModel(code),
            // Gemini answers a wrong key with 400.
            Some(status @ 400) if says(BAD_KEY) => LlmError::Unauthorized {
                status,
                code: self.own_code(),
            },
            Some(404 | 405) => LlmError::NoSuchModel(code),
            Some(status @ (401 | 403)) => LlmError::Unauthorized {
                status,
                code: self.own_code(),
            },
            Some(status @ (408 | 425 | 500..=599)) if !in_stream => LlmError::Busy {
                status,
                code: self.own_code(),
                retry_after,
            },
            // A server that has begun to answer took the request: what stops it there is its own.
            _ if in_stream && !self.is_about_the_request() => {
                LlmError::CutOff(format!("the server reports an error ({code})"))
            }
            _ => LlmError::Refused(code),
        }
    }

    /// "The model `x` does not exist", "model 'x' not found".
    fn names_a_missing_model(&self) -> bool {
        self.words.contains("model")
            && [
                "does not exist",
                "not found",
                "is not available",
                "not supported on this",
            ]
            .iter()
            .any(|it| self.words.contains(it))
    }

    fn is_about_the_request(&self) -> bool {
        let ours = [
            "invalid_request",
            "bad_request",
            "badrequest",
            "invalid_argument",
        ];
        let client_error = self.status.is_some_and(|it| (400..500).contains(&it));
        client_error || ours.iter().any(|it| self.words.contains(it))
    }

    /// True when it is about this part of the request.
    pub(super) fn names(&self, part: &str) -> bool {
        self.param == part || self.words.contains(part)
    }

    /// What the server says of this part alone, and of none that is called alike.
    pub(super) fn names_exactly(&self, part: &str) -> bool {
        let is_in_name = |c: char| c.is_alphanumeric() || c == '_';
        self.param == part
            || self.words.match_indices(part).any(|(at, _)| {
                let before = self.words[..at].chars().next_back();
                let after = self.words[at + part.len()..].chars().next();
                !before.is_some_and(is_in_name) && !after.is_some_and(is_in_name)
            })
    }

    /// The server's code, and the status where that is all there is.
    fn code(&self, status: Option<u16>) -> String {
        let own = self.own_code();
        match status {
            _ if !own.is_empty() && own.parse::<u16>().is_err() => own,
            Some(status) => format!("HTTP {status}"),
            None if own.is_empty() => "no code".to_owned(),
            None => own,
        }
    }

    /// Codes say more than numbers.
    fn own_code(&self) -> String {
        let is_word = |code: &&String| code.parse::<u16>().is_err();
        let code = self.codes.iter().find(is_word).or(self.codes.first());
        let safe = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | ' ');
        let code = code.map(String::as_str).unwrap_or_default();
        code.chars().filter(safe).take(LONGEST_CODE).collect()
    }
}

/// Gemini's `RetryInfo`: `{"retryDelay": "20s"}` among the details.
fn retry_delay(error: &Value) -> Option<Duration> {
    let details = error["details"].as_array()?;
    let delay = details.iter().find_map(|it| it["retryDelay"].as_str())?;
    let seconds: f64 = delay.strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn lower(text: &str) -> String {
    let end = text.floor_char_boundary(LONGEST.min(text.len()));
    text[..end].to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use inquiry::Cause;

    #[test]
    fn each_server_s_words_for_a_failure_are_told_apart() {
        for (status, body, cause) in [
            (
                429,
                r#"{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}"#,
                Cause::QuotaSpent,
            ),
            (
                429,
                r#"{"error":{"message":"You exceeded your current quota, please check your plan and billing details."}}"#,
                Cause::QuotaSpent,
            ),
            (
                429,
                r#"[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"20s"}]}}]"#,
                Cause::Busy,
            ),
            (
                402,
                r#"{"error":{"message":"Insufficient Balance","type":"unknown_error"}}"#,
                Cause::QuotaSpent,
            ),
            (402, "", Cause::QuotaSpent),
            (
                400,
                r#"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}"#,
                Cause::QuotaSpent,
            ),
            (
                403,
                r#"{"error":{"code":"Arrearage","message":"Access denied"}}"#,
                Cause::QuotaSpent,
            ),
            (
                429,
                r#"{"error":{"message":"Rate limit reached for gpt-4o on tokens per min (TPM): Limit 30000. Too many tokens","type":"tokens","code":"rate_limit_exceeded"}}"#,
                Cause::Busy,
            ),
            (
                404,
                r#"{"error":{"message":"The model `gpt-9` does not exist or you do not have access to it.","type":"invalid_request_error","code":"model_not_found"}}"#,
                Cause::NoSuchModel,
            ),
            (
                404,
                r#"{"error":{"message":"model \"qwen9\" not found, try pulling it first"}}"#,
                Cause::NoSuchModel,
            ),
            (
                404,
                r#"{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}"#,
                Cause::NoSuchModel,
            ),
            (404, "<html>nginx</html>", Cause::NoSuchModel),
            (
                400,
                r#"{"error":{"message":"gpt9 is not a valid model ID","code":400}}"#,
                Cause::NoSuchModel,
            ),
            (
                400,
                r#"{"error":{"message":"This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.","code":"context_length_exceeded"}}"#,
                Cause::TooLong,
            ),
            (
                400,
                r#"{"error":{"code":400,"message":"the request exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error"}}"#,
                Cause::TooLong,
            ),
            (
                400,
                r#"{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","code":400}"#,
                Cause::TooLong,
            ),
            (
                422,
                r#"{"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096","error_type":"validation"}"#,
                Cause::TooLong,
            ),
            (413, "", Cause::TooLong),
            (
                400,
                r#"{"error":{"code":"content_filter","message":"The response was filtered","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#,
                Cause::Filtered,
            ),
            (
                400,
                r#"{"error":{"code":"data_inspection_failed","message":"Input data may contain inappropriate content."}}"#,
                Cause::Filtered,
            ),
            (
                401,
                r#"{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}"#,
                Cause::Unauthorized,
            ),
            (403, "", Cause::Unauthorized),
            (
                400,
                r#"[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}]"#,
                Cause::Unauthorized,
            ),
            (
                529,
                r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
                Cause::Busy,
            ),
            (503, "<html>", Cause::Busy),
            (
                400,
                r#"{"error":{"message":"Something else"}}"#,
                Cause::Refused,
            ),
        ] {
            let error = Complaint::in_body(body).into_error(Some(status), None);
            assert_eq!(error.cause(), cause, "{status} {body}: {error}");
        }
    }

    #[test]
    fn an_error_in_the_middle_is_the_server_s_own_unless_it_blames_the_request() {
        for (event, is_temporary) in [
            (
                r#"{"error":{"message":"upstream overloaded","code":502},"choices":[]}"#,
                true,
            ),
            (
                r#"{"error":{"message":"The server had an error","type":"server_error"}}"#,
                true,
            ),
            (r#"{"error":"upstream broke"}"#, true),
            (
                r#"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
                true,
            ),
            (
                r#"{"object":"error","message":"Internal","code":50000}"#,
                true,
            ),
            (
                r#"{"error":{"message":"no","type":"invalid_request_error"}}"#,
                false,
            ),
            (
                r#"{"error":{"message":"spent","code":"insufficient_quota"}}"#,
                false,
            ),
        ] {
            let value = serde_json::from_str(event).unwrap_or_default();
            let complaint = Complaint::in_json(&value).unwrap_or_default();
            let error = complaint.into_error(None, None);
            assert_eq!(error.is_temporary(), is_temporary, "{event}: {error}");
        }
        for harmless in [
            r#"{"error":{}}"#,
            r#"{"error":null}"#,
            r#"{"error":""}"#,
            "null",
            "[]",
            r#"{"type":"ping"}"#,
        ] {
            let value = serde_json::from_str(harmless).unwrap_or_default();
            assert!(Complaint::in_json(&value).is_none(), "{harmless}");
        }
    }

    #[test]
    fn nothing_but_a_code_gets_into_the_log() {
        let body =
            r#"{"error":{"message":"You wrote: Where is my order?","code":"bad\u001b[31m thing"}}"#;
        let error = Complaint::in_body(body).into_error(Some(400), None);
        assert_eq!(
            error.to_string(),
            "the model's server refused the request: bad31m thing"
        );
    }
}
