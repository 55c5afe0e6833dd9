//! The whole mail can be read, and one sees how far a draft is.

use crate::story::bench::{Mail, SATO, Setup, bench, bench_with};
use crate::support::llm::Script;

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_of_200_kilobytes_can_be_read_to_its_end() {
    bench(async |b| {
        let lines: Vec<String> = (1..=4000)
            .map(|n| format!("{n} 行目です。長い長いお問い合わせの本文。"))
            .collect();
        let text = lines.join("\n");
        assert!(text.len() > 200_000);
        let card = b.receive(&Mail::new("1@example.com").saying(&text)).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(b.text(&modal).contains("1 行目です。"));
        assert!(!b.text(&modal).contains("4000 行目です。"));
        let panel = b.push(&modal, "read_on_action").await;
        let mut read = b.text(&panel);
        assert!(read.contains("Page 1 of 2"), "{read}");
        b.press(&panel, "page_after").await;
        read.push_str(&b.text(&panel));
        let missing = lines.iter().find(|line| !read.contains(line.as_str()));
        assert_eq!(missing, None);
        b.press(&panel, "page_before").await;
        assert!(b.text(&panel).contains("Page 1 of 2"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_fits_has_no_second_page() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert!(!b.text(&modal).contains("Read the whole email"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_modal_says_in_words_how_far_the_draft_is() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        b.llm
            .script(Script::Pauses(vec!["|", "Dear ", "|", "Taro"]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.all_work_done().await;
        assert!(
            b.text(&modal).contains("handing the email to the AI"),
            "{}",
            b.text(&modal)
        );
        let writing = b.write_drafts();
        let watching = async {
            b.until(|b| b.text(&modal).contains("The AI is reading"))
                .await;
            b.llm.go_on();
            b.until(|b| b.text(&modal).contains("The AI is writing"))
                .await;
            b.llm.go_on();
        };
        tokio::join!(writing, watching);
        assert_eq!(b.reply(&modal).as_deref(), Some("Dear Taro"));
    })
    .await;
}
