//! docs/migration.md from its first phase to its last, and back: each command as the guide has it, by
//! the real terraform, AWS provider, `aws`, `just` and replybot, against an emulator of AWS and one of
//! Slack's App Manifest API. With AWS alone, where the second phase falls away.
//!
//! What no emulator does is stood in for: to run the function (`aws lambda invoke`) and to answer at its
//! address (`curl`).

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use regex::Regex;
use serde_json::{Value, json};

use super::real_terraform::{copy_to, ended, mirror};
use super::stage::installed;
use super::{read, root};
use crate::support::skip::skipped;
use crate::support::slack_app::{APP_ID, CONFIG_TOKEN, SlackApp};
use crate::support::{moto, python};

/// An account and region has one active rule set, and other tests have theirs.
const REGION: &str = "us-west-2";
const OLDER_URL: &str = "https://older.example.com/slack/interactive";

/// The code of a fence in the guide that holds these words: the only one.
fn fence(language: &str, words: &str) -> String {
    let guide = read("docs/migration.md");
    let fence = Regex::new(&format!("(?s)```{language}\n(.*?)```")).unwrap();
    let found = fence.captures_iter(&guide).map(|it| it[1].to_owned());
    let found: Vec<_> = found.filter(|it| it.contains(words)).collect();
    assert_eq!(found.len(), 1, "{words}: {found:?}");
    found[0].clone()
}

/// A command that the guide has within a sentence.
fn inline(command: &str) -> &str {
    let guide = read("docs/migration.md");
    assert!(guide.contains(&format!("`{command}`")), "{command}");
    command
}

/// A checkout, and what the operator's shell has.
struct Operator {
    folder: tempfile::TempDir,
    app: SlackApp,
}

impl Operator {
    fn new(app: SlackApp) -> Operator {
        let folder = tempfile::tempdir().unwrap();
        let here = folder.path();
        copy_to(here);
        for part in ["justfile", "scripts"] {
            let from = root().join(part);
            let copied = Command::new("cp").arg("-r").arg(from).arg(here).status();
            assert!(copied.unwrap().success());
        }
        let bin = here.join("bin");
        fs::create_dir(&bin).unwrap();
        let just = python::environment("rust-just==1.59.0", &[]).join("just");
        symlink(just, bin.join("just")).unwrap();
        symlink(env!("CARGO_BIN_EXE_replybot"), bin.join("replybot")).unwrap();
        let write = |name: &str, text: &str| {
            fs::write(bin.join(name), text).unwrap();
            fs::set_permissions(bin.join(name), fs::Permissions::from_mode(0o755)).unwrap();
        };
        let answer = r#"{"exit":0,"lines":["all is well"],"statusCode":200}"#;
        let aws = installed("aws").unwrap();
        write(
            "aws",
            &format!(
                "#!/bin/sh\ncase \"$1 $2\" in 'lambda invoke') for it; do [ \"$it\" = --query ] && break; out=$it; done; echo '{answer}' >\"$out\"; exit ;; esac\nexec {} \"$@\"\n",
                aws.display()
            ),
        );
        write(
            "curl",
            "#!/bin/sh\ncase \"$*\" in */health*) echo '{\"commit\":\"first\"}' ;; esac\n",
        );
        Operator { folder, app }
    }

    /// What a shell prints of these lines; it asks, and the operator says yes.
    fn runs(&self, shell: &str) -> String {
        let path = std::env::var("PATH").unwrap();
        let path = format!("{}:{path}", self.folder.path().join("bin").display());
        let mut command = Command::new("bash");
        command
            .args(["-euc", shell])
            .current_dir(self.folder.path())
            .envs(moto::moto().environment())
            .env("PATH", path)
            .env("HOME", self.folder.path())
            .env("AWS_REGION", REGION)
            .env("AWS_DEFAULT_REGION", REGION)
            .env("SLACK_API_URL", self.app.url())
            .env("WATCH", "0")
            .env("TF_CLI_CONFIG_FILE", "/dev/null")
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_CLI_ARGS_apply", "-parallelism=20 -auto-approve")
            .env("TF_CLI_ARGS_destroy", "-parallelism=20 -auto-approve")
            .env_remove("GCP_PROJECT")
            .env_remove("CLOUDS")
            .stdin(Stdio::null());
        if let Some(mirror) = mirror() {
            let plugins = format!("-plugin-dir={}", mirror.display());
            command.env("TF_CLI_ARGS_init", plugins);
        }
        println!("--- {shell}");
        let said = ended(&command.output().unwrap());
        println!("{said}");
        said
    }

