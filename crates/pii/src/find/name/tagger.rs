//! Names where neither a word beside them nor a list is enough: a small sequence model (a
//! linear-chain CRF) that has learned from labelled lines where names stand.
//!
//! `tokens` cuts a text and looks its words up, `features` says what speaks for a name at a token,
//! `model` adds up the weights of the features and picks the best labels. `train` learns the weights
//! (`just train-names`) with the same tokens and features.

use std::ops::Range;

mod around;
mod features;
mod model;
mod tokens;
#[cfg(feature = "train")]
pub mod train;

use features::Lines;
use model::{Label, Model};
use tokens::{Kind, Token, tokens};

/// How much is cut into tokens at a time, in bytes.
const BLOCK: usize = 1 << 12;

/// A line beyond a block's end that its last names are seen in front of, in bytes.
const CONTEXT: usize = 240;

/// Adds the names in the folded `text`. What `is_known` is left alone.
pub(super) fn find(
    text: &str,
    is_known: impl Fn(&Range<usize>) -> bool,
    add: &mut impl FnMut(Range<usize>),
) {
    let Some(model) = Model::shipped() else {
        return;
    };
    let mut start = 0;
    while start < text.len() {
        let end = boundary(text, start + BLOCK);
        let from = boundary_back(text, start);
        let to = boundary_of_context(text, end);
        let in_text = |range: Range<usize>| from + range.start..from + range.end;
        let is_known = |range| is_known(&in_text(range));
        find_in(model, &text[from..to], is_known, |range| {
            let range = in_text(range);
            if (start..end).contains(&range.start) {
                add(range);
            }
        });
        start = end;
    }
}

/// The first end of a line at or behind `at`; in a line without end, the first space or character.
fn boundary(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let mut at = at;
    while !text.is_char_boundary(at) {
        at += 1;
    }
    let ahead = &text.as_bytes()[at..text.len().min(at + BLOCK)];
    let found = ahead
        .iter()
        .position(|byte| *byte == b'\n')
        .or_else(|| ahead.iter().position(|byte| *byte == b' '));
    found.map_or(at, |found| at + found + 1)
}

/// Where the context in front of a block begins.
fn boundary_back(text: &str, at: usize) -> usize {
    let mut from = at.saturating_sub(CONTEXT);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let line = text[from..at].find('\n').map_or(from, |end| from + end + 1);
    if from == 0 { 0 } else { line.min(at) }
}

/// Where the context behind a block ends.
fn boundary_of_context(text: &str, at: usize) -> usize {
    let mut to = (at + CONTEXT).min(text.len());
    while !text.is_char_boundary(to) {
        to += 1;
    }
    to
}

fn find_in(
    model: &Model,
    text: &str,
    is_known: impl Fn(Range<usize>) -> bool,
    mut add: impl FnMut(Range<usize>),
) {
    let tokens = tokens(text);
    let mut spans = spans(&tokens);
    spans.retain(|span| !is_known(tokens[span.start].start..tokens[span.end - 1].end));
    if spans.is_empty() {
        return;
    }
    let lines = Lines::of(text, &tokens);
    let mut labels = Vec::new();
    for span in spans {
        model.labels(&tokens, &lines, span.start, span.end, &mut labels);
        let mut name: Option<Range<usize>> = None;
        for (token, label) in tokens[span].iter().zip(&labels) {
            match (label, &mut name) {
                (Label::Inside, Some(name)) => name.end = token.end,
                (Label::Outside, _) => name.take().into_iter().for_each(&mut add),
                _ => {
                    name.take().into_iter().for_each(&mut add);
                    name = Some(token.start..token.end);
                }
            }
        }
        name.into_iter().for_each(&mut add);
    }
}

/// No name is longer, in tokens; a text of nothing but candidates is cut there.
const LONGEST_SPAN: usize = 64;

/// The runs of candidates.
fn spans(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if !token.candidate || token.kind == Kind::Break {
            continue;
        }
        match spans.last_mut() {
            Some(span) if span.end == at && span.len() < LONGEST_SPAN => span.end = at + 1,
            _ => spans.push(at..at + 1),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_shipped_weights_are_made_for_these_features() {
        let model =
            Model::shipped().expect("the weights are of this version; run `just train-names`");
        let used = model.kept();
        assert!(used > 10_000, "{used} features have a weight");
    }

    #[test]
    fn a_name_is_found_wherever_a_block_ends() {
        let line = "お世話になっております。担当は小野寺真由美様です。\n";
        for filler in (0..line.len()).step_by(3) {
            let text = format!(
                "{}\n{}",
                "x".repeat(filler),
                line.repeat(2 * BLOCK / line.len())
            );
            let mut found = std::collections::HashSet::new();
            find(&text, |_| false, &mut |range| {
                if &text[range.clone()] == "小野寺真由美" {
                    found.insert(range.start);
                }
            });
            // The lines at both ends have other neighbours than those between.
            let all: Vec<usize> = text
                .match_indices("小野寺真由美")
                .map(|(at, _)| at)
                .collect();
            let missed: Vec<usize> = all[2..all.len() - 2]
                .iter()
                .copied()
                .filter(|at| !found.contains(at))
                .collect();
            assert!(missed.is_empty(), "{filler} bytes in front: {missed:?}");
        }
    }

    #[test]
    fn a_text_without_end_of_line_is_cut_between_characters() {
        for text in [
            "山田".repeat(5_000),
            "あ".repeat(9_999),
            "John ".repeat(3_000),
            "J".repeat(20_000),
        ] {
            find(&text, |_| false, &mut |range| {
                assert!(text.get(range).is_some())
            });
        }
    }

    proptest! {
        #[test]
        fn names_are_ranges_of_the_text_in_order(text in "(\\PC|[\\n\\t <>&;山田太郎さまデス・ノケJohn.,'’-]){0,200}") {
            let mut end = 0;
            find(&text, |_| false, &mut |range| {
                assert!(range.start >= end && range.start < range.end && text.get(range.clone()).is_some());
                end = range.end;
            });
        }
    }
}
