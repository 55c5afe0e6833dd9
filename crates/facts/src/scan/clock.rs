//! Times of day, and hours from and to.

use std::sync::LazyLock;

use super::{Scan, Value};
use crate::number::{ONE, parse};
use crate::pattern::{Captures, Match, Pattern, head, pattern, tail};
use crate::{Kind, Span};

static TIME: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?x)
        (?: (?P<jap> 午前|午後|朝|お?昼|夜|夕方|晩|深夜 | \b[ap]m  ) の? \s? )? (?P<h> \d{1,2} ) \s? (?: : (?P<min> \d{2} ) | 時 (?: (?P<half> 半 ) | (?P<jmin> \d{1,2} ) 分 )? ) \s? (?P<ap> (?i: a\.?m\.? | p\.?m\.? ) )?
        | (?P<h2> \d{1,2} ) (?: [.:] (?P<min2> \d{2} ) )? \s? (?P<ap2> (?i: a\.?m\.? | p\.?m\.? ) )
        | (?P<h6> 0\d | 1\d | 2[0-4] ) h (?P<min6> [0-5]\d ) \b
        | (?P<word> 正午 | (?i: \b (?:12\ )? (?: noon | midday | midnight ) \b ) )
        | (?P<past> (?i: \b (?: (?: (?:a\ )?quarter|five|ten|twenty|twenty-five|half ) \ (?:past|to) | half ) \ (?: one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|midnight|noon|midday|1[0-2]|[1-9] ) \b ) )
        | (?: at | from | by | until | till | before | after | past ) \s (?P<h3> \d{1,2} ) \. (?P<min3> \d{2} ) \s? (?P<ap3> (?i: a\.?m\.? | p\.?m\.? ) \b )?
        | (?: (?P<h5> \d{1,2} ) (?: [.:] (?P<min5> \d{2} ) )? | (?P<word5> (?i: one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve ) ) ) (?: \s o'clock )? \s in\s the\s (?P<part5> morning | afternoon | evening )
        | (?: (?i: open(?:s|ing)? | close[sd]? | closing | doors | starts? | begins? | ends? | finish(?:es)? | meet | arrive | kick-?off ) [a-z\ ]{0,16} ) \b (?: at | by | from | until | till ) \s (?P<h4> \d{1,2} ) (?: [.:h] (?P<min4> \d{2} ) )? \s? (?P<ap4> (?i: a\.?m\.? | p\.?m\.? ) \b )?
        | (?P<oclock> (?i: \b (?: one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2} ) \s? o'clock \b ) )
        ",
    )
});
static TO: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"^\s?(?:から|より|~|-|to|until|till)\s?$"));

/// Hours from and to, of which one or both are bare: 9〜12時, 9 to 5.30, 10-7, 8am-1, 12.30 to 1.15.
static HOURS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?x)
        (?: (?P<jap> 午前|午後|朝|昼|夜|夕方 | \b[ap]m ) の? \s? )? (?P<h> \d{1,2} ) (?: [:.] (?P<min> \d{2} ) | 時 (?P<half> 半 )? )? \s? (?P<ap> (?i: a\.?m\.? | p\.?m\.? ) )?
        \s? (?: から | より | ~ | - | to | until | till | and ) \s?
        (?: (?P<jap2> 午前|午後|朝|昼|夜|夕方 | \b[ap]m ) の? \s? )? (?P<h2> \d{1,2} ) (?: [:.] (?P<min2> \d{2} ) | 時 (?: (?P<half2> 半 ) | (?P<jmin2> \d{1,2} ) 分 )? )? \s? (?P<ap2> (?i: a\.?m\.? | p\.?m\.? ) )? (?P<clock> h\b | \s?(?:hrs|Uhr)\b )?",
    )
});

