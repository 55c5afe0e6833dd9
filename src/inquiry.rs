//! The domain, pure: an inquiry, the state it is in, and which move is allowed from where.
//!
//! ```text
//! received ─► notified ─► drafting ⇄ drafted ─► sending ─► sent
//!                            │                     │
//!                            └──────► failed ◄─────┤        closed: no reply needed
//!                                                  └─► unknown: the mail service's answer was lost
//! ```

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod at_most_one;
mod caution;
pub mod changed;
mod context_id;
mod customer;
mod delivery;
mod draft;
mod fact;
mod failure;
mod feedback;
mod files;
mod generation;
mod held;
mod insist;
mod modal;
mod origin;
mod proof;
mod query;
mod queue;
mod reply;
mod saved;
mod source;
mod state;
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

use crate::clock::later;
use crate::language::Language;
use crate::mail::{Addressees, Enclosed, InboundMail};
use crate::pii::{CustomerText, MaskedText, Masker, Placeholders};
pub use caution::Caution;
pub use context_id::{ContextId, NotAContextId};
pub use delivery::{Delivery, Outcome};
pub use draft::{Draft, SAMPLE_MODEL};
pub use fact::{Checked, CheckedFact, FactOrigin, FactSource};
pub use failure::{Cause, Failure, Step};
pub use feedback::{Feedback, Verdict};
pub use files::{MOST_BYTES, MOST_FILES, ShownFile};
pub use generation::{Approval, Generation, Money, Template, Usage};
pub use held::{Held, NotApproved};
pub use insist::{Fingerprint, Insist, known_insists};
pub use modal::{Fields, Modal, ModalState};
pub use origin::Origin;
pub use proof::{BEFORE_ALL, Broken, Chain, Proof, Record, hash_of};
pub use query::Query;
pub use queue::Queue;
pub use reply::Reply;
pub use source::Source;
pub use state::{Event, Forbidden, State};
pub use team::{Editing, Later, Notice, Says, Snooze};
pub use trace_parent::TraceParent;
pub use translation::{Translating, Translation};
pub use unread::Unread;
pub use wish::{Length, Tone, Wish};
pub use word::Word;
pub use work::{Lease, Work};

/// A Slack user: the id that Slack knows and the name that people know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Slack's user id, e.g. `U012AB3CD`.
    pub id: String,
    /// The user's name in Slack.
    pub name: String,
}

/// Where the inquiry's card is in Slack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The channel's id.
    pub channel: String,
    /// The message's timestamp, Slack's name for it in that channel.
    pub ts: String,
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
    /// The mail's text, masked.
    pub body_masked: MaskedText,
    /// The subject, masked.
    pub subject_masked: MaskedText,
    /// The sender's name, masked.
    pub sender_masked: MaskedText,
    /// Where the mail lies as it came, and what came back because of it.
    pub origins: Vec<Origin>,
    /// The mail's files that people have been shown in Slack.
    pub shown_files: Vec<ShownFile>,
    /// Files that go out with the next reply.
    pub enclosed: Vec<Enclosed>,
    /// What the placeholders in all masked texts stand for.
    pub placeholders: Placeholders,
    /// Its card.
    pub card: Option<Card>,
    /// The message whose thread the conversation's cards stand in; `None` for a first mail.
    pub thread_ts: Option<String>,
    /// The inquiry whose card tells of this one, which has none of its own.
    pub told_by: Option<ContextId>,
    /// How many others its card tells of, which have none of their own.
    pub tells_of: usize,
    /// How many mails of the customer followed this one in the conversation.
    pub newer_mails: usize,
    /// Who has taken it upon them.
    pub assignee: Option<Person>,
    /// Until when it is put aside.
    pub snoozed: Option<Snooze>,
    /// Who is writing the reply.
    pub editing: Option<Editing>,
    /// What the card's thread has not been told yet.
    pub notices: Vec<Notice>,
    /// The modals that are open, as far as we know.
    pub modals: Vec<Modal>,
    /// All versions of the reply's text, oldest first.
    pub drafts: Vec<Draft>,
    /// The facts of the texts that were checked last, the newest last.
    pub checked: Vec<Checked>,
    /// What a person wants of the draft that is wanted, or wanted of the one that was written last.
    pub wish: Option<Wish>,
    /// The mail in the operator's language, once an operator wanted it.
    pub translation: Option<Translation>,
    /// The panels that wait for a translation.
    pub translating: Vec<Translating>,
    /// All approved replies, oldest first.
    pub replies: Vec<Reply>,
    /// In state `sending`: the newest reply has not been handed over yet and can be taken back.
    pub held: Option<Held>,
    /// A reply that was taken back, until another is approved or drafted.
    pub withdrawn: Option<Reply>,
    /// Why the last step failed, in state `failed`.
    pub failure: Option<Failure>,
    /// Who works on the unfinished step.
    pub lease: Option<Lease>,
    /// Until then, a worker that was asked for the draft may still be starting.
    pub asked_until: Option<Timestamp>,
    /// How often a sweep has asked for the draft again, because no worker began or ended it.
    pub asked_again: u32,
    /// When a sweep may take up a step of the reply's own; see [`Inquiry::due`] for all.
    pub due_at: Timestamp,
    /// True until card and modals show the state that is stored here.
    pub stale: bool,
    /// Counts the events, so that an update of Slack that ends sees whether there is more to show.
    pub revision: u64,
    /// What happened, oldest first.
    pub history: Vec<HistoryEntry>,
    /// The trace that what happens next belongs to: of the newest wish for a draft.
    pub trace: Option<TraceParent>,
    /// What a newer version wrote beside all this.
    pub unread: Unread,
}

