//! What an amount comes to from what the reply lists before it: the lines of an order and their total.

use std::sync::LazyLock;

use super::{Desk, SourceText};
use crate::calc::show;
use crate::number::{Number, ONE, parse};
use crate::pattern::{Pattern, pattern, tail};
use crate::role::Role;
use crate::scan::{Value, unit_of};

/// Amounts of the reply that are looked at, and bytes between two of one list.
const MOST: usize = 10;
const FARTHEST: usize = 400;

/// A listed amount, with what it is multiplied by right beside it: 330円×2枚.
struct Item {
    value: Number,
    times: Number,
    /// Taken off: ▲2,200円, "less your $250 deposit".
    is_off: bool,
}

/// Amounts listed before the one at `index`, the nearest last. Of a price and what it comes to, the latter.
fn items(desk: &Desk, index: usize) -> Vec<Item> {
    static PRODUCT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?i)[×x*=]|で|\b(?:is|are|makes?|making|comes?|come to|that's)\b|\(")
    });
    static OFF: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:[▲△]\s?|(?:^|\s)-\s?|\b(?:less|minus|off|deduct\w*|discount(?: of)?|deposit(?: of)?)\b[^.\n]{0,24}|(?:値引|割引|引き)[^。\n\d]{0,12})$",
        )
    });
    let text = &desk.reply.text;
    let own = match desk.found[index].0.value {
        Value::Amount { currency, .. } => currency,
        _ => None,
    };
    let mut items: Vec<(Item, usize)> = Vec::new();
    let before = desk.found[..index].iter().enumerate();
    let before = before.filter_map(|(at, (found, _))| match found.value {
        Value::Amount {
            value, currency, ..
        } if value > 0 && super::amount::same(currency, own) && desk.may_follow(index, at) => {
            Some((found, value))
        }
        _ => None,
    });
    let before: Vec<_> = before.collect();
    for (found, value) in &before[before.len().saturating_sub(MOST)..] {
        if let Some((last, end)) = items.last() {
            let between = &text[*end..found.bytes.start];
            if between.len() > FARTHEST {
                items.clear();
            } else if value % last.value == 0
                && value / last.value >= 2
                && between.len() <= 64
                && PRODUCT.is_match(between)
                // A sum of equal parts is no product of one.
                && !between.contains('\n')
            {
                items.pop();
            }
        }
        items.push((
            Item {
                value: *value,
                times: times(text, &found.bytes),
                is_off: OFF.is_match(tail(&text[..found.bytes.start], 40)),
            },
            found.bytes.end,
        ));
    }
    let own = desk.found[index].0.bytes.start;
    match items.last() {
        Some((_, end)) if own - end > FARTHEST => Vec::new(),
        _ => items.into_iter().map(|(item, _)| item).collect(),
    }
}

/// What an amount is multiplied by right beside it.
fn times(text: &str, bytes: &crate::Span) -> Number {
    static TIMES: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"^\s?[)円]?\s?[×x*]\s?(?P<n>\d{1,4}|[一二三四五六七八九十]{1,4})")
    });
    let behind = TIMES.captures(&text[bytes.end..]);
    let behind = behind.and_then(|times| parse(&times["n"]));
    let in_front = || counted_at(&text[..bytes.start]);
    let lasting = || counted_behind(&text[bytes.end..]);
    let times = behind.or_else(in_front).or_else(lasting).unwrap_or(ONE) / ONE;
    times.clamp(1, 1_000)
}

/// A total with what it is made of behind it: 9,720円（内訳：6号 5,400円、シュトーレン1,800円×2、消費税720円）, "$232 (7 x $29 + 2 x $14.50)".
pub(super) fn of_breakdown(desk: &Desk, index: usize, value: Number) -> Option<String> {
    static OPENS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:です)?\s?(?:\((?:税込|税抜|税別)\))?\s?[(、。,:=]?\s?(?:\(|=|:|内訳|うち|made up of|broken down|breakdown|that is|i\.e\.)",
        )
    });
    let text = &desk.reply.text;
    let own = &desk.found[index].0;
    let line = desk.reply.line(&own.bytes);
    if !OPENS.is_match(&text[own.bytes.end..line.end]) {
        return None;
    }
    let (mut sum, mut parts) = (0 as Number, Vec::new());
    let behind = desk.found.iter().enumerate().skip(index + 1);
    for (at, (found, _)) in behind.take(2 * MOST) {
        let Value::Amount { value: part, .. } = found.value else {
            continue;
        };
        // The tax of what is listed may follow from the total alone.
        let is_tax = || {
            let rates = super::follows::tax_rates(desk);
            let rates = rates.into_iter().chain([8, 10, 20].map(|it| it * ONE));
            let mut taxes = rates.map(|rate| crate::calc::share(i128::from(sum), rate));
            taxes.any(|tax| (tax - i128::from(part)).abs() < i128::from(ONE))
        };
        if found.bytes.end > line.end || !desk.may_follow(index, at) && !is_tax() {
            break;
        }
        let times = times(text, &found.bytes);
        sum = part.checked_mul(times)?.checked_add(sum)?;
        parts.push(match times {
            1 => show(i128::from(part)),
            _ => format!("{} × {times}", show(i128::from(part))),
        });
        if sum == value && parts.len() > 1 {
            return Some(parts.join(" + "));
        }
    }
    None
}

