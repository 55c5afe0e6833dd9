//! Amounts and percentages.

use std::sync::LazyLock;

use super::{Candidate, Desk, Judgement, weigh};
use crate::calc::{self, Base, Count};
use crate::number::{Number, parse};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::Role;
use crate::scan::{Currency, Found, Tax, Unit, Value};
use crate::{From, Source, Verdict};

/// Judges the amount at `index` of the reply.
pub(super) fn judge(desk: &Desk, index: usize) -> Judgement {
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
        && let Some(source) = only_with_tax(desk)
    {
        return Judgement::contradicts(Some(source));
    }
    if let Some(part) = repeats_a_part(desk, index, value) {
        return Judgement::contradicts(part);
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
        c.equal
            && c.source.trusted
            && rate.is_some()
            && rate == self::rate(&c.source.folded.text, &c.found.bytes)
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
            return Judgement::supported(Some(Source {
                text: how,
                value: String::new(),
                from: From::Computed,
            }));
        }
        return judgement;
    }
    // "I want 3000", and tables without signs.
    if !denied && let Some(source) = bare(desk, value) {
        return Judgement::supported(Some(source));
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
            .filter(|c| c.source.trusted && !c.equal && !c.taken && !c.is_bound() && c.label >= 2)
            .max_by_key(|c| c.label)
        && !is_from(other)
    {
        return Judgement::contradicts(Some(other.source()));
    }
    match how {
        Some(how) => Judgement::supported(Some(Source {
            text: how,
            value: String::new(),
            from: From::Computed,
        })),
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

/// Words of what lies between two amounts.
static DIFFERENCE: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?i)差|\b(?:difference|cheaper|dearer|more than|less than|drops?|sav(?:e|es|ing))\b")
});

/// Whether a count of more than one is said right before an amount: 2通600円.
fn beside_a_count(desk: &Desk, bytes: &crate::Span) -> bool {
    let counts = desk.found.iter().filter(|(other, _)| {
        matches!(&other.value, Value::Quantity { low, high, unit: Unit::Count(_) } if low == high && *low > crate::number::ONE)
    });
    let mut ends = counts.map(|(other, _)| other.bytes.end);
    ends.any(|end| {
        let between = desk.reply.text.get(end..bytes.start);
        between.is_some_and(|between| between.trim().chars().count() <= 1)
    })
}

/// A number of three digits and more that a source has without a currency.
fn bare(desk: &Desk, value: Number) -> Option<Source> {
    static NUMBER: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?:^|[\s(|:/,、：])(?P<n>\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d{3,6}(?:\.\d\d)?)(?:[\s)|,;!?、。]|\.\s|\.?$)",
        )
    });
    if value < 100 * crate::number::ONE {
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
        let (bytes, _) = numbers.iter().find(|(_, number)| *number == value)?;
        Some(source.source(bytes))
    })
}

/// Words of a clause that tell of a computed amount.
static COMPUTED: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)計|総額|全部で|合わせ|あわせ|加え|足し|込み|込で|税|引き|引い|引か|割|差額|残|お得|返金|払い?戻|ずつ|あたり|につき|往復|[×x*]\s?\d|\d\s?[×x*]|で\s?$|と[^、。]{0,12}で|\b(?:total|altogether|together|in all|all up|sum|plus|minus|less|more|off|discount|vat|tax|gst|leav\w*|remain\w*|balance|rest|difference|sav\w*|each|per|a night|comes?|makes?|making|both|for (?:two|three|four|five|six|\d+)|nights?|that'?s|that is|so|pair|couple|double|twice)\b|節約|比べ",
    )
});

/// 約12,000円, about $50; not 契約.
static ROUGHLY: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)約\s?[\d¥$£€]|およそ|[円]\s?ほど|円前後|\b(?:about|around|roughly|approx\.?|approximately|just over|just under|nearly|almost)\b",
    )
});

/// An amount with its parts in brackets behind it: 5,045円（商品代3,780円とクール便1,265円）.
fn lists_its_parts(desk: &Desk, bytes: &crate::Span) -> bool {
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
static FOLLOWS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:so|which|now|instead|makes?|making|costs?|pay)\b|ので|から|ため|となり|になり",
    )
});

