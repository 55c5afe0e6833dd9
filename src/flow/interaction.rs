//! What a person did in Slack -> whether they may -> the flow that does it. HTTP, Lambda and Socket Mode
//! carry interactions here and the answer back.

use std::future::Future;

use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

pub use super::answer::{Answer, ResponseAction};
use super::authorization::{self, Admitted, Denied};
use super::receive::begun::{self, NotBegun};
use super::send::{self, NotClaimed, Submitted};
use super::{edit, home, open, search, triage};
use crate::app::App;
use crate::engine::Engine;
use crate::sync;
use inquiry::{Forbidden, Inquiry, Query};
use screens;
use screens::confirmation::{confirmation, not_sent};
use screens::modal::{Screen, view};
use screens::texts::{Texts, fill};
use slack::elements::{HomeWindow, Panel};
use slack::payload::{
    Confirmation, Decision, Delivery, Interaction, ModalRef, PanelAct, Submission,
};
use store::{ChangeError, StoreError};

/// Does what the person asked for, if they may, and answers in the time that Slack gives.
pub async fn interact(engine: &Engine, delivery: Delivery) -> Answer {
    let deadline = Instant::now() + engine.app.limits.acknowledge_within;
    let admitted = timeout_at(deadline, authorization::admit(&engine.app, &delivery)).await;
    let admitted = match admitted.unwrap_or(Err(Denied::TooLate)) {
        Ok(admitted) => admitted,
        Err(denied) => return authorization::refuse(&engine.app, &delivery, &denied).await,
    };
    match &admitted.inquiry {
        Some(inquiry) => {
            let engine = engine.of(inquiry);
            act(&engine, delivery.interaction, admitted, deadline).await
        }
        None => act(engine, delivery.interaction, admitted, deadline).await,
    }
}

