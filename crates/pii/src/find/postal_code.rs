//! Postal codes: Japan's seven digits; other countries' where a label or their shape tells them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::{Label, Labelled};
use super::street::PREFECTURES;
use super::{Found, Text, topic};

pub(super) const KIND: &str = "POSTAL_CODE";

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    for at in 0..text.digits.len() {
        let first = &text.digits[at];
        let last = match (first.len(), text.gap(at), text.digits.get(at + 1)) {
            (3, Some("-" | " - " | "- " | " -"), Some(next)) if next.len() == 4 => next,
            (3, Some(" "), Some(next))
                if next.len() == 4 && text.folded[..first.start].trim_end().ends_with('〒') =>
            {
                next
            }
            (7, _, _) => first,
            _ => continue,
        };
        let range = first.start..last.end;
        if is_japanese(text, &range) {
            found.push(Found { range, kind: KIND });
        }
    }
    let may = |run: &Range<usize>| {
        text.behind_letters(run, 4..=6)
            || (4..=6).contains(&run.len()) && text.folded[..run.start].ends_with([':', ' ', '='])
    };
    text.beside_digits([40, 12], may, &FOREIGN, |captures| {
        for code in captures.iter().skip(1).flatten() {
            let range = code.range();
            if !counts(text, range.end) {
                found.push(Found { range, kind: KIND });
            }
        }
    });
    let labelled = text.speaks_of(topic::POSTAL);
    for (at, run) in text.digits.iter().enumerate() {
        let found_here = small(text, run).or_else(|| foreign(text, at).filter(|_| labelled));
        if let Some(range) = found_here {
            found.push(Found { range, kind: KIND });
        }
    }
}

/// A code of four to six digits behind its label, whatever divides them: `"zip": "94103"`, `postcode | 2000`.
fn foreign(text: &Text<'_>, at: usize) -> Option<Range<usize>> {
    let run = &text.digits[at];
    if !(4..=6).contains(&run.len()) {
        return None;
    }
    let four = run.len() == 5
        && text.gap(at) == Some("-")
        && text.digits.get(at + 1).is_some_and(|next| next.len() == 4);
    let end = if four {
        text.digits[at + 1].end
    } else {
        run.end
    };
    let before = text.tail(run.start, 40).to_ascii_lowercase();
    let called = LATIN_LABELS.iter().any(|word| before.contains(word));
    // `zip code on file is 62704`: the last label of the sentence, with more than `zip`, which is a thing as well
    let written_out = run.len() > 4
        && ["zip code", "postcode", "postal code", "post code"]
            .iter()
            .any(|word| before.contains(word));
    let direct = || {
        text.label(run.start)
            .is_some_and(|found| (found.direct || written_out) && found.label == Label::PostalCode)
    };
    let range = run.start..end;
    (called && !text.in_longer(&range) && !counts(text, end) && direct()).then_some(range)
}

/// What is called so in Latin letters is a code, where 住所 is in front of a house number as well.
const LATIN_LABELS: &[&str] = &["zip", "postcode", "post code", "post_code", "postal", "plz"];

/// A British or Canadian code in small letters or of mixed case, whose first digits are `run`: `sw1a 1aa`, `k1a 0b1`. In
/// one piece it may be anything, so that a label has to say what it is.
fn small(text: &Text<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    if run.len() > 3 || !text.before(run.start)?.is_ascii_alphabetic() {
        return None;
    }
    let letters = text.tail(run.start, 2);
    let letters = &letters[letters.len()
        - letters
            .bytes()
            .rev()
            .take_while(u8::is_ascii_alphabetic)
            .count()..];
    let start = run.start - letters.len();
    let code = text.head(start, 9);
    let captures = SMALL.captures(code)?;
    let range = start..start + captures[0].len();
    let gap = captures.name("space").or(captures.name("gap"));
    let in_one = gap.is_none_or(|gap| gap.is_empty());
    let (is_british, tail) = match captures.name("british") {
        Some(tail) => (
            AREAS
                .split('|')
                .any(|area| area.eq_ignore_ascii_case(letters)),
            tail.as_str(),
        ),
        None => (letters.len() == 1, ""),
    };
    // the a4 2nd page, e5 3rd floor, g4 2gb
    let other = ["st", "nd", "rd", "th", "gb", "tb", "ft", "xl", "lb", "ed"]
        .iter()
        .any(|end| tail.eq_ignore_ascii_case(end));
    let capitals = !captures[0].bytes().any(|byte| byte.is_ascii_lowercase());
    let told = || {
        text.tail(start, 4).trim_start().eq_ignore_ascii_case("pc ")
            || text
                .label(start)
                .is_some_and(|found| found.direct && found.label == Label::PostalCode)
    };
    let plain = !other && !in_one && !capitals;
    (is_british && !text.in_longer(&range) && (plain || told())).then_some(range)
}

