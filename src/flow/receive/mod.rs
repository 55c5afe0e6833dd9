//! Bytes -> inquiry -> stored -> card, and a draft where one is written on arrival.

pub mod begun;
mod bounce;
mod card;
mod conversation;
mod flood;

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use jiff::Timestamp;

use self::card::post_card;
pub(super) use self::card::post_card_again;
use crate::app::App;
use crate::sync::NotPosted;
use inquiry::clock::later;
use inquiry::{ContextId, Inquiry, Origin};
use mail::{Attachment, InboundMail, Mailbox, parse, parse_headers};
use pii::CustomerText;
use platform::metrics;
use platform::telemetry::trace;
use store::{
    ChangeError, Inserted, Most, Spent, Store, StoreError, content_key, is_stored_as, message_key,
    reading_key,
};

/// What became of a mail. In each case it is stored, and the source may be told "taken".
#[derive(Debug)]
pub enum Received {
    /// A new inquiry, with its card in Slack, or told of by another one's.
    New(ContextId),
    /// A new inquiry; the next sweep posts its card, because Slack did not take it.
    CardPending(ContextId, NotPosted),
    /// The same mail was taken before.
    Duplicate(ContextId),
    /// A reply of ours came back; its inquiry says so.
    Bounce(ContextId),
}

impl Received {
    /// The inquiry.
    pub fn id(&self) -> &ContextId {
        match self {
            Received::New(id)
            | Received::CardPending(id, _)
            | Received::Duplicate(id)
            | Received::Bounce(id) => id,
        }
    }
}

/// Takes a mail in.
///
/// # Errors
/// [`StoreError`] when it could not be stored: the source must keep it and deliver it again.
pub async fn receive(app: &App, bytes: &[u8]) -> Result<Received, StoreError> {
    receive_from(app, bytes, None).await
}

/// As [`receive`], and remembers where the mail lies.
///
/// # Errors
/// [`StoreError`] when it could not be stored: the source must keep it and deliver it again.
pub async fn receive_from(
    app: &App,
    bytes: &[u8],
    origin: Option<&Origin>,
) -> Result<Received, StoreError> {
    let received = take(app, bytes, origin).await?;
    if let (Some(origin), Received::Duplicate(id) | Received::Bounce(id)) = (origin, &received) {
        remember(app, id, origin).await?;
    }
    Ok(received)
}

/// One more place of what an inquiry is about.
async fn remember(app: &App, id: &ContextId, origin: &Origin) -> Result<(), StoreError> {
    let remembered = app.store.change(id, |inquiry| {
        inquiry.lies_in(origin);
        Ok::<_, Infallible>(())
    });
    match remembered.await {
        Err(ChangeError::Store(error)) => Err(error),
        Ok(_) | Err(ChangeError::NotFound) => Ok(()),
        Err(ChangeError::Refused(never)) => match never {},
    }
}

#[tracing::instrument(skip_all)]
async fn take(app: &App, bytes: &[u8], origin: Option<&Origin>) -> Result<Received, StoreError> {
    let worker = app.ids.next();
    // On the heap: what is read is large.
    let mut inquiry = Box::pin(read(app, bytes, &worker)).await?;
    let app = app.of(&inquiry);
    if let Some(id) = bounce::note_bounce(app, &inquiry.mail).await? {
        metrics::mail_received("bounce");
        metrics::reply_event("bounced");
        return Ok(Received::Bounce(id));
    }
    let content_key = content_key(bytes);
    let message_id = inquiry.mail.message_id.as_ref();
    let message_key = message_id.map_or_else(|| content_key.clone(), message_key);
    inquiry.origins.extend(origin.cloned());
    if origin.is_none() && !inquiry.mail.attachments.is_empty() {
        match app.originals.keep(bytes).await {
            Ok(kept) => inquiry.origins.extend(kept),
            // The mail is taken all the same; its files cannot be shown then.
            Err(error) => tracing::warn!(%error, "a mail was not kept for its files"),
        }
    }
    let is_new = app.store.by_message(&message_key).await?.is_none();
    let joined = conversation::join(app, &inquiry.mail, is_new).await?;
    inquiry.slack.thread_ts = joined.thread;
    inquiry.mail.newcomer = joined.newcomer;
    if let Some(about) = joined.about {
        // Their answer quotes the customer's mail, and calls them by their name.
        let subject = app.store.get(&about.id).await?;
        let names = subject.iter().flat_map(|it| it.names());
        inquiry.mail.also_named = names.collect();
        inquiry.about = Some(about);
        inquiry.mask(&app.masker);
    }

    let mut inserted = app.store.insert(&inquiry, &message_key).await?;
    if let Inserted::Duplicate(earlier) = &inserted
        && !is_same_mail(app, earlier, &inquiry.mail).await?
    {
        // Another mail under a Message-ID that was used before, by mistake or on purpose: it must
        // not be lost for that.
        inserted = app.store.insert(&inquiry, &content_key).await?;
    }
    if let Inserted::Duplicate(earlier) = inserted {
        metrics::mail_received("duplicate");
        tracing::info!(context_id = %earlier, "the mail was taken before");
        return Ok(Received::Duplicate(earlier));
    }
    tracing::info!(context_id = %inquiry.id, "a mail was taken");
    match flood::fold(app, &inquiry).await {
        Ok(false) => {}
        Ok(true) => {
            metrics::mail_received("left_out");
            return Ok(Received::New(inquiry.id));
        }
        Err(error) => {
            tracing::warn!(context_id = %inquiry.id, %error, "the sender's cards were not counted");
        }
    }
    match post_card(app, &inquiry).await {
        Ok(()) => {
            metrics::mail_received("new");
            Ok(Received::New(inquiry.id))
        }
        Err(error) => {
            metrics::mail_received("card_pending");
            tracing::warn!(context_id = %inquiry.id, %error, "the card is left to the next sweep");
            Ok(Received::CardPending(inquiry.id, error))
        }
    }
}

