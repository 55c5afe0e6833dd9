//! Days that have a name: Good Friday, 元日.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::pattern::{Pattern, pattern};

/// A day that its name tells, each year anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Holiday {
    /// The same day of the same month.
    On(i8, i8),
    /// The n-th such weekday of a month; -1 is the last.
    Nth(i8, i8, Weekday),
    /// Days after Easter Sunday.
    Easter(i64),
}

use Holiday::{Easter, Nth, On};

/// Names, with their days in Japan (国民の祝日に関する法律), Britain and America (5 U.S.C. 6103). Those whose day differs between
/// countries, Mother's Day and Labour Day, are left out, and so are the equinoxes, which are announced.
const NAMES: &[(&str, Holiday)] = &[
    ("new year's day", On(1, 1)),
    ("new year's eve", On(12, 31)),
    ("valentine's day", On(2, 14)),
    ("st patrick's day", On(3, 17)),
    ("good friday", Easter(-2)),
    ("easter saturday", Easter(-1)),
    ("easter sunday", Easter(0)),
    ("easter monday", Easter(1)),
    ("independence day", On(7, 4)),
    ("fourth of july", On(7, 4)),
    ("memorial day", Nth(5, -1, Weekday::Monday)),
    ("juneteenth", On(6, 19)),
    ("labor day", Nth(9, 1, Weekday::Monday)),
    ("halloween", On(10, 31)),
    ("thanksgiving", Nth(11, 4, Weekday::Thursday)),
    ("christmas eve", On(12, 24)),
    ("christmas day", On(12, 25)),
    ("boxing day", On(12, 26)),
    ("元日", On(1, 1)),
    ("元旦", On(1, 1)),
    ("成人の日", Nth(1, 2, Weekday::Monday)),
    ("建国記念の日", On(2, 11)),
    ("天皇誕生日", On(2, 23)),
    ("昭和の日", On(4, 29)),
    ("憲法記念日", On(5, 3)),
    ("みどりの日", On(5, 4)),
    ("こどもの日", On(5, 5)),
    ("海の日", Nth(7, 3, Weekday::Monday)),
    ("山の日", On(8, 11)),
    ("敬老の日", Nth(9, 3, Weekday::Monday)),
    ("スポーツの日", Nth(10, 2, Weekday::Monday)),
    ("文化の日", On(11, 3)),
    ("勤労感謝の日", On(11, 23)),
    ("クリスマスイブ", On(12, 24)),
    ("クリスマス・イブ", On(12, 24)),
    ("大晦日", On(12, 31)),
    ("大みそか", On(12, 31)),
];

impl Holiday {
    /// Which day it is in a year.
    pub fn in_year(self, year: i16) -> Option<Date> {
        match self {
            On(month, day) => Date::new(year, month, day).ok(),
            Nth(month, nth, weekday) => Date::new(year, month, 1)
                .ok()?
                .nth_weekday_of_month(nth, weekday)
                .ok(),
            Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        }
    }
}

/// Easter Sunday of a year (Meeus, Jones and Butcher: "Astronomical Algorithms", chapter 8).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let day = h + l - 7 * m + 114;
    Date::new(year, (day / 31) as i8, (day % 31 + 1) as i8).ok()
}

/// The named days of a text, with where their names are.
pub(crate) fn named(text: &str) -> Vec<(crate::Span, Holiday)> {
    static NAME: LazyLock<Pattern> = LazyLock::new(|| {
        let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
        pattern(&format!("(?i){}", names.join("|"))).needs(&[
            "day",
            "eve",
            "thanksgiving",
            "halloween",
            "juneteenth",
            "july",
            "日",
            "元旦",
            "クリスマス",
            "大みそか",
        ])
    });
    let found = NAME.find_iter(text).filter_map(|found| {
        let name = found.as_str().to_lowercase();
        let (_, holiday) = NAMES.iter().find(|(it, _)| *it == name)?;
        Some((found.range(), *holiday))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_day_is_known_in_each_year() {
        for (name, year, day) in [
            ("Good Friday", 2026, "2026-04-03"),
            ("Good Friday", 2027, "2027-03-26"),
            ("Easter Monday", 2027, "2027-03-29"),
            ("Easter Sunday", 2000, "2000-04-23"),
            ("Thanksgiving", 2026, "2026-11-26"),
            ("Memorial Day", 2026, "2026-05-25"),
            ("成人の日", 2027, "2027-01-11"),
            ("敬老の日", 2026, "2026-09-21"),
            ("大晦日", 2026, "2026-12-31"),
        ] {
            let (_, holiday) = named(name).remove(0);
            let known = holiday.in_year(year).map(|day| day.to_string());
            assert_eq!(known.as_deref(), Some(day), "{name}");
        }
    }
}
