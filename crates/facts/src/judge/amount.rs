//! Amounts and percentages.

use std::sync::LazyLock;

use super::clause::{TOTAL, Words, clause, said_near, says_computed, says_sum};
use super::follows::{by_the_piece, computed, share_of_the_same};
use super::rate::{other_rate, rate};
use super::record::total_of_another;
use super::threshold::free_from;
use super::{Candidate, Desk, Judgement, Standing, weigh};
use crate::number::{Number, ONE, parse};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::Role;
use crate::scan::{Currency, Found, Tax, Unit, Value};
use crate::{Source, Verdict, calc};

/// Amounts without a source that are judged again, with what was found of the others: a letter has fewer.
const MOST_AGAIN: usize = 12;

/// Judges the amounts of the reply; none for its other facts. One is computed from others only where these stand without it:
/// what follows from one that is behind it is found when the others are judged.
pub(super) fn judge_all(desk: &Desk) -> Vec<Option<Judgement>> {
    let mut judgements: Vec<Option<Judgement>> = Vec::new();
    judgements.resize_with(desk.found.len(), || None);
    let amounts = desk.found.iter().enumerate();
    let amounts = amounts
        .filter(|(_, (found, _))| matches!(found.value, Value::Amount { value, .. } if value != 0));
    let mut open: Vec<usize> = amounts.map(|(index, _)| index).collect();
    loop {
        let before = open.len();
        open.retain(|index| {
            let judgement = super::equation::checked(desk, *index, judge(desk, *index));
            let holds = judgement.verdict == Verdict::Supported;
            let standing = &mut desk.standing.borrow_mut()[*index];
            if *standing != Standing::Known {
                *standing = if holds {
                    Standing::Follows
                } else {
                    Standing::Fails
                };
            }
            judgements[*index] = Some(judgement);
            !holds
        });
        // What follows from one behind it is looked for once more, where there are few.
        if open.len() == before || open.is_empty() || open.len() > MOST_AGAIN {
            break;
        }
    }
    // What is right but for an amount in front of it, which is marked.
    desk.leans.set(true);
    for index in open.into_iter().take(MOST_AGAIN).skip(1) {
        judgements[index] = Some(super::equation::checked(desk, index, judge(desk, index)));
    }
    desk.leans.set(false);
    judgements
}

