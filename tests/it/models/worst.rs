//! The worst that a server can send costs no more than the bounds say.

use std::time::Duration;

use llm::{LlmError, Prices};
use replybot::generation::Question;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::models::{drafter, messages};

/// Each answer ends long before; without its bounds it never would.
const PATIENCE: Duration = Duration::from_secs(300);

/// A server that sends the same bytes behind a head for as long as they are taken.
async fn endless(head: &'static str, first: Vec<u8>, again: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let (first, again) = (first.clone(), again.clone());
            tokio::spawn(async move {
                let mut buffer = [0; 64 * 1024];
                let _ = connection.read(&mut buffer).await;
                let head = format!("HTTP/1.1 200 X\r\n{head}connection: close\r\n\r\n");
                let _ = connection.write_all(head.as_bytes()).await;
                let _ = connection.write_all(&first).await;
                while connection.write_all(&again).await.is_ok() {}
            });
        }
    });
    url
}

async fn end(url: &str) -> Result<(), LlmError> {
    let (drafter, prices) = (drafter(url), Prices::default());
    let question = Question::new(&drafter, &prices, messages("Where is my order?"));
    question.ask(|| {}).await
}

/// Bytes that this process holds at most (`VmHWM` of proc(5), which `5` in `clear_refs` resets).
fn reset_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|it| it.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or_default() * 1024
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_without_end_is_given_up_in_bounded_memory() {
    const STREAM: &str = "content-type: text/event-stream\r\n";
    const JSON: &str = "content-type: application/json\r\n";
    let delta = json!({ "choices": [{ "index": 0, "delta": { "content": "a" } }] });
    let empty = json!({ "choices": [{ "index": 0, "delta": { "content": "" } }] });
    let reset = peak();
    reset_peak();
    for (what, head, first, again) in [
        ("a line", STREAM, b"data: ".to_vec(), vec![b'a'; 16 * 1024]),
        (
            "a document",
            JSON,
            b"{\"choices\": [".to_vec(),
            b"{\"message\": null},\n".repeat(1_000),
        ),
        (
            "a document on one line",
            JSON,
            b"{\"choices\": [".to_vec(),
            b"{},".repeat(4_000),
        ),
        (
            "comments",
            STREAM,
            Vec::new(),
            b": keep-alive\n\n".repeat(1_000),
        ),
        (
            "empty pieces",
            STREAM,
            Vec::new(),
            format!("data: {empty}\n\n").repeat(200).into_bytes(),
        ),
        (
            "pieces",
            STREAM,
            Vec::new(),
            format!("data: {delta}\n\n").repeat(200).into_bytes(),
        ),
        (
            "lines of one event",
            STREAM,
            b"data: [[]\n".to_vec(),
            b"data: ,[]\n".repeat(1_000),
        ),
        (
            "nested arrays",
            STREAM,
            Vec::new(),
            [b"data: ", "[".repeat(100_000).as_bytes(), b"\n\n"].concat(),
        ),
    ] {
        let url = endless(head, first, again).await;
        let answered = tokio::time::timeout(PATIENCE, end(&url)).await;
        let end = answered.expect(what);
        assert!(
            matches!(end, Err(LlmError::Unusable(_) | LlmError::CutOff(_))),
            "{what}: {end:?}"
        );
    }
    let grown = peak().saturating_sub(reset);
    assert!(grown < 100 * 1024 * 1024, "it took {grown} bytes more");
}

/// 16 KiB on the wire that would be 16 MB: nothing asks for it, and it is not unpacked.
#[tokio::test]
async fn a_compressed_answer_is_not_unpacked() {
    let packed = [&[0x1f, 0x8b, 8, 0][..], &[0; 4_000][..]].concat();
    let url = endless(
        "content-type: text/event-stream\r\ncontent-encoding: gzip\r\n",
        packed.clone(),
        packed,
    )
    .await;
    let answered = tokio::time::timeout(PATIENCE, end(&url)).await;
    assert!(matches!(answered.unwrap(), Err(LlmError::Unusable(_))));
}
