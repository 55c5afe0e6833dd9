//! Files (docs.slack.dev/reference/methods/files.getUploadURLExternal and its like): announced, brought to
//! their place, shared; or put into a modal by a person, and fetched by the app.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State as Extract};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};

use super::super::state::{BOT_USER_ID, StoredFile};
use super::args::Args;
use super::{Answer, Desk, Method, Refused, chat};
use crate::Workspace;

/// The largest file that the workspace takes.
const LARGEST: usize = 64 * 1024 * 1024;

pub(super) const GET_UPLOAD_URL: Method = Method {
    name: "files.getUploadURLExternal",
    required: &["filename", "length"],
    optional: &["alt_txt", "snippet_type"],
    json: true,
    run: get_upload_url,
};

pub(super) const COMPLETE_UPLOAD: Method = Method {
    name: "files.completeUploadExternal",
    required: &["files"],
    optional: &["channel_id", "thread_ts", "initial_comment"],
    json: true,
    run: complete_upload,
};

pub(super) const INFO: Method = Method {
    name: "files.info",
    required: &["file"],
    optional: &[],
    json: false,
    run: info,
};

pub(super) const DELETE: Method = Method {
    name: "files.delete",
    required: &["file"],
    optional: &[],
    json: true,
    run: delete,
};

/// Where contents go to and come from.
pub(super) fn router(workspace: Workspace) -> Router {
    Router::new()
        .route("/workspace/upload/{id}", post(upload))
        .route("/workspace/files/{id}", get(download))
        .route("/workspace/look/{id}", get(look))
        .layer(DefaultBodyLimit::max(LARGEST))
        .with_state(workspace)
}

fn get_upload_url(desk: &mut Desk, args: &Args) -> Answer {
    let length = args.text("length").and_then(|it| it.parse::<usize>().ok());
    let name = args.text("filename").unwrap_or_default();
    let Some(length) = length.filter(|it| (1..=LARGEST).contains(it)) else {
        return Err(Refused::new("missing_argument"));
    };
    if name.is_empty() {
        return Err(Refused::new("missing_argument"));
    }
    let id = format!("F{:07}", desk.state.next("file"));
    let file = StoredFile {
        name,
        mimetype: "application/octet-stream".to_owned(),
        size: length,
        user: BOT_USER_ID.to_owned(),
        is_shared: false,
        content: None,
    };
    desk.state.files.insert(id.clone(), file);
    let url = format!("{}/workspace/upload/{id}", desk.settings.base_url);
    Ok(json!({ "upload_url": url, "file_id": id }))
}

fn complete_upload(desk: &mut Desk, args: &Args) -> Answer {
    let files = args.json("files").and_then(Result::ok).unwrap_or_default();
    let ids: Option<Vec<String>> = files.as_array().map(|all| {
        let ids = all
            .iter()
            .filter_map(|it| Some(it["id"].as_str()?.to_owned()));
        ids.collect()
    });
    let ids = ids.filter(|ids| !ids.is_empty());
    let ids = ids.ok_or_else(|| Refused::new("invalid_arguments"))?;
    for id in &ids {
        match desk.state.files.get(id) {
            None => return Err(Refused::new("file_not_found")),
            Some(file) if file.content.is_none() => return Err(Refused::new("internal_error")),
            Some(file) if file.is_shared => return Err(Refused::new("file_already_shared")),
            Some(_) => {}
        }
    }
    if args.text("channel_id").as_deref() != Some(desk.settings.channel.id.as_str()) {
        return Err(Refused::new("channel_not_found"));
    }
    chat::share(desk, args, &ids)?;
    let shown = ids.iter().map(|id| {
        if let Some(file) = desk.state.files.get_mut(id) {
            file.is_shared = true;
        }
        json!({ "id": id })
    });
    Ok(json!({ "files": shown.collect::<Vec<Value>>() }))
}

fn info(desk: &mut Desk, args: &Args) -> Answer {
    let id = args.text("file").unwrap_or_default();
    let file = desk.state.files.get(&id);
    let file = file.ok_or_else(|| Refused::new("file_not_found"))?;
    let mut told = file.json(&id, &desk.settings.base_url);
    // Where it is: of one that was only announced, nowhere.
    let messages = desk.state.messages.iter();
    let shares = messages.filter(|it| it.files.contains(&id));
    let shares: Vec<Value> = shares.map(|it| json!({ "ts": it.ts })).collect();
    let channel = &desk.settings.channel.id;
    told["shares"] = match shares.is_empty() {
        true => json!({}),
        false => json!({ "public": { channel: shares } }),
    };
    Ok(json!({ "file": told }))
}

fn delete(desk: &mut Desk, args: &Args) -> Answer {
    let id = args.text("file").unwrap_or_default();
    match desk.state.files.get(&id) {
        None => Err(Refused::new("file_not_found")),
        Some(file) if file.user != BOT_USER_ID => Err(Refused::new("cant_delete_file")),
        Some(_) => {
            desk.state.files.remove(&id);
            for message in &mut desk.state.messages {
                message.files.retain(|file| *file != id);
            }
            Ok(json!({}))
        }
    }
}

/// The address itself is the permission; a token that is sent along is one that is given away.
async fn upload(
    Extract(workspace): Extract<Workspace>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let taken = workspace.change(|desk| match desk.state.files.get_mut(&id) {
        Some(_) if headers.contains_key(header::AUTHORIZATION) => false,
        Some(file) if file.size == body.len() && file.content.is_none() => {
            file.content = Some(body.to_vec());
            true
        }
        _ => false,
    });
    match taken {
        true => "OK".into_response(),
        false => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// `url_private`: with the token of an app that may read files; all others are shown a page.
async fn download(
    Extract(workspace): Extract<Workspace>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|it| it.to_str().ok());
    let expected = format!("Bearer {}", workspace.0.settings.bot_token);
    let may =
        token == Some(&expected) && workspace.scopes().split(',').any(|it| it == "files:read");
    let content = workspace
        .state()
        .files
        .get(&id)
        .and_then(|file| file.content.clone());
    match content {
        Some(content) if may => content.into_response(),
        Some(_) => "<!DOCTYPE html><html>Sign in to your workspace</html>".into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What the page opens: pictures are shown, all else is saved.
async fn look(Extract(workspace): Extract<Workspace>, Path(id): Path<String>) -> Response {
    let file = workspace.state().files.get(&id).cloned();
    let Some((content, name)) = file.and_then(|file| Some((file.content?, file.name))) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match content.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        _ => None,
    };
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || ".-_".contains(*c))
        .collect();
    let disposition = match kind {
        Some(_) => "inline".to_owned(),
        None => format!("attachment; filename=\"{name}\""),
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            kind.unwrap_or("application/octet-stream").to_owned(),
        ),
        (header::CONTENT_DISPOSITION, disposition),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'".to_owned(),
        ),
    ];
    (headers, content).into_response()
}
