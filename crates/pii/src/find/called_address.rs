//! Addresses in Latin letters that words in front call so, whatever their streets are called: `Address: 20 Koroiti
//! Crescent`, `please send it to 8 Allen Keys, Rushmouth 9692`.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::address::KIND;
use super::label::Label;
use super::{Found, Text, called, postal_code};

/// What a word in front of an address is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    /// The label of an address.
    Place,
    /// The same, with a person's name in front of the address now and then.
    Recipient,
    /// The label of a street and its number alone.
    Street,
    /// The label of a town, which is a part of an address where the other parts are.
    Town,
    /// The label of a block or a line of an address in Japanese.
    Block,
    /// What is said of an address in a sentence.
    Said,
}

pub(super) const WORDS: &[(Called, &str)] = &[
    (
        Called::Place,
        "address|addr|addr.|shipping address|delivery address|billing address|home address|mailing address|postal address|residential address|work address|office address|current address|new address|old address|\
         return address|street address|address line 1|address line 2|address line|address 1|address 2|address1|address2|address_1|address_2|address_line1|address_line2|address_line_1|address_line_2|delivery_address|shipping_address|billing_address|\
         home_address|mailing_address|street_address|postal_address|deliveryaddress|shippingaddress|billingaddress|adresse|lieferadresse|rechnungsadresse|anschrift|lieferanschrift|wohnort|neue adresse|adresse de livraison|\
         adresse de facturation|adresse postale|dirección|direccion|dirección de envío|dirección de entrega|dirección de facturación|domicilio|indirizzo|indirizzo di spedizione|indirizzo di consegna|\
         adres|bezorgadres|factuuradres|verzendadres|endereço|endereco|endereço de entrega|morada|adress|leveransadress|osoite|住所|ご住所|地址|주소",
    ),
    (
        Called::Recipient,
        "ship to|shipped to|deliver to|delivered to|delivery to|send to|sent to|bill to|mail to|forward to|return to|liefern an|versand an|livrer à|enviar a|spedire a|verzenden naar|bezorgen op",
    ),
    (
        Called::Street,
        "street|straße|strasse|straße und hausnummer|straße/hausnr|str. und nr|rue|calle|via|straat|straat en huisnummer|rua|gata|gatuadress|ulica|hausnummer",
    ),
    (
        Called::Town,
        "city|town|suburb|city/town|town/city|ort|plz/ort|plz ort|wohnort|stadt|ville|commune|ciudad|población|localidad|municipio|provincia|città|citta|comune|località|plaats|woonplaats|stad|cidade|localidade|miasto|county|state|state/province|province|prefecture|building|都道府県|市区町村|市町村|市区郡|建物名|建物名・部屋番号|建物|マンション名|マンション・ビル名|ビル名|部屋番号",
    ),
    (
        Called::Block,
        "番地|町名番地|町名・番地|町村番地|丁目・番地|丁目番地|住所1|住所2|住所3|ご住所1|ご住所2|ご住所3|お届け先住所1|お届け先住所2|お届け先住所3|配送先住所1|配送先住所2|請求先住所1|請求先住所2|addr1|addr2|addr3|addr_1|addr_2|建物名・号室",
    ),
    (
        Called::Said,
        "send it to|send them to|send this to|send that to|send these to|send my order to|send the parcel to|send the order to|send everything to|ship it to|ship them to|ship this to|ship my order to|ship the order to|deliver it to|deliver them to|\
         forward it to|redirect it to|redeliver to|post it to|mail it to|return it to|moved to|moving to|relocated to|live at|lives at|living at|lived at|live in|live on|resides at|reside at|residing at|based at|located at|\
         staying at|collect it from|collect from|pick up from|pick it up from|address is|address to|address was|senden sie es an|schicken sie es an|senden an|schicken an|wohne in|wohne jetzt in|wohnhaft in|wohnhaft|wohne|ziehe um in|\
         umgezogen nach|envoyer au|envoyer à|envoyer a|livrer au|j'habite|j’habite|habite au|habite à|domicilié au|déménagé au|envíelo a|envíalo a|enviarlo a|enviadlo a|vivo en|resido en|mudado a|spedite a|spedire a|spedirlo a|abito in|\
         vivo in|residente in|residente a|opsturen naar|versturen naar|sturen naar|woon op|woon in|woon aan|verhuisd naar|enviar para|moro na|moro em|bor på|mieszkam",
    ),
];

