//! Whom a reply can go to. The operator sees it beside the text, and may choose.

use super::{Address, InboundMail, Mailbox};

/// One answer to "who is the customer?".
#[derive(Clone, Debug, PartialEq)]
pub struct Recipients {
    /// Its name in the modal.
    pub source: Source,
    /// The mailboxes; never empty, never our own address.
    pub to: Vec<Mailbox>,
}

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// `Reply-To`: where the sender wants replies (RFC 5322 §3.6.2).
    ReplyTo,
    /// A labelled field in the text of a contact form's mail.
    ContactForm,
    /// `From`.
    From,
}

impl Source {
    /// Its name in a form.
    pub fn name(self) -> &'static str {
        match self {
            Source::ReplyTo => "reply_to",
            Source::ContactForm => "contact_form",
            Source::From => "from",
        }
    }
}

/// All answers, the usual one first; the same recipients stand there once.
pub fn recipients(mail: &InboundMail, own: Option<&Address>) -> Vec<Recipients> {
    let candidates = [
        (Source::ReplyTo, mail.reply_to.clone()),
        (
            Source::ContactForm,
            mail.contact_form.iter().cloned().collect(),
        ),
        (Source::From, mail.from.iter().cloned().collect::<Vec<_>>()),
    ];
    let mut all: Vec<Recipients> = Vec::new();
    for (source, mailboxes) in candidates {
        let mut to: Vec<Mailbox> = Vec::new();
        for mailbox in mailboxes {
            if !is_own(&mailbox, own) && !contains(&to, &mailbox) {
                to.push(mailbox);
            }
        }
        let is_new = all
            .iter()
            .all(|known| addresses(&known.to) != addresses(&to));
        if !to.is_empty() && is_new {
            all.push(Recipients { source, to });
        }
    }
    all
}

/// Who else got the mail, and gets the reply as `Cc` unless the operator decides otherwise: the
/// other mailboxes of `To` and `Cc`.
pub fn others(mail: &InboundMail, own: Option<&Address>) -> Vec<Mailbox> {
    let customers: Vec<Mailbox> = recipients(mail, own)
        .into_iter()
        .flat_map(|one| one.to)
        .collect();
    let mut others: Vec<Mailbox> = Vec::new();
    for mailbox in mail.to.iter().chain(&mail.cc) {
        if !is_own(mailbox, own) && !contains(&customers, mailbox) && !contains(&others, mailbox) {
            others.push(mailbox.clone());
        }
    }
    others
}

fn is_own(mailbox: &Mailbox, own: Option<&Address>) -> bool {
    own.is_some_and(|own| own.expose().eq_ignore_ascii_case(mailbox.address.expose()))
}

fn contains(mailboxes: &[Mailbox], mailbox: &Mailbox) -> bool {
    addresses(mailboxes).contains(&mailbox.address.expose().to_lowercase())
}

fn addresses(mailboxes: &[Mailbox]) -> Vec<String> {
    mailboxes
        .iter()
        .map(|mailbox| mailbox.address.expose().to_lowercase())
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::mail::parse;

    fn addresses_of(headers: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let mail = parse(format!("{headers}\r\nSubject: x\r\n\r\ntext").as_bytes());
        let own = Address::parse("support@shop.example").unwrap();
        let to = recipients(&mail, Some(&own))
            .iter()
            .map(|one| addresses(&one.to))
            .collect();
        (to, addresses(&others(&mail, Some(&own))))
    }

    #[test]
    fn reply_to_comes_before_from_and_the_rest_is_cc() {
        let headers = "From: a@example.com\r\nReply-To: b@example.com, B@example.com\r\n\
                       To: Support@shop.example, c@example.com\r\nCc: d@example.com, a@example.com, C@example.com";
        let (to, cc) = addresses_of(headers);
        assert_eq!(to, [vec!["b@example.com"], vec!["a@example.com"]]);
        assert_eq!(cc, ["c@example.com", "d@example.com"]);
    }

    #[test]
    fn our_own_address_is_never_among_them() {
        let (to, cc) = addresses_of(
            "From: support@shop.example\r\nReply-To: SUPPORT@shop.example\r\nTo: support@shop.example",
        );
        assert_eq!((to.len(), cc.len()), (0, 0));
    }
}
