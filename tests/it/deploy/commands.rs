//! Each call of the clouds' command lines, Terraform, Docker, curl and replybot itself in recipes,
//! scripts, workflows and documents is one that the real program takes: it is run with programs that
//! only remember their arguments, then each is given to the real one, which has no credentials and no
//! network.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use regex::Regex;
use serde_json::json;

use super::stage::{Stage, said};
use super::{files, read, root};
use crate::support::skip::skipped;

/// Whose calls are looked at.
const PROGRAMS: [&str; 6] = ["aws", "curl", "docker", "gcloud", "replybot", "terraform"];

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

/// All pages that people read, in both languages.
fn documents() -> Vec<PathBuf> {
    let is_page = |it: &PathBuf| {
        let name = it.strip_prefix(root()).unwrap();
        let folder = name.parent().unwrap().to_str().unwrap();
        ["", "docs", "deploy"].contains(&folder) && !name.ends_with("CHANGELOG.md")
    };
    let mut pages: Vec<_> = ["docs", "deploy"]
        .iter()
        .flat_map(|it| files(it, ".md"))
        .collect();
    let here = fs::read_dir(root()).unwrap().map(|it| it.unwrap().path());
    pages.extend(here.filter(|it| it.extension().is_some_and(|it| it == "md")));
    pages.retain(is_page);
    pages
}

/// The blocks of shell in the documents, and what they name in a line of text.
fn play_documents() -> Stage {
    let block = Regex::new(r"(?s)```sh\n(.*?)```").unwrap();
    let inline = Regex::new(&format!(r"`((?:{}|just) [^`]+)`", PROGRAMS.join("|"))).unwrap();
    let stage = Stage::new();
    let copy = stage.check_out();
    fs::write(copy.join("secrets.json"), "{}").unwrap();
    for document in documents() {
        let text = read(document);
        let blocks = block.captures_iter(&text).map(|it| it[1].to_owned());
        let outside = block.replace_all(&text, "");
        // In a table a pipe is `\|`.
        let lines = inline
            .captures_iter(&outside)
            .map(|it| it[1].replace("\\|", "|"));
        let lines = lines.map(|it| match it.starts_with("replybot") {
            // What may be left out is in brackets.
            true => it.replace(['[', ']'], ""),
            false => it.replace('…', ""),
        });
        for shell in blocks.chain(lines) {
            play(&stage, &copy, &shell);
        }
    }
    stage
}

/// The steps of GitHub's workflows, with a value for each of its expressions.
fn play_workflows() -> Stage {
    let step = Regex::new(r"(?m)^( *)(?:- )?run: (.*)\n").unwrap();
    let expression = Regex::new(r"\$\{\{.*?\}\}").unwrap();
    let stage = Stage::new();
    let copy = stage.check_out();
    for workflow in files(".github/workflows", ".yml") {
        let text = read(workflow);
        for found in step.captures_iter(&text) {
            let deeper = format!("{}  ", &found[1]);
            let below = text[found.get(0).unwrap().end()..].lines();
            let below = below.take_while(|it| it.is_empty() || it.starts_with(&deeper));
            let shell = match &found[2] {
                "|" => below.flat_map(|it| [it, "\n"]).collect(),
                line => line.to_owned(),
            };
            play(&stage, &copy, &expression.replace_all(&shell, "x"));
        }
    }
    stage
}

/// A block may need what the one before it has made, and a line the one before it: all go on.
fn play(stage: &Stage, copy: &Path, shell: &str) {
    let file = copy.join("block.sh");
    fs::write(&file, shell).unwrap();
    let mut bash = stage.command("bash");
    bash.arg(&file)
        .current_dir(copy)
        .env("GITHUB_ENV", stage.here().join("github"));
    let of_workflows = [
        ("STAGE", "staging"),
        ("TAG", "new"),
        ("FROM", "production"),
        ("VERSION", "v0.1.0"),
        ("REPOSITORY", "example/replybot"),
        ("GITHUB_REF_TYPE", "tag"),
        ("ACTOR", "a"),
        ("TARGET", "x86_64-linux"),
    ];
    bash.envs(of_workflows).output().unwrap();
}

