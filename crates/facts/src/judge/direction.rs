//! Which way a limit points: 6,000円以上 and 6,000円以下, "until 5 days before" and "from 5 days before".
//!
//! The same number with its direction turned round says the contrary, unless what is said of it is turned round, too:
//! what is free from £60 on is charged for below.

use std::sync::LazyLock;

use super::polarity::{NOT, YES};
use super::unit::convert;
use super::{Candidate, Desk, Judgement, SourceText};
use crate::number::{Number, ONE};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::{Role, words_of};
use crate::scan::{Found, Unit, Value};
use crate::text::Folded;
use crate::{Kind, Source, Span};

/// How near a fact of a source has to be said of the same thing.
const NEAR: f32 = 0.5;

/// The side of a number on which something is so; of days before something, more of them are earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Least,
    Most,
}

/// Whether a count of days is counted back from something or on from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Before,
    After,
}

/// What the words beside a number limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bound {
    side: Option<Side>,
    anchor: Option<Anchor>,
    /// 前から and 前まで, which both hold the day itself: of two of them one is wrong, whatever is said of them.
    is_inclusive: bool,
}

impl Bound {
    /// Whether another limit of the same number is its contrary; none where the two cannot be compared.
    fn is_turned(self, other: Bound) -> Option<bool> {
        if let (Some(ours), Some(theirs)) = (self.anchor, other.anchor)
            && ours != theirs
        {
            return Some(true);
        }
        Some(self.side? != other.side?)
    }
}

/// Whether more or less is taken: 10%引き, "10% more".
static LESS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s?(?:の)?(?:引|オフ|off\b|割引|値引|お?安く|discount|reduction|less\b|cheaper|lower|rebate)|^\s(?:price )?(?:discount|reduction|rebate)",
    )
});
static MORE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s?(?:の)?(?:増|割増|お?高く|上乗せ|加算|アップ|more\b|extra\b|surcharge|higher|dearer|on top\b|increase|supplement)",
    )
});

/// The source that limits the same number the other way round.
pub(super) fn turned(desk: &Desk, found: &Found, role: &Role) -> Option<Source> {
    let is_single = match &found.value {
        Value::Amount { .. } | Value::Percent(_) | Value::Time { to: None, .. } => true,
        Value::Quantity { low, high, .. } => low == high,
        Value::Date(day) => day.day.is_some(),
        _ => false,
    };
    if !is_single || desk.is_denied(&found.bytes) {
        return None;
    }
    let (text, bytes) = (&desk.reply.text, &found.bytes);
    taken_or_added(desk, found, role)
        .or_else(|| {
            let ours = bound(text, found, None)?;
            against(desk, found, role, ours)
        })
        .filter(|_| !is_asked(text, bytes))
}

fn is_asked(text: &str, bytes: &Span) -> bool {
    let end = text[bytes.end..].find(['。', '\n', '?', '.']);
    end.is_some_and(|end| text[bytes.end + end..].starts_with('?'))
}

