//! A mail as a model may read it.

use super::{InboundMail, Person};
use pii::{CustomerText, Hints, MaskedText, Masker, Placeholders};

/// The masked texts of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaskedMail {
    /// The name of the person that a reply addresses; empty where a company alone wrote.
    pub sender: MaskedText,
    /// Where they work, where the mail tells, or the company that wrote.
    pub company: MaskedText,
    /// The subject.
    pub subject: MaskedText,
    /// The text.
    pub body: MaskedText,
}

impl InboundMail {
    /// Masks what the mail says: the sender's name first, so that it is known wherever else it
    /// is. What is found joins `placeholders`.
    pub fn masked(&self, masker: &Masker, placeholders: &mut Placeholders) -> MaskedMail {
        let addressee = self.addressee();
        let hints = self.known_names();
        let mut mask = |text: &CustomerText| masker.mask(text, &hints, placeholders);
        let sender = mask(&addressee.name.unwrap_or_default());
        let company = mask(&addressee.company.unwrap_or_default());
        mask(&self.subject);
        let body = mask(&self.text);
        MaskedMail {
            sender,
            company,
            // Once more: who is named in the text is known by now.
            subject: mask(&self.subject),
            body,
        }
    }

    /// The names of people that the mail's headers, a form's fields and the signature give away. Those in `To` are
    /// not among them: they are ours, and a shop's name is no personal data.
    pub fn known_names(&self) -> Hints {
        let mailboxes = self
            .from
            .iter()
            .chain(&self.reply_to)
            .chain(&self.cc)
            .chain(&self.contact_form)
            .chain(&self.form.other)
            .chain(&self.forwarded);
        let names = mailboxes.filter_map(|mailbox| mailbox.name.as_ref());
        let mut hints = Hints::default();
        for name in names.chain(&self.form.name).chain(&self.also_named) {
            hints = hints.name(name.expose());
            // Beside a company is the name that the text may have alone.
            if let Some(person) = Person::in_name(name.expose()).called() {
                hints = hints.name(person.expose());
            }
        }
        hints.names_in(&self.signature)
    }
}
