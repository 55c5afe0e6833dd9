//! The configuration that all AWS clients share: region, endpoint and credentials as in every
//! AWS SDK (`AWS_REGION`, `AWS_ENDPOINT_URL`, …).
//!
//! On Google Cloud, `AWS_ROLE_ARN` names the role to take with a Google ID token, so that no AWS
//! key is stored anywhere. Its trust policy allows `sts:AssumeRoleWithWebIdentity` to the
//! federated principal `accounts.google.com`, where `accounts.google.com:oaud` is [`AUDIENCE`]
//! and `accounts.google.com:sub` is the service account's unique id.

use std::time::{Duration, SystemTime};

use aws_config::identity::IdentityCache;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_sdk_sts::error::ProvideErrorMetadata;
use secrecy::ExposeSecret;

use crate::identity::google::{Google, GoogleConfig};

/// Whom our Google ID tokens for AWS are for.
pub const AUDIENCE: &str = "sts.amazonaws.com";

/// Credentials are renewed this long before they expire: a call that began with them must end
/// before they do.
const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);

/// Reads it from the environment, the profile or the machine's metadata service.
pub async fn sdk_config() -> SdkConfig {
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .identity_cache(IdentityCache::lazy().buffer_time(RENEW_BEFORE).build());
    let Some(role) = role_for_google() else {
        return loader.load().await;
    };
    let config = loader.load().await;
    let provider = GoogleToAws {
        sts: aws_sdk_sts::Client::new(&config),
        google: Google::new(reqwest::Client::new(), GoogleConfig::of_process()),
        role,
    };
    config
        .into_builder()
        .credentials_provider(SharedCredentialsProvider::new(provider))
        .build()
}

/// The role, where nothing else gives credentials: the SDK itself takes the role with the token
/// in `AWS_WEB_IDENTITY_TOKEN_FILE`, and keys are what a person has on a laptop.
fn role_for_google() -> Option<String> {
    let variable = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let others = ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ACCESS_KEY_ID"];
    if others.into_iter().any(|name| variable(name).is_some()) {
        return None;
    }
    variable("AWS_ROLE_ARN")
}

/// Takes an AWS role with a Google ID token.
#[derive(Debug)]
struct GoogleToAws {
    sts: aws_sdk_sts::Client,
    google: Google,
    role: String,
}

impl GoogleToAws {
    async fn take_role(&self) -> Result<Credentials, String> {
        let token = self
            .google
            .id_token(AUDIENCE)
            .await
            .map_err(|error| error.to_string())?;
        let answer = self
            .sts
            .assume_role_with_web_identity()
            .role_arn(&self.role)
            .role_session_name("replybot")
            .web_identity_token(token.expose_secret())
            .send()
            .await
            .map_err(|error| match error.code() {
                Some(code) => format!("AWS STS refused the role ({code}): does its trust policy name this service account?"),
                None => "AWS STS does not answer".to_owned(),
            })?;
        let credentials = answer
            .credentials
            .ok_or("AWS STS answered without credentials")?;
        let expires = SystemTime::try_from(credentials.expiration)
            .map_err(|_| "AWS STS named no time of expiry")?;
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
            self.take_role()
                .await
                .map_err(CredentialsError::provider_error)
        })
    }
}
