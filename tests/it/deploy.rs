//! What Terraform, the Dockerfile and the runbook say of the program is so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;

mod alarms;
mod commands;
mod migration;
mod operations;
mod real_terraform;
mod release;
mod roll_out;
mod stage;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// Every source of the program, its crates among them.
fn program() -> String {
    let files = [files("src", ".rs"), files("crates", ".rs")].concat();
    files.iter().map(read).collect()
}

/// All files with this ending under a folder.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_str().unwrap().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn terraform() -> String {
    files("terraform", ".tf").iter().map(read).collect()
}

/// The first group of each match.
fn all(pattern: &str, text: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).unwrap();
    let found = pattern.captures_iter(text);
    found.map(|found| found[1].to_owned()).collect()
}

/// What the program reads: `docs/settings.md`, which another test compares with the source, and what
/// the AWS SDK and `crates/platform/src/aws.rs` read.
fn read_by_the_program() -> BTreeSet<String> {
    let mut read = all(r"(?m)^(?:# )?([A-Z][A-Z0-9_]*)=", &read("docs/settings.md"));
    // And what OpenTelemetry's SDK reads.
    let of_sdks = [
        "AWS_REGION",
        "AWS_ROLE_ARN",
        "OTEL_EXPORTER_OTLP_HEADERS",
        "OTEL_TRACES_SAMPLER",
        "OTEL_TRACES_SAMPLER_ARG",
    ];
    read.extend(of_sdks.map(str::to_owned));
    read
}

/// Read by the program and not set by Terraform, for a reason.
const NOT_SET: &[(&str, &str)] = &[
    ("K_SERVICE", "Cloud Run sets it"),
    ("SEND_DELAY_SECONDS", "not for Lambda functions"),
    ("TRACEPARENT", "whoever starts the job sets it"),
    ("CLOUD_RUN_JOB", "Cloud Run sets it"),
    ("SLACK_APP_ID", "of `slack request-url`, where it is typed"),
    (
        "SLACK_CONFIG_TOKEN",
        "a person's own, for `slack request-url`",
    ),
    ("AWS_LAMBDA_FUNCTION_NAME", "Lambda sets it"),
    ("CLOUD_RUN_TASK_COUNT", "Cloud Run sets it"),
    ("CLOUD_RUN_TASK_INDEX", "Cloud Run sets it"),
    ("PORT", "Cloud Run sets it"),
    ("SEND_DELAY_SECONDS", "not for Lambda functions"),
    ("TRACEPARENT", "who starts the job sets it"),
    (
        "REPLYBOT_DATA",
        "the folder of the embedded store, which clouds do not use",
    ),
    (
        "SLACK_APP_TOKEN",
        "Socket Mode: for hosts without a public address",
    ),
    (
        "GMAIL_POLL_INTERVAL",
        "of `serve --poll-gmail`; the function looks at each sweep",
    ),
    ("IMAP_POLL_INTERVAL", "the same"),
    ("GRAPH_POLL_INTERVAL", "the same"),
    ("MAILBOX_PASSWORD", "of `dev --mailbox`"),
    (
        "SLACK_API_URL",
        "the services' own addresses are the default",
    ),
    ("GMAIL_API_URL", "the same"),
    ("GRAPH_API_URL", "the same"),
    ("GMAIL_TOKEN_URL", "the same"),
    ("GCE_METADATA_HOST", "the same"),
    ("CLOUDSDK_API_ENDPOINT_OVERRIDES_OAUTH2", "the same"),
    ("CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN", "the same"),
    ("CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER", "the same"),
    ("CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE", "the same"),
];

