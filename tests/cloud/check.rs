//! `replybot check` on a service: with everything right all is green; then each thing is broken in
//! turn, and it is named.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::google::{Fault, Service};
use crate::llm::Script;
use crate::process::World;
use crate::serve::{Served, serve};
use crate::support::smtp::Smtp;

/// What a check said: by its name, how it went and the whole line.
pub struct Said {
    pub code: Option<i32>,
    pub lines: BTreeMap<String, (String, String)>,
}

impl Said {
    /// The names of checks that went like this.
    pub fn that(&self, status: &str) -> Vec<&str> {
        let lines = self.lines.iter().filter(|(_, (it, _))| it == status);
        lines.map(|(name, _)| name.as_str()).collect()
    }

    pub fn line(&self, name: &str) -> &str {
        self.lines.get(name).map_or("", |(_, line)| line)
    }
}

pub async fn check(world: &World, flags: &[&str]) -> Said {
    let output = world.run(&[&["check", "--json"], flags].concat()).await;
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !text.contains("canary") && !errors.contains("canary"),
        "{text}{errors}"
    );
    let lines = text.lines().map(|line| {
        let json: Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| json[name].as_str().unwrap().to_owned();
        (field("check"), (field("status"), line.to_owned()))
    });
    Said {
        code: output.status.code(),
        lines: lines.collect(),
    }
}

/// A service that runs, and all that it works with.
struct Deployment {
    served: Served,
    smtp: Smtp,
    google: Service,
    run: Service,
    collector: Service,
}

async fn deployment() -> Deployment {
    let smtp = Smtp::start().await;
    let google = Service::metadata("").await;
    let run = Service::start().await;
    run.answers_with(404, json!({}));
    let place = "/v2/projects/my-project/locations/asia-northeast1";
    let ready = json!({ "terminalCondition": { "state": "CONDITION_SUCCEEDED" },
        "template": { "containers": [{ "resources": { "limits": {} } }] } });
    run.route(
        &format!("{place}/services/replybot"),
        200,
        ready.to_string(),
    );
    let collector = Service::start().await;
    collector.answers_with(200, json!({}));
    let mut served = serve(
        &[("SMTP_URL", smtp.url()), ("MAIL_TRANSPORT", "smtp")],
        &["--behind-iam"],
    )
    .await;
    let url = served.url.clone();
    served.world.workspace.set_group("S0604QSJC", &["U0000001"]);
    for (name, value) in [
        ("REPLYBOT_URL", url.as_str()),
        ("SENDERS_ALLOWED", "S0604QSJC"),
        ("GCE_METADATA_HOST", google.host()),
        ("CLOUD_RUN_SERVICE_NAME", "replybot"),
        ("CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN", run.url()),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url()),
    ] {
        served.world.set(name, value);
    }
    Deployment {
        served,
        smtp,
        google,
        run,
        collector,
    }
}

const FLAGS: &[&str] = &["--role", "serve", "--behind-iam"];

#[tokio::test(flavor = "multi_thread")]
async fn with_everything_right_all_is_green() {
    let d = deployment().await;
    let said = check(&d.served.world, FLAGS).await;
    assert_eq!(said.code, Some(0), "{:#?}", said.lines);
    let expected = [
        "Cloud Run service",
        "Slack channel",
        "Slack scopes",
        "Slack token",
        "configuration",
        "deployment",
        "mail",
        "model",
        "request URL",
        "senders",
        "store",
        "traces",
    ];
    assert_eq!(said.that("ok"), expected, "{:#?}", said.lines);
    let output = d.served.world.run(&[&["check"], FLAGS].concat()).await;
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), expected.len());
    assert!(text.lines().all(|line| line.starts_with("✓ ")), "{text}");
    // Nothing was sent to anybody.
    assert!(d.smtp.taken().is_empty());
    assert!(d.served.world.workspace.messages().is_empty());
}

/// One thing is broken; `check` names it with these words, and fails with this code.
struct Broken {
    what: &'static str,
    breaks: fn(&mut Deployment),
    check: &'static str,
    status: &'static str,
    words: &'static str,
    code: i32,
}

const fn broken(
    what: &'static str,
    breaks: fn(&mut Deployment),
    (check, status): (&'static str, &'static str),
    words: &'static str,
    code: i32,
) -> Broken {
    Broken {
        what,
        breaks,
        check,
        status,
        words,
        code,
    }
}

const FAILED: &str = "failed";
const WARNING: &str = "warning";

