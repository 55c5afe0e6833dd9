//! `replybot job`: the batch worker, which writes one draft, or all that are missing.

use futures_util::{StreamExt, stream};
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::config::{AppConfig, ShardConfig};
use crate::flow::draft::{DraftError, Drafted, Stop, request_and_draft};
use crate::inquiry::{ContextId, State};
use crate::metrics;
use crate::role::Exit;
use crate::role::serve::stop_signal;

/// Inquiries that one run takes up at most.
const AT_MOST: usize = 10_000;

/// Writes one draft and updates the modals that wait for it.
///
/// # Errors
/// When the store cannot be opened.
pub async fn run(config: AppConfig, id: &ContextId) -> anyhow::Result<Exit> {
    let (app, _queue) = App::connect(config).await?;
    Ok(write(&app, id, &stop_signal()?).await)
}

/// Drafts all inquiries that have no draft, some at a time: this task's part of them.
///
/// # Errors
/// When the store cannot be opened or asked.
pub async fn run_pending(config: AppConfig, shard: ShardConfig) -> anyhow::Result<Exit> {
    let (app, _queue) = App::connect(config).await?;
    let stop = stop_signal()?;
    let pending = app.store.without_draft(AT_MOST).await?;
    let (app, stop) = (&app, &stop);
    let exits: Vec<Exit> = stream::iter(pending.iter().filter(|id| shard.holds(id)))
        .map(|id| write(app, id, stop))
        .buffer_unordered(app.limits.drafts_at_once)
        .collect()
        .await;
    let worst = exits.iter().copied().max().unwrap_or(Exit::Done);
    let done = exits.iter().filter(|exit| **exit == Exit::Done).count();
    tracing::info!(
        done,
        of = exits.len(),
        "all inquiries without a draft were taken up"
    );
    Ok(worst)
}

impl ShardConfig {
    /// Each inquiry belongs to one task, whichever others there are.
    fn holds(self, id: &ContextId) -> bool {
        let hash = Sha256::digest(id.as_str());
        let number = hash
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte));
        number % self.count == self.index
    }
}

/// When the process is told to end, the draft is left to the next try.
async fn write(app: &App, id: &ContextId, stop: &CancellationToken) -> Exit {
    let stopped = async {
        stop.cancelled().await;
        Stop::Interrupted
    };
    let (exit, said) = match request_and_draft(app, id, stopped).await {
        Ok(Drafted::Written) => (Exit::Done, "a draft was written".to_owned()),
        Ok(Drafted::WrittenBefore) => (Exit::Done, "there was a draft already".to_owned()),
        Ok(Drafted::Busy) => (
            Exit::TryAgain,
            "another worker is writing it; try again in a minute".to_owned(),
        ),
        Ok(Drafted::Interrupted) => (
            Exit::TryAgain,
            "told to stop; the next try takes it up".to_owned(),
        ),
        Ok(Drafted::NotWanted(State::Received)) => (
            Exit::TryAgain,
            "its card is not in Slack yet; run `replybot sweep`, then try again".to_owned(),
        ),
        Ok(Drafted::NotWanted(state)) => (
            Exit::Done,
            format!("no draft is wanted: it is {}", state.name()),
        ),
        Ok(Drafted::Failed(error)) if error.is_temporary() => (Exit::TryAgain, error.to_string()),
        Ok(Drafted::Failed(error)) => (Exit::Failed, error.to_string()),
        Err(error @ DraftError::NotFound) => (Exit::Failed, error.to_string()),
        Err(error @ DraftError::Store(_)) => (Exit::TryAgain, error.to_string()),
    };
    metrics::job_ended(match exit {
        Exit::Done => "done",
        Exit::TryAgain => "try_again",
        Exit::Failed | Exit::Misconfigured => "failed",
    });
    match exit {
        Exit::Done => tracing::info!(context_id = %id, "{said}"),
        Exit::TryAgain | Exit::Failed | Exit::Misconfigured => {
            tracing::error!(context_id = %id, "{said}")
        }
    }
    exit
}
