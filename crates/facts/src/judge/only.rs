//! What a source has one way of alone: 窓口のみ, "included in Business only"; and the reply another.

use std::sync::LazyLock;

use super::polarity::IF;
use super::refused::{AFFIRMS, Keys, PIECE, SENTENCE, between, is_denied};
use super::telling::has_one;
use super::{Desk, Judgement};
use crate::Span;
use crate::pattern::{Pattern, pattern};
use crate::role::words_of;

/// Ways of doing one thing, each with its words.
const WAYS: &[&[(&str, &[&str])]] = &[
    &[
        ("phone", &["電話", "phone", "call us", "ring us"]),
        (
            "web",
            &[
                "ウェブ",
                "web",
                "サイト",
                "マイページ",
                "online",
                "オンライン",
            ],
        ),
        ("mail", &["メール", "email", "e-mail"]),
        (
            "counter",
            &[
                "窓口",
                "店頭",
                "ご来店",
                "in person",
                "at the desk",
                "at the counter",
            ],
        ),
        ("app", &["アプリ", "app"]),
        ("fax", &["fax", "ファックス"]),
    ],
    &[
        ("original", &["原本", "original"]),
        ("copy", &["コピー", "写し", "copy", "copies", "scan"]),
    ],
    &[
        ("written", &["書面", "written", "in writing"]),
        ("verbal", &["口頭", "verbal", "oral", "over the phone"]),
    ],
];

/// Sentences that are compared.
const MOST: usize = 60;

static ONLY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?i)のみ|に限|だけ|限定|\bonly\b").needs(&["のみ", "に限", "だけ", "限定", "only"])
});

/// What a source has one way of.
struct Limit {
    source: usize,
    span: Span,
    keys: Keys,
    /// Of which ways, and which of them.
    ways: usize,
    way: &'static str,
}

/// The clauses of the reply that name another way.
pub(super) fn judge(desk: &Desk) -> Vec<(Span, Judgement)> {
    let limits = limits(desk);
    let mut wrong = tiers(desk);
    if limits.is_empty() {
        return wrong;
    }
    let told = told(desk);
    // Whether another sentence has this way of the same thing.
    let is_told = |limit: &Limit, ways: &[&str]| {
        let mut own = told.iter();
        own.any(|(own, keys)| has_one(own, ways) && limit.keys.meets(keys))
    };
    let text = &desk.reply.text;
    let mut room = MOST;
    for sentence in between(text, &(0..text.len()), &SENTENCE) {
        if text[sentence.end..].starts_with('?') {
            continue;
        }
        let whole = Keys::read(&text[sentence.clone()]);
        for piece in between(text, &sentence, &PIECE) {
            let words = text[piece.clone()].to_lowercase();
            if is_denied(&words) || IF.is_match(words.trim()) || !AFFIRMS.is_match(&words) {
                continue;
            }
            let Some(left) = room.checked_sub(1) else {
                return wrong;
            };
            room = left;
            let other = limits.iter().find(|limit| {
                let (_, only) = WAYS[limit.ways]
                    .iter()
                    .find(|(name, _)| *name == limit.way)
                    .copied()
                    .unwrap_or_default();
                let others = WAYS[limit.ways]
                    .iter()
                    .filter(|(name, _)| *name != limit.way);
                let mut others = others.filter(|(_, ways)| has_one(&words, ways));
                limit.keys.meets(&whole)
                    && !has_one(&words, only)
                    && others.any(|(_, ways)| !is_told(limit, ways))
            });
            if let Some(limit) = other {
                let source = desk.sources[limit.source].source(&limit.span);
                wrong.push((piece, Judgement::contradicts(Some(source))));
            }
        }
    }
    wrong
}

