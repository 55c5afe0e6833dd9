//! A message in a channel, and how it is found again
//! (docs.slack.dev/messaging/message-metadata).

use serde_json::Value;

use super::block_kit::Block;

/// `event_type` of the message metadata that names the inquiry.
pub const INQUIRY_EVENT: &str = "replybot_inquiry";
/// `event_type` of the metadata by which an earlier attempt to post a notice is found.
pub const NOTICE_EVENT: &str = "replybot_notice";
/// `event_type` in the metadata of a reminder that customers wait.
pub const REMINDER_EVENT: &str = "replybot_reminder";
/// `event_type` of the metadata by which an earlier attempt to post a summary is found.
pub const SUMMARY_EVENT: &str = "replybot_summary";

/// A message for `chat.postMessage` and `chat.update`.
#[derive(Clone, Debug)]
pub struct Message {
    /// What notifications and screen readers say.
    pub text: String,
    /// What the channel shows.
    pub blocks: Vec<Block>,
    /// How the message is found again.
    pub metadata: Value,
}
