//! Percentages.

use std::sync::LazyLock;

use super::clause::{clause, said_near};
use super::{Desk, Judgement, weigh};
use crate::number::{Number, ONE};
use crate::pattern::{Pattern, pattern, tail};
use crate::role::Role;
use crate::scan::{Found, Value};
use crate::{From, Source, calc};

pub(super) static UP: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?i)増|値上|上が|高く|\b(?:up|increas\w*|ris(?:e|es|ing|en)|higher|dearer)\b")
});
pub(super) static DOWN: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)減|値下|下が|安く|引き|割引|\b(?:down|off|decreas\w*|fall\w*|lower|cheaper|less|sav\w*)\b",
    )
});

/// Judges a percentage.
pub(super) fn percent(desk: &Desk, found: &Found, role: &Role, value: Number) -> Judgement {
    let candidates = desk.candidates(found, role, |other, _| match other.value {
        Value::Percent(v) => Some(v == value),
        _ => None,
    });
    if let Some(judgement) = weigh(role, &candidates, desk.is_denied(&found.bytes)) {
        return judgement;
    }
    // 消費税10%: the tax of the country, where the shop tells none.
    let before = desk.reply.text[..found.bytes.start].trim_end_matches([' ', '(', ':', 'は']);
    let is_tax = ["消費税", "消費税率"]
        .iter()
        .any(|word| before.ends_with(word));
    if is_tax && [8 * ONE, 10 * ONE].contains(&value) && super::follows::tax_rates(desk).is_empty()
    {
        return Judgement::supported(None);
    }
    // A share of two amounts that one line of a source has, or that the reply says beside it, rounded.
    let amounts = pairs_for_a_share(desk, &found.bytes);
    let before = tail(desk.reply.text[..found.bytes.start].trim_end(), 24).to_lowercase();
    let is_rough = [
        "約",
        "およそ",
        "about",
        "roughly",
        "around",
        "approx.",
        "approximately",
        "nearly",
        "almost",
        "just over",
        "just under",
    ]
    .iter()
    .any(|word| before.ends_with(word));
    // Exactly so: where nothing of ours tells another percentage of the same thing.
    let is_told = candidates
        .iter()
        .any(|c| c.source.trusted && c.likeness >= 0.5);
    // Goes up by so much of what it was, or down.
    let text = clause(desk, &found.bytes, true);
    let direction = match (UP.is_match(text), DOWN.is_match(text)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    if is_rough || !is_told {
        let most = if is_rough { 5_000.0 } else { 50.0 };
        for (a, b) in &amounts {
            let share = *a as f64 / *b as f64 * 100.0 * ONE as f64;
            let off = ONE as f64 * 100.0 - share;
            let is = |share: f64| (share - value as f64).abs() < most;
            if match direction {
                Some(true) => is(-off),
                Some(false) => is(off),
                None => is(share) || is(off),
            } {
                return Judgement::supported(Some(Source {
                    text: format!(
                        "{} / {}",
                        calc::show(i128::from(*a)),
                        calc::show(i128::from(*b))
                    ),
                    value: String::new(),
                    from: From::Computed,
                }));
            }
        }
    }
    Judgement::without_source(&candidates)
}

/// Pairs of amounts of which one may be told as a share of the other: those of one line of a source, and those that the reply
/// says in the sentence of the percentage or in the one before it, with any that is known.
pub(super) fn pairs_for_a_share(desk: &Desk, bytes: &crate::Span) -> Vec<(Number, Number)> {
    const MOST: usize = 30;
    let amount = |found: &Found| match found.value {
        Value::Amount { value, .. } if value > 0 => Some(value),
        _ => None,
    };
    let near = said_near(desk, bytes);
    let said = desk.found.iter().enumerate();
    let said = said.filter(|(at, _)| desk.holds(*at));
    let said = said.map(|(_, (found, _))| found);
    let said = said.filter(|found| near.start <= found.bytes.start && found.bytes.end <= near.end);
    let said: Vec<Number> = said.filter_map(amount).take(MOST).collect();
    let known: Vec<(usize, usize, Number)> = desk
        .sources
        .iter()
        .enumerate()
        .flat_map(|(index, source)| {
            source.found.iter().filter_map(move |(found, _)| {
                Some((
                    index,
                    source.folded.line(&found.bytes).start,
                    amount(found)?,
                ))
            })
        })
        .take(4 * MOST)
        .collect();
    let mut pairs = Vec::new();
    for a in &said {
        let others = known.iter().map(|(_, _, value)| value).chain(&said);
        pairs.extend(others.flat_map(|b| [(*a, *b), (*b, *a)]));
    }
    for (at, (index, line, a)) in known.iter().enumerate() {
        let beside = known[at + 1..].iter();
        let beside = beside.take_while(|(other, start, _)| (other, start) == (index, line));
        pairs.extend(beside.flat_map(|(_, _, b)| [(*a, *b), (*b, *a)]));
    }
    pairs
}