/// Words that say that bare numbers are hours, before them or behind them.
static OPENING: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\bopen(?:ing)?\b[^.\d\n]{0,40}|\bhours\b[^.\d\n]{0,20}|\bslots?:\s(?:[\d., -]{0,24}\s)?|\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,:]?\s?(?:from )?|\bdaily[,:]?\s?|\bevery day[,:]?\s?|\bweek(?:day|end)s?[,:]?\s?|\bbetween |\bfree )$",
    )
});
static OPENING_BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)^[,]?\s?(?:(?:on )?(?:mon|tues?|wed|wednes|thu|thurs?|fri|sat|satur|sun)(?:day)?s?\b|every day|daily|(?:on )?week(?:day|end)s?\b|each day|(?:E[SD]?T|P[SD]?T|GMT|BST|CET)\b)",
    )
});
/// One bare hour beside a day of the week: "Thu to 7", "until 7 on Thursdays".
static UNTIL: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:to|till|until|by|from|at)\s(?P<h>\d{1,2})(?:[.:](?P<min>\d\d))?")
});

/// Ranges of hours, where a number alone would not tell that it is one.
fn hours(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in HOURS.captures_iter(&folded.text) {
        let whole = found.whole();
        let text = |name| found.name(name).map(|m| m.as_str());
        let mut bytes = whole.start()..whole.start() + whole.as_str().trim_end().len();
        // "5.30 pm." ends a sentence, "5.30 p.m." is written so.
        if text("ap2").is_some_and(|ap| ap.ends_with('.') && ap.matches('.').count() == 1) {
            bytes.end -= 1;
        }
        let (before, rest) = (&folded.text[..bytes.start], scan.rest(bytes.end));
        if before
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_alphanumeric() || ".¥$£€-/#".contains(c))
            || scan.is_inside_number(bytes.start)
            || rest
                .starts_with(|c: char| c.is_ascii_alphanumeric() || ":/%¥$£€-月日年円".contains(c))
            || rest.starts_with(".") && rest[1..].starts_with(|c: char| c.is_ascii_digit())
            || rest.starts_with("間")
        {
            continue;
        }
        if whole.as_str().contains(" and ") && !before.ends_with("between ") {
            continue;
        }
        // "I am 10 to 12 km away" tells no half of the day.
        if ["jap", "jap2"]
            .iter()
            .any(|name| found.name(name).is_some_and(|word| !is_mark(scan, word)))
        {
            continue;
        }
        let is_clock = |hour, names: [&str; 3]| {
            text(hour).is_some_and(|it: &str| it.parse::<u8>().is_ok_and(|it| it <= 26))
                && names.iter().any(|name| found.name(name).is_some())
        };
        let japanese = whole.as_str().contains('時');
        let (one, two) = (
            is_clock("h", ["min", "ap", "jap"]),
            is_clock("h2", ["min2", "ap2", "jap2"]),
        );
        let is_told = || {
            let rest = head(rest.trim_start(), 12).to_lowercase();
            // "Between 2 and 4 weeks" is no time of day.
            let is_measured = rest.starts_with(char::is_alphabetic)
                && ![
                    "on ", "every", "daily", "each", "in the", "week", "and ", "so ", "if ",
                    "but ", "or ", "when ", "for ", "mon", "tue", "wed", "thu", "fri", "sat",
                    "sun", "e", "gmt", "bst", "p",
                ]
                .iter()
                .any(|word| rest.starts_with(word));
            !is_measured
                && (OPENING.is_match(tail(before, 60))
                    || OPENING_BEHIND.is_match(scan.rest(bytes.end)))
        };
        let minutes = found.name("min").is_some() && found.name("min2").is_some();
        let till = [" till ", " until "]
            .iter()
            .any(|word| whole.as_str().contains(word))
            && !rest.trim_start().starts_with(|c: char| c.is_alphabetic());
        let is_range = japanese
            || till
            || found.name("ap").is_some()
            || found.name("ap2").is_some()
            || found.name("clock").is_some()
            || minutes && !scan.japanese
            || is_told();
        // Both with their own marks in Japanese are read one by one, as before.
        // 19時から10名様: the second says that it is an hour, where the first does.
        let second = found
            .name("h2")
            .map_or("", |hour| &whole.as_str()[hour.start() - whole.start()..]);
        if japanese && !second.contains('時') {
            continue;
        }
        if !is_range
            || japanese
                && (one
                    || found.name("half").is_some()
                    || whole.as_str().matches('時').count() == 2)
                && two
        {
            continue;
        }
        let read = |hour: &str, minute: Option<&str>, half: bool| -> Option<u16> {
            let (hour, minute): (u16, u16) = (
                hour.parse().ok()?,
                minute.map_or(Some(0), |it| it.parse().ok())?,
            );
            (hour <= 26 && minute <= 59).then_some(hour * 60 + if half { 30 } else { minute })
        };
        let (Some(mut from), Some(mut to)) = (
            read(&found["h"], text("min"), text("half").is_some()),
            read(
                &found["h2"],
                text("min2").or(text("jmin2")),
                text("half2").is_some(),
            ),
        ) else {
            continue;
        };
        let half = |ap: Option<&str>, jap: Option<&str>, minutes: u16| {
            ap.map(|ap| ap.starts_with(['p', 'P']))
                .or(jap.and_then(|word| half_of_day(word, minutes / 60)))
        };
        let (first, second) = (
            half(text("ap"), text("jap"), from),
            half(text("ap2"), text("jap2"), to),
        );
        let put = |minutes: &mut u16, half: Option<bool>| match half {
            Some(true) if *minutes < 720 => *minutes += 720,
            Some(false) if *minutes >= 720 && *minutes < 780 => *minutes -= 720,
            _ => {}
        };
        put(&mut from, first);
        put(&mut to, second);
        // 10 pm to 6 am: the end is told to be in the morning.
        let is_told = second == Some(true) || first.is_some() && second.is_some();
        // 9:00-17:00 is of 24 hours.
        let is_of_24 = first.is_none() && second.is_none() && to.max(from) >= 780;
        let (from, to) = in_order(from, to, first.is_some(), is_told);
        let sure = japanese && scan.japanese
            || is_of_24
            || is_by_day(from, to)
            || [text("h"), text("h2")].into_iter().flatten().any(has_zero)
            || first.is_some()
            || second.is_some() && from >= 720
            || second == Some(false);
        keep(scan, bytes, from, Some(to), sure);
    }
    if scan.japanese {
        return;
    }
    for found in UNTIL.captures_iter(&folded.text) {
        let hour = found.name("h").expect("an hour");
        let end = found.name("min").map_or(hour.end(), |min| min.end());
        let rest = scan.rest(end);
        let beside = OPENING_BEHIND.is_match(rest)
            || OPENING.is_match(tail(
                &folded.text[..found.get(0).map_or(0, |it| it.start())],
                60,
            )) && !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || ":/%-".contains(c))
                && !rest.trim_start().starts_with(|c: char| c.is_alphanumeric());
        let (Ok(hours), Some(minutes)) = (
            hour.as_str().parse::<u16>(),
            found
                .name("min")
                .map_or(Some(0), |min| min.as_str().parse::<u16>().ok()),
        ) else {
            continue;
        };
        if beside && (1..=24).contains(&hours) && minutes < 60 {
            keep(
                scan,
                hour.start()..end,
                hours * 60 + minutes,
                None,
                hours > 12,
            );
        }
    }
}