/// A percentage or an amount that a source takes off where the reply adds it, or the other way round.
fn taken_or_added(desk: &Desk, found: &Found, role: &Role) -> Option<Source> {
    if !matches!(found.kind, Kind::Percent | Kind::Amount) {
        return None;
    }
    let way = |text: &str, bytes: &Span| {
        let behind = &text[bytes.end..];
        let own = &text[bytes.clone()];
        let is = |pattern: &Pattern, ends: &[char]| pattern.is_match(behind) || own.ends_with(ends);
        match (is(&LESS, &['引']), is(&MORE, &['増'])) {
            (true, false) => Some(Side::Least),
            (false, true) => Some(Side::Most),
            _ => None,
        }
    };
    let ours = way(&desk.reply.text, &found.bytes)?;
    let candidates = equals(desk, found, role);
    let known: Vec<(&Candidate<'_>, Side)> = candidates
        .iter()
        .filter_map(|c| Some((c, way(&c.source.folded.text, &c.found.bytes)?)))
        .collect();
    let all_turned = known.iter().all(|(_, side)| *side != ours);
    let (first, _) = known.first()?;
    all_turned.then(|| first.source())
}

fn against(desk: &Desk, found: &Found, role: &Role, ours: Bound) -> Option<Source> {
    // 1年を過ぎております tells how it is, and no rule.
    let behind = &desk.reply.text[found.bytes.end..];
    let is_state = [
        "を過ぎてお",
        "を過ぎてい",
        "を過ぎまし",
        "が経",
        "を経過して",
    ];
    if is_state.iter().any(|word| behind.starts_with(word)) {
        return None;
    }
    let candidates = equals(desk, found, role);
    let known: Vec<(&Candidate<'_>, Bound, bool)> = candidates
        .iter()
        .filter_map(|c| {
            let theirs = bound(&c.source.folded.text, c.found, Some(found))?;
            Some((c, theirs, ours.is_turned(theirs)?))
        })
        .collect();
    let best = |is_turned: bool| {
        let of = known.iter().filter(|(.., turned)| *turned == is_turned);
        of.max_by(|a, b| a.0.likeness.total_cmp(&b.0.likeness))
    };
    let (other, theirs, _) = best(true)?;
    let is_alone = candidates.len() == known.len() && known.iter().all(|(.., turned)| *turned);
    if other.likeness < NEAR && !is_alone {
        return None;
    }
    let mut same = known.iter().filter(|(.., turned)| !turned);
    let is_both = ours.is_inclusive && theirs.is_inclusive;
    if same.any(|(c, ..)| !says_else(desk, found, c)) || !is_both && says_else(desk, found, other) {
        return None;
    }
    Some(other.source())
}

/// The facts of trusted sources that have the same number.
fn equals<'s>(desk: &'s Desk, found: &Found, role: &'s Role) -> Vec<Candidate<'s>> {
    let days = |value: &Value| match value {
        Value::Quantity { low, high, unit } if low == high => Some((*low, unit.clone())),
        // 10日以内, read as a day of the month.
        Value::Date(day) if day.month.is_none() && day.weekday.is_none() => {
            Some((Number::from(day.day?) * ONE, Unit::Days))
        }
        _ => None,
    };
    let is_equal = |other: &Found| match (&found.value, &other.value) {
        (Value::Amount { value: a, .. }, Value::Amount { value: b, .. })
        | (Value::Percent(a), Value::Percent(b)) => a == b,
        (Value::Time { from: a, .. }, Value::Time { from, to, .. }) => [Some(*from), *to]
            .into_iter()
            .flatten()
            .any(|b| a % 720 == b % 720),
        (Value::Date(a), Value::Date(b)) if a.month.is_some() && b.month.is_some() => {
            let (a, b) = (desk.days(a), desk.days(b));
            a.iter().any(|day| b.contains(day))
        }
        (a, b) => {
            let (Some((low, unit)), Some((theirs, other))) = (days(a), days(b)) else {
                return false;
            };
            convert(theirs, theirs, &other, &unit) == Some((low, low))
        }
    };
    let mut all = desk.candidates(found, role, |other, source| {
        (source.trusted && is_equal(other)).then_some(true)
    });
    all.retain(|c| c.equal);
    all
}

/// Whether the reply says something else of its side of the number: what is denied there, or another price.
fn says_else(desk: &Desk, found: &Found, other: &Candidate<'_>) -> bool {
    let own = stretch(&desk.reply, desk.found.iter().map(|(it, _)| it), found);
    let source: &SourceText = other.source;
    let theirs = stretch(
        &source.folded,
        source.found.iter().map(|(it, _)| it),
        other.found,
    );
    let (ours, them) = (
        &desk.reply.text[own.clone()],
        &source.folded.text[theirs.clone()],
    );
    if denies(ours) != denies(them) {
        return true;
    }
    // The next working day of what comes too late.
    static NEXT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)翌|当日|同日|次の|繰り越|持ち越|\bnext\b|\bsame day\b|\bfollowing\b|\binstead\b",
        )
    });
    let next = |text: &str| NEXT.find(text).map(|found| found.as_str().to_lowercase());
    if next(ours) != next(them) {
        return true;
    }
    let prices = |found: &mut dyn Iterator<Item = &Found>, span: &Span, except: &Span| {
        let found = found.filter(|it| {
            matches!(it.kind, Kind::Amount | Kind::Percent)
                && span.contains(&it.bytes.start)
                && it.bytes != *except
        });
        found.map(|it| it.value.clone()).collect::<Vec<_>>()
    };
    let ours_told = prices(&mut desk.found.iter().map(|(it, _)| it), &own, &found.bytes);
    let told = prices(
        &mut source.found.iter().map(|(it, _)| it),
        &theirs,
        &other.found.bytes,
    );
    let is_priced = !ours_told.is_empty() || !told.is_empty();
    if is_priced && !ours_told.iter().any(|it| told.contains(it)) {
        return true;
    }
    // What heads it counts, too, where brackets are between: "Team $15 (up to 25 users)".
    let words = |folded: &Folded, all: &[(Found, Role)], span: &Span, own: &Found| {
        let sentence = folded.sentence_around(&own.bytes);
        let before = all.iter().map(|(it, _)| it).filter(|it| {
            it.kind == own.kind
                && sentence.start <= it.bytes.start
                && it.bytes.end <= own.bytes.start
        });
        let start = before.map(|it| it.bytes.end).max();
        let start = start.unwrap_or(sentence.start).min(span.start);
        let around = [start..own.bytes.start, own.bytes.end..span.end];
        let words = around.into_iter().flat_map(|it| words_of(&folded.text[it]));
        words.filter(|word| word != "#each").collect::<Vec<_>>()
    };
    let ours = words(&desk.reply, &desk.found, &own, found);
    let theirs = words(&source.folded, &source.found, &theirs, other.found);
    other.shared.beside == 0 && !theirs.iter().any(|word| ours.contains(word))
}

