//! The words around an amount that say how it came about: a total, a share, what is left, what is taken off.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use super::Desk;
use super::written::spelled;
use crate::number::Number;
use crate::pattern::{Pattern, pattern};
use crate::scan::{Found, Unit, Value};

/// Words of a clause that tell of a computed amount.
pub(super) static COMPUTED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)計|総額|全部で|合わせ|あわせ|加え|足し|込み|込で|税|引き|引い|引か|割|差額|残|お得|返金|払い?戻|ずつ|あたり|につき|往復|[×x*]\s?\d|\d\s?[×x*]|で\s?$|と[^、。]{0,12}で|\b(?:total|altogether|together|in all|all up|sum|plus|minus|less|more|off|discount|vat|tax|gst|leav\w*|remain\w*|balance|rest|difference|sav\w*|each|per|a night|comes?|makes?|making|both|for (?:two|three|four|five|six|\d+)|nights?|that'?s|that is|so|pair|couple|double|twice)\b|節約|比べ",
    )
});

/// 約12,000円, about $50; not 契約.
pub(super) static ROUGHLY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)約\s?[\d¥$£€]|およそ|[円]\s?ほど|円前後|\b(?:about|around|roughly|approx\.?|approximately|just over|just under|nearly|almost)\b",
    )
});

/// An amount with its parts in brackets behind it: 5,045円（商品代3,780円とクール便1,265円）.
pub(super) fn lists_its_parts(desk: &Desk, bytes: &crate::Span) -> bool {
    let rest = &desk.reply.text[bytes.end..];
    let Some(inside) = rest
        .trim_start()
        .strip_prefix('(')
        .and_then(|rest| rest.split(')').next())
    else {
        return false;
    };
    inside.matches('円').count() + inside.matches(['¥', '$', '£', '€']).count() >= 2
}

/// What follows from what was said before in the sentence: "15 % off until Friday, so it costs …".
pub(super) static FOLLOWS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:so|which|now|instead|makes?|making|costs?|pay)\b|ので|から|ため|となり|になり",
    )
});

/// Words of what is taken off.
pub(super) static OFF: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)引|割|オフ|安く|お得|残|半額|返|\b(?:off|discount\w*|less|sav\w*|after|reduc\w*|minus|cheaper|half|pay|now|instead|refund\w*|back|return\w*|leav\w*|early|member)\b",
    )
});

/// Words of a sum.
pub(super) static TOTAL: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)計|総額|全部で|初月|初回|初期費用|入会時|\b(?:first month|up ?front|to (?:get )?start(?:ed)?)\b|(?:皆様|皆さま|全員|みなさま)(?:で|分)|\bfor (?:all|everyone|the (?:whole )?(?:group|party|family))\b|合わせ|あわせ|加え|足し|込み|\b(?:total|altogether|together|in all|all up|sum|plus|comes? to|came to|makes?|making|brings?|with|on top)\b",
    )
});

/// Words that join what is added up: A と B で, "both", "that is".
pub(super) static ADDS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)と[^、。]{0,12}で|のほか|往復|残|引い|差|\b(?:and|both|pair|couple|twice|double|that'?s|that is|so|plus|for (?:two|three|four|five|six|\d+))\b",
    )
});

/// What a tax is called.
pub(super) const TAXES: &[&str] = &["税", "vat", "tax", "gst"];
/// What a share of an amount is called that is no tax.
pub(super) const OTHER_RATES: &[&str] = &[
    "割引",
    "値引",
    "割",
    "discount",
    "off",
    "deposit",
    "内金",
    "手付",
    "予約金",
    "増し",
    "半額",
    "half",
    "surcharge",
];

/// Whether the clause around an amount says that it was computed.
pub(super) fn says_computed(desk: &Desk, found: &Found) -> bool {
    COMPUTED.is_match(clause(desk, &found.bytes, false))
}

/// The clause of a sentence around a fact, and the one before it.
pub(super) fn clause<'d>(desk: &'d Desk, bytes: &crate::Span, with_previous: bool) -> &'d str {
    let text = &desk.reply.text;
    let sentence = desk.sentence(bytes);
    // Where a stop ends that begins at a place: a comma only before a blank.
    let stop = |at: usize, c: char, end: usize| match c {
        '、' | ';' | '(' | ')' | '\n' => Some(at + c.len_utf8()),
        ',' if at + 1 < end && text[at + 1..].starts_with([' ', '\n']) => Some(at + 2),
        _ => None,
    };
    let back = if with_previous { 1 } else { 0 };
    let before = text[sentence.start..bytes.start].char_indices().rev();
    let from = before
        .filter_map(|(at, c)| stop(sentence.start + at, c, bytes.start))
        .nth(back)
        .unwrap_or(sentence.start);
    let to = text[bytes.end..sentence.end]
        .char_indices()
        .map(|(at, c)| (bytes.end + at, c))
        .find(|(at, c)| stop(*at, *c, sentence.end).is_some());
    &text[from..to.map_or(sentence.end, |(at, _)| at)]
}

/// The words around an amount, in small letters: its sentence, its clause with the one before it, and its clause.
pub(super) struct Words<'d> {
    pub(super) sentence: Cow<'d, str>,
    pub(super) near: String,
    pub(super) own: String,
}

