//! What the customer's order comes to, as its record lists it: counts and prices, fees, what was paid.

use std::sync::LazyLock;

use super::amount::same;
use super::clause::{REST, Words, has_one_of};
use super::unit_price::{is_of_one, units};
use super::{Desk, SourceText, is_bound, record};
use crate::calc::{share, show};
use crate::number::{Number, ONE, parse};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::scan::{Currency, Found, Unit, Value};
use crate::{From, Kind, Span};

/// Amounts of a record that are looked at.
const MOST: usize = 12;

/// One way to read a record: whether a count multiplies the price behind it is not always written.
#[derive(Debug)]
pub(super) struct Order {
    goods: i128,
    fees: i128,
    paid: i128,
    currency: Option<Currency>,
    /// Goods of which there are several, each with the price of one.
    lines: Vec<(Number, Number)>,
    /// What each of the goods is called, and what it comes to.
    parts: Vec<(String, i128)>,
    how: String,
}

/// Words of a sum that has the delivery in it.
static WITH_FEES: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)送料込|送料を含|配送料込|\b(?:including|incl\.?|with)\s(?:the\s)?(?:delivery|shipping|postage)",
    )
});

/// Whether an amount is said to have the delivery in it, and is what the goods alone come to.
pub(super) fn lacks_its_fees(desk: &Desk, value: Number, words: &Words) -> bool {
    let orders = || desk.orders.get_or_init(|| orders(desk)).iter();
    let value = i128::from(value);
    WITH_FEES.is_match(&words.near)
        && orders().any(|order| order.fees > 0 && order.goods == value)
        && !orders().any(|order| order.goods + order.fees == value)
}

/// How an amount is what the customer's order comes to; none where it is not, or where nothing says that it may be.
pub(super) fn total(
    desk: &Desk,
    value: Number,
    currency: Option<Currency>,
    words: &Words,
) -> Option<String> {
    static TOTAL: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)計|総額|全部で|合わせ|請求|支払|金額|代金|商品代|料金は|込|残|\b(?:total|altogether|together|in all|all up|sum|comes? to|charged?|bill|pay|paid|costs?|price|owed?|due|balance|outstanding|left|including|incl)\b",
        )
    });
    let orders = desk.orders.get_or_init(|| orders(desk));
    if let Some(how) = part(desk, orders, value, currency, words) {
        return Some(how);
    }
    if !TOTAL.is_match(&words.near) {
        return None;
    }
    let with_fees = WITH_FEES.is_match(&words.near);
    let is_rest = has_one_of(&words.near, REST) || words.near.contains("outstanding");
    let (fees, discounts) = (fees_of_all(desk), discounts(desk));
    let mut orders = orders.iter().filter(|order| same(order.currency, currency));
    orders.find_map(|order| {
        let mut sums = Vec::new();
        let more = match order.fees {
            0 => fees.clone(),
            own => vec![own],
        };
        let full = [None].into_iter().chain(discounts.iter().map(Some));
        for percent in full {
            let goods = match percent {
                Some(percent) => order.goods - share(order.goods, *percent),
                None => order.goods,
            };
            let name = match percent {
                Some(percent) if order.how.contains(' ') => {
                    format!("({}) - {}%", order.how, show(i128::from(*percent)))
                }
                Some(percent) => format!("{} - {}%", order.how, show(i128::from(*percent))),
                None => order.how.clone(),
            };
            if !with_fees || more.is_empty() {
                sums.push((goods, name.clone()));
            }
            for fee in &more {
                sums.push((goods + fee, format!("{name} + {}", show(*fee))));
            }
        }
        if order.paid > 0 && is_rest {
            for (sum, name) in &mut sums {
                *sum -= order.paid;
                name.push_str(&format!(" - {}", show(order.paid)));
            }
        }
        // A price alone is no sum.
        let is_computed = |name: &str| name.contains(' ');
        let mut sums = sums.into_iter();
        let found = sums.find(|(sum, name)| *sum == i128::from(value) && is_computed(name));
        found.map(|(_, name)| name)
    })
}

/// What one line of an order comes to, and what is missing to the total from which something is free.
fn part(
    desk: &Desk,
    orders: &[Order],
    value: Number,
    currency: Option<Currency>,
    words: &Words,
) -> Option<String> {
    static MISSING: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)あと|不足|足り|\b(?:short|away|more|another|spend)\b"));
    let mut orders = orders.iter().filter(|order| same(order.currency, currency));
    let threshold = match MISSING.is_match(&words.own) {
        true => super::threshold::threshold(desk),
        false => None,
    };
    orders.find_map(|order| {
        let mut lines = order.lines.iter();
        let line = lines.find(|(price, times)| price.checked_mul(*times) == Some(value));
        if let Some((price, times)) = line {
            return Some(format!("{} × {times}", show(i128::from(*price))));
        }
        if let Some(how) = named_parts(order, value, words) {
            return Some(how);
        }
        let (threshold, _) = threshold.as_ref()?;
        (i128::from(*threshold) - order.goods == i128::from(value))
            .then(|| format!("{} - ({})", show(i128::from(*threshold)), order.how))
    })
}

