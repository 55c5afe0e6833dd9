//! Promises: what the shop's pages say of the same thing.

use std::sync::LazyLock;

use super::threshold::threshold;
use super::{Desk, Judgement, SourceText};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::{Role, likeness};
use crate::scan::{Class, Mention, Value};
use crate::{Source, Verdict};

/// How much closer the contrary has to be: the shop pays in one case and the customer in another.
const LEEWAY: f32 = 1.05;

/// A promise of a source, and how close it is.
type Near<'d> = (&'d SourceText, &'d (Mention, Role), f32);

/// Judges a promise; none for what is no statement of its own.
pub(super) fn judge(desk: &Desk, mention: &Mention, ours: &Role) -> Option<Judgement> {
    if mention.class == Class::Only {
        return None;
    }
    let text = &desk.reply.text[mention.sentence.clone()];
    if is_question(text) {
        return None;
    }
    // 中止になった場合だけ: what is promised in one case alone is not compared.
    const ONLY_IN_CASE: [&str; 6] = [
        "場合だけ",
        "場合のみ",
        "場合に限",
        "場合を除",
        "only if",
        "only when",
    ];
    if ONLY_IN_CASE.iter().any(|word| text.contains(word)) {
        return None;
    }
    if let Some(judgement) = free_from(desk, mention, ours, text) {
        return Some(judgement);
    }
    if let Some(judgement) = super::case::judge(desk, mention) {
        return Some(judgement);
    }
    if let Some(judgement) = super::grant::judge(desk, mention) {
        return Some(judgement);
    }
    let found = |classes: &[Class]| {
        desk.sources
            .iter()
            .filter(|source| source.trusted)
            .flat_map(|source| source.mentions.iter().map(move |other| (source, other)))
            .filter(|(_, (other, _))| classes.contains(&other.class))
            .map(|(source, other)| (source, other, closeness(ours, &other.1)))
            .max_by(|a, b| a.2.total_cmp(&b.2))
    };
    let same = found(&alike(mention.class));
    if mention.class == Class::Free
        && same.as_ref().is_none_or(|same| same.2 < 0.8)
        && let Some(priced) = priced(desk, mention, ours)
    {
        return Some(priced);
    }
    let contrary = found(mention.class.opposites());
    if let Some(both) = same
        .as_ref()
        .filter(|same| decides_by_case(desk, mention, same))
    {
        return Some(Judgement::supported(Some(both.0.source(&both.1.0.bytes))));
    }
    let source = |found: &Near<'_>| -> Option<Source> { Some(found.0.source(&found.1.0.bytes)) };
    // What is said of the same thing in the same clause decides: dinner is extra, lunches are included.
    if let Some(contrary) = nearest(desk, ours, mention.class.opposites())
        && nearest(desk, ours, &alike(mention.class)).is_none_or(|same| same.1 == 0)
        && contrary.1
            > if matches!(mention.class, Class::Allowed | Class::Required) {
                1
            } else {
                0
            }
        && contrary.0.2 >= 0.3
        && speaks_against(mention, ours, &contrary.0)
    {
        return Some(Judgement::contradicts(source(&contrary.0)));
    }
    if let Some(same) = nearest(desk, ours, &alike(mention.class))
        && same.1 > 0
        && same.0.2 >= 0.35
        && nearest(desk, ours, mention.class.opposites()).is_none_or(|contrary| contrary.1 == 0)
        && !lost_condition(desk, mention, ours, &same.0)
        && another_share(desk, mention, &same.0).is_none()
        && !(mention.class.is_rare() && another_case(desk, mention, &same.0))
    {
        return Some(Judgement::supported(source(&same.0)));
    }
    match (&same, &contrary) {
        (Some(same), contrary)
            if same.2 >= 0.35
                && contrary
                    .as_ref()
                    .is_none_or(|contrary| contrary.2 <= same.2 * LEEWAY + 0.05) =>
        {
            if lost_condition(desk, mention, ours, same) {
                return Some(Judgement::contradicts(source(same)));
            }
            if let Some(other) = another_share(desk, mention, same) {
                return Some(other);
            }
            if mention.class.is_rare() && another_case(desk, mention, same) {
                return Some(Judgement::unsupported());
            }
            Some(Judgement::supported(source(same)))
        }
        // "You can" and "you may" say little: only what is plainly the same thing speaks against them.
        (_, Some(contrary))
            if contrary.2
                >= if mention.class == Class::NoRefund && same.is_none() {
                    0.3
                } else {
                    0.6
                }
                && speaks_against(mention, ours, contrary) =>
        {
            Some(Judgement::contradicts(source(contrary)))
        }
        // Too few words to tell what it is about: 料金は無料です, where nothing is charged for.
        (Some(same), None) if ours.words().count() <= 4 => Some(Judgement::supported(source(same))),
        _ if mention.class == Class::Denied && offered(desk, mention).is_some() => {
            Some(Judgement::contradicts(offered(desk, mention)))
        }
        _ if !mention.class.gives() => None,
        (Some(same), _) if !mention.class.is_rare() && is_same_record(desk, mention, same) => {
            Some(Judgement::supported(source(same)))
        }
        // The mail is about it and no source of ours speaks of it.
        (Some(same), _) if same.2 > 0.1 && !mention.class.is_rare() => {
            Some(Judgement::supported(source(same)))
        }
        _ if mention.class == Class::Discount && is_fact_of_its_own(desk, mention) => None,
        _ => Some(match super::grant::given(desk, mention) {
            Some(source) => Judgement::supported(Some(source)),
            None => Judgement::unsupported(),
        }),
    }
}

