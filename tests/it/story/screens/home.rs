//! The home tab.

use std::time::Duration;

use super::camera::Camera;
use super::words::Words;
use super::{mail, setup};
use crate::story::bench::{SATO, SUZUKI, bench_with};
use crate::support::llm::Script;

pub async fn take(camera: &Camera, words: &Words) {
    let name = |name: &str| format!("{}/home-{name}", words.language);
    bench_with(setup(words, &[]), async |b| {
        b.workspace.set_channel("is_private", true);
        camera.home(b, SATO, &name("empty")).await;
        let mut cards = Vec::new();
        for number in 1..=5 {
            cards.push(b.receive(&mail(words, number)).await);
            b.let_pass(Duration::from_secs(600)).await;
        }
        b.act(SATO, &cards[1], "assign_to_me", None).await;
        b.act(SUZUKI, &cards[2], "assign_to_me", None).await;
        b.act(SATO, &cards[3], "more_acts", Some("snooze_tomorrow"))
            .await;
        b.llm.script(Script::Says(words.draft.to_vec()));
        let modal = b.click_and_wait(SATO, &cards[4]).await;
        b.workspace.close(SATO, &modal.view_id).await;
        b.all_work_done().await;
        camera.home(b, SATO, &name("queue")).await;
        b.workspace.set_channel("is_private", false);
        b.workspace.set_channel("is_ext_shared", true);
        b.workspace.set_channel("is_org_shared", true);
        b.let_pass(Duration::from_secs(48 * 3600)).await;
        camera.home(b, SATO, &name("exposed")).await;
    })
    .await;
}
