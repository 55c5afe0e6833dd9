//! A person opens the home tab -> the queue, as it is now.

use super::person;
use crate::app::App;
use crate::language::Language;
use crate::slack::SlackError;
use crate::slack::exposure::Exposure;
use crate::slack::home::home;
use crate::store::StoreError;

/// Inquiries that are looked at: more than a team has open at a time.
const NEWEST: usize = 500;

/// Why a tab was not brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Slack did not take it.
    #[error(transparent)]
    Slack(#[from] SlackError),
}

/// Shows a person the queue in their home tab, in their language, and who can see the channel.
///
/// # Errors
/// [`HomeError`]; the tab stays as it was.
pub async fn show(app: &App, user: &str) -> Result<(), HomeError> {
    let (inquiries, language, exposures) = tokio::join!(
        app.store.newest(NEWEST),
        person::language(app, user),
        exposures(app)
    );
    let look = app.look.in_language(language);
    let view = home(&inquiries?, user, app.clock.now(), &exposures, &look);
    Ok(app.slack.publish_view(user, &view).await?)
}

/// Slack does not tell an app that may not ask; the queue is shown all the same.
async fn exposures(app: &App) -> Vec<Exposure> {
    match app.slack.channel_info(&app.channel).await {
        Ok(info) => info.exposures(),
        Err(error) => {
            tracing::debug!(%error, "who can see the channel is not known");
            Vec::new()
        }
    }
}

/// Says in the log who can see the channel beside the team.
pub async fn warn_of_exposure(app: &App) {
    match app.slack.channel_info(&app.channel).await {
        Ok(info) => {
            for exposure in info.exposures() {
                tracing::warn!(channel = app.channel, "{}", exposure.warning());
            }
        }
        Err(error) => tracing::info!(%error, "who can see the channel is not known"),
    }
}

/// Writes down the language that a person chose, and shows their tab in it.
///
/// # Errors
/// [`HomeError`]; the tab stays as it was.
pub async fn choose_language(app: &App, user: &str, language: Language) -> Result<(), HomeError> {
    person::choose(app, user, language).await?;
    show(app, user).await
}
