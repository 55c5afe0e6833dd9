//! The person presses "Send": the approved mail is written down, or they are told what speaks
//! against it.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::app::{App, Outgoing};
use crate::inquiry::{
    Approval, Delivery, Forbidden, Inquiry, Insist, Modal, NotApproved, Reply, State, changed,
};
use crate::llm::words_of_a_model;
use crate::mail::{Approved, MessageId, OutgoingMail, Warning, check};
use crate::pii::{CustomerText, leftover_placeholders, restore};
use crate::slack::emoji::{unknown_names, with_emoji};
use crate::slack::modal::{Inputs, Origin};
use crate::slack::payload::Submission;
use crate::store::{ChangeError, StoreError, message_key};

/// What a submission leads to, before anything is sent.
#[derive(Debug)]
pub enum Claimed {
    /// It is this submission's turn: [`deliver`] the mail.
    Won(Inquiry),
    /// It is this submission's turn, and the mail waits until it is due: [`send_held`].
    Held(Inquiry, Timestamp),
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
    /// The person has to be told this first, and may insist; some of it they were told before.
    Tell(Box<Inquiry>, Vec<Insist>, Vec<Warning>),
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
    let approved = Approved {
        message_id: &message_id,
        date: now,
        sender: &outgoing.sender,
        addressees: &submission.addressees,
        text: &text,
        stationery: &outgoing.stationery,
    };
    let worker = app.ids.next();
    let claimed = app.store.change(&submission.modal.context_id, |inquiry| {
        // While it is being sent, somebody who insists twice is taken for pressing twice, too.
        let is_repeated = submission.told.is_empty() || inquiry.state == State::Sending;
        if is_repeated && sent_from(inquiry, submission) {
            return Ok(false);
        }
        let mail = approved
            .in_reply_to(&inquiry.mail)
            .ok_or(Refused::NoRecipient)?;
        let left = leftover_placeholders(text.expose(), &inquiry.placeholders);
        if !left.is_empty() {
            return Err(Refused::PlaceholdersLeft(left));
        }
        let modal = inquiry.modal(&submission.modal.external_id);
        let told = modal.map_or(submission.told.clone(), |it| it.as_told(&submission.told));
        let person = &submission.modal.person;
        let warnings = warnings(inquiry, &mail, &text);
        let reply = Reply {
            approval: Some(approval(inquiry, &mail, submission)),
            insisted: told.clone(),
            ..reply(mail, submission, now)
        };
        inquiry
            .approve(reply, now, outgoing.delay)
            .map_err(|not| match not {
                NotApproved::Forbidden(reason) => Refused::Forbidden(reason),
                NotApproved::Tell(told) => Refused::Tell(told),
            })?;
        if !warnings.is_empty() && !told.contains(&Insist::warnings(&warnings)) {
            return Err(Refused::Warnings(warnings));
        }
        if inquiry.held.is_none() {
            inquiry.lease(&worker, now, app.limits.send_lease);
        }
        inquiry.remember_modal(Modal {
            addressees: Some(submission.addressees.clone()),
            inputs: submission.inputs_to_keep(),
            known_views: submission.modal.hash.iter().cloned().collect(),
            ..Modal::waiting(&submission.modal.external_id, Some(person.clone()))
        });
        Ok(true)
    });
    match claimed.await {
        Ok((inquiry, true)) => {
            let key = message_key(&message_id);
            app.store
                .link_message(&key, &inquiry.id, inquiry.expires_at)
                .await
                .map_err(NotClaimed::Store)?;
            Ok(match inquiry.held.as_ref().map(|held| held.until) {
                Some(until) => Claimed::Held(inquiry, until),
                None => Claimed::Won(inquiry),
            })
        }
        Ok((inquiry, false)) => Ok(Claimed::Before(inquiry)),
        Err(ChangeError::Refused(Refused::NoRecipient)) => Err(NotClaimed::NoRecipient),
        Err(ChangeError::Refused(Refused::PlaceholdersLeft(left))) => {
            Err(NotClaimed::PlaceholdersLeft(left))
        }
        Err(ChangeError::Refused(Refused::Forbidden(Forbidden::Sending))) => {
            Err(keep_inputs(app, submission).await)
        }
        Err(ChangeError::Refused(Refused::Forbidden(_))) => Err(NotClaimed::BeingSent),
        Err(ChangeError::Refused(Refused::Tell(told))) => {
            Err(tell(app, submission, &told, Vec::new()).await)
        }
        Err(ChangeError::Refused(Refused::Warnings(warnings))) => {
            Err(tell(app, submission, &[Insist::warnings(&warnings)], warnings).await)
        }
        Err(ChangeError::NotFound) => Err(NotClaimed::NotFound),
        Err(ChangeError::Store(error)) => Err(NotClaimed::Store(error)),
    }
}

enum Refused {
    PlaceholdersLeft(Vec<String>),
    Forbidden(Forbidden),
    Tell(Vec<Insist>),
    Warnings(Vec<Warning>),
    NoRecipient,
}

/// Characters of what is quoted in a warning.
const LONGEST_QUOTE: usize = 60;

