//! The columns of tables whose head calls what is below: `id,phone,zip`, 氏名,生年月日, `| Account |`.

use std::net::IpAddr;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::topic::cue;
use super::{
    Found, Text, address, bank_account, birth_date, card_detail, credit_card, ip, phone,
    postal_code,
};

/// What the head of a column calls.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Phone,
    PostalCode,
    Birth,
    Account,
    Address,
    /// A town or a prefecture, which is a part of an address where the other parts are.
    Town,
    /// The month that a card expires in, where the table is one of cards.
    Expiry,
    Code,
    Ip,
}

const HEADS: &[(Head, &str)] = &[
    (
        Head::Phone,
        "tel|phone|mobile|cell|phone number|phone no|tel no|telephone|mobile number|mobile no|mobile phone|cell phone|home phone|work phone|contact number|contact no|\
         ph|mob|fax|phonenumber|mobilenumber|電話|電話番号|連絡先|携帯|携帯電話|携帯番号|携帯電話番号|連絡先電話番号|tel番号",
    ),
    (
        Head::PostalCode,
        "zip|zip code|zipcode|postcode|post code|postal code|postalcode|郵便番号|郵便",
    ),
    (
        Head::Birth,
        "birth|born|dob|birthday|birth day|birth date|birthdate|date of birth|dateofbirth|d.o.b|d/o/b|d o b|bday|b day|geburtsdatum|date de naissance|fecha de nacimiento|\
         生年月日|生 年 月 日|誕生日|誕生|生まれた日|バースデー|생년월일|出生日期",
    ),
    (
        Head::Account,
        "account|account number|account no|acct|routing|routing number|sort code|bsb|口座|口座番号",
    ),
    (
        Head::Address,
        "address|street|street address|shipping address|delivery address|billing address|home address|address 1|address 2|address1|address2|address line 1|address line 2|\
         住所|ご住所|お届け先住所|届け先住所|番地|町名番地|建物名|建物",
    ),
    (
        Head::Town,
        "city|town|suburb|county|state|prefecture|都道府県|市区町村|市町村|町名",
    ),
    (
        Head::Expiry,
        "exp|expiry|expires|expiration|expiry date|exp date|expiration date|valid thru|card expiry|有効期限|カード有効期限",
    ),
    (
        Head::Code,
        "cvc|cvc2|cvv|cvv2|csc|security code|card code|securitycode|セキュリティコード|セキュリティ番号",
    ),
    (
        Head::Ip,
        "ip|ip address|ipaddress|client ip|source ip|remote ip|remote addr|ipアドレス|接続元ip",
    ),
];

/// No table that is read has more columns, longer lines or more rows.
const COLUMNS: usize = 24;
const LINE: usize = 600;
const ROWS: usize = 5000;

/// Stands for two spaces and more between the cells.
const SPACES: char = ' ';

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    let mut done = 0;
    for word in text.spoken.places(cue::COLUMN) {
        if word.start >= done {
            done = table(text, word, found).unwrap_or(word.end);
        }
    }
}

