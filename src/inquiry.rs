//! The domain, pure: an inquiry, the state it is in, and which move is allowed from where.
//!
//! ```text
//! received ─► notified ─► drafting ⇄ drafted ─► sending ─► sent
//!                            │                     │
//!                            └──────► failed ◄─────┤        closed: no reply needed
//!                                                  └─► unknown: the mail service's answer was lost
//! ```

mod caution;
pub mod changed;
mod feedback;
mod generation;
mod held;
mod insist;
mod origin;
mod source;
mod team;
mod trace_parent;
mod translation;
mod version;
mod wish;

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::later;
use crate::language::Language;
use crate::mail::{Addressees, InboundMail, MessageId, OutgoingMail};
use crate::pii::{CustomerText, Hints, MaskedText, Masker, Placeholders};
pub use caution::Caution;
pub use feedback::{Feedback, Verdict};
pub use generation::{Approval, Generation, Money, Template, Usage};
pub use held::Held;
pub use insist::Insist;
pub use origin::Origin;
pub use source::Source;
pub use team::{Editing, Later, Notice, Says, Snooze};
pub use trace_parent::TraceParent;
pub use translation::{Translating, Translation};
pub use wish::{Length, Tone, Wish};

/// Names one inquiry: the store's hash key, and what Slack's buttons and modals carry.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContextId(String);

/// A text that cannot be a context id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a context id: 1 to {} printable ASCII characters, no `#`",
    ContextId::MAX
)]
pub struct NotAContextId;

impl ContextId {
    /// The longest id: an `external_id` (255 characters at Slack) must hold it and a suffix.
    const MAX: usize = 180;

    /// Takes an id from outside. `#` is refused because it marks the store's helper items.
    ///
    /// # Errors
    /// [`NotAContextId`] when it is empty, too long or holds other characters.
    pub fn parse(text: &str) -> Result<ContextId, NotAContextId> {
        let valid = |b: u8| b.is_ascii_graphic() && b != b'#';
        if text.is_empty() || text.len() > Self::MAX || !text.bytes().all(valid) {
            return Err(NotAContextId);
        }
        Ok(ContextId(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ContextId {
    type Error = NotAContextId;

    fn try_from(text: String) -> Result<ContextId, NotAContextId> {
        ContextId::parse(&text)
    }
}

impl From<ContextId> for String {
    fn from(id: ContextId) -> String {
        id.0
    }
}

impl fmt::Display for ContextId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How far an inquiry has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Stored; its card is not known to be in Slack yet.
    Received,
    /// Its card is in Slack. Items of older deployments, which carry no state, are here.
    #[default]
    Notified,
    /// A draft is wanted or being written.
    Drafting,
    /// A draft is there.
    Drafted,
    /// A person approved a reply, which is on its way to the mail service.
    Sending,
    /// The mail service took the reply.
    Sent,
    /// The last step, a draft or a reply, failed for good; nothing was sent.
    Failed,
    /// The mail service's answer was lost: the reply may or may not have gone out.
    Unknown,
    /// No reply is needed.
    Closed,
}

impl State {
    /// The state's name in the store and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            State::Received => "received",
            State::Notified => "notified",
            State::Drafting => "drafting",
            State::Drafted => "drafted",
            State::Sending => "sending",
            State::Sent => "sent",
            State::Failed => "failed",
            State::Unknown => "unknown",
            State::Closed => "closed",
        }
    }
}

/// What can happen to an inquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Its card is in Slack.
    CardPosted,
    /// Somebody wants a draft.
    DraftRequested,
    /// The model wrote one.
    DraftWritten,
    /// The model could not.
    DraftFailed,
    /// A person approved a reply.
    ReplyClaimed,
    /// A person approved a reply although one has gone out, may have gone out, or none is needed.
    ReplyInsisted,
    /// A person took an approved reply back before it was handed to the mail service.
    ReplyWithdrawn,
    /// The mail service took the reply.
    ReplyAccepted,
    /// The mail service refused the reply.
    ReplyRefused,
    /// The mail service's answer was lost.
    ReplyLost,
    /// The mail could not be delivered after all.
    ReplyBounced,
    /// The recipient's server took the mail.
    ReplyDelivered,
    /// The recipient called the mail spam.
    ReplyComplained,
    /// The customer wrote again.
    CustomerWroteAgain,
    /// A person decided that no reply is needed.
    Closed,
    /// A person decided that it is spam, and that no reply is needed.
    MarkedAsSpam,
    /// A person took a closed inquiry up again.
    Reopened,
    /// A person took the inquiry upon them.
    Assigned,
    /// Nobody in particular has the inquiry any more.
    Released,
    /// A person put it aside for a time.
    Snoozed,
    /// It is no longer put aside.
    Woken,
    /// A model translated the mail or the reply for a person.
    Translated,
    /// The model could not.
    NotTranslated,
}

