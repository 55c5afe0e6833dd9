//! A doubt about an earlier reply outlives whatever happens to the inquiry, until a person settles it.

use inquiry::{Cause, State};
use inquiry::{Delivery as Came, Failure, Inquiry, Step};
use screens::card::card;
use screens::modal::{Inputs, Screen, view};
use screens::texts::Language;
use serde_json::json;
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, TANAKA, bench};
use crate::support::llm::Script;
use crate::support::smtp::Mood;

/// A reply whose answer was lost.
async fn doubtful(b: &Bench) -> (Card, Modal) {
    b.llm.script(Script::Says(vec!["Hello."]));
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.smtp.set_mood(Mood::LosesItsAnswer);
    b.submit(&modal).await;
    b.until(|b| b.card_text(&card).contains("not certain"))
        .await;
    b.smtp.set_mood(Mood::Takes);
    (card, modal)
}

/// It is closed as spam, and a colleague has another draft written.
async fn drafted_by_somebody_else(b: &Bench, card: &Card) -> Modal {
    b.act(SATO, card, "more_acts", Some("mark_as_spam")).await;
    b.until(|b| b.card_text(card).contains("spam")).await;
    let other = b.click(SUZUKI, card).await;
    b.llm.script(Script::Says(vec!["Another."]));
    b.press(&other, "another_draft_action").await;
    b.until(|b| b.reply(&other).as_deref() == Some("Another."))
        .await;
    other
}

#[tokio::test(flavor = "multi_thread")]
async fn closed_as_spam_and_drafted_by_somebody_else_the_doubt_is_told_before_a_second_mail() {
    bench(async |b| {
        let (card, _) = doubtful(b).await;
        let other = drafted_by_somebody_else(b, &card).await;
        assert!(
            b.card_text(&card).contains("not certain"),
            "{}",
            b.card_text(&card)
        );
        assert!(b.text(&other).contains("not certain"), "{}", b.text(&other));
        let asked = b.submit_and_be_asked(&other).await;
        assert_eq!(
            b.smtp.taken().len(),
            1,
            "nothing goes out before they insist"
        );
        assert!(asked.contains("two replies"), "{asked}");
        assert_eq!(b.reply(&other).as_deref(), Some("Another."));
        b.insist(&other).await;
        b.until(|b| b.card_text(&card).contains("replied")).await;
        assert_eq!(b.smtp.taken().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doubt_can_be_settled_from_the_modal_of_another_draft_which_keeps_what_was_typed() {
    bench(async |b| {
        let (card, _) = doubtful(b).await;
        let other = drafted_by_somebody_else(b, &card).await;
        b.write(&other, "My own words.");
        b.press(&other, "mark_sent_action").await;
        b.until(|b| b.text(&other).contains("already replied"))
            .await;
        assert_eq!(b.reply(&other).as_deref(), Some("My own words."));
        b.until(|b| b.card_text(&card).contains("replied")).await;
        assert_eq!(b.stored(&card.id).await.state, State::Sent);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_a_person_marks_as_not_sent_is_sent_again_without_another_question() {
    bench(async |b| {
        let (card, modal) = doubtful(b).await;
        b.write(&modal, "Once more.");
        b.press(&modal, "mark_unsent_action").await;
        b.until(|b| b.text(&modal).contains("did not go out")).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("Once more."));
        b.until(|b| b.card_text(&card).contains("could not be sent"))
            .await;
        let third = b.click(TANAKA, &card).await;
        assert_eq!(b.submit(&third).await, Delivery::Updated);
        assert!(
            b.text(&third).contains("has been sent"),
            "{}",
            b.text(&third)
        );
        assert_eq!(b.smtp.taken().len(), 2);
    })
    .await;
}

/// The inquiry in a state, with the doubtful reply as its newest or before another one.
fn variants(inquiry: &Inquiry, state: State) -> Vec<Inquiry> {
    let mut alone = inquiry.clone();
    alone.state = state;
    if state == State::Failed {
        alone.failure = Some(Failure {
            step: Step::Draft,
            cause: Cause::TimedOut,
            detail: String::new(),
        });
    }
    let mut before = alone.clone();
    let mut second = before.delivery.replies[0].clone();
    second.delivery = match state {
        State::Sent => Came::Accepted,
        State::Sending => Came::UnderWay,
        State::Unknown => Came::Lost,
        _ => Came::Refused,
    };
    before.delivery.replies.push(second);
    let mut refused = before.clone();
    if let Some(failure) = &mut refused.failure {
        failure.step = Step::Reply;
    }
    match state {
        // There it is the newest reply that is under way or out.
        State::Sent | State::Sending => vec![before],
        _ => vec![alone, before, refused],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_card_and_modal_says_a_doubt_about_an_earlier_reply() {
    bench(async |b| {
        let (card_of, _) = doubtful(b).await;
        let inquiry = b.stored(&card_of.id).await;
        for state in [
            State::Notified,
            State::Drafting,
            State::Drafted,
            State::Sending,
            State::Sent,
            State::Failed,
            State::Unknown,
            State::Closed,
        ] {
            for inquiry in variants(&inquiry, state) {
                let typed = vec![("editable_reply_block_1".into(), "text".into())];
                let screens = [
                    Screen::of(&inquiry),
                    Screen::with(Inputs::as_typed(typed), &inquiry),
                    Screen::Edit(Inputs::empty("key")),
                ];
                for (language, says) in [
                    (Language::En, "ot certain whether"),
                    (Language::Ja, "確認が取れていません"),
                ] {
                    let look = b.app.look.in_language(Some(language));
                    let shown = json!(card(&inquiry, &look).blocks).to_string();
                    assert!(shown.contains(says), "the card, {state:?}: {shown}");
                    for screen in &screens {
                        let shown = view(&inquiry, "ai-reply-x-1", screen, &look);
                        let shown = json!(shown).to_string();
                        assert!(shown.contains(says), "{screen:?}, {state:?}: {shown}");
                    }
                }
            }
        }
    })
    .await;
}
