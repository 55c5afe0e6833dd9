//! Times of day, and hours from and to.

use std::sync::LazyLock;

use super::date::BEFORE;
use super::{Desk, Judgement, timetable, weigh};
use crate::number::{Number, ONE};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::Role;
use crate::scan::{Found, Unit, Value};
use crate::{From, Source, Verdict};

/// Judges a part of a day; none where no source tells a time of the same thing.
pub(super) fn part_of_day(
    desk: &Desk,
    found: &Found,
    role: &Role,
    part: &str,
) -> Option<Judgement> {
    let hours = match part {
        "morning" => 0..720,
        "afternoon" => 720..1_080,
        _ => 960..1_440,
    };
    let candidates = desk.candidates(found, role, |other, _| match &other.value {
        Value::Text(known) if other.kind == found.kind => Some(known == part),
        Value::Time { from, to, sure } => {
            let to = to.unwrap_or(*from).max(from + 1);
            let overlaps = |from: u16, to: u16| from < hours.end && hours.start < to;
            Some(overlaps(*from, to) || !sure && overlaps(from + 720, to + 720))
        }
        _ => None,
    });
    // The hours of the day have a part of it, too; what names another part of the same thing decides before them.
    let names_part = |c: &&super::Candidate<'_>| {
        let line = &c.source.folded.text[c.source.folded.line(&c.found.bytes)];
        // 木曜午後休診 leaves the morning.
        matches!(c.found.value, Value::Text(_))
            && !["休", "除", "closed", "except"]
                .iter()
                .any(|word| line.contains(word))
    };
    let nearest = |equal: bool| {
        let named = candidates.iter().filter(names_part);
        let named = named.filter(|c| c.equal == equal && (equal || c.source.trusted && !c.taken));
        named.max_by(|a, b| a.likeness.total_cmp(&b.likeness))
    };
    if nearest(true).is_none()
        && let Some(other) = nearest(false).filter(|c| c.likeness >= 0.5)
        && candidates
            .iter()
            .all(|c| !c.equal || c.likeness < other.likeness)
    {
        return Some(Judgement::contradicts(Some(other.source())));
    }
    if let Some(equal) = candidates.iter().find(|c| c.equal) {
        return Some(Judgement::supported(Some(equal.source())));
    }
    let judgement = Judgement::without_source(&candidates);
    (judgement.verdict == Verdict::Contradicts).then_some(judgement)
}

