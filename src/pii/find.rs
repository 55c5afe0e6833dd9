//! Where personal data stands in a text: one detector a file, gathered here.

use std::ops::Range;

use super::fold::Folded;

mod address;
mod bank_account;
mod birth_date;
mod card;
mod digits;
mod email;
mod iban;
mod ip;
mod label;
mod labelled;
mod license;
mod my_number;
mod passport;
mod phone;
mod postal_code;
mod ssn;
mod street;
mod url;

/// The kinds of personal data that are known without configuration. Where two detectors claim the
/// same characters with equal right, the earlier kind names them.
pub(super) const KINDS: &[&str] = &[
    email::KIND,
    url::KIND,
    iban::KIND,
    my_number::KIND,
    license::KIND,
    passport::KIND,
    bank_account::KIND,
    birth_date::KIND,
    card::KIND,
    phone::KIND,
    ssn::KIND,
    ip::KIND,
    postal_code::KIND,
    address::KIND,
    "NAME",
];

/// All detectors.
const DETECTORS: &[fn(&Text<'_>, &mut Vec<Found<'_>>)] = &[
    email::find,
    url::find,
    iban::find,
    my_number::find,
    license::find,
    passport::find,
    bank_account::find,
    birth_date::find,
    card::find,
    phone::find,
    ssn::find,
    ip::find,
    postal_code::find,
    address::find,
    street::find,
];

/// Personal data found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found<'k> {
    pub(super) range: Range<usize>,
    pub(super) kind: &'k str,
}

/// What the detectors look at: the folded text and what is worth computing once.
struct Text<'t> {
    folded: &'t str,
    /// All runs of digits in it, in order.
    digits: Vec<Range<usize>>,
}

/// Finds personal data in `original`: ranges of it, in order, none overlapping another.
pub(super) fn find(original: &str) -> Vec<Found<'static>> {
    let folded = Folded::new(original);
    let text = Text {
        folded: folded.as_str(),
        digits: digits::runs(folded.as_str()),
    };
    let mut found = Vec::new();
    for detector in DETECTORS {
        detector(&text, &mut found);
    }
    for Found { range, .. } in &mut found {
        *range = folded.original(range.clone());
    }
    resolve(found)
}

/// Joins overlapping finds into one, named after the longest of them; between equals the more
/// specific kind wins. Nothing that any detector claimed is left in the open.
fn resolve(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let rank = |kind: &str| KINDS.iter().position(|known| *known == kind);
    found.sort_by(|a, b| {
        (a.range.start, b.range.end, rank(a.kind)).cmp(&(b.range.start, a.range.end, rank(b.kind)))
    });
    let mut resolved: Vec<Found<'_>> = Vec::with_capacity(found.len());
    let mut longest = 0;
    for next in found {
        match resolved.last_mut() {
            Some(last) if next.range.start < last.range.end => {
                last.range.end = last.range.end.max(next.range.end);
                if next.range.len() > longest {
                    longest = next.range.len();
                    last.kind = next.kind;
                }
            }
            _ => {
                longest = next.range.len();
                resolved.push(next);
            }
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_kind<'t>(kind: &str, text: &'t str) -> Vec<&'t str> {
        find(text)
            .into_iter()
            .filter(|found| found.kind == kind)
            .map(|found| &text[found.range])
            .collect()
    }

    /// `expected` is the only thing of its kind in `text`.
    pub(super) fn assert_found(kind: &str, expected: &str, text: &str) {
        assert_eq!(of_kind(kind, text), [expected], "{text}");
    }

    pub(super) fn assert_nothing(kind: &str, text: &str) {
        assert_eq!(of_kind(kind, text), [""; 0], "{text}");
    }

    #[test]
    fn overlapping_finds_become_one_under_the_longest_kind() {
        let found = |range, kind| Found { range, kind };
        let resolved = resolve(vec![
            found(5..12, phone::KIND),
            found(0..10, card::KIND),
            found(12..14, phone::KIND),
            found(20..24, phone::KIND),
            found(20..24, card::KIND),
        ]);
        assert_eq!(
            resolved,
            [
                found(0..12, card::KIND),
                found(12..14, phone::KIND),
                found(20..24, card::KIND)
            ]
        );
    }
}
