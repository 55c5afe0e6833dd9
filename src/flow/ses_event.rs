//! What the mail service says later about a reply: delivered, refused, bounced. It settles an
//! outcome that was unknown.

use tracing::Instrument;

use crate::app::App;
use crate::sync::show;
use inquiry::{
    Cause, ContextId, Delivery, Event, Failure, Forbidden, Inquiry, Outcome, Reply, Step,
};
use mailbox::{MailEvent, MailEventKind};
use platform::metrics;
use platform::telemetry::trace;
use store::{ChangeError, StoreError, message_key};

/// Writes down what happened to the reply that the event is about, and shows it. An event that says
/// nothing new changes nothing.
///
/// # Errors
/// [`StoreError`]: deliver the event again.
pub async fn mail_event(app: &App, event: &MailEvent) -> Result<(), StoreError> {
    let Some(id) = inquiry_of(app, event).await? else {
        tracing::info!("an event of the mail service is about none of our mails");
        return Ok(());
    };
    link(app, event, &id).await?;
    let noted = app.store.change(&id, |inquiry| {
        let number = reply_of(inquiry, event).ok_or(Forbidden::NotSent)?;
        note(app, inquiry, number, event)
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

/// The number of the reply that an event is about, counted from 1. Several replies to one mail carry
/// the same tag, and a reply whose answer was lost has no identifier of the mail service yet: an
/// event about none of the others is about the newest such one.
fn reply_of(inquiry: &Inquiry, event: &MailEvent) -> Option<usize> {
    // One that can still be taken back is not out.
    let handed_over =
        inquiry.delivery.replies.len() - usize::from(inquiry.delivery.scheduled.is_some());
    let replies = &inquiry.delivery.replies[..handed_over];
    let is_named = |reply: &Reply| {
        let known = reply.accepted_as.as_deref();
        known.and_then(|known| known.split('@').next()) == Some(event.ses_id.as_str())
            || event.message_ids.iter().any(|id| reply.is_known_as(id))
    };
    let may_be = |reply: &Reply| {
        let was_refused = reply.delivery == Delivery::Refused;
        reply.accepted_as.is_none() && !was_refused
    };
    let index = replies.iter().rposition(is_named);
    Some(index.or_else(|| replies.iter().rposition(may_be))? + 1)
}

fn note(
    app: &App,
    inquiry: &mut Inquiry,
    number: usize,
    event: &MailEvent,
) -> Result<(), Forbidden> {
    let now = app.clock.now();
    let failed = |event, cause, detail: &str| {
        let detail = detail.to_owned();
        let step = Step::Reply;
        Outcome::failed(
            event,
            Failure {
                step,
                cause,
                detail,
            },
        )
    };
    match &event.kind {
        MailEventKind::Accepted => accepted(inquiry, number, event, now)?,
        MailEventKind::Delivered => {
            if !inquiry.delivery.replies[number - 1].delivery.is_certain() {
                accepted(inquiry, number, event, now)?;
            }
            inquiry.record(Event::ReplyDelivered, None, now)?;
        }
        MailEventKind::Rejected => {
            let why = "SES rejected the mail";
            let rejected = failed(Event::ReplyRefused, Cause::Refused, why);
            inquiry.settle_reply(number, &rejected, now)?;
        }
        MailEventKind::Bounced(why) => {
            let why = inquiry.without_personal_data(why, &app.masker);
            let bounced = failed(Event::ReplyBounced, Cause::Bounced, &why);
            inquiry.settle_reply(number, &bounced, now)?;
            remember_name(inquiry, number, event);
        }
        MailEventKind::Complained => {
            if !inquiry.delivery.replies[number - 1].delivery.is_certain() {
                accepted(inquiry, number, event, now)?;
            }
            inquiry.record(Event::ReplyComplained, None, now)?;
        }
    }
    Ok(())
}

fn accepted(
    inquiry: &mut Inquiry,
    number: usize,
    event: &MailEvent,
    now: jiff::Timestamp,
) -> Result<(), Forbidden> {
    let reported = Outcome {
        detail: "the mail service reported it",
        ..Outcome::of(Event::ReplyAccepted)
    };
    inquiry.settle_reply(number, &reported, now)?;
    remember_name(inquiry, number, event);
    Ok(())
}

/// What the mail service calls the mail: later events name it by that alone.
fn remember_name(inquiry: &mut Inquiry, number: usize, event: &MailEvent) {
    let reply = &mut inquiry.delivery.replies[number - 1];
    let own = &reply.mail.message_id;
    let given = event.message_ids.iter().find(|id| *id != own);
    let given = given.map_or_else(|| event.ses_id.clone(), |id| id.as_str().to_owned());
    reply.accepted_as.get_or_insert(given);
}
