//! `replybot eval` and `replybot prompts`, as a person runs them, against a model of our own.

#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};
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
    assert!(err(&again).contains("propose again"), "{}", err(&again));
    let nowhere = replybot(data.path(), None, &["prompts", "accept", "a.patch"]).await;
    assert_eq!(nowhere.status.code(), Some(2), "{}", err(&nowhere));
    let full = replybot(data.path(), None, &["prompts", "export", "mine"]).await;
    assert!(err(&full).contains("is not empty"), "{}", err(&full));
}
