//! Delivery status notifications (RFC 3464): which of our mails a bounce is about.

use mail_parser::{Message, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

use super::MessageId;

/// A report that a mail could not be delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounce {
    /// The `Message-ID`s in the returned mail or its headers.
    pub about: Vec<MessageId>,
    /// The status code, e.g. `5.1.1` (RFC 3463); empty when there is none.
    pub status: String,
}

/// Reads a `multipart/report` whose `Action` is `failed`. A delay is no bounce.
pub(super) fn bounce(message: &Message<'_>) -> Option<Bounce> {
    let mut status = None;
    let mut about = Vec::new();
    for part in &message.parts {
        let kind = part
            .content_type()
            .map(|kind| (kind.ctype(), kind.subtype().unwrap_or_default()));
        match kind
            .map(|(main, sub)| format!("{main}/{sub}").to_ascii_lowercase())
            .as_deref()
        {
            Some("message/delivery-status" | "message/global-delivery-status") => {
                status = failed_status(&String::from_utf8_lossy(part.contents()));
            }
            Some("text/rfc822-headers" | "message/global-headers") => {
                about.extend(message_id(&String::from_utf8_lossy(part.contents())));
            }
            _ => {}
        }
        if let PartType::Message(returned) = &part.body {
            let headers = returned.raw_message();
            about.extend(message_id(&String::from_utf8_lossy(
                &headers[..headers.len().min(HEADERS)],
            )));
        }
    }
    let status = status?;
    (!about.is_empty()).then_some(Bounce { about, status })
}

/// More headers than that no returned mail needs.
const HEADERS: usize = 64 * 1024;

/// The value of `Status` when some `Action` is `failed`.
fn failed_status(text: &str) -> Option<String> {
    let field = |name: &'static str| {
        text.lines().filter_map(move |line| {
            let (field, value) = line.split_once(':')?;
            field
                .trim()
                .eq_ignore_ascii_case(name)
                .then(|| value.trim().to_ascii_lowercase())
        })
    };
    field("Action").find(|action| action.starts_with("failed"))?;
    let is_status = |value: &String| {
        value.bytes().all(|b| b.is_ascii_digit() || b == b'.') && value.len() <= 11
    };
    Some(field("Status").find(is_status).unwrap_or_default())
}

/// The `Message-ID` of a mail's headers; a folded one continues on the next line.
fn message_id(headers: &str) -> Option<MessageId> {
    let head = headers.split("\n\n").next()?.split("\r\n\r\n").next()?;
    let unfolded = head
        .replace("\r\n", "\n")
        .replace("\n ", " ")
        .replace("\n\t", " ");
    unfolded.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case("Message-ID")
            .then(|| MessageId::parse(value))?
    })
}
