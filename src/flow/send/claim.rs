//! The person presses "Send": the approved mail is written down, or they are told what speaks
//! against it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::app::{App, Outgoing};
use crate::generation::{Beside, checked};
use crate::sync::answered_by;
use inquiry::{
    Acknowledgement, Approval, Checked, Delivery, Forbidden, Inquiry, Modal, NotApproved, Proof,
    Reply, State, changed,
};
use llm::words_of_a_model;
use mail::{
    Address, Addressees, Approved, Contents, InboundMail, Lists, Logo, MessageId, OutgoingMail,
    Warning, check, elsewhere,
};
use pii::{CustomerText, hidden, leftover_placeholders, restore};
use screens::confirmation::Asked;
use screens::modal::{Inputs, Origin};
use slack::emoji::{unknown_names, with_emoji};
use slack::payload::Submission;
use store::{ChangeError, StoreError, message_key};

/// What a submission leads to, before anything is sent.
#[derive(Debug)]
pub enum Claimed {
    /// It is this submission's turn: [`deliver`] the mail.
    Won(Inquiry),
    /// It is this submission's turn, and the mail waits until it is due: [`send_held`].
    Scheduled(Inquiry, Timestamp),
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
    /// No recipient.
    NoRecipient,
    /// Another reply is under way.
    BeingSent,
    /// The person has to look at this first, and may insist.
    Ask(Box<Inquiry>, Box<Asked>),
    /// What stood in the modal is not known any more.
    Gone,
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
    let worker = app.ids.next();
    let stored = app.store.get(&submission.modal.context_id).await;
    let stored = stored.map_err(NotClaimed::Store)?;
    let stored = Box::new(stored.ok_or(NotClaimed::NotFound)?);
    // Whatever the logo is when the mail goes out, or is proven.
    let logo = outgoing.stationery.logo.as_ref();
    if let Some(logo) = logo.filter(|_| outgoing.stationery.html) {
        app.store.keep_logo(logo).await.map_err(NotClaimed::Store)?;
    }
    let beside = Beside::gather(app, &stored).await;
    let claimed = app.store.change_read(stored, |inquiry| {
        if is_repeated(inquiry, submission) {
            return Ok(false);
        }
        let external_id = &submission.modal.external_id;
        let addressees = inquiry.addressees_with(external_id, &submission.addressees);
        let modal = inquiry.modal(external_id);
        let signature = modal.and_then(|modal| modal.signature.as_ref());
        let approved = Approved {
            message_id: &message_id,
            date: now,
            sender: &outgoing.sender,
            addressees: &addressees,
            text: &text,
            stationery: &outgoing.stationery.signed(signature),
        };
        let mut mail = approved
            .in_reply_to(&inquiry.mail)
            .ok_or(Refused::NoRecipient)?;
        // Those alone that were on this screen: a colleague may have attached another one since.
        let seen = &submission.modal.files;
        let files = inquiry
            .enclosed
            .iter()
            .filter(|it| seen.contains(&it.place));
        mail.files = files.cloned().collect();
        let left = leftover_placeholders(text.expose(), &inquiry.masked.placeholders);
        if !left.is_empty() {
            return Err(Refused::PlaceholdersLeft(left));
        }
        // What is sent, byte for byte, whatever was checked before.
        let look = app.look.signed_in(inquiry, external_id);
        let checked = checked(&text, inquiry, &beside, &look);
        let own = app.look.own_address.as_ref();
        let asked = asked(inquiry, &mail, (&text, checked), submission, own);
        let is_told = !asked.is_other_than_shown
            && asked
                .acknowledgements
                .iter()
                .all(|it| submission.told.contains(it));
        let person = &submission.modal.person;
        let reply = Reply {
            approval: Some(Approval {
                proof: Some(Proof::of(&asked.checked, app.ids.next())),
                ..approval(inquiry, &mail, logo, submission)
            }),
            acknowledged: submission.told.clone(),
            ..reply(mail, (submission, &addressees), now)
        };
        match inquiry.approve(reply, now, outgoing.delay) {
            Ok(()) if is_told => {}
            Ok(()) | Err(NotApproved::Tell(_)) => return Err(Refused::Ask(Box::new(asked))),
            Err(NotApproved::Forbidden(reason)) => return Err(Refused::Forbidden(reason)),
        }
        if inquiry.delivery.scheduled.is_none() {
            inquiry.lease(&worker, now, app.limits.send_lease);
        }
        inquiry.forget_saved(person);
        let mut modal = Modal {
            addressees: Some(addressees),
            ..Modal::waiting(&submission.modal.external_id, Some(person.clone()))
        };
        let (inputs, hash) = (submission.inputs_to_keep(), submission.modal.hash.clone());
        modal.was_submitted(inputs, hash, answered_by(inquiry));
        inquiry.remember_modal(modal);
        Ok(true)
    });
    match claimed.await {
        Ok((inquiry, true)) => {
            let key = message_key(&message_id);
            app.store
                .link_message(&key, &inquiry.id, inquiry.expires_at)
                .await
                .map_err(NotClaimed::Store)?;
            let scheduled = inquiry.delivery.scheduled.as_ref();
            Ok(match scheduled.map(|scheduled| scheduled.until) {
                Some(until) => Claimed::Scheduled(inquiry, until),
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
        Err(ChangeError::Refused(Refused::Ask(asked))) => Err(ask(app, submission, asked).await),
        Err(ChangeError::NotFound) => Err(NotClaimed::NotFound),
        Err(ChangeError::Store(error)) => Err(NotClaimed::Store(error)),
    }
}

enum Refused {
    PlaceholdersLeft(Vec<String>),
    Forbidden(Forbidden),
    Ask(Box<Asked>),
    NoRecipient,
}

/// Characters of what is quoted in a warning.
const LONGEST_QUOTE: usize = 60;
/// Hidden characters that a warning names.
const MOST_CODES: usize = 5;

/// Everything that a person has to look at before this mail goes out, at once, the gravest first.
fn asked(
    inquiry: &Inquiry,
    mail: &OutgoingMail,
    (text, checked): (&CustomerText, Checked),
    submission: &Submission,
    own: Option<&Address>,
) -> Asked {
    // Signature and quoted original are not what the person wrote.
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
    // Those are gone from the text by the time it is insisted on.
    let hidden = hidden_characters(submission);
    let found =
        (!warnings.is_empty() || hidden.is_some()).then(|| Acknowledgement::warnings(&warnings));
    warnings.extend(hidden);
    let lists = Lists {
        to: mail.to.clone(),
        cc: mail.cc.clone(),
        bcc: mail.bcc.clone(),
    };
    // A forward is looked at once more, whatever its recipient's domain.
    let passed_on = (inquiry.mail.by_us && inquiry.about.is_some()).then(|| InboundMail {
        from: None,
        ..inquiry.mail.clone()
    });
    let elsewhere = elsewhere(passed_on.as_ref().unwrap_or(&inquiry.mail), &lists, own);
    let are_many = lists.all().count() > Acknowledgement::FEW_RECIPIENTS;
    let recipients =
        (are_many || !elsewhere.is_empty()).then(|| Acknowledgement::recipients(&lists));
    let external_id = &submission.modal.external_id;
    let told = inquiry.to_be_told().into_iter().rev();
    Asked {
        acknowledgements: told
            .chain(recipients)
            .chain(Acknowledgement::facts(&checked))
            .chain(found)
            .collect(),
        checked,
        warnings,
        elsewhere,
        lists,
        subject: mail.subject.clone(),
        is_other_than_shown: inquiry.shown_around(external_id) != submission.modal.around,
        files: mail.files.clone(),
    }
}

/// Invisible characters of the inputs, wherever they came from: the text took its normal form.
fn hidden_characters(submission: &Submission) -> Option<Warning> {
    let inputs = submission.inputs.iter();
    let all: BTreeSet<char> = inputs.flat_map(|(_, text)| hidden(text)).collect();
    let codes = all.into_iter().take(MOST_CODES);
    let codes: Vec<String> = codes.map(|c| format!("U+{:04X}", u32::from(c))).collect();
    (!codes.is_empty()).then_some(Warning::HiddenCharacters { codes })
}

fn reply(
    mail: OutgoingMail,
    (submission, addressees): (&Submission, &Addressees),
    at: Timestamp,
) -> Reply {
    let written = submission.text();
    Reply {
        written: (written != mail.text).then_some(written),
        mail,
        addressees: addressees.clone(),
        by: submission.modal.person.clone(),
        at,
        external_id: submission.modal.external_id.clone(),
        accepted_as: None,
        delivery: Delivery::UnderWay,
        acknowledged: Vec::new(),
        approval: None,
    }
}

/// What the mail is, byte for byte, and how much of the draft is in it.
fn approval(
    inquiry: &Inquiry,
    mail: &OutgoingMail,
    logo: Option<&Logo>,
    submission: &Submission,
) -> Approval {
    let typed = submission.inputs_to_keep().into_iter();
    let inputs = Inputs::as_typed(
        typed
            .map(|(id, text)| (id, text.expose().to_owned()))
            .collect(),
    );
    // A second attempt at a reply comes from where the first one came from.
    let before = match inputs.origin() {
        Origin::Reply => inquiry.newest_reply(),
        Origin::Recalled => inquiry.delivery.recalled.as_ref(),
        Origin::Version(_) | Origin::Elsewhere => None,
    };
    let number = match inputs.origin() {
        Origin::Version(number) => Some(number),
        _ => before.and_then(|reply| reply.approval.as_ref()?.draft),
    };
    let draft = number.and_then(|number| inquiry.draft(number));
    let changed = draft.map(|draft| {
        let restored = restore(&draft.text, &inquiry.masked.placeholders).text;
        changed::characters(restored.expose(), submission.text().expose())
    });
    // That of a mail with files is known once they are fetched.
    let contents = Contents {
        files: &[],
        logo: logo.map(|logo| logo.content.as_ref()),
    };
    Approval {
        sha256: hex::encode(Sha256::digest(mail.kept_bytes_with(contents))),
        draft: draft.map(|draft| draft.number),
        changed,
        proof: None,
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

/// True when the newest reply came from this very submission and has not failed: Slack or the person
/// submitted twice. Another text is another reply; it must not be taken for sent. Who was told of
/// that reply, or that its outcome is unknown, wants another one.
fn is_repeated(inquiry: &Inquiry, submission: &Submission) -> bool {
    let is_under_way = match inquiry.state {
        State::Sending => true,
        State::Sent => !submission
            .told
            .contains(&Acknowledgement::Sent(inquiry.delivery.replies.len())),
        _ => false,
    };
    let external_id = &submission.modal.external_id;
    let newest = inquiry.newest_reply();
    let modal = inquiry.modal(external_id);
    is_under_way
        && newest.is_some_and(|reply| reply.external_id == *external_id)
        && modal.is_some_and(|modal| modal.inputs() == submission.inputs_to_keep())
}

/// A modal that submits while a reply from it is being sent never got the answer to that: its
/// inputs are still there, with another text, which no outcome may take away.
async fn keep_inputs(app: &App, submission: &Submission) -> NotClaimed {
    let modal = &submission.modal;
    let kept = app.store.change(&modal.context_id, |inquiry| {
        if let Some(modal) = inquiry.modal_mut(&modal.external_id) {
            modal.keep_inputs(submission.inputs_to_keep());
        }
        Ok::<_, Forbidden>(())
    });
    match kept.await {
        Ok(_) | Err(ChangeError::Refused(_)) => NotClaimed::BeingSent,
        Err(ChangeError::NotFound) => NotClaimed::NotFound,
        Err(ChangeError::Store(error)) => NotClaimed::Store(error),
    }
}

/// Keeps what is in the modal, which the question is about to cover: Slack brings back what is
/// in the view on top alone.
async fn ask(app: &App, submission: &Submission, asked: Box<Asked>) -> NotClaimed {
    let modal = &submission.modal;
    let kept = app.store.change(&modal.context_id, |inquiry| {
        let (external_id, person) = (&modal.external_id, &modal.person);
        let inputs = submission.inputs_to_keep();
        inquiry.keep_standing(external_id, person, &inputs, &submission.addressees);
        inquiry.keep_checked(asked.checked.clone());
        Ok::<_, Forbidden>(())
    });
    match kept.await {
        Ok((inquiry, ())) => NotClaimed::Ask(Box::new(inquiry), asked),
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
