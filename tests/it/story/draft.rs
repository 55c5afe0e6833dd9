//! A draft, or an error in plain words with a way on; and no typed text is ever lost.

use std::time::Duration;

use inquiry::{Person, State};
use mail::Addressees;
use replybot::flow::draft::{Drafted, draft};
use replybot::flow::edit;
use slack::elements::Button;
use slack::payload::{ModalClick, ModalRef};
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with};
use crate::support::llm::{Script, USUAL};
use crate::support::proxy::Fault;

/// A click on a fresh card whose draft fails in this way.
async fn failed(b: &Bench, scripts: &[Script]) -> Modal {
    scripts
        .iter()
        .for_each(|script| b.llm.script(script.clone()));
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click(SATO, &card).await;
    b.until(|b| b.text(&modal).contains("No draft could be written"))
        .await;
    assert_eq!(b.inputs(&modal), []);
    b.until(|b| b.card_text(&card).contains("No draft could be written"))
        .await;
    modal
}

async fn ends_in_words_and_retry(setup: Setup, scripts: &[Script], words: &str) {
    bench_with(setup, async |b| {
        let modal = failed(b, scripts).await;
        let text = b.text(&modal);
        assert!(text.contains(words), "{text}");
        b.press(&modal, "retry_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
    })
    .await;
}

macro_rules! a_failure_says {
    ($($name:ident: $scripts:expr => $words:literal;)*) => {$(
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            ends_in_words_and_retry(Setup::default(), &$scripts, $words).await;
        }
    )*};
}

