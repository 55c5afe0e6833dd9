//! Whom a reply can go to. The operator sees it beside the text, and may choose.

use super::{Address, Doubt, InboundMail, Mailbox};

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
    /// Another address in such fields.
    OtherContactForm,
    /// Who wrote the mail that this one passes on.
    Forwarded,
    /// `From`.
    From,
}

impl Source {
    /// Its name in a form.
    pub fn name(self) -> &'static str {
        match self {
            Source::ReplyTo => "reply_to",
            Source::ContactForm => "contact_form",
            Source::OtherContactForm => "other_contact_form",
            Source::Forwarded => "forwarded",
            Source::From => "from",
        }
    }
}

impl Recipients {
    /// Those whose domain is not that of `From`: a person should look at them once more before a
    /// reply goes there. All of them where the mail has no `From`.
    pub fn elsewhere<'a>(&'a self, mail: &'a InboundMail) -> impl Iterator<Item = &'a Mailbox> {
        self.to.iter().filter(|to| !is_at_senders_domain(mail, to))
    }
}

/// All answers, the usual one first; the same recipients stand there once.
///
/// `Reply-To` is the sender's own wish. An address in the text of the mail is the usual one only
/// where the form is believed, or where a colleague at our own domain passes the mail on: anybody
/// can write any address into a text.
pub fn recipients(mail: &InboundMail, own: Option<&Address>) -> Vec<Recipients> {
    let believes_form = mail.form.is_believed;
    let from_colleague = is_from_colleague(mail, own);
    let form = (
        Source::ContactForm,
        mail.contact_form.iter().cloned().collect::<Vec<_>>(),
    );
    let forwarded = (Source::Forwarded, mail.forwarded.iter().cloned().collect());
    let mut candidates = Vec::new();
    if from_colleague {
        candidates.push(forwarded.clone());
    }
    candidates.push((Source::ReplyTo, mail.reply_to.clone()));
    if believes_form {
        candidates.push(form.clone());
    }
    candidates.push((Source::From, mail.from.iter().cloned().collect()));
    candidates.extend([
        form,
        (
            Source::OtherContactForm,
            mail.form.other.iter().cloned().collect(),
        ),
        forwarded,
    ]);
    let mut all: Vec<Recipients> = Vec::new();
    for (source, mailboxes) in candidates {
        let mut to: Vec<Mailbox> = Vec::new();
        for mailbox in mailboxes {
            if !is_own(mail, &mailbox.address, own) && !contains(&to, &mailbox) {
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
    /// Whether it gets a copy unless the operator decides otherwise: only who is at the sender's
    /// domain. Who is at our own may be another name of our own mailbox, and anybody else may be
    /// somebody whom the sender wants us to write to.
    pub usual: bool,
}

/// The other mailboxes of `To` and `Cc`, each once, never our own, by whatever name the mail came.
pub fn others(mail: &InboundMail, own: Option<&Address>) -> Vec<Other> {
    let customers: Vec<Mailbox> = recipients(mail, own)
        .into_iter()
        .flat_map(|one| one.to)
        .collect();
    let mut known = addresses(&customers);
    let mut others: Vec<Other> = Vec::new();
    for (place, mailbox) in mail.to.iter().chain(&mail.cc).enumerate() {
        let address = mailbox.address.expose().to_lowercase();
        let is_ours = is_own(mail, &mailbox.address, own)
            || mail
                .delivered_to
                .iter()
                .any(|alias| alias.is_same_mailbox(&mailbox.address));
        if is_ours || known.contains(&address) {
            continue;
        }
        known.push(address);
        others.push(Other {
            place,
            mailbox: mailbox.clone(),
            usual: is_at_senders_domain(mail, mailbox)
                && !is_at_our_domain(mail, &mailbox.address, own),
        });
    }
    others
}

impl InboundMail {
    /// True for our own address, in all its forms.
    pub fn is_ours(&self, address: &Address) -> bool {
        is_own(self, address, None)
    }
}

/// Our own addresses: the one that the reply comes from, and the one that was ours when the mail
/// came.
fn own_addresses<'a>(
    mail: &'a InboundMail,
    own: Option<&'a Address>,
) -> impl Iterator<Item = &'a Address> {
    own.into_iter().chain(&mail.own_address)
}

/// Our own address, or another name of it: one that the mail was delivered by at our own domain.
fn is_own(mail: &InboundMail, address: &Address, own: Option<&Address>) -> bool {
    let is_alias = |alias: &Address| alias.is_same_mailbox(address);
    own_addresses(mail, own).any(|own| own.is_same_mailbox(address))
        || (mail.delivered_to.iter().any(is_alias) && is_at_our_domain(mail, address, own))
}

/// A colleague passes a mail on: from our own domain, and nobody doubts it.
fn is_from_colleague(mail: &InboundMail, own: Option<&Address>) -> bool {
    let is_doubtful = mail
        .doubts
        .iter()
        .any(|doubt| matches!(doubt, Doubt::Sender(_)));
    let at_our_domain = |from: &Mailbox| match own_addresses(mail, own).next() {
        Some(_) => is_at_our_domain(mail, &from.address, own),
        // Where nobody has said which one is ours: where the mail went.
        None => mail
            .to
            .iter()
            .any(|to| to.address.ascii_domain() == from.address.ascii_domain()),
    };
    !is_doubtful && mail.from.as_ref().is_some_and(at_our_domain)
}

fn is_at_our_domain(mail: &InboundMail, address: &Address, own: Option<&Address>) -> bool {
    own_addresses(mail, own).any(|own| own.ascii_domain() == address.ascii_domain())
}

fn is_at_senders_domain(mail: &InboundMail, mailbox: &Mailbox) -> bool {
    let from = mail.from.as_ref();
    from.is_some_and(|from| from.address.ascii_domain() == mailbox.address.ascii_domain())
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

    fn mail(headers: &str, text: &str) -> InboundMail {
        let mut mail = parse(format!("{headers}\r\nSubject: Fwd: x\r\n\r\n{text}").as_bytes());
        mail.note_own_address(&own());
        mail
    }

    fn own() -> Address {
        Address::parse("support@shop.example").unwrap()
    }

    fn addresses_of(headers: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let mail = mail(headers, "text");
        let to = recipients(&mail, Some(&own()))
            .iter()
            .map(|one| addresses(&one.to))
            .collect();
        let others = others(&mail, Some(&own())).into_iter();
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
    fn a_copy_is_named_by_its_place_and_usual_only_at_the_senders_domain() {
        let mail = parse(
            b"From: a@example.com\r\nTo: support@shop.example, x@Shop.example\r\nCc: b@Example.com, c@elsewhere.example\r\n\r\ntext",
        );
        let own = own();
        let places = |own| {
            let others = others(&mail, own).into_iter();
            others
                .map(|other| (other.place, other.usual))
                .collect::<Vec<_>>()
        };
        assert_eq!(places(Some(&own)), [(1, false), (2, true), (3, false)]);
        assert_eq!(
            places(None),
            [(0, false), (1, false), (2, true), (3, false)]
        );
    }

    #[test]
    fn our_own_address_is_never_among_them_by_whatever_name() {
        let (to, cc) = addresses_of(
            "From: support@shop.example\r\nReply-To: SUPPORT@shop.example\r\nTo: support@shop.example",
        );
        assert_eq!((to.len(), cc.len()), (0, 0));
        for header in [
            "Delivered-To",
            "X-Original-To",
            "X-Forwarded-To",
            "X-Delivered-To",
            "Envelope-To",
            "X-Envelope-To",
        ] {
            let (to, cc) = addresses_of(&format!(
                "{header}: info@brand-two.example\r\nFrom: a@example.com\r\nTo: Info@brand-two.example, Support+vip@shop.example"
            ));
            assert_eq!(
                (to, cc.len()),
                (vec![vec!["a@example.com".to_owned()]], 0),
                "{header}"
            );
        }
        // An alias at our own domain is nobody to answer, either.
        let (to, _) = addresses_of(
            "Delivered-To: help@shop.example\r\nFrom: help@shop.example\r\nReply-To: a@example.com\r\nTo: help@shop.example",
        );
        assert_eq!(to, [vec!["a@example.com"]]);
        // A mail that the customer sent on from their own mailbox is still theirs.
        let (to, _) = addresses_of(
            "Delivered-To: a@example.com\r\nFrom: a@example.com\r\nTo: support@shop.example",
        );
        assert_eq!(to, [vec!["a@example.com"]]);
    }

    const FORWARD: &str = "Please take this one.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Hanako <hanako@customer.example>\r\n\
        Date: Thu, Nov 19, 2026 at 9:12 AM\r\nSubject: cup\r\nTo: Ken <ken@shop.example>\r\n\r\nMy cup is broken.";

    #[test]
    fn the_customer_of_a_colleagues_forward_gets_the_reply() {
        let sources = |from: &str| {
            let mail = mail(
                &format!("From: {from}\r\nTo: support@shop.example"),
                FORWARD,
            );
            assert!(mail.text.expose().contains("My cup is broken.") && mail.quoted.is_blank());
            let all = recipients(&mail, Some(&own()));
            all.iter().map(|one| one.source).collect::<Vec<_>>()
        };
        assert_eq!(
            sources("ken@shop.example"),
            [Source::Forwarded, Source::From]
        );
        // Anybody else can claim to have got any mail.
        assert_eq!(
            sources("ken@elsewhere.example"),
            [Source::From, Source::Forwarded]
        );
        let forged = "ken@shop.example\r\nAuthentication-Results: mx.example; dmarc=fail";
        assert_eq!(sources(forged), [Source::From, Source::Forwarded]);
    }

    #[test]
    fn a_recipient_at_another_domain_than_the_senders_is_pointed_out() {
        let mail = mail(
            "From: a@example.com\r\nReply-To: b@example.com, c@elsewhere.example\r\nTo: support@shop.example",
            "text",
        );
        let all = recipients(&mail, Some(&own()));
        let elsewhere: Vec<&str> = all[0]
            .elsewhere(&mail)
            .map(|to| to.address.expose())
            .collect();
        assert_eq!(elsewhere, ["c@elsewhere.example"]);
        assert_eq!(all[1].elsewhere(&mail).count(), 0);
    }

    #[test]
    fn a_group_that_rewrites_from_gives_the_customer() {
        let headers = "From: \"'Mary Jones' via Support\" <support@shop.example>\r\nTo: support@shop.example\r\n\
            X-Original-Sender: mary@customer.example\r\nList-ID: <support.shop.example>\r\nPrecedence: list";
        for more in [
            "",
            "\r\nX-Original-From: Mary Jones <mary@customer.example>",
        ] {
            let mail = mail(&format!("{headers}{more}"), "text");
            let all = recipients(&mail, Some(&own()));
            assert_eq!(all.len(), 1);
            assert_eq!(all[0].to[0].display(), "Mary Jones <mary@customer.example>");
            assert_eq!(mail.automatic, crate::Automatic::No);
        }
        // Somebody else's list proves nothing about who wrote.
        let other = mail(
            "From: list@evil.example\r\nTo: list@evil.example\r\nX-Original-From: victim@customer.example\r\nList-Id: <list.evil.example>",
            "text",
        );
        assert_eq!(other.from.unwrap().address.expose(), "list@evil.example");
        assert!(matches!(other.automatic, crate::Automatic::Doubtful(_)));
    }
}