/// Words of what is taken off.
static OFF: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)引|割|オフ|安く|お得|残|半額|返|\b(?:off|discount\w*|less|sav\w*|after|reduc\w*|minus|cheaper|half|pay|now|instead|refund\w*|back|return\w*|leav\w*|early|member)\b",
    )
});

/// Words of a sum.
static TOTAL: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)計|総額|全部で|(?:皆様|皆さま|全員|みなさま)(?:で|分)|\bfor (?:all|everyone|the (?:whole )?(?:group|party|family))\b|合わせ|あわせ|加え|足し|込み|\b(?:total|altogether|together|in all|all up|sum|plus|comes? to|makes?|making|brings?|with|on top)\b",
    )
});

/// Words that join what is added up: A と B で, "both", "that is".
static ADDS: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)と[^、。]{0,12}で|のほか|往復|残|引い|差|\b(?:and|both|pair|couple|twice|double|that'?s|that is|so|plus|for (?:two|three|four|five|six|\d+))\b",
    )
});

/// A sum that is no more than one of its parts, 75,900円と2,750円、計75,900円: with the source of that part, where it has one.
fn repeats_a_part(desk: &Desk, index: usize, value: Number) -> Option<Option<Source>> {
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
        matches!(&other.value, Value::Quantity { low, unit: Unit::Count(_), .. } if *low > crate::number::ONE)
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

/// What a product is of: the price in `300 × 2`.
fn base_of(how: &str) -> Option<&str> {
    how.split_once(" × ").map(|(base, _)| base)
}

/// What a tax is called.
const TAXES: &[&str] = &["税", "vat", "tax", "gst"];
/// What a share of an amount is called that is no tax.
const OTHER_RATES: &[&str] = &[
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
fn says_computed(desk: &Desk, found: &Found) -> bool {
    COMPUTED.is_match(clause(desk, &found.bytes, false))
}

/// The clause of a sentence around a fact, and the one before it.
fn clause<'d>(desk: &'d Desk, bytes: &crate::Span, with_previous: bool) -> &'d str {
    static STOP: LazyLock<Pattern> = LazyLock::new(|| pattern(r"[、;()\n]|,\s"));
    let text = &desk.reply.text;
    let sentence = desk.sentence(bytes);
    let stops = STOP.find_iter(&text[sentence.start..bytes.start]);
    let stops: Vec<usize> = stops.map(|stop| sentence.start + stop.end()).collect();
    let back = if with_previous { 2 } else { 1 };
    let from = match stops.len().checked_sub(back) {
        Some(at) => stops[at],
        None => sentence.start,
    };
    let to = STOP.find(&text[bytes.end..sentence.end]);
    &text[from..to.map_or(sentence.end, |stop| bytes.end + stop.start())]
}

/// "27 pounds" of a dog are no money: the weight that a source has.
fn weighed(desk: &Desk, found: &Found, value: Number) -> Option<Source> {
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
fn is_slip(one: Number, other: Number) -> bool {
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

/// For how long a price is: 月額, "a term".
fn rate(text: &str, bytes: &crate::Span) -> Option<&'static str> {
    static BEHIND: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:\s?/\s?|\s(?:per|a|an|each|every)\s|\s?\()?(?P<per>hour|night|person|head|piece|day|week|month|term|year|annum|quarter)\b|^\s(?P<ly>each|apiece|hourly|daily|weekly|monthly|yearly|annually|quarterly)\b|^\s?/\s?(?P<jp>時間|日|泊|週|月|か月|年)",
        )
    });
    static BEFORE: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?P<jp>月額|年額|年会費|月会費|日額|週額|毎月|月々|毎年|年間|月|年|1泊|1日|1時間|1か月|1年|1週間)(?:あたり|につき|は|が|・|で|の|:|\s){0,2}(?:税込|税抜|約)?[¥]?$",
        )
    });
    let per = |word: &str| match word.to_lowercase().as_str() {
        "hour" | "hourly" | "時間" | "1時間" => Some("hour"),
        "night" | "泊" | "1泊" => Some("night"),
        "day" | "daily" | "日" | "日額" | "1日" => Some("day"),
        "week" | "weekly" | "週" | "週額" | "1週間" => Some("week"),
        "month" | "monthly" | "月" | "か月" | "月額" | "月会費" | "毎月" | "月々" | "1か月" => {
            Some("month")
        }
        "quarter" | "quarterly" => Some("quarter"),
        "term" => Some("term"),
        "each" | "apiece" | "person" | "head" | "piece" => Some("one"),
        "year" | "annum" | "yearly" | "annually" | "年" | "年額" | "年会費" | "毎年" | "年間"
        | "1年" => Some("year"),
        _ => None,
    };
    let behind = BEHIND.captures(&text[bytes.end..]).and_then(|found| {
        per(found
            .name("per")
            .or(found.name("ly"))
            .or(found.name("jp"))?
            .as_str())
    });
    behind.or_else(|| {
        per(BEFORE
            .captures(tail(&text[..bytes.start], 40))?
            .name("jp")?
            .as_str())
    })
}

