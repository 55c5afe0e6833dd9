//! A sweep is safe at any time, by several at once.

use std::time::Duration;

use inquiry::Event;
use replybot::app::App;
use replybot::dispatch::Dispatcher;
use replybot::flow::sweep::sweep;

use crate::story::bench::{Mail, SATO, SUZUKI, Setup, TANAKA, bench, bench_with};
use crate::support::llm::Script;
use crate::support::proxy::Fault;

#[tokio::test(flavor = "multi_thread")]
async fn with_nothing_left_undone_a_sweep_does_nothing() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.submit(&modal).await;
        b.until(|b| b.card_text(&card).contains("replied")).await;
        b.let_pass(Duration::from_secs(600)).await;
        b.sweep().await;
        assert_eq!(b.sweep().await, Default::default());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sweeps_are_made_while_more_drafts_are_asked_for_than_are_written_at_a_time() {
    let setup = Setup {
        crowded: true,
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let mut modals = Vec::new();
        for (number, person) in [SATO, SUZUKI, TANAKA].into_iter().enumerate() {
            b.llm.script(Script::Pauses(vec!["Thank ", "|", "you."]));
            let mail = Mail::new(&format!("{number}@example.com"));
            let card = b.receive(&mail).await;
            modals.push(b.click(person, &card).await);
        }
        b.until(|b| b.llm.prompts().len() == 1).await;
        let stale = b.receive(&Mail::new("stale@example.com")).await;
        // Whoever closed it ended before it was shown.
        let now = b.app.clock.now();
        let closed = b.app.store.change(&stale.id, |inquiry| {
            inquiry.worker.due_at = now;
            inquiry.record(Event::Closed, None, now)
        });
        closed.await.unwrap();
        b.until(|b| b.card_text(&stale).contains("Closed: no reply needed"))
            .await;
        assert_eq!(b.llm.prompts().len(), 1, "no slot was free");
        modals.iter().for_each(|_| b.llm.go_on());
        b.until(|b| {
            modals
                .iter()
                .all(|it| b.reply(it).as_deref() == Some("Thank you."))
        })
        .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_sweeps_at_once_post_each_card_once() {
    bench_with(Setup::by_hand(), async |b| {
        let mut ids = Vec::new();
        for number in 0..5 {
            b.slack.fail("chat.postMessage", Fault::Unavailable);
            ids.push(
                b.deliver(&Mail::new(&format!("{number}@example.com")))
                    .await
                    .id()
                    .clone(),
            );
        }
        b.let_pass(Duration::from_secs(60)).await;
        let swept = tokio::join!(
            sweep(&b.app, None),
            sweep(&b.app, None),
            sweep(&b.app, None)
        );
        let cards = [swept.0, swept.1, swept.2].map(|swept| swept.unwrap().cards);
        assert_eq!(cards.iter().sum::<usize>(), 5);
        ids.iter().for_each(|id| drop(b.card(id)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sweep_without_a_model_does_all_but_drafts_and_leaves_those_as_they_are() {
    bench_with(Setup::by_hand(), async |b| {
        let wanted = b.receive(&Mail::new("1@example.com")).await;
        b.click(SATO, &wanted).await;
        b.all_work_done().await;
        b.slack.fail("chat.postMessage", Fault::Unavailable);
        let unseen = b.deliver(&Mail::new("2@example.com")).await.id().clone();
        let app = App {
            dispatcher: Dispatcher::Elsewhere,
            ..(*b.app).clone()
        };
        // However often, no draft is given up because of it.
        for round in 0..20 {
            b.let_pass(Duration::from_secs(60)).await;
            let swept = sweep(&app, None).await.unwrap();
            assert_eq!((swept.left, swept.drafts), (1, 0), "{swept:?}");
            assert_eq!(swept.cards, usize::from(round == 0), "{swept:?}");
        }
        b.card(&unseen);
        assert_eq!(b.llm.prompts(), Vec::<String>::new());
        // A process with a model takes it up.
        assert_eq!(b.sweep().await.drafts, 1);
        b.write_drafts().await;
        b.until(|b| b.card_text(&wanted).contains("A draft is ready"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_could_not_be_updated_is_brought_up_to_date_later() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.until(|b| b.card_text(&card).contains("A draft is ready"))
            .await;
        b.slack.break_down("chat.update");
        b.submit(&modal).await;
        b.all_work_done().await;
        b.slack.mend();
        assert!(!b.card_text(&card).contains("replied"));
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
        assert!(
            b.card_text(&card).contains("replied"),
            "{}",
            b.card_text(&card)
        );
    })
    .await;
}
