//! What a quantity follows from: days between dates, hours between times, sums, differences and products.

use std::sync::LazyLock;

use jiff::Unit as Jiff;
use jiff::civil::Date;

use super::Desk;
use super::unit::convert;
use crate::number::{Number, ONE, parse};
use crate::pattern::{Pattern, pattern, tail};
use crate::role::Role;
use crate::scan::{Day, Found, Unit, Value};
use crate::{From, Kind, Source};

/// What is written right around a quantity, up to the next commas.
pub(super) fn clause_of<'d>(desk: &'d Desk, bytes: &crate::Span) -> &'d str {
    let text = &desk.reply.text;
    let sentence = desk.sentence(bytes);
    let stop = |c: char| matches!(c, '、' | ',' | ';' | '(' | ')');
    let from = text[sentence.start..bytes.start]
        .rfind(stop)
        .map_or(sentence.start, |at| sentence.start + at);
    let to = text[bytes.end..sentence.end]
        .find(stop)
        .map_or(sentence.end, |at| bytes.end + at);
    &text[from..to]
}

/// Words of a sum of counts.
pub(super) static TOGETHER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)計|合わせて|あわせて|併せて|通算|全部で|\b(?:together|altogether|in all|in total|overall)\b",
    )
});
/// Words of a count that changes.
pub(super) static CHANGE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)増|追加|減|変更|計|残|合わせ|なり|と?なる|差し?引|使え|お使い|\b(?:now|make|makes|total|from|to|altogether|together|more|fewer|less|left|remain\w*|extra|add\w*|change\w*|become\w*|would be|all)\b",
    )
});

/// The days from one to another that a source joins: 7/27~7/31 are five.
pub(super) fn stretch(desk: &Desk, low: Number) -> Option<Source> {
    desk.sources.iter().find_map(|source| {
        source.found.windows(2).find_map(|pair| {
            let (Value::Date(from), Value::Date(to)) = (&pair[0].0.value, &pair[1].0.value) else {
                return None;
            };
            let between = source.folded.text[pair[0].0.bytes.end..pair[1].0.bytes.start].trim();
            if !["-", "~", "to", "から", "until", "through"].contains(&between) {
                return None;
            }
            let (from, to) = (*desk.days(from).first()?, *desk.days(to).first()?);
            let all = i64::from(from.until((Jiff::Day, to)).ok()?.get_days()) + 1;
            (all * ONE == low).then(|| source.source(&(pair[0].0.bytes.start..pair[1].0.bytes.end)))
        })
    })
}

