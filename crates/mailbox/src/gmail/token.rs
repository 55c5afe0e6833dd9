//! Access tokens for a refresh token
//! (developers.google.com/identity/protocols/oauth2/web-server#offline).

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::TIMEOUT;
use super::error::{GmailError, SCOPE, answer, lost, unusable};
use crate::oauth::token::{Token, TokenCache};
use platform::secrets::Secret;

/// Includes [`SCOPE`].
const WIDER_SCOPE: &str = "https://mail.google.com/";

/// True when this is what `GMAIL_OAUTH` has to hold.
pub fn is_oauth(json: &str) -> bool {
    serde_json::from_str::<OAuth>(json).is_ok()
}

/// The token that is used until it runs out. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct Tokens {
    http: reqwest::Client,
    oauth: Secret,
    url: String,
    kept: TokenCache,
}

/// What `GMAIL_OAUTH` holds, for the moment of one request; it cannot be printed.
#[derive(Deserialize)]
struct OAuth {
    client_id: String,
    client_secret: String,
    refresh_token: String,
}

impl Tokens {
    pub(super) fn new(http: reqwest::Client, oauth: Secret, url: &str) -> Tokens {
        Tokens {
            http,
            oauth,
            url: url.to_owned(),
            kept: TokenCache::default(),
        }
    }

    /// A token that has not run out and is not `refused`.
    pub(super) async fn current(
        &self,
        refused: Option<&SecretString>,
    ) -> Result<SecretString, GmailError> {
        let is_refused = |error: &GmailError| matches!(error, GmailError::NoToken(_));
        let ask = || self.new_token();
        self.kept
            .current(refused, &self.oauth, is_refused, ask)
            .await
    }

    /// developers.google.com/identity/protocols/oauth2/web-server#offline
    async fn new_token(&self) -> Result<Token, GmailError> {
        const WHAT: &str = "the token request";
        let oauth = self.oauth.current();
        let oauth: OAuth =
            serde_json::from_str(oauth.expose_secret()).map_err(|_| GmailError::NotOAuth)?;
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", &oauth.client_id),
            ("client_secret", &oauth.client_secret),
            ("refresh_token", &oauth.refresh_token),
        ];
        let response = self
            .http
            .post(&self.url)
            .form(&form)
            .timeout(TIMEOUT)
            .send()
            .await
            .map_err(|error| lost(WHAT, &error))?;
        let answer = match answer(WHAT, response).await {
            Err(GmailError::Refused { reason, .. }) => return Err(GmailError::NoToken(reason)),
            answer => answer?,
        };
        // Said when it is narrower than what was asked for, and mostly otherwise, too.
        if let Some(scopes) = answer["scope"].as_str()
            && !scopes
                .split(' ')
                .any(|scope| scope == SCOPE || scope == WIDER_SCOPE)
        {
            return Err(GmailError::Scope);
        }
        let value = answer["access_token"]
            .as_str()
            .ok_or_else(|| unusable(WHAT, "it holds no token"))?;
        Ok(Token::new(value.to_owned(), answer["expires_in"].as_u64()))
    }
}
