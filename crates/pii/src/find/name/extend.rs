//! What goes on behind a part of a name that was found: マリア・ガルシア, 畠山 くみ, Amy Pang.

use std::ops::Range;

use super::dictionary::{
    COMMON_LATIN, FOREIGN_KANA, GIVEN_KANA, Key, LATIN_GIVEN, LATIN_PLACES, LATIN_SURNAMES,
    LATIN_WORDS, RARE_LATIN_SURNAMES, SURNAMES, WORDS_HIRAGANA, WORDS_KANA,
};

/// The name at `range` with what belongs to it.
pub(super) fn extended(text: &str, range: Range<usize>) -> Range<usize> {
    let name = &text[range.clone()];
    let Some(last) = name.chars().next_back() else {
        return range;
    };
    match last {
        'ァ'..='ヺ' | 'ー' => katakana(text, range),
        '\u{3400}'..='\u{9fff}' => hiragana_given(text, &range).unwrap_or(range),
        _ if last.is_ascii_alphabetic() => family_name(text, &range).unwrap_or(range),
        _ => range,
    }
}

/// No name has more parts.
const MOST_PARTS: usize = 4;

/// Further parts behind a middle dot, and those in front.
fn katakana(text: &str, range: Range<usize>) -> Range<usize> {
    let dot = |c: char| matches!(c, '・' | '＝' | '=');
    let kana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    let is_part = |word: &str| {
        word.chars().nth(1).is_some() && (!WORDS_KANA.has(word) || FOREIGN_KANA.has(word))
    };
    let Range { mut start, mut end } = range;
    for _ in 0..MOST_PARTS {
        let Some(rest) = text[end..].strip_prefix(dot) else {
            break;
        };
        let word = &rest[..rest.find(|c| !kana(c)).unwrap_or(rest.len())];
        if !is_part(word) {
            break;
        }
        end = text.len() - rest.len() + word.len();
    }
    if text[start..].starts_with(kana) {
        for _ in 0..MOST_PARTS {
            let Some(rest) = text[..start].strip_suffix(dot) else {
                break;
            };
            let word = &rest[rest.trim_end_matches(kana).len()..];
            if !is_part(word) {
                break;
            }
            start = rest.len() - word.len();
        }
    }
    start..end
}

/// A given name in hiragana behind a family name in kanji, with or without a space.
fn hiragana_given(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    if !SURNAMES.has(&text[range.clone()]) {
        return None;
    }
    let rest = &text[range.end..];
    let word = rest.trim_start_matches([' ', '\u{3000}']);
    let space = rest.len() - word.len();
    let hiragana = |c: char| matches!(c, 'ぁ'..='ん' | 'ー');
    let word = &word[..word.find(|c| !hiragana(c)).unwrap_or(word.len())];
    let count = word.chars().count();
    if !(2..=5).contains(&count) || space > 3 || space == 0 && count < 3 && !ends_there(rest, word)
    {
        return None;
    }
    let mut key = Key::default();
    word.chars()
        .for_each(|c| key.push(char::from_u32(u32::from(c) + 0x60).unwrap_or(c)));
    let lists = key.japanese();
    let is_given = lists & GIVEN_KANA.bit() != 0 && lists & WORDS_HIRAGANA.bit() == 0;
    is_given.then(|| range.start..range.end + space + word.len())
}

/// Two characters without a space in front are a particle as well, unless the line or the bracket ends.
fn ends_there(rest: &str, word: &str) -> bool {
    rest[word.len()..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric())
}

/// A family name behind a frequent given name.
fn family_name(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let name = &text[range.clone()];
    if name.contains(' ') || !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    if !LATIN_GIVEN.has(&name.to_lowercase()) {
        return None;
    }
    let rest = text[range.end..].strip_prefix(' ')?;
    if !rest.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let word = &rest[..rest
        .find(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’' | '-'))
        .unwrap_or(rest.len())];
    let small = word.to_lowercase();
    let known = LATIN_SURNAMES.has(&small) || RARE_LATIN_SURNAMES.has(&small);
    let other = LATIN_WORDS.has(&small) || COMMON_LATIN.has(&small) || LATIN_PLACES.has(&small);
    (known && !other).then(|| range.start..range.end + 1 + word.len())
}
