//! Counts, durations, sizes and weights.

use std::sync::LazyLock;

use super::counted::computed;
use super::saying::is_saying;
use super::unit::{convert, is_alike};
use super::written::{bare_range, is_told_otherwise, is_written, more, spelled, stands_bare};
use super::{Candidate, Desk, Judgement, SourceText, weigh};
use crate::number::{Number, ONE, parse};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::Role;
use crate::scan::{Day, Found, Unit, Value};
use crate::{Kind, Source, Verdict};

/// Judges a quantity.
pub(super) fn judge(desk: &Desk, found: &Found, role: &Role) -> Option<Judgement> {
    if let Some(source) = longest(desk, found) {
        return Some(Judgement::contradicts(Some(source)));
    }
    if let Some(source) = from_today(desk, found) {
        return Some(Judgement::supported(Some(source)));
    }
    if is_any_floor(desk, found) || is_supposed(desk, found) {
        return None;
    }
    let judgement = compare(desk, found, role);
    let is_said = judgement.verdict == Verdict::Unsupported && is_saying(desk, found);
    (!is_said).then_some(judgement)
}

/// What the reply computes an example with, and what one alone would be: 仮に7日間ご利用の場合は, 1枚なら, "say, three weeks".
fn is_supposed(desk: &Desk, found: &Found) -> bool {
    static SUPPOSED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:仮に|たとえば|例えば)[^。、\n\d]{0,16}$|\b(?:for example|for instance|say|e\.g\.),? (?:[a-z]+ ){0,4}$",
        )
    });
    static CASE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"^(?:分|間)?(?:ご利用|お使い|ご滞在|ご延長|追加)?(?:の場合|ですと|でしたら|だと|なら|とすると|で)",
        )
    });
    let Value::Quantity { low, high, .. } = found.value else {
        return false;
    };
    let text = &desk.reply.text;
    let sentence = desk.sentence(&found.bytes);
    let before = tail(&text[sentence.start..found.bytes.start], 64);
    let behind = head(&text[found.bytes.end..], 48);
    let is_case = !before.is_ascii() && CASE.is_match(behind) || before.is_ascii();
    low == high && SUPPOSED.is_match(before) && is_case
        || low == ONE
            && high == ONE
            && ["なら", "でしたら", "だけなら", "だけでしたら"]
                .iter()
                .any(|word| behind.starts_with(word))
}

/// "On the 4th floor", where no source tells a floor.
fn is_any_floor(desk: &Desk, found: &Found) -> bool {
    let is_floor = |found: &Found| matches!(&found.value, Value::Quantity { unit: Unit::Count(unit), .. } if unit == "階" || unit == "地下階");
    is_floor(found)
        && !desk.reply.text[found.bytes.clone()].ends_with('階')
        && !desk
            .sources
            .iter()
            .flat_map(|source| &source.found)
            .any(|(other, _)| is_floor(other))
}

/// 3日後 and "in three days" from the day of the mail, where a source has the day that this is, and none has this count.
fn from_today(desk: &Desk, found: &Found) -> Option<Source> {
    let Value::Quantity {
        low,
        high,
        unit: Unit::Days,
    } = found.value
    else {
        return None;
    };
    let text = &desk.reply.text;
    let before = tail(&text[..found.bytes.start], 16).to_lowercase();
    let behind = text[found.bytes.end..].trim_start();
    let is_counted = behind.starts_with('後') && !before.ends_with(['の', 'ら', 'り', '目'])
        || before.ends_with("in ")
            && !["of", "after", "before", "from", "or"]
                .iter()
                .any(|word| behind.starts_with(word));
    let is_known = |other: &Found| matches!(&other.value, Value::Quantity { low: theirs, unit: Unit::Days, .. } if *theirs == low);
    let mut known = desk.sources.iter().flat_map(|source| &source.found);
    if !is_counted || low != high || low % ONE != 0 || known.any(|(other, _)| is_known(other)) {
        return None;
    }
    let days = i32::try_from(low / ONE).ok()?;
    let meant = desk
        .today?
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    let is_meant = |found: &Found| match &found.value {
        Value::Date(day) if day.day.is_some() => desk.days(day).contains(&meant),
        _ => false,
    };
    let mut trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.find_map(|source| {
        let (day, _) = source.found.iter().find(|(found, _)| is_meant(found))?;
        Some(source.source(&day.bytes))
    })
}

