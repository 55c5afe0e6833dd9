//! Quantities of a reply that state nothing: idioms, what the writer counts of their own words, days of the month.

use std::sync::LazyLock;

use super::Desk;
use crate::number::{Number, ONE};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::scan::{Found, Unit, Value};

/// Quantities that are no facts where no source has anything like them: one of something, a moment, 24 hours a day, a day of
/// the month without its month.
pub(super) fn is_saying(desk: &Desk, found: &Found) -> bool {
    let Value::Quantity {
        low,
        high,
        ref unit,
    } = found.value
    else {
        return false;
    };
    let text = &desk.reply.text;
    let behind = head(text[found.bytes.end..].trim_start(), 24).to_lowercase();
    let before = tail(&text[..found.bytes.start], 12).to_lowercase();
    let written = &text[found.bytes.clone()];
    let begins = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
    if counts_its_own(desk, found, (low, high), unit, &behind) {
        return true;
    }
    match unit {
        // 一着, 1回ずつ; but not 一袋をお付けします.
        Unit::Count(_) => {
            low == high
                && low == ONE
                && (written.starts_with('一') || written.ends_with('回'))
                && !begins(&[
                    "を差し上げ",
                    "を進呈",
                    "をプレゼント",
                    "をお付け",
                    "をサービス",
                    "を無料",
                    "お",
                    "プレゼント",
                    "まで",
                    "のみ",
                    "だけ",
                    "限",
                ])
        }
        Unit::Minutes if low == 1_440 * ONE => {
            begins(&["いつでも", "受付", "営業", "対応", "年中", "体制", "a day"])
        }
        // A moment of the reader's: it takes two minutes to read.
        Unit::Minutes => {
            high <= 10 * ONE
                && !begins(&[
                    "前", "後", "以内", "before", "after", "late", "early", "walk", "from",
                ])
                && !before.ends_with("徒歩")
        }
        // "A week today" is a day.
        // 1日では終わりません, 19,800円×12か月.
        Unit::Days if low == ONE && begins(&["では終", "で終わ", "では足"]) => true,
        Unit::Months => {
            low == 12 * ONE
                && (before.trim_end().ends_with(['×', 'x'])
                    || begins(&["の費用", "の料金", "の合計", "分"]))
        }
        Unit::Days if begins(&["today", "tomorrow", "from today", "from tomorrow"]) => true,
        Unit::Days => {
            low == 7 * ONE && before.ends_with("all ") || is_day_of_month(desk, found, low, &behind)
        }
        _ => false,
    }
}

/// 5日が5日目, 13日から19日のあいだ: days of the month that a date of the same line names.
fn is_day_of_month(desk: &Desk, found: &Found, low: Number, behind: &str) -> bool {
    let text = &desk.reply.text;
    let line = desk.reply.line(&found.bytes);
    let is_written = text[found.bytes.clone()].ends_with('日') && low <= 31 * ONE;
    let goes_on = ["は", "が", "から", "まで", "以降", "に"]
        .iter()
        .any(|it| behind.starts_with(it));
    is_written
        && goes_on
        && desk.found.iter().any(|(other, _)| {
            line.start <= other.bytes.start
                && other.bytes.end <= line.end
                && matches!(&other.value, Value::Date(day) if day.month.is_some())
        })
}

/// What the writer counts of their own words ("two choices", 二通り), what is left of what was counted before ("the other two",
/// ほかの2冊), and set phrases ("one day at a time").
fn counts_its_own(
    desk: &Desk,
    found: &Found,
    (low, high): (Number, Number),
    unit: &Unit,
    behind: &str,
) -> bool {
    static WORDS: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:choices?|options?|ways?|kinds?|sorts?|types?|reasons?|possibilit(?:y|ies))$",
        )
    });
    static REST: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:ほか|他|残り|残る|あと|そのうち|のうち)の?$|\b(?:the other|the remaining|the rest,?)\s$",
        )
    });
    let text = &desk.reply.text;
    let before = tail(&text[..found.bytes.start], 20);
    let is_few = low == high && low <= 20 * ONE && matches!(unit, Unit::Count(_));
    let written = &text[found.bytes.clone()];
    is_few
        && (WORDS.is_match(written)
            || REST.is_match(before)
            || matches!(unit, Unit::Count(unit) if unit == "通") && behind.starts_with('り'))
        || behind.starts_with("at a time")
}
