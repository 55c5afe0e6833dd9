//! Shows an inquiry as it is stored: its card, the modals that wait, the panels whose time is over.

use futures_util::future::join_all;

use super::modals::{Updated, answered_by, give_inputs_back, overwritten, update_modal};
use super::panel::say;
use super::thread::announce;
use crate::app::App;
use inquiry::clock::later;
use inquiry::{Cause, ContextId, Forbidden, Inquiry, Modal, State, Translating};
use screens::card::card;
use screens::modal::Screen;
use screens::panel::Translated;
use slack::SlackError;
use store::ChangeError;

/// Shows the inquiry in its card and in all modals that wait, and tells the thread what is new.
/// What Slack does not take now stays marked as stale for the next sweep.
///
/// Several may do this at once: the one that finds at the end that more has happened shows that, too,
/// so the last word is always the newest. Within this process they take turns: an older update
/// that overtakes a newer one on the wire would be the last word if the process ended then.
pub async fn show(app: &App, inquiry: &Inquiry) {
    // On the heap: every flow ends in this, and its views are large.
    Box::pin(show_in_turn(app.of(inquiry), inquiry, None)).await
}

/// Does the same while Slack waits for the answer to the submission of this modal: it is shown what
/// became of its reply.
pub async fn show_answering(app: &App, inquiry: &Inquiry, external_id: &str) {
    Box::pin(show_in_turn(app.of(inquiry), inquiry, Some(external_id))).await
}

async fn show_in_turn(app: &App, inquiry: &Inquiry, answering: Option<&str>) {
    let _lock = app.locks.next(&inquiry.id).await;
    let mut inquiry = match app.store.get(&inquiry.id).await {
        // The newer version that wrote that shows it, too.
        Ok(Some(newest)) if matches!(newest.state, State::Newer(_)) => return,
        // The holder of the lock before has shown this as well; the thread may not know it yet.
        Ok(Some(newest)) if !newest.slack.needs_sync => return announce(app, &newest).await,
        Ok(Some(newest)) => newest,
        Ok(None) | Err(_) => inquiry.clone(),
    };
    let mut updated = Vec::new();
    loop {
        let shown = show_once(app, &inquiry, answering).await;
        updated.extend_from_slice(&shown.updated);
        match mark_shown(app, &inquiry, &shown).await {
            Ok((newer, true)) => inquiry = newer,
            Ok((newer, false)) => {
                let has_same_inputs = |id: &String| {
                    let modals = inquiry.modal(id).zip(newer.modal(id));
                    shown.updated.contains(id) && modals.is_some_and(|(a, b)| a.has_inputs_of(b))
                };
                updated.retain(|id| !has_same_inputs(id));
                give_inputs_back(app, &newer, &updated).await;
                return announce(app, &newer).await;
            }
            Err(ChangeError::NotFound) => return,
            Err(error) => {
                return tracing::warn!(context_id = %inquiry.id, %error, "what was shown could not be written down");
            }
        }
    }
}

/// Shows the newest state in modals that an update of ours may have taken back to an older one.
pub async fn show_again(app: &App, id: &ContextId, updated: &[String]) {
    let marked = app.store.change(id, |inquiry| {
        overwritten(inquiry, updated);
        Ok::<_, Forbidden>(())
    });
    match marked.await {
        Ok((inquiry, ())) => show(app, &inquiry).await,
        Err(ChangeError::NotFound) => {}
        Err(error) => tracing::warn!(context_id = %id, %error, "a modal may show an older state"),
    }
}

/// What came of showing an inquiry.
#[derive(Debug, Default)]
struct Shown {
    /// Everything that had to be shown is shown.
    complete: bool,
    /// Modals that were updated, by `external_id`.
    updated: Vec<String>,
    /// Modals whose submitted inputs still stand: our answer to the submission never arrived.
    unanswered_submissions: Vec<String>,
    /// Modals that show something else than what the person acted in, and were left alone.
    changed_meanwhile: Vec<String>,
    /// Modals that are closed.
    gone: Vec<String>,
    /// Panels that say now that no worker translates, or are closed.
    given_up: Vec<String>,
}

