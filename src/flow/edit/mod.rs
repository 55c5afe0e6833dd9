//! What a person does in an open modal before they send: ask again, write without a draft, look at
//! versions, settle what is unknown, close.

mod again;
mod customer;
mod files;
mod panel;
mod pushed;
mod recipients;
mod translate;

use self::again::{Standing, Wanted, ask_again, say_why_not};
pub use self::panel::{act, submit};
use crate::app::App;
use crate::generation::conversation::said_before;
use crate::generation::reply_request;
use crate::sync::{person, show, tell_approver};
use inquiry::clock::later;
use inquiry::{
    Cause, Editing, Event, Failure, Forbidden, Inquiry, Modal, ModalState, Outcome, Person, Reply,
    Step, Verdict,
};
use mail::Addressees;
use screens::modal::{Inputs, Screen, view};
use screens::panel::what_the_ai_saw;
use screens::texts::{Texts, fill, mention};
use slack::SlackError;
use slack::elements::{Button, Panel};
use slack::payload::{ModalClick, ModalRef};
use store::{ChangeError, StoreError};

/// Why a click in a modal had no effect.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// There is no such inquiry.
    #[error("there is no such inquiry; it may have been deleted after its retention time")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A text does not fit into the inputs, or is no longer there.
    #[error("the text does not fit into the modal's inputs")]
    TooLong,
    /// Drafts are samples, and one is no reason to take a person's text away.
    #[error("without a model there is nothing that a text could be rewritten by")]
    NoModel,
    /// A reply does not take that many files, or that large ones.
    #[error("the files are too many or too large")]
    TooManyFiles,
    /// What was entered in a panel cannot be taken.
    #[error("what was entered in {block_id} cannot be taken")]
    Refused {
        /// The input.
        block_id: &'static str,
        /// What the person is told.
        words: String,
    },
    /// The team's file that was chosen is not there, or cannot be read.
    #[error("the chosen file is not in the knowledge")]
    NoSuchFile,
    /// Slack did not update the modal.
    #[error(transparent)]
    Slack(#[from] SlackError),
}

/// Does what a button in a modal says. The person is told when that does not work.
///
/// # Errors
/// [`EditError`], for the log: the person has been told.
#[tracing::instrument(name = "modal_click", skip_all, fields(context_id = %click.modal.context_id))]
pub async fn click(app: &App, click: &ModalClick) -> Result<(), EditError> {
    let again = async |wanted| ask_again(app, &click.modal, Standing::At(click), &wanted).await;
    let outcome = match click.button {
        Button::Retry => again(Wanted::AsBefore).await,
        Button::Another => again(Wanted::Anew).await,
        Button::Revise => panel::open(app, click, Panel::Wish).await,
        Button::Versions => panel::open(app, click, Panel::Versions).await,
        Button::Canned => panel::open(app, click, Panel::Canned).await,
        Button::Facts => panel::open(app, click, Panel::Facts).await,
        Button::ReadOn => panel::open(app, click, Panel::Mail).await,
        Button::Good => panel::judge(app, click, Verdict::Good).await,
        Button::Bad => panel::judge(app, click, Verdict::Bad).await,
        Button::Translate => translate::open(app, click).await,
        Button::Files => panel::open(app, click, Panel::Files).await,
        Button::Customer => panel::open(app, click, Panel::Customer).await,
        Button::Recipients => panel::open(app, click, Panel::Recipients).await,
        Button::ReplyToAll => recipients::reply_to_all(app, click).await,
        Button::PassOn => panel::open(app, click, Panel::PassOn).await,
        Button::WriteMyself | Button::FollowUp => write_myself(app, click).await,
        Button::MarkSent => mark(app, click, Event::ReplyAccepted).await,
        Button::MarkUnsent => mark(app, click, Event::ReplyRefused).await,
        Button::SaveDraft => save(app, click).await,
        Button::WhatTheAiSaw => show_masked(app, click).await,
        Button::TakeOver => take_over(app, click).await,
        Button::Undo => undo(app, click).await,
    };
    if let Err(error) = &outcome {
        tell(app, &click.modal, error).await;
    }
    outcome
}

/// Tells the person that what they did had no effect.
pub async fn tell(app: &App, modal: &ModalRef, error: &EditError) {
    let text = error.words(app.look.texts.of_modal(modal));
    let person = &modal.person.id;
    if let Err(error) = app.slack.post_ephemeral(&app.channel, person, &text).await {
        tracing::warn!(context_id = %modal.context_id, %error, "the person could not be told");
    }
}

