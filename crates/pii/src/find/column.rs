//! The columns of tables whose head calls what is below: `id,phone,zip`, 氏名,生年月日, `| Account |`.

use std::ops::Range;

use super::topic::cue;
use super::{Found, Text, address, bank_account, birth_date, phone, postal_code};

/// What the head of a column calls.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Phone,
    PostalCode,
    Birth,
    Account,
    Address,
    /// A town or a prefecture, which is a part of an address where the other parts are.
    Town,
}

const HEADS: &[(Head, &str)] = &[
    (
        Head::Phone,
        "tel|phone|mobile|cell|phone number|phone no|tel no|telephone|mobile number|mobile no|mobile phone|cell phone|home phone|work phone|contact number|contact no|\
         電話|電話番号|携帯|携帯電話|携帯番号|携帯電話番号|連絡先電話番号|tel番号",
    ),
    (
        Head::PostalCode,
        "zip|zip code|zipcode|postcode|post code|postal code|postalcode|郵便番号|郵便",
    ),
    (
        Head::Birth,
        "birth|dob|birthday|birth date|birthdate|date of birth|d.o.b|生年月日|誕生日|お誕生日",
    ),
    (
        Head::Account,
        "account|account number|account no|acct|routing|routing number|sort code|bsb|口座|口座番号",
    ),
    (
        Head::Address,
        "address|street|street address|shipping address|delivery address|billing address|home address|address 1|address 2|address1|address2|address line 1|address line 2|\
         住所|ご住所|お届け先住所|届け先住所|番地|町名番地|建物名|建物",
    ),
    (
        Head::Town,
        "city|town|suburb|county|state|prefecture|都道府県|市区町村|市町村|町名",
    ),
];

/// No table that is read has more columns, longer lines or more rows.
const COLUMNS: usize = 24;
const LINE: usize = 600;
const ROWS: usize = 5000;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut done = 0;
    for word in text.spoken.places(cue::COLUMN) {
        if word.start >= done {
            done = table(text, word, found).unwrap_or(word.end);
        }
    }
}

/// Adds the cells below a head that `word` is in; returns where the table ends.
fn table(text: &Text<'_>, word: &Range<usize>, found: &mut Vec<Found<'_>>) -> Option<usize> {
    let before = text.tail(word.start, LINE);
    let start = match before.rfind('\n') {
        Some(at) => word.start - before.len() + at + 1,
        None if before.len() == word.start => 0,
        None => return None,
    };
    let (line, mut at) = line(text, start)?;
    let head = &text.folded[line.clone()];
    let mark = [',', '\t', ';', '|']
        .into_iter()
        .find(|mark| head.contains(*mark));
    let head_cells = cells(text.folded, line.clone(), mark);
    let heads: Vec<Option<Head>> = head_cells
        .iter()
        .map(|cell| called(&text.folded[cell.clone()]))
        .collect();
    // A row of a form, `| 住所 | …1-2-3 |`, is no head.
    let is_value = |cell: &Range<usize>| {
        let written = &text.folded[cell.clone()];
        called(written).is_none() && written.contains(|c: char| c.is_ascii_digit())
    };
    if head_cells.iter().any(is_value) {
        return Some(line.end);
    }
    let has = |wanted: Head| heads.contains(&Some(wanted));
    let placed = has(Head::Address) || has(Head::PostalCode);
    let divided = (2..=COLUMNS).contains(&heads.len());
    if heads.iter().all(Option::is_none) || mark.is_some() && !divided {
        return Some(line.end);
    }
    for _ in 0..ROWS {
        let Some((row, next)) = self::line(text, at) else {
            break;
        };
        let written = &text.folded[row.clone()];
        if written.trim().is_empty() {
            break;
        }
        // |---|---|
        if written.chars().all(|c| "|-: ".contains(c)) {
            at = next;
            continue;
        }
        let row_cells = cells(text.folded, row.clone(), mark);
        if row_cells.len() != heads.len() {
            break;
        }
        let mut any = false;
        for (cell, head) in row_cells.into_iter().zip(&heads) {
            let Some(head) = head.filter(|head| *head != Head::Town || placed) else {
                continue;
            };
            if is_one(head, &text.folded[cell.clone()]) {
                any = true;
                let kind = kind(head);
                found.push(Found { range: cell, kind });
            }
        }
        // A word alone on its line may be anything but the head of what is below.
        if mark.is_none() && !any {
            break;
        }
        at = next;
    }
    Some(at.max(line.end))
}

/// The line that begins at `start`, and where the next one does.
fn line(text: &Text<'_>, start: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.folded.get(start..).filter(|rest| !rest.is_empty())?;
    let length = memchr::memchr(b'\n', &rest.as_bytes()[..rest.len().min(LINE)]);
    let (length, next) = match length {
        Some(length) => (length, start + length + 1),
        None if rest.len() <= LINE => (rest.len(), text.folded.len()),
        None => return None,
    };
    let carriage = usize::from(rest[..length].ends_with('\r'));
    Some((start..start + length - carriage, next))
}