/// What links a label and its value.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"^(?:[ ]?[(\[][^)\]\n]{0,24}[)\]])?(?: ?[12](?-u:\b))?["'*_]{0,3}(?:[ \t]*(?P<sign>=>|->|[:=|\t]|→|…|[)\]】>■」』]{1,3}|(?P<comma>,))|[ \t]*(?P<link>は、?|が、?|(?:is|was|ist|est|es|è)(?: now)?(?-u:\b):?))?[ \t:"'*|]*(?:</?t[hdr]>|</?d[td]>|</t[hdr]|</d[td]|<t[hd]>|<dd>|>)*(?P<line>\n[ \t]*(?:> ?)?)?"#,
    )
});

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// No address is longer, in bytes.
const REACH: usize = 220;
const MOST_LINES: usize = 5;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut towns = Vec::new();
    let mut done = 0;
    let codes = of_kinds(found, |kind| kind == postal_code::KIND);
    for (called, word) in text.calls.iter().filter_map(|(called, word)| match called {
        called::Called::Address(called) => Some((*called, word.clone())),
        _ => None,
    }) {
        if word.start < done
            || called == Called::Place && is_of_a_machine(text, &word)
            || is_inside(text, &word)
        {
            continue;
        }
        let behind = text.head(word.end, 64);
        let Some(link) = LINK.captures(behind) else {
            continue;
        };
        let start = word.end + link[0].len();
        // `address,12 High Street` is a row; a comma of a sentence has a space behind it.
        let spaced = |mark: regex::Match<'_>| {
            let value = text.folded[word.end + mark.end()..].trim_start_matches('"');
            !value.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase() || c == '#')
        };
        if link.name("comma").is_some_and(spaced) {
            continue;
        }
        let colon = link.name("sign").is_some();
        let sign = colon || link.name("line").is_some() || link.name("comma").is_some();
        let said = link.name("link").is_some();
        let written = &text.folded[word.clone()];
        let range = match called {
            Called::Street if colon && begins_cell(text, word.start) => street(text, start),
            Called::Town if colon && begins_cell(text, word.start) => {
                towns.extend(town(text, start));
                continue;
            }
            Called::Block if colon && begins_cell(text, word.start) => {
                town(text, start).filter(|range| {
                    text.folded[range.clone()].contains(|c: char| c.is_ascii_digit())
                        || written.contains("住所") && !is_none(&text.folded[range.clone()])
                })
            }
            Called::Street | Called::Town | Called::Block => None,
            // 住所 and 지소 are labels of what is written in other letters as well.
            Called::Place if sign => value(text, start, false, false),
            Called::Place if said || written.is_ascii() => value(text, start, true, false),
            Called::Place => None,
            Called::Recipient => value(text, start, !sign, true),
            Called::Said => value(text, start, true, true),
        };
        if let Some(range) = range {
            done = range.end;
            without_codes(text, range, &codes, found);
        }
    }
    // A town alone is no secret.
    if towns.is_empty() {
        return;
    }
    let placed = of_kinds(found, |kind| kind == KIND || kind == postal_code::KIND);
    let all_towns = towns.clone();
    for town in towns {
        let from = placed.partition_point(|place| place.start + 2 * REACH < town.start);
        let near = placed[from..]
            .iter()
            .take_while(|place| place.start < town.end + REACH)
            .any(|place| town.start < place.end + REACH);
        // {"prefecture":"東京都","city":"港区","town":"芝5-7-1"}: together they are an address.
        let joined = || {
            let digit = |range: &&Range<usize>| {
                let written = &text.folded[(*range).clone()];
                !written.is_ascii() && written.contains(|c: char| c.is_ascii_digit())
            };
            let at = all_towns.partition_point(|other| other.start + REACH < town.start);
            let beside = all_towns[at..]
                .iter()
                .take(8)
                .take_while(|other| other.start < town.end + REACH);
            let beside: Vec<_> = beside.collect();
            beside.len() > 2 && beside.iter().any(digit)
        };
        if near || joined() {
            found.push(Found {
                range: town,
                kind: KIND,
            });
        }
    }
}

