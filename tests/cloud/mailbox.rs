//! A mailbox of one's own between Dovecot and Postfix: a real mail to a sent reply.

use std::time::Duration;

use slack_sim::Place;

use crate::check::check;
use crate::process::World;
use crate::serve::{HEADER, Served, serve};
use crate::support::dovecot::{PASSWORD, SALES, SUPPORT, Servers, TARO};
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

/// The first card that says that.
fn card(world: &World, part: &str) -> Option<Place> {
    let messages = world.workspace.messages();
    let place = |message: &serde_json::Value| {
        let ts = message["ts"].as_str()?.to_owned();
        let channel = crate::process::CHANNEL.to_owned();
        Some(Place::Message { channel, ts })
    };
    let mut places = messages.iter().filter_map(place);
    places.find(|place| world.workspace.visible_text(place).contains(part))
}

/// Opens the modal of a card that says that, waits for the draft and sends it.
async fn approve(servers: &Servers, world: &World, part: &str) {
    let workspace = &world.workspace;
    let sato = crate::process::SATO;
    let card = until(servers, "a card", || card(world, part)).await;
    workspace.click(sato, &card, "generate_reply_action").await;
    let view_id = until(servers, "a modal", || workspace.open_views(sato).pop()).await;
    let modal = Place::View {
        view_id: view_id.clone(),
    };
    until(servers, "a draft", || {
        let shown = workspace.visible_text(&modal);
        let is_there = shown.contains("Thank you") && !shown.contains("The AI is writing");
        let has_input = workspace
            .view(&view_id)
            .is_some_and(|it| it.to_string().contains("editable_reply_input"));
        (is_there && has_input).then_some(())
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
        approve(&servers, &served.world, "42").await;
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

/// Two mailboxes at two servers, one of them named first; and a third that cannot log in.
fn mailboxes(one: &Servers, other: &Servers) -> String {
    let login = |user: &str| format!("{}:{}", encoded(user), encoded(PASSWORD));
    format!(
        r#"
[support]
sender = "Example Shop <{SUPPORT}>"
imap = "imaps://{support}@localhost:{imaps}"
smtp = "smtp://{support}@localhost:{submission}?tls=required"
signature = "Example Shop\nhttps://shop.example"

[sales]
sender = "営業部 <{SALES}>"
imap = "imaps://{sales}@localhost:{others_imaps}"
smtp = "smtp://{sales}@localhost:{others_submission}?tls=required"
signature = "株式会社サンプル 営業部"
language = "ja"

[broken]
sender = "broken@shop.example"
imap = "imaps://broken%40shop.example:wrong@localhost:{imaps}"
"#,
        support = login(SUPPORT),
        imaps = one.imaps,
        submission = one.submission,
        sales = login(SALES),
        others_imaps = other.imaps,
        others_submission = other.submission,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mailbox_is_answered_by_its_own_server_and_a_broken_one_stops_no_other() {
    let (one, mut other) = (Servers::start().await, Servers::start().await);
    if !one.has_postfix() {
        eprintln!("not tested: Postfix needs root");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mailboxes.toml");
    std::fs::write(&file, mailboxes(&one, &other)).unwrap();
    let certificates = folder.path().join("certificates.pem");
    let both = [&one, &other].map(|it| std::fs::read_to_string(it.certificate()).unwrap());
    std::fs::write(&certificates, both.concat()).unwrap();
    let environment = [
        ("ASYNC_GENERATION_AUTH_HEADER", HEADER),
        ("MAILBOXES", file.to_str().unwrap()),
        ("MAIL_TRANSPORT", "smtp"),
        // Of the broken one, which says none of its own.
        ("SMTP_URL", "smtp://127.0.0.1:1"),
        ("SSL_CERT_FILE", certificates.to_str().unwrap()),
    ];
    let served = serve(&environment, &[]).await;
    let world = &served.world;
    let told = |part: &str| world.log().matches(part).count();
    until(&one, "both are connected", || {
        (told("left alone") == 2).then_some(())
    })
    .await;
    until(&one, "one cannot log in", || {
        (told("the mailbox was not read") > 0).then_some(())
    })
    .await;

    // Each mail is its mailbox's, from its card to the copy of its reply.
    let to = |address: &str, number: u32, word: &str| {
        format!(
            "Message-ID: <{number}@example.com>\r\nFrom: Taro Yamada <taro@example.com>\r\nTo: {address}\r\n\
             Subject: About {word}\r\nDate: Sat, 28 Nov 2026 10:00:00 +0900\r\n\r\nWhere is my {word}?\r\n"
        )
    };
    one.deliver_to(SUPPORT, &to(SUPPORT, 1, "walnut"));
    other.deliver_to(SALES, &to(SALES, 2, "lantern"));
    for (servers, address, word, mailbox, signature) in [
        (
            &one,
            SUPPORT,
            "walnut",
            "Mailbox: support",
            "https://shop.example",
        ),
        (
            &other,
            SALES,
            "lantern",
            "窓口：sales",
            "株式会社サンプル 営業部",
        ),
    ] {
        approve(servers, world, word).await;
        let reply = until(servers, "the reply", || {
            servers.mails(TARO, "INBOX").pop().map(|(_, mail)| mail)
        })
        .await;
        let read = mail::parse(reply.as_bytes());
        assert_eq!(read.from.unwrap().address.expose(), address);
        assert!(
            read.text.expose().trim_end().ends_with(signature),
            "{reply}"
        );
        assert!(reply.contains(&format!("Re: About {word}")), "{reply}");
        let place = card(world, word).unwrap();
        let text = world.workspace.visible_text(&place);
        assert!(text.contains(mailbox), "{text}");
        until(servers, "the copy", || servers.mails(address, "Sent").pop()).await;
        world.workspace.close_all(crate::process::SATO).await;
    }
    assert_eq!(
        (
            one.mails(TARO, "INBOX").len(),
            other.mails(TARO, "INBOX").len()
        ),
        (1, 1)
    );

    let said = check(world, &[]).await;
    assert_eq!(said.code, Some(1), "{:?}", said.lines);
    for (name, status) in [
        ("support: mailbox", "ok"),
        ("support: mail", "ok"),
        ("sales: mailbox", "ok"),
        ("sales: mail", "ok"),
        ("broken: mailbox", "failed"),
    ] {
        let (how, line) = &said.lines[name];
        assert_eq!(how, status, "{line}");
    }

    // One whose server is gone stops no other, either.
    other.stop_dovecot().await;
    one.deliver_to(SUPPORT, &to(SUPPORT, 3, "thimble"));
    until(&one, "a card", || card(world, "thimble")).await;
}
