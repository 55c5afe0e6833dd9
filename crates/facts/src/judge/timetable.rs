//! What holds on some days alone: 平日 9:00-18:00、土曜 10:00-15:00, "24 December until 2 pm", 夏季 17:30-21:00, and the prices
//! of weekdays and weekends.

use std::ops::Not;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Desk, SourceText};
use crate::pattern::{Pattern, pattern};
use crate::role::{Role, likeness};
use crate::scan::{Day, Found, Relative, Unit, Value, weekday};
use crate::text::Folded;
use crate::{Kind, Source, Span};

/// Monday to Sunday.
const WEEK: u8 = 0b111_1111;

/// Days that a stretch of a text may be as long as.
const LONGEST: usize = 120;

/// Days on which something is so.
#[derive(Debug, Clone, Default, PartialEq)]
struct Days {
    /// Of the week; bit 0 is Monday.
    week: u8,
    dates: Vec<Date>,
    /// Of the year; bit 1 is January.
    months: u16,
    /// All but these.
    is_rest: bool,
    /// It is not told which.
    is_open: bool,
}

impl Days {
    fn of(day: &Day, desk: &Desk) -> Option<Days> {
        if day.relative == Some(Relative::Next) && day.day.is_none() {
            let week = 1 << day.weekday?.to_monday_zero_offset();
            return Some(Days {
                week,
                ..Days::default()
            });
        }
        if matches!(day.relative, Some(Relative::WeekEnd(_))) {
            return Some(Days {
                week: 0b110_0000,
                ..Days::default()
            });
        }
        // A day of a month alone may be any.
        if day.month.is_none() && day.relative.is_none() {
            return Some(Days {
                is_open: true,
                ..Days::default()
            });
        }
        let meant = desk.days(day);
        let dates = meant.iter().take(4).copied().collect();
        meant.is_empty().not().then_some(Days {
            dates,
            ..Days::default()
        })
    }

    fn add(&mut self, more: &Days, is_range: bool) {
        self.week |= more.week;
        self.is_open |= more.is_open;
        self.months |= more.months;
        if is_range && let (Some(from), Some(to)) = (self.dates.last().copied(), more.dates.first())
        {
            let mut day = from;
            while day < *to && self.dates.len() < LONGEST {
                day = day.saturating_add(1.days());
                self.dates.push(day);
            }
        }
        self.dates.extend_from_slice(&more.dates);
    }

    /// Whether days of ours are among these; of what cannot be compared none is.
    fn has_some_of(&self, ours: &Days) -> bool {
        if self.is_rest {
            let left_out = Days {
                is_rest: false,
                ..self.clone()
            };
            return !left_out.has_some_of(ours) || ours.week & !self.week != 0;
        }
        let week = |days: &Days| {
            let named = days
                .dates
                .iter()
                .map(|day| 1 << day.weekday().to_monday_zero_offset());
            named.fold(days.week, |all, day: u8| all | day)
        };
        let months = |days: &Days| {
            let named = days.dates.iter().map(|day| 1 << day.month());
            named.fold(days.months, |all, month: u16| all | month)
        };
        match (self.dates.is_empty(), ours.dates.is_empty()) {
            (false, false) => self.dates.iter().any(|day| ours.dates.contains(day)),
            _ if self.week & ours.week != 0 => true,
            (false, true) => week(self) & ours.week != 0 || months(self) & ours.months != 0,
            (true, _) => {
                self.week & week(ours) != 0 || self.week == 0 && self.months & months(ours) != 0
            }
        }
    }

    /// Whether both name days of one sort, so that they can be compared.
    fn is_alike(&self, ours: &Days) -> bool {
        self.week != 0 && (ours.week != 0 || !ours.dates.is_empty())
            || !self.dates.is_empty() && (ours.week != 0 || !ours.dates.is_empty())
            || self.months != 0 && (ours.months != 0 || !ours.dates.is_empty())
    }
}

/// A value of a source that holds on some days.
pub(super) struct Stated {
    source: usize,
    /// Its number among the facts of the source.
    at: usize,
    sentence: Span,
    days: Days,
}

