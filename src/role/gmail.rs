//! Takes mails from Gmail: in a loop beside the service, or once for a scheduled event.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::flow::receive::{Received, receive_from};
use crate::inquiry::Origin;
use crate::mailbox::source::gmail::{Gmail, GmailError};
use crate::store::StoreError;

/// What one round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polled {
    /// Mails that are taken and marked.
    pub taken: usize,
    /// Mails among them that had been taken before.
    pub duplicates: usize,
    /// Mails that are left to the next round.
    pub left: usize,
}

/// Takes all mails that wait, the oldest first. A mail is marked once it is stored, so a crash in
/// between only shows it to us again; one that cannot be taken now holds up no other.
///
/// # Errors
/// [`GmailError`] when Gmail cannot be asked, or asks to wait: what is left waits there.
pub async fn poll_once(app: &App, gmail: &Gmail) -> Result<Polled, GmailError> {
    let mut polled = Polled::default();
    for id in gmail.waiting().await? {
        match take(app, gmail, &id).await {
            Ok(Some(received)) => {
                polled.taken += 1;
                polled.duplicates += usize::from(matches!(received, Received::Duplicate(_)));
            }
            Ok(None) => {}
            Err(NotTaken::Gmail(error)) if !error.is_about_one_call() => return Err(error),
            Err(error) => {
                tracing::error!(gmail_id = id, %error, "a mail is left to the next round");
                polled.left += 1;
            }
        }
    }
    Ok(polled)
}

/// Why a mail is left to the next round.
#[derive(Debug, thiserror::Error)]
enum NotTaken {
    #[error(transparent)]
    Gmail(#[from] GmailError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// `None` when there is nothing left to take.
async fn take(app: &App, gmail: &Gmail, id: &str) -> Result<Option<Received>, NotTaken> {
    let Some(bytes) = gmail.fetch(id).await? else {
        return Ok(None);
    };
    let origin = Origin::Gmail { id: id.to_owned() };
    let received = receive_from(app, &bytes, Some(&origin)).await?;
    gmail.mark(id).await?;
    Ok(Some(received))
}

/// Polls until `stop`. What Gmail refuses for good is logged in each round: the operator may mend it.
pub async fn poll(app: Arc<App>, gmail: Gmail, every: Duration, stop: CancellationToken) {
    /// However often it fails, it is tried again after that long.
    const LONGEST: Duration = Duration::from_secs(300);
    let mut failures = 0u32;
    loop {
        let round = tokio::select! {
            () = stop.cancelled() => return,
            round = poll_once(&app, &gmail) => round,
        };
        let wait = match round {
            Ok(polled) => {
                if polled != Polled::default() {
                    tracing::info!(?polled, "mails were taken from Gmail");
                }
                failures = 0;
                every
            }
            Err(error) => {
                tracing::error!(%error, "Gmail was not read");
                failures = failures.saturating_add(1);
                let backoff = every.saturating_mul(1 << failures.min(6)).min(LONGEST);
                match error {
                    GmailError::Busy { wait, .. } => wait.max(every),
                    _ => backoff.max(every),
                }
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}
