//! A flood of one sender's mails: beyond some an hour they are stored as all are, and have no card of
//! their own; one card says how many. So a flood costs a bounded number of calls, and no other
//! customer's card waits behind it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::app::App;
use inquiry::clock::later;
use inquiry::{ContextId, Event, Forbidden, Inquiry, Work};
use mail::InboundMail;
use store::{ChangeError, Most, Spent, StoreError, content_key};

/// How long the counting of one sender's cards goes on before it begins anew.
const WINDOW: i64 = 60 * 60;
/// How often the card that tells of the others is brought up to date at most.
const TOLD_EACH: Duration = Duration::from_secs(60);

/// Leaves a new inquiry without a card of its own when its sender has had enough of them. False when
/// its card has to be posted: there is room, or it is the one that tells of the others.
///
/// # Errors
/// When the store fails; the next sweep goes on.
pub(super) async fn fold(app: &App, inquiry: &Inquiry) -> Result<bool, StoreError> {
    let Some(most) = app.spending.budget.cards else {
        return Ok(false);
    };
    let window = Window::of(&inquiry.mail, inquiry.received_at);
    let most = Most {
        cards: Some(most),
        ..Most::default()
    };
    let one = Spent {
        cards: 1,
        ..Spent::default()
    };
    let counted = app
        .store
        .spend(&window.counter, one, most, window.expires_at);
    if counted.await?.is_ok() {
        return Ok(false);
    }
    // The first one beyond tells of the others.
    app.store
        .link_message(&window.teller, &inquiry.id, window.expires_at)
        .await?;
    let teller = app.store.by_message(&window.teller).await?;
    let Some(teller) = teller.filter(|it| *it != inquiry.id) else {
        return Ok(false);
    };
    // Counted first: the card may say one too many after a crash, and never one too few.
    Ok(count(app, &teller).await? && leave_out(app, &inquiry.id, &teller).await?)
}

/// One more that the teller's card tells of. False when the teller is gone.
async fn count(app: &App, teller: &ContextId) -> Result<bool, StoreError> {
    let now = app.clock.now();
    let counted = app.store.change(teller, |inquiry| {
        inquiry.slack.tells_of += 1;
        show_later(inquiry, later(now, TOLD_EACH));
        Ok::<_, Forbidden>(())
    });
    is_there(counted.await)
}

async fn leave_out(app: &App, id: &ContextId, teller: &ContextId) -> Result<bool, StoreError> {
    let now = app.clock.now();
    let left_out = app.store.change(id, |inquiry| {
        inquiry.record(Event::LeftOut, None, now)?;
        inquiry.slack.told_by = Some(teller.clone());
        inquiry.slack.needs_sync = false;
        Ok::<_, Forbidden>(())
    });
    match left_out.await {
        // A click in the home tab was faster, or another delivery: it needs no card, either.
        Err(ChangeError::Refused(_)) => Ok(true),
        written => is_there(written),
    }
}

fn is_there<T>(written: Result<T, ChangeError<Forbidden>>) -> Result<bool, StoreError> {
    match written {
        Ok(_) => Ok(true),
        Err(ChangeError::NotFound | ChangeError::Refused(_)) => Ok(false),
        Err(ChangeError::Store(error)) => Err(error),
    }
}

/// Has a sweep bring the inquiry up to date, not before `at` unless it is due anyway.
pub(super) fn show_later(inquiry: &mut Inquiry, at: Timestamp) {
    let was_shown = !inquiry.slack.needs_sync;
    inquiry.touch();
    if was_shown && inquiry.work() == Some(Work::Show) {
        inquiry.worker.due_at = at;
    }
}

/// One sender's hour.
struct Window {
    counter: String,
    teller: String,
    expires_at: Timestamp,
}

impl Window {
    fn of(mail: &InboundMail, at: Timestamp) -> Window {
        let hour = at.as_second().div_euclid(WINDOW);
        let sender = hex::encode(Sha256::digest(sender(mail)));
        let two_hours = SignedDuration::from_secs(2 * WINDOW);
        Window {
            counter: format!("cards#{sender}#{hour}"),
            teller: content_key(format!("cards#{sender}#{hour}").as_bytes()),
            expires_at: at.saturating_add(two_hours).unwrap_or(Timestamp::MAX),
        }
    }
}

/// Who writes, for counting: `Taro+1@Example.com` is `taro@example.com`. All mails of a contact form
/// come from one address, so there it is who filled it in.
fn sender(mail: &InboundMail) -> String {
    let who = mail.contact_form.as_ref().or(mail.from.as_ref());
    let address = who.map(|who| who.address.expose().to_lowercase());
    let address = address.unwrap_or_default();
    match address.rsplit_once('@') {
        Some((local, domain)) => {
            let local = local.split('+').next().unwrap_or(local);
            format!("{local}@{domain}")
        }
        None => address,
    }
}