async fn act(
    engine: &Engine,
    interaction: Interaction,
    admitted: Admitted,
    deadline: Instant,
) -> Answer {
    let app = engine.app.clone();
    match interaction {
        Interaction::CardClick(click) => {
            acknowledge(engine, deadline, async move {
                if let Err(error) = open::open(&app, &click, admitted).await {
                    tracing::error!(context_id = %click.context_id, %error, "no modal was opened");
                }
            })
            .await
        }
        Interaction::CardAct(click) => {
            acknowledge(engine, deadline, async move {
                if let Err(error) = triage::act(&app, &click).await {
                    tracing::error!(context_id = %click.context_id, %error, "a click on a card had no effect");
                }
            })
            .await
        }
        Interaction::Decided(decision) => submit_decision(engine, decision, deadline).await,
        Interaction::ModalClick(click) => {
            acknowledge(engine, deadline, async move {
                if let Err(error) = edit::click(&app, &click).await {
                    tracing::error!(context_id = %click.modal.context_id, %error, "a click in a modal had no effect");
                }
            })
            .await
        }
        Interaction::PanelClick(act) => {
            acknowledge(engine, deadline, async move {
                if let Err(error) = edit::act(&app, &act).await {
                    tracing::error!(context_id = %act.modal.context_id, %error, "a choice in a panel was not shown");
                    edit::tell(&app, &act.modal, &error).await;
                }
            })
            .await
        }
        Interaction::PanelSubmission(act) if act.panel == Panel::PassOn => {
            let texts = app.look.texts.of_modal(&act.modal);
            let begun = async move { begun::pass_on(&app, &act).await };
            begin(engine, begun, texts, Answer::Done, deadline).await
        }
        Interaction::PanelSubmission(act) => submit_panel(engine, act, deadline).await,
        Interaction::HomeWindow {
            person,
            trigger_id,
            window,
        } => {
            acknowledge(engine, deadline, async move {
                let view = match window {
                    HomeWindow::Compose => begun::window(&app, &person.id).await,
                    HomeWindow::Signature => home::signature_window(&app, &person.id).await,
                };
                if let Err(error) = app.slack.open_view(&trigger_id, &view).await {
                    tracing::warn!(%error, "a window of the home tab did not open");
                }
            })
            .await
        }
        Interaction::HomeSubmission {
            person,
            view_id,
            window: HomeWindow::Compose,
            entered,
        } => {
            let texts = sync::person::texts(&app, &person.id).await;
            let made = Answer::update(screens::begun::made(texts));
            let begun =
                async move { begun::compose(&app, &person, &view_id, &entered).await };
            begin(engine, begun, texts, made, deadline).await
        }
        Interaction::HomeSubmission {
            person, entered, ..
        } => {
            let texts = sync::person::texts(&app, &person.id).await;
            let signed = home::sign(&app, &person.id, &entered);
            let words = match timeout_at(deadline, signed).await {
                Ok(Ok(true)) => return Answer::Done,
                Ok(Ok(false)) => texts.begun.bad_signature,
                Ok(Err(_)) | Err(_) => texts.try_again_soon,
            };
            Answer::errors(screens::begun::SIGNATURE.to_owned(), words.to_owned())
        }
        Interaction::HomeOpened { user, page } => {
            acknowledge(engine, deadline, async move {
                if let Err(error) = home::show(&app, &user, page).await {
                    tracing::warn!(%error, "a home tab was not brought up to date");
                }
            })
            .await
        }
        Interaction::Searched {
            user,
            query,
            behind,
        } => {
            acknowledge(engine, deadline, async move {
                let shown = match Query::new(&query) {
                    Some(query) => {
                        let shown = search::show(&app, &user, &query, behind).await;
                        shown.map_err(|error| error.to_string())
                    }
                    None => {
                        let shown = home::show(&app, &user, 0).await;
                        shown.map_err(|error| error.to_string())
                    }
                };
                if let Err(error) = shown {
                    tracing::warn!(error, "what was found is not shown");
                }
            })
            .await
        }
        Interaction::LanguageChosen { user, language } => {
            acknowledge(engine, deadline, async move {
                if let Err(error) = home::choose_language(&app, &user, language).await {
                    tracing::warn!(%error, "a language was not chosen");
                }
            })
            .await
        }
        Interaction::Closed(modal) => {
            acknowledge(engine, deadline, async move {
                if let Err(error) = edit::closed(&app, &modal).await {
                    tracing::warn!(context_id = %modal.context_id, %error, "a closed modal was not forgotten");
                }
            })
            .await
        }
        Interaction::Submission(submission) => submit(engine, submission, deadline).await,
        Interaction::Confirmed(asked) => confirm(engine, asked, deadline).await,
        Interaction::Other(kind) => {
            tracing::info!(kind, "an interaction that has no use here was acknowledged");
            Answer::Done
        }
    }
}

/// Does the work, and acknowledges when it is done or when Slack would not wait any longer; the
/// work goes on in that case.
async fn acknowledge(
    engine: &Engine,
    deadline: Instant,
    work: impl Future<Output = ()> + Send + 'static,
) -> Answer {
    // A time-out, or a panic that its own log line reports: Slack gets its answer all the same.
    let _ = timeout_at(deadline, engine.spawn(work)).await;
    Answer::Done
}

/// Begins a mail, and answers `made`; where that is not possible, or not in time for an answer, the
/// window stays and says so. Submitted again, it is the same mail.
async fn begin(
    engine: &Engine,
    begun: impl Future<Output = Result<(), NotBegun>> + Send + 'static,
    texts: &'static Texts,
    made: Answer,
    deadline: Instant,
) -> Answer {
    let (done, outcome) = oneshot::channel();
    engine.spawn(async move {
        let outcome = begun.await;
        if let Err(NotBegun::Store(error)) = &outcome {
            tracing::error!(%error, "a mail was not begun");
        }
        // Slack may have its answer already: the card shows what came of it.
        let _ = done.send(outcome);
    });
    match timeout_at(deadline, outcome).await {
        Ok(Ok(Ok(()))) => made,
        Ok(Ok(Err(why))) => {
            let (block_id, words) = why.told(texts);
            Answer::errors(block_id.to_owned(), words)
        }
        Ok(Err(_)) | Err(_) => Answer::errors(
            screens::begun::TO.to_owned(),
            texts.try_again_soon.to_owned(),
        ),
    }
}

