//! What the reply itself says that an amount is: 20 % off a price that it names, so many weeks at so much.
//!
//! Arithmetic over all that is known finds some way to nearly every amount. Where the reply states the percentage, or the price
//! for one and how many, that is the way, and what comes to something else is wrong.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::unit_price::units;
use super::{Desk, Judgement};
use crate::calc::share;
use crate::number::{Number, ONE};
use crate::pattern::{Pattern, pattern, tail};
use crate::role::words_of;
use crate::scan::{Found, Unit, Value};
use crate::{From, Source, Span, Verdict};

/// Words that name no article.
const UNITS: [&str; 14] = [
    "day", "days", "hour", "hours", "night", "nights", "week", "weeks", "month", "months",
    "person", "people", "each", "per",
];
/// Bytes between what an amount is computed with and the amount.
const FARTHEST: usize = 60;
/// Amounts that it may be computed from.
const MOST: usize = 60;

/// A judgement of an amount that was found to follow from others, unless the reply says how, and that comes to something else.
pub(super) fn checked(desk: &Desk, index: usize, judgement: Judgement) -> Judgement {
    let is_computed = matches!(
        &judgement.source,
        Some(Source {
            from: From::Computed,
            ..
        })
    );
    if judgement.verdict != Verdict::Supported || !is_computed {
        return judgement;
    }
    let found = &desk.found[index].0;
    if is_rounded(&desk.reply.text, found) {
        return judgement;
    }
    let misses = misses_share(desk, index)
        || misses_stated_rate(desk, index)
        || misses_rate_of_source(desk, index)
        || misses_sum(desk, index);
    match misses {
        true => Judgement::contradicts(None),
        false => judgement,
    }
}

/// 約21,000円, "around £20".
fn is_rounded(text: &str, found: &Found) -> bool {
    const ROUGHLY: [&str; 8] = [
        "約",
        "およそ",
        "だいたい",
        "about",
        "around",
        "roughly",
        "approximately",
        "nearly",
    ];
    let before = tail(
        text[..found.bytes.start].trim_end_matches(['¥', '£', '$', '€', ' ']),
        16,
    );
    let before = before.to_lowercase();
    ROUGHLY.iter().any(|word| before.ends_with(word))
        || ["ほど", "程度", "くらい", "ぐらい", "前後"]
            .iter()
            .any(|word| text[found.bytes.end..].starts_with(word))
}

fn amount(found: &Found) -> Option<Number> {
    match found.value {
        Value::Amount { value, .. } if value > 0 => Some(value),
        _ => None,
    }
}

/// Whether two amounts are one but for rounding, each times a hundred.
fn is_about(a: i128, b: i128) -> bool {
    let whole = i128::from(ONE) * 100;
    let slack = match a % whole == 0 {
        true => whole,
        false => whole / 50,
    };
    (a - b).abs() <= slack
}

/// That more is in it.
static OTHERWISE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)加え|足し|全部|計|合計|総額|あわせ|合わせ|追加|さらに|送料|[。\n;+＋]|\b(?:plus|and|with|total|altogether|instead|then|also|saves?|saving|up to|on top|shipping|delivery|extra)\b",
    )
});

/// "20%引きですので11,880円", where nothing less 20 % comes to that.
fn misses_share(desk: &Desk, index: usize) -> bool {
    static TAKEN: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^\s?(?:引き?|割引|お引き|を(?:お)?引|オフ|(?:の)?割引|off\b|discount\b|reduction\b|less\b)",
        )
    });
    let text = &desk.reply.text;
    let (found, _) = &desk.found[index];
    let Some(value) = amount(found) else {
        return false;
    };
    let mut before = desk.found[..index].iter().map(|(it, _)| it);
    let Some(Found {
        value: Value::Percent(percent),
        bytes: at,
        ..
    }) = before.rfind(|it| amount(it).is_some() || matches!(it.value, Value::Percent(_)))
    else {
        return false;
    };
    let Some(gap) = text.get(at.end..found.bytes.start) else {
        return false;
    };
    let near = gap.len() <= FARTHEST && TAKEN.is_match(gap) && !OTHERWISE.is_match(gap);
    if !near || *percent <= 0 || *percent >= 100 * ONE {
        return false;
    }
    let (left, taken) = (100 * ONE - *percent, *percent);
    let value = i128::from(value) * 100;
    let fits = |base: i128| {
        is_about(value, share(base * 100, left)) || is_about(value, share(base * 100, taken))
    };
    !bases(desk, index, true).into_iter().any(fits)
}

