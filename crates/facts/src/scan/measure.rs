//! Counts, durations, sizes and weights.

mod english;
mod japanese;
mod unit;

use std::sync::LazyLock;

use super::{Scan, Unit, Value};
use crate::Kind;
use crate::number::{DIGITS, Number, ONE, WORDS, parse};
use crate::pattern::{Pattern, pattern, tail};

pub(super) use english::is_counted;
pub(crate) use unit::unit_of;
pub(super) use unit::{measure, singular};

/// Numbers that only their words tell to be counts: "up to 30", "it seats 80", "all seven of your staff".
static LIMIT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x)
        (?i: \b up\ to | \b at\ least | \b at\ most | \b no\ more\ than | \b seats? | \b holds? | \b capacity\ (?:of|is) | \b maximum\ of | \b max\.? | \b minimum\ of | \b in\ books\ of | \b packs?\ of | \b boxes\ of | \b (?: groups? | tables? | parties | part(?:y|ies) | teams? ) \ of | \b net ) \s (?P<a> {WORDS} | {DIGITS} ) \b
        | \b (?P<of> {WORDS} | \d{{1,4}} ) \s of \s (?:your|you|us|them|these|those) \b
        "
    ))
});

/// Quantities in Japanese and in English.
pub(super) fn quantities(scan: &mut Scan<'_>) {
    ages(scan);
    dimensions(scan);
    feet_and_inches(scan);
    japanese::japanese(scan);
    // 5kg is read with the Japanese units, too.
    if scan.folded.has_english() || unit_behind_digit(&scan.folded.text) {
        english::english(scan);
        english::without_their_unit(scan);
    }
    limits(scan);
    neighbours(scan);
    joined(scan);
}

/// People by their age: "under-12s", "over 18s".
fn ages(scan: &mut Scan<'_>) {
    static AGES: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)\b(?:under|over)[ -](?P<age>\d{1,2})(?P<s>'?s)\b"));
    let folded = scan.folded;
    for found in AGES.captures_iter(&folded.text) {
        let (Some(age), Some(s)) = (found.name("age"), found.name("s")) else {
            continue;
        };
        let value = parse(age.as_str()).unwrap_or(0);
        let unit = Unit::Count("歳".to_owned());
        scan.keep(age.start()..s.end(), Kind::Quantity, exactly(value, unit));
    }
}

/// A range whose ends have each their unit: 3日〜5営業日, 三日から五営業日.
fn joined(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    scan.found.sort_by_key(|found| found.bytes.start);
    let mut at = 0;
    while at + 1 < scan.found.len() {
        let (first, second) = (&scan.found[at], &scan.found[at + 1]);
        let between = folded.text.get(first.bytes.end..second.bytes.start);
        let range = match (&first.value, &second.value) {
            (
                Value::Quantity {
                    low,
                    high: one,
                    unit,
                },
                Value::Quantity {
                    low: other,
                    high,
                    unit: last,
                },
            ) if low == one
                && other == high
                && low < high
                && matches!(unit, Unit::Days | Unit::WorkingDays)
                && matches!(last, Unit::Days | Unit::WorkingDays) =>
            {
                let is_joined = matches!(between, Some("~" | "-" | "から" | " to " | " - "));
                is_joined.then(|| Value::Quantity {
                    low: *low,
                    high: *high,
                    unit: last.clone(),
                })
            }
            _ => None,
        };
        if let Some(value) = range {
            scan.found[at].bytes.end = scan.found[at + 1].bytes.end;
            scan.found[at].value = value;
            scan.found.remove(at + 1);
        }
        at += 1;
    }
}

/// Two numbers in a row before one unit are a range: 2、3日, "two or three days".
fn neighbours(scan: &mut Scan<'_>) {
    static FIRST: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:^|[^0-9a-z.,/:月第-])(?P<a>[1-8一二三四五六七八]|one|two|three|four|five|six|seven|eight)(?:\s?[、,・]\s?|\sor\s)$",
        )
    });
    let folded = scan.folded;
    for found in &mut scan.found {
        let Value::Quantity { low, high, .. } = &mut found.value else {
            continue;
        };
        let before = tail(&folded.text[..found.bytes.start], 20);
        let Some(first) = FIRST.captures(before) else {
            continue;
        };
        let Some(number) = parse(&first["a"]) else {
            continue;
        };
        // The unit may have its own factor: 2、3時間 in minutes.
        let next = number + ONE;
        if low == high && leading(&folded.text[found.bytes.clone()]) == Some(next) {
            *low = *low / next * number;
            let at = first.name("a").map_or(0, |a| a.start());
            found.bytes.start -= before.len() - at;
        }
    }
}