/// Judges the amount at `index` of the reply.
fn judge(desk: &Desk, index: usize) -> Judgement {
    let (found, role) = &desk.found[index];
    let Value::Amount {
        value,
        currency,
        tax,
    } = found.value
    else {
        return Judgement::supported(None);
    };
    if let Some(judgement) = free_from(desk, found, role, value) {
        return judgement;
    }
    if let Some(source) = weighed(desk, found, value) {
        return Judgement::supported(Some(source));
    }
    if tax == Some(Tax::Excluded)
        && !desk.is_denied(&found.bytes)
        && !is_without_tax(desk, value, currency)
        && let Some(source) = only_with_tax(desk)
    {
        return Judgement::contradicts(Some(source));
    }
    if let Some(part) = repeats_a_part(desk, index, value) {
        return Judgement::contradicts(part);
    }
    if is_rest_of_nothing(desk, index, value) {
        return Judgement::contradicts(None);
    }
    let rate = rate(&desk.reply.text, &found.bytes);
    let candidates = desk.candidates(found, role, |other, source| match other.value {
        Value::Amount {
            value: v,
            currency: c,
            tax: t,
        } => Some(
            v == value && same(currency, c) && !mixed(tax, t) && !other_rate(rate, source, other),
        ),
        _ => None,
    });
    let denied = desk.is_denied(&found.bytes);
    // "£18 each", for which there is "£18 each".
    if let Some(same) = candidates.iter().find(|c| {
        c.equal && c.source.trusted && rate.is_some() && rate == c.source.rate(&c.found.bytes)
    }) {
        return Judgement::supported(Some(same.source()));
    }
    // A total that is only the price of one: another line's amount.
    let total = role.label_has("#total");
    if let Some(judgement) = weigh(role, &candidates, denied) {
        if judgement.verdict == Verdict::Supported
            && total
            && !denied
            && is_price_of_one(desk, &candidates)
        {
            return Judgement::contradicts(judgement.source);
        }
        // 布団 2 | 600円, where one is 300円: not another line's amount.
        if judgement.verdict == Verdict::Contradicts
            && let Some(other) = judgement.source.as_ref()
            && let Some(how) = computed(desk, index, value, currency, tax)
            && let Some(base) = base_of(&how)
            && candidates.iter().any(|c| {
                c.source.source(&c.found.bytes) == *other
                    && matches!(c.found.value, Value::Amount { value, .. } if calc::show(i128::from(value)) == base)
            })
        {
            return Judgement::computed(how);
        }
        // 2,200円／3,300円／5,500円: of a list under one label each is right.
        if judgement.verdict == Verdict::Contradicts
            && let Some(same) = of_one_list(&candidates, judgement.source.as_ref())
        {
            return Judgement::supported(Some(same));
        }
        // "Two at $17.50 are $35, and shipping makes it $39.50": what shipping costs is another amount.
        if judgement.verdict == Verdict::Contradicts
            && !denied
            && let Some(how) = plainly_computed(desk, index, value, currency)
        {
            return Judgement::computed(how);
        }
        return judgement;
    }
    // "I want 3000", and tables without signs.
    if !denied && let Some(source) = bare(desk, value, currency) {
        return Judgement::supported(Some(source));
    }
    if !denied && let Some(how) = plainly_computed(desk, index, value, currency) {
        return Judgement::computed(how);
    }
    // The same number in another currency, or with the other tax word, is no invention.
    let twin = candidates.iter().find(|c| {
        c.source.trusted && matches!(c.found.value, Value::Amount { value: v, .. } if v == value)
    });
    if let Some(twin) = twin
        && !denied
    {
        return Judgement::contradicts(Some(twin.source()));
    }
    let how = computed(desk, index, value, currency, tax);
    let is_from = |other: &Candidate<'_>| match other.found.value {
        Value::Amount { value: base, .. } => {
            let base = calc::show(i128::from(base));
            how.as_deref()
                .is_some_and(|how| how.split(' ').any(|word| word == base))
        }
        _ => false,
    };
    // 2通600円, where one is 300円, is no slip of another price.
    let is_product =
        how.as_deref().is_some_and(|how| how.contains(" × ")) && beside_a_count(desk, &found.bytes);
    let is_difference = how.as_deref().is_some_and(|how| how.contains(" - "))
        && DIFFERENCE.is_match(clause(desk, &found.bytes, false));
    // A slip of one digit or two in what a source has of the same thing.
    if !denied
        && !is_product
        && !is_difference
        && !TOTAL.is_match(clause(desk, &found.bytes, false))
        && let Some(slip) = candidates.iter().find(|c| {
            c.source.trusted
                && !c.equal
                && !c.taken
                && c.shared.label != 0
                && !is_from(c)
                && matches!(c.found.value, Value::Amount { value: v, currency: other, .. } if same(currency, other) && is_slip(value, v))
        })
    {
        return Judgement::contradicts(Some(slip.source()));
    }
    // Its own label is that of another amount, and it was not computed from that one.
    // Of a percentage that the reply says it is a share, whatever it is called.
    let near = clause(desk, &found.bytes, true);
    let is_share = how.as_deref().is_some_and(|how| how.contains('%'))
        && (near.contains(['%', '割', '半']) || near.contains("cent"));
    // What the customer orders comes to so much, whatever it is called.
    let is_order = how
        .as_deref()
        .is_some_and(|how| how.contains(" × ") && how.contains(" + "));
    let is_computed = is_share || is_order || says_computed(desk, found);
    if !denied
        && !is_computed
        && let Some(other) = candidates
            .iter()
            .filter(|c| c.source.trusted && !c.equal && !c.taken && !c.is_bound && c.label >= 2)
            .max_by_key(|c| c.label)
        && !is_from(other)
    {
        return Judgement::contradicts(Some(other.source()));
    }
    // The order that the reply names has a total of its own.
    if let Some(how) = &how
        && !denied
        && !how.contains('%')
        && !lists_all(desk, index, how)
        && let Some(other) = total_of_order(desk, index, &candidates)
    {
        return Judgement::contradicts(Some(other));
    }
    // What another customer's order comes to is made of what this one has only by chance, unless the reply lists it.
    if let Some(how) = &how
        && !lists_all(desk, index, how)
        && let Some(other) = total_of_another(desk, value)
    {
        return Judgement::contradicts(Some(other));
    }
    match how {
        Some(how) => Judgement::computed(how),
        None => {
            let mut judgement = Judgement::without_source(&candidates);
            if let Some(twin) = candidates
                .iter()
                .find(|c| matches!(c.found.value, Value::Amount { value: v, .. } if v == value))
            {
                judgement = Judgement::contradicts(Some(twin.source()));
            }
            judgement
        }
    }
}

