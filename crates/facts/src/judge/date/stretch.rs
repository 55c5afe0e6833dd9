//! Parts of months, whole months and stretches of days.

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::{Desk, Judgement, hours, weigh};
use super::count::counted;

use crate::Source;
use crate::number::ONE;
use crate::pattern::tail;
use crate::role::Role;
use crate::scan::{Day, Found, Unit, Value};

/// Judges a year, or a month of one.
pub(in crate::judge) fn period(
    desk: &Desk,
    found: &Found,
    role: &Role,
    year: i16,
    month: Option<i8>,
) -> Judgement {
    let fits = |y: i16, m: Option<i8>| y == year && (month.is_none() || m.is_none() || m == month);
    let candidates = desk.candidates(found, role, |other, _| match &other.value {
        Value::Period { year, month } => Some(fits(*year, *month)),
        Value::Date(day) => {
            let known = desk.days(day);
            let is_same = known
                .iter()
                .any(|date| fits(date.year(), Some(date.month())));
            (is_same || day.year.is_some()).then_some(is_same)
        }
        _ => None,
    });
    weigh(role, &candidates, desk.is_denied(&found.bytes))
        .unwrap_or_else(|| Judgement::without_source(&candidates))
}

/// The stretches of days that trusted sources tell, with their first and last day: Nov 27-29.
fn stretches(desk: &Desk) -> Vec<(Date, Date, Source)> {
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let stretches = trusted.flat_map(|source| {
        source.found.windows(2).filter_map(move |pair| {
            let (Value::Date(from), Value::Date(to)) = (&pair[0].0.value, &pair[1].0.value) else {
                return None;
            };
            let between = &source.folded.text[pair[0].0.bytes.end..pair[1].0.bytes.start];
            let joins = ["-", "~", "to", "から", "until", "through"].contains(&between.trim());
            let (from, to) = (*desk.days(from).first()?, *desk.days(to).first()?);
            let bytes = pair[0].0.bytes.start..pair[1].0.bytes.end;
            (joins && from < to).then(|| (from, to, source.source(&bytes)))
        })
    });
    stretches.collect()
}

/// A day within a stretch of a source of up to two weeks: Nov 27-29.
pub(super) fn within(desk: &Desk, said: &[Date]) -> Option<Source> {
    let mut stretches = stretches(desk).into_iter();
    stretches.find_map(|(from, to, source)| {
        let is_within = said.iter().any(|day| *day > from && *day < to);
        (is_within && from.saturating_add(14.days()) >= to).then_some(source)
    })
}

/// The first day after a stretch on which the shop is open: closed from Good Friday to Easter Monday, not before Tuesday.
pub(super) fn adjacent(desk: &Desk, found: &Found, said: &[Date]) -> Option<Source> {
    let text = &desk.reply.text;
    let before = tail(text[..found.bytes.start].trim_end(), 32).to_lowercase();
    let before = before.trim_end_matches(" on").trim_end_matches(" the");
    // 1月6日の火曜日（休み明けの初日は…）以降
    let behind = text[found.bytes.end..].trim_start();
    let behind = match behind.strip_prefix('(') {
        Some(inside) => inside.split_once(')').map_or(behind, |(_, behind)| behind),
        None => behind,
    };
    let is_first = [
        " from",
        " after",
        "not before",
        " again",
        " back",
        "reopen",
        "open",
    ]
    .iter()
    .any(|word| before.ends_with(word))
        || ["以降", "から", "より", "に再開", "に開"]
            .iter()
            .any(|word| behind.starts_with(word));
    if !is_first {
        return None;
    }
    let open = hours::open_days(desk);
    let is_open = |day: Date| open >> day.weekday().to_monday_zero_offset() & 1 == 1;
    stretches(desk).into_iter().find_map(|(_, to, source)| {
        let next = (1..=5)
            .map(|days| to.saturating_add(days.days()))
            .find(|day| is_open(*day))?;
        said.contains(&next).then_some(source)
    })
}

