//! The mail and the reply in the operator's language, on demand.

use std::time::Duration;

use inquiry::Event;
use replybot::flow::draft::{Drafted, Stop};
use replybot::flow::translate::{Outcome, translate_until};
use serde_json::Value;
use store::{Most, Spent};

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, Setup, bench, bench_with};
use crate::story::dispatch::lambda;
use crate::support::llm::{Counts, Script};

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
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let mail = Mail::new("1@example.com").saying(JAPANESE);
        let card = b.receive(&mail).await;
        let modal = b.click(SATO, &card).await;
        b.write_drafts().await;
        b.slack.break_down("views.update");
        b.llm.script(Script::Says(vec!["It has not arrived."]));
        let panel = b.push(&modal, TRANSLATE).await;
        b.write_drafts().await;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_in_any_other_language_can_be_translated() {
    bench(async |b| {
        for (number, text) in [
            "مرحبا، أين طلبي؟ لم يصل بعد.",
            "שלום, איפה ההזמנה שלי?",
            "मेरा ऑर्डर कहाँ है?",
            "สินค้าของฉันอยู่ที่ไหน",
            "您好，请问什么时候发货？",
            "내 주문은 어디에 있나요?",
            "Πού είναι η παραγγελία μου;",
            "Где мой заказ?",
            "Сәлеметсіз бе, тапсырысым қайда?",
            "Đơn hàng của tôi ở đâu?",
            "Habari, agizo langu liko wapi?",
            "Tere, kus minu tellimus on?",
            "Nimotsu ga mada todokimasen.",
            "Pesanan saya belum sampai.",
            "სად არის ჩემი შეკვეთა?",
            "Wo bleibt meine Bestellung?",
        ]
        .into_iter()
        .enumerate()
        {
            let mail = Mail::new(&format!("{number}@example.com")).with("Subject", "?");
            let card = b.receive(&mail.saying(text)).await;
            let modal = b.click_and_wait(SATO, &card).await;
            b.write(&modal, "We are looking into it, please wait for a moment.");
            b.llm.script(Script::Says(vec!["Where is my order?"]));
            let panel = b.push(&modal, TRANSLATE).await;
            b.until(|b| b.text(&panel).contains("Where is my order?"))
                .await;
            b.all_work_done().await;
            b.workspace.close(SATO, &panel.view_id).await;
            b.workspace.close(SATO, &modal.view_id).await;
        }
    })
    .await;
}

/// Lambda is asked for a draft first, which is written here.
async fn opened_by_hand(b: &Bench) -> (Card, Modal) {
    let card = b
        .receive(&Mail::new("1@example.com").saying(JAPANESE))
        .await;
    let modal = b.click(SATO, &card).await;
    let draft = replybot::flow::draft::draft(&b.app, &card.id);
    assert!(matches!(draft.await.unwrap(), Drafted::Written));
    b.write(&modal, "We are looking into it, please wait for a moment.");
    (card, modal)
}