const BROKEN: &[Broken] = &[
    broken(
        "another token",
        |d| d.served.world.set("SLACK_BOT_TOKEN", "xoxb-other"),
        ("Slack token", FAILED),
        "SLACK_BOT_TOKEN",
        1,
    ),
    broken(
        "Slack is away",
        |d| {
            d.served
                .world
                .set("SLACK_API_URL", "http://127.0.0.1:1/api")
        },
        ("Slack token", FAILED),
        "cannot reach Slack",
        75,
    ),
    broken(
        "a scope is missing",
        |d| {
            let scopes =
                "channels:history,channels:read,groups:history,groups:read,usergroups:read";
            d.served.world.workspace.set_scopes(scopes);
        },
        ("Slack scopes", FAILED),
        "missing: chat:write",
        1,
    ),
    broken(
        "another channel",
        |d| d.served.world.set("SLACK_CHANNEL_ID", "C9999999"),
        ("Slack channel", FAILED),
        "channel_not_found",
        1,
    ),
    broken(
        "the bot was not invited",
        |d| d.served.world.workspace.set_channel("is_member", false),
        ("Slack channel", FAILED),
        "/invite",
        1,
    ),
    broken(
        "an archived channel",
        |d| d.served.world.workspace.set_channel("is_archived", true),
        ("Slack channel", FAILED),
        "archived",
        1,
    ),
    broken(
        "a public channel",
        |d| d.served.world.workspace.set_channel("is_private", false),
        ("Slack channel", WARNING),
        "public",
        0,
    ),
    broken(
        "a channel shared with others",
        |d| d.served.world.workspace.set_channel("is_ext_shared", true),
        ("Slack channel", WARNING),
        "another company",
        0,
    ),
    broken(
        "an empty user group",
        |d| d.served.world.workspace.set_group("S0604QSJC", &[]),
        ("senders", FAILED),
        "no one may send",
        1,
    ),
    broken(
        "no such user group",
        |d| d.served.world.set("SENDERS_ALLOWED", "S9999999"),
        ("senders", FAILED),
        "no_such_subteam",
        1,
    ),
    broken(
        "another signing secret",
        |d| {
            d.served
                .world
                .set("SLACK_SIGNING_SECRET", "0000000000000000000000000000dead")
        },
        ("request URL", FAILED),
        "SLACK_SIGNING_SECRET",
        1,
    ),
    broken(
        "another service at the address",
        |d| {
            d.run.answers_with(200, json!({ "challenge": "fixed" }));
            let url = d.run.url().to_owned();
            d.served.world.set("REPLYBOT_URL", &url);
        },
        ("request URL", FAILED),
        "does not answer as replybot does",
        1,
    ),
    broken(
        "no SMTP server",
        |d| d.served.world.set("SMTP_URL", "smtp://127.0.0.1:1"),
        ("mail", FAILED),
        "SMTP_URL",
        75,
    ),
    broken(
        "a model that refuses the key",
        |d| d.served.world.set("OPENAI_API_KEY", "sk-other"),
        ("model", FAILED),
        "OPENAI_API_KEY",
        1,
    ),
    broken(
        "no model",
        |d| {
            d.served
                .world
                .set("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
        },
        ("model", FAILED),
        "OPENAI_BASE_URL",
        75,
    ),
    broken(
        "a model that is busy",
        |d| (0..8).for_each(|_| d.served.world.llm.script(Script::Status(503, "busy"))),
        ("model", FAILED),
        "OPENAI_MODEL",
        75,
    ),
    broken(
        "no such Cloud Run service",
        |d| d.served.world.set("CLOUD_RUN_SERVICE_NAME", "other"),
        ("Cloud Run service", FAILED),
        "there is no service other",
        1,
    ),
    broken(
        "Cloud Run lets nobody look",
        |d| d.run.always(Fault::Status(403)),
        ("Cloud Run service", FAILED),
        "run.services.get",
        1,
    ),
    broken(
        "no Google token",
        |d| d.google.always(Fault::Status(403)),
        ("Cloud Run service", FAILED),
        "GCP_PROJECT_ID",
        1,
    ),
    broken(
        "a collector that refuses",
        |d| d.collector.always(Fault::Status(401)),
        ("traces", FAILED),
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        1,
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_that_is_broken_is_named_and_nothing_else() {
    for case in BROKEN {
        let mut d = deployment().await;
        (case.breaks)(&mut d);
        let said = check(&d.served.world, FLAGS).await;
        let line = said.line(case.check);
        assert!(
            line.contains(case.words),
            "{}: {:#?}",
            case.what,
            said.lines
        );
        assert_eq!(said.code, Some(case.code), "{}: {line}", case.what);
        assert!(
            said.that(case.status).contains(&case.check),
            "{}: {line}",
            case.what
        );
        // What belongs together fails together; nothing else does.
        let group = |name: &str| name.split(' ').next().unwrap_or_default().to_owned();
        let same = |name: &&str| {
            group(name) == group(case.check)
                || (case.what.contains("Slack is away") && *name == "senders")
                || (case.check == "Slack token" && *name == "senders")
                || (case.check == "request URL" && *name == "deployment")
        };
        let others: Vec<&str> = said
            .that("failed")
            .into_iter()
            .filter(|it| !same(it))
            .collect();
        assert_eq!(
            others,
            Vec::<&str>::new(),
            "{}: {:#?}",
            case.what,
            said.lines
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deployment_that_believes_a_wrong_signature_is_named() {
    // Answers every challenge with the challenge, whoever signed it.
    let trusting = axum::Router::new().fallback(async |axum::Json(asked): axum::Json<Value>| {
        axum::Json(json!({ "challenge": asked["challenge"] }))
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(crate::llm::axum_serve(listener, trusting));
    let mut d = deployment().await;
    d.served.world.set("REPLYBOT_URL", &url);
    let said = check(&d.served.world, FLAGS).await;
    assert_eq!(said.code, Some(1));
    assert!(
        said.line("request URL").contains("everyone could click"),
        "{:#?}",
        said.lines
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incomplete_configuration_is_exit_2_with_a_line_for_each_problem() {
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.unset("SLACK_CHANNEL_ID");
    world.set("PORT", "many");
    let output = world.run(&["check", "--role", "serve", "--json"]).await;
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stdout).unwrap();
    for name in ["SLACK_CHANNEL_ID", "PORT", "ASYNC_GENERATION_AUTH_HEADER"] {
        let line = text.lines().find(|line| line.contains(name));
        assert!(
            line.is_some_and(|line| line.contains("\"failed\"")),
            "{name}: {text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_cannot_be_fetched_is_named_and_what_needs_it_is_passed_over() {
    let mut d = deployment().await;
    let manager = Service::start().await;
    let secrets = "/v1/projects/p/secrets/slack/versions/latest:access";
    let token = base64::Engine::encode(
        &base64::engine::general_purpose::STANDARD,
        crate::process::BOT_TOKEN,
    );
    manager.route(
        secrets,
        200,
        json!({ "payload": { "data": token } }).to_string(),
    );
    let world = &mut d.served.world;
    world.set(
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER",
        manager.url(),
    );
    world.unset("SLACK_BOT_TOKEN");
    world.set("SLACK_BOT_TOKEN_NAME", "projects/p/secrets/slack");
    let said = check(world, FLAGS).await;
    assert_eq!(said.code, Some(0), "{:#?}", said.lines);
    assert!(said.that("ok").contains(&"secret SLACK_BOT_TOKEN"));

    manager.always(Fault::Status(403));
    let said = check(world, FLAGS).await;
    assert_eq!(said.code, Some(1));
    assert!(
        said.line("secret SLACK_BOT_TOKEN")
            .contains("secretmanager.secretAccessor")
    );
    assert_eq!(
        said.that("failed"),
        ["secret SLACK_BOT_TOKEN"],
        "{:#?}",
        said.lines
    );
    let skipped = ["Slack channel", "Slack scopes", "Slack token", "senders"];
    assert_eq!(said.that("skipped"), skipped);

    manager.always(Fault::Status(503));
    assert_eq!(check(world, FLAGS).await.code, Some(75));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_missing_or_may_not_be_started_is_named() {
    let mut d = deployment().await;
    let job = "/v2/projects/my-project/locations/asia-northeast1/jobs/drafts";
    d.served.world.set("CLOUD_RUN_JOB_NAME", "drafts");
    d.run
        .route(job, 200, json!({ "name": "jobs/drafts" }).to_string());
    let permissions = |held: Value| {
        let held = json!({ "permissions": held }).to_string();
        d.run.route(&format!("{job}:testIamPermissions"), 200, held);
    };
    permissions(json!(["run.jobs.run", "run.jobs.runWithOverrides"]));
    let said = check(&d.served.world, FLAGS).await;
    assert_eq!(said.code, Some(0), "{:#?}", said.lines);
    assert!(said.that("ok").contains(&"drafts") && said.that("ok").contains(&"Google identity"));
    permissions(json!(["run.jobs.run"]));
    let said = check(&d.served.world, FLAGS).await;
    assert!(
        said.line("drafts").contains("run.jobs.runWithOverrides"),
        "{:#?}",
        said.lines
    );
    assert_eq!((said.code, said.that("failed")), (Some(1), vec!["drafts"]));
    d.run.route(job, 404, "{}".to_owned());
    let said = check(&d.served.world, FLAGS).await;
    assert!(
        said.line("drafts").contains("HTTP 404"),
        "{:#?}",
        said.lines
    );
    assert_eq!((said.code, said.that("failed")), (Some(1), vec!["drafts"]));
    // Asking started nothing.
    assert!(d.run.requests_of(&format!("{job}:run")).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dev_workspace_is_checked_as_it_is() {
    let data = tempfile::tempdir().unwrap();
    let check = async || {
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_replybot"));
        command.args(["check", "--role", "dev", "--json"]);
        command.env_clear().env("REPLYBOT_DATA", data.path());
        let output = command.output().await.unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, said) = check().await;
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("\"store\"") && said.contains("samples"),
        "{said}"
    );
    // It only looks: no file is made, and no folder that is not there.
    let made = std::fs::read_dir(data.path()).unwrap().count();
    assert_eq!(made, 0);
    let missing = data.path().join("replybot-data");
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_replybot"));
    command.args(["check", "--role", "dev"]).env_clear();
    command.env("REPLYBOT_DATA", &missing);
    let output = command.output().await.unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(!missing.exists());

    // What stands in the way is said all the same.
    std::fs::write(&missing, "a file").unwrap();
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_replybot"));
    command.args(["check", "--role", "dev"]).env_clear();
    command.env("REPLYBOT_DATA", &missing);
    let output = command.output().await.unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("✗ store") && said.contains("Not a directory"),
        "{said}"
    );
}
