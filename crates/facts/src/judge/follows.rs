//! What an amount follows from: the words of its clause that say so, and the amounts, counts and shares that may be meant.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::Desk;
use super::amount::same;
use super::clause::{
    ADDS, COMPUTED, EACH, EACH_BEHIND, FOLLOWS, OFF, OTHER_RATES, REST, ROUGHLY, TAXES, TOTAL,
    Words, clause, has_one_of, is_left, lists_its_parts, said_near, says_sum,
};
use super::rate::by_another_rate;
use super::written::spelled;
use crate::calc;
use crate::calc::{Base, Count};
use crate::number::Number;
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::Role;
use crate::scan::{Currency, Tax, Unit, Value};

/// What amounts may be computed with: amounts, counts, and percentages with what they are said of.
pub(super) struct Parts<'d> {
    bases: Vec<Base>,
    counts: Vec<Count>,
    percents: Vec<(Number, &'d Role)>,
}

/// What the amount follows from, in words; none where it follows from nothing.
pub(super) fn computed(
    desk: &Desk,
    index: usize,
    value: Number,
    currency: Option<Currency>,
    tax: Option<Tax>,
) -> Option<String> {
    let bytes = &desk.found[index].0.bytes;
    let words = Words::of(desk, bytes);
    let Parts {
        bases,
        mut counts,
        percents,
    } = parts(desk, index, currency);
    counts.extend(counts_in_words(desk, bytes));
    // Only what is said to be a total may be a price times a count that is not said beside it.
    let is_each = EACH_BEHIND.is_match(&desk.reply.text[bytes.end..]);
    let is_total = TOTAL.is_match(&words.near);
    if is_each || !is_total {
        let around = match is_each {
            true => desk.sentence(bytes),
            false => 0..desk.reply.text.len(),
        };
        let said = desk.said(&around);
        counts.retain(|count| said.has(count.value));
    }
    if let Some(how) = by_another_rate(desk, bytes, value, currency) {
        return Some(how);
    }
    if let Some(how) = by_the_piece(desk, index, value, currency, &words) {
        return Some(how);
    }
    if super::order::lacks_its_fees(desk, value, &words) {
        return None;
    }
    let is_sum = says_sum(&words.near);
    if is_sum && let Some(how) = sum_of_lines(desk, index, value) {
        return Some(how);
    }
    let rough = ROUGHLY.is_match(&words.own);
    let said_percents = percents_in(desk, clause(desk, bytes, false));
    if may_list(desk, bytes, &words)
        && let Some(how) = super::sum::of_list(desk, index, value, &said_percents, rough)
    {
        return Some(how);
    }
    if let Some(how) = super::sum::of_asked(desk, value) {
        return Some(how);
    }
    if let Some(how) = super::sum::of_order(desk, value, is_sum) {
        return Some(how);
    }
    let all: Vec<Number> = counts.iter().map(|count| count.value).collect();
    let beside = match is_each {
        true => desk.sentence(bytes),
        false => said_near(desk, bytes),
    };
    let near = desk.said(&beside);
    let said = all.iter().copied();
    let said: Vec<Number> = said.filter(|it| near.has(*it)).collect();
    let role = &desk.found[index].1;
    let of_the_same: Vec<Number> = percents
        .iter()
        .filter(|(_, theirs)| role.shared_words(theirs).label != 0)
        .map(|(percent, _)| *percent)
        .collect();
    let percents = percents_that_apply(desk, index, &words, percents, said_percents);
    let follows = match FOLLOWS.is_match(&words.own) {
        true => &*words.sentence,
        false => &words.near,
    };
    let has_rate = [TAXES, OTHER_RATES, &["%", "percent", "per cent", "extra"]];
    let is_more = ADDS.is_match(&words.near) || lists_its_parts(desk, bytes);
    let is_difference = super::amount::DIFFERENCE.is_match(&words.own);
    let how = calc::follows(
        &calc::Asked {
            value,
            tax,
            yen: currency == Some(Currency::Yen),
            rough,
            rest: has_one_of(&words.near, REST),
            each: is_each || words.says(EACH),
            percent: has_rate.iter().any(|words| has_one_of(follows, words)),
            of_the_same: &of_the_same,
            tax_rates: &tax_rates(desk),
            off: OFF.is_match(&words.sentence),
            taxed: words.says(TAXES),
            total: is_total || is_more,
            strictly_total: is_total,
            left: is_left(desk, bytes),
            said: &said,
            labelled: &labelled_alike(desk, index),
            all: if is_total { &all } else { &said },
        },
        &bases,
        &counts,
        &percents,
        &taxes_that_apply(desk, currency, &words.own),
    )?;
    // What is said to be a difference is no product.
    let is_product = how.contains(" × ") && !how.contains(['-', '±', '%']);
    // A sum of what the reply lists has all of its parts there.
    let is_sum_of_others = is_called_total(desk, bytes)
        && how.contains(['+', '±'])
        && super::sum::lists_parts(desk, index)
        && !super::amount::lists_all(desk, index, &how);
    (!(is_difference && is_product || is_sum_of_others)).then_some(how)
}

