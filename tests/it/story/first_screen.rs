//! Status and reply are on the first screen of the modal, whatever the mail is.

use serde_json::Value;

use crate::story::bench::{Bench, Mail, Modal, SATO, bench};

/// Lines that Slack shows of a modal's body at 1280×800: 610 pixels.
const FIRST_SCREEN: usize = 27;

fn blocks(b: &Bench, modal: &Modal) -> Vec<Value> {
    let view = b.workspace.view(&modal.view_id).expect("an open modal");
    view["blocks"].as_array().cloned().unwrap_or_default()
}

/// Lines that a block takes, reckoned generously.
fn lines(block: &Value) -> usize {
    let texts = block.pointer("/text/text").into_iter().chain(
        block["elements"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|it| it.get("text")),
    );
    let texts = texts.filter_map(Value::as_str);
    let set = |text: &str| -> usize {
        text.lines()
            .map(|line| line.chars().count().div_ceil(30).max(1))
            .sum()
    };
    2 + texts.map(set).sum::<usize>()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reply_is_on_the_first_screen_for_a_mail_of_any_length_and_the_recipients_are_last() {
    for text in [
        "Short.".to_owned(),
        "A line of an ordinary business mail.\n".repeat(25),
        "とても長い一行です。".repeat(5_000),
        "\n\n\n.".repeat(9_000),
    ] {
        bench(async |b| {
            let mail = Mail::new("1@example.com").saying(&text);
            let card = b.receive(&mail).await;
            let modal = b.click_and_wait(SATO, &card).await;
            let blocks = blocks(b, &modal);
            let is_reply = |it: &&Value| {
                let id = it["block_id"].as_str().unwrap_or_default();
                id.starts_with("editable_reply_block")
            };
            let above: usize = blocks
                .iter()
                .take_while(|it| !is_reply(it))
                .map(lines)
                .sum();
            // Seven lines of the reply are on it, too.
            assert!(above + 7 <= FIRST_SCREEN, "{above} lines above the reply");
            // Behind them are the buttons that change them, and nothing else.
            let last = blocks.iter().rfind(|it| it["type"] != "actions");
            let last = last.unwrap().to_string();
            assert!(last.contains("example.com"), "{last}");
            let shown = b.text(&modal);
            assert!(shown.chars().count() < 3_500, "{}", shown.chars().count());
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_a_mail_is_a_button_away() {
    bench(async |b| {
        let text = format!("{}The end of it.", "A line.\n".repeat(40));
        let card = b.receive(&Mail::new("1@example.com").saying(&text)).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(!b.text(&modal).contains("The end of it."));
        let panel = b.push(&modal, "read_on_action").await;
        assert!(b.text(&panel).contains("The end of it."));
    })
    .await;
}
