//! What became of each approved reply, and what a person is told before another one goes out.
//!
//! At most one mail goes out, unless the person who sends another was told of the earlier one and
//! insists. What is known of a reply is therefore written down with the reply: it outlives every
//! state that the inquiry passes through (closed, reopened, drafted anew), until the mail service or
//! a person settles it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Acknowledgement, Event, Failure, Forbidden, Inquiry, Person, Reply, Scheduled, State, Step,
    Word,
};

/// The approved replies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Deliveries {
    /// All, oldest first.
    pub replies: Vec<Reply>,
    /// In state `sending`: the newest reply has not been handed over yet and can be taken back.
    #[serde(rename = "held")]
    pub scheduled: Option<Scheduled>,
    /// A reply that was taken back, until another is approved or drafted.
    #[serde(rename = "withdrawn")]
    pub recalled: Option<Reply>,
}

/// What became of a reply, as far as is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// An older version did not write it down; see [`Inquiry::complete_deliveries`].
    #[default]
    Unrecorded,
    /// Approved: it waits, or the mail service is being asked.
    UnderWay,
    /// The mail service took it.
    Accepted,
    /// The mail service refused it.
    Refused,
    /// The mail service's answer was lost.
    Lost,
    /// The mail service took it, and a recipient's server returned it.
    Bounced,
    /// A person found out that it went out.
    MarkedSent,
    /// A person found out that it did not go out.
    MarkedUnsent,
    /// What a newer version wrote: it may have gone out.
    #[serde(untagged)]
    Newer(Word),
}

impl Delivery {
    /// True when a recipient has it, or may have it.
    pub fn may_have_arrived(self) -> bool {
        !matches!(self, Delivery::Refused | Delivery::MarkedUnsent)
    }

    /// True while it is not known whether a recipient has it.
    pub fn is_in_doubt(self) -> bool {
        use Delivery as D;
        matches!(self, D::Unrecorded | D::UnderWay | D::Lost | D::Newer(_))
    }

    /// True when the mail service took it, or a person says that it did.
    pub fn is_out(self) -> bool {
        matches!(self, Delivery::Accepted | Delivery::MarkedSent)
    }

    /// True when the mail service itself said what became of it.
    pub fn is_certain(self) -> bool {
        use Delivery as D;
        matches!(self, D::Accepted | D::Refused | D::Bounced)
    }

    /// What is known after an outcome that the mail service reports, or a person (`marked`). The
    /// mail service corrects a person, and nothing corrects the mail service but a bounce.
    fn after(self, event: Event, marked: bool) -> Result<Delivery, Forbidden> {
        use Delivery as D;
        let is_marked = matches!(self, D::MarkedSent | D::MarkedUnsent);
        if matches!(self, D::Newer(_)) {
            return Err(Forbidden::Newer);
        }
        let is_open = self.is_in_doubt() || (is_marked && !marked);
        match event {
            Event::ReplyAccepted if is_open && marked => Ok(D::MarkedSent),
            Event::ReplyAccepted if is_open => Ok(D::Accepted),
            Event::ReplyRefused if is_open && marked => Ok(D::MarkedUnsent),
            Event::ReplyRefused if is_open => Ok(D::Refused),
            Event::ReplyLost if matches!(self, D::Unrecorded | D::UnderWay) => Ok(D::Lost),
            Event::ReplyBounced if is_open || self == D::Accepted => Ok(D::Bounced),
            Event::ReplyBounced => Err(Forbidden::NotSent),
            _ => Err(Forbidden::NotSending),
        }
    }
}

/// What came to be known of a reply.
#[derive(Clone, Debug)]
pub struct Outcome<'a> {
    /// `ReplyAccepted`, `ReplyRefused`, `ReplyLost` or `ReplyBounced`.
    pub event: Event,
    /// Who says so; `None` is the mail service.
    pub by: Option<&'a Person>,
    /// Why it was refused or came back.
    pub failure: Option<Failure>,
    /// More for the history, without personal data.
    pub detail: &'a str,
}

impl Outcome<'_> {
    /// What the mail service says, without more.
    pub fn of(event: Event) -> Outcome<'static> {
        Outcome {
            event,
            by: None,
            failure: None,
            detail: "",
        }
    }

    /// A reply that did not get through, and why.
    pub fn failed(event: Event, failure: Failure) -> Outcome<'static> {
        Outcome {
            failure: Some(failure),
            ..Outcome::of(event)
        }
    }

    fn detail(&self) -> &str {
        let failure = self.failure.as_ref().map(|it| it.detail.as_str());
        failure.unwrap_or(self.detail)
    }
}

/// What the history's detail begins with where an outcome is not the newest reply's; its number
/// follows.
const EARLIER: &str = "earlier reply ";

