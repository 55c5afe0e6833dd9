//! The roles: thin shells that decide *when* a flow runs and how its result is reported.

mod charset;
pub mod check;
pub mod compose;
pub mod dev;
pub mod draft;
pub mod eval;
pub mod facts;
pub mod forget;
pub mod history;
pub mod ingest;
pub mod job;
mod jsonl;
pub mod knowledge;
pub mod lambda;
pub mod mask;
pub mod prompts;
pub mod prove;
pub mod serve;
pub mod slack;
pub mod sweep;
mod terminal;
pub mod worker;

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;

pub(crate) use terminal::tell;
use terminal::{printable, say, say_in_colours};

/// How a command ended: the process' exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// 0: done, or done before.
    Done,
    /// 75 (`EX_TEMPFAIL`): failed for now, try again.
    TryAgain,
    /// 1: failed for good.
    Failed,
    /// 2: the configuration is not complete.
    Misconfigured,
}

impl Exit {
    /// The code that the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::TryAgain => 75,
            Exit::Failed => 1,
            Exit::Misconfigured => 2,
        }
    }
}

/// Reads the named files, those in named folders, or standard input when there are none (`-` names
/// it, too); one after the other.
fn inputs(files: &[PathBuf]) -> impl Iterator<Item = anyhow::Result<(String, Vec<u8>)>> {
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() {
        stdin.to_vec()
    } else {
        files.to_vec()
    };
    let files = files.into_iter().flat_map(|file| match mails_in(&file) {
        Ok(files) => files.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    });
    files.map(|file| {
        let file = file?;
        Ok((file.display().to_string(), read(&file)?))
    })
}

/// The file itself; of a folder, all `.eml` and `.mbox` files in it and below, by name.
fn mails_in(place: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !place.is_dir() {
        return Ok(vec![place.to_owned()]);
    }
    let cannot = || format!("cannot read {}", place.display());
    let entries = std::fs::read_dir(place).with_context(cannot)?;
    let paths = entries.map(|entry| Ok(entry?.path()));
    let mut paths = paths
        .collect::<std::io::Result<Vec<_>>>()
        .with_context(cannot)?;
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        let is_mail = path
            .extension()
            .is_some_and(|it| it.eq_ignore_ascii_case("eml") || it.eq_ignore_ascii_case("mbox"));
        // A link to a folder may lead back to where it is.
        if path.is_dir() && !path.is_symlink() {
            found.extend(mails_in(&path)?);
        } else if is_mail && path.is_file() {
            found.push(path);
        }
    }
    Ok(found)
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file.as_os_str() != "-" {
        return std::fs::read(file).with_context(|| format!("cannot read {}", file.display()));
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .context("cannot read standard input")?;
    Ok(bytes)
}
