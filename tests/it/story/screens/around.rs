//! What is around the text: recipients, files, a mail that is passed on, one that we begin.

use super::camera::Camera;
use super::words::Words;
use super::{mail, setup};
use crate::story::begun::window;
use crate::story::bench::{Bench, Mail, Modal, SATO, bench_with};
use crate::story::files::attach;
use crate::story::logo::with_logo;
use crate::story::readdressed::{BCC, CHANGE, TO, change};
use crate::support::llm::Script;

pub async fn take(camera: &Camera, words: &Words) {
    // The pictures' own signature, with the logo of a test.
    let more = with_logo().environment;
    let more = more
        .into_iter()
        .filter(|(name, _)| *name != "REPLY_SIGNATURE");
    bench_with(setup(words, &more.collect::<Vec<_>>()), async |b| {
        all(camera, b, words).await;
    })
    .await;
}

/// The usual mail with a photo, a page of a program and a file without a name.
fn with_files(words: &Words) -> Mail {
    let name = match words.language {
        "ja" => "=?utf-8?B?5pys5qOa44Gu5YaZ55yfLnBuZw==?=",
        _ => "bookshelf.png",
    };
    let text = format!(
        "--x\nContent-Type: text/plain; charset=utf-8\n\n{}\n--x\nContent-Type: image/png; name=\"{name}\"\n\
         Content-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--x\nContent-Type: text/html; name=page.html\n\
         Content-Disposition: attachment\n\n<script>1</script>\n--x\nContent-Type: text/csv; name=orders.csv\n\
         Content-Disposition: attachment\n\na,b\n--x--\n",
        words.mail
    );
    let mail = mail(words, 1).with("Cc", "Hanako <hanako@example.com>");
    mail.with("Content-Type", "multipart/mixed; boundary=x")
        .saying(&text)
}

async fn all(camera: &Camera, b: &Bench, words: &Words) {
    let name = |name: &str| format!("{}/around-{name}", words.language);
    b.llm.script(Script::Says(words.draft.to_vec()));
    let card = b.receive(&with_files(words)).await;
    let modal = b.click_and_wait(SATO, &card).await;
    b.all_work_done().await;
    let panel = b.push(&modal, "files_action").await;
    camera.modal(b, &panel, &name("files")).await;
    b.workspace.close(SATO, &panel.view_id).await;
    attach(b, &modal, "請求書.pdf", b"%PDF-1.7").await;
    let panel = b.push(&modal, CHANGE).await;
    camera.modal(b, &panel, &name("recipients")).await;
    b.workspace.close(SATO, &panel.view_id).await;
    let written = [
        (TO, "Jiro <jiro@elsewhere.example>, hanako@example.com"),
        (BCC, "archive@shop.test"),
    ];
    change(b, &modal, &written).await;
    camera.modal(b, &modal, &name("modal")).await;
    b.submit(&modal).await;
    camera
        .modal(b, &b.question(&modal), &name("question"))
        .await;
    b.workspace.close(SATO, &b.question(&modal).view_id).await;
    let panel = b.push(&modal, "pass_on_action").await;
    camera.modal(b, &panel, &name("forward")).await;
    b.workspace.close_all(SATO).await;
    for (action_id, picture) in [
        ("home_compose", "new-mail"),
        ("home_signature", "signature"),
    ] {
        let view: Modal = window(b, SATO, action_id).await;
        camera.modal(b, &view, &name(picture)).await;
        b.workspace.close_all(SATO).await;
    }
}
