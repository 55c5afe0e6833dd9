//! Counts, durations, sizes and weights.

use std::sync::LazyLock;

use jiff::Unit as Jiff;
use jiff::civil::Date;

use super::{Desk, Judgement, weigh};
use crate::number::{Number, ONE, WORDS, parse};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::Role;
use crate::scan::{Day, Found, Unit, Value};
use crate::{From, Kind, Source, Verdict};

/// Judges a quantity.
pub(super) fn judge(desk: &Desk, found: &Found, role: &Role) -> Option<Judgement> {
    let judgement = compare(desk, found, role);
    let is_said = judgement.verdict == Verdict::Unsupported && is_saying(desk, found);
    (!is_said).then_some(judgement)
}

/// Quantities that are no facts where no source has anything like them: one of something, a moment, 24 hours a day, a day of
/// the month without its month.
fn is_saying(desk: &Desk, found: &Found) -> bool {
    let Value::Quantity {
        low,
        high,
        ref unit,
    } = found.value
    else {
        return false;
    };
    let text = &desk.reply.text;
    let behind = head(text[found.bytes.end..].trim_start(), 24).to_lowercase();
    let before = tail(&text[..found.bytes.start], 12).to_lowercase();
    let written = &text[found.bytes.clone()];
    let begins = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
    if counts_its_own(desk, found, &behind) {
        return true;
    }
    match unit {
        // 一着, 1回ずつ; but not 一袋をお付けします.
        Unit::Count(_) => {
            low == high
                && low == ONE
                && (written.starts_with('一') || written.ends_with('回'))
                && !begins(&[
                    "を差し上げ",
                    "を進呈",
                    "をプレゼント",
                    "をお付け",
                    "をサービス",
                    "を無料",
                    "お",
                    "プレゼント",
                    "まで",
                    "のみ",
                    "だけ",
                    "限",
                ])
        }
        Unit::Minutes if low == 1_440 * ONE => {
            begins(&["いつでも", "受付", "営業", "対応", "年中", "体制", "a day"])
        }
        // A moment of the reader's: it takes two minutes to read.
        Unit::Minutes => {
            high <= 10 * ONE
                && !begins(&[
                    "前", "後", "以内", "before", "after", "late", "early", "walk", "from",
                ])
                && !before.ends_with("徒歩")
        }
        // "A week today" is a day.
        Unit::Days if begins(&["today", "tomorrow", "from today", "from tomorrow"]) => true,
        Unit::Days => {
            low == 7 * ONE && before.ends_with("all ") || is_day_of_month(desk, found, low, &behind)
        }
        _ => false,
    }
}

/// 5日が5日目, 13日から19日のあいだ: days of the month that a date of the same line names.
fn is_day_of_month(desk: &Desk, found: &Found, low: Number, behind: &str) -> bool {
    let text = &desk.reply.text;
    let line = desk.reply.line(&found.bytes);
    let is_written = text[found.bytes.clone()].ends_with('日') && low <= 31 * ONE;
    let goes_on = ["は", "が", "から", "まで", "以降", "に"]
        .iter()
        .any(|it| behind.starts_with(it));
    is_written
        && goes_on
        && desk.found.iter().any(|(other, _)| {
            line.start <= other.bytes.start
                && other.bytes.end <= line.end
                && matches!(&other.value, Value::Date(day) if day.month.is_some())
        })
}

/// What the writer counts of their own words ("two choices", 二通り), what is left of what was counted before ("the other two",
/// ほかの2冊), and set phrases ("one day at a time").
fn counts_its_own(desk: &Desk, found: &Found, behind: &str) -> bool {
    static WORDS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:choices?|options?|ways?|kinds?|sorts?|types?|reasons?|possibilit(?:y|ies))$",
        )
    });
    static REST: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:ほか|他|残り|残る|あと|そのうち|のうち)の?$|\b(?:the other|the remaining|the rest,?)\s$",
        )
    });
    let Value::Quantity {
        low,
        high,
        ref unit,
    } = found.value
    else {
        return false;
    };
    let text = &desk.reply.text;
    let before = tail(&text[..found.bytes.start], 20);
    let is_few = low == high && low <= 20 * ONE && matches!(unit, Unit::Count(_));
    let written = &text[found.bytes.clone()];
    is_few
        && (WORDS.is_match(written)
            || REST.is_match(before)
            || matches!(unit, Unit::Count(unit) if unit == "通") && behind.starts_with('り'))
        || behind.starts_with("at a time")
}

