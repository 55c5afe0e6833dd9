//! What speaks for or against a name at a token: its neighbours, its place in the line, the lists.
//! Training and tagging both read it here.

use super::around::{self, Around};
use super::tokens::{Kind, Token};

/// Features are hashed into so many places. Training has weights for each of them, the model keeps those
/// that say most.
pub(super) const PLACES: usize = BUCKETS * 256;

/// The model keeps four features at most among 256 neighbouring places.
pub(super) const BUCKETS: usize = 24 * 1024;

/// The place of the feature that template `id` makes of two values.
#[inline]
fn place(id: u32, a: u32, b: u32) -> u32 {
    // The upper half of a sum of products is a universal hash (Dietzfelbinger 1996).
    let hash = u64::from(a)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(u64::from(b).wrapping_mul(0xd6e8_feb8_6659_fd93))
        .wrapping_add(u64::from(id).wrapping_mul(0xa076_1d64_78bd_642f));
    (((hash >> 32) * PLACES as u64) >> 32) as u32
}

/// What is known about each line of the tokens.
pub(super) struct Lines {
    /// The line of each token.
    of: Vec<u32>,
    lines: Vec<Line>,
    around: Around,
}

#[derive(Clone, Copy, Default)]
struct Line {
    first: usize,
    /// Behind its last token.
    end: usize,
    class: u32,
    /// No word of it begins with a capital.
    small: bool,
}

impl Lines {
    pub(super) fn of(text: &str, tokens: &[Token]) -> Lines {
        let mut of = Vec::with_capacity(tokens.len());
        let mut lines = Vec::with_capacity(16);
        let mut first = 0;
        for at in 0..=tokens.len() {
            if tokens.get(at).is_none_or(|token| token.kind == Kind::Break) {
                lines.push(line(text, tokens, first, at));
                first = at + 1;
            }
            if at < tokens.len() {
                let behind = tokens[at].kind == Kind::Break;
                of.push(lines.len() as u32 - u32::from(behind));
            }
        }
        Lines {
            of,
            lines,
            around: Around::of(text, tokens),
        }
    }
}

/// What a line looks like from another.
fn line(text: &str, tokens: &[Token], first: usize, end: usize) -> Line {
    let line = &tokens[first.min(end)..end];
    let has = |of: fn(&Token) -> bool| u32::from(line.iter().any(of));
    let at_sign = line
        .iter()
        .any(|token| token.kind == Kind::Punctuation && text.as_bytes()[token.start] == b'@');
    let length = match line.len() {
        0 => 0,
        1..=3 => 1,
        4..=8 => 2,
        _ => 3,
    };
    let digits = has(|token| token.kind == Kind::Digits);
    let words = has(|token| token.kind >= Kind::Kanji);
    let ends_open = line.last().is_some_and(|token| {
        matches!(text.as_bytes()[token.start], b':' | b',')
            || text[token.start..token.end].starts_with('、')
    });
    let small = words == 1
        && !line
            .iter()
            .any(|token| matches!(token.kind, Kind::Capital | Kind::Capitals | Kind::Mixed));
    Line {
        first,
        end,
        class: length
            | digits << 2
            | words << 3
            | u32::from(at_sign) << 4
            | u32::from(ends_open) << 5,
        small,
    }
}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Kind) -> Option<std::cmp::Ordering> {
        (*self as u8).partial_cmp(&(*other as u8))
    }
}

/// The value of a place outside of the text.
const NOTHING: u32 = 0x9d5c_31a7;

