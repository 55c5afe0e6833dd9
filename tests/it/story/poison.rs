//! A mail that ends its process, whatever its size and wherever it comes from, ends it twice and not
//! a third time: it is taken by its headers, and no other mail waits behind it.

use std::time::Duration;

use inquiry::clock::later;
use replybot::flow::receive::Received;
use replybot::intake::gmail::poll_once;
use store::{Most, Spent, reading_key};

use crate::story::bench::{Bench, Mail, bench};
use crate::story::gmail::{self, new_mails, with_gmail};

/// What a process leaves behind that ends while it reads this mail.
async fn end_in_the_midst_of(b: &Bench, mail: &str) {
    let once = Spent {
        drafts: 1,
        ..Spent::default()
    };
    let until = later(b.app.clock.now(), Duration::from_secs(86_400));
    let store = &b.app.store;
    let key = reading_key(mail.as_bytes());
    let begun = store.spend(&key, once, Most::default(), until);
    begun.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_mail_that_ended_its_process_twice_is_taken_by_its_headers() {
    bench(async |b| {
        let mail = Mail::new("1@example.com");
        end_in_the_midst_of(b, &mail.eml()).await;
        end_in_the_midst_of(b, &mail.eml()).await;
        let Received::New(id) = b.deliver(&mail).await else {
            panic!("it is a new mail");
        };
        let inquiry = b.stored(&id).await;
        assert!(inquiry.mail.unreadable);
        assert_eq!(inquiry.mail.subject.expose(), "Where is my order?");
        let from = inquiry.mail.from.unwrap();
        assert_eq!(from.address.expose(), "taro.yamada@example.com");
        assert!(b.card_text(&b.card(&id)).contains("Where is my order?"));

        let other = b.receive(&Mail::new("2@example.com")).await;
        assert!(!b.stored(&other.id).await.mail.unreadable);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_ended_its_process_once_is_read_as_usual() {
    bench(async |b| {
        let mail = Mail::new("1@example.com");
        end_in_the_midst_of(b, &mail.eml()).await;
        let card = b.receive(&mail).await;
        assert!(!b.stored(&card.id).await.mail.unreadable);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_in_gmail_that_ends_the_process_holds_up_no_other() {
    with_gmail(async |b, server, gmail| {
        new_mails(b, server, gmail, 2).await;
        let first = gmail::mail(1);
        end_in_the_midst_of(b, &first).await;
        end_in_the_midst_of(b, &first).await;
        let polled = poll_once(&b.app, gmail).await.unwrap();
        assert_eq!((polled.taken, polled.left), (2, 0));
        let mut inquiries = b.app.store.newest(10).await.unwrap();
        inquiries.sort_by_key(|it| it.mail.subject.expose().to_owned());
        let unreadable: Vec<bool> = inquiries.iter().map(|it| it.mail.unreadable).collect();
        assert_eq!(unreadable, [true, false]);
    })
    .await;
}
