//! `replybot draft` before servers that answer oddly.

use std::process::{Output, Stdio};

use serde_json::json;
use tokio::process::Command;

use crate::models::REPLY;
use crate::models::server::{Answer, Server, http, recorded, stream};

async fn draft(server: &Server, mail: &str, more: &[(&str, &str)]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mail.eml");
    std::fs::write(&file, mail).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_replybot"));
    command
        .env_clear()
        .env("PATH", std::env::var("PATH").unwrap_or_default())
        .env("OPENAI_BASE_URL", server.url())
        .env("OPENAI_API_KEY", "x")
        .envs(more.iter().copied())
        .args(["draft"])
        .arg(&file)
        .current_dir(folder.path())
        .stdin(Stdio::null());
    command.output().await.unwrap()
}

const MAIL: &str = "From: Anna Berg <anna@customer.example>\nTo: support@shop.example\nSubject: My order\n\nHello,\nwhere is my order?\nAnna\n";

fn says(text: &str) -> Answer {
    let chunk = json!({ "choices": [{ "index": 0, "delta": { "content": text }, "finish_reason": "stop" }] });
    stream(format!("data: {chunk}\n\ndata: [DONE]\n\n"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn names_of_others_in_the_headers_never_reach_the_model() {
    let mail = "From: Anna Berg <anna@customer.example>\nTo: support@shop.example\nCc: Quillon Brindlewax <q@customer.example>\n\
        Reply-To: \"Mirefold Tanzig\" <m@customer.example>\nSubject: A question\n\n\
        Hello,\nplease answer to Tanzig because Brindlewax paid for it.\nAnna\n";
    let server = Server::with([says(REPLY)]).await;
    let output = draft(&server, mail, &[]).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let asked = server.asked()[0].body.to_string();
    for name in ["Brindlewax", "Quillon", "Tanzig", "Mirefold", "Berg"] {
        assert!(!asked.contains(name), "{name} in {asked}");
    }
    assert!(asked.contains("paid for it"));
}

#[tokio::test]
async fn an_answer_that_is_not_finished_fails_the_command_for_now() {
    for name in [
        "fr-max-tokens",
        "fr-error",
        "error-midway",
        "length-with-text",
    ] {
        let server = Server::with([recorded(name)]).await;
        let output = draft(&server, MAIL, &[]).await;
        assert_eq!(
            output.status.code(),
            Some(75),
            "{name}: {}",
            text(&output.stderr)
        );
        assert!(
            text(&output.stderr).contains("broke off"),
            "{name}: {}",
            text(&output.stderr)
        );
    }
}

#[tokio::test]
async fn spent_credit_is_said_after_one_request() {
    let server = Server::with([recorded("quota")]).await;
    let output = draft(&server, MAIL, &[]).await;
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.contains("no credit or quota left (insufficient_quota)"),
        "{said}"
    );
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn control_characters_of_a_model_never_reach_the_terminal() {
    let said =
        "Dear Anna,\u{1b}]0;owned\u{7}\u{1b}[31m red\u{8}\u{7f}\u{9b}2J\u{85} text\r\nand more.";
    let server = Server::with([says(said)]).await;
    for json in [&[][..], &[("NO_COLOR", "1")][..]] {
        let output = draft(&server, MAIL, json).await;
        let shown = text(&output.stdout);
        assert!(
            shown.contains("Dear Anna,") && shown.contains("and more."),
            "{shown:?}"
        );
        assert!(
            !shown.contains(|c: char| c.is_control() && c != '\n'),
            "{shown:?}"
        );
        let told = text(&output.stderr);
        assert!(
            !told.contains(|c: char| c.is_control() && c != '\n'),
            "{told:?}"
        );
    }
    let code = "{\"error\": {\"message\": \"no\", \"code\": \"\\u001b[31mbad\\u009b\"}}";
    let server = Server::with([http(400, "application/json", code)]).await;
    let output = draft(&server, MAIL, &[]).await;
    assert!(
        !text(&output.stderr).contains(['\u{1b}', '\u{9b}']),
        "{:?}",
        text(&output.stderr)
    );
}

#[tokio::test]
async fn no_answer_makes_the_command_panic() {
    for answer in [
        recorded("bom"),
        stream("\u{feff}"),
        stream("data: \u{feff}{}\n\n"),
        stream([0xff, 0xfe, 0x00]),
        http(200, "", ""),
        b"HTTP/1.1 200 X\r\n".to_vec(),
        b"\xef\xbb\xbf".to_vec(),
        stream(format!("data: {}\n\n", "[".repeat(100_000))),
    ] {
        let server = Server::with([answer.clone()]).await;
        let output = draft(&server, MAIL, &[]).await;
        let code = output.status.code();
        assert!(
            matches!(code, Some(0 | 1 | 75)),
            "{code:?} {}",
            text(&output.stderr)
        );
        assert!(
            !text(&output.stderr).contains("panicked"),
            "{}",
            text(&output.stderr)
        );
    }
}