impl Event {
    /// Says something beside the reply: whoever works on a step goes on, for the step is the same.
    fn is_aside(self) -> bool {
        matches!(
            self,
            Event::CustomerWroteAgain
                | Event::ReplyComplained
                | Event::ReplyDelivered
                | Event::Assigned
                | Event::Released
                | Event::Snoozed
                | Event::Woken
                | Event::Translated
                | Event::NotTranslated
        )
    }

    /// Somebody has dealt with the inquiry: nobody waits for it or writes on it any more.
    fn settles(self) -> bool {
        matches!(
            self,
            Event::ReplyClaimed | Event::ReplyInsisted | Event::Closed | Event::MarkedAsSpam
        )
    }
}

/// Why a move is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Forbidden {
    /// The card has to be in Slack first.
    #[error("its card is not in Slack yet")]
    NoCardYet,
    /// The card is in Slack already.
    #[error("its card is in Slack already")]
    CardThere,
    /// Nobody waits for a draft (any more).
    #[error("no draft is wanted")]
    NoDraftWanted,
    /// A reply is on its way; what becomes of it comes first.
    #[error("a reply is being sent")]
    Sending,
    /// No reply is on its way.
    #[error("no reply is being sent")]
    NotSending,
    /// No reply has gone out.
    #[error("no reply has been sent")]
    NotSent,
    /// A reply has gone out.
    #[error("a reply has been sent")]
    Sent,
    /// A reply may have gone out; a person has to find out first.
    #[error("a reply may have been sent")]
    MaybeSent,
    /// Somebody decided that no reply is needed.
    #[error("it was closed without a reply")]
    Closed,
    /// It is not closed.
    #[error("it is not closed")]
    NotClosed,
    /// Nobody has it.
    #[error("it is assigned to nobody")]
    NotAssigned,
    /// It is not put aside.
    #[error("it is not put aside")]
    NotSnoozed,
    /// No reply waits to be sent (any more).
    #[error("no reply can be taken back")]
    NotHeld,
}

