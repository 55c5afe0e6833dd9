//! Knowledge that is kept in a bucket.

use std::collections::BTreeMap;

use aws_sdk_s3::config::{BehaviorVersion, Credentials, Region};
use knowledge::{Found, Knowledge};
use platform::bucket::{Address, Bucket};
use platform::identity::google::{Google, GoogleConfig};
use serde_json::json;

use crate::google::{ACCESS_TOKEN, Fault, Service};
use crate::process::World;

const GCS_LIST: &str = "/storage/v1/b/team/o";

const RETURNS: &str = "Within how many days are returns accepted?";

/// Pages by name, each with the tag that changes with its text.
type Pages = BTreeMap<&'static str, (u32, &'static str)>;

/// A bucket of either cloud, as it is on the wire.
struct Cloud {
    service: Service,
    is_google: bool,
}

impl Cloud {
    async fn s3() -> Cloud {
        Cloud {
            service: Service::start().await,
            is_google: false,
        }
    }

    async fn google() -> Cloud {
        let service = Service::metadata("").await;
        // Those of this process, which is no service on Google Cloud.
        service.route("/subject", 200, "a.b.c".to_owned());
        let token = json!({
            "access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 3600,
            "issued_token_type": "urn:ietf:params:oauth:token-type:access_token",
        });
        service.route("/sts", 200, token.to_string());
        Cloud {
            service,
            is_google: true,
        }
    }

    fn knowledge(&self) -> Knowledge {
        let url = self.service.url();
        Knowledge::in_bucket(match self.is_google {
            true => {
                let http = reqwest::Client::new();
                let credentials = json!({
                    "type": "external_account", "audience": "//iam.googleapis.com/pool",
                    "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
                    "token_url": format!("{url}/sts"), "credential_source": { "url": format!("{url}/subject") },
                });
                let config = GoogleConfig {
                    credentials: Some(credentials.to_string().into()),
                    metadata_host: None,
                    timeout: std::time::Duration::from_secs(10),
                };
                let google = Google::new(http.clone(), config);
                Bucket::gcs(http, google, url, Address::parse("gs://team/faq").unwrap())
            }
            false => {
                let config = aws_sdk_s3::Config::builder()
                    .behavior_version(BehaviorVersion::latest())
                    .region(Region::new("us-east-1"))
                    .credentials_provider(Credentials::for_tests())
                    .endpoint_url(url)
                    .force_path_style(true);
                let client = aws_sdk_s3::Client::from_conf(config.build());
                Bucket::s3(client, Address::parse("s3://team/faq").unwrap())
            }
        })
    }

    fn path(&self, name: &str) -> String {
        match self.is_google {
            true => format!("{GCS_LIST}/faq%2F{}", name.replace('/', "%2F")),
            false => format!("/team/faq/{name}"),
        }
    }

    /// The bucket holds these and nothing else.
    fn holds(&self, pages: &Pages) {
        match self.is_google {
            true => {
                let item = |(name, (tag, text)): (&&str, &(u32, &str))| json!({ "name": format!("faq/{name}"), "generation": tag.to_string(), "size": text.len().to_string() });
                let items: Vec<_> = pages.iter().map(item).collect();
                let list = json!({ "items": items }).to_string();
                self.service.route(GCS_LIST, 200, list);
            }
            false => {
                for path in ["/team/", "/team"] {
                    self.service.route(path, 200, s3_page(pages, None));
                }
            }
        }
        for (name, (_, text)) in pages {
            self.service
                .route(&self.path(name), 200, (*text).to_owned());
        }
    }

    /// How often a page was read.
    fn reads(&self, name: &str) -> usize {
        self.service.requests_of(&self.path(name)).len()
    }
}

fn s3_page(pages: &Pages, next: Option<&str>) -> String {
    let contents = |(name, (tag, text)): (&&str, &(u32, &str))| {
        let size = text.len();
        format!(
            "<Contents><Key>faq/{name}</Key><ETag>&quot;{tag}&quot;</ETag><Size>{size}</Size></Contents>"
        )
    };
    let contents: String = pages.iter().map(contents).collect();
    let next = next.map(|it| format!("<NextContinuationToken>{it}</NextContinuationToken>"));
    format!(
        "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><IsTruncated>{}</IsTruncated>{}{contents}</ListBucketResult>",
        next.is_some(),
        next.unwrap_or_default()
    )
}

