//! `replybot eval` and `replybot prompts`, as a person runs them, against a model of our own.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use inquiry::{ContextId, Generation};
use pii::Masker;
use replybot::prompts::own_words;
use serde_json::{Value, json};
use store::{Sqlite, Store};
use tokio::net::TcpListener;

/// What a model answers to the messages of a request.
type Answers = fn(&Value) -> String;

/// A model that answers by this function; what it was asked is kept.
struct Model {
    url: String,
    asked: Arc<Mutex<Vec<Value>>>,
}

impl Model {
    async fn start(answers: Answers) -> Model {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<Value>>>::default();
        let complete = async move |State(asked): State<Arc<Mutex<Vec<Value>>>>,
                                   Json(body): Json<Value>| {
            let text = answers(&body);
            asked.lock().unwrap().push(body);
            Json(
                json!({ "choices": [{ "message": { "role": "assistant", "content": text }, "finish_reason": "stop" }] }),
            )
        };
        let router = Router::new()
            .route("/v1/chat/completions", post(complete))
            .with_state(asked.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Model { url, asked }
    }

    fn asked(&self) -> Vec<Value> {
        self.asked.lock().unwrap().clone()
    }
}

async fn replybot(data: &Path, model: Option<&Model>, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_replybot"));
    command
        .env_clear()
        .env("REPLYBOT_DATA", data)
        .env("LOG_LEVEL", "warn")
        .current_dir(data)
        .args(args);
    if let Some(model) = model {
        command
            .env("OPENAI_BASE_URL", &model.url)
            .env("OPENAI_MODEL", "drafter");
    }
    tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A set of one case, with a reply that is good by it.
fn a_set(folder: &Path) {
    let mail = "From: Taro Yamada <taro@example.com>\nSubject: Refund\n\nI would like a refund for order 51922. Call 090-1234-5678.\n";
    std::fs::write(folder.join("one.eml"), mail).unwrap();
    let expected = json!({
        "kind": "refund", "contains": ["order 51922|refund"], "not": ["sorry for"], "matches": ["(?m)^Dear .*,$"],
        "knowledge": [{ "title": "Returns", "text": "Within 14 days." }],
    });
    std::fs::write(folder.join("one.json"), expected.to_string()).unwrap();
}

fn a_good_answer(_: &Value) -> String {
    "Dear [NAME_1],\n\nYour wish for order 51922 has arrived. The team checks it and will answer.\n\nKind regards".to_owned()
}

fn a_bad_answer(_: &Value) -> String {
    "[PHONE_9] こんにちは。返金いたします。https://elsewhere.example".to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_drafter_runs_the_shipped_set_and_does_not_pass_it() {
    let data = tempfile::tempdir().unwrap();
    let run = replybot(data.path(), None, &["eval", "--json"]).await;
    let all: Value = serde_json::from_str(&out(&run)).unwrap();
    let cases = all["sets"][0]["cases"].as_array().unwrap();
    assert!(cases.len() >= 20, "{}", cases.len());
    let kinds: std::collections::BTreeSet<_> = cases
        .iter()
        .map(|case| case["template"].as_str().unwrap())
        .collect();
    assert_eq!(kinds.len(), 7, "all kinds of mails: {kinds:?}");
    for case in cases {
        assert_eq!(case["error"], Value::Null, "{case}");
        let broken = |rule: &str| {
            case["faults"]
                .as_array()
                .unwrap()
                .iter()
                .any(|it| it["rule"] == rule)
        };
        assert!(!broken("kind"), "{case}");
        assert!(!broken("placeholders") && !broken("salutation"), "{case}");
    }
    assert_eq!(run.status.code(), Some(1), "{}", err(&run));
    let lenient = replybot(data.path(), None, &["eval", "--pass", "0"]).await;
    assert_eq!(lenient.status.code(), Some(0));
    assert!(
        out(&lenient).contains("ja-refund-size"),
        "{}",
        out(&lenient)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_scored_by_the_rules_of_its_case() {
    let (data, set) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    a_set(set.path());
    let set = set.path().to_str().unwrap();
    let good = Model::start(a_good_answer).await;
    let run = replybot(data.path(), Some(&good), &["eval", "--set", set]).await;
    assert_eq!(run.status.code(), Some(0), "{}{}", out(&run), err(&run));
    assert!(out(&run).contains("1 of 1 cases passed"), "{}", out(&run));
    let asked = good.asked()[0].to_string();
    assert!(
        asked.contains("Within 14 days.") && !asked.contains("090-1234-5678"),
        "{asked}"
    );

    let bad = Model::start(a_bad_answer).await;
    let run = replybot(data.path(), Some(&bad), &["eval", "--set", set, "--json"]).await;
    assert_eq!(run.status.code(), Some(1));
    let all: Value = serde_json::from_str(&out(&run)).unwrap();
    let faults = all["sets"][0]["cases"][0]["faults"]
        .as_array()
        .unwrap()
        .clone();
    let rules: Vec<&str> = faults
        .iter()
        .map(|it| it["rule"].as_str().unwrap())
        .collect();
    assert_eq!(
        rules,
        [
            "contains",
            "matches",
            "language",
            "salutation",
            "placeholders",
            "warnings",
            "safety"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_scores_beside_the_rules() {
    let (data, set) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    a_set(set.path());
    let model = Model::start(|body| match body["model"] == "judge" {
        true => r#"{"score": 4, "why": "One word too many."}"#.to_owned(),
        false => a_good_answer(body),
    })
    .await;
    let set = set.path().to_str().unwrap();
    let args = ["eval", "--set", set, "--judge", "--judge-model", "judge"];
    let run = replybot(data.path(), Some(&model), &args).await;
    assert!(
        out(&run).contains("judged 4.00 of 5"),
        "{}{}",
        out(&run),
        err(&run)
    );
    let judged = &model.asked()[1];
    assert_eq!(judged["model"], "judge");
    assert!(
        !judged.to_string().contains("090-1234-5678"),
        "the judge sees masked text only"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_folders_of_prompts_are_compared_side_by_side() {
    let (data, set) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    a_set(set.path());
    for folder in ["old", "new"] {
        let run = replybot(data.path(), None, &["prompts", "export", folder]).await;
        assert_eq!(run.status.code(), Some(0), "{}", err(&run));
    }
    let rules = data.path().join("new/rules.txt");
    let text = std::fs::read_to_string(&rules).unwrap();
    std::fs::write(&rules, format!("{text}\nBe good.")).unwrap();
    let model = Model::start(|body| match body.to_string().contains("Be good.") {
        true => a_good_answer(body),
        false => a_bad_answer(body),
    })
    .await;
    let set = set.path().to_str().unwrap();
    let args = ["eval", "--set", set, "--prompts", "old", "--prompts", "new"];
    let run = replybot(data.path(), Some(&model), &args).await;
    let text = out(&run);
    assert!(
        text.contains("old@") && text.contains(": 0 of 1 cases passed"),
        "{text}"
    );
    assert!(
        text.contains("new@") && text.contains(": 1 of 1 cases passed"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_prompts_or_a_set_is_said_at_once() {
    let data = tempfile::tempdir().unwrap();
    replybot(data.path(), None, &["prompts", "export", "mine"]).await;
    std::fs::remove_file(data.path().join("mine/kinds/refund.txt")).unwrap();
    std::fs::write(
        data.path().join("mine/mail.txt"),
        "{{ mail }} {{ weather }} {% if %}",
    )
    .unwrap();
    std::fs::write(
        data.path().join("mine/rules.txt"),
        "{{ kinds }} {{ weather }}",
    )
    .unwrap();
    let run = replybot(data.path(), None, &["eval", "--prompts", "mine"]).await;
    assert_eq!(run.status.code(), Some(2));
    for problem in [
        "kinds/refund.txt is missing",
        "mail.txt cannot be used in line 1",
        "rules.txt names `weather`",
    ] {
        assert!(err(&run).contains(problem), "{problem} in {}", err(&run));
    }
    let set = data.path().join("set");
    std::fs::create_dir(&set).unwrap();
    std::fs::write(set.join("a.json"), "{}").unwrap();
    std::fs::write(set.join("b.eml"), "Subject: b\n\nb").unwrap();
    std::fs::write(set.join("b.json"), r#"{"contain": []}"#).unwrap();
    let run = replybot(data.path(), None, &["eval", "--set", "set"]).await;
    assert!(
        err(&run).contains("a.json has no mail a.eml"),
        "{}",
        err(&run)
    );
    assert!(
        err(&run).contains("unknown field `contain`"),
        "{}",
        err(&run)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_goes_by_the_prompt_that_is_named() {
    let data = tempfile::tempdir().unwrap();
    let mail = data.path().join("a.eml");
    std::fs::write(
        &mail,
        "From: a@example.com\nSubject: Hello\n\nDo you ship to France?",
    )
    .unwrap();
    let model = Model::start(a_good_answer).await;
    let args = ["draft", "--json", "--template", "refund", "a.eml"];
    let run = replybot(data.path(), Some(&model), &args).await;
    let draft: Value = serde_json::from_str(&out(&run)).unwrap();
    assert_eq!(draft["template"]["name"], "refund");
    assert!(
        model.asked()[0]
            .to_string()
            .contains("Kind of mail: refund")
    );
    let run = replybot(
        data.path(),
        Some(&model),
        &["draft", "--template", "poem", "a.eml"],
    )
    .await;
    assert_eq!(run.status.code(), Some(1));
    assert!(
        err(&run).contains("there is no prompt `poem`; there are bug-report"),
        "{}",
        err(&run)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_that_a_person_read_is_taken_into_the_folder() {
    let data = tempfile::tempdir().unwrap();
    replybot(data.path(), None, &["prompts", "export", "mine"]).await;
    let refund = data.path().join("mine/kinds/refund.txt");
    let before = std::fs::read_to_string(&refund).unwrap();
    let first = before.lines().next().unwrap();
    let patch = format!(
        "# Because.\n--- kinds/refund.txt\n+++ kinds/refund.txt\n@@ -1 +1 @@\n-{first}\n+when: Money back.\n"
    );
    std::fs::write(data.path().join("a.patch"), patch).unwrap();
    let args = ["prompts", "accept", "a.patch", "--prompts", "mine"];
    let run = replybot(data.path(), None, &args).await;
    assert_eq!(run.status.code(), Some(0), "{}", err(&run));
    assert_eq!(
        std::fs::read_to_string(&refund).unwrap(),
        before.replacen(first, "when: Money back.", 1)
    );
    let list = replybot(data.path(), None, &["prompts", "list", "--prompts", "mine"]).await;
    assert!(out(&list).contains("Money back."), "{}", out(&list));

    let again = replybot(data.path(), None, &args).await;
    assert_eq!(again.status.code(), Some(1), "it does not fit any more");
    assert!(err(&again).contains("holds it already"), "{}", err(&again));
    let nowhere = replybot(data.path(), None, &["prompts", "accept", "a.patch"]).await;
    assert_eq!(nowhere.status.code(), Some(2), "{}", err(&nowhere));
    let full = replybot(data.path(), None, &["prompts", "export", "mine"]).await;
    assert!(err(&full).contains("is not empty"), "{}", err(&full));
}

/// The shipped prompts in a folder, with another word in the rules.
async fn prompts_with(data: &Path, folder: &str, words: &str) {
    let run = replybot(data, None, &["prompts", "export", folder]).await;
    assert_eq!(run.status.code(), Some(0), "{}", err(&run));
    let rules = data.join(folder).join("rules.txt");
    let text = std::fs::read_to_string(&rules).unwrap();
    std::fs::write(&rules, format!("{text}\n{words}")).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn prompts_are_put_into_the_store_compared_and_taken_back() {
    let (data, set) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    a_set(set.path());
    let data = data.path();
    let done = async |args: &[&str]| {
        let run = replybot(data, None, args).await;
        assert_eq!(run.status.code(), Some(0), "{args:?}: {}", err(&run));
        out(&run)
    };
    let shipped = done(&["prompts", "list"]).await;
    let empty = done(&["prompts", "list", "--prompts", "store"]).await;
    assert_eq!(empty, shipped, "until something is put there");
    prompts_with(data, "one", "Be bad.").await;
    prompts_with(data, "two", "Be good.").await;
    let put = done(&["prompts", "put", "one", "--note", "a first try"]).await;
    assert!(put.starts_with("version 1 ("), "{put}");
    assert!(put.contains("`replybot prompts use 0` goes back"), "{put}");
    let put = done(&["prompts", "put", "two"]).await;
    assert!(put.contains("`replybot prompts use 1` goes back"), "{put}");
    let two = done(&["prompts", "list", "--prompts", "two"]).await;
    assert_eq!(done(&["prompts", "list", "--prompts", "store"]).await, two);

    let listed: Value =
        serde_json::from_str(&done(&["prompts", "versions", "--json"]).await).unwrap();
    assert_eq!(listed["used"], 2);
    assert_eq!(listed["versions"][1]["note"], "a first try");
    let table = done(&["prompts", "versions"]).await;
    assert!(
        table.contains("a first try") && table.contains("the shipped prompts"),
        "{table}"
    );

    let model = Model::start(|body| match body.to_string().contains("Be good.") {
        true => a_good_answer(body),
        false => a_bad_answer(body),
    })
    .await;
    let set = set.path().to_str().unwrap();
    let args = [
        "eval",
        "--set",
        set,
        "--prompts",
        "store:1",
        "--prompts",
        "store",
    ];
    let run = replybot(data, Some(&model), &args).await;
    let text = out(&run);
    assert!(
        text.contains("store:1@") && text.contains(": 0 of 1 cases passed"),
        "{text}"
    );
    assert!(
        text.contains("store@") && text.contains(": 1 of 1 cases passed"),
        "{text}"
    );

    done(&["prompts", "use", "1"]).await;
    let one = done(&["prompts", "list", "--prompts", "one"]).await;
    assert_eq!(done(&["prompts", "list", "--prompts", "store"]).await, one);
    assert_eq!(
        done(&["prompts", "list", "--prompts", "store:2"]).await,
        two
    );
    std::fs::write(
        data.join("a.eml"),
        "From: a@example.com\nSubject: Hi\n\nHello?",
    )
    .unwrap();
    let args = ["draft", "--json", "--prompts", "store", "a.eml"];
    let draft: Value =
        serde_json::from_str(&out(&replybot(data, Some(&model), &args).await)).unwrap();
    let version = draft["template"]["version"].as_str().unwrap();
    assert!(one.contains(&format!("version {version}")), "{draft} {one}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_set_of_prompts_is_not_put_into_the_store_nor_taken_from_it() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    prompts_with(data, "mine", "Be good.").await;
    std::fs::remove_file(data.join("mine/kinds/refund.txt")).unwrap();
    let put = replybot(data, None, &["prompts", "put", "mine"]).await;
    assert_eq!(put.status.code(), Some(2), "{}", out(&put));
    assert!(
        err(&put).contains("kinds/refund.txt is missing"),
        "{}",
        err(&put)
    );
    let listed = replybot(data, None, &["prompts", "versions", "--json"]).await;
    assert!(out(&listed).contains(r#""used":0"#), "{}", out(&listed));
    for (args, code, words) in [
        (
            &["prompts", "use", "3"][..],
            1,
            "there are no prompts 3 in the store",
        ),
        (
            &["prompts", "list", "--prompts", "store:3"],
            2,
            "there are no prompts 3 in the store",
        ),
        (
            &["prompts", "accept", "a.patch", "--prompts", "store:3"],
            2,
            "stays as it is",
        ),
        (&["prompts", "put", "nowhere"], 2, "cannot be read"),
    ] {
        let run = replybot(data, None, args).await;
        assert_eq!(run.status.code(), Some(code), "{args:?}: {}", err(&run));
        assert!(err(&run).contains(words), "{args:?}: {}", err(&run));
    }
}

/// A mail that was answered with something else than its draft.
async fn an_answered_mail(data: &Path) {
    let path = data.join("replybot.sqlite3");
    let store = Store::Sqlite(Sqlite::open(&path).unwrap());
    let item = json!({
        "context_id": "answered", "sender_email": "taro@example.com", "subject": "Refund",
        "body_raw": "I want a refund. Call 090-1234-5678.", "ttl_epoch": 4_000_000_000_u64,
    });
    let row = "INSERT INTO inquiries (context_id, version, due_at, received_at, expires_at, item) VALUES ('answered', 0, 0, 0, 4000000000, ?1)";
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute(row, [item.to_string()]).unwrap();
    let at = jiff::Timestamp::now();
    let reply = json!({
        "mail": {
            "message_id": "reply@shop.example", "date": at, "from": { "name": null, "address": "support@shop.example" },
            "to": [{ "name": null, "address": "taro@example.com" }], "subject": "Re: Refund",
            "text": "We call you at 090-1234-5678 about your refund.",
        },
        "by": { "id": "U1", "name": "sato" }, "at": at, "external_id": "ai-reply-answered-1", "accepted_as": "1",
    });
    let id = ContextId::parse("answered").unwrap();
    let answered = store.change(&id, |inquiry| {
        inquiry.mask_if_older(&Masker::default());
        let draft = own_words("We refund you.");
        inquiry.add_generated(draft, "model".to_owned(), Generation::default(), at);
        inquiry
            .delivery
            .replies
            .push(serde_json::from_value(reply.clone()).unwrap());
        Ok::<_, std::convert::Infallible>(())
    });
    answered.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_is_made_from_what_people_changed_and_taken_into_the_store() {
    let data = tempfile::tempdir().unwrap();
    let data = data.path();
    let nothing = replybot(data, None, &["prompts", "propose"]).await;
    assert_eq!(nothing.status.code(), Some(0), "{}", err(&nothing));
    assert!(
        out(&nothing).contains("0 drafts were sent"),
        "{}",
        out(&nothing)
    );
    assert!(!data.join("proposal.patch").exists());

    an_answered_mail(data).await;
    let model = Model::start(|_| {
        let files = replybot::prompts::Prompts::shipped(&Default::default());
        let text = format!("{}Offer a call.\n", files.files()["kinds/refund.txt"]);
        json!({ "file": "kinds/refund.txt", "text": text, "why": "People call." }).to_string()
    })
    .await;
    let args = [
        "prompts",
        "propose",
        "--prompts",
        "store",
        "--out",
        "p.patch",
    ];
    let run = replybot(data, Some(&model), &args).await;
    assert_eq!(run.status.code(), Some(0), "{}", err(&run));
    assert!(
        out(&run).contains("1 drafts were sent, 0 of them unchanged"),
        "{}",
        out(&run)
    );
    assert!(out(&run).contains("+Offer a call."), "{}", out(&run));
    let asked = model.asked()[0].to_string();
    assert!(
        asked.contains("[PHONE_1]") && !asked.contains("090-1234-5678"),
        "{asked}"
    );
    let listed = replybot(data, None, &["prompts", "versions", "--json"]).await;
    assert!(
        out(&listed).contains(r#""used":0"#),
        "nothing changes before a person accepts"
    );

    let args = ["prompts", "accept", "p.patch", "--prompts", "store"];
    let run = replybot(data, None, &args).await;
    assert_eq!(run.status.code(), Some(0), "{}", err(&run));
    assert!(out(&run).starts_with("version 1 ("), "{}", out(&run));
    replybot(
        data,
        None,
        &["prompts", "export", "now", "--prompts", "store"],
    )
    .await;
    let refund = std::fs::read_to_string(data.join("now/kinds/refund.txt")).unwrap();
    assert!(refund.ends_with("Offer a call.\n"), "{refund}");
    let again = replybot(data, None, &args).await;
    assert_eq!(again.status.code(), Some(1), "{}", out(&again));
    assert!(err(&again).contains("holds it already"), "{}", err(&again));
}