/// Variables that Terraform sets: assignments in an environment, and the names that `settings` takes.
fn set_by_terraform() -> BTreeSet<String> {
    let name = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|STAGE";
    let mut set = BTreeSet::new();
    for file in files("terraform", ".tf") {
        // What GitHub's workflow needs, not the program.
        if file.ends_with("outputs.tf") {
            continue;
        }
        let text = read(&file);
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with('#'))
            .flat_map(|line| [line, "\n"])
            .collect();
        set.extend(all(
            &format!(r#"(?m)(?:^\s*|\{{ )"?({name})"?\s*=[^=>]"#),
            &code,
        ));
        set.extend(all(&format!(r#"(?m)"({name})" =>"#), &code));
    }
    set.extend(known_settings());
    set
}

/// The list `known_settings`.
fn known_settings() -> BTreeSet<String> {
    let settings = read("terraform/settings.tf");
    let list = settings.split("known_settings = [").nth(1).unwrap();
    all(r#""(\w+)""#, list.split(']').next().unwrap())
}

/// The secrets that Terraform keeps a place for.
fn secrets() -> BTreeSet<String> {
    let variables = read("terraform/variables.tf");
    let allowed = variables
        .split("setsubtract(var.secrets, [")
        .nth(1)
        .unwrap();
    all(r#""(\w+)""#, allowed.split(']').next().unwrap())
}

#[test]
fn terraform_sets_nothing_that_the_program_does_not_read() {
    let known = read_by_the_program();
    for name in set_by_terraform() {
        assert!(known.contains(&name), "{name} is set, and nobody reads it");
    }
    let source = read("src/config/environment.rs");
    let list = source.split("const SECRETS").nth(1).unwrap();
    let kept = all(r#""([A-Z_]+)""#, list.split("];").next().unwrap());
    for name in secrets() {
        assert!(kept.contains(&name), "{name} cannot be kept elsewhere");
    }
}

#[test]
fn terraform_sets_all_that_the_program_reads_or_has_a_reason() {
    let set = set_by_terraform();
    let reasons: BTreeMap<_, _> = NOT_SET.iter().copied().collect();
    for name in read_by_the_program() {
        let is_set = set.contains(&name) || secrets().contains(&name);
        let has_reason = reasons.contains_key(name.as_str());
        assert!(
            is_set || has_reason,
            "{name} can be set nowhere: add it to known_settings, or to NOT_SET with a reason"
        );
    }
    for (name, reason) in reasons {
        assert!(
            read_by_the_program().contains(name),
            "{name} ({reason}) is not read any more"
        );
        assert!(!known_settings().contains(name), "{name} is set after all");
    }
}

#[test]
fn the_examples_set_what_terraform_takes() {
    let known = known_settings();
    let variables = all(r#"(?m)^variable "(\w+)""#, &terraform());
    for file in files("terraform", ".tfvars.example") {
        let text = read(&file);
        for name in all(r"(?m)^  (?:# )?([A-Z_]+) +=", &text) {
            assert!(known.contains(&name), "{}: {name}", file.display());
        }
        for name in all(r"(?m)^(?:# )?([a-z_]+) += ", &text) {
            assert!(variables.contains(&name), "{}: {name}", file.display());
        }
    }
}

#[test]
fn alerts_and_dashboards_watch_what_the_program_counts() {
    let source = read("crates/platform/src/metrics.rs");
    let counted = all(r#"(?m)^pub const \w+: &str = "(\w+)";"#, &source);
    // Label values are named in the metrics' descriptions, kinds of failure by `Cause`.
    let mut values = all(r"`([a-z_]+)`", &source);
    values.extend(all(r#"Cause::\w+ => "(\w+)""#, &program()));
    let watched = Regex::new(r"\breplybot_(?:[a-z]+_?)+[a-z](?:\.[a-z_]+)*").unwrap();
    let mut seen = 0;
    for found in watched.find_iter(&terraform()) {
        let mut parts = found.as_str().split('.');
        let name = parts.next().unwrap();
        let name = name.strip_suffix("_bucket").unwrap_or(name);
        assert!(
            counted.contains(name),
            "{name} is watched, and nobody counts it"
        );
        for value in parts {
            assert!(values.contains(value), "{found:?}: there is no {value}");
        }
        seen += 1;
    }
    assert!(seen > 20, "only {seen} metrics are watched");
}

/// What becomes of a value that a counter may have.
enum Fate {
    /// All is well, or another team's part.
    Fine,
    /// It is counted in `replybot_failures_total`, too, by this kind.
    Kind(&'static str),
    /// An alarm of its own.
    Alarm,
    /// It is not watched, for this reason.
    NotWatched(&'static str),
}

/// The values that docs/telemetry.md lists, of the counters that can say something bad.
const FATES: [(&str, &str, Fate); 27] = {
    use Fate::*;
    [
        ("replybot_mails_total", "new", Fine),
        ("replybot_mails_total", "left_out", Fine),
        ("replybot_mails_total", "card_pending", Kind("card")),
        ("replybot_mails_total", "duplicate", Fine),
        (
            "replybot_mails_total",
            "bounce",
            NotWatched("SES's rate of bounces has an alarm"),
        ),
        ("replybot_drafts_total", "written", Fine),
        ("replybot_dispatches_total", "accepted", Fine),
        ("replybot_job_runs_total", "done", Fine),
        (
            "replybot_job_runs_total",
            "failed",
            NotWatched("the job's end has an alarm, after its tries"),
        ),
        (
            "replybot_job_runs_total",
            "try_again",
            NotWatched("the next try"),
        ),
        ("replybot_replies_total", "accepted", Fine),
        ("replybot_replies_total", "refused", Kind("reply")),
        ("replybot_replies_total", "unknown", Alarm),
        ("replybot_reply_events_total", "accepted", Fine),
        ("replybot_reply_events_total", "delivered", Fine),
        (
            "replybot_reply_events_total",
            "rejected",
            NotWatched("the card says so, to who sent it"),
        ),
        (
            "replybot_reply_events_total",
            "bounced",
            NotWatched("the card says so; SES's rate has an alarm"),
        ),
        (
            "replybot_reply_events_total",
            "complained",
            NotWatched("SES's rate has an alarm"),
        ),
        ("replybot_sweep_steps_total", "done", Fine),
        ("replybot_sweep_steps_total", "failed", Kind("step")),
        ("replybot_slack_calls_total", "ok", Fine),
        ("replybot_slack_calls_total", "conflict", Fine),
        (
            "replybot_slack_calls_total",
            "refused",
            NotWatched("a closed modal, for one; steps that fail have an alarm"),
        ),
        (
            "replybot_slack_calls_total",
            "unauthorized",
            Kind("slack_access"),
        ),
        (
            "replybot_slack_calls_total",
            "no_channel",
            Kind("slack_access"),
        ),
        (
            "replybot_slack_calls_total",
            "rate_limited",
            NotWatched("tried again; steps that fail have an alarm"),
        ),
        (
            "replybot_slack_calls_total",
            "unreachable",
            NotWatched("tried again; steps that fail have an alarm"),
        ),
    ]
};

#[test]
fn each_value_that_tells_of_a_failure_is_watched_or_listed_as_not() {
    let (aws, google) = (
        read("terraform/aws/alarms.tf"),
        read("terraform/gcp/alerts.tf"),
    );
    for failing in platform::metrics::Failing::ALL {
        let kind = failing.name();
        assert!(
            aws.contains(&format!("\"replybot_failures_total.{kind}\"")),
            "{kind}"
        );
        assert!(google.contains(&format!("kind=\\\"{kind}\\\"")), "{kind}");
    }
    let kinds = platform::metrics::Failing::ALL.map(platform::metrics::Failing::name);
    for (metric, value, fate) in &FATES {
        match fate {
            Fate::Kind(kind) => assert!(kinds.contains(kind), "{kind}"),
            Fate::Alarm => assert!(
                aws.contains(&format!("\"{metric}.{value}\""))
                    && google.contains(&format!("outcome=\\\"{value}\\\"")),
                "{metric}.{value}"
            ),
            Fate::NotWatched(reason) => assert!(!reason.is_empty()),
            Fate::Fine => {}
        }
    }
    // `lost` and the kinds of failure beside `accepted` and `written` are said in words.
    let in_words = ["lost", "of", "a"];
    let row = Regex::new(r"(?m)^\| `(replybot_\w+_total)` \| counter \| (.*?) \| ").unwrap();
    let mut seen = 0;
    for found in row.captures_iter(&read("docs/telemetry.md")) {
        let labels = found[2]
            .split("; ")
            .filter(|it| it.starts_with("`outcome`") || it.starts_with("`kind`"));
        for value in labels.flat_map(|it| all(r"`([a-z_]+)`", it)) {
            let is_label = ["outcome", "kind", "method", "to"].contains(&&*value);
            let other = ["replybot_failures_total", "replybot_tokens_total"].contains(&&found[1]);
            if is_label || other || in_words.contains(&&*value) {
                continue;
            }
            let is_listed = FATES
                .iter()
                .any(|(metric, known, _)| *metric == &found[1] && *known == value);
            assert!(
                is_listed,
                "{} {value}: is it watched, and if not, why?",
                &found[1]
            );
            seen += 1;
        }
    }
    assert_eq!(seen, FATES.len());
}

#[test]
fn the_page_of_costs_counts_the_alarms_that_there_are() {
    let alarms = read("terraform/aws/alarms.tf");
    let part = |name: &str| {
        let rest = alarms.split(&format!("  {name} = {{\n")).nth(1).unwrap();
        let body = rest.split("\n  }\n").next().unwrap();
        all(r"(?m)^    ([a-z-]+)\s*= \{", body).len()
    };
    // A share is one of two metrics; and the silence.
    let metrics = part("simple_alarms") + 2 * part("share_alarms") + 1;
    let costs = all(
        r"METRICS, ALARM_METRICS, .* = \d+, (\d+),",
        &read("docs/cost.py"),
    );
    assert_eq!(costs, [metrics.to_string()].into());
    let said = format!("{metrics} metrics in alarms");
    assert!(read("docs/cost.md").contains(&said), "{said}");
}

#[test]
fn the_runbook_has_a_heading_for_each_alarm() {
    let alarms = all(r"docs/runbook\.md, ([a-z-]+)\.", &terraform());
    let terraform = terraform();
    let mut names: BTreeSet<String> = alarms;
    // Alarms that are made from a map: its keys.
    for map in [
        "simple_alarms",
        "share_alarms",
        "own_alerts",
        "job_failures",
        "log_alerts",
    ] {
        let body = terraform.split(&format!("  {map} = {{\n")).nth(1).unwrap();
        let body = body.split("\n  }\n").next().unwrap();
        names.extend(all(r"(?m)^    ([a-z-]+)\s*= \{", body));
    }
    names.insert("spend".to_owned());
    assert!(names.len() > 14, "{names:?}");
    for runbook in ["docs/runbook.md", "docs/runbook.ja.md"] {
        let headings = all(r"(?m)^## ([a-z-]+)$", &read(runbook));
        for name in &names {
            assert!(
                headings.contains(name),
                "{runbook} says nothing about {name}"
            );
        }
    }
}

#[test]
fn images_are_started_with_commands_that_exist() {
    let dockerfile = read("Dockerfile");
    let entry = all(r#"(?m)^ENTRYPOINT \["(\S+)"\]"#, &dockerfile);
    assert!(entry.iter().all(|entry| entry.ends_with("/replybot")) && !entry.is_empty());
    let line = Regex::new(r"(?m)^.*(?:^CMD|\bcommand\s+=|\bargs\s+=) .*$").unwrap();
    let list = Regex::new(r#"\["[^\]]+\]"#).unwrap();
    let texts = [dockerfile, terraform()].concat();
    let mut seen = BTreeSet::new();
    let lines = line.find_iter(&texts).map(|line| line.as_str());
    // A list of flags goes on with the one before it.
    let lists = lines.flat_map(|line| list.find_iter(line));
    for list in lists.filter(|list| !list.as_str().starts_with("[\"-")) {
        let arguments: Vec<String> = serde_json::from_str(list.as_str()).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_replybot"))
            .args(&arguments)
            .arg("--help")
            .output()
            .unwrap();
        assert!(output.status.success(), "replybot {arguments:?}");
        seen.insert(arguments[0].clone());
    }
    assert_eq!(
        seen.into_iter().collect::<Vec<_>>(),
        ["check", "job", "lambda", "serve"]
    );
}

#[test]
fn the_image_is_built_from_all_that_the_source_includes() {
    let dockerfile = read("Dockerfile");
    let copied = all(r"(?m)^COPY ([\w.]+) \S+$", &dockerfile);
    let let_through = all(r"(?m)^!(.+)$", &read(".dockerignore"));
    for folder in &copied {
        assert!(let_through.contains(folder), "{folder} is ignored");
    }
    for (kind, folder) in [
        ("bench", "benches"),
        ("example", "examples"),
        ("test", "tests"),
    ] {
        let is_named = read("Cargo.toml").contains(&format!("[[{kind}]]"));
        assert!(
            !is_named || copied.contains(folder),
            "Cargo.toml names what is in {folder}"
        );
    }
    for member in std::fs::read_dir(root().join("crates")).unwrap() {
        let member = member.unwrap().file_name().into_string().unwrap();
        let manifest = format!("crates/{member}/Cargo.toml");
        assert!(
            dockerfile.contains(&format!("COPY {manifest} ")),
            "the layer of the dependencies lacks {manifest}"
        );
        let benches = format!("crates/{member}/benches");
        assert!(
            !read(manifest).contains("[[bench]]")
                || dockerfile.contains(&format!("COPY {benches} ")),
            "the layer of the dependencies lacks {benches}"
        );
    }
    let included = Regex::new(r#"include_(?:str|bytes|dir)!\(\s*"([^"]+)""#).unwrap();
    let mut seen = 0;
    for file in [files("src", ".rs"), files("crates", ".rs")].concat() {
        for found in included.captures_iter(&read(&file)) {
            let path = match found[1].strip_prefix("$CARGO_MANIFEST_DIR/") {
                Some(path) => root().join(path),
                None => file.parent().unwrap().join(&found[1]),
            };
            let path = path.canonicalize().unwrap();
            let path = path.strip_prefix(root()).unwrap();
            let folder = path.iter().next().unwrap().to_str().unwrap();
            let file = path.display().to_string();
            let alone =
                dockerfile.contains(&format!("COPY {file} ")) && let_through.contains(&file);
            assert!(
                alone || copied.contains(folder),
                "{} is not in the image",
                path.display()
            );
            seen += 1;
        }
    }
    assert!(seen > 10);
}

#[test]
fn the_table_is_the_one_that_the_store_asks() {
    let table = read("terraform/aws/table.tf");
    let store: String = files("crates/store/src", ".rs").iter().map(read).collect();
    let indexes = all(r#"(?m)^    name\s+= "(\w+)"\n    hash_key"#, &table);
    let asked = all(
        r#"const (?:OPEN_WORK|BY_CUSTOMER|BY_DAY|OPEN_INQUIRIES): &str = "(\w+)""#,
        &store,
    );
    assert_eq!(indexes, asked);
    for name in all(
        r#"(?m)(?:hash_key|range_key|attribute_name)\s+= "(\w+)""#,
        &table,
    ) {
        assert!(store.contains(&name), "the store knows no {name}");
    }
}

/// A call of an SDK, and the permission that it asks for.
const CALLS: [(&str, &str); 24] = [
    (
        "assume_role_with_web_identity",
        "sts:AssumeRoleWithWebIdentity",
    ),
    ("batch_get_item", "dynamodb:BatchGetItem"),
    ("batch_write_item", "dynamodb:BatchWriteItem"),
    ("delete_item", "dynamodb:DeleteItem"),
    ("describe_table", "dynamodb:DescribeTable"),
    ("describe_time_to_live", "dynamodb:DescribeTimeToLive"),
    ("get_account", "ses:GetAccount"),
    (
        "get_configuration_set_event_destinations",
        "ses:GetConfigurationSetEventDestinations",
    ),
    ("get_email_identity", "ses:GetEmailIdentity"),
    ("get_item", "dynamodb:GetItem"),
    ("delete_object", "s3:DeleteObject"),
    ("get_object", "s3:GetObject"),
    ("get_secret_value", "secretsmanager:GetSecretValue"),
    ("head_bucket", "s3:ListBucket"),
    ("invoke", "lambda:InvokeFunction"),
    ("list_object_versions", "s3:ListBucketVersions"),
    ("list_objects_v2", "s3:ListBucket"),
    ("put_item", "dynamodb:PutItem"),
    ("put_object", "s3:PutObject"),
    ("query", "dynamodb:Query"),
    ("scan", "dynamodb:Scan"),
    ("send_email", "ses:SendEmail"),
    ("transact_write_items", "dynamodb:PutItem"),
    ("update_item", "dynamodb:UpdateItem"),
];

#[test]
fn roles_may_do_what_the_program_does_and_no_more() {
    let source = program();
    let called: BTreeSet<&str> = CALLS
        .iter()
        .filter(|(call, _)| {
            let call = Regex::new(&format!(r"(?:client|sts|self)\s*\.{call}\(\)")).unwrap();
            call.is_match(&source)
        })
        .map(|(_, action)| *action)
        .collect();
    // Who may take which role, and what SES, queues and GitHub need, is not about our calls.
    let files = [
        "table", "function", "secrets", "mail_out", "buckets", "google",
    ];
    let policies: Vec<String> = files
        .iter()
        .map(|name| read(format!("terraform/aws/{name}.tf")))
        .collect();
    // The keys of conditions look like actions.
    let policies: String = policies
        .iter()
        .flat_map(|policy| policy.lines())
        .filter(|line| !line.contains("variable"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let allowed = all(
        r#""((?:dynamodb|s3|secretsmanager|ses|lambda|sts):\w+)""#,
        &policies,
    );
    for action in &called {
        assert!(allowed.contains(*action), "no role may {action}");
    }
    // `ses:SendRawEmail` is what SES asks for a whole MIME message; Lambda and the schedule take
    // their own roles; `s3:ListBucket` lets S3 say that an object is not there.
    // `s3:DeleteObjectVersion` is what `delete_object` asks for a version.
    let others = [
        "s3:DeleteObjectVersion",
        "s3:ListBucket",
        "ses:SendRawEmail",
        "sts:AssumeRole",
    ];
    for action in allowed {
        let is_ours = called.contains(action.as_str()) || others.contains(&action.as_str());
        assert!(is_ours, "{action} is allowed, and nobody does it");
    }
}

#[test]
fn the_documents_name_recipes_that_exist_and_say_the_same_in_both_languages() {
    let recipes = all(r"(?m)^([a-z][a-z-]*)(?: .*)?:(?:$| )", &read("justfile"));
    for readme in ["README.md", "README.ja.md"] {
        for recipe in all(r"\bjust ([a-z][a-z-]*)", &read(readme)) {
            assert!(recipes.contains(&recipe), "{readme}: just {recipe}");
        }
    }
    let code = Regex::new(r"(?s)```(?:sh|hcl|json)\n(.*?)```").unwrap();
    for name in ["deployment", "migration", "runbook"] {
        let texts = [
            read(format!("docs/{name}.md")),
            read(format!("docs/{name}.ja.md")),
        ];
        let commands = texts.each_ref().map(|text| {
            let blocks = code.captures_iter(text);
            blocks.map(|found| found[1].to_owned()).collect::<Vec<_>>()
        });
        assert_eq!(commands[0], commands[1], "docs/{name}");
        for text in texts {
            for recipe in all(r"\bjust ([a-z][a-z-]*)", &text) {
                assert!(recipes.contains(&recipe), "docs/{name}: just {recipe}");
            }
            for link in all(r"\]\(([^)#:]+)(?:#[^)]*)?\)", &text) {
                assert!(
                    root().join("docs").join(&link).exists(),
                    "docs/{name}: {link}"
                );
            }
            for path in all(r"`(terraform/[\w/.-]+\.tf)`", &text) {
                assert!(root().join(&path).exists(), "docs/{name}: {path}");
            }
        }
    }
}
