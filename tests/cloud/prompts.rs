//! Prompts that are kept in a bucket.

use replybot::prompts::{Files, Prompts, Voice};
use serde_json::json;

use crate::google::{ACCESS_TOKEN, Fault, Service};
use crate::process::World;

const LIST: &str = "/storage/v1/b/prompts/o";

/// The shipped prompts, and one of the team's own.
fn files() -> Files {
    let mut files = Prompts::shipped(&Voice::default()).files().clone();
    files.remove("safety.txt");
    let vip = "when: A customer of many years writes.\n---\nBe warm.\n";
    files.insert("kinds/vip.txt".to_owned(), vip.to_owned());
    files
}

/// Google Cloud Storage with these files.
async fn gcs(files: &Files) -> Service {
    let google = Service::metadata("").await;
    let items: Vec<_> = files
        .keys()
        .map(|name| json!({ "name": format!("team/{name}") }))
        .collect();
    google.route(LIST, 200, json!({ "items": items }).to_string());
    for (name, text) in files {
        let path = format!("{LIST}/team%2F{}", name.replace('/', "%2F"));
        google.route(&path, 200, text.clone());
    }
    google
}

async fn world(google: &Service) -> World {
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.set("PROMPTS", "gs://prompts/team");
    world.set("GCE_METADATA_HOST", google.host());
    world.set("CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE", google.url());
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn prompts_come_from_google_cloud_storage() {
    let google = gcs(&files()).await;
    let world = world(&google).await;
    let output = world.run(&["prompts", "list"]).await;
    let (text, log) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(
        text.contains("A customer of many years writes."),
        "{text}{log}"
    );
    let asked = google.requests_of(LIST);
    assert_eq!(asked[0].query, "prefix=team%2F");
    assert_eq!(
        asked[0].headers["authorization"],
        format!("Bearer {ACCESS_TOKEN}")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn prompts_come_from_s3() {
    let s3 = Service::start().await;
    let files = files();
    let keys: String = files
        .keys()
        .map(|name| format!("<Contents><Key>team/{name}</Key></Contents>"))
        .collect();
    let list = format!(
        "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>prompts</Name><IsTruncated>false</IsTruncated>{keys}</ListBucketResult>"
    );
    for path in ["/prompts/", "/prompts"] {
        s3.route(path, 200, list.clone());
    }
    for (name, text) in &files {
        s3.route(&format!("/prompts/team/{name}"), 200, text.clone());
    }
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    world.set("PROMPTS", "s3://prompts/team/");
    world.set("AWS_ENDPOINT_URL_S3", s3.url());
    let output = world.run(&["prompts", "list"]).await;
    let (text, log) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(
        text.contains("A customer of many years writes."),
        "{text}{log}"
    );

    s3.always(Fault::AwsXml(403, "AccessDenied"));
    let output = world.run(&["prompts", "list"]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{log}");
    assert!(
        log.contains("PROMPTS names a bucket in which nothing can be listed (AccessDenied)"),
        "{log}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_prompts_in_a_bucket_is_said_together_with_what_is_missing() {
    let mut files = files();
    files.remove("kinds/refund.txt");
    let google = gcs(&files).await;
    let mut world = world(&google).await;
    world.set("SLACK_CHANNEL_ID", "general");
    let output = world.run(&["job", "--pending"]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{log}");
    assert!(
        log.contains("SLACK_CHANNEL_ID is no id of a channel"),
        "{log}"
    );
    assert!(log.contains("kinds/refund.txt is missing"), "{log}");
    google.route(LIST, 403, "{}".to_owned());
    let output = world.run(&["job", "--pending"]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert!(
        log.contains("PROMPTS names a bucket that cannot be read (HTTP 403)"),
        "{log}"
    );
}
