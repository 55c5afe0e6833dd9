//! A Cloud Run job that writes one draft
//! (docs.cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs/run).

use std::time::Duration;

use backon::Retryable;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::{DispatchError, Wanted, WorkRequest, backoff};
use inquiry::Cause;
use platform::identity::google::Google;
use platform::net;
use platform::telemetry::trace;

const SERVICE: &str = "Cloud Run";

/// What starting a job with arguments of our own takes.
const PERMISSIONS: [&str; 2] = ["run.jobs.run", "run.jobs.runWithOverrides"];

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

    pub(super) async fn start(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        let starting = (|| self.post(wish))
            .retry(backoff())
            .when(DispatchError::is_worth_asking_again);
        tokio::time::timeout(self.timeout, starting)
            .await
            .unwrap_or_else(|_| {
                let detail = format!("{SERVICE} did not answer in time");
                Err(DispatchError::new(Cause::TimedOut, detail))
            })
    }

    /// Looks whether there is such a job, and whether we may start it with arguments of our own.
    pub(super) async fn reach(&self) -> Result<String, DispatchError> {
        let job = self.url.trim_end_matches(":run");
        let found = self.ask(self.http.get(job)).await?;
        let name = found["name"].as_str().unwrap_or(job).to_owned();
        let permissions = json!({ "permissions": PERMISSIONS });
        let may = self
            .http
            .post(format!("{job}:testIamPermissions"))
            .json(&permissions);
        let may = self.ask(may).await?;
        let held = may["permissions"].as_array().cloned().unwrap_or_default();
        let missing = PERMISSIONS.iter().find(|it| !held.contains(&(**it).into()));
        match missing {
            None => Ok(format!("{name} may be started")),
            Some(permission) => Err(DispatchError::new(
                Cause::Unauthorized,
                format!(
                    "{name} may not be started by this service account: it lacks {permission} (roles/run.developer)"
                ),
            )),
        }
    }

    async fn ask(&self, request: reqwest::RequestBuilder) -> Result<Value, DispatchError> {
        let token = self.token().await?;
        let response = request
            .bearer_auth(token.expose_secret())
            .timeout(self.timeout)
            .send()
            .await
            .map_err(|error| DispatchError::unanswered(SERVICE, &error))?;
        if !response.status().is_success() {
            let error = DispatchError::refused(SERVICE, response.status());
            let detail = format!("{} when asked about the job", error.detail);
            return Err(DispatchError::new(error.cause, detail));
        }
        let read = net::json(response).await;
        read.map_err(|error| DispatchError::unread(SERVICE, &error))
    }

    async fn token(&self) -> Result<SecretString, DispatchError> {
        self.google.access_token().await.map_err(|error| {
            let detail = format!("there is no access token for it: {error}");
            DispatchError::new(error.cause(), detail)
        })
    }

    async fn post(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        let token = self.token().await?;
        let mut args = vec!["job", "--context-id", wish.id.as_str()];
        if let Wanted::Translation { external_id } = &wish.what {
            args.extend(["--translation", external_id]);
        }
        let mut container = json!({ "args": args });
        if let Some(trace) = trace::current() {
            // As OpenTelemetry hands a trace on to a process.
            container["env"] = json!([{ "name": "TRACEPARENT", "value": trace.as_str() }]);
        }
        let response = self
            .http
            .post(&self.url)
            .bearer_auth(token.expose_secret())
            .json(&json!({ "overrides": { "containerOverrides": [container] } }))
            .send()
            .await
            .map_err(|error| DispatchError::unanswered(SERVICE, &error))?;
        if !response.status().is_success() {
            return Err(DispatchError::refused(SERVICE, response.status()));
        }
        let operation: Value = net::json(response)
            .await
            .map_err(|error| DispatchError::unread(SERVICE, &error))?;
        match operation["name"].as_str() {
            Some(operation) => {
                tracing::info!(context_id = %wish.id, operation, "a job was started");
                Ok(())
            }
            None => Err(DispatchError::new(
                Cause::Unusable,
                format!("{SERVICE} did not say which operation was started"),
            )),
        }
    }
}