fn compare(desk: &Desk, found: &Found, role: &Role) -> Judgement {
    let Value::Quantity {
        low,
        high,
        ref unit,
    } = found.value
    else {
        return Judgement::supported(None);
    };
    if let Some(judgement) = as_day(desk, found, role, low) {
        return judgement;
    }
    // 1名様分の12,800円: what one costs says nothing of how many.
    if low == ONE
        && matches!(unit, Unit::Count(_))
        && desk.reply.text[found.bytes.end..].starts_with("分")
    {
        return Judgement::supported(None);
    }
    let limit = limit(&desk.reply.text, &found.bytes);
    let rough = found.bytes.start > 0 && is_rough(&desk.reply.text[..found.bytes.end], found);
    let equal = |l: Number, h: Number, ours: &Unit, theirs: &Unit| -> Option<bool> {
        // 19~8日前.
        let (l, h) = convert(l.min(h), l.max(h), theirs, ours)?;
        // What is converted between feet and metres is rounded.
        let is_converted = ours != theirs
            && (matches!(ours, Unit::Inches | Unit::Ounces)
                || matches!(theirs, Unit::Inches | Unit::Ounces));
        if is_converted {
            let near = |a: Number, b: Number| (a - b).abs() * 60 <= b.abs();
            return Some(near(low, l) && near(high, h));
        }
        // An end of a range, or a part of it.
        Some(
            (low == l && high == h)
                || (low == high
                    && (low == l && limit != Some(Limit::Most)
                        || low == h && limit != Some(Limit::Least)))
                || (low >= l && high <= h && low != high)
                || (rough && (low - l).abs() * 10 <= l.abs()),
        )
    };
    let policy = limit.is_some()
        || LIMITS
            .iter()
            .any(|word| desk.reply.text[found.bytes.end..].starts_with(word));
    let candidates = desk.candidates(found, role, |other, source| match &other.value {
        // 7日まで: read as a day of the month there.
        Value::Date(day)
            if *unit == Unit::Days && day.month.is_none() && day.weekday.is_none() && day.relative.is_none() =>
        {
            (low == high && day.day.map(|day| Number::from(day) * ONE) == Some(low)).then_some(true)
        }
        // What is limited by a rule of ours is told by ours: 生後4か月未満.
        Value::Quantity { unit: other, .. }
            if policy
                && source.is_mail()
                && !source.trusted
                && is_limited(desk, other) =>
        {
            None
        }
        Value::Quantity {
            low: l,
            high: h,
            unit: other,
        } => {
            let equal = equal(*l, *h, unit, other);
            // A number without a unit is no other value of what has one, nor is the one of a price: いずれも1名.
            let open = (matches!(unit, Unit::Count(it) if it.is_empty())
                || matches!(other, Unit::Count(it) if it.is_empty())
                || *unit == Unit::Minutes
                || *unit == Unit::Days)
                && unit != other
                || matches!(unit, Unit::Count(_))
                    && *l == ONE
                    && *h == ONE
                    && source.found.iter().any(|(more, _)| {
                        matches!(&more.value, Value::Quantity { low, unit, .. } if unit == other && *low > ONE)
                    });
            equal.filter(|equal| *equal || !open)
        }
        _ => None,
    });
    let denied = desk.is_denied(&found.bytes);
    if let Some(judgement) = weigh(role, &candidates, denied) {
        return judgement;
    }
    if let Some(source) = computed(desk, &found.bytes, role, low, high, unit) {
        return Judgement::supported(Some(source));
    }
    if low != high
        && let Some(source) = bare_range(desk, low, high, unit)
    {
        return Judgement::supported(Some(source));
    }
    // What is counted has another word in the sources, or none: 3 x The Lighthouse Cook. Durations always have theirs.
    let countable = matches!(unit, Unit::Count(_));
    if low != high && !denied && ends_known(desk, found, role, low, high, unit) {
        return Judgement::supported(None);
    }
    if low == high
        && (multiplies(desk, &found.bytes, low)
            || candidates.iter().all(|c| !c.source.trusted)
                && lists_as_many(desk, &found.bytes, low, unit))
    {
        return Judgement::supported(None);
    }
    let mails = desk.sources.iter().filter(|source| source.is_mail());
    let in_mail = mails.into_iter().find_map(|source| {
        let mut found = source.found.iter().map(|(other, _)| other);
        let same = found.find(|other| {
            matches!(&other.value, Value::Quantity { low: l, high: h, unit: Unit::Count(theirs) }
                if l == h && *l == low && low == high && is_alike(unit, theirs))
        });
        same.map(|other| source.source(&other.bytes))
    });
    if countable && in_mail.is_some() {
        return Judgement::supported(in_mail);
    }
    if let Some(source) =
        is_told_otherwise(desk, &desk.reply.text[found.bytes.clone()], low, high, unit)
    {
        return Judgement::supported(Some(source));
    }
    let counter: String = desk.reply.text[found.bytes.clone()]
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        .into();
    if countable
        && low == high
        && (low == ONE
            || super::is_bound(&desk.reply.text, &found.bytes)
            || candidates.is_empty()
            || candidates.iter().all(|c| !c.source.trusted)
            || matches!(unit, Unit::Count(unit) if unit.is_empty()))
    {
        for source in &desk.sources {
            let counted = source.found.iter().find(|(other, _)| matches!(&other.value, Value::Quantity { low: l, high: h, unit: Unit::Count(theirs) } if l == h && *l == low && is_alike(unit, theirs)));
            if let Some((other, _)) = counted {
                return Judgement::supported(Some(source.source(&other.bytes)));
            }
            let spelled = source.spelled.get_or_init(|| spelled(&source.folded.text));
            if spelled.contains(&low)
                || source.numbers.contains(&low)
                || is_written(&source.folded.text, low, &counter)
            {
                return Judgement::supported(None);
            }
        }
    }
    // As many more as the customer asks for.
    let asked_for =
        |source: &super::SourceText| source.is_mail() && more(&source.folded.text).contains(&low);
    if countable && low == high && desk.sources.iter().any(asked_for) {
        return Judgement::supported(None);
    }
    // "The following three": what the reply counts of its own.
    if matches!(unit, Unit::Count(unit) if matches!(unit.as_str(), "" | "件"))
        && candidates.iter().all(|c| !c.source.trusted)
        && low <= 10 * ONE
    {
        return Judgement::supported(None);
    }
    // 1日 of 1日 5,500円 is that of a price.
    let is_floor = desk.reply.text[found.bytes.clone()].ends_with('階');
    if (low != ONE || is_floor)
        && let Some(source) = desk.written(&found.bytes)
    {
        return Judgement::supported(Some(source));
    }
    Judgement::without_source(&candidates)
}

