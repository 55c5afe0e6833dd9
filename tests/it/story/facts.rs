//! Each fact of a reply has its source or is named before anything goes out, whether a model or a
//! person wrote it; and what was approved can be proven.

use std::path::Path;
use std::process::{Command, Output};

use inquiry::{Acknowledgement, Broken, Chain, ContextId, Inquiry, Record};
use pii::CustomerText;
use slack_sim::{Delivery, Place};
use store::proof_key;

use crate::story::bench::{Bench, Card, Mail, Modal, SATO, Setup, bench, bench_with};
use crate::support::llm::Script;

const SHOWS: &str = "reply_facts_action";
const ORDER: &str = "When does my order A-1024 arrive? I paid $128.00 for it.";
const PAGE: &str = "# Orders\n\nOrder A-1024: delivery 6 November 2026. Postage is $5.50.\n";

/// A deployment that knows of one order.
async fn knowing(test: impl AsyncFnOnce(&Bench)) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orders.md"), PAGE).unwrap();
    let path: &'static str = folder.path().to_str().unwrap().to_owned().leak();
    let facts = folder.path().join("facts.txt");
    std::fs::write(&facts, "Open Monday to Friday, 10:00-18:00\n").unwrap();
    let facts: &'static str = facts.to_str().unwrap().to_owned().leak();
    let setup = Setup {
        environment: vec![("KNOWLEDGE", path), ("SHOP_FACTS", facts)],
        ..Setup::default()
    };
    bench_with(setup, async |b| test(b).await).await;
}

async fn drafted(b: &Bench, draft: &'static str) -> (Card, Modal) {
    let card = b.receive(&Mail::new("1@example.com").saying(ORDER)).await;
    b.llm.script(Script::Says(vec![draft]));
    let modal = b.click_and_wait(SATO, &card).await;
    b.all_work_done().await;
    (card, modal)
}