/// The value in the list of bare amounts that another one is of.
fn of_one_list(candidates: &[Candidate<'_>], other: Option<&Source>) -> Option<Source> {
    let is_bare = |text: &str| {
        let marks = |c: char| c.is_ascii_digit() || " ,/・、円¥£$€.".contains(c);
        text.contains(['/', '・', '、']) && text.chars().all(marks)
    };
    let other = candidates
        .iter()
        .find(|c| Some(&c.source()) == other && !c.equal)?;
    let same = candidates
        .iter()
        .filter(|c| c.equal && c.source.trusted && std::ptr::eq(c.source, other.source));
    let mut same = same.filter(|c| {
        let (a, b) = (&c.found.bytes, &other.found.bytes);
        let between = a.end.min(b.end)..a.start.max(b.start);
        c.source.folded.text.get(between).is_some_and(is_bare)
    });
    same.next().map(Candidate::source)
}

/// What an amount was computed from where that is beyond doubt: a price for one times how many, the order's own total, or the
/// sum of what the reply lists before it.
fn plainly_computed(
    desk: &Desk,
    index: usize,
    value: Number,
    currency: Option<Currency>,
) -> Option<String> {
    let words = Words::of(desk, &desk.found[index].0.bytes);
    let of_list = || {
        says_sum(&words.near)
            .then(|| super::sum::of_list(desk, index, value, &[], false))
            .flatten()
    };
    by_the_piece(desk, index, value, currency, &words)
        .or_else(|| super::written_out::sum(desk, index, value))
        .or_else(of_list)
        .or_else(|| super::sum::of_breakdown(desk, index, value))
        .or_else(|| counted_beside(desk, index, value, currency))
        .or_else(|| reduced(desk, index, value, currency))
        .or_else(|| saved(desk, index, value, currency))
        .or_else(|| share_of_the_same(desk, index, value, currency))
}

/// The total that a source has of the order which the reply or the mail names, where it is the only one.
fn total_of_order(desk: &Desk, index: usize, candidates: &[Candidate<'_>]) -> Option<Source> {
    static CHANGED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)追加|加え|足し|変更|変わ|場合|除|引|抜|残|差|返|まとめ|両方|小計|送料|\b(?:add\w*|with|without|plus|minus|less|instead|if|would|change\w*|now|new|both|after|before|sub-?total|excluding|including|discount\w*|refund\w*|left|rest|remain\w*|balance|deposit|shipping|per|each)\b",
        )
    });
    let (found, role) = &desk.found[index];
    let sentence = desk.sentence(&found.bytes);
    if role.has("#total") < 1.0 || CHANGED.is_match(&desk.reply.text[sentence.clone()]) {
        return None;
    }
    let id = |other: &'_ Found| (other.kind == crate::Kind::Id).then(|| other.value.clone());
    let named = desk.found.iter().map(|(other, _)| other);
    let named = named.filter(|other| sentence.contains(&other.bytes.start));
    let mut ids: Vec<Value> = named.filter_map(id).collect();
    // "Your total" is that of the order which the mail names.
    if ids.is_empty() {
        let mails = desk.sources.iter().filter(|source| !source.trusted);
        let found = mails.flat_map(|source| source.found.iter().map(|(other, _)| other));
        ids = found.filter_map(id).collect();
    }
    let mut totals = candidates.iter().filter(|c| {
        c.source.trusted
            && !c.is_bound
            && c.role.label_has("#total")
            && c.source
                .found
                .iter()
                .any(|(other, _)| ids.contains(&other.value))
    });
    let total = totals.next()?;
    totals
        .all(|other| other.found.value == total.found.value)
        .then(|| total.source())
}

