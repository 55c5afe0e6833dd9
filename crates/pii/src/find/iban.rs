//! International bank account numbers (ISO 13616): length by country, check digits modulo 97.

use std::ops::Range;

use super::{Found, Text};

pub(super) const KIND: &str = "IBAN";

/// Lengths from SWIFT's IBAN registry.
const LENGTHS: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 \
    CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 \
    HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 \
    MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 \
    SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

pub(super) fn find(text: &Text<'_>, found: &mut Vec<Found<'_>>) {
    for run in &text.digits {
        if let Some(range) = around(text, run) {
            found.push(Found { range, kind: KIND });
        }
    }
}

/// The number whose check digits are the first two of `run`.
fn around(text: &Text<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    let start = run.start.checked_sub(2)?;
    if !text.folded.as_bytes()[start..run.start]
        .iter()
        .all(u8::is_ascii_alphabetic)
    {
        return None;
    }
    let country = text.folded.get(start..run.start)?.to_ascii_uppercase();
    if text
        .before(start)
        .is_some_and(|c| c.is_ascii_alphanumeric())
    {
        return None;
    }
    let mut lengths = LENGTHS.as_bytes().chunks("AD24 ".len());
    let length = lengths.find(|entry| entry.starts_with(country.as_bytes()))?;
    let length = usize::from(length[2] - b'0') * 10 + usize::from(length[3] - b'0');
    let mut number = String::with_capacity(length);
    let mut end = start;
    let mut gap = 0;
    for (at, c) in text.folded[start..].char_indices() {
        match c {
            _ if number.len() == length => break,
            ' ' | '-' | '.' if gap < 2 => gap += 1,
            _ if c.is_ascii_alphanumeric() => {
                number.push(c.to_ascii_uppercase());
                gap = 0;
                end = start + at + 1;
            }
            _ => return None,
        }
    }
    let whole =
        number.len() == length && !text.after(end).is_some_and(|c| c.is_ascii_alphanumeric());
    // What is called so is one, mistyped.
    let called = || text.tail(start, 16).to_ascii_lowercase().contains("iban");
    (whole && (checks(&number) || called())).then_some(start..end)
}

/// ISO 7064 MOD 97-10 over the number with its first four characters moved to the end.
fn checks(number: &str) -> bool {
    let rest = number[4..]
        .chars()
        .chain(number[..4].chars())
        .fold(0, |rest, c| {
            let value = c.to_digit(36).unwrap_or(0);
            (rest * if value > 9 { 100 } else { 10 } + value) % 97
        });
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::super::tests::{assert_found, assert_nothing};
    use super::KIND;

    #[test]
    fn finds_valid_numbers() {
        for iban in [
            "DE89370400440532013000",
            "DE89 3704 0044 0532 0130 00",
            "GB82 WEST 1234 5698 7654 32",
            "FR14 2004 1010 0505 0001 3M02 606",
            "NO9386011117947",
            "de89370400440532013000",
        ] {
            assert_found(KIND, iban, &format!("IBAN {iban} bitte"));
            assert_found(KIND, iban, &format!("口座は{iban}です"));
        }
        assert_nothing(KIND, "DE88370400440532013000");
        assert_nothing(KIND, "AB89370400440532013000");
    }
}
