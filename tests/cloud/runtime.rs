//! The Lambda Runtime API (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html), and API
//! Gateway in front of it, so that Slack's requests come to the function.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot, watch};

use crate::llm::axum_serve;

/// What an invocation ended with: the answer, or the error's type and message.
pub type Outcome = Result<Value, String>;

#[derive(Clone)]
pub struct Runtime(Arc<Inner>);

struct Inner {
    address: String,
    gateway: String,
    waiting: Mutex<Vec<(String, Value)>>,
    arrived: Notify,
    started: watch::Sender<bool>,
    running: Mutex<HashMap<String, oneshot::Sender<Outcome>>>,
    count: Mutex<u32>,
    limit: Mutex<Duration>,
    payload: Mutex<Payload>,
}

/// The form in which requests are handed to the function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payload {
    /// API Gateway's HTTP API, or a Function URL.
    V2,
    /// API Gateway's REST API, with its stage in the path.
    V1,
}

impl Runtime {
    pub async fn start() -> Runtime {
        let api = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gateway = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let runtime = Runtime(Arc::new(Inner {
            address: api.local_addr().unwrap().to_string(),
            gateway: format!("http://{}", gateway.local_addr().unwrap()),
            waiting: Mutex::default(),
            arrived: Notify::new(),
            started: watch::Sender::new(false),
            running: Mutex::default(),
            count: Mutex::default(),
            limit: Mutex::new(Duration::from_secs(30)),
            payload: Mutex::new(Payload::V2),
        }));
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route(
                "/2018-06-01/runtime/invocation/{id}/response",
                post(respond),
            )
            .route("/2018-06-01/runtime/invocation/{id}/error", post(fail))
            .with_state(runtime.clone());
        tokio::spawn(axum_serve(api, router));
        let router = Router::new().fallback(forward).with_state(runtime.clone());
        tokio::spawn(axum_serve(gateway, router));
        runtime
    }

    /// What Lambda sets for a function's process.
    pub fn environment(&self) -> [(&'static str, String); 4] {
        [
            ("AWS_LAMBDA_RUNTIME_API", self.0.address.clone()),
            ("AWS_LAMBDA_FUNCTION_NAME", "replybot".to_owned()),
            ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "256".to_owned()),
            ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST".to_owned()),
        ]
    }

    /// Where API Gateway listens.
    pub fn url(&self) -> &str {
        &self.0.gateway
    }

    pub fn speak(&self, payload: Payload) {
        *self.0.payload.lock().unwrap() = payload;
    }

    /// The function's own time-out.
    pub fn limit(&self, limit: Duration) {
        *self.0.limit.lock().unwrap() = limit;
    }

    /// Waits until the function is through with its start and asks for its first invocation.
    pub async fn until_started(&self) {
        let mut started = self.0.started.subscribe();
        tokio::time::timeout(
            Duration::from_secs(30),
            started.wait_for(|started| *started),
        )
        .await
        .expect("the function starts")
        .unwrap();
    }

    pub async fn invoke(&self, event: Value) -> Outcome {
        let id = {
            let mut count = self.0.count.lock().unwrap();
            *count += 1;
            format!("8476a536-e9f4-11e8-9739-{:012}", *count)
        };
        let (sender, outcome) = oneshot::channel();
        self.0.running.lock().unwrap().insert(id.clone(), sender);
        self.0.waiting.lock().unwrap().push((id, event));
        self.0.arrived.notify_one();
        tokio::time::timeout(Duration::from_secs(30), outcome)
            .await
            .expect("the function answers")
            .unwrap()
    }

    fn end(&self, id: &str, outcome: Outcome) -> StatusCode {
        match self.0.running.lock().unwrap().remove(id) {
            Some(waiting) => {
                let _ = waiting.send(outcome);
                StatusCode::ACCEPTED
            }
            None => StatusCode::BAD_REQUEST,
        }
    }
}

async fn next(State(runtime): State<Runtime>) -> Response {
    runtime.0.started.send_replace(true);
    let (id, event) = loop {
        let next = {
            let mut waiting = runtime.0.waiting.lock().unwrap();
            (!waiting.is_empty()).then(|| waiting.remove(0))
        };
        match next {
            Some(next) => break next,
            None => runtime.0.arrived.notified().await,
        }
    };
    let deadline = SystemTime::now() + *runtime.0.limit.lock().unwrap();
    let deadline = deadline.duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let headers = [
        ("lambda-runtime-aws-request-id", id),
        (
            "lambda-runtime-deadline-ms",
            deadline.as_millis().to_string(),
        ),
        (
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:ap-northeast-1:123456789012:function:replybot".to_owned(),
        ),
        ("content-type", "application/json".to_owned()),
    ];
    (headers, event.to_string()).into_response()
}

