//! A Gmail mailbox and Google's token endpoint, as strict as the documents say
//! (developers.google.com/workspace/gmail/api/reference/rest).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::llm::axum_serve;

pub const CLIENT_ID: &str = "canary-client";
pub const CLIENT_SECRET: &str = "canary-client-secret";
pub const REFRESH_TOKEN: &str = "canary-refresh-token";
const SCOPE: &str = "https://www.googleapis.com/auth/gmail.modify";

/// A page of `messages.list`: small, so that a test needs few mails for several pages.
const PAGE: usize = 3;

#[derive(Clone)]
pub struct GmailServer(Arc<Inner>);

struct Inner {
    url: String,
    mailbox: Mutex<Mailbox>,
}

#[derive(Default)]
struct Mailbox {
    /// In the order in which they came.
    mails: Vec<StoredMail>,
    /// By id.
    labels: BTreeMap<String, String>,
    tokens: BTreeSet<String>,
    given: usize,
    scope: Option<String>,
    revoked: bool,
    faults: Vec<(&'static str, Fault)>,
    /// What was asked, e.g. `messages.get 3`.
    calls: Vec<String>,
    /// Drafts and sent mails, by their ids.
    drafts: BTreeMap<String, String>,
    sent: BTreeMap<String, String>,
    /// Requests that Gmail would refuse as wrong.
    mistakes: Vec<String>,
}

struct StoredMail {
    id: String,
    labels: BTreeSet<String>,
    raw: String,
}

/// How the next call of a kind fails.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// This status, with Google's reason.
    Status(u16, &'static str),
    /// The call is carried out, and then the answer is a 500.
    LosesItsAnswer,
}

impl GmailServer {
    pub async fn start() -> GmailServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = GmailServer(Arc::new(Inner {
            url: format!("http://{}", listener.local_addr().unwrap()),
            mailbox: Mutex::default(),
        }));
        server
            .mailbox()
            .labels
            .extend(["INBOX", "TRASH"].map(|it| (it.to_owned(), it.to_owned())));
        let me = "/gmail/v1/users/me";
        let router = Router::new()
            .route("/token", post(token))
            .route(&format!("{me}/labels"), get(list_labels).post(create_label))
            .route(&format!("{me}/labels/{{id}}"), patch(rename_label))
            .route(&format!("{me}/messages"), get(list))
            .route(&format!("{me}/messages/batchModify"), post(batch_modify))
            .route(&format!("{me}/messages/{{id}}"), get(fetch))
            .route(&format!("{me}/messages/{{id}}/modify"), post(modify))
            .route(&format!("{me}/messages/{{id}}/trash"), post(trash))
            .route("/upload/gmail/v1/users/me/drafts", post(create_draft))
            .route(&format!("{me}/drafts/send"), post(send_draft))
            .route(
                &format!("{me}/drafts/{{id}}"),
                get(get_draft).delete(delete_draft),
            )
            .with_state(server.clone());
        tokio::spawn(async move { axum_serve(listener, router).await });
        server
    }

    pub fn url(&self) -> &str {
        &self.0.url
    }

