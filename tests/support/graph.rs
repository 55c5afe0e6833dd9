//! A Microsoft 365 mailbox behind Graph, and its token endpoint, as strict as the documents say
//! (learn.microsoft.com/graph/api/resources/message).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use aws_lc_rs::signature::{KeyPair, RSA_PSS_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, post, put};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;

use super::llm::axum_serve;

pub const MAILBOX: &str = "support@shop.example";
pub const CLIENT_ID: &str = "canary-application";
pub const CLIENT_SECRET: &str = "canary-application-secret";
/// A certificate that was made for this, and its key in both forms.
const CERTIFICATE: &str = include_str!("certificate/certificate.pem");
pub const PRIVATE_KEY: &str = include_str!("certificate/pkcs8.pem");
pub const PRIVATE_KEY_PKCS1: &str = include_str!("certificate/pkcs1.pem");
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
    /// Client assertions that were taken: each is good once.
    assertions: BTreeSet<String>,
    /// By number; one that is done is gone.
    sessions: BTreeMap<usize, Session>,
    begun: usize,
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
    /// What was attached to the draft: name, type and content.
    files: Vec<AttachedFile>,
}

/// Name, type and content.
pub type AttachedFile = (String, String, Vec<u8>);

/// A large file on its way to a draft.
struct Session {
    draft: String,
    name: String,
    content_type: String,
    size: usize,
    content: Vec<u8>,
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
            .route("/upload/{id}", put(upload))
            .layer(DefaultBodyLimit::max(4_000_000))
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

