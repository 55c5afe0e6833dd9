//! Delivery status notifications (RFC 3464): which of our mails a bounce is about.

use mail_parser::{Message, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

use super::{MessageId, without_addresses};

/// A report that a mail could not be delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounce {
    /// The `Message-ID`s in the returned mail or its headers.
    pub about: Vec<MessageId>,
    /// What the other server said, e.g. `550 5.1.1 no such user`, or its status code (RFC 3463);
    /// without addresses.
    #[serde(default)]
    pub why: String,
}

/// Reads a `multipart/report` whose `Action` is `failed`. A delay is no bounce. `answered` are the
/// mails that the report's own headers name.
pub(super) fn bounce(message: &Message<'_>, answered: &[MessageId]) -> Option<Bounce> {
    let mut why = None;
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
                why = why_failed(&String::from_utf8_lossy(part.contents()));
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
    let why = why?;
    // Some servers return no headers, and name the mail in those of the report.
    about.extend(answered.iter().cloned());
    (!about.is_empty()).then_some(Bounce { about, why })
}

/// More headers than that no returned mail needs.
const HEADERS: usize = 64 * 1024;

/// What the other server said when some `Action` is `failed`.
fn why_failed(text: &str) -> Option<String> {
    let unfolded = text
        .replace("\r\n", "\n")
        .replace("\n ", " ")
        .replace("\n\t", " ");
    let field = |name: &'static str| {
        unfolded.lines().filter_map(move |line| {
            let (field, value) = line.split_once(':')?;
            let is_field = field.trim().eq_ignore_ascii_case(name);
            is_field.then(|| value.trim())
        })
    };
    field("Action").find(|action| action.to_ascii_lowercase().starts_with("failed"))?;
    // `smtp; 550 5.1.1 <taro@example.com>: no such user`
    let typed = |value: &'_ str| {
        value
            .split_once(';')
            .map(|(_, value)| value.trim().to_owned())
    };
    let said = field("Diagnostic-Code").find_map(typed);
    let why = said.or_else(|| field("Status").next().map(str::to_owned));
    let recipients: Vec<String> = field("Final-Recipient")
        .chain(field("Original-Recipient"))
        .filter_map(typed)
        .collect();
    Some(without_addresses(
        &why.unwrap_or_default(),
        recipients.iter().map(String::as_str),
    ))
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
