//! The conversation that a mail continues: the inquiries before it, and what its writer has read.

use super::Said;
use crate::app::App;
use crate::prompts::Side;
use inquiry::{Inquiry, Reply};
use mail::{InboundMail, Mailbox, MessageId, Newcomer, recipients};
use store::{StoreError, message_key};

/// Mails of a conversation that are looked up, the newest first: long chains name hundreds.
const LOOKED_UP: usize = 20;

/// How the writer of a mail belongs to an earlier one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    /// Its customer, or who got a reply to it.
    Correspondent,
    /// A person who got a copy.
    Copied,
    /// A person with the identifier of a reply of ours, which only its readers know.
    Reader,
}

impl Writer {
    /// The writer that the card warns of.
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
    let from = mail.from.as_ref().filter(|_| !mail.has_doubtful_sender())?;
    let is = |mailbox: &Mailbox| mailbox.address.is_same_mailbox(&from.address);
    let before = &inquiry.mail;
    let replies = || inquiry.delivery.replies.iter().map(|reply| &reply.mail);
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
        copies.chain(replies().flat_map(|reply| reply.cc.iter().chain(&reply.bcc)))
    };
    let knows_a_reply = || {
        let sent = inquiry
            .delivery
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

/// What was written before an inquiry in its conversation and the reply's recipients have read,
/// oldest first: from the inquiries that are stored, or, where the conversation is older than they
/// are, as the mail quotes it. What went to others stays with them. A store that fails leaves it out:
/// the mail itself can be answered all the same.
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
    let readers = readers(mail);
    let mut before = earlier(app, mail).await?;
    before.retain(|(earlier, writer)| earlier.id != inquiry.id && writer.is_some());
    let newest = before.iter().map(|(earlier, _)| earlier.received_at).max();
    for (earlier, writer) in &before {
        let is_newest = newest == Some(earlier.received_at);
        let is_their_own = mail
            .from
            .as_ref()
            .is_some_and(|from| readers == [from.clone()]);
        let proves =
            *writer == Some(Writer::Reader) && is_their_own && ids_prove(earlier, is_newest);
        let is_read = |reply: &Reply| {
            have_got(&readers, &[&reply.mail.to, &reply.mail.cc, &reply.mail.bcc])
                || (proves && named(mail).any(|id| reply.is_known_as(id)))
        };
        let replies = earlier.delivery.replies.iter();
        let replies: Vec<&Reply> = replies
            .filter(|reply| reply.accepted_as.is_some() && is_read(reply))
            .collect();
        // Who has our reply has the mail that it answers, which programs quote below it.
        if have_got(&readers, &people_of(&earlier.mail)) || !replies.is_empty() {
            said.push(Said {
                by: Side::Customer,
                text: earlier.mail.text.clone(),
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

/// Who reads the reply to a mail, unless a person chooses otherwise. Not who wrote it: a mail in the
/// name of one person may ask for a reply to another.
fn readers(mail: &InboundMail) -> Vec<Mailbox> {
    let usual = recipients(mail, None).into_iter().next();
    usual.map(|usual| usual.to).unwrap_or_default()
}

/// Who wrote a mail and who got it.
fn people_of(mail: &InboundMail) -> [&[Mailbox]; 7] {
    [
        mail.from.as_slice(),
        &mail.reply_to,
        mail.contact_form.as_slice(),
        mail.form.other.as_slice(),
        &mail.to,
        &mail.cc,
        mail.forwarded.as_slice(),
    ]
}

/// True when only those know the identifiers of an inquiry's replies who have read them. Each later
/// mail of the conversation names them, and the recipients of its copies know them, too. The mail that
/// is answered now counts as such a mail where the inquiry is the newest before it.
fn ids_prove(earlier: &Inquiry, is_newest: bool) -> bool {
    earlier.slack.newer_mails <= usize::from(is_newest)
}

/// True when there are readers, and each is among these people.
fn have_got(readers: &[Mailbox], people: &[&[Mailbox]]) -> bool {
    let is_among = |reader: &Mailbox| {
        let mut all = people.iter().flat_map(|some| some.iter());
        all.any(|person| person.address.is_same_mailbox(&reader.address))
    };
    !readers.is_empty() && readers.iter().all(is_among)
}
