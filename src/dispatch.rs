//! Who drafts: how a draft, or a translation, is asked for. Asking never runs one.

mod cloud_run_job;
mod endpoint;
mod self_invoke;

use std::time::Duration;

use tokio::sync::mpsc;
use tracing::Instrument;

pub use cloud_run_job::CloudRunJob;
pub use endpoint::{Authorization, Endpoint};
pub use self_invoke::SelfInvoke;

use inquiry::{Cause, ContextId};
use platform::metrics;
use platform::net::BodyError;

/// The configured way to have a draft written.
#[derive(Clone, Debug)]
pub enum Dispatcher {
    /// This process: a worker takes it from the queue. On Lambda without a service to ask, the
    /// invocation itself works the queue off before it ends.
    Here(mpsc::Sender<WorkRequest>),
    /// A service: `POST /async/generate`.
    Endpoint(Endpoint),
    /// The same from a Lambda function. A service that starts cold takes longer than Slack waits for an
    /// answer, so an invocation of its own asks it.
    Relayed {
        /// Who makes that invocation.
        relay: SelfInvoke,
        /// What it asks, and what we ask within Slack's time where there can be no such invocation.
        endpoint: Endpoint,
        /// How long that invocation may take to ask.
        patience: Duration,
    },
    /// A Cloud Run job: `replybot job --context-id ID`.
    CloudRunJob(CloudRunJob),
    /// This Lambda function, in an invocation of its own.
    SelfInvoke(SelfInvoke),
    /// Another process, which finds in the store what is wanted: this one knows no model and no service.
    Elsewhere,
}

/// Something that a model has to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkRequest {
    /// For which inquiry.
    pub id: ContextId,
    /// What.
    pub what: Wanted,
}

/// What is wished for. That it is wanted is in the store: the worker that is asked looks there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A draft.
    Draft {
        /// The modal that asked for it, if there is one.
        external_id: Option<String>,
    },
    /// The mail and the reply in the language of the person who opened a panel.
    Translation {
        /// The panel that waits for it.
        external_id: String,
    },
}

impl WorkRequest {
    /// What a wish for a translation is called where it is handed on.
    pub const TRANSLATION: &'static str = "translation";
    /// What a Lambda function asks itself for when a reply has to wait.
    pub const SEND: &'static str = "send";
    /// What it is called when a Lambda function asks itself to pass a wish on.
    pub const PASS_ON: &'static str = "pass_on";

    /// For a draft.
    pub fn draft(id: &ContextId, external_id: Option<&str>) -> WorkRequest {
        let external_id = external_id.map(str::to_owned);
        WorkRequest {
            id: id.clone(),
            what: Wanted::Draft { external_id },
        }
    }

    /// For a translation in the panel of this `external_id`.
    pub fn translation(id: &ContextId, external_id: &str) -> WorkRequest {
        let external_id = external_id.to_owned();
        WorkRequest {
            id: id.clone(),
            what: Wanted::Translation { external_id },
        }
    }
}

/// Why it is not certain that a worker was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no worker could be asked for it: {detail}")]
pub struct DispatchError {
    /// The kind of failure, for the words on the screen.
    pub cause: Cause,
    /// What happened, without any secret.
    pub detail: String,
}

/// More than a worker can hold back; what does not fit is told to the person who asked.
const QUEUE_LENGTH: usize = 1024;

impl Dispatcher {
    /// A dispatcher for this process, and the queue that its worker takes from.
    pub fn here() -> (Dispatcher, mpsc::Receiver<WorkRequest>) {
        let (sender, receiver) = mpsc::channel(QUEUE_LENGTH);
        (Dispatcher::Here(sender), receiver)
    }

    /// Asks for what the store already says is wanted.
    ///
    /// # Errors
    /// [`DispatchError`] when no worker could be asked, or its answer was lost.
    pub async fn dispatch(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        if let Dispatcher::Relayed { relay, .. } = self {
            match relay.relay(wish).await {
                // That invocation counts whether a worker was asked.
                Ok(()) => return Ok(()),
                Err(error) => {
                    tracing::warn!(context_id = %wish.id, %error, "the drafter is asked within Slack's time");
                }
            }
        }
        self.ask_and_count(wish).await
    }

    /// Asks for what another invocation was asked to pass on, as patiently as it may.
    ///
    /// # Errors
    /// As [`Dispatcher::dispatch`].
    pub async fn pass_on(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        match self {
            Dispatcher::Relayed {
                endpoint, patience, ..
            } => {
                let patient = Dispatcher::Endpoint(endpoint.clone().patient(*patience));
                patient.ask_and_count(wish).await
            }
            here => here.ask_and_count(wish).await,
        }
    }

    async fn ask_and_count(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        let span = tracing::info_span!("dispatch", otel.kind = "client", to = self.name());
        let asked = self.ask(wish).instrument(span).await;
        let outcome = asked
            .as_ref()
            .err()
            .map_or("accepted", |error| error.cause.name());
        metrics::draft_dispatched(self.name(), outcome);
        asked
    }

