//! The texts of both sides of the mask, as types that cannot be mistaken for each other.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::PublicText;
use super::normal::normalised;

/// A text as the customer (or the operator) wrote it, personal data included, in its
/// [normal form](super::normalised): the same for the card, the modal, the mask and the model.
///
/// Its `Debug` shows the length only, so that it cannot reach a log by accident.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct CustomerText(String);

impl CustomerText {
    /// Takes a text that may hold personal data, and brings it into its normal form.
    pub fn new(text: impl Into<String>) -> CustomerText {
        let text = text.into();
        match normalised(&text) {
            Cow::Borrowed(_) => CustomerText(text),
            Cow::Owned(normal) => CustomerText(normal),
        }
    }

    /// The text itself: for the mail that goes out and for the operator's own screen.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True when there is nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl From<String> for CustomerText {
    fn from(text: String) -> CustomerText {
        CustomerText::new(text)
    }
}

impl From<CustomerText> for String {
    fn from(text: CustomerText) -> String {
        text.0
    }
}

impl fmt::Debug for CustomerText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CustomerText({} bytes)", self.0.len())
    }
}

/// A text in which personal data is replaced by placeholders such as `[EMAIL_1]`.
///
/// Made by the [`Masker`](super::Masker) alone, put together of what it made and the shop's own
/// words ([`Words`]), or read back from the store by [`stored`](super::stored). Its `Debug` shows
/// the length only: a detector may have missed something.
///
/// A string is none:
///
/// ```compile_fail,E0277
/// let mail: pii::MaskedText = String::from("Call me: 090-1234-5678").into();
/// ```
///
/// Nor is what some JSON says:
///
/// ```compile_fail,E0277
/// let mail: pii::MaskedText = serde_json::from_str("\"Call me: 090-1234-5678\"").unwrap();
/// ```
///
/// And a string does not become one by calling it words:
///
/// ```compile_fail,E0277
/// let mail = pii::MaskedText::of(&String::from("Call me: 090-1234-5678"));
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct MaskedText(String);

/// What puts masked texts and the shop's own words together, and holds nothing else. The two
/// types that do are the templates of a prompt and the tags around texts.
///
/// No other crate can implement it for strings.
pub trait Words {
    /// Why they cannot be put together.
    type Error;

    /// The words.
    ///
    /// # Errors
    /// Whatever the template says.
    fn words(&self) -> Result<String, Self::Error>;
}

impl MaskedText {
    /// Masked texts and the shop's own words in one.
    ///
    /// # Errors
    /// Those of the words.
    pub fn of<W: Words>(words: &W) -> Result<MaskedText, W::Error> {
        words.words().map(MaskedText)
    }

    /// Used by the [`Masker`](super::Masker), and where its texts are read back.
    pub(super) fn masked(text: String) -> MaskedText {
        MaskedText(text)
    }

    /// True when there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Both texts, with fixed words of ours between them unless the other one is empty.
    pub fn with(&self, between: &'static str, other: &MaskedText) -> MaskedText {
        match other.0.as_str() {
            "" => self.clone(),
            other => MaskedText([&self.0, between, other].concat()),
        }
    }

    /// The first lines, joined by `\n`.
    pub fn first_lines(&self, count: usize) -> MaskedText {
        let lines: Vec<&str> = self.0.lines().take(count).collect();
        MaskedText(lines.join("\n"))
    }

    /// So many bytes of its beginning and of its end, with a mark of ours between them. All of it
    /// where they do not end between characters, or overlap.
    pub fn without_middle(&self, head: usize, mark: &'static str, tail: usize) -> MaskedText {
        let from = self.0.len().checked_sub(tail).filter(|from| *from >= head);
        let ends = (self.0.get(..head), from.and_then(|from| self.0.get(from..)));
        match ends {
            (Some(head), Some(tail)) => MaskedText([head, mark, tail].concat()),
            _ => self.clone(),
        }
    }
}

impl From<&PublicText> for MaskedText {
    /// The shop's own words, where no mail's words are.
    fn from(text: &PublicText) -> MaskedText {
        MaskedText(text.as_str().to_owned())
    }
}

impl AsRef<str> for MaskedText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MaskedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MaskedText({} bytes)", self.0.len())
    }
}

/// Which placeholder means which original: `"[EMAIL_1]" -> "taro@example.com"`.
///
/// One map serves a whole inquiry (subject, body, sender's name), so that the same value has the
/// same placeholder everywhere. Stored as the item's `pii_map`.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<String, String>", into = "BTreeMap<String, String>")]
pub struct Placeholders(BTreeMap<String, String>);

impl From<BTreeMap<String, String>> for Placeholders {
    /// Originals that an older version stored take their normal form, as all texts do.
    fn from(map: BTreeMap<String, String>) -> Placeholders {
        let normal =
            |(key, original): (String, String)| (key, String::from(CustomerText::new(original)));
        Placeholders(map.into_iter().map(normal).collect())
    }
}

impl From<Placeholders> for BTreeMap<String, String> {
    fn from(placeholders: Placeholders) -> BTreeMap<String, String> {
        placeholders.0
    }
}

impl Placeholders {
    /// The original behind a placeholder, given with its brackets.
    pub fn original(&self, placeholder: &str) -> Option<&str> {
        self.0.get(placeholder).map(String::as_str)
    }

    /// All placeholders with their originals, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(placeholder, original)| (placeholder.as_str(), original.as_str()))
    }

    /// How many placeholders there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when nothing was masked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Used by [`mask`](super::mask) alone.
    pub(super) fn insert(&mut self, placeholder: String, original: String) {
        self.0.insert(placeholder, original);
    }
}

impl fmt::Debug for Placeholders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Placeholders({} values)", self.0.len())
    }
}
