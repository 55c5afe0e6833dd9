//! Erases one customer: the inquiries that came from an address, with everything made of them.
//!
//! First what Slack shows, then files and the mails as they came, then the store: a run that is
//! interrupted begins again and finds the rest, because what names the places goes last.

use futures_util::TryStreamExt;
use futures_util::stream;

use inquiry::{ContextId, Inquiry, Origin, State};
use mail::{Address, MessageId};
use mailbox::gmail::{Gmail, GmailError};
use mailbox::graph::{self, Graph, GraphError};
use mailbox::source::imap::{self, Imap, ImapError};
use mailbox::source::s3::{self, S3Error};
use mailbox::{Originals, Outbox};
use screens::texts::Texts;
use slack::{Slack, SlackError};
use store::{Conflict, Store, StoreError};

/// What is known of an address.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The inquiries that came from it: they will be erased.
    pub theirs: Vec<Inquiry>,
    /// Inquiries of others that name it somewhere: they stay.
    pub named_in: Vec<ContextId>,
    /// Items that cannot be read, and may be theirs.
    pub unreadable: usize,
}

/// What can be reached, and with what.
#[derive(Clone, Copy, Debug)]
pub struct Reach<'a> {
    /// Where the inquiries are.
    pub store: &'a Store,
    /// Without it, messages in Slack stay as they are.
    pub slack: Option<(&'a Slack, &'a Texts)>,
    /// Where mails lie that came from no mailbox.
    pub originals: &'a Originals,
    /// Where mails of `MAIL_TRANSPORT=outbox` lie.
    pub outbox: &'a Outbox,
    /// Where SES left mails.
    pub s3: Option<&'a aws_sdk_s3::Client>,
    /// The mailboxes that mails were taken from by Gmail's API.
    pub gmail: &'a [Gmail],
    /// The mailboxes that mails were taken from by IMAP.
    pub imap: &'a [Imap],
    /// The mailboxes that mails were taken from by Graph.
    pub graph: &'a [Graph],
}

/// What was erased.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Inquiries, with mail, drafts, replies and history.
    pub inquiries: usize,
    /// Links from messages, and drafts kept for use again.
    pub helpers: usize,
    /// Mails in the outbox folder.
    pub files: usize,
    /// Messages in Slack whose text was taken away.
    pub messages: usize,
    /// Mails as they came, in S3.
    pub objects: usize,
    /// Mails as they came, in Gmail's trash now.
    pub trashed: usize,
    /// Mails as they came, deleted in their mailbox.
    pub deleted: usize,
    /// Mails as they came that are still there, as nothing reaches them.
    pub remaining: Vec<Origin>,
    /// Inquiries of which it is not known where the mail lies as it came.
    pub unknown: usize,
    /// Inquiries that are still there.
    pub left: usize,
}

