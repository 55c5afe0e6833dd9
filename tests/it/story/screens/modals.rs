//! The modal, up to the moment when the reply is submitted.

use std::time::Duration;

use super::camera::Camera;
use super::words::Words;
use super::{mail, setup, without_model};
use crate::story::bench::{Bench, Card, Mail, Modal, SATO, Setup, bench_with};
use crate::support::llm::Script;

pub async fn take(camera: &Camera, words: &Words) {
    progress(camera, words).await;
    drafts(camera, words).await;
    failures(camera, words).await;
    mails(camera, words).await;
}

fn name(words: &Words, name: &str) -> String {
    format!("{}/modal-{name}", words.language)
}

async fn progress(camera: &Camera, words: &Words) {
    let setup = Setup {
        by_hand: true,
        ..setup(words, &[])
    };
    bench_with(setup, async |b| {
        let pieces = vec!["|", words.draft[0], "|", words.draft[1]];
        b.llm.script(Script::Pauses(pieces));
        let card = b.receive(&mail(words, 1)).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        camera.modal(b, &modal, &name(words, "handing-over")).await;
        let writing = b.write_drafts();
        let watching = async {
            b.until(|b| b.llm.is_answering() || !b.llm.prompts().is_empty())
                .await;
            let zero = b.text(&modal);
            camera.modal(b, &modal, &name(words, "reading")).await;
            b.llm.go_on();
            b.until(|b| b.text(&modal) != zero && b.text(&modal).contains("51922"))
                .await;
            camera.modal(b, &modal, &name(words, "writing")).await;
            b.llm.go_on();
        };
        tokio::join!(writing, watching);
        camera.modal(b, &modal, &name(words, "ready")).await;
    })
    .await;
}

/// An opened modal with this draft.
async fn drafted(b: &Bench, mail: &Mail, draft: &'static str) -> (Card, Modal) {
    b.llm.script(Script::Says(vec![draft]));
    let card = b.receive(mail).await;
    let modal = b.click_and_wait(SATO, &card).await;
    (card, modal)
}

async fn drafts(camera: &Camera, words: &Words) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("returns.md"), words.knowledge).unwrap();
    let canned = tempfile::tempdir().unwrap();
    for (file, text) in words.canned {
        std::fs::write(canned.path().join(file), text).unwrap();
    }
    let path = |folder: &tempfile::TempDir| -> &'static str {
        folder.path().to_str().unwrap().to_owned().leak()
    };
    let more = [
        ("KNOWLEDGE", path(&folder)),
        ("CANNED_REPLIES", path(&canned)),
        ("REPLY_QUOTES_ORIGINAL", "true"),
    ];
    bench_with(setup(words, &more), async |b| {
        let asking = mail(words, 1).saying(words.question);
        let (_, modal) = drafted(b, &asking, words.draft[1]).await;
        camera.modal(b, &modal, &name(words, "sources")).await;
        let panel = b.push(&modal, "canned_reply_action").await;
        let panel_name = format!("{}/panel-canned", words.language);
        camera.modal(b, &panel, &panel_name).await;
        b.workspace.close(SATO, &panel.view_id).await;
        b.press(&modal, "good_draft_action").await;
        b.all_work_done().await;
        camera.modal(b, &modal, &name(words, "good-draft")).await;
        b.workspace.close(SATO, &modal.view_id).await;
        for (number, draft, what) in [
            (2, words.caution_draft, "look-closely"),
            (3, words.invented_draft, "invented-placeholder"),
        ] {
            let (_, modal) = drafted(b, &mail(words, number), draft).await;
            camera.modal(b, &modal, &name(words, what)).await;
            b.workspace.close(SATO, &modal.view_id).await;
        }
        b.llm
            .script(Script::CutsOff(vec![words.own_words, words.draft[1]]));
        let unknown = mail(words, 6).saying(words.next_mail);
        let card = b.receive(&unknown).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        camera.modal(b, &modal, &name(words, "cut-off-draft")).await;
        b.workspace.close(SATO, &modal.view_id).await;
        let long: &'static str = words.own_words.repeat(40).leak();
        let (_, modal) = drafted(b, &mail(words, 4), long).await;
        camera.modal(b, &modal, &name(words, "long-draft")).await;
        b.workspace.close(SATO, &modal.view_id).await;
        let copies = mail(words, 5)
            .with("Reply-To", "orders@example.com")
            .with("To", "support@shop.example, partner@example.org")
            .with("Cc", "Hanako Yamada <hanako@example.com>, boss@example.com");
        let (_, modal) = drafted(b, &copies, words.draft[1]).await;
        camera.modal(b, &modal, &name(words, "copies")).await;
    })
    .await;
    bench_with(without_model(words), async |b| {
        let card = b.receive(&mail(words, 1)).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        camera.modal(b, &modal, &name(words, "sample-draft")).await;
    })
    .await;
}

