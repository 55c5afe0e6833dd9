//! What follows from known amounts: sums, products, taxes, discounts, shares.

use crate::number::{Number, ONE};
use crate::scan::Tax;

/// A known amount, and the text it comes from: only what is said together is added up.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Base {
    pub value: Number,
    pub tax: Option<Tax>,
    pub group: usize,
}

/// The amount in question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub value: Number,
    pub tax: Option<Tax>,
    /// Yen have no smaller unit: their roundings go up to one yen.
    pub yen: bool,
    /// Said with "about".
    pub rough: bool,
    /// What is left of something: the rest, a saving, a difference.
    pub rest: bool,
    /// Said with a tax or a discount.
    pub percent: bool,
    /// Percentages that are said of the same thing: half the fare for children.
    pub of_the_same: &'a [Number],
    /// The rates of tax that the shop tells: a share may be one of the sum with the tax.
    pub tax_rates: &'a [Number],
    /// Said of one of several.
    pub each: bool,
    /// Said with a word of taking off: a discount.
    pub off: bool,
    /// Said with a word of tax.
    pub taxed: bool,
    /// Said with a word of computing.
    pub total: bool,
    /// Said with a word of adding up.
    pub strictly_total: bool,
    /// Said of what is left.
    pub left: bool,
    /// The counts that are said beside it.
    pub said: &'a [Number],
    /// The counts that are said in the reply, where all of what is counted is paid for.
    pub all: &'a [Number],
    /// The amounts that are called what it is called.
    pub labelled: &'a [Number],
}

impl Asked<'_> {
    /// False where the value is certainly not the one in question: most are not, and exact numbers take their time.
    fn may_be(&self, value: f64) -> bool {
        let difference = (value - self.value as f64).abs();
        difference <= 2.0 * ONE as f64 + value.abs() * if self.rough { 0.06 } else { 1e-9 }
    }

    /// The same for what becomes of a value with a percentage.
    fn may_be_with(&self, value: i128, percent: Number) -> bool {
        let (value, share) = (value as f64, percent as f64 / (100.0 * ONE as f64));
        self.may_be(value * share)
            || self.may_be(value - value * share)
            || self.may_be(value + value * share)
            || self.may_be(value / (1.0 + share))
    }

    fn is(&self, value: i128, tax: Option<Tax>, rounded: bool) -> bool {
        if matches!((self.tax, tax), (Some(a), Some(b)) if a != b) {
            return false;
        }
        let difference = (value - i128::from(self.value)).abs();
        let unit = i128::from(if self.yen { ONE } else { ONE / 100 });
        difference == 0
            || (rounded && difference < unit)
            || (self.rough && difference * 20 <= value.abs())
    }
}

/// A known count, and the text it comes from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count {
    pub value: Number,
    pub group: usize,
    /// The customer's mail or the reply itself: how many of what another text prices.
    pub asked_for: bool,
}

/// Something known or computed once, and the amounts it is made of.
struct Term {
    value: i128,
    tax: Option<Tax>,
    group: usize,
    base: Number,
    plain: bool,
    /// What it was multiplied by: one count, or two.
    times: (Number, Number),
}

impl Term {
    fn is_twice(&self) -> bool {
        self.times.1 != 1
    }

    /// What it was multiplied by, in words.
    fn name(&self) -> String {
        let base = show(i128::from(self.base));
        match self.times {
            (1, 1) => base,
            (one, 1) => format!("{base} × {one}"),
            (one, two) => format!("{base} × {one} × {two}"),
        }
    }
}

/// Amounts, counts and products of them that are looked at: a record of an order has fewer.
const MOST_BASES: usize = 60;
const MOST_COUNTS: usize = 40;
const MOST_TERMS: usize = 500;

/// The texts that are the reply itself.
pub(crate) const REPLY: usize = usize::MAX;

