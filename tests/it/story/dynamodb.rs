//! The story once more, with the inquiries in DynamoDB.

use std::sync::Arc;
use std::time::Duration;

use inquiry::State;
use replybot::flow::receive::{Received, receive};
use replybot::flow::sweep::sweep;
use slack_sim::Delivery;

use crate::story::bench::{Bench, Mail, SATO, SUZUKI, Setup, bench_with};
use crate::story::facts::proven;
use crate::story::open::{answer_older_card, older_item};
use crate::support::dynamodb::Table;
use crate::support::proxy::Fault;

async fn over(table: Table, test: impl AsyncFnOnce(&Bench, &Table)) {
    let table = Arc::new(table);
    let setup = Setup {
        table: Some(table.clone()),
        ..Setup::default()
    };
    bench_with(setup, async |b| test(b, &table).await).await;
}

/// From the mail to the answered card, and nothing is left to do.
async fn answer_a_mail(b: &Bench) {
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.write(&modal, "It is on its way.");
    assert_eq!(b.submit(&modal).await, Delivery::Updated);
    b.until(|b| b.card_text(&card).contains("replied")).await;
    assert_eq!(b.smtp.taken().len(), 1);
    assert!(b.smtp.taken()[0].contains("It is on its way."));
    assert_eq!(b.stored(&card.id).await.state, State::Sent);
    b.all_work_done().await;
    b.let_pass(Duration::from_secs(600)).await;
    b.sweep().await;
    assert_eq!(b.sweep().await, Default::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_answered() {
    over(Table::new().await, async |b, table| {
        answer_a_mail(b).await;
        let listed = b.app.store.newest(10).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(
            table.items().await.len(),
            8,
            "the inquiry, what leads to it from the mail and the reply, its sender's cards, the tries to read it, how far the walk over older items came, and the reply's proof with the end of the chain"
        );
        let (stored, record) = proven(b, &listed[0].id).await;
        let reply = stored.newest_reply().unwrap();
        assert_eq!(record.verify(&stored, reply, None), Ok(()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_answered_with_a_table_that_has_no_indexes() {
    over(Table::without_indexes().await, async |b, _| {
        answer_a_mail(b).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_of_an_older_deployment_works_and_its_item_keeps_what_others_wrote() {
    over(Table::without_indexes().await, async |b, table| {
        let mut item = older_item();
        item["assigned_team"] = "returns".into();
        table.put(item.clone()).await;
        answer_older_card(b).await;
        let stored = table.item("old-1").await.unwrap();
        assert_eq!(stored["state"], "sent");
        for name in [
            "sender_email",
            "subject",
            "body_raw",
            "ttl_epoch",
            "assigned_team",
        ] {
            assert_eq!(stored[name], item[name], "{name}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_mail_delivered_twice_at_once_makes_one_card() {
    over(Table::new().await, async |b, _| {
        let mail = Mail::new("1@example.com").eml();
        let (one, other) = tokio::join!(
            receive(&b.app, mail.as_bytes()),
            receive(&b.app, mail.as_bytes())
        );
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.id(), other.id());
        let new = [&one, &other].map(|it| usize::from(matches!(it, Received::New(_))));
        assert_eq!(new.iter().sum::<usize>(), 1);
        b.card(one.id());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_too_long_for_an_item_is_answered_and_not_stored_twice() {
    over(Table::new().await, async |b, table| {
        let mail =
            Mail::new("1@example.com").saying(&"A line of a very long mail.\n".repeat(16_000));
        let card = b.receive(&mail).await;
        let again = b.deliver(&mail).await;
        assert!(
            matches!(&again, Received::Duplicate(id) if *id == card.id),
            "{again:?}"
        );
        let modal = b.click_and_wait(SATO, &card).await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.until(|b| b.card_text(&card).contains("replied")).await;
        let size = table
            .item(card.id.as_str())
            .await
            .unwrap()
            .to_string()
            .len();
        assert!(size < 400_000, "{size} bytes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_people_who_submit_at_once_one_is_told() {
    over(Table::new().await, async |b, _| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let (one, other) = (
            b.click_and_wait(SATO, &card).await,
            b.click_and_wait(SUZUKI, &card).await,
        );
        tokio::join!(b.submit(&one), b.submit(&other));
        b.until(|b| b.card_text(&card).contains("replied")).await;
        b.all_work_done().await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_sweeps_at_once_post_each_card_once() {
    over(Table::new().await, async |b, _| {
        let mut ids = Vec::new();
        for number in 0..4 {
            b.slack.fail("chat.postMessage", Fault::Unavailable);
            let received = b
                .deliver(&Mail::new(&format!("{number}@example.com")))
                .await;
            ids.push(received.id().clone());
        }
        b.let_pass(Duration::from_secs(60)).await;
        let swept = tokio::join!(
            sweep(&b.app, None),
            sweep(&b.app, None),
            sweep(&b.app, None)
        );
        let cards = [swept.0, swept.1, swept.2].map(|swept| swept.unwrap().cards);
        assert_eq!(cards.iter().sum::<usize>(), 4);
        ids.iter().for_each(|id| drop(b.card(id)));
    })
    .await;
}
