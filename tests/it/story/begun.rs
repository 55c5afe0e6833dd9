//! Mails that we begin: a new one to a customer, one that passes a customer's mail on to another
//! person; and each person's own signature.

use inquiry::State;
use mail::parse;
use slack_sim::{Delivery, Place};

use crate::story::bench::{
    BOT_TOKEN, Bench, CHANNEL, Card, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with,
};
use crate::support::smtp::Mood;

const TO: &str = "begun_to_block";
const SUBJECT: &str = "begun_subject_block";
const TEXT: &str = "begun_text_block";
const SUPPLIER: &str = "Supplier <orders@supplier.example>";

fn enter(b: &Bench, view: &Modal, fields: &[(&str, &str)]) {
    for (block_id, text) in fields {
        let action_id = block_id.strip_suffix("_block").unwrap();
        b.enter(view, block_id, action_id, text);
    }
}

/// A person opens a window from their home tab.
pub async fn window(b: &Bench, person: &str, action_id: &str) -> Modal {
    b.workspace.open_home(person).await;
    b.all_work_done().await;
    let place = Place::View {
        view_id: b.workspace.home(person).unwrap(),
    };
    let clicked = b.workspace.click(person, &place, action_id).await;
    assert_eq!(clicked, Delivery::Acknowledged);
    Modal {
        view_id: b.workspace.open_views(person).pop().unwrap(),
        person: person.to_owned(),
    }
}

