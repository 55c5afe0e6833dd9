//! What the words around a word in Latin letters say of it: roles in front of it, verbs behind it, what shops have; how
//! many capitals are in a row; as what the same word stands elsewhere in the text.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use super::super::dictionary::{
    BUSINESS, Key, LATIN_GIVEN, LATIN_SURNAMES, RARE_LATIN_GIVEN, RARE_LATIN_SURNAMES,
};
use super::super::set::Multiplied;
use super::tokens::{Kind, Token};

/// In whichever list of names.
pub(super) const NAMES: u16 =
    LATIN_GIVEN.bit() | LATIN_SURNAMES.bit() | RARE_LATIN_GIVEN.bit() | RARE_LATIN_SURNAMES.bit();

/// What words say of a name beside them, in groups of one meaning: `# group` and its words.
const WORDS: &str = include_str!("../data/around_latin.txt");

/// The group of a word, from one on, by its token's hash.
static GROUPS: LazyLock<HashMap<u32, u8, BuildHasherDefault<Multiplied>>> = LazyLock::new(|| {
    let mut groups = HashMap::default();
    let mut group = 0;
    for line in WORDS.lines() {
        if line.starts_with('#') {
            group += 1;
            continue;
        }
        for word in line.split(' ') {
            let mut key = Key::default();
            word.chars().for_each(|c| key.push(c));
            groups.insert((key.hash() >> 32) as u32, group);
        }
    }
    groups
});

/// No more words on one side are looked at.
const REACH: usize = 4;

/// What is on a side where no word of a group is near: the line's end, a mark.
const END: u32 = 0x400;
const MARK: u32 = 0x800;
/// `'s` is behind the name.
const OWNED: u32 = 0x1000;

/// Groups of words that mean little by themselves; of the others, the nearest is looked for beyond them.
const SMALL_WORDS: std::ops::RangeInclusive<u8> = PLACES..=JOINS;

/// Whether the word of a token says little by itself: in, the, and.
pub(super) fn is_small_word(hash: u32) -> bool {
    GROUPS
        .get(&hash)
        .is_some_and(|group| SMALL_WORDS.contains(group))
}

/// Known for all tokens of a text.
pub(super) struct Around {
    /// The group of each token's word; zero for none.
    groups: Vec<u8>,
    /// As what the word of each token stands in the text.
    seen: Vec<u16>,
}

/// A row of words with a capital.
pub(super) struct Run {
    /// How long it is, where in it the token is, and whether it goes on in front of the candidates or behind them.
    pub(super) place: u32,
    /// Its first and last word, as their lists or groups tell.
    pub(super) first: u32,
    pub(super) last: u32,
}

// As what a word stands somewhere in the text
const SMALL: u16 = 1 << 0;
const BEHIND_ARTICLE: u16 = 1 << 1;
const BEFORE_BUSINESS: u16 = 1 << 2;
const BEHIND_TITLE: u16 = 1 << 3;
const OWN_LINE: u16 = 1 << 4;
const BEFORE_VERB: u16 = 1 << 5;
const BEHIND_PLACE: u16 = 1 << 6;
const BEHIND_PERSON: u16 = 1 << 7;
const OFTEN: u16 = 1 << 8;

// Groups of `around_latin.txt`, in its order
const TITLES: u8 = 1;
const PERSONS: u8 = 2;
const SPEECH: u8 = 4;
const PLACES: u8 = 7;
const ARTICLES: u8 = 8;
const JOINS: u8 = 11;

impl Around {
    pub(super) fn of(text: &str, tokens: &[Token]) -> Around {
        let mut groups = vec![0; tokens.len()];
        // Most words are none of the candidates once more: a bit of each of these tells.
        let bit = |token: &Token| 1u64 << (token.hash >> 26);
        let candidates = tokens.iter().filter(|token| token.candidate);
        let bits = candidates.fold(0, |bits, token| bits | bit(token));
        let mut words: Vec<(u32, usize)> = Vec::with_capacity(16);
        for (at, token) in tokens.iter().enumerate() {
            if token.kind < Kind::Small {
                continue;
            }
            groups[at] = GROUPS.get(&token.hash).copied().unwrap_or(0);
            if token.candidate || token.kind == Kind::Small && bits & bit(token) != 0 {
                words.push((token.hash, at));
            }
        }
        let mut around = Around {
            groups,
            seen: vec![0; tokens.len()],
        };
        if words.iter().all(|(_, at)| !tokens[*at].candidate) {
            return around;
        }
        words.sort_unstable();
        for same in words.chunk_by(|a, b| a.0 == b.0) {
            if same.iter().all(|(_, at)| !tokens[*at].candidate) {
                continue;
            }
            let all = same
                .iter()
                .fold(0, |all, (_, at)| all | around.stands(text, tokens, *at));
            let often = if same.len() > 1 { OFTEN } else { 0 };
            for (_, at) in same {
                around.seen[*at] = all | often;
            }
        }
        around
    }

