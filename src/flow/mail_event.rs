//! What the mail service says later about a reply: delivered, refused, bounced. It settles an
//! outcome that was unknown.

use tracing::Instrument;

use super::show::show;
use crate::app::App;
use crate::inquiry::{Cause, ContextId, Event, Failure, Forbidden, Inquiry, Reply, State, Step};
use crate::mailbox::{MailEvent, MailEventKind};
use crate::metrics;
use crate::store::{ChangeError, StoreError, message_key};
use crate::telemetry::trace;

/// Writes down what happened to the reply that the event is about, and shows it. An event about an
/// older reply, or one that says nothing new, changes nothing.
///
/// # Errors
/// [`StoreError`]: deliver the event again.
pub async fn mail_event(app: &App, event: &MailEvent) -> Result<(), StoreError> {
    let Some(id) = inquiry_of(app, event).await? else {
        tracing::info!("an event of the mail service is about none of our mails");
        return Ok(());
    };
    link(app, event, &id).await?;
    let now = app.clock.now();
    let noted = app.store.change(&id, |inquiry| {
        if !is_about_newest_reply(inquiry, event) {
            return Err(Forbidden::NotSent);
        }
        note(inquiry, event, now)
    });
    match noted.await {
        Ok((inquiry, ())) => {
            metrics::reply_event(event.kind.name());
            let span =
                tracing::info_span!("mail_event", context_id = %id, kind = event.kind.name());
            let span = trace::join(span, inquiry.trace.as_ref());
            show(app, &inquiry).instrument(span).await;
            Ok(())
        }
        Err(ChangeError::Refused(reason)) => {
            tracing::info!(context_id = %id, %reason, "an event of the mail service says nothing new");
            Ok(())
        }
        Err(ChangeError::NotFound) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error),
    }
}

/// The customer's next mail names the mail by one of these. Before anything else, so that it is
/// done again when the event comes again.
async fn link(app: &App, event: &MailEvent, id: &ContextId) -> Result<(), StoreError> {
    let Some(inquiry) = app.store.get(id).await? else {
        return Ok(());
    };
    for message_id in &event.message_ids {
        let key = message_key(message_id);
        app.store.link_message(&key, id, inquiry.expires_at).await?;
    }
    Ok(())
}

/// By the tag that the mail carried, else by one of its `Message-ID`s.
async fn inquiry_of(app: &App, event: &MailEvent) -> Result<Option<ContextId>, StoreError> {
    if event.context_id.is_some() {
        return Ok(event.context_id.clone());
    }
    for message_id in &event.message_ids {
        if let Some(id) = app.store.by_message(&message_key(message_id)).await? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// Several replies to one mail carry the same tag. A reply whose answer was lost has no identifier
/// of the mail service yet: an event about none of the others is about it.
fn is_about_newest_reply(inquiry: &Inquiry, event: &MailEvent) -> bool {
    // One that can still be taken back is not out.
    if inquiry.held.is_some() {
        return false;
    }
    let is_about = |reply: &Reply| {
        let known = reply.accepted_as.as_deref();
        known.and_then(|known| known.split('@').next()) == Some(event.ses_id.as_str())
            || event.message_ids.iter().any(|id| reply.is_known_as(id))
    };
    let Some((newest, older)) = inquiry.replies.split_last() else {
        return false;
    };
    is_about(newest) || (newest.accepted_as.is_none() && !older.iter().any(is_about))
}

fn note(inquiry: &mut Inquiry, event: &MailEvent, now: jiff::Timestamp) -> Result<(), Forbidden> {
    let failure = |cause, detail: &str| Failure {
        step: Step::Reply,
        cause,
        detail: detail.to_owned(),
    };
    match &event.kind {
        MailEventKind::Accepted => accepted(inquiry, event, now)?,
        MailEventKind::Delivered => {
            if matches!(inquiry.state, State::Sending | State::Unknown) {
                accepted(inquiry, event, now)?;
            }
            inquiry.record(Event::ReplyDelivered, None, now)?;
        }
        MailEventKind::Rejected => {
            inquiry.record(Event::ReplyRefused, None, now)?;
            inquiry.failure = Some(failure(Cause::Refused, "SES rejected the mail"));
        }
        MailEventKind::Bounced(why) => {
            inquiry.record_failure(Event::ReplyBounced, failure(Cause::Bounced, why), now)?;
        }
        MailEventKind::Complained => {
            inquiry.record(Event::ReplyComplained, None, now)?;
        }
    }
    Ok(())
}

fn accepted(
    inquiry: &mut Inquiry,
    event: &MailEvent,
    now: jiff::Timestamp,
) -> Result<(), Forbidden> {
    inquiry.record(Event::ReplyAccepted, None, now)?;
    inquiry.note("the mail service reported it");
    if let Some(reply) = inquiry.replies.last_mut() {
        let own = &reply.mail.message_id;
        let given = event.message_ids.iter().find(|id| *id != own);
        let given = given.map_or_else(|| event.ses_id.clone(), |id| id.as_str().to_owned());
        reply.accepted_as.get_or_insert(given);
    }
    Ok(())
}