/// More modals than people can have open; the oldest entries are views that were never closed cleanly.
const MAX_MODALS: usize = 20;
/// Keeps the item small; the newest versions are the ones people go back to.
const MAX_DRAFTS: usize = 20;
/// Texts whose facts are kept: that of a draft, and what became of it in a modal or two.
const MAX_CHECKED: usize = 3;
/// Drafts whose question is kept word for word: it is as long as the mail and what the team knows.
const MAX_ASKED: usize = 3;
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
            body_masked: MaskedText::default(),
            subject_masked: MaskedText::default(),
            sender_masked: MaskedText::default(),
            origins: Vec::new(),
            shown_files: Vec::new(),
            enclosed: Vec::new(),
            placeholders: Placeholders::default(),
            card: None,
            thread_ts: None,
            told_by: None,
            tells_of: 0,
            newer_mails: 0,
            assignee: None,
            snoozed: None,
            editing: None,
            notices: Vec::new(),
            modals: Vec::new(),
            drafts: Vec::new(),
            checked: Vec::new(),
            wish: None,
            translation: None,
            translating: Vec::new(),
            replies: Vec::new(),
            held: None,
            withdrawn: None,
            failure: None,
            lease: None,
            asked_until: None,
            asked_again: 0,
            due_at: at,
            stale: true,
            revision: 0,
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
        let held = self.held.take_if(|_| after != State::Sending);
        self.state = match (event, &held) {
            (Event::Reopened, _) => self.reopened(),
            (Event::ReplyWithdrawn, Some(held)) => held.before,
            _ => after,
        };
        if !event.is_aside() {
            self.lease = None;
            self.asked_until = None;
            self.asked_again = 0;
            self.due_at = at;
        }
        if event.settles() {
            self.snoozed = None;
            self.editing = None;
        }
        if event.is_said_to_writers() {
            // The reply's own modal is among them where its person goes on in it.
            for modal in &mut self.modals {
                modal.show_around_inputs(at);
            }
        }
        self.touch();
        if !matches!(self.state, State::Failed | State::Newer(_)) {
            self.failure = None;
        } else if event == Event::ReplyWithdrawn {
            self.failure = held.and_then(|held| held.failure);
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
        self.stale = true;
        self.revision += 1;
    }

    /// Masks what the mail says, extending the map that is there.
    pub fn mask(&mut self, masker: &Masker) {
        let masked = self.mail.masked(masker, &mut self.placeholders);
        self.sender_masked = masked.sender;
        self.subject_masked = masked.subject;
        self.body_masked = masked.body;
    }

    /// Masks a mail that an older deployment stored; it stays as it is otherwise.
    pub fn mask_if_older(&mut self, masker: &Masker) {
        if self.body_masked.as_str().is_empty() && !self.mail.text.is_blank() {
            self.mask(masker);
        }
    }

    /// Masks a text that a person typed into this inquiry's reply, with the same map.
    pub fn mask_typed(&mut self, text: &CustomerText, masker: &Masker) -> MaskedText {
        masker.mask(text, &self.mail.known_names(), &mut self.placeholders)
    }

    /// A text about this inquiry, masked for channel, history and log: a reply, or what another server
    /// said of it, which repeats names and numbers of the recipient. The map stays as it is.
    pub fn without_personal_data(&self, text: &str, masker: &Masker) -> String {
        let mut placeholders = self.placeholders.clone();
        let text = CustomerText::new(text);
        let masked = masker.mask(&text, &self.mail.known_names(), &mut placeholders);
        masked.as_str().to_owned()
    }

    /// Notes that the customer wrote again. All open modals say so, those in which a person is
    /// typing, too.
    ///
    /// # Errors
    /// None that a state could cause; [`Forbidden`] as in [`Inquiry::record`].
    pub fn customer_wrote_again(&mut self, at: Timestamp) -> Result<(), Forbidden> {
        self.record(Event::CustomerWroteAgain, None, at)?;
        self.newer_mails += 1;
        Ok(())
    }

    /// A card that a person clicked is in Slack: those of older deployments are learned by this, and
    /// those whose posting was not written down.
    ///
    /// # Errors
    /// None that a state could cause; [`Forbidden`] as in [`Inquiry::record`].
    pub fn learn_card(&mut self, card: Option<&Card>, at: Timestamp) -> Result<(), Forbidden> {
        let Some(card) = card else { return Ok(()) };
        self.card.get_or_insert_with(|| card.clone());
        match self.state {
            State::Received => self.record(Event::CardPosted, None, at),
            _ => Ok(()),
        }
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
            State::Sending if self.held.is_some() => Some(Work::SendReply),
            State::Sending => Some(Work::SettleReply),
            // The newer version that wrote it knows what is to be done.
            State::Newer(_) => None,
            _ if self.stale => Some(Work::Show),
            _ if !self.notices.is_empty() => Some(Work::Tell),
            _ if self.unrecorded().is_some() => Some(Work::Record),
            _ => self.alarm().map(|_| Work::Wake),
        }
    }

    /// When a sweep may take up the unfinished step.
    pub fn due(&self) -> Timestamp {
        let notices = self.notices.iter().map(|notice| notice.due_at);
        let due = match self.work() {
            Some(Work::Tell) => notices.min(),
            Some(Work::Wake) => self.alarm(),
            Some(Work::SendReply) => self.held.as_ref().map(|held| held.until),
            _ => None,
        };
        due.unwrap_or(self.due_at)
    }

    /// Takes the unfinished step for `owner` for some time. False when another worker has it.
    pub fn lease(&mut self, owner: &str, now: Timestamp, length: std::time::Duration) -> bool {
        let taken = self
            .lease
            .as_ref()
            .is_some_and(|lease| lease.until > now && lease.owner != owner);
        if !taken {
            let until = later(now, length);
            self.lease = Some(Lease {
                owner: owner.to_owned(),
                until,
            });
            self.asked_until = None;
            self.due_at = until;
        }
        !taken
    }

    /// Notes that a worker is about to be asked for the draft, which takes it some time to begin.
    /// False when there is nothing to ask for: none is wanted, one is at it, or one was asked.
    pub fn ask_worker(&mut self, now: Timestamp, starts_within: std::time::Duration) -> bool {
        let free = self.state == State::Drafting && !self.is_leased(now) && !self.is_asked(now);
        if free {
            let until = later(now, starts_within);
            self.asked_until = Some(until);
            self.due_at = until;
        }
        free
    }

    /// True while a worker that was asked for the draft may still be starting.
    pub fn is_asked(&self, now: Timestamp) -> bool {
        self.asked_until.is_some_and(|until| until > now)
    }

    /// True while some worker is at the unfinished step, as far as is known.
    pub fn is_leased(&self, now: Timestamp) -> bool {
        self.lease.as_ref().is_some_and(|lease| lease.until > now)
    }

    /// True while `owner` may go on with the unfinished step.
    pub fn leased_by(&self, owner: &str) -> bool {
        self.lease
            .as_ref()
            .is_some_and(|lease| lease.owner == owner)
    }

    /// Adds a modal, or replaces the entry of the same `external_id`.
    pub fn remember_modal(&mut self, mut modal: Modal) {
        if let Some(before) = self.modal_mut(&modal.external_id) {
            modal.addressees = modal.addressees.or(before.addressees.take());
            modal.language = modal.language.or(before.language);
        }
        self.forget_modal(&modal.external_id);
        self.modals.push(modal);
        if self.modals.len() > MAX_MODALS {
            let oldest = self
                .modals
                .iter()
                .position(|modal| !modal.is_waiting() && modal.saved_at.is_none())
                .unwrap_or(0);
            self.modals.remove(oldest);
        }
    }

    /// The recipients of the reply in the modal of this `external_id`, as far as a person chose: there,
    /// or for a reply that did not get through or was taken back.
    pub fn addressees(&self, external_id: &str) -> Option<&Addressees> {
        let modal = self.modals.iter().find(|it| it.external_id == external_id);
        let failed = self
            .newest_reply()
            .filter(|_| self.failed_at(Step::Reply) || self.state == State::Unknown);
        modal.and_then(|modal| modal.addressees.as_ref()).or(failed
            .or(self.withdrawn.as_ref())
            .map(|reply| &reply.addressees))
    }

    /// The language of the modal of this `external_id`, where a person chose one.
    pub fn language(&self, external_id: &str) -> Option<Language> {
        let modal = self.modals.iter().find(|it| it.external_id == external_id);
        modal.and_then(|modal| modal.language)
    }

    /// The modal of this `external_id`.
    pub fn modal_mut(&mut self, external_id: &str) -> Option<&mut Modal> {
        self.modals
            .iter_mut()
            .find(|modal| modal.external_id == external_id)
    }

    /// Drops a modal that is closed.
    pub fn forget_modal(&mut self, external_id: &str) {
        self.modals.retain(|modal| modal.external_id != external_id);
    }

    /// Adds a version that a person typed. The same text as the newest version adds none.
    pub fn add_typed(&mut self, text: MaskedText, at: Timestamp) {
        if self.drafts.last().is_none_or(|last| last.text != text) {
            self.add_version(text, None, None, at);
        }
    }

    /// Adds a version that a model wrote.
    pub fn add_generated(
        &mut self,
        text: MaskedText,
        model: String,
        generation: Generation,
        at: Timestamp,
    ) {
        self.add_version(text, Some(model), Some(generation), at);
        let generations = self.drafts.iter_mut().rev();
        let generations = generations.filter_map(|draft| draft.generation.as_mut());
        for older in generations.skip(MAX_ASKED) {
            older.asked = MaskedText::default();
        }
    }

    /// Writes down what a person should know about the newest draft.
    pub fn caution(&mut self, cautions: Vec<Caution>) {
        if let Some(newest) = self.drafts.last_mut() {
            newest.cautions = cautions;
        }
    }

    fn add_version(
        &mut self,
        text: MaskedText,
        model: Option<String>,
        generation: Option<Generation>,
        at: Timestamp,
    ) {
        let number = self.drafts.last().map_or(1, |last| last.number + 1);
        let wish = model.as_ref().and(self.wish.as_ref()).map(|wish| Wish {
            previous: None,
            ..wish.clone()
        });
        self.drafts.push(Draft {
            number,
            text,
            model,
            at,
            cautions: Vec::new(),
            sources: None,
            generation,
            wish,
            feedback: None,
        });
        if self.drafts.len() > MAX_DRAFTS {
            self.drafts.remove(0);
        }
    }

    /// Writes down what the newest draft was written with. The texts of older drafts' sources are
    /// let go: they are looked at while one is deciding, and an item has little room.
    pub fn cite(&mut self, sources: Option<Vec<Source>>) {
        let Some((newest, older)) = self.drafts.split_last_mut() else {
            return;
        };
        for source in older
            .iter_mut()
            .filter_map(|it| it.sources.as_mut())
            .flatten()
        {
            source.text = MaskedText::default();
        }
        newest.sources = sources;
    }

    /// Who asked for a draft last.
    pub fn asked_by(&self) -> Option<&Person> {
        let mut asked = self.history.iter().rev();
        let asked = asked.find(|entry| entry.event == Event::DraftRequested);
        asked.and_then(|entry| entry.by.as_ref())
    }

    /// Keeps the facts of a text that stands in a modal, or may.
    pub fn keep_checked(&mut self, checked: Checked) {
        self.checked.retain(|it| !it.is_as(&checked));
        self.checked.push(checked);
        if self.checked.len() > MAX_CHECKED {
            self.checked.remove(0);
        }
    }

    /// The facts of this text, where it is one that was checked.
    pub fn checked(&self, text: &CustomerText) -> Option<&Checked> {
        self.checked.iter().rev().find(|it| it.is_of(text))
    }

    /// The index of the first reply that was handed over and has no record in the chain of proofs yet.
    pub fn unrecorded(&self) -> Option<usize> {
        let is_unrecorded = |reply: &Reply| {
            let approval = reply.approval.as_ref();
            let proof = approval.and_then(|approval| approval.proof.as_ref());
            // One under way may still be taken back, and its outcome comes first.
            let is_over = reply.delivery != Delivery::UnderWay;
            is_over && proof.is_some_and(|proof| proof.record.is_none())
        };
        self.replies.iter().position(is_unrecorded)
    }

    /// The newest version that a model wrote.
    pub fn newest_draft(&self) -> Option<&Draft> {
        self.drafts.iter().rev().find(|draft| draft.model.is_some())
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
        self.replies.iter().any(|reply| reply.accepted_as.is_some())
    }

    /// The newest approved reply.
    pub fn newest_reply(&self) -> Option<&Reply> {
        self.replies.last()
    }
}