/// One call of each kind: with the same words and flags, whatever their values are.
fn kinds(calls: Vec<Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let named = |call: &Vec<String>| {
        let flags = call.iter().filter(|it| it.starts_with('-'));
        let flags = flags.map(|it| it.split('=').next().unwrap());
        let words = call.iter().skip(1).take_while(|it| !it.starts_with('-'));
        let words = words.take(match &*call[0] {
            "gcloud" => 3,
            "curl" => 0,
            _ => 2,
        });
        let name = words.map(String::as_str).chain(flags).collect::<Vec<_>>();
        format!("{} {}", call[0], name.join(" "))
    };
    calls.into_iter().map(|call| (named(&call), call)).collect()
}

fn is_there(program: &str) -> bool {
    let command = match program {
        "replybot" => return true,
        // A part of its own.
        "docker buildx" => vec!["docker", "buildx", "version"],
        "gh" => vec!["gh", "--version"],
        program => vec![program, "--version"],
    };
    let found = Command::new(command[0]).args(&command[1..]).output();
    let found = found.is_ok_and(|output| output.status.success());
    if !found {
        skipped(format_args!(
            "there is no {program} on this computer, so its calls are not looked at"
        ));
    }
    found
}

/// Which program a call is for.
fn program(call: &[String]) -> &str {
    match call {
        [docker, buildx, ..] if docker == "docker" && buildx == "buildx" => "docker buildx",
        _ => &call[0],
    }
}

/// Why the real program would not take this call, if it would not.
fn problem(call: &[String], folder: &Path) -> Option<String> {
    let mut arguments = call[1..].to_vec();
    let mut program = call[0].as_str();
    match program {
        // Where nothing is described: what it says of its arguments it says first.
        "terraform" => arguments.retain(|it| !it.starts_with("-chdir")),
        // Arguments before this one are read, nothing is done.
        "replybot" => {
            program = env!("CARGO_BIN_EXE_replybot");
            arguments.push("--help".to_owned());
        }
        "curl" => arguments.extend(["--proxy".to_owned(), "http://127.0.0.1:1".to_owned()]),
        _ => {}
    }
    let output = Command::new(program)
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
        .env("DOCKER_HOST", "tcp://127.0.0.1:1")
        .env("TF_CLI_CONFIG_FILE", "/dev/null")
        .env("CHECKPOINT_DISABLE", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = said(&output);
    let says_none_of = |complaints: &[&str]| !complaints.iter().any(|it| said.contains(it));
    let is_taken = match call[0].as_str() {
        "aws" => output.status.success() || said.contains("Could not connect to the endpoint"),
        // 2 is what they say of arguments; without an account or a network everything else is another.
        "gcloud" | "curl" => output.status.code() != Some(2),
        // Words such as ADDRESS are in the places of values.
        "replybot" => says_none_of(&["unexpected argument", "unrecognized subcommand"]),
        "docker" => says_none_of(&[
            "unknown flag",
            "unknown shorthand",
            "Usage:",
            "unknown command",
        ]),
        _ => says_none_of(&[
            "Failed to parse command-line",
            "Usage:",
            "Too many command line arguments",
        ]),
    };
    (!is_taken).then_some(said)
}

fn problems(calls: Vec<Vec<String>>) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("secrets.json"), "{}").unwrap();
    let all = PROGRAMS.iter().chain(&["docker buildx"]);
    let there: Vec<_> = all.filter(|it| is_there(it)).collect();
    let mut problems = Vec::new();
    for (kind, call) in kinds(calls) {
        let is_looked_at = there.iter().any(|it| **it == program(&call));
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
fn the_real_command_lines_take_every_call_of_recipes_scripts_workflows_and_documents() {
    if !is_there("jq") {
        return;
    }
    let mut stages = play_recipes();
    stages.extend([play_documents(), play_workflows()]);
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
        "curl",
        "docker buildx build",
        "docker buildx imagetools",
        "docker run",
        "gcloud compute ssh",
        "gcloud iam workload-identity-pools undelete",
        "gcloud run jobs execute",
        "gcloud run services update-traffic",
        "gcloud secrets versions add",
        "replybot slack request-url",
        "replybot eval",
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
        "curl --fial https://example.com",
        "docker run --deatch x",
        "docker buildx imagetools create --tags x y",
        "replybot serve --socket",
        "replybot slack request-url --roll-back",
    ];
    let wrong = wrong.map(|call| call.split(' ').map(str::to_owned).collect::<Vec<_>>());
    let there = wrong.iter().filter(|call| is_there(program(call))).count();
    assert_eq!(problems(wrong.to_vec()).len(), there);
    assert!(root().exists());
}
