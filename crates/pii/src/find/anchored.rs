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
        r"(?-u:\b)(?:(?P<state>(?i:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]|AA|AE|AP|AS|FM|GU)),? (?P<us>[0-9]{5}(?:-[0-9]{4})?)",
        r"|(?P<ca>[ABCEGHJ-NPRSTVXYabceghj-nprstvxy][0-9][ABCEGHJ-NPRSTV-Zabceghj-nprstv-z][ -]?[0-9][ABCEGHJ-NPRSTV-Zabceghj-nprstv-z][0-9])",
        r"|(?P<region>(?i:NSW|VIC|QLD|SA|WA|TAS|NT|ACT|New South Wales|Victoria|Queensland|Tasmania)),? (?P<au>[0-9]{4})",
        r"|(?P<uk>[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|[a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2})",
        r"|(?i:Singapore)[, \n]{0,2}\(?S?\)? ?(?P<sg>[0-9]{6})",
        r"|(?P<ie>(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W) ?[0-9AC-FHKNPRTV-Y]{4})",
        r")(?-u:\b)",
    ))
});

/// The same with India's six digits, which are many other things.
static INDIAN: LazyLock<Regex> =
    LazyLock::new(|| compile(r"[A-Z][A-Za-z]+ ?[,–-]? ?(?P<ind>[1-9][0-9]{2} ?[0-9]{3})(?-u:\b)"));

/// What is in front of it: a flat, a house number, and nothing but names of streets and places.
static LINES: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?:(?:H\.? ?[Nn]o\.?|Plot(?: [Nn]o\.?)?|Flat|Apartment|Apt\.?|Unit|Suite|Studio|Room|House(?: [Nn]o\.?)?|Level|Floor|Shop|Door [Nn]o\.?|Blk|Block|Lot|PSC|RR|Rural Route) ?[0-9]{0,5}[A-Za-z]?(?:[/-][0-9]{1,4}){0,2}",
        r"|(?:Basement|Garden|Upper|Lower|Rear|(?:Lower )?(?:Top|Ground|First|Second|Third)(?: Floor)?) (?:Flat|Maisonette)|US(?:S|NS|NV|CGC) [A-Z][a-z]+",
        r"|(?:[A-Z]-|#)?[0-9]{1,6}[A-Za-z]?(?:[/-][0-9]{1,4}){0,2})",
        r",?[ \n](?:[A-Za-zÀ-ÖØ-öø-ɏ0-9'’.&/#-]{1,24},?\r?[ \n]{1,2}[> ]{0,3}){0,11}[A-Za-zÀ-ÖØ-öø-ɏ0-9'’.&/#-]{1,24}[ \n,–-]{0,4}[> ]{0,3}$",
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

