//! Quantities that a source has in another way than as a number with its unit.

use std::sync::LazyLock;

use super::Desk;
use crate::Source;
use crate::number::{Number, ONE, WORDS, parse};
use crate::pattern::{Pattern, pattern};
use crate::scan::{Found, Unit, Value};

/// A range whose unit the source tells elsewhere: "Transit in business days: A 2, B 3-4".
pub(super) fn bare_range(desk: &Desk, low: Number, high: Number, unit: &Unit) -> Option<Source> {
    if !matches!(unit, Unit::Days | Unit::WorkingDays) {
        return None;
    }
    let names_unit = |source: &super::SourceText| {
        let mut found = source.found.iter().map(|(found, _)| &found.value);
        found.any(|value| matches!(value, Value::Quantity { unit: other, .. } if other == unit))
    };
    let (low, high) = (low / ONE, high / ONE);
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || "-:/".contains(c));
    let mut sources = desk
        .sources
        .iter()
        .filter(|source| source.trusted && names_unit(source));
    sources.find_map(|source| {
        let text = &source.folded.text;
        ["-", "~", " - ", " to "].iter().find_map(|joint| {
            let written = format!("{low}{joint}{high}");
            let mut places = text.match_indices(&written);
            let (at, _) = places.find(|(at, _)| {
                !goes_on(text[..*at].chars().next_back())
                    && !goes_on(text[at + written.len()..].chars().next())
            })?;
            Some(source.source(&(at..at + written.len())))
        })
    })
}

/// What a source says in another way: a measure without its unit, a year as "annual", days as those that it lists.
pub(super) fn is_told_otherwise(
    desk: &Desk,
    written: &str,
    low: Number,
    high: Number,
    unit: &Unit,
) -> Option<Source> {
    if low != high {
        return None;
    }
    let of_word = |words: &[&str]| {
        desk.sources.iter().find_map(|source| {
            let lower = source.folded.lower();
            // 2年間 and "half a year" are no year, and neither is 1年半.
            let is_alone = |at: usize, length: usize| {
                let (before, behind) = (&lower[..at], &lower[at + length..]);
                !before.ends_with(|c: char| {
                    c.is_ascii_digit() || "一二三四五六七八九十百数半何.".contains(c)
                }) && !before.trim_end().ends_with("half")
                    && !behind.starts_with('半')
                    && !behind.starts_with(" and a half")
            };
            let at = words.iter().find_map(|word| {
                let mut places = lower.match_indices(word);
                let (at, _) = places.find(|(at, _)| is_alone(*at, word.len()))?;
                Some((at, word.len()))
            });
            let (at, length) = at?;
            let text = &source.folded.text;
            let is_fit = text.is_char_boundary(at) && text.is_char_boundary(at + length);
            is_fit.then(|| source.source(&(at..at + length)))
        })
    };
    match unit {
        Unit::Months if low == 12 * ONE => of_word(&[
            "annual",
            "per year",
            "yearly",
            "a year",
            "年額",
            "年間",
            "1年",
            "年払い",
            "年契約",
        ]),
        // "It's 5.9 m long, 2.6 high."
        Unit::Millimetres => [1_000, 10].into_iter().find_map(|factor| {
            let number = low as f64 / ONE as f64 / factor as f64;
            let number = format!("{number}");
            let is_whole = !number.contains('.');
            desk.sources.iter().find_map(|source| {
                let text = &source.folded.text;
                // A heading says the unit: "W x D x H (cm)".
                let is_headed = match factor {
                    10 => text.contains("(cm") && written.ends_with("cm"),
                    _ => text.contains("(m)") && written.ends_with('m') && !written.ends_with("mm"),
                };
                if is_whole && !is_headed {
                    return None;
                }
                let mut places = text.match_indices(&number);
                // "1.2 m" has its unit, and is no 1.2 cm.
                let has_unit = |behind: &str| {
                    const UNITS: [&str; 9] = [
                        "mm",
                        "cm",
                        "km",
                        "m",
                        "in",
                        "ft",
                        "ミリ",
                        "センチ",
                        "メートル",
                    ];
                    let behind = behind.trim_start();
                    UNITS.iter().any(|unit| {
                        behind.strip_prefix(unit).is_some_and(|rest| {
                            !unit.is_ascii()
                                || !rest.starts_with(|c: char| c.is_ascii_alphanumeric())
                        })
                    })
                };
                let is_alone = |(at, _): &(usize, &str)| {
                    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
                    !has_unit(&text[at + number.len()..])
                        && !digit(text[..*at].chars().next_back())
                        && !digit(text[at + number.len()..].chars().next())
                };
                let (at, _) = places.find(is_alone)?;
                Some(source.source(&(at..at + number.len())))
            })
        }),
        // Three days: 25, 26 December, 1 January.
        Unit::Days if (2 * ONE..=6 * ONE).contains(&low) => {
            let is_day =
                |other: &Found| matches!(&other.value, Value::Date(day) if day.day.is_some());
            desk.sources
                .iter()
                .filter(|source| source.trusted)
                .find_map(|source| {
                    let days = || {
                        source
                            .found
                            .iter()
                            .map(|(other, _)| other)
                            .filter(|other| is_day(other))
                    };
                    days().find_map(|first| {
                        let inside = source.folded.text[..first.bytes.start].rfind('(')?;
                        let end = inside + source.folded.text[inside..].find(')')?;
                        let count = days()
                            .filter(|it| it.bytes.start > inside && it.bytes.end <= end)
                            .count();
                        (count as Number * ONE == low && first.bytes.end <= end)
                            .then(|| source.source(&(inside..end)))
                    })
                })
        }
        _ => None,
    }
}

