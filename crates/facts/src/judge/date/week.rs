//! Days of the week: those that are named, and days that fall on them.

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::super::{Desk, Judgement, hours, timetable, weigh};
use crate::calendar::working_days;
use crate::pattern::{Pattern, pattern};
use crate::role::{Role, likeness};
use crate::scan::{Day, Found, Relative, Value};
use crate::{Source, Verdict};

/// Whether the sentence of a day names its weekday apart from it: "the first Wednesday is 13 January".
fn names_weekday(desk: &Desk, bytes: &crate::Span, bits: u8) -> bool {
    let sentence = desk.sentence(bytes);
    desk.found.iter().any(|(other, _)| {
        sentence.start <= other.bytes.start
            && other.bytes.end <= sentence.end
            && other.bytes != *bytes
            && (other.bytes.end <= bytes.start && bytes.start - other.bytes.end <= 16
                || bytes.end <= other.bytes.start && other.bytes.start - bytes.end <= 16)
            && match &other.value {
                Value::Weekdays(known) => known & bits != 0,
                Value::Date(day) if day.day.is_none() => day
                    .weekday
                    .is_some_and(|weekday| bits >> weekday.to_monday_zero_offset() & 1 == 1),
                _ => false,
            }
    })
}

/// A day of the next two weeks on which something is every week: 毎週水曜.
pub(super) fn scheduled(
    desk: &Desk,
    found_at: &crate::Span,
    role: &Role,
    said: &[Date],
    at_least: Option<f32>,
) -> Option<Source> {
    let today = desk.today?;
    let is_next = |day: &&Date| **day >= today && **day <= today.saturating_add(14.days());
    let bits = said.iter().filter(is_next);
    let bits = bits.fold(0_u8, |bits, day| {
        bits | 1 << day.weekday().to_monday_zero_offset()
    });
    // Where a day is told, too, the days of the week have to be of the same thing, and so they are few.
    let most = if at_least.is_some() { 3 } else { 7 };
    let mut every = desk.sources.iter().flat_map(|source| {
        let found = source.found.iter();
        found.filter_map(move |(found, other)| match found.value {
            Value::Weekdays(known) => Some((source, found, other, known)),
            _ => None,
        })
    });
    every.find_map(|(source, found, other, known)| {
        let fits = known.count_ones() <= most && known & bits != 0;
        let likeness = likeness(role, other);
        (fits
            && (likeness > at_least.unwrap_or(0.0)
                || names_weekday(desk, found_at, bits) && other.has("#close") < 0.5))
            .then(|| source.source(&found.bytes))
    })
}

/// A day that is the second or the fourth Thursday of its month, where a source says that it is on those: 第2・第4木曜.
pub(super) fn ordinal_weekday(desk: &Desk, said: &[Date]) -> Option<Source> {
    static RULE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?P<jn>第\s?[1-5一二三四五](?:[・、,と]\s?第?\s?[1-5一二三四五])*)\s?(?P<jw>[月火水木金土日])曜?|(?i:(?P<en>(?:first|second|third|fourth|last|1st|2nd|3rd|4th)(?:(?:,| and| or| &) (?:the )?(?:first|second|third|fourth|last|1st|2nd|3rd|4th))*) (?P<ew>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))",
        ).needs(&["第", "first", "second", "third", "fourth", "last", "1st", "2nd", "3rd", "4th"])
    });
    const NUMBERS: [(&str, i8); 19] = [
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 4),
        ("5", 5),
        ("一", 1),
        ("二", 2),
        ("三", 3),
        ("四", 4),
        ("五", 5),
        ("first", 1),
        ("second", 2),
        ("third", 3),
        ("fourth", 4),
        ("1st", 1),
        ("2nd", 2),
        ("3rd", 3),
        ("4th", 4),
        ("last", 6),
    ];
    let today = desk.today?;
    let near: Vec<&Date> = said
        .iter()
        .filter(|day| **day >= today && **day <= today.saturating_add(100.days()))
        .collect();
    if near.is_empty() {
        return None;
    }
    desk.sources
        .iter()
        .filter(|source| source.trusted)
        .find_map(|source| {
            RULE.captures_iter(&source.folded.text).find_map(|found| {
                let list = found.name("jn").or(found.name("en"))?;
                let name = found.name("jw").or(found.name("ew"))?;
                let weekday = crate::scan::weekday(name.as_str())?;
                let list = list.as_str().to_lowercase();
                let is_listed = |number: i8| {
                    NUMBERS
                        .iter()
                        .any(|(word, it)| *it == number && list.contains(word))
                };
                let fits = |day: &&&Date| {
                    day.weekday() == weekday
                        && (is_listed((day.day() - 1) / 7 + 1)
                            || is_listed(6) && day.day() + 7 > day.days_in_month())
                };
                near.iter().find(fits)?;
                Some(source.source(&found.get(0)?.range()))
            })
        })
}

