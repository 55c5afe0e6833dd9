//! A bounce of one of our replies, which is brought back to the inquiry that the reply answered.

use crate::app::App;
use crate::generation::conversation::by_message;
use crate::sync::show;
use inquiry::{Cause, ContextId, Event, Failure, Forbidden, Outcome, Reply, Step};
use mail::{Address, Bounce, InboundMail, MessageId};
use screens::card::address_hint;
use store::{ChangeError, StoreError};

/// Brings a bounce of one of our replies back to the inquiry it answered; `None` when the mail is
/// no such bounce.
pub(super) async fn note_bounce(
    app: &App,
    mail: &InboundMail,
) -> Result<Option<ContextId>, StoreError> {
    let Some(bounce) = &mail.bounce else {
        return Ok(None);
    };
    for message_id in &bounce.about {
        let Some(inquiry) = by_message(app, message_id).await? else {
            continue;
        };
        let mut replies = inquiry.delivery.replies.iter();
        if replies.any(|reply| reply.is_known_as(message_id)) {
            bounced(app, &inquiry.id, message_id, bounce).await?;
            return Ok(Some(inquiry.id));
        }
    }
    Ok(None)
}

/// The recipient that a reply did not reach, so far as the channel may see that, and why.
fn told(bounce: &Bounce, masked: impl Fn(&str) -> String) -> String {
    let who = bounce.recipients.iter().map(Address::expose);
    let who: Vec<String> = who.map(address_hint).collect();
    let parts = [who.join(", "), masked(&bounce.why)];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .collect();
    parts.join(": ")
}

async fn bounced(
    app: &App,
    id: &ContextId,
    message_id: &MessageId,
    bounce: &Bounce,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    let noted = app.store.change(id, |inquiry| {
        let failure = Failure {
            step: Step::Reply,
            cause: Cause::Bounced,
            detail: told(bounce, |text| {
                inquiry.without_personal_data(text, &app.masker)
            }),
        };
        let is_it = |reply: &Reply| reply.is_known_as(message_id);
        let index = inquiry.delivery.replies.iter().rposition(is_it);
        let number = index.ok_or(Forbidden::NotSent)? + 1;
        inquiry.settle_reply(number, &Outcome::failed(Event::ReplyBounced, failure), now)
    });
    match noted.await {
        Ok((inquiry, ())) => {
            tracing::warn!(context_id = %id, "a reply bounced");
            show(app, &inquiry).await;
            Ok(())
        }
        // The same report again, or another reply is under way: there is nothing to add.
        Err(ChangeError::NotFound | ChangeError::Refused(_)) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error),
    }
}
