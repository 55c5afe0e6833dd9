//! Secrets that are kept elsewhere, and who we are to AWS on Google Cloud.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::google::{ACCESS_TOKEN, Fault, Service};
use crate::llm::KEY;
use crate::process::{BOT_TOKEN, World};
use crate::token::{Claims, token};

const NAME: &str = "projects/my-project/secrets/openai/versions/latest";
const ARN: &str = "arn:aws:secretsmanager:ap-northeast-1:123456789012:secret:replybot-AbCdEf";

fn version(value: &str) -> String {
    json!({ "name": NAME, "payload": { "data": STANDARD.encode(value) } }).to_string()
}

/// The bot token in AWS, the model's key in Google's.
async fn world() -> (World, Service, Service) {
    let google = Service::metadata("").await;
    google.route(&format!("/v1/{NAME}:access"), 200, version(KEY));
    let aws = Service::start().await;
    let secret = json!({ "bot": BOT_TOKEN, "number": 7 }).to_string();
    aws.answers_with(
        200,
        json!({ "ARN": ARN, "Name": "replybot", "SecretString": secret }),
    );
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.unset("SLACK_BOT_TOKEN");
    world.unset("OPENAI_API_KEY");
    world.set("SLACK_BOT_TOKEN_ARN", &format!("{ARN}#bot"));
    world.set("OPENAI_API_KEY_NAME", NAME);
    world.set("GCE_METADATA_HOST", google.host());
    world.set(
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER",
        google.url(),
    );
    world.set("AWS_ENDPOINT_URL_SECRETS_MANAGER", aws.url());
    (world, google, aws)
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_fetched_from_both_clouds() {
    let (world, google, aws) = world().await;
    let id = world.ingest("1").await;
    let output = world.run(&["job", "--context-id", &id]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{log}");
    assert!(!log.contains("canary"), "{log}");
    let asked = google.requests_of(&format!("/v1/{NAME}:access"));
    assert_eq!(
        asked[0].headers["authorization"],
        format!("Bearer {ACCESS_TOKEN}")
    );
    assert_eq!(
        aws.requests()[0].headers["x-amz-target"],
        "secretsmanager.GetSecretValue"
    );
    assert_eq!(aws.requests()[0].body, json!({ "SecretId": ARN }));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_cannot_be_fetched_is_said_at_once_together_with_what_is_missing() {
    let (mut world, google, aws) = world().await;
    google.route(&format!("/v1/{NAME}:access"), 403, "{}".to_owned());
    aws.always(Fault::Aws(400, "ResourceNotFoundException"));
    world.set("SLACK_CHANNEL_ID", "general");
    let output = world.run(&["job", "--pending"]).await;
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    for words in [
        "SLACK_BOT_TOKEN (SLACK_BOT_TOKEN_ARN) cannot be fetched: AWS Secrets Manager answered ResourceNotFoundException",
        "OPENAI_API_KEY (OPENAI_API_KEY_NAME) cannot be fetched: Google Secret Manager answered HTTP 403",
        "SLACK_CHANNEL_ID is no id of a channel",
    ] {
        assert!(text.contains(words), "{words}:\n{text}");
    }
    world.set("SLACK_BOT_TOKEN_ARN", "arn:aws:s3:::bucket");
    world.set("OPENAI_API_KEY_NAME", "projects/../x");
    let output = world.run(&["job", "--pending"]).await;
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(
        text.contains("is not the ARN of a secret") && text.contains("is not the name of a secret"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_unusable_secret_is_a_problem_and_never_shown() {
    let (mut world, google, aws) = world().await;
    for (body, words) in [
        ("{}", "not as documented"),
        (r#"{"payload":{"data":"%%"}}"#, "not as documented"),
        (r#"{"payload":{"data":""}}"#, "it is empty"),
        (r#"{"payload":{"data":"/w=="}}"#, "it is no text"),
    ] {
        google.route(&format!("/v1/{NAME}:access"), 200, body.to_owned());
        let output = world.run(&["job", "--pending"]).await;
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(
            text.contains(words) && output.status.code() == Some(2),
            "{body}: {text}"
        );
    }
    google.route(&format!("/v1/{NAME}:access"), 200, version(KEY));
    for (key, words) in [("other", "no such key"), ("number", "is no text")] {
        world.set("SLACK_BOT_TOKEN_ARN", &format!("{ARN}#{key}"));
        let output = world.run(&["job", "--pending"]).await;
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(
            text.contains(words) && !text.contains("canary"),
            "{key}: {text}"
        );
    }
    drop(aws);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_was_rotated_is_fetched_again_when_it_is_refused() {
    let (world, google, _aws) = world().await;
    let id = world.ingest("1").await;
    google.at_first(&format!("/v1/{NAME}:access"), 200, version("sk-old-canary"));
    let output = world.run(&["job", "--context-id", &id]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{log}");
    assert!(log.contains("fetched again"), "{log}");
    assert_eq!(google.requests_of(&format!("/v1/{NAME}:access")).len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn on_google_cloud_the_aws_role_is_taken_with_an_id_token() {
    let id_token = token(&Claims::default());
    let google = Service::metadata(&id_token).await;
    let sts = Service::start().await;
    let credentials = "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>canary-role-key</SecretAccessKey><SessionToken>canary-session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>";
    sts.answers_with_text(200, credentials.to_owned());
    let (mut world, _, aws) = world().await;
    world.unset("AWS_ACCESS_KEY_ID");
    world.unset("AWS_SECRET_ACCESS_KEY");
    world.set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/replybot");
    world.set("AWS_ENDPOINT_URL_STS", sts.url());
    world.set("GCE_METADATA_HOST", google.host());
    let output = world.run(&["job", "--pending"]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{log}");
    let identity = "/computeMetadata/v1/instance/service-accounts/default/identity";
    let asked = google.requests_of(identity);
    assert!(
        asked[0].query.contains("audience=sts.amazonaws.com"),
        "{:?}",
        asked[0]
    );
    let form = sts.requests()[0].body.as_str().unwrap().to_owned();
    let fields: std::collections::HashMap<String, String> =
        serde_urlencoded::from_str(&form).unwrap();
    assert_eq!(fields["Action"], "AssumeRoleWithWebIdentity");
    assert_eq!(fields["RoleArn"], "arn:aws:iam::123456789012:role/replybot");
    assert_eq!(fields["WebIdentityToken"], id_token);
    let signed = aws.requests()[0].headers["authorization"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(signed.contains("Credential=ASIAROLE/"), "{signed}");
    assert!(!log.contains("canary"), "{log}");

    let refused = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
    sts.answers_with_text(403, refused.to_owned());
    let output = world.run(&["job", "--pending"]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.code() == Some(2)
            && log.contains("STS refused the role in AWS_ROLE_ARN (AccessDenied)"),
        "{log}"
    );
}
