//! One submit sends at most one mail, and what the screen says about it is true.

use std::time::Duration;

use inquiry::{Person, State};
use mail::Addressees;
use replybot::flow::send::{self, Submitted};
use slack::payload::{Confirmation, ModalRef, Submission};
use slack_sim::Delivery;

use crate::story::bench::{
    Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, TANAKA, bench, bench_with,
};
use crate::support::llm::Script;
use crate::support::proxy::Fault;
use crate::support::smtp::Mood;

async fn drafted(b: &Bench) -> (Card, Modal) {
    b.llm.script(Script::Says(vec!["Hello."]));
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    (card, modal)
}

/// Slack has its answer while a mail server still thinks; there is time for what comes before.
fn answered_early() -> Setup {
    Setup {
        acknowledge_within: Some(Duration::from_secs(5)),
        ..Setup::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_edited_text_goes_out_in_the_customers_thread_and_the_card_shows_who_answered() {
    bench(async |b| {
        let mail = Mail::new("2@example.com")
            .with("In-Reply-To", "<1@shop.example>")
            .with("References", "<0@example.com> <1@shop.example>")
            .with(
                "Reply-To",
                "Taro <taro.yamada@example.com>, hanako@example.com",
            );
        let card = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "It is on its way.");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert!(
            b.text(&modal).contains("The reply has been sent"),
            "{}",
            b.text(&modal)
        );
        b.until(|b| b.card_text(&card).contains("replied")).await;
        assert!(
            b.card_text(&card).contains("<@U0000001> replied"),
            "{}",
            b.card_text(&card)
        );

        let sent = &b.smtp.taken()[0];
        for line in [
            "From: \"Example Shop\" <support@shop.example>",
            "Subject: Re: Where is my order?",
            "In-Reply-To: <2@example.com>",
            "References: <0@example.com> <1@shop.example> <2@example.com>",
            "It is on its way.",
        ] {
            assert!(sent.contains(line), "{line} is not in\n{sent}");
        }
        for recipient in ["taro.yamada@example.com", "hanako@example.com"] {
            assert!(sent.contains(recipient), "{recipient} is not in\n{sent}");
        }
        assert!(!sent.contains("Auto-Submitted"));
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recipients_stand_beside_the_text() {
    bench(async |b| {
        let card = b
            .receive(&Mail::new("1@example.com").with("Reply-To", "other@example.net"))
            .await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(
            b.text(&modal).contains("To: other@example.net"),
            "{}",
            b.text(&modal)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_submit_of_the_same_modal_sends_no_second_mail() {
    bench(async |b| {
        let (_, modal) = drafted(b).await;
        let (first, second) = tokio::join!(b.submit(&modal), b.submit(&modal));
        for delivery in [&first, &second] {
            let shown = matches!(
                delivery,
                Delivery::Updated | Delivery::NotThere { .. } | Delivery::Errors { .. }
            );
            assert!(shown, "{delivery:?}");
        }
        b.until(|b| b.text(&modal).contains("The reply has been sent"))
            .await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_people_is_told_and_keeps_their_text_and_may_insist() {
    bench(async |b| {
        let (card, sato) = drafted(b).await;
        let suzuki = b.click_and_wait(SUZUKI, &card).await;
        assert_eq!(b.submit(&sato).await, Delivery::Updated);
        b.write(&suzuki, "And a word from me.");
        let asked = b.submit_and_be_asked(&suzuki).await;
        assert!(asked.contains("has already replied"), "{asked}");
        let went_out = b.stored(&card.id).await.delivery.replies[0]
            .mail
            .text
            .clone();
        assert!(asked.contains(went_out.expose().trim()), "{asked}");
        assert!(asked.contains("taro.yamada@example.com"), "{asked}");
        assert_eq!(b.reply(&suzuki).as_deref(), Some("And a word from me."));
        assert_eq!(
            b.smtp.taken().len(),
            1,
            "nothing is sent before they insist"
        );

        assert_eq!(b.insist(&suzuki).await, Delivery::Closed);
        assert!(
            b.text(&suzuki).contains("The reply has been sent"),
            "{}",
            b.text(&suzuki)
        );
        assert_eq!(b.smtp.taken().len(), 2);
        assert!(b.smtp.taken()[1].contains("And a word from me."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_people_who_submit_at_once_one_is_told() {
    bench(async |b| {
        let (card, sato) = drafted(b).await;
        let suzuki = b.click_and_wait(SUZUKI, &card).await;
        tokio::join!(b.submit(&sato), b.submit(&suzuki));
        b.until(|b| b.card_text(&card).contains("replied")).await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_insists_on_what_is_no_longer_the_case_is_told_again() {
    bench(async |b| {
        let (card, sato) = drafted(b).await;
        let suzuki = b.click_and_wait(SUZUKI, &card).await;
        let tanaka = b.click_and_wait(TANAKA, &card).await;
        b.submit(&sato).await;
        b.submit(&suzuki).await;
        b.submit(&tanaka).await;
        assert_eq!(b.insist(&suzuki).await, Delivery::Closed);
        assert_eq!(b.smtp.taken().len(), 2);
        // Tanaka was told of one reply; by now there are two.
        assert_eq!(b.insist(&tanaka).await, Delivery::Updated);
        let asked = b.text(&b.question(&tanaka));
        assert!(asked.contains("<@U0000002> has already replied"), "{asked}");
        assert_eq!(b.smtp.taken().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_mail_is_not_called_sent_and_its_text_is_kept() {
    bench(async |b| {
        for mood in [Mood::Refuses, Mood::RefusesForNow] {
            b.smtp.set_mood(mood);
            let card = b
                .receive(&Mail::new(&format!("{mood:?}@example.com")))
                .await;
            let modal = b.click_and_wait(SATO, &card).await;
            b.write(&modal, "Precious words.");
            assert_eq!(b.submit(&modal).await, Delivery::Updated);
            let text = b.text(&modal);
            assert!(
                text.contains("could not be sent") && text.contains("Nothing has gone out"),
                "{text}"
            );
            assert_eq!(b.reply(&modal).as_deref(), Some("Precious words."));
            assert!(text.contains("The mail server "), "who failed: {text}");
            assert!(
                !text.contains("Drafted by AI"),
                "it is a person's text: {text}"
            );
            b.until(|b| b.card_text(&card).contains("could not be sent"))
                .await;
            let text = b.card_text(&card);
            assert!(text.contains("Open the reply"), "it is not lost: {text}");

            b.smtp.set_mood(Mood::Takes);
            assert_eq!(b.submit(&modal).await, Delivery::Updated);
            assert!(
                b.text(&modal).contains("The reply has been sent"),
                "{}",
                b.text(&modal)
            );
        }
        assert_eq!(b.smtp.taken().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_reply_can_be_written_anew_with_all_tools_and_no_word_of_it_is_lost() {
    bench(async |b| {
        let (card, modal) = drafted(b).await;
        b.smtp.set_mood(Mood::Refuses);
        b.write(&modal, "I am on it.");
        b.submit(&modal).await;
        b.until(|b| b.text(&modal).contains("could not be sent"))
            .await;
        for tool in [
            "revise_draft_action",
            "reply_versions_action",
            "files_action",
        ] {
            let panel = b.push(&modal, tool).await;
            b.workspace.close(SATO, &panel.view_id).await;
            assert!(b.text(&modal).contains("could not be sent"), "{tool}");
            assert_eq!(b.reply(&modal).as_deref(), Some("I am on it."), "{tool}");
        }
        b.llm.script(Script::Says(vec!["Other words."]));
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some("Other words."))
            .await;
        let versions = b.stored(&card.id).await.drafts;
        let is_kept = versions
            .versions
            .iter()
            .any(|it| it.text.as_str() == "I am on it.");
        assert!(is_kept, "{versions:?}");
        b.smtp.set_mood(Mood::Takes);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        let taken = b.smtp.taken();
        assert_eq!(taken.len(), 1);
        b.until(|b| b.card_text(&card).contains("replied")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_reply_is_there_again_when_the_card_is_opened_again() {
    bench(async |b| {
        let (card, modal) = drafted(b).await;
        b.smtp.set_mood(Mood::Refuses);
        b.write(&modal, "Precious words.");
        b.submit(&modal).await;
        b.workspace.close(SATO, &modal.view_id).await;
        let again = b.click(SUZUKI, &card).await;
        assert_eq!(b.reply(&again).as_deref(), Some("Precious words."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_answer_is_lost_it_says_so_and_sends_nothing_by_itself() {
    bench(async |b| {
        let (card, modal) = drafted(b).await;
        b.smtp.set_mood(Mood::LosesItsAnswer);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert!(
            b.text(&modal)
                .contains("not certain whether the reply went out"),
            "{}",
            b.text(&modal)
        );
        b.until(|b| b.card_text(&card).contains("not certain"))
            .await;
        b.smtp.set_mood(Mood::Takes);
        for _ in 0..3 {
            b.let_pass(Duration::from_secs(600)).await;
            b.sweep().await;
        }
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_can_mark_an_unknown_reply_as_sent() {
    bench(async |b| {
        let (card, modal) = drafted(b).await;
        b.smtp.set_mood(Mood::LosesItsAnswer);
        b.submit(&modal).await;
        b.press(&modal, "mark_sent_action").await;
        b.until(|b| b.text(&modal).contains("The reply has been sent"))
            .await;
        b.until(|b| b.card_text(&card).contains("replied")).await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_can_send_an_unknown_reply_again() {
    bench(async |b| {
        let (_, modal) = drafted(b).await;
        b.smtp.set_mood(Mood::LosesItsAnswer);
        b.submit(&modal).await;
        b.smtp.set_mood(Mood::Takes);
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("not certain"), "{asked}");
        assert_eq!(b.smtp.taken().len(), 1);
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
        assert!(
            b.text(&modal).contains("The reply has been sent"),
            "{}",
            b.text(&modal)
        );
        assert_eq!(b.smtp.taken().len(), 2);
    })
    .await;
}

/// What a person submits, as it reaches the product.
async fn submission(b: &Bench, card: &Card, modal: &Modal) -> Submission {
    let stored = b.stored(&card.id).await;
    let mut modals = stored.slack.modals.iter();
    let known = modals.find(|it| it.person.as_ref().is_some_and(|it| it.id == modal.person));
    Submission {
        modal: ModalRef {
            files: vec![],
            around: None,
            hash: b.hash(modal),
            context_id: card.id.clone(),
            external_id: known.unwrap().external_id.clone(),
            person: Person {
                id: SATO.to_owned(),
                name: "Yumi Sato".to_owned(),
            },
            language: None,
        },
        inputs: b.inputs(modal),
        told: Vec::new(),
        addressees: Addressees::default(),
    }
}

/// A submission is claimed, and then the process ends.
pub async fn claim_and_end(b: &Bench, card: &Card, modal: &Modal) {
    let submission = submission(b, card, modal).await;
    b.somebody_answers();
    send::claim(&b.app, &b.service.engine.outgoing, &submission)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn words_typed_after_a_crash_while_sending_stay() {
    bench(async |b| {
        let (card, modal) = drafted(b).await;
        claim_and_end(b, &card, &modal).await;
        b.write(&modal, "Hello again.");
        b.let_pass(Duration::from_secs(180)).await;
        b.sweep().await;
        assert!(b.text(&modal).contains("not certain"), "{}", b.text(&modal));
        assert_eq!(b.reply(&modal).as_deref(), Some("Hello again."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_typed_after_a_crash_while_sending_survive_that_somebody_else_looks() {
    bench(async |b| {
        let (card, modal) = drafted(b).await;
        claim_and_end(b, &card, &modal).await;
        b.write(&modal, "Hello again.");
        let suzuki = b.click(SUZUKI, &card).await;
        b.all_work_done().await;
        assert!(
            b.text(&suzuki).contains("is being sent"),
            "{}",
            b.text(&suzuki)
        );
        assert_eq!(b.reply(&modal).as_deref(), Some("Hello again."));
    })
    .await;
}

/// How many seconds after a submission its outcome may come: at once, Slack may still be about to take
/// the answer.
const OUTCOMES_COME_AFTER: [u64; 4] = [0, 2, 5, 60];

/// Does the submission's work until the mail server has the mail, and loses the answer to it.
async fn lose_the_answer(b: &Bench, submission: impl Future<Output = Submitted>) {
    b.somebody_answers();
    b.smtp.set_mood(Mood::Waits);
    let before = b.smtp.taken().len();
    tokio::select! {
        answer = submission => panic!("it was answered: {answer:?}"),
        () = b.until(|b| b.smtp.taken().len() > before) => {}
    }
}

/// The person typed on, and the outcome comes so many seconds after the submission.
async fn typed_words_stay(b: &Bench, card: &Card, modal: &Modal, seconds: u64) {
    b.write(modal, "And one more thing.");
    b.clock.advance(Duration::from_secs(seconds));
    b.smtp.go_on();
    b.until(|b| b.card_text(card).contains("<@U0000001> replied"))
        .await;
    // Whatever else is done meanwhile has card and modals shown, too.
    let again = Mail::new("again@example.com").with("In-Reply-To", "<1@example.com>");
    b.receive(&again).await;
    b.all_work_done().await;
    let kept = Some("And one more thing.");
    assert_eq!(b.reply(modal).as_deref(), kept, "{seconds} s");
    b.let_pass(Duration::from_secs(30)).await;
    b.sweep().await;
    assert_eq!(b.reply(modal).as_deref(), kept, "{seconds} s");
    let text = b.text(modal);
    let told = "<@U0000001> has already replied";
    assert!(text.contains(told), "{seconds} s: {text}");
}

fn far() -> tokio::time::Instant {
    tokio::time::Instant::now() + Duration::from_secs(60)
}

#[tokio::test(flavor = "multi_thread")]
async fn words_typed_after_a_lost_answer_stay_whenever_the_outcome_comes() {
    for seconds in OUTCOMES_COME_AFTER {
        bench(async |b| {
            let (card, modal) = drafted(b).await;
            let submission = submission(b, &card, &modal).await;
            let engine = &b.service.engine;
            lose_the_answer(b, Box::pin(send::submit(engine, &submission, far()))).await;
            typed_words_stay(b, &card, &modal, seconds).await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_typed_after_a_lost_answer_to_the_question_stay_whenever_the_outcome_comes() {
    for seconds in OUTCOMES_COME_AFTER {
        bench(async |b| {
            let (card, modal) = drafted(b).await;
            let suzuki = b.click_and_wait(SUZUKI, &card).await;
            b.submit(&suzuki).await;
            b.write(&modal, "And a word from me.");
            b.submit_and_be_asked(&modal).await;
            let confirmation = Confirmation {
                modal: ModalRef {
                    hash: None,
                    ..submission(b, &card, &modal).await.modal
                },
                told: b.stored(&card.id).await.to_be_told(),
            };
            let engine = &b.service.engine;
            lose_the_answer(b, Box::pin(send::confirm(engine, &confirmation, far()))).await;
            b.workspace.close(SATO, &b.question(&modal).view_id).await;
            typed_words_stay(b, &card, &modal, seconds).await;
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_an_insisted_reply_is_under_way_its_modal_says_so_and_takes_no_more_words() {
    bench_with(answered_early(), async |b| {
        let (_, modal) = drafted(b).await;
        b.write(&modal, "Please see the attached file.");
        b.submit_and_be_asked(&modal).await;
        b.smtp.set_mood(Mood::Waits);
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
        assert_eq!(b.reply(&modal), None, "{}", b.text(&modal));
        assert!(b.text(&modal).contains("is being sent"));
        b.clock.advance(Duration::from_secs(5));
        b.smtp.go_on();
        b.until(|b| b.text(&modal).contains("The reply has been sent"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_text_from_the_same_modal_is_not_taken_for_the_one_under_way() {
    bench(async |b| {
        let (card, modal) = drafted(b).await;
        claim_and_end(b, &card, &modal).await;
        b.write(&modal, "Hello again.");
        let Delivery::Errors { errors } = b.submit(&modal).await else {
            panic!("it was taken")
        };
        let told = errors.values().next().unwrap();
        assert!(told.contains("being sent right now"), "{told}");
        assert_eq!(b.reply(&modal).as_deref(), Some("Hello again."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_while_sending_becomes_an_unknown_outcome() {
    bench(async |b| {
        let (card, modal) = drafted(b).await;
        claim_and_end(b, &card, &modal).await;
        b.let_pass(Duration::from_secs(60)).await;
        assert_eq!(b.sweep().await.replies, 0, "it may still be under way");
        b.let_pass(Duration::from_secs(120)).await;
        assert_eq!(b.sweep().await.replies, 1);
        assert_eq!(b.stored(&card.id).await.state, State::Unknown);
        assert!(
            b.card_text(&card).contains("not certain"),
            "{}",
            b.card_text(&card)
        );
        assert!(b.text(&modal).contains("not certain"), "{}", b.text(&modal));
        assert_eq!(b.smtp.taken(), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_mail_server_is_waited_for_behind_the_answer() {
    bench_with(answered_early(), async |b| {
        b.llm.script(Script::Says(vec!["Hello."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.smtp.set_mood(Mood::Waits);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert!(
            b.text(&modal).contains("is being sent"),
            "{}",
            b.text(&modal)
        );
        assert_eq!(b.stored(&card.id).await.state, State::Sending);
        b.clock.advance(Duration::from_secs(5));
        b.smtp.go_on();
        b.until(|b| b.text(&modal).contains("The reply has been sent"))
            .await;
        b.all_work_done().await;
        b.let_pass(Duration::from_secs(15)).await;
        assert_eq!(b.sweep().await.shown, 0, "nothing is left to be shown");
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_reply_is_under_way_nobody_can_send_another() {
    bench_with(answered_early(), async |b| {
        let (card, sato) = drafted(b).await;
        let suzuki = b.click_and_wait(SUZUKI, &card).await;
        b.smtp.set_mood(Mood::Waits);
        b.submit(&sato).await;
        let Delivery::Errors { errors } = b.submit(&suzuki).await else {
            panic!("it was taken")
        };
        assert!(
            errors
                .values()
                .next()
                .unwrap()
                .contains("being sent right now"),
            "{errors:?}"
        );
        b.smtp.go_on();
        b.until(|b| b.card_text(&card).contains("replied")).await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_reply_is_refused_beneath_its_input() {
    bench(async |b| {
        let (_, modal) = drafted(b).await;
        b.write(&modal, "  \n ");
        let Delivery::Errors { errors } = b.submit(&modal).await else {
            panic!("it was taken")
        };
        assert_eq!(errors.values().next().unwrap(), "Please write a reply.");
        assert_eq!(b.smtp.taken(), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_placeholder_left_in_the_text_blocks_the_send() {
    bench(async |b| {
        b.llm
            .script(Script::Says(vec!["Write to [EMAIL_7], please."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(
            b.text(&modal).contains("stand for nothing"),
            "{}",
            b.text(&modal)
        );
        let Delivery::Errors { errors } = b.submit(&modal).await else {
            panic!("it was taken")
        };
        assert!(
            errors.values().next().unwrap().contains("[EMAIL_7]"),
            "{errors:?}"
        );
        b.write(&modal, "Write to us, please.");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn our_own_address_never_gets_the_reply() {
    bench(async |b| {
        let own_reply_to = Mail::new("1@example.com").with("Reply-To", "Support@shop.example");
        let card = b.receive(&own_reply_to).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.submit(&modal).await;
        assert!(b.smtp.taken()[0].contains("taro.yamada@example.com"));
        assert!(!b.smtp.taken()[0].to_lowercase().contains("to: <support@"));

        let our_own = Mail::new("2@example.com").with("From", "support@shop.example");
        let card = b.receive(&our_own).await;
        assert!(
            b.card_text(&card).contains("Automated email"),
            "{}",
            b.card_text(&card)
        );
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("no address to reply to"))
            .await;
        assert!(matches!(b.submit(&modal).await, Delivery::NotThere { .. }));
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thread_is_told_what_was_sent_and_how_it_differs_from_the_draft() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let draft = b.reply(&modal).unwrap();
        b.write(&modal, &format!("{draft} Call 090-1234-5678!"));
        b.submit(&modal).await;
        b.all_work_done().await;
        let told = b.thread(&card);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("<@U0000001> sent this reply"), "{told:?}");
        assert!(told[0].contains("Call [PHONE_1]!"), "{told:?}");
        assert!(told[0].contains("changed from the draft: 20"), "{told:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thread_is_told_of_a_reply_once_although_slack_was_out() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.slack.fail("chat.postMessage", Fault::LosesItsAnswer);
        b.submit(&modal).await;
        b.all_work_done().await;
        for _ in 0..2 {
            b.let_pass(Duration::from_secs(60)).await;
            b.sweep().await;
        }
        let told = b.thread(&card);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].contains("Sent as drafted."), "{told:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_reply_comes_back_without_its_signature() {
    let setup = Setup {
        environment: vec![("REPLY_SIGNATURE", "Example Shop")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let written = b.reply(&modal);
        b.smtp.set_mood(Mood::Refuses);
        b.submit(&modal).await;
        assert_eq!(b.reply(&modal), written, "a second try signs once, too");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_question_every_tool_of_the_modal_works_on_what_was_typed() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let tools = [
            "revise_draft_action",
            "reply_versions_action",
            "what_the_ai_saw_action",
            "another_draft_action",
        ];
        for tool in tools {
            let text = format!("Please see the attached file. {tool}");
            b.write(&modal, &text);
            b.submit_and_be_asked(&modal).await;
            let question = b.question(&modal);
            b.workspace.close(SATO, &question.view_id).await;
            assert_eq!(b.reply(&modal), Some(text), "{tool}");
            if tool == "another_draft_action" {
                b.press(&modal, tool).await;
                b.until(|b| {
                    b.reply(&modal)
                        .is_some_and(|it| !it.contains("attached file"))
                })
                .await;
            } else {
                let panel = b.push(&modal, tool).await;
                b.workspace.close(SATO, &panel.view_id).await;
                assert!(
                    b.reply(&modal).is_some_and(|it| it.contains(tool)),
                    "{tool}"
                );
            }
        }
        assert_eq!(b.submit(&modal).await, Delivery::Updated, "the new draft");
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}
