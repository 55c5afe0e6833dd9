//! Days that are so many days, weeks or months from another one.

use std::rc::Rc;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;

use super::super::{Desk, plan};
use super::is_deadline;
use crate::calendar::{number, working_days};
use crate::number::{ONE, WORDS, parse};
use crate::pattern::{Pattern, pattern, tail};
use crate::role::{Role, likeness, words_of};
use crate::scan::{Day, Found, Relative, Unit, Value};
use crate::{From, Kind, Source};

/// Whether a count right before a day says which day it is, and no known day is so far from it: 3日前、すなわち6月2日.
pub(super) fn is_counted_wrong(desk: &Desk, found: &Found, said: &[Date]) -> bool {
    static JOINED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:(?P<after>後の?[、(]?(?:すなわち|つまり|即ち|である)?)|前(?:まで)?[、(]?(?:すなわち|つまり|即ち|の)|\s(?:before|ahead|prior)\b[^.;\n]{0,40}\b(?:i\.e\.|that is|which is|namely|meaning),?\s?(?:on|by|until)?\s?)$",
        )
    });
    let text = &desk.reply.text;
    // "On 18 November, 3 business days later".
    static LATER: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?i)^[,(]?\s?$"));
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?i)^\s?(?:later|after)\b"));
    let count = desk.found.iter().find_map(|(other, _)| match &other.value {
        Value::Quantity { low, high, unit }
            if low == high && matches!(unit, Unit::Days | Unit::WorkingDays) =>
        {
            if found.bytes.end <= other.bytes.start
                && LATER.is_match(&text[found.bytes.end..other.bytes.start])
                && BEHIND.is_match(&text[other.bytes.end..])
            {
                return Some((*low / ONE, unit));
            }
            let between = text.get(other.bytes.end..found.bytes.start)?;
            if between.len() > 64 {
                return None;
            }
            let joined = JOINED.captures(between)?;
            let is_after = joined.name("after").is_some();
            // Only of working days: 3日後 may be of any day.
            (!is_after || *unit == Unit::WorkingDays).then_some(match is_after {
                true => (*low / ONE, unit),
                false => (-*low / ONE, unit),
            })
        }
        _ => None,
    });
    let Some((count, unit)) = count else {
        return false;
    };
    let known = desk.sources.iter().flat_map(|source| &source.found);
    let mut bases = known
        .chain(&desk.found)
        .filter_map(|(other, _)| match &other.value {
            Value::Date(day)
                if other.bytes != found.bytes
                    && !matches!(day.relative, Some(Relative::WorkingDays(_))) =>
            {
                Some(desk.days(day))
            }
            _ => None,
        })
        .chain(desk.today.map(|today| Rc::from([today])))
        .peekable();
    bases.peek().is_some()
        && !bases.any(|days| {
            days.iter().any(|base| {
                after(*base, count, unit)
                    .iter()
                    .any(|day| said.contains(day))
            })
        })
}

