//! Tells of each fact of a reply whether a source has it.

mod amount;
mod case;
mod clause;
mod clock;
mod counted;
mod date;
mod desk;
mod direction;
mod equation;
mod follows;
mod grant;
mod hours;
mod listed;
mod meaning;
mod measure;
mod named;
mod offer;
mod often;
mod only;
mod order;
mod percent;
mod plan;
mod polarity;
mod promise;
mod rate;
mod record;
mod refused;
mod saying;
mod source_text;
mod strangers;
mod sum;
mod telling;
mod threshold;
mod timetable;
mod titles;
mod unit;
mod unit_price;
mod weigh;
mod wish;
mod written;
mod written_out;

use std::sync::LazyLock;

use desk::{Desk, Standing};
use source_text::SourceText;
use weigh::{Candidate, is_bound, weigh};

use crate::pattern::{Pattern, pattern, tail};
use crate::role::Role;
use crate::scan::{Found, Value};
use crate::{Fact, From, Kind, Known, Source, Verdict};

/// Bytes of a reply or of one source beyond which it is not read: both are far shorter.
pub const LONGEST: usize = 60_000;

/// What was decided, and by which words.
pub(crate) struct Judgement {
    pub verdict: Verdict,
    pub source: Option<Source>,
    /// Whether the source's value is of the same thing, so that it may be taken over.
    pub fits: bool,
}

/// All facts of a reply, in their order, each with its verdict. Sources and reply are read up to 60,000 bytes each.
pub fn check(reply: &str, known: &Known<'_>) -> Vec<Fact> {
    let desk = Desk::new(reply, known);
    let mut facts: Vec<Fact> = Vec::new();
    let mut amounts = amount::judge_all(&desk);
    for (index, (found, role)) in desk.found.iter().enumerate() {
        let judgement = match &found.value {
            // What costs nothing is a promise.
            Value::Amount { value: 0, .. } => continue,
            Value::Amount { .. } => amounts[index].take(),
            Value::Percent(value) => Some(percent::percent(&desk, found, role, *value)),
            Value::Date(day) => date::judge(&desk, found, role, day),
            Value::Text(part) if found.kind == Kind::Time => {
                clock::part_of_day(&desk, found, role, part)
            }
            Value::Text(words) if found.kind == Kind::Date => {
                date::words(&desk, found, role, words)
            }
            Value::Period { year, month } => Some(date::period(&desk, found, role, *year, *month)),
            Value::Weekdays(bits) => date::weekdays(&desk, found, role, *bits),
            Value::Time { .. } => Some(clock::time(&desk, found, role)),
            Value::Quantity { .. } => measure::judge(&desk, found, role),
            Value::Text(text) if found.kind == Kind::Id && named::is_loose(&desk, found, text) => {
                None
            }
            Value::Text(text) => Some(named::text(&desk, found, role, text)),
            Value::Place(parts) if named::is_loose_place(&desk, found, parts) => None,
            Value::Place(parts) => Some(named::place(&desk, parts)),
            Value::Name { parts, salutation } => named::name(&desk, found, parts, *salutation),
        };
        let judgement = judgement.map(|judgement| match judgement.verdict {
            Verdict::Supported => said_otherwise(&desk, found, role)
                .or_else(|| wish::granted(&desk, found, &judgement))
                .unwrap_or(judgement),
            Verdict::Contradicts => {
                said_of_these_days(&desk, found, role, &judgement).unwrap_or(judgement)
            }
            Verdict::Unsupported => judgement,
        });
        if let Some(judgement) = judgement
            && (judgement.verdict == Verdict::Supported || !is_example(&desk.reply.text, found))
        {
            facts.push(desk.fact(&found.bytes, found.kind, judgement));
        }
    }
    for (mention, role) in &desk.mentions {
        if let Some(judgement) = promise::judge(&desk, mention, role) {
            add(
                desk.fact(&mention.bytes, Kind::Promise, judgement),
                &mut facts,
            );
        }
    }
    let promised = offer::payments(&desk).into_iter();
    let promised = promised
        .chain(offer::terms(&desk))
        .chain(offer::offers(&desk))
        .chain(offer::gifts(&desk));
    for (bytes, judgement) in promised {
        add(desk.fact(&bytes, Kind::Promise, judgement), &mut facts);
    }
    let names = strangers::mistaken(&desk).into_iter();
    let names = names
        .chain(strangers::misspelt(&desk))
        .chain(strangers::unknown(&desk))
        .chain(strangers::unknown_doers(&desk))
        .chain(strangers::unknown_places(&desk))
        .chain(strangers::unknown_titles(&desk))
        .chain(record::names_of_others(&desk));
    for (bytes, judgement) in names {
        add(desk.fact(&bytes, Kind::Name, judgement), &mut facts);
    }
    for (bytes, kind, judgement) in often::judge(&desk).into_iter().chain(listed::judge(&desk)) {
        let fact = desk.fact(&bytes, kind, judgement);
        // "The second Monday" says more than "Monday", and 2か月に1回 more than 2か月.
        let is_other = |other: &Fact| {
            overlap(other, &fact)
                && other.verdict != Verdict::Supported
                && (fact.verdict != Verdict::Supported || other.kind != Kind::Quantity)
        };
        if !facts.iter().any(is_other) {
            facts.retain(|other| !overlap(other, &fact));
            facts.push(fact);
        }
    }
    for (bytes, judgement) in polarity::denied(&desk) {
        let fact = desk.fact(&bytes, Kind::Promise, judgement);
        // What is judged as a fact or a promise of its own is judged by that.
        let is_judged = |other: &Fact| overlap(other, &fact) && other.kind == Kind::Promise;
        if !facts.iter().any(is_judged) {
            facts.push(fact);
        }
    }
    for (bytes, judgement) in refused::judge(&desk).into_iter().chain(only::judge(&desk)) {
        let fact = desk.fact(&bytes, Kind::Promise, judgement);
        // 代替機を無料でお貸しします, where something is free: that it is refused says more.
        let overlaps = |other: &Fact| other.start < fact.end && fact.start < other.end;
        let is_known = |other: &Fact| overlaps(other) && other.verdict != Verdict::Supported;
        if !facts.iter().any(is_known) {
            facts.retain(|other| !overlaps(other));
            facts.push(fact);
        }
    }
    for (bytes, judgement) in direction::bare(&desk)
        .into_iter()
        .chain(measure::bare(&desk))
    {
        add(desk.fact(&bytes, Kind::Quantity, judgement), &mut facts);
    }
    facts.sort_by_key(|fact| fact.start);
    facts
}