/// How the amount follows from what is known; none where it does not.
///
/// Kept to what shops compute, so that a wrong amount is not found by chance: a price times one or two counts of one
/// text, a share, a percentage of one amount, and sums of what one text or the reply lists.
pub(crate) fn follows(
    asked: &Asked<'_>,
    bases: &[Base],
    counts: &[Count],
    percents: &[Number],
    taxes: &[Number],
) -> Option<String> {
    let mut terms = products(asked, bases, counts);
    // A price is multiplied by what is said beside the amount, or where a total is said.
    let is_said = |times: i64| times == 1 || asked.said.contains(&(times * ONE));
    terms.retain(|term| {
        asked.strictly_total
            || is_said(term.times.0) && is_said(term.times.1)
            || !term.is_twice() && asked.labelled.contains(&term.base)
    });
    if let Some(term) = terms
        .iter()
        .find(|term| !term.plain && !asked.left && asked.is(term.value, term.tax, false))
    {
        return Some(term.name());
    }
    shares(asked, &terms, counts)
        .or_else(|| percentages(asked, &terms, percents))
        .or_else(|| taxed(asked, &terms, taxes))
        .or_else(|| sums(asked, &terms, percents, taxes))
}

fn products(asked: &Asked<'_>, bases: &[Base], counts: &[Count]) -> Vec<Term> {
    let mut bases = bases.to_vec();
    // What the reply lists comes first: sums are of that as a rule.
    bases.sort_by_key(|base| (base.group != REPLY, base.group, base.value));
    bases.dedup_by_key(|base| (base.group, base.value));
    bases.truncate(MOST_BASES);
    let mut counts: Vec<Count> = counts
        .iter()
        .copied()
        .filter(|count| count.value > ONE && count.value % ONE == 0 && count.value <= 10_000 * ONE)
        .collect();
    counts.sort_by_key(|count| (count.group, count.value));
    // Two of a kind are two: for 2 people, 2 nights.
    let mut seen = (None, 0);
    counts.retain(|count| {
        let key = Some((count.group, count.value));
        seen = if seen.0 == key {
            (key, seen.1 + 1)
        } else {
            (key, 1)
        };
        seen.1 <= 2
    });
    counts.truncate(MOST_COUNTS);
    let term = |base: &Base, times: (Number, Number)| Term {
        value: i128::from(base.value) * i128::from(times.0 * times.1),
        tax: base.tax,
        group: base.group,
        base: base.value,
        plain: times == (1, 1),
        times,
    };
    let mut terms: Vec<Term> = bases.iter().map(|base| term(base, (1, 1))).collect();
    for base in &bases {
        for (at, count) in counts.iter().enumerate().filter(|(_, count)| {
            count.asked_for || count.group == base.group || base.group == REPLY
        }) {
            let one = count.value / ONE;
            terms.push(term(base, (one, 1)));
            let more = counts[at + 1..].iter();
            // 12 seats of the mail, 10 months of the price list.
            let more = more.filter(|more| {
                more.group == count.group
                    || asked.strictly_total
                        && (more.group == base.group && count.asked_for
                            || more.asked_for && count.group == base.group)
            });
            terms.extend(more.map(|more| term(base, (one, more.value / ONE))));
        }
    }
    terms.truncate(MOST_TERMS);
    terms
}

fn shares(asked: &Asked<'_>, terms: &[Term], counts: &[Count]) -> Option<String> {
    let one = i128::from(ONE);
    let terms = terms.iter().filter(|term| term.plain && asked.each);
    terms.into_iter().find_map(|term| {
        let count = counts.iter().find(|count| {
            count.value > ONE
                && count.value % ONE == 0
                && asked.may_be(term.value as f64 / count.value as f64 * ONE as f64)
                && asked.is(term.value * one / i128::from(count.value), term.tax, true)
        })?;
        Some(format!("{} / {}", term.name(), count.value / ONE))
    })
}

