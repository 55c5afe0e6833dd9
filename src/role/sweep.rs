//! `replybot sweep`: the periodic repair run.

use tokio_util::sync::CancellationToken;

use crate::app::{App, Outgoing};
use crate::config::SweepConfig;
use crate::flow::sweep;
use crate::role::{Exit, say, tell, worker};

/// Takes up everything that is due, and writes the drafts among it; without a model it says how many
/// it leaves.
///
/// # Errors
/// When the store cannot be opened or asked.
pub async fn run(config: SweepConfig, json: bool) -> anyhow::Result<Exit> {
    let (app, mut queue) = App::connect(config.app).await?;
    let outgoing = match config.outgoing {
        Some(config) => Some(Outgoing::connect(config).await),
        None => None,
    };
    let swept = sweep::sweep(&app, outgoing.as_ref()).await?;
    while let Ok(wish) = queue.try_recv() {
        worker::write(&app, &wish, &CancellationToken::new()).await;
    }
    let sweep::Swept {
        cards,
        drafts,
        left,
        sent,
        replies,
        shown,
        recorded,
        woken,
        summaries,
        failed,
        purged,
    } = swept;
    if json {
        let line = serde_json::json!({
            "cards": cards, "drafts": drafts, "drafts_left": left, "sent": sent, "replies": replies, "shown": shown, "woken": woken, "recorded": recorded, "summaries": summaries, "failed": failed, "purged": purged,
        });
        say(line)?;
    } else {
        say(format_args!(
            "{cards} cards posted, {drafts} drafts taken up, {sent} replies sent, {replies} replies of unknown outcome, \
             {shown} brought up to date, {woken} whose time had come, {recorded} proofs recorded, {summaries} summaries posted, {purged} deleted after their retention time, {failed} failed"
        ))?;
    }
    if left > 0 {
        tell(format_args!(
            "replybot: {left} drafts wait for a process with a model: OPENAI_API_KEY and OPENAI_BASE_URL are not set here"
        ));
    }
    Ok(if failed == 0 {
        Exit::Done
    } else {
        Exit::TryAgain
    })
}
