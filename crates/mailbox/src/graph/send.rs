//! A reply by Graph: a draft, to which large files are brought piece by piece, and which is sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, StatusCode, Url, header};
use serde_json::json;

use super::{Body, Graph, GraphError, TIMEOUT};
use crate::{Outcome, is_loopback};
use mail::{Contents, Enclosed, OutgoingMail};

/// Bytes of a mail, or of a file, as it goes to Graph in one request: that may have 4 MB
/// (learn.microsoft.com/graph/outlook-send-mime-message), a third more in base64.
const LONGEST: usize = 2_900_000;
/// Bytes of one piece of a larger file: less than 4 MB, a multiple of 320 KiB
/// (learn.microsoft.com/graph/outlook-large-attachments).
const PIECE: usize = 10 * 320 * 1024;

impl Graph {
    /// Sends a mail once, with the contents of its files: in one request where it fits, else its text
    /// first and then its files. Exchange keeps a copy among the sent mails, and takes `Bcc` out.
    pub async fn send_as(&self, mail: &OutgoingMail, contents: Contents<'_>) -> Outcome {
        let whole = mail.kept_bytes_with(contents);
        let fits = whole.len() <= LONGEST;
        let bytes = match fits {
            true => whole,
            false => mail.kept_bytes_with(Contents {
                files: &[],
                ..contents
            }),
        };
        if bytes.len() > LONGEST {
            let most = LONGEST / 1_000_000;
            return Outcome::refused(format!(
                "the text is longer than the {most} MB that Graph takes at once"
            ));
        }
        // The customer gets no draft that is never sent.
        let draft = match self.draft(&bytes).await {
            Ok(draft) => draft,
            Err(error) => return Outcome::refused_by(&error, error.cause(), error.is_temporary()),
        };
        if !fits && let Err(error) = self.attach(&draft, mail, contents.files).await {
            self.discard(&draft).await;
            return Outcome::refused_by(&error, error.cause(), error.is_temporary());
        }
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
                Outcome::refused_by(&error, error.cause(), error.is_temporary())
            }
            Err(error) => self.look(&draft, &error).await,
        }
    }

    /// Brings the files to a draft.
    async fn attach(
        &self,
        draft: &Draft,
        mail: &OutgoingMail,
        contents: &[Vec<u8>],
    ) -> Result<(), GraphError> {
        for (file, content) in mail.files.iter().zip(contents) {
            match content.len() <= LONGEST {
                true => {
                    let attachment = json!({
                        "@odata.type": "#microsoft.graph.fileAttachment", "name": file.shown_name(),
                        "contentType": file.media_type(), "contentBytes": STANDARD.encode(content),
                    });
                    let url = self.url(&["messages", &draft.id, "attachments"])?;
                    let body = Body::Json(attachment);
                    self.call("attachments.create", Method::POST, url, body)
                        .await?;
                }
                false => self.upload(draft, file, content).await?,
            }
        }
        Ok(())
    }

    /// Brings a large file, piece by piece, to the place that Graph names for it.
    async fn upload(
        &self,
        draft: &Draft,
        file: &Enclosed,
        content: &[u8],
    ) -> Result<(), GraphError> {
        const WHAT: &str = "attachments.createUploadSession";
        let item = json!({ "AttachmentItem": {
            "attachmentType": "file", "name": file.shown_name(), "contentType": file.media_type(), "size": content.len(),
        }});
        let url = self.url(&["messages", &draft.id, "attachments", "createUploadSession"])?;
        let session = self.call(WHAT, Method::POST, url, Body::Json(item)).await?;
        let place = session["uploadUrl"]
            .as_str()
            .and_then(|it| Url::parse(it).ok());
        let place =
            place.filter(|it| it.scheme() == "https" || it.host_str().is_some_and(is_loopback));
        let place = place.ok_or_else(|| GraphError::unusable(WHAT, "it names no place"))?;
        for (at, piece) in content.chunks(PIECE).enumerate() {
            let (from, end) = (at * PIECE, at * PIECE + piece.len());
            let range = format!("bytes {from}-{}/{}", end - 1, content.len());
            // The place itself is the permission: it gets no token.
            let put = self
                .http
                .put(place.clone())
                .header(header::CONTENT_RANGE, range);
            let put = put.header(header::CONTENT_TYPE, "application/octet-stream");
            let put = put.body(piece.to_vec()).timeout(TIMEOUT).send().await;
            let response = put.map_err(|error| GraphError::lost(WHAT, &error))?;
            let is_last = end == content.len();
            match response.status() {
                StatusCode::CREATED if is_last => {}
                StatusCode::OK | StatusCode::ACCEPTED if !is_last => {}
                status if status.is_success() => {
                    return Err(GraphError::unusable(WHAT, "a piece was not taken as such"));
                }
                _ => drop(super::answer(WHAT, response).await?),
            }
        }
        Ok(())
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
