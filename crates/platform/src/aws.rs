//! The configuration that all AWS clients share: region, endpoint and credentials as in every
//! AWS SDK (`AWS_REGION`, `AWS_ENDPOINT_URL`, …).
//!
//! On Google Cloud, `AWS_ROLE_ARN` names the role to take with a Google ID token, so that no AWS
//! key is stored anywhere. Its trust policy allows `sts:AssumeRoleWithWebIdentity` to the
//! federated principal `accounts.google.com`, where `accounts.google.com:oaud` is [`AUDIENCE`]
//! and `accounts.google.com:sub` is the service account's unique id.

use std::error::Error;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use aws_config::identity::IdentityCache;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_sdk_sts::error::ProvideErrorMetadata;
use secrecy::ExposeSecret;
use tokio::sync::OnceCell;

use crate::identity::google::{Google, GoogleConfig, GoogleError};

/// The audience of our Google ID tokens for AWS.
pub const AUDIENCE: &str = "sts.amazonaws.com";

/// `CLOUD_TIMEOUT`, when it is unset.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// Credentials are renewed this long before they expire: a call that began with them must end
/// before they do.
const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);

/// Reads it from the environment, the profile or the machine's metadata service, once: all
/// clients share connections and credentials.
pub async fn sdk_config() -> SdkConfig {
    static SHARED: OnceCell<SdkConfig> = OnceCell::const_new();
    SHARED.get_or_init(load).await.clone()
}

async fn load() -> SdkConfig {
    let timeout = timeout();
    let identities = IdentityCache::lazy()
        .buffer_time(RENEW_BEFORE)
        .load_timeout(timeout);
    // Repetitions included; services that need another limit have their own.
    let timeouts = TimeoutConfig::builder().operation_timeout(timeout);
    let config = aws_config::defaults(BehaviorVersion::latest())
        .identity_cache(identities.build())
        .timeout_config(timeouts.build())
        .load()
        .await;
    let Some(role) = role_for_google() else {
        return config;
    };
    // A token, the role for it, and what the role is for: all of them within the limit.
    let third = timeout / 3;
    let sts = aws_sdk_sts::config::Builder::from(&config)
        .timeout_config(TimeoutConfig::builder().operation_timeout(third).build())
        .build();
    // Without TLS on this machine, the parts that need AWS have said so before.
    let Ok(http) = crate::net::client() else {
        return config;
    };
    let google = GoogleConfig {
        credentials: variable("GOOGLE_APPLICATION_CREDENTIALS").map(PathBuf::from),
        metadata_host: variable("GCE_METADATA_HOST"),
        timeout: third,
    };
    let provider = GoogleToAws {
        sts: aws_sdk_sts::Client::from_conf(sts),
        google: Google::new(http, google),
        role,
        newest: Mutex::default(),
    };
    config
        .into_builder()
        .credentials_provider(SharedCredentialsProvider::new(provider))
        .build()
}

/// Flags and configuration files do not reach what every AWS SDK reads by itself.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether it is well-formed was checked with everything else at the start.
fn timeout() -> Duration {
    let seconds = variable("CLOUD_TIMEOUT").and_then(|seconds| seconds.trim().parse().ok());
    seconds.map_or(DEFAULT_TIMEOUT, Duration::from_secs)
}

/// The role, where nothing else gives credentials: the SDK itself takes the role with the token
/// in `AWS_WEB_IDENTITY_TOKEN_FILE`, and keys are what a person has on a laptop.
fn role_for_google() -> Option<String> {
    let others = ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ACCESS_KEY_ID"];
    if others.into_iter().any(|name| variable(name).is_some()) {
        return None;
    }
    variable("AWS_ROLE_ARN")
}

/// Why a Google ID token did not become AWS credentials. Never holds one.
#[derive(Clone, Debug, thiserror::Error)]
pub enum NoCredentials {
    /// There is no token to show.
    #[error("AWS_ROLE_ARN cannot be taken: {0}")]
    Google(#[from] GoogleError),
    /// The role is not for us.
    #[error(
        "AWS STS refused the role in AWS_ROLE_ARN ({0}): does its trust policy name this service account?"
    )]
    Refused(String),
    /// No answer, or one without credentials.
    #[error("AWS STS gave no credentials for AWS_ROLE_ARN: {0}")]
    Unusable(&'static str),
}

impl NoCredentials {
    /// True when trying again may help.
    pub fn is_temporary(&self) -> bool {
        match self {
            NoCredentials::Google(error) => error.is_temporary(),
            NoCredentials::Refused(answer) => {
                answer.starts_with("HTTP 5")
                    || answer == "HTTP 429"
                    || answer.contains("Throttling")
            }
            NoCredentials::Unusable(_) => true,
        }
    }
}

/// Finds out whether a call failed because there were no credentials for it.
pub fn no_credentials<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a NoCredentials> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(why) = error.downcast_ref() {
            return Some(why);
        }
        next = error.source();
    }
    None
}

/// Takes an AWS role with a Google ID token.
#[derive(Debug)]
struct GoogleToAws {
    sts: aws_sdk_sts::Client,
    google: Google,
    role: String,
    /// They are good until they expire, also while they cannot be renewed.
    newest: Mutex<Option<Credentials>>,
}

impl GoogleToAws {
    async fn credentials(&self) -> Result<Credentials, NoCredentials> {
        match self.take_role().await {
            Ok(credentials) => {
                *self.newest.lock().unwrap_or_else(PoisonError::into_inner) =
                    Some(credentials.clone());
                Ok(credentials)
            }
            Err(error) => {
                let older = self.older().ok_or(error.clone())?;
                tracing::warn!(%error, "AWS credentials were not renewed; those that are there still hold");
                Ok(older)
            }
        }
    }

    /// The credentials of last time, unless they have expired.
    fn older(&self) -> Option<Credentials> {
        let newest = self.newest.lock().unwrap_or_else(PoisonError::into_inner);
        let hold = |it: &&Credentials| it.expiry().is_some_and(|at| at > SystemTime::now());
        newest.as_ref().filter(hold).cloned()
    }

    async fn take_role(&self) -> Result<Credentials, NoCredentials> {
        let token = self.google.id_token(AUDIENCE).await?;
        let answer = self
            .sts
            .assume_role_with_web_identity()
            .role_arn(&self.role)
            .role_session_name("replybot")
            .web_identity_token(token.expose_secret())
            .send()
            .await
            .map_err(|error| {
                let status = error.raw_response().map(|answer| answer.status().as_u16());
                match (error.code(), status) {
                    (Some(code), _) => NoCredentials::Refused(code.to_owned()),
                    (None, Some(200)) => NoCredentials::Unusable("its answer is not as documented"),
                    (None, Some(status)) => NoCredentials::Refused(format!("HTTP {status}")),
                    (None, None) => NoCredentials::Unusable("it does not answer"),
                }
            })?;
        let credentials = answer
            .credentials
            .ok_or(NoCredentials::Unusable("its answer holds none"))?;
        let expires = SystemTime::try_from(credentials.expiration)
            .map_err(|_| NoCredentials::Unusable("its answer names no time of expiry"))?;
        Ok(Credentials::new(
            credentials.access_key_id,
            credentials.secret_access_key,
            Some(credentials.session_token),
            Some(expires),
            "GoogleToAws",
        ))
    }
}

impl ProvideCredentials for GoogleToAws {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            self.credentials()
                .await
                .map_err(CredentialsError::provider_error)
        })
    }

    /// When renewing them takes too long.
    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        self.older()
    }
}
