//! `replybot check`: whether a deployment would work, before a customer finds out. One line for
//! each thing; nothing is changed, sent or drafted.

mod aws;
mod deployment;
mod dynamodb;
mod finding;
mod google;
mod mail;
mod plan;
mod slack;

use std::future::Future;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::{FutureExt, StreamExt, stream};

use self::finding::{Finding, Form, Verdict};
use crate::config::{CheckConfig, Environment, Problem, Problems};
use crate::role::{Exit, say};
use platform::secrets::Secret;

/// How long one check may take; a model that starts cold takes longest.
const LIMIT: Duration = Duration::from_secs(30);

/// One thing to look at.
struct Check {
    name: String,
    /// Secrets without which there is nothing to look at.
    needs: &'static [&'static str],
    run: BoxFuture<'static, Finding>,
}

impl Check {
    fn new(name: impl Into<String>, run: impl Future<Output = Finding> + Send + 'static) -> Check {
        Check {
            name: name.into(),
            needs: &[],
            run: run.boxed(),
        }
    }

    fn needs(self, needs: &'static [&'static str]) -> Check {
        Check { needs, ..self }
    }
}

/// Looks at everything that `role` needs, and prints it.
///
/// # Errors
/// When its output is closed.
pub async fn run(
    environment: Environment,
    read: impl FnOnce(&Environment) -> Result<CheckConfig, Problems>,
    json: bool,
) -> anyhow::Result<Exit> {
    look(environment, read, Form::of(json), say).await
}

/// The same for a Lambda function, which is asked and has no terminal: the exit code's meaning, and
/// the lines.
///
/// # Errors
/// When TLS cannot be set up.
pub async fn lines(
    environment: Environment,
    read: impl FnOnce(&Environment) -> Result<CheckConfig, Problems>,
) -> anyhow::Result<(Exit, Vec<String>)> {
    let mut lines = Vec::new();
    let keep = |line| {
        lines.push(line);
        Ok(())
    };
    let exit = look(environment, read, Form::Line { colour: false }, keep).await?;
    Ok((exit, lines))
}

async fn look(
    environment: Environment,
    read: impl FnOnce(&Environment) -> Result<CheckConfig, Problems>,
    form: Form,
    mut say: impl FnMut(String) -> anyhow::Result<()>,
) -> anyhow::Result<Exit> {
    let mut worst = Exit::Done;
    for (name, finding) in secrets(&environment) {
        worst = worst.max(exit_of(&finding));
        say(form.line(&name, &finding))?;
    }
    let config = match read(&environment.with_stand_ins()) {
        Ok(config) => config,
        Err(Problems(problems)) => {
            for Problem {
                variable,
                what,
                example,
            } in problems
            {
                let todo = format!("e.g. {variable}={example}");
                let finding = Finding::failed(format!("{variable} {what}"), todo);
                say(form.line("configuration", &finding))?;
            }
            return Ok(Exit::Misconfigured);
        }
    };
    let complete = format!("complete for {}", config.role.name());
    say(form.line("configuration", &Finding::good(complete)))?;
    let out_of_reach = environment.out_of_reach();
    let checks = plan::checks(config).await?;
    let mut found = stream::iter(checks)
        .map(|check| limited(check, &out_of_reach))
        // All at once, and said in their order.
        .buffered(usize::MAX);
    while let Some((name, finding)) = found.next().await {
        worst = worst.max(exit_of(&finding));
        say(form.line(&name, &finding))?;
    }
    Ok(worst)
}

/// The secrets that are kept elsewhere.
fn secrets(environment: &Environment) -> Vec<(String, Finding)> {
    let fetched = environment.fetched_secrets();
    fetched
        .map(|(name, place, why)| {
            let finding = match why {
                None => Finding::good(format!("fetched from {place}")),
                Some((why, temporary)) => Finding::of_error(why, temporary),
            };
            (format!("secret {name}"), finding)
        })
        .collect()
}

async fn limited(check: Check, out_of_reach: &[&str]) -> (String, Finding) {
    let missing = check.needs.iter().find(|it| out_of_reach.contains(it));
    let finding = match missing {
        Some(missing) => Finding::skipped(format!("needs {missing}, which could not be fetched")),
        None => tokio::time::timeout(LIMIT, check.run)
            .await
            .unwrap_or_else(|_| {
                let what = format!("no answer in {} s", LIMIT.as_secs());
                Finding::failed_for_now(what, "is the network up, and the address right?")
            }),
    };
    (check.name, finding)
}

fn exit_of(finding: &Finding) -> Exit {
    match finding.verdict {
        Verdict::Good | Verdict::Warning | Verdict::Skipped => Exit::Done,
        Verdict::Failed { temporary: true } => Exit::TryAgain,
        Verdict::Failed { temporary: false } => Exit::Failed,
    }
}

/// Why Slack would not take `url` for a request URL of this app, if it would not.
pub async fn request_url_problem(
    http: &reqwest::Client,
    url: &str,
    signing_secret: &Secret,
) -> Option<String> {
    let finding = deployment::request_url(http, url, signing_secret).await;
    let failed = matches!(finding.verdict, Verdict::Failed { .. });
    failed.then(|| format!("{}: {}", finding.what, finding.todo))
}
