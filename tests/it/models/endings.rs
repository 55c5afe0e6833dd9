//! How answers end: finished, cut off, failed in the middle, thought aloud.

use std::time::{Duration, Instant};

use inquiry::Cause;
use llm::LlmError;
use serde_json::json;

use crate::models::server::{http, recorded, stream};
use crate::models::{REPLY, play};

const HALF: &str = "Thank you for writing to us. We are checking your order with our warehou";

/// A stream of one text, and of what else there is.
fn says(text: &str, more: &[&str]) -> String {
    let chunk =
        json!({ "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": null }] });
    let more: String = more.iter().map(|it| format!("data: {it}\n\n")).collect();
    format!("data: {chunk}\n\n{more}")
}

fn ends(text: &str, reason: &str) -> String {
    let end = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": reason }] });
    says(text, &[&end.to_string(), "[DONE]"])
}

#[tokio::test]
async fn an_end_without_a_reason_finishes_only_what_looks_finished() {
    for reason in [json!(null), json!(""), json!("null")] {
        let end = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": reason }] });
        let played = async |text: &str| {
            let answer = stream(says(text, &[&end.to_string(), "[DONE]"]));
            play(answer).await
        };
        let answered = played(HALF).await;
        assert_eq!(answered.text, HALF);
        let error = answered.end.unwrap_err();
        assert!(matches!(error, LlmError::CutOff(_)), "{reason}: {error}");
        for whole in [
            REPLY,
            "お送りいたしました。",
            "It has been sent.\n\nKind regards,\nSupport",
            "発送しました\n\nサポート窓口 佐藤",
        ] {
            let answered = played(whole).await;
            assert_eq!((answered.text.as_str(), answered.end), (whole, Ok(())));
        }
    }
}

#[tokio::test]
async fn a_byte_order_mark_before_the_text_is_no_part_of_it() {
    let answered = play(stream(ends(&format!("\u{feff}{REPLY}"), "stop"))).await;
    assert_eq!((answered.text.as_str(), answered.end), (REPLY, Ok(())));
}

#[tokio::test]
async fn only_a_word_for_a_finished_answer_finishes_it() {
    for word in [
        "stop",
        "STOP",
        "eos",
        "eos_token",
        "end_turn",
        "stop_sequence",
        "FINISH_REASON_STOP",
        "tool_calls",
        "complete",
    ] {
        let answered = play(stream(ends(REPLY, word))).await;
        assert_eq!(
            (answered.text.as_str(), answered.end),
            (REPLY, Ok(())),
            "{word}"
        );
    }
    for word in [
        "length",
        "MAX_TOKENS",
        "max_tokens",
        "model_length",
        "max_output_tokens",
        "error",
        "abort",
        "network_error",
        "OTHER",
        "cancelled",
        "insufficient_system_resource",
        "unknown",
        "MALFORMED_FUNCTION_CALL",
        "timeout",
    ] {
        let answered = play(stream(ends(HALF, word))).await;
        assert_eq!(answered.text, HALF, "{word}");
        assert!(
            matches!(answered.end, Err(LlmError::CutOff(_))),
            "{word}: {:?}",
            answered.end
        );
    }
    for word in [
        "content_filter",
        "SAFETY",
        "RECITATION",
        "PROHIBITED_CONTENT",
        "sensitive",
        "refusal",
    ] {
        let answered = play(stream(ends(HALF, word))).await;
        assert_eq!(answered.text, HALF, "{word}");
        let error = answered.end.unwrap_err();
        assert!(
            error.cause() == Cause::Filtered && error.leaves_a_beginning(),
            "{word}: {error}"
        );
        assert!(
            error
                .to_string()
                .to_lowercase()
                .contains(&word.to_lowercase()),
            "{error}"
        );
    }
    for name in ["fr-max-tokens", "fr-error"] {
        let answered = play(recorded(name)).await;
        assert!(
            matches!(answered.end, Err(LlmError::CutOff(_))),
            "{name}: {:?}",
            answered.end
        );
        assert!(
            answered.text.trim_end().ends_with("warehouse"),
            "{name}: {}",
            answered.text
        );
    }
}

#[tokio::test]
async fn an_answer_whose_end_never_came_is_cut_off() {
    let empty_reason =
        json!({ "choices": [{ "index": 0, "delta": { "content": HALF }, "finish_reason": "" }] });
    for body in [
        says(HALF, &[]),
        format!("data: {empty_reason}\n\n"),
        format!(
            "{}data: {{\"choices\": [{{\"index\": 0, \"del",
            says(HALF, &[])
        ),
    ] {
        let answered = play(stream(&body)).await;
        assert_eq!(answered.text, HALF);
        assert!(
            matches!(answered.end, Err(LlmError::CutOff(_))),
            "{body}: {:?}",
            answered.end
        );
    }
}

