//! How often something is: 毎月1回, weekly, the second Monday of the month; and words for when, where a source counts days.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};

use super::{Desk, Judgement, SourceText};
use crate::calendar::working_days;
use crate::number::{ONE, WORDS, parse};
use crate::pattern::{Captures, Pattern, pattern, tail};
use crate::role::words_of;
use crate::scan::{Found, Unit, Value};
use crate::text::Folded;
use crate::{Kind, Span};

/// What is judged of a reply beyond the facts that are compared one by one.
pub(super) fn judge(desk: &Desk) -> Vec<(Span, Kind, Judgement)> {
    let mut judged = ordinals(desk);
    judged.extend(frequencies(desk));
    judged.extend(soon(desk));
    judged
}

/// Weekdays of some weeks of a month: bit 0 is the first week, bit 5 the last one.
struct Ordinal {
    bytes: Span,
    weeks: u8,
    weekday: Weekday,
}

/// 第1・第3月曜日, "the second and fourth Monday of the month".
fn ordinals_of(text: &str) -> Vec<Ordinal> {
    static RULE: LazyLock<Pattern> = LazyLock::new(|| {
        const NTH: &str = r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th)";
        pattern(&format!(
            r"(?i)(?P<jn>第\s?[1-5一二三四五](?:\s?[・、,と&]?\s?第\s?[1-5一二三四五]|[・、,と][1-5一二三四五])*)\s?(?P<jw>[月火水木金土日])(?:曜日?|[^0-9一-鿿]|$)|\b(?P<en>{NTH}(?:(?:, | and | or | & |, and )(?:the )?{NTH})*) (?P<ew>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)(?P<s>s?)\b"
        ))
        .needs(&["第", "first", "second", "third", "fourth", "last", "1st", "2nd", "3rd", "4th"])
    });
    const NUMBERS: [(&str, u8); 19] = [
        ("1", 0),
        ("2", 1),
        ("3", 2),
        ("4", 3),
        ("5", 4),
        ("一", 0),
        ("二", 1),
        ("三", 2),
        ("四", 3),
        ("五", 4),
        ("first", 0),
        ("second", 1),
        ("third", 2),
        ("fourth", 3),
        ("1st", 0),
        ("2nd", 1),
        ("3rd", 2),
        ("4th", 3),
        ("last", 5),
    ];
    let read = |found: Captures<'_>| {
        let list = found.name("jn").or(found.name("en"))?;
        let name = found.name("jw").or(found.name("ew"))?;
        let whole = found.get(0)?;
        let behind = text[whole.end()..].to_lowercase();
        // "The first Monday that we have free", "last Friday" are days, no rule.
        let of_month = ["of ", "in ", "each", "every", "monthly"]
            .iter()
            .any(|word| behind.trim_start().starts_with(word))
            || found.name("s").is_some_and(|s| !s.as_str().is_empty())
            || tail(&text[..whole.start()].to_lowercase(), 12)
                .trim_end()
                .trim_end_matches(" the")
                .ends_with("every");
        if found.name("en").is_some() && !of_month {
            return None;
        }
        let lower = list.as_str().to_lowercase();
        // "Every second Tuesday" is every other one.
        if lower == "second" && text[..whole.start()].to_lowercase().ends_with("every ") {
            return None;
        }
        let named = NUMBERS.iter().filter(|(word, _)| lower.contains(word));
        let weeks = named.fold(0, |weeks, (_, week)| weeks | 1 << week);
        let end = match found.name("jw") {
            Some(day) if text[day.end()..].starts_with("曜日") => day.end() + "曜日".len(),
            Some(day) if text[day.end()..].starts_with('曜') => day.end() + "曜".len(),
            Some(day) => day.end(),
            None => whole.end(),
        };
        Some(Ordinal {
            bytes: list.start()..end,
            weeks,
            weekday: crate::scan::weekday(name.as_str())?,
        })
    };
    RULE.captures_iter(text).filter_map(read).collect()
}