/// Whether a source says both of one thing, each in its case, and the reply says in which case it is so: no refund within 7
/// days of sailing; earlier, 75 % is refunded.
fn decides_by_case(desk: &Desk, mention: &Mention, same: &Near<'_>) -> bool {
    static CASE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)以降|以後|それ|場合|まで|以内|過ぎ|日前|なら|\b(?:if|unless|later|earlier|otherwise|after|before|within|until|once|past|then|less than|more than)\b",
        )
    });
    if !matches!(mention.class, Class::Refund | Class::NoRefund) {
        return false;
    }
    let (source, (other, _), _) = same;
    let line = source.folded.line_around(&other.bytes);
    let says = |classes: &[Class]| {
        let mut mentions = source.mentions.iter().map(|(it, _)| it);
        mentions.any(|it| line.contains(&it.bytes.start) && classes.contains(&it.class))
    };
    says(&[Class::Refund])
        && says(&[Class::NoRefund])
        && CASE.is_match(&source.folded.text[line.clone()])
        && CASE.is_match(&desk.reply.text[mention.sentence.clone()])
}

/// Whether the contrary of a permission or a refusal is of the same thing; what is allowed until a day or in a case alone is
/// refused behind it.
fn speaks_against(mention: &Mention, ours: &Role, contrary: &Near<'_>) -> bool {
    static LIMITED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:until|till|unless|before|by|within|up to|if|when|only|provided)\b|まで|以内|場合|限り|のみ|なら|前",
        )
    });
    static ONLY: LazyLock<Pattern> = LazyLock::new(|| pattern(r"(?i)\bonly\b"));
    let sentence = &contrary.0.folded.text[contrary.1.0.sentence.clone()];
    match mention.class {
        // "Included in Business only" is not included elsewhere.
        Class::Charged | Class::CustomerPays if ONLY.is_match(sentence) => false,
        Class::Allowed | Class::Exchange | Class::Gift | Class::Discount | Class::Guarantee => {
            overlap(ours, &contrary.1.1) >= 0.5
        }
        Class::Denied => {
            let (source, (other, role), _) = contrary;
            overlap(ours, role) >= 0.5
                && !LIMITED.is_match(&source.folded.text[other.sentence.clone()])
        }
        _ => true,
    }
}

/// Of the promises of these classes the one whose clause shares most with ours, and how much.
fn nearest<'d>(desk: &'d Desk, ours: &Role, classes: &[Class]) -> Option<(Near<'d>, usize)> {
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let all = trusted.flat_map(|source| source.mentions.iter().map(move |other| (source, other)));
    let all = all.filter(|(_, (other, _))| classes.contains(&other.class));
    let all = all.map(|(source, other)| {
        let share = ours.weight_of(ours.shared_words(&other.1).label);
        ((source, other, closeness(ours, &other.1)), share)
    });
    all.max_by(|a, b| a.1.cmp(&b.1).then(a.0.2.total_cmp(&b.0.2)))
}

