//! A word of a newer version: the name of a state, an event or a cause that this one does not know.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

const LONGEST: usize = 40;

/// A name of ASCII letters, digits and underscores, kept as it is and shown as such.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Word {
    bytes: [u8; LONGEST],
    length: u8,
}

impl Word {
    /// `None` when it is longer than 40 bytes, or something else than a name.
    pub fn parse(text: &str) -> Option<Word> {
        let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let length = u8::try_from(text.len()).ok()?;
        let mut bytes = [0; LONGEST];
        bytes
            .get_mut(..text.len())?
            .copy_from_slice(text.as_bytes());
        let word = Word { bytes, length };
        (!text.is_empty() && text.bytes().all(is_name)).then_some(word)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.length));
        std::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Word {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Word, D::Error> {
        let text = String::deserialize(from)?;
        Word::parse(&text).ok_or_else(|| de::Error::custom("not a name"))
    }
}
