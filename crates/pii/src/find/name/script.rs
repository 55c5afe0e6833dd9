//! Runs of one script, the ground on which Japanese names are looked for.

/// The script of a character, as far as names go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Script {
    Kanji,
    Hiragana,
    Katakana,
    Latin,
    Other,
}

pub(super) fn script(c: char) -> Script {
    match c {
        '\u{4e00}'..='\u{9fff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}'
        | '々'
        | 'ヶ'
        | '〆' => Script::Kanji,
        '\u{3041}'..='\u{3096}' => Script::Hiragana,
        '\u{30a1}'..='\u{30fa}' | 'ー' | '・' | '\u{ff66}'..='\u{ff9f}' => Script::Katakana,
        _ if c.is_ascii_alphabetic() => Script::Latin,
        '\u{c0}'..='\u{24f}' if c.is_alphabetic() => Script::Latin,
        _ => Script::Other,
    }
}

/// The line in front of `end`, as far as a name may reach.
pub(super) fn line_before(text: &str, end: usize) -> &str {
    let mut from = end.saturating_sub(REACH);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = &text[from..end];
    &before[memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |at| at + 1)..]
}

/// The lines of `text`, each with its break.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at(end);
        rest = behind;
        (!line.is_empty()).then_some(line)
    })
}

/// No name and the word in front of it are longer, in bytes.
const REACH: usize = 160;

/// The run of one script at the end of `text`.
pub(super) fn last_run(text: &str, of: Script) -> &str {
    let start = text
        .char_indices()
        .rev()
        .take(24)
        .take_while(|&(_, c)| script(c) == of)
        .last()
        .map_or(text.len(), |(start, _)| start);
    &text[start..]
}

/// The word before a single space (or two) at the end of `text`, and the length of both.
pub(super) fn run_before_space(text: &str, of: Script) -> Option<(&str, usize)> {
    let trimmed = text.trim_end_matches(' ');
    let run = last_run(trimmed, of);
    let spaces = text.len() - trimmed.len();
    ((1..=2).contains(&spaces) && !run.is_empty()).then(|| (run, run.len() + spaces))
}

/// Katakana of full width for hiragana and for katakana of half width.
pub(super) fn widen(kana: &str) -> String {
    const HALF: &str = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン";
    let mut wide = String::with_capacity(kana.len());
    for c in kana.chars() {
        match c {
            '\u{3041}'..='\u{3096}' => wide.extend(char::from_u32(u32::from(c) + 0x60)),
            '\u{ff66}'..='\u{ff9d}' => wide.extend(HALF.chars().nth(c as usize - 0xff66)),
            // The voiced letter follows the unvoiced one in Unicode, the half-voiced after that.
            '\u{ff9e}' | '\u{ff9f}' => {
                let shift = if c == '\u{ff9e}' { 1 } else { 2 };
                let base = wide.pop().unwrap_or(c);
                let voiced = if base == 'ウ' {
                    Some('ヴ')
                } else {
                    char::from_u32(u32::from(base) + shift)
                };
                wide.extend(voiced);
            }
            _ => wide.push(c),
        }
    }
    wide
}

/// The last characters of `text`, or all of it.
pub(super) fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count - 1);
    &text[start.map_or(0, |(at, _)| at)..]
}
