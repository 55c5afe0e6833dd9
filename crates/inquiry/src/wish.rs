//! What a person wants of another draft.

use serde::{Deserialize, Serialize};

use pii::{MaskedText, PublicText};

/// What a person wants of another draft; all of it may be left open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// In their own words, masked.
    #[serde(deserialize_with = "pii::stored::masked_if_any")]
    pub instruction: Option<MaskedText>,
    /// How it should sound.
    pub tone: Option<Tone>,
    /// How long it should be.
    pub length: Option<Length>,
    /// The language, as an English word: `Japanese`. `None` is the customer's.
    pub language: Option<String>,
    /// The text that it should come from, masked: what stood in the modal.
    #[serde(deserialize_with = "pii::stored::masked_if_any")]
    pub previous: Option<MaskedText>,
}

/// How a draft should sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// More formal and polite.
    MorePolite,
    /// Warmer and more personal.
    Friendlier,
    /// An apology first.
    Apologetic,
    /// Plain and to the point.
    Plain,
}

/// How long a draft should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// Shorter than the one before.
    Shorter,
    /// More detailed than the one before.
    Longer,
}

impl Tone {
    /// As the model is told.
    pub fn words(self) -> &'static str {
        match self {
            Tone::MorePolite => "more formal and more polite",
            Tone::Friendlier => "friendlier and more personal, still polite",
            Tone::Apologetic => "an apology first, sincere and without excuses",
            Tone::Plain => "plain and to the point, without set phrases beyond the greeting",
        }
    }
}

impl Length {
    /// As the model is told.
    pub fn words(self) -> &'static str {
        match self {
            Length::Shorter => "clearly shorter; leave out what the customer does not need",
            Length::Longer => "more detailed; explain each step, without inventing anything",
        }
    }
}

impl Wish {
    /// One that wants all there is, for trying out templates.
    pub fn sample() -> Wish {
        let own_words = |text: &str| MaskedText::from(&PublicText::of_the_shop(text));
        Wish {
            instruction: Some(own_words("Offer a call.")),
            tone: Some(Tone::MorePolite),
            length: Some(Length::Shorter),
            language: Some("English".to_owned()),
            previous: Some(own_words("Dear [NAME_1], it arrives soon.")),
        }
    }
}
