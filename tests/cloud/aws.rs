//! The roles with an emulated AWS: secrets, a role by web identity, mails in a bucket.

use serde_json::json;

use crate::google::Service;
use crate::lambda::{Function, function};
use crate::llm::KEY;
use crate::process::{BOT_TOKEN, World, mail};
use crate::support::dynamodb::Table;
use crate::support::moto::{Moto, REGION, moto};
use crate::token::{Claims, token};

async fn aws() -> &'static Moto {
    tokio::task::spawn_blocking(moto).await.unwrap()
}

async fn secret(aws: &Moto, name: &str, value: &str) -> String {
    aws_sdk_secretsmanager::Client::new(&aws.sdk_config())
        .create_secret()
        .name(name)
        .secret_string(value)
        .send()
        .await
        .unwrap()
        .arn
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn on_google_cloud_a_role_is_taken_and_its_secrets_are_used() {
    let aws = aws().await;
    let google = Service::metadata(&token(&Claims::default())).await;
    let bot = secret(aws, "bot-token", BOT_TOKEN).await;
    let both = json!({ "openai": KEY, "unused": "x" }).to_string();
    let both = secret(aws, "several", &both).await;
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    let id = world.ingest("1").await;
    for name in [
        "SLACK_BOT_TOKEN",
        "OPENAI_API_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
    ] {
        world.unset(name);
    }
    world.set("SLACK_BOT_TOKEN_ARN", &bot);
    world.set("OPENAI_API_KEY_ARN", &format!("{both}#openai"));
    world.set("AWS_ENDPOINT_URL", aws.url());
    world.set("AWS_REGION", REGION);
    world.set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/replybot");
    world.set("GCE_METADATA_HOST", google.host());
    let output = world.run(&["job", "--context-id", &id]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{log}");
    // The model took the key, and Slack the token: its card shows the draft.
    assert_eq!(world.llm.prompts().len(), 1);
    let card = world.workspace.messages()[0].to_string();
    assert!(card.contains("A draft is ready"), "{card}");

    let gone = format!("arn:aws:secretsmanager:{REGION}:123456789012:secret:gone-AbCdEf");
    world.set("SLACK_BOT_TOKEN_ARN", &gone);
    world.set("OPENAI_API_KEY_ARN", &format!("{both}#anthropic"));
    let output = world.run(&["job", "--context-id", &id]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{log}");
    assert!(log.contains("ResourceNotFoundException"), "{log}");
    assert!(log.contains("it has no such key"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_ses_left_in_a_bucket_becomes_a_card() {
    let aws = aws().await;
    let s3 = aws_sdk_s3::Client::new(&aws.sdk_config());
    s3.create_bucket().bucket("inbound").send().await.unwrap();
    let put = async |key: &str, content: String| {
        let body = content.into_bytes().into();
        let put = s3.put_object().bucket("inbound").key(key).body(body);
        put.send().await.unwrap();
    };
    put("mail/one two+three", mail("from-moto")).await;
    put("mail/AMAZON_SES_SETUP_NOTIFICATION", "x".to_owned()).await;
    let environment = [
        ("SES_INBOUND_BUCKET_NAME", "inbound"),
        ("SES_INBOUND_PREFIX", "mail/"),
    ];
    let f = function(&[&environment[..], &aws.environment()[..]].concat()).await;
    // As S3 writes a key in its events.
    let event = |key: &str| {
        json!({ "Records": [{ "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
            "s3": { "bucket": { "name": "inbound" }, "object": { "key": key, "size": 1 } } }] })
    };
    for key in [
        "mail/one+two%2Bthree",
        "mail/one+two%2Bthree",
        "mail/AMAZON_SES_SETUP_NOTIFICATION",
        "mail/gone",
    ] {
        let answer = f.runtime.invoke(event(key)).await;
        assert_eq!(answer, Ok(json!(null)), "{key}: {}", f.world.log());
    }
    let cards = f.world.workspace.messages();
    assert_eq!(cards.len(), 1, "{}", f.world.log());
    assert!(
        cards[0].to_string().contains("Where is it?"),
        "{}",
        cards[0]
    );
    // A bucket that is not there is a mistake that somebody can mend: the event comes again.
    let elsewhere = json!({ "Records": [{ "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
        "s3": { "bucket": { "name": "inbound" }, "object": { "key": "mail/x", "size": 1 } } }] });
    s3.delete_object()
        .bucket("inbound")
        .key("mail/one two+three")
        .send()
        .await
        .unwrap();
    let rest = s3.list_objects_v2().bucket("inbound").send().await.unwrap();
    for object in rest.contents() {
        let key = object.key().unwrap();
        s3.delete_object()
            .bucket("inbound")
            .key(key)
            .send()
            .await
            .unwrap();
    }
    s3.delete_bucket().bucket("inbound").send().await.unwrap();
    let failed = f.runtime.invoke(elsewhere).await.unwrap_err();
    assert!(failed.contains("NoSuchBucket"), "{failed}");
}

/// A function with a bucket and a table, to which SES delivers these objects. `locks`: the bucket can
/// keep an object for some time, whoever wants it gone.
async fn with_mails(
    bucket: &str,
    locks: bool,
    mails: &[(&str, String)],
) -> (Function, aws_sdk_s3::Client, Table) {
    let aws = aws().await;
    let s3 = aws_sdk_s3::Client::new(&aws.sdk_config());
    let create = s3.create_bucket().bucket(bucket);
    let create = create.object_lock_enabled_for_bucket(locks);
    create.send().await.unwrap();
    let table = Table::new().await;
    let environment = [
        ("SES_INBOUND_BUCKET_NAME", bucket),
        ("DDB_TABLE_NAME", table.name.as_str()),
    ];
    let f = function(&[&environment[..], &aws.environment()[..]].concat()).await;
    for (key, mail) in mails {
        deliver(&f, &s3, bucket, key, mail.clone()).await;
    }
    (f, s3, table)
}

/// SES leaves a mail in the bucket, and the function is told.
async fn deliver(f: &Function, s3: &aws_sdk_s3::Client, bucket: &str, key: &str, mail: String) {
    let put = s3.put_object().bucket(bucket).key(key);
    put.body(mail.into_bytes().into()).send().await.unwrap();
    tell(f, bucket, key).await;
}

/// The function is told of an object.
async fn tell(f: &Function, bucket: &str, key: &str) {
    let event = json!({ "Records": [{ "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
        "s3": { "bucket": { "name": bucket }, "object": { "key": key, "size": 1 } } }] });
    let answer = f.runtime.invoke(event).await;
    assert_eq!(answer, Ok(json!(null)), "{}", f.world.log());
}

/// Keys and contents of all objects.
async fn objects(s3: &aws_sdk_s3::Client, bucket: &str) -> Vec<(String, String)> {
    let listed = s3.list_objects_v2().bucket(bucket).send().await.unwrap();
    let mut objects = Vec::new();
    for key in listed.contents().iter().filter_map(|object| object.key()) {
        let object = s3.get_object().bucket(bucket).key(key).send().await;
        let bytes = object.unwrap().body.collect().await.unwrap().to_vec();
        objects.push((key.to_owned(), String::from_utf8(bytes).unwrap()));
    }
    objects
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_forgotten_customer_is_left_in_bucket_table_slack_or_log() {
    let theirs = mail("theirs").replace("Taro <taro@", "Hanako <hanako.canary@");
    let mails = [
        ("one", theirs.clone()),
        ("the-same-again", theirs.clone()),
        ("another", theirs.replace("<theirs@", "<theirs-2@")),
        ("somebody-elses", mail("other")),
    ];
    let (f, s3, table) = with_mails("forgotten", false, &mails).await;
    let everything = async || {
        let messages = serde_json::to_string(&f.world.workspace.messages()).unwrap();
        let items = serde_json::to_string(&table.items().await).unwrap();
        let objects = format!("{:?}", objects(&s3, "forgotten").await);
        [objects, items, messages, f.world.log()]
    };
    let before = everything().await;
    for place in &before[..2] {
        assert!(
            place.to_lowercase().contains("hanako.canary@"),
            "it was never there: {place}"
        );
    }
    let args = ["forget", "HANAKO.CANARY@example.com", "--yes", "--json"];
    let output = f.world.run(&args).await;
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said} {}", f.world.log());
    assert_eq!(
        (&said["inquiries"], &said["s3_objects"]),
        (&json!(2), &json!(3)),
        "{said}"
    );
    assert_eq!(said["mails_of_unknown_place"], 0);
    for place in everything().await {
        let place = place.to_lowercase();
        assert!(!place.contains("hanako"), "{place}");
    }
    let left = objects(&s3, "forgotten").await;
    let keys: Vec<&str> = left.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["somebody-elses"]);
    let again = f.world.run(&args).await;
    let said: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!(
        (&said["inquiries"], &said["s3_objects"]),
        (&json!(0), &json!(0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_mail_goes_with_all_its_versions_and_others_keep_theirs() {
    use aws_sdk_s3::types::{BucketVersioningStatus, VersioningConfiguration};
    let bucket = "keeps-versions";
    let (f, s3, _table) = with_mails(bucket, false, &[]).await;
    let versioning = VersioningConfiguration::builder().status(BucketVersioningStatus::Enabled);
    let put = s3.put_bucket_versioning().bucket(bucket);
    let put = put.versioning_configuration(versioning.build());
    put.send().await.unwrap();
    for _ in 0..2 {
        deliver(&f, &s3, bucket, "one", mail("one")).await;
    }
    s3.delete_object()
        .bucket(bucket)
        .key("one")
        .send()
        .await
        .unwrap();
    deliver(&f, &s3, bucket, "one", mail("one")).await;
    let other = mail("other").replace("Taro <taro@", "Hanako <hanako@");
    deliver(&f, &s3, bucket, "one-more", other).await;
    let output = f.world.run(&["forget", "taro@example.com", "--yes"]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{log}");
    let left = s3.list_object_versions().bucket(bucket).send().await;
    let left = left.unwrap();
    let keys: Vec<&str> = left.versions().iter().filter_map(|it| it.key()).collect();
    assert_eq!(keys, ["one-more"]);
    assert_eq!(left.delete_markers(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_inquiry_whose_mail_cannot_be_deleted_stays_and_says_why() {
    use aws_sdk_s3::types::ObjectLockMode;
    let bucket = "locks-objects";
    let (f, s3, table) = with_mails(bucket, true, &[]).await;
    let until = std::time::SystemTime::now() + std::time::Duration::from_secs(3600);
    let put = s3.put_object().bucket(bucket).key("one");
    let put = put
        .object_lock_mode(ObjectLockMode::Compliance)
        .object_lock_retain_until_date(until.into());
    let body = mail("one").into_bytes().into();
    put.body(body).send().await.unwrap();
    tell(&f, bucket, "one").await;
    let output = f.world.run(&["forget", "taro@example.com", "--yes"]).await;
    let log = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(75), "{log}");
    assert!(
        log.contains("cannot delete one in locks-objects (AccessDenied): may this role call s3:DeleteObjectVersion?"),
        "{log}"
    );
    let items = serde_json::to_string(&table.items().await).unwrap();
    assert!(
        items.contains("taro@example.com"),
        "what names the place goes last"
    );
}
