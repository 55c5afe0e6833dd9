//! What Slack gets to hear.

use serde_json::Value;

/// What Slack gets to hear about an interaction, over whichever connection it came.
#[derive(Debug)]
pub enum Answer {
    /// An empty acknowledgement.
    Done,
    /// A `response_action` (docs.slack.dev/surfaces/modals).
    Action(Value),
    /// It cannot be taken; why, in technical words.
    Refused(&'static str),
}
