//! Links, mail addresses, phone numbers and identifying numbers.

use std::sync::LazyLock;

use super::{Scan, Value, goes_on};
use crate::Kind;
use crate::pattern::{Pattern, pattern};

static LINK: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r#"(?i)(?P<mail>[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+)|(?P<url>https?://[!#-&*-;=?-~]+)|(?P<bare>(?:[a-z0-9-]+\.)+(?:com|net|org|jp|uk|io|co|shop|store|info|biz|example|test|de|fr|eu|us|ca|au|nz|in|ie|cm|cn|site|online|app|dev|me|tv|xyz|page|link|cloud|[a-z]{2})(?:/[a-z0-9._~%/?&=#-]*)?)"#,
    ).needs(&["@", "."])
});

/// Links and mail addresses.
pub(super) fn links(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in LINK.captures_iter(&folded.text) {
        if let Some(mail) = found.name("mail") {
            let text = mail.as_str().trim_end_matches('.');
            let bytes = mail.start()..mail.start() + text.len();
            scan.keep(bytes, Kind::Email, Value::Text(text.to_lowercase()));
        } else if let Some(url) = found.name("url").or(found.name("bare")) {
            let text = url
                .as_str()
                .trim_end_matches(['.', ',', ':', ';', '!', '?']);
            if goes_on(scan.before(url.start()))
                || goes_on(scan.after(url.start() + text.len()))
                || !is_domain(text)
            {
                continue;
            }
            scan.keep(
                url.start()..url.start() + text.len(),
                Kind::Url,
                Value::Text(link(text)),
            );
        }
    }
}

/// Not `e.g`, `p.m`, `St.Ives` or the end of one sentence that runs into the next.
fn is_domain(text: &str) -> bool {
    let host = text
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let host = host.split('/').next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    text.starts_with("http")
        || (labels.len() >= 2
            && host == host.to_lowercase()
            && labels.iter().all(|label| label.len() >= 2))
}

/// A link without what does not tell where it leads.
fn link(text: &str) -> String {
    let text = text.to_lowercase();
    let text = text
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("www.");
    // Where a mail counts its clicks leads nowhere else.
    let Some((page, query)) = text.split_once('?') else {
        return text.trim_end_matches('/').to_owned();
    };
    let counts = ["utm_", "gclid=", "fbclid="];
    let kept: Vec<&str> = query
        .split('&')
        .filter(|part| !counts.iter().any(|it| part.starts_with(it)))
        .collect();
    match kept.is_empty() {
        true => page.trim_end_matches('/').to_owned(),
        false => format!("{page}?{}", kept.join("&"))
            .trim_end_matches('/')
            .to_owned(),
    }
}

static PHONE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?:\+\d{1,3}[ -]?(?:\(0\)[ -]?\d{1,11}|\(\d{1,5}\)|\d{1,11})|(?:1[ .-])?(?:\(\d{1,5}\)|\d{2,11}))(?:[ .()-]{1,2}\d{2,8}){0,4}",
    )
});

