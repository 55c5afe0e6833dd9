//! The panels: opening one, what is chosen in it, and what a submission of it does.
//!
//! Before a panel is shown, what is in the modal is written down; what the panel puts in its
//! place comes under new `block_id`s, after what stood there has become a version of the text.

use super::again::{Standing, Wanted, ask_again, text_of};
use super::pushed::{ignoring_closed, metadata};
use super::{EditError, customer, files, recipients, show_beneath, show_given, translate, update};
use crate::app::App;
use crate::generation::{Beside, checked};
use inquiry::canned::Canned;
use inquiry::clock::later;
use inquiry::{Feedback, Forbidden, Inquiry, Person, Verdict};
use pii::CustomerText;
use screens::begun::pass_on;
use screens::modal::{Inputs, Screen};
use screens::panel::{self, CannedPlace, Chosen, filled, read_canned, read_reason, read_wish};
use slack::elements::Panel;
use slack::payload::{ModalClick, ModalRef, PanelAct};

/// Pushes a panel over the modal.
pub(super) async fn open(app: &App, click: &ModalClick, panel: Panel) -> Result<(), EditError> {
    let ModalRef {
        context_id,
        external_id,
        person,
        ..
    } = &click.modal;
    let inputs = click.inputs_to_keep();
    let standing = text_of(&inputs);
    let beside = match panel {
        Panel::Facts => Some(beside(app, &click.modal).await?),
        _ => None,
    };
    let kept = app.store.change(context_id, |inquiry| {
        inquiry.keep_standing(external_id, person, &inputs, &click.addressees);
        if let Some(beside) = &beside {
            let look = app.look.signed_in(inquiry, external_id);
            inquiry.keep_checked(checked(&standing, inquiry, beside, &look));
        }
        Ok::<_, Forbidden>(())
    });
    let (inquiry, ()) = kept.await?;
    let metadata = metadata(&click.modal, None);
    let has_text = !standing.is_blank();
    let look = &app.look.in_language(click.modal.language);
    let view = match panel {
        Panel::Wish => Some(panel::wish(&metadata, has_text, look.texts)),
        Panel::Versions => Chosen::at_first(&inquiry, &standing)
            .map(|chosen| panel::versions(&metadata, &inquiry, &standing, chosen, look)),
        Panel::Canned => {
            let name = operator_name(app, person, 0).await;
            let first = panel::fitting(&inquiry, look);
            panel::canned(&metadata, &inquiry, &name, (first, has_text), look)
        }
        Panel::Mail => Some(panel::mail(&metadata, &inquiry, 0, look.texts)),
        Panel::Files => {
            let offered = files::offered(app).await;
            Some(panel::files(
                &metadata, &inquiry, None, &offered, look.texts,
            ))
        }
        Panel::Facts => inquiry
            .checked(&standing)
            .map(|checked| panel::facts(&metadata, checked, look.texts)),
        Panel::Customer => Some(customer::view(app, &inquiry, &click.modal).await?),
        Panel::Recipients => Some(recipients::view(app, &inquiry, &click.modal)),
        Panel::PassOn => {
            let files = inquiry.files_to_pass_on();
            Some(pass_on(&metadata, &files, look.texts))
        }
        Panel::Feedback | Panel::Translation => None,
    };
    // Nothing to show: what the button promised is gone.
    let view = view.ok_or(EditError::NotFound)?;
    app.slack.push_view(&click.trigger_id, &view).await?;
    if beside.is_some() {
        show_beneath(app, &inquiry, external_id).await;
    }
    Ok(())
}

/// Who inserts a canned reply, as the customer should read it: the real name where that is needed
/// and Slack tells it, else the name that came with the click.
async fn operator_name(app: &App, person: &Person, chosen: usize) -> String {
    let canned = app.look.canned.get(chosen);
    if !canned.is_some_and(Canned::names_the_operator) {
        return person.name.clone();
    }
    match app.slack.real_name(&person.id).await {
        Ok(name) => name.unwrap_or_else(|| person.name.clone()),
        Err(error) => {
            tracing::warn!(%error, "the real name of a person is not known");
            person.name.clone()
        }
    }
}

