//! UTF-8 that a program made of UTF-16 unit by unit (CESU-8, Unicode Technical Report 26): an emoji is
//! two surrogates of three bytes each, which UTF-8 forbids.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// The bytes with each such pair as the four bytes that UTF-8 has for it. Surrogates without the other
/// half stay, and are read as what cannot be read.
pub(super) fn joined(bytes: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = find(bytes) else {
        return Cow::Borrowed(bytes);
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut next = Some(first);
    while let Some((at, c)) = next {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        rest = &rest[at + PAIR..];
        next = find(rest);
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

/// A text whose numbers of HTML (`&#55357;&#56832;`) name surrogates instead of characters.
pub(crate) fn named(text: &str) -> Cow<'_, str> {
    if !text.contains("&#") {
        return Cow::Borrowed(text);
    }
    PAIR_OF_NUMBERS.replace_all(text, |pair: &Captures<'_>| {
        let unit = |at: usize| match pair[at].strip_prefix(['x', 'X']) {
            Some(digits) => u16::from_str_radix(digits, 16).ok(),
            None => pair[at].parse().ok(),
        };
        let units = [unit(1), unit(2)].into_iter().flatten();
        match char::decode_utf16(units).next() {
            Some(Ok(c)) if c > '\u{ffff}' => c.to_string(),
            _ => pair[0].to_owned(),
        }
    })
}

static PAIR_OF_NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)&#(x0*d[89ab][0-9a-f]{2}|0*5[56][0-9]{3});&#(x0*d[c-f][0-9a-f]{2}|0*5[67][0-9]{3});",
    )
    .expect("the pattern is fixed and tested")
});

/// Bytes of two surrogates.
const PAIR: usize = 6;

/// Where the first pair is, and the character that it means.
fn find(bytes: &[u8]) -> Option<(usize, char)> {
    bytes.windows(PAIR).enumerate().find_map(|(at, pair)| {
        let &[
            0xed,
            a @ 0xa0..=0xaf,
            b @ 0x80..=0xbf,
            0xed,
            c @ 0xb0..=0xbf,
            d @ 0x80..=0xbf,
        ] = pair
        else {
            return None;
        };
        let unit = |high: u8, low: u8| u32::from(high & 0x0f) << 6 | u32::from(low & 0x3f);
        let code = 0x1_0000 + (unit(a, b) << 10) + (unit(c, d) & 0x3ff);
        Some((at, char::from_u32(code)?))
    })
}
