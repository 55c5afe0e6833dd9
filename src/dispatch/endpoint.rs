//! A service that drafts: `POST /async/generate`, as `replybot serve` has it.

use std::time::Duration;

use backon::Retryable;
use reqwest::header::{AUTHORIZATION, HeaderValue};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{DispatchError, Wanted, WorkRequest, backoff};
use inquiry::Cause;
use platform::identity::google::Google;
use platform::net;
use platform::secrets::Secret;
use platform::telemetry::trace;

const SERVICE: &str = "the service at ASYNC_GENERATION_ENDPOINT";

/// The service to ask.
#[derive(Clone, Debug)]
pub struct Endpoint {
    http: reqwest::Client,
    url: String,
    authorization: Authorization,
    timeout: Duration,
}

/// How we prove who we are: `ASYNC_GENERATION_AUTH_HEADER`.
#[derive(Clone, Debug)]
pub enum Authorization {
    /// Not at all: the service is private in some other way.
    None,
    /// By this `Authorization` header.
    Header(Secret),
    /// By a Google ID token for this audience.
    GoogleIdToken {
        /// Who gives us one.
        google: Google,
        /// Its audience: `ASYNC_GENERATION_AUDIENCE`, else the service's own address.
        audience: String,
    },
}

impl Endpoint {
    /// A service at `url`. `timeout` bounds the whole of asking, repetitions included.
    pub fn new(
        http: reqwest::Client,
        url: &str,
        authorization: Authorization,
        timeout: Duration,
    ) -> Endpoint {
        Endpoint {
            http,
            url: url.to_owned(),
            authorization,
            timeout,
        }
    }

    /// The same, with another time for the whole of asking.
    pub(super) fn patient(self, timeout: Duration) -> Endpoint {
        Endpoint { timeout, ..self }
    }

    pub(super) async fn ask(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        let asking = (|| self.post(wish))
            .retry(backoff())
            .when(DispatchError::is_worth_asking_again);
        tokio::time::timeout(self.timeout, asking)
            .await
            .unwrap_or_else(|_| {
                let detail = format!("{SERVICE} did not answer in time");
                Err(DispatchError::new(Cause::TimedOut, detail))
            })
    }

    /// Proves who we are with a request that names no inquiry, which is refused for that alone.
    pub(super) async fn reach(&self) -> Result<String, DispatchError> {
        let mut request = self.http.post(&self.url).json(&json!({}));
        if let Some(header) = self.header().await? {
            request = request.header(AUTHORIZATION, header);
        }
        let response = request
            .timeout(self.timeout)
            .send()
            .await
            .map_err(|error| DispatchError::unanswered(SERVICE, &error))?;
        match response.status().as_u16() {
            400 | 422 => Ok(format!("{} would take a wish", self.url)),
            _ if response.status().is_success() => Err(DispatchError::new(
                Cause::Unusable,
                format!("{SERVICE} takes a wish for nothing: is it the right address?"),
            )),
            _ => Err(DispatchError::refused(SERVICE, response.status())),
        }
    }

    /// A header that is refused may have been rotated.
    async fn post(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        let Authorization::Header(header) = &self.authorization else {
            return self.post_once(wish).await;
        };
        let sent = header.current();
        match self.post_once(wish).await {
            Err(error) if error.cause == Cause::Unauthorized && header.refresh(&sent).await => {
                self.post_once(wish).await
            }
            posted => posted,
        }
    }

    async fn post_once(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        let body = match &wish.what {
            Wanted::Draft { external_id } => {
                json!({ "context_id": wish.id, "external_id": external_id })
            }
            Wanted::Translation { external_id } => {
                json!({ "context_id": wish.id, "external_id": external_id, "wish": WorkRequest::TRANSLATION })
            }
        };
        let mut request = self.http.post(&self.url).json(&body);
        if let Some(header) = self.header().await? {
            request = request.header(AUTHORIZATION, header);
        }
        if let Some(trace) = trace::current() {
            request = request.header("traceparent", trace.as_str());
        }
        let response = request
            .send()
            .await
            .map_err(|error| DispatchError::unanswered(SERVICE, &error))?;
        if !response.status().is_success() {
            return Err(DispatchError::refused(SERVICE, response.status()));
        }
        // A log-in page answers 200, too.
        match net::json::<Value>(response).await {
            Ok(_) => Ok(()),
            Err(_) => Err(DispatchError::new(
                Cause::Unusable,
                format!("{SERVICE} did not answer with JSON: is it the right address?"),
            )),
        }
    }

    async fn header(&self) -> Result<Option<HeaderValue>, DispatchError> {
        let value = match &self.authorization {
            Authorization::None => return Ok(None),
            Authorization::Header(header) => header.current().expose_secret().to_owned(),
            Authorization::GoogleIdToken { google, audience } => {
                let token = google.id_token(audience).await.map_err(|error| {
                    let detail = format!("there is no ID token for it: {error}");
                    DispatchError::new(error.cause(), detail)
                })?;
                format!("Bearer {}", token.expose_secret())
            }
        };
        let mut header = HeaderValue::from_str(&value).map_err(|_| {
            let detail = "ASYNC_GENERATION_AUTH_HEADER holds characters that no header may hold";
            DispatchError::new(Cause::Unauthorized, detail)
        })?;
        header.set_sensitive(true);
        Ok(Some(header))
    }
}