/// Whether a source says another length of time with the price: £6,340 a term is not £6,340 a year.
fn other_rate(ours: Option<&str>, source: &super::SourceText, other: &Found) -> bool {
    let theirs = rate(&source.folded.text, &other.bytes);
    matches!((ours, theirs), (Some(ours), Some(theirs)) if ours != theirs)
}

pub(super) fn same(a: Option<Currency>, b: Option<Currency>) -> bool {
    match (a, b) {
        (Some(Currency::Dollar), Some(Currency::DollarOf(_)))
        | (Some(Currency::DollarOf(_)), Some(Currency::Dollar)) => true,
        (Some(a), Some(b)) => a == b,
        _ => true,
    }
}

fn mixed(a: Option<Tax>, b: Option<Tax>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}

static PRICE_OF_ONE: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?:^|[^\d.,])[1一](?:[\p{Han}ァ-ヶー]{1,3}|つ)(?:あたり|につき)?$"));

/// Whether all equal amounts of the sources are prices of one, where several were ordered.
fn is_price_of_one(desk: &Desk, candidates: &[Candidate<'_>]) -> bool {
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
        && desk.sources.iter().flat_map(|s| &s.found).any(|(f, _)| matches!(&f.value, Value::Quantity { low, unit: Unit::Count(_), .. } if *low > crate::number::ONE))
}

/// What the amount follows from, in words; none where it follows from nothing.
fn computed(
    desk: &Desk,
    index: usize,
    value: Number,
    currency: Option<Currency>,
    tax: Option<Tax>,
) -> Option<String> {
    let (mut bases, mut counts, mut percents) = (Vec::new(), Vec::new(), Vec::new());
    let texts = desk
        .sources
        .iter()
        .enumerate()
        .map(|(at, source)| (at, &source.found))
        .chain([(calc::REPLY, &desk.found)]);
    for (group, list) in texts {
        let asked_for = group == calc::REPLY || desk.sources[group].is_mail();
        let mut count = |value: Number| {
            counts.push(Count {
                value,
                group,
                asked_for,
            })
        };
        for (at, (found, role)) in list.iter().enumerate() {
            match &found.value {
                _ if group == calc::REPLY && at == index => {}
                Value::Amount {
                    value: v,
                    currency: c,
                    tax,
                } if same(currency, *c) && *v > 0 => bases.push(Base {
                    value: *v,
                    tax: *tax,
                    group,
                }),
                // What is paid by the hour is told in minutes here.
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Minutes,
                } if low == high && low % 60 == 0 => count(low / 60),
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Count(_) | Unit::Days | Unit::Months,
                } if low == high => {
                    count(*low);
                    // $26 a week for 22 weeks.
                    if low % (7 * crate::number::ONE) == 0 {
                        count(low / 7);
                    }
                }
                // 36L at 118円 a litre.
                Value::Quantity {
                    low,
                    high,
                    unit: Unit::Millilitres | Unit::Grams | Unit::Millimetres,
                } if low == high && low % 1_000 == 0 => count(low / 1_000),
                // The percentage of the reply is judged on its own; an amount has to follow from what is known.
                Value::Percent(p) if group != calc::REPLY => percents.push((*p, role)),
                _ => {}
            }
        }
        if group != calc::REPLY {
            desk.sources[group]
                .numbers
                .iter()
                .copied()
                .for_each(&mut count);
        }
    }
    let bytes = &desk.found[index].0.bytes;
    // "Three remain at £102."
    let own_sentence = &desk.reply.text[desk.sentence(bytes)];
    counts.extend(
        super::measure::spelled(clause(desk, bytes, false))
            .into_iter()
            .take(6)
            .map(|value| Count {
                value,
                group: calc::REPLY,
                asked_for: true,
            }),
    );
    if ["pair", "couple", "twice", "double", "both"]
        .iter()
        .any(|word| clause(desk, bytes, false).contains(word))
    {
        counts.push(Count {
            value: 2 * crate::number::ONE,
            group: calc::REPLY,
            asked_for: true,
        });
    }
    let text = own_sentence.to_lowercase();
    let near = clause(desk, bytes, true).to_lowercase();
    let own = clause(desk, bytes, false).to_lowercase();
    // Only what is said to be a total may be a price times a count that is not said beside it.
    let is_each = EACH_BEHIND.is_match(&desk.reply.text[bytes.end..]);
    let is_total = TOTAL.is_match(&near);
    if is_each || !is_total {
        let around = match is_each {
            true => desk.sentence(bytes),
            false => 0..desk.reply.text.len(),
        };
        counts.retain(|count| is_said(desk, &around, count.value));
    }
    let beside = match is_each {
        true => desk.sentence(bytes),
        false => said_near(desk, bytes),
    };
    let all: Vec<Number> = counts.iter().map(|count| count.value).collect();
    let role = &desk.found[index].1;
    let labelled: Vec<Number> = desk
        .sources
        .iter()
        .flat_map(|source| &source.found)
        .filter_map(|(other, theirs)| match other.value {
            Value::Amount { value, .. } if role.shared_words(theirs).label != 0 => Some(value),
            _ => None,
        })
        .collect();
    let said: Vec<Number> = counts
        .iter()
        .map(|count| count.value)
        .filter(|count| is_said(desk, &beside, *count))
        .collect();
    if let Some(how) = by_another_rate(desk, bytes, value, currency) {
        return Some(how);
    }
    let says_of = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    let says = |words: &[&str]| says_of(&text, words);
    let says_near = |words: &[&str]| words.iter().any(|word| near.contains(word));
    let rough = ROUGHLY.is_match(&own);
    if says_sum(&near)
        && let Some(how) = sum_of_lines(desk, index, value)
    {
        return Some(how);
    }
    let said_here = |text: &str| -> Vec<Number> {
        let at = text.as_ptr() as usize - desk.reply.text.as_ptr() as usize;
        let within = at..at + text.len();
        let found = desk.found.iter().filter(|(found, _)| {
            within.start <= found.bytes.start && found.bytes.end <= within.end
        });
        let found = found.filter_map(|(found, _)| match found.value {
            Value::Percent(percent) => Some(percent),
            _ => None,
        });
        found.collect()
    };
    let said_in_own = said_here(clause(desk, bytes, false));
    let said_before = said_here(clause(desk, bytes, true));
    let line = &desk.reply.text[desk.reply.line(bytes)];
    if (says_sum(&near)
        || near.contains(['=', '+'])
        || COMPUTED.is_match(&near)
        || COMPUTED.is_match(line))
        && let Some(how) = super::sum::of_list(desk, index, value, &said_in_own, rough)
    {
        return Some(how);
    }
    // Of a tax only taxes, of a discount no cancellation fee.
    let of_tax = says(TAXES) && !says(OTHER_RATES) && !says(&["引き"]);
    let is_of_cancelling =
        role.has("#cancel") > 0.0 || says(&["%", "割", "percent", "per cent", "half", "半額"]);
    let percents: Vec<Number> = percents
        .into_iter()
        .filter(|(_, role): &(Number, &Role)| {
            (role.has("#cancel") < 0.8 || is_of_cancelling) && (!of_tax || role.has("#tax") > 0.0)
        })
        .map(|(percent, _)| percent)
        .collect();
    // What the reply says it was computed with, it was computed with.
    let said_percents = match said_in_own.is_empty() && !of_tax {
        true => &said_before,
        false => &said_in_own,
    };
    let percents: Vec<Number> = match percents.iter().any(|it| said_percents.contains(it)) {
        true => percents
            .into_iter()
            .filter(|it| said_percents.contains(it))
            .collect(),
        false => percents,
    };
    // Taxes of the country are known to all: 10 and 8 %; where the shop tells its own, that one.
    let own_taxes = tax_rates(desk);
    let taxes: &[Number] = match currency == Some(Currency::Yen) && own.contains('税') {
        true if !own_taxes.is_empty() => &own_taxes,
        true => &[10 * crate::number::ONE, 8 * crate::number::ONE],
        false => &[],
    };
    if let Some(how) = super::sum::of_asked(desk, value) {
        return Some(how);
    }
    if let Some(how) = super::sum::of_order(desk, value, says_sum(&near)) {
        return Some(how);
    }
    calc::follows(
        &calc::Asked {
            value,
            tax,
            yen: currency == Some(Currency::Yen),
            rough,
            rest: says_near(&[
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
            ]),
            each: EACH_BEHIND.is_match(&desk.reply.text[bytes.end..])
                || says(&[
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
                ]),
            percent: {
                let text = if FOLLOWS.is_match(&own) { &text } else { &near };
                says_of(text, TAXES)
                    || says_of(text, OTHER_RATES)
                    || says_of(text, &["%", "percent", "per cent", "extra"])
            },
            off: OFF.is_match(&text),
            taxed: says_of(&text, TAXES),
            total: ADDS.is_match(&near) || TOTAL.is_match(&near) || lists_its_parts(desk, bytes),
            strictly_total: TOTAL.is_match(&near),
            left: is_left(desk, bytes),
            said: &said,
            labelled: &labelled,
            all: match is_total {
                true => &all,
                false => &said,
            },
        },
        &bases,
        &counts,
        &percents,
        taxes,
    )
}

