//! What it took to write a draft, and how the reply that was approved came from it.

use std::fmt;
use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use super::{Person, Proof};
use pii::MaskedText;

/// How a model's draft came to be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generation {
    /// What it was asked for with.
    #[serde(default)]
    pub template: Template,
    /// What the model read of the mail, word for word; only the newest drafts have it.
    #[serde(
        default,
        deserialize_with = "pii::stored::masked",
        skip_serializing_if = "MaskedText::is_empty"
    )]
    pub asked: MaskedText,
    /// The tokens that it took; none for a draft that was used again.
    #[serde(default)]
    pub usage: Usage,
    /// What that cost; `None` where `MODEL_PRICES` does not say.
    #[serde(default)]
    pub cost: Option<Money>,
    /// Who asked for it; `None` when it was no person in Slack.
    #[serde(default)]
    pub asked_by: Option<Person>,
    /// Milliseconds from the question to the last word.
    #[serde(default)]
    pub took_ms: u64,
    /// True when it was written before, for the same masked text, and used again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reused: bool,
    /// True when the model's answer broke off: this is what came of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut_off: bool,
}

/// The prompt template that a draft was written with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Its name: the kind of mail.
    pub name: String,
    /// A short hash of the set of prompts.
    pub version: String,
}

impl Template {
    /// As it is shown in small print: `refund@0a1b2c3d`.
    pub fn short(&self) -> String {
        match self.name.is_empty() {
            true => String::new(),
            false => format!("{}@{}", self.name, self.version),
        }
    }
}

/// Tokens, as the model counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Of the question, cached ones included.
    #[serde(default)]
    pub input: u64,
    /// Of the answer, hidden reasoning included.
    #[serde(default)]
    pub output: u64,
    /// Of the question, those that the model's own cache had, which cost less.
    #[serde(default)]
    pub cached: u64,
    /// True when the server did not count and this is a guess from the texts' lengths.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
}

impl Usage {
    /// All tokens of question and answer.
    pub fn total(self) -> u64 {
        self.input + self.output
    }

    /// For a server that does not count: about three bytes make a token in English as in Japanese.
    pub fn guess(question: usize, answer: usize) -> Usage {
        let tokens = |bytes: usize| bytes.div_ceil(3) as u64;
        Usage {
            input: tokens(question),
            output: tokens(answer),
            cached: 0,
            guessed: true,
        }
    }
}

impl AddAssign for Usage {
    fn add_assign(&mut self, more: Usage) {
        self.input += more.input;
        self.output += more.output;
        self.cached += more.cached;
        self.guessed |= more.guessed;
    }
}

/// An amount of money, in millionths of whatever money `MODEL_PRICES` is in.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(pub u64);

impl AddAssign for Money {
    fn add_assign(&mut self, more: Money) {
        self.0 = self.0.saturating_add(more.0);
    }
}

/// With all six decimals: a draft costs a fraction of a cent.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

/// How an approved mail came from a draft: proof of who approved what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// SHA-256 of the mail's bytes as they are handed to the mail service, in hexadecimal.
    pub sha256: String,
    /// The number of the draft that the person had before them; `None` when there was none.
    #[serde(default)]
    pub draft: Option<u32>,
    /// How many characters differ between that draft and what the person wrote.
    #[serde(default)]
    pub changed: Option<usize>,
    /// The facts that it states, and what they are bound to. Older versions did not write it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_shown_to_the_last_millionth() {
        assert_eq!(Money(1_234_567).to_string(), "1.234567");
        assert_eq!(Money(42).to_string(), "0.000042");
    }
}
