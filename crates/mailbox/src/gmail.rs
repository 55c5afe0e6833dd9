//! A Gmail mailbox, by its API (developers.google.com/workspace/gmail/api/reference/rest).
//!
//! A mail that was taken carries the label [`TAKEN`], so what is left to do is asked of Gmail itself:
//! nothing is read twice, nothing is passed over, and nothing of that has to be remembered here.
//! Mails that were there before replybot are labelled once, and never taken.

mod error;
mod send;
mod token;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use reqwest::{Method, StatusCode};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use self::error::{answer, lost, unusable};
use self::token::Tokens;
pub use error::GmailError;
use platform::secrets::Secret;
pub use token::is_oauth;

/// The label of mails that were taken.
pub const TAKEN: &str = "replybot-taken";
/// The same label while the mails that were there before are being given it.
const SETTING_UP: &str = "replybot-setting-up";

/// Identifiers in one page and in one call of `batchModify`; Gmail allows 500 and 1,000.
const PAGE: usize = 500;
/// The largest mail is 50 MB, a third more in base64.
const TIMEOUT: Duration = Duration::from_secs(60);

/// RFC 4648's base64url; the documents do not say whether a mail's `raw` is padded.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// What a mailbox is reached with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `GMAIL_OAUTH`.
    pub oauth: Secret,
    /// `GMAIL_LABEL`: mails that carry it are taken.
    pub label: String,
    /// `GMAIL_API_URL`.
    pub api_url: String,
    /// `GMAIL_TOKEN_URL`.
    pub token_url: String,
}

/// A mailbox. Clones share the token.
#[derive(Clone, Debug)]
pub struct Gmail {
    http: reqwest::Client,
    settings: Arc<Settings>,
    tokens: Tokens,
    labels: Arc<Mutex<Option<Labels>>>,
}

/// The ids of the labels.
#[derive(Clone, Debug)]
struct Labels {
    source: String,
    taken: String,
}

impl Gmail {
    /// A client; nothing is called yet.
    pub fn new(http: reqwest::Client, settings: Settings) -> Gmail {
        Gmail {
            tokens: Tokens::new(http.clone(), settings.oauth.clone(), &settings.token_url),
            http,
            settings: Arc::new(settings),
            labels: Arc::default(),
        }
    }

    /// Tries whether the mailbox can be read and has the label that mails are taken from; changes
    /// nothing.
    ///
    /// # Errors
    /// [`GmailError`].
    pub async fn reach(&self) -> Result<(), GmailError> {
        self.labelled(&self.settings.label).await.map(drop)
    }

    /// The ids of all mails that are to be taken, the oldest first: whatever fails with one, those
    /// that came before it had their turn.
    ///
    /// # Errors
    /// [`GmailError`].
    pub async fn waiting(&self) -> Result<Vec<String>, GmailError> {
        let labels = self.labels().await?;
        let mut ids = self
            .list(&labels.source, &format!("-label:{TAKEN}"))
            .await?;
        ids.reverse();
        Ok(ids)
    }

    /// A mail's bytes; `None` when it has been taken or deleted since it was listed: Gmail's search lags
    /// behind its labels.
    ///
    /// # Errors
    /// [`GmailError`].
    pub async fn fetch(&self, id: &str) -> Result<Option<Vec<u8>>, GmailError> {
        const WHAT: &str = "messages.get";
        let labels = self.labels().await?;
        let path = format!("messages/{id}");
        let query = [("format", "raw")];
        let mail = match self.call(WHAT, Method::GET, &path, &query, None).await {
            Err(error) if error.is_gone() => return Ok(None),
            mail => mail?,
        };
        let carries = |id: &str| {
            let labels = mail["labelIds"].as_array();
            labels.is_some_and(|labels| labels.iter().any(|label| label == id))
        };
        if carries(&labels.taken) {
            return Ok(None);
        }
        let raw = mail["raw"]
            .as_str()
            .ok_or_else(|| unusable(WHAT, "it holds no mail"))?;
        let bytes = BASE64URL.decode(raw);
        bytes
            .map(Some)
            .map_err(|_| unusable(WHAT, "the mail is not base64url"))
    }

    /// A mail's bytes, taken or not; `None` when it is not there any more.
    ///
    /// # Errors
    /// [`GmailError`].
    pub async fn read(&self, id: &str) -> Result<Option<Vec<u8>>, GmailError> {
        const WHAT: &str = "messages.get";
        let path = format!("messages/{id}");
        let mail = match self
            .call(WHAT, Method::GET, &path, &[("format", "raw")], None)
            .await
        {
            Err(error) if error.is_gone() => return Ok(None),
            mail => mail?,
        };
        let raw = mail["raw"]
            .as_str()
            .ok_or_else(|| unusable(WHAT, "it holds no mail"))?;
        let bytes = BASE64URL.decode(raw);
        bytes
            .map(Some)
            .map_err(|_| unusable(WHAT, "the mail is not base64url"))
    }

    /// Marks a mail as taken.
    ///
    /// # Errors
    /// [`GmailError`]; the mail will be listed once more then.
    pub async fn mark(&self, id: &str) -> Result<(), GmailError> {
        let labels = self.labels().await?;
        let path = format!("messages/{id}/modify");
        let change = json!({ "addLabelIds": [labels.taken] });
        match self
            .call("messages.modify", Method::POST, &path, &[], Some(change))
            .await
        {
            Err(error) if !error.is_gone() => Err(error),
            _ => Ok(()),
        }
    }

