//! Bounces: which of our mails did not arrive, by delivery status notifications (RFC 3464) and by
//! what servers write without one.

mod prose;

use serde::{Deserialize, Serialize};

use crate::part::Mime;
use crate::{MessageId, transfer, without_addresses};

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

/// What the rest of a mail tells about whether it is a bounce.
pub(super) struct Clues<'m> {
    /// A mail server wrote it: the null sender, or such a name as `mailer-daemon`.
    pub(super) is_from_a_server: bool,
    /// Its subject.
    pub(super) subject: &'m str,
    /// Its text.
    pub(super) text: &'m str,
    /// The mails that its own headers name.
    pub(super) answered: &'m [MessageId],
}

/// Reads a bounce: a `multipart/report` whose `Action` is `failed`, or what qmail, Exim and many
/// providers write in its place, plain text with our mail below it. A delay is no bounce.
pub(super) fn bounce(mime: &Mime<'_>, clues: &Clues<'_>) -> Option<Bounce> {
    let mut status = None;
    let mut about = Vec::new();
    for (id, part) in mime.parts.iter().enumerate() {
        let content = || {
            let encoding = mime.headers(id).first("Content-Transfer-Encoding");
            let raw = mime.raw(&part.body);
            transfer::decode(encoding.as_deref(), &raw[..raw.len().min(HEADERS)]).into_owned()
        };
        match part.kind.name().as_str() {
            "message/delivery-status" | "message/global-delivery-status" => {
                status = Some(why_failed(&String::from_utf8_lossy(&content())));
            }
            "text/rfc822-headers" | "message/global-headers" => {
                about.extend(message_id(&String::from_utf8_lossy(&content())));
            }
            _ => {}
        }
        if part.kind.is_message()
            && let Some(returned) = part.children.first()
        {
            about.extend(mime.headers(*returned).ids("Message-ID").into_iter().next());
        }
    }
    let status_is_there = status.is_some();
    let why = match status {
        Some(why) => why?,
        None => prose::why_failed(clues)?,
    };
    about.extend(prose::message_ids(clues.text));
    // Some servers return no headers, and name the mail in those of the report. A person who answers
    // our mail names it as well.
    if clues.is_from_a_server || status_is_there {
        about.extend(clues.answered.iter().cloned());
    }
    // Damaged on its way, or no MIME at all: our mail is somewhere in the bytes.
    if about.is_empty() {
        let bytes = &mime.bytes[..mime.bytes.len().min(HEADERS * 4)];
        let own = mime.headers(0).ids("Message-ID");
        let ids = prose::message_ids(&String::from_utf8_lossy(bytes));
        about.extend(ids.into_iter().filter(|id| !own.contains(id)));
    }
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
