//! The main job in a real browser: read the mail, edit the draft, approve it, find it in the outbox.
//!
//! Needs Chromium and its driver from the system's packages.

#![allow(clippy::unwrap_used, missing_docs)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::json;

/// A process that ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a program and reads its output up to the line that `read` wants.
fn start(mut command: Command, read: impl Fn(&str) -> Option<String>) -> (Process, String) {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap_or_else(|error| {
        panic!("cannot start {program} ({error}): install Chromium and its driver, e.g. `apt-get install chromium chromium-driver`")
    });
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let found = lines.map_while(Result::ok).find_map(|line| read(&line));
    (
        Process(child),
        found.unwrap_or_else(|| panic!("{program} ended early")),
    )
}

fn start_dev(data: &Path) -> (Process, String) {
    let mut dev = Command::new(env!("CARGO_BIN_EXE_replybot"));
    dev.args(["dev", "--port", "0"])
        .env_remove("OPENAI_API_KEY")
        .env_remove("OPENAI_BASE_URL");
    dev.env("REPLYBOT_DATA", data);
    start(dev, |line| {
        line.strip_prefix("replybot is running: open ")
            .map(str::to_owned)
    })
}

/// A headless browser, and its driver, which has to outlive it.
async fn browser(profile: &Path) -> (Process, Client) {
    let mut driver = Command::new("chromedriver");
    driver.arg("--port=0");
    let (driver, port) = start(driver, |line| {
        let port = line.rsplit_once("started successfully on port ")?.1;
        Some(port.trim_end_matches('.').to_owned())
    });
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
        &format!("--user-data-dir={}", profile.display()),
    ];
    let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
    let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
        .capabilities(capabilities.as_object().unwrap().clone())
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .unwrap();
    (driver, client)
}

async fn see(client: &Client, css: &str) -> fantoccini::elements::Element {
    let wait = client.wait().at_most(Duration::from_secs(30));
    wait.for_element(Locator::Css(css))
        .await
        .unwrap_or_else(|error| panic!("{css}: {error}"))
}

/// Waits until the element says `text`.
async fn see_text(client: &Client, css: &str, text: &str) {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(30);
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

/// The newest card of the samples: 木製スツールの納期について.
async fn newest_card(client: &Client) -> fantoccini::elements::Element {
    let heading = "//*[@data-message-ts][contains(., '木製スツールの納期について')]//*[@data-action-id='generate_reply_action']";
    let wait = client.wait().at_most(Duration::from_secs(30));
    wait.for_element(Locator::XPath(heading)).await.unwrap()
}

async fn shot(client: &Client, file: &Path) {
    std::fs::write(file, client.screenshot().await.unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_answers_a_mail_in_the_browser() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let (_dev, url) = start_dev(&data);
    let (_driver, client) = browser(&folder.path().join("profile")).await;
    client.goto(&url).await.unwrap();

    newest_card(&client).await.click().await.unwrap();
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
    see(&client, "[data-role=submit]")
        .await
        .click()
        .await
        .unwrap();
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
    let sent = replybot::mail::parse(&bytes);
    assert_eq!(sent.to[0].address.expose(), "hana.sasaki@example.org");
    assert_eq!(
        sent.in_reply_to[0].as_str(),
        "E1A5C9D2-0B77-4F5E-9C1E-sasaki@example.org"
    );
    assert!(sent.text.expose().contains("12月20日にお届けできます。"));
}

/// Takes the README's picture: `cargo test --test browser -- --ignored`.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes docs/dev.png"]
async fn picture_for_the_readme() {
    let folder = tempfile::tempdir().unwrap();
    let (_dev, url) = start_dev(&folder.path().join("data"));
    let (_driver, client) = browser(&folder.path().join("profile")).await;
    client.goto(&url).await.unwrap();
    newest_card(&client).await.click().await.unwrap();
    see(&client, "[role=dialog] textarea").await;
    shot(
        &client,
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dev.png"),
    )
    .await;
    client.close().await.unwrap();
}
