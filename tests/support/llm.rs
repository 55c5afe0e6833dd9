//! A model behind chat completions: strict about the request, scripted in its answers.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures_util::stream;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::witness::Watched;

pub const KEY: &str = "sk-canary-3b1f";

/// What the model does when it is asked.
#[derive(Clone)]
pub enum Script {
    /// Streams these pieces.
    Says(Vec<&'static str>),
    /// Streams the pieces before the first `|`, waits for [`Llm::go_on`], and so on.
    Pauses(Vec<&'static str>),
    /// Streams the pieces and hangs up without an end.
    CutsOff(Vec<&'static str>),
    /// Answers with this status and body.
    Status(u16, &'static str),
    /// Answers in one piece although a stream was asked for.
    WholeAnswer(&'static str),
    /// Never answers.
    Silent,
}

/// What a model says by itself.
pub const USUAL: &str = "Thank you for your message. We will look into it.";

#[derive(Clone)]
pub struct Llm(Arc<Inner>);

struct Inner {
    url: String,
    scripts: Mutex<VecDeque<Script>>,
    prompts: Mutex<Vec<String>>,
    faults: Mutex<Vec<String>>,
    gate: Semaphore,
    watched: Watched,
}

impl Llm {
    pub async fn start() -> Llm {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let llm = Llm(Arc::new(Inner {
            url: format!("http://{}/v1", listener.local_addr().unwrap()),
            scripts: Mutex::default(),
            prompts: Mutex::default(),
            faults: Mutex::default(),
            gate: Semaphore::new(0),
            watched: Watched::default(),
        }));
        let router = Router::new()
            .route("/v1/chat/completions", post(complete))
            .with_state(llm.clone());
        tokio::spawn(async move { axum_serve(listener, router).await });
        llm
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    pub fn watched(&self) -> &Watched {
        &self.0.watched
    }

    /// The next answer; without one the model says [`USUAL`].
    pub fn script(&self, script: Script) {
        self.0.scripts.lock().unwrap().push_back(script);
    }

    /// Lets a pausing answer go on to its next pause.
    pub fn go_on(&self) {
        self.0.gate.add_permits(1);
    }

    /// Everything the model was asked, as the bodies came.
    pub fn prompts(&self) -> Vec<String> {
        self.0.prompts.lock().unwrap().clone()
    }

    /// Requests that no real server would have taken, and scripts that nobody asked for.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.0.faults.lock().unwrap().clone();
        let unused = self.0.scripts.lock().unwrap().len();
        if unused > 0 {
            faults.push(format!("{unused} scripted answers were never asked for"));
        }
        faults
    }
}

/// The plain way to serve, for simulators.
pub async fn axum_serve(listener: TcpListener, router: Router) {
    replybot::role::serve::listen(listener, router, tokio_util::sync::CancellationToken::new())
        .await;
}

async fn complete(State(Llm(llm)): State<Llm>, headers: HeaderMap, body: Bytes) -> Response {
    let text = String::from_utf8_lossy(&body).into_owned();
    llm.watched.comes("the model").await;
    llm.prompts.lock().unwrap().push(text.clone());
    if let Some(fault) = fault(&headers, &text) {
        llm.faults.lock().unwrap().push(fault.clone());
        let status = match fault.as_str() {
            "wrong key" => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        return (status, fault).into_response();
    }
    let script = llm.scripts.lock().unwrap().pop_front();
    match script.unwrap_or(Script::Says(vec![USUAL])) {
        Script::Says(pieces) => stream(llm.clone(), pieces, true),
        Script::Pauses(pieces) => stream(llm.clone(), pieces, true),
        Script::CutsOff(pieces) => stream(llm.clone(), pieces, false),
        Script::Status(status, body) => (StatusCode::from_u16(status).unwrap(), body).into_response(),
        Script::WholeAnswer(text) => {
            axum::Json(json!({ "choices": [{ "message": { "role": "assistant", "content": text }, "finish_reason": "stop" }] }))
                .into_response()
        }
        Script::Silent => std::future::pending().await,
    }
}

fn fault(headers: &HeaderMap, body: &str) -> Option<String> {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    };
    if header("authorization") != format!("Bearer {KEY}") {
        return Some("wrong key".to_owned());
    }
    if header("content-type") != "application/json" {
        return Some(format!("content type {}", header("content-type")));
    }
    let Ok(body) = serde_json::from_str::<Value>(body) else {
        return Some("not JSON".to_owned());
    };
    let known = [
        "model",
        "messages",
        "stream",
        "stream_options",
        "max_completion_tokens",
    ];
    let unknown = body
        .as_object()?
        .keys()
        .find(|key| !known.contains(&key.as_str()));
    if let Some(unknown) = unknown {
        return Some(format!("unknown field {unknown}"));
    }
    let roles: Vec<_> = body["messages"]
        .as_array()?
        .iter()
        .map(|message| message["role"].clone())
        .collect();
    (roles != [json!("system"), json!("user")]
        || body["model"] != "test-model"
        || body["stream"] != true)
        .then(|| "model, roles or stream are not as expected".to_owned())
}

fn stream(llm: Arc<Inner>, pieces: Vec<&'static str>, finishes: bool) -> Response {
    let mut events: VecDeque<Option<String>> = pieces
        .into_iter()
        .map(|piece| {
            let event =
                json!({ "choices": [{ "delta": { "content": piece }, "finish_reason": null }] });
            (piece != "|").then(|| format!("data: {event}\n\n"))
        })
        .collect();
    if finishes {
        let end = json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] });
        let usage = json!({ "choices": [], "usage": { "total_tokens": 42 } });
        events.push_back(Some(format!("data: {end}\n\n")));
        events.push_back(Some(format!("data: {usage}\n\ndata: [DONE]\n\n")));
    }
    let body = stream::unfold((llm, events), |(llm, mut events)| async move {
        if events.len() == 1 {
            llm.watched.done("the model").await;
        }
        let event = loop {
            match events.pop_front()? {
                Some(event) => break event,
                None => llm.gate.acquire().await.ok()?.forget(),
            }
        };
        Some((Ok::<_, std::convert::Infallible>(event), (llm, events)))
    });
    (
        [("content-type", "text/event-stream")],
        Body::from_stream(body),
    )
        .into_response()
}