/// Days between two days of which the reply names one right here: "two days earlier than the 14th", お式の4日前.
pub(super) fn apart(desk: &Desk, bytes: &crate::Span, low: Number) -> Option<Source> {
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:間)?(?:の|ほど|も|くらい|ぐらい)?(?:早|遅|先|余裕|前(?:に|です|で|の|。|、|倒)|後(?:に|です|で|の|。|、)|間があ|空)|^\s?(?:earlier|later|early|late|before|after|ahead|in advance|in hand|to spare|away|left|from (?:now|today)|(?:'\s?)?time\b|sooner)",
        )
    });
    let text = &desk.reply.text;
    let behind = text[bytes.end..].trim_start_matches([' ', '\'']);
    let is_near = |word: &str| {
        tail(&text[..bytes.start], 12)
            .to_lowercase()
            .ends_with(word)
    };
    let from_today = is_near("in ") || is_near("あと") || is_near("残り");
    if !BEHIND.is_match(behind) && !from_today {
        return None;
    }
    let own = desk.sentence(bytes);
    let date = |found: &Found| match &found.value {
        Value::Date(day) if day.day.is_some() || day.weekday.is_some() => {
            Some(desk.days(day).to_vec())
        }
        // 14日より2日早く
        Value::Quantity {
            low,
            high,
            unit: Unit::Days,
        } if low == high && text[found.bytes.clone()].ends_with('日') => {
            let day = i8::try_from(low / ONE).ok();
            let day = Day {
                day: day.filter(|day| (1..=31).contains(day)),
                ..Day::default()
            };
            Some(desk.days(&day).to_vec())
        }
        _ => None,
    };
    let near = |from: usize| {
        let found = desk.found.iter().map(|(found, _)| found);
        found
            .filter(move |found| {
                found.bytes != *bytes && (from..own.end + 24).contains(&found.bytes.start)
            })
            .filter_map(date)
            .flatten()
            .take(12)
    };
    let here: Vec<_> = near(own.start).collect();
    let mut others: Vec<_> = near(own.start.saturating_sub(160)).collect();
    // 14日 is of the month of the day beside it.
    let numbers = desk
        .found
        .iter()
        .filter_map(|(found, _)| match &found.value {
            Value::Date(day) if day.month.is_none() && day.relative.is_none() => day.day,
            _ => None,
        });
    for number in numbers.take(6) {
        others.extend(
            here.iter()
                .filter_map(|day| Date::new(day.year(), day.month(), number).ok()),
        );
    }
    if from_today
        || behind.starts_with("time")
        || behind.starts_with("from ")
        || behind.starts_with("away")
    {
        others.extend(desk.today);
    }
    // "One day before your deadline" is counted from what the customer wrote.
    if ["your", "お式", "ご希望", "ご指定"]
        .iter()
        .any(|word| text[own.clone()].contains(word))
    {
        let asked = desk.sources.iter().filter(|source| source.is_mail());
        let asked = asked.flat_map(|source| &source.found);
        others.extend(
            asked
                .filter(|(it, _)| it.kind == Kind::Date)
                .filter_map(|(it, _)| date(it))
                .flatten()
                .take(12),
        );
    }
    // 保証の終了まで今日からあと44日: a day that a source has, where the reply names none.
    let here = match desk.today {
        Some(today) if !is_near("in ") && from_today && here.iter().all(|day| *day == today) => {
            let trusted = desk.trusted_facts();
            let days = trusted.filter_map(|(_, found)| match &found.value {
                Value::Date(day) if day.month.is_some() && day.day.is_some() => {
                    Some(desk.days(day).to_vec())
                }
                _ => None,
            });
            days.flatten().filter(|day| *day > today).take(40).collect()
        }
        _ => here,
    };
    here.iter().find_map(|a| {
        let b = others.iter().find(|b| {
            let span = a.until((Jiff::Day, **b));
            span.is_ok_and(|span| i64::from(span.get_days()).abs() * ONE == low)
        })?;
        Some(Source {
            text: format!("{a} - {b}"),
            value: String::new(),
            from: From::Calendar,
        })
    })
}

/// People of several sorts whom one line lists together: 大人2名・小学生1名 are three.
pub(super) fn all_people(desk: &Desk, low: Number, unit: &Unit) -> Option<Source> {
    const PEOPLE: [&str; 12] = [
        "人", "adult", "child", "children", "kid", "infant", "guest", "people", "senior", "pupil",
        "student", "teacher",
    ];
    let is_people =
        |unit: &Unit| matches!(unit, Unit::Count(unit) if PEOPLE.contains(&unit.as_str()));
    // Four adults are no two adults and two children.
    let is_any = ["人", "guest", "people"]
        .iter()
        .any(|any| *unit == Unit::Count((*any).to_owned()));
    if !is_any {
        return None;
    }
    desk.sources.iter().find_map(|source| {
        let people: Vec<(&Found, Number)> = source
            .found
            .iter()
            .filter_map(|(found, _)| match &found.value {
                Value::Quantity { low, high, unit } if low == high && is_people(unit) => {
                    Some((found, *low))
                }
                _ => None,
            })
            .collect();
        (2..=3).find_map(|many| {
            people.windows(many).find_map(|listed| {
                let bytes = listed[0].0.bytes.start..listed[many - 1].0.bytes.end;
                let is_one_list = listed.windows(2).all(|pair| {
                    let between = &source.folded.text[pair[0].0.bytes.end..pair[1].0.bytes.start];
                    let joined = ["・", "、", ",", "と", "&", "+", "/", " and ", " "];
                    between.len() <= 24 && joined.iter().any(|word| between.starts_with(word))
                });
                let all: Number = listed.iter().map(|(_, count)| count).sum();
                (is_one_list && all == low).then(|| source.source(&bytes))
            })
        })
    })
}

