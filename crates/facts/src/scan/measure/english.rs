//! Counts and durations in English: "three nights", "a fortnight", "5 to 9 business days in Asia and 7 to 14 in Europe".

use std::sync::LazyLock;

use super::exactly;
use super::unit::{ATTACHED, KNOWN, NOT_UNITS, measure, singular};
use crate::Kind;
use crate::number::{DIGITS, ONE, WORDS, parse};
use crate::pattern::{Pattern, pattern, tail};
use crate::scan::{Scan, Unit, Value, day, goes_on};

static EN: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x)
        (?P<quarters> (?: \b (?i: three \ quarters ) | \b 3[/⁄]4 | \b 0\.75 ) (?i: \ of \ an \ hour \b ) ) | (?P<quarterhour> (?i: \b a \ quarter \ of \ an \ hour \b ) )
        | (?P<a> {WORDS} | {DIGITS} ) (?: \s? (?: - | ~ | \b to \b ) \s? (?P<b> {WORDS} | {DIGITS} ) \b )? (?P<gap> [\ -]? ) (?P<adjective> (?:(?i: working | business | calendar | full | consecutive | whole | more | free | extra | additional | spare | complimentary ) [\ -] )? ) (?P<unit> (?i: square | sq\.? ) \ ? [A-Za-z]+ | m2 \b | [A-Za-z]+ (?: \ (?i: inches | feet ) )? )
        | (?P<fortnight> (?i: \b (?: a \ )? fortnight \b ) ) | (?P<halfyear> (?i: \b half \ a \ year \b | \b six \ months \b ) ) | (?P<halfhour> (?i: \b half \ an \ hour \b ) ) | (?P<halfday> (?i: \b half \ a \ day \b ) )
        | (?P<hourhalf> (?i: \b an \ hour \ and \ a \ half \b ) ) | (?P<hourquarter> (?i: \b an \ hour \ and \ a \ quarter \b ) )
        | (?i: \b an? \s (?P<one> week | month | year | quarter | day | hour ) \b )
        | (?i: \b the \s last \s (?P<last> year | month | week ) \b )
        | (?P<dozen> (?i: \b a \ dozen \b ) )
        "
    ))
});

pub(super) fn english(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in EN.captures_iter(&folded.text) {
        let whole = found.whole();
        if goes_on(scan.before(whole.start()))
            || scan
                .before(whole.start())
                .is_some_and(|c| ".¥$£€#".contains(c))
            || folded.text[..whole.start()]
                .strip_suffix('/')
                .is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit()))
            || scan.is_inside_number(whole.start())
        {
            continue;
        }
        let fixed = [
            ("fortnight", 14, Unit::Days),
            ("halfyear", 6, Unit::Months),
            ("halfhour", 30, Unit::Minutes),
            ("halfday", 720, Unit::Minutes),
            ("hourhalf", 90, Unit::Minutes),
            ("hourquarter", 75, Unit::Minutes),
            ("quarters", 45, Unit::Minutes),
            ("quarterhour", 15, Unit::Minutes),
            ("dozen", 12, Unit::Count(String::new())),
        ];
        if let Some((_, value, unit)) = fixed
            .into_iter()
            .find(|(name, ..)| found.name(name).is_some())
        {
            scan.keep(whole.range(), Kind::Quantity, exactly(value * ONE, unit));
            continue;
        }
        if let Some(one) = found.name("one").or(found.name("last")) {
            // "$46 a night", "8 % a year": a rate, not a duration.
            let head = folded.text[..whole.start()].trim_end();
            let rate = scan.found.iter().any(|other| other.bytes.end == head.len())
                || head.ends_with(|c: char| c.is_ascii_digit() || "%)".contains(c))
                || [
                    "each", "interest", "times", "once", "twice", "dollars", "pounds", "percent",
                    "cent", "days",
                ]
                .iter()
                .any(|w| head.ends_with(w));
            if !rate {
                let (unit, factor) = measure(&one.as_str().to_lowercase());
                let mut value = factor * ONE;
                let mut bytes = if found.name("last").is_some() {
                    one.range()
                } else {
                    whole.range()
                };
                // A year and a half.
                if scan.rest(bytes.end).starts_with(" and a half") {
                    value += value / 2;
                    bytes.end += " and a half".len();
                }
                // An hour and thirty-five minutes.
                if one.as_str().eq_ignore_ascii_case("hour")
                    && let Some(more) = MINUTES.captures(scan.rest(bytes.end))
                {
                    value += parse(&more["min"]).unwrap_or(0);
                    bytes.end += more.get(0).map_or(0, |more| more.end());
                }
                scan.keep(bytes, Kind::Quantity, exactly(value, unit));
            }
            continue;
        }
        let (a, word) = (
            found.name("a").expect("a number"),
            found.name("unit").expect("a unit"),
        );
        // "5 oak chairs": what is counted is the plural behind the adjective.
        let first = word.as_str().to_lowercase();
        let next = plural_behind(&folded.text[word.end()..]).filter(|_| {
            !first.ends_with('s')
                && !NOT_UNITS.contains(&first.as_str())
                && !KNOWN.contains(&first.as_str())
                && first != "people"
                && first != "children"
        });
        let (lower, unit_end) = next.map_or((first, word.end()), |next| {
            (next.to_lowercase(), word.end() + 1 + next.len())
        });
        if NOT_UNITS.contains(&lower.as_str())
            || day::weekday(lower.trim_end_matches('s')).is_some() && lower.contains("day")
            || scan.rest(unit_end).starts_with(" ago")
            // "Seven days a week" is every day.
            || lower == "days"
                && ["7", "seven"].contains(&a.as_str().to_lowercase().as_str())
                && scan.rest(unit_end).starts_with(" a week")
            || !is_counted(&lower)
            || ["あたり", "当たり", "につき", "ごと"]
                .iter()
                .any(|word| scan.rest(unit_end).starts_with(word))
            || (found.name("gap").is_some_and(|gap| gap.as_str().is_empty())
                && !KNOWN.contains(&singular(&lower))
                && !ATTACHED.contains(&lower.as_str()))
            || scan.rest(unit_end).starts_with("'s") && !is_duration(&lower)
        {
            continue;
        }
        let (Some(low), Some(high)) = (
            parse(a.as_str()),
            found
                .name("b")
                .map_or(parse(a.as_str()), |b| parse(b.as_str())),
        ) else {
            continue;
        };
        // "13-year-old" is an age.
        let rest = scan.rest(unit_end);
        if is_duration(&lower) && (rest.starts_with("-old") || rest.starts_with(" old")) {
            scan.keep(
                a.start()..unit_end + 4,
                Kind::Quantity,
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Count("歳".to_owned()),
                },
            );
            continue;
        }
        let known = KNOWN.iter().any(|known| singular(&lower) == *known);
        // "one of our team", "one more thing": one counts only what is measured.
        if a.as_str().eq_ignore_ascii_case("one") && !known {
            continue;
        }
        let adjective = found
            .name("adjective")
            .map_or(String::new(), |m| m.as_str().to_lowercase());
        let (mut unit, factor) = measure(singular(&lower));
        if unit == Unit::Days
            && (adjective.starts_with("working") || adjective.starts_with("business"))
        {
            unit = Unit::WorkingDays;
        }
        // 4 h 52 min
        let mut end = unit_end;
        let mut minutes = 0;
        if (unit.clone(), factor) == (Unit::Minutes, 60)
            && let Some(more) = MINUTES.captures(rest)
        {
            minutes = parse(&more["min"]).unwrap_or(0);
            end += more.get(0).map_or(0, |more| more.end());
        }
        // Between 3 and 5 working days.
        let (mut start, mut low) = (a.start(), low);
        if low == high
            && let Some(first) = BETWEEN.captures(tail(&folded.text[..a.start()], 40))
            && let Some(least) = parse(&first["a"]).filter(|least| *least < low)
        {
            start -= first.get(0).map_or(0, |it| it.as_str().len()) - "between ".len();
            low = least;
        }
        let fraction = if folded.text[unit_end..].starts_with(" and a half") {
            factor * ONE / 2
        } else {
            0
        };
        scan.keep(
            start..end,
            Kind::Quantity,
            Value::Quantity {
                low: low * factor + fraction + minutes,
                high: high * factor + fraction + minutes,
                unit,
            },
        );
    }
}

