//! Masked texts as a store has them: they were written as they are, and are read as they are.
//!
//! For `#[serde(deserialize_with = "pii::stored::masked")]`, on the fields of what is stored.

use serde::{Deserialize, Deserializer};

use super::MaskedText;

/// A masked text that was stored.
///
/// # Errors
/// When it is no text.
pub fn masked<'de, D: Deserializer<'de>>(from: D) -> Result<MaskedText, D::Error> {
    String::deserialize(from).map(MaskedText::masked)
}

/// A masked text that was stored where there was one.
///
/// # Errors
/// When it is something else than a text.
pub fn masked_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<MaskedText>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.map(MaskedText::masked))
}
