//! A Gmail mailbox, by its API (developers.google.com/workspace/gmail/api/reference/rest).
//!
//! A mail that was taken carries the label [`TAKEN`], so what is left to do is asked of Gmail itself:
//! nothing is read twice, nothing is passed over, and nothing of that has to be remembered here.
//! Mails that were there before replybot are labelled once, and never taken.

use std::sync::Arc;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use reqwest::header::RETRY_AFTER;
use reqwest::{Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::secrets::Secret;

/// The label of mails that were taken.
pub const TAKEN: &str = "replybot-taken";
/// The same label while the mails that were there before are being given it.
const SETTING_UP: &str = "replybot-setting-up";

/// Reading mails and labelling them needs this scope
/// (developers.google.com/workspace/gmail/api/auth/scopes).
const SCOPE: &str = "https://www.googleapis.com/auth/gmail.modify";
/// Includes the other.
const WIDER_SCOPE: &str = "https://mail.google.com/";

/// Identifiers in one page, and in one call of `batchModify`: the most that Gmail allows.
const PAGE: usize = 500;
/// The largest mail is 50 MB, a third more in base64.
const TIMEOUT: Duration = Duration::from_secs(60);
/// A token is renewed before it runs out.
const RESERVE: Duration = Duration::from_secs(60);
/// Google names no time to wait in most of its refusals.
const USUAL_WAIT: Duration = Duration::from_secs(10);

/// Both alphabets' padding habits: Gmail's `raw` has been seen with and without.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why Gmail did not do what was asked. Holds no part of a mail and no token.
#[derive(Debug, thiserror::Error)]
pub enum GmailError {
    /// `GMAIL_OAUTH` cannot be used.
    #[error(
        "GMAIL_OAUTH is not JSON with client_id, client_secret and refresh_token, all in quotes"
    )]
    NotOAuth,
    /// Google gives no token for the refresh token.
    #[error(
        "Google refuses the refresh token in GMAIL_OAUTH ({0}): give the consent again and put the new one there"
    )]
    NoToken(String),
    /// The consent does not go far enough.
    #[error(
        "the consent behind GMAIL_OAUTH lacks the scope {SCOPE}: give it again with that scope"
    )]
    Scope,
    /// Gmail refused for good.
    #[error("Gmail refused {what} (HTTP {status}, {reason})")]
    Refused {
        /// The call.
        what: &'static str,
        /// The status.
        status: u16,
        /// Google's word for it.
        reason: String,
    },
    /// Gmail wants fewer calls.
    #[error("Gmail asks to wait {} s before the next {what}", wait.as_secs())]
    Busy {
        /// The call.
        what: &'static str,
        /// How long.
        wait: Duration,
    },
    /// No answer, or one that is no use; it may come right by itself.
    #[error("Gmail did not answer {what} properly ({why})")]
    Unavailable {
        /// The call.
        what: &'static str,
        /// What happened.
        why: String,
    },
}

impl GmailError {
    /// True when trying again may help.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            GmailError::Busy { .. } | GmailError::Unavailable { .. }
        )
    }

    /// True when the next call may do better: nothing is wrong with our credentials, and Gmail does
    /// not ask to wait.
    pub fn is_about_one_call(&self) -> bool {
        matches!(
            self,
            GmailError::Refused { .. } | GmailError::Unavailable { .. }
        )
    }

    /// True when the mail is not there any more.
    fn is_gone(&self) -> bool {
        matches!(self, GmailError::Refused { status: 404, .. })
    }
}

/// True when this is what `GMAIL_OAUTH` has to hold.
pub fn is_oauth(json: &str) -> bool {
    serde_json::from_str::<OAuth>(json).is_ok()
}

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
    token: Arc<Mutex<Option<Token>>>,
    labels: Arc<Mutex<Option<Labels>>>,
}

/// What `GMAIL_OAUTH` holds, for the moment of one request; it cannot be printed.
#[derive(Deserialize)]
struct OAuth {
    client_id: String,
    client_secret: String,
    refresh_token: String,
}

