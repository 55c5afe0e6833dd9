//! Which hours are of which days: 平日 9:00-18:00、土曜 10:00-15:00.

use std::sync::LazyLock;

use super::{Desk, Judgement, SourceText};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::scan::{Found, Relative, Value};
use crate::{Source, Span};

/// Monday to Sunday, without holidays.
const WEEK: u8 = 0b111_1111;

/// The days of the week that a fact names.
fn days_of(found: &Found) -> Option<u8> {
    match &found.value {
        Value::Weekdays(bits) => Some(bits & WEEK).filter(|bits| *bits != 0),
        Value::Date(day) if day.relative == Some(Relative::Next) && day.day.is_none() => day
            .weekday
            .map(|weekday| 1 << weekday.to_monday_zero_offset()),
        _ => None,
    }
}

fn time_of(found: &Found) -> Option<(u16, Option<u16>, bool)> {
    match found.value {
        Value::Time { from, to, sure } => Some((from, to, sure)),
        _ => None,
    }
}

/// The days and hours that a sentence names in turns, days first or hours first.
fn pairs(source: &SourceText) -> Vec<(u8, &Found)> {
    let mut pairs = Vec::new();
    let facts: Vec<&Found> = source.found.iter().map(|(found, _)| found).collect();
    let mut at = 0;
    while at < facts.len() {
        let own = source.folded.sentence_around(&facts[at].bytes);
        let end = facts[at..]
            .iter()
            .position(|found| found.bytes.start >= own.end);
        let end = end.map_or(facts.len(), |end| at + end);
        let own: Vec<&&Found> = facts[at..end]
            .iter()
            .filter(|found| days_of(found).is_some() || time_of(found).is_some())
            .collect();
        at = end.max(at + 1);
        let is_days_first = own.first().is_some_and(|found| days_of(found).is_some());
        let (days, times) = (
            own.iter().filter(|found| days_of(found).is_some()).count(),
            own.iter().filter(|found| time_of(found).is_some()).count(),
        );
        if days < 2 || times < 2 {
            continue;
        }
        let mut bits = 0;
        let mut last_was_days = false;
        let mut turns: Vec<&&Found> = own.clone();
        if !is_days_first {
            turns.reverse();
        }
        for found in turns {
            match (days_of(found), time_of(found)) {
                (Some(more), _) => {
                    bits = if last_was_days { bits | more } else { more };
                    last_was_days = true;
                }
                (_, Some(_)) if bits != 0 => {
                    pairs.push((bits, *found));
                    last_was_days = false;
                }
                _ => last_was_days = false,
            }
        }
    }
    pairs
}

fn same(a: (u16, Option<u16>, bool), b: (u16, Option<u16>, bool)) -> bool {
    let time = |x: u16, y: u16| x % 1_440 == y % 1_440 || !(a.2 && b.2) && x % 720 == y % 720;
    match (a.1, b.1) {
        (Some(x), Some(y)) => time(a.0, b.0) && time(x, y),
        (None, Some(y)) => time(a.0, b.0) || time(a.0, y),
        (Some(x), None) => time(a.0, b.0) || time(x, b.0),
        (None, None) => time(a.0, b.0),
    }
}

/// Where a source has these hours for these days: 土曜 10:00~11:00.
pub(super) fn of_these_days(desk: &Desk, days: &Found, time: &Found) -> Option<Source> {
    let (bits, hours) = (days_of(days)?, time_of(time)?);
    let mut trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.find_map(|source| {
        let mut pairs = pairs(source).into_iter();
        let (_, found) = pairs.find(|(theirs, found)| {
            theirs & bits == bits && time_of(found).is_some_and(|theirs| same(hours, theirs))
        })?;
        Some(source.source(&found.bytes))
    })
}

/// Where a source heads hours with days in one letter each: 土 9:00~17:00, 月・火 9:30~13:00.
pub(super) fn headed(desk: &Desk, bits: u8) -> Option<Source> {
    static HEAD: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:^|[\s、,(/|。])(?P<days>[月火水木金土日](?:[・,、~-]?[月火水木金土日]){0,5})(?:曜日?)?\s?[:(は]?\s?(?:午前|午後)?\d{1,2}(?::\d|時)",
        )
    });
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.into_iter().find_map(|source| {
        HEAD.captures_iter(&source.folded.text).find_map(|found| {
            let days = found.name("days")?;
            let named = days.as_str().char_indices().filter_map(|(at, c)| {
                let day = crate::scan::weekday(&days.as_str()[at..at + c.len_utf8()])?;
                Some(1_u8 << day.to_monday_zero_offset())
            });
            let named = named.fold(0, |all, day| all | day);
            (named & bits == bits).then(|| source.source(&days.range()))
        })
    })
}

