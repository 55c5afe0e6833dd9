//! What the customer plans, which a reply may take up: "could I move it to the 28th?", three hours of a room.

use std::sync::LazyLock;

use jiff::civil::Date;

use super::{Desk, SourceText};
use crate::Source;
use crate::calendar::next;
use crate::number::ONE;
use crate::pattern::{Pattern, head, pattern, tail};
use crate::scan::{Found, Relative, Unit, Value, weekday};

static MOVED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:mov(?:e|ed|ing)|chang(?:e|ed|ing)|switch(?:ed|ing)?|reschedul\w*|postpon\w*|bring (?:it |this )?forward|swap(?:ped|ping)?|rebook\w*)\b|変更|ずら|移[しす動]|振り?替え|延期|延ば|繰り[上下]げ|早め|前倒し",
    )
});

/// Whether the customer asks to move something to a day, and the reply speaks of moving it, too.
pub(super) fn is_moved_to(desk: &Desk, ours: &Found, source: &SourceText, theirs: &Found) -> bool {
    let asked = || &source.folded.text[source.folded.sentence_around(&theirs.bytes)];
    let told = || {
        let own = desk.sentence(&ours.bytes);
        let before = tail(&desk.reply.text[..own.start], 160);
        let behind = head(&desk.reply.text[own.end..], 160);
        [before, &desk.reply.text[own], behind]
            .iter()
            .any(|text| MOVED.is_match(text))
    };
    source.is_mail() && !source.trusted && MOVED.is_match(asked()) && told()
}

/// Whether the customer says for how long they want something: "a room for about three hours", 3時間借りたい.
pub(super) fn is_span_planned(source: &SourceText, found: &Found) -> bool {
    static FOR: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?i)\bfor(?: (?:about|around|up to|some|roughly|a total of))?\s$")
    });
    static USED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"^(?:間|ほど|くらい|ぐらい|程度)*(?:お?借り|使い|使う|利用|滞在|泊ま|預け|お願い)")
    });
    let is_span = matches!(
        found.value,
        Value::Quantity {
            unit: Unit::Minutes | Unit::Days | Unit::Months,
            ..
        }
    );
    let text = &source.folded.text;
    is_span
        && source.is_mail()
        && !source.trusted
        && (FOR.is_match(tail(&text[..found.bytes.start], 24))
            || USED.is_match(head(&text[found.bytes.end..], 48)))
}

/// A day that the customer names by its weekday alone, where the reply tells which it is: "next Sunday", 土曜の朝.
pub(super) fn named_by_weekday(desk: &Desk, said: &[Date]) -> Option<Source> {
    let today = desk.today?;
    let mut mails = desk.sources.iter().filter(|it| it.is_mail() && !it.trusted);
    mails.find_map(|source| {
        let named = source.found.iter().find(|(found, _)| {
            let first = match &found.value {
                Value::Date(day) if day.relative == Some(Relative::Next) && day.day.is_none() => {
                    day.weekday
                }
                Value::Weekdays(bits) if bits.count_ones() == 1 => weekday_of(*bits),
                _ => None,
            };
            let Some(first) = first.map(|weekday| next(weekday, today)) else {
                return false;
            };
            let before = tail(&source.folded.text[..found.bytes.start], 12).to_lowercase();
            let is_next = ["next ", "来週の", "来週"]
                .iter()
                .any(|word| before.ends_with(word));
            let week = jiff::Span::new().days(7);
            said.contains(&first) || is_next && said.contains(&first.saturating_add(week))
        });
        named.map(|(found, _)| source.source(&found.bytes))
    })
}

/// Days that the customer tells by their number with no word that says that it is one: 20日の会議.
pub(super) fn numbered_days(desk: &Desk) -> impl Iterator<Item = (Date, Source)> {
    static NUMBER: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?:^|[^0-9月/.第])(?P<d>[12]?\d|3[01])日の(?:[^0-9間猶余]|$)").needs(&["日の"])
    });
    let mails = desk.sources.iter().filter(|it| it.is_mail() && !it.trusted);
    let numbers = mails.flat_map(|source| {
        let numbers = NUMBER.captures_iter(&source.folded.text);
        numbers.filter_map(move |found| Some((source, found.name("d")?)))
    });
    numbers.filter_map(|(source, number)| {
        let today = desk.today?;
        let day: i8 = number.as_str().parse().ok()?;
        let first = (0..2).find_map(|months| {
            let month = today
                .first_of_month()
                .saturating_add(jiff::Span::new().months(months));
            let day = Date::new(month.year(), month.month(), day).ok()?;
            (day >= today).then_some(day)
        })?;
        let bytes = number.start()..number.end() + "日".len();
        Some((first, source.source(&bytes)))
    })
}

/// By how many days the customer asks to move something: "a day later", 1日遅らせて.
pub(super) fn moved_by(desk: &Desk) -> Vec<(i64, &Unit)> {
    const LATER: [&str; 5] = ["later", "遅", "延", "後ろ", "後に"];
    const EARLIER: [&str; 4] = ["earlier", "sooner", "早", "前倒"];
    let mails = desk.sources.iter().filter(|it| it.is_mail() && !it.trusted);
    let counts = mails.flat_map(|source| {
        source.found.iter().filter_map(|(found, _)| {
            let Value::Quantity {
                low,
                high,
                unit: unit @ (Unit::Days | Unit::WorkingDays),
            } = &found.value
            else {
                return None;
            };
            let behind = source.folded.text[found.bytes.end..].trim_start();
            let is = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
            let sign = match (is(&LATER), is(&EARLIER)) {
                (true, _) => 1,
                (_, true) => -1,
                _ => return None,
            };
            (low == high).then_some((sign * low / ONE, unit))
        })
    });
    counts.collect()
}

fn weekday_of(bits: u8) -> Option<jiff::civil::Weekday> {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    weekday(days.get(bits.trailing_zeros() as usize)?)
}