/// Numbers of the reply that are no fact by their form, and that nothing has: "you get 25 of them", 合計 35.
pub(super) fn bare(desk: &Desk) -> Vec<(crate::Span, Judgement)> {
    static NUMBER: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?P<before>[\s(、・は：:;]|^)(?P<n>\d{2,4})(?P<behind>[\s)、。,;!?]|$)")
    });
    let text = &desk.reply.text;
    let bare = NUMBER.captures_iter(text).filter_map(|found| {
        let number = found.name("n")?;
        let bytes = number.range();
        let value = parse(number.as_str())?;
        let line = desk.reply.line(&bytes);
        // The number of a line, or of a list.
        let is_first = text[line.start..bytes.start].trim().is_empty();
        let is_found = desk
            .found
            .iter()
            .any(|(other, _)| other.bytes.start < bytes.end && bytes.start < other.bytes.end);
        let is_known = is_first
            || is_found
            || desk.sources.iter().any(|source| {
                source.folded.text.contains(number.as_str())
                    || source
                        .spelled
                        .get_or_init(|| spelled(&source.folded.text))
                        .contains(&value)
            });
        (!is_known).then_some((bytes, Judgement::unsupported()))
    });
    bare.collect()
}

/// Whether an amount beside a count is that many times a known price: "three months cost £54", where it is £18 a month.
fn multiplies(desk: &Desk, bytes: &crate::Span, low: Number) -> bool {
    let sentence = desk.sentence(bytes);
    let count = low / ONE;
    let price = |found: &Found| match found.value {
        Value::Amount { value, .. } if value > 0 => Some(value),
        _ => None,
    };
    let known = |price_of_one: Number| {
        let trusted = desk.sources.iter().filter(|source| source.trusted);
        let mut found = trusted.flat_map(|source| &source.found);
        found.any(|(found, _)| price(found) == Some(price_of_one))
    };
    low % ONE == 0
        && (2..=1_000).contains(&count)
        && desk
            .found
            .iter()
            .filter(|(other, _)| {
                sentence.start <= other.bytes.start && other.bytes.end <= sentence.end
            })
            .filter_map(|(other, _)| price(other))
            .any(|value| value % count == 0 && known(value / count) && !known(value))
}

/// Whether the sentence lists as many times, days or amounts as it counts: "two free slots: 4.30 and 6 pm".
fn lists_as_many(desk: &Desk, bytes: &crate::Span, low: Number, unit: &Unit) -> bool {
    let sentence = desk.sentence(bytes);
    let listed = |kind: Kind| {
        let found = desk.found.iter().map(|(found, _)| found);
        let found = found.filter(|found| {
            found.kind == kind
                && sentence.start <= found.bytes.start
                && found.bytes.end <= sentence.end
        });
        found.count() as Number * ONE
    };
    matches!(unit, Unit::Count(_))
        && (2 * ONE..=6 * ONE).contains(&low)
        && [Kind::Time, Kind::Date, Kind::Amount]
            .into_iter()
            .any(|kind| listed(kind) == low)
}

