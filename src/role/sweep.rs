//! `replybot sweep`: the periodic repair run.

use crate::app::App;
use crate::config::AppConfig;
use crate::flow::sweep;
use crate::role::{Exit, say, worker};

/// Takes up everything that is due, and writes the drafts among it.
///
/// # Errors
/// When the store cannot be opened or asked.
pub async fn run(config: AppConfig, json: bool) -> anyhow::Result<Exit> {
    let (app, mut queue) = App::connect(config).await?;
    let swept = sweep::sweep(&app).await?;
    while let Ok(id) = queue.try_recv() {
        worker::write(&app, &id).await;
    }
    let sweep::Swept {
        cards,
        drafts,
        replies,
        shown,
        failed,
        purged,
    } = swept;
    if json {
        let line = serde_json::json!({
            "cards": cards, "drafts": drafts, "replies": replies, "shown": shown, "failed": failed, "purged": purged,
        });
        say(line)?;
    } else {
        say(format_args!(
            "{cards} cards posted, {drafts} drafts taken up, {replies} replies of unknown outcome, \
             {shown} brought up to date, {purged} deleted after their retention time, {failed} failed"
        ))?;
    }
    Ok(if failed == 0 {
        Exit::Done
    } else {
        Exit::TryAgain
    })
}
