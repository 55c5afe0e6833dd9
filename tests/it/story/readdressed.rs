//! Recipients and subject as a person writes them: what the screen shows is what is sent.

use std::time::Duration;

use mail::Mailbox;
use mailbox::Mailer;
use slack_sim::{Delivery, Place};

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with};
use crate::support::smtp::Mood;

pub const CHANGE: &str = "mail_recipients_action";
const ALL: &str = "reply_to_all_action";
pub const TO: &str = "mail_to_block";
pub const CC: &str = "mail_cc_block";
pub const BCC: &str = "mail_bcc_block";
pub const SUBJECT: &str = "mail_subject_block";

/// What a person writes in the panel: a block and its new text.
pub fn fill(b: &Bench, panel: &Modal, fields: &[(&str, &str)]) {
    for (block_id, text) in fields {
        let action_id = match *block_id {
            SUBJECT => "mail_subject",
            _ => "mail_addresses",
        };
        b.enter(panel, block_id, action_id, text);
    }
}

/// A person changes recipients or subject in the panel.
pub async fn change(b: &Bench, modal: &Modal, fields: &[(&str, &str)]) {
    let panel = b.push(modal, CHANGE).await;
    fill(b, &panel, fields);
    assert_eq!(b.submit(&panel).await, Delivery::Closed, "{fields:?}");
}

fn entered(b: &Bench, panel: &Modal, block_id: &str) -> String {
    let view = b.workspace.view(&panel.view_id).unwrap();
    let values = &view["state"]["values"][block_id];
    let value = values.as_object().and_then(|it| it.values().next());
    value
        .and_then(|it| it["value"].as_str())
        .unwrap_or_default()
        .to_owned()
}

fn addresses(mailboxes: &[Mailbox]) -> Vec<String> {
    let addresses = mailboxes.iter().map(|it| it.address.expose().to_owned());
    addresses.collect()
}

/// `To`, `Cc` and `Bcc` of the newest reply, as it is stored.
async fn lists(b: &Bench, card: &Card) -> [Vec<String>; 3] {
    let mail = b
        .stored(&card.id)
        .await
        .delivery
        .replies
        .pop()
        .unwrap()
        .mail;
    [
        addresses(&mail.to),
        addresses(&mail.cc),
        addresses(&mail.bcc),
    ]
}