impl State {
    /// The state after `event`, or why the event cannot happen now.
    ///
    /// # Errors
    /// [`Forbidden`] names the rule that stands against it.
    pub fn after(self, event: Event) -> Result<State, Forbidden> {
        use Event as E;
        use Forbidden as F;
        use State as S;
        match (self, event) {
            (S::Received, E::CardPosted) => Ok(S::Notified),
            (_, E::CardPosted) => Err(F::CardThere),
            // Before its card is in Slack, nobody can have seen the inquiry.
            (S::Received, E::DraftRequested | E::DraftWritten | E::DraftFailed) => {
                Err(F::NoCardYet)
            }
            (S::Received, E::ReplyClaimed | E::ReplyInsisted | E::Closed | E::MarkedAsSpam) => {
                Err(F::NoCardYet)
            }
            (S::Received, E::Reopened | E::Assigned | E::Released | E::Snoozed | E::Woken) => {
                Err(F::NoCardYet)
            }

            // A draft for a closed inquiry is how a person takes it up again.
            (S::Notified | S::Drafting | S::Drafted | S::Failed | S::Closed, E::DraftRequested) => {
                Ok(S::Drafting)
            }
            (S::Sending, E::DraftRequested) => Err(F::Sending),
            (S::Sent, E::DraftRequested) => Err(F::Sent),
            (S::Unknown, E::DraftRequested) => Err(F::MaybeSent),

            (S::Drafting, E::DraftWritten) => Ok(S::Drafted),
            (S::Drafting, E::DraftFailed) => Ok(S::Failed),
            (_, E::DraftWritten | E::DraftFailed) => Err(F::NoDraftWanted),

            // A person may write the reply without any draft.
            (
                S::Notified | S::Drafting | S::Drafted | S::Failed,
                E::ReplyClaimed | E::ReplyInsisted,
            ) => Ok(S::Sending),
            (S::Sent | S::Unknown | S::Closed, E::ReplyInsisted) => Ok(S::Sending),
            (S::Sending, E::ReplyClaimed | E::ReplyInsisted) => Err(F::Sending),
            (S::Sent, E::ReplyClaimed) => Err(F::Sent),
            (S::Unknown, E::ReplyClaimed) => Err(F::MaybeSent),
            (S::Closed, E::ReplyClaimed) => Err(F::Closed),

            // What was there before it was approved, `Inquiry::withdraw` knows better.
            (S::Sending, E::ReplyWithdrawn) => Ok(S::Notified),
            (_, E::ReplyWithdrawn) => Err(F::NotHeld),

            // What was unknown may come to light later.
            (S::Sending | S::Unknown, E::ReplyAccepted) => Ok(S::Sent),
            (S::Sending | S::Unknown, E::ReplyRefused) => Ok(S::Failed),
            (S::Sending, E::ReplyLost) => Ok(S::Unknown),
            (_, E::ReplyAccepted | E::ReplyRefused | E::ReplyLost) => Err(F::NotSending),

            (S::Sent | S::Unknown | S::Sending, E::ReplyBounced) => Ok(S::Failed),
            (_, E::ReplyBounced) => Err(F::NotSent),

            // Says something about the conversation, and nothing about this mail's reply.
            (state, E::CustomerWroteAgain | E::ReplyComplained | E::ReplyDelivered) => Ok(state),
            (state, E::Translated | E::NotTranslated) => Ok(state),

            (
                S::Notified | S::Drafting | S::Drafted | S::Failed | S::Unknown,
                E::Closed | E::MarkedAsSpam,
            ) => Ok(S::Closed),
            (S::Sending, E::Closed | E::MarkedAsSpam | E::Snoozed) => Err(F::Sending),

            // What was there before it was closed, `Inquiry::record` knows better.
            (S::Closed, E::Reopened) => Ok(S::Notified),
            (_, E::Reopened) => Err(F::NotClosed),

            // There is nothing left to close, to take upon oneself or to put aside.
            (S::Sent, E::Closed | E::MarkedAsSpam | E::Assigned | E::Released | E::Snoozed) => {
                Err(F::Sent)
            }
            (S::Closed, E::Closed | E::MarkedAsSpam | E::Assigned | E::Released | E::Snoozed) => {
                Err(F::Closed)
            }
            (state, E::Assigned | E::Released | E::Snoozed | E::Woken) => Ok(state),
        }
    }
}

/// A Slack user: the id that Slack knows and the name that people know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Slack's user id, e.g. `U012AB3CD`.
    pub id: String,
    /// The user's name in Slack.
    pub name: String,
}

/// Where the inquiry's card stands in Slack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The channel's id.
    pub channel: String,
    /// The message's timestamp, Slack's name for it in that channel.
    pub ts: String,
}

/// A modal that somebody has open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modal {
    /// The id that we gave it; unique for each opening.
    pub external_id: String,
    /// Who opened it; unknown when the opener was another program.
    #[serde(default)]
    pub person: Option<Person>,
    /// True while it has no input in it: an update can lose nothing, and brings what comes next.
    pub waiting: bool,
    /// The key of the input in which the person writes without a draft.
    #[serde(default)]
    pub own_words: Option<String>,
    /// The language that the person chose for what they alone see.
    #[serde(default)]
    pub language: Option<Language>,
    /// Whom the person chose as recipients before the choice left the screen.
    #[serde(default)]
    pub addressees: Option<Addressees>,
    /// Inputs that are, or may be, on the screen: block and text. Those that the person submitted
    /// or asked to be replaced by another draft, because our answer may never have arrived; those
    /// beneath a panel; those that were filled with an earlier version. An update shows them under
    /// the same ids, so that what was typed since stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<(String, CustomerText)>,
    /// The inputs that it was shown last, for as long as none of `inputs` or `own_words` took their
    /// place: what has to be said later is said around them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_inputs: Vec<(String, CustomerText)>,
    /// What the person was told when they submitted, and may insist on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Insist>,
    /// The inquiry's revision that it shows; `None` when that is not certain.
    #[serde(default)]
    pub shows: Option<u64>,
    /// Until then, whoever opens it or changes its inputs is at it and brings it up to date
    /// afterwards; later, they are gone.
    #[serde(default)]
    pub opening_until: Option<Timestamp>,
    /// Until then, an answer of ours that is still on its way to Slack may overwrite an update.
    #[serde(default)]
    pub overwritten_until: Option<Timestamp>,
}