/// What the sources call the most of a sort, where the reply calls another number so: 最長12か月, where it is 最長6か月.
fn longest(desk: &Desk, found: &Found) -> Option<Source> {
    let Value::Quantity { low, unit, .. } = &found.value else {
        return None;
    };
    let named = |text: &str, bytes: &crate::Span| {
        ["最長", "最大", "最短"].into_iter().find(|word| {
            text[bytes.clone()].starts_with(word) || text[..bytes.start].ends_with(word)
        })
    };
    let word = named(&desk.reply.text, &found.bytes)?;
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let mut called = trusted.flat_map(|source| {
        source
            .found
            .iter()
            .filter_map(move |(other, _)| match &other.value {
                Value::Quantity {
                    low, unit: theirs, ..
                } if theirs == unit && named(&source.folded.text, &other.bytes) == Some(word) => {
                    Some((*low, source.source(&other.bytes)))
                }
                _ => None,
            })
    });
    let (most, source) = called.next()?;
    (called.next().is_none() && most != *low && !desk.is_denied(&found.bytes)).then_some(source)
}

/// A quantity of the reply, with how it is limited.
struct Reading<'d> {
    low: Number,
    high: Number,
    unit: &'d Unit,
    limit: Option<Limit>,
    /// Said with "about".
    rough: bool,
}

