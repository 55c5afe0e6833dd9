//! What is unfinished, and who is at it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A worker's temporary right to do an inquiry's unfinished step alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// The worker's own id.
    pub owner: String,
    /// When any worker may take the step up.
    pub until: Timestamp,
}

/// The step that is unfinished: a sweep takes it up when the process that began it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Work {
    /// The card has to be posted.
    PostCard,
    /// A draft has to be written.
    WriteDraft,
    /// An approved reply can be taken back until its time has come, and has to be sent then.
    SendReply,
    /// What became of a reply has to be settled.
    SettleReply,
    /// Card and modals have to be brought up to date.
    Show,
    /// The card's thread has to be told something.
    Tell,
    /// A reply's proof has to join the chain.
    Record,
    /// What was put aside, or an editor's claim, runs out.
    Wake,
}

impl Work {
    /// The name in the store's `open_work` index.
    pub fn name(self) -> &'static str {
        match self {
            Work::PostCard => "post_card",
            Work::WriteDraft => "write_draft",
            Work::SendReply => "send_reply",
            Work::SettleReply => "settle_reply",
            Work::Show => "show",
            Work::Tell => "tell",
            Work::Record => "record",
            Work::Wake => "wake",
        }
    }

    /// All kinds, for a sweep that asks the index for each.
    pub const ALL: [Work; 8] = [
        Work::PostCard,
        Work::WriteDraft,
        Work::SendReply,
        Work::SettleReply,
        Work::Show,
        Work::Tell,
        Work::Record,
        Work::Wake,
    ];
}
