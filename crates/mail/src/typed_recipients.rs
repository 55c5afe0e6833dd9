//! Recipients and a subject that a person types -> mailboxes and a line, or what is wrong with them.
//!
//! Stricter than what is read from a mail: there, an address that a server somewhere takes is better
//! than none; here, a person can mend it.

use std::net::{Ipv4Addr, Ipv6Addr};

use pii::{CustomerText, hidden};
use serde::{Deserialize, Serialize};

use super::{Address, Mailbox};

/// Recipients of one mail: as many as Amazon SES takes
/// (docs.aws.amazon.com/ses/latest/dg/quotas.html), and more than a person looks over.
pub const MOST_RECIPIENTS: usize = 50;
/// Characters of a name, which is shown whole.
const LONGEST_NAME: usize = 75;
/// Octets of a path (RFC 5321 §4.5.3.1.3), without its angle brackets.
const LONGEST_PATH: usize = 254;
/// Domains whose older addresses have dots where RFC 5322 wants none.
const DOTTED: [&str; 3] = ["docomo.ne.jp", "ezweb.ne.jp", "au.com"];

/// The recipients of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lists {
    /// `To`.
    pub to: Vec<Mailbox>,
    /// `Cc`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Mailbox>,
    /// `Bcc`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<Mailbox>,
}

impl Lists {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Mailbox> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }

    /// The same without some addresses.
    #[must_use]
    pub fn without(&self, is_left_out: impl Fn(&Address) -> bool) -> Lists {
        let kept = |list: &[Mailbox]| {
            let list = list.iter().filter(|it| !is_left_out(&it.address));
            list.cloned().collect()
        };
        Lists {
            to: kept(&self.to),
            cc: kept(&self.cc),
            bcc: kept(&self.bcc),
        }
    }

    /// The same with each address once, where it comes first: in `To` before `Cc` before `Bcc`.
    #[must_use]
    pub fn each_once(self) -> Lists {
        let mut known: Vec<String> = Vec::new();
        let mut once = |list: Vec<Mailbox>| {
            let is_new = |it: &Mailbox| {
                let spelled = it.address.spelled();
                let is_new = !known.contains(&spelled);
                known.extend(is_new.then_some(spelled));
                is_new
            };
            list.into_iter().filter(is_new).collect()
        };
        Lists {
            to: once(self.to),
            cc: once(self.cc),
            bcc: once(self.bcc),
        }
    }
}

impl Address {
    /// One form for spellings that no server tells apart: case, and a domain in letters or in ASCII.
    fn spelled(&self) -> String {
        format!(
            "{}@{}",
            self.local_part().to_lowercase(),
            self.ascii_domain()
        )
    }
}

/// What is wrong with what a person typed. `piece` is the part that it is about, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The one field is told above.
pub enum Mistyped {
    /// There is no `@` in it.
    NoAt { piece: String },
    /// It holds two addresses with nothing between them that parts them.
    NotParted { piece: String },
    /// What is before the `@` is no local part (RFC 5322 §3.4.1, RFC 5321 §4.5.3.1.1).
    LocalPart { piece: String },
    /// What is behind the `@` is no domain that mail can be sent to (RFC 5321 §4.1.2).
    Domain { piece: String },
    /// An angle bracket or a quotation mark without its other half.
    Unclosed { piece: String },
    /// A name that is too long to be shown, holds an address, or looks like code.
    Name { piece: String },
    /// A character that cannot be seen, by its code.
    Hidden { code: String },
}

/// Reads a list of recipients, one a line or with commas between them: `name@example.com`, or
/// `Name <name@example.com>`. An address of which `is_known` is true is taken as it is: the customer
/// wrote from there.
///
/// # Errors
/// [`Mistyped`], about the first that cannot be read.
pub fn typed(text: &str, is_known: impl Fn(&Address) -> bool) -> Result<Vec<Mailbox>, Mistyped> {
    if let Some(c) = unseen(text, true) {
        return Err(Mistyped::Hidden { code: code(c) });
    }
    let pieces = parts(text).into_iter();
    let pieces = pieces.map(str::trim).filter(|piece| !piece.is_empty());
    pieces.map(|piece| mailbox(piece, &is_known)).collect()
}

