//! Identity numbers of other countries, by their dates and check digits or by what calls them so.

use std::sync::LazyLock;

use regex::Regex;

use super::label::Label;
use super::{Found, Text, labelled, topic};

pub(super) const KIND: &str = "NATIONAL_ID";

/// What its shape and its check digit tell.
static SHAPED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?-u:\b)(?:(?P<china>[1-9][0-9]{5} ?(?:19|20)[0-9]{2}[01][0-9][0-3][0-9] ?[0-9]{3}[0-9Xx])|(?P<korea>[0-9]{2}[01][0-9][0-3][0-9] ?- ?[1-8][0-9]{6})|(?P<taiwan>[A-Za-z][1289][0-9]{8})|(?P<hongkong>[A-Za-z]{1,2}[0-9]{6} ?\([0-9Aa]\))|(?P<singapore>[STFGM][0-9]{7}[A-Z])|(?P<italy>[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z])|(?P<brazil>[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2})|(?P<spain>[XYZ0-9][0-9]{7}-?[A-Z])|(?P<residence>[A-Z]{2}[0-9]{8}[A-Z]{2}))",
    )
});

/// What is called an identity number is one.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:身份证|身分證|居民身份|统一编号|統一編號|주민등록번호|주민번호|외국인등록번호|[Rr]esident (?:[Rr]egistration )?[Nn]umber|[Nn]ational (?:[Ii][Dd]|[Ii]dentity|[Ii]nsurance)(?: [Nn]umber| [Nn]o\.?| card)?|NINO|NRIC|Aadhaar|AADHAAR|Aadhar|PAN(?: card)?(?: number| no\.?|(?-u:\b))|SIN(?: number)?|CPF|DNI|NIE|NIF|[Cc]odice [Ff]iscale|[Pp]ersonalausweis(?:nummer)?|BSN|PESEL|[Pp]ersonnummer|[Ss]teuer-?ID|[Tt]ax ID|TFN|[Mm]edicare(?: number| no\.?)?|NHS (?:[Nn]umber|[Nn]o\.?)|NI (?:[Nn]umber|[Nn]o\.?)|雇用保険(?:被保険者)?番号|保険者番号|保険証 ?記号|在留カード|在留番号|被保険者番号|保険証(?:の|番号|記号)*|年金番号|基礎年金番号|[Ii][Dd] [Cc]ard (?:[Nn]umber|[Nn]o\.?))(?:号码|號碼|号|字號|番号|の番号)?[^\nA-Za-z0-9]{0,10}?(?:[Ii]s |[Nn]o\.? ?|[Nn]umber ?)?[^\nA-Za-z0-9]{0,4}([A-Z]{0,6} ?[0-9][A-Z0-9]{0,3}(?:[ ./-]?[A-Z0-9]){4,17})(?-u:\b)",
    )
});

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let digits = |number: &str| labelled::count_digits(number) >= 6;
    if text.speaks_of(topic::IDENTITY) {
        labelled::find(text, &LABELLED, KIND, digits, found);
    }
    if !text.digits.iter().any(|run| run.len() >= 3) {
        return;
    }
    let mut at = 0;
    while let Some(captures) = SHAPED.captures_at(text.folded, at) {
        let Some(all) = captures.get(0) else { break };
        at = all.start() + 1;
        let number = all.as_str();
        let valid = match () {
            () if captures.name("china").is_some() => is_chinese(number),
            () if captures.name("korea").is_some() => is_korean(number),
            () if captures.name("taiwan").is_some() => is_taiwanese(number),
            () if captures.name("hongkong").is_some() => is_of_hong_kong(number),
            () if captures.name("singapore").is_some() => is_singaporean(number),
            () if captures.name("brazil").is_some() => is_brazilian(number),
            () if captures.name("spain").is_some() => is_spanish(number),
            () => true,
        };
        let other = || {
            const GOODS: &[&str] = &[
                "注文", "受注", "品番", "商品", "型番", "伝票", "追跡", "電話", "order", "item",
                "sku", "model", "serial", "tracking", "part", "invoice", "ticket", "phone",
            ];
            let before = text.tail(all.start(), 32).to_lowercase();
            GOODS.iter().any(|word| before.contains(word))
                || text
                    .label(all.start())
                    .is_some_and(|found| found.direct && found.label == Label::Card)
        };
        if valid && !text.in_longer(&all.range()) && !other() {
            at = all.end();
            found.push(Found {
                range: all.range(),
                kind: KIND,
            });
        }
    }
}

/// Digits (X for ten) without what divides them.
fn values(number: &str) -> Vec<u32> {
    number
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| {
            if matches!(c, 'X' | 'x') {
                10
            } else {
                c.to_digit(36).unwrap_or(0)
            }
        })
        .collect()
}

