//! `POST /slack/events`: clicks, submissions and closings, and the check of a request URL.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tracing::Instrument;

use super::{EVENTS, Service, request_span};
use crate::flow::send::{Claimed, NotClaimed};
use crate::flow::{edit, home, open, send, triage};
use crate::inquiry::Inquiry;
use crate::problem::Problem;
use crate::slack::modal::{Inputs, Screen, view};
use crate::slack::payload::{self, Interaction, PanelAct, Submission};
use crate::slack::signature::{self, SignatureError};
use crate::slack::texts::fill;

/// Verifies Slack's signature on the raw body, and does what the person asked for.
pub(super) async fn events(
    State(service): State<Arc<Service>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let verify = |secret: &SecretString| {
        signature::verify(
            secret,
            header("x-slack-request-timestamp"),
            header("x-slack-signature"),
            &body,
            service.app.clock.now(),
        )
    };
    let secret = service.http.signing_secret.current();
    let verified = match verify(&secret) {
        Err(SignatureError::Wrong) if Box::pin(is_rotated(&service, secret)).await => {
            verify(&service.http.signing_secret.current())
        }
        verified => verified,
    };
    if let Err(error) = verified {
        tracing::warn!(%error, "a request that is not Slack's was refused");
        return Problem::new(StatusCode::UNAUTHORIZED, error.to_string()).into_response();
    }
    if header(CONTENT_TYPE.as_str()).is_some_and(|value| value.starts_with("application/json")) {
        return event(&service, &body).await;
    }
    match payload::parse(&body) {
        Ok(interaction) => answer(&service, interaction).await,
        Err(error) => Problem::new(StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}

/// On the heap, so that what a request is handed on with is a pointer and not every flow.
async fn answer(service: &Arc<Service>, interaction: Interaction) -> Response {
    let service = Service::clone(service);
    Box::pin(interact(service, interaction))
        .instrument(request_span(EVENTS))
        .await
        .into_response()
}

/// True when there is a newer signing secret than the one that a signature does not match. Fetching
/// it goes on when Slack would not wait: its next try is then let in.
async fn is_rotated(service: &Service, refused: SecretString) -> bool {
    let secret = service.http.signing_secret.clone();
    let fetching = service
        .tasks
        .spawn(async move { secret.refresh(&refused).await });
    let wait = service.app.limits.acknowledge_within;
    matches!(tokio::time::timeout(wait, fetching).await, Ok(Ok(true)))
}

/// An Events API delivery, or the check of a new request URL.
async fn event(service: &Arc<Service>, body: &[u8]) -> Response {
    #[derive(Deserialize)]
    struct Check {
        #[serde(rename = "type")]
        kind: String,
        challenge: Option<String>,
    }
    if let Ok(Check {
        kind,
        challenge: Some(challenge),
    }) = serde_json::from_slice(body)
        && kind == "url_verification"
    {
        return axum::Json(json!({ "challenge": challenge })).into_response();
    }
    match payload::parse_json(&String::from_utf8_lossy(body)) {
        Ok(event) => answer(service, event).await,
        Err(_) => Problem::new(
            StatusCode::BAD_REQUEST,
            "the body is no event of Slack's Events API",
        )
        .into_response(),
    }
}

/// What Slack gets to hear about an interaction, over whichever connection it came.
#[derive(Debug)]
pub enum Answer {
    /// An empty acknowledgement.
    Done,
    /// A `response_action`.
    Action(Value),
    /// It cannot be taken.
    Refused(Problem),
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Answer::Done => StatusCode::OK.into_response(),
            Answer::Action(action) => axum::Json(action).into_response(),
            Answer::Refused(problem) => problem.into_response(),
        }
    }
}