impl Reading<'_> {
    /// Whether a quantity of a source is this one; none where the two cannot be compared.
    fn is(&self, l: Number, h: Number, theirs: &Unit) -> Option<bool> {
        let (low, high, ours) = (self.low, self.high, self.unit);
        // 19~8日前.
        let (l, h) = convert(l.min(h), l.max(h), theirs, ours)?;
        // What is converted between feet and metres is rounded.
        let is_imperial = |unit: &Unit| matches!(unit, Unit::Inches | Unit::Ounces);
        if ours != theirs && (is_imperial(ours) || is_imperial(theirs)) {
            let near = |a: Number, b: Number| (a - b).abs() * 60 <= b.abs();
            return Some(near(low, l) && near(high, h));
        }
        // Three months are 13 weeks to a calendar.
        if *ours == Unit::Days && *theirs == Unit::Months && low == high && l == h {
            let weeks = [(3, 13), (6, 26), (9, 39), (12, 52)];
            let is_alike = |(months, weeks): (Number, Number)| {
                (l, low) == (months * 30 * ONE, weeks * 7 * ONE)
            };
            if weeks.into_iter().any(is_alike) {
                return Some(true);
            }
        }
        // An end of a range, or a part of it.
        Some(
            (low == l && high == h)
                || (low == high
                    && (low == l && self.limit != Some(Limit::Most)
                        || low == h && self.limit != Some(Limit::Least)))
                || (low >= l && high <= h && low != high)
                || (self.rough && (low - l).abs() * 10 <= l.abs()),
        )
    }

    /// Whether another value of a source is none of this: a number without a unit of what has one, or the one of a price.
    fn is_open(&self, l: Number, h: Number, theirs: &Unit, source: &SourceText) -> bool {
        let is_bare = |unit: &Unit| matches!(unit, Unit::Count(it) if it.is_empty());
        let is_several = |(more, _): &(Found, Role)| matches!(&more.value, Value::Quantity { low, unit, .. } if unit == theirs && *low > ONE);
        (is_bare(self.unit)
            || is_bare(theirs)
            || matches!(self.unit, Unit::Minutes | Unit::Days))
            && self.unit != theirs
            // いずれも1名.
            || matches!(self.unit, Unit::Count(_))
                && (l, h) == (ONE, ONE)
                && source.found.iter().any(is_several)
    }
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
    let behind = &desk.reply.text[found.bytes.end..];
    if low == ONE && matches!(unit, Unit::Count(_)) && behind.starts_with("分") {
        return Judgement::supported(None);
    }
    let reading = Reading {
        low,
        high,
        unit,
        limit: limit(&desk.reply.text, &found.bytes),
        rough: found.bytes.start > 0 && is_rough(&desk.reply.text[..found.bytes.end], found),
    };
    let candidates = candidates(desk, found, role, &reading);
    let denied = desk.is_denied(&found.bytes);
    if !candidates.iter().any(|c| c.equal && c.source.trusted)
        && candidates.iter().any(|c| c.equal && c.source.is_mail())
        && let Some(source) = within_range(desk, &reading)
    {
        return Judgement::supported(Some(source));
    }
    if let Some(judgement) = weigh(role, &candidates, denied) {
        return judgement;
    }
    if let Some(source) = computed(desk, &found.bytes, role, low, high, unit) {
        return Judgement::supported(Some(source));
    }
    let is_known = match low == high {
        false => range(desk, found, role, &reading, denied),
        true => counted_here(desk, found, &candidates, &reading),
    };
    if let Some(judgement) = is_known {
        return judgement;
    }
    let written = &desk.reply.text[found.bytes.clone()];
    if let Some(source) = is_told_otherwise(desk, written, low, high, unit) {
        return Judgement::supported(Some(source));
    }
    if low == high
        && let Some(judgement) = counted_elsewhere(desk, found, &candidates, &reading)
    {
        return judgement;
    }
    // "The following three": what the reply counts of its own.
    if matches!(unit, Unit::Count(unit) if matches!(unit.as_str(), "" | "件"))
        && candidates.iter().all(|c| !c.source.trusted)
        && low <= 10 * ONE
        // What is sent is counted by what was ordered.
        && !["送り", "届け", "発送", "出荷", "納品", "ship", "send", "deliver", "dispatch"]
            .iter()
            .any(|word| desk.reply.text[desk.sentence(&found.bytes)].contains(word))
    {
        return Judgement::supported(None);
    }
    // 1日 of 1日 5,500円 is that of a price.
    if (low != ONE || written.ends_with('階'))
        && let Some(source) = desk.written(&found.bytes)
    {
        return Judgement::supported(Some(source));
    }
    Judgement::without_source(&candidates)
}

/// The range of a source in which a count lies, where its ends have each their unit: six weeks of "from 2 weeks up to 3 months".
fn within_range(desk: &Desk, reading: &Reading<'_>) -> Option<Source> {
    const JOINS: [&str; 7] = ["to", "up to", "~", "-", "から", "から最長", "and up to"];
    let (low, unit) = (reading.low, reading.unit);
    if low != reading.high || !matches!(unit, Unit::Minutes | Unit::Days | Unit::Months) {
        return None;
    }
    let in_ours = |found: &Found| match &found.value {
        Value::Quantity {
            low,
            high,
            unit: theirs,
        } if low == high => convert(*low, *high, theirs, unit).map(|(value, _)| value),
        _ => None,
    };
    let mut trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.find_map(|source| {
        source.found.windows(2).find_map(|pair| {
            let (first, second) = (&pair[0].0, &pair[1].0);
            let between = source
                .folded
                .text
                .get(first.bytes.end..second.bytes.start)?;
            let is_range =
                JOINS.contains(&between.trim()) && in_ours(first)? < low && low < in_ours(second)?;
            is_range.then(|| source.source(&(first.bytes.start..second.bytes.end)))
        })
    })
}

