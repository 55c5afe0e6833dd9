//! The reply that goes out, in the customer's own thread.

use std::borrow::Cow;

use jiff::Timestamp;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address as HeaderAddress;
use mail_builder::headers::message_id::MessageId as HeaderIds;
use serde::{Deserialize, Serialize};

use super::{InboundMail, Mailbox, MessageId};
use pii::CustomerText;

/// `References` stays below this many bytes: some servers and mailers refuse or cut longer headers.
const LONGEST_REFERENCES: usize = 1500;

/// A mail that is ready to go: everything that its bytes depend on, so that they come out the
/// same each time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutgoingMail {
    /// Our own `Message-ID`.
    pub message_id: MessageId,
    /// `Date`.
    pub date: Timestamp,
    /// `From`.
    pub from: Mailbox,
    /// `To`; never empty.
    pub to: Vec<Mailbox>,
    /// `Cc`.
    #[serde(default)]
    pub cc: Vec<Mailbox>,
    /// `Subject`.
    pub subject: CustomerText,
    /// `In-Reply-To`.
    #[serde(default)]
    pub in_reply_to: Option<MessageId>,
    /// `References`, oldest first.
    #[serde(default)]
    pub references: Vec<MessageId>,
    /// The body.
    pub text: CustomerText,
}

impl OutgoingMail {
    /// The mail as bytes with CRLF line ends: `text/plain; charset=utf-8`, folded and encoded headers.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut mail = MessageBuilder::new()
            .from(header_address(&self.from))
            .to(header_addresses(&self.to))
            .subject(super::one_line(self.subject.expose()))
            .date(self.date.as_second())
            .message_id(self.message_id.as_str());
        if !self.cc.is_empty() {
            mail = mail.cc(header_addresses(&self.cc));
        }
        if let Some(parent) = &self.in_reply_to {
            mail = mail.in_reply_to(parent.as_str());
        }
        if !self.references.is_empty() {
            mail = mail.references(HeaderIds::new_list(
                self.references.iter().map(MessageId::as_str),
            ));
        }
        let mut text = super::plain_lines(self.text.expose());
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let mut bytes = Vec::new();
        mail.text_body(text.replace('\n', "\r\n"))
            .serialize(&mut bytes);
        bytes
    }

    /// Everyone who gets the mail, each once.
    pub fn recipients(&self) -> Vec<&Mailbox> {
        let mut all: Vec<&Mailbox> = Vec::new();
        for mailbox in self.to.iter().chain(&self.cc) {
            if !all.iter().any(|known| known.address == mailbox.address) {
                all.push(mailbox);
            }
        }
        all
    }
}

fn header_address(mailbox: &Mailbox) -> HeaderAddress<'static> {
    let name = mailbox
        .name
        .as_ref()
        .map(|name| super::one_line(name.expose()))
        .filter(|name| !name.is_empty());
    HeaderAddress::new_address(name, mailbox.address.to_wire().into_owned())
}

fn header_addresses(mailboxes: &[Mailbox]) -> HeaderAddress<'static> {
    HeaderAddress::new_list(mailboxes.iter().map(header_address).collect())
}

/// The subject of a reply: `Re: ` before the customer's, once.
///
/// `Re[2]:`, `RE：`, `返信:`, `AW:`, `SV:` and their like count as `Re:` and are kept as they are:
/// Gmail joins a thread only when the rest of the subject is the same.
pub fn reply_subject(subject: &CustomerText) -> CustomerText {
    let subject = super::one_line(subject.expose());
    if subject.is_empty() {
        return CustomerText::new("Re:");
    }
    if is_reply(&subject) {
        return CustomerText::new(subject);
    }
    CustomerText::new(format!("Re: {subject}"))
}

/// True when a subject begins with a mark of a reply.
fn is_reply(subject: &str) -> bool {
    const MARKS: [&str; 17] = [
        "re", "ｒｅ", "返信", "aw", "antw", "antwort", "sv", "vs", "odp", "ynt", "rv", "rif",
        "ref", "回复", "回覆", "답장", "res",
    ];
    let Some((mark, _)) = subject.split_once([':', '：']) else {
        return false;
    };
    // `Re[2]`, `Re(2)`, `Re^2`, `RE*2`
    let mark = mark
        .trim_end_matches(|c: char| c.is_ascii_digit() || "[]()^* ".contains(c))
        .to_lowercase();
    MARKS.contains(&mark.as_str())
}

