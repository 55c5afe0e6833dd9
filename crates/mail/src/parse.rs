//! Bytes of a mail -> [`InboundMail`]. Pure: nothing is fetched, nothing is stored.

use std::collections::HashSet;
use std::panic::RefUnwindSafe;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::automatic::{self, Automatic};
use super::contact_form::{self, Form, FormSender};
use super::header::Headers;
use super::part::Mime;
use super::report::{self, Bounce};
use super::sealed::Encryption;
use super::{Mailbox, MessageId, authentication, body, charset, forward, quote, sender_signature};
use pii::CustomerText;

/// Bytes without any of these headers are no mail.
const USUAL: [&str; 10] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Received",
    "Return-Path",
    "Sender",
    "MIME-Version",
    "Content-Type",
];

/// That much of a mail that cannot be read is shown.
const LARGEST_UNREADABLE: usize = 1024 * 1024;

/// A text longer than that is no person's: a log file, or made to exhaust the store. The
/// rest is in the mail itself, as attachments are.
const LONGEST_TEXT: usize = 2 * 1024 * 1024;

/// What comes behind so many bytes, or lines, is not looked at: both what is new and what is quoted
/// are shorter.
const LONGEST_READ: usize = 2 * LONGEST_TEXT + 64 * 1024;
const MOST_LINES: usize = 500_000;

/// A customer's mail as the flows work with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct InboundMail {
    /// `Message-ID`, when there is a valid one.
    pub message_id: Option<MessageId>,
    /// The valid identifiers of `In-Reply-To`.
    pub in_reply_to: Vec<MessageId>,
    /// The valid identifiers of `References`, oldest first.
    pub references: Vec<MessageId>,
    /// The first mailbox of `From`.
    pub from: Option<Mailbox>,
    /// All mailboxes of `Reply-To`.
    pub reply_to: Vec<Mailbox>,
    /// All mailboxes of `To`.
    pub to: Vec<Mailbox>,
    /// All mailboxes of `Cc`.
    pub cc: Vec<Mailbox>,
    /// `Subject`, decoded, on one line.
    pub subject: CustomerText,
    /// `Date`, when it can be read.
    pub date: Option<Timestamp>,
    /// Seconds that the clock of `date`'s writer was ahead of UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<i32>,
    /// What the customer wrote in this mail: plain text, `\n` line ends.
    pub text: CustomerText,
    /// The quoted history beneath it, if any, as it stood there; and below that the texts of mails
    /// that are attached to this one.
    pub quoted: CustomerText,
    /// The signature, where one was recognised: the end of `text`, in which it stays.
    #[serde(default)]
    pub signature: CustomerText,
    /// The customer whom a web form names in the text, when `From` is the form itself: see
    /// [`reply_recipients`](InboundMail::reply_recipients). There is one only when the mail has no
    /// `Reply-To`, `From` is missing, a form's usual name (`no-reply`, `wordpress`, …) or at the
    /// domain that the mail went to, and all fields labelled as a mail address (`メールアドレス:`,
    /// `Email:`) hold the same one.
    #[serde(default)]
    pub contact_form: Option<Mailbox>,
    /// What else the fields of a form say.
    #[serde(default)]
    pub form: Form,
    /// Who wrote the mail that this one passes on, within its text or attached to it; that mail is
    /// then part of `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Mailbox>,
    /// The addresses that the mail was delivered by, as the servers on its way wrote them down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delivered_to: Vec<super::Address>,
    /// Who wrote the mail, where a group put its own address into `From`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original_from: Option<Mailbox>,
    /// The identifier of the list that it came by (RFC 2919), in lower case.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub list_id: String,
    /// Who writes, where the mail continues a conversation and it is not who wrote before. Set when
    /// it is taken in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newcomer: Option<Newcomer>,
    /// No mail came: our own begins the exchange, to all of `reply_to`, under this subject.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_us: bool,
    /// Names of people in the text and not in the headers: those of the customer, where another
    /// person writes about their mail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also_named: Vec<CustomerText>,
    /// Our own address when the mail came, to which no reply goes.
    #[serde(default)]
    pub own_address: Option<super::Address>,
    /// The text, or part of it, cannot be read, since it is encrypted.
    #[serde(default)]
    pub encryption: Option<Encryption>,
    /// The text is what was left of HTML that took too much work: it may hold what was hidden or
    /// struck out.
    #[serde(default)]
    pub simplified: bool,
    /// What was attached; the content stays in the mail.
    pub attachments: Vec<Attachment>,
    /// What the mail service that took it found wrong with it.
    #[serde(default)]
    pub doubts: Vec<super::Doubt>,
    /// That mail service looked at who sent it, and nothing proves that the domain in `From` did. It
    /// counts where a mail claims to be ours.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sender_is_unproven: bool,
    /// Whether a machine wrote it.
    pub automatic: Automatic,
    /// The mail of ours that could not be delivered, when this is a report of that.
    #[serde(default)]
    pub bounce: Option<Bounce>,
    /// True when the bytes were no mail that can be read: `text` then holds them as they are.
    pub unreadable: bool,
}

