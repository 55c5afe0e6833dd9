//! Google ID tokens that callers bring
//! (developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken).

use std::sync::Arc;
use std::time::Duration;

use chrono::DateTime;
use jiff::Timestamp;
use openidconnect::core::{
    CoreGenderClaim, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
};
use openidconnect::{ClientId, EmptyAdditionalClaims, IdToken, IdTokenVerifier, IssuerUrl, Nonce};
use tokio::sync::Mutex;
use tokio::time::Instant;

/// Who Google says it is, in the tokens of service accounts.
const ISSUER: &str = "https://accounts.google.com";
/// Google asks to keep its keys for hours; a new key is looked for at once when one is missing.
const KEEP_KEYS: Duration = Duration::from_secs(60 * 60);
/// Tokens with invented keys must not have us ask Google all the time.
const NOT_MORE_OFTEN_THAN: Duration = Duration::from_secs(10);

type Token = IdToken<
    EmptyAdditionalClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// Why a caller is not let in. Never holds the token.
#[derive(Debug, thiserror::Error)]
pub enum NotLetIn {
    /// There is no valid token: 401.
    #[error("the ID token is not valid: {0}")]
    Unauthenticated(&'static str),
    /// The token is valid, but its owner may not call: 403.
    #[error("the caller is known, but not among ASYNC_GENERATION_ALLOWED_EMAILS")]
    Forbidden,
    /// It could not be checked: 503.
    #[error("Google's keys could not be fetched")]
    NoKeys,
}

/// Checks tokens. Clones share the keys.
#[derive(Clone, Debug)]
pub struct Verifier(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    http: reqwest::Client,
    keys_url: String,
    audience: String,
    emails: Vec<String>,
    timeout: Duration,
    keys: Mutex<Option<Keys>>,
}

#[derive(Clone, Debug)]
struct Keys {
    set: CoreJsonWebKeySet,
    fetched_at: Instant,
}

impl Verifier {
    /// Lets the service accounts `emails` in that bring a token for `audience`. `keys_url` is
    /// Google's own, `https://www.googleapis.com/oauth2/v3/certs`; `timeout` bounds fetching them.
    pub fn new(
        http: reqwest::Client,
        keys_url: &str,
        audience: &str,
        emails: Vec<String>,
        timeout: Duration,
    ) -> Verifier {
        Verifier(Arc::new(Inner {
            http,
            keys_url: keys_url.to_owned(),
            audience: audience.to_owned(),
            emails,
            timeout,
            keys: Mutex::new(None),
        }))
    }

    /// Checks signature, issuer, audience, expiry and owner of a token.
    ///
    /// # Errors
    /// [`NotLetIn`].
    pub async fn check(&self, token: &str, now: Timestamp) -> Result<(), NotLetIn> {
        let token: Token = token
            .parse()
            .map_err(|_| NotLetIn::Unauthenticated("it is no JSON Web Token"))?;
        let keys = self.keys(None).await?;
        let mut claims = self.claims(&token, &keys.set, now);
        if matches!(claims, Err(Invalid::Signature)) {
            // Google may have begun to sign with a new key.
            let newer = self.keys(Some(keys.fetched_at)).await?;
            claims = self.claims(&token, &newer.set, now);
        }
        let email = claims.map_err(|invalid| NotLetIn::Unauthenticated(invalid.reason()))?;
        let is_allowed = email.is_some_and(|email| self.0.emails.contains(&email));
        is_allowed.then_some(()).ok_or(NotLetIn::Forbidden)
    }

    /// The owner's address, if Google has verified it.
    fn claims(
        &self,
        token: &Token,
        keys: &CoreJsonWebKeySet,
        now: Timestamp,
    ) -> Result<Option<String>, Invalid> {
        let issuer = IssuerUrl::new(ISSUER.to_owned()).map_err(|_| Invalid::Other)?;
        let client = ClientId::new(self.0.audience.clone());
        let verifier = IdTokenVerifier::new_public_client(client, issuer, keys.clone())
            .set_allowed_algs([CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256])
            .set_time_fn(move || DateTime::from_timestamp(now.as_second(), 0).unwrap_or_default());
        // There is no nonce: no person logs in.
        let claims = token
            .claims(&verifier, |_: Option<&Nonce>| Ok(()))
            .map_err(|error| Invalid::from(&error))?;
        let verified = claims.email_verified() == Some(true);
        let email = claims.email().filter(|_| verified);
        Ok(email.map(|email| email.as_str().to_owned()))
    }

