//! The reply that goes out, in the customer's own thread.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address as HeaderAddress;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::message_id::MessageId as HeaderIds;
use mail_builder::mime::MimePart;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Attachment, InboundMail, Inline, Mailbox, MessageId, rendition};
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
    /// Who gets it without being named in it: `Bcc` is only in what its sender keeps
    /// ([`OutgoingMail::kept_bytes`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<Mailbox>,
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
    /// The edition of the HTML that stands beside the text; `None` where the text is alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<u8>,
    /// The picture in the signature of the HTML.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Inline>,
    /// What is attached, in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Enclosed>,
}

/// The contents of what a mail only describes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Contents<'a> {
    /// Of its files, in their order.
    pub files: &'a [Vec<u8>],
    /// Of its logo.
    pub logo: Option<&'a [u8]>,
}

impl<'a> Contents<'a> {
    /// Of files alone.
    pub fn of_files(files: &'a [Vec<u8>]) -> Contents<'a> {
        Contents { files, logo: None }
    }
}

/// A file that goes out with a mail, described: its content is where it was put, not here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosed {
    /// Its name, as the customer sees it.
    pub name: CustomerText,
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes.
    pub size: u64,
    /// The SHA-256 of its content, in hexadecimal digits; of a file in Slack, empty until it was fetched.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
    /// Where it is: the id of a file in Slack, the digest of one of a mail that came, or a name in the
    /// team's knowledge.
    pub place: String,
}

/// What the place of a file begins with that is part of a mail; its digest there follows.
const OF_MAIL: &str = "mail:";

impl Enclosed {
    /// A file of a mail that came.
    pub fn of_mail(file: &Attachment) -> Enclosed {
        let kind = file.content_type.rsplit('/').next().unwrap_or("bin");
        let name = match file.name.is_blank() {
            true => CustomerText::new(format!("file.{kind}")),
            false => file.name.clone(),
        };
        Enclosed {
            name,
            content_type: file.content_type.clone(),
            size: file.size,
            sha256: String::new(),
            place: format!("{OF_MAIL}{}", file.digest),
        }
    }

    /// The digest of a file that is part of a mail that came.
    pub fn digest(&self) -> Option<&str> {
        self.place.strip_prefix(OF_MAIL)
    }

    /// Its name as the customer gets it, on one line.
    pub fn shown_name(&self) -> String {
        let name = super::one_line(self.name.expose());
        match name.is_empty() {
            true => "file".to_owned(),
            false => name,
        }
    }

    /// Its media type as the customer gets it.
    pub fn media_type(&self) -> String {
        media_type(&self.content_type)
    }
}