/// A day that is the second working day of its month, where a source says that it is on that one: 毎月第2営業日.
pub(super) fn ordinal_working_day(desk: &Desk, said: &[Date]) -> Option<Source> {
    static RULE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)第\s?(?P<jn>[1-9])\s?営業日|\b(?P<en>first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th) (?:working|business) day of\b",
        )
        .needs(&["営業日", "working", "business"])
    });
    let today = desk.today?;
    let near: Vec<&Date> = said
        .iter()
        .filter(|day| **day >= today && **day <= today.saturating_add(100.days()))
        .collect();
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.into_iter().find_map(|source| {
        RULE.captures_iter(&source.folded.text).find_map(|found| {
            let number = match found.name("jn").or(found.name("en"))?.as_str() {
                "first" | "1st" => 1,
                "second" | "2nd" => 2,
                "third" | "3rd" => 3,
                "fourth" | "4th" => 4,
                "fifth" | "5th" => 5,
                digit => digit.parse().ok()?,
            };
            let is_it = |day: &&Date| {
                let before = day.first_of_month().yesterday();
                before.is_ok_and(|before| working_days(before, number) == **day)
            };
            near.iter().copied().find(is_it)?;
            Some(source.source(&found.span()))
        })
    })
}

/// A day whose weekday a source names beside a day that it tells: "on 19 September, delivered on the Friday".
pub(super) fn beside(desk: &Desk, said: &[Date]) -> Option<Source> {
    desk.sources.iter().find_map(|source| {
        let known: Vec<Date> = source
            .found
            .iter()
            .filter_map(|(found, _)| match &found.value {
                Value::Date(day) if day.relative.is_none() => desk.days(day).first().copied(),
                _ => None,
            })
            .collect();
        let named = source.found.iter().find(|(found, _)| {
            let Value::Date(day) = &found.value else {
                return false;
            };
            day.relative == Some(Relative::Next)
                && said.iter().any(|said| {
                    Some(said.weekday()) == day.weekday
                        && known.iter().any(|known| {
                            (said.saturating_sub(4.days())..=said.saturating_add(4.days()))
                                .contains(known)
                        })
                })
        });
        named.map(|(found, _)| source.source(&found.bytes))
    })
}

/// A weekday on its own that the shop's days hold: "on Saturday" where it is open on Saturdays.
pub(super) fn fits_weekdays(desk: &Desk, day: &Day) -> bool {
    let Some(weekday) = day.weekday else {
        return false;
    };
    let bit = 1 << weekday.to_monday_zero_offset();
    desk.sources
        .iter()
        .flat_map(|s| &s.found)
        .any(|(found, _)| matches!(found.value, Value::Weekdays(bits) if bits & bit != 0))
}

/// Judges days of the week by whether the shop is open on them, and by the hours beside them; none where that tells nothing.
pub(super) fn of_hours(desk: &Desk, found: &Found) -> Option<Judgement> {
    if desk.is_denied(&found.bytes) {
        return None;
    }
    if let Some(judgement) = hours::closing(desk, found) {
        return Some(judgement);
    }
    // Of several days it is the hours that are wrong.
    if !hours::is_one_day(found) {
        return None;
    }
    let (time, role) = hours::time_beside(desk, found)?;
    match timetable::on(desk, time, role, hours::days_of(found)?)? {
        timetable::Holds::Same(source) => Some(Judgement::supported(Some(source))),
        timetable::Holds::Other(source) => Some(Judgement::contradicts(Some(source))),
    }
}

/// Judges days of the week.
pub(in crate::judge) fn weekdays(
    desk: &Desk,
    found: &Found,
    role: &Role,
    bits: u8,
) -> Option<Judgement> {
    // 金曜までに is a day, whatever the shop's days are.
    let behind = &desk.reply.text[found.bytes.end..];
    let before = &desk.reply.text[..found.bytes.start];
    let is_deadline = ["までに", "中に", "必着"]
        .iter()
        .any(|word| behind.starts_with(word));
    if is_deadline && bits.count_ones() == 1 && !before.ends_with(['~', 'ら']) {
        let monday = Weekday::Monday;
        let day = Day {
            weekday: Some(monday.wrapping_add(bits.trailing_zeros())),
            relative: Some(Relative::Next),
            ..Day::default()
        };
        return super::judge(desk, found, role, &day);
    }
    let judgement = weekdays_compared(desk, found, role, bits);
    // "Most weekends", "a daily charge" are words.
    let text = &desk.reply.text;
    let written = text[found.bytes.clone()].to_lowercase();
    let is_word = written == "daily" && text[found.bytes.end..].starts_with(" ")
        || text[..found.bytes.start].ends_with("most ")
        || ["毎日", "every day"].contains(&written.as_str()) && hours::names_no_days(desk)
        || ["平日", "weekdays"].contains(&written.as_str())
        || is_nth(desk, bits);
    (judgement.verdict != Verdict::Unsupported || !is_word).then_some(judgement)
}

