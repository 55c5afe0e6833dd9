//! Units that can be compared, and what may be counted alike.

use crate::number::{Number, ONE};
use crate::scan::Unit;

/// Their quantity in our unit; none where the two cannot be compared.
pub(super) fn convert(
    low: Number,
    high: Number,
    theirs: &Unit,
    ours: &Unit,
) -> Option<(Number, Number)> {
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
        // "12 years and over" is of ages.
        (Months, Count(ours))
            if ours == "歳" && low % (12 * ONE) == 0 && high % (12 * ONE) == 0 =>
        {
            Some((low / 12, high / 12))
        }
        (Count(theirs), Months) if theirs == "歳" => times(12),
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

/// What may be counted alike: pieces of anything by whatever word; nights are no meals.
pub(super) fn is_alike(ours: &Unit, theirs: &str) -> bool {
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
pub(super) fn generic(unit: &str) -> bool {
    matches!(
        unit,
        "個" | "item" | "piece" | "unit" | "copy" | "冊" | "つ"
    )
}
