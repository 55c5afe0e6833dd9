//! The worker inside `serve` and `dev`: writes what is asked for, and sweeps.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::{App, Outgoing};
use crate::dispatch::{Wanted, WorkRequest};
use crate::flow::draft::{DraftError, Stop, draft_until};
use crate::flow::sweep::{keep_in_order, take_up_due};
use crate::flow::translate::translate_until;

/// Between two sweeps at least, however many steps are seen to become due.
const SHORTEST: Duration = Duration::from_secs(1);

/// Works until `stop`. Drafts run as `tasks`, some at a time; at `cut` they are handed back.
pub async fn run(
    app: Arc<App>,
    outgoing: Arc<Outgoing>,
    mut queue: mpsc::Receiver<WorkRequest>,
    tasks: TaskTracker,
    stop: CancellationToken,
    cut: CancellationToken,
) {
    let slots = Arc::new(Semaphore::new(app.limits.drafts_at_once));
    let mut sweeps = tokio::time::interval(app.limits.sweep_interval);
    sweeps.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut housekeeping = tokio::time::interval(app.limits.housekeeping_interval);
    housekeeping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (foresee, mut foreseen) = watch::channel(None);
    let foresee = Arc::new(foresee);
    loop {
        let is_time = tokio::select! {
            () = stop.cancelled() => return,
            // Sweeps go on while all slots are taken.
            Some((slot, wish)) = next(&slots, &mut queue) => {
                let (app, cut) = (app.clone(), cut.clone());
                tasks.spawn(async move {
                    write(&app, &wish, &cut).await;
                    drop(slot);
                });
                false
            }
            _ = housekeeping.tick() => {
                let app = app.clone();
                tasks.spawn(async move {
                    if let Err(error) = keep_in_order(&app).await {
                        tracing::error!(%error, "the store was not kept in order");
                    }
                });
                false
            }
            _ = sweeps.tick() => true,
            () = due(&mut foreseen) => true,
        };
        if is_time {
            foresee.send_replace(None);
            let (app, outgoing, foresee) = (app.clone(), outgoing.clone(), foresee.clone());
            tasks.spawn(async move {
                match take_up_due(&app, Some(&outgoing)).await {
                    Ok((swept, next)) => {
                        if swept != Default::default() {
                            tracing::info!(?swept, "swept");
                        }
                        foresee.send_replace(next.and_then(|next| soon(&app, next)));
                    }
                    Err(error) => tracing::error!(%error, "a sweep did not work"),
                }
            });
        }
    }
}

/// When to take up a step that is due at `next`, if that is before the next look will be.
fn soon(app: &App, next: Timestamp) -> Option<Instant> {
    let wait = Duration::try_from(next.duration_since(app.clock.now())).unwrap_or_default();
    (wait < app.limits.foresight).then(|| Instant::now() + wait.max(SHORTEST))
}

/// Waits for what a sweep has foreseen.
async fn due(foreseen: &mut watch::Receiver<Option<Instant>>) {
    loop {
        let at = *foreseen.borrow_and_update();
        let changed = match at {
            Some(at) => tokio::select! {
                () = tokio::time::sleep_until(at) => return,
                changed = foreseen.changed() => changed,
            },
            None => foreseen.changed().await,
        };
        if changed.is_err() {
            return std::future::pending().await;
        }
    }
}

/// The next that is asked for, once there is a slot for it; `None` when all senders are gone.
/// Dropping this loses neither.
async fn next(
    slots: &Arc<Semaphore>,
    queue: &mut mpsc::Receiver<WorkRequest>,
) -> Option<(OwnedSemaphorePermit, WorkRequest)> {
    let slot = slots.clone().acquire_owned().await.ok()?;
    Some((slot, queue.recv().await?))
}

/// Writes one draft or translation; its outcome is in the store, on the screens and in the log. At
/// `cut` it is handed back: still wanted, and no worker's.
pub async fn write(app: &App, wish: &WorkRequest, cut: &CancellationToken) {
    let stop = async {
        cut.cancelled().await;
        Stop::Interrupted
    };
    // On the heap, as the whole of a draft is where it is begun.
    let written = Box::pin(write_until(app, wish, stop)).await;
    if let Err(error) = written {
        tracing::error!(context_id = %wish.id, %error, "a draft could not be begun or stored");
    }
}

/// As [`write`], unless `stop` comes first.
///
/// # Errors
/// [`DraftError`] when the inquiry cannot be read or written.
pub async fn write_until(
    app: &App,
    wish: &WorkRequest,
    stop: impl Future<Output = Stop>,
) -> Result<(), DraftError> {
    let app = app.of_id(&wish.id).await?;
    match &wish.what {
        Wanted::Draft { .. } => draft_until(app, &wish.id, stop).await.map(drop),
        Wanted::Translation { external_id } => translate_until(app, &wish.id, external_id, stop)
            .await
            .map(drop),
    }
}