impl Modal {
    /// A modal without an input.
    pub fn waiting(external_id: impl Into<String>, person: Option<Person>) -> Modal {
        Modal {
            external_id: external_id.into(),
            person,
            language: None,
            waiting: true,
            own_words: None,
            addressees: None,
            inputs: Vec::new(),
            shown_inputs: Vec::new(),
            told: Vec::new(),
            shows: None,
            opening_until: None,
            overwritten_until: None,
        }
    }

    /// True when somebody is about to change it.
    pub fn is_opening(&self, now: Timestamp) -> bool {
        self.opening_until.is_some_and(|until| until > now)
    }

    /// True when the person has inputs that are not those of the newest draft, such as one for
    /// their own words: an update gives them back under the same ids.
    pub fn has_given_inputs(&self) -> bool {
        !self.waiting && (self.own_words.is_some() || !self.inputs.is_empty())
    }

    /// True when the same inputs stand in it as in `other`.
    pub fn has_inputs_of(&self, other: &Modal) -> bool {
        self.waiting == other.waiting
            && self.own_words == other.own_words
            && self.inputs == other.inputs
    }

    /// Has it shown anew around the inputs that stand in it, which keep what was typed.
    fn show_around_inputs(&mut self, at: Timestamp) {
        if !self.waiting && !self.has_given_inputs() {
            self.inputs = std::mem::take(&mut self.shown_inputs);
        }
        if self.has_given_inputs() {
            self.opening_until.get_or_insert(at);
        }
    }

    /// True when it has to be updated to this revision, now or later.
    pub fn is_behind(&self, revision: u64) -> bool {
        if self.waiting {
            self.shows != Some(revision)
        } else {
            // The inputs that it was given may never have been shown, or there is more to say.
            self.has_given_inputs() && self.opening_until.is_some()
        }
    }
}

/// One version of the reply's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// 1 for the first.
    pub number: u32,
    /// The text, masked: it may become part of a later prompt.
    pub text: MaskedText,
    /// The model that wrote it, or `None` for a version that a person typed.
    pub model: Option<String>,
    /// When it was finished.
    pub at: Timestamp,
    /// What a person should know about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
    /// What the model was given of the team's knowledge, the best first; empty when nothing
    /// fitted, `None` when no knowledge was configured, and for what a person typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<Source>>,
    /// How a model's draft came to be. Older versions did not write it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<Generation>,
    /// What a person wanted of it, without the text that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<Wish>,
    /// What a person thought of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
}

/// A reply that a person approved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// The mail, as it goes out.
    pub mail: OutgoingMail,
    /// What the person wrote: the mail's text without signature and quoted original. Replies of
    /// older versions do not have it apart.
    #[serde(default)]
    pub written: Option<CustomerText>,
    /// Whom the person chose.
    #[serde(default)]
    pub addressees: Addressees,
    /// Who approved it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// The modal it was approved in.
    pub external_id: String,
    /// The mail service's own identifier, once it took the mail.
    #[serde(default)]
    pub accepted_as: Option<String>,
    /// How it came from a draft. Older versions did not write it down.
    #[serde(default)]
    pub approval: Option<Approval>,
}

impl Reply {
    /// What the person wrote.
    pub fn text(&self) -> &CustomerText {
        self.written.as_ref().unwrap_or(&self.mail.text)
    }

    /// True when the mail went out under this identifier: our own, or the mail service's.
    pub fn is_known_as(&self, message_id: &MessageId) -> bool {
        let accepted_as = self.accepted_as.as_deref().and_then(MessageId::parse);
        self.mail.message_id == *message_id || accepted_as.as_ref() == Some(message_id)
    }
}

/// Why the last step failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Which step.
    pub step: Step,
    /// What kind of failure, for the words on the screen.
    pub cause: Cause,
    /// What the other side said, without personal data.
    pub detail: String,
}

/// A step that can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Writing a draft.
    Draft,
    /// Sending a reply.
    Reply,
}

