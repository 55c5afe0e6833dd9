//! What the team decides from a card: close, spam, assign, later. The card always shows it.

use std::time::Duration;

use inquiry::Event;
use slack_sim::{Delivery, Place, Target};

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, SUZUKI, Setup, bench, bench_with};
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
        put_aside(b, &card, SATO).await;
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
        put_aside(b, &card, SATO).await;
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
        put_aside(b, &card, SATO).await;
        b.let_pass(HOUR).await;
        b.slack.fail("chat.postMessage", Fault::LosesItsAnswer);
        b.sweep().await;
        assert_eq!(b.thread(&card).len(), 1, "it was posted");
        b.let_pass(HOUR).await;
        b.sweep().await;
        assert_eq!(b.thread(&card).len(), 1);
        assert_eq!(b.stored(&card.id).await.slack.notices, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_that_slack_did_not_take_is_told_by_the_next_sweep() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        put_aside(b, &card, SATO).await;
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
        b.act(SATO, &card, "more_acts", Some("snooze_tomorrow"))
            .await;
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
        // Beneath are the reply's recipients: a person who looks at them has opened the inquiry.
        let (history, mails) = text.split_once("As it was approved").expect("the reply");
        assert!(!history.contains("yamada"), "{text}");
        assert!(mails.contains("To: taro.yamada@example.com"), "{text}");
        let newest = b.stored(&card.id).await.history.pop().unwrap();
        assert_eq!(
            (newest.event, newest.by.unwrap().id),
            (Event::Opened, SUZUKI.to_owned())
        );
    })
    .await;
}

/// Opens a window from the card's menu.
async fn opened(b: &Bench, card: &Card, person: &str, act: &str) -> Modal {
    b.act(person, card, "more_acts", Some(act)).await;
    Modal {
        view_id: b.workspace.open_views(person).pop().expect("a window"),
        person: person.to_owned(),
    }
}

/// For an hour, which the window offers first.
async fn put_aside(b: &Bench, card: &Card, person: &str) {
    let window = opened(b, card, person, "snooze_until").await;
    assert_eq!(b.submit(&window).await, Delivery::Closed);
}

async fn pick(b: &Bench, window: &Modal, block_id: &str, action_id: &str, value: &str) {
    let place = Place::View {
        view_id: window.view_id.clone(),
    };
    let target = Target::from(action_id).in_block(block_id).choosing(value);
    let kept = b.workspace.click(&window.person, &place, target).await;
    assert_eq!(kept, Delivery::Kept);
}

fn is_refused(delivery: &Delivery) -> bool {
    matches!(delivery, Delivery::Errors { .. })
}