/// Hours that the sources have for other days than the reply names right beside them: with the hours of those days.
pub(super) fn of_other_days(desk: &Desk, days: &Found, time: &Found) -> Option<Source> {
    let (bits, hours) = (days_of(days)?, time_of(time)?);
    let all: Vec<(&SourceText, u8, &Found)> = desk
        .sources
        .iter()
        .filter(|source| source.trusted)
        .flat_map(|source| {
            pairs(source)
                .into_iter()
                .map(move |(bits, found)| (source, bits, found))
        })
        .collect();
    let fits = |found: &Found| time_of(found).is_some_and(|theirs| same(hours, theirs));
    // Said of these days, or of days that overlap them, it is so.
    if all
        .iter()
        .any(|(_, theirs, found)| theirs & bits != 0 && fits(found))
    {
        return None;
    }
    // Somewhere else it is said of no days at all.
    let is_told = desk
        .sources
        .iter()
        .filter(|source| source.trusted)
        .any(|source| {
            source.found.iter().any(|(found, _)| {
                fits(found) && !all.iter().any(|(_, _, other)| std::ptr::eq(*other, found))
            })
        });
    let is_of_others = all.iter().any(|(_, _, found)| fits(found));
    if is_told || !is_of_others {
        return None;
    }
    let own = all.iter().find(|(_, theirs, _)| theirs & bits == bits)?;
    Some(own.0.source(&own.2.bytes))
}

/// The fact of the reply right beside one, of which `is` holds: before it, or behind it with little in between.
pub(super) fn beside<'d>(
    desk: &'d Desk,
    found: &Found,
    is: impl Fn(&Found) -> bool,
) -> Option<&'d Found> {
    const NEAR: usize = 24;
    let text = &desk.reply.text;
    // "8 to 8 on weekdays and 9 to 1 on Saturdays".
    let is_joined = |between: &str| {
        !between.contains(['。', '\n', '、', ',', ';', '.', '/', '&', 'と'])
            && !between.contains(" and ")
    };
    let mut all = desk.found.iter().map(|(other, _)| other);
    let at = all.position(|other| other.bytes == found.bytes)?;
    let before = at.checked_sub(1).map(|at| &desk.found[at].0);
    let behind = desk.found.get(at + 1).map(|(other, _)| other);
    before
        .filter(|other| {
            is(other)
                && found.bytes.start - other.bytes.end <= NEAR
                && is_joined(&text[other.bytes.end..found.bytes.start])
        })
        .or_else(|| {
            behind.filter(|other| {
                is(other)
                    && other.bytes.start - found.bytes.end <= NEAR
                    && is_joined(&text[found.bytes.end..other.bytes.start])
            })
        })
}

/// Whether a fact names days of the week.
pub(super) fn names_days(found: &Found) -> bool {
    days_of(found).is_some()
}

/// Whether a fact names one day of the week.
pub(super) fn is_one_day(found: &Found) -> bool {
    days_of(found).is_some_and(|bits| bits.count_ones() == 1)
}

/// Whether a fact is a time.
pub(super) fn is_time(found: &Found) -> bool {
    time_of(found).is_some()
}

static CLOSED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)定休|休診|休館|休業|休園|休校|休み|お休み|休(?:$|[\s、。)])|\b(?:closed|shut|no service)\b",
    )
});
static OPEN: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?i)営業|開館|診療|開いて|開庁|\bopen\b"));
static ALWAYS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?i)年中無休|無休|\bopen every day\b|\bseven days a week\b|\b7 days a week\b")
});

