#![allow(clippy::unwrap_used)]

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

use super::*;
use mail::{Address, Mailbox, MessageId};
use pii::CustomerText;

/// Where in the conversation the server does something of its own.
#[derive(Clone, Copy, PartialEq)]
enum At {
    Greeting,
    Ehlo,
    Mail,
    Rcpt,
    Data,
    /// After the final dot.
    Content,
    /// Within the content, before the final dot.
    Midway,
}

#[derive(Clone, Copy)]
enum Does {
    Says(&'static str),
    HangsUp,
    KeepsSilent,
}

/// An SMTP server that takes every mail, except where it is told otherwise.
struct Server {
    url: String,
    seen: Arc<Mutex<Vec<String>>>,
    /// Told when the server has fallen silent.
    silent: Arc<Notify>,
}

impl Server {
    async fn start(script: Option<(At, Does)>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let silent = Arc::new(Notify::new());
        let (log, tell) = (seen.clone(), silent.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = converse(stream, script, &log, &tell).await;
            }
        });
        Server { url, seen, silent }
    }

    fn client(&self) -> Smtp {
        Smtp::new(&self.url).unwrap()
    }

    fn seen(&self) -> String {
        self.seen.lock().unwrap().join("")
    }
}

async fn converse(
    stream: TcpStream,
    script: Option<(At, Does)>,
    log: &Mutex<Vec<String>>,
    silent: &Notify,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mut at = At::Greeting;
    loop {
        let usual = match at {
            At::Greeting => "220 mail.example.com ready",
            At::Ehlo => "250-mail.example.com\r\n250 8BITMIME",
            At::Mail | At::Rcpt => "250 2.1.0 Ok",
            At::Data => "354 go on",
            At::Content | At::Midway => "250 2.0.0 Ok: queued as 4ABC12",
        };
        let does = script.filter(|(when, _)| *when == at).map(|(_, does)| does);
        match does.unwrap_or(Does::Says(usual)) {
            Does::Says(text) => stream.write_all(format!("{text}\r\n").as_bytes()).await?,
            Does::HangsUp => return Ok(()),
            Does::KeepsSilent => {
                silent.notify_one();
                std::future::pending().await
            }
        }
        let reads_content = at == At::Data && does.is_none();
        let mut line = Vec::new();
        loop {
            line.clear();
            if stream.read_until(b'\n', &mut line).await? == 0 {
                return Ok(());
            }
            let text = String::from_utf8_lossy(&line).into_owned();
            log.lock().unwrap().push(text.clone());
            if !reads_content || text == ".\r\n" {
                at = match text.get(..4).unwrap_or_default() {
                    "EHLO" => At::Ehlo,
                    "MAIL" => At::Mail,
                    "RCPT" => At::Rcpt,
                    "DATA" => At::Data,
                    "QUIT" => return stream.write_all(b"221 bye\r\n").await,
                    _ => At::Content,
                };
                break;
            }
            if script.is_some_and(|(when, _)| when == At::Midway) {
                return Ok(());
            }
        }
    }
}

fn mailbox(address: &str) -> Mailbox {
    Mailbox::bare(Address::parse(address).unwrap())
}

fn mail() -> OutgoingMail {
    OutgoingMail {
        html: None,
        logo: None,
        files: vec![],
        message_id: MessageId::parse("1@shop.example").unwrap(),
        date: "2023-11-17T05:06:07Z".parse().unwrap(),
        from: mailbox("support@shop.example"),
        to: vec![mailbox("taro.yamada@example.com")],
        cc: vec![],
        bcc: vec![],
        subject: CustomerText::new("Re: 見積もり"),
        in_reply_to: None,
        references: vec![],
        text: CustomerText::new("山田様\n.\n..\nお世話になっております。"),
    }
}

async fn outcome(at: At, does: Does) -> Outcome {
    let server = Server::start(Some((at, does))).await;
    server.client().send(&mail()).await
}

#[tokio::test]
async fn an_accepted_mail_carries_the_servers_own_id() {
    let server = Server::start(None).await;
    let outcome = server.client().send(&mail()).await;
    assert_eq!(
        outcome,
        Outcome::Accepted {
            id: "2.0.0 Ok: queued as 4ABC12".into()
        }
    );
    let seen = server.seen();
    assert!(seen.contains("MAIL FROM:<support@shop.example>"));
    assert!(seen.contains("RCPT TO:<taro.yamada@example.com>"));
}

#[tokio::test]
async fn everybody_gets_one_copy() {
    let server = Server::start(None).await;
    let mut mail = mail();
    mail.cc = vec![mailbox("b@example.com"), mailbox("taro.yamada@example.com")];
    assert!(matches!(
        server.client().send(&mail).await,
        Outcome::Accepted { .. }
    ));
    let seen = server.seen();
    assert_eq!(seen.matches("RCPT TO:").count(), 2);
}