impl OutgoingMail {
    /// The mail as bytes with CRLF line ends: `text/plain; charset=utf-8`, alone or beside the same as
    /// HTML, folded and encoded headers.
    /// A mail with files or a logo is whole only [`OutgoingMail::to_bytes_with`] them.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_bytes_with(Contents::default())
    }

    /// As [`OutgoingMail::to_bytes`], with what belongs to it.
    pub fn to_bytes_with(&self, contents: Contents<'_>) -> Vec<u8> {
        self.bytes(contents, &[])
    }

    /// The mail as its sender keeps it, which names the blind copies, too (RFC 5322 §3.6.3): for the
    /// folder of sent mails, for the proof of what was approved, and for services that read the
    /// recipients from the mail and take `Bcc` out of it.
    pub fn kept_bytes(&self) -> Vec<u8> {
        self.kept_bytes_with(Contents::default())
    }

    /// As [`OutgoingMail::kept_bytes`], with what belongs to it.
    pub fn kept_bytes_with(&self, contents: Contents<'_>) -> Vec<u8> {
        self.bytes(contents, &self.bcc)
    }

    fn bytes(&self, contents: Contents<'_>, named_bcc: &[Mailbox]) -> Vec<u8> {
        let mut mail = MessageBuilder::new()
            .from(header_address(&self.from))
            .to(header_addresses(&self.to))
            .subject(super::one_line(self.subject.expose()))
            .date(self.date.as_second())
            .message_id(self.message_id.as_str());
        if !self.cc.is_empty() {
            mail = mail.cc(header_addresses(&self.cc));
        }
        if !named_bcc.is_empty() {
            mail = mail.bcc(header_addresses(named_bcc));
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
        let text = text.replace('\n', "\r\n");
        let mail = match contents.files.is_empty() {
            true if self.html.is_none() => mail.text_body(text),
            true => mail.body(self.body(text, contents.logo)),
            false => {
                let body = self.body(text, contents.logo);
                let files = self.files.iter().zip(contents.files);
                let parts = std::iter::once(body).chain(files.map(part));
                let mixed = self.several("mixed", "");
                mail.body(MimePart::new(mixed, parts.collect::<Vec<_>>()))
            }
        };
        let mut bytes = Vec::new();
        mail.serialize(&mut bytes);
        bytes
    }

    /// The text, and where it is wanted, the same as HTML (RFC 2046 §5.1.4: the richest last), with
    /// the logo that the HTML shows (RFC 2387).
    fn body(&self, text: String, logo: Option<&[u8]>) -> MimePart<'static> {
        if self.html.is_none() {
            return MimePart::new(text_type("plain"), text);
        }
        let logo = self.logo.as_ref().zip(logo);
        let id = self.logo_id();
        let shown = logo.map(|(logo, _)| (id.as_str(), logo));
        let html = rendition::html(&text, shown).replace('\n', "\r\n");
        let mut html = MimePart::new(text_type("html"), html);
        if let Some((logo, content)) = logo {
            let related = self.several("related", "r");
            let related = related.attribute("type", "text/html");
            html = MimePart::new(related, vec![html, inline(&id, logo, content)]);
        }
        let both = vec![MimePart::new(text_type("plain"), text), html];
        MimePart::new(self.several("alternative", "a"), both)
    }

    /// The `Content-ID` of the logo, without its brackets: a mail's own (RFC 2392 §2).
    fn logo_id(&self) -> String {
        format!(
            "logo.{}@{}",
            self.boundary(),
            self.from.address.ascii_domain()
        )
    }

    /// Several parts between boundaries that are told apart by `mark`: none begins as another does.
    fn several(&self, kind: &str, mark: &str) -> ContentType<'static> {
        let kind = ContentType::new(format!("multipart/{kind}"));
        kind.attribute("boundary", format!("=_{mark}{}", self.boundary()))
    }

    /// The same each time; with `=_` before it in no text or base64 (RFC 2045 §6.7 (5)).
    fn boundary(&self) -> String {
        let hash = Sha256::digest(self.message_id.as_str());
        hash.iter()
            .take(12)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Everyone who gets the mail, each once.
    pub fn recipients(&self) -> Vec<&Mailbox> {
        let mut all: Vec<&Mailbox> = Vec::new();
        for mailbox in self.to.iter().chain(&self.cc).chain(&self.bcc) {
            if !all.iter().any(|known| known.address == mailbox.address) {
                all.push(mailbox);
            }
        }
        all
    }
}

fn text_type(kind: &str) -> ContentType<'static> {
    ContentType::new(format!("text/{kind}")).attribute("charset", "utf-8")
}

/// Base64 in lines of 76 characters (RFC 2045 §6.8).
fn base64_lines(content: &[u8]) -> String {
    // 57 bytes are 76 characters.
    let lines = content.chunks(57).map(|line| STANDARD.encode(line));
    lines.collect::<Vec<_>>().join("\r\n")
}

fn part((file, content): (&Enclosed, &Vec<u8>)) -> MimePart<'static> {
    let name = file.shown_name();
    let kind = ContentType::new(file.media_type()).attribute("name", name.clone());
    // Byte for byte, whatever they are said to be.
    MimePart::new(kind, base64_lines(content))
        .transfer_encoding("base64")
        .attachment(name)
}

/// A picture that is shown where the HTML names it.
fn inline(id: &str, picture: &Inline, content: &[u8]) -> MimePart<'static> {
    let kind = picture.media_kind();
    let named = ContentType::new(format!("image/{kind}")).attribute("name", format!("logo.{kind}"));
    MimePart::new(named, base64_lines(content))
        .transfer_encoding("base64")
        .cid(id.to_owned())
        .inline()
}

