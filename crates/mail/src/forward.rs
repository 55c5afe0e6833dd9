//! Whose mail this is, where another address is in `From`: mails that are passed on, and
//! what servers and groups on the way wrote down.

use super::body::Body;
use super::header::Headers;
use super::{Address, Automatic, InboundMail, Mailbox, quote};
use pii::CustomerText;

/// Addresses that a mail was delivered by; more say nothing.
const MOST_ALIASES: usize = 20;

/// True when a subject says that a mail is passed on: `Fwd: …`, and what programs of other
/// languages write.
pub(super) fn says_so(subject: &str) -> bool {
    const PREFIXES: [&str; 22] = [
        "fwd",
        "fw",
        "wg",
        "tr",
        "rv",
        "rif",
        "i",
        "enc",
        "doorst",
        "vs",
        "vb",
        "vl",
        "pd",
        "転送",
        "转发",
        "轉寄",
        "전달",
        "ynt",
        "iltr",
        "пересл",
        "ft",
        "továbbítás",
    ];
    let subject = subject.trim_start().trim_start_matches(['[', '【', '(']);
    let Some((prefix, _)) = subject.split_once([':', '：', '】', ']']) else {
        return false;
    };
    PREFIXES.contains(&prefix.trim().to_lowercase().as_str())
}

/// The mail that is attached to this one and passed on by it: who wrote it, and both texts. A
/// customer may attach a mail, too; it is passed on where the subject says so, where nothing else is
/// said, or where a person at the domain that it went to sends it.
pub(super) fn attached(
    mail: &InboundMail,
    own_text: &str,
    body: &mut Body,
) -> Option<(Mailbox, String)> {
    let from = body.forwarded_from.clone()?;
    let is_ours = |mailbox: &Mailbox| {
        mail.to
            .iter()
            .any(|to| to.address.ascii_domain() == mailbox.address.ascii_domain())
    };
    let is_report = mail.bounce.is_some() || matches!(mail.automatic, Automatic::Yes(_));
    let is_passed_on = says_so(mail.subject.expose())
        || quote::says_nothing(own_text)
        || mail.from.as_ref().is_some_and(is_ours);
    if is_report || is_ours(&from) || !is_passed_on || body.forwarded.trim().is_empty() {
        return None;
    }
    let attached = std::mem::take(&mut body.forwarded);
    let parts = [own_text.trim_end(), quote::PASSED_ON, attached.trim()];
    let text: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Some((from, text.join("\n\n")))
}

/// The addresses that a mail was delivered by.
pub(super) fn delivered_to(headers: &Headers<'_>) -> Vec<Address> {
    let names = [
        "Delivered-To",
        "X-Original-To",
        "X-Forwarded-To",
        "X-Delivered-To",
        "Envelope-To",
        "X-Envelope-To",
        "X-Forwarded-For",
        "X-Rcpt-To",
        "X-Original-Delivered-To",
        "X-Gm-Original-To",
    ];
    let mut found: Vec<Address> = Vec::new();
    let values = names.iter().flat_map(|name| headers.all(name));
    for word in values.flat_map(|value| {
        let words = value.split([' ', ',', ';', '<', '>', '\t']);
        words.map(str::to_owned).collect::<Vec<_>>()
    }) {
        if let Ok(address) = Address::parse(&word)
            && !found.contains(&address)
            && found.len() < MOST_ALIASES
        {
            found.push(address);
        }
    }
    found
}

/// Who wrote a mail in which a group put its own address into `From`, as the group wrote it down.
pub(super) fn original_from(headers: &Headers<'_>, from: Option<&Mailbox>) -> Option<Mailbox> {
    let written = [
        "X-Original-From",
        "X-Google-Original-From",
        "X-Original-Sender",
    ]
    .iter()
    .find_map(|name| headers.mailboxes(name).into_iter().next())?;
    // `'Mary Jones' via Support`
    let name = from.and_then(|from| from.name.as_ref()).and_then(|name| {
        let (person, _) = name.expose().rsplit_once(" via ")?;
        let person = person.trim_matches(|c: char| c.is_whitespace() || "'\"‘’“”".contains(c));
        (!person.is_empty() && !person.contains('@')).then(|| CustomerText::new(person))
    });
    Some(Mailbox {
        name: written.name.or(name),
        address: written.address,
    })
}