    /// As what the word stands here.
    fn stands(&self, text: &str, tokens: &[Token], at: usize) -> u16 {
        let group = |at: Option<usize>| at.and_then(|at| self.groups.get(at)).copied().unwrap_or(0);
        let (before, behind) = (group(at.checked_sub(1)), group(Some(at + 1)));
        let next = tokens.get(at + 1);
        let breaks = |token: Option<&Token>| token.is_none_or(|token| token.kind == Kind::Break);
        let is = |is: bool, bit: u16| if is { bit } else { 0 };
        let dot = |at: Option<usize>| {
            at.and_then(|at| tokens.get(at))
                .is_some_and(|token| &text[token.start..token.end] == ".")
        };
        let titled =
            before == TITLES || dot(at.checked_sub(1)) && group(at.checked_sub(2)) == TITLES;
        is(tokens[at].kind == Kind::Small, SMALL)
            | is(before == ARTICLES, BEHIND_ARTICLE)
            | is(
                next.is_some_and(|next| {
                    next.kind >= Kind::Small && next.lists & BUSINESS.bit() != 0
                }),
                BEFORE_BUSINESS,
            )
            | is(titled, BEHIND_TITLE)
            | is(
                breaks(next) && breaks(at.checked_sub(1).and_then(|at| tokens.get(at))),
                OWN_LINE,
            )
            | is(behind == SPEECH, BEFORE_VERB)
            | is(before == PLACES, BEHIND_PLACE)
            | is(before == PERSONS, BEHIND_PERSON)
    }

    /// The words of groups in front of the candidates that begin at `from`.
    pub(super) fn left(&self, tokens: &[Token], from: usize) -> u32 {
        self.side(tokens, (1..=REACH).map(|step| from.checked_sub(step)))
    }

    /// The words of groups behind the candidates that end at `to`; `'s` in between tells that they have something.
    pub(super) fn right(&self, tokens: &[Token], to: usize) -> u32 {
        let owns = tokens.get(to + 1).is_some_and(|token| {
            token.kind == Kind::Small && !token.spaced && token.end - token.start == 1
        }) && tokens[to].kind == Kind::Punctuation
            && !tokens[to].spaced;
        let behind = to + if owns { 2 } else { 0 };
        let side = self.side(tokens, (0..REACH).map(|step| Some(behind + step)));
        side | if owns { OWNED } else { 0 }
    }

    /// The small word beside, if it is one, and the nearest word of another group.
    fn side(&self, tokens: &[Token], places: impl Iterator<Item = Option<usize>>) -> u32 {
        let mut side = 0;
        for (distance, at) in places.enumerate() {
            let Some((token, at)) = at.and_then(|at| Some((tokens.get(at)?, at))) else {
                return side | END;
            };
            match (token.kind, self.groups[at]) {
                (Kind::Break, _) => return side | END,
                (Kind::Punctuation, _) if distance == 0 => side |= MARK,
                (_, group) if SMALL_WORDS.contains(&group) && distance == 0 => {
                    side |= u32::from(group);
                }
                (_, group @ 1..) if !SMALL_WORDS.contains(&group) => {
                    return side | u32::from(group) << 4 | u32::from(distance > 0) << 8;
                }
                _ => {}
            }
        }
        side
    }

    pub(super) fn seen(&self, at: usize) -> u32 {
        u32::from(self.seen[at])
    }

    /// The row of capitals around the token at `at`, whose candidates end at `to`.
    pub(super) fn run(&self, tokens: &[Token], at: usize, to: usize) -> Run {
        let capital = |at: usize| {
            matches!(
                tokens[at].kind,
                Kind::Capital | Kind::Capitals | Kind::Mixed | Kind::Initial
            )
        };
        let (mut first, mut last) = (at, at);
        if capital(at) {
            while first > 0 && at - first < REACH && capital(first - 1) && tokens[first].spaced {
                first -= 1;
            }
            while last + 1 < tokens.len()
                && last - at < REACH
                && capital(last + 1)
                && tokens[last + 1].spaced
            {
                last += 1;
            }
        }
        let of = |at: usize| {
            let token = &tokens[at];
            let group = u32::from(self.groups[at]);
            let lists = token.lists & (NAMES | BUSINESS.bit());
            u32::from(lists) ^ group << 12
        };
        // Whether it begins a sentence, where any word has a capital
        let begins = first == 0
            || matches!(
                tokens[first - 1].kind,
                Kind::Break | Kind::Punctuation | Kind::Tag
            );
        let place = (at - first).min(3) as u32
            | ((last - at).min(3) as u32) << 2
            | u32::from(last + 1 > to) << 4
            | u32::from(begins) << 5;
        Run {
            place,
            first: of(first),
            last: of(last),
        }
    }
}