/// Phone numbers, in the digits that are dialled inside their country.
pub(super) fn phones(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in PHONE.find_iter(&folded.text) {
        let mut text = found.as_str();
        // Slashes, currency signs and letters in front belong to other numbers.
        let before = scan.before(found.start());
        if before.is_some_and(|c| {
            c.is_ascii_alphanumeric()
                || matches!(c, '-' | '/' | '¥' | '$' | '£' | '€' | '#' | '〒' | '.')
        }) {
            continue;
        }
        if text.matches('(').count() != text.matches(')').count() {
            text = text
                .split('(')
                .next()
                .unwrap_or(text)
                .trim_end_matches([' ', '-', '.']);
        }
        let end = found.start() + text.len();
        if goes_on(scan.after(end)) || scan.rest(end).starts_with(['円', '年', '月', '個']) {
            continue;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let groups: Vec<usize> = text
            .split(|c: char| !c.is_ascii_digit())
            .filter(|g| !g.is_empty())
            .map(str::len)
            .collect();
        let looks = text.starts_with('+')
            || digits.starts_with("00") && (11..=15).contains(&digits.len())
            || (digits.starts_with('0') && (9..=11).contains(&digits.len()))
            // A slip leaves a digit more.
            || (groups.len() == 3 && groups[0] >= 4 && digits.starts_with('0') && digits.len() == 12)
            || groups == [3, 3, 4]
            // Free numbers of Australia.
            || digits.len() == 10 && ["1300", "1800"].iter().any(|code| digits.starts_with(code))
            // A slip in the first digit of a Japanese number leaves its form.
            || (scan.japanese && groups.len() == 3 && groups[2] == 4 && (10..=11).contains(&digits.len()))
            || (groups.first() == Some(&1) && groups[1..] == [3, 3, 4]);
        if looks && (9..=15).contains(&digits.len()) && groups != [4, 4, 4] {
            scan.keep(
                found.start()..end,
                Kind::Phone,
                Value::Text(dialled(text, &digits)),
            );
        }
    }
}

/// Codes of countries that are left out of a number.
pub(crate) const COUNTRIES: &[&str] = &["81", "44", "61", "64", "49", "33", "91", "1"];

fn dialled(text: &str, digits: &str) -> String {
    let digits = match text.starts_with('+') {
        true => digits,
        false => digits
            .strip_prefix("00")
            .filter(|rest| rest.len() >= 9)
            .unwrap_or(digits),
    };
    let national = if text.starts_with('+') || text.starts_with("00") {
        COUNTRIES
            .iter()
            .find_map(|code| digits.strip_prefix(code))
            .unwrap_or(digits)
    } else if digits.len() == 11 && digits.starts_with('1') {
        &digits[1..]
    } else {
        digits
    };
    national.trim_start_matches('0').to_owned()
}

static ID: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?P<loose> [A-Z]{2}\d{2} \x20 [A-Z]{3} \b | [A-Z]{2,3} \x20 \d{2,8} (?:-\d+)* \b | \# \s? \d{1,2} \b )
        | (?P<mixed> [A-Za-z]{1,8} [-_\#/]? \d [A-Za-z0-9-]* (?:-[A-Za-z0-9]+)* (?:/\d[\d-]*)* )
        | (?P<room> \d{1,4} ) (?: 教室 | 号室 | 会議室 | 番窓口 | 番ホーム | 番乗り場 | 号車 )
        | (?P<groups> \d{4}[- ]\d{4}[- ]\d{4} )
        | (?P<hash> \# \s? [A-Za-z0-9-]*\d[A-Za-z0-9-]* )
        | (?P<article> \d{3,}-\d{0,2}[A-Z]{1,3}\d? \b ) | (?P<tailed> \d{3,}-[A-Z]{1,3} \b ) | (?P<coded> \d{2,4}-\d+[A-Z][A-Z0-9]* \b ) | (?P<leading> \d+ -? [A-Z]{1,4} [A-Z0-9-]* \d+ [A-Z0-9-]* )
        | (?P<plain> \d{5,}(?:-\d+)* | \d{2,4}-\d{3,}(?:-\d+)* | \d{4}/\d{3,6} | \d{4} )",
    )
});

static LABEL: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:番号|ナンバー|コード|型番|品番|(?-u:\b)(?:No\.?|ID|(?:pre|re)?order|invoice|tracking|reservation|booking|reference|ref\.?|case|ticket|serial|SKU|model|account|number|parcel|confirmation|policy|member(?:ship)?|job|chart|unit|permit|quote|claim|student|patient|registration|code|ending(?: in)?)|受付|会員|診察券|伝票|契約|証券|カルテ|末尾|下4桁)(?:\s?(?:番号|number|no\.?|code|id))?(?:\s(?:is|was)(?:\s(?:still|now))?)?[\s:は「(#]*$",
    )
});

