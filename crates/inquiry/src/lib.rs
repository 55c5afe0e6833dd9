//! The domain, pure: an inquiry, the state it is in, and which move is allowed from where.
//!
//! ```text
//! received ─► notified ─► drafting ⇄ drafted ─► sending ─► sent
//!                            │                     │
//!                            └──────► failed ◄─────┤        closed: no reply needed
//!                                                  └─► unknown: the mail service's answer was lost
//! ```

mod acknowledgement;
mod addressed;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod at_most_one_tests;
mod begun;
pub mod canned;
mod caution;
pub mod changed;
pub mod clock;
mod context_id;
mod customer;
mod delivery;
mod draft;
mod fact;
mod failure;
mod feedback;
mod files;
mod generation;
pub mod language;
mod masked;
mod modal;
mod origin;
mod proof;
mod query;
mod queue;
mod reply;
mod saved;
mod scheduled;
mod slack_view;
mod source;
mod state;
mod target;
mod team;
mod trace_parent;
mod translation;
mod unread;
mod version;
mod wish;
mod word;
mod work;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

pub use acknowledgement::{Acknowledgement, Fingerprint, known_acknowledgements};
pub use begun::About;
pub use caution::Caution;
pub use context_id::{ContextId, NotAContextId};
pub use delivery::{Deliveries, Delivery, Outcome};
pub use draft::{Draft, Drafts, SAMPLE_MODEL};
pub use fact::{Checked, CheckedFact, FactOrigin, FactSource};
pub use failure::{Cause, Failure, Step};
pub use feedback::{Feedback, Verdict};
pub use files::{
    AlreadyShown, CardFiles, KNOWLEDGE, KnowledgeFile, MOST_BYTES, MOST_FILES, ShownFile,
};
pub use generation::{Approval, Generation, Money, Template, Usage};
use mail::{Enclosed, InboundMail};
pub use masked::{Masked, MaskedFile};
pub use modal::{Fields, Modal, ModalState};
pub use origin::Origin;
pub use proof::{BEFORE_ALL, Broken, Chain, Proof, Record, hash_of, may_be_record};
pub use query::Query;
pub use queue::Queue;
pub use reply::Reply;
pub use scheduled::{NotApproved, Scheduled};
pub use slack_view::{Card, SlackView};
pub use source::Source;
pub use state::{Event, Forbidden, State};
pub use target::{BusinessHours, Target, Week, days_off};
pub use team::{Editing, Later, Notice, Says, Snooze, Team};
pub use trace_parent::TraceParent;
pub use translation::{Translating, Translation};
pub use unread::{Unread, readable};
pub use wish::{Length, Tone, Wish};
pub use word::Word;
pub use work::{Lease, Work, Worker};

/// A Slack user: the id that Slack knows and the name that people know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Slack's user id, e.g. `U012AB3CD`.
    pub id: String,
    /// The user's name in Slack.
    pub name: String,
}

/// A line of an inquiry's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
    /// The Slack user who caused it; `None` when the program did.
    #[serde(default)]
    pub by: Option<Person>,
    /// More in technical words, without personal data: a provider's id or its error.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// A customer's mail and everything that happened to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Inquiry {
    /// Its name everywhere.
    pub id: ContextId,
    /// Counts the writes; every write is conditional on the version that was read.
    pub version: u64,
    /// How far it has come. Changed by [`Inquiry::record`] alone.
    pub state: State,
    /// When the mail was taken.
    pub received_at: Timestamp,
    /// When the store may forget it.
    pub expires_at: Timestamp,
    /// The mail.
    pub mail: InboundMail,
    /// Which of several mailboxes it came to; `None` where there is one.
    pub mailbox: Option<String>,
    /// Who began it, where our own mail does; a command of the operator's has no person.
    pub begun_by: Option<Person>,
    /// The customer's inquiry that this exchange with another person is about.
    pub about: Option<About>,
    /// Where the mail lies as it came, and what came back because of it.
    pub origins: Vec<Origin>,
    /// The mail's files that people have been shown in Slack.
    pub shown_files: Vec<ShownFile>,
    /// Files that go out with the next reply.
    pub enclosed: Vec<Enclosed>,
    /// The mail, masked.
    pub masked: Masked,
    /// What Slack shows of it.
    pub slack: SlackView,
    /// Who works on the unfinished step.
    pub worker: Worker,
    /// The versions of the reply's text, and what is wanted of the next one.
    pub drafts: Drafts,
    /// The approved replies.
    pub delivery: Deliveries,
    /// What the team decided.
    pub team: Team,
    /// Why the last step failed, in state `failed`.
    pub failure: Option<Failure>,
    /// What happened, oldest first.
    pub history: Vec<HistoryEntry>,
    /// The trace that what happens next belongs to: of the newest wish for a draft.
    pub trace: Option<TraceParent>,
    /// What a newer version wrote beside all this.
    pub unread: Unread,
}

