//! Submit -> claimed -> mail -> card and modal show what became of it.
//!
//! ```text
//! claim:   the approved mail is written down under a lease    a crash from here on: a sweep
//! deliver: the mail service is asked, once                     turns it into `unknown`, and a
//!          its answer is written down                          person decides
//! ```
//!
//! Where replies wait (`SEND_DELAY_SECONDS`), `claim` writes the mail down without a lease: it can
//! be taken back until [`send_held`] takes the lease when its time has come.

mod append_proof;
mod claim;
mod deliver;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

pub use self::append_proof::record;
pub use self::claim::{Claimed, NotClaimed, claim};
pub use self::deliver::send_held;
use self::deliver::{deliver, keep_copy};
use crate::app::App;
use crate::engine::Engine;
use crate::sync::{answered_by, show, show_answering};
use inquiry::{ContextId, Inquiry};
use slack::payload::{Confirmation, Submission};

/// What a submission came to, as far as its answer can say.
#[derive(Debug)]
pub enum Submitted {
    /// The modal shows the inquiry as it is stored: sent, waiting to be sent, or not.
    Taken(Box<Inquiry>),
    /// The mail service takes longer than Slack waits; what becomes of the reply is shown later.
    OnItsWay(Box<Inquiry>),
    /// Nothing is sent.
    Refused(NotClaimed),
    /// The store took longer than Slack waits.
    TooLate,
}

/// Sends the reply that was submitted, once; answers by the `deadline`, whatever goes on then.
pub async fn submit(engine: &Engine, submission: &Submission, deadline: Instant) -> Submitted {
    let Engine { app, outgoing, .. } = engine;
    let claimed = match timeout_at(deadline, claim(app, outgoing, submission)).await {
        Ok(Ok(Claimed::Won(claimed))) => claimed,
        Ok(Ok(Claimed::Scheduled(inquiry, until))) => {
            send_later(engine, inquiry.id.clone(), until);
            let (app, scheduled) = (app.clone(), inquiry.clone());
            engine.spawn(async move { show(&app, &scheduled).await });
            return Submitted::Taken(Box::new(inquiry));
        }
        Ok(Ok(Claimed::Before(inquiry))) => return Submitted::Taken(Box::new(inquiry)),
        Ok(Err(reason)) => return Submitted::Refused(reason),
        Err(_) => return too_late(&submission.modal.context_id),
    };
    let (done, outcome) = oneshot::channel();
    let handed_over = {
        let (engine, claimed) = (engine.clone(), claimed.clone());
        let external_id = submission.modal.external_id.clone();
        async move {
            let Engine { app, outgoing, .. } = &engine;
            let id = claimed.id.clone();
            match deliver(app, outgoing, claimed).await {
                Ok(inquiry) => {
                    match done.send(inquiry.clone()) {
                        Ok(()) => show_answering(app, &inquiry, &external_id).await,
                        // Slack has another answer already, or waits no more.
                        Err(_) => {
                            show(app, &inquiry).await;
                            show_when_answered(&engine, inquiry.clone());
                        }
                    }
                    keep_copy(app, outgoing, &inquiry).await;
                    record_soon(app, &id).await;
                }
                Err(error) => {
                    tracing::error!(context_id = %id, %error, "what became of the reply was not written down")
                }
            }
        }
    };
    engine.spawn_uncut(handed_over);
    match timeout_at(deadline, outcome).await {
        Ok(Ok(inquiry)) => Submitted::Taken(Box::new(inquiry)),
        Ok(Err(_)) | Err(_) => Submitted::OnItsWay(Box::new(claimed)),
    }
}

fn too_late(id: &ContextId) -> Submitted {
    tracing::warn!(
        context_id = %id,
        "a submission was not taken: the store, or this machine, took longer than Slack waits for an answer"
    );
    Submitted::TooLate
}

/// Appends the proof of what went out to the chain; a sweep does it where that does not work.
async fn record_soon(app: &App, id: &ContextId) {
    if let Err(error) = record(app, id).await {
        tracing::warn!(context_id = %id, %error, "the proof of a reply has no record yet");
    }
}

/// Sends the reply in a modal whose person has looked once more; as [`submit`].
pub async fn confirm(engine: &Engine, confirmation: &Confirmation, deadline: Instant) -> Submitted {
    let modal = &confirmation.modal;
    let stored = timeout_at(deadline, engine.app.store.get(&modal.context_id)).await;
    let inquiry = match stored {
        Ok(Ok(Some(inquiry))) => inquiry,
        Ok(Ok(None)) => return Submitted::Refused(NotClaimed::NotFound),
        Ok(Err(error)) => return Submitted::Refused(NotClaimed::Store(error)),
        Err(_) => return too_late(&modal.context_id),
    };
    // As it stood there when the question covered it.
    let beneath = inquiry.modal(&modal.external_id);
    let Some(beneath) = beneath.filter(|beneath| !beneath.inputs().is_empty()) else {
        return Submitted::Refused(NotClaimed::Gone);
    };
    let inputs = beneath.inputs().iter();
    let submission = Submission {
        modal: modal.clone(),
        inputs: inputs
            .map(|(id, text)| (id.clone(), text.expose().to_owned()))
            .collect(),
        told: confirmation.told.clone(),
        // With what is in no view, as in a submission.
        addressees: inquiry
            .addressees(&modal.external_id)
            .cloned()
            .unwrap_or_default(),
    };
    submit(engine, &submission, deadline).await
}

/// Sees to it that a reply that waits is sent when it is due: by this process or, where it stands still
/// between requests, by an invocation of its own. Should that not be asked, a sweep sends it.
fn send_later(engine: &Engine, id: ContextId, until: Timestamp) {
    let Some(function) = engine.outgoing.later.clone() else {
        return send_when_due(engine, id, until);
    };
    engine.spawn(async move {
        if let Err(error) = function.send_later(&id).await {
            tracing::warn!(context_id = %id, %error, "a reply that waits is left to the next sweep");
        }
    });
}

/// Sends a reply that waits, when it is due. A stopping process does not wait for that: the next
/// sweep, in whichever process, sends it then.
fn send_when_due(engine: &Engine, id: ContextId, until: Timestamp) {
    let engine = engine.clone();
    tokio::spawn(async move {
        wait_until(&engine.app, until).await;
        if engine.tasks.is_closed() {
            return;
        }
        let Engine { app, outgoing, .. } = engine.clone();
        engine.tasks.spawn(async move {
            match Box::pin(send_held(&app, &outgoing, &id)).await {
                Ok(()) => record_soon(&app, &id).await,
                Err(error) => tracing::error!(context_id = %id, %error, "a reply that waited may not be sent yet"),
            }
        });
    });
}

/// Shows what became of a reply in the modal that it was submitted from, when that is no longer left
/// to an answer. A stopping process does not wait for that: the next sweep shows it then.
fn show_when_answered(engine: &Engine, inquiry: Inquiry) {
    let until = answered_by(&inquiry);
    if until <= engine.app.clock.now() {
        return;
    }
    let engine = engine.clone();
    tokio::spawn(async move {
        wait_until(&engine.app, until).await;
        if !engine.tasks.is_closed() {
            let app = engine.app.clone();
            engine.spawn(async move { show(&app, &inquiry).await });
        }
    });
}

async fn wait_until(app: &App, at: Timestamp) {
    let wait = std::time::Duration::try_from(at.duration_since(app.clock.now()));
    tokio::time::sleep(wait.unwrap_or_default()).await;
}
