//! The home tab shows each person the queue, and opens what it shows.

use std::time::Duration;

use replybot::role::dev::workspace::{Delivery, Place};

use crate::bench::{Bench, Mail, Modal, SATO, SUZUKI, bench};

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
        let (_, text) = home(b, SUZUKI).await;
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
