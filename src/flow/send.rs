//! Submit -> claimed -> mail -> card and modal show what became of it.
//!
//! ```text
//! claim:   the approved mail is written down under a lease    a crash from here on: a sweep
//! deliver: the mail service is asked, once                     turns it into `unknown`, and a
//!          its answer is written down                          person decides
//! ```

use std::time::Duration;

use backon::{ConstantBuilder, Retryable};

use super::show;
use crate::app::{App, Outgoing};
use crate::clock::later;
use crate::inquiry::{
    Cause, ContextId, Event, Failure, Forbidden, Inquiry, Modal, Reply, State, Step,
};
use crate::mail::{Mailbox, MessageId, Outcome, OutgoingMail, reply_references, reply_subject};
use crate::metrics;
use crate::pii::{CustomerText, leftover_placeholders};
use crate::slack::modal::Insist;
use crate::slack::payload::Submission;
use crate::store::{ChangeError, StoreError};

/// What a submission leads to, before anything is sent.
#[derive(Debug)]
pub enum Claimed {
    /// It is this submission's turn: [`deliver`] the mail.
    Won(Inquiry),
    /// The same modal was submitted before; this is how far that reply has come.
    Before(Inquiry),
}

/// Why a submission is not taken. Nothing is sent, and the person's text stays where it is.
#[derive(Debug)]
pub enum NotClaimed {
    /// There is no text.
    Empty,
    /// These placeholders stand in the text.
    PlaceholdersLeft(Vec<String>),
    /// Nobody to send it to.
    NoRecipient,
    /// Another reply is under way.
    BeingSent,
    /// The person has to be told this first, and may insist.
    Tell(Box<Inquiry>, Insist),
    /// There is no such inquiry.
    NotFound,
    /// The store failed.
    Store(StoreError),
}

/// Writes down the approved reply, so that it is sent by this submission and no other.
///
/// # Errors
/// [`NotClaimed`] says what the person has to be told.
pub async fn claim(
    app: &App,
    outgoing: &Outgoing,
    submission: &Submission,
) -> Result<Claimed, NotClaimed> {
    let text = checked_text(submission)?;
    let now = app.clock.now();
    let message_id = our_message_id(app, outgoing);
    let external_id = &submission.modal.external_id;
    let person = &submission.modal.person;
    let worker = app.ids.next();
    let claimed = app.store.change(&submission.modal.context_id, |inquiry| {
        if sent_from(inquiry, external_id) && submission.insists.is_none() {
            return Ok(false);
        }
        let event = if insists_rightly(inquiry, submission) {
            Event::ReplyInsisted
        } else {
            Event::ReplyClaimed
        };
        inquiry
            .record(event, Some(person), now)
            .map_err(Refused::Forbidden)?;
        let mail =
            compose(inquiry, outgoing, &message_id, &text, now).ok_or(Refused::NoRecipient)?;
        let external_id = external_id.clone();
        inquiry.replies.push(Reply {
            mail,
            by: person.clone(),
            at: now,
            external_id: external_id.clone(),
            accepted_as: None,
        });
        inquiry.lease(&worker, now, app.limits.send_lease);
        inquiry.remember_modal(Modal::waiting(external_id, Some(person.clone())));
        Ok(true)
    });
    match claimed.await {
        Ok((inquiry, true)) => Ok(Claimed::Won(inquiry)),
        Ok((inquiry, false)) => Ok(Claimed::Before(inquiry)),
        Err(ChangeError::Refused(Refused::NoRecipient)) => Err(NotClaimed::NoRecipient),
        Err(ChangeError::Refused(Refused::Forbidden(reason))) => {
            Err(tell(app, submission, reason).await)
        }
        Err(ChangeError::NotFound) => Err(NotClaimed::NotFound),
        Err(ChangeError::Store(error)) => Err(NotClaimed::Store(error)),
    }
}

enum Refused {
    Forbidden(Forbidden),
    NoRecipient,
}

