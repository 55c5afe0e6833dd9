//! Slack's rate limits: many mails at once, and updates of a modal. Slack's clock runs faster than
//! that on the wall, and what Slack asks to wait for is shortened accordingly.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures_util::future::join_all;
use replybot::flow::receive::{Received, receive};

use crate::story::bench::{Bench, Mail, SATO, Setup, bench, bench_with};
use crate::support::llm::Script;
use crate::support::proxy::Fault;

const MAILS: usize = 500;

/// Slack's clock runs on, `times` as fast, while something is done.
async fn while_time_flies<T>(b: &Bench, times: u32, work: impl Future<Output = T>) -> T {
    let tick = Duration::from_millis(10);
    let flies = async {
        loop {
            tokio::time::sleep(tick).await;
            b.clock.advance(tick * times);
        }
    };
    tokio::select! {
        done = work => done,
        () = flies => unreachable!("it never ends"),
    }
}

/// How many cards each inquiry has.
fn cards(b: &Bench) -> BTreeMap<String, usize> {
    let mut cards = BTreeMap::new();
    for message in b.workspace.messages() {
        let id = message["metadata"]["event_payload"]["context_id"].as_str();
        *cards.entry(id.unwrap().to_owned()).or_default() += 1;
    }
    cards
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_mails_at_once_are_five_hundred_cards_one_each() {
    let setup = Setup {
        by_hand: true,
        rate_limits: true,
        // Longer than all waits on the faster clock.
        draft_lease: Some(Duration::from_secs(3600)),
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        b.slack.hurry();
        let mails: Vec<String> = (0..MAILS)
            .map(|number| {
                let id = format!("{number}@example.com");
                Mail::new(&id).with("From", &format!("c{id}")).eml()
            })
            .collect();
        let taken = while_time_flies(b, 100, async {
            join_all(mails.iter().map(|eml| receive(&b.app, eml.as_bytes()))).await
        });
        let taken: Vec<Received> = taken.await.into_iter().map(Result::unwrap).collect();
        let ids: BTreeSet<_> = taken.iter().map(|it| it.id().clone()).collect();
        assert_eq!(ids.len(), MAILS);
        assert!(b.slack.rate_limited() > 0, "Slack asked to wait");
        // What was not posted at once is due when the lease ends.
        for _ in 0..50 {
            if cards(b).len() == MAILS {
                break;
            }
            b.let_pass(Duration::from_secs(3600)).await;
            while_time_flies(b, 2000, b.sweep()).await;
        }
        let cards = cards(b);
        assert!(cards.keys().eq(ids.iter().map(|id| id.as_str())));
        assert!(cards.values().all(|count| *count == 1), "one card each");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_update_of_a_modal_gets_through_however_often_slack_asks_to_wait() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec!["Thank ", "|", "you."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        // Beyond the burst, each wait ends in another one.
        for _ in 0..3 {
            b.slack.fail("views.update", Fault::RateLimited(0));
        }
        b.llm.go_on();
        b.until(|b| b.reply(&modal).as_deref() == Some("Thank you."))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_slack_puts_off_for_long_is_made_by_the_next_sweep() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec!["Thank ", "|", "you."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        // Longer than anybody waits for.
        for _ in 0..3 {
            b.slack.fail("views.update", Fault::RateLimited(120));
        }
        b.llm.go_on();
        b.until(|b| b.llm.prompts().len() == 1 && b.slack.unused().len() < 3)
            .await;
        for _ in 0..6 {
            b.let_pass(Duration::from_secs(60)).await;
            b.sweep().await;
        }
        assert_eq!(b.reply(&modal).as_deref(), Some("Thank you."));
    })
    .await;
}
