//! `replybot prompts put`, `versions`, `use`, and `accept` where the prompts are in the store.

use std::path::Path;

use anyhow::Context;
use comfy_table::{ContentArrangement, Table, presets};
use jiff::Timestamp;
use serde_json::json;

use crate::config::{PutConfig, StoreConfig};
use crate::prompts::versions::{self, NotPut, NotRead, SHIPPED, Version};
use crate::prompts::{Prompts, Voice};
use crate::proposal;
use crate::role::{Exit, say};
use store::Store;

/// Puts a set into the store.
///
/// # Errors
/// When it is not taken.
pub async fn put(config: PutConfig, note: Option<&str>) -> anyhow::Result<Exit> {
    let store = Store::connect(&config.store).await?;
    put_in(&store, &config.prompts, note).await
}

/// Takes a proposal over, as a new version.
///
/// # Errors
/// When it does not fit, or cannot be read.
pub async fn accept(store: &StoreConfig, voice: &Voice, file: &Path) -> anyhow::Result<Exit> {
    let patch =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let store = Store::connect(store).await?;
    let versions = versions::all(&store).await?;
    let mut files = versions.files(&store, versions.used).await.map_err(told)?;
    let (name, text) = proposal::accepted(&files, &patch)?;
    let note = format!("a proposal for {name}");
    files.insert(name, text);
    let prompts = Prompts::new(files, voice).map_err(|problems| {
        told(NotRead::Broken {
            number: versions.used,
            problems,
        })
    })?;
    put_in(&store, &prompts, Some(&note)).await
}

async fn put_in(store: &Store, prompts: &Prompts, note: Option<&str>) -> anyhow::Result<Exit> {
    let before = versions::all(store).await?.used;
    let put = versions::put(store, prompts, note, Timestamp::now()).await;
    let Version {
        number, version, ..
    } = put.map_err(not_put)?;
    say(format_args!(
        "version {number} ({version}) is used from the next draft on, where PROMPTS=store"
    ))?;
    if before != number {
        say(format_args!("`replybot prompts use {before}` goes back"))?;
    }
    Ok(Exit::Done)
}

/// Uses another version from now on.
///
/// # Errors
/// When it is not there, or cannot be used.
pub async fn go_to(store: &StoreConfig, voice: &Voice, number: u32) -> anyhow::Result<Exit> {
    let store = Store::connect(store).await?;
    let prompts = versions::go_to(&store, number, voice).await;
    let prompts = prompts.map_err(not_put)?;
    say(format_args!(
        "version {number} ({}) is used from the next draft on, where PROMPTS=store",
        prompts.version()
    ))?;
    Ok(Exit::Done)
}

/// Lists the versions, newest first.
///
/// # Errors
/// When the store cannot be read or standard output breaks.
pub async fn list(store: &StoreConfig, json: bool) -> anyhow::Result<Exit> {
    let versions = versions::all(&Store::connect(store).await?).await?;
    if json {
        let version = |it: &Version| {
            json!({
                "number": it.number, "version": it.version, "at": it.at, "note": it.note,
                "used": it.number == versions.used,
            })
        };
        let all: Vec<_> = versions.sets.iter().rev().map(version).collect();
        say(json!({ "used": versions.used, "versions": all }))?;
        return Ok(Exit::Done);
    }
    let mark = |number: u32| if number == versions.used { "used" } else { "" }.to_owned();
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(["NUMBER", "", "VERSION", "PUT AT", "NOTE"]);
    for it in versions.sets.iter().rev() {
        table.add_row([
            it.number.to_string(),
            mark(it.number),
            it.version.clone(),
            it.at.strftime("%Y-%m-%d %H:%M UTC").to_string(),
            it.note.clone().unwrap_or_default(),
        ]);
    }
    table.add_row([
        SHIPPED.to_string(),
        mark(SHIPPED),
        String::new(),
        String::new(),
        "the shipped prompts".to_owned(),
    ]);
    say(table)?;
    Ok(Exit::Done)
}

fn not_put(error: NotPut) -> anyhow::Error {
    match error {
        NotPut::NotRead(error) => told(error),
        error => error.into(),
    }
}

/// A store that fails for now keeps its exit code.
fn told(error: NotRead) -> anyhow::Error {
    match error {
        NotRead::Store(error) => error.into(),
        error => error.into(),
    }
}
