//! Days, and days of the week.

use std::sync::LazyLock;

use jiff::civil::Weekday;

use super::{Day, Relative, Scan, Value, goes_on};
use crate::Kind;
use crate::holiday;
use crate::pattern::{Captures, Pattern, pattern};

const MONTHS: &str = r"(?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
const WEEKDAYS: &str = r"(?i:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:r(?:s(?:day)?)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)";
/// Days of the month in words: "the sixth of November".
const ORDINALS: &str = r"(?i:(?:twenty|thirty)[-\x20](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)";
const JAPANESE_WEEKDAY: &str = r"(?:\s?[(\[](?P<jw>[月火水木金土日])(?:曜日?)?(?:[・,]?祝)?[)\]]|(?:\s|[はの、,]\s?)?(?P<jw2>[月火水木金土日])曜日?)";

static DATE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x)
        # 2026年11月5日(木), 令和8年11月5日, 来年1月5日, 11月5日
        (?: (?P<wj> [月火水木金土日] ) (?: 曜日? [のは、,]? \s? | \)\s? ) )? (?: (?P<era> 令和|平成|昭和|R|H ) \s? (?P<ey> \d{{1,2}} | 元 ) \s? [年.] | (?P<y> \d{{4}} ) \s? 年 | (?P<ry> 本年|今年|来年|昨年|去年|一昨年|同年|翌年 ) の? )? \s? (?P<m> \d{{1,2}} ) \s? [月] \s? (?P<d> \d{{1,2}} ) \s? 日
        | (?P<dd> \d{{1,2}} ) \. (?P<dm> \d{{1,2}} ) \. (?P<dy> (?:19|20)\d\d )
        | (?P<era2> 令和|平成|昭和|\b[RHS] ) \s? (?P<ey2> \d{{1,2}} ) [./] (?P<em2> \d{{1,2}} ) [./] (?P<ed2> \d{{1,2}} )
        | (?: (?P<w4> {WEEKDAYS} ) \.? ,? \s+ )? (?: the \s+ )? \b (?P<od> {ORDINALS} ) \s+ (?: of \s+ )? (?P<om> {MONTHS} ) \b (?: ,? \s+ (?P<oy> \d{{4}} ) \b )?
        | (?: (?P<w5> {WEEKDAYS} ) \.? ,? \s+ )? (?P<om2> {MONTHS} ) \s+ (?: the \s+ )? (?P<od2> {ORDINALS} ) \b (?: ,? \s+ (?P<oy2> \d{{4}} ) \b )?
        | (?P<iy> \d{{4}} ) [-/.] (?P<im> \d{{1,2}} ) [-/.] (?P<id> \d{{1,2}} )
        | (?: (?P<w3> {WEEKDAYS} ) \.? ,? \s+ )? (?P<sm> \d{{1,2}} ) / (?P<sd> \d{{1,2}} ) (?: / (?P<sy> \d{{4}} | \d{{2}} ) )?
        | (?: (?P<w1> {WEEKDAYS} ) \.? ,? \s+ (?:the \s+)? )? (?P<d1> \d{{1,2}} ) (?: st|nd|rd|th )? (?: \s+ of )? [\s-]+ (?P<m1> {MONTHS} ) \b \.? (?: ,? [\s-]+ (?P<y1> \d{{4}} ) \b )?
        | (?: (?P<w2> {WEEKDAYS} ) \.? ,? \s+ (?: the \s+ )? \(? )? (?P<m2> {MONTHS} ) \.? \s+ (?: the \s+ )? (?P<d2> \d{{1,2}} ) (?: st|nd|rd|th )? \b (?: ,? \s+ (?P<y2> \d{{4}} ) \b )?
        "
    ))
});
static AFTER_DATE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"^(?:{JAPANESE_WEEKDAY}|(?:,?\s?\(?|,?\s(?:which\s)?(?:is|falls\son)\s(?:an?\s)?|,\san?\s)(?P<ew>{WEEKDAYS})\)?)"
    ))
});
static DAY_ONLY: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?P<rm>今月|来月)?の?(?P<d>\d{1,2})日"));
static RELATIVE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x)
        (?P<jp> 明々後日|明明後日|しあさって|明後日|あさって|翌営業日|明日|あした|昨日|一昨日 )
        | (?P<jwk> 再来週|来週|今週|先週|次|今度 ) の? \s? (?P<jwd> [月火水木金土日] ) 曜日?
        | (?P<pay> 翌々?月末日? )
        | (?: (?: (?P<mey> 来年|今年|本年|昨年|去年 ) | (?P<meera> 令和|平成 )? (?P<men> \d{{1,4}} | 元 ) 年 ) の? )? (?P<mem> \d{{1,2}} ) 月末日?
        | (?P<je> 今月末|今月中|今月いっぱい|来月末|来月中|月末 )
        | (?P<jwe> 今週末|今週中|来週末|来週中|再来週末|再来週中 )
        | \b (?: on | by | until | till | before | from | this | next | coming ) \s+ (?: the \s )? (?P<ow2> {WEEKDAYS} ) \.? ,? \s (?: the \s )? (?P<ord2> \d{{1,2}} ) (?: st|nd|rd|th ) \b
        | \b (?: (?P<ow> {WEEKDAYS} ) \.? ,? \s (?: the \s )? | the \s ) (?P<ord> \d{{1,2}} ) (?: st|nd|rd|th ) \b
        | (?P<today> 本日 | 今日 | \b(?i:today|tonight)\b )
        | (?P<en> (?i: the\ day\ after\ tomorrow | tomorrow | yesterday | (?:the\ )?next\ (?:working|business)\ day ) )
        | \b (?: a\ week\ | one\ week\ ) (?: on | from | this ) \s (?: this\ | next\ )? (?P<weekon> {WEEKDAYS} ) \b
        | \b (?P<weekon2> (?i:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) ) \ week \b
        | \b (?: (?P<nx> (?i:next|this|coming|on|by|until|before|from|last) ) \s+ )? (?P<wd> (?i:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) ) \b
        | (?P<eom> (?i:the\ end\ of\ (?:this|the)\ month|the\ end\ of\ next\ month) )
        | (?P<eow> (?i: (?:the\ )? end\ of\ (?: this | the | next ) \ week | (?: this | next ) \ weekend ) )
        | \b (?i: (?:the\ )? end\ of ) \ (?P<eomm> {MONTHS} ) \b
        "
    ))
});

