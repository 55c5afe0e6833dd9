//! The Web API: what an app may call, checked as Slack checks it (docs.slack.dev/apis/web-api).

mod args;
mod chat;
mod conversations;
mod files;
mod views;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State as Extract};
use axum::http::{HeaderMap, HeaderName, Method as Verb, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::blocks::Fault;
use super::state::{self, State};
use super::{Call, Refusal, Settings, Workspace};
use args::Args;
pub(super) use chat::respond;
pub(super) use views::{check as check_view, open as open_view, replace as replace_view};

/// The scopes the simulated app is installed with, unless a harness says otherwise: those of the
/// manifest, and what the page needs.
const SCOPES: &str = "channels:history,channels:read,chat:write,files:read,files:write,groups:history,groups:read,usergroups:read,users:read";

/// `/api/{method}`.
pub(super) fn router(workspace: Workspace) -> Router {
    Router::new()
        .route("/api/{method}", get(call).post(call))
        .with_state(workspace.clone())
        .merge(files::router(workspace))
}

/// A refused call: HTTP 200 with `"ok": false`.
#[derive(Debug)]
pub(super) struct Refused {
    pub error: &'static str,
    pub messages: Vec<String>,
}

impl Refused {
    pub fn new(error: &'static str) -> Refused {
        Refused {
            error,
            messages: Vec::new(),
        }
    }

    pub fn because(error: &'static str, message: impl Into<String>) -> Refused {
        Refused {
            error,
            messages: vec![message.into()],
        }
    }

    pub fn faults(error: &'static str, faults: &[Fault]) -> Refused {
        let messages = faults.iter().map(Fault::to_string).collect();
        Refused { error, messages }
    }

    fn json(&self) -> Value {
        let mut json = json!({ "ok": false, "error": self.error });
        if !self.messages.is_empty() {
            json["response_metadata"] = json!({ "messages": self.messages });
        }
        json
    }
}

pub(super) type Answer = Result<Value, Refused>;

/// What a method works with; the state is locked for the whole call.
pub(super) struct Desk<'a> {
    pub settings: &'a Settings,
    pub state: &'a mut State,
    pub now: Timestamp,
}

/// One method of the Web API.
struct Method {
    name: &'static str,
    required: &'static [&'static str],
    optional: &'static [&'static str],
    /// Methods that only read take their arguments from the query or a form, not from JSON.
    json: bool,
    run: fn(&mut Desk, &Args) -> Answer,
}

const METHODS: &[Method] = &[
    Method {
        name: "auth.test",
        required: &[],
        optional: &[],
        json: true,
        run: auth_test,
    },
    chat::POST_MESSAGE,
    chat::UPDATE,
    chat::POST_EPHEMERAL,
    views::OPEN,
    views::UPDATE,
    views::PUSH,
    views::PUBLISH,
    conversations::HISTORY,
    conversations::REPLIES,
    conversations::INFO,
    conversations::MEMBERS,
    conversations::BOTS_INFO,
    conversations::USERS_INFO,
    conversations::GROUP_MEMBERS,
    files::GET_UPLOAD_URL,
    files::COMPLETE_UPLOAD,
    files::INFO,
    files::DELETE,
];

async fn call(
    Extract(workspace): Extract<Workspace>,
    Path(name): Path<String>,
    verb: Verb,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let scopes = workspace.scopes();
    let parsed = Args::read(&verb, &uri, &headers, &body);
    let mut limited = None;
    let mut warning = None;
    let answer = workspace.change(|desk| {
        let answer = match &parsed {
            Ok(args) => answer(desk, &name, args, &headers, &mut limited),
            Err(refused) => Err(Refused::because(refused.error, refused.messages.join(" "))),
        };
        let args = parsed.as_ref().ok();
        warning = args.and_then(|args| args.warning(&name));
        note(desk, &name, args, &answer);
        answer
    });
    if let Some(wait) = limited {
        return too_many(wait);
    }
    let json = match answer {
        Ok(mut json) => {
            json["ok"] = true.into();
            if let Some(warning) = warning {
                json["warning"] = warning.into();
                json["response_metadata"]["warnings"] = json!([warning]);
            }
            json
        }
        Err(refused) => refused.json(),
    };
    let header = HeaderName::from_static("x-oauth-scopes");
    ([(header, scopes)], Json(json)).into_response()
}