/// Whether the reply has all amounts that another one is computed from.
pub(super) fn lists_all(desk: &Desk, index: usize, how: &str) -> bool {
    let said = |part: &str| {
        let mut found = desk.found.iter().enumerate();
        found.any(|(at, (other, _))| {
            at != index
                && match other.value {
                    Value::Amount { value, .. } => calc::show(i128::from(value)) == part,
                    Value::Quantity { low, .. } => calc::show(i128::from(low)) == part,
                    _ => false,
                }
        })
    };
    let mut parts = how.split([' ', '(', ')', ',']);
    parts.all(|part| !part.starts_with(|c: char| c.is_ascii_digit()) || said(part))
}

/// Words of what lies between two amounts.
pub(super) static DIFFERENCE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?i)差|\b(?:difference|cheaper|dearer|more than|less than|drops?|sav(?:e|es|ing))\b")
});

/// The amounts of the shop's own words in a currency, with what they are said of.
fn prices(desk: &Desk, currency: Option<Currency>) -> impl Iterator<Item = (Number, &Role)> {
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let found = trusted.flat_map(|source| &source.found);
    found.filter_map(move |(found, role)| match found.value {
        Value::Amount {
            value, currency: c, ..
        } if value > 0 && same(currency, c) => Some((value, role)),
        _ => None,
    })
}

/// A price of the same thing times how many are said right before what they come to: 大人お二人 4,400円, "2 adults: £37".
fn counted_beside(
    desk: &Desk,
    index: usize,
    value: Number,
    currency: Option<Currency>,
) -> Option<String> {
    let (found, role) = &desk.found[index];
    let counts = desk.found[..index].iter().rev().take(2);
    let count = counts.filter_map(|(other, _)| match &other.value {
        Value::Quantity {
            low,
            high,
            unit: Unit::Count(_),
        } if low == high && *low > ONE && low % ONE == 0 => {
            let between = desk.reply.text.get(other.bytes.end..found.bytes.start)?;
            let between = between.trim_matches([' ', ':', '様', '分', 'で', '¥', '$', '£', '€']);
            between.is_empty().then_some(low / ONE)
        }
        _ => None,
    });
    let count = count.last()?;
    prices(desk, currency).find_map(|(price, theirs)| {
        let is_same = role.shared_words(theirs).label != 0;
        (is_same && price.checked_mul(count) == Some(value))
            .then(|| format!("{} × {count}", calc::show(i128::from(price))))
    })
}

/// A price less what the reply says right before that each is reduced by: お一人100円引きで、大人1,400円.
fn reduced(desk: &Desk, index: usize, value: Number, currency: Option<Currency>) -> Option<String> {
    static OFF: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)^\s?(?:の?お?(?:値|割)?引|オフ|off\b|less\b|cheaper\b)"));
    let (found, role) = &desk.found[index];
    let near = said_near(desk, &found.bytes);
    let off = desk.found[..index].iter().enumerate();
    let off = off.filter_map(|(at, (other, _))| match other.value {
        Value::Amount { value, .. }
            if near.start <= other.bytes.start
                && desk.holds(at)
                && OFF.is_match(&desk.reply.text[other.bytes.end..]) =>
        {
            Some(value)
        }
        _ => None,
    });
    let off = off.last()?;
    let whole = value.checked_add(off)?;
    let (price, _) = prices(desk, currency)
        .find(|(price, theirs)| *price == whole && role.shared_words(theirs).label != 0)?;
    Some(format!(
        "{} - {}",
        calc::show(i128::from(price)),
        calc::show(i128::from(off))
    ))
}