fn files(found: &Found) -> Vec<&str> {
    let passages = found.passages.iter();
    passages.map(|(passage, _)| passage.file.as_str()).collect()
}

async fn search(knowledge: &Knowledge, question: &str) -> Found {
    knowledge.search(question.to_owned(), 4).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_in_a_bucket_is_read_again_and_nothing_else() {
    for cloud in [Cloud::s3().await, Cloud::google().await] {
        let mut pages = Pages::from([
            ("returns.md", (1, "# Returns\n\nWithin 14 days.")),
            ("shop/parking.md", (1, "# Parking\n\nBehind the house.")),
            ("logo.png", (1, "no page")),
            (".git/a.md", (1, "# Parking\n\nHidden.")),
        ]);
        cloud.holds(&pages);
        let knowledge = cloud.knowledge();
        assert_eq!(cloud.service.requests().len(), 0, "nothing is asked before");
        let found = search(&knowledge, "Is there parking behind your house?").await;
        assert_eq!((files(&found), found.of), (vec!["shop/parking.md"], 2));
        assert_eq!(found.warnings, []);
        search(&knowledge, "Is there parking behind your house?").await;
        assert_eq!(
            (cloud.reads("returns.md"), cloud.reads("shop/parking.md")),
            (1, 1)
        );
        assert_eq!(cloud.reads("logo.png"), 0);

        pages.insert(
            "returns.md",
            (2, "# Returns\n\nWithin 30 days, at the parking."),
        );
        cloud.holds(&pages);
        let found = search(
            &knowledge,
            "Within how many days are returns accepted, and is there parking behind the house?",
        )
        .await;
        assert_eq!(files(&found), ["returns.md", "shop/parking.md"]);
        assert!(found.passages[0].0.raw().contains("30 days"));
        assert_eq!(
            (cloud.reads("returns.md"), cloud.reads("shop/parking.md")),
            (2, 1)
        );

        pages.remove("shop/parking.md");
        cloud.holds(&pages);
        let found = search(&knowledge, "parking behind the house").await;
        assert_eq!(found.of, 1, "what was deleted is found no more");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_outage_leaves_what_was_read_in_use_and_says_so() {
    for cloud in [Cloud::s3().await, Cloud::google().await] {
        let page = ("returns.md", (1, "# Returns\n\nWithin 14 days."));
        cloud.holds(&Pages::from([page]));
        let knowledge = cloud.knowledge();
        for fault in [Fault::Status(503), Fault::Malformed] {
            cloud.service.always(Fault::None);
            assert_eq!(search(&knowledge, RETURNS).await.warnings, []);
            cloud.service.always(fault);
            let found = search(&knowledge, RETURNS).await;
            assert_eq!(files(&found), ["returns.md"], "{fault:?}");
            let warning = found.warnings[0].to_string();
            assert!(
                warning.contains("what was read before is used"),
                "{warning}"
            );
            assert!(found.was_read);
        }
        cloud.service.always(Fault::None);
        assert_eq!(search(&knowledge, RETURNS).await.warnings, []);
        assert_eq!(cloud.reads("returns.md"), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_cannot_be_read_stays_as_it_was_and_is_read_later() {
    let cloud = Cloud::google().await;
    let old = ("returns.md", (1, "# Returns\n\nWithin 14 days."));
    cloud.holds(&Pages::from([old]));
    let knowledge = cloud.knowledge();
    search(&knowledge, RETURNS).await;
    cloud.holds(&Pages::from([(
        "returns.md",
        (2, "# Returns\n\nWithin 30 days."),
    )]));
    cloud
        .service
        .route(&cloud.path("returns.md"), 503, String::new());
    let found = search(&knowledge, RETURNS).await;
    assert!(found.passages[0].0.raw().contains("14 days"));
    assert!(
        found.warnings[0].to_string().contains("returns.md"),
        "{:?}",
        found.warnings
    );
    let text = "# Returns\n\nWithin 30 days.".to_owned();
    cloud.service.route(&cloud.path("returns.md"), 200, text);
    let found = search(&knowledge, RETURNS).await;
    assert!(found.passages[0].0.raw().contains("30 days"));
    assert_eq!(found.warnings, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_search_at_once_share_a_look_at_the_bucket() {
    let cloud = Cloud::google().await;
    cloud.holds(&Pages::from([(
        "returns.md",
        (1, "# Returns\n\nWithin 14 days."),
    )]));
    let knowledge = cloud.knowledge();
    let searches = (0..20).map(|_| search(&knowledge, RETURNS));
    let found = futures_util::future::join_all(searches).await;
    assert!(found.iter().all(|it| files(it) == ["returns.md"]));
    assert_eq!(cloud.reads("returns.md"), 1);
    let lists = cloud.service.requests_of(GCS_LIST).len();
    assert!(lists <= 2, "{lists} lists");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_of_several_pages_of_names_is_read_to_its_end() {
    let cloud = Cloud::s3().await;
    let page = ("b.md", (1, "# Parking\n\nBehind the house."));
    cloud.holds(&Pages::from([page]));
    let first = s3_page(
        &Pages::from([("a.md", (1, "# Returns\n\nWithin 14 days."))]),
        Some("next"),
    );
    for path in ["/team/", "/team"] {
        cloud.service.at_first(path, 200, first.clone());
    }
    let path = cloud.path("a.md");
    cloud
        .service
        .route(&path, 200, "# Returns\n\nWithin 14 days.".to_owned());
    assert_eq!(search(&cloud.knowledge(), RETURNS).await.of, 2);
    let asked = cloud.service.requests();
    assert!(
        asked
            .iter()
            .any(|it| it.query.contains("continuation-token=next"))
    );

    let google = Cloud::google().await;
    google.holds(&Pages::from([page]));
    let first = json!({ "items": [{ "name": "faq/a.md" }], "nextPageToken": "next" });
    google.service.at_first(GCS_LIST, 200, first.to_string());
    let path = google.path("a.md");
    google
        .service
        .route(&path, 200, "# Returns\n\nWithin 14 days.".to_owned());
    assert_eq!(search(&google.knowledge(), RETURNS).await.of, 2);
    assert!(
        google.service.requests_of(GCS_LIST)[1]
            .query
            .contains("pageToken=next")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_read_knowledge_from_a_bucket_and_say_when_they_cannot() {
    for cloud in [Cloud::s3().await, Cloud::google().await] {
        let page = ("returns.md", (1, "# Returns\n\nWithin 14 days."));
        cloud.holds(&Pages::from([page]));
        let mut world = World::start("http://127.0.0.1:1/slack/events").await;
        let place = match cloud.is_google {
            true => "gs://team/faq",
            false => "s3://team/faq",
        };
        world.set("KNOWLEDGE", place);
        world.set("GCE_METADATA_HOST", cloud.service.host());
        world.set(
            "CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE",
            cloud.service.url(),
        );
        world.set("AWS_ENDPOINT_URL_S3", cloud.service.url());
        let search = ["knowledge", "search", "--json", RETURNS];
        let output = world.run(&search).await;
        let (text, log) = (
            String::from_utf8_lossy(&output.stdout).into_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        );
        assert!(text.contains("Within 14 days."), "{text}{log}");

        match cloud.is_google {
            true => cloud.service.route(GCS_LIST, 403, "{}".to_owned()),
            false => cloud.service.always(Fault::AwsXml(403, "AccessDenied")),
        }
        let output = world.run(&search).await;
        let log = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(75), "{log}");
        assert!(log.contains("KNOWLEDGE names a bucket"), "{log}");
        let said = crate::check::check(&world, &["--role", "job"]).await;
        assert_eq!(said.lines["knowledge"].0, "failed", "{:?}", said.lines);
    }
}
