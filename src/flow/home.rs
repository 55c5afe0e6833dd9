//! A person opens the home tab -> the queue, as it is now.

use super::authorization::may_see;
use crate::app::App;
use inquiry::{ContextId, Queue};

use crate::sync::person;
use pii::{CustomerText, hidden};
use screens::begun::{read_signature, signature};
use screens::home::{Listed, Part, home};
use screens::texts::{Language, Texts};
use slack::SlackError;
use slack::block_kit::ModalView;
use slack::channel_audience::Exposure;
use slack::emoji::with_emoji;
use slack::payload::Entered;
use store::{Open, StoreError};

/// Open inquiries that are read at a time to know whose they are.
const AT_ONCE: usize = 100;
/// Open inquiries of several mailboxes that a tab knows of at most.
const LOOKED_THROUGH: usize = 2_000;

/// Why a tab was not brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Slack did not take it.
    #[error(transparent)]
    Slack(#[from] SlackError),
}

/// Shows a person a page of the queue in their home tab, in their language, and who can see the
/// channel. Pages are counted from 0; behind the last one is the last one.
///
/// # Errors
/// [`HomeError`]; the tab stays as it was.
pub async fn show(app: &App, user: &str, page: usize) -> Result<(), HomeError> {
    let now = app.clock.now();
    let (open, language, exposures) = tokio::join!(
        app.store.open(now),
        person::language(app, user),
        exposures(app)
    );
    let open = visible(app, open?, user).await?;
    let of_parts = Part::ALL.map(|part| (part, of_part(&open, part, user)));
    let pages = of_parts
        .iter()
        .map(|(part, all)| all.len().div_ceil(part.on_a_page()));
    let page = page.min(pages.max().unwrap_or_default().saturating_sub(1));
    let mut parts = Vec::new();
    for (part, all) in of_parts {
        let ids = all.iter().skip(page * part.on_a_page());
        let ids: Vec<ContextId> = ids.take(part.on_a_page()).copied().cloned().collect();
        let mut shown = app.store.get_all(&ids).await?;
        // An index may be a moment behind.
        shown.retain(|it| it.is_open());
        parts.push(Listed {
            part,
            count: all.len(),
            shown,
        });
    }
    let look = app.look.in_language(language);
    let view = home(&parts, page, user, &exposures, now, &look);
    Ok(app.slack.publish_view(user, &view).await?)
}

/// Of mailboxes with several channels, those whose channel the person is in; the one channel of all the
/// authorization has looked at. The index does not say whose an inquiry is: they are read for that, the oldest first.
async fn visible(app: &App, open: Vec<Open>, user: &str) -> Result<Vec<Open>, HomeError> {
    let mut others = app.mailboxes.values();
    if others.all(|it| it.channel == app.channel) {
        return Ok(open);
    }
    let mut visible = Vec::new();
    for some in open.chunks(AT_ONCE).take(LOOKED_THROUGH / AT_ONCE) {
        let ids: Vec<ContextId> = some.iter().map(|it| it.id.clone()).collect();
        for inquiry in app.store.get_all(&ids).await? {
            if may_see(app, &inquiry, user).await? {
                visible.extend(some.iter().find(|it| it.id == inquiry.id).cloned());
            }
        }
    }
    Ok(visible)
}

/// The inquiries of a part, in their order.
fn of_part<'o>(open: &'o [Open], part: Part, user: &str) -> Vec<&'o ContextId> {
    let of = open.iter().filter(|it| part_of(it, user) == part);
    of.map(|it| &it.id).collect()
}

fn part_of(open: &Open, user: &str) -> Part {
    match open.queue {
        Queue::Aside => Part::Aside,
        Queue::Automatic => Part::Automatic,
        Queue::Waiting if open.assignee.as_deref() == Some(user) => Part::Mine,
        Queue::Waiting => Part::Open,
    }
}

/// Slack does not tell an app that may not ask; the queue is shown all the same.
async fn exposures(app: &App) -> Vec<Exposure> {
    match app.slack.channel_info(&app.channel).await {
        Ok(info) => info.exposures(),
        Err(error) => {
            tracing::debug!(%error, "who can see the channel is not known");
            Vec::new()
        }
    }
}

/// Says in the log who can see the channel beside the team.
pub async fn warn_of_exposure(app: &App) {
    match app.slack.channel_info(&app.channel).await {
        Ok(info) => {
            for exposure in info.exposures() {
                tracing::warn!(channel = app.channel, "{}", exposure.warning());
            }
        }
        Err(error) => tracing::info!(%error, "who can see the channel is not known"),
    }
}

/// The window for a person's signature, with what it is now.
pub async fn signature_window(app: &App, user: &str) -> ModalView {
    let own = person::of(app, user).await;
    let texts = own.language.map_or(app.look.texts, Texts::of);
    let current = own.signature.unwrap_or_default();
    signature(current.expose(), texts)
}

/// Writes down a person's signature. False when it is too long, or holds what cannot be seen.
///
/// # Errors
/// [`StoreError`]; it stays as it was.
pub async fn sign(app: &App, user: &str, entered: &Entered) -> Result<bool, StoreError> {
    let Some(text) = read_signature(entered) else {
        return Ok(false);
    };
    let text = text.replace("\r\n", "\n");
    let text = with_emoji(&text);
    if !hidden(&text).is_empty() {
        return Ok(false);
    }
    person::sign(app, user, &CustomerText::new(text.trim())).await?;
    Ok(true)
}

/// Writes down the language that a person chose, and shows their tab in it.
///
/// # Errors
/// [`HomeError`]; the tab stays as it was.
pub async fn choose_language(app: &App, user: &str, language: Language) -> Result<(), HomeError> {
    person::choose(app, user, language).await?;
    show(app, user, 0).await
}