/// The quantities of all sources that can be compared with one of the reply.
fn candidates<'d>(
    desk: &'d Desk,
    found: &Found,
    role: &'d Role,
    reading: &Reading<'_>,
) -> Vec<Candidate<'d>> {
    let (low, high, unit) = (reading.low, reading.high, reading.unit);
    let behind = &desk.reply.text[found.bytes.end..];
    let policy = reading.limit.is_some() || LIMITS.iter().any(|word| behind.starts_with(word));
    let is_day = |day: &Day| {
        *unit == Unit::Days
            && day.month.is_none()
            && day.weekday.is_none()
            && day.relative.is_none()
    };
    desk.candidates(found, role, |other, source| match &other.value {
        // 7日まで: read as a day of the month there.
        Value::Date(day) if is_day(day) => {
            (low == high && day.day.map(|day| Number::from(day) * ONE) == Some(low)).then_some(true)
        }
        // What is limited by a rule of ours is told by ours: 生後4か月未満.
        Value::Quantity { unit: other, .. }
            if policy && source.is_mail() && !source.trusted && is_limited(desk, other) =>
        {
            None
        }
        Value::Quantity {
            low: l,
            high: h,
            unit: theirs,
        } => {
            let equal = reading.is(*l, *h, theirs)?;
            (equal || !reading.is_open(*l, *h, theirs, source)).then_some(equal)
        }
        _ => None,
    })
}

/// A range that a source has without its unit, or end by end.
fn range(
    desk: &Desk,
    found: &Found,
    role: &Role,
    reading: &Reading<'_>,
    denied: bool,
) -> Option<Judgement> {
    let (low, high, unit) = (reading.low, reading.high, reading.unit);
    if let Some(source) = bare_range(desk, low, high, unit) {
        return Some(Judgement::supported(Some(source)));
    }
    let are_known = !denied && ends_known(desk, found, role, low, high, unit);
    are_known.then(|| Judgement::supported(None))
}

