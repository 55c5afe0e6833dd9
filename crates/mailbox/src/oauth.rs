//! Access tokens for mail servers and APIs that take no password (RFC 6749): for a refresh token
//! that a person's consent gave, or for an application of its own (client credentials).

mod assertion;
pub(crate) mod token;

use std::time::Duration;

use reqwest::StatusCode;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use self::assertion::Certificate;
use self::token::{Token, TokenCache};
use inquiry::Cause;
use platform::net;
use platform::secrets::Secret;

/// How long a token endpoint may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Where Google and Microsoft take consents back and give tokens.
pub const GOOGLE: &str = "https://oauth2.googleapis.com/token";

/// Why there is no token. Holds none, and no secret.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OAuthError {
    /// The variable cannot be used.
    #[error(
        "MAIL_OAUTH is not JSON with token_url, client_id and either refresh_token, or scope with client_secret or \
         with certificate and its private_key (RSA, PEM), all in quotes"
    )]
    NotOAuth,
    /// The endpoint refuses.
    #[error(
        "the token endpoint refuses what MAIL_OAUTH holds ({0}): give the consent again, or renew the secret, and put \
         the new one there"
    )]
    Refused(String),
    /// No answer, or one that is no use; it may come right by itself.
    #[error("the token endpoint of MAIL_OAUTH did not answer properly ({0})")]
    Unavailable(String),
}

impl OAuthError {
    /// True when trying again may help.
    pub fn is_temporary(&self) -> bool {
        matches!(self, OAuthError::Unavailable(_))
    }

    /// The same for the person whose mail was not sent.
    pub(super) fn cause(&self) -> Cause {
        match self.is_temporary() {
            true => Cause::Unreachable,
            false => Cause::Unauthorized,
        }
    }
}

/// What `MAIL_OAUTH` holds; it cannot be printed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grant {
    /// Where tokens are given, e.g. `https://login.microsoftonline.com/TENANT/oauth2/v2.0/token`;
    /// unset, Google's.
    #[serde(default = "google")]
    token_url: String,
    client_id: String,
    #[serde(default)]
    client_secret: Option<String>,
    /// In PEM, in place of the secret.
    #[serde(default)]
    certificate: Option<String>,
    #[serde(default)]
    private_key: Option<String>,
    #[serde(default)]
    refresh_token: Option<String>,
    /// What the token is for; Google takes what the consent was for.
    #[serde(default)]
    scope: Option<String>,
}

fn google() -> String {
    GOOGLE.to_owned()
}

impl Grant {
    fn parse(json: &str) -> Option<Grant> {
        let grant: Grant = serde_json::from_str(json).ok()?;
        let is_url = reqwest::Url::parse(&grant.token_url).is_ok_and(|url| {
            url.scheme() == "https" || url.host_str().is_some_and(super::is_loopback)
        });
        let names_key = grant.certificate.is_some() || grant.private_key.is_some();
        let is_key = grant.key().is_some();
        let is_application = (grant.client_secret.is_some() || is_key) && grant.scope.is_some();
        let is_whole = names_key == is_key;
        (is_url && is_whole && (grant.refresh_token.is_some() || is_application)).then_some(grant)
    }

    fn key(&self) -> Option<Certificate> {
        let (certificate, key) = (self.certificate.as_deref(), self.private_key.as_deref());
        Certificate::parse(certificate?, key?)
    }

    /// What is posted; `assertion` is what the certificate's key has signed.
    fn form<'a>(&'a self, assertion: Option<&'a str>) -> Vec<(&'static str, &'a str)> {
        let mut form = vec![("client_id", self.client_id.as_str())];
        match assertion {
            Some(assertion) => form.extend([
                ("client_assertion_type", assertion::KIND),
                ("client_assertion", assertion),
            ]),
            None => form.extend(
                self.client_secret
                    .as_deref()
                    .map(|it| ("client_secret", it)),
            ),
        }
        form.extend(self.scope.as_deref().map(|it| ("scope", it)));
        match self.refresh_token.as_deref() {
            Some(token) => {
                form.extend([("grant_type", "refresh_token"), ("refresh_token", token)]);
            }
            None => form.push(("grant_type", "client_credentials")),
        }
        form
    }
}

/// True when this is what `MAIL_OAUTH` has to hold.
pub fn is_grant(json: &str) -> bool {
    Grant::parse(json).is_some()
}

/// Tokens for one account. Clones share the one that is used until it runs out.
#[derive(Clone, Debug)]
pub struct OAuth {
    http: reqwest::Client,
    grant: Secret,
    kept: TokenCache,
}