/// Adds the cells below a head that `word` is in; returns where the table ends.
fn table(text: &Text<'_>, word: &Range<usize>, found: &mut Vec<Found<'_>>) -> Option<usize> {
    let before = text.tail(word.start, LINE);
    let start = match before.rfind('\n') {
        Some(at) => word.start - before.len() + at + 1,
        None if before.len() == word.start => 0,
        None => return None,
    };
    let (line, mut at) = line(text, start)?;
    let head = &text.folded[line.clone()];
    let mark = [',', '\t', ';', '|']
        .into_iter()
        .find(|mark| head.contains(*mark))
        .or(head.trim().contains("  ").then_some(SPACES));
    let head_cells = cells(text.folded, line.clone(), mark);
    let heads: Vec<Option<Head>> = head_cells
        .iter()
        .map(|cell| called(&text.folded[cell.clone()]))
        .collect();
    // A row of a form, `| 住所 | …1-2-3 |`, is no head.
    let is_value = |cell: &Range<usize>| {
        let written = &text.folded[cell.clone()];
        called(written).is_none() && written.contains(|c: char| c.is_ascii_digit())
    };
    if head_cells.iter().any(is_value) {
        return Some(line.end);
    }
    let has = |wanted: Head| heads.contains(&Some(wanted));
    let placed = has(Head::Address) || has(Head::PostalCode);
    let of_cards =
        has(Head::Code) || head.to_lowercase().contains("card") || head.contains("カード");
    let divided = (2..=COLUMNS).contains(&heads.len());
    if heads.iter().all(Option::is_none) || mark.is_some() && !divided {
        return Some(line.end);
    }
    for _ in 0..ROWS {
        let Some((row, next)) = self::line(text, at) else {
            break;
        };
        let written = &text.folded[row.clone()];
        if written.trim().is_empty() {
            break;
        }
        // |---|---|
        if written.chars().all(|c| "|-: ".contains(c)) {
            at = next;
            continue;
        }
        let row_cells = cells(text.folded, row.clone(), mark);
        let uneven = row_cells.len() != heads.len();
        let mut any = false;
        for (column, head) in heads.iter().enumerate() {
            let Some(head) = head
                .filter(|head| *head != Head::Town || placed)
                .filter(|head| *head != Head::Expiry || of_cards)
                .filter(|head| !uneven || head.is_told_by_shape())
            else {
                continue;
            };
            // A comma within a cell: those behind it are counted from the end.
            let from_end = (column + row_cells.len()).checked_sub(heads.len());
            let cell = [Some(column), from_end]
                .into_iter()
                .flatten()
                .filter_map(|at| row_cells.get(at))
                .find(|cell| is_one(head, &text.folded[(*cell).clone()]));
            if let Some(cell) = cell {
                any = true;
                let (range, kind) = (cell.clone(), kind(head));
                found.push(Found { range, kind });
            }
        }
        // A word alone on its line may be anything but the head of what is below.
        if (mark.is_none() || uneven) && !any {
            break;
        }
        at = next;
    }
    Some(at.max(line.end))
}

/// The line that begins at `start`, and where the next one does.
fn line(text: &Text<'_>, start: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.folded.get(start..).filter(|rest| !rest.is_empty())?;
    let length = memchr::memchr(b'\n', &rest.as_bytes()[..rest.len().min(LINE)]);
    let (length, next) = match length {
        Some(length) => (length, start + length + 1),
        None if rest.len() <= LINE => (rest.len(), text.folded.len()),
        None => return None,
    };
    let carriage = usize::from(rest[..length].ends_with('\r'));
    Some((start..start + length - carriage, next))
}

/// The cells of a line without the quotes around them; a mark within quotes divides nothing.
fn cells(text: &str, line: Range<usize>, mark: Option<char>) -> Vec<Range<usize>> {
    let mut bounds = Vec::new();
    let (mut from, mut quoted) = (line.start, false);
    if mark == Some(SPACES) {
        let written = &text[line.clone()];
        let mut at = line.start;
        for part in written.split("  ").take(LINE) {
            let cell = part.trim();
            let start = at + part.len() - part.trim_start().len();
            if !cell.is_empty() && bounds.len() <= COLUMNS {
                bounds.push(start..start + cell.len());
            }
            at += part.len() + 2;
        }
        return bounds;
    }
    for (at, c) in text[line.clone()].char_indices() {
        if c == '"' {
            quoted = !quoted;
        } else if Some(c) == mark && !quoted {
            bounds.push(from..line.start + at);
            from = line.start + at + 1;
        }
        if bounds.len() > COLUMNS {
            return bounds;
        }
    }
    bounds.push(from..line.end);
    if mark == Some('|') {
        let is_empty = |cell: &Range<usize>| text[cell.clone()].trim().is_empty();
        if bounds.first().is_some_and(is_empty) {
            bounds.remove(0);
        }
        if bounds.last().is_some_and(is_empty) {
            bounds.pop();
        }
    }
    let trimmed = |cell: Range<usize>| {
        let written = &text[cell.clone()];
        let around = [' ', '"', '\t', '\'', '>', '*'];
        let start = cell.start + written.len() - written.trim_start_matches(around).len();
        start..start.max(cell.start + written.trim_end_matches(around).len())
    };
    bounds.into_iter().map(trimmed).collect()
}