/// A count that an amount beside it tells, that the sentence lists, or that the customer says.
fn counted_here(
    desk: &Desk,
    found: &Found,
    candidates: &[Candidate<'_>],
    reading: &Reading<'_>,
) -> Option<Judgement> {
    let (low, unit) = (reading.low, reading.unit);
    let is_listed = || {
        candidates.iter().all(|c| !c.source.trusted) && lists_as_many(desk, &found.bytes, low, unit)
    };
    if multiplies(desk, &found.bytes, low) || is_listed() {
        return Some(Judgement::supported(None));
    }
    // What is counted has another word in the sources, or none: 3 x The Lighthouse Cook. Durations always have theirs.
    if !matches!(unit, Unit::Count(_)) {
        return None;
    }
    let mut mails = desk.sources.iter().filter(|source| source.is_mail());
    let in_mail = mails.find_map(|source| counted_alike(source, low, unit))?;
    Some(Judgement::supported(Some(in_mail)))
}

/// A count of as many of what may be called alike.
fn counted_alike(source: &SourceText, low: Number, unit: &Unit) -> Option<Source> {
    let mut found = source.found.iter().map(|(other, _)| other);
    let same = found.find(|other| {
        matches!(&other.value, Value::Quantity { low: l, high: h, unit: Unit::Count(theirs) }
            if l == h && *l == low && is_alike(unit, theirs))
    });
    same.map(|other| source.source(&other.bytes))
}

/// A count that a source has of what it calls otherwise, in words or without a word; or as many more as the customer asks for.
fn counted_elsewhere(
    desk: &Desk,
    found: &Found,
    candidates: &[Candidate<'_>],
    reading: &Reading<'_>,
) -> Option<Judgement> {
    let (low, unit) = (reading.low, reading.unit);
    let Unit::Count(name) = unit else {
        return None;
    };
    // What is measured has its unit, or none: 512 GB are no 512 MB.
    const MEASURED: [&str; 18] = [
        "GB", "MB", "TB", "gb", "mb", "tb", "kb", "Mbps", "Gbps", "kbps", "mbps", "gbps", "W",
        "kW", "V", "mAh", "kWh", "°F",
    ];
    if MEASURED.contains(&name.as_str()) {
        let mut trusted = desk.sources.iter().filter(|source| source.trusted);
        let is_bare = trusted.any(|source| stands_bare(&source.folded.text, low));
        return is_bare.then(|| Judgement::supported(None));
    }
    let counter: String = desk.reply.text[found.bytes.clone()]
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        .into();
    let may_be = low == ONE
        || name.is_empty()
        || super::is_bound(&desk.reply.text, &found.bytes)
        || candidates.iter().all(|c| !c.source.trusted);
    for source in desk.sources.iter().filter(|_| may_be) {
        if let Some(counted) = counted_alike(source, low, unit) {
            return Some(Judgement::supported(Some(counted)));
        }
        // Who asks for 1つ gets 1束.
        if low == ONE
            && ["1つ", "一つ", "ひとつ"]
                .iter()
                .any(|word| source.folded.text.contains(word))
        {
            return Some(Judgement::supported(None));
        }
        let spelled = source.spelled.get_or_init(|| spelled(&source.folded.text));
        if spelled.contains(&low)
            || source.numbers.contains(&low)
            || is_written(&source.folded.text, low, &counter)
        {
            return Some(Judgement::supported(None));
        }
    }
    let mut mails = desk.sources.iter().filter(|source| source.is_mail());
    let asks_for = mails.any(|source| more(&source.folded.text).contains(&low));
    asks_for.then(|| Judgement::supported(None))
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
pub(super) fn multiplies(desk: &Desk, bytes: &crate::Span, low: Number) -> bool {
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
pub(super) fn lists_as_many(desk: &Desk, bytes: &crate::Span, low: Number, unit: &Unit) -> bool {
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

/// "From eighteen to twenty-five seats": each end on its own.
pub(super) fn ends_known(
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

/// Words behind a limit of a rule.
pub(super) const LIMITS: [&str; 3] = ["未満", "以内", "以上"];

/// Whether a source of ours limits what is counted so.
pub(super) fn is_limited(desk: &Desk, unit: &Unit) -> bool {
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
pub(super) enum Limit {
    Least,
    Most,
}

/// "Up to 3 days" is not so where it is 3 to 5.
pub(super) fn limit(text: &str, bytes: &crate::Span) -> Option<Limit> {
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
pub(super) fn as_day(desk: &Desk, found: &Found, role: &Role, low: Number) -> Option<Judgement> {
    let written = &desk.reply.text[found.bytes.clone()];
    // 30日以内 is a span, whatever happens on a 30th.
    const SPANS: [&str; 14] = [
        "以内",
        "間",
        "後",
        "以上",
        "未満",
        "目",
        "経過",
        "程度",
        "ほど",
        "くらい",
        "ぐらい",
        "かか",
        "分",
        "前後",
    ];
    let is_span = SPANS
        .iter()
        .any(|word| desk.reply.text[found.bytes.end..].starts_with(word));
    if !written.ends_with('日') || written.ends_with("営業日") || is_span {
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
    if is_counted {
        return None;
    }
    // 9日から14日までは半額: a day that follows from one that is known.
    let follows = || {
        let day = Day {
            day: Some(number),
            ..Day::default()
        };
        let date = Found {
            bytes: found.bytes.clone(),
            kind: Kind::Date,
            value: Value::Date(day),
        };
        let is_date = ["は", "が", "の", "から", "でした", "です", "を過"]
            .iter()
            .any(|word| behind.starts_with(word));
        let judged = is_date.then(|| super::date::judge(desk, &date, role, &day));
        judged
            .flatten()
            .filter(|it| it.verdict == Verdict::Supported)
    };
    weigh(role, &candidates, false).or_else(follows)
}

pub(super) fn is_rough(text: &str, found: &Found) -> bool {
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
