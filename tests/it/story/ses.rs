//! Replies through Amazon SES, and what it reports later.

use std::time::Duration;

use aws_config::BehaviorVersion;
use aws_sdk_sesv2::config::{Credentials, Region};
use inquiry::{Event, State};
use mailbox::{Mailer, decode_mail_event};
use replybot::flow::ses_event::mail_event;
use serde_json::{Value, json};
use slack_sim::{Delivery, Place};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench_with};
use crate::story::send::claim_and_end;
use crate::story::ses_simulator::{Mood, Ses};

/// Runs a test whose replies go through a simulated SES in Tokyo.
async fn with_ses(test: impl AsyncFnOnce(&Bench, &Ses)) {
    let ses = Ses::start().await;
    let sdk = tokyo(ses.url()).credentials_provider(key()).load().await;
    with_sdk(&sdk, async |b| test(b, &ses).await).await;
}

/// What sends by it.
pub async fn mailer(ses: &Ses) -> Mailer {
    let sdk = tokyo(ses.url()).credentials_provider(key()).load().await;
    Mailer::Ses(mailbox::Ses::new(&sdk, None))
}

fn tokyo(url: &str) -> aws_config::ConfigLoader {
    let defaults = aws_config::defaults(BehaviorVersion::latest());
    let region = Region::new("ap-northeast-1");
    defaults.region(region).endpoint_url(url)
}

fn key() -> Credentials {
    Credentials::new("AKIATEST", "secret", None, None, "test")
}

async fn with_sdk(sdk: &aws_config::SdkConfig, test: impl AsyncFnOnce(&Bench)) {
    let mailer = Mailer::Ses(mailbox::Ses::new(sdk, Some("replybot".to_owned())));
    let setup = Setup {
        mailer: Some(mailer),
        ..Setup::default()
    };
    bench_with(setup, test).await;
}

async fn drafted(b: &Bench) -> (Card, Modal) {
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    (card, modal)
}

/// What SES publishes of a mail.
pub fn event(card: &Card, kind: &str, ses_id: &str) -> Value {
    json!({ "eventType": kind, "mail": { "messageId": ses_id, "tags": { "context_id": [card.id] } },
            "bounce": { "bounceType": "Permanent", "bounceSubType": "General" } })
}