fn called(cell: &str) -> Option<Head> {
    let label = cell.trim_matches(|c: char| !c.is_alphanumeric());
    // DOB (dd/mm/yyyy)
    let label = label.split('(').next().unwrap_or_default().trim_end();
    let label = label.strip_prefix(['ご', 'お']).unwrap_or(label);
    if label.is_empty() || label.len() > 40 {
        return None;
    }
    let label = label.to_lowercase().replace(['_', '-'], " ");
    let is_in = |words: &str| words.split('|').any(|word| word == label);
    HEADS
        .iter()
        .find(|(_, words)| is_in(words))
        .map(|(head, _)| *head)
}

fn kind(head: Head) -> &'static str {
    match head {
        Head::Phone => phone::KIND,
        Head::PostalCode => postal_code::KIND,
        Head::Birth => birth_date::KIND,
        Head::Account => bank_account::KIND,
        Head::Address | Head::Town => address::KIND,
        Head::Expiry | Head::Code => credit_card::KIND,
        Head::Ip => ip::KIND,
    }
}

impl Head {
    /// Whether a cell is known by its shape in a row with more or fewer cells than the head.
    fn is_told_by_shape(self) -> bool {
        matches!(self, Head::Phone | Head::Birth | Head::Expiry | Head::Ip)
    }
}

static EXPIRY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^(?:{}|[0-9]{{4}})$", card_detail::MONTH))
        .expect("the pattern is fixed and tested")
});

