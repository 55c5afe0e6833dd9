//! Message identifiers (RFC 5322 §3.6.4).

use serde::{Deserialize, Serialize};

/// A valid `msg-id`, held without its angle brackets: `left@right`, printable ASCII, no spaces.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(String);

impl MessageId {
    /// Takes an identifier with or without its brackets; `None` when it is not a valid one.
    pub fn parse(text: &str) -> Option<MessageId> {
        let text = text.trim();
        let text = text
            .strip_prefix('<')
            .and_then(|t| t.strip_suffix('>'))
            .unwrap_or(text);
        let (left, right) = text.split_once('@')?;
        let valid = |part: &str| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_graphic() && c != '<' && c != '>')
        };
        (valid(left) && valid(right)).then(|| MessageId(text.to_owned()))
    }

    /// The valid identifiers of a header, in their order: what stands in brackets, folded or not,
    /// else what stands between white space.
    pub fn parse_all(header: &str) -> impl Iterator<Item = MessageId> {
        let bracketed = header.contains('<');
        header
            .split(move |c: char| {
                if bracketed {
                    c == '<'
                } else {
                    c.is_whitespace()
                }
            })
            .filter_map(move |piece| {
                if !bracketed {
                    return MessageId::parse(piece);
                }
                let (id, _) = piece.split_once('>')?;
                let id: String = id.chars().filter(|c| !c.is_whitespace()).collect();
                MessageId::parse(&id)
            })
    }

    /// The identifier without brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