/// Whether a stretch denies something, or gives it for nothing; both at once say neither.
fn denies(text: &str) -> bool {
    static FREE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)無料|無償|\bfree\b|\b(?:no|without) (?:[a-z]+ )?(?:charge|cost|fee)s?\b|不要|要りません|\bwaive[sd]?\b",
        )
    });
    let plain = YES.blank(text);
    (NOT.find_iter(&plain).count() + FREE.find_iter(text).count()) % 2 == 1
}

/// What is said of a number: its sentence, as far as another one of its kind.
fn stretch<'f>(folded: &Folded, found: impl Iterator<Item = &'f Found>, of: &Found) -> Span {
    static STOP: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)[;/|・\n()]|(?:、|ので、|(?:が|し)、)(?:それ|その|以降|以後|ただし|但し|超過|以遠|こえ|超え)|ので、|[,.] (?:but|so|after|otherwise|below|above|then|whereas|while|beyond|from then)\b",
        )
    });
    let sentence = folded.sentence_around(&of.bytes);
    let text = &folded.text;
    let mut span = sentence.clone();
    for stop in STOP.find_iter(&text[sentence.clone()]) {
        let at = sentence.start + stop.start();
        if at >= of.bytes.end {
            span.end = span.end.min(at);
        } else if at < of.bytes.start {
            span.start = span.start.max(at);
        }
    }
    for other in found.filter(|it| it.kind == of.kind) {
        let comma = |between: &Span, is_first: bool| {
            let between_text = &text[between.clone()];
            let at = match is_first {
                true => between_text.find(['、', ',']),
                false => between_text.rfind(['、', ',']),
            };
            at.map(|at| between.start + at)
        };
        if span.start <= other.bytes.start
            && other.bytes.end <= of.bytes.start
            && let Some(at) = comma(&(other.bytes.end..of.bytes.start), false)
        {
            span.start = at;
        } else if of.bytes.end <= other.bytes.start
            && other.bytes.start < span.end
            && let Some(at) = comma(&(of.bytes.end..other.bytes.start), true)
        {
            span.end = at;
        }
    }
    span.start.min(of.bytes.start)..span.end.max(of.bytes.end)
}

/// The limit that the words beside a number make of it; of hours from and to, the end that `wanted` is.
fn bound(text: &str, found: &Found, wanted: Option<&Found>) -> Option<Bound> {
    if let (
        Value::Time {
            from, to: Some(to), ..
        },
        Some(wanted),
    ) = (&found.value, wanted)
    {
        let Value::Time { from: time, .. } = wanted.value else {
            return None;
        };
        let side = match (time == *from, time == *to) {
            (true, false) => Side::Least,
            (false, true) => Side::Most,
            // 8 pm is no 08:00, and "8" may be either.
            _ => match (time % 720 == from % 720, time % 720 == to % 720) {
                (true, false) => Side::Least,
                (false, true) => Side::Most,
                _ => return None,
            },
        };
        return Some(Bound {
            side: Some(side),
            anchor: None,
            is_inclusive: false,
        });
    }
    let behind = head(&text[found.bytes.end..], 48).to_lowercase();
    let before = tail(&text[..found.bytes.start], 40).to_lowercase();
    let written = text[found.bytes.clone()].to_lowercase();
    let is_span = match &found.value {
        Value::Quantity { unit, .. } => matches!(
            unit,
            Unit::Minutes | Unit::Days | Unit::WorkingDays | Unit::Months
        ),
        Value::Date(day) => day.month.is_none(),
        _ => false,
    };
    let japanese = japanese(&written, &before, &behind, is_span);
    let bound = match japanese {
        Some(bound) => bound,
        None => english(&before, &behind, is_span)?,
    };
    (bound.side.is_some() || bound.anchor.is_some()).then_some(bound)
}

