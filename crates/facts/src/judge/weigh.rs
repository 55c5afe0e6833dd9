//! Decides among facts of sources of which some have the value that the reply states.

use std::sync::LazyLock;

use super::Judgement;
use super::plan::is_span_planned;
use super::source_text::{SourceText, named};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::{Role, Shared, likeness, words_of};
use crate::scan::{Found, Unit, Value};
use crate::{Kind, Source, Span};

/// A fact of a source, beside a fact of the reply.
pub(super) struct Candidate<'s> {
    pub(super) source: &'s SourceText,
    pub(super) found: &'s Found,
    pub(super) role: &'s Role,
    pub(super) likeness: f32,
    /// Words that the two have right beside them.
    pub(super) label: usize,
    /// Which words those are.
    pub(super) shared: Shared,
    pub(super) equal: bool,
    /// The role of the fact of the reply.
    pub(super) ours: &'s Role,
    /// Another fact of the reply says it: then ours is about something else.
    pub(super) taken: bool,
    /// A limit of a rule in the source, 3,000円以上: no value of anything.
    pub(super) is_bound: bool,
    /// Both are limits: "over £25" in the source and in the reply.
    pub(super) bound: bool,
}

impl Candidate<'_> {
    pub(super) fn source(&self) -> Source {
        self.source.source(&self.found.bytes)
    }
}

/// Whether what is written at a place is a limit of a rule.
pub(super) fn is_bound(text: &str, bytes: &Span) -> bool {
    // 8日前まで is a limit as 8日まで is.
    let after = text[bytes.end..].trim_start().trim_start_matches('前');
    let before = tail(text[..bytes.start].trim_end(), 16).to_lowercase();
    let before = before.trim_end_matches(" the");
    // 最低利用人数 5名
    let label = tail(text[..bytes.start].trim_end(), 30);
    let label = label
        .rsplit(['、', '。', '\n', '(', ','])
        .next()
        .unwrap_or(label);
    let is_least = ["最低", "最小", "最少"]
        .iter()
        .any(|word| label.contains(word))
        && !label.contains(|c: char| c.is_ascii_digit());
    [
        "以上", "未満", "以下", "から", "単位", "まで", "超", "を超", "or more", "and over",
        "or over", "or less", "or above",
    ]
    .iter()
    .any(|word| after.starts_with(word))
        || is_least
        || [
            " over",
            " above",
            " under",
            " below",
            "up to",
            "at least",
            "more than",
            "less than",
            " per",
            " every",
            "minimum group",
            "exceeds",
        ]
        .iter()
        .any(|word| before.ends_with(word))
}

/// How much better another value has to fit before it contradicts one that some source has.
const CLEARLY: f32 = 3.0;

