//! The logo in the signature: through every mail service, part of what is approved and proven.

use std::sync::Arc;
use std::time::Duration;

use mail::{Logo, Stationery};
use mailbox::{Mailer, Outbox};
use replybot::app::Outgoing;
use replybot::config::ServeConfig;
use replybot::flow::sweep::sweep;
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, SATO, Setup, bench_with, complete};
use crate::story::facts::run_prove;
use crate::story::ses_simulator::Ses;
use crate::support::gmail::{GmailServer, REFRESH_TOKEN};
use crate::support::graph::GraphServer;

pub const PNG: &[u8] = include_bytes!("../../../crates/mail/tests/logos/logo.png");
const GIF: &[u8] = include_bytes!("../../../crates/mail/tests/logos/logo.gif");

/// A file with that content; it lives as long as the test's process.
fn file(name: &str, content: &[u8]) -> &'static str {
    let path = tempfile::tempdir().unwrap().keep().join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned().leak()
}

pub fn with_logo() -> Setup {
    Setup {
        environment: vec![
            ("REPLY_HTML", "true"),
            ("REPLY_SIGNATURE", "Example Shop"),
            ("REPLY_LOGO", file("logo.png", PNG)),
        ],
        ..Setup::default()
    }
}

/// A reply goes out.
async fn answer(b: &Bench) -> Card {
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    let text = b.text(&modal);
    assert!(text.contains("shows the logo"), "{text}");
    b.write(&modal, "Hello Taro Yamada");
    assert_eq!(b.submit(&modal).await, Delivery::Updated);
    b.all_work_done().await;
    card
}

