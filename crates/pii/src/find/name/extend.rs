//! What goes on behind a part of a name that was found: マリア・ガルシア, 畠山 くみ, Amy Pang.

use std::ops::Range;

use super::dictionary::{
    BRANDS, BUSINESS, COMMON_LATIN, FOREIGN_KANA, FREQUENT_LATIN, GIVEN, GIVEN_KANA, Key,
    LATIN_GIVEN, LATIN_PLACES, LATIN_SURNAMES, LATIN_WORDS, RARE_LATIN_GIVEN, RARE_LATIN_SURNAMES,
    SURNAMES, WORDS_HIRAGANA, WORDS_KANA, lists,
};
use super::script::{Script, last_run};
use super::set::Set;
use super::variants::is_kanji;

/// The name at `range` with what belongs to it.
pub(super) fn extended(text: &str, range: Range<usize>) -> Range<usize> {
    let name = &text[range.clone()];
    let Some(last) = name.chars().next_back() else {
        return range;
    };
    match last {
        'ァ'..='ヺ' | 'ー' => with_last_kanji(text, katakana(text, range)),
        'ぁ'..='ん' => with_last_kanji(text, range),
        '\u{3400}'..='\u{9fff}' => {
            let end = hiragana_given(text, &range).map_or(range.end, |name| name.end);
            family_in_front(text, &range).unwrap_or(range.start)..end
        }
        _ if is_letter(last) => latin(text, range),
        _ => range,
    }
}

/// 村上トシ子, 佐藤みち子: the kanji that ends a given name in kana behind a family name.
fn with_last_kanji(text: &str, range: Range<usize>) -> Range<usize> {
    let first = text[range.clone()].chars().next();
    let mut behind = text[range.end..].chars();
    let last = behind.next().filter(|c| "子美代江枝恵世".contains(*c));
    let ends = behind.next().is_none_or(|c| !is_kanji(c));
    match last.filter(|_| ends && first.is_some_and(is_kanji)) {
        Some(last) => range.start..range.end + last.len_utf8(),
        None => range,
    }
}

/// Where the family name in front of a given name begins, a space between: 御手洗 潔子.
fn family_in_front(text: &str, range: &Range<usize>) -> Option<usize> {
    let given = &text[range.clone()];
    let head = text[..range.start].strip_suffix([' ', '\u{3000}'])?;
    if !GIVEN.has(given) || SURNAMES.has(given) {
        return None;
    }
    let family = last_run(head, Script::Kanji);
    let known = family.chars().nth(1).is_some() && SURNAMES.has(family);
    known.then(|| head.len() - family.len())
}

/// No name has more parts.
const MOST_PARTS: usize = 4;

