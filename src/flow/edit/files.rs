//! Files: those of the customer's mail are shown in the card's thread, those that a person chooses go
//! out with the reply.

use std::time::Duration;

use sha2::{Digest, Sha256};

use super::pushed::{ignoring_closed, metadata};
use super::{EditError, update};
use crate::app::App;
use crate::inquiry::{Event, Forbidden, Inquiry, KNOWLEDGE, KnowledgeFile, ShownFile};
use crate::knowledge::media_type;
use crate::mail::{Attachment, Doubt, Enclosed, file, is_dangerous};
use crate::pii::CustomerText;
use crate::screens::modal::Screen;
use crate::screens::panel::{FilesNote, SHOW_FILES, files, kept_files, known_file, new_files};
use crate::slack::payload::PanelAct;
use crate::sync::show;

/// Files of a mail that are shown.
const MOST_SHOWN: usize = 20;
/// Bytes of one of them.
const LARGEST_SHOWN: u64 = 25 * 1024 * 1024;

/// What is chosen in the panel beside its submission: the mail's files are wanted.
pub(super) async fn act(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let note = match act.value.as_deref() {
        Some(SHOW_FILES) => Some(show_in_thread(app, act).await?),
        _ => None,
    };
    let inquiry = app.store.get(&act.modal.context_id).await?;
    let inquiry = inquiry.ok_or(EditError::NotFound)?;
    let metadata = metadata(&act.modal, None);
    let look = &app.look.in_language(act.modal.language);
    let view = files(&metadata, &inquiry, note, &offered(app).await, look.texts);
    ignoring_closed(app.slack.replace_view(&act.view_id, &view).await)
}

/// How long the menu may wait for what the team keeps: Slack waits three seconds for the panel.
const LOOKING: Duration = Duration::from_millis(1_500);

/// The files that the team keeps for replies; none where they cannot be listed in time.
pub(super) async fn offered(app: &App) -> Vec<KnowledgeFile> {
    let Some(knowledge) = &app.knowledge else {
        return Vec::new();
    };
    match tokio::time::timeout(LOOKING, knowledge.files()).await {
        Ok(Ok(files)) => files,
        Ok(Err(why)) => {
            tracing::warn!(why, "no file of the team's knowledge is offered");
            Vec::new()
        }
        Err(_) => {
            tracing::warn!("the files of the team's knowledge took too long to be listed");
            Vec::new()
        }
    }
}

/// Shows the mail's files in the card's thread: a person has asked for it, and everybody in the
/// channel sees them. What may harm who opens it stays where it is. The panel then says what
/// became of it.
async fn show_in_thread(app: &App, act: &PanelAct) -> Result<FilesNote, EditError> {
    let inquiry = app.store.get(&act.modal.context_id).await?;
    let inquiry = inquiry.ok_or(EditError::NotFound)?;
    let Some(card) = inquiry.slack.card.clone() else {
        return Ok(FilesNote::Gone);
    };
    let wanted: Vec<Attachment> = showable(&inquiry).cloned().collect();
    if wanted.is_empty() {
        return Ok(FilesNote::None);
    }
    let bytes = match app.originals.read(&inquiry.origins).await {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(FilesNote::Gone),
        Err(why) => {
            tracing::warn!(context_id = %inquiry.id, why, "a mail could not be read where it lies");
            return Ok(FilesNote::NotNow);
        }
    };
    let (now, person) = (app.clock.now(), &act.modal.person);
    let noted = app.store.change(&inquiry.id, |inquiry| {
        inquiry.write_history(Event::FilesShown, Some(person), now, String::new());
        Ok::<_, Forbidden>(())
    });
    noted.await?;
    // To find a file is to decode all of a mail.
    let found = tokio::task::spawn_blocking(move || contents(&bytes, wanted));
    let found = found.await.unwrap_or_default();
    let thread = inquiry.slack.thread_ts.clone().unwrap_or(card.ts);
    for (attachment, content) in found {
        let name = name_of(&attachment);
        let (id, url) = app.slack.announce_file(&name, content.len()).await?;
        app.slack.put_file(&url, content).await?;
        let shown = ShownFile {
            digest: attachment.digest.clone(),
            file: id,
        };
        // Written down before the channel sees it: `forget` finds it then.
        let written = app.store.change(&inquiry.id, |inquiry| {
            inquiry.shown_files.push(shown.clone());
            Ok::<_, Forbidden>(())
        });
        written.await?;
        let shared = app
            .slack
            .share_file(&shown.file, &name, (&card.channel, &thread));
        if let Err(error) = shared.await {
            let taken_back = app.store.change(&inquiry.id, |inquiry| {
                inquiry.shown_files.retain(|it| it.file != shown.file);
                Ok::<_, Forbidden>(())
            });
            taken_back.await?;
            return Err(error.into());
        }
    }
    Ok(FilesNote::Shown)
}

