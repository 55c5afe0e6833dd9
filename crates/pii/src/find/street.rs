//! Street lines of other countries: English, German, French, Spanish, Italian, and Japanese ones
//! in Latin letters.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::address::KIND;
use super::{Found, Text, postal_code};

/// What is behind a house number.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[0-9]{1,6}[A-Za-z]?(?:-[0-9]{1,4}[A-Za-z]?)?,? (?:",
        r"(?:(?:[NSEW]{1,2}\.?|North|South|East|West|[A-Z][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]*|[0-9]{1,3}(?:st|nd|rd|th)|of|the|de|la|Saint) ){1,5}",
        r"(?:Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Place|Pl|Square|Sq|Terrace|Ter|Way|Parkway|Pkwy|Circle|Cir|Crescent|Close|Highway|Hwy|Gardens|Grove|Row|Trail|Mews|Walk|Hill|Broadway)(?-u:\b)(?: (?:[NSEW]{1,2}|North|South|East|West)(?-u:\b))?",
        r"|(?:Broadway|Main|High Street|Park Avenue)(?-u:\b)",
        r"|(?:bis |ter )?(?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|cours|route|square|Rue|Avenue|Boulevard|Place|Chemin|Impasse|Allée|Quai) (?:(?:de|du|des|la|le|les|l'|l’|d'|d’|à|aux|en|et|saint|sainte|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]*)[ -]?){1,6}",
        r")",
    ))
    .expect("the pattern is fixed and tested")
});

/// Whatever is between a house number and a city with state and ZIP code is a street.
static BEFORE_STATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[0-9]{1,6}[A-Za-z]? (?P<street>(?:[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]+ ){0,3}[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]+,?(?: (?:Apt|Apartment|Suite|Ste|Unit|#)\.? ?[0-9A-Za-z-]{1,6})?),?[ \n]{1,2}[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]*(?: [A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’.-]*){0,2},? (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? [0-9]{5}(?-u:\b)")
        .expect("the pattern is fixed and tested")
});

/// What is in front of one.
static IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:(?:[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ-]* )?[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я]?[A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer|ring|Straße|Strasse|Weg|Platz|Allee)",
        r"|(?:Calle|C/|Avenida|Avda\.?|Paseo|Plaza|Rua|Via|Viale|Piazza|Corso|Largo) ?(?:(?:de|del|la|las|los|da|do|di|della|delle|dei|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*) ?){1,5},?(?: n[.ºo°]*)?",
        r"|P\.? ?O\.? ?Box) ?$",
    ))
    .expect("the pattern is fixed and tested")
});

/// A flat in front of the house number.
static FLAT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:Flat|Apartment|Apt\.?|Unit|Suite|Room) [0-9A-Za-z]{1,5},? ?\n?$")
        .expect("the pattern is fixed and tested")
});

/// A flat behind the street.
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^,?\s?(?:#|(?:Apt|Apartment|Suite|Ste|Unit|Floor|Fl|Room|Rm|Flat)\.? ?#?) ?[0-9A-Za-z-]{1,6}(?-u:\b)")
        .expect("the pattern is fixed and tested")
});

/// The city: in front of the state and its ZIP code, or behind a postal code.
static CITY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:,\s?|\n| )(?:(?P<before>(?:[A-Z]{1,2}-)?[0-9]{4,5}) (?P<city>[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*(?: [A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*){0,2})|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*(?: [A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ.'’-]*){0,2},\s?(?:[A-Z]{2}|[A-Z][a-z]+)(?-u:\b)(?: (?P<zip>[0-9]{5}(?:-[0-9]{4})?)(?-u:\b))?|[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]+(?: [A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩЀ-Я][A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ'’-]+)?(?P<comma>,| [A-Z]{1,2}[0-9]))")
        .expect("the pattern is fixed and tested")
});

/// `1-2-3 Shibuya, Shibuya-ku, Tokyo`.
static ROMANISED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:#?[0-9]{2,4},? )?[0-9]{1,3}-[0-9]{1,3}(?:-[0-9]{1,4}){0,2},? (?:[A-Z][A-Za-z'-]+,? ?){1,3}(?:-(?:ku|shi|cho|machi|gun|ken)|Tokyo|Osaka|Kyoto|Japan)(?-u:\b)(?:,? ?(?:[A-Z][a-z]+(?:-(?:ku|shi|to|fu|ken))?)){0,3}")
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
    if let Some(line) = BEHIND.find(after).or_else(|| ROMANISED.find(after)) {
        let before = text.tail(run.start, 24);
        let flat = FLAT.find(before).map_or(0, |flat| flat.len());
        let end = run.start + line.as_str().trim_end_matches([' ', '-']).len();
        return Some(run.start - flat..end);
    }
    if let Some(line) = BEFORE_STATE
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
    let line = IN_FRONT.find(before)?;
    let letter = text.folded[run.end..]
        .bytes()
        .take_while(u8::is_ascii_lowercase)
        .count();
    let end = run.end + if letter == 1 { 1 } else { 0 };
    (line.start() == 0 || line.len() > 6).then(|| run.start - line.len()..end)
}

/// Adds the street with what follows it, the postal code by itself; returns its end.
fn with_city(text: &Text<'_>, street: Range<usize>, found: &mut Vec<Found<'_>>) -> usize {
    let mut end = street.end;
    if let Some(unit) = UNIT.find(&text.folded[end..]) {
        end += unit.end();
    }
    let Some(city) = CITY.captures(&text.folded[end..]) else {
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
    }
    found.push(Found {
        range: street.start..last,
        kind: KIND,
    });
    whole.end
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_street_lines() {
        for address in [
            "123 Main Street",
            "1600 Pennsylvania Ave NW",
            "742 Evergreen Terrace, Apt 4B",
            "221B Baker Street",
            "Flat 3, 12 Kings Road",
            "12 rue de la Paix",
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
        assert_found(
            KIND,
            "123 Main Street, Springfield, IL",
            "123 Main Street, Springfield, IL 62704",
        );
    }

    #[test]
    fn numbers_before_words_are_no_streets() {
        for text in [
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