fn japanese(written: &str, before: &str, behind: &str, is_span: bool) -> Option<Bound> {
    static LIMIT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"^(?:\([^)\n]{0,8}\))?(?:(?P<before>前)|(?P<after>後))?(?:の|間)?\s?(?:(?:午前|午後)?\d{1,2}(?::\d\d|時(?:\d\d分|半)?))?(?:(?P<until>まで|迄|以前|より前|の前|前(?:に|の|で|は)|必着|締切|〆)|(?P<from>から|以降|以後|より(?:後|先|お|ご|の|開|受)|を?過ぎ|を?すぎ|を?回)|(?:(?P<least>以上|を?超|を?こえ|を?上回|より(?:大き|多|高|長|重|深)|が?経|たって|たった)|(?P<most>以下|以内|未満|に満たな|を?下回|より(?:小さ|少な|安|低|短|軽|早)|に達しな|を切|足らず))(?P<back>前)?)?",
        )
    });
    let found = LIMIT.captures(behind)?;
    let has = |name: &str| found.name(name).is_some();
    let anchor = match (has("before") || is_span && has("back"), has("after")) {
        (true, _) if is_span => Some(Anchor::Before),
        (_, true) if is_span => Some(Anchor::After),
        _ => None,
    };
    let named = |words: &[&str]| {
        words
            .iter()
            .any(|word| written.starts_with(word) || before.ends_with(word))
    };
    let (until, from) = (
        has("until") || named(&["遅くとも"]),
        has("from") || named(&["早くとも"]),
    );
    let is_counted_back = anchor == Some(Anchor::Before) && !has("back");
    // Of days counted back, those until some day are more than so many.
    let (least, most) = match is_counted_back {
        true => (until, from),
        false => (from, until),
    };
    let least = least || has("least") || named(&["最低", "最短", "最小", "最少"]);
    let most = most || has("most") || named(&["最大", "最長", "最高", "最多", "上限"]);
    // 18:00前に, of a time, is until it.
    let most = most || !is_span && has("before");
    let side = match (least, most) {
        (true, false) => Some(Side::Least),
        (false, true) => Some(Side::Most),
        _ => None,
    };
    let limit = found.name(if until { "until" } else { "from" });
    let is_inclusive =
        limit.is_some_and(|it| is_counted_back && ["まで", "迄", "から"].contains(&it.as_str()));
    (side.is_some() || anchor.is_some()).then_some(Bound {
        side,
        anchor,
        is_inclusive,
    })
}

