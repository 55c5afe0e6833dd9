//! Click on a card -> what the team decides about the inquiry -> card.

use crate::app::App;
use crate::inquiry::{Event, Forbidden, Inquiry};
use crate::screens::history::history;
use crate::slack::elements::Act;
use crate::slack::payload::CardAct;
use crate::store::ChangeError;
use crate::sync::{person, show, tell_approver};

/// Does what the button says. The person is told when that is not possible any more.
///
/// # Errors
/// [`ChangeError`], for the log: the person has been told.
#[tracing::instrument(name = "card_act", skip_all, fields(context_id = %click.context_id))]
pub async fn act(app: &App, click: &CardAct) -> Result<(), ChangeError<Forbidden>> {
    let outcome = decide(app, click).await;
    if let Ok(inquiry) = &outcome {
        if click.act == Act::History {
            show_history(app, click, inquiry).await;
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

/// What happened to the inquiry, in a window of its own.
async fn show_history(app: &App, click: &CardAct, inquiry: &Inquiry) {
    let texts = person::texts(app, &click.person.id).await;
    let view = history(inquiry, texts);
    if let Err(error) = app.slack.open_view(&click.trigger_id, &view).await {
        tracing::warn!(context_id = %inquiry.id, %error, "a history was not shown");
        tell(app, click, texts.modal_did_not_open).await;
    }
}

async fn decide(app: &App, click: &CardAct) -> Result<Inquiry, ChangeError<Forbidden>> {
    let (now, person) = (app.clock.now(), &click.person);
    let change = app.store.change(&click.context_id, |inquiry| {
        inquiry.learn_card(click.card.as_ref(), now)?;
        match click.act {
            Act::Close => inquiry.record(Event::Closed, Some(person), now),
            Act::Spam => inquiry.record(Event::MarkedAsSpam, Some(person), now),
            Act::Reopen => inquiry.record(Event::Reopened, Some(person), now),
            Act::Assign => inquiry.assign(person, now),
            Act::Release => inquiry.release(person, now),
            Act::Snooze(later) => inquiry.snooze(later.time(now, &app.look.time_zone), person, now),
            Act::Wake => inquiry.wake(Some(person), now),
            Act::Undo => inquiry.withdraw(person, now),
            Act::History => Ok(()),
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
