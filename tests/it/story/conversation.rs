//! Conversations, recipients, bounces, and what is checked before sending.

use std::time::Duration;

use replybot::flow::receive::Received;
use slack_sim::{Delivery, Place, Target};

use crate::story::bench::{
    Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, TANAKA, bench, bench_with,
};
use crate::story::send::claim_and_end;
use crate::support::llm::Script;
use crate::support::proxy::Fault;

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
    // The thread is told after the card is up to date: a fault that a test prepares is not for that.
    b.all_work_done().await;
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
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("has written again"), "{asked}");
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("An answer to the first mail.")
        );
        assert_eq!(b.smtp.taken().len(), 0);
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

async fn writes_again(b: &Bench, number: u32) {
    let mail = Mail::new(&format!("{number}@example.com"));
    let mail = mail.with("In-Reply-To", "<1@example.com>");
    b.receive(&mail.saying("Never mind!")).await;
}

const AGAIN: &str = "has written again";

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_mail_is_said_at_once_in_every_open_modal_around_what_is_being_typed() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.workspace.open_home(SUZUKI).await;
        let home = Place::View {
            view_id: b.workspace.home(SUZUKI).unwrap(),
        };
        let japanese = Target::from("choose_language").choosing("ja");
        b.workspace.click(SUZUKI, &home, japanese).await;
        let sato = b.click_and_wait(SATO, &card).await;
        b.write(&sato, "An answer to the first mail.");
        // Opens with the draft.
        let suzuki = b.click(SUZUKI, &card).await;
        b.write(&suzuki, "最初のメールへの返事");
        // Writes without one.
        let tanaka = b.click(TANAKA, &card).await;
        b.llm.script(Script::Status(401, "{}"));
        b.press(&tanaka, "another_draft_action").await;
        b.until(|b| b.text(&tanaka).contains("No draft could be written"))
            .await;
        b.press(&tanaka, "write_myself_action").await;
        b.until(|b| b.reply(&tanaka).as_deref() == Some("")).await;
        b.write(&tanaka, "In my own words.");
        b.all_work_done().await;
        let before: Vec<_> = [&sato, &suzuki, &tanaka].map(|it| b.inputs(it)).into();

        writes_again(b, 2).await;
        assert!(b.text(&sato).contains(AGAIN), "{}", b.text(&sato));
        assert!(b.text(&tanaka).contains(AGAIN), "{}", b.text(&tanaka));
        let text = b.text(&suzuki);
        assert!(text.contains("新しいメールが届いています"), "{text}");
        let after: Vec<_> = [&sato, &suzuki, &tanaka].map(|it| b.inputs(it)).into();
        assert_eq!(after, before, "what was typed, and where");

        b.submit_and_be_asked(&sato).await;
        assert_eq!(b.smtp.taken().len(), 0, "asked about it once");
        assert_eq!(b.insist(&sato).await, Delivery::Closed);
        let sent = b.smtp.taken();
        assert!(sent.len() == 1 && sent[0].contains("An answer to the first mail."));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_mail_is_said_while_the_draft_is_still_being_written_and_beside_it() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        writes_again(b, 2).await;
        assert!(b.text(&modal).contains(AGAIN), "{}", b.text(&modal));
        b.write_drafts().await;
        assert!(b.reply(&modal).is_some());
        assert!(b.text(&modal).contains(AGAIN), "{}", b.text(&modal));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_mail_is_said_beneath_a_panel_and_after_a_question() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "Please see the attached file.");
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("speaks of an attachment"), "{asked}");
        let other = b.click_and_wait(SUZUKI, &card).await;
        b.write(&other, "Something of my own.");
        let panel = b.push(&other, "revise_draft_action").await;

        writes_again(b, 2).await;
        b.workspace.close(SUZUKI, &panel.view_id).await;
        assert!(b.text(&other).contains(AGAIN), "{}", b.text(&other));
        assert_eq!(b.reply(&other).as_deref(), Some("Something of my own."));
        assert!(b.text(&modal).contains(AGAIN), "{}", b.text(&modal));
        // What came up since the question is asked with it.
        assert_eq!(b.insist(&modal).await, Delivery::Updated);
        let asked = b.text(&b.question(&modal));
        assert!(asked.contains("speaks of an attachment"), "{asked}");
        assert!(asked.contains(AGAIN), "{asked}");
        assert_eq!(b.smtp.taken().len(), 0);
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_mail_that_slack_could_not_be_told_of_is_said_by_a_sweep() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "An answer to the first mail.");
        b.slack.break_down("views.update");
        writes_again(b, 2).await;
        b.slack.mend();
        assert!(!b.text(&modal).contains(AGAIN), "{}", b.text(&modal));
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
        assert!(b.text(&modal).contains(AGAIN), "{}", b.text(&modal));
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("An answer to the first mail.")
        );
    })
    .await;
}

