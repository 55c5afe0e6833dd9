//! What the loops that take mails from mailboxes share.

use std::fmt::Display;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::flow::receive::Received;

/// However often it fails, it is tried again after that long.
const LONGEST_WAIT: Duration = Duration::from_secs(300);

/// What one look at a mailbox did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Polled {
    /// Mails that are taken and marked.
    pub taken: usize,
    /// Mails among them that had been taken before.
    pub duplicates: usize,
    /// Mails that are left to the next look.
    pub left: usize,
}

impl Polled {
    /// A mail was taken.
    pub(super) fn count(&mut self, received: &Received) {
        self.taken += 1;
        self.duplicates += usize::from(matches!(received, Received::Duplicate(_)));
    }
}

/// How long to wait after so many failures in a row: longer each time, and never shorter than
/// `every`.
pub(super) fn backoff(every: Duration, failures: u32) -> Duration {
    every
        .saturating_mul(1 << failures.min(6))
        .min(LONGEST_WAIT)
        .max(every)
}

/// Looks into the mailbox at `place` until `stop`; `asks_to_wait` is what the service itself said.
/// What it refuses for good is logged in each round: the operator may mend it.
pub(super) async fn until<E: Display, F: Future<Output = Result<Polled, E>>>(
    stop: CancellationToken,
    place: &'static str,
    every: Duration,
    asks_to_wait: fn(&E) -> Option<Duration>,
    look: impl Fn() -> F,
) {
    let mut failures = 0u32;
    loop {
        let looked = tokio::select! {
            () = stop.cancelled() => return,
            looked = look() => looked,
        };
        let wait = match looked {
            Ok(polled) => {
                if polled != Polled::default() {
                    tracing::info!(?polled, "mails were taken from {place}");
                }
                failures = 0;
                every
            }
            Err(error) => {
                tracing::error!(%error, "{place} was not read");
                failures = failures.saturating_add(1);
                match asks_to_wait(&error) {
                    Some(wait) => wait.max(every),
                    None => backoff(every, failures),
                }
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}
