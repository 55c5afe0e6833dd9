//! Exchanges that are not a customer's own: an inquiry that our own mail begins, and one with the
//! recipient of a forward about a customer's inquiry.

use serde::{Deserialize, Serialize};

use super::{ContextId, Inquiry};
use pii::CustomerText;

/// The customer's inquiry that an exchange with another person is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// That inquiry.
    pub id: ContextId,
    /// Its customer, as [`Inquiry::customer`] names them: who asks to be forgotten is forgotten here, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
}

impl Inquiry {
    /// What an exchange with another person about this inquiry is about: this one, or what it is
    /// about itself.
    pub fn as_subject(&self) -> About {
        self.about.clone().unwrap_or_else(|| About {
            id: self.id.clone(),
            customer: self.customer(),
        })
    }

    /// The names by which its customer is known.
    pub fn names(&self) -> Vec<CustomerText> {
        let form = self.mail.form.name.clone();
        let from = self.mail.from.iter().filter_map(|it| it.name.clone());
        from.chain(form).collect()
    }

    /// True where a mail is the answer of a forward's recipient.
    pub fn is_from_another(&self) -> bool {
        self.about.is_some() && !self.mail.by_us
    }
}
