//! Registrations of cars: number plates, and chassis numbers where a text calls them so.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::labelled::count_digits;
use super::{Found, Text, called};

pub(super) const KIND: &str = "VEHICLE";

/// The transport offices whose names are on Japan's plates, with those of regions since 2006.
const OFFICES: &str = "札幌|函館|旭川|室蘭|苫小牧|釧路|知床|帯広|北見|青森|弘前|八戸|岩手|盛岡|平泉|奥州|宮城|仙台|秋田|山形|庄内|福島|会津|郡山|白河|いわき|\
    水戸|土浦|つくば|宇都宮|那須|とちぎ|日光|群馬|前橋|高崎|伊勢崎|大宮|川口|所沢|川越|熊谷|春日部|越谷|千葉|成田|習志野|市川|船橋|袖ヶ浦|袖ケ浦|市原|野田|柏|松戸|\
    品川|世田谷|練馬|杉並|板橋|足立|江東|葛飾|江戸川|八王子|多摩|横浜|川崎|湘南|相模|山梨|富士山|新潟|長岡|上越|長野|松本|諏訪|安曇野|南信州|富山|石川|金沢|福井|\
    岐阜|飛騨|東美濃|静岡|浜松|沼津|伊豆|名古屋|豊橋|三河|岡崎|豊田|尾張小牧|一宮|春日井|三重|鈴鹿|四日市|伊勢志摩|滋賀|京都|大阪|なにわ|和泉|堺|神戸|姫路|奈良|飛鳥|和歌山|\
    鳥取|島根|出雲|岡山|倉敷|広島|福山|下関|山口|徳島|香川|高松|愛媛|高知|福岡|北九州|久留米|筑豊|佐賀|長崎|佐世保|熊本|大分|宮崎|鹿児島|奄美|沖縄";

/// 品川300あ12-34, 横浜 530 さ ・・・1, なにわ50Aを8.
static JAPANESE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?:{OFFICES})(?:ナンバー|ﾅﾝﾊﾞｰ)?(?:の|、)?[ ]?[0-9](?:[0-9A-HK-NPRTUVXY]{{1,2}})?[ ]?(?:「|『)?[あ-んA-Z](?:」|』)?(?:の)?[ ]?(?:[0-9]{{2}}[ ]?[-ー][ ]?[0-9]{{2}}|[・.*]{{0,3}}[ ]?[0-9]{{1,4}})"
    ))
    .expect("the pattern is fixed and tested")
});

/// Great Britain's since 2001, written as on the plate: AB12 CDE. The year is one that was issued.
static BRITISH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[A-HJ-PR-Y][A-HJ-PR-Y](?:0[1-9]|[1-2][0-9]|5[1-9]|[6-7][0-9]) [A-HJ-PR-Z]{3}$")
        .expect("the pattern is fixed and tested")
});

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Called {
    Plate,
    Chassis,
    /// A plate stands close by: my car AB12CDE
    Car,
}

pub(super) const WORDS: &[(Called, &str)] = &[
    (
        Called::Plate,
        "ナンバープレート|車両番号|車のナンバー|自動車登録番号|登録番号標|車番|車ナンバー|license plate|licence plate|license plates|number plate|numberplate|\
             registration plate|plate number|plate no|plate #|plate|plates|car reg|vehicle reg|reg number|reg no|vrn|vrm|vehicle registration|vehicle registration number|\
             car registration|tag number|rego|reg|registration|registration number|registration no|kennzeichen|kfz-kennzeichen|nummernschild|autokennzeichen|immatriculation|\
             plaque d'immatriculation|matrícula|matricula|targa|kenteken|车牌|车牌号|번호판|차량번호",
    ),
    (
        Called::Chassis,
        "車台番号|車体番号|vin|vin number|chassis number|chassis no|vehicle identification number|fahrgestellnummer|frame number",
    ),
    (
        Called::Car,
        "car|van|truck|lorry|motorbike|motorcycle|taxi|cab|bmw|audi|toyota|honda|tesla|vauxhall|volkswagen|vw|mercedes|ford|driver|drives|driving|parked|parking|auto|fahrzeug|wagen|voiture|車|駐車|駐車場|クルマ",
    ),
];

