//! UTF-8 that a program took for Windows-1252 and encoded once more: `GrÃ¼ÃŸe`.

use encoding_rs::WINDOWS_1252;

/// Fewer characters may be what the mail is about.
const ENOUGH: usize = 3;

/// A text that was encoded twice, as it was written: all of it that is not ASCII has to be.
pub(super) fn undone(text: String) -> String {
    // The first of two or three characters in the wrong charset, of letters, kana and Kanji.
    let is_lead = |c: &char| {
        matches!(
            c,
            'Ã' | 'Â' | 'Ä' | 'Å' | 'Î' | 'Ï' | 'Ð' | 'Ñ' | 'â'..='ï' | 'ð'
        )
    };
    if text.chars().filter(is_lead).take(ENOUGH).count() < ENOUGH {
        return text;
    }
    let (bytes, _, is_lossy) = WINDOWS_1252.encode(&text);
    if is_lossy {
        return text;
    }
    match std::str::from_utf8(&bytes) {
        Ok(written) if written.chars().filter(|c| !c.is_ascii()).count() >= ENOUGH => {
            written.to_owned()
        }
        _ => text,
    }
}
