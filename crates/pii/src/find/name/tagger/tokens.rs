//! What the tagger reads: characters of kanji and kana, words of the other scripts, and what the
//! name lists say about them.

use super::super::dictionary::{
    BRANDS, COMMON_LATIN, FOREIGN_KANA, FREQUENT_LATIN, GIVEN, GIVEN_KANA, Key, LATIN_GIVEN,
    LATIN_HEADS, LATIN_PLACES, LATIN_SURNAMES, LATIN_THINGS, NOUNS, ORDINARY, ORDINARY_LATIN,
    ORGANISATIONS, PLACE_NAMES, RARE_LATIN_GIVEN, RARE_LATIN_SURNAMES, SURNAMES, SURNAMES_KANA,
    WORDS, WORDS_HIRAGANA, WORDS_KANA,
};
use super::super::variants::{is_kanji, joins};
use super::around;

/// What a token is made of, and how it is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(super) enum Kind {
    /// A line break, or several.
    Break,
    /// A tag of HTML.
    Tag,
    Digits,
    Punctuation,
    Kanji,
    Hiragana,
    Katakana,
    Hangul,
    /// A word in small letters.
    Small,
    /// A word that begins with a capital.
    Capital,
    /// A word in capitals.
    Capitals,
    /// A word with a capital inside.
    Mixed,
    /// A letter with or without its dot: J.
    Initial,
}

/// A character or a word of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// The word itself, in small letters and without variants.
    pub(super) hash: u32,
    /// What the lists say, in bits of their own for each script.
    pub(super) lists: u16,
    /// How it ends: a word's last three letters, the last two of one in katakana, a character itself.
    pub(super) ends: u32,
    /// What it is to its neighbours.
    pub(super) class: u32,
    /// Whether a space is in front of it.
    pub(super) spaced: bool,
    /// Whether it can be a part of a name at all.
    pub(super) candidate: bool,
}

// The bits of `Token::lists` for kanji and hiragana: the place in a match.
const SURNAME_FIRST: u16 = 1 << 0;
const SURNAME_INSIDE: u16 = 1 << 1;
const SURNAME_LAST: u16 = 1 << 2;
const GIVEN_FIRST: u16 = 1 << 3;
const GIVEN_INSIDE: u16 = 1 << 4;
const GIVEN_LAST: u16 = 1 << 5;
/// In a family name that a given name follows.
const FULL_SURNAME: u16 = 1 << 6;
/// In a given name behind a family name.
const FULL_GIVEN: u16 = 1 << 7;
const NOUN: u16 = 1 << 8;
const PLACE: u16 = 1 << 9;
/// The whole run is a family name, a given name, a full name, a word.
const RUN_SURNAME: u16 = 1 << 10;
const RUN_GIVEN: u16 = 1 << 11;
const RUN_FULL: u16 = 1 << 12;
const RUN_NOUN: u16 = 1 << 13;
/// In a number of something (二名), or in a place that is no name.
const NUMBER: u16 = 1 << 14;
/// In the name of a company.
const ORGANISATION: u16 = 1 << 15;
/// In a match of a name.
const NAME_JA: u16 =
    SURNAME_FIRST | SURNAME_INSIDE | SURNAME_LAST | GIVEN_FIRST | GIVEN_INSIDE | GIVEN_LAST;
/// In Latin letters: a word of several that are a brand or a place.
const THING: u16 = 1 << 13;
/// In katakana: a family name with a given name.
const KANA_FULL: u16 = 1 << 12;

/// The longest name in kanji or kana that is looked up, in characters.
const LONGEST: usize = 6;
const LONGEST_KANA: usize = 8;

