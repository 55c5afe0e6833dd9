//! Several mailboxes in one deployment: each mail is its mailbox's, from its card to its reply.

use std::time::Duration;

use mail::Address;
use mailbox::Outbox;
use mailbox::source::imap::Imap;
use replybot::config::{Environment, ForgetConfig};
use replybot::flow::forget::{Erased, Reach, erase, find};
use replybot::flow::sweep::sweep;
use replybot::intake::imap::poll_once;
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench_with};
use crate::story::forget::everywhere;
use crate::support::imap::ImapServer;

const FILE: &str = r#"
[support]
sender = "Example Shop <support@shop.example>"
addresses = ["help@shop.example"]
signature = "Example Shop\nsupport@shop.example"

[sales]
sender = "Example Sales <sales@shop.example>"
addresses = ["quotes@shop.example"]
signature = "Example Sales\nsales@shop.example"
shop = "Example Wholesale"
senders_allowed = "U0000002"
"#;

/// A deployment with these mailboxes. Variables of a test live as long as its process.
fn with(file: &str) -> Setup {
    let folder = tempfile::tempdir().unwrap().keep();
    let path = folder.join("mailboxes.toml");
    std::fs::write(&path, file).unwrap();
    let path = path.to_str().unwrap().to_owned();
    Setup {
        environment: vec![("MAILBOXES", Box::leak(path.into_boxed_str()))],
        ..Setup::default()
    }
}

async fn to(b: &Bench, number: u32, address: &str) -> (Card, Modal) {
    let mail = Mail::new(&format!("{number}@example.com")).with("To", address);
    let card = b.receive(&mail).await;
    let modal = b.click_and_wait(SUZUKI, &card).await;
    (card, modal)
}

