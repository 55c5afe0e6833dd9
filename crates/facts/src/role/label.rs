//! Where the label of a fact is: what is written right beside it, with no other number between.

use std::sync::LazyLock;

use crate::Span;
use crate::pattern::{Pattern, pattern};

/// The end of what heads a list, which is said of all in it: 草履サイズ:S(22~23cm)、M(23~24cm).
pub(super) fn heading(text: &str) -> Option<usize> {
    const LONGEST: usize = 48;
    let end = text.find(':')?;
    let head = &text[..end];
    (end <= LONGEST && !head.contains(|c: char| c.is_ascii_digit() || matches!(c, '、' | ',')))
        .then_some(end)
}

/// The end of what is said behind a fact without another number: "two hours with the pitch raise", not "£4 an hour, £9 a day".
pub(super) fn behind(text: &str, to: usize) -> usize {
    static END: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"[、,;|/()。:0-9¥$£€]|\b(?:and|or|but|then|plus)\b"));
    let rest = text.get(to..).unwrap_or_default();
    match END.find(rest) {
        Some(end)
            if end
                .as_str()
                .starts_with(|c: char| c.is_ascii_digit() || "¥$£€:".contains(c)) =>
        {
            to
        }
        Some(end) => to + end.start(),
        None => text.len(),
    }
}

/// The stretch around a fact without another number or a stop: its label, before it or behind it.
pub(super) fn label(text: &str, from: usize, to: usize) -> Span {
    let stops =
        |c: char| c.is_ascii_digit() || matches!(c, '、' | ',' | ';' | '|' | '/' | '(' | ')');
    let mut before = text.get(..from).map_or("", |head| {
        head.trim_end_matches(['¥', '$', '£', '€', ' ', '('])
    });
    // "A 3-bed" is what it is said of.
    let compound = |at: usize| {
        let mut behind = text[at..].chars().skip(1);
        behind.next() == Some('-') && behind.next().is_some_and(char::is_alphabetic)
    };
    let mut start = after_stop(before, stops, &compound);
    // Of a list, each has the label of the first: 候補日 2/9、2/17; "slots 11.45-12.30 and 12.30-1.15".
    let joins = |text: &str| {
        let text =
            text.trim_start_matches(|c: char| "日時分半円年名枚個本月火水木金土(祝休)".contains(c));
        matches!(
            text.trim(),
            "" | "and"
                | "or"
                | "&"
                | "・"
                | "と"
                | "または"
                | "~"
                | "-"
                | "から"
                | "to"
                | "until"
                | "through"
        )
    };
    if start > 0 && joins(&before[start..]) {
        let listed = before[..start].trim_end_matches(|c: char| {
            c.is_ascii_digit()
                || c.is_ascii_punctuation()
                || c.is_whitespace()
                || "、・~¥£€円月日火水木金土年時分半名枚個本祝休".contains(c)
        });
        start = after_stop(listed, stops, &compound);
        before = listed;
    }
    // The unit of the number before is no label: 300kWhを超えた分は.
    start += before[start..].len()
        - before[start..]
            .trim_start_matches(|c: char| {
                c.is_ascii_alphanumeric() && before[..start].ends_with(|d: char| d.is_ascii_digit())
            })
            .len();
    // What was added or taken away is no label of what comes of it: 消費税を含めて40,040円.
    if let Some(operand) = OPERAND.find_iter(&before[start..]).last() {
        start += operand.end();
    }
    let rest = text.get(to..).unwrap_or_default();
    // Behind a value is its label only where a word ties them: 5,500円の技術料, "£2.80 for postage", "£46 a night".
    let tied = [
        "の", " for ", " a ", " an ", " per ", " each", " of ", " in ", " net", " gross", " on ",
        " off",
    ]
    .iter()
    .any(|word| rest.starts_with(word))
        || is_noun_behind(rest);
    let end = if tied {
        rest.find(stops).map_or(text.len(), |at| to + at)
    } else {
        to
    };
    start..end
}

/// Where the label begins that ends with `text`: behind the last stop. What is in brackets within is part of it, and so is
/// the one of a price: 配達 1Lあたり 118円, ライトプラン(月額3,480円.
fn after_stop(
    text: &str,
    stops: impl Fn(char) -> bool,
    compound: &impl Fn(usize) -> bool,
) -> usize {
    let mut inside = 0;
    for (at, character) in text.char_indices().rev() {
        let end = at + character.len_utf8();
        match character {
            ')' if text[end..]
                .trim_start()
                .starts_with(|c: char| c.is_alphabetic())
                // metro (to 25 km) $16
                || end == text.len() && text.is_ascii() && text.contains('(')
                || inside > 0 =>
            {
                inside += 1
            }
            '(' => inside = (inside - 1_i32).max(0),
            _ if inside > 0 => {}
            '1' if is_one(&text[..at], &text[end..]) => {}
            _ if character.is_ascii_digit() && is_of_one_too(&text[end..]) => {}
            _ if stops(character) && !compound(at) => return end,
            _ => {}
        }
    }
    0
}

/// Whether what follows a digit is what is counted and then one of them: シャツ 7枚 1枚 is as much of shirts as シャツ 1枚.
fn is_of_one_too(behind: &str) -> bool {
    let behind = behind.trim_start_matches(|c: char| c.is_ascii_digit());
    let end =
        behind.find(|c: char| !matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    let Some((counter, rest)) = end.and_then(|end| behind.split_at_checked(end)) else {
        return false;
    };
    let rest = rest.trim_start().strip_prefix('1');
    !counter.is_empty() && rest.is_some_and(|rest| rest.starts_with(counter))
}

/// Whether a 1 between two texts is that of "one of them": 1枚, 1Lあたり; not that of 1月, 21枚 or 1.5L.
fn is_one(before: &str, behind: &str) -> bool {
    !before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/' | '-' | ':'))
        && behind.starts_with(|c: char| {
            c.is_alphabetic() && !matches!(c, '月' | '日' | '年' | '時' | '分')
        })
}

/// "your $100 retainer", "the £20 deposit": a word right behind that joins nothing.
fn is_noun_behind(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix(' ') else {
        return false;
    };
    let word = rest
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    word.len() > 3
        && ![
            "that",
            "this",
            "with",
            "plus",
            "from",
            "until",
            "before",
            "after",
            "than",
            "then",
            "when",
            "which",
            "will",
            "would",
            "could",
            "should",
            "have",
            "were",
            "your",
            "only",
            "more",
            "less",
            "instead",
            "including",
            "excluding",
            "over",
            "under",
            "once",
            "today",
            "while",
            "because",
            "since",
            "paid",
            "from",
            "into",
            "once",
            "altogether",
            "total",
            "together",
        ]
        .contains(&word)
}

/// What stands behind what an amount was computed with.
static OPERAND: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:を含めた?て?|も含めて?|を含んだ|を含む|込みで|込みの|を加えた?て?|を足した?て?|を合わせた?て?|とあわせた?て?|と合わせた?て?|を差し引いた?て?|を引いた?て?|を除いた?て?|から差し引いた?て?)|\b(?:leaves|leaving|comes? to|coming to|makes|making(?: it)?|brings [a-z ]{2,20} to|is now|down to|up to)\b",
    )
});
