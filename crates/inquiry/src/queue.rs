//! Where an open inquiry is: what the home tab lists and an alert counts.

use jiff::{SignedDuration, Timestamp};

use super::Inquiry;

/// A mail whose `Date` is further back than that has a wrong clock behind it, or comes from an
/// archive that no customer waits for.
const OLDEST: SignedDuration = SignedDuration::from_hours(366 * 24);

/// One of the lists that an open inquiry is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Queue {
    /// The customer waits for an answer.
    Waiting,
    /// A person put it aside until later.
    Aside,
    /// A machine wrote the mail, for certain, and it has no assignee: no customer waits.
    Automatic,
}

impl Queue {
    /// All of them.
    pub const ALL: [Queue; 3] = [Queue::Waiting, Queue::Aside, Queue::Automatic];

    /// The name in the store's `open_inquiries` index.
    pub fn name(self) -> &'static str {
        match self {
            Queue::Waiting => "waiting",
            Queue::Aside => "aside",
            Queue::Automatic => "automatic",
        }
    }

    /// The queue of that name.
    pub fn named(name: &str) -> Option<Queue> {
        Queue::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl Inquiry {
    /// The queue that it is in; `None` once it is answered or closed.
    ///
    /// What was put aside comes back when a sweep has woken it, at most a minute late.
    pub fn queue(&self) -> Option<Queue> {
        if !self.is_open() {
            return None;
        }
        let is_a_machines = self.mail.automatic.wants_no_answer();
        Some(match (&self.team.snoozed, &self.team.assignee) {
            (Some(_), _) => Queue::Aside,
            (None, None) if is_a_machines => Queue::Automatic,
            (None, _) => Queue::Waiting,
        })
    }

    /// Since when the customer waits: the mail's own date (RFC 5322 §3.6.1), as a backlog is taken
    /// in later than it came. A date that is missing, in the future or more than a year back is
    /// not believed: then it is the time at which the mail was taken.
    pub fn arrived_at(&self) -> Timestamp {
        let earliest = self.received_at.checked_sub(OLDEST);
        let earliest = earliest.unwrap_or(Timestamp::MIN);
        let written = self.mail.date;
        let believed = written.filter(|at| (earliest..=self.received_at).contains(at));
        believed.unwrap_or(self.received_at)
    }
}