/// A day so many days, working days, nights or months after or before another, both known.
pub(super) fn counted(
    desk: &Desk,
    found: &Found,
    role: &Role,
    said: &[Date],
    nearby: bool,
) -> Option<Source> {
    let is_deadline = is_deadline(desk, found);
    let mut groups: Vec<(Vec<Date>, Counts<'_>)> = Vec::new();
    if nearby {
        let mut sentence = desk.sentence(&found.bytes);
        // 次回は12月10日です。お申し込みは7日前まで: counted from the day of the sentence before.
        if says_count(desk, found) {
            let line = desk.reply.line(&found.bytes);
            let before = desk.reply.text[line.start..sentence.start.max(line.start)].trim_end();
            if let Some(last) = before.chars().next_back() {
                let end = line.start + before.len();
                sentence.start = desk
                    .sentence(&(end - last.len_utf8()..end))
                    .start
                    .max(line.start);
            }
        }
        // "from 20 Nov to 25 Nov, five nights": the count is in the same sentence or right behind it.
        // "It is refunded within 21 days; leaving on 31 January that means by 21 February."
        let line = desk.reply.line(&found.bytes);
        let begin = match is_deadline {
            true => line.start.max(sentence.start.saturating_sub(120)),
            false => sentence.start,
        };
        let near = begin..sentence.end + 40;
        let others = || {
            let all = desk.found.iter();
            all.filter(|(other, _)| near.contains(&other.bytes.start) && other.bytes != found.bytes)
        };
        let mut group = dates_and_counts(desk, others(), |bytes| sentence.contains(&bytes.start));
        // 7日前まで: before it.
        group.1.extend(others().filter_map(|(other, _)| {
            let Value::Quantity { low, unit, .. } = &other.value else {
                return None;
            };
            let behind = desk.reply.text[other.bytes.end..].trim_start();
            BEFORE
                .iter()
                .any(|word| behind.starts_with(word))
                .then_some((-*low / ONE, unit))
        }));
        groups.push(group);
    } else {
        // Counted from a day that the same text tells, or from today; nights, and what is said to be before or after
        // something, from any day that is known.
        let (mut all, mut counts, mut anchored) = (Vec::new(), Vec::new(), Vec::new());
        for source in &desk.sources {
            let told: Vec<&(Found, Role)> = source
                .found
                .iter()
                .filter(|(other, theirs)| {
                    !matches!(other.value, Value::Quantity { .. })
                        || likeness(role, theirs) >= 0.2
                        || is_repeated(desk, found, other)
                })
                .collect();
            let mut group = dates_and_counts(desk, told.iter().copied(), |_| true);
            let before = counts_before(source, &told);
            group
                .1
                .retain(|(count, unit)| !before.contains(&(-*count, *unit)));
            group.1.extend(before);
            all.extend(group.0.iter().copied());
            counts.extend(group.1.iter().copied());
            anchored.extend(anchored_counts(source, &told));
            anchored.extend(named_counts(source));
            groups.push(group);
        }
        // From a day of the same sentence of the reply: 11日に発送し、12日に着きます, where it is the day after.
        let sentence = desk.sentence(&found.bytes);
        let said_before = desk.found.iter().filter(|(other, _)| {
            sentence.start <= other.bytes.start && other.bytes.end <= found.bytes.start
        });
        let (own, _) = dates_and_counts(desk, said_before, |_| true);
        if !own.is_empty() {
            groups.push((own, counts.clone()));
        }
        all.extend(plan::numbered_days(desk).map(|(day, _)| day));
        // "A day later than planned", as the customer asks.
        anchored.extend(plan::moved_by(desk));
        groups.push((all, anchored));
        // 3月から3か月: from the first of the month.
        let months: Vec<(i64, &Unit)> = desk
            .sources
            .iter()
            .flat_map(|source| &source.found)
            .filter_map(|(other, _)| match &other.value {
                Value::Quantity {
                    low,
                    unit: unit @ Unit::Months,
                    ..
                } => Some((*low / ONE, unit)),
                _ => None,
            })
            .collect();
        groups.push((month_starts(desk), months));
        // No night is counted from the day of the mail.
        counts.retain(|(_, unit)| !matches!(unit, Unit::Count(_)));
        groups.push((Vec::new(), counts));
    }
    if let (Some(today), Some(last)) = (desk.today, groups.last_mut()) {
        last.0.push(today);
    }
    let numbers: Vec<i64> = said.iter().map(|day| number(*day)).collect();
    groups.iter().find_map(|(bases, counts)| {
        let pairs = bases.iter().flat_map(|base| {
            let at = number(*base);
            counts
                .iter()
                .filter(|(count, unit)| {
                    (1..=1_200).contains(&count.abs())
                        || **unit == Unit::Minutes && count % 1_440 == 0
                })
                .map(move |count| (*base, at, *count))
        });
        // Most are not: their numbers tell, without the calendar.
        let may_be = |(_, at, (count, unit)): &(Date, i64, (i64, &Unit))| {
            numbers.iter().any(|day| {
                let apart = day - at;
                match unit {
                    Unit::WorkingDays => {
                        apart.abs() <= 2 * count.abs() + 4 && apart.signum() == count.signum()
                    }
                    Unit::Months => (apart - count * 30).abs() <= 3 + count.abs(),
                    Unit::Minutes => apart * 1_440 == *count,
                    _ => apart == *count,
                }
            })
        };
        pairs
            .into_iter()
            .filter(may_be)
            .find_map(|(base, _, (count, unit))| {
                let day = after(base, count, unit)
                    .into_iter()
                    .find(|day| said.contains(day))?;
                Some(Source {
                    text: format!("{base} + {count}"),
                    value: day.to_string(),
                    from: From::Calendar,
                })
            })
    })
}

/// A day on which something is due that a rule counts back from a known day, where the rule is of the same thing as the
/// sentence of the day, or the one before it: "We take the old table for £35. Let us know by 11 July."
pub(super) fn due(desk: &Desk, found: &Found, said: &[Date]) -> Option<Source> {
    if !is_deadline(desk, found)
        || matches!(&found.value, Value::Date(day) if matches!(day.relative, Some(Relative::WeekEnd(_))))
    {
        return None;
    }
    let text = &desk.reply.text;
    let own = desk.sentence(&found.bytes);
    let line = desk.reply.line(&found.bytes);
    let before = text[line.start..own.start.max(line.start)].trim_end();
    let start = before.chars().next_back().map_or(own.start, |last| {
        let end = line.start + before.len();
        desk.sentence(&(end - last.len_utf8()..end)).start
    });
    let ours = words_of(&text[start..own.end]);
    let amounts: Vec<&Value> = desk
        .found
        .iter()
        .filter(|(it, _)| {
            it.kind == Kind::Amount && start <= it.bytes.start && it.bytes.end <= own.end
        })
        .map(|(it, _)| &it.value)
        .collect();
    let bases: Vec<Date> = desk
        .sources
        .iter()
        .flat_map(|source| &source.found)
        .filter_map(|(it, _)| match &it.value {
            Value::Date(day) if !matches!(day.relative, Some(Relative::Named(_))) => {
                Some(desk.days(day).to_vec())
            }
            _ => None,
        })
        .flatten()
        .collect();
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.into_iter().find_map(|source| {
        let named = [("the day before", -1), ("前々日", -2), ("前日", -1)];
        let by_name = named.iter().find_map(|(word, days)| {
            let mut places = source.folded.text.match_indices(word);
            let (at, _) = places.find(|(at, _)| {
                let rule = source.folded.sentence_around(&(*at..at + word.len()));
                let theirs = words_of(&source.folded.text[rule]);
                theirs.iter().any(|word| ours.contains(word))
            })?;
            let is_said =
                |base: &Date| said.contains(&base.saturating_add(i64::from(*days).days()));
            bases
                .iter()
                .any(is_said)
                .then(|| source.source(&(at..at + word.len())))
        });
        if by_name.is_some() {
            return by_name;
        }
        source.found.iter().find_map(|(it, _)| {
            let Value::Quantity { low, unit, .. } = &it.value else {
                return None;
            };
            let rule = source.folded.sentence_around(&it.bytes);
            let behind = source.folded.text[it.bytes.end..rule.end].trim_start();
            let is_before = BEFORE.iter().any(|word| behind.starts_with(word))
                || text_has_notice(behind)
                || is_before_something(behind);
            let is_of_same = || {
                let theirs = words_of(&source.folded.text[rule.clone()]);
                theirs.iter().any(|word| ours.contains(word)) || {
                    let line = source.folded.line(&it.bytes);
                    source.found.iter().any(|(other, _)| {
                        line.contains(&other.bytes.start) && amounts.contains(&&other.value)
                    })
                }
            };
            if !is_before || !is_of_same() {
                return None;
            }
            let count = -*low / ONE;
            let is_said = |base: &Date| {
                after(*base, count, unit)
                    .iter()
                    .any(|day| said.contains(day))
            };
            bases.iter().any(is_said).then(|| source.source(&it.bytes))
        })
    })
}

/// A day from which on so much is due, by a scale that counts days before something: 12月23日からは50%, where it is 3日前〜前日 50%.
pub(super) fn of_scale(desk: &Desk, found: &Found, said: &[Date]) -> Option<Source> {
    const FARTHEST: usize = 48;
    fn rate_behind<'a>(
        text: &str,
        all: &'a [(Found, Role)],
        bytes: &crate::Span,
    ) -> Option<&'a Value> {
        let rate = all.iter().map(|(it, _)| it).find(|it| {
            it.bytes.start >= bytes.end && matches!(it.kind, Kind::Percent | Kind::Amount)
        })?;
        let between = &text[bytes.end..rate.bytes.start];
        let is_near = between.len() <= FARTHEST && !between.contains(['、', '。', '\n', ';']);
        is_near.then_some(&rate.value)
    }
    let rate = rate_behind(&desk.reply.text, &desk.found, &found.bytes)?;
    let bases = desk.sources.iter().flat_map(|source| &source.found);
    let bases = bases.filter_map(|(it, _)| match &it.value {
        Value::Date(day) if day.day.is_some() && day.relative.is_none() => Some(desk.days(day)),
        _ => None,
    });
    let bases: Vec<Date> = bases.flat_map(|days| days.to_vec()).collect();
    let mut trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.find_map(|source| {
        let text = &source.folded.text;
        let step = source.found.iter().find(|(it, _)| {
            let Value::Quantity { low, high, unit } = &it.value else {
                return false;
            };
            let behind = text[it.bytes.end..].trim_start();
            BEFORE.iter().any(|word| behind.starts_with(word))
                && rate_behind(text, &source.found, &it.bytes) == Some(rate)
                && [low, high].into_iter().any(|count| {
                    bases.iter().any(|base| {
                        let days = after(*base, -count / ONE, unit);
                        days.iter().any(|day| said.contains(day))
                    })
                })
        });
        step.map(|(it, _)| source.source(&it.bytes))
    })
}