impl EditError {
    /// What the person is told.
    pub fn words(&self, texts: &Texts) -> String {
        let words = match self {
            EditError::Refused { words, .. } => return words.clone(),
            EditError::NotFound => texts.not_found,
            EditError::TooLong => texts.panel.too_long,
            EditError::NoModel => texts.panel.no_model,
            EditError::TooManyFiles => texts.files.too_many,
            EditError::NoSuchFile => texts.files.not_there,
            EditError::Store(_) | EditError::Slack(_) => texts.try_again_soon,
        };
        words.to_owned()
    }

    /// The input beneath which they are told it, where it is about one.
    pub fn block_id(&self) -> Option<&'static str> {
        match self {
            EditError::Refused { block_id, .. } => Some(block_id),
            _ => None,
        }
    }
}

/// An empty input instead of a draft. Written down before it is shown: the worker that streams a draft
/// into the modal stops, and gives the input back if it was too late.
async fn write_myself(app: &App, click: &ModalClick) -> Result<(), EditError> {
    let ModalRef {
        context_id,
        external_id,
        person,
        ..
    } = &click.modal;
    let key = app.ids.next();
    let now = app.clock.now();
    let (inquiry, ()) = app
        .store
        .change(context_id, |inquiry| {
            // A draft that came in the moment of the click may stand there by the time of a sweep,
            // and be typed in.
            let may_have_inputs = !Screen::of(inquiry).waits();
            let streamed = inquiry
                .modal(external_id)
                .map(|it| it.view_hashes().to_vec());
            let view_hashes = click.modal.hash.clone().into_iter();
            let view_hashes = view_hashes.chain(streamed.into_iter().flatten());
            let view_hashes = view_hashes.filter(|_| may_have_inputs).collect();
            inquiry.remember_modal(Modal {
                state: ModalState::OwnWords {
                    key: key.clone(),
                    inputs: Vec::new(),
                    view_hashes,
                },
                opening_until: Some(later(now, app.limits.grace)),
                ..waiting(external_id, person, &click.addressees)
            });
            inquiry.slack.needs_sync = true;
            Ok::<_, Forbidden>(())
        })
        .await?;
    let screen = Screen::Edit(Inputs::empty(&key));
    update(app, &inquiry, external_id, &screen).await?;
    let inquiry = updated(app, &click.modal, |_| ()).await?;
    show(app, &inquiry).await;
    Ok(())
}

/// Keeps what the person has written for the next time they open the inquiry. Slack closes no modal
/// for a click: the person does, and loses nothing by it.
async fn save(app: &App, click: &ModalClick) -> Result<(), EditError> {
    let ModalRef {
        external_id,
        person,
        ..
    } = &click.modal;
    let now = app.clock.now();
    let inputs = click.inputs_to_keep();
    let saved = change_and_show(app, click, |inquiry| {
        inquiry.keep_standing(external_id, person, &inputs, &click.addressees);
        inquiry.save_text(external_id, now);
        Ok(())
    });
    saved.await.map(drop)
}

/// Shows what was written down for a modal, and what else has happened to its inquiry since.
async fn show_given(app: &App, inquiry: &Inquiry, modal: &ModalRef) -> Result<(), EditError> {
    let external_id = &modal.external_id;
    let screen = Screen::in_modal(inquiry, external_id);
    update(app, inquiry, external_id, &screen).await?;
    let inquiry = updated(app, modal, |_| ()).await?;
    show(app, &inquiry).await;
    Ok(())
}

/// Writes down that the modal shows what it was given. Before that, an end of this process leaves
/// it to a sweep, which cannot know whether its inputs are still there.
async fn updated(
    app: &App,
    modal: &ModalRef,
    change: impl Fn(&mut Modal),
) -> Result<Inquiry, EditError> {
    let ModalRef {
        context_id,
        external_id,
        ..
    } = modal;
    let written = app.store.change(context_id, |inquiry| {
        if let Some(modal) = inquiry.modal_mut(external_id) {
            modal.was_given_its_inputs();
            change(modal);
        }
        Ok::<_, Forbidden>(())
    });
    Ok(written.await?.0)
}