/// The finds of some kinds, in order.
fn of_kinds(found: &[Found<'_>], is_one: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let ranges = found.iter().filter(|found| is_one(found.kind));
    let mut ranges: Vec<Range<usize>> = ranges.map(|found| found.range.clone()).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges
}

/// The address of a mail, of a machine, of a wallet.
fn is_of_a_machine(text: &Text<'_>, word: &Range<usize>) -> bool {
    const OTHERS: &[&str] = &[
        "mail",
        "e-mail",
        "email",
        "mailadresse",
        "ip",
        "ipv4",
        "ipv6",
        "mac",
        "web",
        "website",
        "site",
        "url",
        "wallet",
        "btc",
        "bitcoin",
        "eth",
        "crypto",
        "usdt",
        "メール",
        "ip-",
        "email-",
        "e-mail-",
        "mail-",
        "form",
        "to",
        "please",
        "must",
        "cannot",
        "correo",
        "posta",
    ];
    let before = text.tail(word.start, 16).to_lowercase();
    let before = before.trim_end_matches([' ', '_', '-']);
    let last = before
        .rsplit([' ', '\n', ',', '(', '/'])
        .next()
        .unwrap_or_default();
    OTHERS.contains(&last)
}

/// Whether nothing is in front of the label in its line or its cell: `Via:` is a street, `Ship via:` is not.
fn begins_cell(text: &Text<'_>, at: usize) -> bool {
    let before = text.folded[..at].trim_end_matches([' ', '"', '*', '-', '・', '•']);
    before.is_empty() || before.ends_with(['\n', '\t', '|', ',', ';', '{', '、', '>', '/'])
}

/// Whether the word is the end of a longer one.
fn is_inside(text: &Text<'_>, word: &Range<usize>) -> bool {
    let letter = |c: char| c.is_alphabetic() && c < '\u{2000}' || c == '_';
    text.folded[..word.start].ends_with(letter)
}

/// Words that are in no address in Latin letters.
static SENTENCE: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "i you we they he she it is are was were have has had my your our their his her be been being not no yes wrong correct incorrect changed change same below above see attached as if but because when what which who \
     this that these those there here please can could would will should must want need like know think update updated confirm check don't didn't can't cannot and or for with thanks thank sorry unknown none n/a \
     last next today tomorrow yesterday now soon again already still instead before after until since ago weeks week days day hours month months year years items item pieces pcs order orders number package parcel \
     ich sie wir und oder nicht ist sind war mein meine bitte danke siehe oben unten falsch geändert je vous nous et ou pas merci est sont mon ma votre changé voir yo usted gracias por favor es mi su cambiado \
     io lei grazie sono mio sua cambiato ik jij wij niet mijn uw dank graag zie veranderd"
        .split_ascii_whitespace()
        .collect()
});