fn percentages(asked: &Asked<'_>, terms: &[Term], percents: &[Number]) -> Option<String> {
    // What nothing says to be a share is one only where the percentage is of the same thing; it adds nothing then.
    let percents = if asked.percent {
        percents
    } else {
        asked.of_the_same
    };
    let terms = terms.iter().filter(|term| !term.is_twice());
    terms.into_iter().find_map(|term| {
        percents.iter().find_map(|percent| {
            let of_taxed = asked.tax_rates.iter().find(|tax| {
                let with_tax = 1.0 + **tax as f64 / HUNDRED as f64;
                asked.percent
                    && *tax != percent
                    && asked.may_be(term.value as f64 * with_tax * *percent as f64 / HUNDRED as f64)
                    && asked.is(
                        share(term.value + share(term.value, **tax), *percent),
                        None,
                        true,
                    )
            });
            if let Some(tax) = of_taxed {
                let (percent, tax) = (show(i128::from(*percent)), show(i128::from(*tax)));
                return Some(format!("{percent}% of ({} + {tax}%)", term.name()));
            }
            if !asked.may_be_with(term.value, *percent) {
                return None;
            }
            let results = with_percent(term.value, term.tax, *percent);
            let may_be = match asked.percent {
                true => [true, asked.off, true, asked.taxed],
                false => [true, true, false, false],
            };
            let sign = results
                .into_iter()
                .zip(may_be)
                .position(|((value, tax), may_be)| may_be && asked.is(value, tax, true))?;
            let (shown, name) = (show(i128::from(*percent)), term.name());
            Some(match sign {
                0 => format!("{shown}% of {name}"),
                1 => format!("{name} - {shown}%"),
                2 => format!("{name} + {shown}%"),
                _ => format!("{name} without {shown}%"),
            })
        })
    })
}

/// A hundred percent.
const HUNDRED: i128 = 100 * ONE as i128;

/// So many percent of a value.
pub(crate) fn share(value: i128, percent: Number) -> i128 {
    value.saturating_mul(i128::from(percent)) / HUNDRED
}

/// With the tax, without it, or the tax itself.
fn taxed(asked: &Asked<'_>, terms: &[Term], taxes: &[Number]) -> Option<String> {
    terms
        .iter()
        .filter(|term| !term.is_twice())
        .find_map(|term| {
            let tax = taxes
                .iter()
                .find(|tax| is_taxed(asked, term.value, term.tax, **tax))?;
            Some(format!("{}, {}%", term.name(), show(i128::from(*tax))))
        })
}

fn is_taxed(asked: &Asked<'_>, value: i128, tax: Option<Tax>, percent: Number) -> bool {
    let [part, _, with, without] = with_percent(value, tax, percent);
    [part, with, without]
        .into_iter()
        .any(|(value, tax)| asked.is(value, tax, true))
}

/// The part, what is left, what it becomes with it, and what it was before it was in.
fn with_percent(value: i128, tax: Option<Tax>, percent: Number) -> [(i128, Option<Tax>); 4] {
    let part = share(value, percent);
    let with = if tax == Some(Tax::Excluded) {
        Some(Tax::Included)
    } else {
        tax
    };
    let without = if tax == Some(Tax::Included) {
        Some(Tax::Excluded)
    } else {
        tax
    };
    [
        (part, None),
        (value - part, tax),
        (value + part, with),
        (
            value.saturating_mul(HUNDRED) / (HUNDRED + i128::from(percent)),
            without,
        ),
    ]
}

