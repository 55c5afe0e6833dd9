//! What is given for nothing: whether any source gives that very thing, or charges for it.
//!
//! A shop that makes one thing free is no source of another one: the thing of a promise is what its clause has besides the
//! promise, and a source gives it only where it has some of the same words.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::telling::{says, told};
use super::{Desk, Judgement, SourceText};
use crate::pattern::{Pattern, pattern};
use crate::scan::{Class, Found, Mention, Value, clause_around};
use crate::text::Folded;
use crate::{Kind, Source, Span};

/// What a clause of a source says of its thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    Free,
    Charged,
}

/// A clause of a source that gives something, or charges for it.
pub(super) struct Statement {
    pub(super) source: usize,
    pub(super) bytes: Span,
    pub(super) sentence: Span,
    pub(super) says: Says,
    /// It gives a part alone: a discount.
    pub(super) is_part: bool,
    /// It says in which case that is so.
    in_case: bool,
    /// The clause with what heads its row and column, in lower case.
    own: String,
    /// Its sentence and the one before.
    around: String,
}

/// The clauses of all trusted sources that give something or charge for it.
pub(super) fn statements(desk: &Desk) -> Vec<Statement> {
    /// Statements that are compared.
    const MOST: usize = 600;
    let mut all = Vec::new();
    let trusted = desk.sources.iter().enumerate();
    for (index, source) in trusted.filter(|(_, source)| source.trusted) {
        let promised = source.mentions.iter().filter_map(|(mention, _)| {
            let says = match mention.class {
                Class::Free | Class::Waived | Class::ShopPays | Class::Gift | Class::Discount => {
                    Says::Free
                }
                Class::Charged | Class::CustomerPays => Says::Charged,
                _ => return None,
            };
            let is_part = mention.class == Class::Discount;
            Some((says, is_part, mention.bytes.clone(), mention.clause.clone()))
        });
        let amounts = source.found.iter().filter_map(|(found, _)| {
            let Value::Amount { value, .. } = found.value else {
                return None;
            };
            let sentence = source.folded.sentence_around(&found.bytes);
            let clause = clause_around(&source.folded.text, &found.bytes, &sentence);
            let says = match value {
                0 => Says::Free,
                _ => Says::Charged,
            };
            Some((says, false, found.bytes.clone(), clause))
        });
        let all_of_source = promised.chain(amounts);
        let room = MOST.saturating_sub(all.len());
        all.extend(all_of_source.take(room).map(|it| read(index, source, it)));
    }
    all
}

fn read(
    index: usize,
    source: &SourceText,
    (says, is_part, bytes, clause): (Says, bool, Span, Span),
) -> Statement {
    let text = &source.folded.text;
    let sentence = source.folded.sentence_around(&bytes);
    let cells = source.cells.iter();
    let cells = cells.filter(|cell| cell.bytes.start <= bytes.start && bytes.end <= cell.bytes.end);
    let mut own = text[clause].to_lowercase();
    for span in cells.flat_map(|cell| cell.row.iter().chain(&cell.head)) {
        own.push(' ');
        own.push_str(&text[span.clone()].to_lowercase());
    }
    let around = text[before(&source.folded, &sentence)..sentence.end].to_lowercase();
    let around = format!(
        "{own} {} {around}",
        heading(source, &sentence).to_lowercase()
    );
    Statement {
        source: index,
        in_case: CASE.is_match(&text[sentence.clone()]),
        bytes,
        sentence,
        says,
        is_part,
        own,
        around,
    }
}

/// What heads the text and the lines that one is of: a short first line, and a line that ends before a list.
fn heading<'s>(source: &'s SourceText, bytes: &Span) -> &'s str {
    const LONGEST: usize = 120;
    let text = &source.folded.text;
    let first = text.split('\n').next().unwrap_or_default();
    match first.len() <= LONGEST && first.len() < bytes.start {
        true => first,
        false => "",
    }
}

/// Where the sentence before another one begins, on its line or the line before.
fn before(folded: &Folded, sentence: &Span) -> usize {
    let head = folded.text[..sentence.start]
        .trim_end_matches(|c: char| c.is_whitespace() || "。.!?;".contains(c));
    let gap = &folded.text[head.len()..sentence.start];
    match head.chars().next_back() {
        Some(last) if gap.matches('\n').count() <= 1 => {
            let end = head.len();
            folded.sentence_around(&(end - last.len_utf8()..end)).start
        }
        _ => sentence.start,
    }
}

