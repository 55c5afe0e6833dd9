//! For how long a price is, a night or a month, and what it is for another length of time.

use std::sync::LazyLock;

use super::Desk;
use super::amount::same;
use crate::calc;
use crate::number::Number;
use crate::pattern::{Pattern, pattern, tail};
use crate::scan::{Currency, Found, Value};

/// For how long a price is: 月額, "a term".
pub(super) fn rate(text: &str, bytes: &crate::Span) -> Option<&'static str> {
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:\s?/\s?|\s(?:per|a|an|each|every)\s|\s?\()?(?P<per>hour|night|person|head|piece|day|week|month|term|year|annum|quarter)\b|^\s(?P<ly>each|apiece|hourly|daily|weekly|monthly|yearly|annually|quarterly)\b|^\s?/\s?(?P<jp>時間|日|泊|週|月|か月|年)",
        )
    });
    static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?P<jp>月額|年額|年会費|月会費|日額|週額|毎月|月々|毎年|年間|月|年|1泊|1日|1時間|1か月|1年|1週間)(?:あたり|につき|は|が|・|で|の|:|\s){0,2}(?:税込|税抜|約)?[¥]?$",
        )
    });
    let per = |word: &str| match word.to_lowercase().as_str() {
        "hour" | "hourly" | "時間" | "1時間" => Some("hour"),
        "night" | "泊" | "1泊" => Some("night"),
        "day" | "daily" | "日" | "日額" | "1日" => Some("day"),
        "week" | "weekly" | "週" | "週額" | "1週間" => Some("week"),
        "month" | "monthly" | "月" | "か月" | "月額" | "月会費" | "毎月" | "月々" | "1か月" => {
            Some("month")
        }
        "quarter" | "quarterly" => Some("quarter"),
        "term" => Some("term"),
        "each" | "apiece" | "person" | "head" | "piece" => Some("one"),
        "year" | "annum" | "yearly" | "annually" | "年" | "年額" | "年会費" | "毎年" | "年間"
        | "1年" => Some("year"),
        _ => None,
    };
    let behind = BEHIND.captures(&text[bytes.end..]).and_then(|found| {
        per(found
            .name("per")
            .or(found.name("ly"))
            .or(found.name("jp"))?
            .as_str())
    });
    behind.or_else(|| {
        per(BEFORE
            .captures(tail(&text[..bytes.start], 40))?
            .name("jp")?
            .as_str())
    })
}

/// Whether a source says another length of time with the price: £6,340 a term is not £6,340 a year.
pub(super) fn other_rate(ours: Option<&str>, source: &super::SourceText, other: &Found) -> bool {
    let theirs = source.rate(&other.bytes);
    matches!((ours, theirs), (Some(ours), Some(theirs)) if ours != theirs)
}

/// A month's share of what is paid by the year, or the other way round: $48 a year are $4 a month.
pub(super) fn by_another_rate(
    desk: &Desk,
    bytes: &crate::Span,
    value: Number,
    currency: Option<Currency>,
) -> Option<String> {
    let ours = rate(&desk.reply.text, bytes)?;
    let times = |one: &str, other: &str| match (one, other) {
        ("month", "year") => Some((12, 1)),
        ("year", "month") => Some((1, 12)),
        ("day", "week") => Some((7, 1)),
        ("week", "day") => Some((1, 7)),
        _ => None,
    };
    desk.sources
        .iter()
        .filter(|source| source.trusted)
        .find_map(|source| {
            source.found.iter().find_map(|(other, _)| {
                let Value::Amount {
                    value: v,
                    currency: c,
                    ..
                } = other.value
                else {
                    return None;
                };
                let theirs = source.rate(&other.bytes)?;
                let (here, there) = times(ours, theirs)?;
                (same(currency, c) && value.checked_mul(here)? == v.checked_mul(there)?)
                    .then(|| format!("{} / {ours}", calc::show(i128::from(v))))
            })
        })
}
