//! Amounts of money and percentages.

use std::sync::LazyLock;

use super::{Currency, Scan, Tax, Value, goes_on};
use crate::Kind;
use crate::number::{BLANK_GROUPS, DIGITS, JAPANESE, Number, ONE, WORDS, parse};
use crate::pattern::{Pattern, pattern};

static AMOUNT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x)
        (?P<before> (?:税込み?|税抜き?|税別|内税|外税) \s? )?
        (?:
          (?P<sign> [¥$£€₩₹] | (?i: (?: US | CA | AU | NZ | HK | SG | NT | A | C | S ) \$ | USD | GBP | EUR | JPY | AUD | CAD | NZD | SGD | HKD | TWD | KRW | CNY | INR | CHF | SEK | NOK | DKK | PLN ) ) \s? (?P<a> (?:{BLANK_GROUPS}\b|{DIGITS})(?:[万千億](?:\d[\d,]*千?)?)* ) (?: (?P<k> k\b | \s?thousand\b ) | (?P<million> \s?(?:m|million)\b ) )? (?: \s?円 )?
        | (?P<b> {BLANK_GROUPS} | {JAPANESE} ) \s? (?P<jp> 円 | ドル | ユーロ | ポンド | ウォン )
        | (?P<note> (?i: \b an?\ (?:fiver|tenner) \b ) )
        | (?P<c> (?:{BLANK_GROUPS}|{DIGITS}) | {WORDS} (?:[\x20-]thousand(?:,?\x20(?:and\x20)?{WORDS})?)? ) (?: (?P<thousand> \ thousand | k ) | (?P<many> \ million ) )? [\ -]? (?P<en> (?i: dollars? | bucks | pounds? (?:\ sterling)? | euros? | yen | cents | pence | p | quid | USD | GBP | EUR | JPY | AUD | CAD | NZD | SGD | HKD | CHF | SEK | NOK | DKK | PLN | rupees? | francs? ) ) \b (?: \ (?:and\ )? (?P<more> (?i: (?: twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety ) (?: -five | -nine )? | ten | fifteen ) | [0-9]{{2}} ) \b (?: \ (?i: cents | pence | p ) \b )? )?
        )
        (?P<after> \s? \( (?: 税込み? | 税抜き? | 税別 | 消費税込み? ) [)・、,] | \s (?i: (?:\(?(?:incl?\.?|including|excl?\.?|excluding|plus|before|after|ex)\s(?:VAT|tax|GST)\)?) ) )?"
    ))
});

