//! `replybot lambda`, driven by a Runtime API.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use slack_sim::{Delivery, Place};

use crate::google::{ACCESS_TOKEN, Fault, Service};
use crate::llm::{Script, USUAL};
use crate::process::{Running, SATO, SIGNING_SECRET, World};
use crate::runtime::{Payload, Runtime};
use crate::support::gmail::{Fault as GmailFault, GmailServer};
use crate::token::{Claims, token};

/// A function between its simulators.
pub struct Function {
    pub runtime: Runtime,
    pub world: World,
    pub running: Running,
}

/// A function that writes its drafts in invocations of their own, and the Lambda API that it asks for them.
pub async fn function_of_its_own() -> (Function, Service) {
    let aws = Service::start().await;
    aws.answers_with(202, json!({}));
    let f = function(&[
        ("ASYNC_GENERATION_ENDPOINT", "self"),
        ("AWS_ENDPOINT_URL_LAMBDA", aws.url()),
    ])
    .await;
    (f, aws)
}

pub async fn function(environment: &[(&str, &str)]) -> Function {
    let runtime = Runtime::start().await;
    let events = format!("{}/slack/events", runtime.url());
    let mut world = World::start(&events).await;
    for (name, value) in runtime.environment() {
        world.set(name, &value);
    }
    for (name, value) in environment {
        world.set(name, value);
    }
    let running = world.spawn(&["lambda"]);
    // The commands of a test read the same secrets: whose look is the first must not be chance.
    runtime.until_started().await;
    Function {
        running,
        runtime,
        world,
    }
}

impl Function {
    /// A mail is there, and somebody clicks its card.
    pub async fn click(&self) -> (String, String) {
        let id = self.world.ingest("1").await;
        let place = self.world.card();
        let delivery = self
            .world
            .workspace
            .click(SATO, &place, "generate_reply_action")
            .await;
        assert_eq!(delivery, Delivery::Acknowledged, "{}", self.world.log());
        let views = self.world.workspace.open_views(SATO);
        (id, views.last().cloned().expect("a modal opened"))
    }

