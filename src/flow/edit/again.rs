//! Another draft, or a new attempt at the first. What the person typed becomes a version.

use super::{EditError, update, updated, waiting};
use crate::app::App;
use crate::generation::ask_worker::ask_for_draft;
use crate::sync::show;
use inquiry::clock::later;
use inquiry::{Event, Fields, Forbidden, Inquiry, Modal, ModalState, State, Wish};
use mail::Addressees;
use pii::CustomerText;
use platform::telemetry::trace;
use screens::modal::{Inputs, Screen};
use screens::panel::{Answers, Base};
use slack::payload::{ModalClick, ModalRef, join};
use store::ChangeError;

/// What is wanted of the draft.
pub(super) enum Wanted {
    /// What was wanted of the one before: a new attempt.
    AsBefore,
    /// Nothing in particular.
    Anew,
    /// This.
    As(Answers),
}

/// What is in the modal in which a draft is asked for.
#[derive(Clone, Copy)]
pub(super) enum Standing<'a> {
    /// As it was at this click.
    At(&'a ModalClick),
    /// As it was stored when a panel was pushed over it.
    Beneath,
}

impl Standing<'_> {
    fn of(self, inquiry: &Inquiry, external_id: &str) -> (Fields, Addressees) {
        match self {
            Standing::At(click) => (click.inputs_to_keep(), click.addressees.clone()),
            Standing::Beneath => inquiry
                .modal(external_id)
                .map(|modal| {
                    let addressees = modal.addressees.clone().unwrap_or_default();
                    (modal.inputs().to_vec(), addressees)
                })
                .unwrap_or_default(),
        }
    }
}

/// The text that is in inputs.
pub(super) fn text_of(fields: &[(String, CustomerText)]) -> CustomerText {
    join(&plain(fields))
}

fn plain(fields: &[(String, CustomerText)]) -> Vec<(String, String)> {
    let plain = |(id, text): &(String, CustomerText)| (id.clone(), text.expose().to_owned());
    fields.iter().map(plain).collect()
}

/// Asks for another draft, in place of what is in the modal.
pub(super) async fn ask_again(
    app: &App,
    modal: &ModalRef,
    standing: Standing<'_>,
    wanted: &Wanted,
) -> Result<(), EditError> {
    let ModalRef {
        context_id,
        external_id,
        person,
        ..
    } = modal;
    // A modal or a panel that an earlier version opened offers it still.
    if app.look.samples {
        let inquiry = app.store.get(context_id).await?;
        let inquiry = inquiry.ok_or(EditError::NotFound)?;
        if !text_of(&standing.of(&inquiry, external_id).0).is_blank() {
            return Err(EditError::NoModel);
        }
    }
    let now = app.clock.now();
    let asked = app.store.change(context_id, |inquiry| {
        if inquiry.state != State::Drafting {
            inquiry.record(Event::DraftRequested, Some(person), now)?;
            inquiry.trace = trace::current();
            inquiry.worker.due_at = later(now, app.limits.grace);
        }
        let (inputs, addressees) = standing.of(inquiry, external_id);
        let typed = text_of(&inputs);
        inquiry.replace_recalled(&app.masker, now);
        inquiry.keep_typed(&typed, &app.masker, now);
        match wanted {
            Wanted::AsBefore => {}
            Wanted::Anew => inquiry.drafts.wish = None,
            Wanted::As(answers) => inquiry.drafts.wish = wish(app, inquiry, answers, &typed),
        }
        inquiry.remember_modal(Modal {
            state: ModalState::submitted(inputs, Vec::new()),
            opening_until: Some(later(now, app.limits.grace)),
            ..waiting(external_id, person, &addressees)
        });
        inquiry.slack.needs_sync = true;
        Ok(())
    });
    match asked.await {
        Ok((inquiry, ())) => {
            // That the model is at it is shown while it is asked; what comes of it is shown after.
            let asked = ask_for_draft(app, context_id, Some(external_id));
            let show_it = async {
                update(app, &inquiry, external_id, &Screen::of(&inquiry)).await?;
                let inquiry = updated(app, modal, Modal::forget_submitted).await?;
                show(app, &inquiry).await;
                Ok::<_, EditError>(())
            };
            let (_, shown) = tokio::join!(asked, show_it);
            shown?;
            Ok(())
        }
        Err(ChangeError::Refused(reason)) => {
            let inquiry = app.store.get(context_id).await?;
            let inquiry = inquiry.ok_or(EditError::NotFound)?;
            let inputs = plain(&standing.of(&inquiry, external_id).0);
            say_why_not(app, modal, inputs, reason).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The wish as it is stored; none when nothing is wanted in particular.
fn wish(
    app: &App,
    inquiry: &mut Inquiry,
    answers: &Answers,
    standing: &CustomerText,
) -> Option<Wish> {
    let instruction = CustomerText::new(answers.instruction.as_str());
    let wish = Wish {
        instruction: (!instruction.is_blank())
            .then(|| inquiry.mask_typed(&instruction, &app.masker)),
        tone: answers.tone,
        length: answers.length,
        language: answers.language.clone(),
        previous: None,
    };
    if wish == Wish::default() {
        return None;
    }
    let revises = answers.base == Base::Standing && !standing.is_blank();
    Some(Wish {
        previous: revises.then(|| inquiry.mask_typed(standing, &app.masker)),
        ..wish
    })
}

/// A reply is out or under way, so there is nothing to draft: says so above what was typed.
pub(super) async fn say_why_not(
    app: &App,
    modal: &ModalRef,
    inputs: Vec<(String, String)>,
    reason: Forbidden,
) -> Result<(), EditError> {
    let inquiry = app
        .store
        .get(&modal.context_id)
        .await?
        .ok_or(EditError::NotFound)?;
    let screen = match reason {
        Forbidden::Sent if !inputs.is_empty() => Screen::Edit(Inputs::as_typed(inputs)),
        Forbidden::MaybeSent if !inputs.is_empty() => Screen::Unknown(Inputs::as_typed(inputs)),
        _ if !inputs.is_empty() => Screen::with(Inputs::as_typed(inputs).noted(&inquiry), &inquiry),
        _ => Screen::of(&inquiry),
    };
    update(app, &inquiry, &modal.external_id, &screen).await
}
