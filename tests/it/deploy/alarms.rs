//! What rings, by judges of the clouds' own languages: Prometheus' `promtool` evaluates the alerts of
//! Google Cloud over invented minutes, and parses the dashboard's queries. (What AWS's alarms ring for
//! is played in `tests/cloud/incidents.rs`; the schemas that they have to fit, in `real_terraform.rs`.)

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use regex::Regex;
use serde_json::{Value, json};

use super::read;
use super::stage::said;
use crate::support::skip::skipped;

/// The queries between these two places of a file, by name, as Terraform fills them in.
fn queries(file: &str, pattern: &str) -> BTreeMap<String, String> {
    let own = r#"{cluster="__run__", namespace="replybot"}"#;
    let pattern = Regex::new(pattern).unwrap();
    let text = read(file);
    let found = pattern.captures_iter(&text).map(|found| {
        let query = found[2].replace("\\\"", "\"");
        let query = query.replace("${local.own_metrics}", own);
        let query = query.replace("${var.name}", "replybot");
        let query = query.replace("${var.unanswered_hours * 3600}", "28800");
        assert!(!query.contains("${"), "{query}");
        (found[1].to_owned(), query)
    });
    found.collect()
}

fn alerts() -> BTreeMap<String, String> {
    let own = r#"(?s)\n    ([a-z-]+) = \{\n      about [^\n]*\n      severity [^\n]*\n      query +=\s"(.*?)"\n"#;
    queries("terraform/gcp/alerts.tf", own)
}

fn graphs() -> BTreeMap<String, String> {
    queries(
        "terraform/gcp/dashboard.tf",
        r#"\n    \["([^"]+)", "([^"]*)"\],"#,
    )
}

/// `None` where there is no promtool.
fn promtool(folder: &Path, arguments: &[&str]) -> Option<Output> {
    let output = Command::new("promtool")
        .args(arguments)
        .current_dir(folder)
        .output();
    match output {
        Ok(output) => Some(output),
        Err(error) => {
            skipped(format_args!(
                "there is no promtool on this computer (.ci/run fetches it): {error}"
            ));
            None
        }
    }
}

/// A counter, gauge or bucket of ours, and its values, one a minute, as promtool writes them.
fn series(name: &str, labels: &str, values: &str) -> Value {
    let labels = match labels {
        "" => String::new(),
        labels => format!(", {labels}"),
    };
    let series = format!("{name}{{cluster=\"__run__\", namespace=\"replybot\"{labels}}}");
    json!({ "series": series, "values": values })
}

/// For each alert: what makes it ring, and what does not although it is near.
fn minutes() -> BTreeMap<&'static str, [Vec<Value>; 2]> {
    let failing = |kind: &str, values: &str| {
        vec![series(
            "replybot_failures_total",
            &format!("kind=\"{kind}\""),
            values,
        )]
    };
    let drafts = |failed: &str, written: &str| {
        [
            failing("draft", failed),
            vec![
                series("replybot_drafts_total", "outcome=\"unauthorized\"", failed),
                series("replybot_drafts_total", "outcome=\"written\"", written),
            ],
        ]
        .concat()
    };
    let seconds = |quick: &str, all: &str| {
        ["10", "30", "60", "+Inf"]
            .map(|le| {
                let values = if ["10", "30"].contains(&le) {
                    quick
                } else {
                    all
                };
                series(
                    "replybot_draft_seconds_bucket",
                    &format!("le=\"{le}\""),
                    values,
                )
            })
            .to_vec()
    };
    // Each instance begins at 0, and its first failure is an increase. What fails once in the whole
    // time has rung and is over.
    let (once, long_ago, never) = ("0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1+0x5", "0 1+0x20", "0+0x20");
    let mut minutes = BTreeMap::new();
    for (alert, kind) in [
        ("not-called", "asking"),
        ("slack-refuses", "slack_access"),
        ("cards-pending", "card"),
        ("views-refused", "view"),
        ("replies-refused", "reply"),
    ] {
        let other = failing("step", "0+1x20");
        let quiet = [failing(kind, long_ago), other].concat();
        minutes.insert(alert, [failing(kind, once), quiet]);
    }
    let outcome = |metric: &str, outcome: &str, values: &str| {
        vec![series(metric, &format!("outcome=\"{outcome}\""), values)]
    };
    let (drafted, replied) = ("replybot_drafts_total", "replybot_replies_total");
    minutes.insert(
        "budget-spent",
        [
            outcome(drafted, "budget_spent", once),
            outcome(drafted, "written", "0+1x20"),
        ],
    );
    minutes.insert(
        "unknown-replies",
        [
            outcome(replied, "unknown", once),
            outcome(replied, "refused", "0+1x20"),
        ],
    );
    minutes.insert(
        "drafts-failing",
        [drafts(once, "0+1x20"), drafts(once, "0+10x20")],
    );
    minutes.insert(
        "slow-drafts",
        [seconds(never, "0+1x20"), seconds("0+1x20", "0+1x20")],
    );
    let waiting = |values: &str| vec![series("replybot_unanswered_oldest_seconds", "", values)];
    minutes.insert("unanswered", [waiting("28801+0x20"), waiting("28800+0x20")]);
    let overdue = |values: &str| vec![series("replybot_overdue_steps", "", values)];
    minutes.insert(
        "overdue-steps",
        [overdue("1+0x20"), overdue("1+0x9 0 1+0x10")],
    );
    let steps = |values: &str| failing("step", values);
    minutes.insert("steps-failing", [steps("0+1x20"), steps(once)]);
    minutes
}