/// Whether the sentence of a day says how many days it is counted by.
pub(super) fn says_count(desk: &Desk, found: &Found) -> bool {
    let sentence = desk.sentence(&found.bytes);
    let text = &desk.reply.text[sentence.clone()];
    let is_span = |other: &Found| {
        matches!(
            &other.value,
            Value::Quantity {
                unit: Unit::Days | Unit::WorkingDays | Unit::Months | Unit::Minutes,
                ..
            }
        ) || matches!(&other.value, Value::Quantity { unit: Unit::Count(unit), .. } if unit == "night" || unit == "泊日")
    };
    desk.found.iter().any(|(other, _)| {
        sentence.start <= other.bytes.start
            && other.bytes.end <= sentence.end + 40
            && is_span(other)
    }) || [
        "翌",
        "前日",
        "day after",
        "day before",
        "next day",
        "week",
        "month",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// Whether the reply says a count of a source near a day.
fn is_repeated(desk: &Desk, found: &Found, count: &Found) -> bool {
    let line = desk.reply.line(&found.bytes);
    desk.found.iter().any(|(other, _)| {
        line.start <= other.bytes.start && other.bytes.end <= line.end && other.value == count.value
    })
}

/// Whether any count of the sources is said of the same thing as a day, or is in the reply itself beside it.
pub(super) fn counts_here(desk: &Desk, found: &Found, role: &Role) -> bool {
    let is_span = |value: &Value| {
        matches!(value, Value::Quantity { low, unit: Unit::Minutes, .. } if low % (1_440 * ONE) == 0)
            || matches!(
                value,
                Value::Quantity {
                    unit: Unit::Days | Unit::WorkingDays | Unit::Months,
                    ..
                }
            )
            || matches!(value, Value::Quantity { unit: Unit::Count(unit), .. } if unit == "night" || unit == "泊日")
    };
    let sentence = desk.sentence(&found.bytes);
    let beside = desk.found.iter().any(|(other, _)| {
        is_span(&other.value)
            && other.bytes.start >= sentence.start.saturating_sub(120)
            && other.bytes.end <= sentence.end + 60
    });
    let told = || {
        desk.sources.iter().any(|source| {
            let counts = source
                .found
                .iter()
                .filter(|(other, _)| is_span(&other.value));
            let mut alike = counts.filter(|(_, other)| likeness(role, other) >= 0.3);
            alike.next().is_some()
        })
    };
    let named = [
        "前日",
        "前々日",
        "翌日",
        "翌々日",
        "day before",
        "day after",
        "next day",
    ];
    let is_named = named.iter().any(|word| {
        desk.reply.text[sentence.clone()].contains(word)
            || desk.sources.iter().any(|source| {
                let text = &source.folded;
                text.text.match_indices(word).any(|(at, _)| {
                    likeness(role, &crate::role::role(text, &(at..at + word.len()))) >= 0.2
                })
            })
    });
    let own = &desk.reply.text[sentence.clone()];
    beside
        || !plan::moved_by(desk).is_empty()
        || own.contains("weekly")
        || own.contains("毎週")
        || is_named
        || told()
        || role.has("#deliver") + role.has("#due") + role.has("#dispatch") > 0.5
}

/// Words behind a count that is before something.
pub(in crate::judge) const BEFORE: [&str; 7] = [
    "前",
    "before",
    "prior",
    "ahead",
    "early",
    "earlier",
    "in advance",
];

/// "14 days written notice".
fn text_has_notice(after: &str) -> bool {
    let mut words = after.split_whitespace().take(3);
    words.any(|word| word.trim_matches(['.', ',', '\'']) == "notice")
}

/// "10 days in writing before the day you move out".
fn is_before_something(after: &str) -> bool {
    let words = after
        .split([',', '.', ';', '\n'])
        .next()
        .unwrap_or_default();
    words
        .split_whitespace()
        .take(4)
        .any(|word| word == "before")
}

/// Days before something, as negative counts: 発送の5日前まで, 発送前日, "72 hours ahead".
fn counts_before<'s>(source: &crate::judge::SourceText, told: &[&'s (Found, Role)]) -> Counts<'s> {
    let text = &source.folded.text;
    let counted = told.iter().filter_map(|(found, _)| {
        let Value::Quantity { low, unit, .. } = &found.value else {
            return None;
        };
        let after = text[found.bytes.end..].trim_start();
        let is_before = BEFORE.iter().any(|word| after.starts_with(word));
        is_before.then_some((-*low / ONE, unit))
    });
    counted.chain(named_counts(source)).collect()
}