/// Cuts `text` into tokens.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 3);
    let mut rest = Reader { text, at: 0 };
    let mut spaced = false;
    while let Some(c) = rest.peek() {
        let start = rest.at;
        if matches!(c, ' ' | '\r') || c == '&' && rest.starts_with("&nbsp;") {
            rest.at += if c == '&' { "&nbsp;".len() } else { 1 };
            spaced = true;
            continue;
        }
        let kind = rest.token(c);
        let word = &text[start..rest.at];
        let mut token = Token {
            start,
            end: rest.at,
            kind,
            hash: 0,
            lists: 0,
            ends: 0,
            class: 0,
            spaced,
            candidate: false,
        };
        describe(&mut token, word);
        tokens.push(token);
        spaced = false;
    }
    matches(text, &mut tokens);
    candidates(text, &mut tokens);
    for token in &mut tokens {
        token.class = class(token);
    }
    tokens
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        match self.text.as_bytes().get(self.at)? {
            byte if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.text.get(self.at..)?.chars().next(),
        }
    }

    fn starts_with(&self, start: &str) -> bool {
        self.text.as_bytes()[self.at..].starts_with(start.as_bytes())
    }

    /// Reads the token that begins with `c`.
    fn token(&mut self, c: char) -> Kind {
        self.at += c.len_utf8();
        match c {
            '\n' => {
                self.skip(|c| matches!(c, '\n' | '\r'));
                Kind::Break
            }
            '<' => self.tag(),
            '0'..='9' => {
                self.skip(|c| c.is_ascii_digit());
                Kind::Digits
            }
            'a'..='z' | 'A'..='Z' => self.word(c),
            _ if is_kanji(c) => Kind::Kanji,
            'ヶ' => Kind::Kanji,
            '\u{3041}'..='\u{3096}' => Kind::Hiragana,
            _ if is_katakana(c) => {
                // 一ノ瀬: between kanji it is a part of the name.
                let before = self.text[..self.at - c.len_utf8()].chars().next_back();
                let next = self.peek();
                if joins(c) && before.is_some_and(is_kanji) && next.is_some_and(is_kanji) {
                    return Kind::Kanji;
                }
                self.skip(is_katakana);
                Kind::Katakana
            }
            '\u{ac00}'..='\u{d7a3}' => Kind::Hangul,
            _ if c.is_alphabetic() => self.word(c),
            _ => {
                let text = self.text.as_bytes();
                if c.is_ascii() {
                    while text.get(self.at) == Some(&(c as u8)) {
                        self.at += 1;
                    }
                }
                Kind::Punctuation
            }
        }
    }

    fn skip(&mut self, of: impl Fn(char) -> bool) {
        while let Some(c) = self.peek().filter(|c| of(*c)) {
            self.at += c.len_utf8();
        }
    }

    /// `<td class="x">` is one token.
    fn tag(&mut self) -> Kind {
        let rest = &self.text.as_bytes()[self.at..];
        let named = rest
            .first()
            .is_some_and(|c| c.is_ascii_lowercase() || *c == b'/');
        let end = rest
            .iter()
            .take(120)
            .position(|c| matches!(c, b'>' | b'@' | b'<'));
        match end {
            Some(end) if named && rest[end] == b'>' => {
                self.at += end + 1;
                Kind::Tag
            }
            _ => Kind::Punctuation,
        }
    }

    fn word(&mut self, first: char) -> Kind {
        let (mut count, mut inner) = (1, 0);
        loop {
            let rest = self.text.as_bytes()[self.at..].iter();
            for letter in rest.take_while(|byte| byte.is_ascii_alphabetic()) {
                inner += usize::from(letter.is_ascii_uppercase());
                count += 1;
                self.at += 1;
            }
            let Some(c) = self.peek() else {
                break;
            };
            let goes_on = match c {
                '\'' | '’' => self.joins_behind(c),
                '\u{300}'..='\u{36f}' => true,
                _ => !c.is_ascii() && c.is_alphabetic() && !is_wide(c),
            };
            if !goes_on {
                break;
            }
            inner += usize::from(c.is_uppercase());
            count += 1;
            self.at += c.len_utf8();
        }
        let upper = inner + usize::from(first.is_uppercase());
        if count == 1 && upper == 1 {
            if self.starts_with(".") {
                self.at += 1;
            } else if self.letters() {
                return Kind::Capital;
            }
            return Kind::Initial;
        }
        match (upper, inner) {
            (0, _) => Kind::Small,
            (_, 0) => Kind::Capital,
            _ if upper == count => Kind::Capitals,
            _ => Kind::Mixed,
        }
    }

    /// The apostrophe of O'Connor, not that of Anna's or we're.
    fn joins_behind(&self, c: char) -> bool {
        let behind = self.text[self.at + c.len_utf8()..].chars();
        behind
            .take(3)
            .filter(|c| c.is_alphabetic() && !is_wide(*c))
            .count()
            == 3
    }

    /// `J o h n`, as a scanner reads it, behind its first letter: the rest of the word.
    fn letters(&mut self) -> bool {
        let (mut at, mut count) = (self.at, 0);
        let mut upper = None;
        while count < 20 {
            let mut rest = self.text[at..].chars();
            let (Some(' '), Some(c)) = (rest.next(), rest.next()) else {
                break;
            };
            let whole = rest.next().is_none_or(|next| !next.is_alphanumeric());
            // All of the further letters are small, or all are capitals.
            let upper = upper.get_or_insert(c.is_uppercase());
            if !whole || !c.is_alphabetic() || c.is_uppercase() != *upper || is_wide(c) {
                break;
            }
            at += 1 + c.len_utf8();
            count += 1;
        }
        if count < 2 + usize::from(upper == Some(true)) {
            return false;
        }
        self.at = at;
        true
    }
}