/// Dates with at least a day, and days told from the day of the mail.
pub(super) fn dates(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in DATE.captures_iter(&folded.text) {
        let whole = found.whole();
        let begins = whole.end() - whole.as_str().trim_start().len();
        if begins == whole.start()
            && scan.before(begins).is_some_and(|c| {
                c.is_ascii_digit()
                    || "/.¥$£€".contains(c)
                    // Nov 1-Mar 31.
                    || c == '-'
                        && found.name("m1").is_none()
                        && found.name("m2").is_none()
                        && !ends_stretch(scan, begins)
            })
            || scan.is_inside_number(whole.start())
            || (found.name("m").is_none()
                && scan
                    .after(whole.end())
                    .is_some_and(|c| c.is_ascii_digit() || c == '/' || c == '%'))
        {
            continue;
        }
        // "No more than 21 may go", "you may first see it".
        if ["m1", "om", "om2"].iter().any(|name| {
            found
                .name(name)
                .is_some_and(|month| matches!(month.as_str(), "may" | "march"))
        }) {
            continue;
        }
        let Some(mut day) = absolute(&found, scan.japanese) else {
            continue;
        };
        let mut bytes = begins..whole.end();
        // 来週の土曜日、11月7日: two days, each of its own.
        if found.name("wj").is_some()
            && scan.before(bytes.start).is_some_and(|c| "の週".contains(c))
            && let Some(own) = found
                .name("era")
                .or(found.name("y"))
                .or(found.name("ry"))
                .or(found.name("m"))
        {
            bytes.start = own.start();
            day.weekday = None;
        }
        // "10 January." ends a sentence; "10 Jan." may be short.
        if whole.as_str().ends_with('.')
            && whole
                .as_str()
                .trim_end_matches('.')
                .chars()
                .rev()
                .take_while(char::is_ascii_alphabetic)
                .count()
                > 4
        {
            bytes.end -= 1;
        }
        // M/D without more may be a fraction or a count of parts: it must be able to be a date.
        if found.name("sm").is_some()
            && found.name("sy").is_none()
            && scan.rest(bytes.end).starts_with(['ペ', '個', '台'])
        {
            continue;
        }
        if let Some(after) = AFTER_DATE.captures(scan.rest(bytes.end)) {
            let weekday = after
                .name("jw")
                .or(after.name("jw2"))
                .or(after.name("ew"))
                .and_then(|m| weekday(m.as_str()));
            let english = after.name("ew").is_some_and(|_| {
                day.weekday.is_some()
                    || goes_on(scan.after(bytes.end + after.get(0).map_or(0, |m| m.end())))
            });
            if weekday.is_some() && !english {
                day.weekday = weekday;
                bytes.end += after.whole().end();
            }
        }
        let english = found.name("m2").is_some() && day.weekday.is_none();
        let end = english
            .then(|| END_OF_DAYS.captures(scan.rest(bytes.end)))
            .flatten();
        if let Some(end) = end
            && let Ok(last) = end["d"].parse::<i8>()
            && (1..=31).contains(&last)
        {
            // Nov 20-30: both ends are days.
            let at = bytes.end + end.get(1).map_or(0, |digits| digits.start());
            let last = Day {
                day: Some(last),
                weekday: None,
                ..day
            };
            scan.keep(at..at + end["d"].len(), Kind::Date, Value::Date(last));
        }
        if found.name("m1").is_some() {
            listed_before(scan, bytes.start, day);
        }
        scan.keep(bytes, Kind::Date, Value::Date(day));
    }
    days_only(scan);
    worded(scan);
    for (bytes, holiday) in holiday::named(&folded.text) {
        let day = Day {
            relative: Some(Relative::Named(holiday)),
            ..Day::default()
        };
        scan.keep(bytes, Kind::Date, Value::Date(day));
    }
    relatives(scan);
}

