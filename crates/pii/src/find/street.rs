//! Street lines of other countries: English, German, French, Spanish, Italian, and Japanese ones
//! in Latin letters.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::address::KIND;
use super::label::Label;
use super::{Found, Text, postal_code};

/// What is behind a house number.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[0-9]{1,6}[A-Za-z]?(?:-[0-9]{1,4}[A-Za-z]?)?,? (?:",
        r"(?:(?:[NSEW]{1,2}\.?|North|South|East|West|[A-Z][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]*|[0-9]{1,3}(?:st|nd|rd|th)|of|the|de|la|Saint) ){1,5}",
        r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Place|Pl|Square|Sq|Terrace|Ter|Way|Parkway|Pkwy|Circle|Cir|Crescent|Close|Highway|Hwy|Gardens|Grove|Row|Trail|Mews|Walk|Hill|Broadway|Circuit|Parade|Esplanade|Quay|Strand)(?-u:\b)(?: (?:[NSEW]{1,2}|North|South|East|West)(?-u:\b))?",
        r"|(?:Broadway|Main|High Street|Park Avenue)(?-u:\b)",
        r"|(?:bis |ter )?(?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|cours|route|square|Rue|Avenue|Boulevard|Place|Chemin|Impasse|Allée|Quai) (?:(?:de|du|des|la|le|les|à|aux|en|et|saint|sainte)[ -]|[ld]['’]|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]*[ -]?){1,6}",
        r")",
    ))
    .expect("the pattern is fixed and tested")
});

/// The same in small letters, as people type: `45 oak street`, `no. 5 elm close`.
static SMALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[0-9]{1,5}[a-z]?(?:-[0-9]{1,4})?,? (?P<name>(?:(?:st|saint|[nsew]|[0-9]{1,3}(?:st|nd|rd|th)|[a-z][a-z'’-]{1,20})\.? ){1,3})",
        r"(?:(?P<sure>street|st|avenue|ave|road|rd|lane|ln|terrace|crescent|boulevard|blvd|gardens|grove|mews|parkway|pkwy|highway|hwy)",
        r"|(?P<word>drive|dr|close|court|ct|place|pl|square|sq|way|circle|cir|walk|hill|row|park|view|rise|green|broadway))(?-u:\b)",
    ))
    .expect("the pattern is fixed and tested")
});

/// Names that streets have and other things, too: only where a town follows and something goes or lives there.
static WITH_TOWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<street>[0-9]{1,5}[A-Za-z]?,? (?:[A-Z][A-Za-z'’.-]* ){1,3}(?:View|Rise|Green|Park|Meadows?|Heights|Wharf|Fold|Croft|Villas|Cottages|Glen|Alley|Pass|Cove|",
        r"Point|Track|Ridge|Chase|Vale|Mount|Side|End|Yard|Approach|Crossing|Loop|Common|Bank|Rd|Estate|Brae)), [A-Z]",
    ))
    .expect("the pattern is fixed and tested")
});

/// What says that a place to live or to send to follows.
static LIVES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[^a-z])(?:at|to|in|on|from|address(?: is)?|address:|of|live|lives|no\.?|number|flat [0-9a-z]{1,4},?|apt\.? ?[0-9a-z]{1,4},?|unit [0-9a-z]{1,4},?)[: ]{0,2}(?:is )?$",
    )
    .expect("the pattern is fixed and tested")
});

/// Words that are in sentences, and in no street's name.
const NO_STREET: &[&str] = &[
    "the",
    "a",
    "an",
    "of",
    "to",
    "in",
    "on",
    "for",
    "and",
    "or",
    "with",
    "from",
    "my",
    "your",
    "our",
    "their",
    "his",
    "her",
    "its",
    "this",
    "that",
    "these",
    "is",
    "are",
    "was",
    "were",
    "be",
    "by",
    "at",
    "as",
    "if",
    "it",
    "we",
    "i",
    "you",
    "they",
    "he",
    "she",
    "off",
    "down",
    "up",
    "per",
    "no",
    "not",
    "more",
    "minute",
    "minutes",
    "min",
    "mins",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "mile",
    "miles",
    "km",
    "m",
    "metres",
    "meters",
    "feet",
    "ft",
    "inch",
    "inches",
    "cm",
    "mm",
    "kg",
    "lb",
    "lbs",
    "x",
    "times",
    "pcs",
    "pieces",
    "items",
    "item",
    "people",
    "pairs",
    "pair",
    "boxes",
    "bags",
    "stops",
    "stop",
    "blocks",
    "doors",
    "houses",
    "cars",
    "star",
    "stars",
    "percent",
    "pm",
    "am",
    "usd",
    "dollars",
    "pounds",
    "euros",
    "different",
    "days'",
    "other",
    "out",
    "which",
    "who",
    "very",
    "so",
    "just",
    "only",
    "over",
    "under",
    "about",
    "than",
    "then",
];

