//! Bytes of a mail -> text, whatever the label says: the one place that closes the gaps between the
//! charsets that are declared and those that are written.
//!
//! Tables are those of the WHATWG Encoding Standard (`encoding_rs`), whose Japanese index has the
//! rows 13 and 89 to 92 (№ ① ㈱ 髙) that JIS X 0208 itself lacks and that every mailer writes. A
//! character that a charset does not define costs one U+FFFD.

mod doubled;
mod guess;
mod half_width;
mod jis;
mod pictogram;
mod plane;
mod seven_bit;
mod surrogates;

pub(super) use seven_bit::LENIENT;
pub(super) use surrogates::named as joined_numbers;

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, REPLACEMENT, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};
use mail_parser::decoders::charsets::{DecoderFnc, map::charset_decoder};

/// How bytes are to be read.
#[derive(Clone, Copy)]
enum Charset {
    /// ISO-2022-JP with all of its dialects.
    Jis,
    Known(&'static Encoding),
    /// UTF-7, HZ, ISO-2022-KR and -CN.
    SevenBit(fn(&[u8]) -> String),
    /// One that only mail-parser knows: the DOS code pages.
    Other(DecoderFnc),
}

/// Decodes `bytes` as `label` says; as what they are where the label is missing, unknown or wrong.
pub(super) fn decode(label: Option<&str>, bytes: &[u8]) -> String {
    let charset = label.and_then(charset);
    let bytes = &surrogates::joined(bytes)[..];
    // No other charset of mails holds such an escape, so its presence says more than the label.
    if jis::has_escape(bytes) && !matches!(charset, Some(Charset::SevenBit(_))) {
        return pictogram::to_emoji(jis::read(bytes).into(), false);
    }
    let (text, shift_jis) = match charset {
        Some(Charset::Known(encoding)) => known(encoding, bytes),
        // Most of it is, and the label is all there is.
        Some(Charset::Jis) if bytes.is_ascii() => (jis::read(bytes), false),
        Some(Charset::SevenBit(decoder)) if bytes.is_ascii() => (decoder(bytes), false),
        Some(Charset::Other(decoder)) => (decoder(bytes), false),
        Some(Charset::Jis | Charset::SevenBit(_)) | None => return guess(bytes),
    };
    pictogram::to_emoji(text.into(), shift_jis)
}

/// Decodes bytes that nothing is said about: a raw header, a part without a charset.
pub(super) fn guess(bytes: &[u8]) -> String {
    let bytes = &surrogates::joined(bytes)[..];
    if jis::has_escape(bytes) || jis::has_lost_escapes(bytes) {
        return pictogram::to_emoji(jis::read(bytes).into(), false);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        return encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into();
    }
    let (text, encoding) = guess::any(bytes);
    pictogram::to_emoji(text.into(), encoding == SHIFT_JIS)
}

/// Decodes as declared, unless the bytes prove that they are something else; and whether they were
/// taken for Shift_JIS.
fn known(encoding: &'static Encoding, bytes: &[u8]) -> (String, bool) {
    let shift_jis = |encoding| encoding == SHIFT_JIS;
    if encoding == UTF_16LE || encoding == UTF_16BE {
        return (utf16(encoding, bytes), false);
    }
    if bytes.is_ascii() && encoding.is_ascii_compatible() {
        return (String::from_utf8_lossy(bytes).into(), false);
    }
    if encoding.is_single_byte() {
        let is_latin = !NOT_LATIN.contains(&encoding);
        let other = guess::in_spite_of_single_byte(bytes, is_latin)
            .or_else(|| is_latin.then(|| guess::in_spite_of_latin(bytes)).flatten());
        let text = other.unwrap_or_else(|| encoding.decode_without_bom_handling(bytes).0.into());
        return (text, false);
    }
    let (text, _, broken) = encoding.decode(bytes);
    if encoding != UTF_8
        && let Ok(utf8) = std::str::from_utf8(bytes)
        && utf8.chars().any(|c| c >= '\u{800}')
    {
        return (utf8.to_owned(), false);
    }
    if (encoding == SHIFT_JIS || encoding == EUC_JP)
        && let Some(other) = guess::other_japanese(encoding, bytes)
    {
        return (other, encoding == EUC_JP);
    }
    if !broken {
        let text = match encoding == UTF_8 {
            true => doubled::undone(text.into()),
            false => text.into(),
        };
        return (text, shift_jis(encoding));
    }
    // One bad character is no proof against the label, many are.
    let count = |text: &str| text.matches(char::REPLACEMENT_CHARACTER).count();
    let (other, guessed) = guess::any(bytes);
    let high = text.chars().filter(|c| !c.is_ascii()).count();
    // What is valid UTF-8 is hardly so by chance.
    let allowed = if encoding == UTF_8 {
        high / 2
    } else {
        high / 8
    };
    let worse = count(&text) > allowed;
    match worse && count(&other) < count(&text) {
        true => (other, shift_jis(guessed)),
        false => (text.into(), shift_jis(encoding)),
    }
}

/// Single-byte charsets whose letters are all beyond ASCII.
static NOT_LATIN: [&Encoding; 13] = [
    encoding_rs::IBM866,
    encoding_rs::ISO_8859_5,
    encoding_rs::ISO_8859_6,
    encoding_rs::ISO_8859_7,
    encoding_rs::ISO_8859_8,
    encoding_rs::KOI8_R,
    encoding_rs::KOI8_U,
    encoding_rs::WINDOWS_1251,
    encoding_rs::WINDOWS_1253,
    encoding_rs::WINDOWS_1255,
    encoding_rs::WINDOWS_1256,
    encoding_rs::WINDOWS_874,
    encoding_rs::X_MAC_CYRILLIC,
];

/// UTF-16 of either byte order: without a mark, the one that makes more sense; some of it is UTF-8.
fn utf16(declared: &'static Encoding, bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into();
    }
    if !bytes.contains(&0)
        && let Ok(text) = std::str::from_utf8(bytes)
        && (bytes.is_ascii() || bytes.len() % 2 == 1)
    {
        return text.to_owned();
    }
    let sense = |encoding: &'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let usual = |c: &char| {
            matches!(c, '\n' | '\r' | ' '..='\u{24f}' | '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff9f}')
                && !matches!(u32::from(*c) & 0xff, 0 if *c != '\u{3000}')
        };
        text.chars().filter(usual).count()
    };
    let other = if declared == UTF_16LE {
        UTF_16BE
    } else {
        UTF_16LE
    };
    let encoding = if sense(other) > sense(declared) {
        other
    } else {
        declared
    };
    encoding.decode_without_bom_handling(bytes).0.into()
}

