//! What the reply affirms and a source denies of the same thing, in whatever words.
//!
//! Clauses are compared by the words that they share, the rarer the heavier; of the closest one it counts whether it
//! is negated.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Desk, Judgement, SourceText};
use crate::Span;
use crate::pattern::{Pattern, pattern};
use crate::role::words_of;
use crate::scan::Class;

/// Clauses of all sources and of the reply that are compared.
const MOST: usize = 400;

/// Words that tell nothing of what a clause is about.
const COMMON: [&str; 8] = [
    "last", "first", "next", "day", "week", "month", "year", "time",
];

/// Which part of a clause of a source the reply has to share.
const SHARE: f32 = 0.6;

static STOP: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"[。\n;!?()「」、：|]|\.\s|\.$|,\s|:\s|\b(?:but|so|however|although|and then)\b")
});
pub(super) static NOT: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)ません|できない|できかね|いたしかね|不可|対象外|適用外|除く|除き|除外|禁止|お断り|控え|遠慮|容赦|なし(?:[。、)・\s]|$)|無し|含まない|なりません|\b(?:not|no|never|cannot|without|none|nothing|nowhere|unable|out of|off limits|exclude[sd]?|excluding|stop(?:s|ped)?|suspended|paused)\b|n't\b|\bnon-",
    )
});
/// Negated words that say yes.
pub(super) static YES: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:差し支え|さしつかえ|問題|支障|かまい?|構い|心配|ご心配)(?:は|も)?(?:あり|ござい|は)?(?:ありません|ございません|ません)|かも知れません|かもしれません|すみません|申し訳(?:あり|ござい)ません|なければなりません|ませんか|だけで(?:は)?なく|のみならず|ではなく|わけではありません|\b(?:no|without) (?:[a-z]+ )?(?:charge|cost|fee)s?\b|\bnot only\b|\bno problem\b|\bno doubt\b|\bno later than\b|\bno more than\b|\bno less than\b|\bnot to mention\b|\bwhether or not\b|\bif not\b|\bwhy not\b|\bno stress\b|\bno worries\b|\bno rush\b|\bdon't (?:forget|hesitate|worry)\b|\bdo not hesitate\b|\bno\.\s?[a-z]{0,4}-?\d",
    )
});
static CASE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)場合|なら|でしたら|ましたら|れば|以内|まで|以降|過ぎ|前|後|のみ|限り|だけ|以外|\b(?:if|unless|when|until|till|before|after|within|only|except|provided|over|under|from|once|while|instead|rather|less|more|than)\b",
    )
});

/// A clause that only says when something is so.
pub(super) static IF: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:とき|時|場合|際|たら|なら|れば)(?:に)?(?:は|には|も)?$|^(?:if|when|whenever|should|unless|once)\b",
    )
});

/// A clause, its words, and whether it denies them.
struct Clause {
    span: Span,
    words: Vec<String>,
    is_denied: bool,
    has_case: bool,
}

fn clauses(text: &str) -> Vec<Clause> {
    let mut ends: Vec<(usize, usize)> = STOP
        .find_iter(text)
        .map(|it| (it.start(), it.end()))
        .collect();
    ends.push((text.len(), text.len()));
    let mut clauses = Vec::new();
    let mut start = 0;
    for (end, next) in ends {
        if start < end
            && let Some(clause) = read(text, start..end)
        {
            clauses.push(clause);
        }
        start = next.max(start);
        if clauses.len() >= MOST {
            break;
        }
    }
    clauses
}

fn read(text: &str, span: Span) -> Option<Clause> {
    let own = YES.blank(&text[span.clone()]);
    // 土日祝を除く9:00~17:30: what is left out is in front of it alone.
    let own = match own.find("を除") {
        Some(at) => own[..at + "を除く".len().min(own.len() - at)].to_owned(),
        None => own,
    };
    let denials = NOT.find_iter(&own).count();
    let plain = NOT.blank(&own);
    let mut words: Vec<String> = words_of(&plain)
        .into_iter()
        .filter(|word| !word.starts_with('#') && !COMMON.contains(&word.as_str()))
        .collect();
    words.sort_unstable();
    words.dedup();
    (!words.is_empty() && words.len() <= 24).then(|| Clause {
        is_denied: denials % 2 == 1,
        has_case: CASE.is_match(&own),
        span,
        words,
    })
}

