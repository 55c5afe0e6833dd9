//! Mails from a mailbox by IMAP: each is taken once, none is passed over, through every break.

use std::time::Duration;

use inquiry::Origin;
use mail::Address;
use mailbox::Outbox;
use mailbox::oauth::OAuth;
use mailbox::source::imap::{Account, Imap, ImapError, Sent, Settings, TAKEN};
use proptest::prelude::*;
use replybot::flow::forget::{Erased, Reach, erase, find};
use replybot::intake::imap::{NotPolled, Polled, poll_once, watch};
use tokio_util::sync::CancellationToken;

use crate::story::bench::{Bench, Mail, Setup, bench, bench_with};
use crate::story::forget::everywhere;
use crate::story::{histories, logs};
use crate::support::imap::{ImapServer, PASSWORD, TOKEN, USER};

async fn with_imap(test: impl AsyncFnOnce(&Bench, &ImapServer, &Imap)) {
    let server = ImapServer::start().await;
    bench(async |b| {
        test(b, &server, &client(&server, &["INBOX"])).await;
        assert_eq!(server.mistakes(), Vec::<String>::new());
        let logged = logs::logged();
        for secret in [PASSWORD, TOKEN, USER] {
            assert!(!logged.contains(secret), "{secret} is in the log");
        }
    })
    .await;
}

fn client(server: &ImapServer, folders: &[&str]) -> Imap {
    client_at(&server.url(), None, folders)
}

fn client_at(url: &str, oauth: Option<OAuth>, folders: &[&str]) -> Imap {
    Imap::new(Settings {
        account: Account::new(url, oauth).unwrap(),
        folders: folders.iter().map(|it| (*it).to_owned()).collect(),
        sent: Sent::Auto,
        every: Duration::from_millis(20),
    })
}

fn mail(number: usize) -> String {
    let subject = format!("Question {number}");
    Mail::new(&format!("{number}@example.com"))
        .with("Subject", &subject)
        .saying(&format!("This is question {number}."))
        .eml()
}

/// A mailbox that is set up, with these new mails in it.
async fn new_mails(b: &Bench, server: &ImapServer, imap: &Imap, count: usize) -> Vec<u32> {
    assert_eq!(poll_once(&b.app, imap).await.unwrap(), Polled::default());
    (1..=count)
        .map(|n| server.deliver("INBOX", &mail(n)))
        .collect()
}

/// The subjects of all cards, sorted.
fn cards(b: &Bench) -> Vec<String> {
    let texts = b.workspace.messages();
    let subject = regex::Regex::new(r"Question (\d+)").unwrap();
    let mut subjects: Vec<String> = texts
        .iter()
        .filter_map(|it| Some(subject.captures(&it.to_string())?[1].to_owned()))
        .collect();
    subjects.sort_by_key(|it| it.parse::<usize>().unwrap());
    subjects
}