#[tokio::test]
async fn an_old_mobile_address_is_quoted_in_the_envelope() {
    let server = Server::start(None).await;
    let mut mail = mail();
    mail.to = vec![mailbox("taro..yamada.@docomo.example")];
    let outcome = server.client().send(&mail).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    assert!(
        server
            .seen()
            .contains("RCPT TO:<\"taro..yamada.\"@docomo.example>")
    );
}

#[tokio::test]
async fn a_5xx_answer_is_a_refusal_for_good_wherever_it_comes() {
    for at in [At::Greeting, At::Mail, At::Rcpt, At::Data, At::Content] {
        let outcome = outcome(at, Does::Says("550 5.7.1 rejected")).await;
        let Outcome::Refused {
            reason,
            cause: Cause::Refused,
            temporary,
        } = outcome
        else {
            panic!("{outcome:?}");
        };
        assert!(
            !temporary && reason.contains("550") && reason.contains("5.7.1"),
            "{reason}"
        );
    }
}

#[tokio::test]
async fn a_4xx_answer_is_a_refusal_for_now_wherever_it_comes() {
    for at in [At::Greeting, At::Mail, At::Rcpt, At::Data, At::Content] {
        let outcome = outcome(at, Does::Says("451 4.3.0 try again later")).await;
        assert!(
            matches!(
                outcome,
                Outcome::Refused {
                    cause: Cause::Busy,
                    temporary: true,
                    ..
                }
            ),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_connection_lost_before_the_content_means_not_sent() {
    for at in [At::Greeting, At::Ehlo, At::Mail, At::Rcpt, At::Data] {
        let outcome = outcome(at, Does::HangsUp).await;
        assert!(
            matches!(
                outcome,
                Outcome::Refused {
                    cause: Cause::Unreachable,
                    temporary: true,
                    ..
                }
            ),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn a_connection_lost_after_the_content_means_unknown() {
    for at in [At::Content, At::Midway] {
        let outcome = outcome(at, Does::HangsUp).await;
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_smtp_after_the_content_means_unknown() {
    let outcome = outcome(At::Content, Does::Says("what?")).await;
    assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
}

#[tokio::test]
async fn a_silent_server_is_given_up() {
    for (at, sent) in [
        (At::Greeting, false),
        (At::Rcpt, false),
        (At::Content, true),
    ] {
        let server = Server::start(Some((at, Does::KeepsSilent))).await;
        let client = server.client().with_timeout(Duration::from_secs(600));
        let sending = tokio::spawn(async move { client.send(&mail()).await });
        server.silent.notified().await;
        // From here on nothing but the passing of time can go on: it is let pass.
        tokio::time::pause();
        let outcome = sending.await.unwrap();
        tokio::time::resume();
        match outcome {
            Outcome::Refused {
                cause: Cause::TimedOut,
                temporary: true,
                ..
            } => assert!(!sent),
            Outcome::Unknown { .. } => assert!(sent),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_means_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let outcome = Smtp::new(&format!("smtp://{address}"))
        .unwrap()
        .send(&mail())
        .await;
    assert!(
        matches!(
            outcome,
            Outcome::Refused {
                cause: Cause::Unreachable,
                temporary: true,
                ..
            }
        ),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn without_starttls_nothing_is_sent_where_it_is_required() {
    let server = Server::start(None).await;
    let outcome = Smtp::new(&format!("{}?tls=required", server.url))
        .unwrap()
        .send(&mail())
        .await;
    assert!(matches!(outcome, Outcome::Refused { .. }), "{outcome:?}");
    assert!(!server.seen().contains("MAIL"));
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_means_not_sent() {
    let server = Server::start(None).await;
    let outcome = Smtp::new(&server.url.replace("smtp://", "smtps://"))
        .unwrap()
        .send(&mail())
        .await;
    assert!(
        matches!(
            outcome,
            Outcome::Refused {
                temporary: true,
                ..
            }
        ),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn a_reason_carries_no_address() {
    for text in [
        "550 5.1.1 <taro.yamada@example.com>: Recipient address rejected",
        "550 no such user TARO.YAMADA here",
        "550 mailto:someone.else@example.org is over quota",
    ] {
        let Outcome::Refused { reason, .. } = outcome(At::Rcpt, Does::Says(text)).await else {
            panic!("{text}");
        };
        assert!(
            !reason.contains('@') && !reason.to_lowercase().contains("yamada"),
            "{reason}"
        );
    }
}

#[tokio::test]
async fn the_final_dot_is_the_servers_alone() {
    let server = Server::start(None).await;
    let mut mail = mail();
    mail.text = CustomerText::new("one\n.\n..two\nthree");
    assert!(matches!(
        server.client().send(&mail).await,
        Outcome::Accepted { .. }
    ));
    assert!(server.seen().contains("one\r\n..\r\n...two\r\nthree\r\n"));
}

#[tokio::test]
async fn reaching_a_server_sends_nothing() {
    let server = Server::start(None).await;
    assert_eq!(server.client().reach().await, Ok(()));
    assert!(!server.seen().contains("MAIL"));
    let refusing = Server::start(Some((At::Greeting, Does::Says("554 go away")))).await;
    let (reason, _) = refusing.client().reach().await.unwrap_err();
    assert!(reason.contains("554"), "{reason}");
}

#[tokio::test]
async fn an_international_address_is_refused_where_the_server_cannot_take_it() {
    let server = Server::start(None).await;
    let mut mail = mail();
    mail.to = vec![mailbox("太郎@example.com")];
    let outcome = server.client().send(&mail).await;
    assert!(
        matches!(
            outcome,
            Outcome::Refused {
                temporary: false,
                ..
            }
        ),
        "{outcome:?}"
    );
    mail.to = vec![mailbox("taro@日本語.example")];
    let outcome = server.client().send(&mail).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    assert!(
        server
            .seen()
            .contains("RCPT TO:<taro@xn--wgv71a119e.example>")
    );
}

#[test]
fn every_documented_url_is_read() {
    for (url, host, port, tls) in [
        (
            "smtps://u:p@smtp.example.com",
            "smtp.example.com",
            465,
            Tls::Implicit,
        ),
        (
            "smtp://u:p@smtp.example.com?tls=required",
            "smtp.example.com",
            587,
            Tls::Required,
        ),
        (
            "smtp://h:2525?tls=opportunistic",
            "h",
            2525,
            Tls::Opportunistic,
        ),
        (
            "smtp://localhost:1025/me.example",
            "localhost",
            1025,
            Tls::None,
        ),
        ("smtp://[::1]:25", "::1", 25, Tls::None),
        // A relay without a password, as before.
        ("smtp://relay.example", "relay.example", 25, Tls::None),
        // A password never travels in the clear, unless that is said, or it stays on this machine.
        (
            "smtp://u:p@smtp.example.com",
            "smtp.example.com",
            25,
            Tls::Required,
        ),
        (
            "smtp://u:p@h:2525?tls=opportunistic",
            "h",
            2525,
            Tls::Required,
        ),
        ("smtp://u:p@192.0.2.1", "192.0.2.1", 25, Tls::Required),
        (
            "smtp://u:p@localhost.evil.example",
            "localhost.evil.example",
            25,
            Tls::Required,
        ),
        (
            "smtp://u:p@relay.example?tls=none",
            "relay.example",
            25,
            Tls::None,
        ),
        ("smtp://u:p@localhost:1025", "localhost", 1025, Tls::None),
        ("smtp://u:p@127.0.0.2", "127.0.0.2", 25, Tls::None),
        ("smtp://u:p@[::1]", "::1", 25, Tls::None),
    ] {
        let smtp = Smtp::new(url).unwrap();
        assert_eq!(
            (smtp.host.as_str(), smtp.port, smtp.tls),
            (host, port, tls),
            "{url}"
        );
    }
    let smtp = Smtp::new("smtps://a%40b:p%C3%A9%3A%2F@h").unwrap();
    let expected = Credentials::new("a@b".into(), "pé:/".into());
    assert!(matches!(smtp.login, Some(Login::Password(given)) if given == expected));
}

#[test]
fn what_may_leave_this_machine_unencrypted_is_known() {
    for (url, in_clear) in [
        ("smtp://relay.example", true),
        ("smtp://relay.example?tls=opportunistic", true),
        ("smtp://u:p@relay.example?tls=none", true),
        ("smtp://u:p@relay.example", false),
        ("smtps://u:p@relay.example", false),
        ("smtp://localhost:1025", false),
        ("smtp://u:p@127.0.0.1", false),
    ] {
        assert_eq!(Smtp::new(url).unwrap().may_be_in_clear(), in_clear, "{url}");
    }
}

#[test]
fn a_bad_url_is_named_without_its_password() {
    for (url, expected) in [
        ("smtp.example.com", BadSmtpUrl::NotAUrl),
        ("https://u:secret@h", BadSmtpUrl::Scheme),
        ("smtp://u:secret@h?tls=maybe", BadSmtpUrl::Tls),
        ("smtps://u:secret%FF@h", BadSmtpUrl::Credentials),
        ("smtp://u:sec ret@", BadSmtpUrl::NotAUrl),
    ] {
        let error = Smtp::new(url).unwrap_err();
        assert_eq!(error, expected, "{url}");
        assert!(!format!("{error} {error:?}").contains("secret"));
    }
}

#[test]
fn debug_shows_no_password() {
    let smtp = Smtp::new("smtps://user:secret@smtp.example.com").unwrap();
    let shown = format!("{smtp:?}");
    assert!(
        !shown.contains("secret") && !shown.contains("user"),
        "{shown}"
    );
}
