//! Our own tokens for Google, by Application Default Credentials
//! (docs.cloud.google.com/docs/authentication/application-default-credentials): the metadata
//! server on Google Cloud (`GCE_METADATA_HOST`), or, elsewhere, the file that
//! `GOOGLE_APPLICATION_CREDENTIALS` names. On AWS that is the file of a workload identity pool,
//! which holds no key (`gcloud iam workload-identity-pools create-cred-config … --aws`). Its JSON
//! may stand in the variable itself: a function's image holds no file of one deployment.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use google_cloud_auth::build_errors::Error as BuildError;
use google_cloud_auth::credentials::idtoken::{self, IDTokenCredentials};
use google_cloud_auth::credentials::{AccessTokenCredentials, Builder, external_account};
use google_cloud_auth::errors::CredentialsError;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::net;
use inquiry::Cause;

/// What an access token is good for: what the account may do bounds it.
const CLOUD_PLATFORM: &str = "https://www.googleapis.com/auth/cloud-platform";

/// Bytes of a value of the metadata server.
const LONGEST_METADATA: usize = 4 * 1024;

/// Where to ask about ourselves.
#[derive(Clone, Debug)]
pub struct GoogleConfig {
    /// `GOOGLE_APPLICATION_CREDENTIALS`: a file, or its JSON.
    pub credentials: Option<PathBuf>,
    /// `GCE_METADATA_HOST`, default `metadata.google.internal`.
    pub metadata_host: Option<String>,
    /// How long a token may take: a part of `CLOUD_TIMEOUT`, for what it is for takes time, too.
    pub timeout: Duration,
}

/// Why there is no token. Never holds one.
#[derive(Clone, Debug, thiserror::Error)]
pub enum GoogleError {
    /// The credentials are none that can be used.
    #[error(
        "no Google credentials can be used ({0}): run on Google Cloud, or let GOOGLE_APPLICATION_CREDENTIALS name the file of a workload identity pool"
    )]
    Credentials(String),
    /// Google, or the metadata server, did not give it.
    #[error("Google gave no token{}: may this identity have one?", if *.0 { " for now" } else { "" })]
    Refused(bool),
    /// No answer.
    #[error("Google gave no token within {:.1} s, its part of CLOUD_TIMEOUT", .0.as_secs_f32())]
    TimedOut(Duration),
    /// The metadata server does not say where we are.
    #[error("the metadata server does not say which {0} this is: set {1}")]
    Unknown(&'static str, &'static str),
}

impl GoogleError {
    /// True when trying again may help.
    pub fn is_temporary(&self) -> bool {
        matches!(self, GoogleError::Refused(true) | GoogleError::TimedOut(_))
    }

    /// The kind of failure, for the words on the screen.
    pub fn cause(&self) -> Cause {
        match self {
            GoogleError::Credentials(_) | GoogleError::Refused(false) => Cause::Unauthorized,
            GoogleError::Refused(true) => Cause::Unreachable,
            GoogleError::TimedOut(_) => Cause::TimedOut,
            GoogleError::Unknown(..) => Cause::Refused,
        }
    }
}

/// Gives tokens, and renews them before they expire. Clones share them.
#[derive(Clone, Debug)]
pub struct Google {
    http: reqwest::Client,
    config: Arc<GoogleConfig>,
    tokens: Arc<Mutex<Tokens>>,
}

#[derive(Debug, Default)]
struct Tokens {
    access: Option<AccessTokenCredentials>,
    /// By audience.
    id: HashMap<String, IDTokenCredentials>,
}

impl Google {
    /// Sends no request yet.
    pub fn new(http: reqwest::Client, config: GoogleConfig) -> Google {
        Google {
            http,
            config: Arc::new(config),
            tokens: Arc::default(),
        }
    }

    /// An access token for Google Cloud's APIs.
    ///
    /// # Errors
    /// [`GoogleError`].
    pub async fn access_token(&self) -> Result<SecretString, GoogleError> {
        let credentials = {
            let mut tokens = self.tokens.lock().await;
            match &tokens.access {
                Some(credentials) => credentials.clone(),
                None => {
                    let credentials = self.access_token_credentials()?;
                    tokens.access.insert(credentials).clone()
                }
            }
        };
        let token = tokio::time::timeout(self.config.timeout, credentials.access_token()).await;
        match token {
            Ok(Ok(token)) => Ok(token.token.into()),
            failed => {
                // Credentials that failed once keep the failure; the next attempt begins anew.
                self.tokens.lock().await.access = None;
                Err(self.failure(failed.map(|token| token.map(drop))))
            }
        }
    }