/// Judges a time of day, or hours from and to.
pub(super) fn time(desk: &Desk, found: &Found, role: &Role) -> Judgement {
    let Value::Time { from, to, sure } = found.value else {
        return Judgement::supported(None);
    };
    let same = |a: u16, a_sure: bool, b: u16, b_sure: bool| {
        a % 1_440 == b % 1_440 || ((!a_sure || !b_sure) && a % 720 == b % 720)
    };
    let end_of = |text: &str, bytes: &crate::Span| {
        let after = head(text[bytes.end..].trim_start(), 32).to_lowercase();
        let before = tail(text[..bytes.start].trim_end(), 32).to_lowercase();
        if after.starts_with("まで")
            || [
                "until",
                "till",
                "by",
                "to",
                "before",
                "closes at",
                "close at",
            ]
            .iter()
            .any(|w| before.ends_with(w))
        {
            Some(true)
        } else if after.starts_with("から")
            || after.starts_with("より")
            || after.starts_with('~')
            || ["from", "opens at", "open at", "opens", "after"]
                .iter()
                .any(|w| before.ends_with(w))
        {
            Some(false)
        } else {
            None
        }
    };
    let ends = end_of(&desk.reply.text, &found.bytes);
    let mut candidates = desk.candidates(found, role, |other, source| {
        let Value::Time { from: f, to: t, sure: s } = other.value else { return None };
        Some(match (to, t) {
            (Some(to), Some(t)) => {
                // "9 am - 5.30 pm (July and August until 7 pm)".
                let is_other_end = || {
                    let line = source.folded.line(&other.bytes);
                    source.found.iter().any(|(end, _)| {
                        line.start <= end.bytes.start
                            && end.bytes.end <= line.end
                            && end_of(&source.folded.text, &end.bytes) == Some(true)
                            && matches!(end.value, Value::Time { from: f, to: None, sure: s } if same(to, sure, f, s))
                    })
                };
                same(from, sure, f, s) && (same(to, sure, t, s) || is_other_end())
            }
            (None, None) => same(from, sure, f, s),
            // Taken from five is free until five.
            (None, Some(t)) => same(from, sure, f, s) || same(from, sure, t, s),
            // Both ends are in the source, each on its own.
            (Some(to), None) => {
                let singles = |wanted: u16| source.found.iter().any(|(x, _)| matches!(x.value, Value::Time { from: f, to: None, sure: s } if same(wanted, sure, f, s)));
                same(from, sure, f, s) && singles(to) || same(to, sure, f, s) && singles(from)
            }
        })
    });
    // A time that a source tells is no mistaken end of hours: 18:42 of 16:00-18:00, 17:10 of "until 7".
    let is_told = |c: &super::Candidate<'_>| {
        c.equal && c.source.trusted && matches!(c.found.value, Value::Time { to: None, .. })
    };
    if to.is_none() && ends.is_none() && candidates.iter().any(is_told) {
        candidates.retain(|c| {
            c.equal
                || matches!(c.found.value, Value::Time { to: None, .. })
                    && end_of(&c.source.folded.text, &c.found.bytes).is_none()
        });
    }
    match timetable::judge(desk, found, role) {
        Some(timetable::Holds::Same(source)) => return Judgement::supported(Some(source)),
        Some(timetable::Holds::Other(source)) => return Judgement::contradicts(Some(source)),
        None => {}
    }
    // Of a list of slots each is right: 8-12, 12-4, 4-8.
    let is_listed = |c: &super::Candidate<'_>| {
        let line = c.source.folded.line(&c.found.bytes);
        let ranges = c.source.found.iter().filter(|(other, _)| {
            matches!(other.value, Value::Time { to: Some(_), .. })
                && line.start <= other.bytes.start
                && other.bytes.end <= line.end
        });
        c.equal && c.source.trusted && ranges.count() >= 3
    };
    if to.is_some()
        && let Some(slot) = candidates.iter().find(|c| is_listed(c))
    {
        return Judgement::supported(Some(slot.source()));
    }
    // When they come the customer knows.
    if let Some(wish) = candidates.iter().find(|c| c.equal && c.source.is_mail())
        && is_theirs(desk, found)
    {
        return Judgement::supported(Some(wish.source()));
    }
    if let Some(judgement) = weigh(role, &candidates, desk.is_denied(&found.bytes)) {
        return judgement;
    }
    if let Some(source) = written(desk, from, to, sure) {
        return Judgement::supported(Some(source));
    }
    if is_proposed(desk, found)
        && let Some(hours) = candidates.iter().find(|c| {
            matches!(c.found.value, Value::Time { from: f, to: Some(t), .. } if f <= from && to.unwrap_or(from) <= t)
                && c.source.trusted
        })
    {
        return Judgement::supported(Some(hours.source()));
    }
    let is_before = desk.reply.text[desk.sentence(&found.bytes)].contains("before")
        || role.has("#checkin") > 0.0;
    let is_end = to.is_some()
        || ends == Some(true)
        || role.has("#end") > 0.5
        || is_before
        || arrives(desk, found);
    if let Some(source) = lasting(desk, found, from, to, sure, is_end) {
        return Judgement::supported(Some(source));
    }
    if let Some(to) = to
        && let Some(source) = widened(desk, from, to)
    {
        return Judgement::supported(Some(source));
    }
    Judgement::without_source(&candidates)
}

