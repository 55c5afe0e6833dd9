//! A flood of one sender's mails costs a bounded number of Slack's calls, loses none of them, and holds
//! up no other's.

use std::time::Duration;

use inquiry::State;
use replybot::flow::receive::{Received, receive};
use slack_sim::Place;

use crate::story::bench::{Bench, Mail, Modal, SATO, Setup, bench, bench_with};
use crate::support::llm::Script;

/// Ten thousand take minutes in an unoptimized build: `FLOOD=10000`.
const MAILS: usize = 1_000;
/// Cards of one sender an hour, and the one that tells of the others.
const CARDS: usize = 20 + 1;

fn by_hand() -> Setup {
    Setup::by_hand()
}

/// How often a method of Slack's was called.
fn calls(b: &Bench, method: &str) -> usize {
    let calls = b.workspace.calls();
    calls.iter().filter(|call| call.method == method).count()
}

async fn take(b: &Bench, number: usize, mail: &Mail) -> Received {
    let mail = mail
        .clone()
        .with("Message-ID", &format!("<flood-{number}@example.com>"));
    receive(&b.app, mail.eml().as_bytes()).await.unwrap()
}

fn calls_at_all(b: &Bench) -> usize {
    b.workspace.calls().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_mails_of_one_sender_cost_a_bounded_number_of_calls_and_none_is_lost() {
    let mails = std::env::var("FLOOD").map_or(MAILS, |text| text.parse().unwrap());
    bench_with(by_hand(), async |b| {
        let mail = Mail::new("first@example.com");
        let before = calls_at_all(b);
        for number in 0..mails {
            let received = take(b, number, &mail).await;
            assert!(matches!(received, Received::New(_)), "{received:?}");
        }
        assert_eq!(calls(b, "chat.postMessage"), CARDS);
        // Another customer's card is there at once.
        let other = Mail::new("other@example.com").with("From", "Hanako <hanako@example.org>");
        b.receive(&other).await;
        for _ in 0..5 {
            b.let_pass(Duration::from_secs(61)).await;
            b.sweep().await;
        }
        let spent = calls_at_all(b) - before;
        assert!(spent <= CARDS + 2 + 5, "{spent} calls");
        let shown = b.workspace.messages();
        let more = format!("{} more emails of this sender", mails - CARDS);
        let telling = shown.iter().filter(|it| it.to_string().contains(&more));
        assert_eq!(telling.count(), 1);
        let stored = b.app.store.newest(mails + 100).await.unwrap();
        assert_eq!(stored.len(), mails + 1);
        assert!(stored.iter().all(|it| it.state == State::Notified));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_without_a_card_is_opened_from_the_home_tab_and_answered() {
    bench(async |b| {
        b.llm.script(Script::Says(vec!["Hello."]));
        let mut last = None;
        for number in 0..CARDS + 1 {
            last = Some(take(b, number, &Mail::new("first@example.com")).await);
        }
        let id = last.unwrap().id().clone();
        assert!(b.cards(&id).is_empty());
        // The others are answered: it comes to the top of the list.
        for inquiry in b.app.store.newest(100).await.unwrap() {
            if inquiry.id != id {
                b.app
                    .store
                    .change(&inquiry.id, |it| {
                        it.record(inquiry::Event::Closed, None, it.received_at)
                    })
                    .await
                    .unwrap();
            }
        }
        b.workspace.open_home(SATO).await;
        let view_id = b.workspace.home(SATO).unwrap();
        b.somebody_answers();
        let place = Place::View { view_id };
        b.workspace
            .click(SATO, &place, "generate_reply_action")
            .await;
        let modal = Modal {
            view_id: b.workspace.open_views(SATO).pop().unwrap(),
            person: SATO.to_owned(),
        };
        b.until(|b| b.reply(&modal).as_deref() == Some("Hello."))
            .await;
        b.submit(&modal).await;
        b.all_work_done().await;
        assert_eq!(b.smtp.taken().len(), 1);
        assert_eq!(b.stored(&id).await.state, State::Sent);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_later_the_sender_has_cards_again() {
    bench_with(by_hand(), async |b| {
        for number in 0..CARDS + 5 {
            take(b, number, &Mail::new("first@example.com")).await;
        }
        assert_eq!(calls(b, "chat.postMessage"), CARDS);
        b.let_pass(Duration::from_secs(60 * 60)).await;
        b.receive(&Mail::new("later@example.com")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_after_a_plus_are_the_same_sender_and_customers_of_a_form_are_not() {
    bench_with(by_hand(), async |b| {
        for number in 0..CARDS + 5 {
            let from = format!("taro.yamada+{number}@EXAMPLE.com");
            take(
                b,
                number,
                &Mail::new("first@example.com").with("From", &from),
            )
            .await;
        }
        assert_eq!(calls(b, "chat.postMessage"), CARDS);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_slack_is_out_a_flood_is_stored_and_its_cards_come_with_everybody_elses() {
    bench_with(by_hand(), async |b| {
        b.slack.break_down("chat.postMessage");
        for number in 0..CARDS + 30 {
            take(b, number, &Mail::new("first@example.com")).await;
        }
        let other = Mail::new("other@example.com").with("From", "Hanako <hanako@example.org>");
        let other = b.deliver(&other).await;
        b.slack.mend();
        b.let_pass(Duration::from_secs(61)).await;
        let swept = b.sweep().await;
        assert_eq!(swept.cards, CARDS + 1, "{swept:?}");
        assert_eq!(b.cards(other.id()).len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_names_twenty_others_updates_one_card() {
    bench_with(by_hand(), async |b| {
        let mut references = String::new();
        for number in 0..20 {
            b.receive(
                &Mail::new(&format!("{number}@example.com")).saying(&format!("Mail {number}")),
            )
            .await;
            references += &format!("<{number}@example.com> ");
        }
        let before = calls(b, "chat.update");
        // The first of the next hour has a card.
        b.let_pass(Duration::from_secs(60 * 60)).await;
        b.receive(&Mail::new("next@example.com").with("References", &references))
            .await;
        assert_eq!(calls(b, "chat.update") - before, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_who_goes_on_writing_updates_the_card_once() {
    bench_with(by_hand(), async |b| {
        let card = b.receive(&Mail::new("first@example.com")).await;
        for number in 0..10 {
            let next = Mail::new(&format!("n{number}@example.com"))
                .with("In-Reply-To", "<first@example.com>");
            b.deliver(&next.saying(&format!("And {number}?"))).await;
        }
        assert_eq!(calls(b, "chat.update"), 1);
        assert_eq!(b.stored(&card.id).await.slack.newer_mails, 10);
    })
    .await;
}