/// Whatever is between a house number and a city with state and ZIP code is a street.
static BEFORE_STATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[0-9]{1,6}[A-Za-z]? (?P<street>(?:[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]+ ){0,3}[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]+,?(?: (?:Apt|Apartment|Suite|Ste|Unit|#)\.? ?[0-9A-Za-z-]{1,6})?),?[ \n]{1,2}[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]*(?: [A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]*){0,2},? (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]|AS|FM|GU),? [0-9]{5}(?-u:\b)")
        .expect("the pattern is fixed and tested")
});

/// What is in front of one.
static IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?:[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ-]* )?[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я]?[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer|ring|Straße|Strasse|Weg|Platz|Allee)",
        r"|(?:Calle|C/|Avenida|Avda\.?|Paseo|Plaza|Rua|Via|Viale|Piazza|Corso|Largo) ?(?:(?:de|del|la|las|los|da|do|di|della|delle|dei|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*) ?){1,5},?(?: n[.ºo°]*)?",
        r"|(?i:G?P\.? ?O\.? ?Box)|Locked Bag|Private Bag|(?:County|Range|State) (?:Road|Route)|(?:PSC|Unit) [0-9]{1,5},? Box) ?$",
    ))
    .expect("the pattern is fixed and tested")
});

static BLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[0-9]{1,4}(?:-[0-9]{1,4}){1,3}(?-u:\b)").expect("the pattern is fixed and tested")
});

/// What belongs to a house number: 12a, 6-8, 2/2.
static MORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[a-z](?-u:\b))?(?: ?[/–-] ?[0-9]{1,4}(?:[a-z](?-u:\b))?(?-u:\b))?")
        .expect("the pattern is fixed and tested")
});

/// A flat in front of the house number.
static FLAT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?:Flat|Apartment|Apt\.?|Unit|Suite|Room|Level|Lot|Shop|Studio) [0-9A-Za-z]{1,5},? ?\n?",
        r"|(?:(?:Basement|Garden|Top|Ground|First|Second|Third|Upper|Lower|Rear) ){1,3}(?:Floor )?(?:Flat|Maisonette|Apartment),? ?\n?",
        r"|(?-u:\b)(?:Blk|Block|Lot) |(?-u:\b)[0-9]{1,4}[A-Za-z]?/)$",
    ))
        .expect("the pattern is fixed and tested")
});

/// The same in small letters.
static FLAT_SMALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:flat|apartment|apt\.?|unit|suite|room) [0-9a-z]{1,5},? ?\n?$")
        .expect("the pattern is fixed and tested")
});

/// `no. ` belongs to the house number.
static NUMBER_SMALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:no\.? ?|number |nr\.? ?)$").expect("the pattern is fixed and tested")
});

/// The town behind a comma: the rest of a short clause.
static TOWN_SMALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^, ?(?P<town>[a-z]{3,14}(?: [a-z]{2,14})?(?:,? [a-z]{1,2}[0-9][0-9a-z]? ?[0-9][a-z]{2}|,? [a-z]{2},? [0-9]{5})?)(?:[.,!?\n]|$)")
        .expect("the pattern is fixed and tested")
});

/// A flat behind the street.
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^,?\s?(?:#|(?:Apt|Apartment|Suite|Ste|Unit|Floor|Fl|Room|Rm|Flat|apt|apartment|suite|ste|unit|floor|room|flat)\.? ?#?) ?(?:[0-9]{1,5}[A-Za-z]?|[A-Z0-9-]{1,6})(?-u:\b)")
        .expect("the pattern is fixed and tested")
});

