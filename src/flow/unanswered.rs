//! How many mails wait for an answer, and for how long: what an alert watches.

use std::time::Duration;

use jiff::Timestamp;

use crate::app::App;
use inquiry::Queue;
use inquiry::clock::since;
use platform::metrics;
use store::{Open, StoreError};

/// What waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// How many mails.
    pub count: usize,
    /// How long the oldest of them has waited; zero where none does.
    pub longest: Duration,
}

/// Counts them, for the metrics.
///
/// # Errors
/// [`StoreError`]; the metrics stay as they were.
pub async fn measure(app: &App) -> Result<(), StoreError> {
    count(app, &app.store.open(app.clock.now()).await?);
    Ok(())
}

/// Counts those among the `open`, for the metrics.
pub(super) fn count(app: &App, open: &[Open]) {
    let Waiting { count, longest } = waiting_of(open, app.clock.now());
    metrics::unanswered(count, longest);
}

/// Counts them: all that are open, but for those that were put aside and mails of
/// machines.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(app: &App) -> Result<Waiting, StoreError> {
    let now = app.clock.now();
    Ok(waiting_of(&app.store.open(now).await?, now))
}

fn waiting_of(open: &[Open], now: Timestamp) -> Waiting {
    let mut waiting = open.iter().filter(|it| it.queue == Queue::Waiting);
    let count = waiting.clone().count();
    // The oldest comes first.
    let longest = waiting.next().map(|it| since(it.arrived_at, now));
    Waiting {
        count,
        longest: longest.unwrap_or_default(),
    }
}
