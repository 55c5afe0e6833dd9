//! A text that facts of a reply may come from: its facts, each with what it is said of.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::{amount, rate};
use crate::calendar::days;
use crate::number::{Number, ONE};
use crate::pattern::{Pattern, pattern};
use crate::role::{Role, role, role_of_clause, words_of};
use crate::scan::{self, Class, Found, Mention, Tax, Value, clauses, scan};
use crate::table::{self, Cell};
use crate::text::Folded;
use crate::{From, Kind, Source, Span};

/// Facts of one source that those of a reply are compared with: price lists have fewer.
const MOST_KNOWN: usize = 4_000;

/// A text that facts may come from.
pub(super) struct SourceText {
    pub(super) folded: Folded,
    pub(super) from: From,
    /// The shop's own words; what only the customer says may be mistaken.
    pub(super) trusted: bool,
    pub(super) found: Vec<(Found, Role)>,
    /// The values of its tables.
    pub(super) cells: Vec<Cell>,
    pub(super) mentions: Vec<(Mention, Role)>,
    /// Which facts of the reply say each of its facts, by their number: the first of them.
    pub(super) said: OnceCell<Vec<Vec<usize>>>,
    /// For how long each of its amounts is, by where it begins.
    pub(super) rates: OnceCell<HashMap<usize, &'static str>>,
    /// Whether it names the customer.
    pub(super) is_theirs: OnceCell<bool>,
    /// Which of its facts are limits of rules.
    pub(super) bounds: OnceCell<Vec<bool>>,
    /// Counts without a unit.
    pub(super) numbers: Vec<Number>,
    /// Numbers of three digits and more that are no fact by their form.
    pub(super) bare: OnceCell<Vec<(Span, Number)>>,
    /// Numbers in words: "two 30-minute walks".
    pub(super) spelled: OnceCell<Vec<Number>>,
    /// The pieces of its addresses.
    pub(super) places: OnceCell<Vec<String>>,
}

impl SourceText {
    /// The customer's mail, or one before it.
    pub(super) fn is_mail(&self) -> bool {
        matches!(self.from, From::Mail | From::Earlier(_))
    }

    pub(super) fn new(text: &str, from: From, trusted: bool, today: Option<Date>) -> Self {
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
    pub(super) fn rate(&self, bytes: &Span) -> Option<&'static str> {
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

    pub(super) fn source(&self, bytes: &Span) -> Source {
        let line = self.folded.line(bytes);
        Source {
            text: self.folded.words(&line).trim().to_owned(),
            value: self.folded.words(bytes),
            from: self.from,
        }
    }
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

pub(super) fn with_role(folded: &Folded, mentions: Vec<Mention>) -> Vec<(Mention, Role)> {
    let with_role = |mention: Mention| {
        // 要予約 says itself what is required.
        let with_own = matches!(mention.class, Class::Required | Class::NotRequired);
        let role = role_of_clause(folded, &mention.bytes, &mention.clause, with_own);
        (mention, role)
    };
    mentions.into_iter().map(with_role).collect()
}

pub(super) fn with_roles(
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
pub(super) fn named(found: &Found, today: Option<Date>) -> Vec<String> {
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
pub(super) fn split(mail: &str) -> (String, String) {
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