/// The exact masked text that the model got for the draft in the modal, or gets for the one that is
/// being written, in a view over it.
async fn show_masked(app: &App, click: &ModalClick) -> Result<(), EditError> {
    let ModalRef {
        context_id,
        external_id,
        person,
        ..
    } = &click.modal;
    let inputs = click.inputs_to_keep();
    let kept = app.store.change(context_id, |inquiry| {
        if !inputs.is_empty() {
            inquiry.keep_standing(external_id, person, &inputs, &click.addressees);
        }
        Ok::<_, Forbidden>(())
    });
    let (inquiry, ()) = kept.await?;
    let number = Inputs::as_typed(click.inputs.clone()).version();
    let draft = number.and_then(|number| inquiry.drafted(number));
    if let Some(draft) = draft
        && let Some(generation) = &draft.generation
        && !generation.asked.is_empty()
    {
        let asked = generation.asked.as_str();
        let texts = app.look.texts.of_modal(&click.modal);
        let view = what_the_ai_saw(&inquiry, Some(draft), asked, app.look.samples, texts);
        return Ok(app.slack.push_view(&click.trigger_id, &view).await?);
    }
    // Prompts that cannot be put into words are why there is no draft, either.
    let sources = inquiry.newest_draft().and_then(|it| it.sources.as_deref());
    let said = said_before(app, &inquiry).await;
    let asked = reply_request(app, &inquiry, &said, sources).await;
    let asked = asked.map_or_else(
        |error| error.to_string(),
        |asked| asked.messages().request().as_str().to_owned(),
    );
    let texts = app.look.texts.of_modal(&click.modal);
    let view = what_the_ai_saw(&inquiry, None, &asked, app.look.samples, texts);
    Ok(app.slack.push_view(&click.trigger_id, &view).await?)
}

/// The person writes the reply instead of a colleague, who is told.
async fn take_over(app: &App, click: &ModalClick) -> Result<(), EditError> {
    let ModalRef {
        context_id,
        external_id,
        person,
        ..
    } = &click.modal;
    let editing = Editing {
        person: person.clone(),
        external_id: external_id.clone(),
        until: app.clock.after(app.limits.editing),
    };
    let inputs = click.inputs_to_keep();
    let change = app.store.change(context_id, |inquiry| {
        if !inputs.is_empty() {
            inquiry.keep_standing(external_id, person, &inputs, &click.addressees);
        }
        Ok::<_, Forbidden>(inquiry.edit_instead(editing.clone()))
    });
    let (inquiry, before) = change.await?;
    if !click.inputs.is_empty() {
        let inputs = Inputs::as_typed(click.inputs.clone()).noted(&inquiry);
        update(app, &inquiry, external_id, &Screen::Edit(inputs)).await?;
    }
    show(app, &inquiry).await;
    let Some(before) = before else { return Ok(()) };
    let texts = person::texts(app, &before.id).await;
    let text = fill(texts.team.taken_over, &[("who", &mention(person))]);
    let channel = inquiry
        .slack
        .card
        .map_or(app.channel.clone(), |card| card.channel);
    Ok(app
        .slack
        .post_ephemeral(&channel, &before.id, &text)
        .await?)
}

/// The reply is taken back; its text comes back under the inputs that it was submitted from.
async fn undo(app: &App, click: &ModalClick) -> Result<(), EditError> {
    let ModalRef {
        external_id,
        person,
        ..
    } = &click.modal;
    let now = app.clock.now();
    let withdrawn = change_and_show(app, click, |inquiry| {
        inquiry.recall(person, now)?;
        if inquiry.modal_mut(external_id).is_none() {
            inquiry.remember_modal(waiting(external_id, person, &click.addressees));
        }
        Ok(())
    });
    if let Some(inquiry) = withdrawn.await? {
        tell_approver(app, &inquiry, person).await;
    }
    Ok(())
}