/// Whether a run may be the first one of [`ANCHOR`]: five digits behind a state, four behind one of Australia, six behind
/// Singapore, a few that a letter is joined to.
fn is_of_a_code(text: &Text<'_>, run: &Range<usize>) -> bool {
    let before = &text.folded.as_bytes()[..run.start];
    if run.len() == 6 {
        return before
            .iter()
            .rev()
            .take(4)
            .any(|byte| byte.eq_ignore_ascii_case(&b'e'));
    }
    let at = match run.len() {
        1..=3 => before.len().checked_sub(1),
        4..=5 => before
            .iter()
            .rposition(|byte| !matches!(*byte, b' ' | b','))
            .filter(|at| at + 3 >= before.len()),
        _ => None,
    };
    at.is_some_and(|at| {
        // `ca 94103`: a word of two letters
        let two = || {
            let letter = |back: usize| at.checked_sub(back).map(|at| before[at]);
            letter(1).is_some_and(|byte| byte.is_ascii_lowercase())
                && !letter(2).is_some_and(|byte| byte.is_ascii_alphanumeric())
        };
        before[at].is_ascii_uppercase()
            || before[at].is_ascii_lowercase() && (run.len() != 5 || two())
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
        let code = ["us", "ca", "au", "uk", "ind", "sg", "ie"]
            .iter()
            .find_map(|name| anchor.name(name));
        let Some(code) = code else { return };
        let place = anchor
            .name("state")
            .or(anchor.name("region"))
            .unwrap_or(code);
        // Of an Indian code only the code is sure; the city in front of it belongs to the lines.
        let end = indian.map_or(all.start(), |code| code.start());
        let in_small = place.as_str().bytes().any(|byte| byte.is_ascii_lowercase())
            && !place.as_str().starts_with(|c: char| c.is_ascii_uppercase());
        // `in 94103`, `Me 94103` are words, not states.
        if anchor
            .name("state")
            .is_some_and(|state| is_word(text, &state.range()))
        {
            return;
        }
        let province = anchor.name("ca").map_or(0, |_| {
            let before = text.tail(place.start(), 4);
            let word = before.trim_end();
            let two = word.len() == 3 && word.starts_with(' ');
            if two { before.len() } else { 0 }
        });
        let lines = match in_small {
            true => small_lines_before(text, place.start() - province, done).filter(|_| {
                anchor
                    .name("uk")
                    .is_none_or(|code| is_british(text, &code.range()))
            }),
            false => lines_before(text, end, done).or_else(|| {
                anchor
                    .name("uk")
                    .and_then(|_| house_before(text, end, done))
            }),
        };
        let Some(range) = lines else {
            return;
        };
        // A52 2021 is no code of Ireland, unless lines of an address are in front of it.
        let of_ireland = anchor.name("ie").is_none_or(|code| {
            let last = &code.as_str()[3..];
            last.bytes().any(|byte| byte.is_ascii_uppercase())
                && text.folded[range.clone()].contains([',', '\n'])
        });
        if !of_ireland {
            return;
        }
        if indian.is_some() && !is_in_india(text, &range) {
            return;
        }
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
    // What looks like a house number may be an order's: the address begins further on then.
    let mut from_here = begin;
    for _ in 0..TRIES {
        let lines = LINES.find(&before[from_here..])?;
        let start = from + from_here + lines.start();
        if is_address(text, start, lines.as_str()) {
            return Some(start..end);
        }
        let skipped = lines.as_str().find([' ', '\n', ',']).unwrap_or(lines.len());
        from_here += lines.start() + skipped + 1;
        if from_here >= before.len() {
            return None;
        }
    }
    None
}

/// How many numbers in front of a code are tried.
const TRIES: usize = 8;

/// Whether the lines from `start` on are an address and no sentence.
fn is_address(text: &Text<'_>, start: usize, lines: &str) -> bool {
    if text.in_word_start(start) {
        return false;
    }
    let words: Vec<&str> = lines
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
        return false;
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
    capitals > 0 && small == 0
}

/// A house with a name in front of a British code: `Rose Cottage, Mill Lane, Little Haven`.
fn house_before(text: &Text<'_>, end: usize, done: usize) -> Option<Range<usize>> {
    let before = text.tail(end, 100);
    let from = end - before.len();
    let house = HOUSE.find(before)?;
    let start = from + house.start();
    (start >= done && !text.in_word_start(start)).then_some(start..end)
}

static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?:[A-Z][A-Za-z'’-]* ){1,3}(?:Cottage|House|Lodge|Farm|Farmhouse|Mill|Barn|Hall|Manor|Rectory|Vicarage|Grange|Lane|Road|Street|Close|Green|Hill|Gardens|Bungalow|Croft)",
        r"(?:,\s?|\n[> ]{0,3})(?:[A-Z][A-Za-z'’.-]*(?: (?:[A-Z][A-Za-z'’.-]*|of|on|in|le|the|upon|under|by)){0,4}(?:,\s?|\n[> ]{0,3}| )){1,4}$",
    ))
});

/// The lines of an address in small letters in front of a state or a code: from a house number, with a word for a
/// street or the marks of an address in it, and no word of a sentence.
fn small_lines_before(text: &Text<'_>, end: usize, done: usize) -> Option<Range<usize>> {
    const STREETS: &[&str] = &[
        "street",
        "st",
        "avenue",
        "ave",
        "road",
        "rd",
        "lane",
        "ln",
        "terrace",
        "crescent",
        "boulevard",
        "blvd",
        "gardens",
        "grove",
        "mews",
        "parkway",
        "pkwy",
        "highway",
        "hwy",
        "drive",
        "dr",
        "close",
        "court",
        "ct",
        "place",
        "pl",
        "square",
        "way",
        "circle",
        "cir",
        "walk",
        "hill",
        "row",
        "park",
        "view",
        "rise",
        "green",
        "broadway",
        "parade",
        "esplanade",
        "box",
        "apt",
        "apt.",
        "suite",
        "unit",
    ];
    let before = text.tail(end, 110);
    let from = (end - before.len()).max(done);
    let before = text.folded.get(from..end)?;
    let before = &before[before.rfind("\n\n").map_or(0, |at| at + 2)..];
    let mut start = None;
    let (mut words, mut street, mut sure) = (0, false, false);
    let mut rest = before;
    while words < 10 {
        let trimmed = rest.trim_end_matches([' ', ',', '\n', '\r', '>']);
        let word = &trimmed[trimmed.rfind([' ', '\n', ',']).map_or(0, |at| at + 1)..];
        let known = |c: char| c.is_alphanumeric() || "'’.-/#".contains(c);
        if word.is_empty()
            || !word.chars().all(known)
            || SENTENCE.contains(word)
            || SMALL_WORDS.contains(&word)
            || word.ends_with('.') && word.len() > 5
        {
            break;
        }
        rest = &trimmed[..trimmed.len() - word.len()];
        words += 1;
        street |= STREETS.contains(&word);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if (1..=6).contains(&digits) && word.len() <= digits + 2 && words > 2 {
            let line = &before[rest.len()..];
            sure = street || line.trim_end().contains([',', '\n']) && words > 3;
            let flat = FLAT.find(rest).map_or(0, |flat| flat.len());
            start = Some(end - (before.len() - rest.len()) - flat);
            if street {
                break;
            }
        }
    }
    start.filter(|_| sure).map(|start| start..end)
}

