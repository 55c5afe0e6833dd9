//! The card of a new inquiry, and the draft that is written before a person asks for one.

use super::flood;
use crate::app::App;
use crate::generation::ask_worker::ask_for_draft;
use crate::generation::budget::reserve_arrival;
use crate::sync::NotPosted;
use inquiry::clock::later;
use inquiry::{Card, Event, Forbidden, Inquiry};
use mail::Automatic;
use screens::card::card;
use store::ChangeError;

/// Posts the card of a new inquiry and writes down where it is.
pub async fn post_card(app: &App, inquiry: &Inquiry) -> Result<(), NotPosted> {
    let message = card(inquiry, &app.look);
    let thread = inquiry.slack.thread_ts.as_deref();
    let posted = app.slack.post_message(&app.channel, thread, &message).await;
    let posted = match posted {
        // A person deleted the message that the thread hung on: the mail is shown all the same.
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
    let thread = inquiry.slack.thread_ts.as_deref();
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
        // What we begin ourselves is no flood.
        None if !inquiry.mail.by_us && flood::fold(app, inquiry).await? => Ok(()),
        None => post_card(app, inquiry).await,
    }
}

async fn remember_card(app: &App, inquiry: &Inquiry, posted: &Card) -> Result<(), NotPosted> {
    let now = app.clock.now();
    let drafts = drafts_on_arrival(app, inquiry).await;
    let remembered = app.store.change(&inquiry.id, |inquiry| {
        if inquiry.slack.card.is_none() {
            inquiry.slack.card = Some(posted.clone());
        }
        inquiry.record(Event::CardPosted, None, now)?;
        inquiry.slack.needs_sync = false;
        if drafts {
            inquiry.record(Event::DraftRequested, None, now)?;
            inquiry.worker.due_at = later(now, app.limits.grace);
        }
        Ok::<_, Forbidden>(())
    });
    match remembered.await {
        Ok(_) if drafts => {
            // What comes of it is on the card, and in the modal that is opened next.
            let _ = ask_for_draft(app, &inquiry.id, None).await;
            Ok(())
        }
        // Refused: a click on the card was faster than this, and wrote the same down.
        Ok(_) | Err(ChangeError::Refused(_) | ChangeError::NotFound) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error.into()),
    }
}

/// True when a draft is to be written before a person asks for one: with `DRAFT_ON_ARRIVAL`, for a
/// person's mail about which there is no doubt, as long as the budgets last: that of all drafts on
/// arrival, and that of this sender's. Otherwise a click asks for it.
async fn drafts_on_arrival(app: &App, inquiry: &Inquiry) -> bool {
    if !app.spending.on_arrival || !is_worth_a_draft(inquiry) {
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

/// A mail that a person wrote, as far as can be told, and that can be read: nothing else is
/// paid for before a person has looked at it.
fn is_worth_a_draft(inquiry: &Inquiry) -> bool {
    let mail = &inquiry.mail;
    mail.automatic == Automatic::No && mail.doubts.is_empty() && inquiry.is_readable()
}