/// Where the shop says that its prices hold the tax, and nowhere that one does not.
fn only_with_tax(desk: &Desk) -> Option<Source> {
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

/// The rates of tax that the shop's own words tell.
fn tax_rates(desk: &Desk) -> Vec<Number> {
    let trusted = desk.sources.iter().filter(|source| source.trusted);
    let rates = trusted.flat_map(|source| {
        source.found.iter().filter_map(|(found, _)| {
            let before = tail(&source.folded.text[..found.bytes.start], 16).to_lowercase();
            let before = before.trim_end_matches([' ', '(', ':', 'は']);
            match found.value {
                Value::Percent(percent)
                    if ["税", "税率", "vat", "tax", "gst"]
                        .iter()
                        .any(|tax| before.ends_with(tax)) =>
                {
                    Some(percent)
                }
                _ => None,
            }
        })
    });
    rates.collect()
}

/// A month's share of what is paid by the year, or the other way round: $48 a year are $4 a month.
fn by_another_rate(
    desk: &Desk,
    bytes: &crate::Span,
    value: Number,
    currency: Option<Currency>,
) -> Option<String> {
    let ours = rate(&desk.reply.text, bytes)?;
    let times = |one: &str, other: &str| match (one, other) {
        ("month", "year") => Some((12, 1)),
        ("year", "month") => Some((1, 12)),
        ("day", "week") => Some((7, 1)),
        ("week", "day") => Some((1, 7)),
        _ => None,
    };
    desk.sources
        .iter()
        .filter(|source| source.trusted)
        .find_map(|source| {
            source.found.iter().find_map(|(other, _)| {
                let Value::Amount {
                    value: v,
                    currency: c,
                    ..
                } = other.value
                else {
                    return None;
                };
                let theirs = rate(&source.folded.text, &other.bytes)?;
                let (here, there) = times(ours, theirs)?;
                (same(currency, c) && value.checked_mul(here)? == v.checked_mul(there)?)
                    .then(|| format!("{} / {ours}", calc::show(i128::from(v))))
            })
        })
}

/// The sentence around an amount, and the one before it on its line or the line before.
fn said_near(desk: &Desk, bytes: &crate::Span) -> crate::Span {
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

/// Whether a count is said in a stretch of the reply, as a quantity or as a number of its own.
fn is_said(desk: &Desk, around: &crate::Span, count: Number) -> bool {
    let as_quantity = desk.found.iter().any(|(found, _)| {
        around.start <= found.bytes.start
            && found.bytes.end <= around.end
            && match &found.value {
                Value::Quantity { low, high, unit } => {
                    let factor = match unit {
                        Unit::Minutes => 60,
                        Unit::Millilitres | Unit::Grams | Unit::Millimetres => 1_000,
                        _ => 1,
                    };
                    [*low, *high]
                        .iter()
                        .any(|it| *it == count || *it == count * factor || *it == count * 7)
                }
                _ => false,
            }
    });
    as_quantity || {
        let text = &desk.reply.text[around.clone()];
        let digits = (count / crate::number::ONE).to_string();
        let mut places = text.match_indices(&digits);
        places.any(|(at, _)| {
            let is_digit =
                |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || matches!(c, ',' | '.'));
            !is_digit(text[..at].chars().next_back())
                && !is_digit(text[at + digits.len()..].chars().next())
        }) || super::measure::spelled(text).contains(&count)
    }
}

/// "£7.80 a lesson".
static EACH_BEHIND: LazyLock<Pattern> =
    LazyLock::new(|| pattern(r"(?i)^\s?(?:/|(?:an?|per|each)\b)"));

/// Whether a clause, or the label of a line, says that an amount is a sum.
fn says_sum(text: &str) -> bool {
    static SUM: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)計|総額|全部で|合わせ|\b(?:total|altogether|together|in all|all in|sum|net|comes? to|makes?)\b",
        )
    });
    SUM.is_match(text)
}