impl InboundMail {
    /// True when it is encrypted and nothing of it can be read.
    pub fn is_sealed(&self) -> bool {
        self.encryption.is_some() && self.text.is_blank()
    }

    /// True when it says something that can be read: of nothing, of what is encrypted, and of bytes
    /// that are no mail, a model would make up what the customer wants.
    pub fn is_readable(&self) -> bool {
        !self.unreadable && self.encryption.is_none() && !self.text.is_blank()
    }

    /// Who gets the reply: all of `Reply-To`, else `From` (RFC 5322 §3.6.2). A recipient is never guessed:
    /// [`contact_form`](InboundMail::contact_form) is not among them, since every sender can write any
    /// address into a form. A person decides on that.
    pub fn reply_recipients(&self) -> Vec<Mailbox> {
        if self.reply_to.is_empty() {
            self.from.iter().cloned().collect()
        } else {
            self.reply_to.clone()
        }
    }
}

impl InboundMail {
    /// Keeps our own address in mind, and marks the mail as automatic when it is from there and no
    /// reply could go to another address: answering it would start a loop. A web form that sends with
    /// our address and names the customer is no such mail.
    pub fn note_own_address(&mut self, own: &super::Address) {
        self.own_address = Some(own.clone());
        self.see_through_our_group(own);
        self.form.is_believed = contact_form::believes(self, &[own.ascii_domain()]);
        let is_ours = self
            .from
            .as_ref()
            .is_some_and(|from| from.address.expose().eq_ignore_ascii_case(own.expose()))
            && super::recipients(self, None).is_empty();
        if is_ours && !matches!(self.automatic, Automatic::Yes(_)) {
            self.automatic = Automatic::Yes("From: our own address".into());
        }
    }
}

impl InboundMail {
    /// Believes the forms of these senders, besides those at our own domain and of known services.
    pub fn note_form_senders(&mut self, senders: &[FormSender]) {
        self.form.sender_is_named = contact_form::is_named(self, senders);
        self.form.is_believed |= self.form.sender_is_named && self.contact_form.is_some();
    }

    /// A group as mailbox (Google Groups, Mailman) puts our own address into `From`, as the
    /// customer's domain allows no other server to send in its name, and is a list. Only our own group
    /// is believed to know who wrote.
    fn see_through_our_group(&mut self, own: &super::Address) {
        let is_ours = |address: &super::Address| address.ascii_domain() == own.ascii_domain();
        let from_us = self
            .from
            .as_ref()
            .is_some_and(|from| is_ours(&from.address));
        let headers = self.from.iter().chain(&self.to).chain(&self.cc);
        let is_our_list = headers
            .map(|mailbox| &mailbox.address)
            .chain(&self.delivered_to)
            .chain([own])
            .filter(|address| is_ours(address))
            .any(|group| self.list_id == group.expose().replace('@', ".").to_lowercase());
        // A sender can write both headers; our own group's mail is ours.
        let is_ours_indeed = from_us && self.speaks_for_its_domain();
        if is_ours_indeed
            && let Some(original) = self.original_from.take_if(|it| !is_ours(&it.address))
        {
            self.from = Some(original);
        }
        let is_only_a_list = match &self.automatic {
            Automatic::Doubtful(why) => why.starts_with("List-") || why.starts_with("Precedence: "),
            Automatic::No | Automatic::Yes(_) => false,
        };
        if is_our_list && is_only_a_list {
            self.automatic = Automatic::No;
        }
    }