    /// Google's keys; newer ones than those that were fetched at `older_than`, if that may be.
    async fn keys(&self, older_than: Option<Instant>) -> Result<Keys, NotLetIn> {
        let mut kept = self.0.keys.lock().await;
        if let Some(keys) = &*kept {
            let age = keys.fetched_at.elapsed();
            let is_good = match older_than {
                None => age < KEEP_KEYS,
                Some(at) => keys.fetched_at > at || age < NOT_MORE_OFTEN_THAN,
            };
            if is_good {
                return Ok(keys.clone());
            }
        }
        match self.fetch().await {
            Some(set) => {
                let fetched_at = Instant::now();
                Ok(kept.insert(Keys { set, fetched_at }).clone())
            }
            // Keys that are old are still Google's.
            None => kept.clone().ok_or(NotLetIn::NoKeys),
        }
    }

    async fn fetch(&self) -> Option<CoreJsonWebKeySet> {
        let request = self.0.http.get(&self.0.keys_url).timeout(self.0.timeout);
        let response = request.send().await.ok()?.error_for_status().ok()?;
        let keys = crate::net::json(response).await.ok();
        if keys.is_none() {
            tracing::warn!("Google's keys are not as documented");
        }
        keys
    }
}

/// What is wrong with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Invalid {
    Other,
    Issuer,
    Signature,
    Audience,
    Expired,
}

impl Invalid {
    fn reason(self) -> &'static str {
        match self {
            Invalid::Other => "it is not as Google makes them",
            Invalid::Issuer => "Google has not issued it",
            Invalid::Signature => "its signature is not Google's",
            Invalid::Audience => "it is for another audience than ASYNC_GENERATION_AUDIENCE",
            Invalid::Expired => "it has expired",
        }
    }
}

impl From<&openidconnect::ClaimsVerificationError> for Invalid {
    fn from(error: &openidconnect::ClaimsVerificationError) -> Invalid {
        use openidconnect::ClaimsVerificationError as E;
        match error {
            E::Expired(_) => Invalid::Expired,
            E::InvalidAudience(_) => Invalid::Audience,
            E::InvalidIssuer(_) => Invalid::Issuer,
            E::SignatureVerification(_) => Invalid::Signature,
            _ => Invalid::Other,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::routing::get;
    use tokio::net::TcpListener;

    use super::*;

    /// Publishes no keys at all, and counts how often it is asked.
    async fn publisher() -> (Verifier, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = asked.clone();
        let router = Router::new().route(
            "/certs",
            get(move || {
                counted.fetch_add(1, Ordering::Relaxed);
                async { axum::Json(serde_json::json!({ "keys": [] })) }
            }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/certs", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let verifier = Verifier::new(
            reqwest::Client::new(),
            &url,
            "a",
            vec![],
            Duration::from_secs(5),
        );
        (verifier, asked)
    }

    #[tokio::test]
    async fn a_newer_key_is_looked_for_but_not_all_the_time() {
        let (verifier, asked) = publisher().await;
        let first = verifier.keys(None).await.unwrap();
        verifier.keys(None).await.unwrap();
        verifier.keys(Some(first.fetched_at)).await.unwrap();
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        let long_ago = Instant::now() - NOT_MORE_OFTEN_THAN;
        verifier.0.keys.lock().await.as_mut().unwrap().fetched_at = long_ago;
        verifier.keys(None).await.unwrap();
        assert_eq!(
            asked.load(Ordering::Relaxed),
            1,
            "still good when no key is missing"
        );
        verifier.keys(Some(long_ago)).await.unwrap();
        assert_eq!(asked.load(Ordering::Relaxed), 2);
        let an_hour_ago = Instant::now() - KEEP_KEYS;
        verifier.0.keys.lock().await.as_mut().unwrap().fetched_at = an_hour_ago;
        verifier.keys(None).await.unwrap();
        assert_eq!(asked.load(Ordering::Relaxed), 3);
    }
}