/// A price for one times how many there are, and what the customer's order comes to: both say what they are of, and need no
/// word of computing.
pub(super) fn by_the_piece(
    desk: &Desk,
    index: usize,
    value: Number,
    currency: Option<Currency>,
    words: &Words,
) -> Option<String> {
    let bytes = &desk.found[index].0.bytes;
    let is_each = EACH_BEHIND.is_match(&desk.reply.text[bytes.end..]);
    let is_difference = super::amount::DIFFERENCE.is_match(&words.own);
    // 残り二本が六十円: two are left, and are counted.
    let is_left = is_left(desk, bytes) && !super::amount::beside_a_count(desk, bytes);
    let is_other = is_left || is_difference;
    let product = || super::unit_price::product(desk, value, currency);
    let product = (!is_each && !is_other).then(product).flatten();
    let product = product.or_else(|| super::sum::of_pieces(desk, index, value));
    let total = || super::order::total(desk, value, currency, words);
    product.or_else(|| (!is_difference).then(total).flatten())
}

/// A share that the sources tell of the same thing: half the fare for children, where the reply says what a child pays.
pub(super) fn share_of_the_same(
    desk: &Desk,
    index: usize,
    value: Number,
    currency: Option<Currency>,
) -> Option<String> {
    let role = &desk.found[index].1;
    let trusted = || desk.sources.iter().filter(|source| source.trusted);
    let found = || trusted().flat_map(|source| &source.found);
    // Of the same thing, or said in the same sentence: 二割引き後のお値段は、大人1,920円. One that says that it computes
    // goes on from the one before: 1割を差し引きます。7,700円なら6,930円が戻る計算です.
    static COMPUTES: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"計算(?:です|にな|とな)|お?手元に(?:戻|残)"));
    let bytes = &desk.found[index].0.bytes;
    let sentence = match desk.sentence(bytes) {
        own if COMPUTES.is_match(&desk.reply.text[own.clone()]) => said_near(desk, bytes),
        own => own,
    };
    let said = desk
        .found
        .iter()
        .filter_map(|(found, _)| match found.value {
            Value::Percent(percent) if sentence.contains(&found.bytes.start) => Some(percent),
            _ => None,
        });
    let said: Vec<Number> = said.take(3).collect();
    let percents = found().filter_map(|(found, theirs)| match found.value {
        Value::Percent(percent)
            if role.shared_words(theirs).label != 0 || said.contains(&percent) =>
        {
            Some(percent)
        }
        _ => None,
    });
    let bases = || {
        found().filter_map(|(found, _)| match found.value {
            Value::Amount {
                value,
                currency: c,
                tax,
            } if same(currency, c) => Some((value, tax)),
            _ => None,
        })
    };
    let share = |base: Number, percent: Number| calc::share(i128::from(base), percent);
    // What is told without its tax, with it.
    let rates = match tax_rates(desk) {
        rates if rates.is_empty() && currency == Some(Currency::Yen) => {
            vec![10 * crate::number::ONE, 8 * crate::number::ONE]
        }
        rates => rates,
    };
    let untaxed = bases().filter(|(_, tax)| *tax == Some(Tax::Excluded));
    let mut taxed = untaxed.flat_map(|(base, _)| rates.iter().map(move |rate| (base, *rate)));
    if let Some((base, rate)) =
        taxed.find(|(base, rate)| i128::from(*base) + share(*base, *rate) == i128::from(value))
    {
        return Some(format!("{} + {}%", show(base), show(rate)));
    }
    let mut percents = percents.take(4);
    percents.find_map(|percent| {
        let mut bases = bases();
        bases.find_map(|(base, _)| {
            let part = share(base, percent);
            let is = |it: i128| it == i128::from(value);
            if is(part) {
                return Some(format!("{}% of {}", show(percent), show(base)));
            }
            is(i128::from(base) - part).then(|| format!("{} - {}%", show(base), show(percent)))
        })
    })
}

fn show(value: Number) -> String {
    calc::show(i128::from(value))
}

