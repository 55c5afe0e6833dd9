//! A mail as a model may read it.

use super::InboundMail;
use pii::{Hints, MaskedText, Masker, Placeholders};

/// The masked texts of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MaskedMail {
    /// The sender's name.
    pub sender: MaskedText,
    /// The subject.
    pub subject: MaskedText,
    /// The text.
    pub body: MaskedText,
}

impl InboundMail {
    /// Masks what the mail says: the sender's name first, so that it is known wherever else it
    /// stands. What is found joins `placeholders`.
    pub fn masked(&self, masker: &Masker, placeholders: &mut Placeholders) -> MaskedMail {
        let name = self.from.as_ref().and_then(|from| from.name.clone());
        let hints = self.known_names();
        MaskedMail {
            sender: masker.mask(&name.unwrap_or_default(), &hints, placeholders),
            subject: masker.mask(&self.subject, &hints, placeholders),
            body: masker.mask(&self.text, &hints, placeholders),
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
            .chain(&self.contact_form);
        let names = mailboxes.filter_map(|mailbox| mailbox.name.as_ref());
        names
            .fold(Hints::default(), |hints, name| hints.name(name.expose()))
            .names_in(&self.signature)
    }
}
