//! Counts, durations, sizes and weights.

use std::sync::LazyLock;

use jiff::Unit as Jiff;
use regex::Regex;

use super::{Desk, Judgement, weigh};
use crate::calendar::days;
use crate::number::{Number, ONE, WORDS, parse};
use crate::pattern::{pattern, tail};
use crate::role::Role;
use crate::scan::{Found, Unit, Value};
use crate::{From, Kind, Source};

/// Judges a quantity.
pub(super) fn judge(desk: &Desk, found: &Found, role: &Role) -> Judgement {
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
    let limit = limit(&desk.reply.text, &found.bytes);
    let rough = found.bytes.start > 0 && is_rough(&desk.reply.text[..found.bytes.end], found);
    let equal = |l: Number, h: Number, ours: &Unit, theirs: &Unit| -> Option<bool> {
        let (l, h) = convert(l, h, theirs, ours)?;
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
    let candidates = desk.candidates(found, role, |other, source| match &other.value {
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
    if let Some(judgement) = weigh(&candidates, denied) {
        return judgement;
    }
    if let Some(source) = computed(desk, &found.bytes, role, low, high, unit) {
        return Judgement::supported(Some(source));
    }
    // What is counted has another word in the sources, or none: 3 x The Lighthouse Cook. Durations always have theirs.
    let countable = matches!(unit, Unit::Count(_));
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
    Judgement::without_source(&candidates)
}

/// Numbers that are written in words.
fn spelled(text: &str) -> Vec<Number> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"\b{WORDS}\b")));
    let found = NUMBER
        .find_iter(text)
        .filter_map(|found| parse(found.as_str()));
    found.filter(|number| *number > ONE).collect()
}

/// "Three more", あと3つ: how many are asked for besides.
fn more(text: &str) -> Vec<Number> {
    static MORE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)\b(?P<n>{WORDS}|\d{{1,3}}) (?:more|extra|additional|further|others?)\b|(?:あと|もう|追加で)(?P<jn>\d{{1,3}})"
        ))
    });
    let found = MORE.captures_iter(text);
    found
        .filter_map(|found| parse(found.name("n").or(found.name("jn"))?.as_str()))
        .collect()
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
    (!is_counted).then(|| weigh(&candidates, false)).flatten()
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
    let mut start = 0;
    while let Some(at) = text[start..].find(&digits) {
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
    ours == theirs || is_open(ours) || is_open(theirs)
}

/// Words for pieces of anything.
fn generic(unit: &str) -> bool {
    matches!(
        unit,
        "個" | "item" | "piece" | "unit" | "copy" | "冊" | "つ"
    )
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
    // Days or nights between two dates that the reply tells beside it; 3日前 and 以内 are no stretch between days.
    let behind = &desk.reply.text[bytes.end..];
    let is_span = !["前", "後", "以内", "まで", " before", " after", " of "]
        .iter()
        .any(|word| behind.starts_with(word));
    if is_span && matches!(unit, Unit::Days)
        || matches!(unit, Unit::Count(unit) if unit == "night" || unit == "泊日")
    {
        let own = desk.sentence(bytes);
        let near = own.start.saturating_sub(160)..own.end + 160;
        let dates: Vec<_> = desk
            .found
            .iter()
            .filter(|(f, _)| f.kind == Kind::Date && near.contains(&f.bytes.start))
            .filter_map(|(f, _)| match &f.value {
                Value::Date(day) => days(day, desk.today).first().copied(),
                _ => None,
            })
            .collect();
        for a in &dates {
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
    // Sums, differences and products of counts of the same thing.
    let summed = role.label_has("#total");
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
    let is_further = says(&sentence, &[" over ", "further", "beyond"]);
    if low == high
        && (matches!(unit, Unit::Count(_)) && (summed || compared || changed)
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
        for (at, a) in same.iter().enumerate() {
            for b in &same[at + 1..] {
                if (summed || changed) && a + b == low || (a - b).abs() == low {
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