/// How many are priced at what follows: "2 adults at €32", "6 x $34", "3 extra passes at $25".
fn counted_at(before: &str) -> Option<Number> {
    static COUNTED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:^|[^\d.,¥$£€])\b(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:\s(?:[a-z'’-]+\s){0,4}(?:at|@)|\s?[x×*])\s?$",
        )
    });
    // "€12 and the car at": another item begins.
    let own = tail(before, 64).rsplit(" and ").next().unwrap_or_default();
    parse(&COUNTED.captures(own)?["n"].to_lowercase())
}

/// For how many a price is said to be: "£29 a month for 12 months", "$164 a night; three nights".
fn counted_behind(behind: &str) -> Option<Number> {
    static LASTING: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^\s?(?:per|an?|/|each|every)\s?(?P<one>[a-z]+)(?:,|;)?\s(?:for\s)?(?:the\s)?(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s(?P<many>[a-z]+)",
        )
    });
    let found = LASTING.captures(crate::pattern::head(behind, 64))?;
    let (one, many) = (unit_of(&found["one"]), unit_of(&found["many"]));
    (one == many)
        .then(|| parse(&found["n"].to_lowercase()))
        .flatten()
}

/// How the amount comes from a run of those listed before it: their sum, what is left of the first, or a percentage of
/// their sum; none where it does not.
pub(super) fn of_list(
    desk: &Desk,
    index: usize,
    value: Number,
    percents: &[Number],
    rough: bool,
) -> Option<String> {
    let items = items(desk, index);
    let is = |sum: i128| {
        let apart = (sum - i128::from(value)).abs();
        apart == 0 || rough && apart * 50 <= sum.abs()
    };
    // A count beside an item may be one that is in its amount already: 330円×2枚, or 2枚で660円.
    for multiplied in [true, false] {
        let of = |item: &Item| {
            let times = if multiplied { item.times } else { 1 };
            i128::from(item.value) * i128::from(times)
        };
        for from in (0..items.len().saturating_sub(1)).rev() {
            let run = &items[from..];
            let sum: i128 = run.iter().map(of).sum();
            let off: i128 = run.iter().filter(|item| item.is_off).map(of).sum();
            let last = run.last().map_or(0, of);
            let first = run.first().map_or(0, of);
            let name = |is_off: &dyn Fn(usize, &Item) -> bool| {
                let mut name = String::new();
                for (at, item) in run.iter().enumerate() {
                    let sign = if is_off(at, item) { " - " } else { " + " };
                    name.push_str(if at == 0 { "" } else { sign });
                    name.push_str(&show(i128::from(item.value)));
                    if multiplied && item.times > 1 {
                        name.push_str(&format!(" × {}", item.times));
                    }
                }
                name
            };
            let count = run.len();
            if is(sum) {
                return Some(name(&|_, _| false));
            }
            // Without what is taken off, without the last, and what is left of the first.
            if is(sum - 2 * off) {
                return Some(name(&|_, item| item.is_off));
            }
            if is(sum - 2 * last) {
                return Some(name(&|at, _| at + 1 == count));
            }
            if is(2 * first - sum) {
                return Some(name(&|at, _| at > 0));
            }
            let hundred = 100 * i128::from(ONE);
            let of_sum = percents.iter().find(|percent| {
                let share = sum * i128::from(**percent) / hundred;
                let unit = i128::from(ONE) / 100;
                (share - i128::from(value)).abs() < unit
            });
            if let Some(percent) = of_sum {
                let (percent, name) = (show(i128::from(*percent)), name(&|_, _| false));
                return Some(format!("{percent}% of ({name})"));
            }
        }
    }
    None
}

/// Whether the reply lists amounts right in front of a sum: it is the sum of these then, or of nothing.
pub(super) fn lists_parts(desk: &Desk, index: usize) -> bool {
    let near = super::clause::said_near(desk, &desk.found[index].0.bytes);
    let before = desk.found[..index].iter().map(|(found, _)| found);
    let before = before.filter(|found| found.bytes.start >= near.start);
    before
        .filter(|found| matches!(found.value, Value::Amount { .. }))
        .count()
        >= 2
}

/// A price for one and how many, said right in front of what they come to: "6 at $34.00 is $204.00".
pub(super) fn of_pieces(desk: &Desk, index: usize, value: Number) -> Option<String> {
    let items = items(desk, index);
    let last = items.last().filter(|item| item.times > 1)?;
    (last.value.checked_mul(last.times) == Some(value))
        .then(|| format!("{} × {}", show(i128::from(last.value)), last.times))
}

