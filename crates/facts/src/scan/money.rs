//! Amounts of money and percentages.

use std::sync::LazyLock;

use regex::Regex;

use super::{Currency, Scan, Tax, Value, goes_on};
use crate::Kind;
use crate::number::{DIGITS, JAPANESE, ONE, WORDS, parse};
use crate::pattern::pattern;

static AMOUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x)
        (?P<before> (?:税込み?|税抜き?|税別|内税|外税) \s? )?
        (?:
          (?P<sign> [¥$£€₩₹] | (?i: US\$ | A\$ | C\$ | NZ\$ | USD | GBP | EUR | JPY | AUD | CAD | NZD | INR | CHF ) ) \s? (?P<a> (?:{DIGITS})(?:[万千億](?:\d[\d,]*千?)?)* ) (?: \s?円 )?
        | (?P<b> {JAPANESE} ) \s? (?P<jp> 円 | ドル | ユーロ | ポンド | ウォン )
        | (?P<c> (?:{DIGITS}) | {WORDS} ) [\ -]? (?P<en> (?i: dollars? | pounds? (?:\ sterling)? | euros? | yen | cents | pence | quid | USD | GBP | EUR | JPY | AUD | CAD | rupees? | francs? ) ) \b
        )
        (?P<after> \s? \( (?: 税込み? | 税抜き? | 税別 | 消費税込み? ) [)・、,] | \s (?i: (?:\(?(?:incl?\.?|including|excl?\.?|excluding|plus|before|after|ex)\s(?:VAT|tax|GST)\)?) ) )?"
    ))
});

/// Amounts with a currency.
pub(super) fn amounts(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in AMOUNT.captures_iter(&folded.text) {
        let whole = found.get(0).expect("the whole match");
        let trimmed = whole.as_str().trim();
        let start = whole.start() + (whole.as_str().len() - whole.as_str().trim_start().len());
        let bytes = start..start + trimmed.len();
        if goes_on(scan.before(bytes.start))
            && found.name("before").is_none()
            && found.name("c").is_none()
        {
            continue;
        }
        let number = found
            .name("a")
            .or(found.name("b"))
            .or(found.name("c"))
            .expect("one of the forms");
        let Some(mut value) = parse(number.as_str()) else {
            continue;
        };
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
        if lower == "cents" || lower == "pence" {
            value /= 100;
        }
        let currency = currency(&lower);
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

fn currency(sign: &str) -> Currency {
    match sign {
        "¥" | "円" | "yen" | "jpy" => Currency::Yen,
        "£" | "gbp" | "quid" | "pence" | "ポンド" => Currency::Pound,
        "€" | "eur" | "euro" | "euros" | "ユーロ" => Currency::Euro,
        "$" | "us$" | "usd" | "dollar" | "dollars" | "cents" | "ドル" => Currency::Dollar,
        sign if sign.starts_with("pound") => Currency::Pound,
        // Others are told apart by their first letter: A$ and AUD, C$ and CAD.
        sign => Currency::Other(sign.chars().next().unwrap_or('?')),
    }
}

static PERCENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x) (?P<a> (?:{DIGITS}) | {WORDS} ) \s? (?: % | パーセント | (?i: per\ ?cent | pct ) )
        | (?P<wari> 10 | 十 | [一二三四五六七八九\d] ) 割 (?: (?P<bu> [一二三四五六七八九\d] ) 分 )?
        | (?P<half> 半額 | (?i: half[\ -]price | half\ off | half\ the\ price ) )"
    ))
});

/// Percentages; 2割5分 is 25 %.
pub(super) fn percents(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in PERCENT.captures_iter(&folded.text) {
        let whole = found.get(0).expect("the whole match");
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
            Some(50 * ONE)
        };
        if let Some(value) = value {
            scan.keep(whole.range(), Kind::Percent, Value::Percent(value));
        }
    }
}