/// Judges a part of a month, or a day told from what is due; none where no source tells one.
pub(in crate::judge) fn words(
    desk: &Desk,
    found: &Found,
    role: &Role,
    words: &str,
) -> Option<Judgement> {
    let is_part = |words: &str| words.contains(' ');
    let candidates = desk.candidates(found, role, |other, source| match &other.value {
        Value::Text(known) if other.kind == found.kind && is_part(known) == is_part(words) => {
            same_sort(known, words).then(|| one_word(known) == one_word(words))
        }
        // 12月中旬 is where 12月15日 is.
        Value::Date(day) if is_part(words) => {
            let part = match day.day? {
                ..=10 => "early",
                11..=20 => "mid",
                _ => "late",
            };
            let day = format!("{part} {}", day.month?);
            (day == words).then_some(true)
        }
        // 前日まで where it is 2日前まで.
        Value::Quantity {
            low,
            high,
            unit: Unit::Days,
        } if low == high => {
            let is_before = source.folded.text[other.bytes.end..].starts_with('前');
            let ours = match words {
                "前日" => 1,
                "前々日" => 2,
                "当日" => 0,
                _ => return None,
            };
            is_before.then_some(*low == ours * ONE)
        }
        _ => None,
    });
    if let Some(judgement) = weigh(role, &candidates, desk.is_denied(&found.bytes)) {
        return Some(judgement);
    }
    // Four weeks from 18 August are in the middle of September.
    let part = days_of_part(desk, words);
    if !part.is_empty()
        && let Some(source) = counted(desk, found, role, &part, true)
    {
        return Some(Judgement::supported(Some(source)));
    }
    let mut sources = desk.sources.iter().filter(|source| source.trusted);
    if !is_part(words)
        && let Some((source, at)) =
            sources.find_map(|source| Some((source, source.folded.text.find(words)?)))
    {
        return Some(Judgement::supported(Some(
            source.source(&(at..at + words.len())),
        )));
    }
    // 当日 and 前日 are everyday words: only where a source counts otherwise they are wrong.
    match candidates.iter().any(|c| c.source.trusted) || is_part(words) {
        true => Some(Judgement::without_source(&candidates)),
        false => None,
    }
}

/// The days of a part of a month: "mid 9".
fn days_of_part(desk: &Desk, words: &str) -> Vec<Date> {
    let Some((part, month)) = words.split_once(' ') else {
        return Vec::new();
    };
    let (first, last) = match part {
        "early" => (1, 10),
        "mid" => (11, 20),
        _ => (21, 31),
    };
    let Ok(month) = month.parse() else {
        return Vec::new();
    };
    (first..=last)
        .flat_map(|day| {
            let day = Day {
                month: Some(month),
                day: Some(day),
                ..Day::default()
            };
            desk.days(&day).to_vec()
        })
        .collect()
}

/// Days are compared with days, months with months.
fn same_sort(a: &str, b: &str) -> bool {
    a.contains('月') == b.contains('月')
}

/// 来月 and 翌月 are one to who reads the mail now.
fn one_word(word: &str) -> &str {
    match word {
        "来月" => "翌月",
        "再来月" => "翌々月",
        "当月" => "今月",
        word => word,
    }
}

/// The last day of a month to come, where something is due at a month's end: 翌月末払い.
pub(super) fn end_of_month(desk: &Desk, said: &[Date]) -> Option<Source> {
    let today = desk.today?;
    let is_end = |day: &&Date| {
        **day == day.last_of_month()
            && **day >= today.saturating_sub(31.days())
            && **day <= today.saturating_add(100.days())
    };
    said.iter().find(is_end)?;
    desk.sources
        .iter()
        .filter(|source| source.trusted)
        .find_map(|source| {
            let (at, word) = ["月末", "月の末日"]
                .iter()
                .find_map(|word| Some((source.folded.text.find(word)?, word)))?;
            Some(source.source(&(at..at + word.len())))
        })
}
