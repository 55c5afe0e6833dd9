//! By when a customer should have a first answer: so many hours of those in which the team works.

use std::ops::RangeInclusive;

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Days that are looked through: far more than any target takes. A team that is away for longer has none.
const MOST_DAYS: usize = 20 * 366;
/// The time at which a day ends, for people.
const MIDNIGHT: &str = "24:00";

/// How soon customers should have a first answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Hours of `hours`.
    pub within: u32,
    /// When time passes.
    pub hours: BusinessHours,
}

/// When the team works.
#[derive(Clone, Debug, PartialEq)]
pub struct BusinessHours {
    /// Where the team is.
    pub zone: TimeZone,
    /// The hours of each day of the week.
    pub week: Week,
    /// Days off, the first and the last of each time.
    pub closed: Vec<RangeInclusive<Date>>,
}

/// The hours of each day of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// From Monday on; in order, and none overlaps another. `None`: by day and by night.
    days: Option<[Vec<Hours>; 7]>,
}

/// From one time of a day to another; no end is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Hours {
    opens: Time,
    closes: Option<Time>,
}

impl Target {
    /// Until when a mail that came then should be answered.
    pub fn due(&self, arrived_at: Timestamp) -> Timestamp {
        let within = SignedDuration::from_hours(self.within.into());
        self.hours.after(arrived_at, within)
    }

    /// When three quarters of that time have passed, and the team is reminded.
    pub fn nearly_due(&self, arrived_at: Timestamp) -> Timestamp {
        let within = SignedDuration::from_hours(self.within.into());
        self.hours.after(arrived_at, within / 4 * 3)
    }
}

impl BusinessHours {
    /// True where time passes by day and by night, on each day.
    pub fn are_always(&self) -> bool {
        self.week.days.is_none() && self.closed.is_empty()
    }

    /// When so much working time has passed since then.
    fn after(&self, since: Timestamp, mut left: SignedDuration) -> Timestamp {
        let mut day = self.zone.to_datetime(since).date();
        for _ in 0..MOST_DAYS {
            for (opens, closes) in self.of(day) {
                let opens = opens.max(since);
                let passes = closes.duration_since(opens);
                if passes >= left {
                    return opens.checked_add(left).unwrap_or(Timestamp::MAX);
                }
                left -= passes.max(SignedDuration::ZERO);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        Timestamp::MAX
    }

    /// The hours of that day.
    fn of(&self, day: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> + use<'_> {
        let whole = [Hours {
            opens: Time::midnight(),
            closes: None,
        }];
        let hours: Vec<Hours> = match &self.week.days {
            _ if self.closed.iter().any(|it| it.contains(&day)) => Vec::new(),
            None => whole.to_vec(),
            Some(days) => days[index(day.weekday())].clone(),
        };
        hours.into_iter().filter_map(move |it| {
            let at = |day: Date, time| self.zone.to_timestamp(day.to_datetime(time)).ok();
            let closes = match it.closes {
                Some(time) => at(day, time),
                None => at(day.tomorrow().ok()?, Time::midnight()),
            };
            Some((at(day, it.opens)?, closes?))
        })
    }
}

impl Week {
    /// By day and by night.
    pub fn always() -> Week {
        Week { days: None }
    }

    /// Reads `always`, or days with their hours: `mon-fri 09:00-12:30 13:30-18:00, sat 10:00-15:00`.
    ///
    /// # Errors
    /// What is wrong with it, to be said behind the variable's name.
    pub fn parse(text: &str) -> Result<Week, String> {
        if text.trim() == "always" {
            return Ok(Week::always());
        }
        let mut days: [Vec<Hours>; 7] = Default::default();
        for entry in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            let (names, hours) = entry
                .split_once(char::is_whitespace)
                .ok_or_else(|| "has days without hours".to_owned())?;
            let named = weekdays(names).ok_or_else(|| "has hours without days".to_owned())?;
            for span in hours.split_whitespace() {
                let span = Hours::parse(span).ok_or_else(|| {
                    "has days whose hours are none (hours over midnight are written as two)"
                        .to_owned()
                })?;
                for day in &named {
                    days[usize::from(*day)].push(span);
                }
            }
        }
        for hours in &mut days {
            hours.sort_unstable();
            let overlaps = |pair: &[Hours]| pair[0].closes.is_none_or(|it| it > pair[1].opens);
            if hours.windows(2).any(overlaps) {
                return Err("has hours that overlap".to_owned());
            }
        }
        if days.iter().all(Vec::is_empty) {
            return Err("has no hours at all".to_owned());
        }
        Ok(Week { days: Some(days) })
    }
}

impl Hours {
    /// `09:00-18:00`, to `24:00` at most.
    fn parse(text: &str) -> Option<Hours> {
        let (opens, closes) = text.split_once('-')?;
        let time = |text: &str| Time::strptime("%H:%M", text).ok();
        let opens = time(opens)?;
        let closes = match closes {
            MIDNIGHT => None,
            _ => Some(time(closes)?),
        };
        let is_span = closes.is_none_or(|it| it > opens);
        is_span.then_some(Hours { opens, closes })
    }
}

/// Reads days off: `2026-12-29..2027-01-03,2027-01-11`.
///
/// # Errors
/// What is wrong with it, to be said behind the variable's name.
pub fn days_off(text: &str) -> Result<Vec<RangeInclusive<Date>>, String> {
    let entries = text.split(',').map(str::trim).filter(|it| !it.is_empty());
    let days = entries.map(|entry| {
        let (first, last) = entry.split_once("..").unwrap_or((entry, entry));
        let day = |text: &str| Date::strptime("%Y-%m-%d", text.trim()).ok();
        let days = day(first)
            .zip(day(last))
            .filter(|(first, last)| first <= last);
        days.map(|(first, last)| first..=last).ok_or_else(|| {
            "has something that is no day, and no days from one to another".to_owned()
        })
    });
    days.collect()
}

/// `mon`, or `mon-fri`, which may go over Sunday; as numbers from Monday on.
fn weekdays(text: &str) -> Option<Vec<u8>> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = |text: &str| {
        let found = NAMES.iter().position(|it| it.eq_ignore_ascii_case(text))?;
        u8::try_from(found).ok()
    };
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (day(first)?, day(last)?);
    let many = (last + 7 - first) % 7;
    Some((0..=many).map(|it| (first + it) % 7).collect())
}