/// Whether what stands before an hour tells its half of the day: `PM` in a Japanese text or in capitals, no "I am".
fn is_mark(scan: &Scan<'_>, word: Match<'_>) -> bool {
    !word.as_str().is_ascii()
        || (scan.japanese || word.as_str().bytes().all(|c| c.is_ascii_uppercase()))
            && !scan
                .before(word.start())
                .is_some_and(|c| c.is_ascii_alphanumeric())
}

/// An hour with its zero is of 24 hours: 09:30.
fn has_zero(hour: &str) -> bool {
    hour.len() == 2 && hour.starts_with('0')
}

/// Bare hours of a working day, 9-5.30, are no hours of the night.
fn is_by_day(from: u16, to: u16) -> bool {
    (420..720).contains(&from) && (930..=1_170).contains(&to)
}

/// Whether a word before an hour puts it into the afternoon: 昼1時 is 13:00, 昼11時 is 11:00.
fn half_of_day(word: &str, hour: u16) -> Option<bool> {
    match word {
        "午前" | "朝" => Some(false),
        "午後" | "夕方" => Some(true),
        word if word.is_ascii() => Some(word.starts_with(['p', 'P'])),
        "夜" | "晩" => Some(hour >= 4),
        "昼" | "お昼" => Some(hour <= 5 || hour == 12),
        _ => None,
    }
}

