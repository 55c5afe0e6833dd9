//! The views that are pushed over the modal, and the history.

use super::camera::Camera;
use super::words::Words;
use super::{mail, setup, without_model};
use crate::story::bench::{Bench, Modal, SATO, bench_with};
use crate::support::llm::Script;

pub async fn take(camera: &Camera, words: &Words) {
    bench_with(setup(words, &[]), async |b| {
        versions(camera, b, words).await;
        long_mail(camera, b, words).await;
        translation(camera, b, words).await;
    })
    .await;
    bench_with(without_model(words), async |b| {
        let foreign = mail(words, 1).saying(words.foreign_mail);
        let card = b.receive(&foreign).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let panel = b.push(&modal, "translate_action").await;
        b.all_work_done().await;
        show(camera, b, words, &panel, "no-translator").await;
    })
    .await;
}

async fn show(camera: &Camera, b: &Bench, words: &Words, panel: &Modal, name: &str) {
    let name = format!("{}/panel-{name}", words.language);
    camera.modal(b, panel, &name).await;
    b.workspace.close(&panel.person, &panel.view_id).await;
}

async fn versions(camera: &Camera, b: &Bench, words: &Words) {
    b.llm.script(Script::Says(words.draft.to_vec()));
    let card = b.receive(&mail(words, 1)).await;
    let modal = b.click_and_wait(SATO, &card).await;
    let panel = b.push(&modal, "revise_draft_action").await;
    camera
        .modal(b, &panel, &format!("{}/panel-wish", words.language))
        .await;
    b.choose(&panel, "wish_length_block", "shorter").await;
    b.choose(&panel, "wish_tone_block", "apologetic").await;
    let instruction = ("wish_instruction_block", "wish_instruction");
    b.enter(&panel, instruction.0, instruction.1, words.instruction);
    b.llm.script(Script::Says(vec![words.next_draft]));
    b.submit(&panel).await;
    b.until(|b| b.reply(&modal).is_some()).await;
    b.all_work_done().await;
    b.write(&modal, words.own_words);
    let panel = b.push(&modal, "reply_versions_action").await;
    show(camera, b, words, &panel, "versions").await;
    let panel = b.push(&modal, "reply_versions_action").await;
    b.choose(&panel, "version_block", "1").await;
    b.choose(&panel, "comparison_block", "nothing").await;
    show(camera, b, words, &panel, "versions-alone").await;
    let panel = b.push(&modal, "what_the_ai_saw_action").await;
    show(camera, b, words, &panel, "what-the-ai-saw").await;
    let panel = b.push(&modal, "bad_draft_action").await;
    show(camera, b, words, &panel, "feedback").await;
    b.submit(&modal).await;
    b.all_work_done().await;
    b.workspace.close(SATO, &modal.view_id).await;
    b.act(SATO, &card, "more_acts", Some("show_history")).await;
    let history = Modal {
        view_id: b.workspace.open_views(SATO).pop().unwrap(),
        person: SATO.to_owned(),
    };
    show(camera, b, words, &history, "history").await;
}

async fn long_mail(camera: &Camera, b: &Bench, words: &Words) {
    let lines = (1..=2200).map(|n| format!("{n}. {}", words.long_line));
    let text = lines.collect::<Vec<_>>().join("\n");
    b.llm.script(Script::Says(words.draft.to_vec()));
    let card = b.receive(&mail(words, 2).saying(&text)).await;
    let modal = b.click_and_wait(SATO, &card).await;
    let name = format!("{}/modal-long-mail", words.language);
    camera.modal(b, &modal, &name).await;
    let panel = b.push(&modal, "read_on_action").await;
    show(camera, b, words, &panel, "long-mail").await;
    b.workspace.close(SATO, &modal.view_id).await;
}

async fn translation(camera: &Camera, b: &Bench, words: &Words) {
    let foreign = mail(words, 3)
        .with("Subject", words.foreign_subject)
        .saying(words.foreign_mail);
    b.llm.script(Script::Says(vec![words.foreign_draft]));
    let card = b.receive(&foreign).await;
    let modal = b.click_and_wait(SATO, &card).await;
    camera
        .modal(b, &modal, &format!("{}/modal-foreign", words.language))
        .await;
    let pausing = |text| Script::Pauses(vec!["|", text]);
    b.llm.script(pausing(words.translated_mail));
    b.llm.script(pausing(words.translated_draft));
    let panel = b.push(&modal, "translate_action").await;
    let name = |name: &str| format!("{}/panel-{name}", words.language);
    camera.modal(b, &panel, &name("translating")).await;
    b.llm.go_on();
    b.llm.go_on();
    b.all_work_done().await;
    show(camera, b, words, &panel, "translation").await;
    b.write(&modal, words.foreign_mail);
    b.llm.script(Script::Status(401, "{}"));
    let panel = b.push(&modal, "translate_action").await;
    b.all_work_done().await;
    show(camera, b, words, &panel, "not-translated").await;
}
