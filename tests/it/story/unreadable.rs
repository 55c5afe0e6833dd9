//! Mails that cannot be read as they should: encrypted ones, those whose HTML is too much work, and
//! those whose reading ends the process.

use std::time::Duration;

use replybot::clock::later;
use replybot::inquiry::State;
use replybot::store::{Most, Spent, reading_key};

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
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(b.text(&modal).contains("is encrypted"));
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
async fn a_mail_whose_reading_ended_the_process_twice_is_taken_by_its_headers() {
    bench(async |b| {
        let mail = Mail::new("1@example.com").saying(&"Where is my teapot?\n".repeat(2_000));
        // Two processes began to read it, and came to no end.
        let begun = Spent {
            drafts: 1,
            ..Spent::default()
        };
        let key = reading_key(mail.eml().as_bytes());
        let until = later(b.app.clock.now(), Duration::from_secs(3_600));
        for _ in 0..2 {
            let counted = b.app.store.spend(&key, begun, Most::default(), until);
            counted.await.unwrap().unwrap();
        }
        let card = b.receive(&mail).await;
        let stored = b.stored(&card.id).await;
        assert!(stored.mail.unreadable);
        assert_eq!(stored.mail.subject.expose(), "Where is my order?");
        assert_eq!(stored.state, State::Notified);
        // The next mail is read as usual.
        let other = b.receive(&Mail::new("2@example.com")).await;
        assert!(!b.stored(&other.id).await.mail.unreadable);
    })
    .await;
}
