//! Each call that a cloud role makes of a cloud's services, and each way in which it can fail: the
//! role says which service it was, and does not wait longer than `CLOUD_TIMEOUT`.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::google::{Fault, Service};
use crate::lambda::{function, pool};
use crate::process::{BOT_TOKEN, World};
use crate::serve::{HEADER, serve};
use crate::token::{Claims, token};

/// `None`: nobody listens there.
const FAULTS: [Option<Fault>; 6] = [
    None,
    Some(Fault::Status(429)),
    Some(Fault::Status(500)),
    Some(Fault::Malformed),
    Some(Fault::HangsUp),
    Some(Fault::Silent),
];

/// The address of a service that fails.
async fn failing(fault: Option<Fault>) -> String {
    let Some(fault) = fault else {
        return "http://127.0.0.1:1".to_owned();
    };
    let service = Service::start().await;
    service.always(fault);
    service.url().to_owned()
}

const SECRET: &str = "projects/my-project/secrets/slack/versions/latest";
const ARN: &str = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:slack-AbCdEf";

/// What is between a start and its secrets.
#[derive(Clone, Copy, Debug)]
enum Start {
    GoogleToken,
    GoogleSecret,
    AwsSecret,
    GoogleIdToken,
    Sts,
}

impl Start {
    /// How a process is told that the service is at `url`, and what it has to say of it.
    fn at(self, url: &str) -> (Vec<(&'static str, String)>, &'static str) {
        let host = url.trim_start_matches("http://").to_owned();
        let role = "arn:aws:iam::123456789012:role/replybot".to_owned();
        let by_role = |variables: Vec<(&'static str, String)>| {
            let by_role = [
                ("SLACK_BOT_TOKEN_ARN", ARN.to_owned()),
                ("AWS_ACCESS_KEY_ID", String::new()),
                ("AWS_ROLE_ARN", role.clone()),
            ];
            [by_role.to_vec(), variables].concat()
        };
        match self {
            Start::GoogleToken => (
                vec![
                    ("SLACK_BOT_TOKEN_NAME", SECRET.to_owned()),
                    ("GCE_METADATA_HOST", host),
                ],
                "SLACK_BOT_TOKEN (SLACK_BOT_TOKEN_NAME) cannot be fetched: Google gave no token",
            ),
            Start::GoogleSecret => (
                vec![
                    ("SLACK_BOT_TOKEN_NAME", SECRET.to_owned()),
                    (
                        "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER",
                        url.to_owned(),
                    ),
                ],
                "SLACK_BOT_TOKEN (SLACK_BOT_TOKEN_NAME) cannot be",
            ),
            Start::AwsSecret => (
                vec![
                    ("SLACK_BOT_TOKEN_ARN", ARN.to_owned()),
                    ("AWS_ENDPOINT_URL_SECRETS_MANAGER", url.to_owned()),
                ],
                "SLACK_BOT_TOKEN (SLACK_BOT_TOKEN_ARN) cannot be",
            ),
            Start::GoogleIdToken => (by_role(vec![("GCE_METADATA_HOST", host)]), "AWS_ROLE_ARN"),
            Start::Sts => (
                by_role(vec![("AWS_ENDPOINT_URL_STS", url.to_owned())]),
                "AWS_ROLE_ARN",
            ),
        }
    }
}

async fn a_start_fails(start: Start, fault: Option<Fault>) {
    let google = Service::metadata(&token(&Claims::default())).await;
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.unset("SLACK_BOT_TOKEN");
    world.set("GCE_METADATA_HOST", google.host());
    // A loaded machine needs some time for what works, too.
    world.set("CLOUD_TIMEOUT", "3");
    let (variables, words) = start.at(&failing(fault).await);
    for (name, value) in variables {
        world.set(name, &value);
    }
    let output = world.run(&["job", "--pending"]).await;
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        output.status.code(),
        Some(2),
        "{start:?}, {fault:?}: {said}"
    );
    assert!(said.contains(words), "{start:?}, {fault:?}: {said}");
    assert!(!said.contains("canary"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_without_its_secrets_says_which_service_failed() {
    for start in [
        Start::GoogleToken,
        Start::GoogleSecret,
        Start::AwsSecret,
        Start::GoogleIdToken,
        Start::Sts,
    ] {
        join_all(FAULTS.map(|fault| a_start_fails(start, fault))).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_does_not_know_where_it_is_says_what_to_set() {
    for fault in FAULTS {
        let url = failing(fault).await;
        let mut world = World::start("http://127.0.0.1:1/slack/events").await;
        world.set("GCE_METADATA_HOST", url.trim_start_matches("http://"));
        world.set("CLOUD_RUN_JOB_NAME", "replybot-job");
        world.set("CLOUD_TIMEOUT", "1");
        world.set("PORT", "0");
        // A login page for an answer is a project of that name, which no request gets through to.
        if fault != Some(Fault::Malformed) {
            let output = world.run(&["serve", "--behind-iam"]).await;
            let said = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(1), "{fault:?}: {said}");
            assert!(said.contains("set GCP_PROJECT_ID"), "{fault:?}: {said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_cannot_be_started_for_want_of_a_token_is_told_to_the_caller() {
    let run = Service::start().await;
    run.answers_with(200, json!({ "name": "operations/1" }));
    for fault in FAULTS {
        let metadata = failing(fault).await;
        let s = serve(
            &[
                ("ASYNC_GENERATION_AUTH_HEADER", HEADER),
                ("CLOUD_RUN_JOB_NAME", "replybot-job"),
                ("CLOUD_RUN_JOB_REGION", "asia-northeast1"),
                ("GCP_PROJECT_ID", "my-project"),
                ("GCE_METADATA_HOST", metadata.trim_start_matches("http://")),
                ("CLOUDSDK_API_ENDPOINT_OVERRIDES_RUN", run.url()),
                ("CLOUD_TIMEOUT", "1"),
            ],
            &[],
        )
        .await;
        let id = s.world.ingest("1").await;
        let answer = s.generate(HEADER, &id).await;
        assert_eq!(answer.status(), 503, "{fault:?}: {}", s.world.log());
        assert!(answer.headers().contains_key("retry-after"));
    }
    assert_eq!(run.requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_gets_no_google_token_says_so_in_the_modal() {
    for fault in FAULTS {
        let service = Service::start().await;
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), pool(&failing(fault).await).to_string()).unwrap();
        let f = function(&[
            (
                "ASYNC_GENERATION_ENDPOINT",
                &format!("{}/async/generate", service.url()),
            ),
            ("ASYNC_GENERATION_AUTH_HEADER", "google-id-token"),
            (
                "GOOGLE_APPLICATION_CREDENTIALS",
                file.path().to_str().unwrap(),
            ),
        ])
        .await;
        let (_, view) = f.click().await;
        let text = f.text(&view);
        assert!(
            text.contains("No draft could be written"),
            "{fault:?}: {text}\n{}",
            f.world.log()
        );
        assert_eq!(service.requests().len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_cannot_invoke_itself_says_so_in_the_modal() {
    for fault in [
        None,
        Some(Fault::Aws(429, "TooManyRequestsException")),
        Some(Fault::Status(500)),
        Some(Fault::Silent),
    ] {
        let lambda = failing(fault).await;
        let f = function(&[
            ("ASYNC_GENERATION_ENDPOINT", "self"),
            ("AWS_ENDPOINT_URL_LAMBDA", &lambda),
        ])
        .await;
        let (_, view) = f.click().await;
        let text = f.text(&view);
        assert!(
            text.contains("No draft could be written"),
            "{fault:?}: {text}\n{}",
            f.world.log()
        );
    }
}

fn object() -> Value {
    json!({ "Records": [{ "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
        "s3": { "bucket": { "name": "inbound" }, "object": { "key": "mail/1", "size": 1 } } }] })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_cannot_be_read_now_comes_again() {
    for fault in [
        None,
        Some(Fault::AwsXml(403, "AccessDenied")),
        Some(Fault::AwsXml(503, "SlowDown")),
        Some(Fault::Status(500)),
        Some(Fault::HangsUp),
        Some(Fault::Silent),
    ] {
        let url = failing(fault).await;
        let f = function(&[("AWS_ENDPOINT_URL_S3", &url), ("CLOUD_TIMEOUT", "1")]).await;
        let failed = f.runtime.invoke(object()).await.unwrap_err();
        assert!(
            failed.contains("cannot read mail/1 in inbound"),
            "{fault:?}: {failed}"
        );
        assert_eq!(f.world.workspace.messages().len(), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_limit_that_makes_no_sense_is_a_problem() {
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.set("SLACK_BOT_TOKEN", BOT_TOKEN);
    for value in ["0", "soon", "86400"] {
        world.set("CLOUD_TIMEOUT", value);
        let output = world.run(&["job", "--pending"]).await;
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("CLOUD_TIMEOUT"), "{said}");
    }
}