/// Whether the letters in front of a code's first digits are an area of Great Britain.
pub(super) fn has_british_area(text: &Text<'_>, run: &Range<usize>) -> bool {
    let letters = text.tail(run.start, 2);
    let length = letters
        .bytes()
        .rev()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let area = &letters[letters.len() - length..];
    AREAS.split('|').any(|it| it.eq_ignore_ascii_case(area))
}

/// The letters of British postcodes, of which each is for a town.
const AREAS: &str = "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|FY|G|GL|GU|HA|HD|HG|HP|HR|HS|HU|HX|IG|IP|IV|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE";

static SMALL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^[A-Z]{1,2}(?:(?:[0-9]{1,2}|[0-9][A-Z])(?P<space> ?)[0-9](?P<british>[ABD-HJLNP-UW-Z]{2})|[0-9][ABCEGHJ-NPRSTV-Z](?P<gap>[ -]?)[0-9][ABCEGHJ-NPRSTV-Z][0-9])(?-u:\b)",
    )
    .expect("the pattern is fixed and tested")
});

/// Codes that their shape or a label tells: `CA 94103`, `SW1A 1AA`, `K1A 0B1`, `ZIP 94103`.
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r"(?-u:\b)(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]),? ([0-9]{5}(?:-[0-9]{4})?)(?-u:\b)",
        r"|(?-u:\b)((?:@AREAS@)[0-9][0-9A-Z]? [0-9][ABD-HJLNP-UW-Z]{2})(?-u:\b)",
        r"|(?-u:\b)([ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z] [0-9][ABCEGHJ-NPRSTV-Z][0-9])(?-u:\b)",
        // Cities and states of Australia, Canada, India, New Zealand and Singapore, each with codes of its own
        r"|(?-u:\b)(?:(?:NSW|nsw),? (2[0-9]{3})|ACT,? (2[69][0-9]{2})|(?:VIC|Vic|vic),? (3[0-9]{3})|(?:QLD|Qld|qld),? (4[0-9]{3})|SA,? (5[0-9]{3})|WA,? (6[0-9]{3})|(?:TAS|Tas|tas),? (7[0-9]{3})|NT,? (08[0-9]{2}))(?-u:\b)",
        r"|(?-u:\b)(?:ON|QC|BC|AB|MB|SK|NS|NB|NL|PE|YT|NT|NU),? ([ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][ -]?[0-9][ABCEGHJ-NPRSTV-Z][0-9])(?-u:\b)",
        r"|(?-u:\b)(?:Mumbai|Delhi|Bengaluru|Bangalore|Chennai|Kolkata|Hyderabad|Pune|Ahmedabad|Jaipur|Lucknow|Gurgaon|Gurugram|Noida|Kochi|Chandigarh|Indore|Nagpur|Surat)(?:,? | ?[-–] ?)([1-9][0-9]{2} ?[0-9]{3})(?-u:\b)",
        r"|(?-u:\b)(?:Auckland|Wellington|Christchurch|Hamilton|Dunedin|Tauranga),? ([03-9][0-9]{3}|1[0-8][0-9]{2}|2[1-9][0-9]{2})(?-u:\b)",
        r"|(?-u:\b)[Ss]ingapore,? \(?S?\(?([0-9]{6})(?-u:\b)",
        r"|(?-u:\b)(?:az|ar|fl|ia|il|ks|ky|md|mn|nc|nh|nj|nm|nv|ny|ri|tn|tx|ut|va|vt|wa|wi|wv|wy|ca),? ([0-9]{5}(?:-[0-9]{4})?)(?-u:\b)",
        r"|(?:[Ee]ircode|EIRCODE|[Pp]ost(?:al)? ?[Cc]ode|[Zz][Ii][Pp](?: ?[Cc]ode)?)[ ]?(?:is|:|=)?[ :\t]{0,2}((?:[AC-FHKNPRTV-Y][0-9]{2}|D6W) ?[0-9AC-FHKNPRTV-Y]{4})(?-u:\b)",
        r"|(?:[Zz][Ii][Pp](?: ?[Cc]ode)?|[Pp]ost(?:al)? ?[Cc]ode|PLZ|Postleitzahl|[Cc]ode postal|CODE POSTAL|[Cc]ódigo postal|[Cc]ód\. ?[Pp]ostal|[Pp]ostnr\.?|[Pp]ostnummer|[Pp]in ?code|PIN ?[Cc]ode|C\.?P\.? ?:|CAP|CEP|우편번호|邮编|邮政编码|郵遞區號)[ ]?(?:is|:|=)?[ :]{0,2}((?:[A-Z]{1,2}-)?[0-9]{4,6}(?:-[0-9]{3,4}| ?[A-Z]{2}(?-u:\b))?)(?-u:\b)",
    );
    Regex::new(&pattern.replace("@AREAS@", AREAS)).expect("the pattern is fixed and tested")
});