/// The weeks of a month in which a day of the week is: right where a source has them, wrong where it has others.
fn ordinals(desk: &Desk) -> Vec<(Span, Kind, Judgement)> {
    let said = ordinals_of(&desk.reply.text);
    if said.is_empty() {
        return Vec::new();
    }
    let known: Vec<(&SourceText, Ordinal)> = desk
        .sources
        .iter()
        .filter(|source| source.trusted)
        .flat_map(|source| {
            let rules = ordinals_of(&source.folded.text);
            rules.into_iter().map(move |rule| (source, rule))
        })
        .collect();
    let judge = |rule: Ordinal| {
        if desk.is_denied(&rule.bytes) {
            return None;
        }
        let same_day = || {
            known
                .iter()
                .filter(|(_, other)| other.weekday == rule.weekday)
        };
        let weeks = same_day().fold(0, |weeks, (_, other)| weeks | other.weeks);
        let (source, first) = same_day()
            .find(|(_, other)| other.weeks & rule.weeks != 0)
            .or(same_day().next())?;
        let source = Some(source.source(&first.bytes));
        let judgement = match rule.weeks & !weeks == 0 {
            true => Judgement::supported(source),
            false => Judgement::contradicts(source),
        };
        Some((rule.bytes, Kind::Date, judgement))
    };
    said.into_iter().filter_map(judge).collect()
}

/// How often something is.
struct Often {
    bytes: Span,
    /// Times in a year.
    times: f64,
    /// A rate ("£18 a month"), which says how often only to support that.
    is_rate: bool,
}

/// Times in a year of what is once in so many of a unit.
fn of_unit(unit: &str) -> Option<f64> {
    Some(match unit {
        "日" | "日間" | "day" => 365.0,
        "週" | "週間" | "week" => 52.0,
        "fortnight" => 26.0,
        "月" | "か月" | "ヶ月" | "カ月" | "ヵ月" | "箇月" | "month" => 12.0,
        "quarter" => 4.0,
        "年" | "年間" | "year" => 1.0,
        _ => return None,
    })
}

