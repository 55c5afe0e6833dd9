//! What the page is served with and what its endpoints do. How it looks and feels is for eyes
//! (`page_for_eyes`); these claims keep it honest between two looks.

use futures_util::StreamExt;
use serde_json::{Value, json};
use slack_sim::outbox;

use crate::bot::{CHANNEL, SATO, bench, modal, serve};

#[tokio::test]
async fn nothing_from_elsewhere_and_nothing_inline_can_run_in_the_page() {
    let b = bench().await;
    let page = b.get("/").await;
    let csp = page.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        csp.starts_with("default-src 'none'; script-src 'self';"),
        "{csp}"
    );
    assert!(!csp.contains("unsafe"), "{csp}");
    assert_eq!(page.headers()["cache-control"], "no-store");
    let html = page.text().await.unwrap();
    assert_eq!(html.matches("<script").count(), 1, "only the module");
    assert_eq!(
        html.matches("style=").count() + html.matches(" on").count(),
        0
    );
}

#[tokio::test]
async fn every_file_of_the_page_is_served_and_makes_no_html_from_text() {
    let b = bench().await;
    let mut waiting = vec!["app.js".to_owned()];
    let mut seen = Vec::new();
    while let Some(file) = waiting.pop() {
        if seen.contains(&file) {
            continue;
        }
        let response = b.get(&format!("/workspace/page/{file}")).await;
        assert_eq!(response.status(), 200, "{file}");
        assert_eq!(
            response.headers()["content-type"],
            "text/javascript; charset=utf-8"
        );
        let code = response.text().await.unwrap();
        for danger in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
        ] {
            assert!(!code.contains(danger), "{danger} in {file}");
        }
        let imports = code
            .lines()
            .filter_map(|line| line.split("from './").nth(1));
        waiting.extend(imports.filter_map(|rest| Some(rest.split('\'').next()?.to_owned())));
        seen.push(file);
    }
    assert!(seen.len() >= 8, "{seen:?}");
    assert_eq!(b.get("/workspace/page/style.css").await.status(), 200);
    assert_eq!(b.get("/workspace/page/..%2Fmod.rs").await.status(), 404);
}

#[tokio::test]
async fn the_page_acts_for_a_person() {
    let b = bench().await;
    let ts = b.card().await;
    let post = async |path: &str, body: Value| {
        let response = b.request(path).json(&body).send().await.unwrap();
        assert!(
            response.status().is_success(),
            "{path}: {}",
            response.status()
        );
        response.text().await.unwrap()
    };
    let click = json!({
        "user": SATO, "channel": CHANNEL, "ts": ts, "action_id": "generate_reply_action",
        "block_id": "card_actions", "chosen": [],
    });
    assert_eq!(
        post("/workspace/click", click).await,
        r#"{"outcome":"acknowledged"}"#
    );
    let trigger = b.payload()["trigger_id"].clone();
    let opened = json!({ "trigger_id": trigger, "view": modal("reply", "draft") });
    let view_id = b.api("views.open", opened).await["view"]["id"].clone();
    let typed = json!({
        "view_id": view_id, "block_id": "reply", "action_id": "editable_reply_input", "text": "",
    });
    assert_eq!(
        post("/workspace/type", typed).await,
        r#"{"outcome":"kept"}"#
    );
    let submit = json!({ "user": SATO, "view_id": view_id });
    let incomplete = post("/workspace/submit", submit.clone()).await;
    assert!(
        incomplete.contains("Please complete this required field."),
        "{incomplete}"
    );
    post("/workspace/language", json!({ "language": "ja" })).await;
    let incomplete = post("/workspace/submit", submit.clone()).await;
    assert!(
        incomplete.contains("この必須フィールドに入力してください。"),
        "{incomplete}"
    );
    assert_eq!(
        post("/workspace/close", submit).await,
        r#"{"outcome":"closed"}"#
    );
    assert_eq!(b.payload()["type"], "view_closed");
}

#[tokio::test]
async fn another_site_cannot_act_through_the_browser() {
    // A form or a plain fetch from elsewhere cannot send JSON without asking first, and is never
    // allowed to; what it can send is refused.
    let b = bench().await;
    let ts = b.card().await;
    let body = json!({
        "user": SATO, "channel": CHANNEL, "ts": ts, "action_id": "generate_reply_action",
    });
    let request = b
        .request("/workspace/click")
        .header("content-type", "text/plain");
    let response = request.body(body.to_string()).send().await.unwrap();
    assert_eq!(response.status(), 415);
    assert!(b.payloads().is_empty());
    let preflight = b.get("/workspace/events").await;
    assert!(
        !preflight
            .headers()
            .contains_key("access-control-allow-origin")
    );
}

#[tokio::test]
async fn the_page_hears_of_every_change_and_only_of_the_half_that_changed() {
    let b = bench().await;
    let mut events = b.get("/workspace/events").await.bytes_stream();
    let mut heard = String::new();
    let mut until = async |mark: &str| {
        while !heard.contains(mark) {
            heard += std::str::from_utf8(&events.next().await.unwrap().unwrap()).unwrap();
        }
        std::mem::take(&mut heard)
    };
    let first = until("event: views").await;
    assert!(first.contains("event: channel"), "{first}");
    let view_id = b.open(modal("reply", "a first draft")).await;
    until("a first draft").await;
    let body = json!({ "view_id": view_id, "view": modal("reply-2", "a second draft") });
    b.api("views.update", body).await;
    let second = until("a second draft").await;
    assert!(!second.contains("event: channel"), "{second}");
    b.slack.end_streams();
    while let Some(rest) = events.next().await {
        rest.unwrap();
    }
}