/// Words in small letters within the names of streets and places.
const SMALL: &[&str] = &[
    "of",
    "the",
    "de",
    "del",
    "della",
    "delle",
    "dei",
    "degli",
    "di",
    "da",
    "do",
    "dos",
    "das",
    "du",
    "des",
    "la",
    "le",
    "les",
    "los",
    "las",
    "el",
    "der",
    "den",
    "dem",
    "die",
    "van",
    "von",
    "het",
    "op",
    "zum",
    "zur",
    "am",
    "an",
    "aan",
    "bij",
    "en",
    "im",
    "in",
    "auf",
    "y",
    "e",
    "et",
    "a",
    "al",
    "à",
    "aux",
    "sur",
    "sous",
    "bei",
    "ob",
    "vor",
    "on",
    "upon",
    "co",
    "n",
    "nr",
    "no",
    "n°",
    "nº",
    "bis",
    "ter",
    "rue",
    "avenue",
    "boulevard",
    "chemin",
    "place",
    "impasse",
    "allée",
    "quai",
    "route",
    "cours",
    "square",
    "calle",
    "avenida",
    "plaza",
    "paseo",
    "piso",
    "puerta",
    "via",
    "viale",
    "piazza",
    "corso",
    "apt",
    "flat",
    "unit",
    "suite",
    "bte",
    "bus",
    "interno",
    "scala",
];

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "januar",
    "februar",
    "märz",
    "mai",
    "juni",
    "juli",
    "oktober",
    "dezember",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "janvier",
    "février",
    "mars",
    "avril",
    "juin",
    "juillet",
    "août",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "gennaio",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
];

/// What an address in small letters begins with, if not with a house number.
const SMALL_STARTS: &[&str] = &[
    "flat ", "unit ", "level ", "studio ", "apt", "po box ", "lot ",
];

/// The address that begins at `start`. In a sentence it has capitals, and ends where the sentence goes on.
fn value(text: &Text<'_>, start: usize, strict: bool, named: bool) -> Option<Range<usize>> {
    let window = text.head(start, REACH);
    let latin = |c: char| c.is_alphabetic() && c < '\u{2000}' || c.is_ascii_digit() || c == '#';
    if !window.starts_with(latin) {
        return None;
    }
    let mut end = 0;
    let mut from = 0;
    let mut whole = false;
    // An address that begins in small letters goes on in them; in a sentence only one with a code is sure.
    let all_small = !window.lines().next()?.contains(|c: char| c.is_uppercase());
    let numbered = window.starts_with(|c: char| c.is_ascii_digit())
        || SMALL_STARTS.iter().any(|word| window.starts_with(word));
    let said = strict && all_small && numbered;
    let strict = strict && !said;
    let small = !strict && all_small;
    for (index, line) in window.split_inclusive('\n').enumerate().take(MOST_LINES) {
        let at = line.as_ptr() as usize - window.as_ptr() as usize;
        if index > 0 && !continues(text, start + at, line, &window[at + line.len()..], small) {
            break;
        }
        let (length, goes_on) = part(line, strict);
        if length > 0 {
            end = at + length;
        }
        whole |= goes_on;
        if !goes_on {
            break;
        }
    }
    if let Some(date) = date(&window[..end]) {
        end = date;
        whole = false;
    }
    whole |= window[end..].trim_start_matches(' ').starts_with(CELL_ENDS);
    let value = window[..end].trim_end_matches([' ', '\n', '\r', '\t', ',', '.', '-', '|']);
    let (mut capitals, mut numbers, mut words, mut code) = (0, 0, 0, false);
    for word in value.split([' ', ',', '\n', '\r', '>']) {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        words += usize::from(!word.is_empty());
        capitals += usize::from(word.starts_with(char::is_uppercase));
        code |= numbers > 0 && digits >= 4 || digits >= 5;
        numbers += usize::from(digits > 0);
    }
    let segments = 1 + value.matches(['\n']).count() + value.matches(", ").count();
    if named {
        let bare;
        (from, bare) = without_name(value);
        if bare && !code {
            return None;
        }
    }
    let first = value[from..].find(|c: char| c.is_ascii_digit())?;
    let label = text.label(start + from + first);
    let other = label
        .is_some_and(|found| found.direct && matches!(found.label, Label::Reference | Label::Card));
    // Behind a name, `12 High Street` and no extension.
    let street = from == 0 || code || {
        let mut words = value[from..].split([' ', ',']);
        words
            .next()
            .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            && words.any(|word| word.starts_with(char::is_uppercase))
    };
    let enough = street
        && match strict {
            true => capitals > 0 && (segments > 1 || code) && numbers > 0 && first < 60,
            false if said => code && segments > 1 && words > 3 && first < 60,
            false => numbers > 0 && words > 1 && (capitals > 0 || segments > 1 || whole && !named),
        };
    (enough && !other).then(|| start + from..start + value.len())
}