/// Reads and masks a mail. One with which that was begun twice and never came to an end has ended
/// its process each time: of it the headers alone are read, so that no other mail waits behind it.
async fn read(app: &App, bytes: &[u8], worker: &str) -> Result<Inquiry, StoreError> {
    let now = app.clock.now();
    let least_of = || least_of(bytes, |mail| inquiry_of(app, mail, worker));
    if !begin_when_free(&app.store, bytes, now).await? {
        tracing::warn!("a mail was begun twice and never finished: its headers alone are read");
        return Ok(least_of());
    }
    let whole =
        std::panic::catch_unwind(AssertUnwindSafe(|| inquiry_of(app, parse(bytes), worker)));
    let mut inquiry = whole.unwrap_or_else(|_| {
        tracing::error!("a mail could not be masked: its headers alone are taken");
        least_of()
    });
    end(&app.store, bytes, now).await?;
    read_files(app, bytes, &mut inquiry).await?;
    Ok(inquiry)
}

/// Reads the mail's files, and masks what they say. Where that ends the process, it counts as the
/// reading of the mail does; where it panics, the mail is taken without them.
async fn read_files(app: &App, bytes: &[u8], inquiry: &mut Inquiry) -> Result<(), StoreError> {
    let files = app.reader.read(bytes, &inquiry.mail).await;
    let now = app.clock.now();
    if files.is_empty() || !begin(&app.store, bytes, now).await? {
        return Ok(());
    }
    let masked = std::panic::catch_unwind(AssertUnwindSafe(|| {
        let mut masked = inquiry.clone();
        masked.mask_files(&files, &app.masker);
        Box::new(masked)
    }));
    match masked {
        Ok(masked) => *inquiry = *masked,
        Err(_) => tracing::error!("the files of a mail could not be masked: it is taken without"),
    }
    end(&app.store, bytes, now).await
}

/// A mail by its headers and the beginning of its bytes, and where these cannot be masked either, by
/// the headers or its addresses alone: it is taken all the same, and nothing unmasked goes on.
fn least_of(bytes: &[u8], inquiry_of: impl Fn(InboundMail) -> Inquiry) -> Inquiry {
    let beginning = parse_headers(bytes);
    let addresses = addresses_of(&beginning);
    let headers = InboundMail {
        text: CustomerText::default(),
        ..beginning.clone()
    };
    for less in [beginning, headers] {
        let made = std::panic::catch_unwind(AssertUnwindSafe(|| inquiry_of(less)));
        match made {
            Ok(inquiry) => return inquiry,
            Err(_) => tracing::error!("the headers of a mail could not be masked, either"),
        }
    }
    inquiry_of(addresses)
}

/// A mail without a word that a person wrote.
fn addresses_of(mail: &InboundMail) -> InboundMail {
    let bare = |mailboxes: &[Mailbox]| -> Vec<Mailbox> {
        let address = |it: &Mailbox| Mailbox {
            name: None,
            address: it.address.clone(),
        };
        mailboxes.iter().map(address).collect()
    };
    InboundMail {
        message_id: mail.message_id.clone(),
        in_reply_to: mail.in_reply_to.clone(),
        references: mail.references.clone(),
        from: bare(mail.from.as_slice()).pop(),
        reply_to: bare(&mail.reply_to),
        to: bare(&mail.to),
        cc: bare(&mail.cc),
        date: mail.date,
        automatic: mail.automatic.clone(),
        unreadable: true,
        ..InboundMail::default()
    }
}