/// A sentence that says in which case something is so.
static CASE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)場合|なら|でしたら|ましたら|れば|以内|まで|以降|過ぎ|以上|未満|日前|前まで|前に|前の|後に|後は|後の|以後|当日|のみ|限り|[^た]だけ|以外|\b(?:if|unless|when|until|till|before|after|within|only|except|provided|over|under|from|once|while|up to|as long as|for (?:over|under)s?)\b",
    )
});

/// Judges what the reply says to be free by what it is; none where that decides nothing.
pub(super) fn judge(desk: &Desk, mention: &Mention) -> Option<Judgement> {
    if !matches!(mention.class, Class::Free | Class::Waived | Class::ShopPays) {
        return None;
    }
    let text = &desk.reply.text;
    let things = told(&text[mention.clause.clone()]);
    let mut all_things = told(&text[mention.sentence.clone()]);
    all_things.extend(subject(&text[mention.sentence.start..mention.bytes.start]));
    // "It is free", 無料で承ります: of what the sentence before tells.
    let own_text = &text[mention.sentence.clone()];
    let in_case = CASE.is_match(own_text);
    let is_bare = all_things.is_empty();
    if is_bare || in_case && all_things.len() <= 2 || REFERS.is_match(own_text) {
        let before = before(&desk.reply, &mention.sentence);
        all_things.extend(told(&text[before..mention.sentence.start]));
    }
    let written = text[mention.bytes.clone()].to_lowercase();
    // "He has 5.30 pm free": no price; 無料の方: who has been told to be.
    let is_time = |found: &Found| matches!(found.kind, Kind::Time | Kind::Date);
    let mut found = desk.found.iter().map(|(found, _)| found);
    let is_free_time = written == "free"
        && found.any(|it| {
            let end = it.bytes.end;
            is_time(it) && end <= mention.bytes.start && mention.bytes.start - end <= 6
        });
    let is_said_of_who = text[mention.bytes.end..].starts_with("の方");
    if is_free_time || is_said_of_who || all_things.is_empty() {
        return None;
    }
    // "A free music stand" is a stand, whatever else the sentence tells of.
    let named = named_behind(desk, mention);
    if !named.is_empty() {
        all_things = named.clone();
    }
    let statements = desk.statements.get_or_init(|| statements(desk));
    let source = |statement: &Statement| desk.sources[statement.source].source(&statement.bytes);
    // "Free shoe hire", where harness hire is free and shoe hire has a price.
    let words = |it: &&Statement| named.iter().filter(|word| says(&it.own, word)).count();
    let most = |what: Says| {
        let all = statements
            .iter()
            .filter(|it| it.says == what && (what == Says::Free || !it.in_case));
        all.max_by_key(words)
    };
    if let Some(charged) = most(Says::Charged)
        && words(&charged) > most(Says::Free).map_or(0, |it| words(&it))
    {
        return Some(Judgement::contradicts(Some(source(charged))));
    }
    let free = || statements.iter().filter(|it| it.says == Says::Free);
    let is_included = written.contains("includ") || written.contains('含');
    let is_given = match is_included {
        // What a price holds is told in many ways.
        true => mentions(desk, &all_things),
        false => free().any(|it| all_things.iter().any(|word| says(&it.around, word))),
    };
    let is_noun = |word: &&String| !word.is_ascii() && word.chars().count() > 1 || word.is_ascii();
    let shared = |words: &str| -> Vec<String> {
        let things = things.iter().filter(is_noun);
        things.filter(|word| says(words, word)).cloned().collect()
    };
    let charged = statements
        .iter()
        .filter(|it| it.says == Says::Charged && !it.in_case)
        .map(|it| (it, shared(&it.own)))
        .max_by_key(|(_, shared)| shared.len())
        .filter(|(_, shared)| !shared.is_empty());
    // 料金は無料です: what it is of stands anywhere.
    if is_bare && !is_given {
        return None;
    }
    if in_case {
        return (!is_given && charged.is_none()).then(Judgement::unsupported);
    }
    // What a source gives by two of its words and more, and charges for by fewer.
    let given = free()
        .map(|it| (it, shared(&it.own).len()))
        .max_by_key(|(_, words)| *words);
    let against = charged.as_ref().map_or(0, |(_, words)| words.len());
    if let Some((given, words)) = given
        && words >= 2
        && words > against
        && !is_limited(desk, given)
    {
        return Some(Judgement::supported(Some(source(given))));
    }
    match charged {
        Some((charged, _)) if !is_given => Some(Judgement::contradicts(Some(source(charged)))),
        None if !is_given => Some(Judgement::unsupported()),
        // Charged for by more of its words than any that is free.
        Some((charged, words))
            if free().all(|it| {
                let own = shared(&it.around);
                own.len() < words.len() && own.iter().all(|word| words.contains(word))
            }) && free()
                .all(|it| it.source != charged.source || it.sentence != charged.sentence) =>
        {
            Some(Judgement::contradicts(Some(source(charged))))
        }
        _ => None,
    }
}