/// The two ends of hours in order: an end that would be before its beginning is half a day later, and a beginning that is
/// not told apart is in the half of the day that is told of the end.
fn in_order(mut from: u16, mut to: u16, is_from_sure: bool, is_to_sure: bool) -> (u16, u16) {
    // 2-5 pm: the first is said with the second; 9-5 pm: it is not.
    if is_to_sure && !is_from_sure && from < 720 && from + 720 < to {
        from += 720;
    }
    if to == 0 && from > 0 {
        return (from, 1_440);
    }
    // 午前10時から6時: an end before its beginning is in the afternoon, 10 pm to 1 on the next day, 6 am to midnight.
    if to <= from && to < 720 && from < 1_440 {
        // Where half a day is not enough, 22:30-07:00, it is the next morning.
        to += if is_to_sure && is_from_sure || to + 720 <= from {
            1_440
        } else {
            720
        };
    }
    (from, to)
}

/// Whether what is behind an hour tells where: "in our shop", "in Leeds", "in studio 2".
fn is_somewhere(rest: &str) -> bool {
    static PLACE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"^in (?:[A-Z][a-z]|(?:our|your|my|his|her|their|a|an|room|rooms|studio|hall|person|town|store|central|class|front|bay|building|block)\b)",
        )
    });
    PLACE.is_match(rest)
}

struct Clock {
    bytes: Span,
    minutes: u16,
    sure: bool,
    /// A word beside it tells its half of the day: 夜7時, "7 pm".
    marked: bool,
}

/// Times of day; two that are joined are one range.
pub(super) fn times(scan: &mut Scan<'_>) {
    hours(scan);
    clocks(scan);
    listed(scan);
    parts_of_day(scan);
    // A text that writes 16:00 writes 10:00 for the morning, and so does a line that writes 2026-11-05.
    static DAY: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\d{4}-\d{2}-\d{2}"));
    let text = &scan.folded.text;
    let is_clock = |found: &super::Found| {
        let text = &text[found.bytes.clone()];
        found.kind == Kind::Time
            && text.contains(':')
            && !text.contains(|c: char| c.is_alphabetic())
    };
    let late = |found: &super::Found| matches!(found.value, Value::Time { from, .. } if (780..1_440).contains(&from));
    let is_late = scan
        .found
        .iter()
        .any(|found| is_clock(found) && late(found));
    // "From 14:00, open till 5:30": an hour before eight may still be one of the afternoon.
    let is_early = |found: &super::Found| matches!(found.value, Value::Time { from, to: None, .. } if from < 480);
    let is_of_24 = |found: &super::Found| {
        is_clock(found)
            && !is_early(found)
            && (is_late || {
                let line = scan.folded.line(&found.bytes);
                DAY.is_match(tail(&text[line.start..found.bytes.start], 80))
            })
    };
    let clocks: Vec<bool> = scan.found.iter().map(is_of_24).collect();
    for (found, is_clock) in scan.found.iter_mut().zip(clocks) {
        if let (true, Value::Time { sure, .. }) = (is_clock, &mut found.value) {
            *sure = true;
        }
    }
}