/// The sum of those parts of an order that the reply names: "parts and labour of $290", without the battery.
fn named_parts(order: &Order, value: Number, words: &Words) -> Option<String> {
    let is_named = |label: &str| {
        let mut names = label.split(|c: char| !c.is_alphabetic());
        names.any(|name| {
            let is_word = name.chars().count() >= if name.is_ascii() { 4 } else { 2 };
            is_word && words.near.contains(name.trim_end_matches('s'))
        })
    };
    let named = order.parts.iter().filter(|(label, _)| is_named(label));
    let named: Vec<i128> = named.map(|(_, sum)| *sum).collect();
    let is_sum = named.len() >= 2 && named.len() < order.parts.len();
    (is_sum && named.iter().sum::<i128>() == i128::from(value)).then(|| {
        let parts: Vec<String> = named.iter().map(|part| show(*part)).collect();
        parts.join(" + ")
    })
}

/// The orders of this customer, each read in the ways that it may be meant.
fn orders(desk: &Desk) -> Vec<Order> {
    let mails = desk.sources.iter().filter(|source| source.is_mail());
    let ids: Vec<&Value> = mails
        .flat_map(|source| &source.found)
        .filter(|(found, _)| found.kind == Kind::Id)
        .map(|(found, _)| &found.value)
        .collect();
    let is_theirs = |source: &&SourceText| {
        let mut found = source.found.iter();
        source.trusted
            && (source.from == From::Mail
                || found.any(|(found, _)| found.kind == Kind::Id && ids.contains(&&found.value))
                || record::names_customer(desk, source)
                || is_order(source))
    };
    let theirs = desk.sources.iter().filter(is_theirs);
    theirs.flat_map(|source| read(desk, source)).collect()
}

/// "Order: 2 x chair", ご注文内容：…
fn is_order(source: &SourceText) -> bool {
    static ORDER: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^\s?(?:your )?(?:order|booking|basket|invoice)\b|^(?:ご?注文|ご?予約|ご?請求)(?:内容|明細)?[:\s]",
        )
    });
    ORDER.is_match(&source.folded.text)
}

/// One line of a record.
struct Line {
    /// The words in front of it, in small letters.
    label: String,
    price: Number,
    times: Number,
    /// Nothing says that the price is that of one.
    open: bool,
    what: What,
}

#[derive(PartialEq)]
enum What {
    Goods,
    Fee,
    Paid,
}

fn read(desk: &Desk, source: &SourceText) -> Vec<Order> {
    let text = &source.folded.text;
    let mut currency = None;
    let amounts: Vec<(&Found, Number)> = source
        .found
        .iter()
        .filter_map(|(found, _)| match found.value {
            Value::Amount {
                value,
                currency: theirs,
                ..
            } if value > 0 && !is_bound(text, &found.bytes) => {
                currency = currency.or(theirs);
                Some((found, value))
            }
            _ => None,
        })
        .take(MOST + 1)
        .collect();
    let says_total = source.found.iter().any(|(found, role)| {
        matches!(found.value, Value::Amount { .. }) && role.label_has("#total")
    });
    if amounts.is_empty() || amounts.len() > MOST || says_total {
        return Vec::new();
    }
    let mut from = 0;
    let mut lines = Vec::new();
    for (found, price) in &amounts {
        lines.push(line(desk, source, from..found.bytes.start, found, *price));
        from = found.bytes.end;
    }
    // Of a record of fees alone these are what is paid for: "Venue fee $7,400, deposit $2,500".
    if !lines.iter().any(|line| line.what == What::Goods) {
        for line in &mut lines {
            if line.what == What::Fee {
                line.what = What::Goods;
            }
        }
    }
    let open: Vec<usize> = (0..lines.len())
        .filter(|at| lines[*at].open && lines[*at].times > ONE)
        .take(3)
        .collect();
    let readings = 0_u32..1 << open.len();
    readings
        .map(|reading| {
            let is_single = |at: usize| {
                let place = open.iter().position(|it| *it == at);
                place.is_some_and(|place| reading >> place & 1 == 1)
            };
            let mut order = Order {
                goods: 0,
                fees: 0,
                paid: 0,
                currency,
                lines: Vec::new(),
                parts: Vec::new(),
                how: String::new(),
            };
            for (at, line) in lines.iter().enumerate() {
                let times = match is_single(at) {
                    true => 1,
                    false => line.times / ONE,
                };
                let sum = i128::from(line.price) * i128::from(times);
                match line.what {
                    What::Fee => order.fees += sum,
                    What::Paid => order.paid += sum,
                    What::Goods => {
                        order.goods += sum;
                        if !order.how.is_empty() {
                            order.how.push_str(" + ");
                        }
                        order.how.push_str(&show(i128::from(line.price)));
                        order.parts.push((line.label.clone(), sum));
                        if times > 1 {
                            order.lines.push((line.price, times));
                            order.how.push_str(&format!(" × {times}"));
                        }
                    }
                }
            }
            order
        })
        .collect()
}