/// As [`begin`], after a while in which others who read the same mail just now come to their end.
async fn begin_when_free(store: &Store, bytes: &[u8], now: Timestamp) -> Result<bool, StoreError> {
    let tries = LONGEST_READING.as_millis() / LOOK_AGAIN.as_millis();
    for _ in 0..tries {
        if begin(store, bytes, now).await? {
            return Ok(true);
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    begin(store, bytes, now).await
}

/// Counts that a mail is being read; false when that was begun too often.
async fn begin(store: &Store, bytes: &[u8], now: Timestamp) -> Result<bool, StoreError> {
    const MOST: Most = Most {
        drafts: Some(2),
        arrivals: None,
        tokens: None,
        cost: None,
        cards: None,
    };
    let key = reading_key(bytes);
    let counted = store.spend(&key, tries(1), MOST, later(now, A_DAY));
    Ok(counted.await?.is_ok())
}

/// Takes back what [`begin`] counted.
async fn end(store: &Store, bytes: &[u8], now: Timestamp) -> Result<(), StoreError> {
    let key = reading_key(bytes);
    let counted = store.spend(&key, tries(-1), Most::default(), later(now, A_DAY));
    // Without a limit it is never refused.
    counted.await.map(|_| ())
}

/// No mail takes longer to be read and masked.
const LONGEST_READING: Duration = Duration::from_secs(3);
const LOOK_AGAIN: Duration = Duration::from_millis(200);

/// A source delivers a mail again within that time, or not at all.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// One counter of the kind that the store has.
fn tries(drafts: i64) -> Spent {
    Spent {
        drafts,
        ..Spent::default()
    }
}

fn inquiry_of(app: &App, mut mail: InboundMail, worker: &str) -> Inquiry {
    let app = app.receiving(&mail);
    if let Some(own) = &app.look.own_address {
        mail.note_own_address(own);
    }
    mail.note_form_senders(&app.form_senders);
    let now = app.clock.now();
    let id = ContextId::parse(&app.ids.next()).expect("our own ids are context ids");
    let mut inquiry = Inquiry::received(id, mail, now, later(now, app.retention));
    inquiry.mailbox.clone_from(&app.mailbox.name);
    inquiry.trace = trace::current();
    inquiry.plan_files(&app.card_files, now);
    inquiry.mask(&app.masker);
    // The process that takes the mail posts its card; a sweep must not do it at the same time.
    inquiry.lease(worker, now, app.limits.draft_lease);
    inquiry
}

async fn is_same_mail(
    app: &App,
    earlier: &ContextId,
    mail: &InboundMail,
) -> Result<bool, StoreError> {
    let earlier = app.store.get(earlier).await?;
    Ok(earlier
        .is_some_and(|earlier| is_copy_of(&earlier.mail, mail) || is_our_reply(&earlier, mail)))
}

/// The same mail once more, by another way: all that its writer made is the same, only the servers'
/// traces differ.
fn is_copy_of(earlier: &InboundMail, mail: &InboundMail) -> bool {
    let has_other_content = |one: &Attachment, other: &Attachment| {
        one.name != other.name
            || one.content_type != other.content_type
            || one.size != other.size
            // Mails that were stored before it was written down have none.
            || !(one.digest == other.digest || one.digest.is_empty() || other.digest.is_empty())
    };
    let (files, before) = (&mail.attachments, &earlier.attachments);
    // One that its sender may not have written suppresses none that they have.
    let is_as_trusted = mail.has_doubtful_sender() || !earlier.has_doubtful_sender();
    is_as_trusted
        && earlier.from == mail.from
        && earlier.reply_to == mail.reply_to
        && earlier.to == mail.to
        && earlier.cc == mail.cc
        && earlier.subject == mail.subject
        && files.len() == before.len()
        && !files
            .iter()
            .zip(before)
            .any(|(one, other)| has_other_content(one, other))
        && is_stored_as(&mail.text, &earlier.text)
}

/// A copy of our own reply: a mailbox that keeps what it sends shows it to us as a new mail.
fn is_our_reply(inquiry: &Inquiry, mail: &InboundMail) -> bool {
    let (Some(message_id), Some(from)) = (&mail.message_id, &mail.from) else {
        return false;
    };
    inquiry
        .delivery
        .replies
        .iter()
        .any(|reply| reply.is_known_as(message_id) && reply.mail.from.address == from.address)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const MAIL: &[u8] = b"From: Mary Jones <mary@example.com>\r\nTo: support@shop.example\r\nMessage-ID: <1@example.com>\r\nSubject: poison\r\n\r\npoison";

    /// Masking that panics over a word, as a mistake in it would.
    fn inquiry_of(mail: InboundMail) -> Inquiry {
        assert!(!mail.subject.expose().contains("poison"), "a mistake");
        assert!(!mail.text.expose().contains("poison"), "a mistake");
        let id = ContextId::parse("x-1").unwrap();
        Inquiry::received(id, mail, Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH)
    }

    #[test]
    fn a_mail_that_cannot_be_masked_is_taken_by_what_can_be() {
        let taken = least_of(MAIL, inquiry_of);
        let from = taken.mail.from.unwrap();
        assert_eq!(
            (from.address.expose(), from.name),
            ("mary@example.com", None)
        );
        assert!(taken.mail.unreadable && taken.mail.subject.is_blank());
        assert!(taken.mail.message_id.is_some());
        let headers = String::from_utf8_lossy(MAIL).replacen("poison", "A question", 1);
        let taken = least_of(headers.as_bytes(), inquiry_of);
        assert_eq!(taken.mail.subject.expose(), "A question");
        assert!(taken.mail.unreadable && taken.mail.text.is_blank());
    }
}
