//! Three incidents, as the person on call meets them: an alarm rings, its name is a heading of the
//! runbook, and the output of the first command there names the cause.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde_json::{Value, json};

use crate::google::Service;
use crate::lambda::{Function, function, function_of_its_own};
use crate::process::SATO;
use crate::runtime::Outcome;
use crate::support::aws_proxy::{AwsProxy, Fault};
use crate::support::dynamodb::Table;
use crate::support::moto::REGION;
use crate::support::proxy::Proxy;

fn read(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// What CloudWatch has of some minutes: sums by namespace and name.
#[derive(Default)]
struct Counted(BTreeMap<String, f64>);

impl Counted {
    /// From the lines that the function wrote, and from how its invocations ended.
    fn new(out: &str, ended: &[Outcome]) -> Counted {
        let mut counted = Counted::default();
        for line in out.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let directive = &line["_aws"]["CloudWatchMetrics"][0];
            let namespace = directive["Namespace"].as_str().unwrap();
            for metric in directive["Metrics"].as_array().unwrap() {
                let name = metric["Name"].as_str().unwrap();
                if let Some(value) = line[name].as_f64() {
                    counted.add(namespace, name, value);
                }
            }
        }
        counted.add("AWS/Lambda", "Invocations", ended.len() as f64);
        let errors = ended.iter().filter(|it| it.is_err()).count();
        counted.add("AWS/Lambda", "Errors", errors as f64);
        counted
    }

    fn add(&mut self, namespace: &str, name: &str, value: f64) {
        *self.0.entry(format!("{namespace} {name}")).or_default() += value;
    }

    fn of(&self, metric: &str) -> f64 {
        self.0.get(metric).copied().unwrap_or_default()
    }

    /// The alarms of terraform/aws/alarms.tf that ring by these numbers: one number above another,
    /// or its share in two.
    fn alarms(&self) -> BTreeSet<String> {
        let file = read("terraform/aws/alarms.tf").replace("local.own.namespace", "\"Replybot\"");
        let part = |name: &str, next: &str| {
            let rest = file.split(name).nth(1).unwrap();
            rest.split(next).next().unwrap().to_owned()
        };
        let (simple, share) = (
            part("simple_alarms = {", "share_alarms = {"),
            part("share_alarms = {", "resource "),
        );
        let one = Regex::new(
            r#"(?s)\n    ([a-z-]+) = \{\n      about[^\n]*\n      namespace  = "([^"]+)", metric = "([^"]+)", statistic = "Sum"\n.*?above      = (\d+),"#,
        );
        let ratio = Regex::new(
            r#"(?s)\n    ([a-z-]+) = \{\n      about[^\n]*\n      expression = "([^"]+)".*?part       = \{ namespace = "([^"]+)", metric = "([^"]+)".*?whole      = \{ namespace = "([^"]+)", metric = "([^"]+)""#,
        );
        let mut ringing = BTreeSet::new();
        for [name, namespace, metric, above] in
            one.unwrap().captures_iter(&simple).map(|it| it.extract().1)
        {
            if self.of(&format!("{namespace} {metric}")) > above.parse().unwrap() {
                ringing.insert(name.to_owned());
            }
        }
        for [name, expression, of_part, part, of_whole, whole] in ratio
            .unwrap()
            .captures_iter(&share)
            .map(|it| it.extract().1)
        {
            let part = self.of(&format!("{of_part} {part}"));
            let whole = self.of(&format!("{of_whole} {whole}"));
            let whole = match expression {
                "100 * part / whole" => whole,
                "100 * FILL(part, 0) / (FILL(part, 0) + FILL(whole, 0))" => part + whole,
                other => panic!("what does {other} mean?"),
            };
            if part > 0.0 && 100.0 * part / whole > 5.0 {
                ringing.insert(name.to_owned());
            }
        }
        ringing
    }
}

/// What stands under a heading of the runbook.
fn section(runbook: &str, heading: &str) -> String {
    let text = read(runbook);
    let found = text
        .split("\n## ")
        .find(|it| it.starts_with(&format!("{heading}\n")));
    let found = found.unwrap_or_else(|| panic!("{runbook} has no heading {heading}"));
    found.to_owned()
}