/// Whether what begins at `at` is joined to a day before it by a dash: Nov 1-Mar 31, 8/10-8/16.
fn ends_stretch(scan: &Scan<'_>, at: usize) -> bool {
    let is_before = |other: &super::Found| {
        other.kind == Kind::Date
            && other.bytes.end + 1 == at
            && matches!(other.value, Value::Date(day) if day.day.is_some())
    };
    scan.found.iter().any(is_before)
}

static PERIOD: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x)
        (?: (?P<era> 令和|平成|昭和 ) \s? (?P<ey> \d{{1,2}} | 元 ) | (?P<y> (?:19|20)\d\d ) ) \s? 年 (?: \s? (?P<m> \d{{1,2}} ) \s? 月 )?
        | \b (?P<em> {MONTHS} ) \.? ,? \s (?P<emy> (?:19|20)\d\d ) \b
        | \b (?i: in | since | from | of | year | until ) \s (?P<ony> (?:19|20)\d\d ) \b"
    ))
});

/// Years and months that are told without a day: 2021年式, 令和9年4月, June 2025.
pub(super) fn periods(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in PERIOD.captures_iter(&folded.text) {
        let whole = found.whole();
        let number = |name| {
            found
                .name(name)
                .and_then(|m| m.as_str().parse::<i16>().ok())
        };
        let year = match found.name("era") {
            Some(era) => number("ey")
                .or(Some(1))
                .map(|year| year + first_year(era.as_str())),
            None => number("y").or(number("emy")).or(number("ony")),
        };
        let month = match found.name("em") {
            Some(name) => month(name.as_str()),
            None => number("m").and_then(|month| i8::try_from(month).ok()),
        };
        let bytes = match found.name("ony") {
            Some(year) => year.range(),
            None => whole.range(),
        };
        if goes_on(scan.before(bytes.start))
            || month.is_some_and(|month| !(1..=12).contains(&month))
        {
            continue;
        }
        if let Some(year) = year {
            scan.keep(bytes, Kind::Date, Value::Period { year, month });
        }
    }
}

/// The year before the first of an era.
fn first_year(era: &str) -> i16 {
    match era {
        "令和" | "R" | "r" => 2018,
        "平成" | "H" | "h" => 1988,
        _ => 1925,
    }
}

/// How many years after the year of the mail a word names; 同年 and 翌年 are told from another one.
fn years_from(word: &str) -> Option<i8> {
    match word {
        "本年" | "今年" => Some(0),
        "来年" => Some(1),
        "昨年" | "去年" => Some(-1),
        "一昨年" => Some(-2),
        _ => None,
    }
}

/// The days in front of one that tells their month: 24 to 31 October; 25, 26 and 28 December.
fn listed_before(scan: &mut Scan<'_>, mut at: usize, last: Day) {
    static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:^|[^\d.:/¥$£€-])(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s?-\s?|\s(?:to|and|or|&|until|till|through)\s|,\s(?:and\s)?)(?:the\s)?$",
        )
    });
    for _ in 0..6 {
        let Some(found) = BEFORE.captures(&scan.folded.text[..at]) else {
            return;
        };
        let number = found.name("d").expect("a number");
        let Some(day) = number
            .as_str()
            .parse::<i8>()
            .ok()
            .filter(|day| (1..=31).contains(day))
        else {
            return;
        };
        let (start, end) = (number.start(), number.end());
        let before = Day {
            day: Some(day),
            weekday: None,
            ..last
        };
        if !scan.keep(start..end, Kind::Date, Value::Date(before)) {
            return;
        }
        at = start;
    }
}