    /// True when the mail service doubts that the mail is from its sender.
    pub fn has_doubtful_sender(&self) -> bool {
        let is_about_sender = |doubt: &super::Doubt| matches!(doubt, super::Doubt::Sender(_));
        self.doubts.iter().any(is_about_sender)
    }

    /// True unless something speaks against it that the mail comes from the domain in `From`: for
    /// what is believed of our own domain alone.
    pub(super) fn speaks_for_its_domain(&self) -> bool {
        !self.has_doubtful_sender() && !self.sender_is_unproven
    }

    /// True when a reply usually goes to the author of the mail that this one passes on.
    pub fn passes_on(&self) -> bool {
        let usual = super::recipients(self, None);
        usual
            .first()
            .is_some_and(|it| it.source == super::Source::Forwarded)
    }
}

/// An attachment, described.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The decoded file name; empty when it has none.
    pub name: CustomerText,
    /// Its media type in lower case, e.g. `application/pdf`.
    pub content_type: String,
    /// Its decoded size in bytes.
    pub size: u64,
    /// The beginning of the SHA-256 of its decoded content, in hexadecimal digits; empty where the
    /// content could not be read, and for mails that were stored before it was written down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub digest: String,
}

/// Who continues a conversation without having written in it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Newcomer {
    /// A person who got a copy of it.
    Copied,
    /// A person who has our reply, writing from an address that it did not go to.
    OtherAddress,
    /// A sender who names a mail of it, which proves nothing.
    Stranger,
}

/// Reads a mail. Never fails: what cannot be read comes back as `unreadable` with its bytes as
/// text, so that a person can look at it.
pub fn parse(bytes: &[u8]) -> InboundMail {
    // Blank lines and a byte order mark before the first header end nothing.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    if bytes.contains(&b'\r') && !bytes.contains(&b'\n') {
        let bytes: Vec<u8> = bytes
            .iter()
            .map(|b| if *b == b'\r' { b'\n' } else { *b })
            .collect();
        return parse(&bytes);
    }
    read_by(bytes, |bytes| read(&Mime::parse(bytes)?))
}

/// A mistake about one odd mail must not take down the others with it: where the reader panics,
/// the mail is taken by its headers.
fn read_by(
    bytes: &[u8],
    read: impl Fn(&[u8]) -> Option<InboundMail> + RefUnwindSafe,
) -> InboundMail {
    std::panic::catch_unwind(|| read(bytes))
        .ok()
        .flatten()
        .map(|mail| with_addresses_as_written(mail, bytes))
        .unwrap_or_else(|| unreadable(bytes))
}

/// Drops addresses that decoding made: beyond ASCII, an address is in a header as it is
/// (RFC 6532 §3.2), and never in an encoded word (RFC 2047 §5).
fn with_addresses_as_written(mut mail: InboundMail, bytes: &[u8]) -> InboundMail {
    let all = mail.from.iter().chain(&mail.reply_to);
    let all = all.chain(&mail.to).chain(&mail.cc);
    let all = all.map(|mailbox| mailbox.address.expose().as_bytes());
    let in_doubt: HashSet<&[u8]> = all.filter(|address| !address.is_ascii()).collect();
    if in_doubt.is_empty() {
        return mail;
    }
    // One look at each word, however many addresses there are.
    let ends = |b: &u8| b.is_ascii_whitespace() || b"<>,;:()\"".contains(b);
    let words = headers_of(bytes).split(ends);
    let written = words.filter_map(|word| in_doubt.get(word).map(|it| it.to_vec()));
    let written: HashSet<Vec<u8>> = written.collect();
    let is_written = |mailbox: &Mailbox| {
        let address = mailbox.address.expose().as_bytes();
        address.is_ascii() || written.contains(address)
    };
    mail.from = mail.from.filter(is_written);
    for mailboxes in [&mut mail.reply_to, &mut mail.to, &mut mail.cc] {
        mailboxes.retain(is_written);
    }
    mail
}

/// All that is above the first blank line.
fn headers_of(bytes: &[u8]) -> &[u8] {
    let mut end = 0;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if line.trim_ascii().is_empty() {
            break;
        }
        end += line.len();
    }
    &bytes[..end]
}

