//! What a team agrees on beside the reply: who takes an inquiry, when it comes back, who is writing,
//! and what the thread is to be told.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::{Event, Forbidden, Inquiry, Person, State};
use crate::clock::later;

/// What the team decided about an inquiry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Team {
    /// Who has taken it upon them.
    pub assignee: Option<Person>,
    /// Until when it is put aside.
    pub snoozed: Option<Snooze>,
    /// Who is writing the reply.
    pub editing: Option<Editing>,
}

/// When a working day begins.
const MORNING: i8 = 9;

/// Put aside until a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snooze {
    /// When it comes back.
    pub until: Timestamp,
    /// Who put it aside.
    pub by: Person,
}

/// Until when a person may put an inquiry aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// For one hour.
    Hour,
    /// Until tomorrow, when the day begins.
    Tomorrow,
    /// Until Monday of next week, when the day begins.
    Monday,
}

impl Later {
    /// All choices, in the order they are offered.
    pub const ALL: [Later; 3] = [Later::Hour, Later::Tomorrow, Later::Monday];

    /// Its name in a choice.
    pub fn name(self) -> &'static str {
        match self {
            Later::Hour => "hour",
            Later::Tomorrow => "tomorrow",
            Later::Monday => "monday",
        }
    }

    /// The choice of this name.
    pub fn named(name: &str) -> Option<Later> {
        Later::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Its time, for people who live in `zone`.
    pub fn time(self, now: Timestamp, zone: &TimeZone) -> Timestamp {
        let today = zone.to_datetime(now).date();
        let day = match self {
            Later::Hour => return later(now, Duration::from_secs(60 * 60)),
            Later::Tomorrow => today.tomorrow(),
            Later::Monday => today.nth_weekday(1, Weekday::Monday),
        };
        // Only the end of the calendar has no tomorrow.
        day.and_then(|day| zone.to_timestamp(day.at(MORNING, 0, 0, 0)))
            .unwrap_or(Timestamp::MAX)
    }
}

/// Who is writing the reply, as advice to the others: it locks nothing and runs out by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Editing {
    /// Who.
    pub person: Person,
    /// In which modal.
    pub external_id: String,
    /// When it runs out.
    pub until: Timestamp,
}

/// A message that is yet to be posted in the card's thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its name among the inquiry's notices; is in the message's metadata, by which an earlier
    /// attempt is found.
    pub key: String,
    /// What it says.
    pub says: Says,
    /// When it may be posted (again).
    pub due_at: Timestamp,
    /// An earlier attempt may have posted it.
    pub tried: bool,
}

/// What a notice says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// The time for which this person put the inquiry aside is over.
    Woken(Person),
    /// The reply of this number, counted from 1, was sent.
    Sent(usize),
    /// The mail's files that are shown by themselves: they are shared, and nothing is said.
    Files,
    /// One person gave the inquiry to another.
    Assigned {
        /// Who has it now.
        to: Person,
        /// Who gave it to them.
        by: Person,
    },
}

impl Inquiry {
    /// Puts the inquiry aside.
    ///
    /// # Errors
    /// [`Forbidden`] when there is nothing left to do, or a reply is under way.
    pub fn snooze(
        &mut self,
        until: Timestamp,
        by: &Person,
        at: Timestamp,
    ) -> Result<(), Forbidden> {
        self.record(Event::Snoozed, Some(by), at)?;
        self.note(until.to_string());
        self.team.snoozed = Some(Snooze {
            until,
            by: by.clone(),
        });
        Ok(())
    }

    /// Brings the inquiry back: because a person wants it, or because its time has come.
    ///
    /// # Errors
    /// [`Forbidden::NotSnoozed`] when it is not put aside.
    pub fn wake(&mut self, by: Option<&Person>, at: Timestamp) -> Result<(), Forbidden> {
        let snooze = self.team.snoozed.take().ok_or(Forbidden::NotSnoozed)?;
        self.record(Event::Woken, by, at)?;
        if by.is_none() {
            self.announce(
                format!("woken-{}", self.slack.revision),
                Says::Woken(snooze.by),
                at,
            );
        }
        Ok(())
    }

    /// Gives the inquiry to a person; the thread tells them, unless they took it upon themselves.
    ///
    /// # Errors
    /// [`Forbidden`] when there is nothing left to do.
    pub fn assign(&mut self, to: &Person, by: &Person, at: Timestamp) -> Result<(), Forbidden> {
        self.record(Event::Assigned, Some(to), at)?;
        self.team.assignee = Some(to.clone());
        if to.id != by.id {
            self.note(by.id.clone());
            let key = format!("assigned-{}", self.slack.revision);
            let says = Says::Assigned {
                to: to.clone(),
                by: by.clone(),
            };
            self.announce(key, says, at);
        }
        Ok(())
    }

