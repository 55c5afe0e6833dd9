//! What becomes of a reply: in the modal it was sent from, on the card and in its thread.

use std::time::Duration;

use super::camera::Camera;
use super::words::Words;
use super::{answer, mail, setup};
use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench_with};
use crate::support::llm::Script;
use crate::support::smtp::Mood;

pub async fn take(camera: &Camera, words: &Words) {
    held(camera, words).await;
    sent(camera, words).await;
    not_sent(camera, words).await;
    objections(camera, words).await;
    others(camera, words).await;
}

/// The modal and its card.
async fn both(
    camera: &Camera,
    b: &Bench,
    words: &Words,
    (card, modal): &(Card, Modal),
    name: &str,
) {
    let language = words.language;
    camera
        .modal(b, modal, &format!("{language}/modal-{name}"))
        .await;
    camera
        .card(b, card, &format!("{language}/card-{name}"))
        .await;
}

async fn drafted(b: &Bench, words: &Words, number: u32) -> (Card, Modal) {
    b.llm.script(Script::Says(words.draft.to_vec()));
    let card = b.receive(&mail(words, number)).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.write(&modal, words.own_words);
    (card, modal)
}

async fn held(camera: &Camera, words: &Words) {
    let more = [("SEND_DELAY_SECONDS", "40")];
    bench_with(setup(words, &more), async |b| {
        let it = drafted(b, words, 1).await;
        b.submit(&it.1).await;
        b.all_work_done().await;
        both(camera, b, words, &it, "held").await;
        b.act(SUZUKI, &it.0, "undo_send", None).await;
        b.all_work_done().await;
        both(camera, b, words, &it, "taken-back").await;
        let told = format!("{}/told-taken-back", words.language);
        b.workspace.close(SATO, &it.1.view_id).await;
        camera.newest(b, SATO, &told).await;
    })
    .await;
}

async fn sent(camera: &Camera, words: &Words) {
    let setup = Setup {
        acknowledge_within: Some(Duration::from_millis(100)),
        ..setup(words, &[])
    };
    bench_with(setup, async |b| {
        let it = drafted(b, words, 1).await;
        b.smtp.set_mood(Mood::Waits);
        b.submit(&it.1).await;
        both(camera, b, words, &it, "sending").await;
        b.smtp.go_on();
        b.all_work_done().await;
        both(camera, b, words, &it, "sent").await;
        b.workspace.close(SATO, &it.1.view_id).await;
        b.smtp.set_mood(Mood::Takes);
        // The customer answers in the same thread.
        b.receive(&answer(words, 2, 1)).await;
        b.all_work_done().await;
        camera
            .card(b, &it.0, &format!("{}/card-answered-again", words.language))
            .await;
        let sent = b.smtp.taken().pop().unwrap();
        b.deliver(&bounce_of(&sent)).await;
        b.all_work_done().await;
        let modal = b.click(SATO, &it.0).await;
        b.all_work_done().await;
        both(camera, b, words, &(it.0, modal), "bounced").await;
    })
    .await;
}

async fn not_sent(camera: &Camera, words: &Words) {
    bench_with(setup(words, &[]), async |b| {
        for (number, mood, name) in [
            (1, Mood::Refuses, "refused"),
            (2, Mood::LosesItsAnswer, "unknown"),
        ] {
            let it = drafted(b, words, number).await;
            b.smtp.set_mood(mood);
            b.submit(&it.1).await;
            b.all_work_done().await;
            both(camera, b, words, &it, name).await;
            b.workspace.close(SATO, &it.1.view_id).await;
            b.smtp.set_mood(Mood::Takes);
        }
    })
    .await;
}

