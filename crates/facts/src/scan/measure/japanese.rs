//! Counts and durations in Japanese: 3泊, 1時間半, 二人.

use std::sync::LazyLock;

use super::exactly;
use super::unit::measure;
use crate::Kind;
use crate::number::{JAPANESE, Number, ONE, parse};
use crate::pattern::{Pattern, pattern};
use crate::scan::{Scan, Unit, Value, goes_on};

/// Words behind a number that count something in Japanese.
const COUNTERS: &str = "mAh|kcal|Wh|lm|Hz|キロカロリー|カロリー|ルーメン|客|コ|営業日|日間|週間|か月間|ヶ月間|カ月間|か月|ヶ月|カ月|ケ月|ヵ月|箇月|年間|時間半|時間|時限|分間|秒間|名様|人様|人前|人分|種類|箇所|か所|ヶ所|カ所|セット|パック|ケース|ダース|ミリリットル|デシリットル|キログラム|ミリグラム|キロメートル|センチメートル|ミリメートル|ギガバイト|メガバイト|テラバイト|ギガ|テラ|リットル|グラム|キロ|センチ|ミリ|メートル|インチ|畳|部屋|ページ|ポイント|文字|泊|個|本|枚|冊|台|箱|袋|点|着|足|匹|頭|羽|名|人|回|組|杯|皿|缶|部|階|kWh|kbps|Mbps|Gbps|cc|坪|平米|平方メートル|m2|マイル|ポンド|オンス|フィート|ヤード|リッター|ℓ|ユーザー|アカウント|ライセンス|シート|フロア|レッスン|ボトル|チーム|グループ|ペア|プラン|作品|公演|社|校|棟|戸|問|コマ|科目|教科|学年|倍|便|着|拍|dpi|曲|語|段|級|期|度|束|通|件|室|席|歳|才|色|食|口|株|便|基|脚|巻|丁|膳|粒|錠|切れ|玉|房|年|日|分|秒|週|kg|mg|km|cm|mm|ml|mL|dl|dL|GB|MB|TB|kW|W|V|g|L|m";
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

pub(super) fn japanese(scan: &mut Scan<'_>) {
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