/// Whether an amount is called a total right beside it.
fn is_called_total(desk: &Desk, bytes: &crate::Span) -> bool {
    static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:計|総額|全部で|合わせて|\b(?:total(?:s|ling)?(?: of| is| comes to)?|altogether|in all))[^.。、,\n\d]{0,12}$",
        )
    });
    static BEHIND: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)^\s(?:in all|altogether|in total|all together)\b"));
    let text = &desk.reply.text;
    BEFORE.is_match(tail(&text[..bytes.start], 48)) || BEHIND.is_match(head(&text[bytes.end..], 24))
}

/// What all texts have to compute with, but for the amount itself.
pub(super) fn parts<'d>(desk: &'d Desk, index: usize, currency: Option<Currency>) -> Parts<'d> {
    let (mut bases, mut counts, mut percents) = (Vec::new(), Vec::new(), Vec::new());
    // From what the reply says not to be so follows nothing.
    let denied = desk.denied.get_or_init(|| {
        let found = desk
            .found
            .iter()
            .filter_map(|(found, _)| match found.value {
                Value::Amount { value, .. } if desk.is_denied(&found.bytes) => Some(value),
                _ => None,
            });
        found.collect()
    });
    let texts = desk
        .sources
        .iter()
        .enumerate()
        .map(|(at, source)| (at, &source.found))
        .chain([(calc::REPLY, &desk.found)]);
    for (group, list) in texts {
        let asked_for = group == calc::REPLY || desk.sources[group].is_mail();
        let mut count = |value: Number| {
            counts.push(Count {
                value,
                group,
                asked_for,
            })
        };
        for (at, (found, role)) in list.iter().enumerate() {
            match &found.value {
                Value::Amount { .. } if group == calc::REPLY && !desk.may_follow(index, at) => {}
                Value::Amount {
                    value: v,
                    currency: c,
                    tax,
                } if same(currency, *c)
                    && *v > 0
                    && !(asked_for && group != calc::REPLY && denied.contains(v)) =>
                {
                    bases.push(Base {
                        value: *v,
                        tax: *tax,
                        group,
                    });
                }
                // What is paid by the hour is told in minutes here.
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Minutes,
                } if low == high && low % 60 == 0 => count(low / 60),
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Count(_) | Unit::Days | Unit::Months,
                } if low == high => {
                    count(*low);
                    // $26 a week for 22 weeks.
                    if low % (7 * crate::number::ONE) == 0 {
                        count(low / 7);
                    }
                }
                // 36L at 118円 a litre.
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Millilitres | Unit::Grams | Unit::Millimetres,
                } if low == high && low % 1_000 == 0 => count(low / 1_000),
                // The percentage of the reply is judged on its own; an amount has to follow from what is known.
                Value::Percent(p) if group != calc::REPLY => percents.push((*p, role)),
                _ => {}
            }
        }
        if group != calc::REPLY {
            desk.sources[group]
                .numbers
                .iter()
                .copied()
                .for_each(&mut count);
        }
    }
    Parts {
        bases,
        counts,
        percents,
    }
}

/// Counts that the clause of an amount has in words: "three remain at £102", "the pair".
pub(super) fn counts_in_words(desk: &Desk, bytes: &crate::Span) -> Vec<Count> {
    let own = clause(desk, bytes, false);
    let two = has_one_of(own, &["pair", "couple", "twice", "double", "both"]);
    let said = spelled(own).into_iter().take(6);
    said.chain(two.then_some(2 * crate::number::ONE))
        .map(|value| Count {
            value,
            group: calc::REPLY,
            asked_for: true,
        })
        .collect()
}

/// Whether an amount may be the sum of what the reply lists before it.
pub(super) fn may_list(desk: &Desk, bytes: &crate::Span, words: &Words<'_>) -> bool {
    let line = &desk.reply.text[desk.reply.line_around(bytes)];
    says_sum(&words.near)
        || words.near.contains(['=', '+'])
        || COMPUTED.is_match(&words.near)
        || COMPUTED.is_match(line)
        || FOLLOWS.is_match(&words.near) && {
            let sentence = desk.sentence(bytes);
            let parts = desk.found.iter().map(|(found, _)| found);
            let parts = parts.filter(|it| {
                sentence.start <= it.bytes.start
                    && it.bytes.end <= bytes.start
                    && matches!(it.value, Value::Amount { .. })
            });
            parts.count() >= 2
        }
}

/// The amounts of the sources whose label shares a word with this one's.
pub(super) fn labelled_alike(desk: &Desk, index: usize) -> Vec<Number> {
    let role = &desk.found[index].1;
    let found = desk.sources.iter().flat_map(|source| &source.found);
    let alike = found.filter_map(|(other, theirs)| match other.value {
        Value::Amount { value, .. } if role.shared_words(theirs).label != 0 => Some(value),
        _ => None,
    });
    alike.collect()
}

