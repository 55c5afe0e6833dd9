//! How many mails wait for an answer, and for how long: what an alert watches.

use std::time::Duration;

use crate::app::App;
use crate::clock::since;
use crate::inquiry::Queue;
use crate::metrics;
use crate::store::StoreError;

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
    let Waiting { count, longest } = waiting(app).await?;
    metrics::unanswered(count, longest);
    Ok(())
}

/// Counts them: all that are open, but for those that were put aside and mails of
/// machines.
///
/// # Errors
/// [`StoreError`].
pub async fn waiting(app: &App) -> Result<Waiting, StoreError> {
    let now = app.clock.now();
    let open = app.store.open(now).await?;
    let mut waiting = open.iter().filter(|it| it.queue == Queue::Waiting);
    let count = waiting.clone().count();
    // The oldest comes first.
    let longest = waiting.next().map(|it| since(it.arrived_at, now));
    Ok(Waiting {
        count,
        longest: longest.unwrap_or_default(),
    })
}
