//! Tells a card's thread what happened, each thing once.

use super::{NotPosted, person};
use crate::app::App;
use inquiry::{ContextId, Inquiry, Notice, Person, Says};
use screens::notice::{is_for_the_channel, notice};
use screens::texts::{fill, mention};
use store::{ChangeError, StoreError};

/// Posts the notices that are due, but for files, which take longer and are a sweep's. What Slack does
/// not take now is left to the next sweep.
pub(super) async fn announce(app: &App, inquiry: &Inquiry) {
    let now = app.clock.now();
    let notices = inquiry.slack.notices.iter();
    for due in notices.filter(|it| it.due_at <= now && it.says != Says::Files) {
        if let Err(error) = post(app, &inquiry.id, &due.key).await {
            tracing::warn!(context_id = %inquiry.id, %error, "the thread could not be told");
        }
    }
}

/// Posts one notice, unless an earlier attempt did: `chat.postMessage` is not idempotent, so a
/// second attempt looks into the thread first.
async fn post(app: &App, id: &ContextId, key: &str) -> Result<(), NotPosted> {
    let Some((inquiry, claimed)) = claim(app, id, key).await? else {
        return Ok(());
    };
    let Some(card) = &inquiry.slack.card else {
        return done(app, id, key).await;
    };
    let thread = inquiry.slack.thread_ts.as_ref().unwrap_or(&card.ts);
    let posted = claimed.tried
        && app
            .slack
            .find_notice(&card.channel, thread, id, key, inquiry.received_at)
            .await?;
    if !posted {
        let message = notice(&inquiry, &claimed, &app.masker, &app.look);
        let broadcast = is_for_the_channel(&claimed);
        let answer = app
            .slack
            .post_in_thread(&card.channel, thread, broadcast, &message)
            .await;
        match answer {
            Err(error) if error.code().is_none() => return Err(error.into()),
            // What Slack refuses once it refuses again.
            Err(error) => tracing::warn!(context_id = %id, %error, "the thread is not told"),
            Ok(()) => {}
        }
    }
    done(app, id, key).await
}

/// Takes the files that are due for some time.
pub(super) async fn claim_files(
    app: &App,
    id: &ContextId,
) -> Result<Option<(Inquiry, Notice)>, StoreError> {
    claim_if(app, id, |notice| notice.says == Says::Files).await
}

/// Takes a notice for some time; as it was before. `None` when another process has it.
async fn claim(
    app: &App,
    id: &ContextId,
    key: &str,
) -> Result<Option<(Inquiry, Notice)>, StoreError> {
    claim_if(app, id, |notice| notice.key == key).await
}

async fn claim_if(
    app: &App,
    id: &ContextId,
    is_it: impl Fn(&Notice) -> bool,
) -> Result<Option<(Inquiry, Notice)>, StoreError> {
    let now = app.clock.now();
    let claimed = app.store.change(id, |inquiry| {
        let due = |it: &&mut Notice| is_it(it) && it.due_at <= now;
        let notice = inquiry.slack.notices.iter_mut().find(due).ok_or(NotDue)?;
        let before = notice.clone();
        notice.tried = true;
        // Files take longer, and Slack is asked about them when the time for their sharing is over.
        let times = if notice.says == Says::Files { 5 } else { 1 };
        notice.due_at = inquiry::clock::later(now, app.limits.draft_lease * times);
        Ok(before)
    });
    match claimed.await {
        Ok(claimed) => Ok(Some(claimed)),
        Err(ChangeError::Refused(NotDue) | ChangeError::NotFound) => Ok(None),
        Err(ChangeError::Store(error)) => Err(error),
    }
}

struct NotDue;

pub(super) async fn done(app: &App, id: &ContextId, key: &str) -> Result<(), NotPosted> {
    let done = app.store.change(id, |inquiry| {
        inquiry.slack.notices.retain(|notice| notice.key != key);
        Ok::<_, NotDue>(())
    });
    match done.await {
        Ok(_) | Err(ChangeError::Refused(NotDue) | ChangeError::NotFound) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error.into()),
    }
}

/// A colleague took a reply back: the person who approved it may not be looking.
pub async fn tell_approver(app: &App, inquiry: &Inquiry, by: &Person) {
    let Some(approver) = inquiry.delivery.recalled.as_ref().map(|reply| &reply.by) else {
        return;
    };
    if approver.id == by.id {
        return;
    }
    let texts = person::texts(app, &approver.id).await;
    let text = fill(texts.team.recalled_by, &[("who", &mention(by))]);
    let channel = inquiry
        .slack
        .card
        .as_ref()
        .map_or(&app.channel, |it| &it.channel);
    if let Err(error) = app.slack.post_ephemeral(channel, &approver.id, &text).await {
        tracing::warn!(context_id = %inquiry.id, %error, "the person could not be told");
    }
}
