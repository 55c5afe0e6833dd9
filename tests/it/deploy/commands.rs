//! Each call of `aws`, `gcloud` and `terraform` in recipes, scripts and documents is one that the real
//! program takes: it is run with programs that only remember their arguments, then each is given to
//! the real one, which has no credentials and no network.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;
use serde_json::json;

use super::stage::{Stage, said};
use super::{read, root};

const DOCUMENTS: [&str; 5] = [
    "README.md",
    "docs/install.md",
    "docs/deployment.md",
    "docs/migration.md",
    "docs/runbook.md",
];

/// What asks a person, and has no arguments that could be wrong.
const ASK: [&str; 2] = ["gcloud auth login", "gcloud auth application-default login"];

/// Recipes and scripts, as people call them, with each kind of deployment. The files that calls name
/// are there as long as the stages.
fn play_recipes() -> Vec<Stage> {
    let mut stages = Vec::new();
    // With AWS alone the same is called, less Google's part.
    for clouds in ["both", "google"] {
        let stage = Stage::new();
        stage.set("rules", json!({"replybot-staging": ["replybot-staging"]}));
        let copy = stage.check_out();
        for folder in ["terraform", "terraform/google"] {
            for file in ["tfvars", "tfbackend"] {
                let file = |end: &str| copy.join(format!("{folder}/staging.{file}{end}"));
                fs::copy(file(".example"), file("")).unwrap();
            }
        }
        let of_aws = [
            "restore",
            "take",
            "release",
            "promote",
            "rollback",
            "terraform",
        ];
        let recipes = [
            "prepare staging",
            "push staging",
            "promote staging production new",
            "apply staging",
            "deploy staging new",
            "rollback staging old",
            "take-mails staging",
            "release-mails staging",
            "check staging",
            "restore staging",
            "restore staging 2026-11-02T10:00:00+09:00",
            "destroy staging",
            "images staging",
            "logs lambda staging",
            "logs api staging",
            "logs serve staging",
            "logs job staging",
            "logs machine staging",
            "terraform staging plan -var-file=staging.tfvars",
        ];
        let is_called =
            |it: &&&str| clouds == "both" || !of_aws.iter().any(|of| it.starts_with(of));
        for recipe in recipes.iter().filter(is_called) {
            // What does not fit the kind of deployment refuses; what it called before is looked at.
            let mut command = stage.command("just");
            command
                .args(recipe.split(' '))
                .env("CLOUDS", clouds)
                .current_dir(&copy);
            command.output().unwrap();
        }
        stages.push(stage);
    }
    stages
}

/// The blocks of shell in the documents, and what they name in a line of text.
fn play_documents() -> Stage {
    let block = Regex::new(r"(?s)```sh\n(.*?)```").unwrap();
    let inline = Regex::new(r"`((?:aws|gcloud|terraform|just) [^`]+)`").unwrap();
    let stage = Stage::new();
    let copy = stage.check_out();
    fs::write(copy.join("secrets.json"), "{}").unwrap();
    for document in DOCUMENTS {
        let text = read(document);
        let blocks = block.captures_iter(&text).map(|it| it[1].to_owned());
        let outside = block.replace_all(&text, "");
        let lines = inline
            .captures_iter(&outside)
            .map(|it| it[1].replace('…', ""));
        for shell in blocks.chain(lines) {
            let file = copy.join("block.sh");
            fs::write(&file, shell).unwrap();
            // A block may need what the one before it has made: it goes on all the same.
            let mut bash = stage.command("bash");
            bash.arg(&file).current_dir(&copy).output().unwrap();
        }
    }
    stage
}

