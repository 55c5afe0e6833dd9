//! Conversations, recipients, bounces, and what is checked before sending.

use replybot::flow::receive::Received;
use replybot::role::dev::workspace::{Delivery, Place, Target};

use crate::bench::{Bench, Card, Mail, Modal, SATO, Setup, bench, bench_with};
use crate::llm::Script;

/// Our Message-ID of the newest mail that went out.
fn sent_id(b: &Bench) -> String {
    let sent = b.smtp.taken().pop().unwrap();
    let line = sent
        .lines()
        .find(|line| line.starts_with("Message-ID: "))
        .unwrap()
        .to_owned();
    line["Message-ID: <".len()..]
        .trim_end()
        .trim_end_matches('>')
        .to_owned()
}

async fn answered(b: &Bench) -> Card {
    let card = b.receive(&Mail::new("1@example.com")).await;
    let modal = b.click_and_wait(SATO, &card).await;
    assert_eq!(b.submit(&modal).await, Delivery::Updated);
    b.until(|b| b.card_text(&card).contains("replied")).await;
    card
}

fn ts(card: &Card) -> String {
    let Place::Message { ts, .. } = &card.place else {
        panic!("a card is a message")
    };
    ts.clone()
}

fn thread_of(b: &Bench, card: &Card) -> Option<String> {
    b.cards(&card.id)[0]["thread_ts"]
        .as_str()
        .map(str::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customers_next_mail_comes_in_the_same_slack_thread() {
    bench(async |b| {
        let first = answered(b).await;
        let next = Mail::new("2@example.com")
            .with("In-Reply-To", &format!("<{}>", sent_id(b)))
            .saying("Thank you. One more question.");
        let second = b.receive(&next).await;
        assert_eq!(thread_of(b, &second), Some(ts(&first)));
        let third =
            Mail::new("3@example.com").with("References", "<1@example.com> <2@example.com>");
        let third = b.receive(&third).await;
        assert_eq!(thread_of(b, &third), Some(ts(&first)));
        b.click_and_wait(SATO, &third).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_knows_an_identifier_does_not_join_the_thread() {
    bench(async |b| {
        answered(b).await;
        let stranger = Mail::new("2@example.net")
            .with("From", "stranger@example.net")
            .with("In-Reply-To", "<1@example.com>")
            .saying("Hello");
        let card = b.receive(&stranger).await;
        assert_eq!(thread_of(b, &card), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_mail_is_said_on_the_card_and_in_the_modal_and_asked_about_once() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "An answer to the first mail.");
        b.receive(
            &Mail::new("2@example.com")
                .with("In-Reply-To", "<1@example.com>")
                .saying("Never mind!"),
        )
        .await;
        b.until(|b| b.card_text(&card).contains("has written again"))
            .await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert!(
            b.text(&modal).contains("has written again"),
            "{}",
            b.text(&modal)
        );
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("An answer to the first mail.")
        );
        assert_eq!(b.smtp.taken().len(), 0);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_delivery_of_a_newer_mail_does_not_count_twice() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let next = Mail::new("2@example.com").with("In-Reply-To", "<1@example.com>");
        b.receive(&next).await;
        assert!(matches!(b.deliver(&next).await, Received::Duplicate(_)));
        assert_eq!(b.stored(&card.id).await.newer_mails, 1);
    })
    .await;
}

fn bounce_of(message_id: &str, action: &str) -> Mail {
    let mut mail = Mail::new("bounce@mx.example.com");
    mail.headers = vec![
        ("Message-ID", "<bounce@mx.example.com>".to_owned()),
        ("From", "MAILER-DAEMON@mx.example.com".to_owned()),
        ("To", "support@shop.example".to_owned()),
        ("Subject", "Undelivered Mail Returned to Sender".to_owned()),
        ("MIME-Version", "1.0".to_owned()),
        (
            "Content-Type",
            "multipart/report; report-type=delivery-status; boundary=b".to_owned(),
        ),
    ];
    mail.saying(&format!(
        "--b\nContent-Type: text/plain\n\nThe mail could not be delivered.\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n\
         Final-Recipient: rfc822; taro.yamada@example.com\nAction: {action}\nStatus: 5.1.1\n\
         --b\nContent-Type: text/rfc822-headers\n\nSubject: Re: Where is my order?\nMessage-ID: <{message_id}>\n--b--\n"
    ))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bounce_of_our_reply_comes_back_to_its_card() {
    bench(async |b| {
        let card = answered(b).await;
        let bounce = bounce_of(&sent_id(b), "failed");
        assert!(matches!(b.deliver(&bounce).await, Received::Bounce(id) if id == card.id));
        assert!(
            b.card_text(&card).contains("came back"),
            "{}",
            b.card_text(&card)
        );
        assert_eq!(
            b.workspace.messages().len(),
            1,
            "it is no inquiry of its own"
        );
        let modal = b.click(SATO, &card).await;
        assert!(
            b.text(&modal).contains("could not be delivered"),
            "{}",
            b.text(&modal)
        );
        assert!(b.reply(&modal).is_some(), "the text is kept");
        assert!(
            matches!(b.deliver(&bounce).await, Received::Bounce(_)),
            "the same report again"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delay_or_a_bounce_of_somebody_elses_mail_is_a_card() {
    bench(async |b| {
        let card = answered(b).await;
        let delayed =
            bounce_of(&sent_id(b), "delayed").with("Message-ID", "<delay@mx.example.com>");
        assert!(matches!(b.deliver(&delayed).await, Received::New(_)));
        let foreign = bounce_of("somebody@elsewhere.example", "failed");
        assert!(matches!(b.deliver(&foreign).await, Received::New(_)));
        assert!(b.card_text(&card).contains("replied"));
    })
    .await;
}

fn copies() -> Mail {
    Mail::new("1@example.com")
        .with("Reply-To", "reply@example.com")
        .with("To", "support@shop.example, partner@example.org")
        .with("Cc", "boss@example.com")
}

async fn choose(b: &Bench, modal: &Modal, target: Target) {
    let place = Place::View {
        view_id: modal.view_id.clone(),
    };
    assert_eq!(
        b.workspace.click(SATO, &place, target).await,
        Delivery::Kept
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_go_to_everybody_who_got_the_mail_but_us() {
    bench(async |b| {
        let card = b.receive(&copies()).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.submit(&modal).await;
        let sent = b.smtp.taken().pop().unwrap();
        assert!(sent.contains("To: <reply@example.com>"), "{sent}");
        assert!(
            sent.contains("partner@example.org") && sent.contains("boss@example.com"),
            "{sent}"
        );
        let sent = &b.stored(&card.id).await.replies[0].mail;
        assert!(
            sent.cc
                .iter()
                .all(|copy| copy.address.expose() != "support@shop.example")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_operator_chooses_is_what_is_sent() {
    bench(async |b| {
        let card = b.receive(&copies()).await;
        let modal = b.click_and_wait(SATO, &card).await;
        choose(
            b,
            &modal,
            Target::from("recipients_choice").choosing("from"),
        )
        .await;
        choose(b, &modal, Target::from("copies_choice").choosing("1")).await;
        b.submit(&modal).await;
        let mail = &b.stored(&card.id).await.replies[0].mail;
        let addresses = |mailboxes: &[replybot::mail::Mailbox]| {
            mailboxes
                .iter()
                .map(|mailbox| mailbox.address.expose().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(addresses(&mail.to), ["taro.yamada@example.com"]);
        assert_eq!(addresses(&mail.cc), ["boss@example.com"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_behind_a_contact_form_gets_the_reply() {
    bench(async |b| {
        let form = Mail::new("1@shop.example")
            .with("From", "WordPress <wordpress@shop.example>")
            .saying("お名前: 山田 太郎\nメールアドレス: taro.yamada@example.com\n\n届きません。");
        let card = b.receive(&form).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(b.text(&modal).contains("taro.yamada@example.com"));
        b.write(&modal, "確認いたします。");
        b.submit(&modal).await;
        assert!(
            b.smtp.taken()[0].contains("taro.yamada@example.com"),
            "{}",
            b.smtp.taken()[0]
        );
        assert!(!b.smtp.taken()[0].contains("wordpress@"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promised_attachment_is_asked_about_once() {
    bench(async |b| {
        let card = b
            .receive(&Mail::new("1@example.com").saying("見積書をください。"))
            .await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "見積書を添付いたします。ご確認ください。");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert!(
            b.text(&modal).contains("speaks of an attachment"),
            "{}",
            b.text(&modal)
        );
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("見積書を添付いたします。ご確認ください。")
        );
        assert_eq!(b.smtp.taken().len(), 0);
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_another_address_and_another_language_are_each_said() {
    bench(async |b| {
        let card = b
            .receive(
                &Mail::new("1@example.com")
                    .with("From", "山田太郎 <taro.yamada@example.com>")
                    .saying("届きません。山田太郎です。"),
            )
            .await;
        let modal = b.click_and_wait(SATO, &card).await;
        for (text, words) in [
            ("鈴木 様\n\n確認いたします。", "The salutation says"),
            (
                "ご連絡は other@example.net までお願いします。",
                "other@example.net",
            ),
            (
                "We will look into it and come back to you soon.",
                "but the reply is in",
            ),
        ] {
            b.write(&modal, text);
            assert_eq!(b.submit(&modal).await, Delivery::Updated);
            assert!(
                b.text(&modal).contains(words),
                "{words}: {}",
                b.text(&modal)
            );
        }
        assert_eq!(b.smtp.taken().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn objections_of_several_kinds_are_each_told_once() {
    bench(async |b| {
        b.llm.script(Script::Says(vec!["Hello."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.receive(
            &Mail::new("2@example.com")
                .with("In-Reply-To", "<1@example.com>")
                .saying("P.S."),
        )
        .await;
        b.write(&modal, "Please see the attached file.");
        b.submit(&modal).await;
        assert!(
            b.text(&modal).contains("has written again"),
            "{}",
            b.text(&modal)
        );
        b.submit(&modal).await;
        assert!(
            b.text(&modal).contains("speaks of an attachment"),
            "{}",
            b.text(&modal)
        );
        assert_eq!(b.smtp.taken().len(), 0);
        b.submit(&modal).await;
        assert!(
            b.text(&modal).contains("The reply has been sent"),
            "{}",
            b.text(&modal)
        );
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_teams_signature_and_the_customers_words_stand_beneath_the_reply() {
    let environment = vec![
        ("REPLY_SIGNATURE", r"Example Shop\n03-0000-0000"),
        ("REPLY_QUOTES_ORIGINAL", "true"),
    ];
    bench_with(
        Setup {
            environment,
            ..Setup::default()
        },
        async |b| {
            let card = b
                .receive(&Mail::new("1@example.com").saying("Where is it?"))
                .await;
            let modal = b.click_and_wait(SATO, &card).await;
            b.write(&modal, "It is on its way.");
            b.submit(&modal).await;
            let text = b.stored(&card.id).await.replies[0]
                .mail
                .text
                .expose()
                .to_owned();
            assert!(
                text.starts_with(
                    "It is on its way.\n\n-- \nExample Shop\n03-0000-0000\n\n2026-11-24"
                ),
                "{text}"
            );
            assert!(text.contains("\n> Where is it?"), "{text}");
        },
    )
    .await;
}