async fn failures(camera: &Camera, words: &Words) {
    bench_with(setup(words, &[("OPENAI_TIMEOUT", "8")]), async |b| {
        let scripts = [
            ("timed-out", Script::Silent),
            ("unauthorized", Script::Status(401, "{}")),
            ("refused", Script::Status(400, "{}")),
            ("cut-off", Script::CutsOff(vec!["Hel", "lo"])),
            ("unusable", Script::Says(vec![])),
            ("held-back", Script::Says(vec![words.dangerous_draft])),
        ];
        for (number, (cause, script)) in (1..).zip(scripts) {
            b.llm.script(script);
            let card = b.receive(&mail(words, number)).await;
            let modal = b.click(SATO, &card).await;
            b.all_work_done().await;
            let what = format!("draft-failed-{cause}");
            camera.modal(b, &modal, &name(words, &what)).await;
            if number == 1 {
                b.press(&modal, "write_myself_action").await;
                b.all_work_done().await;
                camera.modal(b, &modal, &name(words, "own-words")).await;
            }
            b.workspace.close(SATO, &modal.view_id).await;
        }
    })
    .await;
    bench_with(setup(words, &[]), async |b| {
        for _ in 0..3 {
            b.llm.script(Script::Status(503, ""));
        }
        let card = b.receive(&mail(words, 1)).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        camera
            .modal(b, &modal, &name(words, "draft-failed-busy"))
            .await;
    })
    .await;
    bench_with(setup(words, &[("DRAFTS_PER_DAY", "0")]), async |b| {
        let card = b.receive(&mail(words, 1)).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        camera.modal(b, &modal, &name(words, "budget-spent")).await;
    })
    .await;
}

async fn mails(camera: &Camera, words: &Words) {
    bench_with(setup(words, &[]), async |b| {
        let quoting = format!(
            "{}\n\nOn Mon, Nov 23, 2026 at 9:00 AM Example Shop <support@shop.example> wrote:\n> {}\n> {}\n",
            words.next_mail, words.long_line, words.long_line
        );
        let (_, modal) = drafted(b, &mail(words, 1).saying(&quoting), words.draft[1]).await;
        camera.modal(b, &modal, &name(words, "quoted")).await;
        b.workspace.close(SATO, &modal.view_id).await;
        let nobody = mail(words, 2).with("From", "");
        let card = b.receive(&nobody).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        camera.modal(b, &modal, &name(words, "no-recipient")).await;
        b.workspace.close(SATO, &modal.view_id).await;
        // Older than what the store keeps.
        let card = b.receive(&mail(words, 3)).await;
        b.let_pass(Duration::from_secs(31 * 24 * 60 * 60)).await;
        b.sweep().await;
        let clicked = b.workspace.click(SATO, &card.place, "generate_reply_action");
        clicked.await;
        b.all_work_done().await;
        let told = format!("{}/told-not-found", words.language);
        camera.newest(b, SATO, &told).await;
    })
    .await;
}
