//! Counts, durations, sizes and weights.

use std::sync::LazyLock;

use super::{Scan, Unit, Value, goes_on};
use crate::Kind;
use crate::number::{DIGITS, JAPANESE, Number, ONE, WORDS, parse};
use crate::pattern::{Pattern, pattern, tail};

/// Words behind a number that count something in Japanese.
const COUNTERS: &str = "mAh|kcal|Wh|lm|Hz|キロカロリー|カロリー|ルーメン|客|コ|営業日|日間|週間|か月間|ヶ月間|カ月間|か月|ヶ月|カ月|ケ月|ヵ月|箇月|年間|時間半|時間|分間|秒間|名様|人様|人前|人分|種類|箇所|か所|ヶ所|カ所|セット|パック|ケース|ダース|ミリリットル|デシリットル|キログラム|ミリグラム|キロメートル|センチメートル|ミリメートル|ギガバイト|メガバイト|テラバイト|ギガ|テラ|リットル|グラム|キロ|センチ|ミリ|メートル|インチ|畳|部屋|ページ|ポイント|文字|泊|個|本|枚|冊|台|箱|袋|点|着|足|匹|頭|羽|名|人|回|組|杯|皿|缶|部|階|kWh|kbps|Mbps|Gbps|cc|坪|平米|平方メートル|m2|マイル|ポンド|オンス|フィート|ヤード|リッター|ℓ|ユーザー|アカウント|ライセンス|シート|フロア|レッスン|ボトル|チーム|グループ|ペア|プラン|作品|公演|社|校|棟|戸|問|コマ|科目|教科|学年|倍|便|着|拍|dpi|曲|語|段|級|期|度|束|通|件|室|席|歳|才|色|食|口|株|便|基|脚|巻|丁|膳|粒|錠|切れ|玉|房|年|日|分|秒|週|kg|mg|km|cm|mm|ml|mL|dl|dL|GB|MB|TB|kW|W|V|g|L|m";
static JP: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x) (?P<about> 約 | 最大 | 最短 | 各 | およそ )? (?P<a> {JAPANESE} ) (?: \s? (?: ~ | - | から | ないし ) \s? (?P<b> {JAPANESE} ) )? \s? (?P<unit> {COUNTERS} ) (?P<half> 半 )? (?: \s? (?P<c> {JAPANESE} ) \s? (?P<unit2> 分 | 日 | 泊 | か月 | ヶ月 | cm | mm | センチ | ミリ | mL | ml | g | グラム | メートル | m ) )? (?P<tail> 間 )?"
    ))
});
static BARE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?P<year>半年)|(?P<month>半月|半月間)|(?P<day>半日)|(?P<week>一週間)|(?P<tsu>[一二三四五六七八九]つ|\dつ|[一二三四五六七八九十]人)|(?P<two>二人|ふたり)",
    ).needs(&["半年", "半月", "半日", "一週間", "つ", "人", "ふたり"])
});
static EN: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x)
        (?P<quarters> (?: \b (?i: three \ quarters ) | \b 3[/⁄]4 | \b 0\.75 ) (?i: \ of \ an \ hour \b ) ) | (?P<quarterhour> (?i: \b a \ quarter \ of \ an \ hour \b ) )
        | (?P<a> {WORDS} | {DIGITS} ) (?: \s? (?: - | ~ | \b to \b ) \s? (?P<b> {WORDS} | {DIGITS} ) \b )? (?P<gap> [\ -]? ) (?P<adjective> (?:(?i: working | business | calendar | full | consecutive | whole | more ) [\ -] )? ) (?P<unit> (?i: square | sq\.? ) \ ? [A-Za-z]+ | m2 \b | [A-Za-z]+ (?: \ (?i: inches | feet ) )? )
        | (?P<fortnight> (?i: \b (?: a \ )? fortnight \b ) ) | (?P<halfyear> (?i: \b half \ a \ year \b | \b six \ months \b ) ) | (?P<halfhour> (?i: \b half \ an \ hour \b ) ) | (?P<halfday> (?i: \b half \ a \ day \b ) )
        | (?P<hourhalf> (?i: \b an \ hour \ and \ a \ half \b ) ) | (?P<hourquarter> (?i: \b an \ hour \ and \ a \ quarter \b ) )
        | (?i: \b an? \s (?P<one> week | month | year | quarter | day | hour ) \b )
        | (?i: \b the \s last \s (?P<last> year | month | week ) \b )
        | (?P<dozen> (?i: \b a \ dozen \b ) )
        "
    ))
});

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
    dimensions(scan);
    feet_and_inches(scan);
    japanese(scan);
    // 5kg is read with the Japanese units, too.
    if scan.folded.has_english() || unit_behind_digit(&scan.folded.text) {
        english(scan);
        without_their_unit(scan);
    }
    limits(scan);
    neighbours(scan);
    joined(scan);
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

