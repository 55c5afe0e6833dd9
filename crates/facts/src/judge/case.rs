//! Which of a source's cases the reply gives something in: the first exchange is free and the second is not, the shop pays for
//! a fault and the customer for a whim.
//!
//! Two neighbouring statements of a source, one that gives and one that charges, differ in what they are said of. A promise
//! whose clause has what is said of the other one, and nothing of its own, contradicts.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::grant::{Says, Statement, statements};
use super::meaning::CASES;
use super::refused::{PIECE, SENTENCE, between};
use super::telling::{has_one, told};
use super::{Desk, Judgement};
use crate::Span;
use crate::number::Number;
use crate::pattern::{Pattern, head, pattern, tail};
use crate::scan::{Class, Mention, Unit, Value};

/// What a stretch of text is said of.
#[derive(Default)]
struct Told {
    cases: BTreeSet<&'static str>,
    words: BTreeSet<String>,
}

impl Told {
    fn read(text: &str) -> Self {
        let mut rest = text.to_lowercase();
        let mut cases = BTreeSet::new();
        for (name, words) in CASES {
            if has_one(&rest, words) {
                cases.insert(*name);
                for word in *words {
                    rest = rest.replace(word, " ");
                }
            }
        }
        let words = told(&rest).into_iter();
        let words = words.filter(|word| word.chars().count() > 1);
        Self {
            cases,
            words: words.collect(),
        }
    }

    /// Of a stretch what stands beside a part of it.
    fn beside(text: &str, span: &Span, part: &Span) -> Self {
        let end = part.end.clamp(span.start, span.end);
        let start = part.start.clamp(span.start, end);
        Self::read(&format!(
            "{} {}",
            &text[span.start..start],
            &text[end..span.end]
        ))
    }

    /// How much of what this is said of, and the other is not, a third is said of, too.
    fn hit(&self, other: &Self, topic: &BTreeSet<String>, ours: &Self) -> usize {
        let cases = self.cases.difference(&other.cases);
        let words = self.words.difference(&other.words);
        let words = words.filter(|word| !topic.contains(*word) && ours.words.contains(*word));
        2 * cases.filter(|case| ours.cases.contains(*case)).count() + words.count()
    }
}

/// One of two statements, with what is said in front of it.
struct Side {
    source: usize,
    says: Says,
    sentence: Span,
    span: Span,
    told: Told,
}

/// Two neighbouring statements that differ.
pub(super) struct Pair {
    first: Side,
    second: Side,
    /// What both are of.
    common: BTreeSet<String>,
    is_who_pays: bool,
}

/// Judges what is free, or charged for, by the case that the reply names; none where that decides nothing.
pub(super) fn judge(desk: &Desk, mention: &Mention) -> Option<Judgement> {
    /// What tells one case from the other, and no word by chance.
    const ENOUGH: usize = 2;
    let says = match mention.class {
        Class::Free | Class::Waived | Class::ShopPays => Says::Free,
        Class::Charged | Class::CustomerPays => Says::Charged,
        _ => return None,
    };
    let is_of_who_pays = matches!(mention.class, Class::ShopPays | Class::CustomerPays);
    let text = &desk.reply.text;
    let pieces = between(text, &mention.sentence, &PIECE);
    let own = pieces
        .iter()
        .position(|piece| mention.bytes.start < piece.end)?;
    // In front of it, but for what says itself what is free or what it costs.
    let mut front = pieces[own].start;
    for piece in pieces[..own].iter().rev() {
        let begins = |bytes: &Span| piece.start <= bytes.start && bytes.start < piece.end;
        let is_price = desk
            .found
            .iter()
            .any(|(found, _)| begins(&found.bytes) && matches!(found.value, Value::Amount { .. }));
        if is_price || desk.mentions.iter().any(|(it, _)| begins(&it.bytes)) {
            break;
        }
        front = piece.start;
    }
    let context = front..pieces[own].end;
    let whole = Told::read(&text[context.clone()]);
    let ours = Told::beside(text, &context, &mention.bytes);
    for pair in desk.cases.get_or_init(|| pairs(desk)) {
        let (first, second) = (&pair.first, &pair.second);
        let is_of_it = is_of_who_pays && pair.is_who_pays
            || pair.common.iter().any(|word| whole.words.contains(word));
        let (same, other) = match first.says == says {
            true => (first, second),
            false => (second, first),
        };
        let source = || desk.sources[other.source].source(&other.span);
        if says == Says::Free
            && let Some((limit, unit)) = limit(desk, same)
            && is_beyond(desk, mention, &context, limit, unit)
        {
            return Some(Judgement::contradicts(Some(source())));
        }
        if is_of_it
            && same.told.hit(&other.told, &pair.common, &ours) == 0
            && other.told.hit(&same.told, &pair.common, &ours) >= ENOUGH
        {
            return Some(Judgement::contradicts(Some(source())));
        }
    }
    None
}