/// The kinds of failure that a person is told in different words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// It took longer than allowed.
    TimedOut,
    /// The service could not be reached.
    Unreachable,
    /// The service is overloaded or the quota is used up.
    Busy,
    /// The service refused our credentials.
    Unauthorized,
    /// The service refused the request, or the mail.
    Refused,
    /// The answer broke off.
    CutOff,
    /// The answer was empty or made no sense.
    Unusable,
    /// The answer was held back, because nobody should send it.
    HeldBack,
    /// The mail was accepted, and came back.
    Bounced,
    /// The deployment's own budget for the day is spent.
    BudgetSpent,
    /// Whoever was asked for it never began, or never ended, however often they were asked.
    NoWorker,
}

impl Cause {
    /// Its name in the store and in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Cause::TimedOut => "timed_out",
            Cause::Unreachable => "unreachable",
            Cause::Busy => "busy",
            Cause::Unauthorized => "unauthorized",
            Cause::Refused => "refused",
            Cause::CutOff => "cut_off",
            Cause::Unusable => "unusable",
            Cause::HeldBack => "held_back",
            Cause::Bounced => "bounced",
            Cause::BudgetSpent => "budget_spent",
            Cause::NoWorker => "no_worker",
        }
    }
}

/// A worker's temporary right to do an inquiry's unfinished step alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// The worker's own id.
    pub owner: String,
    /// When anybody may take the step up.
    pub until: Timestamp,
}

/// A line of an inquiry's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
    /// The Slack user who caused it; `None` when nobody did.
    #[serde(default)]
    pub by: Option<Person>,
    /// More in technical words, without personal data: a provider's id or its error.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// The step that is unfinished: a sweep takes it up when whoever began it is gone.
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
            Work::Wake => "wake",
        }
    }

    /// All kinds, for a sweep that asks the index for each.
    pub const ALL: [Work; 7] = [
        Work::PostCard,
        Work::WriteDraft,
        Work::SendReply,
        Work::SettleReply,
        Work::Show,
        Work::Tell,
        Work::Wake,
    ];
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
    /// What the placeholders in all masked texts stand for.
    pub placeholders: Placeholders,
    /// Its card.
    pub card: Option<Card>,
    /// The message whose thread the conversation's cards stand in; `None` for a first mail.
    pub thread_ts: Option<String>,
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
    /// What a person wants of the draft that is wanted, or wanted of the one that was written last.
    pub wish: Option<Wish>,
    /// The mail in the operator's language, once somebody wanted it.
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
    /// How often a sweep has asked for the draft again, because nobody began it or nobody ended it.
    pub asked_again: u32,
    /// When a sweep may take up a step of the reply's own; see [`Inquiry::due`] for all.
    pub due_at: Timestamp,
    /// True until card and modals show the state that is stored here.
    pub stale: bool,
    /// Counts the events, so that whoever brings Slack up to date sees when there is more.
    pub revision: u64,
    /// What happened, oldest first.
    pub history: Vec<HistoryEntry>,
    /// The trace that what happens next belongs to: of the newest wish for a draft.
    pub trace: Option<TraceParent>,
}

/// More modals than people can have open; the oldest entries are views that were never closed cleanly.
const MAX_MODALS: usize = 20;
/// Keeps the item small; the newest versions are the ones people go back to.
const MAX_DRAFTS: usize = 20;
/// Drafts whose question is kept word for word: it is as long as the mail and what the team knows.
const MAX_ASKED: usize = 3;
/// Keeps the item small.
const MAX_HISTORY: usize = 200;