/// The day before something, and the day after it.
fn named_counts(source: &crate::judge::SourceText) -> Counts<'static> {
    let text = &source.folded.text;
    // Ten weekly lessons end nine weeks after the first.
    static WEEKLY: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)\b(?P<en>\d{{1,2}}|{WORDS}) weekly\b|毎週[^。\n]{{0,12}}全(?P<jp>\d{{1,2}})回|全(?P<jq>\d{{1,2}})回[^。\n]{{0,12}}毎週"
        ))
        .needs(&["weekly", "毎週"])
    });
    let weekly = WEEKLY.captures(text).and_then(|found| {
        let number = found.name("en").or(found.name("jp")).or(found.name("jq"))?;
        let count = parse(number.as_str())? / ONE;
        (2..=60)
            .contains(&count)
            .then_some(((count - 1) * 7, &Unit::Days))
    });
    if let Some(weekly) = weekly {
        return vec![weekly];
    }
    if text.contains("翌営業日")
        || source.folded.lower().contains("next working day")
        || source.folded.lower().contains("next business day")
    {
        return vec![(1, &Unit::WorkingDays)];
    }
    let next = [
        ("前々日", -2),
        ("前日", -1),
        ("翌々日", 2),
        ("翌日", 1),
        ("the day before", -1),
        ("the day after", 1),
        ("the following day", 1),
        ("the next day", 1),
    ];
    let named = next.into_iter().filter(|(word, _)| text.contains(word));
    named.map(|(_, count)| (count, &Unit::Days)).collect()
}