/// The event arrives.
pub async fn report(b: &Bench, event: &Value) {
    mail_event(&b.app, &decode_mail_event(event).unwrap())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reply_goes_out_with_its_tag_and_the_next_mail_finds_its_thread() {
    with_ses(async |b, ses| {
        let (card, modal) = drafted(b).await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        let (request, mail) = ses.taken().remove(0);
        assert_eq!(
            request["Destination"]["ToAddresses"],
            json!(["taro.yamada@example.com"])
        );
        assert_eq!(request["FromEmailAddress"], "support@shop.example");
        assert_eq!(request["ConfigurationSetName"], "replybot");
        assert_eq!(
            request["EmailTags"],
            json!([{ "Name": "context_id", "Value": card.id }])
        );
        assert!(mail.contains("In-Reply-To: <1@example.com>"), "{mail}");
        let reply = b.stored(&card.id).await.delivery.replies[0].clone();
        assert_eq!(
            reply.accepted_as.as_deref(),
            Some("0100-1-000000@ap-northeast-1.amazonses.com")
        );

        // SES replaces our Message-ID, so the customer's program names that one.
        let next = Mail::new("2@example.com")
            .with(
                "In-Reply-To",
                "<0100-1-000000@ap-northeast-1.amazonses.com>",
            )
            .saying("Thank you!");
        let next = b.receive(&next).await;
        let Place::Message { ts, .. } = &card.place else {
            panic!("a card is a message")
        };
        assert_eq!(b.cards(&next.id)[0]["thread_ts"], ts.as_str());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ses_refuses_is_not_called_sent() {
    with_ses(async |b, ses| {
        let (card, modal) = drafted(b).await;
        for (status, code) in [
            (400, "MessageRejected"),
            (429, "TooManyRequestsException"),
            (403, "AccessDeniedException"),
        ] {
            ses.set_mood(Mood::Refuses(status, code));
            assert_eq!(b.submit(&modal).await, Delivery::Updated);
            assert!(
                b.text(&modal).contains("Nothing has gone out"),
                "{code}: {}",
                b.text(&modal)
            );
        }
        ses.set_mood(Mood::Takes);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.until(|b| b.card_text(&card).contains("replied")).await;
        assert_eq!(ses.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_unknown_until_ses_reports_the_mail() {
    with_ses(async |b, ses| {
        let (card, modal) = drafted(b).await;
        ses.set_mood(Mood::LosesItsAnswer);
        b.submit(&modal).await;
        b.until(|b| b.card_text(&card).contains("not certain"))
            .await;
        b.all_work_done().await;
        assert_eq!(b.stored(&card.id).await.state, State::Unknown);
        assert_eq!(ses.taken().len(), 1, "it is not tried again");
        report(b, &event(&card, "Delivery", "0100-1-000000")).await;
        assert!(
            b.card_text(&card).contains("replied"),
            "{}",
            b.card_text(&card)
        );
        assert_eq!(b.stored(&card.id).await.state, State::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_ses_leaves_the_outcome_unknown() {
    with_ses(async |b, ses| {
        let (card, modal) = drafted(b).await;
        ses.set_mood(Mood::Refuses(500, "InternalFailure"));
        b.submit(&modal).await;
        b.until(|b| b.card_text(&card).contains("not certain"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reported_bounce_is_on_the_card_and_an_event_of_another_mail_is_not() {
    with_ses(async |b, _| {
        let (card, modal) = drafted(b).await;
        b.submit(&modal).await;
        b.until(|b| b.card_text(&card).contains("replied")).await;
        report(b, &event(&card, "Bounce", "somebody-elses")).await;
        assert!(b.card_text(&card).contains("replied"));
        report(b, &event(&card, "Bounce", "0100-1-000000")).await;
        assert!(
            b.card_text(&card).contains("bounced"),
            "{}",
            b.card_text(&card)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_event_of_an_earlier_reply_settles_no_later_one() {
    with_ses(async |b, ses| {
        let (card, modal) = drafted(b).await;
        let other = b.click_and_wait(SUZUKI, &card).await;
        b.submit(&modal).await;
        b.submit_and_be_asked(&other).await;
        ses.set_mood(Mood::LosesItsAnswer);
        b.insist(&other).await;
        b.until(|b| b.card_text(&card).contains("not certain"))
            .await;
        b.all_work_done().await;
        report(b, &event(&card, "Delivery", "0100-1-000000")).await;
        assert_eq!(b.stored(&card.id).await.state, State::Unknown);
        report(b, &event(&card, "Delivery", "0100-2-000000")).await;
        assert_eq!(b.stored(&card.id).await.state, State::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_without_a_tag_is_known_by_our_message_id_and_tells_what_ses_called_the_mail() {
    with_ses(async |b, ses| {
        let (card, modal) = drafted(b).await;
        ses.set_mood(Mood::LosesItsAnswer);
        b.submit(&modal).await;
        b.until(|b| b.card_text(&card).contains("not certain"))
            .await;
        b.all_work_done().await;
        let own = b.stored(&card.id).await.delivery.replies[0].mail.message_id.clone();
        let sent = json!({ "eventType": "Send", "mail": {
            "messageId": "0100-1-000000", "sourceArn": "arn:aws:ses:ap-northeast-1:1:identity/shop.example",
            "headers": [{ "name": "Message-ID", "value": format!("<{}>", own.as_str()) }] } });
        report(b, &sent).await;
        assert_eq!(b.stored(&card.id).await.state, State::Sent);
        let next = Mail::new("2@example.com")
            .with("In-Reply-To", "<0100-1-000000@ap-northeast-1.amazonses.com>")
            .saying("Thank you!");
        let next = b.receive(&next).await;
        assert!(b.cards(&next.id)[0]["thread_ts"].is_string());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_typed_after_a_crash_while_sending_stay_when_ses_says_that_it_was_sent() {
    with_ses(async |b, _| {
        let (card, modal) = drafted(b).await;
        claim_and_end(b, &card, &modal).await;
        b.write(&modal, "Hello again.");
        b.let_pass(Duration::from_secs(45)).await;
        report(b, &event(&card, "Delivery", "0100-1-000000")).await;
        b.until(|b| b.card_text(&card).contains("replied")).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("Hello again."));
        let text = b.text(&modal);
        assert!(text.contains("has already replied"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delivery_is_in_the_history_and_a_complaint_on_the_card() {
    with_ses(async |b, _| {
        let (card, modal) = drafted(b).await;
        b.submit(&modal).await;
        b.until(|b| b.card_text(&card).contains("replied")).await;
        report(b, &event(&card, "Delivery", "0100-1-000000")).await;
        report(b, &event(&card, "Complaint", "0100-1-000000")).await;
        b.until(|b| b.card_text(&card).contains("as spam")).await;
        let history = b.stored(&card.id).await.history;
        let events: Vec<Event> = history.iter().map(|entry| entry.event).collect();
        assert!(events.ends_with(&[Event::ReplyDelivered, Event::ReplyComplained]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_connection_or_credentials_nothing_can_have_gone_out() {
    let closed = tokyo("http://127.0.0.1:1").credentials_provider(key());
    let ses = Ses::start().await;
    let nobody = tokyo(ses.url()).no_credentials();
    for sdk in [closed.load().await, nobody.load().await] {
        with_sdk(&sdk, async |b| {
            let (_, modal) = drafted(b).await;
            b.submit(&modal).await;
            let told = |b: &Bench| b.text(&modal).contains("Nothing has gone out");
            b.until(told).await;
        })
        .await;
    }
    assert_eq!(ses.taken().len(), 0);
}

/// A server that takes a request and answers with these bytes, whatever they are.
async fn answering(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            // The request's body is a JSON object.
            while !request.ends_with(b"}") && stream.read_buf(&mut request).await.unwrap() > 0 {}
            stream.write_all(answer).await.unwrap();
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_makes_no_sense_leaves_the_outcome_unknown() {
    for answer in [
        &b""[..],
        b"no HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnope",
    ] {
        let sdk = tokyo(&answering(answer).await).credentials_provider(key());
        with_sdk(&sdk.load().await, async |b| {
            let (card, modal) = drafted(b).await;
            b.submit(&modal).await;
            b.until(|b| b.card_text(&card).contains("not certain"))
                .await;
        })
        .await;
    }
}
