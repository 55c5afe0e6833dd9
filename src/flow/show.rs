//! Brings Slack up to what is stored: the card, and the modals that wait.

use std::time::Duration;

use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::Value;

use super::announce::announce;
use super::ask::ask;
use super::flood;
use super::translate::say;
use crate::app::App;
use crate::clock::later;
use crate::generation::budget::reserve_arrival;
use crate::inquiry::{
    Card, Cause, ContextId, Event, Forbidden, Inquiry, Modal, State, Translating,
};
use crate::mail::{Automatic, InboundMail};
use crate::slack::SlackError;
use crate::slack::card::card;
use crate::slack::modal::{Inputs, Screen, view};
use crate::slack::panel::Translated;
use crate::store::{ChangeError, StoreError};

/// Why a card is not in Slack yet.
#[derive(Debug, thiserror::Error)]
pub enum NotPosted {
    /// Slack did not take it.
    #[error(transparent)]
    Slack(#[from] SlackError),
    /// It is posted, but that could not be written down; a sweep will find it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Posts the card of a new inquiry and writes down where it stands.
pub async fn post_card(app: &App, inquiry: &Inquiry) -> Result<(), NotPosted> {
    let message = card(inquiry, &app.look);
    let thread = inquiry.thread_ts.as_deref();
    let posted = app.slack.post_message(&app.channel, thread, &message).await;
    let posted = match posted {
        // Somebody deleted the message that the thread hung on: the mail is shown all the same.
        Err(error)
            if thread.is_some() && error.code().is_some_and(|it| NO_THREAD.contains(&it)) =>
        {
            app.slack.post_message(&app.channel, None, &message).await?
        }
        posted => posted?,
    };
    remember_card(app, inquiry, &posted).await
}

/// What Slack says when there is no such thread (any more).
const NO_THREAD: [&str; 4] = [
    "thread_not_found",
    "invalid_thread_ts",
    "message_not_found",
    "cannot_reply_to_message",
];

/// Posts the card, unless an earlier attempt did: `chat.postMessage` is not idempotent, so the
/// channel is searched first.
pub async fn post_card_again(app: &App, inquiry: &Inquiry) -> Result<(), NotPosted> {
    let thread = inquiry.thread_ts.as_deref();
    let find = |thread| {
        app.slack
            .find_card(&app.channel, thread, &inquiry.id, inquiry.received_at)
    };
    let posted = match find(thread).await {
        Err(error)
            if thread.is_some() && error.code().is_some_and(|it| NO_THREAD.contains(&it)) =>
        {
            find(None).await?
        }
        posted => posted?,
    };
    match posted {
        Some(posted) => remember_card(app, inquiry, &posted).await,
        None if flood::fold(app, inquiry).await? => Ok(()),
        None => post_card(app, inquiry).await,
    }
}

async fn remember_card(app: &App, inquiry: &Inquiry, posted: &Card) -> Result<(), NotPosted> {
    let now = app.clock.now();
    let drafts = drafts_on_arrival(app, inquiry).await;
    let remembered = app.store.change(&inquiry.id, |inquiry| {
        if inquiry.card.is_none() {
            inquiry.card = Some(posted.clone());
        }
        inquiry.record(Event::CardPosted, None, now)?;
        inquiry.stale = false;
        if drafts {
            inquiry.record(Event::DraftRequested, None, now)?;
            inquiry.due_at = later(now, app.limits.grace);
        }
        Ok::<_, Forbidden>(())
    });
    match remembered.await {
        Ok(_) if drafts => {
            // What comes of it is on the card, and in the modal that somebody opens.
            let _ = ask(app, &inquiry.id, None).await;
            Ok(())
        }
        // Refused: a click on the card was faster than this, and wrote the same down.
        Ok(_) | Err(ChangeError::Refused(_) | ChangeError::NotFound) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error.into()),
    }
}

/// True when a draft is to be written before anybody asks for one: with `DRAFT_ON_ARRIVAL`, for a
/// person's mail about which there is no doubt, as long as the budgets last: that of all drafts on
/// arrival, and that of this sender's. Otherwise a click asks for it.
async fn drafts_on_arrival(app: &App, inquiry: &Inquiry) -> bool {
    if !app.spending.on_arrival || !is_worth_a_draft(&inquiry.mail) {
        return false;
    }
    let mail = &inquiry.mail;
    // All mails of a form come from one address.
    let sender = mail.contact_form.as_ref().or(mail.from.as_ref());
    let sender = sender.map(|sender| &sender.address);
    match reserve_arrival(app, sender).await {
        Ok(true) => true,
        Ok(false) => {
            tracing::info!(context_id = %inquiry.id, "the day's budget for drafts on arrival is spent, or this sender's: a click asks for this one");
            false
        }
        Err(error) => {
            tracing::warn!(context_id = %inquiry.id, %error, "no draft on arrival");
            false
        }
    }
}

/// A mail that a person wrote, as far as anybody can tell, and that can be read: nothing else is
/// paid for before a person has looked at it.
fn is_worth_a_draft(mail: &InboundMail) -> bool {
    mail.automatic == Automatic::No
        && mail.doubts.is_empty()
        && !mail.unreadable
        && mail.encryption.is_none()
        && !mail.text.is_blank()
}

/// Shows the inquiry in its card and in all modals that wait, and tells the thread what is new.
/// What Slack does not take now stays marked as stale for the next sweep.
///
/// Several may do this at once: whoever finds at the end that more has happened shows that, too,
/// so the last word is always the newest. Within this process they take turns: an older update
/// that overtakes a newer one on the wire would be the last word if the process ended then.
pub async fn show(app: &App, inquiry: &Inquiry) {
    // On the heap: every flow ends in this, and its views are large.
    Box::pin(show_in_turn(app, inquiry)).await
}

async fn show_in_turn(app: &App, inquiry: &Inquiry) {
    let _turn = app.turns.next(&inquiry.id).await;
    let mut inquiry = match app.store.get(&inquiry.id).await {
        // Whoever had the turn before has shown this as well; the thread may not know it yet.
        Ok(Some(newest)) if !newest.stale => return announce(app, &newest).await,
        Ok(Some(newest)) => newest,
        Ok(None) | Err(_) => inquiry.clone(),
    };
    let mut updated = Vec::new();
    loop {
        let shown = show_once(app, &inquiry).await;
        updated.extend_from_slice(&shown.updated);
        match settle(app, &inquiry, &shown).await {
            Ok((newer, true)) => inquiry = newer,
            Ok((newer, false)) => {
                let stands = |id: &String| {
                    let modals = inquiry.modal(id).zip(newer.modal(id));
                    shown.updated.contains(id) && modals.is_some_and(|(a, b)| a.has_inputs_of(b))
                };
                updated.retain(|id| !stands(id));
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

/// Marks modals that have to be updated once more. What a person typed stays: the same state has
/// the same `block_id`s, and inputs that somebody was given are given back.
fn overwritten(inquiry: &mut Inquiry, updated: &[String]) {
    for external_id in updated {
        if let Some(modal) = inquiry.modal_mut(external_id)
            && !modal.has_given_inputs()
        {
            modal.waiting = true;
            modal.shows = None;
        }
    }
    inquiry.stale = true;
}

/// What came of showing an inquiry.
#[derive(Debug, Default)]
struct Shown {
    /// Everything that had to be shown is shown.
    complete: bool,
    /// Modals that were updated, by `external_id`.
    updated: Vec<String>,
    /// Modals whose submitted inputs still stand: our answer to the submission never arrived.
    standing: Vec<String>,
    /// Modals that show something else than what the person acted in, and were left alone.
    overtaken: Vec<String>,
    /// Modals that are closed.
    gone: Vec<String>,
    /// Panels that say now that nobody translates, or are closed.
    given_up: Vec<String>,
}

async fn show_once(app: &App, inquiry: &Inquiry) -> Shown {
    let update = |modal: &Modal| {
        let modal = modal.clone();
        async move { (update_modal(app, inquiry, &modal).await, modal.external_id) }
    };
    let now = app.clock.now();
    // A submission is answered with "being sent"; where that answer never arrived, the inputs are
    // still there, and stay until the outcome is known.
    let is_sending = inquiry.state == State::Sending;
    let may_take_back = inquiry.wrote_while_held() && is_past_answering(inquiry, now);
    let is_due = |modal: &&Modal| {
        modal.is_behind(inquiry.revision)
            && !modal.is_opening(now)
            && (modal.inputs.is_empty() || !is_sending || may_take_back)
    };
    let modals = join_all(inquiry.modals.iter().filter(is_due).map(update));
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
            Ok(Updated::Standing) => shown.standing.push(external_id),
            Ok(Updated::Overtaken) => shown.overtaken.push(external_id),
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

/// True once Slack has our answer to the newest submission, or has given up waiting for it. Before
/// that, nobody knows what stands in the modal, and the answer says what comes next.
fn is_past_answering(inquiry: &Inquiry, now: Timestamp) -> bool {
    let reply = inquiry.newest_reply();
    reply.is_none_or(|reply| later(reply.at, SLACK_WAITS) <= now)
}

/// How long Slack waits for an answer to a submission
/// (docs.slack.dev/interactivity/handling-user-interaction).
const SLACK_WAITS: Duration = Duration::from_secs(3);

/// What came of updating one modal.
enum Updated {
    Shown,
    Standing,
    Overtaken,
}

/// Updates a modal. Where it is not certain what stands in it, Slack is asked: what somebody may
/// have typed there since is not taken away.
async fn update_modal(app: &App, inquiry: &Inquiry, modal: &Modal) -> Result<Updated, SlackError> {
    let id = &modal.external_id;
    let screen = Screen::in_modal(inquiry, id);
    let shown = view(inquiry, id, &screen, &app.look);
    if modal.own_words.is_some() && !modal.known_views.is_empty() {
        let is_shown = replace_known(app, modal, &shown).await?;
        return Ok(if is_shown {
            Updated::Shown
        } else {
            Updated::Overtaken
        });
    }
    let has_submitted = !modal.inputs.is_empty() && !modal.known_views.is_empty();
    let may_be_unanswered = has_submitted && is_past_answering(inquiry, app.clock.now());
    if matches!(screen, Screen::Held | Screen::Sent) && may_be_unanswered {
        let kept = Screen::with(Inputs::stored(&modal.inputs, inquiry), inquiry);
        let kept = view(inquiry, id, &kept, &app.look);
        if replace_known(app, modal, &kept).await? {
            return Ok(Updated::Standing);
        }
    }
    app.slack.update_view(id, &shown).await?;
    Ok(Updated::Shown)
}

/// Updates a modal that shows one of the views that are known. False when it does not.
async fn replace_known(app: &App, modal: &Modal, by: &Value) -> Result<bool, SlackError> {
    for hash in &modal.known_views {
        if app
            .slack
            .update_view_of(hash, &modal.external_id, by)
            .await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Says in panels that wait for a translation that nobody is at it any more.
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
    // A card of an older deployment is known only once somebody clicks it.
    let Some(place) = &inquiry.card else {
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
async fn settle(
    app: &App,
    inquiry: &Inquiry,
    shown: &Shown,
) -> Result<(Inquiry, bool), ChangeError<std::convert::Infallible>> {
    let now = app.clock.now();
    let retry_at = later(now, app.limits.grace);
    app.store
        .change(&inquiry.id, |stored| {
            for external_id in &shown.gone {
                stored.forget_modal(external_id);
            }
            for external_id in &shown.standing {
                if let Some(modal) = stored.modal_mut(external_id) {
                    modal.keep_submitted();
                }
            }
            for external_id in &shown.overtaken {
                if let Some(modal) = stored.modal_mut(external_id) {
                    modal.leave_alone();
                }
            }
            for external_id in &shown.given_up {
                stored.end_translating(external_id);
            }
            if stored.revision != inquiry.revision {
                overwritten(stored, &shown.updated);
                return Ok(true);
            }
            let mut complete = shown.complete;
            for modal in &mut stored.modals {
                let settled = modal.overwritten_until.is_none_or(|until| until <= now);
                // Inputs that were shown anew while the person asked for something else.
                let lost = modal.waiting
                    && (inquiry.modal(&modal.external_id)).is_some_and(|shown| !shown.waiting);
                if settled && !lost && shown.updated.contains(&modal.external_id) {
                    let screen = Screen::in_modal(inquiry, &modal.external_id);
                    modal.shows = Some(inquiry.revision);
                    modal.waiting &= screen.waits();
                    modal.opening_until = None;
                    modal.known_views.clear();
                    if !modal.has_given_inputs() {
                        modal.shown_inputs = screen.inputs_to_keep();
                    }
                }
                // Being opened, or Slack did not take the update.
                complete &= !modal.is_behind(inquiry.revision);
            }
            stored.stale = !complete;
            if !complete && stored.lease.is_none() {
                stored.due_at = retry_at;
            }
            Ok(false)
        })
        .await
}

/// A person may have chosen to write without a draft, or another version, while their modal was
/// being updated: their inputs come back. They keep their `block_id`s, so what was typed in them
/// meanwhile stays.
pub async fn give_inputs_back(app: &App, inquiry: &Inquiry, updated: &[String]) {
    for modal in inquiry
        .modals
        .iter()
        .filter(|modal| modal.has_given_inputs() && updated.contains(&modal.external_id))
    {
        let screen = Screen::in_modal(inquiry, &modal.external_id);
        let view = view(inquiry, &modal.external_id, &screen, &app.look);
        if let Err(error) = app.slack.update_view(&modal.external_id, &view).await {
            tracing::warn!(context_id = %inquiry.id, %error, "a modal could not be updated");
        }
    }
}