/// A range whose unit the source tells elsewhere: "Transit in business days: A 2, B 3-4".
fn bare_range(desk: &Desk, low: Number, high: Number, unit: &Unit) -> Option<Source> {
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

/// "From eighteen to twenty-five seats": each end on its own.
fn ends_known(
    desk: &Desk,
    found: &Found,
    role: &Role,
    low: Number,
    high: Number,
    unit: &Unit,
) -> bool {
    let is_known = |value: Number| {
        desk.sources.iter().flat_map(|source| &source.found).any(|(other, _)| {
            matches!(&other.value, Value::Quantity { low: l, high: h, unit: theirs } if convert(*l, *h, theirs, unit) == Some((value, value)))
        }) || computed(desk, &found.bytes, role, value, value, unit).is_some()
    };
    is_known(low) && is_known(high)
}

/// What a source says in another way: a measure without its unit, a year as "annual", days as those that it lists.
fn is_told_otherwise(
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
            let at = words
                .iter()
                .find_map(|word| Some((source.folded.lower().find(word)?, word.len())));
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
                let is_alone = |(at, _): &(usize, &str)| {
                    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || c == '.');
                    !digit(text[..*at].chars().next_back())
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
fn more(text: &str) -> Vec<Number> {
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

/// Words behind a limit of a rule.
const LIMITS: [&str; 3] = ["未満", "以内", "以上"];

/// Whether a source of ours limits what is counted so.
fn is_limited(desk: &Desk, unit: &Unit) -> bool {
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.into_iter().any(|source| {
        source.found.iter().any(|(other, _)| {
            matches!(&other.value, Value::Quantity { unit: theirs, .. } if theirs == unit)
                && super::is_bound(&source.folded.text, &other.bytes)
        })
    })
}

/// Which end of a range a number is.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Limit {
    Least,
    Most,
}

/// "Up to 3 days" is not so where it is 3 to 5.
fn limit(text: &str, bytes: &crate::Span) -> Option<Limit> {
    let after = text[bytes.end..].trim_start();
    let before = tail(text[..bytes.start].trim_end(), 24).to_lowercase();
    let written = &text[bytes.clone()];
    if [
        "以内",
        "まで",
        "以下",
        "at most",
        "or less",
        "at the latest",
    ]
    .iter()
    .any(|word| after.starts_with(word))
        || [
            "up to",
            "no more than",
            "within",
            "at most",
            "maximum of",
            "not more than",
        ]
        .iter()
        .any(|word| before.ends_with(word))
        || written.starts_with("最大")
        || before.ends_with("最大")
    {
        return Some(Limit::Most);
    }
    let least = ["以上", "or more", "at least"]
        .iter()
        .any(|word| after.starts_with(word))
        || ["at least", "no less than", "最低", "最短"]
            .iter()
            .any(|word| before.ends_with(word))
        || written.starts_with("最短");
    least.then_some(Limit::Least)
}

/// 29日 and 12日 may be days of the month: where a source has that day, and no such number of days.
fn as_day(desk: &Desk, found: &Found, role: &Role, low: Number) -> Option<Judgement> {
    let written = &desk.reply.text[found.bytes.clone()];
    if !written.ends_with('日') || written.ends_with("営業日") {
        return None;
    }
    let number = i8::try_from(low / ONE)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    let is_counted = desk.sources.iter().flat_map(|s| &s.found).any(|(other, _)| {
        matches!(&other.value, Value::Quantity { low: l, high: h, unit: Unit::Days } if *l == low || *h == low)
    });
    let candidates = desk.candidates(found, role, |other, _| match &other.value {
        Value::Date(day) => (day.day == Some(number)).then_some(true),
        _ => None,
    });
    // 休み明けの1月6日(…6日です), 1月29日(翌30日が…): a day that the reply tells with its month.
    let before = &desk.reply.text[..found.bytes.start];
    let line = desk.reply.line(&found.bytes);
    let is_of_reply = |it: &Found| {
        line.start <= it.bytes.start
            && it.bytes.end <= line.end
            && matches!(&it.value, Value::Date(day)
                if day.month.is_some()
                    && (day.day == Some(number) || before.ends_with('翌') && day.day.map(|day| day + 1) == Some(number)))
    };
    let behind = &desk.reply.text[found.bytes.end..];
    let ends = [
        ")", "です", "が", "は", "も", "の", "、", "。", "に", "から",
    ];
    let is_day = before.ends_with('翌') || ends.iter().any(|word| behind.starts_with(word));
    if is_day && !is_counted && desk.found.iter().any(|(other, _)| is_of_reply(other)) {
        return Some(Judgement::supported(None));
    }
    (!is_counted)
        .then(|| weigh(role, &candidates, false))
        .flatten()
}

fn is_rough(text: &str, found: &Found) -> bool {
    let before = tail(text[..found.bytes.start].trim_end(), 32).to_lowercase();
    text[found.bytes.clone()].starts_with(['約', 'お'])
        || [
            "約",
            "およそ",
            "about",
            "around",
            "roughly",
            "approximately",
            "nearly",
            "almost",
            "just over",
            "just under",
            "a little over",
            "a little under",
        ]
        .iter()
        .any(|word| before.ends_with(word))
}

/// Whether the number is written somewhere as digits of its own, or with the same word for what is counted.
fn is_written(text: &str, value: Number, counted: &str) -> bool {
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

fn has_number(text: &str, digits: &str, counted: &str) -> bool {
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

/// Their quantity in our unit; none where the two cannot be compared.
fn convert(low: Number, high: Number, theirs: &Unit, ours: &Unit) -> Option<(Number, Number)> {
    use Unit::{
        Count, Days, Grams, Inches, Kilo, Millimetres, Minutes, Months, Ounces, WorkingDays,
    };
    let times = |factor: Number| Some((low.checked_mul(factor)?, high.checked_mul(factor)?));
    let by = |share: f64| {
        Some((
            (low as f64 * share) as Number,
            (high as f64 * share) as Number,
        ))
    };
    match (theirs, ours) {
        (a, b) if a == b => Some((low, high)),
        // 24 hours are a day; a working day may be called a day, but not the other way round.
        (Days, Minutes) => times(1_440),
        (Minutes, Days) if low % 1_440 == 0 && high % 1_440 == 0 => {
            Some((low / 1_440, high / 1_440))
        }
        // Whole weeks: ten working days are two of them.
        (WorkingDays, Days) if (low / ONE) % 5 == 0 && (high / ONE) % 5 == 0 => by(1.4),
        (Days, WorkingDays) if (low / ONE) % 7 == 0 && (high / ONE) % 7 == 0 => by(5.0 / 7.0),
        // A month is 30 days to most shops.
        (Months, Days) => times(30),
        (Days, Months) if low % (30 * ONE) == 0 && high % (30 * ONE) == 0 => {
            Some((low / 30, high / 30))
        }
        (Kilo, Grams) => times(1_000),
        (Grams, Kilo) => by(1e-3),
        (Kilo, Millimetres) => times(1_000_000),
        (Millimetres, Kilo) => by(1e-6),
        (Inches, Millimetres) => by(25.4),
        (Millimetres, Inches) => by(1.0 / 25.4),
        (Ounces, Grams) => by(28.349_523),
        (Grams, Ounces) => by(1.0 / 28.349_523),
        (Count(a), Count(b)) if a.is_empty() || b.is_empty() || generic(a) && generic(b) => {
            Some((low, high))
        }
        _ => None,
    }
}

/// What is written right around a quantity, up to the next commas.
fn clause_of<'d>(desk: &'d Desk, bytes: &crate::Span) -> &'d str {
    let text = &desk.reply.text;
    let sentence = desk.sentence(bytes);
    let stop = |c: char| matches!(c, '、' | ',' | ';' | '(' | ')');
    let from = text[sentence.start..bytes.start]
        .rfind(stop)
        .map_or(sentence.start, |at| sentence.start + at);
    let to = text[bytes.end..sentence.end]
        .find(stop)
        .map_or(sentence.end, |at| bytes.end + at);
    &text[from..to]
}

/// What may be counted alike: pieces of anything by whatever word; nights are no meals.
fn is_alike(ours: &Unit, theirs: &str) -> bool {
    let Unit::Count(ours) = ours else {
        return false;
    };
    let is_open = |unit: &str| unit.is_empty() || generic(unit);
    // Who books three tickets comes with three.
    let is_head = |unit: &str| {
        matches!(
            unit,
            "人" | "名" | "枚" | "席" | "人前" | "人分" | "ticket" | "person"
        )
    };
    is_head(ours) && is_head(theirs) || ours == theirs || is_open(ours) || is_open(theirs)
}

/// Words for pieces of anything.
fn generic(unit: &str) -> bool {
    matches!(
        unit,
        "個" | "item" | "piece" | "unit" | "copy" | "冊" | "つ"
    )
}

/// Words of a sum of counts.
static TOGETHER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)計|合わせて|あわせて|併せて|通算|全部で|\b(?:together|altogether|in all|in total|overall)\b",
    )
});
/// Words of a count that changes.
static CHANGE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)増|追加|減|変更|計|残|合わせ|なり|と?なる|差し?引|使え|お使い|\b(?:now|make|makes|total|from|to|altogether|together|more|fewer|less|left|remain\w*|extra|add\w*|change\w*|become\w*|would be|all)\b",
    )
});

