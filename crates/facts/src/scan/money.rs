//! Amounts of money and percentages.

use std::sync::LazyLock;

use super::{Currency, Scan, Tax, Value, goes_on};
use crate::Kind;
use crate::number::{DIGITS, JAPANESE, ONE, WORDS, parse};
use crate::pattern::{Pattern, pattern};

static AMOUNT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x)
        (?P<before> (?:税込み?|税抜き?|税別|内税|外税) \s? )?
        (?:
          (?P<sign> [¥$£€₩₹] | (?i: (?: US | CA | AU | NZ | HK | SG | NT | A | C | S ) \$ | USD | GBP | EUR | JPY | AUD | CAD | NZD | SGD | HKD | TWD | KRW | CNY | INR | CHF | SEK | NOK | DKK | PLN ) ) \s? (?P<a> (?:{DIGITS})(?:[万千億](?:\d[\d,]*千?)?)* ) (?: (?P<k> k\b | \s?thousand\b ) | (?P<million> \s?(?:m|million)\b ) )? (?: \s?円 )?
        | (?P<b> {JAPANESE} ) \s? (?P<jp> 円 | ドル | ユーロ | ポンド | ウォン )
        | (?P<note> (?i: \b an?\ (?:fiver|tenner) \b ) )
        | (?P<c> (?:{DIGITS}) | {WORDS} ) (?P<thousand> \ thousand )? [\ -]? (?P<en> (?i: dollars? | bucks | pounds? (?:\ sterling)? | euros? | yen | cents | pence | p | quid | USD | GBP | EUR | JPY | AUD | CAD | NZD | SGD | HKD | CHF | SEK | NOK | DKK | PLN | rupees? | francs? ) ) \b (?: \ (?:and\ )? (?P<more> (?i: (?: twenty | thirty | forty | fifty | sixty | seventy | eighty | ninety ) (?: -five | -nine )? | ten | fifteen ) | [0-9]{{2}} ) \b (?: \ (?i: cents | pence | p ) \b )? )?
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
        let note = found
            .name("note")
            .map(|note| match note.as_str().ends_with("fiver") {
                true => 5 * ONE,
                false => 10 * ONE,
            });
        let Some(mut value) = note.or_else(|| parse(number?.as_str())) else {
            continue;
        };
        if found.name("k").or(found.name("thousand")).is_some() {
            value = value.saturating_mul(1_000);
        } else if found.name("million").is_some() {
            value = value.saturating_mul(1_000_000);
        }
        let sign = found
            .name("sign")
            .or(found.name("jp"))
            .or(found.name("en"))
            .map_or("", |m| m.as_str());
        // 一円 in 関東一円, 千円 in names: kanji alone need a unit of their own.
        if found
            .name("b")
            .is_some_and(|b| matches!(b.as_str(), "一" | "千" | "万" | "百"))
        {
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
        r"(?i)(?x) (?P<a> (?:{DIGITS}) | {WORDS} ) \s? (?: % | パーセント | (?i: per\ ?cent | pct ) )
        | (?P<wari> 10 | 十 | [一二三四五六七八九\d] ) 割 (?: (?P<bu> [一二三四五六七八九\d] ) 分 )?
        | (?P<half> 半額 | (?i: half[\ -]price | \bhalf\ off | \bhalf\ (?:of\ (?:that|it|this|the\ (?:price|fee|cost|amount|rate|total|sum))|the\ (?:price|fee|cost|amount|rate|total)|now)\b ) )
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