static END_OF_DAYS: LazyLock<Pattern> = LazyLock::new(|| pattern(r"^\s?[-~]\s?(?P<d>\d{1,2})\b"));

static PART: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?x) (?P<m> \d{{1,2}} ) 月の? (?P<part> 上旬 | 中旬 | 下旬 | 初旬 | 初め | 半ば )
        | \b (?P<en> (?i: early | mid | late ) ) [\ -] (?P<em> {MONTHS} ) \b"
    ))
    .needs(&["旬", "初め", "半ば", "early", "mid", "late"])
});
static DEADLINE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?P<day>前々日|前日|当日|翌々日|翌日|翌営業日)(?:の?(?:正午|午前中?|午後|夕方|朝|\d{1,2}(?:時半?|:\d\d)))*(?:まで|以降|に(?:発送|出荷|お届け|ご連絡|お渡し)|(?:発送|出荷))|(?P<month>翌々月|翌月|来月|再来月|今月|当月)(?:から|より|分|以降|末|の?\d{1,2}日(?:払|に?お?支払))",
    ).needs(&["日", "月"])
});

/// Parts of a month, and days told from what something is due for: 12月中旬, mid January, 前日18時まで.
fn worded(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in PART.captures_iter(&folded.text) {
        let bytes = found.whole().range();
        let number = match (found.name("m"), found.name("em")) {
            (Some(number), _) => number.as_str().parse().ok(),
            (_, Some(name)) => month(name.as_str()),
            _ => None,
        };
        let part = found
            .name("part")
            .or(found.name("en"))
            .map_or("", |part| part.as_str());
        let part = match part.to_lowercase().as_str() {
            "上旬" | "初旬" | "初め" | "early" => "early",
            "下旬" | "late" => "late",
            _ => "mid",
        };
        if let Some(number) = number.filter(|number| (1..=12).contains(number)) {
            scan.keep(bytes, Kind::Date, Value::Text(format!("{part} {number}")));
        }
    }
    for found in DEADLINE.captures_iter(&folded.text) {
        let Some(day) = found.name("day").or(found.name("month")) else {
            continue;
        };
        scan.keep(
            day.range(),
            Kind::Date,
            Value::Text(day.as_str().to_owned()),
        );
    }
}

fn absolute(found: &Captures<'_>, japanese: bool) -> Option<Day> {
    let text = |name| found.name(name).map(|m| m.as_str());
    let number = |name| text(name).and_then(|t: &str| t.parse::<i16>().ok());
    let mut day = Day::default();
    if text("m").is_some() {
        day.month = number("m").map(|n| n as i8);
        day.day = number("d").map(|n| n as i8);
        day.year = match text("era") {
            Some(era) => {
                let year = if text("ey") == Some("元") {
                    1
                } else {
                    number("ey")?
                };
                Some(year + first_year(era))
            }
            None => number("y"),
        };
        day.year_from = text("ry").and_then(years_from);
        day.weekday = text("wj").and_then(weekday);
    } else if text("dm").is_some() {
        (day.year, day.month, day.day) = (
            number("dy"),
            number("dm").map(|n| n as i8),
            number("dd").map(|n| n as i8),
        );
        // 11.25.2026 has its month first.
        if day.month > Some(12) {
            std::mem::swap(&mut day.month, &mut day.day);
        }
    } else if let Some(era) = text("era2") {
        day.year = Some(first_year(era) + number("ey2")?);
        (day.month, day.day) = (
            number("em2").map(|n| n as i8),
            number("ed2").map(|n| n as i8),
        );
    } else if let Some(ordinal) = text("od").or(text("od2")) {
        day.month = month(text("om").or(text("om2"))?);
        day.day = ordinal_day(ordinal);
        day.year = number("oy").or(number("oy2"));
        day.weekday = text("w4").or(text("w5")).and_then(weekday);
    } else if text("im").is_some() {
        (day.year, day.month, day.day) = (
            number("iy"),
            number("im").map(|n| n as i8),
            number("id").map(|n| n as i8),
        );
    } else if text("sm").is_some() {
        (day.month, day.day) = (number("sm").map(|n| n as i8), number("sd").map(|n| n as i8));
        day.year = number("sy").map(|y| if y < 100 { 2000 + y } else { y });
        if day.month > Some(12) {
            std::mem::swap(&mut day.month, &mut day.day);
        }
        day.swappable = !japanese && day.day <= Some(12);
        day.weekday = text("w3").and_then(weekday);
    } else {
        let (m, d, y, w) = if text("m1").is_some() {
            ("m1", "d1", "y1", "w1")
        } else {
            ("m2", "d2", "y2", "w2")
        };
        day.month = month(text(m)?);
        day.day = number(d).map(|n| n as i8);
        day.year = number(y);
        day.weekday = text(w).and_then(weekday);
    }
    ((1..=12).contains(&day.month?) && (1..=31).contains(&day.day?)).then_some(day)
}