/// Numbers that are written in words.
pub(super) fn spelled(text: &str) -> Vec<Number> {
    static NUMBER: LazyLock<Pattern> = LazyLock::new(|| pattern(&format!(r"(?i)\b{WORDS}\b")));
    let found = NUMBER
        .find_iter(text)
        .filter_map(|found| parse(found.as_str()));
    found.filter(|number| *number > ONE).collect()
}

/// "Three more", あと3つ: how many are asked for besides.
pub(super) fn more(text: &str) -> Vec<Number> {
    static MORE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)\b(?P<n>{WORDS}|\d{{1,3}}) (?:more|extra|additional|further|others?)\b|(?:あと|もう|追加で)(?P<jn>\d{{1,3}})"
        ))
    });
    let found = MORE.captures_iter(text);
    found
        .filter_map(|found| parse(found.name("n").or(found.name("jn"))?.as_str()))
        .collect()
}

/// Whether a number stands somewhere without a unit of its own: 512 of "512 GB" does not.
pub(super) fn stands_bare(text: &str, value: Number) -> bool {
    let digits = (value / ONE).to_string();
    text.match_indices(&digits).any(|(at, _)| {
        let behind = &text[at + digits.len()..];
        let next = behind.trim_start_matches(' ');
        !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || ".,".contains(c))
            && !behind.starts_with(|c: char| c.is_ascii_digit())
            && !next.starts_with(|c: char| c.is_alphanumeric() || c == '°')
    })
}

/// Whether the number is written somewhere as digits of its own, or with the same word for what is counted.
pub(super) fn is_written(text: &str, value: Number, counted: &str) -> bool {
    if value % ONE != 0 {
        return false;
    }
    let digits = (value / ONE).to_string();
    // 2,000部 of a table whose row is called 2,000.
    if let Some((thousands, rest)) = digits.split_at_checked(digits.len().saturating_sub(3))
        && !thousands.is_empty()
        && thousands.len() <= 3
        && has_number(text, &format!("{thousands},{rest}"), counted)
    {
        return true;
    }
    has_number(text, &digits, counted)
}

pub(super) fn has_number(text: &str, digits: &str, counted: &str) -> bool {
    let mut start = 0;
    while let Some(at) = text[start..].find(digits) {
        let at = start + at;
        start = at + digits.len();
        let outside = |c: Option<char>| {
            c.is_none_or(|c| {
                !c.is_alphanumeric()
                    && !matches!(
                        c,
                        '.' | ','
                            | '-'
                            | ':'
                            | '/'
                            | '月'
                            | '年'
                            | '円'
                            | '時'
                            | '%'
                            | '°'
                            | '¥'
                            | '£'
                            | '$'
                            | '€'
                    )
            })
        };
        let mut behind = text[start..].chars();
        // "L 2, XL 0" and "3-bed" have the number as it is.
        let (first, second) = (behind.next(), behind.next());
        let ends = first == Some(',') && second.is_none_or(|c| !c.is_ascii_digit())
            || first == Some('-') && second.is_some_and(|c| c.is_ascii_alphabetic());
        let same = !counted.is_empty() && text[start..].starts_with(counted);
        if outside(text[..at].chars().next_back()) && (ends || same || outside(first)) {
            return true;
        }
    }
    false
}
