//! A Microsoft 365 mailbox behind Graph, and its token endpoint, as strict as the documents say
//! (learn.microsoft.com/graph/api/resources/message).

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::llm::axum_serve;

pub const MAILBOX: &str = "support@shop.example";
pub const CLIENT_ID: &str = "canary-application";
pub const CLIENT_SECRET: &str = "canary-application-secret";
const SCOPE: &str = "https://graph.microsoft.com/.default";
/// Mails in a page: few, so that a test needs few mails for several pages.
const PAGE: usize = 3;

#[derive(Clone)]
pub struct GraphServer(Arc<Inner>);

struct Inner {
    url: String,
    mailbox: Mutex<Mailbox>,
}

#[derive(Default)]
struct Mailbox {
    mails: Vec<Stored>,
    /// Every change, in order: the id of what changed. A delta link names how far it came.
    changes: Vec<String>,
    /// How often the delta links of before were forgotten.
    generation: usize,
    tokens: BTreeSet<String>,
    given: usize,
    faults: Vec<(&'static str, Fault)>,
    calls: Vec<String>,
    mistakes: Vec<String>,
}

#[derive(Clone)]
struct Stored {
    id: String,
    folder: &'static str,
    is_draft: bool,
    categories: Vec<String>,
    received: String,
    mime: Vec<u8>,
    message_id: String,
}

/// How the next call of a kind fails.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// This status, with Graph's code.
    Status(u16, &'static str),
    /// The call is carried out, and then the answer is a 502.
    LosesItsAnswer,
}

impl GraphServer {
    pub async fn start() -> GraphServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = GraphServer(Arc::new(Inner {
            url: format!("http://{}", listener.local_addr().unwrap()),
            mailbox: Mutex::default(),
        }));
        let router = Router::new()
            .route("/tenant/oauth2/v2.0/token", post(token))
            .fallback(any(call))
            .with_state(server.clone());
        tokio::spawn(axum_serve(listener, router));
        server
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    /// What `MAIL_OAUTH` holds.
    pub fn grant(&self) -> String {
        json!({
            "token_url": format!("{}/tenant/oauth2/v2.0/token", self.url()), "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET, "scope": SCOPE,
        })
        .to_string()
    }

    fn mailbox(&self) -> MutexGuard<'_, Mailbox> {
        self.0.mailbox.lock().unwrap()
    }

    /// A mail arrives in the inbox.
    pub fn deliver(&self, eml: &str) -> String {
        self.deliver_at(eml, "2026-11-24T03:00:00Z")
    }

    /// A mail that came at some time.
    pub fn deliver_at(&self, eml: &str, received: &str) -> String {
        let mut mailbox = self.mailbox();
        mailbox.add("inbox", false, received, eml.as_bytes().to_vec())
    }

    /// A person reads a mail: the delta query lists it again.
    pub fn touch(&self, id: &str) {
        self.mailbox().changes.push(id.to_owned());
    }

    /// A person deletes a mail.
    pub fn delete(&self, id: &str) {
        let mut mailbox = self.mailbox();
        mailbox.mails.retain(|mail| mail.id != id);
        mailbox.changes.push(id.to_owned());
    }

    /// Delta links of before are answered with 410 Gone.
    pub fn forget_links(&self) {
        self.mailbox().generation += 1;
    }

    pub fn expire_tokens(&self) {
        self.mailbox().tokens.clear();
    }

    pub fn fail(&self, call: &'static str, fault: Fault) {
        self.mailbox().faults.push((call, fault));
    }

    pub fn categories(&self, id: &str) -> Vec<String> {
        let mailbox = self.mailbox();
        mailbox
            .mails
            .iter()
            .find(|it| it.id == id)
            .unwrap()
            .categories
            .clone()
    }

    /// The sent mails, as they came, and what is left as a draft.
    pub fn sent(&self) -> (Vec<String>, usize) {
        let mailbox = self.mailbox();
        let text = |it: &Stored| String::from_utf8(it.mime.clone()).unwrap();
        let sent = mailbox
            .mails
            .iter()
            .filter(|it| it.folder == "sentitems")
            .map(text);
        (
            sent.collect(),
            mailbox.mails.iter().filter(|it| it.is_draft).count(),
        )
    }

    pub fn count(&self, call: &str) -> usize {
        self.mailbox()
            .calls
            .iter()
            .filter(|it| it.starts_with(call))
            .count()
    }

    pub fn mistakes(&self) -> Vec<String> {
        self.mailbox().mistakes.clone()
    }
}

