//! The time between approval and sending, in which a reply can be taken back.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Acknowledgement, Delivery, Event, Failure, Forbidden, Inquiry, Person, Reply, State};
use crate::clock::later;
use pii::Masker;

/// The newest reply waits, and the mail service has not been asked yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// When it is sent.
    pub until: Timestamp,
    /// The state that it was approved in, which comes back when it is taken back.
    pub before: State,
    /// Why the last step had failed then.
    #[serde(default)]
    pub failure: Option<Failure>,
}

/// Why a reply is not approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotApproved {
    /// No reply can go out now.
    Forbidden(Forbidden),
    /// The person has to be told this first, and may insist on it.
    Tell(Vec<Acknowledgement>),
}

impl Inquiry {
    /// Writes down the reply that a person approves, who was told of `reply.acknowledged` before; it
    /// waits for `delay` before it is handed over, unless that is zero.
    ///
    /// # Errors
    /// [`NotApproved`], and nothing is changed. This is the only way to a reply: an earlier one that
    /// a recipient has, or may have, is told whatever has happened in between.
    pub fn approve(
        &mut self,
        reply: Reply,
        at: Timestamp,
        delay: Duration,
    ) -> Result<(), NotApproved> {
        let (before, failure) = (self.state, self.failure.clone());
        let mut told = self.to_be_told();
        let event = match told
            .iter()
            .any(|it| !matches!(it, Acknowledgement::WroteAgain(_)))
        {
            true => Event::ReplyInsisted,
            false => Event::ReplyClaimed,
        };
        let after = before.after(event).map_err(NotApproved::Forbidden)?;
        told.retain(|it| !reply.acknowledged.contains(it));
        if !told.is_empty() {
            return Err(NotApproved::Tell(told));
        }
        self.enter(after, event, Some(&reply.by), at);
        self.delivery.replies.push(Reply {
            delivery: Delivery::UnderWay,
            ..reply
        });
        self.delivery.recalled = None;
        if !delay.is_zero() {
            // A draft that was given up for this reply is not written.
            let before = match (before, self.newest_draft()) {
                (State::Drafting, None) => State::Notified,
                (State::Drafting, Some(_)) => State::Drafted,
                (before, _) => before,
            };
            self.delivery.scheduled = Some(Scheduled {
                until: later(at, delay),
                before,
                failure,
            });
        }
        Ok(())
    }

    /// True when the customer has written since the reply that waits was approved: the person who approved
    /// it may want to take it back.
    pub fn wrote_while_scheduled(&self) -> bool {
        let approved_at = self
            .delivery
            .scheduled
            .as_ref()
            .and(self.newest_reply())
            .map(|it| it.at);
        approved_at.is_some_and(|approved_at| {
            let mut history = self.history.iter().rev();
            history.any(|it| it.event == Event::CustomerWroteAgain && it.at >= approved_at)
        })
    }

    /// The reply's time has come: from here on it is `worker` who sends it.
    ///
    /// # Errors
    /// [`Forbidden::NotScheduled`] when it was taken back, another process sends it, or it is too early.
    pub fn hand_over(
        &mut self,
        worker: &str,
        now: Timestamp,
        lease: Duration,
    ) -> Result<(), Forbidden> {
        let is_due = |scheduled: &mut Scheduled| scheduled.until <= now;
        self.delivery
            .scheduled
            .take_if(is_due)
            .ok_or(Forbidden::NotScheduled)?;
        self.lease(worker, now, lease);
        self.touch();
        Ok(())
    }

    /// Takes the approved reply back. Possible until it is handed over, however late that is.
    ///
    /// # Errors
    /// [`Forbidden::NotScheduled`] when it has been handed over.
    pub fn recall(&mut self, by: &Person, at: Timestamp) -> Result<(), Forbidden> {
        self.take_back(Some(by), at)
    }

    pub(super) fn take_back(
        &mut self,
        by: Option<&Person>,
        at: Timestamp,
    ) -> Result<(), Forbidden> {
        let before = self
            .delivery
            .scheduled
            .as_ref()
            .map(|scheduled| scheduled.before);
        let before = before.ok_or(Forbidden::NotScheduled)?;
        self.enter(before, Event::ReplyRecalled, by, at);
        self.delivery.recalled = self.delivery.replies.pop();
        Ok(())
    }

    /// Lets another text take the place of a reply that was taken back, which becomes a version.
    pub fn replace_recalled(&mut self, masker: &Masker, at: Timestamp) {
        if let Some(reply) = self.delivery.recalled.take() {
            let version = self.mask_typed(reply.text(), masker);
            self.add_typed(version, at);
        }
    }
}
