//! A reply by Gmail: a draft, which is sent
//! (developers.google.com/workspace/gmail/api/guides/drafts). Gmail keeps it among the sent mails.

use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::error::{answer, lost, unusable};
use super::{Gmail, GmailError, TIMEOUT};
use crate::Outcome;

/// Bytes of a mail that Gmail takes (developers.google.com/workspace/gmail/api/reference/rest/v1/users.drafts/create).
const LONGEST: usize = 35 * 1024 * 1024;

impl Gmail {
    /// Sends a mail, whose bytes these are, once.
    pub async fn send_as(&self, bytes: &[u8]) -> Outcome {
        if bytes.len() > LONGEST {
            return Outcome::refused(
                "the mail is longer than the 35 MB that Gmail takes: attach less",
            );
        }
        // The customer gets no draft that is never sent.
        let draft = match self.draft(bytes).await {
            Ok(draft) => draft,
            Err(error) => return Outcome::refused_by(&error, error.cause(), error.is_temporary()),
        };
        let send = Some(json!({ "id": draft }));
        let sent = self
            .call("drafts.send", Method::POST, "drafts/send", &[], send)
            .await;
        match sent {
            Ok(mail) => self.accepted(mail["id"].as_str().unwrap_or_default()).await,
            // It was not sent, so the draft would lie there for ever.
            Err(error) if !matches!(error, GmailError::Unavailable { .. }) => {
                self.discard(&draft).await;
                Outcome::refused_by(&error, error.cause(), error.is_temporary())
            }
            Err(error) => self.look(&draft, &error).await,
        }
    }

    /// The draft's id.
    async fn draft(&self, bytes: &[u8]) -> Result<String, GmailError> {
        const WHAT: &str = "drafts.create";
        let url = format!(
            "{}/upload/gmail/v1/users/me/drafts?uploadType=media",
            self.settings.api_url.trim_end_matches('/')
        );
        let mut refused = None;
        let made: Value = loop {
            let token = self.tokens.current(refused.as_ref()).await?;
            let response = self
                .http
                .post(&url)
                .header(CONTENT_TYPE, "message/rfc822")
                .body(bytes.to_vec())
                .bearer_auth(token.expose_secret())
                .timeout(TIMEOUT)
                .send()
                .await
                .map_err(|error| lost(WHAT, &error))?;
            if response.status() == StatusCode::UNAUTHORIZED && refused.is_none() {
                refused = Some(token);
                continue;
            }
            break answer(WHAT, response).await?;
        };
        let id = made["id"].as_str().map(str::to_owned);
        id.ok_or_else(|| unusable(WHAT, "it names no draft"))
    }

    /// What the customer's answer names: Gmail may give a `Message-ID` of its own.
    async fn accepted(&self, id: &str) -> Outcome {
        let path = format!("messages/{id}");
        let query = [("format", "metadata"), ("metadataHeaders", "Message-ID")];
        let mail = self
            .call("messages.get", Method::GET, &path, &query, None)
            .await;
        let given = mail.ok().and_then(|mail| {
            let headers = mail["payload"]["headers"].as_array()?.iter();
            let mut ids = headers.filter(|it| {
                it["name"]
                    .as_str()
                    .is_some_and(|name| name.eq_ignore_ascii_case("Message-ID"))
            });
            Some(ids.next()?["value"].as_str()?.to_owned())
        });
        Outcome::Accepted {
            id: given.unwrap_or_else(|| id.to_owned()),
        }
    }

    /// The answer was lost: a draft that is not there any more was sent. One that still is may be on
    /// its way.
    async fn look(&self, draft: &str, error: &GmailError) -> Outcome {
        let path = format!("drafts/{draft}");
        let query = [("format", "minimal")];
        match self
            .call("drafts.get", Method::GET, &path, &query, None)
            .await
        {
            Err(looked) if looked.is_gone() => Outcome::Accepted {
                id: draft.to_owned(),
            },
            _ => Outcome::unknown(error.to_string()),
        }
    }

    async fn discard(&self, draft: &str) {
        let path = format!("drafts/{draft}");
        let discarded = self
            .call("drafts.delete", Method::DELETE, &path, &[], None)
            .await;
        if let Err(error) = discarded {
            tracing::warn!(%error, "a draft that was not sent is left in Gmail");
        }
    }
}