impl Mailbox {
    fn add(
        &mut self,
        folder: &'static str,
        is_draft: bool,
        received: &str,
        mime: Vec<u8>,
    ) -> String {
        let id = format!("AAMk{}=", self.mails.len() + self.changes.len() + 1);
        self.mails.push(Stored {
            id: id.clone(),
            folder,
            is_draft,
            categories: vec!["Blue".to_owned()],
            received: received.to_owned(),
            // Exchange gives its own.
            message_id: format!("<{}@exchange.example>", id.trim_end_matches('=')),
            mime,
        });
        if !is_draft {
            self.changes.push(id.clone());
        }
        id
    }

    fn mistake(&mut self, what: impl Into<String>) -> Response {
        self.mistakes.push(what.into());
        refused(400, "BadRequest")
    }
}

fn refused(status: u16, code: &str) -> Response {
    let error =
        json!({ "error": { "code": code, "message": format!("no taro@example.com: {code}") } });
    (StatusCode::from_u16(status).unwrap(), Json(error)).into_response()
}

async fn token(State(server): State<GraphServer>, body: String) -> Response {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&body).unwrap();
    let expected = [
        ("client_id", CLIENT_ID),
        ("client_secret", CLIENT_SECRET),
        ("grant_type", "client_credentials"),
        ("scope", SCOPE),
    ];
    let mut given: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    given.sort_unstable();
    let mut mailbox = server.mailbox();
    if given != expected {
        let answer = json!({ "error": "invalid_client", "error_description": "no such canary" });
        return (StatusCode::UNAUTHORIZED, Json(answer)).into_response();
    }
    mailbox.given += 1;
    mailbox.calls.push("token".to_owned());
    let token = format!("canary-graph-{}", mailbox.given);
    mailbox.tokens.insert(token.clone());
    Json(json!({ "token_type": "Bearer", "expires_in": 3599, "access_token": token }))
        .into_response()
}

async fn call(
    State(server): State<GraphServer>,
    verb: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut mailbox = server.mailbox();
    let authorization = headers
        .get(header::AUTHORIZATION)
        .and_then(|it| it.to_str().ok());
    let token = authorization.and_then(|it| it.strip_prefix("Bearer "));
    if !token.is_some_and(|token| mailbox.tokens.contains(token)) {
        return refused(401, "InvalidAuthenticationToken");
    }
    let prefer = headers
        .get("prefer")
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    if !prefer.contains("IdType=\"ImmutableId\"") {
        return mailbox.mistake("ids would change");
    }
    let path: Vec<String> = uri
        .path()
        .trim_start_matches('/')
        .split('/')
        .map(|it| {
            percent_encoding::percent_decode_str(it)
                .decode_utf8()
                .unwrap()
                .into_owned()
        })
        .collect();
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let Some(rest) = path.strip_prefix(["v1.0", "users", MAILBOX].as_slice()) else {
        return mailbox.mistake(format!("no such place: {path:?}"));
    };
    let query: Vec<(String, String)> =
        serde_urlencoded::from_str(uri.query().unwrap_or_default()).unwrap();
    let name = match (verb.as_str(), rest) {
        ("GET", ["mailFolders", "inbox"]) => "folder",
        ("GET", ["mailFolders", "inbox", "messages", "delta"]) => "delta",
        ("GET", ["messages", _, "$value"]) => "value",
        ("GET", ["messages", _]) => "get",
        ("PATCH", ["messages", _]) => "patch",
        ("POST", ["messages"]) => "create",
        ("POST", ["messages", _, "send"]) => "send",
        ("POST", ["messages", _, "permanentDelete"]) => "permanentDelete",
        ("DELETE", ["messages", _]) => "delete",
        _ => return mailbox.mistake(format!("no such call: {verb} {rest:?}")),
    };
    mailbox.calls.push(name.to_owned());
    let fault = mailbox.faults.iter().position(|(of, _)| *of == name);
    let fault = fault.map(|at| mailbox.faults.remove(at).1);
    if let Some(Fault::Status(status, code)) = fault {
        return refused(status, code);
    }
    let answer = answer(
        &server.0.url,
        &mut mailbox,
        name,
        rest,
        &query,
        &headers,
        &body,
    );
    match fault {
        Some(_) => refused(502, "BadGateway"),
        None => answer,
    }
}