/// The runbook's first command asks what is deployed to look at itself.
async fn first_command(f: &Function) -> Vec<String> {
    for runbook in ["docs/runbook.md", "docs/runbook.ja.md"] {
        let text = read(runbook);
        let first = text.split("```sh\n").nth(1).unwrap().lines().next();
        assert_eq!(first, Some("just check production"), "{runbook}");
    }
    let payload = read("scripts/check.json");
    assert!(read("scripts/check").contains("fileb://$root/scripts/check.json"));
    let event = serde_json::from_str(&payload).unwrap();
    let found = f.runtime.invoke(event).await.unwrap();
    assert_ne!(found["exit"], 0, "{found}");
    let lines = found["lines"].as_array().unwrap().iter();
    lines
        .map(|line| line.as_str().unwrap().to_owned())
        .collect()
}

/// The alarm rings, the runbook has it in both languages with the word for the cause, and the first
/// command's output says the cause on the line of what is broken.
async fn plays_out(f: &Function, ended: &[Outcome], alarm: &str, word: &str, line: (&str, &str)) {
    let counted = Counted::new(&f.world.out(), ended);
    assert!(
        counted.alarms().contains(alarm),
        "{:?} ring by {:#?}",
        counted.alarms(),
        counted.0
    );
    for runbook in ["docs/runbook.md", "docs/runbook.ja.md"] {
        let section = section(runbook, alarm);
        assert!(section.contains(word), "{runbook}: {section}");
    }
    let said = first_command(f).await;
    let (name, cause) = line;
    let named = said
        .iter()
        .find(|it| it.starts_with('✗') && it.contains(name));
    assert!(
        named.is_some_and(|it| it.contains(cause)),
        "{name}: {cause}? {said:#?}"
    );
}

/// A click on the first card, however it ends.
async fn click(f: &Function) {
    let card = f.world.card();
    f.world
        .workspace
        .click(SATO, &card, "generate_reply_action")
        .await;
}

/// A click on a card, and the invocation in which the draft is written.
async fn draft(f: &Function, aws: &Service) {
    f.click().await;
    f.runtime
        .invoke(aws.requests()[0].body.clone())
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nothing_is_wrong_no_alarm_rings() {
    let (f, aws) = function_of_its_own().await;
    draft(&f, &aws).await;
    let ended = [f.runtime.invoke(json!({ "replybot": "sweep" })).await];
    let counted = Counted::new(&f.world.out(), &ended);
    assert_eq!(counted.alarms(), BTreeSet::new(), "{:#?}", counted.0);
    assert_eq!(counted.of("Replybot replybot_drafts_total.written"), 1.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_the_model_that_was_withdrawn() {
    let (f, aws) = function_of_its_own().await;
    f.world.llm.refuse("test-model", 401);
    draft(&f, &aws).await;
    let line = ("model", "refused the key (HTTP 401");
    plays_out(&f, &[], "drafts-failing", "`unauthorized`", line).await;
    assert!(
        f.world.log().contains("refused the key"),
        "{}",
        f.world.log()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_slacks_that_was_revoked() {
    let slack = Proxy::start().await;
    let url = format!("{}/api", slack.url());
    let f = function(&[("SLACK_API_URL", &url)]).await;
    slack.stand_before(&f.world.slack_url);
    f.world.ingest("1").await;
    slack.refuse_all("token_revoked");
    click(&f).await;
    let line = ("Slack token", "token_revoked");
    plays_out(&f, &[], "slack-refuses", "`token_revoked`", line).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_that_is_throttled() {
    let (table, dynamodb) = (Table::new().await, AwsProxy::start().await);
    let f = function(&[
        ("AWS_REGION", REGION),
        ("DDB_TABLE_NAME", &table.name),
        ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.url()),
        ("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1"),
    ])
    .await;
    const CODE: &str = "ProvisionedThroughputExceededException";
    dynamodb.break_down_all(Fault::refused(
        CODE,
        "The level of configured provisioned throughput",
    ));
    let ended = [f.runtime.invoke(json!({ "replybot": "sweep" })).await];
    let why = ended[0].as_ref().unwrap_err();
    assert!(why.contains(&table.name) && why.contains(CODE), "{why}");
    plays_out(&f, &ended, "errors", CODE, ("table", CODE)).await;
}