fn often_of(text: &str) -> Vec<Often> {
    static RULE: LazyLock<Pattern> = LazyLock::new(|| {
        const UNIT: &str = "(?:day|week|fortnight|month|quarter|year)";
        const KANJI: &str = "(?:[0-9]{1,2}|[一二三四五六七八九十])";
        pattern(&format!(
            r"(?i)(?x)
            (?P<every> [毎隔] ) (?P<eu> [日週月年] ) (?: に? \s? (?P<en> {KANJI} ) \s? [回度] )?
            | (?P<jp> (?P<jc> {KANJI} )? \s? (?P<ju> 週間?|か月|ヶ月|カ月|ヵ月|箇月|月|年間?|日間? ) (?: に | ごとに | 毎に )? \s? (?P<jn> {KANJI} ) \s? [回度] )
            | (?P<goto> (?P<gc> {KANJI} ) \s? (?P<gu> 週間?|か月|ヶ月|カ月|ヵ月|箇月|年|日 ) (?: ごと | 毎 | おき ) )
            | \b (?P<adverb> daily | weekly | fortnightly | bi-?weekly | monthly | quarterly | half-yearly | yearly | annually ) \b
            | \b (?P<times> once | twice | thrice | (?: {WORDS} | \d{{1,2}} ) \ times ) \ (?: a | an | per | every | each | in\ a | in\ every ) \ (?: (?P<tc> {WORDS} | \d{{1,2}} ) \ )? (?P<tu> {UNIT} ) s? \b
            | \b every \ (?: (?P<other> other | second ) \ | (?P<vc> {WORDS} | \d{{1,2}} ) \ )? (?P<vu> {UNIT} ) s? \b
            | \b (?: (?P<per> a | per | each ) \ | / \s? ) (?P<pu> {UNIT} ) \b"
        ))
        .needs(&[
            "毎", "隔", "回", "度", "ごと", "おき", "daily", "weekly", "monthly", "yearly", "annually", "quarter",
            "fortnight", "day", "week", "month", "year",
        ])
    });
    let read = |found: Captures<'_>| {
        let text_of = |name| found.name(name).map(|it| it.as_str());
        let number = |name| {
            let number = text_of(name).map_or(Some(ONE), parse);
            number.filter(|it| *it > 0).map(|it| it as f64 / ONE as f64)
        };
        let bytes = found.get(0)?.range();
        let before = text[..bytes.start].chars().next_back();
        let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
        let times = if text_of("every").is_some() {
            let each = of_unit(&found["eu"])?;
            let rare = if &found["every"] == "隔" { 2.0 } else { 1.0 };
            each / rare * number("en")?
        } else if text_of("jp").is_some() {
            // 11月2回, 当日3回 are none.
            let is_part = |c: char| is_number(c) || matches!(c, '一'..='鿿' | '/');
            if before.is_some_and(is_part) {
                return None;
            }
            of_unit(&found["ju"])? / number("jc")? * number("jn")?
        } else if text_of("goto").is_some() {
            of_unit(&found["gu"])? / number("gc")?
        } else if let Some(adverb) = text_of("adverb") {
            match adverb.to_lowercase().as_str() {
                "daily" => 365.0,
                "weekly" => 52.0,
                "monthly" => 12.0,
                "quarterly" => 4.0,
                "half-yearly" => 2.0,
                "yearly" | "annually" => 1.0,
                _ => 26.0,
            }
        } else if let Some(times) = text_of("times") {
            let count = match times.to_lowercase().as_str() {
                "once" => 1.0,
                "twice" => 2.0,
                "thrice" => 3.0,
                times => parse(times.split(' ').next()?)? as f64 / ONE as f64,
            };
            of_unit(&found["tu"].to_lowercase())? / number("tc")? * count
        } else if text_of("pu").is_some() {
            of_unit(&found["pu"].to_lowercase())?
        } else {
            let rare = if text_of("other").is_some() {
                2.0
            } else {
                number("vc")?
            };
            of_unit(&found["vu"].to_lowercase())? / rare
        };
        Some(Often {
            bytes,
            times,
            is_rate: text_of("pu").is_some(),
        })
    };
    RULE.captures_iter(text).filter_map(read).collect()
}

/// Whether two are as often; twice a month is every other week to people.
fn is_as_often(a: f64, b: f64) -> bool {
    (a - b).abs() <= 0.1 * a.max(b)
}

/// The words that tell of what something is said, without those of how often.
fn subject(folded: &Folded, bytes: &Span) -> Vec<String> {
    let around = folded.sentence_around(bytes);
    let said = format!(
        "{} {}",
        &folded.text[around.start..bytes.start],
        &folded.text[bytes.end..around.end.max(bytes.end)]
    );
    let mut words = words_of(&said);
    const EMPTY: [&str; 9] = [
        "time", "month", "week", "year", "every", "day", "開催", "実施", "hold",
    ];
    words.retain(|word| !word.starts_with('#') && !EMPTY.contains(&word.as_str()));
    words
}