/// Adds a fact where none was read so far.
fn add(fact: Fact, facts: &mut Vec<Fact>) {
    if !facts.iter().any(|other| overlap(other, &fact)) {
        facts.push(fact);
    }
}

fn overlap(a: &Fact, b: &Fact) -> bool {
    a.start < b.end && b.start < a.end
}

/// What contradicts a fact that some source has: its limit points the other way there, it holds on other days, or whose name
/// it is has another title.
fn said_otherwise(desk: &Desk, found: &Found, role: &Role) -> Option<Judgement> {
    let turned = direction::turned(desk, found, role);
    let source = turned.or_else(|| match found.kind {
        Kind::Amount => match timetable::judge(desk, found, role)? {
            timetable::Holds::Other(source) => Some(source),
            timetable::Holds::Same(_) => None,
        },
        Kind::Name => titles::another(desk, found),
        _ => None,
    });
    source.map(|source| Judgement::contradicts(Some(source)))
}

/// The one price of the days that the reply names, where that of other days in the same line seemed to be meant.
fn said_of_these_days(
    desk: &Desk,
    found: &Found,
    role: &Role,
    against: &Judgement,
) -> Option<Judgement> {
    let other = against.source.as_ref()?;
    if found.kind != Kind::Amount {
        return None;
    }
    match timetable::judge(desk, found, role)? {
        timetable::Holds::Same(source)
            if source.from == other.from && source.text == other.text =>
        {
            Some(Judgement::supported(Some(source)))
        }
        _ => None,
    }
}

/// What only shows how such a number looks, and says so: 例：A-12345, "e.g. ABC-123", A-12345のような番号.
fn is_example(text: &str, found: &Found) -> bool {
    static ANNOUNCED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:例\s?:?|例えば|たとえば|\be\.?g\.?,?|\bfor (?:example|instance),?:?)[\s(「'\x22]{0,2}(?:[a-z0-9/-]{2,16}(?:、|や|または|, | or ))*$",
        )
    });
    static ID_ANNOUNCED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:such as|looks? like|something like|in the (?:form|format)(?: of)?)[\s(「'\x22]{1,2}(?:[a-z0-9/-]{2,16}(?:, | or ))*$",
        )
    });
    let before = tail(&text[..found.bytes.start], 64);
    let behind = text[found.bytes.end..].trim_start_matches(['」', ')', '"', '\'']);
    let is_like = ["のような", "のように", "の形", "といった"]
        .iter()
        .any(|word| behind.starts_with(word));
    match found.kind {
        Kind::Id => is_like || ANNOUNCED.is_match(before) || ID_ANNOUNCED.is_match(before),
        Kind::Date => is_like || ANNOUNCED.is_match(before),
        _ => false,
    }
}

impl Judgement {
    fn supported(source: Option<Source>) -> Self {
        Self {
            verdict: Verdict::Supported,
            source,
            fits: true,
        }
    }

    /// It follows from what is known.
    fn computed(how: String) -> Self {
        Self::supported(Some(Source {
            text: how,
            value: String::new(),
            from: From::Computed,
        }))
    }

    fn unsupported() -> Self {
        Self {
            verdict: Verdict::Unsupported,
            source: None,
            fits: false,
        }
    }

    fn contradicts(source: Option<Source>) -> Self {
        Self {
            verdict: Verdict::Contradicts,
            source,
            fits: true,
        }
    }

    /// No source has it: it contradicts the one that is said of the same thing, where there is one.
    fn without_source(candidates: &[Candidate<'_>]) -> Self {
        let others = || candidates.iter().filter(|c| c.source.trusted && !c.taken);
        let nearest = others().max_by(|a, b| a.likeness.total_cmp(&b.likeness));
        let Some(nearest) = nearest.filter(|nearest| nearest.likeness >= 0.5) else {
            return Self::unsupported();
        };
        // Of two that are as near it is not known which one was meant.
        let is_rival = |c: &Candidate<'_>| {
            c.found.value != nearest.found.value && c.likeness >= 0.8 * nearest.likeness
        };
        Self {
            verdict: Verdict::Contradicts,
            source: Some(nearest.source()),
            fits: nearest.shared.label != 0
                && nearest.role.covered_by(nearest.ours) >= 0.5
                && !others().any(is_rival),
        }
    }
}