async fn reply_to(b: &Bench, number: u32, address: &str) -> String {
    let (_, modal) = to(b, number, address).await;
    assert_eq!(b.submit(&modal).await, Delivery::Updated);
    b.smtp.taken().pop().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_answered_by_the_mailbox_that_it_was_delivered_to() {
    bench_with(with(FILE), async |b| {
        for (number, address, from, signature) in [
            (1, "sales@shop.example", "sales@", "Example Sales"),
            (2, "Quotes@Shop.example", "sales@", "Example Sales"),
            (3, "support@shop.example", "support@", "Example Shop"),
            (4, "help@shop.example", "support@", "Example Shop"),
            (
                5,
                "undisclosed@elsewhere.example",
                "support@",
                "Example Shop",
            ),
        ] {
            let sent = reply_to(b, number, address).await;
            let sender = sent.lines().find(|line| line.starts_with("From: "));
            assert!(sender.unwrap().contains(from), "{address}: {sent}");
            assert!(
                sent.contains(&format!("\r\n{signature}")),
                "{address}: {sent}"
            );
            let domain = sent.lines().find(|line| line.starts_with("Message-ID: "));
            assert!(domain.unwrap().contains("shop.example"), "{sent}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_of_the_delivery_counts_more_than_the_headers() {
    bench_with(with(FILE), async |b| {
        let mail = Mail::new("1@example.com")
            .with("To", "support@shop.example")
            .with("Delivered-To", "sales@shop.example");
        let card = b.receive(&mail).await;
        assert_eq!(b.stored(&card.id).await.mailbox.as_deref(), Some("sales"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_the_prompt_and_the_search_know_the_mailbox() {
    bench_with(with(FILE), async |b| {
        let (card, _) = to(b, 1, "sales@shop.example").await;
        assert!(
            b.card_text(&card).contains("Mailbox: sales"),
            "{}",
            b.card_text(&card)
        );
        let prompt = b.llm.prompts().pop().unwrap().to_string();
        assert!(prompt.contains("Example Wholesale"), "{prompt}");
        let (other, _) = to(b, 2, "support@shop.example").await;
        let prompt = b.llm.prompts().pop().unwrap().to_string();
        assert!(!prompt.contains("Example Wholesale"), "{prompt}");
        let sales = inquiry::Query::new("SALES order").unwrap();
        assert!(sales.finds(&b.stored(&card.id).await));
        assert!(!sales.finds(&b.stored(&other.id).await));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_send_for_one_mailbox_may_not_for_another() {
    bench_with(with(FILE), async |b| {
        for (number, address, may) in [
            (1, "support@shop.example", true),
            (2, "sales@shop.example", false),
        ] {
            let mail = Mail::new(&format!("{number}@example.com")).with("To", address);
            let card = b.receive(&mail).await;
            let modal = b.click_and_wait(SATO, &card).await;
            match b.submit(&modal).await {
                Delivery::Updated => assert!(may, "{address}"),
                Delivery::Errors { .. } => assert!(!may, "{address}"),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inquiries_of_a_mailbox_that_is_gone_are_the_first_ones() {
    let setup = with("[support]\nsender = \"support@shop.example\"\n");
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let moved = b.app.store.change(&card.id, |inquiry| {
            inquiry.mailbox = Some("gone".to_owned());
            Ok::<_, std::convert::Infallible>(())
        });
        moved.await.unwrap();
        let modal = b.click_and_wait(SATO, &card).await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_forgotten_in_each_mailbox() {
    let (one, other) = (ImapServer::start().await, ImapServer::start().await);
    let file = format!(
        "[one]\nsender = \"one@shop.example\"\nimap = '{}'\n\
         [other]\nsender = \"other@shop.example\"\nimap = '{}'\n",
        one.url(),
        other.url()
    );
    bench_with(with(&file), async |b| {
        // What the command reads.
        let values = [("REPLYBOT_DATA", b.data().display().to_string())];
        let values = values.map(|(name, value)| (name.to_owned(), value));
        let environment = Environment::of(values.into());
        let environment = environment.with("MAILBOXES", with(&file).environment[0].1);
        let environment = environment.with_mailboxes().await.unwrap();
        let config = ForgetConfig::read(&environment).unwrap();
        let mailboxes = config.mailboxes.into_iter();
        let imap: Vec<Imap> = mailboxes.filter_map(|it| it.imap).map(Imap::new).collect();
        assert_eq!(imap.len(), 2);
        for (imap, (server, number)) in imap.iter().zip([(&one, 1), (&other, 2)]) {
            poll_once(&b.app, imap).await.unwrap();
            server.deliver("INBOX", &Mail::new(&format!("{number}@example.com")).eml());
            server.deliver(
                "INBOX",
                &Mail::new(&format!("{number}9@example.com"))
                    .with("From", "hanako@example.org")
                    .eml(),
            );
            assert_eq!(poll_once(&b.app, imap).await.unwrap().taken, 2);
        }
        let address = Address::parse("taro.yamada@example.com").unwrap();
        let known = find(&b.app.store, &address).await.unwrap();
        let outbox = Outbox::new(b.data().join("outbox"));
        let reach = Reach {
            imap: &imap,
            ..everywhere(b, &outbox)
        };
        let mut erased = Erased::default();
        for inquiry in known.theirs {
            erase(reach, inquiry, &mut erased).await.unwrap();
        }
        assert_eq!((erased.deleted, erased.remaining.len()), (2, 0));
        for server in [&one, &other] {
            let left = server.mails("INBOX");
            assert!(left.len() == 1 && left[0].contains("hanako"), "{left:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_waited_leaves_by_its_own_mailbox_where_a_sweep_sends_it() {
    let file = "[support]\nsender = \"support@shop.example\"\n\
        [sales]\nsender = \"sales@shop.example\"\ntransport = \"outbox\"\n";
    let mut setup = with(file);
    setup.environment.push(("SEND_DELAY_SECONDS", "30"));
    setup.by_hand = true;
    bench_with(setup, async |b| {
        let mail = Mail::new("1@example.com").with("To", "sales@shop.example");
        let card = b.receive(&mail).await;
        let modal = b.click(SUZUKI, &card).await;
        b.write_drafts().await;
        b.until(|b| b.reply(&modal).is_some()).await;
        b.write(&modal, "It is on its way.");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        // As a process that stops: it does not wait for the time to come.
        b.service.engine.tasks.close();
        b.clock.advance(Duration::from_secs(31));
        let swept = sweep(&b.app, Some(&b.service.engine.outgoing)).await;
        assert_eq!(swept.unwrap().sent, 1);
        b.service.engine.tasks.reopen();
        assert_eq!(b.smtp.taken().len(), 0);
        let sent = std::fs::read_dir(b.data().join("outbox")).unwrap();
        let sent: Vec<_> = sent
            .map(|it| std::fs::read_to_string(it.unwrap().path()).unwrap())
            .collect();
        assert!(
            sent.len() == 1 && sent[0].contains("From: <sales@shop.example>"),
            "{sent:?}"
        );
    })
    .await;
}
