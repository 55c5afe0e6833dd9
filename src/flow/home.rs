//! A person opens the home tab -> the queue, as it is now.

use crate::app::App;
use crate::slack::SlackError;
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

/// Shows a person the queue in their home tab.
///
/// # Errors
/// [`HomeError`]; the tab stays as it was.
pub async fn show(app: &App, user: &str) -> Result<(), HomeError> {
    let inquiries = app.store.newest(NEWEST).await?;
    let view = home(&inquiries, user, app.clock.now(), &app.look);
    Ok(app.slack.publish_view(user, &view).await?)
}
