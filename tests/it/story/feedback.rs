//! What people think of drafts is stored with them.

use inquiry::{Feedback, Verdict};
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, SATO, bench};

async fn feedback(b: &Bench, card: &Card) -> Option<Feedback> {
    b.stored(&card.id).await.drafts.versions[0].feedback.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thumb_up_is_stored_and_what_was_typed_stays() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "Typed.");
        b.press(&modal, "good_draft_action").await;
        b.all_work_done().await;
        let feedback = feedback(b, &card).await.unwrap();
        assert_eq!(feedback.verdict, Verdict::Good);
        assert_eq!(feedback.by.id, SATO);
        assert_eq!(b.reply(&modal).as_deref(), Some("Typed."));
        let view = b.workspace.view(&modal.view_id).unwrap().to_string();
        assert!(view.contains("primary"), "the chosen one is marked: {view}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thumb_down_counts_at_once_and_its_reason_is_masked() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let panel = b.push(&modal, "bad_draft_action").await;
        b.all_work_done().await;
        assert_eq!(feedback(b, &card).await.unwrap().verdict, Verdict::Bad);
        let reason = "Taro Yamada did not ask for 090-1234-5678.";
        b.enter(&panel, "feedback_reason_block", "feedback_reason", reason);
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        let reason = feedback(b, &card).await.unwrap().reason.unwrap();
        assert_eq!(reason.as_str(), "[NAME_1] did not ask for [PHONE_1].");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn feedback_is_about_the_version_in_the_input() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.llm
            .script(crate::support::llm::Script::Says(vec!["Second."]));
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some("Second."))
            .await;
        let panel = b.push(&modal, "reply_versions_action").await;
        b.choose(&panel, "version_block", "1").await;
        b.submit(&panel).await;
        b.press(&modal, "good_draft_action").await;
        b.all_work_done().await;
        let drafts = b.stored(&card.id).await.drafts;
        let judged: Vec<bool> = drafts
            .versions
            .iter()
            .map(|it| it.feedback.is_some())
            .collect();
        assert_eq!(judged, [true, false]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_own_words_are_not_judged() {
    bench(async |b| {
        b.llm.script(crate::support::llm::Script::Status(401, "{}"));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("No draft could be written"))
            .await;
        b.press(&modal, "write_myself_action").await;
        assert!(!b.text(&modal).contains("Helpful"), "{}", b.text(&modal));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_a_person_typed_is_not_judged_and_the_draft_beside_it_is() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "In my own words.");
        b.llm
            .script(crate::support::llm::Script::Says(vec!["Second."]));
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some("Second."))
            .await;
        b.all_work_done().await;
        assert!(b.text(&modal).contains("Helpful"), "{}", b.text(&modal));
        let panel = b.push(&modal, "reply_versions_action").await;
        b.choose(&panel, "version_block", "2").await;
        b.submit(&panel).await;
        b.until(|b| b.reply(&modal).as_deref() == Some("In my own words."))
            .await;
        assert!(!b.text(&modal).contains("Helpful"), "{}", b.text(&modal));
    })
    .await;
}