fn checked_text(submission: &Submission) -> Result<CustomerText, NotClaimed> {
    let text = submission.text();
    if text.is_blank() {
        return Err(NotClaimed::Empty);
    }
    let left = leftover_placeholders(text.expose());
    if left.is_empty() {
        Ok(text)
    } else {
        Err(NotClaimed::PlaceholdersLeft(left))
    }
}

/// True when the newest reply came from this very modal and its outcome is not a refusal: Slack or
/// the person submitted twice.
fn sent_from(inquiry: &Inquiry, external_id: &str) -> bool {
    matches!(inquiry.state, State::Sending | State::Sent | State::Unknown)
        && inquiry
            .newest_reply()
            .is_some_and(|reply| reply.external_id == external_id)
}

/// True when the person was told exactly what is still the case.
fn insists_rightly(inquiry: &Inquiry, submission: &Submission) -> bool {
    match submission.insists {
        Some(Insist::Sent(replies)) => {
            inquiry.state == State::Sent && inquiry.replies.len() == replies
        }
        Some(Insist::Unknown(replies)) => {
            inquiry.state == State::Unknown && inquiry.replies.len() == replies
        }
        Some(Insist::Closed) => inquiry.state == State::Closed,
        None => false,
    }
}

async fn tell(app: &App, submission: &Submission, reason: Forbidden) -> NotClaimed {
    let inquiry = match app.store.get(&submission.modal.context_id).await {
        Ok(Some(inquiry)) => inquiry,
        Ok(None) => return NotClaimed::NotFound,
        Err(error) => return NotClaimed::Store(error),
    };
    let replies = inquiry.replies.len();
    match reason {
        Forbidden::Sent => NotClaimed::Tell(Box::new(inquiry), Insist::Sent(replies)),
        Forbidden::MaybeSent => NotClaimed::Tell(Box::new(inquiry), Insist::Unknown(replies)),
        Forbidden::Closed => NotClaimed::Tell(Box::new(inquiry), Insist::Closed),
        Forbidden::Sending
        | Forbidden::NoCardYet
        | Forbidden::CardThere
        | Forbidden::NoDraftWanted
        | Forbidden::NotSending => NotClaimed::BeingSent,
    }
}

/// An identifier in the sender's own domain (RFC 5322 §3.6.4).
fn our_message_id(app: &App, outgoing: &Outgoing) -> MessageId {
    let domain = outgoing
        .sender
        .address
        .expose()
        .rsplit_once('@')
        .map_or("localhost", |(_, domain)| domain);
    MessageId::parse(&format!("{}.replybot@{domain}", app.ids.next()))
        .or_else(|| MessageId::parse(&format!("{}.replybot@localhost", app.ids.next())))
        .expect("ids are printable ASCII")
}

/// The reply in the customer's thread; `None` when there is nobody to send it to.
fn compose(
    inquiry: &Inquiry,
    outgoing: &Outgoing,
    message_id: &MessageId,
    text: &CustomerText,
    date: jiff::Timestamp,
) -> Option<OutgoingMail> {
    let is_other = |mailbox: &Mailbox| mailbox.address != outgoing.sender.address;
    let to: Vec<Mailbox> = inquiry
        .mail
        .reply_recipients()
        .into_iter()
        .filter(is_other)
        .collect();
    (!to.is_empty()).then(|| OutgoingMail {
        message_id: message_id.clone(),
        date,
        from: outgoing.sender.clone(),
        to,
        cc: Vec::new(),
        subject: reply_subject(&inquiry.mail.subject),
        in_reply_to: inquiry.mail.message_id.clone(),
        references: reply_references(&inquiry.mail),
        text: text.clone(),
    })
}