/// Whether a source has such a day of some weeks of the month: 第2・第4土曜.
fn is_nth(desk: &Desk, bits: u8) -> bool {
    static NTH: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?i)第[1-5一二三四五](?:[・、,と]第?[1-5一二三四五])*(?P<jw>[月火水木金土日])曜?|\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?P<ew>(?:mon|tues|wednes|thurs|fri|satur|sun)day)")
            .needs(&["第", "first", "second", "third", "fourth", "last", "1st", "2nd", "3rd", "4th"])
    });
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let mut named = trusted.flat_map(|source| NTH.captures_iter(&source.folded.text));
    named.any(|found| {
        let name = found.name("jw").or(found.name("ew"));
        let weekday = name.and_then(|name| crate::scan::weekday(name.as_str()));
        weekday.is_some_and(|weekday| bits == 1 << weekday.to_monday_zero_offset())
    })
}

fn weekdays_compared(desk: &Desk, found: &Found, role: &Role, bits: u8) -> Judgement {
    let candidates = desk.candidates(found, role, |other, _| match &other.value {
        Value::Weekdays(known) => {
            Some(*known == bits || bits.count_ones() <= 2 && known & bits == bits)
        }
        Value::Date(day) if day.relative == Some(Relative::Next) => {
            day.weekday.map(|w| bits == 1 << w.to_monday_zero_offset())
        }
        // 月曜10時, where the day is written with its weekday: 6月1日(月).
        Value::Date(day) if day.day.is_some() => {
            let weekday = day.weekday?;
            (bits == 1 << weekday.to_monday_zero_offset()).then_some(true)
        }
        _ => None,
    });
    if let Some(judgement) = of_hours(desk, found) {
        return judgement;
    }
    // Every day of one thing, where another one has a day off: gate daily, office closed on Sundays.
    if bits.count_ones() == 7
        && let Some(daily) = candidates
            .iter()
            .find(|c| c.equal && c.source.trusted && c.likeness > 0.0)
    {
        return Judgement::supported(Some(daily.source()));
    }
    if let Some(judgement) = weigh(role, &candidates, desk.is_denied(&found.bytes)) {
        return judgement;
    }
    // 平日 are what is left where 土日祝 are an exception.
    if bits == 0b001_1111 {
        let rest = desk.sources.iter().find_map(|source| {
            let other = source.found.iter().find(|(other, _)| {
                matches!(other.value, Value::Weekdays(known) if known & 0b111_1111 == !bits & 0b111_1111)
            });
            other.map(|(other, _)| source.source(&other.bytes))
        });
        if rest.is_some() {
            return Judgement::supported(rest);
        }
    }
    // Open Monday to Saturday is closed on Sundays.
    let closed = role.has("#close") > 0.5;
    let rest = desk
        .sources
        .iter()
        .flat_map(|s| &s.found)
        .find_map(|(other, _)| match other.value {
            Value::Weekdays(known)
                if closed && known.count_ones() >= 3 && (!known & 0b111_1111) == bits =>
            {
                Some(())
            }
            _ => None,
        });
    if rest.is_some() {
        return Judgement::supported(None);
    }
    // Each of a few days has its own line: 火曜 15:45~16:45、木曜 16:30~17:30、土曜 10:00~11:00.
    let all = |source: &crate::judge::SourceText| {
        let found = source.found.iter().map(|(other, _)| match &other.value {
            Value::Weekdays(known) if known.count_ones() == 1 => *known,
            Value::Date(day) if day.relative == Some(Relative::Next) => day
                .weekday
                .map_or(0, |day| 1 << day.to_monday_zero_offset()),
            _ => 0,
        });
        found.fold(0, |all, known| all | known)
    };
    // 土曜から日曜: the two days that the customer names.
    let mut mails = desk.sources.iter().filter(|source| source.is_mail());
    if bits.count_ones() == 2 && mails.any(|source| all(source) & bits == bits) {
        return Judgement::supported(None);
    }
    let mut trusted = desk.sources.iter().filter(|source| source.trusted);
    let named = trusted.find(|source| all(source) & bits == bits && bits.count_ones() <= 3);
    match (named, hours::headed(desk, bits)) {
        (Some(_), _) => Judgement::supported(None),
        (None, Some(source)) => Judgement::supported(Some(source)),
        (None, None) => Judgement::without_source(&candidates),
    }
}