/// The city: in front of the state and its ZIP code, or behind a postal code.
static CITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:,\s?|\n| )(?:(?P<before>(?:[A-Z]{1,2}-)?[0-9]{4,5}) (?P<city>[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*(?: [A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*){0,2})|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*(?: [A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*){0,2},\s?(?:[A-Z]{2}|[A-Z][a-z]+)(?-u:\b)(?: (?P<zip>[0-9]{5}(?:-[0-9]{4})?)(?-u:\b))?|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]+(?: [A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]+)?(?P<comma>,| [A-Z]{1,2}[0-9]))")
        .expect("the pattern is fixed and tested")
});

/// Japan's prefectures in Latin letters.
pub(super) const PREFECTURES: &str = "Hokkaido|Aomori|Iwate|Miyagi|Akita|Yamagata|Fukushima|Ibaraki|Tochigi|Gunma|Saitama|Chiba|Tokyo|Kanagawa|Niigata|Toyama|Ishikawa|Fukui|Yamanashi|Nagano|Gifu|Shizuoka|Aichi|Mie|Shiga|Kyoto|Osaka|Hyogo|Nara|Wakayama|Tottori|Shimane|Okayama|Hiroshima|Yamaguchi|Tokushima|Kagawa|Ehime|Kochi|Fukuoka|Saga|Nagasaki|Kumamoto|Oita|Miyazaki|Kagoshima|Okinawa";

/// `1-2-3 Shibuya, Shibuya-ku, Tokyo`, `1-2-3 Honmachi, Mihara City, Hiroshima`.
static ROMANISED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?:#?[0-9]{{2,4}},? )?[0-9]{{1,4}}-[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{0,2}},? (?:[A-Z][A-Za-z'-]+,? ?){{1,3}}(?:-(?:ku|shi|cho|machi|gun|ken)|City|Ward|Town|Village|{PREFECTURES}|Japan)(?-u:\b)(?:,? ?(?:[A-Z][a-z]+(?:-(?:ku|shi|to|fu|ken))?)){{0,3}}"
    ))
    .expect("the pattern is fixed and tested")
});

/// `Osaka-shi Kita-ku Umeda 3-1-3`, in the order of Japan.
static ROMANISED_IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:(?:(?:{PREFECTURES}),? )?[A-Z][a-z]{{1,14}}(?:-(?:to|fu|ken|shi|gun|ku|cho|machi|mura|son)| (?:City|Ward|Prefecture)),? ?){{1,4}}(?:[A-Z][A-Za-z'-]{{1,20}},? ){{0,3}}$"
    ))
    .expect("the pattern is fixed and tested")
});

/// Towns and a code behind a street, where a country writes no comma: `Manawahoro 2366`, `Dublin 2, D02 X285`.
static CODED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<towns>(?:(?:,\s?|\n)[A-ZÀ-ÖØ-ÞĀ-ſ][A-Za-zÀ-ÖØ-öø-ɏ.'’-]*(?: [A-ZÀ-ÖØ-ÞĀ-ſ][A-Za-zÀ-ÖØ-öø-ɏ.'’-]*){0,3}(?: [0-9]{1,2}(?-u:\b))?){0,4})(?:,\s?|\n| )(?:(?P<eircode>(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W) ?[0-9AC-FHKNPRTV-Y]{4})|(?P<code>[0-9]{4}))(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut done = 0;
    for run in &text.digits {
        if run.len() > 6 || run.start < done || text.in_word_start(run.start) {
            continue;
        }
        if let Some(range) = street(text, run) {
            done = with_city(text, range, found);
        }
    }
}

