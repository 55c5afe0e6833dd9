//! Canned replies, and what is added to every reply.

use std::path::PathBuf;
use std::time::Duration;

use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with};
use crate::story::send::claim_and_end;
use crate::support::proxy::Fault;

const CANNED: &str = "canned_reply_action";

/// Two canned replies, as files.
fn folder() -> (tempfile::TempDir, &'static str) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "1-returns.md",
        "# Returns\n\nDear {{customer_name}},\nabout \"{{subject}}\": send it to {{shop}}.",
    );
    write("closing.txt", "Ask me again, {{customer_name}}.");
    write("notes.pdf", "{{nonsense}}");
    let path: PathBuf = folder.path().to_owned();
    let path: &'static str = path.to_string_lossy().into_owned().leak();
    (folder, path)
}

async fn opened(b: &Bench) -> (Card, Modal) {
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    (card, modal)
}

async fn with_canned(test: impl AsyncFnOnce(&Bench)) {
    let (_folder, path) = folder();
    let setup = Setup {
        environment: vec![("CANNED_REPLIES", path)],
        ..Setup::default()
    };
    bench_with(setup, test).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canned_reply_is_shown_filled_in_and_goes_behind_what_was_typed() {
    with_canned(async |b| {
        let (card, modal) = opened(b).await;
        b.write(&modal, "Half a sent");
        let before = b.inputs(&modal)[0].0.clone();
        let panel = b.push(&modal, CANNED).await;
        let text = b.text(&panel);
        assert!(text.contains("Returns\nclosing"), "{text}");
        assert!(text.contains("Dear Taro Yamada,"), "{text}");
        b.choose(&panel, "canned_block", "1").await;
        assert!(b.text(&panel).contains("Ask me again, Taro Yamada."));
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        let (block_id, text) = b.inputs(&modal)[0].clone();
        assert_eq!(text, "Half a sent\n\nAsk me again, Taro Yamada.");
        assert_ne!(block_id, before);
        let drafts = b.stored(&card.id).await.drafts.versions;
        assert_eq!(drafts.last().unwrap().text.as_str(), "Half a sent");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert!(b.smtp.taken()[0].contains("Ask me again, Taro Yamada."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_without_a_persons_name_is_addressed_as_one() {
    let (folder, path) = folder();
    std::fs::write(
        folder.path().join("0.md"),
        "# はじめに\n{{customer_name}} 様\n\nありがとうございます。",
    )
    .unwrap();
    let setup = Setup {
        environment: vec![("CANNED_REPLIES", path)],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let mail = Mail::new("1@example.com")
            .with(
                "From",
                "=?UTF-8?B?5qCq5byP5Lya56S+44Ki44Kq44K+44Op?= <info@aozora.example>",
            )
            .saying("お世話になっております。納期を教えてください。");
        let card = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let asked = b.llm.prompts().concat();
        assert!(
            asked.contains("\\nFrom: \\nCompany: [") || asked.contains("From: \nCompany: ["),
            "{asked}"
        );
        let panel = b.push(&modal, CANNED).await;
        assert!(
            b.text(&panel).contains("株式会社アオゾラ 御中"),
            "{}",
            b.text(&panel)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_modal_with_a_text_says_that_the_outcome_of_a_reply_was_lost() {
    with_canned(async |b| {
        let (card, modal) = opened(b).await;
        let suzuki = b.click_and_wait(SUZUKI, &card).await;
        claim_and_end(b, &card, &modal).await;
        // After the crash the person goes on in the modal of the reply itself.
        let panel = b.push(&modal, CANNED).await;
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        let text = b.reply(&modal);
        b.let_pass(Duration::from_secs(180)).await;
        b.sweep().await;
        for open in [&modal, &suzuki] {
            let shown = b.text(open);
            assert!(shown.contains("not certain"), "{shown}");
            assert!(!shown.contains("is being sent"), "{shown}");
        }
        assert_eq!(b.reply(&modal), text);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canned_reply_in_place_of_the_text_leaves_it_among_the_versions() {
    with_canned(async |b| {
        let (_, modal) = opened(b).await;
        b.write(&modal, "Not lost.");
        let panel = b.push(&modal, CANNED).await;
        b.choose(&panel, "canned_place_block", "replace").await;
        b.submit(&panel).await;
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("Dear Taro Yamada,\nabout \"Where is my order?\": send it to Example Shop.")
        );
        let panel = b.push(&modal, "reply_versions_action").await;
        b.choose(&panel, "version_block", "2").await;
        b.submit(&panel).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("Not lost."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_said_and_nothing_is_lost() {
    with_canned(async |b| {
        let long: &'static str = "A long line of a long draft.\n".repeat(823).leak();
        b.llm.script(crate::support::llm::Script::Says(vec![long]));
        let (_, modal) = opened(b).await;
        let before = b.reply(&modal);
        let panel = b.push(&modal, CANNED).await;
        let Delivery::Errors { errors } = b.submit(&panel).await else {
            panic!("it fitted");
        };
        assert!(errors["canned_block"].contains("too long"), "{errors:?}");
        b.workspace.close(SATO, &panel.view_id).await;
        assert_eq!(b.reply(&modal), before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_canned_replies_there_is_no_button() {
    bench(async |b| {
        let (_, modal) = opened(b).await;
        assert!(!b.text(&modal).contains("canned"), "{}", b.text(&modal));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_modal_shows_the_signature_and_says_that_the_mail_is_quoted() {
    let setup = Setup {
        environment: vec![
            ("REPLY_SIGNATURE", "Example Shop\\nhttps://shop.example"),
            ("REPLY_QUOTES_ORIGINAL", "true"),
        ],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let (_, modal) = opened(b).await;
        let text = b.text(&modal);
        assert!(text.contains("signature is added"), "{text}");
        assert!(
            text.contains("Example Shop\nhttps://shop.example"),
            "{text}"
        );
        assert!(text.contains("is quoted at the end"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_reads_the_real_name_of_who_inserts_it_where_slack_tells_it() {
    let folder = tempfile::tempdir().unwrap();
    let text = "I am {{operator_name}}.";
    std::fs::write(folder.path().join("who.txt"), text).unwrap();
    let path: &'static str = folder.path().to_str().unwrap().to_owned().leak();
    let setup = Setup {
        environment: vec![("CANNED_REPLIES", path)],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let (_, modal) = opened(b).await;
        let panel = b.push(&modal, CANNED).await;
        assert!(
            b.text(&panel).contains("I am Yumi Sato."),
            "{}",
            b.text(&panel)
        );
        b.submit(&panel).await;
        let reply = b.reply(&modal).unwrap();
        assert!(reply.ends_with("I am Yumi Sato."), "{reply}");
        // Without the scope for it there is the name that comes with each click.
        b.slack.fail("users.info", Fault::Error("missing_scope"));
        let panel = b.push(&modal, CANNED).await;
        assert!(
            b.text(&panel).contains("I am yumi.sato."),
            "{}",
            b.text(&panel)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_menu_begins_with_a_canned_reply_in_the_customers_language() {
    let setup = Setup {
        environment: vec![("CANNED_REPLIES", "samples/canned")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        for (number, text, begins) in [
            (
                1,
                "Hello, where is my order 51922? It has not arrived yet.",
                "Ask for the order number",
            ),
            (
                2,
                "注文した商品がまだ届きません。確認をお願いいたします。",
                "ご注文番号",
            ),
            (3, "OK", "ご注文番号"),
        ] {
            let mail = Mail::new(&format!("{number}@example.com"))
                .with("Subject", "51922")
                .saying(text);
            let card = b.receive(&mail).await;
            let modal = b.click_and_wait(SATO, &card).await;
            let panel = b.push(&modal, CANNED).await;
            let chosen =
                b.workspace.view(&panel.view_id).unwrap()["blocks"][0]["element"]["initial_option"]
                    .clone();
            let shown = format!("{chosen} {}", b.text(&panel));
            let is_english = chosen.to_string().contains("Ask for");
            assert_eq!(is_english, number == 1, "{shown}");
            assert!(shown.contains(begins), "{shown}");
            b.workspace.close_all(SATO).await;
        }
    })
    .await;
}