/// What looks wrong in what the person wrote, which signature and quoted original are not.
fn warnings(inquiry: &Inquiry, mail: &OutgoingMail, text: &CustomerText) -> Vec<Warning> {
    let written = OutgoingMail {
        text: text.clone(),
        ..mail.clone()
    };
    let mut warnings = check(&written, &inquiry.mail);
    let emoji = unknown_names(text.expose()).into_iter();
    warnings.extend(emoji.map(|name| Warning::EmojiName { name }));
    warnings.extend(words_of_a_model(text.expose()).map(|words| {
        let words = words.chars().take(LONGEST_QUOTE).collect::<String>();
        Warning::WordsOfAModel {
            words: CustomerText::new(words),
        }
    }));
    warnings
}

fn reply(mail: OutgoingMail, submission: &Submission, at: Timestamp) -> Reply {
    let written = submission.text();
    Reply {
        written: (written != mail.text).then_some(written),
        mail,
        addressees: submission.addressees.clone(),
        by: submission.modal.person.clone(),
        at,
        external_id: submission.modal.external_id.clone(),
        accepted_as: None,
        delivery: Delivery::UnderWay,
        insisted: Vec::new(),
        approval: None,
    }
}

/// What the mail is, byte for byte, and how much of the draft is in it.
fn approval(inquiry: &Inquiry, mail: &OutgoingMail, submission: &Submission) -> Approval {
    let typed = submission.inputs_to_keep().into_iter();
    let inputs = Inputs::as_typed(
        typed
            .map(|(id, text)| (id, text.expose().to_owned()))
            .collect(),
    );
    // A second attempt at a reply comes from where the first one came from.
    let before = match inputs.origin() {
        Origin::Reply => inquiry.newest_reply(),
        Origin::Withdrawn => inquiry.withdrawn.as_ref(),
        Origin::Version(_) | Origin::Elsewhere => None,
    };
    let number = match inputs.origin() {
        Origin::Version(number) => Some(number),
        _ => before.and_then(|reply| reply.approval.as_ref()?.draft),
    };
    let draft = number.and_then(|number| inquiry.draft(number));
    let changed = draft.map(|draft| {
        let restored = restore(&draft.text, &inquiry.placeholders).text;
        changed::characters(restored.expose(), submission.text().expose())
    });
    Approval {
        sha256: hex::encode(Sha256::digest(mail.to_bytes())),
        draft: draft.map(|draft| draft.number),
        changed,
    }
}

fn checked_text(submission: &Submission) -> Result<CustomerText, NotClaimed> {
    // An emoji that was picked in Slack's input comes as its name.
    let text = CustomerText::new(with_emoji(submission.text().expose()));
    if text.is_blank() {
        return Err(NotClaimed::Empty);
    }
    Ok(text)
}

/// True when the newest reply came from this very submission and its outcome is not a refusal:
/// Slack or the person submitted twice. Another text is another reply; it must not be taken for sent.
fn sent_from(inquiry: &Inquiry, submission: &Submission) -> bool {
    let external_id = &submission.modal.external_id;
    let mut modals = inquiry.modals.iter();
    matches!(inquiry.state, State::Sending | State::Sent | State::Unknown)
        && inquiry
            .newest_reply()
            .is_some_and(|reply| reply.external_id == *external_id)
        && modals.any(|modal| {
            modal.external_id == *external_id && modal.inputs == submission.inputs_to_keep()
        })
}

/// A modal that submits while a reply from it is being sent never got the answer to that: its
/// inputs are still there, with another text, which no outcome may take away.
async fn keep_inputs(app: &App, submission: &Submission) -> NotClaimed {
    let modal = &submission.modal;
    let kept = app.store.change(&modal.context_id, |inquiry| {
        if let Some(modal) = inquiry.modal_mut(&modal.external_id) {
            modal.inputs = submission.inputs_to_keep();
            modal.waiting = false;
        }
        Ok::<_, Forbidden>(())
    });
    match kept.await {
        Ok(_) | Err(ChangeError::Refused(_)) => NotClaimed::BeingSent,
        Err(ChangeError::NotFound) => NotClaimed::NotFound,
        Err(ChangeError::Store(error)) => NotClaimed::Store(error),
    }
}

async fn tell(
    app: &App,
    submission: &Submission,
    news: &[Insist],
    warnings: Vec<Warning>,
) -> NotClaimed {
    let modal = &submission.modal;
    let mut told = submission.told.clone();
    told.retain(|it| !news.contains(it));
    told.extend(news);
    // Written down, because whoever shows the modal anew has to know it.
    let kept = app.store.change(&modal.context_id, |inquiry| {
        let (external_id, person) = (&modal.external_id, &modal.person);
        let inputs = submission.inputs_to_keep();
        inquiry.keep_standing(external_id, person, &inputs, &submission.addressees);
        if let Some(modal) = inquiry.modal_mut(external_id) {
            modal.told.clone_from(&told);
            modal.warnings.clone_from(&warnings);
        }
        Ok::<_, Forbidden>(())
    });
    match kept.await {
        Ok((inquiry, ())) => NotClaimed::Tell(Box::new(inquiry), told, warnings),
        Err(ChangeError::NotFound | ChangeError::Refused(_)) => NotClaimed::NotFound,
        Err(ChangeError::Store(error)) => NotClaimed::Store(error),
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
