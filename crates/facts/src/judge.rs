//! Tells of each fact of a reply whether a source has it.

mod amount;
mod date;
mod measure;
mod named;
mod promise;

use std::cell::OnceCell;

use jiff::civil::Date;

use crate::instead::instead;
use crate::number::Number;
use crate::pattern::{head, tail};
use crate::role::{Role, likeness, role};
use crate::scan::{Found, Mention, Value, clauses, scan, sentence};
use crate::text::Folded;
use crate::{Fact, From, Kind, Known, Source, Span, Verdict};

/// Bytes of a text beyond which it is not read: replies and sources are far shorter.
const LONGEST: usize = 60_000;

/// Bytes of all sources together, for the same reason.
const LONGEST_TOGETHER: usize = 240_000;

/// A text that facts may come from.
struct SourceText {
    folded: Folded,
    from: From,
    /// The shop's own words; what only the customer says may be mistaken.
    trusted: bool,
    found: Vec<(Found, Role)>,
    mentions: Vec<(Mention, Role)>,
    /// Counts without a unit.
    numbers: Vec<Number>,
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
    sources: Vec<SourceText>,
    today: Option<Date>,
}

/// A fact of a source, beside a fact of the reply.
struct Candidate<'s> {
    source: &'s SourceText,
    found: &'s Found,
    likeness: f32,
    /// Words that the two have right beside them.
    label: usize,
    equal: bool,
}

/// What was decided, and by which words.
pub(crate) struct Judgement {
    pub verdict: Verdict,
    pub source: Option<Source>,
}

