//! `replybot job`: the batch worker, which writes one draft, or all that are missing.

use std::collections::HashSet;
use std::fmt;
use std::num::NonZero;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::app::App;
use crate::config::{AppConfig, ShardConfig};
use crate::dispatch::{Wanted, WorkRequest};
use crate::flow::draft::{DraftError, Drafted, Shows, Stop, request_and_draft, show_draft};
use crate::flow::translate::{Outcome, translate_until};
use crate::role::Exit;
use crate::role::serve::stop_signal;
use inquiry::{ContextId, State, TraceParent};
use llm::Drafter;
use platform::metrics;
use platform::telemetry::trace;

/// Inquiries that are looked up at a time.
const LOOK_UP: usize = 10_000;
/// Cards that are brought up to date at a time: Slack takes about one a second.
const CARDS_AT_ONCE: usize = 4;
/// So many failures in a row mean that it is not the mails: the rest is left alone.
const FAILURES: usize = 20;

/// Writes one draft and updates the modals that wait for it, or translates for a panel, in the trace
/// of the request.
///
/// # Errors
/// When the store cannot be opened.
pub async fn run(
    config: AppConfig,
    wish: &WorkRequest,
    asked_in: Option<&TraceParent>,
) -> anyhow::Result<Exit> {
    let (app, _queue) = App::connect(config).await?;
    let id = &wish.id;
    let span = tracing::info_span!("job", otel.kind = "server", context_id = %id);
    trace::follow(&span, asked_in);
    let stop = stop_signal()?;
    let writing = async {
        match &wish.what {
            Wanted::Draft { .. } => write(&app, id, Shows::Now, &stop).await.0,
            Wanted::Translation { external_id } => translate(&app, id, external_id, &stop).await,
        }
    };
    Ok(writing.instrument(span).await)
}

/// Drafts all inquiries that have no draft, `concurrency` at a time: this task's part of them. A run
/// that was killed is continued by the next one, since what is done is in the store.
///
/// # Errors
/// When the store cannot be opened or asked.
pub async fn run_pending(
    config: AppConfig,
    shard: ShardConfig,
    concurrency: Option<NonZero<usize>>,
) -> anyhow::Result<Exit> {
    let (app, _queue) = App::connect(config).await?;
    let at_once = concurrency.map_or(app.limits.drafts_at_once, NonZero::get);
    pending(&Arc::new(app), shard, at_once, &stop_signal()?).await
}

/// As [`run_pending`], for an `App` that is there.
///
/// # Errors
/// When the store cannot be asked.
pub async fn pending(
    app: &Arc<App>,
    shard: ShardConfig,
    at_once: usize,
    stop: &CancellationToken,
) -> anyhow::Result<Exit> {
    let (drafted, to_show) = mpsc::unbounded_channel();
    let writing = async {
        let outcome = write_all(app, shard, at_once, stop, &drafted).await;
        drop(drafted);
        outcome
    };
    // Cards wait for Slack, and drafts do not wait for cards.
    let (written, ()) = tokio::join!(writing, show_all(app, to_show));
    let (exit, done, of) = written?;
    tracing::info!(done, of, "all inquiries without a draft were taken up");
    Ok(exit)
}

