//! `replybot dev --slack`: a real workspace from a laptop. Slack delivers over Socket Mode, so no
//! public address is needed; replies go to the outbox and nowhere else.

use std::collections::BTreeMap;

use anyhow::Context;

use super::lock::Lock;
use crate::app::{App, Ids, Outgoing};
use crate::config::{Environment, Problems, ServeConfig, SocketConfig};
use crate::engine::Engine;
use crate::flow::home;
use crate::role::{serve, worker};

/// Runs until Ctrl-C.
///
/// # Errors
/// When a token is missing or refused, or the data folder cannot be used.
pub async fn run(environment: Environment) -> anyhow::Result<()> {
    // Apart from the simulated workspace, whose cards stand in another channel.
    let data = environment.data().join("slack");
    let mut lock = Lock::take(&data)?;
    lock.held_by("--slack")
        .with_context(|| format!("cannot write to {}", data.display()))?;
    let secret = |prefix: &str| format!("{prefix}{}", Ids::Random.next());
    // Nothing is delivered or asked over HTTP; and whatever the environment says, no mail goes out.
    let settings: BTreeMap<String, String> = [
        ("REPLYBOT_DATA", data.display().to_string()),
        ("SLACK_SIGNING_SECRET", secret("dev-")),
        ("ASYNC_GENERATION_AUTH_HEADER", secret("Bearer dev-")),
        ("MAIL_TRANSPORT", "outbox".to_owned()),
        (
            "SENDER_EMAIL_ADDRESS",
            "Example Shop <support@shop.example>".to_owned(),
        ),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let environment = environment.in_dev_workspace(settings);
    let (config, socket) = Problems::together(
        ServeConfig::read(&environment, false),
        SocketConfig::read(&environment),
    )?;
    let drain = config.app.limits.drain;
    let (app, queue) = App::connect(config.app).await?;
    let identity = app
        .slack
        .auth_test()
        .await
        .context("SLACK_BOT_TOKEN cannot be used")?;
    println!(
        "replybot is running as {} in {}\n\n  take a mail in   replybot ingest --data {} FILE.eml\n  replies go to    {}\n  stop             Ctrl-C\n",
        identity.user,
        identity.team,
        data.display(),
        data.join("outbox").display()
    );
    let engine = Engine::new(app, Outgoing::connect(config.outgoing).await);
    home::warn_of_exposure(&engine.app).await;
    let stop = serve::stop_signal()?;
    let tasks = engine.tasks.clone();
    let cut = engine.cut.clone();
    let worker = tokio::spawn(worker::run(
        engine.app.clone(),
        engine.outgoing.clone(),
        queue,
        tasks.clone(),
        stop.clone(),
        cut.clone(),
    ));
    let ended = serve::socket(socket, engine, stop).await;
    serve::drained(drain, tasks, worker, cut).await;
    ended
}