/// What promtool says of one alert over these minutes, after the seventeenth.
fn play(folder: &Path, alert: &str, minutes: &[Value], rings: bool) -> Option<Output> {
    let expected = if rings {
        json!([{ "exp_labels": {} }])
    } else {
        json!([])
    };
    let test = json!({
        "rule_files": ["rules.yml"], "evaluation_interval": "1m",
        "tests": [{
            "name": alert, "interval": "1m", "input_series": minutes,
            "alert_rule_test": [{ "alertname": alert, "eval_time": "17m", "exp_alerts": expected }],
        }],
    });
    fs::write(folder.join("test.yml"), test.to_string()).unwrap();
    promtool(folder, &["test", "rules", "test.yml"])
}

fn write_rules(folder: &Path) {
    let alerts = alerts()
        .into_iter()
        .map(|(alert, expr)| json!({ "alert": alert, "expr": expr }));
    let graphs = graphs();
    let records = graphs.values().enumerate();
    let records =
        records.map(|(at, expr)| json!({ "record": format!("graph:{at}"), "expr": expr }));
    let groups = json!({ "groups": [
        { "name": "alerts", "rules": alerts.collect::<Vec<_>>() },
        { "name": "graphs", "rules": records.collect::<Vec<_>>() },
    ] });
    fs::write(folder.join("rules.yml"), groups.to_string()).unwrap();
}

#[test]
fn promtool_takes_each_query_of_alerts_and_dashboard() {
    assert!(alerts().len() >= 12, "{:?}", alerts().keys());
    assert!(graphs().len() >= 11, "{:?}", graphs().keys());
    let folder = tempfile::tempdir().unwrap();
    write_rules(folder.path());
    let Some(output) = promtool(folder.path(), &["check", "rules", "rules.yml"]) else {
        return;
    };
    assert!(output.status.success(), "{}", said(&output));
}

#[test]
fn each_alert_of_google_cloud_rings_when_it_should_and_not_when_it_should_not() {
    let minutes = minutes();
    let (known, played): (BTreeSet<_>, BTreeSet<_>) = (
        alerts().into_keys().collect(),
        minutes.keys().map(|alert| (*alert).to_owned()).collect(),
    );
    assert_eq!(known, played, "which minutes make it ring?");
    let folder = tempfile::tempdir().unwrap();
    write_rules(folder.path());
    for (alert, [loud, quiet]) in &minutes {
        for (minutes, rings) in [(loud, true), (quiet, false)] {
            let Some(output) = play(folder.path(), alert, minutes, rings) else {
                return;
            };
            assert!(
                output.status.success(),
                "{alert}, {rings}: {}",
                said(&output)
            );
        }
        // The judge says no where it should.
        let wrong = play(folder.path(), alert, quiet, true).unwrap();
        assert!(!wrong.status.success(), "{alert}: {}", said(&wrong));
    }
}
