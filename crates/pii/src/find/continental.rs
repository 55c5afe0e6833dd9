//! Addresses of the continent, of Korea and of China: from a street with its number behind it to a postal code with
//! its town, and from a province to a street's number.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::address::KIND;
use super::label::Label;
use super::{Found, Text, postal_code};

/// A street with its number, and what divides it from the code: at the end of a text.
static STREET: LazyLock<Regex> = LazyLock::new(|| {
    const WORD: &str = r"[A-ZÀ-ÖØ-ÞĀ-ſ][A-Za-zÀ-ÖØ-öø-ɏ0-9.'’-]*";
    const SMALL: &str = r"(?:de|del|della|delle|dei|degli|di|da|do|dos|das|du|des|la|le|les|los|las|el|der|den|dem|van|von|het|op|zum|zur|am|an|im|in|auf|y|e|et|sur|sous|'[st]|d'|l'|d’|l’)";
    const NUMBER: &str = r"(?:(?:n[.ºo°]{0,2}|nr\.?|num\.?) ?)?[0-9]{1,4}(?: ?[A-Za-z](?-u:\b))?(?: ?[/–-] ?[0-9]{1,4}[A-Za-z]?)?";
    const FLAT: &str = r"(?:,? (?:(?:Apt|apt|Apto|Apartamento|Piso|piso|Puerta|puerta|Appartamento|Interno|Int|int|Scala|Esc|esc|bus|bte|bât|Bât|Whg|Wohnung|Top|Stiege|Etage|étage)\.? ?[0-9A-Za-z]{1,4}|[0-9]{1,2} ?[ºª°.](?: ?[A-Za-z0-9]{1,4})?|[0-9]{1,2}\.? ?(?:OG|Stock)|EG)){0,3}";
    compile(&format!(
        r"(?:^|[^A-Za-zÀ-ɏ0-9.'’-])(?P<street>(?:{WORD}(?: {WORD}| {SMALL}){{0,6}},? {NUMBER}{FLAT}|(?i:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|allée|quai|route|square|calle|via|viale|corso|piazza)(?: {WORD}| {SMALL}){{1,7}}))[ ]?(?P<town>(?:,[ \n]?|\n){WORD}(?: {WORD}){{0,2}},)?(?:,[ \n]?|\n| [-–] | |)[ ]?(?:[A-Z]{{1,2}}-)?$"
    ))
});

/// A code and its town, and what a Dutch code ends in.
static TOWN: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?P<code>[0-9]{4,5}(?: ?[A-Z]{2}(?-u:\b))?)(?:(?:,? |,?\n)(?P<town>(?:['’]s-)?[A-ZÀ-ÖØ-ÞĀ-ſ][A-Za-zÀ-ÖØ-öø-ɏ.'’-]+(?:[ /](?:[A-ZÀ-ÖØ-ÞĀ-ſ][A-Za-zÀ-ÖØ-öø-ɏ.'’-]*|am|an|aan|bij|en|der|im|in|den|de|del|di|la|le|les|sur|sous|umbro|salentino|ligure|veneto|terme|lido|calabro|sardo|laziale)){0,4}(?: ?\([A-Z]{2}\))?))?",
    )
});

/// What streets are called: four digits behind one are a code, behind others a year.
static STREET_WORD: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"(?i)str\.|stra(?:ß|ss)e|weg(?-u:\b)|gasse|[a-zß-]platz|allee|[a-zß-]ring(?-u:\b)|[a-zß]damm|[a-zß]ufer|straat|laan(?-u:\b)|[a-z]plein|kade|gracht|dreef|singel|steeg|[a-z]baan|[a-z]pad|plantsoen|vej(?-u:\b)|gade|gata|gatan|vägen|veien|rue |avenue|boulevard|chaussée|chemin|place |via |viale |corso |piazza |rua |avenida |avda|calle |plaza |paseo |ronda |camino |travesía |urbanización |glorieta |cañada |vicolo |borgo |strada |contrada |largo |piazzale |impasse |allée |quai |(?:^| )(?:am|an der|an den|im|in der|in den|auf der|auf dem|zum|zur|unter den|alte|alter|neue|obere|untere) [a-zäöü]",
    )
});