async fn respond(
    State(runtime): State<Runtime>,
    Path(id): Path<String>,
    body: Bytes,
) -> StatusCode {
    let answer = serde_json::from_slice(&body).unwrap_or(Value::Null);
    runtime.end(&id, Ok(answer))
}

async fn fail(State(runtime): State<Runtime>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    runtime.end(&id, Err(String::from_utf8_lossy(&body).into_owned()))
}

/// API Gateway: a request becomes an event, the function's answer a response.
async fn forward(
    State(runtime): State<Runtime>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let payload = *runtime.0.payload.lock().unwrap();
    let event = match payload {
        Payload::V2 => v2(&method, &uri, &headers, &body),
        Payload::V1 => v1(&method, &uri, &headers, &body),
    };
    match runtime.invoke(event).await {
        Ok(answer) => response(&answer),
        Err(_) => StatusCode::BAD_GATEWAY.into_response(),
    }
}

/// Header names come in lower case, the body in base64.
pub fn v2(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Value {
    let headers: serde_json::Map<String, Value> = headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().into()))
        .collect();
    json!({
        "version": "2.0", "routeKey": "$default", "rawPath": uri.path(), "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "123456789012", "apiId": "api-id", "domainName": "id.execute-api.ap-northeast-1.amazonaws.com",
            "domainPrefix": "id", "requestId": "id", "routeKey": "$default", "stage": "$default",
            "time": "24/Nov/2026:03:00:00 +0000", "timeEpoch": 1795489200000_u64,
            "http": { "method": method.as_str(), "path": uri.path(), "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "Slackbot" },
        },
        "body": STANDARD.encode(body), "isBase64Encoded": true,
    })
}

/// Header names come as the client wrote them, the body as text.
pub fn v1(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8]) -> Value {
    let title = |name: &str| {
        let words: Vec<String> = name
            .split('-')
            .map(|word| word[..1].to_uppercase() + &word[1..])
            .collect();
        words.join("-")
    };
    let headers: serde_json::Map<String, Value> = headers
        .iter()
        .map(|(name, value)| (title(name.as_str()), value.to_str().unwrap().into()))
        .collect();
    let many: serde_json::Map<String, Value> = headers
        .iter()
        .map(|(name, value)| (name.clone(), json!([value])))
        .collect();
    json!({
        "resource": "/{proxy+}", "path": uri.path(), "httpMethod": method.as_str(),
        "headers": headers, "multiValueHeaders": many,
        "queryStringParameters": null, "multiValueQueryStringParameters": null,
        "pathParameters": { "proxy": uri.path().trim_start_matches('/') }, "stageVariables": null,
        "requestContext": {
            "accountId": "123456789012", "apiId": "api-id", "httpMethod": method.as_str(), "path": format!("/prod{}", uri.path()),
            "protocol": "HTTP/1.1", "requestId": "id", "resourceId": "r", "resourcePath": "/{proxy+}", "stage": "prod",
            "requestTimeEpoch": 1795489200000_u64, "identity": { "sourceIp": "192.0.2.1" },
        },
        "body": String::from_utf8_lossy(body), "isBase64Encoded": false,
    })
}

fn response(answer: &Value) -> Response {
    let status = answer["statusCode"].as_u64().unwrap();
    let body = answer["body"].as_str().unwrap_or_default();
    let body = match answer["isBase64Encoded"].as_bool() {
        Some(true) => STANDARD.decode(body).unwrap(),
        _ => body.as_bytes().to_vec(),
    };
    let mut response = (
        StatusCode::from_u16(u16::try_from(status).unwrap()).unwrap(),
        body,
    )
        .into_response();
    for (name, value) in answer["headers"].as_object().into_iter().flatten() {
        let name: axum::http::HeaderName = name.parse().unwrap();
        response
            .headers_mut()
            .insert(name, value.as_str().unwrap().parse().unwrap());
    }
    for (name, values) in answer["multiValueHeaders"]
        .as_object()
        .into_iter()
        .flatten()
    {
        let name: axum::http::HeaderName = name.parse().unwrap();
        response
            .headers_mut()
            .insert(name, values[0].as_str().unwrap().parse().unwrap());
    }
    response
}
