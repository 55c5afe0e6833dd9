//! Takes mails from Gmail: in a loop beside the service, or once for a scheduled event.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::flow::receive::{Received, receive_from};
use crate::intake::poll;
use inquiry::Origin;
use mailbox::gmail::{Gmail, GmailError};
use store::StoreError;

pub use crate::intake::poll::Polled;

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
                polled.count(&received);
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

/// Polls until `stop`.
pub async fn poll(app: Arc<App>, gmail: Gmail, every: Duration, stop: CancellationToken) {
    let asks_to_wait = |error: &GmailError| match error {
        GmailError::Busy { wait, .. } => Some(*wait),
        _ => None,
    };
    let look = || poll_once(&app, &gmail);
    poll::until(stop, "Gmail", every, asks_to_wait, look).await;
}