    /// The same with a certificate in place of the secret.
    pub fn grant_by_certificate(&self, private_key: &str) -> String {
        json!({
            "token_url": format!("{}/tenant/oauth2/v2.0/token", self.url()), "client_id": CLIENT_ID,
            "certificate": CERTIFICATE, "private_key": private_key, "scope": SCOPE,
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

    /// What was attached to the newest mail that was sent.
    pub fn sent_files(&self) -> Vec<AttachedFile> {
        let mailbox = self.mailbox();
        let mut sent = mailbox.mails.iter().filter(|it| it.folder == "sentitems");
        sent.next_back().unwrap().files.clone()
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
            files: Vec::new(),
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
    let mut given: Vec<(&str, &str)> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    given.sort_unstable();
    let assertion = given
        .iter()
        .position(|(name, _)| *name == "client_assertion");
    let proven = match assertion.map(|at| given.remove(at).1) {
        Some(assertion) => {
            let used_before = !server.mailbox().assertions.insert(assertion.to_owned());
            let audience = format!("{}/tenant/oauth2/v2.0/token", server.url());
            match used_before || !is_assertion(assertion, &audience) {
                true => ("client_assertion", ""),
                false => (
                    "client_assertion_type",
                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ),
            }
        }
        None => ("client_secret", CLIENT_SECRET),
    };
    let expected = [
        ("client_id", CLIENT_ID),
        proven,
        ("grant_type", "client_credentials"),
        ("scope", SCOPE),
    ];
    let mut expected = expected.to_vec();
    expected.sort_unstable();
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

/// Whether a client assertion has each field that Entra asks for, is in its time and is signed by the
/// certificate's key (learn.microsoft.com/entra/identity-platform/certificate-credentials).
fn is_assertion(assertion: &str, audience: &str) -> bool {
    let parts: Vec<&str> = assertion.split('.').collect();
    let [header, claims, signature] = parts[..] else {
        return false;
    };
    let json = |part: &str| -> Value {
        let bytes = URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    };
    let certificate: String = CERTIFICATE
        .lines()
        .filter(|it| !it.starts_with('-'))
        .collect();
    let certificate = STANDARD.decode(certificate).unwrap();
    let thumbprint = URL_SAFE_NO_PAD.encode(Sha256::digest(&certificate));
    let (head, said) = (json(header), json(claims));
    let now = jiff::Timestamp::now().as_second();
    let time = |name: &str| said[name].as_i64().unwrap_or_default();
    let key: String = PRIVATE_KEY
        .lines()
        .filter(|it| !it.starts_with('-'))
        .collect();
    let key = RsaKeyPair::from_pkcs8(&STANDARD.decode(key).unwrap()).unwrap();
    let public = UnparsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, key.public_key().as_ref());
    let signed = format!("{header}.{claims}");
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    head == json!({ "alg": "PS256", "typ": "JWT", "x5t#S256": thumbprint })
        && said["aud"] == audience
        && said["iss"] == CLIENT_ID
        && said["sub"] == CLIENT_ID
        && said["jti"].as_str().is_some_and(|it| it.len() == 36)
        && time("nbf") <= now
        && (now..=now + 600).contains(&time("exp"))
        && time("iat") <= now
        && public.verify(signed.as_bytes(), &signature).is_ok()
}

/// A piece of a large file: in order, of the length that its range says, and without a token.
async fn upload(
    State(server): State<GraphServer>,
    Path(number): Path<usize>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut mailbox = server.mailbox();
    mailbox.calls.push("upload".to_owned());
    let fault = mailbox.faults.iter().position(|(of, _)| *of == "upload");
    if let Some(Fault::Status(status, code)) = fault.map(|at| mailbox.faults.remove(at).1) {
        return refused(status, code);
    }
    if headers.contains_key(header::AUTHORIZATION) || uri.query() != Some("authtoken=canary-upload")
    {
        return mailbox.mistake("the place is the permission");
    }
    let range = headers
        .get(header::CONTENT_RANGE)
        .and_then(|it| it.to_str().ok());
    let range = range.unwrap_or_default().to_owned();
    let Some(session) = mailbox.sessions.get_mut(&number) else {
        return refused(404, "itemNotFound");
    };
    let from = session.content.len();
    let expected = format!(
        "bytes {from}-{}/{}",
        (from + body.len()).saturating_sub(1),
        session.size
    );
    if range != expected || body.is_empty() || body.len() >= 4_000_000 {
        return mailbox.mistake(format!("{range} where {expected} would follow"));
    }
    session.content.extend_from_slice(&body);
    if session.content.len() < session.size {
        let next = json!({ "nextExpectedRanges": [format!("{}-", session.content.len())] });
        return Json(next).into_response();
    }
    let session = mailbox.sessions.remove(&number).unwrap();
    let draft = mailbox.mails.iter_mut().find(|it| it.id == session.draft);
    let file = (session.name, session.content_type, session.content);
    draft.unwrap().files.push(file);
    (
        StatusCode::CREATED,
        [(header::LOCATION, "https://outlook.example/attachment")],
    )
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
        ("POST", ["messages", _, "attachments"]) => "attach",
        ("POST", ["messages", _, "attachments", "createUploadSession"]) => "session",
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
        ("attach" | "session", Some(at))
            if !mailbox.mails[at].is_draft || kind != "application/json" =>
        {
            mailbox.mistake("a file for a draft, as JSON")
        }
        ("attach", Some(at)) => {
            let file: Value = serde_json::from_slice(body).unwrap_or_default();
            let content = file["contentBytes"]
                .as_str()
                .and_then(|it| STANDARD.decode(it).ok());
            let text = |name: &str| file[name].as_str().unwrap_or_default().to_owned();
            let is_whole = file.as_object().is_some_and(|it| it.len() == 4)
                && file["@odata.type"] == "#microsoft.graph.fileAttachment"
                && !text("name").is_empty()
                && text("contentType").contains('/');
            match content.filter(|_| is_whole) {
                Some(content) if body.len() <= 4_000_000 => {
                    let file = (text("name"), text("contentType"), content);
                    mailbox.mails[at].files.push(file);
                    (StatusCode::CREATED, Json(json!({ "id": "attachment" }))).into_response()
                }
                Some(_) => refused(413, "RequestBodyTooLarge"),
                None => mailbox.mistake(format!("a file with each field: {file}")),
            }
        }
        ("session", Some(_)) => {
            let asked: Value = serde_json::from_slice(body).unwrap_or_default();
            let item = &asked["AttachmentItem"];
            let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
            let size = item["size"].as_u64().unwrap_or_default() as usize;
            let is_whole = item.as_object().is_some_and(|it| it.len() == 4)
                && text("attachmentType") == "file"
                && !text("name").is_empty()
                && text("contentType").contains('/');
            // Between 3 and 150 MB (learn.microsoft.com/graph/outlook-large-attachments).
            if !is_whole || !(2_900_000..=150_000_000).contains(&size) {
                return mailbox.mistake(format!("a large file with each field: {asked}"));
            }
            mailbox.begun += 1;
            let number = mailbox.begun;
            let session = Session {
                draft: id.to_owned(),
                name: text("name"),
                content_type: text("contentType"),
                size,
                content: Vec::new(),
            };
            mailbox.sessions.insert(number, session);
            let place = json!({
                "uploadUrl": format!("{url}/upload/{number}?authtoken=canary-upload"),
                "expirationDateTime": "2026-11-25T03:00:00Z", "nextExpectedRanges": ["0-"],
            });
            (StatusCode::CREATED, Json(place)).into_response()
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
