//! The mail service is asked, once, and what became of the mail is written down and shown.

use std::time::Duration;

use backon::{ConstantBuilder, Retryable};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tracing::Instrument;

use super::wait_until;
use crate::app::{App, Outgoing};
use crate::sync::{answered_by, show};
use inquiry::clock::since;
use inquiry::{
    Cause, ContextId, Event, Failure, Forbidden, Inquiry, KNOWLEDGE, Outcome as Settled, Reply,
    Step,
};
use mail::{Contents, MessageId, OutgoingMail};
use mailbox::Outcome;
use mailbox::source::imap::ImapError;
use platform::metrics;
use platform::telemetry::trace;
use slack::SlackError;
use store::{ChangeError, StoreError, message_key};

/// Sends a reply that has waited, when its time has come, and shows what became of it. The process that
/// comes first does it: it was taken back, or another process has it, when nothing is done here.
///
/// # Errors
/// [`StoreError`] as in [`deliver`]: a sweep goes on.
pub async fn send_held(app: &App, outgoing: &Outgoing, id: &ContextId) -> Result<(), StoreError> {
    let (now, worker) = (app.clock.now(), app.ids.next());
    let handed_over = app.store.change(id, |inquiry| {
        inquiry.hand_over(&worker, now, app.limits.send_lease)
    });
    match handed_over.await {
        Ok((inquiry, ())) => {
            let inquiry = Box::pin(deliver(app, outgoing, inquiry)).await?;
            show(app, &inquiry).await;
            // It waited for less time than Slack waits for an answer.
            let answered_by = answered_by(&inquiry);
            if answered_by > app.clock.now() {
                wait_until(app, answered_by).await;
                show(app, &inquiry).await;
            }
            keep_copy(app, outgoing, &inquiry).await;
            Ok(())
        }
        Err(ChangeError::Refused(_) | ChangeError::NotFound) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error),
    }
}

/// Hands the claimed mail to the mail service, once, and writes down what became of it.
///
/// # Errors
/// [`StoreError`] when that could not be written down: a sweep will say that it is unknown.
pub async fn deliver(
    app: &App,
    outgoing: &Outgoing,
    claimed: Inquiry,
) -> Result<Inquiry, StoreError> {
    let span = tracing::info_span!("send", context_id = %claimed.id);
    let span = trace::join(span, claimed.trace.as_ref());
    hand_over(app, outgoing, claimed).instrument(span).await
}

async fn hand_over(
    app: &App,
    outgoing: &Outgoing,
    claimed: Inquiry,
) -> Result<Inquiry, StoreError> {
    let Some(reply) = claimed.newest_reply() else {
        return Ok(claimed);
    };
    let (claimed, outcome) = send_with_files(app, outgoing, claimed.clone(), reply).await?;
    let Some(reply) = claimed.newest_reply() else {
        return Ok(claimed);
    };
    let outcome = without_personal_data(outcome, &claimed, app);
    report(&claimed, &outcome, app.clock.now());
    // A mail service that gives the mail an id of its own: the customer's next mail names that one.
    if let Outcome::Accepted { id } = &outcome
        && let Some(given) = MessageId::parse(id)
        && let Err(error) = app
            .store
            .link_message(&message_key(&given), &claimed.id, claimed.expires_at)
            .await
    {
        tracing::warn!(context_id = %claimed.id, %error, "the customer's next mail may not find its thread");
    }
    let message_id = &reply.mail.message_id;
    let now = app.clock.now();
    let write_down = || async {
        let settled = app.store.change(&claimed.id, |inquiry| {
            record_outcome(inquiry, message_id, &outcome, now)
        });
        match settled.await {
            Ok((inquiry, ())) => Ok(inquiry),
            // It is settled already, or the inquiry is gone: there is nothing to write down.
            Err(ChangeError::Refused(_) | ChangeError::NotFound) => Ok(claimed.clone()),
            Err(ChangeError::Store(error)) => Err(error),
        }
    };
    // The mail is out: it is worth waiting for the store.
    write_down
        .retry(
            ConstantBuilder::default()
                .with_delay(Duration::from_secs(1))
                .with_max_times(20),
        )
        .await
}

fn without_personal_data(outcome: Outcome, claimed: &Inquiry, app: &App) -> Outcome {
    let said = |reason: &str| claimed.without_personal_data(reason, &app.masker);
    match outcome {
        Outcome::Refused {
            reason,
            cause,
            temporary,
        } => Outcome::Refused {
            reason: said(&reason),
            cause,
            temporary,
        },
        Outcome::Unknown { reason } => Outcome::Unknown {
            reason: said(&reason),
        },
        Outcome::Accepted { .. } => outcome,
    }
}

