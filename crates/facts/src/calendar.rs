//! Which day is meant.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::scan::{Day, Relative};

/// The days that may be meant by what is written, counted from the day of the mail; none where no day is like that.
pub(crate) fn days(day: &Day, today: Option<Date>) -> Vec<Date> {
    let mut days = Vec::new();
    let mut day = *day;
    if let (Some(years), Some(today)) = (day.year_from, today) {
        day.year = Some(today.year() + i16::from(years));
    }
    let day = &day;
    if let Some(relative) = day.relative {
        days.extend(
            today
                .map(|today| from_today(relative, day, today))
                .into_iter()
                .flatten(),
        );
        return days;
    }
    let mut push = |month: Option<i8>, number: Option<i8>| {
        let Some(number) = number else { return };
        match (day.year, month, today) {
            (Some(year), Some(month), _) => days.extend(Date::new(year, month, number).ok()),
            (None, Some(month), Some(today)) => {
                days.extend(nearest(today, |year| Date::new(year, month, number).ok()))
            }
            (None, Some(month), None) => days.extend(Date::new(2000, month, number).ok()),
            (_, None, Some(today)) => {
                let this = today.first_of_month();
                let months = [this, this.saturating_add(1.month())];
                let found = || {
                    let all = months
                        .iter()
                        .filter_map(|m| Date::new(m.year(), m.month(), number).ok());
                    all.filter(|d| *d >= today.saturating_sub(7.days()))
                };
                let named = found().find(|d| Some(d.weekday()) == day.weekday);
                days.extend(named.or_else(|| found().next()));
            }
            _ => {}
        }
    };
    push(day.month, day.day);
    if day.swappable {
        push(day.day, day.month);
    }
    days
}

/// A day without its year: the one from two months ago to ten months ahead.
fn nearest(today: Date, at: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let (from, to) = (
        today.saturating_sub(62.days()),
        today.saturating_add(303.days()),
    );
    [today.year(), today.year() + 1, today.year() - 1]
        .into_iter()
        .filter_map(&at)
        .find(|day| *day >= from && *day <= to)
        .or_else(|| at(today.year()))
}

fn from_today(relative: Relative, day: &Day, today: Date) -> Vec<Date> {
    match relative {
        Relative::Days(days) => vec![today.saturating_add(days.days())],
        Relative::WorkingDays(days) => vec![working_days(today, days)],
        Relative::InWeek(weeks) => {
            let Some(weekday) = day.weekday else {
                return Vec::new();
            };
            let monday =
                today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
            vec![monday.saturating_add(
                (i64::from(weeks) * 7 + i64::from(weekday.to_monday_zero_offset())).days(),
            )]
        }
        Relative::Next | Relative::WeekAfterNext => {
            let Some(weekday) = day.weekday else {
                return Vec::new();
            };
            let first = next(weekday, today);
            let second = first.saturating_add(7.days());
            // "next Thursday" is the coming one to some, and the one after it to others.
            match relative {
                Relative::Next => vec![first, second],
                _ => vec![second],
            }
        }
        Relative::WeekEnd(weeks) => {
            let monday =
                today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
            let friday = monday.saturating_add((i64::from(weeks) * 7 + 4).days());
            (0..3)
                .map(|day| friday.saturating_add(day.days()))
                .collect()
        }
        Relative::MonthEnd(months) => vec![
            today
                .saturating_add(i64::from(months).months())
                .last_of_month(),
        ],
        Relative::EndOfMonth => {
            let month = day.month.and_then(|month| {
                let first = |year| Date::new(year, month, 1).ok();
                match day.year {
                    Some(year) => first(year),
                    None => nearest(today, first),
                }
            });
            month.map(Date::last_of_month).into_iter().collect()
        }
        Relative::Named(holiday) => nearest(today, |year| holiday.in_year(year))
            .into_iter()
            .collect(),
        Relative::InMonth(months) => {
            let month = today
                .first_of_month()
                .saturating_add(i64::from(months).months());
            day.day
                .and_then(|number| Date::new(month.year(), month.month(), number).ok())
                .into_iter()
                .collect()
        }
    }
}

/// The first such weekday after a day.
pub(crate) fn next(weekday: Weekday, day: Date) -> Date {
    let ahead = i64::from(day.weekday().until(weekday));
    day.saturating_add((if ahead == 0 { 7 } else { ahead }).days())
}

/// The number of a day, counted from 1 March of the year 0 (Hinnant, "chrono-Compatible Low-Level Date Algorithms").
pub(crate) fn number(day: Date) -> i64 {
    let month = (i64::from(day.month()) + 9) % 12;
    let year = i64::from(day.year()) - i64::from(month >= 10);
    365 * year + year.div_euclid(4) - year.div_euclid(100)
        + year.div_euclid(400)
        + (153 * month + 2) / 5
        + i64::from(day.day())
}

/// A day so many working days (Monday to Friday) after another, or before it.
pub(crate) fn working_days(from: Date, days: i32) -> Date {
    let (mut day, mut left) = (from, days.unsigned_abs().min(400));
    while left > 0 {
        day = if days < 0 {
            day.saturating_sub(1.day())
        } else {
            day.saturating_add(1.day())
        };
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            left -= 1;
        }
    }
    day
}
