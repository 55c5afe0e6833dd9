//! An approval names the draft that the person had before them, whatever arrived meanwhile.

use std::time::Duration;

use inquiry::Approval;
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with};
use crate::support::llm::Script;

const FIRST: &str = "It arrives on Monday.";
const SECOND: &str = "We are very sorry, the parcel is lost. You get another one.";

/// One person has the first draft before them, another one has asked for a second.
async fn two_drafts(b: &Bench) -> (Card, Modal, Modal) {
    let card = b.receive(&Mail::new("1@example.com")).await;
    b.llm.script(Script::Says(vec![FIRST]));
    let sato = b.click_and_wait(SATO, &card).await;
    let suzuki = b.click(SUZUKI, &card).await;
    let panel = b.push(&suzuki, "revise_draft_action").await;
    b.enter(
        &panel,
        "wish_instruction_block",
        "wish_instruction",
        "Apologize for the loss.",
    );
    b.llm.script(Script::Says(vec![SECOND]));
    assert_eq!(b.submit(&panel).await, Delivery::Closed);
    b.until(|b| b.reply(&suzuki).as_deref() == Some(SECOND))
        .await;
    b.all_work_done().await;
    (card, sato, suzuki)
}

async fn approval(b: &Bench, card: &Card) -> Approval {
    let stored = b.stored(&card.id).await;
    stored.newest_reply().unwrap().approval.clone().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_approval_names_the_draft_that_the_person_saw_and_not_the_newest() {
    let setup = Setup {
        environment: vec![("SUMMARY", "daily")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        b.sweep().await;
        let (card, sato, _) = two_drafts(b).await;
        assert_eq!(b.submit(&sato).await, Delivery::Updated);
        b.all_work_done().await;
        let approval = approval(b, &card).await;
        assert_eq!((approval.draft, approval.changed), (Some(1), Some(0)));
        let told = b.thread(&card).concat();
        assert!(told.contains("Sent as drafted."), "{told}");
        b.let_pass(Duration::from_secs(24 * 60 * 60)).await;
        b.sweep().await;
        let mut messages = b.workspace.messages();
        messages.retain(|it| it["metadata"]["event_type"] == "replybot_summary");
        let summary = messages[0]["blocks"].to_string();
        assert!(summary.contains("Sent as drafted: 1 of 1"), "{summary}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_in_ones_own_words_comes_from_no_draft() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.llm.script(Script::Status(401, "{}"));
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("No draft could be written"))
            .await;
        b.press(&modal, "write_myself_action").await;
        b.write(&modal, "It is on its way.");
        // Somebody else has one written meanwhile.
        b.llm.script(Script::Says(vec![FIRST]));
        b.click_and_wait(SUZUKI, &card).await;
        b.all_work_done().await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.all_work_done().await;
        let approval = approval(b, &card).await;
        assert_eq!((approval.draft, approval.changed), (None, None));
        let told = b.thread(&card).concat();
        assert!(told.contains("Written without a draft."), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_was_taken_back_still_comes_from_its_draft() {
    let setup = Setup {
        environment: vec![("SEND_DELAY_SECONDS", "60")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let (card, sato, _) = two_drafts(b).await;
        b.write(&sato, "It arrives on Monday!");
        b.submit(&sato).await;
        b.workspace.close(SATO, &sato.view_id).await;
        b.act(SATO, &card, "undo_send", None).await;
        b.all_work_done().await;
        let again = b.click(SATO, &card).await;
        assert_eq!(b.reply(&again).as_deref(), Some("It arrives on Monday!"));
        b.submit(&again).await;
        let approval = approval(b, &card).await;
        assert_eq!((approval.draft, approval.changed), (Some(1), Some(1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_a_person_typed_is_compared_with_the_draft_before_it() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.llm.script(Script::Says(vec![FIRST]));
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "It arrives on Monday!");
        b.llm.script(Script::Says(vec![SECOND]));
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some(SECOND))
            .await;
        let panel = b.push(&modal, "reply_versions_action").await;
        b.choose(&panel, "version_block", "2").await;
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        b.until(|b| b.reply(&modal).as_deref() == Some("It arrives on Monday!"))
            .await;
        b.all_work_done().await;
        b.submit(&modal).await;
        b.all_work_done().await;
        assert_eq!(approval(b, &card).await.draft, Some(2), "the one they saw");
        let told = b.thread(&card).concat();
        assert!(told.contains("changed from the draft: 1"), "{told}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_ai_saw_is_what_it_was_asked_for_the_draft_in_this_modal() {
    bench(async |b| {
        let (_, sato, suzuki) = two_drafts(b).await;
        let saw = async |modal: &Modal| {
            let panel = b.push(modal, "what_the_ai_saw_action").await;
            let text = b.text(&panel);
            b.workspace.close(&modal.person, &panel.view_id).await;
            text
        };
        let asked: Vec<String> = b
            .llm
            .prompts()
            .iter()
            .map(|prompt| {
                let asked: serde_json::Value = serde_json::from_str(prompt).unwrap();
                asked["messages"][1]["content"].as_str().unwrap().to_owned()
            })
            .collect();
        let (first, second) = (saw(&sato).await, saw(&suzuki).await);
        assert!(first.contains(&asked[0]), "{first}");
        assert!(!first.contains("Apologize for the loss."), "{first}");
        assert!(second.contains(&asked[1]), "{second}");
        assert!(second.contains("Apologize for the loss."), "{second}");
    })
    .await;
}

/// The question of a draft is as long as its mail: only the newest are kept.
#[tokio::test(flavor = "multi_thread")]
async fn the_questions_of_older_drafts_are_let_go() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.llm.script(Script::Says(vec!["Draft 1."]));
        let modal = b.click_and_wait(SATO, &card).await;
        for text in ["Draft 2.", "Draft 3.", "Draft 4."] {
            b.llm.script(Script::Says(vec![text]));
            b.press(&modal, "another_draft_action").await;
            b.until(|b| b.reply(&modal).as_deref() == Some(text)).await;
        }
        let stored = b.stored(&card.id).await;
        let kept = stored.drafts.versions.iter().map(|draft| {
            let generation = draft.generation.as_ref().unwrap();
            !generation.asked.is_empty()
        });
        assert_eq!(kept.collect::<Vec<_>>(), [false, true, true, true]);
    })
    .await;
}
