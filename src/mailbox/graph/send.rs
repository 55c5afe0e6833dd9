//! A reply by Graph: a draft, which is sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;

use super::{Body, Graph, GraphError};
use crate::mailbox::Outcome;

/// Bytes of a mail as it goes to Graph: a request may have 4 MB
/// (learn.microsoft.com/graph/outlook-send-mime-message), a third more in base64.
const LONGEST: usize = 2_900_000;

impl Graph {
    /// Sends a mail, whose bytes these are, once. Exchange keeps a copy among the sent mails.
    pub async fn send_as(&self, bytes: &[u8]) -> Outcome {
        if bytes.len() > LONGEST {
            return Outcome::refused(format!(
                "the mail is longer than the {} MB that Graph takes at once: attach less",
                LONGEST / 1_000_000
            ));
        }
        // The customer gets no draft that is never sent.
        let draft = match self.draft(bytes).await {
            Ok(draft) => draft,
            Err(error) => return Outcome::refused_by(&error, error.is_temporary()),
        };
        let sent = async {
            let url = self.url(&["messages", &draft.id, "send"])?;
            self.call("messages.send", Method::POST, url, Body::None)
                .await
        };
        match sent.await {
            Ok(_) => draft.accepted(),
            // It was not done, so the draft would lie there for ever.
            Err(
                error @ (GraphError::Refused { .. }
                | GraphError::Busy { .. }
                | GraphError::Unreachable
                | GraphError::Token(_)
                | GraphError::BadUrl),
            ) => {
                self.discard(&draft).await;
                Outcome::refused_by(&error, error.is_temporary())
            }
            Err(error) => self.look(&draft, &error).await,
        }
    }

    async fn draft(&self, bytes: &[u8]) -> Result<Draft, GraphError> {
        const WHAT: &str = "messages.create";
        let url = self.url(&["messages"])?;
        let mime = Body::Mime(STANDARD.encode(bytes));
        let made = self.call(WHAT, Method::POST, url, mime).await?;
        let text = |field: &str| made[field].as_str().map(str::to_owned);
        Ok(Draft {
            id: text("id").ok_or_else(|| GraphError::unusable(WHAT, "it names no mail"))?,
            message_id: text("internetMessageId"),
        })
    }

    /// The answer was lost: the mail itself says whether it went out. One that is still a draft may
    /// be on its way.
    async fn look(&self, draft: &Draft, error: &GraphError) -> Outcome {
        let looked = async {
            let mut url = self.url(&["messages", &draft.id])?;
            url.query_pairs_mut().append_pair("$select", "isDraft");
            self.call("messages.get", Method::GET, url, Body::None)
                .await
        };
        match looked.await {
            Ok(mail) if mail["isDraft"] == false => draft.accepted(),
            _ => Outcome::unknown(error.to_string()),
        }
    }

    async fn discard(&self, draft: &Draft) {
        let discarded = async {
            let url = self.url(&["messages", &draft.id])?;
            self.call("messages.delete", Method::DELETE, url, Body::None)
                .await
        };
        if let Err(error) = discarded.await {
            tracing::warn!(%error, "a draft that was not sent is left in the mailbox");
        }
    }
}

struct Draft {
    id: String,
    /// What the customer's answer names; Exchange may give one of its own.
    message_id: Option<String>,
}

impl Draft {
    fn accepted(&self) -> Outcome {
        Outcome::Accepted {
            id: self.message_id.clone().unwrap_or_else(|| self.id.clone()),
        }
    }
}