/// A media type that can stand in a header (RFC 2045 §5.1); that of unknown bytes otherwise. A
/// mail or several parts would be read as such.
fn media_type(text: &str) -> String {
    let is_token = |text: &str| {
        let is_part = |b: u8| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b);
        !text.is_empty() && text.len() <= 100 && text.bytes().all(is_part)
    };
    match text.split_once('/') {
        Some((kind, sub))
            if is_token(kind)
                && is_token(sub)
                && !["message", "multipart"].contains(&kind.to_ascii_lowercase().as_str()) =>
        {
            text.to_ascii_lowercase()
        }
        _ => "application/octet-stream".to_owned(),
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
            bcc: vec![],
            subject: CustomerText::new(subject),
            in_reply_to: Some(id("a@example.com")),
            references: vec![id("first@example.com"), id("a@example.com")],
            text: CustomerText::new(text),
            html: None,
            logo: None,
            files: vec![],
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

    fn enclosed(name: &str, content_type: &str) -> Enclosed {
        Enclosed {
            name: CustomerText::new(name),
            content_type: content_type.to_owned(),
            size: 0,
            sha256: String::new(),
            place: "F1".to_owned(),
        }
    }

    #[test]
    fn files_go_out_as_they_are_and_the_text_stays_the_text() {
        let files = [
            (
                "請求書 №①.pdf",
                "application/pdf",
                &b"%PDF-1.7\r\n\xff\x00--=_"[..],
            ),
            (
                "a\"b\r\nBcc: x@example.com.txt",
                "text/plain; charset=x",
                "りんご\n".as_bytes(),
            ),
            (
                "mail.eml",
                "message/rfc822",
                b"Subject: inner\r\n\r\ntext\r\n",
            ),
            ("empty", "", b""),
        ];
        let mut mail = outgoing("Re: 請求書", "山田様\n\n添付いたします。\n");
        mail.files = files
            .iter()
            .map(|(name, kind, _)| enclosed(name, kind))
            .collect();
        let contents: Vec<Vec<u8>> = files.iter().map(|(.., content)| content.to_vec()).collect();
        let bytes = mail.to_bytes_with(Contents::of_files(&contents));
        assert_eq!(
            bytes,
            mail.to_bytes_with(Contents::of_files(&contents)),
            "the same each time"
        );
        assert!(bytes.is_ascii(), "7-bit on the wire");
        let read = parse(&bytes);
        assert_eq!(read.text.expose().trim_end(), mail.text.expose().trim_end());
        assert_eq!(
            read.attachments.len(),
            files.len(),
            "{:?}",
            read.attachments
        );
        for (listed, (name, _, content)) in read.attachments.iter().zip(&files) {
            assert_eq!(
                crate::file(&bytes, &listed.digest).as_deref(),
                Some(*content),
                "{name}"
            );
        }
        assert_eq!(read.attachments[0].name.expose(), "請求書 №①.pdf");
        assert_eq!(read.attachments[2].content_type, "application/octet-stream");
        let wire = String::from_utf8(bytes).unwrap();
        assert!(
            header(&wire, "Bcc").is_empty() && wire.lines().all(|it| !it.starts_with("Bcc")),
            "{wire}"
        );
        assert!(wire.split("\r\n").all(|line| line.len() <= 998));
    }

    #[test]
    fn html_stands_beside_the_text_with_files_and_without() {
        let mut mail = outgoing(
            "Re: 請求書",
            "山田様\n\nhttps://shop.example をご覧ください。\n",
        );
        let plain = mail.to_bytes();
        mail.html = Some(rendition::EDITION);
        let alone = mail.to_bytes();
        mail.files = vec![enclosed("a.pdf", "application/pdf")];
        let with_file = mail.to_bytes_with(Contents::of_files(&[b"%PDF".to_vec()]));
        for (bytes, types) in [
            (&plain, &["text/plain"][..]),
            (
                &alone,
                &["multipart/alternative", "text/plain", "text/html"],
            ),
            (
                &with_file,
                &[
                    "multipart/mixed",
                    "multipart/alternative",
                    "text/plain",
                    "text/html",
                    "application/pdf",
                ],
            ),
        ] {
            let wire = String::from_utf8(bytes.clone()).unwrap();
            let lines = wire
                .lines()
                .filter_map(|line| line.strip_prefix("Content-Type: "));
            let found: Vec<&str> = lines.map(|it| it.split(';').next().unwrap()).collect();
            assert_eq!(found, types, "{wire}");
            assert!(wire.is_ascii() && wire.split("\r\n").all(|line| line.len() <= 998));
            let read = parse(bytes);
            assert_eq!(read.text.expose().trim_end(), mail.text.expose().trim_end());
        }
        let read = parse(&with_file);
        assert_eq!(read.attachments.len(), 1, "{:?}", read.attachments);
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
    fn a_blind_copy_is_named_to_its_sender_alone() {
        let mut mail = outgoing("件名", "本文");
        let without = mail.to_bytes();
        mail.bcc = vec![mailbox("控え", "archive@shop.example")];
        assert_eq!(mail.to_bytes(), without);
        let kept = String::from_utf8(mail.kept_bytes()).unwrap();
        assert!(
            header(&kept, "Bcc")[0].contains("archive@shop.example"),
            "{kept}"
        );
        let all: Vec<&str> = mail
            .recipients()
            .iter()
            .map(|it| it.address.expose())
            .collect();
        assert_eq!(
            all,
            [
                "taro@example.com",
                "jiro@example.com",
                "archive@shop.example"
            ]
        );
        mail.bcc = vec![];
        assert_eq!(mail.kept_bytes(), mail.to_bytes());
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
