//! Asks a worker for the draft that is stored as wanted, or says in the modals that no worker could
//! be asked.

use crate::app::App;
use crate::dispatch::{DispatchError, Wanted, WorkRequest};
use crate::sync::{say, show};
use inquiry::{Cause, ContextId, Event, Failure, Forbidden, State, Step};
use screens::panel::Translated;
use store::{ChangeError, StoreError};

/// Asks for a draft. When that does not work, card and modals say so and offer another try.
///
/// Where each question starts a worker, a draft is asked for once, however often it is wished for.
///
/// # Errors
/// [`DispatchError`], for a caller that has to answer a request: people have been told.
pub async fn ask_for_draft(
    app: &App,
    id: &ContextId,
    external_id: Option<&str>,
) -> Result<(), DispatchError> {
    if !is_ours_to_ask(app, id).await {
        return Ok(());
    }
    let wish = WorkRequest::draft(id, external_id);
    let asked = app.dispatcher.dispatch(&wish).await;
    if let Err(error) = &asked {
        tracing::error!(context_id = %id, %error, "no draft will be written");
        nobody_drafts(app, id, error).await;
    }
    asked
}

/// Asks in place of an invocation of this Lambda function that had to answer Slack first. The person
/// who wished has been answered: what goes wrong, card, modals or panel say.
pub async fn pass_on(app: &App, wish: &WorkRequest) {
    let Err(error) = app.dispatcher.pass_on(wish).await else {
        return;
    };
    tracing::error!(context_id = %wish.id, %error, "nothing will be written");
    match &wish.what {
        Wanted::Draft { .. } => nobody_drafts(app, &wish.id, &error).await,
        Wanted::Translation { external_id } => {
            nobody_translates(app, &wish.id, external_id, error.cause).await;
        }
    }
}

/// Writes down that a worker is being asked, so that no other process starts another one for the time
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
        // A worker too many does no harm; a draft that is never written does.
        Err(error) => {
            tracing::warn!(context_id = %id, %error, "that a worker is asked was not written down");
            true
        }
    }
}

/// Writes down that no worker drafts, unless one does: an answer that was lost says nothing
/// about the question. A worker that was asked nevertheless and comes later takes it up all the same.
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
            tracing::error!(context_id = %id, %error, "it could not be stored that no worker drafts")
        }
    }
}

/// Asks for the translation for which a panel is written down as waiting. When that does not work,
/// the panel says so and offers another try.
///
/// # Errors
/// [`DispatchError`], for a caller that has to answer a request: the person has been told.
pub async fn ask_for_translation(
    app: &App,
    id: &ContextId,
    external_id: &str,
) -> Result<(), DispatchError> {
    let asked = app
        .dispatcher
        .dispatch(&WorkRequest::translation(id, external_id))
        .await;
    if let Err(error) = &asked {
        tracing::error!(context_id = %id, %error, "nothing will be translated");
        nobody_translates(app, id, external_id, error.cause).await;
    }
    asked
}

/// Says so in the panel, unless a worker is at it: an answer that was lost says nothing about the
/// question.
async fn nobody_translates(app: &App, id: &ContextId, external_id: &str, cause: Cause) {
    let inquiry = match app.store.get(id).await {
        Ok(Some(inquiry)) => inquiry,
        Ok(None) => return,
        // A sweep says it.
        Err(error) => return tracing::warn!(context_id = %id, %error, "a panel is left waiting"),
    };
    let panel = inquiry.translating(external_id);
    let Some(panel) = panel.filter(|it| it.worker.is_none()) else {
        return;
    };
    let failed = Translated::Failed(cause);
    if say(app, &inquiry, panel, &failed).await.is_ok() {
        let ended = app.store.change(id, |inquiry| {
            inquiry.end_translating(external_id);
            Ok::<_, Forbidden>(())
        });
        if let Err(error) = ended.await {
            tracing::warn!(context_id = %id, %error, "a panel is said to be waiting");
        }
    }
}

/// Why another program's wish for a draft was not taken.
#[derive(Debug, thiserror::Error)]
pub enum WishError {
    /// The inquiry could not be read or written, or a reply is out or under way.
    #[error(transparent)]
    Inquiry(#[from] ChangeError<Forbidden>),
    /// No worker could be asked for it.
    #[error(transparent)]
    Dispatch(#[from] DispatchError),
}

/// Why a worker could not look at what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// There is no such inquiry.
    #[error("there is no such inquiry; it may have been deleted after its retention time")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<E> From<ChangeError<E>> for DraftError {
    fn from(error: ChangeError<E>) -> DraftError {
        match error {
            ChangeError::Store(error) => DraftError::Store(error),
            ChangeError::NotFound | ChangeError::Refused(_) => DraftError::NotFound,
        }
    }
}
