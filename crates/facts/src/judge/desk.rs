//! Everything that one reply is judged by.

use std::cell::{self, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use jiff::civil::Date;

use super::source_text::{SourceText, split, with_role, with_roles};
use super::weigh::{Candidate, is_bound};
use super::{Judgement, LONGEST, case, clause, grant, order, record, timetable, unit_price};
use crate::calendar::days;
use crate::instead::instead;
use crate::number::Number;
use crate::pattern::{head, tail};
use crate::role::{Role, likeness};
use crate::scan::{Day, Found, Mention, Value, clauses};
use crate::text::{Folded, without_noise};
use crate::{Fact, From, Kind, Known, Source, Span};

/// Bytes of all sources together that are read, for the same reason as of one.
const LONGEST_TOGETHER: usize = 240_000;

/// Facts of a reply that are judged: letters have fewer, and each is compared with each fact of the sources.
const MOST_JUDGED: usize = 1_500;

/// Everything that one reply is judged by.
pub(super) struct Desk {
    pub(super) reply: Folded,
    pub(super) found: Vec<(Found, Role)>,
    pub(super) mentions: Vec<(Mention, Role)>,
    /// From which total on something is free, by the shop's rules.
    pub(super) threshold: OnceCell<Option<(Number, Source)>>,
    /// The prices of each list that the mail asks for.
    pub(super) asked: OnceCell<Vec<Vec<Number>>>,
    /// What prices for one come to.
    pub(super) products: OnceCell<Vec<unit_price::Product>>,
    /// Where the sources give something in one case and charge for it in the next.
    pub(super) cases: OnceCell<Vec<case::Pair>>,
    /// The amounts that the reply says not to be so.
    pub(super) denied: OnceCell<HashSet<Number>>,
    /// What the customer's orders come to, as their records list them.
    pub(super) orders: OnceCell<Vec<order::Order>>,
    /// Which amounts of the reply others may be computed from.
    pub(super) standing: RefCell<Vec<Standing>>,
    /// Whether they may be computed from those that fail in front of them.
    pub(super) leans: cell::Cell<bool>,
    pub(super) sources: Vec<SourceText>,
    /// Names in what was left out of the sources: records of other customers.
    pub(super) others: Vec<record::OtherNames>,
    pub(super) today: Option<Date>,
    /// Which days are meant by what is written, each counted once.
    pub(super) days: RefCell<HashMap<Day, Rc<[Date]>>>,
    /// What the sources give for nothing or charge for.
    pub(super) statements: OnceCell<Vec<grant::Statement>>,
    /// Which values of the sources hold on which days.
    pub(super) timetable: OnceCell<Vec<timetable::Stated>>,
    /// The days that the reply names.
    pub(super) reply_days: OnceCell<Vec<timetable::Named>>,
    /// What counts stretches of it say, each read once.
    pub(super) said: RefCell<HashMap<Span, Rc<clause::Said>>>,
}

/// Whether other amounts may be computed from one of the reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A source has this amount.
    Known,
    /// No source has it, and it was not judged so far.
    Open,
    /// It was judged, and follows from what is known.
    Follows,
    /// It was judged, and nothing supports it, or only what fails in front of it: what is computed from it behind it is no
    /// second fault, and supports nothing in front of it.
    Fails,
}

impl Desk {
    pub(super) fn new(reply: &str, known: &Known<'_>) -> Self {
        let today = known.received.map(|at| at.date());
        let (own_words, quoted) = split(&without_noise(cut(known.mail)));
        let mut sources = vec![
            SourceText::new(&own_words, From::Mail, false, today),
            SourceText::new(&quoted, From::Mail, true, today),
        ];
        let own = (cut(known.own), From::Own, true);
        let passages = known.passages.iter().take(200).enumerate();
        let passages = passages.map(|(index, text)| (cut(text), From::Passage(index), true));
        let earlier = known.earlier.iter().take(200).enumerate();
        let earlier = earlier.map(|(index, text)| (cut(text), From::Earlier(index), false));
        let mut room = LONGEST_TOGETHER - own_words.len() - quoted.len();
        for (text, from, trusted) in [own].into_iter().chain(passages).chain(earlier) {
            if text.len() <= room {
                room -= text.len();
                let text = &without_noise(text);
                sources.push(SourceText::new(text, from, trusted, today));
            }
        }
        sources.retain(|source| !source.folded.text.trim().is_empty());
        let (sources, others) = record::without_others(sources, today);
        let reply = Folded::new(cut(reply));
        let found = with_roles(&reply, &[], today, MOST_JUDGED);
        let mut mentions = with_role(&reply, clauses(&reply, false));
        mentions.truncate(MOST_JUDGED);
        let standing = standing(&found, &sources);
        Self {
            found,
            mentions,
            threshold: OnceCell::new(),
            asked: OnceCell::new(),
            products: OnceCell::new(),
            cases: OnceCell::new(),
            denied: OnceCell::new(),
            orders: OnceCell::new(),
            standing: RefCell::new(standing),
            leans: cell::Cell::new(false),
            reply,
            sources,
            others,
            today,
            days: RefCell::default(),
            statements: OnceCell::new(),
            timetable: OnceCell::new(),
            reply_days: OnceCell::new(),
            said: RefCell::default(),
        }
    }

