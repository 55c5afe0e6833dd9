//! `replybot check --role lambda`: the table, SES, the bucket, identity in both directions.

use serde_json::json;

use crate::check::{Said, check};
use crate::google::{Fault, Service};
use crate::process::World;
use crate::support::aws_proxy::{AwsProxy, Fault as AwsFault};
use crate::support::dynamodb::Table;
use crate::token::{Claims, token};

/// A function's environment, and AWS and Google as it meets them.
struct Function {
    world: World,
    table: Table,
    dynamodb: AwsProxy,
    ses: Service,
    s3: Service,
    sts: Service,
    google: Service,
    drafts: Service,
    _pool: tempfile::NamedTempFile,
}

const CALLER: &str = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
    <GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/replybot/check</Arn>\
    <UserId>A</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";
const SENDER: &str = "/v2/email/identities/support%40shop.example";
const DOMAIN: &str = "/v2/email/identities/shop.example";
const EVENTS: &str = "/v2/email/configuration-sets/replies/event-destinations";
const ACCOUNT: &str = "/v2/email/account";

/// As STS says no.
fn refusal(code: &str) -> String {
    format!(
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
         <Code>{code}</Code><Message>canary</Message></Error><RequestId>r</RequestId></ErrorResponse>"
    )
}

fn account(enabled: bool, production: bool) -> String {
    json!({ "SendingEnabled": enabled, "ProductionAccessEnabled": production,
        "SendQuota": { "Max24HourSend": 50000.0, "MaxSendRate": 14.0, "SentLast24Hours": 0.0 } })
    .to_string()
}

fn identity(verified: bool, dkim: &str) -> String {
    json!({ "IdentityType": "DOMAIN", "VerifiedForSendingStatus": verified,
        "DkimAttributes": { "SigningEnabled": true, "Status": dkim } })
    .to_string()
}

fn events(kinds: &[&str]) -> String {
    json!({ "EventDestinations": [{ "Name": "sns", "Enabled": true, "MatchingEventTypes": kinds }] })
        .to_string()
}

async fn function() -> Function {
    let table = Table::new().await.with_time_to_live("ttl_epoch").await;
    let dynamodb = AwsProxy::start().await;
    let (ses, s3, sts) = (
        Service::start().await,
        Service::start().await,
        Service::start().await,
    );
    ses.answers_with(404, json!({ "__type": "NotFoundException" }));
    ses.route(ACCOUNT, 200, account(true, true));
    ses.route(DOMAIN, 200, identity(true, "SUCCESS"));
    ses.route(EVENTS, 200, events(&["BOUNCE", "COMPLAINT"]));
    s3.answers_with_text(200, "note".to_owned());
    sts.answers_with_text(200, CALLER.to_owned());
    let google = Service::start().await;
    let exchanged = json!({ "access_token": "ya29.canary-federated", "token_type": "Bearer", "expires_in": 3600,
        "issued_token_type": "urn:ietf:params:oauth:token-type:access_token" });
    google.route("/v1/token", 200, exchanged.to_string());
    let id_token = json!({ "token": token(&Claims::default()) }).to_string();
    let account = "replybot@my-project.iam.gserviceaccount.com";
    let generate = format!("/v1/projects/-/serviceAccounts/{account}:generateIdToken");
    google.route(&generate, 200, id_token);
    let drafts = Service::start().await;
    drafts.answers_with(400, json!({ "status": 400 }));
    let pool = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(pool.path(), crate::lambda::pool(google.url()).to_string()).unwrap();
    let mut world = World::start("http://127.0.0.1:1/slack/events").await;
    for (name, value) in [
        ("AWS_REGION", crate::support::moto::REGION),
        ("DDB_TABLE_NAME", &table.name),
        ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.url()),
        ("AWS_ENDPOINT_URL_SESV2", ses.url()),
        ("AWS_ENDPOINT_URL_S3", s3.url()),
        ("AWS_ENDPOINT_URL_STS", sts.url()),
        ("MAIL_TRANSPORT", "ses"),
        ("SES_CONFIGURATION_SET", "replies"),
        ("SES_INBOUND_BUCKET_NAME", "inbound"),
        ("SES_INBOUND_PREFIX", "mail/"),
        (
            "ASYNC_GENERATION_ENDPOINT",
            &format!("{}/async/generate", drafts.url()),
        ),
        ("ASYNC_GENERATION_AUTH_HEADER", "google-id-token"),
        (
            "GOOGLE_APPLICATION_CREDENTIALS",
            pool.path().to_str().unwrap(),
        ),
        ("REPLYBOT_URL", drafts.url()),
    ] {
        world.set(name, value);
    }
    Function {
        world,
        table,
        dynamodb,
        ses,
        s3,
        sts,
        google,
        drafts,
        _pool: pool,
    }
}

