//! Where a secret is kept.

use std::fmt;
use std::time::Duration;

use aws_sdk_secretsmanager::error::ProvideErrorMetadata;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use tokio::sync::OnceCell;

use crate::aws::NoCredentials;
use crate::identity::google::{Google, GoogleError};
use crate::net;

/// A secret's place in one of the two services.
#[derive(Clone)]
pub struct Source {
    place: Place,
    stores: Stores,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// `projects/P/secrets/S/versions/V`.
    Google(String),
    /// An ARN, and the key of a JSON secret.
    Aws { arn: String, key: Option<String> },
}

/// The two services. Clones share their clients.
#[derive(Clone)]
pub struct Stores {
    http: reqwest::Client,
    google: Google,
    google_url: String,
    timeout: Duration,
    aws: std::sync::Arc<OnceCell<aws_sdk_secretsmanager::Client>>,
}

/// Why a secret could not be fetched. Never holds the secret.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// No token for Google.
    #[error("cannot be fetched: {0}")]
    Google(#[from] GoogleError),
    /// The service did not give it.
    #[error("cannot be fetched: {service} answered {answer}: {hint}")]
    Refused {
        /// Which service.
        service: &'static str,
        /// Its status or error code.
        answer: String,
        /// What to look at.
        hint: &'static str,
    },
    /// The service did not answer.
    #[error("cannot be fetched: {0} does not answer")]
    Unanswered(&'static str),
    /// The service, or the one that gives us credentials for it, took too long.
    #[error("cannot be fetched: {service} does not answer within {} s (CLOUD_TIMEOUT)", .limit.as_secs())]
    TimedOut {
        /// Which service.
        service: &'static str,
        /// How long it was waited for.
        limit: Duration,
    },
    /// AWS gave us no credentials.
    #[error("cannot be fetched: {0}")]
    NoCredentials(NoCredentials),
    /// What it gave is not what was named.
    #[error("cannot be used: {0}")]
    Unusable(&'static str),
}

impl SourceError {
    /// True when trying again may help.
    pub fn is_temporary(&self) -> bool {
        match self {
            SourceError::Google(error) => error.is_temporary(),
            SourceError::Refused { answer, .. } => {
                answer.starts_with("HTTP 5")
                    || answer == "HTTP 429"
                    || answer.contains("Throttling")
            }
            SourceError::Unanswered(_) | SourceError::TimedOut { .. } => true,
            SourceError::NoCredentials(why) => why.is_temporary(),
            SourceError::Unusable(_) => false,
        }
    }
}

const GOOGLE: &str = "Google Secret Manager";
const AWS: &str = "AWS Secrets Manager";

impl Stores {
    /// `google_url` is Secret Manager's own, e.g. `https://secretmanager.googleapis.com`; a secret
    /// has to be there within `timeout`.
    pub fn new(
        http: reqwest::Client,
        google: Google,
        google_url: &str,
        timeout: Duration,
    ) -> Stores {
        Stores {
            http,
            google,
            google_url: google_url.trim_end_matches('/').to_owned(),
            timeout,
            aws: std::sync::Arc::default(),
        }
    }

    /// The secret that `X_NAME` names; a name without a version means the newest.
    ///
    /// # Errors
    /// What is wrong with the name.
    pub fn google(&self, name: &str) -> Result<Source, &'static str> {
        let parts: Vec<&str> = name.split('/').collect();
        let name = match parts[..] {
            ["projects", project, "secrets", secret] if is_word(project) && is_word(secret) => {
                format!("{name}/versions/latest")
            }
            ["projects", project, "secrets", secret, "versions", version]
                if [project, secret, version].into_iter().all(is_word) =>
            {
                name.to_owned()
            }
            _ => return Err("is not the name of a secret's version"),
        };
        Ok(self.source(Place::Google(name)))
    }

    /// The secret that `X_ARN` names: `ARN` or `ARN#key`.
    ///
    /// # Errors
    /// What is wrong with the ARN.
    pub fn aws(&self, arn: &str) -> Result<Source, &'static str> {
        let (arn, key) = match arn.split_once('#') {
            Some((arn, key)) => (arn, Some(key.to_owned())),
            None => (arn, None),
        };
        let is_arn = arn.starts_with("arn:") && arn.split(':').nth(2) == Some("secretsmanager");
        if !is_arn || key.as_deref() == Some("") {
            return Err("is not the ARN of a secret");
        }
        Ok(self.source(Place::Aws {
            arn: arn.to_owned(),
            key,
        }))
    }

    fn source(&self, place: Place) -> Source {
        Source {
            place,
            stores: self.clone(),
        }
    }
}