/// The days from one to another that a source joins: 7/27~7/31 are five.
fn stretch(desk: &Desk, low: Number) -> Option<Source> {
    desk.sources.iter().find_map(|source| {
        source.found.windows(2).find_map(|pair| {
            let (Value::Date(from), Value::Date(to)) = (&pair[0].0.value, &pair[1].0.value) else {
                return None;
            };
            let between = source.folded.text[pair[0].0.bytes.end..pair[1].0.bytes.start].trim();
            if !["-", "~", "to", "から", "until", "through"].contains(&between) {
                return None;
            }
            let (from, to) = (*desk.days(from).first()?, *desk.days(to).first()?);
            let all = i64::from(from.until((Jiff::Day, to)).ok()?.get_days()) + 1;
            (all * ONE == low).then(|| source.source(&(pair[0].0.bytes.start..pair[1].0.bytes.end)))
        })
    })
}

/// Days between two days of which the reply names one right here: "two days earlier than the 14th", お式の4日前.
fn apart(desk: &Desk, bytes: &crate::Span, low: Number) -> Option<Source> {
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:間)?(?:の|ほど|も|くらい|ぐらい)?(?:早|遅|先|余裕|前(?:に|です|で|の|。|、|倒)|後(?:に|です|で|の|。|、)|間があ|空)|^\s?(?:earlier|later|early|late|before|after|ahead|in advance|in hand|to spare|away|left|from (?:now|today)|(?:'\s?)?time\b|sooner)",
        )
    });
    let text = &desk.reply.text;
    let behind = text[bytes.end..].trim_start_matches([' ', '\'']);
    let is_near = |word: &str| {
        tail(&text[..bytes.start], 12)
            .to_lowercase()
            .ends_with(word)
    };
    let from_today = is_near("in ") || is_near("あと") || is_near("残り");
    if !BEHIND.is_match(behind) && !from_today {
        return None;
    }
    let own = desk.sentence(bytes);
    let date = |found: &Found| match &found.value {
        Value::Date(day) if day.day.is_some() || day.weekday.is_some() => {
            Some(desk.days(day).to_vec())
        }
        // 14日より2日早く
        Value::Quantity {
            low,
            high,
            unit: Unit::Days,
        } if low == high && text[found.bytes.clone()].ends_with('日') => {
            let day = i8::try_from(low / ONE).ok();
            let day = Day {
                day: day.filter(|day| (1..=31).contains(day)),
                ..Day::default()
            };
            Some(desk.days(&day).to_vec())
        }
        _ => None,
    };
    let near = |from: usize| {
        let found = desk.found.iter().map(|(found, _)| found);
        found
            .filter(move |found| {
                found.bytes != *bytes && (from..own.end + 24).contains(&found.bytes.start)
            })
            .filter_map(date)
            .flatten()
            .take(12)
    };
    let here: Vec<_> = near(own.start).collect();
    let mut others: Vec<_> = near(own.start.saturating_sub(160)).collect();
    // 14日 is of the month of the day beside it.
    let numbers = desk
        .found
        .iter()
        .filter_map(|(found, _)| match &found.value {
            Value::Date(day) if day.month.is_none() && day.relative.is_none() => day.day,
            _ => None,
        });
    for number in numbers.take(6) {
        others.extend(
            here.iter()
                .filter_map(|day| Date::new(day.year(), day.month(), number).ok()),
        );
    }
    if from_today
        || behind.starts_with("time")
        || behind.starts_with("from ")
        || behind.starts_with("away")
    {
        others.extend(desk.today);
    }
    // "One day before your deadline" is counted from what the customer wrote.
    if ["your", "お式", "ご希望", "ご指定"]
        .iter()
        .any(|word| text[own.clone()].contains(word))
    {
        let asked = desk.sources.iter().filter(|source| source.is_mail());
        let asked = asked.flat_map(|source| &source.found);
        others.extend(
            asked
                .filter(|(it, _)| it.kind == Kind::Date)
                .filter_map(|(it, _)| date(it))
                .flatten()
                .take(12),
        );
    }
    here.iter().find_map(|a| {
        let b = others.iter().find(|b| {
            let span = a.until((Jiff::Day, **b));
            span.is_ok_and(|span| i64::from(span.get_days()).abs() * ONE == low)
        })?;
        Some(Source {
            text: format!("{a} - {b}"),
            value: String::new(),
            from: From::Calendar,
        })
    })
}