    fn settings(&self) -> PathBuf {
        self.folder.path().join("terraform/production.tfvars")
    }

    /// Writes these lines into production.tfvars, in place of what is there.
    fn sets(&self, lines: &str) {
        let mut settings = fs::read_to_string(self.settings()).unwrap();
        let line = Regex::new(r"(?m)^([a-z_]+) *= *(.*)$").unwrap();
        for found in line.captures_iter(lines) {
            let before = Regex::new(&format!("(?m)^{} *=.*\n", &found[1])).unwrap();
            settings = before.replace(&settings, "").into_owned() + &found[0] + "\n";
        }
        fs::write(self.settings(), settings).unwrap();
    }

    /// The rules of the active set, in their order, that take mails.
    fn takers(&self) -> String {
        let rules =
            "aws ses describe-active-receipt-rule-set --query 'Rules[?Enabled].Name' --output text";
        self.runs(rules).trim().replace('\t', " ")
    }

    fn delivers_to(&self) -> Value {
        self.app.manifest()["settings"]["interactivity"]["request_url"].clone()
    }
}

/// The older deployment: its table with an inquiry, its rule, its secret.
fn older_deployment(operator: &Operator) {
    operator.runs(
        r#"aws dynamodb create-table --table-name inquiries --billing-mode PAY_PER_REQUEST --attribute-definitions AttributeName=context_id,AttributeType=S --key-schema AttributeName=context_id,KeyType=HASH
        aws dynamodb put-item --table-name inquiries --item '{"context_id":{"S":"older-1"},"sender_email":{"S":"taro@example.com"},"subject":{"S":"Older subject"},"body_raw":{"S":"Hello"},"body_redacted":{"S":"Hello"},"pii_map":{"S":"{}"},"ttl_epoch":{"N":"4102444800"}}'
        aws secretsmanager create-secret --name slack --secret-string '{"bot_token":"xoxb-1"}'
        aws ses create-receipt-rule-set --rule-set-name default-rule-set
        aws ses create-receipt-rule --rule-set-name default-rule-set --rule Name=older,Enabled=true,Recipients=support@example.com
        aws ses set-active-receipt-rule-set --rule-set-name default-rule-set"#,
    );
}

