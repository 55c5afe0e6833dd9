//! A mailbox of Microsoft 365, shared ones included, by Microsoft Graph
//! (learn.microsoft.com/graph/api/resources/mail-api-overview), with an application's own
//! permissions: `Mail.ReadWrite` and `Mail.Send`.
//!
//! What came since the last look is asked for by a delta query, whose link is kept in the store. A
//! mail that was taken carries the category [`TAKEN`]. A reply is a draft first, with an id that
//! stays when it moves to the sent mails: where the answer to sending it is lost, the mail itself
//! says whether it went out.

mod answer;
mod error;
mod send;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::{Method, StatusCode, Url, header};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::{Value, json};

use self::answer::{Body, answer};
pub use self::error::GraphError;
use super::oauth::OAuth;

/// The category of mails that were taken.
pub const TAKEN: &str = "replybot-taken";

/// How long Graph may take.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Mails in one page of a delta query.
const PAGE: usize = 50;
/// Bytes of a mail that are read: Exchange takes mails of 150 MB.
const LONGEST_MAIL: usize = 50 * 1024 * 1024;
/// Ids stay the same when a mail moves within its mailbox
/// (learn.microsoft.com/graph/outlook-immutable-id).
const IMMUTABLE: &str = "IdType=\"ImmutableId\"";

/// What a mailbox is reached with.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `GRAPH_MAILBOX`: the address or the id of the user or the shared mailbox.
    pub mailbox: String,
    /// `GRAPH_FOLDER`: a folder's id, or a well-known name such as `inbox`.
    pub folder: String,
    /// `GRAPH_API_URL`.
    pub api_url: String,
    /// `MAIL_OAUTH`, for the scope `https://graph.microsoft.com/.default`.
    pub oauth: OAuth,
    /// `GRAPH_POLL_INTERVAL`.
    pub every: Duration,
}

/// A mailbox. Clones share the token.
#[derive(Clone, Debug)]
pub struct Graph {
    http: reqwest::Client,
    settings: Arc<Settings>,
}

/// A page of a delta query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Mails that are there, whether they were taken or not, the oldest first.
    pub mails: Vec<Listed>,
    /// Where to go on: at once, or the next time.
    pub next: String,
    /// This was the last page for now.
    pub is_last: bool,
}

/// A mail in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its immutable id.
    pub id: String,
    /// It carries [`TAKEN`].
    pub is_taken: bool,
    /// When it came into the mailbox.
    pub received: Option<Timestamp>,
}

#[derive(Deserialize)]
struct RawPage {
    #[serde(default)]
    value: Vec<RawMail>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<String>,
    #[serde(rename = "@odata.deltaLink")]
    delta: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawMail {
    id: String,
    #[serde(rename = "@removed")]
    removed: Option<Value>,
    #[serde(default)]
    is_draft: bool,
    #[serde(default)]
    categories: Vec<String>,
    received_date_time: Option<Timestamp>,
}

/// The one of these that reads this mailbox.
pub fn of_mailbox<'a>(all: &'a [Graph], mailbox: &str) -> Option<&'a Graph> {
    all.iter().find(|it| it.settings().mailbox == mailbox)
}

impl Graph {
    /// A client; nothing is called yet.
    pub fn new(http: reqwest::Client, settings: Settings) -> Graph {
        Graph {
            http,
            settings: Arc::new(settings),
        }
    }

    /// What it was made with.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Tries whether the folder can be read; changes nothing.
    ///
    /// # Errors
    /// [`GraphError`].
    pub async fn reach(&self) -> Result<(), GraphError> {
        let url = self.url(&["mailFolders", &self.settings.folder])?;
        self.call("mailFolders.get", Method::GET, url, Body::None)
            .await?;
        Ok(())
    }

    /// The first page of what came since then; or, with the `link` of an earlier page, what follows.
    /// An error for which [`GraphError::is_resync`] holds means that the link is forgotten there.
    ///
    /// # Errors
    /// [`GraphError`].
    pub async fn page(&self, link: Option<&str>, since: Timestamp) -> Result<Page, GraphError> {
        const WHAT: &str = "messages.delta";
        let url = match link {
            Some(link) => self.checked(link)?,
            None => self.first(since)?,
        };
        let answer = self.call(WHAT, Method::GET, url, Body::None).await?;
        let raw: RawPage = serde_json::from_value(answer)
            .map_err(|_| GraphError::unusable(WHAT, "it is no page"))?;
        let is_last = raw.next.is_none();
        let next = raw.next.or(raw.delta);
        let next = next.ok_or_else(|| GraphError::unusable(WHAT, "it says not how to go on"))?;
        self.checked(&next)?;
        let mut mails: Vec<Listed> = raw
            .value
            .into_iter()
            .filter(|mail| mail.removed.is_none() && !mail.is_draft)
            .map(|mail| Listed {
                is_taken: mail.categories.iter().any(|it| it == TAKEN),
                id: mail.id,
                received: mail.received_date_time,
            })
            .collect();
        mails.sort_by_key(|mail| mail.received);
        Ok(Page {
            mails,
            next,
            is_last,
        })
    }