/// Promised in a case that the source does not speak of: "a refund if you are not happy", where it is for cancelling in time.
fn another_case(desk: &Desk, mention: &Mention, same: &Near<'_>) -> bool {
    static CASE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:if|when|should|in case)\b (?P<en>[^,.;]+)|(?P<jp>[^、。]+?)(?:場合|(?:まし|でし)?たら|ときは|時は)",
        )
    });
    let text = &desk.reply.text[mention.sentence.clone()];
    // Not liking an article is no fault of it.
    static LIKING: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:happy|satisf\w*|pleased|like it|love it|change your mind)\b|満足|気に召|お気に入り",
        )
    });
    if !LIKING.is_match(text) {
        return false;
    }
    let Some(case) = CASE
        .captures(text)
        .and_then(|found| found.name("en").or(found.name("jp")))
    else {
        return false;
    };
    let at = mention.sentence.start + case.start();
    let bytes = at..mention.sentence.start + case.end();
    // A number in it is a fact of its own, and says which case it is.
    if desk
        .found
        .iter()
        .any(|(found, _)| bytes.start <= found.bytes.start && found.bytes.end <= bytes.end)
    {
        return false;
    }
    let words = crate::role::words_of(case.as_str());
    let known = crate::role::words_of(&same.0.folded.text);
    let asked: Vec<String> = desk
        .sources
        .iter()
        .filter(|source| source.is_mail())
        .flat_map(|source| crate::role::words_of(&source.folded.text))
        .collect();
    !words.is_empty()
        && !words
            .iter()
            .any(|word| known.contains(word) || asked.contains(word))
}

/// Where a source offers what the reply refuses: 変更は承れません, where 変更は前日まで.
fn offered(desk: &Desk, mention: &Mention) -> Option<Source> {
    const DEEDS: &[&str] = &[
        "返品",
        "交換",
        "変更",
        "キャンセル",
        "追加",
        "振替",
        "延長",
        "分割",
        "参加",
        "見学",
        "再発行",
        "貸し出し",
        "カード",
        "取り置き",
        "持ち込み",
        "配達",
        "予約",
        "試着",
        "解約",
        "修理",
    ];
    const REFUSALS: &[&str] = &[
        "不可",
        "ません",
        "できかね",
        "お断り",
        "対象外",
        "なし",
        "のみ",
        "禁止",
        "限",
    ];
    const OFFERS: &[&str] = &[
        "可",
        "無料",
        "まで",
        "承",
        "受け",
        "OK",
        "対応",
        "以内",
        "いつでも",
        "歓迎",
        "回",
        "円",
    ];
    let ours = &desk.reply.text[mention.sentence.start..mention.bytes.end];
    // Past the day until which it is offered.
    if ["過ぎ", "以降", "後は", "後の", "当日"]
        .iter()
        .any(|word| ours.contains(word))
    {
        return None;
    }
    // What is refused is named last.
    let (_, deed) = DEEDS
        .iter()
        .filter_map(|deed| Some((ours.rfind(deed)?, deed)))
        .max()?;
    let trusted = || desk.sources.iter().filter(|source| source.trusted);
    let sentences = |source: &SourceText| -> Vec<crate::Span> {
        let text = &source.folded.text;
        let found = text.match_indices(deed);
        found
            .map(|(at, _)| source.folded.sentence_around(&(at..at + deed.len())))
            .collect()
    };
    let has = |source: &SourceText, span: &crate::Span, words: &[&str]| {
        words
            .iter()
            .any(|word| source.folded.text[span.clone()].contains(word))
    };
    let is_refused = trusted().any(|source| {
        sentences(source)
            .iter()
            .any(|span| has(source, span, REFUSALS))
    });
    if is_refused {
        return None;
    }
    trusted().find_map(|source| {
        let spans = sentences(source);
        let span = spans.iter().find(|span| has(source, span, OFFERS))?;
        Some(source.source(span))
    })
}

/// Whether the line of the reply tells other facts of the record that promises the same.
fn is_same_record(desk: &Desk, mention: &Mention, same: &Near<'_>) -> bool {
    let line = desk.reply.line(&mention.bytes);
    let record = same.0.folded.line(&same.1.0.bytes);
    let within =
        |span: &crate::Span, at: &crate::Span| span.start <= at.start && at.end <= span.end;
    let theirs = same
        .0
        .found
        .iter()
        .filter(|(found, _)| within(&record, &found.bytes));
    let theirs: Vec<&Value> = theirs.map(|(found, _)| &found.value).collect();
    let ours = desk
        .found
        .iter()
        .filter(|(found, _)| within(&line, &found.bytes));
    ours.filter(|(found, _)| matches!(found.value, Value::Text(_) | Value::Amount { .. }))
        .any(|(found, _)| {
            theirs.iter().any(|value| match (value, &found.value) {
                (Value::Amount { value: a, .. }, Value::Amount { value: b, .. }) => a == b,
                (a, b) => **a == *b,
            })
        })
}