/// Gives `take` the places of the features of the token at `at`, which is in the span of candidates `from..to`.
pub(super) fn features(
    tokens: &[Token],
    lines: &Lines,
    from: usize,
    to: usize,
    at: usize,
    mut take: impl FnMut(u32),
) {
    let token = &tokens[at];
    let offset = |step: isize| at.checked_add_signed(step).and_then(|at| tokens.get(at));
    // What a word says as a neighbour: itself where it is an everyday word, else how it is written.
    let class = |token: Option<&Token>| token.map_or(NOTHING, |token| token.class);
    let kind = |step: isize| offset(step).map_or(31, |token| token.kind as u32);
    let lists = |step: isize| offset(step).map_or(0xffff, |token| u32::from(token.lists));
    let word = |step: isize| class(offset(step));
    let mut add = |id: u32, a: u32, b: u32| take(place(id, a, b));

    let (w1, w2, w3) = (word(1), word(2), word(3));
    let (v1, v2, v3) = (word(-1), word(-2), word(-3));
    let own = u32::from(token.lists) | (token.kind as u32) << 16;
    let spaces =
        u32::from(token.spaced) | u32::from(offset(1).is_some_and(|next| next.spaced)) << 1;
    let kinds = kind(-1) << 5 | kind(0) << 10 | kind(1);

    add(1, token.kind as u32, 0);
    add(2, token.hash, 0);
    add(3, v1, 0);
    add(4, w1, 0);
    add(5, v2, 0);
    add(6, w2, 0);
    add(7, v3, 0);
    add(8, w3, 0);
    add(9, word(-4), 0);
    add(10, word(4), 0);
    add(11, v1, v2);
    add(12, w1, w2);
    add(13, v1, w1);
    add(14, v1 ^ v3.rotate_left(9), v2);
    add(15, w1 ^ w3.rotate_left(9), w2);
    add(16, token.hash, v1);
    add(17, token.hash, w1);
    add(18, kinds, spaces);
    add(19, kinds | kind(-2) << 15 | kind(2) << 20, 0);

    // The lists
    add(20, own, 0);
    add(21, own, lists(-1));
    add(22, own, lists(1));
    add(23, own ^ lists(-1).rotate_left(20), lists(1));
    add(24, own, kinds);
    add(25, own, v1);
    add(26, own, w1);
    add(27, own ^ w1.rotate_left(7), w2);
    add(28, own ^ v1.rotate_left(7), v2);
    add(29, own ^ v1.rotate_left(7), w1);
    add(30, own, spaces);

    // The run of one script, and the span of candidates: what is before and behind the name as
    // a whole, however long it is.
    let (mut first, mut last) = (at, at);
    while first > from
        && tokens[first - 1].kind == token.kind
        && !tokens[first].spaced
        && at - first < 12
    {
        first -= 1;
    }
    while last + 1 < to
        && tokens[last + 1].kind == token.kind
        && !tokens[last + 1].spaced
        && last - at < 12
    {
        last += 1;
    }
    let place = (at - first).min(6) as u32 | ((last - at).min(6) as u32) << 3;
    let before = |step: usize| class(first.checked_sub(step).and_then(|at| tokens.get(at)));
    let behind = |step: usize| class(tokens.get(last + step));
    let (b1, b2, f1, f2, f3) = (before(1), before(2), behind(1), behind(2), behind(3));
    // A word is a run of its own, whose neighbours are above.
    if token.kind < Kind::Small || token.kind == Kind::Initial {
        add(31, place, token.kind as u32);
        add(32, place, own);
        add(33, b1, place);
        add(34, f1, place);
        add(35, b1, b2);
        add(36, f1, f2);
        add(37, b1, f1);
        add(38, own ^ b1.rotate_left(5), b2);
        add(39, own ^ f1.rotate_left(5), f2);
        add(40, own ^ f1.rotate_left(5), f2 ^ f3.rotate_left(11));
        add(41, f1 ^ f3.rotate_left(3), f2);
    }

    // What a word that no list has ends as: a run of kanji (食洗機, 棒茶), a word's last letters
    let ends = match token.kind {
        Kind::Kanji => tokens[last].hash,
        _ => token.ends,
    };
    add(64, ends, own);
    add(65, ends, place);

    let span_before = |step: usize| class(from.checked_sub(step).and_then(|at| tokens.get(at)));
    let span_behind = |step: usize| class(tokens.get(to - 1 + step));
    let (p1, p2, n1, n2) = (
        span_before(1),
        span_before(2),
        span_behind(1),
        span_behind(2),
    );
    let length = (to - from).min(7) as u32;
    let inside = ((at - from).min(3) as u32) | ((to - 1 - at).min(3) as u32) << 2 | length << 4;
    add(42, p1, p2);
    add(43, n1, n2);
    add(44, p1, n1);
    add(45, inside, token.kind as u32);
    add(46, p1, inside);
    add(47, n1, inside);
    add(48, p1 ^ own, n1);
    add(
        49,
        p1 ^ p2.rotate_left(7) ^ span_before(3).rotate_left(13),
        0,
    );
    add(
        50,
        n1 ^ n2.rotate_left(7) ^ span_behind(3).rotate_left(13),
        0,
    );

    // The place in the line, and the lines around
    let number = lines.of[at] as usize;
    let line = lines.lines[number];
    let beside = |step: isize| {
        number
            .checked_add_signed(step)
            .and_then(|at| lines.lines.get(at))
    };
    let class_of = |step: isize| beside(step).map_or(63, |line| line.class);
    let start = (at - line.first).min(5) as u32;
    let end = (line.end - 1 - at).min(5) as u32;
    let long = (line.end - line.first).min(12) as u32;
    let place = start | end << 3 | u32::from(line.small) << 6;
    let span = (from - line.first).min(3) as u32 | ((line.end - to).min(3) as u32) << 2;
    add(51, place, long);
    add(52, place, own);
    add(53, span, own ^ length << 22);
    add(54, span | length << 6, class_of(-1) | class_of(1) << 8);
    add(55, span, class_of(1));
    add(56, span, class_of(-1));
    let heads = |step: isize| {
        beside(step).and_then(|line| tokens.get(line.first).filter(|_| line.end > line.first))
    };
    let tails = |step: isize| {
        beside(step).and_then(|line| {
            line.end
                .checked_sub(1)
                .filter(|end| *end >= line.first)
                .and_then(|end| tokens.get(end))
        })
    };
    add(57, class(heads(-1)), span);
    add(58, class(tails(-1)), span);
    add(59, class(heads(1)), span);
    add(60, class(heads(0)), u32::from(line.small));
    add(61, class(heads(0)), span | length << 6);
    add(62, u32::from(line.small), own);
    add(63, class_of(0), own);

    // What the words around a word in Latin letters say of it
    if token.kind >= Kind::Small {
        let around = &lines.around;
        let (left, right) = (around.left(tokens, from), around.right(tokens, to));
        let named = token.lists & around::NAMES != 0;
        let written = token.kind as u32 | u32::from(named) << 5;
        add(66, left | right << 13, written);
        add(67, left, own);
        add(68, right, own);
        add(69, left, inside);
        add(70, right, inside);
        add(71, left | right << 13, inside);
        let run = around.run(tokens, at, to);
        add(72, run.place, own);
        add(73, run.place | run.last << 16, written);
        add(74, run.place ^ run.first.rotate_left(9), written);
        add(75, run.last, run.place);
        let seen = around.seen(at);
        add(76, seen, written);
        add(77, seen, own);
        add(78, seen, left | right << 13);
        add(79, left | right << 13, own);
    }
}