/// The words of what is called free right behind: "a free PT session on your return".
fn named_behind(desk: &Desk, mention: &Mention) -> BTreeSet<String> {
    static NAME: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^ (?P<name>[a-z][a-z'-]+(?: [a-z][a-z'-]+){0,3}?)(?:[^a-z' -]|$| (?:for|on|in|at|with|of|to|from|until|till|if|when|and|or|as|is|are|will|up|while|during|per|by|between|you|we|that|which|after|before|over|within|once|each|every|again|only|too|because|since|anyway|either)\b)",
        )
    });
    const NO_NAMES: &[&str] = &[
        "of", "for", "to", "if", "when", "on", "in", "at", "from", "until", "till", "up", "and",
        "or", "as", "with", "over", "within", "anyway", "either", "is", "are", "but", "here",
        "there", "all", "now", "once", "after", "before", "too", "because", "since", "again",
    ];
    let text = &desk.reply.text;
    let written = text[mention.bytes.clone()].to_lowercase();
    if !matches!(written.as_str(), "free" | "complimentary") {
        return BTreeSet::new();
    }
    let name = NAME.captures(&text[mention.bytes.end..]);
    let name = name.and_then(|found| found.name("name"));
    let name = name
        .map(|name| name.as_str())
        .filter(|name| !NO_NAMES.contains(&name.split(' ').next().unwrap_or_default()));
    name.map(told).unwrap_or_default()
}

/// A word of hiragana that is what is spoken of: のしは.
fn subject(before: &str) -> Option<String> {
    let before = before.strip_suffix(['は', 'も', 'が'])?;
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{3096}');
    let word = before.trim_end_matches(is_kana);
    let word = &before[word.len()..];
    (2..=6)
        .contains(&word.chars().count())
        .then(|| word.to_owned())
}

/// Words that take up what has been spoken of.
static REFERS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:it|this|that|these|those|they|them|one|ones|so|such|which|the same)\b|その|これ|それ|こちら|同じ",
    )
});

/// Whether any trusted source has a word of what is promised.
fn mentions(desk: &Desk, things: &BTreeSet<String>) -> bool {
    let mut trusted = desk.sources.iter().filter(|source| source.trusted);
    trusted.any(|source| {
        let text = source.folded.lower();
        things.iter().any(|word| says(text, word))
    })
}

/// Whether a source gives something in one case alone: "only for damaged books".
fn is_limited(desk: &Desk, statement: &Statement) -> bool {
    let mut mentions = desk.sources[statement.source].mentions.iter();
    mentions.any(|(it, _)| it.class == Class::Only && it.sentence == statement.sentence)
}

/// Where a source gives what is promised, in its sentence or the one before; for what no other rule tells.
pub(super) fn given(desk: &Desk, mention: &Mention) -> Option<Source> {
    if !matches!(mention.class, Class::Free | Class::Waived) {
        return None;
    }
    let things = told(&desk.reply.text[mention.sentence.clone()]);
    let statements = desk.statements.get_or_init(|| statements(desk));
    let free = statements
        .iter()
        .filter(|it| it.says == Says::Free && !it.is_part);
    let shared = free.map(|it| (it, things.iter().filter(|word| says(&it.own, word)).count()));
    let (best, _) = shared
        .filter(|(_, count)| *count > 0)
        .max_by_key(|(_, count)| *count)?;
    Some(desk.sources[best.source].source(&best.bytes))
}
