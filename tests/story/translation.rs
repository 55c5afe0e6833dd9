//! The mail and the reply in the operator's language, on demand.

use std::time::Duration;

use crate::bench::{Bench, Card, Mail, Modal, SATO, Setup, bench, bench_with};
use crate::llm::Script;

const TRANSLATE: &str = "translate_action";
const JAPANESE: &str = "お世話になっております。山田太郎です。注文した商品がまだ届きません。090-1234-5678 までご連絡ください。";

async fn opened(b: &Bench) -> (Card, Modal) {
    let mail = Mail::new("1@example.com").with("Subject", "Question");
    let card = b.receive(&mail.saying(JAPANESE)).await;
    b.llm.script(Script::Says(vec![
        "山田様\n\nお調べいたしますので、お待ちください。",
    ]));
    let modal = b.click_and_wait(SATO, &card).await;
    (card, modal)
}

/// The translations of the mail and of the reply may be asked for in any order.
fn script_both(b: &Bench) {
    let translation = "Call [PHONE_1], please.";
    b.llm.script(Script::Says(vec![translation]));
    b.llm.script(Script::Says(vec![translation]));
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_and_reply_are_translated_masked_and_the_inputs_stay() {
    bench(async |b| {
        let (_, modal) = opened(b).await;
        b.write(&modal, "山田様、いま調べております。少々お待ちください。");
        script_both(b);
        let panel = b.push(&modal, TRANSLATE).await;
        b.until(|b| b.text(&panel).contains("090-1234-5678")).await;
        b.all_work_done().await;
        let text = b.text(&panel);
        assert_eq!(
            text.matches("Call 090-1234-5678, please.").count(),
            2,
            "{text}"
        );
        let prompts = b.llm.prompts();
        let asked = &prompts[prompts.len() - 2..];
        assert!(
            asked.iter().all(|it| it.contains("into English")),
            "{asked:?}"
        );
        assert!(asked.iter().any(|it| it.contains("[PHONE_1]")), "{asked:?}");
        assert!(
            !asked.iter().any(|it| it.contains("090-1234-5678")),
            "{asked:?}"
        );
        b.workspace.close(SATO, &panel.view_id).await;
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("山田様、いま調べております。少々お待ちください。")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_is_asked_for_once() {
    bench(async |b| {
        let (_, modal) = opened(b).await;
        b.write(&modal, "We are looking into it, please wait for a moment.");
        b.llm.script(Script::Says(vec!["It has not arrived."]));
        let panel = b.push(&modal, TRANSLATE).await;
        b.until(|b| b.text(&panel).contains("It has not arrived."))
            .await;
        b.all_work_done().await;
        b.workspace.close(SATO, &panel.view_id).await;
        let before = b.llm.prompts().len();
        let panel = b.push(&modal, TRANSLATE).await;
        b.until(|b| b.text(&panel).contains("It has not arrived."))
            .await;
        assert_eq!(b.llm.prompts().len(), before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_that_fails_says_why_and_can_be_tried_again() {
    bench(async |b| {
        let (_, modal) = opened(b).await;
        b.write(&modal, "We are looking into it, please wait for a moment.");
        b.llm.script(Script::Status(401, "{}"));
        let panel = b.push(&modal, TRANSLATE).await;
        b.until(|b| b.text(&panel).contains("could not be translated"))
            .await;
        b.llm.script(Script::Says(vec!["It has not arrived."]));
        b.press(&panel, "retry_translation").await;
        b.until(|b| b.text(&panel).contains("It has not arrived."))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panel_whose_process_ended_is_brought_to_an_end_by_a_sweep() {
    let setup = Setup {
        by_hand: true,
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let mail = Mail::new("1@example.com").saying(JAPANESE);
        let card = b.receive(&mail).await;
        let modal = b.click(SATO, &card).await;
        b.write_drafts().await;
        b.slack.break_down("views.update");
        b.llm.script(Script::Says(vec!["It has not arrived."]));
        let panel = b.push(&modal, TRANSLATE).await;
        b.all_work_done().await;
        b.slack.mend();
        assert!(b.text(&panel).contains("Translating"), "{}", b.text(&panel));
        b.let_pass(Duration::from_secs(151)).await;
        b.sweep().await;
        assert!(
            b.text(&panel).contains("could not be translated"),
            "{}",
            b.text(&panel)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_in_the_operators_language_needs_none() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(!b.text(&modal).contains("Translate"), "{}", b.text(&modal));
    })
    .await;
}