    /// An operator has clicked a card, and the draft is there: on a busy computer, by a later sweep.
    async fn drafted(&self) -> (String, String) {
        let (id, view_id) = self.click().await;
        for _ in 0..300 {
            let view = self.world.workspace.view(&view_id).expect("an open modal");
            if !view["submit"].is_null() {
                break;
            }
            let swept = self.runtime.invoke(json!({ "replybot": "sweep" })).await;
            assert_eq!(swept, Ok(json!(null)), "{}", self.world.log());
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        (id, view_id)
    }

    pub fn text(&self, view_id: &str) -> String {
        let place = Place::View {
            view_id: view_id.to_owned(),
        };
        self.world.workspace.visible_text(&place)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_anybody_to_ask_the_draft_is_there_when_the_invocation_ends() {
    for payload in [Payload::V2, Payload::V1] {
        let f = function(&[]).await;
        f.runtime.speak(payload);
        let (_, view) = f.click().await;
        // No waiting: nothing is left for after the answer.
        let shown = f.world.workspace.view(&view).unwrap().to_string();
        assert!(
            shown.contains(USUAL),
            "{payload:?}: {shown}\n{}",
            f.world.log()
        );
        assert_eq!(f.world.workspace.refusals(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_is_too_slow_for_slack_ends_in_another_try() {
    let f = function(&[]).await;
    f.world.llm.script(Script::Silent);
    let (_, view) = f.click().await;
    let text = f.text(&view);
    assert!(
        text.contains("did not answer in time"),
        "{text}\n{}",
        f.world.log()
    );
    let place = Place::View {
        view_id: view.clone(),
    };
    let delivery = f
        .world
        .workspace
        .click(SATO, &place, "retry_draft_action")
        .await;
    assert_eq!(delivery, Delivery::Acknowledged, "{}", f.world.log());
    let shown = f.world.workspace.view(&view).unwrap().to_string();
    assert!(shown.contains(USUAL), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_sent_before_the_invocation_ends() {
    let f = function(&[]).await;
    let (_, view) = f.drafted().await;
    let delivery = f.world.workspace.submit(SATO, &view).await;
    assert_eq!(delivery, Delivery::Updated, "{}", f.world.log());
    assert!(f.text(&view).contains("The reply has been sent"));
    let outbox = f.world.data.path().join("outbox");
    let mails = std::fs::read_dir(outbox).unwrap().filter(|file| {
        file.as_ref()
            .unwrap()
            .path()
            .extension()
            .is_some_and(|name| name == "eml")
    });
    assert_eq!(mails.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_endpoint_is_asked_with_everything_it_needs() {
    let service = Service::start().await;
    let url = format!("{}/async/generate", service.url());
    let f = function(&[
        ("ASYNC_GENERATION_ENDPOINT", &url),
        ("ASYNC_GENERATION_AUTH_HEADER", "Bearer canary-0123456789"),
    ])
    .await;
    let (id, view) = f.click().await;
    assert!(
        f.text(&view).contains("handing the email to the AI"),
        "{}",
        f.text(&view)
    );
    let asked = service.requests();
    assert_eq!(asked.len(), 1);
    assert_eq!(
        asked[0].headers["authorization"],
        "Bearer canary-0123456789"
    );
    assert_eq!(asked[0].body["context_id"], id);
    let external_id = asked[0].body["external_id"].as_str().unwrap();
    assert!(
        external_id.starts_with(&format!("ai-reply-{id}")),
        "{external_id}"
    );
    assert_eq!(asked[0].body.as_object().unwrap().len(), 2);
    assert_eq!(f.world.llm.prompts().len(), 0);
    assert!(!f.world.log().contains("canary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_with_the_endpoint_the_modal_says_so_and_offers_another_try() {
    for (fault, words) in [
        (Fault::Status(401), "refused our credentials"),
        (Fault::Status(404), "did not accept the request"),
        (Fault::Status(429), "is busy"),
        (Fault::Status(503), "is busy"),
        (Fault::Malformed, "could not be used"),
        (Fault::HangsUp, "broke off"),
        (Fault::Silent, "did not answer in time"),
    ] {
        let service = Service::start().await;
        service.always(fault);
        let url = format!("{}/async/generate", service.url());
        let f = function(&[("ASYNC_GENERATION_ENDPOINT", &url)]).await;
        let (_, view) = f.click().await;
        let text = f.text(&view);
        assert!(text.contains(words), "{fault:?}: {text}\n{}", f.world.log());
        service.always(Fault::None);
        let place = Place::View {
            view_id: view.clone(),
        };
        f.world
            .workspace
            .click(SATO, &place, "retry_draft_action")
            .await;
        let text = f.text(&view);
        assert!(
            text.contains("handing the email to the AI"),
            "{fault:?}: {text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_drafter_that_starts_cold_is_no_error_because_an_invocation_of_its_own_asks_it() {
    let (aws, service) = (Service::start().await, Service::start().await);
    aws.answers_with(202, json!({}));
    // It would answer in a while: longer than Slack waits.
    service.always(Fault::Silent);
    let url = format!("{}/async/generate", service.url());
    let f = function(&[
        ("ASYNC_GENERATION_ENDPOINT", &url),
        ("AWS_ENDPOINT_URL_LAMBDA", aws.url()),
        ("LAMBDA_ALIAS", "live"),
    ])
    .await;
    let (id, view) = f.click().await;
    let waiting = "handing the email to the AI";
    assert!(f.text(&view).contains(waiting), "{}", f.world.log());
    assert_eq!(service.requests().len(), 0);
    let asked = aws.requests();
    assert_eq!(asked[0].path, "/2015-03-31/functions/replybot/invocations");
    assert_eq!(asked[0].body["replybot"], "pass_on");

    service.always(Fault::None);
    let passed_on = f.runtime.invoke(asked[0].body.clone()).await;
    assert_eq!(passed_on, Ok(json!(null)));
    assert_eq!(service.requests().len(), 1);
    assert_eq!(service.requests()[0].body["context_id"], json!(id));
    assert!(f.text(&view).contains(waiting), "{}", f.text(&view));

    // The drafter refuses: now the modal says so.
    service.always(Fault::Status(401));
    f.runtime.invoke(asked[0].body.clone()).await.unwrap();
    let text = f.text(&view);
    assert!(text.contains("refused our credentials"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_may_not_invoke_itself_asks_the_drafter_within_slacks_time() {
    let (aws, service) = (Service::start().await, Service::start().await);
    aws.always(Fault::Aws(403, "AccessDeniedException"));
    let url = format!("{}/async/generate", service.url());
    let f = function(&[
        ("ASYNC_GENERATION_ENDPOINT", &url),
        ("AWS_ENDPOINT_URL_LAMBDA", aws.url()),
        ("LAMBDA_ALIAS", "live"),
    ])
    .await;
    let (id, view) = f.click().await;
    assert_eq!(service.requests().len(), 1, "{}", f.world.log());
    assert_eq!(service.requests()[0].body["context_id"], json!(id));
    assert!(f.text(&view).contains("handing the email to the AI"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_looks_at_itself_and_answers_the_request_of_a_roll_out() {
    let f = function(&[]).await;
    let found = f
        .runtime
        .invoke(json!({ "replybot": "check" }))
        .await
        .unwrap();
    let lines = found["lines"].as_array().unwrap();
    let said = |what: &str| {
        lines
            .iter()
            .any(|line| line.as_str().unwrap().contains(what))
    };
    assert!(said("configuration") && said("Slack token"), "{found}");
    assert!(found["exit"].is_u64() && found["build"]["version"].is_string());

    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/ready.json");
    let asked = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let answer = f.runtime.invoke(asked).await.unwrap();
    assert_eq!(answer["statusCode"], 200, "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_nobody_listens_at_is_told_apart() {
    let f = function(&[(
        "ASYNC_GENERATION_ENDPOINT",
        "http://127.0.0.1:1/async/generate",
    )])
    .await;
    let (_, view) = f.click().await;
    let text = f.text(&view);
    assert!(text.contains("could not be reached"), "{text}");
}

/// The file that `gcloud iam workload-identity-pools create-cred-config … --aws` writes, with its
/// addresses at `google`.
pub fn pool(google: &str) -> serde_json::Value {
    let account = "replybot@my-project.iam.gserviceaccount.com";
    json!({
        "type": "external_account",
        "audience": "//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/aws/providers/aws",
        "subject_token_type": "urn:ietf:params:aws:token-type:aws4_request",
        "token_url": format!("{google}/v1/token"),
        "service_account_impersonation_url": format!("{google}/v1/projects/-/serviceAccounts/{account}:generateAccessToken"),
        "credential_source": {
            "environment_id": "aws1",
            "region_url": "http://169.254.169.254/latest/meta-data/placement/availability-zone",
            "url": "http://169.254.169.254/latest/meta-data/iam/security-credentials",
            "regional_cred_verification_url": "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15",
        },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn on_aws_a_google_id_token_is_got_by_workload_identity_federation() {
    let google = Service::start().await;
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pool(google.url()).to_string()).unwrap();
    asks_with_a_google_id_token(&google, file.path().to_str().unwrap()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_identity_pool_may_stand_in_the_variable_itself() {
    let google = Service::start().await;
    let credentials = pool(google.url()).to_string();
    asks_with_a_google_id_token(&google, &credentials).await;

    // For an access token, too: the function's secrets may be kept at Google.
    let generate = "/v1/projects/-/serviceAccounts/replybot@my-project.iam.gserviceaccount.com:generateAccessToken";
    let token = json!({ "accessToken": ACCESS_TOKEN, "expireTime": "2099-01-01T00:00:00Z" });
    google.route(generate, 200, token.to_string());
    let secret = "/v1/projects/my-project/secrets/signing/versions/latest:access";
    let payload = json!({ "payload": { "data": STANDARD.encode(SIGNING_SECRET) } });
    google.route(secret, 200, payload.to_string());
    let f = function(&[
        ("GOOGLE_APPLICATION_CREDENTIALS", &credentials),
        (
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER",
            google.url(),
        ),
        ("SLACK_SIGNING_SECRET", ""),
        (
            "SLACK_SIGNING_SECRET_NAME",
            "projects/my-project/secrets/signing",
        ),
    ])
    .await;
    let (_, view) = f.click().await;
    assert!(!f.text(&view).is_empty());
    let asked = google.requests_of(secret);
    assert_eq!(
        asked[0].headers["authorization"],
        format!("Bearer {ACCESS_TOKEN}")
    );
}

async fn asks_with_a_google_id_token(google: &Service, credentials: &str) {
    let id_token = token(&Claims::default());
    let exchanged = json!({
        "access_token": "ya29.canary-federated", "token_type": "Bearer", "expires_in": 3600,
        "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
    });
    google.route("/v1/token", 200, exchanged.to_string());
    let generate = "/v1/projects/-/serviceAccounts/replybot@my-project.iam.gserviceaccount.com:generateIdToken";
    google.route(generate, 200, json!({ "token": id_token }).to_string());
    let service = Service::start().await;
    let f = function(&[
        (
            "ASYNC_GENERATION_ENDPOINT",
            &format!("{}/async/generate", service.url()),
        ),
        ("ASYNC_GENERATION_AUTH_HEADER", "google-id-token"),
        ("GOOGLE_APPLICATION_CREDENTIALS", credentials),
    ])
    .await;
    let (_, view) = f.click().await;
    assert!(
        f.text(&view).contains("handing the email to the AI"),
        "{}\n{}",
        f.text(&view),
        f.world.log()
    );
    let asked = service.requests();
    assert_eq!(
        asked[0].headers["authorization"],
        format!("Bearer {id_token}")
    );
    let form = google.requests_of("/v1/token")[0]
        .body
        .as_str()
        .unwrap()
        .to_owned();
    let fields: std::collections::HashMap<String, String> =
        serde_urlencoded::from_str(&form).unwrap();
    assert_eq!(
        fields["subject_token_type"],
        "urn:ietf:params:aws:token-type:aws4_request"
    );
    assert!(fields["subject_token"].contains("GetCallerIdentity"));
    let asked = google.requests_of(generate);
    assert_eq!(
        asked[0].headers["authorization"],
        "Bearer ya29.canary-federated"
    );
    assert_eq!(
        asked[0].body,
        json!({ "audience": service.url(), "includeEmail": true })
    );
    assert!(!f.world.log().contains("canary"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_that_was_rotated_is_fetched_again_when_it_is_refused() {
    let secrets = Service::start().await;
    let header = |value: &str| json!({ "SecretString": value }).to_string();
    secrets.at_first("/", 200, header("Bearer canary-old-header"));
    secrets.route("/", 200, header("Bearer canary-new-header"));
    let service = Service::start().await;
    service.at_first("/async/generate", 401, "{}".to_owned());
    let f = function(&[
        (
            "ASYNC_GENERATION_ENDPOINT",
            &format!("{}/async/generate", service.url()),
        ),
        (
            "ASYNC_GENERATION_AUTH_HEADER_ARN",
            "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:header-AbCdEf",
        ),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.url()),
    ])
    .await;
    let (_, view) = f.click().await;
    let text = f.text(&view);
    assert!(
        text.contains("handing the email to the AI"),
        "{text}\n{}",
        f.world.log()
    );
    let headers: Vec<_> = service
        .requests()
        .iter()
        .map(|asked| asked.headers["authorization"].to_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        headers,
        ["Bearer canary-old-header", "Bearer canary-new-header"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_id_token_the_modal_says_so() {
    let google = Service::start().await;
    google.always(Fault::Status(403));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pool(google.url()).to_string()).unwrap();
    let f = function(&[
        (
            "ASYNC_GENERATION_ENDPOINT",
            "http://127.0.0.1:1/async/generate",
        ),
        ("ASYNC_GENERATION_AUTH_HEADER", "google-id-token"),
        (
            "GOOGLE_APPLICATION_CREDENTIALS",
            file.path().to_str().unwrap(),
        ),
    ])
    .await;
    let (_, view) = f.click().await;
    assert!(
        f.text(&view).contains("No draft could be written"),
        "{}",
        f.text(&view)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_function_invokes_itself_and_writes_the_draft_then() {
    let (f, aws) = function_of_its_own().await;
    let (id, view) = f.click().await;
    assert!(
        f.text(&view).contains("handing the email to the AI"),
        "{}\n{}",
        f.text(&view),
        f.world.log()
    );
    let asked = aws.requests();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].path, "/2015-03-31/functions/replybot/invocations");
    assert_eq!(asked[0].headers["x-amz-invocation-type"], "Event");
    let mut expected = json!({ "replybot": "draft", "context_id": id });
    expected["traceparent"] = asked[0].body["traceparent"].clone();
    assert!(expected["traceparent"].is_string());
    assert_eq!(asked[0].body, expected);
    assert_eq!(
        f.runtime.invoke(asked[0].body.clone()).await,
        Ok(json!(null))
    );
    let shown = f.world.workspace.view(&view).unwrap().to_string();
    assert!(shown.contains(USUAL), "{shown}");
}

/// Replies that are in the outbox.
fn sent(f: &Function) -> usize {
    let files = std::fs::read_dir(f.world.data.path().join("outbox"));
    let files = files.into_iter().flatten().map(|it| it.unwrap().path());
    files
        .filter(|it| it.extension().is_some_and(|it| it == "eml"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_waits_is_sent_once_by_an_invocation_of_its_own() {
    let aws = Service::start().await;
    aws.answers_with(202, json!({}));
    let f = function(&[
        ("SEND_DELAY_SECONDS", "2"),
        ("AWS_ENDPOINT_URL_LAMBDA", aws.url()),
    ])
    .await;
    let (id, view) = f.drafted().await;
    f.world.workspace.submit(SATO, &view).await;
    let text = f.text(&view);
    assert!(text.contains("Undo send"), "{text}\n{}", f.world.log());
    let asked = aws.requests();
    assert_eq!(asked.len(), 1, "{}", f.world.log());
    assert_eq!(asked[0].headers["x-amz-invocation-type"], "Event");
    let event = asked[0].body.clone();
    assert_eq!(event["replybot"], "send");
    assert_eq!(event["context_id"], id);
    assert_eq!(sent(&f), 0);
    // Lambda may make an asynchronous invocation twice.
    for _ in 0..2 {
        assert_eq!(f.runtime.invoke(event.clone()).await, Ok(json!(null)));
        assert_eq!(sent(&f), 1, "{}", f.world.log());
    }
    assert!(f.text(&view).contains("The reply has been sent"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_with_less_time_than_a_reply_waits_hands_it_on() {
    let aws = Service::start().await;
    aws.answers_with(202, json!({}));
    let f = function(&[
        ("SEND_DELAY_SECONDS", "300"),
        ("AWS_ENDPOINT_URL_LAMBDA", aws.url()),
    ])
    .await;
    let (_, view) = f.drafted().await;
    f.world.workspace.submit(SATO, &view).await;
    f.runtime.limit(Duration::from_secs(4));
    let event = aws.requests()[0].body.clone();
    assert_eq!(f.runtime.invoke(event.clone()).await, Ok(json!(null)));
    let asked = aws.requests();
    assert_eq!(asked.len(), 2, "{}", f.world.log());
    assert_eq!(asked[1].body["context_id"], event["context_id"]);
    // Taken back: the next one finds nothing to send.
    let place = Place::View {
        view_id: view.clone(),
    };
    let taken_back = f.world.workspace.click(SATO, &place, "undo_send_action");
    assert_eq!(taken_back.await, Delivery::Acknowledged);
    assert_eq!(f.runtime.invoke(event).await, Ok(json!(null)));
    assert_eq!((sent(&f), aws.requests().len()), (0, 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_outlives_the_functions_own_time_ends_in_another_try() {
    let (f, _aws) = function_of_its_own().await;
    let (id, view) = f.click().await;
    f.world.llm.script(Script::Silent);
    f.runtime.limit(Duration::from_secs(4));
    let event = json!({ "replybot": "draft", "context_id": id });
    assert_eq!(f.runtime.invoke(event).await, Ok(json!(null)));
    assert!(
        f.text(&view).contains("did not answer in time"),
        "{}",
        f.text(&view)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_may_not_invoke_itself_says_so() {
    let aws = Service::start().await;
    aws.always(Fault::Aws(403, "AccessDeniedException"));
    let f = function(&[
        ("ASYNC_GENERATION_ENDPOINT", "self"),
        ("AWS_ENDPOINT_URL_LAMBDA", aws.url()),
    ])
    .await;
    let (_, view) = f.click().await;
    assert!(
        f.text(&view).contains("refused our credentials"),
        "{}",
        f.text(&view)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_routes_are_those_of_serve() {
    let f = function(&[]).await;
    let get = async |path: &str| {
        reqwest::get(format!("{}{path}", f.runtime.url()))
            .await
            .unwrap()
    };
    assert_eq!(get("/health").await.status(), 200);
    assert_eq!(get("/prod/ready").await.status(), 200);
    let nowhere = get("/nowhere").await;
    assert_eq!(nowhere.status(), 404);
    assert_eq!(
        nowhere.headers()["content-type"],
        "application/problem+json"
    );
    let client = reqwest::Client::new();
    let unsigned = client
        .post(format!("{}/slack/events", f.runtime.url()))
        .body("payload=1");
    assert_eq!(unsigned.send().await.unwrap().status(), 401);
    let unknown = client
        .post(format!("{}/async/generate", f.runtime.url()))
        .body("{}");
    assert_eq!(unknown.send().await.unwrap().status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_in_a_bucket_becomes_an_inquiry_and_a_broken_one_comes_again() {
    let s3 = Service::start().await;
    s3.answers_with_text(200, crate::process::mail("from-s3"));
    let f = function(&[
        ("AWS_ENDPOINT_URL_S3", s3.url()),
        ("SES_INBOUND_PREFIX", "mail/"),
    ])
    .await;
    let record = |key: &str| {
        json!({ "Records": [{ "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
            "s3": { "bucket": { "name": "inbound" }, "object": { "key": key, "size": 1 } } }] })
    };
    assert_eq!(
        f.runtime.invoke(record("mail/a+b%2Bc")).await,
        Ok(json!(null)),
        "{}",
        f.world.log()
    );
    assert_eq!(f.world.workspace.messages().len(), 1);
    let asked = s3.requests();
    let place = format!(
        "{} {}",
        asked[0].headers["host"].to_str().unwrap(),
        asked[0].path
    );
    assert!(
        place.contains("inbound") && place.ends_with("mail/a%20b%2Bc"),
        "{place}"
    );
    // The same event again, and what is no mail.
    for event in [
        record("mail/a+b%2Bc"),
        record("mail/AMAZON_SES_SETUP_NOTIFICATION"),
        record("other/x"),
    ] {
        assert_eq!(f.runtime.invoke(event).await, Ok(json!(null)));
    }
    assert_eq!(f.world.workspace.messages().len(), 1);
    assert_eq!(s3.requests().len(), 2);

    s3.always(Fault::AwsXml(403, "AccessDenied"));
    let failed = f.runtime.invoke(record("mail/secret")).await.unwrap_err();
    assert!(failed.contains("AccessDenied"), "{failed}");
    let queue = json!({ "Records": [
        { "eventSource": "aws:sqs", "messageId": "m1", "body": record("mail/1").to_string() },
        { "eventSource": "aws:sqs", "messageId": "m2", "body": record("other/2").to_string() },
        { "eventSource": "aws:sqs", "messageId": "m3", "body": "nonsense" },
    ] });
    let expected =
        json!({ "batchItemFailures": [{ "itemIdentifier": "m1" }, { "itemIdentifier": "m3" }] });
    assert_eq!(f.runtime.invoke(queue).await, Ok(expected));
    s3.always(Fault::AwsXml(404, "NoSuchKey"));
    assert_eq!(f.runtime.invoke(record("mail/gone")).await, Ok(json!(null)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_sweeps_and_an_unknown_event_is_a_clear_error() {
    let f = function(&[]).await;
    let schedule = json!({ "version": "0", "source": "aws.events", "detail-type": "Scheduled Event", "detail": {} });
    assert_eq!(f.runtime.invoke(schedule).await, Ok(json!(null)));
    let failed = f
        .runtime
        .invoke(json!({ "taro@example.com": 1, "colour": "red" }))
        .await
        .unwrap_err();
    assert!(
        failed.contains("colour") && failed.contains("EventBridge"),
        "{failed}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_takes_the_mails_that_wait_in_gmail() {
    let gmail = GmailServer::start().await;
    let variables = gmail.environment();
    let variables = variables
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let f = function(&variables).await;
    let schedule = json!({ "source": "aws.events", "detail-type": "Scheduled Event" });
    assert_eq!(
        f.runtime.invoke(schedule.clone()).await,
        Ok(json!(null)),
        "{}",
        f.world.log()
    );
    gmail.deliver(&crate::process::mail("from-gmail"));
    for event in [schedule, json!({ "replybot": "poll_gmail" })] {
        assert_eq!(
            f.runtime.invoke(event).await,
            Ok(json!(null)),
            "{}",
            f.world.log()
        );
    }
    assert_eq!(f.world.workspace.messages().len(), 1);
    assert_eq!(gmail.count("messages.get"), 1);
    gmail.fail("messages.list", GmailFault::Status(503, "backendError"));
    let failed = f
        .runtime
        .invoke(json!({ "replybot": "poll_gmail" }))
        .await
        .unwrap_err();
    assert!(failed.contains("Gmail"), "{failed}");
    assert_eq!(gmail.mistakes(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ses_reports_of_a_reply_is_on_its_card() {
    let f = function(&[]).await;
    let (id, view) = f.drafted().await;
    f.world.workspace.submit(SATO, &view).await;
    let stored = f.world.data.path().join("replybot.sqlite3");
    let stored = rusqlite::Connection::open(stored).unwrap();
    let accepted_as: String = stored
        .query_row(
            "SELECT item ->> '$.replies[0].accepted_as' FROM inquiries",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let bounce = json!({ "eventType": "Bounce", "bounce": { "bounceType": "Permanent", "bouncedRecipients": [
            { "emailAddress": "taro@example.com", "diagnosticCode": "smtp; 550 5.1.1 no such user" }] },
        "mail": { "messageId": accepted_as.split('@').next(), "tags": { "context_id": [id] } } });
    let event = json!({ "Records": [{ "EventSource": "aws:sns",
        "Sns": { "Type": "Notification", "Message": bounce.to_string() } }] });
    assert_eq!(
        f.runtime.invoke(event).await,
        Ok(json!(null)),
        "{}",
        f.world.log()
    );
    let card = f.world.workspace.messages()[0].to_string();
    assert!(card.contains("550 5.1.1 no such user"), "{card}");
}

impl Function {
    /// Somebody wants the mail in their own language; the panel is on the screen.
    async fn translate(&self, view_id: &str) -> String {
        let place = Place::View {
            view_id: view_id.to_owned(),
        };
        let clicked = self
            .world
            .workspace
            .click(SATO, &place, "translate_action")
            .await;
        assert_eq!(clicked, Delivery::Acknowledged, "{}", self.world.log());
        let views = self.world.workspace.open_views(SATO);
        assert_eq!(views.len(), 2, "no panel was pushed");
        views.last().cloned().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_has_an_invocation_of_its_own_and_the_panel_says_at_once_that_it_waits() {
    let aws = Service::start().await;
    aws.answers_with(202, json!({}));
    let f = function(&[
        ("UI_LANGUAGE", "ja"),
        ("ASYNC_GENERATION_ENDPOINT", "self"),
        ("AWS_ENDPOINT_URL_LAMBDA", aws.url()),
    ])
    .await;
    let (id, view) = f.click().await;
    let panel = f.translate(&view).await;
    assert!(
        f.text(&panel).contains("翻訳しています"),
        "{}",
        f.text(&panel)
    );
    assert_eq!(f.world.llm.prompts().len(), 0);
    let asked = aws.requests().pop().unwrap();
    assert_eq!(asked.headers["x-amz-invocation-type"], "Event");
    let external_id = asked.body["external_id"].as_str().unwrap().to_owned();
    assert!(external_id.starts_with(&format!("translation-{id}")));
    let mut expected =
        json!({ "replybot": "translation", "context_id": id, "external_id": external_id });
    expected["traceparent"] = asked.body["traceparent"].clone();
    assert_eq!(asked.body, expected);

    // Longer than Slack would have waited.
    f.world.llm.thinks(Duration::from_secs(3), Duration::ZERO);
    f.world
        .llm
        .script(Script::Says(vec!["注文の品が届きません。"]));
    let done = f.runtime.invoke(asked.body.clone()).await;
    assert_eq!(done, Ok(json!(null)), "{}", f.world.log());
    let text = f.text(&panel);
    assert!(text.contains("注文の品が届きません。"), "{text}");
    // Lambda may deliver an event twice.
    let again = f.runtime.invoke(asked.body.clone()).await;
    assert_eq!(again, Ok(json!(null)), "{}", f.world.log());
    assert_eq!(f.world.llm.prompts().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_that_outlives_the_functions_own_time_ends_in_another_try() {
    let aws = Service::start().await;
    aws.answers_with(202, json!({}));
    let f = function(&[
        ("UI_LANGUAGE", "ja"),
        ("ASYNC_GENERATION_ENDPOINT", "self"),
        ("AWS_ENDPOINT_URL_LAMBDA", aws.url()),
    ])
    .await;
    let (_, view) = f.click().await;
    let panel = f.translate(&view).await;
    f.world.llm.script(Script::Silent);
    f.runtime.limit(Duration::from_secs(4));
    let event = aws.requests().pop().unwrap().body;
    assert_eq!(f.runtime.invoke(event).await, Ok(json!(null)));
    let text = f.text(&panel);
    assert!(text.contains("時間内に応答がありませんでした"), "{text}");
    assert!(text.contains("もう一度試す"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_anybody_to_ask_a_slow_translation_ends_in_another_try_and_a_fast_one_is_there() {
    let f = function(&[("UI_LANGUAGE", "ja")]).await;
    let (_, view) = f.click().await;
    f.world.llm.script(Script::Silent);
    let panel = f.translate(&view).await;
    let text = f.text(&panel);
    assert!(
        text.contains("時間内に応答がありませんでした"),
        "{text}\n{}",
        f.world.log()
    );
    f.world
        .llm
        .script(Script::Says(vec!["注文の品が届きません。"]));
    // The reply is in English, too.
    f.world
        .llm
        .script(Script::Says(vec!["注文の品が届きません。"]));
    let place = Place::View {
        view_id: panel.clone(),
    };
    let retried = f
        .world
        .workspace
        .click(SATO, &place, "retry_translation")
        .await;
    assert_eq!(retried, Delivery::Acknowledged, "{}", f.world.log());
    let text = f.text(&panel);
    assert!(text.contains("注文の品が届きません。"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_wrong_with_the_endpoint_the_panel_says_so_and_offers_another_try() {
    for (fault, words) in [
        (Fault::Status(401), "認証に失敗しました"),
        (Fault::Status(503), "混み合っています"),
        (Fault::Silent, "時間内に応答がありませんでした"),
    ] {
        let service = Service::start().await;
        let url = format!("{}/async/generate", service.url());
        let f = function(&[("UI_LANGUAGE", "ja"), ("ASYNC_GENERATION_ENDPOINT", &url)]).await;
        let (id, view) = f.click().await;
        service.always(fault);
        let panel = f.translate(&view).await;
        let text = f.text(&panel);
        assert!(text.contains(words), "{fault:?}: {text}\n{}", f.world.log());
        service.always(Fault::None);
        let place = Place::View {
            view_id: panel.clone(),
        };
        f.world
            .workspace
            .click(SATO, &place, "retry_translation")
            .await;
        assert!(f.text(&panel).contains("翻訳しています"));
        let body = service.requests().pop().unwrap().body;
        assert_eq!(body["wish"], "translation");
        assert_eq!(body["context_id"], id);
        assert_eq!(body.as_object().unwrap().len(), 3);
    }
}