/// The statements of the reply that a source denies.
pub(super) fn denied(desk: &Desk) -> Vec<(Span, Judgement)> {
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let known: Vec<(&SourceText, Clause)> = trusted
        .flat_map(|source| {
            let clauses = clauses(&source.folded.text).into_iter();
            clauses.map(move |clause| (source, clause))
        })
        .take(MOST)
        .collect();
    if known.iter().all(|(_, clause)| !clause.is_denied) {
        return Vec::new();
    }
    let mut often: HashMap<&str, f32> = HashMap::new();
    for (_, clause) in &known {
        for word in &clause.words {
            *often.entry(word.as_str()).or_default() += 1.0;
        }
    }
    let weight = |word: &String| 1.0 / often.get(word.as_str()).copied().unwrap_or(1.0);
    let text = &desk.reply.text;
    let found = clauses(text).into_iter().filter_map(|ours| {
        let is_asked = text[ours.span.end..].starts_with('?');
        // "No exit fee", 0円 and "not needed" deny in words of their own, which are judged as promises.
        let is_judged = desk.mentions.iter().any(|(mention, _)| {
            ours.span.start <= mention.bytes.start
                && mention.bytes.start < ours.span.end
                && matches!(
                    mention.class,
                    Class::Free
                        | Class::Waived
                        | Class::ShopPays
                        | Class::Charged
                        | Class::NotRequired
                        | Class::NoRefund
                        | Class::Denied
                )
        });
        // 熱があるときは、…: a condition states nothing.
        let is_condition = IF.is_match(text[ours.span.clone()].trim());
        if is_asked || is_judged || is_condition || ours.is_denied || ours.words.len() < 2 {
            return None;
        }
        // Which part of the other clause is in ours, and how much that weighs; at least two words of it.
        let score = |other: &Clause| {
            let shared: Vec<&String> = other
                .words
                .iter()
                .filter(|word| ours.words.contains(word))
                .collect();
            let sum: f32 = shared.iter().map(|word| weight(word)).sum();
            let all: f32 = other.words.iter().map(weight).sum();
            let share = (sum / all.max(0.01)).min(shared.len() as f32 / other.words.len() as f32);
            (shared.len() >= 2 && share >= SHARE).then_some(share * sum)
        };
        let best = |is_denied: bool| {
            let alike = known
                .iter()
                .filter(|(_, clause)| clause.is_denied == is_denied);
            let alike = alike.filter_map(|(source, clause)| Some((source, clause, score(clause)?)));
            alike.max_by(|a, b| a.2.total_cmp(&b.2))
        };
        let (source, clause, against) = best(true)?;
        // What is refused in a case may be so in another one.
        if clause.has_case || best(false).is_some_and(|(_, _, same)| same >= 0.6 * against) {
            return None;
        }
        let own = text[ours.span.clone()].to_lowercase();
        let is_fact = |at: usize| {
            let mut found = desk.found.iter().map(|(found, _)| &found.bytes);
            found.any(|bytes| bytes.contains(&at))
        };
        let shared = clause.words.iter().filter(|word| ours.words.contains(word));
        let places = shared.filter_map(|word| Some(ours.span.start + own.find(word.as_str())?));
        let start = places.filter(|at| !is_fact(*at)).min()?;
        // As far as the next fact, which is judged by itself.
        let next = desk.found.iter().map(|(found, _)| found.bytes.start);
        let end = next.filter(|at| *at > start).min().unwrap_or(text.len());
        let end = end.min(ours.span.end);
        let written = text.get(start..end)?.trim_end();
        (!written.is_empty()).then(|| {
            let bytes = start..start + written.len();
            (
                bytes,
                Judgement::contradicts(Some(source.source(&clause.span))),
            )
        })
    });
    found.collect()
}
