//! A Cloud Run job that writes one draft
//! (docs.cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs/run).

use std::time::Duration;

use backon::Retryable;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{DispatchError, Wish, backoff};
use crate::identity::google::Google;
use crate::inquiry::Cause;

const WHOM: &str = "Cloud Run";

/// The job to start.
#[derive(Clone, Debug)]
pub struct CloudRunJob {
    http: reqwest::Client,
    google: Google,
    url: String,
    timeout: Duration,
}

impl CloudRunJob {
    /// The job of this name. `base_url` is Cloud Run's own, e.g. `https://run.googleapis.com`;
    /// `timeout` bounds the whole of starting it, repetitions included.
    pub fn new(
        http: reqwest::Client,
        google: Google,
        base_url: &str,
        (project, region, job): (&str, &str, &str),
        timeout: Duration,
    ) -> CloudRunJob {
        let base_url = base_url.trim_end_matches('/');
        CloudRunJob {
            http,
            google,
            url: format!("{base_url}/v2/projects/{project}/locations/{region}/jobs/{job}:run"),
            timeout,
        }
    }

    pub(super) async fn start(&self, wish: Wish<'_>) -> Result<(), DispatchError> {
        let starting = (|| self.post(wish))
            .retry(backoff())
            .when(DispatchError::is_worth_asking_again);
        tokio::time::timeout(self.timeout, starting)
            .await
            .unwrap_or_else(|_| {
                let detail = format!("{WHOM} did not answer in time");
                Err(DispatchError::new(Cause::TimedOut, detail))
            })
    }

    async fn post(&self, wish: Wish<'_>) -> Result<(), DispatchError> {
        let token = self.google.access_token().await.map_err(|error| {
            let detail = format!("there is no access token for it: {error}");
            DispatchError::new(error.cause(), detail)
        })?;
        let arguments = json!(["job", "--context-id", wish.id]);
        let response = self
            .http
            .post(&self.url)
            .bearer_auth(token.expose_secret())
            .json(&json!({ "overrides": { "containerOverrides": [{ "args": arguments }] } }))
            .send()
            .await
            .map_err(|error| DispatchError::unanswered(WHOM, &error))?;
        if !response.status().is_success() {
            return Err(DispatchError::refused(WHOM, response.status()));
        }
        let operation: Value = response
            .json()
            .await
            .map_err(|error| DispatchError::unanswered(WHOM, &error))?;
        match operation["name"].as_str() {
            Some(operation) => {
                tracing::info!(context_id = %wish.id, operation, "a job was started");
                Ok(())
            }
            None => Err(DispatchError::new(
                Cause::Unusable,
                format!("{WHOM} did not say which operation was started"),
            )),
        }
    }
}
