//! What is new in a mail, and what is the history beneath it.
//!
//! Nothing is lost: each line ends up in one of the two. When in doubt it counts as new, since
//! cutting what the customer wrote is worse than showing a quotation twice. So a block counts as
//! history only where a program shows itself: by an address or a message id in it, or, in a mail
//! that answers another one, by what only programs write.

mod attribution;
mod divider;
mod greeting;
mod header_block;

use attribution::{Attribution, Certainty};
use divider::Divider;
use header_block::HeaderBlock;

use crate::{Address, Mailbox};
pub(super) use greeting::says_nothing;

/// What the headers of a mail tell about its text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clues<'m> {
    /// It answers another mail: `In-Reply-To` or `References`.
    pub(super) is_answer: bool,
    /// It passes another mail on, as its subject says.
    pub(super) is_forward: bool,
    /// Where the mail went: a mail from there is our own, quoted.
    pub(super) ours: &'m [Mailbox],
}

/// A text in its two halves, both without blank lines around them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Split {
    pub(super) new: String,
    pub(super) quoted: String,
    /// Who wrote a mail that is passed on in `new`.
    pub(super) forward: Option<Mailbox>,
}

/// Tells what is new from what is quoted.
pub(super) fn split(text: &str, clues: &Clues<'_>) -> Split {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines() {
        // Some programs put the sentence behind the customer's last words.
        match attribution::begins_within(line) {
            Some(at) => lines.extend([line[..at].trim_end(), &line[at..]]),
            None => lines.push(line),
        }
    }
    let (before, quoted, after) = match find_history(&lines, clues) {
        Some(History::Forward(from)) => {
            return Split {
                forward: Some(from),
                ..all_new(text)
            };
        }
        Some(History::Rest { from }) => (&lines[..from], &lines[from..], &lines[lines.len()..]),
        Some(History::Block { from, header }) => {
            let start = from + header;
            let len = lines[start..]
                .iter()
                .take_while(|line| is_quoted(line) || line.trim().is_empty())
                .count();
            let (block, after) = lines[from..].split_at(header + len);
            (&lines[..from], block, after)
        }
        None => return all_new(text),
    };
    // Answers between the quoted lines make no sense without them.
    if after.iter().any(|line| is_quoted(line)) {
        return all_new(text);
    }
    let join = |lines: &[&str]| lines.join("\n").trim_matches('\n').trim_end().to_owned();
    let new = [join(before), join(after)]
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    // Nothing but a quotation, or a greeting above what looks like one: then that is what the
    // customer wants to be read.
    if says_nothing(&new) {
        return all_new(text);
    }
    Split {
        new,
        quoted: join(quoted),
        forward: None,
    }
}

/// Is above a mail that is attached and passed on, in the text of both.
pub(super) const PASSED_ON: &str = "---------- Forwarded message ----------";

/// True for the line that a program puts above a mail that is passed on.
pub(super) fn is_passed_on_below(line: &str) -> bool {
    divider::of(without_marks(line)) == Some(Divider::Forwarded)
}

fn all_new(text: &str) -> Split {
    Split {
        new: text.to_owned(),
        ..Split::default()
    }
}

enum History {
    /// Everything from that line on.
    Rest { from: usize },
    /// A header of some lines and the quoted lines below it; new text may follow.
    Block { from: usize, header: usize },
    /// No history: another person's mail, which is what this one is about.
    Forward(Mailbox),
}

/// Lines that are looked at: a person's mail has fewer before its history begins.
const MOST_LINES: usize = 20_000;

fn find_history(lines: &[&str], clues: &Clues<'_>) -> Option<History> {
    for at in 0..lines.len().min(MOST_LINES) {
        let line = lines[at];
        if line.trim().is_empty() {
            continue;
        }
        // Phones pass a mail on as a quotation, its divider included.
        if let Some(divider) = divider::of(without_marks(line))
            && (divider == Divider::Forwarded || !is_quoted(line))
            && let Some(history) = below_divider(lines, at, divider, clues)
        {
            return Some(history);
        }
        if !is_quoted(line)
            && let Some(block) =
                HeaderBlock::at(&lines[at..]).or_else(|| HeaderBlock::of_notes(&lines[at..]))
            && block.is_believable(clues.is_answer)
        {
            let passed = passed_on(&block, clues.is_forward, clues);
            let from = with_rule_above(lines, at);
            let within = || passed_on_within(&lines[at..], clues);
            return Some(passed.or_else(within).unwrap_or(History::Rest { from }));
        }
        if attribution::is_framed_by_marks(line) {
            return Some(History::Rest { from: at });
        }
        if is_quoted(line) {
            continue;
        }
        if let Some(found) = Attribution::at(&lines[at..])
            && let Some(history) = below_attribution(lines, at, found, clues)
        {
            return Some(history);
        }
    }
    // In a first mail it is what the customer quotes, from a page or a letter.
    trailing_quotation(lines).filter(|_| clues.is_answer || names_its_sender_last(lines))
}

/// True when the quoted lines at the end begin with the sentence of a program.
fn names_its_sender_last(lines: &[&str]) -> bool {
    let from = lines
        .iter()
        .rposition(|line| !is_quoted(line) && !line.trim().is_empty())
        .map_or(0, |at| at + 1);
    let marked = lines[from..].iter().map(|line| without_marks(line));
    let mut said = marked.filter(|line| !line.is_empty());
    said.next().is_some_and(|line| {
        Attribution::at(&[line]).is_some_and(|it| it.certainty == Certainty::Address)
    })
}

