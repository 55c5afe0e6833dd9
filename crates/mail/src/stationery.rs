//! What a team adds to every reply: signatures, the logo, the quoted mail.

use super::Logo;
use pii::CustomerText;

/// What a team adds to every reply.
#[derive(Clone, Debug, Default)]
pub struct Stationery {
    /// Is beneath the text, behind the usual `-- `.
    pub signature: CustomerText,
    /// Whether the customer's mail is quoted beneath.
    pub quotes_original: bool,
    /// Whether the same stands beside the text as HTML.
    pub html: bool,
    /// The picture in the signature of that HTML.
    pub logo: Option<Logo>,
}

impl Stationery {
    /// The logo, where the HTML has a signature that shows it.
    pub fn shown_logo(&self) -> Option<&Logo> {
        let is_shown = self.html && !self.signature.is_blank();
        self.logo.as_ref().filter(|_| is_shown)
    }

    /// The same with a person's own signature beneath the team's.
    #[must_use]
    pub fn signed(&self, own: Option<&CustomerText>) -> Stationery {
        let own = own.filter(|own| !own.is_blank());
        let signature = match own {
            None => self.signature.clone(),
            Some(own) if self.signature.is_blank() => own.clone(),
            Some(own) => CustomerText::new(format!(
                "{}\n{}",
                self.signature.expose().trim_end(),
                own.expose().trim_end()
            )),
        };
        Stationery {
            signature,
            ..self.clone()
        }
    }
}
