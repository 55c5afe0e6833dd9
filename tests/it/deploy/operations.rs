//! What an operator does beside rolling out, played with command lines that remember what they were
//! told: checks, images, a table as it was, the end of a stage.

use std::process::Output;

use serde_json::{Value, json};

use super::stage::{Stage, said};

fn script(stage: &Stage, name: &str, arguments: &[&str]) -> Output {
    let mut command = stage.command(format!("scripts/{name}"));
    command.args(arguments).output().unwrap()
}

/// The calls of a program that have this word among their first, in their order.
fn calls(stage: &Stage, program: &str, words: &[&str]) -> Vec<String> {
    let all = stage.calls().into_iter();
    let of_it = all.filter(|call| {
        call[0] == program && call.iter().take(5).any(|it| words.contains(&it.as_str()))
    });
    of_it.map(|call| call.join(" ")).collect()
}

/// The position of the only call that holds all these words.
fn position(stage: &Stage, words: &[&str]) -> usize {
    let calls = stage.calls();
    let holds = |call: &Vec<String>| words.iter().all(|word| call.iter().any(|it| it == word));
    let found: Vec<_> = (0..calls.len()).filter(|at| holds(&calls[*at])).collect();
    assert_eq!(found.len(), 1, "{words:?}: {calls:#?}");
    found[0]
}

#[test]
fn each_half_of_a_check_is_looked_at_and_the_worst_of_their_exit_codes_is_the_checks() {
    let takes_mails = json!({ "replybot-staging": ["replybot-staging"] });
    for (function, job, active, code, summary) in [
        (0, 0, true, 0, "function:0 mail-rules:0 service:0"),
        (1, 0, true, 1, "function:1 mail-rules:0 service:0"),
        (0, 2, true, 2, "function:0 mail-rules:0 service:2"),
        (2, 75, true, 75, "function:2 mail-rules:0 service:75"),
        (75, 1, true, 75, "function:75 mail-rules:0 service:1"),
        (0, 0, false, 1, "function:0 mail-rules:1 service:0"),
        // What is none of these is what a program says that could not ask.
        (255, 0, true, 75, "function:75 mail-rules:0 service:0"),
        (0, 254, true, 75, "function:0 mail-rules:0 service:75"),
    ] {
        let stage = Stage::new();
        stage.set("rules", takes_mails.clone());
        if active {
            stage.set("active", json!("replybot-staging"));
        }
        let lines = json!(["✓ configuration", "what the function found"]);
        let finds = json!({ "function": { "exit": function, "lines": lines }, "job": job });
        stage.set("finds", finds);
        let output = script(&stage, "check", &["staging"]);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains(&format!("--- {summary}")), "{said}");
        assert!(said.contains("what the function found"), "{said}");
        let rule_set = match active {
            true => "the active rule set is replybot-staging",
            false => "no rule set is active",
        };
        assert!(said.contains(rule_set), "{said}");
    }
    // A version that knows no such event, and a cloud that does not answer.
    let stage = Stage::new();
    stage.set(
        "finds",
        json!({ "function": { "errorMessage": "unknown event" }, "job": 0 }),
    );
    let output = script(&stage, "check", &["staging"]);
    assert!(said(&output).contains("function:1 "), "{}", said(&output));
    let stage = Stage::new();
    stage.fail_at(1);
    let output = script(&stage, "check", &["staging"]);
    assert!(said(&output).contains("function:75 "), "{}", said(&output));
    assert!(said(&output).contains("service:0"), "{}", said(&output));
}