#[tokio::test(flavor = "multi_thread")]
async fn each_new_mail_becomes_a_card_once_and_carries_the_mark() {
    with_imap(async |b, server, imap| {
        server.deliver("INBOX", &mail(99));
        let uids = new_mails(b, server, imap, 3).await;
        let polled = poll_once(&b.app, imap).await.unwrap();
        assert_eq!((polled.taken, polled.duplicates, polled.left), (3, 0, 0));
        assert_eq!(
            cards(b),
            ["1", "2", "3"],
            "the mail of before is left alone"
        );
        for uid in uids {
            assert_eq!(server.flags("INBOX", uid), [TAKEN]);
        }
        assert_eq!(poll_once(&b.app, imap).await.unwrap(), Polled::default());
        assert_eq!(server.count("UID FETCH"), 3, "nothing is read twice");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailbox_without_keywords_is_read_once_as_well() {
    with_imap(async |b, server, imap| {
        server.without_keywords();
        new_mails(b, server, imap, 3).await;
        assert_eq!(poll_once(&b.app, imap).await.unwrap().taken, 3);
        server.deliver("INBOX", &mail(4));
        assert_eq!(poll_once(&b.app, imap).await.unwrap().taken, 1);
        assert_eq!(cards(b), ["1", "2", "3", "4"]);
        assert_eq!(server.count("UID FETCH"), 4);
        assert_eq!(server.count("UID STORE"), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_folders_are_read_whatever_their_names() {
    with_imap(async |b, server, _| {
        let imap = client(server, &["INBOX", "問い合わせ"]);
        poll_once(&b.app, &imap).await.unwrap();
        server.deliver("INBOX", &mail(1));
        server.deliver("&VU8wRFQIMI8wWw-", &mail(2));
        assert_eq!(poll_once(&b.app, &imap).await.unwrap().taken, 2);
        assert_eq!(cards(b), ["1", "2"]);
        let none = client(server, &["Nowhere"]);
        let error = poll_once(&b.app, &none).await.unwrap_err();
        assert!(error.to_string().contains("Nowhere"), "{error}");
        assert!(!error.is_temporary());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_is_numbered_anew_loses_and_doubles_nothing() {
    with_imap(async |b, server, imap| {
        server.deliver_at("INBOX", &mail(99), "01-Jan-2026 00:00:00 +0000");
        new_mails(b, server, imap, 2).await;
        poll_once(&b.app, imap).await.unwrap();
        for keeps_keywords in [true, false] {
            let number = if keeps_keywords { 3 } else { 4 };
            server.deliver("INBOX", &mail(number));
            server.renumber("INBOX", keeps_keywords);
            poll_once(&b.app, imap).await.unwrap();
        }
        assert_eq!(cards(b), ["1", "2", "3", "4"]);
        assert_eq!(poll_once(&b.app, imap).await.unwrap(), Polled::default());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_is_removed_or_cannot_be_marked_stands_in_no_others_way() {
    with_imap(async |b, server, imap| {
        let uids = new_mails(b, server, imap, 3).await;
        server.remove("INBOX", uids[0]);
        server.refuse("UID STORE", "[LIMIT] too many keywords");
        assert_eq!(poll_once(&b.app, imap).await.unwrap().taken, 2);
        assert_eq!(cards(b), ["2", "3"]);
        assert_eq!(server.flags("INBOX", uids[1]), Vec::<String>::new());
        assert_eq!(poll_once(&b.app, imap).await.unwrap(), Polled::default());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_cannot_be_read_now_is_read_later() {
    with_imap(async |b, server, imap| {
        new_mails(b, server, imap, 3).await;
        server.refuse("UID FETCH", "[SERVERBUG] a broken index");
        let polled = poll_once(&b.app, imap).await.unwrap();
        assert_eq!((polled.taken, polled.left), (2, 1));
        assert_eq!(poll_once(&b.app, imap).await.unwrap().taken, 1);
        assert_eq!(cards(b), ["1", "2", "3"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_login_is_said_in_words_that_help() {
    with_imap(async |b, server, _| {
        let url = server.url();
        let wrong = url.replace("canary", "wrong");
        let error = poll_once(&b.app, &client_at(&wrong, None, &["INBOX"]))
            .await
            .unwrap_err();
        let said = error.to_string();
        assert!(
            said.contains("IMAP_URL") && said.contains("AUTHENTICATIONFAILED"),
            "{said}"
        );
        assert!(!said.contains(USER) && !error.is_temporary(), "{said}");
        let nowhere = client_at("imap://u:p@127.0.0.1:1", None, &["INBOX"]);
        let error = poll_once(&b.app, &nowhere).await.unwrap_err();
        assert!(matches!(
            error,
            NotPolled::Imap(ImapError::Unreachable { .. })
        ));
        assert!(error.is_temporary());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_watch_takes_mails_as_they_come_through_broken_connections() {
    for idle in [true, false] {
        with_imap(async |b, server, imap| {
            if !idle {
                server.without_idle();
            }
            new_mails(b, server, imap, 0).await;
            let stop = CancellationToken::new();
            let watching = tokio::spawn(watch(b.app.clone(), imap.clone(), stop.clone()));
            for number in 1..=6 {
                server.deliver("INBOX", &mail(number));
                // Two of three times, the connection breaks somewhere on the way.
                if number % 3 > 0 {
                    server.break_after(number);
                }
                b.until(|b| cards(b).len() == number).await;
                server.mend();
            }
            assert_eq!(cards(b), ["1", "2", "3", "4", "5", "6"]);
            assert_eq!(server.count("IDLE") > 0, idle);
            stop.cancel();
            watching.await.unwrap();
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_kept_among_the_sent_mails_once() {
    let server = ImapServer::start().await;
    bench(async |b| {
        let imap = client(&server, &["INBOX"]);
        let kept = imap.keep_copy(
            "a.replybot@shop.example",
            b"Message-ID: <a.replybot@shop.example>\r\n\r\nhello\r\n",
        );
        assert!(kept.await.unwrap());
        let kept = imap.keep_copy(
            "a.replybot@shop.example",
            b"Message-ID: <a.replybot@shop.example>\r\n\r\nhello\r\n",
        );
        assert!(kept.await.unwrap());
        assert_eq!(server.mails("&kAFP4W4IMH8-").len(), 1);
        assert_eq!(server.mistakes(), Vec::<String>::new());
        let _ = b;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_customers_mail_is_deleted_and_no_other_also_after_new_numbers() {
    for renumbered in [false, true] {
        with_imap(async |b, server, imap| {
            new_mails(b, server, imap, 1).await;
            server.deliver("INBOX", &mail(2).replace("taro.yamada@", "jiro@"));
            poll_once(&b.app, imap).await.unwrap();
            if renumbered {
                server.renumber("INBOX", true);
            }
            let address = Address::parse("taro.yamada@example.com").unwrap();
            let known = find(&b.app.store, &address).await.unwrap();
            let outbox = Outbox::new(b.data().join("outbox"));
            let mut erased = Erased::default();
            for inquiry in known.theirs {
                assert!(matches!(inquiry.origins[..], [Origin::Imap { .. }]));
                let reach = Reach {
                    imap: std::slice::from_ref(imap),
                    ..everywhere(b, &outbox)
                };
                erase(reach, inquiry, &mut erased).await.unwrap();
            }
            assert_eq!((erased.inquiries, erased.deleted), (1, 1));
            let left = server.mails("INBOX");
            assert!(left.len() == 1 && left[0].contains("jiro@"), "{left:?}");
        })
        .await;
    }
}

/// What happens to a mailbox and to who reads it.
#[derive(Clone, Copy, Debug)]
enum Step {
    Deliver,
    /// One look, which breaks after so many commands: as a kill there does.
    Broken(usize),
    /// One look, whose process ends when it has waited so many times: for the server, the store or Slack.
    Killed(usize),
    /// Two looks at the same time.
    Twice,
    Renumber(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => Just(Step::Deliver),
        4 => (0usize..16).prop_map(Step::Broken),
        4 => (0usize..150).prop_map(Step::Killed),
        1 => Just(Step::Twice),
        1 => any::<bool>().prop_map(Step::Renumber),
    ];
    proptest::collection::vec(step, 1..10)
}

#[test]
fn whatever_breaks_when_each_mail_has_one_card_in_the_end() {
    let histories = (steps(), any::<bool>());
    histories::live(
        "IMAP_HISTORIES",
        histories,
        async |(steps, keywords): (Vec<Step>, bool)| Box::pin(live(&steps, keywords)).await,
    );
}

async fn live(steps: &[Step], keywords: bool) {
    let server = ImapServer::start().await;
    let setup = Setup::by_hand();
    Box::pin(bench_with(setup, async |b| {
        let imap = client(&server, &["INBOX"]);
        if !keywords {
            server.without_keywords();
        }
        poll_once(&b.app, &imap).await.unwrap();
        let mut delivered = 0;
        for step in steps {
            match step {
                Step::Deliver => {
                    delivered += 1;
                    server.deliver("INBOX", &mail(delivered));
                }
                Step::Broken(after) => {
                    server.break_after(*after);
                    let _ = poll_once(&b.app, &imap).await;
                    server.mend();
                }
                Step::Killed(waits) => {
                    drop(histories::killed(Box::pin(poll_once(&b.app, &imap)), *waits).await);
                }
                Step::Twice => {
                    let (one, other) = tokio::join!(
                        Box::pin(poll_once(&b.app, &imap)),
                        Box::pin(poll_once(&b.app, &imap))
                    );
                    one.unwrap();
                    other.unwrap();
                }
                Step::Renumber(keeps_keywords) => server.renumber("INBOX", *keeps_keywords),
            }
        }
        poll_once(&b.app, &imap).await.unwrap();
        // What a process that ended had begun, a sweep takes up when its lease is over.
        b.let_pass(Duration::from_secs(600)).await;
        b.sweep().await;
        poll_once(&b.app, &imap).await.unwrap();
        let expected: Vec<String> = (1..=delivered).map(|it| it.to_string()).collect();
        assert_eq!(cards(b), expected, "{steps:?}");
        assert_eq!(server.mistakes(), Vec::<String>::new(), "{steps:?}");
    }))
    .await;
}