/// Scripts whose characters are tokens or runs of their own.
fn is_wide(c: char) -> bool {
    c >= '\u{2e80}'
        && (is_kanji(c)
            || matches!(c, '\u{3041}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff66}'..='\u{ff9f}'))
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | 'ー' | '\u{ff66}'..='\u{ff9f}')
}

/// Fills in the hash, and the lists of words.
fn describe(token: &mut Token, word: &str) {
    let mut key = Key::default();
    match token.kind {
        Kind::Break => {
            // One line break or an empty line.
            let breaks = word.bytes().filter(|byte| *byte == b'\n').count();
            token.hash = breaks.min(2) as u32;
            return;
        }
        Kind::Digits => {
            token.hash = word.len().min(6) as u32;
            return;
        }
        Kind::Tag => {
            let name = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next();
            name.unwrap_or_default().chars().for_each(|c| key.push(c));
            if word.starts_with("</") {
                key.push('/');
            }
        }
        Kind::Katakana if word.chars().any(|c| c >= '\u{ff66}') => {
            let wide = super::super::script::widen(word);
            wide.chars().for_each(|c| key.push(c));
            token.lists = katakana_lists(key, &wide);
        }
        Kind::Katakana => {
            word.chars().for_each(|c| key.push(c));
            token.lists = katakana_lists(key, word);
        }
        Kind::Small | Kind::Capital | Kind::Capitals | Kind::Mixed | Kind::Initial => {
            match token.kind {
                // J., or a word that a scanner read letter by letter
                Kind::Capital | Kind::Initial => key.push_bare(word),
                _ => key.push_small(word),
            }
            if token.kind != Kind::Initial {
                token.lists = key.latin_or_head() & !ORDINARY_LATIN.bit();
            }
        }
        Kind::Punctuation => word.chars().take(1).for_each(|c| key.push(c)),
        _ => word.chars().for_each(|c| key.push(c)),
    }
    token.hash = (key.hash() >> 32) as u32;
    token.ends = match token.kind {
        Kind::Katakana => ends(word, 2),
        Kind::Small | Kind::Capital | Kind::Capitals | Kind::Mixed => ends(word, 3),
        _ => token.hash,
    };
}

/// The last characters of a word as a number.
fn ends(word: &str, count: usize) -> u32 {
    let last = word.chars().rev().take(count);
    last.fold(count as u32, |hash, c| {
        (hash << 9) ^ (hash >> 23) ^ u32::from(c.to_ascii_lowercase())
    })
}

/// A whole word in katakana: the bits of the lists, and whether it is a full name.
fn katakana_lists(key: Key, word: &str) -> u16 {
    let mut lists = key.japanese() & !ORDINARY.bit();
    let count = word.chars().count();
    if (4..=11).contains(&count) && lists & (WORDS_KANA.bit() | ORGANISATIONS.bit()) == 0 {
        let split = word.char_indices().skip(2).any(|(at, _)| {
            SURNAMES_KANA.has(&word[..at])
                && word[at..].chars().nth(1).is_some()
                && GIVEN_KANA.has(&word[at..])
        });
        if split {
            lists |= KANA_FULL;
        }
    }
    if lists == 0 && (4..=16).contains(&count) && is_compound(word) {
        lists |= WORDS_KANA.bit();
    }
    lists
}

