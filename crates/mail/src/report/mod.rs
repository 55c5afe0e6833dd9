//! Bounces: which of our mails did not arrive, by delivery status notifications (RFC 3464) and by
//! what servers write without one.

mod prose;

use serde::{Deserialize, Serialize};

use crate::part::Mime;
use crate::{Address, MessageId, transfer, without_addresses};

/// A report that a mail could not be delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bounce {
    /// The `Message-ID`s in the returned mail or its headers; none where the report names no mail.
    pub about: Vec<MessageId>,
    /// What the other server said, e.g. `550 5.1.1 no such user`, or its status code (RFC 3463);
    /// without addresses.
    #[serde(default)]
    pub why: String,
    /// The recipient that it did not reach, as far as the report says.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Address>,
}

/// More recipients than a reply of ours has are not kept.
const MOST_RECIPIENTS: usize = 20;

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
    let mut named: Vec<String> = Vec::new();
    for (id, part) in mime.parts.iter().enumerate() {
        let content = || {
            let encoding = mime.headers(id).first("Content-Transfer-Encoding");
            let raw = mime.raw(&part.body);
            transfer::decode(encoding.as_deref(), &raw[..raw.len().min(HEADERS)]).into_owned()
        };
        match part.kind.name().as_str() {
            "message/delivery-status" | "message/global-delivery-status" => {
                let content = content();
                let fields = Fields::of(&String::from_utf8_lossy(&content));
                status = Some(fields.why_failed());
                named.extend(fields.recipients());
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
    named.extend(mime.headers(0).all("X-Failed-Recipients"));
    if named.is_empty() {
        named = prose::recipients(clues.text);
    }
    // A server that names no mail of ours still reports that some mail did not arrive.
    let is_sure = status_is_there || clues.is_from_a_server;
    (is_sure || !about.is_empty()).then(|| Bounce {
        about,
        why,
        recipients: addresses(&named),
    })
}

/// More headers than that no returned mail needs.
const HEADERS: usize = 64 * 1024;

/// The addresses in what a report says, each once.
fn addresses(named: &[String]) -> Vec<Address> {
    let mut addresses: Vec<Address> = Vec::new();
    let pieces = named.iter().flat_map(|named| named.split([',', ' ', '\t']));
    for piece in pieces.map(|piece| piece.trim_matches(['<', '>', '"', '\''])) {
        if let Ok(address) = Address::parse(piece)
            && addresses.len() < MOST_RECIPIENTS
            && !addresses.contains(&address)
        {
            addresses.push(address);
        }
    }
    addresses
}

/// The fields of a delivery status (RFC 3464 §2), unfolded.
struct Fields(String);

impl Fields {
    fn of(text: &str) -> Fields {
        let unfolded = text.replace("\r\n", "\n");
        Fields(unfolded.replace("\n ", " ").replace("\n\t", " "))
    }

    fn all<'f>(&'f self, name: &'static str) -> impl Iterator<Item = &'f str> {
        self.0.lines().filter_map(move |line| {
            let (field, value) = line.split_once(':')?;
            let is_field = field.trim().eq_ignore_ascii_case(name);
            is_field.then(|| value.trim())
        })
    }

    /// What a field says behind the kind of its value: `rfc822; taro@example.com`.
    fn typed(&self, name: &'static str) -> impl Iterator<Item = String> {
        self.all(name)
            .filter_map(|value| Some(value.split_once(';')?.1.trim().to_owned()))
    }

    /// What the other server said when some `Action` is `failed`.
    fn why_failed(&self) -> Option<String> {
        self.all("Action")
            .find(|action| action.to_ascii_lowercase().starts_with("failed"))?;
        // `smtp; 550 5.1.1 <taro@example.com>: no such user`
        let said = self.typed("Diagnostic-Code").next();
        let why = said.or_else(|| self.all("Status").next().map(str::to_owned));
        let recipients = self.typed("Final-Recipient");
        let recipients: Vec<String> = recipients.chain(self.typed("Original-Recipient")).collect();
        Some(without_addresses(
            &why.unwrap_or_default(),
            recipients.iter().map(String::as_str),
        ))
    }

    /// Of each recipient that it failed for, the address that the mail was sent to.
    fn recipients(&self) -> Vec<String> {
        // One group of fields for each recipient, between blank lines.
        let groups = self.0.split("\n\n").map(|group| Fields(group.to_owned()));
        let failed = groups.filter(|group| group.why_failed().is_some());
        failed
            .filter_map(|group| {
                let original = group.typed("Original-Recipient").next();
                original.or_else(|| group.typed("Final-Recipient").next())
            })
            .collect()
    }
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