/// One call of each kind: with the same words and flags, whatever their values are.
fn kinds(calls: Vec<Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let named = |call: &Vec<String>| {
        let flags = call.iter().filter(|it| it.starts_with('-'));
        let flags = flags.map(|it| it.split('=').next().unwrap());
        let words = call.iter().skip(1).take_while(|it| !it.starts_with('-'));
        let words = words.take(match &*call[0] {
            "gcloud" => 3,
            _ => 2,
        });
        let name = words.map(String::as_str).chain(flags).collect::<Vec<_>>();
        format!("{} {}", call[0], name.join(" "))
    };
    calls.into_iter().map(|call| (named(&call), call)).collect()
}

fn is_there(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        eprintln!(
            "skipped: there is no {program} on this computer, so its calls are not looked at"
        );
    }
    found
}

/// Why the real program would not take this call, if it would not.
fn problem(call: &[String], folder: &Path) -> Option<String> {
    let arguments = match &*call[0] {
        // Where nothing is described: what it says of its arguments it says first.
        "terraform" => call[1..]
            .iter()
            .filter(|it| !it.starts_with("-chdir"))
            .cloned()
            .collect(),
        _ => call[1..].to_vec(),
    };
    let output = Command::new(&call[0])
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env("CLOUDSDK_CONFIG", folder.join("gcloud"))
        .env("CLOUDSDK_CORE_DISABLE_PROMPTS", "1")
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_MAX_ATTEMPTS", "1")
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .env("CHECKPOINT_DISABLE", "1")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let said = said(&output);
    let is_taken = match &*call[0] {
        "aws" => output.status.success() || said.contains("Could not connect to the endpoint"),
        // 2 is what it says of arguments; without an account everything else ends in 1.
        "gcloud" => output.status.code() != Some(2),
        _ => {
            !said.contains("Failed to parse command-line")
                && !said.contains("Usage:")
                && !said.contains("Too many command line arguments")
        }
    };
    (!is_taken).then_some(said)
}

fn problems(calls: Vec<Vec<String>>) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secrets.json"), "{}").unwrap();
    let programs = ["aws", "gcloud", "terraform"].map(|it| (it, is_there(it)));
    let mut problems = Vec::new();
    for (kind, call) in kinds(calls) {
        let is_looked_at = programs.contains(&(call[0].as_str(), true));
        if !is_looked_at || ASK.contains(&&*call.join(" ")) {
            continue;
        }
        if let Some(said) = problem(&call, folder.path()) {
            problems.push(format!("{kind}\n{call:?}\n{said}"));
        }
    }
    problems
}

#[test]
fn the_real_command_lines_take_every_call_of_recipes_scripts_and_documents() {
    if !is_there("jq") {
        return;
    }
    let mut stages = play_recipes();
    stages.push(play_documents());
    let calls: Vec<_> = stages.iter().flat_map(Stage::calls).collect();
    // Each program is called, and by name: a script that ends early would call nothing.
    let named = kinds(calls.clone());
    for expected in [
        "aws dynamodb restore-table-to-point-in-time",
        "aws dynamodb update-table",
        "aws lambda publish-version",
        "aws lambda update-alias",
        "aws ses set-active-receipt-rule-set",
        "aws sqs start-message-move-task",
        "gcloud compute ssh",
        "gcloud iam workload-identity-pools undelete",
        "gcloud run jobs execute",
        "gcloud run services update-traffic",
        "gcloud secrets versions add",
        "terraform -chdir",
    ] {
        assert!(
            named.keys().any(|kind| kind.starts_with(expected)),
            "{expected}: {:#?}",
            named.keys()
        );
    }
    let problems = problems(calls);
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}

#[test]
fn calls_that_the_real_command_lines_refuse_are_found() {
    let wrong = [
        // After --container come flags of the container alone.
        "gcloud run services update x --container replybot --image a/b:c --region r --project p",
        "aws lambda update-alias --function-name x --alias live",
        "terraform apply -var-files=x",
    ];
    let wrong = wrong.map(|call| call.split(' ').map(str::to_owned).collect::<Vec<_>>());
    let there = wrong.iter().filter(|call| is_there(&call[0])).count();
    assert_eq!(problems(wrong.to_vec()).len(), there);
    assert!(root().exists());
}