/// docs/deployment.md up to its step 6, with the lines of phase 1.
fn phase_1(operator: &Operator) {
    let settings = read("terraform/production.tfvars.example");
    fs::write(operator.settings(), settings).unwrap();
    let backend = operator.settings().with_extension("tfbackend");
    fs::write(backend, "path = \"production.tfstate\"\n").unwrap();
    let secret = operator
        .runs("aws secretsmanager describe-secret --secret-id slack --query ARN --output text");
    let lines = fence("hcl", "existing_table_name");
    let of_the_guide = "arn:aws:secretsmanager:…:secret:slack-AbCdEf";
    assert!(lines.contains(of_the_guide), "{lines}");
    let lines = lines.replace(of_the_guide, secret.trim());
    operator.sets(&lines.replace("Bearer …", "Bearer 0123456789abcdef"));
    // AWS alone, and without what other tests have in the same account.
    operator.sets(&format!(
        "aws_region = \"{REGION}\"\naws_only = true\ngcp_project = \"\"\ngithub_repository = null\n"
    ));
    operator.runs("just prepare production");
    operator.runs(
        r#"aws secretsmanager put-secret-value --secret-id replybot-production --secret-string '{"SLACK_SIGNING_SECRET":"s","OPENAI_API_KEY":"sk-1"}'
        aws ecr put-image --repository-name replybot-production --image-tag first --image-manifest '{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":{"digest":"first"},"layers":[]}'"#,
    );
    operator.runs("just apply production first");
    operator.runs(&fence("sh", "open_work"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "minutes, most of them waiting for the emulator: just test-terraform"]
async fn the_guide_leads_from_the_older_deployment_to_this_one_and_back() {
    for program in ["aws", "terraform", "jq"] {
        if installed(program).is_none() {
            return skipped(format_args!(
                "there is no {program} on this computer, so the migration is not played"
            ));
        }
    }
    // It takes clicks, and no events yet.
    let older = json!({
        "display_information": { "name": "Older" },
        "features": { "bot_user": { "display_name": "older" } },
        "oauth_config": { "scopes": { "bot": ["chat:write", "commands"] } },
        "settings": { "interactivity": { "is_enabled": true, "request_url": OLDER_URL } },
    });
    let app = SlackApp::start(older.clone(), "signing-secret").await;
    let operator = Operator::new(app);
    older_deployment(&operator);

    phase_1(&operator);
    // In Slack and for mails nothing has changed; the older table is used as it is.
    let check = operator.runs(inline("just check production"));
    assert!(check.contains("function:0 mail-rules:0"), "{check}");
    assert!(check.contains("switched off (takes_mails)"), "{check}");
    assert_eq!(operator.takers(), "older");
    assert_eq!(operator.delivers_to(), OLDER_URL);
    let listed = operator.runs(inline("DDB_TABLE_NAME=inquiries replybot history"));
    assert!(listed.contains("older-1"), "{listed}");
    assert!(!listed.contains("scan"), "{listed}");
    let told = |name: &str| {
        let told = format!(
            "aws lambda get-function-configuration --function-name replybot-production --qualifier live --query Environment.Variables.{name} --output text"
        );
        operator.runs(&told).trim().to_owned()
    };
    assert_eq!(told("DDB_TABLE_NAME"), "inquiries");
    assert!(told("SLACK_BOT_TOKEN_ARN").ends_with("#bot_token"));
    let tables = operator.runs("aws dynamodb list-tables --query TableNames --output text");
    assert!(!tables.contains("replybot-production"), "{tables}");

    // Phase 3: Slack, and back, and there again.
    let exported = format!("export SLACK_APP_ID={APP_ID} SLACK_CONFIG_TOKEN={CONFIG_TOKEN}");
    let of_the_guide = "export SLACK_APP_ID=A… SLACK_CONFIG_TOKEN=xoxe.xoxp-…";
    let switch = fence("sh", "request-url --url");
    assert!(switch.contains(of_the_guide), "{switch}");
    let switch = switch.replace(of_the_guide, &exported);
    // At a terminal it asks; here it has to be told.
    let yes = |command: &str| command.replace("request-url", "request-url --yes");
    let back = inline("replybot slack request-url --rollback");
    let back = format!("{exported} DDB_TABLE_NAME=inquiries\n{}", yes(back));
    let address = operator.runs("just terraform production output -raw request_url 2>/dev/null");
    operator.runs(&yes(&switch));
    assert_eq!(operator.delivers_to(), address.trim());
    operator.runs(&back);
    assert_eq!(operator.app.manifest(), older);
    operator.runs(&yes(&switch));
    assert_eq!(operator.delivers_to(), address.trim());

    // Then the mails, and back. replybot's rule is the first, and stops the others.
    operator.sets(&fence("hcl", "takes_mails = true"));
    let apply = fence("sh", "just apply production\n");
    operator.runs(&apply);
    assert_eq!(operator.takers(), "replybot-production older");
    let check = operator.runs("just check production");
    assert!(check.contains("in it takes mails"), "{check}");
    operator.sets(inline("takes_mails = false"));
    operator.runs(inline("just apply production"));
    assert_eq!(operator.takers(), "older");

    // The end of it all: what was there before is as it was.
    operator.runs(&back);
    operator.sets(inline("deletion_protection = false"));
    operator.runs(inline("just apply production"));
    operator.runs(inline("just destroy production"));
    assert_eq!(operator.takers(), "older");
    assert_eq!(operator.app.manifest(), older);
    let listed = operator.runs("DDB_TABLE_NAME=inquiries replybot history");
    assert!(listed.contains("older-1"), "{listed}");
    let rules = "aws ses describe-active-receipt-rule-set --query 'Rules[].Name' --output text";
    assert_eq!(operator.runs(rules).trim(), "older");
    operator.runs("aws secretsmanager get-secret-value --secret-id slack");
}
