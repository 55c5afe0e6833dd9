//! What a Lambda invocation is about, recognised by the event's shape
//! (docs.aws.amazon.com/lambda/latest/dg/lambda-services.html).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::dispatch::{Wanted, WorkRequest};
use inquiry::{ContextId, TraceParent};
use mailbox::{MailEvent, decode_mail_event};

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// An HTTP request: API Gateway (payload 1.0 or 2.0) or a Function URL.
    Http(Value),
    /// Mails have arrived.
    Mails(Vec<Mail>),
    /// Messages of a queue; each succeeds or fails by itself.
    Queue(Vec<Message>),
    /// Take up what is left half-done, and look for new mails.
    Sweep,
    /// Look for new mails only.
    Poll,
    /// Write a draft or a translation: an invocation of the function by itself, in a trace.
    Write(WorkRequest, Option<TraceParent>),
    /// Ask the drafter, in a trace: an invocation of the function by itself, because Slack waits only
    /// so long.
    PassOn(WorkRequest, Option<TraceParent>),
    /// Send the reply that waits, when its time has come, in a trace: an invocation of the function by
    /// itself.
    Send(ContextId, Option<TraceParent>),
    /// Look at configuration, secrets, services and permissions: `replybot check`.
    Check,
    /// Nothing to do: a service tried whether it may send events.
    Nothing,
}

impl Event {
    /// Its name in traces.
    pub fn name(&self) -> &'static str {
        match self {
            Event::Http(_) => "http",
            Event::Mails(_) => "mails",
            Event::Queue(_) => "queue",
            Event::Sweep => "sweep",
            Event::Poll => "poll",
            Event::Write(WorkRequest { what, .. }, _) => match what {
                Wanted::Draft { .. } => "draft",
                Wanted::Translation { .. } => WorkRequest::TRANSLATION,
            },
            Event::PassOn(..) => WorkRequest::PASS_ON,
            Event::Send(..) => WorkRequest::SEND,
            Event::Check => "check",
            Event::Nothing => "nothing",
        }
    }
}

/// Where a mail is.
#[derive(Clone, Debug, PartialEq)]
pub enum Mail {
    /// In S3.
    Object {
        /// The bucket.
        bucket: String,
        /// The key, decoded.
        key: String,
    },
    /// Where the S3 action of the same SES rule left it.
    Message(String),
    /// In the event itself.
    Content(Vec<u8>),
    /// It is one of ours, and this is what SES says about it.
    Ours(MailEvent),
}

/// A message of a queue.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// What SQS calls it.
    pub id: String,
    /// The mails that it is about.
    pub mails: Result<Vec<Mail>, Unknown>,
}

/// An event that is none of those. Names its fields, whose values may be personal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "an event that replybot does not know, with the fields {0}: it takes HTTP requests (API Gateway, Function URL), S3, SES, SNS, SQS and EventBridge schedule events"
)]
pub struct Unknown(String);

/// Recognises an event.
///
/// # Errors
/// [`Unknown`].
pub fn decode(event: Value) -> Result<Event, Unknown> {
    let context = &event["requestContext"];
    if context.is_object() && (context["http"].is_object() || event["httpMethod"].is_string()) {
        return Ok(Event::Http(event));
    }
    match event["replybot"].as_str() {
        Some("sweep") => return Ok(Event::Sweep),
        Some("poll" | "poll_gmail") => return Ok(Event::Poll),
        Some("check") => return Ok(Event::Check),
        Some(WorkRequest::SEND) => {
            let id = event["context_id"].as_str().map(ContextId::parse);
            let id = id.and_then(Result::ok).ok_or_else(|| unknown(&event))?;
            let trace = event["traceparent"].as_str().and_then(TraceParent::parse);
            return Ok(Event::Send(id, trace));
        }
        Some(what @ ("draft" | WorkRequest::TRANSLATION | WorkRequest::PASS_ON)) => {
            let trace = event["traceparent"].as_str().and_then(TraceParent::parse);
            let wish = wish(&event).ok_or_else(|| unknown(&event))?;
            return Ok(match what {
                WorkRequest::PASS_ON => Event::PassOn(wish, trace),
                _ => Event::Write(wish, trace),
            });
        }
        _ => {}
    }
    if event["source"] == "aws.events" || event["source"] == "aws.scheduler" {
        return Ok(Event::Sweep);
    }
    if let Some(records) = event["Records"].as_array()
        && records
            .iter()
            .all(|record| record["eventSource"] == "aws:sqs")
        && !records.is_empty()
    {
        return Ok(Event::Queue(records.iter().map(message).collect()));
    }
    Ok(match mails(&event)? {
        mails if mails.is_empty() => Event::Nothing,
        mails => Event::Mails(mails),
    })
}

fn wish(event: &Value) -> Option<WorkRequest> {
    let id = ContextId::parse(event["context_id"].as_str()?).ok()?;
    let external_id = event["external_id"].as_str();
    if event["replybot"] == WorkRequest::TRANSLATION || event["wish"] == WorkRequest::TRANSLATION {
        return Some(WorkRequest::translation(&id, external_id?));
    }
    Some(WorkRequest::draft(&id, external_id))
}