/// The number of a day that is told in words.
fn ordinal_day(word: &str) -> Option<i8> {
    const WORDS: [&str; 20] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
    ];
    let word = word.to_lowercase();
    if word == "thirtieth" {
        return Some(30);
    }
    let (tens, last) = match word.split_once([' ', '-']) {
        Some(("twenty", last)) => (20, last),
        Some((_, last)) => (30, last),
        None => (0, word.as_str()),
    };
    let at = WORDS.iter().position(|it| *it == last)?;
    Some(tens + at as i8 + 1)
}

/// Months that a day of is named by a rule: 前月の20日まで.
const EVERY_MONTH: [&str; 6] = ["毎月", "前月", "翌月", "当月", "同月", "各月"];

/// `25日に`, `来月3日`, and the end of `11月21日~23日`.
fn days_only(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in DAY_ONLY.captures_iter(&folded.text) {
        let whole = found.whole();
        let number = found["d"].parse::<i8>().unwrap_or(0);
        if !(1..=31).contains(&number)
            || scan
                .before(whole.start())
                .is_some_and(|c| c.is_ascii_digit() || "月約./".contains(c))
                && !EVERY_MONTH
                    .iter()
                    .any(|month| folded.text[..whole.start()].ends_with(month))
            || scan.is_inside_number(whole.start())
        {
            continue;
        }
        let mut bytes = whole.range();
        let mut day = Day {
            day: Some(number),
            ..Day::default()
        };
        let before = &folded.text[..bytes.start];
        let is_counted = ["ほど", "以内", "間", "後", "前", "分", "程度", "くらい"]
            .iter()
            .any(|word| scan.rest(bytes.end).starts_with(word));
        if ["につき", "あたり", "当たり"]
            .iter()
            .any(|word| scan.rest(bytes.end).starts_with(word))
        {
            continue;
        }
        let follows = !is_counted && before.ends_with(['~', '-', '・', '、'])
            || before.ends_with("から")
            || before.ends_with("または");
        let month = scan.found.iter().rev().find_map(|other| match other.value {
            Value::Date(day)
                if other.bytes.end <= bytes.start && bytes.start - other.bytes.end <= 12 =>
            {
                (day.day.is_some() && day.relative.is_none()).then_some((day.year, day.month))
            }
            _ => None,
        });
        let rest = scan.rest(bytes.end);
        match found.name("rm").map(|m| m.as_str()) {
            Some("今月") => day.relative = Some(Relative::InMonth(0)),
            Some(_) => day.relative = Some(Relative::InMonth(1)),
            None if follows && month.is_some() => {
                (day.year, day.month) = month.unwrap_or_default();
            }
            None => {
                let named = AFTER_DATE
                    .captures(rest)
                    .is_some_and(|a| a.name("jw").or(a.name("jw2")).is_some());
                static AT_TIME: LazyLock<Pattern> = LazyLock::new(|| {
                    pattern(r"^の?\s?(?:うち|午前|午後|正午|朝|お?昼|夜|夕方|\d{1,2}(?:時|:\d\d))")
                });
                // 13日から19日のあいだ
                static TO_DAY: LazyLock<Pattern> =
                    LazyLock::new(|| pattern(r"^(?:から|~|-)\d{1,2}日(?:の?あいだ|の間|まで|に)"));
                let is_rule = AT_TIME.is_match(rest)
                    || TO_DAY.is_match(rest)
                    || EVERY_MONTH.iter().any(|month| before.ends_with(month));
                // 2027年2月5日（金）19:00、6日（土）13:00: of the month of the day before.
                if named && !is_counted {
                    let line = folded.text[..bytes.start]
                        .rfind('\n')
                        .map_or(0, |at| at + 1);
                    let earlier = scan.found.iter().filter_map(|other| match other.value {
                        Value::Date(day)
                            if line <= other.bytes.start && other.bytes.end <= bytes.start =>
                        {
                            Some((other.bytes.end, day))
                        }
                        _ => None,
                    });
                    if let Some((_, earlier)) = earlier.max_by_key(|(end, _)| *end)
                        && earlier.day.is_some_and(|day| day < number)
                        && earlier.relative.is_none()
                    {
                        (day.year, day.month) = (earlier.year, earlier.month);
                    }
                }
                if !named
                    && !is_rule
                    && ![
                        "から営業",
                        "から通常",
                        "から開",
                        "から再",
                        "から受付",
                        "も営業",
                        "も休",
                        "は休",
                        "に",
                        "まで",
                        "頃",
                        "ごろ",
                        "着",
                        "で大丈夫",
                        "でお願い",
                        "でよ",
                        "希望",
                        "出荷",
                        "入荷",
                        "納品",
                        "お届け",
                        "必着",
                        "発",
                        "付",
                        "締",
                        "〆",
                        "のうち",
                        "より",
                        "以降",
                    ]
                    .iter()
                    .any(|w| rest.starts_with(w))
                {
                    continue;
                }
            }
        }
        if let Some(after) = AFTER_DATE.captures(rest)
            && let Some(name) = after.name("jw").or(after.name("jw2"))
        {
            day.weekday = weekday(name.as_str());
            bytes.end += after.whole().end();
        }
        scan.keep(bytes, Kind::Date, Value::Date(day));
    }
}