/// A price of a record, with the words in front of it back to the price before.
fn line(desk: &Desk, source: &SourceText, before: Span, found: &Found, price: Number) -> Line {
    static FEE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)送料|配送|配達|クール|通常便|宅配|手数料|\b(?:delivery|shipping|postage|p&p|courier|handling|fee|surcharge)\b",
        )
    });
    static PAID: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?i)内金|手付|予約金|頭金|入金|前払|\b(?:deposit|prepaid|paid|received)\b")
    });
    static TIMES: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"^\s?(?:\([^)]{0,8}\))?\s?[×x*]\s?(?P<n>\d{1,4})(?:[^\d.,]|$)"));
    let text = &source.folded.text;
    // A fee is called so right in front of it, or right behind where nothing is in front: "£1.50 booking fee".
    let label = text[before.clone()]
        .rsplit(['、', ',', ';', '。', '\n', '/', '　'])
        .next()
        .unwrap_or_default();
    let behind = head(&text[found.bytes.end..], 24);
    let behind = behind.split(['、', ',', ';', '。', '\n', '.']).next();
    let is = |words: &LazyLock<Pattern>| {
        words.is_match(label)
            || label.trim().is_empty() && behind.is_some_and(|behind| words.is_match(behind))
    };
    let what = match (is(&PAID), is(&FEE)) {
        (true, _) => What::Paid,
        (_, true) => What::Fee,
        _ => What::Goods,
    };
    let behind = TIMES.captures(head(&text[found.bytes.end..], 24));
    if let Some(times) = behind.and_then(|times| parse(&times["n"])) {
        return Line {
            label: label.to_lowercase(),
            price,
            times,
            open: false,
            what,
        };
    }
    let of_one = is_of_one(text, &found.bytes);
    let units = units(text, &found.bytes);
    let counted = |within: &Span, of: Option<&Unit>| {
        let mut counts = source.found.iter().rev();
        counts.find_map(|(other, _)| match &other.value {
            Value::Quantity { low, high, unit }
                if low == high
                    && *low > ONE
                    && *low % ONE == 0
                    && within.start <= other.bytes.start
                    && other.bytes.end <= within.end
                    && of.map_or(matches!(unit, Unit::Count(_)), |of| of == unit) =>
            {
                Some(*low)
            }
            _ => None,
        })
    };
    // 2 x chair £50: the multiplication sign may be all that counts.
    let by_sign = || {
        static SIGN: LazyLock<Pattern> =
            LazyLock::new(|| pattern(r"(?:^|[^\d.,])(?P<n>\d{1,3})\s?[x×]\s"));
        let found = SIGN.captures_iter(tail(&text[before.clone()], 80)).last()?;
        parse(&found["n"]).filter(|count| *count > ONE)
    };
    let of_unit = units
        .first()
        .filter(|(_, base)| *base == 1)
        .and_then(|(unit, _)| {
            counted(&(0..text.len()), Some(unit)).or_else(|| asked_for(desk, unit))
        });
    let times = of_unit
        .or_else(|| counted(&before, None))
        .or_else(by_sign)
        .or_else(|| {
            (of_one && what != What::Paid)
                .then(|| counted(&(0..found.bytes.start), None))
                .flatten()
        });
    Line {
        label: label.to_lowercase(),
        price,
        times: times.unwrap_or(ONE),
        open: !of_one,
        what,
    }
}

/// How many of a unit the customer asks for, where they say it once: three nights.
fn asked_for(desk: &Desk, unit: &Unit) -> Option<Number> {
    let mails = desk.sources.iter().filter(|source| source.is_mail());
    let found = mails.flat_map(|source| &source.found);
    let mut counts = found.filter_map(|(found, _)| match &found.value {
        Value::Quantity {
            low,
            high,
            unit: theirs,
        } if low == high && theirs == unit && *low % ONE == 0 => Some(*low),
        _ => None,
    });
    let count = counts.next()?;
    counts.all(|other| other == count).then_some(count)
}

/// What delivery costs, as the shop's own words say.
fn fees_of_all(desk: &Desk) -> Vec<i128> {
    static FEE: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)送料|配送料|配達料|\b(?:delivery|shipping|postage)\b"));
    let fees = desk.trusted_facts().filter_map(|(source, found)| {
        let text = &source.folded.text;
        let is_fee =
            || !is_bound(text, &found.bytes) && FEE.is_match(tail(&text[..found.bytes.start], 40));
        match found.value {
            Value::Amount { value, .. } if value > 0 && is_fee() => Some(i128::from(value)),
            _ => None,
        }
    });
    fees.take(4).collect()
}

/// Percentages that the shop takes off.
fn discounts(desk: &Desk) -> Vec<Number> {
    let discounts = desk.trusted_facts().filter_map(|(source, found)| {
        let behind = head(&source.folded.text[found.bytes.end..], 24).trim_start();
        let is_off = || {
            let behind = behind.to_lowercase();
            let words = ["引", "オフ", "off", "discount"];
            words.iter().any(|word| behind.starts_with(word))
        };
        match found.value {
            Value::Percent(percent) if is_off() => Some(percent),
            _ => None,
        }
    });
    discounts.take(3).collect()
}
