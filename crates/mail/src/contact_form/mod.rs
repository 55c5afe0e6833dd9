//! Mails that a web form sent: the customer is in the text, not in `From`.

mod fields;
mod labels;
mod senders;

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::{Address, InboundMail, Mailbox, address_list, one_line};
use fields::Field;
use labels::Kind;
use pii::CustomerText;
pub use senders::FormSender;
pub(crate) use senders::is_machine;

/// What a form's fields say besides the customer's address, and whether it is believed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// Another address in the same fields: one of them is mistyped, and a person chooses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Mailbox>,
    /// The customer's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<CustomerText>,
    /// Where they work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<CustomerText>,
    /// True when the text is a form's: an address, with a name or a message beside it, and not one
    /// line of a person's signature.
    pub is_whole: bool,
    /// True when the form's address is where a reply usually goes: the form is one that this
    /// deployment knows, or its own. A sender can write any address into a text; for all others it
    /// is only offered.
    pub is_believed: bool,
    /// True when this deployment names the sender as one whose forms it believes
    /// (`CONTACT_FORM_SENDERS`), and nothing speaks against its being the sender.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sender_is_named: bool,
}

/// Characters of a name.
const LONGEST_NAME: usize = 60;

/// Reads the fields of a form into the mail. There is a customer when the text has a labelled
/// address that is neither the sender's nor a recipient's, and either the text is a whole form or
/// the sender is one: `From` is missing, is such a name as `no-reply` or `wordpress`, or is at the
/// domain that the mail went to.
pub(crate) fn read(mail: &mut InboundMail) {
    let text = mail.text.expose();
    let signature_at = text.len() - mail.signature.expose().len();
    let mut fields = fields::read(text);
    // The header of a mail that is passed on is no form's field.
    fields.retain(|field| field.kind != Kind::Sender || mail.forwarded.is_none());
    let above: Vec<&Field<'_>> = fields
        .iter()
        .filter(|field| field.at < signature_at)
        .collect();
    let has = |fields: &[&Field<'_>], kind| fields.iter().any(|field| field.kind == kind);
    let all: Vec<&Field<'_>> = fields.iter().collect();
    let has_address =
        |fields: &[&Field<'_>]| has(fields, Kind::Address) || has(fields, Kind::Sender);
    let is_named = |fields: &[&Field<'_>]| has(fields, Kind::Name) || has(fields, Kind::LastName);
    // A signature has a name and an address, too, and no field for a message.
    let is_whole = has_address(&all) && has(&all, Kind::Message)
        || has(&above, Kind::Address) && is_named(&above);
    let name = name(&all);
    let company = value(&all, Kind::Company);
    let form = Form {
        is_whole,
        name: name.clone().filter(|_| is_whole || from_a_form(mail)),
        company: company.filter(|_| is_whole),
        ..Form::default()
    };
    let mut customers: Vec<Mailbox> = Vec::new();
    // A form that sets `Reply-To` has said who the customer is.
    if mail.reply_to.is_empty() && (is_whole || from_a_form(mail)) {
        let counted = if is_whole { &all } else { &above };
        for customer in counted.iter().flat_map(|field| mailboxes(field)) {
            let known = |mailbox: &Mailbox| same(&mailbox.address, &customer.address);
            let ours = mail.from.iter().chain(&mail.to).chain(&mail.cc);
            if !ours.into_iter().any(known) && !customers.iter().any(known) {
                customers.push(customer);
            }
        }
    }
    let mut customers = customers.into_iter().map(|customer| Mailbox {
        name: name.clone().or(customer.name),
        address: customer.address,
    });
    mail.contact_form = customers.next();
    mail.form = Form {
        other: customers.next(),
        ..form
    };
    // Until the deployment says more: where the mail went is ours.
    let ours: Vec<String> = mail.to.iter().map(|to| to.address.ascii_domain()).collect();
    mail.form.is_believed = believes(mail, &ours);
}

/// Whether a form's address is where a reply usually goes, for a deployment whose own mail is at
/// these domains: its own form, as far as the mail service can tell, or one of a known service. The
/// service's name proves nothing of the form, so that a person looks at the address once more.
pub(crate) fn believes(mail: &InboundMail, ours: &[String]) -> bool {
    let Some(from) = mail.from.as_ref().filter(|_| mail.contact_form.is_some()) else {
        return false;
    };
    let address = &from.address;
    let is_own = ours.contains(&address.ascii_domain()) && mail.speaks_for_its_domain();
    let is_whole = mail.form.is_whole;
    (is_own && (is_whole || is_machine(address)))
        || (senders::is_service(address) && is_whole && !mail.has_doubtful_sender())
}

/// Whether the mail is from one of these, as far as is known.
pub(crate) fn is_named(mail: &InboundMail, senders: &[FormSender]) -> bool {
    let from = mail.from.as_ref().filter(|_| !mail.has_doubtful_sender());
    from.is_some_and(|from| senders.iter().any(|sender| sender.is(&from.address)))
}

fn from_a_form(mail: &InboundMail) -> bool {
    let Some(from) = &mail.from else {
        return true;
    };
    let at_our_domain = |to: &Mailbox| {
        to.address
            .domain()
            .eq_ignore_ascii_case(from.address.domain())
    };
    is_machine(&from.address)
        || senders::is_service(&from.address)
        || mail.to.iter().any(at_our_domain)
}

fn same(one: &Address, other: &Address) -> bool {
    one.expose().eq_ignore_ascii_case(other.expose())
}

fn value(fields: &[&Field<'_>], kind: Kind) -> Option<CustomerText> {
    let mut values = fields.iter().filter(|field| field.kind == kind);
    values
        .by_ref()
        .map(|field| one_line(field.value))
        .find(|value| {
            !value.is_empty() && value.chars().count() <= LONGEST_NAME && !value.contains('@')
        })
        .map(CustomerText::new)
}

/// The name in one field, or in two.
fn name(fields: &[&Field<'_>]) -> Option<CustomerText> {
    let whole = value(fields, Kind::Name);
    // `Nom : Mori` beside `Prénom : Anna` is half of a name.
    let is_half = whole.as_ref().is_some_and(|name| {
        value(fields, Kind::LastName).is_none()
            && value(fields, Kind::FirstName).is_some_and(|first| first != *name)
            && !name.expose().trim().contains(char::is_whitespace)
    });
    let half = whole.clone().filter(|_| is_half);
    whole.filter(|_| !is_half).or_else(|| {
        let (last, first) = (
            half.or_else(|| value(fields, Kind::LastName)),
            value(fields, Kind::FirstName),
        );
        let (last, first) = match (last, first) {
            (None, one) | (one, None) => return one,
            (Some(last), Some(first)) => (last, first),
        };
        let (last, first) = (last.expose(), first.expose());
        // In East Asia the family's name comes first.
        Some(CustomerText::new(
            match last.is_ascii() || first.is_ascii() {
                true => format!("{first} {last}"),
                false => format!("{last} {first}"),
            },
        ))
    })
}

/// `anna＠example.com`, as some type it on a Japanese keyboard.
fn narrow(value: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    value.chars().map(narrow).collect()
}

/// The addresses in a field; `x@y <x@y>` is how links in HTML come out.
fn mailboxes(field: &Field<'_>) -> Vec<Mailbox> {
    static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
            .expect("the pattern is fixed and tested")
    });
    match field.kind {
        Kind::Sender => address_list::parse(field.value),
        // An address with no more than a name beside it; not a sentence with one in it.
        Kind::Address if field.value.split_whitespace().count() <= 5 => ADDRESS
            .find(&narrow(field.value))
            .and_then(|found| Address::parse(found.as_str().trim_start_matches("mailto:")).ok())
            .map(Mailbox::bare)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
