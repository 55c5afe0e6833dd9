//! A new version is tried before any caller is led to it, and whatever fails, one that works goes on.

use std::process::Output;

use serde_json::{Value, json};

use super::stage::{GOOGLE, OLD, Stage, said};

/// Calls that change something.
const CHANGES: [&str; 8] = [
    "update-function-code",
    "publish-version",
    "update-alias",
    "update",
    "update-traffic",
    "add-metadata",
    "set-active-receipt-rule-set",
    "build",
];

fn roll_out(stage: &Stage, what: &str) -> Output {
    let mut command = stage.command("scripts/roll-out");
    command.args(["staging", what]).output().unwrap()
}

fn changes(stage: &Stage) -> Vec<String> {
    let calls = stage.calls();
    let changes = calls
        .iter()
        .filter(|call| call.iter().take(4).any(|it| CHANGES.contains(&&**it)));
    changes.map(|call| call[..4].join(" ")).collect()
}

/// What people, mails and jobs get, and what the next change of settings would start from.
fn runs(stage: &Stage) -> Value {
    let state = stage.state();
    let function = &state["function"];
    let service = &state["service"];
    let version = function["alias"]["version"].as_str().unwrap();
    let revisions = service["revisions"].as_object().unwrap();
    let newest = &revisions[&format!("r{}", revisions.len())];
    let traffic = service["traffic"].as_object().unwrap();
    let served: Vec<_> = traffic.keys().map(|name| &revisions[name]).collect();
    json!({
        "function": function["versions"][version], "weights": function["alias"]["weights"], "code": function["latest"],
        "service": served, "template": newest, "jobs": state["jobs"],
    })
}

fn all_run(tag: &str) -> Value {
    let (function, google) = (
        OLD.replace(":old", &format!(":{tag}")),
        format!("{GOOGLE}:{tag}"),
    );
    json!({
        "function": function, "weights": "", "code": function, "service": [google], "template": google,
        "jobs": {"draft": google, "pending": google, "check": google},
    })
}

#[test]
fn a_version_that_is_ready_goes_everywhere_and_the_drafter_before_who_asks_it() {
    let stage = Stage::new();
    let output = roll_out(&stage, "new");
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(runs(&stage), all_run("new"));
    let changes = changes(&stage);
    let first = |what: &str| changes.iter().position(|it| it.contains(what)).unwrap();
    assert!(
        first("update-traffic") < first("update-alias"),
        "{changes:#?}"
    );
    // Both are ready before the first request moves.
    let ready = stage
        .calls()
        .iter()
        .position(|it| it[2] == "invoke")
        .unwrap();
    let moved = stage
        .calls()
        .iter()
        .position(|it| it[3] == "update-traffic")
        .unwrap();
    assert!(ready < moved);
}

#[test]
fn with_aws_alone_google_is_not_asked() {
    let stage = Stage::new();
    let mut command = stage.command("scripts/roll-out");
    let output = command
        .args(["staging", "new"])
        .env_remove("GCP_PROJECT")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(runs(&stage)["function"], OLD.replace(":old", ":new"));
    assert!(stage.calls().iter().all(|call| call[0] != "gcloud"));
}

#[test]
fn a_version_that_a_registry_lacks_changes_nothing() {
    for registry in ["in_aws", "in_google"] {
        let stage = Stage::new();
        stage.set(registry, json!(["old"]));
        let output = roll_out(&stage, "new");
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("there is no image new"));
        assert_eq!(changes(&stage), Vec::<String>::new());
    }
}

#[test]
fn nobody_is_led_to_a_version_that_is_not_ready() {
    for broken in ["both", "google", "aws"] {
        let stage = Stage::new();
        let images = match broken {
            "google" => json!([format!("{GOOGLE}:new")]),
            "aws" => json!([OLD.replace(":old", ":new")]),
            _ => json!([OLD.replace(":old", ":new"), format!("{GOOGLE}:new")]),
        };
        stage.set("broken", images);
        let output = roll_out(&stage, "new");
        assert_eq!(output.status.code(), Some(1), "{broken}: {}", said(&output));
        assert!(
            said(&output).contains("nobody was led to it"),
            "{}",
            said(&output)
        );
        let moved = changes(&stage);
        let moved = moved
            .iter()
            .find(|it| it.contains("update-alias") || it.contains("update-traffic"));
        assert_eq!(moved, None, "{broken}");
        assert_eq!(runs(&stage), all_run("old"), "{broken}");
    }
}

#[test]
fn whichever_step_fails_the_old_version_goes_on_everywhere() {
    let whole = Stage::new();
    assert!(roll_out(&whole, "new").status.success());
    let calls = whole.calls();
    let is_step = |call: &Vec<String>| {
        call[0] == "curl"
            || ["invoke", "wait", "describe-alarms"].contains(&&*call[2])
            || call.iter().take(4).any(|it| CHANGES.contains(&&**it))
    };
    let mut tried = 0;
    for (index, call) in calls.iter().enumerate().filter(|(_, call)| is_step(call)) {
        let stage = Stage::new();
        stage.fail_at(index + 1);
        let output = roll_out(&stage, "new");
        assert_eq!(output.status.code(), Some(1), "{call:?}: {}", said(&output));
        assert_eq!(runs(&stage), all_run("old"), "{call:?}: {}", said(&output));
        tried += 1;
    }
    assert!(tried > 12, "{tried}");
}