fn unknown(event: &Value) -> Unknown {
    let fields: Vec<&str> = match event {
        Value::Object(fields) => fields.keys().map(String::as_str).take(20).collect(),
        _ => Vec::new(),
    };
    Unknown(if fields.is_empty() {
        "none".to_owned()
    } else {
        fields.join(", ").chars().take(300).collect()
    })
}

/// The body is what the queue's source wrote: S3, SNS, EventBridge, or SNS in raw form.
fn message(record: &Value) -> Message {
    let body = record["body"].as_str().unwrap_or_default();
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    Message {
        id: record["messageId"].as_str().unwrap_or_default().to_owned(),
        mails: mails(&body),
    }
}

/// The mails that an event, or the message within one, is about.
fn mails(event: &Value) -> Result<Vec<Mail>, Unknown> {
    if event["Event"] == "s3:TestEvent" {
        return Ok(Vec::new());
    }
    // SNS, as a queue's message has it.
    if event["Type"] == "Notification" {
        return notification(&event["Message"]);
    }
    if is_about_ours(event) {
        return Ok(decode_mail_event(event)
            .map(Mail::Ours)
            .into_iter()
            .collect());
    }
    if event["source"] == "aws.s3" && event["detail-type"] == "Object Created" {
        let detail = &event["detail"];
        // Unlike in S3's own events, the key is not encoded here.
        let mail = object(&detail["bucket"]["name"], &detail["object"]["key"]);
        return mail.map(|mail| vec![mail]).ok_or_else(|| unknown(event));
    }
    if event["notificationType"].is_string() {
        return ses(event).map(|mail| vec![mail]);
    }
    let records = event["Records"].as_array().ok_or_else(|| unknown(event))?;
    let mails = records.iter().map(|record| {
        if record["eventSource"] == "aws:s3" {
            s3(record)
        } else if record["EventSource"] == "aws:sns" {
            notification(&record["Sns"]["Message"])
        } else if record["eventSource"] == "aws:ses" {
            ses(&record["ses"]).map(|mail| vec![mail])
        } else {
            Err(unknown(record))
        }
    });
    Ok(mails.collect::<Result<Vec<_>, _>>()?.concat())
}

/// What SES reports of a mail that we sent; reports of no use, such as of an opened mail, included.
fn is_about_ours(event: &Value) -> bool {
    let kind = event["notificationType"].as_str().unwrap_or_default();
    event["eventType"].is_string()
        || event["source"] == "aws.ses"
        || matches!(kind, "Bounce" | "Complaint" | "Delivery")
}

/// The text of an SNS message: an event of S3 or a notification of SES.
fn notification(message: &Value) -> Result<Vec<Mail>, Unknown> {
    let text = message.as_str().unwrap_or_default();
    // What SES says when a topic is made the destination of its events.
    if text.starts_with("Successfully validated SNS topic") {
        return Ok(Vec::new());
    }
    let event: Value = serde_json::from_str(text).map_err(|_| unknown(message))?;
    mails(&event)
}

/// docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
fn s3(record: &Value) -> Result<Vec<Mail>, Unknown> {
    let name = record["eventName"].as_str().unwrap_or_default();
    // A deleted object is no mail.
    if !name.trim_start_matches("s3:").starts_with("ObjectCreated:") {
        return Ok(Vec::new());
    }
    let key = record["s3"]["object"]["key"].as_str().unwrap_or_default();
    let key = Value::String(decoded(key));
    let mail = object(&record["s3"]["bucket"]["name"], &key);
    mail.map(|mail| vec![mail]).ok_or_else(|| unknown(record))
}

/// S3 encodes keys as forms do.
fn decoded(key: &str) -> String {
    let form = format!("key={}", key.replace('&', "%26"));
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(&form).unwrap_or_default();
    fields
        .into_iter()
        .map(|(_, key)| key)
        .next()
        .unwrap_or_default()
}

fn object(bucket: &Value, key: &Value) -> Option<Mail> {
    let text = |value: &Value| {
        value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    Some(Mail::Object {
        bucket: text(bucket)?,
        key: text(key)?,
    })
}

/// docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
fn ses(event: &Value) -> Result<Mail, Unknown> {
    let action = &event["receipt"]["action"];
    if let Some(content) = event["content"].as_str() {
        let bytes = match action["encoding"].as_str() {
            Some("BASE64") => STANDARD.decode(content).map_err(|_| unknown(event))?,
            _ => content.as_bytes().to_vec(),
        };
        return Ok(Mail::Content(bytes));
    }
    if let Some(mail) = object(&action["bucketName"], &action["objectKey"]) {
        return Ok(mail);
    }
    match event["mail"]["messageId"].as_str() {
        Some(id) if !id.is_empty() => Ok(Mail::Message(id.to_owned())),
        _ => Err(unknown(event)),
    }
}
