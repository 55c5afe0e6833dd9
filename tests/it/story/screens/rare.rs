//! What is seldom seen: what one person alone is told, a complaint, an erased customer, pages of
//! the team's that could not be read, and a newer mail while a reply can still be taken back.

use std::time::Duration;

use super::camera::Camera;
use super::words::Words;
use super::{answer, mail, setup};
use crate::story::bench::{SATO, SUZUKI, bench_with};
use crate::story::forget::forget;
use crate::story::ses::{event, report};
use crate::support::llm::Script;
use crate::support::proxy::Fault;

pub async fn take(camera: &Camera, words: &Words) {
    let name = |name: &str| format!("{}/rare-{name}", words.language);
    bench_with(setup(words, &[]), async |b| {
        b.llm.script(Script::Says(words.draft.to_vec()));
        let card = b.receive(&mail(words, 1)).await;
        b.slack
            .fail("views.open", Fault::Error("expired_trigger_id"));
        let click = b
            .workspace
            .click(SATO, &card.place, "generate_reply_action");
        click.await;
        b.until(|b| !b.workspace.ephemerals(SATO).is_empty()).await;
        camera.newest(b, SATO, &name("did-not-open")).await;

        let modal = b.click_and_wait(SATO, &card).await;
        b.submit(&modal).await;
        b.workspace.close(SATO, &modal.view_id).await;
        b.all_work_done().await;
        let stored = b.stored(&card.id).await;
        let accepted_as = stored.newest_reply().unwrap().accepted_as.clone().unwrap();
        report(b, &event(&card, "Complaint", &accepted_as)).await;
        b.all_work_done().await;
        camera.card(b, &card, &name("complaint")).await;
        let address = words.from.split(['<', '>']).nth(1).unwrap();
        forget(b, address).await;
        camera.card(b, &card, &name("erased")).await;
    })
    .await;
    let unreachable = [
        ("KNOWLEDGE", "gs://team/faq"),
        ("GCE_METADATA_HOST", "127.0.0.1:1"),
        ("CLOUD_TIMEOUT", "2"),
    ];
    bench_with(setup(words, &unreachable), async |b| {
        b.llm.script(Script::Says(words.draft.to_vec()));
        let card = b.receive(&mail(words, 1)).await;
        let modal = b.click_and_wait(SATO, &card).await;
        camera.modal(b, &modal, &name("knowledge-unread")).await;
    })
    .await;
    let waits = [("SEND_DELAY_SECONDS", "60")];
    bench_with(setup(words, &waits), async |b| {
        b.llm.script(Script::Says(words.draft.to_vec()));
        let card = b.receive(&mail(words, 1)).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.submit(&modal).await;
        b.let_pass(Duration::from_secs(10)).await;
        b.receive(&answer(words, 2, 1)).await;
        b.all_work_done().await;
        camera.modal(b, &modal, &name("held-wrote-again")).await;
        // Somebody is handing it over, and the card does not say so yet.
        b.clock.advance(Duration::from_secs(60));
        let now = b.app.clock.now();
        let handed_over = b.app.store.change(&card.id, |inquiry| {
            inquiry.hand_over("somebody else", now, Duration::from_secs(120))
        });
        handed_over.await.unwrap();
        b.act(SUZUKI, &card, "undo_send", None).await;
        b.until(|b| !b.workspace.ephemerals(SUZUKI).is_empty())
            .await;
        camera.newest(b, SUZUKI, &name("not-possible")).await;
    })
    .await;
}
