//! What was valid at the start and is not any more: rotated secrets, credentials that expire.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use slack_sim::Delivery;

use crate::google::{Fault, Service};
use crate::lambda::function;
use crate::process::{SATO, SIGNING_SECRET};
use crate::serve::{HEADER, serve};
use crate::token::{Claims, token};

const SECRET: &str = "projects/my-project/secrets/slack/versions/latest";

fn version(value: &str) -> String {
    json!({ "payload": { "data": STANDARD.encode(value) } }).to_string()
}

/// Google's Secret Manager, in which `old` has become `new` after the first look.
async fn rotated(old: &str, new: &str) -> (Service, String) {
    let google = Service::metadata("").await;
    let path = format!("/v1/{SECRET}:access");
    google.at_first(&path, 200, version(old));
    google.route(&path, 200, version(new));
    (google, path)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signing_secret_that_was_rotated_is_fetched_when_signatures_begin_to_fail() {
    let (google, path) = rotated("0ca4a2950516516e675ec2e7ca4a2901", SIGNING_SECRET).await;
    let s = serve(
        &[
            // Plain would stand above it.
            ("SLACK_SIGNING_SECRET", ""),
            ("SLACK_SIGNING_SECRET_NAME", SECRET),
            ("GCE_METADATA_HOST", google.host()),
            (
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER",
                google.url(),
            ),
        ],
        &["--behind-iam"],
    )
    .await;
    s.world.ingest("1").await;
    let place = s.world.card();
    let click = async || {
        s.world
            .workspace
            .click(SATO, &place, "generate_reply_action")
            .await
    };
    let before = google.requests_of(&path).len();
    assert_eq!(click().await, Delivery::Acknowledged, "{}", s.world.log());
    // Whoever invents signatures does not have it fetched again and again.
    for number in 0..5 {
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        let invented = reqwest::Client::new()
            .post(format!("{}/slack/events", s.url))
            .header("x-slack-request-timestamp", now.as_secs().to_string())
            .header("x-slack-signature", format!("v0={number:064x}"))
            .body("payload={}");
        assert_eq!(invented.send().await.unwrap().status(), 401);
    }
    assert_eq!(google.requests_of(&path).len(), before + 1);
    assert_eq!(click().await, Delivery::Acknowledged);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_that_the_callers_have_newer_is_fetched_again() {
    let (google, path) = rotated("Bearer canary-of-yesterday", HEADER).await;
    let s = serve(
        &[
            ("ASYNC_GENERATION_AUTH_HEADER_NAME", SECRET),
            ("GCE_METADATA_HOST", google.host()),
            (
                "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER",
                google.url(),
            ),
        ],
        &[],
    )
    .await;
    let id = s.world.ingest("1").await;
    let before = google.requests_of(&path).len();
    assert_eq!(s.generate(HEADER, &id).await.status(), 202);
    for _ in 0..5 {
        assert_eq!(s.generate("Bearer invented", &id).await.status(), 401);
    }
    assert_eq!(google.requests_of(&path).len(), before + 1);
}

/// What STS answers to `AssumeRoleWithWebIdentity`.
fn role(key: &str, expires: &str) -> String {
    format!(
        "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleWithWebIdentityResult><Credentials>\
         <AccessKeyId>{key}</AccessKeyId><SecretAccessKey>canary-role-key</SecretAccessKey><SessionToken>canary-session</SessionToken>\
         <Expiration>{expires}</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"
    )
}

fn in_two_minutes() -> String {
    let at = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(120);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn object(key: &str) -> Value {
    json!({ "Records": [{ "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
        "s3": { "bucket": { "name": "inbound" }, "object": { "key": key, "size": 1 } } }] })
}

#[tokio::test(flavor = "multi_thread")]
async fn aws_credentials_by_web_identity_are_renewed_before_they_expire() {
    let google = Service::metadata(&token(&Claims::default())).await;
    let sts = Service::start().await;
    sts.at_first("/", 200, role("ASIAFIRST", &in_two_minutes()));
    sts.route("/", 200, role("ASIASECOND", &in_two_minutes()));
    let s3 = Service::start().await;
    s3.answers_with_text(200, crate::process::mail("from-s3"));
    let f = function(&[
        ("AWS_ACCESS_KEY_ID", ""),
        ("AWS_SECRET_ACCESS_KEY", ""),
        ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/replybot"),
        ("AWS_ENDPOINT_URL_STS", sts.url()),
        ("AWS_ENDPOINT_URL_S3", s3.url()),
        ("GCE_METADATA_HOST", google.host()),
    ])
    .await;
    let signed_with = async |key: &str| {
        let answer = f.runtime.invoke(object(key)).await;
        assert_eq!(answer, Ok(json!(null)), "{}", f.world.log());
        let asked = s3.requests().pop().unwrap();
        let signature = asked.headers["authorization"].to_str().unwrap().to_owned();
        let (_, rest) = signature.split_once("Credential=").unwrap();
        rest.split('/').next().unwrap().to_owned()
    };
    assert_eq!(signed_with("1").await, "ASIAFIRST");
    // They hold for two more minutes, which is too short for whatever begins now.
    assert_eq!(signed_with("2").await, "ASIASECOND");
    // While STS is away, what still holds is better than nothing.
    sts.always(Fault::Status(503));
    assert_eq!(signed_with("3").await, "ASIASECOND");
    sts.always(Fault::None);
    sts.route("/", 200, role("ASIATHIRD", "2099-01-01T00:00:00Z"));
    assert_eq!(signed_with("4").await, "ASIATHIRD");
    let asked = sts.requests().len();
    assert_eq!(signed_with("5").await, "ASIATHIRD");
    assert_eq!(sts.requests().len(), asked, "they last long enough");
    assert!(!f.world.log().contains("canary"));
}
