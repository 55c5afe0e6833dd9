//! Servers that refuse a part of the request, an address, or everything.

use std::time::Duration;

use inquiry::Cause;
use llm::{Client, Drafter, Models};
use platform::net;
use platform::secrets::Secret;
use replybot::generation::{keep_in, recall_from};
use serde_json::json;

use crate::models::server::{Answer, Server, http, recorded, stream};
use crate::models::{REPLY, ask, client, drafter};

fn says() -> Answer {
    let chunk = json!({ "choices": [{ "index": 0, "delta": { "content": REPLY }, "finish_reason": "stop" }] });
    stream(format!("data: {chunk}\n\ndata: [DONE]\n\n"))
}

fn whole() -> Answer {
    let body = json!({ "choices": [{ "index": 0, "message": { "content": REPLY }, "finish_reason": "stop" }] });
    http(200, "application/json", body.to_string())
}

fn refuses(status: u16, message: &str, param: Option<&str>) -> Answer {
    let error = json!({ "error": { "message": message, "type": "invalid_request_error", "param": param, "code": null } });
    http(status, "application/json", error.to_string())
}

fn limited(url: &str) -> Drafter {
    Drafter::OpenAi(Models::new(client(url).with_limit(true), []))
}

#[tokio::test]
async fn a_server_that_has_no_streaming_is_asked_without() {
    let refusal = json!({ "error": "streaming not implemented" }).to_string();
    let server = Server::with([http(501, "application/json", refusal), whole()]).await;
    let answered = ask(&drafter(&server.url())).await;
    assert_eq!((answered.text.as_str(), answered.end), (REPLY, Ok(())));
}

#[tokio::test]
async fn what_a_server_refuses_is_left_out_as_often_as_it_names_something_new() {
    let server = Server::with([
        refuses(
            400,
            "Unrecognized request argument supplied: stream_options",
            None,
        ),
        refuses(
            400,
            "Unsupported parameter: 'max_completion_tokens'",
            Some("max_completion_tokens"),
        ),
        refuses(422, "max_tokens: Extra inputs are not permitted", None),
        refuses(
            400,
            "'messages[0].role' does not support 'system' with this model.",
            Some("messages[0].role"),
        ),
        refuses(
            400,
            "Your organization must be verified to stream this model.",
            Some("stream"),
        ),
        whole(),
    ])
    .await;
    let drafter = limited(&server.url());
    let answered = ask(&drafter).await;
    assert_eq!((answered.text.as_str(), answered.end), (REPLY, Ok(())));
    let asked = server.asked();
    let fields = |body: &serde_json::Value| {
        body.as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        fields(&asked[0].body),
        [
            "max_completion_tokens",
            "messages",
            "model",
            "stream",
            "stream_options"
        ]
    );
    assert_eq!(fields(&asked[5].body), ["messages", "model"]);
    let request = asked[5].body["messages"].as_array().unwrap();
    assert_eq!(request.len(), 1);
    assert_eq!(request[0]["role"], "user");
    assert!(
        request[0]["content"]
            .as_str()
            .unwrap()
            .starts_with("Be polite.\n\nWhere is my order?")
    );
    // The next question of the process asks rightly at once.
    assert_eq!(ask(&drafter).await.end, Ok(()));
    assert_eq!(server.asked().len(), 7);
}

#[tokio::test]
async fn each_server_s_words_for_a_part_are_understood() {
    for (status, message, param, left_out) in [
        (
            400,
            "Streaming is not available to this account.",
            Some("stream"),
            "stream",
        ),
        (
            400,
            "Streaming is not supported by this model",
            None,
            "stream",
        ),
        (
            400,
            "Unsupported value: 'stream' does not support true with this model.",
            None,
            "stream",
        ),
        (422, "Unknown field: stream_options", None, "stream_options"),
        (
            400,
            "stream_options.include_usage is not supported",
            None,
            "stream_options",
        ),
        (400, "System role not supported", None, "system_role"),
        (
            500,
            "Jinja Exception: System role not supported",
            None,
            "system_role",
        ),
        (
            400,
            "Developer instruction is not enabled for models/gemma-3-27b-it",
            None,
            "system_role",
        ),
        (
            400,
            "Conversation roles must alternate user/assistant/user/assistant/...",
            None,
            "system_role",
        ),
        (
            400,
            "Unexpected role 'system' with role",
            None,
            "system_role",
        ),
    ] {
        let server = Server::with([refuses(status, message, param), says()]).await;
        let drafter = drafter(&server.url());
        let answered = ask(&drafter).await;
        assert_eq!(answered.end, Ok(()), "{message}");
        assert_eq!(drafter.clients()[0].left_out(), left_out, "{message}");
    }
    let server = Server::with([recorded("no-stream"), whole()]).await;
    assert_eq!(ask(&drafter(&server.url())).await.text, REPLY);
}

