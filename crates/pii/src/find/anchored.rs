//! Addresses of other countries whatever their streets are called: from a house number to a state
//! with its code, or to a British, Canadian, Australian or Indian postcode.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::address::KIND;
use super::words::Words;
use super::{Found, Text, postal_code};

/// The end of an address: a state or province with its code, a city with its code.
static ANCHOR: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?-u:\b)(?:(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]|AA|AE|AP|AS|FM|GU),? (?P<us>[0-9]{5}(?:-[0-9]{4})?)",
        r"|(?P<ca>[ABCEGHJ-NPRSTVXYabceghj-nprstvxy][0-9][ABCEGHJ-NPRSTV-Zabceghj-nprstv-z][ -]?[0-9][ABCEGHJ-NPRSTV-Zabceghj-nprstv-z][0-9])",
        r"|(?:NSW|VIC|QLD|SA|WA|TAS|NT|ACT|New South Wales|Victoria|Queensland|Tasmania),? (?P<au>[0-9]{4})",
        r"|(?P<uk>[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2})",
        r")(?-u:\b)",
    ))
});

/// The same with India's six digits, which are many other things.
static INDIAN: LazyLock<Regex> =
    LazyLock::new(|| compile(r"[A-Z][A-Za-z]+ ?[,–-]? ?(?P<ind>[1-9][0-9]{2} ?[0-9]{3})(?-u:\b)"));

/// What is in front of it: a flat, a house number, and nothing but names of streets and places.
static LINES: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?:(?:H\.? ?[Nn]o\.?|Plot(?: [Nn]o\.?)?|Flat|Apartment|Apt\.?|Unit|Suite|Studio|Room|House(?: [Nn]o\.?)?|Level|Floor|Shop|Door [Nn]o\.?) ?[0-9]{0,5}[A-Za-z]?(?:[/-][0-9]{1,4})?|[0-9]{1,6}[A-Za-z]?(?:[/-][0-9]{1,4})?)",
        r",?[ \n](?:[A-Za-zÀ-ÖØ-öø-ɏ0-9'’.&/-]{1,24},?\r?[ \n]{1,2}[> ]{0,3}){0,11}[A-Za-zÀ-ÖØ-öø-ɏ0-9'’.&/-]{1,24}[ \n,–-]{0,4}[> ]{0,3}$",
    ))
});

/// No address is longer, in bytes.
const REACH: usize = 160;

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if text.digits.len() < 2 {
        return;
    }
    by(text, &ANCHOR, is_of_a_code, found);
    let six = |run: &Range<usize>| matches!(run.len(), 3 | 6) && text.behind_letters(run, 3..=6);
    if !text.digits.iter().any(six) {
        return;
    }
    if text.folded.contains('/') || WORDS_OF_INDIA.find_all(text.folded).next().is_some() {
        // Six digits are in one run or in two.
        by(
            text,
            &INDIAN,
            |text, run| text.behind_letters(run, 3..=6),
            found,
        );
    }
}

/// Whether a run may be the first one of [`ANCHOR`]: five digits behind a state in capitals, four behind one of Australia,
/// a few that a letter is joined to.
fn is_of_a_code(text: &Text<'_>, run: &Range<usize>) -> bool {
    let before = &text.folded.as_bytes()[..run.start];
    let letter = match run.len() {
        1..=3 => before.last(),
        4..=5 => before
            .iter()
            .rev()
            .take(3)
            .find(|byte| !matches!(**byte, b' ' | b',')),
        _ => None,
    };
    letter.is_some_and(|letter| {
        letter.is_ascii_uppercase() || run.len() != 5 && letter.is_ascii_lowercase()
    })
}