fn relatives(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in RELATIVE.captures_iter(&folded.text) {
        let whole = found.whole();
        let mut bytes = whole.range();
        let mut day = Day::default();
        // Which month's end it is depends on what is counted.
        if found.name("pay").is_some() {
            continue;
        }
        if let Some(month) = found.name("mem") {
            day.month = month.as_str().parse().ok();
            day.relative = Some(Relative::EndOfMonth);
            day.year_from = found.name("mey").and_then(|year| years_from(year.as_str()));
            if !day.month.is_some_and(|month| (1..=12).contains(&month))
                || goes_on(scan.before(whole.start()))
            {
                continue;
            }
            let year = found.name("men").map(|year| match year.as_str() {
                "元" => 1,
                number => number.parse::<i16>().unwrap_or(0),
            });
            day.year = match (found.name("meera"), year) {
                (Some(era), Some(year)) => Some(first_year(era.as_str()) + year),
                (None, Some(year)) if year >= 1900 => Some(year),
                _ => None,
            };
        } else if let Some(ordinal) = found.name("ord").or(found.name("ord2")) {
            let named = found.name("ow").or(found.name("ow2"));
            if let Some(name) = found.name("ow2") {
                bytes.start = name.start();
            }
            // "the 4th floor" is no day.
            let rest = scan.rest(bytes.end).trim_start().to_lowercase();
            let is_alone = named.is_some()
                || !rest.starts_with(|c: char| c.is_alphanumeric())
                || [
                    "and", "or", "at", "to", "until", "till", "between", "from", "if", "for ",
                    "but", "so ", "when", "instead", "is ", "would", "works", "as ", "before",
                    "after", "in the", "we", "you",
                ]
                .iter()
                .any(|word| rest.starts_with(word));
            let Some(number) = ordinal
                .as_str()
                .parse::<i8>()
                .ok()
                .filter(|it| is_alone && (1..=31).contains(it))
            else {
                continue;
            };
            day.day = Some(number);
            let before = scan.found.iter().filter(|other| {
                other.bytes.end <= bytes.start && bytes.start - other.bytes.end <= 24
            });
            let month = before.filter_map(|other| match &other.value {
                Value::Date(day) => day.month.map(|month| (other.bytes.start, day.year, month)),
                _ => None,
            });
            if let Some((_, year, month)) = month.max() {
                (day.year, day.month) = (year, Some(month));
            }
            day.weekday = named.and_then(|name| weekday(name.as_str()));
        } else if let Some(word) = found.name("jp").or(found.name("en")) {
            day.relative = Some(match word.as_str().to_lowercase().as_str() {
                "明日" | "あした" | "tomorrow" => Relative::Days(1),
                "明後日" | "あさって" | "the day after tomorrow" => Relative::Days(2),
                "明々後日" | "明明後日" | "しあさって" => Relative::Days(3),
                "昨日" | "yesterday" => Relative::Days(-1),
                "一昨日" => Relative::Days(-2),
                _ => Relative::WorkingDays(1),
            });
        } else if found.name("today").is_some() {
            day.relative = Some(Relative::Days(0));
        } else if let Some(week) = found.name("jwk") {
            day.weekday = weekday(&found["jwd"]);
            day.relative = Some(match week.as_str() {
                "今週" => Relative::InWeek(0),
                "来週" => Relative::InWeek(1),
                "再来週" => Relative::InWeek(2),
                "先週" => Relative::InWeek(-1),
                _ => Relative::Next,
            });
        } else if let Some(end) = found.name("jwe").or(found.name("eow")) {
            let text = end.as_str().to_lowercase();
            let weeks = match text.as_str() {
                text if text.starts_with("再来") => 2,
                text if text.starts_with('来') || text.contains("next") => 1,
                _ => 0,
            };
            day.relative = Some(Relative::WeekEnd(weeks));
        } else if let Some(name) = found.name("eomm") {
            day.month = month(name.as_str());
            day.relative = Some(Relative::EndOfMonth);
        } else if let Some(end) = found.name("je").or(found.name("eom")) {
            let text = end.as_str().to_lowercase();
            day.relative = Some(Relative::MonthEnd(i32::from(
                text.starts_with("来月") || text.contains("next"),
            )));
        } else if let Some(name) = found.name("weekon").or(found.name("weekon2")) {
            day.weekday = weekday(name.as_str());
            day.relative = Some(Relative::WeekAfterNext);
        } else if let Some(name) = found.name("wd") {
            // Monday to Friday and Sundays are days of the week, not a day: see `weekdays`.
            let rest = scan.rest(bytes.end);
            if rest.starts_with('s')
                || is_range(rest)
                || folded.text[..name.start()].trim_end().ends_with(['-', '~'])
                || ends_range(&folded.text[..name.start()])
            {
                continue;
            }
            day.weekday = weekday(name.as_str());
            day.relative = Some(
                match found
                    .name("nx")
                    .map(|m| m.as_str().to_lowercase())
                    .as_deref()
                {
                    Some("last") => Relative::InWeek(-1),
                    _ => Relative::Next,
                },
            );
            bytes.start = name.start();
        }
        if let Some(after) = AFTER_DATE.captures(scan.rest(bytes.end))
            && let Some(name) = after
                .name("jw")
                .or(after.name("jw2"))
                .or(after
                    .name("ew")
                    .filter(|_| day.day.is_some() || day.relative == Some(Relative::Days(1))))
                .filter(|_| day.weekday.is_none())
        {
            day.weekday = weekday(name.as_str());
            bytes.end += after.whole().end();
        }
        scan.keep(bytes, Kind::Date, Value::Date(day));
    }
}