fn answer(
    url: &str,
    mailbox: &mut Mailbox,
    name: &str,
    path: &[&str],
    query: &[(String, String)],
    headers: &HeaderMap,
    body: &[u8],
) -> Response {
    let field = |name: &str| {
        query
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    };
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let id = path.get(1).copied().unwrap_or_default();
    let at = mailbox.mails.iter().position(|it| it.id == id);
    match (name, at) {
        ("folder", _) => Json(json!({ "id": "inbox-id", "displayName": "Inbox" })).into_response(),
        ("delta", _) => delta(url, mailbox, field),
        ("create", _) => {
            let Some(mime) = Some(body)
                .filter(|_| kind == "text/plain")
                .and_then(|it| STANDARD.decode(it).ok())
            else {
                return mailbox.mistake("a mail in base64 as text/plain");
            };
            if body.len() > 4_000_000 {
                return refused(413, "RequestBodyTooLarge");
            }
            let id = mailbox.add("drafts", true, "2026-11-24T03:00:00Z", mime);
            let mail = mailbox.mails.iter().find(|it| it.id == id).unwrap();
            let made = json!({ "id": id, "isDraft": true, "internetMessageId": mail.message_id });
            (StatusCode::CREATED, Json(made)).into_response()
        }
        (_, None) => refused(404, "ErrorItemNotFound"),
        ("value", Some(at)) => mailbox.mails[at].mime.clone().into_response(),
        ("get", Some(at)) => {
            let mail = &mailbox.mails[at];
            match field("$select") {
                Some("categories") => {
                    Json(json!({ "id": id, "categories": mail.categories })).into_response()
                }
                Some("isDraft") => {
                    Json(json!({ "id": id, "isDraft": mail.is_draft })).into_response()
                }
                _ => mailbox.mistake("more than is needed"),
            }
        }
        ("patch", Some(at)) => {
            let change: Value = serde_json::from_slice(body).unwrap_or_default();
            let categories = change["categories"].as_array().cloned().unwrap_or_default();
            let is_only = change.as_object().is_some_and(|it| it.len() == 1);
            if !is_only || categories.is_empty() || kind != "application/json" {
                return mailbox.mistake(format!("a change of the categories: {change}"));
            }
            let text = |it: &Value| it.as_str().unwrap().to_owned();
            mailbox.mails[at].categories = categories.iter().map(text).collect();
            mailbox.changes.push(id.to_owned());
            Json(json!({ "id": id })).into_response()
        }
        ("send", Some(at)) => {
            if !body.is_empty() || headers.get(header::CONTENT_LENGTH).is_none() {
                return mailbox.mistake("an empty body with its length");
            }
            if !mailbox.mails[at].is_draft {
                return refused(400, "ErrorInvalidOperation");
            }
            mailbox.mails[at].is_draft = false;
            mailbox.mails[at].folder = "sentitems";
            StatusCode::ACCEPTED.into_response()
        }
        ("delete" | "permanentDelete", Some(at)) => {
            mailbox.mails.remove(at);
            mailbox.changes.push(id.to_owned());
            StatusCode::NO_CONTENT.into_response()
        }
        _ => mailbox.mistake(format!("no such call: {name}")),
    }
}

/// A page from where the link says, or from the beginning.
fn delta<'q>(
    url: &str,
    mailbox: &mut Mailbox,
    field: impl Fn(&str) -> Option<&'q str>,
) -> Response {
    let (from, since) = match field("token") {
        Some(token) => {
            let (generation, from) = token.split_once('-').unwrap();
            if generation != mailbox.generation.to_string() {
                return refused(410, "SyncStateNotFound");
            }
            (from.parse::<usize>().unwrap(), None)
        }
        None => {
            let expected = Some("isDraft,categories,receivedDateTime");
            let filter = field("$filter").and_then(|it| it.strip_prefix("receivedDateTime ge "));
            if field("$select") != expected
                || field("changeType") != Some("created")
                || filter.is_none()
            {
                return mailbox.mistake("a first page with its select, filter and change type");
            }
            (0, filter.map(str::to_owned))
        }
    };
    let mut listed: Vec<Value> = Vec::new();
    let mut at = from;
    while at < mailbox.changes.len() && listed.len() < PAGE {
        let id = &mailbox.changes[at];
        at += 1;
        // What was deleted is told, whatever was asked for.
        let mail = mailbox
            .mails
            .iter()
            .find(|it| it.id == *id && it.folder == "inbox");
        listed.push(match mail {
            None => json!({ "id": id, "@removed": { "reason": "deleted" } }),
            Some(mail) if since.as_ref().is_some_and(|since| mail.received < *since) => continue,
            Some(mail) => json!({
                "@odata.type": "#microsoft.graph.message", "id": id, "isDraft": mail.is_draft,
                "categories": mail.categories, "receivedDateTime": mail.received,
            }),
        });
    }
    let generation = mailbox.generation;
    let link = format!(
        "{url}/v1.0/users/{MAILBOX}/mailFolders/inbox/messages/delta?token={generation}-{at}"
    );
    let name = match at < mailbox.changes.len() {
        true => "@odata.nextLink",
        false => "@odata.deltaLink",
    };
    Json(json!({ "value": listed, name: link })).into_response()
}