/// What a share may be of: each amount, the sums of those in front, and where asked for prices times what is counted.
fn bases(desk: &Desk, index: usize, with_products: bool) -> BTreeSet<i128> {
    let front: Vec<i128> = desk.found[..index]
        .iter()
        .filter_map(|(it, _)| amount(it))
        .map(i128::from)
        .collect();
    let known = desk.sources.iter().flat_map(|source| &source.found);
    let known = known.filter_map(|(it, _)| amount(it)).take(MOST);
    let behind = desk.found[index + 1..].iter();
    let behind = behind.filter_map(|(it, _)| amount(it)).take(MOST);
    let mut bases: BTreeSet<i128> = known.chain(behind).map(i128::from).collect();
    bases.extend(front.iter().rev().take(MOST));
    let counted = desk
        .found
        .iter()
        .chain(desk.sources.iter().flat_map(|it| &it.found));
    let counts: BTreeSet<i128> = counted
        .filter_map(|(it, _)| match it.value {
            Value::Quantity { low, high, .. } if low == high && low > ONE => Some(i128::from(low)),
            _ => None,
        })
        .take(MOST)
        .collect();
    let single: Vec<i128> = bases.iter().copied().collect();
    for base in single.into_iter().filter(|_| with_products) {
        bases.extend(counts.iter().map(|count| base * count / i128::from(ONE)));
    }
    // What a list in front comes to.
    let mut sum = 0;
    for value in front.iter().rev().take(8) {
        sum += value;
        bases.insert(sum);
    }
    bases
}

/// What so many of a unit cost at so much for so many of it.
fn times(rate: Number, (unit, base): &(Unit, Number), counted: &Found) -> Option<i128> {
    let Value::Quantity {
        low,
        high,
        unit: other,
    } = &counted.value
    else {
        return None;
    };
    let is_it = other == unit && low == high && *base > 0;
    is_it.then(|| i128::from(rate) * i128::from(*low) / (i128::from(*base) * i128::from(ONE)))
}

/// "A freeze of six weeks is possible. At $5 a week that makes $35."
fn misses_stated_rate(desk: &Desk, index: usize) -> bool {
    static MAKES: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^[^.。\n;,]{0,24}?(?:\b(?:makes?|comes? to|that's|that is|which is)\b|=|ので、?|で、?)[^\d.。\n;,]{0,12}$",
        )
    });
    let text = &desk.reply.text;
    let (found, _) = &desk.found[index];
    let mut before = desk.found[..index].iter().map(|(it, _)| it);
    let rate = before.rfind(|it| amount(it).is_some());
    let (Some(value), Some(stated)) = (amount(found), rate) else {
        return false;
    };
    let Some(rate) = amount(stated) else {
        return false;
    };
    let gap = text.get(stated.bytes.end..found.bytes.start);
    let is_so =
        |gap: &str| gap.len() <= FARTHEST && MAKES.is_match(gap) && !OTHERWISE.is_match(gap);
    if !gap.is_some_and(is_so) {
        return false;
    }
    let units = units(text, &stated.bytes);
    let [unit] = &units[..] else {
        return false;
    };
    let sentence = desk.sentence(&found.bytes);
    let head =
        text[..sentence.start].trim_end_matches(|c: char| c.is_whitespace() || ".。".contains(c));
    let start = match head.char_indices().next_back() {
        Some((at, _)) => desk.sentence(&(at..head.len())).start,
        None => sentence.start,
    };
    expected(desk, &(start..sentence.end), |it| times(rate, unit, it))
        .is_some_and(|all| !all.contains(&i128::from(value)))
}

