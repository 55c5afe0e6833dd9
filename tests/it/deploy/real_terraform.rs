//! terraform/ is applied for real, by terraform and the real AWS provider, against an emulator of AWS:
//! two stages in one account, the rule set of their mails, a restored table, one stage's end, and each
//! other kind of deployment.
//!
//! Google's part is a stand-in with the same variables and outputs: there is no emulator of Google Cloud,
//! so it is compared with the schemas that the provider publishes, planned, and what is planned compared
//! with the documents that Google publishes of its APIs (`terraform/check`). Left
//! out, because the emulator does not know them: two resources of SES, named in `LEFT_OUT`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use regex::Regex;

use super::root;
use super::stage::{installed, said};
use crate::support::skip::skipped;
use crate::support::{moto, python};

const LEFT_OUT: [&str; 2] = [
    "aws_sesv2_configuration_set_event_destination",
    "aws_sesv2_email_identity_mail_from_attributes",
];

/// A folder with `registry.terraform.io/…` in it, where providers were put for want of a network.
pub fn mirror() -> Option<PathBuf> {
    let folders = ["/opt", "/usr/share/terraform", "/usr/local/share/terraform"];
    let inside = folders
        .iter()
        .filter_map(|it| fs::read_dir(it).ok())
        .flatten()
        .flatten();
    inside
        .map(|it| it.path())
        .find(|it| it.join("registry.terraform.io/hashicorp/aws").exists())
}