/// The street line with the house number `run`.
fn street(text: &Text<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    let after = &text.folded[run.start..];
    let behind = behind_number(after, run.len());
    let named = behind.is_some_and(begins_name).then(|| BEHIND.find(after));
    let divided = after[run.len()..].starts_with(['-', ',', ' ']) && run.len() <= 4;
    let romanised = || ROMANISED.find(after).filter(|_| divided);
    if let Some(line) = named.flatten().or_else(romanised) {
        let before = text.tail(run.start, 36);
        if is_thing(text, run.start + line.end(), before) {
            return None;
        }
        let flat = FLAT.find(before).map_or(0, |flat| flat.len());
        let end = run.start + line.as_str().trim_end_matches([' ', '-']).len();
        return Some(run.start - flat..end);
    }
    if let Some(range) = in_small_letters(text, run, after) {
        return Some(range);
    }
    if behind.is_some_and(|words| words.starts_with(|c: char| c.is_ascii_uppercase()))
        && let Some(line) = WITH_TOWN.captures(after).and_then(|it| it.name("street"))
        && let before = text.tail(run.start, 24)
        && (before.is_empty() || before.ends_with('\n') || LIVES.is_match(before))
    {
        return Some(run.start..run.start + line.end());
    }
    // No street with its city is longer.
    let zip = |next: &&Range<usize>| next.start < run.end + 200;
    let mut next = text.digits[text.digits.partition_point(|next| next.start <= run.start)..]
        .iter()
        .take_while(zip);
    if behind.is_some()
        && next.any(|next| next.len() == 5)
        && let Some(line) = BEFORE_STATE
            .captures(after)
            .and_then(|line| line.name("street"))
    {
        return Some(
            run.start..run.start + line.as_str().trim_end_matches(',').len() + line.start(),
        );
    }
    let before = text.tail(run.start, 80);
    // Most numbers stand behind no street: one look at the last letter spares the search.
    if !before
        .trim_end_matches([' ', ','])
        .ends_with(|c: char| c.is_alphabetic() || ".º°".contains(c))
    {
        return None;
    }
    if text.folded[run.end..].starts_with('-')
        && let Some(line) = ROMANISED_IN_FRONT.find(before)
        && let Some(block) = BLOCK.find(text.head(run.start, 24))
        && is_divided(line.as_str())
        // 723-0014 is a postal code.
        && !(run.len() == 3 && block.len() == 8)
    {
        return Some(run.start - line.len()..run.start + block.end());
    }
    let line = IN_FRONT.find(before)?;
    let end = run.end
        + MORE
            .find(text.head(run.end, 16))
            .map_or(0, |more| more.len());
    (line.start() == 0 || line.len() > 6).then(|| run.start - line.len()..end)
}

/// A poster of 221B Baker Street is a thing, unless something goes there.
fn is_thing(text: &Text<'_>, end: usize, before: &str) -> bool {
    const THINGS: &[&str] = &[
        "poster",
        "mug",
        "print",
        "dvd",
        "blu",
        "book",
        "t",
        "tee",
        "shirt",
        "sign",
        "puzzle",
        "set",
        "bag",
        "candle",
        "lamp",
        "tour",
        "ticket",
        "tickets",
        "kit",
        "model",
        "figure",
        "postcard",
        "cushion",
        "jacket",
        "magnet",
        "monitor",
        "game",
        "film",
        "movie",
        "album",
        "collection",
        "range",
    ];
    let behind = text.head(end, 16);
    let Some(word) = behind.strip_prefix(' ') else {
        return false;
    };
    let word = word
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    THINGS.iter().any(|thing| thing.eq_ignore_ascii_case(word)) && !LIVES.is_match(before)
}

/// Words in capitals that begin another sentence behind an address.
const NO_TOWN: &[&str] = &[
    "thanks",
    "thank",
    "please",
    "regards",
    "best",
    "kind",
    "hi",
    "hello",
    "cheers",
    "my",
    "i",
    "we",
    "you",
    "order",
    "ref",
    "tel",
    "phone",
    "mobile",
    "email",
    "mob",
    "call",
    "if",
    "but",
    "and",
    "or",
    "so",
    "also",
    "can",
    "could",
    "the",
    "this",
    "that",
    "it",
    "is",
    "was",
    "when",
    "what",
    "where",
    "yes",
    "no",
    "not",
    "mr",
    "mrs",
    "ms",
    "may",
    "june",
    "july",
    "august",
    "january",
    "february",
    "march",
    "april",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "sincerely",
    "best",
    "as",
    "for",
    "to",
    "on",
    "by",
    "at",
    "in",
    "he",
    "she",
    "they",
    "our",
];