/// What is said before a reply goes out.
async fn objections(camera: &Camera, words: &Words) {
    let name = |name: &str| format!("{}/modal-{name}", words.language);
    bench_with(setup(words, &[]), async |b| {
        let (_, modal) = drafted(b, words, 1).await;
        b.write(&modal, words.doubtful_words);
        b.submit(&modal).await;
        let question = b.question(&modal);
        camera.modal(b, &question, &name("checks")).await;
        b.workspace.close(SATO, &question.view_id).await;
        b.receive(&answer(words, 2, 1)).await;
        b.submit(&modal).await;
        b.all_work_done().await;
        camera
            .modal(b, &b.question(&modal), &name("newer-mail"))
            .await;
        b.workspace.close_all(SATO).await;

        let (_, modal) = drafted(b, words, 3).await;
        b.write(&modal, "");
        b.submit(&modal).await;
        camera.modal(b, &modal, &name("empty")).await;
        b.write(&modal, words.invented_draft);
        b.submit(&modal).await;
        camera.modal(b, &modal, &name("placeholder")).await;
        b.workspace.close(SATO, &modal.view_id).await;

        let (card, first) = drafted(b, words, 4).await;
        let second = b.click_and_wait(SUZUKI, &card).await;
        camera.modal(b, &second, &name("somebody-writes")).await;
        b.press(&second, "take_over_action").await;
        b.all_work_done().await;
        let told = format!("{}/told-taken-over", words.language);
        b.workspace.close(SATO, &first.view_id).await;
        camera.newest(b, SATO, &told).await;
        b.submit(&second).await;
        b.all_work_done().await;
        let third = b.click(SATO, &card).await;
        b.all_work_done().await;
        camera.modal(b, &third, &name("opened-after-sending")).await;
        b.workspace.close(SATO, &third.view_id).await;

        let (card, first) = drafted(b, words, 5).await;
        let second = b.click_and_wait(SUZUKI, &card).await;
        b.submit(&second).await;
        b.submit(&first).await;
        b.all_work_done().await;
        camera
            .modal(b, &b.question(&first), &name("somebody-replied"))
            .await;
        b.workspace.close_all(SATO).await;

        let (card, modal) = drafted(b, words, 6).await;
        b.act(SUZUKI, &card, "close_inquiry", None).await;
        b.submit(&modal).await;
        b.all_work_done().await;
        camera
            .modal(b, &b.question(&modal), &name("closed-meanwhile"))
            .await;
        b.workspace.close_all(SATO).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        camera.modal(b, &modal, &name("closed")).await;
    })
    .await;
}

/// A person who may not send, and a draft that was written before.
async fn others(camera: &Camera, words: &Words) {
    let more = [("SENDERS_ALLOWED", SUZUKI), ("DRAFT_CACHE_HOURS", "24")];
    bench_with(setup(words, &more), async |b| {
        let (card, modal) = drafted(b, words, 1).await;
        b.submit(&modal).await;
        b.all_work_done().await;
        let name = |name: &str| format!("{}/modal-{name}", words.language);
        camera.modal(b, &modal, &name("not-allowed")).await;
        b.workspace.close(SATO, &modal.view_id).await;
        b.act(SUZUKI, &card, "close_inquiry", None).await;
        let card = b.receive(&mail(words, 2)).await;
        let modal = b.click_and_wait(SATO, &card).await;
        camera.modal(b, &modal, &name("reused-draft")).await;
    })
    .await;
}

/// The report of a mail server that could not deliver this mail.
fn bounce_of(sent: &str) -> Mail {
    let header = |name: &str| {
        let line = sent.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap().trim().to_owned()
    };
    let mut mail = Mail::new("bounce@mx.example.com");
    mail.personal.clear();
    let mail = mail
        .with("From", "MAILER-DAEMON@mx.example.com")
        .with("Subject", "Undelivered Mail Returned to Sender")
        .with(
            "Content-Type",
            "multipart/report; report-type=delivery-status; boundary=b",
        );
    mail.saying(&format!(
        "--b\nContent-Type: text/plain\n\nThe mail could not be delivered.\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n\
         Final-Recipient: rfc822; somebody@example.com\nAction: failed\nStatus: 5.1.1\n\
         Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {}\n--b--\n",
        header("Message-ID: ")
    ))
}