/// Decides among facts of sources of which some have the value; none where no source has it.
pub(super) fn weigh(role: &Role, candidates: &[Candidate<'_>], denied: bool) -> Option<Judgement> {
    if let Some(limit) = candidates.iter().find(|c| c.bound && c.source.trusted) {
        return Some(Judgement::supported(Some(limit.source())));
    }
    let best = |equal: bool, trusted: bool| {
        candidates
            .iter()
            .filter(|c| {
                c.equal == equal
                    && (c.source.trusted || !trusted)
                    && (equal || !c.is_bound && !c.taken)
            })
            .max_by(|a, b| a.likeness.total_cmp(&b.likeness))
    };
    let equal = best(true, false)?;
    if denied {
        return Some(Judgement::supported(Some(equal.source())));
    }
    if let Some(judgement) = of_table(role, candidates) {
        return Some(judgement);
    }
    if let Some(other) = best(false, true) {
        let only_the_customer = best(true, true).is_none();
        let mut wished = candidates
            .iter()
            .filter(|c| c.equal && is_span_planned(c.source, c.found));
        if only_the_customer && let Some(wish) = wished.next() {
            return Some(Judgement::supported(Some(wish.source())));
        }
        // Who names both values mistakes nothing: 3人から2人になりました.
        let is_a_change = candidates
            .iter()
            .any(|c| !c.source.trusted && c.found.value == other.found.value);
        // How many, and how old, the customer knows.
        let is_count = matches!(
            &equal.found.value,
            Value::Quantity {
                unit: Unit::Count(_),
                ..
            }
        );
        // What the customer only asks or believes supports nothing that the shop has a value of its own for.
        let is_theirs = matches!(
            &equal.found.value,
            Value::Quantity { unit, .. }
                if !matches!(unit, Unit::Minutes | Unit::Days | Unit::WorkingDays | Unit::Months)
        );
        let is_asked = only_the_customer
            && !is_a_change
            // Sizes and counts are the customer's own as a rule.
            && !is_theirs
            && candidates
                .iter()
                .filter(|c| c.equal)
                .all(|c| is_doubted(c.source, c.found));
        let of_the_same = candidates.iter().filter(|c| {
            !c.equal && c.source.trusted && !c.is_bound && !c.taken && c.shared.label != 0
        });
        if is_asked && let Some(ours) = of_the_same.max_by(|a, b| a.likeness.total_cmp(&b.likeness))
        {
            return Some(Judgement::contradicts(Some(ours.source())));
        }
        if only_the_customer && is_count {
            return Some(Judgement::supported(Some(equal.source())));
        }
        // Its label is that of another value, and the value's own label is not here.
        let labels = |equal: bool| {
            candidates.iter().filter(move |c| {
                c.equal == equal && c.source.trusted && (equal || !c.is_bound && !c.taken)
            })
        };
        let labelled = |equal: bool| {
            let weights = labels(equal).map(|c| match equal {
                true => role.weight_of(c.shared.beside),
                false => c.label,
            });
            weights.max().unwrap_or(0)
        };
        // One word is a label where the value has another one of its own: ワイシャツ 198円、スーツ 1,320円.
        let own = candidates
            .iter()
            .any(|c| c.equal && c.source.trusted && c.role.is_labelled());
        // Of a list of prices by number each number is right.
        let is_listed = is_count
            && candidates
                .iter()
                .filter(|c| !c.equal && c.source.from == equal.source.from)
                .count()
                >= 2;
        // Of days that one sentence lists each has the label of the first.
        let sentence_of = |c: &Candidate<'_>| c.source.folded.sentence_around(&c.found.bytes);
        // Of a heading of nothing but numbers each is right: 1営業日 3営業日 5営業日.
        let line_of = |c: &Candidate<'_>| c.source.folded.line(&c.found.bytes);
        let is_heading = equal.found.kind == Kind::Quantity
            && std::ptr::eq(equal.source, other.source)
            && line_of(equal) == line_of(other)
            && is_row_of_facts(equal.source, &line_of(equal));
        if is_heading {
            return Some(Judgement::supported(Some(equal.source())));
        }
        // The first of two has the words that are said of both: delivery takes 5 to 9 days in Asia and 7 to 14 in Europe.
        let is_second_of_two = equal.found.kind == Kind::Quantity
            && !is_count
            && std::ptr::eq(equal.source, other.source)
            && other.found.bytes.end < equal.found.bytes.start
            && sentence_of(equal) == sentence_of(other)
            && {
                let between = other.found.bytes.end..equal.found.bytes.start;
                let own_words = words_of(&equal.source.folded.text[between]);
                own_words.iter().all(|word| role.has(word) == 0.0)
            };
        // What is said of both is behind each: 40 minutes before departure for vehicles and 20 minutes for foot passengers.
        let is_first_of_two = equal.found.kind == Kind::Quantity
            && !is_count
            && std::ptr::eq(equal.source, other.source)
            && equal.found.bytes.end < other.found.bytes.start
            && sentence_of(equal) == sentence_of(other)
            && {
                let text = &equal.source.folded.text;
                let between = text[equal.found.bytes.end..other.found.bytes.start].to_lowercase();
                let joined = [" and ", ", ", "; ", " or ", " but "];
                let behind = &text[other.found.bytes.end..];
                joined.iter().any(|word| between.ends_with(word))
                    && [
                        " for ", " before ", " after ", " on ", " with ", " by ", " of ", " in ",
                    ]
                    .iter()
                    .any(|word| {
                        between.starts_with(word) && behind.starts_with(word)
                            || between.contains(word) && behind.starts_with(word)
                    })
            };
        if is_second_of_two || is_first_of_two {
            return Some(Judgement::supported(Some(equal.source())));
        }
        let is_listed = is_listed
            || !own
                && equal.found.kind == Kind::Date
                && std::ptr::eq(equal.source, other.source)
                && sentence_of(equal) == sentence_of(other);
        let enough = if own && other.found.kind != Kind::Date {
            1
        } else {
            2
        };
        // Words beside it that only the other value has, and none that only its own has: 半日 of 半日 2,300円、終日 8,900円.
        let own_words = labels(true).fold(0, |all, c| all | c.shared.beside);
        let of_the_other = labels(false)
            .filter(|c| {
                let (of_other, of_own) =
                    (c.shared.label & !own_words, own_words & !c.shared.beside);
                role.weight_of(of_other) >= enough && of_own == 0
            })
            .max_by_key(|c| role.weight_of(c.shared.label & !own_words));
        // Beside it is what is beside its own value, and not what is beside the other: 45 minutes, £28.
        let is_anchored = labels(true).any(|c| role.shares_fact(c.role))
            && !labels(false).any(|c| role.shares_fact(c.role));
        if is_anchored {
            return Some(Judgement::supported(Some(equal.source())));
        }
        if !is_listed && best(true, true).is_some() {
            if let Some(other) = of_the_other {
                return Some(Judgement::contradicts(Some(other.source())));
            }
            if labelled(false) >= enough
                && labelled(false) >= 3 * labelled(true) + 2
                && let Some(other) = labels(false).max_by_key(|c| c.label)
            {
                return Some(Judgement::contradicts(Some(other.source())));
            }
        }
        let another_line = other.likeness > CLEARLY * equal.likeness + 0.6
            && (other.shared.label != 0 || other.likeness >= 1.2)
            && !(only_the_customer && is_a_change);
        if another_line
            || (only_the_customer
                && !is_a_change
                && other.likeness >= 0.9
                && other.likeness > 0.8 * equal.likeness
                // What the customer says is of the same thing, too: their turnover is no price of ours.
                && (likeness(equal.role, other.role) >= 1.0 || equal.role.shared_label(other.role) >= 2))
        {
            return Some(Judgement {
                fits: other.shared.label != 0,
                ..Judgement::contradicts(Some(other.source()))
            });
        }
    }
    Some(Judgement::supported(Some(equal.source())))
}

/// Whether the customer asks whether something is so, or says that they believe it: "is it £45?", 5,200円ですよね, 1,000円だったと思います.
fn is_doubted(source: &SourceText, found: &Found) -> bool {
    static DOUBT: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)[?？]|でしょうか|ですよね|ますよね|でしたよね|ですか|でいいのか|と思い|と思って|だったか|だったよう|だった気|聞いて|聞きま|と伺|書いてあ|書かれて|見ました|とのこと|\b(?:right|isn't it|is that (?:right|correct|so)|i (?:think|thought|believe|assume|guess|remember|heard|read|saw|understand)|was told|if i'm not mistaken|apparently|it said|says|somewhere)\b",
        )
    });
    if !source.is_mail() {
        return false;
    }
    let text = &source.folded.text;
    let own = source.folded.sentence_around(&found.bytes);
    // A sentence ends in front of the mark that ends it.
    let mark = head(&text[own.end..], 3).lines().next().unwrap_or_default();
    DOUBT.is_match(&text[own.start..own.end + mark.len()])
}