/// Does what a panel was submitted for, and closes it; where that did not work in time for an
/// answer, the panel stays and says so.
async fn submit_panel(engine: &Engine, act: PanelAct, deadline: Instant) -> Answer {
    let app = engine.app.clone();
    let texts = app.look.texts.of_modal(&act.modal);
    let first = act.entered.blocks().next().map(str::to_owned);
    let (done, outcome) = oneshot::channel();
    engine.spawn(async move {
        let result = edit::submit(&app, &act).await;
        if let Err(error) = &result {
            tracing::error!(context_id = %act.modal.context_id, %error, "a panel's submission had no effect");
        }
        // The receiver is gone when Slack has its answer already.
        if let Err(Err(error)) = done.send(result) {
            edit::tell(&app, &act.modal, &error).await;
        }
    });
    match (timeout_at(deadline, outcome).await, first) {
        (Ok(Ok(Err(error))), Some(block_id)) => {
            let block_id = error.block_id().map_or(block_id, str::to_owned);
            Answer::errors(block_id, error.words(texts))
        }
        _ => Answer::Done,
    }
}

/// Does what was decided in a window, and closes it; where that is not possible, or not in time for an
/// answer, the window stays and says so.
async fn submit_decision(engine: &Engine, decision: Decision, deadline: Instant) -> Answer {
    let app = engine.app.clone();
    let block_id = decision.wanted.block_id();
    let (done, outcome) = oneshot::channel();
    engine.spawn(async move {
        // Slack may have its answer already: the card shows what came of it.
        let _ = done.send(triage::submit(&app, &decision).await);
    });
    match timeout_at(deadline, outcome).await {
        Ok(Ok(Ok(()))) => Answer::Done,
        Ok(Ok(Err((block_id, words)))) => Answer::errors(block_id.to_owned(), words),
        Ok(Err(_)) | Err(_) => Answer::errors(
            block_id.to_owned(),
            engine.app.look.texts.try_again_soon.to_owned(),
        ),
    }
}

/// Sends a reply, and answers with what the modal has to show.
async fn submit(engine: &Engine, submission: Submission, deadline: Instant) -> Answer {
    let app = &engine.app;
    match send::submit(engine, &submission, deadline).await {
        Submitted::Taken(inquiry) => {
            let screen = Screen::in_modal(&inquiry, &submission.modal.external_id);
            show(app, &inquiry, &submission, &screen)
        }
        Submitted::OnItsWay(inquiry) => show(app, &inquiry, &submission, &Screen::Sending),
        Submitted::Refused(reason) => refuse(engine, &submission, reason),
        // It may have been claimed in the last moment; then a sweep says that its outcome is unknown.
        Submitted::TooLate => {
            let texts = app.look.texts.of_modal(&submission.modal);
            say_beneath(&submission, texts.try_again_soon.to_owned())
        }
    }
}

fn refuse(engine: &Engine, submission: &Submission, reason: NotClaimed) -> Answer {
    let app = engine.app.clone();
    let texts = app.look.texts.of_modal(&submission.modal);
    match reason {
        NotClaimed::Ask(inquiry, asked) => {
            let over = submission.modal.external_id.clone();
            let view = confirmation(&inquiry, &over, &asked, &app.look);
            // A person who goes back finds beneath the text what was just found in it.
            engine.spawn(async move { edit::show_beneath(&app, &inquiry, &over).await });
            Answer::push(view)
        }
        reason => say_beneath(submission, why_not(&submission.modal, reason, texts)),
    }
}