static KOREAN: LazyLock<Regex> = LazyLock::new(|| {
    const PROVINCE: &str = r"(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충청[북남]|충[북남]|전라[북남]|전[북남]|경상[북남]|경[북남]|제주)(?:특별자치시|특별자치도|특별시|광역시|도|시)?";
    const DISTRICT: &str = r"[가-힣]{1,5}[시군구]";
    compile(&format!(
        r"(?:{PROVINCE} (?:{DISTRICT} ){{0,3}}|(?:{DISTRICT} ){{1,3}})(?:[가-힣]{{1,6}}[읍면] ?)?(?:[가-힣0-9·]{{1,12}}(?:로|길|가|동|리|거리) ?){{1,3}}(?:(?:산|지하) ?)?(?:[0-9]{{1,5}}(?:-[0-9]{{1,5}})?(?:번지|번길 ?[0-9]{{1,4}}(?:-[0-9]{{1,4}})?)?)?(?P<rest>(?:,? ?[가-힣A-Za-z0-9]{{1,14}}(?:아파트|빌라|빌딩|오피스텔|타워|맨션|하우스|캐슬|자이|푸르지오))?(?:,? ?[0-9]{{1,4}}동)?(?:,? ?[0-9]{{1,4}}호|,? ?[0-9]{{1,2}}층)?(?: ?\([가-힣0-9, ]{{1,24}}\))?)"
    ))
});

static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    compile(concat!(
        r"(?:[㐀-鿿]{2,7}(?:省|自治区|特别行政区|自治州|地区|盟))?(?:[㐀-鿿]{1,6}(?:市|区|县|旗|區|縣)){1,3}(?:[㐀-鿿]{1,8}(?:镇|乡|街道|村|鎮|鄉))?",
        r"[㐀-鿿]{1,10}?(?:大道|路|街|道|巷|弄|胡同|里|段|庄|园|苑|小区|花园|大厦|广场)(?:[一二三四五六七八九十]段|[东西南北中]段?)?[A-Za-z0-9]{1,5}(?:号楼?|弄|座|號|巷|栋|幢|楼|室)(?:-?[0-9A-Za-z]{1,5}(?:号楼|号|栋|幢|单元|室|层|楼|座|號|樓|弄|之)?){0,4}(?: ?(?P<code>[0-9]{6})(?-u:\b))?",
    ))
});

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed and tested")
}

/// No street with its number and flat is longer, in bytes.
const REACH: usize = 120;

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    for run in &text.digits {
        if (4..=5).contains(&run.len()) && !text.in_word_start(run.start)
            || after_country(text, run)
        {
            of_code(text, run, found);
        }
    }
    if text.is_ascii {
        return;
    }
    let near = |run: &Range<usize>, letter: fn(char) -> bool| {
        run.len() <= 6 && text.tail(run.start, 12).contains(letter)
    };
    let korean = |run: &Range<usize>| near(run, |c| matches!(c, '가'..='힣'));
    text.beside_digits([120, 60], korean, &KOREAN, |address| {
        let Some(all) = address.get(0) else { return };
        let range = all.start()..all.start() + all.as_str().trim_end().len();
        let counted = text.folded[range.end..]
            .trim_start()
            .starts_with(['개', '명', '원', '월', '년', '시', '분', '%']);
        let numbered = all
            .as_str()
            .bytes()
            .any(|byte| byte.is_ascii_digit() || byte == b'(');
        if numbered && !counted {
            found.push(Found { range, kind: KIND });
        }
    });
    // The number of a house or a floor, or a postal code: 国道15号 is a road of Japan.
    let kana = |c: char| matches!(c, 'ぁ'..='ヺ');
    let chinese = |run: &Range<usize>| {
        let unit = text.folded[run.end..].starts_with([
            '号', '號', '弄', '座', '巷', '栋', '幢', '楼', '樓', '室', '段',
        ]);
        (unit || run.len() == 6)
            && near(run, |c| matches!(c, '㐀'..='鿿'))
            && !text.tail(run.start, 60).contains(kana)
    };
    text.beside_digits([120, 60], chinese, &CHINESE, |address| {
        let Some(all) = address.get(0) else { return };
        let mut end = all.end();
        if text.tail(all.start(), 60).contains(kana) || text.head(end, 60).contains(kana) {
            return;
        }
        if let Some(code) = address.name("code") {
            end = code.start();
            found.push(Found {
                range: code.range(),
                kind: postal_code::KIND,
            });
        }
        let length = text.folded[all.start()..end].trim_end().len();
        let start = all.start() + skipped(all.as_str());
        found.push(Found {
            range: start..all.start() + length,
            kind: KIND,
        });
    });
}

