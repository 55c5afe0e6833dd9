//! The roles: thin shells that decide *when* a flow runs and how its result is reported.

pub mod check;
pub mod dev;
pub mod draft;
pub mod eval;
pub mod gmail;
pub mod history;
pub mod ingest;
pub mod job;
pub mod knowledge;
pub mod lambda;
pub mod mask;
pub mod prompts;
pub mod serve;
pub mod slack;
pub mod sweep;
pub mod worker;

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;

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

/// Prints a line for the person, or the program, that started the command.
///
/// # Errors
/// When nobody reads it any more (`replybot history | head`); `cli` ends quietly then.
fn say(line: impl std::fmt::Display) -> anyhow::Result<()> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// Reads the named files, or standard input when there are none (`-` names it, too).
fn inputs(files: &[PathBuf]) -> impl Iterator<Item = anyhow::Result<(String, Vec<u8>)>> {
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() {
        stdin.to_vec()
    } else {
        files.to_vec()
    };
    files
        .into_iter()
        .map(|file| Ok((file.display().to_string(), read(&file)?)))
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
