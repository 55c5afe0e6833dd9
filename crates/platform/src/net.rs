//! HTTP to other services: one way to build a client, and to read what it answers, in bounds.

use std::time::Duration;

use anyhow::Context;
use reqwest::{Response, redirect};
use serde::de::DeserializeOwned;

/// Bytes of an answer of an API; see [`body`] for one with another bound.
pub const LONGEST_BODY: usize = 4 * 1024 * 1024;

/// Why an answer could not be read.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// It is longer than any of this service's.
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
    /// The connection broke, or the time ran out.
    #[error("the answer broke off")]
    Broken(#[source] reqwest::Error),
    /// It is not as documented.
    #[error("the answer is not as documented")]
    Unreadable,
}

impl BodyError {
    /// True when the time ran out.
    pub fn is_timeout(&self) -> bool {
        matches!(self, BodyError::Broken(error) if error.is_timeout())
    }
}

/// The one HTTP client, whose connections all parts share.
///
/// It speaks to APIs with fixed addresses, so it follows no redirect: to another address, it would
/// carry the request's secrets and texts there. It asks for no compression, of which a few bytes
/// can become as many as they like.
///
/// # Errors
/// When TLS cannot be set up on this machine.
pub fn client() -> anyhow::Result<reqwest::Client> {
    let client = reqwest::Client::builder()
        .user_agent(concat!("replybot/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .no_gzip()
        .connect_timeout(Duration::from_secs(5))
        // A model is asked when a person clicks, which may be minutes apart: its connection is kept.
        .pool_idle_timeout(Duration::from_secs(10 * 60))
        .tcp_keepalive(Duration::from_secs(30))
        .http2_keep_alive_interval(Duration::from_secs(30))
        .http2_keep_alive_while_idle(true)
        .build()
        .with_context(without_certificates)?;
    Ok(client)
}

/// The only thing that goes wrong here on a machine of ours: a small container image has none.
fn without_certificates() -> String {
    let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"].map(|name| {
        let value = std::env::var(name).ok()?;
        Some(format!("{name}={value}"))
    });
    let named: Vec<_> = named.into_iter().flatten().collect();
    let looked = match named.is_empty() {
        true => "in this system's folders, such as /etc/ssl/certs".to_owned(),
        false => format!("at {}", named.join(" and ")),
    };
    format!(
        "TLS cannot be used: no certificates of authorities (CA) were found {looked}. Install the package `ca-certificates` (Debian, Ubuntu, Alpine and Fedora call it so), or let SSL_CERT_FILE name a file with certificates in PEM form"
    )
}

/// The whole body, of `most` bytes at most: no more are ever held.
///
/// # Errors
/// [`BodyError`].
pub async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, BodyError> {
    // What is declared is no reason to hold memory for it.
    if response.content_length().is_some_and(|it| it > most as u64) {
        return Err(BodyError::TooLong(most));
    }
    let mut body = Vec::new();
    while let Some(bytes) = response.chunk().await.map_err(BodyError::Broken)? {
        if body.len() + bytes.len() > most {
            return Err(BodyError::TooLong(most));
        }
        body.extend_from_slice(&bytes);
    }
    Ok(body)
}

/// The body as JSON, of [`LONGEST_BODY`] bytes at most.
///
/// # Errors
/// [`BodyError`].
pub async fn json<T: DeserializeOwned>(response: Response) -> Result<T, BodyError> {
    let body = body(response, LONGEST_BODY).await?;
    serde_json::from_slice(&body).map_err(|_| BodyError::Unreadable)
}

/// As much of the body as comes, up to `most` bytes: for what an error says.
pub async fn beginning(mut response: Response, most: usize) -> Vec<u8> {
    let mut body = Vec::new();
    while body.len() < most
        && let Ok(Some(bytes)) = response.chunk().await
    {
        let end = bytes.len().min(most - body.len());
        body.extend_from_slice(&bytes[..end]);
    }
    body
}