    /// Whether the amount at `index` of the reply may be computed from the one at `part`.
    pub(super) fn may_follow(&self, index: usize, part: usize) -> bool {
        match self.standing.borrow()[part] {
            Standing::Known | Standing::Follows => part != index,
            Standing::Open => false,
            Standing::Fails => self.leans.get() && part < index,
        }
    }

    /// The facts of the shop's own words, each with its text.
    pub(super) fn trusted_facts(&self) -> impl Iterator<Item = (&SourceText, &Found)> {
        let trusted = self.sources.iter().filter(|source| source.trusted);
        trusted.flat_map(|source| source.found.iter().map(move |(found, _)| (source, found)))
    }

    /// Whether the amount at `index` of the reply has a source, or follows from what has one.
    pub(super) fn holds(&self, index: usize) -> bool {
        matches!(
            self.standing.borrow()[index],
            Standing::Known | Standing::Follows
        )
    }

    /// The days that may be meant by what is written.
    pub(super) fn days(&self, day: &Day) -> Rc<[Date]> {
        if let Some(known) = self.days.borrow().get(day) {
            return Rc::clone(known);
        }
        let counted: Rc<[Date]> = days(day, self.today).into();
        self.days.borrow_mut().insert(*day, Rc::clone(&counted));
        counted
    }

    /// Where a trusted source has the words of the reply as they are: a number and its unit that were read as a fact here, and
    /// not there ("to 20 lb", 本館1階).
    pub(super) fn written(&self, bytes: &Span) -> Option<Source> {
        let words = self.reply.text[bytes.clone()].to_lowercase();
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        if !words.contains(|c: char| c.is_ascii_digit()) || words.chars().all(is_number) {
            return None;
        }
        let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        self.sources
            .iter()
            .filter(|source| source.trusted)
            .find_map(|source| {
                let text = source.folded.lower();
                let mut places = text.match_indices(words.as_str());
                let (at, _) = places.find(|(at, _)| {
                    let before = text[..*at].chars().next_back();
                    // The end of another fact is none of its own: 10月30日 has no 30日.
                    let is_tail = source.found.iter().any(|(found, _)| {
                        use Kind::{Amount, Date, Quantity, Time};
                        matches!(found.kind, Amount | Date | Quantity | Time)
                            && at + words.len() <= found.bytes.end
                            // Nor is the beginning of a longer count: 1年半 has no 1年.
                            && (found.bytes.start < *at
                                || matches!(found.kind, Quantity)
                                    && found.bytes.start == *at
                                    && at + words.len() < found.bytes.end)
                    });
                    !is_tail
                        && !before.is_some_and(is_number)
                        && !goes_on(before)
                        && !goes_on(text[at + words.len()..].chars().next())
                })?;
                (text.len() == source.folded.text.len())
                    .then(|| source.source(&(at..at + words.len())))
            })
    }

    pub(super) fn fact(&self, bytes: &Span, kind: Kind, judgement: Judgement) -> Fact {
        let characters = self.reply.characters(bytes);
        Fact {
            text: self.reply.words(bytes),
            start: characters.start,
            end: characters.end,
            kind,
            verdict: judgement.verdict,
            instead: instead(
                &self.reply.text[bytes.clone()],
                kind,
                &judgement,
                self.today,
            ),
            source: judgement.source,
        }
    }

