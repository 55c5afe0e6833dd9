//! What people see of a model's server that is busy, spent or odd, and of workers that end badly.

use std::time::Duration;

use inquiry::{Cause, Caution, State};
use replybot::flow::draft::draft;
use slack_sim::Delivery;

use crate::story::bench::{Card, Mail, SATO, Setup, bench, bench_with};
use crate::support::llm::{Script, USUAL};

#[tokio::test(flavor = "multi_thread")]
async fn while_the_model_wants_no_question_the_modal_says_why_and_until_when() {
    bench(async |b| {
        b.llm.script(Script::Rests(2));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("is busy. Trying again in"))
            .await;
        let shown = b.text(&modal);
        assert!(
            shown.contains("Trying again in 2") || shown.contains("Trying again in 1"),
            "{shown}"
        );
        b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
        assert!(!b.text(&modal).contains("Trying again"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_person_can_mend_is_said_in_words_of_its_own_and_asked_for_once() {
    for (status, body, words) in [
        (
            429,
            r#"{"error":{"code":"insufficient_quota"}}"#,
            "quota or credit",
        ),
        (
            404,
            r#"{"error":{"code":"model_not_found"}}"#,
            "The model’s name or the address",
        ),
        (
            400,
            r#"{"error":{"code":"content_filter"}}"#,
            "A content filter",
        ),
    ] {
        bench(async |b| {
            b.llm.script(Script::Status(status, body));
            let card = b.receive(&Mail::new("1@example.com")).await;
            let modal = b.click(SATO, &card).await;
            b.until(|b| b.text(&modal).contains(words)).await;
            assert_eq!(b.llm.prompts().len(), 1);
            let stored = b.stored(&card.id).await;
            let code = body.split('"').nth(5).unwrap();
            assert!(stored.failure.unwrap().detail.contains(code), "{code}");
        })
        .await;
    }
}

/// A stream of a text and of what comes behind it.
macro_rules! stream {
    ($text:literal, $end:literal) => {
        Script::Status(
            200,
            concat!(
                "data: {\"choices\":[{\"delta\":{\"content\":\"",
                $text,
                "\"}}]}\n\n",
                "data: ",
                $end,
                "\n\n"
            ),
        )
    };
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_in_the_middle_keeps_what_stood_on_the_screen() {
    bench(async |b| {
        b.llm.script(stream!(
            "Thank you for writing to us. We are checking your order",
            "{\"error\":{\"message\":\"upstream overloaded\",\"code\":502},\"choices\":[]}"
        ));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let reply = b.reply(&modal).unwrap();
        assert!(reply.ends_with("checking your order"), "{reply}");
        assert!(b.text(&modal).contains("broke off"), "{}", b.text(&modal));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_model_thinks_is_never_in_the_modal() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec![
            "<think>The customer is angry: no ",
            "|",
            "refund.</think>\n\nDear Taro,",
            "|",
            " it is on its way.<|im_end|>",
        ]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("is reading")).await;
        b.llm.go_on();
        b.until(|b| b.text(&modal).contains("Dear Taro")).await;
        assert!(!b.text(&modal).contains("angry"), "{}", b.text(&modal));
        b.llm.go_on();
        b.until(|b| b.reply(&modal).as_deref() == Some("Dear Taro, it is on its way."))
            .await;
        let stored = b.stored(&card.id).await;
        assert!(
            !stored.drafts.versions[0]
                .cautions
                .contains(&Caution::ThoughtAloud)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_killed_again_and_again_is_given_up_and_the_modal_ends() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.lose_queue().await;
        for killed in 1..=3 {
            b.llm.script(Script::Silent);
            // As the process would, in the middle of it.
            tokio::select! {
                _ = draft(&b.app, &card.id) => unreachable!("the model never answers"),
                () = b.until(|b| b.llm.prompts().len() == killed) => {}
            }
            b.clock.advance(Duration::from_secs(3600));
            replybot::flow::sweep::sweep(&b.app, None).await.unwrap();
            b.lose_queue().await;
        }
        for _ in 0..3 {
            b.clock.advance(Duration::from_secs(3600));
            b.sweep().await;
        }
        assert_eq!(b.llm.prompts().len(), 3, "no more is paid for");
        let stored = b.stored(&card.id).await;
        assert_eq!(stored.state, State::Failed);
        assert_eq!(stored.failure.unwrap().cause, Cause::NoWorker);
        b.press(&modal, "retry_draft_action").await;
        b.write_drafts().await;
        b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_waits_in_a_long_queue_is_not_given_up() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        for _ in 0..6 {
            b.lose_queue().await;
            b.clock.advance(Duration::from_secs(3600));
            replybot::flow::sweep::sweep(&b.app, None).await.unwrap();
        }
        b.write_drafts().await;
        b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_doubtful_is_drafted_on_arrival() {
    let setup = Setup {
        environment: vec![("DRAFT_ON_ARRIVAL", "true")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let failed = "mx.shop.example; dmarc=fail header.from=example.com";
        for (n, mail) in [
            Mail::new("1@example.com").with("Authentication-Results", failed),
            Mail::new("2@example.com").with("Auto-Submitted", "auto-replied"),
            Mail::new("3@example.com").saying(""),
        ]
        .iter()
        .enumerate()
        {
            let card = b.receive(mail).await;
            b.all_work_done().await;
            assert_eq!(b.stored(&card.id).await.state, State::Notified, "{n}");
        }
        assert_eq!(b.llm.prompts().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_from_one_sender_leaves_the_budget_to_the_others() {
    let setup = Setup {
        environment: vec![("DRAFT_ON_ARRIVAL", "true")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let mut cards: Vec<Card> = Vec::new();
        for n in 0..7 {
            let mail = Mail::new(&format!("{n}@example.com")).saying(&format!("Question {n}?"));
            cards.push(b.receive(&mail).await);
            b.all_work_done().await;
        }
        b.until(|b| b.llm.prompts().len() == 5).await;
        assert_eq!(b.stored(&cards[6].id).await.state, State::Notified);
        let other = Mail::new("other@example.com")
            .with("From", "Hanako Suzuki <hanako@example.net>")
            .saying("Another question?");
        let card = b.receive(&other).await;
        b.until(|b| b.card_text(&card).contains("A draft is ready"))
            .await;
        assert_eq!(b.llm.prompts().len(), 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn picked_emoji_go_out_as_emoji() {
    bench(async |b| {
        let mail = Mail::new("1@example.com").saying("The picture says 10:30:45.");
        let card = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "Thank you :tada: :+1::skin-tone-2: at 10:30:45");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        let stored = b.stored(&card.id).await;
        let sent = stored.newest_reply().unwrap().mail.text.expose().to_owned();
        assert!(sent.starts_with("Thank you 🎉 👍🏻 at 10:30:45"), "{sent}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn emoji_of_the_workspace_and_words_of_a_model_are_asked_about() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        for (text, words) in [
            (
                "Thank you :shop-logo:",
                "The emoji `:shop-logo:` exists in your workspace only",
            ),
            (
                "<think>No refund.</think> Thank you for writing.",
                "Words that only an AI writes",
            ),
        ] {
            b.write(&modal, text);
            let asked = b.submit_and_be_asked(&modal).await;
            assert!(asked.contains(words), "{asked}");
            assert!(b.smtp.taken().is_empty());
            let question = b.question(&modal);
            b.workspace.close(SATO, &question.view_id).await;
        }
    })
    .await;
}
