//! The conversation that a new mail continues.

use std::time::Duration;

use super::flood;
use crate::app::App;
use crate::generation::conversation::earlier;
use crate::sync::show;
use inquiry::clock::later;
use inquiry::{About, ContextId, Forbidden, Inquiry};
use mail::{Automatic, InboundMail, Newcomer};
use store::{ChangeError, StoreError};

/// When open modals are told of a mail after the first that followed.
const AGAIN: Duration = Duration::from_secs(60);

/// What a mail continues.
#[derive(Default)]
pub(super) struct Joined {
    /// The Slack thread that its card is in.
    pub(super) thread: Option<String>,
    /// Who writes, where it is not who wrote before.
    pub(super) newcomer: Option<Newcomer>,
    /// What it is about, where its writer is the recipient of a forward.
    pub(super) about: Option<About>,
}

/// Finds the conversation that a mail continues. The newest mail of it says that the customer wrote
/// again, unless this mail has been taken before or a machine wrote it: an absence note changes
/// nothing about the question.
///
/// An identifier alone proves nothing (a newsletter's is known to thousands), nor does a sender that
/// the mail service doubts: the mail has to come from a member of that conversation, and the reply
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
            // A thread is in one channel, and another mailbox's cards may be in another.
            let card = earlier.slack.card.as_ref();
            if card.is_none_or(|card| card.channel == app.channel) {
                let card = card.map(|card| card.ts.clone());
                joined.thread = earlier.slack.thread_ts.clone().or(card);
            }
            joined.newcomer = by.newcomer();
        }
        // The customer who found their way into it is still the customer.
        let from = mail.from.as_ref().map(|it| it.address.mailbox());
        let about = earlier.about.as_ref();
        let about = about.filter(|it| it.customer.is_none() || it.customer != from);
        joined.about = joined.about.or_else(|| about.cloned());
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

async fn wrote_again(app: &App, id: &ContextId) -> Result<(), StoreError> {
    let now = app.clock.now();
    let noted = app.store.change(id, |inquiry| {
        let (says_it, was_stale) = (inquiry.slack.newer_mails > 0, inquiry.slack.needs_sync);
        // People who can still take a reply back are told at once, each time.
        let shows = !says_it || inquiry.delivery.scheduled.is_some();
        inquiry.customer_wrote_again(now)?;
        if !shows && !was_stale {
            // The card says so already, and modals once more in a while.
            inquiry.slack.needs_sync = false;
            if !inquiry.slack.modals.is_empty() {
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
