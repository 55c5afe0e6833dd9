//! `replybot slack`: the app's manifest, and where Slack delivers.

use std::io::{IsTerminal, Write};

use anyhow::Context;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::config::{ManifestConfig, RequestUrlConfig};
use crate::role::check::request_url_problem;
use crate::role::{Exit, say, tell};
use inquiry::clock::Clock;
use platform::net;
use slack::manifest::{Delivery, Manifest, RequestUrls};
use slack::manifest_api::{ManifestApi, ManifestError};
use store::Store;

/// Where the store keeps the request URLs of before.
const NOTE: &str = "slack-request-urls";
/// More switches than are ever undone.
const REMEMBERED: usize = 10;

/// Prints the manifest.
///
/// # Errors
/// When its output is closed.
pub fn manifest(config: ManifestConfig, socket_mode: bool) -> anyhow::Result<Exit> {
    if !socket_mode && config.is_an_example {
        tell(
            "replybot: no address was named (--url, REPLYBOT_URL): replybot.example.com stands in its place",
        );
    }
    if !socket_mode && config.request_url.starts_with("http://") {
        tell("replybot: Slack delivers to https addresses alone, and this one is http");
    }
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

/// Addresses that were replaced.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    /// Where each kind of request went.
    #[serde(default)]
    urls: RequestUrls,
    /// What version 0.1 wrote: one address, taken for both.
    #[serde(default, skip_serializing)]
    url: Option<String>,
    replaced_at: Timestamp,
}

impl Before {
    fn urls(self) -> RequestUrls {
        self.url.map_or(self.urls, |url| RequestUrls::all(&url))
    }
}

/// Switches the app's request URL, after showing both.
///
/// # Errors
/// When the store cannot be used, or no service can be asked.
pub async fn request_url(
    config: RequestUrlConfig,
    switch: Switch,
    yes: bool,
) -> anyhow::Result<Exit> {
    let http = net::client()?;
    let store = Store::connect(&config.store).await?;
    let api = ManifestApi::new(http.clone(), &config.api_url, config.token, &config.app_id);
    let mut manifest = match api.export().await {
        Ok(manifest) => manifest,
        Err(error) => return failed(&error),
    };
    let now = RequestUrls::of(&manifest);
    let is_back = matches!(switch, Switch::Back);
    let mut remembered = match remembered(&store).await {
        Ok(remembered) => remembered,
        Err(error) if is_back => return Err(error),
        Err(error) => {
            eprintln!("replybot: {error:#}");
            Vec::new()
        }
    };
    let new = match switch {
        Switch::To(url) => RequestUrls::all(&url),
        Switch::Back => match remembered.iter().rev().find(|(it, _)| *it != now) {
            Some((before, _)) => before.clone(),
            None => {
                eprintln!(
                    "replybot: no earlier request URL is known in this store: name one with --url"
                );
                return Ok(Exit::Failed);
            }
        },
    };
    if let Some(problem) = not_switchable(&manifest) {
        eprintln!("replybot: {problem}");
        return Ok(Exit::Failed);
    }
    new.put_into(&mut manifest);
    let off = match is_back {
        true => new.switch_off(&mut manifest),
        false => Vec::new(),
    };
    if RequestUrls::of(&manifest) == now {
        say(format_args!("Slack delivers to {now} already"))?;
        return Ok(Exit::Done);
    }
    say(format_args!("app  {}", config.app_id))?;
    say(format_args!("now  {now}"))?;
    say(format_args!("new  {new}"))?;
    if !off.is_empty() {
        say(format_args!(
            "off  {} (it came since, and had no address then)",
            off.join(", ")
        ))?;
    }
    if let Some(secret) = &config.signing_secret {
        for url in new.each() {
            let Some(problem) = request_url_problem(&http, url, secret).await else {
                continue;
            };
            eprintln!("replybot: {problem}");
            // What was there before need not behave as we do: it may answer in its own form, or be
            // down at the moment. The operator who goes back knows why.
            if !is_back {
                return Ok(Exit::Failed);
            }
            eprintln!("replybot: this is the way back: it is taken all the same");
        }
    }
    if let Err(error) = api.validate(&manifest).await {
        return failed(&error);
    }
    if !yes && !confirmed()? {
        say("nothing was changed")?;
        return Ok(Exit::Failed);
    }
    // First of all, so that the way back is known whatever happens then.
    remembered.retain(|(it, _)| *it != now);
    remembered.push((now, Clock::System.now()));
    let skipped = remembered.len().saturating_sub(REMEMBERED);
    let kept = remembered.into_iter().skip(skipped);
    let kept: Vec<Before> = kept
        .map(|(urls, replaced_at)| Before {
            urls,
            url: None,
            replaced_at,
        })
        .collect();
    store
        .keep_note(NOTE, &serde_json::to_string(&kept)?)
        .await?;
    match api.update(&manifest).await {
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

/// What was replaced and when, the newest last.
async fn remembered(store: &Store) -> anyhow::Result<Vec<(RequestUrls, Timestamp)>> {
    let Some(note) = store.note(NOTE).await? else {
        return Ok(Vec::new());
    };
    let before: Vec<Before> = serde_json::from_str(&note).context(
        "what the store keeps of earlier request URLs cannot be read: name one with --url",
    )?;
    Ok(before
        .into_iter()
        .map(|it| {
            let at = it.replaced_at;
            (it.urls(), at)
        })
        .collect())
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

/// True when there is a person to be asked.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}
