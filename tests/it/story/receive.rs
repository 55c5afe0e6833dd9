//! A mail becomes an inquiry and a card, whatever happens on the way.

use std::time::Duration;

use inquiry::State;
use replybot::flow::receive::Received;

use crate::story::bench::{Mail, SATO, Setup, bench, bench_with};
use crate::support::proxy::Fault;

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_becomes_a_card_with_a_button() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let text = b.card_text(&card);
        assert!(text.contains("Where is my order?"), "{text}");
        assert!(text.contains("Waiting for a reply"), "{text}");
        assert!(text.contains("Draft a reply"), "{text}");
        assert_eq!(b.stored(&card.id).await.state, State::Notified);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_mail_delivered_twice_makes_one_card() {
    bench(async |b| {
        let mail = Mail::new("1@example.com");
        let card = b.receive(&mail).await;
        let (again, and_again) = tokio::join!(b.deliver(&mail), b.deliver(&mail));
        for received in [again, and_again] {
            assert!(
                matches!(&received, Received::Duplicate(id) if *id == card.id),
                "{received:?}"
            );
        }
        assert_eq!(b.workspace.messages().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_mail_delivered_twice_at_once_makes_one_card() {
    bench(async |b| {
        let mail = Mail::new("1@example.com");
        let outcomes = tokio::join!(b.deliver(&mail), b.deliver(&mail), b.deliver(&mail));
        let outcomes = [outcomes.0, outcomes.1, outcomes.2];
        assert_eq!(
            outcomes
                .iter()
                .filter(|it| matches!(it, Received::New(_)))
                .count(),
            1,
            "{outcomes:?}"
        );
        assert_eq!(b.workspace.messages().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_mail_under_a_message_id_that_was_used_before_is_not_lost() {
    bench(async |b| {
        b.receive(&Mail::new("1@example.com")).await;
        let other = Mail::new("1@example.com")
            .with("From", "hana@example.org")
            .saying("A quite different question");
        b.receive(&other).await;
        assert!(matches!(b.deliver(&other).await, Received::Duplicate(_)));
        assert_eq!(b.workspace.messages().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_mails_without_a_message_id_are_two_inquiries() {
    bench(async |b| {
        let mut mail = Mail::new("unused@example.com");
        mail.headers.remove(0);
        b.receive(&mail).await;
        assert!(matches!(b.deliver(&mail).await, Received::Duplicate(_)));
        b.receive(&mail.saying("Something else")).await;
        assert_eq!(b.workspace.messages().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_slack_did_not_take_is_posted_by_a_sweep() {
    bench(async |b| {
        b.slack.fail("chat.postMessage", Fault::Unavailable);
        let received = b.deliver(&Mail::new("1@example.com")).await;
        assert!(
            matches!(received, Received::CardPending(..)),
            "{received:?}"
        );
        assert_eq!(b.sweep().await.cards, 0, "not due yet");
        b.let_pass(Duration::from_secs(60)).await;
        assert_eq!(b.sweep().await.cards, 1);
        b.card(received.id());
        assert_eq!(b.sweep().await.cards, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_whose_posting_was_not_confirmed_is_not_posted_twice() {
    bench(async |b| {
        b.slack.fail("chat.postMessage", Fault::LosesItsAnswer);
        let received = b.deliver(&Mail::new("1@example.com")).await;
        assert!(
            matches!(received, Received::CardPending(..)),
            "{received:?}"
        );
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
        let card = b.card(received.id());
        assert_eq!(b.stored(&card.id).await.state, State::Notified);
        b.click_and_wait(SATO, &card).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_on_a_card_whose_posting_was_not_confirmed_works() {
    bench(async |b| {
        b.slack.fail("chat.postMessage", Fault::LosesItsAnswer);
        let received = b.deliver(&Mail::new("1@example.com")).await;
        let card = b.card(received.id());
        b.click_and_wait(SATO, &card).await;
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
        b.card(received.id());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_slack_asks_to_wait_the_card_is_posted_afterwards() {
    bench(async |b| {
        b.slack.fail("chat.postMessage", Fault::RateLimited(1));
        b.receive(&Mail::new("1@example.com")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_can_neither_ping_anybody_nor_forge_a_link() {
    bench(async |b| {
        let text = "<!channel> <@U0000001> <https://evil.example|your bank> :tada: *bold* & so on";
        let mail = Mail::new("1@example.com")
            .with("Subject", text)
            .saying(text);
        let card = b.receive(&mail).await;
        assert!(b.card_text(&card).contains(text), "{}", b.card_text(&card));
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(b.text(&modal).contains(text));
        // `finish` checks that nobody was pinged.
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_mail_become_a_card_that_says_so() {
    bench(async |b| {
        let mail = Mail {
            headers: vec![],
            text: "\u{0}\u{1}\u{2} no mail at all".to_owned(),
            personal: vec![],
        };
        let card = b.receive(&mail).await;
        assert!(
            b.card_text(&card).contains("could not be parsed"),
            "{}",
            b.card_text(&card)
        );
        assert!(
            b.card_text(&card).contains("no mail at all"),
            "{}",
            b.card_text(&card)
        );
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("no address to reply to"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_very_long_mail_fits_into_card_and_modal() {
    bench(async |b| {
        let text = "長いメールの一行です。🙂 & <よろしく>\n".repeat(10_000);
        let card = b
            .receive(
                &Mail::new("1@example.com")
                    .with("Subject", &"件名".repeat(500))
                    .saying(&text),
            )
            .await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(b.text(&modal).contains("Read the whole email"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn card_and_modal_say_what_language_the_mail_is_in_and_when_it_came() {
    bench(async |b| {
        let german = "Wann kommt meine Bestellung an? Vielen Dank für Ihre schnelle Hilfe.";
        let mails = [
            (german, Some("Language: German")),
            ("まだですか", Some("Language: Japanese")),
            ("OK", None),
        ];
        for (number, (text, language)) in mails.into_iter().enumerate() {
            let mail = Mail::new(&format!("{number}@example.com"));
            let card = b.receive(&mail.with("Subject", "?").saying(text)).await;
            let modal = b.click(SATO, &card).await;
            for shown in [b.card_text(&card), b.text(&modal)] {
                // The mail's own date.
                assert!(shown.contains("Received: <!date^1795485600^"), "{shown}");
                match language {
                    Some(language) => assert!(shown.contains(language), "{shown}"),
                    None => assert!(!shown.contains("Language:"), "{shown}"),
                }
            }
            b.all_work_done().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_of_an_automatic_mail_says_why() {
    bench(async |b| {
        for (number, (header, value, words)) in [
            (
                "Auto-Submitted",
                "auto-replied",
                "Automated email: an automatic reply",
            ),
            (
                "Return-Path",
                "<>",
                "Automated email: a mail server’s notification",
            ),
            (
                "From",
                "Support <support@shop.example>",
                "Automated email: sent from our own address",
            ),
            (
                "List-Id",
                "<news.example.com>",
                "Possibly automated: a mailing list",
            ),
            (
                "From",
                "no-reply@example.org",
                "sent from a no-reply address",
            ),
        ]
        .into_iter()
        .enumerate()
        {
            let mail = Mail::new(&format!("{number}@example.com")).with(header, value);
            let card = b.receive(&mail).await;
            assert!(
                b.card_text(&card).contains(words),
                "{header}: {}",
                b.card_text(&card)
            );
        }
        // It can be answered all the same.
        let card = b
            .receive(&Mail::new("x@example.com").with("Precedence", "auto_reply"))
            .await;
        b.click_and_wait(SATO, &card).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_wants_the_whole_mail_gets_it() {
    let setup = Setup {
        environment: vec![("SLACK_CARD_CONTENT", "full")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let mut mail = Mail::new("1@example.com");
        mail.personal.clear();
        let card = b.receive(&mail).await;
        assert!(b.card_text(&card).contains("taro.yamada@example.com"));
        assert!(b.card_text(&card).contains("090-1234-5678"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_mail_service_found_is_on_the_card_and_in_the_modal() {
    bench(async |b| {
        let mail = Mail::new("1@example.com")
            .with("X-SES-Spam-Verdict", "FAIL")
            .with("X-SES-Virus-Verdict", "FAIL")
            .with(
                "Authentication-Results",
                "amazonses.com; spf=fail; dkim=fail; dmarc=fail",
            );
        let card = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &card).await;
        for text in [b.card_text(&card), b.text(&modal)] {
            for words in ["Possible spam", "Possible virus", "may be forged (DMARC)"] {
                assert!(text.contains(words), "{words}: {text}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_of_a_long_conversation_and_the_signature_can_be_read_in_the_modal() {
    bench(async |b| {
        let earlier: String = (1..400).map(|n| format!("> earlier line {n}\n")).collect();
        let text = format!("The question.\n\n-- \nTaro\nHead of things\n\nOn Mon, 23 Nov 2026, Shop wrote:\n{earlier}");
        let card = b.receive(&Mail::new("1@example.com").saying(&text)).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let shown = b.text(&modal);
        for words in ["The question.", "Head of things", "earlier line 1\n"] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert!(!shown.contains("earlier line 399"), "whoever replies has to get past it");
        let whole = b.push(&modal, "read_on_action").await;
        assert!(b.text(&whole).contains("earlier line 399"), "{}", b.text(&whole));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn attachments_stand_on_the_card_by_their_kind_and_in_the_modal_by_their_name() {
    bench(async |b| {
        let mail = Mail::new("1@example.com")
            .with("Content-Type", "multipart/mixed; boundary=b")
            .saying(
                "--b\nContent-Type: text/plain\n\nSee the picture.\n--b\nContent-Type: image/png\n\
                 Content-Disposition: attachment; filename=broken-lamp.png\nContent-Transfer-Encoding: base64\n\n\
                 Y2FuYXJ5LXBpY3R1cmU=\n--b--\n",
            );
        let card = b.receive(&mail).await;
        let text = b.card_text(&card);
        assert!(text.contains("PNG (1 kB)") && !text.contains("broken-lamp"), "{text}");
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(b.text(&modal).contains("broken-lamp.png (1 kB)"), "{}", b.text(&modal));
        let asked = b.llm.prompts().concat();
        assert!(!asked.contains("canary-picture") && !asked.contains("Y2FuYXJ5"), "{asked}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_is_kept_for_as_long_as_is_configured_and_no_longer() {
    for (days, setup) in [
        (30, Setup::default()),
        (
            7,
            Setup {
                environment: vec![("RETENTION_DAYS", "7")],
                ..Setup::default()
            },
        ),
    ] {
        bench_with(setup, async |b| {
            let card = b.receive(&Mail::new("1@example.com")).await;
            let inquiry = b.stored(&card.id).await;
            let kept = inquiry.expires_at.duration_since(inquiry.received_at);
            assert_eq!(kept.as_hours(), 24 * days);
            let purge = async || b.app.store.purge(b.app.clock.now()).await.unwrap();
            b.let_pass(Duration::from_secs(days as u64 * 86_400)).await;
            assert_eq!(purge().await, 0);
            b.let_pass(Duration::from_secs(1)).await;
            assert_eq!(purge().await, 1);
            assert!(b.app.store.get(&card.id).await.unwrap().is_none());
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_of_an_empty_mail_says_that_it_is_empty() {
    bench(async |b| {
        let empty = b.receive(&Mail::new("1@example.com").saying(" \n\n")).await;
        assert!(b.card_text(&empty).contains("(no text)"));
        let card = b.receive(&Mail::new("2@example.com")).await;
        assert!(!b.card_text(&card).contains("(no text)"));
    })
    .await;
}