/// How often something is: wrong where a source says otherwise of what has the same words, and none as often of it.
fn frequencies(desk: &Desk) -> Vec<(Span, Kind, Judgement)> {
    let said = often_of(&desk.reply.text);
    if said.iter().all(|it| it.is_rate) {
        return Vec::new();
    }
    let known: Vec<(&SourceText, Often)> = desk
        .sources
        .iter()
        .flat_map(|source| {
            let rules = often_of(&source.folded.text);
            rules.into_iter().map(move |rule| (source, rule))
        })
        .take(60)
        .collect();
    if known.is_empty() {
        return Vec::new();
    }
    let known: Vec<(&SourceText, Often, Vec<String>)> = known
        .into_iter()
        .map(|(source, rule)| {
            let words = subject(&source.folded, &rule.bytes);
            (source, rule, words)
        })
        .collect();
    let judge = |rule: &Often| {
        if rule.is_rate || desk.is_denied(&rule.bytes) {
            return None;
        }
        let words = subject(&desk.reply, &rule.bytes);
        let likeness = |other: &Vec<String>| {
            let shared = words.iter().filter(|word| other.contains(word));
            shared.count()
        };
        let as_often = |(_, other, _): &&(&SourceText, Often, Vec<String>)| {
            is_as_often(other.times, rule.times)
        };
        if let Some((source, equal, _)) = known
            .iter()
            .filter(as_often)
            .max_by_key(|(.., words)| likeness(words))
        {
            let source = Some(source.source(&equal.bytes));
            return (!equal.is_rate)
                .then(|| (rule.bytes.clone(), Kind::Date, Judgement::supported(source)));
        }
        let others = known.iter().filter(|(source, other, _)| {
            source.trusted
                && !other.is_rate
                && !said.iter().any(|ours| is_as_often(ours.times, other.times))
        });
        let (source, other, words) = others.max_by_key(|(.., words)| likeness(words))?;
        (likeness(words) > 0).then(|| {
            let source = Some(source.source(&other.bytes));
            (
                rule.bytes.clone(),
                Kind::Date,
                Judgement::contradicts(source),
            )
        })
    };
    said.iter().take(MOST).filter_map(judge).collect()
}

/// What is done at the time that a word names.
const DONE: [&[&str]; 4] = [
    &[
        "発送",
        "出荷",
        "dispatch",
        "ship",
        "send it",
        "send them",
        "post it",
        "sent out",
    ],
    &["届", "配達", "到着", "deliver", "arriv"],
    &["返金", "払い戻", "refund"],
    &[
        "返信",
        "回答",
        "返事",
        "reply",
        "respond",
        "get back to you",
        "answer",
    ],
];

/// Words of a source for today and tomorrow.
const AT_ONCE: [&str; 9] = [
    "当日", "即日", "翌日", "本日", "same day", "same-day", "next day", "next-day", "today",
];

/// When a word says that something is done: from and to, in days from that of the mail.
fn soon_of(word: &str, today: Date) -> Option<(i32, i32)> {
    let weekday = i32::from(today.weekday().to_monday_zero_offset());
    Some(match word {
        "本日中" | "今日中" | "即日" | "by tonight" | "later today" | "today" => (0, 0),
        "翌日" | "overnight" => (1, 1),
        "来週" | "next week" => (7 - weekday, 13 - weekday),
        "今週中" | "this week" => (0, 6 - weekday),
        "before christmas" | "in time for christmas" | "クリスマスまで" | "クリスマス前" =>
        {
            let day = Date::new(today.year(), 12, 24).ok()?;
            (0, (day - today).get_days())
        }
        _ => return None,
    })
}

/// Words of a reply, and facts of a source beside each, that are read: letters have a few.
const MOST: usize = 40;

