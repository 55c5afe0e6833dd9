//! What `replybot history`, `forget` and `draft` say and leave, from outside.

use inquiry::{ContextId, Generation};
use regex::Regex;
use replybot::prompts::own_words;
use serde_json::{Value, json};
use store::{Sqlite, Store};

use crate::process::{World, mail};
use crate::support::proxy::Proxy;

fn text(output: &std::process::Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_holds_drafts_and_their_cost_and_no_personal_data() {
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.set("MODEL_PRICES", "test-model=1/10");
    let id = world.ingest("1").await;
    world.ingest("2").await;
    let job = world.run(&["job", "--context-id", &id]).await;
    assert_eq!(job.status.code(), Some(0));

    let jsonl = text(&world.run(&["history", "--export", "jsonl"]).await);
    let lines: Vec<Value> = jsonl
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let drafted = lines.iter().find(|line| line["context_id"] == id.as_str());
    let generation = &drafted.unwrap()["drafts"][0]["generation"];
    assert_eq!(generation["usage"]["input"], 30);
    assert_eq!(generation["cost"], 30 + 12 * 10);

    let csv = text(&world.run(&["history", "--export", "csv"]).await);
    let rows: Vec<&str> = csv.split("\r\n").collect();
    assert!(rows[0].starts_with("context_id,received_at,state,kind,number"));
    assert!(
        rows[1].contains("test-model") && rows[1].contains("0.000150"),
        "{csv}"
    );
    assert!(!format!("{jsonl}{csv}").contains("taro@example.com"));

    let later = world
        .run(&["history", "--export", "jsonl", "--since", "2999-01-01"])
        .await;
    assert_eq!((later.status.code(), text(&later).as_str()), (Some(0), ""));
    let wrong = world
        .run(&["history", "--export", "jsonl", "--since", "soon"])
        .await;
    assert_ne!(wrong.status.code(), Some(0));

    let one = text(&world.run(&["history", &id]).await);
    assert!(
        one.contains("test-mode") && one.contains("0.000150"),
        "{one}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_shows_what_was_approved_masked_and_reaches_to_the_end() {
    let world = World::start("http://127.0.0.1:1/slack/events").await;
    let mails: String = (0..60)
        .map(|n| {
            let mail = crate::process::mail(&n.to_string());
            format!("From a@example.com Tue Nov 24 03:00:00 2026\n{mail}\n")
        })
        .collect();
    let file = world.data.path().join("all.mbox");
    std::fs::write(&file, mails).unwrap();
    let ingested = world.run(&["ingest", file.to_str().unwrap()]).await;
    assert_eq!(ingested.status.code(), Some(0), "{}", text(&ingested));
    let id = ContextId::parse(&world.stored("context_id")).unwrap();
    let path = world.data.path().join("replybot.sqlite3");
    let store = Store::Sqlite(Sqlite::open(&path).unwrap());
    let at = jiff::Timestamp::now();
    let reply = json!({
        "mail": {
            "message_id": "reply@shop.example", "date": at, "from": { "address": "support@shop.example" },
            "to": [{ "address": "taro@example.com" }], "subject": "Re: Where is it?",
            "text": "It arrives today. Call 090-1111-2222 or write to jiro@other.example.",
        },
        "by": { "id": "U1", "name": "sato" }, "at": at, "external_id": "ai-reply-1", "accepted_as": "0100",
        "approval": { "sha256": "5a7e", "draft": 1, "changed": 12 },
    });
    let answered = store.change(&id, |inquiry| {
        let draft = own_words("It arrives today.");
        inquiry.add_generated(draft, "model".to_owned(), Generation::default(), at);
        inquiry
            .delivery
            .replies
            .push(serde_json::from_value(reply.clone()).unwrap());
        Ok::<_, std::convert::Infallible>(())
    });
    answered.await.unwrap();

    let jsonl = text(&world.run(&["history", "--export", "jsonl"]).await);
    assert_eq!(jsonl.lines().count(), 60);
    let line = jsonl.lines().find(|line| line.contains("5a7e")).unwrap();
    let exported: Value = serde_json::from_str(line).unwrap();
    let exported = &exported["replies"][0];
    assert_eq!(exported["mail_sha256"], "5a7e");
    assert_eq!(exported["changed_characters"], 12);
    assert_eq!(exported["approved_by"]["name"], "sato");
    let masked = exported["text_masked"].as_str().unwrap();
    assert!(
        masked.contains("[PHONE_") && masked.contains("[EMAIL_"),
        "{masked}"
    );
    let difference = exported["difference"].as_str().unwrap();
    assert!(difference.contains("-It arrives today."), "{difference}");
    let csv = text(&world.run(&["history", "--export", "csv"]).await);
    let row = csv.split("\r\n").find(|row| row.contains("5a7e")).unwrap();
    assert!(row.contains("0100") && row.contains(",12,"), "{row}");
    for hidden in ["090-1111-2222", "jiro@", "taro@"] {
        assert!(!format!("{jsonl}{csv}").contains(hidden), "{hidden}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_forgotten_unless_somebody_says_yes() {
    let world = World::start("http://127.0.0.1:1/slack/events").await;
    world.ingest("1").await;
    let asked = world.run(&["forget", "taro@example.com"]).await;
    assert_eq!(asked.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&asked.stderr).contains("--yes"));
    assert_eq!(
        text(&world.run(&["history", "--json"]).await)
            .lines()
            .count(),
        1
    );

    let forgotten = world.run(&["forget", "TARO@example.com", "--yes"]).await;
    let said = text(&forgotten);
    assert_eq!(forgotten.status.code(), Some(0), "{said}");
    assert!(
        said.contains("erased: 1 inquiry with") && said.contains("out of reach"),
        "{said}"
    );
    assert_eq!(text(&world.run(&["history", "--json"]).await), "");
    let again = world
        .run(&["forget", "taro@example.com", "--yes", "--json"])
        .await;
    let again: Value = serde_json::from_str(&text(&again)).unwrap();
    assert_eq!(again["inquiries"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_drafts_that_was_stopped_goes_on_where_it_was() {
    let world = World::start("http://127.0.0.1:1/slack/events").await;
    let mails = world.data.path().join("mails");
    std::fs::create_dir_all(mails.join("older")).unwrap();
    for n in 0..4 {
        let mail = crate::process::mail(&n.to_string());
        std::fs::write(mails.join(format!("older/{n}.eml")), mail).unwrap();
    }
    let mailbox: String = (4..7)
        .map(|n| {
            let mail = crate::process::mail(&n.to_string());
            format!("From a@example.com Tue Nov 24 03:00:00 2026\n{mail}\n")
        })
        .collect();
    std::fs::write(mails.join("all.mbox"), mailbox).unwrap();
    let place = world.data.path().join("drafts.jsonl");
    let (mails, place) = (mails.to_str().unwrap(), place.to_str().unwrap());
    let run = async || {
        world
            .run(&["draft", "--output", place, "--concurrency", "3", mails])
            .await
    };
    let first = run().await;
    assert_eq!(
        first.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    let written = std::fs::read_to_string(place).unwrap();
    assert_eq!(written.lines().count(), 7);
    // As if it had been killed while the fourth line was written.
    let three: usize = written.lines().take(3).map(|line| line.len() + 1).sum();
    std::fs::write(place, &written[..three + 10]).unwrap();
    let second = run().await;
    assert!(String::from_utf8_lossy(&second.stderr).contains("3 drafts were there before"));
    assert_eq!(world.llm.prompts().len(), 7 + 4);
    let names = |text: &str| {
        let name = |line: &str| serde_json::from_str::<Value>(line).unwrap()["file"].to_string();
        text.lines()
            .map(name)
            .collect::<std::collections::BTreeSet<_>>()
    };
    let again = std::fs::read_to_string(place).unwrap();
    assert_eq!(again.lines().count(), 7);
    assert_eq!(names(&again), names(&written));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_meets_the_end_of_the_budget_says_so_and_leaves_the_rest() {
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.set("DRAFTS_PER_DAY", "2");
    world.set("DRAFT_CACHE_HOURS", "0");
    for n in 0..5 {
        world.ingest(&n.to_string()).await;
    }
    let job = world.run(&["job", "--pending", "--concurrency", "1"]).await;
    assert_eq!(job.status.code(), Some(75));
    let said = String::from_utf8_lossy(&job.stderr).into_owned();
    assert!(said.contains("DRAFTS_PER_DAY=2"), "{said}");
    assert_eq!(world.llm.prompts().len(), 2);
    world.set("DRAFTS_PER_DAY", "10");
    let job = world.run(&["job", "--pending", "--concurrency", "4"]).await;
    assert_eq!((job.status.code(), world.llm.prompts().len()), (Some(0), 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_mail_without_a_card_says_so_and_what_happens_next() {
    let slack = Proxy::start().await;
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    slack.stand_before(&world.slack_url);
    world.set("SLACK_API_URL", &format!("{}/api", slack.url()));
    slack.refuse_all("token_revoked");
    std::fs::write(world.data.path().join("1.eml"), mail("1")).unwrap();
    let file = world.data.path().join("1.eml");
    let output = world
        .run(&["ingest", "--json", file.to_str().unwrap()])
        .await;
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    let id = line["context_id"].as_str().unwrap();
    let said = async |arguments: &[&str]| {
        let output = world.run(&[&["history", id], arguments].concat()).await;
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let plain = said(&[]).await;
    assert!(
        plain.contains("card: not posted; each sweep tries again"),
        "{plain}"
    );
    assert!(plain.contains("unfinished: post card, due "), "{plain}");
    assert!(plain.contains("nothing has happened yet"), "{plain}");
    let json: Value = serde_json::from_str(&said(&["--json"]).await).unwrap();
    assert_eq!(
        (&json["card"], &json["unfinished"]),
        (&Value::Null, &json!("post_card"))
    );

    // One that is there.
    world.set("SLACK_API_URL", &format!("{}/api", world.slack_url));
    let id = world.ingest("2").await;
    let said = text(&world.run(&["history", &id]).await);
    let since = Regex::new(r"card: in C0000001 since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d JST\n");
    assert!(since.unwrap().is_match(&said), "{said}");
}