fn japanese(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    let mut at = 0;
    while let Some(found) = JP.captures_at(&folded.text, at) {
        let whole = found.whole();
        let a = found.name("a").expect("a number");
        // A number behind, エアコン1台90分, is one of its own unless it is read with this one.
        at = found.name("c").map_or(whole.end(), |c| c.start());
        let before = scan.before(a.start());
        let is_free_slash = before == Some('/')
            && !folded.text[..a.start() - 1].ends_with(|c: char| c.is_ascii_digit());
        if before.is_some_and(|c| {
            c.is_ascii_alphanumeric()
                || "第./¥$£€-".contains(c)
                    && !is_free_slash
                    // 第4巻 is one, 第3者 is none.
                    && !(c == '第' && found.name("unit").is_some_and(|unit| unit.as_str() == "巻"))
                || (matches!(c, '\u{4e00}'..='\u{9fff}') && is_kanji(a.as_str()))
        }) {
            continue;
        }
        if scan.is_inside_number(a.start()) {
            continue;
        }
        // 10:30分 is a time.
        if before == Some(':')
            && folded.text[..a.start() - 1].ends_with(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        if is_kanji(a.as_str()) && is_idiom(scan.rest(a.start())) {
            continue;
        }
        // 1点確認させてください: one thing to ask.
        if a.as_str() == "1"
            && ONE_THING
                .iter()
                .any(|it| scan.rest(a.end()).starts_with(it))
        {
            continue;
        }
        // 第3部長, 一度, 1級品: words that only begin with a counter.
        let counter = found.name("unit").map_or("", |unit| unit.as_str());
        if matches!(
            counter,
            "部" | "度" | "社" | "校" | "期" | "語" | "段" | "級" | "棟" | "戸" | "曲" | "問"
        ) && (is_kanji(a.as_str())
            || scan.rest(a.end()).trim_start()[counter.len()..].starts_with(|c: char| {
                matches!(c, '\u{4e00}'..='\u{9fff}') && !"以超未毎前程分合限単".contains(c)
            }))
        {
            continue;
        }
        let unit = found.name("unit").expect("a counter").as_str();
        let (Some(mut low), Some(mut high)) = (
            parse(a.as_str()),
            found
                .name("b")
                .map_or(parse(a.as_str()), |b| parse(b.as_str())),
        ) else {
            continue;
        };
        let mut end = found
            .name("half")
            .map_or(found.name("unit").expect("a counter").end(), |half| {
                half.end()
            });
        let has_part = found
            .name("c")
            .zip(found.name("unit2"))
            .is_some_and(|(c, small)| {
                c.start() == end && part_of(unit, small.as_str(), 0).is_some()
            });
        if unit.ends_with(|c: char| c.is_ascii_alphabetic())
            && goes_on(scan.after(end))
            && !has_part
        {
            continue;
        }
        // 12コ, but not 2コース; 12客, but not 12客室.
        let rest = scan.rest(end);
        if unit == "コ" && rest.starts_with(|c: char| matches!(c, 'ァ'..='ー'))
            || unit == "客" && rest.starts_with(|c: char| matches!(c, '一'..='鿿'))
        {
            continue;
        }
        // 2台目 and 2年目 say which one.
        if scan.rest(end).starts_with('目') {
            continue;
        }
        if unit == "年" && scan.rest(end).starts_with(['生', '目', '度', '次', '組']) {
            continue;
        }
        // 3月 and 2階 are no counts; 10分 of 10分の1 is a fraction.
        if scan.rest(end).starts_with("の1")
            || (unit == "年"
                && scan
                    .rest(end)
                    .trim_start()
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .starts_with('月'))
            || (unit == "年" && low >= 1900 * ONE)
        {
            continue;
        }
        let (mut unit, factor) = measure(unit);
        low *= factor;
        high *= factor;
        if found.name("half").is_some() {
            low += factor * ONE / 2;
            high += factor * ONE / 2;
        }
        if found.name("unit").is_some_and(|u| u.as_str() == "時間半") {
            low += 30 * ONE;
            high += 30 * ONE;
        }
        if let (Some(c), Some(unit2)) = (found.name("c"), found.name("unit2"))
            && found.name("half").is_none()
        {
            let more = parse(c.as_str()).unwrap_or(0);
            let unit1 = found.name("unit");
            let pair = (unit1.map_or("", |u| u.as_str()), unit2.as_str());
            let is_near = unit1.is_some_and(|unit| unit.end() == c.start());
            // 1m20cm, 1キロ500グラム: of one measure, the smaller one behind.
            let small = part_of(pair.0, pair.1, more).filter(|_| !goes_on(scan.after(unit2.end())));
            match pair {
                _ if small.is_some() => {
                    let small = small.unwrap_or(0);
                    if unit == Unit::Kilo {
                        let factor = if pair.1.ends_with('m') || pair.1 == "メートル" {
                            1_000_000
                        } else {
                            1_000
                        };
                        (low, high) = (low * factor, high * factor);
                        unit = if factor == 1_000 {
                            Unit::Grams
                        } else {
                            Unit::Millimetres
                        };
                    }
                    (low, high, end) = (low + small, high + small, unit2.end());
                }
                _ if !is_near => {}
                ("時間", "分") => (low, high, end) = (low + more, high + more, unit2.end()),
                ("年", "か月" | "ヶ月") => {
                    (low, high, end) = (low + more, high + more, unit2.end())
                }
                // 37度5分, as a thermometer has it.
                ("度", "分") => {
                    (low, high, end) = (low + more / 10, high + more / 10, unit2.end())
                }
                ("泊", "日") if more == low + ONE => end = unit2.end(),
                ("泊", "日") => (unit, end) = (Unit::Count("泊日".to_owned()), unit2.end()),
                _ => {}
            }
        }
        // 1冊220円, 1回あたり: the price of one says nothing of how many.
        let priced = scan
            .rest(end)
            .trim_start_matches(['(', ' '])
            .starts_with(|c: char| {
                c.is_ascii_digit() || "¥$£€税約千万一二三四五六七八九".contains(c)
            });
        // 1日2回: how often in a day.
        let often = matches!(
            found.name("unit").map(|u| u.as_str()),
            Some("日" | "週" | "週間" | "か月" | "年")
        ) && low == factor * ONE
            && (scan
                .rest(end)
                .starts_with(|c: char| c.is_ascii_digit() || "一二三四五".contains(c))
                || scan.rest(end).starts_with("に"));
        if often
            || low == factor * ONE
                && high == low
                && (priced && found.name("unit").is_none_or(|unit| unit.as_str() != "階")
                    || ["あたり", "当たり", "につき", "毎", "ごと"]
                        .iter()
                        .any(|word| scan.rest(end).starts_with(word)))
        {
            continue;
        }
        at = at.max(end);
        let start = if found
            .name("about")
            .is_some_and(|m| matches!(m.as_str(), "約" | "およそ" | "最大" | "最短"))
        {
            whole.start()
        } else {
            a.start()
        };
        scan.keep(
            start..end,
            Kind::Quantity,
            Value::Quantity { low, high, unit },
        );
    }
    for found in BARE.captures_iter(&folded.text) {
        let whole = found.whole();
        // 半年間 is half a year; 二つ間 is none of two.
        let is_long = ["year", "month"]
            .iter()
            .any(|name| found.name(name).is_some());
        if scan.before(whole.start()).is_some_and(|c| {
            matches!(c, '\u{4e00}'..='\u{9fff}') && !(is_long && "後約".contains(c))
                || c.is_ascii_digit()
                || c == 'も'
        }) || scan.rest(whole.end()).starts_with(['目', 'ひ'])
            || !is_long && scan.rest(whole.end()).starts_with('間')
        {
            continue;
        }
        let (value, unit) = if found.name("year").is_some() {
            (6, Unit::Months)
        } else if found.name("month").is_some() {
            (15, Unit::Days)
        } else if found.name("day").is_some() {
            (720, Unit::Minutes)
        } else if found.name("week").is_some() {
            (7, Unit::Days)
        } else if let Some(tsu) = found.name("tsu") {
            let number: String = tsu
                .as_str()
                .chars()
                .filter(|c| *c != 'つ' && *c != '人')
                .collect();
            if number == "一" || number == "1" {
                continue;
            }
            (
                parse(&number).unwrap_or(0) / ONE,
                Unit::Count(if tsu.as_str().ends_with('人') {
                    "人".to_owned()
                } else {
                    String::new()
                }),
            )
        } else {
            (2, Unit::Count("人".to_owned()))
        };
        scan.keep(whole.range(), Kind::Quantity, exactly(value * ONE, unit));
    }
}

/// The smaller part of a measure in two units, in the base unit: 20cm of 1m20cm.
fn part_of(large: &str, small: &str, value: Number) -> Option<Number> {
    let is_small = |names: &[&str]| names.contains(&small);
    let factor = match large {
        "m" | "メートル" if is_small(&["cm", "センチ"]) => 10,
        "m" | "メートル" | "cm" | "センチ" if is_small(&["mm", "ミリ"]) => 1,
        "km" | "キロメートル" | "キロ" if is_small(&["m", "メートル"]) => 1_000,
        "kg" | "キログラム" | "キロ" if is_small(&["g", "グラム"]) => 1,
        "L" | "リットル" if is_small(&["mL", "ml"]) => 1,
        _ => return None,
    };
    (value < 1_000 * ONE).then(|| value * factor)
}

fn is_kanji(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_digit())
}