/// Does what the person asked for, and answers in the time that Slack gives.
pub async fn interact(service: Service, interaction: Interaction) -> Answer {
    let wait = service.app.limits.acknowledge_within;
    match interaction {
        Interaction::CardClick(click) => {
            let app = service.app.clone();
            acknowledge(&service, wait, async move {
                if let Err(error) = open::open(&app, &click).await {
                    tracing::error!(context_id = %click.context_id, %error, "no modal was opened");
                }
            })
            .await
        }
        Interaction::CardAct(click) => {
            let app = service.app.clone();
            acknowledge(&service, wait, async move {
                if let Err(error) = triage::act(&app, &click).await {
                    tracing::error!(context_id = %click.context_id, %error, "a click on a card had no effect");
                }
            })
            .await
        }
        Interaction::ModalClick(click) => {
            let app = service.app.clone();
            acknowledge(&service, wait, async move {
                if let Err(error) = edit::click(&app, &click).await {
                    tracing::error!(context_id = %click.modal.context_id, %error, "a click in a modal had no effect");
                }
            })
            .await
        }
        Interaction::PanelClick(act) => {
            let app = service.app.clone();
            acknowledge(&service, wait, async move {
                if let Err(error) = edit::act(&app, &act).await {
                    tracing::error!(context_id = %act.modal.context_id, %error, "a choice in a panel was not shown");
                    edit::tell(&app, &act.modal, &error).await;
                }
            })
            .await
        }
        Interaction::PanelSubmission(act) => submit_panel(&service, act, wait).await,
        Interaction::HomeOpened(user) => {
            let app = service.app.clone();
            acknowledge(&service, wait, async move {
                if let Err(error) = home::show(&app, &user).await {
                    tracing::warn!(%error, "a home tab was not brought up to date");
                }
            })
            .await
        }
        Interaction::LanguageChosen { user, language } => {
            let app = service.app.clone();
            acknowledge(&service, wait, async move {
                if let Err(error) = home::choose_language(&app, &user, language).await {
                    tracing::warn!(%error, "a language was not chosen");
                }
            })
            .await
        }
        Interaction::Closed(modal) => {
            let app = service.app.clone();
            acknowledge(&service, wait, async move {
                if let Err(error) = edit::closed(&app, &modal).await {
                    tracing::warn!(context_id = %modal.context_id, %error, "a closed modal was not forgotten");
                }
            })
            .await
        }
        Interaction::Submission(submission) => submit(service, submission, wait).await,
        Interaction::Other(kind) => {
            tracing::info!(kind, "an interaction that has no use here was acknowledged");
            Answer::Done
        }
    }
}

/// Does the work, and acknowledges when it is done or when Slack would not wait any longer; the
/// work goes on in that case.
async fn acknowledge(
    service: &Service,
    wait: Duration,
    work: impl Future<Output = ()> + Send + 'static,
) -> Answer {
    // A time-out, or a panic that its own log line reports: Slack gets its answer all the same.
    let _ = tokio::time::timeout(wait, service.spawn(work)).await;
    Answer::Done
}

/// Does what a panel was submitted for, and closes it; where that did not work in time for an
/// answer, the panel stays and says so.
async fn submit_panel(service: &Service, act: PanelAct, wait: Duration) -> Answer {
    let app = service.app.clone();
    let texts = act.modal.texts(app.look.texts);
    let first = act.entered.blocks().next().map(str::to_owned);
    let (done, outcome) = oneshot::channel();
    service.spawn(async move {
        let result = edit::submit(&app, &act).await;
        if let Err(error) = &result {
            tracing::error!(context_id = %act.modal.context_id, %error, "a panel's submission had no effect");
        }
        // Nobody listens any more when Slack has its answer already.
        if let Err(Err(error)) = done.send(result) {
            edit::tell(&app, &act.modal, &error).await;
        }
    });
    match (tokio::time::timeout(wait, outcome).await, first) {
        (Ok(Ok(Err(error))), Some(block_id)) => {
            let errors = json!({ block_id: error.words(texts) });
            Answer::Action(json!({ "response_action": "errors", "errors": errors }))
        }
        _ => Answer::Done,
    }
}

async fn submit(service: Service, submission: Submission, wait: Duration) -> Answer {
    let deadline = tokio::time::Instant::now() + wait;
    let app = service.app.clone();
    let claim =
        tokio::time::timeout_at(deadline, send::claim(&app, &service.outgoing, &submission)).await;
    match claim {
        Ok(Ok(Claimed::Won(inquiry))) => deliver(service, submission, inquiry, deadline).await,
        Ok(Ok(Claimed::Held(inquiry, until))) => {
            service.send_when_due(inquiry.id.clone(), until);
            let (shown, newest) = (service.app.clone(), inquiry.clone());
            service.spawn(async move { send::show_outcome(&shown, &newest).await });
            show_newest(&app, &inquiry, &submission)
        }
        Ok(Ok(Claimed::Before(inquiry))) => show_newest(&app, &inquiry, &submission),
        Ok(Err(reason)) => refuse(&app, &submission, reason),
        // It may have been claimed in the last moment; then a sweep says that its outcome is unknown.
        Err(_) => {
            let texts = submission.modal.texts(app.look.texts);
            errors(&submission, texts.try_again_soon.to_owned())
        }
    }
}

