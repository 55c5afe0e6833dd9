//! What is unfinished, and who is at it.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Inquiry, State};
use crate::clock::later;

/// Who works on an inquiry's unfinished step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Worker {
    /// The worker that has the step now.
    pub lease: Option<Lease>,
    /// Until then, a worker that was asked for the draft may still be starting.
    pub asked_until: Option<Timestamp>,
    /// How often a sweep has asked for the draft again, because no worker began or ended it.
    pub asked_again: u32,
    /// When a sweep may take up a step of the reply's own; see [`Inquiry::due`] for all.
    #[serde(skip)]
    pub due_at: Timestamp,
}

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

impl Inquiry {
    /// Takes the unfinished step for `owner` for some time. False when another worker has it.
    pub fn lease(&mut self, owner: &str, now: Timestamp, length: Duration) -> bool {
        let taken = self
            .worker
            .lease
            .as_ref()
            .is_some_and(|lease| lease.until > now && lease.owner != owner);
        if !taken {
            let until = later(now, length);
            self.worker.lease = Some(Lease {
                owner: owner.to_owned(),
                until,
            });
            self.worker.asked_until = None;
            self.worker.due_at = until;
        }
        !taken
    }

    /// Notes that a worker is about to be asked for the draft, which takes it some time to begin.
    /// False when there is nothing to ask for: none is wanted, one is at it, or one was asked.
    pub fn ask_worker(&mut self, now: Timestamp, starts_within: Duration) -> bool {
        let free = self.state == State::Drafting && !self.is_leased(now) && !self.is_asked(now);
        if free {
            let until = later(now, starts_within);
            self.worker.asked_until = Some(until);
            self.worker.due_at = until;
        }
        free
    }

    /// True while a worker that was asked for the draft may still be starting.
    pub fn is_asked(&self, now: Timestamp) -> bool {
        self.worker.asked_until.is_some_and(|until| until > now)
    }

    /// True while some worker is at the unfinished step, as far as is known.
    pub fn is_leased(&self, now: Timestamp) -> bool {
        self.worker
            .lease
            .as_ref()
            .is_some_and(|lease| lease.until > now)
    }

    /// True while `owner` may go on with the unfinished step.
    pub fn leased_by(&self, owner: &str) -> bool {
        self.worker
            .lease
            .as_ref()
            .is_some_and(|lease| lease.owner == owner)
    }
}