/// A person found out whether a reply of unknown outcome went out: the one that the button names, or
/// the newest. What they typed into the modal stays, unless it is that reply's text.
async fn mark(app: &App, click: &ModalClick, event: Event) -> Result<(), EditError> {
    let ModalRef {
        external_id,
        person,
        ..
    } = &click.modal;
    let now = app.clock.now();
    let named = click.value.as_deref().and_then(|value| value.parse().ok());
    let inputs = click.inputs_to_keep();
    let settled = change_and_show(app, click, |inquiry| {
        let newest = inquiry.delivery.replies.len();
        let number = named.unwrap_or(newest);
        let is_sent = event == Event::ReplyAccepted;
        let failure = (!is_sent).then(|| Failure {
            step: Step::Reply,
            cause: Cause::MarkedUnsent,
            detail: "marked as not sent".to_owned(),
        });
        let marked = Outcome {
            event,
            by: Some(person),
            failure,
            detail: "marked as sent",
        };
        inquiry.settle_reply(number, &marked, now)?;
        if is_sent {
            inquiry.announce_reply(number, now);
        }
        let is_typed =
            |reply: &Reply| reply.text().expose().trim() != again::text_of(&inputs).expose().trim();
        let typed = !inputs.is_empty()
            && inquiry
                .delivery
                .replies
                .get(number - 1)
                .is_some_and(is_typed);
        if typed || !is_sent {
            inquiry.keep_standing(external_id, person, &inputs, &click.addressees);
            if let Some(modal) = inquiry.modal_mut(external_id) {
                modal.opening_until = Some(now);
            }
        } else {
            inquiry.remember_modal(waiting(external_id, person, &click.addressees));
        }
        Ok(())
    });
    settled.await.map(drop)
}

/// Changes the inquiry and shows it. `None` where that is not possible now: the modal says why.
async fn change_and_show(
    app: &App,
    click: &ModalClick,
    change: impl Fn(&mut Inquiry) -> Result<(), Forbidden>,
) -> Result<Option<Inquiry>, EditError> {
    let ModalClick { modal, inputs, .. } = click;
    match app.store.change(&modal.context_id, change).await {
        Ok((inquiry, ())) => {
            show(app, &inquiry).await;
            Ok(Some(inquiry))
        }
        Err(ChangeError::Refused(reason)) => {
            say_why_not(app, modal, inputs.clone(), reason).await?;
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// Forgets a modal that was closed, but for what its person wrote there and did not send. A draft
/// that is being written for it goes on.
///
/// # Errors
/// [`EditError::Store`]; a modal that is not there is no error.
pub async fn closed(app: &App, modal: &ModalRef) -> Result<(), EditError> {
    let now = app.clock.now();
    let forgotten = app.store.change(&modal.context_id, |inquiry| {
        inquiry.close_modal(&modal.external_id, now);
        inquiry.end_editing(&modal.external_id);
        Ok::<_, Forbidden>(())
    });
    match forgotten.await {
        Ok((inquiry, ())) => {
            if inquiry.slack.needs_sync {
                show(app, &inquiry).await;
            }
            Ok(())
        }
        Err(ChangeError::NotFound | ChangeError::Refused(_)) => Ok(()),
        Err(ChangeError::Store(error)) => Err(error.into()),
    }
}

fn waiting(external_id: &str, person: &Person, addressees: &Addressees) -> Modal {
    Modal {
        addressees: (*addressees != Addressees::default()).then(|| addressees.clone()),
        ..Modal::waiting(external_id, Some(person.clone()))
    }
}

/// Shows a modal anew that another view covers, after its text was checked: the line beneath the text
/// tells of this text. What is typed in the meantime stays; where Slack does not take it, the old
/// line stays, too, and the text is checked again when it is sent.
pub async fn show_beneath(app: &App, inquiry: &Inquiry, external_id: &str) {
    let screen = Screen::in_modal(inquiry, external_id);
    if let Err(error) = update(app, inquiry, external_id, &screen).await {
        tracing::warn!(context_id = %inquiry.id, %error, "the line beneath a text still tells of an earlier one");
    }
}

async fn update(
    app: &App,
    inquiry: &Inquiry,
    external_id: &str,
    screen: &Screen,
) -> Result<(), EditError> {
    let view = view(inquiry, external_id, screen, &app.look);
    match app.slack.update_view(external_id, &view).await {
        Err(error) if error.code() != Some("not_found") => Err(error.into()),
        // Closed in the meantime.
        _ => Ok(()),
    }
}

impl From<ChangeError<Forbidden>> for EditError {
    fn from(error: ChangeError<Forbidden>) -> EditError {
        match error {
            ChangeError::Store(error) => EditError::Store(error),
            ChangeError::NotFound | ChangeError::Refused(_) => EditError::NotFound,
        }
    }
}
