//! Tells of each fact of a reply whether a source has it.

mod amount;
mod clause;
mod clock;
mod counted;
mod date;
mod follows;
mod grant;
mod hours;
mod listed;
mod measure;
mod named;
mod often;
mod order;
mod percent;
mod polarity;
mod promise;
mod rate;
mod record;
mod saying;
mod strangers;
mod sum;
mod threshold;
mod unit;
mod unit_price;
mod written;

use std::cell::{self, OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::calendar::days;
use crate::instead::instead;
use crate::number::{Number, ONE};
use crate::pattern::{Pattern, head, pattern, tail};
use crate::role::{Role, Shared, likeness, role, role_of_clause, words_of};
use crate::scan::{self, Class, Day, Found, Mention, Tax, Unit, Value, clauses, scan};
use crate::table::{self, Cell};
use crate::text::{Folded, without_noise};
use crate::{Fact, From, Kind, Known, Source, Span, Verdict};

/// Bytes of a reply or of one source beyond which it is not read: both are far shorter.
pub const LONGEST: usize = 60_000;

/// Bytes of all sources together, for the same reason.
const LONGEST_TOGETHER: usize = 240_000;

/// Facts of a reply that are judged, and facts of one source that they are compared with: letters and price lists have fewer,
/// and each of ones is compared with each of the others.
const MOST_JUDGED: usize = 1_500;
const MOST_KNOWN: usize = 4_000;

/// A text that facts may come from.
struct SourceText {
    folded: Folded,
    from: From,
    /// The shop's own words; what only the customer says may be mistaken.
    trusted: bool,
    found: Vec<(Found, Role)>,
    /// The values of its tables.
    cells: Vec<Cell>,
    mentions: Vec<(Mention, Role)>,
    /// Which facts of the reply say each of its facts, by their number: the first of them.
    said: OnceCell<Vec<Vec<usize>>>,
    /// For how long each of its amounts is, by where it begins.
    rates: OnceCell<HashMap<usize, &'static str>>,
    /// Whether it names the customer.
    is_theirs: OnceCell<bool>,
    /// Which of its facts are limits of rules.
    bounds: OnceCell<Vec<bool>>,
    /// Counts without a unit.
    numbers: Vec<Number>,
    /// Numbers of three digits and more that are no fact by their form.
    bare: OnceCell<Vec<(Span, Number)>>,
    /// Numbers in words: "two 30-minute walks".
    spelled: OnceCell<Vec<Number>>,
    /// The pieces of its addresses.
    places: OnceCell<Vec<String>>,
}

/// Everything that one reply is judged by.
struct Desk {
    reply: Folded,
    found: Vec<(Found, Role)>,
    mentions: Vec<(Mention, Role)>,
    /// From which total on something is free, by the shop's rules.
    threshold: OnceCell<Option<(Number, Source)>>,
    /// The prices of each list that the mail asks for.
    asked: OnceCell<Vec<Vec<Number>>>,
    /// What prices for one come to.
    products: OnceCell<Vec<unit_price::Product>>,
    /// The amounts that the reply says not to be so.
    denied: OnceCell<HashSet<Number>>,
    /// What the customer's orders come to, as their records list them.
    orders: OnceCell<Vec<order::Order>>,
    /// Which amounts of the reply others may be computed from.
    standing: RefCell<Vec<Standing>>,
    /// Whether they may be computed from those that fail in front of them.
    leans: cell::Cell<bool>,
    sources: Vec<SourceText>,
    /// Names in what was left out of the sources: records of other customers.
    others: Vec<record::OtherNames>,
    today: Option<Date>,
    /// Which days are meant by what is written, each counted once.
    days: RefCell<HashMap<Day, Rc<[Date]>>>,
    /// What the sources give for nothing or charge for.
    statements: OnceCell<Vec<grant::Statement>>,
    /// What counts stretches of it say, each read once.
    said: RefCell<HashMap<Span, Rc<clause::Said>>>,
}

/// Whether other amounts may be computed from one of the reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
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

/// A fact of a source, beside a fact of the reply.
struct Candidate<'s> {
    source: &'s SourceText,
    found: &'s Found,
    role: &'s Role,
    likeness: f32,
    /// Words that the two have right beside them.
    label: usize,
    /// Which words those are.
    shared: Shared,
    equal: bool,
    /// The role of the fact of the reply.
    ours: &'s Role,
    /// Another fact of the reply says it: then ours is about something else.
    taken: bool,
    /// A limit of a rule in the source, 3,000円以上: no value of anything.
    is_bound: bool,
    /// Both are limits: "over £25" in the source and in the reply.
    bound: bool,
}