/// A total of the lines above it: of each line its last amount.
fn sum_of_lines(desk: &Desk, index: usize, value: Number) -> Option<String> {
    let text = &desk.reply.text;
    let own = desk.reply.line(&desk.found[index].0.bytes);
    let mut lines: Vec<(usize, Number)> = Vec::new();
    for (found, _) in &desk.found {
        let Value::Amount { value, .. } = found.value else {
            continue;
        };
        let line = desk.reply.line(&found.bytes);
        if line.start >= own.start {
            break;
        }
        match lines.last_mut() {
            Some(last) if last.0 == line.start => last.1 = value,
            _ => lines.push((line.start, value)),
        }
    }
    let mut sum = 0;
    let mut parts = Vec::new();
    for (line, part) in lines.iter().rev().take(20) {
        sum += part;
        parts.push(calc::show(i128::from(*part)));
        if parts.len() >= 2 && sum == value {
            parts.reverse();
            return Some(parts.join(" + "));
        }
        if text[..*line].ends_with("\n\n") && parts.len() >= 2 && sum > value {
            return None;
        }
    }
    None
}

/// Whether the last word of computing before an amount says that it is left of something: "which leaves £11 and a total of £176".
fn is_left(desk: &Desk, bytes: &crate::Span) -> bool {
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

static BARE: LazyLock<Pattern> =
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
                .map(|_| 2 * crate::number::ONE),
        )
        .collect()
}

