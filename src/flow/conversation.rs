//! What a mail says about earlier ones: the conversation it continues, or the reply that bounced.

use std::time::Duration;

use super::flood;
use super::show::show;
use crate::app::App;
use crate::clock::later;
use crate::generation::{Said, Side};
use crate::inquiry::{Cause, ContextId, Event, Failure, Forbidden, Inquiry, Outcome, Reply, Step};
use crate::mail::{
    Automatic, Bounce, Doubt, InboundMail, Mailbox, MessageId, Newcomer, recipients,
};
use crate::store::{ChangeError, StoreError, message_key};

/// When open modals are told of a mail after the first that followed.
const AGAIN: Duration = Duration::from_secs(60);

/// Mails of a conversation that are looked up, the newest first: long chains name hundreds.
const LOOKED_UP: usize = 20;

/// What a mail continues.
#[derive(Default)]
pub(super) struct Joined {
    /// The Slack thread that its card stands in.
    pub(super) thread: Option<String>,
    /// Who writes, where it is not who wrote before.
    pub(super) newcomer: Option<Newcomer>,
}

/// Finds the conversation that a mail continues. The newest mail of it says that the customer wrote
/// again, unless this mail has been taken before or a machine wrote it: an absence note changes
/// nothing about the question.
///
/// An identifier alone proves nothing (a newsletter's is known to thousands), nor does a sender whom
/// the mail service doubts: the mail has to come from somebody of that conversation, and the reply
/// has to stay among its people.
pub(super) async fn join(
    app: &App,
    mail: &InboundMail,
    is_new: bool,
) -> Result<Joined, StoreError> {
    let mut joined = Joined::default();
    let mut newest: Option<Inquiry> = None;
    for (earlier, by) in earlier(app, mail).await? {
        let Some(by) = by else {
            joined.newcomer = joined.newcomer.or(Some(Newcomer::Stranger));
            continue;
        };
        if joined.thread.is_none() {
            let card = earlier.card.as_ref().map(|card| card.ts.clone());
            joined.thread = earlier.thread_ts.clone().or(card);
            joined.newcomer = by.newcomer();
        }
        let is_newer = |it: &Inquiry| it.received_at < earlier.received_at;
        if newest.as_ref().is_none_or(is_newer) {
            newest = Some(earlier);
        }
    }
    // The ones before have been told of that one.
    let counts = is_new && !matches!(mail.automatic, Automatic::Yes(_));
    if let Some(newest) = newest.filter(|_| counts) {
        wrote_again(app, &newest.id).await?;
    }
    Ok(joined)
}

/// How the writer of a mail belongs to an earlier one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writer {
    /// Its customer, or who got a reply to it.
    Correspondent,
    /// Somebody who got a copy.
    Copied,
    /// Somebody with the identifier of a reply of ours, which only those who have read it know.
    Reader,
}

impl Writer {
    fn newcomer(self) -> Option<Newcomer> {
        match self {
            Writer::Correspondent => None,
            Writer::Copied => Some(Newcomer::Copied),
            Writer::Reader => Some(Newcomer::OtherAddress),
        }
    }
}

/// The inquiries that a mail names, the newest first, each with how its writer belongs to it;
/// `None` for a stranger.
async fn earlier(
    app: &App,
    mail: &InboundMail,
) -> Result<Vec<(Inquiry, Option<Writer>)>, StoreError> {
    let mut found: Vec<(Inquiry, Option<Writer>)> = Vec::new();
    for message_id in named(mail).take(LOOKED_UP) {
        let Some(inquiry) = by_message(app, message_id).await? else {
            continue;
        };
        if found.iter().all(|(known, _)| known.id != inquiry.id) {
            let writer = writer(&inquiry, mail);
            found.push((inquiry, writer));
        }
    }
    Ok(found)
}

