//! What the team decides from a card: close, spam, assign, later. The card always shows it.

use std::time::Duration;

use slack_sim::{Delivery, Place};

use crate::story::bench::{Mail, SATO, SUZUKI, bench};
use crate::support::proxy::Fault;

const HOUR: Duration = Duration::from_secs(60 * 60);

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_that_needs_no_reply_is_closed_and_can_be_reopened_with_its_draft() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.click_and_wait(SATO, &card).await;
        b.act(SATO, &card, "close_inquiry", None).await;
        let text = b.card_text(&card);
        assert!(text.contains("no reply needed (<@U0000001>)"), "{text}");
        assert!(!text.contains("Assign to me"), "{text}");
        b.act(SUZUKI, &card, "reopen_inquiry", None).await;
        let text = b.card_text(&card);
        assert!(text.contains("A draft is ready"), "{text}");
        assert_eq!(b.llm.prompts().len(), 1, "the draft is still there");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn spam_is_closed_as_spam() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.act(SATO, &card, "more_acts", Some("mark_as_spam")).await;
        let text = b.card_text(&card);
        assert!(text.contains("Closed as spam (<@U0000001>)"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_shows_who_has_the_inquiry_and_another_person_may_take_it() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.act(SATO, &card, "assign_to_me", None).await;
        assert!(b.card_text(&card).contains("Assigned to <@U0000001>"));
        b.act(SUZUKI, &card, "assign_to_me", None).await;
        assert!(b.card_text(&card).contains("Assigned to <@U0000002>"));
        b.act(SATO, &card, "release_inquiry", None).await;
        assert!(!b.card_text(&card).contains("Assigned to"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn assigning_while_a_draft_is_written_leaves_its_writer_alone() {
    bench(async |b| {
        b.llm
            .script(crate::support::llm::Script::Pauses(vec!["Hello", "|", "."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.act(SUZUKI, &card, "assign_to_me", None).await;
        b.llm.go_on();
        b.until(|b| b.reply(&modal).as_deref() == Some("Hello."))
            .await;
        assert_eq!(b.llm.prompts().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_put_aside_comes_back_in_its_thread_once() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.act(SATO, &card, "more_acts", Some("snooze_hour")).await;
        let text = b.card_text(&card);
        assert!(
            text.contains(":zzz:") && text.contains("<@U0000001>"),
            "{text}"
        );
        b.let_pass(HOUR / 2).await;
        b.sweep().await;
        assert_eq!(b.thread(&card), Vec::<String>::new(), "not yet");
        b.let_pass(HOUR).await;
        assert_eq!(b.sweep().await.woken, 1);
        let told = b.thread(&card);
        assert!(
            told[0].contains("<@U0000001>, this is the inquiry"),
            "{told:?}"
        );
        assert!(!b.card_text(&card).contains(":zzz:"));
        b.let_pass(HOUR).await;
        assert_eq!(b.sweep().await, Default::default());
        assert_eq!(b.thread(&card).len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_put_aside_and_is_settled_does_not_come_back() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.act(SATO, &card, "more_acts", Some("snooze_hour")).await;
        b.act(SUZUKI, &card, "close_inquiry", None).await;
        assert!(!b.card_text(&card).contains(":zzz:"));
        b.let_pass(2 * HOUR).await;
        b.sweep().await;
        assert_eq!(b.thread(&card), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_is_told_once_although_slacks_answer_was_lost() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.act(SATO, &card, "more_acts", Some("snooze_hour")).await;
        b.let_pass(HOUR).await;
        b.slack.fail("chat.postMessage", Fault::LosesItsAnswer);
        b.sweep().await;
        assert_eq!(b.thread(&card).len(), 1, "it was posted");
        b.let_pass(HOUR).await;
        b.sweep().await;
        assert_eq!(b.thread(&card).len(), 1);
        assert_eq!(b.stored(&card.id).await.notices, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_slack_did_not_take_is_told_by_the_next_sweep() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.act(SATO, &card, "more_acts", Some("snooze_hour")).await;
        b.let_pass(HOUR).await;
        b.slack.fail("chat.postMessage", Fault::Unavailable);
        b.sweep().await;
        assert_eq!(b.thread(&card), Vec::<String>::new());
        b.let_pass(HOUR).await;
        b.sweep().await;
        assert_eq!(b.thread(&card).len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_put_aside_can_be_brought_back_before_its_time() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.act(SATO, &card, "more_acts", Some("snooze_monday")).await;
        b.act(SUZUKI, &card, "more_acts", Some("wake_inquiry"))
            .await;
        assert!(!b.card_text(&card).contains(":zzz:"));
        assert_eq!(b.thread(&card), Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_button_of_an_old_card_changes_nothing_and_the_person_is_told() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.until(|b| b.card_text(&card).contains("A draft is ready"))
            .await;
        // The card stays as it was while the reply goes out.
        b.slack.break_down("chat.update");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
        b.all_work_done().await;
        b.slack.mend();
        b.act(SUZUKI, &card, "close_inquiry", None).await;
        let told = b.workspace.ephemerals(SUZUKI)[0]["text"].to_string();
        assert!(told.contains("not possible"), "{told}");
        assert!(b.card_text(&card).contains("replied"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_does_not_settle_whether_a_reply_went_out() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.smtp.set_mood(crate::support::smtp::Mood::LosesItsAnswer);
        b.submit(&modal).await;
        b.until(|b| b.card_text(&card).contains("not certain"))
            .await;
        b.act(SATO, &card, "close_inquiry", None).await;
        b.act(SATO, &card, "reopen_inquiry", None).await;
        assert!(b.card_text(&card).contains("not certain"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_says_what_happened_who_did_it_and_when() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.act(SUZUKI, &card, "assign_to_me", None).await;
        b.submit(&modal).await;
        b.all_work_done().await;
        b.act(SUZUKI, &card, "more_acts", Some("show_history"))
            .await;
        let view_id = b.workspace.open_views(SUZUKI).pop().expect("a window");
        let text = b.workspace.visible_text(&Place::View { view_id });
        let mut rest = text.as_str();
        for part in [
            "The email arrived",
            "The card was posted",
            "Asked for a draft*   <@U0000001>",
            "The draft was written",
            "Assigned to*   <@U0000002>",
            "Approved a reply*   <@U0000001>",
            "The reply was sent",
        ] {
            let at = rest.find(part);
            let at = at.unwrap_or_else(|| panic!("{part}, in its order, in {text}"));
            rest = &rest[at..];
        }
        assert!(!text.contains("yamada"), "{text}");
    })
    .await;
}