/// Hours that begin so long before known ones and end so long after them, by one source: 開館の30分前から閉館の30分後まで.
fn widened(desk: &Desk, from: u16, to: u16) -> Option<Source> {
    const AFTER: [&str; 3] = ["後", "after", "past"];
    let trusted = || desk.sources.iter().filter(|source| source.trusted);
    trusted().find_map(|source| {
        let lengths = |words: &'static [&'static str]| {
            source.found.iter().filter_map(move |(found, _)| {
                let Value::Quantity {
                    low,
                    high,
                    unit: Unit::Minutes,
                } = found.value
                else {
                    return None;
                };
                let behind = source.folded.text[found.bytes.end..].trim_start();
                let is_so = low == high && words.iter().any(|word| behind.starts_with(word));
                is_so.then_some((low / ONE, &found.bytes))
            })
        };
        let (before, bytes) = lengths(&BEFORE).next()?;
        let (after, _) = lengths(&AFTER).next()?;
        let known = || trusted().flat_map(|source| &source.found);
        let is_known = |time: i64, is_end: bool| {
            known().any(|(found, _)| match found.value {
                Value::Time { from, to, .. } => {
                    let known = if is_end { to.unwrap_or(from) } else { from };
                    i64::from(known) == time
                }
                _ => false,
            })
        };
        let is_so =
            is_known(i64::from(from) + before, false) && is_known(i64::from(to) - after, true);
        is_so.then(|| source.source(bytes))
    })
}

/// Whether the reply says of a time that it is the customer's: "as you come about half past eleven".
fn is_theirs(desk: &Desk, found: &Found) -> bool {
    let sentence = desk.sentence(&found.bytes);
    let before = tail(&desk.reply.text[sentence.start..found.bytes.start], 48).to_lowercase();
    let behind = head(&desk.reply.text[found.bytes.end..sentence.end], 40);
    [
        "you come",
        "you arrive",
        "you get here",
        "your arrival",
        "you asked",
        "you mentioned",
        "you said",
        "you prefer",
        "you wanted",
        "your flight",
        "ご希望の",
        "ご指定の",
    ]
    .iter()
    .any(|word| before.contains(word))
        || ["ご到着", "お越し", "ご希望", "のご来", "にご来"]
            .iter()
            .any(|word| {
                behind.starts_with(word)
                    || behind.starts_with(&format!("頃{word}"))
                    || behind.starts_with(&format!("ごろ{word}"))
            })
}

/// Whether a time is one that the reply proposes.
fn is_proposed(desk: &Desk, found: &Found) -> bool {
    let sentence = desk.reply.text[desk.sentence(&found.bytes)].to_lowercase();
    [
        "いかがでしょう",
        "よいでしょうか",
        "よろしいでしょうか",
        "良いでしょうか",
        "how about",
        "what about",
        "would suit",
        "would that suit",
        "might suit",
        "would work",
        "for example",
        "for instance",
        "say ",
    ]
    .iter()
    .any(|word| sentence.contains(word))
}

/// Whether a time is when something that lasts is over: a crossing, a journey, a concert.
fn arrives(desk: &Desk, found: &Found) -> bool {
    static WORDS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:arriv\w+|reach\w*|land(?:s|ing)?|get(?:s|ting)? (?:in|there|to|back)|be (?:in|at|back|there|home)|dock\w*|finish\w*|end(?:s|ing)?|over|out|ready|done)\b|到着|着き|着く|着予定|着の|終わ|終了|閉演|終演|お戻り|戻り|仕上が|出来上が",
        )
    });
    WORDS.is_match(&desk.reply.text[desk.sentence(&found.bytes)])
}

