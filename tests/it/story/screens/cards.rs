//! The card, up to the moment when somebody answers.

use std::time::Duration;

use replybot::flow::sweep::sweep;

use super::camera::Camera;
use super::words::Words;
use super::{answer, mail, setup};
use crate::story::bench::{Bench, Card, Mail, SATO, SUZUKI, Setup, bench_with};
use crate::support::llm::Script;

const HOUR: Duration = Duration::from_secs(60 * 60);

pub async fn take(camera: &Camera, words: &Words) {
    arriving(camera, words).await;
    drafts(camera, words).await;
    team(camera, words).await;
    summary(camera, words).await;
}

fn name(words: &Words, name: &str) -> String {
    format!("{}/card-{name}", words.language)
}

async fn arriving(camera: &Camera, words: &Words) {
    bench_with(setup(words, &[]), async |b| {
        let card = b.receive(&mail(words, 1)).await;
        camera.card(b, &card, &name(words, "new")).await;
        let card = b.receive(&with_attachments(words)).await;
        camera
            .card(b, &card, &name(words, "attachments-verdicts"))
            .await;
        let newsletter = mail(words, 3)
            .with("List-Id", "<news.example.com>")
            .with("Subject", "News");
        let card = b.receive(&newsletter).await;
        camera.card(b, &card, &name(words, "automatic")).await;
        let unreadable = mail(words, 4)
            .with("Content-Type", "multipart/mixed; boundary=b")
            .with("Subject", " ");
        let card = b.receive(&unreadable).await;
        camera.card(b, &card, &name(words, "no-subject")).await;
        let long = mail(words, 5)
            .with("Subject", &words.subject.repeat(12))
            .saying(&words.long_line.repeat(20));
        let card = b.receive(&long).await;
        camera.card(b, &card, &name(words, "long")).await;
        let card = b.receive(&answer(words, 6, 1)).await;
        let first = b.cards(&card.id)[0]["thread_ts"].is_string();
        assert!(first, "it is in the thread");
        camera.page(b, SATO, &name(words, "page")).await;
    })
    .await;
    let full = [("SLACK_CARD_CONTENT", "full")];
    bench_with(setup(words, &full), async |b| {
        let card = b.receive(&with_attachments(words)).await;
        camera.card(b, &card, &name(words, "full")).await;
    })
    .await;
}

fn with_attachments(words: &Words) -> Mail {
    let part = |name: &str, kind: &str| {
        format!(
            "--b\nContent-Type: {kind}\nContent-Disposition: attachment; filename=\"{name}\"\nContent-Transfer-Encoding: base64\n\n{}\n",
            "QUJDRA==\n".repeat(900)
        )
    };
    let text = format!(
        "--b\nContent-Type: text/plain; charset=utf-8\n\n{}\n{}{}--b--\n",
        words.mail,
        part("receipt.pdf", "application/pdf"),
        part("photo.jpg", "image/jpeg")
    );
    mail(words, 2)
        .with("Content-Type", "multipart/mixed; boundary=b")
        .with("X-SES-Spam-Verdict", "FAIL")
        .with("X-SES-Virus-Verdict", "FAIL")
        .with(
            "Authentication-Results",
            "amazonses.com; spf=fail; dkim=fail; dmarc=fail",
        )
        .saying(&text)
}

async fn drafts(camera: &Camera, words: &Words) {
    bench_with(setup(words, &[]), async |b| {
        b.llm
            .script(Script::Pauses(vec![words.draft[0], "|", words.draft[1]]));
        let card = b.receive(&mail(words, 1)).await;
        let modal = b.click(SATO, &card).await;
        camera.card(b, &card, &name(words, "drafting")).await;
        b.llm.go_on();
        b.until(|b| b.reply(&modal).is_some()).await;
        b.all_work_done().await;
        camera.card(b, &card, &name(words, "somebody-writes")).await;
        b.workspace.close(SATO, &modal.view_id).await;
        b.all_work_done().await;
        camera.card(b, &card, &name(words, "drafted")).await;

        b.receive(&answer(words, 2, 1)).await;
        b.all_work_done().await;
        camera.card(b, &card, &name(words, "follow-up")).await;

        b.llm.script(Script::Status(401, "{}"));
        let card = failed(b, words, 3).await;
        camera.card(b, &card, &name(words, "draft-failed")).await;
        b.llm.script(Script::Says(vec![words.dangerous_draft]));
        let card = failed(b, words, 4).await;
        camera.card(b, &card, &name(words, "draft-held-back")).await;
    })
    .await;
    bench_with(setup(words, &[("DRAFTS_PER_DAY", "0")]), async |b| {
        let card = failed(b, words, 1).await;
        camera.card(b, &card, &name(words, "budget-spent")).await;
    })
    .await;
}

/// An inquiry whose draft has failed, with no modal open.
async fn failed(b: &Bench, words: &Words, number: u32) -> Card {
    let card = b.receive(&mail(words, number)).await;
    let modal = b.click(SATO, &card).await;
    b.all_work_done().await;
    b.workspace.close(SATO, &modal.view_id).await;
    b.all_work_done().await;
    card
}

async fn team(camera: &Camera, words: &Words) {
    let setup = Setup {
        by_hand: true,
        ..setup(words, &[])
    };
    bench_with(setup, async |b| {
        let card = b.receive(&mail(words, 1)).await;
        b.act(SUZUKI, &card, "assign_to_me", None).await;
        camera.card(b, &card, &name(words, "assigned")).await;
        b.act(SATO, &card, "more_acts", Some("snooze_tomorrow"))
            .await;
        camera.card(b, &card, &name(words, "snoozed")).await;
        b.let_pass(48 * HOUR).await;
        b.sweep().await;
        camera.card(b, &card, &name(words, "back-again")).await;
        b.act(SATO, &card, "close_inquiry", None).await;
        camera.card(b, &card, &name(words, "closed")).await;
        b.act(SATO, &card, "reopen_inquiry", None).await;
        b.act(SATO, &card, "more_acts", Some("mark_as_spam")).await;
        camera.card(b, &card, &name(words, "spam")).await;
    })
    .await;
}

/// The bench's clock starts at noon in Tokyo; a day is summed up at nine.
async fn summary(camera: &Camera, words: &Words) {
    bench_with(setup(words, &[("SUMMARY", "daily")]), async |b| {
        b.sweep().await;
        let mut cards = Vec::new();
        for number in 1..=4 {
            cards.push(b.receive(&mail(words, number)).await);
        }
        b.llm.script(Script::Says(words.draft.to_vec()));
        let modal = b.click_and_wait(SATO, &cards[0]).await;
        b.let_pass(2 * HOUR + HOUR / 4).await;
        b.write(&modal, words.own_words);
        b.submit(&modal).await;
        b.workspace.close(SATO, &modal.view_id).await;
        b.act(SATO, &cards[1], "close_inquiry", None).await;
        b.let_pass(20 * HOUR).await;
        sweep(&b.app, None).await.unwrap();
        camera
            .newest(b, SATO, &format!("{}/summary", words.language))
            .await;
    })
    .await;
}
