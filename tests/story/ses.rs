//! Replies through Amazon SES, and what it reports later.

use aws_config::BehaviorVersion;
use aws_sdk_sesv2::config::{Credentials, Region};
use replybot::flow::mail_event::mail_event;
use replybot::inquiry::State;
use replybot::mail::{Mailer, decode_mail_event};
use replybot::role::dev::workspace::{Delivery, Place};
use serde_json::{Value, json};

use crate::bench::{Bench, Card, Mail, Modal, SATO, Setup, bench_with};
use crate::ses_simulator::{Mood, Ses};

/// Runs a test whose replies go through a simulated SES in Tokyo.
async fn with_ses(test: impl AsyncFnOnce(&Bench, &Ses)) {
    let ses = Ses::start().await;
    let sdk = aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new("ap-northeast-1"))
        .credentials_provider(Credentials::new("AKIATEST", "secret", None, None, "test"))
        .endpoint_url(ses.url())
        .load()
        .await;
    let mailer = Mailer::Ses(replybot::mail::Ses::new(&sdk, Some("replybot".to_owned())));
    let setup = Setup {
        mailer: Some(mailer),
        ..Setup::default()
    };
    bench_with(setup, async |b| test(b, &ses).await).await;
}

async fn drafted(b: &Bench) -> (Card, Modal) {
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    (card, modal)
}

fn event(card: &Card, kind: &str, ses_id: &str) -> Value {
    json!({ "eventType": kind, "mail": { "messageId": ses_id, "tags": { "context_id": [card.id] } },
            "bounce": { "bounceType": "Permanent", "bounceSubType": "General" } })
}

async fn report(b: &Bench, event: &Value) {
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
        let reply = b.stored(&card.id).await.replies[0].clone();
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
            b.card_text(&card).contains("came back"),
            "{}",
            b.card_text(&card)
        );
    })
    .await;
}
