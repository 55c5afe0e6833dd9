//! What a draft was written with.

use serde::{Deserialize, Serialize};

use pii::MaskedText;

/// A passage of the team's knowledge, as the model got it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file, relative to the folder `KNOWLEDGE`, with `/` between folders.
    pub file: String,
    /// The page's title.
    #[serde(deserialize_with = "pii::stored::masked")]
    pub title: MaskedText,
    /// The headings that it is under, from the outermost to its own: `送料 › 離島`. Empty above
    /// the first heading.
    #[serde(deserialize_with = "pii::stored::masked")]
    pub heading: MaskedText,
    /// For the team alone: the customer must not be told what it says.
    pub internal: bool,
    /// How well it fits, in hundredths of what one rare word of the mail is worth.
    pub score: u32,
    /// The text. Personal data in an internal passage is blacked out.
    #[serde(deserialize_with = "pii::stored::masked")]
    pub text: MaskedText,
}

impl Source {
    /// Title and headings in one line: `配送について › 送料`.
    pub fn name(&self) -> MaskedText {
        self.title.with(" › ", &self.heading)
    }
}