/// "Paid on your account 1000 yen": money, whatever word is before it.
static BEFORE_CURRENCY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s?(?:円|ドル|ユーロ|ポンド|ウォン|[€£](?:[^a-z0-9]|$)|(?:dollars?|bucks|pounds?|quid|euros?|yen|cents|pence|USD|GBP|EUR|JPY|AUD|CAD|NZD|SGD|HKD|CHF|SEK|NOK|DKK|PLN|rupees?|francs?)\b)",
    )
});

/// VH3, A12: a number of something only where the sources have such numbers.
pub(crate) fn is_short_code(text: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = text.len() - digits.len();
    (2..=3).contains(&letters)
        && (1..=2).contains(&digits.len())
        && digits.bytes().all(|c| c.is_ascii_digit())
}

static SPACED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?:account|acct|nhs|sort code|bsb|iban|card|registration|licence|license|reference|tracking|parcel|policy|customer|member(?:ship)?)(?:\s(?:number|no\.?|code|id))?|番号|伝票|口座)(?:\sis|は)?[\s:(#]{0,3}(?P<id>(?-u:\b)[A-Z]{0,2}\d{2,5}(?:\x20\d{2,5}){1,5})(?-u:\b)",
    ).needs(&["account", "acct", "nhs", "sort code", "bsb", "iban", "card", "registration", "licence", "license", "reference", "tracking", "parcel", "policy", "customer", "member", "番号", "伝票", "口座"])
});

/// Numbers whose groups are kept apart by spaces, where a word before them says that they are one.
pub(super) fn spaced_ids(scan: &mut Scan<'_>) {
    accounts(scan);
    let folded = scan.folded;
    for found in SPACED.captures_iter(&folded.text) {
        let Some(id) = found.name("id") else { continue };
        let value: String = id.as_str().chars().filter(|c| *c != ' ').collect();
        scan.keep(id.range(), Kind::Id, Value::Text(value.to_uppercase()));
    }
    // Of so many digits in groups that they are no phone number.
    static GROUPS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:^|[^\dA-Za-z+,.-])(?P<id>(?:[A-Z]{2} )?[1-9]\d{3} \d{4} \d{3,4})(?:[^\dA-Za-z-]|$)",
        )
    });
    for found in GROUPS.captures_iter(&folded.text) {
        let Some(id) = found.name("id") else { continue };
        let value: String = id.as_str().chars().filter(|c| *c != ' ').collect();
        scan.keep(id.range(), Kind::Id, Value::Text(value));
    }
}

/// Accounts: 普通 1234567, "sort code 20-20-51", an IBAN.
fn accounts(scan: &mut Scan<'_>) {
    static JP: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:普通|当座|貯蓄|\(普\)|\(当\)|記号)(?:預金|口座)?(?:口座)?(?:番号)?(?:は|:)?[\s):]{0,3}(?P<id>\d{5,8})(?:[^\d円,.-]|$)",
        )
        .needs(&["普", "当", "貯蓄", "記号"])
    });
    static SORT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?i)\bsort code(?: is)?[\s:(]{1,3}(?P<id>\d\d[- ]\d\d[- ]\d\d)(?:[^\d-]|$)")
            .needs(&["sort code"])
    });
    static IBAN: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"\b(?P<id>[A-Z]{2}\d{2}(?:\x20?[A-Z0-9]{4}){3,7}(?:\x20?[A-Z0-9]{1,3})?)\b|\b(?:BIC|SWIFT)(?: code)?[\s:]{1,3}(?P<bic>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b",
        )
    });
    let folded = scan.folded;
    let found = JP
        .captures_iter(&folded.text)
        .chain(SORT.captures_iter(&folded.text))
        .chain(IBAN.captures_iter(&folded.text));
    for found in found {
        let Some(id) = found.name("id").or(found.name("bic")) else {
            continue;
        };
        let value = id.as_str().chars().filter(char::is_ascii_alphanumeric);
        scan.keep(id.range(), Kind::Id, Value::Text(value.collect()));
    }
}

