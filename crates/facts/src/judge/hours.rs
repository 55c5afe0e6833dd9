//! Which hours are of which days: 平日 9:00-18:00、土曜 10:00-15:00.

use std::sync::LazyLock;

use super::{Desk, Judgement};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::Role;
use crate::scan::{Found, Relative, Value};
use crate::{Source, Span};

/// Monday to Sunday, without holidays.
const WEEK: u8 = 0b111_1111;

/// The days of the week that a fact names.
pub(super) fn days_of(found: &Found) -> Option<u8> {
    match &found.value {
        Value::Weekdays(bits) => Some(bits & WEEK).filter(|bits| *bits != 0),
        Value::Date(day) if day.relative == Some(Relative::Next) && day.day.is_none() => day
            .weekday
            .map(|weekday| 1 << weekday.to_monday_zero_offset()),
        _ => None,
    }
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

/// The time of the reply right beside a day of the week: "9 to 1 on Saturdays", or behind it with little in between.
pub(super) fn time_beside<'d>(desk: &'d Desk, found: &Found) -> Option<(&'d Found, &'d Role)> {
    const NEAR: usize = 24;
    let text = &desk.reply.text;
    // "8 to 8 on weekdays and 9 to 1 on Saturdays".
    let is_joined = |between: &str| {
        !between.contains(['。', '\n', '、', ',', ';', '.', '/', '&', 'と'])
            && !between.contains(" and ")
            && !between.contains(" or ")
    };
    let at = desk
        .found
        .iter()
        .position(|(other, _)| other.bytes == found.bytes)?;
    let before = at.checked_sub(1).and_then(|at| desk.found.get(at));
    let behind = desk.found.get(at + 1);
    let is_near = |from: usize, to: usize| to - from <= NEAR && is_joined(&text[from..to]);
    before
        .filter(|(other, _)| {
            let between = &text[other.bytes.end..found.bytes.start];
            is_time(other) && ["", "on"].contains(&between.trim())
        })
        .or(behind
            .filter(|(other, _)| is_time(other) && is_near(found.bytes.end, other.bytes.start)))
        .map(|(found, role)| (found, role))
}

/// Whether a fact names one day of the week.
pub(super) fn is_one_day(found: &Found) -> bool {
    days_of(found).is_some_and(|bits| bits.count_ones() == 1)
}

fn is_time(found: &Found) -> bool {
    matches!(found.value, Value::Time { .. })
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