/// The words of a divider are a program's own; what is right below them has to be, too.
fn below_divider(
    lines: &[&str],
    at: usize,
    divider: Divider,
    clues: &Clues<'_>,
) -> Option<History> {
    let is_blank = |line: &&&str| line.chars().all(|c| c.is_whitespace() || ">＞".contains(c));
    let below = at + 1 + lines[at + 1..].iter().take_while(is_blank).count();
    let next = lines.get(below)?;
    let is_forward = divider == Divider::Forwarded || clues.is_forward;
    if let Some(block) = HeaderBlock::at(&lines[below..])
        && let Some(passed) = passed_on(&block, is_forward, clues)
    {
        return Some(passed);
    }
    if is_forward && let Some(passed) = passed_on_within(&lines[below..], clues) {
        return Some(passed);
    }
    if is_quoted(lines[at]) {
        return None;
    }
    if is_quoted(next) {
        return Some(History::Block {
            from: at,
            header: below - at,
        });
    }
    let is_program = HeaderBlock::at(&lines[below..]).is_some()
        || header_block::is_labelled(next)
        || Attribution::at(&lines[below..]).is_some()
        || clues.is_answer;
    is_program.then(|| History::Rest {
        from: with_rule_above(lines, at),
    })
}

/// A customer's mail that one colleague has passed on to another, who passes it on.
fn passed_on_within(lines: &[&str], clues: &Clues<'_>) -> Option<History> {
    if !clues.is_forward {
        return None;
    }
    let below = |at: usize| {
        lines[at + 1..]
            .iter()
            .position(|line| !line.trim().is_empty())
    };
    (0..lines.len().min(MOST_LINES))
        .filter(|at| divider::of(without_marks(lines[*at])) == Some(Divider::Forwarded))
        .filter_map(|at| HeaderBlock::at(&lines[at + 1 + below(at)?..]))
        .find_map(|block| passed_on(&block, true, clues))
}

/// The mail that is passed on, unless it is our own, which the customer sends back to us.
fn passed_on(block: &HeaderBlock, is_forward: bool, clues: &Clues<'_>) -> Option<History> {
    let from = block.from.clone().filter(|_| is_forward)?;
    let is_ours = clues
        .ours
        .iter()
        .any(|ours| same_domain(&ours.address, &from.address));
    (!is_ours).then_some(History::Forward(from))
}

fn same_domain(one: &Address, other: &Address) -> bool {
    one.domain().eq_ignore_ascii_case(other.domain())
}

fn below_attribution(
    lines: &[&str],
    at: usize,
    found: Attribution,
    clues: &Clues<'_>,
) -> Option<History> {
    let header = found.lines;
    let mut below = lines[at + header..]
        .iter()
        .filter(|line| !line.trim().is_empty());
    match (below.next()?, found.certainty) {
        (next, _) if is_quoted(next) => Some(History::Block { from: at, header }),
        (_, Certainty::Address) => Some(History::Rest { from: at }),
        (_, Certainty::Time) if clues.is_answer => Some(History::Rest { from: at }),
        _ => None,
    }
}

/// Quoted lines that nothing but blank lines follow, without a header.
fn trailing_quotation(lines: &[&str]) -> Option<History> {
    let after = lines
        .iter()
        .rposition(|line| !is_quoted(line) && !line.trim().is_empty())?
        + 1;
    let from = after + lines[after..].iter().position(|line| is_quoted(line))?;
    // Quoted lines further up as well: an answer point by point.
    if lines[..after].iter().any(|line| is_quoted(line)) {
        return None;
    }
    Some(History::Block { from, header: 0 })
}

/// A line without the marks of a quotation.
fn without_marks(line: &str) -> &str {
    line.trim_start_matches(|c: char| c.is_whitespace() || ">＞".contains(c))
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞'])
}

/// Includes the rule that Outlook draws above its block.
fn with_rule_above(lines: &[&str], at: usize) -> usize {
    let above = lines[..at].iter().rposition(|line| !line.trim().is_empty());
    match above {
        Some(above) => {
            let line = lines[above].trim();
            let rule = line.len() >= 5 && line.chars().all(|c| "_-─━*=".contains(c));
            // "Original message" in a language that is not known: right above, in a frame.
            let is_divider = above + 1 == at && divider::is_framed_title(line);
            if rule || is_divider { above } else { at }
        }
        None => at,
    }
}
#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sentences_that_only_look_like_a_header_stay() {
        for text in [
            "田中さんに書きました。\n> と言われました\nそれで、どうなりますか。\n> はい",
            "2023年11月17日 14:06 に届きました。\n確認をお願いします。",
            "From: と書かれた欄があります。\n件名は空です。",
            "-----\n合計 3\n-----",
            "以下のように書きました:\n\n  テスト",
            "Your page says:\n> Returns are free.\n> Within 30 days.",
        ] {
            assert_eq!(split(text, &Clues::default()).new, text);
        }
    }

    proptest! {
        #[test]
        fn no_line_is_lost(lines in proptest::collection::vec(
            prop_oneof![
                Just("text"), Just("> old"), Just("＞ old"), Just(""), Just("田中さんは書きました:"),
                Just("On Fri, Nov 17, 2023 A wrote:"), Just("-----Original Message-----"),
                Just("差出人: a"), Just("送信日時: b"), Just("宛先: c"), Just("件名: d"), Just("_____"),
            ],
            0..20,
        )) {
            let text = lines.join("\n");
            let split = split(text.trim_matches('\n'), &Clues::default());
            let count = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
            prop_assert_eq!(count(&split.new) + count(&split.quoted), count(&text));
        }
    }
}