a_failure_says! {
    a_refused_key_ends_in_words_and_retry: [Script::Status(401, "{}")] => "refused our credentials";
    a_refused_request_ends_in_words_and_retry: [Script::Status(400, "{}")] => "did not accept the request";
    a_busy_model_ends_in_words_and_retry:
        [Script::Status(503, ""), Script::Status(500, ""), Script::Status(429, "")] => "is busy";
    an_answer_that_breaks_off_ends_in_words_and_retry: [Script::CutsOff(vec!["Hel", "lo"])] => "broke off";
    an_empty_answer_ends_in_words_and_retry: [Script::Says(vec![])] => "could not be used";
    an_answer_that_makes_no_sense_ends_in_words_and_retry:
        [Script::Status(200, "data: {\"choices\": 3}\n\ndata: [DONE]\n\n")] => "could not be used";
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_model_ends_in_words_and_retry() {
    // Long enough for the answer that is asked for again, on a busy computer too.
    let setup = Setup {
        environment: vec![("OPENAI_TIMEOUT", "8")],
        ..Setup::default()
    };
    ends_in_words_and_retry(setup, &[Script::Silent], "did not answer in time").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_is_busy_for_a_moment_is_asked_again() {
    bench(async |b| {
        b.llm.script(Script::Status(503, ""));
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.click_and_wait(SATO, &card).await;
        assert_eq!(b.llm.prompts().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_one_piece_is_taken() {
    bench(async |b| {
        b.llm.script(Script::WholeAnswer("All in one piece."));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("All in one piece."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_failure_a_person_can_write_without_a_draft() {
    bench(async |b| {
        let modal = failed(b, &[Script::Status(401, "{}")]).await;
        b.press(&modal, "write_myself_action").await;
        b.write(&modal, "I wrote this myself.");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert!(b.smtp.taken()[0].contains("I wrote this myself."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_that_is_being_typed_is_not_overwritten_by_the_draft() {
    bench(async |b| {
        b.llm
            .script(Script::Pauses(vec!["From the ", "|", "model."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let (own, waiting) = (b.click(SATO, &card).await, b.click(SUZUKI, &card).await);
        b.until(|b| b.text(&own).contains("From the")).await;
        b.press(&own, "write_myself_action").await;
        b.write(&own, "My own words");
        b.llm.go_on();
        b.until(|b| b.reply(&waiting).as_deref() == Some("From the model."))
            .await;
        b.all_work_done().await;
        assert_eq!(b.reply(&own).as_deref(), Some("My own words"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_draft_comes_under_a_new_block_id_and_other_modals_keep_theirs() {
    bench(async |b| {
        b.llm.script(Script::Says(vec!["First."]));
        b.llm.script(Script::Says(vec!["Second."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let (one, two) = (
            b.click_and_wait(SATO, &card).await,
            b.click_and_wait(SUZUKI, &card).await,
        );
        b.write(&one, "First, changed.");
        b.write(&two, "First, changed by somebody else.");
        b.press(&one, "another_draft_action").await;
        b.until(|b| b.reply(&one).as_deref() == Some("Second."))
            .await;
        assert_eq!(b.inputs(&one)[0].0, "editable_reply_block_3");
        assert_eq!(
            b.reply(&two).as_deref(),
            Some("First, changed by somebody else.")
        );
        let drafts = b.stored(&card.id).await.drafts;
        let texts: Vec<&str> = drafts
            .versions
            .iter()
            .map(|draft| draft.text.as_str())
            .collect();
        assert_eq!(
            texts,
            ["First.", "First, changed.", "Second."],
            "what was typed is a version, too"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_typed_after_another_draft_did_not_get_through_stay() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "Changed.");
        b.slack.break_down("views.update");
        b.press(&modal, "another_draft_action").await;
        b.all_work_done().await;
        b.slack.mend();
        b.write(&modal, "Changed, and changed again.");
        b.let_pass(Duration::from_secs(15)).await;
        b.sweep().await;
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("Changed, and changed again.")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_for_own_words_that_was_not_shown_comes_later() {
    bench_with(Setup::by_hand(), async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.slack.break_down("views.update");
        b.press(&modal, "write_myself_action").await;
        b.all_work_done().await;
        b.slack.mend();
        assert_eq!(b.inputs(&modal), []);
        b.let_pass(Duration::from_secs(15)).await;
        b.sweep().await;
        assert_eq!(b.reply(&modal).as_deref(), Some(""));
    })
    .await;
}

/// A click for an empty input that was made while this was on the screen.
async fn own_words_wanted(b: &Bench, card: &Card, modal: &Modal) -> ModalClick {
    ModalClick {
        modal: ModalRef {
            files: vec![],
            around: None,
            hash: b.hash(modal),
            context_id: card.id.clone(),
            external_id: b.stored(&card.id).await.slack.modals[0].external_id.clone(),
            person: Person {
                id: SATO.to_owned(),
                name: "Yumi Sato".to_owned(),
            },
            language: None,
        },
        button: Button::WriteMyself,
        value: None,
        trigger_id: String::new(),
        inputs: Vec::new(),
        addressees: Addressees::default(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_typed_into_a_draft_that_overtook_the_click_for_own_words_stay() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        b.llm.script(Script::Says(vec!["From the model."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        let click = own_words_wanted(b, &card, &modal).await;
        b.write_drafts().await;
        assert_eq!(b.reply(&modal).as_deref(), Some("From the model."));
        // The click's own update never comes.
        b.slack.break_down("views.update");
        edit::click(&b.app, &click).await.unwrap_err();
        b.slack.mend();
        b.write(&modal, "From the model, and me.");
        b.let_pass(Duration::from_secs(15)).await;
        b.sweep().await;
        let stands = b.reply(&modal);
        assert_eq!(stands.as_deref(), Some("From the model, and me."));
        b.submit(&modal).await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_input_for_own_words_comes_though_the_draft_streamed_on_after_the_click() {
    bench(async |b| {
        b.llm
            .script(Script::Pauses(vec!["|", "Thank ", "|", "you."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("is reading")).await;
        let click = own_words_wanted(b, &card, &modal).await;
        b.llm.go_on();
        b.until(|b| b.text(&modal).contains("Thank")).await;
        // Neither the draft's last update nor the click's own comes.
        b.slack.break_down("views.update");
        b.llm.go_on();
        b.all_work_done().await;
        assert_eq!(b.stored(&card.id).await.state, State::Drafted);
        edit::click(&b.app, &click).await.unwrap_err();
        b.slack.mend();
        assert_eq!(b.inputs(&modal), []);
        b.let_pass(Duration::from_secs(15)).await;
        b.sweep().await;
        assert_eq!(b.reply(&modal).as_deref(), Some(""));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_that_fails_again_says_so_again() {
    bench(async |b| {
        let modal = failed(b, &[Script::Status(401, "{}"), Script::Status(400, "{}")]).await;
        b.press(&modal, "retry_draft_action").await;
        b.until(|b| b.text(&modal).contains("did not accept the request"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_longer_than_an_input_stands_in_several_and_is_sent_whole() {
    bench(async |b| {
        let long: &'static str = "これは長い下書きの一行です。\n".repeat(400).leak();
        b.llm.script(Script::Says(vec![long]));
        let card = b
            .receive(&Mail::new("1@example.com").saying("いつ届きますか。"))
            .await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(b.inputs(&modal).len() > 1);
        assert_eq!(b.reply(&modal).as_deref(), Some(long));
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert_eq!(
            b.stored(&card.id).await.delivery.replies[0]
                .mail
                .text
                .expose(),
            long
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_limit_of_slack_does_not_lose_the_final_update() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec!["|", "Hello."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.slack.fail("views.update", Fault::RateLimited(1));
        b.llm.go_on();
        b.until(|b| b.reply(&modal).as_deref() == Some("Hello."))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_slack_loses_for_good_is_made_by_a_sweep() {
    bench_with(Setup::by_hand(), async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        b.slack.break_down("views.update");
        b.write_drafts().await;
        b.slack.mend();
        assert_eq!(b.inputs(&modal), []);
        b.let_pass(Duration::from_secs(15)).await;
        assert_eq!(b.sweep().await.shown, 1);
        assert_eq!(b.reply(&modal).as_deref(), Some(USUAL));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_on_one_inquiry_ask_the_model_once() {
    bench_with(Setup::by_hand(), async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.click(SATO, &card).await;
        b.lose_queue().await;
        let outcomes = tokio::join!(draft(&b.app, &card.id), draft(&b.app, &card.id));
        let outcomes = [outcomes.0.unwrap(), outcomes.1.unwrap()];
        assert_eq!(
            outcomes
                .iter()
                .filter(|it| matches!(it, Drafted::Written))
                .count(),
            1,
            "{outcomes:?}"
        );
        assert_eq!(b.llm.prompts().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_died_is_replaced_within_a_minute() {
    bench_with(Setup::by_hand(), async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.lose_queue().await;
        b.llm.script(Script::Silent);
        let (app, id) = (b.app.clone(), card.id.clone());
        let dying = tokio::spawn(async move { draft(&app, &id).await.map(|_| ()) });
        b.until(|b| b.llm.prompts().len() == 1).await;
        assert!(matches!(
            draft(&b.app, &card.id).await.unwrap(),
            Drafted::Busy
        ));
        dying.abort();
        dying.await.unwrap_err();
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
        assert_eq!(b.reply(&modal).as_deref(), Some(USUAL));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_was_sent_meanwhile_makes_the_draft_superfluous() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec!["Too ", "|", "late."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let (own, waiting) = (b.click(SATO, &card).await, b.click(SUZUKI, &card).await);
        b.press(&own, "write_myself_action").await;
        // An update of the stream that was under way takes the input away for a moment.
        b.until(|b| !b.inputs(&own).is_empty()).await;
        b.write(&own, "Faster than any model.");
        assert_eq!(b.submit(&own).await, Delivery::Updated);
        b.llm.go_on();
        b.until(|b| b.text(&waiting).contains("The reply has been sent"))
            .await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}