/// Amounts with a currency.
pub(super) fn amounts(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in AMOUNT.captures_iter(&folded.text) {
        let whole = found.whole();
        let trimmed = whole.as_str().trim();
        let start = whole.start() + (whole.as_str().len() - whole.as_str().trim_start().len());
        let bytes = start..start + trimmed.len();
        if goes_on(scan.before(bytes.start))
            && found.name("before").is_none()
            && found.name("c").is_none()
        {
            continue;
        }
        let number = found.name("a").or(found.name("b")).or(found.name("c"));
        // 2026 500 yen, マグ 2 500円: a blank that is typed is one of a number only where nothing else may end before it.
        let mut bytes = bytes;
        let mut number = number.map(|number| (number.as_str(), number.start()));
        if let Some((text, at)) = number
            && let Some(last) = text.rfind(' ')
            && text.as_bytes()[0].is_ascii_digit()
            && (found.name("b").is_some() && !is_one_number(scan, at, text)
                || found.name("a").is_some() && MEASURE.is_match(scan.rest(at + text.len()))
                || scan
                    .before(at)
                    .is_some_and(|c| c.is_ascii_digit() || ".,:/-".contains(c)))
        {
            if found.name("a").is_some() {
                let end = at + text.find(' ').unwrap_or(text.len());
                number = Some((&folded.text[at..end], at));
                bytes.end = end;
            } else {
                number = Some((&text[last + 1..], at + last + 1));
                bytes.start = at + last + 1;
            }
        }
        let number = number.map(|(text, _)| text);
        let note = found
            .name("note")
            .map(|note| match note.as_str().ends_with("fiver") {
                true => 5 * ONE,
                false => 10 * ONE,
            });
        let Some(mut value) = note.or_else(|| read(number?, has_yen(whole.as_str()))) else {
            continue;
        };
        if found.name("k").or(found.name("thousand")).is_some() {
            value = value.saturating_mul(1_000);
        } else if found.name("million").or(found.name("many")).is_some() {
            value = value.saturating_mul(1_000_000);
        }
        let sign = found
            .name("sign")
            .or(found.name("jp"))
            .or(found.name("en"))
            .map_or("", |m| m.as_str());
        // 一円 in 関東一円, 千円 in names: kanji alone need a unit of their own.
        let is_in_name = scan
            .before(bytes.start)
            .is_some_and(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
            || ["ショップ", "均一", "札", "玉", "硬貨", "カット"]
                .iter()
                .any(|word| scan.rest(bytes.end).starts_with(word));
        if found.name("b").is_some_and(|b| {
            b.as_str() == "一" || matches!(b.as_str(), "千" | "万" | "百") && is_in_name
        }) {
            continue;
        }
        let lower = sign.to_lowercase();
        // 45p; but not 2 p.m.
        if lower == "p"
            && (scan.rest(bytes.end).starts_with(".m")
                || !folded.text[bytes.clone()].contains(|c: char| c.is_ascii_digit())
                || folded.text[bytes.clone()].contains(' '))
        {
            continue;
        }
        if lower == "cents" || lower == "pence" || lower == "p" {
            value /= 100;
        }
        if let Some(more) = found.name("more") {
            value += parse(more.as_str()).unwrap_or(0) / 100;
        }
        let currency = match note {
            Some(_) => Currency::Pound,
            None => currency(&lower),
        };
        let words = format!(
            "{} {}",
            found.name("before").map_or("", |m| m.as_str()),
            found.name("after").map_or("", |m| m.as_str())
        )
        .to_lowercase();
        let tax = if ["税抜", "税別", "外税", "excl", "ex ", "before", "plus"]
            .iter()
            .any(|w| words.contains(w))
        {
            Some(Tax::Excluded)
        } else if ["税込", "内税", "incl", "after"]
            .iter()
            .any(|w| words.contains(w))
        {
            Some(Tax::Included)
        } else {
            None
        };
        scan.keep(
            bytes,
            Kind::Amount,
            Value::Amount {
                value,
                currency: Some(currency),
                tax,
            },
        );
    }
}

/// £4 250 g: what is behind is of the last number alone.
static MEASURE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s?(?:k?g|mg|[mc]?l|litres?|[kcm]?m|oz|lbs?|pcs|pieces|x|個|枚|本|円|%)(?:[^a-z0-9]|$)",
    )
});

/// Whether the blanks in a number are such as are set between its groups, no typed ones.
fn is_one_number(scan: &Scan<'_>, at: usize, text: &str) -> bool {
    let written = scan.folded.words(&(at..at + text.len()));
    written.contains(['\u{a0}', '\u{2009}', '\u{202f}', '\u{2007}'])
}

/// Whether an amount is of yen, which have no hundredths.
fn has_yen(text: &str) -> bool {
    let text = text.to_lowercase();
    ["¥", "円", "yen", "jpy"]
        .iter()
        .any(|yen| text.contains(yen))
}

/// A number of money: `1 500`, and of yen `12.550`, whose point is one of groups.
fn read(text: &str, yen: bool) -> Option<Number> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return parse(text);
    }
    let text = match text.contains([' ', '\'']) {
        true => text.replace([' ', '\''], "").replace(',', "."),
        false => text.to_owned(),
    };
    let is_grouped = |(whole, rest): (&str, &str)| {
        whole.len() <= 3
            && whole != "0"
            && rest.len() == 3
            && rest.bytes().all(|c| c.is_ascii_digit())
    };
    match yen && text.split_once('.').is_some_and(is_grouped) {
        true => parse(&text.replace('.', "")),
        false => parse(&text),
    }
}

