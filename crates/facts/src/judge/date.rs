//! Days, and days of the week.

use std::rc::Rc;
use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Desk, Judgement, hours, weigh};
use crate::calendar::{number, working_days};
use crate::number::{ONE, WORDS, parse};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::{Role, likeness, words_of};
use crate::scan::{Day, Found, Relative, Unit, Value};
use crate::{From, Kind, Source, Verdict};

/// Judges a day; none for "today" where nothing speaks against it.
pub(super) fn judge(desk: &Desk, found: &Found, role: &Role, day: &Day) -> Option<Judgement> {
    let said = desk.days(day);
    let denied = desk.is_denied(&found.bytes);
    // 14日まで延長できます: days, where the sources count so many.
    if day.month.is_none()
        && day.weekday.is_none()
        && day.relative.is_none()
        && desk.reply.text[found.bytes.clone()].ends_with('日')
        && let Some(number) = day.day
    {
        let number = i64::from(number) * ONE;
        let counted = desk.sources.iter().find_map(|source| {
            let mut found = source.found.iter();
            let same = found.find(|(other, _)| {
                matches!(&other.value, Value::Quantity { low, high, unit: Unit::Days } if *low == number || *high == number)
            });
            same.map(|(other, _)| source.source(&other.bytes))
        });
        if counted.is_some() {
            return Some(Judgement::supported(counted));
        }
    }
    let weekday_only = day.relative == Some(Relative::Next) && day.day.is_none();
    if said.is_empty() && day.relative.is_some() {
        return None;
    }
    if weekday_only && let Some(judgement) = of_hours(desk, found) {
        return Some(judgement);
    }
    // 本日6月15日 is so by the calendar, or it is not.
    if !denied
        && let Some(today) = desk.today
        && let Some(other) = called_otherwise(desk, found, today)
        && !said.is_empty()
    {
        let of_calendar = calendar(Some(&other));
        return Some(match said.contains(&other) {
            true => Judgement::supported(of_calendar),
            false => Judgement::contradicts(of_calendar),
        });
    }
    // "A week tomorrow" is another day than tomorrow: the one behind it is judged.
    if matches!(day.relative, Some(Relative::Days(_)))
        && weeks_ahead(
            tail(&desk.reply.text[..found.bytes.start], 24)
                .to_lowercase()
                .trim_end(),
        ) > 0
    {
        return None;
    }
    // "Tomorrow, 2 December": the day behind it says the same, and is judged itself.
    if matches!(day.relative, Some(Relative::Days(_)))
        && let Some(next) = desk.found.iter().map(|(next, _)| next).find(|next| {
            next.bytes.start > found.bytes.start
                && desk
                    .reply
                    .text
                    .get(found.bytes.end..next.bytes.start)
                    .is_some_and(|between| {
                        between.trim_matches([' ', ',', '(', '、', 'の']).is_empty()
                    })
        })
        && let Value::Date(absolute) = &next.value
        && absolute.relative.is_none()
        && desk.days(absolute).iter().any(|day| said.contains(day))
    {
        return None;
    }
    if !denied && !said.is_empty() && is_counted_wrong(desk, found, &said) {
        return Some(Judgement::contradicts(calendar(said.first())));
    }
    let candidates = desk.candidates(found, role, |other, _| match &other.value {
        // A named weekday is no source of a day of the month.
        Value::Date(other)
            if other.relative == Some(Relative::Next)
                && (day.day.is_some() || matches!(day.relative, Some(Relative::WeekEnd(_)))) =>
        {
            None
        }
        // "On Friday 17 April or on Saturday": the day that a source writes with its weekday.
        Value::Date(other)
            if weekday_only
                && other.day.is_some()
                && other.weekday.is_some()
                && other.weekday == day.weekday =>
        {
            Some(true)
        }
        // "Delivered on the Friday", for the 19th: the Friday beside a day that the same text tells.
        Value::Date(other) if other.relative == Some(Relative::Next) && !weekday_only => None,
        Value::Date(other) if other.relative != Some(Relative::Days(0)) => {
            let known = desk.days(other);
            // A day that has a name is no other value of one that is told by its number.
            let is_named = |day: &Day| matches!(day.relative, Some(Relative::Named(_)));
            if is_named(other) && !is_named(day) && !known.iter().any(|date| said.contains(date)) {
                return None;
            }
            // What leaves its year or its month open is of that day's.
            // "On Saturday" may be the one that has just been.
            let is_past = weekday_only
                && known.iter().any(|date| {
                    Some(date.weekday()) == day.weekday
                        && desk.today.is_some_and(|today| {
                            *date < today && *date >= today.saturating_sub(14.days())
                        })
                });
            // 大晦日, where it is 31日.
            let is_number = is_named(day)
                && other.month.is_none()
                && other.relative.is_none()
                && said.iter().any(|date| Some(date.day()) == other.day);
            let is_open = is_past
                || is_number
                || day.day.is_some()
                    && day.day == other.day
                    && day.relative.is_none()
                    && other.relative.is_none()
                    && (day.year.is_none()
                        && day.year_from.is_none()
                        && other.year.is_some()
                        && day.month == other.month
                        || other.month.is_none()
                        || day.month.is_none());
            let is_equal = is_open || known.iter().any(|date| said.contains(date));
            // 翌営業日 of a rule is of whatever it is counted from.
            if !is_equal && matches!(other.relative, Some(Relative::WorkingDays(_))) {
                return None;
            }
            (!known.is_empty()).then_some(is_equal)
        }
        _ => None,
    });
    // 12月20日 of a concert is none of 前月20日, which is counted from something else, where nothing else is said of both.
    let is_monthly = |c: &super::Candidate<'_>| {
        matches!(&c.found.value, Value::Date(other) if other.month.is_none() && other.weekday.is_none() && other.relative.is_none())
            && ["前月", "前月の"]
                .iter()
                .any(|word| c.source.folded.text[..c.found.bytes.start].ends_with(word))
    };
    let mut candidates = candidates;
    candidates.retain(|c| !(c.equal && day.month.is_some() && is_monthly(c) && c.likeness < 0.25));
    // 13日で大丈夫です, "the 13th is fine": the customer's own wish.
    if is_welcome(desk, found)
        && let Some(wish) = candidates.iter().find(|c| c.equal && c.source.is_mail())
    {
        return Some(Judgement::supported(Some(wish.source())));
    }
    // A day by its name is that day, whatever else is on it.
    if matches!(day.relative, Some(Relative::Named(_)))
        && let Some(equal) = candidates.iter().find(|c| c.equal && c.source.trusted)
    {
        return Some(Judgement::supported(Some(equal.source())));
    }
    let today = day.relative == Some(Relative::Days(0));
    if today {
        let other = candidates
            .iter()
            .filter(|c| c.source.trusted && !c.equal)
            .max_by(|a, b| a.likeness.total_cmp(&b.likeness))?;
        let equal = candidates.iter().any(|c| c.equal);
        return (!equal && other.likeness > 1.7 && !denied)
            .then(|| Judgement::contradicts(Some(other.source())));
    }
    // A weekday that the day does not have is wrong whatever the sources say.
    if !weekday_only && let (Some(weekday), true) = (day.weekday, day.day.is_some()) {
        let of_sources = candidates.iter().filter(|c| c.equal && c.source.trusted);
        let of_sources = of_sources.filter_map(|c| match &c.found.value {
            Value::Date(other) if other.year.is_some() => Some(desk.days(other)),
            _ => None,
        });
        let mut all = said
            .iter()
            .copied()
            .chain(of_sources.flat_map(|days| days.to_vec()));
        let fits = all.any(|date| date.weekday() == weekday);
        if !fits && (desk.today.is_some() || day.year.is_some()) && !denied {
            let nearest = candidates
                .iter()
                .find(|c| c.equal)
                .map(super::Candidate::source);
            return Some(Judgement::contradicts(
                nearest.or_else(|| calendar(said.first())),
            ));
        }
    }
    if said.is_empty() {
        return Some(Judgement::contradicts(None));
    }
    // The customer's day lies in a stretch that a source tells: 8月15日, where it is 8/8~8/16.
    if !candidates.iter().any(|c| c.equal && c.source.trusted)
        && candidates.iter().any(|c| c.equal && c.source.is_mail())
        && !is_end(&desk.reply.text, &found.bytes)
        && let Some(source) = within(desk, &said)
    {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(judgement) = weigh(role, &candidates, denied) {
        return Some(judgement);
    }
    let is_dated = candidates
        .iter()
        .any(|c| c.source.trusted && c.likeness >= 0.5 && !c.taken);
    // "If we start tomorrow" says nothing of what is so.
    if matches!(day.relative, Some(Relative::Days(1..))) {
        let sentence = desk.sentence(&found.bytes);
        let before = &desk.reply.text[sentence.start..found.bytes.start];
        let before = before
            .rsplit([',', '、'])
            .next()
            .unwrap_or(before)
            .to_lowercase();
        if before.trim_start().starts_with("if ")
            || before.contains(" if ")
            || before.contains("もし")
        {
            return None;
        }
    }
    // "Today is 11 January", "your mail of 11 January".
    if day.day.is_some()
        && desk.today.is_some_and(|today| said.contains(&today))
        && is_of_mail(desk, found)
    {
        return Some(Judgement::supported(calendar(said.first())));
    }
    // A day that has a name, where no source speaks of such a thing, is a word of the conversation.
    if matches!(day.relative, Some(Relative::Named(_)))
        && !candidates
            .iter()
            .any(|c| c.source.trusted && c.likeness >= 1.2)
    {
        return None;
    }
    // "The day after tomorrow" where no day is told is a word of the conversation.
    if matches!(day.relative, Some(Relative::Days(_)))
        && candidates.iter().all(|c| !c.source.trusted)
    {
        return None;
    }
    if weekday_only && !is_dated && fits_weekdays(desk, day) {
        return Some(Judgement::supported(None));
    }
    if weekday_only
        && let Some(weekday) = day.weekday
        && let Some(source) = hours::headed(desk, 1 << weekday.to_monday_zero_offset())
    {
        return Some(Judgement::supported(Some(source)));
    }
    // "If you extend it today, it is due on 3 January": counted from today.
    if !denied
        && from_today(desk, found)
        && let Some(source) = counted(desk, found, role, &said, false)
    {
        return Some(Judgement::supported(Some(source)));
    }
    // The same day of another year is called so: ご入会は2025年11月3日, where it is 2024/11/3.
    let of_year = |c: &super::Candidate<'_>| {
        c.source.trusted
            && !c.equal
            && c.label >= 1
            && matches!(&c.found.value, Value::Date(other)
                if other.year.is_some() && day.year.is_some() && other.year != day.year && (other.month, other.day) == (day.month, day.day))
    };
    if let Some(other) = candidates.iter().find(|c| of_year(c))
        && !denied
    {
        return Some(Judgement::contradicts(Some(other.source())));
    }
    // The first day after a stretch is called what the stretch is.
    if let Some(source) = adjacent(desk, found, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    // Called what another day is called, and no count is said: 仕上がりは1月16日, where it is 1/6.
    let labelled = candidates
        .iter()
        .filter(|c| c.source.trusted && !c.equal && !c.taken && c.label >= 1)
        .max_by_key(|c| c.label);
    if let Some(other) = labelled
        && !denied
        && !says_count(desk, found)
    {
        return Some(Judgement::contradicts(Some(other.source())));
    }
    if let Some(source) = counted(desk, found, role, &said, true) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = counted(desk, found, role, &said, false)
        && counts_here(desk, found, role)
    {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = due(desk, found, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = ordinal_weekday(desk, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = ordinal_working_day(desk, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = end_of_month(desk, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = beside(desk, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if !is_end(&desk.reply.text, &found.bytes)
        && let Some(source) = within(desk, &said)
    {
        return Some(Judgement::supported(Some(source)));
    }
    let told = candidates.iter().filter(|c| c.source.trusted && !c.taken);
    let told = told.map(|c| c.likeness).max_by(f32::total_cmp);
    if let Some(source) = scheduled(desk, &found.bytes, role, &said, told) {
        return Some(Judgement::supported(Some(source)));
    }
    Some(Judgement::without_source(&candidates))
}

/// Whether a count right before a day says which day it is, and no known day is so far from it: 3日前、すなわち6月2日.
fn is_counted_wrong(desk: &Desk, found: &Found, said: &[Date]) -> bool {
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

/// Whether the sentence of a day says what follows if something is done today.
fn from_today(desk: &Desk, found: &Found) -> bool {
    let sentence = desk.reply.text[desk.sentence(&found.bytes)].to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let is_absolute = matches!(&found.value, Value::Date(day) if day.relative.is_none());
    is_absolute
        && has(&["本日", "今日", "today"])
        && has(&["ますと", "れば", "たら", "場合", "if "])
}

/// Whether a day is said to be today, or that of the mail that is answered.
fn is_of_mail(desk: &Desk, found: &Found) -> bool {
    static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:today(?: is|'s date is|,| \()?|your (?:message|mail|e-mail|email|letter|note|enquiry|inquiry|call|request)(?: of| from| dated| on| sent)?|(?:you|which) (?:wrote|came|reached us|called|sent)(?: us| it)?(?: on)?|[本今]日は?[、,(]?)\s?$",
        )
    });
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"^(?:付け?|日付)?(?:の|に(?:いただ|頂|お送り|くださ))[^、。\n]{0,6}(?:メール|ご連絡|お問い合わせ|お便り|お手紙|お電話)",
        )
    });
    BEFORE.is_match(tail(&desk.reply.text[..found.bytes.start], 48))
        || BEHIND.is_match(&desk.reply.text[found.bytes.end..])
}

/// The day that a word right before a date names: 本日2月8日, "tomorrow, 9 June".
fn called_otherwise(desk: &Desk, found: &Found, today: Date) -> Option<Date> {
    let Value::Date(day) = &found.value else {
        return None;
    };
    (day.day.is_some() && day.relative.is_none()).then_some(())?;
    let before = tail(&desk.reply.text[..found.bytes.start], 24).to_lowercase();
    let before = before.trim_end_matches([' ', '(', ',', '、', 'の']);
    // "Today is 11 January."
    let before = before.strip_suffix(" is").unwrap_or(before);
    let words = [
        ("明後日", 2),
        ("あさって", 2),
        ("the day after tomorrow", 2),
        ("昨日", -1),
        ("yesterday", -1),
        ("本日", 0),
        ("今日", 0),
        ("today", 0),
        ("明日", 1),
        ("あす", 1),
        ("あした", 1),
        ("tomorrow", 1),
    ];
    let (word, days) = words.into_iter().find(|(word, _)| before.ends_with(word))?;
    let head = before[..before.len() - word.len()].trim_end();
    today
        .checked_add((i64::from(days) + weeks_ahead(head)).days())
        .ok()
}

/// How many days the words in front of "today" or "tomorrow" are ahead of it: "a week today", "two weeks from tomorrow".
fn weeks_ahead(before: &str) -> i64 {
    static WEEKS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(&format!(
            r"(?:\b(?P<n>{WORDS}|an?|\d)\s)?(?P<unit>weeks?|fortnight|days?)(?:\sfrom)?$"
        ))
        .needs(&["week", "fortnight", "day"])
    });
    let Some(found) = WEEKS.captures(before) else {
        return 0;
    };
    let number = found.name("n").map_or("a", |number| number.as_str());
    let count = match number {
        "a" | "an" => 1,
        number => parse(number).map_or(0, |number| number / ONE),
    };
    match &found["unit"] {
        "fortnight" => 14 * count,
        unit if unit.starts_with("week") => 7 * count,
        _ => count,
    }
}