fn is_japanese(text: &Text<'_>, range: &Range<usize>) -> bool {
    if text.in_word(range) {
        return false;
    }
    let hyphen = range.len() > 7;
    let label = text.label(range.start);
    // zip/353-1185
    let called = label.is_some_and(|found| found.direct && found.label == Label::PostalCode);
    if joined(text, range) && !(called && text.folded[..range.start].ends_with('/')) {
        return false;
    }
    if text.folded[..range.start].trim_end().ends_with('〒') {
        return true;
    }
    match label {
        Some(Labelled {
            label: Label::PostalCode,
            direct,
        }) if direct || hyphen => true,
        Some(Labelled {
            label: Label::Reference | Label::Phone,
            direct: true,
        }) => false,
        _ => {
            // 123-4567 may as well be a part's number: Japanese words around it decide.
            hyphen
                && !counts(text, range.end)
                && (alone(text, range)
                    || japanese_around(text, range)
                    || behind_romanised(text, range))
                || !hyphen && before_address(text, range.end)
        }
    }
}

/// True when the digits go on behind a hyphen, as in a phone number.
fn joined(text: &Text<'_>, range: &Range<usize>) -> bool {
    let joins = |c: char| c == '-' || c == '.' || c == '/';
    let before = text.folded[..range.start].strip_suffix(joins);
    let after = text.folded[range.end..].strip_prefix(joins);
    before.is_some_and(|text| text.ends_with(|c: char| c.is_ascii_alphanumeric()))
        || after.is_some_and(|text| text.starts_with(|c: char| c.is_ascii_alphanumeric()))
        || text.folded[..range.start].ends_with(['#', '¥', '$', '\\'])
}

/// `500-1000円` is a range of prices.
fn counts(text: &Text<'_>, end: usize) -> bool {
    static UNIT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^ ?(?:円|個|件|人|名|本|枚|台|回|点|冊|セット|ページ|頁|号機|kg|km|mm|cm|ml|g|m|%|万|千|ドル|ポイント|pt|wh|w|v|rpm)")
            .expect("the pattern is fixed and tested")
    });
    UNIT.is_match(&text.folded[end..])
}