fn english(before: &str, behind: &str, is_span: bool) -> Option<Bound> {
    static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:(?P<least>\b(?:at least|no (?:fewer|less) than|not (?:less|fewer) than|more than|over|above|exceed(?:s|ing)?|beyond|(?:longer|older|larger|bigger|heavier|taller|higher|greater) than|upwards of)|\bmin(?:imum|\.)?(?: (?:of|is|[a-z]+(?: is| of)?):?)?)|(?P<most>\b(?:at most|(?:no|not) more than|not (?:over|above|exceeding)|under|below|(?:less|fewer) than|within|(?:shorter|younger|smaller|lighter|lower) than|no (?:longer|older|larger|bigger|heavier) than)|\bmax(?:imum|\.)?(?: (?:of|is|[a-z]+(?: is| of)?):?)?)|(?P<until>\b(?:(?:up )?until|till|by|before|up to|(?:no|not) later than|prior to|ahead of|earlier than))|(?P<from>\b(?:from|after|since|as of|starting(?: on| from| at)?|later than|(?:no|not) earlier than|past)))(?: the| about| around| on| (?:mon|tues|wednes|thurs|fri|satur|sun)day| \d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\.?| noon| midnight)*[\s(]*$",
        )
    });
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"^(?: [a-z-]+)??(?:(?P<least> (?:or|and) (?:more|over|older|above|up|longer|greater|upwards)\b|\s?\+| upwards\b| minimum\b| at least\b)|(?P<most> (?:or|and) (?:less|fewer|under|below|younger|shorter|smaller)\b| maximum\b| at most\b)|(?P<until> or (?:earlier|before)\b| at the latest\b)|(?P<from> or (?:later|after)\b| onwards?\b| at the earliest\b))",
        )
    });
    static ANCHOR: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"^(?: [a-z-]+)??(?:(?P<before> (?:before|prior|ahead|in advance|beforehand)\b)|(?P<after> (?:after|later|following|afterwards)\b))",
        )
    });
    let anchor = ANCHOR.captures(behind).filter(|_| is_span).map(|found| {
        match found.name("before").is_some() {
            true => Anchor::Before,
            false => Anchor::After,
        }
    });
    let limits = [BEFORE.captures(before), BEHIND.captures(behind)];
    let has = |name: &str| {
        let mut limits = limits.iter().flatten();
        limits.any(|found| found.name(name).is_some())
    };
    let (least, most) = match anchor {
        Some(Anchor::Before) => (has("until"), has("from")),
        _ => (has("from"), has("until")),
    };
    let side = match (least || has("least"), most || has("most")) {
        (true, false) => Some(Side::Least),
        (false, true) => Some(Side::Most),
        _ => None,
    };
    (side.is_some() || anchor.is_some()).then_some(Bound {
        side,
        anchor,
        is_inclusive: false,
    })
}

/// Numbers and classes that are no fact by their form, limited the other way round than in every source: "over 16" for "under
/// 16", 小学生以上 for 小学生以下.
pub(super) fn bare(desk: &Desk) -> Vec<(Span, Judgement)> {
    let read = |folded: &Folded| -> Vec<(Span, String, Side)> {
        let text = &folded.text;
        let found = CLASS.captures_iter(text).filter_map(|found| {
            let word = found
                .name("jp")
                .or(found.name("en"))
                .or(found.name("more"))?;
            let side = match ["least", "over", "up"]
                .iter()
                .any(|name| found.name(name).is_some())
            {
                true => Side::Least,
                false => Side::Most,
            };
            let number = crate::number::parse(word.as_str());
            let key = number.map_or_else(|| word.as_str().to_owned(), |it| it.to_string());
            Some((found.whole().range(), key, side))
        });
        found.collect()
    };
    static CLASS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?P<jp>(?:未就学児?|小学生?|中学生?|高校生|大学生|大人|成人|学生|幼児)(?:[1-6]年生?)?)(?:(?P<least>以上|から)|(?:以下|未満|まで))|\b(?:(?P<over>over|above|at least|more than|from|aged|older than)|(?:under|below|up to|at most|fewer than|less than|no more than|younger than)) (?P<en>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|sixteen|eighteen)s?(?:[\s,.;:)]|$)|\b(?P<more>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|sixteen|eighteen) (?:(?P<up>or (?:more|over|older|above)|and (?:over|older|above|up))|(?:or (?:fewer|less|under|younger|below)|and (?:under|younger|below)))\b",
        )
    });
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let known: Vec<(&SourceText, Span, String, Side)> = trusted
        .flat_map(|source| {
            let found = read(&source.folded).into_iter();
            found.map(move |(bytes, key, side)| (source, bytes, key, side))
        })
        .collect();
    if known.is_empty() {
        return Vec::new();
    }
    let text = &desk.reply.text;
    let turned = read(&desk.reply)
        .into_iter()
        .filter_map(|(bytes, key, side)| {
            let mut same = known.iter().filter(|(_, _, other, _)| *other == key);
            let (source, at, ..) = same.clone().next()?;
            let sentence = desk.sentence(&bytes);
            let theirs = source.folded.sentence_around(at);
            let (ours, them) = (&text[sentence], &source.folded.text[theirs]);
            let words = words_of(ours);
            let is_of_same = words_of(them)
                .iter()
                .any(|word| !word.starts_with('#') && words.contains(word));
            (same.all(|(.., other)| *other != side) && is_of_same && denies(ours) == denies(them))
                .then(|| (bytes, Judgement::contradicts(Some(source.source(at)))))
        });
    turned.collect()
}
