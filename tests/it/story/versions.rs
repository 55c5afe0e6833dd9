//! Every version of the reply stays within reach.

use std::time::Duration;

use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, bench};
use crate::support::llm::Script;

const VERSIONS: &str = "reply_versions_action";

/// A modal with two drafts behind it and the third in its input.
async fn three_drafts(b: &Bench) -> (Card, Modal) {
    let card = b.receive(&Mail::new("1@example.com")).await;
    b.llm
        .script(Script::Says(vec!["It arrives on Monday, [NAME_1]."]));
    let modal = b.click_and_wait(SATO, &card).await;
    for (script, seen) in [
        ("It arrives on Friday, [NAME_1].", "on Friday"),
        ("It is lost.", "It is lost."),
    ] {
        b.llm.script(Script::Says(vec![script]));
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).is_some_and(|text| text.contains(seen)))
            .await;
    }
    (card, modal)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_version_comes_back_under_a_new_block_id_and_what_was_typed_is_kept() {
    bench(async |b| {
        let (card, modal) = three_drafts(b).await;
        b.write(&modal, "It is lost, and I am sorry.");
        let before = b.inputs(&modal)[0].0.clone();
        let panel = b.push(&modal, VERSIONS).await;
        b.choose(&panel, "version_block", "1").await;
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        let (block_id, text) = b.inputs(&modal)[0].clone();
        assert_eq!(text, "It arrives on Monday, Taro Yamada.");
        assert_ne!(block_id, before);
        let stored = b.stored(&card.id).await;
        assert_eq!(
            stored.drafts.versions.last().unwrap().text.as_str(),
            "It is lost, and I am sorry."
        );
        // And from there back to what was typed.
        let panel = b.push(&modal, VERSIONS).await;
        b.choose(&panel, "version_block", "4").await;
        b.submit(&panel).await;
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("It is lost, and I am sorry.")
        );
        assert_eq!(
            b.stored(&card.id).await.drafts.versions.len(),
            4,
            "nothing twice"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_is_marked() {
    bench(async |b| {
        let (_, modal) = three_drafts(b).await;
        let panel = b.push(&modal, VERSIONS).await;
        b.choose(&panel, "version_block", "2").await;
        b.choose(&panel, "comparison_block", "before").await;
        let text = b.text(&panel);
        let marked = "It arrives on ~Monday~*Friday*, Taro Yamada.";
        assert!(text.contains(marked), "{text}");
        b.choose(&panel, "comparison_block", "nothing").await;
        let text = b.text(&panel);
        assert!(
            text.contains("It arrives on Friday, Taro Yamada."),
            "{text}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_full_of_markup_is_shown_as_it_is() {
    bench(async |b| {
        let (_, modal) = three_drafts(b).await;
        let markup = "*a* ~b~ <!channel> <https://x.example|y> &amp; :tada:";
        b.write(&modal, markup);
        let panel = b.push(&modal, VERSIONS).await;
        b.workspace.close(SATO, &panel.view_id).await;
        let panel = b.push(&modal, VERSIONS).await;
        b.choose(&panel, "version_block", "3").await;
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        let panel = b.push(&modal, VERSIONS).await;
        b.choose(&panel, "version_block", "4").await;
        b.choose(&panel, "comparison_block", "nothing").await;
        assert!(b.text(&panel).contains(markup), "{}", b.text(&panel));
        // The bench fails when anything was pinged or linked.
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_could_not_be_shown_comes_later_and_what_is_typed_meanwhile_stays() {
    bench(async |b| {
        let (_, modal) = three_drafts(b).await;
        let panel = b.push(&modal, VERSIONS).await;
        b.choose(&panel, "version_block", "2").await;
        b.all_work_done().await;
        b.slack.break_down("views.update");
        b.submit(&panel).await;
        b.all_work_done().await;
        b.slack.mend();
        b.let_pass(Duration::from_secs(15)).await;
        b.sweep().await;
        b.until(|b| b.reply(&modal).as_deref() == Some("It arrives on Friday, Taro Yamada."))
            .await;
        b.write(&modal, "It arrives on Friday, for sure.");
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("It arrives on Friday, for sure.")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_says_who_wrote_a_version_and_what_was_wanted_of_it() {
    bench(async |b| {
        let (_, modal) = three_drafts(b).await;
        b.write(&modal, "Typed by hand.");
        let panel = b.push(&modal, "revise_draft_action").await;
        b.choose(&panel, "wish_length_block", "shorter").await;
        b.enter(
            &panel,
            "wish_instruction_block",
            "wish_instruction",
            "No jokes",
        );
        b.llm.script(Script::Says(vec!["Gone."]));
        b.submit(&panel).await;
        b.until(|b| b.reply(&modal).as_deref() == Some("Gone."))
            .await;
        let text = b.text(&b.push(&modal, VERSIONS).await);
        assert!(
            text.contains("5: AI, Nov 24 12:00, Shorter, “No jokes”"),
            "{text}"
        );
        assert!(text.contains("4: typed, Nov 24 12:00"), "{text}");
    })
    .await;
}
