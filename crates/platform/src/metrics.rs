//! What is counted. A service shows it at `GET /metrics` (Prometheus text); where it cannot be scraped,
//! it is reported at the end: see [`Report`]. Labels are names of ours, never anything that came
//! from outside. `docs/telemetry.md` lists all of it.

mod report;

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{Counter, Histogram, counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use reqwest::StatusCode;

use inquiry::{Cause, Money, Usage};

pub use report::Report;

/// Mails taken in, by `outcome`: `new`, `left_out`, `card_pending`, `duplicate`, `bounce`.
pub const MAILS: &str = "replybot_mails_total";
/// Drafts that came to an end, by `outcome`: `written`, or the kind of failure.
pub const DRAFTS: &str = "replybot_drafts_total";
/// How long written drafts took, in seconds.
pub const DRAFT_SECONDS: &str = "replybot_draft_seconds";
/// Tokens of questions and answers, by `kind`: `input`, `output`, `cached` (part of `input`).
pub const TOKENS: &str = "replybot_tokens_total";
/// What the tokens cost, in millionths of the money of `MODEL_PRICES`.
pub const COST: &str = "replybot_cost_micros_total";
/// Drafts that a worker was asked for, by `to` (`here`, `endpoint`, `cloud_run_job`, `self_invoke`)
/// and `outcome`: `accepted`, or the kind of failure.
pub const DISPATCHES: &str = "replybot_dispatches_total";
/// What an operator has to know, by `kind`: `draft` (a draft failed), `asking` (no worker was asked for a
/// draft, or none came), `reply` (the mail service refused one), `card` (a mail's card could not be
/// posted), `step` (a sweep failed at a step), `slack_access` (Slack refuses the token or the channel),
/// `view` (Slack refused one, and a part of it is shown).
/// Each kind has an alarm in `terraform/`.
pub const FAILURES: &str = "replybot_failures_total";
/// Panics: faults of replybot. What panicked is given up, the process goes on.
pub const PANICS: &str = "replybot_panics_total";
/// Which version runs: always 1, with `version` and `commit`.
pub const BUILD_INFO: &str = "replybot_build_info";
/// Runs of `replybot job`, one for each draft, by `outcome`: `done`, `failed`, `try_again`.
pub const JOB_RUNS: &str = "replybot_job_runs_total";
/// From a click on a card to the open modal, in seconds.
pub const MODAL_SECONDS: &str = "replybot_modal_seconds";
/// Replies that were handed to the mail service, by `outcome`: `accepted`, `refused`, `unknown`.
pub const REPLIES: &str = "replybot_replies_total";
/// From a mail's receipt to the first reply that the mail service took, in seconds.
pub const ANSWER_SECONDS: &str = "replybot_answer_seconds";
/// What became known of replies later, by `kind`: `accepted`, `delivered`, `rejected`, `bounced`,
/// `complained`.
pub const REPLY_EVENTS: &str = "replybot_reply_events_total";
/// Inquiries, among the newest, that wait for an answer and are not put aside.
pub const UNANSWERED: &str = "replybot_unanswered";
/// How long the oldest of them has waited, in seconds; 0 when none does.
pub const UNANSWERED_OLDEST_SECONDS: &str = "replybot_unanswered_oldest_seconds";
/// Unfinished steps that a sweep found overdue.
pub const OVERDUE_STEPS: &str = "replybot_overdue_steps";
/// Steps that sweeps took up, by `outcome`: `done`, `failed`.
pub const SWEEP_STEPS: &str = "replybot_sweep_steps_total";
/// Calls of Slack's Web API, by `method` and `outcome`: `ok`, `conflict`, `refused`, `unauthorized` (the
/// token), `no_channel` (it is gone, or the app is not in it), `rate_limited`, `unreachable`, `lost`.
pub const SLACK_CALLS: &str = "replybot_slack_calls_total";
/// Requests served, by `route` and `status`.
pub const REQUESTS: &str = "replybot_http_requests_total";
/// How long requests took, in seconds, by `route`.
pub const REQUEST_SECONDS: &str = "replybot_http_request_seconds";

/// From an answer at once to a model that takes its whole time.
const BUCKETS: [f64; 11] = [
    0.005, 0.02, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0, 120.0,
];

/// From an answer while the customer still looks to one after a week.
const ANSWER_BUCKETS: [f64; 10] = [
    300.0, 900.0, 1800.0, 3600.0, 7200.0, 14_400.0, 28_800.0, 86_400.0, 172_800.0, 604_800.0,
];

/// What runs: shown as [`BUILD_INFO`].
#[derive(Clone, Copy, Debug)]
pub struct Build {
    /// The version of the package.
    pub version: &'static str,
    /// The commit that it was built from, twelve digits, or `unknown`.
    pub commit: &'static str,
}

static RECORDER: OnceLock<Option<Recorder>> = OnceLock::new();

enum Recorder {
    Prometheus(PrometheusHandle),
    Report(Report),
}

/// Begins to count, for [`render`], and says what counts. Where it was begun before, that goes on.
pub fn start(build: Build) {
    begin(|| {
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
            .and_then(|builder| {
                let answer = Matcher::Full(ANSWER_SECONDS.to_owned());
                builder.set_buckets_for_metric(answer, &ANSWER_BUCKETS)
            })?
            .install_recorder()
            .map(Recorder::Prometheus)
            .map_err(anyhow::Error::new)
    });
    register(build);
}

/// Counters begin at 0, not with the first event: Prometheus sees an increase only between two
/// values, and the first failure of an instance may be its last one.
fn register(build: Build) {
    let failures = Cause::ALL.map(Cause::name);
    let counted: [(&'static str, &'static str, &[&'static str]); 8] = [
        (
            MAILS,
            "outcome",
            &["new", "left_out", "card_pending", "duplicate", "bounce"],
        ),
        (DRAFTS, "outcome", &["written"]),
        (DRAFTS, "outcome", &failures),
        (JOB_RUNS, "outcome", &["done", "failed", "try_again"]),
        (REPLIES, "outcome", &["accepted", "refused", "unknown"]),
        (
            REPLY_EVENTS,
            "kind",
            &["accepted", "delivered", "rejected", "bounced", "complained"],
        ),
        (SWEEP_STEPS, "outcome", &["done", "failed"]),
        (TOKENS, "kind", &["input", "output", "cached"]),
    ];
    for (name, label, values) in counted {
        for value in values {
            counter!(name, label => *value).increment(0);
        }
    }
    for failing in Failing::ALL {
        counter!(FAILURES, "kind" => failing.name()).increment(0);
    }
    counter!(COST).increment(0);
    counter!(PANICS).increment(0);
    gauge!(BUILD_INFO, "version" => build.version, "commit" => build.commit).set(1);
}

/// What an operator has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failing {
    /// A draft.
    Draft,
    /// The worker that should have been asked for one.
    Asking,
    /// A reply that the mail service refused.
    Reply,
    /// A mail's card.
    Card,
    /// A step that a sweep took up.
    Step,
    /// Slack refuses the bot token or the channel.
    SlackAccess,
    /// A view that Slack refused, of which a person sees a part.
    View,
}

impl Failing {
    /// Each of them.
    pub const ALL: [Failing; 7] = [
        Failing::Draft,
        Failing::Asking,
        Failing::Reply,
        Failing::Card,
        Failing::Step,
        Failing::SlackAccess,
        Failing::View,
    ];

    /// Its name in [`FAILURES`].
    pub fn name(self) -> &'static str {
        match self {
            Failing::Draft => "draft",
            Failing::Asking => "asking",
            Failing::Reply => "reply",
            Failing::Card => "card",
            Failing::Step => "step",
            Failing::SlackAccess => "slack_access",
            Failing::View => "view",
        }
    }
}

/// Slack refused a view, and a smaller one is shown.
pub fn view_refused() {
    failed(Failing::View);
}

fn failed(failing: Failing) {
    counter!(FAILURES, "kind" => failing.name()).increment(1);
}

/// Begins to count, for [`take_report`]. Where it was begun before, that goes on.
pub fn start_to_report() {
    begin(|| Ok(Recorder::Report(Report::install()?)));
}

fn begin(install: impl FnOnce() -> anyhow::Result<Recorder>) {
    RECORDER.get_or_init(|| {
        let installed = install();
        if let Err(error) = &installed {
            tracing::error!(%error, "nothing will be counted");
        }
        installed.ok()
    });
}

/// Everything that was counted, as Prometheus text; `None` before [`start`].
pub fn render() -> Option<String> {
    match RECORDER.get()?.as_ref()? {
        Recorder::Prometheus(handle) => {
            handle.run_upkeep();
            Some(handle.render())
        }
        Recorder::Report(_) => None,
    }
}

/// What was counted since the last time; nothing before [`start_to_report`].
pub fn take_report() -> report::Counted {
    match RECORDER.get() {
        Some(Some(Recorder::Report(report))) => report.take(),
        _ => report::Counted::default(),
    }
}

/// A piece of work ended in a panic.
pub fn panicked() {
    counter!(PANICS).increment(1);
}

/// A mail was taken in.
pub fn mail_received(outcome: &'static str) {
    counter!(MAILS, "outcome" => outcome).increment(1);
    if outcome == "card_pending" {
        failed(Failing::Card);
    }
}

/// A draft came to its end.
pub fn draft_ended(outcome: &'static str, took: Duration) {
    counter!(DRAFTS, "outcome" => outcome).increment(1);
    if outcome == "written" {
        histogram!(DRAFT_SECONDS).record(took);
    } else if outcome == Cause::NoWorker.name() {
        failed(Failing::Asking);
    } else if outcome != Cause::BudgetSpent.name() {
        failed(Failing::Draft);
    }
}

/// A model counted the tokens of a question and its answer.
pub fn tokens_used(usage: Usage, cost: Option<Money>) {
    for (kind, tokens) in [
        ("input", usage.input),
        ("output", usage.output),
        ("cached", usage.cached),
    ] {
        counter!(TOKENS, "kind" => kind).increment(tokens);
    }
    counter!(COST).increment(cost.unwrap_or_default().0);
}

/// A worker was asked for a draft.
pub fn draft_dispatched(to: &'static str, outcome: &'static str) {
    counter!(DISPATCHES, "to" => to, "outcome" => outcome).increment(1);
    if outcome != "accepted" {
        failed(Failing::Asking);
    }
}

/// A job's one draft came to an end.
pub fn job_ended(outcome: &'static str) {
    counter!(JOB_RUNS, "outcome" => outcome).increment(1);
}

/// A modal is open.
pub fn modal_opened(took: Duration) {
    histogram!(MODAL_SECONDS).record(took);
}

/// The mail service answered, or did not.
pub fn reply_handed_over(outcome: &'static str) {
    counter!(REPLIES, "outcome" => outcome).increment(1);
    if outcome == "refused" {
        failed(Failing::Reply);
    }
}

/// The first reply to a mail was accepted, so long after the mail came.
pub fn mail_answered(after: Duration) {
    histogram!(ANSWER_SECONDS).record(after);
}

/// It became known what happened to a reply.
pub fn reply_event(kind: &'static str) {
    counter!(REPLY_EVENTS, "kind" => kind).increment(1);
}

/// So many inquiries wait for an answer, and the oldest for so long.
pub fn unanswered(count: usize, oldest: Duration) {
    gauge!(UNANSWERED).set(count as f64);
    gauge!(UNANSWERED_OLDEST_SECONDS).set(oldest);
}

/// A sweep took up so many overdue steps.
pub fn swept(done: usize, failed_steps: usize) {
    gauge!(OVERDUE_STEPS).set((done + failed_steps) as f64);
    counter!(SWEEP_STEPS, "outcome" => "done").increment(done as u64);
    steps_failed(failed_steps);
}

/// So many steps of a sweep failed.
pub fn steps_failed(steps: usize) {
    counter!(SWEEP_STEPS, "outcome" => "failed").increment(steps as u64);
    if steps > 0 {
        failed(Failing::Step);
    }
}

/// Slack's Web API was called.
pub fn slack_called(method: &'static str, outcome: &'static str) {
    counter!(SLACK_CALLS, "method" => method, "outcome" => outcome).increment(1);
    if matches!(outcome, "unauthorized" | "no_channel") {
        failed(Failing::SlackAccess);
    }
}

/// What is counted of one route's requests. Looked up once: finding a count by its labels takes
/// longer than counting.
#[derive(Clone, Debug)]
pub struct Served {
    route: &'static str,
    ok: Counter,
    seconds: Histogram,
}

impl Served {
    /// `route` is the router's own pattern.
    pub fn by(route: &'static str) -> Served {
        Served {
            route,
            ok: requests(route, StatusCode::OK),
            seconds: histogram!(REQUEST_SECONDS, "route" => route),
        }
    }

    /// A request was served.
    pub fn count(&self, status: StatusCode, took: Duration) {
        match status {
            StatusCode::OK => self.ok.increment(1),
            status => requests(self.route, status).increment(1),
        }
        self.seconds.record(took);
    }
}

fn requests(route: &'static str, status: StatusCode) -> Counter {
    counter!(REQUESTS, "route" => route, "status" => status.as_str().to_owned())
}
