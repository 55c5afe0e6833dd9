//! The page, and the endpoints by which it acts for a person. Whatever it can do, a test can do with
//! the same function of [`Workspace`].

use std::convert::Infallible;

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State as Extract};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::{Stream, StreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio_stream::wrappers::WatchStream;

use super::state::{BOT_NAME, State};
use super::web_api::respond;
use super::{Delivery, Language, Place, Target, Workspace};

/// Nothing from elsewhere, nothing inline, no frame around it.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const JS: &str = "text/javascript; charset=utf-8";

/// The files of the page, by the name they are asked for.
const FILES: &[(&str, &str, &str)] = &[
    (
        "style.css",
        "text/css; charset=utf-8",
        include_str!("page/style.css"),
    ),
    ("app.js", JS, include_str!("page/app.js")),
    ("blocks.js", JS, include_str!("page/blocks.js")),
    ("channel.js", JS, include_str!("page/channel.js")),
    ("compose.js", JS, include_str!("page/compose.js")),
    ("dom.js", JS, include_str!("page/dom.js")),
    ("emoji.js", JS, include_str!("page/emoji.js")),
    ("fields.js", JS, include_str!("page/fields.js")),
    ("home.js", JS, include_str!("page/home.js")),
    ("modal.js", JS, include_str!("page/modal.js")),
    ("mrkdwn.js", JS, include_str!("page/mrkdwn.js")),
    ("outbox.js", JS, include_str!("page/outbox.js")),
    ("texts.js", JS, include_str!("page/texts.js")),
];

pub(super) fn router(workspace: Workspace) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/workspace/page/{file}", get(file))
        .route("/workspace/events", get(events))
        .route("/workspace/click", post(click))
        .route("/workspace/home", post(home))
        .route("/workspace/type", post(type_text))
        .route(
            "/workspace/choose",
            post(choose_file).layer(DefaultBodyLimit::max(12 * 1024 * 1024)),
        )
        .route("/workspace/submit", post(submit))
        .route("/workspace/close", post(close))
        .route("/workspace/dismiss", post(dismiss))
        .route("/workspace/language", post(language))
        .route("/workspace/response/{key}", post(response_url))
        .with_state(workspace)
}

async fn index() -> Response {
    asset("text/html; charset=utf-8", include_str!("page/index.html"))
}