impl Inquiry {
    /// Writes down what became of the reply of this number, counted from 1, in whatever state the
    /// inquiry is by now. The state follows the newest reply that was handed over.
    ///
    /// # Errors
    /// [`Forbidden`] when that says nothing new, or no such reply was handed over.
    pub fn settle_reply(
        &mut self,
        number: usize,
        outcome: &Outcome<'_>,
        at: Timestamp,
    ) -> Result<(), Forbidden> {
        let handed_over =
            self.delivery.replies.len() - usize::from(self.delivery.scheduled.is_some());
        if number == 0 || number > handed_over {
            return Err(Forbidden::NotSending);
        }
        let reply = &mut self.delivery.replies[number - 1];
        let before = reply.delivery;
        reply.delivery = before.after(outcome.event, outcome.by.is_some())?;
        let appeared = !before.may_have_arrived() && reply.delivery.may_have_arrived();
        match number == handed_over {
            true => self.follow_newest(outcome, at),
            false => self.note_aside(outcome, at),
        }
        match number == self.delivery.replies.len() {
            true => self.note(outcome.detail()),
            false => self.note(format!("{EARLIER}{number}: {}", outcome.detail())),
        }
        if appeared {
            self.recall_uninformed(at);
        }
        Ok(())
    }

    /// Changes the state by what became of the newest reply that was handed over; while another one
    /// waits, the state that comes back when that is taken back.
    fn follow_newest(&mut self, outcome: &Outcome<'_>, at: Timestamp) {
        let (state, why) = match &self.delivery.scheduled {
            Some(scheduled) => (scheduled.before, &scheduled.failure),
            None => (self.state, &self.failure),
        };
        let tells_of_it = why.as_ref().is_some_and(|why| why.step == Step::Reply);
        let after = state.after(outcome.event).unwrap_or(state);
        if after == state && !tells_of_it {
            return self.note_aside(outcome, at);
        }
        let failure = outcome.failure.clone();
        let failure = failure.filter(|_| after == State::Failed);
        match &mut self.delivery.scheduled {
            Some(scheduled) => {
                (scheduled.before, scheduled.failure) = (after, failure);
                self.note_aside(outcome, at);
            }
            None => {
                self.enter(after, outcome.event, outcome.by, at);
                self.failure = failure;
            }
        }
    }

    fn note_aside(&mut self, outcome: &Outcome<'_>, at: Timestamp) {
        self.touch();
        self.write_history(outcome.event, outcome.by, at, String::new());
    }

    /// A reply that was taken for unsent did go out. One that waits, and whose author was not told of
    /// any other, is taken back: they decide anew.
    fn recall_uninformed(&mut self, at: Timestamp) {
        let informed = |reply: &Reply| {
            reply
                .acknowledged
                .iter()
                .any(Acknowledgement::is_about_a_reply)
        };
        if self.delivery.scheduled.is_some() && !self.newest_reply().is_some_and(informed) {
            // A reply that waits can be taken back.
            let _ = self.take_back(None, at);
        }
    }

    /// What a person has to be told before a reply can go out now, the gravest last. As long as
    /// nothing more happens, it stays the same.
    pub fn to_be_told(&self) -> Vec<Acknowledgement> {
        let number = self.delivery.replies.len();
        let wrote_again = self.slack.newer_mails > 0;
        let wrote_again =
            wrote_again.then_some(Acknowledgement::WroteAgain(self.slack.newer_mails));
        let closed = (self.state == State::Closed).then_some(Acknowledgement::Closed);
        let any = |is: fn(Delivery) -> bool| self.delivery.replies.iter().any(|it| is(it.delivery));
        let bounced = any(|it| it == Delivery::Bounced).then_some(Acknowledgement::Bounced(number));
        let unknown = any(Delivery::is_in_doubt).then_some(Acknowledgement::Unknown(number));
        let sent = any(Delivery::is_out).then_some(Acknowledgement::Sent(number));
        let told = [wrote_again, closed, bounced, unknown, sent];
        told.into_iter().flatten().collect()
    }

    /// What has to be told about earlier replies alone.
    pub fn told_of_replies(&self) -> Vec<Acknowledgement> {
        let mut told = self.to_be_told();
        told.retain(Acknowledgement::is_about_a_reply);
        told
    }

    /// The newest reply of which it is not known whether a recipient has it, with its number. One
    /// that is under way does not count: its outcome comes by itself.
    pub fn reply_in_doubt(&self) -> Option<(usize, &Reply)> {
        let mut replies = self.numbered_replies();
        replies.rfind(|(_, reply)| reply.delivery == Delivery::Lost)
    }

