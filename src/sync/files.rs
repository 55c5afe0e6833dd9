//! Shares the files of a mail with its card's thread: those that a person wants to see, or those that
//! are shown by themselves; each once.

use std::time::Duration;

use super::NotPosted;
use crate::app::App;
use inquiry::clock::since;
use inquiry::{Card, Forbidden, Inquiry, Person};
use mail::{Attachment, Doubt, file, is_dangerous};
use screens::panel::FilesNote;
use store::ChangeError;

/// Files of a mail that are shown.
const MOST: usize = 20;
/// Bytes of one of them.
const LARGEST: u64 = 25 * 1024 * 1024;
/// How long a mail's files keep a sweep, and for how long it is tried.
const AT_ONCE: Duration = Duration::from_secs(30);
const TRIED_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// Shares the files that are shown by themselves, where that is written down and due.
///
/// # Errors
/// [`NotPosted`] when Slack, the store or the mail's place cannot be reached now: a sweep tries again.
pub async fn share_files_due(app: &App, inquiry: &Inquiry) -> Result<(), NotPosted> {
    // Each mail may have 50 MB, and a sweep has more to do: what is not shared now stays due.
    let Ok(_sharing) = app.sharing.try_acquire() else {
        return Ok(());
    };
    let claimed = super::thread::claim_files(app, &inquiry.id).await?;
    let Some((inquiry, notice)) = claimed else {
        return Ok(());
    };
    let is_late = since(inquiry.received_at, app.clock.now()) > TRIED_FOR;
    if let Some(card) = &inquiry.slack.card
        && !is_late
    {
        let wanted = |it: &Attachment| app.card_files.take(it);
        let sharing = share_files(app, &inquiry, card, None, wanted);
        match tokio::time::timeout(AT_ONCE, sharing).await {
            Ok(Ok(FilesNote::NotNow)) | Err(_) => return Err(NotPosted::NotNow),
            Ok(Err(NotPosted::Slack(error))) if !error.is_temporary() => {
                tracing::warn!(context_id = %inquiry.id, %error, "a mail's files are not shown by themselves");
            }
            Ok(shared) => drop(shared?),
        }
    }
    super::thread::done(app, &inquiry.id, &notice.key).await
}

/// Shares those files with the thread that `wanted` lets through; none that may harm who opens it, and
/// none of a mail that may hold a virus.
///
/// # Errors
/// [`NotPosted`] when Slack or the store could not be asked; what was not shared may be tried again.
pub async fn share_files(
    app: &App,
    inquiry: &Inquiry,
    card: &Card,
    by: Option<&Person>,
    wanted: impl Fn(&Attachment) -> bool,
) -> Result<FilesNote, NotPosted> {
    let inquiry = &settled(app, inquiry, card).await?;
    let wanted: Vec<Attachment> = showable(inquiry).filter(|it| wanted(it)).cloned().collect();
    let mut is_sharing = inquiry.shown_files.iter();
    let is_sharing = is_sharing.any(|it| it.sharing_since.is_some());
    match (wanted.is_empty(), is_sharing) {
        (true, true) => return Ok(FilesNote::NotNow),
        (true, false) => return Ok(FilesNote::None),
        _ => {}
    }
    let bytes = match app.originals.read(&inquiry.origins).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(FilesNote::Gone),
        Err(why) => {
            tracing::warn!(context_id = %inquiry.id, why, "a mail could not be read where it lies");
            return Ok(FilesNote::NotNow);
        }
    };
    // To find a file is to decode all of a mail.
    let found = tokio::task::spawn_blocking(move || contents(&bytes, wanted));
    let found = found.await.unwrap_or_default();
    let mut refused = None;
    for (attachment, content) in found {
        match share(app, inquiry, card, by, (&attachment, content)).await {
            // One that Slack does not want stands in no other's way.
            Err(NotPosted::Slack(error)) if !error.is_temporary() => refused = Some(error),
            shared => shared?,
        }
    }
    match (refused, is_sharing) {
        (Some(error), _) => Err(error.into()),
        (None, true) => Ok(FilesNote::NotNow),
        (None, false) => Ok(FilesNote::Shown),
    }
}

/// The files that may be shown and are not yet.
fn showable(inquiry: &Inquiry) -> impl Iterator<Item = &Attachment> {
    let is_infected = inquiry.mail.doubts.contains(&Doubt::Virus);
    let files = inquiry.mail.attachments.iter().filter(move |it| {
        !is_infected
            && !it.digest.is_empty()
            && (1..=LARGEST).contains(&it.size)
            && !is_dangerous(it, None)
            && !inquiry.is_shown(&it.digest)
    });
    files.take(MOST)
}

fn contents(bytes: &[u8], wanted: Vec<Attachment>) -> Vec<(Attachment, Vec<u8>)> {
    let found = wanted.into_iter().filter_map(|attachment| {
        let content = file(bytes, &attachment.digest)?;
        (!is_dangerous(&attachment, Some(&content))).then_some((attachment, content))
    });
    found.collect()
}

/// Shares one file. Sharing is not idempotent: that it is about to be done is written down before, and
/// when its answer is lost, Slack is asked later what it has.
async fn share(
    app: &App,
    inquiry: &Inquiry,
    card: &Card,
    by: Option<&Person>,
    (attachment, content): (&Attachment, Vec<u8>),
) -> Result<(), NotPosted> {
    let name = name_of(attachment);
    let (id, url) = app.slack.announce_file(&name, content.len()).await?;
    app.slack.put_file(&url, content).await?;
    let now = app.clock.now();
    let begun = app.store.change(&inquiry.id, |inquiry| {
        inquiry.begin_sharing(&attachment.digest, &id, by, now)
    });
    match begun.await {
        Ok(_) => {}
        // What was announced and is not shared is nobody's, and Slack forgets it.
        Err(ChangeError::Refused(_) | ChangeError::NotFound) => return Ok(()),
        Err(ChangeError::Store(error)) => return Err(error.into()),
    }
    let thread = inquiry.slack.thread_ts.as_ref().unwrap_or(&card.ts);
    let place = (card.channel.as_str(), thread.as_str());
    match app.slack.share_file(&id, &name, place).await {
        Ok(()) => ended(app, inquiry, &id, true).await,
        Err(error) => {
            if !error.is_temporary() {
                ended(app, inquiry, &id, false).await?;
            }
            Err(error.into())
        }
    }
}

/// Asks Slack about files whose sharing was begun, and whose end was not written down.
async fn settled(app: &App, inquiry: &Inquiry, card: &Card) -> Result<Inquiry, NotPosted> {
    let now = app.clock.now();
    let mut newest = inquiry.clone();
    for half in inquiry.half_shared(now) {
        let is_shared = app.slack.is_shared(&half.file, &card.channel).await?;
        newest.end_sharing(&half.file, is_shared);
        ended(app, inquiry, &half.file, is_shared).await?;
    }
    Ok(newest)
}

async fn ended(app: &App, inquiry: &Inquiry, file: &str, is_shared: bool) -> Result<(), NotPosted> {
    let ended = app.store.change(&inquiry.id, |inquiry| {
        inquiry.end_sharing(file, is_shared);
        Ok::<_, Forbidden>(())
    });
    match ended.await {
        Ok(_) | Err(ChangeError::Refused(_) | ChangeError::NotFound) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error.into()),
    }
}

fn name_of(attachment: &Attachment) -> String {
    match attachment.name.is_blank() {
        true => format!(
            "file.{}",
            attachment.content_type.rsplit('/').next().unwrap_or("bin")
        ),
        false => attachment.name.expose().to_owned(),
    }
}