/// Keeps the item small.
const MAX_HISTORY: usize = 200;

impl Inquiry {
    /// A mail that has just been taken, before it is masked.
    pub fn received(
        id: ContextId,
        mail: InboundMail,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Inquiry {
        Inquiry {
            id,
            version: 1,
            state: State::Received,
            received_at: at,
            expires_at,
            mail,
            mailbox: None,
            begun_by: None,
            about: None,
            origins: Vec::new(),
            shown_files: Vec::new(),
            enclosed: Vec::new(),
            masked: Masked::default(),
            slack: SlackView {
                needs_sync: true,
                ..SlackView::default()
            },
            worker: Worker {
                due_at: at,
                ..Worker::default()
            },
            drafts: Drafts::default(),
            delivery: Deliveries::default(),
            team: Team::default(),
            failure: None,
            history: Vec::new(),
            trace: None,
            unread: Unread::default(),
        }
    }

    /// Moves to the next state, writes it into the history and marks what Slack shows as stale.
    /// A reply is approved by [`Inquiry::approve`], and what becomes of it is written down by
    /// [`Inquiry::settle_reply`].
    ///
    /// # Errors
    /// [`Forbidden`] when the event cannot happen now; nothing is changed then.
    pub fn record(
        &mut self,
        event: Event,
        by: Option<&Person>,
        at: Timestamp,
    ) -> Result<(), Forbidden> {
        if event.is_about_a_reply() {
            return Err(Forbidden::NotSending);
        }
        let after = self.state.after(event)?;
        self.enter(after, event, by, at);
        Ok(())
    }

    /// What [`Inquiry::record`] does, once it is certain that it may be done.
    fn enter(&mut self, after: State, event: Event, by: Option<&Person>, at: Timestamp) {
        let scheduled = self.delivery.scheduled.take_if(|_| after != State::Sending);
        self.state = match (event, &scheduled) {
            (Event::Reopened, _) => self.reopened(),
            (Event::ReplyRecalled, Some(scheduled)) => scheduled.before,
            _ => after,
        };
        if !event.is_aside() {
            self.worker.lease = None;
            self.worker.asked_until = None;
            self.worker.asked_again = 0;
            self.worker.due_at = at;
        }
        if event.settles() {
            self.team.snoozed = None;
            self.team.editing = None;
        }
        if event.is_said_to_writers() {
            // The reply's own modal is among them where its person goes on in it.
            for modal in &mut self.slack.modals {
                modal.show_around_inputs(at);
            }
        }
        self.touch();
        if !matches!(self.state, State::Failed | State::Newer(_)) {
            self.failure = None;
        } else if event == Event::ReplyRecalled {
            self.failure = scheduled.and_then(|scheduled| scheduled.failure);
        }
        self.write_history(event, by, at, String::new());
    }

    /// Writes down what changes neither the state nor what card and modals show.
    pub fn write_history(
        &mut self,
        event: Event,
        by: Option<&Person>,
        at: Timestamp,
        detail: String,
    ) {
        self.history.push(HistoryEntry {
            at,
            event,
            by: by.cloned(),
            detail,
        });
        if self.history.len() > MAX_HISTORY {
            self.history.remove(self.least_told());
        }
    }

    /// The entry of the history that tells least: one that says what a later one says, that a
    /// person opened the inquiry; else the oldest.
    fn least_told(&self) -> usize {
        let is_said_again = |(at, entry): &(usize, &HistoryEntry)| {
            let mut later = self.history[at + 1..].iter();
            entry.event == Event::Opened
                && later.any(|it| it.event == Event::Opened && it.by == entry.by)
        };
        let mut entries = self.history.iter().enumerate();
        entries.find(is_said_again).map_or(0, |(at, _)| at)
    }

    /// Notes who sees the mail unmasked. Before they do: who opened what is not lost to a crash.
    /// Once for a person as long as nothing else happens.
    pub fn note_opened(&mut self, person: &Person, at: Timestamp) {
        let newest = self.history.last();
        let is_noted = newest.is_some_and(|newest| {
            newest.event == Event::Opened && newest.by.as_ref().is_some_and(|by| by.id == person.id)
        });
        if !is_noted {
            self.write_history(Event::Opened, Some(person), at, String::new());
        }
    }

    /// Marks what Slack shows as stale.
    pub fn touch(&mut self) {
        self.slack.needs_sync = true;
        self.slack.revision += 1;
    }

    /// As [`record`](Inquiry::record), for a step that failed: what went wrong is in the history
    /// and on the screens.
    ///
    /// # Errors
    /// [`Forbidden`] when the event cannot happen now; nothing is changed then.
    pub fn record_failure(
        &mut self,
        event: Event,
        failure: Failure,
        at: Timestamp,
    ) -> Result<(), Forbidden> {
        self.record(event, None, at)?;
        self.note(failure.detail.clone());
        self.failure = Some(failure);
        Ok(())
    }

    /// Adds to the newest line of the history.
    pub fn note(&mut self, detail: impl Into<String>) {
        if let Some(entry) = self.history.last_mut() {
            entry.detail = detail.into();
        }
    }

    /// The unfinished step, if there is one.
    pub fn work(&self) -> Option<Work> {
        match self.state {
            State::Received => Some(Work::PostCard),
            State::Drafting => Some(Work::WriteDraft),
            State::Sending if self.delivery.scheduled.is_some() => Some(Work::SendReply),
            State::Sending => Some(Work::SettleReply),
            // The newer version that wrote it knows what is to be done.
            State::Newer(_) => None,
            _ if self.slack.needs_sync => Some(Work::Show),
            _ if !self.slack.notices.is_empty() => Some(Work::Tell),
            _ if self.unrecorded().is_some() => Some(Work::Record),
            _ => self.alarm().map(|_| Work::Wake),
        }
    }

    /// When a sweep may take up the unfinished step.
    pub fn due(&self) -> Timestamp {
        let notices = self.slack.notices.iter().map(|notice| notice.due_at);
        let due = match self.work() {
            Some(Work::Tell) => notices.min(),
            Some(Work::Wake) => self.alarm(),
            Some(Work::SendReply) => self
                .delivery
                .scheduled
                .as_ref()
                .map(|scheduled| scheduled.until),
            _ => None,
        };
        due.unwrap_or(self.worker.due_at)
    }

    /// True when the last step failed, and that step was `step`.
    pub fn failed_at(&self, step: Step) -> bool {
        self.state == State::Failed
            && self
                .failure
                .as_ref()
                .is_some_and(|failure| failure.step == step)
    }

    /// A person or the program still has to do something.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Sent | State::Closed)
    }

    /// True when a mail service took a reply.
    pub fn is_answered(&self) -> bool {
        self.delivery
            .replies
            .iter()
            .any(|reply| reply.accepted_as.is_some())
    }

    /// The newest approved reply.
    pub fn newest_reply(&self) -> Option<&Reply> {
        self.delivery.replies.last()
    }
}