/// The percentages that a stretch of the reply says.
pub(super) fn percents_in(desk: &Desk, text: &str) -> Vec<Number> {
    let at = text.as_ptr() as usize - desk.reply.text.as_ptr() as usize;
    let within = at..at + text.len();
    let found = desk
        .found
        .iter()
        .filter(|(found, _)| within.start <= found.bytes.start && found.bytes.end <= within.end);
    let found = found.filter_map(|(found, _)| match found.value {
        Value::Percent(percent) => Some(percent),
        _ => None,
    });
    found.collect()
}

/// Of the percentages of the sources those that an amount may be computed with; what the reply says it was computed with, it
/// was computed with.
pub(super) fn percents_that_apply(
    desk: &Desk,
    index: usize,
    words: &Words<'_>,
    percents: Vec<(Number, &Role)>,
    said: Vec<Number>,
) -> Vec<Number> {
    let (found, role) = &desk.found[index];
    // Of a tax only taxes, of a discount no cancellation fee.
    let of_tax = words.says(TAXES) && !words.says(OTHER_RATES) && !words.says(&["引き"]);
    let is_of_cancelling = role.has("#cancel") > 0.0
        || words.says(&["%", "割", "percent", "per cent", "half", "半額"]);
    let applies = |role: &Role| {
        (role.has("#cancel") < 0.8 || is_of_cancelling) && (!of_tax || role.has("#tax") > 0.0)
    };
    let percents = percents.into_iter().filter(|(_, role)| applies(role));
    let mut seen = HashSet::new();
    let percents = percents.map(|(percent, _)| percent);
    let percents: Vec<Number> = percents.filter(|percent| seen.insert(*percent)).collect();
    let said = match said.is_empty() && !of_tax {
        true => percents_in(desk, clause(desk, &found.bytes, true)),
        false => said,
    };
    let told = percents.iter().copied().filter(|it| said.contains(it));
    let told: Vec<Number> = told.collect();
    if told.is_empty() { percents } else { told }
}

/// Taxes of the country are known to all: 10 and 8 %; where the shop tells its own, that one.
pub(super) fn taxes_that_apply(desk: &Desk, currency: Option<Currency>, own: &str) -> Vec<Number> {
    if currency != Some(Currency::Yen) || !own.contains('税') {
        return Vec::new();
    }
    let own_taxes = tax_rates(desk);
    match own_taxes.is_empty() {
        true => vec![10 * crate::number::ONE, 8 * crate::number::ONE],
        false => own_taxes,
    }
}

/// The rates of tax that the shop's own words tell.
pub(super) fn tax_rates(desk: &Desk) -> Vec<Number> {
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let rates = trusted.flat_map(|source| {
        source.found.iter().filter_map(|(found, _)| {
            let before = tail(&source.folded.text[..found.bytes.start], 16).to_lowercase();
            let before = before.trim_end_matches([' ', '(', ':', 'は']);
            let before = before.strip_suffix(" is").unwrap_or(before);
            match found.value {
                Value::Percent(percent)
                    if ["税", "税率", "vat", "tax", "gst"]
                        .iter()
                        .any(|tax| before.ends_with(tax)) =>
                {
                    Some(percent)
                }
                _ => None,
            }
        })
    });
    rates.collect()
}

/// A total of the lines above it: of each line its last amount.
pub(super) fn sum_of_lines(desk: &Desk, index: usize, value: Number) -> Option<String> {
    let text = &desk.reply.text;
    let own = desk.reply.line(&desk.found[index].0.bytes);
    let mut lines: Vec<(usize, Number)> = Vec::new();
    for (at, (found, _)) in desk.found.iter().enumerate() {
        let Value::Amount { value, .. } = found.value else {
            continue;
        };
        if !desk.may_follow(index, at) {
            continue;
        }
        let line = desk.reply.line(&found.bytes);
        if line.start >= own.start {
            break;
        }
        match lines.last_mut() {
            Some(last) if last.0 == line.start => last.1 = value,
            _ => lines.push((line.start, value)),
        }
    }
    let mut sum = 0;
    let mut parts = Vec::new();
    for (line, part) in lines.iter().rev().take(20) {
        sum += part;
        parts.push(calc::show(i128::from(*part)));
        if parts.len() >= 2 && sum == value {
            parts.reverse();
            return Some(parts.join(" + "));
        }
        if text[..*line].ends_with("\n\n") && parts.len() >= 2 && sum > value {
            return None;
        }
    }
    None
}
