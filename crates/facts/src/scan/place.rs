//! Postal addresses.

use std::sync::LazyLock;

use super::{Scan, Value};
use crate::Kind;
use crate::pattern::{Pattern, pattern};

static JP: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?: 〒? \s? \d{3}-\d{4} \s? )?
        (?: (?:東京都|北海道|京都府|大阪府|[\p{Han}]{2,3}県) \s? )?
        [\p{Han}ぁ-んァ-ヶー]{1,8}? [市区郡町村] [\p{Han}ぁ-んァ-ヶー\ ]{0,14}?
        (?: \d+ (?: \s? (?: 丁目 | 番地の? | 番 | 号 | 条 (?:東|西|南|北)? | - ) \s? | の \d+ )* )+
        (?: \s? [\p{Han}ァ-ヶーA-Za-z0-9・]{1,20} (?: \s? [\p{Han}ァ-ヶー・]{1,14} (?:ビル|マンション|タワー|ハイツ|館|プラザ|センター) )? \s? \d+ (?: 階 | F | 号室? ) | \s? [\p{Han}ァ-ヶーA-Za-z・\ ]{1,20} (?: ビル | マンション | タワー | ハイツ | プラザ | センター ) (?: \s? \d+ (?:階|F|号室?) )? )?",
    ).needs(&["市", "区", "郡", "町", "村"])
});
static EN: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?: (?: Unit | Flat | Suite | Apt\.? | Floor ) \s \w{1,5} ,? \s )? \d{1,5} [A-Za-z]? \s (?: (?:[NSEW]\.?|North|South|East|West) \s )? (?: [A-Z][\w'-]+ \s ){1,3}
        (?: (?: St | Rd | Ave | Ln | Dr | Ct | Pl | Sq | Blvd | Hwy | Plz | Pde | Cres | Tce | Gdns ) \b \.? | (?: Street | Road | Avenue | Lane | Drive | Court | Close | Place | Square | Way | Boulevard | Terrace | Crescent | Quay | Row | Hill | Parade | Highway | Walk | Yard | Mews | Gardens | Grove | Park | Wharf | Wynd | Rise | Mount | Bank | Vale | Green | Gate | Circus | Embankment | Esplanade | Trail | Alley | Plaza | Circle | Parkway | Strand ) \b )
        (?: ,? \s (?: (?: Suite | Ste\.? | Unit | Apt\.? | Floor | Fl\.? | Room | Rm\.? ) \s | \# \s? ) \w{1,5} \b )?
        (?: (?: ,? \s (?: [A-Z]{1,2}\d[\dA-Z]? \s? \d[A-Z]{2} | [A-Z]{2,3} \s \d{4,5} (?:-\d{4})? | \d{4,5} | [A-Z]\d[A-Z]\s?\d[A-Z]\d ) )
        | (?: ,? \s (?: [A-Z][\p{L}'-]+ ) (?: \s [A-Z][a-z-]+ ){0,2} )?
        (?: ,? \s (?: [A-Z]{1,2}\d[\dA-Z]? \s? \d[A-Z]{2} | [A-Z]{2,3} \s \d{4,5} (?:-\d{4})? | \d{4,5} | [A-Z]\d[A-Z]\s?\d[A-Z]\d ) )? )",
    )
});

/// A postal code of Japan.
static POSTCODE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"〒\s?(?P<code>\d{3}-?\d{4})(?:[^\d-]|$)|郵便番号(?:は|:|が)?\s?(?P<told>\d{3}-\d{4})(?:[^\d-]|$)")
        .needs(&["〒", "郵便番号"])
});
/// A town with its house numbers, without its city: 浅草橋3-15-2.
static TOWN: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^\p{Han}0-9A-Za-z-])(?P<town>[\p{Han}ヶケノ]{2,6}[1-9]\d?-\d{1,2}-\d{1,3})(?:[^0-9-]|$)",
    )
});

/// A box with its town and postcode, and a postcode of Britain alone.
static BOX: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"\bP\.?O\.? Box \d{1,6}(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?(?: [A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b)?)?|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b",
    )
});
/// The number behind the street: Seestraße 14, 5310 Mondsee.
static CONTINENTAL: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"\p{Lu}[\p{L}.-]*(?:stra(?:ß|ss)e|str\.|weg|platz|gasse|allee|laan|straat|gracht|plein|vej|gade|gatan)\s\d{1,4}[a-z]?(?:,\s\d{4,5}\s\p{Lu}\p{L}+)?",
    )
});

