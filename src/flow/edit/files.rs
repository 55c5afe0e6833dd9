//! Files: those of the customer's mail are shown in the card's thread, those that a person chooses go
//! out with the reply.

use sha2::{Digest, Sha256};

use super::pushed::{ignoring_closed, metadata};
use super::{EditError, update};
use crate::app::App;
use crate::sync::{NotPosted, share_files, show};
use inquiry::{Forbidden, KNOWLEDGE, KnowledgeFile};
use knowledge::media_type;
use mail::Enclosed;
use pii::CustomerText;
use screens::modal::Screen;
use screens::panel::{FilesNote, SHOW_FILES, files, kept_files, known_file, new_files};
use slack::payload::PanelAct;

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

/// The files that the team keeps for replies; none where they cannot be listed in time: Slack waits
/// three seconds for the panel.
pub(super) async fn offered(app: &App) -> Vec<KnowledgeFile> {
    let Some(knowledge) = &app.knowledge else {
        return Vec::new();
    };
    let most_of_it = app.limits.acknowledge_within * 2 / 3;
    match tokio::time::timeout(most_of_it, knowledge.files()).await {
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
    let person = Some(&act.modal.person);
    match share_files(app, &inquiry, &card, person, |_| true).await {
        Ok(note) => Ok(note),
        Err(NotPosted::NotNow) => Ok(FilesNote::NotNow),
        Err(NotPosted::Slack(error)) => Err(error.into()),
        Err(NotPosted::Store(error)) => Err(error.into()),
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
