//! Mails that cannot be read as they should: encrypted ones, and those whose HTML is too much work.

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