    /// Puts a mail into the trash, which Gmail empties after thirty days; the scope that reads mails
    /// allows no more. One that is not there any more is no error.
    ///
    /// # Errors
    /// [`GmailError`].
    pub async fn trash(&self, id: &str) -> Result<(), GmailError> {
        let path = format!("messages/{id}/trash");
        match self
            .call("messages.trash", Method::POST, &path, &[], None)
            .await
        {
            Err(error) if !error.is_gone() => Err(error),
            _ => Ok(()),
        }
    }

    /// The labels' ids; made and set up when there are none.
    async fn labels(&self) -> Result<Labels, GmailError> {
        let mut known = self.labels.lock().await;
        if let Some(labels) = &*known {
            return Ok(labels.clone());
        }
        let (source, answer) = self.labelled(&self.settings.label).await?;
        let taken = match id_of(&answer, TAKEN) {
            Some(taken) => taken,
            None => self.set_up(&source, id_of(&answer, SETTING_UP)).await?,
        };
        Ok(known.insert(Labels { source, taken }).clone())
    }

    /// The id of a label that has to be there, and all labels.
    async fn labelled(&self, label: &str) -> Result<(String, Value), GmailError> {
        const WHAT: &str = "labels.list";
        let answer = self.call(WHAT, Method::GET, "labels", &[], None).await?;
        let id = id_of(&answer, label).ok_or_else(|| GmailError::Refused {
            what: WHAT,
            status: 404,
            reason: format!("there is no label {label}: see GMAIL_LABEL"),
        })?;
        Ok((id, answer))
    }

    /// Labels what was there before us. The label gets its own name last, so that a set-up that was
    /// interrupted is gone through again.
    async fn set_up(&self, source: &str, begun: Option<String>) -> Result<String, GmailError> {
        let label = match begun {
            Some(label) => label,
            None => {
                let label =
                    json!({ "name": SETTING_UP, "labelListVisibility": "labelShowIfUnread" });
                let made = self
                    .call("labels.create", Method::POST, "labels", &[], Some(label))
                    .await?;
                let id = made["id"].as_str();
                id.ok_or_else(|| unusable("labels.create", "it names no label"))?
                    .to_owned()
            }
        };
        let before = self.list(source, &format!("-label:{SETTING_UP}")).await?;
        for ids in before.chunks(PAGE) {
            let change = json!({ "ids": ids, "addLabelIds": [label] });
            self.call(
                "messages.batchModify",
                Method::POST,
                "messages/batchModify",
                &[],
                Some(change),
            )
            .await?;
        }
        let name = json!({ "name": TAKEN });
        let path = format!("labels/{label}");
        self.call("labels.patch", Method::PATCH, &path, &[], Some(name))
            .await?;
        tracing::info!(
            mails = before.len(),
            "mails that were in the mailbox before are left alone"
        );
        Ok(label)
    }

    /// The ids of all mails that carry `label` and match `query`, newest first as Gmail lists them.
    async fn list(&self, label: &str, query: &str) -> Result<Vec<String>, GmailError> {
        const WHAT: &str = "messages.list";
        let mut ids = Vec::new();
        let mut page = String::new();
        loop {
            let most = PAGE.to_string();
            let mut arguments = vec![("labelIds", label), ("q", query), ("maxResults", &most)];
            if !page.is_empty() {
                arguments.push(("pageToken", &page));
            }
            let answer = self
                .call(WHAT, Method::GET, "messages", &arguments, None)
                .await?;
            let mails = answer["messages"].as_array().into_iter().flatten();
            ids.extend(mails.filter_map(|mail| Some(mail["id"].as_str()?.to_owned())));
            match answer["nextPageToken"].as_str() {
                Some(next) if !next.is_empty() => page = next.to_owned(),
                _ => return Ok(ids),
            }
        }
    }

    /// Calls the API, once more with a new token when the old one is refused.
    async fn call(
        &self,
        what: &'static str,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<Value>,
    ) -> Result<Value, GmailError> {
        let url = format!(
            "{}/gmail/v1/users/me/{path}",
            self.settings.api_url.trim_end_matches('/')
        );
        let mut refused = None;
        loop {
            let token = self.tokens.current(refused.as_ref()).await?;
            let mut request = self.http.request(method.clone(), &url).query(query);
            if let Some(body) = &body {
                request = request.json(body);
            }
            let response = request
                .bearer_auth(token.expose_secret())
                .timeout(TIMEOUT)
                .send()
                .await
                .map_err(|error| lost(what, &error))?;
            if response.status() == StatusCode::UNAUTHORIZED && refused.is_none() {
                refused = Some(token);
                continue;
            }
            return answer(what, response).await;
        }
    }
}

/// The id of the label of this name, or of this id.
fn id_of(answer: &Value, name: &str) -> Option<String> {
    let labels = answer["labels"].as_array().into_iter().flatten();
    let mut labels = labels.filter(|label| label["name"] == name || label["id"] == name);
    Some(labels.next()?["id"].as_str()?.to_owned())
}