/// People of several sorts whom one line lists together: 大人2名・小学生1名 are three.
fn all_people(desk: &Desk, low: Number, unit: &Unit) -> Option<Source> {
    const PEOPLE: [&str; 12] = [
        "人", "adult", "child", "children", "kid", "infant", "guest", "people", "senior", "pupil",
        "student", "teacher",
    ];
    let is_people =
        |unit: &Unit| matches!(unit, Unit::Count(unit) if PEOPLE.contains(&unit.as_str()));
    // Four adults are no two adults and two children.
    let is_any = ["人", "guest", "people"]
        .iter()
        .any(|any| *unit == Unit::Count((*any).to_owned()));
    if !is_any {
        return None;
    }
    desk.sources.iter().find_map(|source| {
        let people: Vec<(&Found, Number)> = source
            .found
            .iter()
            .filter_map(|(found, _)| match &found.value {
                Value::Quantity { low, high, unit } if low == high && is_people(unit) => {
                    Some((found, *low))
                }
                _ => None,
            })
            .collect();
        (2..=3).find_map(|many| {
            people.windows(many).find_map(|listed| {
                let bytes = listed[0].0.bytes.start..listed[many - 1].0.bytes.end;
                let is_one_list = listed.windows(2).all(|pair| {
                    let between = &source.folded.text[pair[0].0.bytes.end..pair[1].0.bytes.start];
                    let joined = ["・", "、", ",", "と", "&", "+", "/", " and ", " "];
                    between.len() <= 24 && joined.iter().any(|word| between.starts_with(word))
                });
                let all: Number = listed.iter().map(|(_, count)| count).sum();
                (is_one_list && all == low).then(|| source.source(&bytes))
            })
        })
    })
}

/// Whole months from one to another, both counted: 10月から翌年3月までの6か月.
fn months_between(sentence: &str, low: Number) -> bool {
    static MONTHS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?P<from>\d{1,2})月(?:から|~|-)(?:翌年|来年)?の?(?P<to>\d{1,2})月").needs(&["月"])
    });
    MONTHS.captures_iter(sentence).any(|found| {
        let month = |name: &str| found[name].parse::<i64>().unwrap_or(0);
        ((month("to") - month("from")).rem_euclid(12) + 1) * ONE == low
    })
}

/// As many parties as it takes: 42 pupils in groups of at most 21.
fn parties(desk: &Desk, low: Number, unit: &Unit) -> Option<Source> {
    let Unit::Count(unit) = unit else { return None };
    const PARTIES: [&str; 12] = [
        "partie",
        "party",
        "group",
        "instructor",
        "team",
        "boat",
        "van",
        "room",
        "table",
        "guide",
        "組",
        "班",
    ];
    if !PARTIES.contains(&unit.trim_end_matches('s')) {
        return None;
    }
    let counts = || {
        desk.sources
            .iter()
            .flat_map(|source| source.found.iter().map(move |(found, _)| (source, found)))
            .filter_map(|(source, found)| match &found.value {
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Count(_),
                } if low == high => Some((source, found, *low)),
                _ => None,
            })
    };
    let limits = counts().filter(|(source, found, _)| {
        source.trusted && {
            let before = tail(&source.folded.text[..found.bytes.start], 24).to_lowercase();
            ["most", "max", "up to", "of", "最大", "定員", "1組"]
                .iter()
                .any(|word| before.trim_end().trim_end_matches('.').ends_with(word))
                || source.folded.text[found.bytes.end..].starts_with("まで")
        }
    });
    limits.into_iter().find_map(|(source, found, most)| {
        let is_all =
            |all: Number| most > ONE && all > most && (all + most - ONE) / most * ONE == low;
        counts()
            .any(|(_, _, all)| is_all(all))
            .then(|| source.source(&found.bytes))
    })
}

/// Whether a sentence speaks of what lies between two numbers.
fn is_difference(sentence: &str) -> bool {
    static WORDS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)差|使用|使わ|使い|増|減|残|多|少な|\b(?:used?|using|since|too (?:much|many)|over|under|rather|difference|more|less|fewer|left|between|exceed\w*|excess)\b",
        )
    });
    WORDS.is_match(sentence)
}