    /// The newest reply of which a person is told by `insist`, with its number.
    pub fn reply_told(&self, insist: Acknowledgement) -> Option<(usize, &Reply)> {
        let is = |delivery: Delivery| match insist {
            Acknowledgement::Sent(_) => delivery.is_out(),
            Acknowledgement::Unknown(_) => delivery.is_in_doubt(),
            Acknowledgement::Bounced(_) => delivery == Delivery::Bounced,
            Acknowledgement::Closed
            | Acknowledgement::WroteAgain(_)
            | Acknowledgement::Warnings(_)
            | Acknowledgement::Recipients(_)
            | Acknowledgement::Facts(_) => false,
        };
        self.numbered_replies().rfind(|(_, it)| is(it.delivery))
    }

    /// Replies that a recipient has, or may have, the oldest first, with their numbers. One that is
    /// under way is not among them: the state tells of it.
    pub fn earlier_replies(&self) -> impl DoubleEndedIterator<Item = (usize, &Reply)> {
        let is_earlier =
            |delivery: Delivery| delivery.may_have_arrived() && delivery != Delivery::UnderWay;
        self.numbered_replies()
            .filter(move |(_, reply)| is_earlier(reply.delivery))
    }

    /// The number of the reply that the inquiry's state tells of, which is its newest.
    pub fn reply_of_state(&self) -> Option<usize> {
        let tells = match self.state {
            State::Sending | State::Sent | State::Unknown => true,
            State::Failed => self.failed_at(Step::Reply),
            _ => false,
        };
        (tells && !self.delivery.replies.is_empty()).then_some(self.delivery.replies.len())
    }

    fn numbered_replies(&self) -> impl DoubleEndedIterator<Item = (usize, &Reply)> {
        let replies = self.delivery.replies.iter().enumerate();
        replies.map(|(index, reply)| (index + 1, reply))
    }

    /// The state of an inquiry that is opened again: what its newest reply came to, which closing
    /// did not settle.
    pub(super) fn reopened(&self) -> State {
        match self.newest_reply().map(|reply| reply.delivery) {
            Some(delivery) if delivery.is_in_doubt() => State::Unknown,
            Some(delivery) if delivery.is_out() => State::Sent,
            _ if self.newest_draft().is_some() => State::Drafted,
            _ => State::Notified,
        }
    }

    /// Completes what older versions wrote: they kept what became of a reply in the state and the
    /// history alone. A reply of which nothing is left to say what became of it may have gone out.
    pub fn complete_deliveries(&mut self) {
        let mut left = self.delivery.replies.len();
        let (mut outcome, mut taken_back) = (None, 0);
        for entry in self.history.iter().rev() {
            match entry.event {
                Event::ReplyRecalled => taken_back += 1,
                Event::ReplyClaimed | Event::ReplyInsisted if taken_back > 0 => taken_back -= 1,
                Event::ReplyClaimed | Event::ReplyInsisted => {
                    let Some(number) = left.checked_sub(1) else {
                        break;
                    };
                    left = number;
                    complete(&mut self.delivery.replies[number], outcome.take());
                }
                event => match earlier_number(&entry.detail) {
                    Some(number) => {
                        if let Some(reply) = self.delivery.replies.get_mut(number.wrapping_sub(1)) {
                            complete(reply, outcome_of(event));
                        }
                    }
                    None => outcome = outcome.or(outcome_of(event)),
                },
            }
        }
        for reply in &mut self.delivery.replies[..left] {
            complete(reply, None);
        }
        let state = self.state;
        let Some(newest) = self.delivery.replies.last_mut() else {
            return;
        };
        // An older version goes by the state, also where a newer one wrote before it.
        newest.delivery = match (state, newest.delivery) {
            (State::Sending, Delivery::Unrecorded) => Delivery::UnderWay,
            (State::Sent, it) if it.is_in_doubt() => Delivery::Accepted,
            (_, it) => it,
        };
        for reply in &mut self.delivery.replies {
            if reply.delivery == Delivery::Unrecorded {
                reply.delivery = Delivery::Lost;
            }
        }
    }
}

fn outcome_of(event: Event) -> Option<Delivery> {
    match event {
        Event::ReplyAccepted => Some(Delivery::Accepted),
        Event::ReplyRefused => Some(Delivery::Refused),
        Event::ReplyLost => Some(Delivery::Lost),
        Event::ReplyBounced => Some(Delivery::Bounced),
        _ => None,
    }
}

fn complete(reply: &mut Reply, outcome: Option<Delivery>) {
    if reply.delivery == Delivery::Unrecorded {
        reply.delivery = match (&reply.accepted_as, outcome) {
            (_, Some(Delivery::Bounced)) => Delivery::Bounced,
            (Some(_), _) => Delivery::Accepted,
            (None, outcome) => outcome.unwrap_or_default(),
        };
    }
}

/// The reply that an outcome in the history is about, where that was not the newest.
fn earlier_number(detail: &str) -> Option<usize> {
    let (number, _) = detail.strip_prefix(EARLIER)?.split_once(':')?;
    number.parse().ok()
}