/// The number that a quantity begins with.
fn leading(text: &str) -> Option<Number> {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let end = match text.chars().next()? {
        first if first.is_ascii_digit() => text.find(|c| !is_digit(c)),
        first if first.is_ascii_alphabetic() => text.find([' ', '-']),
        first => Some(first.len_utf8()),
    };
    parse(&text[..end?])
}

/// Whether a letter follows a digit, or one behind a hyphen: 20pcs, 30-minute.
fn unit_behind_digit(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(2).enumerate().any(|(at, pair)| {
        pair[0].is_ascii_digit()
            && (pair[1].is_ascii_alphabetic()
                || pair[1] == b'-' && bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic))
    })
}

/// A quantity that is no range.
pub(super) fn exactly(value: Number, unit: Unit) -> Value {
    Value::Quantity {
        low: value,
        high: value,
        unit,
    }
}

/// Sizes with their unit behind the last one: 60 x 30 in, 150 x 200 cm, 90×180×40cm, "60 by 30 inches".
fn dimensions(scan: &mut Scan<'_>) {
    static SIZES: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:[WwDdHh]|幅|奥行き?|高さ)?(?P<a>\d+(?:\.\d+)?)\s?(?:[x×*]|by)\s?(?:[WwDdHh]|幅|奥行き?|高さ)?(?P<b>\d+(?:\.\d+)?)(?:\s?(?:[x×*]|by)\s?(?:[WwDdHh]|幅|奥行き?|高さ)?(?P<c>\d+(?:\.\d+)?))?\s?(?P<unit>mm|cm|m|inches|inch|in|ft|feet|ミリ|センチ|メートル)(?P<end>[^A-Za-z]|$)",
        ).needs(&["x", "×", "*", "by"])
    });
    let folded = scan.folded;
    for found in SIZES.captures_iter(&folded.text) {
        let (unit, factor) = measure(singular(&found["unit"]));
        let last = ["c", "b"].into_iter().find_map(|name| found.name(name));
        for name in ["a", "b", "c"] {
            let Some(number) = found.name(name) else {
                continue;
            };
            let value = parse(number.as_str()).unwrap_or(0).saturating_mul(factor);
            let end = match last.map(|last| last.start()) == Some(number.start()) {
                true => found.name("unit").map_or(number.end(), |unit| unit.end()),
                false => number.end(),
            };
            scan.keep(
                number.start()..end,
                Kind::Quantity,
                exactly(value, unit.clone()),
            );
        }
    }
}

/// One length in two units: 6 ft 8 in, "6 feet 8 inches".
fn feet_and_inches(scan: &mut Scan<'_>) {
    static BOTH: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?P<ft>\d{1,2})\s?(?:ft|feet|foot)\.?,?\s(?:and\s)?(?P<in>\d{1,2})\s?(?:inches|inch|in)\b",
        )
        .needs(&["ft", "feet", "foot"])
    });
    let folded = scan.folded;
    for found in BOTH.captures_iter(&folded.text) {
        let number = |name: &str| parse(&found[name]).unwrap_or(0);
        let inches = number("ft") * 12 + number("in");
        scan.keep(
            found.whole().range(),
            Kind::Quantity,
            exactly(inches, Unit::Inches),
        );
    }
}

/// Numbers without a unit behind a word that says what they count: 残席3, 定員20.
fn counted_before(scan: &mut Scan<'_>) {
    static COUNTED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:残席|残り|在庫|定員|先着|空き|残数|部数|枚数|個数|人数)\s?:?\s?(?P<n>\d{1,5})(?P<behind>[^\d.,:/円年月日時分%]|$)",
        ).needs(&["残席", "残り", "在庫", "定員", "先着", "空き", "残数", "部数", "枚数", "個数", "人数"])
    });
    let folded = scan.folded;
    for found in COUNTED.captures_iter(&folded.text) {
        let Some(number) = found.name("n") else {
            continue;
        };
        let value = parse(number.as_str()).unwrap_or(0);
        scan.keep(
            number.range(),
            Kind::Quantity,
            exactly(value, Unit::Count(String::new())),
        );
    }
}

fn limits(scan: &mut Scan<'_>) {
    counted_before(scan);
    let folded = scan.folded;
    if !folded.has_english() {
        return;
    }
    for found in LIMIT.captures_iter(&folded.text) {
        let Some(number) = found.name("a").or(found.name("of")) else {
            continue;
        };
        let rest = scan.rest(number.end());
        if rest.starts_with(|c: char| {
            c.is_alphanumeric()
                || "%:/.-".contains(c) && rest[1..].starts_with(|c: char| c.is_alphanumeric())
        }) {
            continue;
        }
        let value = parse(number.as_str()).unwrap_or(0);
        if value <= ONE {
            continue;
        }
        scan.keep(
            number.range(),
            Kind::Quantity,
            exactly(value, Unit::Count(String::new())),
        );
    }
}
