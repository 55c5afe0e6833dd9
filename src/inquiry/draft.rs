//! The versions of a reply's text.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Caution, Feedback, Generation, Source, Wish};
use crate::pii::MaskedText;

/// The model's name on a sample draft; the screen shows a remark instead of it.
pub const SAMPLE_MODEL: &str = "sample";

/// One version of the reply's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// 1 for the first.
    pub number: u32,
    /// The text, masked: it may become part of a later prompt.
    #[serde(deserialize_with = "crate::pii::stored::masked")]
    pub text: MaskedText,
    /// The model that wrote it, or `None` for a version that a person typed.
    pub model: Option<String>,
    /// When it was finished.
    pub at: Timestamp,
    /// What a person should know about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cautions: Vec<Caution>,
    /// What the model was given of the team's knowledge, the best first; empty when nothing
    /// fitted, `None` when no knowledge was configured, and for what a person typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<Source>>,
    /// How a model's draft came to be. Older versions did not write it down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<Generation>,
    /// What a person wanted of it, without the text that it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<Wish>,
    /// What a person thought of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
}
