//! Who may ask for drafts: callers prove who they are by a header that is shared with them, or by
//! a Google ID token.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use crate::config::Callers;
use crate::problem::Problem;
use platform::identity::google_id_token::{NotLetIn, Verifier};
use platform::secrets::Secret;

/// The callers that are let in.
#[derive(Debug)]
pub(super) struct KnownCallers {
    behind_iam: bool,
    header: Option<Secret>,
    google: Option<Verifier>,
}

impl KnownCallers {
    pub(super) fn new(http: reqwest::Client, callers: &Callers) -> KnownCallers {
        KnownCallers {
            behind_iam: callers.behind_iam,
            header: callers.header.clone(),
            google: callers.google.as_ref().map(|google| {
                let emails = google.emails.clone();
                Verifier::new(
                    http,
                    &google.keys_url,
                    &google.audience,
                    emails,
                    google.timeout,
                )
            }),
        }
    }

    /// Lets a caller in. Behind IAM, every caller that comes this far may come in.
    pub(super) async fn check(&self, headers: &HeaderMap, now: Timestamp) -> Result<(), Problem> {
        let given = headers.get(AUTHORIZATION).map(|value| value.as_bytes());
        if self.behind_iam || self.is_shared_header(given).await {
            return Ok(());
        }
        let unauthenticated = |detail: &str| Problem::new(StatusCode::UNAUTHORIZED, detail);
        let Some(google) = &self.google else {
            return Err(unauthenticated(
                "the Authorization header is missing or wrong: it must be ASYNC_GENERATION_AUTH_HEADER's value",
            ));
        };
        let token = given
            .and_then(|given| std::str::from_utf8(given).ok())
            .and_then(bearer)
            .ok_or_else(|| unauthenticated("there is no ID token in the Authorization header"))?;
        google.check(token, now).await.map_err(|error| {
            tracing::warn!(%error, "a caller was not let in");
            let status = match error {
                NotLetIn::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
                NotLetIn::Forbidden => StatusCode::FORBIDDEN,
                NotLetIn::NoKeys => StatusCode::SERVICE_UNAVAILABLE,
            };
            Problem::new(status, error.to_string())
        })
    }

    /// A caller with another header may have a newer one than we do.
    async fn is_shared_header(&self, given: Option<&[u8]>) -> bool {
        let Some((header, given)) = self.header.as_ref().zip(given) else {
            return false;
        };
        let is = |expected: &SecretString| -> bool {
            given.ct_eq(expected.expose_secret().as_bytes()).into()
        };
        let expected = header.current();
        is(&expected) || (header.refresh(&expected).await && is(&header.current()))
    }
}

/// The token of `Bearer …`, whose name may be written in any case (RFC 9110, 11.1).
pub(super) fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim_start())
}
