//! SES event notifications, as SNS and EventBridge deliver them
//! (docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html).

use serde::Deserialize;
use serde_json::Value;

use super::ses::TAG;
use inquiry::ContextId;
use mail::{MessageId, without_addresses};

/// What SES says about a mail of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailEvent {
    /// The inquiry that the mail answered, when the mail carried its tag.
    pub context_id: Option<ContextId>,
    /// SES's identifier of the mail, without its domain.
    pub ses_id: String,
    /// The `Message-ID`s of the mail: the one that SES gave it, whole, and our own.
    pub message_ids: Vec<MessageId>,
    /// What happened.
    pub kind: MailEventKind,
}

/// What can happen to a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailEventKind {
    /// SES took it.
    Accepted,
    /// The recipient's server took it.
    Delivered,
    /// SES will not send it.
    Rejected,
    /// The recipient's server refused it for good; with what it said, without addresses.
    Bounced(String),
    /// The recipient called it spam.
    Complained,
}

impl MailEventKind {
    /// Its name in metrics.
    pub fn name(&self) -> &'static str {
        match self {
            MailEventKind::Accepted => "accepted",
            MailEventKind::Delivered => "delivered",
            MailEventKind::Rejected => "rejected",
            MailEventKind::Bounced(_) => "bounced",
            MailEventKind::Complained => "complained",
        }
    }
}

/// Reads a notification: the event itself, or one in EventBridge's `detail`. `None` when it names no
/// mail, or says nothing about the fate of one.
pub fn decode(event: &Value) -> Option<MailEvent> {
    let event = if event.get("detail-type").is_some() {
        event.get("detail")?
    } else {
        event
    };
    let raw = Raw::deserialize(event).ok()?;
    let kind = match raw.kind.as_str() {
        "Send" => MailEventKind::Accepted,
        "Delivery" => MailEventKind::Delivered,
        "Reject" | "Rendering Failure" => MailEventKind::Rejected,
        "Bounce" => {
            let bounce = raw.bounce?;
            // A transient bounce is tried again by SES.
            if bounce.kind != "Permanent" {
                return None;
            }
            MailEventKind::Bounced(bounce.why())
        }
        "Complaint" => MailEventKind::Complained,
        _ => return None,
    };
    let tag = raw.mail.tags.get(TAG).and_then(|values| values.first());
    Some(MailEvent {
        context_id: tag.and_then(|id| ContextId::parse(id).ok()),
        message_ids: raw.mail.message_ids(),
        ses_id: raw.mail.message_id,
        kind,
    })
}

#[derive(Deserialize)]
struct Raw {
    /// `notificationType` in the older feedback notifications.
    #[serde(rename = "eventType", alias = "notificationType")]
    kind: String,
    mail: RawMail,
    bounce: Option<RawBounce>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawMail {
    message_id: String,
    /// `arn:aws:ses:us-west-2:888888888888:identity/example.com`
    #[serde(default)]
    source_arn: String,
    #[serde(default)]
    headers: Vec<RawHeader>,
    #[serde(default)]
    tags: std::collections::BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct RawHeader {
    name: String,
    value: String,
}

impl RawMail {
    fn message_ids(&self) -> Vec<MessageId> {
        let region = self.source_arn.split(':').nth(3);
        let of_ses = region.and_then(|region| MessageId::of_ses(&self.message_id, region));
        let is_id = |header: &&RawHeader| header.name.eq_ignore_ascii_case("Message-ID");
        let own = self.headers.iter().find(is_id);
        let own = own.and_then(|header| MessageId::parse(&header.value));
        of_ses.into_iter().chain(own).collect()
    }
}

#[derive(Deserialize)]
struct RawBounce {
    #[serde(rename = "bounceType")]
    kind: String,
    #[serde(rename = "bounceSubType", default)]
    sub_kind: String,
    #[serde(rename = "bouncedRecipients", default)]
    recipients: Vec<RawRecipient>,
}

#[derive(Deserialize)]
struct RawRecipient {
    #[serde(rename = "emailAddress", default)]
    address: String,
    #[serde(rename = "diagnosticCode", default)]
    said: String,
}

impl RawBounce {
    /// What the recipient's server said, else SES's kind of bounce.
    fn why(&self) -> String {
        let addresses = || self.recipients.iter().map(|one| one.address.as_str());
        let said = self.recipients.iter().find(|one| !one.said.is_empty());
        let said = said.map_or(self.sub_kind.as_str(), |one| &one.said);
        let said = said.split_once(';').map_or(said, |(_, said)| said);
        without_addresses(said, addresses())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(kind: &str) -> Value {
        json!({ "eventType": kind, "mail": { "messageId": "0100-1", "tags": { "context_id": ["abc"] } },
                "bounce": { "bounceType": "Permanent", "bounceSubType": "General" } })
    }

    #[test]
    fn each_event_that_tells_a_mails_fate_is_read() {
        for (kind, expected) in [
            ("Send", MailEventKind::Accepted),
            ("Delivery", MailEventKind::Delivered),
            ("Reject", MailEventKind::Rejected),
            ("Bounce", MailEventKind::Bounced("General".into())),
            ("Complaint", MailEventKind::Complained),
        ] {
            let read = decode(&event(kind)).unwrap();
            assert_eq!(read.context_id, ContextId::parse("abc").ok());
            assert_eq!((read.ses_id.as_str(), read.kind), ("0100-1", expected));
        }
        let bridged = json!({ "detail-type": "Email Bounced", "detail": event("Bounce") });
        assert!(decode(&bridged).is_some());
    }

    #[test]
    fn a_mail_without_a_tag_is_named_by_its_message_ids() {
        let mut sent = event("Send");
        sent["mail"] = json!({
            "messageId": "0100-1", "sourceArn": "arn:aws:ses:eu-west-1:1:identity/shop.example",
            "headers": [{ "name": "Message-Id", "value": "<7.replybot@shop.example>" }],
        });
        let read = decode(&sent).unwrap();
        assert_eq!(read.context_id, None);
        let ids: Vec<&str> = read.message_ids.iter().map(MessageId::as_str).collect();
        assert_eq!(
            ids,
            ["0100-1@eu-west-1.amazonses.com", "7.replybot@shop.example"]
        );
    }

    #[test]
    fn what_the_other_server_said_comes_without_addresses() {
        let mut bounce = event("Bounce");
        bounce["bounce"]["bouncedRecipients"] = json!([{
            "emailAddress": "taro@example.com",
            "diagnosticCode": "smtp; 550 5.1.1 <taro@example.com>: user taro unknown",
        }]);
        let MailEventKind::Bounced(why) = decode(&bounce).unwrap().kind else {
            panic!("not a bounce")
        };
        assert!(why.contains("550 5.1.1") && !why.contains("taro"), "{why}");
    }

    #[test]
    fn everything_else_is_none_of_ours() {
        assert_eq!(decode(&event("Open")), None);
        let mut transient = event("Bounce");
        transient["bounce"]["bounceType"] = "Transient".into();
        assert_eq!(decode(&transient), None);
        assert_eq!(decode(&json!([1, 2])), None);
    }
}
