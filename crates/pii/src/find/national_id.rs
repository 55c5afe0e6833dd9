//! Identity numbers of other countries, by their dates and check digits or by what calls them so.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::Label;
use super::{Found, Text, called, labelled, topic};

pub(super) const KIND: &str = "NATIONAL_ID";

/// What its shape and its check digit tell.
static SHAPED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?-u:\b)(?:(?P<china>[1-9][0-9]{5} ?(?:19|20)[0-9]{2}[01][0-9][0-3][0-9] ?[0-9]{3}[0-9Xx])|(?P<korea>[0-9]{2}[01][0-9][0-3][0-9] ?- ?[1-8][0-9]{6})|(?P<taiwan>[A-Za-z][1289][0-9]{8})|(?P<hongkong>[A-Za-z]{1,2}[0-9]{6} ?\([0-9Aa]\))|(?P<singapore>[STFGM][0-9]{7}[A-Z])|(?P<italy>[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z])|(?P<brazil>[0-9]{3}\.[0-9]{3}\.[0-9]{3}-[0-9]{2})|(?P<spain>[XYZ0-9][0-9]{7}-?[A-Z])|(?P<residence>[A-Z]{2}[0-9]{8}[A-Z]{2})|(?P<india>[A-Z]{3}P[A-Z][0-9]{4}[A-Z]))",
    )
});

/// What a word in front of a number says it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    /// An identity number, whatever it looks like.
    Number,
    /// The same, where it is written in capitals: PAN, SIN, RUT.
    Capitals,
    /// A health insurance, whose certificate has a sign and a number of few digits.
    Insurance,
}

pub(super) const WORDS: &[(Called, &str)] = &[
    (
        Called::Number,
        "身份证|身份证号|身份证号码|身分證|身分證字號|居民身份证|居民身份|统一编号|統一編號|社会保障号|护照号|\
         주민등록번호|주민번호|외국인등록번호|운전면허번호|건강보험증|\
         resident number|resident registration number|resident id|national id|national identity|national identity card|national identification number|national insurance|national insurance number|\
         identity card|identity number|identity document|identification number|identification card|id card|id number|personal id|personal identity number|personal number|\
         citizen id|citizenship number|civil id|civil number|nino|nric|mykad|aadhaar|aadhar|adhaar|uidai|pan card|pan number|pan no|social insurance number|\
         cpf|dni|nif|cuil|cuit|curp|cédula|cedula|codice fiscale|personalausweis|personalausweisnummer|ausweisnummer|steuer-id|steuerid|steuernummer|sozialversicherungsnummer|\
         numéro de sécurité sociale|sécurité sociale|carte d'identité|carte vitale|burgerservicenummer|bsn|pesel|personnummer|fødselsnummer|henkilötunnus|emirates id|iqama|voter id|epic number|\
         tax id|tax identification number|tax file number|tfn|taxpayer id|medicare|medicare number|medicare no|medicaid|nhs number|nhs no|ni number|ni no|health card|health card number|health insurance number|insurance card number|\
         ppsn|pps number|residence permit|residence card|work permit|alien registration number|green card number|uscis number|\
         在留カード|在留カード番号|在留番号|年金番号|基礎年金番号|年金手帳|年金証書|住民票コード|障害者手帳|身体障害者手帳|療育手帳|母子手帳番号|診察券|診察券番号|マイナ保険証",
    ),
    (
        Called::Capitals,
        "pan|sin|nie|rut|run|rfc|rg|nin|bvn|nik|ktp|tin|fin|ic no|ic number|cpr|cnp|egn|ssn no|ohip|ahv|avs",
    ),
    (
        Called::Insurance,
        "保険証|健康保険証|健康保険|国民健康保険|国保|社会保険|社保|共済組合|協会けんぽ|雇用保険|介護保険|労災保険|後期高齢者医療|被保険者|被保険者番号|被保険者証|被保険者記号|\
         保険者番号|被保険者証番号|保険証番号|保険証記号|保険証の番号|雇用保険番号|介護保険番号|負担者番号|公費負担者番号|受給者番号|受給者証|医療証|資格確認書",
    ),
];

/// The number behind what calls it so.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r#"^\.?(?:[ ]?[(（][^)）\n]{1,20}[)）])?(?:[、,]? ?の?番号|号码|號碼|号|字號|カード|[ ]?(?i:number|no\.?|card|id|#))*[ \t]*(?i:[:=#→|]|is|was|are|ist|es|est|è|も|は|が|、|。|으?로|는|은)*[ \t\n"'「『(（|]{0,4}(?P<number>[A-Z]{0,6}[ -]?[0-9][A-Z0-9]{0,4}(?:[ ./-]?[A-Z0-9]){3,18}|[A-Za-z]{1,6}[0-9][A-Za-z0-9]{3,18}|[0-9]{1,3}[a-z][0-9]{4,9})(?-u:\b)"#,
    )
});

/// 記号 12 番号 3456 and its like, behind the insurance.
static SIGN_AND_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?:記号|番号|枝番)(?:・番号)?(?:は|が|:|=|の|、| |\t|「|\(){0,4}\n?(?P<number>[0-9A-Za-zぁ-ん㐀-鿿]{0,3}[ -]?[0-9](?:[ -]?[0-9]){0,12})",
    )
});

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    for (called, word) in text.calls.iter().filter_map(|(called, word)| match called {
        called::Called::Identity(called) => Some((*called, word.clone())),
        _ => None,
    }) {
        called_so(text, called, &word, found);
    }
    // Each of them has three digits and more in a row, and a few letters around them.
    let runs = text.digits.iter().filter(|run| run.len() >= 3).cloned();
    for stretch in topic::stretches(text.folded, runs, [16, 16], topic::word_end) {
        shaped(text, stretch, found);
    }
}