/// Whether a cell has the look of what its head calls.
fn is_one(head: Head, cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let only = |marks: &str| {
        cell.chars()
            .all(|c| c.is_ascii_digit() || marks.contains(c))
    };
    match head {
        Head::Phone => (7..=15).contains(&digits) && only("+-(). /"),
        Head::PostalCode => {
            let letters = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
            digits > 1 && (4..=10).contains(&cell.len()) && cell.chars().all(letters)
        }
        Head::Birth => birth_date::near::is_date(cell),
        Head::Account => (4..=18).contains(&digits) && only("- "),
        Head::Address => digits > 0 && (2..=200).contains(&cell.len()),
        Head::Town => digits == 0 && (2..=60).contains(&cell.len()),
        Head::Expiry => EXPIRY.is_match(cell),
        Head::Code => matches!(cell.len(), 3 | 4) && digits == cell.len(),
        Head::Ip => cell.parse::<IpAddr>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_nothing, of_kind};
    use super::*;

    #[test]
    fn what_is_below_the_head_of_a_column_is_what_it_calls() {
        for (kind, values, text) in [
            (
                phone::KIND,
                &["6175550174", "3175550111"][..],
                "phone\n6175550174\n3175550111",
            ),
            (phone::KIND, &["6175550174"], "id;phone\n1;6175550174\n"),
            (
                postal_code::KIND,
                &["17603", "50309"],
                "id,phone,zip\n1,6175550174,17603\n2,6175550175,50309",
            ),
            (
                postal_code::KIND,
                &["500-8175"],
                "ID\ttel\tzip\n1\t090-1234-5678\t500-8175",
            ),
            (
                birth_date::KIND,
                &["2007/4/2"],
                "氏名,生年月日\n山田太郎,2007/4/2",
            ),
            (
                birth_date::KIND,
                &["2007/4/2"],
                "| id | dob |\n|---|---|\n| 1 | 2007/4/2 |",
            ),
            (
                bank_account::KIND,
                &["021000021", "12345678"],
                "routing,account\n021000021,12345678",
            ),
            (
                address::KIND,
                &["12 Mill End, Upton"],
                "name,address\n\"Amy Vane\",\"12 Mill End, Upton\"",
            ),
        ] {
            assert_eq!(of_kind(kind, text), values, "{text}");
        }
    }

    #[test]
    fn other_columns_stay() {
        for text in [
            "id,price,qty\n1,6175550174,2",
            "phone\n12 pieces",
            "the phone, and more\n6175550174, 5",
            "city,price\nLeeds,12345",
            "| 住所 | 港区芝1-2-3 |\n| 指定日 | 2026-09-22 |",
            "phone,zip",
        ] {
            for kind in [
                phone::KIND,
                postal_code::KIND,
                birth_date::KIND,
                bank_account::KIND,
            ] {
                assert_nothing(kind, text);
            }
        }
    }

    #[test]
    fn the_head_of_a_column_says_what_is_below() {
        for head in [
            "ID,tel,zip,birth",
            "id,phone,zip,dob",
            "No,Phone,Zip,Date of Birth",
            "id,tel,zip,birthday",
            "\"id\",\"phone\",\"zip\",\"date_of_birth\"",
            "番号,電話番号,郵便番号,生年月日",
            "会員,電話,〒,誕生日",
            "会員,TEL,〒,お誕生日",
            "会員,携帯,〒,生年月日(西暦)",
            "no,mobile,zip,DOB (dd/mm/yyyy)",
            "no,mobile,zip,Born",
            "no,cell,zip,bday",
        ] {
            for (first, second) in [
                ("2007/4/2", "1950/11/15"),
                ("1985-03-04", "1990-12-31"),
                ("昭和60年3月4日", "平成2年1月5日"),
                ("S60.3.4", "H2.1.5"),
                ("04/03/1985", "5.1.90"),
                ("19850304", "19900105"),
                ("4 March 1985", "5 Jan 1990"),
                ("4-Mar-85", "5-Jan-90"),
                ("Mar 4 1985", "Jan 5 1990"),
                ("1985年3月4日", "1990年1月5日"),
                ("１９８５／３／４", "１９９０／１／５"),
                ("1985-03-04 00:00:00", "1990-01-05"),
            ] {
                for mark in [",", "\t", ";", " | ", "|"] {
                    let comma = format!(
                        "{head}\n1,7015550146,500-8175,{first}\n2,5155550132,305-0031,{second}\n"
                    );
                    let text = comma.replace(',', mark);
                    let days = of_kind(birth_date::KIND, &text);
                    let day = |date: &str| {
                        days.iter().any(|day| {
                            day.contains(date) || date.starts_with(day) && date.contains(':')
                        })
                    };
                    assert!(
                        days.len() == 2 && day(first) && day(second),
                        "{text} {days:?}"
                    );
                    let phones = of_kind(phone::KIND, &text);
                    assert_eq!(phones, ["7015550146", "5155550132"], "{text}");
                }
            }
        }
    }

    #[test]
    fn tables_in_other_shapes_are_read() {
        for text in [
            "| Name | DOB | Order |\n|---|:---:|---|\n| Ann | 1985-03-04 | 2024-01-05 |",
            "> name,dob,joined\n> ann,1985-03-04,2024-01-05",
            "name  dob  joined\nann  1985-03-04  2024-01-05",
            "name,address,dob\nann,\"1 Low Road, Leeds\",1985-03-04",
            "name,address,dob\nann,1 Low Road, Leeds,1985-03-04",
            "name,dob\nbob,n/a\nann,1985-03-04",
            "注文日\t生年月日\t状態\n2024/1/5\t1985-03-04\t済",
        ] {
            assert_eq!(of_kind(birth_date::KIND, text), ["1985-03-04"], "{text}");
        }
        let text = "card_no,exp,cvc\n4111111111111111,05/30,315\n5555555555554444,0629,0315";
        let card = [
            "4111111111111111",
            "05/30",
            "315",
            "5555555555554444",
            "0629",
            "0315",
        ];
        assert_eq!(of_kind(credit_card::KIND, text), card);
        let text = "カード番号\t有効期限\tセキュリティコード\n4111111111111111\t2030/05\t315";
        assert_eq!(
            of_kind(credit_card::KIND, text),
            ["4111111111111111", "2030/05", "315"]
        );
        assert_eq!(
            of_kind(ip::KIND, "ip,count\n6.1.2.3,4\n2001:db8::1,5"),
            ["6.1.2.3", "2001:db8::1"]
        );
    }

    #[test]
    fn columns_of_other_things_stay() {
        for text in [
            "id,ordered,shipped\n1,2024-01-05,2024-01-07",
            "注文番号,注文日,発送日\n1,1999/01/05,2024/01/07",
            "dob,ordered\nunknown,2024-01-05",
            "coupon,expiry\nSAVE5,05/30",
            "phone model,price\nX-200,12800",
            "sku,phone case,qty\n4901234,black,12",
            "ip rating,depth\nIP67,1.5",
            "誕生日,特典\nなし,2024/1/5まで",
        ] {
            for kind in [birth_date::KIND, phone::KIND, ip::KIND, credit_card::KIND] {
                assert_nothing(kind, text);
            }
        }
    }
}
