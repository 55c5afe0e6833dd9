//! The App Manifest API (docs.slack.dev/app-manifests/configuring-apps-with-app-manifests), with
//! an app configuration token, which belongs to a person and lives twelve hours.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use platform::net;
use platform::secrets::Secret;

/// Longer than Slack takes to try a new request URL, which it does before it answers.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Why the app's settings were not read or changed.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// HTTP 200 with `"ok": false`.
    #[error("Slack refused {method}: {error}{}", details(error, faults))]
    Refused {
        /// The Web API method.
        method: &'static str,
        /// Slack's error code, e.g. `invalid_manifest`.
        error: String,
        /// What is wrong with which part of the manifest.
        faults: Vec<String>,
    },
    /// HTTP 429.
    #[error("Slack asks to wait {0} s")]
    RateLimited(u64),
    /// No usable answer.
    #[error("Slack cannot be asked for {method}: {why}")]
    Unanswered {
        /// The Web API method.
        method: &'static str,
        /// What happened.
        why: &'static str,
    },
}

impl ManifestError {
    /// True when trying again later may help.
    pub fn is_temporary(&self) -> bool {
        !matches!(self, ManifestError::Refused { .. })
    }
}

fn details(error: &str, faults: &[String]) -> String {
    let advice = match error {
        "invalid_auth"
        | "not_authed"
        | "token_expired"
        | "token_revoked"
        | "not_allowed_token_type" => {
            ": is SLACK_CONFIG_TOKEN an app configuration token (xoxe.xoxp-…) of the last twelve hours? Make one at https://api.slack.com/apps"
        }
        "invalid_app_id" | "app_not_found" | "no_permission" => {
            ": is SLACK_APP_ID the app's id (A…), and are you one of its collaborators?"
        }
        _ => "",
    };
    match faults {
        [] => advice.to_owned(),
        faults => format!(" ({}){advice}", faults.join("; ")),
    }
}

/// The settings of one app.
pub struct ManifestApi {
    http: reqwest::Client,
    api_url: String,
    token: Secret,
    app_id: String,
}

impl ManifestApi {
    /// For the app `app_id`, by the Web API at `api_url`.
    pub fn new(http: reqwest::Client, api_url: &str, token: Secret, app_id: &str) -> ManifestApi {
        ManifestApi {
            http,
            api_url: api_url.trim_end_matches('/').to_owned(),
            token,
            app_id: app_id.to_owned(),
        }
    }

    /// The app's manifest as it is now.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub async fn export(&self) -> Result<Value, ManifestError> {
        const METHOD: &str = "apps.manifest.export";
        let mut answer = self.call(METHOD, json!({ "app_id": self.app_id })).await?;
        match answer["manifest"].take() {
            manifest @ Value::Object(_) => Ok(manifest),
            _ => Err(ManifestError::Unanswered {
                method: METHOD,
                why: "the answer holds no manifest",
            }),
        }
    }

    /// Lets Slack look at a manifest without using it.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub async fn validate(&self, manifest: &Value) -> Result<(), ManifestError> {
        let arguments = json!({ "app_id": self.app_id, "manifest": manifest.to_string() });
        self.call("apps.manifest.validate", arguments)
            .await
            .map(drop)
    }

    /// Replaces the app's manifest. True when its permissions changed, so that it has to be
    /// installed again.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub async fn update(&self, manifest: &Value) -> Result<bool, ManifestError> {
        let arguments = json!({ "app_id": self.app_id, "manifest": manifest.to_string() });
        let answer = self.call("apps.manifest.update", arguments).await?;
        Ok(answer["permissions_updated"] == true)
    }

    async fn call(&self, method: &'static str, arguments: Value) -> Result<Value, ManifestError> {
        let unanswered = |why| ManifestError::Unanswered { method, why };
        let response = self
            .http
            .post(format!("{}/{method}", self.api_url))
            .bearer_auth(self.token.current().expose_secret())
            .timeout(TIMEOUT)
            .json(&arguments)
            .send()
            .await
            .map_err(|_| unanswered("no answer came"))?;
        if response.status() == StatusCode::TOO_MANY_REQUESTS {
            let seconds = response.headers().get(RETRY_AFTER);
            let seconds = seconds.and_then(|value| value.to_str().ok()?.parse().ok());
            return Err(ManifestError::RateLimited(seconds.unwrap_or(60)));
        }
        if !response.status().is_success() {
            return Err(unanswered("it answers with an HTTP error"));
        }
        let answer: Value = net::json(response)
            .await
            .map_err(|_| unanswered("the answer is not JSON, or too long"))?;
        if answer["ok"] == true {
            return Ok(answer);
        }
        let faults = answer["errors"].as_array().into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Err(ManifestError::Refused {
            method,
            error: answer["error"]
                .as_str()
                .unwrap_or("no error code")
                .to_owned(),
            faults: faults
                .map(|fault| format!("{}: {}", text(&fault["pointer"]), text(&fault["message"])))
                .collect(),
        })
    }
}