    fn mailbox(&self) -> MutexGuard<'_, Mailbox> {
        self.0.mailbox.lock().unwrap()
    }

    /// What reaches the mailbox, by the names of its variables.
    pub fn environment(&self) -> [(&'static str, String); 3] {
        let oauth = json!({ "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "refresh_token": REFRESH_TOKEN });
        [
            ("GMAIL_OAUTH", oauth.to_string()),
            ("GMAIL_API_URL", self.url().to_owned()),
            ("GMAIL_TOKEN_URL", format!("{}/token", self.url())),
        ]
    }

    /// A mail arrives in the inbox.
    pub fn deliver(&self, eml: &str) -> String {
        let mut mailbox = self.mailbox();
        let id = format!("m{}", mailbox.mails.len() + 1);
        mailbox.mails.push(StoredMail {
            id: id.clone(),
            labels: BTreeSet::from(["INBOX".to_owned()]),
            raw: URL_SAFE.encode(eml),
        });
        id
    }

    /// A person deletes a mail for good.
    pub fn delete(&self, id: &str) {
        self.mailbox().mails.retain(|mail| mail.id != id);
    }

    /// The names of a mail's labels.
    pub fn labels_of(&self, id: &str) -> Vec<String> {
        let mailbox = self.mailbox();
        let mail = mailbox.mails.iter().find(|mail| mail.id == id).unwrap();
        let name = |id: &String| mailbox.labels[id].clone();
        mail.labels.iter().map(name).collect()
    }

    /// The next call of this kind fails.
    pub fn fail(&self, call: &'static str, fault: Fault) {
        self.mailbox().faults.push((call, fault));
    }

    /// All access tokens run out.
    pub fn expire_tokens(&self) {
        self.mailbox().tokens.clear();
    }

    /// A person takes the consent back.
    pub fn revoke(&self) {
        let mut mailbox = self.mailbox();
        mailbox.revoked = true;
        mailbox.tokens.clear();
    }

    /// The consent is for another scope.
    pub fn grant_only(&self, scope: &str) {
        self.mailbox().scope = Some(scope.to_owned());
    }

    /// The mails that went out, and how many drafts are left.
    pub fn sent(&self) -> (Vec<String>, usize) {
        let mailbox = self.mailbox();
        (
            mailbox.sent.values().cloned().collect(),
            mailbox.drafts.len(),
        )
    }

    /// How often this was called.
    pub fn count(&self, call: &str) -> usize {
        let mailbox = self.mailbox();
        mailbox
            .calls
            .iter()
            .filter(|it| it.starts_with(call))
            .count()
    }

    /// Requests that were wrong in themselves.
    pub fn mistakes(&self) -> Vec<String> {
        self.mailbox().mistakes.clone()
    }

    /// Checks the token and scope, then does the call unless a fault is before it.
    fn call(
        &self,
        what: &'static str,
        about: &str,
        headers: &HeaderMap,
        act: impl FnOnce(&mut Mailbox) -> Result<Value, Refusal>,
    ) -> Response {
        let mut mailbox = self.mailbox();
        mailbox.calls.push(format!("{what} {about}"));
        let bearer = headers.get("authorization").and_then(|it| it.to_str().ok());
        let token = bearer.and_then(|it| it.strip_prefix("Bearer "));
        if !token.is_some_and(|token| mailbox.tokens.contains(token)) {
            return refusal(401, "authError");
        }
        if mailbox.scope.as_deref().is_some_and(|it| it != SCOPE) {
            return refusal(403, "insufficientPermissions");
        }
        let fault = mailbox.faults.iter().position(|(call, _)| *call == what);
        let fault = fault.map(|position| mailbox.faults.remove(position).1);
        if let Some(Fault::Status(status, reason)) = fault {
            return refusal(status, reason);
        }
        let done = act(&mut mailbox);
        if fault.is_some() {
            return refusal(500, "backendError");
        }
        match done {
            Ok(Value::Null) => StatusCode::NO_CONTENT.into_response(),
            Ok(answer) => Json(answer).into_response(),
            Err((status, reason)) => refusal(status, reason),
        }
    }
}

fn refusal(status: u16, reason: &str) -> Response {
    let error = json!({ "error": { "code": status, "errors": [{ "reason": reason, "domain": "global" }],
                                   "message": "about taro.yamada@example.com" } });
    (StatusCode::from_u16(status).unwrap(), Json(error)).into_response()
}

/// Status and reason.
type Refusal = (u16, &'static str);

const GONE: Refusal = (404, "notFound");

fn wrong(mailbox: &mut Mailbox, why: impl Into<String>) -> Refusal {
    mailbox.mistakes.push(why.into());
    (400, "invalidArgument")
}

async fn token(State(server): State<GmailServer>, body: Bytes) -> Response {
    let form: BTreeMap<String, String> = serde_urlencoded::from_bytes(&body).unwrap_or_default();
    let mut mailbox = server.mailbox();
    mailbox.calls.push("token".to_owned());
    let is = |name: &str, value: &str| form.get(name).is_some_and(|it| it == value);
    if !is("grant_type", "refresh_token")
        || !is("client_id", CLIENT_ID)
        || !is("client_secret", CLIENT_SECRET)
    {
        let error = json!({ "error": "invalid_client" });
        return (StatusCode::UNAUTHORIZED, Json(error)).into_response();
    }
    if mailbox.revoked || !is("refresh_token", REFRESH_TOKEN) {
        let error =
            json!({ "error": "invalid_grant", "error_description": "Token has been revoked." });
        return (StatusCode::BAD_REQUEST, Json(error)).into_response();
    }
    mailbox.given += 1;
    let token = format!("canary-access-{}", mailbox.given);
    mailbox.tokens.insert(token.clone());
    let scope = mailbox.scope.clone().unwrap_or_else(|| SCOPE.to_owned());
    Json(json!({ "access_token": token, "expires_in": 3599, "scope": scope, "token_type": "Bearer" }))
        .into_response()
}

async fn list_labels(State(server): State<GmailServer>, headers: HeaderMap) -> Response {
    server.call("labels.list", "", &headers, |mailbox| {
        let labels: Vec<Value> = mailbox
            .labels
            .iter()
            .map(|(id, name)| json!({ "id": id, "name": name }))
            .collect();
        Ok(json!({ "labels": labels }))
    })
}

async fn create_label(
    State(server): State<GmailServer>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    server.call("labels.create", "", &headers, |mailbox| {
        let name = body["name"].as_str().unwrap_or_default().to_owned();
        if name.is_empty() || mailbox.labels.values().any(|known| *known == name) {
            return Err((409, "aborted"));
        }
        let id = format!("Label_{}", mailbox.labels.len());
        mailbox.labels.insert(id.clone(), name.clone());
        Ok(json!({ "id": id, "name": name }))
    })
}

async fn rename_label(
    State(server): State<GmailServer>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    server.call("labels.patch", &id, &headers, |mailbox| {
        let name = body["name"].as_str().unwrap_or_default().to_owned();
        match mailbox.labels.get_mut(&id) {
            Some(label) => *label = name.clone(),
            None => return Err(GONE),
        }
        Ok(json!({ "id": id, "name": name }))
    })
}

/// Newest first, a page at a time.
async fn list(
    State(server): State<GmailServer>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query: Vec<(String, String)> =
        serde_urlencoded::from_str(&query.unwrap_or_default()).unwrap_or_default();
    let given = |name: &str| {
        let found = query.iter().find(|(field, _)| field == name);
        found.map(|(_, value)| value.clone())
    };
    server.call("messages.list", "", &headers, |mailbox| {
        let label = given("labelIds").unwrap_or_default();
        if !mailbox.labels.contains_key(&label) {
            return Err(wrong(mailbox, format!("labelIds={label} is no label's id")));
        }
        let q = given("q").unwrap_or_default();
        let Some(without) = q.strip_prefix("-label:") else {
            return Err(wrong(
                mailbox,
                format!("q={q} is not known to this simulator"),
            ));
        };
        let without = mailbox.labels.iter().find(|(_, name)| *name == without);
        let without = without.map(|(id, _)| id.clone());
        let most = given("maxResults").and_then(|most| most.parse::<usize>().ok());
        if most.is_none_or(|most| most > 500) {
            return Err(wrong(mailbox, "maxResults is at most 500"));
        }
        let matching = mailbox.mails.iter().rev().filter(|mail| {
            mail.labels.contains(&label)
                && without.as_ref().is_none_or(|id| !mail.labels.contains(id))
        });
        let ids: Vec<String> = matching.map(|mail| mail.id.clone()).collect();
        let from = given("pageToken").map_or(Some(0), |last| {
            Some(ids.iter().position(|id| *id == last)? + 1)
        });
        let Some(from) = from else {
            return Err(wrong(mailbox, "pageToken"));
        };
        let shown = &ids[from..ids.len().min(from + PAGE)];
        // Without matches there is no `messages` at all.
        let mut answer = json!({ "resultSizeEstimate": ids.len() });
        if !shown.is_empty() {
            answer["messages"] = shown
                .iter()
                .map(|id| json!({ "id": id, "threadId": id }))
                .collect();
        }
        if from + PAGE < ids.len() {
            answer["nextPageToken"] = shown[shown.len() - 1].clone().into();
        }
        Ok(answer)
    })
}

async fn fetch(
    State(server): State<GmailServer>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    server.call("messages.get", &id, &headers, |mailbox| {
        if query.as_deref() == Some("format=metadata&metadataHeaders=Message-ID") {
            if !mailbox.sent.contains_key(&id) {
                return Err(GONE);
            }
            let header =
                json!({ "name": "Message-Id", "value": format!("<{id}@mail.gmail.example>") });
            return Ok(json!({ "id": id, "payload": { "headers": [header] } }));
        }
        if query.as_deref() != Some("format=raw") {
            return Err(wrong(mailbox, format!("messages.get with {query:?}")));
        }
        let mail = mailbox.mails.iter().find(|mail| mail.id == id);
        let mail = mail.ok_or(GONE)?;
        Ok(json!({ "id": mail.id, "threadId": mail.id, "labelIds": mail.labels, "raw": mail.raw }))
    })
}

async fn modify(
    State(server): State<GmailServer>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    server.call("messages.modify", &id, &headers, |mailbox| {
        add_labels(mailbox, std::slice::from_ref(&id), &body)?;
        Ok(json!({ "id": id }))
    })
}

async fn trash(
    State(server): State<GmailServer>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    server.call("messages.trash", &id, &headers, |mailbox| {
        let mail = mailbox.mails.iter_mut().find(|mail| mail.id == id);
        let mail = mail.ok_or(GONE)?;
        mail.labels.retain(|label| label != "INBOX");
        mail.labels.insert("TRASH".to_owned());
        Ok(json!({ "id": id, "labelIds": mail.labels }))
    })
}

async fn batch_modify(
    State(server): State<GmailServer>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    server.call("messages.batchModify", "", &headers, |mailbox| {
        let ids: Vec<String> = serde_json::from_value(body["ids"].clone()).unwrap_or_default();
        if ids.is_empty() || ids.len() > 1000 {
            return Err(wrong(mailbox, "batchModify takes 1 to 1000 ids"));
        }
        add_labels(mailbox, &ids, &body)?;
        Ok(Value::Null)
    })
}

async fn create_draft(
    State(server): State<GmailServer>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    server.call("drafts.create", "", &headers, |mailbox| {
        let kind = headers.get("content-type").and_then(|it| it.to_str().ok());
        if query.as_deref() != Some("uploadType=media") || kind != Some("message/rfc822") {
            return Err(wrong(mailbox, "an upload of message/rfc822"));
        }
        let id = format!("r{}", mailbox.drafts.len() + mailbox.sent.len() + 1);
        let mail = String::from_utf8(body.to_vec()).unwrap();
        mailbox.drafts.insert(id.clone(), mail);
        Ok(json!({ "id": id, "message": { "id": "m0", "labelIds": ["DRAFT"] } }))
    })
}

async fn send_draft(
    State(server): State<GmailServer>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    server.call("drafts.send", "", &headers, |mailbox| {
        let id = body["id"].as_str().unwrap_or_default();
        let mail = mailbox.drafts.remove(id).ok_or(GONE)?;
        let id = format!("s{}", mailbox.sent.len() + 1);
        mailbox.sent.insert(id.clone(), mail);
        Ok(json!({ "id": id, "threadId": id, "labelIds": ["SENT"] }))
    })
}

async fn get_draft(
    State(server): State<GmailServer>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    server.call("drafts.get", &id, &headers, |mailbox| {
        mailbox.drafts.get(&id).ok_or(GONE)?;
        Ok(json!({ "id": id }))
    })
}

async fn delete_draft(
    State(server): State<GmailServer>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    server.call("drafts.delete", &id, &headers, |mailbox| {
        mailbox.drafts.remove(&id).ok_or(GONE)?;
        Ok(Value::Null)
    })
}

fn add_labels(mailbox: &mut Mailbox, ids: &[String], body: &Value) -> Result<(), Refusal> {
    let labels: Vec<String> =
        serde_json::from_value(body["addLabelIds"].clone()).unwrap_or_default();
    if labels.is_empty() || labels.iter().any(|id| !mailbox.labels.contains_key(id)) {
        return Err(wrong(mailbox, "addLabelIds names no label's id"));
    }
    for id in ids {
        let mail = mailbox.mails.iter_mut().find(|mail| mail.id == *id);
        let mail = mail.ok_or(GONE)?;
        mail.labels.extend(labels.iter().cloned());
    }
    Ok(())
}