/// A word for when something is done, where a source counts the days that it takes, or names the day, and none is then.
fn soon(desk: &Desk) -> Vec<(Span, Kind, Judgement)> {
    static WORD: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?P<w>本日中|今日中|即日|翌日|来週|今週中|クリスマスまで|クリスマス前|\b(?:by tonight|later today|today|overnight|next week|this week|before christmas|in time for christmas)\b)(?:の?(?:午前|午後|中)?(?:に|には)?)",
        )
        .needs(&[
            "本日中", "今日中", "即日", "翌日", "来週", "今週中", "クリスマス", "tonight", "today", "overnight", "next week",
            "this week", "christmas",
        ])
    });
    let Some(today) = desk.today else {
        return Vec::new();
    };
    let text = &desk.reply.text;
    let judge = |found: Captures<'_>| {
        let bytes = found.name("w")?.range();
        let (from, to) = soon_of(&found["w"].to_lowercase(), today)?;
        let clause = clause(text, &bytes, &desk.sentence(&bytes)).to_lowercase();
        // What has been done, is asked for, or depends on something is no promise.
        const OPEN: [&str; 23] = [
            "ました",
            "済み",
            "いただけ",
            "頂け",
            "ください",
            "下さい",
            "場合",
            "れば",
            "たら",
            "ますと",
            "ません",
            "か?",
            "?",
            "if ",
            "when ",
            "has ",
            "have ",
            "was ",
            "would ",
            "were ",
            "please",
            "not ",
            "n't",
        ];
        if OPEN.iter().any(|word| clause.contains(word)) || desk.is_denied(&bytes) {
            return None;
        }
        // A day of that week is judged as one.
        if text[bytes.end..]
            .trim_start_matches('の')
            .starts_with(['月', '火', '水', '木', '金', '土', '日'])
            || text[..bytes.start]
                .to_lowercase()
                .trim_end()
                .ends_with("day")
        {
            return None;
        }
        let done = DONE
            .iter()
            .find(|words| words.iter().any(|word| clause.contains(word)))?;
        let mut others = Vec::new();
        for source in desk.sources.iter().filter(|source| source.trusted) {
            let told = source
                .found
                .iter()
                .filter_map(|(other, _)| Some((other, told(desk, source, other, today)?)));
            for (other, (first, last)) in told.take(MOST) {
                if first <= to && from <= last && first == last {
                    return None;
                }
                let around = source.folded.sentence_around(&other.bytes);
                let line = source.folded.lower();
                let around = line.get(around).unwrap_or_default();
                if done.iter().any(|word| around.contains(word)) {
                    // Within three days is no promise of today, and next week is not within three days.
                    let is_told = AT_ONCE.iter().any(|word| around.contains(word));
                    let fits = match found["w"].to_lowercase().as_str() {
                        word if word.contains("christmas") || word.contains("クリスマス") => {
                            last <= to
                        }
                        _ => from <= last && first <= to,
                    };
                    if is_told || fits {
                        return None;
                    }
                    others.push(source.source(&other.bytes));
                }
            }
        }
        let source = others.into_iter().next()?;
        Some((bytes, Kind::Date, Judgement::contradicts(Some(source))))
    };
    WORD.captures_iter(text)
        .take(MOST)
        .filter_map(judge)
        .collect()
}

/// The days from the day of the mail in which something is, as a fact of a source tells it.
fn told(desk: &Desk, source: &SourceText, found: &Found, today: Date) -> Option<(i32, i32)> {
    let from_today = |day: Date| (day - today).get_days();
    match &found.value {
        Value::Quantity { low, high, unit } => {
            let behind = source.folded.text[found.bytes.end..].trim_start();
            if ["前", "before", "prior"]
                .iter()
                .any(|word| behind.starts_with(word))
            {
                return None;
            }
            let days = |count: i64| match unit {
                Unit::Days => i32::try_from(count / ONE).ok(),
                Unit::WorkingDays => {
                    let count = i32::try_from(count / ONE)
                        .ok()
                        .filter(|count| *count <= 100)?;
                    Some(from_today(working_days(today, count)))
                }
                _ => None,
            };
            let last = days(*high)?;
            // Within three days is not today, and "8 weeks" are eight.
            let is_most = super::measure::limit(&source.folded.text, &found.bytes).is_some();
            let first = match low == high {
                true if is_most => i32::from(last > 1),
                true => last,
                false => days(*low)?,
            };
            Some((first, last))
        }
        Value::Date(day) if day.day.is_some() => {
            let known = desk.days(day);
            let near = known
                .iter()
                .map(|day| from_today(*day))
                .filter(|days| (0..200).contains(days));
            let day = near.min()?;
            Some((day, day))
        }
        _ => None,
    }
}

/// The words around a place up to the next commas.
fn clause<'t>(text: &'t str, bytes: &Span, around: &Span) -> &'t str {
    let stop = |c: char| matches!(c, '、' | ',' | ';' | '(' | ')' | '\n');
    let from = text[around.start..bytes.start]
        .rfind(stop)
        .map_or(around.start, |at| around.start + at);
    let to = text[bytes.end..around.end]
        .find(stop)
        .map_or(around.end, |at| bytes.end + at);
    &text[from..to]
}
