//! Other charsets in seven bits, which `encoding_rs` leaves out since browsers must not read them.

use base64::alphabet;
use base64::engine::{DecodePaddingMode, Engine as _, GeneralPurpose, GeneralPurposeConfig};
use encoding_rs::{EUC_KR, GBK};

/// Takes base64 with or without its padding and with stray bits at its end.
pub(crate) const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// UTF-7 (RFC 2152).
pub(super) fn utf7(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte != b'+' {
            // What is beyond ASCII has no place here.
            out.push(if byte.is_ascii() {
                char::from(*byte)
            } else {
                char::REPLACEMENT_CHARACTER
            });
            continue;
        }
        let is_digit = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
        let len = tail.iter().take_while(|b| is_digit(b)).count();
        let (digits, after) = tail.split_at(len);
        // Only a hyphen belongs to the run that it ends.
        rest = after.strip_prefix(b"-").unwrap_or(after);
        if digits.is_empty() {
            out.push('+');
            continue;
        }
        let whole = match len % 4 {
            1 => len - 1,
            _ => len,
        };
        let units: Vec<u16> = LENIENT
            .decode(&digits[..whole])
            .unwrap_or_default()
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        out.push_str(&String::from_utf16_lossy(&units));
    }
    out
}

/// HZ (RFC 1843): GB 2312 between `~{` and `~}`.
pub(super) fn hz(bytes: &[u8]) -> String {
    let mut gbk = Vec::with_capacity(bytes.len());
    let mut is_chinese = false;
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match (byte, tail) {
            (b'~', [b'{', after @ ..]) if !is_chinese => (is_chinese, rest) = (true, after),
            (b'~', [b'}', after @ ..]) if is_chinese => (is_chinese, rest) = (false, after),
            (b'~', [b'~', after @ ..]) if !is_chinese => {
                gbk.push(b'~');
                rest = after;
            }
            // A line that goes on.
            (b'~', [b'\n', after @ ..] | [b'\r', b'\n', after @ ..]) if !is_chinese => rest = after,
            (b'\n', _) => {
                is_chinese = false;
                gbk.push(b'\n');
            }
            (0x21..=0x7e, [trail @ 0x21..=0x7e, after @ ..]) if is_chinese => {
                gbk.extend([byte | 0x80, trail | 0x80]);
                rest = after;
            }
            _ => gbk.push(*byte),
        }
    }
    GBK.decode_without_bom_handling(&gbk).0.into()
}

/// ISO-2022-KR (RFC 1557) and -CN (RFC 1922): `ESC $ ) x` names the set, SO and SI shift to it and
/// back. Of the Chinese ones, GB 2312 alone is read.
pub(super) fn shifted(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len());
    let (mut shifted, mut encoding) = (false, EUC_KR);
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match (byte, tail) {
            (0x1b, [b'$', b')', set, after @ ..]) => {
                encoding = if *set == b'C' { EUC_KR } else { GBK };
                rest = after;
            }
            (0x0e, _) => shifted = true,
            (0x0f, _) => shifted = false,
            (b'\n', _) => {
                shifted = false;
                out.push(b'\n');
            }
            (0x21..=0x7e, _) if shifted => out.push(byte | 0x80),
            _ => out.push(*byte),
        }
    }
    encoding.decode_without_bom_handling(&out).0.into()
}
