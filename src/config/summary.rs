//! When the channel gets a summary.

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::Reader;
use inquiry::{BusinessHours, Target, Week, days_off};
use screens::summary::Period;

const DEFAULT_WEEK: &str = "mon-fri 09:00-18:00";
/// A month: longer than inquiries are kept by default.
const MOST_HOURS: u64 = 30 * 24;

/// `SUMMARY` and `SUMMARY_TIME`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SummaryConfig {
    /// How often.
    pub every: Every,
    /// The time of day, in `TIME_ZONE`.
    pub at: Time,
}

/// How often the channel gets a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Each day.
    Day,
    /// Each Monday.
    Week,
}

impl SummaryConfig {
    /// The newest period that is over at `now`, for people who live in `zone`; `None` at the ends
    /// of the calendar.
    pub fn newest(self, now: Timestamp, zone: &TimeZone) -> Option<Period> {
        let mut day = zone.to_datetime(now).date();
        if self.every == Every::Week && day.weekday() != Weekday::Monday {
            day = day.nth_weekday(-1, Weekday::Monday).ok()?;
        }
        let length = match self.every {
            Every::Day => Span::new().days(1),
            Every::Week => Span::new().weeks(1),
        };
        let due = |day: Date| zone.to_timestamp(day.to_datetime(self.at)).ok();
        if due(day)? > now {
            day = day.checked_sub(length).ok()?;
        }
        Some(Period {
            from: due(day.checked_sub(length).ok()?)?,
            to: due(day)?,
            name: day.to_string(),
        })
    }
}

impl Reader<'_> {
    pub(super) fn answer_target(&mut self) -> Option<Target> {
        const VARIABLE: &str = "ANSWER_WITHIN_HOURS";
        // What is wrong with them is said before a target is set, too.
        let hours = self.business_hours();
        let within = self.number(VARIABLE, 1..=MOST_HOURS, "8")?;
        let within = u32::try_from(within).ok()?;
        Some(Target { within, hours })
    }

    fn business_hours(&mut self) -> BusinessHours {
        const VARIABLE: &str = "BUSINESS_HOURS";
        const CLOSED: &str = "BUSINESS_CLOSED";
        let zone = self.time_zone();
        let week = self.environment.get(VARIABLE).unwrap_or(DEFAULT_WEEK);
        let week = Week::parse(week).unwrap_or_else(|what| {
            self.problem(VARIABLE, &what, "'mon-fri 09:00-18:00, sat 10:00-15:00'");
            Week::always()
        });
        let closed = self.environment.get(CLOSED).unwrap_or_default();
        let closed = days_off(closed).unwrap_or_else(|what| {
            self.problem(CLOSED, &what, "2026-12-29..2027-01-03,2027-01-11");
            Vec::new()
        });
        BusinessHours { zone, week, closed }
    }

    pub(super) fn summary(&mut self) -> Option<SummaryConfig> {
        let choices = [
            ("off", None),
            ("daily", Some(Every::Day)),
            ("weekly", Some(Every::Week)),
        ];
        let every = self.choice("SUMMARY", &choices);
        let at = self.environment.get("SUMMARY_TIME").unwrap_or("09:00");
        let at = Time::strptime("%H:%M", at).unwrap_or_else(|_| {
            self.problem("SUMMARY_TIME", "is no time of day", "09:00");
            Time::midnight()
        });
        every.map(|every| SummaryConfig { every, at })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn newest(every: Every, now: &str) -> (String, String, String) {
        let schedule = SummaryConfig {
            every,
            at: jiff::civil::time(9, 0, 0, 0),
        };
        let tokyo = TimeZone::get("Asia/Tokyo").unwrap();
        let Period { from, to, name } = schedule.newest(at(now), &tokyo).unwrap();
        (from.to_string(), to.to_string(), name)
    }

    #[test]
    fn a_day_ends_at_its_time_where_the_people_are() {
        let before = newest(Every::Day, "2026-11-23T23:59:59Z");
        assert_eq!(before.1, "2026-11-23T00:00:00Z");
        let (from, to, name) = newest(Every::Day, "2026-11-24T00:00:00Z");
        assert_eq!(from, "2026-11-23T00:00:00Z");
        assert_eq!(to, "2026-11-24T00:00:00Z");
        assert_eq!(name, "2026-11-24");
    }

    #[test]
    fn a_week_ends_on_monday() {
        // Tuesday; Monday before nine; Monday at nine.
        for (now, to) in [
            ("2026-11-24T03:00:00Z", "2026-11-23T00:00:00Z"),
            ("2026-11-22T23:00:00Z", "2026-11-16T00:00:00Z"),
            ("2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z"),
        ] {
            assert_eq!(newest(Every::Week, now).1, to, "{now}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_panic() {
        let schedule = SummaryConfig {
            every: Every::Week,
            at: Time::midnight(),
        };
        for now in [Timestamp::MIN, Timestamp::MAX] {
            let _ = schedule.newest(now, &TimeZone::UTC);
        }
    }
}
