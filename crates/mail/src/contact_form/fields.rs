//! The labelled fields in the text of a form's mail, in the layouts that forms use.

use std::sync::LazyLock;

use regex::Regex;

use super::labels::{Kind, kind_of};

/// A form's mail has fewer lines than that.
const LONGEST_FORM: usize = 1000;
/// Bytes of a line that may hold a field.
const LONGEST_LINE: usize = 4000;

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field<'t> {
    pub(super) kind: Kind,
    pub(super) value: &'t str,
    /// Where its line begins in the text.
    pub(super) at: usize,
}

/// All fields whose label is known, in their order.
pub(super) fn read(text: &str) -> Vec<Field<'_>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split('\n').take(LONGEST_FORM) {
        lines.push((at, line));
        at += line.len() + 1;
    }
    let mut fields = Vec::new();
    for (number, (at, line)) in lines.iter().enumerate() {
        let Some((kind, value)) = labelled(line) else {
            continue;
        };
        let value = match value.is_empty() {
            false => value,
            // The value stands below its label.
            true => lines[number + 1..]
                .iter()
                .map(|(_, line)| line.trim())
                .find(|line| !line.is_empty())
                .filter(|line| labelled(line).is_none())
                .unwrap_or_default(),
        };
        if !value.is_empty() {
            fields.push(Field {
                kind,
                value,
                at: *at,
            });
        }
    }
    match fields.iter().any(|field| field.kind == Kind::Address) {
        true => fields,
        false => in_quotes(text).chain(fields).collect(),
    }
}

/// `{"name": "Hanako", "email": "hanako@example.com"}`, and what PHP prints of an array.
fn in_quotes(text: &str) -> impl Iterator<Item = Field<'_>> {
    static PAIR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"["'\[]([\p{L}][^"'\[\]\n]{0,40})["'\]]\s*(?::|=>)\s*["']?([^"'\n,}]{1,300})"#)
            .expect("the pattern is fixed and tested")
    });
    let end = text.floor_char_boundary(LONGEST_LINE * 10);
    PAIR.captures_iter(&text[..end]).filter_map(|pair| {
        let (label, value) = (pair.get(1)?, pair.get(2)?);
        Some(Field {
            kind: kind_of(label.as_str())?,
            value: value.as_str().trim(),
            at: label.start(),
        })
    })
}

/// What a line's label says, and what follows it: `Email: x`, `【メールアドレス】x`, `■メール`,
/// `| Email | x |`, `Email        x`, `Email ........ x`.
fn labelled(line: &str) -> Option<(Kind, &str)> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let is_mark =
        |c: char| c.is_whitespace() || "■●◆◇□○◎・•▼▽▶►※#|｜>＞*-–—_「『【[［<＜({\"'".contains(c);
    let line = line.trim_start_matches(is_mark);
    let is_separator = |c: char| ":：=＝|｜\t】］]』」>＞→⇒".contains(c);
    let at = line.find(is_separator);
    let parted = at.and_then(|at| {
        let (label, value) = line.split_at(at);
        kind_of(label).map(|kind| (kind, value))
    });
    let (kind, value) = parted.or_else(|| {
        // No separator: a gap as wide as a column, or dots that lead to the value.
        static GAP: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"[ \u{a0}]{2,}|\u{3000}|[.…]{3,}|\s-+\s|\s-+>\s")
                .expect("the pattern is fixed and tested")
        });
        let gap = GAP.find(line);
        match gap {
            Some(gap) => kind_of(&line[..gap.start()]).map(|kind| (kind, &line[gap.end()..])),
            None => kind_of(line)
                .filter(|_| line.chars().count() <= 40)
                .map(|kind| (kind, "")),
        }
    })?;
    let value = value
        .trim_start_matches(|c: char| is_separator(c) || c.is_whitespace() || "*._…-".contains(c));
    let value = value.trim_end_matches(|c: char| c.is_whitespace() || "|｜*".contains(c));
    // `<email>x</email>`
    Some((kind, value.split("</").next().unwrap_or(value).trim()))
}
