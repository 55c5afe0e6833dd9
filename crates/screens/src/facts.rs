//! The facts of a reply: one line beneath it, and each with its source, word for word.

use facts::Verdict;

use super::texts::{FactsTexts, Texts, fill};
use inquiry::{Checked, CheckedFact, FactOrigin};
use slack::block_kit::Block;
use slack::blocks;
use slack::elements::TAKE_OVER_FACT;

/// Facts that are named in a line.
const NAMED: usize = 5;
/// Characters of a fact, and of a value, that are shown in a line or on a button.
const SHORT: usize = 60;

/// The line beneath a text that was checked.
pub fn line(checked: &Checked, texts: &Texts) -> String {
    let words = texts.facts;
    let (all, supported) = (checked.facts.len(), checked.supported());
    let (n, k) = (all.to_string(), supported.to_string());
    let fields = [("n", n.as_str()), ("k", k.as_str())];
    let mut line = match all {
        0 => words.none.to_owned(),
        _ if all == supported => fill(words.all, &fields),
        _ => fill(words.some, &fields),
    };
    let marked = checked.facts.iter();
    let wrong = marked.filter(|fact| fact.verdict == Verdict::Contradicts);
    let wrong: Vec<String> = wrong.take(NAMED).map(short).collect();
    if !wrong.is_empty() {
        let named = fill(words.contradicts, &[("words", &wrong.join(" / "))]);
        line = format!("{line}\n{named}");
    }
    line
}

/// Facts that a person has to look at, those against a source first, each with what the source says and
/// a button that takes it over: at most `most` blocks.
pub fn marked(checked: &Checked, most: usize, texts: &Texts) -> Vec<Block> {
    let marked = checked.marked();
    let mut shown = Vec::new();
    for (at, fact) in marked.iter().enumerate() {
        // The last block says how many more there are.
        if shown.len() + 3 > most {
            shown.push(more(marked.len() - at, texts));
            break;
        }
        shown.extend(with_source(fact, texts));
    }
    shown
}

/// Facts that have a source, each with it: at most `most` blocks.
pub fn supported(checked: &Checked, most: usize, texts: &Texts) -> Vec<Block> {
    let facts = checked.facts.iter();
    let supported: Vec<_> = facts
        .filter(|fact| fact.verdict == Verdict::Supported)
        .collect();
    let has_room = supported.len() <= most;
    let room = if has_room { most } else { most - 1 };
    let mut shown: Vec<Block> = supported
        .iter()
        .take(room)
        .map(|fact| {
            let kind = texts.facts.kind(fact.kind);
            let origin = origin_of(fact, texts.facts);
            let fields = [
                ("words", &*short(fact)),
                ("kind", kind),
                ("origin", &origin),
            ];
            let ours = fill(texts.facts.is_supported, &fields);
            blocks::ours_and_words(&ours, source_of(fact))
        })
        .collect();
    if !has_room {
        shown.push(more(supported.len() - room, texts));
    }
    shown
}

fn more(count: usize, texts: &Texts) -> Block {
    let text = fill(texts.facts.more, &[("n", &count.to_string())]);
    blocks::context(&text)
}

fn with_source(fact: &CheckedFact, texts: &Texts) -> Vec<Block> {
    let words = texts.facts;
    let text = match fact.verdict {
        Verdict::Contradicts => words.is_contradicted,
        Verdict::Unsupported | Verdict::Supported => words.is_unsupported,
    };
    let fields = [("words", &*short(fact)), ("kind", words.kind(fact.kind))];
    let text = fill(text, &fields);
    let section = match &fact.instead {
        None => blocks::section(&text),
        Some(instead) => {
            let value = blocks::truncate(instead.expose(), SHORT);
            let label = fill(words.take_over, &[("value", &value)]);
            let start = fact.start.to_string();
            blocks::section_with(&text, blocks::button(TAKE_OVER_FACT, &label, Some(&start)))
        }
    };
    let mut shown = vec![section];
    if fact.source.is_some() {
        let origin = origin_of(fact, words);
        shown.push(blocks::ours_and_words(&origin, source_of(fact)));
    }
    shown
}

fn short(fact: &CheckedFact) -> String {
    // Between blanks and asterisks nothing is bold.
    let words = fact.words.expose().trim().replace('\n', " ");
    blocks::escape(&blocks::truncate(&words, SHORT))
}

fn source_of(fact: &CheckedFact) -> &str {
    let source = fact.source.as_ref();
    source.map_or("", |source| source.words.expose())
}

fn origin_of(fact: &CheckedFact, words: &FactsTexts) -> String {
    let titled = |text: &str, title: &str| fill(text, &[("title", &blocks::escape(title))]);
    let file = fact.source.as_ref().and_then(|source| source.file.as_ref());
    if let Some(file) = file {
        return titled(words.file, file.expose());
    }
    match fact.source.as_ref().map(|source| &source.origin) {
        None => String::new(),
        Some(FactOrigin::Mail) => words.mail.to_owned(),
        Some(FactOrigin::EarlierMail) => words.earlier_mail.to_owned(),
        Some(FactOrigin::EarlierReply) => words.earlier_reply.to_owned(),
        Some(FactOrigin::Knowledge { title }) => titled(words.knowledge, title.expose()),
        Some(FactOrigin::Canned { title }) => titled(words.canned, title),
        Some(FactOrigin::Shop) => words.shop.to_owned(),
        Some(FactOrigin::Computed) => words.computed.to_owned(),
        Some(FactOrigin::Calendar) => words.calendar.to_owned(),
    }
}