/// Whether the days at a place are those on which a shop is closed, by the words beside them.
fn is_closed(text: &str, bytes: &Span) -> bool {
    let behind = head(&text[bytes.end..], 30);
    let stops = |c: char| c.is_ascii_digit() || "。、,/|;()\n".contains(c);
    let behind = behind.split(stops).next().unwrap_or(behind);
    let before = tail(&text[..bytes.start], 30);
    let before = before
        .rsplit(['。', '\n', '/', '|', ';', '.'])
        .next()
        .unwrap_or(before);
    // 水曜定休、土曜…: the word belongs to the days before it.
    let is_before = CLOSED.find_iter(before).last().is_some_and(|word| {
        let head = before[..word.start()].trim_end();
        !head.ends_with(|c: char| "曜日月火水木金土祝はがもを".contains(c))
            && !before[word.end()..].contains(|c: char| c.is_ascii_digit())
    });
    // "Any day but Thursday", 木曜を除く毎日.
    static EXCEPT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:any|every|each) day (?:but|except|apart from)(?: on)? $|\b(?:daily|all week)(?:,| \()? ?(?:except|but not|apart from)(?: on)? $",
        )
    });
    if EXCEPT.is_match(before)
        || behind.starts_with("を除く毎日")
        || behind.starts_with("以外は毎日")
    {
        return true;
    }
    let denied = ["ではありません", "ではござい", "でない", "じゃない"];
    let is_denied = denied.iter().any(|word| behind.contains(word));
    let own = &text[bytes.clone()];
    (CLOSED.is_match(behind) || is_before || own.contains('定')) && !is_denied
}

/// The days of the week on which the shop may be open: all but those that its sources call closed, or leave out.
pub(super) fn open_days(desk: &Desk) -> u8 {
    let (mut closed, mut open) = (0, 0);
    for source in desk.sources.iter().filter(|source| source.trusted) {
        for (found, _) in &source.found {
            let Value::Weekdays(bits) = found.value else {
                continue;
            };
            match is_closed(&source.folded.text, &found.bytes) {
                true => closed |= bits,
                false => open |= bits,
            }
        }
    }
    match open & WEEK {
        0 => !closed & WEEK,
        open => open & !closed,
    }
}

/// Whether the shop tells hours, and no days of the week on which they hold.
pub(super) fn names_no_days(desk: &Desk) -> bool {
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.into_iter().any(|source| {
        source.found.iter().any(|(found, _)| {
            let line = source.folded.line(&found.bytes);
            matches!(found.value, Value::Time { to: Some(_), .. })
                && !source.found.iter().any(|(other, _)| {
                    days_of(other).is_some()
                        && line.start <= other.bytes.start
                        && other.bytes.end <= line.end
                })
        })
    })
}

/// Judges days that the reply calls closed or open by what the sources call so; none where they do not speak of it.
pub(super) fn closing(desk: &Desk, found: &Found) -> Option<Judgement> {
    let bits = days_of(found)?;
    let text = &desk.reply.text;
    let ours = is_closed(text, &found.bytes);
    let sources = || desk.sources.iter().filter(|source| source.trusted);
    let mut closed = 0;
    let mut open = 0;
    let mut place = None;
    for source in sources() {
        for (other, _) in &source.found {
            let Some(theirs) = days_of(other) else {
                continue;
            };
            if is_closed(&source.folded.text, &other.bytes) {
                closed |= theirs;
                place = place.or(Some((source, other)));
            } else {
                open |= theirs;
            }
        }
    }
    if ours {
        if let Some((source, other)) = place {
            return match bits & closed == bits {
                true => Some(Judgement::supported(Some(source.source(&other.bytes)))),
                // Open on the other days is closed on these.
                false if bits & open == 0 && bits & closed != 0 => None,
                false => Some(Judgement::contradicts(Some(source.source(&other.bytes)))),
            };
        }
        let always = sources().find_map(|source| Some((source, ALWAYS.find(&source.folded.text)?)));
        return always
            .map(|(source, found)| Judgement::contradicts(Some(source.source(&found.range()))));
    }
    let sentence = desk.sentence(&found.bytes);
    let near = &text[found.bytes.start..sentence.end];
    let before = tail(&text[sentence.start..found.bytes.start], 12);
    let is_open = OPEN.is_match(head(near, 24)) || OPEN.is_match(before);
    let (source, other) = place?;
    (is_open && bits & closed == bits && bits & open == 0)
        .then(|| Judgement::contradicts(Some(source.source(&other.bytes))))
}