async fn opened(b: &Bench) -> (Card, Modal) {
    let mail = Mail::new("1@example.com")
        .with("Cc", "boss@example.com, partner@example.org")
        .with("Subject", "Parcel");
    let card = b.receive(&mail).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.write(&modal, "It comes on Friday.");
    (card, modal)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_writes_is_on_the_screen_and_is_what_goes_out_in_the_same_thread() {
    bench(async |b| {
        let (card, modal) = opened(b).await;
        assert!(
            b.text(&modal).contains("Subject: Re: Parcel"),
            "{}",
            b.text(&modal)
        );
        let panel = b.push(&modal, CHANGE).await;
        assert_eq!(entered(b, &panel, SUBJECT), "Re: Parcel");
        assert!(entered(b, &panel, TO).contains("<taro.yamada@example.com>"));
        assert_eq!(entered(b, &panel, CC), "boss@example.com");
        fill(
            b,
            &panel,
            &[
                (SUBJECT, "About your parcel"),
                (CC, "Boss <boss@example.com>, boss@Example.com"),
                (BCC, "archive@shop.example; a@日本語.example"),
            ],
        );
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        let shown = b.text(&modal);
        for part in [
            "Subject: About your parcel",
            "To: taro.yamada@example.com",
            "Cc: boss@example.com　Boss",
            "archive@shop.example",
            "a@日本語.example (xn--wgv71a119e.example)",
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert_eq!(b.reply(&modal).as_deref(), Some("It comes on Friday."));
        // One is at another domain than the sender's.
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(
            asked.contains("a@日本語.example (xn--wgv71a119e.example)")
                && asked.contains("Subject: About your parcel"),
            "{asked}"
        );
        b.insist(&modal).await;
        let sent = b.smtp.taken().pop().unwrap();
        let to: Vec<String> = b.smtp.envelopes().pop().unwrap();
        assert_eq!(
            to,
            [
                "taro.yamada@example.com",
                "boss@example.com",
                "archive@shop.example",
                "a@xn--wgv71a119e.example",
            ]
        );
        assert!(
            !sent.to_lowercase().contains("bcc") && !sent.contains("archive@"),
            "{sent}"
        );
        assert!(sent.contains("In-Reply-To: <1@example.com>"), "{sent}");
        assert!(sent.contains("Subject: About your parcel"), "{sent}");
        assert_eq!(
            lists(b, &card).await,
            [
                vec!["taro.yamada@example.com".to_owned()],
                vec!["boss@example.com".to_owned()],
                vec![
                    "archive@shop.example".to_owned(),
                    "a@日本語.example".to_owned()
                ],
            ]
        );
        // The history tells it, too.
        b.all_work_done().await;
        b.act(SATO, &card, "more_acts", Some("show_history")).await;
        let window = b.workspace.open_views(SATO).pop().unwrap();
        let told = b.workspace.visible_text(&Place::View { view_id: window });
        for part in [
            "About your parcel",
            "boss@example.com",
            "archive@shop.example",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_without_an_address_is_refused_beneath_its_input_and_nothing_changes() {
    bench(async |b| {
        let (card, modal) = opened(b).await;
        let panel = b.push(&modal, CHANGE).await;
        let many: Vec<String> = (0..60).map(|n| format!("p{n}@example.com")).collect();
        for (block_id, text, told) in [
            (TO, "taro", "no @"),
            (CC, "a@example.com b@example.com", "two addresses"),
            (CC, "a..b@example.com", "before the @"),
            (BCC, "a@example", "no domain"),
            (
                BCC,
                "a@example.com\r\nBcc: evil@example.com",
                "before the @",
            ),
            (TO, "Taro <a@example.com", "missing"),
            (TO, "me@example.com <a@evil.example>", "name"),
            (CC, "a\u{200b}@example.com", "U+200B"),
            (TO, "Support+vip@Shop.example", "our own address"),
            (SUBJECT, "a\u{202e}b", "U+202E"),
            (SUBJECT, "=?utf-8?q?x?=", "=?"),
            (CC, &many.join("\n"), "up to 50"),
        ] {
            let before = entered(b, &panel, block_id);
            fill(b, &panel, &[(block_id, text)]);
            let refused = b.submit(&panel).await;
            let Delivery::Errors { errors } = &refused else {
                panic!("{text:?}: {refused:?}")
            };
            let said: Vec<&String> = errors.values().collect();
            assert!(said[0].contains(told), "{text:?}: {said:?}");
            let beneath = errors.keys().next().unwrap();
            assert!(beneath == block_id || told == "up to 50", "{errors:?}");
            fill(b, &panel, &[(block_id, &before)]);
        }
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        let addressees = b.stored(&card.id).await.slack.modals[0].addressees.clone();
        assert!(
            addressees.is_none_or(|it| it.rewritten.is_empty()),
            "as the mail asks"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_inputs_bring_back_what_the_mail_asks_for() {
    bench(async |b| {
        let (card, modal) = opened(b).await;
        change(
            b,
            &modal,
            &[(TO, "x@elsewhere.example"), (SUBJECT, "Other")],
        )
        .await;
        assert!(b.text(&modal).contains("To: x@elsewhere.example"));
        change(b, &modal, &[(TO, ""), (CC, ""), (BCC, ""), (SUBJECT, "")]).await;
        let shown = b.text(&modal);
        assert!(
            !shown.contains("elsewhere") && shown.contains("Subject: Re: Parcel"),
            "{shown}"
        );
        b.send_anyway(&modal).await;
        assert_eq!(lists(b, &card).await[0], ["taro.yamada@example.com"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reply_to_all_is_one_click_and_leaves_only_us_out() {
    bench(async |b| {
        let (card, modal) = opened(b).await;
        b.press(&modal, ALL).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("It comes on Friday."));
        // The boxes are ticked, and a person can untick one and tick all again.
        let place = Place::View {
            view_id: modal.view_id.clone(),
        };
        let none = slack_sim::Target::from("copies_choice");
        assert_eq!(b.workspace.click(SATO, &place, none).await, Delivery::Kept);
        b.press(&modal, ALL).await;
        b.send_anyway(&modal).await;
        let [to, cc, bcc] = lists(b, &card).await;
        assert_eq!(to, ["taro.yamada@example.com"]);
        assert_eq!(cc, ["boss@example.com", "partner@example.org"]);
        assert_eq!(bcc, [""; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reply_to_all_adds_to_what_a_person_wrote() {
    bench(async |b| {
        let (card, modal) = opened(b).await;
        change(
            b,
            &modal,
            &[
                (TO, "x@elsewhere.example"),
                (CC, ""),
                (BCC, "partner@example.org"),
            ],
        )
        .await;
        b.press(&modal, ALL).await;
        b.send_anyway(&modal).await;
        let [to, cc, bcc] = lists(b, &card).await;
        assert_eq!(to, ["x@elsewhere.example"]);
        // Who gets a copy that all see needs no blind one.
        assert_eq!(cc, ["boss@example.com", "partner@example.org"]);
        assert_eq!(bcc, [""; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_survives_all_that_the_text_survives() {
    bench(async |b| {
        let (card, modal) = opened(b).await;
        let written = [(CC, "x@elsewhere.example"), (SUBJECT, "Another subject")];
        change(b, &modal, &written).await;
        let is_there = |modal: &Modal| {
            let shown = b.text(modal);
            assert!(
                shown.contains("x@elsewhere.example") && shown.contains("Subject: Another subject"),
                "{shown}"
            );
        };
        // Panels, other drafts, the customer's next mail, a closed modal, a lost answer.
        for button in [
            "reply_versions_action",
            "what_the_ai_saw_action",
            "files_action",
        ] {
            let panel = b.push(&modal, button).await;
            b.workspace.close(SATO, &panel.view_id).await;
            is_there(&modal);
        }
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).is_some_and(|it| !it.is_empty()))
            .await;
        b.all_work_done().await;
        is_there(&modal);
        b.deliver(&Mail::new("2@example.com").with("In-Reply-To", "<1@example.com>"))
            .await;
        b.all_work_done().await;
        is_there(&modal);
        b.workspace.close(SATO, &modal.view_id).await;
        b.all_work_done().await;
        let again = b.click_and_wait(SATO, &card).await;
        is_there(&again);
        b.smtp.set_mood(Mood::RefusesForNow);
        b.send_anyway(&again).await;
        is_there(&again);
        b.smtp.set_mood(Mood::LosesItsAnswer);
        b.send_anyway(&again).await;
        b.until(|b| b.text(&again).contains("not certain")).await;
        is_there(&again);
        // A colleague takes it up as it was.
        b.smtp.set_mood(Mood::Takes);
        let other = b.click(SUZUKI, &card).await;
        is_there(&other);
        b.send_anyway(&other).await;
        let [to, cc, _] = lists(b, &card).await;
        assert_eq!(
            (to, cc),
            (
                vec!["taro.yamada@example.com".to_owned()],
                vec!["x@elsewhere.example".to_owned()]
            )
        );
        assert!(
            b.smtp
                .taken()
                .iter()
                .all(|it| it.contains("Subject: Another subject"))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_taken_back_keeps_what_was_written() {
    let setup = Setup {
        environment: vec![("SEND_DELAY_SECONDS", "30")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let (card, modal) = opened(b).await;
        change(
            b,
            &modal,
            &[
                (TO, "x@elsewhere.example"),
                (CC, ""),
                (SUBJECT, "Another subject"),
            ],
        )
        .await;
        b.send_anyway(&modal).await;
        b.press(&modal, "undo_send_action").await;
        b.all_work_done().await;
        let shown = b.text(&modal);
        assert!(
            shown.contains("x@elsewhere.example") && shown.contains("Another subject"),
            "{shown}"
        );
        b.send_anyway(&modal).await;
        b.let_pass(Duration::from_secs(60)).await;
        b.all_work_done().await;
        b.until(|b| b.smtp.taken().len() == 1).await;
        assert_eq!(b.smtp.envelopes()[0], ["x@elsewhere.example"]);
        let _ = card;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_that_showed_something_else_is_asked_about() {
    bench(async |b| {
        let (card, modal) = opened(b).await;
        // What is stored is changed, and the screen never learns of it.
        let id = b.stored(&card.id).await.slack.modals[0].external_id.clone();
        let changed = b.app.store.change(&card.id, |inquiry| {
            let address = mail::Address::parse("boss@example.com").unwrap();
            inquiry.address(&id, b.app.clock.now(), |it| {
                it.rewritten.recipients = Some(mail::Lists {
                    to: vec![Mailbox::bare(address.clone())],
                    ..Default::default()
                });
            });
            Ok::<_, inquiry::Forbidden>(())
        });
        changed.await.unwrap();
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(
            asked.contains("not what your screen showed") && asked.contains("To: boss@example.com"),
            "{asked}"
        );
        assert_eq!(b.smtp.taken().len(), 0);
        b.insist(&modal).await;
        assert_eq!(lists(b, &card).await[0], ["boss@example.com"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_without_an_address_can_be_answered_once_a_person_writes_one() {
    bench(async |b| {
        let mail = Mail::new("1@example.com").with("From", "support@shop.example");
        let card = b.receive(&mail).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        assert!(
            b.text(&modal).contains("no address to reply to"),
            "{}",
            b.text(&modal)
        );
        let panel = b.push(&modal, CHANGE).await;
        let refused = b.submit(&panel).await;
        assert!(matches!(refused, Delivery::Errors { .. }), "{refused:?}");
        fill(b, &panel, &[(TO, "taro@elsewhere.example")]);
        assert_eq!(b.submit(&panel).await, Delivery::Closed);
        b.until(|b| b.reply(&modal).is_some()).await;
        b.write(&modal, "Hello");
        b.send_anyway(&modal).await;
        assert_eq!(lists(b, &card).await[0], ["taro@elsewhere.example"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blind_copy_reaches_every_mail_service_in_its_own_way() {
    use crate::story::ses_simulator::Ses;
    use crate::support::gmail::{GmailServer, REFRESH_TOKEN};

    let bcc = "archive@elsewhere.example";
    let send = async |mailer: Mailer| {
        let setup = Setup {
            mailer: Some(mailer),
            ..Setup::default()
        };
        bench_with(setup, async |b| {
            let (_, modal) = opened(b).await;
            change(b, &modal, &[(BCC, bcc)]).await;
            b.send_anyway(&modal).await;
            b.all_work_done().await;
        })
        .await;
    };
    let ses = Ses::start().await;
    send(crate::story::ses::mailer(&ses).await).await;
    let (request, mail) = ses.taken().remove(0);
    assert_eq!(
        request["Destination"]["BccAddresses"],
        serde_json::json!([bcc])
    );
    assert!(!mail.contains(bcc), "{mail}");

    // Those two read the recipients from the mail, and take `Bcc` out of what they deliver.
    let graph = crate::support::graph::GraphServer::start().await;
    send(Mailer::Graph(crate::story::graph::client(&graph))).await;
    assert!(
        graph.sent().0[0].contains(&format!("Bcc: <{bcc}>")),
        "{}",
        graph.sent().0[0]
    );
    let gmail = GmailServer::start().await;
    send(Mailer::Gmail(crate::story::gmail::client(
        &gmail,
        REFRESH_TOKEN,
    )))
    .await;
    assert!(
        gmail.sent().0[0].contains(&format!("Bcc: <{bcc}>")),
        "{}",
        gmail.sent().0[0]
    );

    let folder = tempfile::tempdir().unwrap();
    send(Mailer::Outbox(mailbox::Outbox::new(folder.path()))).await;
    let files = std::fs::read_dir(folder.path()).unwrap();
    let mut files: Vec<_> = files.map(|it| it.unwrap().path()).collect();
    files.sort();
    let read = |at: usize| std::fs::read_to_string(&files[at]).unwrap();
    assert!(!read(0).contains(bcc), "{}", read(0));
    assert!(read(1).contains(bcc), "{}", read(1));
}

/// What the version before reads of a view's `private_metadata`: it knows nothing of recipients that a
/// person wrote.
#[derive(serde::Deserialize)]
#[allow(dead_code)]
struct Before {
    context_id: String,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    files: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_version_before_refuses_a_window_whose_recipients_it_would_not_send_to() {
    bench(async |b| {
        let is_read_by_before = |view: &Modal| {
            let view = b.workspace.view(&view.view_id).unwrap();
            let metadata = view["private_metadata"].as_str().unwrap();
            let ours: serde_json::Value = serde_json::from_str(metadata).unwrap();
            assert!(ours["context_id"].is_string(), "{metadata}");
            serde_json::from_str::<Before>(metadata).is_ok()
        };
        let (card, modal) = opened(b).await;
        crate::story::files::attach(b, &modal, "a.pdf", b"one").await;
        assert!(is_read_by_before(&modal), "it shows nothing new");
        change(b, &modal, &[(TO, "someone@elsewhere.example")]).await;
        assert!(!is_read_by_before(&modal));
        b.submit_and_be_asked(&modal).await;
        assert!(!is_read_by_before(&b.question(&modal)));
        // This version reads both.
        b.insist(&modal).await;
        b.all_work_done().await;
        assert_eq!(lists(b, &card).await[0], ["someone@elsewhere.example"]);
        assert_eq!(
            b.stored(&card.id)
                .await
                .newest_reply()
                .unwrap()
                .mail
                .files
                .len(),
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_view_that_only_a_newer_version_can_read_sends_nothing() {
    bench(async |b| {
        let (card, modal) = opened(b).await;
        let view = b.workspace.view(&modal.view_id).unwrap();
        let newer = serde_json::json!({
            "context_id": card.id.as_str(), "files": { "of": "a newer version" },
        });
        let payload = serde_json::json!({
            "type": "view_submission", "team": { "id": "T1" }, "user": { "id": SATO, "name": "sato" },
            "view": {
                "id": modal.view_id, "callback_id": "ai_reply_modal_submission", "external_id": view["external_id"],
                "private_metadata": newer.to_string(), "state": view["state"], "hash": view["hash"],
            },
        });
        let read = slack::payload::parse_json(&payload.to_string());
        assert!(read.is_err(), "Slack is told so, and the window stays: {read:?}");
    })
    .await;
}
