//! The routes, as another program sees them.

use inquiry::{ContextId, State};
use replybot::dispatch::WorkRequest;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use slack::signature::sign;

use crate::story::bench::{
    AUTHORIZATION, Bench, Mail, SATO, SIGNING_SECRET, Setup, bench, bench_with,
};
use crate::support::llm::USUAL;

async fn slack(b: &Bench, body: &str, timestamp: i64, signature: Option<String>) -> Response {
    let timestamp = timestamp.to_string();
    let signature = signature.unwrap_or_else(|| {
        sign(
            &SIGNING_SECRET.to_owned().into(),
            &timestamp,
            body.as_bytes(),
        )
    });
    Client::new()
        .post(format!("{}/slack/events", b.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-slack-request-timestamp", timestamp)
        .header("x-slack-signature", signature)
        .body(body.to_owned())
        .send()
        .await
        .unwrap()
}

fn now(b: &Bench) -> i64 {
    b.app.clock.now().as_second()
}

async fn generate(b: &Bench, body: Value) -> Response {
    Client::new()
        .post(format!("{}/async/generate", b.url))
        .header("authorization", AUTHORIZATION)
        .json(&body)
        .send()
        .await
        .unwrap()
}

async fn assert_problem(response: Response, status: StatusCode) -> Value {
    assert_eq!(response.status(), status);
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["status"], status.as_u16());
    assert!(!problem["detail"].as_str().unwrap().is_empty());
    problem
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_not_slacks_is_refused() {
    bench(async |b| {
        let body = "payload=%7B%22type%22%3A%22shortcut%22%7D";
        assert_problem(
            slack(b, body, now(b), Some("v0=00".into())).await,
            StatusCode::UNAUTHORIZED,
        )
        .await;
        assert_problem(
            slack(b, body, now(b) - 301, None).await,
            StatusCode::UNAUTHORIZED,
        )
        .await;
        assert_problem(
            slack(b, body, now(b) + 301, None).await,
            StatusCode::UNAUTHORIZED,
        )
        .await;
        let unsigned = Client::new()
            .post(format!("{}/slack/events", b.url))
            .body(body)
            .send()
            .await
            .unwrap();
        assert_problem(unsigned, StatusCode::UNAUTHORIZED).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_payload_is_a_bad_request_and_an_unknown_one_is_acknowledged() {
    bench(async |b| {
        for body in ["", "payload=", "payload=%7B", "nothing=1", "payload=%7B%22type%22%3A%22block_actions%22%7D"] {
            assert_problem(slack(b, body, now(b), None).await, StatusCode::BAD_REQUEST).await;
        }
        let unknown = "payload=%7B%22type%22%3A%22shortcut%22%7D";
        assert_eq!(slack(b, unknown, now(b), None).await.status(), StatusCode::OK);
        let other_button = json!({ "type": "block_actions", "user": { "id": "U1" }, "actions": [{ "action_id": "x" }] });
        let body = serde_urlencoded::to_string([("payload", other_button.to_string())]).unwrap();
        assert_eq!(slack(b, &body, now(b), None).await.status(), StatusCode::OK);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slacks_check_of_a_request_url_is_answered() {
    bench(async |b| {
        let body = json!({ "type": "url_verification", "challenge": "3eZbrw1a", "token": "x" })
            .to_string();
        let timestamp = now(b).to_string();
        let signature = sign(
            &SIGNING_SECRET.to_owned().into(),
            &timestamp,
            body.as_bytes(),
        );
        let response = Client::new()
            .post(format!("{}/slack/events", b.url))
            .header("content-type", "application/json")
            .header("x-slack-request-timestamp", timestamp)
            .header("x-slack-signature", signature)
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(
            response.json::<Value>().await.unwrap(),
            json!({ "challenge": "3eZbrw1a" })
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_program_asks_for_a_draft() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let body = json!({ "context_id": card.id, "redacted_body": "ignored", "pii_map": {} });
        let response = generate(b, body.clone()).await;
        assert_eq!(response.status(), StatusCode::ACCEPTED);
        assert_eq!(
            response.json::<Value>().await.unwrap(),
            json!({ "status": "accepted" })
        );
        b.until(|b| b.card_text(&card).contains("A draft is ready"))
            .await;
        assert_eq!(
            generate(b, body).await.status(),
            StatusCode::ACCEPTED,
            "a repeated call is accepted"
        );
        let modal = b.click(SATO, &card).await;
        assert_eq!(b.reply(&modal).as_deref(), Some(USUAL));
        assert_eq!(b.llm.prompts().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_modal_that_another_program_opened_gets_the_draft() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let external_id = format!("ai-reply-{}-elsewhere", card.id);
        // Nobody has such a modal open: Slack says so once, and that is no error.
        let body = json!({ "context_id": card.id, "external_id": external_id });
        assert_eq!(generate(b, body).await.status(), StatusCode::ACCEPTED);
        b.until(|b| b.workspace.refusals().len() == 1).await;
        assert_eq!(b.reply(&modal).as_deref(), Some(USUAL));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_wrong_call_of_generate_has_its_own_status() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let url = format!("{}/async/generate", b.url);
        let body = json!({ "context_id": card.id });
        let client = Client::new();
        let none = client.post(&url).json(&body).send().await.unwrap();
        assert_eq!(none.headers()["www-authenticate"], "Bearer");
        assert_problem(none, StatusCode::UNAUTHORIZED).await;
        let wrong = client
            .post(&url)
            .header("authorization", "Bearer wrong")
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_problem(wrong, StatusCode::UNAUTHORIZED).await;
        let text = client
            .post(&url)
            .header("authorization", AUTHORIZATION)
            .body("{}")
            .send()
            .await
            .unwrap();
        assert_problem(text, StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
        for bad in [
            json!([]),
            json!({}),
            json!({ "context_id": 7 }),
            json!({ "context_id": "" }),
            json!({ "context_id": "message#1" }),
            json!({ "context_id": card.id, "external_id": "somebody-elses-view" }),
        ] {
            assert_problem(generate(b, bad).await, StatusCode::BAD_REQUEST).await;
        }
        assert_problem(
            generate(b, json!({ "context_id": "nobody" })).await,
            StatusCode::NOT_FOUND,
        )
        .await;
        let large = format!(
            "POST /async/generate HTTP/1.1\r\nAuthorization: {AUTHORIZATION}\r\n\
             Content-Type: application/json\r\nContent-Length: 2097152"
        );
        assert_eq!(head_alone(b, &large).await, "413");
        let get = client.get(&url).send().await.unwrap();
        assert_problem(get, StatusCode::METHOD_NOT_ALLOWED).await;
        let elsewhere = client
            .get(format!("{}/nowhere", b.url))
            .send()
            .await
            .unwrap();
        assert_problem(elsewhere, StatusCode::NOT_FOUND).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_draft_is_written_for_an_inquiry_that_was_answered() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.submit(&modal).await;
        let problem = assert_problem(
            generate(b, json!({ "context_id": card.id })).await,
            StatusCode::CONFLICT,
        )
        .await;
        assert!(
            problem["detail"]
                .as_str()
                .unwrap()
                .contains("a reply has been sent"),
            "{problem}"
        );
        assert_eq!(b.stored(&card.id).await.state, State::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_alive_and_ready_means_that_the_store_answers() {
    bench(async |b| {
        let get = async |path: &str| reqwest::get(format!("{}{path}", b.url)).await.unwrap();
        assert_eq!(get("/health").await.status(), StatusCode::OK);
        assert_eq!(get("/ready").await.status(), StatusCode::OK);
        std::fs::remove_file(b.data().join("replybot.sqlite3")).unwrap();
        assert_eq!(get("/health").await.status(), StatusCode::OK);
        let away = get("/ready").await;
        assert!(away.headers().contains_key("retry-after"));
        assert_problem(away, StatusCode::SERVICE_UNAVAILABLE).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_is_not_ours_does_not_reach_the_store() {
    assert!(ContextId::parse("a#b").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_counted() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.submit(&modal).await;
        let response = reqwest::get(format!("{}/metrics", b.url)).await.unwrap();
        assert!(
            response.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/plain")
        );
        let text = response.text().await.unwrap();
        for line in [
            "replybot_mails_total{outcome=\"new\"}",
            "replybot_drafts_total{outcome=\"written\"}",
            "replybot_replies_total{outcome=\"accepted\"}",
            "replybot_slack_calls_total{method=\"views.open\",outcome=\"ok\"}",
            "replybot_http_requests_total{route=\"/slack/events\",status=\"200\"}",
            "replybot_draft_seconds_bucket",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert!(!text.contains("example.com"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_no_more_drafts_can_be_held_back_callers_wait_and_people_are_told() {
    let by_hand = Setup::by_hand();
    bench_with(by_hand, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let nobody = ContextId::parse("nobody").unwrap();
        let wish = WorkRequest::draft(&nobody, None);
        while b.app.dispatcher.dispatch(&wish).await.is_ok() {}
        let full = generate(b, json!({ "context_id": card.id })).await;
        assert!(full.headers().contains_key("retry-after"));
        assert_problem(full, StatusCode::TOO_MANY_REQUESTS).await;
        let modal = b.click(SATO, &card).await;
        assert!(b.text(&modal).contains("is busy"), "{}", b.text(&modal));
        b.lose_queue().await;
        b.press(&modal, "retry_draft_action").await;
        b.write_drafts().await;
        assert_eq!(b.reply(&modal).as_deref(), Some(USUAL));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_wish_twice_is_one_draft_and_one_modal() {
    let by_hand = Setup::by_hand();
    bench_with(by_hand, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let external_id = format!("ai-reply-{}-elsewhere", card.id);
        let body = json!({ "context_id": card.id, "external_id": external_id });
        for _ in 0..3 {
            assert_eq!(
                generate(b, body.clone()).await.status(),
                StatusCode::ACCEPTED
            );
        }
        assert_eq!(b.stored(&card.id).await.slack.modals.len(), 1);
        b.write_drafts().await;
        assert_eq!(b.llm.prompts().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_is_asked_for_by_the_panel_that_waits_for_it() {
    let by_hand = Setup::by_hand();
    bench_with(by_hand, async |b| {
        let mail = Mail::new("1@example.com").saying("注文した商品がまだ届きません。");
        let card = b.receive(&mail).await;
        let modal = b.click(SATO, &card).await;
        b.write_drafts().await;
        let panel = b.push(&modal, "translate_action").await;
        b.lose_queue().await;
        let external_id = b.stored(&card.id).await.slack.translating[0].external_id.clone();
        let ask = |external_id: &str| {
            json!({ "context_id": card.id, "external_id": external_id, "wish": "translation" })
        };
        let modals_own = format!("ai-reply-{}-1", card.id);
        for (body, status) in [
            (ask(&modals_own), StatusCode::BAD_REQUEST),
            (
                json!({ "context_id": card.id, "wish": "translation" }),
                StatusCode::BAD_REQUEST,
            ),
            (
                json!({ "context_id": card.id, "wish": "poem" }),
                StatusCode::BAD_REQUEST,
            ),
            (
                ask(&format!("translation-{}-elsewhere", card.id)),
                StatusCode::NOT_FOUND,
            ),
        ] {
            assert_problem(generate(b, body).await, status).await;
        }
        let drafts = b.stored(&card.id).await.drafts.versions.len();
        b.llm.script(crate::support::llm::Script::Says(vec!["It has not arrived."]));
        for _ in 0..2 {
            let taken = generate(b, ask(&external_id)).await;
            assert_eq!(taken.status(), StatusCode::ACCEPTED);
        }
        b.write_drafts().await;
        let text = b.text(&panel);
        assert!(text.contains("It has not arrived."), "{text}");
        assert_eq!(b.stored(&card.id).await.drafts.versions.len(), drafts);
    })
    .await;
}

/// Sends the head of a request and nothing of its body; the status of the answer.
async fn head_alone(b: &Bench, head: &str) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let address = b.url.trim_start_matches("http://");
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = format!("{head}\r\nHost: {address}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    let read = stream.read_exact(&mut answer);
    let read = tokio::time::timeout(std::time::Duration::from_secs(20), read).await;
    read.expect("an answer before the body").unwrap();
    String::from_utf8_lossy(&answer[9..]).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_slacks_by_its_headers_is_refused_before_its_body() {
    bench(async |b| {
        let now = now(b);
        let right = "a".repeat(64);
        for (timestamp, signature, length, status) in [
            (None, Some(right.clone()), 100, "401"),
            (Some(now), None, 100, "401"),
            (Some(now - 301), Some(right.clone()), 100, "401"),
            (Some(now + 301), Some(right.clone()), 100, "401"),
            (Some(now), Some("00".to_owned()), 100, "401"),
            (Some(now), Some("g".repeat(64)), 100, "401"),
            (Some(now), Some(right.clone()), 1024 * 1024 + 1, "413"),
        ] {
            let timestamp = timestamp.map(|it| format!("\r\nX-Slack-Request-Timestamp: {it}"));
            let signature = signature.map(|it| format!("\r\nX-Slack-Signature: v0={it}"));
            let head = format!(
                "POST /slack/events HTTP/1.1\r\nContent-Length: {length}{}{}",
                timestamp.unwrap_or_default(),
                signature.unwrap_or_default()
            );
            assert_eq!(head_alone(b, &head).await, status, "{head}");
        }
        let stranger = "POST /async/generate HTTP/1.1\r\nContent-Length: 100";
        assert_eq!(head_alone(b, stranger).await, "401");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_for_this_machine_and_for_callers_with_the_token() {
    const TOKEN: &str = "canary-metrics-token";
    let setup = Setup {
        environment: vec![("METRICS_TOKEN", TOKEN)],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let metrics = async |headers: &[(&str, &str)]| {
            let mut request = Client::new().get(format!("{}/metrics", b.url));
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            request.send().await.unwrap().status()
        };
        assert_eq!(metrics(&[]).await, StatusCode::OK);
        let bearer = format!("Bearer {TOKEN}");
        for elsewhere in [
            ("x-forwarded-for", "192.0.2.1"),
            ("x-forwarded-for", "127.0.0.1"),
            ("forwarded", "for=192.0.2.1"),
            ("via", "1.1 proxy"),
            ("host", "replybot.example.com"),
            ("host", "localhost.evil.example"),
        ] {
            assert_eq!(
                metrics(&[elsewhere]).await,
                StatusCode::UNAUTHORIZED,
                "{elsewhere:?}"
            );
            let with_token = [elsewhere, ("authorization", &*bearer)];
            assert_eq!(metrics(&with_token).await, StatusCode::OK, "{elsewhere:?}");
            for wrong in [
                "Bearer canary-metrics-toke",
                "canary-metrics-token",
                "Bearer ",
                "Basic x",
            ] {
                let wrong = [elsewhere, ("authorization", wrong)];
                assert_eq!(metrics(&wrong).await, StatusCode::UNAUTHORIZED, "{wrong:?}");
            }
        }
    })
    .await;
}