#[tokio::test]
async fn a_test_can_wait_for_what_the_app_does_later() {
    use std::time::Duration;
    let b = bench().await;
    let seen = b
        .slack
        .until(Duration::from_secs(10), |slack| slack.messages().pop());
    let (seen, _) = tokio::join!(seen, b.card());
    assert_eq!(seen.unwrap()["text"], "A question");
    let never = b
        .slack
        .until(Duration::ZERO, |slack| slack.messages().get(7).cloned());
    assert_eq!(never.await, None);
}

#[tokio::test]
async fn the_outbox_shows_mail_decoded_and_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    let mail = |day: u8, text: &str| {
        format!(
            "Date: Tue, {day} Nov 2026 09:00:00 +0900\r\nFrom: Support <support@example.com>\r\n\
             To: =?UTF-8?B?5L2Q44CF5pyo?= <sasaki@example.com>, b@example.com\r\n\
             Cc: c@example.com\r\nSubject: Re: =?UTF-8?B?44GU5rOo5paH?=\r\n\
             References: <1@example.com>\r\n <2@example.com>\r\nIn-Reply-To: <2@example.com>\r\n\
             Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
        )
    };
    std::fs::write(folder.path().join("a.eml"), mail(25, "new")).unwrap();
    std::fs::write(folder.path().join("b.eml"), mail(24, "old")).unwrap();
    std::fs::write(folder.path().join("c.eml.part"), "half a mail").unwrap();
    let router = outbox::router(folder.path().to_owned());
    let base = serve(|_| router).await;
    let get = async |path: &str| reqwest::get(format!("{base}{path}")).await.unwrap();
    let mails: Value = get("/dev/outbox").await.json().await.unwrap();
    assert_eq!(mails.as_array().unwrap().len(), 2);
    let newest = &mails[0];
    assert_eq!(newest["file"], "a.eml");
    assert_eq!(newest["date"], "2026-11-25T09:00:00+09:00");
    assert_eq!(newest["from"], json!(["Support <support@example.com>"]));
    assert_eq!(
        newest["to"],
        json!(["佐々木 <sasaki@example.com>", "b@example.com"])
    );
    assert_eq!(newest["cc"], json!(["c@example.com"]));
    assert_eq!(newest["subject"], "Re: ご注文");
    assert_eq!(newest["text"].as_str().unwrap().trim(), "new");
    let headers = newest["headers"].as_array().unwrap();
    assert!(
        headers.contains(&json!(["References", "<1@example.com> <2@example.com>"])),
        "{headers:?}"
    );
    assert!(
        get("/dev/outbox/a.eml")
            .await
            .text()
            .await
            .unwrap()
            .starts_with("Date: Tue, 25")
    );
}

#[tokio::test]
async fn the_outbox_never_leaves_its_folder() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("outbox");
    let base = {
        let router = outbox::router(folder.clone());
        serve(|_| router).await
    };
    let get = async |path: &str| reqwest::get(format!("{base}{path}")).await.unwrap();
    let none: Value = get("/dev/outbox").await.json().await.unwrap();
    assert_eq!(none, json!([]), "no folder yet is no mail yet");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(outer.path().join("secret.eml"), "secret").unwrap();
    for path in [
        "..%2Fsecret.eml",
        "%2E%2E%2Fsecret.eml",
        "no.eml",
        "%2Fetc%2Fpasswd",
        "..",
    ] {
        let status = get(&format!("/dev/outbox/{path}")).await.status();
        assert!(status.is_client_error(), "{path}: {status}");
    }
}

#[tokio::test]
async fn a_page_gets_the_newest_cards_and_then_only_what_changes() {
    let b = bench().await;
    let mut cards = Vec::new();
    for _ in 0..30 {
        cards.push(b.card().await);
    }
    let mut events = b.get("/workspace/events?cards=10").await.bytes_stream();
    let mut heard = String::new();
    let mut next = async || loop {
        let event = heard
            .split_once("\n\n")
            .map(|(event, rest)| (event.to_owned(), rest.to_owned()));
        if let Some((event, rest)) = event {
            heard = rest;
            if let Some(data) = event.strip_prefix("event: messages\ndata: ") {
                return serde_json::from_str::<Value>(data).unwrap();
            }
            continue;
        }
        heard += std::str::from_utf8(&events.next().await.unwrap().unwrap()).unwrap();
    };
    let first = next().await;
    assert_eq!(first["order"], json!(cards[20..]));
    assert_eq!(first["more"], true);
    assert_eq!(first["changed"].as_array().unwrap().len(), 10);
    // An answer that the channel sees in a thread that is further back, and one that it does not.
    let answer = |broadcast: bool| json!({ "channel": CHANNEL, "text": "again", "thread_ts": cards[0], "reply_broadcast": broadcast });
    b.api("chat.postMessage", answer(false)).await;
    b.api("chat.postMessage", answer(true)).await;
    let second = next().await;
    let changed = second["changed"].as_array().unwrap();
    assert_eq!(changed.len(), 1, "{second}");
    assert_eq!(changed[0]["broadcast"], true);
    assert_eq!(second["order"].as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn a_page_that_is_loaded_anew_has_no_modal_and_the_app_hears_nothing() {
    let b = bench().await;
    b.open(modal("reply", "draft")).await;
    b.payloads();
    let reload = b
        .request("/workspace/reload")
        .json(&json!({ "user": SATO }));
    assert!(reload.send().await.unwrap().status().is_success());
    assert!(b.slack.open_views(SATO).is_empty());
    assert_eq!(b.payloads(), [] as [Value; 0]);
}
