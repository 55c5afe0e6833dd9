//! What names an inquiry.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Names one inquiry: the store's hash key, and what Slack's buttons and modals carry.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ContextId(String);

/// A text that cannot be a context id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a context id: 1 to {} printable ASCII characters, no `#`",
    ContextId::MAX
)]
pub struct NotAContextId;

impl ContextId {
    /// The longest id: an `external_id` (255 characters at Slack) must hold it and a suffix.
    const MAX: usize = 180;

    /// Takes an id from outside. `#` is refused because it marks the store's helper items.
    ///
    /// # Errors
    /// [`NotAContextId`] when it is empty, too long or holds other characters.
    pub fn parse(text: &str) -> Result<ContextId, NotAContextId> {
        let valid = |b: u8| b.is_ascii_graphic() && b != b'#';
        if text.is_empty() || text.len() > Self::MAX || !text.bytes().all(valid) {
            return Err(NotAContextId);
        }
        Ok(ContextId(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ContextId {
    type Error = NotAContextId;

    fn try_from(text: String) -> Result<ContextId, NotAContextId> {
        ContextId::parse(&text)
    }
}

impl From<ContextId> for String {
    fn from(id: ContextId) -> String {
        id.0
    }
}

impl fmt::Display for ContextId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_id_cannot_name_a_helper_item() {
        assert!(ContextId::parse("message#1234").is_err());
        assert!(ContextId::parse("").is_err());
        assert!(ContextId::parse("a b").is_err());
        assert!(ContextId::parse(&"x".repeat(181)).is_err());
        assert!(ContextId::parse("0192f0c4-5a3b-7def-8a10-1c2d3e4f5a6b").is_ok());
    }
}
