//! Personal data never reaches the model, a log or the channel, and comes back exactly.
//! `Bench::finish` looks for it after each test of this folder; here is what it could miss.

use crate::bench::{Mail, SATO, bench};
use crate::llm::Script;

#[tokio::test(flavor = "multi_thread")]
async fn the_model_sees_placeholders_and_the_person_sees_what_they_stand_for() {
    bench(async |b| {
        b.llm.script(Script::Says(vec![
            "We will call you at [PHONE",
            "_1] or write to [EMAIL_1].",
        ]));
        let mail = Mail::new("1@example.com")
            .saying("Call 090-1234-5678 or write to taro.yamada@example.com.");
        let card = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let expected = "We will call you at 090-1234-5678 or write to taro.yamada@example.com.";
        assert_eq!(b.reply(&modal).as_deref(), Some(expected));
        let prompt = b.llm.prompts().concat();
        assert!(
            prompt.contains("Call [PHONE_1] or write to [EMAIL_1]."),
            "{prompt}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_placeholder_is_never_shown() {
    bench(async |b| {
        b.llm.script(Script::Pauses(vec![
            "Dear customer, [EMA",
            "|",
            "IL_1]",
            "|",
            "",
        ]));
        let mail = Mail::new("1@example.com").saying("Write to taro.yamada@example.com.");
        let card = b.receive(&mail).await;
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("Dear customer,")).await;
        assert!(!b.text(&modal).contains("[EMA"), "{}", b.text(&modal));
        b.llm.go_on();
        b.until(|b| {
            b.text(&modal)
                .contains("Dear customer, taro.yamada@example.com")
        })
        .await;
        b.llm.go_on();
        b.until(|b| b.reply(&modal).is_some()).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_cannot_forge_a_placeholder() {
    bench(async |b| {
        b.llm.script(Script::Says(vec!["You wrote [EMAIL_1]."]));
        let mail = Mail::new("1@example.com")
            .saying("My text says [EMAIL_2]. I am taro.yamada@example.com.");
        let card = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("You wrote taro.yamada@example.com.")
        );
        assert!(!b.llm.prompts().concat().contains("[EMAIL_2]"));
    })
    .await;
}
