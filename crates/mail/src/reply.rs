//! The mail that an approved text becomes, in the customer's own thread.

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

use super::recipients::is_own;
use super::stationery::Stationery;
use super::{
    Address, InboundMail, Lists, Mailbox, MessageId, OutgoingMail, language_of_mail, others,
    recipients, rendition, reply_references, reply_subject,
};
use pii::CustomerText;

/// The recipients that the operator chose, and the subject.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressees {
    /// The name of a [`Source`](super::Source); the first one there is when it is unknown.
    pub to: Option<String>,
    /// The places of those [`others`] that get a copy. Only recipients that the operator saw
    /// get one.
    pub cc: Option<Vec<usize>>,
    /// How often everybody was ticked at once: the boxes come anew each time.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ticked_all: u32,
    /// What the operator wrote in the place of what the mail asks for.
    #[serde(default, skip_serializing_if = "Rewritten::is_empty")]
    pub rewritten: Rewritten,
}

fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// What an operator wrote in the place of what a mail asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rewritten {
    /// The recipients; `None` where they are chosen from those of the mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Lists>,
    /// The subject; `None` for the usual one. The reply stays in its thread: `In-Reply-To` and
    /// `References` are the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<CustomerText>,
}

impl Rewritten {
    /// True where all is as the mail asks for.
    pub fn is_empty(&self) -> bool {
        *self == Rewritten::default()
    }
}

impl Addressees {
    /// The recipients of the reply to `parent` from `own`; `None` when there is none. Our own address
    /// is never one.
    pub fn of(&self, parent: &InboundMail, own: Option<&Address>) -> Option<Lists> {
        let lists = match &self.rewritten.recipients {
            Some(lists) => lists.without(|it| is_own(parent, it, own)),
            None => self.chosen(parent, own)?,
        };
        (!lists.to.is_empty()).then_some(lists)
    }

    /// The recipients as they were chosen from those of the mail.
    pub fn chosen(&self, parent: &InboundMail, own: Option<&Address>) -> Option<Lists> {
        let mut choices = recipients(parent, own);
        let chosen = choices
            .iter()
            .position(|one| Some(one.source.name()) == self.to.as_deref());
        if choices.is_empty() {
            return None;
        }
        let to = choices.swap_remove(chosen.unwrap_or(0)).to;
        let chosen = self.cc.as_deref().unwrap_or_default();
        let cc = others(parent, own).into_iter();
        let cc = cc
            .filter(|other| chosen.contains(&other.place))
            .map(|other| other.mailbox);
        Some(Lists {
            to,
            cc: cc.collect(),
            bcc: Vec::new(),
        })
    }

    /// The subject of the reply to `parent`.
    pub fn subject(&self, parent: &InboundMail) -> CustomerText {
        let usual = || match parent.by_us {
            true => CustomerText::new(super::one_line(parent.subject.expose())),
            false => reply_subject(&parent.subject),
        };
        self.rewritten.subject.clone().unwrap_or_else(usual)
    }
}

/// An approved text with what it needs to become a mail.
#[derive(Clone, Debug)]
pub struct Approved<'a> {
    /// Our own `Message-ID`.
    pub message_id: &'a MessageId,
    /// When it was approved.
    pub date: Timestamp,
    /// `From`.
    pub sender: &'a Mailbox,
    /// Its recipients.
    pub addressees: &'a Addressees,
    /// The text.
    pub text: &'a CustomerText,
    /// What is added to it.
    pub stationery: &'a Stationery,
}

impl Approved<'_> {
    /// The reply to `parent`; `None` when there is no recipient.
    pub fn in_reply_to(&self, parent: &InboundMail) -> Option<OutgoingMail> {
        let own = Some(&self.sender.address);
        let Lists { to, cc, bcc } = self.addressees.of(parent, own)?;
        Some(OutgoingMail {
            message_id: self.message_id.clone(),
            date: self.date,
            from: self.sender.clone(),
            to,
            cc,
            bcc,
            subject: self.addressees.subject(parent),
            in_reply_to: parent.message_id.clone(),
            references: reply_references(parent),
            text: self.body(parent),
            html: self.stationery.html.then_some(rendition::EDITION),
            logo: self.stationery.shown_logo().map(|it| it.described.clone()),
            files: Vec::new(),
        })
    }

    fn body(&self, parent: &InboundMail) -> CustomerText {
        let mut body = self.text.expose().to_owned();
        let Stationery {
            signature,
            quotes_original,
            ..
        } = self.stationery;
        if !signature.is_blank() {
            body = format!(
                "{}\n\n-- \n{}",
                body.trim_end(),
                signature.expose().trim_end()
            );
        }
        if *quotes_original && !parent.text.is_blank() {
            let quoted: Vec<String> = parent.text.expose().trim_end().lines().map(quote).collect();
            body = format!(
                "{}\n\n{}{}\n",
                body.trim_end(),
                attribution(parent),
                quoted.join("\n")
            );
        }
        CustomerText::new(body)
    }
}