fn by(
    text: &Text<'_>,
    anchors: &LazyLock<Regex>,
    may: fn(&Text<'_>, &Range<usize>) -> bool,
    found: &mut Vec<Found<'_>>,
) {
    let mut done = 0;
    let may = |run: &Range<usize>| may(text, run);
    text.beside_digits([48, 12], may, anchors, |anchor| {
        let Some(all) = anchor.get(0) else { return };
        let indian = anchor.name("ind");
        // Of an Indian code only the code is sure; the city in front of it belongs to the lines.
        let end = indian.map_or(all.start(), |code| code.start());
        let Some(range) = lines_before(text, end, done) else {
            return;
        };
        if indian.is_some() && !is_in_india(text, &range) {
            return;
        }
        let code = ["us", "ca", "au", "uk", "ind"]
            .iter()
            .find_map(|name| anchor.name(name));
        let Some(code) = code else { return };
        done = code.end();
        // What is between the lines and the code is the state.
        let last = text.folded[..code.start()]
            .trim_end_matches([' ', ',', '\n', '\r', '-', '–', '>'])
            .len();
        found.push(Found {
            range: range.start..last.max(range.start),
            kind: KIND,
        });
        found.push(Found {
            range: code.range(),
            kind: postal_code::KIND,
        });
    });
}

/// The lines from a house number to `end`.
fn lines_before(text: &Text<'_>, end: usize, done: usize) -> Option<Range<usize>> {
    let mut from = end.saturating_sub(REACH).max(done);
    while !text.folded.is_char_boundary(from) {
        from += 1;
    }
    let before = &text.folded[from..end];
    // A sentence that ends, or a blank line, ends the address, too.
    let begin = before.rfind("\n\n").map_or(0, |at| at + 2);
    let begin = [": ", "! ", "? ", "; ", "("]
        .iter()
        .filter_map(|mark| {
            before[begin..]
                .rfind(mark)
                .map(|at| begin + at + mark.len())
        })
        .max()
        .unwrap_or(begin);
    // So does a sentence without such a mark: `FedEx 7946 1122 3344. 12 High Street`, `was delivered. 12 High Street`.
    let begin = before[begin..]
        .match_indices(". ")
        .map(|(at, mark)| (begin + at, begin + at + mark.len()))
        .filter(|(at, behind)| {
            let word = before[begin..*at]
                .rsplit([' ', '\n'])
                .next()
                .unwrap_or_default();
            let ends = word.ends_with(|c: char| c.is_ascii_digit())
                || word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
            ends && before[*behind..].starts_with(|c: char| c.is_ascii_digit())
        })
        .map(|(_, behind)| behind)
        .last()
        .unwrap_or(begin);
    let lines = LINES.find(&before[begin..])?;
    let mut start = from + begin + lines.start();
    if text.in_word_start(start) {
        return None;
    }
    let words: Vec<&str> = lines
        .as_str()
        .split([' ', '\n', ','])
        .filter(|word| !word.is_empty())
        .collect();
    // `2 of the Plan`, `version 2 Plan A`: the number counts something.
    let counted = words
        .get(1)
        .is_some_and(|word| ["of", "x", "and", "or", "the", "more"].contains(word));
    let last = text.tail(start, 16).trim_end().to_ascii_lowercase();
    let counts = [
        "version", "order", "item", "no", "number", "part", "qty", "chapter", "step", "page",
        "size", "model", "windows", "ios", "android",
    ];
    if counted || counts.iter().any(|word| last.ends_with(word)) {
        return None;
    }
    // `2 shoes and I live in London`: sentences have small words, addresses capitals.
    let capitals = words
        .iter()
        .filter(|word| word.starts_with(|c: char| c.is_ascii_uppercase() || !c.is_ascii()))
        .count();
    let small = words
        .iter()
        .filter(|word| SENTENCE.contains(word.to_ascii_lowercase().as_str()))
        .count();
    if capitals == 0 || small > 0 {
        return None;
    }
    // Commas and spaces in front belong to the sentence.
    start += text.folded[start..end].len() - text.folded[start..end].trim_start().len();
    Some(start..end)
}

static SENTENCE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "i you we they he she it is are was were have has had my your our in to from with ordered bought want need please be order a an this that which because but not \
    units pieces items pcs pairs weeks days hours minutes months years times people pm am stars percent x pack packs size yen dollars"
        .split_ascii_whitespace()
        .collect()
});