/// The files that may be shown and are not yet.
fn showable(inquiry: &Inquiry) -> impl Iterator<Item = &Attachment> {
    let is_infected = inquiry.mail.doubts.contains(&Doubt::Virus);
    let files = inquiry.mail.attachments.iter().filter(move |it| {
        !is_infected
            && !it.digest.is_empty()
            && (1..=LARGEST_SHOWN).contains(&it.size)
            && !is_dangerous(it, None)
            && !inquiry.is_shown(&it.digest)
    });
    files.take(MOST_SHOWN)
}

fn contents(bytes: &[u8], wanted: Vec<Attachment>) -> Vec<(Attachment, Vec<u8>)> {
    let found = wanted.into_iter().filter_map(|attachment| {
        let content = file(bytes, &attachment.digest)?;
        (!is_dangerous(&attachment, Some(&content))).then_some((attachment, content))
    });
    found.collect()
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

/// One of the team's files, as it is now: only as such does it go out.
async fn of_the_team(app: &App, name: &str) -> Result<Enclosed, EditError> {
    let content = match &app.knowledge {
        Some(knowledge) => knowledge.file(name).await,
        None => Ok(None),
    };
    match content {
        Ok(Some(content)) => Ok(Enclosed {
            name: CustomerText::new(name.rsplit('/').next().unwrap_or(name)),
            content_type: media_type(name).to_owned(),
            size: content.len() as u64,
            sha256: hex::encode(Sha256::digest(&content)),
            place: format!("{KNOWLEDGE}{name}"),
        }),
        Ok(None) => Err(EditError::NoSuchFile),
        Err(why) => {
            tracing::warn!(why, "a file of the team's knowledge cannot be read");
            Err(EditError::NoSuchFile)
        }
    }
}

/// Lets the files that a person has chosen in the panel go out with the reply.
pub(super) async fn enclose(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let kept = kept_files(&act.entered);
    let mut chosen = Vec::new();
    for file in new_files(&act.entered) {
        // What came with the submission may lack what only Slack's own answer has.
        let info = app.slack.file_info(&file).await?;
        chosen.push(Enclosed {
            name: CustomerText::new(info.name),
            content_type: info.content_type,
            size: info.size,
            sha256: String::new(),
            place: info.id,
        });
    }
    if let Some(name) = known_file(&act.entered) {
        chosen.push(of_the_team(app, name).await?);
    }
    let enclosed = app.store.change(&act.modal.context_id, |inquiry| {
        let is_chosen_anew = |file: &Enclosed| chosen.iter().any(|it| it.place == file.place);
        let stay = inquiry
            .enclosed
            .iter()
            .filter(|it| kept.contains(&it.place) && !is_chosen_anew(it));
        let mut files: Vec<Enclosed> = stay.cloned().collect();
        files.extend(chosen.iter().cloned());
        Ok::<_, Forbidden>(inquiry.enclose(files))
    });
    let (inquiry, fits) = enclosed.await?;
    if !fits {
        return Err(EditError::TooManyFiles);
    }
    let external_id = &act.modal.external_id;
    let is_kept = inquiry
        .modal(external_id)
        .is_some_and(|modal| !modal.is_waiting());
    if is_kept {
        let screen = Screen::in_modal(&inquiry, external_id);
        update(app, &inquiry, external_id, &screen).await?;
    }
    show(app, &inquiry).await;
    Ok(())
}