impl<'d> Words<'d> {
    pub(super) fn of(desk: &'d Desk, bytes: &crate::Span) -> Self {
        Self {
            sentence: desk.reply.lower_at(&desk.sentence(bytes)),
            near: clause(desk, bytes, true).to_lowercase(),
            own: clause(desk, bytes, false).to_lowercase(),
        }
    }

    pub(super) fn says(&self, words: &[&str]) -> bool {
        has_one_of(&self.sentence, words)
    }
}

pub(super) fn has_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Words of what lies between two amounts, or is left of one.
pub(super) const REST: &[&str] = &[
    "差額",
    "の差",
    "残り",
    "残金",
    "残額",
    "引いた",
    "お引き",
    "引いて",
    "差し引",
    "お得",
    "節約",
    "比べ",
    "返金",
    "払い戻",
    "difference",
    "remain",
    "rest",
    "drop",
    "balance",
    "save",
    "less ",
    "minus",
    "refund",
    "back",
    "owe",
    "still",
    "増",
    "adds",
    "adding",
    "減",
    "多く",
    "少な",
    "高く",
    "安く",
    "下が",
    "上が",
    "leaves",
    "leaving",
    "left to pay",
    "more than",
    "less than",
    "cheaper",
    "increase",
    "due on",
    "to pay",
    " more",
    " extra",
    " less",
    "つく",
];

/// Words of one of several.
pub(super) const EACH: &[&str] = &[
    "あたり",
    "ずつ",
    "ならし",
    "ひと月",
    "につき",
    "月々",
    "毎月",
    "1人",
    "一人",
    "1名",
    "each",
    "per ",
    "a month",
    "apiece",
    "a night",
    "a piece",
    "a head",
];

/// The sentence around an amount, and the one before it on its line or the line before.
pub(super) fn said_near(desk: &Desk, bytes: &crate::Span) -> crate::Span {
    let text = &desk.reply.text;
    let mut own = desk.sentence(bytes);
    own.start = own.start.min(desk.reply.line(bytes).start);
    let before =
        text[..own.start].trim_end_matches(|c: char| c.is_whitespace() || "。.!?;".contains(c));
    let last = before.chars().next_back().map_or(0, char::len_utf8);
    let start = match before.is_empty() || text[before.len()..own.start].matches('\n').count() > 1 {
        true => own.start,
        false => desk.sentence(&(before.len() - last..before.len())).start,
    };
    start..own.end
}

/// The counts that a stretch of the reply says, as quantities or as numbers of their own.
pub(super) struct Said {
    counts: HashSet<Number>,
    /// Whole numbers in digits.
    written: HashSet<Number>,
}

impl Said {
    pub(super) fn read(desk: &Desk, around: &crate::Span) -> Self {
        let mut counts = HashSet::new();
        let within = desk.found.iter().map(|(found, _)| found);
        let within =
            within.filter(|it| around.start <= it.bytes.start && it.bytes.end <= around.end);
        for found in within {
            let Value::Quantity { low, high, unit } = &found.value else {
                continue;
            };
            let factor = match unit {
                Unit::Minutes => 60,
                Unit::Millilitres | Unit::Grams | Unit::Millimetres => 1_000,
                _ => 1,
            };
            for number in [*low, *high] {
                counts.insert(number);
                let parts = [factor, 7].into_iter().filter(|part| number % part == 0);
                counts.extend(parts.map(|part| number / part));
            }
        }
        let text = &desk.reply.text[around.clone()];
        counts.extend(spelled(text));
        let numbers = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')));
        let is_plain = |number: &&str| {
            !number.contains([',', '.']) && (!number.starts_with('0') || *number == "0")
        };
        let written = numbers.filter(is_plain).filter_map(|it| it.parse().ok());
        Self {
            written: written.collect(),
            counts,
        }
    }

    pub(super) fn has(&self, count: Number) -> bool {
        self.counts.contains(&count) || self.written.contains(&(count / crate::number::ONE))
    }
}

/// "£7.80 a lesson".
pub(super) static EACH_BEHIND: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?i)^\s?(?:/|(?:an?|per|each)\b)"));

/// Whether a clause, or the label of a line, says that an amount is a sum.
pub(super) fn says_sum(text: &str) -> bool {
    static SUM: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)計|総額|全部で|[合あ]わせ|(?:[二三四五六]|[2-9])(?:人|名)様?(?:分)?で|\b(?:total|altogether|together|in all|all in|sum|net|comes? to|came to|makes?)\b|かか(?:りまして|って|り)、|加わ(?:りまして|って|り)",
        )
    });
    SUM.is_match(text)
}

/// Whether the last word of computing before an amount says that it is left of something: "which leaves £11 and a total of £176".
pub(super) fn is_left(desk: &Desk, bytes: &crate::Span) -> bool {
    static LEFT: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)leav|残り|残額|残金|remaining|balance|差額"));
    let own = clause(desk, bytes, false);
    let at = own.as_ptr() as usize - desk.reply.text.as_ptr() as usize;
    let before = own.get(..bytes.start.saturating_sub(at)).unwrap_or(own);
    let last =
        |words: &LazyLock<Pattern>| words.find_iter(before).last().map(|found| found.start());
    match (last(&LEFT), last(&TOTAL)) {
        (Some(left), Some(total)) => left > total,
        (None, Some(_)) => false,
        _ => LEFT.is_match(own),
    }
}