/// A flat in front of the house number.
static FLAT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?-u:\b)(?:(?:(?:basement|garden|ground|top|first|second|upper|lower|rear|floor) ){0,2}(?:flat|apartment|apt\.?|unit|studio|level|suite|lot|shop)[ ,\n>]{1,4}(?:[0-9]{1,4}[a-z]?[ ,\n>/]{1,4})?|[0-9]{1,4}/)$",
    )
});

/// Words that are between a number and a code in sentences, and in no address.
const SMALL_WORDS: &[&str] = &[
    "at", "is", "was", "it", "on", "by", "for", "my", "me", "to", "send", "sent", "live", "lives",
    "lived", "moved", "address", "ordered", "code", "zip", "postcode", "since", "about", "than",
    "only", "both", "came", "got", "then",
];

/// Whether a state's code is a word of a sentence: of mixed case, or in small letters without a mark in front.
fn is_word(text: &Text<'_>, state: &Range<usize>) -> bool {
    const WORDS: &[&str] = &[
        "in", "or", "me", "hi", "ok", "oh", "as", "id", "de", "la", "co", "pa", "ma", "al",
    ];
    let written = &text.folded[state.clone()];
    let bytes = written.as_bytes();
    let mixed = bytes[0].is_ascii_uppercase() != bytes[1].is_ascii_uppercase();
    let marked = text.folded[..state.start]
        .trim_end_matches(' ')
        .ends_with([',', '\n']);
    mixed || WORDS.contains(&written) && !marked
}

/// Whether a code in small letters is one of Great Britain.
fn is_british(text: &Text<'_>, code: &Range<usize>) -> bool {
    let at = text.digits.partition_point(|run| run.start < code.start);
    let run = text.digits.get(at);
    run.is_some_and(|run| postal_code::has_british_area(text, run))
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
        "H.No|H. No|Extension|Enclave|Vihar|Puram|Main|Door No|Gurgaon|Gurugram|Noida|Haryana|Karnataka|Kerala|Gujarat|Maharashtra|Tamil Nadu|Ahmedabad|Jaipur|Lucknow|Plot|Nagar|Marg|Zila|Chowk|Ganj|Road|Street|Circle|Path|Colony|Sector|Phase|India|Lane|Layout|Cross|Apartment|\
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
                "Flat 6A, 172B St Mary's Close, Sheffield, South Yorkshire",
                "Deliver W-5012920 to Flat 6A, 172B St Mary's Close, Sheffield, South Yorkshire S1 4GT",
            ),
            (
                "Basement Flat, 170 Castle Street, Cardiff",
                "Deliver VW76233763 to Basement Flat, 170 Castle Street, Cardiff CF24 3HD by 06/08/2025",
            ),
            (
                "119 bramley mews cardiff",
                "it went to 119 bramley mews cardiff cf24 3hd which is my neighbour's",
            ),
            (
                "170 eucalyptus drive wagga wagga nsw",
                "send to 170 eucalyptus drive wagga wagga nsw 2650",
            ),
            (
                "95743 carly way apt. 675\nport timothy, ca",
                "address: 95743 carly way apt. 675\nport timothy, ca 34128",
            ),
            (
                "Blk 224 Tampines Street 81 #03-298, Singapore",
                "SG delivery: Blk 224 Tampines Street 81 #03-298, Singapore 520224",
            ),
            (
                "244 Ang Mo Kio Ave 3, #17-156, Singapore",
                "244 Ang Mo Kio Ave 3, #17-156, Singapore 560244",
            ),
            (
                "Rose Cottage, Mill Lane, Little Haven",
                "We are at Rose Cottage, Mill Lane, Little Haven SA62 3UG",
            ),
            (
                "7 Sea Bend, Ballycastle, Co. Mayo",
                "at 7 Sea Bend, Ballycastle, Co. Mayo F26 X5P3",
            ),
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