/// Writes down what a person thinks of a draft. After a 👎 they are asked why.
pub(super) async fn judge(
    app: &App,
    click: &ModalClick,
    verdict: Verdict,
) -> Result<(), EditError> {
    let ModalRef {
        context_id,
        external_id,
        person,
        ..
    } = &click.modal;
    let Some(number) = click.value.as_deref().and_then(|it| it.parse().ok()) else {
        return Ok(());
    };
    let now = app.clock.now();
    let inputs = click.inputs_to_keep();
    let judged = app.store.change(context_id, |inquiry| {
        inquiry.keep_standing(external_id, person, &inputs, &click.addressees);
        let feedback = Feedback {
            verdict,
            reason: None,
            by: person.clone(),
            at: now,
        };
        Ok::<_, Forbidden>(inquiry.judge(number, feedback))
    });
    let (inquiry, _) = judged.await?;
    if verdict == Verdict::Bad {
        let view = panel::feedback(
            &metadata(&click.modal, Some(number)),
            app.look.texts.of_modal(&click.modal),
        );
        app.slack.push_view(&click.trigger_id, &view).await?;
    }
    // Unless something else is shown there by now, such as another draft that is being written.
    let is_kept = inquiry
        .modal(external_id)
        .is_some_and(|modal| !modal.is_waiting());
    if is_kept && !inputs.is_empty() {
        let screen = Screen::in_modal(&inquiry, external_id);
        update(app, &inquiry, external_id, &screen).await?;
    }
    Ok(())
}

/// Shows what was chosen in a panel.
///
/// # Errors
/// [`EditError`]: the panel shows what it showed before.
pub async fn act(app: &App, act: &PanelAct) -> Result<(), EditError> {
    match act.panel {
        Panel::Translation => return translate::again(app, act).await,
        Panel::Files => return files::act(app, act).await,
        Panel::Facts => return take_over(app, act).await,
        Panel::Customer => return customer::act(app, act).await,
        _ => {}
    }
    let inquiry = app.store.get(&act.modal.context_id).await?;
    let inquiry = inquiry.ok_or(EditError::NotFound)?;
    let standing = standing(&inquiry, &act.modal.external_id);
    let metadata = metadata(&act.modal, act.draft);
    let look = &app.look.in_language(act.modal.language);
    let view = match act.panel {
        Panel::Versions => Chosen::read(&act.entered)
            .map(|chosen| panel::versions(&metadata, &inquiry, &standing, chosen, look)),
        Panel::Canned => {
            let (chosen, _) = read_canned(&act.entered);
            let name = operator_name(app, &act.modal.person, chosen).await;
            let chosen = (chosen, !standing.is_blank());
            panel::canned(&metadata, &inquiry, &name, chosen, look)
        }
        Panel::Mail => {
            let page = act.value.as_deref().and_then(|it| it.parse().ok());
            page.map(|page| panel::mail(&metadata, &inquiry, page, look.texts))
        }
        Panel::Wish
        | Panel::Feedback
        | Panel::Translation
        | Panel::Files
        | Panel::Facts
        | Panel::Customer
        | Panel::Recipients
        | Panel::PassOn => None,
    };
    match view {
        Some(view) => ignoring_closed(app.slack.replace_view(&act.view_id, &view).await),
        None => Ok(()),
    }
}

/// The text beneath a panel.
fn standing(inquiry: &Inquiry, external_id: &str) -> CustomerText {
    let modal = inquiry.modal(external_id);
    modal
        .map(|modal| text_of(modal.inputs()))
        .unwrap_or_default()
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
        Panel::Canned => insert(app, act).await,
        Panel::Feedback => say_why(app, act).await,
        Panel::Files => files::enclose(app, act).await,
        Panel::Recipients => recipients::write(app, act).await,
        // What is passed on is a mail of its own.
        Panel::PassOn | Panel::Mail | Panel::Translation | Panel::Facts | Panel::Customer => Ok(()),
    }
}

/// What the facts of a modal's text are checked against, besides the inquiry itself.
async fn beside(app: &App, modal: &ModalRef) -> Result<Beside, EditError> {
    let inquiry = app.store.get(&modal.context_id).await?;
    Ok(Beside::gather(app, &inquiry.ok_or(EditError::NotFound)?).await)
}

