//! What a person has written is not lost: it can be saved, it is there at the next opening, and what
//! colleagues do is said around it.

use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, bench};

async fn written(b: &Bench, text: &str) -> (Card, Modal) {
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.write(&modal, text);
    (card, modal)
}

async fn close(b: &Bench, modal: &Modal) {
    b.workspace.close(&modal.person, &modal.view_id).await;
    b.all_work_done().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_draft_is_there_at_its_authors_next_opening_and_the_card_says_so_until_it_is_sent()
{
    bench(async |b| {
        b.somebody_answers();
        let (card, modal) = written(b, "Half of my answer").await;
        b.press(&modal, "save_draft_action").await;
        b.all_work_done().await;
        assert!(
            b.text(&modal).contains("Your saved draft"),
            "{}",
            b.text(&modal)
        );
        assert_eq!(b.reply(&modal).as_deref(), Some("Half of my answer"));
        close(b, &modal).await;
        let text = b.card_text(&card);
        assert!(text.contains("<@U0000001> saved a draft"), "{text}");

        let other = b.click_and_wait(SUZUKI, &card).await;
        assert_ne!(b.reply(&other).as_deref(), Some("Half of my answer"));
        close(b, &other).await;

        let again = b.click_and_wait(SATO, &card).await;
        assert_eq!(b.reply(&again).as_deref(), Some("Half of my answer"));
        b.write(&again, "All of my answer");
        b.send_anyway(&again).await;
        b.all_work_done().await;
        assert!(b.smtp.taken()[0].contains("All of my answer"));
        assert!(!b.card_text(&card).contains("saved a draft"));
        assert_eq!(
            b.stored(&card.id)
                .await
                .saved_by(&b.stored(&card.id).await.delivery.replies[0].by),
            None
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_that_came_with_a_click_is_there_after_the_modal_was_closed() {
    for button in ["reply_versions_action", "what_the_ai_saw_action"] {
        bench(async |b| {
            b.somebody_answers();
            let (card, modal) = written(b, "Typed and clicked").await;
            let panel = b.push(&modal, button).await;
            b.workspace.close(SATO, &panel.view_id).await;
            close(b, &modal).await;
            let again = b.click_and_wait(SATO, &card).await;
            assert_eq!(
                b.reply(&again).as_deref(),
                Some("Typed and clicked"),
                "{button}"
            );
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_was_only_looked_at_is_not_called_a_persons() {
    bench(async |b| {
        b.somebody_answers();
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let panel = b.push(&modal, "reply_versions_action").await;
        b.workspace.close(SATO, &panel.view_id).await;
        close(b, &modal).await;
        assert!(!b.card_text(&card).contains("saved a draft"));
        assert_eq!(b.stored(&card.id).await.slack.modals, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_colleagues_reply_and_claim_are_said_in_an_open_modal_and_take_nothing_from_it() {
    bench(async |b| {
        b.somebody_answers();
        let (card, modal) = written(b, "My own words").await;
        b.act(SUZUKI, &card, "assign_to_me", None).await;
        b.until(|b| b.text(&modal).contains("Assigned to <@U0000002>"))
            .await;
        assert_eq!(b.reply(&modal).as_deref(), Some("My own words"));
        let other = b.click_and_wait(SUZUKI, &card).await;
        assert_eq!(b.submit(&other).await, Delivery::Updated);
        b.until(|b| b.text(&modal).contains("<@U0000002> has already replied"))
            .await;
        assert_eq!(b.reply(&modal).as_deref(), Some("My own words"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_sending_a_follow_up_goes_out_once_in_the_same_thread_after_the_same_checks() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let first = b.click_and_wait(SATO, &card).await;
        b.send_anyway(&first).await;
        b.all_work_done().await;
        close(b, &first).await;
        assert!(b.card_text(&card).contains("View or follow up"));

        let modal = b.click(SATO, &card).await;
        b.press(&modal, "follow_up_action").await;
        b.all_work_done().await;
        assert_eq!(b.reply(&modal).as_deref(), Some(""));
        b.write(&modal, "I forgot to say: see [NAME_9].");
        let Delivery::Errors { .. } = b.submit(&modal).await else {
            panic!("a placeholder was sent")
        };
        b.write(&modal, "I forgot to say: on Saturday.");
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("has already replied"), "{asked}");
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
        b.all_work_done().await;
        b.submit(&modal).await;
        b.all_work_done().await;
        let sent = b.smtp.taken();
        assert_eq!(sent.len(), 2);
        assert!(sent[1].contains("on Saturday"));
        for mail in &sent {
            assert!(mail.contains("In-Reply-To: <1@example.com>"), "{mail}");
        }
    })
    .await;
}
