//! What a person thinks of a draft.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Person;
use pii::MaskedText;

/// What a person thinks of a draft: for those who look after prompts and models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Whether it was of use.
    pub verdict: Verdict,
    /// Why, in their own words, masked.
    #[serde(
        default,
        deserialize_with = "pii::stored::masked_if_any",
        skip_serializing_if = "Option::is_none"
    )]
    pub reason: Option<MaskedText>,
    /// Who said so.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// Whether a draft was of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// 👍
    Good,
    /// 👎
    Bad,
}