/// Words that a number behind them tells apart: room 4, platform 5.
pub(crate) const NUMBERED: [&str; 15] = [
    "room", "platform", "gate", "studio", "pitch", "bay", "terminal", "court", "cabin", "locker",
    "berth", "pier", "screen", "aisle", "row",
];

/// Rooms and platforms, trains, seats and plates: "room 4", のぞみ25号, 13番A席, 品川 500 あ 12-34.
fn numbered(scan: &mut Scan<'_>) {
    static ROOM: LazyLock<Pattern> = LazyLock::new(|| {
        let words = NUMBERED.join("|");
        pattern(&format!(
            r"(?i)\b(?P<word>{words})\s(?:no\.?\s)?(?P<no>[a-z]?\d{{1,4}}[a-z]?)(?P<behind>[^a-z0-9]|$)"
        ))
        .needs(&NUMBERED)
    });
    static JP: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?x) (?P<train> (?: のぞみ | ひかり | こだま | みずほ | さくら | つばめ | はやぶさ | はやて | やまびこ | なすの | こまち | つばさ | とき | たにがわ | かがやき | はくたか | あさま | つるぎ | あずさ | かいじ | サンダーバード | しらさぎ | 踊り子 | ひたち | ときわ | くろしお | はるか | しなの | ひだ | やくも | ソニック | かもめ | 北斗 | おおぞら | カムイ ) \s? \d{1,3} ) 号
            | (?P<seat> \d{1,3} 番? [A-Z] ) 席 | (?P<row> \d{1,3} 列 \d{1,3} ) (?: [~-] \d{1,3} )? 番
            | (?P<plate> [一-鿿]{1,4} \s? \d{2,3} \s? [ぁ-ん] \s? (?: \d{2}-\d{2} | [・.]{1,3} \s? \d{1,3} ) )",
        )
        .needs(&["号", "席", "列", "-", "・"])
    });
    // "Gate 6 am to 10 pm", "room 2 of 5": hours and counts.
    const IS_MORE: [&str; 8] = ["of", "am", "pm", "a", "p", "to", "until", "till"];
    let folded = scan.folded;
    for found in ROOM.captures_iter(&folded.text) {
        let (Some(word), Some(no)) = (found.name("word"), found.name("no")) else {
            continue;
        };
        let rest = scan.rest(no.end());
        let next = rest.trim_start_matches(' ');
        let next = &next[..next
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(next.len())];
        // "A room 4 m wide", "a court 2 hours", 3.5, 10:30.
        let is_measured = !next.is_empty()
            && (IS_MORE.contains(&next.to_lowercase().as_str())
                || super::measure::is_counted(&next.to_lowercase()))
            || rest.starts_with(['.', ':', ',', '%', '/', '-', '~'])
                && rest[1..].starts_with(|c: char| c.is_ascii_digit());
        if !is_measured {
            let value = format!("{}{}", word.as_str(), no.as_str()).to_uppercase();
            scan.keep(word.start()..no.end(), Kind::Id, Value::Text(value));
        }
    }
    if !scan.japanese {
        return;
    }
    for found in JP.captures_iter(&folded.text) {
        let names = ["train", "seat", "row", "plate"];
        let Some(id) = names.into_iter().find_map(|name| found.name(name)) else {
            continue;
        };
        if scan.before(id.start()).is_some_and(|c| c.is_ascii_digit()) {
            continue;
        }
        let value = id.as_str().chars().filter(|c| !matches!(c, ' ' | '番'));
        scan.keep(id.range(), Kind::Id, Value::Text(value.collect()));
    }
}