fn is_word(part: &str) -> bool {
    !part.is_empty()
        && part
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b))
}

impl Source {
    /// Fetches the secret.
    ///
    /// # Errors
    /// [`SourceError`].
    pub async fn fetch(&self) -> Result<SecretString, SourceError> {
        let (service, fetching): (_, futures_util::future::BoxFuture<'_, _>) = match &self.place {
            Place::Google(name) => (GOOGLE, Box::pin(self.stores.fetch_google(name))),
            Place::Aws { arn, key } => (AWS, Box::pin(self.stores.fetch_aws(arn, key.as_deref()))),
        };
        tokio::time::timeout(self.stores.timeout, fetching)
            .await
            .unwrap_or(Err(SourceError::TimedOut {
                service,
                limit: self.stores.timeout,
            }))
    }
}

impl Stores {
    async fn fetch_google(&self, name: &str) -> Result<SecretString, SourceError> {
        #[derive(Deserialize)]
        struct Version {
            payload: Payload,
        }
        #[derive(Deserialize)]
        struct Payload {
            data: String,
        }
        let token = self.google.access_token().await?;
        let response = self
            .http
            .get(format!("{}/v1/{name}:access", self.google_url))
            .bearer_auth(token.expose_secret())
            .send()
            .await
            .map_err(|_| SourceError::Unanswered(GOOGLE))?;
        if !response.status().is_success() {
            let hint = match response.status().as_u16() {
                401 | 403 => {
                    "may this service account access it (roles/secretmanager.secretAccessor)?"
                }
                404 => "is there such a version?",
                _ => "try again later",
            };
            return Err(SourceError::Refused {
                service: GOOGLE,
                answer: format!("HTTP {}", response.status().as_u16()),
                hint,
            });
        }
        let version: Version = net::json(response)
            .await
            .map_err(|_| SourceError::Unusable("the answer is not as documented"))?;
        let bytes = STANDARD
            .decode(version.payload.data)
            .map_err(|_| SourceError::Unusable("the answer is not as documented"))?;
        as_text(bytes)
    }

    async fn fetch_aws(&self, arn: &str, key: Option<&str>) -> Result<SecretString, SourceError> {
        let client = self
            .aws
            .get_or_init(|| async {
                aws_sdk_secretsmanager::Client::new(&crate::aws::sdk_config().await)
            })
            .await;
        let answer = client.get_secret_value().secret_id(arn).send().await;
        let answer = answer.map_err(|error| match error.code() {
            Some(code) => SourceError::Refused {
                service: AWS,
                answer: code.to_owned(),
                hint: match code {
                    "ResourceNotFoundException" => "is there such a secret in this region?",
                    "AccessDeniedException" => "may this role call secretsmanager:GetSecretValue?",
                    _ => "try again later",
                },
            },
            None => match crate::aws::no_credentials(&error) {
                Some(why) => SourceError::NoCredentials(why.clone()),
                None => SourceError::Unanswered(AWS),
            },
        })?;
        let text = match (answer.secret_string, answer.secret_binary) {
            (Some(text), _) => text.into(),
            (None, Some(bytes)) => as_text(bytes.into_inner())?,
            (None, None) => return Err(SourceError::Unusable("it is empty")),
        };
        match key {
            None => Ok(text),
            Some(key) => value_of(&text, key),
        }
    }
}

/// A file with a line feed at its end is how people store secrets by mistake.
fn as_text(bytes: Vec<u8>) -> Result<SecretString, SourceError> {
    let text = String::from_utf8(bytes).map_err(|_| SourceError::Unusable("it is no text"))?;
    match text.trim() {
        "" => Err(SourceError::Unusable("it is empty")),
        text => Ok(text.into()),
    }
}

fn value_of(json: &SecretString, key: &str) -> Result<SecretString, SourceError> {
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(json.expose_secret())
            .map_err(|_| SourceError::Unusable("a key is named, but it is no JSON object"))?;
    match object.get(key) {
        Some(serde_json::Value::String(value)) if !value.trim().is_empty() => {
            Ok(value.trim().into())
        }
        // A whole object under one key, such as GMAIL_OAUTH.
        Some(value @ serde_json::Value::Object(_)) => Ok(value.to_string().into()),
        Some(_) => Err(SourceError::Unusable("the value of its key is no text")),
        None => Err(SourceError::Unusable("it has no such key")),
    }
}

/// Its place, which is no secret.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Google(name) => f.write_str(name),
            Place::Aws { arn, key: None } => f.write_str(arn),
            Place::Aws {
                arn,
                key: Some(key),
            } => write!(f, "{arn}#{key}"),
        }
    }
}