#[derive(Clone)]
struct Token {
    value: SecretString,
    until: Instant,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// The ids of the labels.
#[derive(Clone, Debug)]
struct Labels {
    source: String,
    taken: String,
}

/// A mail as Gmail keeps it.
#[derive(Debug)]
pub struct GmailMail {
    /// Gmail's id.
    pub id: String,
    /// The mail.
    pub bytes: Vec<u8>,
}

impl Gmail {
    /// A client; nothing is called yet.
    pub fn new(http: reqwest::Client, settings: Settings) -> Gmail {
        Gmail {
            http,
            settings: Arc::new(settings),
            token: Arc::default(),
            labels: Arc::default(),
        }
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

    /// A mail; `None` when it has been taken or deleted since it was listed: Gmail's search lags
    /// behind its labels.
    ///
    /// # Errors
    /// [`GmailError`].
    pub async fn fetch(&self, id: &str) -> Result<Option<GmailMail>, GmailError> {
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
        let bytes = BASE64URL
            .decode(raw)
            .map_err(|_| unusable(WHAT, "the mail is not base64url"))?;
        Ok(Some(GmailMail {
            id: id.to_owned(),
            bytes,
        }))
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

    /// The labels' ids; made and set up when there are none.
    async fn labels(&self) -> Result<Labels, GmailError> {
        let mut known = self.labels.lock().await;
        if let Some(labels) = &*known {
            return Ok(labels.clone());
        }
        let answer = self
            .call("labels.list", Method::GET, "labels", &[], None)
            .await?;
        let id_of = |name: &str| {
            let labels = answer["labels"].as_array().into_iter().flatten();
            let mut labels = labels.filter(|label| label["name"] == name || label["id"] == name);
            Some(labels.next()?["id"].as_str()?.to_owned())
        };
        let label = &self.settings.label;
        let source = id_of(label).ok_or_else(|| GmailError::Refused {
            what: "labels.list",
            status: 404,
            reason: format!("there is no label {label}: see GMAIL_LABEL"),
        })?;
        let taken = match id_of(TAKEN) {
            Some(taken) => taken,
            None => self.set_up(&source, id_of(SETTING_UP)).await?,
        };
        Ok(known.insert(Labels { source, taken }).clone())
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
            let token = self.token(refused.as_ref()).await?;
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

    /// A token that has not run out and is not `refused`.
    async fn token(&self, refused: Option<&SecretString>) -> Result<SecretString, GmailError> {
        let mut kept = self.token.lock().await;
        if let Some(token) = &*kept
            && token.until > Instant::now()
            && refused.is_none_or(|old| old.expose_secret() != token.value.expose_secret())
        {
            return Ok(token.value.clone());
        }
        let token = match self.new_token().await {
            // Somebody may have put another refresh token in its place.
            Err(error @ GmailError::NoToken(_)) => {
                let oauth = self.settings.oauth.current();
                if !self.settings.oauth.refresh(&oauth).await {
                    return Err(error);
                }
                self.new_token().await?
            }
            token => token?,
        };
        Ok(kept.insert(token).value.clone())
    }

    /// developers.google.com/identity/protocols/oauth2/web-server#offline
    async fn new_token(&self) -> Result<Token, GmailError> {
        const WHAT: &str = "the token request";
        let oauth = self.settings.oauth.current();
        let oauth: OAuth =
            serde_json::from_str(oauth.expose_secret()).map_err(|_| GmailError::NotOAuth)?;
        let form = [
            ("grant_type", "refresh_token"),
            ("client_id", &oauth.client_id),
            ("client_secret", &oauth.client_secret),
            ("refresh_token", &oauth.refresh_token),
        ];
        let response = self
            .http
            .post(&self.settings.token_url)
            .form(&form)
            .timeout(TIMEOUT)
            .send()
            .await
            .map_err(|error| lost(WHAT, &error))?;
        let answer = match answer(WHAT, response).await {
            Err(GmailError::Refused { reason, .. }) => return Err(GmailError::NoToken(reason)),
            answer => answer?,
        };
        // Said when it is narrower than what was asked for, and mostly otherwise, too.
        if let Some(scopes) = answer["scope"].as_str()
            && !scopes
                .split(' ')
                .any(|scope| scope == SCOPE || scope == WIDER_SCOPE)
        {
            return Err(GmailError::Scope);
        }
        let value = answer["access_token"]
            .as_str()
            .ok_or_else(|| unusable(WHAT, "it holds no token"))?;
        let seconds = answer["expires_in"].as_u64().unwrap_or(3600);
        Ok(Token {
            value: value.to_owned().into(),
            until: Instant::now() + Duration::from_secs(seconds).saturating_sub(RESERVE),
        })
    }
}

/// What an answer means
/// (developers.google.com/workspace/gmail/api/guides/handle-errors).
async fn answer(what: &'static str, response: reqwest::Response) -> Result<Value, GmailError> {
    let status = response.status();
    let wait = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse().ok())
        .map_or(USUAL_WAIT, Duration::from_secs);
    let body = response.bytes().await.map_err(|error| lost(what, &error))?;
    // `modify` and its like answer with an object, `batchModify` with nothing.
    let body: Value = match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&body).unwrap_or_default(),
    };
    if status.is_success() {
        return Ok(body);
    }
    let error = &body["error"];
    let reason = error["errors"][0]["reason"]
        .as_str()
        .or(error["status"].as_str())
        .or(error.as_str())
        .unwrap_or("no reason");
    // Words of Google's own, and no sentence: a sentence may name an address.
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let reason: String = reason.chars().filter(|c| is_word(*c)).take(60).collect();
    match status {
        StatusCode::TOO_MANY_REQUESTS => Err(GmailError::Busy { what, wait }),
        StatusCode::FORBIDDEN if reason.to_ascii_lowercase().contains("limitexceeded") => {
            Err(GmailError::Busy { what, wait })
        }
        StatusCode::FORBIDDEN if reason.contains("nsufficient") => Err(GmailError::Scope),
        status if status.is_server_error() => {
            Err(unusable(what, &format!("HTTP {}", status.as_u16())))
        }
        status => Err(GmailError::Refused {
            what,
            status: status.as_u16(),
            reason,
        }),
    }
}

/// The library's own words may hold the address that was called, and that a mail's id.
fn lost(what: &'static str, error: &reqwest::Error) -> GmailError {
    let why = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else {
        "the connection broke"
    };
    unusable(what, why)
}

fn unusable(what: &'static str, why: &str) -> GmailError {
    GmailError::Unavailable {
        what,
        why: why.to_owned(),
    }
}
