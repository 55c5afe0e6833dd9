//! Bytes of a mail -> text, whatever the label says: the one place that closes the gaps between the
//! charsets that are declared and those that are written.
//!
//! Tables are those of the WHATWG Encoding Standard (`encoding_rs`), whose Japanese index has the
//! rows 13 and 89 to 92 (№ ① ㈱ 髙) that JIS X 0208 itself lacks and that every mailer writes.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, REPLACEMENT, SHIFT_JIS, UTF_8, WINDOWS_1252,
};
use mail_parser::decoders::charsets::{DecoderFnc, map::charset_decoder};

/// How bytes are to be read.
#[derive(Clone, Copy)]
enum Charset {
    /// ISO-2022-JP with all of its dialects, see [`from_jis`].
    Jis,
    Known(&'static Encoding),
    /// One that only mail-parser knows: UTF-7, the DOS code pages.
    Other(DecoderFnc),
}

/// Decodes `bytes` as `label` says; as what they are where the label is missing, unknown or wrong.
pub(super) fn decode(label: Option<&str>, bytes: &[u8]) -> String {
    // No other charset of mails holds an escape, so its presence says more than the label.
    if has_jis_escape(bytes)
        && let (text, false) = from_jis(bytes)
    {
        return text;
    }
    let declared = label.and_then(charset);
    match declared {
        // Never fails, hence proves nothing; a text that is valid UTF-8 by chance does not occur.
        Some(Charset::Known(encoding)) if encoding == WINDOWS_1252 => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                return text.to_owned();
            }
            if label.is_some_and(is_ascii_label) {
                return guess(bytes);
            }
            WINDOWS_1252.decode_without_bom_handling(bytes).0.into()
        }
        Some(Charset::Known(encoding)) => {
            let (text, _, broken) = encoding.decode(bytes);
            if !broken {
                return text.into();
            }
            guess_certain(bytes).unwrap_or_else(|| text.into())
        }
        Some(Charset::Jis) => {
            let (text, broken) = from_jis(bytes);
            if !broken && bytes.is_ascii() {
                return text;
            }
            guess_certain(bytes).unwrap_or(text)
        }
        Some(Charset::Other(decoder)) => decoder(bytes),
        None => guess(bytes),
    }
}

/// Decodes bytes that nothing is said about: a raw header, a part without a charset.
pub(super) fn guess(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        if has_jis_escape(bytes) {
            return from_jis(bytes).0;
        }
        return text.to_owned();
    }
    guess_certain(bytes).unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0.into())
}

/// The charset that the bytes fit without a doubt, else `None`.
fn guess_certain(bytes: &[u8]) -> Option<String> {
    if has_jis_escape(bytes)
        && let (text, false) = from_jis(bytes)
    {
        return Some(text);
    }
    let (utf8, broken) = UTF_8.decode_without_bom_handling(bytes);
    if !broken || mostly_sound(&utf8) {
        return Some(utf8.into());
    }
    [SHIFT_JIS, EUC_JP]
        .into_iter()
        .filter_map(|encoding| {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            let score = japanese_score(&text, looks_latin(bytes));
            (!broken && score > 0).then(|| (score, text.into_owned()))
        })
        .max_by_key(|(score, _)| *score)
        .map(|(_, text)| text)
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
        "utf8mb4" | "utf-8-sig" => UTF_8,
        _ => match Encoding::for_label(label.as_bytes()) {
            Some(encoding) if encoding != REPLACEMENT => encoding,
            Some(_) => return None,
            None => return charset_decoder(label.as_bytes()).map(Charset::Other),
        },
    };
    Some(Charset::Known(known))
}

fn is_ascii_label(label: &str) -> bool {
    let label = label.to_ascii_lowercase();
    label.contains("ascii") || label.contains("ansi_x3")
}

/// True when the bytes shift into a Japanese set as ISO-2022-JP does.
fn has_jis_escape(bytes: &[u8]) -> bool {
    bytes
        .windows(3)
        .any(|w| w[0] == 0x1b && matches!(&w[1..], b"$@" | b"$B" | b"$(" | b"(I"))
}

