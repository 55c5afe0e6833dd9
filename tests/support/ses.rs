//! Amazon SES in front of the mail server of a test: the same moods, the same mails, and reports of
//! what became of them.

use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine;
use serde_json::{Value, json};

use super::llm::axum_serve;
use super::smtp::{Mood, Smtp};

/// A mail that SES took.
#[derive(Clone)]
pub struct Report {
    /// The event notification.
    pub event: Value,
    /// The mail that it is about.
    pub mail: String,
}

#[derive(Clone)]
pub struct Ses(Arc<Inner>);

struct Inner {
    url: String,
    smtp: Smtp,
    reports: Mutex<Vec<Report>>,
}

impl Ses {
    pub async fn start(smtp: &Smtp) -> Ses {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let ses = Ses(Arc::new(Inner {
            url: format!("http://{}", listener.local_addr().unwrap()),
            smtp: smtp.clone(),
            reports: Mutex::default(),
        }));
        let router = axum::Router::new()
            .route("/v2/email/outbound-emails", post(send_email))
            .with_state(ses.clone());
        tokio::spawn(async move { axum_serve(listener, router).await });
        ses
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// What SES has to report, in the order it took the mails.
    pub fn reports(&self) -> Vec<Report> {
        self.0.reports.lock().unwrap().clone()
    }
}

async fn send_email(State(Ses(ses)): State<Ses>, body: Bytes) -> Response {
    let request: Value = serde_json::from_slice(&body).unwrap();
    let raw = request["Content"]["Raw"]["Data"].as_str().unwrap();
    let mail = base64::engine::general_purpose::STANDARD.decode(raw);
    let mail = String::from_utf8(mail.unwrap()).unwrap();
    let context_id = &request["EmailTags"][0]["Value"];
    // SES reports each mail that it took, whether its answer arrives or not.
    let report = |number: usize| {
        let of = json!({ "messageId": ses_id(number), "tags": { "context_id": [context_id] } });
        let event = json!({ "eventType": "Delivery", "mail": of });
        let mail = mail.clone();
        ses.reports.lock().unwrap().push(Report { event, mail });
    };
    match ses.smtp.take_whole(&mail, report).await {
        Ok(Some(number)) => axum::Json(json!({ "MessageId": ses_id(number) })).into_response(),
        Ok(None) => {
            let broken = async { Err::<Bytes, _>(std::io::Error::other("lost")) };
            let broken = Body::from_stream(futures_util::stream::once(broken));
            (StatusCode::OK, broken).into_response()
        }
        Err(mood) => {
            let (status, code) = match mood {
                Mood::Refuses => (StatusCode::BAD_REQUEST, "MessageRejected"),
                _ => (StatusCode::TOO_MANY_REQUESTS, "TooManyRequestsException"),
            };
            let body = axum::Json(json!({ "message": "not now" }));
            (status, [("x-amzn-errortype", code)], body).into_response()
        }
    }
}

fn ses_id(number: usize) -> String {
    format!("0100-{number}-000000")
}
