//! How many mails wait for an answer, and for how long: what an alert watches.

use std::time::Duration;

use crate::app::App;
use crate::clock::since;
use crate::metrics;
use crate::store::StoreError;

/// Inquiries that are looked at: more than a team has open at a time.
const NEWEST: usize = 500;

/// Counts them, for the metrics.
///
/// # Errors
/// [`StoreError`]; the metrics stay as they were.
pub async fn measure(app: &App) -> Result<(), StoreError> {
    let now = app.clock.now();
    let newest = app.store.newest(NEWEST).await?;
    let waiting = newest.iter().filter(|it| it.waits_for_an_answer(now));
    let waited: Vec<Duration> = waiting.map(|it| since(it.received_at, now)).collect();
    let longest = waited.iter().max().copied().unwrap_or_default();
    metrics::unanswered(waited.len(), longest);
    Ok(())
}
