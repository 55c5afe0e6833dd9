//! `replybot ingest [FILE…]`: takes mails in as if they had arrived.

use std::path::PathBuf;

use crate::app::App;
use crate::config::AppConfig;
use crate::flow::receive::{Received, receive};
use crate::mail::mbox;
use crate::role::{Exit, inputs, say};

/// Takes each mail in and prints what became of it, one line each.
///
/// # Errors
/// When the store cannot be opened or a file cannot be read.
pub async fn run(config: AppConfig, files: &[PathBuf], json: bool) -> anyhow::Result<Exit> {
    let (app, _queue) = App::connect(config).await?;
    let mut exit = Exit::Done;
    for input in inputs(files) {
        let (name, bytes) = input?;
        for mail in mbox::mails(&bytes) {
            match receive(&app, &mail).await {
                Ok(received) => report(&name, &received, json)?,
                Err(error) => {
                    eprintln!("{name}: not taken: {error}");
                    exit = exit.max(Exit::TryAgain);
                }
            }
        }
    }
    Ok(exit)
}

fn report(name: &str, received: &Received, json: bool) -> anyhow::Result<()> {
    let (outcome, remark) = match received {
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
    };
    let id = received.id();
    if json {
        return say(format_args!(
            "{}",
            serde_json::json!({ "file": name, "context_id": id, "outcome": outcome })
        ));
    }
    say(format_args!("{name}: {outcome} {id}{remark}"))
}
