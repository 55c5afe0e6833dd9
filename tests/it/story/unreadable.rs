//! Mails that cannot be read as they should, encrypted ones and those whose HTML is too much work,
//! and workers that panic.

use std::time::Duration;

use inquiry::State;
use replybot::config::ShardConfig;
use replybot::flow::draft::{Drafted, Stop, draft_until};
use replybot::role::{Exit, job};
use tokio_util::sync::CancellationToken;

use crate::story::bench::{Mail, SATO, Setup, bench, bench_with};

fn on_arrival() -> Setup {
    Setup {
        environment: vec![("DRAFT_ON_ARRIVAL", "true")],
        ..Setup::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_encrypted_mail_says_so_and_is_drafted_only_when_somebody_asks() {
    bench_with(on_arrival(), async |b| {
        let mail = Mail::new("1@example.com")
            .with(
                "Content-Type",
                "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
            )
            .with("Content-Transfer-Encoding", "base64")
            .saying("MIAGCSqGSIb3DQEHA6CAMIACAQAxgg==");
        let card = b.receive(&mail).await;
        b.all_work_done().await;
        assert!(b.card_text(&card).contains("is encrypted"));
        assert_eq!(b.llm.prompts().len(), 0, "drafted on arrival");
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        assert!(b.text(&modal).contains("is encrypted"));
        assert_eq!(b.llm.prompts().len(), 0, "drafted on opening");
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.llm.prompts().len() == 1).await;
        let asked = b.llm.prompts().concat();
        assert!(asked.contains("encrypted and could not be read"), "{asked}");
    })
    .await;
}

/// One that is encrypted, one without a word, and bytes that are no mail.
fn unreadable() -> [Mail; 3] {
    let encrypted = Mail::new("1@example.com")
        .with(
            "Content-Type",
            "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
        )
        .with("Content-Transfer-Encoding", "base64")
        .saying("MIAGCSqGSIb3DQEHA6CAMIACAQAxgg==");
    let pgp =
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA5+abcdefghijklmnop\n=abcd\n-----END PGP MESSAGE-----";
    [
        encrypted,
        Mail::new("2@example.com").saying(" "),
        Mail::new("3@example.com").saying(pgp),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_drafts_nothing_for_mails_in_which_there_is_nothing_to_read() {
    bench_with(Setup::by_hand(), async |b| {
        for mail in unreadable() {
            b.receive(&mail).await;
        }
        let readable = b.receive(&Mail::new("4@example.com")).await;
        let (all, never) = (ShardConfig { index: 0, count: 1 }, CancellationToken::new());
        for _ in 0..2 {
            let exit = job::pending(&b.app, all, 2, &never).await.unwrap();
            assert_eq!(exit, Exit::Done);
        }
        assert_eq!(b.llm.prompts().len(), 1);
        assert_eq!(b.stored(&readable.id).await.state, State::Drafted);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_without_a_word_says_that_it_has_none() {
    bench_with(on_arrival(), async |b| {
        let card = b.receive(&Mail::new("1@example.com").saying(" \n")).await;
        b.all_work_done().await;
        assert!(
            b.card_text(&card).contains("no text"),
            "{}",
            b.card_text(&card)
        );
        assert!(b.card_text(&card).contains("Waiting for a reply"));
        assert_eq!(b.llm.prompts().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_html_is_too_much_work_says_so_on_card_and_modal() {
    bench(async |b| {
        let rules: String = (0..3_000)
            .map(|n| format!(".a{n}{{display:none}}"))
            .collect();
        let html = format!("<style>{rules}</style><p>Where is my teapot?</p>");
        let mail = Mail::new("1@example.com")
            .with("Content-Type", "text/html; charset=utf-8")
            .saying(&html);
        let card = b.receive(&mail).await;
        assert!(b.card_text(&card).contains("too complex"));
        let modal = b.click_and_wait(SATO, &card).await;
        let shown = b.text(&modal);
        assert!(shown.contains("too complex") && shown.contains("Where is my teapot?"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_panics_is_no_end_of_the_modal_and_is_not_begun_again() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        let panics = std::future::poll_fn::<Stop, _>(|_| panic!("a mistake in the worker"));
        let drafted = draft_until(&b.app, &card.id, panics).await.unwrap();
        assert!(matches!(drafted, Drafted::Failed(_)), "{drafted:?}");
        assert!(b.text(&modal).contains("No draft could be written"));
        let asked = b.llm.prompts().len();
        for _ in 0..5 {
            b.let_pass(Duration::from_secs(600)).await;
            b.sweep().await;
        }
        assert_eq!(b.llm.prompts().len(), asked, "begun again");
        assert_eq!(b.stored(&card.id).await.state, State::Failed);
    })
    .await;
}