/// メールサーバー: words put together.
fn is_compound(word: &str) -> bool {
    word.char_indices().skip(2).any(|(at, _)| {
        let (head, tail) = word.split_at(at);
        tail.chars().nth(1).is_some()
            && WORDS_KANA.has(head)
            && (WORDS_KANA.has(tail) || tail.chars().count() >= 5 && is_compound_of_two(tail))
    })
}

fn is_compound_of_two(word: &str) -> bool {
    word.char_indices().skip(2).any(|(at, _)| {
        let (head, tail) = word.split_at(at);
        tail.chars().nth(1).is_some() && WORDS_KANA.has(head) && WORDS_KANA.has(tail)
    })
}

/// Looks runs of kanji and hiragana up.
fn matches(text: &str, tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        let kind = tokens[at].kind;
        if !matches!(kind, Kind::Kanji | Kind::Hiragana) {
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < tokens.len() && tokens[end].kind == kind && is_glued(tokens, end) {
            end += 1;
        }
        match kind {
            Kind::Kanji => kanji_matches(text, &mut tokens[at..end]),
            _ => {
                let free = at == 0 || tokens[at].spaced || tokens[at - 1].kind != Kind::Kanji;
                let named = at > 0 && tokens[at - 1].lists & (SURNAME_LAST | RUN_SURNAME) != 0;
                hiragana_matches(text, &mut tokens[at..end], free || named);
            }
        }
        at = end;
    }
}

/// Whether a token belongs to the run of the one before it: no space between, or one between each
/// of them, as a scanner reads a form.
fn is_glued(tokens: &[Token], at: usize) -> bool {
    if !tokens[at].spaced {
        return true;
    }
    let single = |at: usize| {
        let free_before = tokens[at].spaced || at == 0 || !is_character(tokens[at - 1].kind);
        let free_behind = tokens
            .get(at + 1)
            .is_none_or(|next| next.spaced || !is_character(next.kind));
        free_before && free_behind
    };
    // 原 誠: two characters may as well be two names.
    let more = at >= 2 && tokens[at - 2].kind == tokens[at].kind && tokens[at - 1].spaced
        || tokens
            .get(at + 1)
            .is_some_and(|next| next.kind == tokens[at].kind && next.spaced);
    single(at - 1) && single(at) && more
}

fn is_character(kind: Kind) -> bool {
    matches!(kind, Kind::Kanji | Kind::Hiragana | Kind::Katakana)
}

fn kanji_matches(text: &str, run: &mut [Token]) {
    let count = run.len();
    if is_number(text, run) {
        run.iter_mut().for_each(|token| token.lists |= NUMBER);
        return;
    }
    // No list has a longer run as a whole; a text of nothing but kanji stays linear.
    for first in 0..count {
        let mut key = Key::default();
        for length in 1..=LONGEST.min(count - first) {
            let end = first + length;
            text[run[end - 1].start..run[end - 1].end]
                .chars()
                .for_each(|c| key.push(c));
            let Some(lists) = key.japanese_so_far() else {
                break;
            };
            if lists == 0 {
                continue;
            }
            let whole = length == count;
            // 北海道: a place and nothing else is no name, whatever it is made of.
            if whole
                && lists & PLACE_NAMES.bit() != 0
                && lists & (SURNAMES.bit() | GIVEN.bit()) == 0
            {
                run.iter_mut().for_each(|token| token.lists |= NUMBER);
            }
            let part = &mut run[first..end];
            if lists & (NOUNS.bit() | WORDS.bit()) != 0 {
                part.iter_mut()
                    .for_each(|token| token.lists |= NOUN | if whole { RUN_NOUN } else { 0 });
            }
            if lists & ORGANISATIONS.bit() != 0 {
                part.iter_mut()
                    .for_each(|token| token.lists |= ORGANISATION);
            }
            if lists & PLACE_NAMES.bit() != 0 {
                part.iter_mut().for_each(|token| token.lists |= PLACE);
            }
            // One character is a name where it is alone, or with a few beside it.
            if length == 1 && count > 4 {
                continue;
            }
            if lists & SURNAMES.bit() != 0 {
                mark(
                    part,
                    [SURNAME_FIRST, SURNAME_INSIDE, SURNAME_LAST],
                    if whole { RUN_SURNAME } else { 0 },
                );
                given_behind(text, run, first, end);
            }
            if lists & GIVEN.bit() != 0 {
                let part = &mut run[first..end];
                mark(
                    part,
                    [GIVEN_FIRST, GIVEN_INSIDE, GIVEN_LAST],
                    if whole { RUN_GIVEN } else { 0 },
                );
            }
        }
    }
}