async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(file, ..)| *file == name) {
        Some((_, content_type, content)) => asset(content_type, content),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn asset(content_type: &'static str, content: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    (headers, content).into_response()
}

/// What the page shows, now and after every change: only the half that changed is sent.
async fn events(
    Extract(workspace): Extract<Workspace>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let closing = workspace.0.closing.clone().cancelled_owned();
    let mut sent = [String::new(), String::new()];
    let changes = WatchStream::new(workspace.0.changes.subscribe());
    let events = changes.flat_map(move |_| {
        let names = ["channel", "views"].into_iter();
        let now = names.zip(workspace.shown()).zip(sent.iter_mut());
        let fresh: Vec<_> = now
            .filter(|((_, now), before)| now != *before)
            .map(|((name, now), before)| {
                before.clone_from(&now);
                Ok(Event::default().event(name).data(now))
            })
            .collect();
        stream::iter(fresh)
    });
    Sse::new(events.take_until(closing)).keep_alive(KeepAlive::default())
}

impl Workspace {
    /// The channel and the views as the page draws them, as JSON.
    fn shown(&self) -> [String; 2] {
        let state = self.state();
        let settings = &self.0.settings;
        let channel = json!({
            "team": super::TEAM_NAME,
            "bot": BOT_NAME,
            "language": state.language.unwrap_or(settings.language),
            "channel": settings.channel,
            "users": settings.users,
            "messages": state.messages.iter().map(|message| {
                let mut json = message.json(&state, false);
                json["only_for"] = message.only_for.clone().into();
                json
            }).collect::<Vec<_>>(),
        });
        let modals: serde_json::Map<String, Value> = state
            .stacks
            .iter()
            .map(|(user, stack)| (user.clone(), views(&state, stack)))
            .collect();
        let homes: serde_json::Map<String, Value> = state
            .homes
            .iter()
            .map(|(user, id)| (user.clone(), views(&state, std::slice::from_ref(id))))
            .collect();
        let views = json!({ "modals": modals, "homes": homes });
        [channel.to_string(), views.to_string()]
    }
}

fn views(state: &State, stack: &[String]) -> Value {
    let views = stack.iter().filter_map(|id| state.views.get(id));
    views
        .map(|view| {
            let mut json = view.json(&view.values);
            json["errors"] = json!(view.errors);
            json["touched"] = view.touched.into();
            json
        })
        .collect()
}

#[derive(Deserialize)]
struct Click {
    user: String,
    #[serde(flatten)]
    place: Place,
    #[serde(flatten)]
    target: Target,
}

async fn click(Extract(workspace): Extract<Workspace>, Json(it): Json<Click>) -> Json<Delivery> {
    Json(workspace.click(&it.user, &it.place, it.target).await)
}

#[derive(Deserialize)]
struct Home {
    user: String,
}

async fn home(Extract(workspace): Extract<Workspace>, Json(it): Json<Home>) -> Json<Delivery> {
    Json(workspace.open_home(&it.user).await)
}

#[derive(Deserialize)]
struct Typed {
    view_id: String,
    block_id: String,
    action_id: String,
    text: String,
}

async fn type_text(
    Extract(workspace): Extract<Workspace>,
    Json(it): Json<Typed>,
) -> Json<Delivery> {
    Json(workspace.type_text(&it.view_id, &it.block_id, &it.action_id, &it.text))
}

/// Where a chosen file goes: in the query, as the file is the body.
#[derive(Deserialize)]
struct Chosen {
    user: String,
    view_id: String,
    block_id: String,
    action_id: String,
    name: String,
    #[serde(default)]
    mimetype: String,
}

async fn choose_file(
    Extract(workspace): Extract<Workspace>,
    Query(it): Query<Chosen>,
    body: Bytes,
) -> Json<Delivery> {
    let place = (
        it.view_id.as_str(),
        it.block_id.as_str(),
        it.action_id.as_str(),
    );
    let kind = (it.name.as_str(), it.mimetype.as_str());
    Json(workspace.choose_file(&it.user, place, kind, body.to_vec()))
}

#[derive(Deserialize)]
struct OnView {
    user: String,
    view_id: String,
    /// The cross in the corner closes all views, the button below only the one on top.
    #[serde(default)]
    all: bool,
}

async fn submit(Extract(workspace): Extract<Workspace>, Json(it): Json<OnView>) -> Json<Delivery> {
    Json(workspace.submit(&it.user, &it.view_id).await)
}

async fn close(Extract(workspace): Extract<Workspace>, Json(it): Json<OnView>) -> Json<Delivery> {
    Json(match it.all {
        true => workspace.close_all(&it.user).await,
        false => workspace.close(&it.user, &it.view_id).await,
    })
}

#[derive(Deserialize)]
struct Dismiss {
    user: String,
    ts: String,
}

async fn dismiss(Extract(workspace): Extract<Workspace>, Json(it): Json<Dismiss>) -> StatusCode {
    workspace.dismiss(&it.user, &it.ts);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Speak {
    language: Language,
}

async fn language(Extract(workspace): Extract<Workspace>, Json(it): Json<Speak>) -> StatusCode {
    workspace.change(|desk| desk.state.language = Some(it.language));
    StatusCode::NO_CONTENT
}

/// An app answers an interaction by its `response_url`; every caller that knows the address may.
async fn response_url(
    Extract(workspace): Extract<Workspace>,
    Path(key): Path<String>,
    Json(body): Json<Value>,
) -> Response {
    match workspace.change(|desk| respond(desk, &key, &body)) {
        Ok(_) => Json(json!({ "ok": true })).into_response(),
        Err(refused) => {
            let body = json!({ "ok": false, "error": refused.error });
            (StatusCode::NOT_FOUND, Json(body)).into_response()
        }
    }
}