/// The cells of a line without the quotes around them; a mark within quotes divides nothing.
fn cells(text: &str, line: Range<usize>, mark: Option<char>) -> Vec<Range<usize>> {
    let mut bounds = Vec::new();
    let (mut from, mut quoted) = (line.start, false);
    for (at, c) in text[line.clone()].char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if Some(c) == mark && !quoted {
            bounds.push(from..line.start + at);
            from = line.start + at + 1;
        }
        if bounds.len() > COLUMNS {
            return bounds;
        }
    }
    bounds.push(from..line.end);
    if mark == Some('|') {
        let is_empty = |cell: &Range<usize>| text[cell.clone()].trim().is_empty();
        if bounds.first().is_some_and(is_empty) {
            bounds.remove(0);
        }
        if bounds.last().is_some_and(is_empty) {
            bounds.pop();
        }
    }
    let trimmed = |cell: Range<usize>| {
        let written = &text[cell.clone()];
        let around = [' ', '"', '\t', '\''];
        let start = cell.start + written.len() - written.trim_start_matches(around).len();
        start..start.max(cell.start + written.trim_end_matches(around).len())
    };
    bounds.into_iter().map(trimmed).collect()
}

fn called(cell: &str) -> Option<Head> {
    let label = cell.trim_matches(|c: char| !c.is_alphanumeric());
    if label.is_empty() || label.len() > 40 {
        return None;
    }
    let label = label.to_lowercase().replace(['_', '-'], " ");
    let is_in = |words: &str| words.split('|').any(|word| word == label);
    HEADS
        .iter()
        .find(|(_, words)| is_in(words))
        .map(|(head, _)| *head)
}

fn kind(head: Head) -> &'static str {
    match head {
        Head::Phone => phone::KIND,
        Head::PostalCode => postal_code::KIND,
        Head::Birth => birth_date::KIND,
        Head::Account => bank_account::KIND,
        Head::Address | Head::Town => address::KIND,
    }
}

/// Whether a cell has the look of what its head calls.
fn is_one(head: Head, cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let only = |marks: &str| {
        cell.chars()
            .all(|c| c.is_ascii_digit() || marks.contains(c))
    };
    match head {
        Head::Phone => (7..=15).contains(&digits) && only("+-(). /"),
        Head::PostalCode => {
            let letters = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
            digits > 1 && (4..=10).contains(&cell.len()) && cell.chars().all(letters)
        }
        Head::Birth => (4..=8).contains(&digits) && cell.len() <= 40,
        Head::Account => (4..=18).contains(&digits) && only("- "),
        Head::Address => digits > 0 && (2..=200).contains(&cell.len()),
        Head::Town => digits == 0 && (2..=60).contains(&cell.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_nothing, of_kind};
    use super::*;

    #[test]
    fn what_is_below_the_head_of_a_column_is_what_it_calls() {
        for (kind, values, text) in [
            (
                phone::KIND,
                &["6175550174", "3175550111"][..],
                "phone\n6175550174\n3175550111",
            ),
            (phone::KIND, &["6175550174"], "id;phone\n1;6175550174\n"),
            (
                postal_code::KIND,
                &["17603", "50309"],
                "id,phone,zip\n1,6175550174,17603\n2,6175550175,50309",
            ),
            (
                postal_code::KIND,
                &["500-8175"],
                "ID\ttel\tzip\n1\t090-1234-5678\t500-8175",
            ),
            (
                birth_date::KIND,
                &["2007/4/2"],
                "氏名,生年月日\n山田太郎,2007/4/2",
            ),
            (
                birth_date::KIND,
                &["2007/4/2"],
                "| id | dob |\n|---|---|\n| 1 | 2007/4/2 |",
            ),
            (
                bank_account::KIND,
                &["021000021", "12345678"],
                "routing,account\n021000021,12345678",
            ),
            (
                address::KIND,
                &["12 Mill End, Upton"],
                "name,address\n\"Amy Vane\",\"12 Mill End, Upton\"",
            ),
        ] {
            assert_eq!(of_kind(kind, text), values, "{text}");
        }
    }

    #[test]
    fn other_columns_stay() {
        for text in [
            "id,price,qty\n1,6175550174,2",
            "phone\n12 pieces",
            "the phone, and more\n6175550174, 5",
            "city,price\nLeeds,12345",
            "| 住所 | 港区芝1-2-3 |\n| 指定日 | 2026-09-22 |",
            "phone,zip",
        ] {
            for kind in [
                phone::KIND,
                postal_code::KIND,
                birth_date::KIND,
                bank_account::KIND,
            ] {
                assert_nothing(kind, text);
            }
        }
    }
}