/// Postal addresses: as the words and numbers that are compared.
pub(super) fn addresses(scan: &mut Scan<'_>) {
    let folded = scan.folded;
    if scan.japanese {
        for found in JP.find_iter(&folded.text) {
            let text = found.as_str().trim();
            if !text.contains(|c: char| c.is_ascii_digit())
                || text.contains('\n')
                || !has_house_number(text)
            {
                continue;
            }
            let start = found.start() + leading(text);
            scan.keep(
                start..found.start() + text.len(),
                Kind::Address,
                Value::Place(parts(&folded.text[start..found.start() + text.len()])),
            );
        }
    }
    if scan.japanese {
        for found in POSTCODE.captures_iter(&folded.text) {
            let Some(code) = found.name("code").or(found.name("told")) else {
                continue;
            };
            let digits: String = code.as_str().chars().filter(char::is_ascii_digit).collect();
            let place = vec![digits[..3].to_owned(), digits[3..].to_owned()];
            let start = match found.name("code") {
                Some(_) => found.whole().start(),
                None => code.start(),
            };
            scan.keep(start..code.end(), Kind::Address, Value::Place(place));
        }
        for found in TOWN.captures_iter(&folded.text) {
            let Some(town) = found.name("town") else {
                continue;
            };
            let written = town.as_str();
            let is_number = [
                "番号", "品番", "型番", "注文", "電話", "口座", "伝票", "受付", "番", "記号",
                "契約",
            ]
            .iter()
            .any(|word| {
                written
                    .split(|c: char| c.is_ascii_digit())
                    .next()
                    .is_some_and(|it| it.ends_with(word))
            });
            if !is_number {
                scan.keep(town.range(), Kind::Address, Value::Place(parts(written)));
            }
        }
    }
    if !folded.has_english() {
        return;
    }
    for found in EN.find_iter(&folded.text) {
        let text = found.as_str().trim_end_matches(['.', ' ']);
        // "118 Mill Rd. Yours is 181": the next sentence.
        let text = match text.rsplit_once(". ") {
            Some((street, word)) if !street.contains(',') && !word.contains([' ', ',']) => street,
            _ => text,
        };
        // "412 Pine Street, Tue-Sat": the days follow; Montreal is a city.
        let is_weekday = |word: &str| {
            let first = word.split('-').next().unwrap_or(word);
            super::weekday(first).is_some() && (first.len() <= 5 || first.ends_with("day"))
        };
        let text = match text.rsplit_once(", ") {
            Some((street, word)) if is_weekday(word) => street,
            _ => text,
        };
        scan.keep(
            found.start()..found.start() + text.len(),
            Kind::Address,
            Value::Place(parts(text)),
        );
    }
    for found in BOX
        .find_iter(&folded.text)
        .chain(CONTINENTAL.find_iter(&folded.text))
    {
        scan.keep(
            found.range(),
            Kind::Address,
            Value::Place(parts(found.as_str())),
        );
    }
}

/// The bytes of words in front that belong to the sentence: 場所は札幌市…, お店は…
fn leading(text: &str) -> usize {
    let head = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    ["は", "が", "を", "の住所", "へ", "に", "で", "も", "から"]
        .iter()
        .filter_map(|word| {
            text[..head]
                .find(word)
                .filter(|at| *at > 0 && *at <= 24)
                .map(|at| at + word.len())
        })
        .max()
        .filter(|at| text[*at..head].contains(['市', '区', '郡', '町', '村']))
        .unwrap_or(0)
}

fn has_house_number(text: &str) -> bool {
    text.contains("丁目")
        || text.contains("番")
        || text.contains("条")
        || text.contains('-')
        || text.contains("町")
        || text.contains("区")
}

/// The pieces of an address in one spelling, for comparing: words and numbers.
pub(crate) fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut last = ' ';
    for character in text.chars() {
        let class = if character.is_ascii_digit() {
            '0'
        } else if character.is_alphabetic() {
            'a'
        } else {
            ' '
        };
        if class != ' ' {
            if class == last
                && let Some(part) = parts.last_mut()
            {
                part.push(character);
            } else {
                parts.push(character.to_string());
            }
        }
        last = class;
    }
    parts
        .into_iter()
        .filter_map(|part| spelling(&part))
        .collect()
}

fn spelling(part: &str) -> Option<String> {
    let lower = part.to_lowercase();
    Some(
        match lower.as_str() {
            "丁目" | "番地" | "番" | "号" | "の" | "番地の" | "号室" | "the" | "suite" | "ste" =>
            {
                return None;
            }
            "f" | "階" | "floor" => "階",
            "street" | "st" => "st",
            "road" | "rd" => "rd",
            "avenue" | "ave" => "ave",
            "lane" | "ln" => "ln",
            "drive" | "dr" => "dr",
            "court" | "ct" => "ct",
            "place" | "pl" => "pl",
            "square" | "sq" => "sq",
            "boulevard" | "blvd" => "blvd",
            "highway" | "hwy" => "hwy",
            "plaza" | "plz" => "plz",
            "parade" | "pde" => "pde",
            "crescent" | "cres" => "cres",
            "terrace" | "tce" => "tce",
            "gardens" | "gdns" => "gdns",
            other if other.contains('ß') => return Some(other.replace('ß', "ss")),
            "north" | "n" => "n",
            "south" | "s" => "s",
            "east" | "e" => "e",
            "west" | "w" => "w",
            other => other,
        }
        .to_owned(),
    )
}