static FREE_FROM: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?P<sum>[\d,]+円|[\d,.]+万円|[¥$£€][\d,.]+)(?:\([^)]*\))?\s?以上[^。\n]{0,40}?(?:無料|いただきません|サービス|(?:弊社|当社|当店|当方)の?負担|不要|かかりません)",
    ).needs(&["以上"])
});
static ENGLISH_FREE_FROM: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)free[^.\n]{0,40}?(?:over|above|from|of|exceeding|at least|comes to|reaches)\s(?P<sum>(?:EUR|USD|GBP) ?[\d,]+(?:\.\d\d)?|[¥$£€][\d,]+(?:\.\d\d)?|[\d,]+ (?:dollars|pounds|euros|yen))|(?:over|above|from|of|exceeding|at least)\s(?P<sum2>[¥$£€][\d,]+(?:\.\d\d)?|(?:EUR|USD|GBP) ?[\d,]+(?:\.\d\d)?|[\d,]+ (?:dollars|pounds|euros|yen))[^.\n]{0,40}?free",
    ).needs(&["free"])
});

/// From which total on something is free, by the shop's rules: the total and the source.
pub(super) fn threshold(desk: &Desk) -> Option<(Number, Source)> {
    desk.threshold.get_or_init(|| find_threshold(desk)).clone()
}