/// A plate behind its label, of whatever country: letters and digits in up to three groups.
static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"^(?:[ ]?[(（][^)）\n]{1,20}[)）])?(?:の?番号|号码?|number|no\.?|#)?[ \t]*(?:[:=]|is|was|are|は、?|が|ist|lautet|est)?[ \t\n]{0,2}["'「『(（]?(?P<plate>[A-Za-zÄÖÜäöü0-9]{1,7}(?:[ \-・·.][A-Za-zÄÖÜ0-9]{1,6}){0,2})"#,
    )
    .expect("the pattern is fixed and tested")
});

/// What is a plate where cars are spoken of: AB12 CDE, B-MW 1234, 7ABC123, AB-123-CD.
static NEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:\b)([A-HJ-PR-Ya-hj-pr-y]{2}[0-9]{2} ?[A-HJ-PR-Za-hj-pr-z]{3}|[A-HJ-PR-Y][0-9]{1,3} ?[A-HJ-PR-Y]{3}|[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?[0-9]{1,4}[EH]?|[1-9][A-Z]{3}[0-9]{3}|[A-Z]{3}[- ]?[0-9]{4}|[A-HJ-NP-TV-Z]{2}-[0-9]{3}-[A-HJ-NP-TV-Z]{2}|[A-Z]{2} ?[0-9]{1,2} ?[A-Z]{1,2} ?[0-9]{4})(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

static CHASSIS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:の?番号|number|no\.?|#)?[ \t]*(?:[:=]|is|は)?[ \t\n]{0,2}(?P<number>[A-HJ-NPR-Za-hj-npr-z0-9]{2,8}(?:-[0-9]{5,8}|[A-HJ-NPR-Za-hj-npr-z0-9]{9}))(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// How far around the word for a car a plate is looked for, in bytes.
const REACH: usize = 48;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    if text.digits.is_empty() {
        return;
    }
    let mut add = |range| found.push(Found { range, kind: KIND });
    let mut end = 0;
    for run in text.digits.iter().filter(|_| !text.is_ascii) {
        if let Some(range) = japanese(text, run).filter(|range| range.start >= end) {
            end = range.end;
            add(range);
        }
    }
    for run in text.digits.iter().filter(|run| run.len() == 2) {
        let Some(start) = run.start.checked_sub(2) else {
            continue;
        };
        let plate = start..start + 8;
        let drawn = |plate: &str| BRITISH.is_match(plate);
        if text.folded.get(plate.clone()).is_some_and(drawn)
            && !text.in_longer(&plate)
            && !is_reference(text, start)
        {
            add(plate);
        }
    }
    let mut done = 0;
    for (called, word) in text.calls.iter().filter_map(|(called, word)| match called {
        called::Called::Vehicle(called) => Some((*called, word.clone())),
        _ => None,
    }) {
        let behind = text.head(word.end, 96);
        match called {
            Called::Plate => {
                let plate = PLATE.captures(behind).and_then(|it| it.name("plate"));
                if let Some(plate) = plate.and_then(|plate| {
                    plate_of(plate.as_str()).map(|length| plate.start()..plate.start() + length)
                }) {
                    add(word.end + plate.start..word.end + plate.end);
                }
            }
            Called::Chassis => {
                if let Some(number) = CHASSIS.captures(behind).and_then(|it| it.name("number"))
                    && count_digits(number.as_str()) >= 4
                {
                    add(word.end + number.start()..word.end + number.end());
                }
            }
            Called::Car => {}
        }
        // Each stretch of text is looked through once, however many words of cars are in it.
        let before = text.tail(word.start, REACH);
        let from = (word.start - before.len()).max(done);
        let mut to = (word.end + REACH).min(text.folded.len());
        while !text.folded.is_char_boundary(to) {
            to += 1;
        }
        if from >= to || !text.folded.is_char_boundary(from) {
            continue;
        }
        for captures in NEAR.captures_iter(&text.folded[from..to]) {
            if let Some(plate) = captures.get(1) {
                let range = from + plate.start()..from + plate.end();
                if !text.in_longer(&range) && !is_reference(text, range.start) {
                    done = range.end;
                    add(range);
                }
            }
        }
        done = done.max(word.end);
    }
}

/// The plate whose class the digits are.
fn japanese(text: &Text<'_>, class: &Range<usize>) -> Option<Range<usize>> {
    let office = text.tail(class.start, 36);
    if class.len() > 3 || !office.ends_with(|c: char| c >= '\u{3041}' || c == ' ') {
        return None;
    }
    let from = class.start - office.len();
    let plate = JAPANESE.find(&text.folded[from..class.end + text.head(class.end, 36).len()])?;
    // 大阪300の12: a number goes on, or the plate's own kana is missing.
    let range = from + plate.start()..from + plate.end();
    let goes_on = text.folded[range.end..].starts_with(|c: char| c.is_ascii_digit());
    (range.contains(&class.start) && !goes_on).then_some(range)
}

/// The length of the plate at the beginning of what follows its label: letters and digits.
fn plate_of(value: &str) -> Option<usize> {
    let mut best = None;
    let ends = value
        .char_indices()
        .filter(|(_, c)| !c.is_alphanumeric())
        .map(|(at, _)| at)
        .chain([value.len()]);
    for end in ends {
        let plate = &value[..end];
        let digits = count_digits(plate);
        let letters = plate.chars().filter(|c| c.is_alphabetic()).count();
        // In small letters a word in front of a number looks the same: plate of 12.
        let small = plate.chars().any(char::is_lowercase);
        let in_one = plate.chars().all(char::is_alphanumeric);
        let british =
            plate.len() == 8 && plate.as_bytes()[4] == b' ' && plate.as_bytes()[2].is_ascii_digit();
        let glued = plate.split([' ', '-', '・', '·', '.']).all(|part| {
            let words = part.chars().all(char::is_alphabetic);
            !words || part.chars().count() <= 3
        });
        if digits > 0
            && (digits <= 5 || digits <= 8 && plate.contains('-'))
            && (1..=6).contains(&letters)
            && digits + letters >= 4
            && glued
            && (!small || in_one && digits >= 2 || british)
        {
            best = Some(end);
        }
    }
    best
}

fn is_reference(text: &Text<'_>, at: usize) -> bool {
    use super::label::Label;
    text.label(at)
        .is_some_and(|found| found.direct && found.label == Label::Reference)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_plates() {
        for (plate, text) in [
            ("品川300あ12-34", "車は品川300あ12-34です"),
            ("品川 300 あ 12-34", "車両番号：品川 300 あ 12-34"),
            ("横浜530さ・・・1", "横浜530さ・・・1が停まっています"),
            ("なにわ50あ1234", "なにわ50あ1234"),
            ("富士山33Aな8", "富士山33Aな8 の車"),
            (
                "足立 ３００ わ １２−３４",
                "レンタカー（足立 ３００ わ １２−３４）",
            ),
            ("AB12 CDE", "The van AB12 CDE blocked my drive."),
            ("ab12cde", "my car reg is ab12cde"),
            ("B-MW 1234", "Kennzeichen: B-MW 1234"),
            ("M-AB 123E", "Mein Auto (M-AB 123E) wurde beschädigt"),
            ("7ABC123", "license plate 7ABC123"),
            ("ABC-1234", "A truck with plate ABC-1234 hit me"),
            ("ABC 1234", "Plate number: ABC 1234"),
            ("AB-123-CD", "immatriculation AB-123-CD"),
            ("191-D-12345", "the reg is 191-D-12345"),
            ("MH 12 AB 1234", "my car MH 12 AB 1234 is parked outside"),
            ("WVWZZZ1JZXW000001", "VIN: WVWZZZ1JZXW000001"),
            ("ZVW30-1234567", "車台番号：ZVW30-1234567"),
        ] {
            assert_found(KIND, plate, text);
        }
    }

    #[test]
    fn orders_and_models_are_no_plates() {
        for text in [
            "注文番号 AB12 CDE",
            "品川300人が参加",
            "品川区3-12",
            "大阪で300円の12-34番",
            "Fujifilm X-T 30",
            "WH-1000XM5",
            "I drive 3 hours to the store",
            "the registration closed on 12 May",
            "registration 2026",
            "a plate of 12 cookies",
            "plate 30 cm",
            "My car broke down in 2024",
            "order AB12CDE for my car",
            "Room B12",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