#[tokio::test]
async fn the_last_piece_is_kept_when_the_limit_comes_with_it() {
    let answered = play(recorded("length-with-text")).await;
    assert_eq!(answered.text, REPLY);
    assert!(matches!(answered.end, Err(LlmError::CutOff(_))));
    let whole = json!({ "choices": [{ "index": 0, "message": { "content": HALF }, "finish_reason": "length" }] });
    let answered = play(http(200, "application/json", whole.to_string())).await;
    assert_eq!(answered.text, HALF);
    assert!(matches!(answered.end, Err(LlmError::CutOff(_))));
}

#[tokio::test]
async fn an_error_in_the_middle_leaves_what_came_before_it() {
    for error in [
        r#"{"error": {"message": "upstream overloaded", "code": 502}, "choices": []}"#,
        r#"{"error": {"message": "The server had an error", "type": "server_error", "code": null}}"#,
        r#"{"error": "upstream request failed"}"#,
        r#"{"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}}"#,
        r#"{"object": "error", "message": "CUDA out of memory", "type": "InternalServerError", "code": 500}"#,
        r#"{"detail": "Internal Server Error"}"#,
    ] {
        for event in [error.to_owned(), format!("{error}\n\ndata: [DONE]")] {
            let answered = play(stream(says(HALF, &[&event]))).await;
            assert_eq!(answered.text, HALF, "{event}");
            let failed = answered.end.unwrap_err();
            assert!(
                failed.is_temporary() && failed.leaves_a_beginning(),
                "{event}: {failed}"
            );
        }
        // As a line of its own, and named by its event.
        for body in [
            format!("{}{error}\n", says(HALF, &[])),
            format!("{}event: error\ndata: {error}\n\n", says(HALF, &[])),
        ] {
            let answered = play(stream(&body)).await;
            assert_eq!(answered.text, HALF, "{body}");
            assert!(answered.end.unwrap_err().is_temporary(), "{body}");
        }
    }
    let answered = play(recorded("error-midway")).await;
    assert!(
        answered.text.ends_with("checking your order with our"),
        "{}",
        answered.text
    );
    assert!(answered.end.unwrap_err().is_temporary());
    let spent = play(stream(says(
        HALF,
        &[r#"{"error": {"message": "x", "code": "insufficient_quota"}}"#],
    )))
    .await;
    assert_eq!(
        (spent.text.as_str(), spent.end.unwrap_err().cause()),
        (HALF, Cause::QuotaSpent)
    );
}

#[tokio::test]
async fn a_model_that_only_thinks_or_declines_says_so() {
    let thinks = json!({ "choices": [{ "index": 0, "delta": { "reasoning_content": "Hm." }, "finish_reason": null }] });
    let declines = json!({ "choices": [{ "index": 0, "delta": { "refusal": "I cannot help with that." }, "finish_reason": null }] });
    let end = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
    for (body, cause) in [
        (
            format!("data: {thinks}\n\ndata: {end}\n\n"),
            Cause::Unusable,
        ),
        (
            format!("data: {declines}\n\ndata: {end}\n\n"),
            Cause::Declined,
        ),
        (
            ends("<think>The customer asks. No refund.", "stop"),
            Cause::Unusable,
        ),
        (
            ends("<think>The customer asks.</think>", "stop"),
            Cause::Unusable,
        ),
        (ends("", "stop"), Cause::Unusable),
        (ends("  \n", "stop"), Cause::Unusable),
    ] {
        let answered = play(stream(&body)).await;
        assert_eq!(answered.end.as_ref().unwrap_err().cause(), cause, "{body}");
        assert!(answered.text.is_empty(), "{body}: {}", answered.text);
    }
}

#[tokio::test]
async fn a_finished_answer_does_not_wait_for_a_connection_that_stays_open() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut connection, _) = listener.accept().await.unwrap();
        let _ = connection.read(&mut [0; 64 * 1024]).await;
        let end = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
        let answer = stream(says(REPLY, &[&end.to_string()]));
        connection.write_all(&answer).await.unwrap();
        // It never hangs up.
        std::future::pending::<()>().await;
    });
    let begun = Instant::now();
    let answered = crate::models::ask(&crate::models::drafter(&url)).await;
    assert_eq!((answered.text.as_str(), answered.end), (REPLY, Ok(())));
    assert!(
        begun.elapsed() < Duration::from_secs(15),
        "the time-out of the whole answer is 20 s"
    );
}
