//! The headers of one part, found by name in the bytes that mail-parser took apart.

use std::ops::Range;

use jiff::Timestamp;
use mail_parser::HeaderValue;
use mail_parser::parsers::MessageStream;

use super::part::Header;
use super::{Mailbox, MessageId, address_list, encoded_word};
use pii::CustomerText;

/// More identifiers than any chain needs; `References` of a mail bomb are cut there.
const MOST_IDS: usize = 500;

/// A subject that is longer is no subject: no screen and no other mail system takes it. In characters.
const LONGEST_TEXT: usize = 2000;

/// The headers of one part.
pub(super) struct Headers<'m> {
    raw: &'m [u8],
    list: &'m [Header],
}

impl<'m> Headers<'m> {
    pub(super) fn of(raw: &'m [u8], list: &'m [Header]) -> Headers<'m> {
        Headers { raw, list }
    }

    /// True when there is a header of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.raw(name).next().is_some()
    }

    /// The bytes of every header of that name.
    pub(super) fn raw(&self, name: &str) -> impl Iterator<Item = &'m [u8]> {
        let part = |range: &Range<usize>| self.raw.get(range.clone()).unwrap_or_default();
        self.list
            .iter()
            .filter(move |header| part(&header.name).eq_ignore_ascii_case(name.as_bytes()))
            .map(move |header| part(&header.value))
    }

    /// Every header of that name, unfolded, its encoded words not yet decoded.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = String> {
        self.raw(name).map(encoded_word::unfold)
    }

    /// True when the content is in an encoding that hides its lines.
    pub(super) fn is_encoded(&self) -> bool {
        let encoding = self.first("Content-Transfer-Encoding").unwrap_or_default();
        let encoding = encoding
            .trim_matches(|c: char| c.is_whitespace() || "\"';".contains(c))
            .to_ascii_lowercase();
        matches!(encoding.as_str(), "base64" | "quoted-printable")
    }

    /// The first header of that name, unfolded, its encoded words not yet decoded.
    pub(super) fn first(&self, name: &str) -> Option<String> {
        self.raw(name).next().map(encoded_word::unfold)
    }

    /// The first header of that name as text on one line.
    pub(super) fn text(&self, name: &str) -> CustomerText {
        let raw = self.first(name).unwrap_or_default();
        let mut text = super::one_line(&encoded_word::decode(&raw));
        if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
            text.truncate(end);
            text.push('…');
        }
        CustomerText::new(text)
    }

    /// The mailboxes of the first header of that name: a second `From` or `Reply-To` is not allowed
    /// (RFC 5322 §3.6), and must not redirect a reply.
    pub(super) fn mailboxes(&self, name: &str) -> Vec<Mailbox> {
        let Some(value) = self.first(name) else {
            return Vec::new();
        };
        let mailboxes = address_list::parse(&value);
        if mailboxes.is_empty() && encoded_word::is_all_encoded(&value) {
            // Some mailers encode the address along with the name. What is beside an encoded
            // word is no part of an address in it.
            let decoded = address_list::parse(&encoded_word::decode(&value));
            return if decoded.len() == 1 {
                decoded
            } else {
                Vec::new()
            };
        }
        mailboxes
    }

    /// The mailboxes of all headers of that name.
    pub(super) fn all_mailboxes(&self, name: &str) -> Vec<Mailbox> {
        let values: Vec<String> = self.raw(name).map(encoded_word::unfold).collect();
        address_list::parse(&values.join(","))
    }

    /// The valid identifiers of the first header of that name.
    pub(super) fn ids(&self, name: &str) -> Vec<MessageId> {
        self.first(name)
            .map(|value| MessageId::parse_all(&value).take(MOST_IDS).collect())
            .unwrap_or_default()
    }

    /// `Date`, and the seconds that its writer's clock is ahead of UTC; forms that RFC 5322 §4.3 calls
    /// obsolete included.
    pub(super) fn date(&self) -> Option<(Timestamp, i32)> {
        let mut raw = self.raw("Date").next()?.to_vec();
        raw.push(b'\n');
        match MessageStream::new(&raw).parse_date() {
            HeaderValue::DateTime(date) if date.is_valid() => {
                let ahead = (i32::from(date.tz_hour) * 60 + i32::from(date.tz_minute)) * 60;
                let offset = if date.tz_before_gmt { -ahead } else { ahead };
                let date = Timestamp::from_second(date.to_timestamp()).ok()?;
                Some((date, offset))
            }
            _ => None,
        }
    }
}
