//! Who sends the mails of forms.

use crate::Address;

/// A sender whose forms this deployment believes: an address, or all at a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormSender {
    /// `forms@example.com`.
    Address(Address),
    /// `example.com`, in lower case.
    Domain(String),
}

impl FormSender {
    /// Reads `forms@example.com`, `@example.com` or `example.com`.
    ///
    /// # Errors
    /// [`NotAnAddress`](crate::NotAnAddress) when it is neither an address nor a domain.
    pub fn parse(text: &str) -> Result<FormSender, crate::NotAnAddress> {
        let text = text.trim();
        match text.split_once('@') {
            Some((local, _)) if !local.is_empty() => Address::parse(text).map(FormSender::Address),
            _ => {
                let domain = text.trim_start_matches('@').to_lowercase();
                // A domain is what can stand behind an `@`, with a dot in it.
                let probe = Address::parse(&format!("x@{domain}"))?;
                match probe.domain().contains('.') {
                    true => Ok(FormSender::Domain(domain)),
                    false => Err(crate::NotAnAddress),
                }
            }
        }
    }

    pub(super) fn is(&self, address: &Address) -> bool {
        match self {
            FormSender::Address(known) => known.expose().eq_ignore_ascii_case(address.expose()),
            FormSender::Domain(domain) => address.domain().eq_ignore_ascii_case(domain),
        }
    }
}

/// Local parts that machines send from, letters and digits only.
const MACHINES: [&str; 30] = [
    "noreply",
    "donotreply",
    "nepasrepondre",
    "nichtantworten",
    "form",
    "forms",
    "mailform",
    "webform",
    "contactform",
    "contact",
    "inquiry",
    "otoiawase",
    "toiawase",
    "wordpress",
    "webmaster",
    "www",
    "wwwdata",
    "apache",
    "nobody",
    "submissions",
    "submission",
    "formsubmission",
    "notifications",
    "notification",
    "mailer",
    "responses",
    "web",
    "website",
    "webserver",
    "nginx",
];

/// True for an address that a form sends from, and no person does as a rule.
pub(crate) fn is_machine(address: &Address) -> bool {
    let local = address.local_part().to_lowercase();
    let local: String = local.chars().filter(|c| c.is_alphanumeric()).collect();
    MACHINES.contains(&local.as_str()) || local.contains("noreply") || local.contains("donotreply")
}

/// Services that send the forms of many web sites, by their name in the domain.
const SERVICES: [&str; 44] = [
    "form",
    "forms",
    "mailform",
    "webform",
    "contactform",
    "formspree",
    "formrun",
    "formmailer",
    "formzu",
    "formok",
    "typeform",
    "jotform",
    "wufoo",
    "tally",
    "hubspot",
    "wix",
    "wixforms",
    "squarespace",
    "shopify",
    "shopifyemail",
    "weebly",
    "webflow",
    "getform",
    "usebasin",
    "formsubmit",
    "formcarry",
    "netlify",
    "123formbuilder",
    "cognitoforms",
    "paperform",
    "formstack",
    "zohoforms",
    "tayori",
    "jimdo",
    "strikingly",
    "framer",
    "elementor",
    "ninjaforms",
    "gravityforms",
    "wpforms",
    "fillout",
    "formbridge",
    "formassembly",
    "staticforms",
];

/// True for an address of such a service: its name is the domain's own, not one below another's.
pub(super) fn is_service(address: &Address) -> bool {
    let domain = address.domain().to_lowercase();
    let labels: Vec<&str> = domain.split('.').collect();
    // `formspree.example`, and `mail.form.run`, whose own name is two labels.
    let own = &labels[labels.len().saturating_sub(2)..];
    SERVICES.contains(&own[0])
        || matches!(own, ["form", "run"] | ["mailer", "form"])
        // Google Forms has no domain of its own.
        || address.expose().eq_ignore_ascii_case("forms-receipts-noreply@google.com")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_sender_is_an_address_or_a_domain() {
        let is = |sender: &str, address: &str| {
            FormSender::parse(sender)
                .unwrap()
                .is(&Address::parse(address).unwrap())
        };
        assert!(is("Forms@example.com", "forms@example.com"));
        assert!(!is("forms@example.com", "other@example.com"));
        assert!(is("example.com", "any@Example.com"));
        assert!(is("@example.com", "any@example.com"));
        assert!(!is("example.com", "any@sub.example.com"));
        for text in ["", "@", "localhost", "a b.com", "x@"] {
            assert!(FormSender::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_service_is_known_by_its_own_domain_only() {
        let is = |address: &str| is_service(&Address::parse(address).unwrap());
        assert!(is("submissions@formspree.example") && is("no-reply@mail.typeform.com"));
        assert!(
            !is("contact@evil.example")
                && !is("x@formspree.evil.example")
                && !is("x@performance.example")
        );
    }
}
