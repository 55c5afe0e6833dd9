//! Secrets: plain, in Google Secret Manager (`X_NAME`) or in AWS Secrets Manager (`X_ARN`).
//!
//! They are fetched side by side at the start, kept, and fetched again when a service refuses one:
//! rotating a secret needs no restart.

mod source;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;

pub use source::{Source, SourceError, Stores};

/// A service that refuses everything must not have us fetch all the time.
const NOT_MORE_OFTEN_THAN: Duration = Duration::from_secs(60);

/// A secret that is never printed. Clones share what is fetched.
#[derive(Clone)]
pub struct Secret(Arc<Inner>);

struct Inner {
    current: RwLock<SecretString>,
    source: Option<Source>,
    tried_at: tokio::sync::Mutex<Option<Instant>>,
}

impl Secret {
    /// A secret that is in the environment.
    pub fn plain(value: impl Into<SecretString>) -> Secret {
        Secret::new(value.into(), None)
    }

    /// Fetches a secret, which can be fetched again later.
    ///
    /// # Errors
    /// [`SourceError`].
    pub async fn fetch(source: Source) -> Result<Secret, SourceError> {
        let value = source.fetch().await?;
        Ok(Secret::new(value, Some(source)))
    }

    fn new(value: SecretString, source: Option<Source>) -> Secret {
        Secret(Arc::new(Inner {
            current: RwLock::new(value),
            source,
            tried_at: tokio::sync::Mutex::new(None),
        }))
    }

    /// Its value, as it was fetched last.
    pub fn current(&self) -> SecretString {
        self.0
            .current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// A service refused `refused`. True when there is another value to try: it was fetched just
    /// now, or by another task in the meantime.
    pub async fn refresh(&self, refused: &SecretString) -> bool {
        let Some(source) = &self.0.source else {
            return false;
        };
        let mut tried_at = self.0.tried_at.lock().await;
        let is_other = |value: &SecretString| value.expose_secret() != refused.expose_secret();
        if is_other(&self.current()) {
            return true;
        }
        if tried_at.is_some_and(|at| at.elapsed() < NOT_MORE_OFTEN_THAN) {
            return false;
        }
        *tried_at = Some(Instant::now());
        match source.fetch().await {
            Ok(value) if is_other(&value) => {
                tracing::info!(%source, "a secret was refused and has been fetched again");
                *self
                    .0
                    .current
                    .write()
                    .unwrap_or_else(PoisonError::into_inner) = value;
                true
            }
            Ok(_) => false,
            Err(error) => {
                tracing::warn!(%source, %error, "a secret was refused and could not be fetched again");
                false
            }
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Secret {
        Secret::plain(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Secret {
        Secret::plain(value)
    }
}
