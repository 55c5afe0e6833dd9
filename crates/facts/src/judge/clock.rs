//! Times of day, and hours from and to.

use std::sync::LazyLock;

use super::date::BEFORE;
use super::{Desk, Judgement, hours, weigh};
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
    let candidates = desk.candidates(found, role, |other, source| {
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
    if !desk.is_denied(&found.bytes)
        && let Some(days) = hours::beside(desk, found, hours::names_days)
        && let Some(source) = hours::of_other_days(desk, days, found)
    {
        return Judgement::contradicts(Some(source));
    }
    if let Some(judgement) = weigh(role, &candidates, desk.is_denied(&found.bytes)) {
        return judgement;
    }
    let is_before = desk.reply.text[desk.sentence(&found.bytes)].contains("before")
        || role.has("#checkin") > 0.0;
    let is_end = to.is_some() || ends == Some(true) || role.has("#end") > 0.5 || is_before;
    if let Some(source) = lasting(desk, found, from, to, sure, is_end) {
        return Judgement::supported(Some(source));
    }
    if to.is_none()
        && let Some(source) = written(desk, from)
    {
        return Judgement::supported(Some(source));
    }
    Judgement::without_source(&candidates)
}

/// A time that a source has without a word that says that it is one: "Waves: A 9.20, B 9.30".
fn written(desk: &Desk, minutes: u16) -> Option<Source> {
    static BARE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?:^|[\s(,;~-])(?P<h>\d{1,2})[.:](?P<min>[0-5]\d)(?:[\s),;~。、-]|\.\s|\.?$)")
    });
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.into_iter().find_map(|source| {
        let mut places = BARE.captures_iter(&source.folded.text);
        let (_, bytes) = places.find_map(|found| {
            let number = |name: &str| found[name].parse::<u16>().unwrap_or(0);
            let at = number("h") * 60 + number("min");
            let bytes = found.name("h")?.start()..found.name("min")?.end();
            let mut read = source.found.iter().map(|(other, _)| &other.bytes);
            let is_read = read.any(|other| other.start < bytes.end && bytes.start < other.end);
            // Before eight it may be the afternoon.
            let is_same = at == minutes || at < 480 && at + 720 == minutes;
            (is_same && !is_read).then_some((at, bytes))
        })?;
        Some(source.source(&bytes))
    })
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