/// Whole months from one to another, both counted: 10月から翌年3月までの6か月.
pub(super) fn months_between(sentence: &str, low: Number) -> bool {
    static MONTHS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?P<from>\d{1,2})月(?:から|~|-)(?:翌年|来年)?の?(?P<to>\d{1,2})月").needs(&["月"])
    });
    MONTHS.captures_iter(sentence).any(|found| {
        let month = |name: &str| found[name].parse::<i64>().unwrap_or(0);
        ((month("to") - month("from")).rem_euclid(12) + 1) * ONE == low
    })
}

/// As many parties as it takes: 42 pupils in groups of at most 21.
pub(super) fn parties(desk: &Desk, low: Number, unit: &Unit) -> Option<Source> {
    let Unit::Count(unit) = unit else { return None };
    const PARTIES: [&str; 12] = [
        "partie",
        "party",
        "group",
        "instructor",
        "team",
        "boat",
        "van",
        "room",
        "table",
        "guide",
        "組",
        "班",
    ];
    if !PARTIES.contains(&unit.trim_end_matches('s')) {
        return None;
    }
    let counts = || {
        desk.sources
            .iter()
            .flat_map(|source| source.found.iter().map(move |(found, _)| (source, found)))
            .filter_map(|(source, found)| match &found.value {
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Count(_),
                } if low == high => Some((source, found, *low)),
                _ => None,
            })
    };
    let limits = counts().filter(|(source, found, _)| {
        source.trusted && {
            let before = tail(&source.folded.text[..found.bytes.start], 24).to_lowercase();
            ["most", "max", "up to", "of", "最大", "定員", "1組"]
                .iter()
                .any(|word| before.trim_end().trim_end_matches('.').ends_with(word))
                || source.folded.text[found.bytes.end..].starts_with("まで")
        }
    });
    limits.into_iter().find_map(|(source, found, most)| {
        let is_all =
            |all: Number| most > ONE && all > most && (all + most - ONE) / most * ONE == low;
        counts()
            .any(|(_, _, all)| is_all(all))
            .then(|| source.source(&found.bytes))
    })
}

/// Whether a sentence speaks of what lies between two numbers.
pub(super) fn is_difference(sentence: &str) -> bool {
    static WORDS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)差|使用|使わ|使い|増|減|残|多|少な|\b(?:used?|using|since|too (?:much|many)|over|under|rather|difference|more|less|fewer|left|between|exceed\w*|excess)\b",
        )
    });
    WORDS.is_match(sentence)
}

/// Two numbers of three digits and more, written in the sources or the reply, that are so far apart.
pub(super) fn between_numbers(desk: &Desk, low: Number) -> Option<(Number, Number)> {
    static LARGE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?:^|[^\d,.])(?P<n>\d{1,3}(?:,\d{3})+|\d{3,7})(?:[^\d,]|,\s|$)")
    });
    const MOST: usize = 60;
    let texts = desk
        .sources
        .iter()
        .map(|source| source.folded.text.as_str());
    let mut numbers: Vec<Number> = texts
        .chain([desk.reply.text.as_str()])
        .flat_map(|text| LARGE.captures_iter(text))
        .filter_map(|found| parse(found.name("n")?.as_str()))
        .take(MOST)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut pairs = numbers
        .iter()
        .flat_map(|a| numbers.iter().map(move |b| (*a, *b)));
    pairs.find(|(a, b)| a - b == low && *b >= low)
}