/// What a token endpoint answers (RFC 6749 §5.1, §5.2).
#[derive(Deserialize)]
struct Answer {
    access_token: Option<String>,
    expires_in: Option<u64>,
    error: Option<String>,
}

impl OAuth {
    /// Nothing is asked for yet.
    pub fn new(http: reqwest::Client, grant: Secret) -> OAuth {
        OAuth {
            http,
            grant,
            kept: TokenCache::default(),
        }
    }

    /// The client that tokens are asked for with.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// A token that has not run out and is not `refused`.
    ///
    /// # Errors
    /// [`OAuthError`].
    pub async fn token(&self, refused: Option<&SecretString>) -> Result<SecretString, OAuthError> {
        let is_refused = |error: &OAuthError| matches!(error, OAuthError::Refused(_));
        let ask = || self.new_token();
        self.kept
            .current(refused, &self.grant, is_refused, ask)
            .await
    }

    async fn new_token(&self) -> Result<Token, OAuthError> {
        let grant = self.grant.current();
        let grant = Grant::parse(grant.expose_secret()).ok_or(OAuthError::NotOAuth)?;
        let key = grant.key();
        let sign = |key: Certificate| {
            let now = jiff::Timestamp::now();
            let signed = key.assertion(&grant.token_url, &grant.client_id, now);
            signed.ok_or(OAuthError::NotOAuth)
        };
        let assertion = key.map(sign).transpose()?;
        let form = grant.form(assertion.as_deref());
        let asked = self.http.post(&grant.token_url).form(&form);
        let response = asked.timeout(TIMEOUT).send().await;
        let response = response.map_err(|error| {
            let why = match error.is_timeout() {
                true => "no answer in time",
                false => "no connection",
            };
            OAuthError::Unavailable(why.to_owned())
        })?;
        let status = response.status();
        let answer: Answer = net::json(response)
            .await
            .map_err(|error| OAuthError::Unavailable(error.to_string()))?;
        if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
            return Err(OAuthError::Unavailable(format!("HTTP {}", status.as_u16())));
        }
        let value = match (answer.access_token, answer.error) {
            (Some(token), _) if status.is_success() => token,
            (_, error) => return Err(OAuthError::Refused(word(error, status))),
        };
        Ok(Token::new(value, answer.expires_in))
    }
}

/// The endpoint's word for what is wrong, and no sentence: a sentence may name an address.
fn word(error: Option<String>, status: StatusCode) -> String {
    let is_word = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let word: String = error
        .unwrap_or_default()
        .chars()
        .filter(is_word)
        .take(60)
        .collect();
    match word.is_empty() {
        true => format!("HTTP {}", status.as_u16()),
        false => word,
    }
}

/// The initial response of SASL XOAUTH2
/// (developers.google.com/workspace/gmail/imap/xoauth2-protocol).
pub(super) fn xoauth2(user: &str, token: &SecretString) -> SecretString {
    let token = token.expose_secret();
    format!("user={user}\x01auth=Bearer {token}\x01\x01").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_is_a_consent_or_an_application() {
        for (json, is) in [
            (r#"{"client_id":"a","refresh_token":"r"}"#, true),
            (r#"{"client_id":"a","client_secret":"s","scope":"x"}"#, true),
            (r#"{"client_id":"a","client_secret":"s"}"#, false),
            (r#"{"client_id":"a"}"#, false),
            (r#"{"refresh_token":"r"}"#, false),
            (
                r#"{"client_id":"a","refresh_token":"r","token_url":"http://login.example/token"}"#,
                false,
            ),
            (
                r#"{"client_id":"a","refresh_token":"r","token_url":"http://127.0.0.1:1/token"}"#,
                true,
            ),
            (
                r#"{"client_id":"a","refresh_token":"r","passwd":"?"}"#,
                false,
            ),
            (
                r#"{"client_id":"a","scope":"x","certificate":"c","private_key":"k"}"#,
                false,
            ),
            (
                r#"{"client_id":"a","scope":"x","client_secret":"s","certificate":"c"}"#,
                false,
            ),
            ("hunter2", false),
        ] {
            assert_eq!(is_grant(json), is, "{json}");
        }
    }

    #[test]
    fn what_an_endpoint_says_is_cut_to_its_word() {
        let said = |text: &str| word(Some(text.to_owned()), StatusCode::BAD_REQUEST);
        assert_eq!(said("invalid_grant"), "invalid_grant");
        assert!(!said("no user taro@example.com").contains('@'));
        assert_eq!(said(""), "HTTP 400");
    }
}
