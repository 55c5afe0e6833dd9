//! Asks somebody for the draft that is stored as wanted, or says in the modals that nobody could
//! be asked.

use super::show::show;
use crate::app::App;
use crate::dispatch::{DispatchError, Wish};
use crate::inquiry::{ContextId, Event, Failure, Forbidden, State, Step};
use crate::store::ChangeError;

/// Asks for a draft. When that does not work, card and modals say so and offer another try.
///
/// Where each question starts a worker, a draft is asked for once, however often it is wished for.
///
/// # Errors
/// [`DispatchError`], for a caller who has to answer somebody: people have been told.
pub async fn ask(
    app: &App,
    id: &ContextId,
    external_id: Option<&str>,
) -> Result<(), DispatchError> {
    if !is_ours_to_ask(app, id).await {
        return Ok(());
    }
    let wish = Wish::draft(id, external_id);
    let asked = app.dispatcher.dispatch(&wish).await;
    if let Err(error) = &asked {
        tracing::error!(context_id = %id, %error, "no draft will be written");
        nobody_drafts(app, id, error).await;
    }
    asked
}

/// Writes down that a worker is being asked, so that nobody else starts another one for the time
/// that it may take to begin.
async fn is_ours_to_ask(app: &App, id: &ContextId) -> bool {
    let Some(starts_within) = app.dispatcher.starts_within() else {
        return true;
    };
    let now = app.clock.now();
    let claimed = app.store.change(id, |inquiry| {
        Ok::<_, Forbidden>(inquiry.ask_worker(now, starts_within))
    });
    match claimed.await {
        Ok((_, is_ours)) => is_ours,
        // A worker too many does no harm; a draft that nobody writes does.
        Err(error) => {
            tracing::warn!(context_id = %id, %error, "that a worker is asked was not written down");
            true
        }
    }
}

/// Writes down that nobody drafts, unless somebody does: an answer that was lost says nothing
/// about the question. Whoever was asked nevertheless and comes later takes it up all the same.
async fn nobody_drafts(app: &App, id: &ContextId, error: &DispatchError) {
    let now = app.clock.now();
    let given_up = app.store.change(id, |inquiry| {
        if inquiry.state != State::Drafting || inquiry.is_leased(now) {
            return Ok(false);
        }
        let failure = Failure {
            step: Step::Draft,
            cause: error.cause,
            detail: error.detail.clone(),
        };
        inquiry.record_failure(Event::DraftFailed, failure, now)?;
        Ok::<_, Forbidden>(true)
    });
    match given_up.await {
        Ok((inquiry, true)) => show(app, &inquiry).await,
        Ok((_, false)) | Err(ChangeError::NotFound | ChangeError::Refused(_)) => {}
        // It is still stored as wanted, and the next sweep asks again.
        Err(ChangeError::Store(error)) => {
            tracing::error!(context_id = %id, %error, "that nobody drafts could not be stored")
        }
    }
}