/// A quantity that follows from known ones.
pub(super) fn computed(
    desk: &Desk,
    bytes: &crate::Span,
    role: &Role,
    low: Number,
    high: Number,
    unit: &Unit,
) -> Option<Source> {
    let is_one = low == high;
    let of_parts = || {
        let parties = parties(desk, low, unit);
        let people = || all_people(desk, low, unit);
        let apart = || {
            (*unit == Unit::Days)
                .then(|| apart(desk, bytes, low))
                .flatten()
        };
        let months = || from_month_to_month(desk, bytes, low, unit);
        let lessons = || lessons(desk, low, unit);
        let meters = || between_meters(desk, bytes, low, unit);
        let of_days = || apart().or_else(months);
        parties
            .or_else(people)
            .or_else(of_days)
            .or_else(lessons)
            .or_else(meters)
    };
    let of_counts = || {
        let times = between_times(desk, bytes, low, unit);
        let multiple = || multiple(desk, low, unit);
        let counts = || of_like_counts(desk, bytes, role, low, unit);
        times.or_else(multiple).or_else(counts)
    };
    is_one
        .then(of_parts)
        .flatten()
        .or_else(|| between_days(desk, bytes, low, unit))
        .or_else(|| length_of_hours(desk, low, unit))
        .or_else(|| is_one.then(of_counts).flatten())
}

/// A source that was computed, in words.
fn told(text: impl Into<String>) -> Source {
    Source {
        text: text.into(),
        value: String::new(),
        from: From::Computed,
    }
}

/// Whole months from one that the sentence names to another.
fn from_month_to_month(
    desk: &Desk,
    bytes: &crate::Span,
    low: Number,
    unit: &Unit,
) -> Option<Source> {
    let sentence = &desk.reply.text[desk.sentence(bytes)];
    (*unit == Unit::Months && months_between(sentence, low)).then(|| told("from month to month"))
}

/// A number of lessons times their length: 20 lessons of 45 minutes are 15 hours.
fn lessons(desk: &Desk, low: Number, unit: &Unit) -> Option<Source> {
    if *unit != Unit::Minutes {
        return None;
    }
    desk.sources.iter().find_map(|of| {
        let each = of.found.iter().filter_map(|(found, _)| match &found.value {
            Value::Quantity { low, high, unit: Unit::Minutes } if low == high => Some((found, *low)),
            _ => None,
        });
        each.into_iter().find_map(|(found, length)| {
            let line = of.folded.line(&found.bytes);
            let is_count = |(other, _): &(Found, Role)| {
                line.start <= other.bytes.start
                    && other.bytes.end <= line.end
                    && matches!(&other.value, Value::Quantity { low: count, high, unit: Unit::Count(_) } if count == high && *count > ONE && count / ONE * length == low)
            };
            of.found.iter().any(is_count).then(|| of.source(&found.bytes))
        })
    })
}

/// Meters and counters: 48,217 - 46,902.
fn between_meters(desk: &Desk, bytes: &crate::Span, low: Number, unit: &Unit) -> Option<Source> {
    let is_meant = low >= 100 * ONE
        && matches!(unit, Unit::Count(_))
        && is_difference(&desk.reply.text[desk.sentence(bytes)]);
    let (a, b) = is_meant.then(|| between_numbers(desk, low)).flatten()?;
    Some(told(format!("{} - {}", a / ONE, b / ONE)))
}