async fn show_once(app: &App, inquiry: &Inquiry, answering: Option<&str>) -> Shown {
    let is_answered = |modal: &Modal| answering == Some(modal.external_id.as_str());
    let update = |modal: &Modal| {
        let (modal, is_answered) = (modal.clone(), is_answered(modal));
        async move {
            let updated = update_modal(app, inquiry, &modal, is_answered).await;
            (updated, modal.external_id)
        }
    };
    let now = app.clock.now();
    // A submission is answered with "being sent"; where that answer never arrived, the inputs are
    // still there, and stay until the outcome is known.
    let is_sending = inquiry.state == State::Sending;
    let is_past_answering = answered_by(inquiry) <= now;
    let may_take_back = inquiry.wrote_while_scheduled() && is_past_answering;
    let newest = inquiry.newest_reply();
    let is_own = |modal: &Modal| newest.is_some_and(|reply| reply.external_id == modal.external_id);
    let is_due = |modal: &&Modal| {
        modal.is_behind(inquiry.slack.revision)
            && !modal.is_opening(now)
            && (is_past_answering
                || is_answered(modal)
                || !modal.may_be_unanswered()
                || !is_own(modal))
            && (modal.inputs().is_empty() || !is_sending || may_take_back || !is_own(modal))
    };
    let modals = join_all(inquiry.slack.modals.iter().filter(is_due).map(update));
    let panels = give_up_translating(app, inquiry);
    let (modals, panels, card_shown) = tokio::join!(modals, panels, update_card(app, inquiry));
    let mut shown = Shown {
        complete: card_shown,
        ..Shown::default()
    };
    for (result, external_id) in panels {
        match result {
            Err(error) if error.code().is_none() => shown.complete = false,
            _ => shown.given_up.push(external_id),
        }
    }
    for (result, external_id) in modals {
        match result {
            Ok(Updated::Shown) => shown.updated.push(external_id),
            Ok(Updated::Unanswered) => shown.unanswered_submissions.push(external_id),
            Ok(Updated::ChangedMeanwhile) => shown.changed_meanwhile.push(external_id),
            Err(error) if error.code() == Some("not_found") => shown.gone.push(external_id),
            Err(error) => {
                tracing::warn!(context_id = %inquiry.id, %error, "a modal could not be updated");
                // What Slack refuses once it refuses again; what did not get through may later.
                if error.code().is_some() {
                    shown.gone.push(external_id)
                } else {
                    shown.complete = false
                }
            }
        }
    }
    shown
}

/// Says in panels that wait for a translation that no worker is at it any more.
async fn give_up_translating(
    app: &App,
    inquiry: &Inquiry,
) -> Vec<(Result<(), SlackError>, String)> {
    let say = |panel: &Translating| {
        let panel = panel.clone();
        async move {
            let failed = Translated::Failed(Cause::TimedOut);
            let said = say(app, inquiry, &panel, &failed).await;
            (said, panel.external_id)
        }
    };
    join_all(inquiry.given_up(app.clock.now()).map(say)).await
}

/// True when there is nothing left to do for the card.
async fn update_card(app: &App, inquiry: &Inquiry) -> bool {
    // A card of an older deployment is known only once it is clicked.
    let Some(place) = &inquiry.slack.card else {
        return true;
    };
    match app
        .slack
        .update_message(place, &card(inquiry, &app.look))
        .await
    {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(context_id = %inquiry.id, %error, "the card could not be updated");
            error.code().is_some()
        }
    }
}

/// Writes down what is shown. True when more has happened in the meantime.
async fn mark_shown(
    app: &App,
    inquiry: &Inquiry,
    shown: &Shown,
) -> Result<(Inquiry, bool), ChangeError<std::convert::Infallible>> {
    let now = app.clock.now();
    let retry_at = later(now, app.limits.grace);
    app.store
        .change(&inquiry.id, |stored| {
            for external_id in &shown.gone {
                stored.close_modal(external_id, now);
            }
            for external_id in &shown.unanswered_submissions {
                if let Some(modal) = stored.modal_mut(external_id) {
                    modal.keep_submitted();
                }
            }
            for external_id in &shown.changed_meanwhile {
                if let Some(modal) = stored.modal_mut(external_id) {
                    modal.leave_alone();
                }
            }
            for external_id in &shown.given_up {
                stored.end_translating(external_id);
            }
            if stored.slack.revision != inquiry.slack.revision {
                overwritten(stored, &shown.updated);
                return Ok(true);
            }
            let mut complete = shown.complete;
            for modal in &mut stored.slack.modals {
                // Inputs that were shown anew while the person asked for something else.
                let lost = modal.is_waiting()
                    && (inquiry.modal(&modal.external_id)).is_some_and(|shown| !shown.is_waiting());
                if !lost && shown.updated.contains(&modal.external_id) {
                    let screen = Screen::in_modal(inquiry, &modal.external_id);
                    modal.was_shown(
                        inquiry.slack.revision,
                        screen.waits(),
                        screen.inputs_to_keep(),
                    );
                }
                // Being opened or answered, or Slack did not take the update.
                complete &= !modal.is_behind(inquiry.slack.revision);
            }
            stored.slack.needs_sync = !complete;
            if !complete && stored.worker.lease.is_none() {
                stored.worker.due_at = retry_at;
            }
            Ok(false)
        })
        .await
}