/// Sends the reply of the modal beneath. The question is closed once the modal shows what becomes of
/// it: nothing can be pressed there twice. For that, some of the time is kept.
async fn confirm(engine: &Engine, asked: Confirmation, deadline: Instant) -> Answer {
    let app = &engine.app;
    let Confirmation { modal, .. } = &asked;
    let over = &modal.external_id;
    let sent_by = deadline - app.limits.acknowledge_within / 4;
    let (inquiry, screen) = match send::confirm(engine, &asked, sent_by).await {
        Submitted::Taken(mut inquiry) => {
            if let Some(modal) = inquiry.modal_mut(over) {
                modal.is_answered();
            }
            let screen = Screen::in_modal(&inquiry, over);
            (inquiry, screen)
        }
        Submitted::OnItsWay(inquiry) => (inquiry, Screen::Sending),
        Submitted::Refused(NotClaimed::Ask(inquiry, more)) => {
            let view = confirmation(&inquiry, over, &more, &app.look);
            return Answer::update(view);
        }
        Submitted::Refused(reason) => {
            let texts = app.look.texts.of_modal(modal);
            let why = match reason {
                // The result is shown beneath; this view hears of it no more.
                NotClaimed::BeingSent => texts.confirm.another_is_sent.to_owned(),
                reason => why_not(modal, reason, texts),
            };
            return Answer::update(not_sent(&why, texts));
        }
        Submitted::TooLate => {
            let texts = app.look.texts.of_modal(modal);
            let view = not_sent(texts.try_again_soon, texts);
            return Answer::update(view);
        }
    };
    let view = view(&inquiry, over, &screen, &app.look);
    match timeout_at(deadline, app.slack.update_view(over, &view)).await {
        Ok(Ok(())) => {
            let (app, over) = (app.clone(), over.clone());
            engine.spawn(async move {
                if let Err(error) = answered(&app, &inquiry, &over, &screen).await {
                    tracing::warn!(context_id = %inquiry.id, %error, "a modal may get back what was submitted from it");
                }
            });
        }
        Ok(Err(error)) if error.code() != Some("not_found") => {
            tracing::warn!(context_id = %inquiry.id, %error, "a modal does not show yet what became of its reply");
        }
        _ => {}
    }
    Answer::Done
}

/// Writes down that the modal shows what became of its reply. Before that, an end of this process
/// leaves it to a sweep, which cannot know whether the inputs are still there.
async fn answered(
    app: &App,
    inquiry: &Inquiry,
    external_id: &str,
    screen: &Screen,
) -> Result<(), StoreError> {
    let written = app.store.change(&inquiry.id, |stored| {
        if let Some(modal) = stored.modal_mut(external_id) {
            modal.is_answered();
            let revision = inquiry.slack.revision;
            modal.was_shown(revision, screen.waits(), screen.inputs_to_keep());
        }
        stored.slack.needs_sync = true;
        Ok::<_, Forbidden>(())
    });
    match written.await {
        Ok((inquiry, ())) => sync::show(app, &inquiry).await,
        Err(ChangeError::NotFound | ChangeError::Refused(_)) => {}
        Err(ChangeError::Store(error)) => return Err(error),
    }
    Ok(())
}

/// Why nothing is sent.
fn why_not(modal: &ModalRef, reason: NotClaimed, texts: &Texts) -> String {
    match reason {
        NotClaimed::Ask(..) | NotClaimed::Gone => texts.confirm.text_gone.to_owned(),
        NotClaimed::Empty => texts.reply_empty.to_owned(),
        NotClaimed::PlaceholdersLeft(names) => {
            fill(texts.placeholders_left, &[("names", &names.join(" "))])
        }
        NotClaimed::NoRecipient => texts.no_recipient_plain.to_owned(),
        NotClaimed::BeingSent => texts.being_sent.to_owned(),
        NotClaimed::NotFound => texts.not_found.to_owned(),
        NotClaimed::Store(error) => {
            tracing::error!(context_id = %modal.context_id, %error, "a submission was not taken");
            texts.try_again_soon.to_owned()
        }
    }
}

/// Answers with what the modal shows now.
fn show(app: &App, inquiry: &Inquiry, submission: &Submission, screen: &Screen) -> Answer {
    let view = view(inquiry, &submission.modal.external_id, screen, &app.look);
    Answer::update(view)
}

/// Says something beneath the first input; what the person typed stays.
fn say_beneath(submission: &Submission, text: String) -> Answer {
    match submission.inputs.first() {
        Some((block_id, _)) => Answer::errors(block_id.clone(), text),
        // A modal without inputs has no submit button; Slack shows its own error for this.
        None => Answer::Refused("the submission has no input of a reply"),
    }
}