/// Days or nights between two dates that the reply tells beside it; 3日前 and 以内 are no stretch between days.
fn between_days(desk: &Desk, bytes: &crate::Span, low: Number, unit: &Unit) -> Option<Source> {
    let behind = &desk.reply.text[bytes.end..];
    let is_span = !["前", "後", "以内", "まで", " before", " after", " of "]
        .iter()
        .any(|word| behind.starts_with(word));
    if is_span && matches!(unit, Unit::Days)
        || matches!(unit, Unit::Count(unit) if unit == "night" || unit == "泊日")
    {
        let own = desk.sentence(bytes);
        // Nights go from one day to another in whatever order that is told; days, in the same breath.
        let near = match unit {
            Unit::Days => own,
            _ => own.start.saturating_sub(160)..own.end + 160,
        };
        let dates: Vec<_> = desk
            .found
            .iter()
            .filter(|(f, _)| f.kind == Kind::Date && near.contains(&f.bytes.start))
            .filter_map(|(f, _)| match &f.value {
                Value::Date(day) => desk.days(day).first().copied(),
                _ => None,
            })
            .collect();
        if *unit == Unit::Days
            && let Some(source) = stretch(desk, low)
        {
            return Some(source);
        }
        // "Until 10 January is 26 days."
        let sentence = desk.reply.text[desk.sentence(bytes)].to_lowercase();
        let from_today = [
            "until", "till", "まで", "あと", "残り", "away", "from now", "ahead", "日後",
        ]
        .iter()
        .any(|word| sentence.contains(word));
        for a in dates
            .iter()
            .chain(desk.today.as_ref().filter(|_| from_today))
        {
            for b in &dates {
                let between = a
                    .until((Jiff::Day, *b))
                    .ok()
                    .map_or(0, |span| i64::from(span.get_days()));
                if between > 0
                    && (low == between * ONE || (*unit == Unit::Days && low == (between + 1) * ONE))
                {
                    return Some(told(format!("{a} - {b}")));
                }
            }
        }
    }
    None
}

/// How long hours are that a source tells from and to.
fn length_of_hours(desk: &Desk, low: Number, unit: &Unit) -> Option<Source> {
    if *unit != Unit::Minutes {
        return None;
    }
    for (other, _) in desk.sources.iter().flat_map(|s| &s.found) {
        if let Value::Time {
            from, to: Some(to), ..
        } = other.value
            && Number::from(to.saturating_sub(from)) * ONE == low
        {
            return Some(told(format!(
                "{:02}:{:02} - {:02}:{:02}",
                from / 60,
                from % 60,
                to / 60,
                to % 60
            )));
        }
    }
    None
}

/// The minutes between two times of a sentence, or of a line of a source of which the reply tells one.
fn between_times(desk: &Desk, bytes: &crate::Span, low: Number, unit: &Unit) -> Option<Source> {
    if *unit != Unit::Minutes {
        return None;
    }
    let own = desk.sentence(bytes);
    let time = |found: &Found| match found.value {
        Value::Time { from, to: None, .. } => Some(Number::from(from) * ONE),
        _ => None,
    };
    let here = desk
        .found
        .iter()
        .filter(|(found, _)| own.contains(&found.bytes.start));
    let here: Vec<Number> = here.filter_map(|(found, _)| time(found)).take(8).collect();
    let between = |end: &Number| here.iter().any(|start| start - end == low && low > 0);
    if here.iter().any(between) {
        return Some(told("between two times"));
    }
    // Doors 16:15, concert 17:00: 45 minutes, where the reply tells one of them.
    for of in desk
        .sources
        .iter()
        .filter(|of| of.trusted && low >= 15 * ONE)
    {
        let times = of
            .found
            .iter()
            .filter_map(|(found, _)| Some((of.folded.line(&found.bytes).start, time(found)?)));
        let times: Vec<(usize, Number)> = times.take(40).collect();
        let is_apart = |(line, start): &(usize, Number)| {
            times.iter().any(|(other, end)| {
                line == other && end - start == low && (here.contains(start) || here.contains(end))
            })
        };
        if times.iter().any(is_apart) {
            return Some(told("between two times"));
        }
    }
    None
}

/// Five times as much.
fn multiple(desk: &Desk, low: Number, unit: &Unit) -> Option<Source> {
    if !matches!(unit, Unit::Count(unit) if unit == "倍") || low < 2 * ONE {
        return None;
    }
    let amounts: Vec<(Number, &Unit)> = desk
        .sources
        .iter()
        .flat_map(|source| &source.found)
        .filter_map(|(found, _)| match &found.value {
            Value::Quantity { low, high, unit } if low == high && *low > 0 => Some((*low, unit)),
            _ => None,
        })
        .take(60)
        .collect();
    let pair = amounts.iter().find_map(|(a, unit)| {
        let times = |(b, other): &&(Number, &Unit)| {
            unit == other && i128::from(*a) * i128::from(low) == i128::from(*b) * i128::from(ONE)
        };
        amounts.iter().find(times).map(|(b, _)| (a, b))
    });
    pair.map(|(a, b)| told(format!("{} / {}", b / ONE, a / ONE)))
}