/// A number of a table, in the currency that heads it.
pub(crate) fn amount(number: &str, sign: &str) -> Option<Value> {
    let value = parse(number)?;
    Some(Value::Amount {
        value: if sign == "p" { value / 100 } else { value },
        currency: Some(currency(&sign.to_lowercase())),
        tax: None,
    })
}

fn currency(sign: &str) -> Currency {
    match sign {
        "¥" | "円" | "yen" | "jpy" => Currency::Yen,
        "£" | "gbp" | "quid" | "pence" | "p" | "ポンド" => Currency::Pound,
        "€" | "eur" | "euro" | "euros" | "ユーロ" => Currency::Euro,
        "$" | "dollar" | "dollars" | "bucks" | "cents" | "ドル" => Currency::Dollar,
        "us$" | "usd" | "a$" | "au$" | "aud" | "c$" | "ca$" | "cad" | "nz$" | "nzd" | "s$"
        | "sg$" | "sgd" | "hk$" | "hkd" => Currency::DollarOf(sign.chars().next().unwrap_or('?')),
        sign if sign.starts_with("pound") => Currency::Pound,
        "nt$" | "twd" => Currency::Other('t'),
        "franc" | "francs" => Currency::Other('c'),
        "rupee" | "rupees" | "₹" => Currency::Other('i'),
        // Others are told apart by their first letter.
        sign => Currency::Other(sign.chars().next().unwrap_or('?')),
    }
}

static PERCENT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x) (?P<a> (?:{DIGITS}) | {WORDS} | [一二三四五六七八九十百〇]{{1,5}} ) \s? (?: % | パーセント | (?i: per\ ?cent | pct ) )
        | (?P<wari> 10 | 十 | [一二三四五六七八九\d] ) 割 (?: (?P<bu> [一二三四五六七八九\d] ) 分 )?
        | (?P<half> 半額 | (?i: half[\ -]price | \bhalf\ off | \bhalf\ (?:of\ (?:that|it|this|the\ (?:price|fee|cost|amount|rate|total|sum))|(?:the|of\ the|our|your)\ (?:[a-z]+\ )?(?:price|fee|fare|cost|charge|amount|rate|total|rent|ticket)|now)\b ) )
        | (?P<third> (?i: \b(?:a|one)[\ -]third\b ) ) | (?P<quarter> (?i: \b(?:a|one)[\ -]quarter\b ) ) | (?P<thirds> (?i: \btwo[\ -]thirds\b ) ) | (?P<quarters> (?i: \bthree[\ -]quarters\b ) )
        | (?: は | の | 、 | で ) (?P<whole> 全額 ) (?: [、。\n] | です | を頂 | をいただ | を申し受 | のご請求 | となり | になり )"
    ))
});

/// Percentages; 2割5分 is 25 %.
pub(super) fn percents(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in PERCENT.captures_iter(&folded.text) {
        let whole = found.whole();
        let value = if let Some(number) = found.name("a") {
            parse(number.as_str())
        } else if let Some(wari) = found.name("wari") {
            parse(wari.as_str()).map(|v| {
                v * 10
                    + found
                        .name("bu")
                        .and_then(|bu| parse(bu.as_str()))
                        .unwrap_or(0)
            })
        } else {
            let fractions = [
                ("third", 333_333),
                ("quarter", 25 * ONE),
                ("thirds", 666_667),
                ("quarters", 75 * ONE),
                ("whole", 100 * ONE),
            ];
            let fraction = fractions
                .iter()
                .find(|(name, _)| found.name(name).is_some());
            // A quarter past nine, a quarter of an hour.
            let rest = scan.rest(whole.end()).trim_start();
            if folded.text[..whole.start()].ends_with("hour and ") {
                continue;
            }
            if ["past", "to ", "of an", "hour", "inch", "mile"]
                .iter()
                .any(|word| rest.starts_with(word))
            {
                continue;
            }
            Some(fraction.map_or(50 * ONE, |(_, value)| *value))
        };
        let bytes = found
            .name("whole")
            .map_or(whole.range(), |whole| whole.range());
        if let Some(value) = value {
            scan.keep(bytes, Kind::Percent, Value::Percent(value));
        }
    }
}
