//! Mails from a Gmail mailbox: each is taken once, none is passed over.

use std::time::Duration;

use inquiry::Origin;
use mail::Address;
use mailbox::gmail::{Gmail, GmailError, Settings, TAKEN};
use mailbox::{Outbox, Outcome};
use replybot::flow::forget::{Erased, Reach, erase, find};
use replybot::intake::gmail::{Polled, poll, poll_once};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::story::bench::{Bench, Mail, bench};
use crate::story::forget::everywhere;
use crate::story::logs;
use crate::support::gmail::{CLIENT_ID, CLIENT_SECRET, Fault, GmailServer, REFRESH_TOKEN};

pub async fn with_gmail(test: impl AsyncFnOnce(&Bench, &GmailServer, &Gmail)) {
    let server = GmailServer::start().await;
    bench(async |b| {
        test(b, &server, &client(&server, REFRESH_TOKEN)).await;
        assert_eq!(server.mistakes(), Vec::<String>::new());
        let logged = logs::logged();
        for secret in [CLIENT_SECRET, REFRESH_TOKEN, "canary-access"] {
            assert!(!logged.contains(secret), "{secret} is in the log");
        }
    })
    .await;
}

pub fn client(server: &GmailServer, refresh_token: &str) -> Gmail {
    let oauth = json!({ "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET,
                        "refresh_token": refresh_token });
    let settings = Settings {
        oauth: oauth.to_string().into(),
        label: "INBOX".to_owned(),
        api_url: server.url().to_owned(),
        token_url: format!("{}/token", server.url()),
    };
    Gmail::new(reqwest::Client::new(), settings)
}

pub fn mail(number: usize) -> String {
    let subject = format!("Question {number}");
    Mail::new(&format!("{number}@example.com"))
        .with("Subject", &subject)
        .saying(&format!("This is question {number}."))
        .eml()
}