/// Further parts behind a middle dot, and those in front.
fn katakana(text: &str, range: Range<usize>) -> Range<usize> {
    let dot = |c: char| matches!(c, '・' | '＝' | '=');
    let kana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    // リン and ファン are words as well: short ones beside a name are a part of it.
    let is_part = |word: &str| {
        let mut letters = word.chars();
        let short = letters.nth(1).is_some() && letters.nth(2).is_none();
        word.chars().nth(1).is_some() && (short || !WORDS_KANA.has(word) || FOREIGN_KANA.has(word))
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
    let behind = &text[range.end..];
    let rest = behind.trim_start_matches([' ', '\u{3000}']);
    let space = behind.len() - rest.len();
    let hiragana = |c: char| matches!(c, 'ぁ'..='ん' | 'ー');
    let word = &rest[..rest.find(|c| !hiragana(c)).unwrap_or(rest.len())];
    let count = word.chars().count();
    if !(2..=5).contains(&count) || space > 3 || space == 0 && count < 3 && !ends_there(rest, word)
    {
        return None;
    }
    let mut key = Key::default();
    word.chars()
        .for_each(|c| key.push(char::from_u32(u32::from(c) + 0x60).unwrap_or(c)));
    let lists = key.japanese();
    // くみ is a word as well; 畠山 くみ at the end of a line or a cell is a name.
    const PARTICLES: &[&str] = &[
        "より", "から", "まで", "など", "ほか", "のみ", "こそ", "ども", "なし", "あり",
    ];
    let is_word = lists & WORDS_HIRAGANA.bit() != 0;
    let stands = ends_there(rest, word) && !PARTICLES.contains(&word);
    let is_given = lists & GIVEN_KANA.bit() != 0 && (!is_word || stands);
    is_given.then(|| range.start..range.end + space + word.len())
}

/// Two characters without a space in front are a particle as well, unless the line or the bracket ends.
fn ends_there(rest: &str, word: &str) -> bool {
    rest[word.len()..]
        .chars()
        .next()
        .is_none_or(|c| !c.is_alphanumeric())
}

/// A given name in front, and a family name behind: Abondance Guillaume, Tracy McCaughan.
fn latin(text: &str, range: Range<usize>) -> Range<usize> {
    let start = given_name(text, &range).unwrap_or(range.start);
    let end = family_name(text, &range).unwrap_or(range.end);
    start..end
}

/// Where a given name in front of a single family name begins: one that is known as a name, or is
/// no word of the language.
fn given_name(text: &str, range: &Range<usize>) -> Option<usize> {
    let name = &text[range.clone()];
    if name.contains(' ') || !name.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let before = text[..range.start].strip_suffix(' ')?;
    let length = before
        .chars()
        .rev()
        .take(MOST_LETTERS)
        .take_while(|c| is_letter(*c))
        .map(char::len_utf8)
        .sum::<usize>();
    let start = before.len() - length;
    let word = &before[start..];
    let mut chars = word.chars();
    let drawn = chars.next().is_some_and(char::is_uppercase)
        && chars.all(|c| !c.is_uppercase())
        && word.chars().count() >= 3;
    let other = LATIN_WORDS.bit()
        | COMMON_LATIN.bit()
        | FREQUENT_LATIN.bit()
        | LATIN_PLACES.bit()
        | BUSINESS.bit()
        | BRANDS.bit();
    let lists = lists(word);
    let named = lists & (LATIN_GIVEN.bit() | RARE_LATIN_GIVEN.bit()) != 0;
    let alone = !before[..start]
        .ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '&'));
    (drawn && alone && named && lists & other == 0).then_some(start)
}

/// No name that is looked for beside another is longer.
const MOST_LETTERS: usize = 24;

fn is_letter(c: char) -> bool {
    c.is_alphabetic() && c < '\u{2e80}' || matches!(c, '\'' | '’' | '-')
}

/// patricia hall, at the end of a line that is written in small letters.
fn small_family_name(text: &str, range: &Range<usize>) -> Option<usize> {
    static SAID: Set = Set::of(
        "may will day long early back here now soon today again over done call please pls asap page case rush speed best love dear sweet so too way street road park moon light",
    );
    let name = &text[range.clone()];
    if !name.bytes().all(|byte| byte.is_ascii_lowercase()) || lists(name) & LATIN_GIVEN.bit() == 0 {
        return None;
    }
    let rest = text[range.end..].strip_prefix(' ')?;
    let end = rest
        .find(|c: char| !c.is_ascii_lowercase())
        .unwrap_or(rest.len());
    let word = &rest[..end];
    let ends = rest[end..].is_empty() || rest[end..].starts_with(['\n', '\r', ',', '.', ')']);
    let known = word.len() > 2 && lists(word) & LATIN_SURNAMES.bit() != 0;
    (ends && known && !SAID.has(word)).then(|| range.end + 1 + end)
}

/// Where a family name behind a frequent given name ends.
fn family_name(text: &str, range: &Range<usize>) -> Option<usize> {
    let name = &text[range.clone()];
    if let Some(end) = small_family_name(text, range) {
        return Some(end);
    }
    if name.contains(' ') || !name.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    if lists(name) & LATIN_GIVEN.bit() == 0 {
        return None;
    }
    let rest = text[range.end..].strip_prefix(' ')?;
    if !rest.starts_with(|c: char| c.is_uppercase()) {
        return None;
    }
    let word = &rest[..rest
        .find(|c: char| !c.is_alphabetic() && !matches!(c, '\'' | '’' | '-'))
        .unwrap_or(rest.len())];
    let lists = lists(word);
    let known = lists & (LATIN_SURNAMES.bit() | RARE_LATIN_SURNAMES.bit()) != 0;
    // McCaughan is in no list, but is written as nothing else is.
    let drawn = ["Mc", "Mac", "O'", "O’", "Fitz"]
        .iter()
        .filter_map(|start| word.strip_prefix(start))
        .any(|rest| rest.starts_with(char::is_uppercase) && rest.chars().nth(2).is_some());
    let other = LATIN_WORDS.bit() | COMMON_LATIN.bit() | LATIN_PLACES.bit();
    (drawn || known && lists & other == 0).then(|| range.end + 1 + word.len())
}
