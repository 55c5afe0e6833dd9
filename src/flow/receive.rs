//! Bytes -> inquiry -> stored -> card.

use sha2::{Digest, Sha256};

use super::show::{self, NotPosted};
use crate::app::App;
use crate::clock::later;
use crate::inquiry::{ContextId, Inquiry, State};
use crate::mail::{InboundMail, parse};
use crate::pii::{CustomerText, Placeholders, mask};
use crate::store::{Inserted, StoreError, is_stored_as};

/// What became of a mail. In each case it is stored, and the source may be told "taken".
#[derive(Debug)]
pub enum Received {
    /// A new inquiry, with its card in Slack.
    New(ContextId),
    /// A new inquiry; the next sweep posts its card, because Slack did not take it.
    CardPending(ContextId, NotPosted),
    /// The same mail was taken before.
    Duplicate(ContextId),
}

impl Received {
    /// The inquiry.
    pub fn id(&self) -> &ContextId {
        match self {
            Received::New(id) | Received::CardPending(id, _) | Received::Duplicate(id) => id,
        }
    }
}

/// Takes a mail in.
///
/// # Errors
/// [`StoreError`] when it could not be stored: the source must keep it and deliver it again.
pub async fn receive(app: &App, bytes: &[u8]) -> Result<Received, StoreError> {
    let mail = parse(bytes);
    let content_key = format!("message#{}", hex::encode(Sha256::digest(bytes)));
    let message_key = mail
        .message_id
        .as_ref()
        .map(|id| format!("message#{}", hex::encode(Sha256::digest(id.as_str()))))
        .unwrap_or_else(|| content_key.clone());
    let worker = app.ids.next();
    let inquiry = inquiry_of(app, mail, &worker);

    let mut inserted = app.store.insert(&inquiry, &message_key).await?;
    if let Inserted::Duplicate(earlier) = &inserted
        && !is_same_mail(app, earlier, &inquiry.mail).await?
    {
        // Another mail under a Message-ID that was used before, by mistake or on purpose: it must
        // not be lost for that.
        inserted = app.store.insert(&inquiry, &content_key).await?;
    }
    if let Inserted::Duplicate(earlier) = inserted {
        tracing::info!(context_id = %earlier, "the mail was taken before");
        return Ok(Received::Duplicate(earlier));
    }
    tracing::info!(context_id = %inquiry.id, "a mail was taken");
    match show::post_card(app, &inquiry).await {
        Ok(()) => Ok(Received::New(inquiry.id)),
        Err(error) => {
            tracing::warn!(context_id = %inquiry.id, %error, "the card is left to the next sweep");
            Ok(Received::CardPending(inquiry.id, error))
        }
    }
}

fn inquiry_of(app: &App, mail: InboundMail, worker: &str) -> Inquiry {
    let now = app.clock.now();
    let mut placeholders = Placeholders::default();
    let sender = mail
        .from
        .as_ref()
        .and_then(|from| from.name.clone())
        .unwrap_or_else(|| CustomerText::new(""));
    let mut inquiry = Inquiry {
        id: ContextId::parse(&app.ids.next()).expect("our own ids are context ids"),
        version: 1,
        state: State::Received,
        received_at: now,
        expires_at: later(now, app.retention),
        subject_masked: mask(&mail.subject, &mut placeholders),
        body_masked: mask(&mail.text, &mut placeholders),
        sender_masked: mask(&sender, &mut placeholders),
        placeholders,
        mail,
        card: None,
        modals: Vec::new(),
        drafts: Vec::new(),
        replies: Vec::new(),
        failure: None,
        lease: None,
        due_at: now,
        stale: true,
        revision: 0,
        history: Vec::new(),
    };
    // Whoever takes the mail posts its card; a sweep must not do it at the same time.
    inquiry.lease(worker, now, app.limits.draft_lease);
    inquiry
}

async fn is_same_mail(
    app: &App,
    earlier: &ContextId,
    mail: &InboundMail,
) -> Result<bool, StoreError> {
    let earlier = app.store.get(earlier).await?;
    Ok(earlier.is_some_and(|earlier| {
        earlier.mail.from == mail.from && is_stored_as(&mail.text, &earlier.mail.text)
    }))
}
