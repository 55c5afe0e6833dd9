//! What differs between two texts, in a form that people can read.

use std::time::{Duration, Instant};

use similar::{Algorithm, ChangeTag, TextDiff};

use slack::blocks::{Change, Span};

/// After that the comparison may be coarse, not late.
const LIMIT: Duration = Duration::from_millis(200);

/// Between two changes, what stayed has to be longer than that: "this [a]nd[-] th[e]at" says less
/// than one change of words.
const SHORT: usize = 2;

/// A text in which nothing changed.
pub fn plain(text: &str) -> Vec<Span> {
    vec![Span {
        text: text.to_owned(),
        change: Change::None,
    }]
}

/// How `after` came from `before`: words where there are words, else characters.
pub fn spans(before: &str, after: &str) -> Vec<Span> {
    let (before, after) = (before.replace("\r\n", "\n"), after.replace("\r\n", "\n"));
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .deadline(Instant::now() + LIMIT)
        .diff_unicode_words(before.trim(), after.trim());
    let changes = diff.iter_all_changes().map(|change| {
        let kind = match change.tag() {
            ChangeTag::Equal => Change::None,
            ChangeTag::Insert => Change::Added,
            ChangeTag::Delete => Change::Removed,
        };
        (kind, change.value())
    });
    join(changes)
}

/// A part of both texts: what is gone and what is new at one place, and what stayed behind it.
#[derive(Default)]
struct Part {
    removed: String,
    added: String,
    same: String,
}

fn join<'a>(changes: impl Iterator<Item = (Change, &'a str)>) -> Vec<Span> {
    let mut parts = vec![Part::default()];
    for (change, text) in changes {
        if change != Change::None && parts.last().is_some_and(|part| !part.same.is_empty()) {
            parts.push(Part::default());
        }
        let Some(part) = parts.last_mut() else { break };
        match change {
            Change::None => part.same.push_str(text),
            Change::Added => part.added.push_str(text),
            Change::Removed => part.removed.push_str(text),
        }
    }
    let last = parts.len() - 1;
    let mut spans = Vec::new();
    let mut open = Part::default();
    for (at, part) in parts.into_iter().enumerate() {
        let changed = !(part.removed.is_empty() && part.added.is_empty());
        open.removed.push_str(&part.removed);
        open.added.push_str(&part.added);
        let is_short = part.same.chars().count() <= SHORT && !part.same.contains('\n');
        if changed && is_short && at < last {
            open.removed.push_str(&part.same);
            open.added.push_str(&part.same);
            continue;
        }
        let Part { removed, added, .. } = std::mem::take(&mut open);
        let pieces = [
            (removed, Change::Removed),
            (added, Change::Added),
            (part.same, Change::None),
        ];
        let pieces = pieces.into_iter().filter(|(text, _)| !text.is_empty());
        spans.extend(pieces.map(|(text, change)| Span { text, change }));
    }
    spans
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn marked(before: &str, after: &str) -> String {
        let mark = |span: Span| match span.change {
            Change::None => span.text,
            Change::Added => format!("[+{}]", span.text),
            Change::Removed => format!("[-{}]", span.text),
        };
        spans(before, after).into_iter().map(mark).collect()
    }

    #[test]
    fn whole_words_change_in_english() {
        assert_eq!(
            marked("It arrives on Monday.", "It arrives on Friday."),
            "It arrives on [-Monday][+Friday]."
        );
    }

    #[test]
    fn phrases_change_in_japanese() {
        assert_eq!(
            marked("明日お届けします。", "明後日お届けいたします。"),
            "明[+後]日お届け[+いた]します。"
        );
        assert_eq!(
            marked("本日中に発送します。", "明日以降に発送します。"),
            "[-本日中][+明日以降]に発送します。"
        );
    }

    #[test]
    fn the_same_text_has_no_change() {
        assert_eq!(spans("同じ\r\n文", "同じ\n文"), plain("同じ\n文"));
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_difference(
            before in "[あいう a\n]{0,40}", after in "[あいう a\n]{0,40}",
        ) {
            let spans = spans(&before, &after);
            let without = |left_out: Change| -> String {
                let kept = spans.iter().filter(|span| span.change != left_out);
                kept.map(|span| span.text.as_str()).collect()
            };
            prop_assert_eq!(without(Change::Added), before.trim());
            prop_assert_eq!(without(Change::Removed), after.trim());
        }
    }
}