    /// Its name in metrics.
    fn name(&self) -> &'static str {
        match self {
            Dispatcher::Here(_) => "here",
            Dispatcher::Endpoint(_) | Dispatcher::Relayed { .. } => "endpoint",
            Dispatcher::CloudRunJob(_) => "cloud_run_job",
            Dispatcher::SelfInvoke(_) => "self_invoke",
            Dispatcher::Elsewhere => "elsewhere",
        }
    }

    async fn ask(&self, wish: &WorkRequest) -> Result<(), DispatchError> {
        match self {
            Dispatcher::Here(queue) => queue
                .try_send(wish.clone())
                .map_err(|_| DispatchError::new(Cause::Busy, "the queue of this process is full")),
            Dispatcher::Endpoint(endpoint) | Dispatcher::Relayed { endpoint, .. } => {
                endpoint.ask(wish).await
            }
            Dispatcher::CloudRunJob(job) => job.start(wish).await,
            Dispatcher::SelfInvoke(function) => function.invoke(wish).await,
            Dispatcher::Elsewhere => Ok(()),
        }
    }

    /// Tries whether a draft could be asked for, and asks for none. Says who would be asked.
    ///
    /// # Errors
    /// [`DispatchError`], as asking would end.
    pub async fn reach(&self) -> Result<String, DispatchError> {
        match self {
            Dispatcher::Here(_) => Ok("drafts are written by the process that is asked".to_owned()),
            Dispatcher::Endpoint(endpoint) | Dispatcher::Relayed { endpoint, .. } => {
                endpoint.reach().await
            }
            Dispatcher::CloudRunJob(job) => job.reach().await,
            Dispatcher::SelfInvoke(function) => function.reach().await,
            Dispatcher::Elsewhere => Ok("drafts are left to other processes".to_owned()),
        }
    }

    /// How long a worker that is started for one draft may take to begin; `None` where asking
    /// twice starts nothing twice.
    pub fn starts_within(&self) -> Option<Duration> {
        match self {
            Dispatcher::Here(_)
            | Dispatcher::Endpoint(_)
            | Dispatcher::Relayed { .. }
            | Dispatcher::Elsewhere => None,
            // An instance is scheduled and its image pulled.
            Dispatcher::CloudRunJob(_) => Some(Duration::from_secs(60)),
            Dispatcher::SelfInvoke(_) => Some(Duration::from_secs(10)),
        }
    }

    /// How often a sweep asks again for a draft that no worker begins or ends: about a minute lies
    /// between two sweeps.
    pub fn asks_again(&self) -> u32 {
        match self {
            // Of workers that began and never came to an end: the process ended with each of them.
            Dispatcher::Here(_) | Dispatcher::Elsewhere => 2,
            // It has a queue, too, which it works off in that time.
            Dispatcher::Endpoint(_) | Dispatcher::Relayed { .. } => 15,
            Dispatcher::CloudRunJob(_) | Dispatcher::SelfInvoke(_) => 5,
        }
    }

    /// True where a draft that was asked for and not begun waits in a queue that may be longer than
    /// any time: then only workers that began count.
    pub fn has_a_long_queue(&self) -> bool {
        matches!(self, Dispatcher::Here(_) | Dispatcher::Elsewhere)
    }

    /// True when there is no room for another wish; a caller who can wait should.
    pub fn is_full(&self) -> bool {
        matches!(self, Dispatcher::Here(queue) if queue.capacity() == 0)
    }
}

impl DispatchError {
    fn new(cause: Cause, detail: impl Into<String>) -> DispatchError {
        DispatchError {
            cause,
            detail: detail.into(),
        }
    }

    /// Of an HTTP request that brought no answer.
    fn unanswered(service: &str, error: &reqwest::Error) -> DispatchError {
        if error.is_connect() {
            DispatchError::new(Cause::Unreachable, format!("{service} cannot be reached"))
        } else if error.is_timeout() {
            DispatchError::new(Cause::TimedOut, format!("{service} did not answer in time"))
        } else {
            DispatchError::new(Cause::CutOff, format!("the answer of {service} broke off"))
        }
    }

    /// Of an answer that cannot be read.
    fn unread(service: &str, error: &BodyError) -> DispatchError {
        let cause = match error {
            BodyError::Broken(_) if error.is_timeout() => Cause::TimedOut,
            BodyError::Broken(_) => Cause::CutOff,
            BodyError::TooLong(_) | BodyError::Unreadable => Cause::Unusable,
        };
        DispatchError::new(cause, format!("{service} cannot be understood: {error}"))
    }

    /// Of an answer that is no success.
    fn refused(service: &str, status: reqwest::StatusCode) -> DispatchError {
        let cause = match status.as_u16() {
            401 | 403 => Cause::Unauthorized,
            408 | 429 | 500..=599 => Cause::Busy,
            _ => Cause::Refused,
        };
        DispatchError::new(
            cause,
            format!("{service} answered HTTP {}", status.as_u16()),
        )
    }

    /// True when asking once more may help and costs little.
    fn is_worth_asking_again(&self) -> bool {
        matches!(self.cause, Cause::Unreachable | Cause::Busy)
    }
}

/// Soon, for a person waits; the time-out of the whole bounds it.
fn backoff() -> backon::ExponentialBuilder {
    backon::ExponentialBuilder::default()
        .with_min_delay(Duration::from_millis(100))
        .with_max_times(2)
        .with_jitter()
}
