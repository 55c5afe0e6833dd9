//! A click opens a modal at once, and each modal comes to an end.

use std::time::Duration;

use slack_sim::Delivery;

use crate::story::bench::{Bench, Mail, SATO, SUZUKI, Setup, bench, bench_with};
use crate::support::llm::{Script, USUAL};
use crate::support::proxy::Fault;

#[tokio::test(flavor = "multi_thread")]
async fn a_click_opens_the_modal_at_once_with_the_mail_and_without_an_input() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec!["|", "Hello."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        let text = b.text(&modal);
        assert!(text.contains("my order 51922 has not arrived"), "{text}");
        assert!(text.contains("taro.yamada@example.com"), "{text}");
        assert!(
            text.contains("to the AI") || text.contains("The AI is"),
            "{text}"
        );
        assert_eq!(b.inputs(&modal), []);
        b.llm.go_on();
        b.until(|b| b.reply(&modal).as_deref() == Some("Hello."))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_draft_streams_into_the_modal_and_ends_in_an_input_of_its_own() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec![
            "Dear customer, ",
            "|",
            "it is on its way.",
            "|",
            "",
        ]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("Dear customer,")).await;
        assert_eq!(b.inputs(&modal), []);
        b.llm.go_on();
        b.until(|b| b.text(&modal).contains("it is on its way."))
            .await;
        assert_eq!(b.inputs(&modal), []);
        b.llm.go_on();
        b.until(|b| b.reply(&modal).is_some()).await;
        let expected = (
            "editable_reply_block_1".to_owned(),
            "Dear customer, it is on its way.".to_owned(),
        );
        assert_eq!(b.inputs(&modal), [expected]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_click_during_a_draft_joins_it() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec!["Hello", "|", "."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let first = b.click(SATO, &card).await;
        let second = b.click(SUZUKI, &card).await;
        let third = b.click(SATO, &card).await;
        b.until(|b| b.text(&second).contains("Hello") && b.text(&third).contains("Hello"))
            .await;
        b.llm.go_on();
        for modal in [first, second, third] {
            b.until(|b| b.reply(&modal).as_deref() == Some("Hello."))
                .await;
        }
        assert_eq!(b.llm.prompts().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clicks_at_the_same_moment_ask_the_model_once() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let (first, second) = tokio::join!(b.click(SATO, &card), b.click(SUZUKI, &card));
        for modal in [first, second] {
            b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
        }
        assert_eq!(b.llm.prompts().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_the_closing_of_its_modal() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec!["|", "Hello."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        assert_eq!(
            b.workspace.close(SATO, &modal.view_id).await,
            Delivery::Closed
        );
        b.llm.go_on();
        b.until(|b| b.card_text(&card).contains("A draft is ready"))
            .await;
        let again = b.click(SATO, &card).await;
        assert_eq!(b.reply(&again).as_deref(), Some("Hello."), "there at once");
        assert_eq!(b.llm.prompts().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_modal_that_is_closed_without_our_knowing_is_no_error() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec!["|", "Hello."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.click(SATO, &card).await;
        b.workspace.vanish(SATO);
        b.slack.fail("views.update", Fault::Error("not_found"));
        b.llm.go_on();
        b.until(|b| b.card_text(&card).contains("A draft is ready"))
            .await;
        let again = b.click(SATO, &card).await;
        assert_eq!(b.reply(&again).as_deref(), Some("Hello."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_modal_that_opens_after_its_draft_is_done_shows_it() {
    let setup = Setup {
        acknowledge_within: Some(Duration::from_secs(2)),
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.slack.fail("views.open", Fault::Waits);
        b.somebody_answers();
        let (modal, ()) = tokio::join!(
            async {
                // The product acknowledges although Slack's own answer takes long.
                b.workspace
                    .click(SATO, &card.place, "generate_reply_action")
                    .await
            },
            async {
                // The model is asked side by side; let it finish first.
                b.llm.go_on();
            }
        );
        assert_eq!(modal, Delivery::Acknowledged);
        b.slack.go_on();
        b.until(|b| !b.workspace.open_views(SATO).is_empty()).await;
        let modal = crate::story::bench::Modal {
            view_id: b.workspace.open_views(SATO).pop().unwrap(),
            person: SATO.to_owned(),
        };
        b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_modal_that_opened_although_slacks_answer_was_lost_gets_its_draft() {
    bench(async |b| {
        b.somebody_answers();
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.slack.fail("views.open", Fault::LosesItsAnswer);
        b.workspace
            .click(SATO, &card.place, "generate_reply_action")
            .await;
        let modal = crate::story::bench::Modal {
            view_id: b.workspace.open_views(SATO).pop().expect("a modal opened"),
            person: SATO.to_owned(),
        };
        b.until(|b| b.card_text(&card).contains("A draft is ready"))
            .await;
        b.let_pass(Duration::from_secs(15)).await;
        b.sweep().await;
        assert_eq!(b.reply(&modal).as_deref(), Some(USUAL));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_modal_does_not_open_the_person_is_told_and_the_next_click_works() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.slack
            .fail("views.open", Fault::Error("expired_trigger_id"));
        b.workspace
            .click(SATO, &card.place, "generate_reply_action")
            .await;
        b.until(|b| !b.workspace.ephemerals(SATO).is_empty()).await;
        let told = b.workspace.ephemerals(SATO)[0]["text"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(told.contains("could not be opened"), "{told}");
        b.click_and_wait(SATO, &card).await;
        assert_eq!(b.llm.prompts().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_before_the_draft_was_begun_is_made_good_by_a_sweep() {
    bench_with(Setup::by_hand(), async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.lose_queue().await;
        assert_eq!(b.sweep().await.drafts, 0, "not due yet");
        b.let_pass(Duration::from_secs(15)).await;
        assert_eq!(b.sweep().await.drafts, 1);
        assert_eq!(b.reply(&modal).as_deref(), Some(USUAL));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_for_an_inquiry_that_is_gone_tells_the_person() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.let_pass(Duration::from_secs(31 * 24 * 60 * 60)).await;
        assert_eq!(b.sweep().await.purged, 1);
        b.workspace
            .click(SATO, &card.place, "generate_reply_action")
            .await;
        b.until(|b| !b.workspace.ephemerals(SATO).is_empty()).await;
        let told = b.workspace.ephemerals(SATO)[0]["text"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(told.contains("could not be found"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_of_an_older_deployment_works() {
    bench(async |b| {
        let store = rusqlite::Connection::open(b.data().join("replybot.sqlite3")).unwrap();
        store
            .execute(
                "INSERT INTO inquiries (context_id, version, work, due_at, received_at, expires_at, item)
                 VALUES ('old-1', 0, NULL, 0, 0, 1900000000, ?1)",
                [older_item().to_string()],
            )
            .unwrap();
        answer_older_card(b).await;
    })
    .await;
}

/// The item of [`answer_older_card`], as older deployments wrote it.
pub fn older_item() -> serde_json::Value {
    serde_json::json!({
        "context_id": "old-1", "sender_email": "taro.yamada@example.com", "subject": "My parcel",
        "body_raw": "It has not arrived. 090-1234-5678", "body_redacted": "It has not arrived. 090-1234-5678",
        "pii_map": "{}", "ttl_epoch": 1_900_000_000,
    })
}

/// Clicks a card as older deployments posted it, and sends the reply.
pub async fn answer_older_card(b: &Bench) {
    let posted = reqwest::Client::new()
            .post(format!("{}/api/chat.postMessage", b.slack.url()))
            .bearer_auth(crate::story::bench::BOT_TOKEN)
            .json(&serde_json::json!({ "channel": crate::story::bench::CHANNEL, "text": "old", "blocks": [{
                "type": "actions", "elements": [{ "type": "button", "action_id": "generate_reply_action",
                    "text": { "type": "plain_text", "text": "返信案" }, "value": "{\"context_id\":\"old-1\"}" }] }] }))
            .send()
            .await
            .unwrap();
    let ts = posted.json::<serde_json::Value>().await.unwrap()["ts"]
        .as_str()
        .unwrap()
        .to_owned();
    let place = slack_sim::Place::Message {
        channel: crate::story::bench::CHANNEL.to_owned(),
        ts,
    };
    let card = crate::story::bench::Card {
        id: inquiry::ContextId::parse("old-1").unwrap(),
        place,
    };
    let modal = b.click_and_wait(SATO, &card).await;
    assert_eq!(b.submit(&modal).await, Delivery::Updated);
    b.until(|b| b.card_text(&card).contains("replied")).await;
    assert!(
        b.smtp.taken()[0].contains("To: <taro.yamada@example.com>"),
        "{}",
        b.smtp.taken()[0]
    );
    assert!(!b.llm.prompts().concat().contains("090-1234-5678"));
}