/// `replybot compose` with the bench's deployment; its exit code, and what it says.
async fn command(b: &Bench, arguments: &[&str], text: &str) -> (i32, String) {
    use std::process::{Command, Stdio};
    let mut command = Command::new(env!("CARGO_BIN_EXE_replybot"));
    command
        .arg("compose")
        .args(arguments)
        .env_clear()
        .env("REPLYBOT_DATA", b.data())
        .env("SLACK_API_URL", format!("{}/api", b.slack.url()))
        .env("SLACK_BOT_TOKEN", BOT_TOKEN)
        .env("SLACK_CHANNEL_ID", CHANNEL)
        .env(
            "SENDER_EMAIL_ADDRESS",
            "Example Shop <support@shop.example>",
        )
        .env("UI_LANGUAGE", "en")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let text = text.to_owned();
    // Off this thread, which may serve the simulators.
    let ended = tokio::task::spawn_blocking(move || {
        let mut child = command.spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    });
    let output = ended.await.unwrap();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_a_command_began_is_sent_by_a_person_alone_and_its_answer_joins_its_thread() {
    bench(async |b| {
        b.somebody_answers();
        let to = [
            "--to",
            "Hanako <hanako@customer.example>",
            "--to",
            "jiro@customer.example",
        ];
        let rest = ["--subject", "お荷物の件", "--json", "-"];
        let text = "花子様\r\n\r\nお荷物を発送しました。\r\n";
        let (code, said) = command(b, &[&to[..], &rest[..]].concat(), text).await;
        assert_eq!(code, 0, "{said}");
        let line: serde_json::Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
        assert_eq!(line["outcome"], "begun", "{said}");
        let card = card_with(b, "お荷物の件").await;
        assert_eq!(line["context_id"], card.id.as_str());
        assert_eq!((b.smtp.taken().len(), b.llm.prompts().len()), (0, 0));
        let stored = b.stored(&card.id).await;
        assert!(stored.mail.by_us && stored.begun_by.is_none());

        let modal = b.click_and_wait(SATO, &card).await;
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("花子様\n\nお荷物を発送しました。")
        );
        b.send_anyway(&modal).await;
        b.all_work_done().await;
        let sent = parse(b.smtp.taken()[0].as_bytes());
        let to: Vec<String> = sent.to.iter().map(|it| it.display()).collect();
        assert_eq!(
            to,
            ["Hanako <hanako@customer.example>", "jiro@customer.example"]
        );
        assert_eq!(sent.subject.expose(), "お荷物の件");
        let id = sent.message_id.unwrap();
        let answer = Mail::new("answer@customer.example")
            .with("From", "Jiro <jiro@customer.example>")
            .with("In-Reply-To", &format!("<{}>", id.as_str()));
        let answer = b.receive(&answer).await;
        let thread = b.stored(&answer.id).await.slack.thread_ts;
        let card = b.stored(&card.id).await.slack.card.unwrap();
        assert_eq!(thread, Some(card.ts));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_begins_nothing_that_a_person_could_not() {
    bench(async |b| {
        for (to, subject, text, why) in [
            ("nobody", "A", "x", "nobody"),
            ("support@shop.example", "A", "x", ""),
            ("a@b.example\r\nBcc: c@d.example", "A", "x", ""),
            ("a@b.example", "", "x", ""),
            ("a@b.example", "A", &"x".repeat(100_000), ""),
        ] {
            let arguments = ["--to", to, "--subject", subject, "-"];
            let (code, said) = command(b, &arguments, text).await;
            assert_eq!(code, 2, "{to:?}: {said}");
            assert!(said.contains(why), "{said}");
        }
        let (code, said) = command(
            b,
            &[
                "--to",
                "a@b.example",
                "--subject",
                "A",
                "--mailbox",
                "none",
                "-",
            ],
            "x",
        )
        .await;
        assert_ne!(code, 0, "{said}");
        assert!(b.workspace.messages().is_empty());
        assert!(b.app.store.page(None).await.unwrap().inquiries.is_empty());
    })
    .await;
}

/// The newest card in the channel, whose text holds `part`.
async fn card_with(b: &Bench, part: &str) -> Card {
    b.all_work_done().await;
    let page = b.app.store.page(None).await.unwrap();
    let mut cards = page.inquiries.iter().map(|it| b.card(&it.id));
    cards
        .find(|card| b.card_text(card).contains(part))
        .expect("a card")
}

async fn compose(b: &Bench, fields: &[(&str, &str)]) -> (Modal, Delivery) {
    let view = window(b, SATO, "home_compose").await;
    enter(b, &view, fields);
    let submitted = b.workspace.submit(SATO, &view.view_id).await;
    (view, submitted)
}

const NEW: [(&str, &str); 3] = [
    (TO, "Hanako <hanako@customer.example>"),
    (SUBJECT, "Your parcel"),
    (TEXT, "Dear Hanako,\n\nyour parcel is on its way."),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_new_mail_goes_out_once_a_person_approves_it_and_the_customers_answer_joins_its_thread() {
    bench(async |b| {
        b.somebody_answers();
        let (view, made) = compose(b, &NEW).await;
        assert_eq!(made, Delivery::Updated);
        assert!(b.text(&view).contains("Nothing has been sent yet"));
        b.workspace.close_all(SATO).await;
        let card = card_with(b, "Your parcel").await;
        let text = b.card_text(&card);
        assert!(
            text.contains("A new email") && text.contains("Not sent yet"),
            "{text}"
        );
        assert!(!text.contains("hanako@"), "masked: {text}");
        assert_eq!((b.smtp.taken().len(), b.llm.prompts().len()), (0, 0));

        let modal = b.click_and_wait(SUZUKI, &card).await;
        let shown = b.text(&modal);
        for part in ["To: hanako@customer.example", "Subject: Your parcel"] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert!(
            !shown.contains("Another draft") && !shown.contains("Forward"),
            "{shown}"
        );
        assert_eq!(b.reply(&modal).as_deref(), Some(NEW[2].1));
        b.send_anyway(&modal).await;
        let sent = parse(b.smtp.taken()[0].as_bytes());
        assert_eq!(sent.subject.expose(), "Your parcel");
        assert_eq!(sent.to[0].display(), "Hanako <hanako@customer.example>");
        assert!(sent.in_reply_to.is_empty() && sent.references.is_empty());
        assert_eq!(
            b.llm.prompts().len(),
            0,
            "there is no mail that a model could answer"
        );
        b.all_work_done().await;
        assert_eq!(b.stored(&card.id).await.state, State::Sent);

        let id = sent.message_id.unwrap();
        let answer = Mail::new("answer@customer.example")
            .with("From", "Hanako <hanako@customer.example>")
            .with("Subject", "Re: Your parcel")
            .with("In-Reply-To", &format!("<{}>", id.as_str()))
            .saying("Thank you!");
        let answer = b.receive(&answer).await;
        let stored = b.stored(&answer.id).await;
        assert_eq!(
            stored.slack.thread_ts,
            Some(b.stored(&card.id).await.slack.card.unwrap().ts)
        );
        assert!(stored.about.is_none() && stored.mail.newcomer.is_none());
        let modal = b.click_and_wait(SATO, &answer).await;
        assert!(b.text(&modal).contains("To: hanako@customer.example"));
        let asked = b.llm.prompts().concat();
        assert!(
            asked.contains("your parcel is on its way"),
            "it answers what we wrote"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_new_mail_is_refused_and_twice_submitted_is_one() {
    bench(async |b| {
        b.somebody_answers();
        for (block_id, text) in [
            (TO, "hanako"),
            (TO, "support@shop.example"),
            (TO, "a@b.example\r\nBcc: c@d.example"),
            (SUBJECT, "=?utf-8?q?x?="),
            (SUBJECT, "  "),
        ] {
            let mut fields = NEW.to_vec();
            fields.retain(|(id, _)| *id != block_id);
            fields.push((block_id, text));
            let (_, refused) = compose(b, &fields).await;
            let Delivery::Errors { errors } = refused else {
                panic!("{text:?}: {refused:?}")
            };
            assert!(errors.contains_key(block_id), "{text:?}: {errors:?}");
            b.workspace.close_all(SATO).await;
        }
        let view = window(b, SATO, "home_compose").await;
        enter(b, &view, &NEW);
        let submit = || b.workspace.submit(SATO, &view.view_id);
        let _ = tokio::join!(submit(), submit());
        b.all_work_done().await;
        assert_eq!(b.app.store.page(None).await.unwrap().inquiries.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_mail_goes_out_once_through_lost_answers_and_can_be_taken_back() {
    let setup = Setup {
        environment: vec![("SEND_DELAY_SECONDS", "30")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        b.somebody_answers();
        compose(b, &NEW).await;
        b.workspace.close_all(SATO).await;
        let card = card_with(b, "Your parcel").await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.send_anyway(&modal).await;
        b.press(&modal, "undo_send_action").await;
        b.all_work_done().await;
        assert_eq!(b.reply(&modal).as_deref(), Some(NEW[2].1));
        b.smtp.set_mood(Mood::LosesItsAnswer);
        b.send_anyway(&modal).await;
        b.let_pass(std::time::Duration::from_secs(60)).await;
        b.sweep().await;
        b.all_work_done().await;
        assert_eq!(b.stored(&card.id).await.state, State::Unknown);
        b.sweep().await;
        assert_eq!(b.smtp.taken().len(), 1);
        b.smtp.set_mood(Mood::Takes);
    })
    .await;
}

fn with_files() -> Mail {
    let text = "--x\nContent-Type: text/plain; charset=utf-8\n\nMy cup is broken, see the photo. Call 090-1234-5678.\n\
        --x\nContent-Type: image/png; name=cup.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n\
        --x\nContent-Type: image/png; name=other.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgp4\n--x--\n";
    Mail::new("cup@example.com")
        .with("Subject", "My cup")
        .with("Content-Type", "multipart/mixed; boundary=x")
        .saying(text)
}

/// The customer's mail, and the card of one that passes it on.
pub async fn passed_on(b: &Bench, files: &[usize]) -> (Card, Card) {
    b.somebody_answers();
    let card = b.receive(&with_files()).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.write(&modal, "We ask the supplier.");
    let panel = b.push(&modal, "pass_on_action").await;
    enter(b, &panel, &[(TO, SUPPLIER), (TEXT, "Can you replace it?")]);
    let stored = b.stored(&card.id).await;
    for at in files {
        let digest = &stored.mail.attachments[*at].digest;
        b.choose(&panel, "begun_files_block", digest).await;
    }
    assert_eq!(b.submit(&panel).await, Delivery::Closed);
    assert_eq!(b.reply(&modal).as_deref(), Some("We ask the supplier."));
    b.workspace.close_all(SATO).await;
    (card, card_with(b, "pass the customer").await)
}

async fn answer_of_supplier(b: &Bench, text: &str) -> Card {
    let sent = parse(b.smtp.taken().last().unwrap().as_bytes());
    let id = sent.message_id.unwrap();
    let answer = Mail::new("answer@supplier.example")
        .with("From", SUPPLIER)
        .with("Subject", "Re: Fwd: My cup")
        .with("References", &format!("<{}>", id.as_str()))
        .saying(text);
    b.receive(&answer).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_passed_on_as_it_is_looked_over_with_the_files_that_were_chosen() {
    bench(async |b| {
        let (customers, card) = passed_on(b, &[0]).await;
        let stored = b.stored(&card.id).await;
        let thread = b.stored(&customers.id).await.slack.card.unwrap().ts;
        assert_eq!(stored.slack.thread_ts, Some(thread));
        assert_eq!(b.smtp.taken().len(), 0);
        let modal = b.click_and_wait(SUZUKI, &card).await;
        let reply = b.reply(&modal).unwrap();
        for part in [
            "Can you replace it?",
            "Forwarded message",
            "From: Taro Yamada",
            "My cup is broken",
        ] {
            assert!(reply.contains(part), "{part}: {reply}");
        }
        assert!(!reply.contains("taro.yamada@"), "{reply}");
        // Each recipient of a customer's mail is looked at once more.
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(
            asked.contains("orders@supplier.example") && asked.contains("cup.png"),
            "{asked}"
        );
        b.insist(&modal).await;
        b.until(|b| b.smtp.taken().len() == 1).await;
        let raw = b.smtp.taken()[0].clone();
        let sent = parse(raw.as_bytes());
        assert_eq!(b.smtp.envelopes()[0], ["orders@supplier.example"]);
        assert_eq!(sent.subject.expose(), "Fwd: My cup");
        // A thread of their own: nothing in it names the customer's.
        assert!(
            sent.in_reply_to.is_empty()
                && sent.references.is_empty()
                && !raw.contains("cup@example.com")
        );
        let names: Vec<&str> = sent.attachments.iter().map(|it| it.name.expose()).collect();
        assert_eq!(names, ["cup.png"]);
        let content = mail::file(raw.as_bytes(), &sent.attachments[0].digest);
        assert_eq!(content.as_deref(), Some(&b"\x89PNG\r\n\x1a\n"[..]));
        b.all_work_done().await;
        // The customer still waits.
        let customers = b.stored(&customers.id).await;
        assert_eq!(customers.delivery.replies, []);
        assert!(customers.is_open());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_of_whom_it_was_passed_on_to_is_theirs_and_never_the_customers() {
    bench(async |b| {
        let (customers, card) = passed_on(b, &[]).await;
        let modal = b.click_and_wait(SUZUKI, &card).await;
        b.send_anyway(&modal).await;
        b.workspace.close_all(SUZUKI).await;
        let answer = answer_of_supplier(
            b,
            "We replace it for Yamada. Our price is 900 yen.\n\n> From: Taro Yamada\n> Call 090-1234-5678.",
        )
        .await;
        let stored = b.stored(&answer.id).await;
        let first = b.stored(&customers.id).await;
        assert_eq!(stored.about.as_ref().map(|it| &it.id), Some(&customers.id));
        assert_eq!(stored.slack.thread_ts, Some(first.slack.card.clone().unwrap().ts));
        let text = b.card_text(&answer);
        assert!(text.contains("This is not from the customer"), "{text}");
        for secret in ["Yamada", "090-1234-5678"] {
            assert!(!text.contains(secret), "{secret}: {text}");
            assert!(!stored.masked.body.as_str().contains(secret), "{}", stored.masked.body.as_str());
        }
        // It goes to the supplier, and the customer's reply to the customer.
        let theirs = b.click_and_wait(SATO, &answer).await;
        let shown = b.text(&theirs);
        assert!(
            shown.contains("To: orders@supplier.example") && shown.contains("This is not from the customer"),
            "{shown}"
        );
        b.workspace.close_all(SATO).await;
        let asked = b.llm.prompts().len();
        let modal = b.click_and_wait(SATO, &customers).await;
        assert!(b.text(&modal).contains("To: taro.yamada@example.com"), "{}", b.text(&modal));
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.llm.prompts().len() > asked).await;
        b.all_work_done().await;
        let prompts = b.llm.prompts()[asked..].concat();
        assert!(!prompts.contains("900") && !prompts.contains("supplier"), "{prompts}");
        assert_eq!(b.stored(&customers.id).await.slack.newer_mails, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_sends_nothing_and_the_text_stays() {
    bench(async |b| {
        let (_, card) = passed_on(b, &[0, 1]).await;
        std::fs::remove_dir_all(b.data().join("mails")).unwrap();
        let modal = b.click_and_wait(SUZUKI, &card).await;
        b.send_anyway(&modal).await;
        b.all_work_done().await;
        assert_eq!(b.smtp.taken().len(), 0);
        let shown = b.text(&modal);
        assert!(shown.contains("could not be sent"), "{shown}");
        assert!(b.reply(&modal).unwrap().contains("Can you replace it?"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_forgotten_is_forgotten_where_their_mail_was_passed_on() {
    bench(async |b| {
        let (customers, card) = passed_on(b, &[]).await;
        let modal = b.click_and_wait(SUZUKI, &card).await;
        b.send_anyway(&modal).await;
        b.workspace.close_all(SUZUKI).await;
        let answer = answer_of_supplier(b, "We replace it.").await;
        let address = mail::Address::parse("taro.yamada@example.com").unwrap();
        let known = replybot::flow::forget::find(&b.app.store, &address)
            .await
            .unwrap();
        let mut ids: Vec<_> = known.theirs.iter().map(|it| it.id.clone()).collect();
        let mut expected = vec![customers.id, card.id, answer.id];
        ids.sort();
        expected.sort();
        assert_eq!(ids, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_persons_signature_is_beneath_the_shops_on_their_screen_and_in_what_they_send() {
    let setup = Setup {
        environment: vec![("REPLY_SIGNATURE", "Example Shop")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        b.somebody_answers();
        let card = b.receive(&Mail::new("1@example.com")).await;
        let before = b.click_and_wait(SATO, &card).await;
        let view = window(b, SATO, "home_signature").await;
        enter(b, &view, &[("signature_block", "Yumi Sato\n03-9999-0000")]);
        assert_eq!(
            b.workspace.submit(SATO, &view.view_id).await,
            Delivery::Closed
        );
        // A window that was open stays as it is, and so does what is sent from it.
        assert!(!b.text(&before).contains("Yumi Sato\n03-9999-0000"));
        b.workspace.close(SATO, &before.view_id).await;
        let colleague = b.click_and_wait(SUZUKI, &card).await;
        assert!(!b.text(&colleague).contains("03-9999-0000"));
        b.workspace.close_all(SUZUKI).await;

        let modal = b.click_and_wait(SATO, &card).await;
        let shown = b.text(&modal);
        assert!(
            shown.contains("Example Shop\nYumi Sato\n03-9999-0000"),
            "{shown}"
        );
        b.write(&modal, "Please call 03-9999-0000.");
        // The number is known: it is in the signature.
        b.send_anyway(&modal).await;
        let reply = b.stored(&card.id).await.delivery.replies.pop().unwrap();
        let text = reply.mail.text.expose();
        assert!(
            text.contains("\n\n-- \nExample Shop\nYumi Sato\n03-9999-0000"),
            "{text}"
        );
        let facts = reply.approval.unwrap().proof.unwrap().facts;
        let phone = facts
            .iter()
            .find(|it| it.words.expose().contains("9999"))
            .unwrap();
        assert_eq!(format!("{:?}", phone.verdict), "Supported");
        // It is taken away as it was set.
        let view = window(b, SATO, "home_signature").await;
        assert!(b.text(&view).contains("Yumi Sato"), "{}", b.text(&view));
        enter(b, &view, &[("signature_block", "")]);
        assert_eq!(
            b.workspace.submit(SATO, &view.view_id).await,
            Delivery::Closed
        );
        let next = b
            .receive(&Mail::new("2@example.com").saying("Another"))
            .await;
        let modal = b.click_and_wait(SATO, &next).await;
        assert!(!b.text(&modal).contains("03-9999-0000"));
    })
    .await;
}
