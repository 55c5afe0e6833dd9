//! From which total on something is free, and whether the order of a reply reaches it.

use std::sync::LazyLock;

use super::{Desk, Judgement};
use crate::Source;
use crate::number::{Number, parse};
use crate::pattern::{Pattern, pattern, tail};
use crate::role::Role;
use crate::scan::{Found, Value};

pub(super) static FREE_FROM: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?P<sum>[\d,]+円|[\d,.]+万円|[¥$£€][\d,.]+)(?:\([^)]*\))?\s?以上[^。\n]{0,40}?(?:無料|いただきません|サービス|(?:弊社|当社|当店|当方)の?負担|不要|かかりません)",
    ).needs(&["以上"])
});
pub(super) static ENGLISH_FREE_FROM: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)free[^.\n]{0,40}?(?:over|above|from|of|exceeding|at least|comes to|reaches)\s(?P<sum>(?:EUR|USD|GBP) ?[\d,]+(?:\.\d\d)?|[¥$£€][\d,]+(?:\.\d\d)?|[\d,]+ (?:dollars|pounds|euros|yen))|(?:over|above|from|of|exceeding|at least)\s(?P<sum2>[¥$£€][\d,]+(?:\.\d\d)?|(?:EUR|USD|GBP) ?[\d,]+(?:\.\d\d)?|[\d,]+ (?:dollars|pounds|euros|yen))[^.\n]{0,40}?free",
    ).needs(&["free"])
});

/// From which total on something is free, by the shop's rules: the total and the source.
pub(super) fn threshold(desk: &Desk) -> Option<(Number, Source)> {
    desk.threshold.get_or_init(|| find_threshold(desk)).clone()
}

pub(super) fn find_threshold(desk: &Desk) -> Option<(Number, Source)> {
    desk.sources
        .iter()
        .filter(|source| source.trusted)
        .find_map(|source| {
            let text = &source.folded.text;
            let found = FREE_FROM
                .captures(text)
                .or_else(|| ENGLISH_FREE_FROM.captures(text))?;
            let amount = found.name("sum").or(found.name("sum2"))?;
            // Each address or each parcel has its own: 1か所あたり10,000円以上は無料.
            let before = tail(&text[..amount.start()], 24).to_lowercase();
            if ["あたり", "当たり", "につき", "ごと", "per ", "each "]
                .iter()
                .any(|it| before.contains(it))
            {
                return None;
            }
            let digits = amount
                .as_str()
                .trim_matches(|c: char| !c.is_ascii_digit() && c != '万');
            Some((parse(digits)?, source.source(&amount.range())))
        })
}

/// What the order of the reply comes to: the largest amount that is called a total, else the largest of all.
pub(super) fn order_total(desk: &Desk) -> Option<Number> {
    let amounts = || {
        desk.found
            .iter()
            .filter_map(|(found, role)| match found.value {
                Value::Amount { value, .. } => Some((value, role.has("#total") > 0.8)),
                _ => None,
            })
    };
    amounts()
        .filter(|(_, total)| *total)
        .map(|(value, _)| value)
        .max()
        .or_else(|| amounts().map(|(value, _)| value).max())
}

/// A charge for what is free from a total on that the order reaches.
pub(super) fn free_from(
    desk: &Desk,
    found: &Found,
    role: &Role,
    value: Number,
) -> Option<Judgement> {
    if role.has("#postage") < 0.9 {
        return None;
    }
    // 配達料 880円→0円 and 通常550円 say what it is without the rule, and what a source has of goods alone is of them.
    let text = &desk.reply.text;
    let is_waived = text[found.bytes.end..].trim_start().starts_with(['→', '⇒'])
        || ["通常", "本来"]
            .iter()
            .any(|word| tail(&text[..found.bytes.start], 16).contains(word));
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let mut same = trusted
        .flat_map(|source| source.found.iter().map(move |it| (source, it)))
        .filter(|(_, (other, _))| matches!(other.value, Value::Amount { value: theirs, .. } if theirs == value))
        .peekable();
    let is_of_goods = same.peek().is_some()
        && same.all(|(source, (other, theirs))| {
            let text = &source.folded.text;
            let line = source.folded.line(&other.bytes);
            theirs.has("#postage") < 0.5 && !FREE_FROM.is_match(&text[line.start..line.end])
        });
    if is_waived || is_of_goods {
        return None;
    }
    let (threshold, source) = threshold(desk)?;
    let total = order_total(desk)?;
    // The rule itself, told in the reply, is no charge.
    let rule = desk.reply.text[found.bytes.end..].starts_with("以上")
        || value == threshold
        || desk.reply.text[desk.sentence(&found.bytes)].contains("未満");
    // What is sent once more, or back, is no order: 再度の交換となりました場合は550円.
    static AGAIN: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)再[度送]|[2-9二三]回目|[2-9二三]度目|交換|返[送品]|着払|\b(?:exchang\w*|return\w*|sen(?:d|t|ding) back|again|second|resen[dt]\w*|replacement)\b",
        )
    });
    let is_again = || AGAIN.is_match(&desk.reply.text[desk.sentence(&found.bytes)]);
    (!rule && total >= threshold && value < threshold && !is_again())
        .then_some(Judgement::contradicts(Some(source)))
}