/// Adds the numbers that begin in a stretch of the text.
fn shaped(text: &Text<'_>, stretch: Range<usize>, found: &mut Vec<Found<'_>>) {
    let mut at = stretch.start;
    while let Some(captures) = SHAPED.captures_at(&text.folded[..stretch.end], at) {
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

/// How far behind an insurance its sign and number are looked for, in bytes.
const REACH: usize = 96;

/// Adds the numbers behind the word that calls them so.
fn called_so(text: &Text<'_>, called: Called, word: &Range<usize>, found: &mut Vec<Found<'_>>) {
    let mut add = |range: Range<usize>| found.push(Found { range, kind: KIND });
    let written = &text.folded[word.clone()];
    if called == Called::Capitals && written.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return;
    }
    let behind = text.head(word.end, REACH);
    let number = BEHIND.captures(behind).and_then(|it| it.name("number"));
    if let Some(number) = number {
        let digits = labelled::count_digits(number.as_str());
        let least = match called {
            Called::Number => 5,
            Called::Capitals | Called::Insurance => 6,
        };
        if digits >= least || is_indian(number.as_str()) {
            add(word.end + number.start()..word.end + number.end());
        }
    }
    if called == Called::Insurance {
        // 保険証の記号は12、番号は3456: the word itself may end with 番号.
        let from = written.rfind("記号").or_else(|| written.rfind("番号"));
        let start = from.map_or(word.end, |at| word.start + at);
        let stretch = text.head(start, REACH);
        let sentence = &stretch[..stretch.find('。').unwrap_or(stretch.len())];
        for captures in SIGN_AND_NUMBER.captures_iter(sentence) {
            if let Some(number) = captures.name("number") {
                add(start + number.start()..start + number.end());
            }
        }
    }
}

/// India's Permanent Account Number: five letters, the fourth for what kind of person, four digits,
/// a letter.
fn is_indian(number: &str) -> bool {
    let bytes = number.as_bytes();
    bytes.len() == 10
        && bytes[..5].iter().all(u8::is_ascii_alphabetic)
        && b"PCHFATBLJG".contains(&bytes[3].to_ascii_uppercase())
        && bytes[5..9].iter().all(u8::is_ascii_digit)
        && bytes[9].is_ascii_alphabetic()
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
            ("AB12345678CD", "在留カード、番号AB12345678CD"),
            ("AB12345678CD", "在留カード 番号：AB12345678CD"),
            ("AB12345678CD", "在留カードの番号　AB12345678CD"),
            ("QQ 12 34 56 C", "National Insurance number: QQ 12 34 56 C"),
            ("2345 6789 0123", "Aadhaar: 2345 6789 0123"),
            ("ABCPE1234F", "PAN: ABCPE1234F"),
            ("ABCPE1234F", "the refund needs ABCPE1234F, right?"),
            ("AAACE1234F", "PAN card no. AAACE1234F"),
            ("abcpe1234f", "my pan card number is abcpe1234f"),
            ("06123456", "保険者番号：06123456"),
            ("12345678", "被保険者番号は12345678です"),
            ("12345678", "健康保険証（番号）12345678"),
            ("1234-567890-1", "雇用保険被保険者番号　1234-567890-1"),
            ("0123456789", "介護保険の被保険者番号 0123456789"),
            ("12345678901", "住民票コード：12345678901"),
            ("1234-567890", "基礎年金番号が 1234-567890 です"),
            (
                "1-81-02-75-115-042-12",
                "Sécurité sociale : 1-81-02-75-115-042-12",
            ),
            ("943 476 5919", "NHS no. 943 476 5919"),
            ("GOMC900101HDFRRL09", "CURP: GOMC900101HDFRRL09"),
            ("12.345.678-5", "RUT 12.345.678-5"),
            ("880101-14-5678", "MyKad: 880101-14-5678"),
            ("784-1984-1234567-1", "Emirates ID is 784-1984-1234567-1"),
            ("1234567T", "PPS number: 1234567T"),
            ("2123 45670 1", "Medicare number 2123 45670 1"),
            ("1234567890", "身份证号 1234567890"),
            ("123456-1234567", "주민번호는 123456-1234567"),
        ] {
            assert_found(KIND, number, text);
        }
    }

    #[test]
    fn finds_sign_and_number_of_an_insurance() {
        use super::super::tests::of_kind;
        for (numbers, text) in [
            (&["12", "3456"][..], "保険証 記号12 番号3456"),
            (&["1234", "567"], "健康保険証の記号は1234、番号は567です"),
            (
                &["東12", "345678", "01"],
                "国民健康保険　記号：東12　番号：345678　枝番：01",
            ),
            (
                &["21700023", "101"],
                "協会けんぽ（記号 21700023・番号 101）",
            ),
        ] {
            assert_eq!(of_kind(KIND, text), numbers, "{text}");
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "健康保険に入りたいのですが、番号はどこですか",
            "I need a pan 28 cm",
            "Frying pan, 1234567",
            "sin 30 = 0.5",
            "ID card holder 12 pieces",
            "保険証ケース 3枚",
            "the tin 123456",
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
