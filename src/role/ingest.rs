//! `replybot ingest [FILE…]`: takes mails in as if they had arrived.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::app::App;
use crate::config::AppConfig;
use crate::flow::receive::{Received, receive};
use crate::role::{Exit, inputs, say, tell};
use mail::mbox;

/// Takes each mail in and prints what became of it, one line each; a mailbox file holds several. A
/// person before a terminal sees a bar, what went wrong, and a count at the end.
///
/// # Errors
/// When the store cannot be opened or a file cannot be read.
pub async fn run(config: AppConfig, files: &[PathBuf], json: bool) -> anyhow::Result<Exit> {
    let (app, _queue) = App::connect(config).await?;
    let mut exit = Exit::Done;
    let progress = progress();
    let is_read_by_a_person = !json && std::io::stdout().is_terminal();
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for input in inputs(files) {
        let (file, bytes) = input?;
        let mails: Vec<_> = mbox::mails(&bytes).collect();
        progress.inc_length(mails.len() as u64);
        let is_mailbox = mails.len() > 1;
        if mails.is_empty() {
            // What fetches mails may have failed, and told nobody else.
            tell(format_args!("{file}: not taken: there is no mail in it"));
            exit = exit.max(Exit::Failed);
            *outcomes.entry("not taken").or_default() += 1;
        }
        for (index, mail) in mails.into_iter().enumerate() {
            let name = match is_mailbox {
                true => format!("{file}#{}", index + 1),
                false => file.clone(),
            };
            let received = receive(&app, &mail).await;
            // The lines must not run into the bar, which is below them.
            progress.suspend(|| match received {
                Ok(received) => {
                    let (outcome, remark) = outcome(&received);
                    *outcomes.entry(outcome).or_default() += 1;
                    let is_usual = !matches!(received, Received::CardPending(..));
                    if is_read_by_a_person && is_mailbox && is_usual {
                        return Ok(());
                    }
                    report(&name, &received, (outcome, &remark), json)
                }
                Err(error) => {
                    *outcomes.entry("not taken").or_default() += 1;
                    tell(format_args!("{name}: not taken: {error}"));
                    exit = exit.max(Exit::TryAgain);
                    Ok(())
                }
            })?;
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    let total: usize = outcomes.values().sum();
    if is_read_by_a_person && total > 1 {
        let counts = outcomes
            .iter()
            .map(|(outcome, count)| format!("{count} {outcome}"));
        let counts = counts.collect::<Vec<_>>().join(", ").replace('_', " ");
        say(format_args!("{total} mails: {counts}"))?;
    }
    Ok(exit)
}

/// A bar on standard error; indicatif draws none where that is no terminal.
fn progress() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} mails, {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The outcome's name, and what a person should know about it.
fn outcome(received: &Received) -> (&'static str, String) {
    match received {
        Received::New(_) => ("received", String::new()),
        Received::Duplicate(_) => ("duplicate", " (the same mail was taken before)".to_owned()),
        Received::Bounce(_) => (
            "bounce",
            " (a reply that came back; its card says so)".to_owned(),
        ),
        Received::CardPending(_, error) => (
            "card_pending",
            format!(" (the next sweep posts its card: {error})"),
        ),
    }
}

fn report(
    name: &str,
    received: &Received,
    (outcome, remark): (&str, &str),
    json: bool,
) -> anyhow::Result<()> {
    let id = received.id();
    if json {
        return say(format_args!(
            "{}",
            serde_json::json!({ "file": name, "context_id": id, "outcome": outcome })
        ));
    }
    say(format_args!("{name}: {outcome} {id}{remark}"))
}
