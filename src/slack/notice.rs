//! Messages in a card's thread that say what happened to its inquiry.

use serde_json::json;

use super::Look;
use super::blocks;
use super::card::Message;
use super::texts::{fill, mention};
use crate::inquiry::{Inquiry, Notice, Says};

/// `event_type` of the metadata by which an earlier attempt to post a notice is found.
pub const METADATA_EVENT: &str = "replybot_notice";

/// Builds the message.
pub fn notice(inquiry: &Inquiry, notice: &Notice, look: &Look) -> Message {
    let texts = look.texts;
    let (text, blocks) = match &notice.says {
        Says::Woken(by) => {
            let text = fill(texts.team.woken, &[("who", &mention(by))]);
            (text.clone(), vec![blocks::section(&text)])
        }
        Says::Sent(_) => (String::new(), Vec::new()),
    };
    Message {
        text,
        blocks,
        metadata: json!({
            "event_type": METADATA_EVENT,
            "event_payload": { "about": inquiry.id, "notice": notice.key },
        }),
    }
}

/// True when the whole channel should see it, not only who follows the thread.
pub fn is_for_the_channel(notice: &Notice) -> bool {
    matches!(notice.says, Says::Woken(_))
}
