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
            // The value is below its label.
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
    let has_address = |fields: &[Field<'_>]| fields.iter().any(|it| it.kind == Kind::Address);
    if !has_address(&fields) {
        let of_tables = in_columns(&lines);
        fields.retain(|field| of_tables.iter().all(|it| it.kind != field.kind));
        fields.extend(of_tables);
    }
    match has_address(&fields) {
        true => fields,
        false => in_quotes(text).chain(fields).collect(),
    }
}

/// Tables with several fields in a row: labels and values in turn, or a row of labels above one of
/// values.
fn in_columns<'t>(lines: &[(usize, &'t str)]) -> Vec<Field<'t>> {
    let mut found = Vec::new();
    let mut above: Vec<Kind> = Vec::new();
    for (at, line) in lines.iter().filter(|(_, line)| line.len() <= LONGEST_LINE) {
        let split = |by: &[char]| -> Vec<&'t str> {
            let cells = line.split(by);
            let cells =
                cells.map(|cell| cell.trim_matches(|c: char| c.is_whitespace() || c == '"'));
            cells.filter(|cell| !cell.is_empty()).collect()
        };
        let mut cells = split(&['|', '\t']);
        if cells.len() < 2 {
            // A file of values, with a row of labels above.
            cells = split(&[',', ';']);
            let are_labels = cells.iter().all(|cell| kind_of(cell).is_some());
            if cells.len() < 2 || !(are_labels || cells.len() == above.len()) {
                continue;
            }
        }
        // `Name: Anna | Email: anna@example.com`
        let pairs: Vec<_> = cells.iter().filter_map(|cell| labelled(cell)).collect();
        if pairs.len() > 1 && pairs.iter().all(|(_, value)| !value.is_empty()) {
            let pairs = pairs.into_iter();
            found.extend(pairs.map(|(kind, value)| Field {
                kind,
                value,
                at: *at,
            }));
            continue;
        }
        let kinds: Vec<Option<Kind>> = cells.iter().map(|cell| kind_of(cell)).collect();
        let field = |kind: Kind, value: &'t str| Field {
            kind,
            value,
            at: *at,
        };
        if kinds.iter().all(Option::is_some) {
            above = kinds.into_iter().flatten().collect();
        } else if cells.len().is_multiple_of(2) && kinds.iter().step_by(2).all(Option::is_some) {
            let pairs = kinds.iter().step_by(2).zip(cells.iter().skip(1).step_by(2));
            found.extend(pairs.filter_map(|(kind, value)| Some(field((*kind)?, value))));
        } else if cells.len() == above.len() {
            let kinds = std::mem::take(&mut above);
            found.extend(
                kinds
                    .into_iter()
                    .zip(cells)
                    .map(|(kind, value)| field(kind, value)),
            );
        }
    }
    found
}

/// `{"name": "Hanako", "email": "hanako@example.com"}`, and what PHP prints of an array.
fn in_quotes(text: &str) -> impl Iterator<Item = Field<'_>> {
    static PAIR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"["'\[]([\p{L}][^"'\[\]\n]{0,40})["'\]]\s*(?::|=>|,)\s*["']?([^"'\n,}]{1,300})"#,
        )
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

/// A line without the number that its form counts its fields with: `1. Email`, `(2) Name`, `Q3. …`,
/// `④お名前`.
fn without_number(line: &str) -> &str {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:(?:[QqＱ]|No\.?|問|質問)?\s?[0-9０-９]{1,2}\s*[.)．）、:：]|[①-⑳])\s*")
            .expect("the pattern is fixed and tested")
    });
    NUMBER
        .find(line)
        .map_or(line, |number| &line[number.end()..])
}

/// What a line's label says, and what follows it: `Email: x`, `【メールアドレス】x`, `■メール`,
/// `| Email | x |`, `Email        x`, `Email ........ x`.
fn labelled(line: &str) -> Option<(Kind, &str)> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let is_mark =
        |c: char| c.is_whitespace() || "■●◆◇□○◎・•▼▽▶►※#|｜>＞*-–—_「『【[［<＜({\"'".contains(c);
    let line = without_number(line.trim_start_matches(is_mark)).trim_start_matches(is_mark);
    let is_separator = |c: char| ":：=＝|｜\t】］]』」>＞→⇒■◆●".contains(c);
    let at = line.find(is_separator);
    let parted = at.and_then(|at| {
        let (label, value) = line.split_at(at);
        kind_of(label).map(|kind| (kind, value))
    });
    let (kind, value) = parted.or_else(|| {
        // No separator: a gap as wide as a column, or dots that lead to the value.
        static GAP: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"[ \u{a0}]{2,}|\u{3000}|[.…]{3,}|\s[-–—]+\s|\s-+>\s")
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