/// Months and seasons, and what is left of the year. Months alone have groups of other names than those of a season.
static SEASON: LazyLock<Pattern> = LazyLock::new(|| {
    const MONTH: &str =
        "january|february|march|april|may|june|july|august|september|october|november|december";
    let months = |s: &str| {
        format!(
            r"(?:(?P<from{s}>1[0-2]|[1-9])月?\s?[~-]\s?(?P<to{s}>1[0-2]|[1-9])月(?:[^0-9]|$)|(?P<one{s}>1[0-2]|[1-9])月(?:は|の|中|も|に|なら|で)|\b(?P<first{s}>{MONTH}) ?(?:to|through|until|and|-) ?(?P<last{s}>{MONTH})\b|\b(?:in|during) (?P<in{s}>{MONTH})\b)"
        )
    };
    pattern(&format!(
        r"(?i)(?P<rest>その他の?(?:季節|期間|月|日)|それ以外|上記以外|通常期|\b(?:the )?rest of the year\b|\b(?:all )?other (?:months|times|days)\b)|(?:(?P<season>[春夏秋冬])(?:季|期|場|休み)?|\b(?P<english>spring|summer|autumn|fall|winter)\b(?: hours| months| season)?)(?:\s?\()?{}?|(?:\s?\()?{}",
        months("_of_it"),
        months("")
    ))
    .needs(&[
        "その他", "それ以外", "上記以外", "通常期", "the year", "other ", "春", "夏", "秋", "冬", "spring", "summer",
        "autumn", "fall", "winter", "月", "january", "february", "march", "april", "may", "june", "july", "august",
        "september", "october", "november", "december",
    ])
});

fn months(from: i8, to: i8) -> u16 {
    let mut month = from;
    let mut all = 1_u16 << month;
    while month != to {
        month = month % 12 + 1;
        all |= 1 << month;
    }
    all
}

/// Months and seasons that a text names, each with its place.
fn seasons(text: &str) -> Vec<(Span, Days)> {
    let number = |text: &str| text.parse().ok().filter(|month| (1..=12).contains(month));
    let named = |text: &str| crate::scan::month(text);
    let read = |found: crate::pattern::Captures<'_>| {
        let name = |name: &str| {
            let found = found
                .name(name)
                .or_else(|| found.name(&format!("{name}_of_it")));
            found.map(|it| it.as_str())
        };
        let of_season = || {
            let season = name("season").or(name("english"))?.to_lowercase();
            Some(match season.as_str() {
                "春" | "spring" => months(3, 5),
                "夏" | "summer" => months(6, 8),
                "秋" | "autumn" | "fall" => months(9, 11),
                _ => months(12, 2),
            })
        };
        let between = |from: Option<i8>, to: Option<i8>| Some(months(from?, to?));
        let one = name("one").and_then(number).or(name("in").and_then(named));
        let months = between(name("from").and_then(number), name("to").and_then(number))
            .or_else(|| between(name("first").and_then(named), name("last").and_then(named)))
            .or_else(|| between(one, one))
            .or_else(of_season);
        let is_rest = name("rest").is_some();
        if months.is_none() && !is_rest {
            return None;
        }
        let days = Days {
            months: months.unwrap_or(0),
            is_rest,
            ..Days::default()
        };
        Some((found.whole().range(), days))
    };
    SEASON.captures_iter(text).filter_map(read).collect()
}

/// Days of the week in one letter each at the head of hours or of a price: 土 9:00~17:00, 月・火 9:30~13:00.
fn letters(text: &str) -> Vec<(Span, Days)> {
    static HEAD: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:^|[\s、,(/|。])(?P<days>[月火水木金土日](?:[・,、]?[月火水木金土日祝]){0,5})(?:曜日?)?\s?[:(は]?\s?(?:午前|午後|¥)?[0-9]{1,2}(?::[0-9]|時|,[0-9]{3}円)",
        )
    });
    let read = |found: crate::pattern::Captures<'_>| {
        let days = found.name("days")?;
        let named = days.as_str().char_indices().filter_map(|(at, c)| {
            let day = weekday(&days.as_str()[at..at + c.len_utf8()])?;
            Some(1_u8 << day.to_monday_zero_offset())
        });
        let week = named.fold(0, |all, day| all | day);
        let days_named = Days {
            week,
            ..Days::default()
        };
        Some((days.range(), days_named))
    };
    HEAD.captures_iter(text).filter_map(read).collect()
}

