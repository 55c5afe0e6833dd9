//! The home tab shows each person the queue, and opens what it shows.

use std::time::Duration;

use inquiry::{ContextId, Inquiry};
use jiff::SignedDuration;
use replybot::prompts::own_words;
use slack_sim::{Delivery, Place, Target};

use crate::story::bench::{Bench, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with};
use crate::support::proxy::Fault;

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
        b.act(SATO, &cards[3], "more_acts", Some("snooze_tomorrow"))
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
        let logged = crate::story::logs::logged();
        assert!(logged.contains("the channel is public"));
        assert!(logged.contains("shared with another organization"));
    })
    .await;
}

/// Inquiries in the store beside those that were received here: one a minute, from an hour on.
async fn store(b: &Bench, pattern: &Inquiry, name: &str, count: u32, since: SignedDuration) {
    for number in 0..count {
        let mut inquiry = pattern.clone();
        inquiry.id = ContextId::parse(&format!("{name}-{number:03}")).unwrap();
        inquiry.received_at =
            pattern.received_at - since + SignedDuration::from_mins(number.into());
        inquiry.mail.date = None;
        inquiry.masked.subject = own_words(format!("{name} {number}"));
        let key = format!("message#{name}-{number}");
        b.app.store.insert(&inquiry, &key).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_oldest_that_waits_comes_first_however_many_came_after_it() {
    bench(async |b| {
        let card = b.receive(&mail(1)).await;
        let pattern = b.stored(&card.id).await;
        b.act(SATO, &card, "close_inquiry", None).await;
        store(b, &pattern, "Old", 52, SignedDuration::from_hours(24 * 20)).await;
        store(b, &pattern, "New", 500, SignedDuration::from_hours(24)).await;
        let waiting = replybot::flow::unanswered::waiting(&b.app).await.unwrap();
        assert_eq!(waiting.count, 552);
        assert!(waiting.longest >= Duration::from_secs(20 * 24 * 60 * 60));

        let (place, text) = home(b, SATO).await;
        assert!(text.contains("Waiting: *552*"), "{text}");
        assert!(text.contains("1–20 of 552"), "{text}");
        let at = |text: &str, part: &str| text.find(part);
        assert!(at(&text, "Old 0\n") < at(&text, "Old 1\n"), "{text}");
        assert!(text.contains("Old 19\n") && !text.contains("New"), "{text}");

        // Each page is reached, and each inquiry is on one of them.
        let mut seen = text;
        for page in 1..28 {
            let turned = b.workspace.click(SATO, &place, "home_later").await;
            assert_eq!(turned, Delivery::Acknowledged, "page {page}");
            seen += &b.workspace.visible_text(&place);
        }
        for (name, count) in [("Old", 52), ("New", 500)] {
            for number in 0..count {
                let line = format!("{name} {number}\n");
                assert_eq!(seen.matches(&line).count(), 1, "{line}");
            }
        }
        assert!(seen.contains("541–552 of 552"));
        let last = b.workspace.visible_text(&place);
        assert!(
            !last.contains("Next page") && last.contains("Previous page"),
            "{last}"
        );
        b.workspace.click(SATO, &place, "home_earlier").await;
        assert!(b.workspace.visible_text(&place).contains("521–540 of 552"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_of_a_machine_is_not_waiting_until_somebody_takes_it() {
    bench(async |b| {
        let out_of_office = mail(1).with("Auto-Submitted", "auto-replied");
        let card = b.receive(&out_of_office).await;
        let (place, text) = home(b, SATO).await;
        assert!(text.contains("Mine: *0*   Waiting: *0*"), "{text}");
        assert!(text.contains("From machines"), "{text}");
        assert!(text.contains("Question 1"), "it can be opened: {text}");
        assert_eq!(
            replybot::flow::unanswered::waiting(&b.app)
                .await
                .unwrap()
                .count,
            0
        );

        b.act(SATO, &card, "assign_to_me", None).await;
        b.workspace.click(SATO, &place, "refresh_home").await;
        let text = b.workspace.visible_text(&place);
        assert!(text.contains("Mine: *1*"), "{text}");
        assert_eq!(
            replybot::flow::unanswered::waiting(&b.app)
                .await
                .unwrap()
                .count,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_shows_how_long_its_customers_have_waited() {
    bench(async |b| {
        let week = mail(1).with("Date", "Tue, 17 Nov 2026 11:00:00 +0900");
        b.receive(&week).await;
        b.receive(&mail(2).with("Date", "Tue, 24 Nov 2037 11:00:00 +0900"))
            .await;
        let waiting = replybot::flow::unanswered::waiting(&b.app).await.unwrap();
        assert_eq!(waiting.count, 2);
        let days = waiting.longest.as_secs() / (24 * 60 * 60);
        assert_eq!(days, 7);
        let (_, text) = home(b, SATO).await;
        let at = |part: &str| text.find(part).unwrap();
        assert!(at("Question 1") < at("Question 2"), "{text}");
    })
    .await;
}