    /// Takes the inquiry from its assignee.
    ///
    /// # Errors
    /// [`Forbidden`] when it has no assignee, or there is nothing left to do.
    pub fn release(&mut self, by: &Person, at: Timestamp) -> Result<(), Forbidden> {
        if self.team.assignee.is_none() {
            return Err(Forbidden::NotAssigned);
        }
        self.record(Event::Released, Some(by), at)?;
        self.team.assignee = None;
        Ok(())
    }

    /// Notes that a person has opened the reply to write it, unless a colleague is writing.
    pub fn begin_editing(&mut self, editing: Editing, now: Timestamp) {
        let is_over = matches!(self.state, State::Sending | State::Sent | State::Closed);
        let is_taken = self
            .team
            .editing
            .as_ref()
            .is_some_and(|it| it.person.id != editing.person.id && it.until > now);
        if !is_over && !is_taken {
            self.edit_instead(editing);
        }
    }

    /// Notes that a person writes the reply from now on; returns who did before, if another one.
    pub fn edit_instead(&mut self, editing: Editing) -> Option<Person> {
        let person = editing.person.clone();
        let before = self.team.editing.replace(editing).map(|it| it.person);
        if before.as_ref().is_some_and(|it| it.id == person.id) {
            return None;
        }
        self.touch();
        before
    }

    /// Notes that a modal is closed: the person who was writing in it does not any more.
    pub fn end_editing(&mut self, external_id: &str) {
        if self
            .team
            .editing
            .take_if(|it| it.external_id == external_id)
            .is_some()
        {
            self.touch();
        }
    }

    /// The colleague, other than the person at this modal, who is writing the reply.
    pub fn editor_besides(&self, external_id: &str) -> Option<&Person> {
        let editing = self.team.editing.as_ref()?;
        let modal = self
            .slack
            .modals
            .iter()
            .find(|it| it.external_id == external_id);
        let own = modal.and_then(|modal| modal.person.as_ref());
        let is_own = editing.external_id == external_id
            || own.is_some_and(|own| own.id == editing.person.id);
        (!is_own).then_some(&editing.person)
    }

    /// Says in the card's thread, once, what `says` means.
    pub fn announce(&mut self, key: String, says: Says, at: Timestamp) {
        self.slack.notices.push(Notice {
            key,
            says,
            due_at: at,
            tried: false,
        });
    }

    /// Says in the card's thread, once, what the reply of this number says.
    pub fn announce_reply(&mut self, number: usize, at: Timestamp) {
        self.announce(format!("sent-{number}"), Says::Sent(number), at);
    }

    /// Who closed the inquiry, when it is closed, and whether as spam.
    pub fn closed_by(&self) -> Option<(Option<&Person>, bool)> {
        if self.state != State::Closed {
            return None;
        }
        let closing = |event| matches!(event, Event::Closed | Event::MarkedAsSpam);
        let entry = self.history.iter().rev().find(|it| closing(it.event))?;
        Some((entry.by.as_ref(), entry.event == Event::MarkedAsSpam))
    }

    /// When something of the team's runs out by itself.
    pub(super) fn alarm(&self) -> Option<Timestamp> {
        let snooze = self.team.snoozed.as_ref().map(|snooze| snooze.until);
        let editing = self.team.editing.as_ref().map(|editing| editing.until);
        let translating = self.slack.translating.iter().map(|panel| panel.until);
        snooze.into_iter().chain(editing).chain(translating).min()
    }

    /// Ends what has run out.
    pub fn ring(&mut self, now: Timestamp) {
        if self.team.editing.as_ref().is_some_and(|it| it.until <= now) {
            self.team.editing = None;
            self.touch();
        }
        if self.team.snoozed.as_ref().is_some_and(|it| it.until <= now)
            && self.wake(None, now).is_err()
        {
            self.team.snoozed = None;
        }
        if self.given_up(now).next().is_some() {
            self.touch();
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn later_is_counted_in_the_time_zone_of_the_people() {
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        // Wednesday, 00:30 in Tokyo, and still Tuesday in London.
        let now = at("2026-11-24T15:30:00Z");
        assert_eq!(Later::Hour.time(now, &tokyo), at("2026-11-24T16:30:00Z"));
        assert_eq!(
            Later::Tomorrow.time(now, &tokyo),
            at("2026-11-26T00:00:00Z")
        );
        assert_eq!(Later::Monday.time(now, &tokyo), at("2026-11-30T00:00:00Z"));
        let utc = TimeZone::UTC;
        assert_eq!(Later::Tomorrow.time(now, &utc), at("2026-11-25T09:00:00Z"));
    }

    #[test]
    fn on_a_monday_next_monday_is_a_week_away() {
        let now = at("2026-11-30T01:00:00Z");
        let monday = Later::Monday.time(now, &TimeZone::UTC);
        assert_eq!(monday, at("2026-12-07T09:00:00Z"));
    }

    #[test]
    fn the_end_of_the_calendar_is_no_panic() {
        for choice in Later::ALL {
            assert_eq!(choice.time(Timestamp::MAX, &TimeZone::UTC), Timestamp::MAX);
        }
    }
}