/// All days that a text names, in their order.
fn named(
    desk: &Desk,
    folded: &Folded,
    found: &mut dyn Iterator<Item = &Found>,
) -> Vec<(Span, Days)> {
    let of_fact = |found: &Found| match &found.value {
        // 11日の16時, read as a count of days.
        Value::Quantity {
            unit: Unit::Days, ..
        } if folded.text[found.bytes.clone()].ends_with('日') => Some(Days {
            is_open: true,
            ..Days::default()
        }),
        Value::Weekdays(bits) if bits & WEEK != 0 => Some(Days {
            week: bits & WEEK,
            ..Days::default()
        }),
        Value::Date(day) => Days::of(day, desk),
        _ => None,
    };
    let mut all: Vec<(Span, Days)> = found
        .filter_map(|found| Some((found.bytes.clone(), of_fact(found)?)))
        .collect();
    static WEEKEND: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)\bweekends?\b|週末").needs(&["weekend", "週末"]));
    let weekends = WEEKEND.find_iter(&folded.text).map(|found| {
        let days = Days {
            week: 0b110_0000,
            ..Days::default()
        };
        (found.range(), days)
    });
    let others = letters(&folded.text)
        .into_iter()
        .chain(seasons(&folded.text));
    let others = others.chain(weekends);
    for (bytes, days) in others {
        let is_taken = |it: &Span| it.start < bytes.end && bytes.start < it.end;
        if !all.iter().any(|(it, _)| is_taken(it)) {
            all.push((bytes, days));
        }
    }
    all.sort_by_key(|(bytes, _)| bytes.start);
    all
}

fn holds(found: &Found) -> bool {
    matches!(found.value, Value::Time { .. })
        || matches!(found.value, Value::Amount { value, .. } if value > 0)
}

/// One of what a sentence names: days, or a value.
enum Part<'p> {
    Days(&'p Span, &'p Days),
    Value(&'p Span, usize),
}

impl Part<'_> {
    fn bytes(&self) -> &Span {
        match self {
            Part::Days(bytes, _) | Part::Value(bytes, _) => bytes,
        }
    }
}

/// The values of all trusted sources that hold on days which their sentences name in turns.
pub(super) fn stated(desk: &Desk) -> Vec<Stated> {
    let mut all = Vec::new();
    let trusted = desk.sources.iter().enumerate();
    for (index, source) in trusted.filter(|(_, source)| source.trusted) {
        let days = named(
            desk,
            &source.folded,
            &mut source.found.iter().map(|(found, _)| found),
        );
        if days.is_empty() {
            continue;
        }
        let values = source.found.iter().enumerate();
        let values = values.filter(|(_, (found, _))| holds(found));
        let mut parts: Vec<Part<'_>> = days
            .iter()
            .map(|(bytes, days)| Part::Days(bytes, days))
            .chain(values.map(|(at, (found, _))| Part::Value(&found.bytes, at)))
            .collect();
        parts.sort_by_key(|part| part.bytes().start);
        let mut rest = parts.as_slice();
        while let Some(first) = rest.first() {
            let sentence = source.folded.sentence_around(first.bytes());
            let end = rest
                .iter()
                .position(|part| part.bytes().start >= sentence.end);
            let (own, others) = rest.split_at(end.unwrap_or(rest.len()).max(1));
            rest = others;
            let turns = turns(&source.folded.text, own);
            all.extend(turns.into_iter().map(|(at, days)| Stated {
                source: index,
                at,
                sentence: sentence.clone(),
                days,
            }));
        }
    }
    all
}

