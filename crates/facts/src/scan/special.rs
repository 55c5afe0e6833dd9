//! Quantities that are written in their own way: fractions and dozens, temperatures, ages, floors.

use std::sync::LazyLock;

use super::measure::{exactly, measure, singular};
use super::{Scan, Unit, Value};
use crate::number::{Number, ONE, WORDS, parse};
use crate::pattern::{Pattern, pattern};
use crate::{Kind, Span};

/// Whether what begins at `at` is the rest of a longer number, of an amount or of a word.
fn goes_on(scan: &Scan<'_>, at: usize) -> bool {
    scan.before(at)
        .is_some_and(|c| c.is_ascii_alphanumeric() || ".,:/¥$£€-".contains(c))
}

/// Keeps a quantity that is no range.
fn keep(scan: &mut Scan<'_>, bytes: Span, value: Number, unit: Unit) {
    scan.keep(bytes, Kind::Quantity, exactly(value, unit));
}

/// Fractions and dozens, before a day is seen in 1/2: "1 1/2 kg", "one and a half kilos", "half a pound", "half a dozen eggs".
pub(super) fn fractions(scan: &mut Scan<'_>) {
    static FRACTION: LazyLock<Pattern> = LazyLock::new(|| {
        const UNITS: &str = "(?:kgs?|kilos?|kilograms?|lbs?|pounds?|oz|ounces?|inch(?:es)?|ft|feet|foot|cups?|tsp|tbsp|teaspoons?|tablespoons?|hours?|hrs?|days?|weeks?|months?|years?|miles?|lit(?:re|er)s?|pints?|yards?|met(?:re|er)s?|acres?|km|cm|mm)";
        const HALVED: &str = "(?:kg|kilo|kilogram|pound|ounce|litre|liter|mile|metre|meter|inch|pint|acre|cup|teaspoon|tablespoon)";
        pattern(&format!(
            r"(?i)(?x)
            (?: (?P<a> \d{{1,3}} ) [\ -] )? (?P<n> [1-9] ) / (?P<d> [2-9] | 1[0-6] ) [\ -]? (?P<unit> {UNITS} ) \b
            | \b (?P<w> {WORDS} | \d{{1,3}} ) \ and\ (?: a | one ) [\ -] (?P<part> half | quarter ) \ (?P<wu> {UNITS} ) \b
            | \b half\ an?\ (?P<hu> {HALVED} ) \b
            | \b (?: (?P<half> half\ an?\ | half[\ -] | a\ half[\ -] ) | (?P<dn> (?: {WORDS} | \d{{1,3}} ) \ ) | a\ )? (?P<dozen> dozen ) \b (?: \ (?P<du> [a-z]{{2,}}s ) \b )?"
        ))
        .needs(&["/", "half", "quarter", "dozen"])
    });
    let folded = scan.folded;
    for found in FRACTION.captures_iter(&folded.text) {
        let bytes = found.whole().range();
        let text = |name: &'static str| found.name(name).map(|it| it.as_str().trim());
        if goes_on(scan, bytes.start) {
            continue;
        }
        let number = |name: &'static str| text(name).map_or(Some(0), parse);
        let of_unit = |name: &'static str| {
            let unit = text(name).unwrap_or_default().to_lowercase();
            measure(singular(&unit))
        };
        if text("dozen").is_some() {
            let count = match (text("half"), text("dn")) {
                (Some(_), _) => Some(6 * ONE),
                (_, Some(count)) => parse(count).map(|count| count.saturating_mul(12)),
                _ => Some(12 * ONE),
            };
            let unit = match text("du") {
                Some(_) => of_unit("du").0,
                None => Unit::Count(String::new()),
            };
            if let Some(count) = count {
                keep(scan, bytes, count, unit);
            }
        } else if text("hu").is_some() {
            let (unit, factor) = of_unit("hu");
            keep(scan, bytes, factor * ONE / 2, unit);
        } else if let (Some(part), Some(whole)) = (text("part"), number("w")) {
            let (unit, factor) = of_unit("wu");
            let more = if part.eq_ignore_ascii_case("half") {
                ONE / 2
            } else {
                ONE / 4
            };
            keep(scan, bytes, (whole + more).saturating_mul(factor), unit);
        } else if let (Some(whole), Some(n), Some(d)) = (number("a"), number("n"), number("d")) {
            let (unit, factor) = of_unit("unit");
            if n < d {
                keep(
                    scan,
                    bytes,
                    (whole + n * ONE / d).saturating_mul(factor),
                    unit,
                );
            }
        }
    }
}

