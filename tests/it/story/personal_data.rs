//! Personal data never reaches the model, a log or the channel, and comes back exactly.
//! `Bench::finish` looks for it after each test of this folder; here is what it could miss.

use slack_sim::Place;

use crate::story::bench::{Mail, SATO, Setup, bench, bench_with};
use crate::support::llm::Script;

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

#[tokio::test(flavor = "multi_thread")]
async fn what_the_ai_saw_is_exactly_what_the_model_was_sent() {
    bench(async |b| {
        let mail = Mail::new("1@example.com")
            .with("Subject", "Order for Taro Yamada")
            .saying("I am Taro Yamada, 090-1234-5678, taro.yamada@example.com.");
        let card = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.press(&modal, "what_the_ai_saw_action").await;
        let view_id = b.workspace.open_views(SATO).pop().unwrap();
        assert_ne!(view_id, modal.view_id, "it lies over the modal");
        let shown = b.workspace.visible_text(&Place::View { view_id });
        let asked: serde_json::Value = serde_json::from_str(&b.llm.prompts()[0]).unwrap();
        let sent = asked["messages"][1]["content"].as_str().unwrap();
        assert!(shown.contains(sent), "{shown}\n---\n{sent}");
        for placeholder in ["[NAME_1]", "[PHONE_1]", "[EMAIL_1]"] {
            assert!(sent.contains(placeholder), "{placeholder} is not in {sent}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_nothing_says_that_an_ai_was_given_anything() {
    let setup = Setup {
        without_model: true,
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        let around = b.text(&modal);
        b.press(&modal, "what_the_ai_saw_action").await;
        let view_id = b.workspace.open_views(SATO).pop().unwrap();
        let panel = b.workspace.visible_text(&Place::View { view_id });
        assert!(panel.contains("no AI has read anything"), "{panel}");
        for claim in [
            "the AI read for",
            "everything the AI reads",
            "What the AI saw",
        ] {
            assert!(!format!("{around}{panel}").contains(claim), "{claim}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_told_what_the_draft_leaves_out() {
    bench(async |b| {
        b.llm
            .script(Script::Says(vec!["We will call you at [PHONE_1]."]));
        let mail = Mail::new("1@example.com")
            .saying("Call 090-1234-5678 or write to taro.yamada@example.com.");
        let card = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.press(&modal, "what_the_ai_saw_action").await;
        let view_id = b.workspace.open_views(SATO).pop().unwrap();
        let shown = b.workspace.visible_text(&Place::View { view_id });
        let expected = "the draft does not use: taro.yamada@example.com";
        assert!(shown.contains(expected), "{shown}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_typed_is_masked_with_the_same_map_before_it_becomes_a_version() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "Taro Yamada, we will call 090-1234-5678.");
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.llm.prompts().len() == 2).await;
        let drafts = b.stored(&card.id).await.drafts.versions;
        assert_eq!(drafts[1].text.as_str(), "[NAME_1], we will call [PHONE_1].");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_masks_what_only_it_knows() {
    let rules = r#"{"patterns":[{"kind":"MEMBER_ID","pattern":"M-[0-9]{6}"}],"never_mask":["0120-000-000"]}"#;
    let setup = Setup {
        environment: vec![("PII_RULES", rules)],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let mut mail = Mail::new("1@example.com").saying("I am M-123456. I called 0120-000-000.");
        mail.personal.push("M-123456");
        let card = b.receive(&mail).await;
        b.click_and_wait(SATO, &card).await;
        let prompt = b.llm.prompts().concat();
        assert!(
            prompt.contains("I am [MEMBER_ID_1]. I called 0120-000-000."),
            "{prompt}"
        );
    })
    .await;
}