/// A time behind another in a list: "tours at 10.30 and 11.30".
fn listed(scan: &mut Scan<'_>) {
    static NEXT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"^(?:,?\s(?:and|or|&)\s|,\s)(?P<h>\d{1,2})[.:](?P<min>[0-5]\d)(?P<behind>[^\d%]|$)",
        )
    });
    let ends = scan
        .found
        .iter()
        .filter(|it| matches!(it.value, Value::Time { to: None, .. }));
    let ends: Vec<usize> = ends.map(|it| it.bytes.end).collect();
    for mut at in ends {
        for _ in 0..6 {
            let Some(next) = NEXT.captures(scan.rest(at)) else {
                break;
            };
            let (Ok(hour), Ok(minute)) = (next["h"].parse::<u16>(), next["min"].parse::<u16>())
            else {
                break;
            };
            let start = at + next.name("h").map_or(0, |hour| hour.start());
            let end = at + next.name("min").map_or(0, |minute| minute.end());
            let value = Value::Time {
                from: hour * 60 + minute,
                to: None,
                sure: hour >= 13,
            };
            if hour > 24
                || scan.rest(end).trim_start().starts_with(['£', '$', '€'])
                || !scan.keep(start..end, Kind::Time, value)
            {
                break;
            }
            at = end;
        }
    }
}

static PART_OF_DAY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?x) (?P<morning> 午前中? | (?i: \b(?:in\ the|this|that|tomorrow|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\ morning\b ) )
        | (?P<afternoon> 午後 | (?i: \b(?:in\ the|this|that|tomorrow|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\ afternoon\b ) )
        | (?P<evening> 夕方 | (?i: \b(?:in\ the|this|that|tomorrow|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\ evening\b ) )",
    ).needs(&["午", "夕方", "morning", "afternoon", "evening"])
});

/// Parts of a day without an hour: 午前中, "in the morning".
fn parts_of_day(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in PART_OF_DAY.captures_iter(&folded.text) {
        let Some(part) = ["morning", "afternoon", "evening"]
            .into_iter()
            .find(|name| found.name(name).is_some())
        else {
            continue;
        };
        let whole = found.whole();
        // The word alone: the day before it is a fact of its own.
        let words = whole.as_str();
        let start = match words.is_ascii() {
            true => whole.end() - part.len(),
            false => whole.start(),
        };
        let rest = scan.rest(whole.end()).trim_start_matches(['の', ' ']);
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        scan.keep(start..whole.end(), Kind::Time, Value::Text(part.to_owned()));
    }
}

/// Keeps a time, or a range of times, in minutes of the day.
fn keep(scan: &mut Scan<'_>, bytes: Span, from: u16, to: Option<u16>, sure: bool) {
    scan.keep(bytes, Kind::Time, Value::Time { from, to, sure });
}

fn clocks(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    let mut clocks: Vec<Clock> = TIME
        .captures_iter(&folded.text)
        .filter_map(|found| clock(scan, &found))
        .collect();
    clocks.dedup_by(|later, earlier| later.bytes.start < earlier.bytes.end);
    let mut index = 0;
    // `9-5 pm` and `10 to 5pm`: the bare hour in front of a range.
    while index < clocks.len() {
        let first = &clocks[index];
        let second = clocks.get(index + 1).filter(|next| {
            let between = &folded.text[first.bytes.end..next.bytes.start];
            TO.is_match(between)
                || between.trim() == "and" && folded.text[..first.bytes.start].ends_with("between ")
        });
        if let Some(second) = second {
            let bytes = first.bytes.start..second.bytes.end;
            // 夜7時10分から8時40分: the second is in the half of the first.
            let is_to_sure = second.sure && (second.marked || !first.marked || first.minutes < 720);
            let (from, to) = in_order(first.minutes, second.minutes, first.sure, is_to_sure);
            let sure = first.sure && (second.sure || to >= 720);
            keep(scan, bytes, from, Some(to), sure);
            index += 2;
        } else if let Some((start, from)) = before_word(&folded.text, first) {
            let to = if first.minutes == 0 {
                1_440
            } else {
                first.minutes
            };
            keep(scan, start..first.bytes.end, from, Some(to), false);
            index += 1;
        } else {
            // 5時 is said of the afternoon, too.
            let is_bare = folded.text[first.bytes.clone()].ends_with('時')
                && !first.marked
                && (60..480).contains(&first.minutes);
            let sure = first.sure && !is_bare;
            keep(scan, first.bytes.clone(), first.minutes, None, sure);
            index += 1;
        }
    }
}