/// Takes the value of a source over into the text beneath, in the place of a fact: from the panel, or
/// from the view before sending, which becomes the panel. Nothing is sent by that.
async fn take_over(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let Some(start) = act.value.as_deref().and_then(|it| it.parse().ok()) else {
        return Ok(());
    };
    let key = app.ids.next();
    let beside = beside(app, &act.modal).await?;
    replace(app, &act.modal, |inquiry, standing| {
        let look = app.look.signed_in(inquiry, &act.modal.external_id);
        let checked = checked(standing, inquiry, &beside, &look);
        let text = checked.taken_over(standing, start)?;
        let modal = inquiry.modal(&act.modal.external_id);
        let version = modal.and_then(|modal| Inputs::stored(modal.inputs(), inquiry).version());
        Inputs::filled(&text, version, &key)
    })
    .await?;
    let inquiry = app.store.get(&act.modal.context_id).await?;
    let inquiry = inquiry.ok_or(EditError::NotFound)?;
    let standing = standing(&inquiry, &act.modal.external_id);
    let Some(checked) = inquiry.checked(&standing) else {
        return Ok(());
    };
    let texts = app.look.texts.of_modal(&act.modal);
    let view = panel::facts(&metadata(&act.modal, None), checked, texts);
    ignoring_closed(app.slack.replace_view(&act.view_id, &view).await)
}

/// Shows an earlier version in the modal.
async fn use_version(app: &App, modal: &ModalRef, number: u32) -> Result<(), EditError> {
    let key = app.ids.next();
    replace(app, modal, |inquiry, _| {
        let draft = inquiry.draft(number)?;
        Inputs::of_version(draft, &key, inquiry)
    })
    .await
}

/// Puts a canned reply into the modal.
async fn insert(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let key = app.ids.next();
    let (chosen, place) = read_canned(&act.entered);
    let canned = app.look.canned.get(chosen).ok_or(EditError::NotFound)?;
    let name = operator_name(app, &act.modal.person, chosen).await;
    replace(app, &act.modal, |inquiry, standing| {
        let canned = filled(canned, inquiry, &name, &app.look);
        let standing = standing.expose().trim_end();
        let text = match place {
            CannedPlace::Behind if !standing.is_empty() => format!("{standing}\n\n{canned}"),
            _ => canned,
        };
        let beneath = inquiry.modal(&act.modal.external_id);
        let version = beneath.and_then(|modal| Inputs::stored(modal.inputs(), inquiry).version());
        Inputs::filled(&CustomerText::new(text), version, &key)
    })
    .await
}

/// Writes down why a draft was of no use.
async fn say_why(app: &App, act: &PanelAct) -> Result<(), EditError> {
    let reason = CustomerText::new(read_reason(&act.entered));
    let Some(number) = act.draft.filter(|_| !reason.is_blank()) else {
        return Ok(());
    };
    let now = app.clock.now();
    let said = app.store.change(&act.modal.context_id, |inquiry| {
        let feedback = Feedback {
            verdict: Verdict::Bad,
            reason: Some(inquiry.mask_typed(&reason, &app.masker)),
            by: act.modal.person.clone(),
            at: now,
        };
        inquiry.judge(number, feedback);
        Ok::<_, Forbidden>(())
    });
    said.await?;
    Ok(())
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
    let beside = beside(app, modal).await?;
    let given = app.store.change(&modal.context_id, |inquiry| {
        let standing = standing(inquiry, external_id);
        let Some(inputs) = inputs(inquiry, &standing) else {
            return Ok(false);
        };
        inquiry.keep_typed(&standing, &app.masker, now);
        let look = app.look.signed_in(inquiry, external_id);
        let facts = checked(&inputs.text(), inquiry, &beside, &look);
        inquiry.keep_checked(facts);
        inquiry.give_inputs(external_id, inputs.to_keep(), until);
        Ok::<_, Forbidden>(true)
    });
    let (inquiry, given) = given.await?;
    if !given {
        return Err(EditError::TooLong);
    }
    show_given(app, &inquiry, modal).await
}
