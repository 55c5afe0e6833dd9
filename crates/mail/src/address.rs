//! Mail addresses (RFC 5322 §3.4) that cannot reach a log by accident.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// An `addr-spec`: one mail address without a name, free of white space, control characters and
/// line breaks, with exactly one unquoted `@` and something on both sides of it.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Address(String);

/// RFC 5321 §4.5.3.1 allows 64 for the local part and 255 for the domain. Mail with more could not
/// be sent, nor written into a header's line.
const LONGEST: usize = 64 + 1 + 255;

/// A text that is not a mail address. Does not repeat the text: it may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address: it must look like name@example.com")]
pub struct NotAnAddress;

impl Address {
    /// Checks and takes an address: its domain is made of letters, digits, `-`, `_` and single dots,
    /// or is an address literal (RFC 5321 §4.1.3).
    ///
    /// # Errors
    /// [`NotAnAddress`] when mail could not be sent there as it is.
    pub fn parse(text: &str) -> Result<Address, NotAnAddress> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(NotAnAddress);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(NotAnAddress)?;
        let quoted = local.len() >= 2 && local.starts_with('"') && local.ends_with('"');
        if quoted && has_bare_quote(&local[1..local.len() - 1]) {
            return Err(NotAnAddress);
        }
        let forbidden = |c: char| {
            c.is_control()
                || c == '<'
                || c == '>'
                || (!quoted && (c.is_whitespace() || c == '@' || c == ',' || c == ';'))
        };
        if local.is_empty() || local.chars().any(forbidden) {
            return Err(NotAnAddress);
        }
        if !is_domain(domain) {
            return Err(NotAnAddress);
        }
        Ok(Address(text.to_owned()))
    }

    /// The address as mail carries it: a local part that is no dot-atom (RFC 5322 §3.2.3), such as
    /// those with `..` or a `.` before the `@` of old Japanese mobile mail, in quotes; an
    /// international domain in its ASCII form (RFC 5890), which every server takes.
    pub fn to_wire(&self) -> Cow<'_, str> {
        let Some((local, domain)) = self.0.rsplit_once('@') else {
            return Cow::Borrowed(&self.0);
        };
        let quoted = local.len() >= 2 && local.starts_with('"') && local.ends_with('"');
        // Characters beyond ASCII are atext, too (RFC 6532 §3.2).
        let atext = |c: char| {
            c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c) || !c.is_ascii()
        };
        let dot_atom = local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(atext));
        if (quoted || dot_atom) && domain.is_ascii() {
            return Cow::Borrowed(&self.0);
        }
        let local = match quoted || dot_atom {
            true => local.to_owned(),
            false => {
                let escaped = local.replace('\\', "\\\\").replace('"', "\\\"");
                format!("\"{escaped}\"")
            }
        };
        let domain = ascii_domain(domain).unwrap_or(Cow::Borrowed(domain));
        Cow::Owned(format!("{local}@{domain}"))
    }

    /// What is before the last `@`.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or(self.0.as_str(), |it| it.0)
    }

    /// What is behind the last `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |it| it.1)
    }

    /// The domain as it is looked up, in lower case: an international one in its ASCII form.
    pub fn ascii_domain(&self) -> String {
        let domain = self.domain();
        ascii_domain(domain)
            .unwrap_or(Cow::Borrowed(domain))
            .to_lowercase()
    }

    /// True for two forms of one address; see [`Address::mailbox`].
    pub fn is_same_mailbox(&self, other: &Address) -> bool {
        self.mailbox() == other.mailbox()
    }

    /// One form for all spellings of an address: without case, quotation marks that need not be
    /// there, what follows a `+` (RFC 5233), the dots of Gmail's; an international domain in ASCII.
    pub fn mailbox(&self) -> String {
        let local = unquoted(self.local_part()).to_lowercase();
        let local = local.split('+').next().unwrap_or_default();
        match self.ascii_domain().as_str() {
            // support.google.com/mail/answer/7436150
            "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
            domain => format!("{local}@{domain}"),
        }
    }

    /// The other form of a domain that has two: in ASCII, as it is looked up, where it is written in
    /// other characters, and in letters where it is written in ASCII. Letters of another alphabet look
    /// like those of a domain that the reader trusts, and some characters stand for others.
    pub fn other_domain(&self) -> Option<String> {
        let ascii = self.ascii_domain();
        if !self.domain().is_ascii() {
            return Some(ascii);
        }
        let (letters, _) = idna::domain_to_unicode(&ascii);
        (letters != ascii).then_some(letters)
    }

    /// The address itself: for the mail that goes out and for the operator's own screen.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

fn is_domain(domain: &str) -> bool {
    let literal = domain.strip_prefix('[').and_then(|d| d.strip_suffix(']'));
    if let Some(literal) = literal {
        let fits = |c: char| c.is_ascii_alphanumeric() || ".:-".contains(c);
        return !literal.is_empty() && literal.chars().all(fits);
    }
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    ascii_domain(domain).is_some_and(|ascii| {
        ascii
            .split('.')
            .all(|label| !label.is_empty() && label.chars().all(fits))
    })
}