fn read(mime: &Mime<'_>) -> Option<InboundMail> {
    let headers = mime.headers(0);
    if !USUAL.iter().any(|name| headers.has(name)) {
        return None;
    }
    let mut mail = from_headers(&headers);
    let mut body = body::read(mime);
    mail.bounce = {
        let answered: Vec<MessageId> = mail
            .in_reply_to
            .iter()
            .chain(&mail.references)
            .cloned()
            .collect();
        let clues = report::Clues {
            is_from_a_server: automatic::is_from_a_server(&headers, mail.from.as_ref()),
            subject: mail.subject.expose(),
            text: &body.text,
            answered: &answered,
        };
        report::bounce(mime, &clues)
    };
    let clues = quote::Clues {
        is_answer: !mail.in_reply_to.is_empty() || !mail.references.is_empty(),
        is_forward: forward::says_so(mail.subject.expose()),
        ours: &mail.to,
    };
    let (beginning, is_cut) = beginning(body.text.trim_matches('\n').trim_end());
    let mut split = quote::split(beginning, &clues);
    if is_cut {
        let last = match split.quoted.is_empty() {
            true => &mut split.new,
            false => &mut split.quoted,
        };
        last.push_str("\n…");
    }
    mail.forwarded = split.forward.take();
    if let Some((from, text)) = forward::attached(&mail, &split.new, &mut body) {
        mail.forwarded = Some(from);
        split.new = text;
    }
    let quoted = [split.quoted.as_str(), body.forwarded.trim()]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    let text = shortened(split.new);
    mail.signature = CustomerText::new(sender_signature::find(&text));
    mail.text = CustomerText::new(text);
    mail.quoted = CustomerText::new(shortened(quoted));
    mail.attachments = body.attachments;
    mail.encryption = body.encryption;
    mail.simplified = body.simplified;
    contact_form::read(&mut mail);
    Some(mail)
}

/// What of a text is looked at: of the rest nothing would be kept. True where there is a rest.
fn beginning(text: &str) -> (&str, bool) {
    let text_end = text.floor_char_boundary(LONGEST_READ);
    let mut lines = text[..text_end].match_indices('\n');
    let end = lines.nth(MOST_LINES).map_or(text_end, |(at, _)| at);
    (&text[..end], end < text.len())
}

/// Ends in an ellipsis where it is cut.
fn shortened(mut text: String) -> String {
    if text.len() > LONGEST_TEXT {
        text.truncate(text.floor_char_boundary(LONGEST_TEXT));
        text.shrink_to_fit();
        text.push_str("\n…");
    }
    text
}

fn from_headers(headers: &Headers<'_>) -> InboundMail {
    let from = headers.mailboxes("From").into_iter().next();
    let domain = from.as_ref().map(|from| from.address.ascii_domain());
    let verdict = authentication::read(headers, &domain.unwrap_or_default());
    let list_id = headers.first("List-Id").unwrap_or_default().to_lowercase();
    let list_id = list_id
        .rsplit_once('<')
        .map_or(list_id.as_str(), |(_, id)| id);
    let date = headers.date();
    InboundMail {
        delivered_to: forward::delivered_to(headers),
        original_from: forward::original_from(headers, from.as_ref()),
        list_id: list_id
            .trim()
            .trim_end_matches('>')
            .chars()
            .take(255)
            .collect(),
        message_id: headers.ids("Message-ID").into_iter().next(),
        in_reply_to: headers.ids("In-Reply-To"),
        references: headers.ids("References"),
        doubts: verdict.doubts,
        sender_is_unproven: verdict.is_unproven,
        automatic: automatic::judge(headers, from.as_ref()),
        from,
        reply_to: headers.mailboxes("Reply-To"),
        to: headers.all_mailboxes("To"),
        cc: headers.all_mailboxes("Cc"),
        subject: headers.text("Subject"),
        date: date.map(|(at, _)| at),
        utc_offset: date.map(|(_, offset)| offset),
        ..InboundMail::default()
    }
}

/// Reads the headers of a mail alone, and shows the beginning of its bytes: for a mail whose reading
/// ended the process before. It comes back as `unreadable`.
pub fn parse_headers(bytes: &[u8]) -> InboundMail {
    const SHOWN: usize = 16 * 1024;
    let bytes = bytes.trim_ascii_start();
    let mail = unreadable(&bytes[..bytes.len().min(256 * 1024)]);
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(SHOWN)]);
    InboundMail {
        text: CustomerText::new(super::plain_lines(&shown)),
        ..mail
    }
}

