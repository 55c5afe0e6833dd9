//! What the reply itself writes out right in front of an amount: 25,300＋8,800＝34,100円, or a price and how many.

use std::sync::LazyLock;

use super::Desk;
use super::amount::bare;
use crate::number::{Number, ONE, parse};
use crate::pattern::{Pattern, pattern, tail};
use crate::scan::{Unit, Value};

/// What an amount comes to by what is written in front of it; none where that is not known, or comes to something else.
pub(super) fn sum(desk: &Desk, index: usize, value: Number) -> Option<String> {
    equation(desk, index, value).or_else(|| pieces(desk, index, value))
}

/// 25,300＋8,800＝34,100円: each part that is no count is an amount of the sources, or one that stands.
fn equation(desk: &Desk, index: usize, value: Number) -> Option<String> {
    static EQUATION: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:[¥£$€]?[\d,.]+(?:円|[^\d\s+=×x*-]{1,2})?\s?[+×x*-]\s?)+[¥£$€]?[\d,.]+(?:円|[^\d\s+=×x*-]{1,2})?\s?=\s?[¥£$€]?$",
        )
    });
    static PART: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?P<sign>[+×x*-])?\s?[¥£$€]?(?P<n>\d[\d,.]*)"));
    let bytes = &desk.found[index].0.bytes;
    let before = tail(&desk.reply.text[..bytes.start], 120);
    let written = EQUATION.find_iter(before).last()?;
    let written = written
        .as_str()
        .trim_end_matches(['=', ' ', '¥', '£', '$', '€']);
    let is_known = |part: Number| {
        let sources = desk.sources.iter().flat_map(|source| &source.found);
        let has = |found: &crate::scan::Found| matches!(found.value, Value::Amount { value, .. } if value == part);
        let own = desk.found.iter().enumerate();
        let mut own = own.filter(|(at, _)| desk.may_follow(index, *at));
        sources.into_iter().any(|(found, _)| has(found))
            || own.any(|(_, (found, _))| has(found))
            || bare(desk, part, None).is_some()
    };
    let (mut all, mut last, mut sign) = (0, None::<i128>, 1);
    for part in PART.captures_iter(written) {
        let number = parse(part.name("n")?.as_str().trim_end_matches(['.', ',']))?;
        let is_times = part
            .name("sign")
            .is_some_and(|sign| matches!(sign.as_str(), "×" | "x" | "*"));
        if is_times {
            let product = last?.checked_mul(i128::from(number))?;
            last = Some(product / i128::from(ONE));
            continue;
        }
        if !is_known(number) {
            return None;
        }
        all = i128::checked_add(all, sign * last.unwrap_or(0))?;
        sign = if part.name("sign").is_some_and(|sign| sign.as_str() == "-") {
            -1
        } else {
            1
        };
        last = Some(i128::from(number));
    }
    all = all.checked_add(sign * last?)?;
    (all == i128::from(value)).then(|| written.trim().to_owned())
}

/// 中級品は1枚7,700円で、6畳で46,200円: the price that the sentence says, times the count right in front.
fn pieces(desk: &Desk, index: usize, value: Number) -> Option<String> {
    const FARTHEST: usize = 16;
    let bytes = &desk.found[index].0.bytes;
    let sentence = desk.sentence(bytes);
    let (count, at) =
        desk.found[..index]
            .iter()
            .rev()
            .find_map(|(found, _)| match &found.value {
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Count(_),
                } if low == high => Some((*low, found)),
                _ => None,
            })?;
    let gap = desk.reply.text.get(at.bytes.end..bytes.start)?;
    let is_near = gap.len() <= FARTHEST && !gap.contains(['。', '、', '\n', '=', '+']);
    if !is_near || count < 2 * ONE || at.bytes.start < sentence.start {
        return None;
    }
    let mut said = desk.found[..index].iter().enumerate().rev();
    said.find_map(|(part, (found, _))| match found.value {
        Value::Amount { value: price, .. }
            if found.bytes.start >= sentence.start
                && desk.may_follow(index, part)
                && i128::from(price) * i128::from(count) == i128::from(value) * i128::from(ONE) =>
        {
            Some(format!("{} × {}", price / ONE, count / ONE))
        }
        _ => None,
    })
}
