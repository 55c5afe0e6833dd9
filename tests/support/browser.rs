//! A headless Chromium, driven by its driver; both come from the system's packages.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::json;

#[path = "webdriver.rs"]
pub mod webdriver;

use webdriver::{Client, Element, Locator};

/// A process that ends with the test.
pub struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a program and reads its output up to the line that `read` wants.
pub fn start(mut command: Command, read: impl Fn(&str) -> Option<String>) -> (Process, String) {
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

/// A browser with a window of this size, and its driver, which has to outlive it.
pub async fn browser(profile: &Path, (width, height): (u32, u32)) -> (Process, Client) {
    let mut driver = Command::new("chromedriver");
    driver.arg("--port=0").env("TZ", "Asia/Tokyo");
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
        &format!("--window-size={width},{height}"),
        &format!("--user-data-dir={}", profile.display()),
    ];
    let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
    let driver_url = format!("http://127.0.0.1:{port}");
    let client = Client::connect(&driver_url, capabilities).await.unwrap();
    (driver, client)
}

/// Waits until something is on the page.
pub async fn see(client: &Client, css: &str) -> Element {
    client.wait_for(Locator::Css(css)).await
}
