//! What drafts cost is written down, and never more than the day's budget; and a model that fails
//! is replaced by another one.

use std::time::Duration;

use futures_util::future::join_all;
use inquiry::{Money, State, Usage};
use replybot::flow::draft::{Drafted, draft};
use slack_sim::Delivery;

use crate::story::bench::{Bench, Card, Mail, SATO, Setup, bench, bench_with};
use crate::support::dynamodb::Table;
use crate::support::llm::{Counts, Script, USUAL};

fn setup(environment: &[(&'static str, &'static str)]) -> Setup {
    Setup {
        environment: environment.to_vec(),
        ..Setup::default()
    }
}

/// So many inquiries, each with a text of its own, each wanting a draft.
async fn wanted(b: &Bench, number: usize) -> Vec<Card> {
    let mut cards = Vec::new();
    for n in 0..number {
        let mail = Mail::new(&format!("{n}@example.com")).saying(&format!("Question {n}?"));
        let card = b.receive(&mail).await;
        b.click(SATO, &card).await;
        cards.push(card);
    }
    b.lose_queue().await;
    cards
}

/// All of them at once; how many drafts were written, and how many the budget refused.
async fn write_all(b: &Bench, cards: &[Card]) -> (usize, usize) {
    let drafts = cards.iter().map(|card| draft(&b.app, &card.id));
    let outcomes = join_all(drafts).await.into_iter().map(Result::unwrap);
    outcomes.fold((0, 0), |(written, refused), outcome| match outcome {
        Drafted::Written => (written + 1, refused),
        Drafted::BudgetSpent(_) => (written, refused + 1),
        outcome => panic!("{outcome:?}"),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_draft_took_is_written_down() {
    let setup = setup(&[("MODEL_PRICES", "test-model=1/10/0.5")]);
    bench_with(setup, async |b| {
        b.llm.count(Counts {
            input: 1000,
            output: 20,
            cached: 600,
        });
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.click_and_wait(SATO, &card).await;
        let stored = b.stored(&card.id).await;
        let generation = stored.drafts.versions[0].generation.as_ref().unwrap();
        let expected = Usage {
            input: 1000,
            output: 20,
            cached: 600,
            guessed: false,
        };
        assert_eq!(generation.usage, expected);
        assert_eq!(generation.cost, Some(Money(400 + 300 + 200)));
        let asked_by = generation.asked_by.as_ref().map(|it| it.id.as_str());
        assert_eq!(asked_by, Some(SATO));
        assert!(!generation.template.version.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_names_the_mail_that_was_sent_and_how_it_differs_from_the_draft() {
    use sha2::{Digest, Sha256};
    bench(async |b| {
        b.llm.script(Script::Says(vec!["It arrives tomorrow."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "It arrives today.");
        // The day is in nothing that is known.
        b.send_anyway(&modal).await;
        let reply = b.stored(&card.id).await.delivery.replies[0].clone();
        let approval = reply.approval.unwrap();
        assert_eq!(approval.draft, Some(1));
        assert_eq!(approval.changed, Some(6));
        // The last line end belongs to SMTP.
        let sent = b.smtp.taken()[0].clone();
        let sent = sent.strip_suffix("\r\n").unwrap();
        assert_eq!(approval.sha256, hex::encode(Sha256::digest(sent)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spent_budget_is_said_and_a_reply_can_still_be_written_and_the_next_day_begins_anew() {
    bench_with(setup(&[("DRAFTS_PER_DAY", "1")]), async |b| {
        let first = b.receive(&Mail::new("1@example.com")).await;
        b.click_and_wait(SATO, &first).await;
        let second = b
            .receive(&Mail::new("2@example.com").saying("Another one?"))
            .await;
        let modal = b.click(SATO, &second).await;
        b.until(|b| b.text(&modal).contains("budget for AI drafts is spent"))
            .await;
        let text = b.text(&modal);
        assert!(
            text.contains("DRAFTS_PER_DAY=1") && text.contains("midnight"),
            "{text}"
        );
        b.until(|b| {
            b.card_text(&second)
                .contains("budget for AI drafts is spent")
        })
        .await;
        b.press(&modal, "write_myself_action").await;
        b.write(&modal, "By hand.");
        assert_eq!(b.submit(&modal).await, Delivery::Updated);

        // It is noon in Japan: the day ends in twelve hours.
        let third = b
            .receive(&Mail::new("3@example.com").saying("A third one?"))
            .await;
        b.let_pass(Duration::from_secs(11 * 60 * 60)).await;
        let modal = b.click(SATO, &third).await;
        b.until(|b| b.text(&modal).contains("budget for AI drafts is spent"))
            .await;
        b.let_pass(Duration::from_secs(2 * 60 * 60)).await;
        b.press(&modal, "retry_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
    })
    .await;
}

async fn never_more_drafts_than_the_budget(table: Option<Table>) {
    let setup = Setup {
        by_hand: true,
        table: table.map(Into::into),
        ..setup(&[("DRAFTS_PER_DAY", "5")])
    };
    bench_with(setup, async |b| {
        let cards = wanted(b, 12).await;
        assert_eq!(write_all(b, &cards).await, (5, 7));
        assert_eq!(b.llm.prompts().len(), 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_drafts_at_once_no_more_than_the_budget_are_written() {
    never_more_drafts_than_the_budget(None).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_drafts_at_once_no_more_than_the_budget_are_written_with_a_table() {
    never_more_drafts_than_the_budget(Some(Table::new().await)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_drafts_at_once_no_more_tokens_than_the_budget_are_used() {
    let setup = Setup {
        by_hand: true,
        ..setup(&[("TOKENS_PER_DAY", "20000")])
    };
    bench_with(setup, async |b| {
        // Each uses as much as it may.
        let input = 1_500;
        b.llm.count(Counts {
            input,
            output: 4_096,
            cached: 0,
        });
        let cards = wanted(b, 8).await;
        let (written, refused) = write_all(b, &cards).await;
        assert!(written > 0 && refused > 0, "{written} of 8");
        assert!(
            written as u64 * (input + 4_096) <= 20_000,
            "{written} drafts"
        );
        assert!(b.llm.prompts()[0].contains("\"max_completion_tokens\":4096"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_of_money_ends_where_it_is_spent_and_no_sooner() {
    let setup = Setup {
        by_hand: true,
        ..setup(&[("COST_PER_DAY", "1"), ("MODEL_PRICES", "test-model=0/100")])
    };
    bench_with(setup, async |b| {
        b.llm.count(Counts {
            input: 0,
            output: 1_000,
            cached: 0,
        });
        // A tenth each; the last ones do not begin, since they may take four tenths.
        let cards = wanted(b, 10).await;
        let mut written = 0;
        for card in &cards {
            written += write_all(b, std::slice::from_ref(card)).await.0;
        }
        assert_eq!(written, 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_failed_takes_nothing_from_the_budget() {
    bench_with(setup(&[("DRAFTS_PER_DAY", "1")]), async |b| {
        b.llm.script(Script::Status(400, "{}"));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click(SATO, &card).await;
        b.until(|b| b.text(&modal).contains("No draft could be written"))
            .await;
        b.all_work_done().await;
        b.press(&modal, "retry_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drafts_on_arrival_have_a_budget_of_their_own_and_then_wait_for_a_click() {
    let setup = setup(&[
        ("DRAFT_ON_ARRIVAL", "true"),
        ("ARRIVAL_DRAFTS_PER_DAY", "1"),
    ]);
    bench_with(setup, async |b| {
        let first = b.receive(&Mail::new("1@example.com")).await;
        b.until(|b| b.card_text(&first).contains("A draft is ready"))
            .await;
        b.all_work_done().await;
        let modal = b.click(SATO, &first).await;
        assert_eq!(b.reply(&modal).as_deref(), Some(USUAL));
        let second = b
            .receive(&Mail::new("2@example.com").saying("And this?"))
            .await;
        let state = b.stored(&second.id).await.state;
        assert_eq!(state, State::Notified, "nobody has asked for a draft");
        b.all_work_done().await;
        assert_eq!(b.llm.prompts().len(), 1);
        b.click_and_wait(SATO, &second).await;
        assert_eq!(b.llm.prompts().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_masked_text_gets_the_same_draft_and_another_one_is_new() {
    bench_with(setup(&[("DRAFT_CACHE_HOURS", "24")]), async |b| {
        b.llm
            .script(Script::Says(vec!["Dear [NAME_1], written once."]));
        let first = b.receive(&Mail::new("1@example.com")).await;
        b.click_and_wait(SATO, &first).await;
        // Somebody else, of whom the model sees the same.
        let mail = Mail::new("2@example.com").with("From", "Taro Yamada <ty@example.net>");
        let second = b.receive(&mail).await;
        let modal = b.click_and_wait(SATO, &second).await;
        assert_eq!(b.llm.prompts().len(), 1);
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("Dear Taro Yamada, written once.")
        );
        assert!(b.text(&modal).contains("This draft was written earlier"));
        let stored = b.stored(&second.id).await;
        let generation = stored.drafts.versions[0].generation.as_ref().unwrap();
        assert_eq!((generation.reused, generation.usage.total()), (true, 0));
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
        assert_eq!(b.llm.prompts().len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_text_or_a_later_day_is_not_served_from_what_was_written_before() {
    bench_with(setup(&[("DRAFT_CACHE_HOURS", "1")]), async |b| {
        for (n, text) in ["One?", "Two?"].into_iter().enumerate() {
            let card = b
                .receive(&Mail::new(&format!("{n}@example.com")).saying(text))
                .await;
            b.click_and_wait(SATO, &card).await;
        }
        assert_eq!(b.llm.prompts().len(), 2);
        b.let_pass(Duration::from_secs(3700)).await;
        let card = b.receive(&Mail::new("9@example.com").saying("One?")).await;
        b.click_and_wait(SATO, &card).await;
        assert_eq!(b.llm.prompts().len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_not_used_again_once_its_inquiry_is_to_be_gone() {
    let setup = setup(&[("DRAFT_CACHE_HOURS", "72"), ("RETENTION_DAYS", "1")]);
    bench_with(setup, async |b| {
        let draft = async |id: &str| {
            let card = b.receive(&Mail::new(id)).await;
            b.click_and_wait(SATO, &card).await;
            b.llm.prompts().len()
        };
        assert_eq!(draft("1@example.com").await, 1);
        b.let_pass(Duration::from_secs(23 * 3600)).await;
        assert_eq!(draft("2@example.com").await, 1);
        b.let_pass(Duration::from_secs(2 * 3600)).await;
        assert_eq!(draft("3@example.com").await, 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_fails_is_replaced_by_the_next_one_and_left_alone_for_a_while() {
    let setup = setup(&[("OPENAI_FALLBACK_MODELS", "second-model")]);
    bench_with(setup, async |b| {
        b.llm.refuse("test-model", 404);
        for n in 0..5 {
            let mail = Mail::new(&format!("{n}@example.com")).saying(&format!("Question {n}?"));
            let card = b.receive(&mail).await;
            let modal = b.click_and_wait(SATO, &card).await;
            assert!(
                b.text(&modal).contains("second-model"),
                "{}",
                b.text(&modal)
            );
            let model = b.stored(&card.id).await.drafts.versions[0].model.clone();
            assert_eq!(model.as_deref(), Some("second-model"));
        }
        let asked = b.llm.models();
        let of = |name| asked.iter().filter(|it| *it == name).count();
        assert_eq!((of("test-model"), of("second-model")), (3, 5));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_off_is_begun_again_by_the_next_model() {
    let setup = setup(&[
        ("OPENAI_FALLBACK_MODELS", "second-model"),
        ("DRAFTS_PER_DAY", "1"),
    ]);
    bench_with(setup, async |b| {
        b.llm.script(Script::CutsOff(vec!["Half an answer"]));
        b.llm.script(Script::Says(vec!["A whole answer."]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert_eq!(b.reply(&modal).as_deref(), Some("A whole answer."));
        assert_eq!(b.llm.models(), ["test-model", "second-model"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_before_an_answer_broke_off_is_offered_with_a_word_about_it() {
    bench(async |b| {
        let half = "Dear customer, thank you for your message about the order that";
        b.llm.script(Script::CutsOff(vec![half]));
        let card = b.receive(&Mail::new("1@example.com")).await;
        let modal = b.click_and_wait(SATO, &card).await;
        assert_eq!(b.reply(&modal).as_deref(), Some(half));
        assert!(b.text(&modal).contains("broke off"), "{}", b.text(&modal));
        b.press(&modal, "another_draft_action").await;
        b.until(|b| b.reply(&modal).as_deref() == Some(USUAL)).await;
        assert!(!b.text(&modal).contains("broke off"));
    })
    .await;
}

/// The simulator counts it as a fault when somebody asks before the time is over.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_asks_before_the_time_that_the_model_wanted_is_over() {
    let setup = Setup::by_hand();
    bench_with(setup, async |b| {
        let cards = wanted(b, 6).await;
        let (first, others) = cards.split_first().unwrap();
        b.llm.script(Script::Rests(1));
        let first = draft(&b.app, &first.id);
        let others = async {
            b.until(|b| b.app.drafter.rests().is_some()).await;
            write_all(b, others).await
        };
        let (first, others) = tokio::join!(first, others);
        assert!(matches!(first.unwrap(), Drafted::Written));
        assert_eq!(others, (5, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_count_is_asked_without_and_its_tokens_are_guessed() {
    bench(async |b| {
        let unknown = r#"{"error":{"message":"Unrecognized request argument: stream_options"}}"#;
        b.llm.script(Script::Status(400, unknown));
        let card = b.receive(&Mail::new("1@example.com")).await;
        b.click_and_wait(SATO, &card).await;
        let second = b
            .receive(&Mail::new("2@example.com").saying("Again?"))
            .await;
        b.click_and_wait(SATO, &second).await;
        let prompts = b.llm.prompts();
        let counts: Vec<bool> = prompts
            .iter()
            .map(|it| it.contains("stream_options"))
            .collect();
        assert_eq!(counts, [true, false, false]);
        let stored = b.stored(&card.id).await;
        let usage = stored.drafts.versions[0].generation.as_ref().unwrap().usage;
        assert!(usage.guessed && usage.input > 0 && usage.output > 0);
    })
    .await;
}
