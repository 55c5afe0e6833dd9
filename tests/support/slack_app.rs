//! Slack's App Manifest API, with one app (docs.slack.dev/reference/methods/apps.manifest.update
//! and its neighbours). As strict as Slack: it knows each field of a manifest, and tries a new
//! request URL before it takes it.

use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use inquiry::clock::Clock;
use serde_json::{Value, json};
use slack::signature::sign;
use tokio::net::TcpListener;

use super::llm::axum_serve;

pub const CONFIG_TOKEN: &str = "xoxe.xoxp-1-canary-config";
pub const APP_ID: &str = "A0123456789";

#[derive(Clone)]
pub struct SlackApp(Arc<Inner>);

struct Inner {
    url: String,
    signing_secret: String,
    manifest: Mutex<Value>,
    calls: Mutex<Vec<String>>,
    refusal: Mutex<Option<(&'static str, &'static str)>>,
    status: Mutex<Option<u16>>,
}

impl SlackApp {
    /// An app that was set up with this manifest.
    pub async fn start(manifest: Value, signing_secret: &str) -> SlackApp {
        assert_eq!(faults(&manifest), Vec::<Value>::new());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let app = SlackApp(Arc::new(Inner {
            url: format!("http://{}/api", listener.local_addr().unwrap()),
            signing_secret: signing_secret.to_owned(),
            manifest: Mutex::new(manifest),
            calls: Mutex::default(),
            refusal: Mutex::default(),
            status: Mutex::default(),
        }));
        let router = Router::new()
            .route("/api/{method}", post(call))
            .with_state(app.clone());
        tokio::spawn(axum_serve(listener, router));
        app
    }

    /// For `SLACK_API_URL`.
    pub fn url(&self) -> &str {
        &self.0.url
    }

    pub fn manifest(&self) -> Value {
        self.0.manifest.lock().unwrap().clone()
    }

    /// The methods that were called, in order.
    pub fn calls(&self) -> Vec<String> {
        self.0.calls.lock().unwrap().clone()
    }

    /// Each call of `method` is refused with this error.
    pub fn refuse(&self, method: &'static str, error: &'static str) {
        *self.0.refusal.lock().unwrap() = Some((method, error));
    }

    /// Each call is answered with this HTTP status.
    pub fn answer_with(&self, status: u16) {
        *self.0.status.lock().unwrap() = Some(status);
    }
}

async fn call(
    State(SlackApp(app)): State<SlackApp>,
    Path(method): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    app.calls.lock().unwrap().push(method.clone());
    if let Some(status) = *app.status.lock().unwrap() {
        return StatusCode::from_u16(status).unwrap().into_response();
    }
    let answer = match answer(&app, &method, &headers, &body).await {
        Ok(mut answer) => {
            answer["ok"] = true.into();
            answer
        }
        Err(refused) => refused,
    };
    Json(answer).into_response()
}

fn refused(error: &str) -> Value {
    json!({ "ok": false, "error": error })
}

async fn answer(
    app: &Inner,
    method: &str,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Value, Value> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match header("authorization").and_then(|value| value.strip_prefix("Bearer ")) {
        None => return Err(refused("not_authed")),
        Some(token) if token.starts_with("xoxb-") => {
            return Err(refused("not_allowed_token_type"));
        }
        Some(CONFIG_TOKEN) => {}
        Some(_) => return Err(refused("invalid_auth")),
    }
    if !header("content-type").is_some_and(|kind| kind.starts_with("application/json")) {
        return Err(refused("invalid_post_type"));
    }
    let arguments: Value = serde_json::from_slice(body).map_err(|_| refused("invalid_json"))?;
    let known: &[&str] = match method {
        "apps.manifest.export" => &["app_id"],
        "apps.manifest.validate" | "apps.manifest.update" => &["app_id", "manifest"],
        _ => return Err(refused("unknown_method")),
    };
    let fields = arguments.as_object().ok_or(refused("json_not_object"))?;
    if fields.keys().any(|field| !known.contains(&field.as_str())) {
        return Err(refused("invalid_arguments"));
    }
    if arguments["app_id"] != APP_ID {
        return Err(refused("invalid_app_id"));
    }
    if let Some((refuses, error)) = *app.refusal.lock().unwrap()
        && refuses == method
    {
        return Err(refused(error));
    }
    if method == "apps.manifest.export" {
        return Ok(json!({ "manifest": *app.manifest.lock().unwrap() }));
    }
    // A JSON text, not JSON itself.
    let manifest = arguments["manifest"].as_str();
    let manifest = manifest.ok_or(refused("invalid_arguments"))?;
    let manifest: Value =
        serde_json::from_str(manifest).map_err(|_| refused("invalid_manifest"))?;
    let mut faults = faults(&manifest);
    if method == "apps.manifest.update" && faults.is_empty() {
        faults.extend(unverified(app, &manifest).await);
    }
    if !faults.is_empty() {
        return Err(json!({ "ok": false, "error": "invalid_manifest", "errors": faults }));
    }
    if method == "apps.manifest.validate" {
        return Ok(json!({ "errors": [] }));
    }
    let mut stored = app.manifest.lock().unwrap();
    let scopes = |manifest: &Value| manifest["oauth_config"]["scopes"].clone();
    let permissions_updated = scopes(&stored) != scopes(&manifest);
    *stored = manifest;
    Ok(json!({ "app_id": APP_ID, "permissions_updated": permissions_updated }))
}

