//! Waits and sizes.

use std::time::Duration;

/// Every wait and every size. Hardly configurable from outside; tests shorten the waits.
#[derive(Clone, Debug)]
pub struct Limits {
    /// A worker that is dead is noticed after this time; a living one renews its lease.
    pub draft_lease: Duration,
    /// Longer than any mail transport takes to answer or to give up.
    pub send_lease: Duration,
    /// How long a requested step may wait for its worker before a sweep takes it up.
    pub grace: Duration,
    /// Between two updates of a modal while a draft is streaming (Slack: about one a second).
    pub stream_interval: Duration,
    /// A call of the Web API.
    pub slack_timeout: Duration,
    /// Before a call of the Web API is tried again; doubles each time.
    pub slack_retry: Duration,
    /// Before a model that is busy is asked again; doubles each time.
    pub model_retry: Duration,
    /// Asking a worker for a draft, repetitions included: `CLOUD_TIMEOUT`.
    pub dispatch_timeout: Duration,
    /// How long Slack's request may wait for our work; Slack gives up after three seconds.
    pub acknowledge_within: Duration,
    /// How long the others are told that a colleague is writing.
    pub editing: Duration,
    /// How long a panel waits for a translation before a sweep says that no worker is at it: longer
    /// than a model usually takes.
    pub translation: Duration,
    /// Between two looks of a running service at what is due. Each asks the store once.
    pub sweep_interval: Duration,
    /// A step that such a look sees coming within this time is taken up when it is due, and not at the
    /// next look.
    pub foresight: Duration,
    /// Between two times that a running service does what is in no hurry: counts the mails that wait,
    /// deletes what has to go.
    pub housekeeping_interval: Duration,
    /// Drafts that one process writes at a time.
    pub drafts_at_once: usize,
    /// How long a stopping service waits for drafts that it has begun; then it hands them back. Cloud
    /// Run and `docker stop` kill after ten seconds, of which open requests get three.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            draft_lease: Duration::from_secs(30),
            send_lease: Duration::from_secs(120),
            grace: Duration::from_secs(10),
            stream_interval: Duration::from_secs(1),
            slack_timeout: Duration::from_secs(10),
            slack_retry: Duration::from_millis(200),
            model_retry: Duration::from_millis(300),
            dispatch_timeout: Duration::from_secs(10),
            acknowledge_within: Duration::from_millis(2200),
            editing: Duration::from_secs(10 * 60),
            translation: Duration::from_secs(150),
            sweep_interval: Duration::from_secs(6),
            foresight: Duration::from_secs(6),
            housekeeping_interval: Duration::from_secs(60),
            drafts_at_once: 8,
            drain: Duration::from_secs(5),
        }
    }
}

impl Limits {
    /// Slack waits three seconds for a Lambda invocation, and nothing goes on behind its answer:
    /// there must be time left to say in the modal that something took too long.
    pub(super) fn of_lambda(cloud_timeout: Duration) -> Limits {
        Limits {
            dispatch_timeout: cloud_timeout.min(Duration::from_millis(1700)),
            slack_timeout: Duration::from_secs(5),
            ..Limits::default()
        }
    }
}