fn sums(
    asked: &Asked<'_>,
    terms: &[Term],
    percents: &[Number],
    taxes: &[Number],
) -> Option<String> {
    if !(asked.total || asked.rest || asked.percent) && taxes.is_empty() {
        return None;
    }
    let summed = |value: i128, tax: Option<Tax>, (a, b): (&Term, &Term)| {
        let name = || format!("{} + {}", a.name(), b.name());
        // Only what is said to be a sum may be one; with a price times a count, plainly said.
        let may_be_sum = asked.total && !asked.left && (a.plain && b.plain || asked.strictly_total);
        if may_be_sum && asked.is(value, tax, false) {
            return Some(name());
        }
        if a.plain
            && b.plain
            && taxes
                .iter()
                .any(|percent| is_taxed(asked, value, tax, *percent))
        {
            return Some(format!("{}, tax", name()));
        }
        if !asked.percent || !(a.plain && b.plain || asked.strictly_total) {
            return None;
        }
        let percent = percents.iter().find(|percent| {
            asked.may_be_with(value, **percent)
                && with_percent(value, tax, **percent)[1..3]
                    .iter()
                    .any(|(value, tax)| asked.is(*value, *tax, true))
        })?;
        Some(format!("({}) ± {}%", name(), show(i128::from(*percent))))
    };
    // What is multiplied twice and added up, too, is too deep for chance: the reply says both counts.
    let is_said = |times: i64| asked.said.contains(&(times * ONE));
    // Of what is listed first, then with a price times a count.
    let pairs = |plain: bool| {
        // A price times a count is only part of what is plainly said to be a total.
        if !plain && !asked.strictly_total {
            return None;
        }
        let terms: Vec<&Term> = terms.iter().filter(|term| term.plain || !plain).collect();
        let partners = Partners::of(asked, &terms, percents.iter().chain(taxes));
        for (at, a) in terms.iter().copied().enumerate() {
            if !partners.has(a) {
                continue;
            }
            for b in terms[at + 1..].iter().copied() {
                if (a.plain && b.plain) != plain {
                    continue;
                }
                let together = a.group == b.group
                    || (a.plain && b.plain || asked.strictly_total)
                        && (a.group == REPLY || b.group == REPLY);
                // Two counts multiply both or neither: 4 sets for 3 days, with cover for 4 sets and 3 days.
                if !together
                    || a.base == b.base
                    || (a.is_twice() || b.is_twice())
                        && (a.times != b.times || !is_said(a.times.0) || !is_said(a.times.1))
                {
                    continue;
                }
                let tax = match (a.tax, b.tax) {
                    (Some(one), Some(other)) if one != other => None,
                    (one, other) => one.or(other),
                };
                if asked.rest
                    && a.plain
                    && b.plain
                    && asked.is((a.value - b.value).abs(), tax, false)
                {
                    let (more, less) = if a.value >= b.value { (a, b) } else { (b, a) };
                    return Some(format!("{} - {}", more.name(), less.name()));
                }
                if let Some(name) = summed(a.value + b.value, tax, (a, b)) {
                    return Some(name);
                }
            }
        }
        None
    };
    if let Some(name) = pairs(true) {
        return Some(name);
    }
    let plain: Vec<&Term> = terms.iter().filter(|term| term.plain).take(30).collect();
    // Taking off and putting on, two each: (6,000 + 11,000) × 2.
    if asked.total || !asked.said.is_empty() {
        for (at, a) in plain.iter().enumerate() {
            for b in plain[at + 1..].iter().filter(|b| b.group == a.group) {
                let both = a.value + b.value;
                let count = asked.said.iter().find(|count| {
                    **count > ONE
                        && asked.may_be(both as f64 * (**count / ONE) as f64)
                        && asked.is(both * i128::from(**count / ONE), None, false)
                });
                if let Some(count) = count {
                    return Some(format!("({} + {}) × {}", a.name(), b.name(), count / ONE));
                }
            }
        }
    }
    // So much less for each: (27,500 - 5,000) × 3.
    if asked.rest {
        for (a, b) in plain.iter().flat_map(|a| plain.iter().map(move |b| (a, b))) {
            let left = a.value - b.value;
            let together = a.group == b.group || a.group == REPLY || b.group == REPLY;
            if together
                && left > 0
                && let Some(count) = asked.all.iter().find(|count| {
                    asked.may_be(left as f64 * (**count / ONE) as f64)
                        && asked.is(left * i128::from(**count / ONE), None, false)
                })
            {
                return Some(format!("({} - {}) × {}", a.name(), b.name(), count / ONE));
            }
        }
    }
    for (at, a) in plain.iter().enumerate() {
        for (next, b) in plain
            .iter()
            .enumerate()
            .skip(at + 1)
            .filter(|(_, b)| b.group == a.group || asked.strictly_total)
        {
            let is_one = |c: &&&Term| {
                c.group == a.group && c.group == b.group
                    // What the reply has computed, and two that one text lists.
                    || asked.strictly_total && [a, b, *c].iter().filter(|it| it.group == REPLY).count() == 1 && {
                        let mut groups = [a.group, b.group, c.group];
                        groups.sort_unstable();
                        groups[0] == groups[1]
                    }
            };
            for c in plain[next + 1..].iter().filter(is_one) {
                let result = a.value + b.value + c.value;
                // Two and the third off, or one and both others off.
                let less = [a, b, c]
                    .iter()
                    .any(|one| asked.is(result - 2 * one.value, None, false));
                let left = [a, b, c]
                    .iter()
                    .any(|one| asked.is(2 * one.value - result, None, false));
                if asked.strictly_total && asked.is(result, None, false)
                    || a.group == REPLY
                        && ((asked.strictly_total || asked.rest) && less || asked.rest && left)
                {
                    return Some(format!("{} + {} ± {}", a.name(), b.name(), c.name()));
                }
            }
        }
    }
    pairs(false)
}

