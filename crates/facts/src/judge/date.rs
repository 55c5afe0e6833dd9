//! Days, and days of the week.

mod count;
mod stretch;
mod week;

use std::sync::LazyLock;

use jiff::ToSpan;
use jiff::civil::Date;

pub(super) use self::count::BEFORE;
use self::count::{counted, counts_here, due, is_counted_wrong, of_scale, says_count};
pub(super) use self::stretch::period;
pub(super) use self::stretch::words;
use self::stretch::{adjacent, end_of_month, within};
pub(super) use self::week::weekdays;
use self::week::{
    beside, fits_weekdays, of_hours, ordinal_weekday, ordinal_working_day, scheduled,
};
use super::{Desk, Judgement, hours, plan, weigh};
use crate::number::{ONE, WORDS, parse};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::Role;
use crate::scan::{Day, Found, Relative, Unit, Value};
use crate::{From, Source};

/// Judges a day; none for "today" where nothing speaks against it.
pub(super) fn judge(desk: &Desk, found: &Found, role: &Role, day: &Day) -> Option<Judgement> {
    let said = desk.days(day);
    let denied = desk.is_denied(&found.bytes);
    // 14日まで延長できます: days, where the sources count so many.
    if day.month.is_none()
        && day.weekday.is_none()
        && day.relative.is_none()
        && desk.reply.text[found.bytes.clone()].ends_with('日')
        && let Some(number) = day.day
    {
        let number = i64::from(number) * ONE;
        let counted = desk.sources.iter().find_map(|source| {
            let mut found = source.found.iter();
            let same = found.find(|(other, _)| {
                matches!(&other.value, Value::Quantity { low, high, unit: Unit::Days } if *low == number || *high == number)
            });
            same.map(|(other, _)| source.source(&other.bytes))
        });
        if counted.is_some() {
            return Some(Judgement::supported(counted));
        }
    }
    // "Tomorrow, Thursday" is so by the calendar, or it is not.
    if let (Some(Relative::Days(ahead)), Some(weekday), Some(today)) =
        (day.relative, day.weekday, desk.today)
        && day.day.is_none()
        && !denied
    {
        let meant = today.saturating_add(i64::from(ahead).days());
        return (meant.weekday() != weekday)
            .then(|| Judgement::contradicts(calendar(Some(&meant))));
    }
    // 1月11日（月）…翌12日の17時まで: the day after one that the reply tells before it.
    if day.month.is_none()
        && let Some(number) = day.day
        && desk.reply.text[..found.bytes.start].ends_with('翌')
        && let Some(other) = desk.found.iter().map(|(other, _)| other).rfind(|other| {
            other.bytes.end <= found.bytes.start
                && matches!(&other.value, Value::Date(day) if day.month.is_some() && day.day.is_some())
        })
        && let Value::Date(before) = &other.value
    {
        let next = desk.days(before);
        let is_next = |day: &Date| day.tomorrow().is_ok_and(|next| next.day() == number);
        return Some(match next.iter().any(is_next) {
            true => Judgement::supported(calendar(next.first())),
            false => Judgement::contradicts(calendar(next.first())),
        });
    }
    let weekday_only = day.relative == Some(Relative::Next) && day.day.is_none();
    if said.is_empty() && day.relative.is_some() {
        return None;
    }
    if weekday_only && let Some(judgement) = of_hours(desk, found) {
        return Some(judgement);
    }
    // 本日6月15日 is so by the calendar, or it is not.
    if !denied
        && let Some(today) = desk.today
        && let Some(other) = called_otherwise(desk, found, today)
        && !said.is_empty()
    {
        let of_calendar = calendar(Some(&other));
        return Some(match said.contains(&other) {
            true => Judgement::supported(of_calendar),
            false => Judgement::contradicts(of_calendar),
        });
    }
    // "A week tomorrow" is another day than tomorrow: the one behind it is judged.
    if matches!(day.relative, Some(Relative::Days(_)))
        && weeks_ahead(
            tail(&desk.reply.text[..found.bytes.start], 24)
                .to_lowercase()
                .trim_end(),
        ) > 0
    {
        return None;
    }
    // "Tomorrow, 2 December": the day behind it says the same, and is judged itself.
    if matches!(day.relative, Some(Relative::Days(_)))
        && let Some(next) = desk.found.iter().map(|(next, _)| next).find(|next| {
            next.bytes.start > found.bytes.start
                && desk
                    .reply
                    .text
                    .get(found.bytes.end..next.bytes.start)
                    .is_some_and(|between| {
                        between.trim_matches([' ', ',', '(', '、', 'の']).is_empty()
                    })
        })
        && let Value::Date(absolute) = &next.value
        && absolute.relative.is_none()
        && desk.days(absolute).iter().any(|day| said.contains(day))
    {
        return None;
    }
    if !denied && !said.is_empty() && is_counted_wrong(desk, found, &said) {
        return Some(Judgement::contradicts(calendar(said.first())));
    }
    let candidates = desk.candidates(found, role, |other, _| match &other.value {
        // A named weekday is no source of a day of the month.
        Value::Date(other)
            if other.relative == Some(Relative::Next)
                && (day.day.is_some() || matches!(day.relative, Some(Relative::WeekEnd(_)))) =>
        {
            None
        }
        // "On Friday 17 April or on Saturday": the day that a source writes with its weekday.
        Value::Date(other)
            if weekday_only
                && other.day.is_some()
                && other.weekday.is_some()
                && other.weekday == day.weekday =>
        {
            Some(true)
        }
        // "Delivered on the Friday", for the 19th: the Friday beside a day that the same text tells.
        Value::Date(other) if other.relative == Some(Relative::Next) && !weekday_only => None,
        Value::Date(other) if other.relative != Some(Relative::Days(0)) => {
            let known = desk.days(other);
            // A day that has a name is no other value of one that is told by its number.
            let is_named = |day: &Day| matches!(day.relative, Some(Relative::Named(_)));
            if is_named(other) && !is_named(day) && !known.iter().any(|date| said.contains(date)) {
                return None;
            }
            // What leaves its year or its month open is of that day's.
            // "On Saturday" may be the one that has just been.
            let is_past = weekday_only
                && known.iter().any(|date| {
                    Some(date.weekday()) == day.weekday
                        && desk.today.is_some_and(|today| {
                            *date < today && *date >= today.saturating_sub(14.days())
                        })
                });
            // 大晦日, where it is 31日.
            let is_number = is_named(day)
                && other.month.is_none()
                && other.relative.is_none()
                && said.iter().any(|date| Some(date.day()) == other.day);
            let is_open = is_past
                || is_number
                || day.day.is_some()
                    && day.day == other.day
                    && day.relative.is_none()
                    && other.relative.is_none()
                    && (day.year.is_none()
                        && day.year_from.is_none()
                        && other.year.is_some()
                        && day.month == other.month
                        || other.month.is_none()
                        || day.month.is_none());
            let is_equal = is_open || known.iter().any(|date| said.contains(date));
            // 翌営業日 of a rule is of whatever it is counted from.
            if !is_equal && matches!(other.relative, Some(Relative::WorkingDays(_))) {
                return None;
            }
            (!known.is_empty()).then_some(is_equal)
        }
        _ => None,
    });
    // 12月20日 of a concert is none of 前月20日, which is counted from something else, where nothing else is said of both.
    let is_monthly = |c: &super::Candidate<'_>| {
        matches!(&c.found.value, Value::Date(other) if other.month.is_none() && other.weekday.is_none() && other.relative.is_none())
            && ["前月", "前月の"]
                .iter()
                .any(|word| c.source.folded.text[..c.found.bytes.start].ends_with(word))
    };
    let mut candidates = candidates;
    candidates.retain(|c| !(c.equal && day.month.is_some() && is_monthly(c) && c.likeness < 0.25));
    // 13日で大丈夫です, "the 13th is fine": the customer's own wish.
    if is_welcome(desk, found)
        && let Some(wish) = candidates.iter().find(|c| c.equal && c.source.is_mail())
    {
        return Some(Judgement::supported(Some(wish.source())));
    }
    // "You may move it to Saturday 28 November", as the customer asked.
    if let Some(wish) = candidates
        .iter()
        .find(|c| c.equal && plan::is_moved_to(desk, found, c.source, c.found))
        && fits_its_weekday(day, &said)
    {
        return Some(Judgement::supported(Some(wish.source())));
    }
    // A day by its name is that day, whatever else is on it.
    if matches!(day.relative, Some(Relative::Named(_)))
        && let Some(equal) = candidates.iter().find(|c| c.equal && c.source.trusted)
    {
        return Some(Judgement::supported(Some(equal.source())));
    }
    let today = day.relative == Some(Relative::Days(0));
    // 今日からあと44日: the count behind it is judged.
    if today && {
        let behind = head(&desk.reply.text[found.bytes.end..], 24);
        ["からあと", "から数えて", "からちょうど"]
            .iter()
            .any(|word| behind.starts_with(word))
    } {
        return None;
    }
    if today {
        let other = candidates
            .iter()
            .filter(|c| c.source.trusted && !c.equal)
            .max_by(|a, b| a.likeness.total_cmp(&b.likeness))?;
        let equal = candidates.iter().any(|c| c.equal);
        return (!equal && other.likeness > 1.7 && !denied)
            .then(|| Judgement::contradicts(Some(other.source())));
    }
    // A weekday that the day does not have is wrong whatever the sources say.
    if !weekday_only && let (Some(weekday), true) = (day.weekday, day.day.is_some()) {
        let of_sources = candidates.iter().filter(|c| c.equal && c.source.trusted);
        let of_sources = of_sources.filter_map(|c| match &c.found.value {
            Value::Date(other) if other.year.is_some() => Some(desk.days(other)),
            _ => None,
        });
        let mut all = said
            .iter()
            .copied()
            .chain(of_sources.flat_map(|days| days.to_vec()));
        let fits = all.any(|date| date.weekday() == weekday);
        if !fits && (desk.today.is_some() || day.year.is_some()) && !denied {
            let nearest = candidates
                .iter()
                .find(|c| c.equal)
                .map(super::Candidate::source);
            return Some(Judgement::contradicts(
                nearest.or_else(|| calendar(said.first())),
            ));
        }
    }
    if said.is_empty() {
        return Some(Judgement::contradicts(None));
    }
    // The customer's day lies in a stretch that a source tells: 8月15日, where it is 8/8~8/16.
    if !candidates.iter().any(|c| c.equal && c.source.trusted)
        && candidates.iter().any(|c| c.equal && c.source.is_mail())
        && !is_end(&desk.reply.text, &found.bytes)
        && let Some(source) = within(desk, &said)
    {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(judgement) = weigh(role, &candidates, denied) {
        return Some(judgement);
    }
    let is_dated = candidates
        .iter()
        .any(|c| c.source.trusted && c.likeness >= 0.5 && !c.taken);
    // "If we start tomorrow" says nothing of what is so.
    if matches!(day.relative, Some(Relative::Days(1..))) {
        let sentence = desk.sentence(&found.bytes);
        let before = &desk.reply.text[sentence.start..found.bytes.start];
        let before = before
            .rsplit([',', '、'])
            .next()
            .unwrap_or(before)
            .to_lowercase();
        if before.trim_start().starts_with("if ")
            || before.contains(" if ")
            || before.contains("もし")
        {
            return None;
        }
    }
    // "Today is 11 January", "your mail of 11 January".
    if day.day.is_some()
        && desk.today.is_some_and(|today| said.contains(&today))
        && is_of_mail(desk, found)
    {
        return Some(Judgement::supported(calendar(said.first())));
    }
    // "28 February; it would run until the end of the month", which is that day.
    if matches!(day.relative, Some(Relative::MonthEnd(0)))
        && desk.found.iter().any(|(other, _)| {
            matches!(&other.value, Value::Date(told) if told.day.is_some() && told.month.is_some()
                && other.bytes.end <= found.bytes.start
                && desk.days(told).iter().any(|date| *date == date.last_of_month()))
        })
    {
        return None;
    }
    // A day that has a name, where no source speaks of such a thing, is a word of the conversation.
    if matches!(day.relative, Some(Relative::Named(_)))
        && !candidates
            .iter()
            .any(|c| c.source.trusted && c.likeness >= 1.2)
    {
        return None;
    }
    // "The day after tomorrow" where no day is told is a word of the conversation.
    if matches!(day.relative, Some(Relative::Days(_)))
        && candidates.iter().all(|c| !c.source.trusted)
    {
        return None;
    }
    // By which day something is to be done is no matter of opening hours.
    let is_deadline = weekday_only && is_deadline(desk, found);
    if weekday_only && !is_dated && !is_deadline && fits_weekdays(desk, day) {
        return Some(Judgement::supported(None));
    }
    if weekday_only
        && !is_deadline
        && let Some(weekday) = day.weekday
        && let Some(source) = hours::headed(desk, 1 << weekday.to_monday_zero_offset())
    {
        return Some(Judgement::supported(Some(source)));
    }
    // "If you extend it today, it is due on 3 January": counted from today.
    if !denied
        && from_today(desk, found)
        && let Some(source) = counted(desk, found, role, &said, false)
    {
        return Some(Judgement::supported(Some(source)));
    }
    // The same day of another year is called so: ご入会は2025年11月3日, where it is 2024/11/3.
    let of_year = |c: &super::Candidate<'_>| {
        c.source.trusted
            && !c.equal
            && c.label >= 1
            && matches!(&c.found.value, Value::Date(other)
                if other.year.is_some() && day.year.is_some() && other.year != day.year && (other.month, other.day) == (day.month, day.day))
    };
    if let Some(other) = candidates.iter().find(|c| of_year(c))
        && !denied
    {
        return Some(Judgement::contradicts(Some(other.source())));
    }
    // The first day after a stretch is called what the stretch is.
    if let Some(source) = adjacent(desk, found, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = of_scale(desk, found, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    // Called what another day is called, and no count is said: 仕上がりは1月16日, where it is 1/6.
    let labelled = candidates
        .iter()
        .filter(|c| c.source.trusted && !c.equal && !c.taken && c.label >= 1)
        .max_by_key(|c| c.label);
    if let Some(other) = labelled
        && !denied
        && !says_count(desk, found)
    {
        return Some(Judgement::contradicts(Some(other.source())));
    }
    if let Some(source) = counted(desk, found, role, &said, true) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = counted(desk, found, role, &said, false)
        && counts_here(desk, found, role)
    {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = due(desk, found, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = ordinal_weekday(desk, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = ordinal_working_day(desk, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = end_of_month(desk, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if let Some(source) = beside(desk, &said) {
        return Some(Judgement::supported(Some(source)));
    }
    if !is_end(&desk.reply.text, &found.bytes)
        && let Some(source) = within(desk, &said)
    {
        return Some(Judgement::supported(Some(source)));
    }
    let told = candidates.iter().filter(|c| c.source.trusted && !c.taken);
    let told = told.map(|c| c.likeness).max_by(f32::total_cmp);
    if let Some(source) = scheduled(desk, &found.bytes, role, &said, told) {
        return Some(Judgement::supported(Some(source)));
    }
    if day.day.is_some()
        && fits_its_weekday(day, &said)
        && let Some(source) =
            plan::named_by_weekday(desk, &said).or_else(|| named_by_number(desk, &said))
    {
        return Some(Judgement::supported(Some(source)));
    }
    Some(Judgement::without_source(&candidates))
}

/// A day that the customer tells by its number.
fn named_by_number(desk: &Desk, said: &[Date]) -> Option<Source> {
    let mut days = plan::numbered_days(desk);
    days.find_map(|(day, source)| said.contains(&day).then_some(source))
}

/// Whether one of the days that may be meant has the weekday that is written beside it.
fn fits_its_weekday(day: &Day, said: &[Date]) -> bool {
    let fits = |weekday| said.iter().any(|date| date.weekday() == weekday);
    day.weekday.is_none_or(fits)
}

/// Whether the sentence of a day says what follows if something is done today.
fn from_today(desk: &Desk, found: &Found) -> bool {
    let sentence = desk.reply.text[desk.sentence(&found.bytes)].to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let is_absolute = matches!(&found.value, Value::Date(day) if day.relative.is_none());
    is_absolute
        && has(&["本日", "今日", "today"])
        && has(&["ますと", "れば", "たら", "場合", "if "])
}

/// Whether a day is said to be today, or that of the mail that is answered.
fn is_of_mail(desk: &Desk, found: &Found) -> bool {
    static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:today(?: is|'s date is|,| \()?|your (?:message|mail|e-mail|email|letter|note|enquiry|inquiry|call|request)(?: of| from| dated| on| sent)?|(?:you|which) (?:wrote|came|reached us|called|sent)(?: us| it)?(?: on)?|[本今]日は?[、,(]?)\s?$",
        )
    });
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"^(?:付け?|日付)?(?:の|に(?:いただ|頂|お送り|くださ))[^、。\n]{0,6}(?:メール|ご連絡|お問い合わせ|お便り|お手紙|お電話)",
        )
    });
    BEFORE.is_match(tail(&desk.reply.text[..found.bytes.start], 48))
        || BEHIND.is_match(&desk.reply.text[found.bytes.end..])
}

/// The day that a word right before a date names: 本日2月8日, "tomorrow, 9 June".
fn called_otherwise(desk: &Desk, found: &Found, today: Date) -> Option<Date> {
    let Value::Date(day) = &found.value else {
        return None;
    };
    (day.day.is_some() && day.relative.is_none()).then_some(())?;
    let before = tail(&desk.reply.text[..found.bytes.start], 24).to_lowercase();
    let before = before.trim_end_matches([' ', '(', ',', '、', 'の']);
    // "Today is 11 January."
    let before = before.strip_suffix(" is").unwrap_or(before);
    let words = [
        ("明後日", 2),
        ("あさって", 2),
        ("the day after tomorrow", 2),
        ("昨日", -1),
        ("yesterday", -1),
        ("本日", 0),
        ("今日", 0),
        ("today", 0),
        ("明日", 1),
        ("あす", 1),
        ("あした", 1),
        ("tomorrow", 1),
    ];
    let (word, days) = words.into_iter().find(|(word, _)| before.ends_with(word))?;
    let head = before[..before.len() - word.len()].trim_end();
    today
        .checked_add((i64::from(days) + weeks_ahead(head)).days())
        .ok()
}

/// How many days the words in front of "today" or "tomorrow" are ahead of it: "a week today", "two weeks from tomorrow".
fn weeks_ahead(before: &str) -> i64 {
    static WEEKS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(&format!(
            r"(?:\b(?P<n>{WORDS}|an?|\d)\s)?(?P<unit>weeks?|fortnight|days?)(?:\sfrom)?$"
        ))
        .needs(&["week", "fortnight", "day"])
    });
    let Some(found) = WEEKS.captures(before) else {
        return 0;
    };
    let number = found.name("n").map_or("a", |number| number.as_str());
    let count = match number {
        "a" | "an" => 1,
        number => parse(number).map_or(0, |number| number / ONE),
    };
    match &found["unit"] {
        "fortnight" => 14 * count,
        unit if unit.starts_with("week") => 7 * count,
        _ => count,
    }
}