fn error(b: &Bench, window: &Modal) -> String {
    let errors = b.workspace.errors(&window.view_id);
    errors.into_values().next().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_of_ones_own_wins_and_one_that_is_past_or_too_late_is_refused() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let window = opened(b, &card, SATO, "snooze_until").await;
        let now = b.app.clock.now().as_second();
        let at = async |seconds: i64| {
            let seconds = (now + seconds).to_string();
            pick(b, &window, "aside_time_block", "aside_time", &seconds).await;
            b.submit(&window).await
        };
        assert!(is_refused(&at(-60).await));
        assert!(error(b, &window).contains("in the future"));
        assert!(is_refused(&at(40 * 24 * 60 * 60).await));
        assert!(error(b, &window).contains("is deleted at"));
        assert_eq!(at(3 * 60 * 60).await, Delivery::Closed);
        assert!(b.card_text(&card).contains(":zzz:"));
        b.let_pass(2 * HOUR).await;
        assert_eq!(
            b.sweep().await.woken,
            0,
            "not after the hour that was offered"
        );
        b.let_pass(2 * HOUR).await;
        assert_eq!(b.sweep().await.woken, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_is_given_to_a_colleague_who_is_told_in_its_thread() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let window = opened(b, &card, SATO, "assign_to").await;
        pick(b, &window, "assignee_block", "assignee", SUZUKI).await;
        assert_eq!(b.submit(&window).await, Delivery::Closed);
        let text = b.card_text(&card);
        assert!(text.contains("Assigned to <@U0000002>"), "{text}");
        let told = b.thread(&card);
        assert!(
            told[0].contains("<@U0000002>, <@U0000001> assigned this inquiry to you"),
            "{told:?}"
        );
        let inquiry = b.stored(&card.id).await;
        let newest = inquiry.history.last().unwrap();
        assert_eq!(newest.detail, SATO, "who did it is written down");
        // Who takes it upon themselves is told nothing.
        b.act(SATO, &card, "assign_to_me", None).await;
        assert_eq!(b.thread(&card).len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_outside_the_channel_is_given_an_inquiry() {
    bench(async |b| {
        let card = b.receive(&Mail::new("1@example.com")).await;
        let window = opened(b, &card, SATO, "assign_to").await;
        pick(b, &window, "assignee_block", "assignee", "U0000777").await;
        assert!(is_refused(&b.submit(&window).await));
        assert!(error(b, &window).contains("not a member"));
        assert_eq!(b.stored(&card.id).await.team.assignee, None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_channel_is_reminded_once_before_customers_wait_too_long() {
    let setup = Setup {
        environment: vec![("ANSWER_WITHIN_HOURS", "8"), ("BUSINESS_HOURS", "always")],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let now = b.app.clock.now();
        let dated = |number: u32, hours: i64| {
            let at = now - jiff::SignedDuration::from_hours(hours);
            let date = at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string();
            Mail::new(&format!("{number}@example.com"))
                .with("Subject", &format!("Question {number}"))
                .with("Date", &date)
        };
        let first = b.receive(&dated(1, 0)).await;
        let second = b.receive(&dated(2, 0)).await;
        // Overdue before anything was said: the home tab shows it.
        b.receive(&dated(3, 20)).await;
        assert!(b.card_text(&first).contains("First answer due"));
        b.workspace.open_home(SATO).await;
        let home = Place::View {
            view_id: b.workspace.home(SATO).expect("a published view"),
        };
        let home = b.workspace.visible_text(&home);
        assert_eq!(home.matches("First answer overdue").count(), 1, "{home}");
        assert_eq!(home.matches("First answer due").count(), 2, "{home}");
        b.act(SATO, &second, "close_inquiry", None).await;
        let reminders = || {
            let mut messages = b.workspace.messages();
            messages.retain(|it| it["metadata"]["event_type"] == "replybot_reminder");
            messages
        };
        b.let_pass(5 * HOUR).await;
        b.sweep().await;
        assert_eq!(reminders().len(), 0, "there is time");
        b.let_pass(HOUR + HOUR / 60).await;
        for _ in 0..3 {
            b.sweep().await;
            b.let_pass(HOUR / 60).await;
        }
        let said = reminders();
        assert_eq!(said.len(), 1, "{said:#?}");
        let said = said[0].to_string();
        assert!(
            said.contains("Question 1") && said.contains("within 8 hours"),
            "{said}"
        );
        assert!(
            !said.contains("Question 2") && !said.contains("Question 3"),
            "{said}"
        );
        assert!(!said.contains("taro.yamada"), "{said}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_target_counts_the_hours_in_which_the_team_works() {
    let setup = Setup {
        environment: vec![
            ("ANSWER_WITHIN_HOURS", "8"),
            ("BUSINESS_HOURS", "mon-fri 10:00-16:00"),
            ("BUSINESS_CLOSED", "2026-11-25"),
        ],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        // On Tuesday at 11:00: five hours on that day, three on Thursday.
        let card = b.receive(&Mail::new("1@example.com")).await;
        let due: jiff::Timestamp = "2026-11-26T13:00:00+09:00".parse().unwrap();
        let shown = b.cards(&card.id)[0].to_string();
        assert!(shown.contains(&format!("^{}^", due.as_second())), "{shown}");
        let reminders = || {
            let mut messages = b.workspace.messages();
            messages.retain(|it| it["metadata"]["event_type"] == "replybot_reminder");
            messages
        };
        let reach = async |time: &str| {
            let until: jiff::Timestamp = time.parse().unwrap();
            b.let_pass(until.duration_since(b.app.clock.now()).unsigned_abs())
                .await;
            b.sweep().await;
        };
        for quiet in [
            "2026-11-24T23:00:00+09:00",
            "2026-11-25T15:00:00+09:00",
            "2026-11-26T10:59:00+09:00",
        ] {
            reach(quiet).await;
            assert_eq!(reminders().len(), 0, "{quiet}");
        }
        reach("2026-11-26T11:00:00+09:00").await;
        let said = reminders();
        assert_eq!(said.len(), 1);
        let said = said[0].to_string();
        assert!(said.contains("within 8 business hours"), "{said}");
    })
    .await;
}