/// The length of the towns and counties behind a street: `, Sheffield, South Yorkshire`.
fn towns(text: &Text<'_>, at: usize) -> usize {
    let window = text.head(at, 80);
    let mut length = 0;
    for _ in 0..3 {
        let Some(rest) = window[length..].strip_prefix(',') else {
            break;
        };
        let segment = segment(rest, 3);
        if segment == 0 {
            break;
        }
        length += 2 + segment;
    }
    length
}

/// The length of a town's name behind a space, of so many words at most.
fn segment(text: &str, words: usize) -> usize {
    let Some(rest) = text.strip_prefix(' ') else {
        return 0;
    };
    let mut segment = 0;
    for word in rest.split_inclusive(' ').take(words) {
        let name = word.trim_end_matches([' ', ',', '.', '\n']);
        let named = name.len() > 1
            && name.starts_with(char::is_uppercase)
            && name
                .chars()
                .all(|c| c.is_alphabetic() || "'’.-".contains(c));
        // Dublin 2
        let ward = segment > 0
            && (1..3).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_digit());
        if !named && !ward || NO_TOWN.contains(&name.to_lowercase().as_str()) {
            break;
        }
        segment = word.as_ptr() as usize - rest.as_ptr() as usize + name.len();
        let ends = word.len() != name.len() + 1 || word.ends_with([',', '.', '\n']);
        if ends && name != "Co" {
            break;
        }
    }
    segment
}

/// Whether a town or a ward is named beside the city: `Kyoto City 3-1-3` is a bus.
fn is_divided(places: &str) -> bool {
    let words = places.split([' ', ',']).filter(|word| !word.is_empty());
    let words = words.filter(|word| !["City", "Ward", "Prefecture"].contains(word));
    words.count() > 1
}

/// The words behind a house number of so many digits, and the letter or the second number that may be joined to it.
fn behind_number(after: &str, digits: usize) -> Option<&str> {
    let rest = &after[digits..];
    let joined = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let rest = &rest[rest.find(|c| !joined(c)).unwrap_or(rest.len())..];
    rest.strip_prefix(',').unwrap_or(rest).strip_prefix(' ')
}

/// Whether the name of a street may begin so: a capital, an ordinal, or one of the few words in small letters.
fn begins_name(words: &str) -> bool {
    const SMALL: &[&[u8; 2]] = &[
        b"of", b"th", b"de", b"la", b"bi", b"te", b"ru", b"av", b"bo", b"bd", b"pl", b"ch", b"im",
        b"al", b"qu", b"co", b"ro", b"sq",
    ];
    match words.as_bytes() {
        [first, second, ..] if first.is_ascii_lowercase() => SMALL.contains(&&[*first, *second]),
        [first, ..] => first.is_ascii_alphanumeric() || !first.is_ascii(),
        [] => false,
    }
}

/// A street in small letters: no word of a sentence in it, and what is a word as well ("way",
/// "close") only behind what says that an address follows.
fn in_small_letters(text: &Text<'_>, run: &Range<usize>, after: &str) -> Option<Range<usize>> {
    let small =
        |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"- ,".contains(byte);
    if run.len() > 5 || !after.as_bytes().get(run.len()).is_some_and(small) {
        return None;
    }
    if !SMALL.is_match(after) {
        return None;
    }
    let line = SMALL.captures(after)?;
    let mut names = line["name"].split_whitespace();
    if names.any(|word| NO_STREET.contains(&word.trim_end_matches('.'))) {
        return None;
    }
    let before = text.tail(run.start, 24);
    let end = run.start + line.get(0)?.end();
    // "45 oak street, springfield", "9 queens road bs8": a town or a code goes on.
    let goes_on = text.folded[end..].starts_with([',', '\n']) || end == text.folded.len();
    let starts = before.is_empty() || before.ends_with('\n');
    if line.name("word").is_some() && !LIVES.is_match(before) && !(starts && goes_on) {
        return None;
    }
    let flat = FLAT_SMALL.find(before).map_or(0, |flat| flat.len());
    let number = NUMBER_SMALL
        .find(&before[..before.len() - flat])
        .map_or(0, |number| number.len());
    let town = TOWN_SMALL
        .captures(&text.folded[end..])
        .and_then(|it| it.name("town"))
        .map_or(0, |town| town.end());
    Some(run.start - flat - number..end + town)
}

