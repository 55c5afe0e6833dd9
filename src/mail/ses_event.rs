//! SES event notifications, as SNS and EventBridge deliver them
//! (docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html).

use serde::Deserialize;
use serde_json::Value;

use super::ses::TAG;
use crate::inquiry::ContextId;

/// What SES says about a mail of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailEvent {
    /// The inquiry that the mail answered.
    pub context_id: ContextId,
    /// SES's identifier of the mail, without its domain.
    pub ses_id: String,
    /// What happened.
    pub kind: MailEventKind,
}

/// What can happen to a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailEventKind {
    /// SES took it, or the recipient's server did.
    Accepted,
    /// SES will not send it.
    Rejected,
    /// The recipient's server refused it for good; with the kind of bounce.
    Bounced(String),
    /// The recipient called it spam.
    Complained,
}

/// Reads a notification: the event itself, or one in EventBridge's `detail`. `None` when it is none
/// of ours, or says nothing about the fate of a mail.
pub fn decode(event: &Value) -> Option<MailEvent> {
    let event = if event.get("detail-type").is_some() {
        event.get("detail")?
    } else {
        event
    };
    let raw = Raw::deserialize(event).ok()?;
    let context_id = ContextId::parse(raw.mail.tags.get(TAG)?.first()?).ok()?;
    let kind = match raw.kind.as_str() {
        "Send" | "Delivery" => MailEventKind::Accepted,
        "Reject" | "Rendering Failure" => MailEventKind::Rejected,
        "Bounce" => {
            let bounce = raw.bounce?;
            // A transient bounce is tried again by SES.
            if bounce.kind != "Permanent" {
                return None;
            }
            MailEventKind::Bounced(bounce.sub_kind)
        }
        "Complaint" => MailEventKind::Complained,
        _ => return None,
    };
    Some(MailEvent {
        context_id,
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
    #[serde(default)]
    tags: std::collections::BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct RawBounce {
    #[serde(rename = "bounceType")]
    kind: String,
    #[serde(rename = "bounceSubType", default)]
    sub_kind: String,
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
            ("Delivery", MailEventKind::Accepted),
            ("Reject", MailEventKind::Rejected),
            ("Bounce", MailEventKind::Bounced("General".into())),
            ("Complaint", MailEventKind::Complained),
        ] {
            let read = decode(&event(kind)).unwrap();
            assert_eq!(
                (read.context_id.as_str(), read.ses_id.as_str(), read.kind),
                ("abc", "0100-1", expected)
            );
        }
        let bridged = json!({ "detail-type": "Email Bounced", "detail": event("Bounce") });
        assert!(decode(&bridged).is_some());
    }

    #[test]
    fn everything_else_is_none_of_ours() {
        assert_eq!(decode(&event("Open")), None);
        let mut transient = event("Bounce");
        transient["bounce"]["bounceType"] = "Transient".into();
        assert_eq!(decode(&transient), None);
        let mut untagged = event("Send");
        untagged["mail"]["tags"] = json!({});
        assert_eq!(decode(&untagged), None);
        assert_eq!(decode(&json!([1, 2])), None);
    }
}
