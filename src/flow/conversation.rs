//! What a mail says about earlier ones: the conversation it continues, or the reply that bounced.

use super::show::show;
use crate::app::App;
use crate::generation::{Said, Side};
use crate::inquiry::{Cause, ContextId, Event, Failure, Inquiry, Step};
use crate::mail::{Automatic, Bounce, InboundMail, MessageId};
use crate::store::{ChangeError, StoreError, message_key};

/// Mails of a conversation that are looked up, the newest first: long chains name hundreds.
const LOOKED_UP: usize = 20;

/// The Slack thread that a mail belongs to. The earlier mails of the conversation say that the
/// customer wrote again, unless this mail has been taken before or a machine wrote it: an absence
/// note changes nothing about the question.
///
/// An identifier alone proves nothing (a newsletter's is known to thousands): the mail has to come
/// from somebody of that conversation.
pub(super) async fn join(
    app: &App,
    mail: &InboundMail,
    is_new: bool,
) -> Result<Option<String>, StoreError> {
    let mut thread = None;
    let counts = is_new && !matches!(mail.automatic, Automatic::Yes(_));
    for earlier in earlier(app, mail).await? {
        thread = thread.or_else(|| {
            let card = earlier.card.as_ref().map(|card| card.ts.clone());
            earlier.thread_ts.clone().or(card)
        });
        if counts {
            wrote_again(app, &earlier.id).await?;
        }
    }
    Ok(thread)
}

async fn earlier(app: &App, mail: &InboundMail) -> Result<Vec<Inquiry>, StoreError> {
    let mut found: Vec<Inquiry> = Vec::new();
    for message_id in mail
        .in_reply_to
        .iter()
        .chain(mail.references.iter().rev())
        .take(LOOKED_UP)
    {
        let Some(inquiry) = by_message(app, message_id).await? else {
            continue;
        };
        if found.iter().all(|known| known.id != inquiry.id) && knows(&inquiry, mail) {
            found.push(inquiry);
        }
    }
    Ok(found)
}

pub(super) async fn by_message(
    app: &App,
    message_id: &MessageId,
) -> Result<Option<Inquiry>, StoreError> {
    match app.store.by_message(&message_key(message_id)).await? {
        Some(id) => app.store.get(&id).await,
        None => Ok(None),
    }
}

/// True when the mail comes from the customer of the inquiry, or from somebody who got the reply.
fn knows(inquiry: &Inquiry, mail: &InboundMail) -> bool {
    let customer = &inquiry.mail;
    let replies = inquiry
        .replies
        .iter()
        .flat_map(|reply| reply.mail.to.iter().chain(&reply.mail.cc));
    let known = customer
        .from
        .iter()
        .chain(&customer.reply_to)
        .chain(&customer.contact_form)
        .chain(replies);
    let known: Vec<String> = known
        .map(|mailbox| mailbox.address.expose().to_lowercase())
        .collect();
    mail.from
        .iter()
        .any(|from| known.contains(&from.address.expose().to_lowercase()))
}

/// What was written before an inquiry in its conversation, oldest first: from the inquiries that
/// are stored, or, where the conversation is older than they are, as the mail quotes it. A store
/// that fails leaves it out: the mail itself can be answered all the same.
pub(super) async fn said_before(app: &App, inquiry: &Inquiry) -> Vec<Said> {
    let said = conversation(app, inquiry).await;
    said.unwrap_or_else(|error| {
        tracing::warn!(context_id = %inquiry.id, %error, "the conversation is left out of the prompt");
        Vec::new()
    })
}

async fn conversation(app: &App, inquiry: &Inquiry) -> Result<Vec<Said>, StoreError> {
    let mut said = Vec::new();
    for earlier in earlier(app, &inquiry.mail).await? {
        if earlier.id == inquiry.id {
            continue;
        }
        said.push(Said {
            by: Side::Customer,
            text: earlier.mail.text.clone(),
            at: earlier.received_at,
        });
        let went_out = earlier
            .replies
            .iter()
            .filter(|reply| reply.accepted_as.is_some());
        said.extend(went_out.map(|reply| Said {
            by: Side::Team,
            text: reply.text().clone(),
            at: reply.at,
        }));
    }
    if said.is_empty() {
        said.push(Said {
            by: Side::Quoted,
            text: inquiry.mail.quoted.clone(),
            at: inquiry.received_at,
        });
    }
    said.retain(|said| !said.text.is_blank());
    said.sort_by_key(|said| said.at);
    Ok(said)
}

async fn wrote_again(app: &App, id: &ContextId) -> Result<(), StoreError> {
    let now = app.clock.now();
    let noted = app
        .store
        .change(id, |inquiry| inquiry.customer_wrote_again(now));
    match noted.await {
        Ok((inquiry, ())) => {
            show(app, &inquiry).await;
            Ok(())
        }
        Err(ChangeError::NotFound | ChangeError::Refused(_)) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error),
    }
}

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
        if inquiry
            .newest_reply()
            .is_some_and(|reply| reply.is_known_as(message_id))
        {
            bounced(app, &inquiry.id, bounce).await?;
            return Ok(Some(inquiry.id));
        }
    }
    Ok(None)
}

async fn bounced(app: &App, id: &ContextId, bounce: &Bounce) -> Result<(), StoreError> {
    let now = app.clock.now();
    let detail = bounce.why.clone();
    let noted = app.store.change(id, |inquiry| {
        let failure = Failure {
            step: Step::Reply,
            cause: Cause::Bounced,
            detail: detail.clone(),
        };
        inquiry.record_failure(Event::ReplyBounced, failure, now)
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
