//! What the mail service says later about a reply: delivered, refused, bounced. It settles an
//! outcome that was unknown.

use super::show::show;
use crate::app::App;
use crate::inquiry::{Cause, Event, Failure, Forbidden, Inquiry, Step};
use crate::mail::{MailEvent, MailEventKind};
use crate::store::{ChangeError, StoreError};

/// Writes down what happened to the reply that the event is about, and shows it. An event about an
/// older reply, or one that says nothing new, changes nothing.
///
/// # Errors
/// [`StoreError`]: deliver the event again.
pub async fn mail_event(app: &App, event: &MailEvent) -> Result<(), StoreError> {
    let now = app.clock.now();
    let noted = app.store.change(&event.context_id, |inquiry| {
        if !is_about_newest_reply(inquiry, &event.ses_id) {
            return Err(Forbidden::NotSent);
        }
        note(inquiry, event, now)
    });
    match noted.await {
        Ok((inquiry, ())) => {
            show(app, &inquiry).await;
            Ok(())
        }
        Err(ChangeError::Refused(reason)) => {
            tracing::info!(context_id = %event.context_id, %reason, "an event of the mail service says nothing new");
            Ok(())
        }
        Err(ChangeError::NotFound) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error),
    }
}

/// A reply whose answer was lost has no identifier of the mail service yet: the first event that
/// names its inquiry is about it.
fn is_about_newest_reply(inquiry: &Inquiry, ses_id: &str) -> bool {
    inquiry.newest_reply().is_some_and(|reply| {
        reply
            .accepted_as
            .as_deref()
            .is_none_or(|known| known.split('@').next() == Some(ses_id))
    })
}

fn note(inquiry: &mut Inquiry, event: &MailEvent, now: jiff::Timestamp) -> Result<(), Forbidden> {
    let failure = |cause, detail: &str| Failure {
        step: Step::Reply,
        cause,
        detail: detail.to_owned(),
    };
    match &event.kind {
        MailEventKind::Accepted => {
            inquiry.record(Event::ReplyAccepted, None, now)?;
            if let Some(reply) = inquiry.replies.last_mut() {
                reply
                    .accepted_as
                    .get_or_insert_with(|| event.ses_id.clone());
            }
        }
        MailEventKind::Rejected => {
            inquiry.record(Event::ReplyRefused, None, now)?;
            inquiry.failure = Some(failure(Cause::Refused, "SES rejected the mail"));
        }
        MailEventKind::Bounced(kind) => {
            inquiry.record(Event::ReplyBounced, None, now)?;
            inquiry.note(format!("SES: permanent bounce ({kind})"));
            inquiry.failure = Some(failure(Cause::Bounced, "SES reports a permanent bounce"));
        }
        MailEventKind::Complained => {
            inquiry.record(Event::ReplyComplained, None, now)?;
        }
    }
    Ok(())
}