/// Where the day begins that a sentence goes on with behind an address: `… on 12 May`, `… in May`.
fn date(value: &str) -> Option<usize> {
    let word_at = |word: &str| word.as_ptr() as usize - value.as_ptr() as usize;
    let words: Vec<&str> = value
        .split([' ', ',', '\n', '\r'])
        .filter(|word| !word.is_empty())
        .collect();
    let month = words
        .iter()
        .position(|word| MONTHS.contains(&word.trim_end_matches('.').to_lowercase().as_str()))?;
    let mut first = month;
    let of_day = |word: &str| {
        let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
        matches!(
            word,
            "in" | "on" | "by" | "the" | "of" | "until" | "since" | "from"
        ) || digits.len() <= 2 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    while first > 0 && of_day(words[first - 1]) {
        first -= 1;
    }
    Some(word_at(words[first]))
}

/// What a cell of a table or of JSON ends with.
const CELL_ENDS: [char; 6] = ['|', '"', '<', '}', ']', '\t'];

/// How much of a line is an address, and whether the next line may be of it, too.
fn part(line: &str, strict: bool) -> (usize, bool) {
    let mut end = 0;
    // A cell of a table or of JSON ends there; what is quoted begins with its mark.
    let cell = line
        .find(['|', '"', '<', '}', ']', '\t'])
        .map_or(line, |at| &line[..at]);
    let ends = cell.len() < line.len();
    let line = cell;
    let mut rest = line.trim_start_matches(['>', ' ']);
    loop {
        let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let at = line.len() - rest.len() + gap;
        rest = &line[at..];
        let length = rest.find([' ', '\t', '\n', '\r']).unwrap_or(rest.len());
        let word = &rest[..length];
        if word.is_empty() {
            return (end, !ends);
        }
        let plain = word.trim_end_matches([',', '.', ';', '!', '?', ')', '"']);
        let lower = plain.to_lowercase();
        let closes = &word[plain.len()..];
        let foreign = plain.contains(['@', ':', '(', '<', '[', '{', '=', '|'])
            || plain.contains("//")
            || plain.is_empty();
        let small = plain.starts_with(|c: char| c.is_lowercase())
            && !plain.contains(|c: char| c.is_ascii_digit());
        // `12 High Street, Please call`
        let begins = small || line[..at].trim_end().ends_with([',', '.']);
        let is_sentence = begins && SENTENCE.contains(lower.as_str());
        let unknown =
            strict && small && !SMALL.contains(&lower.as_str()) && !lower.contains(['\'', '’']);
        if foreign || is_sentence || unknown {
            return (end, false);
        }
        if !small || !strict {
            end = at + plain.len();
        }
        // `Apt. 9`, `St. Keith`: a short word with a dot goes on.
        let short =
            closes == "." && plain.len() <= 4 && !plain.contains(|c: char| c.is_ascii_digit());
        let last = line[at + length..].trim().is_empty();
        if closes.contains([';', '!', '?', ')', '"']) || closes.contains('.') && !short {
            return (end, closes == "." && last);
        }
        rest = &line[at + length..];
    }
}

/// Whether a line behind an address is a part of it: a town with a code, or one in front of such a line.
fn continues(text: &Text<'_>, at: usize, line: &str, rest: &str, small: bool) -> bool {
    let unquoted = |line: &str| line.trim_start_matches(['>', ' ']).to_owned();
    let of_place = |line: &str| {
        let words: Vec<&str> = line
            .split([' ', ',', '\t'])
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .collect();
        let fits = |word: &&str| {
            word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '(')
                || SMALL.contains(word)
                || small && !SENTENCE.contains(word)
        };
        (1..=6).contains(&words.len())
            && words.iter().all(fits)
            && !line.contains([':', '@', '!', '?'])
    };
    let coded = |line: &str| {
        line.split([' ', ',', '\t', '\r', '\n', '(', ')', '-'])
            .any(|word| {
                let digits = word.bytes().filter(u8::is_ascii_digit).count();
                (2..=7).contains(&word.len()) && digits >= 1 && word.len() - digits <= 4
            })
    };
    let digit = line.find(|c: char| c.is_ascii_digit());
    let other = digit.is_some_and(|digit| {
        text.label(at + digit).is_some_and(|found| {
            matches!(found.label, Label::Reference | Label::Phone | Label::Card) && found.direct
        })
    });
    let phone = |line: &str| line.bytes().filter(u8::is_ascii_digit).count() > 8;
    let cell = |line: &str| unquoted(line.split(['|', '"', '<', '}']).next().unwrap_or_default());
    let next = cell(rest.lines().next().unwrap_or_default());
    let line = &cell(line);
    of_place(line.trim())
        && !other
        && !phone(line)
        && (coded(line) || of_place(next.trim()) && coded(&next) && !phone(&next))
}