/// Slack sends a challenge to a new request URL of events.
async fn unverified(app: &Inner, manifest: &Value) -> Option<Value> {
    const POINTER: &str = "/settings/event_subscriptions";
    let url = manifest.pointer(POINTER)?["request_url"].as_str()?;
    if app.manifest.lock().unwrap().pointer(POINTER)?["request_url"] == url {
        return None;
    }
    let body = json!({ "type": "url_verification", "challenge": "3eZbrw1a", "token": "t" });
    let body = body.to_string();
    let timestamp = Clock::System.now().as_second().to_string();
    let signature = sign(
        &app.signing_secret.clone().into(),
        &timestamp,
        body.as_bytes(),
    );
    let answer = reqwest::Client::new()
        .post(url)
        .header("content-type", "application/json")
        .header("x-slack-request-timestamp", timestamp)
        .header("x-slack-signature", signature)
        .body(body)
        .send()
        .await;
    let verified = match answer {
        Ok(answer) => answer
            .text()
            .await
            .is_ok_and(|text| text.contains("3eZbrw1a")),
        Err(_) => false,
    };
    (!verified).then(|| {
        json!({ "message": "Your URL didn't respond with the value of the challenge parameter.", "pointer": POINTER })
    })
}

/// What is wrong with a manifest, by the reference (docs.slack.dev/reference/app-manifest).
fn faults(manifest: &Value) -> Vec<Value> {
    let mut faults = Vec::new();
    let mut fault = |pointer: &str, message: &str| {
        faults.push(json!({ "pointer": pointer, "message": message }));
    };
    for (pointer, known) in KNOWN {
        let fields = manifest.pointer(pointer).and_then(Value::as_object);
        for field in fields.into_iter().flat_map(|fields| fields.keys()) {
            if !known.contains(&field.as_str()) {
                fault(
                    &format!("{pointer}/{field}"),
                    "must NOT have additional properties",
                );
            }
        }
    }
    let text = |pointer: &str| manifest.pointer(pointer).and_then(Value::as_str);
    let length = |pointer: &str| text(pointer).map_or(0, |text| text.chars().count());
    if !(1..=35).contains(&length("/display_information/name")) {
        fault("/display_information/name", "must have 1 to 35 characters");
    }
    if length("/display_information/description") > 140 {
        fault(
            "/display_information/description",
            "must have at most 140 characters",
        );
    }
    if !(1..=80).contains(&length("/features/bot_user/display_name")) {
        fault(
            "/features/bot_user/display_name",
            "must have 1 to 80 characters",
        );
    }
    let scopes = manifest
        .pointer("/oauth_config/scopes/bot")
        .and_then(Value::as_array);
    for scope in scopes.into_iter().flatten() {
        if !scope.as_str().is_some_and(|scope| SCOPES.contains(&scope)) {
            fault("/oauth_config/scopes/bot", "Illegal bot scopes found");
        }
    }
    let socket_mode = manifest.pointer("/settings/socket_mode_enabled") == Some(&true.into());
    let is_url = |pointer: &str| {
        // The test's own machine has no certificate.
        text(pointer)
            .is_some_and(|url| url.starts_with("https://") || url.starts_with("http://127.0.0.1:"))
    };
    let events = manifest.pointer("/settings/event_subscriptions");
    if events.is_some() && !socket_mode && !is_url("/settings/event_subscriptions/request_url") {
        fault(
            "/settings/event_subscriptions",
            "Event Subscription requires either Request URL or Socket Mode Enabled",
        );
    }
    let clicks = manifest.pointer("/settings/interactivity/is_enabled") == Some(&true.into());
    if clicks && !socket_mode && !is_url("/settings/interactivity/request_url") {
        fault(
            "/settings/interactivity",
            "Interactivity requires a Request URL",
        );
    }
    faults
}

const SCOPES: [&str; 10] = [
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "usergroups:read",
    "users:read",
    "files:read",
    "files:write",
];

const KNOWN: [(&str, &[&str]); 9] = [
    (
        "",
        &[
            "_metadata",
            "display_information",
            "features",
            "oauth_config",
            "settings",
            "functions",
        ],
    ),
    (
        "/display_information",
        &[
            "name",
            "description",
            "long_description",
            "background_color",
        ],
    ),
    (
        "/features",
        &[
            "app_home",
            "bot_user",
            "shortcuts",
            "slash_commands",
            "unfurl_domains",
        ],
    ),
    (
        "/features/app_home",
        &[
            "home_tab_enabled",
            "messages_tab_enabled",
            "messages_tab_read_only_enabled",
        ],
    ),
    ("/features/bot_user", &["display_name", "always_online"]),
    (
        "/oauth_config",
        &["scopes", "redirect_urls", "token_management_enabled"],
    ),
    ("/oauth_config/scopes", &["bot", "user"]),
    (
        "/settings",
        &[
            "allowed_ip_address_ranges",
            "event_subscriptions",
            "interactivity",
            "org_deploy_enabled",
            "socket_mode_enabled",
            "token_rotation_enabled",
            "is_hosted",
        ],
    ),
    (
        "/settings/interactivity",
        &["is_enabled", "request_url", "message_menu_options_url"],
    ),
];
