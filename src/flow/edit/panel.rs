//! The panels: opening one, what is chosen in it, and what a submission of it does.
//!
//! Before a panel is shown, what stands in the modal is written down; what the panel puts in its
//! place comes under new `block_id`s, after what stood there has become a version of the text.

use super::again::{Standing, Wanted, ask_again, text_of};
use super::{EditError, update, updated};
use crate::app::App;
use crate::clock::later;
use crate::flow::show::show;
use crate::inquiry::{Forbidden, Inquiry};
use crate::pii::CustomerText;
use crate::slack::SlackError;
use crate::slack::modal::{Inputs, Screen};
use crate::slack::panel::{self, Chosen, Metadata, Panel, read_wish};
use crate::slack::payload::{ModalClick, ModalRef, PanelAct};

/// Pushes a panel over the modal.
pub(super) async fn open(app: &App, click: &ModalClick, panel: Panel) -> Result<(), EditError> {
    let ModalRef {
        context_id,
        external_id,
        person,
        language,
    } = &click.modal;
    let inputs = click.inputs_to_keep();
    let kept = app.store.change(context_id, |inquiry| {
        inquiry.keep_standing(external_id, person, &inputs, &click.addressees);
        Ok::<_, Forbidden>(())
    });
    let (inquiry, ()) = kept.await?;
    let metadata = Metadata {
        context_id: context_id.clone(),
        over: external_id.clone(),
        language: *language,
    };
    let look = app.look.in_language(*language);
    let standing = text_of(&inputs);
    let view = match panel {
        Panel::Wish => panel::wish(&metadata, !standing.is_blank(), look.texts),
        Panel::Versions => {
            let Some(chosen) = Chosen::at_first(&inquiry, &standing) else {
                return Ok(());
            };
            panel::versions(&metadata, &inquiry, &standing, chosen, &look)
        }
    };
    Ok(app.slack.push_view(&click.trigger_id, &view).await?)
}

/// Shows what was chosen in a panel.
///
/// # Errors
/// [`EditError`]: the panel shows what it showed before.
pub async fn act(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let Some(chosen) = Chosen::read(&act.entered) else {
        return Ok(());
    };
    let inquiry = app.store.get(&act.modal.context_id).await?;
    let inquiry = inquiry.ok_or(EditError::NotFound)?;
    let standing = standing(&inquiry, &act.modal.external_id);
    let look = app.look.in_language(act.modal.language);
    let view = panel::versions(&metadata(act), &inquiry, &standing, chosen, &look);
    ignoring_closed(app.slack.replace_view(&act.view_id, &view).await)
}

fn metadata(act: &PanelAct) -> Metadata {
    Metadata {
        context_id: act.modal.context_id.clone(),
        over: act.modal.external_id.clone(),
        language: act.modal.language,
    }
}

/// The text beneath a panel.
fn standing(inquiry: &Inquiry, external_id: &str) -> CustomerText {
    let modal = inquiry.modal(external_id);
    modal
        .map(|modal| text_of(&modal.inputs))
        .unwrap_or_default()
}

/// A view that was closed in the meantime needs no update.
fn ignoring_closed(updated: Result<(), SlackError>) -> Result<(), EditError> {
    match updated {
        Err(error) if error.code() != Some("not_found") => Err(error.into()),
        _ => Ok(()),
    }
}

/// Does what a panel was submitted for.
///
/// # Errors
/// [`EditError`]: nothing was done.
pub async fn submit(app: &App, act: &PanelAct) -> Result<(), EditError> {
    match act.panel {
        Panel::Wish => {
            let wanted = Wanted::As(read_wish(&act.entered));
            ask_again(app, &act.modal, Standing::Beneath, &wanted).await
        }
        Panel::Versions => match Chosen::read(&act.entered) {
            Some(chosen) => use_version(app, &act.modal, chosen.number).await,
            None => Ok(()),
        },
    }
}

/// Shows an earlier version in the modal.
async fn use_version(app: &App, modal: &ModalRef, number: u32) -> Result<(), EditError> {
    let key = app.ids.next();
    replace(app, modal, |inquiry, _| {
        let draft = inquiry.draft(number)?;
        Some(Inputs::of_version(draft, &key, inquiry))
    })
    .await
}

/// Puts other inputs in the place of those that stand in a modal. What was typed there becomes a
/// version first. Written down before it is shown, so that a sweep shows it if this process ends.
async fn replace(
    app: &App,
    modal: &ModalRef,
    inputs: impl Fn(&Inquiry, &CustomerText) -> Option<Inputs>,
) -> Result<(), EditError> {
    let now = app.clock.now();
    let until = later(now, app.limits.grace);
    let external_id = &modal.external_id;
    let given = app.store.change(&modal.context_id, |inquiry| {
        let standing = standing(inquiry, external_id);
        let Some(inputs) = inputs(inquiry, &standing) else {
            return Ok(false);
        };
        inquiry.keep_typed(&standing, &app.masker, now);
        inquiry.give_inputs(external_id, inputs.to_keep(), until);
        Ok::<_, Forbidden>(true)
    });
    let (inquiry, given) = given.await?;
    if given {
        let screen = Screen::in_modal(&inquiry, external_id);
        update(app, &inquiry, external_id, &screen).await?;
        let inquiry = updated(app, modal, |_| ()).await?;
        show(app, &inquiry).await;
    }
    Ok(())
}
