//! A service that notes what it is asked and answers as it is told to: Google's, AWS's or ours.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::llm::axum_serve;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    None,
    Status(u16),
    /// A web page instead of JSON.
    Malformed,
    /// The answer ends in its middle.
    HangsUp,
    /// No answer at all.
    Silent,
    /// An error of an AWS service that speaks JSON.
    Aws(u16, &'static str),
    /// An error of S3.
    AwsXml(u16, &'static str),
}

#[derive(Clone, Debug)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    /// JSON, or the text as a JSON string.
    pub body: Value,
}

#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    url: String,
    asked: Mutex<Vec<Asked>>,
    fault: Mutex<Fault>,
    usual: Mutex<(u16, String)>,
    routes: Mutex<HashMap<String, (u16, String)>>,
    first: Mutex<HashMap<String, (u16, String)>>,
}

pub const ACCESS_TOKEN: &str = "ya29.canary-access-token";

impl Service {
    pub async fn start() -> Service {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let service = Service(Arc::new(Inner {
            url: format!("http://{}", listener.local_addr().unwrap()),
            asked: Mutex::default(),
            fault: Mutex::new(Fault::None),
            usual: Mutex::new((202, json!({ "status": "accepted" }).to_string())),
            routes: Mutex::default(),
            first: Mutex::default(),
        }));
        let router = Router::new().fallback(answer).with_state(service.clone());
        tokio::spawn(axum_serve(listener, router));
        service
    }

    /// The metadata server of a Cloud Run service (docs.cloud.google.com/run/docs/container-contract).
    pub async fn metadata(id_token: &str) -> Service {
        let service = Service::start().await;
        let account = "/computeMetadata/v1/instance/service-accounts/default";
        let token =
            json!({ "access_token": ACCESS_TOKEN, "expires_in": 3599, "token_type": "Bearer" });
        service.route(&format!("{account}/token"), 200, token.to_string());
        service.route(&format!("{account}/identity"), 200, id_token.to_owned());
        service.route(
            "/computeMetadata/v1/project/project-id",
            200,
            "my-project".to_owned(),
        );
        let region = "projects/123/regions/asia-northeast1".to_owned();
        service.route("/computeMetadata/v1/instance/region", 200, region);
        service
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// As `GCE_METADATA_HOST` names it.
    pub fn host(&self) -> &str {
        self.0.url.trim_start_matches("http://")
    }

    pub fn route(&self, path: &str, status: u16, body: String) {
        self.0
            .routes
            .lock()
            .unwrap()
            .insert(path.to_owned(), (status, body));
    }

    /// The first answer, before that of [`Service::route`].
    pub fn at_first(&self, path: &str, status: u16, body: String) {
        self.0
            .first
            .lock()
            .unwrap()
            .insert(path.to_owned(), (status, body));
    }

    pub fn answers_with(&self, status: u16, body: Value) {
        self.answers_with_text(status, body.to_string());
    }

    pub fn answers_with_text(&self, status: u16, body: String) {
        *self.0.usual.lock().unwrap() = (status, body);
    }

    pub fn always(&self, fault: Fault) {
        *self.0.fault.lock().unwrap() = fault;
    }

    pub fn requests(&self) -> Vec<Asked> {
        self.0.asked.lock().unwrap().clone()
    }

    pub fn requests_of(&self, path: &str) -> Vec<Asked> {
        let mut asked = self.requests();
        asked.retain(|asked| asked.path == path);
        asked
    }
}

async fn answer(
    State(Service(service)): State<Service>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text = String::from_utf8_lossy(&body).into_owned();
    service.asked.lock().unwrap().push(Asked {
        method,
        path: uri.path().to_owned(),
        query: uri.query().unwrap_or_default().to_owned(),
        headers: headers.clone(),
        body: serde_json::from_str(&text).unwrap_or(Value::String(text)),
    });
    let status = |status: u16| StatusCode::from_u16(status).unwrap();
    let fault = *service.fault.lock().unwrap();
    match fault {
        Fault::None => {}
        Fault::Status(code) => return status(code).into_response(),
        Fault::Malformed => return "<html>Please log in</html>".into_response(),
        Fault::HangsUp => {
            let broken = futures_util::stream::once(async {
                Err::<Bytes, _>(std::io::Error::other("lost"))
            });
            return (StatusCode::OK, Body::from_stream(broken)).into_response();
        }
        Fault::Silent => std::future::pending().await,
        Fault::Aws(code, error) => {
            return (status(code), [("x-amzn-errortype", error)], "{}").into_response();
        }
        Fault::AwsXml(code, error) => {
            let body = format!("<Error><Code>{error}</Code><Message>no</Message></Error>");
            return (status(code), [("content-type", "application/xml")], body).into_response();
        }
    }
    // The metadata server answers nobody who does not know that it is one.
    if uri.path().starts_with("/computeMetadata/")
        && headers
            .get("metadata-flavor")
            .is_none_or(|flavor| flavor != "Google")
    {
        return StatusCode::FORBIDDEN.into_response();
    }
    let first = service.first.lock().unwrap().remove(uri.path());
    let route = first.or_else(|| service.routes.lock().unwrap().get(uri.path()).cloned());
    let (code, body) = match route {
        Some(answer) => answer,
        None if uri.path().starts_with("/computeMetadata/") => {
            return StatusCode::NOT_FOUND.into_response();
        }
        None => service.usual.lock().unwrap().clone(),
    };
    let kind = if body.starts_with('{') {
        "application/json"
    } else {
        "text/plain"
    };
    (status(code), [("content-type", kind)], body).into_response()
}