async fn translate(b: &Bench, card: &Card, event: &Value) -> Outcome {
    let external_id = event["external_id"].as_str().unwrap();
    let never = std::future::pending();
    let translating = translate_until(&b.app, &card.id, external_id, never);
    translating.await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_is_written_where_drafts_are_and_the_panel_waits_meanwhile() {
    let (dispatcher, invocations) = lambda().await;
    bench_with(Setup::asking(dispatcher), async |b| {
        let (card, modal) = opened_by_hand(b).await;
        let asked = b.llm.prompts().len();
        let panel = b.push(&modal, TRANSLATE).await;
        b.all_work_done().await;
        assert!(b.text(&panel).contains("Translating"), "{}", b.text(&panel));
        assert_eq!(b.llm.prompts().len(), asked, "nobody else asks the model");
        let event = invocations().pop().unwrap();
        assert_eq!(event["replybot"], "translation");
        assert_eq!(event["context_id"], card.id.as_str());

        b.llm.script(Script::Says(vec!["It has not arrived."]));
        assert_eq!(translate(b, &card, &event).await, Outcome::Shown);
        let text = b.text(&panel);
        assert!(text.contains("It has not arrived."), "{text}");
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("We are looking into it, please wait for a moment.")
        );
        // Lambda may deliver an event twice.
        assert_eq!(translate(b, &card, &event).await, Outcome::NotWanted);
        assert_eq!(b.llm.prompts().len(), asked + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_for_one_panel_ask_the_model_once() {
    let (dispatcher, invocations) = lambda().await;
    Box::pin(bench_with(Setup::asking(dispatcher), async |b| {
        let (card, modal) = opened_by_hand(b).await;
        let panel = b.push(&modal, TRANSLATE).await;
        b.all_work_done().await;
        let event = invocations().pop().unwrap();
        let asked = b.llm.prompts().len();
        b.llm.script(Script::Says(vec!["It has not arrived."]));
        let both = tokio::join!(
            Box::pin(translate(b, &card, &event)),
            Box::pin(translate(b, &card, &event))
        );
        assert!(
            both == (Outcome::Shown, Outcome::NotWanted)
                || both == (Outcome::NotWanted, Outcome::Shown),
            "{both:?}"
        );
        assert_eq!(b.llm.prompts().len(), asked + 1);
        assert!(b.text(&panel).contains("It has not arrived."));
    }))
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_never_comes_ends_the_panel_in_another_try() {
    let (dispatcher, invocations) = lambda().await;
    bench_with(Setup::asking(dispatcher), async |b| {
        let (card, modal) = opened_by_hand(b).await;
        let panel = b.push(&modal, TRANSLATE).await;
        b.let_pass(Duration::from_secs(161)).await;
        b.sweep().await;
        let text = b.text(&panel);
        assert!(text.contains("could not be translated"), "{text}");
        let before = invocations().len();
        b.press(&panel, "retry_translation").await;
        b.all_work_done().await;
        assert!(b.text(&panel).contains("Translating"), "{}", b.text(&panel));
        assert_eq!(invocations().len(), before + 1);
        b.llm.script(Script::Says(vec!["It has not arrived."]));
        let event = invocations().pop().unwrap();
        assert_eq!(translate(b, &card, &event).await, Outcome::Shown);
        assert!(b.text(&panel).contains("It has not arrived."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_has_to_end_leaves_the_translation_to_the_next() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let mail = Mail::new("1@example.com").saying(JAPANESE);
        let card = b.receive(&mail).await;
        let modal = b.click(SATO, &card).await;
        b.write_drafts().await;
        let panel = b.push(&modal, TRANSLATE).await;
        let external_id = b.stored(&card.id).await.slack.translating[0]
            .external_id
            .clone();
        b.llm.script(Script::Silent);
        let stop = async {
            // Until the question has arrived, the script counts as unused.
            b.until(|b| b.llm.faults().is_empty()).await;
            Stop::Interrupted
        };
        let ended = translate_until(&b.app, &card.id, &external_id, stop);
        assert_eq!(ended.await.unwrap(), Outcome::Interrupted);
        b.llm.script(Script::Says(vec!["It has not arrived."]));
        b.write_drafts().await;
        b.until(|b| b.text(&panel).contains("It has not arrived."))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_counts_in_the_budget_and_stands_in_the_history() {
    let setup = Setup {
        environment: vec![
            ("TOKENS_PER_DAY", "100000"),
            ("MODEL_PRICES", "test-model=1/10/0.5"),
        ],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let (card, modal) = opened(b).await;
        b.write(&modal, "We are looking into it, please wait for a moment.");
        b.all_work_done().await;
        let day = "budget#2026-11-24";
        let before = b.app.store.spent(day).await.unwrap();
        b.llm.count(Counts {
            input: 700,
            output: 30,
            cached: 0,
        });
        b.llm.script(Script::Says(vec!["It has not arrived."]));
        let panel = b.push(&modal, TRANSLATE).await;
        b.until(|b| b.text(&panel).contains("It has not arrived."))
            .await;
        b.all_work_done().await;
        let after = b.app.store.spent(day).await.unwrap();
        assert_eq!(after.tokens - before.tokens, 730);
        assert_eq!(after.cost - before.cost, 1000);
        assert_eq!(after.drafts, before.drafts, "it is no draft");
        let stored = b.stored(&card.id).await;
        let entry = stored.history.last().unwrap();
        assert_eq!(entry.event, Event::Translated);
        assert_eq!(entry.by.as_ref().unwrap().id, SATO);
        assert_eq!(entry.detail, "into English, 700 + 30 tokens, 0.001000");
        assert!(!stored.slack.needs_sync, "the card says nothing of it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_that_breaks_off_is_begun_again_by_the_next_model() {
    let setup = Setup {
        environment: vec![("OPENAI_FALLBACK_MODELS", "second-model")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let (_, modal) = opened(b).await;
        b.write(&modal, "We are looking into it, please wait for a moment.");
        b.llm.script(Script::CutsOff(vec!["It has"]));
        b.llm.script(Script::Says(vec!["It has not arrived."]));
        let panel = b.push(&modal, TRANSLATE).await;
        b.until(|b| b.text(&panel).contains("It has not arrived."))
            .await;
        b.all_work_done().await;
        let asked = b.llm.models();
        assert_eq!(asked[asked.len() - 2..], ["test-model", "second-model"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_budget_nothing_is_translated_and_the_panel_says_why() {
    let setup = Setup {
        environment: vec![("TOKENS_PER_DAY", "100000")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let (card, modal) = opened(b).await;
        b.all_work_done().await;
        let spent = Spent {
            tokens: 99_999,
            ..Spent::default()
        };
        let until = b.app.clock.after(Duration::from_secs(3600));
        let spend = b
            .app
            .store
            .spend("budget#2026-11-24", spent, Most::default(), until);
        spend.await.unwrap().unwrap();
        let asked = b.llm.prompts().len();
        let panel = b.push(&modal, TRANSLATE).await;
        b.until(|b| b.text(&panel).contains("could not be translated"))
            .await;
        b.all_work_done().await;
        let text = b.text(&panel);
        assert!(text.contains("budget") || text.contains("limit"), "{text}");
        assert_eq!(b.llm.prompts().len(), asked);
        let stored = b.stored(&card.id).await;
        assert_eq!(stored.history.last().unwrap().event, Event::NotTranslated);
    })
    .await;
}