/// Order numbers, tracking numbers, product codes.
pub(super) fn ids(scan: &mut Scan<'_>) {
    numbered(scan);
    let folded = scan.folded;
    for found in ID.captures_iter(&folded.text) {
        let whole = found.whole();
        let text = whole.as_str().trim_end_matches('-');
        let bytes = whole.start()..whole.start() + text.len();
        if goes_on(scan.before(bytes.start))
            || goes_on(scan.after(bytes.end))
            || scan
                .before(bytes.start)
                .is_some_and(|c| "¥$£€.,-+".contains(c))
                && !folded.text[..bytes.start].ends_with("No.")
                && !folded.text[..bytes.start].ends_with("no.")
        {
            continue;
        }
        if let Some(room) = found.name("room") {
            scan.keep(
                room.range(),
                Kind::Id,
                Value::Text(room.as_str().to_owned()),
            );
            continue;
        }
        // W1600×D850×H720mm are sizes.
        let times = |c: Option<char>| matches!(c, Some('×'));
        if text.starts_with(['W', 'D', 'H'])
            && (times(scan.before(bytes.start)) || times(scan.after(bytes.end)))
        {
            continue;
        }
        let labelled = LABEL.is_match(
            &folded.text[floor(&folded.text, bytes.start.saturating_sub(48))..bytes.start],
        );
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let letters: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
        let is_id = if found.name("loose").is_some() {
            let words = [
                "No", "USD", "GBP", "EUR", "JPY", "AUD", "CAD", "NZD", "CHF", "INR", "AM", "PM",
                "ET", "PT", "VAT", "GST",
            ];
            let rest = scan.rest(bytes.end);
            let is_amount =
                rest.starts_with(',') && rest[1..].starts_with(|c: char| c.is_ascii_digit());
            !words.contains(&letters.as_str()) && !is_amount && !rest.starts_with(['%', '円', '万'])
        } else if found.name("plain").is_some() {
            // A number of many digits without a unit; money and counts are written with theirs.
            let rest = scan.rest(bytes.end).trim_start();
            // A number of four digits may be a year.
            let is_year =
                digits == 4 && text.parse().is_ok_and(|it: u16| (1900..2100).contains(&it));
            labelled && !is_year && !BEFORE_CURRENCY.is_match(scan.rest(bytes.end))
                || (digits >= 8 && !rest.starts_with(['円', '個', '名', '人', '%', ',']))
        } else if found.name("mixed").is_some() {
            let words = [
                "USD", "GBP", "EUR", "JPY", "AUD", "CAD", "NZD", "CHF", "No", "am", "pm", "x", "X",
                // "Under-12s" are children.
                "under", "over",
            ];
            // R8 and H30 are years of an era.
            let is_era = ["R", "H"].contains(&letters.as_str()) && digits <= 2;
            // XK7T2M: capitals and digits in turns.
            let is_code = text.len() >= 5
                && digits >= 2
                && !text.contains(|c: char| c.is_ascii_lowercase())
                && text
                    .trim_start_matches(|c: char| c.is_ascii_uppercase())
                    .contains(|c: char| c.is_ascii_uppercase());
            // MUDDY15: a word in capitals with a number.
            let is_word = letters.len() >= 4
                && digits >= 1
                && letters.bytes().all(|c| c.is_ascii_uppercase());
            // X-3200 is no 3,200 times.
            let is_times = letters.eq_ignore_ascii_case("x") && text.contains('-') && digits >= 3;
            !is_era
                && (is_times || !words.iter().any(|word| letters.eq_ignore_ascii_case(word)))
                && (is_code
                    || is_word
                    || labelled
                    || digits >= 3
                    || (digits >= 2 && text.contains('-'))
                    || is_short_code(text))
        } else {
            // 7KQ2P: letters between digits are no unit.
            let is_code = text.len() >= 5 && digits >= 2 && text.len() - digits >= 3;
            digits >= 3 || labelled || is_code
        };
        if is_id {
            let value = text
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_uppercase();
            scan.keep(bytes, Kind::Id, Value::Text(value));
        }
    }
}

/// The nearest boundary of a character at or before `at`.
pub(crate) fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
