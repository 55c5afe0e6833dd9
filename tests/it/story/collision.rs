//! Two people never collide unknowingly: the card and the second modal say who is writing. It is
//! advice, and runs out by itself.

use std::time::Duration;

use slack_sim::Delivery;

use crate::story::bench::{Mail, SATO, SUZUKI, Setup, bench, bench_with};

#[tokio::test(flavor = "multi_thread")]
async fn the_card_shows_who_is_writing_until_the_modal_is_closed() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.until(|b| b.card_text(&card).contains("<@U0000001> is writing"))
            .await;
        b.workspace.close(SATO, &modal.view_id).await;
        b.until(|b| !b.card_text(&card).contains("is writing"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_person_sees_who_is_writing_and_takes_over_with_what_they_typed() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let first = b.click_and_wait(SATO, &card).await;
        assert!(!b.text(&first).contains("is writing"));
        let second = b.click_and_wait(SUZUKI, &card).await;
        assert!(b.text(&second).contains("<@U0000001> is writing a reply"));
        b.write(&second, "My own words.");
        b.press(&second, "take_over_action").await;
        assert!(
            !b.text(&second).contains("is writing"),
            "{}",
            b.text(&second)
        );
        assert_eq!(b.reply(&second).as_deref(), Some("My own words."));
        b.until(|b| b.card_text(&card).contains("<@U0000002> is writing"))
            .await;
        let told = b.workspace.ephemerals(SATO)[0]["text"].to_string();
        assert!(told.contains("<@U0000002> has taken over"), "{told}");
        // The first one's text is untouched.
        assert!(b.reply(&first).is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_blocks_a_reply_by_having_a_modal_open() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.click_and_wait(SATO, &card).await;
        let second = b.click_and_wait(SUZUKI, &card).await;
        assert_eq!(b.submit(&second).await, Delivery::Updated);
        b.until(|b| b.card_text(&card).contains("<@U0000002> replied"))
            .await;
        assert!(!b.card_text(&card).contains("is writing"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_runs_out_by_itself() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.click_and_wait(SATO, &card).await;
        b.workspace.vanish(SATO);
        b.until(|b| b.card_text(&card).contains("A draft is ready"))
            .await;
        b.all_work_done().await;
        b.let_pass(Duration::from_secs(11 * 60)).await;
        assert_eq!(b.sweep().await.woken, 1);
        assert!(
            !b.card_text(&card).contains("is writing"),
            "{}",
            b.card_text(&card)
        );
        let second = b.click(SUZUKI, &card).await;
        assert!(!b.text(&second).contains("is writing"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_modal_is_forgotten_and_slack_is_not_asked_about_it_any_more() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.workspace.close(SATO, &modal.view_id).await;
        b.all_work_done().await;
        assert_eq!(b.stored(&card.id).await.slack.modals, []);
        b.write_drafts().await;
        assert_eq!(b.workspace.refusals(), [], "a closed view was updated");
        let again = b.click(SATO, &card).await;
        assert!(
            b.reply(&again).is_some(),
            "the draft was written all the same"
        );
    })
    .await;
}