/// Which value of a sentence holds on which days.
fn turns(text: &str, parts: &[Part<'_>]) -> Vec<(usize, Days)> {
    let values = parts
        .iter()
        .filter(|it| matches!(it, Part::Value(..)))
        .count();
    if values == 0 || values == parts.len() {
        return Vec::new();
    }
    let between = |one: &Part<'_>, next: &Part<'_>| {
        text.get(one.bytes().end..next.bytes().start)
            .unwrap_or_default()
    };
    // 8:30~17:15(平日): days in brackets of their own are those of the value in front of them.
    let is_bracketed = |at: usize| {
        let pair = (parts.get(at), parts.get(at + 1));
        matches!(pair, (Some(value @ Part::Value(..)), Some(days @ Part::Days(..)))
            if between(value, days).trim() == "(" && text[days.bytes().end..].starts_with(')'))
    };
    if let Some(at) = (0..parts.len()).find(|at| is_bracketed(*at)) {
        let own = match (&parts[at], &parts[at + 1]) {
            (Part::Value(_, value), Part::Days(_, days)) => Some((*value, (*days).clone())),
            _ => None,
        };
        let mut all = turns(text, &parts[..at]);
        all.extend(own);
        all.extend(turns(text, &parts[at + 2..]));
        return all;
    }
    // 10:00~19:00(日祝は18:00まで): what stands in front is of all other days.
    let ordinary = parts
        .iter()
        .take_while(|it| matches!(it, Part::Value(..)))
        .count();
    let is_exception = ordinary > 0
        && between(&parts[ordinary - 1], &parts[ordinary]).contains('(')
        && matches!(
            parts.get(ordinary + 1),
            Some(Part::Value(..) | Part::Days(..))
        );
    let is_first = ordinary == 0 || is_exception;
    let mut read: Vec<&Part<'_>> = parts.iter().collect();
    if !is_first {
        read.reverse();
    }
    let mut turns = Vec::new();
    let mut days = Days::default();
    let mut left_out = Days::default();
    let mut last: Option<&Part<'_>> = None;
    for part in read {
        match part {
            Part::Days(_, more) => {
                let is_range = last.is_some_and(|last| {
                    let gap = between(last, part).trim();
                    matches!(gap, "~" | "-" | "から" | "to" | "until" | "through")
                });
                match last {
                    Some(Part::Days(..)) => days.add(more, is_range),
                    _ => days = (*more).clone(),
                }
                left_out.add(more, false);
            }
            Part::Value(_, at) if days != Days::default() && !days.is_open => {
                turns.push((*at, days.clone()));
            }
            Part::Value(..) => {}
        }
        last = Some(part);
    }
    // その他の季節: all but those that are named.
    for (_, days) in &mut turns {
        if days.is_rest && days.months == 0 {
            *days = Days {
                is_rest: true,
                ..left_out.clone()
            };
        }
    }
    if is_exception {
        left_out.is_rest = true;
        let ordinary = parts[..ordinary].iter().filter_map(|part| match part {
            Part::Value(_, at) => Some((*at, left_out.clone())),
            Part::Days(..) => None,
        });
        turns.extend(ordinary.collect::<Vec<_>>());
    }
    turns
}

/// Whether two values are one; of hours, either end.
fn is_same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Amount { value: a, .. }, Value::Amount { value: b, .. }) => a == b,
        (
            Value::Time { from, to, sure },
            Value::Time {
                from: f,
                to: t,
                sure: s,
            },
        ) => {
            let time =
                |x: u16, y: u16| x % 1_440 == y % 1_440 || !(*sure && *s) && x % 720 == y % 720;
            match (to, t) {
                (Some(x), Some(y)) => time(*from, *f) && time(*x, *y),
                (None, Some(y)) => time(*from, *f) || time(*from, *y),
                (Some(x), None) => time(*from, *f) || time(*x, *f),
                (None, None) => time(*from, *f),
            }
        }
        _ => false,
    }
}

/// The days that the reply says a value of: those right behind it ("9 to 1 on Saturdays"), or the last ones before it.
fn of_reply(desk: &Desk, found: &Found) -> Option<Days> {
    let sentence = desk.sentence(&found.bytes);
    let text = &desk.reply.text;
    let all = desk.reply_days.get_or_init(|| {
        let mut found = desk.found.iter().map(|(found, _)| found);
        named(desk, &desk.reply, &mut found)
            .into_iter()
            .map(|(bytes, days)| Named { bytes, days })
            .collect()
    });
    let behind = all
        .iter()
        .find(|it| it.bytes.start >= found.bytes.end)
        .filter(|it| {
            let gap = text
                .get(found.bytes.end..it.bytes.start)
                .unwrap_or_default();
            let rest = &text[it.bytes.end..];
            it.bytes.end <= sentence.end
                && (matches!(gap, " on " | " in " | " at " | " ")
                    || gap == "(" && rest.starts_with(')')
                    || gap.trim() == "(" && rest.starts_with(')'))
        });
    let season = all
        .iter()
        .filter(|it| sentence.contains(&it.bytes.start) && !it.days.is_rest);
    let season = season.fold(0, |all, it| all | it.days.months);
    if let Some(behind) = behind {
        let mut days = behind.days.clone();
        days.months |= season;
        return Some(days);
    }
    let before: Vec<&Named> = all
        .iter()
        .filter(|it| sentence.start <= it.bytes.start && it.bytes.end <= found.bytes.start)
        .collect();
    let last = before.last()?;
    // 12月5日(土), 日曜・祝日, "Saturdays and Sundays": all that are named together.
    let mut days = last.days.clone();
    days.months |= season;
    let mut start = last.bytes.start;
    for it in before.iter().rev().skip(1) {
        let gap = text.get(it.bytes.end..start).unwrap_or_default().trim();
        if !matches!(
            gap,
            "・" | "、"
                | "と"
                | "や"
                | ","
                | "and"
                | "&"
                | "or"
                | "("
                | ", or"
                | "から"
                | "~"
                | "-"
        ) {
            break;
        }
        days.add(&it.days, false);
        start = it.bytes.start;
    }
    (!days.is_rest && !days.is_open).then_some(days)
}