/// terraform/ as it is, with a state on disk, the emulator's address, and Google's part as a stand-in.
pub fn copy_to(folder: &Path) {
    let status = Command::new("cp")
        .arg("-r")
        .arg(root().join("terraform"))
        .arg(folder)
        .status();
    assert!(status.unwrap().success());
    let read = |path: &str| fs::read_to_string(folder.join("terraform").join(path)).unwrap();
    let write =
        |path: &str, text: &str| fs::write(folder.join("terraform").join(path), text).unwrap();
    let replace = |pattern: &str, text: &str, by: &str| {
        let pattern = Regex::new(pattern).unwrap();
        assert!(pattern.is_match(text), "{pattern}");
        pattern.replace_all(text, by).into_owned()
    };
    let mut versions = read("versions.tf");
    versions = replace(r"(?s)    google = \{.*?\n    \}\n", &versions, "");
    versions = replace(r#"(?s)provider "google" \{.*?\n\}\n"#, &versions, "");
    versions = replace(r#"backend "s3" \{\}"#, &versions, r#"backend "local" {}"#);
    write("versions.tf", &versions);
    write(
        "test_override.tf",
        "provider \"aws\" {\n  s3_use_path_style = true\n  skip_credentials_validation = true\n  skip_metadata_api_check = true\n  max_retries = 4\n}\n",
    );
    // Their changes the emulator does not know: of tags, of tracking options.
    write(
        "aws/test_override.tf",
        "resource \"aws_budgets_budget\" \"month\" {\n  lifecycle { ignore_changes = all }\n}\nresource \"aws_sesv2_configuration_set\" \"replies\" {\n  lifecycle { ignore_changes = all }\n}\n",
    );
    let (outputs, variables) = (read("gcp/outputs.tf"), read("gcp/variables.tf"));
    fs::remove_dir_all(folder.join("terraform/gcp")).unwrap();
    fs::remove_dir_all(folder.join("terraform/google")).unwrap();
    fs::create_dir(folder.join("terraform/gcp")).unwrap();
    write("gcp/variables.tf", &variables);
    write(
        "gcp/outputs.tf",
        &replace(
            r"(?s)value\s+= .*?\n\}",
            &outputs,
            "value = \"stand-in\"\n}",
        ),
    );
    let mut out = read("aws/mail_out.tf");
    for kind in LEFT_OUT {
        out = replace(&format!(r#"(?s)resource "{kind}" .*?\n\}}\n"#), &out, "");
    }
    write("aws/mail_out.tf", &out);
}

/// A stage's own checkout and state.
struct Deployment {
    name: &'static str,
    folder: tempfile::TempDir,
}

impl Deployment {
    /// `None` where terraform or its provider is not to be had.
    fn new(name: &'static str) -> Option<Deployment> {
        let folder = tempfile::tempdir().unwrap();
        copy_to(folder.path());
        let deployment = Deployment { name, folder };
        let mut init = deployment.terraform(&["init", "-input=false"]);
        if let Some(mirror) = mirror() {
            init.arg(format!("-plugin-dir={}", mirror.display()));
        }
        match init.output() {
            Ok(output) if output.status.success() => Some(deployment),
            Ok(output) => {
                skipped(format_args!(
                    "terraform has no AWS provider here: {}",
                    said(&output)
                ));
                None
            }
            Err(error) => {
                skipped(format_args!(
                    "there is no terraform on this computer: {error}"
                ));
                None
            }
        }
    }

    fn terraform(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("terraform");
        command
            .args(arguments)
            .arg("-no-color")
            .current_dir(self.folder.path().join("terraform"))
            .envs(moto::moto().environment())
            .env("AWS_REGION", "ap-northeast-1")
            .env("TF_CLI_CONFIG_FILE", "/dev/null")
            .env("TF_IN_AUTOMATION", "1")
            .env("CHECKPOINT_DISABLE", "1");
        command
    }

    fn with_variables(&self, what: &str, more: &[&str]) -> Command {
        let file = format!("-var-file={}.tfvars.example", self.name);
        let mut command = self.terraform(&[what, "-input=false", &file, "-var=image_tag=first"]);
        command
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, what: &str, more: &[&str]) -> String {
        ended(&self.with_variables(what, more).output().unwrap())
    }
}

pub fn ended(output: &Output) -> String {
    let said = said(output);
    assert!(output.status.success(), "{said}");
    said
}

/// `aws` by the scripts, against the emulator.
fn script(name: &str, arguments: &[&str]) -> Output {
    script_with(name, arguments, "CLOUDS", "aws")
}

#[test]
fn two_stages_live_in_one_account_and_one_goes_without_the_other() {
    let (Some(production), Some(staging)) =
        (Deployment::new("production"), Deployment::new("staging"))
    else {
        return;
    };
    let of_staging = ["-auto-approve", "-parallelism=20"];
    let one = production
        .with_variables("apply", &of_staging)
        .spawn()
        .unwrap();
    let other = staging
        .with_variables("apply", &of_staging)
        .spawn()
        .unwrap();
    ended(&one.wait_with_output().unwrap());
    ended(&other.wait_with_output().unwrap());
    let has_aws = Command::new("aws").arg("--version").output().is_ok();
    if !has_aws {
        skipped("there is no aws on this computer, so the scripts are not run");
        return;
    }
    // Nothing is active by itself, and the second stage does not take the first one's mails.
    let shows = |stage: &str, what: &str| {
        let show = said(&script("mail-rules", &[stage, "show"]));
        assert!(show.contains(what), "{stage}: {show:?} is not {what:?}");
    };
    shows("production", "no rule set is active");
    ended(&script("mail-rules", &["production", "take"]));
    shows(
        "production",
        "is replybot-production, and the rule replybot-production in it takes mails",
    );
    let refused = script("mail-rules", &["staging", "take"]);
    assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
    shows("staging", "the active rule set is replybot-production");
    // Into the active set instead.
    let beside = [
        "-auto-approve",
        "-parallelism=20",
        "-var=ses_rule_set_name=replybot-production",
    ];
    // The rule alone: the emulator cannot change what else Terraform would like to, its own answers.
    let rule = [
        &beside[..],
        &["-target=module.aws.aws_ses_receipt_rule.mails"],
    ]
    .concat();
    staging.run("apply", &rule);
    ended(&script("mail-rules", &["staging", "take"]));
    shows("staging", "the rule replybot-staging in it takes mails");

    // A table of a backup is in, and nothing is destroyed.
    let restored = said(&script_with(
        "restore",
        &["staging"],
        "RESTORED_TABLE",
        "staging-restored",
    ));
    assert!(
        restored.contains("restored_table_name = \"staging-restored\""),
        "{restored}"
    );
    let plan = staging.run(
        "plan",
        &["-var=restored_table_name=staging-restored", beside[2]],
    );
    assert!(plan.contains(" 0 to destroy"), "{plan}");
    assert!(plan.contains("staging-restored"), "{plan}");

    // The playground goes; production's mails and its plan are as they were.
    staging.run("destroy", &beside);
    shows("production", "takes mails");
    let plan = production.run("plan", &[]);
    let changes = |line: &&str| line.trim_start().starts_with('#') && line.contains("receipt_rule");
    assert_eq!(plan.lines().find(changes), None);
    // And comes again.
    staging.run("plan", &beside[2..]);
}

fn script_with(name: &str, arguments: &[&str], variable: &str, value: &str) -> Output {
    Command::new(root().join("scripts").join(name))
        .args(arguments)
        .envs(moto::moto().environment())
        .env("AWS_REGION", "ap-northeast-1")
        .env("CLOUDS", "aws")
        .env(variable, value)
        .output()
        .unwrap()
}

/// `aws` against the emulator, and what it prints.
fn aws(arguments: &str) -> String {
    let output = Command::new("aws")
        .args(arguments.split(' '))
        .args(["--output", "text"])
        .envs(moto::moto().environment())
        .env("AWS_REGION", "ap-northeast-1")
        .env("AWS_DEFAULT_REGION", "ap-northeast-1")
        .output()
        .unwrap();
    ended(&output).trim().to_owned()
}

/// The short version is `both_clouds_parts_fit_schemas_and_apis_and_each_example_plans`; phase 1 of
/// docs/migration.md is applied by `migration.rs`.
#[test]
#[ignore = "minutes, most of them waiting for the emulator: just test-terraform"]
fn aws_alone_applies_and_versions_go_out_and_back() {
    let Some(staging) = Deployment::new("staging") else {
        return;
    };
    if installed("aws").is_none() {
        return skipped("there is no aws on this computer, so nothing is applied");
    }
    ended(&staging.terraform(&["validate"]).output().unwrap());
    // In a state of its own.
    let alone = [
        "-state=alone.tfstate",
        "-var=stage=alone",
        "-var=mail_domain=alone.example.com",
        "-var=aws_only=true",
        "-var=gcp_project=",
        "-auto-approve",
        "-parallelism=20",
    ];
    staging.run("apply", &alone);
    for (name, value) in [
        ("ASYNC_GENERATION_ENDPOINT", "self"),
        ("DDB_TABLE_NAME", "replybot-alone"),
        ("GOOGLE_APPLICATION_CREDENTIALS", "None"),
    ] {
        let told = aws(&format!(
            "lambda get-function-configuration --function-name replybot-alone --query Environment.Variables.{name}"
        ));
        assert_eq!(told, value, "{name}");
    }
    play_versions("replybot-alone");
    let plan = staging.run(
        "plan",
        &[
            "-var=slack_requests=google",
            "-var=service={\"min_instances\":1}",
        ],
    );
    assert!(plan.contains(" 0 to destroy"), "{plan}");
    // Slack waits three seconds: no instance that has to start first.
    let refused = staging
        .with_variables("plan", &["-var=slack_requests=google"])
        .output()
        .unwrap();
    assert!(!refused.status.success());
    assert!(
        said(&refused).contains("min_instances"),
        "{}",
        said(&refused)
    );
}

/// A new version, one that is not ready, one that answers as another, and back, by the real `aws`. What
/// the emulator cannot do is run the function and answer at its address.
fn play_versions(name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    };
    let real = installed("aws").unwrap();
    let invoked = "for it; do [ \"$it\" = --query ] && break; out=$it; done; cat \"$FAKE/answer\" >\"$out\"; exit";
    write(
        "aws",
        &format!(
            "#!/bin/sh\ncase \"$1 $2\" in 'lambda invoke') {invoked} ;; esac\nexec {} \"$@\"\n",
            real.display()
        ),
    );
    write(
        "curl",
        "#!/bin/sh\ncase \"$*\" in */health*) cat \"$FAKE/health\" ;; esac\n",
    );
    let manifest = |tag: &str| {
        format!(
            r#"{{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":{{"digest":"{tag}"}},"layers":[]}}"#
        )
    };
    for tag in ["first", "second"] {
        aws(&format!(
            "ecr put-image --repository-name {name} --image-tag {tag} --image-manifest {}",
            manifest(tag)
        ));
    }
    let path = format!(
        "{}:{}",
        folder.path().display(),
        std::env::var("PATH").unwrap()
    );
    let roll_out = |tag: &str, ready: u16, says: &str| {
        write("answer", &format!("{{\"statusCode\":{ready}}}"));
        write("health", &format!("{{\"commit\":\"{says}\"}}"));
        let output = Command::new(root().join("scripts/roll-out"))
            .args([name.strip_prefix("replybot-").unwrap(), tag])
            .envs(moto::moto().environment())
            .env("AWS_REGION", "ap-northeast-1")
            .env("CLOUDS", "aws")
            .env("WATCH", "0")
            .env("FAKE", folder.path())
            .env("PATH", &path)
            .output()
            .unwrap();
        let runs = ["--qualifier live", ""].map(|it| {
            let image = aws(format!(
                "lambda get-function --function-name {name} --query Code.ImageUri {it}"
            )
            .trim());
            image.rsplit_once(':').unwrap().1.to_owned()
        });
        assert_eq!(runs[0], runs[1], "{}", said(&output));
        (output.status.code(), runs[0].clone())
    };
    let (first, second) = ("first".to_owned(), "second".to_owned());
    assert_eq!(roll_out("second", 503, "second"), (Some(1), first.clone()));
    assert_eq!(roll_out("second", 200, "third"), (Some(1), first.clone()));
    assert_eq!(roll_out("third", 200, "third"), (Some(2), first.clone()));
    assert_eq!(roll_out("second", 200, "second"), (Some(0), second));
    assert_eq!(roll_out("first", 200, "first"), (Some(0), first));
    let weights = format!(
        "lambda get-alias --function-name {name} --name live --query RoutingConfig.AdditionalVersionWeights"
    );
    assert!(["", "None"].contains(&&*aws(&weights)));
}

#[test]
fn both_clouds_parts_fit_schemas_and_apis_and_each_example_plans() {
    let requirements = root().join("terraform/check/requirements.txt");
    let requirements = fs::read_to_string(requirements).unwrap();
    // What checks, without the linters.
    let checks = requirements.split("# linters").next().unwrap();
    let packages: Vec<_> = checks.lines().filter(|it| !it.starts_with('#')).collect();
    let options = [&packages[1..], &["--no-compile"]].concat();
    let python = python::environment(packages[0], &options).join("python");
    let run = |script: &str| {
        let mut command = Command::new(&python);
        command
            .arg(root().join("terraform/check").join(script))
            .env("TF_CLI_CONFIG_FILE", "/dev/null")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        ended(&command.output().unwrap())
    };
    // First the judges themselves: each says no where it should.
    run("judges.py");
    let said = run("check.py");
    for part in [
        "plan of production",
        "plan of google",
        "as Google's APIs take it: 36 resources",
        "as CloudWatch does: 23",
    ] {
        assert!(said.contains(part), "{said}");
    }
}