/// Which sums and differences may be the amount in question: of most terms none can be part of one, whatever the other is.
struct Partners {
    /// The values of all terms, in their order.
    values: Vec<f64>,
    /// Where a sum has to lie, itself or before a percentage comes in.
    sums: Vec<(f64, f64)>,
    /// Where a difference has to lie.
    difference: (f64, f64),
}

impl Partners {
    fn of<'a>(
        asked: &Asked<'_>,
        terms: &[&Term],
        percents: impl Iterator<Item = &'a Number>,
    ) -> Self {
        let mut values: Vec<f64> = terms.iter().map(|term| term.value as f64).collect();
        values.sort_by(f64::total_cmp);
        let value = asked.value as f64;
        let about = 4.0 * ONE as f64 + value.abs() * if asked.rough { 0.07 } else { 1e-6 };
        let (low, high) = (value - about, value + about);
        let mut sums = vec![(low, high)];
        for percent in percents {
            let share = *percent as f64 / (100.0 * ONE as f64);
            for factor in [share, 1.0 - share, 1.0 + share, 1.0 / (1.0 + share)] {
                sums.push(match factor.abs() > 1e-3 {
                    true if factor > 0.0 => (low / factor, high / factor),
                    true => (high / factor, low / factor),
                    false => (f64::NEG_INFINITY, f64::INFINITY),
                });
            }
        }
        Self {
            values,
            sums,
            difference: (low, high),
        }
    }

    /// Whether any term makes with this one what may be the amount.
    fn has(&self, term: &Term) -> bool {
        let value = term.value as f64;
        let is_in = |low: f64, high: f64| {
            let first = self.values.partition_point(|other| *other < low);
            self.values.get(first).is_some_and(|other| *other <= high)
        };
        let (low, high) = self.difference;
        let mut sums = self.sums.iter();
        sums.any(|(low, high)| is_in(low - value, high - value))
            || is_in(value - high, value - low)
            || is_in(value + low, value + high)
    }
}

pub(crate) fn show(value: i128) -> String {
    let value = value as f64 / ONE as f64;
    if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.2}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yen(value: i64) -> Base {
        Base {
            value: value * ONE,
            tax: None,
            group: 0,
        }
    }

    fn asks(value: i64) -> Asked<'static> {
        Asked {
            value: value * ONE,
            tax: None,
            yen: true,
            rough: false,
            rest: false,
            percent: true,
            off: true,
            taxed: true,
            of_the_same: &[],
            tax_rates: &[],
            each: true,
            total: true,
            strictly_total: true,
            left: false,
            said: &[],
            labelled: &[],
            all: &[],
        }
    }

    #[test]
    fn what_follows_from_known_amounts_is_found_and_what_does_not_is_not() {
        let bases = [yen(220), yen(330)];
        let counts = [Count {
            value: 12 * ONE,
            group: 0,
            asked_for: false,
        }];
        let percents = [10 * ONE];
        for (value, follows_from) in [
            (2_640, true),
            (2_970, true),
            (550, true),
            (242, true),
            (2_904, true),
            (2_460, false),
            (2_641, false),
        ] {
            assert_eq!(
                follows(&asks(value), &bases, &counts, &percents, &[]).is_some(),
                follows_from,
                "{value}"
            );
        }
    }
}