/// Days that the reply names, with their place.
pub(super) struct Named {
    bytes: Span,
    days: Days,
}

/// What the sources have on the days of a value of the reply.
pub(super) enum Holds {
    /// The same.
    Same(Source),
    /// Another value, and this one on other days alone.
    Other(Source),
}

/// Whether a value of the reply is that of the days that it is said of; none where the sources do not tell.
pub(super) fn judge(desk: &Desk, found: &Found, role: &Role) -> Option<Holds> {
    if !holds(found) || desk.is_denied(&found.bytes) {
        return None;
    }
    let all = desk.timetable.get_or_init(|| stated(desk));
    if all.is_empty() {
        return None;
    }
    compare(desk, all, found, role, &of_reply(desk, found)?)
}

/// The same, of a time beside some days of the week.
pub(super) fn on(desk: &Desk, time: &Found, role: &Role, week: u8) -> Option<Holds> {
    let ours = Days {
        week,
        ..Days::default()
    };
    let all = desk.timetable.get_or_init(|| stated(desk));
    compare(desk, all, time, role, &ours)
}

fn compare(desk: &Desk, all: &[Stated], found: &Found, role: &Role, ours: &Days) -> Option<Holds> {
    let fact = |it: &Stated| -> (&SourceText, &Found, &Role) {
        let source = &desk.sources[it.source];
        let (found, role) = &source.found[it.at];
        (source, found, role)
    };
    let fits = |it: &&Stated| is_same(&found.value, &fact(it).1.value);
    let source = |it: &Stated| {
        let (source, found, _) = fact(it);
        source.source(&found.bytes)
    };
    if let Some(same) = all.iter().filter(fits).find(|it| it.days.has_some_of(ours)) {
        // What is on a day has several times.
        let is_told = ours.week != 0 || ours.months != 0 && same.days.months != 0;
        let is_alone = || {
            let mut rivals = all.iter().filter(|it| {
                (it.source, &it.sentence) == (same.source, &same.sentence)
                    && fact(it).1.kind == found.kind
                    && it.days.has_some_of(ours)
            });
            rivals.all(|it| fact(it).1.value == found.value)
        };
        let is_price = found.kind == Kind::Amount;
        return match is_price {
            true => is_alone(),
            false => is_told,
        }
        .then(|| Holds::Same(source(same)));
    }
    let elsewhere: Vec<&Stated> = all
        .iter()
        .filter(fits)
        .filter(|it| it.days.is_alike(ours))
        .collect();
    // A day that no source names is wrong itself.
    let is_named = |it: &Stated| it.days.dates.iter().any(|day| ours.dates.contains(day));
    let is_dated = |it: &&Stated| !it.days.dates.is_empty();
    if !ours.dates.is_empty() && elsewhere.iter().all(is_dated) && !all.iter().any(is_named) {
        return None;
    }
    let nearest = |found: &mut dyn Iterator<Item = &Role>| {
        found
            .map(|other| likeness(role, other))
            .max_by(f32::total_cmp)
    };
    let of_others = nearest(&mut elsewhere.iter().map(|it| fact(it).2))?;
    // Told of no days at all, or by the customer, of the same thing.
    let is_stated =
        |source: usize, at: usize| all.iter().any(|it| (it.source, it.at) == (source, at));
    let told = desk.sources.iter().enumerate().flat_map(|(index, source)| {
        let found_there = source.found.iter().enumerate();
        found_there.filter(move |(at, (other, _))| {
            is_same(&found.value, &other.value) && (!source.trusted || !is_stated(index, *at))
        })
    });
    let told = nearest(&mut told.map(|(_, (_, role))| role));
    if told.is_some_and(|told| told >= 0.6 * of_others) {
        return None;
    }
    let is_alone = |it: &&&Stated| it.days.months != 0 && !it.days.is_rest;
    let own = all.iter().find(|own| {
        own.days.has_some_of(ours)
            && fact(own).1.kind == found.kind
            && elsewhere.iter().any(|it| {
                it.source == own.source && (it.sentence == own.sentence || found.kind == Kind::Time)
            })
    });
    let own = own.or_else(|| elsewhere.iter().find(is_alone).copied());
    own.map(|own| Holds::Other(source(own)))
}