#[test]
fn an_image_is_built_once_and_a_push_that_broke_half_way_is_repeated() {
    let whole = Stage::new();
    let copy = whole.check_out();
    let push = |stage: &Stage, copy: &std::path::Path| {
        let mut command = stage.command(copy.join("scripts/push"));
        command.arg("staging").current_dir(copy).output().unwrap()
    };
    let output = push(&whole, &copy);
    assert!(output.status.success(), "{}", said(&output));
    let state = whole.state();
    let tag = state["in_aws"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(tag.as_str().unwrap().len(), 12, "{tag}");
    for registry in ["in_aws", "in_google"] {
        let tags = state[registry].as_array().unwrap();
        let attested = json!(format!("{}-attested", tag.as_str().unwrap()));
        assert!(
            tags.contains(&tag) && tags.contains(&attested),
            "{registry}"
        );
    }
    // Once more: all is there, and tags never change.
    let output = push(&whole, &copy);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(calls(&whole, "docker", &["build"]).len(), 1);
    assert_eq!(whole.state(), state);

    let made =
        |call: &Vec<String>| call[0] == "docker" && call[1] == "buildx" && call[2] != "inspect";
    let steps = whole.calls();
    let steps: Vec<_> = (0..steps.len()).filter(|at| made(&steps[*at])).collect();
    for at in &steps[..steps.len() / 2] {
        let stage = Stage::new();
        let copy = stage.check_out();
        stage.fail_at(at + 1);
        let output = push(&stage, &copy);
        assert!(!output.status.success(), "{}", said(&output));
        let output = push(&stage, &copy);
        assert!(output.status.success(), "{}", said(&output));
        let tags = |it: &Value| it["in_google"].as_array().unwrap().len();
        assert_eq!(tags(&stage.state()), tags(&state));
    }

    // What is in no commit is in no image.
    std::fs::write(copy.join("docs/new.md"), "new").unwrap();
    let stage = Stage::new();
    let output = push(&stage, &copy);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(stage.calls().is_empty());
}

#[test]
fn an_image_that_one_stage_has_tried_is_copied_with_its_attestations_or_not_at_all() {
    let stage = Stage::new();
    let output = script(&stage, "promote", &["production", "staging", "new"]);
    assert!(output.status.success(), "{}", said(&output));
    for registry in ["production_in_aws", "production_in_google"] {
        assert_eq!(
            stage.state()[registry],
            json!(["old", "new", "new-attested"])
        );
    }
    assert!(
        calls(&stage, "docker", &["build"]).is_empty(),
        "not built anew"
    );

    for registry in ["in_aws", "in_google"] {
        let stage = Stage::new();
        stage.set(registry, json!(["old"]));
        let output = script(&stage, "promote", &["production", "staging", "new"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(calls(&stage, "docker", &["imagetools"]).is_empty());
    }
}

#[test]
fn a_restored_table_keeps_what_a_restored_table_has_not_by_itself() {
    let stage = Stage::new();
    let when = "2026-11-02T10:00:00+09:00";
    let mut command = stage.command("scripts/restore");
    let output = command
        .args(["staging", when])
        .env("RESTORED_TABLE", "staging-restored")
        .output()
        .unwrap();
    let text = said(&output);
    assert!(output.status.success(), "{text}");
    assert!(
        text.contains("restored_table_name = \"staging-restored\""),
        "{text}"
    );
    let order = [
        position(
            &stage,
            &[
                "restore-table-to-point-in-time",
                "--source-table-name",
                "replybot-staging",
                "--restore-date-time",
                when,
            ],
        ),
        position(&stage, &["wait", "table-exists", "staging-restored"]),
        position(
            &stage,
            &[
                "update-time-to-live",
                "Enabled=true,AttributeName=ttl_epoch",
            ],
        ),
        position(
            &stage,
            &[
                "update-continuous-backups",
                "PointInTimeRecoveryEnabled=true",
            ],
        ),
        position(&stage, &["update-table", "--deletion-protection-enabled"]),
    ];
    assert!(order.is_sorted(), "{order:?}");
    // Nothing of the table that runs is changed, and Terraform is a step of its own.
    assert!(calls(&stage, "terraform", &["apply"]).is_empty());

    // A table without time to live would keep personal data for ever: the runbook does not use it.
    for at in order {
        let stage = Stage::new();
        stage.fail_at(at + 1);
        let output = script(&stage, "restore", &["staging"]);
        assert!(!output.status.success(), "{}", said(&output));
        assert!(
            !said(&output).contains("restored_table_name ="),
            "{}",
            said(&output)
        );
    }
}

#[test]
fn a_stage_goes_only_when_it_is_not_protected_and_takes_nobody_elses_mails_along() {
    let destroy = |stage: &Stage, protected: bool| {
        let copy = stage.check_out();
        let example =
            std::fs::read_to_string(copy.join("terraform/staging.tfvars.example")).unwrap();
        let open = "deletion_protection = false";
        assert!(example.contains(open));
        let mine = match protected {
            true => example.replace(open, "deletion_protection = true"),
            false => example,
        };
        std::fs::write(copy.join("terraform/staging.tfvars"), mine).unwrap();
        let mut command = stage.command(copy.join("scripts/destroy"));
        command.arg("staging").current_dir(copy).output().unwrap()
    };
    let own = "replybot-staging";
    let stage = Stage::new();
    let output = destroy(&stage, true);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(stage.calls().is_empty(), "{:?}", stage.calls());

    let stage = Stage::new();
    stage.set("active", json!(own));
    stage.set("rules", json!({ own: [own] }));
    let output = destroy(&stage, false);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(stage.state()["active"], Value::Null);
    let released = position(&stage, &["set-active-receipt-rule-set"]);
    let gone = calls(&stage, "terraform", &["destroy"]);
    assert_eq!(gone.len(), 1);
    assert!(gone[0].contains("-var-file=staging.tfvars"), "{gone:?}");
    let at = stage
        .calls()
        .iter()
        .position(|it| it[0] == "terraform")
        .unwrap();
    assert!(released < at);

    // Production's rule is in the same set.
    let stage = Stage::new();
    stage.set("active", json!(own));
    stage.set("rules", json!({ own: [own, "replybot-production"] }));
    let output = destroy(&stage, false);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(calls(&stage, "terraform", &["destroy"]).is_empty());
    assert_eq!(stage.state()["active"], json!(own));
}

#[test]
fn githubs_identity_provider_stays_where_others_trust_it() {
    let provider = "module.aws.aws_iam_openid_connect_provider.github[0]";
    for (has_it, others, stays) in [
        (true, "replybot-production-github", true),
        (true, "", false),
        (false, "replybot-production-github", false),
    ] {
        let stage = Stage::new();
        if has_it {
            stage.set(
                "resources",
                json!(["module.aws.aws_ecr_repository.replybot", provider]),
            );
        }
        stage.set("others", json!(others));
        let copy = stage.check_out();
        let file = |end: &str| copy.join(format!("terraform/staging.tfvars{end}"));
        std::fs::copy(file(".example"), file("")).unwrap();
        let mut command = stage.command(copy.join("scripts/destroy"));
        let output = command.arg("staging").current_dir(&copy).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let calls = stage.calls();
        let at = |words: &[&str]| {
            let holds =
                |call: &Vec<String>| words.iter().all(|it| call.contains(&(*it).to_owned()));
            calls.iter().position(holds)
        };
        let (removed, destroyed) = (at(&["state", "rm", provider]), at(&["destroy"]));
        assert_eq!(removed.is_some(), stays, "{calls:#?}");
        assert!(destroyed.is_some() && removed < destroyed, "{calls:#?}");
    }
}