/// The recipients as a person would type them: what [`typed`] reads again. A name that it would not
/// take is left out.
pub fn as_typed(mailboxes: &[Mailbox]) -> String {
    let line = |mailbox: &Mailbox| {
        let address = mailbox.address.expose();
        let name = mailbox.name.as_ref().map(|name| name.expose().trim());
        let name =
            name.filter(|name| !name.is_empty() && is_name(name) && unseen(name, false).is_none());
        match name {
            Some(name)
                if name.contains(['"', '\\', ',', '，', '、', ';', '；', '<', '＜', '>', '＞']) =>
            {
                let name = name.replace('\\', "\\\\").replace('"', "\\\"");
                format!("\"{name}\" <{address}>")
            }
            Some(name) => format!("{name} <{address}>"),
            None => address.to_owned(),
        }
    };
    mailboxes.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads a subject; `None` where nothing is typed.
///
/// # Errors
/// [`Mistyped::Hidden`], and [`Mistyped::Name`] for what mail programs would read as something else.
pub fn subject_of(text: &str) -> Result<Option<CustomerText>, Mistyped> {
    let text = text.trim();
    if let Some(c) = unseen(text, false) {
        return Err(Mistyped::Hidden { code: code(c) });
    }
    if is_encoded(text) {
        return Err(Mistyped::Name {
            piece: text.to_owned(),
        });
    }
    let line = super::one_line(text);
    Ok((!line.is_empty()).then(|| CustomerText::new(line)))
}

/// The first character that a reader does not see, or that breaks a line where none may be broken.
fn unseen(text: &str, is_list: bool) -> Option<char> {
    let breaks = |c: char| is_list && matches!(c, '\n' | '\r' | '\t');
    let control = text.chars().find(|c| {
        let is_break = matches!(c, '\u{2028}' | '\u{2029}');
        is_break || (c.is_control() && !breaks(*c))
    });
    control.or_else(|| hidden(text).into_iter().find(|c| !breaks(*c)))
}

fn code(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// An encoded word (RFC 2047), which a mail program shows as other words than these.
fn is_encoded(text: &str) -> bool {
    text.contains("=?")
}

/// Cuts a list at line breaks, and at commas and semicolons that stand in no quotation marks.
fn parts(text: &str) -> Vec<&str> {
    let (mut parts, mut begin) = (Vec::new(), 0);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, c) in text.char_indices() {
        let ends = match c {
            '\n' | '\r' => true,
            ',' | '，' | '、' | ';' | '；' => !is_quoted,
            _ => false,
        };
        if ends {
            parts.push(&text[begin..at]);
            (begin, is_quoted, is_escaped) = (at + c.len_utf8(), false, false);
            continue;
        }
        match c {
            '"' if !is_escaped => is_quoted = !is_quoted,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    parts.push(&text[begin..]);
    parts
}

fn mailbox(piece: &str, is_known: impl Fn(&Address) -> bool) -> Result<Mailbox, Mistyped> {
    let unclosed = || Mistyped::Unclosed {
        piece: piece.to_owned(),
    };
    let (name, plain) = match piece.strip_suffix(['>', '＞']) {
        Some(rest) => {
            let at = rest.rfind(['<', '＜']).ok_or_else(unclosed)?;
            let angle = rest[at..].chars().next().map_or(1, char::len_utf8);
            (
                unquoted_name(rest[..at].trim()).ok_or_else(unclosed)?,
                &rest[at + angle..],
            )
        }
        None if piece.contains(['<', '＜', '>', '＞']) => return Err(unclosed()),
        None => (String::new(), piece),
    };
    if !name.is_empty() && !is_name(&name) {
        return Err(Mistyped::Name {
            piece: piece.to_owned(),
        });
    }
    Ok(Mailbox {
        name: (!name.is_empty()).then(|| CustomerText::new(name)),
        address: address(plain, piece, is_known)?,
    })
}

/// A name without its quotation marks; `None` where one is missing.
fn unquoted_name(name: &str) -> Option<String> {
    let Some(content) = name.strip_prefix('"') else {
        return (!name.contains('"')).then(|| name.to_owned());
    };
    let content = content.strip_suffix('"')?;
    let (mut plain, mut characters) = (String::new(), content.chars());
    while let Some(c) = characters.next() {
        match c {
            '\\' => plain.push(characters.next()?),
            '"' => return None,
            c => plain.push(c),
        }
    }
    Some(plain.trim().to_owned())
}

/// A name that is shown whole, and could not be taken for where the mail goes.
fn is_name(name: &str) -> bool {
    !name.contains(['@', '＠', '﹫'])
        && !is_encoded(name)
        && name.encode_utf16().count() <= LONGEST_NAME
        && super::one_line(name) == name
}

/// `plain` as an address: with the characters of ASCII in their usual width, as they come from a
/// Japanese keyboard otherwise.
fn address(
    plain: &str,
    piece: &str,
    is_known: impl Fn(&Address) -> bool,
) -> Result<Address, Mistyped> {
    let piece = piece.to_owned();
    let text: String = plain.trim().chars().map(usual_width).collect();
    let text = text.trim();
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let Some((local, domain)) = text.rsplit_once('@') else {
        return Err(Mistyped::NoAt { piece });
    };
    let is_quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
    if !is_quoted && local.contains(|c: char| c == '@' || c.is_whitespace()) {
        return Err(match local.contains('@') {
            true => Mistyped::NotParted { piece },
            false => Mistyped::LocalPart { piece },
        });
    }
    if domain.contains(char::is_whitespace) {
        return Err(Mistyped::NotParted { piece });
    }
    let parsed = Address::parse(text);
    if let Ok(known) = &parsed
        && is_known(known)
    {
        return Ok(known.clone());
    }
    if !is_domain(domain) {
        return Err(Mistyped::Domain { piece });
    }
    let Ok(parsed) = parsed else {
        return Err(Mistyped::LocalPart { piece });
    };
    let may_have_dots = DOTTED.contains(&parsed.ascii_domain().as_str());
    let is_local = match is_quoted {
        true => local.chars().all(|c| c == ' ' || c.is_ascii_graphic()),
        false => {
            local.chars().all(|c| is_atext(c) || c == '.')
                && (may_have_dots || local.split('.').all(|atom| !atom.is_empty()))
        }
    };
    if !is_local || local.len() > 64 || parsed.to_wire().len() > LONGEST_PATH {
        return Err(Mistyped::LocalPart { piece });
    }
    Ok(parsed)
}

/// U+FF01 to U+FF5E are the characters of ASCII in the width of Japanese ones.
fn usual_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '﹫' => '@',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// RFC 5322 §3.2.3, and letters beyond ASCII (RFC 6532 §3.2).
fn is_atext(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || "!#$%&'*+-/=?^_`{|}~".contains(c)
        || (!c.is_ascii() && c.is_alphanumeric())
}

/// A domain of at least two labels, as mail is sent to (RFC 5321 §2.3.5, RFC 1123 §2.1), or an address
/// literal (§4.1.3).
fn is_domain(domain: &str) -> bool {
    if let Some(literal) = domain.strip_prefix('[') {
        let Some(literal) = literal.strip_suffix(']') else {
            return false;
        };
        return match literal.strip_prefix("IPv6:") {
            Some(v6) => v6.parse::<Ipv6Addr>().is_ok(),
            None => literal.parse::<Ipv4Addr>().is_ok(),
        };
    }
    let Ok(ascii) = idna::domain_to_ascii(domain) else {
        return false;
    };
    let labels: Vec<&str> = ascii.split('.').collect();
    let is_label = |label: &&str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let is_number = |label: &&str| label.bytes().all(|b| b.is_ascii_digit());
    labels.len() >= 2
        && ascii.len() <= 253
        && labels.iter().all(is_label)
        && !labels.last().is_some_and(is_number)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<Vec<String>, Mistyped> {
        let read = typed(text, |_| false)?;
        Ok(read.iter().map(Mailbox::display).collect())
    }

    #[test]
    fn lists_are_read_as_people_type_them() {
        for (text, expected) in [
            ("", vec![]),
            (" \n , ;\n", vec![]),
            ("a@example.com", vec!["a@example.com"]),
            (
                "a@example.com, b@example.com;c@example.com\r\nd@example.com",
                vec![
                    "a@example.com",
                    "b@example.com",
                    "c@example.com",
                    "d@example.com",
                ],
            ),
            (
                "a@example.com、b@example.com",
                vec!["a@example.com", "b@example.com"],
            ),
            ("Ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", vec!["Taro@example.com"]),
            (
                "山田 太郎 <taro@example.com>",
                vec!["山田 太郎 <taro@example.com>"],
            ),
            ("山田＜taro@example.com＞", vec!["山田 <taro@example.com>"]),
            (
                "\"Yamada, Taro\" <taro@example.com>",
                vec!["Yamada, Taro <taro@example.com>"],
            ),
            (
                "\"a \\\"b\\\" c\" <taro@example.com>",
                vec!["a \"b\" c <taro@example.com>"],
            ),
            ("<taro@example.com>", vec!["taro@example.com"]),
            ("mailto:taro@example.com", vec!["taro@example.com"]),
            ("a..b.@docomo.ne.jp", vec!["a..b.@docomo.ne.jp"]),
            (
                "o'neil+x_y-z=1@sub.example.co.uk",
                vec!["o'neil+x_y-z=1@sub.example.co.uk"],
            ),
            ("太郎@日本語.example", vec!["太郎@日本語.example"]),
            ("\"a b\"@example.com", vec!["\"a b\"@example.com"]),
            ("a@[192.0.2.1]", vec!["a@[192.0.2.1]"]),
            ("a@[IPv6:2001:db8::1]", vec!["a@[IPv6:2001:db8::1]"]),
            ("a@xn--wgv71a119e.example", vec!["a@xn--wgv71a119e.example"]),
        ] {
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(read(text), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_by_what_is_wrong_with_it() {
        let long = format!("{}@example.com", "a".repeat(65));
        let label = format!("a@{}.example", "b".repeat(64));
        let path = format!("{}@{}example", "a".repeat(60), "abcdefghi.".repeat(20));
        type Is = fn(&Mistyped) -> bool;
        let no_at: Is = |it| matches!(it, Mistyped::NoAt { .. });
        let not_parted: Is = |it| matches!(it, Mistyped::NotParted { .. });
        let local: Is = |it| matches!(it, Mistyped::LocalPart { .. });
        let domain: Is = |it| matches!(it, Mistyped::Domain { .. });
        let unclosed: Is = |it| matches!(it, Mistyped::Unclosed { .. });
        let name: Is = |it| matches!(it, Mistyped::Name { .. });
        let hidden: Is = |it| matches!(it, Mistyped::Hidden { .. });
        for (text, is) in [
            ("taro", no_at),
            ("taro.example.com", no_at),
            ("a@example.com, taro", no_at),
            ("undisclosed-recipients:;", no_at),
            ("a@example.com b@example.com", not_parted),
            ("a@b@example.com", not_parted),
            ("@example.com", local),
            ("a..b@example.com", local),
            (".a@example.com", local),
            ("a.@example.com", local),
            ("a b@example.com", local),
            ("a(b)@example.com", local),
            ("friends:a@example.com", local),
            ("Bcc: b@example.com", local),
            ("a\\@example.com", local),
            (&long, local),
            (&path, local),
            ("a@", domain),
            ("a@example", domain),
            ("a@localhost", domain),
            ("a@-example.com", domain),
            ("a@example-.com", domain),
            ("a@example..com", domain),
            ("a@example.com.", domain),
            ("a@exa_mple.com", domain),
            ("a@192.0.2.1", domain),
            ("a@[192.0.2.999]", domain),
            ("a@[192.0.2.1", domain),
            ("a@example.com/x", domain),
            ("a@example.com?cc=b", domain),
            (&label, domain),
            ("Taro <taro@example.com", unclosed),
            ("taro@example.com>", unclosed),
            ("\"Taro <taro@example.com>", unclosed),
            ("boss@shop.example <a@evil.example>", name),
            ("=?utf-8?B?eA==?= <a@example.com>", name),
            ("a\u{200b}b@example.com", hidden),
            ("a@example.com\u{202e}", hidden),
            ("a\u{0}@example.com", hidden),
            ("a\u{7f}@example.com", hidden),
            ("x\u{2028}y <a@example.com>", hidden),
        ] {
            let wrong = read(text).unwrap_err();
            assert!(is(&wrong), "{text:?}: {wrong:?}");
        }
    }

    #[test]
    fn a_header_that_is_typed_into_a_list_is_no_recipient() {
        for text in [
            "a@example.com\r\nBcc: evil@example.com",
            "a@example.com\nSubject: x",
            "a@example.com>\r\nBcc: <evil@example.com",
            "\"x\r\nBcc: evil@example.com\" <a@example.com>",
            "x\r\nBcc: evil@example.com\r\n <a@example.com>",
        ] {
            assert!(read(text).is_err(), "{text:?}");
        }
        assert!(subject_of("x\r\nBcc: evil@example.com").is_err());
        assert!(subject_of("=?utf-8?Q?evil?=").is_err());
        assert_eq!(subject_of("  "), Ok(None));
        let line = subject_of(" ご注文について 🙇‍♂️ ").unwrap().unwrap();
        assert_eq!(line.expose(), "ご注文について 🙇‍♂️");
    }

    #[test]
    fn an_address_that_the_customer_wrote_from_is_taken_as_it_is() {
        let odd = Address::parse("a..b@mobile.example").unwrap();
        assert!(read("a..b@mobile.example").is_err());
        let known = typed("a..b@mobile.example", |it| *it == odd).unwrap();
        assert_eq!(known, [Mailbox::bare(odd)]);
    }

    #[test]
    fn each_address_stays_once_where_it_comes_first() {
        let list = |text: &str| typed(text, |_| false).unwrap();
        let lists = Lists {
            to: list("a@example.com, A@Example.com"),
            cc: list("a@EXAMPLE.com, b@日本語.example"),
            bcc: list("B@xn--wgv71a119e.example, c@example.com"),
        };
        let once = lists.each_once();
        let addresses = |list: &[Mailbox]| list.iter().map(Mailbox::display).collect::<Vec<_>>();
        assert_eq!(addresses(&once.to), ["a@example.com"]);
        assert_eq!(addresses(&once.cc), ["b@日本語.example"]);
        assert_eq!(addresses(&once.bcc), ["c@example.com"]);
    }

    proptest! {
        #[test]
        fn what_is_shown_to_be_edited_is_read_as_the_same_again(
            names in prop::collection::vec("\\PC{0,80}", 1..5),
        ) {
            let mailboxes: Vec<Mailbox> = names.iter().enumerate().map(|(n, name)| Mailbox {
                name: (!name.is_empty()).then(|| CustomerText::new(name.clone())),
                address: Address::parse(&format!("n{n}@example.com")).unwrap(),
            }).collect();
            let again = typed(&as_typed(&mailboxes), |_| false).unwrap();
            prop_assert_eq!(again.len(), mailboxes.len());
            for (again, before) in again.iter().zip(&mailboxes) {
                prop_assert_eq!(&again.address, &before.address);
                let name = before.name.as_ref().map_or("", |name| name.expose().trim());
                let name = again.name.is_none() || again.name.as_ref().map(|it| it.expose()) == Some(name);
                prop_assert!(name);
            }
        }

        #[test]
        fn whatever_is_typed_makes_no_header_of_its_own(text in "(?s).{0,200}") {
            if let Ok(read) = typed(&text, |_| false) {
                for mailbox in read {
                    let shown = mailbox.display();
                    prop_assert!(!shown.contains(|c: char| c.is_control()), "{shown:?}");
                }
            }
            if let Ok(Some(line)) = subject_of(&text) {
                prop_assert!(!line.expose().contains(|c: char| c.is_control()));
            }
        }
    }
}
