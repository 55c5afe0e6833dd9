//! The worker inside `serve` and `dev`: writes what is asked for, and sweeps.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::app::{App, Outgoing};
use crate::dispatch::{Wanted, WorkRequest};
use crate::flow::draft::{DraftError, Stop, draft_until};
use crate::flow::sweep::sweep;
use crate::flow::translate::translate_until;
use crate::flow::unanswered::measure;

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
    let mut measurements = tokio::time::interval(app.limits.measure_interval);
    measurements.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            // Sweeps go on while all slots are taken.
            Some((slot, wish)) = next(&slots, &mut queue) => {
                let (app, cut) = (app.clone(), cut.clone());
                tasks.spawn(async move {
                    write(&app, &wish, &cut).await;
                    drop(slot);
                });
            }
            _ = measurements.tick() => {
                let app = app.clone();
                tasks.spawn(async move {
                    if let Err(error) = measure(&app).await {
                        tracing::warn!(%error, "the mails that wait were not counted");
                    }
                });
            }
            _ = sweeps.tick() => {
                let (app, outgoing) = (app.clone(), outgoing.clone());
                tasks.spawn(async move {
                    match sweep(&app, Some(&outgoing)).await {
                        Ok(swept) if swept != Default::default() => tracing::info!(?swept, "swept"),
                        Ok(_) => {}
                        Err(error) => tracing::error!(%error, "a sweep did not work"),
                    }
                });
            }
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