/// Nothing else is on its line.
fn alone(text: &Text<'_>, range: &Range<usize>) -> bool {
    let before = text.folded[..range.start].trim_end_matches([' ', '\t']);
    let after = text.folded[range.end..].trim_start_matches([' ', '\t', '\r']);
    (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
}

fn japanese_around(text: &Text<'_>, range: &Range<usize>) -> bool {
    let japanese = |c: &char| matches!(c, '\u{3041}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}');
    let before = text.folded[..range.start]
        .chars()
        .rev()
        .find(|c| !c.is_whitespace() && !"(:,、。「".contains(*c));
    let after = text.folded[range.end..]
        .chars()
        .find(|c| !c.is_whitespace() && !"):,、。」".contains(*c));
    before.as_ref().is_some_and(japanese) || after.as_ref().is_some_and(japanese)
}

/// Behind a place of Japan in Latin letters: `Minato-ku, Tokyo 106-0047`.
fn behind_romanised(text: &Text<'_>, range: &Range<usize>) -> bool {
    const ENDS: &[&str] = &[
        "-ku",
        "-shi",
        "-ken",
        "-fu",
        "-to",
        "-cho",
        "-machi",
        "-gun",
        "Japan",
        "City",
        "Ward",
        "Prefecture",
    ];
    let before = text
        .tail(range.start, 24)
        .trim_end_matches([' ', ',', '\n']);
    let word = before.rsplit([' ', ',', '\n']).next().unwrap_or_default();
    ENDS.iter().any(|end| word.ends_with(end)) || PREFECTURES.split('|').any(|name| name == word)
}

fn before_address(text: &Text<'_>, end: usize) -> bool {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[ \n]{0,2}(?:北海道|東京都|(?:京都|大阪)府|[㐀-鿿]{2,3}県)")
            .expect("the pattern is fixed and tested")
    });
    PLACE.is_match(&text.folded[end..])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_japanese_postal_codes() {
        for (code, text) in [
            ("100-0001", "〒100-0001 東京都"),
            ("1000001", "〒 1000001"),
            ("１００－０００１", "〒１００－０００１"),
            ("100ー0001", "郵便番号は100ー0001です"),
            ("1000001", "郵便番号：1000001"),
            ("100-0001", "100-0001\n東京都千代田区"),
            ("100-0001", "住所は100-0001 東京都"),
            ("1000001", "1000001東京都千代田区"),
            ("260-0015", r#"{"postal_code":"260-0015"}"#),
            ("260-0015", "<td>zip</td><td>260-0015</td>"),
            ("260-0015", "zip／260-0015"),
            ("260-0015", "郵便 - 260-0015"),
        ] {
            assert_found(KIND, code, text);
        }
    }

    #[test]
    fn finds_codes_of_other_countries() {
        for (code, text) in [
            ("94103", "San Francisco, CA 94103"),
            ("94103-1234", "CA 94103-1234"),
            ("SW1A 1AA", "London SW1A 1AA."),
            ("K1A 0B1", "Ottawa ON K1A 0B1"),
            ("94103", "my zip code is 94103"),
            ("sw1a 1aa", "i live at sw1a 1aa"),
            ("m1 1ae", "manchester m1 1ae"),
            ("Ec2a 4Bx", "London Ec2a 4Bx, thanks"),
            ("sw1a1aa", "postcode: sw1a1aa"),
            ("SW1A1AA", "postcode is SW1A1AA"),
            ("k1a 0b1", "ottawa k1a 0b1"),
            ("H2x 1y4", "Montréal H2x 1y4"),
            ("k1a0b1", "my postal code is k1a0b1"),
            ("K1A-0B1", "postal code K1A-0B1"),
            ("10115", "Hauptstraße 5, 10115 Berlin"),
            ("54000", "Code postal : 54000"),
            ("54000", "Code postal: 54000"),
            ("10115", "Postleitzahl: 10115"),
            ("1017 GC", "Postcode: 1017 GC"),
            ("06236", "우편번호: 06236"),
            ("100000", "邮编：100000"),
            ("106-0047", "Minato-ku, Tokyo 106-0047"),
            ("106-0047", "Tokyo 106-0047, Japan"),
            ("94103", r#"{"zip": "94103"}"#),
            ("94103-1234", "| ZIP | 94103-1234 |"),
            ("2000", "'postcode': '2000'"),
            ("560001", "Postal code\n560001"),
            ("2150", "Parramatta NSW 2150"),
            ("M5V2T6", "Toronto, ON M5V2T6"),
            ("560038", "Indiranagar, Bengaluru - 560038"),
            ("8013", "Christchurch 8013"),
            ("520224", "Singapore 520224"),
            ("62704", "springfield, il 62704"),
            ("D02 X285", "Eircode: D02 X285"),
            ("62704", "the zip code on file is 62704"),
            ("cf243hd", "dob pc cf243hd mob"),
        ] {
            assert_found(KIND, code, text);
        }
    }

    #[test]
    fn other_numbers_are_no_postal_codes() {
        for text in [
            "品番 123-4567",
            "注文番号は1234567",
            "電話 123-4567",
            "03-123-4567",
            "500-1000円",
            "part 123-4567",
            "1234567",
            "A-123-4567",
            "価格は1234567円",
            "CP 12345 pump",
            "page a4 2nd copy",
            "the e5 3rd floor",
            "size s4 2xl",
            "g4 2gb of memory",
            "at m5 4am",
            "model k1a0b1",
            "item h2x1y4 is broken",
            "the q1 2nd half",
            "order k1a 0b12",
            "zip: 12000円",
            "in Wellington 2025",
            "the SA 2024 range",
            "bought in 12345",
            "size s 12345",
            "the zip pouch, 2024 model",
        ] {
            assert_nothing(KIND, text);
        }
    }
}
