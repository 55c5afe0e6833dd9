//! The recipients that a reply can have. The operator sees it beside the text, and may choose.

use super::provider::gives_to_everybody;
use super::{Address, InboundMail, Lists, Mailbox};

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

/// Characters of the addresses in one list: more fit on no screen, and what cannot be looked over is
/// not offered. No customer wants a `Reply-To` with several hundred addresses.
const MOST_CHARACTERS: usize = 16_000;

/// All answers, the usual one first; the same recipients stand there once.
///
/// `Reply-To` is the sender's own wish. An address in the text of the mail is the usual one only
/// where the form is believed, or where a colleague at our own domain passes the mail on: every sender
/// can write any address into a text.
pub fn recipients(mail: &InboundMail, own: Option<&Address>) -> Vec<Recipients> {
    if mail.by_us {
        let to = mail.reply_to.iter();
        let to = to.filter(|it| !is_own(mail, &it.address, own)).cloned();
        let to: Vec<Mailbox> = to.collect();
        let source = Source::From;
        let all = (!to.is_empty()).then_some(Recipients { source, to });
        return all.into_iter().collect();
    }
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
        let length: usize = to.iter().map(|it| it.address.expose().len()).sum();
        if !to.is_empty() && is_new && length <= MOST_CHARACTERS {
            all.push(Recipients { source, to });
        }
    }
    all
}

/// Those of a reply's recipients that a person should look at once more: strangers can name them in
/// a mail, and a hand can slip. `lists` is where the reply goes; `own` is where it comes from.
///
/// No second look is needed for the sender's own address, for others at their domain (unless
/// everybody can have an address there), for copies to our own people, and for the usual recipient
/// of a mail that comes in our own name: a form of ours or one that the deployment names, a colleague
/// who passes a mail on.
pub fn elsewhere(mail: &InboundMail, lists: &Lists, own: Option<&Address>) -> Vec<Mailbox> {
    let spoken_for = spoken_for(mail, own);
    let is_near = |mailbox: &Mailbox, is_copy: bool| {
        let address = &mailbox.address;
        let is_spoken_for = spoken_for.iter().any(|known| known.address == *address);
        let is_senders = mail
            .from
            .as_ref()
            .is_some_and(|from| from.address.is_same_mailbox(address));
        // Letters of another alphabet make another person's address that looks the same.
        let is_beside_sender = is_at_senders_domain(mail, mailbox)
            && !gives_to_everybody(&address.ascii_domain())
            && address.local_part().is_ascii();
        is_spoken_for
            || is_senders
            || is_beside_sender
            || (is_copy && is_at_our_domain(mail, address, own))
    };
    let to = lists.to.iter().filter(|it| !is_near(it, false));
    let copies = lists.cc.iter().chain(&lists.bcc);
    to.chain(copies.filter(|it| !is_near(it, true)))
        .cloned()
        .collect()
}

/// The usual recipients, where a mail in our own name says who they are.
fn spoken_for(mail: &InboundMail, own: Option<&Address>) -> Vec<Mailbox> {
    let Some(usual) = recipients(mail, own).into_iter().next() else {
        return Vec::new();
    };
    let from = mail.from.as_ref();
    let is_ours = mail.speaks_for_its_domain()
        && from.is_some_and(|from| is_at_our_domain(mail, &from.address, own));
    let is_spoken_for = match usual.source {
        _ if mail.form.sender_is_named => true,
        Source::ContactForm => mail.form.is_believed && is_ours,
        Source::Forwarded => is_ours,
        // Where a Reply-To leads is for a person to look at, whatever its author.
        Source::ReplyTo | Source::OtherContactForm | Source::From => false,
    };
    match is_spoken_for {
        true => usual.to,
        false => Vec::new(),
    }
}

/// Another person who got the mail, and may get the reply as `Cc`.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// Its place among the mailboxes of `To` and `Cc` of the mail as it came, by which a form names
    /// it: whatever is left out here, a number never names another person.
    pub place: usize,
    /// The mailbox.
    pub mailbox: Mailbox,
    /// Whether it gets a copy unless the operator decides otherwise: only who is at the sender's
    /// domain, where that is more than a provider's. Who is at our own may be another name of our own
    /// mailbox, and any other may be a person that the sender wants us to write to.
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
                && !gives_to_everybody(&mailbox.address.ascii_domain())
                && mailbox.address.local_part().is_ascii()
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

    /// True for an address that the mail itself names, letter by letter.
    pub fn names(&self, address: &Address) -> bool {
        let people = self.from.iter().chain(&self.reply_to).chain(&self.to);
        let people = people.chain(&self.cc).chain(&self.contact_form);
        let mut people = people.chain(&self.form.other).chain(&self.forwarded);
        people.any(|it| it.address == *address)
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

/// Our own address, or another name of it: one that the mail was delivered by at our own domain, or
/// at another one that the mail was addressed to. A customer's own address, from which they pass a
/// mail on to us, is none.
pub(super) fn is_own(mail: &InboundMail, address: &Address, own: Option<&Address>) -> bool {
    let is_it = |alias: &Address| alias.is_same_mailbox(address);
    let mut addressed = mail.to.iter().chain(&mail.cc);
    own_addresses(mail, own).any(|own| own.is_same_mailbox(address))
        || (mail.delivered_to.iter().any(is_it)
            && (is_at_our_domain(mail, address, own) || addressed.any(|to| is_it(&to.address))))
}

/// A colleague passes a mail on: from our own domain, and nothing speaks against that.
fn is_from_colleague(mail: &InboundMail, own: Option<&Address>) -> bool {
    let at_our_domain = |from: &Mailbox| match own_addresses(mail, own).next() {
        Some(_) => is_at_our_domain(mail, &from.address, own),
        // Where no setting says which one is ours: where the mail went.
        None => mail
            .to
            .iter()
            .any(|to| to.address.ascii_domain() == from.address.ascii_domain()),
    };
    mail.speaks_for_its_domain() && mail.from.as_ref().is_some_and(at_our_domain)
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
mod tests;