/// Fetches what is attached, and sends the mail. What exactly goes out is written down before, as
/// part of the approval. A file that cannot be fetched is a refusal: nothing was sent.
async fn send_with_files(
    app: &App,
    outgoing: &Outgoing,
    claimed: Inquiry,
    reply: &Reply,
) -> Result<(Inquiry, Outcome), StoreError> {
    let mail = &reply.mail;
    // The lease is as long as this and the sending take together.
    let fetched = tokio::time::timeout(FETCHING, contents_of(app, outgoing, &claimed, mail)).await;
    let (reason, temporary) = match fetched {
        Ok(Ok(contents)) => return send_whole(app, outgoing, claimed, reply, &contents).await,
        Ok(Err(error)) => (error.to_string(), error.is_temporary()),
        Err(_) => ("no answer in time".to_owned(), true),
    };
    let reason = format!("an attached file could not be fetched: {reason}");
    let refused = Outcome::Refused {
        reason,
        cause: Cause::NoFile,
        temporary,
    };
    Ok((claimed, refused))
}

/// How long the files of a reply may take to be fetched.
const FETCHING: Duration = Duration::from_secs(20);

async fn send_whole(
    app: &App,
    outgoing: &Outgoing,
    claimed: Inquiry,
    reply: &Reply,
    fetched: &Fetched,
) -> Result<(Inquiry, Outcome), StoreError> {
    let (mail, tag) = (&reply.mail, claimed.id.as_str().to_owned());
    let contents = fetched.contents();
    if mail.files.is_empty() {
        let outcome = outgoing.mailer.send(mail, contents, &tag).await;
        return Ok((claimed, outcome));
    }
    let hashes: Vec<String> = contents
        .files
        .iter()
        .map(|it| hex::encode(Sha256::digest(it)))
        .collect();
    let whole = hex::encode(Sha256::digest(mail.kept_bytes_with(contents)));
    let message_id = &mail.message_id;
    let noted = app.store.change(&claimed.id, |inquiry| {
        let mut replies = inquiry.delivery.replies.iter_mut();
        let reply = replies.rfind(|it| it.mail.message_id == *message_id);
        let reply = reply.ok_or(Forbidden::NotSending)?;
        for (file, hash) in reply.mail.files.iter_mut().zip(&hashes) {
            file.sha256.clone_from(hash);
        }
        if let Some(approval) = &mut reply.approval {
            approval.sha256.clone_from(&whole);
        }
        Ok::<_, Forbidden>(())
    });
    let claimed = match noted.await {
        Ok((inquiry, ())) => inquiry,
        Err(ChangeError::Store(error)) => return Err(error),
        Err(ChangeError::NotFound | ChangeError::Refused(_)) => claimed,
    };
    let outcome = outgoing.mailer.send(mail, contents, &tag).await;
    Ok((claimed, outcome))
}

/// Why a file cannot be attached.
#[derive(Debug, thiserror::Error)]
enum NotFetched {
    #[error(transparent)]
    Slack(#[from] SlackError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the email that it is part of is not where it was")]
    Gone,
    #[error("the email that it is part of cannot be read now: {0}")]
    NotNow(String),
    #[error("the team's knowledge cannot be read: {0}")]
    Unread(String),
    #[error(
        "it was changed or removed in the team's knowledge since it was chosen; choose it again"
    )]
    Changed,
    #[error("the logo of the signature is not kept any more; send it again")]
    NoLogo,
}

impl NotFetched {
    fn is_temporary(&self) -> bool {
        match self {
            NotFetched::Slack(error) => error.is_temporary(),
            NotFetched::Store(_) | NotFetched::NotNow(_) | NotFetched::Unread(_) => true,
            NotFetched::Gone | NotFetched::Changed | NotFetched::NoLogo => false,
        }
    }
}

/// The contents of what a mail only describes.
struct Fetched {
    files: Vec<Vec<u8>>,
    logo: Option<Vec<u8>>,
}

impl Fetched {
    fn contents(&self) -> Contents<'_> {
        Contents {
            files: &self.files,
            logo: self.logo.as_deref(),
        }
    }
}

/// All that belongs to a mail. The logo is the one that was approved, whatever is set by now.
async fn contents_of(
    app: &App,
    outgoing: &Outgoing,
    inquiry: &Inquiry,
    mail: &OutgoingMail,
) -> Result<Fetched, NotFetched> {
    let own = outgoing.stationery.logo.as_ref();
    let logo = match &mail.logo {
        None => None,
        Some(logo) => match own.filter(|own| own.described.sha256 == logo.sha256) {
            Some(own) => Some(own.content.to_vec()),
            None => Some(app.store.logo(logo).await?.ok_or(NotFetched::NoLogo)?),
        },
    };
    let files = files_of(app, inquiry, mail).await?;
    Ok(Fetched { files, logo })
}

