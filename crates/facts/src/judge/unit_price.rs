//! A price for one of something, and how many of it there are: £8.50 per lesson, 10 lessons.

use std::sync::LazyLock;

use super::amount::same;
use super::{Desk, SourceText};
use crate::Span;
use crate::calc::show;
use crate::number::{Number, ONE};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::scan::{Currency, Found, Unit, Value, unit_of};

/// Prices and counts that are looked at.
const MOST: usize = 60;

/// What an amount of a text is the price of one of, and how many of the base unit that is: two where it is "per lesson and
/// child".
pub(super) fn units(text: &str, bytes: &Span) -> Vec<(Unit, Number)> {
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^\s?(?:\([^)]{0,12}\)\s?)?(?:(?:/|per|an?|for each|for every|every|each)\s?(?P<n>[a-z]{3,12})(?:\s(?:and|per)\s(?P<m>[a-z]{3,12}))?\b|/\s?(?:1)?(?P<jp>[\p{Han}ァ-ヶー]{1,4}))",
        )
    });
    static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:(?:^|[^\d.,])(?:1|一|お?ひと)\s?(?P<n>[\p{Han}ァ-ヶー]{1,3}?|つ)(?:様)?(?:あたり|当たり|につき|ごとに|ごと)?|(?P<month>月額|月々|月謝|月会費|毎月|月))(?:は|、|:|\s)?(?:税込|税抜)?\s?[@¥$£€]?$",
        )
    });
    static HEADED: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)\bper\s(?P<n>[a-z]{3,12})\s?:[^\n:]{0,80}$"));
    let behind = BEHIND.captures(head(&text[bytes.end..], 48));
    if let Some(found) = &behind {
        let names = ["n", "m", "jp"].into_iter();
        return names
            .filter_map(|name| Some(unit_of(found.name(name)?.as_str())))
            .collect();
    }
    let before = tail(&text[..bytes.start], 120);
    if let Some(found) = BEFORE.captures(before) {
        return match found.name("n") {
            Some(name) => vec![unit_of(name.as_str())],
            None => vec![(Unit::Months, 1)],
        };
    }
    let headed = HEADED.captures(before);
    headed
        .map(|found| unit_of(&found["n"]))
        .into_iter()
        .collect()
}

/// Whether a price is that of one, whatever it is: "£36 each", @220円, 単価1,480円.
pub(super) fn is_of_one(text: &str, bytes: &Span) -> bool {
    let before = tail(text[..bytes.start].trim_end_matches(['¥', ' ', ':']), 24).to_lowercase();
    let behind = head(text[bytes.end..].trim_start(), 16).to_lowercase();
    before.ends_with('@')
        || before.ends_with("単価")
        || before.ends_with("各")
        || before.ends_with(" at")
        || behind.starts_with("each")
        || behind.starts_with("apiece")
        || !units(text, bytes).is_empty()
}

/// What a price for one comes to for as many as there are.
#[derive(Debug)]
pub(super) struct Product {
    value: Number,
    currency: Option<Currency>,
    how: String,
}

/// How an amount is the product of a price for one and of how many there are, where both say what is counted; none where it is
/// not.
pub(super) fn product(desk: &Desk, value: Number, currency: Option<Currency>) -> Option<String> {
    let products = desk.products.get_or_init(|| products(desk));
    let found = products
        .iter()
        .find(|product| product.value == value && same(product.currency, currency));
    found.map(|product| product.how.clone())
}

/// All prices for one of the shop's own words, times what is counted in any text.
fn products(desk: &Desk) -> Vec<Product> {
    let counts = counts(desk);
    let mut products = Vec::new();
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let prices = trusted.flat_map(|source| {
        let found = source.found.iter().take(MOST);
        found.filter_map(move |(found, _)| match found.value {
            Value::Amount {
                value, currency, ..
            } if value > 0 => Some((source, found, value, currency)),
            _ => None,
        })
    });
    for (source, found, price, currency) in prices.take(MOST) {
        let units = units(&source.folded.text, &found.bytes);
        // So many of the unit, as a fraction of the base unit's number: 90 minutes of an hour.
        let times: Vec<Vec<(i128, i128)>> = units
            .iter()
            .map(|(unit, base)| {
                let of_unit = counts.iter().filter(|(other, _)| *other == unit);
                of_unit
                    .map(|(_, count)| (i128::from(*count), i128::from(*base) * i128::from(ONE)))
                    .collect()
            })
            .collect();
        let mut push = |times: &[(i128, i128)]| {
            // Beyond what a number holds nothing is priced.
            let product = |of: fn(&(i128, i128)) -> i128, first: i128| {
                let mut factors = times.iter().map(of);
                factors.try_fold(first, i128::checked_mul)
            };
            let (Some(above), Some(below)) =
                (product(|it| it.0, i128::from(price)), product(|it| it.1, 1))
            else {
                return;
            };
            if above % below == 0
                && let Ok(value) = Number::try_from(above / below)
                && value != price
            {
                products.push(Product {
                    value,
                    currency,
                    how: name(i128::from(price), times),
                });
            }
        };
        times.iter().flatten().for_each(|one| push(&[*one]));
        if let [first, second] = &times[..] {
            for one in first {
                second.iter().for_each(|other| push(&[*one, *other]));
            }
        }
    }
    products
}

fn name(price: i128, times: &[(i128, i128)]) -> String {
    let mut name = show(price);
    for (count, base) in times {
        name.push_str(" × ");
        name.push_str(&show(count * i128::from(ONE) / base));
    }
    name
}

/// What is counted in the mail, in the reply and in the sources, limits of rules left out.
fn counts(desk: &Desk) -> Vec<(&Unit, Number)> {
    let counted = |found: &'_ Found| match &found.value {
        Value::Quantity { low, high, .. } => low == high && *low > 0,
        _ => false,
    };
    fn unit(found: &Found) -> Option<(&Unit, Number)> {
        match &found.value {
            Value::Quantity { low, unit, .. } => Some((unit, *low)),
            _ => None,
        }
    }
    let is_limit =
        |source: &SourceText, found: &Found| super::is_bound(&source.folded.text, &found.bytes);
    let sources = desk.sources.iter().flat_map(|source| {
        let found = source.found.iter().map(|(found, _)| found);
        found.filter(move |found| counted(found) && !is_limit(source, found))
    });
    let said = desk.found.iter().map(|(found, _)| found);
    said.filter(|found| counted(found))
        .chain(sources)
        .take(MOST)
        .filter_map(unit)
        .collect()
}
