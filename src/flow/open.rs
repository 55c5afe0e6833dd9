//! Click -> modal at once -> a worker drafts.

use std::time::Instant;

use super::authorization::Admitted;
use crate::app::App;
use crate::generation::WishError;
use crate::generation::ask_worker::ask_for_draft;
use crate::sync::person;
use crate::sync::show;
use inquiry::clock::later;
use inquiry::{
    ContextId, Editing, Event, Forbidden, Inquiry, Modal, ModalState, Person, State, Step,
};
use platform::metrics;
use platform::telemetry::trace;
use screens::modal::{Screen, view};
use slack::SlackError;
use slack::payload::CardClick;
use store::ChangeError;

/// Why no modal is open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The inquiry could not be read or written, or cannot be opened.
    #[error(transparent)]
    Inquiry(#[from] ChangeError<Forbidden>),
    /// Slack did not open it.
    #[error(transparent)]
    Slack(#[from] SlackError),
}

/// Opens the modal for a click on a card. The person is told when that does not work.
///
/// The modal and the wish for a draft are written down first, so that a crash behind any line
/// leaves something that a sweep takes up; the model never is in front of the modal. Nor is more of the
/// store than what the authorization has read and this one write.
///
/// # Errors
/// [`OpenError`], for the log: the person has been told.
#[tracing::instrument(skip_all, fields(context_id = %click.context_id))]
pub async fn open(app: &App, click: &CardClick, read: Admitted) -> Result<(), OpenError> {
    let outcome = try_open(app, click, read).await;
    if let Err(error) = &outcome {
        let texts = person::texts(app, &click.person.id).await;
        let text = match error {
            OpenError::Inquiry(ChangeError::NotFound) => texts.not_found,
            _ => texts.modal_did_not_open,
        };
        let channel = click
            .card
            .as_ref()
            .map_or(app.channel.as_str(), |card| card.channel.as_str());
        if let Err(error) = app
            .slack
            .post_ephemeral(channel, &click.person.id, text)
            .await
        {
            tracing::warn!(context_id = %click.context_id, %error, "the person could not be told");
        }
    }
    outcome
}

async fn try_open(app: &App, click: &CardClick, read: Admitted) -> Result<(), OpenError> {
    let clicked = Instant::now();
    let external_id = format!("ai-reply-{}-{}", click.context_id, app.ids.next());
    let (inquiry, wanted) = want_draft(app, click, &external_id, read).await?;
    let screen = Screen::in_modal(&inquiry, &external_id);
    let view = view(&inquiry, &external_id, &screen, &app.look);
    // Side by side: the trigger does not live long, and on Lambda neither does the invocation.
    // Asked even when the modal does not open: the draft is there for the next click.
    let asked = async {
        if wanted {
            // People are told in the modals, which is all there is to do.
            let _ = ask_for_draft(app, &inquiry.id, Some(&external_id)).await;
        }
    };
    let opening = async {
        let opened = app.slack.open_view(&click.trigger_id, &view).await;
        if opened.is_ok() {
            metrics::modal_opened(clicked.elapsed());
        }
        opened
    };
    let (opened, ()) = tokio::join!(opening, asked);
    let now = modal_opened(app, &inquiry, wanted, &external_id, &opened).await?;
    if now.slack.needs_sync {
        show(app, &now).await;
    }
    Ok(opened?)
}

/// Writes down the modal that is about to open, and that a draft is wanted unless there is one.
/// True when a worker has to be asked for it.
async fn want_draft(
    app: &App,
    click: &CardClick,
    external_id: &str,
    Admitted { inquiry, own }: Admitted,
) -> Result<(Inquiry, bool), ChangeError<Forbidden>> {
    let now = app.clock.now();
    let Some(inquiry) = inquiry else {
        return Err(ChangeError::NotFound);
    };
    app.store
        .change_read(inquiry, |inquiry| {
            inquiry.learn_card(click.card.as_ref(), now)?;
            inquiry.mask_if_older(&app.masker);
            inquiry.note_opened(&click.person, now);
            let saved = inquiry.saved_by(&click.person).cloned();
            inquiry.forget_saved(&click.person);
            let has_saved = saved.as_ref().is_some_and(|it| !it.inputs().is_empty());
            let has_text = inquiry.delivery.recalled.is_some() || has_saved;
            // From an encrypted mail a model would make up what the customer wants. Its button is
            // still there.
            let wanted = (inquiry.state == State::Notified || inquiry.failed_at(Step::Draft))
                && !has_text
                && !inquiry.mail.is_sealed()
                // There is no mail that a model could answer.
                && !inquiry.mail.by_us;
            if wanted {
                inquiry.record(Event::DraftRequested, Some(&click.person), now)?;
                inquiry.trace = trace::current();
                inquiry.worker.due_at = later(now, app.limits.grace);
            }
            let editing = Editing {
                person: click.person.clone(),
                external_id: external_id.to_owned(),
                until: later(now, app.limits.editing),
            };
            inquiry.begin_editing(editing, now);
            let modal = Modal {
                state: match Screen::of(inquiry).waits() {
                    true => ModalState::WAITING,
                    false => ModalState::Editing { shown: Vec::new() },
                },
                shows: Some(inquiry.slack.revision),
                opening_until: Some(later(now, app.limits.grace)),
                language: own.language,
                signature: own.signature.clone(),
                ..Modal::waiting(external_id, Some(click.person.clone()))
            };
            inquiry.remember_modal(match saved {
                Some(saved) => Modal {
                    addressees: saved.addressees.clone(),
                    saved_at: saved.saved_at.filter(|_| has_saved),
                    state: match has_saved {
                        true => ModalState::Covered {
                            inputs: saved.inputs().to_vec(),
                        },
                        // The recipients alone.
                        false => modal.state,
                    },
                    ..modal
                },
                None => modal,
            });
            Ok(wanted)
        })
        .await
}

/// Writes down whether the modal opened; `is_drafted` when a draft was asked for meanwhile. When more
/// has happened since it was built, it is stale from the start. When Slack's answer was lost, it may be
/// open: a later update finds out.
async fn modal_opened(
    app: &App,
    built_from: &Inquiry,
    is_drafted: bool,
    external_id: &str,
    opened: &Result<(), SlackError>,
) -> Result<Inquiry, ChangeError<Forbidden>> {
    let now = app.clock.now();
    let retry_at = later(now, app.limits.grace);
    let change = |inquiry: &mut Inquiry| {
        match opened {
            Ok(()) => {}
            Err(SlackError::Lost { .. }) => {
                // `opening_until` stays: until then, Slack may still be opening it. One that opened
                // with an input needs no update, and the person may be typing in it.
                if let Some(modal) = inquiry.modal_mut(external_id) {
                    modal.shows = None;
                }
                inquiry.slack.needs_sync = true;
                if inquiry.worker.lease.is_none() {
                    inquiry.worker.due_at = retry_at;
                }
                return Ok(());
            }
            Err(_) => {
                inquiry.close_modal(external_id, now);
                return Ok(());
            }
        }
        let is_old = inquiry.slack.revision != built_from.slack.revision;
        if let Some(modal) = inquiry.modal_mut(external_id) {
            modal.opening_until = None;
            if is_old {
                modal.may_be_overwritten();
                modal.opening_until = modal.has_given_inputs().then_some(now);
            } else if let ModalState::Editing { shown } = &mut modal.state {
                *shown = Screen::of(built_from).inputs_to_keep();
            }
        }
        inquiry.slack.needs_sync |= is_old;
        Ok(())
    };
    let changed = match is_drafted {
        // A worker has most likely taken it by now: what was read is out of date.
        true => app.store.change(&built_from.id, change).await,
        false => {
            let read = Box::new(built_from.clone());
            app.store.change_read(read, change).await
        }
    };
    Ok(changed?.0)
}

/// Another program opened a modal and asks for a draft into it: `POST /async/generate`. The same
/// wish may come several times.
///
/// # Errors
/// [`WishError`]; the modal shows it when no worker could be asked.
#[tracing::instrument(skip_all, fields(context_id = %id))]
pub async fn wish_for_draft(
    app: &App,
    id: &ContextId,
    external_id: Option<&str>,
) -> Result<(), WishError> {
    let (inquiry, wanted) = request(app, id, external_id, None).await?;
    if wanted {
        ask_for_draft(app, id, external_id).await?;
    } else if inquiry.state == State::Drafted && inquiry.slack.needs_sync {
        show(app, &inquiry).await;
    }
    Ok(())
}

/// Writes down that a draft is wanted, unless there is one or a reply is out, and that a modal
/// waits for it. True when a worker has to be asked: none has begun it.
pub(super) async fn request(
    app: &App,
    id: &ContextId,
    external_id: Option<&str>,
    person: Option<&Person>,
) -> Result<(Inquiry, bool), ChangeError<Forbidden>> {
    let now = app.clock.now();
    let change = app.store.change(id, |inquiry| {
        inquiry.mask_if_older(&app.masker);
        let wanted = match inquiry.state {
            State::Drafted => false,
            _ if inquiry.mail.by_us => false,
            State::Drafting => !inquiry.is_leased(now) && !inquiry.is_asked(now),
            _ => {
                inquiry.record(Event::DraftRequested, person, now)?;
                inquiry.trace = trace::current();
                true
            }
        };
        if wanted {
            inquiry.worker.due_at = later(now, app.limits.grace);
        }
        if let Some(external_id) = external_id
            && inquiry.modal_mut(external_id).is_none()
        {
            inquiry.remember_modal(Modal::waiting(external_id, person.cloned()));
            inquiry.slack.needs_sync = true;
        }
        Ok(wanted)
    });
    change.await
}
