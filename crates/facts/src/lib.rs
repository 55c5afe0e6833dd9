//! Finds the facts of a reply (amounts, dates, numbers, names, promises …) and tells which of them have a source.
//!
//! No model is asked and nothing leaves the process: facts are found by rules, normalised
//! (`１２，８００円` is `¥12,800`), and compared with the facts of the sources by value and by role: what the number
//! is said of. What no source has in these words may still follow from them: sums, taxes, discounts, calendar days.
//!
//! ```
//! use facts::{Known, Verdict, check};
//!
//! let known = Known { mail: "注文 A-1024 はいつ届きますか", passages: &["注文 A-1024 配達 2026-11-05 送料 550円"], ..Known::default() };
//! let facts = check("ご注文A-1024は11月6日に届きます。送料は５５０円です。", &known);
//! assert_eq!(facts[1].text, "11月6日");
//! assert_eq!(facts[1].verdict, Verdict::Contradicts);
//! assert_eq!(facts[2].verdict, Verdict::Supported);
//! ```

mod calc;
mod calendar;
mod holiday;
mod instead;
mod judge;
mod number;
mod pattern;
mod role;
mod scan;
mod table;
mod text;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use judge::{LONGEST, check};

/// What a reply may be checked against. What is in none of it is not known.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// What the customer wrote, name and subject included.
    pub mail: &'a str,
    /// What the customer wrote before, and what they quote: a source as their mail is.
    pub earlier: &'a [&'a str],
    /// What the shop knows: passages of its pages, records of the order, its own earlier replies.
    pub passages: &'a [&'a str],
    /// Who answers: the signature, the shop's name. A source of names and contacts, too.
    pub own: &'a str,
    /// When the mail came, as civil date and time where the shop is: what "today" and "tomorrow" mean.
    pub received: Option<jiff::civil::DateTime>,
}

/// A fact of a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The words, as they are in the reply.
    pub text: String,
    /// Where it begins, in characters (Unicode scalar values) of the reply.
    pub start: usize,
    /// Where it ends, likewise; exclusive.
    pub end: usize,
    /// What kind of fact it is.
    pub kind: Kind,
    /// Whether a source has it.
    pub verdict: Verdict,
    /// What it is bound to: the passage that has it, that it was computed from, or that says otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// What to write instead where a source contradicts it: the source's value, as the reply writes such values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
}

/// Where a fact comes from, or what contradicts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The words of the source, from the line around the fact.
    pub text: String,
    /// The value that the source has, as it is written there.
    pub value: String,
    /// Which source it is.
    pub from: From,
}

/// Which of the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The customer's mail.
    Mail,
    /// The earlier text of that number, from 0.
    Earlier(usize),
    /// The passage of that number, from 0.
    Passage(usize),
    /// The shop's own signature.
    Own,
    /// Computed from what sources say.
    Computed,
    /// The calendar, counted from the day of the mail.
    Calendar,
}

/// The kinds of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Kind {
    Amount,
    Date,
    Time,
    Quantity,
    Id,
    Phone,
    Email,
    Address,
    Url,
    Name,
    Percent,
    Promise,
}

/// Whether a fact can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// A source has it, or it follows from sources.
    Supported,
    /// No source has it.
    Unsupported,
    /// A source has another value for the same thing.
    Contradicts,
}

/// A span of a text, in characters of its folded form.
pub(crate) type Span = Range<usize>;