/// Somebody has a draft open, where an approved reply waits for a minute.
async fn with_undo(test: impl AsyncFnOnce(&Bench, Card, Modal)) {
    let setup = Setup {
        environment: vec![("SEND_DELAY_SECONDS", "60")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        test(b, card, modal).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_mail_while_the_reply_can_be_taken_back_is_said_at_once_and_after_undo() {
    with_undo(async |b, card, modal| {
        b.write(&modal, "An answer to the first mail.");
        b.submit(&modal).await;
        b.let_pass(Duration::from_secs(5)).await;
        writes_again(b, 2).await;
        assert!(b.card_text(&card).contains(AGAIN), "{}", b.card_text(&card));
        let text = b.text(&modal);
        assert!(
            text.contains(AGAIN) && text.contains("Sending in"),
            "{text}"
        );
        b.press(&modal, "undo_send_action").await;
        assert!(b.text(&modal).contains(AGAIN), "{}", b.text(&modal));
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("An answer to the first mail.")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_mail_before_the_approval_is_answered_is_on_the_card_and_leaves_the_modal_as_it_is()
{
    with_undo(async |b, card, modal| {
        claim_and_end(b, &card, &modal).await;
        let before = b.hash(&modal);
        writes_again(b, 2).await;
        b.all_work_done().await;
        assert!(b.card_text(&card).contains(AGAIN), "{}", b.card_text(&card));
        assert_eq!(b.hash(&modal), before, "our answer may be on its way");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_typed_where_the_approval_was_not_answered_stay_when_the_customer_writes_again() {
    with_undo(async |b, card, modal| {
        claim_and_end(b, &card, &modal).await;
        b.write(&modal, "And one more thing.");
        b.let_pass(Duration::from_secs(5)).await;
        writes_again(b, 2).await;
        assert!(b.text(&modal).contains(AGAIN), "{}", b.text(&modal));
        assert_eq!(b.reply(&modal).as_deref(), Some("And one more thing."));
        b.let_pass(Duration::from_secs(60)).await;
        b.sweep().await;
        assert_eq!(b.smtp.taken().len(), 1);
        assert_eq!(b.reply(&modal).as_deref(), Some("And one more thing."));
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
        assert_eq!(b.stored(&card.id).await.slack.newer_mails, 1);
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
            b.card_text(&card).contains("t…@e….com"),
            "whom it did not reach: {}",
            b.card_text(&card)
        );
        assert!(
            b.card_text(&card).contains("bounced"),
            "{}",
            b.card_text(&card)
        );
        assert_eq!(
            b.workspace.messages().len() - b.thread(&card).len(),
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
        let Received::New(delay) = b.deliver(&delayed).await else {
            panic!("a delay is no bounce");
        };
        let text = b.card_text(&b.card(&delay));
        assert!(text.contains("no reply is expected"), "{text}");
        let foreign = bounce_of("somebody@elsewhere.example", "failed");
        let Received::New(foreign) = b.deliver(&foreign).await else {
            panic!("it is about no reply of ours");
        };
        let text = b.card_text(&b.card(&foreign));
        assert!(text.contains("A bounce: a mail to t…@e….com"), "{text}");
        assert!(text.contains("5.1.1"), "{text}");
        assert!(b.card_text(&card).contains("replied"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_a_machine_is_asked_about() {
    bench(async |b| {
        let away = Mail::new("1@example.com").with("Auto-Submitted", "auto-replied");
        let card = b.receive(&away).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "Thank you for your email.");
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("read by nobody"), "{asked}");
        assert_eq!(b.smtp.taken().len(), 0);
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
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("speaks of an attachment"), "{asked}");
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("見積書を添付いたします。ご確認ください。")
        );
        assert_eq!(b.smtp.taken().len(), 0);
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
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
            let asked = b.submit_and_be_asked(&modal).await;
            assert!(asked.contains(words), "{words}: {asked}");
            let question = b.question(&modal);
            b.workspace.close(SATO, &question.view_id).await;
            assert_eq!(b.reply(&modal).as_deref(), Some(text));
        }
        assert_eq!(b.smtp.taken().len(), 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn objections_of_several_kinds_are_asked_at_once() {
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
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("has written again"), "{asked}");
        assert!(asked.contains("speaks of an attachment"), "{asked}");
        assert_eq!(b.smtp.taken().len(), 0);
        b.insist(&modal).await;
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
async fn an_absence_note_comes_in_the_thread_and_is_no_reason_to_wait() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let note = Mail::new("2@example.com")
            .with("In-Reply-To", "<1@example.com>")
            .with("Auto-Submitted", "auto-replied")
            .saying("I am away.");
        let note = b.receive(&note).await;
        assert_eq!(thread_of(b, &note), Some(ts(&card)));
        b.submit(&modal).await;
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_our_own_reply_is_no_new_inquiry() {
    bench(async |b| {
        let card = answered(b).await;
        let copy = Mail::new(&sent_id(b))
            .with("From", "Example Shop <support@shop.example>")
            .with("To", "taro.yamada@example.com")
            .with("In-Reply-To", "<1@example.com>");
        assert!(matches!(b.deliver(&copy).await, Received::Duplicate(id) if id == card.id));
        assert_eq!(b.workspace.messages().len() - b.thread(&card).len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_thread_is_gone_the_mail_stands_in_the_channel() {
    bench(async |b| {
        answered(b).await;
        let fault = Fault::Error("thread_not_found");
        b.slack.fail("chat.postMessage", fault);
        let next = Mail::new("2@example.com").with("In-Reply-To", "<1@example.com>");
        let next = b.receive(&next.saying("One more question.")).await;
        assert_eq!(thread_of(b, &next), None);
        // A sweep after an unclear outcome looks there, too.
        b.slack.fail("chat.postMessage", Fault::Unavailable);
        let third = Mail::new("3@example.com").with("In-Reply-To", "<1@example.com>");
        let third = b.deliver(&third.saying("And another.")).await;
        b.let_pass(Duration::from_secs(60)).await;
        b.slack.fail("conversations.replies", fault);
        b.slack.fail("chat.postMessage", fault);
        assert_eq!(b.sweep().await.cards, 1);
        b.card(third.id());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_says_why_a_reply_came_back_and_names_nobody() {
    bench(async |b| {
        let card = answered(b).await;
        let mut bounce = bounce_of(&sent_id(b), "failed");
        bounce.text = bounce.text.replace(
            "Status: 5.1.1",
            "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <taro.yamada@example.com>:\n user taro.yamada unknown",
        );
        b.deliver(&bounce).await;
        let text = b.card_text(&card);
        assert!(text.contains("550 5.1.1") && text.contains("unknown"), "{text}");
        assert!(!text.contains("taro.yamada"), "{text}");
        let modal = b.click(SATO, &card).await;
        assert!(b.text(&modal).contains("550 5.1.1"), "{}", b.text(&modal));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bounce_that_returns_no_headers_is_known_by_its_own() {
    bench(async |b| {
        let card = answered(b).await;
        let sent = sent_id(b);
        let bounce = bounce_of("", "failed").with("In-Reply-To", &format!("<{sent}>"));
        assert!(matches!(b.deliver(&bounce).await, Received::Bounce(id) if id == card.id));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_of_people_is_masked_wherever_it_comes_from() {
    const SAID: &str = "550 5.1.1 mailbox of Taro Yamada, phone 090-1234-5678, is unknown";
    bench(async |b| {
        let card = answered(b).await;
        let mut bounce = bounce_of(&sent_id(b), "failed");
        let said = format!("Status: 5.1.1\nDiagnostic-Code: smtp; {SAID}");
        bounce.text = bounce.text.replace("Status: 5.1.1", &said);
        b.deliver(&bounce).await;
        b.until(|b| b.card_text(&card).contains("5.1.1")).await;
        let stored = b.stored(&card.id).await;
        let history = stored.history.iter().map(|it| it.detail.clone());
        let failure = stored.failure.iter().map(|it| it.detail.clone());
        let all = history.chain(failure).chain([b.card_text(&card)]);
        for text in all {
            assert!(!text.contains("Taro Yamada"), "{text}");
            assert!(!text.contains("090-1234-5678"), "{text}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_authentic_mail_is_not_lost_to_a_forged_one_that_came_first() {
    bench(async |b| {
        let mail = || Mail::new("1@example.com").saying("Where is it?");
        let doubted = ("Authentication-Results", "mx.example; dmarc=fail");
        b.receive(&mail().with(doubted.0, doubted.1)).await;
        let passed = ("Authentication-Results", "mx.example; dmarc=pass");
        let received = b.deliver(&mail().with(passed.0, passed.1)).await;
        assert!(matches!(received, Received::New(_)), "{received:?}");
        for results in [doubted, passed] {
            let received = b.deliver(&mail().with(results.0, results.1)).await;
            assert!(matches!(received, Received::Duplicate(_)), "{received:?}");
        }
    })
    .await;
}

/// What the model was asked last.
fn asked(b: &Bench) -> String {
    b.llm.prompts().pop().unwrap()
}

fn copied() -> Mail {
    Mail::new("1@example.com")
        .with("Cc", "Bob <bob@example.com>")
        .saying("Where is the pale green parcel?")
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_in_cc_who_answers_joins_visibly_and_the_model_knows_what_they_have_read() {
    bench(async |b| {
        let first = b.receive(&copied()).await;
        let bob = Mail::new("2@example.com")
            .with("From", "Bob <bob@example.com>")
            .with("In-Reply-To", "<1@example.com>")
            .saying("It has come, but the lid is broken.");
        let second = b.receive(&bob).await;
        assert_eq!(thread_of(b, &second), Some(ts(&first)));
        assert!(b.card_text(&second).contains("in Cc of this conversation"));
        b.until(|b| b.card_text(&first).contains(AGAIN)).await;
        let modal = b.click_and_wait(SATO, &second).await;
        assert!(asked(b).contains("pale green"), "{}", asked(b));
        b.write(&modal, "We are sorry for the broken lid.");
        let question = b.submit_and_be_asked(&modal).await;
        assert_eq!(b.smtp.taken().len(), 0, "asked once");
        assert!(question.contains("somebody else than the customer"));
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
        assert_eq!(b.smtp.taken().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_customer_from_another_address_joins_with_an_identifier_of_ours() {
    bench(async |b| {
        let first = answered(b).await;
        let other = Mail::new("2@example.net")
            .with("From", "Taro Yamada <taro@home.example>")
            .with("In-Reply-To", &format!("<{}>", sent_id(b)))
            .saying("Thank you. One more question.");
        let second = b.receive(&other).await;
        assert_eq!(thread_of(b, &second), Some(ts(&first)));
        assert!(
            b.card_text(&second)
                .contains("address that was not in it before")
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_or_a_forged_sender_is_given_nothing_of_the_conversation() {
    let doubted = ("Authentication-Results", "mx.example; dmarc=fail");
    for (from, header) in [
        ("stranger@example.net", ("X-Nothing", "here")),
        ("taro.yamada@example.com", doubted),
        (
            "taro.yamada@example.com",
            ("Reply-To", "evil@elsewhere.example"),
        ),
        (
            "Bob <bob@example.com>",
            ("Reply-To", "evil@elsewhere.example"),
        ),
    ] {
        bench(async |b| {
            b.receive(&copied()).await;
            let stranger = Mail::new("2@example.net")
                .with("From", from)
                .with(header.0, header.1)
                .with("In-Reply-To", "<1@example.com>")
                .saying("What did I write to you?");
            let card = b.receive(&stranger).await;
            assert_eq!(thread_of(b, &card), None, "{from} {header:?}");
            assert!(b.card_text(&card).contains("stranger continues"), "{from}");
            b.click_and_wait(SATO, &card).await;
            assert!(!asked(b).contains("pale green"), "{from} {header:?}");
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_went_to_others_is_not_told_to_somebody_who_joins_later() {
    bench(async |b| {
        // At another domain than the sender's, so that the reply is not copied to them.
        let copied = copied().with("Cc", "Bob <bob@partner.example>");
        let first = b.receive(&copied).await;
        let modal = b.click_and_wait(SATO, &first).await;
        b.write(&modal, "Between us: it is in the violet box.");
        b.submit(&modal).await;
        b.until(|b| b.card_text(&first).contains("replied")).await;
        let bob = Mail::new("2@example.com")
            .with("From", "Bob <bob@partner.example>")
            .with("In-Reply-To", "<1@example.com>")
            .saying("And where is it now?");
        let second = b.receive(&bob).await;
        b.click_and_wait(SATO, &second).await;
        assert!(asked(b).contains("pale green"), "{}", asked(b));
        assert!(!asked(b).contains("violet box"), "{}", asked(b));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_the_reply_decides_what_the_model_is_told_and_not_who_the_mail_says_wrote_it() {
    bench(async |b| {
        let copied = copied().with("Cc", "Bob <bob@partner.example>");
        let first = b.receive(&copied).await;
        let modal = b.click_and_wait(SATO, &first).await;
        b.write(&modal, "Between us: it is in the violet box.");
        b.submit(&modal).await;
        b.until(|b| b.card_text(&first).contains("replied")).await;
        let sent = sent_id(b);
        // In the customer's name, whose domain proves nothing, with the answer to Bob.
        let forged = Mail::new("2@partner.example")
            .with("Reply-To", "Bob <bob@partner.example>")
            .with("In-Reply-To", &format!("<{sent}>"))
            .saying("What did you write to me?");
        let second = b.receive(&forged).await;
        b.click_and_wait(SATO, &second).await;
        assert!(!asked(b).contains("violet box"), "{}", asked(b));
        // The customer themselves.
        let own = Mail::new("3@example.com")
            .with("In-Reply-To", &format!("<{sent}>"))
            .saying("And the other one?");
        let third = b.receive(&own).await;
        b.click_and_wait(SATO, &third).await;
        assert!(asked(b).contains("violet box"), "{}", asked(b));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_identifier_that_others_were_given_proves_nothing() {
    for (copied_to, is_told) in [(None, true), (Some("Bob <bob@partner.example>"), false)] {
        bench(async |b| {
            let first = b.receive(&Mail::new("1@example.com")).await;
            let modal = b.click_and_wait(SATO, &first).await;
            b.write(&modal, "Between us: it is in the violet box.");
            b.submit(&modal).await;
            b.until(|b| b.card_text(&first).contains("replied")).await;
            let sent = sent_id(b);
            if let Some(cc) = copied_to {
                // Its References name our reply, which Bob never got.
                let next = Mail::new("2@example.com")
                    .with("Cc", cc)
                    .with("References", &format!("<1@example.com> <{sent}>"));
                b.receive(&next).await;
            }
            for named in [format!("<{sent}>"), format!("<{sent}> <2@example.com>")] {
                let other = Mail::new(&format!("{}@elsewhere.example", named.len()))
                    .with("From", "somebody@elsewhere.example")
                    .with("References", &named)
                    .saying("What was it that you wrote?");
                let card = b.receive(&other).await;
                b.click_and_wait(SATO, &card).await;
                let tells = asked(b).contains("violet box");
                assert_eq!(tells, is_told, "{copied_to:?} {named}: {}", asked(b));
                if is_told {
                    break;
                }
                b.workspace.close_all(SATO).await;
            }
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bounce_in_words_alone_comes_back_to_its_card() {
    bench(async |b| {
        let card = answered(b).await;
        let id = sent_id(b);
        let qmail = Mail::new("9@mx.example")
            .with("From", "MAILER-DAEMON@mx.example")
            .with("Subject", "failure notice")
            .saying(&format!(
                "Hi. This is the mail program at mx.example.\n\n<taro.yamada@example.com>:\n\
                 Sorry, no mailbox here by that name. (#5.1.1)\n\n\
                 --- Below this line is a copy of the message.\n\nMessage-ID: <{id}>\nSubject: Re: x\n\nours"
            ));
        let received = b.deliver(&qmail).await;
        assert!(matches!(received, Received::Bounce(_)), "{received:?}");
        b.until(|b| b.card_text(&card).contains("5.1.1")).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_id_used_again_is_a_duplicate_only_where_all_that_was_written_is_the_same() {
    bench(async |b| {
        let mail = || Mail::new("1@example.com").saying("");
        b.receive(&mail()).await;
        for (header, value) in [
            (
                "Received",
                "by another.example; Fri, 20 Nov 2026 10:00:00 +0000",
            ),
            ("X-Spam-Score", "0.1"),
        ] {
            let received = b.deliver(&mail().with(header, value)).await;
            assert!(
                matches!(received, Received::Duplicate(_)),
                "{header}: {received:?}"
            );
        }
        for (header, value) in [
            ("Subject", "Something else"),
            ("Reply-To", "other@example.com"),
            ("Cc", "other@example.com"),
            ("To", "support@shop.example, other@example.com"),
        ] {
            let received = b.deliver(&mail().with(header, value)).await;
            assert!(
                matches!(received, Received::New(_)),
                "{header}: {received:?}"
            );
        }
    })
    .await;
}