/// Whether a line has three facts and more with nothing but blanks between them.
fn is_row_of_facts(source: &SourceText, line: &Span) -> bool {
    let found = source.found.iter().map(|(found, _)| &found.bytes);
    let within: Vec<&Span> = found
        .filter(|bytes| line.start <= bytes.start && bytes.end <= line.end)
        .collect();
    let blank = |pair: &[&Span]| {
        source.folded.text[pair[0].end..pair[1].start]
            .trim()
            .is_empty()
    };
    within.len() >= 3 && within.windows(2).all(blank)
}

/// How near a word has to be that says which row or column a value of the reply is of.
const NEAR: f32 = 0.3;

/// Decides by the names of rows and columns where all that have the value are cells of tables: the reply names the row and
/// the column of the value, or those of another one.
fn of_table(role: &Role, candidates: &[Candidate<'_>]) -> Option<Judgement> {
    let cell_of = |c: &Candidate<'_>| {
        let bytes = &c.found.bytes;
        let mut cells = c.source.cells.iter();
        cells.position(|it| it.bytes.start <= bytes.start && bytes.end <= it.bytes.end)
    };
    let names = |c: &Candidate<'_>, spans: &mut dyn Iterator<Item = &Span>| -> Vec<String> {
        let mut names = Vec::new();
        for span in spans {
            names.extend(words_of(&c.source.folded.text[span.clone()]));
            let facts = c.source.found.iter().map(|(found, _)| found);
            let facts = facts.filter(|it| span.start <= it.bytes.start && it.bytes.end <= span.end);
            names.extend(facts.flat_map(|fact| named(fact, None)));
        }
        names
    };
    let equal: Vec<(&Candidate<'_>, usize)> = candidates
        .iter()
        .filter(|c| c.equal && c.source.trusted)
        .map(|c| Some((c, cell_of(c)?)))
        .collect::<Option<_>>()?;
    // Whether the reply says what only one of two is named by.
    let told = |own: &[String], other: &[String]| {
        let mut only = own.iter().filter(|name| !other.contains(name));
        only.any(|name| role.has(name) > NEAR)
    };
    let mut misplaced = None;
    let mut is_placed = false;
    for (c, at) in &equal {
        let cell = &c.source.cells[*at];
        let (row, head) = (
            names(c, &mut cell.row.iter()),
            names(c, &mut cell.head.iter()),
        );
        let beside = candidates
            .iter()
            .filter(|other| !other.equal && !other.taken && std::ptr::eq(other.source, c.source))
            .filter_map(|other| Some((other, &other.source.cells[cell_of(other)?])))
            .filter(|(_, other)| other.table == cell.table);
        let (mut dominated, mut is_named) = (None, false);
        for (other, beside) in beside {
            let (own, others) = if beside.line == cell.line {
                (&head, names(other, &mut beside.head.iter()))
            } else if beside.head == cell.head {
                (&row, names(other, &mut beside.row.iter()))
            } else {
                continue;
            };
            let ours = told(own, &others);
            if !ours && told(&others, own) {
                dominated = Some(other);
            }
            is_named |= ours;
        }
        match dominated {
            Some(other) => misplaced = misplaced.or(Some(other)),
            None if is_named => is_placed = true,
            None => return None,
        }
    }
    match misplaced {
        _ if is_placed => {
            let (first, _) = equal.first()?;
            Some(Judgement::supported(Some(first.source())))
        }
        Some(other) => Some(Judgement::contradicts(Some(other.source()))),
        None => None,
    }
}