/// Temperatures, ages, floors, and goods behind a sign of times.
pub(super) fn quantities(scan: &mut Scan<'_>) {
    temperatures(scan);
    ages(scan);
    floors(scan);
    times(scan);
}

/// 180°C, -18℃, 2〜8℃, "200 degrees Celsius".
fn temperatures(scan: &mut Scan<'_>) {
    static DEGREES: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?x) (?P<minus> -|マイナス\s?|minus\s|氷点下\s? )? (?P<a> \d{1,4} (?: \.\d+ )? ) (?: \s? (?: °\s?[CF] )? \s? (?: ~ | - | から | to ) \s? (?P<b> -? \d{1,4} (?: \.\d+ )? ) )? \s? (?: °\s? (?P<c> [CF] ) (?P<end> [^a-z] | $ ) | degrees?\s (?P<word> celsius | centigrade | fahrenheit ) )",
        )
        .needs(&["°", "degree"])
    });
    let folded = scan.folded;
    for found in DEGREES.captures_iter(&folded.text) {
        let (whole, a) = (found.whole(), found.name("a"));
        let Some(a) = a else { continue };
        // 5-10°C: the dash is none of a number below zero.
        let minus = found
            .name("minus")
            .filter(|minus| minus.as_str() != "-" || !goes_on(scan, minus.start()));
        let start = minus.map_or(a.start(), |minus| minus.start());
        if minus.is_none() && goes_on(scan, a.start()) && scan.before(a.start()) != Some('-') {
            continue;
        }
        let Some(mut low) = parse(a.as_str()) else {
            continue;
        };
        if minus.is_some() {
            low = -low;
        }
        let high = match found.name("b").map(|b| b.as_str()) {
            Some(b) => match b.strip_prefix('-') {
                Some(b) => parse(b).map(|b| -b),
                None => parse(b),
            },
            None => Some(low),
        };
        let Some(high) = high else { continue };
        let letter = found.name("c").or(found.name("word"));
        let is_f = letter.is_some_and(|it| it.as_str().starts_with(['f', 'F']));
        let unit = Unit::Count(if is_f { "°F" } else { "度" }.to_owned());
        let end = letter.map_or(whole.end(), |letter| letter.end());
        let value = Value::Quantity {
            low: low.min(high),
            high: low.max(high),
            unit,
        };
        scan.keep(start..end, Kind::Quantity, value);
    }
}

/// "Aged 3", "ages 6-11", "between the ages of 3 and 6".
fn ages(scan: &mut Scan<'_>) {
    static AGE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:aged|ages?)(?:\sof)?\s(?P<ages>(?P<a>\d{1,2})(?:\s?(?:-|~|to|and)\s?(?P<b>\d{1,2}))?)(?P<behind>\s?[a-z]*)",
        )
        .needs(&["age"])
    });
    let folded = scan.folded;
    for found in AGE.captures_iter(&folded.text) {
        let Some(ages) = found.name("ages") else {
            continue;
        };
        let rest = scan.rest(ages.end());
        let behind = found.name("behind").map_or("", |it| it.as_str().trim());
        let behind = behind.to_lowercase();
        let is_measured = [
            "year", "month", "week", "day", "yr", "st", "nd", "rd", "th", "pm", "am",
        ]
        .iter()
        .any(|word| behind.starts_with(word));
        if is_measured
            || rest.starts_with(|c: char| {
                c.is_ascii_alphanumeric()
                    || ".:/%,".contains(c) && rest[1..].starts_with(|c: char| c.is_ascii_digit())
            })
        {
            continue;
        }
        let Some(low) = parse(&found["a"]) else {
            continue;
        };
        let high = found
            .name("b")
            .and_then(|b| parse(b.as_str()))
            .unwrap_or(low);
        let unit = Unit::Count("歳".to_owned());
        scan.keep(
            ages.range(),
            Kind::Quantity,
            Value::Quantity { low, high, unit },
        );
    }
}

