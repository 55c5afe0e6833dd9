//! A mailbox of one's own between Dovecot and Postfix: a real mail to a sent reply.

use std::time::Duration;

use slack_sim::Place;

use crate::process::World;
use crate::serve::{HEADER, Served, serve};
use crate::support::dovecot::{PASSWORD, SUPPORT, Servers, TARO};
use crate::support::smtp::Smtp;

const MAIL: &str = "Message-ID: <where@example.com>\r\nFrom: Taro Yamada <taro@example.com>\r\n\
    To: support@shop.example\r\nSubject: =?UTF-8?B?5rOo5paH?= 42\r\nDate: Sat, 28 Nov 2026 10:00:00 +0900\r\n\
    Content-Type: text/plain; charset=utf-8\r\n\r\nWhere is my order 42?\r\n";

async fn until<T>(servers: &Servers, what: &str, mut seen: impl FnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(seen) = seen() {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never seen: {what}\n{}", servers.log());
}

fn encoded(password: &str) -> String {
    password.replace('@', "%40")
}

/// What leads `serve` to the servers: with a password, or with tokens.
fn environment(servers: &Servers, smtp: &Smtp, by_token: bool) -> Vec<(&'static str, String)> {
    let login = match by_token {
        true => "support%40shop.example".to_owned(),
        false => format!("support%40shop.example:{}", encoded(PASSWORD)),
    };
    let smtp = match servers.has_postfix() {
        true => format!(
            "smtp://{login}@localhost:{}?tls=required",
            servers.submission
        ),
        false => smtp.url().to_owned(),
    };
    let mut all = vec![
        ("ASYNC_GENERATION_AUTH_HEADER", HEADER.to_owned()),
        (
            "IMAP_URL",
            format!("imaps://{login}@localhost:{}", servers.imaps),
        ),
        ("SMTP_URL", smtp),
        ("MAIL_TRANSPORT", "smtp".to_owned()),
        ("SSL_CERT_FILE", servers.certificate().display().to_string()),
    ];
    if by_token {
        all.push(("MAIL_OAUTH", servers.tokens.grant()));
    }
    all
}

async fn started(servers: &Servers, smtp: &Smtp, by_token: bool) -> Served {
    let environment = environment(servers, smtp, by_token);
    let environment: Vec<(&str, &str)> = environment
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let served = serve(&environment, &[]).await;
    // Once it is connected, it has looked into the mailbox first.
    until(servers, "it is connected", || {
        served.world.log().contains("left alone").then_some(())
    })
    .await;
    served
}

fn card(world: &World) -> Option<Place> {
    let messages = world.workspace.messages();
    let ts = messages.first()?["ts"].as_str()?.to_owned();
    let channel = crate::process::CHANNEL.to_owned();
    Some(Place::Message { channel, ts })
}

/// Opens the card's modal, waits for the draft and sends it.
async fn approve(servers: &Servers, world: &World) {
    let workspace = &world.workspace;
    let sato = crate::process::SATO;
    let card = until(servers, "a card", || card(world)).await;
    workspace.click(sato, &card, "generate_reply_action").await;
    let view_id = until(servers, "a modal", || workspace.open_views(sato).pop()).await;
    let modal = Place::View {
        view_id: view_id.clone(),
    };
    until(servers, "a draft", || {
        let shown = workspace.visible_text(&modal);
        let is_there = shown.contains("Thank you") && !shown.contains("The AI is writing");
        is_there.then_some(())
    })
    .await;
    workspace.submit(sato, &view_id).await;
    // What is to be looked at once more comes as a question over the modal.
    if let Some(question) = workspace.open_views(sato).pop().filter(|it| *it != view_id) {
        workspace.submit(sato, &question).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_mail_becomes_a_card_and_its_reply_reaches_the_customer_and_the_sent_folder() {
    for by_token in [false, true] {
        let (servers, smtp) = (Servers::start().await, Smtp::start().await);
        let served = started(&servers, &smtp, by_token).await;
        servers.deliver(MAIL);
        approve(&servers, &served.world).await;
        let reply = until(&servers, "the reply", || match servers.has_postfix() {
            true => servers.mails(TARO, "INBOX").pop().map(|(_, mail)| mail),
            false => smtp.taken().pop(),
        })
        .await;
        assert!(
            reply.contains("In-Reply-To: <where@example.com>"),
            "{reply}"
        );
        assert!(
            reply.contains("To: \"Taro Yamada\" <taro@example.com>"),
            "{reply}"
        );
        let sent = until(&servers, "the copy", || {
            servers.mails(SUPPORT, "Sent").pop()
        })
        .await;
        assert!(
            sent.1.contains("In-Reply-To: <where@example.com>"),
            "{sent:?}"
        );
        assert!(sent.0.contains("\\Seen"), "{sent:?}");
        let inbox = servers.mails(SUPPORT, "INBOX");
        assert!(inbox[0].0.contains("replybot-taken"), "{inbox:?}");
        assert!(
            !inbox[0].0.contains("\\Seen"),
            "a person still sees it as new: {inbox:?}"
        );
        assert_eq!(by_token, servers.tokens.count() > 0);
        assert!(
            !served.world.log().contains("canary"),
            "{}",
            served.world.log()
        );
    }
}