/// What is saved by a pack of as many as the reply says: five at $80 less the pack's $360.
fn saved(desk: &Desk, index: usize, value: Number, currency: Option<Currency>) -> Option<String> {
    static SAVED: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)お得|節約|安く|\b(?:sav(?:e|es|ing|ed)|cheaper)\b"));
    let bytes = &desk.found[index].0.bytes;
    if !SAVED.is_match(clause(desk, bytes, true)) {
        return None;
    }
    let sentence = desk.sentence(bytes);
    let counts = super::written::spelled(&desk.reply.text[sentence.clone()]);
    let said = desk
        .found
        .iter()
        .filter_map(|(other, _)| match &other.value {
            Value::Quantity { low, high, .. }
                if low == high && sentence.contains(&other.bytes.start) =>
            {
                Some(*low)
            }
            _ => None,
        });
    let counts: Vec<Number> = counts.into_iter().chain(said).collect();
    let pack = desk.found[..index].iter().enumerate();
    let packs = pack.filter_map(|(at, (other, _))| match other.value {
        Value::Amount { value, .. } if sentence.contains(&other.bytes.start) && desk.holds(at) => {
            Some(value)
        }
        _ => None,
    });
    let packs: Vec<Number> = packs.collect();
    prices(desk, currency).find_map(|(price, _)| {
        let is_so = |count: &Number, pack: &Number| {
            count % ONE == 0
                && price
                    .checked_mul(count / ONE)
                    .and_then(|all| all.checked_sub(*pack))
                    == Some(value)
        };
        let (count, pack) = counts.iter().find_map(|count| {
            let pack = packs.iter().find(|pack| is_so(count, pack))?;
            Some((count, pack))
        })?;
        let [price, count, pack] = [price, *count, *pack].map(|it| calc::show(i128::from(it)));
        Some(format!("{price} × {count} - {pack}"))
    })
}

/// Whether a count of more than one is said right before an amount: 2通600円.
pub(super) fn beside_a_count(desk: &Desk, bytes: &crate::Span) -> bool {
    let counts = desk.found.iter().filter(|(other, _)| {
        matches!(&other.value, Value::Quantity { low, high, unit: Unit::Count(_) } if low == high && *low > ONE)
    });
    let mut ends = counts.map(|(other, _)| other.bytes.end);
    ends.any(|end| {
        let between = desk.reply.text.get(end..bytes.start);
        between.is_some_and(|between| between.trim().chars().count() <= 1)
    })
}

/// What is said right before a number of money.
static MONEY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:料|金|額|価|代|費|税|計|賃|予算|手当|支払|請求|\b(?:total|sub-?total|price[sd]?|pay|paid|payment|charged?|fees?|costs?|amount|balance|due|rate|deposit|refund(?:ed)?|budget|rent|postage|shipping|delivery|tax|vat|sum|spent|spend|worth|offer|bill|quote|quoted|for|limit|want)\b)[^.。\n;、,\d]{0,24}$",
    )
});

/// What is said right before a number that is no money.
static IDENTIFIER: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:番号?|番地|号|コード|品番|型番|会員|棚|ロッカー|\b(?:order|no|number|ref(?:erence)?|ticket|locker|box|room|bay|gate|id|code|pin|card|account|member(?:ship)?|invoice|serial|case|job|tag|badge|unit|suite|flat|apartment|page|year|since|in)\b)\.?\s?[#:(]{0,2}\s?$",
    )
});

/// A number of three digits and more that a source has without a currency, where it is one of a price: in a row of a table, or
/// behind a word of money. What only has these digits (a locker, a ticket) is no source of an amount.
pub(super) fn bare(desk: &Desk, value: Number, currency: Option<Currency>) -> Option<Source> {
    static NUMBER: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:^|[\s(|:/,、：])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{3,6}(?:\.\d\d)?)(?:[\s)|,;!?、。]|\.\s|\.?$)",
        )
    });
    if value < 100 * ONE {
        return None;
    }
    desk.sources.iter().find_map(|source| {
        let numbers = source.bare.get_or_init(|| {
            let found = NUMBER.captures_iter(&source.folded.text);
            let numbers = found.filter_map(|found| found.name("n"));
            let is_free = |bytes: &crate::Span| {
                let mut found = source.found.iter().map(|(found, _)| &found.bytes);
                !found.any(|other| other.start < bytes.end && bytes.start < other.end)
            };
            numbers
                .filter_map(|number| Some((number.range(), parse(number.as_str())?)))
                .filter(|(bytes, _)| is_free(bytes))
                .collect()
        });
        let text = &source.folded.text;
        let currencies = || {
            let found = source.found.iter();
            found.filter_map(|(found, _)| match found.value {
                Value::Amount { currency, .. } => Some(currency),
                _ => None,
            })
        };
        if currencies().count() > 0 && !currencies().any(|theirs| same(currency, theirs)) {
            return None;
        }
        let is_money = |bytes: &crate::Span| {
            let before = tail(&text[..bytes.start], 64);
            let in_table = || {
                let cells = source.cells.iter();
                cells
                    .clone()
                    .any(|cell| cell.bytes.start <= bytes.start && bytes.end <= cell.bytes.end)
            };
            !IDENTIFIER.is_match(before) && (MONEY.is_match(before) || in_table())
        };
        let (bytes, _) = numbers
            .iter()
            .find(|(bytes, number)| *number == value && is_money(bytes))?;
        Some(source.source(bytes))
    })
}

