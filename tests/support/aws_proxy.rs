//! Is between the product and the emulator of AWS: notes which operations are asked for, and
//! lets them fail as AWS and networks do.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::moto::moto;

/// How an operation fails.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// HTTP 400 with this error code and body, without being carried out.
    Refused(&'static str, Value),
    /// Carried out, but the connection ends in the middle of the answer.
    LosesItsAnswer,
    /// BatchGetItem hands all keys back.
    Unprocessed,
}

impl Fault {
    pub fn refused(code: &'static str, message: &str) -> Fault {
        Fault::Refused(code, json!({ "message": message }))
    }

    pub fn throttled() -> Fault {
        Fault::refused("ThrottlingException", "Rate exceeded")
    }
}

#[derive(Clone)]
pub struct AwsProxy(Arc<Inner>);

struct Inner {
    url: String,
    http: reqwest::Client,
    operations: Mutex<Vec<String>>,
    faults: Mutex<Vec<(&'static str, Fault)>>,
    broken: Mutex<Option<(Option<&'static str>, Fault)>>,
}

impl AwsProxy {
    pub async fn start() -> AwsProxy {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = AwsProxy(Arc::new(Inner {
            url: format!("http://{}", listener.local_addr().unwrap()),
            http: reqwest::Client::new(),
            operations: Mutex::default(),
            faults: Mutex::default(),
            broken: Mutex::default(),
        }));
        let router = Router::new().fallback(forward).with_state(proxy.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        proxy
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// The next `operation` that meets no earlier fault fails like this.
    pub fn fail(&self, operation: &'static str, fault: Fault) {
        self.0.faults.lock().unwrap().push((operation, fault));
    }

    /// Each `operation` fails like this.
    pub fn break_down(&self, operation: &'static str, fault: Fault) {
        *self.0.broken.lock().unwrap() = Some((Some(operation), fault));
    }

    /// Every operation fails like this.
    pub fn break_down_all(&self, fault: Fault) {
        *self.0.broken.lock().unwrap() = Some((None, fault));
    }

    /// What was asked for, such as `GetItem`, failed attempts included.
    pub fn operations(&self) -> Vec<String> {
        self.0.operations.lock().unwrap().clone()
    }

    /// How often an operation was asked for.
    pub fn count(&self, operation: &str) -> usize {
        let operations = self.0.operations.lock().unwrap();
        operations.iter().filter(|it| *it == operation).count()
    }

    fn fault_of(&self, operation: &str) -> Option<Fault> {
        let broken = self.0.broken.lock().unwrap();
        if let Some((_, fault)) = broken
            .as_ref()
            .filter(|(name, _)| name.is_none_or(|name| name == operation))
        {
            return Some(fault.clone());
        }
        let mut faults = self.0.faults.lock().unwrap();
        let position = faults.iter().position(|(name, _)| *name == operation)?;
        Some(faults.remove(position).1)
    }
}

async fn forward(State(proxy): State<AwsProxy>, mut headers: HeaderMap, body: Bytes) -> Response {
    let target = headers["x-amz-target"].to_str().unwrap().to_owned();
    let (_, operation) = target.split_once('.').unwrap();
    // A scan of an index reads what is in the index, not the table.
    let asked: Value = serde_json::from_slice(&body).unwrap();
    let operation = match (operation, asked.get("IndexName")) {
        ("Scan", Some(_)) => "ScanIndex",
        _ => operation,
    };
    proxy
        .0
        .operations
        .lock()
        .unwrap()
        .push(operation.to_owned());
    let fault = proxy.fault_of(operation);
    match &fault {
        Some(Fault::Refused(code, answer)) => {
            let mut answer = answer.clone();
            answer["__type"] = format!("com.amazonaws.dynamodb.v20120810#{code}").into();
            return (StatusCode::BAD_REQUEST, axum::Json(answer)).into_response();
        }
        Some(Fault::Unprocessed) => {
            let answer = json!({ "Responses": {}, "UnprocessedKeys": asked["RequestItems"] });
            return axum::Json(answer).into_response();
        }
        Some(Fault::LosesItsAnswer) | None => {}
    }
    headers.remove("host");
    let request = proxy.0.http.post(moto().url()).headers(headers).body(body);
    let answer = request.send().await.unwrap();
    let status = answer.status();
    let bytes = answer.bytes().await.unwrap();
    if fault == Some(Fault::LosesItsAnswer) {
        let broken = async { Err::<Bytes, _>(std::io::Error::other("lost")) };
        let body = Body::from_stream(futures_util::stream::once(broken));
        return (status, body).into_response();
    }
    (status, bytes).into_response()
}