/// Where the address begins behind a person's name: at the first part with a digit, or in front of a part that is a
/// house number alone.
fn without_name(value: &str) -> (usize, bool) {
    let (mut at, mut before) = (0, 0);
    for part in value.split_inclusive([',', '\n']) {
        let trimmed = part.trim_start();
        let flat = ["flat", "apt", "unit", "suite", "room", "house", "c/o"]
            .iter()
            .any(|word| {
                trimmed
                    .get(..word.len())
                    .is_some_and(|it| it.eq_ignore_ascii_case(word))
            });
        if flat || part.contains(|c: char| c.is_ascii_digit()) {
            return match is_house_number(trimmed) {
                true if at > 0 => (before, true),
                _ => (at + part.len() - trimmed.len(), false),
            };
        }
        before = at + part.len() - trimmed.len();
        at += part.len();
    }
    (0, false)
}

/// A number without a street: that is in front of the comma, as in `Via Patrizia, 99 Appartamento 75`.
fn is_house_number(part: &str) -> bool {
    let mut words = part.trim_end_matches([',', '\n', ' ']).split(' ');
    let number = words
        .next()
        .is_some_and(|word| word.len() <= 5 && word.starts_with(|c: char| c.is_ascii_digit()));
    let flats = [
        "appartamento",
        "piano",
        "interno",
        "int.",
        "scala",
        "piso",
        "puerta",
        "apt.",
        "apto",
        "bis",
        "bus",
        "bte",
        "esc.",
        "/",
    ];
    number
        && words
            .next()
            .is_none_or(|word| flats.contains(&word.to_lowercase().as_str()))
}

/// A street and its number on one line, behind their label.
fn street(text: &Text<'_>, start: usize) -> Option<Range<usize>> {
    let line = text.head(start, 80).lines().next()?;
    let line = line.split([';', '|', '\t', '"', '<', '}']).next()?;
    let (end, _) = part(line, false);
    let value = line[..end].trim_end_matches([' ', ',', '.']);
    let words = value.split(' ').count();
    let digits = value
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .max();
    let named = (words > 1 || digits > Some(0)) && digits < Some(5);
    (named && value.starts_with(|c: char| c.is_alphanumeric()) && words <= 8 && value.len() > 2)
        .then(|| start..start + value.len())
}

fn is_none(value: &str) -> bool {
    ["なし", "無し", "無", "特になし", "同上", "空欄"].contains(&value)
}

