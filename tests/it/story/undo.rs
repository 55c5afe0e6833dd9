//! An approved reply waits for some seconds and can be taken back; then it goes out once.

use std::time::Duration;

use inquiry::State;
use replybot::flow::send::send_held;
use replybot::flow::sweep::sweep;
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench_with};
use crate::story::send::claim_and_end;
use crate::support::llm::Script;

/// Longer than the grace after which a sweep takes other steps up.
const DELAY: Duration = Duration::from_secs(40);

async fn with_delay(test: impl AsyncFnOnce(&Bench)) {
    let setup = Setup {
        environment: vec![("SEND_DELAY_SECONDS", "40")],
        ..Setup::default()
    };
    bench_with(setup, test).await;
}

/// A reply that says "It is on its way." was approved.
async fn approved(b: &Bench) -> (Card, Modal) {
    b.llm.script(Script::Says(vec!["Hello."]));
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.write(&modal, "It is on its way.");
    assert_eq!(b.submit(&modal).await, Delivery::Updated);
    b.all_work_done().await;
    (card, modal)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approved_reply_waits_and_goes_out_once_however_many_sweep() {
    with_delay(async |b| {
        let (card, modal) = approved(b).await;
        let text = b.text(&modal);
        assert!(text.contains("Sending in 40 seconds"), "{text}");
        // What goes out, and to whom: a mistake is noticed by looking.
        assert!(text.contains("It is on its way."), "{text}");
        assert!(text.contains("To: taro.yamada@example.com"), "{text}");
        let text = b.card_text(&card);
        assert!(text.contains("reply goes out at"), "{text}");
        b.let_pass(DELAY / 2).await;
        assert_eq!(b.sweep().await.sent, 0);
        assert_eq!(b.smtp.taken().len(), 0);

        b.let_pass(DELAY).await;
        let outgoing = Some(&*b.service.engine.outgoing);
        let sweeps = std::iter::repeat_with(|| sweep(&b.app, outgoing)).take(4);
        futures_util::future::join_all(sweeps).await;
        let sent = b.smtp.taken();
        assert_eq!(sent.len(), 1);
        assert!(sent[0].contains("It is on its way."));
        assert!(b.text(&modal).contains("The reply has been sent"));
        assert!(b.card_text(&card).contains("<@U0000001> replied"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_typed_after_a_submission_that_slack_got_no_answer_to_stay_when_the_reply_is_sent() {
    with_delay(async |b| {
        b.llm.script(Script::Says(vec!["Hello."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        claim_and_end(b, &card, &modal).await;
        b.write(&modal, "Hello, and one more thing.");
        b.let_pass(DELAY * 2).await;
        assert_eq!(b.sweep().await.sent, 1);
        assert_eq!(b.smtp.taken().len(), 1);
        let stands = b.reply(&modal);
        assert_eq!(stands.as_deref(), Some("Hello, and one more thing."));
        let text = b.text(&modal);
        assert!(text.contains("has already replied"), "{text}");
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("has already replied"), "{asked}");
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
        assert!(b.text(&modal).contains("Sending in"), "{}", b.text(&modal));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_process_itself_sends_when_the_time_has_come() {
    let setup = Setup {
        environment: vec![("SEND_DELAY_SECONDS", "1")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let (card, _) = approved(b).await;
        b.let_pass(Duration::from_secs(1)).await;
        b.until(|b| b.card_text(&card).contains("<@U0000001> replied"))
            .await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_brings_the_text_back_into_the_modal_and_what_is_sent_then_is_the_new_text() {
    with_delay(async |b| {
        let (card, modal) = approved(b).await;
        b.press(&modal, "undo_send_action").await;
        assert_eq!(b.reply(&modal).as_deref(), Some("It is on its way."));
        assert!(b.text(&modal).contains("was taken back"));
        let text = b.card_text(&card);
        assert!(text.contains("A draft is ready"), "{text}");
        b.let_pass(DELAY * 2).await;
        b.sweep().await;
        assert_eq!(b.smtp.taken().len(), 0, "it was taken back");

        b.write(&modal, "It arrives tomorrow.");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.let_pass(DELAY).await;
        b.sweep().await;
        let sent = b.smtp.taken();
        assert_eq!(sent.len(), 1);
        assert!(sent[0].contains("It arrives tomorrow."), "{}", sent[0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_modal_or_a_colleague_loses_nothing_either() {
    with_delay(async |b| {
        let (card, modal) = approved(b).await;
        b.workspace.close(SATO, &modal.view_id).await;
        b.act(SUZUKI, &card, "undo_send", None).await;
        let told = b.workspace.ephemerals(SATO);
        assert!(
            told[0]["text"].to_string().contains("took your reply back"),
            "{told:?}"
        );
        let again = b.click(SUZUKI, &card).await;
        assert_eq!(b.reply(&again).as_deref(), Some("It is on its way."));
        assert_eq!(b.llm.prompts().len(), 1, "no draft takes its place");
        assert_eq!(b.submit(&again).await, Delivery::Updated);
        b.let_pass(DELAY).await;
        b.sweep().await;
        assert!(b.card_text(&card).contains("<@U0000002> replied"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn own_words_without_a_draft_come_back_as_well() {
    with_delay(async |b| {
        b.llm.script(Script::Status(400, "{}"));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("No draft could be written"))
            .await;
        b.press(&modal, "write_myself_action").await;
        b.write(&modal, "In my own words.");
        b.submit(&modal).await;
        b.all_work_done().await;
        b.act(SATO, &card, "undo_send", None).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("In my own words."));
        b.workspace.close(SATO, &modal.view_id).await;
        let modal = b.click(SATO, &card).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("In my own words."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_its_time_the_reply_cannot_be_taken_back_and_the_person_is_told() {
    with_delay(async |b| {
        let (card, modal) = approved(b).await;
        // The card stays as it was while the reply goes out.
        b.slack.break_down("chat.update");
        b.let_pass(DELAY).await;
        assert_eq!(b.sweep().await.sent, 1);
        b.slack.mend();
        b.act(SUZUKI, &card, "undo_send", None).await;
        let told = b.workspace.ephemerals(SUZUKI)[0]["text"].to_string();
        assert!(told.contains("not possible"), "{told}");
        assert!(b.card_text(&card).contains("replied"));
        assert!(b.text(&modal).contains("The reply has been sent"));
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timer_that_goes_off_too_early_sends_nothing() {
    with_delay(async |b| {
        let (card, _) = approved(b).await;
        b.let_pass(DELAY / 2).await;
        send_held(&b.app, &b.service.engine.outgoing, &card.id)
            .await
            .unwrap();
        assert_eq!(b.smtp.taken().len(), 0);
        b.act(SATO, &card, "undo_send", None).await;
        assert!(b.stored(&card.id).await.delivery.recalled.is_some());
    })
    .await;
}

/// The mail service has been asked, and its answer is still out.
#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_being_handed_over_cannot_be_taken_back() {
    with_delay(async |b| {
        let (card, _) = approved(b).await;
        b.let_pass(DELAY).await;
        let (now, lease) = (b.app.clock.now(), Duration::from_secs(120));
        let handed_over = b.app.store.change(&card.id, |inquiry| {
            inquiry.hand_over("somebody else", now, lease)
        });
        handed_over.await.unwrap();
        b.act(SUZUKI, &card, "undo_send", None).await;
        let told = b.workspace.ephemerals(SUZUKI)[0]["text"].to_string();
        assert!(told.contains("not possible"), "{told}");
        let stored = b.stored(&card.id).await;
        assert_eq!(
            (stored.state, stored.delivery.replies.len()),
            (State::Sending, 1)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_that_comes_too_late_in_a_modal_shows_what_became_of_the_reply() {
    with_delay(async |b| {
        let (_, modal) = approved(b).await;
        b.slack.break_down("views.update");
        b.let_pass(DELAY).await;
        assert_eq!(b.sweep().await.sent, 1);
        b.slack.mend();
        b.press(&modal, "undo_send_action").await;
        let text = b.text(&modal);
        assert!(text.contains("The reply has been sent"), "{text}");
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_reply_that_is_taken_back_leaves_the_first_as_sent() {
    with_delay(async |b| {
        b.llm.script(Script::Says(vec!["Hello."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let first = b.click_and_wait(SATO, &card).await;
        let second = b.click_and_wait(SUZUKI, &card).await;
        b.submit(&first).await;
        b.let_pass(DELAY).await;
        b.sweep().await;
        b.write(&second, "One more thing.");
        let asked = b.submit_and_be_asked(&second).await;
        assert!(asked.contains("already replied"), "{asked}");
        b.insist(&second).await;
        assert!(b.text(&second).contains("Sending in 40 seconds"));
        b.all_work_done().await;
        b.press(&second, "undo_send_action").await;
        let text = b.text(&second);
        assert!(text.contains("already replied"), "{text}");
        assert_eq!(b.reply(&second).as_deref(), Some("One more thing."));
        let text = b.card_text(&card);
        assert!(text.contains("<@U0000001> replied"), "{text}");
        assert_eq!(b.smtp.taken().len(), 1);
        // The text is sent when they submit it after all, and insist again.
        b.submit_and_be_asked(&second).await;
        b.insist(&second).await;
        b.let_pass(DELAY).await;
        b.sweep().await;
        assert_eq!(b.smtp.taken().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_reply_waits_nobody_else_sends_one() {
    with_delay(async |b| {
        b.llm.script(Script::Says(vec!["Hello."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let first = b.click_and_wait(SATO, &card).await;
        let second = b.click_and_wait(SUZUKI, &card).await;
        let twice = tokio::join!(b.submit(&first), b.submit(&first));
        assert_eq!(twice.0, Delivery::Updated);
        b.all_work_done().await;
        b.write(&second, "Mine.");
        b.submit(&second).await;
        assert_eq!(b.reply(&second).as_deref(), Some("Mine."));
        b.let_pass(DELAY).await;
        b.sweep().await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}