#[test]
fn an_alarm_and_a_wrong_version_lead_back() {
    for (name, value, word) in [
        (
            "rings",
            "replybot-staging-errors",
            "rings: replybot-staging-errors",
        ),
        ("says", "another", "answers as another"),
    ] {
        let stage = Stage::new();
        stage.set(name, json!(value));
        let output = roll_out(&stage, "new");
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains(word), "{}", said(&output));
        assert_eq!(runs(&stage), all_run("old"));
    }
}

#[test]
fn settings_reach_the_alias_with_the_version_that_runs() {
    let stage = Stage::new();
    // As Terraform leaves it: changed settings, no version of them.
    let mut state = stage.state();
    state["function"]["changed"] = json!(true);
    state["service"]["revisions"]["r2"] = json!(format!("{GOOGLE}:old"));
    stage.put(&state);
    let output = roll_out(&stage, "--settings");
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(stage.state()["function"]["alias"]["version"], "2");
    assert_eq!(stage.state()["service"]["traffic"], json!({"r2": 100}));
    assert_eq!(runs(&stage), all_run("old"));
}

#[test]
fn with_google_alone_a_machine_that_does_not_get_ready_goes_back() {
    for (tag, code, runs) in [
        ("new", 0, "new"),
        ("broken", 1, "old"),
        ("absent", 2, "old"),
    ] {
        let stage = Stage::new();
        let mut command = stage.command("scripts/roll-out");
        let output = command
            .args(["staging", tag])
            .env("CLOUDS", "google")
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{tag}: {}", said(&output));
        assert_eq!(stage.state()["machine"], format!("{GOOGLE}:{runs}"));
        assert!(stage.calls().iter().all(|call| call[0] != "aws"));
    }
}

#[test]
fn a_stage_never_takes_the_mails_of_another() {
    let rules = |stage: &Stage, act: &str| {
        let mut command = stage.command("scripts/mail-rules");
        command.args(["staging", act]).output().unwrap()
    };
    // (active, the rules in each set, act, exit code, active afterwards)
    let own = "replybot-staging";
    for (active, sets, act, code, after) in [
        (None, json!({own: [own]}), "take", 0, Some(own)),
        (None, json!({}), "take", 2, None),
        (
            Some("replybot-production"),
            json!({own: [own], "replybot-production": ["replybot-production"]}),
            "take",
            2,
            Some("replybot-production"),
        ),
        (
            Some("shop"),
            json!({own: [own], "shop": ["orders"]}),
            "take",
            2,
            Some("shop"),
        ),
        (
            Some("shop"),
            json!({"shop": ["orders", own]}),
            "take",
            0,
            Some("shop"),
        ),
        (Some(own), json!({own: [own]}), "take", 0, Some(own)),
        (Some(own), json!({own: [own]}), "release", 0, None),
        (
            Some(own),
            json!({own: [own, "replybot-production"]}),
            "release",
            2,
            Some(own),
        ),
        (
            Some("shop"),
            json!({"shop": ["orders", own]}),
            "release",
            0,
            Some("shop"),
        ),
    ] {
        let stage = Stage::new();
        stage.set("active", json!(active));
        stage.set("rules", sets.clone());
        let output = rules(&stage, act);
        assert_eq!(
            output.status.code(),
            Some(code),
            "{act} {active:?} {sets}: {}",
            said(&output)
        );
        assert_eq!(
            stage.state()["active"],
            json!(after),
            "{act} {active:?} {sets}"
        );
        if code == 2 && act == "take" && active.is_some() {
            assert!(
                said(&output).contains("ses_rule_set_name"),
                "{}",
                said(&output)
            );
        }
    }
}

#[test]
fn settings_are_applied_with_the_version_that_runs_and_a_first_one_that_is_there() {
    let apply = |stage: &Stage, more: &[&str]| {
        let copy = stage.check_out();
        for file in ["tfvars", "tfbackend"] {
            let example = copy.join(format!("terraform/staging.{file}.example"));
            std::fs::copy(example, copy.join(format!("terraform/staging.{file}"))).unwrap();
        }
        let mut command = stage.command(copy.join("scripts/apply"));
        command
            .arg("staging")
            .args(more)
            .current_dir(copy)
            .output()
            .unwrap()
    };
    let applied = |stage: &Stage| {
        let calls = stage.calls();
        let call = calls.iter().find(|call| call[0] == "terraform").cloned();
        call.map(|call| call.join(" "))
    };
    let stage = Stage::new();
    let output = apply(&stage, &[]);
    assert!(output.status.success(), "{}", said(&output));
    let call = applied(&stage).unwrap();
    assert!(call.contains("-var=image_tag=old"), "{call}");

    let stage = Stage::new();
    let output = apply(&stage, &["new"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert_eq!(
        applied(&stage),
        None,
        "another version is for `just deploy`"
    );

    // Nothing runs yet, and the commit that is checked out was never pushed.
    let stage = Stage::new();
    stage.set("function", json!({"alias": {}, "versions": {}}));
    let output = apply(&stage, &[]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("just push staging"));
    assert_eq!(applied(&stage), None);
}
