//! Amazon SES's `SendEmail` (API version 2), as far as a sender sees it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::llm::axum_serve;

/// What SES does with the next mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Takes,
    /// Answers with this status and error code.
    Refuses(u16, &'static str),
    /// Takes the mail, and its answer is lost.
    LosesItsAnswer,
}

#[derive(Clone)]
pub struct Ses(Arc<Inner>);

struct Inner {
    url: String,
    mood: Mutex<Mood>,
    taken: Mutex<Vec<(Value, String)>>,
}

impl Ses {
    pub async fn start() -> Ses {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ses = Ses(Arc::new(Inner {
            url: format!("http://{}", listener.local_addr().unwrap()),
            mood: Mutex::new(Mood::Takes),
            taken: Mutex::default(),
        }));
        let router = Router::new()
            .route("/v2/email/outbound-emails", post(send_email))
            .with_state(ses.clone());
        tokio::spawn(async move { axum_serve(listener, router).await });
        ses
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    pub fn set_mood(&self, mood: Mood) {
        *self.0.mood.lock().unwrap() = mood;
    }

    /// The requests whose mails would be delivered, and the mails.
    pub fn taken(&self) -> Vec<(Value, String)> {
        self.0.taken.lock().unwrap().clone()
    }
}

async fn send_email(State(Ses(ses)): State<Ses>, headers: HeaderMap, body: Bytes) -> Response {
    let signed = headers
        .get("authorization")
        .is_some_and(|it| it.to_str().unwrap().starts_with("AWS4-HMAC-SHA256 "));
    if !signed {
        return refuse(403, "MissingAuthenticationTokenException");
    }
    let mood = *ses.mood.lock().unwrap();
    if let Mood::Refuses(status, code) = mood {
        return refuse(status, code);
    }
    let request: Value = serde_json::from_slice(&body).unwrap();
    let raw = request["Content"]["Raw"]["Data"].as_str().unwrap();
    let mail = base64::engine::general_purpose::STANDARD
        .decode(raw)
        .unwrap();
    let number = {
        let mut taken = ses.taken.lock().unwrap();
        taken.push((request, String::from_utf8(mail).unwrap()));
        taken.len()
    };
    if mood == Mood::LosesItsAnswer {
        let broken =
            futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("lost")) });
        return (StatusCode::OK, Body::from_stream(broken)).into_response();
    }
    axum::Json(json!({ "MessageId": format!("0100-{number}-000000") })).into_response()
}

fn refuse(status: u16, code: &'static str) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    let message = "Email address is not verified: taro.yamada@example.com";
    (
        status,
        [("x-amzn-errortype", code)],
        axum::Json(json!({ "message": message })),
    )
        .into_response()
}