/// All facts of a reply, in their order, each with its verdict. Sources and reply are read up to 60,000 bytes each.
pub fn check(reply: &str, known: &Known<'_>) -> Vec<Fact> {
    let desk = Desk::new(reply, known);
    let mut facts: Vec<Fact> = Vec::new();
    for (index, (found, role)) in desk.found.iter().enumerate() {
        let judgement = match &found.value {
            // What costs nothing is a promise.
            Value::Amount { value: 0, .. } => continue,
            Value::Amount { .. } => Some(amount::judge(&desk, index)),
            Value::Percent(value) => Some(amount::percent(&desk, found, role, *value)),
            Value::Date(day) => date::judge(&desk, found, role, day),
            Value::Text(words) if found.kind == Kind::Date => {
                date::words(&desk, found, role, words)
            }
            Value::Weekdays(bits) => Some(date::weekdays(&desk, found, role, *bits)),
            Value::Time { .. } => Some(date::time(&desk, found, role)),
            Value::Quantity { .. } => Some(measure::judge(&desk, found, role)),
            Value::Text(text) if found.kind == Kind::Id && named::is_loose(&desk, found, text) => {
                None
            }
            Value::Text(text) => Some(named::text(&desk, found, role, text)),
            Value::Place(parts) => Some(named::place(&desk, parts)),
            Value::Name { parts, salutation } => named::name(&desk, found, parts, *salutation),
        };
        if let Some(judgement) = judgement {
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
    for (bytes, judgement) in named::mistaken(&desk) {
        let fact = desk.fact(&bytes, Kind::Name, judgement);
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

impl Desk {
    fn new(reply: &str, known: &Known<'_>) -> Self {
        let (own_words, quoted) = split(cut(known.mail));
        let mut sources = vec![
            SourceText::new(&own_words, From::Mail, false),
            SourceText::new(&quoted, From::Mail, true),
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
                sources.push(SourceText::new(text, from, trusted));
            }
        }
        sources.retain(|source| !source.folded.text.trim().is_empty());
        let reply = Folded::new(cut(reply));
        let found = with_roles(&reply);
        let mentions = with_role(&reply, clauses(&reply, false));
        Self {
            found,
            mentions,
            threshold: OnceCell::new(),
            reply,
            sources,
            today: known.received.map(|at| at.date()),
        }
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
        role: &Role,
        equal: impl Fn(&Found, &SourceText) -> Option<bool>,
    ) -> Vec<Candidate<'s>> {
        let mut candidates = Vec::new();
        for source in &self.sources {
            for (found, other) in &source.found {
                if let Some(equal) = equal(found, source) {
                    candidates.push(Candidate {
                        source,
                        found,
                        likeness: likeness(role, other),
                        label: role.shared_label(other),
                        equal,
                    });
                }
            }
        }
        candidates
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

    /// The sentence of the reply around a span.
    fn sentence(&self, bytes: &Span) -> Span {
        sentence(&self.reply.text, bytes)
    }
}

impl SourceText {
    /// The customer's mail, or one before it.
    fn is_mail(&self) -> bool {
        matches!(self.from, From::Mail | From::Earlier(_))
    }

    fn new(text: &str, from: From, trusted: bool) -> Self {
        let folded = Folded::new(text);
        let found = with_roles(&folded);
        let mentions = if trusted {
            with_role(&folded, clauses(&folded, true))
        } else {
            Vec::new()
        };
        Self {
            numbers: amount::bare_numbers(&folded.text),
            places: OnceCell::new(),
            folded,
            from,
            trusted,
            found,
            mentions,
        }
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

impl Candidate<'_> {
    /// A limit of a rule, 3,000円以上, is no value of anything.
    fn is_bound(&self) -> bool {
        let text = &self.source.folded.text;
        let after = text[self.found.bytes.end..].trim_start();
        let before = tail(text[..self.found.bytes.start].trim_end(), 16).to_lowercase();
        [
            "以上", "未満", "以下", "から", "単位", "まで", "or more", "and over", "or over",
        ]
        .iter()
        .any(|word| after.starts_with(word))
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
            ]
            .iter()
            .any(|word| before.ends_with(word))
    }

    fn source(&self) -> Source {
        self.source.source(&self.found.bytes)
    }
}

impl Judgement {
    fn supported(source: Option<Source>) -> Self {
        Self {
            verdict: Verdict::Supported,
            source,
        }
    }

    /// No source has it: it contradicts the one that is said of the same thing, where there is one.
    fn without_source(candidates: &[Candidate<'_>]) -> Self {
        let nearest = candidates
            .iter()
            .filter(|c| c.source.trusted)
            .max_by(|a, b| a.likeness.total_cmp(&b.likeness));
        match nearest.filter(|nearest| nearest.likeness >= 0.5) {
            Some(nearest) => Self {
                verdict: Verdict::Contradicts,
                source: Some(nearest.source()),
            },
            None => Self {
                verdict: Verdict::Unsupported,
                source: None,
            },
        }
    }
}

/// How much better another value has to fit before it contradicts one that some source has.
const CLEARLY: f32 = 1.6;

/// Decides among facts of sources of which some have the value; none where no source has it.
fn weigh(candidates: &[Candidate<'_>], denied: bool) -> Option<Judgement> {
    let best = |equal: bool, trusted: bool| {
        candidates
            .iter()
            .filter(|c| {
                c.equal == equal && (c.source.trusted || !trusted) && (equal || !c.is_bound())
            })
            .max_by(|a, b| a.likeness.total_cmp(&b.likeness))
    };
    let equal = best(true, false)?;
    if denied {
        return Some(Judgement::supported(Some(equal.source())));
    }
    if let Some(other) = best(false, true) {
        let only_the_customer = best(true, true).is_none();
        // Who names both values mistakes nothing: 3人から2人になりました.
        let is_a_change = candidates
            .iter()
            .any(|c| !c.source.trusted && c.found.value == other.found.value);
        // Its label is that of another value, and the value's own label is not here.
        let labels = |equal: bool| {
            candidates
                .iter()
                .filter(move |c| c.equal == equal && c.source.trusted && (equal || !c.is_bound()))
        };
        let labelled = |equal: bool| labels(equal).map(|c| c.label).max().unwrap_or(0);
        if labelled(false) >= if other.found.kind == Kind::Date { 2 } else { 1 }
            && labelled(true) == 0
            && best(true, true).is_some()
            && let Some(other) = labels(false).max_by_key(|c| c.label)
        {
            return Some(Judgement {
                verdict: Verdict::Contradicts,
                source: Some(other.source()),
            });
        }
        let another_line =
            other.likeness > CLEARLY * equal.likeness + 0.5 && !(only_the_customer && is_a_change);
        if another_line
            || (only_the_customer
                && !is_a_change
                && other.likeness >= 0.9
                && other.likeness > 0.8 * equal.likeness)
        {
            return Some(Judgement {
                verdict: Verdict::Contradicts,
                source: Some(other.source()),
            });
        }
    }
    Some(Judgement::supported(Some(equal.source())))
}

fn with_role(folded: &Folded, mentions: Vec<Mention>) -> Vec<(Mention, Role)> {
    let with_role = |mention: Mention| {
        let role = role(folded, &mention.bytes);
        (mention, role)
    };
    mentions.into_iter().map(with_role).collect()
}

fn with_roles(folded: &Folded) -> Vec<(Found, Role)> {
    /// Facts before and behind that may tell two alike apart: 12/5 at 10 am, 12/13 at 1 pm.
    const AROUND: usize = 3;
    let found = scan(folded);
    let mut roles: Vec<Role> = found
        .iter()
        .map(|found| role(folded, &found.bytes))
        .collect();
    for (at, role) in roles.iter_mut().enumerate() {
        let own = sentence(&folded.text, &found[at].bytes);
        let around = at.saturating_sub(AROUND)..found.len().min(at + AROUND + 1);
        let beside =
            around.filter(|other| *other != at && own.contains(&found[*other].bytes.start));
        role.add(beside.filter_map(|other| {
            let other = &found[other];
            let gap = other.bytes.start.saturating_sub(found[at].bytes.end);
            let gap = gap.max(found[at].bytes.start.saturating_sub(other.bytes.end));
            Some((named(other)?, gap))
        }));
    }
    found.into_iter().zip(roles).collect()
}

/// A fact as a word beside another.
fn named(found: &Found) -> Option<String> {
    Some(match &found.value {
        Value::Amount { value, .. } => format!("@amount {value}"),
        Value::Date(day) => format!("@day {} {}", day.month?, day.day?),
        Value::Text(text) if found.kind == Kind::Id => format!("@id {text}"),
        Value::Percent(value) => format!("@percent {value}"),
        Value::Time { from, to: None, .. } => format!("@time {}", from % 720),
        _ => return None,
    })
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
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