/// A sum that is no more than one of its parts, 75,900円と2,750円、計75,900円: with the source of that part, where it has one.
pub(super) fn repeats_a_part(desk: &Desk, index: usize, value: Number) -> Option<Option<Source>> {
    static SUM: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:計|総額|全部で|合わせて|\b(?:total(?: of| is)?|altogether|together|in all|comes? to|that is|that's|makes?))\s?:?\s?(?:約|about )?$",
        )
    });
    let bytes = &desk.found[index].0.bytes;
    let sentence = desk.sentence(bytes);
    if !SUM.is_match(tail(&desk.reply.text[sentence.start..bytes.start], 32)) {
        return None;
    }
    let before = || {
        let found = desk.found[..index].iter();
        found.filter(|(other, _)| other.bytes.start >= sentence.start)
    };
    let is =
        |other: &Found| matches!(other.value, Value::Amount { value: part, .. } if part == value);
    let is_other = |other: &Found| matches!(other.value, Value::Amount { value: part, .. } if part != value && part > 0);
    let many = desk.found[..index].iter().any(|(other, _)| {
        matches!(&other.value, Value::Quantity { low, unit: Unit::Count(_), .. } if *low > ONE)
    });
    let is_part = before().any(|(other, _)| is(other))
        && (many || before().any(|(other, _)| is_other(other)));
    is_part.then(|| {
        desk.sources
            .iter()
            .filter(|source| source.trusted)
            .find_map(|source| {
                let part = source.found.iter().find(|(other, _)| is(other))?;
                Some(source.source(&part.0.bytes))
            })
    })
}

/// What is said to be left of an amount, and is that amount: "£185, with your deposit of £75 off, £185 is left to pay".
fn is_rest_of_nothing(desk: &Desk, index: usize, value: Number) -> bool {
    static LEFT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)残り|残金|残額|差し?引|\b(?:left to pay|left over|still (?:to pay|due|owed|outstanding)|remain(?:s|ing|der)?|balance|outstanding)\b",
        )
    });
    let bytes = &desk.found[index].0.bytes;
    if !LEFT.is_match(clause(desk, bytes, false)) {
        return false;
    }
    let near = said_near(desk, bytes);
    let before = desk.found[..index].iter().map(|(found, _)| found);
    let before = before.filter(|found| found.bytes.start >= near.start);
    let amounts: Vec<Number> = before
        .filter_map(|found| match found.value {
            Value::Amount { value, .. } => Some(value),
            _ => None,
        })
        .collect();
    matches!(amounts[..], [whole, .., off] if whole == value && off > 0 && off < value)
}

/// What a product is of: the price in `300 × 2`.
pub(super) fn base_of(how: &str) -> Option<&str> {
    how.split_once(" × ").map(|(base, _)| base)
}

/// "27 pounds" of a dog are no money: the weight that a source has.
pub(super) fn weighed(desk: &Desk, found: &Found, value: Number) -> Option<Source> {
    let text = desk.reply.text[found.bytes.clone()].to_lowercase();
    if !text.ends_with("pounds") && !text.ends_with("pound") {
        return None;
    }
    desk.sources.iter().find_map(|source| {
        let weight = source.found.iter().find(|(other, _)| {
            matches!(&other.value, Value::Quantity { low, unit: Unit::Ounces, .. } if *low == value * 16)
        });
        weight.map(|(other, _)| source.source(&other.bytes))
    })
}

/// Whether one number is the other with a digit changed, or two swapped.
pub(super) fn is_slip(one: Number, other: Number) -> bool {
    let (one, other) = (one.to_string().into_bytes(), other.to_string().into_bytes());
    if one.len() != other.len() {
        return false;
    }
    let differ: Vec<usize> = (0..one.len()).filter(|at| one[*at] != other[*at]).collect();
    match differ[..] {
        [_] => true,
        [a, b] => one[a] == other[b] && one[b] == other[a],
        _ => false,
    }
}

