//! `replybot prompts …`: which there are, and how they get better.

pub mod versions;

use std::path::Path;

use anyhow::{Context, bail};
use comfy_table::{ContentArrangement, Table, presets};

use crate::app::drafter;
use crate::config::{DraftConfig, Limits, StoreConfig};
use crate::prompts::{is_template, read_folder};
use crate::proposal::{self, Edit, ProposalError};
use crate::role::{Exit, say, tell};
use platform::net;
use store::Store;

/// Lists the kinds of mails that there are prompts for.
///
/// # Errors
/// When standard output breaks.
pub fn list(config: &DraftConfig) -> anyhow::Result<Exit> {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(["prompt", "when"]);
    for kind in config.prompts.kinds() {
        table.add_row([&kind.name, &kind.when]);
    }
    say(table)?;
    say(format_args!("version {}", config.prompts.version()))?;
    Ok(Exit::Done)
}

/// Writes the prompts into a folder.
///
/// # Errors
/// When there is something in it, or it cannot be written.
pub fn export(config: &DraftConfig, folder: &Path) -> anyhow::Result<Exit> {
    let is_empty = std::fs::read_dir(folder).map_or(true, |mut files| files.next().is_none());
    if !is_empty {
        bail!("{} is not empty: name a new folder", folder.display());
    }
    let files = config.prompts.files().iter();
    for (name, text) in files.filter(|(name, _)| is_template(name)) {
        let file = folder.join(name);
        let parent = file.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::write(&file, text))
            .with_context(|| format!("cannot write {}", file.display()))?;
    }
    say(format_args!(
        "written to {0}; use them with PROMPTS={0}",
        folder.display()
    ))?;
    Ok(Exit::Done)
}

/// Measures what people change, and writes a proposal down for a person to read.
///
/// # Errors
/// When the store cannot be read, the model fails or the file cannot be written.
pub async fn propose(
    config: DraftConfig,
    store: &StoreConfig,
    newest: usize,
    out: &Path,
) -> anyhow::Result<Exit> {
    let inquiries = Store::connect(store).await?.newest(newest).await?;
    let edits = inquiries
        .iter()
        .filter_map(|it| Edit::of(it, &config.masker));
    let edits: Vec<Edit> = edits.collect();
    let measured = proposal::measure(&edits);
    say(format_args!(
        "{} drafts were sent, {} of them unchanged; in the middle one {} % of the text was changed",
        measured.sent, measured.unchanged, measured.median
    ))?;
    let drafter = drafter(net::client()?, config.drafter, &Limits::default());
    match proposal::propose(&drafter, &config.prompts, &edits).await {
        Ok(Some(proposal)) => {
            std::fs::write(out, &proposal.patch)
                .with_context(|| format!("cannot write {}", out.display()))?;
            say(format_args!("\n{}", proposal.patch))?;
            say(format_args!(
                "Read it, change it as you like, and take it over with `replybot prompts accept {}`.",
                out.display()
            ))?;
            Ok(Exit::Done)
        }
        Ok(None) => {
            say("The model sees nothing that people change again and again.")?;
            Ok(Exit::Done)
        }
        Err(error @ ProposalError::NothingChanged) => {
            say(error)?;
            Ok(Exit::Done)
        }
        Err(error) => {
            tell(&error);
            let is_temporary =
                matches!(&error, ProposalError::Model(error) if error.is_temporary());
            Ok(if is_temporary {
                Exit::TryAgain
            } else {
                Exit::Failed
            })
        }
    }
}

/// Takes a proposal into the folder of prompts.
///
/// # Errors
/// When it does not fit, or a file cannot be read or written.
pub fn accept(folder: &Path, file: &Path) -> anyhow::Result<Exit> {
    let patch =
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let files = read_folder(folder).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("the prompts cannot be read: {}", problems.join("; "))
    })?;
    let (name, text) = proposal::accepted(&files, &patch)?;
    // Whole or not at all: a service may be starting.
    let target = folder.join(&name);
    let new = target.with_extension("new");
    std::fs::write(&new, text)
        .and_then(|()| std::fs::rename(&new, &target))
        .with_context(|| format!("cannot write {}", target.display()))?;
    say(format_args!(
        "{} is changed; services take it at their next start",
        target.display()
    ))?;
    Ok(Exit::Done)
}