    fn first(&self, since: Timestamp) -> Result<Url, GraphError> {
        let mut url = self.url(&["mailFolders", &self.settings.folder, "messages", "delta"])?;
        // Whole seconds: Graph cuts fractions, which would leave out what came in the same second.
        let since = since.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        url.query_pairs_mut()
            .append_pair("$select", "isDraft,categories,receivedDateTime")
            .append_pair("changeType", "created")
            .append_pair("$filter", &format!("receivedDateTime ge {since}"));
        Ok(url)
    }

    /// A mail as it came; `None` when it is not there any more.
    ///
    /// # Errors
    /// [`GraphError`].
    pub async fn fetch(&self, id: &str) -> Result<Option<Vec<u8>>, GraphError> {
        const WHAT: &str = "messages.$value";
        let url = self.url(&["messages", id, "$value"])?;
        let response = self.ask(WHAT, Method::GET, url, Body::None).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        if !response.status().is_success() {
            return answer(WHAT, response).await.map(|_| None);
        }
        let bytes = platform::net::body(response, LONGEST_MAIL).await;
        let bytes = bytes.map_err(|error| GraphError::unusable(WHAT, &error.to_string()))?;
        Ok(Some(bytes))
    }

    /// Gives a mail the category of those that were taken, beside those it has.
    ///
    /// # Errors
    /// [`GraphError`].
    pub async fn mark(&self, id: &str) -> Result<(), GraphError> {
        let mut url = self.url(&["messages", id])?;
        url.query_pairs_mut().append_pair("$select", "categories");
        let mail = match self
            .call("messages.get", Method::GET, url, Body::None)
            .await
        {
            Err(error) if error.is_gone() => return Ok(()),
            mail => mail?,
        };
        let has = mail["categories"].as_array().into_iter().flatten();
        let mut categories: Vec<&str> = has.filter_map(Value::as_str).collect();
        if categories.contains(&TAKEN) {
            return Ok(());
        }
        categories.push(TAKEN);
        let change = Body::Json(json!({ "categories": categories }));
        let url = self.url(&["messages", id])?;
        match self
            .call("messages.patch", Method::PATCH, url, change)
            .await
        {
            Err(error) if !error.is_gone() => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes a mail for good, past the deleted ones
    /// (learn.microsoft.com/graph/api/message-permanentdelete). One that is not there is no error.
    ///
    /// # Errors
    /// [`GraphError`].
    pub async fn delete(&self, id: &str) -> Result<(), GraphError> {
        let url = self.url(&["messages", id, "permanentDelete"])?;
        match self
            .call("messages.permanentDelete", Method::POST, url, Body::None)
            .await
        {
            Err(error) if !error.is_gone() => Err(error),
            _ => Ok(()),
        }
    }

    /// An address below the mailbox's.
    fn url(&self, path: &[&str]) -> Result<Url, GraphError> {
        let mut url = Url::parse(&self.settings.api_url).map_err(|_| GraphError::BadUrl)?;
        {
            let mut segments = url.path_segments_mut().map_err(|()| GraphError::BadUrl)?;
            let base = ["v1.0", "users", self.settings.mailbox.as_str()];
            segments.pop_if_empty().extend(base).extend(path);
        }
        Ok(url)
    }

    /// A link of Graph's own: the token goes to no other place.
    fn checked(&self, link: &str) -> Result<Url, GraphError> {
        let (link, own) = (Url::parse(link), Url::parse(&self.settings.api_url));
        match (link, own) {
            (Ok(link), Ok(own)) if link.origin() == own.origin() => Ok(link),
            _ => Err(GraphError::unusable(
                "messages.delta",
                "its link leads elsewhere",
            )),
        }
    }

    async fn call(
        &self,
        what: &'static str,
        method: Method,
        url: Url,
        body: Body,
    ) -> Result<Value, GraphError> {
        answer(what, self.ask(what, method, url, body).await?).await
    }

    /// Asks, once more with a new token when the old one is refused.
    async fn ask(
        &self,
        what: &'static str,
        method: Method,
        url: Url,
        body: Body,
    ) -> Result<reqwest::Response, GraphError> {
        let mut refused = None;
        loop {
            let token = self.settings.oauth.token(refused.as_ref()).await?;
            let mut request = self
                .http
                .request(method.clone(), url.clone())
                .header("Prefer", format!("{IMMUTABLE}, odata.maxpagesize={PAGE}"));
            request = match &body {
                Body::None if method == Method::POST => request.header(header::CONTENT_LENGTH, 0),
                Body::None => request,
                Body::Json(json) => request.json(json),
                Body::Mime(base64) => request
                    .header(header::CONTENT_TYPE, "text/plain")
                    .body(base64.clone()),
            };
            let response = request
                .bearer_auth(token.expose_secret())
                .timeout(TIMEOUT)
                .send()
                .await
                .map_err(|error| GraphError::lost(what, &error))?;
            if response.status() == StatusCode::UNAUTHORIZED && refused.is_none() {
                refused = Some(token);
                continue;
            }
            return Ok(response);
        }
    }
}
