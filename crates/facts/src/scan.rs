//! Finds what looks like a fact in a folded text: one pass for each kind, the surest form first, and no two on one place.

mod clock;
mod contact;
mod day;
mod measure;
mod money;
mod person;
pub(crate) mod place;
mod promise;
mod special;

use jiff::civil::Weekday;

use crate::holiday::Holiday;
use crate::number::Number;
use crate::text::Folded;
use crate::{Kind, Span};

pub(crate) use contact::{COUNTRIES, NUMBERED, is_short_code};
pub(crate) use day::{month, weekday};
pub(crate) use measure::unit_of;
pub(crate) use money::amount;
pub(crate) use person::pairs;
pub(crate) use place::parts;
pub(crate) use promise::{Class, Mention, clause_around, clauses};

/// A fact as it is written somewhere, with its normalised value.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub bytes: Span,
    pub kind: Kind,
    pub value: Value,
}

/// The normalised value of a fact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Amount {
        value: Number,
        currency: Option<Currency>,
        tax: Option<Tax>,
    },
    Percent(Number),
    Date(Day),
    /// A year, or a month of a year: 2021年式, April 2027.
    Period {
        year: i16,
        month: Option<i8>,
    },
    /// Days of the week on which something is the case: bit 0 is Monday.
    Weekdays(u8),
    /// Minutes since midnight, to an end where it is a range; without am or pm, hours below 12 may be either.
    Time {
        from: u16,
        to: Option<u16>,
        sure: bool,
    },
    Quantity {
        low: Number,
        high: Number,
        unit: Unit,
    },
    /// A number, an address, a link or a name, in its comparable form.
    Text(String),
    /// The house numbers and the words of an address.
    Place(Vec<String>),
    /// The names in a salutation, or of a person.
    Name {
        parts: Vec<String>,
        salutation: bool,
    },
}

/// Currencies that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Currency {
    Yen,
    /// Any country's, where only the sign is written.
    Dollar,
    /// That of one country, by the first letter of its code: USD, A$.
    DollarOf(char),
    Euro,
    Pound,
    Other(char),
}

/// Whether an amount holds the tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tax {
    Included,
    Excluded,
}

/// A day as it is written: what is not said is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub(crate) struct Day {
    pub year: Option<i16>,
    pub month: Option<i8>,
    pub day: Option<i8>,
    pub weekday: Option<Weekday>,
    pub relative: Option<Relative>,
    /// `3/4` in a text that is not Japanese: month and day may be the other way round.
    pub swappable: bool,
    /// Its year, counted from the year of the mail: 昨年.
    pub year_from: Option<i8>,
}

/// A day told from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Relative {
    /// Days after the day of the mail.
    Days(i32),
    /// Working days after the day of the mail.
    WorkingDays(i32),
    /// The named weekday of that week, counted from the week of the mail.
    InWeek(i32),
    /// The next such weekday.
    Next,
    /// The weekday a week after the next such one: "a week on Saturday".
    WeekAfterNext,
    /// The last day of the month, counted from the month of the mail.
    MonthEnd(i32),
    /// The last day of the month that is named.
    EndOfMonth,
    /// The end of the week, Friday to Sunday, counted from the week of the mail.
    WeekEnd(i32),
    /// The month, counted from the month of the mail; the day is given.
    InMonth(i32),
    /// A day that has a name, the nearest one: Good Friday.
    Named(Holiday),
}

/// What a quantity counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unit {
    Minutes,
    Days,
    WorkingDays,
    Months,
    Millimetres,
    /// Inches, feet, yards and miles: in inches.
    Inches,
    Grams,
    /// Ounces and pounds: in ounces.
    Ounces,
    /// キロ: kilograms or kilometres.
    Kilo,
    Millilitres,
    SquareMetres,
    Count(String),
}

/// Everything found in one text, with the places that are taken.
pub(crate) struct Scan<'a> {
    pub folded: &'a Folded,
    pub found: Vec<Found>,
    pub japanese: bool,
}

impl Scan<'_> {
    /// Keeps a find unless a surer one has its place.
    pub fn keep(&mut self, bytes: Span, kind: Kind, value: Value) -> bool {
        let taken = self
            .found
            .iter()
            .any(|other| other.bytes.start < bytes.end && bytes.start < other.bytes.end);
        if !taken {
            self.found.push(Found { bytes, kind, value });
        }
        !taken
    }

    pub fn before(&self, at: usize) -> Option<char> {
        self.folded.text[..at].chars().next_back()
    }

    /// Whether a number goes on across what is before `at`: 9:30, 1,200; but not 期限:1月10日.
    pub fn is_inside_number(&self, at: usize) -> bool {
        let mut before = self.folded.text[..at].chars().rev();
        matches!(before.next(), Some(':' | ','))
            && before.next().is_some_and(|c| c.is_ascii_digit())
    }

    pub fn after(&self, at: usize) -> Option<char> {
        self.folded.text[at..].chars().next()
    }

    pub fn rest(&self, at: usize) -> &str {
        &self.folded.text[at..]
    }
}

/// All facts of a text but its promises, in their order.
pub(crate) fn scan(folded: &Folded) -> Vec<Found> {
    let japanese = folded
        .text
        .chars()
        .any(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    let mut scan = Scan {
        folded,
        found: Vec::new(),
        japanese,
    };
    contact::links(&mut scan);
    special::fractions(&mut scan);
    day::dates(&mut scan);
    day::periods(&mut scan);
    contact::spaced_ids(&mut scan);
    contact::phones(&mut scan);
    place::addresses(&mut scan);
    contact::ids(&mut scan);
    clock::times(&mut scan);
    money::percents(&mut scan);
    money::amounts(&mut scan);
    special::quantities(&mut scan);
    measure::quantities(&mut scan);
    day::weekdays(&mut scan);
    person::names(&mut scan);
    scan.found.sort_by_key(|found| found.bytes.start);
    scan.found
}

/// Whether a character goes on a word of Latin letters or digits.
pub(crate) fn goes_on(character: Option<char>) -> bool {
    character.is_some_and(|c| c.is_ascii_alphanumeric())
}