fn limits(desk: &Desk) -> Vec<Limit> {
    let mut limits = Vec::new();
    let trusted = desk.sources.iter().enumerate();
    for (source, text) in trusted.filter(|(_, source)| source.trusted) {
        let text = &text.folded.text;
        for sentence in between(text, &(0..text.len()), &SENTENCE) {
            let Some(only) = ONLY.find(&text[sentence.clone()]) else {
                continue;
            };
            let at = sentence.start + only.start();
            let pieces = between(text, &sentence, &PIECE).into_iter();
            let Some(piece) = pieces.rev().find(|piece| piece.start <= at) else {
                continue;
            };
            let own = text[piece.clone()].to_lowercase();
            for (ways, all) in WAYS.iter().enumerate() {
                let mut named = all.iter().filter(|(_, words)| has_one(&own, words));
                if let (Some((way, _)), None) = (named.next(), named.next()) {
                    limits.push(Limit {
                        source,
                        span: sentence.clone(),
                        keys: Keys::read(&text[sentence.clone()]),
                        ways,
                        way,
                    });
                }
            }
            if limits.len() >= MOST {
                return limits;
            }
        }
    }
    limits
}

/// The sentences of the sources that deny nothing, in lower case.
fn told(desk: &Desk) -> Vec<(String, Keys)> {
    const MOST: usize = 400;
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let sentences = trusted.flat_map(|source| {
        let text = &source.folded.text;
        let sentences = between(text, &(0..text.len()), &SENTENCE).into_iter();
        sentences.map(|sentence| text[sentence].to_lowercase())
    });
    let told = sentences.filter(|own| !is_denied(own)).take(MOST);
    told.map(|own| (own.clone(), Keys::read(&own))).collect()
}

/// "Phone support is included in the Team plan", where a source has it in Business only, and Team beside Business.
fn tiers(desk: &Desk) -> Vec<(Span, Judgement)> {
    static TIER: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(r"(?:\b(?:in|with|on|for) (?:the )?(?P<a>\p{Lu}\p{Ll}{2,})(?: plans?| members?)? only\b|\bonly (?:in|with|on|for) (?:the )?(?P<b>\p{Lu}\p{Ll}{2,}))").needs(&["only"])
    });
    static NAMED: LazyLock<Pattern> = LazyLock::new(|| pattern(r"\b\p{Lu}\p{Ll}{2,}"));
    let text = &desk.reply.text;
    let mut wrong = Vec::new();
    for source in desk.sources.iter().filter(|source| source.trusted) {
        let theirs = &source.folded.text;
        for found in TIER.captures_iter(theirs).take(4) {
            let Some(tier) = found.name("a").or(found.name("b")) else {
                continue;
            };
            let sentence = source.folded.sentence_around(&tier.range());
            let known = words_of(&theirs[sentence.clone()]);
            let is_beside = |name: &str| {
                desk.sources.iter().filter(|it| it.trusted).any(|it| {
                    let text = &it.folded.text;
                    between(text, &(0..text.len()), &SENTENCE)
                        .into_iter()
                        .any(|it| {
                            text[it.clone()].contains(name) && text[it].contains(tier.as_str())
                        })
                })
            };
            for own in between(text, &(0..text.len()), &SENTENCE) {
                let words = &text[own.clone()];
                let shared = words_of(words);
                let shared = shared
                    .iter()
                    .filter(|word| !word.starts_with('#') && known.contains(word));
                if words.contains(tier.as_str()) || is_denied(words) || shared.count() < 2 {
                    continue;
                }
                let mut names = NAMED.find_iter(words).filter(|it| it.start() > 0);
                if let Some(name) = names.find(|it| {
                    it.as_str() != tier.as_str()
                        && !theirs[sentence.clone()].contains(it.as_str())
                        && is_beside(it.as_str())
                }) {
                    let at = own.start + name.start();
                    let bytes = at..own.start + name.end();
                    wrong.push((
                        bytes,
                        Judgement::contradicts(Some(source.source(&sentence))),
                    ));
                }
            }
        }
    }
    wrong
}
