//! As much of the W3C WebDriver protocol as the tests need: <https://www.w3.org/TR/webdriver2/>.
//!
//! Written out here because the libraries for it bring features of shared dependencies along, so
//! that the first `cargo test` after `cargo build` would compile the dependencies again.

#![allow(dead_code)] // Each test program uses a part of it.

use std::time::{Duration, Instant};

use base64::Engine;
use serde_json::{Value, json};

/// The key of an element's reference (section 11, "web element identifier").
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What the driver refused: its error code and message.
#[derive(Debug)]
pub struct Refused(String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How an element is looked for.
#[derive(Clone, Copy, Debug)]
pub enum Locator<'a> {
    Css(&'a str),
    XPath(&'a str),
}

/// A session of a browser.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    session: String,
}

/// An element of the page.
pub struct Element {
    client: Client,
    id: String,
}

impl Client {
    /// Opens a session at the driver that listens at `driver`.
    pub async fn connect(driver: &str, capabilities: Value) -> Result<Client, Refused> {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let sessions = format!("{driver}/session");
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let opened = answer(http.post(&sessions).json(&body)).await?;
        let id = opened["sessionId"].as_str().unwrap();
        Ok(Client {
            session: format!("{sessions}/{id}"),
            http,
        })
    }

    pub async fn goto(&self, url: &str) -> Result<(), Refused> {
        self.post("url", json!({ "url": url })).await.map(drop)
    }

    pub async fn find(&self, locator: Locator<'_>) -> Result<Element, Refused> {
        let (using, value) = match locator {
            Locator::Css(value) => ("css selector", value),
            Locator::XPath(value) => ("xpath", value),
        };
        let body = json!({ "using": using, "value": value });
        let found = self.post("element", body).await?;
        Ok(Element {
            client: self.clone(),
            id: found[ELEMENT].as_str().unwrap().to_owned(),
        })
    }

    /// Looks for an element until it is on the page, for two minutes at most.
    pub async fn wait_for(&self, locator: Locator<'_>) -> Element {
        let deadline = Instant::now() + Duration::from_secs(120);
        loop {
            match self.find(locator).await {
                Ok(element) => return element,
                Err(error) if Instant::now() > deadline => panic!("{locator:?}: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    /// A picture of the window, as a PNG.
    pub async fn screenshot(&self) -> Result<Vec<u8>, Refused> {
        self.get("screenshot").await.map(|it| picture(&it))
    }

    /// Ends the session; the browser closes.
    pub async fn close(self) -> Result<(), Refused> {
        answer(self.http.delete(&self.session)).await.map(drop)
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, Refused> {
        let url = format!("{}/{path}", self.session);
        answer(self.http.post(url).json(&body)).await
    }

    async fn get(&self, path: &str) -> Result<Value, Refused> {
        let url = format!("{}/{path}", self.session);
        answer(self.http.get(url)).await
    }
}

impl Element {
    pub async fn click(&self) -> Result<(), Refused> {
        self.post("click", json!({})).await
    }

    pub async fn send_keys(&self, text: &str) -> Result<(), Refused> {
        self.post("value", json!({ "text": text })).await
    }

    /// The text as it is rendered.
    pub async fn text(&self) -> Result<String, Refused> {
        let text = self.get("text").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// A property of the element; `None` when it has none of that name.
    pub async fn prop(&self, name: &str) -> Result<Option<String>, Refused> {
        let value = self.get(&format!("property/{name}")).await?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// A picture of the element alone, as a PNG.
    pub async fn screenshot(&self) -> Result<Vec<u8>, Refused> {
        self.get("screenshot").await.map(|it| picture(&it))
    }

    async fn post(&self, command: &str, body: Value) -> Result<(), Refused> {
        let path = format!("element/{}/{command}", self.id);
        self.client.post(&path, body).await.map(drop)
    }

    async fn get(&self, command: &str) -> Result<Value, Refused> {
        self.client
            .get(&format!("element/{}/{command}", self.id))
            .await
    }
}

/// The value of an answer (section 6.3).
async fn answer(request: reqwest::RequestBuilder) -> Result<Value, Refused> {
    let response = request
        .send()
        .await
        .map_err(|error| Refused(error.to_string()))?;
    let ok = response.status().is_success();
    let mut body: Value = response
        .json()
        .await
        .map_err(|error| Refused(error.to_string()))?;
    let value = body["value"].take();
    if ok {
        return Ok(value);
    }
    Err(Refused(format!("{}: {}", value["error"], value["message"])))
}

fn picture(base64: &Value) -> Vec<u8> {
    let standard = base64::engine::general_purpose::STANDARD;
    standard.decode(base64.as_str().unwrap()).unwrap()
}