/// 二名, 三十個, 三年二組, 二組一同.
fn is_number(text: &str, run: &[Token]) -> bool {
    const DIGITS: &str = "一二三四五六七八九十百千万数何";
    let first = text[run[0].start..].chars().next();
    if first.is_none_or(|c| !DIGITS.contains(c)) {
        return false;
    }
    let of = |token: &Token, chars: &str| chars.contains(&text[token.start..token.end]);
    let run = match run {
        [head @ .., one, all] if of(one, "一") && of(all, "同") => head,
        _ => run,
    };
    let (mut digits, mut counters) = (0, 0);
    for token in run {
        if of(token, DIGITS) && digits < 4 {
            digits += 1;
        } else if digits > 0
            && of(
                token,
                "名人年月日回個枚台件円番点部冊匹分時週歳階度泊式組着箱席皿杯羽足膳通",
            )
        {
            digits = 0;
            counters += 1;
        } else {
            return false;
        }
    }
    counters > 0 && digits == 0
}

/// Marks a given name behind the family name of `first..end`.
fn given_behind(text: &str, run: &mut [Token], first: usize, end: usize) {
    let mut key = Key::default();
    for last in end..run.len().min(end + 4) {
        text[run[last].start..run[last].end]
            .chars()
            .for_each(|c| key.push(c));
        let Some(lists) = key.japanese_so_far() else {
            break;
        };
        if lists & GIVEN.bit() == 0 {
            continue;
        }
        let whole = if first == 0 && last + 1 == run.len() {
            RUN_FULL
        } else {
            0
        };
        run[first..end]
            .iter_mut()
            .for_each(|token| token.lists |= FULL_SURNAME | whole);
        run[end..=last]
            .iter_mut()
            .for_each(|token| token.lists |= FULL_GIVEN | whole);
    }
}

fn mark(part: &mut [Token], [first, inside, last]: [u16; 3], whole: u16) {
    let count = part.len();
    for (at, token) in part.iter_mut().enumerate() {
        let place = match at {
            _ if count == 1 => first | last,
            0 => first,
            _ if at + 1 == count => last,
            _ => inside,
        };
        token.lists |= place | whole;
    }
}

/// Names in hiragana begin where a word can: at the beginning of a run, behind a particle, behind
/// another name or a word. A word that is longer than the name it begins with is no name: ようこそ.
fn hiragana_matches(text: &str, run: &mut [Token], free: bool) {
    let mut open = free;
    let mut at = 0;
    while at < run.len() {
        if !open {
            open = matches!(
                &text[run[at].start..run[at].end],
                "は" | "の" | "が" | "と" | "も" | "に" | "を" | "や" | "た"
            );
            at += 1;
            continue;
        }
        let mut key = Key::default();
        let mut found = None;
        let mut word = 0;
        for length in 1..=LONGEST_KANA.min(run.len() - at) {
            let token = run[at + length - 1];
            for c in text[token.start..token.end].chars() {
                key.push(char::from_u32(u32::from(c) + 0x60).unwrap_or(c));
            }
            let Some(lists) = key.japanese_so_far() else {
                break;
            };
            if lists & WORDS_HIRAGANA.bit() != 0 {
                word = length;
            }
            let lists = lists & (SURNAMES_KANA.bit() | GIVEN_KANA.bit());
            // ようこ|そ, つだ|け: what goes on so is no name.
            let goes_on = || {
                run.get(at + length).is_some_and(|next| {
                    !"はがのをにもとでへやさちくよかっだいじゃ"
                        .contains(&text[next.start..next.end])
                })
            };
            if lists != 0 && length > 1 && !goes_on() {
                found = Some((length, lists));
            }
        }
        match found.filter(|(length, _)| *length >= word) {
            None if word > 0 => at += word,
            Some((length, lists)) => {
                let whole = length == run.len();
                let part = &mut run[at..at + length];
                if lists & SURNAMES_KANA.bit() != 0 {
                    mark(
                        part,
                        [SURNAME_FIRST, SURNAME_INSIDE, SURNAME_LAST],
                        if whole { RUN_SURNAME } else { 0 },
                    );
                }
                if lists & GIVEN_KANA.bit() != 0 {
                    mark(
                        part,
                        [GIVEN_FIRST, GIVEN_INSIDE, GIVEN_LAST],
                        if whole { RUN_GIVEN } else { 0 },
                    );
                }
                part.iter_mut().for_each(|token| token.candidate = true);
                at += length;
            }
            None => open = false,
        }
    }
}

