//! An access token, used until it runs out (RFC 6749 §5.1).

use std::sync::Arc;
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;

use platform::secrets::Secret;

/// A token is renewed before it runs out.
const RESERVE: Duration = Duration::from_secs(60);
/// How long a token is good that came without `expires_in`, in seconds.
const USUAL_LIFE: u64 = 3600;

/// A token and its end.
#[derive(Clone)]
pub(crate) struct Token {
    value: SecretString,
    until: Instant,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// A token that was given just now; `expires_in` in seconds.
    pub(crate) fn new(value: impl Into<SecretString>, expires_in: Option<u64>) -> Token {
        let life = Duration::from_secs(expires_in.unwrap_or(USUAL_LIFE));
        Token {
            value: value.into(),
            until: Instant::now() + life.saturating_sub(RESERVE),
        }
    }
}

/// The token that is used until it runs out. Clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenCache(Arc<Mutex<Option<Token>>>);

impl TokenCache {
    /// A token that has not run out and is not `refused`: the kept one, or what `ask` brings. Where
    /// the grant is refused (`is_refused`), the operator may have put another one in its place: it
    /// is fetched once more, and asked with again.
    pub(crate) async fn current<E, F: Future<Output = Result<Token, E>>>(
        &self,
        refused: Option<&SecretString>,
        grant: &Secret,
        is_refused: fn(&E) -> bool,
        ask: impl Fn() -> F,
    ) -> Result<SecretString, E> {
        let mut kept = self.0.lock().await;
        if let Some(token) = &*kept
            && token.until > Instant::now()
            && refused.is_none_or(|old| old.expose_secret() != token.value.expose_secret())
        {
            return Ok(token.value.clone());
        }
        let token = match ask().await {
            Err(error) if is_refused(&error) => {
                let asked_with = grant.current();
                if !grant.refresh(&asked_with).await {
                    return Err(error);
                }
                ask().await?
            }
            token => token?,
        };
        Ok(kept.insert(token).value.clone())
    }
}