/// What was decided, and by which words.
pub(crate) struct Judgement {
    pub verdict: Verdict,
    pub source: Option<Source>,
    /// Whether the source's value is of the same thing, so that it may be taken over.
    pub fits: bool,
}

/// All facts of a reply, in their order, each with its verdict. Sources and reply are read up to 60,000 bytes each.
pub fn check(reply: &str, known: &Known<'_>) -> Vec<Fact> {
    let desk = Desk::new(reply, known);
    let mut facts: Vec<Fact> = Vec::new();
    let mut amounts = amount::judge_all(&desk);
    for (index, (found, role)) in desk.found.iter().enumerate() {
        let judgement = match &found.value {
            // What costs nothing is a promise.
            Value::Amount { value: 0, .. } => continue,
            Value::Amount { .. } => amounts[index].take(),
            Value::Percent(value) => Some(percent::percent(&desk, found, role, *value)),
            Value::Date(day) => date::judge(&desk, found, role, day),
            Value::Text(part) if found.kind == Kind::Time => {
                clock::part_of_day(&desk, found, role, part)
            }
            Value::Text(words) if found.kind == Kind::Date => {
                date::words(&desk, found, role, words)
            }
            Value::Period { year, month } => Some(date::period(&desk, found, role, *year, *month)),
            Value::Weekdays(bits) => date::weekdays(&desk, found, role, *bits),
            Value::Time { .. } => Some(clock::time(&desk, found, role)),
            Value::Quantity { .. } => measure::judge(&desk, found, role),
            Value::Text(text) if found.kind == Kind::Id && named::is_loose(&desk, found, text) => {
                None
            }
            Value::Text(text) => Some(named::text(&desk, found, role, text)),
            Value::Place(parts) if named::is_loose_place(&desk, found, parts) => None,
            Value::Place(parts) => Some(named::place(&desk, parts)),
            Value::Name { parts, salutation } => named::name(&desk, found, parts, *salutation),
        };
        if let Some(judgement) = judgement
            && (judgement.verdict == Verdict::Supported || !is_example(&desk.reply.text, found))
        {
            facts.push(desk.fact(&found.bytes, found.kind, judgement));
        }
    }
    for (mention, role) in &desk.mentions {
        let Some(judgement) = promise::judge(&desk, mention, role) else {
            continue;
        };
        let fact = desk.fact(&mention.bytes, Kind::Promise, judgement);
        if !facts
            .iter()
            .any(|other| other.start < fact.end && fact.start < other.end)
        {
            facts.push(fact);
        }
    }
    let offers = promise::offers(&desk);
    let offers = offers.into_iter().chain(promise::gifts(&desk));
    let paid = promise::payments(&desk).into_iter();
    for (bytes, judgement) in paid.chain(promise::terms(&desk)).chain(offers) {
        let fact = desk.fact(&bytes, Kind::Promise, judgement);
        if !facts
            .iter()
            .any(|other| other.start < fact.end && fact.start < other.end)
        {
            facts.push(fact);
        }
    }
    for (bytes, judgement) in strangers::mistaken(&desk)
        .into_iter()
        .chain(strangers::misspelt(&desk))
        .chain(strangers::unknown(&desk))
        .chain(strangers::unknown_places(&desk))
        .chain(strangers::unknown_titles(&desk))
        .chain(record::names_of_others(&desk))
    {
        let fact = desk.fact(&bytes, Kind::Name, judgement);
        if !facts
            .iter()
            .any(|other| other.start < fact.end && fact.start < other.end)
        {
            facts.push(fact);
        }
    }
    for (bytes, kind, judgement) in often::judge(&desk).into_iter().chain(listed::judge(&desk)) {
        let fact = desk.fact(&bytes, kind, judgement);
        let overlaps = |other: &Fact| other.start < fact.end && fact.start < other.end;
        // "The second Monday" says more than "Monday", and 2か月に1回 more than 2か月.
        let is_other = |other: &Fact| {
            overlaps(other)
                && other.verdict != Verdict::Supported
                && (fact.verdict != Verdict::Supported || other.kind != Kind::Quantity)
        };
        if !facts.iter().any(is_other) {
            facts.retain(|other| !overlaps(other));
            facts.push(fact);
        }
    }
    for (bytes, judgement) in polarity::denied(&desk) {
        let fact = desk.fact(&bytes, Kind::Promise, judgement);
        // What is judged as a fact or a promise of its own is judged by that.
        let is_judged = |other: &Fact| {
            other.start < fact.end && fact.start < other.end && matches!(other.kind, Kind::Promise)
        };
        if !facts.iter().any(is_judged) {
            facts.push(fact);
        }
    }
    for (bytes, judgement) in measure::bare(&desk) {
        let fact = desk.fact(&bytes, Kind::Quantity, judgement);
        if !facts
            .iter()
            .any(|other| other.start < fact.end && fact.start < other.end)
        {
            facts.push(fact);
        }
    }
    facts.sort_by_key(|fact| fact.start);
    facts
}