impl Function {
    async fn check(&self) -> Said {
        check(&self.world, &["--role", "lambda"]).await
    }
}

/// There is no function behind the request URL here; `check.rs` looks at that.
const ELSEWHERE: [&str; 2] = ["deployment", "request URL"];

#[tokio::test(flavor = "multi_thread")]
async fn with_everything_right_all_is_green() {
    let f = function().await;
    let said = f.check().await;
    let expected = [
        "AWS identity",
        "Google identity",
        "SES account",
        "SES events",
        "SES sender",
        "Slack channel",
        "Slack scopes",
        "Slack token",
        "configuration",
        "drafts",
        "inbound mail",
        "index by_customer",
        "index by_day",
        "index open_inquiries",
        "index open_work",
        "table",
        "time to live",
    ];
    assert_eq!(said.that("ok"), expected, "{:#?}", said.lines);
    assert_eq!(said.that("failed"), ELSEWHERE);
    // Looking wrote nothing.
    assert!(f.table.items().await.is_empty());
    // An ID token was brought, and no wish.
    let asked = f.drafts.requests_of("/async/generate");
    assert_eq!(asked[0].body, json!({}));
    assert!(
        asked[0].headers["authorization"]
            .to_str()
            .unwrap()
            .starts_with("Bearer ey")
    );
}

type Break = fn(&mut Function);
/// What is broken, how, which line says so, how it went, and its words.
type Case = (
    &'static str,
    Break,
    &'static str,
    &'static str,
    &'static str,
);

fn denied() -> AwsFault {
    AwsFault::refused("AccessDeniedException", "canary")
}