/// The mails that a mail names as those before it, the newest first.
fn named(mail: &InboundMail) -> impl Iterator<Item = &MessageId> {
    mail.in_reply_to.iter().chain(mail.references.iter().rev())
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

/// How the writer of a mail belongs to an inquiry: by the address in `From`, where nothing speaks
/// against it, and only while the reply would go to the people of the conversation.
fn writer(inquiry: &Inquiry, mail: &InboundMail) -> Option<Writer> {
    let is_doubtful = mail
        .doubts
        .iter()
        .any(|doubt| matches!(doubt, Doubt::Sender(_)));
    let from = mail.from.as_ref().filter(|_| !is_doubtful)?;
    let is = |mailbox: &Mailbox| mailbox.address.is_same_mailbox(&from.address);
    let before = &inquiry.mail;
    let replies = || inquiry.replies.iter().map(|reply| &reply.mail);
    let correspondents = || {
        let customer = before.from.iter().chain(&before.reply_to);
        customer
            .chain(&before.contact_form)
            .chain(&before.form.other)
            .chain(&before.forwarded)
            .chain(replies().flat_map(|reply| &reply.to))
    };
    let copied = || {
        let copies = before.to.iter().chain(&before.cc);
        copies.chain(replies().flat_map(|reply| &reply.cc))
    };
    let knows_a_reply = || {
        let sent = inquiry
            .replies
            .iter()
            .filter(|reply| reply.accepted_as.is_some());
        sent.into_iter()
            .any(|reply| named(mail).any(|id| reply.is_known_as(id)))
    };
    let writer = match () {
        () if correspondents().any(is) => Writer::Correspondent,
        () if copied().any(is) => Writer::Copied,
        () if knows_a_reply() => Writer::Reader,
        () => return None,
    };
    let answered = recipients(mail, None).into_iter().next()?.to;
    let stays = answered.iter().all(|to| {
        let known = |mailbox: &Mailbox| mailbox.address.is_same_mailbox(&to.address);
        known(from) || correspondents().any(known) || copied().any(known)
    });
    stays.then_some(writer)
}

/// True when a mail or a reply went to whoever writes now, or came from them.
fn was_told(from: &Mailbox, mailboxes: &[&[Mailbox]]) -> bool {
    let mut all = mailboxes.iter().flat_map(|some| some.iter());
    all.any(|mailbox| mailbox.address.is_same_mailbox(&from.address))
}

/// What was written before an inquiry in its conversation and its writer has read, oldest first:
/// from the inquiries that are stored, or, where the conversation is older than they are, as the
/// mail quotes it. What went to others stays with them. A store that fails leaves it out: the mail
/// itself can be answered all the same.
pub(super) async fn said_before(app: &App, inquiry: &Inquiry) -> Vec<Said> {
    let said = conversation(app, inquiry).await;
    said.unwrap_or_else(|error| {
        tracing::warn!(context_id = %inquiry.id, %error, "the conversation is left out of the prompt");
        Vec::new()
    })
}

async fn conversation(app: &App, inquiry: &Inquiry) -> Result<Vec<Said>, StoreError> {
    let mut said = Vec::new();
    let mail = &inquiry.mail;
    for (earlier, writer) in earlier(app, mail).await? {
        let Some(from) = mail.from.as_ref().filter(|_| writer.is_some()) else {
            continue;
        };
        if earlier.id == inquiry.id {
            continue;
        }
        let before = &earlier.mail;
        let has_read = |reply: &Reply| {
            let mail_sent = &reply.mail;
            was_told(from, &[&mail_sent.to, &mail_sent.cc])
                || named(mail).any(|id| reply.is_known_as(id))
        };
        let went_out = earlier
            .replies
            .iter()
            .filter(|reply| reply.accepted_as.is_some() && has_read(reply));
        let replies: Vec<&Reply> = went_out.collect();
        // Who has our reply has the mail that it answers, which programs quote below it.
        let own = [
            before.from.as_slice(),
            &before.reply_to,
            before.contact_form.as_slice(),
            before.form.other.as_slice(),
        ];
        let got = [
            before.to.as_slice(),
            &before.cc,
            before.forwarded.as_slice(),
        ];
        let has_mail = was_told(from, &own) || was_told(from, &got) || !replies.is_empty();
        if has_mail {
            said.push(Said {
                by: Side::Customer,
                text: before.text.clone(),
                at: earlier.received_at,
            });
        }
        said.extend(replies.into_iter().map(|reply| Said {
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
    let noted = app.store.change(id, |inquiry| {
        let (says_it, was_stale) = (inquiry.newer_mails > 0, inquiry.stale);
        // Whoever can still take a reply back is told at once, each time.
        let shows = !says_it || inquiry.held.is_some();
        inquiry.customer_wrote_again(now)?;
        if !shows && !was_stale {
            // The card says so already, and modals once more in a while.
            inquiry.stale = false;
            if !inquiry.modals.is_empty() {
                flood::show_later(inquiry, later(now, AGAIN));
            }
        }
        Ok::<_, Forbidden>(shows)
    });
    match noted.await {
        Ok((inquiry, true)) => {
            show(app, &inquiry).await;
            Ok(())
        }
        Ok((_, false)) => Ok(()),
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
        let mut replies = inquiry.replies.iter();
        if replies.any(|reply| reply.is_known_as(message_id)) {
            bounced(app, &inquiry.id, message_id, bounce).await?;
            return Ok(Some(inquiry.id));
        }
    }
    Ok(None)
}

async fn bounced(
    app: &App,
    id: &ContextId,
    message_id: &MessageId,
    bounce: &Bounce,
) -> Result<(), StoreError> {
    let now = app.clock.now();
    let detail = bounce.why.clone();
    let noted = app.store.change(id, |inquiry| {
        let failure = Failure {
            step: Step::Reply,
            cause: Cause::Bounced,
            detail: detail.clone(),
        };
        let is_it = |reply: &Reply| reply.is_known_as(message_id);
        let index = inquiry.replies.iter().rposition(is_it);
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
