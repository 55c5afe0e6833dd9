//! Is between the product and Slack, and lets calls fail as networks and services do. The
//! simulator behind it stays as strict and as simple as it is.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::llm::axum_serve;
use super::witness::Watched;

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// HTTP 429 with this `Retry-After`, in seconds.
    RateLimited(u64),
    /// HTTP 200 with `ok: false` and this error.
    Error(&'static str),
    /// HTTP 503 without being carried out.
    Unavailable,
    /// Carried out, but the answer is lost.
    LosesItsAnswer,
    /// Waits for [`Proxy::go_on`], then is carried out.
    Waits,
}

#[derive(Clone)]
pub struct Proxy(Arc<Inner>);

struct Inner {
    url: String,
    upstream: Mutex<String>,
    http: reqwest::Client,
    faults: Mutex<Vec<(&'static str, Fault)>>,
    broken: Mutex<Option<&'static str>>,
    refuses: Mutex<Option<&'static str>>,
    hurries: AtomicBool,
    rate_limited: AtomicUsize,
    waiting: AtomicUsize,
    gate: Semaphore,
    watched: Watched,
}

impl Proxy {
    pub async fn start() -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Proxy(Arc::new(Inner {
            url: format!("http://{}", listener.local_addr().unwrap()),
            upstream: Mutex::default(),
            http: reqwest::Client::new(),
            faults: Mutex::default(),
            broken: Mutex::default(),
            refuses: Mutex::default(),
            hurries: AtomicBool::default(),
            rate_limited: AtomicUsize::default(),
            waiting: AtomicUsize::default(),
            gate: Semaphore::new(0),
            watched: Watched::default(),
        }));
        let router = Router::new().fallback(forward).with_state(proxy.clone());
        tokio::spawn(async move { axum_serve(listener, router).await });
        proxy
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    pub fn watched(&self) -> &Watched {
        &self.0.watched
    }

    pub fn stand_before(&self, upstream: &str) {
        upstream.clone_into(&mut self.0.upstream.lock().unwrap());
    }

    /// The next call of `method` that meets no earlier fault fails like this.
    pub fn fail(&self, method: &'static str, fault: Fault) {
        self.0.faults.lock().unwrap().push((method, fault));
    }

    /// All calls of `method` fail, until [`Proxy::mend`].
    pub fn break_down(&self, method: &'static str) {
        *self.0.broken.lock().unwrap() = Some(method);
    }

    /// All calls of all methods are answered with this error, as by a token that was revoked.
    pub fn refuse_all(&self, error: &'static str) {
        *self.0.refuses.lock().unwrap() = Some(error);
    }

    pub fn mend(&self) {
        *self.0.broken.lock().unwrap() = None;
    }

    /// Whoever has to wait (`Retry-After`) need not wait long: the test's clock runs faster.
    pub fn hurry(&self) {
        self.0.hurries.store(true, Ordering::Relaxed);
    }

    /// How often Slack itself answered 429.
    pub fn rate_limited(&self) -> usize {
        self.0.rate_limited.load(Ordering::Relaxed)
    }

    /// Calls that wait for [`Proxy::go_on`].
    pub fn waiting(&self) -> usize {
        self.0.waiting.load(Ordering::Relaxed)
    }

    pub fn go_on(&self) {
        self.0.gate.add_permits(1);
    }

    /// Faults that never happened: the test did not test what it says.
    pub fn unused(&self) -> Vec<(&'static str, Fault)> {
        self.0.faults.lock().unwrap().clone()
    }

    fn fault_of(&self, uri: &Uri) -> Option<Fault> {
        let broken = *self.0.broken.lock().unwrap();
        if broken.is_some_and(|method| uri.path().ends_with(method)) {
            return Some(Fault::Unavailable);
        }
        if let Some(error) = *self.0.refuses.lock().unwrap() {
            return Some(Fault::Error(error));
        }
        let mut faults = self.0.faults.lock().unwrap();
        let position = faults
            .iter()
            .position(|(method, _)| uri.path().ends_with(method))?;
        Some(faults.remove(position).1)
    }
}

async fn forward(
    State(proxy): State<Proxy>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let method = uri.path().rsplit('/').next().unwrap_or_default();
    proxy.0.watched.comes(method).await;
    let fault = proxy.fault_of(&uri);
    match fault {
        Some(Fault::RateLimited(seconds)) => {
            return (
                StatusCode::TOO_MANY_REQUESTS,
                [("retry-after", seconds.to_string())],
            )
                .into_response();
        }
        Some(Fault::Error(error)) => {
            return axum::Json(serde_json::json!({ "ok": false, "error": error })).into_response();
        }
        Some(Fault::Unavailable) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Some(Fault::Waits) => {
            proxy.0.waiting.fetch_add(1, Ordering::Relaxed);
            proxy.0.gate.acquire().await.unwrap().forget();
            proxy.0.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        Some(Fault::LosesItsAnswer) | None => {}
    }
    let url = format!("{}{uri}", proxy.0.upstream.lock().unwrap());
    let answer = proxy
        .0
        .http
        .post(url)
        .headers(headers)
        .body(body)
        .send()
        .await
        .unwrap();
    let status = answer.status();
    let retry_after = answer.headers().get("retry-after").cloned();
    let bytes = answer.bytes().await.unwrap();
    proxy.0.watched.done(method).await;
    if fault == Some(Fault::LosesItsAnswer) {
        // Ends in the middle of the body.
        let broken =
            futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("lost")) });
        return (status, Body::from_stream(broken)).into_response();
    }
    let mut answer = (status, [("content-type", "application/json")], bytes).into_response();
    if let Some(seconds) = retry_after {
        proxy.0.rate_limited.fetch_add(1, Ordering::Relaxed);
        let hurries = proxy.0.hurries.load(Ordering::Relaxed);
        let seconds = match hurries {
            true => HeaderValue::from_static("0"),
            false => seconds,
        };
        answer.headers_mut().insert("retry-after", seconds);
    }
    answer
}