/// What has a price in the sources is not free: 年会費 330円.
fn priced(desk: &Desk, mention: &Mention, ours: &Role) -> Option<Judgement> {
    let label = |other: &Role| ours.shared_label(other);
    let trusted = || desk.sources.iter().filter(|source| source.trusted);
    let is_told = trusted()
        .flat_map(|source| &source.mentions)
        .any(|(other, role)| {
            matches!(other.class, Class::Free | Class::ShopPays | Class::Waived) && label(role) > 0
        });
    if is_told {
        return None;
    }
    // Only what is said to be free itself, at the end of its label: 年会費は無料.
    let before = &desk.reply.text[mention.sentence.start..mention.bytes.start];
    if !before.ends_with(['は', 'が']) && !before.ends_with(" is ") && !before.ends_with(" are ")
    {
        return None;
    }
    let (source, found) = trusted().find_map(|source| {
        let priced = source.found.iter().find(|(other, role)| {
            matches!(other.value, Value::Amount { value, .. } if value > 0) && label(role) >= 2
        });
        priced.map(|(found, _)| (source, found))
    })?;
    Some(Judgement::contradicts(Some(source.source(&found.bytes))))
}

/// Half of it, or a part, where the source gives all of it; or the other way round.
fn another_share(desk: &Desk, mention: &Mention, same: &Near<'_>) -> Option<Judgement> {
    if mention.class != Class::Refund {
        return None;
    }
    let share = |text: &str| {
        let text = text.to_lowercase();
        let part = ["半額", "一部", "partial", "half"]
            .iter()
            .any(|word| text.contains(word));
        let whole = ["全額", "full", "whole", "entire", "all your"]
            .iter()
            .any(|word| text.contains(word));
        (part, whole)
    };
    let around = |text: &str, bytes: &crate::Span| {
        let before = tail(&text[..bytes.start], 24);
        share(&format!(
            "{before}{}{}",
            &text[bytes.clone()],
            head(&text[bytes.end..], 16)
        ))
    };
    let ours = around(&desk.reply.text, &mention.bytes);
    let text = &same.0.folded.text;
    let theirs = share(&text[same.1.0.sentence.clone()]);
    let is_half = |source: &&SourceText| {
        ["半額", "half", "50%"]
            .iter()
            .any(|word| source.folded.lower().contains(word))
    };
    if ours == (true, false)
        && desk
            .sources
            .iter()
            .filter(|source| source.trusted)
            .any(|it| is_half(&it))
    {
        return None;
    }
    let differs = ours == (true, false) && theirs == (false, true)
        || ours == (false, true) && theirs == (true, false);
    differs.then(|| Judgement::contradicts(Some(same.0.source(&same.1.0.bytes))))
}

/// How much two promises are about the same case: 落下による破損 and 自然故障 are two, whatever else they share.
fn closeness(ours: &Role, other: &Role) -> f32 {
    likeness(ours, other) + 1.5 * overlap(ours, other)
}

/// Which part of the other's words are ours, too.
fn overlap(ours: &Role, other: &Role) -> f32 {
    let own = other.words().filter(|word| !word.starts_with('#'));
    let (shared, all) = own.fold((0, 0), |(shared, all), word| {
        (shared + usize::from(ours.has(word) > 0.0), all + 1)
    });
    shared as f32 / all.max(1) as f32
}

/// Classes that say the same in other words.
fn alike(class: Class) -> Vec<Class> {
    match class {
        Class::Free => vec![Class::Free, Class::ShopPays, Class::Waived],
        Class::Waived => vec![Class::Waived],
        Class::ShopPays => vec![Class::ShopPays, Class::Free],
        Class::Refund => vec![Class::Refund],
        Class::Denied => vec![Class::Denied, Class::NoRefund, Class::Only],
        Class::NoRefund => vec![Class::NoRefund, Class::Denied],
        other => vec![other],
    }
}

