//! A model behind chat completions: strict about the request, scripted in its answers.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

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
    /// Answers with 429 and `Retry-After`: whoever asks before that is over is at fault.
    Rests(u64),
    /// Never answers.
    Silent,
}

/// The tokens that the model counts for each answer.
#[derive(Clone, Copy)]
pub struct Counts {
    pub input: u64,
    pub output: u64,
    pub cached: u64,
}

/// The models that there are.
const MODELS: [&str; 2] = ["test-model", "second-model"];

/// What a model says by itself.
pub const USUAL: &str = "Thank you for your message. We will look into it.";

#[derive(Clone)]
pub struct Llm(Arc<Inner>);

struct Inner {
    url: String,
    scripts: Mutex<VecDeque<Script>>,
    prompts: Mutex<Vec<String>>,
    faults: Mutex<Vec<String>>,
    counts: Mutex<Counts>,
    models: Mutex<Vec<String>>,
    refused: Mutex<BTreeMap<String, u16>>,
    rests_until: Mutex<Option<Instant>>,
    answering: AtomicUsize,
    answered: AtomicUsize,
    /// Before the first word, and before the end.
    thinks: Mutex<(Duration, Duration)>,
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
            counts: Mutex::new(Counts {
                input: 30,
                output: 12,
                cached: 0,
            }),
            models: Mutex::default(),
            refused: Mutex::default(),
            rests_until: Mutex::default(),
            answering: AtomicUsize::default(),
            answered: AtomicUsize::default(),
            thinks: Mutex::default(),
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

    /// From now on each answer takes so many tokens.
    pub fn count(&self, counts: Counts) {
        *self.0.counts.lock().unwrap() = counts;
    }

    /// From now on this model answers with this status.
    pub fn refuse(&self, model: &str, status: u16) {
        self.0
            .refused
            .lock()
            .unwrap()
            .insert(model.to_owned(), status);
    }

    /// From now on the model takes so long to its first word, and from there to its end.
    pub fn thinks(&self, first: Duration, rest: Duration) {
        *self.0.thinks.lock().unwrap() = (first, rest);
    }

    /// How many answers have come to their end.
    pub fn answered(&self) -> usize {
        self.0.answered.load(Ordering::SeqCst)
    }

    /// The models that were asked, in their order.
    pub fn models(&self) -> Vec<String> {
        self.0.models.lock().unwrap().clone()
    }

    /// True while a request waits for its answer's beginning.
    pub fn is_answering(&self) -> bool {
        self.0.answering.load(Ordering::SeqCst) > 0
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
    llm.answering.fetch_add(1, Ordering::SeqCst);
    let response = answer(&llm, headers, body).await;
    llm.answering.fetch_sub(1, Ordering::SeqCst);
    response
}

async fn answer(llm: &Arc<Inner>, headers: HeaderMap, body: Bytes) -> Response {
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
    let model = serde_json::from_str::<Value>(&text).unwrap()["model"].clone();
    let model = model.as_str().unwrap_or_default().to_owned();
    llm.models.lock().unwrap().push(model.clone());
    if llm
        .rests_until
        .lock()
        .unwrap()
        .is_some_and(|until| Instant::now() < until)
    {
        llm.faults
            .lock()
            .unwrap()
            .push("asked before Retry-After was over".to_owned());
    }
    if let Some(status) = llm.refused.lock().unwrap().get(&model) {
        return StatusCode::from_u16(*status).unwrap().into_response();
    }
    // Taken before it is waited for: whoever asked may end meanwhile.
    let script = llm.scripts.lock().unwrap().pop_front();
    let first = llm.thinks.lock().unwrap().0;
    tokio::time::sleep(first).await;
    let counts = text
        .contains("\"include_usage\":true")
        .then(|| *llm.counts.lock().unwrap());
    match script.unwrap_or(Script::Says(vec![USUAL])) {
        Script::Says(pieces) => stream(llm.clone(), pieces, Some(counts)),
        Script::Pauses(pieces) => stream(llm.clone(), pieces, Some(counts)),
        Script::CutsOff(pieces) => stream(llm.clone(), pieces, None),
        Script::Status(status, body) => (StatusCode::from_u16(status).unwrap(), body).into_response(),
        Script::WholeAnswer(text) => {
            axum::Json(json!({ "choices": [{ "message": { "role": "assistant", "content": text }, "finish_reason": "stop" }] }))
                .into_response()
        }
        Script::Rests(seconds) => {
            *llm.rests_until.lock().unwrap() = Some(Instant::now() + Duration::from_secs(seconds));
            (StatusCode::TOO_MANY_REQUESTS, [("retry-after", seconds.to_string())]).into_response()
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
        || !MODELS.iter().any(|model| body["model"] == *model)
        || body["stream"] != true)
        .then(|| "model, roles or stream are not as expected".to_owned())
}

/// `finishes`: the answer comes to its end, with the tokens that it took where they were asked for.
fn stream(
    llm: Arc<Inner>,
    pieces: Vec<&'static str>,
    finishes: Option<Option<Counts>>,
) -> Response {
    let mut events: VecDeque<Option<String>> = pieces
        .into_iter()
        .map(|piece| {
            let event =
                json!({ "choices": [{ "delta": { "content": piece }, "finish_reason": null }] });
            (piece != "|").then(|| format!("data: {event}\n\n"))
        })
        .collect();
    if let Some(counts) = finishes {
        let end = json!({ "choices": [{ "delta": {}, "finish_reason": "stop" }] });
        events.push_back(Some(format!("data: {end}\n\n")));
        let usage = counts.map(|counts| {
            let usage = json!({ "choices": [], "usage": {
                "prompt_tokens": counts.input,
                "completion_tokens": counts.output,
                "total_tokens": counts.input + counts.output,
                "prompt_tokens_details": { "cached_tokens": counts.cached },
            } });
            format!("data: {usage}\n\n")
        });
        let usage = usage.unwrap_or_default();
        events.push_back(Some(format!("{usage}data: [DONE]\n\n")));
    }
    let body = stream::unfold((llm, events), |(llm, mut events)| async move {
        if events.len() == 1 {
            let rest = llm.thinks.lock().unwrap().1;
            tokio::time::sleep(rest).await;
            llm.answered.fetch_add(1, Ordering::SeqCst);
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
