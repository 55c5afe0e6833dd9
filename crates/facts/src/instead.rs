//! What to write in a reply instead of what a source contradicts: the source's value, days in the reply's own way of writing them.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

use crate::calendar::days;
use crate::judge::Judgement;
use crate::pattern::{Captures, Pattern, pattern};
use crate::scan::{Value, scan};
use crate::text::Folded;
use crate::{From, Kind, Verdict};

/// The words that make the source true in the reply; none where a value alone does not: a promise, a name, an address.
pub(crate) fn instead(
    written: &str,
    kind: Kind,
    judgement: &Judgement,
    today: Option<Date>,
) -> Option<String> {
    let source = judgement.source.as_ref()?;
    if judgement.verdict != Verdict::Contradicts
        || !judgement.fits
        || matches!(kind, Kind::Promise | Kind::Name | Kind::Address)
    {
        return None;
    }
    if kind == Kind::Date {
        // Of the calendar, the text is the day and the value its weekday alone.
        let known = match source.from {
            From::Calendar => day_of(source.text.get(..10)?, today)?,
            _ => match day_of(&source.value, today) {
                Some(known) => known,
                None => return said_otherwise(written, &source.value),
            },
        };
        return like(written, known).or_else(|| said_otherwise(written, &source.value));
    }
    said_otherwise(written, &source.value)
}

/// The source's words, unless the reply has them already or the source tells none.
fn said_otherwise(written: &str, value: &str) -> Option<String> {
    let value = value.trim();
    (!value.is_empty() && value != written.trim()).then(|| value.to_owned())
}

/// The one day that is written.
fn day_of(text: &str, today: Option<Date>) -> Option<Date> {
    let found = scan(&Folded::new(text));
    found.iter().find_map(|found| match &found.value {
        Value::Date(day) => days(day, today).first().copied(),
        _ => None,
    })
}

static MONTH_AND_DAY: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"\d{1,2}(\s?)月(\s?)\d{1,2}(\s?)日"));
static JAPANESE_YEAR: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\d{4}(\s?)年"));
static JAPANESE_WEEKDAY: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"([(\[]|日\s?)[月火水木金土日](曜日?|[)\]])"));
static ISO: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\d{4}([-/.])\d{1,2}[-/.]\d{1,2}"));
static SLASHED: LazyLock<Pattern> = LazyLock::new(|| pattern(r"^\d{1,2}/\d{1,2}"));
static ENGLISH_MONTH: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b",
    )
});
static ENGLISH_DAY: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?i)\b\d{1,2}(st|nd|rd|th)?\b"));
static ENGLISH_WEEKDAY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?P<long>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)|Mon|Tues|Tue|Wed|Thurs|Thur|Thu|Fri|Sat|Sun)\b",
    )
});
static ENGLISH_YEAR: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\b\d{4}\b"));

/// Another day, written as this one is; none where it is written in a way that says more than the day.
fn like(written: &str, day: Date) -> Option<String> {
    let (year, month, number) = (day.year(), day.month(), day.day());
    let weekday = japanese(day.weekday());
    let put_weekday =
        |found: &Captures<'_>| format!("{}{weekday}{}", group(found, 1), group(found, 2));
    if MONTH_AND_DAY.is_match(written) {
        if written.contains(['和', '成', '元', '昭', 'R', 'H', '来', '今', '同', '翌']) {
            return None;
        }
        let text = JAPANESE_YEAR.replace(written, |found| format!("{year}{}年", group(found, 1)));
        let text = MONTH_AND_DAY.replace(&text, |found| {
            let (a, b, c) = (group(found, 1), group(found, 2), group(found, 3));
            format!("{month}{a}月{b}{number}{c}日")
        });
        let text = JAPANESE_WEEKDAY.replace(&text, put_weekday);
        return Some(text);
    }
    if ISO.is_match(written) {
        let text = ISO.replace(written, |found| {
            let mark = group(found, 1);
            format!("{year}{mark}{month:02}{mark}{number:02}")
        });
        let text = JAPANESE_WEEKDAY.replace(&text, put_weekday);
        return Some(text);
    }
    if SLASHED.is_match(written)
        && !written[1..].contains("/20")
        && written.matches('/').count() == 1
    {
        let text = SLASHED.replace(written, |_| format!("{month}/{number}"));
        let text = JAPANESE_WEEKDAY.replace(&text, put_weekday);
        return Some(text);
    }
    let name = ENGLISH_MONTH.find(written)?;
    let long = name.as_str().len() > 4 || name.as_str().eq_ignore_ascii_case("may");
    let month = day.strftime(if long { "%B" } else { "%b" }).to_string();
    let text = ENGLISH_YEAR.replace(written, |_| year.to_string());
    let text = ENGLISH_MONTH.replace(&text, |_| month);
    let ordinal = |found: &Captures<'_>| match found.get(1) {
        Some(_) => format!("{number}{}", ending(number)),
        None => number.to_string(),
    };
    let text = ENGLISH_DAY.replace(&text, ordinal);
    let name = |found: &Captures<'_>| {
        let form = if found.name("long").is_some() {
            "%A"
        } else {
            "%a"
        };
        day.strftime(form).to_string()
    };
    Some(ENGLISH_WEEKDAY.replace(&text, name))
}

/// What a group of a pattern found; empty where it found nothing.
fn group<'t>(found: &Captures<'t>, index: usize) -> &'t str {
    found.get(index).map_or("", |group| group.as_str())
}

fn ending(number: i8) -> &'static str {
    match number {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    }
}

fn japanese(weekday: Weekday) -> char {
    const NAMES: [char; 7] = ['月', '火', '水', '木', '金', '土', '日'];
    NAMES[weekday.to_monday_zero_offset() as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_day_is_written_as_the_reply_writes_days() {
        let day = jiff::civil::date(2026, 11, 5);
        for (written, instead) in [
            ("11月6日", "11月5日"),
            ("12 月 6 日(日)", "11 月 5 日(木)"),
            ("2025年11月6日(土曜日)", "2026年11月5日(木曜日)"),
            ("10月6日月曜", "11月5日木曜"),
            ("2026-11-06", "2026-11-05"),
            ("2026/11/6(金)", "2026/11/05(木)"),
            ("11/6", "11/5"),
            ("6 November 2026", "5 November 2026"),
            ("Friday, 6th Dec", "Thursday, 5th Nov"),
            ("November 3rd, 2025", "November 5th, 2026"),
            ("Fri 6 Nov", "Thu 5 Nov"),
        ] {
            assert_eq!(like(written, day).as_deref(), Some(instead), "{written}");
        }
        for written in [
            "令和8年11月6日",
            "来年11月6日",
            "明日",
            "tomorrow",
            "next Friday",
        ] {
            assert_eq!(like(written, day), None, "{written}");
        }
    }
}
