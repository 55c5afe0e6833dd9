//! Mails from Microsoft 365 and replies by it: each mail is taken once, each reply goes out once.

use std::time::Duration;

use mail::{Contents, Enclosed, OutgoingMail};
use mailbox::graph::{Graph, GraphError, Settings, TAKEN};
use mailbox::oauth::OAuth;
use mailbox::{Mailer, Outcome};
use pii::CustomerText;
use proptest::prelude::*;
use replybot::intake::graph::{NotPolled, Polled, poll_once};

use crate::story::bench::{Bench, Mail, Setup, bench, bench_with};
use crate::story::{histories, logs};
use crate::support::graph::{
    CLIENT_SECRET, Fault, GraphServer, MAILBOX, PRIVATE_KEY, PRIVATE_KEY_PKCS1,
};

pub fn client(server: &GraphServer) -> Graph {
    client_with(server, &server.grant())
}

fn client_with(server: &GraphServer, grant: &str) -> Graph {
    let http = reqwest::Client::new();
    let settings = Settings {
        mailbox: MAILBOX.to_owned(),
        folder: "inbox".to_owned(),
        api_url: server.url().to_owned(),
        oauth: OAuth::new(http.clone(), grant.to_owned().into()),
        every: Duration::from_millis(10),
    };
    Graph::new(http, settings)
}

async fn with_graph(test: impl AsyncFnOnce(&Bench, &GraphServer, &Graph)) {
    let server = GraphServer::start().await;
    bench(async |b| {
        test(b, &server, &client(&server)).await;
        assert_eq!(server.mistakes(), Vec::<String>::new());
        let logged = logs::logged();
        for secret in [CLIENT_SECRET, "canary-graph", "taro@example.com"] {
            assert!(!logged.contains(secret), "{secret} is in the log");
        }
    })
    .await;
}

fn mail(number: usize) -> String {
    Mail::new(&format!("{number}@example.com"))
        .with("Subject", &format!("Question {number}"))
        .saying(&format!("This is question {number}."))
        .eml()
}

fn cards(b: &Bench) -> Vec<usize> {
    let subject = regex::Regex::new(r"Question (\d+)").unwrap();
    let messages = b.workspace.messages();
    let number = |it: &serde_json::Value| subject.captures(&it.to_string())?[1].parse().ok();
    let mut numbers: Vec<usize> = messages.iter().filter_map(number).collect();
    numbers.sort_unstable();
    numbers
}

