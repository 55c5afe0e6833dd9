//! A new workspace speaks the language of the browser that first looks at it.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONNECTION};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tokio_util::sync::CancellationToken;

use super::samples;
use crate::app::App;
use inquiry::language::Language;

/// What becomes of the first look.
#[derive(Clone)]
pub struct FirstLook {
    /// Nothing but the browser says which language it is.
    pub follows: bool,
    /// The product has begun once more, in the language of the browser.
    pub is_second: bool,
    /// Ends this run.
    pub stop: CancellationToken,
    looked: Arc<AtomicBool>,
    wanted: Arc<OnceLock<Language>>,
}

impl FirstLook {
    /// Nothing has looked yet.
    pub fn new(follows: bool, is_second: bool, stop: CancellationToken) -> FirstLook {
        FirstLook {
            follows,
            is_second,
            stop,
            looked: Arc::default(),
            wanted: Arc::default(),
        }
    }

    /// The language in which the product has to begin once more.
    pub fn wanted(&self) -> Option<Language> {
        self.wanted.get().copied()
    }
}

/// Looks at what the first browser speaks. Where that is another language than the workspace's, and the
/// workspace holds the samples alone, the run ends; the browser asks again and waits.
pub async fn follow(
    State((first, app, spoken)): State<(FirstLook, Arc<App>, Language)>,
    request: Request,
    next: Next,
) -> Response {
    let is_look = first.follows && request.uri().path() == "/";
    let accepted = request.headers().get(ACCEPT_LANGUAGE);
    let wanted = accepted.and_then(|it| of(it.to_str().ok()?));
    // What names no language is no browser: a script that waits until the page is there.
    let Some(wanted) = wanted.filter(|_| is_look) else {
        return next.run(request).await;
    };
    if first.looked.swap(true, Ordering::Relaxed) || wanted == spoken {
        return next.run(request).await;
    }
    if !samples::are_all(&app).await {
        return next.run(request).await;
    }
    let _ = first.wanted.set(wanted);
    first.stop.cancel();
    ([(CONNECTION, "close")], Redirect::temporary("/")).into_response()
}

/// The language that a browser's first choice stands for (RFC 9110 §12.5.4).
fn of(accepted: &str) -> Option<Language> {
    let first = accepted
        .split([',', ';'])
        .next()?
        .trim()
        .to_ascii_lowercase();
    match first.split('-').next()? {
        "" | "*" => None,
        "ja" => Some(Language::Ja),
        _ => Some(Language::En),
    }
}

/// Removes the workspace that holds nothing but samples.
///
/// # Errors
/// When a file cannot be removed.
pub fn start_over(data: &Path) -> std::io::Result<()> {
    let names = [
        "workspace.json",
        "replybot.sqlite3",
        "replybot.sqlite3-wal",
        "replybot.sqlite3-shm",
    ];
    for name in names {
        match std::fs::remove_file(data.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_first_choice_counts() {
        for (accepted, language) in [
            ("ja", Some(Language::Ja)),
            ("ja-JP,ja;q=0.9,en;q=0.8", Some(Language::Ja)),
            ("en-US,en;q=0.9,ja;q=0.8", Some(Language::En)),
            ("de-CH;q=0.9, ja", Some(Language::En)),
            ("*", None),
            ("", None),
        ] {
            assert_eq!(of(accepted), language, "{accepted}");
        }
    }
}
