//! The channel gets the figures of a day or a week, once.

use std::time::Duration;

use inquiry::clock::later;
use inquiry::{ContextId, Inquiry};
use mail::parse;
use replybot::flow::sweep::sweep;

use crate::story::bench::{Bench, Mail, SATO, Setup, bench, bench_with};
use crate::support::llm::Script;
use crate::support::proxy::Fault;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// The bench's clock starts on a Tuesday at noon in Tokyo.
async fn with_summary(every: &'static str, test: impl AsyncFnOnce(&Bench)) {
    let setup = Setup {
        environment: vec![("SUMMARY", every)],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        // What ended before there was anything is settled, be it by the worker's own first look.
        b.sweep().await;
        b.all_work_done().await;
        test(b).await;
    })
    .await;
}

fn summaries(b: &Bench) -> Vec<String> {
    let mut messages = b.workspace.messages();
    messages.retain(|it| it["metadata"]["event_type"] == "replybot_summary");
    messages.iter().map(|it| it["blocks"].to_string()).collect()
}

async fn a_day(b: &Bench) {
    b.llm.script(Script::Says(vec!["Hello."]));
    let first = b.receive(&Mail::new("1@example.com")).await;
    let second = b
        .receive(&Mail::new("2@example.com").with("Subject", "Two"))
        .await;
    b.receive(&Mail::new("3@example.com").with("Subject", "Three"))
        .await;
    let modal = b.click_and_wait(SATO, &first).await;
    b.let_pass(2 * HOUR + HOUR / 4).await;
    b.write(&modal, "Hello!!");
    b.submit(&modal).await;
    b.act(SATO, &second, "close_inquiry", None).await;
    b.all_work_done().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_day_is_summed_up_at_nine_once_though_several_sweep() {
    with_summary("daily", async |b| {
        a_day(b).await;
        b.sweep().await;
        assert_eq!(summaries(b), Vec::<String>::new(), "the day is not over");
        // 9:00 in Tokyo.
        b.let_pass(19 * HOUR).await;
        let sweeps = std::iter::repeat_with(|| sweep(&b.app, None)).take(4);
        futures_util::future::join_all(sweeps).await;
        let said = summaries(b);
        assert_eq!(said.len(), 1, "{said:?}");
        for part in [
            "*Arrived*\\n3",
            "*Replies sent*\\n1",
            "*Waiting now*\\n1\\nOldest",
            // The customer wrote an hour before the mail was taken.
            "3 h 15 min",
            "No reply needed: 1, spam: 0",
            "Sent as drafted: 0 of 1\\nCharacters changed: 2",
        ] {
            assert!(said[0].contains(part), "{part} in {}", said[0]);
        }
        b.sweep().await;
        b.let_pass(HOUR).await;
        b.sweep().await;
        assert_eq!(summaries(b).len(), 1);
        b.let_pass(24 * HOUR).await;
        b.sweep().await;
        let said = summaries(b);
        assert_eq!(said.len(), 2, "the next day has its own");
        for part in ["*Arrived*\\n0", "*Replies sent*\\n0", "*Waiting now*\\n1"] {
            assert!(said[1].contains(part), "{part} in {}", said[1]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_day_is_counted_whole() {
    const MAILS: usize = 1_034;
    with_summary("daily", async |b| {
        let now = b.app.clock.now();
        let inserted = (0..MAILS).map(async |number| {
            let mail = parse(format!("From: c{number}@example.com\r\n\r\nHello").as_bytes());
            let id = ContextId::parse(&b.app.ids.next()).unwrap();
            let mut inquiry = Inquiry::received(id, mail, now, later(now, b.app.retention));
            // No step of it is due when the summary is.
            inquiry.worker.due_at = later(now, 48 * HOUR);
            let key = format!("message#{number}");
            b.app.store.insert(&inquiry, &key).await.unwrap();
        });
        futures_util::future::join_all(inserted).await;
        b.let_pass(22 * HOUR).await;
        b.sweep().await;
        let said = summaries(b).concat();
        assert!(said.contains("*Arrived*\\n1034"), "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_whose_outcome_is_unclear_is_looked_for_before_it_is_posted_again() {
    for (fault, posted_at_first) in [(Fault::LosesItsAnswer, 1), (Fault::Unavailable, 0)] {
        with_summary("daily", async |b| {
            a_day(b).await;
            b.let_pass(19 * HOUR).await;
            b.slack.fail("chat.postMessage", fault);
            b.sweep().await;
            assert_eq!(summaries(b).len(), posted_at_first);
            for _ in 0..3 {
                b.let_pass(HOUR / 60).await;
                b.sweep().await;
            }
            assert_eq!(summaries(b).len(), 1);
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_week_is_summed_up_on_monday() {
    with_summary("weekly", async |b| {
        a_day(b).await;
        b.let_pass(2 * 24 * HOUR).await;
        b.sweep().await;
        assert_eq!(summaries(b).len(), 0);
        b.let_pass(4 * 24 * HOUR).await;
        b.sweep().await;
        assert_eq!(summaries(b).len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_being_asked_for_and_without_anything_to_say_there_is_none() {
    bench(async |b| {
        a_day(b).await;
        b.let_pass(24 * HOUR).await;
        b.sweep().await;
        assert_eq!(summaries(b).len(), 0);
    })
    .await;
    with_summary("daily", async |b| {
        b.let_pass(24 * HOUR).await;
        b.sweep().await;
        assert_eq!(summaries(b).len(), 0);
    })
    .await;
}
