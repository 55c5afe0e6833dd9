//! `replybot serve` on Cloud Run: it starts jobs, and it knows its callers.

use reqwest::StatusCode;
use serde_json::{Value, json};
use slack_sim::Place;

use crate::google::{ACCESS_TOKEN, Fault, Service};
use crate::llm::Script;
use crate::process::{Running, SATO, World};
use crate::support::gmail::GmailServer;
use crate::support::ports::free_ports;
use crate::token::{AUDIENCE, Claims, EMAIL, keys, token};

pub struct Served {
    pub url: String,
    pub world: World,
    pub running: Running,
}

pub async fn serve(environment: &[(&str, &str)], flags: &[&str]) -> Served {
    let [port] = free_ports();
    let url = format!("http://127.0.0.1:{port}");
    let mut world = World::start(&format!("{url}/slack/events")).await;
    world.set("PORT", &port.to_string());
    for (name, value) in environment {
        world.set(name, value);
    }
    let running = world.spawn(&[&["serve"], flags].concat());
    for _ in 0..1000 {
        if world.log().contains("replybot is ready") {
            return Served {
                url,
                world,
                running,
            };
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("it does not listen: {}", world.log());
}

impl Served {
    pub async fn generate(&self, authorization: &str, id: &str) -> reqwest::Response {
        reqwest::Client::new()
            .post(format!("{}/async/generate", self.url))
            .header("authorization", authorization)
            .json(&json!({ "context_id": id, "external_id": format!("ai-reply-{id}-1") }))
            .send()
            .await
            .unwrap()
    }
}

pub const HEADER: &str = "Bearer canary-0123456789";

#[tokio::test(flavor = "multi_thread")]
async fn a_wish_starts_the_job_with_the_id_as_its_argument() {
    let google = Service::metadata("").await;
    google.answers_with(
        200,
        json!({ "name": "projects/my-project/locations/asia-northeast1/operations/1" }),
    );
    let s = serve(
        &[
            ("ASYNC_GENERATION_AUTH_HEADER", HEADER),
            ("CLOUD_RUN_JOB_NAME", "replybot-job"),
            ("GCE_METADATA_HOST", google.host()),
            ("CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN", google.url()),
        ],
        &[],
    )
    .await;
    let id = s.world.ingest("1").await;
    let answer = s.generate(HEADER, &id).await;
    assert_eq!(answer.status(), StatusCode::ACCEPTED, "{}", s.world.log());
    let path = "/v2/projects/my-project/locations/asia-northeast1/jobs/replybot-job:run";
    let asked = google.requests_of(path);
    assert_eq!(asked.len(), 1, "{:?}", google.requests());
    assert_eq!(asked[0].method, "POST");
    assert_eq!(
        asked[0].headers["authorization"],
        format!("Bearer {ACCESS_TOKEN}")
    );
    let arguments = json!(["job", "--context-id", id]);
    let container = &asked[0].body["overrides"]["containerOverrides"][0];
    let trace = json!([{ "name": "TRACEPARENT", "value": container["env"][0]["value"] }]);
    assert!(trace[0]["value"].as_str().unwrap().starts_with("00-"));
    let container = json!({ "args": arguments, "env": trace });
    let expected = json!({ "overrides": { "containerOverrides": [container] } });
    assert_eq!(asked[0].body, expected);
    assert!(!s.world.log().contains("canary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_is_a_job_of_its_own_which_brings_the_panel_to_its_end() {
    let google = Service::metadata("").await;
    google.answers_with(200, json!({ "name": "operations/1" }));
    let s = serve(
        &[
            ("UI_LANGUAGE", "ja"),
            ("ASYNC_GENERATION_AUTH_HEADER", HEADER),
            ("CLOUD_RUN_JOB_NAME", "replybot-job"),
            ("GCE_METADATA_HOST", google.host()),
            ("CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN", google.url()),
        ],
        &[],
    )
    .await;
    let id = s.world.ingest("1").await;
    let workspace = &s.world.workspace;
    let card = s.world.card();
    workspace.click(SATO, &card, "generate_reply_action").await;
    let view_id = workspace.open_views(SATO).pop().unwrap();
    let modal = Place::View { view_id };
    workspace.click(SATO, &modal, "translate_action").await;
    let view_id = workspace.open_views(SATO).pop().unwrap();
    let panel = Place::View { view_id };
    let text = workspace.visible_text(&panel);
    assert!(text.contains("翻訳しています"), "{text}");

    let path = "/v2/projects/my-project/locations/asia-northeast1/jobs/replybot-job:run";
    let body = google.requests_of(path).pop().unwrap().body;
    let arguments = body["overrides"]["containerOverrides"][0]["args"].clone();
    let arguments: Vec<String> = serde_json::from_value(arguments).unwrap();
    assert_eq!(
        arguments[..4],
        ["job", "--context-id", &id, "--translation"]
    );
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    s.world
        .llm
        .script(Script::Says(vec!["注文の品が届きません。"]));
    let job = s.world.run(&arguments).await;
    let log = String::from_utf8_lossy(&job.stderr).into_owned();
    assert_eq!(job.status.code(), Some(0), "{log}");
    let text = workspace.visible_text(&panel);
    assert!(text.contains("注文の品が届きません。"), "{text}\n{log}");
    assert_eq!(s.world.llm.prompts().len(), 1, "no draft beside it");
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_ask_at_once_one_job_is_started() {
    let google = Service::metadata("").await;
    google.answers_with(200, json!({ "name": "operations/1" }));
    let s = serve(
        &[
            ("ASYNC_GENERATION_AUTH_HEADER", HEADER),
            ("CLOUD_RUN_JOB_NAME", "replybot-job"),
            ("GCE_METADATA_HOST", google.host()),
            ("CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN", google.url()),
        ],
        &[],
    )
    .await;
    let id = s.world.ingest("1").await;
    let answers = futures_util::future::join_all((0..10).map(|_| s.generate(HEADER, &id))).await;
    for answer in answers {
        assert_eq!(answer.status(), StatusCode::ACCEPTED, "{}", s.world.log());
    }
    let again = s.generate(HEADER, &id).await;
    assert_eq!(again.status(), StatusCode::ACCEPTED);
    let path = "/v2/projects/my-project/locations/asia-northeast1/jobs/replybot-job:run";
    assert_eq!(google.requests_of(path).len(), 1, "{}", s.world.log());
    // The job comes, and writes the draft.
    let output = s.world.run(&["job", "--context-id", &id]).await;
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(s.world.llm.prompts().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_cannot_be_started_is_told_to_the_caller_who_may_try_again() {
    let google = Service::metadata("").await;
    let run = Service::start().await;
    let s = serve(
        &[
            ("ASYNC_GENERATION_AUTH_HEADER", HEADER),
            ("CLOUD_RUN_JOB_NAME", "replybot-job"),
            ("CLOUD_RUN_JOB_REGION", "asia-northeast1"),
            ("GCP_PROJECT_ID", "my-project"),
            ("GCE_METADATA_HOST", google.host()),
            ("CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN", run.url()),
            ("CLOUD_TIMEOUT", "1"),
        ],
        &[],
    )
    .await;
    let id = s.world.ingest("1").await;
    for fault in [
        Fault::Status(403),
        Fault::Status(404),
        Fault::Status(429),
        Fault::Status(500),
        Fault::Malformed,
        Fault::HangsUp,
        Fault::Silent,
    ] {
        run.always(fault);
        let answer = s.generate(HEADER, &id).await;
        assert_eq!(
            answer.status(),
            StatusCode::SERVICE_UNAVAILABLE,
            "{fault:?}"
        );
        assert!(answer.headers().contains_key("retry-after"));
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["status"], 503);
    }
    // 200, but no operation.
    run.always(Fault::None);
    run.answers_with(200, json!({}));
    assert_eq!(
        s.generate(HEADER, &id).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    run.answers_with(200, json!({ "name": "operations/1" }));
    assert_eq!(s.generate(HEADER, &id).await.status(), StatusCode::ACCEPTED);
}

#[tokio::test(flavor = "multi_thread")]
async fn googles_tokens_let_in_whom_they_should_and_nobody_else() {
    let google = Service::start().await;
    google.route("/oauth2/v3/certs", 200, keys(&["key-1"]));
    let s = serve(
        &[
            ("ASYNC_GENERATION_AUDIENCE", AUDIENCE),
            (
                "ASYNC_GENERATION_ALLOWED_EMAILS",
                &format!("other@example.com, {EMAIL}"),
            ),
            ("ASYNC_GENERATION_AUTH_HEADER", HEADER),
            ("CLOUDSDK_API_ENDPOINT_OVERRIDES_OAUTH2", google.url()),
        ],
        &[],
    )
    .await;
    let id = s.world.ingest("1").await;
    let status = async |header: String| s.generate(&header, &id).await.status().as_u16();
    let with = |claims: Claims| format!("Bearer {}", token(&claims));

    assert_eq!(
        status(with(Claims::default())).await,
        202,
        "{}",
        s.world.log()
    );
    assert_eq!(status(HEADER.to_owned()).await, 202);
    let default = Claims::default;
    assert_eq!(
        status(with(Claims {
            audience: "https://other.example",
            ..default()
        }))
        .await,
        401
    );
    assert_eq!(
        status(with(Claims {
            issuer: "https://accounts.example.com",
            ..default()
        }))
        .await,
        401
    );
    assert_eq!(
        status(with(Claims {
            expires_in: -10,
            ..default()
        }))
        .await,
        401
    );
    assert_eq!(
        status(with(Claims {
            email: "mallory@example.com",
            ..default()
        }))
        .await,
        403
    );
    assert_eq!(
        status(with(Claims {
            verified: false,
            ..default()
        }))
        .await,
        403
    );
    let good = token(&default());
    let (signed, _) = good.rsplit_once('.').unwrap();
    for bad in [
        String::new(),
        "Bearer ".to_owned(),
        "Bearer x".to_owned(),
        format!("Basic {good}"),
        format!("Bearer {signed}."),
        format!("Bearer {signed}.AAAA"),
        // alg: none
        format!(
            "Bearer eyJhbGciOiJub25lIn0.{}.",
            good.split('.').nth(1).unwrap()
        ),
    ] {
        assert_eq!(status(bad.clone()).await, 401, "{bad}");
    }
    assert_eq!(google.requests().len(), 1, "the keys are kept");
    assert!(!s.world.log().contains(signed));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_googles_keys_nobody_is_let_in_for_now() {
    let google = Service::start().await;
    google.always(Fault::Status(500));
    let s = serve(
        &[
            ("ASYNC_GENERATION_AUDIENCE", AUDIENCE),
            ("ASYNC_GENERATION_ALLOWED_EMAILS", EMAIL),
            ("ASYNC_GENERATION_AUTH_HEADER", "google-id-token"),
            ("CLOUDSDK_API_ENDPOINT_OVERRIDES_OAUTH2", google.url()),
            ("CLOUD_TIMEOUT", "1"),
        ],
        &[],
    )
    .await;
    let id = s.world.ingest("1").await;
    let header = format!("Bearer {}", token(&Claims::default()));
    for fault in [
        Fault::Status(429),
        Fault::Status(500),
        Fault::Malformed,
        Fault::HangsUp,
        Fault::Silent,
    ] {
        google.always(fault);
        assert_eq!(s.generate(&header, &id).await.status(), 503, "{fault:?}");
    }
    google.always(Fault::None);
    google.route("/oauth2/v3/certs", 200, keys(&["key-1"]));
    assert_eq!(s.generate(&header, &id).await.status(), 202);
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_with_invented_keys_do_not_have_google_asked_again_and_again() {
    let google = Service::start().await;
    let path = "/oauth2/v3/certs";
    google.route(path, 200, keys(&["key-1"]));
    let s = serve(
        &[
            ("ASYNC_GENERATION_AUDIENCE", AUDIENCE),
            ("ASYNC_GENERATION_ALLOWED_EMAILS", EMAIL),
            ("CLOUDSDK_API_ENDPOINT_OVERRIDES_OAUTH2", google.url()),
        ],
        &[],
    )
    .await;
    let id = s.world.ingest("1").await;
    let header = |key: &'static str| {
        let claims = Claims {
            key,
            ..Claims::default()
        };
        format!("Bearer {}", token(&claims))
    };
    for _ in 0..3 {
        assert_eq!(s.generate(&header("invented"), &id).await.status(), 401);
    }
    assert_eq!(google.requests_of(path).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_ends_when_it_is_told_to() {
    let s = serve(&[("UI_LANGUAGE", "en")], &["--behind-iam"]).await;
    let pid = s.running.pid().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(s.running.ended().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_takes_mails_from_gmail_until_it_is_told_to_end() {
    let gmail = GmailServer::start().await;
    gmail.deliver(&crate::process::mail("there-before"));
    let variables = gmail.environment();
    let mut variables: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    variables.push(("GMAIL_POLL_INTERVAL", "1"));
    let served = serve(&variables, &["--behind-iam", "--poll-gmail"]).await;
    let world = &served.world;
    // The mailbox tells nobody of changes.
    for _ in 0..1000 {
        if gmail.count("labels.patch") == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    gmail.deliver(&crate::process::mail("from-gmail"));
    let messages = || world.workspace.messages().len();
    world.until("a card", || messages() == 1).await;
    let pid = served.running.pid().to_string();
    std::process::Command::new("kill")
        .arg(pid)
        .status()
        .unwrap();
    assert_eq!(served.running.ended().await, Some(0));
    assert_eq!(gmail.mistakes(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_gmail_needs_is_said_before_anything_starts() {
    let world = World::start("http://127.0.0.1:1/slack/events").await;
    let output = world.run(&["serve", "--behind-iam", "--poll-gmail"]).await;
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("GMAIL_OAUTH is missing"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_fail_is_counted_from_0_at_the_start() {
    let s = serve(&[], &["--behind-iam"]).await;
    let text = reqwest::get(format!("{}/metrics", s.url)).await.unwrap();
    let text = text.text().await.unwrap();
    let counted = |line: String| assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    for failing in platform::metrics::Failing::ALL {
        let kind = failing.name();
        counted(format!("replybot_failures_total{{kind=\"{kind}\"}} 0"));
    }
    for cause in inquiry::Cause::ALL {
        let outcome = cause.name();
        counted(format!("replybot_drafts_total{{outcome=\"{outcome}\"}} 0"));
    }
    assert!(text.contains("replybot_build_info{"), "{text}");
    let health = reqwest::get(format!("{}/health", s.url)).await.unwrap();
    let health: serde_json::Value = serde_json::from_str(&health.text().await.unwrap()).unwrap();
    assert_eq!(health["version"], replybot::VERSION);
    assert_eq!(health["commit"], replybot::COMMIT);
}