/// What the counts of a stretch make of a rate; none where there are none, or several.
fn expected(
    desk: &Desk,
    span: &Span,
    product: impl Fn(&Found) -> Option<i128>,
) -> Option<BTreeSet<i128>> {
    let own = desk.found.iter().map(|(it, _)| it);
    let own = own.filter(|it| span.start <= it.bytes.start && it.bytes.end <= span.end);
    let products: BTreeSet<i128> = own.filter_map(product).collect();
    (products.len() == 1).then_some(products)
}

/// "For five days the additional driver is €30", where a source has "additional driver €7 per day".
fn misses_rate_of_source(desk: &Desk, index: usize) -> bool {
    static STOP: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"[、,。;:\n/()]|\.\s|\b(?:and|but|so)\b"));
    let text = &desk.reply.text;
    let (found, _) = &desk.found[index];
    let Some(value) = amount(found) else {
        return false;
    };
    let sentence = desk.sentence(&found.bytes);
    let before = &text[sentence.start..found.bytes.start];
    let start = STOP.find_iter(before).last();
    let piece = sentence.start + start.map_or(0, |it| it.end())..found.bytes.start;
    let others = desk.found.iter().filter(|(it, _)| {
        amount(it).is_some() && piece.start <= it.bytes.start && it.bytes.end <= piece.end
    });
    if others.count() > 0 {
        return false;
    }
    let ours = words_of(&text[piece.clone()]);
    let mut rates = Vec::new();
    for source in desk.sources.iter().filter(|source| source.trusted) {
        let text = &source.folded.text;
        for (other, _) in source.found.iter().take(MOST) {
            let Some(rate) = amount(other) else {
                continue;
            };
            let front = &text[source.folded.sentence_around(&other.bytes).start..other.bytes.start];
            let start = STOP.find_iter(front).last().map_or(0, |it| it.end());
            let label = words_of(&front[start..]);
            let is_name = |it: &&String| !it.starts_with('#') && !UNITS.contains(&it.as_str());
            let label: Vec<&String> = label.iter().filter(is_name).collect();
            if label.is_empty() || label.iter().any(|word| !ours.contains(word)) {
                continue;
            }
            let units = units(text, &other.bytes);
            rates.push((rate, units));
        }
    }
    let [(rate, units)] = &rates[..] else {
        return false;
    };
    let [unit] = &units[..] else {
        return false;
    };
    expected(desk, &piece, |it| times(*rate, unit, it))
        .is_some_and(|all| !all.contains(&i128::from(value)))
}

/// 送料690円と手数料330円を加えて4,295円: what they are added to has to be known.
fn misses_sum(desk: &Desk, index: usize) -> bool {
    static ADDED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"^(?:\([^)]{0,12}\))?(?:を|も)(?:加え|足し|合わせ|あわせ)[^\d。\n]{0,30}$")
    });
    static TAKEN: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"引き|引い|値引|割引|差し引|割|半額|無料|[±▲]"));
    let text = &desk.reply.text;
    let (found, _) = &desk.found[index];
    let front: Vec<(&Found, i128)> = desk.found[..index]
        .iter()
        .filter_map(|(it, _)| Some((it, i128::from(amount(it)?))))
        .collect();
    let (Some(value), Some((last, _))) = (amount(found), front.last()) else {
        return false;
    };
    let is_added = text
        .get(last.bytes.end..found.bytes.start)
        .is_some_and(|gap| gap.len() <= 2 * FARTHEST && ADDED.is_match(gap));
    let sentence = desk.sentence(&found.bytes);
    if !is_added || TAKEN.is_match(&text[sentence.start..found.bytes.end]) {
        return false;
    }
    let value = i128::from(value);
    let bases = bases(desk, index, false);
    let mut sum = 0;
    let own = front
        .iter()
        .filter(|(it, _)| it.bytes.start >= sentence.start);
    let sums = own.rev().take(8).map(|(_, part)| {
        sum += part;
        sum
    });
    let fits = |sum: i128| sum == value || bases.contains(&(value - sum));
    !bases.contains(&value) && !sums.into_iter().any(fits)
}