pub(super) fn same(a: Option<Currency>, b: Option<Currency>) -> bool {
    match (a, b) {
        (Some(Currency::Dollar), Some(Currency::DollarOf(_)))
        | (Some(Currency::DollarOf(_)), Some(Currency::Dollar)) => true,
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

pub(super) fn mixed(a: Option<Tax>, b: Option<Tax>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

pub(super) static PRICE_OF_ONE: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?:^|[^\d.,])[1一](?:[\p{Han}ァ-ヶー]{1,3}|つ)(?:あたり|につき)?$"));

/// Whether all equal amounts of the sources are prices of one, where several were ordered.
pub(super) fn is_price_of_one(desk: &Desk, candidates: &[Candidate<'_>]) -> bool {
    let equal: Vec<_> = candidates
        .iter()
        .filter(|c| c.equal && c.source.trusted)
        .collect();
    let one = |c: &&Candidate<'_>| {
        let text = &c.source.folded.text;
        let before = tail(text[..c.found.bytes.start].trim_end(), 60).to_lowercase();
        let after = head(text[c.found.bytes.end..].trim_start(), 32).to_lowercase();
        before.ends_with('@')
            || before.ends_with(" at")
            || PRICE_OF_ONE.is_match(&before)
            || [
                "1冊", "1個", "1本", "1枚", "1点", "1泊", "1名", "1人", "1台", "1箱", "単価",
            ]
            .iter()
            .any(|w| before.ends_with(w))
            || ["each", "per ", "a night", "apiece"]
                .iter()
                .any(|w| after.starts_with(w))
    };
    !equal.is_empty()
        && equal.iter().all(one)
        && desk.sources.iter().flat_map(|s| &s.found).any(|(f, _)| matches!(&f.value, Value::Quantity { low, unit: Unit::Count(_), .. } if *low > ONE))
}

/// Whether an amount is one of the sources without its tax: 税抜8,000円 of 8,800円（税込）.
fn is_without_tax(desk: &Desk, value: Number, currency: Option<Currency>) -> bool {
    let unit = match currency {
        Some(Currency::Yen) => ONE,
        _ => ONE / 100,
    };
    desk.trusted_facts().any(|(_, found)| match found.value {
        Value::Amount { value: with, .. } => [8, 10, 20].iter().any(|percent| {
            let rounded = i128::from(with) * 100 / (100 + percent);
            (rounded - i128::from(value)).abs() < i128::from(unit)
        }),
        _ => false,
    })
}

/// Where the shop says that its prices hold the tax, and nowhere that one does not.
pub(super) fn only_with_tax(desk: &Desk) -> Option<Source> {
    static WITH: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)税込|内税|\bincl(?:\.|uding|udes?)?\s(?:VAT|tax|GST)|\b(?:tax|VAT|GST)(?: is)? included",
        )
    });
    static WITHOUT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)税抜|税別|外税|消費税(?:は)?別|\b(?:excl(?:\.|uding|udes?|ude)?|plus|before|ex)\s(?:VAT|tax|GST)|\bnet\b",
        )
    });
    let sources = || desk.sources.iter().filter(|source| source.trusted);
    if sources().any(|source| WITHOUT.is_match(&source.folded.text)) {
        return None;
    }
    sources().find_map(|source| {
        let found = WITH.find(&source.folded.text)?;
        Some(source.source(&found.range()))
    })
}

pub(super) static BARE: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?:^|[\s×x*(])(\d{1,3})\s?(?:[x×]\s|$)|[×x]\s?(\d{1,3})(?:\D|$)"));

/// Counts without a unit: `3 x The Lighthouse Cook`, `ノート×12`.
pub(super) fn bare_numbers(text: &str) -> Vec<Number> {
    BARE.captures_iter(text)
        .filter_map(|found| parse(found.get(1).or(found.get(2))?.as_str()))
        // Every other month is a half of it a month.
        .chain(
            ["隔月", "隔週"]
                .iter()
                .filter(|word| text.contains(**word))
                .map(|_| 2 * ONE),
        )
        .collect()
}