fn index(day: Weekday) -> usize {
    usize::from(day.to_monday_zero_offset().unsigned_abs())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn target(within: u32, week: &str, closed: &str, zone: &str) -> Target {
        Target {
            within,
            hours: BusinessHours {
                zone: TimeZone::get(zone).unwrap(),
                week: Week::parse(week).unwrap(),
                closed: days_off(closed).unwrap(),
            },
        }
    }

    /// 27 November 2026 is a Friday.
    #[test]
    fn time_passes_while_the_team_works() {
        let office = "mon-fri 09:00-12:00 13:00-18:00";
        for (week, closed, within, arrived_at, due) in [
            (office, "", 8, "2026-11-26T10:00", "2026-11-27T10:00"),
            // Over lunch, and to the very end of a day.
            (office, "", 3, "2026-11-26T10:00", "2026-11-26T14:00"),
            (office, "", 8, "2026-11-26T08:00", "2026-11-26T18:00"),
            // In the night, over a weekend, on a weekend.
            (office, "", 1, "2026-11-26T23:00", "2026-11-27T10:00"),
            (office, "", 2, "2026-11-27T17:00", "2026-11-30T10:00"),
            (office, "", 4, "2026-11-28T15:00", "2026-11-30T14:00"),
            // A day off in between, and a long time of them.
            (
                office,
                "2026-11-30",
                2,
                "2026-11-27T17:00",
                "2026-12-01T10:00",
            ),
            (
                office,
                "2026-12-28..2027-01-03",
                1,
                "2026-12-26T12:00",
                "2027-01-04T10:00",
            ),
            ("always", "", 8, "2026-11-27T22:00", "2026-11-28T06:00"),
            (
                "always",
                "2026-11-28",
                8,
                "2026-11-27T22:00",
                "2026-11-29T06:00",
            ),
            (
                "sun 10:00-15:00",
                "",
                6,
                "2026-11-27T22:00",
                "2026-12-06T11:00",
            ),
            (
                "sat-mon 22:00-24:00",
                "",
                3,
                "2026-11-27T12:00",
                "2026-11-29T23:00",
            ),
        ] {
            let target = target(within, week, closed, "Asia/Tokyo");
            let at = |text: &str| format!("{text}+09:00").parse::<Timestamp>().unwrap();
            assert_eq!(target.due(at(arrived_at)), at(due), "{week} {arrived_at}");
        }
    }

    #[test]
    fn hours_are_where_the_team_is_when_clocks_change_too() {
        let target = target(8, "mon-sun 00:00-24:00", "", "Europe/Berlin");
        for (arrived_at, due) in [
            // The night from 28 to 29 March 2026 is an hour shorter there.
            ("2026-03-28T20:00+01:00", "2026-03-29T05:00+02:00"),
            ("2026-10-24T20:00+02:00", "2026-10-25T03:00+01:00"),
        ] {
            let at = |text: &str| text.parse::<Timestamp>().unwrap();
            assert_eq!(target.due(at(arrived_at)), at(due));
        }
    }

    #[test]
    fn what_is_no_week_and_no_day_off_is_refused() {
        for week in [
            "",
            ",",
            "mon",
            "9-18",
            "mon 9",
            "mon 18:00-09:00",
            "mon 09:00-09:00",
            "mon 25:00-26:00",
            "mon-xyz 09:00-18:00",
            "mon 09:00-12:00 11:00-13:00",
            "mon-tue 09:00-24:00, tue 23:00-24:00",
            "mon 22:00-02:00",
            "tomorrow 09:00-10:00",
        ] {
            assert!(Week::parse(week).is_err(), "{week}");
        }
        for days in [
            "today",
            "2026-02-30",
            "2027-01-03..2026-12-29",
            "2026-12-29..",
            "2026-12-29-31",
        ] {
            assert!(days_off(days).is_err(), "{days}");
        }
    }

    #[test]
    fn a_team_that_is_always_away_has_no_target() {
        let target = target(1, "mon 09:00-10:00", "0001-01-01..9999-12-31", "UTC");
        let at = "2026-11-27T12:00Z".parse().unwrap();
        assert_eq!(target.due(at), Timestamp::MAX);
    }

    proptest! {
        #[test]
        fn what_comes_later_is_due_later_and_the_reminder_comes_first(
            first in 0i64..4_000_000_000,
            later in 0i64..1_000_000,
            within in 1u32..200,
            week in prop::sample::select(vec![
                "always", "mon-fri 09:00-18:00", "fri-mon 00:00-24:00", "wed 08:15-08:45 23:00-24:00",
            ]),
            zone in prop::sample::select(vec!["Asia/Tokyo", "Europe/Berlin", "Pacific/Apia", "UTC"]),
        ) {
            let target = target(within, week, "2026-12-29..2027-01-03", zone);
            let at = |second| Timestamp::from_second(second).unwrap();
            let (first, later) = (at(first), at(first + later));
            prop_assert!(target.due(first) <= target.due(later));
            prop_assert!(target.nearly_due(first) <= target.due(first));
            let hours = SignedDuration::from_hours(within.into());
            prop_assert!(target.due(first) >= first + hours);
        }
    }
}
