//! Click on a card -> what the team decides about the inquiry -> card.

use jiff::Timestamp;

use super::authorization::may_see;
use crate::app::App;
use crate::sync::{person, show, tell_approver};
use inquiry::{Event, Forbidden, Inquiry, Person};
use screens::decide::{assign_to, snooze_until};
use screens::history::history;
use screens::texts::{Texts, fill};
use slack::SlackError;
use slack::block_kit::ModalView;
use slack::elements::{Act, WindowMetadata};
use slack::payload::{CardAct, Decision, Wanted};
use store::{ChangeError, StoreError};

/// Does what the button says. The person is told when that is not possible any more.
///
/// # Errors
/// [`ChangeError`], for the log: the person has been told.
#[tracing::instrument(name = "card_act", skip_all, fields(context_id = %click.context_id))]
pub async fn act(app: &App, click: &CardAct) -> Result<(), ChangeError<Forbidden>> {
    let outcome = decide(app, click).await;
    if let Ok(inquiry) = &outcome {
        let texts = person::texts(app, &click.person.id).await;
        let metadata = || WindowMetadata {
            context_id: inquiry.id.clone(),
            card: click.card.clone(),
        };
        let window = match click.act {
            Act::History => Some(history(inquiry, texts)),
            Act::AssignTo => Some(assign_to(&metadata(), inquiry, texts)),
            Act::SnoozeUntil => Some(snooze_until(&metadata(), texts)),
            _ => None,
        };
        if let Some(window) = window {
            open(app, click, &window, texts).await;
            return Ok(());
        }
        show(app, inquiry).await;
        if click.act == Act::Undo {
            tell_approver(app, inquiry, &click.person).await;
        }
        return Ok(());
    }
    let texts = person::texts(app, &click.person.id).await;
    let text = match &outcome {
        Err(ChangeError::NotFound) => texts.not_found,
        Ok(_) | Err(ChangeError::Refused(_)) => {
            bring_up_to_date(app, click).await?;
            texts.team.not_possible
        }
        Err(ChangeError::Store(_)) => texts.try_again_soon,
    };
    tell(app, click, text).await;
    match outcome {
        // A colleague was faster: that is no fault.
        Err(ChangeError::Refused(_)) | Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn tell(app: &App, click: &CardAct, text: &str) {
    let channel = click.card.as_ref().map_or(&app.channel, |it| &it.channel);
    let told = app.slack.post_ephemeral(channel, &click.person.id, text);
    if let Err(error) = told.await {
        tracing::warn!(context_id = %click.context_id, %error, "the person could not be told");
    }
}

/// Opens a window over the channel.
async fn open(app: &App, click: &CardAct, window: &ModalView, texts: &Texts) {
    if let Err(error) = app.slack.open_view(&click.trigger_id, window).await {
        tracing::warn!(context_id = %click.context_id, %error, "a window did not open");
        tell(app, click, texts.modal_did_not_open).await;
    }
}

/// Why what was entered in a window is not done: beneath which block, and in which words.
pub type Refused = (&'static str, String);

/// Does what a person decided in a window.
///
/// # Errors
/// [`Refused`]: the window stays, and says so.
#[tracing::instrument(skip_all, fields(context_id = %decision.context_id))]
pub async fn submit(app: &App, decision: &Decision) -> Result<(), Refused> {
    let texts = person::texts(app, &decision.person.id).await;
    let block = decision.wanted.block_id();
    let changed = match &decision.wanted {
        Wanted::Assignee(to) => assign(app, decision, to).await,
        Wanted::Aside { choice, time } => {
            let now = app.clock.now();
            let chosen = choice.map(|choice| choice.time(now, &app.look.time_zone));
            let Some(until) = time.or(chosen) else {
                return Err((block, texts.team.time_missing.to_owned()));
            };
            if until <= now {
                return Err((block, texts.team.time_past.to_owned()));
            }
            put_aside(app, decision, until).await
        }
    };
    match changed {
        Ok(inquiry) => {
            show(app, &inquiry).await;
            Ok(())
        }
        Err(NotDecided::NotAMember) => Err((block, texts.team.assignee_not_a_member.to_owned())),
        Err(NotDecided::TooLate(expires_at)) => {
            let day = app.look.time_zone.to_datetime(expires_at);
            let when = [("when", &*day.strftime("%Y-%m-%d %H:%M").to_string())];
            Err((block, fill(texts.team.time_too_late, &when)))
        }
        Err(NotDecided::Change(ChangeError::NotFound)) => Err((block, texts.not_found.to_owned())),
        Err(NotDecided::Change(ChangeError::Refused(_))) => {
            Err((block, texts.team.not_possible.to_owned()))
        }
        Err(NotDecided::Change(ChangeError::Store(error))) => {
            tracing::error!(%error, "a decision was not written down");
            Err((block, texts.try_again_soon.to_owned()))
        }
        Err(NotDecided::Slack(error)) => {
            tracing::error!(%error, "who is in the channel is not known");
            Err((block, texts.team.members_unknown.to_owned()))
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum NotDecided {
    #[error("the person is no member of the inquiry's channel")]
    NotAMember,
    #[error("the inquiry is deleted before that, at {0}")]
    TooLate(Timestamp),
    #[error(transparent)]
    Change(#[from] ChangeError<Forbidden>),
    #[error(transparent)]
    Slack(#[from] SlackError),
}

impl From<StoreError> for NotDecided {
    fn from(error: StoreError) -> NotDecided {
        NotDecided::Change(ChangeError::Store(error))
    }
}

/// Gives the inquiry to a member of its channel, who is told in its thread.
async fn assign(app: &App, decision: &Decision, to: &str) -> Result<Inquiry, NotDecided> {
    let (now, id) = (app.clock.now(), &decision.context_id);
    let inquiry = app.store.get(id).await?.ok_or(ChangeError::NotFound)?;
    if !may_see(app, &inquiry, to).await? {
        return Err(NotDecided::NotAMember);
    }
    let name = app.slack.real_name(to).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the name of a person is not known");
        None
    });
    let to = Person {
        id: to.to_owned(),
        name: name.unwrap_or_else(|| to.to_owned()),
    };
    let change = app.store.change(id, |inquiry| {
        inquiry.learn_card(decision.card.as_ref(), now)?;
        inquiry.assign(&to, &decision.person, now)
    });
    Ok(change.await?.0)
}

async fn put_aside(
    app: &App,
    decision: &Decision,
    until: Timestamp,
) -> Result<Inquiry, NotDecided> {
    let (now, id) = (app.clock.now(), &decision.context_id);
    let inquiry = app.store.get(id).await?.ok_or(ChangeError::NotFound)?;
    if until >= inquiry.expires_at {
        return Err(NotDecided::TooLate(inquiry.expires_at));
    }
    let change = app.store.change(id, |inquiry| {
        inquiry.learn_card(decision.card.as_ref(), now)?;
        inquiry.snooze(until, &decision.person, now)
    });
    Ok(change.await?.0)
}

async fn decide(app: &App, click: &CardAct) -> Result<Inquiry, ChangeError<Forbidden>> {
    let (now, person) = (app.clock.now(), &click.person);
    let change = app.store.change(&click.context_id, |inquiry| {
        inquiry.learn_card(click.card.as_ref(), now)?;
        match click.act {
            Act::Close => inquiry.record(Event::Closed, Some(person), now),
            Act::Spam => inquiry.record(Event::MarkedAsSpam, Some(person), now),
            Act::Reopen => inquiry.record(Event::Reopened, Some(person), now),
            Act::Assign => inquiry.assign(person, person, now),
            Act::Release => inquiry.release(person, now),
            Act::Snooze(later) => inquiry.snooze(later.time(now, &app.look.time_zone), person, now),
            Act::Wake => inquiry.wake(Some(person), now),
            Act::Undo => inquiry.recall(person, now),
            Act::History => {
                // It names the recipients of replies.
                if !inquiry.delivery.replies.is_empty() {
                    inquiry.note_opened(person, now);
                }
                Ok(())
            }
            // A window of its own decides.
            Act::AssignTo | Act::SnoozeUntil => Ok(()),
        }
    });
    Ok(change.await?.0)
}

/// A card that offers what is not possible is an old one.
async fn bring_up_to_date(app: &App, click: &CardAct) -> Result<(), ChangeError<Forbidden>> {
    let touched = app.store.change(&click.context_id, |inquiry| {
        inquiry.touch();
        Ok(())
    });
    show(app, &touched.await?.0).await;
    Ok(())
}