/// Where a source writes a time with a dot, or hours without a sign that they are some: "wave C 9.40", "slots: 8-12, 12-4".
fn written(desk: &Desk, from: u16, to: Option<u16>, sure: bool) -> Option<Source> {
    let hours = |minutes: u16, is_range: bool| {
        let hour = minutes % 1_440 / 60;
        // Of bare hours, 12-4, the half of the day is open; a time with a dot is of 24 hours.
        let other = (is_range || !sure).then_some(if hour > 12 { hour - 12 } else { hour + 12 });
        [Some(hour), other].into_iter().flatten()
    };
    let words: Vec<String> = match to {
        None => hours(from, false)
            .flat_map(|hour| {
                [
                    format!("{hour}.{:02}", from % 60),
                    format!("{hour:02}.{:02}", from % 60),
                ]
            })
            .collect(),
        Some(to) => {
            let forms = |minutes: u16| {
                let with_minutes = move |hour| match minutes % 60 {
                    0 => vec![
                        format!("{hour}"),
                        format!("{hour}.00"),
                        format!("{hour}:00"),
                    ],
                    rest => vec![format!("{hour}.{rest:02}"), format!("{hour}:{rest:02}")],
                };
                hours(minutes, true).flat_map(with_minutes)
            };
            forms(from)
                .flat_map(|from| forms(to).map(move |to| format!("{from}-{to}")))
                .collect()
        }
    };
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.into_iter().find_map(|source| {
        let text = &source.folded.text;
        words.iter().find_map(|word| {
            let mut places = text.match_indices(word.as_str());
            let (at, _) = places.find(|(at, _)| is_hour(&text[..*at], &text[at + word.len()..]))?;
            Some(source.source(&(at..at + word.len())))
        })
    })
}

/// Whether what is between two texts may be an hour: no price, no measure, no part of a longer number, no hour that is told
/// to be of one half of the day.
fn is_hour(before: &str, behind: &str) -> bool {
    const MONEY: [&str; 6] = ["£", "$", "€", "EUR", "GBP", "USD"];
    const UNITS: [&str; 12] = [
        "%", "円", "kg", "km", "cm", "mm", "m ", "lb", "am", "pm", "a.m", "p.m",
    ];
    let next = behind.trim_start();
    let is_number = before.ends_with(|c: char| c.is_alphanumeric() || ".,:/-%¥#".contains(c))
        || behind.starts_with(|c: char| c.is_alphanumeric() || "-/:".contains(c))
        || behind.starts_with(['.', ',']) && behind[1..].starts_with(|c: char| c.is_ascii_digit());
    let is_money = MONEY
        .iter()
        .any(|sign| before.trim_end().ends_with(sign) || next.starts_with(sign));
    let is_measured = UNITS.iter().any(|unit| next.starts_with(unit));
    !is_number && !is_money && !is_measured
}

/// A time that is a known time and a known duration: 19:00 and 75 minutes end at 20:15, "doors open 45 minutes before" it.
///
/// The two are told by one text, or the reply says the duration beside it.
fn lasting(
    desk: &Desk,
    found: &Found,
    from: u16,
    to: Option<u16>,
    sure: bool,
    is_end: bool,
) -> Option<Source> {
    let wanted = i64::from(to.unwrap_or(from));
    // "Five to one" is so twice a day.
    let is_same = |time: i64| time == wanted || !sure && time % 720 == wanted % 720;
    let sentence = desk.sentence(&found.bytes);
    let is_said = |length: Number| {
        desk.found.iter().any(|(other, _)| {
            sentence.start <= other.bytes.start
                && other.bytes.end <= sentence.end
                && matches!(&other.value, Value::Quantity { low, unit: Unit::Minutes, .. } if *low == length)
        })
    };
    let all = || {
        let sources = desk.sources.iter().enumerate();
        sources.flat_map(|(at, source)| source.found.iter().map(move |(found, _)| (at, found)))
    };
    for (one, start) in all() {
        let Value::Time { from: start, .. } = start.value else {
            continue;
        };
        if to.is_some() && start != from {
            continue;
        }
        for (other, length) in all() {
            let Value::Quantity {
                low,
                high,
                unit: Unit::Minutes,
            } = length.value
            else {
                continue;
            };
            if low != high {
                continue;
            }
            let behind = desk.sources[other].folded.text[length.bytes.end..].trim_start();
            let is_before = BEFORE.iter().any(|word| behind.starts_with(word));
            let near = one == other || is_said(low);
            let later = is_end && near && !is_before;
            let earlier = to.is_none() && (is_before || is_end && near);
            if later && is_same(i64::from(start) + low / ONE)
                || earlier && is_same(i64::from(start) - low / ONE)
            {
                return Some(Source {
                    text: format!("{:02}:{:02} ± {}", start / 60, start % 60, low / ONE),
                    value: String::new(),
                    from: From::Computed,
                });
            }
        }
    }
    None
}