/// `References` of a reply (RFC 5322 §3.6.4): the parent's references, else its only
/// `In-Reply-To`, and the parent itself; long chains keep the first and the newest.
pub fn reply_references(parent: &InboundMail) -> Vec<MessageId> {
    let before: Cow<'_, [MessageId]> = match (&parent.references[..], &parent.in_reply_to[..]) {
        ([], [only]) => Cow::Owned(vec![only.clone()]),
        (references, _) => Cow::Borrowed(references),
    };
    let mut chain: Vec<MessageId> = Vec::new();
    for id in before.iter().chain(&parent.message_id) {
        // The newest mention counts: the parent's own id has to be the last.
        chain.retain(|known| known != id);
        chain.push(id.clone());
    }
    trimmed(chain)
}

fn trimmed(chain: Vec<MessageId>) -> Vec<MessageId> {
    let length = |id: &MessageId| id.as_str().len() + "<> ".len();
    let Some((first, newer)) = chain.split_first() else {
        return chain;
    };
    let mut room = LONGEST_REFERENCES.saturating_sub(length(first));
    let kept = newer
        .iter()
        .rev()
        .take_while(|id| {
            let fits = length(id) <= room;
            room = room.saturating_sub(length(id));
            fits
        })
        .count();
    // A single id that is longer than all room is still the parent's.
    let kept = kept.max(usize::from(!newer.is_empty()));
    std::iter::once(first)
        .chain(&newer[newer.len() - kept..])
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::{Address, parse};

    fn mailbox(name: &str, address: &str) -> Mailbox {
        Mailbox {
            name: (!name.is_empty()).then(|| CustomerText::new(name)),
            address: Address::parse(address).unwrap(),
        }
    }

    fn id(text: &str) -> MessageId {
        MessageId::parse(text).unwrap()
    }

    fn outgoing(subject: &str, text: &str) -> OutgoingMail {
        OutgoingMail {
            message_id: id("reply@shop.example"),
            date: "2023-11-17T05:06:07Z".parse().unwrap(),
            from: mailbox("サポート窓口", "support@shop.example"),
            to: vec![mailbox("山田, 太郎", "taro@example.com")],
            cc: vec![mailbox("", "jiro@example.com")],
            subject: CustomerText::new(subject),
            in_reply_to: Some(id("a@example.com")),
            references: vec![id("first@example.com"), id("a@example.com")],
            text: CustomerText::new(text),
        }
    }

    fn header<'a>(bytes: &'a str, name: &str) -> Vec<&'a str> {
        let head = bytes.split("\r\n\r\n").next().unwrap();
        head.split("\r\n")
            .filter(|line| {
                line.to_lowercase()
                    .starts_with(&format!("{}:", name.to_lowercase()))
            })
            .collect()
    }

    #[test]
    fn a_reply_reads_back_as_it_was_written() {
        let mail = outgoing(
            "Re: 見積もりの件 №①",
            "山田様\n\nお世話になっております。\n",
        );
        let bytes = mail.to_bytes();
        let read = parse(&bytes);
        assert_eq!(read.message_id, Some(mail.message_id.clone()));
        assert_eq!(read.date, Some(mail.date));
        assert_eq!(read.from, Some(mail.from.clone()));
        assert_eq!((&read.to, &read.cc), (&mail.to, &mail.cc));
        assert_eq!(read.subject, mail.subject);
        assert_eq!(read.in_reply_to, [id("a@example.com")]);
        assert_eq!(read.references, mail.references);
        assert_eq!(read.text.expose().trim_end(), mail.text.expose().trim_end());
        assert!(bytes.is_ascii(), "7-bit on the wire");
    }

    #[test]
    fn the_same_mail_has_the_same_bytes_each_time() {
        let mail = outgoing("件名", "本文");
        assert_eq!(mail.to_bytes(), mail.to_bytes());
    }

    #[test]
    fn a_line_break_in_a_header_cannot_start_another_header() {
        let evil = "x\r\nBcc: victim@example.com\r\n\r\nbody";
        let mut mail = outgoing(evil, "text");
        mail.from.name = Some(CustomerText::new(evil));
        mail.to[0].name = Some(CustomerText::new(evil));
        let bytes = String::from_utf8(mail.to_bytes()).unwrap();
        assert!(header(&bytes, "Bcc").is_empty(), "{bytes}");
        assert_eq!(header(&bytes, "Subject").len(), 1);
        assert_eq!(parse(bytes.as_bytes()).text.expose().trim(), "text");
    }

    #[test]
    fn old_mobile_addresses_are_quoted_in_headers() {
        let mut mail = outgoing("s", "t");
        mail.to = vec![mailbox("", "taro..yamada.@docomo.example")];
        let bytes = String::from_utf8(mail.to_bytes()).unwrap();
        assert!(
            bytes.contains("<\"taro..yamada.\"@docomo.example>"),
            "{bytes}"
        );
    }

    #[test]
    fn a_subject_gets_one_re() {
        for (subject, reply) in [
            ("見積もり", "Re: 見積もり"),
            ("Re: 見積もり", "Re: 見積もり"),
            ("RE：見積もり", "RE：見積もり"),
            ("Re[2]: a", "Re[2]: a"),
            ("re^3: a", "re^3: a"),
            ("返信: a", "返信: a"),
            ("AW: a", "AW: a"),
            ("SV: a", "SV: a"),
            ("Fwd: a", "Re: Fwd: a"),
            ("Regarding: a", "Re: Regarding: a"),
            ("  a\r\n b ", "Re: a b"),
            ("", "Re:"),
        ] {
            let got = reply_subject(&CustomerText::new(subject));
            assert_eq!(got.expose(), reply, "{subject:?}");
            assert_eq!(reply_subject(&got), got, "{subject:?} twice");
        }
    }

    #[test]
    fn references_follow_rfc_5322() {
        let parent = |references: &[&str], in_reply_to: &[&str]| InboundMail {
            message_id: Some(id("p@x")),
            references: references.iter().map(|t| id(t)).collect(),
            in_reply_to: in_reply_to.iter().map(|t| id(t)).collect(),
            ..InboundMail::default()
        };
        for (references, in_reply_to, expected) in [
            (&[][..], &[][..], &["p@x"][..]),
            (&["a@x", "b@x"], &["b@x"], &["a@x", "b@x", "p@x"]),
            (&[], &["b@x"], &["b@x", "p@x"]),
            (&[], &["a@x", "b@x"], &["p@x"]),
            (&["p@x", "a@x"], &[], &["a@x", "p@x"]),
        ] {
            let got = reply_references(&parent(references, in_reply_to));
            let got: Vec<&str> = got.iter().map(MessageId::as_str).collect();
            assert_eq!(got, expected);
        }
    }

    #[test]
    fn a_long_chain_keeps_the_first_and_the_newest() {
        let parent = InboundMail {
            message_id: Some(id("parent@x")),
            references: (0..200)
                .map(|n| id(&format!("number-{n}@mail.example.com")))
                .collect(),
            ..InboundMail::default()
        };
        let chain = reply_references(&parent);
        let length: usize = chain.iter().map(|id| id.as_str().len() + 3).sum();
        assert!(length <= LONGEST_REFERENCES, "{length}");
        assert_eq!(chain[0], id("number-0@mail.example.com"));
        assert_eq!(chain[chain.len() - 1], id("parent@x"));
        assert_eq!(chain[chain.len() - 2], id("number-199@mail.example.com"));
    }

    #[test]
    fn the_parent_stays_even_when_there_is_no_room_for_it() {
        let long = |c: &str| id(&format!("{}@x", c.repeat(850)));
        let parent = InboundMail {
            message_id: Some(long("p")),
            references: vec![long("a"), id("b@x")],
            ..InboundMail::default()
        };
        assert_eq!(reply_references(&parent), [long("a"), long("p")]);
        let mut mail = outgoing("s", "t");
        mail.message_id = long("m");
        mail.in_reply_to = Some(long("p"));
        mail.references = vec![long("a"), long("p")];
        let wire = String::from_utf8(mail.to_bytes()).unwrap();
        assert!(wire.split("\r\n").all(|line| line.len() <= 998));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn any_text_goes_out_well_formed_and_comes_back(
            subject in "\\PC{0,300}",
            name in "\\PC{0,100}",
            text in "(?s).{0,2000}",
        ) {
            let mut mail = outgoing(&subject, &text);
            mail.to[0].name = Some(CustomerText::new(name));
            let bytes = mail.to_bytes();
            let wire = String::from_utf8(bytes.clone()).unwrap();
            for line in wire.split("\r\n") {
                prop_assert!(line.len() <= 998);
                prop_assert!(!line.contains(['\r', '\n', '\0']));
            }
            prop_assert_eq!(header(&wire, "Subject").len(), 1);
            let read = parse(&bytes);
            prop_assert_eq!(&read.to[0].address, &mail.to[0].address);
            prop_assert_eq!(read.to.len(), 1);
            let subject = CustomerText::new(super::super::one_line(&subject));
            prop_assert_eq!(read.subject.expose(), subject.expose());
            prop_assert!(!read.unreadable);
        }
    }
}