static RANGE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"^\s?(?:to|through|till|until|and|&|-|~)\s?{WEEKDAYS}\b"
    ))
});

fn is_range(rest: &str) -> bool {
    RANGE.is_match(rest)
}

fn ends_range(before: &str) -> bool {
    let before = before.trim_end();
    ["to", "through", "until", "till", "and", "&"]
        .iter()
        .any(|word| {
            before.strip_suffix(word).is_some_and(|head| {
                head.trim_end().ends_with('y')
                    || head.trim_end().ends_with("day")
                    || ends_with_weekday(head.trim_end())
            })
        })
}

fn ends_with_weekday(text: &str) -> bool {
    let at = text.len().saturating_sub(3);
    text.is_char_boundary(at)
        && weekday(&text[at..]).is_some()
        && !text[at..].contains(|c: char| !c.is_ascii())
}

static DAYS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(&format!(
        r"(?x)
        (?P<jf> [月火水木金土日] ) (?:曜日?)? \s? (?: ~ | - | から ) \s? (?: (?P<jt2> [月火水木金土日] 曜日? ) | (?P<jt> [月火水木金土日] ) (?P<behind> $ | [^0-9A-Za-z々ぁ-んァ-ヶー一-鿿] | [のは] \s? (?: [0-9] | 午[前後] | 朝 ) ) )
        | (?P<js> [月火水木金土日] (?: 曜日? )? (?: [・、,と] [月火水木金土日] (?: 曜日? )? )* ) (?: 祝 )? (?: 曜日? | [・、,]? 祝日? | 定休 | 休 )
        | (?: 定休日? | 休館日? | 休診日? | 休業日? | 休園日? | 休み ) \s? [:は]? \s? (?P<jc> [月火水木金土日] (?: [・、,] [月火水木金土日] )* ) (?P<behind2> $ | [^0-9A-Za-z々ぁ-んァ-ヶー一-鿿] )
        | (?P<jw> 平日 | 土日祝日? | 土日 | 週末 | 毎日 )
        | (?P<ef> {WEEKDAYS} ) s? \s? (?: to | through | till | until | - | ~ ) \s? (?P<et> {WEEKDAYS} ) s? \b
        | \b (?P<es> (?i:Mondays|Tuesdays|Wednesdays|Thursdays|Fridays|Saturdays|Sundays) (?: \s and \s (?i:Mondays|Tuesdays|Wednesdays|Thursdays|Fridays|Saturdays|Sundays) )? )
        | \b (?P<ew> (?i:weekdays|weekends|every\ day|daily|(?:seven|7)\ days\ a\ week) ) \b
        | \b (?P<el> (?: Mon | Tues? | Wed | Thu(?:rs?)? | Fri | Sat | Sun ) (?:day)? (?: (?: ,\ | /  | \ (?:and|&|or)\  | ,\ (?:and|&)\  ) (?: Mon | Tues? | Wed(?:nes)? | Thu(?:rs?)? | Fri | Sat(?:ur)? | Sun ) (?:day)? )+ ) s? \b
        | \b (?P<e1> Mon | Tues? | Wed | Thu(?:rs?)? | Fri | Sat | Sun ) \.? (?: \s \d{{1,2}} (?: [:.]\d\d )? \s? (?: am | pm | a\.m | p\.m | - | to | ~ ) | \s to \s \d | : \s | \s closed )
        "
    ))
});