/// The worst end, how many were done, and of how many.
async fn write_all(
    app: &Arc<App>,
    shard: ShardConfig,
    at_once: usize,
    stop: &CancellationToken,
    drafted: &mpsc::UnboundedSender<ContextId>,
) -> anyhow::Result<(Exit, usize, usize)> {
    let (mut worst, mut done, mut failures) = (Exit::Done, 0, 0);
    let mut seen = HashSet::new();
    let progress = progress(app.drafter.clone());
    // What is spent, broken or told to stop is so for the rest as well.
    let enough = CancellationToken::new();
    loop {
        let found = app.store.without_draft(LOOK_UP).await?;
        let found: Vec<ContextId> = found
            .into_iter()
            .filter(|id| shard.holds(id) && seen.insert(id.clone()))
            .collect();
        if found.is_empty() || enough.is_cancelled() || stop.is_cancelled() {
            break;
        }
        progress.inc_length(found.len() as u64);
        let go_on = found
            .iter()
            .take_while(|_| !enough.is_cancelled() && !stop.is_cancelled());
        let mut ends = stream::iter(go_on)
            .map(|id| async move { (id, write_on_a_task(app, id, stop).await) })
            .buffer_unordered(at_once);
        while let Some((id, (exit, end))) = ends.next().await {
            worst = worst.max(exit);
            done += usize::from(exit == Exit::Done);
            failures = if end == End::Failed { failures + 1 } else { 0 };
            if end == End::BudgetSpent || failures >= FAILURES {
                enough.cancel();
            }
            if end != End::Nothing {
                // The task that shows them goes on until this sender is gone.
                let _ = drafted.send(id.clone());
            }
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    if failures >= FAILURES {
        tracing::error!(
            "{FAILURES} failures in a row: the rest is left for the next run, which goes on from here"
        );
    }
    Ok((worst, done, seen.len()))
}

/// On a task of its own, so that all processors take part.
async fn write_on_a_task(app: &Arc<App>, id: &ContextId, stop: &CancellationToken) -> (Exit, End) {
    if let Ok(Some(inquiry)) = app.store.get(id).await
        && !inquiry.is_readable()
    {
        tracing::info!(context_id = %id, "there is nothing to read in it: a person has to look at it");
        return (Exit::Done, End::Nothing);
    }
    let (app, id, stop) = (Arc::clone(app), id.clone(), stop.clone());
    let writing = async move { write(&app, &id, Shows::Later, &stop).await };
    let written = tokio::spawn(writing.in_current_span()).await;
    // A panic, which its own log line reports: the same mail would end the next run in it, too.
    written.unwrap_or((Exit::Failed, End::Failed))
}

async fn show_all(app: &App, to_show: mpsc::UnboundedReceiver<ContextId>) {
    let ids = stream::unfold(to_show, |mut to_show| async move {
        Some((to_show.recv().await?, to_show))
    });
    ids.for_each_concurrent(
        CARDS_AT_ONCE,
        |id| async move { show_draft(app, &id).await },
    )
    .await;
}

/// On standard error; indicatif draws nothing where that is no terminal.
fn progress(drafter: Drafter) -> ProgressBar {
    let bar = ProgressBar::new(0);
    let form = "{bar:30} {pos}/{len} drafts, {per_sec}, {eta} left{rests}";
    let rests = move |_: &ProgressState, line: &mut dyn fmt::Write| {
        if let Some(rests) = drafter.rests() {
            let _ = write!(line, "; the model asks to wait {} s", rests.as_secs() + 1);
        }
    };
    if let Ok(style) = ProgressStyle::with_template(form) {
        bar.set_style(style.with_key("rests", rests));
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
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

/// What came of one inquiry, for the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// There is a draft.
    Drafted,
    /// Nothing was changed.
    Nothing,
    /// The model or the store failed.
    Failed,
    /// No further draft is possible today.
    BudgetSpent,
}

/// When the process is told to end, the translation is left to the next try.
async fn translate(app: &App, id: &ContextId, external_id: &str, stop: &CancellationToken) -> Exit {
    let translated = async {
        let app = app.of_id(id).await?;
        translate_until(app, id, external_id, stopped(stop)).await
    };
    match translated.await {
        Ok(Outcome::Shown | Outcome::NotWanted) => Exit::Done,
        Ok(Outcome::Interrupted) => Exit::TryAgain,
        // The panel says why and offers another try.
        Ok(Outcome::Failed(_)) => Exit::Failed,
        Err(error) => {
            tracing::error!(context_id = %id, %error, "a mail was not translated");
            match error {
                DraftError::NotFound => Exit::Failed,
                DraftError::Store(_) => Exit::TryAgain,
            }
        }
    }
}

async fn stopped(stop: &CancellationToken) -> Stop {
    stop.cancelled().await;
    Stop::Interrupted
}

/// When the process is told to end, the draft is left to the next try.
async fn write(app: &App, id: &ContextId, shows: Shows, stop: &CancellationToken) -> (Exit, End) {
    let drafted = async {
        let app = app.of_id(id).await?;
        request_and_draft(app, id, shows, stopped(stop)).await
    };
    let (exit, end, said) = match drafted.await {
        Ok(Drafted::Written) => (Exit::Done, End::Drafted, "done".to_owned()),
        Ok(Drafted::WrittenBefore) => (
            Exit::Done,
            End::Nothing,
            "there was a draft already".to_owned(),
        ),
        Ok(Drafted::Busy) => (
            Exit::TryAgain,
            End::Nothing,
            "another worker is writing it; try again in a minute".to_owned(),
        ),
        Ok(Drafted::Interrupted) => (
            Exit::TryAgain,
            End::Nothing,
            "told to stop; the next try takes it up".to_owned(),
        ),
        Ok(Drafted::NotWanted(State::Received)) => (
            Exit::TryAgain,
            End::Nothing,
            "its card is not in Slack yet; run `replybot sweep`, then try again".to_owned(),
        ),
        Ok(Drafted::NotWanted(state)) => (
            Exit::Done,
            End::Nothing,
            format!("no draft is wanted: it is {}", state.name()),
        ),
        Ok(Drafted::Failed(error)) => {
            let exit = match error.is_temporary() {
                true => Exit::TryAgain,
                false => Exit::Failed,
            };
            (exit, End::Failed, error.to_string())
        }
        Ok(Drafted::BudgetSpent(spent)) => (Exit::TryAgain, End::BudgetSpent, spent.to_string()),
        Err(error @ DraftError::NotFound) => (Exit::Failed, End::Nothing, error.to_string()),
        Err(error @ DraftError::Store(_)) => (Exit::TryAgain, End::Failed, error.to_string()),
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
    (exit, end)
}