/// The button that takes a source's value over.
async fn take_over(b: &Bench, view: &Modal) {
    let place = Place::View {
        view_id: view.view_id.clone(),
    };
    let clicked = b.workspace.click(&view.person, &place, "take_over_fact");
    assert_eq!(clicked.await, Delivery::Acknowledged);
    b.all_work_done().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_beneath_the_draft_counts_its_facts_and_a_view_shows_each_source_word_for_word() {
    knowing(async |b| {
        let (_, modal) = drafted(
            b,
            "Order A-1024 arrives on 6 November 2026. Postage is $5.50.",
        )
        .await;
        let text = b.text(&modal);
        assert!(
            text.contains("Facts stated: 3, all with a source."),
            "{text}"
        );
        let panel = b.push(&modal, SHOWS).await;
        let text = b.text(&panel);
        assert!(text.contains("6 November 2026"), "{text}");
        assert!(text.contains("Knowledge: Orders"), "{text}");
        assert!(
            text.contains("Order A-1024: delivery 6 November 2026. Postage is $5.50."),
            "{text}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_shop_is_reached_has_its_source_on_a_page_that_does_not_fit_the_mail() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("orders.md"), PAGE).unwrap();
    let contact =
        "# Payment by invoice\n\nAsk our accountants: 0120-000-000 (weekdays 10:00-17:00).\n";
    std::fs::write(folder.path().join("invoice.md"), contact).unwrap();
    let path: &'static str = folder.path().to_str().unwrap().to_owned().leak();
    let setup = Setup {
        environment: vec![("KNOWLEDGE", path)],
        ..Setup::default()
    };
    bench_with(setup, async |b| {
        let ours = "Order A-1024 arrives on 6 November 2026.\n\nPhone: 0120-000-000 (10:00-17:00)";
        let (_, modal) = drafted(b, ours).await;
        let text = b.text(&modal);
        assert!(text.contains("all with a source."), "{text}");
        let other = ours.replace("0120-000-000", "0120-000-001");
        b.write(&modal, &other);
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("0120-000-001"), "{asked}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_typed_amount_that_contradicts_a_source_is_named_before_anything_goes_out() {
    knowing(async |b| {
        let (card, modal) = drafted(b, "Order A-1024 arrives on 6 November 2026.").await;
        b.write(
            &modal,
            "Order A-1024 arrives on 6 November 2026. Postage is $6.50.",
        );
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("$6.50"), "{asked}");
        assert!(asked.contains("Postage is $5.50."), "{asked}");
        assert!(b.smtp.acknowledged().is_empty());
        assert_eq!(b.insist(&modal).await, Delivery::Closed);
        b.all_work_done().await;
        assert_eq!(b.smtp.acknowledged().len(), 1);
        let stored = b.stored(&card.id).await;
        let insisted = &stored.newest_reply().unwrap().acknowledged;
        assert!(
            matches!(insisted[..], [Acknowledgement::Facts(_)]),
            "{insisted:?}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_was_just_refused_has_no_line_beneath_it_that_praises_it() {
    const RIGHT: &str = "Order A-1024 arrives on 6 November 2026.";
    const WRONG: &str = "Order A-1024 arrives on 7 November 2026.";
    knowing(async |b| {
        let (_, modal) = drafted(b, RIGHT).await;
        assert!(b.text(&modal).contains("all with a source"));
        b.write(&modal, WRONG);
        b.submit_and_be_asked(&modal).await;
        b.all_work_done().await;
        let text = b.text(&modal);
        assert!(!text.contains("all with a source"), "{text}");
        assert!(text.contains("A source says otherwise"), "{text}");
        let question = b.question(&modal);
        b.workspace.close(SATO, &question.view_id).await;
        assert_eq!(b.reply(&modal).as_deref(), Some(WRONG), "the text stays");
        // So does the view of sources tell of what was typed since.
        b.write(&modal, RIGHT);
        let panel = b.push(&modal, SHOWS).await;
        b.workspace.close(SATO, &panel.view_id).await;
        b.all_work_done().await;
        let text = b.text(&modal);
        assert!(text.contains("all with a source"), "{text}");
        assert_eq!(b.reply(&modal).as_deref(), Some(RIGHT));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sources_value_is_taken_over_by_one_click_and_sends_nothing() {
    knowing(async |b| {
        let (card, modal) = drafted(b, "Order A-1024 arrives on 6 November 2026.").await;
        b.write(
            &modal,
            "Order A-1024 arrives on 7 November 2026. Postage is $5.50.",
        );
        b.submit_and_be_asked(&modal).await;
        let question = b.question(&modal);
        take_over(b, &question).await;
        assert!(b.smtp.acknowledged().is_empty());
        let mended = "Order A-1024 arrives on 6 November 2026. Postage is $5.50.";
        assert_eq!(b.reply(&modal).as_deref(), Some(mended));
        let text = b.text(&question);
        assert!(
            text.contains("Facts stated: 3, all with a source."),
            "{text}"
        );
        // What stood there is a version.
        let stored = b.stored(&card.id).await;
        let typed = stored.drafts.versions.last().unwrap().text.as_str();
        assert!(typed.contains("7 November"), "{typed}");
        b.workspace.close(SATO, &question.view_id).await;
        assert_eq!(b.submit(&modal).await, Delivery::Updated);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_insisted_on_is_what_was_on_the_screen_and_nothing_else() {
    knowing(async |b| {
        let (_, modal) = drafted(b, "Order A-1024 arrives on 6 November 2026.").await;
        b.write(&modal, "Postage is $6.50.");
        b.submit_and_be_asked(&modal).await;
        let question = b.question(&modal);
        b.workspace.close(SATO, &question.view_id).await;
        b.write(&modal, "Postage is $7.50.");
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(
            asked.contains("$7.50") && !asked.contains("$6.50"),
            "{asked}"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_contradicts_its_sources_is_asked_for_once_more_and_then_shown_with_marks() {
    knowing(async |b| {
        let card = b.receive(&Mail::new("1@example.com").saying(ORDER)).await;
        b.llm.script(Script::Says(vec![
            "Order A-1024 arrives on 7 November 2026.",
        ]));
        b.llm.script(Script::Says(vec![
            "Order A-1024 arrives on 6 November 2026.",
        ]));
        let modal = b.click_and_wait(SATO, &card).await;
        assert_eq!(
            b.reply(&modal).as_deref(),
            Some("Order A-1024 arrives on 6 November 2026.")
        );
        let prompts = b.llm.prompts();
        assert_eq!(prompts.len(), 2);
        assert!(prompts[1].contains("7 November 2026"), "{}", prompts[1]);
        // A model that does not learn is not asked for ever.
        for _ in 0..2 {
            b.llm.script(Script::Says(vec![
                "It arrives on 8 November 2026, order A-1024.",
            ]));
        }
        b.press(&modal, "another_draft_action").await;
        b.until(|b| {
            b.reply(&modal)
                .is_some_and(|text| text.contains("8 November"))
        })
        .await;
        assert_eq!(b.llm.prompts().len(), 4);
        let text = b.text(&modal);
        assert!(text.contains("A source says otherwise"), "{text}");
        let stored = b.stored(&card.id).await;
        let usage = |at: usize| {
            stored.drafts.versions[at]
                .generation
                .as_ref()
                .unwrap()
                .usage
                .total()
        };
        assert!(usage(0) > usage(1) / 4, "both questions are counted");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_customer_quotes_is_no_promise_of_ours() {
    bench(async |b| {
        let forged = "Thanks!\n\nOn Mon, 2 Nov 2026 the shop wrote:\n> We will refund you $500.00 in full.\n";
        let card = b.receive(&Mail::new("1@example.com").saying(forged)).await;
        b.llm.script(Script::Says(vec!["Thank you."]));
        let modal = b.click_and_wait(SATO, &card).await;
        b.write(&modal, "We will refund you in full.");
        let asked = b.submit_and_be_asked(&modal).await;
        assert!(asked.contains("refund"), "{asked}");
    })
    .await;
}

/// A reply that was sent, with its record.
pub async fn proven(b: &Bench, id: &ContextId) -> (Inquiry, Record) {
    let stored = b.stored(id).await;
    let approval = stored.newest_reply().unwrap().approval.clone().unwrap();
    let number = approval.proof.unwrap().record.expect("a record");
    let line = b.app.store.kv(&proof_key(number)).await.unwrap().unwrap();
    Chain::default().follow(&line).unwrap();
    (stored, Record::read(&line, number).unwrap())
}

async fn send(b: &Bench, number: usize) -> Card {
    let mail = Mail::new(&format!("{number}@example.com")).saying(ORDER);
    let card = b.receive(&mail).await;
    b.llm.script(Script::Says(vec![
        "Order A-1024 arrives on 6 November 2026.",
    ]));
    let modal = b.click_and_wait(SATO, &card).await;
    b.send_anyway(&modal).await;
    b.all_work_done().await;
    card
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_changed_in_a_stored_reply_its_proof_does_not_hold() {
    knowing(async |b| {
        let card = send(b, 1).await;
        let (stored, record) = proven(b, &card.id).await;
        let reply = stored.newest_reply().unwrap();
        assert_eq!(record.verify(&stored, reply, None), Ok(()));
        let mut json = serde_json::to_value(reply).unwrap();
        json["insisted"] = serde_json::json!([]);
        let parts = [
            "/mail/text",
            "/mail/subject",
            "/mail/message_id",
            "/mail/to",
            "/by/id",
            "/at",
            "/insisted",
            "/approval/sha256",
            "/approval/draft",
            "/approval/proof/salt",
            "/approval/proof/facts/0/words",
            "/approval/proof/facts/0/start",
            "/approval/proof/facts/0/kind",
            "/approval/proof/facts/0/verdict",
            "/approval/proof/facts/0/source/words",
            "/approval/proof/facts/0/source/sha256",
            "/approval/proof/facts/0/source/origin/is",
        ];
        for part in parts {
            let mut changed = json.clone();
            let value = changed
                .pointer_mut(part)
                .unwrap_or_else(|| panic!("{part}: {json}"));
            *value = match (part, &*value) {
                ("/at", _) => "2020-01-01T00:00:00Z".into(),
                ("/approval/proof/facts/0/kind", _) => "percent".into(),
                ("/approval/proof/facts/0/verdict", _) => "contradicts".into(),
                ("/approval/proof/facts/0/source/origin/is", _) => "shop".into(),
                ("/insisted", _) => serde_json::json!(["closed"]),
                ("/mail/message_id", _) => "other@shop.example".into(),
                (_, serde_json::Value::Array(_)) => serde_json::json!([]),
                (_, serde_json::Value::Number(_)) => 7.into(),
                (_, value) => format!("{}x", value.as_str().unwrap()).into(),
            };
            let changed = serde_json::from_value(changed).unwrap();
            let broken = record.verify(&stored, &changed, None);
            assert!(
                matches!(broken, Err(Broken::Reply(_))),
                "{part}: {broken:?}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reply_that_went_out_joins_the_chain_once_and_a_sweep_makes_up_for_a_crash() {
    knowing(async |b| {
        let mut cards = Vec::new();
        for number in 1..=3 {
            cards.push(send(b, number).await);
        }
        for (at, card) in cards.iter().enumerate() {
            let (stored, record) = proven(b, &card.id).await;
            assert_eq!(record.number, at as u64 + 1);
            assert_eq!(record.context_id, card.id);
            assert!(stored.unrecorded().is_none());
        }
        // As if the process had ended before it wrote down that it had appended the record.
        let forget = |inquiry: &mut Inquiry| {
            let approval = inquiry.delivery.replies[0].approval.as_mut().unwrap();
            approval.proof.as_mut().unwrap().record = None;
            inquiry.worker.due_at = jiff::Timestamp::UNIX_EPOCH;
            Ok::<_, ()>(())
        };
        b.app.store.change(&cards[1].id, forget).await.unwrap();
        assert_eq!(b.sweep().await.recorded, 1);
        let (_, record) = proven(b, &cards[1].id).await;
        assert_eq!((record.number, &record.context_id), (2, &cards[1].id));
        assert_eq!(b.app.store.kv(&proof_key(4)).await.unwrap(), None);
        assert_eq!(b.sweep().await.recorded, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_and_a_sweep_that_meet_append_one_record() {
    knowing(async |b| {
        let card = send(b, 1).await;
        let forget = |inquiry: &mut Inquiry| {
            let approval = inquiry.delivery.replies[0].approval.as_mut().unwrap();
            approval.proof.as_mut().unwrap().record = None;
            Ok::<_, ()>(())
        };
        let other = send(b, 2).await;
        for id in [&card.id, &other.id] {
            b.app.store.change(id, forget).await.unwrap();
        }
        let record = |id| Box::pin(replybot::flow::send::record(&b.app, id));
        let ids = [&card.id, &other.id, &card.id, &other.id];
        for done in futures_util::future::join_all(ids.map(record)).await {
            done.unwrap();
        }
        assert_eq!(b.app.store.kv(&proof_key(3)).await.unwrap(), None);
    })
    .await;
}

/// `replybot prove` on a data folder.
pub fn run_prove(data: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_replybot"))
        .arg("prove")
        .args(arguments)
        .env_clear()
        .env("REPLYBOT_DATA", data)
        .output()
        .unwrap()
}

fn prove(data: &Path, arguments: &[&str]) -> (bool, String) {
    let output = run_prove(data, arguments);
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

/// Without a store.
fn prove_with_code(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_replybot"))
        .arg("prove")
        .args(arguments)
        .env_clear()
        .env("REPLYBOT_DATA", "/nowhere")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_from_an_inquiry_is_found_by_the_record_in_the_chain() {
    knowing(async |b| {
        let card = send(b, 1).await;
        let data = b.data();
        let code = || run_prove(&data, &[card.id.as_str()]).status.code();
        assert_eq!(code(), Some(0));
        let stored = b.app.store.get(&card.id).await.unwrap().unwrap();
        let take: [fn(&mut Inquiry); 4] = [
            |inquiry| inquiry.delivery.replies.clear(),
            |inquiry| inquiry.delivery.replies[0].approval = None,
            |inquiry| {
                let approval = inquiry.delivery.replies[0].approval.as_mut().unwrap();
                approval.proof = None;
            },
            |inquiry| {
                inquiry.delivery.replies[0].by.id = "U0OTHER".to_owned();
                let approval = inquiry.delivery.replies[0].approval.as_mut().unwrap();
                approval.proof.as_mut().unwrap().record = None;
            },
        ];
        for (at, take) in take.into_iter().enumerate() {
            let changed = b.app.store.change(&card.id, |inquiry| {
                inquiry.delivery = stored.delivery.clone();
                take(inquiry);
                Ok::<_, ()>(())
            });
            changed.await.unwrap();
            assert_eq!(code(), Some(1), "{at}");
        }
        // The export without its beginning.
        send(b, 2).await;
        let export = run_prove(&data, &["--all", "--export"]).stdout;
        let export = String::from_utf8(export).unwrap();
        let file = data.join("end.jsonl");
        std::fs::write(&file, export.split_once('\n').unwrap().1).unwrap();
        let (exit, text) = prove_with_code(&["--all", file.to_str().unwrap()]);
        assert!(exit == 1 && text.contains("begins with record 2"), "{text}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prove_shows_and_verifies_one_approval_and_the_chain_offline() {
    knowing(async |b| {
        let card = send(b, 1).await;
        send(b, 2).await;
        let data = b.data();
        let (holds, text) = prove(&data, &[card.id.as_str()]);
        assert!(
            holds && text.contains("the proof holds: record 1"),
            "{text}"
        );
        assert!(
            text.contains("knowledge: Order A-1024: delivery 6 November 2026."),
            "{text}"
        );
        let (holds, text) = prove(&data, &["--all"]);
        assert!(holds && text.contains("2 records hold"), "{text}");
        let (holds, export) = prove(&data, &["--all", "--export"]);
        let lines: Vec<&str> = export
            .lines()
            .filter(|line| line.starts_with('{'))
            .collect();
        assert!(holds && lines.len() == 2, "{export}");
        let file = data.join("proofs.jsonl");
        let write = |text: String| std::fs::write(&file, text).unwrap();
        let path = file.to_str().unwrap();
        write(format!("{}\n", lines.join("\n")));
        assert!(
            prove(Path::new("/nowhere"), &["--all", path]).0,
            "no store is needed"
        );
        write(format!(
            "{}\n{}\n",
            lines[0],
            lines[1].replace("\"facts\":2", "\"facts\":3")
        ));
        let (holds, text) = prove(&data, &["--all", path]);
        assert!(!holds && text.contains("record 2"), "{text}");
        write(format!("{}\n", lines[0]));
        let end = inquiry::hash_of(lines[1]).unwrap();
        assert!(!prove(&data, &["--all", path, "--ends-in", end]).0);
        let code = |text: String, more: &[&str]| {
            write(text);
            prove_with_code(&[&["--all", path], more].concat())
        };
        let (exit, text) = code(String::new(), &[]);
        assert!(
            exit == 2 && text.contains("is empty: it holds no record"),
            "{text}"
        );
        let (exit, text) = code(String::new(), &["--ends-in", end]);
        assert!(
            exit == 1 && text.contains("there is no record at all"),
            "{text}"
        );
        for other in [
            "\n",
            "# notes\n",
            "{}\n",
            "{\"id\":\"1\"}\n",
            "id,name\n1,a\n",
            "\0\u{1}\n",
        ] {
            let (exit, text) = code(other.to_owned(), &[]);
            assert!(
                exit == 2 && text.contains("is no export of proofs"),
                "{other:?}: {text}"
            );
            let (exit, text) = code(other.to_owned(), &["--json"]);
            assert!(
                exit == 2 && text.contains("\"no_export\""),
                "{other:?}: {text}"
            );
        }
        // A record of which any byte was changed is one that was changed, and no other file.
        for at in 0..lines[0].len() {
            let mut changed = lines[0].as_bytes().to_vec();
            changed[at] = if changed[at] == b'x' { b'y' } else { b'x' };
            let changed = String::from_utf8(changed).unwrap();
            assert!(inquiry::may_be_record(&changed), "{at}");
        }
        let (exit, text) = code(
            format!("{}\n", lines[0].replacen("{\"number\"", "{\"nunber\"", 1)),
            &[],
        );
        assert!(
            exit == 1 && text.contains("THE CHAIN DOES NOT HOLD"),
            "{text}"
        );
        // An intruder changes what is stored.
        let change = |inquiry: &mut Inquiry| {
            inquiry.delivery.replies[0].mail.text = CustomerText::new("It never arrives.");
            Ok::<_, ()>(())
        };
        b.app.store.change(&card.id, change).await.unwrap();
        let (holds, text) = prove(&data, &[card.id.as_str()]);
        assert!(!holds && text.contains("DOES NOT HOLD"), "{text}");
    })
    .await;
}