impl Inquiry {
    /// Moves to the next state, writes it into the history and marks what Slack shows as stale.
    ///
    /// # Errors
    /// [`Forbidden`] when the event cannot happen now; nothing is changed then.
    pub fn record(
        &mut self,
        event: Event,
        by: Option<&Person>,
        at: Timestamp,
    ) -> Result<(), Forbidden> {
        let after = self.state.after(event)?;
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
        self.touch();
        if self.state != State::Failed {
            self.failure = None;
        } else if event == Event::ReplyWithdrawn {
            self.failure = held.and_then(|held| held.failure);
        }
        self.write_history(event, by, at, String::new());
        Ok(())
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
            self.history.remove(0);
        }
    }

    /// Marks what Slack shows as stale.
    pub fn touch(&mut self) {
        self.stale = true;
        self.revision += 1;
    }

    /// Masks what the mail says, extending the map that is there: the sender's name first, so that
    /// it is known wherever else it stands.
    pub fn mask(&mut self, masker: &Masker) {
        let name = self
            .mail
            .from
            .as_ref()
            .and_then(|from| from.name.clone())
            .unwrap_or_default();
        let hints = known_names(&self.mail);
        let map = &mut self.placeholders;
        self.sender_masked = masker.mask(&name, &hints, map);
        self.subject_masked = masker.mask(&self.mail.subject, &hints, map);
        self.body_masked = masker.mask(&self.mail.text, &hints, map);
    }

    /// Masks a mail that an older deployment stored; it stays as it is otherwise.
    pub fn mask_if_older(&mut self, masker: &Masker) {
        if self.body_masked.as_str().is_empty() && !self.mail.text.is_blank() {
            self.mask(masker);
        }
    }

    /// Masks a text that a person typed into this inquiry's reply, with the same map.
    pub fn mask_typed(&mut self, text: &CustomerText, masker: &Masker) -> MaskedText {
        masker.mask(text, &known_names(&self.mail), &mut self.placeholders)
    }

    /// Notes that the customer wrote again. All open modals say so, those in which somebody is
    /// typing, too.
    ///
    /// # Errors
    /// None that a state could cause; [`Forbidden`] as in [`Inquiry::record`].
    pub fn customer_wrote_again(&mut self, at: Timestamp) -> Result<(), Forbidden> {
        self.record(Event::CustomerWroteAgain, None, at)?;
        self.newer_mails += 1;
        for modal in &mut self.modals {
            modal.show_around_inputs(at);
        }
        Ok(())
    }

    /// A card that somebody clicked is in Slack: those of older deployments are learned by this, and
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
            _ if self.stale => Some(Work::Show),
            _ if !self.notices.is_empty() => Some(Work::Tell),
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

    /// True while some worker is at the unfinished step, as far as anybody knows.
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
                .position(|modal| !modal.waiting)
                .unwrap_or(0);
            self.modals.remove(oldest);
        }
    }

    /// Whom the reply goes to in the modal of this `external_id`, as far as somebody chose: there,
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

    /// The language of the modal of this `external_id`, where somebody chose one.
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

    /// Somebody still has to do something.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Sent | State::Closed)
    }

    /// True when a mail service took a reply.
    pub fn is_answered(&self) -> bool {
        self.replies.iter().any(|reply| reply.accepted_as.is_some())
    }

    /// True when somebody still has to do something, and it is not put aside.
    pub fn waits_for_an_answer(&self, now: Timestamp) -> bool {
        let is_aside = self.snoozed.as_ref().is_some_and(|it| it.until > now);
        !is_aside && self.is_open()
    }

    /// The newest approved reply.
    pub fn newest_reply(&self) -> Option<&Reply> {
        self.replies.last()
    }
}

/// The names that a mail's headers give away.
fn known_names(mail: &InboundMail) -> Hints {
    let mailboxes = mail.from.iter().chain(&mail.reply_to).chain(&mail.cc);
    let names = mailboxes.filter_map(|mailbox| mailbox.name.as_ref());
    names.fold(Hints::default(), |hints, name| hints.name(name.expose()))
}

#[cfg(test)]
mod tests {
    use super::Event as E;
    use super::Forbidden as F;
    use super::State as S;
    use super::*;

    const STATES: [State; 9] = [
        S::Received,
        S::Notified,
        S::Drafting,
        S::Drafted,
        S::Sending,
        S::Sent,
        S::Failed,
        S::Unknown,
        S::Closed,
    ];

    /// Checks one event against all nine states, in the order of [`STATES`].
    fn expect(event: Event, expected: [Result<State, Forbidden>; 9]) {
        for (state, expected) in STATES.into_iter().zip(expected) {
            assert_eq!(state.after(event), expected, "{state:?} after {event:?}");
        }
    }

    #[test]
    fn a_card_is_posted_once() {
        let there = Err(F::CardThere);
        expect(
            E::CardPosted,
            [
                Ok(S::Notified),
                there,
                there,
                there,
                there,
                there,
                there,
                there,
                there,
            ],
        );
    }

    #[test]
    fn a_draft_can_be_requested_unless_a_reply_is_out_or_under_way() {
        let ok = Ok(S::Drafting);
        let expected = [
            Err(F::NoCardYet),
            ok,
            ok,
            ok,
            Err(F::Sending),
            Err(F::Sent),
            ok,
            Err(F::MaybeSent),
            ok,
        ];
        expect(E::DraftRequested, expected);
    }