/// Two numbers of three digits and more, written in the sources or the reply, that are so far apart.
fn between_numbers(desk: &Desk, low: Number) -> Option<(Number, Number)> {
    static LARGE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?:^|[^\d,.])(?P<n>\d{1,3}(?:,\d{3})+|\d{3,7})(?:[^\d,]|,\s|$)")
    });
    const MOST: usize = 60;
    let texts = desk
        .sources
        .iter()
        .map(|source| source.folded.text.as_str());
    let mut numbers: Vec<Number> = texts
        .chain([desk.reply.text.as_str()])
        .flat_map(|text| LARGE.captures_iter(text))
        .filter_map(|found| parse(found.name("n")?.as_str()))
        .take(MOST)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut pairs = numbers
        .iter()
        .flat_map(|a| numbers.iter().map(move |b| (*a, *b)));
    pairs.find(|(a, b)| a - b == low && *b >= low)
}

/// A quantity that follows from known ones.
fn computed(
    desk: &Desk,
    bytes: &crate::Span,
    role: &Role,
    low: Number,
    high: Number,
    unit: &Unit,
) -> Option<Source> {
    let source = |text: String| {
        Some(Source {
            text,
            value: String::new(),
            from: From::Computed,
        })
    };
    if low == high
        && let Some(source) = parties(desk, low, unit)
    {
        return Some(source);
    }
    if low == high
        && let Some(source) = all_people(desk, low, unit)
    {
        return Some(source);
    }
    if *unit == Unit::Days
        && low == high
        && let Some(source) = apart(desk, bytes, low)
    {
        return Some(source);
    }
    if *unit == Unit::Months
        && low == high
        && months_between(&desk.reply.text[desk.sentence(bytes)], low)
    {
        return source("from month to month".to_owned());
    }
    // A number of lessons times their length: 20 lessons of 45 minutes are 15 hours.
    if *unit == Unit::Minutes && low == high {
        let times = desk.sources.iter().find_map(|of| {
            let each = of.found.iter().filter_map(|(found, _)| match &found.value {
                Value::Quantity { low, high, unit: Unit::Minutes } if low == high => Some((found, *low)),
                _ => None,
            });
            each.into_iter().find_map(|(found, length)| {
                let line = of.folded.line(&found.bytes);
                let is_count = |(other, _): &(Found, Role)| {
                    line.start <= other.bytes.start
                        && other.bytes.end <= line.end
                        && matches!(&other.value, Value::Quantity { low: count, high, unit: Unit::Count(_) } if count == high && *count > ONE && count / ONE * length == low)
                };
                of.found.iter().any(is_count).then(|| of.source(&found.bytes))
            })
        });
        if times.is_some() {
            return times;
        }
    }
    // Meters and counters: 48,217 - 46,902.
    if low == high
        && low >= 100 * ONE
        && matches!(unit, Unit::Count(_))
        && is_difference(&desk.reply.text[desk.sentence(bytes)])
        && let Some((a, b)) = between_numbers(desk, low)
    {
        return source(format!("{} - {}", a / ONE, b / ONE));
    }
    // Days or nights between two dates that the reply tells beside it; 3日前 and 以内 are no stretch between days.
    let behind = &desk.reply.text[bytes.end..];
    let is_span = !["前", "後", "以内", "まで", " before", " after", " of "]
        .iter()
        .any(|word| behind.starts_with(word));
    if is_span && matches!(unit, Unit::Days)
        || matches!(unit, Unit::Count(unit) if unit == "night" || unit == "泊日")
    {
        let own = desk.sentence(bytes);
        // Nights go from one day to another in whatever order that is told; days, in the same breath.
        let near = match unit {
            Unit::Days => own,
            _ => own.start.saturating_sub(160)..own.end + 160,
        };
        let dates: Vec<_> = desk
            .found
            .iter()
            .filter(|(f, _)| f.kind == Kind::Date && near.contains(&f.bytes.start))
            .filter_map(|(f, _)| match &f.value {
                Value::Date(day) => desk.days(day).first().copied(),
                _ => None,
            })
            .collect();
        if *unit == Unit::Days
            && let Some(source) = stretch(desk, low)
        {
            return Some(source);
        }
        // "Until 10 January is 26 days."
        let sentence = desk.reply.text[desk.sentence(bytes)].to_lowercase();
        let from_today = [
            "until", "till", "まで", "あと", "残り", "away", "from now", "ahead", "日後",
        ]
        .iter()
        .any(|word| sentence.contains(word));
        for a in dates
            .iter()
            .chain(desk.today.as_ref().filter(|_| from_today))
        {
            for b in &dates {
                let between = a
                    .until((Jiff::Day, *b))
                    .ok()
                    .map_or(0, |span| i64::from(span.get_days()));
                if between > 0
                    && (low == between * ONE || (*unit == Unit::Days && low == (between + 1) * ONE))
                {
                    return source(format!("{a} - {b}"));
                }
            }
        }
    }
    if *unit == Unit::Minutes {
        for (other, _) in desk.sources.iter().flat_map(|s| &s.found) {
            if let Value::Time {
                from, to: Some(to), ..
            } = other.value
                && Number::from(to.saturating_sub(from)) * ONE == low
            {
                return source(format!(
                    "{:02}:{:02} - {:02}:{:02}",
                    from / 60,
                    from % 60,
                    to / 60,
                    to % 60
                ));
            }
        }
    }
    if *unit == Unit::Minutes && low == high {
        let own = desk.sentence(bytes);
        let time = |found: &Found| match found.value {
            Value::Time { from, to: None, .. } => Some(Number::from(from) * ONE),
            _ => None,
        };
        let here = desk
            .found
            .iter()
            .filter(|(found, _)| own.contains(&found.bytes.start));
        let here: Vec<Number> = here.filter_map(|(found, _)| time(found)).take(8).collect();
        let between = |end: &Number| here.iter().any(|start| start - end == low && low > 0);
        if here.iter().any(between) {
            return source("between two times".to_owned());
        }
        // Doors 16:15, concert 17:00: 45 minutes, where the reply tells one of them.
        for of in desk
            .sources
            .iter()
            .filter(|of| of.trusted && low >= 15 * ONE)
        {
            let times = of
                .found
                .iter()
                .filter_map(|(found, _)| Some((of.folded.line(&found.bytes).start, time(found)?)));
            let times: Vec<(usize, Number)> = times.take(40).collect();
            let is_apart = |(line, start): &(usize, Number)| {
                times.iter().any(|(other, end)| {
                    line == other
                        && end - start == low
                        && (here.contains(start) || here.contains(end))
                })
            };
            if times.iter().any(is_apart) {
                return source("between two times".to_owned());
            }
        }
    }
    // Five times as much.
    if matches!(unit, Unit::Count(unit) if unit == "倍") && low == high && low >= 2 * ONE {
        let amounts: Vec<(Number, &Unit)> = desk
            .sources
            .iter()
            .flat_map(|source| &source.found)
            .filter_map(|(found, _)| match &found.value {
                Value::Quantity { low, high, unit } if low == high && *low > 0 => {
                    Some((*low, unit))
                }
                _ => None,
            })
            .take(60)
            .collect();
        let pair = amounts.iter().find_map(|(a, unit)| {
            let times = |(b, other): &&(Number, &Unit)| {
                unit == other
                    && i128::from(*a) * i128::from(low) == i128::from(*b) * i128::from(ONE)
            };
            amounts.iter().find(times).map(|(b, _)| (a, b))
        });
        if let Some((a, b)) = pair {
            return source(format!("{} / {}", b / ONE, a / ONE));
        }
    }
    // Sums, differences and products of counts of the same thing.
    let summed = role.label_has("#total") || TOGETHER.is_match(clause_of(desk, bytes));
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let sentence = desk.reply.text[desk.sentence(bytes)].to_lowercase();
    let compared = says(
        &clause_of(desk, bytes).to_lowercase(),
        &[
            "増え", "減", "多い", "少な", "残", "差", "more", "less", "fewer", "left", "remain",
        ],
    ) || says(&sentence, &["に比べ", "より", "compared", "than"]);
    // "We will be four more".
    let changed = desk.sources.iter().any(|source| {
        source.is_mail()
            && says(
                source.folded.lower(),
                &[
                    "増え",
                    "追加",
                    "減ら",
                    "減り",
                    "減る",
                    " more",
                    "extra",
                    "additional",
                    "another",
                    "fewer",
                ],
            )
    });
    let is_change = CHANGE.is_match(&sentence);
    let is_further = says(&sentence, &[" over ", "further", "beyond"]);
    if low == high
        && (matches!(unit, Unit::Count(_)) && (summed || compared || changed)
            || matches!(unit, Unit::Minutes | Unit::Days | Unit::Months) && summed
            || is_further && matches!(unit, Unit::Inches | Unit::Millimetres | Unit::Kilo))
    {
        let same: Vec<Number> = desk
            .sources
            .iter()
            .flat_map(|s| &s.found)
            .filter_map(|(f, _)| match &f.value {
                Value::Quantity {
                    low,
                    high,
                    unit: other,
                } if low == high && convert(*low, *high, other, unit).is_some() => Some(*low),
                _ => None,
            })
            .take(20)
            .collect();
        let mut counts: Vec<Number> = desk
            .sources
            .iter()
            .flat_map(|s| s.numbers.iter().copied())
            .collect();
        counts.extend(desk.sources.iter().flat_map(|s| &s.found).filter_map(
            |(f, _)| match &f.value {
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Count(_),
                } if low == high => Some(*low),
                _ => None,
            },
        ));
        counts.extend(
            desk.found
                .iter()
                .filter_map(|(found, _)| match &found.value {
                    Value::Quantity {
                        low,
                        high,
                        unit: Unit::Count(_),
                    } if low == high && found.bytes != *bytes => Some(*low),
                    _ => None,
                }),
        );
        for (at, a) in same.iter().enumerate() {
            for b in &same[at + 1..] {
                if (summed || changed && is_change) && a + b == low
                    || (compared || changed && is_change) && (a - b).abs() == low
                {
                    return source(format!("{} ± {}", a / ONE, b / ONE));
                }
            }
            for count in counts.iter().take(20) {
                if summed && *count > ONE && a.checked_mul(count / ONE) == Some(low) {
                    return source(format!("{} × {}", a / ONE, count / ONE));
                }
            }
        }
    }
    None
}