const CASES: &[Case] = &[
    (
        "no such table",
        |f| f.world.set("DDB_TABLE_NAME", "nowhere"),
        "table",
        "failed",
        "DDB_TABLE_NAME",
    ),
    (
        "no right to read",
        |f| f.dynamodb.break_down("GetItem", denied()),
        "table",
        "failed",
        "dynamodb:GetItem",
    ),
    (
        "no right to put",
        |f| f.dynamodb.break_down("PutItem", denied()),
        "table",
        "failed",
        "dynamodb:PutItem",
    ),
    (
        "no right to update",
        |f| f.dynamodb.break_down("UpdateItem", denied()),
        "table",
        "failed",
        "dynamodb:UpdateItem",
    ),
    (
        "no right to ask an index",
        |f| f.dynamodb.break_down("Query", denied()),
        "index by_day",
        "failed",
        "dynamodb:Query",
    ),
    (
        "no right to look",
        |f| f.dynamodb.break_down("DescribeTimeToLive", denied()),
        "time to live",
        "warning",
        "dynamodb:DescribeTimeToLive",
    ),
    (
        "throttled",
        |f| {
            f.dynamodb
                .break_down("DescribeTable", AwsFault::throttled())
        },
        "table",
        "failed",
        "try again later",
    ),
    (
        "SES pauses",
        |f| f.ses.route(ACCOUNT, 200, account(false, true)),
        "SES account",
        "failed",
        "paused",
    ),
    (
        "the sandbox",
        |f| f.ses.route(ACCOUNT, 200, account(true, false)),
        "SES account",
        "warning",
        "sandbox",
    ),
    (
        "no right to see the account",
        |f| {
            f.ses.route(
                ACCOUNT,
                403,
                json!({ "code": "AccessDeniedException" }).to_string(),
            )
        },
        "SES account",
        "failed",
        "ses:GetAccount",
    ),
    (
        "a domain that is not verified",
        |f| f.ses.route(DOMAIN, 200, identity(false, "PENDING")),
        "SES sender",
        "failed",
        "not verified",
    ),
    (
        "an address that is not verified",
        |f| f.ses.route(SENDER, 200, identity(false, "PENDING")),
        "SES sender",
        "failed",
        "address is not verified",
    ),
    (
        "no DKIM",
        |f| f.ses.route(DOMAIN, 200, identity(true, "FAILED")),
        "SES sender",
        "warning",
        "DKIM",
    ),
    (
        "no event of complaints",
        |f| f.ses.route(EVENTS, 200, events(&["BOUNCE"])),
        "SES events",
        "warning",
        "COMPLAINT",
    ),
    (
        "no configuration set named",
        |f| f.world.unset("SES_CONFIGURATION_SET"),
        "SES events",
        "warning",
        "SES_CONFIGURATION_SET",
    ),
    (
        "a bucket of somebody else",
        |f| f.s3.always(Fault::AwsXml(403, "AccessDenied")),
        "inbound mail",
        "failed",
        "s3:GetObject",
    ),
    (
        "no such bucket",
        |f| f.s3.always(Fault::AwsXml(404, "NoSuchBucket")),
        "inbound mail",
        "failed",
        "SES_INBOUND_BUCKET_NAME",
    ),
    (
        "no rule writes there",
        |f| f.s3.always(Fault::AwsXml(404, "NoSuchKey")),
        "inbound mail",
        "warning",
        "receipt rule",
    ),
    (
        "AWS does not know us",
        |f| {
            f.sts
                .answers_with_text(403, refusal("InvalidClientTokenId"))
        },
        "AWS identity",
        "failed",
        "sts:GetCallerIdentity",
    ),
    (
        "no federation with Google",
        |f| f.google.always(Fault::Status(403)),
        "Google identity",
        "failed",
        "Google gave no token",
    ),
    (
        "a service that does not know us",
        |f| f.drafts.always(Fault::Status(403)),
        "drafts",
        "failed",
        "ASYNC_GENERATION_AUTH_HEADER",
    ),
    (
        "a service that is not there",
        |f| {
            f.world.set(
                "ASYNC_GENERATION_ENDPOINT",
                "http://127.0.0.1:1/async/generate",
            )
        },
        "drafts",
        "failed",
        "cannot be reached",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn each_thing_that_is_broken_is_named_and_nothing_else() {
    for (what, breaks, name, status, words) in CASES {
        let mut f = function().await;
        breaks(&mut f);
        let said = f.check().await;
        let line = said.line(name);
        assert!(line.contains(words), "{what}: {:#?}", said.lines);
        assert!(said.that(status).contains(name), "{what}: {line}");
        let together = |other: &str| {
            let table = [
                "table",
                "index by_customer",
                "index by_day",
                "index open_inquiries",
                "index open_work",
                "time to live",
            ];
            ELSEWHERE.contains(&other)
                || other == *name
                || (table.contains(name) && table.contains(&other))
                || (*name == "Google identity" && other == "drafts")
        };
        let others: Vec<&str> = said
            .that("failed")
            .into_iter()
            .filter(|it| !together(it))
            .collect();
        assert_eq!(others, Vec::<&str>::new(), "{what}: {:#?}", said.lines);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_without_indexes_or_time_to_live_is_named() {
    let mut f = function().await;
    let bare = Table::without_indexes().await;
    f.world.set("DDB_TABLE_NAME", &bare.name);
    let said = f.check().await;
    assert_eq!(
        said.that("warning"),
        [
            "index by_customer",
            "index by_day",
            "index open_inquiries",
            "index open_work"
        ],
        "{:#?}",
        said.lines
    );
    assert!(said.line("time to live").contains("stays for ever"));
    let other = Table::new().await.with_time_to_live("expires").await;
    f.world.set("DDB_TABLE_NAME", &other.name);
    assert!(
        f.check()
            .await
            .line("time to live")
            .contains("another attribute")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn on_google_cloud_the_role_of_aws_is_taken_with_a_google_token() {
    let mut f = function().await;
    let metadata = Service::metadata(&token(&Claims::default())).await;
    let assumed = "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
        <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIA1</AccessKeyId>\
        <SecretAccessKey>canary-secret</SecretAccessKey><SessionToken>canary-session</SessionToken>\
        <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>\
        </AssumeRoleWithWebIdentityResponse>";
    for name in [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "GOOGLE_APPLICATION_CREDENTIALS",
        "ASYNC_GENERATION_ENDPOINT",
    ] {
        f.world.unset(name);
    }
    f.world.unset("ASYNC_GENERATION_AUTH_HEADER");
    f.world.set("GCE_METADATA_HOST", metadata.host());
    f.world
        .set("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/replybot");
    f.world.set("MAIL_TRANSPORT", "outbox");
    f.sts.at_first("/", 200, assumed.to_owned());
    let check = async || check(&f.world, &["--role", "serve", "--behind-iam"]).await;
    let said = check().await;
    assert!(
        said.line("AWS identity").contains("\"ok\""),
        "{:#?}",
        said.lines
    );
    let asked = f.sts.requests()[0].body.as_str().unwrap().to_owned();
    assert!(
        asked.contains("Action=AssumeRoleWithWebIdentity"),
        "{asked}"
    );
    f.sts.answers_with_text(403, refusal("AccessDenied"));
    let said = check().await;
    assert!(
        said.line("AWS identity").contains("trust policy"),
        "{:#?}",
        said.lines
    );
    assert_eq!(said.code, Some(1));
}