/// Reads 7-bit Japanese in every dialect that mailers write: ISO-2022-JP (RFC 1468), -1 and -2
/// (JIS X 0212), -3 (read as JIS X 0208), CP50220/1/2 and JIS7/JIS8 (half-width kana by `ESC ( I`,
/// by SO/SI, or as raw bytes). Returns the text and whether any of it could not be read.
///
/// All of these sets are also in EUC-JP, under one prefix byte each, so that one table serves.
fn from_jis(bytes: &[u8]) -> (String, bool) {
    #[derive(Clone, Copy, PartialEq)]
    enum Set {
        Ascii,
        Kana,
        Kanji,
        Supplement,
    }
    let mut euc = Vec::with_capacity(bytes.len() + bytes.len() / 2);
    let (mut set, mut shifted_out) = (Set::Ascii, false);
    let mut rest = bytes;
    while let [byte, tail @ ..] = rest {
        let (next_set, length) = match rest {
            [0x1b, b'$', b'(', b'D', ..] => (Set::Supplement, 4),
            [0x1b, b'$', b'(', b'@' | b'B' | b'O' | b'P' | b'Q', ..] => (Set::Kanji, 4),
            [0x1b, b'$', b'@' | b'B', ..] => (Set::Kanji, 3),
            [0x1b, b'(', b'I', ..] => (Set::Kana, 3),
            [0x1b, b'(', b'B' | b'J' | b'H', ..] => (Set::Ascii, 3),
            [0x1b, b'&', b'@', ..] => (set, 3),
            _ => (set, 0),
        };
        if length > 0 {
            set = next_set;
            rest = &rest[length..];
            continue;
        }
        rest = tail;
        match (*byte, set) {
            (0x0e, _) => shifted_out = true,
            (0x0f, _) => shifted_out = false,
            // A line end, also where the shift back was forgotten (RFC 1468 wants it before).
            (b'\r' | b'\n', _) => {
                (set, shifted_out) = (Set::Ascii, false);
                euc.push(*byte);
            }
            (0xa1..=0xdf, _) => euc.extend([0x8e, *byte]),
            (0x21..=0x5f, _) if shifted_out || set == Set::Kana => euc.extend([0x8e, byte | 0x80]),
            (0x21..=0x7e, Set::Kanji | Set::Supplement) => match tail {
                [second @ 0x21..=0x7e, tail @ ..] => {
                    if set == Set::Supplement {
                        euc.push(0x8f);
                    }
                    euc.extend([byte | 0x80, second | 0x80]);
                    rest = tail;
                }
                _ => euc.push(0xff),
            },
            _ => euc.push(*byte),
        }
    }
    let (text, broken) = EUC_JP.decode_without_bom_handling(&euc);
    (text.into(), broken)
}

/// True for UTF-8 with a few broken characters in it, e.g. a text that was cut.
fn mostly_sound(lossy: &str) -> bool {
    let (mut sound, mut broken) = (0usize, 0usize);
    for c in lossy.chars().filter(|c| !c.is_ascii()) {
        if c == char::REPLACEMENT_CHARACTER {
            broken += 1;
        } else {
            sound += 1;
        }
    }
    sound >= 4 * broken && sound > 0
}

/// True when high bytes stand alone or in twos, and none of those that Latin-1 leaves to controls
/// and Windows-1252 hardly uses: "Müller" is valid Shift_JIS now and then.
fn looks_latin(bytes: &[u8]) -> bool {
    let mut run = 0;
    bytes.iter().all(|byte| {
        run = if *byte >= 0x80 { run + 1 } else { 0 };
        run <= 2 && !matches!(byte, 0x81..=0x84 | 0x86..=0x90 | 0x98 | 0x9a..=0x9f)
    })
}

/// How much like Japanese a text reads; 0 or less when it does not.
fn japanese_score(text: &str, latin: bool) -> i64 {
    let (mut score, mut japanese, mut kana, mut letters) = (0i64, 0i64, 0i64, 0i64);
    for c in text.chars() {
        match c {
            '\u{3041}'..='\u{30ff}' => {
                (score, japanese, kana) = (score + 3, japanese + 1, kana + 1)
            }
            '\u{3000}'..='\u{3040}' => (score, japanese) = (score + 3, japanese + 1),
            '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' => {
                (score, japanese) = (score + 1, japanese + 1);
            }
            // Half-width kana and private use: what a wrong table makes of another charset.
            '\u{ff61}'..='\u{ff9f}' => score -= 1,
            '\u{e000}'..='\u{f8ff}' => score -= 5,
            'a'..='z' | 'A'..='Z' => letters += 1,
            _ => {}
        }
    }
    if kana == 0 && (japanese < 2 || (latin && japanese * 2 < letters)) {
        return 0;
    }
    score
}