fn is_date(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// GB 11643-1999: a date, and a check digit by ISO 7064 MOD 11-2.
fn is_chinese(number: &str) -> bool {
    let values = values(number);
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
    let sum: u32 = values
        .iter()
        .zip(weights)
        .map(|(value, weight)| value * weight)
        .sum();
    values.len() == 18
        && is_date(values[10] * 10 + values[11], values[12] * 10 + values[13])
        && sum % 11 == 1
}

/// Six digits of a date; the check digit is none any more since October 2020.
fn is_korean(number: &str) -> bool {
    let values = values(number);
    values.len() == 13 && is_date(values[2] * 10 + values[3], values[4] * 10 + values[5])
}

fn is_taiwanese(number: &str) -> bool {
    // A to Z in the order in which the counties were numbered.
    const ORDER: &str = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
    let upper = number.to_ascii_uppercase();
    let Some(place) = upper.get(..1).and_then(|letter| ORDER.find(letter)) else {
        return false;
    };
    let code = place as u32 + 10;
    let digits = upper[1..].chars().filter_map(|c| c.to_digit(10));
    let weights = [8, 7, 6, 5, 4, 3, 2, 1, 1];
    let sum: u32 = digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    (code / 10 + code % 10 * 9 + sum).is_multiple_of(10)
}

fn is_of_hong_kong(number: &str) -> bool {
    let plain: Vec<char> = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let value = |c: char| c.to_ascii_uppercase().to_digit(36).unwrap_or(0);
    let padded = if plain.len() == 8 {
        vec![36]
    } else {
        Vec::new()
    };
    let values: Vec<u32> = padded
        .into_iter()
        .chain(plain.iter().map(|c| value(*c)))
        .collect();
    values.len() == 9
        && values
            .iter()
            .zip((1..=9).rev())
            .map(|(value, weight)| value * weight)
            .sum::<u32>()
            % 11
            == 0
}

fn is_singaporean(number: &str) -> bool {
    let weights = [2, 7, 6, 5, 4, 3, 2];
    let digits = number[1..8].chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let (letters, more) = match &number[..1] {
        "S" => ("JZIHGFEDCBA", 0),
        "T" => ("JZIHGFEDCBA", 4),
        "F" => ("XWUTRQPNMLK", 0),
        "G" => ("XWUTRQPNMLK", 4),
        _ => ("KLJNPQRTUWX", 3),
    };
    let at = ((sum + more) % 11) as usize;
    letters.get(at..=at) == number.get(8..9)
}

fn is_brazilian(number: &str) -> bool {
    let values = values(number);
    let check = |count: usize| {
        let weights = (2..=count as u32 + 1).rev();
        let sum: u32 = values[..count]
            .iter()
            .zip(weights)
            .map(|(value, weight)| value * weight)
            .sum();
        sum * 10 % 11 % 10 == values[count]
    };
    values.len() == 11 && check(9) && check(10)
}

fn is_spanish(number: &str) -> bool {
    const LETTERS: &str = "TRWAGMYFPDXBNJZSQVHLCKE";
    let plain: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
    let digits = plain[..8]
        .replace('X', "0")
        .replace('Y', "1")
        .replace('Z', "2");
    let at = digits.parse::<usize>().unwrap_or(0) % 23;
    LETTERS.get(at..=at) == plain.get(8..9)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_numbers_by_their_check_digits_and_by_their_names() {
        for (number, text) in [
            ("11010519491231002X", "身份证号码：11010519491231002X"),
            ("440524188001010014", "身份证 440524188001010014"),
            ("11010519491231002X", "It is 11010519491231002X."),
            ("900101-1234568", "주민등록번호는 900101-1234568 입니다"),
            (
                "９００１０１－１２３４５６８",
                "番号は９００１０１－１２３４５６８です",
            ),
            ("A123456789", "身分證字號 A123456789"),
            ("A123456789", "台湾のIDは、A123456789 といいます"),
            ("A123456(3)", "HKID: A123456(3)"),
            ("S1234567D", "my NRIC, S1234567D, is"),
            ("RSSMRA85T10A562S", "codice fiscale RSSMRA85T10A562S"),
            ("111.444.777-35", "CPF 111.444.777-35"),
            ("12345678Z", "DNI: 12345678Z"),
            ("AB12345678CD", "在留カード番号はAB12345678CDです"),
            ("QQ 12 34 56 C", "National Insurance number: QQ 12 34 56 C"),
            ("2345 6789 0123", "Aadhaar: 2345 6789 0123"),
        ] {
            assert_found(KIND, number, text);
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "A123456780",
            "110105194912310021",
            "注文番号 A123456789",
            "order number S1234567D",
            "901301-1234567",
            "B08N5WRWNW",
            "111.444.777-36",
            "12345678A",
            "250-1234567-1234567",
            "品番 240115-1234567",
            "2024-01-15",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
