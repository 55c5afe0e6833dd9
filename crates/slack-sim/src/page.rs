//! The page, and the endpoints by which it acts for a person. Whatever it can do, a test can do with
//! the same function of [`Workspace`].

use std::collections::HashMap;
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

use super::state::{BOT_NAME, Message, State};
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
    ("listen.js", JS, include_str!("page/listen.js")),
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
        .route("/workspace/reload", post(reload))
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

/// How many cards a page asks for at first.
const CARDS: usize = 100;

#[derive(Deserialize)]
struct Window {
    /// The newest so many cards, with their threads.
    cards: Option<usize>,
}

/// What the page shows, now and after every change: only what changed is sent.
async fn events(
    Extract(workspace): Extract<Workspace>,
    Query(window): Query<Window>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let closing = workspace.0.closing.clone().cancelled_owned();
    let cards = window.cards.unwrap_or(CARDS);
    let mut sent = Sent::default();
    let changes = WatchStream::new(workspace.0.changes.subscribe());
    let events = changes.flat_map(move |_| {
        let fresh = workspace.fresh(&mut sent, cards);
        let events = fresh.map(|(name, data)| Ok(Event::default().event(name).data(data)));
        stream::iter(events.collect::<Vec<_>>())
    });
    Sse::new(events.take_until(closing)).keep_alive(KeepAlive::default())
}

/// What a page has.
#[derive(Default)]
struct Sent {
    channel: String,
    messages: HashMap<String, String>,
    order: Vec<String>,
    views: String,
}

impl Workspace {
    /// What has changed since, as JSON, by the name of its event.
    fn fresh(
        &self,
        sent: &mut Sent,
        cards: usize,
    ) -> impl Iterator<Item = (&'static str, String)> + use<> {
        let state = self.state();
        let settings = &self.0.settings;
        let channel = json!({
            "team": super::TEAM_NAME,
            "bot": BOT_NAME,
            "language": state.language.unwrap_or(settings.language),
            "channel": settings.channel,
            "users": settings.users,
        });
        let messages = messages(&state, cards, sent);
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
        drop(state);
        let views = json!({ "modals": modals, "homes": homes }).to_string();
        let channel = channel.to_string();
        let channel = (channel != sent.channel).then_some(channel);
        let views = (views != sent.views).then_some(views);
        let keep = |new: &Option<String>, old: &mut String| {
            if let Some(new) = new {
                old.clone_from(new);
            }
        };
        keep(&channel, &mut sent.channel);
        keep(&views, &mut sent.views);
        let named = [
            channel.map(|it| ("channel", it)),
            messages.map(|it| ("messages", it)),
            views.map(|it| ("views", it)),
        ];
        named.into_iter().flatten()
    }
}

/// The newest cards with their threads: those that changed, and the order of all; `None` when nothing did.
fn messages(state: &State, cards: usize, sent: &mut Sent) -> Option<String> {
    let is_top = |it: &Message| it.thread_ts.is_none() || it.broadcast;
    let tops = state.messages.iter().enumerate().rev();
    let mut tops = tops.filter(|(_, it)| is_top(it)).map(|(at, _)| at);
    let first = tops.by_ref().take(cards).last().unwrap_or_default();
    let more = tops.next().is_some();
    let shown = &state.messages[first.min(state.messages.len())..];
    let oldest = shown.first().map_or("", |it| it.ts.as_str());
    let in_window = |it: &&Message| {
        let thread = it.thread_ts.as_deref();
        it.broadcast || thread.is_none_or(|thread| thread >= oldest)
    };
    let mut order = Vec::new();
    let mut changed = Vec::new();
    for message in shown.iter().filter(in_window) {
        let json = on_the_page(message, state);
        let text = json.to_string();
        if sent.messages.get(&message.ts) != Some(&text) {
            changed.push(json);
            sent.messages.insert(message.ts.clone(), text);
        }
        order.push(message.ts.clone());
    }
    let same = changed.is_empty() && order == sent.order && !sent.channel.is_empty();
    sent.order.clone_from(&order);
    (!same).then(|| json!({ "changed": changed, "order": order, "more": more }).to_string())
}

fn on_the_page(message: &Message, state: &State) -> Value {
    let files = message.files.iter();
    let files = files.filter_map(|id| Some((id, state.files.get(id)?)));
    let files: Vec<Value> = files
        .map(|(id, file)| json!({ "id": id, "name": file.name, "size": file.size }))
        .collect();
    json!({
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "broadcast": message.broadcast,
        "only_for": message.only_for,
        "text": message.text,
        "blocks": message.blocks,
        "edited": message.edited,
        "files": files,
    })
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

/// The page of a person is loaded anew: their modals are gone, and the app hears nothing of it.
async fn reload(Extract(workspace): Extract<Workspace>, Json(it): Json<Home>) -> StatusCode {
    workspace.reload(&it.user);
    StatusCode::NO_CONTENT
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
