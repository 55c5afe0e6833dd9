//! What is counted, for `GET /metrics` (Prometheus text). Labels are names of ours, never anything
//! that came from outside.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{counter, histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use crate::inquiry::{Money, Usage};

/// Mails taken in, by `outcome`: `new`, `card_pending`, `duplicate`.
pub const MAILS: &str = "replybot_mails_total";
/// Drafts that came to an end, by `outcome`: `written`, or the kind of failure.
pub const DRAFTS: &str = "replybot_drafts_total";
/// How long written drafts took, in seconds.
pub const DRAFT_SECONDS: &str = "replybot_draft_seconds";
/// Tokens of questions and answers, by `kind`: `input`, `output`, `cached` (part of `input`).
pub const TOKENS: &str = "replybot_tokens_total";
/// What the tokens cost, in millionths of the money of `MODEL_PRICES`.
pub const COST: &str = "replybot_cost_micros_total";
/// Replies that were handed to the mail service, by `outcome`: `accepted`, `refused`, `unknown`.
pub const REPLIES: &str = "replybot_replies_total";
/// Calls of Slack's Web API, by `method` and `outcome`.
pub const SLACK_CALLS: &str = "replybot_slack_calls_total";
/// Requests served, by `route` and `status`.
pub const REQUESTS: &str = "replybot_http_requests_total";
/// How long requests took, in seconds, by `route`.
pub const REQUEST_SECONDS: &str = "replybot_http_request_seconds";

/// From an answer at once to a model that takes its whole time.
const BUCKETS: [f64; 11] = [
    0.005, 0.02, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0, 120.0,
];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to count. Where it was begun before, that goes on.
pub fn start() {
    RECORDER.get_or_init(|| {
        let built = install();
        if let Err(error) = &built {
            tracing::error!(%error, "nothing will be counted");
        }
        built.ok()
    });
}

fn install() -> Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)?
        .install_recorder()
}

/// Everything that was counted, as Prometheus text; `None` before [`start`].
pub fn render() -> Option<String> {
    let handle = RECORDER.get()?.as_ref()?;
    handle.run_upkeep();
    Some(handle.render())
}

/// A mail was taken in.
pub fn mail_received(outcome: &'static str) {
    counter!(MAILS, "outcome" => outcome).increment(1);
}

/// A draft came to its end.
pub fn draft_ended(outcome: &'static str, took: Duration) {
    counter!(DRAFTS, "outcome" => outcome).increment(1);
    if outcome == "written" {
        histogram!(DRAFT_SECONDS).record(took);
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

/// The mail service answered, or did not.
pub fn reply_handed_over(outcome: &'static str) {
    counter!(REPLIES, "outcome" => outcome).increment(1);
}

/// Slack's Web API was called.
pub fn slack_called(method: &'static str, outcome: &'static str) {
    counter!(SLACK_CALLS, "method" => method, "outcome" => outcome).increment(1);
}

/// A request was served. `route` is the router's own pattern.
pub fn request_served(route: String, status: u16, took: Duration) {
    counter!(REQUESTS, "route" => route.clone(), "status" => status.to_string()).increment(1);
    histogram!(REQUEST_SECONDS, "route" => route).record(took);
}