/// Whether what is said of a day is that it will do.
fn is_welcome(desk: &Desk, found: &Found) -> bool {
    let sentence = desk.sentence(&found.bytes);
    let behind = head(&desk.reply.text[found.bytes.end..sentence.end], 64).to_lowercase();
    let behind = behind.split(['、', ',']).next().unwrap_or_default();
    [
        "大丈夫",
        "問題ございません",
        "問題ありません",
        "構いません",
        "結構です",
        "間に合",
    ]
    .iter()
    .any(|word| behind.contains(word))
        || ["is fine", "works", "is no problem", "suits us", "is ok"]
            .iter()
            .any(|word| behind.starts_with(word) || behind.starts_with(&format!(" {word}")))
}

/// Judges a year, or a month of one.
pub(super) fn period(
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
fn scheduled(
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
fn ordinal_weekday(desk: &Desk, said: &[Date]) -> Option<Source> {
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
fn ordinal_working_day(desk: &Desk, said: &[Date]) -> Option<Source> {
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
fn beside(desk: &Desk, said: &[Date]) -> Option<Source> {
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

/// Whether a day is said to be the first or the last of something.
fn is_end(text: &str, bytes: &crate::Span) -> bool {
    let after = &text[bytes.end..];
    let before = tail(text[..bytes.start].trim_end(), 32).to_lowercase();
    ["まで", "から", "より", "以降", "締切", "に終", "に始"]
        .iter()
        .any(|word| after.starts_with(word))
        || [
            "until", "till", "by", "from", "since", "ends", "starts", "begins", "before", "after",
        ]
        .iter()
        .any(|word| before.trim_end_matches(" on").ends_with(word))
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
fn within(desk: &Desk, said: &[Date]) -> Option<Source> {
    let mut stretches = stretches(desk).into_iter();
    stretches.find_map(|(from, to, source)| {
        let is_within = said.iter().any(|day| *day > from && *day < to);
        (is_within && from.saturating_add(14.days()) >= to).then_some(source)
    })
}

/// The first day after a stretch on which the shop is open: closed from Good Friday to Easter Monday, not before Tuesday.
fn adjacent(desk: &Desk, found: &Found, said: &[Date]) -> Option<Source> {
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
pub(super) fn words(desk: &Desk, found: &Found, role: &Role, words: &str) -> Option<Judgement> {
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
fn end_of_month(desk: &Desk, said: &[Date]) -> Option<Source> {
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

fn calendar(day: Option<&Date>) -> Option<Source> {
    day.map(|day| Source {
        text: day.strftime("%Y-%m-%d (%a)").to_string(),
        value: day.strftime("%a").to_string(),
        from: From::Calendar,
    })
}

/// A weekday on its own that the shop's days hold: "on Saturday" where it is open on Saturdays.
fn fits_weekdays(desk: &Desk, day: &Day) -> bool {
    let Some(weekday) = day.weekday else {
        return false;
    };
    let bit = 1 << weekday.to_monday_zero_offset();
    desk.sources
        .iter()
        .flat_map(|s| &s.found)
        .any(|(found, _)| matches!(found.value, Value::Weekdays(bits) if bits & bit != 0))
}

/// A day so many days, working days, nights or months after or before another, both known.
fn counted(desk: &Desk, found: &Found, role: &Role, said: &[Date], nearby: bool) -> Option<Source> {
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
fn due(desk: &Desk, found: &Found, said: &[Date]) -> Option<Source> {
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

/// Whether a day is the last on which something can be done.
fn is_deadline(desk: &Desk, found: &Found) -> bool {
    let text = &desk.reply.text;
    let before = tail(text[..found.bytes.start].trim_end(), 32).to_lowercase();
    let before = before
        .trim_end_matches(" on")
        .trim_end_matches(" the")
        .trim_end_matches(" of");
    let behind = head(&text[found.bytes.end..], 40);
    let behind = behind
        .split(['、', '。', '\n', ','])
        .next()
        .unwrap_or_default();
    [
        " by",
        " until",
        " till",
        " than",
        " before",
        " due",
        "deadline is",
    ]
    .iter()
    .any(|word| before.ends_with(word))
        || behind.contains("まで")
        || behind.contains("期限")
        || behind.contains("締")
}

/// Whether the sentence of a day says how many days it is counted by.
fn says_count(desk: &Desk, found: &Found) -> bool {
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
fn counts_here(desk: &Desk, found: &Found, role: &Role) -> bool {
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
        || own.contains("weekly")
        || own.contains("毎週")
        || is_named
        || told()
        || role.has("#deliver") + role.has("#due") + role.has("#dispatch") > 0.5
}

/// Words behind a count that is before something.
pub(super) const BEFORE: [&str; 6] = ["前", "before", "prior", "ahead", "early", "earlier"];

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
fn counts_before<'s>(source: &super::SourceText, told: &[&'s (Found, Role)]) -> Counts<'s> {
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
fn named_counts(source: &super::SourceText) -> Counts<'static> {
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
fn anchored_counts<'s>(source: &super::SourceText, told: &[&'s (Found, Role)]) -> Counts<'s> {
    let anchored = told.iter().filter_map(|(found, _)| {
        let Value::Quantity { low, high, unit } = &found.value else {
            return None;
        };
        let (before, after) = (
            source.folded.text[..found.bytes.start].trim_end(),
            source.folded.text[found.bytes.end..].trim_start(),
        );
        let from_today = ["購入", "申込", "申し込み", "本日"].iter().any(|word| {
            before
                .get(before.len().saturating_sub(24)..)
                .unwrap_or(before)
                .contains(word)
        });
        let earlier = BEFORE.iter().any(|word| after.starts_with(word))
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
fn after(base: Date, count: i64, unit: &Unit) -> Vec<Date> {
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

/// Judges days of the week by whether the shop is open on them, and by the hours beside them; none where that tells nothing.
fn of_hours(desk: &Desk, found: &Found) -> Option<Judgement> {
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
    let time = hours::beside(desk, found, hours::is_time)?;
    if let Some(source) = hours::of_these_days(desk, found, time) {
        return Some(Judgement::supported(Some(source)));
    }
    let source = hours::of_other_days(desk, found, time)?;
    Some(Judgement::contradicts(Some(source)))
}

/// Judges days of the week.
pub(super) fn weekdays(desk: &Desk, found: &Found, role: &Role, bits: u8) -> Option<Judgement> {
    let judgement = weekdays_compared(desk, found, role, bits);
    // "Most weekends", "a daily charge" are words.
    let text = &desk.reply.text;
    let written = text[found.bytes.clone()].to_lowercase();
    let is_word = written == "daily" && text[found.bytes.end..].starts_with(" ")
        || text[..found.bytes.start].ends_with("most ")
        || ["毎日", "every day"].contains(&written.as_str()) && hours::names_no_days(desk)
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
    let all = |source: &super::SourceText| {
        let found = source.found.iter().map(|(other, _)| match &other.value {
            Value::Weekdays(known) if known.count_ones() == 1 => *known,
            Value::Date(day) if day.relative == Some(Relative::Next) => day
                .weekday
                .map_or(0, |day| 1 << day.to_monday_zero_offset()),
            _ => 0,
        });
        found.fold(0, |all, known| all | known)
    };
    let mut trusted = desk.sources.iter().filter(|source| source.trusted);
    let named = trusted.find(|source| all(source) & bits == bits && bits.count_ones() <= 3);
    match (named, hours::headed(desk, bits)) {
        (Some(_), _) => Judgement::supported(None),
        (None, Some(source)) => Judgement::supported(Some(source)),
        (None, None) => Judgement::without_source(&candidates),
    }
}