/// Nights, "14 days before the start", 到着後8日以内: counted from a day that another text may tell.
fn anchored_counts<'s>(
    source: &crate::judge::SourceText,
    told: &[&'s (Found, Role)],
) -> Counts<'s> {
    let anchored = told.iter().filter_map(|(found, _)| {
        let Value::Quantity { low, high, unit } = &found.value else {
            return None;
        };
        let (before, after) = (
            source.folded.text[..found.bytes.start].trim_end(),
            source.folded.text[found.bytes.end..].trim_start(),
        );
        let near = tail(before, 24).to_lowercase();
        let from_today = ["購入", "申込", "申し込み", "本日"]
            .iter()
            .any(|word| near.contains(word));
        // "In the last 49 days of the tariff": before its end.
        let at_end = ["last", "final", "最後の", "直前の", "残り"];
        let earlier = BEFORE.iter().any(|word| after.starts_with(word))
            || at_end.iter().any(|word| near.ends_with(word))
            || text_has_notice(after)
            || is_before_something(after);
        let later = ["後", "after", "of ", "from "]
            .iter()
            .any(|word| after.starts_with(word))
            || ["後", "から", "より"]
                .iter()
                .any(|word| before.ends_with(word));
        let told = !from_today && (earlier || later);
        // From seven days before on it costs: until the day before that it does not.
        if after.starts_with("前から") {
            return Some([(-*low / ONE, unit), (-*low / ONE - 1, unit)]);
        }
        let sign = if earlier { -1 } else { 1 };
        (told || matches!(unit, Unit::Count(unit) if unit == "night"))
            .then_some([(sign * *low / ONE, unit), (sign * *high / ONE, unit)])
    });
    anchored.flatten().collect()
}

