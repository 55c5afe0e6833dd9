//! One customer's data is erased, all of it, and nobody else's.

use inquiry::State;
use mail::Address;
use mailbox::Outbox;
use replybot::flow::forget::{Erased, Known, NotErased, Reach, erase, find};
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, SATO, Setup, bench_with};
use crate::support::dynamodb::Table;

const ADDRESS: &str = "Hanako.Canary@example.com";

/// What must be nowhere afterwards: the address in both writings, and words of mail and reply.
const CANARIES: [&str; 5] = [
    "Hanako.Canary",
    "hanako.canary",
    "canarybird",
    "canaryreply",
    "0120-444-555",
];

fn mail(message_id: &str) -> Mail {
    Mail::new(message_id)
        .with("From", "Hanako <hanako.canary@example.com>")
        .with("Subject", "My canarybird")
        .saying("The canarybird is lost. Call 0120-444-555.")
}

/// A customer with two mails, a draft, a reply and a notice; and another customer.
async fn two_customers(b: &Bench) -> (Vec<Card>, Card) {
    let first = b.receive(&mail("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &first).await;
    b.write(&modal, "A canaryreply to hanako.canary@example.com");
    let sent = b.submit(&modal).await;
    let sent = match sent {
        // The other name of the sender is worth a question.
        Delivery::Updated if b.smtp.taken().is_empty() => b.submit(&modal).await,
        sent => sent,
    };
    assert_eq!(sent, Delivery::Updated);
    let later = mail("2@example.com")
        .with("From", "Someone <else@example.com>")
        .with("Reply-To", "hanako.canary@example.com");
    let second = b.receive(&later).await;
    let other = b
        .receive(&Mail::new("3@example.com").saying("Where is order 7?"))
        .await;
    b.click_and_wait(SATO, &other).await;
    b.all_work_done().await;
    (vec![first, second], other)
}

/// The store and the outbox; neither Slack nor a mailbox.
pub fn everywhere<'a>(b: &'a Bench, outbox: &'a Outbox) -> Reach<'a> {
    Reach {
        store: &b.app.store,
        slack: None,
        originals: &b.app.originals,
        outbox,
        s3: None,
        gmail: &[],
        imap: &[],
        graph: &[],
    }
}

/// Everything of a customer is erased.
pub async fn forget(b: &Bench, address: &str) -> (Known, Erased) {
    let address = Address::parse(address).unwrap();
    let known = find(&b.app.store, &address).await.unwrap();
    let mut erased = Erased::default();
    let slack = Some((&b.app.slack, b.app.look.texts));
    let outbox = Outbox::new(b.data().join("outbox"));
    let reach = Reach {
        slack,
        ..everywhere(b, &outbox)
    };
    for inquiry in known.theirs.clone() {
        erase(reach, inquiry, &mut erased).await.unwrap();
    }
    b.app.store.scrub().await.unwrap();
    (known, erased)
}

async fn nothing_is_left(b: &Bench, stored: impl AsyncFn() -> String) {
    let (theirs, other) = two_customers(b).await;
    let shown = || {
        let views = b.workspace.open_views(SATO).into_iter();
        let views = views.map(|id| b.workspace.view(&id).unwrap().to_string());
        views.collect::<String>() + &serde_json::to_string(&b.workspace.messages()).unwrap()
    };
    let before = stored().await + &shown();
    assert!(shown().contains("canaryreply"), "the modal shows the reply");
    for canary in ["hanako.canary", "canarybird", "canaryreply", "0120-444-555"] {
        assert!(before.contains(canary), "{canary} was never there");
    }
    let (known, erased) = forget(b, ADDRESS).await;
    assert_eq!((known.theirs.len(), known.named_in.len()), (2, 0));
    assert_eq!((erased.inquiries, erased.left), (2, 0));
    // Two cards, and the notice of the reply.
    assert_eq!(erased.messages, 3);
    // Links of two mails and a reply, and the draft that was kept.
    assert!(erased.helpers >= 4, "{erased:?}");

    let after = stored().await + &shown();
    for canary in CANARIES {
        assert!(!after.contains(canary), "{canary} is still there");
    }
    for card in &theirs {
        assert!(b.app.store.get(&card.id).await.unwrap().is_none());
        assert!(b.card_text(card).contains("data was erased"));
    }
    let other = b.stored(&other.id).await;
    assert!(!other.drafts.versions.is_empty() && other.mail.text.expose().contains("order 7"));
    let again = forget(b, ADDRESS).await.1;
    assert_eq!(again, Erased::default());
    assert_eq!(erased.unknown, 2, "the mails came from no place");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_forgotten_customer_is_left_in_any_file() {
    let setup = Setup {
        environment: vec![("DRAFT_CACHE_HOURS", "24")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let stored = async || {
            let files = std::fs::read_dir(b.data()).unwrap();
            let files = files.map(|file| file.unwrap().path());
            let bytes = files.filter(|it| it.is_file()).map(std::fs::read);
            let bytes: Vec<u8> = bytes.flat_map(Result::unwrap).collect();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        nothing_is_left(b, stored).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_forgotten_customer_is_left_in_the_table() {
    let table = std::sync::Arc::new(Table::new().await);
    let setup = Setup {
        environment: vec![("DRAFT_CACHE_HOURS", "24")],
        table: Some(table.clone()),
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let stored = async || serde_json::to_string(&table.items().await).unwrap();
        nothing_is_left(b, stored).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_slack_does_not_take_the_text_away_the_store_still_knows_the_place() {
    bench_with(Setup::default(), async |b| {
        let card = b.receive(&mail("1@example.com")).await;
        b.slack.break_down("chat.update");
        let address = Address::parse(ADDRESS).unwrap();
        let known = find(&b.app.store, &address).await.unwrap();
        let mut erased = Erased::default();
        let outbox = Outbox::new(b.data().join("outbox"));
        let slack = Some((&b.app.slack, b.app.look.texts));
        let inquiry = known.theirs[0].clone();
        let reach = Reach {
            slack,
            ..everywhere(b, &outbox)
        };
        let failed = erase(reach, inquiry, &mut erased).await;
        assert!(matches!(failed, Err(NotErased::Slack(_))), "{failed:?}");
        b.slack.mend();
        assert!(b.app.store.get(&card.id).await.unwrap().is_some());
        assert_eq!(forget(b, ADDRESS).await.1.inquiries, 1);
    })
    .await;
}

/// All ways in which an inquiry may know its customer.
fn known_otherwise() -> Vec<Mail> {
    let passed_on = "Please answer.\n\n---------- Forwarded message ---------\n\
        From: Hanako <hanako.canary@example.com>\nDate: Tue, Nov 24, 2026 at 10:00 AM\n\
        Subject: My canarybird\nTo: <someone@shop.example>\n\nThe canarybird is lost.";
    let form = "Name: Hanako\nEmail: hanako.canary@example.com\nMessage: The canarybird is lost.";
    let proven = "mx.shop.example; dmarc=pass header.from=shop.example";
    let mails = [
        mail("1@example.com"),
        mail("2@example.com").with("From", "Hanako <hanako.canary@EXAMPLE.com>"),
        mail("3@example.com").with("From", "Hanako <Hanako.Canary+shop@example.com>"),
        mail("4@example.com")
            .with("From", "Someone <else@example.net>")
            .with("Reply-To", "hanako.canary@example.com"),
        // A stranger's form, which is not believed; one of our own, which is.
        mail("5@example.com")
            .with("From", "no-reply@forms.example")
            .saying(form),
        mail("6@example.com")
            .with("From", "no-reply@shop.example")
            .with("Authentication-Results", proven)
            .saying(form),
        // A colleague, and a stranger who is not believed.
        mail("7@example.com")
            .with("From", "Colleague <colleague@shop.example>")
            .with("Authentication-Results", proven)
            .saying(passed_on),
        mail("8@example.com")
            .with("From", "Someone <else@example.net>")
            .saying(passed_on),
        mail("9@example.com")
            .with("From", "Hanako via Support <support@shop.example>")
            .with("Authentication-Results", proven)
            .with("X-Original-From", "Hanako <hanako.canary@example.com>")
            .with("List-Id", "<support.shop.example>"),
    ];
    mails.into()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_is_forgotten_by_every_address_by_which_an_inquiry_knows_them() {
    bench_with(Setup::default(), async |b| {
        let mut ids = Vec::new();
        for mail in known_otherwise() {
            let mut mail = mail;
            mail.personal = vec![];
            ids.push(b.deliver(&mail).await.id().clone());
        }
        let (known, erased) = forget(b, ADDRESS).await;
        let found: Vec<_> = known.theirs.iter().map(|it| &it.id).collect();
        for (number, id) in ids.iter().enumerate() {
            assert!(found.contains(&id), "mail {} is still there", number + 1);
        }
        assert_eq!(erased.inquiries, ids.len());
        assert_eq!(erased.left, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inquiries_of_others_that_name_the_address_stay_and_are_named() {
    bench_with(Setup::default(), async |b| {
        let text = "Please ask my colleague hanako.canary@example.com.";
        let other = b.receive(&Mail::new("1@example.com").saying(text)).await;
        let (known, erased) = forget(b, ADDRESS).await;
        assert_eq!(known.named_in, std::slice::from_ref(&other.id));
        assert_eq!(erased, Erased::default());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_customers_replies_leave_the_outbox_and_others_stay() {
    let setup = Setup {
        environment: vec![("MAIL_TRANSPORT", "outbox")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let replied = async |mail: Mail, text: &str| {
            let card = b.receive(&mail).await;
            let modal = b.click_and_wait(SATO, &card).await;
            b.write(&modal, text);
            b.submit(&modal).await;
            // The other name of the sender is worth a question.
            if b.stored(&card.id).await.state != State::Sent {
                b.submit(&modal).await;
            }
            assert_eq!(b.stored(&card.id).await.state, State::Sent);
        };
        let outbox = || {
            let files = std::fs::read_dir(b.data().join("outbox")).unwrap();
            let files = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
            files.collect::<Vec<String>>()
        };
        replied(mail("1@example.com"), "A canaryreply to you.").await;
        replied(Mail::new("2@example.com"), "For somebody else.").await;
        let before = outbox();
        assert_eq!(before.len(), 2);
        assert!(before.concat().contains("canaryreply"), "{before:?}");
        let erased = forget(b, ADDRESS).await.1;
        assert_eq!(erased.files, 1);
        let after = outbox();
        assert_eq!(after.len(), 1);
        assert!(after[0].contains("For somebody else."), "{after:?}");
    })
    .await;
}
