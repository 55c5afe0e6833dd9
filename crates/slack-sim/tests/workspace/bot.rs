//! A little app behind the simulated Slack: it checks every signature, keeps what it was sent and
//! answers what the test wants.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::Sha256;
use slack_sim::{Channel, Language, Now, Settings, User, Workspace};

pub const TOKEN: &str = "xoxb-simulated";
pub const SECRET: &str = "a secret of the workspace";
pub const CHANNEL: &str = "C0000001";
pub const SATO: &str = "U0000001";
pub const SUZUKI: &str = "U0000002";

/// A workspace, an app beside it, and the clock of both.
pub struct Bench {
    pub slack: Workspace,
    pub clock: ManualClock,
    pub base: String,
    http: reqwest::Client,
    app: App,
}

/// What the app does with the next payload.
pub enum Reply {
    /// This status and this body.
    Now(u16, String),
    /// Nothing, for as long as the test runs.
    Never,
}

#[derive(Clone, Default)]
struct App(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    payloads: Vec<Value>,
    replies: VecDeque<Reply>,
}

/// Does not run until it is moved.
pub struct ManualClock(Arc<Mutex<Timestamp>>);

impl ManualClock {
    fn now(&self) -> Now {
        let time = self.0.clone();
        Arc::new(move || *time.lock().unwrap())
    }

    pub fn advance(&self, duration: Duration) {
        *self.0.lock().unwrap() += duration;
    }
}

pub async fn bench() -> Bench {
    bench_with(|_| {}).await
}

pub async fn bench_with(adjust: impl FnOnce(&mut Settings)) -> Bench {
    let app = App::default();
    let events = Router::new()
        .route("/slack/events", post(events))
        .with_state(app.clone());
    let events_url = format!("{}/slack/events", serve(|_| events).await);
    let at: Timestamp = "2026-11-24T09:00:00Z".parse().unwrap();
    let clock = ManualClock(Arc::new(Mutex::new(at)));
    let now = clock.now();
    let mut slack = None;
    let base = serve(|base| {
        let mut settings = settings(events_url, base, now);
        adjust(&mut settings);
        let workspace = Workspace::open(settings).unwrap();
        let router = workspace.router();
        slack = Some(workspace);
        router
    });
    let base = base.await;
    Bench {
        slack: slack.unwrap(),
        clock,
        base,
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
        app,
    }
}