/// Sums, differences and products of counts of the same thing.
fn of_like_counts(
    desk: &Desk,
    bytes: &crate::Span,
    role: &Role,
    low: Number,
    unit: &Unit,
) -> Option<Source> {
    let says = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let clause = clause_of(desk, bytes);
    let sentence = desk.reply.text[desk.sentence(bytes)].to_lowercase();
    let summed = role.label_has("#total") || TOGETHER.is_match(clause);
    const COMPARED: [&str; 11] = [
        "増え", "減", "多い", "少な", "残", "差", "more", "less", "fewer", "left", "remain",
    ];
    let compared = says(&clause.to_lowercase(), &COMPARED)
        || says(&sentence, &["に比べ", "より", "compared", "than"]);
    let changed = is_asked_to_change(desk);
    let is_change = CHANGE.is_match(&sentence);
    let is_further = says(&sentence, &[" over ", "further", "beyond"]);
    let is_meant = match unit {
        Unit::Count(_) => summed || compared || changed,
        Unit::Minutes | Unit::Days | Unit::Months => summed,
        Unit::Inches | Unit::Millimetres | Unit::Kilo => is_further,
        _ => false,
    };
    if !is_meant {
        return None;
    }
    let same = like_quantities(desk, unit);
    let counts = counts_around(desk, bytes);
    for (at, a) in same.iter().enumerate() {
        for b in &same[at + 1..] {
            if (summed || changed && is_change) && a + b == low
                || (compared || changed && is_change) && (a - b).abs() == low
            {
                return Some(told(format!("{} ± {}", a / ONE, b / ONE)));
            }
        }
        for count in &counts {
            if summed && *count > ONE && a.checked_mul(count / ONE) == Some(low) {
                return Some(told(format!("{} × {}", a / ONE, count / ONE)));
            }
        }
    }
    None
}

/// "We will be four more".
fn is_asked_to_change(desk: &Desk) -> bool {
    const WORDS: [&str; 10] = [
        "増え",
        "追加",
        "減ら",
        "減り",
        "減る",
        " more",
        "extra",
        "additional",
        "another",
        "fewer",
    ];
    let mut mails = desk.sources.iter().filter(|source| source.is_mail());
    mails.any(|source| {
        WORDS
            .iter()
            .any(|word| source.folded.lower().contains(word))
    })
}

/// The quantities of all sources that have this unit, or one that can be converted.
fn like_quantities(desk: &Desk, unit: &Unit) -> Vec<Number> {
    let found = desk.sources.iter().flat_map(|source| &source.found);
    let like = found.filter_map(|(found, _)| match &found.value {
        Value::Quantity {
            low,
            high,
            unit: other,
        } if low == high && convert(*low, *high, other, unit).is_some() => Some(*low),
        _ => None,
    });
    like.take(20).collect()
}

/// The counts of all sources, and those of the reply but for the one at `bytes`.
fn counts_around(desk: &Desk, bytes: &crate::Span) -> Vec<Number> {
    let bare = desk
        .sources
        .iter()
        .flat_map(|source| source.numbers.iter().copied());
    let count = |found: &Found| match &found.value {
        Value::Quantity {
            low,
            high,
            unit: Unit::Count(_),
        } if low == high => Some(*low),
        _ => None,
    };
    let known = desk.sources.iter().flat_map(|source| &source.found);
    let known = known.filter_map(|(found, _)| count(found));
    let own = desk.found.iter().filter(|(found, _)| found.bytes != *bytes);
    let own = own.filter_map(|(found, _)| count(found));
    bare.chain(known).chain(own).take(20).collect()
}