/// A domain as it is looked up. Checked afterwards, not before: a full-width `＞` turns into `>`.
fn ascii_domain(domain: &str) -> Option<Cow<'_, str>> {
    if domain.is_ascii() {
        return Some(Cow::Borrowed(domain));
    }
    idna::domain_to_ascii(domain).ok().map(Cow::Owned)
}

/// A local part without quotation marks, where it is a quoted string (RFC 5322 §3.2.4).
fn unquoted(local: &str) -> Cow<'_, str> {
    let content = local.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    let Some(content) = content else {
        return Cow::Borrowed(local);
    };
    let mut characters = content.chars();
    let mut plain = String::with_capacity(content.len());
    while let Some(c) = characters.next() {
        plain.extend(match c {
            '\\' => characters.next(),
            c => Some(c),
        });
    }
    Cow::Owned(plain)
}

/// True when the content of a quoted string would end before its end.
fn has_bare_quote(content: &str) -> bool {
    let mut escaped = false;
    for c in content.chars() {
        match c {
            '"' if !escaped => return true,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    escaped
}

impl TryFrom<String> for Address {
    type Error = NotAnAddress;

    fn try_from(text: String) -> Result<Address, NotAnAddress> {
        Address::parse(&text)
    }
}

impl From<Address> for String {
    fn from(address: Address) -> String {
        address.0
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(…)")
    }
}

/// A `mailbox`: an address with the name that stood before it, decoded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// The display name, when there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<pii::CustomerText>,
    /// Where mail goes.
    pub address: Address,
}

impl Mailbox {
    /// A mailbox without a name.
    pub fn bare(address: Address) -> Mailbox {
        Mailbox {
            name: None,
            address,
        }
    }

    /// `Name <address>`, or the address alone: for people to read, not for a header.
    pub fn display(&self) -> String {
        match &self.name {
            Some(name) if !name.is_blank() => {
                format!("{} <{}>", name.expose(), self.address.expose())
            }
            _ => self.address.expose().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn addresses_are_carried_as_mail_needs_them() {
        for (address, wire) in [
            ("taro@example.com", "taro@example.com"),
            ("a.b+c@example.com", "a.b+c@example.com"),
            ("a..b@docomo.example", "\"a..b\"@docomo.example"),
            ("a.@docomo.example", "\"a.\"@docomo.example"),
            (".a@docomo.example", "\".a\"@docomo.example"),
            ("\"a b\"@example.com", "\"a b\"@example.com"),
            ("taro@日本語.example", "taro@xn--wgv71a119e.example"),
            ("太郎@example.com", "太郎@example.com"),
        ] {
            assert_eq!(Address::parse(address).unwrap().to_wire(), wire);
        }
    }

    #[test]
    fn what_cannot_be_sent_to_is_no_address() {
        for text in [
            "",
            "a",
            "@x",
            "a@",
            "a b@x",
            "a@x y",
            "a@x\r\nBcc: b@y",
            "<a@x>",
            "a@b@x",
            "a,b@x",
            "\"a\"b\"@x",
            "\"a\\\"@x",
            "a@x>",
            "a;b@x",
        ] {
            assert_eq!(Address::parse(text), Err(NotAnAddress), "{text:?}");
        }
    }

    #[test]
    fn the_other_form_of_a_domain_is_given_wherever_it_is_not_what_it_reads_as() {
        let other = |address: &str| Address::parse(address).unwrap().other_domain();
        for (address, form) in [
            // A Cyrillic letter among Latin ones.
            ("a@vict\u{456}m.example", "xn--victm-q2e.example"),
            ("a@xn--victm-q2e.example", "vict\u{456}m.example"),
            ("a@XN--VICTM-Q2E.example", "vict\u{456}m.example"),
            // What means other characters.
            ("a@\u{ff56}ictim.example", "victim.example"),
            ("a@vic\u{ad}tim.example", "victim.example"),
            (
                "a@victim.example\u{3002}evil.example",
                "victim.example.evil.example",
            ),
        ] {
            assert_eq!(other(address).as_deref(), Some(form), "{address}");
        }
        assert_eq!(other("a@Victim.example"), None);
        assert_eq!(other("a@[192.0.2.1]"), None);
    }

    #[test]
    fn spellings_of_one_mailbox_are_told_from_other_mailboxes() {
        let same = |one: &str, other: &str| {
            let parse = |it: &str| Address::parse(it).unwrap();
            parse(one).is_same_mailbox(&parse(other))
        };
        for other in [
            "Taro@Example.com",
            "taro+vip@example.com",
            "\"taro\"@example.com",
            "\"t\\aro\"@example.com",
            "taro@\u{ff45}xample.com",
        ] {
            assert!(same("taro@example.com", other), "{other}");
        }
        assert!(same("ta.ro@gmail.com", "T.aro+x@googlemail.com"));
        for other in [
            "ta.ro@example.com",
            "taro@sub.example.com",
            "t\u{430}ro@example.com",
        ] {
            assert!(!same("taro@example.com", other), "{other}");
        }
    }

    #[test]
    fn debug_shows_no_address() {
        let mailbox = Mailbox::bare(Address::parse("taro@example.com").unwrap());
        assert!(!format!("{mailbox:?}").contains("taro"));
    }
}
