//! Click on a card -> what the team decides about the inquiry -> card.

use super::show::show;
use crate::app::App;
use crate::inquiry::{Event, Forbidden, Inquiry, Person};
use crate::slack::acts::Act;
use crate::slack::payload::CardAct;
use crate::slack::texts::{fill, mention};
use crate::store::ChangeError;

/// Does what the button says. The person is told when that is not possible any more.
///
/// # Errors
/// [`ChangeError`], for the log: the person has been told.
pub async fn act(app: &App, click: &CardAct) -> Result<(), ChangeError<Forbidden>> {
    let outcome = decide(app, click).await;
    let text = match &outcome {
        Ok(inquiry) => {
            show(app, inquiry).await;
            if click.act == Act::Undo {
                tell_approver(app, inquiry, &click.person).await;
            }
            return Ok(());
        }
        Err(ChangeError::NotFound) => app.look.texts.not_found,
        Err(ChangeError::Refused(_)) => {
            bring_up_to_date(app, click).await?;
            app.look.texts.team.not_possible
        }
        Err(ChangeError::Store(_)) => app.look.texts.try_again_soon,
    };
    let channel = click.card.as_ref().map_or(&app.channel, |it| &it.channel);
    if let Err(error) = app
        .slack
        .post_ephemeral(channel, &click.person.id, text)
        .await
    {
        tracing::warn!(context_id = %click.context_id, %error, "the person could not be told");
    }
    match outcome {
        // Somebody was faster: that is no fault.
        Err(ChangeError::Refused(_)) | Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Somebody else took a reply back: whoever approved it may not be looking.
pub(super) async fn tell_approver(app: &App, inquiry: &Inquiry, by: &Person) {
    let Some(approver) = inquiry.withdrawn.as_ref().map(|reply| &reply.by) else {
        return;
    };
    if approver.id == by.id {
        return;
    }
    let text = fill(app.look.texts.team.withdrawn_by, &[("who", &mention(by))]);
    let channel = inquiry.card.as_ref().map_or(&app.channel, |it| &it.channel);
    if let Err(error) = app.slack.post_ephemeral(channel, &approver.id, &text).await {
        tracing::warn!(context_id = %inquiry.id, %error, "the person could not be told");
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
