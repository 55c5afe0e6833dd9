//! What `replybot dev` shows of its outbox: the mails that would have gone out.

use std::path::{Path as File, PathBuf};
use std::time::SystemTime;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use mail_parser::{Address, Message, MessageParser};
use serde::Serialize;

/// `GET /dev/outbox`: every mail in `folder`, newest first; `GET /dev/outbox/{file}`: its bytes.
pub fn router(folder: PathBuf) -> Router {
    Router::new()
        .route("/dev/outbox", get(list))
        .route("/dev/outbox/{file}", get(raw))
        .with_state(folder)
}

/// A mail as the page shows it.
#[derive(Serialize)]
struct Mail {
    file: String,
    /// RFC 3339; the file's own time when the mail has no `Date`.
    date: String,
    from: Vec<String>,
    to: Vec<String>,
    cc: Vec<String>,
    subject: String,
    /// As they stand in the mail, unfolded, in order.
    headers: Vec<(String, String)>,
    text: String,
}

async fn list(State(folder): State<PathBuf>) -> Response {
    let read = tokio::task::spawn_blocking(move || mails(&folder)).await;
    match read {
        Ok(Ok(mails)) => ([(header::CACHE_CONTROL, "no-store")], Json(mails)).into_response(),
        Ok(Err(error)) => {
            tracing::error!("the outbox cannot be read: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A name that is not in the folder's own listing is not found, whatever it points to.
async fn raw(State(folder): State<PathBuf>, Path(file): Path<String>) -> Response {
    let listed = names(&folder).unwrap_or_default();
    let Some((name, _)) = listed.into_iter().find(|(name, _)| *name == file) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match tokio::fs::read(folder.join(name)).await {
        // Not message/rfc822: a browser should show it, not open a mail program.
        Ok(bytes) => {
            let headers = [
                (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
                (header::CACHE_CONTROL, "no-store"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, bytes).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The `.eml` files and when they were written. No folder yet means no mail yet.
fn names(folder: &File) -> std::io::Result<Vec<(String, SystemTime)>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        let is_mail = File::new(&entry.file_name())
            .extension()
            .is_some_and(|it| it == "eml");
        // A mail that is being moved away while we look is no error.
        if let (true, Ok(meta), Ok(name)) =
            (is_mail, entry.metadata(), entry.file_name().into_string())
            && meta.is_file()
        {
            names.push((name, meta.modified().unwrap_or(SystemTime::UNIX_EPOCH)));
        }
    }
    Ok(names)
}

fn mails(folder: &File) -> std::io::Result<Vec<Mail>> {
    let read = |(name, at): (String, SystemTime)| {
        let bytes = std::fs::read(folder.join(&name)).ok()?;
        let mail = mail(name, at, &bytes);
        let date: Option<jiff::Timestamp> = mail.date.parse().ok();
        Some((date, at, mail))
    };
    let mut mails: Vec<_> = names(folder)?.into_iter().filter_map(read).collect();
    // `Date` has whole seconds; the files' times tell mails of the same second apart.
    mails.sort_by_key(|(date, at, _)| std::cmp::Reverse((*date, *at)));
    Ok(mails.into_iter().map(|(.., mail)| mail).collect())
}

fn mail(file: String, at: SystemTime, bytes: &[u8]) -> Mail {
    let parsed = MessageParser::default().parse(bytes).unwrap_or_default();
    let written = jiff::Timestamp::try_from(at)
        .unwrap_or_default()
        .to_string();
    Mail {
        file,
        date: parsed.date().map_or(written, |date| date.to_rfc3339()),
        from: addresses(parsed.from()),
        to: addresses(parsed.to()),
        cc: addresses(parsed.cc()),
        subject: parsed.subject().unwrap_or_default().to_owned(),
        headers: headers(&parsed),
        text: parsed.body_text(0).unwrap_or_default().into_owned(),
    }
}

fn addresses(field: Option<&Address>) -> Vec<String> {
    let all = field.into_iter().flat_map(Address::iter);
    all.map(|it| {
        let address = it.address().unwrap_or_default();
        match it.name() {
            Some(name) => format!("{name} <{address}>"),
            None => address.to_owned(),
        }
    })
    .collect()
}

fn headers(parsed: &Message) -> Vec<(String, String)> {
    let unfold = |value: &str| {
        let words: Vec<&str> = value.split_whitespace().collect();
        words.join(" ")
    };
    let all = parsed.headers_raw();
    all.map(|(name, value)| (name.to_owned(), unfold(value)))
        .collect()
}