/// Hands the claimed mail to the mail service, once, and writes down what became of it.
///
/// # Errors
/// [`StoreError`] when that could not be written down: a sweep will say that it is unknown.
pub async fn deliver(
    app: &App,
    outgoing: &Outgoing,
    claimed: Inquiry,
) -> Result<Inquiry, StoreError> {
    let Some(reply) = claimed.newest_reply() else {
        return Ok(claimed);
    };
    let outcome = outgoing.mailer.send(&reply.mail).await;
    report(&claimed.id, &outcome);
    let message_id = &reply.mail.message_id;
    let now = app.clock.now();
    let write_down = || async {
        let settled = app.store.change(&claimed.id, |inquiry| {
            settle(inquiry, message_id, &outcome, now)
        });
        match settled.await {
            Ok((inquiry, ())) => Ok(inquiry),
            // Somebody settled it already, or the inquiry is gone: there is nothing to write down.
            Err(ChangeError::Refused(_) | ChangeError::NotFound) => Ok(claimed.clone()),
            Err(ChangeError::Store(error)) => Err(error),
        }
    };
    // The mail is out: it is worth waiting for the store.
    write_down
        .retry(
            ConstantBuilder::default()
                .with_delay(Duration::from_secs(1))
                .with_max_times(20),
        )
        .await
}

fn report(id: &ContextId, outcome: &Outcome) {
    match outcome {
        Outcome::Accepted { id: provider_id } => {
            metrics::reply_handed_over("accepted");
            tracing::info!(context_id = %id, %provider_id, "the reply was accepted");
        }
        Outcome::Refused { reason, .. } => {
            metrics::reply_handed_over("refused");
            tracing::warn!(context_id = %id, %reason, "the reply was refused");
        }
        Outcome::Unknown { reason } => {
            metrics::reply_handed_over("unknown");
            tracing::error!(context_id = %id, %reason, "the reply's outcome is unknown");
        }
    }
}

fn settle(
    inquiry: &mut Inquiry,
    message_id: &MessageId,
    outcome: &Outcome,
    now: jiff::Timestamp,
) -> Result<(), Forbidden> {
    if inquiry
        .newest_reply()
        .is_none_or(|reply| reply.mail.message_id != *message_id)
    {
        return Err(Forbidden::NotSending);
    }
    match outcome {
        Outcome::Accepted { id } => {
            inquiry.record(Event::ReplyAccepted, None, now)?;
            inquiry.note(id.clone());
            if let Some(reply) = inquiry.replies.last_mut() {
                reply.accepted_as = Some(id.clone());
            }
        }
        Outcome::Refused { reason, temporary } => {
            inquiry.record(Event::ReplyRefused, None, now)?;
            inquiry.note(reason.clone());
            let cause = if *temporary {
                Cause::Busy
            } else {
                Cause::Refused
            };
            inquiry.failure = Some(Failure {
                step: Step::Reply,
                cause,
                detail: reason.clone(),
            });
        }
        Outcome::Unknown { reason } => {
            inquiry.record(Event::ReplyLost, None, now)?;
            inquiry.note(reason.clone());
        }
    }
    Ok(())
}

/// Shows in Slack what became of a reply.
pub async fn show_outcome(app: &App, inquiry: &Inquiry) {
    show::show(app, inquiry).await;
}

/// The modal is answered with "being sent", because the mail service takes its time. That answer
/// may reach Slack after an update with the outcome, so the outcome is shown once more later.
///
/// # Errors
/// [`StoreError`] when that could not be written down.
pub async fn answer_is_on_its_way(
    app: &App,
    id: &ContextId,
    external_id: &str,
) -> Result<(), StoreError> {
    let until = later(app.clock.now(), app.limits.grace);
    let marked = app.store.change(id, |inquiry| {
        if let Some(modal) = inquiry.modal_mut(external_id) {
            modal.waiting = true;
            modal.shows = None;
            modal.overwritten_until = Some(until);
        }
        inquiry.stale = true;
        if inquiry.lease.is_none() {
            inquiry.due_at = until;
        }
        Ok::<_, Forbidden>(())
    });
    match marked.await {
        Ok(_) | Err(ChangeError::NotFound | ChangeError::Refused(_)) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error),
    }
}