    /// The facts of all sources for which `equal` has an answer.
    pub(super) fn candidates<'s>(
        &'s self,
        ours: &Found,
        role: &'s Role,
        equal: impl Fn(&Found, &SourceText) -> Option<bool>,
    ) -> Vec<Candidate<'s>> {
        let mut candidates = Vec::new();
        let ours_is_bound = is_bound(&self.reply.text, &ours.bytes);
        for source in &self.sources {
            let bounds = source.bounds.get_or_init(|| {
                let found = source.found.iter();
                let is_bound =
                    |(found, _): &(Found, Role)| is_bound(&source.folded.text, &found.bytes);
                found.map(is_bound).collect()
            });
            for (at, (found, other)) in source.found.iter().enumerate() {
                if let Some(equal) = equal(found, source) {
                    let shared = role.shared_words(other);
                    candidates.push(Candidate {
                        source,
                        found,
                        role: other,
                        likeness: likeness(role, other),
                        label: role.weight_of(shared.label),
                        ours: role,
                        shared,
                        taken: !equal && self.says_elsewhere(ours, role, source, at),
                        is_bound: bounds[at],
                        bound: equal && ours_is_bound && bounds[at],
                        equal,
                    });
                }
            }
        }
        candidates
    }

    /// Whether another fact of the reply is this one of a source, and is said of the same thing at least as much as ours.
    pub(super) fn says_elsewhere(
        &self,
        ours: &Found,
        role: &Role,
        source: &SourceText,
        at: usize,
    ) -> bool {
        /// Facts that say the same which are compared.
        const MOST: usize = 4;
        let said = source.said.get_or_init(|| {
            let said = |(known, _): &(Found, Role)| {
                let found = self.found.iter().enumerate();
                let found = found.filter(|(_, (other, _))| self.says(other, known));
                found.map(|(index, _)| index).take(MOST).collect()
            };
            source.found.iter().map(said).collect()
        });
        let theirs = &source.found[at].1;
        let own = likeness(role, theirs);
        said[at].iter().any(|index| {
            let (other, role) = &self.found[*index];
            other.bytes.start != ours.bytes.start && 1.6 * likeness(role, theirs) + 0.8 >= own
        })
    }

    /// Whether a fact of the reply is one of a source, whatever it is said of.
    pub(super) fn says(&self, other: &Found, known: &Found) -> bool {
        if std::mem::discriminant(&other.value) != std::mem::discriminant(&known.value) {
            return false;
        }
        match (&other.value, &known.value) {
            (Value::Amount { value: a, .. }, Value::Amount { value: b, .. }) => a == b,
            (Value::Date(a), Value::Date(b)) => {
                let (a, b) = (self.days(a), self.days(b));
                a.iter().any(|day| b.contains(day))
            }
            (
                Value::Time {
                    from: a, to: None, ..
                },
                Value::Time {
                    from: b, to: None, ..
                },
            ) => a % 720 == b % 720,
            (a, b) => a == b,
        }
    }

    /// Whether the reply says of this fact that it is not so: 24,000円ではなく, "not £850 but".
    pub(super) fn is_denied(&self, bytes: &Span) -> bool {
        let text = &self.reply.text;
        let after = &text[bytes.end..];
        let before = tail(&text[..bytes.start], 32).to_lowercase();
        let before = before.trim_end();
        [
            "ではなく",
            "ではございません",
            "ではありません",
            "でなく",
            "との事でした",
            "ではござい",
        ]
        .iter()
        .any(|word| after.starts_with(word))
            || [
                "not",
                "rather than",
                "instead of",
                "isn't",
                "wasn't",
                "not on",
                "not the",
                "not from",
                "not at",
            ]
            .iter()
            .any(|word| before.ends_with(&format!(" {word}")) || before == *word)
            || {
                let rest = head(after.trim_start(), 32).to_lowercase();
                rest.starts_with("is not correct")
                    || rest.starts_with("is not right")
                    || rest.starts_with("is incorrect")
                    || rest.starts_with("was a mistake")
                    || rest.starts_with("is wrong")
            }
    }

    /// The counts that a stretch of the reply says.
    pub(super) fn said(&self, around: &Span) -> Rc<clause::Said> {
        if let Some(known) = self.said.borrow().get(around) {
            return Rc::clone(known);
        }
        let said = Rc::new(clause::Said::read(self, around));
        let mut known = self.said.borrow_mut();
        known.insert(around.clone(), Rc::clone(&said));
        said
    }

    /// The sentence of the reply around a span.
    pub(super) fn sentence(&self, bytes: &Span) -> Span {
        self.reply.sentence_around(bytes)
    }
}

/// How the amounts of the reply stand before one of them is judged.
fn standing(found: &[(Found, Role)], sources: &[SourceText]) -> Vec<Standing> {
    let amount = |found: &Found| match found.value {
        Value::Amount { value, .. } => Some(value),
        _ => None,
    };
    let known = sources.iter().flat_map(|source| &source.found);
    let known: HashSet<Number> = known.filter_map(|(found, _)| amount(found)).collect();
    let is_known = |found: &Found| amount(found).is_some_and(|value| known.contains(&value));
    let found = found.iter().map(|(found, _)| found);
    found
        .map(|found| match is_known(found) {
            true => Standing::Known,
            false => Standing::Open,
        })
        .collect()
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