/// Adds the street with what follows it, the postal code by itself; returns its end.
fn with_city(text: &Text<'_>, street: Range<usize>, found: &mut Vec<Found<'_>>) -> usize {
    let mut end = street.end;
    if let Some(unit) = UNIT.find(&text.folded[end..]) {
        end += unit.end();
    }
    if let Some(coded) = CODED.captures(text.head(end, 120))
        && let Some(code) = coded.name("code").or(coded.name("eircode"))
        // A town is in front of four digits.
        && (coded.name("eircode").is_some() || !coded["towns"].is_empty())
        && !text
            .label(end + code.start())
            .is_some_and(|found| found.direct && found.label == Label::Reference)
    {
        let at = end + code.start();
        found.push(Found {
            range: street.start..end + coded["towns"].len(),
            kind: KIND,
        });
        found.push(Found {
            range: at..at + code.len(),
            kind: postal_code::KIND,
        });
        // 60 MacDyer Street F61 EXN1 Ballina: the town stands behind.
        let town = match coded["towns"].is_empty() {
            true => segment(text.head(at + code.len(), 40), 2),
            false => 0,
        };
        if town > 0 {
            let start = at + code.len() + 1;
            found.push(Found {
                range: start..start + town,
                kind: KIND,
            });
        }
        return at + code.len();
    }
    let Some(city) = CITY.captures(&text.folded[end..]) else {
        end += towns(text, end);
        found.push(Found {
            range: street.start..end,
            kind: KIND,
        });
        return end;
    };
    let at = |range: Range<usize>| end + range.start..end + range.end;
    let whole = city.get(0).map_or(end..end, |city| at(city.range()));
    if let (Some(code), Some(city)) = (city.name("before"), city.name("city")) {
        found.push(Found {
            range: street.start..end,
            kind: KIND,
        });
        found.push(Found {
            range: at(code.range()),
            kind: postal_code::KIND,
        });
        found.push(Found {
            range: at(city.range()),
            kind: KIND,
        });
        return whole.end;
    }
    let mut last = whole.end;
    if let Some(zip) = city.name("zip").map(|zip| at(zip.range())) {
        last = zip.start - 1;
        found.push(Found {
            range: zip,
            kind: postal_code::KIND,
        });
    } else if let Some(comma) = city.name("comma") {
        last = end + comma.start();
        last += towns(text, last);
    }
    // Ballycastle, Co. Mayo
    if text.folded[..last].ends_with(" Co")
        && let Some(rest) = text.head(last, 24).strip_prefix(". ")
    {
        last += 2 + rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
    }
    found.push(Found {
        range: street.start..last,
        kind: KIND,
    });
    whole.end.max(last)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::{KIND, postal_code};

    #[test]
    fn finds_street_lines() {
        for address in [
            "123 Main Street",
            "1600 Pennsylvania Ave NW",
            "742 Evergreen Terrace, Apt 4B",
            "221B Baker Street",
            "Flat 3, 12 Kings Road",
            "12 rue de la Paix",
            "15 rue des Lilas",
            "15 rue des Écoles",
            "4 place des Vosges",
            "7 allée des Peupliers",
            "9 avenue de l'Opéra",
            "22 rue Lesueur",
            "3 quai Augagneur",
            "Hauptstraße 12a",
            "Berliner Straße 5",
            "PO Box 1234",
            "Calle Mayor 10",
            "1-2-3 Shibuya, Shibuya-ku, Tokyo",
            "350 5th Avenue",
        ] {
            assert_found(KIND, address, &format!("send it to {address}."));
            assert_found(KIND, address, address);
        }
        for (address, text) in [
            (
                "12 High Street, Leeds",
                "We moved to 12 High Street, Leeds in May.",
            ),
            (
                "Basement Flat, 170 Castle Street, Cardiff",
                "it is Basement Flat, 170 Castle Street, Cardiff",
            ),
            (
                "Top Floor Flat, 9 Kings Road, London",
                "Top Floor Flat, 9 Kings Road, London",
            ),
            (
                "7 Sea View, Ballycastle, Co. Mayo",
                "we live at 7 Sea View, Ballycastle, Co. Mayo, everyone knows",
            ),
            (
                "14/27 George St, Parramatta NSW",
                "moved to 14/27 George St, Parramatta NSW",
            ),
            ("12 High Street", "I live at 12 High Street, Please call"),
            ("GPO Box 3961", "Post to GPO Box 3961."),
            ("po box 3344", "not to po box 3344."),
            (
                "10 Downing Street",
                "deliver it to 10 Downing Street book shop",
            ),
        ] {
            assert_found(KIND, address, text);
        }
        for text in [
            "I want the 221B Baker Street poster",
            "The 10 Downing Street mug",
            "We saw 2 Nature Park, London",
        ] {
            assert_nothing(KIND, text);
        }
        assert_found(
            KIND,
            "123 Main Street, Springfield, IL",
            "123 Main Street, Springfield, IL 62704",
        );
        use super::super::tests::of_kind;
        for (address, code, text) in [
            (
                "20 O'Sullivan Avenue\nManawahoro",
                "2366",
                "20 O'Sullivan Avenue\nManawahoro 2366",
            ),
            (
                "33 Horoawa Avenue, William Flats",
                "8671",
                "to 33 Horoawa Avenue, William Flats 8671 last week",
            ),
            (
                "12 Merrion Square, Dublin 2",
                "D02 X285",
                "12 Merrion Square, Dublin 2, D02 X285",
            ),
            (
                "5 Main Street, Kinsale, Co. Cork",
                "P17 K221",
                "5 Main Street, Kinsale, Co. Cork, P17 K221",
            ),
            (
                "1-2-3 Honmachi, Mihara City, Hiroshima",
                "723-0014",
                "1-2-3 Honmachi, Mihara City, Hiroshima 723-0014",
            ),
            (
                "1-2-3 Shiba, Minato-ku, Tokyo",
                "106-0047",
                "1-2-3 Shiba, Minato-ku, Tokyo 106-0047",
            ),
        ] {
            assert_eq!(of_kind(KIND, text), [address], "{text}");
            assert_eq!(of_kind(postal_code::KIND, text), [code], "{text}");
        }
        for address in [
            "Osaka-shi Kita-ku Umeda 3-1-3",
            "Vollbrechtstraße 2/2",
            "Kühnertstr. 6-8",
            "186 Huddleston Circuit",
        ] {
            assert_found(KIND, address, &format!("send it to {address} please"));
        }
        assert_found(KIND, "12 High Street", "12 High Street, Order 2366");
        assert_nothing(KIND, "Kyoto City 3-1-3 bus");
    }

    #[test]
    fn finds_street_lines_in_small_letters() {
        for (address, text) in [
            (
                "apt 4b, 220 e 9th st, new york ny 10003",
                "ship to apt 4b, 220 e 9th st, new york ny 10003",
            ),
            ("no. 5 elm close", "please send it to no. 5 elm close"),
            ("5 elm close", "i live at 5 elm close"),
            (
                "45 oak street, springfield",
                "my address is 45 oak street, springfield",
            ),
            ("12 main st apt 4", "send it to 12 main st apt 4"),
            ("flat 2, 9 queens road", "flat 2, 9 queens road"),
            (
                "7 st. john's wood road",
                "deliver to 7 st. john's wood road please",
            ),
            ("221b baker street", "its 221b baker street not 212"),
            ("18 victoria park, cardiff", "18 victoria park, cardiff"),
            ("350 5th avenue", "im at 350 5th avenue"),
        ] {
            assert_found(KIND, address, text);
        }
    }

    #[test]
    fn numbers_before_words_are_no_streets() {
        for text in [
            "it is 5 minutes down the road",
            "we drove 12 hours on the road",
            "i bought 2 blue jackets on the high street",
            "only 3 left in this place",
            "a 4 star place",
            "10 percent off the way home",
            "i ordered 2 bath towels by the way",
            "open till 5 in the square",
            "the 2 red cars drive away",
            "we have 3 dogs close by",
            "I bought 3 Red Shoes",
            "in 2024 We moved",
            "10 Best Ways",
            "5 stars",
            "Model X 12",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