fn find_threshold(desk: &Desk) -> Option<(Number, Source)> {
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
fn free_from(desk: &Desk, found: &Found, role: &Role, value: Number) -> Option<Judgement> {
    if role.has("#postage") < 0.9 {
        return None;
    }
    let (threshold, source) = threshold(desk)?;
    let total = order_total(desk)?;
    // The rule itself, told in the reply, is no charge.
    let rule = desk.reply.text[found.bytes.end..].starts_with("以上")
        || value == threshold
        || desk.reply.text[desk.sentence(&found.bytes)].contains("未満");
    (!rule && total >= threshold && value < threshold)
        .then_some(Judgement::contradicts(Some(source)))
}

static UP: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(r"(?i)増|値上|上が|高く|\b(?:up|increas\w*|ris(?:e|es|ing|en)|higher|dearer)\b")
});
static DOWN: LazyLock<Pattern> = LazyLock::new(|| {
    pattern(
        r"(?i)減|値下|下が|安く|引き|割引|\b(?:down|off|decreas\w*|fall\w*|lower|cheaper|less|sav\w*)\b",
    )
});

/// Judges a percentage.
pub(super) fn percent(desk: &Desk, found: &Found, role: &Role, value: Number) -> Judgement {
    let candidates = desk.candidates(found, role, |other, _| match other.value {
        Value::Percent(v) => Some(v == value),
        _ => None,
    });
    if let Some(judgement) = weigh(role, &candidates, desk.is_denied(&found.bytes)) {
        return judgement;
    }
    // A share of two amounts that one line of a source has, or that the reply says beside it, rounded.
    let amounts = pairs_for_a_share(desk, &found.bytes);
    let before = tail(desk.reply.text[..found.bytes.start].trim_end(), 24).to_lowercase();
    let is_rough = [
        "約",
        "およそ",
        "about",
        "roughly",
        "around",
        "approx.",
        "approximately",
        "nearly",
        "almost",
        "just over",
        "just under",
    ]
    .iter()
    .any(|word| before.ends_with(word));
    // Exactly so: where nothing of ours tells another percentage of the same thing.
    let is_told = candidates
        .iter()
        .any(|c| c.source.trusted && c.likeness >= 0.5);
    // Goes up by so much of what it was, or down.
    let text = clause(desk, &found.bytes, true);
    let direction = match (UP.is_match(text), DOWN.is_match(text)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    };
    if is_rough || !is_told {
        let most = if is_rough { 5_000.0 } else { 50.0 };
        for (a, b) in &amounts {
            let share = *a as f64 / *b as f64 * 100.0 * crate::number::ONE as f64;
            let off = crate::number::ONE as f64 * 100.0 - share;
            let is = |share: f64| (share - value as f64).abs() < most;
            if match direction {
                Some(true) => is(-off),
                Some(false) => is(off),
                None => is(share) || is(off),
            } {
                return Judgement::supported(Some(Source {
                    text: format!(
                        "{} / {}",
                        calc::show(i128::from(*a)),
                        calc::show(i128::from(*b))
                    ),
                    value: String::new(),
                    from: From::Computed,
                }));
            }
        }
    }
    Judgement::without_source(&candidates)
}

/// Pairs of amounts of which one may be told as a share of the other: those of one line of a source, and those that the reply
/// says in the sentence of the percentage or in the one before it, with any that is known.
fn pairs_for_a_share(desk: &Desk, bytes: &crate::Span) -> Vec<(Number, Number)> {
    const MOST: usize = 30;
    let amount = |found: &Found| match found.value {
        Value::Amount { value, .. } if value > 0 => Some(value),
        _ => None,
    };
    let near = said_near(desk, bytes);
    let said = desk.found.iter().map(|(found, _)| found);
    let said = said.filter(|found| near.start <= found.bytes.start && found.bytes.end <= near.end);
    let said: Vec<Number> = said.filter_map(amount).take(MOST).collect();
    let known: Vec<(usize, usize, Number)> = desk
        .sources
        .iter()
        .enumerate()
        .flat_map(|(index, source)| {
            source.found.iter().filter_map(move |(found, _)| {
                Some((
                    index,
                    source.folded.line(&found.bytes).start,
                    amount(found)?,
                ))
            })
        })
        .take(4 * MOST)
        .collect();
    let mut pairs = Vec::new();
    for a in &said {
        let others = known.iter().map(|(_, _, value)| value).chain(&said);
        pairs.extend(others.flat_map(|b| [(*a, *b), (*b, *a)]));
    }
    for (at, (index, line, a)) in known.iter().enumerate() {
        let beside = known[at + 1..].iter();
        let beside = beside.take_while(|(other, start, _)| (other, start) == (index, line));
        pairs.extend(beside.flat_map(|(_, _, b)| [(*a, *b), (*b, *a)]));
    }
    pairs
}
