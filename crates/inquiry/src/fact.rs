//! The facts of a reply's text, as they were checked, each with the words that it is bound to.

use facts::{Kind, Verdict};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use pii::CustomerText;

/// The facts of one text. Of any other text they say nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// SHA-256 of the text, in hexadecimal digits.
    of: String,
    /// In their order.
    pub facts: Vec<CheckedFact>,
}

/// A fact of a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedFact {
    /// The words, as they are in the text.
    pub words: CustomerText,
    /// Where they begin, in characters of the text.
    pub start: usize,
    /// What kind of fact it is.
    pub kind: Kind,
    /// Whether a source has it.
    pub verdict: Verdict,
    /// What it is bound to, or what says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<FactSource>,
    /// The source's value, where it can be taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<CustomerText>,
}

/// The words that a fact is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactSource {
    /// Whose they are.
    pub origin: FactOrigin,
    /// The name of the mail's file that they are in, where they are not in its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<CustomerText>,
    /// Word for word, the line that has the fact; or what was computed.
    pub words: CustomerText,
    /// SHA-256 of the whole text that they are in, in hexadecimal digits; empty where it was computed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
}

/// Whose words a source is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum FactOrigin {
    /// The mail that is answered, the names of its files among its words.
    Mail,
    /// An earlier mail of the customer, or what they quote.
    EarlierMail,
    /// A reply that the customer has had from us.
    EarlierReply,
    /// A page of the team's knowledge.
    Knowledge {
        /// Its title and headings.
        title: CustomerText,
    },
    /// A canned reply.
    Canned {
        /// Its name in the menu.
        title: String,
    },
    /// The signature, and what the shop says of itself.
    Shop,
    /// It follows from amounts that are known.
    Computed,
    /// The calendar.
    Calendar,
}

impl Checked {
    /// The facts of `text`.
    pub fn new(text: &CustomerText, facts: Vec<CheckedFact>) -> Checked {
        Checked {
            of: sha256(text.expose().as_bytes()),
            facts,
        }
    }

    /// True when it was this text, to the last byte, that was checked.
    pub fn is_of(&self, text: &CustomerText) -> bool {
        self.of == sha256(text.expose().as_bytes())
    }

    /// True when both are of the same text: the later one tells more.
    pub fn is_as(&self, other: &Checked) -> bool {
        self.of == other.of
    }

    /// How many have a source.
    pub fn supported(&self) -> usize {
        self.count(Verdict::Supported)
    }

    /// How many have this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        let facts = self.facts.iter();
        facts.filter(|fact| fact.verdict == verdict).count()
    }

    /// Those that a person has to look at: what contradicts a source first.
    pub fn marked(&self) -> Vec<&CheckedFact> {
        let of = |verdict| self.facts.iter().filter(move |it| it.verdict == verdict);
        of(Verdict::Contradicts)
            .chain(of(Verdict::Unsupported))
            .collect()
    }

    /// The text with the value of its source in the place of a fact, named by where it begins.
    /// `None` when the text is another one, or there is nothing to take over.
    pub fn taken_over(&self, text: &CustomerText, start: usize) -> Option<CustomerText> {
        let fact = self.facts.iter().find(|fact| fact.start == start)?;
        let instead = fact.instead.as_ref().filter(|_| self.is_of(text))?;
        let (begin, _) = text.expose().char_indices().nth(start)?;
        let (before, rest) = text.expose().split_at(begin);
        let after = rest.strip_prefix(fact.words.expose())?;
        let text = format!("{before}{}{after}", instead.expose());
        Some(CustomerText::new(text))
    }
}

/// In hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_in_a_text_says_nothing_of_one_that_differs_in_a_byte() {
        let text = CustomerText::new("It arrives on 7 November.");
        let fact = CheckedFact {
            words: CustomerText::new("7 November"),
            start: 14,
            kind: Kind::Date,
            verdict: Verdict::Contradicts,
            source: None,
            instead: Some(CustomerText::new("6 November")),
        };
        let checked = Checked::new(&text, vec![fact]);
        assert!(checked.is_of(&text));
        let taken_over = checked.taken_over(&text, 14).expect("a value to take over");
        assert_eq!(taken_over.expose(), "It arrives on 6 November.");
        for other in [
            "It arrives on 7 November",
            "It arrives on 7 November. ",
            "It arrives on 7 November.\n",
            "It arrives on\u{a0}7 November.",
            "it arrives on 7 November.",
        ] {
            let other = CustomerText::new(other);
            assert!(!checked.is_of(&other), "{other:?}");
            assert!(checked.taken_over(&other, 14).is_none(), "{other:?}");
            assert!(
                !checked.is_as(&Checked::new(&other, Vec::new())),
                "{other:?}"
            );
        }
    }
}
