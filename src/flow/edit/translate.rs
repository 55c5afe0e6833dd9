//! The panel with the mail and the reply in the operator's language. The inputs of the modal are
//! never touched.

use super::EditError;
use super::pushed::ignoring_closed;
use crate::app::App;
use crate::generation::ask_worker::ask_for_translation;
use crate::sync::say;
use inquiry::clock::later;
use inquiry::{Forbidden, Inquiry, Translating};
use llm::Drafter;
use screens::panel::{Translated, translation};
use slack::elements::PanelMetadata;
use slack::payload::{ModalClick, ModalRef, PanelAct};

/// Pushes the panel, and asks for the translation. One after the other: the worker that translates finds
/// the panel on the screen.
pub(super) async fn open(app: &App, click: &ModalClick) -> Result<(), EditError> {
    let modal = &click.modal;
    let external_id = format!("translation-{}-{}", modal.context_id, app.ids.next());
    let inputs = click.inputs_to_keep();
    let translates = !matches!(app.drafter, Drafter::Sample);
    let kept = app.store.change(&modal.context_id, |inquiry| {
        let (over, person) = (&modal.external_id, &modal.person);
        inquiry.keep_standing(over, person, &inputs, &click.addressees);
        if translates {
            begin(app, inquiry, modal, &external_id);
        }
        Ok::<_, Forbidden>(())
    });
    kept.await?;
    let metadata = PanelMetadata {
        context_id: modal.context_id.clone(),
        over: modal.external_id.clone(),
        draft: None,
        language: modal.language,
    };
    let shown = match translates {
        true => Translated::Working,
        false => Translated::NoModel,
    };
    let texts = app.look.texts.of_modal(modal);
    let view = translation(&metadata, &external_id, &shown, texts);
    let pushed = app.slack.push_view(&click.trigger_id, &view).await;
    if !translates {
        return Ok(pushed?);
    }
    if let Err(error) = pushed {
        let ended = app.store.change(&modal.context_id, |inquiry| {
            inquiry.end_translating(&external_id);
            Ok::<_, Forbidden>(())
        });
        ended.await?;
        return Err(error.into());
    }
    // The panel says when no worker could be asked.
    let _ = ask_for_translation(app, &modal.context_id, &external_id).await;
    Ok(())
}

/// Asks for the translation once more.
pub(super) async fn again(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let (id, external_id) = (&act.modal.context_id, &act.external_id);
    let begun = app.store.change(id, |inquiry| {
        begin(app, inquiry, &act.modal, external_id);
        Ok::<_, Forbidden>(())
    });
    let (inquiry, ()) = begun.await?;
    if let Some(panel) = inquiry.translating(external_id) {
        ignoring_closed(say(app, &inquiry, panel, &Translated::Working).await)?;
    }
    let _ = ask_for_translation(app, id, external_id).await;
    Ok(())
}

/// Writes down that a panel waits, until when, and for which person.
fn begin(app: &App, inquiry: &mut Inquiry, modal: &ModalRef, external_id: &str) {
    let starts_within = app.dispatcher.starts_within().unwrap_or_default();
    inquiry.begin_translating(Translating {
        external_id: external_id.to_owned(),
        over: modal.external_id.clone(),
        until: later(app.clock.now(), starts_within + app.limits.translation),
        by: Some(modal.person.clone()),
        worker: None,
    });
}