/// Whether what is said of a day is that it will do.
fn is_welcome(desk: &Desk, found: &Found) -> bool {
    let sentence = desk.sentence(&found.bytes);
    let behind = head(&desk.reply.text[found.bytes.end..sentence.end], 64).to_lowercase();
    let behind = behind.split(['、', ',']).next().unwrap_or_default();
    [
        "大丈夫",
        "問題ございません",
        "問題ありません",
        "構いません",
        "結構です",
        "間に合",
    ]
    .iter()
    .any(|word| behind.contains(word))
        || ["is fine", "works", "is no problem", "suits us", "is ok"]
            .iter()
            .any(|word| behind.starts_with(word) || behind.starts_with(&format!(" {word}")))
}

/// Whether a day is said to be the first or the last of something.
fn is_end(text: &str, bytes: &crate::Span) -> bool {
    let after = &text[bytes.end..];
    let before = tail(text[..bytes.start].trim_end(), 32).to_lowercase();
    ["まで", "から", "より", "以降", "締切", "に終", "に始"]
        .iter()
        .any(|word| after.starts_with(word))
        || [
            "until", "till", "by", "from", "since", "ends", "starts", "begins", "before", "after",
        ]
        .iter()
        .any(|word| before.trim_end_matches(" on").ends_with(word))
}

fn calendar(day: Option<&Date>) -> Option<Source> {
    day.map(|day| Source {
        text: day.strftime("%Y-%m-%d (%a)").to_string(),
        value: day.strftime("%a").to_string(),
        from: From::Calendar,
    })
}

/// Whether a day is the last on which something can be done.
fn is_deadline(desk: &Desk, found: &Found) -> bool {
    let text = &desk.reply.text;
    let before = tail(text[..found.bytes.start].trim_end(), 32).to_lowercase();
    // "Come by on Wednesday."
    let is_visit = before.ends_with(" by on");
    let before = before
        .trim_end_matches(" on")
        .trim_end_matches(" the")
        .trim_end_matches(" of");
    let behind = head(&text[found.bytes.end..], 40);
    let behind = behind
        .split(['、', '。', '\n', ','])
        .next()
        .unwrap_or_default();
    [
        " by",
        " until",
        " till",
        " than",
        " before",
        " due",
        "deadline is",
    ]
    .iter()
    .any(|word| before.ends_with(word) && !is_visit)
        || behind.contains("まで")
        || behind.contains("期限")
        || behind.contains("締")
}