impl Workspace {
    fn scopes(&self) -> String {
        let state = self.state();
        state.scopes.clone().unwrap_or_else(|| SCOPES.to_owned())
    }
}

/// Scopes of which a method needs one, as its reference page says; views need none.
fn scopes_of(method: &str) -> &'static [&'static str] {
    match method {
        "chat.postMessage" | "chat.update" | "chat.postEphemeral" => &["chat:write"],
        "conversations.history" | "conversations.replies" => {
            &["channels:history", "groups:history"]
        }
        "conversations.info" | "conversations.members" => &["channels:read", "groups:read"],
        "files.getUploadURLExternal" | "files.completeUploadExternal" | "files.delete" => {
            &["files:write"]
        }
        "files.info" => &["files:read"],
        "usergroups.users.list" => &["usergroups:read"],
        "users.info" | "bots.info" => &["users:read"],
        _ => &[],
    }
}

/// Slack's own order: who are you, does it exist, not too fast, are the arguments right.
fn answer(
    desk: &mut Desk,
    name: &str,
    args: &Args,
    headers: &HeaderMap,
    limited: &mut Option<u64>,
) -> Answer {
    let Some(method) = METHODS.iter().find(|method| method.name == name) else {
        return Err(Refused::new("unknown_method"));
    };
    check_token(desk.settings, args, headers)?;
    if desk.settings.rate_limits {
        let channel = match name {
            "chat.postMessage" => args.text("channel").unwrap_or_default(),
            _ => String::new(),
        };
        if let Err(wait) = desk.state.rates.take(name, &channel, desk.now) {
            *limited = Some(wait);
            return Err(Refused::new("ratelimited"));
        }
    }
    let needed = scopes_of(name);
    let granted = desk.state.scopes.as_deref().unwrap_or(SCOPES);
    if !needed.is_empty() && !granted.split(',').any(|scope| needed.contains(&scope)) {
        return Err(Refused::new("missing_scope"));
    }
    args.check(method)?;
    (method.run)(desk, args)
}

fn check_token(settings: &Settings, args: &Args, headers: &HeaderMap) -> Result<(), Refused> {
    let header = headers.get(header::AUTHORIZATION);
    let header = header.and_then(|value| value.to_str().ok());
    let token = match header {
        Some(header) => header.strip_prefix("Bearer ").map(str::to_owned),
        None => args.token(),
    };
    match token {
        None => Err(Refused::new("not_authed")),
        Some(token) if token == settings.bot_token => Ok(()),
        Some(_) => Err(Refused::new("invalid_auth")),
    }
}

/// Keeps what a harness asserts on. Texts stay out: they are in the messages.
fn note(desk: &mut Desk, method: &str, args: Option<&Args>, answer: &Answer) {
    let refused = answer.as_ref().err();
    desk.state.calls.push(Call {
        method: method.to_owned(),
        summary: args.map(Args::summary).unwrap_or_default(),
        error: refused.map(|refused| refused.error.to_owned()),
    });
    if let Some(refused) = refused {
        desk.state.refusals.push(Refusal {
            method: method.to_owned(),
            error: refused.error.to_owned(),
            messages: refused.messages.clone(),
        });
    }
}

fn too_many(wait: u64) -> Response {
    (
        StatusCode::TOO_MANY_REQUESTS,
        [(header::RETRY_AFTER, wait.to_string())],
        Json(json!({ "ok": false, "error": "ratelimited" })),
    )
        .into_response()
}

/// Of a bot's token, Slack does not say which app it is; `bots.info` does.
fn auth_test(desk: &mut Desk, _: &Args) -> Answer {
    let mut json = json!({
        "url": format!("{}/", desk.settings.base_url),
        "team": super::TEAM_NAME,
        "user": state::BOT_NAME,
        "team_id": state::TEAM_ID,
        "user_id": state::BOT_USER_ID,
        "bot_id": state::BOT_ID,
        "is_enterprise_install": false,
    });
    for (field, value) in &desk.state.identity {
        json[field] = value.clone();
    }
    Ok(json)
}