/// Six digits behind a word are many things: another word of an Indian address has to say so.
fn is_in_india(text: &Text<'_>, range: &Range<usize>) -> bool {
    let mut end = text.folded.len().min(range.end + 40);
    while !text.folded.is_char_boundary(end) {
        end += 1;
    }
    let near = &text.folded[range.start..end];
    WORDS_OF_INDIA.find_all(near).next().is_some() || text.folded[range.clone()].contains('/')
}

static WORDS_OF_INDIA: LazyLock<Words<()>> = LazyLock::new(|| {
    Words::new(&[(
        (),
        "H.No|H. No|Plot|Nagar|Marg|Zila|Chowk|Ganj|Road|Street|Circle|Path|Colony|Sector|Phase|India|Lane|Layout|Cross|Apartment|\
         Flat|Mumbai|Delhi|Bangalore|Bengaluru|Chennai|Kolkata|Hyderabad|Pune",
    )])
});

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_addresses_by_the_code_at_their_end() {
        for (address, text) in [
            (
                "8978 Calvin Lodge, South Benjaminport, PE",
                "8978 Calvin Lodge, South Benjaminport, PE B7J1R1",
            ),
            (
                "3 Jensen Port, St. Keithport, TAS",
                "3 Jensen Port, St. Keithport, TAS, 2619",
            ),
            (
                "Flat 79\nHopkins mills\nHarrisburgh",
                "Flat 79\nHopkins mills\nHarrisburgh\nE2 3FN",
            ),
            (
                "8 Clarke ports\nSouth Leon",
                "8 Clarke ports\nSouth Leon\nNE7W 7QF",
            ),
            (
                "12 Kings Road, London",
                "send it to 12 Kings Road, London SW1A 1AA.",
            ),
            (
                "H.No. 123\nKhanna Nagar, Solapur",
                "H.No. 123\nKhanna Nagar, Solapur 413255",
            ),
            (
                "82/034, Dara Zila\nJamnagar",
                "82/034, Dara Zila\nJamnagar-361001",
            ),
            (
                "Unit 5/12 Harbour View, Sydney NSW",
                "Unit 5/12 Harbour View, Sydney NSW 2000",
            ),
            (
                "77 Xyzzyx Hollow, Ottawa, ON",
                "77 Xyzzyx Hollow, Ottawa, ON K1A 0B1",
            ),
            (
                "9021 Gonzalez Underpass\nWest Amanda, OH",
                "9021 Gonzalez Underpass\nWest Amanda, OH 44106",
            ),
        ] {
            assert_found(KIND, address, text);
        }
    }

    #[test]
    fn an_address_begins_behind_the_sentence_before() {
        for text in [
            "FedEx 7946 1122 3344. 12 High Street, Leeds LS1 4AB",
            "It was delivered. 12 High Street, Leeds LS1 4AB",
            "My order is 12345. 12 High Street, Leeds LS1 4AB",
        ] {
            assert_found(KIND, "12 High Street, Leeds", text);
        }
        let text = "Apt. 5, St. 12 Oak Lane, Leeds LS1 4AB";
        assert_found(KIND, "Apt. 5, St. 12 Oak Lane, Leeds", text);
    }

    #[test]
    fn a_number_before_a_code_alone_is_no_address() {
        for text in [
            "I ordered 2 shirts and live in London SW1A 1AA",
            "3 items from Sydney NSW 2000",
            "version 2 of the Plan A1B 2C3",
            "Order 123456 and item 654321",
            "Invoice 400001",
            "2 Blue Mugs, item B12 345",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