/// Floors: 5F, B1, 地下1階, "the third floor", "floor 3".
fn floors(scan: &mut Scan<'_>) {
    static FLOOR: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?x) \b (?: (?P<nth> \d{1,2} ) (?: st | nd | rd | th ) | (?P<word> ground | first | second | third | fourth | fifth | sixth | seventh | eighth | ninth | tenth ) ) [\ -] floor \b
            | \b floor\ (?P<floor> \d{1,2} ) (?P<e1> [^\d.,:/-] | $ )
            | (?P<under> 地下\s? | \bB ) (?P<u> \d ) (?: F | 階 )
            | (?P<f> \d{1,2} ) F (?P<e2> [^a-z0-9] | $ )",
        )
        .needs(&["floor", "地下", "f", "階"])
    });
    const WORDS: [&str; 11] = [
        "ground", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
        "ninth", "tenth",
    ];
    let folded = scan.folded;
    for found in FLOOR.captures_iter(&folded.text) {
        let whole = found.whole();
        let number = ["nth", "floor", "u", "f"]
            .iter()
            .find_map(|name| found.name(name));
        let value = match (number, found.name("word")) {
            (Some(number), _) => parse(number.as_str()),
            (_, Some(word)) => {
                let word = word.as_str().to_lowercase();
                WORDS
                    .iter()
                    .position(|it| *it == word)
                    .map(|at| at as Number * ONE)
            }
            _ => None,
        };
        let Some(value) = value else { continue };
        if goes_on(scan, whole.start()) {
            continue;
        }
        let unit = match found.name("under") {
            Some(_) => "地下階",
            None => "階",
        };
        // 5F alone is a number of something else in English.
        let end = match (found.name("f"), found.name("floor")) {
            (Some(_), _) if !scan.japanese => continue,
            (Some(number), _) => number.end() + 1,
            (_, Some(number)) => number.end(),
            _ => whole.end(),
        };
        keep(
            scan,
            whole.start()..end,
            value,
            Unit::Count(unit.to_owned()),
        );
    }
}

/// "12x cups", "3 x chairs", and hours with their minutes: 2h30.
fn times(scan: &mut Scan<'_>) {
    static HOURS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?P<h>\d)\s?h\s?(?P<min>[0-5]\d)(?P<end>[^a-z0-9]|$)").needs(&["h"])
    });
    for found in HOURS.captures_iter(&scan.folded.text) {
        let (Some(hours), Some(minutes)) = (found.name("h"), found.name("min")) else {
            continue;
        };
        let (Some(h), Some(min)) = (parse(hours.as_str()), parse(minutes.as_str())) else {
            continue;
        };
        if !goes_on(scan, hours.start()) {
            keep(
                scan,
                hours.start()..minutes.end(),
                h * 60 + min,
                Unit::Minutes,
            );
        }
    }
    // 1m20cm, before m2 is seen in it.
    static LENGTH: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?P<m>\d{1,3})\s?m\s?(?P<cm>\d{1,2})\s?cm(?P<end>[^a-z0-9]|$)").needs(&["cm"])
    });
    for found in LENGTH.captures_iter(&scan.folded.text) {
        let (Some(metres), Some(more)) = (found.name("m"), found.name("cm")) else {
            continue;
        };
        let end = found.name("end").map_or(more.end(), |end| end.start());
        if let (Some(m), Some(cm)) = (parse(metres.as_str()), parse(more.as_str()))
            && !goes_on(scan, metres.start())
        {
            keep(
                scan,
                metres.start()..end,
                m * 1_000 + cm * 10,
                Unit::Millimetres,
            );
        }
    }
    static TIMES: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?P<a>\d{1,4})\s?x\s(?P<unit>[a-z]{3,}s)\b").needs(&["x "]));
    let folded = scan.folded;
    for found in TIMES.captures_iter(&folded.text) {
        let whole = found.whole();
        if goes_on(scan, whole.start()) || found["unit"].ends_with("ss") {
            continue;
        }
        if let Some(count) = parse(&found["a"]) {
            let (unit, factor) = measure(singular(&found["unit"]));
            keep(scan, whole.range(), count.saturating_mul(factor), unit);
        }
    }
}