/// `> ` before a line; a quote of a quote needs no second space (RFC 3676 §4.5).
fn quote(line: &str) -> String {
    if line.starts_with('>') {
        format!(">{line}")
    } else {
        format!("> {line}")
    }
}

const WEEKDAYS: [char; 7] = ['月', '火', '水', '木', '金', '土', '日'];

/// The line above a quote: when the customer wrote by their own clock, in the form of their language;
/// in other languages than these two, in none but that of dates and addresses.
fn attribution(parent: &InboundMail) -> String {
    let language = language_of_mail(parent.subject.expose(), parent.text.expose(), None);
    let date = parent.date.map(|date| {
        let offset = parent.utc_offset.unwrap_or_default();
        let zone = Offset::from_seconds(offset).unwrap_or(Offset::UTC);
        let date = zone.to_datetime(date);
        // A server's clock rather than the customer's.
        let utc = if zone == Offset::UTC { " UTC" } else { "" };
        match language {
            Some("Japanese") => {
                let weekday = date.weekday().to_monday_zero_offset();
                let weekday = usize::try_from(weekday)
                    .ok()
                    .and_then(|it| WEEKDAYS.get(it));
                let weekday = weekday.copied().unwrap_or_default();
                date.strftime(&format!("%Y年%-m月%-d日({weekday}) %H:%M{utc}"))
                    .to_string()
            }
            Some("English") => date
                .strftime(&format!("%a, %-d %b %Y at %H:%M{utc}"))
                .to_string(),
            _ => date.strftime(&format!("%Y-%m-%d %H:%M{utc}")).to_string(),
        }
    });
    let from = parent.from.as_ref().map(Mailbox::display);
    match (date, from, language) {
        (None, None, _) => String::new(),
        (Some(date), Some(from), Some("English")) => format!("On {date}, {from} wrote:\n"),
        (date, from, _) => {
            let parts: Vec<String> = date.into_iter().chain(from).collect();
            format!("{}:\n", parts.join(" "))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::parse;

    fn reply(
        headers: &str,
        addressees: &Addressees,
        stationery: &Stationery,
    ) -> Option<OutgoingMail> {
        let parent =
            parse(format!("{headers}\r\nSubject: Hello\r\n\r\nFirst\r\n> Older\r\n").as_bytes());
        let sender = Mailbox::bare(Address::parse("support@shop.example").unwrap());
        let message_id = MessageId::parse("1@shop.example").unwrap();
        let approved = Approved {
            message_id: &message_id,
            date: "2026-11-24T03:00:00Z".parse().unwrap(),
            sender: &sender,
            addressees,
            text: &CustomerText::new("Answer"),
            stationery,
        };
        approved.in_reply_to(&parent)
    }

    fn addresses(mailboxes: &[Mailbox]) -> Vec<&str> {
        mailboxes
            .iter()
            .map(|mailbox| mailbox.address.expose())
            .collect()
    }

    const HEADERS: &str = "From: a@example.com\r\nReply-To: b@example.com\r\nTo: support@shop.example\r\nCc: c@example.com, d@example.com";

    #[test]
    fn the_choice_of_the_operator_is_what_is_sent() {
        let unasked = reply(HEADERS, &Addressees::default(), &Stationery::default()).unwrap();
        assert_eq!(addresses(&unasked.to), ["b@example.com"]);
        assert_eq!(unasked.cc, [], "nobody whom the operator did not see");
        // The places count from our own address on, which is the first in `To`.
        let chosen = Addressees {
            to: Some("from".into()),
            cc: Some(vec![0, 2]),
            ..Addressees::default()
        };
        let chosen = reply(HEADERS, &chosen, &Stationery::default()).unwrap();
        assert_eq!(
            (addresses(&chosen.to), addresses(&chosen.cc)),
            (vec!["a@example.com"], vec!["d@example.com"])
        );
    }

    #[test]
    fn what_the_operator_wrote_is_what_is_sent_in_the_same_thread_and_never_to_ourselves() {
        let list = |addresses: &[&str]| {
            let parse = |it: &&str| Mailbox::bare(Address::parse(it).unwrap());
            addresses.iter().map(parse).collect::<Vec<_>>()
        };
        let headers = format!("{HEADERS}\r\nMessage-ID: <9@example.com>");
        let mut written = Addressees {
            rewritten: Rewritten {
                recipients: Some(Lists {
                    to: list(&["x@elsewhere.example"]),
                    cc: list(&["Support+a@Shop.example", "c@example.com"]),
                    bcc: list(&["archive@elsewhere.example"]),
                }),
                subject: Some(CustomerText::new("Another subject")),
            },
            ..Addressees::default()
        };
        let mail = reply(&headers, &written, &Stationery::default()).unwrap();
        assert_eq!(addresses(&mail.to), ["x@elsewhere.example"]);
        assert_eq!(addresses(&mail.cc), ["c@example.com"]);
        assert_eq!(addresses(&mail.bcc), ["archive@elsewhere.example"]);
        assert_eq!(mail.subject.expose(), "Another subject");
        assert_eq!(mail.in_reply_to, MessageId::parse("9@example.com"));
        assert_eq!(mail.references.len(), 1);
        written.rewritten.recipients = Some(Lists {
            to: list(&["support@shop.example"]),
            ..Lists::default()
        });
        assert!(reply(&headers, &written, &Stationery::default()).is_none());
    }

    #[test]
    fn signature_and_quoted_original_stand_beneath_the_text() {
        let stationery = Stationery {
            signature: CustomerText::new("Example Shop"),
            quotes_original: true,
            ..Stationery::default()
        };
        let mail = reply(
            "From: a@example.com\r\nDate: Tue, 24 Nov 2026 11:00:00 +0900",
            &Addressees::default(),
            &stationery,
        )
        .unwrap();
        let expected = "Answer\n\n-- \nExample Shop\n\n2026-11-24 11:00 a@example.com:\n> First\n";
        assert!(
            mail.text.expose().starts_with(expected),
            "{}",
            mail.text.expose()
        );
    }

    #[test]
    fn the_quote_line_is_in_the_customers_own_time_and_form_and_is_told_from_their_words() {
        let dear = "Hello,\n\nI would like to know when my order will arrive.\n";
        for (date, text, expected) in [
            (
                "Mon, 2 Nov 2026 10:11:00 +0900",
                "いつ届きますか。",
                "2026年11月2日(月) 10:11 Aki <a@example.com>:",
            ),
            (
                "Sun, 1 Nov 2026 23:59:59 -0330",
                "いつ届きますか。",
                "2026年11月1日(日) 23:59 Aki <a@example.com>:",
            ),
            (
                "Mon, 2 Nov 2026 01:11:00 +0000",
                "いつ届きますか。",
                "2026年11月2日(月) 01:11 UTC Aki <a@example.com>:",
            ),
            (
                "Mon, 2 Nov 2026 10:11:00 -0500",
                dear,
                "On Mon, 2 Nov 2026 at 10:11, Aki <a@example.com> wrote:",
            ),
            (
                "Mon, 2 Nov 2026 10:11:00 +0100",
                "Wann kommt meine Bestellung an? Ich warte schon lange darauf.",
                "2026-11-02 10:11 Aki <a@example.com>:",
            ),
            ("nonsense", "いつ届きますか。", "Aki <a@example.com>:"),
        ] {
            let head = "From: Aki <a@example.com>\r\nContent-Type: text/plain; charset=utf-8";
            let parent = parse(format!("{head}\r\nDate: {date}\r\n\r\n{text}").as_bytes());
            assert_eq!(attribution(&parent).trim_end(), expected);
        }
    }

    #[test]
    fn without_a_recipient_there_is_no_mail() {
        assert!(
            reply(
                "From: support@shop.example",
                &Addressees::default(),
                &Stationery::default()
            )
            .is_none()
        );
    }
}