/// The logo is in a mail once, where its HTML shows it.
fn assert_shows(mail: &str, logo: &[u8]) {
    use base64::Engine;
    let content = base64::engine::general_purpose::STANDARD.encode(logo);
    let flat = mail.replace("\r\n", "");
    assert_eq!(flat.matches(&content).count(), 1, "{mail}");
    let (_, id) = mail.split_once("Content-ID: <").expect("an inline picture");
    let id = id.split('>').next().unwrap();
    let soft = flat.replace("=3D", "=").replace("=\n", "");
    assert!(soft.contains(&format!("cid:{id}")), "{id}: {mail}");
    assert!(mail.contains("multipart/related"), "{mail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mail_service_gets_the_logo_and_the_proof_is_of_these_bytes() {
    bench_with(with_logo(), async |b| {
        let card = answer(b).await;
        let sent = b.smtp.taken().pop().unwrap();
        assert_shows(&sent, PNG);
        let proven = run_prove(&b.data(), &[card.id.as_str()]);
        assert!(proven.status.success(), "{proven:?}");
        // Without it, the mail cannot be made again, and is not called proven.
        let key = format!(
            "logo#{}",
            Logo::read(PNG.to_vec()).unwrap().described.sha256
        );
        let kept = b.app.store.kv(&key).await.unwrap();
        let changed = b.app.store.write_kv(&key, kept.as_deref(), "AAAA", None);
        changed.await.unwrap();
        let proven = run_prove(&b.data(), &[card.id.as_str()]);
        assert!(!proven.status.success(), "{proven:?}");
    })
    .await;
    let through = async |mailer: Mailer| {
        let setup = Setup {
            mailer: Some(mailer),
            ..with_logo()
        };
        bench_with(setup, async |b| drop(answer(b).await)).await;
    };
    let ses = Ses::start().await;
    through(crate::story::ses::mailer(&ses).await).await;
    assert_shows(&ses.taken()[0].1, PNG);
    let graph = GraphServer::start().await;
    through(Mailer::Graph(crate::story::graph::client(&graph))).await;
    assert_shows(&graph.sent().0[0], PNG);
    let gmail = GmailServer::start().await;
    let client = crate::story::gmail::client(&gmail, REFRESH_TOKEN);
    through(Mailer::Gmail(client)).await;
    assert_shows(&gmail.sent().0[0], PNG);
    let folder = tempfile::tempdir().unwrap();
    let setup = Setup {
        mailer: Some(Mailer::Outbox(Outbox::new(folder.path()))),
        ..with_logo()
    };
    bench_with(setup, async |b| {
        use sha2::{Digest, Sha256};
        let card = answer(b).await;
        let file = std::fs::read_dir(folder.path()).unwrap().next().unwrap();
        let mail = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert_shows(&mail, PNG);
        let stored = b.stored(&card.id).await;
        let approval = stored.newest_reply().unwrap().approval.clone();
        assert_eq!(approval.unwrap().sha256, hex::encode(Sha256::digest(mail)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_logo_that_was_approved_goes_out_whatever_is_set_by_then() {
    let setup = Setup {
        environment: [with_logo().environment, vec![("SEND_DELAY_SECONDS", "30")]].concat(),
        by_hand: true,
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.write_drafts().await;
        b.until(|b| b.reply(&modal).is_some()).await;
        b.write(&modal, "Hello Taro Yamada");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.clock.advance(Duration::from_secs(31));
        let before = &b.service.engine.outgoing;
        let now = Outgoing {
            stationery: Stationery {
                logo: Some(Logo::read(GIF.to_vec()).unwrap()),
                ..before.stationery.clone()
            },
            ..Outgoing::clone(before)
        };
        sweep(&b.app, Some(&Arc::new(now))).await.unwrap();
        b.until(|b| b.smtp.taken().len() == 1).await;
        assert_shows(&b.smtp.taken()[0], PNG);
        let swept = sweep(&b.app, None).await.unwrap();
        assert_eq!(swept.failed, 0);
        let proven = run_prove(&b.data(), &[card.id.as_str()]);
        assert!(proven.status.success(), "{proven:?}");
    })
    .await;
}

/// What the start says where these are set above a complete configuration; nothing if it starts.
async fn said(values: &[(&str, &str)]) -> Result<ServeConfig, String> {
    let environment = complete(values).with_mailboxes().await;
    let environment = environment.unwrap().with_logos().await.unwrap();
    ServeConfig::read(&environment, false).map_err(|it| it.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_logo_stops_the_start_and_says_why() {
    let html = [("REPLY_HTML", "true"), ("REPLY_SIGNATURE", "Example Shop")];
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>";
    for (content, why) in [
        (&svg[..], "neither PNG, JPEG nor GIF"),
        (&PNG[..40], "damaged"),
        (&[PNG, b"more"].concat()[..], "damaged"),
        (&vec![0x89; 64 * 1024 + 1][..], "longer than 64 KB"),
        (&[][..], "neither PNG"),
    ] {
        let logo = [("REPLY_LOGO", file("logo.png", content))];
        let refused = said(&[&html[..], &logo[..]].concat()).await.unwrap_err();
        assert!(
            refused.contains("REPLY_LOGO") && refused.contains(why),
            "{refused}"
        );
    }
    let missing = [("REPLY_LOGO", "/nowhere/logo.png")];
    let refused = said(&[&html[..], &missing[..]].concat()).await.unwrap_err();
    assert!(refused.contains("cannot be read"), "{refused}");
    // It would never be seen.
    let logo = ("REPLY_LOGO", file("logo.png", PNG));
    let refused = said(&[logo]).await.unwrap_err();
    for part in ["REPLY_HTML=true", "REPLY_SIGNATURE"] {
        assert!(refused.contains(part), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mailbox_has_its_own_logo_or_the_one_of_all_or_none() {
    let mailboxes = format!(
        "[support]\nsender = \"support@shop.example\"\n\
         [sales]\nsender = \"sales@shop.example\"\nlogo = \"{}\"\n\
         [plain]\nsender = \"plain@shop.example\"\nhtml = false\n",
        file("sales.gif", GIF)
    );
    let values = [
        ("REPLY_HTML", "true"),
        ("REPLY_SIGNATURE", "Example Shop"),
        ("REPLY_LOGO", file("logo.png", PNG)),
        ("MAILBOXES", file("mailboxes.toml", mailboxes.as_bytes())),
    ];
    let outgoing = said(&values).await.unwrap().outgoing;
    let kind = |it: &Stationery| it.shown_logo().map(|it| it.described.content_type.clone());
    assert_eq!(kind(&outgoing.stationery).as_deref(), Some("image/png"));
    let others = outgoing.mailboxes.iter();
    let others: Vec<Option<String>> = others.map(|(_, it)| kind(&it.stationery)).collect();
    assert_eq!(others, [Some("image/gif".to_owned()), None]);
}
