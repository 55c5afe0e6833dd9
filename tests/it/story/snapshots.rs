//! Whole screens, a whole question to the model and a whole reply, so that a review shows what a
//! change does to them. `INSTA_UPDATE=always cargo test --test it -- story::snapshots` writes them anew.

use insta::assert_snapshot;
use serde_json::Value;
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, Setup, bench_with};
use crate::support::llm::Script;

/// Blocks as lines: `#` a heading, `.` small print, `[…]` what can be clicked or chosen, `>` what is
/// in an input.
fn drawn(blocks: &Value) -> String {
    let text = |it: &Value| it["text"].as_str().unwrap_or_default().to_owned();
    let joined = |it: &Value, between: &str, one: &dyn Fn(&Value) -> String| -> String {
        let all = it.as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().map(one).collect::<Vec<_>>().join(between)
    };
    let all = |it: &Value, one: &dyn Fn(&Value) -> String| joined(it, " ", one);
    let element = |it: &Value| match it["type"].as_str() {
        Some("button") if it["style"].is_string() => format!("[*{}*]", text(&it["text"])),
        Some("button") => format!("[{}]", text(&it["text"])),
        _ => format!(
            "[{}]",
            joined(&it["options"], " / ", &|it| text(&it["text"]))
        ),
    };
    let block = |it: &Value| match it["type"].as_str().unwrap_or_default() {
        "header" => format!("# {}", text(&it["text"])),
        "divider" => "----".to_owned(),
        "context" => format!(". {}", all(&it["elements"], &text)),
        "actions" => all(&it["elements"], &element),
        "input" => {
            let (label, element) = (text(&it["label"]), &it["element"]);
            let value = element["initial_value"].as_str().unwrap_or_default();
            let options = all(&element["options"], &|it| {
                format!("[{}]", text(&it["text"]))
            });
            format!("{label}: {options}\n> {}", value.replace('\n', "\n> "))
        }
        _ => {
            let beside = match &it["accessory"] {
                Value::Null => String::new(),
                it => format!("  {}", element(it)),
            };
            format!("{}{}{beside}", text(&it["text"]), all(&it["fields"], &text))
        }
    };
    let blocks = blocks.as_array().expect("blocks");
    blocks.iter().map(|it| block(it) + "\n").collect()
}

fn card(b: &Bench, card: &Card) -> String {
    drawn(&b.cards(&card.id)[0]["blocks"])
}

fn modal(b: &Bench, modal: &Modal) -> String {
    let view = b.workspace.view(&modal.view_id).expect("an open modal");
    let button = |name: &str| view[name]["text"].as_str().unwrap_or("-").to_owned();
    format!(
        "== {} ==\n{}== [{}] [{}] ==",
        button("title"),
        drawn(&view["blocks"]),
        button("close"),
        button("submit"),
    )
}

fn question(b: &Bench) -> String {
    let asked: Value = serde_json::from_str(&b.llm.prompts()[0]).unwrap();
    let messages = asked["messages"].as_array().unwrap().iter();
    let message = |it: &Value| {
        let (role, text) = (it["role"].as_str(), it["content"].as_str());
        format!("== {} ==\n{}\n", role.unwrap(), text.unwrap())
    };
    messages.map(message).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_in_japanese_looks_as_reviewed() {
    let setup = Setup {
        environment: vec![("UI_LANGUAGE", "ja")],
        ..Setup::default()
    };
    let mail = Mail {
        text: "お世話になっております。山田です。\n\n注文番号 51922 のマグカップがまだ届きません。\n090-1234-5678 までお電話ください。\n\n山田太郎".to_owned(),
        personal: vec!["taro.yamada@example.com", "090-1234-5678"],
        ..Mail::new("1@example.com").with("Subject", "商品が届きません")
    };
    let draft = "[NAME_1] 様\n\nお問い合わせありがとうございます。配送状況を確認し、あらためてご連絡いたします。";
    walk("ja", setup, &mail, draft).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_in_english_looks_as_reviewed() {
    let draft = "Dear [NAME_1],\n\nThank you for writing. We are looking into it.";
    walk("en", Setup::default(), &Mail::new("1@example.com"), draft).await;
}

async fn walk(language: &str, setup: Setup, mail: &Mail, draft: &'static str) {
    bench_with(setup, async |b| {
        b.llm.script(Script::Says(vec![draft]));
        let received = b.receive(mail).await;
        assert_snapshot!(format!("{language}_card"), card(b, &received));
        let opened = b.click_and_wait(SATO, &received).await;
        assert_snapshot!(format!("{language}_modal"), modal(b, &opened));
        assert_snapshot!(format!("{language}_question"), question(b));
        assert_eq!(b.submit(&opened).await, Delivery::Updated);
        b.all_work_done().await;
        assert_snapshot!(format!("{language}_modal_sent"), modal(b, &opened));
        assert_snapshot!(format!("{language}_card_sent"), card(b, &received));
        let sent = b.smtp.taken()[0].replace('\r', "");
        assert_snapshot!(format!("{language}_reply"), sent);
    })
    .await;
}