/// The words of a sentence that a Chinese address begins with: 请寄到, 我住在.
fn skipped(address: &str) -> usize {
    [
        "寄到",
        "住在",
        "送到",
        "发到",
        "寄往",
        "送货到",
        "搬到",
        "地址是",
        "地址为",
        "在",
    ]
    .iter()
    .filter_map(|word| Some(address.find(word)? + word.len()))
    .filter(|at| *at <= 18)
    .max()
    .unwrap_or(0)
}

/// `D-10115`, `NL-1017`
fn after_country(text: &Text<'_>, run: &Range<usize>) -> bool {
    let before = text.tail(run.start, 4);
    let letters = before.strip_suffix('-').unwrap_or_default();
    let count = letters
        .bytes()
        .rev()
        .take_while(u8::is_ascii_uppercase)
        .count();
    (4..=5).contains(&run.len()) && (1..=2).contains(&count)
}

/// Whether a Latin word or a number is in front of a code, and a capital behind it or a comma in front: one look spares
/// the patterns.
fn may_be_code(before: &str, behind: &str) -> bool {
    let latin =
        |c: char| c.is_alphanumeric() && c < '\u{250}' || matches!(c, '.' | 'º' | 'ª' | '°' | ')');
    let rest = before.trim_end_matches([' ', '\n', ',', '-']);
    let town = behind.trim_start_matches([' ', ',', '\n']);
    let capital = town.starts_with(|c: char| c.is_uppercase() || matches!(c, '\'' | '’'));
    rest.len() < before.len()
        && rest.ends_with(latin)
        && (capital || before.trim_end_matches(' ').ends_with(','))
}