fn charset(label: &str) -> Option<Charset> {
    let label = label
        .trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'')
        .to_ascii_lowercase();
    let plain: String = label.replace(['_', ' '], "-");
    let known = match plain.as_str() {
        "jis"
        | "jis7"
        | "csiso2022jp"
        | "csiso2022jp2"
        | "iso2022jp"
        | "cp50220"
        | "cp50221"
        | "cp50222"
        | "x-windows-50220"
        | "x-windows-50221"
        | "x-windows-iso2022jp" => {
            return Some(Charset::Jis);
        }
        _ if plain.starts_with("iso-2022-jp") => return Some(Charset::Jis),
        // What is beyond ASCII under such a label can be anything.
        _ if plain.contains("ascii") || plain.contains("ansi-x3") => return None,
        "iso-2022-kr" | "csiso2022kr" | "iso-2022-cn" | "iso-2022-cn-ext" => {
            return Some(Charset::SevenBit(seven_bit::shifted));
        }
        "hz-gb-2312" | "hz" => return Some(Charset::SevenBit(seven_bit::hz)),
        "utf-7" | "utf7" | "unicode-1-1-utf-7" | "csunicode11utf7" | "x-unicode-2-0-utf-7" => {
            return Some(Charset::SevenBit(seven_bit::utf7));
        }
        "cp932" | "ms932" | "cp943" | "cp943c" | "ibm943" | "windows-932" | "windows-31j"
        | "sjis-win" | "ms-kanji" | "mskanji" | "sjis" | "shift-jis" | "shiftjis"
        | "shift-jis-2004" | "shift-jisx0213" => SHIFT_JIS,
        _ if plain.starts_with("x-sjis") => SHIFT_JIS,
        "eucjp" | "eucjp-ms" | "eucjpms" | "eucjp-win" | "cp51932" | "euc-jp-ms" | "ujis"
        | "euc-jis-2004" | "euc-jisx0213" => EUC_JP,
        "cp936" | "ms936" => GBK,
        "gb18030-2005" | "gb18030-2022" => GB18030,
        "cp949" | "ms949" | "uhc" | "x-windows-949" => EUC_KR,
        "cp950" | "ms950" => BIG5,
        "utf8mb4" | "utf-8-sig" | "utf-8n" | "utf-8-mac" => UTF_8,
        _ => match Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding != REPLACEMENT => encoding,
            Some(_) => return None,
            None => return charset_decoder(label.as_bytes()).map(Charset::Other),
        },
    };
    Some(Charset::Known(known))
}