/// A mailbox that is set up, with these new mails in it.
pub async fn new_mails(
    b: &Bench,
    server: &GmailServer,
    gmail: &Gmail,
    count: usize,
) -> Vec<String> {
    assert_eq!(poll_once(&b.app, gmail).await.unwrap(), Polled::default());
    (1..=count).map(|n| server.deliver(&mail(n))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_new_mail_becomes_a_card_once_the_oldest_first_over_several_pages() {
    with_gmail(async |b, server, gmail| {
        let ids = new_mails(b, server, gmail, 8).await;
        let polled = poll_once(&b.app, gmail).await.unwrap();
        assert_eq!((polled.taken, polled.left), (8, 0));
        let messages = b.workspace.messages();
        assert_eq!(messages.len(), 8);
        for (number, message) in messages.iter().enumerate() {
            let subject = format!("Question {}", number + 1);
            assert!(message.to_string().contains(&subject), "{message}");
        }
        for id in &ids {
            assert_eq!(server.labels_of(id), ["INBOX", TAKEN]);
        }
        assert_eq!(poll_once(&b.app, gmail).await.unwrap(), Polled::default());
        assert_eq!(server.count("messages.get"), 8, "nothing is read twice");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_that_were_there_before_are_left_alone() {
    with_gmail(async |b, server, gmail| {
        let before: Vec<String> = (1..=7).map(|n| server.deliver(&mail(n))).collect();
        assert_eq!(poll_once(&b.app, gmail).await.unwrap(), Polled::default());
        server.deliver(&mail(8));
        assert_eq!(poll_once(&b.app, gmail).await.unwrap().taken, 1);
        assert_eq!(b.workspace.messages().len(), 1);
        for id in &before {
            assert!(server.labels_of(id).contains(&TAKEN.to_owned()));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_that_was_interrupted_is_gone_through_again() {
    with_gmail(async |b, server, gmail| {
        (1..=4).for_each(|n| drop(server.deliver(&mail(n))));
        server.fail("messages.batchModify", Fault::Status(503, "backendError"));
        assert!(poll_once(&b.app, gmail).await.is_err());
        assert_eq!(poll_once(&b.app, gmail).await.unwrap(), Polled::default());
        assert_eq!(server.count("labels.create"), 1);
        assert_eq!(b.workspace.messages().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_whose_mark_was_lost_is_not_a_second_card() {
    with_gmail(async |b, server, gmail| {
        new_mails(b, server, gmail, 2).await;
        server.fail("messages.modify", Fault::Status(503, "backendError"));
        let polled = poll_once(&b.app, gmail).await.unwrap();
        assert_eq!((polled.taken, polled.left), (1, 1));
        let polled = poll_once(&b.app, gmail).await.unwrap();
        assert_eq!((polled.taken, polled.duplicates), (1, 1));
        assert_eq!(b.workspace.messages().len(), 2);

        server.deliver(&mail(3));
        server.fail("messages.modify", Fault::LosesItsAnswer);
        assert_eq!(poll_once(&b.app, gmail).await.unwrap().left, 1);
        assert_eq!(poll_once(&b.app, gmail).await.unwrap(), Polled::default());
        assert_eq!(b.workspace.messages().len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_cannot_be_read_now_stands_in_no_others_way() {
    with_gmail(async |b, server, gmail| {
        new_mails(b, server, gmail, 3).await;
        for (status, reason) in [(500, "backendError"), (400, "failedPrecondition")] {
            server.fail("messages.get", Fault::Status(status, reason));
        }
        let polled = poll_once(&b.app, gmail).await.unwrap();
        assert_eq!((polled.taken, polled.left), (1, 2));
        assert_eq!(poll_once(&b.app, gmail).await.unwrap().taken, 2);
        assert_eq!(b.workspace.messages().len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_gmail_asks_to_wait_the_rest_is_left_for_later() {
    with_gmail(async |b, server, gmail| {
        new_mails(b, server, gmail, 3).await;
        for (status, reason) in [(429, "rateLimitExceeded"), (403, "userRateLimitExceeded")] {
            server.fail("messages.get", Fault::Status(status, reason));
            let error = poll_once(&b.app, gmail).await.unwrap_err();
            assert!(matches!(error, GmailError::Busy { .. }), "{error}");
        }
        assert_eq!(poll_once(&b.app, gmail).await.unwrap().taken, 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_somebody_deletes_in_between_is_no_error() {
    with_gmail(async |b, server, gmail| {
        let ids = new_mails(b, server, gmail, 2).await;
        let waiting = gmail.waiting().await.unwrap();
        assert_eq!(waiting, ids);
        server.delete(&ids[0]);
        assert!(gmail.fetch(&ids[0]).await.unwrap().is_none());
        gmail.mark(&ids[0]).await.unwrap();
        assert_eq!(poll_once(&b.app, gmail).await.unwrap().taken, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_ran_out_is_renewed_once() {
    with_gmail(async |b, server, gmail| {
        new_mails(b, server, gmail, 1).await;
        assert_eq!(server.count("token"), 1);
        server.expire_tokens();
        assert_eq!(poll_once(&b.app, gmail).await.unwrap().taken, 1);
        assert_eq!(server.count("token"), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_or_revoked_consent_is_said_in_words_that_help() {
    with_gmail(async |b, server, gmail| {
        let wrong = client(server, "another-token");
        let error = poll_once(&b.app, &wrong).await.unwrap_err();
        assert!(error.to_string().contains("invalid_grant"), "{error}");
        assert!(!error.is_temporary());
        server.grant_only("https://www.googleapis.com/auth/gmail.readonly");
        let error = poll_once(&b.app, gmail).await.unwrap_err();
        assert!(error.to_string().contains("gmail.modify"), "{error}");
        server.revoke();
        let error = poll_once(&b.app, gmail).await.unwrap_err();
        assert!(error.to_string().contains("GMAIL_OAUTH"), "{error}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loop_beside_the_service_goes_on_after_a_failure_and_stops_when_told() {
    with_gmail(async |b, server, gmail| {
        new_mails(b, server, gmail, 1).await;
        server.fail("messages.list", Fault::Status(500, "backendError"));
        let stop = CancellationToken::new();
        let every = Duration::from_millis(10);
        let polling = tokio::spawn(poll(b.app.clone(), gmail.clone(), every, stop.clone()));
        b.until(|b| b.workspace.messages().len() == 1).await;
        server.deliver(&mail(2));
        b.until(|b| b.workspace.messages().len() == 2).await;
        stop.cancel();
        polling.await.unwrap();
    })
    .await;
}

/// Forgets who wrote the mails, with or without the mailbox.
async fn forget(b: &Bench, gmail: Option<&Gmail>) -> Erased {
    let address = Address::parse("taro.yamada@example.com").unwrap();
    let known = find(&b.app.store, &address).await.unwrap();
    let outbox = Outbox::new(b.data().join("outbox"));
    let reach = Reach {
        gmail: gmail.map(std::slice::from_ref).unwrap_or_default(),
        ..everywhere(b, &outbox)
    };
    let mut erased = Erased::default();
    for inquiry in known.theirs {
        erase(reach, inquiry, &mut erased).await.unwrap();
    }
    erased
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_customers_mails_go_into_the_trash_and_others_stay() {
    with_gmail(async |b, server, gmail| {
        let mut ids = new_mails(b, server, gmail, 2).await;
        // The same mail once more, and one that somebody has deleted meanwhile.
        ids.push(server.deliver(&mail(1)));
        let other = mail(3).replace("taro.yamada@", "jiro@");
        let other = server.deliver(&other);
        poll_once(&b.app, gmail).await.unwrap();
        server.delete(&ids[1]);
        let erased = forget(b, Some(gmail)).await;
        assert_eq!((erased.inquiries, erased.trashed), (2, 3));
        assert_eq!((erased.remaining, erased.unknown), (vec![], 0));
        for id in [&ids[0], &ids[2]] {
            assert!(server.labels_of(id).contains(&"TRASH".to_owned()));
        }
        assert!(!server.labels_of(&other).contains(&"TRASH".to_owned()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_that_remain_in_a_mailbox_out_of_reach_are_named() {
    with_gmail(async |b, server, gmail| {
        let ids = new_mails(b, server, gmail, 1).await;
        poll_once(&b.app, gmail).await.unwrap();
        let erased = forget(b, None).await;
        let id = ids[0].clone();
        assert_eq!((erased.inquiries, erased.trashed), (1, 0));
        assert_eq!(erased.remaining, [Origin::Gmail { id }]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_goes_out_once_and_a_lost_answer_is_looked_up() {
    with_gmail(async |_, server, gmail| {
        const MAIL: &[u8] =
            b"Message-ID: <r@shop.example>\r\nTo: taro@example.com\r\n\r\nhello\r\n";
        for (fault, sent) in [
            (None, true),
            (Some(("drafts.send", Fault::LosesItsAnswer)), true),
            (
                Some(("drafts.send", Fault::Status(500, "backendError"))),
                false,
            ),
            (
                Some(("drafts.send", Fault::Status(400, "invalidArgument"))),
                false,
            ),
            (
                Some(("drafts.create", Fault::Status(429, "rateLimitExceeded"))),
                false,
            ),
        ] {
            let (before, drafts) = server.sent();
            if let Some((call, fault)) = fault {
                server.fail(call, fault);
            }
            let outcome = gmail.send_as(MAIL).await;
            let (after, left) = server.sent();
            assert_eq!(after.len() - before.len(), usize::from(sent), "{fault:?}");
            match (&outcome, fault) {
                (Outcome::Accepted { id }, None) => assert_eq!(id, "<s1@mail.gmail.example>"),
                (Outcome::Accepted { .. }, Some((_, Fault::LosesItsAnswer))) => {}
                (Outcome::Unknown { .. }, Some((_, Fault::Status(500, _)))) => {}
                (Outcome::Refused { .. }, Some(_)) => assert_eq!(left, drafts, "no draft is left"),
                other => panic!("{other:?}"),
            }
        }
    })
    .await;
}