/// The letters of INV-2024 and WH-1000: a hyphen and digits are glued to them.
fn is_reference(text: &str, tokens: &[Token]) -> bool {
    matches!(tokens, [word, hyphen, digits, ..]
        if word.kind != Kind::Kanji
            && &text[hyphen.start..hyphen.end] == "-"
            && !hyphen.spaced
            && digits.kind == Kind::Digits
            && !digits.spaced)
}

/// One kanji that is a word of its own wherever it is alone.
fn is_everyday(kanji: &str) -> bool {
    "皆今朝昼夜配私僕俺君誰何方者次前後他彼娘妻夫父母兄姉弟妹人物事時所気話手目口色形値味音本店品箱円年月日週回個枚台番号件点分".contains(kanji)
}

/// Marks what can be a part of a name. The rest is none, whatever the weights say; that keeps the
/// tagger fast.
fn candidates(text: &str, tokens: &mut [Token]) {
    const NAMES: u16 = LATIN_GIVEN.bit()
        | LATIN_SURNAMES.bit()
        | RARE_LATIN_GIVEN.bit()
        | RARE_LATIN_SURNAMES.bit();
    for at in 0..tokens.len() {
        let Token { kind, lists, .. } = tokens[at];
        let names = match kind {
            Kind::Kanji => {
                let beside = |at: Option<usize>| {
                    at.and_then(|at| tokens.get(at))
                        .is_some_and(|other| other.kind == Kind::Kanji)
                };
                let alone = !beside(at.checked_sub(1)) && !beside(Some(at + 1));
                // 注文 is no name, 森 may be one.
                let noun = lists & RUN_NOUN != 0 && lists & NAME_JA == 0;
                // 10月です
                let counter = at > 0
                    && tokens[at - 1].kind == Kind::Digits
                    && !tokens[at].spaced
                    && "月日年回時分個枚台件円番点部冊人名階度週歳泊席号"
                        .contains(&text[tokens[at].start..tokens[at].end]);
                let everyday = alone && is_everyday(&text[tokens[at].start..tokens[at].end]);
                !(noun || counter || everyday || lists & NUMBER != 0)
            }
            Kind::Hangul | Kind::Initial => true,
            // Ticketmaster and Please are no names, Ford and Will may be.
            Kind::Capital | Kind::Capitals | Kind::Mixed => {
                let name = lists & NAMES != 0;
                let known = lists & (LATIN_GIVEN.bit() | LATIN_SURNAMES.bit()) != 0;
                lists & (BRANDS.bit() | FREQUENT_LATIN.bit()) == 0
                    || known
                    || name && lists & BRANDS.bit() == 0
                    // Christina Speaks
                    || at > 0
                        && tokens[at - 1].candidate
                        && tokens[at - 1].kind == Kind::Capital
                        && tokens[at].spaced
                        && match lists & BRANDS.bit() {
                            0 => tokens[at - 1].lists & LATIN_GIVEN.bit() != 0,
                            // Balhaar Bose
                            _ => name && is_given_or_strange(&tokens[at - 1]),
                        }
            }
            Kind::Katakana => {
                let names = SURNAMES_KANA.bit() | GIVEN_KANA.bit() | KANA_FULL;
                let things = WORDS_KANA.bit() | ORGANISATIONS.bit();
                let foreign = lists & (FOREIGN_KANA.bit() | ORGANISATIONS.bit());
                lists & things == 0 || lists & names != 0 || foreign == FOREIGN_KANA.bit()
            }
            Kind::Small => {
                let sure = lists & LATIN_GIVEN.bit() != 0;
                let place = lists & (LATIN_PLACES.bit() | BRANDS.bit()) != 0
                    && (lists & LATIN_SURNAMES.bit() == 0 || at == 0 || !tokens[at - 1].candidate);
                sure || lists & NAMES != 0 && lists & FREQUENT_LATIN.bit() == 0 && !place
            }
            _ => continue,
        };
        tokens[at].candidate = names && !is_reference(text, &tokens[at..]);
        if let Some(end) = thing_at(text, tokens, at) {
            tokens[at..end]
                .iter_mut()
                .for_each(|token| token.lists |= THING);
        }
    }
    for token in tokens.iter_mut().filter(|token| is_word(token)) {
        token.lists &= !LATIN_HEADS.bit();
    }
    // What is between two parts of a name, and unknown words beside one.
    for at in 0..tokens.len() {
        let token = tokens[at];
        if !matches!(token.kind, Kind::Punctuation | Kind::Small) {
            continue;
        }
        let beside = |step: usize, back: bool| {
            let other = if back {
                at.checked_sub(step)
            } else {
                Some(at + step)
            };
            other
                .and_then(|at| tokens.get(at))
                .filter(|token| token.candidate)
        };
        let word = &text[token.start..token.end];
        let joined = match token.kind {
            Kind::Punctuation => {
                let between = matches!(word, "-" | "・" | "=" | "＝" | "'");
                let capital = |token: &Token| matches!(token.kind, Kind::Capital | Kind::Capitals);
                let glued = between && beside(1, false).is_some_and(|next| !next.spaced);
                // Smith, John
                let listed = word == ","
                    && beside(1, true).is_some_and(capital)
                    && beside(1, false).is_some_and(|next| next.spaced && capital(next));
                !token.spaced && beside(1, true).is_some() && (glued || listed)
            }
            Kind::Small
                if token.lists == 0 || token.lists & (FREQUENT_LATIN.bit() | NAMES) == 0 =>
            {
                let small = |token: &Token| token.kind == Kind::Small && token.lists & NAMES != 0;
                let particle = || {
                    matches!(
                        word,
                        "de" | "da"
                            | "do"
                            | "dos"
                            | "das"
                            | "del"
                            | "della"
                            | "di"
                            | "la"
                            | "le"
                            | "van"
                            | "von"
                            | "der"
                            | "den"
                            | "ter"
                            | "ten"
                            | "bin"
                            | "binti"
                            | "bint"
                            | "ibn"
                            | "al"
                            | "el"
                            | "y"
                            | "e"
                            | "zu"
                            | "af"
                            | "av"
                    )
                };
                beside(1, true).is_some()
                    && (beside(1, false).is_some() || beside(2, false).is_some())
                    && particle()
                    || token.lists == 0
                        && (beside(1, true).is_some_and(small)
                            || beside(1, false).is_some_and(small))
            }
            Kind::Small => {
                let particle = || {
                    matches!(
                        word,
                        "de" | "da"
                            | "do"
                            | "dos"
                            | "del"
                            | "di"
                            | "la"
                            | "le"
                            | "van"
                            | "von"
                            | "der"
                            | "den"
                            | "bin"
                            | "al"
                            | "el"
                            | "y"
                    )
                };
                beside(1, true).is_some_and(|token| token.kind != Kind::Small)
                    && (beside(1, false).is_some() || beside(2, false).is_some())
                    && particle()
            }
            _ => false,
        };
        // Choi Seung-ho, but not Tanaka-san
        let ends = token.kind == Kind::Punctuation
            && word == "-"
            && !token.spaced
            && beside(1, true).is_some_and(|before| {
                before.kind == Kind::Capital && before.lists & FREQUENT_LATIN.bit() == 0
            })
            && tokens.get(at + 1).is_some_and(|next| {
                let tail = &text[next.start..next.end];
                next.kind == Kind::Small
                    && !next.spaced
                    && (2..=6).contains(&tail.len())
                    && !matches!(tail, "san" | "sama" | "kun" | "chan" | "sensei")
            });
        if joined {
            tokens[at].candidate = true;
        }
        if ends {
            tokens[at].candidate = true;
            tokens[at + 1].candidate = true;
        }
    }
}