/// Days of the week on which something is the case.
pub(super) fn weekdays(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    for found in DAYS.captures_iter(&folded.text) {
        let whole = found.whole();
        let text = |name| found.name(name).map(|m| m.as_str());
        // Fri 6am-8pm: the hours are facts of their own.
        if let Some(day) = found.name("e1") {
            if let Some(weekday) = weekday(day.as_str()) {
                scan.keep(day.range(), Kind::Date, Value::Weekdays(bit(weekday)));
            }
            continue;
        }
        // "€14 daily" is a rate.
        if text("ew").is_some_and(|word| word.eq_ignore_ascii_case("daily"))
            && folded.text[..whole.start()]
                .trim_end()
                .ends_with(|c: char| c.is_ascii_digit())
        {
            continue;
        }
        let bits = if let (Some(from), Some(to)) = (
            text("jf").or(text("ef")),
            text("jt").or(text("jt2")).or(text("et")),
        ) {
            let (Some(from), Some(to)) = (weekday(from), weekday(to)) else {
                continue;
            };
            let mut day = from;
            let mut bits = bit(day);
            while day != to {
                day = day.next();
                bits |= bit(day);
            }
            bits
        } else if let Some(list) = text("js") {
            if goes_on(scan.before(whole.start()))
                || scan.before(whole.start()).is_some_and(|c| {
                    matches!(c, '\u{4e00}'..='\u{9fff}') && !"は・毎週".contains(c)
                })
            {
                continue;
            }
            list.chars()
                .filter(|c| *c != '曜' && (*c != '日' || !list.contains('曜')))
                .filter_map(|c| weekday(c.encode_utf8(&mut [0; 4])))
                .fold(
                    if list.starts_with('日')
                        || list.contains("・日")
                        || list.contains("、日")
                        || list.contains("土日")
                    {
                        bit(Weekday::Sunday)
                    } else {
                        0
                    },
                    |bits, day| bits | bit(day),
                )
        } else if let Some(list) = text("jc") {
            list.chars()
                .filter_map(|c| weekday(c.encode_utf8(&mut [0; 4])))
                .fold(0, |bits, day| bits | bit(day))
        } else if let Some(list) = text("es").or(text("el")) {
            list.split(|c: char| !c.is_ascii_alphabetic())
                .filter(|word| word.len() >= 3)
                .filter_map(weekday)
                .fold(0, |bits, day| bits | bit(day))
        } else {
            match text("jw")
                .or(text("ew"))
                .unwrap_or_default()
                .to_lowercase()
                .as_str()
            {
                "平日" | "weekdays" => 0b001_1111,
                "毎日" | "daily" | "every day" | "seven days a week" | "7 days a week" => {
                    0b111_1111
                }
                _ => 0b110_0000,
            }
        };
        if bits == 0 {
            continue;
        }
        let trimmed = whole
            .as_str()
            .trim_end_matches([' ', ')', '休', '\n'])
            .trim_end_matches("定休");
        // A day of the week ends where its word does, in Japanese, too.
        let end = found
            .name("jt")
            .or(found.name("jt2"))
            .or(found.name("jc"))
            .map_or(whole.start() + trimmed.len(), |last| last.end());
        let start = found.name("jc").map_or(whole.start(), |list| list.start());
        scan.keep(start..end, Kind::Date, Value::Weekdays(bits));
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

pub(crate) fn month(text: &str) -> Option<i8> {
    let head = text.get(..3)?.to_ascii_lowercase();
    let names = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    names
        .iter()
        .position(|name| *name == head)
        .map(|at| at as i8 + 1)
}

pub(crate) fn weekday(text: &str) -> Option<Weekday> {
    let first = text.chars().next()?;
    if let Some(at) = "月火水木金土日".chars().position(|c| c == first) {
        return Weekday::from_monday_zero_offset(at as i8).ok();
    }
    let head = text.get(..3)?.to_ascii_lowercase();
    let at = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .position(|name| *name == head)?;
    Weekday::from_monday_zero_offset(at as i8).ok()
}
