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
    facts(camera, words).await;
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

/// A reply whose facts have a source, or none, or contradict one.
async fn facts(camera: &Camera, words: &Words) {
    let (page, asks, typed) = match words.language {
        "ja" => (
            "# 送料とお届け\n\n送料は全国一律 600円です。ご注文 A-1024 のお届けは 2026年11月26日（木）です。営業時間は 10:00〜18:00 です。\n",
            "注文番号 A-1024 の商品はいつ届きますか。送料はいくらでしたか。",
            "ご注文 A-1024 は11月27日（金）にお届けします。送料は６００円、合計 3,980円です。営業時間は午前10時から午後6時です。詳しくは https://shop.example/help をご覧ください。",
        ),
        _ => (
            "# Postage and delivery\n\nPostage is $5.50. Order A-1024: delivery 26 November 2026. We are open 10:00-18:00.\n",
            "When does my order A-1024 arrive, and what did I pay for postage?",
            "Order A-1024 arrives on Friday, 27 November 2026. Postage was $5.50, in total $39.80. We are open from 10 am to 6 pm. See https://shop.example/help for more.",
        ),
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("postage.md"), page).unwrap();
    let path: &'static str = folder.path().to_str().unwrap().to_owned().leak();
    bench_with(setup(words, &[("KNOWLEDGE", path)]), async |b| {
        b.llm.script(Script::Says(words.draft.to_vec()));
        let card = b.receive(&mail(words, 1).saying(asks)).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.all_work_done().await;
        let name = |name: &str| format!("{}/{name}", words.language);
        camera.modal(b, &modal, &name("modal-facts")).await;
        b.write(&modal, typed);
        let panel = b.push(&modal, "reply_facts_action").await;
        show(camera, b, words, &panel, "facts").await;
        b.submit(&modal).await;
        let question = b.question(&modal);
        camera.modal(b, &question, &name("confirm-facts")).await;
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