/// What follows one where a matter is counted, and no goods.
const ONE_THING: [&str; 12] = [
    "点確認",
    "点ご確認",
    "点だけ確認",
    "点だけご",
    "点お伺い",
    "点伺",
    "点お願い",
    "点だけお",
    "点お聞き",
    "点質問",
    "点ご質問",
    "点補足",
];

/// Set phrases in which a kanji numeral counts nothing.
fn is_idiom(rest: &str) -> bool {
    [
        "一部",
        "一点",
        "一度",
        "一切",
        "一番",
        "一層",
        "一緒",
        "一同",
        "一般",
        "一方",
        "一旦",
        "一応",
        "一式",
        "一本化",
        "一人ひとり",
        "一人一人",
        "一日も早",
        "四日市",
        "五日市",
        "八日市",
        "二日市",
        "三日市",
        "三日月",
        "十日町",
        "二十日大根",
        "三日坊主",
        "一件",
        "一回り",
        "十分",
        "千差",
        "万一",
        "万が一",
        "一分一秒",
        "一日千秋",
        "二度",
        "三人三様",
        "百聞",
    ]
    .iter()
    .any(|idiom| rest.starts_with(idiom))
}

fn english(scan: &mut Scan<'_>) {
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
                    "cent",
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
            || super::day::weekday(lower.trim_end_matches('s')).is_some() && lower.contains("day")
            || scan.rest(unit_end).starts_with(" ago")
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

fn without_their_unit(scan: &mut Scan<'_>) {
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
pub(super) fn is_counted(word: &str) -> bool {
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

/// Words behind a number that say nothing of what is counted.
const NOT_UNITS: &[&str] = &[
    "of",
    "and",
    "or",
    "to",
    "is",
    "are",
    "was",
    "were",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "has",
    "have",
    "will",
    "can",
    "the",
    "a",
    "an",
    "as",
    "if",
    "but",
    "so",
    "we",
    "you",
    "it",
    "that",
    "this",
    "which",
    "who",
    "when",
    "th",
    "st",
    "nd",
    "rd",
    "am",
    "pm",
    "per",
    "percent",
    "x",
    "only",
    "more",
    "less",
    "net",
    "each",
    "off",
    "if",
    "than",
    "until",
    "before",
    "after",
    "plus",
    "minus",
    "not",
    "also",
    "be",
    "because",
    "our",
    "your",
    "please",
    "included",
    "total",
    "interest",
    "vat",
    "tax",
    "arrives",
    "arrive",
    "goes",
    "comes",
    "costs",
    "makes",
    "needs",
    "gives",
    "takes",
    "gets",
    "leaves",
    "means",
    "seems",
    "looks",
    "works",
    "saves",
    "brings",
    "covers",
    "includes",
    "applies",
    "runs",
    "starts",
    "ends",
    "opens",
    "closes",
    "has",
    "does",
    "his",
    "its",
    "this",
    "us",
    "pays",
    "expires",
    "begins",
    "remains",
    "stays",
    "stands",
    "always",
    "perhaps",
    "others",
    "theirs",
    "yours",
    "ours",
    "sits",
    "lasts",
    "plus",
    "minus",
    "times",
    "ship",
    "ships",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "adds",
    "becomes",
    "equals",
    "would",
    "should",
    "must",
    "could",
    "via",
    "including",
    "do",
    "does",
    "did",
];
const KNOWN: &[&str] = &[
    "day",
    "week",
    "month",
    "year",
    "hour",
    "minute",
    "night",
    "piece",
    "copy",
    "pair",
    "set",
    "box",
    "bag",
    "item",
    "person",
    "people",
    "guest",
    "seat",
    "ticket",
    "unit",
    "bottle",
    "kg",
    "g",
    "cm",
    "mm",
    "m",
    "lb",
    "oz",
    "litre",
    "liter",
    "inch",
    "foot",
    "mile",
    "km",
    "ml",
    "gb",
    "mb",
    "pound",
    "working",
    "metre",
    "meter",
    "kilo",
    "gram",
    "yard",
    "mi",
    "kilometre",
    "kilometer",
    "centimetre",
    "centimeter",
    "millimetre",
    "millimeter",
    "ounce",
    "decibel",
    "degree",
    "tonne",
    "ton",
    "acre",
    "db",
    "hz",
    "watt",
    "volt",
    "kilogram",
    "milligram",
    "millilitre",
    "milliliter",
    "workday",
    "cup",
    "teaspoon",
    "tablespoon",
    "pint",
    "mah",
    "kcal",
    "calorie",
    "lumen",
];

/// Units that are written right behind their number.
const ATTACHED: &[&str] = &[
    "h", "hr", "hrs", "min", "mins", "cc", "dl", "l", "tb", "kw", "kwh", "w", "v", "mg", "mbps",
    "gbps", "ft", "in", "yrs", "t", "pcs", "pc", "px", "mph", "hp", "pt", "oz", "lbs", "kb", "mo",
    "mos",
];

pub(super) fn singular(word: &str) -> &str {
    match word {
        "copies" => "copy",
        "boxes" => "box",
        "people" | "persons" => "person",
        "hrs" | "hr" => "hour",
        "mins" | "min" => "minute",
        "yrs" => "year",
        "feet" => "foot",
        "inches" => "inch",
        "batteries" => "battery",
        "children" => "child",
        "glasses" => "glass",
        "dishes" => "dish",
        _ => word
            .strip_suffix('s')
            .filter(|w| !w.ends_with('s') && w.len() > 1)
            .unwrap_or(word),
    }
}

/// What is counted or measured by a word, and how many of the base unit it is: "lessons", 泊, "week".
pub(crate) fn unit_of(word: &str) -> (Unit, Number) {
    measure(singular(&word.to_lowercase()))
}

/// What a unit measures, and how many of the base unit it is.
pub(super) fn measure(unit: &str) -> (Unit, Number) {
    match unit {
        "分" | "分間" | "minute" => (Unit::Minutes, 1),
        "時間" | "時間半" | "hour" | "h" => (Unit::Minutes, 60),
        "日" | "日間" | "day" => (Unit::Days, 1),
        "週" | "週間" | "week" => (Unit::Days, 7),
        "営業日" | "workday" => (Unit::WorkingDays, 1),
        "か月" | "ヶ月" | "カ月" | "ケ月" | "ヵ月" | "箇月" | "か月間" | "ヶ月間" | "カ月間"
        | "month" | "mo" => (Unit::Months, 1),
        "quarter" => (Unit::Months, 3),
        "年" | "年間" | "year" => (Unit::Months, 12),
        "mile" | "mi" | "マイル" => (Unit::Inches, 63_360),
        "yard" | "ヤード" => (Unit::Inches, 36),
        "foot" | "ft" | "フィート" => (Unit::Inches, 12),
        "inch" | "in" | "インチ" => (Unit::Inches, 1),
        "pound" | "lb" | "lbs" | "ポンド" => (Unit::Ounces, 16),
        "ounce" | "oz" | "オンス" => (Unit::Ounces, 1),
        "平米" | "平方メートル" | "m2" | "square metre" | "square meter" | "sq m" | "sqm"
        | "sq. m" => (Unit::SquareMetres, 1),
        "square foot" | "square feet" | "sq ft" | "sq. ft" | "sqft" => {
            (Unit::Count("sqft".to_owned()), 1)
        }
        "degree" => (Unit::Count("度".to_owned()), 1),
        "キロカロリー" | "カロリー" | "calorie" => (Unit::Count("kcal".to_owned()), 1),
        "ルーメン" | "lumen" => (Unit::Count("lm".to_owned()), 1),
        "mah" => (Unit::Count("mAh".to_owned()), 1),
        "hz" => (Unit::Count("Hz".to_owned()), 1),
        "ダース" => (Unit::Count(String::new()), 12),
        "decibel" => (Unit::Count("db".to_owned()), 1),
        "mm" | "ミリ" | "ミリメートル" | "millimetre" | "millimeter" => {
            (Unit::Millimetres, 1)
        }
        "cm" | "センチ" | "センチメートル" | "centimetre" | "centimeter" => {
            (Unit::Millimetres, 10)
        }
        "m" | "メートル" | "metre" | "meter" => (Unit::Millimetres, 1_000),
        "km" | "キロメートル" | "kilometre" | "kilometer" => (Unit::Millimetres, 1_000_000),
        "g" | "グラム" | "gram" => (Unit::Grams, 1),
        "キロ" => (Unit::Kilo, 1),
        "kg" | "kilo" | "kilogram" | "キログラム" => (Unit::Grams, 1_000),
        "ml" | "mL" | "ミリリットル" | "millilitre" | "milliliter" => (Unit::Millilitres, 1),
        "dl" | "dL" | "デシリットル" => (Unit::Millilitres, 100),
        "L" | "l" | "ℓ" | "リットル" | "リッター" | "litre" | "liter" => {
            (Unit::Millilitres, 1_000)
        }
        "GB" | "ギガ" | "ギガバイト" => (Unit::Count("GB".to_owned()), 1),
        "MB" | "メガバイト" => (Unit::Count("MB".to_owned()), 1),
        "TB" | "テラ" | "テラバイト" => (Unit::Count("TB".to_owned()), 1),
        "泊" | "night" => (Unit::Count("night".to_owned()), 1),
        "名" | "名様" | "人" | "人様" | "person" | "guest" | "ユーザー" => {
            (Unit::Count("人".to_owned()), 1)
        }
        "科目" | "教科" => (Unit::Count("科目".to_owned()), 1),
        "個" | "コ" | "点" | "piece" | "pc" | "pcs" | "item" => {
            (Unit::Count("個".to_owned()), 1)
        }
        "歳" | "才" => (Unit::Count("歳".to_owned()), 1),
        other => (Unit::Count(other.to_owned()), 1),
    }
}