/// What only shows how such a number looks, and says so: 例：A-12345, "e.g. ABC-123", A-12345のような番号.
fn is_example(text: &str, found: &Found) -> bool {
    static ANNOUNCED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)(?:例\s?:?|例えば|たとえば|\be\.?g\.?,?|\bfor (?:example|instance),?:?)[\s(「'\x22]{0,2}(?:[a-z0-9/-]{2,16}(?:、|や|または|, | or ))*$",
        )
    });
    static ID_ANNOUNCED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:such as|looks? like|something like|in the (?:form|format)(?: of)?)[\s(「'\x22]{1,2}(?:[a-z0-9/-]{2,16}(?:, | or ))*$",
        )
    });
    let before = tail(&text[..found.bytes.start], 64);
    let behind = text[found.bytes.end..].trim_start_matches(['」', ')', '"', '\'']);
    let is_like = ["のような", "のように", "の形", "といった"]
        .iter()
        .any(|word| behind.starts_with(word));
    match found.kind {
        Kind::Id => is_like || ANNOUNCED.is_match(before) || ID_ANNOUNCED.is_match(before),
        Kind::Date => is_like || ANNOUNCED.is_match(before),
        _ => false,
    }
}

impl Desk {
    fn new(reply: &str, known: &Known<'_>) -> Self {
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
            said: RefCell::default(),
        }
    }

    /// Whether the amount at `index` of the reply may be computed from the one at `part`.
    fn may_follow(&self, index: usize, part: usize) -> bool {
        match self.standing.borrow()[part] {
            Standing::Known | Standing::Follows => part != index,
            Standing::Open => false,
            Standing::Fails => self.leans.get() && part < index,
        }
    }

    /// The facts of the shop's own words, each with its text.
    fn trusted_facts(&self) -> impl Iterator<Item = (&SourceText, &Found)> {
        let trusted = self.sources.iter().filter(|source| source.trusted);
        trusted.flat_map(|source| source.found.iter().map(move |(found, _)| (source, found)))
    }

    /// Whether the amount at `index` of the reply has a source, or follows from what has one.
    fn holds(&self, index: usize) -> bool {
        matches!(
            self.standing.borrow()[index],
            Standing::Known | Standing::Follows
        )
    }

    /// The days that may be meant by what is written.
    fn days(&self, day: &Day) -> Rc<[Date]> {
        if let Some(known) = self.days.borrow().get(day) {
            return Rc::clone(known);
        }
        let counted: Rc<[Date]> = days(day, self.today).into();
        self.days.borrow_mut().insert(*day, Rc::clone(&counted));
        counted
    }

    /// Where a trusted source has the words of the reply as they are: a number and its unit that were read as a fact here, and
    /// not there ("to 20 lb", 本館1階).
    fn written(&self, bytes: &Span) -> Option<Source> {
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

    fn fact(&self, bytes: &Span, kind: Kind, judgement: Judgement) -> Fact {
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
    fn candidates<'s>(
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
    fn says_elsewhere(&self, ours: &Found, role: &Role, source: &SourceText, at: usize) -> bool {
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
    fn says(&self, other: &Found, known: &Found) -> bool {
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
    fn is_denied(&self, bytes: &Span) -> bool {
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
    fn said(&self, around: &Span) -> Rc<clause::Said> {
        if let Some(known) = self.said.borrow().get(around) {
            return Rc::clone(known);
        }
        let said = Rc::new(clause::Said::read(self, around));
        let mut known = self.said.borrow_mut();
        known.insert(around.clone(), Rc::clone(&said));
        said
    }

    /// The sentence of the reply around a span.
    fn sentence(&self, bytes: &Span) -> Span {
        self.reply.sentence_around(bytes)
    }
}

impl SourceText {
    /// The customer's mail, or one before it.
    fn is_mail(&self) -> bool {
        matches!(self.from, From::Mail | From::Earlier(_))
    }

    fn new(text: &str, from: From, trusted: bool, today: Option<Date>) -> Self {
        let folded = Folded::new(text);
        let cells = match trusted {
            true => table::cells(&folded.text),
            false => Vec::new(),
        };
        let mut found = with_roles(&folded, &cells, today, MOST_KNOWN);
        if from == From::Mail {
            // When a quoted mail was sent tells nothing of what it says.
            found.retain(|(found, _)| {
                !matches!(found.kind, Kind::Date | Kind::Time)
                    || !is_header(&folded.text[folded.line(&found.bytes)])
            });
        }
        if trusted {
            said_of_all(&folded.text, &mut found);
        }
        let mentions = if trusted {
            with_role(&folded, clauses(&folded, true))
        } else {
            Vec::new()
        };
        Self {
            numbers: amount::bare_numbers(&folded.text),
            bare: OnceCell::new(),
            said: OnceCell::new(),
            bounds: OnceCell::new(),
            rates: OnceCell::new(),
            is_theirs: OnceCell::new(),
            spelled: OnceCell::new(),
            places: OnceCell::new(),
            folded,
            from,
            trusted,
            found,
            cells,
            mentions,
        }
    }

    /// For how long an amount of it is: a night, a month.
    fn rate(&self, bytes: &Span) -> Option<&'static str> {
        let rates = self.rates.get_or_init(|| {
            let amounts = self.found.iter().map(|(found, _)| found);
            let amounts = amounts.filter(|found| found.kind == Kind::Amount);
            let rate = |found: &Found| {
                let rate = rate::rate(&self.folded.text, &found.bytes)?;
                Some((found.bytes.start, rate))
            };
            amounts.filter_map(rate).collect()
        });
        rates.get(&bytes.start).copied()
    }

    fn source(&self, bytes: &Span) -> Source {
        let line = self.folded.line(bytes);
        Source {
            text: self.folded.words(&line).trim().to_owned(),
            value: self.folded.words(bytes),
            from: self.from,
        }
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

/// What a price list says of all its prices: すべて税込, "prices incl. VAT".
fn said_of_all(text: &str, found: &mut [(Found, Role)]) {
    static INCLUDED: LazyLock<Pattern> =
        LazyLock::new(|| pattern(r"(?i)税込|内税|\bincl(?:\.|uding|udes?)?\s(?:VAT|tax|GST)"));
    static EXCLUDED: LazyLock<Pattern> = LazyLock::new(|| {
        pattern(
            r"(?i)税抜|税別|外税|\b(?:excl(?:\.|uding)?|plus|before|ex)\s(?:[\d.]+%\s)?(?:sales\s)?(?:VAT|tax|GST)",
        )
    });
    let said = match (INCLUDED.is_match(text), EXCLUDED.is_match(text)) {
        (true, false) => Tax::Included,
        (false, true) => Tax::Excluded,
        _ => return,
    };
    for (found, _) in found {
        if let Value::Amount {
            tax: tax @ None, ..
        } = &mut found.value
        {
            *tax = Some(said);
        }
    }
}

impl Candidate<'_> {
    fn source(&self) -> Source {
        self.source.source(&self.found.bytes)
    }
}

impl Judgement {
    fn supported(source: Option<Source>) -> Self {
        Self {
            verdict: Verdict::Supported,
            source,
            fits: true,
        }
    }

    /// It follows from what is known.
    fn computed(how: String) -> Self {
        Self::supported(Some(Source {
            text: how,
            value: String::new(),
            from: From::Computed,
        }))
    }

    fn unsupported() -> Self {
        Self {
            verdict: Verdict::Unsupported,
            source: None,
            fits: false,
        }
    }

    fn contradicts(source: Option<Source>) -> Self {
        Self {
            verdict: Verdict::Contradicts,
            source,
            fits: true,
        }
    }

    /// No source has it: it contradicts the one that is said of the same thing, where there is one.
    fn without_source(candidates: &[Candidate<'_>]) -> Self {
        let others = || candidates.iter().filter(|c| c.source.trusted && !c.taken);
        let nearest = others().max_by(|a, b| a.likeness.total_cmp(&b.likeness));
        let Some(nearest) = nearest.filter(|nearest| nearest.likeness >= 0.5) else {
            return Self::unsupported();
        };
        // Of two that are as near it is not known which one was meant.
        let is_rival = |c: &Candidate<'_>| {
            c.found.value != nearest.found.value && c.likeness >= 0.8 * nearest.likeness
        };
        Self {
            verdict: Verdict::Contradicts,
            source: Some(nearest.source()),
            fits: nearest.shared.label != 0
                && nearest.role.covered_by(nearest.ours) >= 0.5
                && !others().any(is_rival),
        }
    }
}

/// Whether what is written at a place is a limit of a rule.
fn is_bound(text: &str, bytes: &Span) -> bool {
    let after = text[bytes.end..].trim_start();
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
fn weigh(role: &Role, candidates: &[Candidate<'_>], denied: bool) -> Option<Judgement> {
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

fn with_role(folded: &Folded, mentions: Vec<Mention>) -> Vec<(Mention, Role)> {
    let with_role = |mention: Mention| {
        // 要予約 says itself what is required.
        let with_own = matches!(mention.class, Class::Required | Class::NotRequired);
        let role = role_of_clause(folded, &mention.bytes, &mention.clause, with_own);
        (mention, role)
    };
    mentions.into_iter().map(with_role).collect()
}

fn with_roles(
    folded: &Folded,
    cells: &[Cell],
    today: Option<Date>,
    most: usize,
) -> Vec<(Found, Role)> {
    /// Facts before and behind that may tell two alike apart: 12/5 at 10 am, 12/13 at 1 pm.
    const AROUND: usize = 3;
    let mut found = scan(folded);
    priced(folded, cells, &mut found);
    found.truncate(most);
    let mut roles: Vec<Role> = found
        .iter()
        .map(|found| role(folded, &found.bytes))
        .collect();
    for (at, role) in roles.iter_mut().enumerate() {
        let own = folded.sentence_around(&found[at].bytes);
        let around = at.saturating_sub(AROUND)..found.len().min(at + AROUND + 1);
        let beside =
            around.filter(|other| *other != at && own.contains(&found[*other].bytes.start));
        role.add(beside.flat_map(|index| {
            let other = &found[index];
            // 150枚 7,480円: what is counted right before a price is what it is the price of.
            let is_label = index + 1 == at
                && other.kind == Kind::Quantity
                && !folded.text[other.bytes.end..found[at].bytes.start]
                    .contains(['、', ',', ';', '|', '。']);
            let gap = other.bytes.start.saturating_sub(found[at].bytes.end);
            let gap = gap.max(found[at].bytes.start.saturating_sub(other.bytes.end));
            named(other, today)
                .into_iter()
                .map(move |name| (name, gap, is_label && gap <= 48))
        }));
    }
    for cell in cells {
        let within = |span: &Span, bytes: &Span| span.start <= bytes.start && bytes.end <= span.end;
        let tokens = cell.row.iter().chain(&cell.head).flat_map(|name| {
            let facts = found.iter().filter(|fact| within(name, &fact.bytes));
            let facts = facts.flat_map(|fact| named(fact, today));
            words_of(&folded.text[name.clone()])
                .into_iter()
                .chain(facts)
        });
        let tokens: Vec<String> = tokens.collect();
        for (found, role) in found.iter().zip(&mut roles) {
            if within(&cell.bytes, &found.bytes) {
                role.name(&tokens);
            }
        }
    }
    found.into_iter().zip(roles).collect()
}

/// Adds the numbers of tables that have their currency from a heading.
fn priced(folded: &Folded, cells: &[Cell], found: &mut Vec<Found>) {
    for cell in cells {
        let is_free = |found: &[Found]| {
            let mut taken = found.iter().map(|other| &other.bytes);
            !taken.any(|bytes| bytes.start < cell.bytes.end && cell.bytes.start < bytes.end)
        };
        if let Some(sign) = &cell.currency
            && is_free(found)
            && let Some(value) = scan::amount(&folded.text[cell.bytes.clone()], sign)
        {
            found.push(Found {
                bytes: cell.bytes.clone(),
                kind: Kind::Amount,
                value,
            });
        }
    }
    found.sort_by_key(|found| found.bytes.start);
}

/// A fact as a word beside another: days of the week one by one.
fn named(found: &Found, today: Option<Date>) -> Vec<String> {
    match &found.value {
        Value::Amount { value, .. } => vec![format!("@amount {value}")],
        Value::Date(day) => match (day.month, day.day, day.weekday) {
            (Some(month), Some(day), _) => vec![format!("@day {month} {day}")],
            (_, _, Some(weekday)) => {
                let weekday = format!("@weekday {}", weekday.to_monday_zero_offset());
                let meant = days(day, today).into_iter().take(2);
                let meant = meant.map(|day| format!("@day {} {}", day.month(), day.day()));
                meant.chain([weekday]).collect()
            }
            _ => {
                let meant = days(day, today).into_iter().take(2);
                meant
                    .map(|day| format!("@day {} {}", day.month(), day.day()))
                    .collect()
            }
        },
        Value::Weekdays(bits) => {
            let days = (0..7).filter(|day| bits >> day & 1 == 1);
            days.map(|day| format!("@weekday {day}")).collect()
        }
        Value::Text(text) if found.kind == Kind::Id => vec![format!("@id {text}")],
        Value::Percent(value) => vec![format!("@percent {value}")],
        Value::Quantity { low, high, unit } if low == high && *low > ONE => {
            vec![format!("@quantity {low} {unit:?}")]
        }
        Value::Time { from, to: None, .. } => vec![format!("@time {}", from % 720)],
        _ => Vec::new(),
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A line above a quoted mail: "Sent: …", "On … wrote:", 2026年10月4日(日) 9:02 山ふじ旅館 <frontdesk@…>:
fn is_header(line: &str) -> bool {
    let line = line.trim().trim_start_matches(['>', ' ']);
    ["Sent:", "Date:", "送信日時:", "日時:", "送信:"]
        .iter()
        .any(|name| line.starts_with(name))
        || line.ends_with("wrote:")
        || line.contains('@')
            && (line.ends_with('>') || line.ends_with(">:") || line.ends_with(':'))
}

/// The customer's own words, and what the mail quotes of ours.
fn split(mail: &str) -> (String, String) {
    let (mut own, mut quoted) = (String::new(), String::new());
    for line in mail.lines() {
        let (target, line) = match line.trim_start().strip_prefix(['>', '＞']) {
            Some(rest) => (&mut quoted, rest.trim_start_matches(['>', '＞', ' '])),
            None => (&mut own, line),
        };
        target.push_str(line);
        target.push('\n');
    }
    (own, quoted)
}
