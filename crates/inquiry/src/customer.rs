//! Whose inquiry it is.

use super::Inquiry;
use mail::recipients;

impl Inquiry {
    /// The mailbox of the customer that a reply goes to, unless a person chooses another, in one form
    /// for all its spellings; `None` where no reply can go out. What they wrote before is found by it.
    pub fn customer(&self) -> Option<String> {
        let usual = recipients(&self.mail, None).into_iter().next()?;
        Some(usual.to.first()?.address.mailbox())
    }
}