/// Adds the street in front of the code that is `run`, the code, and the town behind it.
fn of_code(text: &Text<'_>, run: &Range<usize>, found: &mut Vec<Found<'_>>) {
    let before = text.tail(run.start, REACH);
    if !may_be_code(before, text.head(run.end, 8)) {
        return;
    }
    let from = run.start - before.len();
    let Some(line) = STREET.find(before) else {
        return;
    };
    // Most numbers in front of a code are no street's, and which part of a line is the street takes long to tell.
    let line = line
        .as_str()
        .trim_start_matches(|c: char| !c.is_alphanumeric());
    if !STREET_WORD.is_match(line) && !before.ends_with('\n') {
        return;
    }
    let Some(line) = STREET.captures(before) else {
        return;
    };
    let Some(behind) = TOWN.captures(text.head(run.start, 120)) else {
        return;
    };
    let (Some(street), Some(code)) = (line.name("street"), behind.name("code")) else {
        return;
    };
    let (town, before_code) = (behind.name("town"), line.name("town"));
    if town.is_none() && before_code.is_none() && code.len() < 6 {
        return;
    }
    // Order No. 12, 12345 Items
    let number = from
        + street.start()
        + street
            .as_str()
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(0);
    let is_reference = |at: usize| {
        text.label(at).is_some_and(|found| {
            found.direct && matches!(found.label, Label::Reference | Label::Phone)
        })
    };
    // Its line is nothing but the street, and the next one begins with the code.
    let lines = before.ends_with('\n')
        && (street.start() == 0 && from == 0 || before[..street.start()].ends_with('\n'));
    let sure = STREET_WORD.is_match(street.as_str()) || lines && code.len() >= 5;
    if !sure || is_reference(number) || is_reference(run.start) {
        return;
    }
    let mut end = street.end();
    if let Some(town) = before_code {
        end = town.end() - 1;
    }
    found.push(Found {
        range: from + street.start()..from + end,
        kind: KIND,
    });
    let at = |range: Range<usize>| run.start + range.start..run.start + range.end;
    found.push(Found {
        range: at(code.range()),
        kind: postal_code::KIND,
    });
    if let Some(town) = town {
        let length = town.as_str().trim_end_matches(['.', '-']).len();
        found.push(Found {
            range: at(town.start()..town.start() + length),
            kind: KIND,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_nothing, of_kind};
    use super::*;

    #[test]
    fn finds_streets_with_codes_and_towns() {
        for (address, code, town) in [
            ("Am Mühlbach 3a", "86150", "Augsburg"),
            ("Theda-Misicher-Ring 891", "34236", "Nordhausen"),
            ("Hella-Langern-Gasse 4", "46190", "Fallingbostel"),
            ("Vollbrechtstraße 2/2", "25276", "Strausberg"),
            ("Unter den Linden 12-14", "10117", "Berlin"),
            ("Getreidegasse 9", "5020", "Salzburg"),
            ("Kerkstraat 45", "1017 GC", "Amsterdam"),
            ("Calle de Camilo Burgos 19", "28013", "Madrid"),
            ("Ronda de Ernesto Carranza 348, 3º B", "08001", "Barcelona"),
            ("Borgo San Luca 1 Appartamento 2", "50126", "Firenze (FI)"),
            ("Via Roma 12", "00184", "Roma"),
            ("rue Stéphane Charrier", "30882", "Germain-sur-Poirier"),
            ("Storgatan 5", "11122", "Stockholm"),
        ] {
            for text in [
                format!("{address}, {code} {town}"),
                format!("Adresse:\n{address}\n{code} {town}\n"),
                format!("Bitte an {address}, {code} {town}."),
            ] {
                let found = of_kind(KIND, &text).concat();
                assert!(found.contains(address), "{text}: {found}");
                assert!(found.contains(town), "{text}: {found}");
                let left = text.replace(address, "");
                assert_eq!(of_kind(postal_code::KIND, &text), [code], "{text} {left}");
            }
        }
    }

    #[test]
    fn finds_addresses_of_korea_and_china() {
        for (address, text) in [
            (
                "서울특별시 강남구 테헤란로 123",
                "주소: 서울특별시 강남구 테헤란로 123",
            ),
            (
                "경기도 수원시 장안구 양재천로 12-3 101동 1203호",
                "경기도 수원시 장안구 양재천로 12-3 101동 1203호로 보내주세요",
            ),
            (
                "부산 해운대구 우동 1234번지",
                "저는 부산 해운대구 우동 1234번지에 살고 있습니다",
            ),
            ("北京市朝阳区建国路88号", "地址：北京市朝阳区建国路88号"),
            (
                "广东省深圳市南山区科技园路12号3栋502室",
                "请寄到广东省深圳市南山区科技园路12号3栋502室。",
            ),
            (
                "台北市信義區信義路五段7號",
                "我住在台北市信義區信義路五段7號",
            ),
        ] {
            assert_eq!(of_kind(KIND, text), [address], "{text}");
        }
    }

    #[test]
    fn numbers_beside_words_in_capitals_are_no_addresses() {
        for text in [
            "Order Number 12, 12345 Items",
            "Bestellung Nr. 12, 12345 Stück",
            "Windows 10, 2004 Update",
            "Mai 12, 2024 Berlin",
            "Galaxy S 21, 5000 Reviews",
            "Model Am 12, 12345 Units",
            "Canon EOS 90, 32000 Photos",
            "Ring 12, 10000 Steps",
            "Route 66, 12345 Miles",
            "Nike Air 12, 10115 Sold",
            "Rechnung 4711, 19999 Euro",
            "서울시 강남구 매장 3개",
            "서울 강남구 지점에서 2024년",
            "東京都港区の国道15号線沿い",
            "上海市的订单12345号",
            "我在北京市买了3件",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