fn is_question(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with("でしょうか") || text.ends_with("ますか")
}

/// The source promises it under a condition ("only for damaged books") that the reply has dropped, and that nothing shows.
fn lost_condition(desk: &Desk, mention: &Mention, told: &Role, same: &Near<'_>) -> bool {
    let (source, (other, condition), _) = same;
    let limits = |mentions: &[(Mention, Role)], sentence: &crate::Span| {
        mentions
            .iter()
            .any(|(m, _)| m.class == Class::Only && m.sentence == *sentence)
    };
    // What is refused in the other cases loses nothing.
    let is_refusal = matches!(mention.class, Class::Denied | Class::NoRefund);
    if is_refusal || !limits(&source.mentions, &other.sentence) {
        return false;
    }
    let reply = &desk.reply.text[mention.sentence.clone()];
    let words = reply.to_lowercase();
    if names_limit(source, &other.sentence, &words) {
        return false;
    }
    if limits(&desk.mentions, &mention.sentence)
        || [
            " if ",
            "when ",
            "の場合",
            "ましたら",
            "でしたら",
            "なら",
            "のため",
            "であれば",
            "限り",
            "のみ",
            "because",
            "as your",
            "since",
        ]
        .iter()
        .any(|w| words.contains(w))
    {
        return false;
    }
    // Words of the condition that the customer's mail or the sentence has.
    let mail = desk
        .sources
        .iter()
        .filter(|s| !s.trusted)
        .map(|s| s.folded.lower())
        .collect::<String>();
    let meets = condition
        .words()
        .filter(|word| !word.starts_with('#'))
        .filter(|word| told.has(word) == 0.0)
        .any(|word| mail.contains(word));
    !meets
}

/// Whether a sentence has what a source's is limited to: "with written consent only", "only for damaged books".
fn names_limit(source: &SourceText, sentence: &crate::Span, reply: &str) -> bool {
    /// Words of the limit that are looked at.
    const MOST: usize = 2;
    let only = source.mentions.iter().find(|(it, _)| {
        it.class == Class::Only
            && it.sentence == *sentence
            && source.folded.text[it.bytes.clone()].is_ascii()
    });
    let Some((only, _)) = only else {
        return false;
    };
    let text = source.folded.lower_at(sentence);
    let at = only.bytes.start - sentence.start;
    let (Some(before), Some(behind)) = (text.get(..at), text.get(at + only.bytes.len()..)) else {
        return false;
    };
    let is_name = |word: &String| !word.starts_with('#');
    let before: Vec<String> = crate::role::words_of(before)
        .into_iter()
        .filter(is_name)
        .collect();
    let behind: Vec<String> = crate::role::words_of(behind)
        .into_iter()
        .filter(is_name)
        .collect();
    let limit: Vec<&String> = match behind.is_empty() {
        true => before.iter().rev().take(MOST).collect(),
        false => behind.iter().take(MOST).collect(),
    };
    !limit.is_empty() && limit.iter().all(|word| reply.contains(word.as_str()))
}

/// "15 % discount" is judged by its percentage.
fn is_fact_of_its_own(desk: &Desk, mention: &Mention) -> bool {
    desk.found.iter().any(|(found, _)| {
        matches!(found.kind, crate::Kind::Percent | crate::Kind::Amount)
            && found.bytes.start >= mention.sentence.start
            && found.bytes.end <= mention.sentence.end
    })
}

/// Free from a total on: the order decides.
fn free_from(desk: &Desk, mention: &Mention, ours: &Role, text: &str) -> Option<Judgement> {
    if !matches!(mention.class, Class::Free | Class::ShopPays) || ours.has("#postage") < 0.9 {
        return None;
    }
    let (threshold, source) = threshold(desk)?;
    let is_rule = ["以上", "over", "from ", "above"]
        .iter()
        .any(|word| text.contains(word));
    // The largest amount that the reply names, but for the rule itself.
    let total = desk
        .found
        .iter()
        .filter_map(|(found, _)| match found.value {
            Value::Amount { value, .. } if value != threshold => Some(value),
            _ => None,
        })
        .max()?;
    let verdict = match total >= threshold {
        true => Verdict::Supported,
        // The rule itself, told where it does not apply.
        false if is_rule => return None,
        false => Verdict::Contradicts,
    };
    Some(Judgement {
        fits: true,
        verdict,
        source: Some(source),
    })
}
