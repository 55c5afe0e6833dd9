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
            if !is_own(mail, &mailbox, own) && !contains(&to, &mailbox) {
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

/// Somebody else who got the mail, and may get the reply as `Cc`.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// Its place among the mailboxes of `To` and `Cc` of the mail as it came, by which a form names
    /// it: whatever is left out here, a number never names somebody else.
    pub place: usize,
    /// The mailbox.
    pub mailbox: Mailbox,
    /// Whether it gets a copy unless the operator decides otherwise. Who is at our own domain may
    /// be another name of our own mailbox, so that is for the operator to say.
    pub usual: bool,
}

/// The other mailboxes of `To` and `Cc`, each once, never our own.
pub fn others(mail: &InboundMail, own: Option<&Address>) -> Vec<Other> {
    let customers: Vec<Mailbox> = recipients(mail, own)
        .into_iter()
        .flat_map(|one| one.to)
        .collect();
    let mut known = addresses(&customers);
    let mut others: Vec<Other> = Vec::new();
    for (place, mailbox) in mail.to.iter().chain(&mail.cc).enumerate() {
        let address = mailbox.address.expose().to_lowercase();
        if is_own(mail, mailbox, own) || known.contains(&address) {
            continue;
        }
        known.push(address);
        others.push(Other {
            place,
            mailbox: mailbox.clone(),
            usual: !is_at_our_domain(mail, mailbox, own),
        });
    }
    others
}

/// Our own addresses: the one that the reply comes from, and the one that was ours when the mail
/// came.
fn own_addresses<'a>(
    mail: &'a InboundMail,
    own: Option<&'a Address>,
) -> impl Iterator<Item = &'a Address> {
    own.into_iter().chain(&mail.own_address)
}

fn is_own(mail: &InboundMail, mailbox: &Mailbox, own: Option<&Address>) -> bool {
    own_addresses(mail, own).any(|own| own.expose().eq_ignore_ascii_case(mailbox.address.expose()))
}

fn is_at_our_domain(mail: &InboundMail, mailbox: &Mailbox, own: Option<&Address>) -> bool {
    let domain = |address: &Address| {
        let (_, domain) = address.expose().rsplit_once('@').unwrap_or_default();
        domain.to_lowercase()
    };
    own_addresses(mail, own).any(|own| domain(own) == domain(&mailbox.address))
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
    use crate::parse;

    fn addresses_of(headers: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let mail = parse(format!("{headers}\r\nSubject: x\r\n\r\ntext").as_bytes());
        let own = Address::parse("support@shop.example").unwrap();
        let to = recipients(&mail, Some(&own))
            .iter()
            .map(|one| addresses(&one.to))
            .collect();
        let others = others(&mail, Some(&own)).into_iter();
        let others: Vec<Mailbox> = others.map(|other| other.mailbox).collect();
        (to, addresses(&others))
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
    fn a_copy_is_named_by_its_place_in_the_mail_and_our_colleagues_are_not_usual() {
        let mail = parse(
            b"From: a@example.com\r\nTo: support@shop.example, x@Shop.example\r\nCc: b@example.com\r\n\r\ntext",
        );
        let own = Address::parse("support@shop.example").unwrap();
        let places = |own| {
            let others = others(&mail, own).into_iter();
            others
                .map(|other| (other.place, other.usual))
                .collect::<Vec<_>>()
        };
        assert_eq!(places(Some(&own)), [(1, false), (2, true)]);
        assert_eq!(places(None), [(0, true), (1, true), (2, true)]);
    }

    #[test]
    fn our_own_address_is_never_among_them() {
        let (to, cc) = addresses_of(
            "From: support@shop.example\r\nReply-To: SUPPORT@shop.example\r\nTo: support@shop.example",
        );
        assert_eq!((to.len(), cc.len()), (0, 0));
    }
}
