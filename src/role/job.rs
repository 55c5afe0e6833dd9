//! `replybot job --context-id ID`: the batch worker, which writes one draft.

use crate::app::App;
use crate::config::AppConfig;
use crate::flow::draft::{DraftError, Drafted, request_and_draft};
use crate::inquiry::{ContextId, State};
use crate::role::Exit;

/// Writes one draft and updates the modals that wait for it.
///
/// # Errors
/// When the store cannot be opened.
pub async fn run(config: AppConfig, id: &ContextId) -> anyhow::Result<Exit> {
    let (app, _queue) = App::connect(config).await?;
    let (exit, said) = match request_and_draft(&app, id).await {
        Ok(Drafted::Written) => (Exit::Done, "a draft was written".to_owned()),
        Ok(Drafted::WrittenBefore) => (Exit::Done, "there was a draft already".to_owned()),
        Ok(Drafted::Busy) => (
            Exit::TryAgain,
            "another worker is writing it; try again in a minute".to_owned(),
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
    match exit {
        Exit::Done => tracing::info!(context_id = %id, "{said}"),
        Exit::TryAgain | Exit::Failed => tracing::error!(context_id = %id, "{said}"),
    }
    Ok(exit)
}
