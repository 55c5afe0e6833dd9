//! Message identifiers (RFC 5322 §3.6.4).

use serde::{Deserialize, Serialize};

/// A valid `msg-id`, held without its angle brackets: `left@right`, printable ASCII, no spaces, short
/// enough for one line of a header (998 characters, RFC 5322 §2.1.1), where it cannot be folded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MessageId(String);

const LONGEST: usize = 900;

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
        (text.len() <= LONGEST && valid(left) && valid(right)).then(|| MessageId(text.to_owned()))
    }

    /// The valid identifiers of a header, in their order: what is in brackets, folded or not,
    /// else what is between white space.
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

    /// The `Message-ID` that Amazon SES gives a mail in place of ours: the API returns it without its
    /// domain, which is `email.amazonses.com` in us-east-1 and `REGION.amazonses.com` elsewhere.
    pub fn of_ses(id: &str, region: &str) -> Option<MessageId> {
        let host = match region {
            "us-east-1" => "email",
            region => region,
        };
        MessageId::parse(&format!("{id}@{host}.amazonses.com"))
    }

    /// The identifier without brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for MessageId {
    type Error = &'static str;

    fn try_from(text: String) -> Result<MessageId, &'static str> {
        MessageId::parse(&text).ok_or("not a message identifier")
    }
}

impl From<MessageId> for String {
    fn from(id: MessageId) -> String {
        id.0
    }
}

#[cfg(test)]
mod tests {
    use super::MessageId;

    #[test]
    fn identifiers_of_ses_get_their_domain() {
        let id = |region| MessageId::of_ses("0100-abc-000000", region);
        let in_virginia = MessageId::parse("<0100-abc-000000@email.amazonses.com>");
        assert_eq!(id("us-east-1"), in_virginia);
        let in_tokyo = MessageId::parse("<0100-abc-000000@ap-northeast-1.amazonses.com>");
        assert_eq!(id("ap-northeast-1"), in_tokyo);
    }

    #[test]
    fn only_valid_identifiers_are_taken() {
        for text in [
            "",
            "a",
            "a@",
            "@b",
            "<a b@c>",
            "<a@b",
            "a@b>",
            "あ@b",
            "a@b\r\nX: y",
        ] {
            assert_eq!(MessageId::parse(text), None, "{text:?}");
        }
        assert_eq!(MessageId::parse(&format!("{}@b", "a".repeat(1000))), None);
    }
}