/// The first days of the months from which something is: 3月から, "from March".
fn month_starts(desk: &Desk) -> Vec<Date> {
    static FROM: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?P<jm>1[0-2]|[1-9])月から|\bfrom (?P<em>january|february|march|april|may|june|july|august|september|october|november|december)\b",
        )
        .needs(&["月から", "from "])
    });
    let texts = desk.sources.iter().map(|source| &source.folded.text);
    let found = texts.flat_map(|text| FROM.captures_iter(text));
    let months = found.filter_map(|found| {
        let month = match (found.name("jm"), found.name("em")) {
            (Some(number), _) => number.as_str().parse().ok()?,
            (_, name) => crate::scan::month(&name?.as_str().to_lowercase())?,
        };
        let day = Day {
            month: Some(month),
            day: Some(1),
            ..Day::default()
        };
        Some(desk.days(&day).to_vec())
    });
    months.flatten().collect()
}

/// How many of what: working days, nights.
type Counts<'a> = Vec<(i64, &'a Unit)>;

fn dates_and_counts<'a>(
    desk: &Desk,
    found: impl Iterator<Item = &'a (Found, Role)>,
    may_be_base: impl Fn(&crate::Span) -> bool,
) -> (Vec<Date>, Counts<'a>) {
    let (mut bases, mut counts) = (Vec::new(), Vec::new());
    for (other, _) in found {
        match &other.value {
            Value::Date(day)
                if may_be_base(&other.bytes)
                    && !matches!(
                        day.relative,
                        Some(Relative::Named(_) | Relative::WorkingDays(_))
                    ) =>
            {
                bases.extend(desk.days(day).iter().copied())
            }
            Value::Quantity { low, high, unit } => {
                counts.extend([(*low / ONE, unit), (*high / ONE, unit)])
            }
            _ => {}
        }
    }
    (bases, counts)
}

/// The day so many days, working days, months or nights after another.
pub(super) fn after(base: Date, count: i64, unit: &Unit) -> Vec<Date> {
    match unit {
        Unit::Days => base.checked_add(count.days()).ok().into_iter().collect(),
        Unit::WorkingDays => vec![working_days(base, count as i32)],
        // 24 hours ahead.
        Unit::Minutes if count % 1_440 == 0 => base
            .checked_add((count / 1_440).days())
            .ok()
            .into_iter()
            .collect(),
        // Valid for a year: until the day before, too.
        Unit::Months => base
            .checked_add(count.months())
            .ok()
            .into_iter()
            .flat_map(|day| [Some(day), day.checked_sub(1.day()).ok()])
            .flatten()
            .collect(),
        Unit::Count(unit) if unit == "night" && count > 0 => {
            base.checked_add(count.days()).ok().into_iter().collect()
        }
        _ => Vec::new(),
    }
}