pub fn settings(events_url: String, base_url: String, now: Now) -> Settings {
    let user = |id: &str, name: &str| User {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    Settings {
        bot_token: TOKEN.to_owned(),
        signing_secret: SECRET.to_owned(),
        events_url,
        base_url,
        channel: Channel {
            id: CHANNEL.to_owned(),
            name: "support".to_owned(),
        },
        users: vec![user(SATO, "佐藤 花子"), user(SUZUKI, "Ken Suzuki")],
        language: Language::En,
        state_file: None,
        now,
        rate_limits: false,
        acknowledge_within: slack_sim::ACKNOWLEDGE_WITHIN,
    }
}

/// Serves on a free port of this machine; returns the address.
pub async fn serve(router: impl FnOnce(String) -> Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let router = router(base.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

async fn events(State(app): State<App>, headers: HeaderMap, body: Bytes) -> Response {
    let body = String::from_utf8(body.to_vec()).unwrap();
    if !signed(&headers, &body) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let payload = match headers["content-type"].to_str().unwrap() {
        "application/json" => serde_json::from_str(&body).unwrap(),
        form => {
            assert_eq!(form, "application/x-www-form-urlencoded");
            let url = reqwest::Url::parse(&format!("http://form/?{body}")).unwrap();
            let payload = url.query_pairs().find(|(name, _)| name == "payload");
            serde_json::from_str(&payload.unwrap().1).unwrap()
        }
    };
    let reply = {
        let mut inner = app.0.lock().unwrap();
        inner.payloads.push(payload);
        inner.replies.pop_front()
    };
    match reply {
        None => StatusCode::OK.into_response(),
        Some(Reply::Now(status, body)) => {
            (StatusCode::from_u16(status).unwrap(), body).into_response()
        }
        Some(Reply::Never) => std::future::pending().await,
    }
}

fn signed(headers: &HeaderMap, body: &str) -> bool {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let timestamp = header("x-slack-request-timestamp");
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("v0:{timestamp}:{body}").as_bytes());
    let expected = format!("v0={}", hex::encode(mac.finalize().into_bytes()));
    header("x-slack-signature") == expected
}

impl Bench {
    /// Calls the Web API with JSON, as an app does.
    pub async fn api(&self, method: &str, body: Value) -> Value {
        let request = self.http.post(format!("{}/api/{method}", self.base));
        let request = request.bearer_auth(TOKEN).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// Calls a reading method with a form.
    pub async fn read(&self, method: &str, form: &[(&str, &str)]) -> Value {
        let request = self.http.post(format!("{}/api/{method}", self.base));
        let request = request.bearer_auth(TOKEN).form(form);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// A request that the helpers above are too well-behaved for.
    pub fn request(&self, path: &str) -> reqwest::RequestBuilder {
        self.http.post(format!("{}{path}", self.base))
    }

    /// A page or endpoint.
    pub async fn get(&self, path: &str) -> reqwest::Response {
        let request = self.http.get(format!("{}{path}", self.base));
        request.send().await.unwrap()
    }

    /// Lets the app answer the next payload so.
    pub fn reply(&self, reply: Reply) {
        self.app.0.lock().unwrap().replies.push_back(reply);
    }

    /// Lets the app answer the next payload with this JSON.
    pub fn reply_json(&self, json: Value) {
        self.reply(Reply::Now(200, json.to_string()));
    }

    /// What the app was sent since the last call.
    pub fn payloads(&self) -> Vec<Value> {
        std::mem::take(&mut self.app.0.lock().unwrap().payloads)
    }

    /// The last thing the app was sent.
    pub fn payload(&self) -> Value {
        self.payloads().pop().expect("the app was sent nothing")
    }

    /// A posted card with one button, and its `ts`.
    pub async fn card(&self) -> String {
        let posted = self.api("chat.postMessage", card("A question")).await;
        assert_eq!(posted["ok"], true, "{posted}");
        posted["ts"].as_str().unwrap().to_owned()
    }

    /// A fresh `trigger_id`, from a click on a new card.
    pub async fn trigger(&self, user: &str) -> String {
        let ts = self.card().await;
        let place = self.at(&ts);
        self.slack
            .click(user, &place, "generate_reply_action")
            .await;
        self.payload()["trigger_id"].as_str().unwrap().to_owned()
    }

    /// Opens `view` for Sato; returns its id.
    pub async fn open(&self, view: Value) -> String {
        let trigger_id = self.trigger(SATO).await;
        let opened = self
            .api(
                "views.open",
                json!({ "trigger_id": trigger_id, "view": view }),
            )
            .await;
        assert_eq!(opened["ok"], true, "{opened}");
        opened["view"]["id"].as_str().unwrap().to_owned()
    }

    /// A message as a place to click.
    pub fn at(&self, ts: &str) -> slack_sim::Place {
        slack_sim::Place::Message {
            channel: CHANNEL.to_owned(),
            ts: ts.to_owned(),
        }
    }

    /// Lets time pass.
    pub fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

pub fn card(text: &str) -> Value {
    json!({
        "channel": CHANNEL,
        "text": text,
        "blocks": [
            { "type": "section", "text": { "type": "plain_text", "text": text } },
            { "type": "actions", "block_id": "card_actions", "elements": [{
                "type": "button",
                "action_id": "generate_reply_action",
                "text": { "type": "plain_text", "text": "Draft a reply" },
                "style": "primary",
                "value": "{\"context_id\":\"case-1\"}",
            }]},
        ],
        "metadata": { "event_type": "inquiry", "event_payload": { "context_id": "case-1" } },
    })
}

/// A modal with one input.
pub fn modal(block_id: &str, initial: &str) -> Value {
    json!({
        "type": "modal",
        "callback_id": "ai_reply_modal_submission",
        "private_metadata": "{\"context_id\":\"case-1\"}",
        "title": { "type": "plain_text", "text": "Reply" },
        "submit": { "type": "plain_text", "text": "Send" },
        "close": { "type": "plain_text", "text": "Cancel" },
        "notify_on_close": true,
        "blocks": [{
            "type": "input",
            "block_id": block_id,
            "label": { "type": "plain_text", "text": "Text" },
            "element": {
                "type": "plain_text_input",
                "action_id": "editable_reply_input",
                "multiline": true,
                "initial_value": initial,
            },
        }],
    })
}