/// A mailbox that is set up, with these new mails in it.
async fn new_mails(b: &Bench, server: &GraphServer, graph: &Graph, count: usize) -> Vec<String> {
    assert_eq!(poll_once(&b.app, graph).await.unwrap(), Polled::default());
    (1..=count).map(|n| server.deliver(&mail(n))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_shows_its_certificate_in_place_of_a_secret() {
    let server = GraphServer::start().await;
    for key in [PRIVATE_KEY, PRIVATE_KEY_PKCS1] {
        let graph = client_with(&server, &server.grant_by_certificate(key));
        graph.reach().await.unwrap();
        // A token that is refused is renewed by another assertion: none is used twice.
        server.expire_tokens();
        graph.reach().await.unwrap();
    }
    assert_eq!(server.mistakes(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_new_mail_becomes_a_card_once_over_several_pages() {
    with_graph(async |b, server, graph| {
        server.deliver_at(&mail(99), "2026-11-01T00:00:00Z");
        let ids = new_mails(b, server, graph, 8).await;
        let polled = poll_once(&b.app, graph).await.unwrap();
        assert_eq!((polled.taken, polled.duplicates, polled.left), (8, 0, 0));
        assert_eq!(
            cards(b),
            (1..=8).collect::<Vec<_>>(),
            "the mail of before is left alone"
        );
        for id in &ids {
            assert_eq!(server.categories(id), ["Blue", TAKEN]);
        }
        server.touch(&ids[0]);
        server.delete(&ids[1]);
        assert_eq!(poll_once(&b.app, graph).await.unwrap(), Polled::default());
        assert_eq!(server.count("value"), 8, "nothing is read twice");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_graph_has_forgotten_loses_and_doubles_nothing() {
    with_graph(async |b, server, graph| {
        new_mails(b, server, graph, 4).await;
        poll_once(&b.app, graph).await.unwrap();
        server.deliver(&mail(5));
        server.forget_links();
        assert_eq!(poll_once(&b.app, graph).await.unwrap().taken, 1);
        assert_eq!(cards(b), [1, 2, 3, 4, 5]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_cannot_be_read_now_stands_in_no_others_way() {
    with_graph(async |b, server, graph| {
        new_mails(b, server, graph, 3).await;
        server.fail("value", Fault::Status(500, "InternalServerError"));
        let polled = poll_once(&b.app, graph).await.unwrap();
        assert_eq!((polled.taken, polled.left), (2, 1));
        assert_eq!(poll_once(&b.app, graph).await.unwrap().taken, 1);
        assert_eq!(cards(b), [1, 2, 3]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_graph_asks_to_wait_the_rest_is_left_for_later_and_a_token_is_renewed() {
    with_graph(async |b, server, graph| {
        new_mails(b, server, graph, 3).await;
        server.fail("value", Fault::Status(429, "TooManyRequests"));
        let error = poll_once(&b.app, graph).await.unwrap_err();
        assert!(
            matches!(error, NotPolled::Graph(GraphError::Busy { .. })),
            "{error}"
        );
        server.expire_tokens();
        assert_eq!(poll_once(&b.app, graph).await.unwrap().taken, 3);
        assert_eq!(server.count("token"), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_permissions_is_said_in_words_that_help() {
    with_graph(async |b, server, graph| {
        let wrong = server.grant().replace(CLIENT_SECRET, "wrong");
        let error = poll_once(&b.app, &client_with(server, &wrong))
            .await
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("invalid_client") && error.contains("MAIL_OAUTH"),
            "{error}"
        );
        server.fail("folder", Fault::Status(403, "ErrorAccessDenied"));
        let error = poll_once(&b.app, graph).await.unwrap_err().to_string();
        assert!(
            error.contains("Mail.ReadWrite") && !error.contains('@'),
            "{error}"
        );
        // A mailbox that could not be read was not looked into.
        server.deliver(&mail(1));
        new_mails(b, server, graph, 0).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_goes_out_once_and_a_lost_answer_is_looked_up() {
    let server = GraphServer::start().await;
    let setup = Setup {
        mailer: Some(Mailer::Graph(client(&server))),
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        for (fault, sent) in [
            (None, true),
            (Some(("send", Fault::LosesItsAnswer)), true),
            (
                Some(("send", Fault::Status(403, "ErrorSendAsDenied"))),
                false,
            ),
            (
                Some(("create", Fault::Status(400, "ErrorMimeContentInvalid"))),
                false,
            ),
            (Some(("send", Fault::Status(502, "BadGateway"))), false),
        ] {
            let (before, drafts) = server.sent();
            if let Some((call, fault)) = fault {
                server.fail(call, fault);
            }
            let mail = outgoing();
            let outcome = send(&server, &mail, &[]).await;
            let (after, left) = server.sent();
            assert_eq!(after.len() - before.len(), usize::from(sent), "{fault:?}");
            match (&outcome, fault) {
                (Outcome::Accepted { id }, _) if sent => {
                    assert!(id.ends_with("@exchange.example>"), "{id}")
                }
                (Outcome::Unknown { .. }, Some((_, Fault::Status(502, _)))) => {}
                (Outcome::Refused { .. }, Some(_)) => {
                    assert_eq!(left, drafts, "no draft is left behind")
                }
                other => panic!("{other:?}"),
            }
        }
        let (sent, _) = server.sent();
        assert!(
            sent[0].contains("In-Reply-To: <a@example.com>"),
            "{}",
            sent[0]
        );
        assert_eq!(server.mistakes(), Vec::<String>::new());
        let _ = b;
    })
    .await;
}

async fn send(server: &GraphServer, mail: &OutgoingMail, contents: &[Vec<u8>]) -> Outcome {
    client(server)
        .send_as(mail, Contents::of_files(contents))
        .await
}

/// The same mail with files of these sizes, each of other bytes.
fn with_files(sizes: &[usize]) -> (OutgoingMail, Vec<Vec<u8>>) {
    let content = |size: &usize| (0..*size).map(|at| (at % 251) as u8).collect();
    let contents: Vec<Vec<u8>> = sizes.iter().map(content).collect();
    let file = |(at, content): (usize, &Vec<u8>)| Enclosed {
        name: CustomerText::new(format!("請求書 {at}.pdf")),
        content_type: "application/pdf".to_owned(),
        size: content.len() as u64,
        sha256: String::new(),
        place: "F1".to_owned(),
    };
    let files = contents.iter().enumerate().map(file).collect();
    let mail = OutgoingMail {
        files,
        ..outgoing()
    };
    (mail, contents)
}

#[tokio::test(flavor = "multi_thread")]
async fn large_files_go_to_the_draft_piece_by_piece_and_the_mail_goes_out_once() {
    let server = GraphServer::start().await;
    // One that fits in a request, two that need pieces: one ends with a whole piece.
    let (mail, contents) = with_files(&[1_000, 2 * 10 * 320 * 1024, 7_000_001]);
    let outcome = send(&server, &mail, &contents).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    let sent = server.sent_files();
    let got: Vec<&Vec<u8>> = sent.iter().map(|(.., content)| content).collect();
    assert!(got == contents.iter().collect::<Vec<_>>(), "byte for byte");
    assert_eq!(
        (sent[2].0.as_str(), sent[2].1.as_str()),
        ("請求書 2.pdf", "application/pdf")
    );
    // What cannot be brought there is not sent, and leaves no draft.
    for call in ["attach", "session", "upload"] {
        server.fail(call, Fault::Status(503, "ServiceUnavailable"));
        let outcome = send(&server, &mail, &contents).await;
        assert!(
            matches!(
                outcome,
                Outcome::Refused {
                    temporary: true,
                    ..
                }
            ),
            "{call}: {outcome:?}"
        );
    }
    let (sent, drafts) = server.sent();
    assert_eq!((sent.len(), drafts), (1, 0));
    assert_eq!(server.mistakes(), Vec::<String>::new());
    // What fits goes in one request, as it is.
    let (mail, contents) = with_files(&[1_000_000]);
    let outcome = send(&server, &mail, &contents).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    assert_eq!(server.sent_files(), []);
}

fn outgoing() -> OutgoingMail {
    use mail::{Address, Mailbox, MessageId};
    let mailbox = |text: &str| Mailbox::bare(Address::parse(text).unwrap());
    OutgoingMail {
        message_id: MessageId::parse("r@shop.example").unwrap(),
        date: "2026-11-24T03:00:00Z".parse().unwrap(),
        from: mailbox(MAILBOX),
        to: vec![mailbox("taro@example.com")],
        cc: vec![],
        bcc: vec![],
        subject: CustomerText::new("Re: 件名"),
        in_reply_to: MessageId::parse("a@example.com"),
        references: vec![],
        text: CustomerText::new("本文"),
        html: None,
        logo: None,
        files: vec![],
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Deliver,
    /// The call of this kind fails once, before or after it is done.
    Fails(&'static str, bool),
    Poll,
    /// A look whose process ends when it has waited so many times.
    Killed(usize),
    Twice,
    Forget,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let calls = prop_oneof![
        Just("delta"),
        Just("value"),
        Just("patch"),
        Just("get"),
        Just("token")
    ];
    let step = prop_oneof![
        4 => Just(Step::Deliver),
        3 => (calls, any::<bool>()).prop_map(|(call, done)| Step::Fails(call, done)),
        4 => Just(Step::Poll),
        4 => (0usize..150).prop_map(Step::Killed),
        1 => Just(Step::Twice),
        1 => Just(Step::Forget),
    ];
    proptest::collection::vec(step, 1..12)
}

#[test]
fn whatever_fails_when_each_mail_has_one_card_in_the_end() {
    let histories = steps();
    histories::live("GRAPH_HISTORIES", histories, async |steps: Vec<Step>| {
        Box::pin(live(&steps)).await
    });
}

async fn live(steps: &[Step]) {
    let server = GraphServer::start().await;
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let graph = client(&server);
        poll_once(&b.app, &graph).await.unwrap();
        let mut delivered = 0;
        for step in steps {
            match step {
                Step::Deliver => {
                    delivered += 1;
                    server.deliver(&mail(delivered));
                }
                Step::Fails(call, true) => server.fail(call, Fault::LosesItsAnswer),
                Step::Fails(call, false) => {
                    server.fail(call, Fault::Status(503, "ServiceUnavailable"))
                }
                Step::Poll => drop(poll_once(&b.app, &graph).await),
                Step::Killed(waits) => {
                    drop(histories::killed(Box::pin(poll_once(&b.app, &graph)), *waits).await);
                }
                Step::Twice => {
                    let _ = tokio::join!(
                        Box::pin(poll_once(&b.app, &graph)),
                        Box::pin(poll_once(&b.app, &graph))
                    );
                }
                Step::Forget => server.forget_links(),
            }
        }
        // Every failure that was prepared happens at last.
        for _ in 0..=steps.len() {
            let _ = poll_once(&b.app, &graph).await;
        }
        // What a process that ended had begun, a sweep takes up when its lease is over.
        b.let_pass(Duration::from_secs(600)).await;
        b.sweep().await;
        let _ = poll_once(&b.app, &graph).await;
        assert_eq!(cards(b), (1..=delivered).collect::<Vec<_>>(), "{steps:?}");
        assert_eq!(server.mistakes(), Vec::<String>::new(), "{steps:?}");
    })
    .await;
}
