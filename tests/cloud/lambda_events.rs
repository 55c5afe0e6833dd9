//! Events, recognised by their shape.

use replybot::role::lambda::event::{Event, Mail, decode};
use serde_json::{Value, json};

fn object(bucket: &str, key: &str) -> Mail {
    Mail::Object {
        bucket: bucket.to_owned(),
        key: key.to_owned(),
    }
}

fn s3(key: &str) -> Value {
    json!({ "Records": [{
        "eventVersion": "2.1", "eventSource": "aws:s3", "awsRegion": "ap-northeast-1", "eventName": "ObjectCreated:Put",
        "s3": { "s3SchemaVersion": "1.0", "bucket": { "name": "b", "arn": "arn:aws:s3:::b" }, "object": { "key": key, "size": 1 } },
    }] })
}

fn sns(message: &Value) -> Value {
    json!({ "Records": [{ "EventSource": "aws:sns", "EventVersion": "1.0",
        "Sns": { "Type": "Notification", "Message": message.to_string() } }] })
}

fn sqs(body: &Value) -> Value {
    json!({ "Records": [{ "messageId": "m", "body": body.to_string(), "eventSource": "aws:sqs" }] })
}

fn ses(action: Value) -> Value {
    json!({ "notificationType": "Received", "mail": { "messageId": "id" }, "receipt": { "action": action } })
}

#[test]
fn each_way_that_a_mail_is_announced_is_understood() {
    let by_ses = json!({ "Records": [{ "eventSource": "aws:ses", "eventVersion": "1.0",
        "ses": { "mail": { "messageId": "id" }, "receipt": { "action": { "type": "Lambda" } } } }] });
    let by_eventbridge = json!({ "source": "aws.s3", "detail-type": "Object Created",
        "detail": { "bucket": { "name": "b" }, "object": { "key": "a b+c" } } });
    let in_s3 = ses(json!({ "type": "S3", "bucketName": "b", "objectKey": "p/id" }));
    let mut whole = ses(json!({ "type": "SNS", "encoding": "BASE64" }));
    whole["content"] = "RnJvbTogYQ==".into();
    let mut text = ses(json!({ "type": "SNS", "encoding": "UTF8" }));
    text["content"] = "From: a".into();
    for (event, mail) in [
        (s3("p/a+b%2Bc%26d"), object("b", "p/a b+c&d")),
        (by_eventbridge, object("b", "a b+c")),
        (by_ses, Mail::Message("id".to_owned())),
        (sns(&s3("k")), object("b", "k")),
        (sns(&in_s3), object("b", "p/id")),
        (sns(&whole), Mail::Content(b"From: a".to_vec())),
        (sns(&text), Mail::Content(b"From: a".to_vec())),
    ] {
        assert_eq!(
            decode(event.clone()),
            Ok(Event::Mails(vec![mail])),
            "{event}"
        );
    }
}

#[test]
fn a_queues_messages_may_hold_each_of_them() {
    let in_s3 = ses(json!({ "type": "S3", "bucketName": "b", "objectKey": "k" }));
    let envelope = json!({ "Type": "Notification", "Message": in_s3.to_string() });
    for body in [s3("k"), envelope, in_s3] {
        match decode(sqs(&body)) {
            Ok(Event::Queue(messages)) => {
                assert_eq!(messages[0].id, "m");
                assert_eq!(messages[0].mails, Ok(vec![object("b", "k")]));
            }
            other => panic!("{other:?}"),
        }
    }
    for body in [
        json!("x"),
        json!({}),
        json!({ "Type": "Notification" }),
        json!(null),
    ] {
        match decode(sqs(&body)) {
            Ok(Event::Queue(messages)) => assert!(messages[0].mails.is_err(), "{body}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn schedules_sweep_and_tests_of_a_connection_are_nothing_to_do() {
    let scheduled = json!({ "source": "aws.events", "detail-type": "Scheduled Event" });
    assert_eq!(decode(scheduled), Ok(Event::Sweep));
    assert_eq!(decode(json!({ "replybot": "sweep" })), Ok(Event::Sweep));
    assert_eq!(decode(json!({ "replybot": "poll_gmail" })), Ok(Event::Poll));
    let test = json!({ "Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b" });
    assert_eq!(decode(test.clone()), Ok(Event::Nothing));
    assert_eq!(decode(sns(&test)), Ok(Event::Nothing));
    let mut removed = s3("k");
    removed["Records"][0]["eventName"] = "ObjectRemoved:Delete".into();
    assert_eq!(decode(removed), Ok(Event::Nothing));
}

#[test]
fn what_ses_reports_of_our_mails_is_told_from_mails_that_came() {
    let report = |kind: &str, field: &str| {
        json!({ field: kind, "bounce": { "bounceType": "Permanent" },
                "mail": { "messageId": "0100-1", "tags": { "context_id": ["abc"] } } })
    };
    let bridged = json!({ "source": "aws.ses", "detail-type": "Email Delivered",
                          "detail": report("Delivery", "eventType") });
    for event in [
        sns(&report("Bounce", "eventType")),
        sns(&report("Complaint", "notificationType")),
        sqs(&json!({ "Type": "Notification", "Message": report("Send", "eventType").to_string() })),
        bridged,
    ] {
        let mails = match decode(event.clone()).unwrap() {
            Event::Mails(mails) => mails,
            Event::Queue(mut messages) => messages.remove(0).mails.unwrap(),
            other => panic!("{other:?}"),
        };
        assert!(matches!(&mails[..], [Mail::Ours(_)]), "{event}");
    }
    // Nothing to do, and no error that would bring it again and again.
    assert_eq!(
        decode(sns(&report("Open", "eventType"))),
        Ok(Event::Nothing)
    );
    let validated = "Successfully validated SNS topic for Amazon SES event publishing.";
    let validated = json!({ "Records": [{ "EventSource": "aws:sns",
        "Sns": { "Type": "Notification", "Message": validated } }] });
    assert_eq!(decode(validated), Ok(Event::Nothing));
}

#[test]
fn what_is_none_of_these_is_an_error_that_names_fields_and_no_values() {
    for event in [
        json!(null),
        json!([]),
        json!("x"),
        json!({ "a": "taro@example.com" }),
        json!({ "Records": 7 }),
        json!({ "Records": [{}] }),
        json!({ "requestContext": {} }),
        json!({ "replybot": "draft" }),
        json!({ "replybot": "draft", "context_id": "a#b" }),
        json!({ "Records": [{ "eventSource": "aws:s3", "eventName": "ObjectCreated:Put" }] }),
        json!({ "Records": [{ "eventSource": "aws:dynamodb" }] }),
        sns(&json!("x")),
    ] {
        let error = decode(event.clone())
            .expect_err(&event.to_string())
            .to_string();
        assert!(!error.contains("taro@example.com"), "{error}");
    }
}