    #[test]
    fn a_draft_arrives_only_where_one_is_wanted() {
        for (event, state) in [(E::DraftWritten, S::Drafted), (E::DraftFailed, S::Failed)] {
            let not = Err(F::NoDraftWanted);
            expect(
                event,
                [
                    Err(F::NoCardYet),
                    not,
                    Ok(state),
                    not,
                    not,
                    not,
                    not,
                    not,
                    not,
                ],
            );
        }
    }

    #[test]
    fn a_reply_is_claimed_once() {
        let ok = Ok(S::Sending);
        let expected = [
            Err(F::NoCardYet),
            ok,
            ok,
            ok,
            Err(F::Sending),
            Err(F::Sent),
            ok,
            Err(F::MaybeSent),
            Err(F::Closed),
        ];
        expect(E::ReplyClaimed, expected);
    }

    #[test]
    fn insisting_sends_another_reply_but_never_two_at_a_time() {
        let ok = Ok(S::Sending);
        expect(
            E::ReplyInsisted,
            [
                Err(F::NoCardYet),
                ok,
                ok,
                ok,
                Err(F::Sending),
                ok,
                ok,
                ok,
                ok,
            ],
        );
    }

    #[test]
    fn the_outcome_of_a_reply_belongs_to_a_reply_under_way_or_unknown() {
        let not = Err(F::NotSending);
        for (event, state) in [(E::ReplyAccepted, S::Sent), (E::ReplyRefused, S::Failed)] {
            expect(
                event,
                [not, not, not, not, Ok(state), not, not, Ok(state), not],
            );
        }
        expect(
            E::ReplyLost,
            [not, not, not, not, Ok(S::Unknown), not, not, not, not],
        );
    }

    #[test]
    fn only_a_reply_that_went_out_can_bounce() {
        let (not, ok) = (Err(F::NotSent), Ok(S::Failed));
        let expected = [not, not, not, not, ok, ok, not, ok, not];
        expect(E::ReplyBounced, expected);
    }

    #[test]
    fn a_newer_mail_changes_no_state() {
        expect(E::CustomerWroteAgain, STATES.map(Ok));
        expect(E::Translated, STATES.map(Ok));
        expect(E::NotTranslated, STATES.map(Ok));
        expect(E::ReplyComplained, STATES.map(Ok));
        expect(E::ReplyDelivered, STATES.map(Ok));
    }

    #[test]
    fn an_inquiry_is_closed_only_while_no_reply_is_out_or_under_way() {
        let ok = Ok(S::Closed);
        let expected = [
            Err(F::NoCardYet),
            ok,
            ok,
            ok,
            Err(F::Sending),
            Err(F::Sent),
            ok,
            ok,
            Err(F::Closed),
        ];
        expect(E::Closed, expected);
        expect(E::MarkedAsSpam, expected);
    }

    #[test]
    fn only_a_closed_inquiry_is_opened_again() {
        let not = Err(F::NotClosed);
        let ok = Ok(S::Notified);
        let expected = [Err(F::NoCardYet), not, not, not, not, not, not, not, ok];
        expect(E::Reopened, expected);
    }

    #[test]
    fn an_inquiry_is_assigned_while_something_is_left_to_do_and_stays_in_its_state() {
        let mut expected = STATES.map(Ok);
        expected[0] = Err(F::NoCardYet);
        expected[5] = Err(F::Sent);
        expected[8] = Err(F::Closed);
        expect(E::Assigned, expected);
        expect(E::Released, expected);
    }

    #[test]
    fn an_inquiry_is_put_aside_unless_a_reply_is_out_or_under_way() {
        let mut expected = STATES.map(Ok);
        expected[0] = Err(F::NoCardYet);
        expected[4] = Err(F::Sending);
        expected[5] = Err(F::Sent);
        expected[8] = Err(F::Closed);
        expect(E::Snoozed, expected);
    }

    #[test]
    fn an_inquiry_comes_back_in_the_state_it_is_in() {
        let mut expected = STATES.map(Ok);
        expected[0] = Err(F::NoCardYet);
        expect(E::Woken, expected);
    }

    #[test]
    fn a_context_id_cannot_name_a_helper_item() {
        assert!(ContextId::parse("message#1234").is_err());
        assert!(ContextId::parse("").is_err());
        assert!(ContextId::parse("a b").is_err());
        assert!(ContextId::parse(&"x".repeat(181)).is_err());
        assert!(ContextId::parse("0192f0c4-5a3b-7def-8a10-1c2d3e4f5a6b").is_ok());
    }
}