/// A town of a few words on one line, behind its label.
fn town(text: &Text<'_>, start: usize) -> Option<Range<usize>> {
    let line = text.head(start, 60).lines().next()?;
    let value = line
        .split([',', ';', '|', '\t', '(', '"', '<', '}'])
        .next()?
        .trim_end();
    let letters = |c: char| c.is_alphanumeric() || " .'’-/・".contains(c);
    let first =
        |c: char| c.is_uppercase() || c.is_ascii_digit() || c.is_alphabetic() && !c.is_ascii();
    let capital = value.starts_with(first);
    (capital && value.split(' ').count() <= 4 && value.chars().all(letters) && value.len() > 1)
        .then(|| start..start + value.len())
}

/// Adds the address without the postal codes that are found in it, which have a name of their own.
fn without_codes(
    text: &Text<'_>,
    range: Range<usize>,
    codes: &[Range<usize>],
    found: &mut Vec<Found<'_>>,
) {
    let from = codes.partition_point(|code| code.start < range.start);
    let within = codes[from..]
        .iter()
        .take_while(|code| code.start < range.end);
    let codes = within.filter(|code| code.end <= range.end).cloned();
    let codes: Vec<Range<usize>> = codes.chain(std::iter::once(range.end..range.end)).collect();
    let mut at = range.start;
    for code in codes {
        let piece = &text.folded[at.min(code.start)..code.start];
        let marks = [' ', ',', '\n', '\r', '-', '.'];
        let start = at + piece.len() - piece.trim_start_matches(marks).len();
        let end = at + piece.trim_end_matches(marks).len();
        if start < end {
            found.push(Found {
                range: start..end,
                kind: KIND,
            });
        }
        at = at.max(code.end);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_nothing, of_kind};
    use super::*;

    #[test]
    fn finds_what_is_called_an_address() {
        for (expected, text) in [
            (
                &["186 Huddleston Circuit\nRotokawa 9596"][..],
                "Shipping address: 186 Huddleston Circuit\nRotokawa 9596",
            ),
            (
                &["Am Mühlbach 3a", "Augsburg"],
                "Straße: Am Mühlbach 3a\nOrt: Augsburg",
            ),
            (&["Laugavegur 77"], "Street: Laugavegur 77"),
            (&["Kerkstraat 45, 1017 GC"], "Adres: Kerkstraat 45, 1017 GC"),
            (
                &["8 Allen Keys, Rushmouth 9692"],
                "Please send it to 8 Allen Keys, Rushmouth 9692.",
            ),
            (
                &["33 Horoawa Avenue, William Flats 8671"],
                "I moved to 33 Horoawa Avenue, William Flats 8671 last week.",
            ),
            (
                &["79, Oza, Tirunelveli-551482"],
                "Please send it to 79, Oza, Tirunelveli-551482.",
            ),
            (
                &["35420 Fuller Walks Apt. 537, Smithbury, FM 52404"],
                "Please send it to 35420 Fuller Walks Apt. 537, Smithbury, FM 52404.",
            ),
            (
                &["12 High Street, Leeds"],
                "Send it to John Smith, 12 High Street, Leeds please",
            ),
            (
                &["220 oak hollow, springfield"],
                "address: 220 oak hollow, springfield",
            ),
            (
                &["12 High Street, Leeds"],
                r#"{"delivery_address":"12 High Street, Leeds","n":1}"#,
            ),
            (
                &["12 High Street, Leeds"],
                "| Address | 12 High Street, Leeds |",
            ),
            (&["12 High Street, Leeds"], "address,12 High Street, Leeds"),
            (
                &["12 High Street, Leeds"],
                "[Address 1]: 12 High Street, Leeds",
            ),
            (
                &["12 High Street, Leeds"],
                "It was delivered to 12 High Street, Leeds on 12 May 2026",
            ),
            (
                &["4 Julie Pass\n> Upton 9436"],
                "> my address:\n> 4 Julie Pass\n> Upton 9436\n> cheers",
            ),
            (
                &["19 shepard line\nblakeburgh, tas, 6435"],
                "address: 19 shepard line\nblakeburgh, tas, 6435",
            ),
            (
                &["東京都", "港区", "芝5-7-1", "芝ハイツ302"],
                r#"{"prefecture":"東京都","city":"港区","town":"芝5-7-1","building":"芝ハイツ302"}"#,
            ),
            (
                &["232 Wharetipu Plaza, RD 9, Newman Flats 8851"],
                "ship to 232 Wharetipu Plaza, RD 9, Newman Flats 8851 please",
            ),
            (
                &["140 williamson quay, awamanga 9662"],
                "i live at 140 williamson quay, awamanga 9662.",
            ),
            (
                &["9 Queens Road", "Bristol"],
                r#"{"street":"9 Queens Road","city":"Bristol","zip":"BS8 1QE"}"#,
            ),
            (
                &["甲府市", "丸の内6-13-17", "第二清水マンション"],
                "市区町村：甲府市\n町名番地：丸の内6-13-17\n建物名：第二清水マンション",
            ),
            (
                &["東京都港区", "芝5-7-1"],
                "住所1：東京都港区\n住所2：芝5-7-1",
            ),
            (
                &["京都市北区紫野1-2", "ひまわり荘805号室"],
                r#"{"addr1":"京都市北区紫野1-2","addr2":"ひまわり荘805号室","note":"置き配可"}"#,
            ),
            (
                &["奈良市三条町3-4", "パークサイドヒルズ 209号室"],
                "お届け先住所1：奈良市三条町3-4\nお届け先住所2：パークサイドヒルズ 209号室",
            ),
            (
                &["奈良市三条町3-4", "THE TOWERS 1112号室"],
                "お届け先住所1：奈良市三条町3-4\nお届け先住所2：THE TOWERS 1112号室",
            ),
            (
                &["Blumenweg 3, Ulm"],
                "Ich wohne jetzt in Blumenweg 3, Ulm.",
            ),
        ] {
            let found = of_kind(KIND, text);
            for part in expected {
                let hidden = found.iter().any(|it| it.contains(part)) || {
                    let codes = of_kind(postal_code::KIND, text);
                    let all = [found.clone(), codes].concat();
                    part.split([' ', '\n', ','])
                        .filter(|it| it.len() > 2)
                        .all(|word| all.iter().any(|it| it.contains(word)))
                };
                assert!(hidden, "{text}: {found:?}");
            }
        }
    }

    #[test]
    fn what_is_said_of_addresses_is_none() {
        for text in [
            "Address: see below",
            "The address is wrong",
            "My address is not correct, please change 2 things",
            "Email address: taro@example.com",
            "email address is taro99@example.com",
            "IP address: 192.0.2.1",
            "Delivery address: same as billing address, order 12345",
            "Please send it to me by 5 May",
            "Please send it to Leeds, 12 May 2024",
            "Send it to order 12345",
            "We moved to Version 5, Build 1234",
            "I live in London with 2 cats",
            "Ship to: store",
            "Street: unknown",
            "City: Leeds",
            "Ort: Berlin",
            "Town hall",
            "deliver to 2 shops",
            "Return to: 3 items",
            "address the 3 points below",
            "Address: 12 problems with my order",
            "Surname: Street\nFirst name: Della",
            "ADDRESS | 78 | 0 | 0 %",
            "SHIP VIA: UPS Ground",
            "Via: DHL Express 12345678",
            "I moved to Plan B, 12 months.",
            "Please forward it to Sales, Ext 12",
            "bill to: dept 12",
            "Street: Main",
            "send it to 2 friends, one of them in leeds 12345",
            "address, 12 High jumps",
            "建物：2階建て",
            "住所2：なし",
            "address_1,address_2,city",
            "都道府県：東京都",
            "Please send it to me in May, 12 High boots",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