static BETWEEN: LazyLock<Pattern> =
    LazyLock::new(|| pattern(&format!(r"(?i)\bbetween (?P<a>{WORDS}|\d{{1,4}}) and $")));

/// A range whose unit is told by the one in front of it: 5 to 9 business days in Asia and 7 to 14 in Europe.
static ELIDED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:,|;|\band|\bor|\bbut)\s(?P<range>(?P<a>\d{1,3})\s?(?:-|~|\bto\b)\s?(?P<b>\d{1,3}))\s(?:in|for|to|within|outside|elsewhere|by|via)\b",
    )
});

pub(super) fn without_their_unit(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in ELIDED.captures_iter(&folded.text) {
        let range = found.name("range").expect("a range").range();
        let same_sentence =
            |at: usize| !folded.text[at..range.start].contains(['.', '\n', '!', '?']);
        let measured = scan.found.iter().rev().find_map(|it| match &it.value {
            Value::Quantity { low, high, unit } if it.bytes.end <= range.start && low < high => {
                let digits = folded.text[it.bytes.clone()].find(|c: char| !c.is_ascii_digit())?;
                let written = parse(&folded.text[it.bytes.start..it.bytes.start + digits])?;
                // Weeks are kept as days.
                let factor = (written > 0).then(|| low / written)?;
                Some((it.bytes.end, unit.clone(), factor))
            }
            _ => None,
        });
        let Some((_, unit, factor)) = measured.filter(|(end, ..)| same_sentence(*end)) else {
            continue;
        };
        if let (Some(low), Some(high)) = (parse(&found["a"]), parse(&found["b"])) {
            let (low, high) = (low * factor, high * factor);
            // In is no inch here.
            scan.found.retain(|it| it.bytes.start != range.start);
            scan.keep(range, Kind::Quantity, Value::Quantity { low, high, unit });
        }
    }
}

static MINUTES: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^,?\s?(?:and\s)?(?P<min>\d{{1,2}}|{WORDS})\s?(?:minutes?|mins?)\b"
    ))
});

/// Whether a word may be what a number counts: a unit, or a plural. "Three come to £9" counts no come.
pub(in crate::scan) fn is_counted(word: &str) -> bool {
    let is_plural = word.ends_with('s') && !word.ends_with("ss");
    is_plural
        || word.starts_with("sq")
        || word == "m2"
        || KNOWN.contains(&singular(word))
        || ATTACHED.contains(&word)
        || [
            "children",
            "men",
            "women",
            "sheep",
            "fish",
            "staff",
            "mice",
            "teeth",
            "geese",
            "dozen",
            "hundred",
            "percentage",
        ]
        .contains(&word)
}

fn is_duration(word: &str) -> bool {
    [
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "fortnight",
    ]
    .contains(&singular(word))
}

/// The word behind another where it is a plural: `chairs` in ` chairs with arms`.
fn plural_behind(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(' ')?;
    let word = &rest[..rest
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(rest.len())];
    (word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !NOT_UNITS.contains(&word.to_lowercase().as_str()))
    .then_some(word)
}