/// Why an inquiry was not erased.
#[derive(Debug, thiserror::Error)]
pub enum NotErased {
    /// What becomes of a reply has to be written down first.
    #[error("a reply is being sent; try again in a minute")]
    Sending,
    /// A worker is at it.
    #[error("a worker or an operator is busy with it; try again in a minute")]
    Busy,
    /// Slack did not do it; the store still knows where its messages are.
    #[error("its messages in Slack are still there: {0}")]
    Slack(#[from] SlackError),
    /// A file could not be deleted.
    #[error("a mail in the outbox could not be deleted: {0}")]
    File(#[from] std::io::Error),
    /// The mail is still in S3.
    #[error("its mail is still in S3: {0}")]
    S3(#[from] S3Error),
    /// The mail is still in Gmail.
    #[error("its mail is still in Gmail: {0}")]
    Gmail(#[from] GmailError),
    /// The mail is still in its mailbox.
    #[error("its mail is still in the mailbox: {0}")]
    Imap(#[from] ImapError),
    /// The mail is still in its mailbox.
    #[error("its mail is still at Microsoft 365: {0}")]
    Graph(#[from] GraphError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Looks through all inquiries for an address.
///
/// # Errors
/// When the store fails.
pub async fn find(store: &Store, address: &Address) -> Result<Known, StoreError> {
    let pages = stream::try_unfold(Some(None), |after| async move {
        let Some(after) = after else { return Ok(None) };
        let page = store.page(after).await?;
        let next = page.next.clone().map(Some);
        Ok::<_, StoreError>(Some((page, next)))
    });
    pages
        .try_fold(Known::default(), |mut known, page| async move {
            known.unreadable += page.unreadable;
            for inquiry in page.inquiries {
                if is_from(&inquiry, address) {
                    known.theirs.push(inquiry);
                } else if names(&inquiry, address) {
                    known.named_in.push(inquiry.id);
                }
            }
            Ok(known)
        })
        .await
}

/// True when the inquiry knows its customer by this address, in whichever spelling: as the sender, by
/// `Reply-To`, a form or a group, as the author of a mail that was passed on, or since the reply goes
/// there; and for an exchange with another person about an inquiry of theirs.
fn is_from(inquiry: &Inquiry, address: &Address) -> bool {
    let mail = &inquiry.mail;
    let customers = mail
        .from
        .iter()
        .chain(&mail.reply_to)
        .chain(&mail.contact_form)
        .chain(&mail.form.other)
        .chain(&mail.forwarded)
        .chain(&mail.original_from);
    let mut customers = customers.map(|it| it.address.mailbox());
    let address = address.mailbox();
    let about = inquiry.about.as_ref().and_then(|it| it.customer.as_ref());
    customers.any(|it| it == address)
        || about == Some(&address)
        || inquiry.customer() == Some(address)
}

/// True when the address is somewhere in what is stored of an inquiry.
fn names(inquiry: &Inquiry, address: &Address) -> bool {
    let address = address.expose().to_lowercase();
    let stands_in = |text: &str| text.to_lowercase().contains(&address);
    let mail = &inquiry.mail;
    let people = mail.to.iter().chain(&mail.cc);
    let replies = inquiry.delivery.replies.iter();
    let recipients = replies.clone().flat_map(|reply| reply.mail.recipients());
    stands_in(mail.text.expose())
        || stands_in(mail.quoted.expose())
        || stands_in(mail.subject.expose())
        || people
            .chain(recipients)
            .any(|it| stands_in(it.address.expose()))
        || inquiry
            .masked
            .placeholders
            .iter()
            .any(|(_, text)| stands_in(text))
        || replies
            .into_iter()
            .any(|it| stands_in(it.mail.text.expose()))
}

/// Erases an inquiry.
///
/// # Errors
/// [`NotErased`]; what was erased before that is added to `erased`.
pub async fn erase(
    reach: Reach<'_>,
    mut inquiry: Inquiry,
    erased: &mut Erased,
) -> Result<(), NotErased> {
    let Reach { store, outbox, .. } = reach;
    let mut origins = Vec::new();
    for _ in 0..ATTEMPTS {
        if inquiry.state == State::Sending {
            return Err(NotErased::Sending);
        }
        if let Some((slack, texts)) = reach.slack {
            erased.messages += blank(slack, texts, &inquiry).await?;
            for shown in &inquiry.shown_files {
                slack.delete_file(&shown.file).await?;
            }
        }
        for reply in &inquiry.delivery.replies {
            erased.files += usize::from(outbox.remove(&reply.mail.message_id)?);
        }
        for origin in &inquiry.origins {
            if !origins.contains(origin) {
                remove(reach, &inquiry, origin, erased).await?;
                origins.push(origin.clone());
            }
        }
        match store.erase(&inquiry).await? {
            Ok(helpers) => {
                erased.inquiries += 1;
                erased.unknown += usize::from(inquiry.origins.is_empty());
                erased.helpers += helpers;
                return Ok(());
            }
            Err(Conflict) => match store.get(&inquiry.id).await? {
                Some(newer) => inquiry = newer,
                None => return Ok(()),
            },
        }
    }
    Err(NotErased::Busy)
}

/// Other processes write in between that often only while they work on it.
const ATTEMPTS: usize = 5;

/// Removes a mail as it came.
async fn remove(
    reach: Reach<'_>,
    inquiry: &Inquiry,
    origin: &Origin,
    erased: &mut Erased,
) -> Result<(), NotErased> {
    match origin {
        Origin::File { name } => erased.files += usize::from(reach.originals.remove(name)?),
        Origin::S3 { bucket, key } => match reach.s3 {
            Some(s3) => {
                s3::delete(s3, bucket, key).await?;
                erased.objects += 1;
            }
            None => erased.remaining.push(origin.clone()),
        },
        Origin::Gmail { id } if !reach.gmail.is_empty() => {
            // A mail's id is of its mailbox alone: the others have none of that name.
            for gmail in reach.gmail {
                gmail.trash(id).await?;
            }
            erased.trashed += 1;
        }
        Origin::Graph { mailbox, id } => match graph::of_mailbox(reach.graph, mailbox) {
            Some(graph) => {
                graph.delete(id).await?;
                erased.deleted += 1;
            }
            None => erased.remaining.push(origin.clone()),
        },
        Origin::Imap {
            account,
            folder,
            validity,
            uid,
        } => match imap::of_account(reach.imap, account) {
            Some(imap) => {
                let id = inquiry.mail.message_id.as_ref().map(MessageId::as_str);
                imap.delete(folder, *validity, *uid, id).await?;
                erased.deleted += 1;
            }
            None => erased.remaining.push(origin.clone()),
        },
        Origin::Gmail { .. } => erased.remaining.push(origin.clone()),
    }
    Ok(())
}

/// Takes the text out of an inquiry's messages and open modals. Those that are gone already are no error.
async fn blank(slack: &Slack, texts: &Texts, inquiry: &Inquiry) -> Result<usize, SlackError> {
    let Some(card) = &inquiry.slack.card else {
        return Ok(0);
    };
    let thread = inquiry.slack.thread_ts.as_ref().unwrap_or(&card.ts);
    let notices = slack
        .notices(&card.channel, thread, &inquiry.id, inquiry.received_at)
        .await;
    let notices = match notices {
        Err(error) if is_gone(&error) => Vec::new(),
        notices => notices?,
    };
    let message = screens::card::erased(texts);
    let window = screens::modal::erased(texts);
    for modal in inquiry.slack.modals.iter().filter(|it| !it.closed) {
        match slack.update_view(&modal.external_id, &window).await {
            // Closed, or of no use to Slack any more.
            Err(error) if error.code().is_some() => {}
            shown => shown?,
        }
    }
    let mut blanked = 0;
    for place in notices.iter().chain([card]) {
        match slack.update_message(place, &message).await {
            Ok(()) => blanked += 1,
            Err(error) if is_gone(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(blanked)
}

/// There is no such message, or no such place, any more.
fn is_gone(error: &SlackError) -> bool {
    const GONE: [&str; 4] = [
        "message_not_found",
        "thread_not_found",
        "channel_not_found",
        "cant_update_message",
    ];
    error.code().is_some_and(|code| GONE.contains(&code))
}