/// The files of a mail: where people have put them in Slack, in the customer's mail that it passes on,
/// or in the team's knowledge, as they were when they were chosen.
async fn files_of(
    app: &App,
    inquiry: &Inquiry,
    mail: &OutgoingMail,
) -> Result<Vec<Vec<u8>>, NotFetched> {
    let mut contents = Vec::new();
    let mut original = None;
    for file in &mail.files {
        if let Some(digest) = file.digest() {
            let bytes = match original.take() {
                Some(bytes) => bytes,
                None => passed_on(app, inquiry).await?,
            };
            let digest = digest.to_owned();
            // To find a file is to decode all of a mail.
            let found = tokio::task::spawn_blocking(move || {
                let content = mail::file(&bytes, &digest);
                (bytes, content)
            });
            let (bytes, content) = found.await.map_err(|_| NotFetched::Gone)?;
            original = Some(bytes);
            contents.push(content.ok_or(NotFetched::Gone)?);
            continue;
        }
        if let Some(name) = file.place.strip_prefix(KNOWLEDGE) {
            let knowledge = app.knowledge.as_ref().ok_or(NotFetched::Changed)?;
            let content = knowledge.file(name).await.map_err(NotFetched::Unread)?;
            let is_same = |it: &Vec<u8>| hex::encode(Sha256::digest(it)) == file.sha256;
            contents.push(content.filter(is_same).ok_or(NotFetched::Changed)?);
            continue;
        }
        let info = app.slack.file_info(&file.place).await?;
        let most = usize::try_from(file.size).unwrap_or(usize::MAX);
        contents.push(app.slack.download(&info, most).await?);
    }
    Ok(contents)
}

/// The customer's mail that is passed on, as it came.
async fn passed_on(app: &App, inquiry: &Inquiry) -> Result<Vec<u8>, NotFetched> {
    let about = inquiry.about.as_ref().ok_or(NotFetched::Gone)?;
    let subject = app.store.get(&about.id).await?;
    let subject = subject.ok_or(NotFetched::Gone)?;
    let read = app.originals.read(&subject.origins).await;
    read.map_err(NotFetched::NotNow)?.ok_or(NotFetched::Gone)
}

/// Puts a copy of the newest reply, once it is out, where the mailbox keeps sent mails. The reply is
/// sent either way; a copy that is missing is in the log.
pub(super) async fn keep_copy(app: &App, outgoing: &Outgoing, inquiry: &Inquiry) {
    let Some(sent) = &outgoing.sent else { return };
    let Some(reply) = inquiry.newest_reply().filter(|it| it.accepted_as.is_some()) else {
        return;
    };
    let id = reply.mail.message_id.as_str();
    let bytes = match contents_of(app, outgoing, inquiry, &reply.mail).await {
        Ok(fetched) => reply.mail.kept_bytes_with(fetched.contents()),
        Err(error) => {
            tracing::warn!(context_id = %inquiry.id, %error, "the reply is sent, but not among the sent mails of the mailbox");
            return;
        }
    };
    let keep = || sent.keep_copy(id, &bytes);
    let kept = keep
        .retry(
            ConstantBuilder::default()
                .with_delay(Duration::from_secs(2))
                .with_max_times(2),
        )
        .when(ImapError::is_temporary);
    if let Err(error) = kept.await {
        tracing::warn!(context_id = %inquiry.id, %error, "the reply is sent, but not among the sent mails of the mailbox");
    }
}

fn report(claimed: &Inquiry, outcome: &Outcome, now: Timestamp) {
    let id = &claimed.id;
    match outcome {
        Outcome::Accepted { id: provider_id } => {
            metrics::reply_handed_over("accepted");
            if !claimed.is_answered() && !claimed.mail.by_us {
                metrics::mail_answered(since(claimed.arrived_at(), now));
            }
            tracing::info!(context_id = %id, %provider_id, "the reply was accepted");
        }
        Outcome::Refused { reason, .. } => {
            metrics::reply_handed_over("refused");
            tracing::warn!(context_id = %id, %reason, "the reply was refused");
        }
        Outcome::Unknown { reason } => {
            metrics::reply_handed_over("unknown");
            tracing::error!(context_id = %id, %reason, "the reply's outcome is unknown");
        }
    }
}

fn record_outcome(
    inquiry: &mut Inquiry,
    message_id: &MessageId,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), Forbidden> {
    let is_it = |reply: &Reply| reply.mail.message_id == *message_id;
    let index = inquiry.delivery.replies.iter().rposition(is_it);
    let number = index.ok_or(Forbidden::NotSending)? + 1;
    match outcome {
        Outcome::Accepted { id } => {
            let accepted = Settled {
                detail: id,
                ..Settled::of(Event::ReplyAccepted)
            };
            inquiry.settle_reply(number, &accepted, now)?;
            inquiry.delivery.replies[number - 1].accepted_as = Some(id.clone());
            inquiry.announce_reply(number, now);
            // What went out does not go out again with the next one.
            let gone = inquiry.delivery.replies[number - 1].mail.files.clone();
            inquiry
                .enclosed
                .retain(|it| gone.iter().all(|sent| sent.place != it.place));
        }
        Outcome::Refused { reason, cause, .. } => {
            let failure = Failure {
                step: Step::Reply,
                cause: *cause,
                detail: reason.clone(),
            };
            let refused = Settled::failed(Event::ReplyRefused, failure);
            inquiry.settle_reply(number, &refused, now)?;
        }
        Outcome::Unknown { reason } => {
            let lost = Settled {
                detail: reason,
                ..Settled::of(Event::ReplyLost)
            };
            inquiry.settle_reply(number, &lost, now)?;
        }
    }
    Ok(())
}
