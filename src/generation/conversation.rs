//! The conversation that a mail continues: the inquiries before it, and what its writer has read.

use super::Said;
use crate::app::App;
use crate::inquiry::{Inquiry, Reply};
use crate::mail::{Doubt, InboundMail, Mailbox, MessageId, Newcomer, recipients};
use crate::prompts::Side;
use crate::store::{StoreError, message_key};

/// Mails of a conversation that are looked up, the newest first: long chains name hundreds.
const LOOKED_UP: usize = 20;

/// How the writer of a mail belongs to an earlier one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// Its customer, or who got a reply to it.
    Correspondent,
    /// Somebody who got a copy.
    Copied,
    /// Somebody with the identifier of a reply of ours, which only those who have read it know.
    Reader,
}

impl Writer {
    /// Whom the card warns of.
    pub fn newcomer(self) -> Option<Newcomer> {
        match self {
            Writer::Correspondent => None,
            Writer::Copied => Some(Newcomer::Copied),
            Writer::Reader => Some(Newcomer::OtherAddress),
        }
    }
}

/// The inquiries that a mail names, the newest first, each with how its writer belongs to it;
/// `None` for a stranger.
pub async fn earlier(
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

/// The inquiry of the mail or the reply with this `Message-ID`.
pub async fn by_message(app: &App, message_id: &MessageId) -> Result<Option<Inquiry>, StoreError> {
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
pub async fn said_before(app: &App, inquiry: &Inquiry) -> Vec<Said> {
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
