//! Counts, durations, sizes and weights.

use jiff::Unit as Jiff;

use super::{Desk, Judgement, weigh};
use crate::calendar::days;
use crate::number::{Number, ONE};
use crate::pattern::tail;
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
    let rough = found.bytes.start > 0 && is_rough(&desk.reply.text[..found.bytes.end], found);
    let equal = |l: Number, h: Number, ours: &Unit, theirs: &Unit| -> Option<bool> {
        let (l, h) = convert(l, h, theirs, ours)?;
        // An end of a range, or a part of it.
        Some(
            (low == l && high == h)
                || (low == high && (low == l || low == h))
                || (low >= l && high <= h && low != high)
                || (rough && (low - l).abs() * 10 <= l.abs()),
        )
    };
    let candidates = desk.candidates(role, |other, _| match &other.value {
        Value::Quantity {
            low: l,
            high: h,
            unit: other,
        } => {
            let equal = equal(*l, *h, unit, other);
            // A number without a unit is no other value of what has one.
            let open = (matches!(unit, Unit::Count(it) if it.is_empty())
                || *unit == Unit::Minutes
                || *unit == Unit::Days)
                && unit != other;
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
    if countable
        && low == high
        && (candidates.is_empty()
            || candidates.iter().all(|c| !c.source.trusted)
            || matches!(unit, Unit::Count(unit) if unit.is_empty()))
    {
        for source in &desk.sources {
            let counted = source.found.iter().find(|(other, _)| matches!(&other.value, Value::Quantity { low: l, high: h, unit: Unit::Count(theirs) } if l == h && *l == low && is_alike(unit, theirs)));
            if let Some((other, _)) = counted {
                return Judgement::supported(Some(source.source(&other.bytes)));
            }
            if source.numbers.contains(&low) || is_written(&source.folded.text, low) {
                return Judgement::supported(None);
            }
        }
    }
    Judgement::without_source(&candidates)
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
        ]
        .iter()
        .any(|word| before.ends_with(word))
}

/// Whether the number is written somewhere as digits of its own.
fn is_written(text: &str, value: Number) -> bool {
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
                !c.is_ascii_alphanumeric()
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
        if outside(text[..at].chars().next_back()) && (ends || outside(first)) {
            return true;
        }
    }
    false
}

/// Their quantity in our unit; none where the two cannot be compared.
fn convert(low: Number, high: Number, theirs: &Unit, ours: &Unit) -> Option<(Number, Number)> {
    use Unit::{Count, Days, Minutes, Months, WorkingDays};
    let times = |factor: Number| Some((low * factor, high * factor));
    match (theirs, ours) {
        (a, b) if a == b => Some((low, high)),
        // 24 hours are a day; a working day may be called a day, but not the other way round.
        (Days, Minutes) => times(1_440),
        (Minutes, Days) if low % 1_440 == 0 && high % 1_440 == 0 => {
            Some((low / 1_440, high / 1_440))
        }
        (WorkingDays, Days) | (Days, WorkingDays) => None,
        (Months, Days) | (Days, Months) => None,
        (Count(a), Count(b)) if a.is_empty() || b.is_empty() || generic(a) && generic(b) => {
            Some((low, high))
        }
        _ => None,
    }
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
    // Days or nights between two dates of the reply.
    if matches!(unit, Unit::Days)
        || matches!(unit, Unit::Count(unit) if unit == "night" || unit == "泊日")
    {
        let dates: Vec<_> = desk
            .found
            .iter()
            .filter(|(f, _)| f.kind == Kind::Date)
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
    let sentence = desk.reply.text[desk.sentence(bytes)].to_lowercase();
    let compared = [
        "増え", "減", "多い", "少な", "残", "差", "more", "less", "fewer", "left", "remain",
    ]
    .iter()
    .any(|word| sentence.contains(word));
    if low == high && (summed || compared) && matches!(unit, Unit::Count(_)) {
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
                if summed && a + b == low || (a - b).abs() == low {
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