    /// An ID token that names us to `audience`, with our e-mail address in it.
    ///
    /// # Errors
    /// [`GoogleError`].
    pub async fn id_token(&self, audience: &str) -> Result<SecretString, GoogleError> {
        let credentials = {
            let mut tokens = self.tokens.lock().await;
            match tokens.id.get(audience) {
                Some(credentials) => credentials.clone(),
                None => {
                    let credentials = self.id_token_credentials(audience)?;
                    tokens.id.insert(audience.to_owned(), credentials.clone());
                    credentials
                }
            }
        };
        match tokio::time::timeout(self.config.timeout, credentials.id_token()).await {
            Ok(Ok(token)) => Ok(token.into()),
            failed => {
                self.tokens.lock().await.id.remove(audience);
                Err(self.failure(failed.map(|token| token.map(drop))))
            }
        }
    }

    fn access_token_credentials(&self) -> Result<AccessTokenCredentials, GoogleError> {
        match &self.config.credentials {
            // The library itself reads a file alone.
            Some(given) if is_json(given) => {
                let builder = external_account::Builder::new(pool(given)?);
                Ok(builder
                    .with_scopes([CLOUD_PLATFORM])
                    .build_access_token_credentials()?)
            }
            _ => Ok(Builder::default().build_access_token_credentials()?),
        }
    }

    fn id_token_credentials(&self, audience: &str) -> Result<IDTokenCredentials, GoogleError> {
        let Some(given) = &self.config.credentials else {
            let builder = idtoken::Builder::new(audience).with_include_email();
            return Ok(builder.build()?);
        };
        let mut json = pool(given)?;
        if json["type"] != "external_account" {
            let builder = idtoken::Builder::new(audience).with_include_email();
            return Ok(builder.build()?);
        }
        // A pool's own token names no service account; the account that it means gives one.
        let account = json
            .as_object_mut()
            .and_then(|json| json.remove("service_account_impersonation_url"))
            .ok_or_else(|| {
                let what = "it names no service account: make it with --service-account";
                GoogleError::Credentials(what.to_owned())
            })?;
        let impersonated = json!({
            "type": "impersonated_service_account",
            "service_account_impersonation_url": account,
            "source_credentials": json,
        });
        let builder = idtoken::impersonated::Builder::new(audience, impersonated);
        Ok(builder.with_include_email().build()?)
    }

    /// The project that we run in.
    ///
    /// # Errors
    /// [`GoogleError::Unknown`] where there is no metadata server.
    pub async fn project(&self) -> Result<String, GoogleError> {
        self.metadata("project/project-id")
            .await
            .ok_or(GoogleError::Unknown("project", "GCP_PROJECT_ID"))
    }

    /// The region that we run in.
    ///
    /// # Errors
    /// [`GoogleError::Unknown`] where there is no metadata server.
    pub async fn region(&self) -> Result<String, GoogleError> {
        let answer = self.metadata("instance/region").await;
        answer
            .as_deref()
            .and_then(|path| path.rsplit('/').next())
            .map(str::to_owned)
            .ok_or(GoogleError::Unknown("region", "CLOUD_RUN_JOB_REGION"))
    }

    async fn metadata(&self, path: &str) -> Option<String> {
        let host = self.config.metadata_host.as_deref();
        let host = host.unwrap_or("metadata.google.internal");
        let response = self
            .http
            .get(format!("http://{host}/computeMetadata/v1/{path}"))
            .header("Metadata-Flavor", "Google")
            .timeout(self.config.timeout)
            .send()
            .await
            .ok()?;
        let response = response.error_for_status().ok()?;
        let text = net::body(response, LONGEST_METADATA).await.ok()?;
        let text = String::from_utf8(text).ok()?;
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn failure(
        &self,
        failed: Result<Result<(), CredentialsError>, tokio::time::error::Elapsed>,
    ) -> GoogleError {
        match failed {
            Ok(Err(error)) => GoogleError::Refused(error.is_transient()),
            _ => GoogleError::TimedOut(self.config.timeout),
        }
    }
}

fn is_json(credentials: &Path) -> bool {
    credentials.as_os_str().as_encoded_bytes().starts_with(b"{")
}

/// The JSON in `GOOGLE_APPLICATION_CREDENTIALS`, or in the file that it names.
fn pool(credentials: &Path) -> Result<Value, GoogleError> {
    let (what, text) = if is_json(credentials) {
        let text = credentials.to_string_lossy().into_owned();
        ("its value".into(), Ok(text))
    } else {
        let text = std::fs::read_to_string(credentials);
        (credentials.to_string_lossy(), text)
    };
    let text =
        text.map_err(|error| GoogleError::Credentials(format!("{what}: {}", error.kind())))?;
    serde_json::from_str(&text).map_err(|_| GoogleError::Credentials(format!("{what} is not JSON")))
}

impl From<BuildError> for GoogleError {
    fn from(error: BuildError) -> GoogleError {
        GoogleError::Credentials(error.to_string())
    }
}