/// Whether a word is a given name, or in no list at all.
fn is_given_or_strange(token: &Token) -> bool {
    token.lists == 0 || token.lists & (LATIN_GIVEN.bit() | RARE_LATIN_GIVEN.bit()) != 0
}

fn is_word(token: &Token) -> bool {
    matches!(
        token.kind,
        Kind::Small | Kind::Capital | Kind::Capitals | Kind::Mixed | Kind::Initial
    )
}

/// No thing of the lists has more words.
const MOST_WORDS: usize = 4;

/// The end of the brand or place of several words that begins at a token: Marks & Spencer, Aunt Bessie's.
fn thing_at(text: &str, tokens: &[Token], at: usize) -> Option<usize> {
    let first = &tokens[at];
    if !is_word(first) || first.kind == Kind::Small && first.lists == 0 {
        return None;
    }
    // The apostrophe and what is behind it are tokens of their own.
    let glued = |at: usize, of: &[&str]| {
        tokens
            .get(at)
            .is_some_and(|token| !token.spaced && of.contains(&&text[token.start..token.end]))
    };
    let apostrophe = |at: usize| {
        let next = tokens.get(at);
        next.is_some_and(|next| next.kind == Kind::Punctuation) && glued(at, &["'", "’"])
    };
    let is_head = first.lists & LATIN_HEADS.bit() != 0 || first.kind == Kind::Initial;
    if !is_head && !apostrophe(at + 1) {
        return None;
    }
    let (mut key, mut end, mut found) = (Key::default(), at, None);
    for count in 0..MOST_WORDS {
        let Some(token) = tokens.get(end) else {
            break;
        };
        let word = &text[token.start..token.end];
        if count > 0 {
            if !token.spaced {
                break;
            }
            key.push(' ');
        }
        match word {
            "&" | "and" if count > 0 => key.push('&'),
            _ if is_word(token) => key.push_bare(word),
            _ => break,
        }
        end += 1;
        let owns = apostrophe(end) && glued(end + 1, &["s", "S"]);
        if owns {
            "'s".chars().for_each(|c| key.push(c));
            end += 2;
        }
        // Timothy's birthday is not the coffee's
        let has = || {
            tokens.get(end).is_some_and(|token| {
                token.spaced && token.kind == Kind::Small && !around::is_small_word(token.hash)
            })
        };
        let lists = key.latin_or_head();
        if lists & LATIN_THINGS.bit() != 0 && (count > 0 || owns && !has()) {
            found = Some(end);
        }
        if lists & LATIN_HEADS.bit() == 0 {
            break;
        }
        if glued(end, &["."]) {
            end += 1;
        }
    }
    found
}

/// A word as a neighbour sees it: everyday words and characters by themselves, names and other
/// words by the way they are written and what the lists say.
fn class(token: &Token) -> u32 {
    const FREQUENT: u16 = FREQUENT_LATIN.bit();
    const COMMON: u16 = COMMON_LATIN.bit();
    match token.kind {
        Kind::Small if token.lists & (FREQUENT | COMMON) == 0 => {
            0x51 + u32::from(token.lists) * 0x101
        }
        Kind::Capital | Kind::Capitals | Kind::Mixed if token.lists & FREQUENT == 0 => {
            0x1_0000 + token.kind as u32 + u32::from(token.lists) * 0x101
        }
        Kind::Initial => 0x2_0001,
        Kind::Katakana if token.lists & WORDS_KANA.bit() == 0 => {
            0x3_0001 + u32::from(token.lists) * 0x101
        }
        Kind::Digits => 0x4_0000 + token.hash,
        Kind::Break => 0x5_0000 + token.hash,
        _ => token.hash,
    }
}
