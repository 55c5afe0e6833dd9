//! The home tab shows each person the queue, and opens what it shows.

use std::time::Duration;

use replybot::role::dev::workspace::{Delivery, Place, Target};

use crate::bench::{Bench, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with};
use crate::proxy::Fault;

async fn home(b: &Bench, person: &str) -> (Place, String) {
    assert_eq!(b.workspace.open_home(person).await, Delivery::Acknowledged);
    let view_id = b.workspace.home(person).expect("a published view");
    let place = Place::View { view_id };
    let text = b.workspace.visible_text(&place);
    (place, text)
}

fn mail(number: u32) -> Mail {
    Mail::new(&format!("{number}@example.com")).with("Subject", &format!("Question {number}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_there_with_the_oldest_first_and_without_what_is_done() {
    bench(async |b| {
        let mut cards = Vec::new();
        for number in 1..=4 {
            cards.push(b.receive(&mail(number)).await);
            b.clock.advance(Duration::from_secs(60));
        }
        b.act(SATO, &cards[0], "close_inquiry", None).await;
        b.act(SATO, &cards[1], "assign_to_me", None).await;
        b.act(SATO, &cards[3], "more_acts", Some("snooze_hour"))
            .await;
        let (_, text) = home(b, SATO).await;
        assert!(
            text.contains("Mine: *1*   Waiting: *1*   Later: *1*"),
            "{text}"
        );
        let at = |part: &str| {
            text.find(part)
                .unwrap_or_else(|| panic!("{part} in {text}"))
        };
        assert!(at("Question 2") < at("Question 3"), "{text}");
        assert!(at("Question 3") < at("Question 4"), "{text}");
        assert!(!text.contains("Question 1"), "{text}");
        assert!(!text.contains("taro.yamada"), "{text}");
        assert!(!text.contains("Assigned to"), "whose list is it? {text}");
        let (_, text) = home(b, SUZUKI).await;
        assert!(text.contains("Assigned to <@U0000001>"), "{text}");
        assert!(
            text.contains("Mine: *0*   Waiting: *2*   Later: *1*"),
            "{text}"
        );
        let at = |part: &str| {
            text.find(part)
                .unwrap_or_else(|| panic!("{part} in {text}"))
        };
        assert!(
            at("Question 2") < at("Question 3"),
            "the oldest first: {text}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_is_opened_from_the_home_tab() {
    bench(async |b| {
        b.receive(&mail(1)).await;
        let (place, _) = home(b, SATO).await;
        b.somebody_answers();
        let clicked = b
            .workspace
            .click(SATO, &place, "generate_reply_action")
            .await;
        assert_eq!(clicked, Delivery::Acknowledged);
        let modal = Modal {
            view_id: b.workspace.open_views(SATO).pop().unwrap(),
            person: SATO.to_owned(),
        };
        b.until(|b| b.reply(&modal).is_some()).await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.workspace.close(SATO, &modal.view_id).await;
        let pressed = b.workspace.click(SATO, &place, "refresh_home").await;
        assert_eq!(pressed, Delivery::Acknowledged);
        let text = b.workspace.visible_text(&place);
        assert!(text.contains("Nobody is waiting"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_language_is_theirs_and_the_channel_stays_as_it_is() {
    let setup = Setup {
        environment: vec![("UI_LANGUAGE", "ja")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b.receive(&mail(1)).await;
        let (place, text) = home(b, SUZUKI).await;
        assert!(text.contains("対応待ち"), "{text}");
        let english = Target::from("choose_language").choosing("en");
        let chosen = b.workspace.click(SUZUKI, &place, english).await;
        assert_eq!(chosen, Delivery::Acknowledged);
        let text = b.workspace.visible_text(&place);
        assert!(text.contains("Waiting"), "{text}");

        let modal = b.click_and_wait(SUZUKI, &card).await;
        assert!(
            b.text(&modal).contains("Please review it"),
            "{}",
            b.text(&modal)
        );
        // Errors beneath the input, too; and what comes later into the same modal.
        b.write(&modal, "Write to [EMAIL_9].");
        b.submit(&modal).await;
        let errors = b.workspace.errors(&modal.view_id);
        assert!(
            errors.values().any(|it| it.contains("is still there")),
            "{errors:?}"
        );
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).is_some()).await;
        assert!(
            b.text(&modal).contains("Please review it"),
            "{}",
            b.text(&modal)
        );

        let other = b.click_and_wait(SATO, &card).await;
        assert!(
            b.text(&other).contains("必要に応じて"),
            "{}",
            b.text(&other)
        );
        let text = b.card_text(&card);
        assert!(text.contains("下書き"), "{text}");
        b.somebody_answers();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_home_tab_says_who_else_can_read_the_cards() {
    bench(async |b| {
        let (_, text) = home(b, SATO).await;
        assert!(!text.contains(":warning:"), "{text}");
        b.workspace.set_channel("is_private", false);
        let (_, text) = home(b, SATO).await;
        assert!(text.contains("public channel"), "{text}");
        b.workspace.set_channel("is_ext_shared", true);
        let (_, text) = home(b, SATO).await;
        assert!(text.contains("shared with another organization"), "{text}");
        // An app without the scope shows the queue all the same.
        b.slack
            .fail("conversations.info", Fault::Error("missing_scope"));
        let (_, text) = home(b, SATO).await;
        assert!(text.contains("Nobody is waiting"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_says_at_the_start_who_else_can_read_the_cards() {
    bench(async |b| {
        b.workspace.set_channel("is_private", false);
        b.workspace.set_channel("is_ext_shared", true);
        replybot::flow::home::warn_of_exposure(&b.app).await;
        let logged = crate::logs::logged();
        assert!(logged.contains("the channel is public"));
        assert!(logged.contains("shared with another organization"));
    })
    .await;
}