/// The bare hour in front of "to midnight": where it begins, and its minutes.
fn before_word(text: &str, clock: &Clock) -> Option<(usize, u16)> {
    static HOUR: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:^|[^0-9a-z.:/£$€-])(?P<h>1?[0-9])(?:[.:](?P<min>[0-5]\d))?\s?(?:to|-|~|until|till)\s?$",
        )
    });
    if !text[clock.bytes.clone()].starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let head = tail(&text[..clock.bytes.start], 24);
    let found = HOUR.captures(head)?;
    let hour = found.name("h")?;
    let minutes = found
        .name("min")
        .map_or(Some(0), |min| min.as_str().parse().ok())?;
    let hours: u16 = hour
        .as_str()
        .parse()
        .ok()
        .filter(|hour| (1..=12).contains(hour))?;
    let start = clock.bytes.start - head.len() + hour.start();
    Some((start, hours * 60 + minutes))
}

fn clock(scan: &Scan<'_>, found: &Captures<'_>) -> Option<Clock> {
    let whole = found.get(0)?;
    let text = |name| found.name(name).map(|m| m.as_str());
    let mut bytes = whole.start()..whole.start() + whole.as_str().trim_end().len();
    let mark = found.name("jap").filter(|word| is_mark(scan, *word));
    if let (None, Some(word), Some(hour)) = (mark, found.name("jap"), found.name("h"))
        && bytes.start == word.start()
    {
        bytes.start = hour.start();
    }
    if scan
        .before(bytes.start)
        .is_some_and(|c| c.is_ascii_digit() || ".¥$£€".contains(c))
        || scan.is_inside_number(bytes.start)
        || scan.after(bytes.end).is_some_and(|c| c.is_ascii_digit())
        || scan.rest(bytes.end).starts_with(':')
            && scan.rest(bytes.end)[1..].starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if whole.as_str().ends_with('時')
        && scan
            .rest(bytes.end)
            .starts_with(['間', '点', '期', '限', '々', '代'])
    {
        return None;
    }
    if let Some(word) = text("word") {
        let minutes = if word.to_lowercase().ends_with("midnight") {
            0
        } else {
            720
        };
        return Some(Clock {
            bytes,
            minutes,
            sure: true,
            marked: true,
        });
    }
    if let Some(past) = text("past") {
        let word = past.rsplit(' ').next()?;
        let hour = match word.to_lowercase().as_str() {
            "midnight" | "noon" | "midday" => 0,
            _ => (parse(word)? / ONE) as u16 % 12,
        };
        let past = past.to_lowercase();
        let minutes = match past.trim_start_matches("a ") {
            text if text.starts_with("quarter") => 15,
            text if text.starts_with("twenty-five") => 25,
            text if text.starts_with("twenty") => 20,
            text if text.starts_with("ten ") => 10,
            text if text.starts_with("five ") => 5,
            _ => 30,
        };
        let minutes = match past.contains(" to ") {
            true => (hour * 60 + 720 - minutes) % 720,
            false => hour * 60 + minutes,
        };
        return Some(Clock {
            bytes,
            minutes,
            sure: false,
            marked: false,
        });
    }
    if let Some(clock) = text("oclock") {
        let hour = parse(clock.split([' ', 'o']).next()?)? / ONE;
        return (hour <= 24).then(|| Clock {
            bytes,
            minutes: hour as u16 * 60,
            sure: false,
            marked: false,
        });
    }
    if let Some(part) = text("part5") {
        let hour = match (text("h5"), text("word5")) {
            (Some(digits), _) => digits.parse().ok()?,
            (_, Some(word)) => (parse(word)? / ONE) as u16,
            _ => return None,
        };
        let minute: u16 = text("min5").map_or(Some(0), |m| m.parse().ok())?;
        let is_late = part != "morning" && hour < 12;
        return (hour <= 12 && minute < 60).then_some(Clock {
            bytes,
            minutes: hour * 60 + minute + if is_late { 720 } else { 0 },
            sure: true,
            marked: true,
        });
    }
    if let Some(alone) = found.name("h3").or(found.name("h4")) {
        bytes.start = alone.start();
        let rest = scan.rest(bytes.end).trim_start().to_lowercase();
        let is_measured = rest.starts_with(|c: char| c.is_alphanumeric() || "%-/:.~".contains(c))
            && !rest.starts_with(". ")
            && ![
                "on ", "and ", "in the", "for ", "at ", "so ", "but ", "or ", "if ", "every",
                "each", "sharp", "instead", "with ", "until ", "till ", "to ", "we ", "you ",
            ]
            .iter()
            .any(|word| rest.starts_with(word));
        // 14:30 is a time whatever follows; "starts at 8 in Leeds" names no inches.
        let is_clock = text("min4").is_some() && !whole.as_str().contains('.');
        if is_measured
            && !is_clock
            && !is_somewhere(scan.rest(bytes.end).trim_start())
            && text("ap3").or(text("ap4")).is_none()
            && rest != "."
            && !rest.starts_with(".\n")
        {
            return None;
        }
    }
    let hour: u16 = text("h")
        .or(text("h2"))
        .or(text("h3"))
        .or(text("h4"))
        .or(text("h6"))?
        .parse()
        .ok()?;
    let minute: u16 = match text("half") {
        Some(_) => 30,
        None => text("min")
            .or(text("jmin"))
            .or(text("min2"))
            .or(text("min3"))
            .or(text("min4"))
            .or(text("min6"))
            .map_or(Some(0), |m| m.parse().ok())?,
    };
    if hour > 26 || minute > 59 {
        return None;
    }
    let half = text("ap")
        .or(text("ap2"))
        .or(text("ap3"))
        .or(text("ap4"))
        .map(|ap| {
            ap.chars()
                .next()
                .is_some_and(|c| c.eq_ignore_ascii_case(&'p'))
        });
    let half = half.or(mark.and_then(|word| half_of_day(word.as_str(), hour)));
    let rest = head(scan.rest(bytes.end), 20).to_lowercase();
    let half = half.or_else(|| match rest.trim_start() {
        rest if rest.starts_with("in the morning") => Some(false),
        rest if rest.starts_with("in the afternoon") || rest.starts_with("in the evening") => {
            Some(true)
        }
        _ => None,
    });
    if whole.as_str().ends_with('.')
        && text("ap")
            .or(text("ap2"))
            .is_some_and(|ap| ap.matches('.').count() == 1)
    {
        bytes.end -= 1;
    }
    // 9:30 in Japanese and with two digits is of 24 hours; 9.30 or 9:30 in English may be either.
    let is_of_24 = text("h6").is_some() || text("min").is_some() && text("h").is_some_and(has_zero);
    let sure = half.is_some()
        || hour >= 13
        || hour == 0
        || is_of_24
        || (scan.japanese && text("h").is_some());
    let minutes = match half {
        Some(true) if hour < 12 => (hour + 12) * 60 + minute,
        Some(false) if hour == 12 => minute,
        // 夜12時 is midnight.
        Some(true) if matches!(text("jap"), Some("夜" | "晩")) => 1_440 + minute,
        _ => hour * 60 + minute,
    };
    Some(Clock {
        bytes,
        minutes,
        sure,
        marked: half.is_some(),
    })
}