/// What is asked for in the mail and priced by one list, all together: of each price a word of its label is in the mail.
pub(super) fn of_asked(desk: &Desk, value: Number) -> Option<String> {
    let lists = desk.asked.get_or_init(|| prices_asked_for(desk));
    lists.iter().find_map(|prices| {
        let subsets = 1_u32..1 << prices.len();
        let of = |bits: u32| {
            let chosen = prices.iter().enumerate();
            chosen
                .filter(move |(at, _)| bits >> at & 1 == 1)
                .map(|(_, price)| *price)
        };
        let fits = |bits: &u32| bits.count_ones() >= 3 && of(*bits).sum::<Number>() == value;
        let bits = subsets.into_iter().find(fits)?;
        let parts: Vec<String> = of(bits).map(|price| show(i128::from(price))).collect();
        Some(parts.join(" + "))
    })
}

/// Of each list of prices those that the mail has a word of, found once for all amounts of a reply.
fn prices_asked_for(desk: &Desk) -> Vec<Vec<Number>> {
    /// Prices of one list that are added up.
    const LONGEST: usize = 8;
    let mails = desk.sources.iter().filter(|source| source.is_mail());
    let mails: Vec<&str> = mails.map(|source| source.folded.lower()).collect();
    let asked = |source: &SourceText| {
        let is_asked = |role: &Role| {
            let mut labels = role.labels();
            labels.any(|word| mails.iter().any(|mail| mail.contains(word)))
        };
        let found = source.found.iter();
        found
            .filter_map(|(found, role)| match found.value {
                Value::Amount { value, .. } if value > 0 && is_asked(role) => Some(value),
                _ => None,
            })
            .take(LONGEST)
            .collect()
    };
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.map(asked).collect()
}

/// What the customer orders, at the prices of one list or of one column of it: the sum of price times count, what is missing
/// to the sum from which something is free, and where a sum is told, with one fee more.
pub(super) fn of_order(desk: &Desk, value: Number, is_sum: bool) -> Option<String> {
    const MOST: usize = 12;
    let counted = |(found, role): &'_ (crate::scan::Found, crate::role::Role)| match found.value {
        Value::Quantity {
            low,
            high,
            unit: crate::scan::Unit::Count(_),
        } if low == high && low >= ONE && low % ONE == 0 && role.labels().next().is_some() => {
            Some(low / ONE)
        }
        _ => None,
    };
    let mails = desk.sources.iter().filter(|source| source.is_mail());
    let ordered: Vec<_> = mails
        .flat_map(|source| &source.found)
        .filter_map(|it| Some((&it.1, counted(it)?)))
        .take(MOST)
        .collect();
    if ordered.len() < 2 {
        return None;
    }
    let price = |found: &crate::scan::Found| match found.value {
        Value::Amount { value, .. } if value > 0 => Some(value),
        _ => None,
    };
    desk.sources
        .iter()
        .filter(|source| source.trusted)
        .find_map(|source| {
            let head = |bytes: &crate::Span| {
                let mut cells = source.cells.iter();
                let cell =
                    cells.find(|it| it.bytes.start <= bytes.start && bytes.end <= it.bytes.end);
                cell.and_then(|cell| Some(cell.head.as_ref()?.start))
            };
            let prices: Vec<_> = source
                .found
                .iter()
                .filter_map(|(found, role)| Some((role, price(found)?, head(&found.bytes))))
                .collect();
            let mut heads: Vec<Option<usize>> = prices.iter().map(|(.., head)| *head).collect();
            heads.sort_unstable();
            heads.dedup();
            heads.into_iter().find_map(|head| {
                let mut lines = Vec::new();
                for (role, count) in &ordered {
                    let of_column = prices.iter().filter(|(.., it)| *it == head);
                    let alike =
                        of_column.map(|(theirs, price, _)| (role.shared_label(theirs), *price));
                    if let Some((_, price)) = alike.filter(|it| it.0 > 0).max_by_key(|it| it.0) {
                        lines.push((price, *count));
                    }
                }
                if lines.len() < 2 {
                    return None;
                }
                let total: Number = lines.iter().map(|(price, count)| price * count).sum();
                let parts: Vec<String> = lines
                    .iter()
                    .map(|(price, count)| format!("{} × {count}", show(i128::from(*price))))
                    .collect();
                let how = parts.join(" + ");
                if total == value {
                    return Some(how);
                }
                let missing =
                    super::threshold::threshold(desk).map(|(threshold, _)| threshold - total);
                if missing == Some(value) {
                    return Some(format!("{} - ({how})", show(i128::from(value + total))));
                }
                let trusted = desk.sources.iter().filter(|source| source.trusted);
                let mut fees = trusted.flat_map(|source| &source.found);
                let is_priced = |fee: &Number| lines.iter().any(|(price, _)| price == fee);
                let is_fee = |fee: &Number| total + fee == value && !is_priced(fee);
                let fee = fees.find_map(|(found, _)| price(found).filter(is_fee));
                fee.filter(|_| is_sum)
                    .map(|fee| format!("{how} + {}", show(i128::from(fee))))
            })
        })
}
