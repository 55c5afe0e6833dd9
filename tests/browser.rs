//! The main job in a real browser: read the mail, edit the draft, approve it, find it in the outbox.
//!
//! Needs Chromium and its driver from the system's packages.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::Command;
use std::time::Duration;

#[path = "support/browser.rs"]
mod support;

use support::webdriver::{Client, Element, Locator};
use support::{Process, browser, see, start};

/// The window that a laptop has.
const WINDOW: (u32, u32) = (1280, 900);

fn start_dev(data: &Path, language: &str) -> (Process, String) {
    let mut dev = Command::new(env!("CARGO_BIN_EXE_replybot"));
    dev.args(["dev", "--port", "0"])
        .env_remove("OPENAI_API_KEY")
        .env_remove("OPENAI_BASE_URL");
    dev.env("REPLYBOT_DATA", data).env("UI_LANGUAGE", language);
    start(dev, |line| {
        line.strip_prefix("replybot is running: open ")
            .map(str::to_owned)
    })
}

/// Waits until the element says `text`.
async fn see_text(client: &Client, css: &str, text: &str) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(120);
    loop {
        let said = match client.find(Locator::Css(css)).await {
            Ok(element) => element.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        };
        if said.contains(text) {
            return;
        }
        assert!(
            tokio::time::Instant::now() < deadline,
            "{css} says {said:?}, not {text:?}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The button that opens a sample.
async fn card(client: &Client, subject: &str) -> Element {
    let button = format!(
        "//*[@data-message-ts][contains(., '{subject}')]//*[@data-action-id='generate_reply_action']"
    );
    client.wait_for(Locator::XPath(&button)).await
}

async fn shot(client: &Client, file: &Path) {
    std::fs::write(file, client.screenshot().await.unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_answers_a_mail_in_the_browser() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (_dev, url) = start_dev(&data, "ja");
    let (_driver, client) = browser(&folder.path().join("profile"), WINDOW).await;
    client.goto(&url).await.unwrap();

    card(&client, "木製スツールの納期について")
        .await
        .click()
        .await
        .unwrap();
    see_text(
        &client,
        "[role=dialog]",
        "ホームページに載っている「木製スツール」",
    )
    .await;
    let reply = see(&client, "[role=dialog] textarea").await;
    let draft = reply.prop("value").await.unwrap().unwrap();
    assert!(draft.starts_with("佐々木 はな 様"), "{draft}");
    see_text(&client, "[role=dialog]", "サンプルの下書き").await;
    see_text(&client, "[role=dialog]", "hana.sasaki@example.org").await;

    reply
        .send_keys("\n追伸：12月20日にお届けできます。")
        .await
        .unwrap();
    let submit = async || {
        let button = see(&client, "[data-role=submit]").await;
        button.click().await.unwrap();
    };
    submit().await;
    // The date is in nothing that is known: it is asked about, and sent when the person insists.
    see_text(&client, "[role=dialog]", "12月20日（日付）").await;
    submit().await;
    see_text(&client, "[role=dialog]", "返信を送信しました").await;
    see(&client, "[data-role=close]")
        .await
        .click()
        .await
        .unwrap();
    see_text(&client, "body", "返信しました").await;
    see_text(&client, "body", "Re: 木製スツールの納期について").await;
    client.close().await.unwrap();

    let outbox: Vec<_> = std::fs::read_dir(data.join("outbox")).unwrap().collect();
    assert_eq!(outbox.len(), 1);
    let bytes = std::fs::read(outbox[0].as_ref().unwrap().path()).unwrap();
    let sent = mail::parse(&bytes);
    assert_eq!(sent.to[0].address.expose(), "hana.sasaki@example.org");
    assert_eq!(
        sent.in_reply_to[0].as_str(),
        "E1A5C9D2-0B77-4F5E-9C1E-sasaki@example.org"
    );
    assert!(sent.text.expose().contains("12月20日にお届けできます。"));
}

/// Takes the READMEs' pictures: `cargo test --test browser -- --ignored`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes docs/dev.png and docs/dev.ja.png"]
async fn pictures_for_the_readmes() {
    for (language, subject, file) in [
        ("en", "Your order 51922", "docs/dev.png"),
        ("ja", "木製スツールの納期について", "docs/dev.ja.png"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let (_dev, url) = start_dev(&folder.path().join("data"), language);
        let (_driver, client) = browser(&folder.path().join("profile"), WINDOW).await;
        client.goto(&url).await.unwrap();
        card(&client, subject).await.click().await.unwrap();
        see(&client, "[role=dialog] textarea").await;
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        shot(&client, &file).await;
        client.close().await.unwrap();
    }
}
