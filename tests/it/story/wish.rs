//! Another draft, as a person wants it.

use std::time::Duration;

use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with};
use crate::support::llm::Script;

const REVISE: &str = "revise_draft_action";

/// A modal with a first draft in it.
async fn drafted(b: &Bench, draft: &'static str) -> (Card, Modal) {
    b.llm.script(Script::Says(vec![draft]));
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    (card, modal)
}

/// What the model was asked last.
fn last_prompt(b: &Bench) -> String {
    b.llm.prompts().last().cloned().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_revises_the_text_that_stands_in_the_input() {
    bench(async |b| {
        let (card, modal) = drafted(b, "It arrives soon.").await;
        b.write(&modal, "It arrives on Friday, we promise.");
        let panel = b.push(&modal, REVISE).await;
        b.choose(&panel, "wish_length_block", "shorter").await;
        b.choose(&panel, "wish_tone_block", "apologetic").await;
        b.enter(
            &panel,
            "wish_instruction_block",
            "wish_instruction",
            "Mention the voucher.",
        );
        b.llm.script(Script::Says(vec!["Sorry. Friday."]));
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        b.until(|b| b.reply(&modal).as_deref() == Some("Sorry. Friday."))
            .await;
        let prompt = last_prompt(b);
        for part in [
            "It arrives on Friday, we promise.",
            "clearly shorter",
            "an apology first",
            "Mention the voucher.",
        ] {
            assert!(prompt.contains(part), "{part}: {prompt}");
        }
        let drafts = b.stored(&card.id).await.drafts;
        let texts: Vec<&str> = drafts
            .versions
            .iter()
            .map(|draft| draft.text.as_str())
            .collect();
        assert_eq!(
            texts,
            [
                "It arrives soon.",
                "It arrives on Friday, we promise.",
                "Sorry. Friday."
            ]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_data_in_a_wish_and_in_the_text_is_masked() {
    bench(async |b| {
        let (_, modal) = drafted(b, "It arrives soon.").await;
        b.write(&modal, "We call 090-1234-5678, or mail hanako@example.org.");
        let panel = b.push(&modal, REVISE).await;
        let instruction = "Say that Taro Yamada can write to taro.yamada@example.com.";
        b.enter(
            &panel,
            "wish_instruction_block",
            "wish_instruction",
            instruction,
        );
        b.llm.script(Script::Says(vec!["Write to [EMAIL_1]."]));
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        b.until(|b| b.text(&modal).contains("Write to")).await;
        let prompt = last_prompt(b);
        assert!(prompt.contains("[EMAIL_1]"), "{prompt}");
        for personal in [
            "090-1234-5678",
            "hanako@example.org",
            "Yamada",
            "taro.yamada",
        ] {
            assert!(!prompt.contains(personal), "{personal}: {prompt}");
        }
        // As it was written, also in the view that shows what the model got.
        let saw = b.push(&modal, "what_the_ai_saw_action").await;
        let saw = b.text(&saw);
        assert!(saw.contains("Say that [NAME_1] can write to"), "{saw}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_from_the_beginning_does_not_see_the_text() {
    bench(async |b| {
        let (_, modal) = drafted(b, "A first try.").await;
        let panel = b.push(&modal, REVISE).await;
        b.choose(&panel, "wish_base_block", "default").await;
        b.choose(&panel, "wish_language_block", "Japanese").await;
        b.llm.script(Script::Says(vec!["はじめから。"]));
        b.submit(&panel).await;
        b.until(|b| b.reply(&modal).as_deref() == Some("はじめから。"))
            .await;
        let prompt = last_prompt(b);
        assert!(!prompt.contains("A first try."), "{prompt}");
        assert!(
            prompt.contains("Language of the reply: Japanese"),
            "{prompt}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_other_draft_forgets_the_wish_and_a_retry_keeps_it() {
    bench(async |b| {
        let (_, modal) = drafted(b, "First.").await;
        let panel = b.push(&modal, REVISE).await;
        b.choose(&panel, "wish_tone_block", "more_polite").await;
        b.llm.script(Script::Status(400, "{}"));
        b.submit(&panel).await;
        b.until(|b| b.text(&modal).contains("No draft could be written"))
            .await;
        b.llm.script(Script::Says(vec!["Most politely."]));
        b.press(&modal, "retry_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some("Most politely."))
            .await;
        assert!(last_prompt(b).contains("more polite"));
        b.llm.script(Script::Says(vec!["Plain."]));
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some("Plain."))
            .await;
        assert!(!last_prompt(b).contains("more polite"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_that_is_closed_again_changes_nothing() {
    bench(async |b| {
        let (card, modal) = drafted(b, "First.").await;
        b.write(&modal, "Half a sent");
        let panel = b.push(&modal, REVISE).await;
        b.workspace.close(SATO, &panel.view_id).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("Half a sent"));
        b.write(&modal, "Half a sentence, and the rest.");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert!(b.smtp.taken()[0].contains("and the rest."));
        assert_eq!(b.stored(&card.id).await.drafts.versions.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_for_a_reply_that_was_sent_meanwhile_keeps_the_text_and_says_so() {
    bench(async |b| {
        let (card, modal) = drafted(b, "First.").await;
        b.write(&modal, "My own way.");
        let panel = b.push(&modal, REVISE).await;
        let other = b.click_and_wait(SUZUKI, &card).await;
        assert_eq!(b.submit(&other).await, Delivery::Updated);
        b.submit(&panel).await;
        b.all_work_done().await;
        let text = b.text(&modal);
        assert!(text.contains("has already replied"), "{text}");
        assert_eq!(b.reply(&modal).as_deref(), Some("My own way."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_whose_process_ends_is_drafted_by_the_next_sweep() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.write_drafts().await;
        let panel = b.push(&modal, REVISE).await;
        b.choose(&panel, "wish_length_block", "longer").await;
        b.submit(&panel).await;
        b.all_work_done().await;
        b.lose_queue().await;
        b.let_pass(Duration::from_secs(60)).await;
        b.llm.script(Script::Says(vec!["At length."]));
        b.sweep().await;
        b.until(|b| b.reply(&modal).as_deref() == Some("At length."))
            .await;
        assert!(last_prompt(b).contains("more detailed"));
    })
    .await;
}