/// Headers that are still to be trusted, and the bytes as text.
fn unreadable(bytes: &[u8]) -> InboundMail {
    let headers = std::panic::catch_unwind(|| from_headers(&Mime::headers_only(bytes).headers(0)));
    let shown = &bytes[..bytes.len().min(LARGEST_UNREADABLE)];
    InboundMail {
        text: CustomerText::new(super::plain_lines(&charset::guess(shown))),
        unreadable: true,
        ..headers.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn with(headers: &str) -> InboundMail {
        parse(format!("From: taro@example.com\r\n{headers}\r\n\r\ntext\r\n").as_bytes())
    }

    #[test]
    fn a_mail_whose_reading_panics_is_taken_by_its_headers() {
        let bytes = b"From: taro@example.com\r\nSubject: hello\r\n\r\nWhere is it?";
        let mail = read_by(bytes, |_| panic!("a mistake about one odd mail"));
        assert!(mail.unreadable && mail.text.expose().contains("Where is it?"));
        assert_eq!(mail.subject.expose(), "hello");
        assert_eq!(mail.from.unwrap().display(), "taro@example.com");
    }

    #[test]
    fn bytes_that_are_no_mail_are_shown_as_they_are() {
        for bytes in [&b""[..], b"hello", b"\xff\xfe\x00", b"Hello: world\n\nbody"] {
            let mail = parse(bytes);
            assert!(mail.unreadable);
            assert!(!mail.text.expose().contains('\0'));
        }
        assert_eq!(parse("ただの文".as_bytes()).text.expose(), "ただの文");
    }

    #[test]
    fn a_text_of_forty_megabytes_is_cut_between_characters() {
        let text = "長いメールです。\n".repeat(40 * 1024 * 1024 / 25);
        let mail = parse(
            format!("Subject: x\nContent-Type: text/plain; charset=utf-8\n\n{text}").as_bytes(),
        );
        let read = mail.text.expose();
        assert!(read.len() <= LONGEST_TEXT + 4 && read.len() > LONGEST_TEXT - 10);
        assert!(read.ends_with("\n…") && text.starts_with(&read[..read.len() - 4]));
    }

    #[test]
    fn automatic_mail_is_told_from_a_persons() {
        for (header, expected) in [
            (
                "Auto-Submitted: auto-replied",
                "Auto-Submitted: auto-replied",
            ),
            (
                "auto-submitted: (x) Auto-Generated; a=b",
                "Auto-Submitted: auto-generated",
            ),
            ("Return-Path: <>", "Return-Path: <>"),
            (
                "Content-Type: multipart/report; boundary=b",
                "Content-Type: multipart/report",
            ),
            ("Precedence: auto_reply", "Precedence: auto_reply"),
            ("X-Autoreply: yes", "X-Autoreply"),
            ("X-Autorespond: 1", "X-Autorespond"),
        ] {
            assert_eq!(
                with(header).automatic,
                Automatic::Yes(expected.into()),
                "{header}"
            );
        }
        for (header, expected) in [
            ("List-Id: <a.example.com>", "List-Id"),
            (
                "List-Unsubscribe: <https://example.com>",
                "List-Unsubscribe",
            ),
            ("Precedence: bulk", "Precedence: bulk"),
            ("Precedence: Junk", "Precedence: junk"),
        ] {
            assert_eq!(
                with(header).automatic,
                Automatic::Doubtful(expected.into()),
                "{header}"
            );
        }
        for header in [
            "Auto-Submitted: no",
            "Auto-Submitted: No (by hand)",
            "X-Auto-Response-Suppress: All",
            "Return-Path: <taro@example.com>",
            "Precedence: first-class",
        ] {
            assert_eq!(with(header).automatic, Automatic::No, "{header}");
        }
        for (from, kind) in [
            (
                "MAILER-DAEMON@example.com",
                Automatic::Yes("From: mailer-daemon".into()),
            ),
            (
                "Postmaster <postmaster@example.com>",
                Automatic::Yes("From: postmaster".into()),
            ),
            (
                "no-reply@example.com",
                Automatic::Doubtful("From: no-reply".into()),
            ),
            (
                "do_not_reply@example.com",
                Automatic::Doubtful("From: no-reply".into()),
            ),
            ("reply@example.com", Automatic::No),
        ] {
            let mail = parse(format!("From: {from}\n\ntext").as_bytes());
            assert_eq!(mail.automatic, kind, "{from}");
        }
    }

    #[test]
    fn our_own_mail_is_automatic() {
        let own = |text| super::super::Address::parse(text).unwrap();
        let mut mail = with("X: y");
        mail.note_own_address(&own("support@shop.example"));
        assert_eq!(mail.automatic, Automatic::No);
        mail.note_own_address(&own("TARO@example.com"));
        assert!(matches!(mail.automatic, Automatic::Yes(_)));
        let mut form = with("Reply-To: customer@example.org");
        form.note_own_address(&own("taro@example.com"));
        assert_eq!(form.automatic, Automatic::No, "a form of our own site");
    }

    #[test]
    fn a_reply_goes_to_all_of_reply_to_and_to_nobody_else() {
        let mail = with("Reply-To: A <a@example.com>, b@example.com\r\nReply-To: c@example.com");
        let to: Vec<String> = mail
            .reply_recipients()
            .iter()
            .map(Mailbox::display)
            .collect();
        assert_eq!(to, ["A <a@example.com>", "b@example.com"]);
        assert_eq!(
            with("X: y").reply_recipients()[0].display(),
            "taro@example.com"
        );
        let mail = parse(b"From: taro@evil.example b@example.com\n\ntext");
        assert!(
            mail.reply_recipients().is_empty(),
            "no guess between two addresses"
        );
    }

    #[test]
    fn an_encoded_word_glued_to_an_address_does_not_change_it() {
        let header = "From: a@b.example=?iso-2022-jp?Q?=1B$B$\"?=\r\n\r\n";
        for to in parse(header.as_bytes()).reply_recipients() {
            assert!(
                header.contains(to.address.expose()),
                "{}",
                to.address.expose()
            );
        }
    }

    #[test]
    fn an_address_is_not_put_together_from_what_is_encoded_and_what_is_not() {
        for value in [
            "a@b.example=?utf-8?Q?.evil.example?=",
            "=?utf-8?Q?a=40b?=.example",
            "=?utf-8?Q?boss?=@shop.example=?utf-8?Q?.evil?=",
        ] {
            let mail = parse(format!("From: {value}\r\n\r\nHello").as_bytes());
            assert!(mail.reply_recipients().is_empty(), "{value}");
        }
        let mail = parse(b"From: =?utf-8?Q?Taro_=3Ctaro=40example.com=3E?=\r\n\r\nHello");
        assert_eq!(
            mail.reply_recipients()[0].display(),
            "Taro <taro@example.com>"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
            let mail = parse(&bytes);
            prop_assert!(!mail.text.expose().contains(['\0', '\r']));
        }

        #[test]
        fn any_mixture_of_what_mails_are_made_of_is_read_and_no_recipient_is_invented(
            pieces in proptest::collection::vec(
                prop_oneof![
                    Just("From: "), Just("Reply-To: "), Just("Subject: "), Just("\r\n"), Just("\n"),
                    Just("\r\n\r\n"), Just("Content-Type: multipart/mixed; boundary=b\r\n\r\n"),
                    Just("--b\r\n"), Just("--b--\r\n"), Just("Content-Type: message/rfc822\r\n\r\n"),
                    Just("Content-Type: text/html; charset=iso-2022-jp\r\n"), Just("<div><table><tr>"),
                    Just("Content-Transfer-Encoding: base64\r\n\r\n"), Just("44GC44GE"), Just("=?utf-8?B?"),
                    Just("=?iso-2022-jp?Q?=1B$B$\"?="), Just("\u{1b}$B$\""), Just("a@b.example"), Just("<"),
                    Just(">"), Just(","), Just("\""), Just("("), Just(")"), Just(":"), Just(";"), Just(" "),
                    Just("filename*0*=cp932''%83%5c"), Just("> "), Just("On 2023 x wrote:\n"), Just("\\"),
                ],
                0..60,
            )
        ) {
            let bytes = pieces.concat();
            let mail = parse(bytes.as_bytes());
            for to in mail.reply_recipients() {
                prop_assert!(bytes.contains(to.address.expose()), "{}", to.address.expose());
            }
        }
    }
}