/// Sends the mail. The modal is answered with the outcome, or with "being sent" when that takes
/// longer than Slack waits.
async fn deliver(
    service: Service,
    submission: Submission,
    claimed: Inquiry,
    deadline: tokio::time::Instant,
) -> Answer {
    let app = service.app.clone();
    let (done, outcome) = oneshot::channel();
    let work = {
        let (service, claimed) = (service.clone(), claimed.clone());
        async move {
            let id = claimed.id.clone();
            match send::deliver(&service.app, &service.outgoing, claimed).await {
                Ok(inquiry) => {
                    // Nobody listens any more when Slack has its answer already.
                    let _ = done.send(inquiry.clone());
                    send::show_outcome(&service.app, &inquiry).await;
                }
                Err(error) => {
                    tracing::error!(context_id = %id, %error, "what became of the reply was not written down")
                }
            }
        }
    };
    // Never cut: what became of a mail that is under way would not be known.
    service.tasks.spawn(work.in_current_span());
    match tokio::time::timeout_at(deadline, outcome).await {
        Ok(Ok(inquiry)) => show_newest(&app, &inquiry, &submission),
        Ok(Err(_)) | Err(_) => {
            let external_id = &submission.modal.external_id;
            if let Err(error) = send::answer_is_on_its_way(&app, &claimed.id, external_id).await {
                tracing::warn!(context_id = %claimed.id, %error, "the outcome may not be shown in the modal");
            }
            show(&app, &claimed, &submission, &Screen::Sending)
        }
    }
}

fn refuse(app: &crate::app::App, submission: &Submission, reason: NotClaimed) -> Answer {
    let texts = submission.modal.texts(app.look.texts);
    let text = match reason {
        NotClaimed::Tell(inquiry, told, warnings) => {
            let inputs = Inputs::as_typed(submission.inputs.clone());
            let screen = Screen::Insist {
                told,
                warnings,
                inputs,
            };
            return show(app, &inquiry, submission, &screen);
        }
        NotClaimed::Empty => texts.reply_empty.to_owned(),
        NotClaimed::PlaceholdersLeft(names) => {
            fill(texts.placeholders_left, &[("names", &names.join(" "))])
        }
        NotClaimed::NoRecipient => texts.no_recipient_plain.to_owned(),
        NotClaimed::NotAllowed => texts.team.not_allowed.to_owned(),
        NotClaimed::Slack(error) => {
            tracing::error!(context_id = %submission.modal.context_id, %error, "who may send is not known");
            texts.try_again_soon.to_owned()
        }
        NotClaimed::BeingSent => texts.being_sent.to_owned(),
        NotClaimed::NotFound => texts.not_found.to_owned(),
        NotClaimed::Store(error) => {
            tracing::error!(context_id = %submission.modal.context_id, %error, "a submission was not taken");
            texts.try_again_soon.to_owned()
        }
    };
    errors(submission, text)
}

fn show_newest(app: &crate::app::App, inquiry: &Inquiry, submission: &Submission) -> Answer {
    let screen = Screen::in_modal(inquiry, &submission.modal.external_id);
    show(app, inquiry, submission, &screen)
}

/// `response_action: update`.
fn show(
    app: &crate::app::App,
    inquiry: &Inquiry,
    submission: &Submission,
    screen: &Screen,
) -> Answer {
    let view = view(inquiry, &submission.modal.external_id, screen, &app.look);
    Answer::Action(json!({ "response_action": "update", "view": view }))
}

/// `response_action: errors`, beneath the first input; what the person typed stays.
fn errors(submission: &Submission, text: String) -> Answer {
    let Some((block_id, _)) = submission.inputs.first() else {
        // A modal without inputs has no submit button; Slack shows its own error for this.
        return Answer::Refused(Problem::new(
            StatusCode::BAD_REQUEST,
            "the submission has no input of a reply",
        ));
    };
    let mut errors = serde_json::Map::new();
    errors.insert(block_id.clone(), Value::String(text));
    Answer::Action(json!({ "response_action": "errors", "errors": errors }))
}
