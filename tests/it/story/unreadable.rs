//! Mails that cannot be read as they should, encrypted ones and those whose HTML is too much work,
//! and workers that panic.

use std::time::Duration;

use replybot::flow::draft::{Drafted, Stop, draft_until};
use replybot::inquiry::State;

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