/// All neighbouring statements of which one gives and one charges.
fn pairs(desk: &Desk) -> Vec<Pair> {
    /// Pairs that are compared.
    const MOST: usize = 120;
    let all = desk.statements.get_or_init(|| statements(desk));
    // 有償修理は1,650円: the name of a case, and no charge by itself.
    let names_case = |it: &Statement| {
        let text = &desk.sources[it.source].folded.text;
        ["有償", "有料"].contains(&&text[it.bytes.clone()])
            && ["修理", "の場合", "会員"]
                .iter()
                .any(|word| text[it.bytes.end..].starts_with(word))
    };
    let all = all.iter().filter(|it| !it.is_part && !names_case(it));
    let mut all: Vec<&Statement> = all.collect();
    all.sort_by_key(|it| (it.source, it.bytes.start));
    let pairs = all.windows(2).filter(|pair| {
        pair[0].source == pair[1].source && pair[0].says != pair[1].says && is_near(desk, pair)
    });
    let read = |pair: &[&Statement]| {
        let first = side(desk, pair[0], None);
        let second = side(desk, pair[1], Some(&first.span));
        let shared = first.told.words.intersection(&second.told.words);
        let common = shared
            .chain(&topic(desk, &first, &second))
            .cloned()
            .collect();
        Pair {
            first,
            second,
            common,
            is_who_pays: is_who_pays(desk, pair),
        }
    };
    pairs.take(MOST).map(read).collect()
}

/// Whether one follows the other in its sentence or the next, on one line.
fn is_near(desk: &Desk, pair: &[&Statement]) -> bool {
    let text = &desk.sources[pair[0].source].folded.text;
    let gap = pair[0].bytes.end..pair[1].bytes.start;
    match text.get(gap) {
        Some(gap) => !gap.contains('\n') && SENTENCE.find_iter(gap).count() <= 1 && gap.len() < 160,
        None => false,
    }
}

fn is_who_pays(desk: &Desk, pair: &[&Statement]) -> bool {
    pair.iter().all(|it| {
        let mut mentions = desk.sources[it.source].mentions.iter().map(|(it, _)| it);
        mentions.any(|other| {
            other.bytes == it.bytes && matches!(other.class, Class::ShopPays | Class::CustomerPays)
        })
    })
}

/// A statement with what stands in front of it, as far as the one before.
fn side(desk: &Desk, statement: &Statement, before: Option<&Span>) -> Side {
    let text = &desk.sources[statement.source].folded.text;
    let pieces = between(text, &statement.sentence, &PIECE);
    let end = pieces.iter().map(|piece| piece.end);
    let end = end.filter(|end| *end >= statement.bytes.end).min();
    let end = end.unwrap_or(statement.sentence.end);
    let start = statement.sentence.start.max(before.map_or(0, |it| it.end));
    let span = start.min(statement.bytes.start)..end;
    Side {
        source: statement.source,
        says: statement.says,
        sentence: statement.sentence.clone(),
        told: Told::beside(text, &span, &statement.bytes),
        span,
    }
}

/// What both are of: the first one's subject, unless the second is a sentence with one of its own.
fn topic(desk: &Desk, first: &Side, second: &Side) -> BTreeSet<String> {
    let text = &desk.sources[first.source].folded.text;
    let is_apart = first.sentence != second.sentence;
    let own = subject(&text[second.span.clone()]);
    match is_apart && own.is_some_and(|own| !own.words.is_empty()) {
        true => BTreeSet::new(),
        false => subject(&text[first.span.clone()]).unwrap_or_default().words,
    }
}

/// What a clause says something of.
fn subject(text: &str) -> Option<Told> {
    static SUBJECT: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"は|:|\b(?:is|are|costs?|can|will)\b"));
    let before = &text[..SUBJECT.find(text)?.start()];
    let start = before.rfind(['、', ',']).map_or(0, |at| at + 1);
    Some(Told::read(before.get(start..).unwrap_or(before)))
}

/// How many are free: 5本まで, "the first two hours".
fn limit<'d>(desk: &'d Desk, side: &Side) -> Option<(Number, &'d Unit)> {
    let source = &desk.sources[side.source];
    let text = &source.folded.text;
    source.found.iter().find_map(|(found, _)| {
        let Value::Quantity { high, unit, .. } = &found.value else {
            return None;
        };
        let before = tail(&text[..found.bytes.start], 16).to_lowercase();
        let is_limit = head(&text[found.bytes.end..], 12).starts_with("まで")
            || head(&text[found.bytes.end..], 12).starts_with("分まで")
            || before.ends_with("first ")
            || before.ends_with("up to ");
        let behind = text[found.bytes.end..].trim_start();
        let is_time = ["before", "after", "prior", "ahead", "of "]
            .iter()
            .any(|word| behind.starts_with(word));
        let is_here =
            !is_time && side.span.start <= found.bytes.start && found.bytes.end <= side.span.end;
        (is_here && is_limit).then_some((*high, unit))
    })
}

/// Whether the reply gives more than that: 7本すべて無料.
fn is_beyond(desk: &Desk, mention: &Mention, context: &Span, limit: Number, unit: &Unit) -> bool {
    static ONLY: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?i)まで|超え|以降|\b(?:first|up to|more than|over|after|beyond|then)\b")
    });
    let text = &desk.reply.text;
    if ONLY.is_match(&text[context.clone()]) {
        return false;
    }
    let mut own = desk
        .found
        .iter()
        .filter_map(|(found, _)| match &found.value {
            Value::Quantity { low, unit, .. } if within(&mention.sentence, &found.bytes) => {
                Some((*low, unit))
            }
            _ => None,
        });
    own.any(|(low, other)| other == unit && low > limit)
}

fn within(span: &Span, bytes: &Span) -> bool {
    span.start <= bytes.start && bytes.end <= span.end
}