#[tokio::test]
async fn what_was_left_out_stays_so_in_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::with([refuses(400, "no stream_options", None), says()]).await;
    let first = drafter(&server.url());
    recall_from(folder.path(), &first);
    assert_eq!(ask(&first).await.end, Ok(()));
    keep_in(folder.path(), &first).unwrap();
    let second = drafter(&server.url());
    recall_from(folder.path(), &second);
    assert_eq!(ask(&second).await.end, Ok(()));
    let asked = server.asked();
    assert_eq!(asked.len(), 3);
    assert!(asked[2].body.get("stream_options").is_none());
    // Another server is another matter.
    let other = Server::with([says()]).await;
    let third = drafter(&other.url());
    recall_from(folder.path(), &third);
    assert_eq!(ask(&third).await.end, Ok(()));
    assert!(other.asked()[0].body.get("stream_options").is_some());
}

#[tokio::test]
async fn a_refusal_that_names_the_same_part_again_comes_to_an_end() {
    let server = Server::with([refuses(
        400,
        "stream_options, stream, max_tokens, system role: all wrong",
        None,
    )])
    .await;
    let answered = ask(&limited(&server.url())).await;
    assert_eq!(answered.end.unwrap_err().cause(), Cause::Refused);
    assert!(server.asked().len() <= 6, "{}", server.asked().len());
}

#[tokio::test]
async fn spent_credit_a_wrong_model_and_the_like_are_asked_for_once() {
    for (answer, cause, code) in [
        (recorded("quota"), Cause::QuotaSpent, "insufficient_quota"),
        (
            http(
                402,
                "application/json",
                r#"{"error":{"message":"Insufficient Balance"}}"#,
            ),
            Cause::QuotaSpent,
            "HTTP 402",
        ),
        (
            http(
                404,
                "application/json",
                r#"{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}"#,
            ),
            Cause::NoSuchModel,
            "model_not_found",
        ),
        (
            http(404, "text/html", "<html>404</html>"),
            Cause::NoSuchModel,
            "HTTP 404",
        ),
        (
            http(
                400,
                "application/json",
                r#"{"error":{"message":"This model's maximum context length is 8192 tokens.","code":"context_length_exceeded"}}"#,
            ),
            Cause::TooLong,
            "context_length_exceeded",
        ),
        (
            http(
                400,
                "application/json",
                r#"{"error":{"message":"filtered","code":"content_filter"}}"#,
            ),
            Cause::Filtered,
            "content_filter",
        ),
        (
            http(
                401,
                "application/json",
                r#"{"error":{"message":"no","code":"invalid_api_key"}}"#,
            ),
            Cause::Unauthorized,
            "invalid_api_key",
        ),
    ] {
        let server = Server::with([answer]).await;
        let error = ask(&drafter(&server.url())).await.end.unwrap_err();
        assert_eq!(error.cause(), cause, "{error}");
        assert!(error.to_string().contains(code), "{error}");
        assert!(!error.is_temporary(), "{error}");
        assert_eq!(server.asked().len(), 1, "{error}");
    }
}

#[tokio::test]
async fn the_path_stands_before_the_query_and_the_key_where_azure_looks_for_it() {
    let server = Server::with([says()]).await;
    let key = || Some(Secret::plain("the-key"));
    let asks = async |base_url: String| {
        let http = net::client().unwrap();
        let client = Client::new(
            http,
            &base_url,
            key(),
            "gpt",
            Duration::from_secs(9),
            Duration::from_millis(1),
        );
        assert_eq!(
            ask(&Drafter::OpenAi(Models::new(client, []))).await.end,
            Ok(())
        );
        server.asked().pop().unwrap().head.to_lowercase()
    };
    let classic = asks(format!(
        "{}/openai/deployments/gpt?api-version=2024-06-01",
        server.origin
    ))
    .await;
    assert!(
        classic.starts_with(
            "post /openai/deployments/gpt/chat/completions?api-version=2024-06-01 http/1.1"
        ),
        "{classic}"
    );
    assert!(
        classic.contains("\napi-key: the-key") && !classic.contains("authorization"),
        "{classic}"
    );
    let usual = asks(format!("{}/v1/", server.origin)).await;
    assert!(
        usual.starts_with("post /v1/chat/completions http/1.1"),
        "{usual}"
    );
    assert!(
        usual.contains("\nauthorization: bearer the-key") && !usual.contains("api-key"),
        "{usual}"
    );
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = Server::with([says()]).await;
    for status in [301, 302, 303, 307, 308] {
        let head = format!(
            "HTTP/1.1 {status} X\r\nlocation: {}/v1/chat/completions\r\nconnection: close\r\ncontent-length: 0\r\n\r\n",
            elsewhere.origin
        );
        let server = Server::with([head.into_bytes()]).await;
        let error = ask(&drafter(&server.url())).await.end.unwrap_err();
        assert_eq!(error.cause(), Cause::NoSuchModel, "{status}");
    }
    assert!(elsewhere.asked().is_empty());
}
