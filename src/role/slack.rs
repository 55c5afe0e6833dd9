//! `replybot slack`: the app's manifest, and where Slack delivers.

use std::io::{IsTerminal, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Clock;
use crate::config::{ManifestConfig, RequestUrlConfig};
use crate::net;
use crate::role::check::request_url_problem;
use crate::role::{Exit, say};
use crate::slack::manifest::{Delivery, Manifest, request_urls, set_request_url};
use crate::slack::manifest_api::{ManifestApi, ManifestError};
use crate::store::Store;

/// Where the store keeps the request URLs of before.
const NOTE: &str = "slack-request-urls";
/// More switches than anybody wants to undo.
const REMEMBERED: usize = 10;

/// Prints the manifest.
///
/// # Errors
/// When nobody reads it.
pub fn manifest(config: ManifestConfig, socket_mode: bool) -> anyhow::Result<Exit> {
    let delivery = match socket_mode {
        true => Delivery::SocketMode,
        false => Delivery::RequestUrl(config.request_url),
    };
    let manifest = Manifest {
        delivery,
        language: config.language,
        senders: config.senders,
    };
    say(format_args!("{:#}", manifest.to_json()))?;
    Ok(Exit::Done)
}

/// What `slack request-url` is asked for.
#[derive(Debug)]
pub enum Switch {
    /// To this address.
    To(String),
    /// To the one of before.
    Back,
}

/// A request URL that was replaced.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    url: String,
    replaced_at: Timestamp,
}

/// Switches the app's request URL, after showing both.
///
/// # Errors
/// When the store cannot be used, or nobody can be asked.
pub async fn request_url(
    config: RequestUrlConfig,
    switch: Switch,
    yes: bool,
) -> anyhow::Result<Exit> {
    let http = net::client()?;
    let store = Store::connect(&config.store).await?;
    let api = ManifestApi::new(http.clone(), &config.api_url, config.token, &config.app_id);
    let manifest = match api.export().await {
        Ok(manifest) => manifest,
        Err(error) => return failed(&error),
    };
    let now = request_urls(&manifest).join(" and ");
    let current = request_urls(&manifest).first().map(|url| (*url).to_owned());
    let mut remembered = remembered(&store).await?;
    let url = match switch {
        Switch::To(url) => url,
        Switch::Back => {
            let before = remembered
                .iter()
                .rev()
                .find(|it| Some(&it.url) != current.as_ref());
            match before {
                Some(before) => before.url.clone(),
                None => {
                    eprintln!(
                        "replybot: no earlier request URL is known in this store: name one with --url"
                    );
                    return Ok(Exit::Failed);
                }
            }
        }
    };
    if let Some(problem) = not_switchable(&manifest) {
        eprintln!("replybot: {problem}");
        return Ok(Exit::Failed);
    }
    if request_urls(&manifest).iter().all(|now| *now == url) && current.is_some() {
        say(format_args!("Slack delivers to {url} already"))?;
        return Ok(Exit::Done);
    }
    say(format_args!("app  {}", config.app_id))?;
    say(format_args!(
        "now  {}",
        if now.is_empty() { "(none)" } else { &now }
    ))?;
    say(format_args!("new  {url}"))?;
    if let Some(secret) = &config.signing_secret
        && let Some(problem) = request_url_problem(&http, &url, secret).await
    {
        eprintln!("replybot: {problem}");
        return Ok(Exit::Failed);
    }
    let mut wanted = manifest;
    set_request_url(&mut wanted, &url);
    if let Err(error) = api.validate(&wanted).await {
        return failed(&error);
    }
    if !yes && !confirmed()? {
        say("nothing was changed")?;
        return Ok(Exit::Failed);
    }
    // First of all, so that the way back is known whatever happens then.
    if let Some(current) = current {
        remembered.retain(|it| it.url != current);
        remembered.push(Before {
            url: current,
            replaced_at: Clock::System.now(),
        });
        let skipped = remembered.len().saturating_sub(REMEMBERED);
        let note = serde_json::to_string(&remembered[skipped..])?;
        store.keep_note(NOTE, &note).await?;
    }
    match api.update(&wanted).await {
        Ok(reinstall) => {
            say("switched; `replybot slack request-url --rollback` switches back")?;
            if reinstall {
                say("the app's permissions changed: install it to the workspace again")?;
            }
            Ok(Exit::Done)
        }
        Err(error) => failed(&error),
    }
}

/// Why the app has no request URL that could be switched.
fn not_switchable(manifest: &Value) -> Option<&'static str> {
    if manifest["settings"]["socket_mode_enabled"] == true {
        return Some(
            "the app uses Socket Mode: Slack delivers to no address. Switch Socket Mode off in the app's settings first",
        );
    }
    if !manifest["settings"]["interactivity"].is_object() {
        return Some(
            "the app takes no clicks yet: give it the manifest of `replybot slack manifest` first",
        );
    }
    None
}

async fn remembered(store: &Store) -> anyhow::Result<Vec<Before>> {
    let note = store.note(NOTE).await?;
    Ok(note
        .and_then(|note| serde_json::from_str(&note).ok())
        .unwrap_or_default())
}

fn failed(error: &ManifestError) -> anyhow::Result<Exit> {
    eprintln!("replybot: {error}");
    Ok(match error.is_temporary() {
        true => Exit::TryAgain,
        false => Exit::Failed,
    })
}

/// Asks the person at the terminal.
fn confirmed() -> anyhow::Result<bool> {
    print!("Switch? [y/N] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(
        answer.trim().to_lowercase().as_str(),
        "y" | "yes" | "はい"
    ))
}

/// True when there is somebody who could be asked.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}
